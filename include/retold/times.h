/* When things happened: time expressions of an article and the calendar values that they mean. */
#ifndef RETOLD_TIMES_H
#define RETOLD_TIMES_H
#include <retold/record.h>
#ifdef __cplusplus
extern "C" {
#endif

/** An owned, read-only list of time expressions, rising by span, not overlapping. */
typedef struct retold_times {
    const retold_time *items; /**< [count] */
    size_t count;
} retold_times;

/**
 * Find the time expressions of an article's text.
 *
 * Values are TIMEX3: "2024-04-19", "2024-W15", "2024-Q3", "2024-04-16TNI", "P2D", "PAST_REF". What hangs on the day of writing is
 * counted from retold_article_published(); where that is not known, the unknown parts are X: "XXXX-04-18", "XXXX-WXX-5".
 * English, and plain dates with the month names of data/months.txt. Method: docs/how/times.md. Cost: linear in the text.
 *
 * :param ctx: scratch and word lists; used by one thread at a time.
 * :param article: borrowed, not changed; spans point into its text.
 * :param out: receives the list; caller frees with retold_times_free(). None found is RETOLD_OK with count 0. NULL on failure.
 * :param err: may be NULL.
 * :return: RETOLD_OK or RETOLD_E_NOMEM.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_times_find(retold_ctx *ctx, const retold_article *article, retold_times **out,
                                                           retold_error *err);

/**
 * Free a list of times and the values in it.
 *
 * :param times: NULL is a no-op.
 */
RETOLD_API void retold_times_free(retold_times *times);

#ifdef __cplusplus
}
#endif
#endif
