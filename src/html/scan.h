/*
 * From bytes to tokens (WHATWG HTML, 13.2.5), each with its place in the source. Text stays as it is written: who reads it decodes
 * references. Comments are passed over. What would swallow the rest of the page is read as text instead ("swallowed_tail").
 */
#ifndef HTML_SCAN_H
#define HTML_SCAN_H
#include "base/vec.h"
#include "html/names.h"

typedef enum token_kind { TOKEN_START, TOKEN_END, TOKEN_TEXT, TOKEN_DOCTYPE, TOKEN_EOF } token_kind;

typedef struct token {
    token_kind kind;
    tag tag;
    uint32_t name;  /* hash of a name without a tag */
    range at;       /* from '<' to '>'; of text the text */
    uint32_t attrs; /* number of the first attribute of the page that is its own */
    uint16_t attr_count;
    bool self_closing;
    bool cdata; /* text in which nothing is decoded */
} token;

typedef struct scanner {
    arena *memory; /* of the page */
    html_page *page;
    const retold_limits *limits;
    span source;
    size_t at;
    size_t attr_space;
    bool foreign;           /* inside svg or math, where CDATA is text */
    bool no_comment_end;    /* none is left in the source */
    bool no_close;          /* likewise of '>' */
    bool no_end[TAG_COUNT]; /* likewise of raw text */
    unsigned unclosed;      /* tags without an end so far */
    bool plain;             /* too many of them: what is left is text */
} scanner;

/* Read valid UTF-8 that stays where it is. */
scanner scan_start(html_page *page, arena *memory, const retold_limits *limits);

/* The next token; TOKEN_EOF again and again at the end. Cost: linear in what is read. */
void scan_next(scanner *s, token *t);

/*
 * Behind the start tag of a raw-text element: its text; the scanner goes on behind its end tag. False, and nothing is moved,
 * where it would swallow the tail of the page.
 */
bool scan_raw(scanner *s, tag raw, range start_tag, range *text);

/*
 * The character reference at s[at], which is '&', before `end`: its length, with what it stands for as UTF-8 in out[8]. 0 when it
 * is none. In attributes, one without a semicolon before a letter, digit, or '=' is none.
 */
size_t reference_read(span s, size_t at, size_t end, bool attribute, char *out, size_t *out_len);

/* Text or a value as it is meant: references decoded, line ends folded, NUL replaced. A copy only where that changes anything. */
span reference_decoded(arena *a, span raw, bool attribute);

void html_hit_add(html_page *page, const char *limit, uint32_t at);

/* White space of HTML. */
static inline bool is_html_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }

#endif
