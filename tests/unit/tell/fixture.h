/* Articles made up for the tests of tell. */
#ifndef TELL_FIXTURE_H
#define TELL_FIXTURE_H
#include "test_memory.h"

#include <stdio.h>

#include "record/json.h"
#include "tell/tell.h"

/* Runs a test under the guard. */
typedef struct guarded_work {
    void (*work)(void);
} guarded_work;

static inline retold_status run_guarded(retold_ctx *c, void *job, retold_error *err) {
    (void)c, (void)err;
    ((guarded_work *)job)->work();
    return RETOLD_OK;
}

#define TEST(name)                                                                           \
    static void name##_inside(void);                                                         \
    static void name(void **state) {                                                         \
        (void)state;                                                                         \
        guarded_work job = {name##_inside};                                                  \
        retold_error err = {0};                                                              \
        if (ctx_run(ctx, run_guarded, &job, &err) != RETOLD_OK) fail_msg("%s", err.message); \
    }                                                                                        \
    static void name##_inside(void)

/* An article without a page of its own; lives in `memory`. */
static inline retold_article *told(const char *outlet, const char *published, const char *title, const char *text) {
    retold_article *article = ARENA_NEW(&memory, retold_article);
    article->id = arena_printf(&memory, "%s-id", outlet);
    article->outlet = (field){span_of(outlet), RANGE_NONE, "row", 1};
    article->title = (field){span_of(title), RANGE_NONE, "row", 1};
    article->text = span_of(text);
    article->lang = S("en");
    article->published = published ? stamp_parse(span_of(published)) : STAMP_NONE;
    article->modified = STAMP_NONE;
    article->fetched = RETOLD_TIME_NONE;
    return article;
}

static inline tell_comparison compared(const char *a, const char *b) {
    tell_comparison c;
    tell_compare(ctx, &memory, told("One", NULL, "", a), told("Other", NULL, "", b), &c);
    return c;
}

/* The page holds a part, or doesn't. */
#define HAS(out, part)                                                         \
    do {                                                                       \
        if (span_find(buf_span(&(out)), S(part), 0) == SIZE_MAX)               \
            fail_msg("no \"%s\" in:\n%.*s", part, SPAN_ARG(buf_span(&(out)))); \
    } while (0)
#define HAS_NOT(out, part)                                                                                                       \
    do {                                                                                                                         \
        if (span_find(buf_span(&(out)), S(part), 0) != SIZE_MAX) fail_msg("\"%s\" in:\n%.*s", part, SPAN_ARG(buf_span(&(out)))); \
    } while (0)

#endif
