/* Shared between the files that align two texts. */
#ifndef TELL_COMPARE_INTERNAL_H
#define TELL_COMPARE_INTERNAL_H
#include "base/map.h"
#include "tell/tell.h"

/* Caps; a hit is told in tell_comparison.limit. */
enum {
    MOST_UNITS = 50000,    /* sentences of a text */
    MOST_POSTINGS = 64,    /* sentences that a word or pair of words may stand in, to bring candidates */
    MOST_CELLS = 250000,   /* pairs of words compared where no word is an anchor */
    MOST_DEPTH = 16,       /* splits at anchors within splits */
    LEAST_MOVED_WORDS = 6, /* of a block: shorter ones are chance */
};

/* A sentence. */
typedef struct unit {
    range span;
    uint32_t paragraph;
    uint32_t w0, w1; /* its words */
    uint64_t key;    /* equal where all words are */
    uint32_t f0, f1; /* its features, rising */
    uint32_t weight; /* of all its features */
    uint32_t link;   /* place of its link in links; RETOLD_NONE */
} unit;

typedef struct side {
    span text;
    words words;
    unit *units;
    uint32_t count;
    uint32_t *features; /* words and pairs of words, by dense number */
} side;

/* Sentences of both that belong together: one to one, or one to two where a sentence was split. */
typedef struct link {
    uint32_t a0, a1, b0, b1; /* units */
    bool sure;               /* alike enough to be believed out of order */
    bool moved, dropped;
    uint32_t block; /* of moved ones, from 1 */
} link;

typedef VEC(link) links;

/* Cut a text into units; false when it has more than MOST_UNITS (then cut there). */
bool units_of(retold_ctx *ctx, arena *a, span text, side *out);

/* Link the units of two sides. Links rise in a. */
links units_link(arena *a, side *one, side *other);

/* Compares words by runs; holds the table that is used again. */
typedef struct word_aligner {
    arena *memory;
    uint16_t *cells;
    size_t space;
    bool gave_up; /* some run was too long to be compared */
} word_aligner;

/* How words [a0, a1) and [b0, b1) differ: runs that tile both ranges. */
const tell_words *words_align(word_aligner *w, const side *one, range a_span, uint32_t a0, uint32_t a1, const side *other,
                              range b_span, uint32_t b0, uint32_t b1, uint32_t *count, uint32_t *same);

#endif
