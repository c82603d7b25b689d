/* Any words whatever, searched for in a small store: rows or words of refusal, never a fault of the store. */
#include "base/ctx.h"
#include "record/record.h"
#include "store/store.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static retold_ctx *ctx;
static retold_store *store;

static retold_status fill(retold_ctx *c, void *job, retold_error *err) {
    static const char *const texts[] = {"The ferry ran aground in the North Sea, said Anna Brandt.",
                                        "A storm, and NOT a ferry: title OR \"quote\".", "渡轮昨晚在北海搁浅。"};
    retold_status status = store_begin(store, 0, err);
    (void)job;
    for (size_t i = 0; i < sizeof texts / sizeof *texts && status == RETOLD_OK; i++) {
        store_placed placed;
        retold_page *page = page_new(c);
        retold_article *article = article_new(c);
        page->bytes = article->text = article->title.text = span_of(texts[i]);
        page->sha = hash_sha256(page->bytes);
        status = store_put(c, store, page, article, &placed, err);
        retold_article_free(article);
        retold_page_free(page);
    }
    if (status == RETOLD_OK) status = store_index(store, err);
    return status == RETOLD_OK ? store_commit(store, err) : status;
}

static int count(void *user, const char *bytes, size_t len) {
    *(size_t *)user += len;
    return bytes[len - 1] == '\n' ? 0 : 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    size_t written = 0;
    retold_sink out = {count, &written};
    span words = {(const char *)data, size};
    if (!store) {
        if (retold_ctx_new(NULL, &ctx, NULL) != RETOLD_OK ||
            retold_store_open(ctx, ":memory:", RETOLD_STORE_CREATE, &store, NULL) != RETOLD_OK)
            abort();
        if (ctx_run(ctx, fill, NULL, NULL) != RETOLD_OK) abort();
    }
    for (int form = RETOLD_FORM_TEXT; form <= RETOLD_FORM_JSON; form++) {
        retold_status status = retold_store_search(ctx, store, words, 5, (retold_form)form, &out, NULL);
        if (status != RETOLD_OK && status != RETOLD_E_ARGUMENT) abort();
    }
    retold_found found;
    retold_status status = retold_store_find(ctx, store, words, RETOLD_KIND_ANY, &found, NULL);
    if (status != RETOLD_OK && status != RETOLD_E_ABSENT && status != RETOLD_E_ARGUMENT) abort();
    return 0;
}
