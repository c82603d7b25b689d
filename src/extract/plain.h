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

struct text_state {
    line_units units;
    bool markup;
    uint32_t title;    /* number of its unit; RETOLD_NONE */
    size_t begin, end; /* the body's stretch */
    size_t appeal;     /* first line of an appeal that ends it; SIZE_MAX */
    bool whole;        /* nothing but paragraphs: all of it is the body */
};

typedef struct text_state text_state;

/* True when the line is prose and says nothing that bodies don't. */
bool line_is_prose(const line_unit *l);

/* plain.c: all lines with the kinds that the rules give them; sets w->plain */
text_state *plain_ruled(work *w);

/*
 * line_features.c: rows of whole numbers for all lines, the first at FEATURE_REACH * LINE_COUNT (model.h). Needs what the rules decided.
 * Cost: linear.
 */
int32_t *lines_read(work *w, const text_state *t);

/* line_features.c: which lines are the body, by the learned model; the rules' choice stands without weights */
void lines_choose(work *w, text_state *t);

lines plain_lines(work *w);
line_units plain_units(work *w, const lines *all);

/* markup.c: true when the text uses markdown's links, headings, or emphasis */
bool markup_used(work *w, span text);

/* A copy without markdown's marks. */
span markup_removed(arena *a, span s);

/* Parts of [text) that are no markup, one after the other: *at is text.begin at first; false at the end. */
bool markup_next(span s, range text, uint32_t *at, range *part);

#endif
