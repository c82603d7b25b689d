/* What each telling says, aligned over all of them; docs/how/tell.md has the method. */
#ifndef TELL_STATEMENTS_H
#define TELL_STATEMENTS_H
#include "record/json.h"
#include "tell/tell.h"

/* How one telling has a statement, against the wording that heads the row. */
typedef enum tell_cell_kind {
    TELL_CELL_ABSENT,
    TELL_CELL_VERBATIM, /* the same words */
    TELL_CELL_REWORDED,
    TELL_CELL_DIFFERS, /* says the same with another number, name, or date */
} tell_cell_kind;

/* What differs: a number, name or date here, and the one that stands at its place in the head. */
typedef struct tell_difference {
    enum { TELL_NUMBER, TELL_NAME, TELL_DATE } of;
    range here, head; /* bytes of the two texts; one may be RANGE_NONE where it has none */
} tell_difference;

typedef struct tell_cell {
    tell_cell_kind kind;
    range span;                         /* bytes of this telling's text; RANGE_NONE when absent */
    float score;                        /* how alike it is to the head, 0 to 1 */
    const tell_difference *differences; /* [difference_count] the evidence */
    uint32_t difference_count;
} tell_cell;

/* Where a row stands in what a reader looks for. */
typedef enum tell_row_group {
    TELL_ROW_ONLY_HERE,        /* one text only has it */
    TELL_ROW_LEFT_OUT_BY_MOST, /* some texts have it, most don't */
    TELL_ROW_DIFFERS,          /* a number, name, date differs */
    TELL_ROW_LEFT_OUT_BY_FEW,  /* most texts have it, this or that one leaves it out */
    TELL_ROW_SHARED,           /* all texts have it */
} tell_row_group;

typedef struct tell_statement {
    tell_cell *cells; /* [story->in->count] one for each telling */
    uint32_t head;    /* telling whose wording heads the row: the earliest that has it whole */
    uint32_t texts;   /* families that have it */
    uint32_t tellings;
    tell_row_group group;
} tell_statement;

typedef struct tell_statements {
    tell_statement *items; /* [count] by group, then by place in the head's text, earliest telling first */
    uint32_t count;
    uint32_t left_out; /* statements beyond a cap; told on the page */
} tell_statements;

/* Cost: near linear in the tellings' sentences. The result lives in `a`. */
tell_statements *statements_build(retold_ctx *ctx, arena *a, const tell_story *story);

/* ---- writers: each gives one part of what tell.h has them for ---- */

/* The statements as an array of objects, as docs/formats/story.md says; borrows the story. Cost: linear in the cells. */
yyjson_mut_val *statements_json(yyjson_mut_doc *doc, const tell_story *story);

/* Lines for a terminal, the first ones of each group; nothing for a story of one telling. */
void statements_text(buf *out, const tell_story *story);

/* A section of the page: for each group a table, statements down, texts across. `out`'s arena holds scratch memory as well. */
void statements_html(buf *out, const tell_story *story);

#endif
