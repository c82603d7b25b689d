/*
 * An HTML page as a flat list of elements and a flat list of text blocks, each byte with its way back to the source.
 *
 *   source   <p>Fish &amp; chips<br>at  <a href=x>Joe's</a>      decoded text of the page
 *   text      Fish & chips at Joe's⏎…                            blanks collapsed, blocks parted by newlines
 *   pieces    [Fish ][&][ chips][ ][at][ ][Joe's]                rising; exact ones byte for byte
 *
 * The tree is built as browsers do, with caps on depth, nodes, and attributes that make it linear in the source.
 */
#ifndef HTML_HTML_H
#define HTML_HTML_H
#include "base/ctx.h"
#include "base/vec.h"

/* Tags that are told apart; all others are HTML_OTHER. The second column says whether the tag ends a block. */
/* The formatter lays this list out anew each time. */
/* clang-format off */
#define HTML_TAGS(X)                                                                                                            \
    X(HTML, 0) X(HEAD, 0) X(TITLE, 0) X(META, 0) X(LINK, 0) X(SCRIPT, 0) X(STYLE, 0) X(NOSCRIPT, 0) X(TEMPLATE, 0) X(A, 0)      \
    X(ABBR, 0) X(B, 0) X(BR, 0) X(CITE, 0) X(CODE, 0) X(EM, 0) X(FONT, 0) X(I, 0) X(IMG, 0) X(INPUT, 0) X(LABEL, 0)             \
    X(MARK, 0) X(PICTURE, 0) X(Q, 0) X(SMALL, 0) X(SPAN, 0) X(STRONG, 0) X(SUB, 0) X(SUP, 0) X(TIME, 0) X(U, 0) X(AUDIO, 0)     \
    X(CANVAS, 0) X(EMBED, 0) X(IFRAME, 0) X(MAP, 0) X(MATH, 0) X(OBJECT, 0) X(OPTION, 0) X(SELECT, 0) X(SVG, 0)                 \
    X(TEXTAREA, 0) X(VIDEO, 0) X(ADDRESS, 1) X(ARTICLE, 1) X(ASIDE, 1) X(BLOCKQUOTE, 1) X(BODY, 1) X(BUTTON, 1)                 \
    X(CAPTION, 1) X(CENTER, 1) X(DD, 1) X(DETAILS, 1) X(DIALOG, 1) X(DIR, 1) X(DIV, 1) X(DL, 1) X(DT, 1) X(FIELDSET, 1)         \
    X(FIGCAPTION, 1) X(FIGURE, 1) X(FOOTER, 1) X(FORM, 1) X(H1, 1) X(H2, 1) X(H3, 1) X(H4, 1) X(H5, 1) X(H6, 1) X(HEADER, 1)    \
    X(HGROUP, 1) X(HR, 1) X(LI, 1) X(MAIN, 1) X(MENU, 1) X(NAV, 1) X(OL, 1) X(P, 1) X(PRE, 1) X(SECTION, 1) X(SUMMARY, 1)       \
    X(TABLE, 1) X(TBODY, 1) X(TD, 1) X(TFOOT, 1) X(TH, 1) X(THEAD, 1) X(TR, 1) X(UL, 1)
/* clang-format on */

#define HTML_TAG_NAME(name, block) HTML_##name,
typedef enum html_tag { HTML_OTHER, HTML_TAGS(HTML_TAG_NAME) HTML_TAG_COUNT } html_tag;
#undef HTML_TAG_NAME

#define HTML_NONE UINT32_MAX

/* An attribute as it is written; html_attribute() decodes its value when it is asked for first. */
typedef struct html_attr {
    const char *name, *value;
    uint32_t value_len;
    uint16_t name_len;
    bool raw; /* the value may have references that aren't decoded */
} html_attr;

typedef struct html_element {
    uint32_t parent;                 /* number of the parent; HTML_NONE for the root */
    uint32_t end;                    /* elements [own number + 1, end) stand inside */
    range text;                      /* its text in the page's text, also with blanks at the ends */
    range source;                    /* its start tag; RANGE_NONE where the parser made it up */
    uint32_t first_block, block_end; /* blocks that have text of it */
    uint32_t attrs;                  /* number of its first attribute */
    uint32_t raw_end;                /* of a script and the like: its text is from its start tag to here; else 0 */
    uint16_t attr_count;
    uint16_t depth;
    uint8_t tag; /* html_tag */
    bool hidden; /* it or one around it is hidden by attribute */
} html_element;

/* A paragraph, heading, item, or cell: text between two borders of block elements. */
typedef struct html_block {
    range text;       /* of the page's text, trimmed */
    uint32_t element; /* innermost block element */
    uint32_t words, link_words, bold_words, italic_words;
    uint32_t links; /* links that begin in it */
} html_block;

typedef struct html_piece {
    range text, source;
    bool exact; /* the same bytes; else only the piece as a whole maps */
} html_piece;

typedef struct html_hit {
    const char *limit; /* "depth", "nodes", "attributes", "attribute_bytes", "swallowed_tail" */
    uint32_t at;       /* byte of the source */
} html_hit;

typedef struct html_page {
    arena *memory;
    span source;
    span text;              /* all blocks, parted by newlines */
    html_element *elements; /* in document order */
    uint32_t element_count;
    html_block *blocks;
    uint32_t block_count;
    html_piece *pieces;
    uint32_t piece_count;
    html_attr *attributes;
    uint32_t attribute_count;
    html_hit hits[5]; /* one for each limit */
    uint32_t hit_count;
} html_page;

/*
 * Parse valid UTF-8. An unclosed comment, raw-text element, or tag that would swallow the rest of the page is read as text instead
 * ("swallowed_tail"). The page lives in `a` and points into the source. Jumps when memory runs out. Cost: linear; about .4 ms for 400 kB.
 */
html_page *html_parse(retold_ctx *ctx, arena *a, span source);

/* Value of an attribute (lower-case name), references decoded; empty when it is absent. */
span html_attribute(const html_page *page, uint32_t element, const char *name);

/* The attributes of an element one after the other; *at is NULL at first. False at the end. */
bool html_next_attribute(const html_page *page, uint32_t element, const void **at, span *name, span *value);
bool html_has_attribute(const html_page *page, uint32_t element, const char *name);

/* Text of a script, style, title, or textarea, and where it stands in the source (may be NULL). */
span html_raw_text(const html_page *page, uint32_t element, range *source);

/* Smallest range of the source that holds all of a stretch of the page's text; RANGE_NONE when it is empty. Cost: logarithmic. */
range html_source(const html_page *page, range text);

/* Number of the first piece that ends behind a byte of the page's text. */
uint32_t html_piece_at(const html_page *page, uint32_t at);

/* True for tags that end a block. */
bool html_is_block(html_tag tag);

#endif
