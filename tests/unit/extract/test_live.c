/* Live blogs: posts that the page declares are its body. */
#include "fixture.h"
#include <stdio.h>

#define POST_ONE \
    "The mayor has just left the hall and said to us that the vote will not be counted again before the end of the week."
#define POST_TWO "A first box of votes from the north of the town was found to be empty, and nobody can say yet where they went."
#define POST_THREE \
    "The doors are open and the hall is full, with some two hundred people who want to hear what is said of the bridge."
#define CHATTER \
    "Nobody here has asked for a bridge, and I don't think that anybody will use it when it is there one day after all."

#define SCRIPT(posts)                                                                                                          \
    "<script type=\"application/ld+json\">{\"@type\":\"LiveBlogPosting\",\"headline\":\"The vote\",\"liveBlogUpdate\":[" posts \
    "]}</script>"
#define POST(title, text) "{\"@type\":\"BlogPosting\",\"headline\":\"" title "\",\"articleBody\":\"" text "\"}"

static const char body[] =
    "<body><h1>The vote</h1><p>Follow it here with us until the last box is counted and the mayor has said what comes of it in "
    "the end.</p>"
    "<ul class=\"cards\"><li><b>21:10</b><h3>The mayor leaves</h3><p>" POST_ONE "</p><p>Oh.</p><p>" POST_TWO "</p></li>"
    "<li><b>21:02</b><p>" POST_THREE "</p></li></ul><aside class=\"comments\" hidden><p>" CHATTER "</p></aside></body>";

static span text_of(const char *head) {
    static char page[8192], text[4096];
    int len = snprintf(page, sizeof page, "<html><head><title>The vote</title>%s</head>%s</html>", head, body);
    assert_true(len > 0 && (size_t)len < sizeof page);
    assert_int_equal(retold_extract_weights(ctx, (span){0}, NULL), RETOLD_OK);
    retold_page *p = page_of((span){page, (size_t)len}, PAGE_HTML);
    retold_article *article = extract_page(p);
    check_article(article, p);
    assert_true(article->text.len < sizeof text);
    memcpy(text, article->text.ptr, article->text.len);
    span out = {text, article->text.len};
    retold_article_free(article);
    retold_page_free(p);
    return out;
}

static bool has(span text, const char *part) { return span_find(text, span_of(part), 0) != SIZE_MAX; }

static void test_posts_are_the_body(void **state) {
    (void)state;
    span text = text_of(SCRIPT(POST("The mayor leaves", POST_ONE " Oh. " POST_TWO) "," POST("", POST_THREE)));
    assert_true(has(text, "The mayor leaves\n" POST_ONE "\nOh.\n" POST_TWO "\n" POST_THREE));
    assert_false(has(text, CHATTER));
    assert_false(has(text, "21:10"));
}

/* Posts of few words, and what is no list of them, change nothing. */
static void test_summaries_are_left_alone(void **state) {
    (void)state;
    static char plain[4096];
    span without = text_of("");
    memcpy(plain, without.ptr, without.len);
    without.ptr = plain;
    assert_true(span_equal(text_of(SCRIPT(POST("Oh.", "The mayor has just left."))), without));
    assert_true(span_equal(text_of(SCRIPT("1,null,[" POST("", POST_ONE POST_TWO POST_THREE) "]")), without));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_posts_are_the_body),
                                       cmocka_unit_test(test_summaries_are_left_alone)};
    return cmocka_run_group_tests(tests, open_ctx, close_ctx);
}
