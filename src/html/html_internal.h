/* Shared between the files of html only. */
#ifndef HTML_HTML_INTERNAL_H
#define HTML_HTML_INTERNAL_H
#include "html/html.h"
#include <lexbor/dom/interfaces/character_data.h>
#include <lexbor/html/html.h>

/* Where (a part of) a text node's data stands in the source; hangs on the node's `user`. */
typedef struct source_range {
    range at;
    struct source_range *next;
} source_range;

typedef struct source_ranges {
    source_range *first, *last;
} source_ranges;

/* Text behind the node cap: lexbor doesn't get it. */
typedef struct loose_text {
    span data; /* decoded by the tokenizer, copied */
    range at;
    bool breaks; /* a block border stands before it */
    struct loose_text *next;
} loose_text;

/* What the token callback keeps while a page is parsed. It runs on lexbor's frames, so it allocates with arena_try_alloc() only. */
typedef struct tap {
    arena *memory;
    span source;
    const retold_limits *limits;
    lxb_html_tokenizer_token_f inner; /* the tree builder's own callback */
    void *inner_ctx;
    html_page *page;
    source_ranges held; /* text in tables that the builder holds back */
    loose_text *loose, *loose_last;
    bool loose_break;
    size_t nodes, elements;
    uint32_t dropped[LXB_TAG__LAST_ENTRY]; /* start tags not given to the builder, whose end tags must go too */
    uint32_t raw_tag;                      /* tag of the raw-text element that is open, and where its start tag stands */
    range raw_at;
    uint32_t end;    /* of the last token */
    bool drawings;   /* there is an svg */
    range swallowed; /* start of what swallows the tail: to be blanked for a second try */
    bool failed;     /* memory ran out */
} tap;

/* Parser state of one ctx: a document that is kept and cleaned. */
typedef struct parser_state {
    lxb_html_document_t *document;
    struct reserve *reserve;
} parser_state;

/* memory.c */
parser_state *parser_get(retold_ctx *ctx); /* NULL when there is no memory for it */
void parser_drop(retold_ctx *ctx);
void parser_fit(parser_state *state, size_t bytes); /* between two pages: how much of its tables a page of this size uses */

/* tap.c */
lxb_html_token_t *tap_token(lxb_html_tokenizer_t *tokenizer, lxb_html_token_t *token, void *user);
void html_hit_add(html_page *page, const char *limit, uint32_t at);

/* raw.c: where the builder has switched the tokenizer to a script or a style, pass over it in longer steps than lexbor's */
void raw_text_faster(lxb_html_tokenizer_t *tokenizer);

/* walk.c: fill elements, text, blocks, and pieces from a parsed tree */
void walk_tree(arena *a, const tap *t, lxb_dom_node_t *root, html_page *page);

/* align.c */
typedef struct aligner {
    span source, data;
    const source_range *at;
    size_t place, read; /* in source, in data */
    bool lost;
} aligner;

typedef struct aligned {
    span data;
    range source;
    bool exact;
} aligned;

aligner align_start(span source, span data, const source_range *ranges);
bool align_next(aligner *walk, aligned *run);

html_tag html_tag_of(const lxb_dom_node_t *node);

/* On the `user` of a br that the tap put in: a block border, or nothing at all. */
extern const char walk_mark_break, walk_mark_nothing;

#endif
