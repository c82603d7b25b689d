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

/* Where the sampled shingles are is listed without a branch, as that can't be foreseen. */
void sketch_collect(arena *a, const uint32_t *words, uint32_t count, uint32_t doc, sketch_marks *out, sketch_marks *more) {
    if (count < SKETCH_WORDS) return;
    uint32_t shingle_count = count - SKETCH_WORDS + 1, free_from = 0, sampled = 0;
    uint64_t *shingles = arena_raw(a, shingle_count * sizeof *shingles), step = more ? SKETCH_STEP / 2 : SKETCH_STEP;
    uint32_t *at = arena_raw(a, shingle_count * sizeof *at);
    for (uint32_t i = 0; i < shingle_count; i++) {
        shingles[i] = sketch_shingle(words + i);
        at[sampled] = i;
        sampled += !(shingles[i] & (step - 1));
    }
    for (uint32_t k = 0; k < sampled; k++) {
        if (shingles[at[k]] % SKETCH_STEP) {
            keep(a, more, shingles, at[k], doc);
            continue;
        }
        keep_smallest(a, out, shingles, free_from, at[k], doc);
        keep(a, out, shingles, at[k], doc);
        free_from = at[k] + 1;
    }
    keep_smallest(a, out, shingles, free_from, shingle_count, doc);
}

enum { SIDE = 8 /* words */ };

/* Eight bytes below 16 in four bits each, the first in the lowest. */
static uint32_t gathered(const uint8_t *p) {
    uint64_t x = eight_bytes(p);
    x = (x | x >> 4) & 0x00FF00FF00FF00FFu;
    x = (x | x >> 8) & 0x0000FFFF0000FFFFu;
    return (uint32_t)(x | x >> 16);
}

/* One by one first, as many at once as the processor can. */
const uint32_t *sketch_nibbles(arena *a, const uint32_t *words, uint32_t count) {
    size_t eights = (size_t)count / SIDE + 1;
    uint32_t *out = arena_raw(a, (eights + 2) * sizeof *out);
    uint8_t *restrict each = arena_raw(a, eights * SIDE);
    for (uint32_t i = 0; i < count; i++) each[i] = (uint8_t)(1 + (((words[i] >> 8 & 0xFFFF) * 15) >> 16));
    memset(each + count, 0, eights * SIDE - count);
    out[0] = out[eights + 1] = 0;
    for (size_t k = 0; k < eights; k++) out[k + 1] = gathered(each + k * SIDE);
    return out;
}

/* Those of the eight words from that number on, less SIDE. */
static uint32_t eight_from(const uint32_t *nibbles, size_t at) {
    return (uint32_t)((nibbles[at / SIDE] | (uint64_t)nibbles[at / SIDE + 1] << 32) >> 4 * (at % SIDE));
}

/* The nibbles of one half in the other order. */
static uint64_t turned(uint32_t x) {
    uint32_t t = __builtin_bswap32(x);
    return (t >> 4 & 0x0F0F0F0Fu) | (t << 4 & 0xF0F0F0F0u);
}

uint64_t sketch_around(const uint32_t *nibbles, uint32_t at) {
    return eight_from(nibbles, (size_t)at + SKETCH_WORDS + SIDE) | turned(eight_from(nibbles, at)) << 32;
}

/* Equal words from the lowest on, of two texts whose next words these are. */
static unsigned equal_run(uint32_t a, uint32_t b) {
    uint32_t differ = a ^ b, run = differ ? (uint32_t)__builtin_ctz(differ) / 4 : 8;
    uint32_t there = a ? 8 - (uint32_t)__builtin_clz(a) / 4 : 0;
    return run < there ? run : there;
}

enum { CHANGED = 3 /* words over which reading goes on */ };

/* The lowest bit of each nibble where x and y are equal. */
static uint32_t equal_nibbles(uint32_t x, uint32_t y) {
    uint32_t differ = x ^ y;
    differ |= differ >> 2;
    differ |= differ >> 1;
    return ~differ & 0x11111111u;
}

/* The lowest bit of each nibble that isn't 0. */
static uint32_t there(uint32_t x) { return ~equal_nibbles(x, 0) & 0x11111111u; }

enum { SHIFTS = 2 * CHANGED + 1 };

/* Of how many words more are passed over in b than in a, most first. */
static unsigned passed_in_a(unsigned shift) { return shift > CHANGED ? shift - CHANGED : 0; }
static unsigned passed_in_b(unsigned shift) { return shift < CHANGED ? CHANGED - shift : 0; }

/* twice[shift] becomes a bit for each nibble up to CHANGED, of the text in which fewer are passed over, from which two are equal; false when there is none. */
static bool find_twice(uint32_t a, uint32_t b, uint32_t *twice) {
    uint32_t after_a = there(a) >> 4, after_b = there(b) >> 4, any = 0;
    for (unsigned shift = 0; shift < SHIFTS; shift++) {
        unsigned of_a = passed_in_a(shift), of_b = passed_in_b(shift);
        uint32_t equal = equal_nibbles(a >> 4 * of_a, b >> 4 * of_b), near = 0xFFFFu >> 4 * (of_a + of_b);
        twice[shift] = equal & equal >> 4 & (of_a ? after_b : after_a) & near;
        any |= twice[shift];
    }
    return any;
}

/*
 * Passes over a few changed words, as few of both as can be, to the next two equal ones in a row; false when there are none, as mostly. Tried without
 * a branch, as where they are can't be foreseen.
 */
static bool resume(uint32_t *a, uint32_t *b) {
    uint32_t twice[SHIFTS], best = UINT32_MAX, in_a = 0, in_b = 0;
    if (!find_twice(*a, *b, twice)) return false;
    for (unsigned shift = 0; shift < SHIFTS; shift++) {
        unsigned of_a = passed_in_a(shift), of_b = passed_in_b(shift);
        uint32_t both = (uint32_t)__builtin_ctz(twice[shift] | 0x10000u) / 4, sum = 2 * both + of_a + of_b;
        bool nearer = twice[shift] && sum < best;
        best = nearer ? sum : best;
        in_a = nearer ? both + of_a : in_a;
        in_b = nearer ? both + of_b : in_b;
    }
    *a >>= 4 * in_a;
    *b >>= 4 * in_b;
    return true;
}

static unsigned equal_side(uint32_t a, uint32_t b) {
    unsigned equal = 0;
    do {
        unsigned run = equal_run(a, b);
        equal += run;
        if (run == 8) return equal;
        a >>= 4 * run;
        b >>= 4 * run;
    } while (resume(&a, &b));
    return equal;
}

unsigned sketch_around_equal(uint64_t a, uint64_t b, unsigned enough) {
    uint32_t a_behind = (uint32_t)a, a_before = (uint32_t)(a >> 32), b_behind = (uint32_t)b, b_before = (uint32_t)(b >> 32);
    unsigned runs = SKETCH_WORDS + equal_run(a_behind, b_behind) + equal_run(a_before, b_before);
    return runs >= enough ? runs : SKETCH_WORDS + equal_side(a_behind, b_behind) + equal_side(a_before, b_before);
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

/* By all digits, least first, each pass over all marks. */
static void sort_by_digits(sketch_mark *marks, sketch_mark *spare, size_t count) {
    sketch_mark *from = marks, *to = spare;
    for (unsigned shift = 0; shift < 64; shift += DIGIT_BITS) {
        if (!sort_pass(from, to, count, shift)) continue;
        sketch_mark *swap = from;
        from = to;
        to = swap;
    }
    if (from != marks) memcpy(marks, from, count * sizeof *marks);
}

static void sort_few(sketch_mark *marks, size_t count) {
    for (size_t i = 1; i < count; i++) {
        sketch_mark m = marks[i];
        size_t at = i;
        for (; at && marks[at - 1].hash > m.hash; at--) marks[at] = marks[at - 1];
        marks[at] = m;
    }
}

enum { FEW = 24, SOME = 2048, PARTS = DIGITS, PARTING_SHIFT = 64 - DIGIT_BITS };

static void merge(const sketch_mark *x, size_t x_count, const sketch_mark *y, size_t y_count, sketch_mark *to) {
    while (x_count && y_count) {
        bool first = x->hash <= y->hash;
        *to++ = first ? *x : *y;
        x += first, x_count -= first;
        y += !first, y_count -= !first;
    }
    if (x_count) memcpy(to, x, x_count * sizeof *to);
    if (y_count) memcpy(to, y, y_count * sizeof *to);
}

/* Too many to be put in one by one, too few for tables of digits: runs merged by twos. */
static void sort_some(sketch_mark *marks, sketch_mark *spare, size_t count) {
    sketch_mark *from = marks, *to = spare;
    for (size_t i = 0; i < count; i += FEW) sort_few(marks + i, count - i < FEW ? count - i : FEW);
    for (size_t run = FEW; run < count; run *= 2) {
        for (size_t i = 0; i < count; i += 2 * run) {
            size_t x = count - i < run ? count - i : run, y = count - i - x < run ? count - i - x : run;
            merge(from + i, x, from + i + x, y, to + i);
        }
        sketch_mark *swap = from;
        from = to;
        to = swap;
    }
    if (from != marks) memcpy(marks, from, count * sizeof *marks);
}

/* Some marks that agree in the highest digit, by the next bits: what has the same ones are mostly few. */
static void sort_spread(sketch_mark *marks, sketch_mark *spare, size_t count) {
    enum { BITS = 6, SHIFT = PARTING_SHIFT - BITS };
    size_t ends[1 << BITS] = {0}, at = 0;
    for (size_t i = 0; i < count; i++) ends[marks[i].hash >> SHIFT & ((1 << BITS) - 1)]++;
    for (unsigned d = 0; d < 1 << BITS; d++) {
        size_t here = ends[d];
        ends[d] = at;
        at += here;
    }
    for (size_t i = 0; i < count; i++) spare[ends[marks[i].hash >> SHIFT & ((1 << BITS) - 1)]++] = marks[i];
    memcpy(marks, spare, count * sizeof *marks);
    for (unsigned d = 0; d < 1 << BITS; d++) {
        size_t begin = d ? ends[d - 1] : 0, here = ends[d] - begin;
        if (here <= FEW)
            sort_few(marks + begin, here);
        else
            sort_some(marks + begin, spare, here);
    }
}

/* A part whose marks agree in the highest digit and otherwise spread evenly: by the next bits, and what these leave is nearly in order. */
static void sort_part(sketch_mark *marks, sketch_mark *spare, size_t count) {
    if (count <= FEW) {
        sort_few(marks, count);
        return;
    }
    if (count <= SOME) {
        sort_spread(marks, spare, count);
        return;
    }
    bool moved = sort_pass(marks, spare, count, PARTING_SHIFT - 2 * DIGIT_BITS);
    sketch_mark *from = moved ? spare : marks, *to = moved ? marks : spare;
    if (sort_pass(from, to, count, PARTING_SHIFT - DIGIT_BITS)) from = to;
    if (from != marks) memcpy(marks, from, count * sizeof *marks);
    sort_few(marks, count);
}

/* True when every part holds a small share of the marks, so that parting pays. places[] receives where each begins. */
static bool parts_even(const sketch_mark *marks, size_t count, size_t *places) {
    size_t at = 0;
    for (size_t i = 0; i < count; i++) places[marks[i].hash >> PARTING_SHIFT]++;
    for (unsigned d = 0; d < PARTS; d++) {
        size_t here = places[d];
        if (here > count / 16) return false;
        places[d] = at;
        at += here;
    }
    return true;
}

/* Parted by the highest digit first, so that each part is sorted within the cache. */
static bool sort_by_parts(sketch_mark *marks, sketch_mark *spare, size_t count) {
    size_t places[PARTS] = {0};
    if (!parts_even(marks, count, places)) return false;
    for (size_t i = 0; i < count; i++) spare[places[marks[i].hash >> PARTING_SHIFT]++] = marks[i];
    for (unsigned d = 0; d < PARTS; d++) {
        size_t begin = d ? places[d - 1] : 0;
        sort_part(spare + begin, marks + begin, places[d] - begin);
    }
    memcpy(marks, spare, count * sizeof *marks);
    return true;
}

void sketch_sort(arena *scratch, sketch_mark *marks, size_t count) {
    if (count <= FEW) {
        sort_few(marks, count);
        return;
    }
    arena_mark before = arena_here(scratch);
    sketch_mark *spare = arena_raw(scratch, count * sizeof *spare);
    if (count <= SOME)
        sort_some(marks, spare, count);
    else if (!sort_by_parts(marks, spare, count))
        sort_by_digits(marks, spare, count);
    arena_back(scratch, before);
}
