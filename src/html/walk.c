/* From the tree to flat lists: one pass over the nodes, without recursion. */
#include "base/buf.h"
#include "html/tree.h"
#include "text/text.h"

typedef struct walker {
    arena *memory;
    const tree *tree;
    html_page *page;
    buf text;
    VEC(html_piece) pieces;
    VEC(html_block) blocks;
    html_block block; /* the one being built; its text.begin is set once it has text */
    bool open;        /* it has text */
    bool space;       /* blanks stand between what was written and what comes */
    range space_at;   /* and where */
    bool space_plain; /* as one plain space */
    bool in_word;
    uint32_t unspaced; /* letters of scripts without spaces: two count as a word */
    unsigned breaks;   /* br in a row */
    unsigned links, bold, italic, noscripts;
    uint32_t block_element;
} walker;

/* Text outside of links from which on a noscript is a page for readers without scripts, not a notice: forums put whole threads there. */
#define MUCH_TEXT 1000

/* What a byte is; what may be a blank are ASCII ones and the first bytes of others. Coded is what doesn't stand for itself. */
enum { IN_WORD = 1, APOSTROPHE = 2, ASCII_BLANK = 4, MAY_BE_BLANK = 8, NOT_ASCII = 16, CODED = 32 };

/* clang-format off */
#define N8(n) n, n, n, n, n, n, n, n
#define BLANK ASCII_BLANK | MAY_BE_BLANK
#define LETTERS N8(IN_WORD), N8(IN_WORD), N8(IN_WORD), IN_WORD, IN_WORD
#define N32(n) N8(n), N8(n), N8(n), N8(n)
static const uint8_t kinds[256] = {
    ['\t'] = BLANK, BLANK, BLANK, BLANK, BLANK,
    [' '] = BLANK, ['\0'] = CODED, ['&'] = CODED, ['\''] = APOSTROPHE, ['0'] = N8(IN_WORD), IN_WORD, IN_WORD,
    ['A'] = LETTERS, ['a'] = LETTERS,
    [0x80] = N32(NOT_ASCII), N32(NOT_ASCII),
    [0xC0] = NOT_ASCII, NOT_ASCII, NOT_ASCII | MAY_BE_BLANK, NOT_ASCII, NOT_ASCII, NOT_ASCII, NOT_ASCII, NOT_ASCII, N8(NOT_ASCII), N8(NOT_ASCII), N8(NOT_ASCII),
    [0xE0] = NOT_ASCII, NOT_ASCII, NOT_ASCII | MAY_BE_BLANK, NOT_ASCII | MAY_BE_BLANK, NOT_ASCII, NOT_ASCII, NOT_ASCII, NOT_ASCII, N8(NOT_ASCII), N8(NOT_ASCII), N8(NOT_ASCII),
};
/* clang-format on */

static uint8_t kind_of(char c) { return kinds[(unsigned char)c]; }

/* Length of the white space character at s[at]; 0 when there is none. */
static size_t blank_length(span s, size_t at) {
    unsigned char c = (unsigned char)s.ptr[at];
    if (c < 0x80) return is_space(c);
    if (c != 0xC2 && c != 0xE2 && c != 0xE3) return 0;
    size_t next = at;
    uint32_t code = text_next(s, &next);
    bool blank = code == 0xA0 || code == 0x85 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 ||
                 code == 0x202F || code == 0x205F || code == 0x3000;
    return blank ? next - at : 0;
}

/* ---- Words ---- */

static void add_words(walker *w, uint32_t words) {
    w->block.words += words;
    if (w->links) w->block.link_words += words;
    if (w->bold) w->block.bold_words += words;
    if (w->italic) w->block.italic_words += words;
}

/* Words that begin in the ASCII without blanks from s[at] on; gives where it ends. */
static size_t count_words(walker *w, span s, size_t at) {
    unsigned before = w->in_word, words = 0;
    for (uint8_t kind; at < s.len && !((kind = kind_of(s.ptr[at])) & (MAY_BE_BLANK | NOT_ASCII | CODED)); at++) {
        words += kind & ~before & IN_WORD;
        before = kind | (before & kind >> 1);
    }
    w->in_word = before & IN_WORD;
    if (words) add_words(w, words);
    return at;
}

/* A character that isn't ASCII. */
static void count_other(walker *w, span s, size_t *at) {
    uint32_t code = text_next(s, at);
    if (text_is_unspaced(code)) {
        if (w->unspaced++ % 2 == 0) add_words(w, 1);
        w->in_word = false;
        return;
    }
    bool in = text_is_letter(code) || text_is_digit(code) || (w->in_word && code == 0x2019);
    if (in && !w->in_word) add_words(w, 1);
    w->in_word = in;
}

/* ---- Text and pieces ---- */

static void put_piece(walker *w, span s, range source, bool exact) {
    uint32_t begin = (uint32_t)w->text.len;
    buf_put(&w->text, s);
    html_piece *last = w->pieces.count ? &w->pieces.items[w->pieces.count - 1] : NULL;
    if (last && last->exact && exact && last->text.end == begin && last->source.end == source.begin) {
        last->text.end = (uint32_t)w->text.len;
        last->source.end = source.end;
        return;
    }
    html_piece piece = {{begin, (uint32_t)w->text.len}, source, exact};
    vec_push(w->memory, &w->pieces, piece);
}

static void begin_block(walker *w) {
    w->open = true;
    w->block = (html_block){.text = {(uint32_t)w->text.len, 0}, .element = w->block_element, .links = w->links > 0};
    w->unspaced = 0;
    w->in_word = false;
    w->space = false;
}

/* Text comes: open the block, and write the blank before it. */
static void begin_text(walker *w) {
    if (!w->open) begin_block(w);
    if (w->space) {
        put_piece(w, S(" "), w->space_at, w->space_plain);
        w->space = false;
        w->in_word = false;
    }
    w->breaks = 0;
}

static void note_space(walker *w, range source, bool plain) {
    if (!w->open) return;
    if (!w->space) {
        w->space_at = source;
        w->space_plain = plain;
    } else {
        if (source.begin < w->space_at.begin) w->space_at.begin = source.begin;
        if (source.end > w->space_at.end) w->space_at.end = source.end;
        w->space_plain = false;
    }
    w->space = true;
}

/* Count the words from s[at] on that are parted by single plain spaces; gives where they end. What is coded ends them, if it is
 * looked for. */
static size_t take_words(walker *w, span s, size_t at, bool coded) {
    for (;;) {
        at = count_words(w, s, at);
        if (at == s.len) return at;
        if (kind_of(s.ptr[at]) & CODED) {
            if (coded) return at;
            w->in_word = false;
            at++;
            continue;
        }
        size_t blank = blank_length(s, at);
        if (blank && (s.ptr[at] != ' ' || at + 1 == s.len || kind_of(s.ptr[at + 1]) & CODED || blank_length(s, at + 1)))
            return at;
        if (blank)
            w->in_word = false;
        else
            count_other(w, s, &at);
        at += blank;
    }
}

/* End of the ASCII blanks from s[at] on, or of one other blank; `at` when there is none. */
static size_t blanks_end(span s, size_t at) {
    if (!(kind_of(s.ptr[at]) & ASCII_BLANK)) return at + blank_length(s, at);
    while (at < s.len && kind_of(s.ptr[at]) & ASCII_BLANK) at++;
    return at;
}

/*
 * Cut a run of text at its blanks. An exact one is the source's own bytes; else all of it stands for all of `source`. Gives where it
 * ends: at something coded, if that is looked for.
 */
static size_t put_run(walker *w, span s, range source, bool exact, bool coded) {
    size_t at = 0;
    for (size_t from = 0; at < s.len; from = at) {
        if (coded && kind_of(s.ptr[at]) & CODED) return at;
        at = blanks_end(s, from);
        bool blank = at > from;
        if (!blank) {
            begin_text(w);
            at = take_words(w, s, from, coded);
        }
        range part = exact ? (range){source.begin + (uint32_t)from, source.begin + (uint32_t)at} : source;
        if (blank)
            note_space(w, part, exact && at == from + 1 && s.ptr[from] == ' ');
        else
            put_piece(w, span_cut(s, from, at), part, exact);
    }
    return at;
}

/* A reference, or an ampersand that is none; gives its length. */
static uint32_t put_reference(walker *w, uint32_t at, uint32_t end) {
    char out[8];
    size_t out_len, len = reference_read(w->page->source, at, end, false, out, &out_len);
    if (len)
        put_run(w, (span){out, out_len}, (range){at, at + (uint32_t)len}, false, false);
    else
        put_run(w, S("&"), (range){at, at + 1}, true, false);
    return len ? (uint32_t)len : 1;
}

/* A stretch of the source with its references decoded; NUL leaves nothing. */
static void put_source(walker *w, range at, bool raw) {
    span s = w->page->source;
    for (uint32_t p = at.begin;;) {
        p += (uint32_t)put_run(w, span_cut(s, p, at.end), (range){p, at.end}, true, !raw);
        if (p == at.end) return;
        p += s.ptr[p] ? put_reference(w, p, at.end) : 1;
    }
}

/* End the block: without a word it is no block, but its text stays where it is. */
static void end_block(walker *w) {
    w->breaks = 0;
    w->space = false;
    if (!w->open) return;
    w->open = false;
    w->block.text.end = (uint32_t)w->text.len;
    buf_char(&w->text, '\n');
    if (w->block.words) vec_push(w->memory, &w->blocks, w->block);
}

/* ---- Elements ---- */

static html_tag told_tag(const node *n) { return n->tag <= TAG_LAST_TOLD ? (html_tag)n->tag : HTML_OTHER; }

static bool is_skipped(html_tag tag) {
    switch (tag) {
    case HTML_SCRIPT:
    case HTML_STYLE:
    case HTML_NOSCRIPT:
    case HTML_TEMPLATE:
    case HTML_SVG:
    case HTML_IFRAME:
    case HTML_OBJECT:
    case HTML_SELECT:
    case HTML_OPTION:
    case HTML_TEXTAREA:
    case HTML_CANVAS:
    case HTML_MATH:
    case HTML_MAP:
    case HTML_AUDIO:
    case HTML_VIDEO:
    case HTML_TITLE: return true;
    default: return false;
    }
}

/* The node behind this one, without what stands below it; NODE_NONE when `root` is done. */
static uint32_t next_beside(const tree *t, uint32_t number, uint32_t root) {
    while (number != root && node_at(t, number)->next == NODE_NONE) number = node_at(t, number)->parent;
    return number == root ? NODE_NONE : node_at(t, number)->next;
}

/* Does an element hold much text outside of links? */
static bool says_much(const tree *t, uint32_t root) {
    size_t bytes = 0;
    for (uint32_t number = node_at(t, root)->first; number != NODE_NONE && bytes < MUCH_TEXT;) {
        const node *n = node_at(t, number);
        if (n->tag == TAG_TEXT) bytes += span_trim(span_at(t->page->source, n->source)).len;
        bool down = n->first != NODE_NONE && n->tag != TAG_A && !is_skipped(told_tag(n));
        number = down ? n->first : next_beside(t, number, root);
    }
    return bytes >= MUCH_TEXT;
}

/* Is what stands in the element left out? */
static bool leaves_out(const walker *w, uint32_t number, html_tag tag) {
    if (tag == HTML_NOSCRIPT) return w->noscripts == 0 && !says_much(w->tree, number);
    return is_skipped(tag);
}

static void count_styles(walker *w, html_tag tag, bool enter) {
    unsigned step = enter ? 1u : (unsigned)-1;
    if (tag == HTML_A) w->links += step;
    if (tag == HTML_B || tag == HTML_STRONG) w->bold += step;
    if (tag == HTML_I || tag == HTML_EM) w->italic += step;
    if (tag == HTML_NOSCRIPT) w->noscripts += step;
    if (tag == HTML_A && enter && w->open) w->block.links++;
}

static bool hides(span style) {
    size_t at = style.len ? span_find_nocase(style, S("display"), 0) : SIZE_MAX;
    if (at == SIZE_MAX) return false;
    span value = span_trim(span_from(style, at + 7));
    return span_starts(value, S(":")) && span_starts_nocase(span_trim(span_from(value, 1)), S("none"));
}

/* By attribute. Only the values that may say so are decoded. */
static bool says_hidden(const html_page *page, uint32_t number) {
    const html_element *e = &page->elements[number];
    for (const html_attr *a = page->attributes + e->attrs, *end = a + e->attr_count; a < end; a++) {
        span name = {a->name, a->name_len};
        if (name.len == 6 && span_equal(name, S("hidden"))) return true;
        if (name.len == 5 && *name.ptr == 's' && span_equal(name, S("style")) && hides(html_attribute(page, number, "style")))
            return true;
        if (name.len == 11 && span_equal(name, S("aria-hidden")) &&
            span_equal_nocase(html_attribute(page, number, "aria-hidden"), S("true")))
            return true;
    }
    return false;
}

static uint32_t add_element(walker *w, const node *n, uint32_t parent) {
    html_page *page = w->page;
    uint32_t number = page->element_count++;
    const html_element *up = parent == HTML_NONE ? NULL : &page->elements[parent];
    page->elements[number] = (html_element){.parent = parent,
                                            .source = n->source,
                                            .attrs = n->attrs,
                                            .raw_end = n->raw_end,
                                            .attr_count = n->attr_count,
                                            .depth = (uint16_t)(up ? up->depth + 1 : 0),
                                            .tag = (uint8_t)told_tag(n)};
    page->elements[number].hidden = (up && up->hidden) || says_hidden(page, number);
    return number;
}

static void enter_element(walker *w, uint32_t number) {
    html_element *e = &w->page->elements[number];
    if (html_is_block(e->tag)) {
        end_block(w);
        w->block_element = number;
    }
    count_styles(w, e->tag, true);
    e->text.begin = (uint32_t)w->text.len;
    e->first_block = (uint32_t)w->blocks.count;
}

static void leave_element(walker *w, uint32_t number) {
    html_element *e = &w->page->elements[number];
    if (html_is_block(e->tag)) {
        end_block(w);
        uint32_t up = e->parent;
        while (up != HTML_NONE && !html_is_block(w->page->elements[up].tag)) up = w->page->elements[up].parent;
        w->block_element = up == HTML_NONE ? 0 : up;
    }
    count_styles(w, e->tag, false);
    e->text.end = (uint32_t)w->text.len;
    e->block_end = (uint32_t)w->blocks.count + (w->open && w->text.len > e->text.begin ? 1u : 0u);
    e->end = w->page->element_count;
}

/* The empty range behind what was written last: for a space that no byte of the page stands for. */
static range after_last_piece(const walker *w) {
    uint32_t end = w->pieces.items[w->pieces.count - 1].source.end;
    return (range){end, end};
}

/* One br is a space, two end the block. */
static void take_break(walker *w, const node *n) {
    if (++w->breaks >= 2)
        end_block(w);
    else if (w->open)
        note_space(w, range_known(n->source) ? n->source : after_last_piece(w), false);
}

/* Text directly in html or head is of no block. */
static bool takes_text(const walker *w, uint32_t parent) {
    html_tag tag = parent == HTML_NONE ? HTML_HTML : w->page->elements[parent].tag;
    return tag != HTML_HTML && tag != HTML_HEAD;
}

/* Take a node; true when those below it are next, and then *parent is its own number. */
static bool take_node(walker *w, uint32_t at, uint32_t *parent) {
    const node *n = node_at(w->tree, at);
    html_tag tag = told_tag(n);
    if (n->tag == TAG_TEXT) {
        if (takes_text(w, *parent)) put_source(w, n->source, n->flags & NODE_RAW);
    } else if (n->tag == TAG_BORDER) {
        end_block(w);
    } else if (tag == HTML_BR) {
        take_break(w, n);
    } else {
        uint32_t number = add_element(w, n, *parent);
        bool down = n->first != NODE_NONE && !leaves_out(w, at, tag);
        enter_element(w, number);
        if (!down) leave_element(w, number);
        if (down) *parent = number;
        return down;
    }
    return false;
}

/* Depth first; `parent` is the number of the element around the node. */
static void walk_nodes(walker *w) {
    const tree *t = w->tree;
    uint32_t at = node_at(t, DOCUMENT)->first, parent = HTML_NONE;
    while (at != NODE_NONE) {
        if (take_node(w, at, &parent)) {
            at = node_at(t, at)->first;
            continue;
        }
        while (node_at(t, at)->next == NODE_NONE && parent != HTML_NONE) {
            leave_element(w, parent);
            at = node_at(t, at)->parent;
            parent = w->page->elements[parent].parent;
        }
        at = node_at(t, at)->next;
    }
}

static void walk_loose(walker *w) {
    w->block_element = 0;
    for (uint32_t i = 0; i < w->page->element_count; i++)
        if (w->page->elements[i].tag == HTML_BODY) w->block_element = i;
    for (size_t i = 0; i < w->tree->loose.count; i++) {
        loose_text loose = w->tree->loose.items[i];
        if (loose.breaks) end_block(w);
        put_source(w, loose.at, false);
    }
    end_block(w);
}

void walk_tree(arena *a, const tree *t, html_page *page) {
    walker w = {.memory = a, .tree = t, .page = page, .text = buf_made(a)};
    page->elements = arena_raw(a, t->elements * sizeof *page->elements);
    walk_nodes(&w);
    end_block(&w);
    if (t->loose.count) walk_loose(&w);
    page->text = buf_span(&w.text);
    page->blocks = w.blocks.items;
    page->block_count = (uint32_t)w.blocks.count;
    page->pieces = w.pieces.items;
    page->piece_count = (uint32_t)w.pieces.count;
}
