/*
 * Shared between the files of this room.
 *
 *   text ─► tokens, each quoted stretch one token ─► attributions (speaker, cue, content) ─► chain ─► names ─► retold_quote
 *
 *   "It was cordial," Chen said on Monday. "We agreed."
 *   └──── QUOTE ────┘ Chen said on Monday . └─ QUOTE ─┘        what stands inside a quote is never looked into for a speaker
 */
#ifndef QUOTES_INTERNAL_H
#define QUOTES_INTERNAL_H
#include "base/map.h"
#include "record/record.h"
#include "retold/quotes.h"
#include "text/text.h"

/* What the lists say of a word. */
enum {
    LEX_SAY = 1 << 0,      /* a bare clause or quote goes with it */
    LEX_CLAUSE = 1 << 1,   /* a that-clause or quote */
    LEX_QUOTED = 1 << 2,   /* a quote only */
    LEX_PERSONAL = 1 << 3, /* a person stands before the words */
    LEX_ACT = 1 << 4,      /* a speech act whose complement is its matter */
    LEX_THOUGHT = 1 << 5,  /* thought, not said */
    LEX_NOUN = 1 << 6,     /* the form is a noun as well */
    LEX_OTHER = 1 << 7,    /* a verb that gives nobody words */
    FORM_BASE = 1 << 8,
    FORM_S = 1 << 9,
    FORM_PAST = 1 << 10,
    FORM_PART = 1 << 11,
    FORM_ING = 1 << 12,
    LEX_DET = 1 << 13,
    LEX_POSS = 1 << 14,
    LEX_SUBJECT = 1 << 15, /* a pronoun that can be a subject */
    LEX_OBJECT = 1 << 16,
    LEX_INDEFINITE = 1 << 17,
    LEX_PREP = 1 << 18,
    LEX_SUB = 1 << 19, /* opens a subordinate clause */
    LEX_REL = 1 << 20,
    LEX_AND = 1 << 21,
    LEX_AUX = 1 << 22,
    LEX_BE = 1 << 23,
    LEX_NOT = 1 << 24,
    LEX_ADVERB = 1 << 25,
    LEX_TIME = 1 << 26,
    LEX_TO = 1 << 27,
    LEX_THAT = 1 << 28,
    LEX_REPORTED = 1 << 29, /* German Konjunktiv I */
    LEX_SAYING = 1 << 30,   /* "claim", "statement" */
};
#define LEX_MALE (1ull << 31)
#define LEX_FEMALE (1ull << 32)
#define LEX_PERSON (1ull << 33) /* role of one human */
#define LEX_GROUP (1ull << 34)
#define LEX_BODY (1ull << 35)
#define LEX_OUTLET (1ull << 36)      /* "newspaper" */
#define LEX_THING (1ull << 37)       /* "report" */
#define LEX_OUTLET_NAME (1ull << 38) /* first word of a known outlet's name */
#define LEX_OUTLET_TAIL (1ull << 39) /* "Times", "Zeitung" */
#define LEX_PLURAL (1ull << 40)      /* "they" */
#define LEX_NEUTER (1ull << 41)      /* "it" */
#define LEX_SPLIT (1ull << 42)       /* German: only with its prefix at the end of the clause */
#define LEX_PREFIX (1ull << 43)      /* such a prefix */
#define LEX_FIRM (1ull << 44)        /* "company": an organisation that is called by its bare name before */
#define LEX_CUE (LEX_SAY | LEX_CLAUSE | LEX_QUOTED | LEX_PERSONAL | LEX_ACT)
#define LEX_ROLE (LEX_PERSON | LEX_GROUP | LEX_BODY | LEX_OUTLET | LEX_THING)
#define LEX_FINITE (FORM_S | FORM_PAST)

typedef struct source_phrase {
    span words[5]; /* folded */
    uint32_t count;
    bool behind; /* the source stands before the phrase */
    bool around; /* the first word opens it, a noun that ends as the second closes it */
} source_phrase;

typedef struct lexicon {
    map words;     /* hash of the folded word → LEX_ bits */
    map roles;     /* hash → up to four line numbers of role_words.txt, 16 bits each */
    names outlets; /* folded names of known outlets */
    source_phrase *phrases;
    size_t phrase_count;
    map letters;  /* code point → up to eight plain Latin letters, the first one lowest */
    names spelt;  /* letters of names that sound alike */
    span *sounds; /* [spelt.count] as what */
    bool german;
} lexicon;

/* The lists for a language ("de", else English), loaded once a ctx. */
const lexicon *lexicon_for(retold_ctx *ctx, span lang);
uint64_t lexicon_word(const lexicon *lex, span word);
/* True when both nouns may name the same role. */
bool lexicon_same_role(const lexicon *lex, span a, span b);

/* The word with case folded and curly apostrophes straight, cut at 64 bytes. */
typedef struct folded_word {
    char bytes[68];
    size_t len;
} folded_word;
folded_word word_folded(span word);

typedef enum token_kind {
    TOKEN_WORD,
    TOKEN_QUOTE, /* a whole quoted stretch */
    TOKEN_COMMA,
    TOKEN_COLON,
    TOKEN_SEMICOLON,
    TOKEN_STOP,
    TOKEN_DASH,
    TOKEN_OPEN,
    TOKEN_CLOSE,
} token_kind;

typedef struct token {
    range span;
    uint64_t lex;
    token_kind kind;
    bool capital, number, possessive; /* "Chen's" */
    bool dateline;
    uint32_t stretch; /* of a TOKEN_QUOTE */
} token;

typedef struct stretch {
    range outer, inner; /* with and without its marks */
    uint32_t words;
    uint32_t flags; /* RETOLD_QUOTE_CUT and so on */
    bool repaired_open;
    char last; /* last byte inside that is no blank */
} stretch;

/* Tokens [first, last). */
typedef struct run {
    uint32_t first, last;
} run;

#define RUN_NONE ((run){UINT32_MAX, UINT32_MAX})
static inline bool run_known(run r) { return r.first != UINT32_MAX; }
static inline bool run_empty(run r) { return !run_known(r) || r.first >= r.last; }

typedef struct sentence {
    run tokens;
    uint32_t paragraph;
} sentence;

#define MOST_VIA 4
#define SURE_ACT .4f /* confidence of what was done by words that aren't told */

typedef struct attribution {
    run speaker, cue;
    ranges parts; /* content in bytes, rising */
    run via[MOST_VIA];
    uint32_t via_count;
    uint32_t sentence;
    uint32_t flags;
    bool quoted;     /* the parts are the insides of quoted stretches */
    bool has_quotes; /* a part holds a quoted stretch */
    bool inherited;  /* the speaker is that of an earlier sentence */
    float confidence;
} attribution;

/* One article while it is read. */
typedef struct reading {
    retold_ctx *ctx;
    arena *memory; /* scratch */
    const lexicon *lex;
    span text;
    VEC(token) tokens;
    VEC(sentence) sentences;
    VEC(stretch) stretches;
    VEC(attribution) found;
    uint32_t *taken; /* [tokens.count] number of the attribution whose content a token is in, +1; 0 for none */
} reading;

static inline const token *tok(const reading *r, uint32_t i) { return &r->tokens.items[i]; }
static inline span tok_text(const reading *r, uint32_t i) { return span_at(r->text, r->tokens.items[i].span); }
/* Both are false behind the last token, so that rules may look ahead. */
static inline bool tok_is(const reading *r, uint32_t i, token_kind kind) {
    return i < r->tokens.count && r->tokens.items[i].kind == kind;
}
static inline bool tok_has(const reading *r, uint32_t i, uint64_t bits) {
    return tok_is(r, i, TOKEN_WORD) && (r->tokens.items[i].lex & bits) != 0;
}
range run_bytes(const reading *r, run x);
bool tok_word(const reading *r, uint32_t i, const char *folded);

/* Cut the text into tokens, sentences, and quoted stretches. */
void read_tokens(reading *r);

/* ---- phrases.c ---- */

typedef struct subject {
    run speaker;
    bool passive; /* "was told" */
} subject;

/* The noun phrase whose last token is `last`, not reaching before `low`. */
run phrase_back(const reading *r, uint32_t last, uint32_t low);
/* The noun phrase that begins at `first`. `wide` takes along "in", "at", "from" phrases too. */
run phrase_forward(const reading *r, uint32_t first, uint32_t high, bool wide);
/* Subject of the verb at i, looked for on its left within [low, i). */
subject subject_left(const reading *r, uint32_t i, uint32_t low);
/* `at`, or before the brackets that end there. */
uint32_t before_brackets(const reading *r, uint32_t at, uint32_t low);
/* First noun phrase of a sentence that is followed by a verb: its subject as far as can be told. */
run sentence_subject(const reading *r, run s);
/* "Roe's statement", "her statement": whose the noun at i is. */
run owner_of(const reading *r, uint32_t i, uint32_t low);
/* True when the verb form at i is used as a verb that gives somebody words. */
bool is_cue(const reading *r, uint32_t i, uint32_t low);
/* True when [first, last) has a subject and a finite verb, as far as lists tell. */
bool is_clause(const reading *r, run x);
bool is_adverb(const reading *r, uint32_t i);
/* Token behind a chain of adverbs, times, and "in a statement": where a verb's tail ends. */
uint32_t skip_adverbs(const reading *r, uint32_t i, uint32_t high);
bool is_outlet(const reading *r, run x);
bool is_pronoun(const reading *r, run x);

/* ---- attributions ---- */

/* Where attributions are looked for: a sentence, or what an outlet says, in which somebody else is quoted. */
typedef struct scope {
    run tokens;
    uint32_t sentence;
    run outer[MOST_VIA]; /* whom it comes through so far, outermost first */
    uint32_t depth;
} scope;

/* What one rule found, before its content is taken. */
typedef struct finding {
    run speaker, cue, via; /* via: RUN_NONE when nobody stands between */
    run content[2];
    float confidence;
} finding;

/* Record a finding; when it is an outlet that speaks, look first whom it quotes. False when its speaker can be none. */
bool attribution_add(reading *r, const scope *where, const finding *f);
/* Add tokens as content; their insides when they are nothing but quotes. */
void attribution_take(reading *r, uint32_t number, run content);

void find_in(reading *r, const scope *where);
void find_closing(reading *r, const scope *where); /* what is said stands before: "…, Roe said" */
void find_forward(reading *r, const scope *where); /* what is said stands behind: "Roe said that …" */
void find_nouns(reading *r, const scope *where);   /* "Roe's claim that …" */
void find_sources(reading *r, const scope *where); /* "according to Roe" */
void find_german(reading *r, const scope *where);
void join_cut_sentences(reading *r); /* `"…." Roe said.` is one sentence */
/* "quoted Roe as saying", "was quoted as saying", with its verb at i: who is quoted, by whom; false when it isn't that. */
bool quoted_as(const reading *r, uint32_t i, run within, finding *f, uint32_t *behind);
/* "cited Roe, who saw …", with its verb at i: what she tells, by whom. */
bool quoted_who(const reading *r, uint32_t i, run within, finding *f);
/* What is said behind the verb at i, up to `high`: RUN_NONE when nothing is. */
run said_behind(const reading *r, uint32_t i, uint32_t high);
/* Where words that begin at `first` end: before ", adding" or what else isn't theirs. */
uint32_t content_end(const reading *r, uint32_t first, uint32_t high);
bool is_free(const reading *r, run x);

void find_loose_quotes(reading *r);
void find_chains(reading *r);
/* "officials quoted by the paper": the speaker's phrase then ends before "quoted"; the outlet, or RUN_NONE. */
run split_quoted_by(const reading *r, run *speaker);

/* ---- speakers.c ---- */

typedef enum speaker_kind {
    SPEAKER_LIKELY, /* named, or a noun that is known to be somebody */
    SPEAKER_UNSURE, /* one noun that no list knows: "the overture" */
    SPEAKER_RECORD, /* a text: "the report" */
    SPEAKER_VAGUE,  /* "many", "his": nobody that could be told from others */
} speaker_kind;

/* Cut a phrase to what can speak; false when nothing of it can. */
bool speaker_mended(const reading *r, run *x);
speaker_kind speaker_kind_of(const reading *r, run x);
/* German: one capital that opens its sentence at `first`, and that was nobody's name before. */
bool speaker_opens_blindly(const reading *r, run x, uint32_t first);
/* "Ben", "Benjamin": one first name begins with the other, and both may be of one gender. */
bool speaker_short_first(const lexicon *lex, span a, span b);

/* ---- names.c ---- */

/* Whom a speaker means and what that one is; both point into the text. */
typedef struct speaker_name {
    span name;  /* empty when not known */
    range role; /* RANGE_NONE when the text says none */
} speaker_name;

/* One for each attribution: [found.count]. */
speaker_name *name_speakers(reading *r);

/* ---- roles.c ---- */

/* The role told beside the name that is tokens [first, last); RANGE_NONE when none is. */
range role_beside(const reading *r, uint32_t first, uint32_t last);

#endif
