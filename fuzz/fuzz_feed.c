/* Any bytes as a feed, as they are and inside an item: it comes to an end, items lie in order, and addresses are public ones. */
#include "frame.h"

#define HEAD S("<rss><channel><item><link>https://first.example/</link></item><item>")

static void check(const retold_page *page, size_t number, const retold_limits *limits) {
    (void)number, (void)limits;
    must(page->bytes.len || page->error.len || page->kind != PAGE_OTHER || page->url.len);
    must(!page->row.len || page->row.ptr[0] == '{');
}

/* Only the first item is known to be there. */
static void check_inside(const retold_page *page, size_t number, const retold_limits *limits) {
    check(page, number, limits);
    must(number || span_equal(page->url, S("https://first.example/")));
}

static void run(retold_ctx *ctx, const char *path, const retold_limits *limits, size_t size, bool behind) {
    size_t pages = read_all(ctx, path, limits, size + 2, behind ? check_inside : check);
    must(pages || !behind);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    retold_limits limits = RETOLD_LIMITS;
    limits.page_bytes = 4096;
    limits.attribute_bytes = 1024;
    limits.line_bytes = 8192;
    read_both_ways("xml", HEAD, &limits, data, size, run);
    return 0;
}
