/*
 * The tap between lexbor's tokenizer and its tree builder: sees every token with its place in the source before the builder does.
 *
 * It notes where each text node and start tag stands, keeps tokens away from the builder that would make it quadratic or eat memory
 * (depth, nodes, attributes), and finds what swallows the tail of a page. Text of dropped elements is never dropped.
 */
#include "html_internal.h"
#include <lexbor/html/tree/insertion_mode.h>

/* Formatting elements that are reopened in each paragraph; pages have few, unclosed ones by the thousand are an attack. */
#define MOST_FORMATTING 24

/* A title longer than this has swallowed text. */
#define LONGEST_TITLE 4096

/* Text nodes beyond this size are split, as lexbor copies a text node each time that it grows. */
#define BIG_TEXT (32u << 10)

const char walk_mark_break = 'b', walk_mark_nothing = 'n';

static bool is_raw_tag(lxb_tag_id_t tag) {
    switch (tag) {
    case LXB_TAG_TITLE:
    case LXB_TAG_TEXTAREA:
    case LXB_TAG_STYLE:
    case LXB_TAG_SCRIPT:
    case LXB_TAG_XMP:
    case LXB_TAG_IFRAME:
    case LXB_TAG_NOEMBED:
    case LXB_TAG_NOFRAMES:
    case LXB_TAG_PLAINTEXT: return true;
    default: return false;
    }
}

static bool is_formatting_tag(lxb_tag_id_t tag) {
    switch (tag) {
    case LXB_TAG_A:
    case LXB_TAG_B:
    case LXB_TAG_BIG:
    case LXB_TAG_CODE:
    case LXB_TAG_EM:
    case LXB_TAG_FONT:
    case LXB_TAG_I:
    case LXB_TAG_NOBR:
    case LXB_TAG_S:
    case LXB_TAG_SMALL:
    case LXB_TAG_STRIKE:
    case LXB_TAG_STRONG:
    case LXB_TAG_TT:
    case LXB_TAG_U: return true;
    default: return false;
    }
}

static size_t tag_slot(lxb_tag_id_t tag) { return tag < LXB_TAG__LAST_ENTRY ? tag : 0; }

static bool ends_block(lxb_tag_id_t tag) {
    lxb_dom_node_t node = {.local_name = tag, .ns = LXB_NS_HTML};
    return tag == LXB_TAG_BR || html_is_block(html_tag_of(&node));
}

/* ---- Where things stand ---- */

static void add_range(tap *t, source_ranges *list, range at) {
    source_range *more = arena_try_alloc(t->memory, sizeof *more);
    if (!more) {
        t->failed = true;
        return;
    }
    more->at = at;
    if (list->last)
        list->last->next = more;
    else
        list->first = more;
    list->last = more;
}

/* Hang ranges on a text node, behind those that it has. */
static void hang(tap *t, lxb_dom_node_t *node, source_ranges add) {
    if (!node || node->type != LXB_DOM_NODE_TYPE_TEXT || !add.first) return;
    source_ranges *list = node->user;
    if (!list) {
        list = arena_try_alloc(t->memory, sizeof *list);
        if (!list) {
            t->failed = true;
            return;
        }
        node->user = list;
    }
    if (list->last)
        list->last->next = add.first;
    else
        list->first = add.first;
    list->last = add.last;
}

static lxb_dom_node_t *current_node(lxb_html_tree_t *tree) {
    size_t open = tree->open_elements->length;
    return open ? tree->open_elements->list[open - 1] : NULL;
}

static lxb_dom_node_t *last_text(lxb_html_tree_t *tree) {
    lxb_dom_node_t *node = current_node(tree);
    return node ? node->last_child : NULL;
}

/* Let the builder place the text of a table that it holds back, and note where that text came from. */
static void flush_table_text(tap *t, lxb_html_tree_t *tree, lxb_html_token_t *token) {
    bool fostered = tree->pending_table.have_non_ws;
    lxb_html_tree_insertion_mode_in_table_text(tree, token);
    lxb_dom_node_t *node = last_text(tree);
    if (fostered && (!node || node->type != LXB_DOM_NODE_TYPE_TEXT || node->user)) {
        lxb_dom_node_t *table = current_node(tree);
        while (table && table->local_name != LXB_TAG_TABLE) table = table->parent;
        if (table && table->prev) node = table->prev;
    }
    hang(t, node, t->held);
    t->held = (source_ranges){0};
}

static void note_text(tap *t, lxb_html_tree_t *tree, range at) {
    source_ranges one = {0};
    if (tree->mode == lxb_html_tree_insertion_mode_in_table_text) {
        add_range(t, &t->held, at);
        return;
    }
    add_range(t, &one, at);
    hang(t, last_text(tree), one);
}

/* The element that a start tag made is the current node, or the last child where it is already closed. */
static void note_element(tap *t, lxb_html_tree_t *tree, lxb_tag_id_t tag, range at) {
    lxb_dom_node_t *node = current_node(tree);
    if (node && (node->local_name != tag || node->user)) node = node->last_child;
    if (!node || node->local_name != tag || node->user) return;
    range *place = arena_try_alloc(t->memory, sizeof *place);
    if (place)
        *place = at;
    else
        t->failed = true;
    node->user = place;
}

/* ---- Caps ---- */

static void cap_attributes(tap *t, lxb_html_token_t *token, uint32_t at) {
    uint32_t count = 0;
    for (lxb_html_token_attr_t *attr = token->attr_first; attr; attr = attr->next) {
        if (attr->value_size > t->limits->attribute_bytes) {
            html_hit_add(t->page, "attribute_bytes", at);
            size_t size = t->limits->attribute_bytes;
            while (size && (attr->value[size] & 0xC0) == 0x80) size--;
            attr->value_size = size;
            attr->value[size] = 0;
        }
        if (++count == t->limits->attributes && attr->next) {
            html_hit_add(t->page, "attributes", at);
            attr->next = NULL;
            token->attr_last = attr;
        }
    }
}

/* Give the builder a br of our own: it parts text where a dropped tag would have. */
static void put_break(tap *t, lxb_html_tokenizer_t *tokenizer, const lxb_html_token_t *token, const char *mark) {
    lxb_html_tree_t *tree = tokenizer->tree;
    if (tree->mode != lxb_html_tree_insertion_mode_in_body) return;
    lxb_html_token_t own = *token;
    own.tag_id = LXB_TAG_BR;
    own.type = LXB_HTML_TOKEN_TYPE_OPEN;
    own.attr_first = own.attr_last = NULL;
    own.null_count = 0;
    t->inner(tokenizer, &own, t->inner_ctx);
    lxb_dom_node_t *node = last_text(tree);
    if (node && node->local_name == LXB_TAG_BR && !node->user) node->user = (void *)(uintptr_t)mark;
    t->nodes++;
    t->elements++;
}

static void keep_loose(tap *t, const lxb_html_token_t *token, range at) {
    size_t len = (size_t)(token->text_end - token->text_start);
    loose_text *more = arena_try_alloc(t->memory, sizeof *more);
    char *copy = more ? arena_try_alloc(t->memory, len + 1) : NULL;
    if (!copy) {
        t->failed = true;
        return;
    }
    memcpy(copy, token->text_start, len);
    *more = (loose_text){{copy, len}, at, t->loose_break, NULL};
    t->loose_break = false;
    if (t->loose_last)
        t->loose_last->next = more;
    else
        t->loose = more;
    t->loose_last = more;
}

/* Beyond the node cap only raw-text elements go on to the builder, as it is what switches the tokenizer. True when handled here. */
static bool beyond_nodes(tap *t, const lxb_html_token_t *token, range at) {
    lxb_tag_id_t tag = token->tag_id;
    if (t->nodes < t->limits->nodes || tag == LXB_TAG__END_OF_FILE) return false;
    html_hit_add(t->page, "nodes", at.begin);
    if (tag == LXB_TAG__TEXT) {
        if (t->raw_tag) return false;
        keep_loose(t, token, at);
        return true;
    }
    bool raw = is_raw_tag(tag) && (!(token->type & LXB_HTML_TOKEN_TYPE_CLOSE) || t->raw_tag == tag);
    if (!raw && tag < LXB_TAG__LAST_ENTRY && ends_block(tag)) t->loose_break = true;
    return !raw;
}

/* Drop start tags that nest too deeply, and later as many end tags. True when dropped. */
static bool too_deep(tap *t, lxb_html_tokenizer_t *tokenizer, lxb_html_token_t *token, range at) {
    lxb_html_tree_t *tree = tokenizer->tree;
    lxb_tag_id_t tag = token->tag_id;
    if (tag <= LXB_TAG__PROCESSINGINSTRUCTION || is_raw_tag(tag)) return false;
    uint32_t *dropped = &t->dropped[tag_slot(tag)];
    if (token->type & LXB_HTML_TOKEN_TYPE_CLOSE) {
        if (!*dropped) return false;
        --*dropped;
    } else {
        bool deep = tree->open_elements->length >= t->limits->depth;
        if (!deep && !(is_formatting_tag(tag) && tree->active_formatting->length >= MOST_FORMATTING)) return false;
        html_hit_add(t->page, "depth", at.begin);
        if (!lxb_html_tag_is_void(tag)) ++*dropped;
    }
    if (ends_block(tag)) put_break(t, tokenizer, token, &walk_mark_break);
    return true;
}

/* ---- What nobody reads ---- */

/* A drawing's own elements: those that lexbor has no number for, and these. Its text isn't read, so they needn't be built. */
static bool is_drawn(lxb_tag_id_t tag) {
    return tag >= LXB_TAG__LAST_ENTRY || tag == LXB_TAG_PATH || tag == LXB_TAG_CLIPPATH || tag == LXB_TAG_LINEARGRADIENT ||
           tag == LXB_TAG_RADIALGRADIENT;
}

/* Inside an svg only what may end it goes on to the builder. True when dropped. */
static bool in_drawing(const tap *t, lxb_html_tree_t *tree, const lxb_html_token_t *token) {
    const lxb_dom_node_t *node = t->drawings ? current_node(tree) : NULL;
    return node && node->ns == LXB_NS_SVG && (token->tag_id == LXB_TAG__TEXT || is_drawn(token->tag_id));
}

/* ---- What swallows the tail ---- */

static void watch_tail(tap *t, const lxb_html_token_t *token, range at) {
    if (range_known(t->swallowed)) return;
    span s = t->source;
    lxb_tag_id_t tag = token->tag_id;
    if (tag == LXB_TAG__END_OF_FILE) {
        if (t->raw_tag)
            t->swallowed = t->raw_at;
        else if (t->end < s.len && s.ptr[t->end] == '<')
            t->swallowed = (range){t->end, t->end + 1};
    } else if (tag == LXB_TAG__EM_COMMENT && at.end >= s.len && (const char *)token->end >= s.ptr + s.len) {
        t->swallowed = (range){at.begin, at.begin + (span_starts(span_from(s, at.begin), S("<!--")) ? 4u : 1u)};
    } else if (tag == LXB_TAG__TEXT && t->raw_tag == LXB_TAG_TITLE && range_len(at) > LONGEST_TITLE) {
        t->swallowed = t->raw_at;
    }
}

/* Offset of a pointer into the source; `otherwise` when it points elsewhere. */
static uint32_t offset_of(const tap *t, const lxb_char_t *at, uint32_t otherwise) {
    const char *p = (const char *)at, *low = t->source.ptr;
    return p >= low && p <= low + t->source.len ? (uint32_t)(p - low) : otherwise;
}

/*
 * Where a token stands from '<' to '>'. The tokenizer gives a tag's name, a comment's content, and of text the text itself;
 * attributes know their own places. An end without '>' is the end of what was given.
 */
static range token_range(const tap *t, const lxb_html_token_t *token) {
    span s = t->source;
    uint32_t begin = offset_of(t, token->begin, t->end), end = offset_of(t, token->end, (uint32_t)s.len);
    if (end < begin) end = begin;
    if (token->tag_id == LXB_TAG__TEXT || token->tag_id == LXB_TAG__END_OF_FILE) return (range){begin, end};
    const lxb_html_token_attr_t *last = token->attr_last;
    if (last) end = offset_of(t, last->value_end ? last->value_end : last->name_end, end);
    for (int back = 0; back < 4 && begin > t->end && s.ptr[begin] != '<'; back++) begin--;
    uint32_t close = end;
    bool comment = token->tag_id == LXB_TAG__EM_COMMENT;
    while (close < s.len && s.ptr[close] != '>' && (!comment || s.ptr[close] == '-' || s.ptr[close] == '!')) close++;
    if (close < s.len && s.ptr[close] == '>') end = close + 1;
    return (range){begin < end ? begin : end, end};
}

/* Remember which raw-text element is open; the tokenizer gives nothing but its text until its end tag. */
static void watch_raw(tap *t, const lxb_html_token_t *token, range at) {
    lxb_tag_id_t tag = token->tag_id;
    if (tag == LXB_TAG__TEXT) return;
    t->raw_tag = 0;
    if (!(token->type & LXB_HTML_TOKEN_TYPE_CLOSE) && is_raw_tag(tag)) {
        t->raw_tag = (uint32_t)tag;
        t->raw_at = at;
    }
}

static lxb_html_token_t *give_builder(tap *t, lxb_html_tokenizer_t *tokenizer, lxb_html_token_t *token, range at) {
    lxb_html_tree_t *tree = tokenizer->tree;
    lxb_tag_id_t tag = token->tag_id;
    if (tag != LXB_TAG__TEXT) {
        if (tree->mode == lxb_html_tree_insertion_mode_in_table_text) flush_table_text(t, tree, token);
        const lxb_dom_node_t *text = last_text(tree);
        if (text && text->type == LXB_DOM_NODE_TYPE_TEXT && ((const lxb_dom_character_data_t *)text)->data.length > BIG_TEXT)
            put_break(t, tokenizer, token, &walk_mark_nothing);
    }
    size_t before = tree->open_elements->length;
    bool opens = tag > LXB_TAG__PROCESSINGINSTRUCTION && !(token->type & LXB_HTML_TOKEN_TYPE_CLOSE);
    token = t->inner(tokenizer, token, t->inner_ctx);
    size_t after = tree->open_elements->length;
    t->nodes += 1 + (after > before ? after - before : 0);
    t->elements += (opens ? 1 : 0) + (after > before ? after - before : 0);
    if (tag == LXB_TAG__TEXT)
        note_text(t, tree, at);
    else if (opens)
        note_element(t, tree, tag, at);
    return token;
}

lxb_html_token_t *tap_token(lxb_html_tokenizer_t *tokenizer, lxb_html_token_t *token, void *user) {
    tap *t = user;
    range at = token_range(t, token);
    watch_tail(t, token, at);
    if (token->attr_first) cap_attributes(t, token, at.begin);
    if (token->tag_id == LXB_TAG_SVG) {
        t->drawings = true;
        token->attr_first = token->attr_last = NULL; /* each would be looked up among the names of SVG */
    }
    bool handled = in_drawing(t, tokenizer->tree, token) || beyond_nodes(t, token, at) || too_deep(t, tokenizer, token, at);
    watch_raw(t, token, at);
    t->end = at.end;
    if (handled) return token;
    token = give_builder(t, tokenizer, token, at);
    raw_text_faster(tokenizer);
    return token;
}
