/*
 * Shared between the files that look across the tellings of a story.
 *
 *   quotes of each telling ─► cast (who is whom) ─► utterances ─► pairs that are alike ─► groups, one quote each ─► told_quotes
 */
#ifndef QUOTES_ACROSS_INTERNAL_H
#define QUOTES_ACROSS_INTERNAL_H
#include "quotes/quotes.h"
#include "quotes/quotes_internal.h"

/* ---- spelling.c ---- */

/* A word of a name by its sounds, so that spellings of other alphabets meet. */
typedef struct spelling {
    char sounds[32], bones[16]; /* bones: the consonants */
    uint8_t len, bone_count;
} spelling;

spelling spelling_of(const lexicon *lex, span word);
uint64_t spelling_key(const spelling *s);
/* May be one name; `sure`: other evidence says so already, which allows for more difference in vowels. */
bool spelling_same(const spelling *a, const spelling *b, bool sure);

/* ---- cast.c ---- */

#define MOST_NAME_WORDS 8

/* One way that tellings name somebody, after "the" and titles are taken off. */
typedef struct naming {
    span shown; /* as it stands, without an article */
    span words[MOST_NAME_WORDS];
    spelling spelt[MOST_NAME_WORDS];
    uint32_t word_count; /* 0: described, not named */
    uint32_t tellings, last_telling;
    uint32_t figure;
    bool human;
} naming;

/* A speaker or source over all tellings. */
typedef struct figure {
    uint32_t *namings;
    uint32_t naming_count;
    bool named;
    span role;
} figure;

typedef struct cast {
    VEC(naming) namings;
    VEC(figure) figures;
    uint32_t **speakers; /* [tellings][quotes] number of the figure; RETOLD_NONE when not known */
    uint32_t ***via;     /* [tellings][quotes][via_count] */
} cast;

/* One story while it is looked at. */
typedef struct gathering {
    retold_ctx *ctx;
    arena *out, *memory; /* memory: scratch */
    const lexicon *lex;
    const told_telling *tellings;
    uint32_t count;
    cast cast;
} gathering;

/* Who speaks, across the tellings' spellings. */
void cast_find(gathering *g);
/* The naming that is shown: of most words, then of most tellings, then the longest. */
uint32_t cast_fullest(const gathering *g, const figure *f);

/* ---- utterances.c ---- */

#define HEAVY_TERM .8f /* least weight of a term that is evidence; no stop word has it, every other word does */

typedef struct term {
    uint32_t number; /* of the stem */
    float weight;
} term;

/* A quote as it is compared. */
typedef struct utterance {
    uint32_t telling, quote, speaker;
    uint64_t *words; /* [word_count] folded words, for what was changed */
    uint32_t word_count;
    term *terms; /* [term_count] stems in order, stop words too but with little weight */
    uint32_t term_count;
    term *anchors; /* [anchor_count] names, numbers, loan words by their sounds: what a translation keeps */
    uint32_t anchor_count;
    float term_sum, anchor_sum;
} utterance;

typedef VEC(utterance) utterances;

/* Every quote of every telling in order of rank, weighted by how rare words are among them. */
utterances utterances_read(gathering *g, uint32_t *term_count);

typedef struct likeness {
    float contained; /* share of the shorter one's weight that both have in order */
    float both;      /* 2 * shared / (sum of weights) */
    uint32_t count;  /* heavy terms in order */
    bool translated; /* compared by anchors, not by words */
} likeness;

likeness utterances_compare(gathering *g, const utterance *a, const utterance *b);
bool utterances_same(const utterance *a, const utterance *b); /* word by word */
/* Share of a's words that stand in b in order; *left_out is set when a has no word that isn't there. */
float utterances_shared(arena *memory, const utterance *a, const utterance *b, bool *left_out);

/* ---- variants.c ---- */

typedef struct group {
    uint32_t *members;      /* [count] places in the utterances, by rank and place */
    uint32_t count, centre; /* centre: the utterance that all are alike to */
} group;

typedef VEC(group) groups;

/* Utterances that are one quote; each telling is in a group once at most. */
groups variants_find(gathering *g, const utterances *all, uint32_t term_count);
/* Quotes of different languages? */
bool variants_foreign(const gathering *g, const utterance *a, const utterance *b);

#endif
