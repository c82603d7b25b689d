/* Any bytes as a feed, as they are and inside an item: it comes to an end, items lie in order, and addresses are public ones. */
#include "base/ctx.h"
#include "record/record.h"
#include "retold/read.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char head[] = "<rss><channel><item><link>https://first.example/</link></item><item>";

static void must(bool law) {
    if (!law) abort();
}

static void write_input(const char *path, bool inside, const uint8_t *data, size_t size) {
    FILE *file = fopen(path, "wb");
    must(file && (!inside || fwrite(head, 1, sizeof head - 1, file) == sizeof head - 1));
    must(fwrite(data, 1, size, file) == size && fclose(file) == 0);
}

static void check_page(const retold_page *page, const retold_limits *limits) {
    must(page->bytes.len || page->error.len || page->kind != PAGE_OTHER || page->url.len);
    must(page->bytes.len <= limits->page_bytes && page->id.len);
    must(!page->row.len || page->row.ptr[0] == '{');
}

/* Only the first item is known to be there. Small caps are hit often. */
static void read_all(retold_ctx *ctx, const char *path, const retold_limits *limits, bool inside) {
    retold_reader *reader;
    retold_page *page;
    size_t pages = 0;
    must(retold_reader_open(ctx, path, 0, &reader, NULL) == RETOLD_OK);
    while (retold_reader_next(ctx, reader, &page, NULL) == RETOLD_OK) {
        check_page(page, limits);
        if (inside && !pages++) must(span_equal(page->url, S("https://first.example/")));
        retold_page_free(page);
    }
    retold_reader_free(reader);
    must(!inside || pages);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    retold_limits limits = RETOLD_LIMITS;
    limits.page_bytes = 4096;
    limits.attribute_bytes = 1024;
    limits.line_bytes = 8192;
    char path[64];
    snprintf(path, sizeof path, "/tmp/retold-fuzz-%ld.xml", (long)getpid());
    retold_ctx *ctx;
    must(retold_ctx_new(&limits, &ctx, NULL) == RETOLD_OK);
    for (int inside = 0; inside < 2; inside++) {
        write_input(path, inside, data, size);
        read_all(ctx, path, &limits, inside);
    }
    retold_ctx_free(ctx);
    unlink(path);
    return 0;
}
