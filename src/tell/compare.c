/* Two articles as rows: what is equal, changed, moved, only in one. */
#include "tell/compare_internal.h"

typedef struct rower {
    retold_ctx *ctx;
    arena *memory;
    side a, b;
    links links;
    word_aligner words;
    VEC(tell_row) rows;
    tell_comparison *out;
} rower;

static range span_of_units(const side *s, uint32_t from, uint32_t to) {
    return from == to ? RANGE_NONE : (range){s->units[from].span.begin, s->units[to - 1].span.end};
}

/* Append a row of units [a0, a1) and [b0, b1). */
static tell_row *put_row(rower *r, tell_row_kind kind, uint32_t a0, uint32_t a1, uint32_t b0, uint32_t b1) {
    tell_row row = {.kind = kind, .a = span_of_units(&r->a, a0, a1), .b = span_of_units(&r->b, b0, b1)};
    if (a0 < a1) row.a_paragraph = r->a.units[a0].paragraph;
    if (b0 < b1) row.b_paragraph = r->b.units[b0].paragraph;
    vec_push(r->memory, &r->rows, row);
    return &r->rows.items[r->rows.count - 1];
}

static bool same_words(const rower *r, const link *k) {
    if (k->a1 - k->a0 != 1 || k->b1 - k->b0 != 1) return false;
    return r->a.units[k->a0].key == r->b.units[k->b0].key;
}

/* The two sides of a link as a row; of a moved one the words are aligned once, at a's place. */
static void put_link(rower *r, const link *k, tell_row *row) {
    const side *a = &r->a, *b = &r->b;
    uint32_t same = 0;
    if (!same_words(r, k)) {
        row->words = words_align(&r->words, a, row->a, a->units[k->a0].w0, a->units[k->a1 - 1].w1, b, row->b, b->units[k->b0].w0,
                                 b->units[k->b1 - 1].w1, &row->word_count, &same);
        if (row->word_count == 1 && row->words[0].kind == TELL_SAME) row->word_count = 0; /* a sentence cut in two, and no more */
    } else {
        same = a->units[k->a0].w1 - a->units[k->a0].w0;
    }
    if (!k->moved) row->kind = row->word_count ? TELL_CHANGED : TELL_EQUAL;
    row->block = k->block;
    row->exact = span_equal(span_at(a->text, row->a), span_at(b->text, row->b));
    r->out->shared_words += same;
}

/* A unit of one side that has no partner here: alone, or moved. Returns the unit behind. */
static uint32_t put_a(rower *r, uint32_t i) {
    uint32_t number = r->a.units[i].link;
    if (number == RETOLD_NONE) {
        put_row(r, TELL_ONLY_A, i, i + 1, 0, 0);
        return i + 1;
    }
    const link *k = &r->links.items[number];
    put_link(r, k, put_row(r, TELL_MOVED, k->a0, k->a1, k->b0, k->b1));
    return k->a1;
}

static uint32_t put_b(rower *r, uint32_t j) {
    uint32_t number = r->b.units[j].link;
    if (number == RETOLD_NONE) {
        put_row(r, TELL_ONLY_B, 0, 0, j, j + 1);
        return j + 1;
    }
    const link *k = &r->links.items[number];
    tell_row *row = put_row(r, TELL_MOVED, k->a0, k->a1, k->b0, k->b1);
    row->block = k->block;
    row->at_b = true;
    return k->b1;
}

static void put_rows(rower *r) {
    uint32_t i = 0, j = 0;
    for (size_t n = 0; n <= r->links.count; n++) {
        const link *k = n < r->links.count ? &r->links.items[n] : NULL;
        if (k && (k->dropped || k->moved)) continue;
        for (uint32_t end = k ? k->a0 : r->a.count; i < end;) i = put_a(r, i);
        for (uint32_t end = k ? k->b0 : r->b.count; j < end;) j = put_b(r, j);
        if (!k) break;
        put_link(r, k, put_row(r, TELL_EQUAL, k->a0, k->a1, k->b0, k->b1));
        i = k->a1, j = k->b1;
    }
}

/* Rows at b's place of moved sentences have the words that were aligned at a's place. */
static void share_words(rower *r) {
    map twins = {0}; /* where it begins in a → its row there */
    for (size_t k = 0; k < r->rows.count; k++) {
        const tell_row *row = &r->rows.items[k];
        if (row->kind == TELL_MOVED && !row->at_b) *map_put(r->memory, &twins, row->a.begin) = k;
    }
    for (size_t k = 0; k < r->rows.count; k++) {
        tell_row *row = &r->rows.items[k];
        if (row->kind != TELL_MOVED || !row->at_b) continue;
        const tell_row *twin = &r->rows.items[*map_get(&twins, row->a.begin)];
        row->words = twin->words;
        row->word_count = twin->word_count;
        row->exact = twin->exact;
    }
}

static bool shows_a(const tell_row *row) { return row->kind != TELL_ONLY_B && !(row->kind == TELL_MOVED && row->at_b); }
static bool shows_b(const tell_row *row) { return row->kind != TELL_ONLY_A && !(row->kind == TELL_MOVED && !row->at_b); }

/*
 * Groups: rows on one level. A new one begins where a row opens a paragraph that the row before it was not in; what stands
 * alone between two linked rows makes one group, so that the texts run side by side also where they have nothing in common.
 */
static void put_groups(rower *r) {
    uint32_t group = 0, a = RETOLD_NONE, b = RETOLD_NONE;
    bool loose = false; /* the group holds rows of one side only */
    for (size_t k = 0; k < r->rows.count; k++) {
        tell_row *row = &r->rows.items[k];
        bool in_a = shows_a(row), in_b = shows_b(row), lone = !in_a || !in_b;
        bool opens = (in_a && row->a_paragraph != a) || (in_b && row->b_paragraph != b);
        if (k && (lone ? opens && !loose : opens || loose)) {
            group++;
            loose = lone;
        } else if (!k) {
            loose = lone;
        }
        if (in_a) a = row->a_paragraph;
        if (in_b) b = row->b_paragraph;
        row->group = group;
    }
}

static void count_rows(tell_comparison *out) {
    for (size_t k = 0; k < out->row_count; k++) {
        const tell_row *row = &out->rows[k];
        if (row->kind == TELL_MOVED && row->at_b) continue;
        out->counts[row->kind]++;
        if (row->block > out->blocks) out->blocks = row->block;
    }
}

/* Rows and their words, copied to where they stay. */
static void keep_rows(arena *a, const rower *r, tell_comparison *out) {
    out->row_count = r->rows.count;
    out->rows = ARENA_ARRAY(a, tell_row, r->rows.count);
    for (size_t k = 0; k < r->rows.count; k++) {
        tell_row *row = &out->rows[k];
        *row = r->rows.items[k];
        tell_words *words = ARENA_ARRAY(a, tell_words, row->word_count);
        if (row->word_count) memcpy(words, row->words, row->word_count * sizeof *words);
        row->words = words;
    }
}

static void compare(rower *r, tell_comparison *out) {
    bool whole_a = units_of(r->ctx, r->memory, out->a->text, &r->a), whole_b = units_of(r->ctx, r->memory, out->b->text, &r->b);
    r->links = units_link(r->memory, &r->a, &r->b);
    put_rows(r);
    share_words(r);
    put_groups(r);
    out->a_words = (uint32_t)r->a.words.count;
    out->b_words = (uint32_t)r->b.words.count;
    if (r->words.gave_up) out->limit = "compare_words";
    if (!whole_a || !whole_b) {
        const side *cut = whole_a ? &r->b : &r->a;
        out->limit = "compare_sentences";
        out->limit_at = cut->units[cut->count - 1].span.end;
    }
}

void tell_compare(retold_ctx *ctx, arena *a, const retold_article *one, const retold_article *other, tell_comparison *out) {
    arena *work = ctx_scratch(ctx);
    arena_mark mark = arena_here(work);
    rower r = {.ctx = ctx, .memory = work, .words = {.memory = work}, .out = out};
    *out = (tell_comparison){.a = one, .b = other};
    compare(&r, out);
    keep_rows(a, &r, out);
    count_rows(out);
    if (a != work) arena_back(work, mark);
}
