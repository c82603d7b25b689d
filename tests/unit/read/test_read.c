#define _GNU_SOURCE
#include "read/read.h"
#include "record/record.h"
#include "test.h"
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

static retold_ctx *ctx;
static char folder[] = "/tmp/retold-read-XXXXXX";
static char path[512];

static int setup(void **state) {
    (void)state;
    strcpy(folder, "/tmp/retold-read-XXXXXX");
    return mkdtemp(folder) && retold_ctx_new(NULL, &ctx, NULL) == RETOLD_OK ? 0 : -1;
}

static int teardown(void **state) {
    (void)state;
    char command[600];
    retold_ctx_free(ctx);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static const char *put(const char *name, const void *bytes, size_t len) {
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
    return path;
}

static const char *put_text(const char *name, const char *text) { return put(name, text, strlen(text)); }

static size_t gzip(const char *text, size_t len, unsigned char *out, size_t space) {
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (unsigned char *)(uintptr_t)text;
    z.avail_in = (uInt)len;
    z.next_out = out;
    z.avail_out = (uInt)space;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return z.total_out;
}

static retold_reader *open_reader(const char *where) {
    retold_reader *reader;
    assert_int_equal(retold_reader_open(ctx, where, 0, &reader, NULL), RETOLD_OK);
    return reader;
}

static retold_page *next(retold_reader *reader) {
    retold_page *page;
    retold_status status = retold_reader_next(ctx, reader, &page, NULL);
    assert_true(status == RETOLD_OK || status == RETOLD_END);
    return page;
}

/* The only page of a file. */
static retold_page *only(const char *where) {
    retold_reader *reader = open_reader(where);
    retold_page *page = next(reader);
    assert_non_null(page);
    assert_null(next(reader));
    retold_reader_free(reader);
    return page;
}

static void bytes_say_what_a_file_is(void **state) {
    (void)state;
    static const struct {
        const char *name, *bytes;
        page_kind kind;
    } cases[] = {
        {"a.html", "<!DOCTYPE html><p>Hello", PAGE_HTML},
        {"b", "  <html><body>x", PAGE_HTML},
        {"c.txt", "plain <b>text</b>", PAGE_TEXT},
        {"d.html", "\x89PNG\r\n\x1a\n....", PAGE_OTHER},
        {"e", "just words", PAGE_TEXT},
        {"f.html", "   ", PAGE_HTML},
        {"g.html", "\x01\x02\x03\x04\x05\x06\x07\x08", PAGE_OTHER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        retold_page *page = only(put_text(cases[i].name, cases[i].bytes));
        assert_int_equal(page->kind, cases[i].kind);
        assert_int_equal(page->error.len != 0, cases[i].kind == PAGE_OTHER);
        assert_span(retold_page_bytes(page), cases[i].bytes);
        retold_page_free(page);
    }
}

static void packed_members_are_joined(void **state) {
    (void)state;
    unsigned char packed[512];
    size_t n = gzip("<html><p>one ", 13, packed, sizeof packed);
    n += gzip("two", 3, packed + n, sizeof packed - n);
    retold_page *page = only(put("a.html.gz", packed, n));
    assert_span(page->bytes, "<html><p>one two");
    assert_int_equal(page->error.len, 0);
    retold_page_free(page);

    n = ZSTD_compress(packed, sizeof packed, "<html>z", 7, 3);
    page = only(put("a.html.zst", packed, n));
    assert_span(page->bytes, "<html>z");
    retold_page_free(page);
}

static void cut_gzip_is_told_and_kept(void **state) {
    (void)state;
    char text[20000];
    unsigned char packed[20000];
    for (size_t i = 0; i < sizeof text; i++) text[i] = (char)('a' + i * i % 23);
    memcpy(text, "<html>", 6);
    size_t n = gzip(text, sizeof text, packed, sizeof packed);
    retold_page *page = only(put("a.html.gz", packed, n / 2));
    assert_span(page->error, "compressed data cut off");
    assert_true(page->bytes.len > 100 && memcmp(page->bytes.ptr, text, page->bytes.len) == 0);
    retold_page_free(page);
}

static void bomb_ends_at_the_cap(void **state) {
    (void)state;
    size_t len = 8u << 20;
    char *zeros = calloc(1, len);
    unsigned char *packed = malloc(len);
    memcpy(zeros, "<html>", 6);
    size_t n = gzip(zeros, len, packed, len);
    retold_page *page = only(put("a.html.gz", packed, n));
    assert_int_equal(page->limits.count, 1);
    assert_string_equal(page->limits.items[0].limit, "inflate_ratio");
    assert_true(page->bytes.len < len && page->bytes.len >= 1000000);
    retold_page_free(page);
    free(zeros);
    free(packed);
}

static void rows_go_on_after_broken_ones(void **state) {
    (void)state;
    retold_reader *reader =
        open_reader(put_text("a.jsonl", "{\"id\":\"x\",\"url\":\"https://a.example/\",\"html\":\"<p>1\",\"more\":7}\r\n"
                                        "{broken\n\n{\"id\":5,\"text\":\"plain\"}\n{\"id\":\"no\"}\n"
                                        "{\"id\":\"f\",\"file\":\"/etc/hostname\"}"));
    static const struct {
        const char *id;
        page_kind kind;
        uint64_t offset;
    } wanted[] = {
        {"x", PAGE_HTML, 0}, {NULL, PAGE_OTHER, 62}, {"5", PAGE_TEXT, 71}, {"no", PAGE_OTHER, 95}, {"f", PAGE_OTHER, 107}};
    for (size_t i = 0; i < 5; i++) {
        retold_page *page = next(reader);
        assert_int_equal(page->kind, wanted[i].kind);
        assert_int_equal(page->offset, wanted[i].offset);
        assert_int_equal(page->error.len != 0, wanted[i].kind == PAGE_OTHER);
        if (wanted[i].id) assert_span(page->id, wanted[i].id);
        retold_page_free(page);
    }
    assert_null(next(reader));
    retold_reader_free(reader);
}

static void lists_name_files_beside_them(void **state) {
    (void)state;
    retold_reader *reader;
    put_text("page.html", "<html>beside");
    put_text("list.jsonl", "{\"id\":\"p\",\"file\":\"page.html\"}\n{\"id\":\"q\",\"file\":\"gone.html\"}\n");
    assert_int_equal(retold_reader_open(ctx, path, 1, &reader, NULL), RETOLD_OK);
    retold_page *page = next(reader);
    assert_span(page->bytes, "<html>beside");
    assert_span(page->id, "p");
    retold_page_free(page);
    page = next(reader);
    assert_span(page->id, "q");
    assert_true(page->error.len > 0);
    retold_page_free(page);
    retold_reader_free(reader);
}

static void folders_go_in_order_and_follow_no_link(void **state) {
    (void)state;
    char name[600], target[600];
    snprintf(name, sizeof name, "%s/sub", folder);
    mkdir(name, 0755);
    put_text("b.txt", "b");
    put_text("sub/c.txt", "c");
    put_text("a.txt", "a");
    put_text(".hidden.txt", "h");
    snprintf(target, sizeof target, "%s/a.txt", folder);
    snprintf(name, sizeof name, "%s/link.txt", folder);
    assert_int_equal(symlink(target, name), 0);
    static const char *const wanted[] = {"a", "b", NULL, "c"};
    retold_reader *reader = open_reader(folder);
    for (size_t i = 0; i < 4; i++) {
        retold_page *page = next(reader);
        if (wanted[i])
            assert_span(page->bytes, wanted[i]);
        else
            assert_span(page->error, "a link, not followed");
        retold_page_free(page);
    }
    assert_null(next(reader));
    retold_reader_free(reader);
}

static void long_rows_are_cut_and_told(void **state) {
    (void)state;
    retold_limits limits = RETOLD_LIMITS;
    retold_ctx *small;
    rows *r;
    row row;
    limits.line_bytes = 10;
    assert_int_equal(retold_ctx_new(&limits, &small, NULL), RETOLD_OK);
    assert_int_equal(rows_open(small, put_text("l.jsonl", "0123456789abc\nshort\n\nlast"), &r, NULL), RETOLD_OK);
    assert_int_equal(rows_next(small, r, &row, NULL), RETOLD_OK);
    assert_true(row.too_long);
    assert_span(row.text, "0123456789");
    assert_int_equal(rows_next(small, r, &row, NULL), RETOLD_OK);
    assert_false(row.too_long);
    assert_span(row.text, "short");
    assert_int_equal(row.offset, 14);
    assert_int_equal(rows_next(small, r, &row, NULL), RETOLD_OK);
    assert_span(row.text, "last");
    assert_int_equal(rows_next(small, r, &row, NULL), RETOLD_END);
    rows_free(r);
    retold_ctx_free(small);
}

static void what_is_not_there_is_an_error(void **state) {
    (void)state;
    retold_reader *reader;
    retold_error err;
    assert_int_equal(retold_reader_open(ctx, "/nowhere/at/all", 0, &reader, &err), RETOLD_E_IO);
    assert_null(reader);
    assert_string_equal(err.where, "read");
}

static void pages_over_the_cap_are_cut(void **state) {
    (void)state;
    retold_limits limits = RETOLD_LIMITS;
    retold_ctx *small;
    retold_page *page;
    limits.page_bytes = 8;
    assert_int_equal(retold_ctx_new(&limits, &small, NULL), RETOLD_OK);
    assert_int_equal(retold_page_of_bytes(small, S("<html>0123456789"), S("https://a.example/"), (span){0}, &page, NULL),
                     RETOLD_OK);
    assert_span(page->bytes, "<html>01");
    assert_string_equal(page->limits.items[0].limit, "page_bytes");
    assert_span(retold_page_url(page), "https://a.example/");
    retold_page_free(page);
    retold_ctx_free(small);
}

static void bodies_in_rows_are_cut_at_characters(void **state) {
    (void)state;
    retold_limits limits = RETOLD_LIMITS;
    retold_ctx *small;
    retold_reader *reader;
    retold_page *page;
    limits.page_bytes = 8;
    assert_int_equal(retold_ctx_new(&limits, &small, NULL), RETOLD_OK);
    put_text("rows.jsonl", "{\"id\":\"a\",\"text\":\"0123456\xC3\xA9 cut\"}\n");
    assert_int_equal(retold_reader_open(small, path, 0, &reader, NULL), RETOLD_OK);
    assert_int_equal(retold_reader_next(small, reader, &page, NULL), RETOLD_OK);
    assert_span(page->bytes, "0123456");
    assert_string_equal(page->limits.items[0].limit, "page_bytes");
    retold_page_free(page);
    retold_reader_free(reader);
    retold_ctx_free(small);
}

static void utf16_without_a_mark_is_no_noise(void **state) {
    (void)state;
    retold_page *page = only(put("wide", "<\0p\0>\0I\0t\0 \0s\0a\0n\0k\0", 20));
    assert_int_equal(page->error.len, 0);
    assert_int_equal(page->kind, PAGE_HTML);
    retold_page_free(page);
    page = only(put("noise", "a\0\0\0b\0\0\0c\0\0\0\1\2\0\3", 16));
    assert_int_equal(page->kind, PAGE_OTHER);
    retold_page_free(page);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(bytes_say_what_a_file_is, setup, teardown),
        cmocka_unit_test_setup_teardown(packed_members_are_joined, setup, teardown),
        cmocka_unit_test_setup_teardown(cut_gzip_is_told_and_kept, setup, teardown),
        cmocka_unit_test_setup_teardown(bomb_ends_at_the_cap, setup, teardown),
        cmocka_unit_test_setup_teardown(rows_go_on_after_broken_ones, setup, teardown),
        cmocka_unit_test_setup_teardown(lists_name_files_beside_them, setup, teardown),
        cmocka_unit_test_setup_teardown(folders_go_in_order_and_follow_no_link, setup, teardown),
        cmocka_unit_test_setup_teardown(long_rows_are_cut_and_told, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_not_there_is_an_error, setup, teardown),
        cmocka_unit_test_setup_teardown(pages_over_the_cap_are_cut, setup, teardown),
        cmocka_unit_test_setup_teardown(bodies_in_rows_are_cut_at_characters, setup, teardown),
        cmocka_unit_test_setup_teardown(utf16_without_a_mark_is_no_noise, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
