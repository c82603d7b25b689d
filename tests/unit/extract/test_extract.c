#include "base/buf.h"
#include "one_page.h"
#include <stdio.h>

static const retold_article *text(const char *bytes) { return extracted(span_of(bytes), PAGE_TEXT); }

#define BODY                                                                                                                     \
    "<p>The ford across the Ambel stays shut for a second week, the county said, because the water has not gone down as was "    \
    "hoped.</p>"                                                                                                                 \
    "<p>Drivers have to use the bridge at Nettleby, which adds eleven kilometres to the way to school and to the market in the " \
    "town.</p>"

#define LINES                                                                                                                 \
    "The ford across the Ambel stays shut for a second week, the county said, because the water has not gone down as was "    \
    "hoped.\n\n"                                                                                                              \
    "Drivers have to use the bridge at Nettleby, which adds eleven kilometres to the way to school and to the market in the " \
    "town.\n"

static bool holds(span s, const char *part) { return span_find(s, span_of(part), 0) != SIZE_MAX; }

static span day(void) {
    static char out[16];
    int year;
    unsigned month, date;
    if (article->published.precision == PRECISION_NONE) return S("none");
    day_of(article->published.ms / 86400000, &year, &month, &date);
    return (span){out, (size_t)snprintf(out, sizeof out, "%04d-%02u-%02u", year, month, date)};
}

/* A sentence leads to the page bytes that decode to it, through entities and charset. */
static void spans_lead_to_the_page(void **state) {
    (void)state;
    html("<meta charset=windows-1252><p>Caf\xE9 &amp; B\xE4"
         "ckerei stand on the sign that hung over the door of the house for more than sixty years.</p>" BODY);
    size_t at = span_find(article->text,
                          S("B\xC3\xA4"
                            "ckerei"),
                          0);
    assert_true(at != SIZE_MAX);
    range r = retold_article_page_range(article, (range){(uint32_t)at, (uint32_t)at + 9});
    assert_span(span_at(page->bytes, r), "B\xE4"
                                         "ckerei");
    at = span_find(article->text, S("& "), 0);
    r = retold_article_page_range(article, (range){(uint32_t)at, (uint32_t)at + 1});
    assert_span(span_at(page->bytes, r), "&amp;");
}

static void two_byte_pages(void **state) {
    (void)state;
    const char *source = "<title>x</title>" BODY;
    char bytes[2048] = {'\xFF', '\xFE'};
    size_t len = strlen(source);
    for (size_t i = 0; i < len; i++) bytes[2 + 2 * i] = source[i];
    extracted((span){bytes, 2 + 2 * len}, PAGE_HTML);
    assert_true(span_starts(article->text, S("The ford across")));
    size_t at = span_find(article->text, S("Nettleby"), 0);
    range r = retold_article_page_range(article, (range){(uint32_t)at, (uint32_t)at + 8});
    assert_int_equal(range_len(r) % 2, 0);
    assert_int_equal(page->bytes.ptr[r.begin], article->text.ptr[at]);
}

static void dates_of_the_article_only(void **state) {
    (void)state;
    html("<div>Since July 1, 2023 we have no adverts.</div><h1>Ford stays shut</h1>" BODY "<p class=related>12 May 2021</p>");
    assert_span(day(), "none");
    html("<h1>Ford stays shut</h1><p>9 February 2024</p>" BODY);
    assert_span(day(), "2024-02-09");
    html("<meta property='article:published_time' content='2024-02-09'><h1>Ford stays shut</h1><time "
         "datetime='2024-02-09T07:15:00Z'>x</time>" BODY);
    assert_int_equal(article->published.precision, PRECISION_SECOND);
    html("<link rel=canonical href='https://reed.example/2024/02/08/ford'>" BODY);
    assert_span(day(), "2024-02-08");
    html("<meta name=date content='9999-01-01'>" BODY);
    assert_span(day(), "none");
    text("Enjoying The Reed?\nSince July 1, 2023, we have no adverts, and that costs us a lot.\nSupport us\n\nFord stays shut "
         "for another week\n\n" LINES);
    assert_span(article->title.text, "Ford stays shut for another week");
    assert_span(day(), "none");
}

static void persons_and_agencies(void **state) {
    (void)state;
    html("<h1>Ford stays shut</h1><p class=byline>By Hedda Marsh and Piers Lund, Reuters</p>" BODY);
    assert_int_equal(article->author_count, 2);
    assert_span(article->authors[0].text, "Hedda Marsh");
    assert_span(article->authors[1].text, "Piers Lund");
    assert_span(article->agency.text, "Reuters");
    html("<meta name=author content='https://reed.example/a'><h1>Ford stays shut</h1><p>By our newsroom</p>" BODY);
    assert_int_equal(article->author_count, 0);
    text("Ford stays shut for another week\n\nBy [AFP](#)\n\n" LINES);
    assert_span(article->agency.text, "AFP");
    text("Ford stays shut for another week\n\n(Sund Kurier) \xE2\x80\x93 " LINES);
    assert_span(article->outlet.text, "Sund Kurier");
    text("Ford stays shut for another week\n\nNETTLEBY, Feb 9 (AP) - " LINES);
    assert_span(article->agency.text, "AP");
}

static void captions_and_credits(void **state) {
    (void)state;
    html("<h1>Ford stays shut</h1><figure><img><figcaption>The ford on Thursday. Photo: Hedda Marsh</figcaption></figure>" BODY);
    assert_int_equal(article->caption_count, 1);
    assert_span(article->captions[0].text.text, "The ford on Thursday.");
    assert_span(article->captions[0].credit, "Hedda Marsh");
    assert_false(holds(article->text, "Thursday"));
    text("Ford stays shut for another week\n\nThe ford on Thursday. **Hedda Mars**h / pexels\n\n" LINES);
    assert_int_equal(article->caption_count, 1);
    assert_span(article->captions[0].credit, "Hedda Marsh / pexels");
    assert_false(holds(article->text, "Thursday"));
}

static void torn_sentences(void **state) {
    (void)state;
    text("Ford stays shut for another week\n\n" LINES
         "\nNobody should try the way through the water, said the\n\ncounty, as two people did.\n\n"
         "The water stood at two metres and ten centi-\n\nmetres on Friday morning. A well-known way leads round the hill, and "
         "it is a well-\n\nknown way to be late.\n");
    assert_true(holds(article->text, "said the county, as two people did."));
    assert_true(holds(article->text, "ten centimetres on Friday"));
    assert_true(holds(article->text, "it is a well-known way"));
    assert_int_equal(article->repair_count, 3);
    assert_string_equal(article->repairs[0].kind, "page-break");
    assert_span(article->repairs[0].before, "\n\n");
    assert_string_equal(article->repairs[1].kind, "hyphen");
    assert_span(article->repairs[1].before, "-\n\n");
}

static void cut_quotes_are_flagged(void **state) {
    (void)state;
    text("Ford stays shut for another week\n\n" LINES
         "\n`We have told them that they should not\n\nMr. Lund was surprised by these words, since nobody had asked.\n");
    assert_int_equal(article->repair_count, 1);
    assert_string_equal(article->repairs[0].kind, "quote-cut");
    assert_int_equal(article->repairs[0].before.len + article->repairs[0].after.len, 0);
    assert_true(holds(article->text, "should not\nMr. Lund"));
}

static void boxes_do_not_end_the_article(void **state) {
    (void)state;
    html("<div>" BODY "<aside><h3>More on this</h3><a href=x>Heron stops bus</a></aside><p>The third paragraph stands behind a "
         "box and is still of the body, as "
         "all can see.</p></div><h3>Leave a reply</h3><p>Your email address will not be published.</p>");
    assert_true(holds(article->text, "third paragraph"));
    assert_false(holds(article->text, "Heron"));
    assert_false(holds(article->text, "email"));
}

static void repeated_paragraphs_stand_once(void **state) {
    (void)state;
    html("<div>" BODY BODY "</div>");
    size_t first = span_find(article->text, S("Drivers"), 0);
    assert_true(first != SIZE_MAX);
    assert_true(span_find(article->text, S("Drivers"), first + 1) == SIZE_MAX);
}

static void broken_data_is_no_error(void **state) {
    (void)state;
    html("<script "
         "type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":\"2023-11-04\",\"author\":[[[{{</script>" BODY);
    assert_span(day(), "2023-11-04");
    html("<script "
         "type='application/ld+json'>{\"@type\":[1,null],\"author\":{\"name\":[1,{}]},\"@graph\":[[],{\"@id\":\"a\"}]}</"
         "script>" BODY);
    assert_true(holds(article->text, "Nettleby"));
    buf deep = buf_made(&article->memory);
    buf_put(&deep, S("<script type='application/ld+json'>"));
    for (int i = 0; i < 5000; i++) buf_put(&deep, S("[{\"a\":"));
    buf_put(&deep, S("1"));
    for (int i = 0; i < 5000; i++) buf_put(&deep, S("}]"));
    buf_put(&deep, S("</script>" BODY));
    char *copy = malloc(deep.len);
    memcpy(copy, deep.bytes, deep.len);
    extracted((span){copy, deep.len}, PAGE_HTML);
    free(copy);
    assert_int_equal(article->limits.count, 1);
    assert_string_equal(article->limits.items[0].limit, "jsonld_depth");
}

static void no_article_no_text(void **state) {
    (void)state;
    assert_int_equal(html("")->text.len, 0);
    assert_int_equal(html("   \n ")->text.len, 0);
    assert_int_equal(text("")->text.len, 0);
    assert_int_equal(html("<ul><li><a href=1>One thing</a><li><a href=2>Another thing</a></ul>")->text.len, 0);
    assert_int_equal(extracted(S("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\2\0"), PAGE_HTML)->text.len, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(spans_lead_to_the_page, open_ctx, done),
        cmocka_unit_test_setup_teardown(two_byte_pages, open_ctx, done),
        cmocka_unit_test_setup_teardown(dates_of_the_article_only, open_ctx, done),
        cmocka_unit_test_setup_teardown(persons_and_agencies, open_ctx, done),
        cmocka_unit_test_setup_teardown(captions_and_credits, open_ctx, done),
        cmocka_unit_test_setup_teardown(torn_sentences, open_ctx, done),
        cmocka_unit_test_setup_teardown(cut_quotes_are_flagged, open_ctx, done),
        cmocka_unit_test_setup_teardown(boxes_do_not_end_the_article, open_ctx, done),
        cmocka_unit_test_setup_teardown(repeated_paragraphs_stand_once, open_ctx, done),
        cmocka_unit_test_setup_teardown(broken_data_is_no_error, open_ctx, done),
        cmocka_unit_test_setup_teardown(no_article_no_text, open_ctx, done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
