/* Any bytes as an HTML page: an article whose spans lie in their texts and lead to the page, the same each time. */
#include "base/ctx.h"
#include "record/record.h"
#include "retold/extract.h"
#include "retold/render.h"
#include "text/text.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool law) {
    if (!law) abort();
}

static void check(const retold_article *x, span bytes) {
    uint32_t end = 0;
    demand(text_is_utf8(x->text) && text_is_utf8(x->title.text));
    for (size_t i = 0; i < x->piece_count; i++) {
        piece p = x->pieces[i];
        demand(p.text.begin >= end && p.text.begin < p.text.end && p.text.end <= x->text.len && p.page.begin <= p.page.end &&
               p.page.end <= bytes.len);
        demand(!p.exact || span_equal(span_at(x->text, p.text), span_at(bytes, p.page)));
        end = p.text.end;
    }
    for (size_t i = 0; i < x->repair_count; i++) {
        retold_repair r = x->repairs[i];
        demand(r.span.begin <= r.span.end && r.span.end <= x->text.len && span_equal(span_at(x->text, r.span), r.after));
    }
}

/* Paragraphs are the text but for newlines; marks lie in one of them each, and lead to http(s) alone. */
static void check_structure(const retold_article *x) {
    uint32_t end = 0;
    for (size_t i = 0; i < x->block_count; i++) {
        range r = x->blocks[i].span;
        demand(r.begin < r.end && r.end <= x->text.len && (!i || r.begin > end));
        for (; end < r.begin; end++) demand(x->text.ptr[end] == '\n');
        end = r.end;
    }
    for (size_t i = 0; i < x->inline_count; i++) {
        const retold_inline *m = &x->inlines[i];
        demand(m->span.begin < m->span.end && m->span.end <= x->text.len);
        demand(!memchr(x->text.ptr + m->span.begin, '\n', range_len(m->span)) && text_is_utf8(span_at(x->text, m->span)));
        demand(m->kind != RETOLD_INLINE_LINK || span_starts_nocase(m->href, S("http")));
    }
}

static int take(void *user, const char *bytes, size_t len) {
    (void)user;
    demand(text_is_utf8((span){bytes, len}));
    return 0;
}

static void write_documents(retold_ctx *ctx, const retold_article *x) {
    retold_sink nowhere = {take, NULL};
    for (int f = RETOLD_FORMAT_JSONL; f <= RETOLD_FORMAT_TEI; f++)
        demand(retold_render_article(ctx, x, (retold_article_format)f, &nowhere, NULL) == RETOLD_OK);
}

static retold_status run(retold_ctx *ctx, void *job, retold_error *err) {
    retold_page *page = page_new(ctx);
    retold_article *first, *second;
    ctx_always(ctx, page_undo, page);
    page->bytes = arena_copy(&page->memory, *(span *)job);
    page->kind = PAGE_HTML;
    page->fetched = RETOLD_TIME_NONE;
    retold_status status = retold_extract_page(ctx, page, &first, err);
    if (status != RETOLD_OK) return status;
    check(first, page->bytes);
    check_structure(first);
    write_documents(ctx, first);
    demand(retold_extract_page(ctx, page, &second, err) == RETOLD_OK);
    demand(span_equal(first->text, second->text) && span_equal(first->title.text, second->title.text));
    retold_article_free(first);
    retold_article_free(second);
    return RETOLD_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static retold_ctx *ctx;
    span bytes = {(const char *)data, size};
    if (!ctx && (retold_ctx_new(NULL, &ctx, NULL) != RETOLD_OK || retold_extract_inlines(ctx, 1, NULL) != RETOLD_OK)) abort();
    demand(ctx_run(ctx, run, &bytes, NULL) == RETOLD_OK);
    return 0;
}
