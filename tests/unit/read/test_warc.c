#define _GNU_SOURCE
#include "made.h"

#define A "https://a.example/"
#define B "https://b.example/"
#define C "https://c.example/"
#define HTML_A "<html><p>The ferry left at seven."
#define HTML_B "<html><p>The ferry came back at nine."

static void records_come_in_order(void **state) {
    (void)state;
    span all = JOINED(record_with("warcinfo", "", NULL, S("software: x\r\n")), page_record(A, HTML_A),
                      record_with("request", A, NULL, S("GET / HTTP/1.1\r\n\r\n")), record_with("resource", B, NULL, S(HTML_B)));
    pages p = read_pages(all);
    assert_int_equal(p.count, 2);
    assert_good(p.items[0], A, HTML_A);
    assert_span(p.items[0]->charset, "UTF-8");
    assert_span(p.items[0]->id, "urn:x:" A);
    assert_true(p.items[0]->fetched == 1710745200000);
    assert_int_equal(p.items[0]->kind, PAGE_HTML);
    assert_memory_equal(all.ptr + p.items[0]->offset, "WARC/1.1\r\nWARC-Type: response", 29);
    assert_good(p.items[1], B, HTML_B);
    free_pages(&p);
}

static void members_give_their_place(void **state) {
    (void)state;
    span first = gzipped(page_record(A, HTML_A)), second = gzipped(page_record(B, HTML_B));
    pages p = read_pages(JOINED(first, second));
    assert_int_equal(p.count, 2);
    assert_good(p.items[1], B, HTML_B);
    assert_int_equal(p.items[1]->offset, first.len);
    free_pages(&p);
    p = read_pages(gzipped(JOINED(page_record(A, HTML_A), page_record(B, HTML_B))));
    assert_int_equal(p.count, 2);
    assert_good(p.items[1], B, HTML_B);
    free_pages(&p);
}

/* Frames that need the dictionary in the skippable frame before them, which is itself compressed or not. */
static void zstd_dictionary_is_used(void **state) {
    (void)state;
    span dictionary = page_record(C, HTML_A HTML_B), record = page_record(A, HTML_A);
    char *packed = arena_alloc(&made, 4096);
    ZSTD_CCtx *z = ZSTD_createCCtx();
    size_t n = ZSTD_compress_usingDict(z, packed, 4096, record.ptr, record.len, dictionary.ptr, dictionary.len, 3);
    ZSTD_freeCCtx(z);
    for (int compressed = 0; compressed < 2; compressed++) {
        span given = compressed ? zstd_packed(dictionary) : dictionary;
        char head[8] = {0x5D, 0x2A, 0x4D, 0x18, (char)given.len, (char)(given.len >> 8), 0, 0};
        pages p = read_pages(JOINED((span){head, 8}, given, (span){packed, n}, (span){packed, n}));
        assert_int_equal(p.count, 2);
        assert_good(p.items[1], A, HTML_A);
        assert_int_equal(p.items[1]->offset, 8 + given.len + n);
        free_pages(&p);
    }
}

static void chunks_and_codings_are_undone(void **state) {
    (void)state;
    span packed = gzipped(S(HTML_A)), cut = span_from(packed, 7);
    buf body = buf_made(&made);
    buf_put(&body, S("7;x=y\r\n"));
    buf_put(&body, span_cut(packed, 0, 7));
    buf_printf(&body, "\r\n%zX\r\n", cut.len);
    buf_put(&body, cut);
    buf_put(&body, S("\r\n0\r\n\r\n"));
    const char *lines = "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n";
    pages p = read_pages(JOINED(record_with("response", A, NULL, answer(lines, buf_span(&body))),
                                record_with("response", B, NULL, answer("Content-Encoding: zstd\r\n", zstd_packed(S(HTML_B)))),
                                record_with("response", C, NULL, answer(lines, S(HTML_B)))));
    assert_int_equal(p.count, 3);
    assert_good(p.items[0], A, HTML_A);
    assert_good(p.items[1], B, HTML_B);
    assert_good(p.items[2], C, HTML_B); /* the archive had undone what the header says */
    free_pages(&p);
}

static void bad_codings_are_told(void **state) {
    (void)state;
    span packed = gzipped(S(HTML_A HTML_B HTML_A HTML_B));
    pages p = read_pages(
        JOINED(record_with("response", A, NULL, answer("Transfer-Encoding: chunked\r\n", S("FFFFFFFFFFFFFFFF\r\n" HTML_A))),
               record_with("response", B, NULL, answer("Content-Encoding: gzip\r\n", span_cut(packed, 0, packed.len - 12))),
               record_with("response", C, NULL, answer("Content-Encoding: compress\r\n", S("\x1f\x9d\x02")))));
    assert_int_equal(p.count, 3);
    assert_span(p.items[0]->error, "the chunks of the body break off");
    assert_span(p.items[0]->bytes, HTML_A);
    assert_span(p.items[1]->error, "the coded body is cut off");
    assert_true(p.items[1]->bytes.len > 20);
    assert_span(p.items[2]->error, "content coding not known: compress");
    assert_int_equal(p.items[2]->kind, PAGE_OTHER);
    free_pages(&p);
}

static void what_is_no_page_is_named(void **state) {
    (void)state;
    pages p =
        read_pages(JOINED(record_with("revisit", A, NULL, S("HTTP/1.1 200 OK\r\n\r\n")),
                          record_with("response", B, NULL, answer("Content-Type: image/png\r\n", S("\x89PNG\r\n\x1a\n...."))),
                          record_with("response", C, NULL, S("HTTP/1.1 404 Not Found\r\n\r\n<html>gone")),
                          record_with("response", "dns:a.example", NULL, S("20240318 192.0.2.1"))));
    assert_int_equal(p.count, 4);
    for (size_t i = 0; i < p.count; i++) assert_int_equal(p.items[i]->kind, PAGE_OTHER);
    assert_span(p.items[0]->error, "no page: a revisit, same content as before at " A);
    assert_span(p.items[1]->error, "no page: image/png, 12 bytes");
    assert_span(p.items[2]->error, "no page: HTTP status 404");
    assert_span(p.items[3]->error, "address refused: dns:a.example");
    free_pages(&p);
}

static void lengths_that_lie_lose_no_other_record(void **state) {
    (void)state;
    span block = answer("", S(HTML_A)), good = page_record(B, HTML_B);
    static const char *const lengths[] = {"99999999999", "100", "20", "-5", "many", "99999999999999999999999", "0"};
    for (size_t i = 0; i < 3 * sizeof lengths / sizeof lengths[0]; i++) {
        span bad = record_with("response", A, lengths[i / 3], block), all = JOINED(good, bad, good, good);
        if (i % 3 == 1) all = gzipped(all);
        if (i % 3 == 2) all = JOINED(gzipped(good), gzipped(bad), gzipped(good), gzipped(good));
        pages p = read_pages(all);
        assert_int_equal(p.count, 4);
        assert_good(p.items[0], B, HTML_B);
        assert_true(p.items[1]->error.len > 0);
        assert_span(p.items[1]->url, A);
        assert_true(span_starts(p.items[1]->bytes, S(HTML_A)));
        assert_good(p.items[2], B, HTML_B);
        assert_good(p.items[3], B, HTML_B);
        free_pages(&p);
    }
}

static void a_record_inside_a_good_one_stays_there(void **state) {
    (void)state;
    span inner = page_record(C, HTML_B), text = JOINED(S("<html><pre>\r\n\r\n"), inner);
    pages p = read_pages(JOINED(record_with("resource", A, NULL, text), page_record(B, HTML_B)));
    assert_int_equal(p.count, 2);
    assert_int_equal(p.items[0]->bytes.len, text.len);
    assert_good(p.items[1], B, HTML_B);
    free_pages(&p);
}

static void lost_bytes_are_told(void **state) {
    (void)state;
    span first = page_record(A, HTML_A), noise = S("noise\r\nmore WARC/1.0 noise\r\n"), last = page_record(B, HTML_B);
    pages p = read_pages(JOINED(gzipped(first), gzipped(noise), gzipped(last)));
    assert_int_equal(p.count, 3);
    assert_good(p.items[0], A, HTML_A);
    assert_span(p.items[1]->error, "no record: 28 bytes passed over");
    assert_good(p.items[2], B, HTML_B);
    free_pages(&p);
    p = read_pages(JOINED(first, noise, last));
    assert_int_equal(p.count, 2);
    assert_span(p.items[0]->error, "the record is longer than its Content-Length");
    assert_good(p.items[1], B, HTML_B);
    free_pages(&p);
}

static void long_headers_are_passed_over(void **state) {
    (void)state;
    buf bad = buf_made(&made);
    buf_put(&bad, S("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: " C "\r\n"));
    for (int i = 0; i < 20000; i++) buf_printf(&bad, "X-%d: 1\r\n", i);
    pages p = read_pages(JOINED(page_record(A, HTML_A), buf_span(&bad), S("\r\n\r\n\r\n"), page_record(B, HTML_B)));
    assert_int_equal(p.count, 3);
    assert_span(p.items[1]->url, C);
    assert_span(p.items[1]->error, "the header of the record is longer than header_bytes");
    assert_string_equal(p.items[1]->limits.items[0].limit, "header_bytes");
    assert_good(p.items[2], B, HTML_B);
    free_pages(&p);
}

/* A member cut anywhere: the one after it still comes, whatever the decoder has made of its head. */
static void members_after_a_cut_one_come(void **state) {
    (void)state;
    span first = gzipped(page_record(A, HTML_A)), second = gzipped(page_record(B, HTML_B));
    for (size_t cut = 1; cut < first.len; cut++) {
        pages p = read_pages(JOINED(second, span_cut(first, 0, cut), second));
        if (p.count < 2 || p.items[p.count - 1]->error.len) {
            print_error("CUT %zu of %zu: %zu\n", cut, first.len, p.count);
            for (size_t i = 0; i < p.count; i++)
                print_error("  %.*s %.*s at %lu\n", SPAN_ARG(p.items[i]->url), SPAN_ARG(p.items[i]->error), p.items[i]->offset);
        }
        assert_true(p.count >= 2 && p.count <= 3);
        assert_good(p.items[0], B, HTML_B);
        assert_good(p.items[p.count - 1], B, HTML_B);
        if (p.count == 3) assert_true(p.items[1]->error.len > 0);
        if (cut > 12) assert_int_equal(p.count, 3);
        free_pages(&p);
    }
}

static void frames_after_a_damaged_one_come(void **state) {
    (void)state;
    span first = zstd_packed(page_record(A, HTML_A)), second = zstd_packed(page_record(B, HTML_B));
    pages p = read_pages(JOINED(second, span_cut(first, 0, first.len / 2), second));
    assert_int_equal(p.count, 3);
    assert_true(p.items[1]->error.len > 0);
    assert_good(p.items[2], B, HTML_B);
    free_pages(&p);
}

static void a_wrong_checksum_is_told_with_its_record(void **state) {
    (void)state;
    span first = gzipped(page_record(A, HTML_A)), second = gzipped(page_record(B, HTML_B));
    ((char *)(uintptr_t)first.ptr)[first.len - 8] ^= 1;
    pages p = read_pages(JOINED(first, S("between members"), second));
    assert_int_equal(p.count, 2);
    assert_span(p.items[0]->error, "gzip data damaged");
    assert_span(p.items[0]->bytes, HTML_A);
    assert_good(p.items[1], B, HTML_B);
    free_pages(&p);
    p = read_pages(JOINED(second, S("between members"), second));
    assert_int_equal(p.count, 3);
    assert_span(p.items[1]->error, "bytes behind the gzip data are none");
    free_pages(&p);
}

static void bombs_end_at_the_cap(void **state) {
    (void)state;
    size_t len = 8u << 20;
    char *blanks = arena_alloc(&made, len);
    memset(blanks, ' ', len);
    span body = {blanks, len}, good = gzipped(page_record(B, HTML_B));
    span outer = gzipped(record_with("response", A, NULL, answer("", body)));
    span inner =
        gzipped(record_with("response", A, NULL, answer("Content-Encoding: gzip\r\nContent-Type: text/html\r\n", gzipped(body))));
    span small = gzipped(record_with("response", A, NULL, answer("", (span){blanks, 900000})));
    pages p = read_pages(JOINED(outer, small, inner, good, small, good));
    assert_int_equal(p.count, 6);
    for (size_t i = 0; i < 6; i++) {
        if (i == 3 || i == 5) {
            assert_good(p.items[i], B, HTML_B);
            continue;
        }
        assert_string_equal(p.items[i]->limits.items[0].limit, "inflate_ratio");
        assert_true(p.items[i]->bytes.len < len / 2);
    }
    free_pages(&p);
}

static void long_bodies_are_cut_at_the_cap(void **state) {
    (void)state;
    retold_limits limits = RETOLD_LIMITS;
    retold_ctx *small;
    limits.page_bytes = 300000;
    limits.header_bytes = 1000;
    assert_int_equal(retold_ctx_new(&limits, &small, NULL), RETOLD_OK);
    char *text = arena_alloc(&made, 500000);
    for (size_t i = 0; i < 500000; i++) text[i] = (char)('a' + i * i % 23);
    memcpy(text, "<html>", 6);
    pages p =
        read_with(small, JOINED(record_with("response", A, NULL, answer("", (span){text, 500000})), page_record(B, HTML_B)));
    assert_int_equal(p.count, 2);
    assert_int_equal(p.items[0]->bytes.len, 300000);
    assert_string_equal(p.items[0]->limits.items[0].limit, "page_bytes");
    assert_memory_equal(p.items[0]->bytes.ptr, text, 300000);
    assert_good(p.items[1], B, HTML_B);
    free_pages(&p);
    retold_ctx_free(small);
}

/* Records over many steps of the input, and line ends that aren't CR LF. */
static void large_archives_stay_whole(void **state) {
    (void)state;
    char *text = arena_alloc(&made, 200000);
    for (size_t i = 0; i < 200000; i++) text[i] = (char)('a' + i * i % 23);
    memcpy(text, "<html>", 6);
    for (size_t shift = 0; shift < 3; shift++) {
        span body = {text, 131072 - 300 + shift * 131}, plain = record_with("response", A, NULL, answer("", body));
        pages p = read_pages(
            JOINED(plain, plain, S("WARC/1.0\nWARC-Type: resource\nContent-Type: text/plain\nContent-Length: 5\n\nwords\n\n")));
        assert_int_equal(p.count, 3);
        for (size_t i = 0; i < 2; i++) {
            assert_int_equal(p.items[i]->bytes.len, body.len);
            assert_int_equal(p.items[i]->error.len, 0);
        }
        assert_int_equal(p.items[2]->kind, PAGE_TEXT);
        assert_span(p.items[2]->bytes, "words");
        free_pages(&p);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(records_come_in_order, setup, teardown),
        cmocka_unit_test_setup_teardown(members_give_their_place, setup, teardown),
        cmocka_unit_test_setup_teardown(zstd_dictionary_is_used, setup, teardown),
        cmocka_unit_test_setup_teardown(chunks_and_codings_are_undone, setup, teardown),
        cmocka_unit_test_setup_teardown(bad_codings_are_told, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_no_page_is_named, setup, teardown),
        cmocka_unit_test_setup_teardown(lengths_that_lie_lose_no_other_record, setup, teardown),
        cmocka_unit_test_setup_teardown(a_record_inside_a_good_one_stays_there, setup, teardown),
        cmocka_unit_test_setup_teardown(lost_bytes_are_told, setup, teardown),
        cmocka_unit_test_setup_teardown(long_headers_are_passed_over, setup, teardown),
        cmocka_unit_test_setup_teardown(members_after_a_cut_one_come, setup, teardown),
        cmocka_unit_test_setup_teardown(frames_after_a_damaged_one_come, setup, teardown),
        cmocka_unit_test_setup_teardown(a_wrong_checksum_is_told_with_its_record, setup, teardown),
        cmocka_unit_test_setup_teardown(bombs_end_at_the_cap, setup, teardown),
        cmocka_unit_test_setup_teardown(long_bodies_are_cut_at_the_cap, setup, teardown),
        cmocka_unit_test_setup_teardown(large_archives_stay_whole, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
