#include "copies/copies_internal.h"
#include <stdlib.h>

struct retold_passages {
    arena memory;
    VEC(retold_passage) items;
};

void retold_copies_free(retold_copies *copies) {
    if (!copies) return;
    arena_free(&copies->results.memory);
    runs_free(&copies->marks);
    runs_free(&copies->more);
    spool_free(&copies->spool);
    arena_free(&copies->memory);
    free(copies);
}

retold_status retold_copies_new(retold_ctx *ctx, retold_copies **out, retold_error *err) {
    *out = calloc(1, sizeof **out);
    if (!*out) return error_nomem(err, "copies");
    (*out)->memory = arena_made(ctx);
    (*out)->results.memory = arena_made(ctx);
    return RETOLD_OK;
}

typedef struct add_job {
    retold_copies *copies;
    const retold_article *article;
} add_job;

static retold_status add(retold_ctx *ctx, void *job, retold_error *err) {
    add_job *j = job;
    (void)err;
    docs_add(ctx, j->copies, j->article);
    return RETOLD_OK;
}

static retold_status spool_error(retold_error *err) {
    return error_set(err, "copies", RETOLD_E_IO, RETOLD_OFFSET_NONE,
                     "what memory has no room for can't be written or read again");
}

static retold_status spent_error(retold_error *err) {
    return error_set(err, "copies", RETOLD_E_ARGUMENT, RETOLD_OFFSET_NONE, "this collection was to be grouped once");
}

retold_status retold_copies_add(retold_ctx *ctx, retold_copies *copies, const retold_article *article, retold_error *err) {
    if (article->text.len >= UINT32_MAX) return error_set(err, "copies", RETOLD_E_LIMIT, UINT32_MAX, "a text of 4 GB or more");
    if (copies->serials >= UINT32_MAX - 1)
        return error_set(err, "copies", RETOLD_E_LIMIT, RETOLD_OFFSET_NONE, "too many articles");
    if (copies->spent) return spent_error(err);
    retold_status status = ctx_run(ctx, add, &(add_job){copies, article}, err);
    return status == RETOLD_OK && copies->spool.failed ? spool_error(err) : status;
}

void retold_copies_fetch_by(retold_copies *copies, retold_copies_fetch fetch, void *user) {
    copies->fetch = fetch;
    copies->fetch_user = user;
}

void copies_lend(retold_copies *copies, const copies_hands *hands) {
    copies->hands = *hands;
    copies->spool.device = hands->device;
}

span copies_id(const retold_copies *copies, uint32_t article) { return doc_at(copies, article)->id; }

/* What a grouping has open besides its results. */
typedef struct at_work {
    retold_copies *copies;
    uint64_t size;
    arena memory;
} at_work;

static void end_work(void *p) {
    at_work *w = p;
    spool_back(&w->copies->spool, w->size);
    arena_free(&w->memory);
}

static void free_results(void *thing) { arena_free(&((results *)thing)->memory); }

static void find_families(grouping *g, results *out) {
    mark_list marks = group_marks(g);
    boilerplate_find(g, &marks);
    candidates found = candidates_of(g, &marks);
    pair_list pairs = {0};
    pairs_verify(g, &found, &pairs);
    uint32_t *family = families_of(g, &pairs);
    candidates inside = candidates_inside(g, family, &pairs, &found);
    pairs_verify(g, &inside, &pairs);
    family = families_of(g, &pairs);
    results_fill(g, &pairs, family, out);
}

static retold_status group(retold_ctx *ctx, void *job, retold_error *err) {
    retold_copies *copies = job;
    if (copies->spent) return spent_error(err);
    copies->spent = copies->hands.once;
    results *fresh = ARENA_NEW(ctx_scratch(ctx), results);
    at_work *open = ARENA_NEW(ctx_scratch(ctx), at_work);
    fresh->memory = arena_made(ctx);
    ctx_undo(ctx, free_results, fresh);
    *open = (at_work){copies, copies->spool.size, arena_made(ctx)};
    ctx_always(ctx, end_work, open);
    copies->lost = false;
    grouping g = group_begin(ctx, copies, &open->memory);
    find_families(&g, fresh);
    if (copies->spool.failed) return spool_error(err);
    if (copies->lost)
        return error_set(err, "copies", RETOLD_E_IO, RETOLD_OFFSET_NONE,
                         "an article can't be fetched as it was when it was added");
    arena_free(&copies->results.memory);
    copies->results = *fresh;
    return RETOLD_OK;
}

retold_status retold_copies_group(retold_ctx *ctx, retold_copies *copies, retold_error *err) {
    return ctx_run(ctx, group, copies, err);
}

uint32_t retold_copies_count(const retold_copies *copies) { return copies->count; }

uint32_t retold_copies_family(const retold_copies *copies, uint32_t article) {
    return article < copies->results.count ? copies->results.family[article] : RETOLD_NONE;
}

const retold_passage *retold_copies_passages(const retold_copies *copies, size_t *count) {
    *count = copies->results.passages.count;
    return copies->results.passages.items;
}

const retold_copy_edge *retold_copies_edges(const retold_copies *copies, size_t *count) {
    *count = copies->results.edges.count;
    return copies->results.edges.items;
}

const retold_copies_report *retold_copies_summary(const retold_copies *copies) { return &copies->results.report; }

typedef struct between_job {
    const retold_article *a, *b;
    uint32_t min_words;
    retold_passages *out;
} between_job;

static int by_begin(const void *x, const void *y) {
    const retold_passage *p = x, *q = y;
    if (p->a_span.begin != q->a_span.begin) return p->a_span.begin < q->a_span.begin ? -1 : 1;
    return p->b_span.begin < q->b_span.begin ? -1 : p->b_span.begin > q->b_span.begin;
}

static retold_status between(retold_ctx *ctx, void *job, retold_error *err) {
    between_job *j = job;
    arena *scratch = ctx_scratch(ctx);
    (void)err;
    doc_words a = doc_words_of(scratch, j->a->text), b = doc_words_of(scratch, j->b->text);
    align_prepare(scratch, &a);
    align_prepare(scratch, &b);
    align_index index = align_index_made(scratch, &a);
    alignment shared = align_texts(scratch, &index, &b, j->min_words);
    for (size_t i = 0; i < shared.chains.count; i++) {
        const chain *c = &shared.chains.items[i];
        bool exact = c->matched == c->a_end - c->a_begin && c->matched == c->b_end - c->b_begin;
        retold_passage p = {0,
                            1,
                            {a.begin[c->a_begin], a.end[c->a_end - 1]},
                            {b.begin[c->b_begin], b.end[c->b_end - 1]},
                            exact ? RETOLD_PASSAGE_EXACT : RETOLD_PASSAGE_NEAR,
                            RETOLD_NONE,
                            0};
        vec_push(&j->out->memory, &j->out->items, p);
    }
    if (j->out->items.count) qsort(j->out->items.items, j->out->items.count, sizeof *j->out->items.items, by_begin);
    return RETOLD_OK;
}

retold_status retold_copies_between(retold_ctx *ctx, const retold_article *a, const retold_article *b, uint32_t min_words,
                                    retold_passages **out, retold_error *err) {
    *out = NULL;
    if (min_words < SKETCH_WORDS)
        return error_set(err, "copies", RETOLD_E_ARGUMENT, RETOLD_OFFSET_NONE, "min_words is below %d", SKETCH_WORDS);
    if (a->text.len >= UINT32_MAX || b->text.len >= UINT32_MAX)
        return error_set(err, "copies", RETOLD_E_LIMIT, UINT32_MAX, "a text of 4 GB or more");
    retold_passages *list = calloc(1, sizeof *list);
    if (!list) return error_nomem(err, "copies");
    list->memory = arena_made(ctx);
    retold_status status = ctx_run(ctx, between, &(between_job){a, b, min_words, list}, err);
    if (status == RETOLD_OK)
        *out = list;
    else
        retold_passages_free(list);
    return status;
}

const retold_passage *retold_passages_items(const retold_passages *passages, size_t *count) {
    *count = passages->items.count;
    return passages->items.items;
}

void retold_passages_free(retold_passages *passages) {
    if (!passages) return;
    arena_free(&passages->memory);
    free(passages);
}
