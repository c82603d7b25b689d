/* Edges and passages: given whole, written by difference. Both lists are sorted by their key and walked along together. */
#include "store/store_internal.h"
#include <stdlib.h>

/* ---- passages ---- */

static int order(uint32_t a, uint32_t b) { return a < b ? -1 : a > b; }

static int by_place(const void *left, const void *right) {
    const retold_passage *a = left, *b = right;
    int by = order(a->a, b->a);
    if (!by) by = order(a->b, b->b);
    if (!by) by = order(a->a_span.begin, b->a_span.begin);
    if (!by) by = order(a->b_span.begin, b->b_span.begin);
    if (!by) by = order(a->a_span.end, b->a_span.end);
    return by ? by : order(a->b_span.end, b->b_span.end);
}

static bool same_passage(const retold_passage *a, const retold_passage *b) {
    return a->kind == b->kind && a->from == b->from && a->confidence == b->confidence;
}

static retold_passage passage_in(const query *q) {
    int64_t kind = row_int(q, 6);
    return (retold_passage){.a = row_number(q, 0),
                            .b = row_number(q, 1),
                            .a_span = {row_number(q, 2), row_number(q, 3)},
                            .b_span = {row_number(q, 4), row_number(q, 5)},
                            .kind = kind >= RETOLD_PASSAGE_EXACT && kind <= RETOLD_PASSAGE_QUOTED ? (retold_passage_kind)kind
                                                                                                  : RETOLD_PASSAGE_PARTIAL,
                            .from = row_number(q, 7),
                            .confidence = (float)row_real(q, 8)};
}

static void bind_place(query *q, const retold_passage *p) {
    query_int(q, 1, p->a);
    query_int(q, 2, p->b);
    query_int(q, 3, p->a_span.begin);
    query_int(q, 4, p->a_span.end);
    query_int(q, 5, p->b_span.begin);
    query_int(q, 6, p->b_span.end);
}

static retold_status write_passage(retold_store *s, const retold_passage *p, retold_error *err) {
    query q = query_on(s, "INSERT OR REPLACE INTO passage(a, b, a_begin, a_end, b_begin, b_end, kind, source, confidence)"
                          " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    bind_place(&q, p);
    query_int(&q, 7, p->kind);
    query_number(&q, 8, p->from);
    query_real(&q, 9, p->confidence);
    return query_run(&q, err);
}

static retold_status drop_passage(retold_store *s, const retold_passage *p, retold_error *err) {
    query q = query_on(
        s, "DELETE FROM passage WHERE a = ?1 AND b = ?2 AND a_begin = ?3 AND a_end = ?4 AND b_begin = ?5 AND b_end = ?6");
    bind_place(&q, p);
    return query_run(&q, err);
}

#define PASSAGE_COLUMNS "SELECT a, b, a_begin, a_end, b_begin, b_end, kind, source, confidence FROM passage "

static retold_status load_passages(retold_store *s, arena *a, store_passage_list *out, retold_error *err) {
    query q = query_on(s, PASSAGE_COLUMNS);
    while (query_row(&q)) vec_push(a, out, passage_in(&q));
    retold_status status = query_end(&q, err);
    if (out->count) qsort(out->items, out->count, sizeof *out->items, by_place);
    return status;
}

/* Places in `numbers` become numbers, the smaller one first. False when one is out of range or both are one. */
static bool to_numbers(const store_copies *c, retold_passage *p) {
    if (p->a >= c->count || p->b >= c->count || p->a == p->b || (p->from != RETOLD_NONE && p->from >= c->count)) return false;
    p->a = c->numbers[p->a];
    p->b = c->numbers[p->b];
    if (p->from != RETOLD_NONE) p->from = c->numbers[p->from];
    if (p->a > p->b) {
        retold_passage turned = *p;
        turned.a = p->b, turned.b = p->a, turned.a_span = p->b_span, turned.b_span = p->a_span;
        *p = turned;
    }
    return true;
}

static retold_status bad_place(const char *what, retold_error *err) {
    return error_set(err, "store", RETOLD_E_ARGUMENT, RETOLD_OFFSET_NONE, "%s names an article that isn't given", what);
}

static retold_status given_passages(arena *a, const store_copies *c, store_passage_list *out, retold_error *err) {
    for (size_t i = 0; i < c->passage_count; i++) {
        retold_passage p = c->passages[i];
        if (!to_numbers(c, &p)) return bad_place("a passage", err);
        vec_push(a, out, p);
    }
    if (out->count) qsort(out->items, out->count, sizeof *out->items, by_place);
    return RETOLD_OK;
}

static retold_status change_passages(retold_store *s, const store_passage_list *before, const store_passage_list *after,
                                     retold_error *err) {
    retold_status status = RETOLD_OK;
    size_t b = 0, i = 0;
    while (status == RETOLD_OK && (b < before->count || i < after->count)) {
        const retold_passage *was = b < before->count ? &before->items[b] : NULL;
        const retold_passage *is = i < after->count ? &after->items[i] : NULL;
        bool again = is && i && by_place(is - 1, is) == 0;
        int by = again ? 1 : !was ? 1 : !is ? -1 : by_place(was, is);
        if (by < 0)
            status = drop_passage(s, was, err);
        else if (!again && (by > 0 || !same_passage(was, is)))
            status = write_passage(s, is, err);
        b += by <= 0;
        i += by >= 0;
    }
    return status;
}

static retold_status put_passages(retold_store *s, arena *a, const store_copies *copies, retold_error *err) {
    store_passage_list before = {0}, after = {0};
    retold_status status = load_passages(s, a, &before, err);
    if (status == RETOLD_OK) status = given_passages(a, copies, &after, err);
    return status == RETOLD_OK ? change_passages(s, &before, &after, err) : status;
}

/* ---- edges ---- */

static int by_pair(const void *left, const void *right) {
    const store_edge *a = left, *b = right;
    int by = order(a->a, b->a);
    return by ? by : order(a->b, b->b);
}

static bool same_edge(const store_edge *a, const store_edge *b) {
    return a->a_in_b == b->a_in_b && a->b_in_a == b->b_in_a && a->from == b->from && a->confidence == b->confidence &&
           span_equal(a->relation, b->relation) && span_equal(a->reasons, b->reasons);
}

static store_edge edge_in(const query *q, arena *a) {
    return (store_edge){.a = row_number(q, 0),
                        .b = row_number(q, 1),
                        .a_in_b = (float)row_real(q, 2),
                        .b_in_a = (float)row_real(q, 3),
                        .from = row_number(q, 4),
                        .confidence = (float)row_real(q, 5),
                        .relation = arena_copy(a, row_text(q, 6)),
                        .reasons = arena_copy(a, row_text(q, 7))};
}

static retold_status write_edge(retold_store *s, const store_edge *e, retold_error *err) {
    query q = query_on(s, "INSERT OR REPLACE INTO edge(a, b, a_in_b, b_in_a, source, confidence, relation, reasons)"
                          " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    query_int(&q, 1, e->a);
    query_int(&q, 2, e->b);
    query_real(&q, 3, e->a_in_b);
    query_real(&q, 4, e->b_in_a);
    query_number(&q, 5, e->from);
    query_real(&q, 6, e->confidence);
    query_some(&q, 7, e->relation);
    query_some(&q, 8, e->reasons);
    return query_run(&q, err);
}

static retold_status drop_edge(retold_store *s, const store_edge *e, retold_error *err) {
    query q = query_on(s, "DELETE FROM edge WHERE a = ?1 AND b = ?2");
    query_int(&q, 1, e->a);
    query_int(&q, 2, e->b);
    return query_run(&q, err);
}

#define EDGE_COLUMNS "SELECT a, b, a_in_b, b_in_a, source, confidence, relation, reasons FROM edge "

static retold_status load_edges(retold_store *s, arena *a, store_edge_list *out, retold_error *err) {
    query q = query_on(s, EDGE_COLUMNS "ORDER BY a, b");
    while (query_row(&q)) vec_push(a, out, edge_in(&q, a));
    return query_end(&q, err);
}

/* As to_numbers(); what b is to a turns round with them. */
static bool edge_to_numbers(const store_copies *c, store_edge *e) {
    if (e->a >= c->count || e->b >= c->count || e->a == e->b || (e->from != RETOLD_NONE && e->from >= c->count)) return false;
    store_edge to = *e;
    to.a = c->numbers[e->a], to.b = c->numbers[e->b];
    if (e->from != RETOLD_NONE) to.from = c->numbers[e->from];
    *e = to;
    if (to.a < to.b) return true;
    e->a = to.b, e->b = to.a, e->a_in_b = to.b_in_a, e->b_in_a = to.a_in_b;
    if (span_equal(to.relation, S("abridged"))) e->relation = S("extended");
    if (span_equal(to.relation, S("extended"))) e->relation = S("abridged");
    return true;
}

static retold_status given_edges(arena *a, const store_copies *c, store_edge_list *out, retold_error *err) {
    for (size_t i = 0; i < c->edge_count; i++) {
        store_edge e = c->edges[i];
        if (!edge_to_numbers(c, &e)) return bad_place("an edge", err);
        vec_push(a, out, e);
    }
    if (out->count) qsort(out->items, out->count, sizeof *out->items, by_pair);
    return RETOLD_OK;
}

static retold_status change_edges(retold_store *s, const store_edge_list *before, const store_edge_list *after,
                                  retold_error *err) {
    retold_status status = RETOLD_OK;
    size_t b = 0, i = 0;
    while (status == RETOLD_OK && (b < before->count || i < after->count)) {
        const store_edge *was = b < before->count ? &before->items[b] : NULL;
        const store_edge *is = i < after->count ? &after->items[i] : NULL;
        bool again = is && i && by_pair(is - 1, is) == 0;
        int by = again ? 1 : !was ? 1 : !is ? -1 : by_pair(was, is);
        if (by < 0)
            status = drop_edge(s, was, err);
        else if (!again && (by > 0 || !same_edge(was, is)))
            status = write_edge(s, is, err);
        b += by <= 0;
        i += by >= 0;
    }
    return status;
}

static retold_status put_edges(retold_store *s, arena *a, const store_copies *copies, retold_error *err) {
    store_edge_list before = {0}, after = {0};
    retold_status status = load_edges(s, a, &before, err);
    if (status == RETOLD_OK) status = given_edges(a, copies, &after, err);
    return status == RETOLD_OK ? change_edges(s, &before, &after, err) : status;
}

/* ---- both, with the families ---- */

retold_status store_put_copies(retold_ctx *ctx, retold_store *s, const store_copies *copies, retold_error *err) {
    arena *a = ctx_scratch(ctx);
    arena_mark mark = arena_here(a);
    grouped *members = ARENA_ARRAY(a, grouped, copies->count);
    for (size_t i = 0; i < copies->count; i++) members[i] = (grouped){.article = copies->numbers[i], .label = copies->labels[i]};
    retold_status status = groups_put(ctx, s, RETOLD_KIND_FAMILY, members, copies->count, err);
    if (status == RETOLD_OK) status = put_edges(s, a, copies, err);
    if (status == RETOLD_OK) status = put_passages(s, a, copies, err);
    arena_back(a, mark);
    return status;
}

retold_status store_passages_of(retold_store *s, arena *a, uint32_t article, store_passage_list *out, retold_error *err) {
    query q = query_on(s, PASSAGE_COLUMNS "WHERE a = ?1 UNION ALL " PASSAGE_COLUMNS "WHERE b = ?1");
    query_int(&q, 1, article);
    while (query_row(&q)) vec_push(a, out, passage_in(&q));
    retold_status status = query_end(&q, err);
    if (out->count) qsort(out->items, out->count, sizeof *out->items, by_place);
    return status;
}

retold_status store_edges_of(retold_store *s, arena *a, uint32_t article, store_edge_list *out, retold_error *err) {
    query q = query_on(s, EDGE_COLUMNS "WHERE a = ?1 UNION ALL " EDGE_COLUMNS "WHERE b = ?1");
    query_int(&q, 1, article);
    while (query_row(&q)) vec_push(a, out, edge_in(&q, a));
    retold_status status = query_end(&q, err);
    if (out->count) qsort(out->items, out->count, sizeof *out->items, by_pair);
    return status;
}
