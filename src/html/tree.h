/* The tree that tokens are built into (WHATWG HTML, 13.2.6), as nodes by number, and what its rules keep meanwhile. */
#ifndef HTML_TREE_H
#define HTML_TREE_H
#include "html/scan.h"

#define NODE_NONE UINT32_MAX

/* Node 0 is the document. */
#define DOCUMENT 0u

enum {
    NODE_SVG = 1,
    NODE_MATH = 2,
    NODE_FOREIGN = NODE_SVG | NODE_MATH,
    NODE_OPEN = 4,        /* on the stack of open elements */
    NODE_HTML_POINT = 8,  /* HTML integration point */
    NODE_MATH_POINT = 16, /* MathML text integration point */
    NODE_BARRIER = 32,    /* a foreign element that is special and ends scopes */
    NODE_RAW = 64         /* text in which nothing is decoded */
};

typedef struct node {
    uint32_t parent, first, last, prev, next;
    range source;     /* of text its bytes; of an element its start tag, RANGE_NONE where it was made up */
    uint32_t attrs;   /* number of its first attribute */
    uint32_t name;    /* hash of a name that has no tag */
    uint32_t raw_end; /* of a raw-text element: where its text ends, which begins behind the start tag; else 0 */
    uint16_t attr_count;
    uint8_t tag; /* of names.h */
    uint8_t flags;
} node;

/* Text behind the node cap, which is put into no element. */
typedef struct loose_text {
    range at;
    bool breaks; /* a block border stands before it */
} loose_text;

typedef enum mode {
    INITIAL,
    BEFORE_HTML,
    BEFORE_HEAD,
    IN_HEAD,
    IN_HEAD_NOSCRIPT,
    AFTER_HEAD,
    IN_BODY,
    IN_TABLE,
    IN_CAPTION,
    IN_COLUMN_GROUP,
    IN_TABLE_BODY,
    IN_ROW,
    IN_CELL,
    IN_TEMPLATE,
    AFTER_BODY,
    IN_FRAMESET,
    AFTER_FRAMESET,
    AFTER_AFTER_BODY,
    AFTER_AFTER_FRAMESET,
    MODES
} mode;

typedef struct tree {
    arena *memory; /* of nodes and lists: gone when the page is done */
    scanner scan;
    html_page *page;
    node *nodes;
    size_t node_count, node_space;
    VEC(uint32_t) open;       /* stack of open elements */
    VEC(uint32_t) formatting; /* active formatting elements; NODE_NONE is a marker */
    VEC(uint8_t) template_modes;
    VEC(loose_text) loose;
    uint32_t open_tags[TAG_COUNT]; /* HTML elements on the stack, by tag */
    uint32_t dropped[TAG_COUNT];   /* start tags beyond the caps, whose end tags must go too */
    uint32_t head, form;
    size_t elements; /* an upper bound */
    mode mode;
    bool frameset_ok, foster, quirks, skip_newline, loose_break, done;
} tree;

/* Build all of a page; its attributes and hits go to the page. Jumps when memory runs out. Cost: linear. */
void tree_build(tree *t);

/* tree.c: nodes, the stack, scopes */
static inline node *node_at(const tree *t, uint32_t number) { return &t->nodes[number]; }
static inline uint32_t current(const tree *t) { return t->open.items[t->open.count - 1]; }
static inline tag current_tag(const tree *t) { return (tag)node_at(t, current(t))->tag; }
static inline bool is_html(const node *n) { return !(n->flags & NODE_FOREIGN); }
static inline bool has_trait(tag tag, unsigned traits) { return tag_traits[tag] & traits; }

uint32_t node_new(tree *t, tag tag, range source);
void node_insert(tree *t, uint32_t child, uint32_t parent, uint32_t before); /* before NODE_NONE: at the end */
void node_remove(tree *t, uint32_t child);
bool is_open_html(const tree *t, uint32_t number, tag tag);

uint32_t insert_element(tree *t, const token *token);         /* and open it */
void insert_void(tree *t, const token *token);                /* and not */
uint32_t insert_made_up(tree *t, tag tag);                    /* an element without a tag in the source, open */
uint32_t insert_at(tree *t, uint32_t child, uint32_t target); /* at the appropriate place for `target`; gives the parent */
void insert_text(tree *t, const token *token, uint32_t end);  /* a text up to a byte of the source */
void skip_newline(const tree *t, range *text);                /* the one behind a start tag that is none of the text */
void insert_raw(tree *t, const token *token);                 /* a raw-text element with its text, closed */

/* Value of a token's attribute as it is written; its ptr is NULL where there is none. */
span token_attribute(const tree *t, const token *token, span name);
bool is_hidden_input(const tree *t, const token *token);

void push(tree *t, uint32_t number);
void pop(tree *t);
void pop_until(tree *t, tag tag); /* the last HTML element of that tag, included */
void pop_until_node(tree *t, uint32_t number);
void pop_until_heading(tree *t);
void take_from_stack(tree *t, size_t place);

bool in_scope(const tree *t, tag tag, unsigned scope); /* SCOPE, BUTTON_SCOPE, LIST_SCOPE, or TABLE_SCOPE */
bool node_in_scope(const tree *t, uint32_t number);
bool heading_in_scope(const tree *t);
bool is_special(const node *n);
void close_implied(tree *t, tag except); /* TAG_UNKNOWN: without exception */
void close_implied_all(tree *t);
void close_p(tree *t); /* where one is open in button scope */
void reset_mode(tree *t);

/* formatting.c */
void formatting_push(tree *t, uint32_t number);
void formatting_mark(tree *t);
void formatting_clear(tree *t); /* up to the last marker */
void formatting_remove(tree *t, uint32_t number);
uint32_t formatting_find(const tree *t, tag tag); /* behind the last marker; NODE_NONE */
void formatting_reopen(tree *t);
void formatting_end(tree *t, const token *token); /* the end tag of one: WHATWG's "adoption agency" */
void any_other_end(tree *t, const token *token);

/* The insertion modes; true when the token must be looked at again in the mode that is set. modes.c, body.c, table.c, foreign.c */
bool in_head(tree *t, token *token);
bool in_body(tree *t, token *token);
bool in_table(tree *t, token *token);
bool in_caption(tree *t, token *token);
bool in_column_group(tree *t, token *token);
bool in_table_body(tree *t, token *token);
bool in_row(tree *t, token *token);
bool in_cell(tree *t, token *token);
bool in_template(tree *t, token *token);
bool in_foreign(tree *t, token *token);
bool is_foreign_token(const tree *t, const token *token);
bool run_mode(tree *t, token *token);

bool is_blank(const tree *t, range text);
bool insert_blanks(tree *t, token *token); /* those at the start of a text, which loses them; true when nothing is left */

/* walk.c: fill elements, text, blocks, and pieces from a tree */
void walk_tree(arena *a, const tree *t, html_page *page);

#endif
