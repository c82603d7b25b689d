/*
 * Fingerprints of text: shingles of four words, and the few of them that are kept as marks.
 *
 *   words      the reserve bank of new zealand said there was no evidence
 *   shingles   [the reserve bank of] [reserve bank of new] [bank of new zealand] …   one at each word
 *   marks      the shingles whose hash is a multiple of 8, and in every window of 17 shingles without one the smallest
 *   more       those whose hash is another multiple of 4
 *
 * So any 20 words in a row that two texts share leave the same mark in both. The further marks are for few texts, much changed. What is hashed and what is kept is fixed for good.
 */
#ifndef SKETCH_SKETCH_H
#define SKETCH_SKETCH_H
#include "base/hash.h"
#include "base/vec.h"
#include "text/text.h"

enum { SKETCH_WORDS = 4, SKETCH_STEP = 8, SKETCH_WINDOW = 17 };

/* Hash of a word as shingles use it. The two lowest bits are 0: room for what kind of word it is. */
static inline uint32_t sketch_word(const word *w) { return (uint32_t)w->hash & ~UINT32_C(3); }

/* Hash of the four words at w; order matters. */
static inline uint64_t sketch_shingle(const uint32_t *w) {
    uint64_t first = w[0] | (uint64_t)w[1] << 32, last = w[2] | (uint64_t)w[3] << 32;
    return hash_fold(first ^ 0x9E3779B97F4A7C15u, last ^ 0xD6E8FEB86659FD93u);
}

/* A kept shingle of a document. */
typedef struct sketch_mark {
    uint64_t hash;
    uint32_t doc;
    uint32_t at; /* number of its first word */
} sketch_mark;

typedef VEC(sketch_mark) sketch_marks;

/* Add the marks of a text given by its word hashes, rising by `at`; equal shingles are all kept. `more` may be NULL. Cost: linear in count. */
void sketch_collect(arena *a, const uint32_t *words, uint32_t count, uint32_t doc, sketch_marks *out, sketch_marks *more);

/* For sketch_around(): the words of a text in four bits each, eight of them a number. */
const uint32_t *sketch_nibbles(arena *a, const uint32_t *words, uint32_t count);

/*
 * The sixteen words around a shingle in four bits each, 0 where there is none: in the low half the eight behind it, in the high half the
 * eight before it, nearest first. Two places of one shingle in copied text have most of them in common, two chance ones have few.
 */
uint64_t sketch_around(const uint32_t *nibbles, uint32_t at);

/*
 * Equal words at two places of one shingle: its own, those right next to it, and further ones behind up to three changed, added or dropped
 * words where two equal ones follow. At most SKETCH_AROUND_MOST; `enough` or more, but not all, where these are `enough`. Of equal words none is missed; a
 * different one passes in one of fifteen cases.
 */
enum { SKETCH_AROUND_MOST = SKETCH_WORDS + 16 };
unsigned sketch_around_equal(uint64_t a, uint64_t b, unsigned enough);

/* Sort by hash; marks of equal hash keep their order. Takes as much scratch memory as the marks. Cost: linear. */
void sketch_sort(arena *scratch, sketch_mark *marks, size_t count);

#endif
