#include "base/ctx.h"
#include "read/read_internal.h"

retold_page *page_in_file(retold_ctx *ctx, span file) {
    retold_page *page = page_new(ctx);
    ctx_undo(ctx, page_undo, page);
    page->file = arena_copy(&page->memory, file);
    page->id = page->file;
    page->charset = page->url = (span){0};
    return page;
}

void page_fail(retold_page *page, span why) {
    if (!page->error.len) page->error = arena_copy(&page->memory, why);
}

retold_page *page_failed(retold_ctx *ctx, span file, span why) {
    retold_page *page = page_in_file(ctx, file);
    page_fail(page, why);
    page->kind = PAGE_OTHER;
    return page;
}

void page_finish(retold_page *page) {
    if (page->bytes.len) page->sha = hash_sha256(page->bytes);
}
