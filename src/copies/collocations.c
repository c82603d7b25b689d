/*
 * How often two words stand in a row in the texts of the corpus, or of a part of it where that is enough: counted by hash, in a table that grows
 * with the texts up to a million cells. What shares a cell by chance is the floor from which all are measured.
 */
#include "copies/copies_internal.h"
#include <math.h>

enum { LEAST_BITS = 10, MOST_BITS = 20, ENOUGH_WORDS = 1 << 22 };

uint32_t collocation_at(const uint32_t *words) {
    return (uint32_t)(hash_fold(words[0] ^ 0x9E3779B97F4A7C15u, words[1] ^ 0xD6E8FEB86659FD93u) >> 32);
}

static uint32_t cell_of(const collocations *c, uint32_t key) { return key >> (32 - c->bits); }

static void count_text(const grouping *g, collocations *c, uint32_t rank) {
    arena_mark mark = arena_here(g->work);
    uint32_t count = group_doc(g, rank)->word_count, *words = arena_raw(g->work, (count + 1) * sizeof *words);
    doc_hashes(g, rank, 0, count, words);
    for (uint32_t i = 0; i + 1 < count; i++) c->often[cell_of(c, collocation_at(words + i))]++;
    arena_back(g->work, mark);
}

static int32_t usual(double floor, uint32_t often) { return (int32_t)lrint(1000 * log(floor + often)); }

collocations collocations_made(const grouping *g) {
    collocations c = {.bits = LEAST_BITS, .step = 1 + (uint32_t)(g->copies->words / ENOUGH_WORDS)};
    uint64_t words = g->copies->words / c.step;
    while (c.bits < MOST_BITS && UINT64_C(1) << c.bits < 2 * words) c.bits++;
    c.often = ARENA_ARRAY(g->scratch, uint32_t, (size_t)1 << c.bits);
    c.floor = 1 + (double)words / (double)(UINT64_C(2) << c.bits);
    for (uint32_t often = 0; often < COLLOCATIONS_FEW; often++) c.usual[often] = usual(c.floor, often);
    for (uint32_t rank = 0; rank < g->count; rank += c.step) count_text(g, &c, rank);
    return c;
}

bool collocations_include(const collocations *c, uint32_t rank) { return rank % c->step == 0; }

int32_t collocations_usual(const collocations *c, uint32_t key, uint32_t aside) {
    uint32_t often = c->often[cell_of(c, key)], left = often > aside ? often - aside : 0;
    return left < COLLOCATIONS_FEW ? c->usual[left] : usual(c->floor, left);
}
