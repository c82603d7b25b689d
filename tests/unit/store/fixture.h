/* Pages and articles made up for the tests of the store. */
#ifndef STORE_FIXTURE_H
#define STORE_FIXTURE_H
#include "test.h"

#include <stdio.h>
#include <unistd.h>

#include "base/ctx.h"
#include "record/record.h"
#include "store/store.h"
#include "store/store_internal.h"

static retold_ctx *ctx;
static char folder[64], path[96];

static inline void sweep_folder(void) {
    static const char *const tails[] = {"", "-wal", "-shm", "-lock", "-journal"};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        char name[128];
        snprintf(name, sizeof name, "%s%s", path, tails[i]);
        unlink(name);
    }
}

static inline int setup(void **state) {
    (void)state;
    strcpy(folder, "/tmp/retold-store-XXXXXX");
    if (!mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s/s.retold", folder);
    return retold_ctx_new(NULL, &ctx, NULL);
}

static inline int teardown(void **state) {
    (void)state;
    sweep_folder();
    rmdir(folder);
    retold_ctx_free(ctx);
    return 0;
}

static inline retold_store *opened(retold_store_mode mode) {
    retold_store *s = NULL;
    retold_error err = {0};
    if (retold_store_open(ctx, path, mode, &s, &err) != RETOLD_OK) fail_msg("open: %s", err.message);
    return s;
}

/* What a test works with under the guard. */
typedef struct work {
    void (*call)(retold_store *s, void *user);
    retold_store *s;
    void *user;
} work;

static inline retold_status run_work(retold_ctx *c, void *job, retold_error *err) {
    (void)c, (void)err;
    work *w = job;
    w->call(w->s, w->user);
    return RETOLD_OK;
}

static inline void guarded(retold_store *s, void (*call)(retold_store *s, void *user), void *user) {
    work w = {call, s, user};
    retold_error err = {0};
    if (ctx_run(ctx, run_work, &w, &err) != RETOLD_OK) fail_msg("%s", err.message);
}

#define OK(call)                                                                           \
    do {                                                                                   \
        retold_error e_ = {0}, *err = &e_;                                                 \
        retold_status s_ = (call);                                                         \
        if (s_ != RETOLD_OK) fail_msg("%s:%d: %d %s", __FILE__, __LINE__, s_, e_.message); \
    } while (0)

static inline retold_page *page_of(const char *url, const char *bytes) {
    retold_page *page = page_new(ctx);
    page->url = span_of(url);
    page->bytes = span_of(bytes);
    page->sha = hash_sha256(page->bytes);
    page->fetched = 1713540000000;
    page->file = S("crawl/page.html");
    page->charset = S("utf-8");
    page->offset = 12;
    return page;
}

/* Text is all of the page's bytes in one exact piece. */
static inline retold_article *article_of(const retold_page *page, const char *outlet, const char *title) {
    retold_article *article = article_new(ctx);
    arena *a = &article->memory;
    article->title = (field){span_of(title), RANGE_NONE, "h1", 0.9f};
    article->outlet = (field){span_of(outlet), RANGE_NONE, "meta", 0.8f};
    article->text = page->bytes;
    article->lang = S("en");
    article->published = (stamp){1713536580000, 180, PRECISION_MINUTE};
    article->published_field = (field){S("19 April 2024"), {3, 9}, "json-ld", 1.0f};
    article->fetched = page->fetched;
    article->pieces = ARENA_ARRAY(a, piece, 1);
    article->pieces[0] = (piece){{0, (uint32_t)page->bytes.len}, {0, (uint32_t)page->bytes.len}, true};
    article->piece_count = 1;
    return article;
}

static inline store_placed put_text(retold_store *s, const char *url, const char *outlet, const char *title, const char *bytes) {
    store_placed placed;
    retold_page *page = page_of(url, bytes);
    retold_article *article = article_of(page, outlet, title);
    retold_error err = {0};
    retold_status status = store_put(ctx, s, page, article, &placed, &err);
    retold_article_free(article);
    retold_page_free(page);
    if (status != RETOLD_OK) fail_msg("put: %s", err.message);
    return placed;
}

/* Output gathered in memory. */
typedef struct gathered {
    char bytes[200000];
    size_t len;
} gathered;

static inline int gather(void *user, const char *bytes, size_t len) {
    gathered *g = user;
    if (len > sizeof g->bytes - g->len - 1) return 1;
    memcpy(g->bytes + g->len, bytes, len);
    g->len += len;
    g->bytes[g->len] = '\0';
    return 0;
}

static gathered seen;

static inline const retold_sink *sink(void) {
    static retold_sink out = {gather, &seen};
    seen.len = 0;
    seen.bytes[0] = '\0';
    return &out;
}

#define SEEN(part)                                                                          \
    do {                                                                                    \
        if (!strstr(seen.bytes, (part))) fail_msg("no \"%s\" in:\n%s", (part), seen.bytes); \
    } while (0)
#define UNSEEN(part)                                                                    \
    do {                                                                                \
        if (strstr(seen.bytes, (part))) fail_msg("\"%s\" in:\n%s", (part), seen.bytes); \
    } while (0)

#endif
