/* Quotation marks between tokens (mark_tokens.c), the state machine (marks.c), and what mends them (quote_fixes.c). */
#ifndef TEXT_MARKS_INTERNAL_H
#define TEXT_MARKS_INTERNAL_H
#include "text/text_internal.h"

typedef enum mark_family { FAMILY_DOUBLE, FAMILY_SINGLE, FAMILY_LOST /* U+FFFD */, FAMILIES } mark_family;
typedef enum mark_shape { SHAPE_BOTH, SHAPE_OPEN, SHAPE_CLOSE, SHAPE_UNIT } mark_shape;

/* What stands beside a token, seen through other marks. */
typedef enum beside { BESIDE_BLANK, BESIDE_WORD, BESIDE_OPENING, BESIDE_CLOSING, BESIDE_DASH } beside;

/* A character or group of them that may be a mark. */
typedef struct mark_token {
    range at;
    uint32_t c; /* first character */
    mark_family family;
    mark_shape shape;
    bool odd, strict;       /* a strange form; a form whose shape always holds */
    bool spaced;            /* a form with blanks inside by custom: guillemets */
    beside left, right;     /* through other marks */
    uint32_t before, after; /* the very characters beside it; 0 at the paragraph's ends */
    bool opens, closes;     /* by what stands beside it */
    bool closer_next;       /* the next one of its family can only close */
    bool closer_later;      /* one that can only close comes in this paragraph */
} mark_token;

typedef VEC(mark_token) mark_tokens;

/* Fill *out, which is emptied first, with the tokens of the paragraph [begin, end) of a text. */
void mark_tokens_read(arena *a, mark_tokens *out, span text, size_t begin, size_t end);

typedef struct mark_more {
    uint32_t place; /* byte of the text where the missing partner of an unpaired mark belongs */
    mark_family family;
    bool spaced; /* blanks stand on the inner sides of its pair */
} mark_more;

typedef struct placed_marks {
    marks marks;
    VEC(mark_more) more; /* one for each mark */
    bool tokenised;      /* a pair of plain marks has blanks inside: then punctuation has some in front, too */
} placed_marks;

/* The marks of a text with what mending them needs. */
placed_marks marks_placed(arena *a, span text);

#endif
