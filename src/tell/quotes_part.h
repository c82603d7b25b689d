/* Quotes as tell shows them; shared between the files that write them. */
#ifndef TELL_QUOTES_PART_H
#define TELL_QUOTES_PART_H
#include "tell/compare_internal.h"
#include "tell/tell_internal.h"

/* A quote as one telling has it. */
typedef struct quote_form {
    const told_variant *variant;
    const retold_article *article;
    const retold_quote *quote;
    span id;             /* "q-…"; empty when it has none */
    range hull;          /* from the first part to the last */
    const range *parts;  /* [part_count] rising, inside the text */
    uint32_t part_count; /* 0 only where the ranges are damaged */
    side side;           /* the words of the parts */
    uint64_t key;        /* equal where all words are */
} quote_form;

/* A quote of a telling; what lies outside of its text is left away. */
quote_form form_of_quote(arena *a, const tell_story *s, uint32_t telling, uint32_t quote);

/* The same of a variant. */
quote_form form_of(arena *a, const tell_story *s, const told_variant *v);

/* Has it the words of the fullest form? */
static inline bool is_same(const told_variant *v) { return v->change == TOLD_SAME || v->change == TOLD_FULLEST; }

/*
 * The forms of all variants; *leaders receives for each the place of the first one of the same words that came out of the same change,
 * which may be its own.
 */
quote_form *forms_of(arena *a, const tell_story *s, const told_quote *q, uint32_t **leaders);

/*
 * How a form differs from the fullest one, as runs that tile both hulls; what stands between two parts belongs to a run beside it. NULL
 * where nothing is to be told: the fullest form, the same words, a translation.
 */
const tell_words *form_differs(word_aligner *w, const quote_form *fullest, const quote_form *form, uint32_t *count);

/* Words of a form inside a range. */
uint32_t form_word_count(const quote_form *form, range r);

/* Next stretch of a range that lies in a part; *at is 0 at first and then the part's place + 1. False at the end. */
bool form_next(const quote_form *form, range r, uint32_t *at, range *stretch);

/* The words, with " … " between parts. */
span form_text(arena *a, const quote_form *form);

/* Words at a range of the form's text; none where it is none or damaged. */
span form_words_at(const quote_form *form, range r);

/* "cut off" and so on. */
const char *change_name(told_change change);

/* How many tellings, independent texts have the quote. */
uint32_t quote_tellings(arena *a, const told_quote *q);
uint32_t quote_texts(arena *a, const tell_story *s, const told_quote *q);

/* The speaker's name: of the person, else as the fullest form's text has it; empty when not known. */
span quote_speaker(const tell_story *s, const told_quote *q, const quote_form *fullest);
span quote_role(const tell_story *s, const told_quote *q, const quote_form *fullest);

/* What else is to be said of a form: "earliest known", "no closing mark"; NULL after the last. */
const char *form_note(const tell_story *s, const told_quote *q, const quote_form *form, unsigned number);

/* ---- quotes_part_json.c ---- */

typedef struct quote_writer {
    arena *memory;
    yyjson_mut_doc *doc;
    const tell_story *story;
    word_aligner words;
} quote_writer;

yyjson_mut_val *told_person_json(const quote_writer *w, const told_person *p);

/* A quote with its variants. */
yyjson_mut_val *told_quote_json(quote_writer *w, const told_quote *q);

/* ---- quotes_part_text.c ---- */

/* Sergei Lavrov, Foreign Minister ‹ via the New York Times */
void print_crumb(buf *out, const tell_story *s, const told_quote *q, const quote_form *fullest);

/* The words of a form, " … " between parts. */
void print_form(buf *out, const quote_form *f);

/* A quote as a block of lines: its fullest form, then every variant. */
void print_told_quote(buf *out, const tell_story *s, const told_quote *q, word_aligner *words);

#endif
