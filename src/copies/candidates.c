/* Pairs of texts that share marks. */
#include "copies/copies_internal.h"

/* A candidate as a mark whose hash is the pair, so that the sort of marks sorts pairs. */
static sketch_mark packed(uint32_t a, uint32_t b) { return (sketch_mark){(uint64_t)a << 32 | b, 0, 0}; }

/* All pairs of a short list of texts; of a long one each with the first few, so that a list of n makes no n² pairs. */
static void pair_up(const grouping *g, const sketch_mark *run, size_t count, sketch_marks *out) {
    size_t firsts = count;
    if (count > HUB_LIMIT) {
        firsts = HUBS;
        g->report->hubbed_marks++;
    }
    for (size_t i = 0; i < firsts; i++)
        for (size_t j = i + 1; j < count; j++) vec_push(g->scratch, out, packed(run[i].doc, run[j].doc));
}

static candidates unpacked(arena *scratch, sketch_marks *pairs) {
    candidates out = {0};
    sketch_sort(scratch, pairs->items, pairs->count);
    for (size_t i = 0; i < pairs->count; i++) {
        if (i && pairs->items[i].hash == pairs->items[i - 1].hash) continue;
        vec_push(scratch, &out, (candidate){(uint32_t)(pairs->items[i].hash >> 32), (uint32_t)pairs->items[i].hash});
    }
    return out;
}

candidates candidates_of(const grouping *g, const mark_list *marks) {
    sketch_marks pairs = {0};
    for (size_t i = 0, end; i < marks->count; i = end) {
        for (end = i; end < marks->count && marks->items[end].hash == marks->items[i].hash;) end++;
        if (end - i > 1) pair_up(g, marks->items + i, end - i, &pairs);
    }
    return unpacked(g->scratch, &pairs);
}

/* Members of each family, by rank: begin[f] to begin[f + 1]. */
static uint32_t *members_of(const grouping *g, const uint32_t *family, uint32_t *begin) {
    uint32_t *members = ARENA_ARRAY(g->scratch, uint32_t, g->count),
             *at = ARENA_ARRAY(g->scratch, uint32_t, (size_t)g->count + 1);
    for (uint32_t i = 0; i < g->count; i++) begin[family[i] + 1] += g->stands_for[i] == i;
    for (uint32_t i = 0; i < g->count; i++) begin[i + 1] += begin[i];
    memcpy(at, begin, ((size_t)g->count + 1) * sizeof *at);
    for (uint32_t i = 0; i < g->count; i++)
        if (g->stands_for[i] == i) members[at[family[i]]++] = i;
    return members;
}

candidates candidates_inside(const grouping *g, const uint32_t *family, const candidates *seen) {
    sketch_marks pairs = {0};
    uint32_t *begin = ARENA_ARRAY(g->scratch, uint32_t, (size_t)g->count + 1), *members = members_of(g, family, begin);
    for (uint32_t f = 0; f < g->count; f++) {
        if (begin[f + 1] - begin[f] > HUB_LIMIT) continue;
        for (uint32_t i = begin[f]; i < begin[f + 1]; i++)
            for (uint32_t j = i + 1; j < begin[f + 1]; j++) vec_push(g->scratch, &pairs, packed(members[i], members[j]));
    }
    candidates all = unpacked(g->scratch, &pairs);
    size_t kept = 0, s = 0;
    for (size_t i = 0; i < all.count; i++) {
        candidate c = all.items[i];
        while (s < seen->count && (seen->items[s].a < c.a || (seen->items[s].a == c.a && seen->items[s].b < c.b))) s++;
        if (s == seen->count || seen->items[s].a != c.a || seen->items[s].b != c.b) all.items[kept++] = c;
    }
    all.count = kept;
    return all;
}
