/* What fuzz targets share: a law that must hold, input files, all pages of one. */
#ifndef FUZZ_FRAME_H
#define FUZZ_FRAME_H
#include "base/ctx.h"
#include "record/record.h"
#include "retold/read.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void must(bool law) {
    if (!law) abort();
}

/* `before`, then the bytes. */
static inline void write_input(const char *path, span before, const uint8_t *data, size_t size) {
    FILE *file = fopen(path, "wb");
    must(file && (!before.len || fwrite(before.ptr, 1, before.len, file) == before.len));
    must((!size || fwrite(data, 1, size, file) == size) && fclose(file) == 0);
}

typedef void (*page_check)(const retold_page *page, size_t number, const retold_limits *limits);

/* All pages of a file, each looked at; how many. More than `most` mean that the reader doesn't come to an end. */
static inline size_t read_all(retold_ctx *ctx, const char *path, const retold_limits *limits, size_t most, page_check check) {
    retold_reader *reader;
    retold_page *page;
    size_t pages = 0;
    must(retold_reader_open(ctx, path, 0, &reader, NULL) == RETOLD_OK);
    while (retold_reader_next(ctx, reader, &page, NULL) == RETOLD_OK) {
        check(page, pages, limits);
        must(page->bytes.len <= limits->page_bytes && page->id.len && pages++ < most);
        retold_page_free(page);
    }
    retold_reader_free(reader);
    return pages;
}

/* As `run`, with small caps, which are hit often, on the bytes as they are and behind a beginning that is good. */
static inline void read_both_ways(const char *ending, span good, const retold_limits *limits, const uint8_t *data, size_t size,
                                  void (*run)(retold_ctx *ctx, const char *path, const retold_limits *limits, size_t size,
                                              bool behind)) {
    char path[64];
    retold_ctx *ctx;
    snprintf(path, sizeof path, "/tmp/retold-fuzz-%ld.%s", (long)getpid(), ending);
    must(retold_ctx_new(limits, &ctx, NULL) == RETOLD_OK);
    for (int behind = 0; behind < 2; behind++) {
        write_input(path, behind ? good : (span){0}, data, size);
        run(ctx, path, limits, size + good.len, behind);
    }
    retold_ctx_free(ctx);
    unlink(path);
}

#endif
