/* Shared between the files of `dedup` only. */
#ifndef PIPE_DEDUP_H
#define PIPE_DEDUP_H
#include "base/ctx.h"
#include "pipe/pipe_internal.h"
#include "text/text.h"

typedef struct dedup_job {
    session *s;
    const retold_inputs *inputs;
    const retold_dedup *how;
    documents documents;
    const retold_copies *copies;
    uint32_t *place; /* [count] by document: its place in the order of the keep-rule, 0 stays rather than 1 */
    uint64_t paragraphs, paragraphs_removed; /* by paragraph alone */
    uint64_t untried;                        /* paragraphs with more texts to be compared with than were */
    uint64_t bytes, bytes_removed;           /* of texts */
} dedup_job;

static inline const retold_article *document(const dedup_job *job, uint32_t number) { return job->documents.list.items[number]; }

/* ---- dedup.c ---- */

/* A row and its line end into a sink; none when that has no `write`. */
retold_status write_line(retold_ctx *ctx, span row, const retold_sink *out, retold_error *err);

/* Passages by each of their two documents, as numbers in retold_copies_passages(). */
typedef struct passage_index {
    uint32_t *begin; /* [count + 1] */
    uint32_t *items;
} passage_index;

passage_index passages_by_document(arena *a, const retold_copies *copies);

/* A passage as seen from one of its documents. */
typedef struct view {
    range here, there;
    uint32_t other, place; /* the other document, and its place */
} view;

/* The passages of a document, those with documents that rather stay first. */
view *views_of(arena *a, const dedup_job *job, const passage_index *index, uint32_t doc, size_t *count);

/* ---- keep.c ---- */

/* Place of each document in the order of the keep-rule, the same for any order of the documents. Cost: n log n, and linear in the texts. */
uint32_t *keep_places(arena *a, const documents *d, const retold_copies *copies, retold_keep keep);

/* ---- matches.c ---- */

/* A stretch of a text that goes, and where it stands in one that stays. */
typedef struct match {
    range gone, stays; /* bytes of the two texts */
    bool exact;        /* the same words */
} match;

/* All that a text has in common with one that stays. */
typedef struct matched {
    VEC(match) items; /* rising by `gone`, where they don't overlap */
    double contained; /* share of the bytes of the text that goes which stand in the other one */
    double holds;     /* the same the other way round */
    const char *kind; /* what it is to the one that stays: exact, near, abridged, extended, partial; constant */
} matched;

/*
 * Compare two texts. What it holds goes when the ctx_run() under way ends, so that has few calls. Results live in `a`, which may be
 * scratch. Cost: near linear in both; equal bytes are seen at once.
 */
retold_status matches_find(retold_ctx *ctx, arena *a, span gone, span stays, matched *out, retold_error *err);

/* What lies between ranges (rising, they may overlap) and has a letter or a digit, without blanks at its ends. */
ranges matches_gaps(arena *a, span text, const range *covered, size_t count);

/* The matches as an array of {"span","kept_span","kind"}, moved by where the two texts begin in their documents. */
yyjson_mut_val *matches_json(yyjson_mut_doc *doc, const matched *m, uint32_t gone_at, uint32_t stays_at);

/* ---- paragraphs.c ---- */

/* Cut paragraphs that stand elsewhere, write what stays. */
retold_status paragraphs_dedup(retold_ctx *ctx, dedup_job *job, retold_error *err);

/* ---- row_text.c ---- */

/* A row of JSON with another value for "text", all else byte for byte. */
span row_with_text(arena *a, span row, span text);

#endif
