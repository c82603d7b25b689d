/* A story out of the store, told; two articles compared. One snapshot of the store, whatever a writer does meanwhile. */
#include "base/ctx.h"
#include "base/map.h"
#include "pipe/pipe_internal.h"
#include "quotes/quotes.h"
#include "tell/tell.h"
#include "times/times.h"
#include <stdlib.h>

typedef struct gather {
    retold_store *store;
    arena memory;
    store_numbers numbers; /* of the members, in order of arrival */
    articles articles;
    VEC(retold_page *) pages;
    VEC(tell_telling) tellings;
    VEC(tell_edge) edges;
    VEC(retold_passage) passages;
    bool looking;
} gather;

static void gather_end(void *p) {
    gather *g = p;
    store_unlook(g->store, g->looking);
    articles_end(&g->articles);
    for (size_t i = 0; i < g->pages.count; i++) retold_page_free(g->pages.items[i]);
    arena_free(&g->memory);
}

/* Place of an article among the members; RETOLD_NONE when it is none. */
static uint32_t place_of(const gather *g, uint32_t number) {
    for (size_t i = 0; i < g->numbers.count; i++)
        if (g->numbers.items[i] == number) return (uint32_t)i;
    return RETOLD_NONE;
}

/* The earlier versions of a page, oldest first. */
static retold_status add_versions(retold_ctx *ctx, gather *g, tell_telling *t, uint32_t earlier, retold_error *err) {
    VEC(tell_version) newest_first = {0};
    while (earlier != RETOLD_NONE) {
        retold_article *article;
        store_place at;
        retold_status status = store_article(ctx, g->store, earlier, &article, err);
        if (status != RETOLD_OK) return status;
        span id = arena_copy(&g->memory, article->id);
        vec_push(&g->memory, &newest_first, (tell_version){id, article->published, article->modified, article->fetched});
        retold_article_free(article);
        status = store_place_of(g->store, earlier, &at, err);
        if (status != RETOLD_OK) return status;
        earlier = at.supersedes;
    }
    tell_version *versions = ARENA_ARRAY(&g->memory, tell_version, newest_first.count);
    for (size_t i = 0; i < newest_first.count; i++) versions[i] = newest_first.items[newest_first.count - 1 - i];
    t->versions = versions;
    t->version_count = (uint32_t)newest_first.count;
    return RETOLD_OK;
}

/* The quotes and times that the store has of an article. */
static retold_status add_finds(gather *g, tell_telling *t, uint32_t number, retold_error *err) {
    store_quote_list quotes = {0};
    store_time_list times = {0};
    span *ids = NULL;
    retold_status status = store_quotes_of(g->store, &g->memory, number, &quotes, &ids, err);
    if (status == RETOLD_OK) status = store_times_of(g->store, &g->memory, number, &times, err);
    t->quotes = quotes.items;
    t->quote_ids = ids;
    t->quote_count = (uint32_t)quotes.count;
    t->times = times.items;
    t->time_count = (uint32_t)times.count;
    return status;
}

static retold_status add_telling(retold_ctx *ctx, gather *g, uint32_t number, retold_error *err) {
    retold_article *article;
    retold_page *page;
    store_place at;
    store_telling told;
    arena *a = &g->memory;
    vec_reserve(a, &g->articles, 1);
    vec_reserve(a, &g->pages, 1);
    retold_status status = store_article(ctx, g->store, number, &article, err);
    if (status != RETOLD_OK) return status;
    g->articles.items[g->articles.count++] = article;
    status = store_page(ctx, g->store, number, &page, err);
    if (status != RETOLD_OK) return status;
    g->pages.items[g->pages.count++] = page;
    status = store_place_of(g->store, number, &at, err);
    if (status == RETOLD_OK) status = store_telling_of(g->store, a, number, &told, err);
    if (status != RETOLD_OK) return status;
    tell_telling t = {.article = article,
                      .page = page,
                      .family = arena_copy(a, span_of(at.family_id)),
                      .number = number,
                      .score = told.score,
                      .fresh = told.fresh,
                      .terms = told.terms,
                      .term_count = (uint32_t)told.term_count};
    t.nearest = told.nearest == RETOLD_NONE ? RETOLD_NONE : place_of(g, told.nearest);
    status = add_versions(ctx, g, &t, at.supersedes, err);
    if (status == RETOLD_OK) status = add_finds(g, &t, number, err);
    vec_push(a, &g->tellings, t);
    return status;
}

/* Edges and passages of one member with later ones; each is thus taken once. */
static retold_status add_links(gather *g, uint32_t place, retold_error *err) {
    arena *a = &g->memory;
    store_edge_list edges = {0};
    store_passage_list passages = {0};
    uint32_t number = g->numbers.items[place];
    retold_status status = store_edges_of(g->store, a, number, &edges, err);
    if (status == RETOLD_OK) status = store_passages_of(g->store, a, number, &passages, err);
    for (size_t i = 0; i < edges.count; i++) {
        const store_edge *e = &edges.items[i];
        uint32_t x = place_of(g, e->a), y = place_of(g, e->b), from = e->from == RETOLD_NONE ? RETOLD_NONE : place_of(g, e->from);
        if (e->a == number && y != RETOLD_NONE)
            vec_push(a, &g->edges, (tell_edge){x, y, e->a_in_b, e->b_in_a, e->relation, from, e->confidence, e->reasons});
    }
    for (size_t i = 0; i < passages.count; i++) {
        retold_passage p = passages.items[i];
        bool mine = p.a == number && place_of(g, p.b) != RETOLD_NONE;
        p.from = p.from == RETOLD_NONE ? RETOLD_NONE : place_of(g, p.from);
        p.b = place_of(g, p.b);
        p.a = place;
        if (mine) vec_push(a, &g->passages, p);
    }
    return status;
}

/* The story that an id means: its own, or that of an article or a quote. */
static retold_status find_story(retold_ctx *ctx, gather *g, span id, uint32_t *group, span *story_id, retold_error *err) {
    store_found found;
    store_place at;
    retold_status status =
        store_find(ctx, g->store, id, RETOLD_KIND_STORY | RETOLD_KIND_ARTICLE | RETOLD_KIND_QUOTE, &found, err);
    if (status != RETOLD_OK) return status;
    *group = found.number;
    *story_id = arena_copy(&g->memory, span_of(found.id));
    if (found.kind == RETOLD_KIND_STORY) return RETOLD_OK;
    status = store_place_of(g->store, found.article, &at, err);
    if (status != RETOLD_OK) return status;
    if (at.story == RETOLD_NONE)
        return error_set(err, "pipe", RETOLD_E_ABSENT, RETOLD_OFFSET_NONE,
                         "%s is in no story: an earlier version, or without text", found.id);
    *group = at.story;
    *story_id = arena_copy(&g->memory, span_of(at.story_id));
    return RETOLD_OK;
}

static retold_status gather_story(retold_ctx *ctx, gather *g, span id, tell_input *in, retold_error *err) {
    uint32_t group;
    retold_status status = store_look(g->store, &g->looking, err);
    if (status == RETOLD_OK) status = find_story(ctx, g, id, &group, &in->id, err);
    if (status == RETOLD_OK) status = store_members(g->store, &g->memory, group, &g->numbers, err);
    for (size_t i = 0; i < g->numbers.count && status == RETOLD_OK; i++) status = add_telling(ctx, g, g->numbers.items[i], err);
    for (uint32_t i = 0; i < g->tellings.count && status == RETOLD_OK; i++) status = add_links(g, i, err);
    in->tellings = g->tellings.items;
    in->count = (uint32_t)g->tellings.count;
    in->edges = g->edges.items;
    in->edge_count = g->edges.count;
    in->passages = g->passages.items;
    in->passage_count = g->passages.count;
    return status;
}

/* ---- dates of tellings that have none of their own ---- */

enum { DAY_MS = 86400000 };

/* The calendar day of a stamp where it was written; STAMP_NONE when it isn't known to the day. */
static stamp day_only(stamp s) {
    if (s.ms == RETOLD_TIME_NONE || s.precision < PRECISION_DAY) return STAMP_NONE;
    int64_t local = s.ms + (s.zone == ZONE_NONE ? 0 : s.zone) * INT64_C(60000), in_day = (local % DAY_MS + DAY_MS) % DAY_MS;
    return (stamp){local - in_day, ZONE_NONE, PRECISION_DAY};
}

static bool has_day(const tell_telling *t) { return t->date.day.precision >= PRECISION_DAY; }

/* Their own dates, as precise as they are. */
static void take_own_dates(gather *g) {
    for (size_t i = 0; i < g->tellings.count; i++) {
        tell_telling *t = &g->tellings.items[i];
        stamp own = t->article->published;
        bool known = own.ms != RETOLD_TIME_NONE && own.precision != PRECISION_NONE;
        t->date = known ? (told_date){own, TOLD_DATE_OWN, RETOLD_NONE} : (told_date){STAMP_NONE, TOLD_DATE_NONE, RETOLD_NONE};
    }
}

/* A text is hardly older than the first dated copy of it: the earliest one lends its day. */
static void take_dates_of_copies(gather *g) {
    names known = {0};
    VEC(uint32_t) first = {0}; /* by family: the telling with the earliest own date */
    for (uint32_t i = 0; i < g->tellings.count; i++) {
        const tell_telling *t = &g->tellings.items[i];
        if (!t->family.len) continue;
        uint32_t f = names_add(&g->memory, &known, t->family);
        if (f == first.count) vec_push(&g->memory, &first, RETOLD_NONE);
        if (t->date.reason != TOLD_DATE_OWN || !has_day(t)) continue;
        if (first.items[f] == RETOLD_NONE || t->date.day.ms < g->tellings.items[first.items[f]].date.day.ms) first.items[f] = i;
    }
    for (uint32_t i = 0; i < g->tellings.count; i++) {
        tell_telling *t = &g->tellings.items[i];
        uint32_t f = t->family.len ? names_find(&known, t->family) : NAME_NONE,
                 from = f == NAME_NONE ? RETOLD_NONE : first.items[f];
        if (t->date.reason != TOLD_DATE_NONE || from == RETOLD_NONE) continue;
        t->date = (told_date){day_only(g->tellings.items[from].article->published), TOLD_DATE_COPY, from};
    }
}

typedef struct dated {
    int64_t ms;
    uint32_t telling;
} dated;

static int by_day(const void *one, const void *other) {
    const dated *x = one, *y = other;
    if (x->ms != y->ms) return x->ms < y->ms ? -1 : 1;
    return (x->telling > y->telling) - (x->telling < y->telling);
}

/* The telling in the middle of those with a day of their own; RETOLD_NONE when there is none. */
static uint32_t middle_dated(gather *g) {
    VEC(dated) own = {0};
    for (uint32_t i = 0; i < g->tellings.count; i++)
        if (g->tellings.items[i].date.reason == TOLD_DATE_OWN && has_day(&g->tellings.items[i]))
            vec_push(&g->memory, &own, (dated){g->tellings.items[i].date.day.ms, i});
    if (own.count) qsort(own.items, own.count, sizeof *own.items, by_day);
    return own.count ? own.items[(own.count - 1) / 2].telling : RETOLD_NONE;
}

/* The telling that stands nearest in words lends its day, where it has one; else the one in the middle. */
static void take_dates_of_story(gather *g) {
    uint32_t middle = middle_dated(g);
    for (uint32_t i = 0; i < g->tellings.count; i++) {
        tell_telling *t = &g->tellings.items[i];
        if (t->date.reason != TOLD_DATE_NONE) continue;
        const tell_telling *near = t->nearest == RETOLD_NONE ? NULL : &g->tellings.items[t->nearest];
        bool lends = near && has_day(near) && near->date.reason <= TOLD_DATE_COPY;
        uint32_t from = lends ? t->nearest : middle;
        if (from != RETOLD_NONE) t->date = (told_date){day_only(g->tellings.items[from].date.day), TOLD_DATE_STORY, from};
    }
}

/* Give every telling the day that it has or may have; what is told without one is read again against it. */
static void put_dates(retold_ctx *ctx, gather *g) {
    take_own_dates(g);
    take_dates_of_copies(g);
    take_dates_of_story(g);
    for (size_t i = 0; i < g->tellings.count; i++) {
        tell_telling *t = &g->tellings.items[i];
        if (t->date.reason != TOLD_DATE_COPY && t->date.reason != TOLD_DATE_STORY) continue;
        time_list times;
        times_read(ctx, &g->memory, t->article, t->date.day, &times);
        t->times = times.items;
        t->time_count = (uint32_t)times.count;
    }
}

/* Who says what over all tellings; the story has told their order and their families. */
static told_quotes quotes_of_story(retold_ctx *ctx, gather *g, const tell_story *story) {
    uint32_t count = (uint32_t)g->tellings.count;
    told_telling *tellings = ARENA_ARRAY(&g->memory, told_telling, count);
    told_quotes out;
    for (uint32_t i = 0; i < count; i++) {
        const tell_telling *t = &g->tellings.items[i];
        tellings[i] = (told_telling){t->article, t->quotes, t->quote_count, story->family_of[i], story->rank[i]};
    }
    quotes_gather(ctx, &g->memory, tellings, count, &out);
    return out;
}

typedef struct tell_job {
    gather gather;
    span id, other;
    retold_tell_form form; /* of a comparison */
    story_writer write;    /* of a story */
    void *user;
    const retold_sink *out;
} tell_job;

static retold_status run_tell(retold_ctx *ctx, void *p, retold_error *err) {
    tell_job *job = p;
    gather *g = &job->gather;
    tell_input in = {0};
    tell_story story;
    ctx_always(ctx, gather_end, g);
    retold_status status = gather_story(ctx, g, job->id, &in, err);
    if (status == RETOLD_OK) {
        buf out = buf_made(&g->memory);
        put_dates(ctx, g);
        tell_arrange(ctx, &g->memory, &in, &story);
        in.quotes = quotes_of_story(ctx, g, &story);
        tell_align(ctx, &g->memory, &story);
        job->write(ctx, &out, &story, job->user);
        status = buf_flush(&out, job->out, err);
    }
    return status;
}

retold_status story_run(retold_ctx *ctx, retold_store *store, span id, story_writer write, void *user, const retold_sink *out,
                        retold_error *err) {
    tell_job job = {.gather = {.store = store, .memory = arena_made(ctx)}, .id = id, .write = write, .user = user, .out = out};
    return ctx_run(ctx, run_tell, &job, err);
}

static void write_story(retold_ctx *ctx, buf *out, const tell_story *story, void *form) {
    switch (*(retold_tell_form *)form) {
    case RETOLD_TELL_TEXT: tell_text(ctx, out, story); break;
    case RETOLD_TELL_JSON: tell_json(ctx, out, story); break;
    case RETOLD_TELL_HTML: tell_html(ctx, out, story); break;
    }
}

retold_status tell_run(retold_ctx *ctx, retold_store *store, span id, retold_tell_form form, const retold_sink *out,
                       retold_error *err) {
    return story_run(ctx, store, id, write_story, &form, out, err);
}

/* Reads one side of a comparison into the gathering. */
static retold_status add_side(retold_ctx *ctx, gather *g, span id, retold_error *err) {
    retold_article *article;
    retold_page *page;
    vec_reserve(&g->memory, &g->articles, 1);
    vec_reserve(&g->memory, &g->pages, 1);
    retold_status status = retold_store_read_article(ctx, g->store, id, &article, err);
    if (status != RETOLD_OK) return status;
    g->articles.items[g->articles.count++] = article;
    status = retold_store_read_page(ctx, g->store, id, &page, err);
    if (status == RETOLD_OK) g->pages.items[g->pages.count++] = page;
    return status;
}

static retold_status run_compare(retold_ctx *ctx, void *p, retold_error *err) {
    tell_job *job = p;
    gather *g = &job->gather;
    tell_comparison c;
    ctx_always(ctx, gather_end, g);
    retold_status status = store_look(g->store, &g->looking, err);
    if (status == RETOLD_OK) status = add_side(ctx, g, job->id, err);
    if (status == RETOLD_OK) status = add_side(ctx, g, job->other, err);
    if (status == RETOLD_OK) {
        buf out = buf_made(&g->memory);
        tell_compare(ctx, &g->memory, g->articles.items[0], g->articles.items[1], &c);
        if (job->form == RETOLD_TELL_JSON)
            tell_compare_json(&out, &c);
        else if (job->form == RETOLD_TELL_HTML)
            tell_compare_html(ctx, &out, &c, g->pages.items[0], g->pages.items[1]);
        else
            tell_compare_text(&out, &c);
        status = buf_flush(&out, job->out, err);
    }
    return status;
}

retold_status compare_run(retold_ctx *ctx, retold_store *store, span a, span b, retold_tell_form form, const retold_sink *out,
                          retold_error *err) {
    tell_job job = {.gather = {.store = store, .memory = arena_made(ctx)}, .id = a, .other = b, .form = form, .out = out};
    return ctx_run(ctx, run_compare, &job, err);
}
