/* Pairs of texts that share marks. */
#include "copies/copies_internal.h"
#include <stdlib.h>

/* All pairs of a short list of texts; of a long one each with the first few, so that a list of n makes no n² pairs. */
static void pair_up(const grouping *g, const sketch_mark *run, size_t count, candidates *out) {
    size_t firsts = count;
    if (count > HUB_LIMIT) {
        firsts = HUBS;
        g->report->hubbed_marks++;
    }
    for (size_t i = 0; i < firsts; i++)
        for (size_t j = i + 1; j < count; j++) vec_push(g->scratch, out, (candidate){run[i].doc, run[j].doc});
}

static int by_pair(const void *x, const void *y) {
    const candidate *a = x, *b = y;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}

candidates candidates_of(const grouping *g, const mark_list *marks) {
    candidates out = {0};
    size_t kept = 0;
    for (size_t i = 0, end; i < marks->count; i = end) {
        for (end = i; end < marks->count && marks->items[end].hash == marks->items[i].hash;) end++;
        if (end - i > 1) pair_up(g, marks->items + i, end - i, &out);
    }
    if (out.count) qsort(out.items, out.count, sizeof *out.items, by_pair);
    for (size_t i = 0; i < out.count; i++)
        if (!kept || by_pair(&out.items[kept - 1], &out.items[i])) out.items[kept++] = out.items[i];
    out.count = kept;
    return out;
}
