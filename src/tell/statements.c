/* Rows as statements: a cell for each telling, what differs in it, the group that a reader looks for. */
#include "tell/statements_internal.h"
#include <stdlib.h>

const char *statements_group_name(tell_row_group group) {
    static const char *const names[] = {"only here", "left out by most", "differs", "left out by few", "shared"};
    return names[group];
}

const char *statements_kind_name(tell_cell_kind kind) {
    static const char *const names[] = {"absent", "verbatim", "reworded", "differs"};
    return names[kind];
}

/* ---- cells ---- */

static tell_cell **made_cells(works *w, arena *a) {
    tell_cell **cells = ARENA_ARRAY(w->memory, tell_cell *, w->rows.count);
    for (size_t r = 0; r < w->rows.count; r++) {
        if (w->rows.items[r].head == RETOLD_NONE) continue;
        cells[r] = ARENA_ARRAY(a, tell_cell, w->story->in->count);
        for (uint32_t t = 0; t < w->story->in->count; t++) cells[r][t].span = RANGE_NONE;
    }
    return cells;
}

/* A sentence that holds the statement, as a part to be compared. */
static part part_of_cell(const works *w, uint32_t t, range span) {
    const words *list = &w->tellers[t].words;
    part p = {.span = span, .telling = t};
    while (p.w0 < list->count && list->items[p.w0].span.begin < span.begin) p.w0++;
    p.w1 = p.w0;
    while (p.w1 < list->count && list->items[p.w1].span.begin < span.end) p.w1++;
    return p;
}

static float likeness_to(const works *w, const part *head, const part *p) {
    float score = 2 * statements_shared(w, head, p) / (head->weight + p->weight);
    return score < 1 ? score : 1;
}

static void fill_cell(works *w, arena *a, const part *head, const part *member, uint32_t t, tell_cell *cell) {
    if (member) *cell = (tell_cell){.kind = TELL_CELL_REWORDED, .span = member->span, .score = likeness_to(w, head, member)};
    if (cell->kind == TELL_CELL_ABSENT) return;
    if (member && member->key == head->key) {
        cell->kind = TELL_CELL_VERBATIM;
        cell->score = 1;
        return;
    }
    part held = member ? *member : part_of_cell(w, t, cell->span);
    cell->differences = statements_differ(w, a, head, &held, &cell->difference_count);
    if (cell->difference_count) cell->kind = TELL_CELL_DIFFERS;
}

/* ---- groups ---- */

/* Copies of one text count once; of a story that has one text only, its copies are counted instead. */
static bool by_copies(const tell_story *s) { return s->family_count == 1; }

static void count_holders(const tell_story *s, arena *work, tell_statement *out) {
    bool *seen = ARENA_ARRAY(work, bool, s->family_count);
    for (uint32_t t = 0; t < s->in->count; t++) {
        if (out->cells[t].kind == TELL_CELL_ABSENT) continue;
        out->tellings++;
        out->texts += !seen[s->family_of[t]];
        seen[s->family_of[t]] = true;
    }
}

static tell_row_group group_of(const tell_story *s, const tell_statement *st) {
    uint32_t have = by_copies(s) ? st->tellings : st->texts, all = by_copies(s) ? s->in->count : s->family_count;
    bool differs = false;
    for (uint32_t t = 0; t < s->in->count; t++) differs |= st->cells[t].kind == TELL_CELL_DIFFERS;
    if (all == have && !differs) return TELL_ROW_SHARED;
    if (have == 1 && !differs) return TELL_ROW_ONLY_HERE;
    if (differs) return TELL_ROW_DIFFERS;
    return 2 * have < all ? TELL_ROW_LEFT_OUT_BY_MOST : TELL_ROW_LEFT_OUT_BY_FEW;
}

static void put_row(works *w, arena *a, const says *row, tell_cell *cells, tell_statement *out) {
    const part *head = &w->clauses.items[w->wordings.items[row->head].clause];
    *out = (tell_statement){.cells = cells, .head = head->telling};
    arena_mark mark = arena_here(w->memory);
    for (uint32_t t = 0; t < w->story->in->count; t++) {
        const part *member = t == head->telling ? head : statements_member(w, row, t);
        fill_cell(w, a, head, member, t, &cells[t]);
    }
    count_holders(w->story, w->memory, out);
    out->group = group_of(w->story, out);
    if (w->memory != a) arena_back(w->memory, mark);
}

/* ---- order ---- */

typedef struct ordered {
    tell_statement statement;
    uint32_t rank, begin;
} ordered;

static int by_group(const void *one, const void *other) {
    const ordered *x = one, *y = other;
    if (x->statement.group != y->statement.group) return x->statement.group < y->statement.group ? -1 : 1;
    if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
    return (x->begin > y->begin) - (x->begin < y->begin);
}

static void keep(arena *a, const tell_story *s, ordered *all, size_t count, tell_statements *out) {
    for (size_t i = 0; i < count; i++) {
        all[i].rank = s->rank[all[i].statement.head];
        all[i].begin = all[i].statement.cells[all[i].statement.head].span.begin;
    }
    if (count) qsort(all, count, sizeof *all, by_group);
    out->count = count < MOST_STATEMENTS ? (uint32_t)count : MOST_STATEMENTS;
    out->left_out = (uint32_t)count - out->count;
    out->items = ARENA_ARRAY(a, tell_statement, out->count);
    /* what several have says more of the story: beyond the cap go statements of one text */
    size_t first = 0;
    for (; first < count && all[first].statement.group == TELL_ROW_ONLY_HERE; first++) {
    }
    size_t kept_lone = first > out->left_out ? first - out->left_out : 0;
    for (size_t i = 0, k = 0; i < count && k < out->count; i++)
        if (i < kept_lone || i >= first) out->items[k++] = all[i].statement;
}

/* Rows of numbers that differ, behind the others; *all moves. How many they are then. */
static size_t put_counts(works *w, arena *a, ordered **all, size_t count) {
    statement_list told = {0}, found = {0};
    for (size_t i = 0; i < count; i++)
        if ((*all)[i].statement.group == TELL_ROW_DIFFERS) vec_push(w->memory, &told, (*all)[i].statement);
    statements_counts(w, a, &told, &found);
    ordered *more = ARENA_ARRAY(w->memory, ordered, count + found.count);
    if (count) memcpy(more, *all, count * sizeof *more);
    for (size_t i = 0; i < found.count; i++) {
        more[count].statement = found.items[i];
        count_holders(w->story, w->memory, &more[count++].statement);
    }
    *all = more;
    return count;
}

/* The same clause may head two rows when a telling says it twice; rows stand on different wordings, so it doesn't. */
static void put_rows(works *w, arena *a, tell_statements *out) {
    tell_cell **cells = made_cells(w, a);
    size_t count = 0;
    statements_cover(w, cells);
    ordered *all = ARENA_ARRAY(w->memory, ordered, w->rows.count);
    for (size_t r = 0; r < w->rows.count; r++)
        if (w->rows.items[r].head != RETOLD_NONE) put_row(w, a, &w->rows.items[r], cells[r], &all[count++].statement);
    count = put_counts(w, a, &all, count);
    keep(a, w->story, all, count, out);
}

tell_statements *statements_build(retold_ctx *ctx, arena *a, const tell_story *story) {
    arena *work = ctx_scratch(ctx);
    arena_mark mark = arena_here(work);
    tell_statements *out = ARENA_NEW(a, tell_statements);
    works w = {.ctx = ctx, .memory = work, .story = story};
    w.lexicon = statements_lexicon(work);
    w.tellers = ARENA_ARRAY(work, teller, story->in->count);
    statements_cut(&w);
    statements_weigh(&w);
    statements_join(&w);
    put_rows(&w, a, out);
    if (a != work) arena_back(work, mark);
    return out;
}
