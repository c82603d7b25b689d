/* Any bytes as an article: no crash, and every range lies inside the text on character borders, parts rise, chains are short. */
#include "base/ctx.h"
#include "record/record.h"
#include "retold/quotes.h"
#include "text/text.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool law) {
    if (!law) abort();
}

static retold_status make_article(retold_ctx *ctx, void *out, retold_error *err) {
    (void)err;
    *(retold_article **)out = article_new(ctx);
    return RETOLD_OK;
}

static void check_range(span text, range r) {
    must(r.begin < r.end && r.end <= text.len);
    must(text_align(text, r.begin) == r.begin && text_align(text, r.end) == r.end);
}

static void check_quote(span text, const retold_quote *q) {
    must(q->part_count > 0);
    for (uint32_t i = 0; i < q->part_count; i++) check_range(text, q->parts[i]);
    for (uint32_t i = 1; i < q->part_count; i++) must(q->parts[i].begin >= q->parts[i - 1].end);
    must(q->content.begin == q->parts[0].begin && q->content.end == q->parts[q->part_count - 1].end);
    if (range_known(q->speaker)) check_range(text, q->speaker);
    if (range_known(q->cue)) check_range(text, q->cue);
    for (uint32_t i = 0; i < q->via_count; i++) check_range(text, q->via[i]);
    must(q->confidence >= 0 && q->confidence <= 1);
}

/* The first byte chooses the language; the rest is the text. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    retold_ctx *ctx;
    retold_article *article;
    retold_quotes *quotes;
    span text = {(const char *)data + 1, size - 1};
    if (!size || !text_is_utf8(text) || retold_ctx_new(NULL, &ctx, NULL)) return 0;
    if (ctx_run(ctx, make_article, &article, NULL) == RETOLD_OK) {
        article->text = text;
        article->lang = data[0] & 1 ? S("de") : S("en");
        if (retold_quotes_find(ctx, article, &quotes, NULL) == RETOLD_OK) {
            for (size_t i = 0; i < quotes->count; i++) check_quote(text, &quotes->items[i]);
            retold_quotes_free(quotes);
        }
        retold_article_free(article);
    }
    retold_ctx_free(ctx);
    return 0;
}
