#include "html/html.h"
#include "html/tree.h"

void html_hit_add(html_page *page, const char *limit, uint32_t at) {
    for (uint32_t i = 0; i < page->hit_count; i++)
        if (strcmp(page->hits[i].limit, limit) == 0) return;
    if (page->hit_count < sizeof page->hits / sizeof *page->hits) page->hits[page->hit_count++] = (html_hit){limit, at};
}

html_page *html_parse(retold_ctx *ctx, arena *a, span source) {
    html_page *page = ARENA_NEW(a, html_page);
    page->memory = a;
    page->source = source;
    arena *scratch = ctx_scratch(ctx);
    arena_mark mark = arena_here(scratch);
    tree *t = ARENA_NEW(scratch, tree);
    t->memory = scratch;
    t->page = page;
    t->scan = scan_start(page, a, ctx_limits(ctx));
    tree_build(t);
    walk_tree(a, t, page);
    if (a != scratch) arena_back(scratch, mark);
    return page;
}

static span value_of(const html_page *page, html_attr *attr) {
    if (attr->raw) {
        span value = reference_decoded(page->memory, (span){attr->value, attr->value_len}, true);
        attr->value = value.ptr;
        attr->value_len = (uint32_t)value.len;
        attr->raw = false;
    }
    return (span){attr->value, attr->value_len};
}

span html_attribute(const html_page *page, uint32_t element, const char *name) {
    const html_element *e = &page->elements[element];
    size_t want = strlen(name);
    for (html_attr *attr = page->attributes + e->attrs, *end = attr + e->attr_count; attr < end; attr++)
        if (attr->name_len == want && *attr->name == *name && memcmp(attr->name, name, want) == 0) return value_of(page, attr);
    return (span){NULL, 0};
}

bool html_next_attribute(const html_page *page, uint32_t element, const void **at, span *name, span *value) {
    const html_element *e = &page->elements[element];
    html_attr *first = page->attributes + e->attrs, *attr = *at ? (html_attr *)*at + 1 : first;
    if (attr == first + e->attr_count) return false;
    *name = (span){attr->name, attr->name_len};
    *value = value_of(page, attr);
    *at = attr;
    return true;
}

bool html_has_attribute(const html_page *page, uint32_t element, const char *name) {
    return html_attribute(page, element, name).ptr != NULL;
}

span html_raw_text(const html_page *page, uint32_t element, range *source) {
    const html_element *e = &page->elements[element];
    if (source) *source = RANGE_NONE;
    if (!e->raw_end || e->raw_end == e->source.end) return (span){NULL, 0};
    range at = {e->source.end, e->raw_end};
    if (source) *source = at;
    bool decoded = e->tag == HTML_TITLE || e->tag == HTML_TEXTAREA;
    return decoded ? reference_decoded(page->memory, span_at(page->source, at), false) : span_at(page->source, at);
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

#define IS_BLOCK(name, block) [HTML_##name] = block,
static const bool block_tags[HTML_TAG_COUNT] = {HTML_TAGS(IS_BLOCK)};

bool html_is_block(html_tag tag) { return block_tags[tag]; }
