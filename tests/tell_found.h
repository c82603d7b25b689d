/*
 * What the earlier stages find in made-up tellings, put where tell looks for it: quotes, times, the day of those without
 * one, and who says what over all of them.
 */
#ifndef TESTS_TELL_FOUND_H
#define TESTS_TELL_FOUND_H
#include "quotes/quotes.h"
#include "retold/quotes.h"
#include "retold/times.h"
#include "tell/tell.h"
#include "times/times.h"

enum { MOST_FOUND = 16 };

/* What has to be given back. */
typedef struct found {
    retold_quotes *quotes[MOST_FOUND];
    retold_times *times[MOST_FOUND];
    uint32_t count;
} found;

static inline void found_end(void *p) {
    found *f = p;
    for (uint32_t i = 0; i < f->count; i++) {
        retold_quotes_free(f->quotes[i]);
        retold_times_free(f->times[i]);
    }
    f->count = 0;
}

static inline bool find_in(retold_ctx *ctx, arena *a, tell_telling *t, found *f) {
    uint32_t at = f->count++;
    f->quotes[at] = NULL;
    f->times[at] = NULL;
    if (retold_quotes_find(ctx, t->article, &f->quotes[at], NULL) != RETOLD_OK) return false;
    if (retold_times_find(ctx, t->article, &f->times[at], NULL) != RETOLD_OK) return false;
    t->quotes = f->quotes[at]->items;
    t->quote_count = (uint32_t)f->quotes[at]->count;
    span *ids = ARENA_ARRAY(a, span, t->quote_count);
    for (uint32_t q = 0; q < t->quote_count; q++) ids[q] = arena_printf(a, "q-%u%u", at, q);
    t->quote_ids = ids;
    t->times = f->times[at]->items;
    t->time_count = (uint32_t)f->times[at]->count;
    return true;
}

/* Tellings without a day take that of the first one with it, in turns as of a copy and as of the story, and are read again against it. */
static inline void lend_days(retold_ctx *ctx, arena *a, tell_telling *t, uint32_t count) {
    uint32_t from = RETOLD_NONE;
    for (uint32_t i = count; i-- > 0;) {
        bool own = t[i].article->published.ms != RETOLD_TIME_NONE && t[i].article->published.precision >= PRECISION_DAY;
        t[i].date = (told_date){own ? t[i].article->published : STAMP_NONE, own ? TOLD_DATE_OWN : TOLD_DATE_NONE, RETOLD_NONE};
        if (own) from = i;
    }
    for (uint32_t i = 0; i < count && from != RETOLD_NONE; i++) {
        time_list times;
        if (t[i].date.reason == TOLD_DATE_OWN) continue;
        t[i].date = (told_date){t[from].date.day, i % 2 ? TOLD_DATE_COPY : TOLD_DATE_STORY, from};
        times_read(ctx, a, t[i].article, t[i].date.day, &times);
        t[i].times = times.items;
        t[i].time_count = (uint32_t)times.count;
    }
}

/*
 * Fills tellings [in->count], at most MOST_FOUND, and in->quotes; `a` is no scratch of ctx. The caller ends `f` when nothing
 * reads the tellings any more, also when this is false: out of memory.
 */
static inline bool find_all(retold_ctx *ctx, arena *a, tell_telling *tellings, tell_input *in, found *f) {
    f->count = 0;
    for (uint32_t i = 0; i < in->count; i++)
        if (!find_in(ctx, a, &tellings[i], f)) return false;
    lend_days(ctx, a, tellings, in->count);
    tell_story story;
    tell_build(ctx, a, in, &story);
    told_telling *told = ARENA_ARRAY(a, told_telling, in->count);
    for (uint32_t i = 0; i < in->count; i++)
        told[i] =
            (told_telling){tellings[i].article, tellings[i].quotes, tellings[i].quote_count, story.family_of[i], story.rank[i]};
    quotes_gather(ctx, a, told, in->count, &in->quotes);
    return true;
}

#endif
