/* Any bytes as a web archive, plain and behind a good record: it comes to an end, pages lie in order, and what is cut is told. */
#include "frame.h"

#define GOOD                                                                                                      \
    S("WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://first.example/\r\nContent-Type: text/html\r\n" \
      "Content-Length: 6\r\n\r\n<html>\r\n\r\n")

static void check(const retold_page *page, size_t number, const retold_limits *limits) {
    static uint64_t offset;
    (void)limits;
    must(page->bytes.len || page->error.len || page->kind != PAGE_OTHER || page->url.len || page->limits.count);
    must(!page->url.len || span_starts_nocase(page->url, S("http")));
    if (!number) offset = 0;
    must(page->offset >= offset || page->row.len || number); /* items of a feed have the place of their record */
    offset = page->offset;
}

static void run(retold_ctx *ctx, const char *path, const retold_limits *limits, size_t size, bool behind) {
    (void)behind;
    read_all(ctx, path, limits, limits->inflate_free + size * limits->inflate_ratio + 2, check);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    retold_limits limits = RETOLD_LIMITS;
    limits.page_bytes = 4096;
    limits.header_bytes = 1024;
    limits.inflate_free = 16384;
    limits.zstd_window = 20;
    read_both_ways("warc", GOOD, &limits, data, size, run);
    return 0;
}
