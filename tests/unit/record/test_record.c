#include "record/json.h"
#include "test_ctx.h"

static retold_status read_dates(retold_ctx *c, void *job, retold_error *err) {
    (void)job, (void)err;
    arena *a = ctx_scratch(c);
    static const char *const cases[][2] = {
        {"2024-04-19", "2024-04-19"},
        {"2024-04-19T17:03:20Z", "2024-04-19T17:03:20Z"},
        {"2024-04-19T17:03:20.123+03:00", "2024-04-19T17:03:20+03:00"},
        {"2024-04-19 17:03 -0530", "2024-04-19T17:03-05:30"},
        {"20240419", "2024-04-19"},
        {"2024/02/29", "2024-02-29"},
        {"2024-04", "2024-04"},
        {"1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"},
        {"2023-02-29", ""},
        {"2024-13-01", ""},
        {"2024-04-19T25:99", ""},
        {"April 19", ""},
        {"2024-04-19x", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_span(stamp_iso(a, stamp_parse(span_of(cases[i][0]))), cases[i][1]);
    assert_true(stamp_parse(S("2024-04-19T17:03:20+03:00")).ms == 1713535400000);
    return RETOLD_OK;
}

static void dates_are_read_and_written(void **state) {
    (void)state;
    assert_int_equal(ctx_run(ctx, read_dates, NULL, NULL), RETOLD_OK);
}

static void days_go_there_and_back(void **state) {
    (void)state;
    for (int64_t day = -800000; day < 800000; day += 37) {
        int year;
        unsigned month, d;
        day_of(day, &year, &month, &d);
        assert_int_equal(days_of(year, month, d), day);
    }
    assert_int_equal(days_of(1970, 1, 1), 0);
    assert_int_equal(days_of(2024, 4, 19), 19832);
}

/* "Hi “there”" out of the page bytes "<p>Hi &ldquo;there&rdquo;": exact pieces and entities in turn. */
static void spans_lead_to_the_page(void **state) {
    (void)state;
    piece pieces[] = {{{0, 3}, {3, 6}, true}, {{3, 6}, {6, 13}, false}, {{6, 11}, {13, 18}, true}, {{11, 14}, {18, 25}, false}};
    retold_article article = {.pieces = pieces, .piece_count = 4, .text = S("Hi \xE2\x80\x9Cthere\xE2\x80\x9D")};
    static const range cases[][2] = {
        {{0, 2}, {3, 5}}, {{7, 9}, {14, 16}}, {{1, 8}, {4, 15}}, {{3, 6}, {6, 13}}, {{0, 14}, {3, 25}}};
    for (size_t i = 0; i < 5; i++) {
        range got = retold_article_page_range(&article, cases[i][0]);
        assert_int_equal(got.begin, cases[i][1].begin);
        assert_int_equal(got.end, cases[i][1].end);
    }
    article.piece_count = 0;
    assert_false(range_known(retold_article_page_range(&article, (range){0, 1})));
}

static void rows_become_articles(void **state) {
    (void)state;
    retold_article *article;
    retold_error err;
    span row = S("{\"id\":7,\"text\":\"a\\nb\",\"title\":\"T\",\"time\":1713535400,\"odd\":[1]}");
    assert_int_equal(article_of_row(ctx, row, &article, &err), RETOLD_OK);
    assert_span(article->id, "7");
    assert_span(article->title.text, "T");
    assert_true(article->published.ms == 1713535400000);
    uint32_t at = 0;
    range paragraph;
    assert_true(article_next_paragraph(article, &at, &paragraph));
    assert_true(article_next_paragraph(article, &at, &paragraph));
    assert_span(span_at(article->text, paragraph), "b");
    assert_false(article_next_paragraph(article, &at, &paragraph));
    retold_article_free(article);
    static const char *const bad[] = {"{\"id\":\"x\"}", "{\"text\":\"x\"}", "[]", "{", ""};
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(article_of_row(ctx, span_of(bad[i]), &article, &err), RETOLD_E_FORMAT);
        assert_null(article);
    }
}

static int collect(void *user, const char *bytes, size_t len) {
    buf_put(user, (span){bytes, len});
    return 0;
}

static retold_status write_one(retold_ctx *c, void *job, retold_error *err) {
    (void)job;
    retold_article *article = article_new(c);
    ctx_always(c, article_undo, article);
    buf out = buf_made(&article->memory); /* not the scratch, which the call inside gives back */
    article->id = S("i");
    article->text = S("bad \xFF byte");
    article->published = stamp_parse(S("2024-04-19T17:03Z"));
    retold_sink sink = {collect, &out};
    assert_int_equal(retold_article_write_json(c, article, &sink, err), RETOLD_OK);
    yyjson_doc *doc = json_parse(ctx_scratch(c), span_trim(buf_span(&out)), "test", err);
    assert_non_null(doc);
    yyjson_val *root = yyjson_doc_get_root(doc);
    assert_span(json_text(root, "date"), "2024-04-19");
    assert_span(json_text(root, "published"), "2024-04-19T17:03Z");
    assert_span(json_text(root, "text"), "bad \xEF\xBF\xBD byte");
    assert_true(yyjson_is_null(yyjson_obj_get(root, "title")));
    return RETOLD_OK;
}

static void json_is_always_utf8(void **state) {
    (void)state;
    assert_int_equal(ctx_run(ctx, write_one, NULL, NULL), RETOLD_OK);
}

static retold_status pass(retold_ctx *c, void *job, retold_error *err) {
    (void)job, (void)err;
    static const char *const but[] = {"html"};
    buf out = buf_made(ctx_scratch(c));
    yyjson_mut_doc *doc = json_new(ctx_scratch(c));
    yyjson_mut_val *row = json_object(doc);
    json_put_text(doc, row, "id", S("mine"));
    json_pass_through(ctx_scratch(c), doc, row, S("{\"id\":\"theirs\",\"html\":\"<p>\",\"x\":{\"y\":[1,null]}}"), but, 1);
    json_write(&out, doc, row, false);
    assert_span(buf_span(&out), "{\"id\":\"mine\",\"x\":{\"y\":[1,null]}}\n");
    return RETOLD_OK;
}

static void unknown_fields_pass_through(void **state) {
    (void)state;
    assert_int_equal(ctx_run(ctx, pass, NULL, NULL), RETOLD_OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read_and_written), cmocka_unit_test(days_go_there_and_back),
        cmocka_unit_test(spans_lead_to_the_page),     cmocka_unit_test(rows_become_articles),
        cmocka_unit_test(json_is_always_utf8),        cmocka_unit_test(unknown_fields_pass_through),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
