/* What holds for every comparison of two texts. */
#ifndef TESTS_TELL_LAWS_H
#define TESTS_TELL_LAWS_H
#include "tell/tell.h"

/* Runs of words tile the row's range on one side; the same words are the same on both. */
static inline const char *words_fault(const tell_row *row) {
    uint32_t a = row->a.begin, b = row->b.begin;
    for (uint32_t i = 0; i < row->word_count; i++) {
        const tell_words *w = &row->words[i];
        if (w->a.begin != a || w->b.begin != b || w->a.end < a || w->b.end < b) return "words don't tile";
        a = w->a.end, b = w->b.end;
    }
    return row->word_count && (a != row->a.end || b != row->b.end) ? "words don't reach the end" : NULL;
}

/* Rows that show one side rise, don't overlap, lie inside the text, and leave out nothing but blanks. */
static inline const char *side_fault(const tell_comparison *c, bool of_b) {
    span text = of_b ? c->b->text : c->a->text;
    uint32_t at = 0;
    for (size_t k = 0; k <= c->row_count; k++) {
        const tell_row *row = k < c->row_count ? &c->rows[k] : NULL;
        if (row && (row->kind == (of_b ? TELL_ONLY_A : TELL_ONLY_B) || (row->kind == TELL_MOVED && row->at_b != of_b))) continue;
        range r = !row ? (range){(uint32_t)text.len, (uint32_t)text.len} : of_b ? row->b : row->a;
        if (r.begin < at || r.end < r.begin || r.end > text.len) return "rows overlap or leave the text";
        if (!c->limit)
            for (size_t i = at; i < r.begin;)
                if (!text_is_blank(text_next(text, &i)) && i <= r.begin) return "text was left out";
        at = r.end;
    }
    return NULL;
}

/* NULL, or the law that is broken. */
static inline const char *comparison_fault(const tell_comparison *c) {
    uint32_t group = 0;
    for (size_t k = 0; k < c->row_count; k++) {
        const char *fault = words_fault(&c->rows[k]);
        if (fault) return fault;
        if (c->rows[k].group < group || c->rows[k].group > group + 1) return "groups don't rise by one";
        group = c->rows[k].group;
    }
    if (c->shared_words > c->a_words || c->shared_words > c->b_words) return "more shared words than words";
    const char *fault = side_fault(c, false);
    return fault ? fault : side_fault(c, true);
}

#endif
