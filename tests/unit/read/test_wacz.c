#define _GNU_SOURCE
#include "made.h"

#define A "https://a.example/"
#define HTML_A "<html><p>The ferry left at seven."

typedef struct zip {
    buf bytes, directory;
    unsigned count;
} zip;

static void put_number(buf *out, uint64_t value, unsigned size) {
    for (; size; size--, value >>= 8) buf_char(out, (char)value);
}

/* Local headers say no sizes, as those of a writer that streams. */
static void put_entry(zip *z, const char *name, span data, unsigned method) {
    uint64_t at = z->bytes.len;
    buf_put(&z->bytes, S("PK\3\4\x14\0\x08\0"));
    put_number(&z->bytes, method, 2);
    put_number(&z->bytes, 0, 16);
    put_number(&z->bytes, strlen(name), 2);
    put_number(&z->bytes, 3, 2);
    buf_put(&z->bytes, span_of(name));
    buf_put(&z->bytes, S("xyz"));
    buf_put(&z->bytes, data);
    buf_put(&z->directory, S("PK\1\2\x14\0\x14\0\x08\0"));
    put_number(&z->directory, method, 2);
    put_number(&z->directory, 0, 8);
    put_number(&z->directory, data.len, 4);
    put_number(&z->directory, data.len, 4);
    put_number(&z->directory, strlen(name), 2);
    put_number(&z->directory, 0, 12);
    put_number(&z->directory, at, 4);
    buf_put(&z->directory, span_of(name));
    z->count++;
}

static span end_zip(zip *z) {
    size_t at = z->bytes.len;
    buf_put(&z->bytes, buf_span(&z->directory));
    buf_put(&z->bytes, S("PK\5\6\0\0\0\0"));
    put_number(&z->bytes, z->count, 2);
    put_number(&z->bytes, z->count, 2);
    put_number(&z->bytes, z->directory.len, 4);
    put_number(&z->bytes, at, 4);
    put_number(&z->bytes, 0, 2);
    return buf_span(&z->bytes);
}

static zip new_zip(void) { return (zip){buf_made(&made), buf_made(&made), 0}; }

static void archives_are_read_in_place(void **state) {
    (void)state;
    zip z = new_zip();
    span record = page_record(A, HTML_A), packed = gzipped(record);
    put_entry(&z, "archive/one.warc.gz", JOINED(packed, packed), 0);
    put_entry(&z, "pages/pages.jsonl", S("{\"url\":\"x\"}"), 0);
    put_entry(&z, "archive/two.warc", deflated(record, -15), 8);
    put_entry(&z, "archive/three.warc.gz", deflated(packed, -15), 8);
    put_entry(&z, "archive/../../etc/odd.warc", S(""), 99);
    pages p = read_pages(end_zip(&z));
    assert_int_equal(p.count, 5);
    for (size_t i = 0; i < 4; i++) assert_good(p.items[i], A, HTML_A);
    assert_int_equal(p.items[1]->offset, packed.len);
    assert_true(span_ends(p.items[1]->file, S("/archive/one.warc.gz")));
    assert_span(p.items[4]->error, "packed in a way that is not known");
    free_pages(&p);
}

static void bombs_and_cut_archives_are_told(void **state) {
    (void)state;
    zip z = new_zip();
    size_t len = 8u << 20;
    char *blanks = arena_alloc(&made, len);
    memset(blanks, ' ', len);
    put_entry(&z, "archive/bomb.warc", deflated(record_with("resource", A, NULL, JOINED(S(HTML_A), (span){blanks, len})), -15),
              8);
    put_entry(&z, "archive/good.warc", page_record(A, HTML_A), 0);
    span all = end_zip(&z);
    pages p = read_pages(all);
    assert_int_equal(p.count, 2);
    assert_true(p.items[0]->limits.count || p.items[0]->error.len);
    assert_true(p.items[0]->bytes.len < len);
    assert_good(p.items[1], A, HTML_A);
    free_pages(&p);
    p = read_pages(span_cut(all, 0, all.len - 30));
    assert_int_equal(p.count, 1);
    assert_span(p.items[0]->error, "the ZIP archive has no directory: cut off");
    free_pages(&p);
}

static void entries_that_overlap_are_refused(void **state) {
    (void)state;
    zip z = new_zip();
    span data = page_record(A, HTML_A);
    put_entry(&z, "archive/a.warc", data, 0);
    span directory = arena_copy(&made, buf_span(&z.directory));
    for (int i = 0; i < 50; i++) buf_put(&z.directory, directory);
    z.count = 51;
    pages p = read_pages(end_zip(&z));
    assert_int_equal(p.count, 1);
    assert_span(p.items[0]->error, "entries of the ZIP archive overlap");
    free_pages(&p);
}

static void other_archives_are_no_pages(void **state) {
    (void)state;
    zip z = new_zip();
    put_entry(&z, "word/document.xml", S("<x/>"), 0);
    pages p = read_pages(end_zip(&z));
    assert_int_equal(p.count, 1);
    assert_int_equal(p.items[0]->kind, PAGE_OTHER);
    assert_span(p.items[0]->error, "no page: ZIP archive without web archives");
    free_pages(&p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(archives_are_read_in_place, setup, teardown),
        cmocka_unit_test_setup_teardown(bombs_and_cut_archives_are_told, setup, teardown),
        cmocka_unit_test_setup_teardown(entries_that_overlap_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(other_archives_are_no_pages, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
