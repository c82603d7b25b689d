/* Shared between the files of extract that read plain text. */
#ifndef EXTRACT_PLAIN_H
#define EXTRACT_PLAIN_H
#include "extract_internal.h"

typedef struct line {
    range text;   /* without blanks at its ends */
    uint32_t gap; /* empty lines before it */
    uint32_t indent, chars;
} line;

typedef VEC(line) lines;

enum { JOIN_NONE, JOIN_SPACE, JOIN_HYPHEN };

/* A line or a wrapped paragraph, with what only plain text has. */
typedef struct line_unit {
    unit unit;
    span plain; /* without markup */
    uint32_t gap;
    uint32_t joins; /* torn from the one before by a page break: how they are put together again */
    bool marked;    /* as a heading: "# …", underlined, wholly bold */
    bool rule;      /* no words: "* * *", "====" */
    bool byline, credit, furniture, image, source;
    uint32_t links;   /* [text](address) */
    uint32_t repeats; /* other lines that are equal */
} line_unit;

typedef VEC(line_unit) line_units;

lines plain_lines(work *w);
line_units plain_units(work *w, const lines *all);

/* markup.c: true when the text uses markdown's links, headings, or emphasis */
bool markup_used(work *w, span text);

/* A copy without markdown's marks. */
span markup_removed(arena *a, span s);

/* Parts of [text) that are no markup, one after the other: *at is text.begin at first; false at the end. */
bool markup_next(span s, range text, uint32_t *at, range *part);

#endif
