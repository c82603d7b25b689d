/* For tests that look at one page at a time: it and its article, until the next one or the test's end. */
#ifndef TESTS_EXTRACT_ONE_PAGE_H
#define TESTS_EXTRACT_ONE_PAGE_H
#include "fixture.h"

static retold_page *page;
static retold_article *article;

static inline void drop_page(void) {
    retold_article_free(article);
    retold_page_free(page);
    article = NULL;
    page = NULL;
}

static inline int done(void **state) {
    drop_page();
    return close_ctx(state);
}

static inline const retold_article *extracted(span bytes, page_kind kind) {
    drop_page();
    page = page_of(bytes, kind);
    article = extract_page(page);
    check_article(article, page);
    return article;
}

static inline const retold_article *html(const char *bytes) { return extracted(span_of(bytes), PAGE_HTML); }

#endif
