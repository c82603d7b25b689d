/* The tellings of a story in order: who was when, what belongs to one family, which headline heads it. */
#include "tell/statements.h"
#include "tell/tell_internal.h"
#include "tell/timeline.h"
#include <math.h>
#include <stdlib.h>

enum { MINUTE = 60000, DAY = 86400000 };

/* ---- when ---- */

/* A date without a clock is an interval as wide as the day, month, year that it names; a clock without a zone as wide as the zones. */
static tell_when when_of(stamp s) {
    tell_when w = {RETOLD_TIME_NONE, RETOLD_TIME_NONE, false};
    if (s.ms == RETOLD_TIME_NONE || s.precision == PRECISION_NONE) return w;
    int64_t width = s.precision == PRECISION_YEAR ? 365 * (int64_t)DAY : s.precision == PRECISION_MONTH ? 30 * (int64_t)DAY : DAY;
    w.begin = s.ms;
    w.exact = s.precision >= PRECISION_MINUTE;
    w.end = w.exact ? s.ms + MINUTE : s.ms + width;
    return w;
}

/* Sorted by time; a bare day counts as its end, since only its members with a clock are known to be earlier. */
typedef struct place {
    int64_t time;
    uint32_t number, telling;
} place;

static int by_time(const void *one, const void *other) {
    const place *x = one, *y = other;
    if (x->time != y->time) return x->time < y->time ? -1 : 1;
    if (x->number != y->number) return x->number < y->number ? -1 : 1;
    return (x->telling > y->telling) - (x->telling < y->telling);
}

static void put_order(arena *a, tell_story *story) {
    uint32_t count = story->in->count;
    place *places = ARENA_ARRAY(a, place, count);
    for (uint32_t i = 0; i < count; i++) {
        const tell_when *w = &story->when[i];
        bool known = w->begin != RETOLD_TIME_NONE;
        places[i] = (place){!known ? INT64_MAX : w->exact ? w->begin : w->end, story->in->tellings[i].number, i};
    }
    if (count) qsort(places, count, sizeof *places, by_time);
    story->order = ARENA_ARRAY(a, uint32_t, count);
    story->rank = ARENA_ARRAY(a, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) {
        story->order[i] = places[i].telling;
        story->rank[places[i].telling] = i;
    }
}

/* Widen [*first, *last] by a telling's time. */
static void widen(int64_t *first, int64_t *last, const tell_when *w) {
    if (w->begin == RETOLD_TIME_NONE) return;
    int64_t end = w->exact ? w->begin : w->end - 1;
    if (*first == RETOLD_TIME_NONE || w->begin < *first) *first = w->begin;
    if (*last == RETOLD_TIME_NONE || end > *last) *last = end;
}

static void put_times(arena *a, tell_story *story) {
    story->when = ARENA_ARRAY(a, tell_when, story->in->count);
    story->first = story->last = RETOLD_TIME_NONE;
    for (uint32_t i = 0; i < story->in->count; i++) {
        story->when[i] = when_of(story->in->tellings[i].article->published);
        story->dated += story->when[i].begin != RETOLD_TIME_NONE;
        widen(&story->first, &story->last, &story->when[i]);
    }
}

static void put_outlets(arena *a, tell_story *story) {
    names seen = {0};
    story->outlet = ARENA_ARRAY(a, span, story->in->count);
    for (uint32_t i = 0; i < story->in->count; i++) {
        const retold_article *article = story->in->tellings[i].article;
        story->outlet[i] = shown_outlet(article);
        if (span_trim(article->outlet.text).len || host_of(article->url.text).len)
            names_add(a, &seen, text_folded(a, story->outlet[i]));
    }
    story->outlet_count = (uint32_t)seen.count;
}

/* ---- families ---- */

/* Families by their first telling; their members in order of time, as nodes without an edge. */
static void put_families(arena *a, tell_story *story) {
    uint32_t count = story->in->count;
    names ids = {0};
    story->family_of = ARENA_ARRAY(a, uint32_t, count);
    story->families = ARENA_ARRAY(a, tell_family, count);
    for (uint32_t k = 0; k < count; k++) {
        uint32_t t = story->order[k];
        span id = story->in->tellings[t].family;
        if (!id.len) id = arena_printf(a, "\n%u", t); /* no family yet: one of its own */
        uint32_t f = names_add(a, &ids, id);
        story->family_of[t] = f;
        story->families[f].count++;
    }
    story->family_count = (uint32_t)ids.count;
    for (uint32_t f = 0; f < story->family_count; f++) {
        tell_family *family = &story->families[f];
        *family = (tell_family){ids.items[f], f, ARENA_ARRAY(a, tell_node, family->count), 0, RETOLD_TIME_NONE, RETOLD_TIME_NONE};
        if (family->id.ptr[0] == '\n') family->id = (span){0};
    }
    for (uint32_t k = 0; k < count; k++) {
        uint32_t t = story->order[k];
        tell_family *family = &story->families[story->family_of[t]];
        family->nodes[family->count++] = (tell_node){.telling = t, .parent = RETOLD_NONE, .later = INT64_MIN};
        widen(&family->first, &family->last, &story->when[t]);
    }
}

/* ---- the title ---- */

/* What the tellings have in common. Copies of one text count once, but each headline was somebody's choice. */
typedef struct centre {
    arena *memory;
    retold_ctx *ctx;
    map families;  /* word hash → families that have it in a text */
    map headlines; /* word hash → headlines that have it */
    map last;      /* word hash → last family or headline counted + 1 */
} centre;

/* Count the words of a text, each once for `owner`. */
static void count_words(centre *c, map *counts, span text, uint32_t owner) {
    arena *work = ctx_scratch(c->ctx);
    arena_mark mark = arena_here(work);
    words list = text_words(work, text);
    for (size_t i = 0; i < list.count; i++) {
        uint64_t *last = map_put(c->memory, &c->last, list.items[i].hash);
        if (*last == owner + 1) continue;
        *last = owner + 1;
        ++*map_put(c->memory, counts, list.items[i].hash);
    }
    if (work != c->memory) arena_back(work, mark);
}

static void count_all(centre *c, const tell_story *story) {
    for (uint32_t f = 0; f < story->family_count; f++)
        for (uint32_t k = 0; k < story->families[f].count; k++)
            count_words(c, &c->families, story->in->tellings[story->families[f].nodes[k].telling].article->text, f);
    c->last = (map){0};
    for (uint32_t t = 0; t < story->in->count; t++) count_words(c, &c->headlines, story->in->tellings[t].article->title.text, t);
}

static bool is_stop(centre *c, span text, const word *w) {
    return range_len(w->span) < 3 || text_is_stop_word(c->ctx, text_folded(ctx_scratch(c->ctx), span_at(text, w->span)));
}

/* Share of what is counted, 0 to 1. */
static double share_of(const map *counts, uint64_t hash, uint32_t all) {
    const uint64_t *count = map_get(counts, hash);
    return count ? (double)*count / all : 0;
}

/* How much of what is common a text says, for its length: as the cosine with the centre, but for a constant. */
static double centrality(centre *c, const tell_story *story, span text, bool headline) {
    arena *work = ctx_scratch(c->ctx);
    arena_mark mark = arena_here(work);
    words list = text_words(work, text);
    map seen = {0};
    double sum = 0;
    for (size_t i = 0; i < list.count; i++) {
        uint64_t hash = list.items[i].hash;
        if (is_stop(c, text, &list.items[i])) continue;
        uint64_t *known = map_put(work, &seen, hash);
        if (*known) continue;
        *known = 1;
        sum += share_of(&c->families, hash, story->family_count);
        if (headline) sum += share_of(&c->headlines, hash, story->in->count);
    }
    arena_back(work, mark); /* nothing of c->memory was taken meanwhile */
    return seen.count ? sum / sqrt((double)seen.count) : 0;
}

static void take_title(tell_story *story, uint32_t telling) {
    story->title_of = telling;
    story->title = story->in->tellings[telling].article->title.text;
}

static bool has_title(const tell_story *story, uint32_t telling) {
    return span_trim(story->in->tellings[telling].article->title.text).len > 0;
}

/* Of a story with one text, the headline that is nearest to its source. */
static void put_source_title(tell_story *story) {
    const tell_family *f = &story->families[0];
    for (uint32_t k = 0; k < f->count && story->title_of == RETOLD_NONE; k++)
        if (has_title(story, f->nodes[k].telling)) take_title(story, f->nodes[k].telling);
}

/* Of several texts, the headline of the telling that says most of what the others say, and whose headline does so, too. */
static void put_central_title(retold_ctx *ctx, arena *a, tell_story *story) {
    centre c = {.memory = a, .ctx = ctx};
    double best = -1;
    count_all(&c, story);
    for (uint32_t k = 0; k < story->in->count; k++) {
        const retold_article *article = story->in->tellings[story->order[k]].article;
        if (!has_title(story, story->order[k])) continue;
        double score = centrality(&c, story, article->text, false) / 4 + centrality(&c, story, article->title.text, true);
        if (score <= best) continue;
        best = score;
        take_title(story, story->order[k]);
    }
}

void tell_arrange(retold_ctx *ctx, arena *a, const tell_input *in, tell_story *out) {
    *out = (tell_story){.in = in};
    put_times(a, out);
    put_order(a, out);
    put_outlets(a, out);
    put_families(a, out);
    trees_grow(a, out);
    out->first_of = out->dated ? out->order[0] : RETOLD_NONE;
    out->last_of = out->dated ? out->order[out->dated - 1] : RETOLD_NONE;
    out->title_of = RETOLD_NONE;
    if (out->family_count == 1)
        put_source_title(out);
    else
        put_central_title(ctx, a, out);
}

void tell_align(retold_ctx *ctx, arena *a, tell_story *story) {
    story->statements = statements_build(ctx, a, story);
    story->timeline = timeline_build(ctx, a, story);
}

void tell_build(retold_ctx *ctx, arena *a, const tell_input *in, tell_story *out) {
    tell_arrange(ctx, a, in, out);
    tell_align(ctx, a, out);
}
