/* Weights files: what is read, what is refused, and that they decide. */
#include "extract/model.h"
#include "fixture.h"
#include <stdio.h>

#define CURVE_LINE_VALUES 257

static const char page[] =
    "<html><body><h1>A lamp</h1><p>The lamp was found in the harbour, and it was the oldest lamp of the coast, the "
    "museum said on Friday to all who asked.</p><p>It is not known who lost it there, and nobody has come to "
    "ask for it since the day it was found.</p><div class=\"kept\">A line of few words.</div></body></html>";

/* "curve 0 0 … 2048 … 4096": all below the middle 0, all above it 4096. */
static span weights_text(const char *head, const char *tail) {
    static char text[16384];
    size_t len = (size_t)snprintf(text, sizeof text, "%s\ncurve", head);
    for (int i = 0; i < CURVE_LINE_VALUES; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, " %d", i < 128 ? 0 : i == 128 ? 2048 : 4096);
    len += (size_t)snprintf(text + len, sizeof text - len, "\n%s\n", tail);
    return (span){text, len};
}

/* A dump, which says that it is one; its last line is short. */
static const char dump[] =
    "Subscribe\n\nSign in\n\nAdvertisement\n\nShare this\n\nShare\n\nHarbour News\n\nA lamp is found\n\nThe lamp was found in "
    "the harbour, and it was the oldest lamp of the coast, the museum "
    "said on "
    "Friday to all who asked.\n\nIt is not known who lost it there, and nobody has come to ask for it since the day it was "
    "found.\n\nNobody came.\n";

static span text_of(span bytes, page_kind kind, span weights) {
    static char text[4096];
    assert_int_equal(retold_extract_weights(ctx, weights, NULL), RETOLD_OK);
    retold_page *p = page_of(bytes, kind);
    retold_article *article = extract_page(p);
    size_t len = article->text.len;
    assert_true(len < sizeof text);
    memcpy(text, article->text.ptr, len);
    retold_article_free(article);
    retold_page_free(p);
    return (span){text, len};
}

static span text_by(span weights) { return text_of(span_of(page), PAGE_HTML, weights); }

static void test_trees_decide(void **state) {
    (void)state;
    /* a tree that takes what is longer than about 16 words, and one that asks for a token */
    span body = text_by(weights_text("decide 2048 2048 2048 0\nfeature log_words 0", "tree 1 2 0 64 -1 -2 -131072 131072"));
    assert_true(span_starts(body, S("The lamp was found")));
    assert_int_equal(span_find(body, S("A line"), 0), SIZE_MAX);
    body = text_by(
        weights_text("decide 2048 2048 2048 0\nfeature tokens 0\ntoken kept 400 0 0 0", "tree 1 2 0 100 -1 -2 -131072 131072"));
    assert_true(span_equal(body, S("A line of few words.")));
}

static void test_neighbours_are_seen(void **state) {
    (void)state;
    /* what stands behind a heading */
    span body = text_by(weights_text("decide 2048 2048 2048 0\nfeature heading -1", "tree 1 2 0 0 -1 -2 -131072 131072"));
    assert_true(span_starts(body, S("The lamp was found")));
    assert_int_equal(span_find(body, S("It is not known"), 0), SIZE_MAX);
}

/* Trees that find nothing leave a whole article to the rules, but not a short one. */
static void test_rules_help_out(void **state) {
    (void)state;
    static const char longer[] =
        "<html><body><h1>A lamp</h1><p>The lamp was found in the harbour, and it was the oldest lamp of the coast, the "
        "museum said on Friday to all who asked.</p><p>It is not known who lost it there, and nobody has come to "
        "ask for it since the day it was found.</p><p>The museum will show it from Monday on, and it has asked for help to say "
        "how old it is "
        "and where it was made.</p></body></html>";
    span unsure = weights_text("decide 2048 2048 2048 0\nfeature log_words 0", "tree 1 2 0 0 -1 -2 -65536 -65536");
    assert_int_equal(text_by(unsure).len, 0);
    assert_true(span_find(text_of(span_of(longer), PAGE_HTML, unsure), S("The museum will show it"), 0) != SIZE_MAX);
}

/* Which trees are asked is told by the page: here by a word of its classes. */
static void test_kinds_have_trees_of_their_own(void **state) {
    (void)state;
    static const char sets[] = "tree 1 2 0 64 -1 -2 -131072 131072\ntrees other\ndecide 2048 2048 2048 0\nfeature log_words "
                               "0\ntree 1 2 0 64 -1 -2 131072 -131072\n"
                               "trees kind\npage tokens\ntree 1 2 0 100 -1 -2 -10 10";
    static const char head[] = "decide 2048 2048 2048 0\nother 5\ntoken kept 0 0 0 %d\ntrees article\nfeature log_words 0";
    char text[512];
    snprintf(text, sizeof text, head, 90);
    assert_true(span_starts(text_by(weights_text(text, sets)), S("The lamp was found")));
    snprintf(text, sizeof text, head, 110);
    assert_true(span_equal(text_by(weights_text(text, sets)), S("A line of few words.")));
}

/* Lines of plain text have trees of their own, and a file that has only these leaves those of pages as they are. */
static void test_lines_have_trees_of_their_own(void **state) {
    (void)state;
    text_by(weights_text("decide 2048 2048 2048 0\nfeature log_words 0", "tree 1 2 0 64 -1 -2 131072 -131072"));
    static const char tree[] = "tree 1 2 0 64 -1 -2 -131072 131072";
    span lines = weights_text("trees line\ndecide 2048 2048 2048 0\nfeature log_words 0", tree);
    span body = text_of(span_of(dump), PAGE_TEXT, lines);
    assert_true(span_starts(body, S("The lamp was found")));
    assert_int_equal(span_find(body, S("Nobody came"), 0), SIZE_MAX);
    retold_page *p = page_of(span_of(page), PAGE_HTML);
    retold_article *article = extract_page(p);
    assert_true(span_equal(article->text, S("A line of few words.")));
    retold_article_free(article);
    retold_page_free(p);
    /* what stands behind the first paragraph */
    lines = weights_text("trees line\ndecide 2048 2048 2048 0\nfeature prose -1", "tree 1 2 0 0 -1 -2 -131072 131072");
    body = text_of(span_of(dump), PAGE_TEXT, lines);
    assert_true(span_starts(body, S("It is not known")));
    /* the rules alone again */
    assert_true(span_find(text_of(span_of(dump), PAGE_TEXT, (span){0}), S("The lamp was found"), 0) != SIZE_MAX);
}

static void test_rules_alone(void **state) {
    (void)state;
    span body = text_by((span){0});
    assert_true(span_starts(body, S("The lamp was found")));
    assert_true(span_find(body, S("It is not known"), 0) != SIZE_MAX);
}

static void test_refused(void **state) {
    (void)state;
    static const char *const bad[][2] = {
        {"decide 1 2 3", ""},                                          /* too few */
        {"feature no_such 0", ""},                                     /* unknown feature */
        {"feature log_words 5", ""},                                   /* too far */
        {"feature log_words 0", "tree 1 2 1 0 -1 -2 1 1"},             /* no such feature in the list */
        {"feature log_words 0", "tree 1 2 0 0 0 -2 1 1"},              /* a node that is its own child */
        {"feature log_words 0", "tree 1 2 0 0 -1 -3 1 1"},             /* no such leaf */
        {"feature log_words 0", "tree 2 2 0 0 -1 -2 0 0 -1 -2 1"},     /* too few leaves */
        {"feature log_words 0", "tree 1000000000 2 0 0 -1 -2 1 1"},    /* too many nodes */
        {"token a 1 2 3", ""},                                         /* a role without weight */
        {"token a 1 2 3 99999", ""},                                   /* too much */
        {"other 0", ""},                                               /* no trees */
        {"trees some", ""},                                            /* unknown set */
        {"trees kind\nfeature log_words 0", "tree 1 2 0 0 -1 -2 1 1"}, /* a unit's feature for a page */
        {"page words", "tree 1 2 0 0 -1 -2 1 1"},                      /* a page's for a unit */
        {"trees kind\npage no_such", ""},                              /* unknown feature of the page */
        {"trees line\nfeature tokens 0", "tree 1 2 0 0 -1 -2 1 1"},    /* a unit's feature for a line */
        {"anything 1", "tree 1 2 0 0 -1 -2 1 1"},                      /* unknown kind */
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        retold_error err = {0};
        assert_int_equal(retold_extract_weights(ctx, weights_text(bad[i][0], bad[i][1]), &err), RETOLD_E_FORMAT);
        assert_true(err.message[0] != 0);
    }
}

static void test_log(void **state) {
    (void)state;
    assert_int_equal(log_of(0), 0);
    assert_int_equal(log_of(1), 16);
    assert_int_equal(log_of(3), 32);
    assert_int_equal(log_of(4), 36);
    for (uint64_t n = 1; n < 5000; n++) assert_true(log_of(n) >= log_of(n - 1));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trees_decide),
        cmocka_unit_test(test_neighbours_are_seen),
        cmocka_unit_test(test_kinds_have_trees_of_their_own),
        cmocka_unit_test(test_lines_have_trees_of_their_own),
        cmocka_unit_test(test_rules_alone),
        cmocka_unit_test(test_rules_help_out),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_log),
    };
    return cmocka_run_group_tests(tests, open_ctx, close_ctx);
}
