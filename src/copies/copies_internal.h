/*
 * Shared between the files of copies only.
 *
 * Documents are worked on by rank: their place when sorted by id. So nothing hangs on the order of adding.
 *
 *   add      words, marks                       docs.c, packed.c
 *   group    equal texts → one representative   docs.c
 *            marks that several texts have      marks.c
 *            what recurs without being copied   boilerplate.c
 *            pairs that share a mark            candidates.c
 *            shared stretches of a pair         align.c, pairs.c
 *            whether it is one text             judge.c, forms.c, vocabulary.c
 *            families                           families.c
 *            who had it first                   credits.c, direction.c, stemma.c, reuse.c
 *            what both quote                    quoted.c
 */
#ifndef COPIES_COPIES_INTERNAL_H
#define COPIES_COPIES_INTERNAL_H
#include "base/ctx.h"
#include "base/data.h"
#include "base/groups.h"
#include "base/map.h"
#include "copies/copies.h"
#include "record/record.h"
#include "retold/copies.h"
#include "sketch/runs.h"

enum {
    WORD_PAIR = 1 /* of characters */,
    WORD_CONTENT = 2 /* a name or a number */,
    WORD_FIGURE = 4 /* a number */,
    WORD_BOILERPLATE = 8
};

/* What the words before a place come to, those that are boilerplate aside. */
typedef struct words_before {
    uint32_t weight; /* rarity in the corpus, 8 to 96 a word */
    uint32_t names;  /* and numbers */
    uint32_t figures;
} words_before;

/* The words of one text, as parallel arrays. */
typedef struct doc_words {
    uint32_t *hash;        /* [count] 0 for boilerplate, which is never matched (but doc_words_flagged()) */
    uint32_t *begin, *end; /* [count] bytes of the text; NULL before doc_words_place() */
    uint8_t *flags;        /* [count] */
    uint32_t *keys;        /* [count] align_key() of the words from each on, 0 for none; NULL before align_prepare() */
    words_before *before;  /* [count + 1]; NULL before doc_words_weigh() */
    const uint16_t *shape; /* [count] as the spool keeps them (packed.c); NULL for none */
    uint32_t count;
    const retold_article *article; /* NULL until it is asked for */
    const struct vocabulary *all;  /* of the whole text; NULL until it is asked for */
} doc_words;

/* Names and numbers, or numbers alone, in a stretch of weighed words. */
static inline uint32_t names_in(const doc_words *w, uint32_t begin, uint32_t end) {
    return w->before[end].names - w->before[begin].names;
}

static inline uint32_t figures_in(const doc_words *w, uint32_t begin, uint32_t end) {
    return w->before[end].figures - w->before[begin].figures;
}

/* The words of a title, a bit for each by its hash: so many bits that few titles share half of their words by chance. */
typedef struct title_words {
    uint64_t bits[2];
} title_words;

/* What is kept of an article; its words, and its text when it isn't borrowed, are fetched when they are asked for. */
typedef struct doc {
    const retold_article *article; /* borrowed; NULL when it is fetched */
    span id;
    stamp published;
    uint64_t digest; /* of the word hashes */
    uint64_t words;  /* where they are in the spool (packed.c) */
    uint32_t word_count, odd_count;
    uint32_t text_len;
    uint32_t outlet; /* number in copies.outlets; NAME_NONE when not known */
    uint32_t serial; /* of its marks */
    range whole;     /* bytes from the first word to the last */
    title_words title;
    bool unspaced; /* most words are pairs of characters, which tell half of what a word does */
} doc;

/* A stretch of words that two texts share, numbers of words. */
typedef struct stretch {
    uint32_t a, b, len;
    uint32_t next; /* next block of the same chain; UINT32_MAX at the end */
} stretch;

/* Blocks in the same order in both texts with little between them. */
typedef struct chain {
    uint32_t a_begin, a_end, b_begin, b_end;
    uint32_t first, last; /* blocks */
    uint32_t matched;     /* words */
} chain;

typedef struct alignment {
    VEC(stretch) blocks;
    VEC(chain) chains; /* rising by b_begin */
} alignment;

/* Shingles of the first text of pairs, for many second ones. */
typedef struct align_index {
    const doc_words *words;
    uint32_t *slots; /* first word + 1 of a shingle, 0 for free */
    uint32_t *next;  /* [count] next place of the same slot, + 1 */
    uint32_t mask;
} align_index;

/* How much of each text a pair shares. */
typedef struct measure {
    float a_in_b, b_in_a;          /* weighted share of the words that stand in the other text word by word */
    float a_cover, b_cover;        /* the same for all words of the shared stretches, changed ones as well */
    float names;                   /* share of the names and numbers of the shared stretches that are equal */
    float numbers;                 /* the same for numbers alone */
    uint32_t numbers_seen;         /* numbers in the shared stretches of the side that has fewer */
    float equal;                   /* weight of the equal words */
    uint32_t a_figures, b_figures; /* numbers in equal words, those that are equal to several once for each */
    bool filled_again;             /* numbers change where the words around them stay */
} measure;

/* A chain in bytes of the two representatives, and in words, for texts with the same words and other bytes. */
typedef struct shared_span {
    range a, b;
    range a_words, b_words;
    bool exact;
} shared_span;

/* A pair that was verified. Ranks of representatives, a < b. */
typedef struct pair {
    uint32_t a, b;
    measure m;
    uint32_t span_begin, span_end; /* in pairs.spans */
    bool joins;                    /* the pair alone speaks for one family */
    bool tells;                    /* a passage says more than a stock phrase: worth telling of two families */
} pair;

typedef struct pair_list {
    VEC(pair) items; /* by (a, b) */
    VEC(shared_span) spans;
} pair_list;

typedef struct results {
    arena memory;
    uint32_t *family; /* [count] by number of adding */
    uint32_t count;
    VEC(retold_passage) passages;
    VEC(retold_copy_edge) edges;
    retold_copies_report report;
} results;

enum {
    TALLY = 1 << 18,
    DOC_BLOCK = 4096,
    DENSE_TEXTS = 1 << 14 /* up to which texts are looked for by twice the marks: chance pairs grow faster than texts */
};

struct retold_copies {
    arena memory;
    names outlets;
    uint32_t *tally; /* [TALLY] how often words occur, by hash; a shared cell makes a word seem a little less rare */
    uint64_t words;
    VEC(doc *) blocks; /* DOC_BLOCK documents each, in the order of adding */
    uint32_t count;
    uint32_t serials; /* given so far, also to articles whose adding failed */
    spool spool;
    run_parts marks, more; /* `more` as long as the texts are few */
    copies_hands hands;
    bool spent;                /* grouped, and not to be grouped again */
    retold_copies_fetch fetch; /* NULL: articles are borrowed */
    void *fetch_user;
    atomic_bool lost; /* an article couldn't be fetched as it was */
    results results;
};

static inline doc *doc_at(const retold_copies *copies, uint32_t number) {
    return &copies->blocks.items[number / DOC_BLOCK][number % DOC_BLOCK];
}

enum { SEEN_BITS = 19, SEEN_WORDS = 1 << (SEEN_BITS - 6) };

/*
 * Shingles that are boilerplate, by outlet. Bits of those that are boilerplate of anything say of most at one look that they aren't: by the
 * shingle, and by the align_key() of its first words, which is at hand.
 */
typedef struct shingle_set {
    uint64_t *slots; /* [mask + 1], 0 for free */
    size_t mask, count;
    uint64_t *seen, *seen_keys; /* [SEEN_WORDS]; NULL when there are none */
} shingle_set;

/* What one grouping works on; all of it in scratch memory. */
typedef struct grouping {
    retold_ctx *ctx;
    arena *scratch, *work; /* what goes when it is done, and what goes at once */
    retold_copies *copies;
    uint32_t count;
    uint32_t *number;       /* [count] rank → number of adding */
    uint32_t *outlet;       /* [count] as in the doc of that rank, at hand */
    uint32_t *stands_for;   /* [count] rank of the representative of equal texts; itself when it is one */
    const uint8_t *weights; /* [TALLY] of a word, by its hash */
    float mean_weight;      /* of the words of all texts */
    shingle_set *boilerplate;
    retold_copies_report *report;
} grouping;

/* The marks of one text: how many, and how many of them several texts have, of its outlet and of all. In one place, as they are counted together. */
typedef struct mark_count {
    uint32_t outlet; /* of the text; one beyond the last when it isn't known */
    uint32_t all, of_outlet, of_all;
} mark_count;

/* Marks that several representatives have, by hash, and by rank where that is equal. `doc` is the rank. */
typedef struct mark_list {
    run_list runs;
    mark_count *counts; /* [count] by rank, of all marks */
} mark_list;

typedef struct candidate {
    uint32_t a, b;  /* ranks, a < b */
    uint32_t marks; /* that speak for the pair */
} candidate;

typedef VEC(candidate) candidates;

/* ---- packed.c ---- */

/* A text as it goes into the spool. */
typedef struct packed_words {
    uint32_t *hash, *code; /* [count] code: hash and kind */
    uint16_t *shape;       /* [count] where they stand; NULL when nobody asks */
    struct odd_shape *odd; /* [odd_count] */
    uint32_t count, odd_count;
    uint32_t pairs; /* words that are pairs of characters */
} packed_words;

/* The words of a text as they are compared: numbers apart from their units, and headings in capitals without these. Cost: one pass. */
words packed_list(arena *a, span text);

/* Kind of a word in two bits, and its flags. */
uint32_t packed_kind(const word *w);
uint8_t packed_flags(uint32_t kind);

packed_words packed_made(arena *a, const words *list, bool places);

uint64_t packed_put(retold_ctx *ctx, spool *s, const packed_words *p);

/* Hashes of some words of the text that is at `at`. */
void packed_hashes(spool *s, uint64_t at, uint32_t begin, uint32_t count, uint32_t *into);

/* The text that is at `at`, with what was put. */
doc_words packed_get(arena *a, spool *s, uint64_t at, uint32_t count, uint32_t odd_count, bool places);

/* Fill in begin and end of a text that has shapes. */
void packed_places(doc_words *w);

/* ---- docs.c ---- */

/* Add an article; its words are added to the tally. */
void docs_add(retold_ctx *ctx, retold_copies *copies, const retold_article *article);

/* Words alone, without weights. */
doc_words doc_words_of(arena *a, span text);

/* The words of an article of a grouping with boilerplate flagged, ready for aligning and for no more. Cost: linear in the text. */
doc_words *doc_words_keyed(const grouping *g, arena *a, uint32_t rank);

/* The same with the hashes of boilerplate as well: its words are flagged and no more. */
doc_words *doc_words_flagged(const grouping *g, arena *a, uint32_t rank);

/* Weigh the words of such a text, unless that is done. */
void doc_words_weigh(const grouping *g, arena *a, doc_words *w);

/* Say where they stand, unless that is done; of a grouping for families alone by its article, which must be there. */
void doc_words_place(const grouping *g, arena *a, doc_words *w);

/* The hashes of some words of an article, into `into`. */
void doc_hashes(const grouping *g, uint32_t rank, uint32_t begin, uint32_t count, uint32_t *into);

/*
 * An article of a grouping: the borrowed one, or what copies looks at of it, fetched into `a` (not the scratch arena of ctx); then as
 * costly as reading its row. An empty one when it can't be had any more. From any thread with a ctx of its own.
 */
const retold_article *doc_article(const grouping *g, retold_ctx *ctx, arena *a, uint32_t rank);

/* Sort by id, find equal texts. */
grouping group_begin(retold_ctx *ctx, retold_copies *copies, arena *work);

/* ---- marks.c ---- */

/* Marks of all representatives, one for each document and hash, but those that stand in one alone. Cost: linear. */
mark_list group_marks(const grouping *g);

/* ---- boilerplate.c ---- */

/* Find the shingles that recur in many independent texts. */
void boilerplate_find(grouping *g, const mark_list *marks);

/* Take the marks that are boilerplate out of a run; how many are left. */
size_t boilerplate_drop(const grouping *g, run_mark *run, size_t count);

/* The bit of a key in one of the two; the key of a shingle in `seen` is its high half. */
static inline bool boilerplate_bit(const uint64_t *bits, uint32_t key) {
    uint32_t bit = key >> (32 - SEEN_BITS);
    return bits[bit / 64] >> (bit % 64) & 1;
}

/* True when the shingle is boilerplate of the outlet (NAME_NONE for none), or of all. */
bool boilerplate_has(const shingle_set *set, uint32_t outlet, uint64_t shingle);

static inline const doc *group_doc(const grouping *g, uint32_t rank) { return doc_at(g->copies, g->number[rank]); }

/* True when both texts are mostly pairs of characters. */
static inline bool both_unspaced(const grouping *g, candidate c) {
    return group_doc(g, c.a)->unspaced && group_doc(g, c.b)->unspaced;
}

/* Words that a passage of a pair has in common; pairs of characters count half. */
static inline uint32_t shortest_shared(const grouping *g, candidate c) {
    return both_unspaced(g, c) ? 2 * SHORTEST_SHARED : SHORTEST_SHARED;
}

/* The same once the two are known to be one text. */
static inline uint32_t shortest_of_one(const grouping *g, candidate c) { return shortest_shared(g, c) * 7 / 12; }

/* Pairs of representatives that share marks, by (a, b). */
candidates candidates_of(const grouping *g, const mark_list *marks);

/*
 * Pairs that weren't among those seen and that others make likely: inside families, and between a family and a text that shares a passage with one
 * of it. Such texts may be too far changed to share a mark.
 */
candidates candidates_inside(const grouping *g, const uint32_t *family, const pair_list *pairs, const candidates *seen);

/* Fill in the keys of a text, once its boilerplate is known. */
void align_prepare(arena *a, doc_words *words);

/* Words in a row with which a shared stretch is found: of heavily edited copies many have no four. */
enum { ALIGN_WORDS = 3 };

/* What align_prepare() gives the words from w on, whose hashes are random enough to be no more than turned. */
static inline uint32_t align_key(const uint32_t *w) { return (w[0] ^ (w[1] << 11 | w[1] >> 21) ^ (w[2] << 22 | w[2] >> 10)) | 1; }

/* No keys where all words of one are boilerplate, no hashes where a word is. */
void align_drop_boilerplate(doc_words *words);

/* An index over the shingles of a prepared text. */
align_index align_index_made(arena *a, const doc_words *words);

/* What the text of the index and b (prepared) share, in chains of at least min_words matched words. Cost: near linear in both. */
alignment align_texts(arena *a, const align_index *index, const doc_words *b, uint32_t min_words);

/* The chains of at least min_words matched words, in an array of their own. */
alignment align_longer(arena *a, const alignment *al, uint32_t min_words);

/* Join the chains of two versions of one text over what was written anew between them. */
void align_join(alignment *al);

/* Share of the words with capitals beyond which these tell no names. */
#define SHOUTED 0.6f

typedef VEC(range) range_list;

/* The whole text as its only part. */
#define WHOLE_TEXT(text) \
    { .items = &(range){0, (text)->count}, .count = 1 }

/* ---- vocabulary.c ---- */

/* Where a word of a vocabulary stands first, and flags that it has, and that it hasn't, somewhere. */
typedef struct word_places {
    uint32_t first;
    uint8_t with, without;
} word_places;

/* The different words of some parts of a text but its boilerplate. */
typedef struct vocabulary {
    numbering values;    /* of their hashes, in the order of their first places */
    word_places *places; /* [values] */
    /* All words of the parts, boilerplate as well, and those of each kind; 0 where only some were asked for. */
    uint32_t words, pairs, names, figures;
} vocabulary;

/* Of those words alone that have the flags `only`; 0 for all. Cost: linear. */
vocabulary vocabulary_made(arena *a, const doc_words *w, const range_list *parts, uint8_t only);

/* True when a word stands there, somewhere with this flag; 0 for any. */
bool vocabulary_has(const vocabulary *v, uint32_t value, uint8_t flags);

/* How many different words there are, and how many of them were found. */
typedef struct kept {
    uint32_t all, found;
} kept;

/* Of the words that are of a kind, or aren't, which the other text has with these flags. Cost: linear in `less`. */
kept vocabulary_kept(const vocabulary *less, uint8_t kind, bool is, const vocabulary *more, uint8_t flags);

/* ---- forms.c ---- */

/*
 * True when a pair shares its form alone, not its names and numbers: other news in the same words. `less` is the text of fewer
 * words; those of `more` are looked at in one place. Cost: linear but for misread names, 64 of which are looked for.
 */
bool form_alone(arena *work, span less_text, const doc_words *less, span more_text, const doc_words *more, range place);

/* The same told by numbers alone, of the words of some parts of the smaller text: most are others. Cost: linear in these parts. */
bool form_of_figures(arena *work, const doc_words *less, const range_list *parts, const vocabulary *more);

/* False when form_of_figures() says no, whatever the numbers are: so many stand in these parts, and so many of them at least not in equal words. */
bool form_may_be_of_figures(uint32_t figures, uint32_t missed);

/* True when form_alone() says no, whatever letters a misread name has: to be asked before it. Cost: linear in `less`. */
bool form_surely_not(const vocabulary *less, const vocabulary *more);

/* True when the shared stretches have nearly all names in common: then form_alone() isn't to be asked. */
bool form_keeps_names(const measure *m);

/* What one thread compares with; no arena is the scratch memory of ctx. */
typedef struct desk {
    const grouping *g;
    retold_ctx *ctx;
    arena *texts; /* as long as the words of a text are at hand */
    arena *work;
} desk;

/* ---- judge.c ---- */

/* A pair with what it shares, and whether that makes it one text. Cost: linear in both. */
pair judged(const desk *k, candidate c, const alignment *al, doc_words *a, doc_words *b);

/* ---- pairs.c ---- */

/* Align every candidate and add those that share something worth telling. */
void pairs_verify(const grouping *g, const candidates *found, pair_list *out);

/* Number of the candidates in found, in an order in which texts that share candidates stand together. */
uint32_t *candidates_by_component(const grouping *g, const candidates *found);

/* Ranks → rank of the family's first member. */
uint32_t *families_of(const grouping *g, pair_list *pairs);

/* Pairs by each of their texts. */
typedef struct partner {
    uint32_t rank, pair;
} partner;

typedef struct neighbours {
    uint32_t *begin; /* [count + 1] */
    partner *items;  /* rising by rank within each text, when the pairs do */
} neighbours;

neighbours neighbours_of(const grouping *g, const pair_list *pairs);

/* The pair of two texts; NULL when they share nothing. Cost: the logarithm of how many neighbours the one with fewer has. Pairs are in order. */
const pair *pair_of(const pair_list *pairs, const neighbours *n, uint32_t a, uint32_t b);

/* Fill the results: families, passages, edges with direction. */
void results_fill(const grouping *g, const pair_list *pairs, const uint32_t *family, results *out);

enum { CREDIT_CELLS = 1024 };

/* The phrases of data/credit_phrases.txt, by hash of their first three bytes. */
typedef struct credit_rules {
    span *phrases;
    uint32_t *next;               /* number + 1 of the next one of the cell, 0 for none */
    uint32_t first[CREDIT_CELLS]; /* the same of each cell */
    bool begins[256];             /* by the first byte, case folded */
} credit_rules;

credit_rules credit_rules_made(arena *a);

/* The name of the one that an article says it was taken from: its agency field, a dateline, a credit line. Empty when it says none. */
span credit_of(const retold_article *article, const credit_rules *rules);

/* News agencies by all their names (data/agencies.txt). */
typedef struct agencies {
    names names;
    VEC(uint32_t) numbers; /* by name: which agency */
} agencies;

agencies agencies_made(arena *a);

/* True when a credit names the outlet, under any of its names; more words may follow the name. */
bool credit_names(const agencies *known, span credit, span outlet);

/* One article as a possible source. Indexed by number of adding, as edges name them. */
typedef struct source {
    int64_t time, until; /* ms, half open: as wide as what the page says; RETOLD_TIME_NONE when not known */
    span outlet, credit;
    uint32_t rank, family;
    uint32_t edges;
    int64_t held;      /* sum over its edges of the other's share in it, thousandths */
    int32_t nearest;   /* most of it that one partner has, thousandths */
    uint32_t earlier;  /* partners that are known to be earlier */
    uint32_t later;    /* those that are known to be later */
    uint64_t title;    /* of its words; 0 when it has none */
    uint32_t titled;   /* partners with the same title */
    uint32_t timed;    /* partners whose time is known */
    uint32_t changes;  /* stretches within what the family shares that hardly another text has */
    int64_t wording;   /* sum over its edges of how much more usual its words are where the two differ, thousandths */
    uint32_t spots;    /* where they differ, over its edges */
    bool agency;       /* a partner credits its outlet */
    bool known_agency; /* many outlets credit its outlet, or it is listed */
    int32_t score;
    uint32_t parent_edge; /* RETOLD_NONE when it has none */
} source;

typedef struct tree {
    source *sources;
    uint32_t count;
    uint32_t *best; /* [count] number of the best source, by the number that names the family; RETOLD_NONE without edges */
    double *odds;   /* [count] sum of exp(score) of the family's texts against the best one */
    float *wording; /* [edges] by how much the words of a are more usual where it differs from b, in standard errors or so */
} tree;

static inline uint32_t edge_other_end(const retold_copy_edge *e, uint32_t end) { return end == e->a ? e->b : e->a; }

/* ---- collocations.c ---- */

enum { COLLOCATIONS_FEW = 64 };

/* How often two words stand in a row in the texts of a corpus. */
typedef struct collocations {
    uint32_t *often; /* [1 << bits] by hash */
    unsigned bits;
    uint32_t step;                   /* each how many-th text is counted, by rank */
    double floor;                    /* what a cell is taken to have more, for those that share it by chance */
    int32_t usual[COLLOCATIONS_FEW]; /* what nearly all are, by how often */
} collocations;

/* Counts those of some four million words, in scratch memory: 4 MB at most. Cost: linear in these words, which are read once more. */
collocations collocations_made(const grouping *g);

/* True when the text of that rank was counted. */
bool collocations_include(const collocations *c, uint32_t rank);

/* The hash of the two words. */
uint32_t collocation_at(const uint32_t *words);

/* How usual two words in a row are but for so many places: thousandths of the natural logarithm of how often they occur. */
int32_t collocations_usual(const collocations *c, uint32_t key, uint32_t aside);

/* The texts of one family that have edges. */
typedef struct family_texts {
    const grouping *g;
    const tree *t;
    const results *out;
    const groups *links; /* edges of each text, by number of adding */
    const collocations *corpus;
    const uint32_t *members; /* [count] numbers of adding, rising by rank */
    uint32_t count;
    uint32_t *place; /* by number of adding: in members */
} family_texts;

/* True when the times leave no doubt that a was first. */
bool source_is_earlier(const source *a, const source *b);

/* The least confidence at which a source is named. */
#define LEAST_CONFIDENCE 0.55

/* Another copy that a copy was made from, and how likely that is. */
typedef struct heir {
    uint32_t edge; /* between the two */
    double chance; /* LEAST_CONFIDENCE or more; 0 for none */
} heir;

/* ---- stemma.c ---- */

/* The readings of a family, in `a`. Cost: linear in its texts. */
typedef struct stemma stemma;
stemma *stemma_read(const family_texts *family, arena *a);

/* Set by each edge how much more usual the words of its ends are where they differ (`wording` of t), and sum that up in its sources. Before stemma_heirs(). Cost: by edge linear in the shorter text. */
void stemma_wording(stemma *s, tree *t);

/* How often a member alone, or with few others, departs from what the others have before and behind. */
uint32_t stemma_changes(const stemma *s, uint32_t member);

/* heirs[] by number of adding becomes where each copy but the source was made from, if that is another copy. Once for a family. Cost: linear in the texts, and by edge in the shorter one. */
void stemma_heirs(stemma *s, uint32_t source, heir *heirs);

/* Direction of the edges of each family, and of the passages with its source. Passages and edges are sorted by (a, b). */
tree direction_fill(const grouping *g, results *out);

/* Direction of passages that two families, or texts without one, share. */
void reuse_fill(const grouping *g, const tree *t, const pair_list *pairs, const uint32_t *family, results *out);

/* Which passages of different families are quotations. Cost: linear in these passages and in the texts that have them. */
void quoted_fill(const grouping *g, const tree *t, results *out);

#endif
