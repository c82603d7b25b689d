/*
 * A story as data, and two tellings side by side; written as JSON, for a terminal, as one HTML file.
 *
 *   tellings, edges, passages ──tell_build──► tell_story ──► tell_json / tell_text / tell_html
 *   article, article ──tell_compare──► tell_comparison ──► tell_compare_json / _text / _html
 *
 * Tellings are named by their place in the input everywhere. What is built borrows from the input.
 */
#ifndef TELL_TELL_H
#define TELL_TELL_H
#include "base/buf.h"
#include "record/told.h"
#include "retold/tell.h"
#include "text/text.h"

/* ---- what goes in ---- */

/* An earlier version of a telling's page, for the list of versions. */
typedef struct tell_version {
    span id;
    stamp published, modified;
    int64_t fetched; /* ms since 1970, or RETOLD_TIME_NONE */
} tell_version;

/* One telling. What is not known stays zero; `nearest` RETOLD_NONE. */
typedef struct tell_telling {
    const retold_article *article;
    const retold_page *page;      /* its page, for snippets; NULL: no snippets */
    span family;                  /* id, such as "f-…"; tellings of one family have the same */
    uint32_t number;              /* order of arrival in the store */
    const tell_version *versions; /* [version_count] earlier ones, oldest first */
    uint32_t version_count;
    float score;       /* how sure it is that it belongs to the story, 0 to 1 */
    bool fresh;        /* it opened the story */
    uint32_t nearest;  /* telling that it was put beside; RETOLD_NONE */
    const span *terms; /* [term_count] words that both have: the evidence */
    uint32_t term_count;
    const retold_quote *quotes; /* [quote_count] in order of the text */
    const span *quote_ids;      /* [quote_count] "q-…" */
    uint32_t quote_count;
    const retold_time *times; /* [time_count] in order of the text, against `date` */
    uint32_t time_count;
    told_date date; /* its own, or a possible one */
} tell_telling;

/* Two tellings of one family. */
typedef struct tell_edge {
    uint32_t a, b;        /* tellings */
    float a_in_b, b_in_a; /* share of the one that stands in the other, 0 to 1 */
    span relation;        /* what b is to a: "exact", "near", "abridged", "extended" */
    uint32_t from;        /* a or b: which one was copied from; RETOLD_NONE when not known */
    float confidence;     /* of from */
    span reasons;         /* why, as words with blanks between: "time credit"; empty without */
} tell_edge;

typedef struct tell_input {
    span id;                      /* of the story, "s-…" */
    const tell_telling *tellings; /* [count] */
    uint32_t count;
    const tell_edge *edges; /* [edge_count]; those with `from` form a forest */
    size_t edge_count;
    const retold_passage *passages; /* [passage_count], over tellings; by (a, b, place) */
    size_t passage_count;
    told_quotes quotes; /* who says what, over all tellings */
} tell_input;

/* ---- the story ---- */

/* A telling in the copy tree of its family. */
typedef struct tell_node {
    uint32_t telling;
    uint32_t parent; /* place in nodes[]; RETOLD_NONE for a root */
    uint32_t depth;
    const tell_edge *edge; /* to the parent; NULL for a root */
    float shared;          /* share of this telling that stands in the parent */
    int64_t later;         /* minutes after the parent, may be negative; INT64_MIN when not known */
    bool directed;         /* copied from the parent; else only sharing most with it */
    bool inferred;         /* the direction rests on the texts alone, or is not sure */
} tell_node;

/* Copies of one text. */
typedef struct tell_family {
    span id;
    uint32_t letter;  /* its place, 0 for A */
    tell_node *nodes; /* [count] parents before children, the source first */
    uint32_t count;
    int64_t first, last; /* ms, of its dated members; RETOLD_TIME_NONE */
} tell_family;

/* When something was published, as an interval that is as wide as what is known. */
typedef struct tell_when {
    int64_t begin, end; /* ms, half open; RETOLD_TIME_NONE when not known */
    bool exact;         /* to the minute or better */
} tell_when;

typedef struct tell_story {
    const tell_input *in;
    uint32_t title_of;     /* telling whose headline heads the story; RETOLD_NONE when none has one */
    span title;            /* that headline */
    uint32_t *order;       /* [in->count] tellings by time, undated ones behind, then by arrival */
    uint32_t *rank;        /* [in->count] place in `order` of each telling */
    uint32_t *family_of;   /* [in->count] place in families of each telling */
    tell_when *when;       /* [in->count] */
    span *outlet;          /* [in->count] name to show: the outlet, else the host of the address, else empty */
    tell_family *families; /* [family_count] by their first telling */
    uint32_t family_count;
    uint32_t outlet_count;                    /* different ones, of those that are known */
    uint32_t dated;                           /* tellings with a time or a day */
    int64_t first, last;                      /* ms, as wide as their dates; RETOLD_TIME_NONE without dated tellings */
    uint32_t first_of, last_of;               /* first and last dated telling of `order`; RETOLD_NONE */
    const struct tell_timeline *timeline;     /* timeline.h */
    const struct tell_statements *statements; /* statements.h */
} tell_story;

/*
 * The order of a story's tellings, its families with their copy trees, its title, and counts. `in` is borrowed by the
 * result, which lives in `a`. Cost: linear in the tellings' texts.
 */
void tell_arrange(retold_ctx *ctx, arena *a, const tell_input *in, tell_story *out);

/* What an arranged story tells: its timeline and its statements. What `in` has by now is read: the quotes, too. */
void tell_align(retold_ctx *ctx, arena *a, tell_story *story);

/* Both, for an input that is whole. */
void tell_build(retold_ctx *ctx, arena *a, const tell_input *in, tell_story *out);

/* ---- two tellings ---- */

typedef enum tell_row_kind {
    TELL_EQUAL,   /* the same words */
    TELL_CHANGED, /* one sentence (or two for one), other words in it */
    TELL_MOVED,   /* equal or changed, but at another place: one row at its place in each text */
    TELL_ONLY_A,
    TELL_ONLY_B,
} tell_row_kind;

typedef enum tell_word_kind { TELL_SAME, TELL_DROPPED /* only in a */, TELL_ADDED /* only in b */, TELL_REPLACED } tell_word_kind;

/* A run of words within a row. Runs tile the row's range on both sides. */
typedef struct tell_words {
    tell_word_kind kind;
    range a, b; /* bytes of each text; empty where it has none */
} tell_words;

typedef struct tell_row {
    tell_row_kind kind;
    range a, b;                        /* bytes of each text; RANGE_NONE where it has none */
    uint32_t a_paragraph, b_paragraph; /* from 0, of the range's begin */
    uint32_t group;                    /* rows that are shown on one level: aligned paragraphs */
    uint32_t block;                    /* of moved ones: 1, 2, …; both rows of a block have its number; else 0 */
    bool at_b;                         /* of moved ones: this is the row at b's place */
    bool exact;                        /* byte for byte the same */
    const tell_words *words;           /* [word_count] how the words differ; 0 for equal rows and those of one side */
    uint32_t word_count;
} tell_row;

typedef struct tell_comparison {
    const retold_article *a, *b;
    tell_row *rows; /* [row_count] in order of reading: of both texts, apart from moved rows */
    size_t row_count;
    uint32_t counts[5];        /* rows by kind; a moved pair counts once */
    uint32_t blocks;           /* moved blocks */
    uint32_t a_words, b_words; /* words of each text */
    uint32_t shared_words;     /* words that were aligned as the same */
    const char *limit;         /* name of a cap that stopped the alignment, or NULL */
    uint64_t limit_at;         /* byte of a (of b behind it) from which on it bit */
} tell_comparison;

/*
 * Align two articles by sentences and words. The result lives in `a` and borrows the articles; scratch memory of ctx is used and,
 * where `a` is another arena, given back. Cost: near linear; a text
 * beyond 50,000 sentences stays unaligned, and so do words of two runs of more than 250,000 pairs without an anchor: `limit` says so.
 */
void tell_compare(retold_ctx *ctx, arena *a, const retold_article *one, const retold_article *other, tell_comparison *out);

/* ---- writers: into a buffer, whose arena holds scratch memory as well. Cost: linear but for the comparisons that they show ---- */

/* One line of JSON, as docs/formats/story.md says. */
void tell_json(retold_ctx *ctx, buf *out, const tell_story *story);

/* Lines for a terminal, control characters made visible. */
void tell_text(retold_ctx *ctx, buf *out, const tell_story *story);

/* One self-contained file. Needs no scripts, loads nothing; foreign text in it is text. */
void tell_html(retold_ctx *ctx, buf *out, const tell_story *story);

/* One quote of a telling with its evidence, and with what the other tellings made of it: docs/formats/story.md. */
void tell_quote_json(retold_ctx *ctx, buf *out, const tell_story *story, uint32_t telling, uint32_t quote);
void tell_quote_text(retold_ctx *ctx, buf *out, const tell_story *story, uint32_t telling, uint32_t quote);

/* A comparison as one line of JSON. */
void tell_compare_json(buf *out, const tell_comparison *c);

/* For a terminal; in changed sentences [-words of the first only-] and {+of the second only+}. */
void tell_compare_text(buf *out, const tell_comparison *c);

/* As one self-contained file. The pages are for snippets and may be NULL. */
void tell_compare_html(retold_ctx *ctx, buf *out, const tell_comparison *c, const retold_page *a_page, const retold_page *b_page);

/* The versions of one page, oldest first, with what each changed of the one before. Cost: as the comparisons. */
void tell_versions_text(retold_ctx *ctx, buf *out, const retold_article *const *versions, size_t count);
void tell_versions_json(retold_ctx *ctx, buf *out, const retold_article *const *versions, size_t count);

/* Text for a terminal on one line: blanks alike, hidden characters as ⟨U+202E⟩. */
void print_visible(buf *out, span text);

#endif
