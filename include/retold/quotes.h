/* Who said what, as one article has it. */
#ifndef RETOLD_QUOTES_H
#define RETOLD_QUOTES_H
#include <retold/record.h>
#ifdef __cplusplus
extern "C" {
#endif

/** The quotes of one article, in the order of their first byte. */
typedef struct retold_quotes {
    const retold_quote *items; /**< [count] */
    size_t count;
} retold_quotes;

/**
 * Find the quotes of an article: direct, mixed and indirect speech with speaker, cue, chain of sources, and name.
 *
 * Works by rules over word lists for English and German; in other languages what stands in quotation marks is still found.
 * An odd number of marks is no error. Cost: linear in the text.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param article: borrowed; ranges of the quotes point into its text, names are borrowed from it: keep it as long as they are read.
 * :param out: receives the list; caller frees with retold_quotes_free(). No quotes is RETOLD_OK with count 0.
 * :param err: may be NULL.
 * :return: RETOLD_OK, RETOLD_E_NOMEM.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_quotes_find(retold_ctx *ctx, const retold_article *article, retold_quotes **out,
                                                            retold_error *err);

/**
 * Free a list of quotes.
 *
 * :param quotes: NULL is a no-op.
 */
RETOLD_API void retold_quotes_free(retold_quotes *quotes);

#ifdef __cplusplus
}
#endif
#endif
