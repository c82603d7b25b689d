#include "pipe/rows_out.h"
#include "base/ctx.h"
#include "extract/extract.h"
#include "retold/extract.h"
#include "retold/quotes.h"
#include "retold/times.h"
#include "text/text.h"

static void article_end(void *article) { retold_article_free(article); }

retold_status page_row(retold_ctx *ctx, const retold_page *page, buf *out, bool *failed, retold_error *err) {
    (void)err;
    arena *a = ctx_scratch(ctx);
    yyjson_mut_doc *doc = json_new(a);
    *failed = page->error.len != 0;
    json_write(out, doc, page_json(a, doc, page), false);
    return RETOLD_OK;
}

retold_status article_of_page(retold_ctx *ctx, const retold_page *page, retold_article **out, retold_error *err) {
    retold_status status = retold_extract_page(ctx, page, out, err);
    if (status != RETOLD_OK || !page->row.len) return status;
    article_take_row(ctx, *out, page->row);
    extract_part_agencies(ctx, *out);
    return RETOLD_OK;
}

/* A page without an article still has its row, with every field that the contract names. */
static retold_article *empty_article(retold_ctx *ctx, const retold_page *page) {
    retold_article *article = article_new(ctx);
    article->id = arena_copy(&article->memory, page->id);
    article->url.text = arena_copy(&article->memory, page->url);
    for (size_t i = 0; i < page->limits.count; i++)
        limits_add(&article->memory, &article->limits, page->limits.items[i].limit, page->limits.items[i].at);
    return article;
}

retold_status extract_row(retold_ctx *ctx, const retold_page *page, buf *out, bool *failed, retold_error *err) {
    static const char *const own[] = {"html", "text", "file", "url", "id"};
    retold_article *article = NULL;
    retold_error why = {0};
    arena *a = ctx_scratch(ctx);
    bool usable = page->kind != PAGE_OTHER;
    retold_status status = usable ? article_of_page(ctx, page, &article, &why) : RETOLD_E_FORMAT;
    if (status == RETOLD_E_NOMEM) return error_nomem(err, "pipe");
    if (status != RETOLD_OK) article = empty_article(ctx, page);
    ctx_always(ctx, article_end, article);
    if (page->id.len) article->id = page->id;
    yyjson_mut_doc *doc = json_new(a);
    yyjson_mut_val *row = article_json(a, doc, article);
    span error = page->error.len ? page->error : status != RETOLD_OK ? span_of(why.message) : (span){0};
    json_put_some(doc, row, "error", error);
    json_pass_through(a, doc, row, page->row, own, sizeof own / sizeof own[0]);
    *failed = error.len != 0;
    json_write(out, doc, row, false);
    return RETOLD_OK;
}

retold_status article_part(retold_ctx *ctx, const retold_page *page, retold_article_format format, buf *out, buf *head,
                           retold_error *err) {
    retold_article *article;
    if (page->error.len && page->kind == PAGE_OTHER)
        return error_set(err, "pipe", RETOLD_E_FORMAT, RETOLD_OFFSET_NONE, "%.*s", SPAN_ARG(page->error));
    retold_status status = article_of_page(ctx, page, &article, err);
    if (status != RETOLD_OK) return status;
    ctx_always(ctx, article_end, article);
    if (!article->text.len) return error_set(err, "pipe", RETOLD_E_FORMAT, RETOLD_OFFSET_NONE, "the page has no article");
    if (page->id.len) article->id = page->id;
    render_head(head, article, format);
    render_part(ctx_scratch(ctx), out, article, format);
    return RETOLD_OK;
}

static void quotes_end(void *quotes) { retold_quotes_free(quotes); }
static void times_end(void *times) { retold_times_free(times); }

retold_status quote_rows(retold_ctx *ctx, const retold_article *article, buf *out, retold_error *err) {
    retold_quotes *quotes;
    retold_status status = retold_quotes_find(ctx, article, &quotes, err);
    if (status != RETOLD_OK) return status;
    ctx_always(ctx, quotes_end, quotes);
    for (size_t i = 0; i < quotes->count; i++) {
        yyjson_mut_doc *doc = json_new(ctx_scratch(ctx));
        json_write(out, doc, quote_json(doc, article->id, &quotes->items[i]), false);
    }
    return RETOLD_OK;
}

retold_status time_rows(retold_ctx *ctx, const retold_article *article, buf *out, retold_error *err) {
    retold_times *times;
    retold_status status = retold_times_find(ctx, article, &times, err);
    if (status != RETOLD_OK) return status;
    ctx_always(ctx, times_end, times);
    for (size_t i = 0; i < times->count; i++) {
        yyjson_mut_doc *doc = json_new(ctx_scratch(ctx));
        json_write(out, doc, time_json(doc, article->id, &times->items[i]), false);
    }
    return RETOLD_OK;
}

/* Fixes as repairs: spans move from the old text to the new one. */
static yyjson_mut_val *fixes_json(yyjson_mut_doc *doc, span text, const text_fixes *fixes) {
    yyjson_mut_val *array = json_array(doc);
    int64_t shift = 0;
    for (size_t i = 0; i < fixes->count; i++) {
        const text_fix *f = &fixes->items[i];
        yyjson_mut_val *object = json_object(doc);
        uint32_t begin = (uint32_t)((int64_t)f->at.begin + shift);
        json_put_text(doc, object, "kind", span_of(f->kind));
        json_put_range(doc, object, "span", (range){begin, begin + (uint32_t)f->after.len});
        json_put(doc, object, "before", json_string(doc, span_at(text, f->at)));
        json_put(doc, object, "after", json_string(doc, f->after));
        json_push(doc, array, object);
        shift += (int64_t)f->after.len - (int64_t)range_len(f->at);
    }
    return array;
}

retold_status repair_row(retold_ctx *ctx, const retold_article *article, buf *out, retold_error *err) {
    (void)err;
    arena *a = ctx_scratch(ctx);
    text_fixes fixes = text_quote_fixes(a, article->text);
    yyjson_mut_doc *doc = json_new(a);
    yyjson_mut_val *row = json_object(doc);
    json_put(doc, row, "id", json_string(doc, article->id));
    json_put(doc, row, "text", json_string(doc, text_apply(a, article->text, fixes.items, fixes.count)));
    json_put(doc, row, "repairs", fixes_json(doc, article->text, &fixes));
    json_pass_through(a, doc, row, article->row, NULL, 0);
    json_write(out, doc, row, false);
    return RETOLD_OK;
}
