/* Archives and feeds built on the spot, and the pages read out of them. */
#ifndef TESTS_READ_MADE_H
#define TESTS_READ_MADE_H
#include "base/buf.h"
#include "read/read.h"
#include "record/record.h"
#include "test.h"
#include <stdio.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

static retold_ctx *ctx;
static arena made; /* of what a test builds */
static char path[64];

static inline int setup(void **state) {
    (void)state;
    strcpy(path, "/tmp/retold-read-XXXXXX");
    int fd = mkstemp(path);
    if (fd < 0 || close(fd) != 0 || retold_ctx_new(NULL, &ctx, NULL) != RETOLD_OK) return -1;
    made = arena_made(NULL);
    return 0;
}

static inline int teardown(void **state) {
    (void)state;
    retold_ctx_free(ctx);
    arena_free(&made);
    return unlink(path);
}

/* By zlib: `window` 15 with its own head, 31 with that of gzip, -15 bare. */
static inline span deflated(span text, int window) {
    char *out = arena_alloc(&made, text.len + 1024);
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)(uintptr_t)text.ptr;
    z.avail_in = (uInt)text.len;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)text.len + 1024;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return (span){out, z.total_out};
}

static inline span gzipped(span text) { return deflated(text, 31); }

static inline span zstd_packed(span text) {
    char *out = arena_alloc(&made, ZSTD_compressBound(text.len));
    return (span){out, ZSTD_compress(out, ZSTD_compressBound(text.len), text.ptr, text.len, 3)};
}

/* A WARC record; `length` NULL says the true one. */
static inline span record_with(const char *type, const char *url, const char *length, span block) {
    buf out = buf_made(&made);
    char said[24];
    snprintf(said, sizeof said, "%zu", block.len);
    buf_printf(&out, "WARC/1.1\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2024-03-18T07:00:00Z\r\n", type, url);
    buf_printf(&out, "WARC-Record-ID: <urn:x:%s>\r\nContent-Type: %s\r\nContent-Length: %s\r\n\r\n", url,
               strcmp(type, "response") == 0 ? "application/http; msgtype=response" : "text/html", length ? length : said);
    buf_put(&out, block);
    buf_put(&out, S("\r\n\r\n"));
    return buf_span(&out);
}

/* A response of 200 with some header lines. */
static inline span answer(const char *lines, span body) {
    buf out = buf_made(&made);
    buf_printf(&out, "HTTP/1.1 200 OK\r\n%s\r\n", lines);
    buf_put(&out, body);
    return buf_span(&out);
}

static inline span page_record(const char *url, const char *html) {
    return record_with("response", url, NULL, answer("Content-Type: text/html; charset=UTF-8\r\n", span_of(html)));
}

static inline span joined(size_t count, const span *parts) {
    buf out = buf_made(&made);
    for (size_t i = 0; i < count; i++) buf_put(&out, parts[i]);
    return buf_span(&out);
}

#define JOINED(...) joined(sizeof((span[]){__VA_ARGS__}) / sizeof(span), (span[]){__VA_ARGS__})

static inline void put_file(span bytes) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
}

/* All pages of some bytes, at most 16; freed by free_pages(). */
typedef struct pages {
    retold_page *items[16];
    size_t count;
} pages;

static inline pages read_with(retold_ctx *with, span bytes) {
    pages out = {.count = 0};
    retold_reader *reader;
    retold_page *page;
    put_file(bytes);
    assert_int_equal(retold_reader_open(with, path, 0, &reader, NULL), RETOLD_OK);
    while (retold_reader_next(with, reader, &page, NULL) == RETOLD_OK) {
        assert_true(out.count < 16);
        out.items[out.count++] = page;
    }
    retold_reader_free(reader);
    return out;
}

static inline pages read_pages(span bytes) { return read_with(ctx, bytes); }

static inline void free_pages(pages *p) {
    while (p->count) retold_page_free(p->items[--p->count]);
}

/* A page with these bytes and no fault. */
static inline void assert_good(const retold_page *page, const char *url, const char *bytes) {
    assert_span(page->error, "");
    assert_span(page->url, url);
    assert_span(page->bytes, bytes);
}

#endif
