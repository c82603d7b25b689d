/* From lexbor's tree to flat lists: one pass over the nodes, without recursion. */
#include "base/buf.h"
#include "html_internal.h"
#include "text/text.h"

typedef struct walker {
    arena *memory;
    html_page *page;
    span source; /* as parsed: the page's, perhaps with a part blanked */
    size_t element_space;
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

/* Letters and digits, ASCII. */
static bool word_byte(unsigned char c) { return is_alnum(c); }

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

/* Words that begin in the ASCII from s[at] on; gives where it ends. */
static size_t count_ascii(walker *w, span s, size_t at) {
    unsigned before = w->in_word, words = 0;
    for (unsigned char c; at < s.len && (c = (unsigned char)s.ptr[at]) < 0x80; at++) {
        unsigned in = word_byte(c);
        words += in & ~before;
        before = in | (before & (c == '\''));
    }
    w->in_word = before;
    if (words) add_words(w, words);
    return at;
}

static void count_words(walker *w, span s) {
    for (size_t at = 0; (at = count_ascii(w, s, at)) < s.len;) {
        uint32_t code = text_next(s, &at);
        if (text_is_unspaced(code)) {
            if (w->unspaced++ % 2 == 0) add_words(w, 1);
            w->in_word = false;
            continue;
        }
        bool in = text_is_letter(code) || text_is_digit(code) || (w->in_word && code == 0x2019);
        if (in && !w->in_word) add_words(w, 1);
        w->in_word = in;
    }
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

/* Text without blanks at its ends. */
static void put_text(walker *w, span s, range source, bool exact) {
    if (!w->open) begin_block(w);
    if (w->space) {
        put_piece(w, S(" "), w->space_at, w->space_plain);
        w->space = false;
        w->in_word = false;
    }
    put_piece(w, s, source, exact);
    count_words(w, s);
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

/* Bytes that end a stretch of words parted by single plain spaces, or may do so. */
static bool may_be_blank(unsigned char c) { return c < 0x80 ? is_space(c) : c == 0xC2 || c == 0xE2 || c == 0xE3; }

/* End of the words from s[at] on that are parted by single plain spaces. */
static size_t words_end(span s, size_t at) {
    size_t end = at;
    for (;;) {
        while (end < s.len && !may_be_blank((unsigned char)s.ptr[end])) end++;
        if (end == s.len) return end;
        size_t blank = blank_length(s, end);
        if (blank && (s.ptr[end] != ' ' || end + 1 == s.len || blank_length(s, end + 1))) return end;
        end++;
    }
}

/* Cut a run of data at its blanks. */
static void put_run(walker *w, const aligned *run) {
    span s = run->data;
    bool plain = run->exact && w->source.ptr == w->page->source.ptr; /* its single spaces are spaces of the page */
    for (size_t at = 0; at < s.len;) {
        size_t blank = blank_length(s, at), from = at;
        if (blank) {
            range source = run->source;
            if (run->exact) source = (range){run->source.begin + (uint32_t)at, run->source.begin + (uint32_t)(at + blank)};
            /* a byte that was blanked for a second try is no space of the page */
            note_space(w, source, run->exact && s.ptr[at] == ' ' && w->page->source.ptr[source.begin] == ' ');
            at += blank;
            continue;
        }
        if (plain)
            at = words_end(s, at);
        else
            while (at < s.len && !blank_length(s, at)) at++;
        range source = run->source;
        if (run->exact) source = (range){run->source.begin + (uint32_t)from, run->source.begin + (uint32_t)at};
        put_text(w, span_cut(s, from, at), source, run->exact);
    }
}

static void put_data(walker *w, span data, const source_range *ranges) {
    aligner align = align_start(w->source, data, ranges);
    aligned run;
    while (align_next(&align, &run)) put_run(w, &run);
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

static span node_text(const lxb_dom_node_t *node) {
    const lexbor_str_t *data = &((const lxb_dom_character_data_t *)node)->data;
    return (span){(const char *)data->data, data->length};
}

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

/* The node behind this one, without what stands below it; NULL when `root` is done. */
static lxb_dom_node_t *next_beside(lxb_dom_node_t *node, const lxb_dom_node_t *root) {
    while (node != root && !node->next) node = node->parent;
    return node == root ? NULL : node->next;
}

/* Does an element hold much text outside of links? */
static bool says_much(lxb_dom_node_t *root) {
    size_t bytes = 0;
    for (lxb_dom_node_t *node = root->first_child; node && bytes < MUCH_TEXT;) {
        bool text = node->type == LXB_DOM_NODE_TYPE_TEXT;
        if (text) bytes += span_trim(node_text(node)).len;
        html_tag tag = node->type == LXB_DOM_NODE_TYPE_ELEMENT ? html_tag_of(node) : HTML_OTHER;
        bool down = node->first_child && tag != HTML_A && !is_skipped(tag);
        node = down ? node->first_child : next_beside(node, root);
    }
    return bytes >= MUCH_TEXT;
}

/* Is what stands in the element left out? */
static bool leaves_out(const walker *w, lxb_dom_node_t *node, html_tag tag) {
    if (tag == HTML_NOSCRIPT) return w->noscripts == 0 && !says_much(node);
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

static bool says_hidden(const html_page *page, uint32_t number) {
    span name, value;
    for (const void *at = NULL; html_next_attribute(page, number, &at, &name, &value);) {
        if (name.len == 6 && span_equal(name, S("hidden"))) return true;
        if (name.len == 5 && span_equal(name, S("style")) && hides(value)) return true;
        if (name.len == 11 && span_equal(name, S("aria-hidden")) && span_equal_nocase(value, S("true"))) return true;
    }
    return false;
}

/* Add an element; false when the list is full, which only a fault in counting could bring about. */
static bool add_element(walker *w, lxb_dom_node_t *node, uint32_t parent) {
    html_page *page = w->page;
    if (page->element_count >= w->element_space) return false;
    uint32_t number = page->element_count++;
    html_element *e = &page->elements[number];
    e->node = node;
    e->parent = parent;
    e->tag = (uint8_t)html_tag_of(node);
    e->source = node->user ? *(const range *)node->user : RANGE_NONE;
    e->depth = parent == HTML_NONE ? 0 : (uint16_t)(page->elements[parent].depth + 1);
    e->hidden = (parent != HTML_NONE && page->elements[parent].hidden) || says_hidden(page, number);
    return true;
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

/* One br is a space, two end the block; those of the tap's own mean a border, or nothing. */
static void take_break(walker *w, const lxb_dom_node_t *node) {
    if (node->user == &walk_mark_nothing) return;
    if (node->user == &walk_mark_break) {
        end_block(w);
        return;
    }
    const range *at = node->user;
    if (++w->breaks >= 2)
        end_block(w);
    else if (w->open)
        note_space(w, at ? *at : after_last_piece(w), false);
}

static void take_text(walker *w, const lxb_dom_node_t *node) {
    const source_ranges *ranges = node->user;
    put_data(w, node_text(node), ranges ? ranges->first : NULL);
}

static bool is_own_break(const lxb_dom_node_t *node) {
    return node->user == &walk_mark_break || node->user == &walk_mark_nothing;
}

/* Text directly in html or head is of no block. */
static bool takes_text(const walker *w, uint32_t parent) {
    html_tag tag = parent == HTML_NONE ? HTML_HTML : w->page->elements[parent].tag;
    return tag != HTML_HTML && tag != HTML_HEAD;
}

/* Depth first; `parent` is the number of the element around `node`. */
static void walk_nodes(walker *w, lxb_dom_node_t *root) {
    lxb_dom_node_t *node = root->first_child;
    uint32_t parent = HTML_NONE;
    while (node) {
        bool down = false;
        if (node->type == LXB_DOM_NODE_TYPE_TEXT) {
            if (takes_text(w, parent)) take_text(w, node);
        } else if (node->type == LXB_DOM_NODE_TYPE_ELEMENT) {
            html_tag tag = html_tag_of(node);
            if (tag == HTML_BR) {
                take_break(w, node);
            } else if (!is_own_break(node) && add_element(w, node, parent)) {
                uint32_t number = w->page->element_count - 1;
                down = node->first_child && !leaves_out(w, node, tag);
                enter_element(w, number);
                if (down)
                    parent = number;
                else
                    leave_element(w, number);
            }
        }
        if (down) {
            node = node->first_child;
            continue;
        }
        while (!node->next && parent != HTML_NONE && node->parent == w->page->elements[parent].node) {
            leave_element(w, parent);
            node = node->parent;
            parent = w->page->elements[parent].parent;
        }
        node = node->next;
    }
}

static void walk_loose(walker *w, const loose_text *loose) {
    for (; loose; loose = loose->next) {
        if (loose->breaks) end_block(w);
        source_range at = {loose->at, NULL};
        put_data(w, loose->data, &at);
    }
    end_block(w);
}

void walk_tree(arena *a, const tap *t, lxb_dom_node_t *root, html_page *page) {
    walker w = {.memory = a, .page = page, .source = t->source, .text = buf_made(a), .element_space = t->elements + 64};
    page->elements = ARENA_ARRAY(a, html_element, w.element_space);
    walk_nodes(&w, root);
    end_block(&w);
    w.block_element = 0;
    for (uint32_t i = 0; i < page->element_count; i++)
        if (page->elements[i].tag == HTML_BODY) w.block_element = i;
    walk_loose(&w, t->loose);
    page->text = buf_span(&w.text);
    page->blocks = w.blocks.items;
    page->block_count = (uint32_t)w.blocks.count;
    page->pieces = w.pieces.items;
    page->piece_count = (uint32_t)w.pieces.count;
}
