/* Several articles on one page, as scrolling brings them up. */
#include "fixture.h"
#include <stdio.h>

#define FIRST                                                                                                                 \
    "<p>The old mill by the river was sold on Monday, and the new owner said that it will be a school for those who want to " \
    "bake.</p>"
#define SECOND                                                                                                                 \
    "<p>It is not known what was paid for it, but the town had asked for it as well and was not heard, as the mayor has told " \
    "us.</p>"
#define OTHER                                                                                                                    \
    "<p>A boat has sunk in the harbour, and nobody was on it when it went down, so that the police do not know what to do with " \
    "it.</p>"

static bool holds(const char *page, const char *part) {
    static char all[8192];
    int len = snprintf(all, sizeof all, "<html><head><title>Mill is sold at last</title></head><body>%s</body></html>", page);
    assert_true(len > 0 && (size_t)len < sizeof all);
    assert_int_equal(retold_extract_weights(ctx, (span){0}, NULL), RETOLD_OK);
    retold_page *p = page_of((span){all, (size_t)len}, PAGE_HTML);
    retold_article *article = extract_page(p);
    check_article(article, p);
    bool found = span_find(article->text, span_of(part), 0) != SIZE_MAX;
    retold_article_free(article);
    retold_page_free(p);
    return found;
}

static void test_the_next_article_is_cut(void **state) {
    (void)state;
    static const char page[] =
        "<main><article class=\"a1\"><h1 class=\"head\">Mill is sold at last</h1>" FIRST SECOND FIRST "</article>"
        "<article class=\"a2\"><h1 class=\"head\">Boat sinks in the harbour</h1>" OTHER OTHER "</article></main>";
    assert_true(holds(page, "The old mill"));
    assert_false(holds(page, "A boat has sunk"));
}

/* Headings of parts are set otherwise, or stand beside the title. */
static void test_headings_are_kept(void **state) {
    (void)state;
    assert_true(holds("<article><h2 class=\"head\">Mill is sold at last</h2>" FIRST SECOND "<h2>And then the boat</h2>" OTHER
                      "</article>",
                      "A boat has sunk"));
    assert_true(holds("<article><h2>Mill is sold at last</h2>" FIRST SECOND FIRST "<h2>And then the boat</h2>" OTHER "</article>",
                      "A boat has sunk"));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_the_next_article_is_cut), cmocka_unit_test(test_headings_are_kept)};
    return cmocka_run_group_tests(tests, open_ctx, close_ctx);
}
