/* Pages made of bytes, extracted, and the laws that every article keeps. */
#ifndef TESTS_EXTRACT_FIXTURE_H
#define TESTS_EXTRACT_FIXTURE_H
#include "record/record.h"
#include "retold/extract.h"
#include "test.h"
#include "text/text.h"

static retold_ctx *ctx;

static inline int open_ctx(void **state) {
    (void)state;
    return retold_ctx_new(NULL, &ctx, NULL) == RETOLD_OK ? 0 : -1;
}

static inline int close_ctx(void **state) {
    (void)state;
    retold_ctx_free(ctx);
    return 0;
}

typedef struct make_job {
    span bytes;
    page_kind kind;
    retold_page *page;
} make_job;

static inline retold_status make_page(retold_ctx *c, void *job, retold_error *err) {
    make_job *j = job;
    (void)err;
    j->page = page_new(c);
    j->page->bytes = arena_copy(&j->page->memory, j->bytes);
    j->page->kind = j->kind;
    j->page->fetched = RETOLD_TIME_NONE;
    j->page->sha = hash_sha256(j->bytes);
    return RETOLD_OK;
}

static inline retold_article *extract_page(const retold_page *page) {
    retold_article *article;
    retold_error err = {0};
    retold_status status = retold_extract_page(ctx, page, &article, &err);
    if (status != RETOLD_OK) print_error("%s\n", err.message);
    assert_int_equal(status, RETOLD_OK);
    return article;
}

static inline retold_page *page_of(span bytes, page_kind kind) {
    make_job job = {bytes, kind, NULL};
    assert_int_equal(ctx_run(ctx, make_page, &job, NULL), RETOLD_OK);
    return job.page;
}

/* Spans inside their texts, on character borders; pieces rise and cover the body; exact ones are the page's bytes. */
static inline void check_article(const retold_article *x, const retold_page *page) {
    assert_true(text_is_utf8(x->text));
    size_t covered = 0, ends = 0;
    for (size_t i = 0; i < x->text.len; i++) ends += x->text.ptr[i] == '\n';
    for (size_t i = 0; i < x->piece_count; i++) {
        piece p = x->pieces[i];
        assert_true(p.text.begin < p.text.end && p.text.end <= x->text.len && p.page.begin <= p.page.end &&
                    p.page.end <= page->bytes.len);
        assert_int_equal(text_align(x->text, p.text.begin), p.text.begin);
        if (i) assert_true(x->pieces[i - 1].text.end <= p.text.begin);
        covered += range_len(p.text);
        if (p.exact) assert_true(span_equal(span_at(x->text, p.text), span_at(page->bytes, p.page)));
    }
    assert_int_equal(covered + ends, x->text.len);
    for (size_t i = 0; i < x->repair_count; i++) {
        retold_repair r = x->repairs[i];
        assert_true(r.span.begin <= r.span.end && r.span.end <= x->text.len);
        assert_true(span_equal(span_at(x->text, r.span), r.after));
        if (i) assert_true(x->repairs[i - 1].span.begin <= r.span.begin);
    }
}

/* The same text as a page of its own. */
static inline void check_own_text(const retold_article *x) {
    retold_page *page = page_of(x->text, PAGE_TEXT);
    retold_article *again = extract_page(page);
    char *want = calloc(1, x->text.len + 1);
    if (x->text.len) memcpy(want, x->text.ptr, x->text.len);
    assert_span(again->text, want);
    free(want);
    retold_article_free(again);
    retold_page_free(page);
}

#endif
