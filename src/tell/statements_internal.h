/*
 * Shared between the files of the statements only.
 *
 *   texts ──_parts.c──► sentences, clauses ──_stems.c──► features ──_rows.c──► rows of clauses that say the same
 *                                                                      │
 *     shown ◄──_json.c, _text.c, _html.c── statements ◄──statements.c──┴──_cover.c: what longer sentences say as well
 *                                                          ├──_differ.c: numbers, names, dates that are others
 *                                                          └──_amounts.c, _counts.c: numbers of one thing, in whatever words
 */
#ifndef TELL_STATEMENTS_INTERNAL_H
#define TELL_STATEMENTS_INTERNAL_H
#include "base/data.h"
#include "tell/compare_internal.h"
#include "tell/statements.h"
#include "tell/tell_internal.h"

/* Caps. What lies beyond MOST_STATEMENTS is counted and told; the others only keep the cost linear. */
enum {
    MOST_STATEMENTS = 2000,
    MOST_PARTS = 100000, /* sentences of the whole story */
    MOST_HOLDERS = 256,  /* wordings that a feature may stand in, to bring candidates */
    RAREST = 8,          /* features of a wording that bring candidates */
    LEAST_WORDS = 4,     /* of a statement: shorter ones say nothing alone */
    LEAST_CLAUSE = 6,    /* words of a clause that is cut off */
    LEAST_FEATURES = 2
};

/* How alike a wording must be to the head of its row; how much of a statement a longer sentence must hold. */
#define ALIKE_ROW 0.42f
#define ALIKE_MEMBER 0.34f
#define HELD 0.7f

/* A sentence, or a clause of one. */
typedef struct part {
    range span; /* bytes of the telling's text */
    uint32_t telling;
    uint32_t sentence; /* place of its sentence in sentences */
    uint32_t w0, w1;   /* words of the telling */
    uint32_t f0, f1;   /* features, rising */
    float weight;      /* of all of them */
    float content;     /* of those that are no names */
    uint64_t key;      /* equal where all words are */
    bool denies;       /* has a "not" */
    uint32_t said;     /* of a clause: quote of the story that it stands in + 1 */
    uint32_t wording;  /* of a clause: place in wordings */
    uint32_t next;     /* of a clause: the next one of the same wording; RETOLD_NONE */
} part;

typedef VEC(part) parts;

/* Words in one order, wherever they stand. */
typedef struct wording {
    uint32_t clause; /* the earliest that has it */
    uint32_t last;   /* the last of its list */
    uint32_t row;
    uint32_t next; /* the next one of its row; RETOLD_NONE */
} wording;

/* Wordings that say the same. */
typedef struct says {
    uint32_t head; /* wording; RETOLD_NONE for a row that went into another or that others say */
    uint32_t first, last;
    uint64_t *tellings; /* a bit for each that has it */
} says;

/* A number as a text has it. */
typedef struct figure {
    range span;
    uint32_t w0, w1;
    int64_t value; /* thousandths */
} figure;

typedef VEC(figure) figures;

/* What a number measures. Only numbers of one measure can differ. */
typedef enum measure { MEASURE_NONE, MEASURE_COUNT, MEASURE_MONEY, MEASURE_PERCENT } measure;

/* A number with what it counts. */
typedef struct amount {
    range span;
    uint32_t w0, w1;
    double value, low, high; /* low and high: what it leaves open, "at least", "nearly", "about" */
    double grain;            /* last digit that it tells: .1 million of "2.3 million" */
    measure measure;
    uint64_t unit;  /* what is counted: a feature, PEOPLE, a currency; 0 when not known */
    uint64_t topic; /* what is told of it: hurt, dead, insured; 0 when not known */
    bool part;      /* of another number: "one in three", "two others": compared with none */
    bool length;    /* of miles, years: of too many things to be told apart by it */
    bool bare;      /* "killing four": may be anybody's */
    bool expected;  /* not what came about */
    bool vague;     /* low and high are not the value */
} amount;

typedef VEC(amount) amounts;

#define PEOPLE UINT64_MAX

typedef struct lexicon {
    map cuts;    /* word hash → there */
    map light;   /* word hash → there: says nothing */
    map denials; /* word hash → there */
    map numbers; /* word hash → value */
    map people;  /* word hash → there */
    map totals;  /* word hash → there: "number", "toll" */
    map parts;   /* word hash → there: "of", "other" */
    map percent; /* word hash → there */
    map lengths; /* word hash → there: "miles", "years" */
    map topics;  /* word hash → hash of the topic */
    map worth;   /* word hash → hash of the topic of a sum of money */
    map expects; /* word hash → there: "forecast", "required" */
    map money;   /* word hash → hash of the currency */
    map about;   /* word hash → first letter of its value */
    span *endings;
    size_t ending_count;
} lexicon;

/* What is known of one telling. */
typedef struct teller {
    span text;
    words words;
    figures figures;
    amounts amounts; /* of the figures, in their order */
    name_mentions names;
    uint32_t *feature; /* [words] of each word; RETOLD_NONE */
    uint32_t first_sentence, sentence_count;
} teller;

typedef struct works {
    retold_ctx *ctx;
    arena *memory; /* scratch */
    const tell_story *story;
    lexicon lexicon;
    teller *tellers; /* [in->count] */
    parts sentences, clauses;
    VEC(wording) wordings;
    VEC(says) rows;
    VEC(uint32_t) features; /* of all parts */
    VEC(float) weights;     /* by feature */
    VEC(uint8_t) named;     /* by feature: it has a capital within a sentence */
    VEC(uint8_t) numeric;   /* by feature: it is a number, or what one counts */
    uint32_t words64;       /* of a bit set over the tellings */
    bool cut_short;         /* MOST_PARTS bit */
} works;

/* ---- statements_parts.c ---- */

/* Cut all tellings into sentences and clauses, headings, captions and datelines left aside. */
void statements_cut(works *w);

/* ---- statements_stems.c ---- */

lexicon statements_lexicon(arena *a);

/* Features of all sentences and clauses, weighed by how few wordings have them. */
void statements_weigh(works *w);

/* Weight of the features that both have. */
float statements_shared(const works *w, const part *a, const part *b);

/* The same without names; *common: how many features those are. */
float statements_content(const works *w, const part *a, const part *b, uint32_t *common);

/* ---- statements_values.c ---- */

/* Numbers of a text, in digits and in words. */
figures statements_figures(arena *a, const lexicon *l, span text, const words *list);

/* Minutes that a TIMEX3 date or time of day covers; false for what says no day or is no date. */
bool statements_minutes(span value, int64_t *begin, int64_t *end);

/* ---- statements_rows.c ---- */

/* Join wordings that say the same into rows. */
void statements_join(works *w);

/* How many words of a, small ones too, stand in b in the same order; of a long b its first 128 words count. */
uint32_t statements_in_order(const works *w, const part *a, const part *b);

/* The clause of a row that telling t has; NULL when it has none. */
const part *statements_member(const works *w, const says *row, uint32_t t);

/* ---- statements_cover.c ---- */

/* Give cells to tellings that say a row's statement within longer sentences; rows that others say in full lose their head. */
void statements_cover(works *w, tell_cell **cells);

/* ---- statements_differ.c ---- */

/* What is another number, name or date in `here` than in `head`. The result lives in `a`. */
const tell_difference *statements_differ(works *w, arena *a, const part *head, const part *here, uint32_t *count);

/* ---- statements_amounts.c ---- */

/* What the numbers of a telling count; its features must be known. */
void statements_amounts(works *w, teller *t);

/* Place of the first amount whose number begins at a word or behind it. */
size_t statements_amounts_from(const teller *t, uint32_t w0);

/* The first amount whose number begins within a stretch; NULL when there is none. */
const amount *statements_amount_in(const teller *t, range span);

/* Can two numbers be of the same thing by what they measure and count? */
bool statements_same_unit(const amount *a, const amount *b);

/* Does one of two numbers say what the other says: equal, rounded, a bound that holds? */
bool statements_agree(const amount *a, const amount *b);

/* ---- statements_counts.c ---- */

typedef VEC(tell_statement) statement_list;

/* Rows of clauses that tell different numbers of one thing, where no row of `told` shows the difference already. They live in `a`. */
void statements_counts(works *w, arena *a, const statement_list *told, statement_list *out);

/* Name of a group and of a kind of cell, as JSON has it. */
const char *statements_group_name(tell_row_group group);
const char *statements_kind_name(tell_cell_kind kind);

/* How alike two wordings, or two mentions, are: a < b. */
typedef struct alike_pair {
    uint32_t a, b;
    float score;
} alike_pair;

typedef VEC(alike_pair) alike_pairs;

/* The most alike first; equal ones by place. */
void alike_pairs_sort(alike_pairs *all);

#endif
