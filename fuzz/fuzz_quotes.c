/*
 * Any bytes as an article: no crash, and every range lies inside the text on character borders, parts rise, chains are short.
 * The text and its second half are then two tellings of one story: each quote stands in it once, and points to what is there.
 */
#include "base/ctx.h"
#include "quotes/quotes.h"
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

/* Two tellings, and what comes of them. */
typedef struct story {
    retold_article *articles[2];
    retold_quotes *quotes[2];
    arena memory;
} story;

static void check_told(const told_telling *tellings, const told_quotes *told) {
    size_t variants = 0, quotes = (size_t)tellings[0].quote_count + tellings[1].quote_count;
    for (uint32_t i = 0; i < told->count; i++) {
        const told_quote *q = &told->items[i];
        must(q->count > 0 && q->fullest < q->count && q->earliest < q->count);
        must(q->speaker == RETOLD_NONE || q->speaker < told->person_count);
        must(q->confidence >= 0 && q->confidence <= 1);
        for (uint32_t k = 0; k < q->via_count; k++) must(q->via[k] < told->person_count);
        for (uint32_t k = 0; k < q->count; k++)
            must(q->variants[k].telling < 2 && q->variants[k].quote < tellings[q->variants[k].telling].quote_count);
        variants += q->count;
    }
    must(variants <= quotes);
}

static retold_status gather(retold_ctx *ctx, void *job, retold_error *err) {
    (void)err;
    story *s = job;
    told_telling tellings[2];
    told_quotes told = {0};
    for (uint32_t i = 0; i < 2; i++)
        tellings[i] = (told_telling){s->articles[i], s->quotes[i]->items, (uint32_t)s->quotes[i]->count, i, i};
    quotes_gather(ctx, &s->memory, tellings, 2, &told);
    check_told(tellings, &told);
    return RETOLD_OK;
}

static bool read_telling(retold_ctx *ctx, story *s, uint32_t number, span text, span lang) {
    if (ctx_run(ctx, make_article, &s->articles[number], NULL) != RETOLD_OK) return false;
    s->articles[number]->text = text;
    s->articles[number]->lang = lang;
    if (retold_quotes_find(ctx, s->articles[number], &s->quotes[number], NULL) != RETOLD_OK) return false;
    for (size_t i = 0; i < s->quotes[number]->count; i++) check_quote(text, &s->quotes[number]->items[i]);
    return true;
}

/* The first byte chooses the language; the rest is the text. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    retold_ctx *ctx;
    span text = {(const char *)data + 1, size - 1};
    if (!size || !text_is_utf8(text) || retold_ctx_new(NULL, &ctx, NULL)) return 0;
    story s = {.memory = arena_made(ctx)};
    span lang = data[0] & 1 ? S("de") : S("en"), half = span_from(text, text_align(text, text.len / 2));
    if (read_telling(ctx, &s, 0, text, lang) && read_telling(ctx, &s, 1, half, lang)) (void)ctx_run(ctx, gather, &s, NULL);
    arena_free(&s.memory);
    for (uint32_t i = 0; i < 2; i++) {
        retold_quotes_free(s.quotes[i]);
        retold_article_free(s.articles[i]);
    }
    retold_ctx_free(ctx);
    return 0;
}
