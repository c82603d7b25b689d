/* Any bytes as a web archive, plain and behind a good record: it comes to an end, pages lie in order, and what is cut is told. */
#include "base/ctx.h"
#include "record/record.h"
#include "retold/read.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char good[] =
    "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://first.example/\r\nContent-Type: text/html\r\n"
    "Content-Length: 6\r\n\r\n<html>\r\n\r\n";

static void must(bool law) {
    if (!law) abort();
}

static void write_input(const char *path, bool behind, const uint8_t *data, size_t size) {
    FILE *file = fopen(path, "wb");
    must(file && (!behind || fwrite(good, 1, sizeof good - 1, file) == sizeof good - 1));
    must(fwrite(data, 1, size, file) == size && fclose(file) == 0);
}

static void check_page(const retold_page *page, const retold_limits *limits) {
    must(page->bytes.len || page->error.len || page->kind != PAGE_OTHER || page->url.len || page->limits.count);
    must(page->bytes.len <= limits->page_bytes && page->id.len);
    must(page->url.len == 0 || span_starts_nocase(page->url, S("http")));
}

/* Small caps are hit often. */
static void read_all(retold_ctx *ctx, const char *path, const retold_limits *limits, size_t size) {
    retold_reader *reader;
    retold_page *page;
    size_t pages = 0;
    uint64_t offset = 0;
    must(retold_reader_open(ctx, path, 0, &reader, NULL) == RETOLD_OK);
    while (retold_reader_next(ctx, reader, &page, NULL) == RETOLD_OK) {
        check_page(page, limits);
        must(page->offset >= offset || pages);
        offset = page->offset;
        must(++pages <= limits->inflate_free + size * limits->inflate_ratio + 2);
        retold_page_free(page);
    }
    retold_reader_free(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    retold_limits limits = RETOLD_LIMITS;
    limits.page_bytes = 4096;
    limits.header_bytes = 1024;
    limits.inflate_free = 16384;
    limits.zstd_window = 20;
    char path[64];
    snprintf(path, sizeof path, "/tmp/retold-fuzz-%ld.warc", (long)getpid());
    retold_ctx *ctx;
    must(retold_ctx_new(&limits, &ctx, NULL) == RETOLD_OK);
    for (int behind = 0; behind < 2; behind++) {
        write_input(path, behind, data, size);
        read_all(ctx, path, &limits, size + sizeof good);
    }
    retold_ctx_free(ctx);
    unlink(path);
    return 0;
}
