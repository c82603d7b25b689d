/*
 * Families and stories over all that a store holds. Copies do not hang on the order of arrival; stories do, so articles are
 * replayed in it, and the same store gives the same answers. What the store keeps of the outcome is only what differs.
 */
#include "base/ctx.h"
#include "pipe/pipe_internal.h"
#include "retold/stories.h"

typedef struct place {
    session *s;
    retold_store *store;
    arena memory;
    articles list;         /* current versions, in order of arrival */
    VEC(uint32_t) numbers; /* of each */
    VEC(store_telling) tellings;
    retold_copies *copies;
    lent lent;
    retold_stories *stories;
    bool began;
} place;

static void place_end(void *p) {
    place *pl = p;
    if (pl->began) store_rollback(pl->store);
    retold_copies_free(pl->copies);
    lent_end(&pl->lent);
    retold_stories_free(pl->stories);
    articles_end(&pl->list);
    arena_free(&pl->memory);
}

/* An article with a newer version is history: it stays in the store and in no family or story. */
static retold_status load_articles(retold_ctx *ctx, place *pl, retold_error *err) {
    uint32_t number = 0;
    retold_article *article;
    retold_status status;
    while ((status = store_next(ctx, pl->store, &number, &article, err)) == RETOLD_OK) {
        store_place at;
        vec_reserve(&pl->memory, &pl->list, 1);
        pl->list.items[pl->list.count++] = article;
        vec_push(&pl->memory, &pl->numbers, number);
        status = store_place_of(pl->store, number, &at, err);
        if (status != RETOLD_OK) return status;
        bool history = at.superseded_by != RETOLD_NONE;
        if (!history && article->text.len) continue;
        retold_article_free(pl->list.items[--pl->list.count]);
        pl->numbers.count--;
    }
    return status == RETOLD_END ? RETOLD_OK : status;
}

static retold_status put_copies(retold_ctx *ctx, place *pl, retold_error *err) {
    arena *a = &pl->memory;
    size_t edge_count, count = pl->list.count;
    retold_status status = copies_of(ctx, pl->s, &pl->list, &pl->lent, &pl->copies, err);
    if (status != RETOLD_OK) return status;
    const retold_copy_edge *edges = retold_copies_edges(pl->copies, &edge_count);
    store_edge *kept = ARENA_ARRAY(a, store_edge, edge_count);
    for (size_t i = 0; i < edge_count; i++) {
        const retold_copy_edge *e = &edges[i];
        kept[i] = (store_edge){e->a,
                               e->b,
                               e->a_in_b,
                               e->b_in_a,
                               e->from,
                               e->confidence,
                               span_of(relation_name(e->relation)),
                               reason_names(a, e->reasons)};
    }
    uint32_t *labels = ARENA_ARRAY(a, uint32_t, count);
    for (size_t i = 0; i < count; i++) labels[i] = retold_copies_family(pl->copies, (uint32_t)i);
    store_copies all = {pl->numbers.items, labels, count, kept, edge_count, NULL, 0};
    all.passages = retold_copies_passages(pl->copies, &all.passage_count);
    return store_put_copies(ctx, pl->store, &all, err);
}

/* What an article shares with the one it was put beside: its own words there, each once. */
static void keep_terms(arena *a, store_telling *telling, const retold_article *article, const retold_story_placed *placed) {
    span *terms = ARENA_ARRAY(a, span, placed->shared_count);
    telling->terms = terms;
    for (uint32_t i = 0; i < placed->shared_count; i++) {
        span word = span_at(article->text, placed->shared[i]);
        bool seen = false;
        for (size_t j = 0; j < telling->term_count; j++) seen |= span_equal_nocase(terms[j], word);
        if (!seen) terms[telling->term_count++] = arena_copy(a, word);
    }
}

static retold_status put_stories(retold_ctx *ctx, place *pl, retold_error *err) {
    arena *a = &pl->memory;
    retold_status status = retold_stories_new(ctx, &pl->stories, err);
    for (size_t i = 0; i < pl->list.count && status == RETOLD_OK; i++) {
        retold_story_placed placed;
        status = retold_stories_add(ctx, pl->stories, pl->list.items[i], &placed, err);
        if (status != RETOLD_OK) break;
        uint32_t nearest = placed.nearest == RETOLD_NONE ? RETOLD_NONE : pl->numbers.items[placed.nearest];
        store_telling telling = {
            .article = pl->numbers.items[i], .fresh = placed.fresh, .score = placed.score, .nearest = nearest};
        keep_terms(a, &telling, pl->list.items[i], &placed);
        vec_push(a, &pl->tellings, telling);
    }
    if (status == RETOLD_OK) status = retold_stories_settle(ctx, pl->stories, err);
    if (status != RETOLD_OK) return status;
    for (size_t i = 0; i < pl->tellings.count; i++) pl->tellings.items[i].story = retold_stories_of(pl->stories, (uint32_t)i);
    return store_put_stories(ctx, pl->store, pl->tellings.items, pl->tellings.count, err);
}

/* Names the articles that a placing is of: the same set is not placed twice. */
static span set_mark(place *pl) {
    uint64_t mark = pl->list.count;
    for (size_t i = 0; i < pl->list.count; i++)
        mark = hash_join(mark, hash_join(pl->numbers.items[i], hash_bytes(pl->list.items[i]->text)));
    return arena_printf(&pl->memory, "%s %016llx", retold_version(), (unsigned long long)mark);
}

static retold_status place_in_batch(retold_ctx *ctx, place *pl, span mark, retold_error *err) {
    retold_status status = store_begin(pl->store, os_now(), err);
    pl->began = status == RETOLD_OK;
    if (status == RETOLD_OK) status = put_copies(ctx, pl, err);
    if (status == RETOLD_OK) status = put_stories(ctx, pl, err);
    if (status == RETOLD_OK) status = store_set_meta(pl->store, "placed", mark, err);
    if (status == RETOLD_OK) status = store_commit(pl->store, err);
    pl->began = pl->began && status != RETOLD_OK;
    return status;
}

static retold_status run_place(retold_ctx *ctx, void *p, retold_error *err) {
    place *pl = p;
    span placed;
    pl->memory = arena_made(ctx);
    ctx_always(ctx, place_end, pl);
    retold_status status = load_articles(ctx, pl, err);
    if (status == RETOLD_OK) status = store_meta(pl->store, &pl->memory, "placed", &placed, err);
    if (status != RETOLD_OK) return status;
    span mark = set_mark(pl);
    if (!span_equal(mark, placed)) status = place_in_batch(ctx, pl, mark, err);
    return status == RETOLD_OK ? store_index(pl->store, err) : status;
}

retold_status place_all(retold_ctx *ctx, session *s, retold_store *store, retold_error *err) {
    place pl = {.s = s, .store = store};
    return ctx_run(ctx, run_place, &pl, err);
}
