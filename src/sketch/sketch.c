#include "sketch/sketch.h"

/* Place of the smallest shingle in [begin, end); the last of equal ones, so that a run of equal shingles isn't searched again and again. */
static uint32_t smallest(const uint64_t *shingles, uint32_t begin, uint32_t end) {
    uint32_t best = begin;
    for (uint32_t i = begin + 1; i < end; i++)
        if (shingles[i] <= shingles[best]) best = i;
    return best;
}

static void keep(arena *a, sketch_marks *out, const uint64_t *shingles, uint32_t at, uint32_t doc) {
    vec_push(a, out, (sketch_mark){shingles[at], doc, at});
}

/* The smallest shingle of every window inside [begin, end), a stretch that has no multiple of 8. */
static void keep_smallest(arena *a, sketch_marks *out, const uint64_t *shingles, uint32_t begin, uint32_t end, uint32_t doc) {
    if (end - begin < SKETCH_WINDOW) return;
    uint32_t best = smallest(shingles, begin, begin + SKETCH_WINDOW);
    keep(a, out, shingles, best, doc);
    for (uint32_t last = begin + SKETCH_WINDOW; last < end; last++) {
        uint32_t first = last + 1 - SKETCH_WINDOW, next = best;
        if (best < first)
            next = smallest(shingles, first, last + 1);
        else if (shingles[last] <= shingles[best])
            next = last;
        if (next != best && shingles[next] != shingles[best]) keep(a, out, shingles, next, doc);
        best = next;
    }
}

void sketch_collect(arena *a, const uint32_t *words, uint32_t count, uint32_t doc, sketch_marks *out) {
    if (count < SKETCH_WORDS) return;
    uint32_t shingle_count = count - SKETCH_WORDS + 1, free_from = 0;
    uint64_t *shingles = ARENA_ARRAY(a, uint64_t, shingle_count);
    for (uint32_t i = 0; i < shingle_count; i++) shingles[i] = sketch_shingle(words + i);
    for (uint32_t i = 0; i < shingle_count; i++) {
        if (shingles[i] % SKETCH_STEP) continue;
        keep_smallest(a, out, shingles, free_from, i, doc);
        keep(a, out, shingles, i, doc);
        free_from = i + 1;
    }
    keep_smallest(a, out, shingles, free_from, shingle_count, doc);
}

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

/* One stable pass by the digit at `shift`; false when all marks share that digit and nothing was moved. */
static bool sort_pass(const sketch_mark *from, sketch_mark *to, size_t count, unsigned shift) {
    size_t places[DIGITS] = {0};
    for (size_t i = 0; i < count; i++) places[(from[i].hash >> shift) & (DIGITS - 1)]++;
    if (places[(from[0].hash >> shift) & (DIGITS - 1)] == count) return false;
    size_t at = 0;
    for (unsigned d = 0; d < DIGITS; d++) {
        size_t here = places[d];
        places[d] = at;
        at += here;
    }
    for (size_t i = 0; i < count; i++) to[places[(from[i].hash >> shift) & (DIGITS - 1)]++] = from[i];
    return true;
}

void sketch_sort(arena *scratch, sketch_mark *marks, size_t count) {
    if (count < 2) return;
    arena_mark before = arena_here(scratch);
    sketch_mark *from = marks, *to = ARENA_ARRAY(scratch, sketch_mark, count);
    for (unsigned shift = 0; shift < 64; shift += DIGIT_BITS) {
        if (!sort_pass(from, to, count, shift)) continue;
        sketch_mark *swap = from;
        from = to;
        to = swap;
    }
    if (from != marks) memcpy(marks, from, count * sizeof *marks);
    arena_back(scratch, before);
}
