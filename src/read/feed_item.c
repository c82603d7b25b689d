/* An item of any feed as a page: what it carries are the page's bytes, what it says of itself is the page's row. */
#include "base/buf.h"
#include "base/ctx.h"
#include "read/read_internal.h"
#include "record/json.h"

#define SNIFFED 4096

/* A copy with each run of blanks as one space, trimmed. */
static span squeezed(arena *a, span s) {
    buf out = buf_made(a);
    s = span_trim(s);
    for (size_t i = 0; i < s.len; i++) {
        bool blank = is_space((unsigned char)s.ptr[i]);
        if (!blank || !is_space((unsigned char)s.ptr[i - 1])) buf_char(&out, blank ? ' ' : s.ptr[i]);
    }
    return buf_span(&out);
}

static void put_date(arena *a, yyjson_mut_doc *doc, yyjson_mut_val *row, const char *name, span text) {
    stamp s = feed_date(text);
    if (s.precision) json_put_text(doc, row, name, stamp_iso(a, s));
}

/* As article_take_row() reads it. */
static span row_of(retold_ctx *ctx, arena *a, const feed_item *it) {
    arena *scratch = ctx_scratch(ctx);
    yyjson_mut_doc *doc = json_new(scratch);
    yyjson_mut_val *row = json_object(doc), *authors = json_array(doc);
    json_put_some(doc, row, "title", squeezed(scratch, it->title));
    for (size_t i = 0; i < it->author_count; i++) json_push(doc, authors, json_string(doc, squeezed(scratch, it->authors[i])));
    if (it->author_count) json_put(doc, row, "authors", authors);
    put_date(scratch, doc, row, "published", it->published);
    put_date(scratch, doc, row, "modified", it->modified);
    buf out = buf_made(scratch);
    json_write(&out, doc, row, false);
    return arena_copy(a, span_trim(buf_span(&out)));
}

static void fill_body(retold_page *page, const feed_item *it) {
    span head = span_cut(it->body, 0, it->body.len < SNIFFED ? it->body.len : SNIFFED);
    page->kind = PAGE_OTHER;
    if (!it->body.len) return;
    page->kind = it->plain && sniff(head, (span){0}) != SNIFF_HTML ? PAGE_TEXT : PAGE_HTML;
    page->charset = S("utf-8");
    page->bytes = arena_copy(&page->memory, it->body);
    if (it->cut) limits_add(&page->memory, &page->limits, "page_bytes", it->body.len);
    page_finish(page);
}

retold_page *feed_item_page(retold_ctx *ctx, span file, const feed_item *it) {
    retold_page *page = page_in_file(ctx, file);
    arena *a = &page->memory;
    page->offset = it->at;
    page_set_url(page, it->link.len || it->no_address || !address_is_public(it->id) ? it->link : it->id);
    page->id = it->id.len      ? arena_copy(a, it->id)
               : page->url.len ? page->url
                               : arena_printf(a, "%.*s:%llu", SPAN_ARG(file), (unsigned long long)it->at);
    page->row = row_of(ctx, a, it);
    fill_body(page, it);
    if (page->kind == PAGE_OTHER && !page->url.len) page_fail(page, S("the item has neither a text nor an address"));
    return page;
}
