/*
 * The marks that several texts have, out of those of all texts.
 *
 *   part of the spool ──► heaps, without most of those that are alone ──► sorted ──► runs: all marks of one hash ──► spool
 *
 * What is gone through in no order is kept within the caches of a processor, however many texts there are: heaps of marks, and the counts of a text
 * side by side.
 */
#include "copies/copies_internal.h"

enum {
    LEAST_CELLS = 1 << 10,
    MOST_CELLS = 1 << 20,
    HEAP_MARKS = 1 << 14,
    HEAP_BITS = 6, /* at most */
    HARDLY = 2,    /* texts that may have a mark for it to be their own */
    AHEAD = 16     /* marks, for their counts to be at hand */
};

typedef struct shared_marks {
    const grouping *g;
    uint32_t *rank;  /* [serials] of a representative; RUN_NONE for what has no marks to be looked at */
    uint32_t *texts; /* [outlets + 1] that have the mark under way; else 0 */
    mark_list list;
} shared_marks;

static uint32_t *ranks_by_serial(const grouping *g) {
    uint32_t *rank = ARENA_ARRAY(g->scratch, uint32_t, g->copies->serials);
    for (uint32_t i = 0; i < g->copies->serials; i++) rank[i] = RUN_NONE;
    for (uint32_t r = 0; r < g->count; r++)
        if (g->stands_for[r] == r) rank[group_doc(g, r)->serial] = r;
    return rank;
}

static void count_shared(const shared_marks *s, const run_mark *run, size_t count) {
    mark_count *counts = s->list.counts;
    for (size_t i = 0; i < count; i++) s->texts[counts[run[i].doc].outlet]++;
    for (size_t i = 0; i < count; i++) {
        mark_count *of = &counts[run[i].doc];
        of->all++;
        of->of_outlet += s->texts[of->outlet] > HARDLY;
        of->of_all += count > HARDLY;
    }
    for (size_t i = 0; i < count; i++) s->texts[counts[run[i].doc].outlet] = 0;
}

/* Marks of one hash, in any order of the ranks: into the spool by rank, each once; a single one is only counted. */
static void keep_run(shared_marks *s, sketch_mark *run, size_t count, const run_mark *from) {
    arena *scratch = s->g->scratch;
    size_t kept = 1;
    for (size_t i = 0; i < count; i++) run[i].hash = run[i].doc;
    sketch_sort(scratch, run, count);
    for (size_t i = 1; i < count; i++)
        if (run[i].doc != run[kept - 1].doc) run[kept++] = run[i];
    if (kept == 1) {
        s->list.counts[run[0].doc].all++;
        return;
    }
    arena_mark mark = arena_here(scratch);
    run_mark *marks = arena_raw(scratch, kept * sizeof *marks);
    for (size_t i = 0; i < kept; i++) marks[i] = from[run[i].at];
    count_shared(s, marks, kept);
    runs_put(s->g->ctx, &s->list.runs, marks, kept);
    arena_back(scratch, mark);
}

static void keep_heap(shared_marks *s, const run_mark *heap, size_t total) {
    arena *scratch = s->g->scratch;
    arena_mark mark = arena_here(scratch);
    sketch_mark *list = arena_raw(scratch, total * sizeof *list);
    for (size_t i = 0; i < total; i++) list[i] = (sketch_mark){heap[i].hash << (64 - RUN_PART_SHIFT), heap[i].doc, (uint32_t)i};
    sketch_sort(scratch, list, total);
    for (size_t i = 0, end; i < total; i = end) {
        for (end = i + 1; end < total && list[end].hash == list[i].hash;) end++;
        for (size_t k = i + AHEAD; k < end + AHEAD && k < total; k++) __builtin_prefetch(&s->list.counts[list[k].doc], 1);
        if (end - i == 1)
            s->list.counts[list[i].doc].all++;
        else
            keep_run(s, list + i, end - i, heap);
    }
    arena_back(scratch, mark);
}

/* The marks of a part, and where few texts are compared the further ones as well. */
static run_mark *load_part(shared_marks *s, unsigned part, size_t *count) {
    retold_copies *copies = s->g->copies;
    size_t marks = runs_count(&copies->marks, part), more = runs_count(&copies->more, part);
    run_mark *all = arena_raw(s->g->scratch, (marks + more) * sizeof *all),
             *end = runs_load(all, &copies->marks, &copies->spool, part, s->rank);
    end = runs_load(end, &copies->more, &copies->spool, part, s->rank);
    *count = (size_t)(end - all);
    if (copies->hands.once) {
        runs_give(&s->list.runs, &copies->marks, part);
        runs_give(&s->list.runs, &copies->more, part);
    }
    return all;
}

/* Marks by the bits of their hash that come next. */
typedef struct heaps {
    run_mark *marks;
    size_t begins[1 << HEAP_BITS], ends[1 << HEAP_BITS];
    unsigned bits;
} heaps;

static unsigned heap_of(const heaps *h, const run_mark *m) {
    return (unsigned)(m->hash >> (RUN_PART_SHIFT - h->bits)) & ((1u << h->bits) - 1);
}

/* How many marks share a cell of a table, up to two, and how many each heap may get; two hashes may share a cell, too. */
static const uint8_t *count_cells(const shared_marks *s, heaps *h, const run_mark *all, size_t total, size_t cells) {
    uint8_t *seen = ARENA_ARRAY(s->g->scratch, uint8_t, cells);
    for (size_t i = 0; i < total; i++) {
        uint8_t *cell = &seen[(all[i].hash >> 24) & (cells - 1)];
        *cell = (uint8_t)(*cell + (*cell < 2));
        h->ends[heap_of(h, &all[i])]++;
    }
    return seen;
}

/* Those that may stand in several texts; the others are only counted. Without a branch, as which are alone can't be foreseen. */
static void fill_heaps(const shared_marks *s, heaps *h, const run_mark *all, size_t total) {
    size_t cells = LEAST_CELLS, at = 0;
    while (cells < 4 * total && cells < MOST_CELLS) cells *= 2;
    const uint8_t *seen = count_cells(s, h, all, total, cells);
    for (unsigned k = 0; k < 1u << h->bits; k++) {
        h->begins[k] = at;
        at += h->ends[k];
        h->ends[k] = h->begins[k];
    }
    for (size_t i = 0; i < total; i++) {
        bool alone = seen[(all[i].hash >> 24) & (cells - 1)] < 2;
        __builtin_prefetch(&s->list.counts[all[i + AHEAD < total ? i + AHEAD : i].doc], 1);
        size_t *end = &h->ends[heap_of(h, &all[i])];
        h->marks[*end] = all[i];
        *end += !alone;
        s->list.counts[all[i].doc].all += alone;
    }
}

static void keep_part(shared_marks *s, unsigned part) {
    arena *scratch = s->g->scratch;
    arena_mark mark = arena_here(scratch);
    size_t total;
    const run_mark *all = load_part(s, part, &total);
    heaps *h = ARENA_NEW(scratch, heaps);
    h->marks = arena_raw(scratch, total * sizeof *h->marks);
    while (h->bits < HEAP_BITS && total >> h->bits > HEAP_MARKS) h->bits++;
    fill_heaps(s, h, all, total);
    for (unsigned k = 0; k < 1u << h->bits; k++) keep_heap(s, h->marks + h->begins[k], h->ends[k] - h->begins[k]);
    arena_back(scratch, mark);
}

static mark_count *counts_made(const grouping *g) {
    mark_count *counts = ARENA_ARRAY(g->scratch, mark_count, g->count);
    uint32_t outlets = (uint32_t)g->copies->outlets.count;
    for (uint32_t rank = 0; rank < g->count; rank++) counts[rank].outlet = g->outlet[rank] < outlets ? g->outlet[rank] : outlets;
    return counts;
}

mark_list group_marks(const grouping *g) {
    shared_marks s = {.g = g, .list = {runs_begin(g->work, &g->copies->spool), counts_made(g)}};
    arena_mark mark = arena_here(g->scratch);
    s.rank = ranks_by_serial(g);
    s.texts = ARENA_ARRAY(g->scratch, uint32_t, g->copies->outlets.count + 1);
    for (unsigned part = 0; part < RUN_PARTS; part++) keep_part(&s, part);
    arena_back(g->scratch, mark);
    runs_end(g->ctx, &s.list.runs);
    return s.list;
}
