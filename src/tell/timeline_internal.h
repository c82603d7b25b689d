/*
 * Shared between the files of the timeline only.
 *
 *   times, quotes, text ──timeline_read.c──► mentions, each with its clause and its features
 *                 └─timeline_when.c─┘            │
 *                                                └──timeline.c──► happenings ──timeline_json.c, _text.c, _html.c──► shown
 */
#ifndef TELL_TIMELINE_INTERNAL_H
#define TELL_TIMELINE_INTERNAL_H
#include "base/map.h"
#include "base/vec.h"
#include "tell/timeline.h"

/* Caps; what lies beyond the mentions is not in the timeline, what lies beyond the postings brings no candidates. */
enum { MOST_MENTIONS = 20000, MOST_SHARERS = 64 };

enum { TL_MINUTE = 60000, TL_HOUR = 3600000, TL_DAY = 86400000 };

/* What the rest of a sentence counts, beside the clause. */
#define CONTEXT_SHARE 0.4

/* A stretch of the calendar in ms, half open. */
typedef struct stretch {
    int64_t begin, end;
} stretch;

static inline bool stretches_meet(stretch a, stretch b) { return a.begin < b.end && b.begin < a.end; }

/* ---- timeline_when.c ---- */

/* What stands in front of a value's words and narrows it: "early", "the end of". */
typedef enum narrowing { WHOLE, ITS_START, ITS_MIDDLE, ITS_END } narrowing;

/* The stretch that a TIMEX3 value means; false for lengths, repeated spans, references, decades, and what has an unknown part. */
bool stretch_of(span value, narrowing how, stretch *out);

/* A length such as "P2W" or "PT3H" in ms, and how exactly it is meant; false for "PXD" and what is no length. */
bool length_of(span value, int64_t *length, int64_t *slack);

/* The same with what it may be off by: clocks are told roughly. */
stretch core_of(stretch when);

/* ---- timeline_forms.c: what words are good for here ---- */

enum {
    FORM_LINK = 1,      /* begins a clause */
    FORM_OPEN = 2,      /* begins one when a verb follows soon */
    FORM_AND = 4,       /* joins one when a verb follows at once */
    FORM_VERB = 8,      /* is a verb */
    FORM_LIGHT = 16,    /* a verb that many sentences have */
    FORM_WHEN = 32,     /* may stand before a year that dates something */
    FORM_NIGHT = 64,    /* a night of which of two days isn't said */
    FORM_LATER = 128,   /* "two days after" */
    FORM_EARLIER = 256, /* "two days before" */
    FORM_NEARLY = 512,
    FORM_OVER = 1024,
    FORM_ABOUT = 2048,
    FORM_START = 4096,
    FORM_MIDDLE = 8192,
    FORM_END = 16384,
    FORM_ARTICLE = 32768, /* in front of a date that names a thing: "the April 1 strike" */
    FORM_SAY = 131072,    /* gives somebody words */
    FORM_DAY = 65536,     /* says a day beside a clock: "yesterday" */
    FORM_BE = 262144      /* with a participle behind it a passive */
};

typedef struct forms {
    map flags;   /* word hash → FORM_… */
    map numbers; /* word hash of a number's name → hash of its digits */
} forms;

forms forms_load(arena *a);

/* What a word is; a regular past form counts as a verb. */
unsigned form_flags(const forms *f, span text, const word *w);

/* ---- timeline_stems.c: words by their heads, the rarer the heavier ---- */

/* A stem of a spot: in its clause, or only in the rest of its sentence; in front of the verb that the date hangs on. */
typedef struct stem {
    uint32_t number;
    bool within, actor;
} stem;

typedef struct stem_facts {
    uint32_t spread;             /* different sentences of the story that have it */
    uint32_t last;               /* sentence counted last + 1 */
    uint32_t titles, last_title; /* headlines that have it; the one counted last + 1 */
    bool light, name, headline;
    double weight; /* 0 until all sentences are counted */
} stem_facts;

typedef struct vocabulary {
    retold_ctx *ctx;
    arena *memory;
    const forms *forms;
    map capitals;  /* hashes of words that have a capital within a sentence */
    map smalls;    /* of words that stand without one anywhere: no names */
    map words;     /* word hash → number of its stem + 2; 1 for a word that says nothing */
    map heads;     /* hash of a stem → its number + 1 */
    map sentences; /* keys of those that were counted, so that copies count once */
    VEC(stem_facts) stems;
    uint32_t counted;
} vocabulary;

/* Count the stems of all tellings, and weigh them. */
void vocabulary_fill(vocabulary *v, const tell_story *story);

/* Number of the stem of word i; RETOLD_NONE when it says nothing. `first` opens its sentence. */
uint32_t stem_number(vocabulary *v, span text, const word *w, bool first);

/* ---- timeline_clauses.c ---- */

/* A sentence cut into clauses: words [starts[i], starts[i + 1]), the last one up to w1. */
typedef struct clauses {
    uint32_t w0, w1;
    uint32_t *starts;
    uint32_t count;
} clauses;

/* `held`: ranges of the text, rising, that no clause may end in. */
clauses clauses_of(arena *a, const forms *f, span text, const word *words, uint32_t w0, uint32_t w1, const retold_time *held,
                   uint32_t held_count);

/* The clause of a word. */
uint32_t clause_at(const clauses *c, uint32_t word);

/* ---- timeline_read.c ---- */

/* One spot that tells of a happening, or a clause without a date. */
typedef struct spot {
    tell_mention mention;
    stretch core; /* the same with what it may be off by */
    stem *stems;  /* [stem_count] by number */
    uint32_t stem_count;
    double weight;    /* of its stems */
    double own;       /* of those of the clause */
    uint32_t family;  /* of its telling */
    uint32_t speaker; /* of a saying: number of its name; RETOLD_NONE when not known */
    uint64_t key;     /* equal where all words of the sentence are, and the place in it */
    uint32_t verb;    /* stem of the verb that the date hangs on; RETOLD_NONE */
    bool passive;     /* so that who acts isn't told by the order of words */
    bool named;       /* "Thursday's ruling": the date names a thing, and only that counts as the clause */
    bool said;
} spot;

typedef VEC(spot) spots;

typedef struct reader {
    retold_ctx *ctx;
    arena *memory;
    const tell_story *story;
    forms forms;
    vocabulary words;
    names speakers;
    VEC(words) speaker_words; /* by number of the name */
    spots dated, undated;
} reader;

/* Read all tellings: what they date, and their other clauses. */
void timeline_read(reader *r);

#endif
