/* What a grouping hands out: families, passages, and edges, named by the number of adding. */
#include "copies/copies_internal.h"
#include <stdlib.h>

/* A stretch of a representative in a text with the same words, which may stand elsewhere. */
static range in_equal(const grouping *g, uint32_t rank, range bytes, range words) {
    if (g->stands_for[rank] == rank) return bytes;
    arena_mark mark = arena_here(g->work);
    doc_words *w = doc_words_keyed(g, g->work, rank);
    doc_words_place(g, g->work, w);
    range out = {w->begin[words.begin], w->end[words.end - 1]};
    arena_back(g->work, mark);
    return out;
}

static void add_passage(const grouping *g, results *out, uint32_t a, uint32_t b, const shared_span *s, bool one_family) {
    retold_passage p = {.a = g->number[a],
                        .b = g->number[b],
                        .a_span = in_equal(g, a, s->a, s->a_words),
                        .b_span = in_equal(g, b, s->b, s->b_words),
                        .kind = !one_family ? RETOLD_PASSAGE_PARTIAL
                                : s->exact  ? RETOLD_PASSAGE_EXACT
                                            : RETOLD_PASSAGE_NEAR,
                        .from = RETOLD_NONE};
    if (p.a > p.b) {
        uint32_t number = p.a;
        range bytes = p.a_span;
        p.a = p.b, p.b = number;
        p.a_span = p.b_span, p.b_span = bytes;
    }
    vec_push(&out->memory, &out->passages, p);
}

static retold_copy_relation relation_of(float a_in_b, float b_in_a) {
    if (a_in_b >= 0.999f && b_in_a >= 0.999f) return RETOLD_COPY_EXACT;
    if (b_in_a >= 0.8f && a_in_b < b_in_a - 0.15f) return RETOLD_COPY_ABRIDGED;
    if (a_in_b >= 0.8f && b_in_a < a_in_b - 0.15f) return RETOLD_COPY_EXTENDED;
    return RETOLD_COPY_NEAR;
}

static void add_edge(const grouping *g, results *out, uint32_t a, uint32_t b, float a_in_b, float b_in_a) {
    retold_copy_edge e = {.a = g->number[a], .b = g->number[b], .a_in_b = a_in_b, .b_in_a = b_in_a, .from = RETOLD_NONE};
    if (e.a > e.b) {
        uint32_t number = e.a;
        float part = e.a_in_b;
        e.a = e.b, e.b = number;
        e.a_in_b = e.b_in_a, e.b_in_a = part;
    }
    e.relation = relation_of(e.a_in_b, e.b_in_a);
    vec_push(&out->memory, &out->edges, e);
}

/* A pair of texts with the same words: one passage over all of them. */
static void add_equal(const grouping *g, results *out, uint32_t a, uint32_t b) {
    range words = {0, group_doc(g, a)->word_count};
    shared_span whole = {group_doc(g, a)->whole, group_doc(g, b)->whole, words, words, true};
    add_passage(g, out, a, b, &whole, true);
    add_edge(g, out, a, b, 1, 1);
}

/* The representative with each of its equals; in a small group all pairs. */
static void add_equals(const grouping *g, results *out, const groups *e) {
    for (uint32_t d = 0; d < g->count; d++) {
        uint32_t begin = e->begin[d], end = e->begin[d + 1], firsts = end - begin > 1 ? begin + 1 : begin;
        if ((uint64_t)(end - begin) * (end - begin) <= EXPANDED_PAIRS) firsts = end;
        for (uint32_t i = begin; i < firsts; i++)
            for (uint32_t j = i + 1; j < end; j++) add_equal(g, out, e->items[i], e->items[j]);
    }
}

static void add_pair(const grouping *g, results *out, const pair_list *pairs, const pair *p, const uint32_t *family,
                     const groups *e) {
    uint32_t a_count = e->begin[p->a + 1] - e->begin[p->a], b_count = e->begin[p->b + 1] - e->begin[p->b];
    bool one_family = family[p->a] == family[p->b];
    if (!one_family && !p->tells) return;
    if ((uint64_t)a_count * b_count > EXPANDED_PAIRS) a_count = b_count = 1;
    for (uint32_t i = 0; i < a_count; i++)
        for (uint32_t j = 0; j < b_count; j++) {
            uint32_t a = e->items[e->begin[p->a] + i], b = e->items[e->begin[p->b] + j];
            for (uint32_t k = p->span_begin; k < p->span_end; k++) add_passage(g, out, a, b, &pairs->spans.items[k], one_family);
            if (one_family) add_edge(g, out, a, b, p->m.a_in_b, p->m.b_in_a);
        }
}

static int compare(uint32_t x, uint32_t y) { return x < y ? -1 : x > y; }

static int by_place(const void *x, const void *y) {
    const retold_passage *p = x, *q = y;
    int order = compare(p->a, q->a);
    if (!order) order = compare(p->b, q->b);
    if (!order) order = compare(p->a_span.begin, q->a_span.begin);
    if (!order) order = compare(p->b_span.begin, q->b_span.begin);
    return order ? order : compare(p->a_span.end, q->a_span.end);
}

static int by_ends(const void *x, const void *y) {
    const retold_copy_edge *p = x, *q = y;
    int order = compare(p->a, q->a);
    return order ? order : compare(p->b, q->b);
}

/* Pairs of equal texts of a group that are told of, see add_equals(). */
static size_t equal_pairs(size_t texts) {
    if (texts < 2) return 0;
    return texts * texts <= EXPANDED_PAIRS ? texts * (texts - 1) / 2 : texts - 1;
}

/* Room for all that will be added, and no more: there may be millions. */
static void make_room(const grouping *g, results *out, const pair_list *pairs, const uint32_t *family, const groups *e) {
    size_t passages = 0, edges = 0;
    for (uint32_t d = 0; d < g->count; d++) edges += equal_pairs(e->begin[d + 1] - e->begin[d]);
    passages = edges;
    for (size_t i = 0; i < pairs->items.count; i++) {
        const pair *p = &pairs->items.items[i];
        uint64_t both = (uint64_t)(e->begin[p->a + 1] - e->begin[p->a]) * (e->begin[p->b + 1] - e->begin[p->b]);
        if (both > EXPANDED_PAIRS) both = 1;
        passages += (size_t)both * (p->span_end - p->span_begin);
        edges += family[p->a] == family[p->b] ? (size_t)both : 0;
    }
    out->passages.items = ARENA_ARRAY(&out->memory, retold_passage, passages);
    out->passages.space = passages;
    out->edges.items = ARENA_ARRAY(&out->memory, retold_copy_edge, edges);
    out->edges.space = edges;
}

void results_fill(const grouping *g, const pair_list *pairs, const uint32_t *family, results *out) {
    out->count = g->count;
    out->family = ARENA_ARRAY(&out->memory, uint32_t, g->count);
    for (uint32_t i = 0; i < g->count; i++) out->family[g->number[i]] = g->number[family[i]];
    out->report = *g->report;
    if (g->copies->hands.families_only) return;
    groups e = groups_by(g->scratch, g->stands_for, g->count, g->count); /* the representative first */
    make_room(g, out, pairs, family, &e);
    add_equals(g, out, &e);
    for (size_t i = 0; i < pairs->items.count; i++) add_pair(g, out, pairs, &pairs->items.items[i], family, &e);
    if (out->passages.count) qsort(out->passages.items, out->passages.count, sizeof *out->passages.items, by_place);
    if (out->edges.count) qsort(out->edges.items, out->edges.count, sizeof *out->edges.items, by_ends);
    tree t = direction_fill(g, out);
    reuse_fill(g, &t, pairs, family, out);
    quoted_fill(g, &t, out);
}
