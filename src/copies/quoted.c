/*
 * Quotations that two articles share.
 *
 * Who quotes one speech has the words of all others who do, and not from them. Of texts of different families a passage is such when most of it
 * stands in quotation marks in both.
 */
#include "copies/copies_internal.h"

#define MOSTLY_QUOTED 0.5f

/* What is quoted in the texts that were asked for. */
typedef struct quotations {
    const grouping *g;
    const tree *t;
    ranges *of;    /* [count] by number */
    bool *is_read; /* [count] */
} quotations;

static const ranges *quotations_of(quotations *q, uint32_t number) {
    if (!q->is_read[number]) {
        arena_mark mark = arena_here(q->g->work);
        span text = doc_article(q->g, q->g->ctx, q->g->work, q->t->sources[number].rank)->text;
        ranges found = text_quoted(q->g->work, text);
        for (size_t i = 0; i < found.count; i++) vec_push(q->g->scratch, &q->of[number], found.items[i]);
        arena_back(q->g->work, mark);
        q->is_read[number] = true;
    }
    return &q->of[number];
}

/* The first that ends behind a place. */
static size_t first_behind(const ranges *list, uint32_t place) {
    size_t low = 0, high = list->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (list->items[middle].end <= place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_quoted(quotations *q, uint32_t number, range stretch) {
    const ranges *list = quotations_of(q, number);
    uint32_t quoted = 0;
    for (size_t i = first_behind(list, stretch.begin); i < list->count && list->items[i].begin < stretch.end; i++) {
        uint32_t begin = list->items[i].begin > stretch.begin ? list->items[i].begin : stretch.begin;
        uint32_t end = list->items[i].end < stretch.end ? list->items[i].end : stretch.end;
        if (begin < end) quoted += end - begin;
    }
    return (float)quoted >= MOSTLY_QUOTED * (float)range_len(stretch);
}

void quoted_fill(const grouping *g, const tree *t, results *out) {
    quotations q = {g, t, ARENA_ARRAY(g->scratch, ranges, g->count), ARENA_ARRAY(g->scratch, bool, g->count)};
    for (size_t i = 0; i < out->passages.count; i++) {
        retold_passage *p = &out->passages.items[i];
        if (p->kind == RETOLD_PASSAGE_PARTIAL && is_quoted(&q, p->a, p->a_span) && is_quoted(&q, p->b, p->b_span))
            p->kind = RETOLD_PASSAGE_QUOTED;
    }
}
