/*
 * Shared between the files of stories only.
 *
 *   article ──lex──► telling ──nearest──► candidates ──judge──► links ──place──► a story
 *                       │                     ▲                    │
 *                       └──────index──────────┘                    └─every 100──► repair: context, average linkage, moves
 *
 * A telling is a fixed-size record in a ring of the open ones; what falls out of the ring keeps its story for good.
 */
#ifndef STORIES_INTERNAL_H
#define STORIES_INTERNAL_H
#include "base/ctx.h"
#include "base/map.h"
#include "record/record.h"
#include "retold/stories.h"
#include "text/text.h"

enum {
    BODY_TERMS = 96, /* kept of each view of a telling */
    LEAD_TERMS = 40,
    NAME_TERMS = 24,
    INDEX_TERMS = 48, /* by which a telling is found */
    NUMBERS = 16,
    DAYS = 12,
    YEARS = 6,
    SALIENT = 6,     /* foremost names */
    CANDIDATES = 40, /* nearest tellings that are looked at */
    POSTINGS = 400,  /* latest tellings remembered for a term */
    OPEN_TELLINGS = 32768,
    OPEN_BLOCK = 64,
    LEAD_BYTES = 600,
    REPAIR_EVERY = 100,
    SHARED_MOST = 12,
    STEM_BYTES = 64,
    JUDGE_FEATURES = 22,
    CONTEXT_FEATURES = 6,
};

/* A term of a telling and its weight; lists are sorted by term, of unit length. */
typedef struct weighted {
    uint32_t term;
    float weight;
} weighted;

/* "23 pirates", "6.1 magnitude": hash of what is counted, hash of how many. */
typedef struct amount {
    uint32_t kind, value;
} amount;

/* What one telling is thought to have to do with an earlier one. */
typedef struct link {
    uint32_t other;    /* number of the telling */
    float odds, share; /* log-odds and probability that both tell the same event, by the pair alone */
    float joint;       /* log-odds with the context of when the later one came */
} link;

typedef struct telling {
    uint32_t number;
    uint16_t body_count, lead_count, name_count;
    uint16_t number_count, day_count, year_count, salient_count, link_count;
    uint8_t weekdays, lead_weekdays; /* bit n - 1 for day n */
    uint8_t lang[2];                 /* 0 0 when not known */
    weighted body[BODY_TERMS], lead[LEAD_TERMS], names[NAME_TERMS];
    uint32_t salient[SALIENT]; /* terms, weightiest name first */
    amount numbers[NUMBERS];
    uint16_t days[DAYS], years[YEARS]; /* month * 32 + day; as they are */
    link links[CANDIDATES];            /* falling odds */
} telling;

/* Weights of a term in the telling that is being judged; all 0 outside judge_begin/end. */
typedef struct term_here {
    float body, lead, name;
    uint8_t rank; /* 1 for its foremost name, and so on */
} term_here;

/* A word as the whole stream has it. */
typedef struct term {
    float df;                   /* tellings that have it, those of one story in a row counted for little */
    uint32_t story;             /* that counted it last, + 1 */
    uint32_t inside, capitals;  /* uses inside sentences; those that are capitalised */
    float share, capital_share; /* of the shipped table; share 0 for a word that isn't in it */
    uint8_t stop;               /* stop word or number: carries no topic */
    uint32_t *postings;         /* ring of telling numbers */
    float *posted;              /* weight of the term in each */
    uint16_t posting_count, posting_space, posting_at;
    term_here here;
} term;

/* Words with a meaning of their own, read from data/. */
typedef struct lexicon {
    map weekdays, months, number_words; /* word hash → value */
    map letters;                        /* code point → number of its sound in plain letters */
    VEC(span) sounds;
    map shares; /* hash of a stem → documents per 1,000 << 8 | per cent of capitals */
} lexicon;

/* An event and its tellings. */
typedef struct story {
    uint32_t count; /* tellings */
    uint32_t first; /* of them, the others by `sibling`; RETOLD_NONE at the end */
} story;

struct retold_stories {
    arena memory;
    map term_numbers; /* hash of the stem → term number */
    VEC(term) terms;
    VEC(telling *) blocks;  /* ring of open tellings, OPEN_BLOCK each */
    VEC(uint32_t) story_of; /* by telling */
    VEC(story) stories;
    VEC(uint32_t) sibling; /* by telling: the next of its story that may be open */
    uint32_t looked;       /* first telling that repair has not seen */
    VEC(retold_story_move) moves;
    float *near_share; /* [OPEN_TELLINGS] how sure the telling under way is of each other one; 0 outside context_begin/end */
    float near_sum;
    float *found; /* [OPEN_TELLINGS] what nearest_tellings() has gathered; 0 outside it */
    retold_range shared[SHARED_MOST];
    lexicon words;
};

/* A term of the article under way. */
typedef struct local_term {
    uint32_t term;
    uint16_t uses, lead_uses, title_uses;
    uint16_t inside, lower, starts; /* capitalised inside sentences; lower case; capitalised where that says little */
    range first;                    /* in the text; RANGE_NONE when it stands only in the title */
    float weight, name_weight, lead_weight, key_weight;
} local_term;

typedef struct reading {
    local_term *terms; /* [count] in order of first use */
    uint32_t count;
    telling *made;
    weighted key[INDEX_TERMS]; /* what it is found by, sorted by term */
    uint16_t key_count;
} reading;

/* lexicon.c */
void lexicon_load(arena *a, lexicon *words);
/* Folded and lightly stemmed (English) form of an ASCII word into `out` (STEM_BYTES); its length. */
size_t stem_word(span w, char *out);

/* lex.c: read an article into r; terms of s are added, its counts are not yet changed. */
void lex_article(retold_ctx *ctx, retold_stories *s, const retold_article *article, reading *r);
/* Take the article's words into the counts. */
void lex_count(retold_stories *s, const reading *r, uint32_t story);
float term_idf(const retold_stories *s, const term *t);

/* index.c */
telling *telling_place(const retold_stories *s, uint32_t number); /* where it is kept, or was */
telling *telling_at(const retold_stories *s, uint32_t number);    /* NULL when it is no longer open */
uint32_t nearest_tellings(arena *scratch, retold_stories *s, const reading *r, uint32_t *out);
void index_reserve(retold_stories *s, const reading *r);
void index_put(retold_stories *s, const reading *r);

/* judge.c: between begin and end, log-odds that a and another telling b tell the same event. */
void judge_begin(retold_stories *s, const telling *a);
void judge_end(retold_stories *s, const telling *a);
void judge_features(const retold_stories *s, const telling *a, const telling *b, float *f);
float judge_pair(const retold_stories *s, const telling *a, const telling *b);
static inline float odds_share(float odds) { return 1.0f / (1.0f + __builtin_expf(-odds)); }

/* context.c: between begin and end, what the neighbours of t and of another say of the two. */
void context_link(telling *t, link made);
void context_begin(retold_stories *s, const telling *t);
void context_end(retold_stories *s, const telling *t);
float context_odds(const retold_stories *s, const telling *t, const telling *other, const link *between);
void context_features(const retold_stories *s, const telling *t, const telling *other, const link *between, float *f);

/* Corrections under way. */
typedef struct moves {
    VEC(retold_story_move) list;
    uint32_t next_story;
} moves;

/* repair.c: regroup around what came since the last time; s->moves tells what changed. */
void repair_stories(retold_ctx *ctx, retold_stories *s);
/* Put a telling that is in no story into one. */
void story_take(retold_stories *s, uint32_t story, uint32_t number);

#endif
