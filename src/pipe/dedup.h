/* Shared between the files of `dedup` only. */
#ifndef PIPE_DEDUP_H
#define PIPE_DEDUP_H
#include "base/ctx.h"
#include "pipe/corpus.h"
#include "text/text.h"

/* What is kept of a document: without its text, unless all texts are looked at again. */
typedef struct dedup_doc {
    span text; /* empty where it is read again when it is asked for */
    size_t length;
    int64_t time;    /* ms, or RETOLD_TIME_NONE */
    uint32_t fields; /* of its row that say something; counted for RETOLD_KEEP_MOST_COMPLETE */
} dedup_doc;

typedef VEC(dedup_doc) dedup_docs;

typedef struct dedup_job {
    session *s;
    const retold_dedup *how;
    corpus corpus;
    arena memory;
    dedup_docs docs; /* by number of adding */
    bool texts;      /* they have their texts */
    uint32_t *place; /* [count] by document: its place in the order of the keep-rule, 0 stays rather than 1 */
    uint64_t paragraphs, paragraphs_removed; /* by paragraph alone */
    uint64_t untried;                        /* paragraphs with more texts to be compared with than were */
    uint64_t bytes, bytes_removed;           /* of texts */
} dedup_job;

static inline const dedup_doc *document(const dedup_job *job, uint32_t number) { return &job->docs.items[number]; }

static inline span id_of(const dedup_job *job, uint32_t number) { return copies_id(job->corpus.copies, number); }

/* ---- dedup.c ---- */

/* The row of a document that stays into the sink, with another text where `text` isn't NULL. */
retold_status write_kept(retold_ctx *ctx, dedup_job *job, uint32_t number, const span *text, retold_error *err);

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
uint32_t *keep_places(arena *a, const dedup_job *job);

/* Fields of a row that say something. */
uint32_t keep_fields(arena *a, span row);

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
