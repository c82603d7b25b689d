/* Bodies that are only in the data of scripts. */
#include "fixture.h"
#include <stdio.h>

#define TEASER_ONE                                                                                                             \
    "The ferry to the island will sail again from Monday, and the harbour master said that it was the first of three to come " \
    "back."
#define TEASER_TWO \
    "It is not known who will pay for the new pier, and nobody in the town has asked for it since the storm of last year."

/* A page with a teaser in its markup and a script behind it. */
static span page_with(const char *script) {
    static char page[32768];
    int len = snprintf(
        page, sizeof page,
        "<html><head><title>Ferry sails again</title></head><body><h1>Ferry sails again</h1><p>%s</p><p>%s</p>%s</body></html>",
        TEASER_ONE, TEASER_TWO, script);
    assert_true(len > 0 && (size_t)len < sizeof page);
    return (span){page, (size_t)len};
}

static span body_of(const char *script, bool *flagged) {
    static char text[16384];
    retold_page *p = page_of(page_with(script), PAGE_HTML);
    retold_article *article = extract_page(p);
    check_article(article, p);
    assert_true(article->text.len < sizeof text);
    memcpy(text, article->text.ptr, article->text.len);
    *flagged = article->repair_count > 0 && strcmp(article->repairs[0].kind, "from-script") == 0;
    span out = {text, article->text.len};
    retold_article_free(article);
    retold_page_free(p);
    return out;
}

/* `head`, the paragraphs of the article each between `before` and `behind`, and `tail`. */
static const char *script_of(const char *head, const char *before, const char *behind, const char *tail) {
    static char script[16384];
    size_t len =
        (size_t)snprintf(script, sizeof script, "%s%s%s%s,%s%s%s", head, before, TEASER_ONE, behind, before, TEASER_TWO, behind);
    for (int i = 0; i < 12; i++)
        len +=
            (size_t)snprintf(script + len, sizeof script - len,
                             ",%sParagraph %d of the story says what the council of the island has made of the matter so far.%s",
                             before, i, behind);
    snprintf(script + len, sizeof script - len, "%s", tail);
    return script;
}

static size_t lines_of(span text) {
    size_t lines = 1;
    for (size_t i = 0; i < text.len; i++) lines += text.ptr[i] == '\n';
    return lines;
}

static void test_trees_of_text(void **state) {
    (void)state;
    bool flagged;
    span body = body_of(script_of("<script type=\"application/json\">{\"props\":{\"menu\":[\"a\",\"b\"],\"story\":{\"body\":[",
                                  "{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"value\":\"",
                                  "\"},{\"type\":\"text\",\"value\":\"\"}]}",
                                  ",{\"type\":\"image\",\"text\":\"A picture of the pier\"}]}}}</script>"),
                        &flagged);
    assert_true(flagged && lines_of(body) == 14);
    assert_true(span_starts(body, S(TEASER_ONE "\n" TEASER_TWO "\nParagraph 0")) && span_ends(body, S("so far.")));
}

static void test_given_to_a_name(void **state) {
    (void)state;
    bool flagged;
    span body = body_of(
        script_of("<script>window.state = {\"items\":[", "{\"content\":\"<b>", "</b>\"}", "]};window.x={};</script>"), &flagged);
    assert_true(flagged && lines_of(body) == 14);
}

static void test_markup_in_a_string(void **state) {
    (void)state;
    bool flagged;
    span body = body_of(script_of("<script type=\"application/json\">{\"html\":\"", "<p>", "</p>", "\"}</script>"), &flagged);
    assert_true(flagged && span_find(body, S("Paragraph 11"), 0) != SIZE_MAX);
}

/* Longer, but no continuation: other stories, code, broken data. */
static void test_other_data_is_left_alone(void **state) {
    (void)state;
    char other[8192] = "<script type=\"application/json\">{\"items\":[";
    for (int i = 0; i < 40; i++)
        strcat(other, "{\"text\":\"Another story of the day that has nothing at all to do with what is told here.\"},");
    strcat(other, "{\"text\":\"The end of it.\"}]}</script>");
    const char *const scripts[] = {other, "", "<script type=\"application/json\">{\"text\":[</script>",
                                   "<script>var a = {\"text\":</script>"};
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        bool flagged;
        assert_true(span_equal(body_of(scripts[i], &flagged), S(TEASER_ONE "\n" TEASER_TWO)));
        assert_false(flagged);
    }
}

static void test_depth_is_bounded(void **state) {
    (void)state;
    static char deep[20000] = "<script type=\"application/json\">";
    size_t len = strlen(deep);
    for (int i = 0; i < 6000; i++) deep[len++] = '[';
    memcpy(deep + len, "\"x\"", 3);
    len += 3;
    for (int i = 0; i < 6000; i++) deep[len++] = ']';
    strcpy(deep + len, "</script>");
    bool flagged;
    assert_true(span_equal(body_of(deep, &flagged), S(TEASER_ONE "\n" TEASER_TWO)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trees_of_text),      cmocka_unit_test(test_given_to_a_name),
        cmocka_unit_test(test_markup_in_a_string), cmocka_unit_test(test_other_data_is_left_alone),
        cmocka_unit_test(test_depth_is_bounded),
    };
    return cmocka_run_group_tests(tests, open_ctx, close_ctx);
}
