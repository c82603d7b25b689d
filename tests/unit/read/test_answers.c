/* What servers answered, in archives: each content coding whole, cut, damaged, and as a bomb; feeds with their items. */
#define _GNU_SOURCE
#include "made.h"

#define A "https://a.example/"
#define B "https://b.example/"
#define HTML_A "<html><p>The ferry left at seven."
#define HTML_B "<html><p>The ferry came back at nine."

/* HTML_A, and 12 MB of blanks behind "<html><p>", by the reference encoder. */
static const char brotli_page[] = "\x0B\x10\x80\x3C"
                                  "html><p>The ferry left at seven.\x03";
static const char brotli_bomb[] = "\xCB\xFF\xFF\x3F\xF8\xA5\x41\x78\x7C\xE0\x54\x21\xA7\x15\x02\x26\x59\x4C"
                                  "\xD8\xFB\x3F\x0F\xF9\xFF\xFF\x83\x5F\x02\x20\x0E\x8B\x00\x74\xEF\x7F\x00";

#define BYTES(literal) ((span){literal, sizeof literal - 1})

typedef struct coded {
    const char *name;
    span body;
} coded;

#define CODINGS 6

/* One text in all codings that are undone. */
static void code(coded *out, span text) {
    out[0] = (coded){"gzip", gzipped(text)};
    out[1] = (coded){"X-GZIP", gzipped(text)};
    out[2] = (coded){"deflate", deflated(text, 15)};
    out[3] = (coded){"deflate", deflated(text, -15)};
    out[4] = (coded){"zstd", zstd_packed(text)};
    out[5] = (coded){"br", BYTES(brotli_page)};
}

/* A response in that coding, and a good one behind it, which must come whatever the first one is. */
static pages read_coded(const char *name, span body) {
    char lines[128];
    snprintf(lines, sizeof lines, "Content-Type: text/html\r\nContent-Encoding: %s\r\n", name);
    pages p = read_pages(JOINED(record_with("response", A, NULL, answer(lines, body)), page_record(B, HTML_B)));
    assert_int_equal(p.count, 2);
    assert_good(p.items[1], B, HTML_B);
    return p;
}

static void every_coding_is_undone(void **state) {
    (void)state;
    coded all[CODINGS];
    code(all, S(HTML_A));
    for (size_t i = 0; i < CODINGS; i++) {
        pages p = read_coded(all[i].name, all[i].body);
        assert_good(p.items[0], A, HTML_A);
        free_pages(&p);
    }
}

static void cut_bodies_are_told_in_every_coding(void **state) {
    (void)state;
    coded all[CODINGS];
    code(all, S(HTML_A));
    for (size_t i = 0; i < CODINGS; i++)
        for (size_t cut = 5; cut + 1 < all[i].body.len; cut += 7) {
            pages p = read_coded(all[i].name, span_cut(all[i].body, 0, cut));
            assert_span(p.items[0]->error, "the coded body is cut off");
            free_pages(&p);
        }
}

static void damaged_bodies_are_told(void **state) {
    (void)state;
    pages p = read_coded("br", S("\xFF\xFF\xFF\xFF\x80\x80\x80"));
    assert_span(p.items[0]->error, "the coded body is damaged");
    free_pages(&p);
    coded all[CODINGS];
    code(all, S(HTML_A));
    ((char *)(uintptr_t)all[0].body.ptr)[all[0].body.len - 8] ^= 1;
    p = read_coded(all[0].name, all[0].body);
    assert_span(p.items[0]->error, "the coded body is damaged");
    assert_span(p.items[0]->bytes, HTML_A);
    free_pages(&p);
}

/* Archives undo a coding and keep its name; the text may begin with any letters. */
static void plain_bodies_under_a_coding_stay(void **state) {
    (void)state;
    coded all[CODINGS];
    code(all, S(HTML_A));
    for (size_t i = 0; i < CODINGS; i++) {
        pages p = read_coded(all[i].name, S("\xEF\xBB\xBF<html><p>\xC3\x85rsm\xC3\xB8te"));
        assert_good(p.items[0], A, "\xEF\xBB\xBF<html><p>\xC3\x85rsm\xC3\xB8te");
        free_pages(&p);
    }
}

static void brotli_bombs_end_at_the_cap(void **state) {
    (void)state;
    pages p = read_coded("br", BYTES(brotli_bomb));
    assert_string_equal(p.items[0]->limits.items[0].limit, "inflate_ratio");
    assert_true(p.items[0]->bytes.len < 4u << 20);
    assert_true(span_starts(p.items[0]->bytes, S("<html><p>")));
    free_pages(&p);
}

static const char rss[] = "<?xml version='1.0'?><rss><channel>"
                          "<item><link>" A "1</link><title>One</title><description>The ferry left.</description></item>"
                          "<item><link>" A "2</link><title>Two</title></item></channel></rss>";

static pages read_feed(const char *lines, const char *body) {
    return read_pages(
        JOINED(page_record(B, HTML_B), record_with("response", A, NULL, answer(lines, span_of(body))), page_record(B, HTML_B)));
}

/* The record is named, its items follow with its place and day, then the next record. */
static void feeds_in_records_give_their_items(void **state) {
    (void)state;
    static const char *const types[] = {"Content-Type: application/rss+xml\r\n", "Content-Type: text/xml; charset=utf-8\r\n",
                                        "Content-Type: text/html\r\n", ""};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        pages p = read_feed(types[i], rss);
        assert_int_equal(p.count, 5);
        assert_span(p.items[1]->error, "no page: a feed, whose items follow");
        assert_span(p.items[1]->url, A);
        assert_int_equal(p.items[1]->bytes.len, 0);
        assert_good(p.items[2], A "1", "The ferry left.");
        assert_true(span_find(p.items[2]->row, S("\"title\":\"One\""), 0) != SIZE_MAX);
        assert_span(p.items[2]->file, path);
        assert_int_equal(p.items[2]->offset, p.items[1]->offset);
        assert_true(p.items[2]->fetched == p.items[1]->fetched);
        assert_good(p.items[3], A "2", "");
        assert_good(p.items[4], B, HTML_B);
        free_pages(&p);
    }
}

static void json_feeds_in_records_give_their_items(void **state) {
    (void)state;
    pages p = read_feed("Content-Type: application/feed+json\r\n",
                        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{\"id\":\"x\",\"url\":\"" A
                        "1\",\"content_html\":\"<p>Left.\"}]}");
    assert_int_equal(p.count, 4);
    assert_good(p.items[2], A "1", "<p>Left.");
    assert_good(p.items[3], B, HTML_B);
    free_pages(&p);
}

static void broken_feeds_lose_no_record(void **state) {
    (void)state;
    pages p = read_feed("Content-Type: application/atom+xml\r\n", "<feed><entry><link href='" A "1'/><content>The fer");
    assert_int_equal(p.count, 4);
    assert_span(p.items[2]->error, "the feed breaks off");
    assert_span(p.items[2]->bytes, "The fer");
    assert_good(p.items[3], B, HTML_B);
    free_pages(&p);
    p = read_feed("Content-Type: application/feed+json\r\n", "{\"version\":");
    assert_int_equal(p.count, 4);
    assert_true(p.items[2]->error.len > 0);
    assert_good(p.items[3], B, HTML_B);
    free_pages(&p);
}

/* A reader that is left in the middle of a feed gives everything back. */
static void readers_may_stop_inside_a_feed(void **state) {
    (void)state;
    retold_reader *reader;
    retold_page *page;
    put_file(record_with("response", A, NULL, answer("", span_of(rss))));
    assert_int_equal(retold_reader_open(ctx, path, 0, &reader, NULL), RETOLD_OK);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(retold_reader_next(ctx, reader, &page, NULL), RETOLD_OK);
        retold_page_free(page);
    }
    retold_reader_free(reader);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_coding_is_undone, setup, teardown),
        cmocka_unit_test_setup_teardown(cut_bodies_are_told_in_every_coding, setup, teardown),
        cmocka_unit_test_setup_teardown(damaged_bodies_are_told, setup, teardown),
        cmocka_unit_test_setup_teardown(plain_bodies_under_a_coding_stay, setup, teardown),
        cmocka_unit_test_setup_teardown(brotli_bombs_end_at_the_cap, setup, teardown),
        cmocka_unit_test_setup_teardown(feeds_in_records_give_their_items, setup, teardown),
        cmocka_unit_test_setup_teardown(json_feeds_in_records_give_their_items, setup, teardown),
        cmocka_unit_test_setup_teardown(broken_feeds_lose_no_record, setup, teardown),
        cmocka_unit_test_setup_teardown(readers_may_stop_inside_a_feed, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
