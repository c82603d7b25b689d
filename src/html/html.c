#include "html_internal.h"

/* A page that swallows its tail is parsed again with the culprit blanked, at most this often. */
#define MOST_TRIES 4

/* Tails shorter than this are let go: a cut-off tag at the end of a truncated page is no text. */
#define SMALL_TAIL 200

void html_hit_add(html_page *page, const char *limit, uint32_t at) {
    for (uint32_t i = 0; i < page->hit_count; i++)
        if (strcmp(page->hits[i].limit, limit) == 0) return;
    if (page->hit_count < sizeof page->hits / sizeof *page->hits) page->hits[page->hit_count++] = (html_hit){limit, at};
}

/* One parse. The tap sits between tokenizer and tree builder; lexbor puts its own callback back at each begin of a parse. */
static void parse_once(retold_ctx *ctx, parser_state *state, tap *t) {
    lxb_html_document_clean(state->document);
    parser_fit(state, t->source.len);
    lxb_html_parser_t *parser = state->document->dom_document.parser;
    lxb_html_tokenizer_t *tokenizer = lxb_html_parser_tokenizer(parser);
    bool ok = lxb_html_document_parse_chunk_begin(state->document) == LXB_STATUS_OK;
    if (ok) {
        t->inner = tokenizer->callback_token_done;
        t->inner_ctx = tokenizer->callback_token_ctx;
        lxb_html_tokenizer_callback_token_done_set(tokenizer, tap_token, t);
        ok = lxb_html_document_parse_chunk(state->document, (const lxb_char_t *)t->source.ptr, t->source.len) == LXB_STATUS_OK;
        ok = lxb_html_document_parse_chunk_end(state->document) == LXB_STATUS_OK && ok;
        lxb_html_tokenizer_callback_token_done_set(tokenizer, t->inner, t->inner_ctx);
    }
    if (ok && !t->failed) return;
    parser_drop(ctx);
    ctx_out_of_memory(ctx);
}

/* A copy of the source with a range blanked, so that all offsets stay. */
static span blanked(arena *a, span source, range r) {
    char *copy = arena_alloc(a, source.len + 1);
    memcpy(copy, source.ptr, source.len);
    memset(copy + r.begin, ' ', range_len(r));
    return (span){copy, source.len};
}

html_page *html_parse(retold_ctx *ctx, arena *a, span source) {
    parser_state *state = parser_get(ctx);
    if (!state) ctx_out_of_memory(ctx);
    html_page *page = ARENA_NEW(a, html_page);
    page->source = source;
    tap *t = NULL;
    for (int tries = 0; tries < MOST_TRIES; tries++) {
        span given = t ? blanked(a, t->source, t->swallowed) : source;
        t = ARENA_NEW(a, tap);
        t->memory = a;
        t->source = given;
        t->limits = ctx_limits(ctx);
        t->page = page;
        t->swallowed = RANGE_NONE;
        parse_once(ctx, state, t);
        if (!range_known(t->swallowed) || source.len - t->swallowed.begin < SMALL_TAIL) break;
        html_hit_add(page, "swallowed_tail", t->swallowed.begin);
    }
    walk_tree(a, t, lxb_dom_interface_node(state->document), page);
    return page;
}

span html_attribute(const html_page *page, uint32_t element, const char *name) {
    lxb_dom_attr_t *attr = ((const lxb_dom_element_t *)page->elements[element].node)->first_attr;
    size_t want = strlen(name);
    for (; attr; attr = attr->next) {
        size_t len;
        const lxb_char_t *has = lxb_dom_attr_local_name(attr, &len);
        if (len == want && memcmp(has, name, len) == 0)
            return attr->value ? (span){(const char *)attr->value->data, attr->value->length} : (span){"", 0};
    }
    return (span){NULL, 0};
}

bool html_next_attribute(const html_page *page, uint32_t element, const void **at, span *name, span *value) {
    const lxb_dom_element_t *node = page->elements[element].node;
    lxb_dom_attr_t *attr = *at ? ((const lxb_dom_attr_t *)*at)->next : node->first_attr;
    if (!attr) return false;
    size_t len;
    const lxb_char_t *has = lxb_dom_attr_local_name(attr, &len);
    *name = (span){(const char *)has, len};
    *value = attr->value ? (span){(const char *)attr->value->data, attr->value->length} : (span){"", 0};
    *at = attr;
    return true;
}

bool html_has_attribute(const html_page *page, uint32_t element, const char *name) {
    return html_attribute(page, element, name).ptr != NULL;
}

span html_raw_text(const html_page *page, uint32_t element, range *source) {
    const lxb_dom_node_t *text = ((const lxb_dom_node_t *)page->elements[element].node)->first_child;
    if (source) *source = RANGE_NONE;
    if (!text || text->type != LXB_DOM_NODE_TYPE_TEXT) return (span){NULL, 0};
    const source_ranges *ranges = text->user;
    if (source && ranges) *source = (range){ranges->first->at.begin, ranges->last->at.end};
    const lexbor_str_t *data = &((const lxb_dom_character_data_t *)text)->data;
    return (span){(const char *)data->data, data->length};
}

uint32_t html_piece_at(const html_page *page, uint32_t at) {
    uint32_t low = 0, high = page->piece_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (page->pieces[middle].text.end > at)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

range html_source(const html_page *page, range text) {
    range hull = RANGE_NONE;
    for (uint32_t i = html_piece_at(page, text.begin); i < page->piece_count && page->pieces[i].text.begin < text.end; i++) {
        html_piece p = page->pieces[i];
        uint32_t begin = p.source.begin, end = p.source.end;
        if (p.exact && p.text.begin < text.begin) begin += text.begin - p.text.begin;
        if (p.exact && p.text.end > text.end) end -= p.text.end - text.end;
        if (!range_known(hull)) hull = (range){begin, end};
        if (begin < hull.begin) hull.begin = begin;
        if (end > hull.end) hull.end = end;
    }
    return hull;
}
