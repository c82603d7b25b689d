/* Aligning candidates, measuring what they share, and telling which pairs are copies of one text. */
#include "copies/copies_internal.h"

/* Weights of a text without its boilerplate. */
static float text_weight(const doc_words *w) {
    uint64_t sum = 0;
    for (uint32_t i = 0; i < w->count; i++)
        if (!(w->flags[i] & WORD_BOILERPLATE)) sum += w->weight[i];
    return (float)sum;
}

static float range_weight(const doc_words *w, uint32_t begin, uint32_t end) {
    uint64_t sum = 0;
    for (uint32_t i = begin; i < end; i++)
        if (!(w->flags[i] & WORD_BOILERPLATE)) sum += w->weight[i];
    return (float)sum;
}

static uint32_t names_in(const doc_words *w, uint32_t begin, uint32_t end) {
    uint32_t sum = 0;
    for (uint32_t i = begin; i < end; i++) sum += (w->flags[i] & (WORD_CONTENT | WORD_BOILERPLATE)) == WORD_CONTENT;
    return sum;
}

static float share(float part, float whole) { return whole <= 0 ? 0 : part >= whole ? 1 : part / whole; }

static measure measured(const alignment *al, const doc_words *a, const doc_words *b, float a_weight, float b_weight) {
    measure m = {0};
    float a_cover = 0, b_cover = 0;
    uint32_t a_names = 0, b_names = 0, equal_names = 0;
    for (size_t i = 0; i < al->chains.count; i++) {
        const chain *c = &al->chains.items[i];
        a_cover += range_weight(a, c->a_begin, c->a_end);
        b_cover += range_weight(b, c->b_begin, c->b_end);
        a_names += names_in(a, c->a_begin, c->a_end);
        b_names += names_in(b, c->b_begin, c->b_end);
        m.matched += c->matched;
        for (uint32_t n = c->first; n != UINT32_MAX; n = al->blocks.items[n].next) {
            const stretch *s = &al->blocks.items[n];
            m.weight += range_weight(b, s->b, s->b + s->len);
            equal_names += names_in(b, s->b, s->b + s->len);
        }
    }
    m.a_in_b = share(m.weight, a_weight);
    m.b_in_a = share(m.weight, b_weight);
    m.a_cover = share(a_cover, a_weight);
    m.b_cover = share(b_cover, b_weight);
    m.names_seen = a_names < b_names ? a_names : b_names;
    m.names = a_names + b_names ? 2.0f * (float)equal_names / (float)(a_names + b_names) : 1;
    return m;
}

/*
 * True when the pair is one text. A copy keeps the names and numbers of what it shares; a text of the same form (a weekly table, a
 * results item) keeps the words between them. So the less is shared, the more of its names must be equal.
 */
static bool speaks_for_one_text(const measure *m) {
    float inner = m->a_in_b > m->b_in_a ? m->a_in_b : m->b_in_a, cover = m->a_cover > m->b_cover ? m->a_cover : m->b_cover;
    return inner * 0.5f + cover * 0.5f >= 0.4f && m->names >= 0.4f;
}

static void keep_pair(const grouping *g, pair_list *out, candidate c, const alignment *al, const float *weights) {
    pair p = {.a = c.a, .b = c.b};
    p.m = measured(al, &g->docs[c.a]->words, &g->docs[c.b]->words, weights[c.a], weights[c.b]);
    p.joins = speaks_for_one_text(&p.m);
    p.chain_begin = (uint32_t)out->chains.count;
    for (size_t i = 0; i < al->chains.count; i++) vec_push(g->scratch, &out->chains, al->chains.items[i]);
    p.chain_end = (uint32_t)out->chains.count;
    vec_push(g->scratch, &out->items, p);
}

/* All pairs of one first text. What aligning takes goes with `work`; what is kept is on the grouping's scratch. */
static void compare_with(const grouping *g, arena *work, const candidate *found, size_t count, const float *weights,
                         pair_list *out) {
    arena_mark start = arena_here(work);
    align_index index = align_index_made(work, &g->docs[found[0].a]->words);
    for (size_t i = 0; i < count; i++) {
        arena_mark mark = arena_here(work);
        alignment al = align_texts(work, &index, &g->docs[found[i].b]->words, SHORTEST_SHARED);
        if (al.chains.count) keep_pair(g, out, found[i], &al, weights);
        arena_back(work, mark);
    }
    arena_back(work, start);
}

static void prepare_texts(const grouping *g, const candidates *found) {
    for (uint32_t i = 0; i < g->count; i++) g->docs[i]->words.keys = NULL;
    for (size_t i = 0; i < found->count; i++) {
        const candidate *c = &found->items[i];
        if (!g->docs[c->a]->words.keys) align_prepare(g->scratch, &g->docs[c->a]->words);
        if (!g->docs[c->b]->words.keys) align_prepare(g->scratch, &g->docs[c->b]->words);
    }
}

static void free_work(void *work) { arena_free(work); }

void pairs_verify(const grouping *g, const candidates *found, pair_list *out) {
    float *weights = ARENA_ARRAY(g->scratch, float, g->count);
    for (uint32_t i = 0; i < g->count; i++) weights[i] = text_weight(&g->docs[i]->words);
    prepare_texts(g, found);
    arena *work = ARENA_NEW(g->scratch, arena);
    *work = arena_made(g->ctx);
    ctx_always(g->ctx, free_work, work);
    for (size_t i = 0, end; i < found->count; i = end) {
        for (end = i; end < found->count && found->items[end].a == found->items[i].a;) end++;
        compare_with(g, work, found->items + i, end - i, weights, out);
    }
    g->report->pairs_compared += found->count;
    g->report->pairs_sharing = out->items.count;
}
