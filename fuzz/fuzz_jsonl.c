/* Any bytes as an input file: pages come to an end, each with bytes or an error, and those of rows lie in order. */
#include "base/ctx.h"
#include "record/record.h"
#include "retold/read.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool law) {
    if (!law) abort();
}

static void check_page(const retold_page *page, uint64_t *offset) {
    must(page->bytes.len || page->error.len || page->kind != PAGE_OTHER || page->url.len);
    must(page->offset >= *offset);
    must(page->bytes.len <= 4096);
    *offset = page->offset;
}

/* The input is a file, as the reader's own door is; small caps are hit often. */
static void write_input(const char *path, const uint8_t *data, size_t size) {
    FILE *file = fopen(path, "wb");
    must(file && fwrite(data, 1, size, file) == size && fclose(file) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    retold_limits limits = RETOLD_LIMITS;
    limits.page_bytes = 4096;
    limits.line_bytes = 8192;
    limits.inflate_free = 16384;
    char path[64];
    snprintf(path, sizeof path, "/tmp/retold-fuzz-%ld.jsonl", (long)getpid());
    write_input(path, data, size);
    retold_ctx *ctx;
    retold_reader *reader;
    retold_page *page;
    uint64_t offset = 0;
    size_t pages = 0;
    must(retold_ctx_new(&limits, &ctx, NULL) == RETOLD_OK);
    must(retold_reader_open(ctx, path, 1, &reader, NULL) == RETOLD_OK);
    while (retold_reader_next(ctx, reader, &page, NULL) == RETOLD_OK) {
        check_page(page, &offset);
        must(++pages <= limits.inflate_free + size * limits.inflate_ratio + 1);
        retold_page_free(page);
    }
    retold_reader_free(reader);
    retold_ctx_free(ctx);
    unlink(path);
    return 0;
}
