/* Shared between the files of text only. */
#ifndef TEXT_INTERNAL_H
#define TEXT_INTERNAL_H
#include "base/data.h"
#include "text/text.h"

/* How an abbreviation of data/abbreviations.txt behaves. */
enum { ABBREVIATION = 1, ABBREVIATION_MAY_END = 2, ABBREVIATION_BEFORE_NUMBER = 4, ABBREVIATION_CAPITAL = 8 };

#define STOP_SECTIONS 48u

/* The lists of data/ that this room reads, made once for a ctx. */
typedef struct text_lists {
    names abbreviations;
    uint8_t *abbreviation_flags; /* by number */
    names stop_words, particles, titles, ordinal_followers, apostrophe_words, contraction_hosts;
    text_stops short_stops;
    uint8_t *stop_sections;    /* section of the list that a stop word stands in, by number; below STOP_SECTIONS */
    names references;          /* names of character references */
    uint32_t *reference_chars; /* by number */
    unsigned title_words;      /* most words of a title */
} text_lists;

const text_lists *text_lists_of(retold_ctx *ctx);

/* A word of the text with case folded, in *room when it fits (else empty): for asking the lists without an allocation. */
typedef struct folded_word {
    char bytes[64];
} folded_word;
span text_fold_word(folded_word *room, span s);

/* Add a fix for each character reference that was escaped twice and so became text ("&rsquo;", "&#8217;"). */
void text_references(arena *a, span text, text_fixes *out);

/* End of the sentence that goes on at `from`, at most `end`; behind its closing marks. */
size_t text_sentence_end(const text_lists *lists, span text, size_t from, size_t end);

/* Classes of characters that sentences and marks are told by. */
bool text_is_terminator(uint32_t c); /* . ! ? … and those of other scripts */
bool text_is_closer(uint32_t c);     /* closing marks and brackets that may stand behind a full stop */
bool text_is_opener(uint32_t c);     /* opening marks, brackets, dashes in front of a sentence's first word */

#endif
