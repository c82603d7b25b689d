/*
 * Hostile titles, addresses and texts through the alignment and all writers: nothing of them gets out of text. The input
 * is cut at bytes 1 into the fields of up to four tellings: text, title, outlet, address, language, family, page.
 */
#include "../tests/tell_laws.h"
#include "../tests/tell_page.h"
#include "base/buf.h"
#include "record/json.h"
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(const char *fault) {
    if (!fault) return;
    fprintf(stderr, "%s\n", fault);
    abort();
}

/* Invalid bytes are replaced: articles hold UTF-8. */
static span valid(arena *a, span s) {
    buf out = buf_made(a);
    for (size_t at = 0; at < s.len;) buf_utf8(&out, text_next(s, &at));
    return buf_span(&out);
}

static retold_article *article_from(arena *a, span *rest, tell_telling *t) {
    retold_article *article = ARENA_NEW(a, retold_article);
    retold_page *page = ARENA_NEW(a, retold_page);
    article->text = span_trim(valid(a, span_take_until(rest, 1)));
    article->title.text = valid(a, span_take_until(rest, 1));
    article->outlet.text = valid(a, span_take_until(rest, 1));
    article->url.text = valid(a, span_take_until(rest, 1));
    article->lang = valid(a, span_take_until(rest, 1));
    t->family = valid(a, span_take_until(rest, 1));
    page->bytes = span_take_until(rest, 1);
    article->id = article->agency.text = article->title.text;
    article->fetched = RETOLD_TIME_NONE;
    article->modified = STAMP_NONE;
    article->published = stamp_parse(article->lang);
    uint32_t text = (uint32_t)article->text.len, bytes = (uint32_t)page->bytes.len;
    article->pieces = ARENA_NEW(a, piece);
    *article->pieces = (piece){{0, text}, {0, bytes}, text == bytes};
    article->piece_count = text && bytes;
    t->article = article;
    t->page = page;
    return article;
}

static retold_status tell_all(retold_ctx *ctx, void *job, retold_error *err) {
    (void)err;
    arena *a = ctx_scratch(ctx);
    span rest = *(const span *)job;
    tell_telling tellings[4] = {{0}};
    tell_edge edges[3];
    tell_input in = {.id = rest, .tellings = tellings, .edges = edges};
    do {
        tell_telling *t = &tellings[in.count];
        article_from(a, &rest, t);
        t->number = in.count;
        t->nearest = in.count ? 0 : RETOLD_NONE;
        t->terms = &t->article->title.text;
        t->term_count = 1;
        if (in.count)
            edges[in.count - 1] = (tell_edge){
                in.count - 1, in.count, 0.5f, 1, t->family, in.count % 2 ? in.count - 1 : RETOLD_NONE, 0.9f, t->family};
        in.count++;
    } while (rest.len && in.count < 4);
    in.edge_count = in.count - 1;
    tell_story story;
    tell_comparison c;
    buf out = buf_made(a);
    tell_build(ctx, a, &in, &story);
    tell_html(ctx, &out, &story);
    must(page_fault(buf_span(&out)));
    buf_clear(&out);
    tell_text(ctx, &out, &story);
    must(page_has_hidden(buf_span(&out)) ? "hidden character in lines" : NULL);
    buf_clear(&out);
    tell_json(ctx, &out, &story);
    must(page_has_hidden(buf_span(&out)) ? "hidden character in JSON" : NULL);
    must(json_parse(a, buf_span(&out), "fuzz", NULL) ? NULL : "not JSON");
    tell_compare(ctx, a, tellings[0].article, tellings[in.count - 1].article, &c);
    must(comparison_fault(&c));
    return RETOLD_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    retold_ctx *ctx;
    span input = {(const char *)data, size};
    if (size > 20000 || retold_ctx_new(NULL, &ctx, NULL) != RETOLD_OK) return 0;
    must(ctx_run(ctx, tell_all, &input, NULL) == RETOLD_OK ? NULL : "out of memory");
    retold_ctx_free(ctx);
    return 0;
}
