/*
 * Shared between the files of times only.
 *
 *   text ──tokens.c──► tokens ──rules_*.c──► matches ──times.c──► times
 *                                  │
 *                                  └──calendar.c: a moment and how TIMEX3 writes it; tense.c: which way a date lies
 *
 * A rule looks at the tokens from one place on and returns how many it took, 0 for none. Where several fit the longest is taken.
 */
#ifndef TIMES_INTERNAL_H
#define TIMES_INTERNAL_H
#include "base/buf.h"
#include "base/ctx.h"
#include "base/map.h"
#include "record/record.h"
#include "retold/times.h"
#include "text/text.h"

typedef enum word_class {
    W_NONE,
    W_UNIT,
    W_PART,
    W_SEASON,
    W_DEICTIC,
    W_REF,
    W_TURN,
    W_BACK,
    W_OFF,
    W_MOD,
    W_ORDINAL,
    W_OFTEN,
    W_EVERY,
    W_ABOUT,
    W_SOME,
    W_DECADE,
    W_FUTURE,
    W_PAST,
    W_TOWARD,
    W_INTEND,
    W_AHEAD,
    W_AGE,
    W_MONTH,
    W_WEEKDAY,
    W_NUMBER,
    W_COUNTED,
} word_class;

#define CLASS(c) (1u << (c))

/* A word that means something here. It may be of several classes ("second", "recent"): at most four. */
typedef struct sense {
    uint32_t classes; /* CLASS(…) */
    word_class of[4];
    span values[4]; /* as the list has it */
} sense;

typedef struct lexicon {
    map senses; /* word hash → number of the sense + 1 */
    VEC(sense) list;
    map holidays; /* joined hash of its words → number of its rule + 1 */
    VEC(span) rules;
    unsigned holiday_words; /* most words of a name */
    map named_days;         /* (word, day) of an event that is called by its day → its year */
} lexicon;

const lexicon *lexicon_of(retold_ctx *ctx);

/* What stands in front of a token. POINT is a full stop that ends no sentence; BREAK ends any expression. */
typedef enum gap {
    GAP_NONE,
    GAP_BLANK,
    GAP_HYPHEN,
    GAP_COMMA,
    GAP_POINT,
    GAP_STOP,
    GAP_SLASH,
    GAP_COLON,
    GAP_APOSTROPHE,
    GAP_MONEY,
    GAP_OTHER,
    GAP_BREAK
} gap;

typedef struct token {
    range span;         /* without a possessive ending */
    uint32_t end;       /* with it */
    uint64_t whole;     /* hash with a possessive ending */
    const sense *sense; /* never NULL */
    gap gap;            /* in front of it */
    int32_t number;     /* of digits; -1 when it is none */
    uint8_t digits;     /* how many */
    char tail[3];       /* what follows the digits: "th", "s", ""; lower case */
    bool capital, starts, possessive;
    bool opens; /* a paragraph */
} token;

/* ---- calendar.c ---- */

typedef enum grain {
    GRAIN_NONE,
    GRAIN_CENTURY,
    GRAIN_DECADE,
    GRAIN_YEAR,
    GRAIN_HALF,
    GRAIN_QUARTER,
    GRAIN_SEASON,
    GRAIN_MONTH,
    GRAIN_WEEK,
    GRAIN_WEEKEND,
    GRAIN_DAY
} grain;

enum { UNKNOWN_YEAR = -1 };

/* A stretch of the calendar: fields beyond its grain are not set. */
typedef struct moment {
    grain grain;
    int year;            /* UNKNOWN_YEAR; of a decade or century its first year */
    unsigned month, day; /* month also: quarter, half by GRAIN; 0 unknown */
    unsigned weekday;    /* where only that is known, 1 to 7 */
    const char *season;
    int64_t days; /* of a day, week (its Monday), weekend (its Saturday), with a known year */
} moment;

moment moment_of_day(int64_t days);
moment moment_of_week(int64_t days);
moment moment_of_month(int year, unsigned month);
moment moment_of_year(int year);
moment moment_shift(moment m, int by); /* so many of its own grain later */
moment moment_at(moment day, grain g); /* the month, quarter, year … that a known day lies in */
span moment_value(arena *a, moment m);
unsigned weekday_of(int64_t days); /* 1 to 7 */
unsigned days_in_month(int year, unsigned month);

/* Day of a holiday rule in a year. */
int64_t holiday_day(span rule, int year);

/* ---- the reading under way ---- */

typedef struct parse {
    arena *memory; /* of the values */
    span text;
    token *tokens;
    size_t count;
    const lexicon *words;
    bool known; /* the day of writing */
    moment today;
    moment last;     /* last date told; GRAIN_NONE when there is none yet */
    size_t last_end; /* token behind it */
    moment lead;     /* the first past day told; GRAIN_NONE when there is none yet */
    moment quarter;  /* last quarter told that wasn't counted from another */
} parse;

typedef struct match {
    size_t first, count; /* tokens */
    retold_time_type type;
    span value;
    moment when;  /* GRAIN_NONE when it is no date */
    bool counted; /* from another date, so that it isn't what is spoken of */
} match;

/* Token helpers. is_a() is false beyond the end. */
bool is_a(const parse *p, size_t i, word_class c);
span sense_value(const token *t, word_class c);
int sense_number(const token *t, word_class c);
bool is_word(const parse *p, size_t i, const char *word); /* lower case ASCII */
bool joined(const parse *p, size_t i);                    /* only blanks or a hyphen stand in front of token i */
bool spaced(const parse *p, size_t i);                    /* only blanks */
bool pointed(const parse *p, size_t i);                   /* only blanks, or an abbreviation's full stop */
token *make_tokens(arena *scratch, span text, const lexicon *words, size_t *count);

/* A number in digits or words from token i on ("21", "twenty-one", "two hundred"): tokens taken, 0 for none. */
size_t take_number(const parse *p, size_t i, int64_t *value);

/* -1 when the clause around tokens [first, first + count) speaks of the past, 1 of the future, 0 when it doesn't say. */
int tense_of(const parse *p, size_t first, size_t count);

/* ---- rules: fill m (first is set) and return the tokens taken ---- */

size_t rule_date(const parse *p, size_t i, match *m);     /* calendar dates, weekdays, months, years, holidays */
size_t rule_clock(const parse *p, size_t i, match *m);    /* hours and parts of a day */
size_t rule_relative(const parse *p, size_t i, match *m); /* yesterday, last week, the quarter, two years ago */
size_t rule_span(const parse *p, size_t i, match *m);     /* durations, repeated spans, vague references */

/* Set m to a date and return count. */
size_t found_date(const parse *p, match *m, size_t count, moment when);

/* A year as written from token i on: "1998", "'98", "nineteen ninety-eight". */
size_t take_year(const parse *p, size_t i, int *year);

/* A year said outright or by what is told: "1998", "fiscal 1998", "of 1998", "last year", "this year". */
size_t take_year_phrase(const parse *p, size_t i, int *year);

/* A single day as text names it: "April 18", "last Tuesday", "yesterday", "Christmas Day". */
size_t take_day(const parse *p, size_t i, moment *when);

/* "today's students", "tomorrow's leaders": those of an age, of no one day. */
bool is_of_an_age(const parse *p, size_t i);

/* "last", "the past", "this", "next" from token i on; -1, 0, 1 into *turn. */
size_t take_turn(const parse *p, size_t i, int *turn);

/* A unit of time as a grain; GRAIN_NONE for those of the clock. */
grain grain_of_unit(const token *t);

#endif
