/*
 * Any texts whatever, grouped in two orders: every span inside its text on character borders, a family's articles with passages, and
 * the same families both times. The input is cut at bytes 1 into texts; the first byte of each chooses its outlet and time.
 */
#include "base/buf.h"
#include "base/ctx.h"
#include "record/record.h"
#include "retold/copies.h"
#include "text/text.h"
#include <stdio.h>
#include <stdlib.h>

enum { MOST_TEXTS = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool held, const char *law) {
    if (held) return;
    fprintf(stderr, "%s\n", law);
    abort();
}

static span valid(arena *a, span s) {
    buf out = buf_made(a);
    for (size_t at = 0; at < s.len;) buf_utf8(&out, text_next(s, &at));
    return buf_span(&out);
}

static retold_article *article_from(arena *a, span s, size_t number) {
    retold_article *article = ARENA_NEW(a, retold_article);
    unsigned kind = s.len ? (unsigned char)s.ptr[0] : 0;
    article->id = arena_printf(a, "%03zu", number);
    article->text = valid(a, span_from(s, s.len ? 1 : 0));
    article->outlet.text = kind % 4 ? arena_printf(a, "Outlet %u", kind % 4) : (span){NULL, 0};
    article->published = STAMP_NONE;
    if (kind % 8 > 2) article->published.ms = kind;
    return article;
}

static void check_passages(retold_article *const *articles, const retold_passage *p, size_t count) {
    for (size_t i = 0; i < count; i++) {
        span a = articles[p[i].a]->text, b = articles[p[i].b]->text;
        must(p[i].a < p[i].b, "articles of a passage in order");
        must(p[i].a_span.begin < p[i].a_span.end && p[i].a_span.end <= a.len, "first span inside its text");
        must(p[i].b_span.begin < p[i].b_span.end && p[i].b_span.end <= b.len, "second span inside its text");
        must(text_is_utf8(span_at(a, p[i].a_span)) && text_is_utf8(span_at(b, p[i].b_span)), "spans on character borders");
    }
}

/* Groups and checks; family[] receives the families by number. */
static size_t group(retold_ctx *ctx, retold_article *const *articles, uint32_t count, uint32_t *family) {
    retold_copies *copies;
    size_t passages;
    must(retold_copies_new(ctx, &copies, NULL) == RETOLD_OK, "a collection");
    for (uint32_t i = 0; i < count; i++) must(retold_copies_add(ctx, copies, articles[i], NULL) == RETOLD_OK, "adding");
    must(retold_copies_group(ctx, copies, NULL) == RETOLD_OK, "grouping");
    const retold_passage *items = retold_copies_passages(copies, &passages);
    check_passages(articles, items, passages);
    for (uint32_t i = 0; i < count; i++) family[i] = retold_copies_family(copies, i);
    retold_copies_free(copies);
    return passages;
}

static retold_status group_twice(retold_ctx *ctx, void *job, retold_error *err) {
    arena *a = ctx_scratch(ctx);
    span rest = *(span *)job;
    retold_article *articles[MOST_TEXTS] = {NULL}, *turned[MOST_TEXTS] = {NULL};
    uint32_t count = 0, family[MOST_TEXTS], other[MOST_TEXTS];
    (void)err;
    while (rest.len && count < MOST_TEXTS) {
        span text = span_take_until(&rest, 1);
        articles[count] = article_from(a, text, count);
        count++;
    }
    for (uint32_t i = 0; i < count; i++) turned[i] = articles[count - 1 - i];
    size_t passages = group(ctx, articles, count, family);
    must(group(ctx, turned, count, other) == passages, "as many passages in another order");
    for (uint32_t i = 0; i < count; i++)
        must(other[count - 1 - i] == count - 1 - family[i], "the same families in another order");
    return RETOLD_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    retold_ctx *ctx;
    span input = {(const char *)data, size};
    if (retold_ctx_new(NULL, &ctx, NULL) != RETOLD_OK) return 0;
    must(ctx_run(ctx, group_twice, &input, NULL) == RETOLD_OK, "both groupings");
    retold_ctx_free(ctx);
    return 0;
}
