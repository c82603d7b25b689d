#define _GNU_SOURCE
#include "made.h"

static void assert_row_has(const retold_page *page, const char *part) {
    if (span_find(page->row, span_of(part), 0) == SIZE_MAX) {
        print_error("no %s in %.*s\n", part, SPAN_ARG(page->row));
        fail();
    }
}

static void rss_items_are_pages(void **state) {
    (void)state;
    span feed =
        S("<?xml version=\"1.0\"?>\n<!-- a > b --><rss version=\"2.0\"><channel><title>Quay Post</title>"
          "<link>https://quay.example/</link><image><url>https://quay.example/i</url></image>\n"
          "<item><title> Harbour\n reopens &amp; rejoices</title><link> https://quay.example/1 </link>"
          "<guid isPermaLink=\"false\">q-1</guid><pubDate>Mon, 18 Mar 2024 07:00:00 +0100</pubDate>"
          "<dc:creator><![CDATA[Ada Quill]]></dc:creator><author>bob@quay.example (Bob Stone)</author>"
          "<media:title>no</media:title><description>Teaser</description>"
          "<content:encoded><![CDATA[<p>One &amp; all.</p>]]></content:encoded></item>"
          "<item><guid>https://quay.example/2</guid><description>&lt;p&gt;Escaped &#38;amp; whole.&lt;/p&gt;</description></item>"
          "<item><link>https://quay.example/3</link><description>Left <b>as</b> it<br/> is</description></item>"
          "<item><link>https://quay.example/4</link></item></channel></rss>");
    pages p = read_pages(feed);
    assert_int_equal(p.count, 4);
    assert_good(p.items[0], "https://quay.example/1", "<p>One &amp; all.</p>");
    assert_span(p.items[0]->id, "q-1");
    assert_span(p.items[0]->charset, "utf-8");
    assert_span(p.items[0]->row, "{\"title\":\"Harbour reopens & rejoices\",\"authors\":[\"Ada Quill\",\"Bob Stone\"],"
                                 "\"published\":\"2024-03-18T07:00:00+01:00\"}");
    assert_memory_equal(feed.ptr + p.items[0]->offset, "<item>", 6);
    assert_good(p.items[1], "https://quay.example/2", "<p>Escaped &amp; whole.</p>");
    assert_good(p.items[2], "https://quay.example/3", "Left <b>as</b> it<br/> is");
    assert_good(p.items[3], "https://quay.example/4", "");
    assert_int_equal(p.items[3]->kind, PAGE_OTHER);
    free_pages(&p);
}

static void atom_entries_are_pages(void **state) {
    (void)state;
    pages p = read_pages(
        S("<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:title>x</a:title><a:author><a:name>No</a:name></a:author>"
          "<a:entry><a:title type='html'>Ferry</a:title><a:link rel='self' href='https://f.example/self'/>"
          "<a:link href='https://f.example/1?a=1&amp;b=2'/><a:id>tag:f.example,1</a:id>"
          "<a:updated>2024-03-18T07:00:00Z</a:updated><a:author><a:name>Ada Quill</a:name><a:email>x</a:email></a:author>"
          "<a:content type='xhtml'><div xmlns='x'><p class=\"c\">One &amp; all</p></div></a:content></a:entry>"
          "<a:entry><a:link href='https://f.example/2'/><a:summary>Plain &lt; text</a:summary></a:entry></a:feed>"));
    assert_int_equal(p.count, 2);
    assert_good(p.items[0], "https://f.example/1?a=1&b=2", "<div xmlns='x'><p class=\"c\">One &amp; all</p></div>");
    assert_row_has(p.items[0], "\"authors\":[\"Ada Quill\"]");
    assert_row_has(p.items[0], "\"published\":\"2024-03-18T07:00:00Z\"");
    assert_good(p.items[1], "https://f.example/2", "Plain < text");
    assert_int_equal(p.items[1]->kind, PAGE_TEXT);
    free_pages(&p);
}

static void json_feed_items_are_pages(void **state) {
    (void)state;
    pages p = read_pages(S("{\n \"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"x\", \"items\": ["
                           "{\"id\":\"1\",\"url\":\"https://j.example/1\",\"title\":\"T\",\"content_html\":\"<p>One</p>\","
                           "\"date_published\":\"2024-03-18T07:00:00Z\",\"authors\":[{\"name\":\"Ada Quill\"}]},"
                           "{\"id\":\"https://j.example/2\",\"content_text\":\"Two\"}, 7]}"));
    assert_int_equal(p.count, 3);
    assert_good(p.items[0], "https://j.example/1", "<p>One</p>");
    assert_row_has(p.items[0], "\"authors\":[\"Ada Quill\"],\"published\":\"2024-03-18T07:00:00Z\"");
    assert_good(p.items[1], "https://j.example/2", "Two");
    assert_int_equal(p.items[1]->kind, PAGE_TEXT);
    assert_true(p.items[2]->error.len > 0);
    free_pages(&p);
    p = read_pages(S("{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [{\"id\":"));
    assert_int_equal(p.count, 1);
    assert_true(p.items[0]->error.len > 0);
    free_pages(&p);
}

static void sitemaps_and_outlines_are_listed(void **state) {
    (void)state;
    pages p =
        read_pages(S("<urlset xmlns:news='n'><url><loc>https://s.example/1</loc><lastmod>2024-03-19</lastmod><news:news>"
                     "<news:publication><news:name>S</news:name></news:publication>"
                     "<news:publication_date>2024-03-18</news:publication_date><news:title>Ferry</news:title></news:news></url>"
                     "<url><loc>file:///etc/passwd</loc></url></urlset>"));
    assert_int_equal(p.count, 2);
    assert_good(p.items[0], "https://s.example/1", "");
    assert_int_equal(p.items[0]->kind, PAGE_OTHER);
    assert_row_has(p.items[0], "\"title\":\"Ferry\",\"published\":\"2024-03-18\",\"modified\":\"2024-03-19\"");
    assert_span(p.items[1]->error, "address refused: file:///etc/passwd");
    free_pages(&p);
    p = read_pages(S("<sitemapindex><sitemap><loc>https://s.example/a.xml</loc></sitemap></sitemapindex>"));
    assert_int_equal(p.count, 1);
    assert_good(p.items[0], "https://s.example/a.xml", "");
    free_pages(&p);
    p = read_pages(
        S("<opml><body><outline text='News'><outline text='S' xmlUrl='https://s.example/rss'/></outline></body></opml>"));
    assert_int_equal(p.count, 1);
    assert_good(p.items[0], "https://s.example/rss", "");
    assert_row_has(p.items[0], "\"title\":\"S\"");
    free_pages(&p);
}

static void no_entity_is_ever_declared(void **state) {
    (void)state;
    pages p = read_pages(S("<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a \"aaaaaaaa\"><!ENTITY b '&a;&a;&a;'>"
                           "<!ENTITY x SYSTEM \"file:///etc/hostname\">]><rss><channel><item><title>&x; and &b;</title>"
                           "<link>https://e.example/1</link></item></channel></rss>"));
    assert_int_equal(p.count, 1);
    assert_good(p.items[0], "https://e.example/1", "");
    assert_row_has(p.items[0], "&x; and &b;");
    free_pages(&p);
}

static void broken_feeds_give_what_they_have(void **state) {
    (void)state;
    pages p = read_pages(S("<rss><channel><item><link>https://b.example/1</link></item><item><link>https://b.example/2</link>"
                           "<description>Half a sent"));
    assert_int_equal(p.count, 2);
    assert_good(p.items[0], "https://b.example/1", "");
    assert_span(p.items[1]->error, "the feed breaks off");
    assert_span(p.items[1]->bytes, "Half a sent");
    free_pages(&p);
    p = read_pages(S("<rss><channel><item><title>a < b & c</title><link>https://b.example/1</link></item></channel>"));
    assert_int_equal(p.count, 2);
    assert_row_has(p.items[0], "a < b & c");
    assert_span(p.items[1]->error, "the feed breaks off");
    free_pages(&p);
}

static void other_charsets_are_decoded(void **state) {
    (void)state;
    pages p = read_pages(S("<?xml version='1.0' encoding='ISO-8859-1'?><rss><channel><item><link>https://c.example/</link>"
                           "<description>caf\xE9 &#8364;</description></item></channel></rss>"));
    assert_int_equal(p.count, 1);
    assert_good(p.items[0], "https://c.example/", "caf\xC3\xA9 \xE2\x82\xAC");
    free_pages(&p);
    const char *ascii = "<rss><channel><item><link>https://w.example/</link></item></channel></rss>";
    buf wide = buf_made(&made);
    buf_put(&wide, S("\xFF\xFE"));
    for (const char *c = ascii; *c; c++) {
        buf_char(&wide, *c);
        buf_char(&wide, 0);
    }
    p = read_pages(buf_span(&wide));
    assert_int_equal(p.count, 1);
    assert_good(p.items[0], "https://w.example/", "");
    free_pages(&p);
}

/* Text, tags, CDATA, and references that lie over the border of two steps of the input. */
static void steps_cut_nothing(void **state) {
    (void)state;
    const char *tail =
        "</title><link>https://c.example/?a&amp;b</link><description><![CDATA[<p>x]]]]><![CDATA[></p>]]>&#x20AC;</description>"
        "</item></channel></rss>";
    for (size_t shift = 0; shift < 140; shift++) {
        buf feed = buf_made(&made);
        buf_put(&feed, S("<rss><channel>"));
        while (feed.len < (128u << 10) - 20 - shift) buf_char(&feed, ' ');
        buf_put(&feed, S("<item><title>t"));
        buf_put(&feed, span_of(tail));
        pages p = read_pages(buf_span(&feed));
        assert_int_equal(p.count, 1);
        assert_good(p.items[0], "https://c.example/?a&b", "<p>x]]></p>\xE2\x82\xAC");
        free_pages(&p);
        arena_free(&made);
    }
}

static void hostile_shapes_take_linear_time(void **state) {
    (void)state;
    buf deep = buf_made(&made), wide = buf_made(&made);
    buf_put(&deep, S("<rss><channel>"));
    for (int i = 0; i < 200000; i++) buf_put(&deep, S("<a>"));
    buf_put(&deep, S("<item><link>https://d.example/</link></item></channel></rss>"));
    buf_put(&wide, S("<rss><channel><item"));
    for (int i = 0; i < 200000; i++) buf_printf(&wide, " a%d='1'", i);
    buf_put(&wide, S("><link>https://lost.example/</link></item><item><link>https://d.example/</link></item></channel></rss>"));
    pages p = read_pages(buf_span(&deep));
    assert_int_equal(p.count, 1);
    assert_good(p.items[0], "https://d.example/", "");
    free_pages(&p);
    p = read_pages(buf_span(&wide));
    assert_int_equal(p.count, 2);
    assert_good(p.items[0], "https://d.example/", "");
    assert_span(p.items[1]->error, "a tag is longer than attribute_bytes");
    free_pages(&p);
}

static void addresses_that_are_not_public_are_refused(void **state) {
    (void)state;
    static const char *const refused[] = {"javascript:alert(1)",
                                          "http://localhost/",
                                          "http://127.0.0.1:22/",
                                          "http://[::1]/",
                                          "http://10.1.2.3/",
                                          "http://2130706433/",
                                          "http://0x7f.1/",
                                          "http://user@127.0.0.1/",
                                          "http://intranet/",
                                          "http://a.local/",
                                          "https://169.254.169.254/x",
                                          "/relative",
                                          "http://192.168.1.1",
                                          "http://a b.example/",
                                          "http://010.1.1.1/",
                                          "http:///x"};
    static const char *const taken[] = {"http://example.org", "https://user@b.example:8080/x?y#z", "http://8.8.8.8/",
                                        "https://[2001:db8::1]/", "https://b\xC3\xBCrger.example/"};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0] + sizeof taken / sizeof taken[0]; i++) {
        bool good = i >= sizeof refused / sizeof refused[0];
        const char *url = good ? taken[i - sizeof refused / sizeof refused[0]] : refused[i];
        buf feed = buf_made(&made);
        buf_printf(&feed, "<rss><item><link>%s</link></item></rss>", url);
        pages p = read_pages(buf_span(&feed));
        assert_int_equal(p.count, 1);
        assert_span(p.items[0]->url, good ? url : "");
        assert_int_equal(p.items[0]->error.len != 0, !good);
        free_pages(&p);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rss_items_are_pages, setup, teardown),
        cmocka_unit_test_setup_teardown(atom_entries_are_pages, setup, teardown),
        cmocka_unit_test_setup_teardown(json_feed_items_are_pages, setup, teardown),
        cmocka_unit_test_setup_teardown(sitemaps_and_outlines_are_listed, setup, teardown),
        cmocka_unit_test_setup_teardown(no_entity_is_ever_declared, setup, teardown),
        cmocka_unit_test_setup_teardown(broken_feeds_give_what_they_have, setup, teardown),
        cmocka_unit_test_setup_teardown(other_charsets_are_decoded, setup, teardown),
        cmocka_unit_test_setup_teardown(steps_cut_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(hostile_shapes_take_linear_time, setup, teardown),
        cmocka_unit_test_setup_teardown(addresses_that_are_not_public_are_refused, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
