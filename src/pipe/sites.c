/* What the sites of a store repeat: learned from all stored pages by `refresh`, used by `add` until the next. */
#include "base/ctx.h"
#include "extract/extract.h"
#include "pipe/pipe_internal.h"

#define BATCH_PAGES 128
#define BATCH_BYTES ((size_t)32 << 20)

typedef struct sight_page {
    retold_page *page;
    arena memory; /* of blocks */
    site_blocks blocks;
    retold_status status;
} sight_page;

typedef struct learning {
    session *s;
    retold_store *store;
    workers *workers;
    sight_page pages[BATCH_PAGES];
    size_t count, bytes;
    arena memory; /* of sights */
    site_sights sights;
    uint32_t number; /* of the article that was read last */
    buf *out;
} learning;

static void clear_pages(learning *l) {
    while (l->count) {
        sight_page *p = &l->pages[--l->count];
        retold_page_free(p->page);
        arena_free(&p->memory);
        *p = (sight_page){0};
    }
    l->bytes = 0;
}

static void learning_end(void *p) {
    learning *l = p;
    clear_pages(l);
    arena_free(&l->memory);
}

static retold_status note_page(retold_ctx *ctx, void *user, retold_error *err) {
    sight_page *p = user;
    p->memory.ctx = ctx;
    return extract_site_blocks(ctx, p->page, &p->memory, &p->blocks, err);
}

static void work_page(void *user, size_t index, unsigned worker) {
    learning *l = user;
    sight_page *p = &l->pages[index];
    p->status = ctx_run(l->workers->ctxs[worker], note_page, p, NULL);
}

/* A page that can't be extracted teaches nothing; that is told of when it is stored anew. */
static retold_status learn_batch(learning *l, retold_error *err) {
    retold_status status = RETOLD_OK;
    os_share_out(l->workers->count, l->count, work_page, l);
    for (size_t i = 0; i < l->count; i++) {
        if (l->pages[i].status == RETOLD_E_NOMEM) status = error_nomem(err, "pipe");
        if (l->pages[i].status == RETOLD_OK) site_learn(&l->memory, &l->sights, &l->pages[i].blocks);
    }
    clear_pages(l);
    return status;
}

/* The page of the next stored article joins the batch. */
static retold_status next_page(retold_ctx *ctx, void *user, retold_error *err) {
    learning *l = user;
    retold_article *article;
    retold_status status = store_next(ctx, l->store, &l->number, &article, err);
    if (status != RETOLD_OK) return status;
    retold_article_free(article);
    retold_page *page;
    status = store_page(ctx, l->store, l->number, &page, err);
    if (status != RETOLD_OK) return status;
    l->pages[l->count++].page = page;
    l->bytes += page->bytes.len;
    if (l->count == BATCH_PAGES || l->bytes > BATCH_BYTES) status = learn_batch(l, err);
    return status == RETOLD_OK ? session_step(l->s, 0, err) : status;
}

static retold_status learn(retold_ctx *ctx, void *user, retold_error *err) {
    learning *l = user;
    retold_status status = RETOLD_OK;
    ctx_always(ctx, learning_end, l);
    l->memory.ctx = ctx;
    while (status == RETOLD_OK) status = ctx_run(ctx, next_page, l, err);
    if (status == RETOLD_END) status = learn_batch(l, err);
    if (status == RETOLD_OK) site_write(&l->memory, &l->sights, l->out);
    return status;
}

retold_status sites_use(retold_ctx *ctx, retold_store *store, const workers *workers, retold_error *err) {
    span text;
    site_memory *memory = NULL;
    retold_error why = {0};
    retold_status status = store_site_memory(store, ctx_scratch(ctx), &text, err);
    if (status == RETOLD_OK && text.len && !(memory = site_read(ctx_scratch(ctx), text, &why)))
        return error_set(err, "pipe", RETOLD_E_STORE, RETOLD_OFFSET_NONE, "%s; refresh learns it anew", why.message);
    for (unsigned i = 0; i < workers->count && status == RETOLD_OK; i++)
        status = extract_use_sites(workers->ctxs[i], memory, err);
    return status;
}

/* Write the table that was learned, if it isn't the one that is there. */
static retold_status keep(retold_ctx *ctx, retold_store *store, span text, retold_error *err) {
    span before;
    retold_status status = store_site_memory(store, ctx_scratch(ctx), &before, err);
    if (status != RETOLD_OK || span_equal(before, text)) return status;
    status = store_begin(store, os_now(), err);
    if (status != RETOLD_OK) return status;
    ctx_undo(ctx, store_rollback, store);
    status = store_put_site_memory(store, text, err);
    return status == RETOLD_OK ? store_commit(store, err) : status;
}

typedef struct renewal {
    session *s;
    retold_store *store;
    workers *workers;
} renewal;

static retold_status renew(retold_ctx *ctx, void *user, retold_error *err) {
    renewal *r = user;
    buf text = buf_made(ctx_scratch(ctx));
    retold_status status = RETOLD_OK;
    for (unsigned i = 0; i < r->workers->count && status == RETOLD_OK; i++)
        status = extract_use_sites(r->workers->ctxs[i], NULL, err);
    learning *l = ARENA_NEW(ctx_scratch(ctx), learning);
    *l = (learning){.s = r->s, .store = r->store, .workers = r->workers, .out = &text};
    if (status == RETOLD_OK) status = learn(ctx, l, err);
    return status == RETOLD_OK ? keep(ctx, r->store, buf_span(&text), err) : status;
}

retold_status sites_renew(retold_ctx *ctx, session *s, retold_store *store, workers *workers, retold_error *err) {
    return ctx_run(ctx, renew, &(renewal){s, store, workers}, err);
}
