/*
 * Any bytes as the JSON-LD of a page with a title and a body: what is taken is UTF-8, leads to the page, and is an address where it is
 * one; the body stays what it was.
 */
#include "frame.h"
#include "retold/extract.h"
#include "text/text.h"

#define HEAD "<title>Ford stays shut</title><script type='application/ld+json'>"
#define TAIL                                                                                                                  \
    "</script><h1>Ford stays shut</h1><p>The county has shut the ford for the third time this winter, and nobody in the two " \
    "villages knows when it will be open again.</p><p>A bridge would cost more than both of them have, the council said.</p>"

static bool is_address(span s) { return !s.len || span_starts_nocase(s, S("http://")) || span_starts_nocase(s, S("https://")); }

static void check_field(const field *f, span bytes) {
    must(text_is_utf8(f->text) && (!f->text.len || f->from) && f->confidence >= 0 && f->confidence <= 1);
    must(!range_known(f->page) || (f->page.begin <= f->page.end && f->page.end <= bytes.len));
}

static void check(const retold_article *x, span bytes) {
    const field *fields[] = {&x->url,   &x->title,       &x->outlet,       &x->agency,          &x->section,
                             &x->image, &x->description, &x->access_field, &x->published_field, &x->modified_field};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) check_field(fields[i], bytes);
    for (size_t i = 0; i < x->author_count; i++) check_field(&x->authors[i], bytes);
    must(is_address(x->url.text) && is_address(x->image.text) && text_is_utf8(x->image_credit) && text_is_utf8(x->text));
    must((x->access != ACCESS_UNSAID) == (x->access_field.text.len > 0));
}

static retold_status run(retold_ctx *ctx, void *job, retold_error *err) {
    retold_page *page = page_new(ctx);
    retold_article *article;
    ctx_always(ctx, page_undo, page);
    page->bytes = arena_printf(&page->memory, HEAD "%.*s" TAIL, SPAN_ARG(*(span *)job));
    page->url = S("https://ford.example/a");
    page->kind = PAGE_HTML;
    page->fetched = RETOLD_TIME_NONE;
    retold_status status = retold_extract_page(ctx, page, &article, err);
    if (status != RETOLD_OK) return status;
    check(article, page->bytes);
    retold_article_free(article);
    return RETOLD_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static retold_ctx *ctx;
    span bytes = {(const char *)data, size};
    if (!ctx && retold_ctx_new(NULL, &ctx, NULL) != RETOLD_OK) abort();
    must(ctx_run(ctx, run, &bytes, NULL) == RETOLD_OK);
    return 0;
}
