/* Dates, authors, titles of pages that say them in different places. */
#include "base/buf.h"
#include "extract/extract.h"
#include "one_page.h"
#include <stdio.h>

#define BODY                                                                                                                     \
    "<p>The ford across the Ambel stays shut for a second week, the county said, because the water has not gone down as was "    \
    "hoped.</p>"                                                                                                                 \
    "<p>Drivers have to use the bridge at Nettleby, which adds eleven kilometres to the way to school and to the market in the " \
    "town.</p>"
#define TITLE "<h1>Ford stays shut for another week</h1>"
#define META "<meta property='article:published_time' content='2024-02-10T03:15:00+00:00'>"

static span iso(stamp s) { return s.precision == PRECISION_NONE ? S("none") : stamp_iso(&article->memory, s); }

/* The whole set of authors, parted by "; ". */
static span authors(void) {
    buf out = buf_made(&article->memory);
    for (size_t i = 0; i < article->author_count; i++) {
        if (i) buf_put(&out, S("; "));
        buf_put(&out, article->authors[i].text);
    }
    return buf_span(&out);
}

#define assert_published(want) assert_span(iso(article->published), want)
#define assert_day(want) assert_span(iso(article->day), want)

static void dates_as_languages_write_them(void **state) {
    (void)state;
    static const char *const lines[][2] = {
        {"9 февраля 2024", "2024-02-09"},
        {"9. února 2024", "2024-02-09"},
        {"2024年2月9日", "2024-02-09"},
        {"2024년 2월 9일", "2024-02-09"},
        {"2024. 2. 9.", "2024-02-09"},
        {"9 de febrero de 2024", "2024-02-09"},
        {"9 نيسان / أبريل 2024", "2024-04-09"},
        {"Feb 09 09:34 2024", "2024-02-09"},
        {"9.2.24", "2024-02-09"},
        {"4/5/2024", "none"},
        {"9 Smarch 2024", "none"},
        {"31.2.2024", "none"},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char source[2000];
        snprintf(source, sizeof source, TITLE "<p class=date>%s</p>" BODY, lines[i][0]);
        html(source);
        assert_span(iso((stamp){article->published.ms, ZONE_NONE,
                                article->published.precision == PRECISION_NONE ? PRECISION_NONE : PRECISION_DAY}),
                    lines[i][1]);
    }
    html("<html lang=en-GB>" TITLE "<p class=date>4/5/2024</p>" BODY);
    assert_published("2024-05-04");
    html("<html lang=en-US>" TITLE "<p class=date>4/5/2024</p>" BODY);
    assert_published("2024-04-05");
}

/* Declared in UTC, shown in local time: both are kept. */
static void the_day_that_is_shown(void **state) {
    (void)state;
    html(META TITLE "<p class=byline>February 9, 2024</p>" BODY);
    assert_published("2024-02-10T03:15:00Z");
    assert_day("2024-02-09");
    html(META "<link rel=canonical href='https://reed.example/2024/02/09/ford'>" TITLE BODY);
    assert_day("2024-02-09");
    html(META TITLE "<p class=byline>February 10, 2024</p>" BODY);
    assert_day("none");
    html(META "<meta property='article:modified_time' content='2024-03-01T10:00:00Z'>" TITLE
              "<p class=byline>Updated March 1, 2024</p>" BODY);
    assert_published("2024-02-10T03:15:00Z");
    assert_day("2024-03-01");
    html(META TITLE "<p>Last week</p>" BODY "<p>The water had been as high on March 1, 2021 and on May 3, 2022.</p>");
    assert_day("none");
}

static void dates_in_other_places(void **state) {
    (void)state;
    html("<meta name='published_on' content='2024-02-09'>" TITLE BODY);
    assert_published("2024-02-09");
    html("<meta name=date content='02/09/2024 07:15:00'>" TITLE BODY "<p>Published on: 9 February 2024</p>");
    assert_span(iso((stamp){article->published.ms, ZONE_NONE, PRECISION_DAY}), "2024-02-09");
    html(TITLE BODY "<p class=foot>Posted by Hedda Marsh on 9 February 2024</p>");
    assert_published("2024-02-09");
    html(TITLE "<p><abbr class=published title='2024-02-09T07:15:00Z'>Friday</abbr></p>" BODY);
    assert_published("2024-02-09T07:15:00Z");
    html(TITLE BODY "<script>window.state={\"id\":1,\"publishedAt\":\"2024-02-09T07:15:00Z\"}</script>");
    assert_published("2024-02-09T07:15:00Z");
    html(TITLE BODY "<script>x={\"publishedAt\":\"2024-02-09\"};y={\"publishedAt\":\"2022-05-01\"}</script>");
    assert_published("none");
    html("<!-- <rdf:Description dc:title=\"x\" dc:date=\"2024-02-09T07:15:00+09:00\" /> -->" TITLE BODY);
    assert_published("2024-02-09T07:15:00+09:00");
    html(TITLE BODY "<div class=comment><time datetime='2024-02-11'>11 February</time> Well said.</div>");
    assert_published("none");
}

static void names_in_bylines(void **state) {
    (void)state;
    static const char *const lines[][2] = {
        {"<p>By Hedda Marsh, edited by Piers Lund</p>", "Hedda Marsh"},
        {"<p>By</p><p>Hedda Marsh</p>", "Hedda Marsh"},
        {"<p>By Hedda Marsh | Roads and Rivers</p>", "Hedda Marsh"},
        {"<p>By Hedda Marsh, Chief Technology Officer</p>", "Hedda Marsh"},
        {"<p><span>By</span><a href=/author/hm>Hedda Marsh</a><time>Published February 9, 2024</time></p>", "Hedda Marsh"},
        {"<p><a href='/authors/hedda-marsh'>Hedda Marsh</a></p>", "Hedda Marsh"},
        {"<p>Laura Marsh</p><p>February 9, 2024</p>", "Laura Marsh"},
        {"<p>Flood Defences</p><p>February 9, 2024</p>", ""},
        {"<p>By The Sund Times</p>", ""},
        {"<p>By the Ambel Team</p>", ""},
        {"<p>By The Ambel Team</p>", "The Ambel Team"},
        {"<p>By Staff</p>", ""},
        {"<div><span>By</span><span>Hedda Marsh</span></div>", "Hedda Marsh"},
        {"<p>By <a>Ford Weekly</a><a>RoadsRivers</a><a>Hills</a></p>", ""},
        {"<p>By Jonas SubbaRao</p>", "Jonas SubbaRao"},
        {"<p>Author Spotlight</p>", ""},
        {"<p>Text size</p>", ""},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char source[2000];
        snprintf(source, sizeof source, TITLE "%s" BODY, lines[i][0]);
        html(source);
        assert_span(authors(), lines[i][1]);
    }
}

/* A dek that is as long as a paragraph, and lines of buttons, before the byline and the date. */
static void names_and_days_behind_a_dek(void **state) {
    (void)state;
    html(TITLE
         "<p>The county has shut the ford for the third time this winter, and this time nobody in the two villages knows when "
         "the barrier will be lifted, or who is going to pay for the bridge.</p>"
         "<p><a href=/s1>Share</a></p><p><a href=/s2>Save</a></p><p><a href=/s3>Print</a></p><p><a href=/s4>Listen</a></p>"
         "<p class=byline>Written by: Hedda Marsh</p><p class=date>9 February 2024</p>" BODY);
    assert_span(authors(), "Hedda Marsh");
    assert_span(stamp_day(&article->memory, article->published), "2024-02-09");
}

static void days_of_pages_that_scripts_unveil(void **state) {
    (void)state;
    html("<div style='display:none'>" TITLE "<p>9 February 2024 - 8 min read</p>" BODY "</div>");
    assert_span(stamp_day(&article->memory, article->published), "2024-02-09");
}

#define LD(author)                                                                                                      \
    "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Ford stays shut\",\"author\":" author \
    "}</script>"

static void names_that_are_declared(void **state) {
    (void)state;
    html(LD("[{\"@type\":\"Person\",\"name\":\"Hedda Marsh\"},{\"@type\":\"Person\",\"name\":\"Piers Lund\"}]") TITLE BODY);
    assert_span(authors(), "Hedda Marsh; Piers Lund");
    html(LD("[{\"@type\":\"Person\",\"name\":\"Hedda Marsh\"},{\"@type\":\"Person\",\"name\":\"Piers Lund\"}]") TITLE
         "<p>By Hedda Marsh</p>" BODY);
    assert_span(authors(), "Hedda Marsh");
    html(LD("{\"@type\":\"Person\",\"name\":\"Hedda O&#039;Marsh\"}") TITLE BODY);
    assert_span(authors(), "Hedda O'Marsh");
    html(LD("{\"@type\":\"Person\",\"name\":\"hedda orlemarsh\"}") TITLE BODY);
    assert_span(authors(), "hedda orlemarsh");
    html("<meta name=author content=admin>" TITLE BODY);
    assert_span(authors(), "");
    html("<meta name='twitter:label1' content='Written by'><meta name='twitter:data1' content='Hedda Marsh'>" TITLE BODY);
    assert_span(authors(), "Hedda Marsh");
    html("<meta name='twitter:label1' content='Reading time'><meta name='twitter:data1' content='Three Minutes'>" TITLE BODY);
    assert_span(authors(), "");
    html(TITLE BODY "<p><a href=/author/a>Hedda Marsh</a> <a href=/author/b>Piers Lund</a></p>");
    assert_span(authors(), ""); /* of other articles */
}

static void titles_that_agree(void **state) {
    (void)state;
    html("<title>Why a river keeps a county waiting | Reed</title><meta property='og:title' content='Ford stays shut for another "
         "week'>"
         "<h1>Reed</h1><h1>Ford stays shut for another week</h1>" BODY);
    assert_span(article->title.text, "Ford stays shut for another week");
    html("<title>Ford stays shut for another week - Reed</title><h1><div>Roads</div>Ford stays shut for another week</h1>" BODY);
    assert_span(article->title.text, "Ford stays shut for another week");
    html("<title>How a ford and a bridge part the villages of a county</title><h1>Ford</h1>" BODY);
    assert_span(article->title.text, "How a ford and a bridge part the villages of a county");
}

static void section_image_and_access_of_tags(void **state) {
    (void)state;
    html("<link rel=canonical href='https://news.example/a/b'><meta property='article:section' content='Roads, Weather'>"
         "<meta property='og:image' content='/pictures/ford.jpg?w=1'><meta name='twitter:image' "
         "content='https://other.example/x.jpg'>"
         "<meta name=description content='The ford stays shut.'><meta property='article:content_tier' content='metered'>" TITLE
             BODY);
    assert_span(article->section.text, "Roads");
    assert_span(article->image.text, "https://news.example/pictures/ford.jpg?w=1");
    assert_span(article->description.text, "The ford stays shut.");
    assert_int_equal(article->access, ACCESS_PAID);
    assert_string_equal(article->access_field.from, "article:content_tier");
}

static void section_image_and_access_of_jsonld(void **state) {
    (void)state;
    html("<meta property='og:image' content='javascript:alert(1)'><script type='application/ld+json'>{\"@type\":\"NewsArticle\","
         "\"articleSection\":[\"Roads\",\"Weather\"],\"isAccessibleForFree\":\"True\","
         "\"image\":[{\"@type\":\"ImageObject\",\"url\":\"https://news.example/ford.jpg\",\"creditText\":\"Tamsin "
         "Orley\"}]}</script>" TITLE BODY);
    assert_span(article->section.text, "Roads");
    assert_span(article->image.text, "https://news.example/ford.jpg");
    assert_span(article->image_credit, "Tamsin Orley");
    assert_int_equal(article->access, ACCESS_FREE);
    html("<meta property='og:image' content='javascript:alert(1)'>" TITLE BODY);
    assert_int_equal(article->image.text.len, 0);
    assert_int_equal(article->access, ACCESS_UNSAID);
}

static void access_of_parts(void **state) {
    (void)state;
    static const struct {
        const char *json;
        access_kind access;
    } pages[] = {
        {"\"hasPart\":[{\"isAccessibleForFree\":\"False\",\"cssSelector\":\".paid\"}]", ACCESS_PAID},
        {"\"hasPart\":{\"isAccessibleForFree\":true,\"cssSelector\":\".lead\"}", ACCESS_UNSAID},
        {"\"hasPart\":[{\"isAccessibleForFree\":true,\"cssSelector\":\".lead\"},{\"isAccessibleForFree\":false,\"cssSelector\":"
         "\".paid\"}]",
         ACCESS_PAID},
        {"\"isAccessibleForFree\":true,\"hasPart\":{\"isAccessibleForFree\":false,\"cssSelector\":\".video\"}", ACCESS_FREE},
        {"\"hasPart\":{\"@type\":\"Article\"}", ACCESS_UNSAID},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        char source[2000];
        snprintf(source, sizeof source, "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",%s}</script>" TITLE BODY,
                 pages[i].json);
        html(source);
        assert_int_equal(article->access, pages[i].access);
    }
}

static void agencies_of_rows(void **state) {
    (void)state;
    html(TITLE BODY);
    article_take_row(ctx, article, S("{\"authors\":[\"Reuters\",\"Hedda Marsh\"],\"modified\":\"2024-02-10T08:00+01:00\"}"));
    extract_part_agencies(ctx, article);
    assert_span(authors(), "Hedda Marsh");
    assert_span(article->agency.text, "Reuters");
    assert_span(stamp_iso(&article->memory, article->modified), "2024-02-10T08:00+01:00");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(dates_as_languages_write_them, open_ctx, done),
        cmocka_unit_test_setup_teardown(the_day_that_is_shown, open_ctx, done),
        cmocka_unit_test_setup_teardown(dates_in_other_places, open_ctx, done),
        cmocka_unit_test_setup_teardown(names_in_bylines, open_ctx, done),
        cmocka_unit_test_setup_teardown(names_and_days_behind_a_dek, open_ctx, done),
        cmocka_unit_test_setup_teardown(days_of_pages_that_scripts_unveil, open_ctx, done),
        cmocka_unit_test_setup_teardown(names_that_are_declared, open_ctx, done),
        cmocka_unit_test_setup_teardown(titles_that_agree, open_ctx, done),
        cmocka_unit_test_setup_teardown(section_image_and_access_of_tags, open_ctx, done),
        cmocka_unit_test_setup_teardown(section_image_and_access_of_jsonld, open_ctx, done),
        cmocka_unit_test_setup_teardown(access_of_parts, open_ctx, done),
        cmocka_unit_test_setup_teardown(agencies_of_rows, open_ctx, done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
