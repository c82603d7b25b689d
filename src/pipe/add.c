/* Pages into a store: `add`, `refresh`, `remove`. Pages are extracted by many threads and stored by one, batch by batch. */
#include "base/ctx.h"
#include "pipe/pipe_internal.h"
#include "pipe/rows_out.h"
#include "retold/quotes.h"
#include "retold/times.h"

#define BATCH_PAGES 128
#define BATCH_BYTES ((size_t)32 << 20)

/* A page on its way into the store, with what the stages found in it. */
typedef struct parcel {
    retold_page *page;
    uint32_t number;        /* refresh: of the stored article */
    retold_article *stored; /* refresh: as it was */
    retold_article *article;
    retold_quotes *quotes;
    retold_times *times;
    retold_status status;
    retold_error err;
} parcel;

typedef struct add_batch {
    session *s;
    retold_store *store;
    workers workers;
    parcel parcels[BATCH_PAGES];
    size_t count, bytes;
    bool began;
} add_batch;

static void clear_parcel(parcel *p) {
    retold_page_free(p->page);
    retold_article_free(p->stored);
    retold_article_free(p->article);
    retold_quotes_free(p->quotes);
    retold_times_free(p->times);
    *p = (parcel){0};
}

static void clear_parcels(add_batch *b) {
    while (b->count) clear_parcel(&b->parcels[--b->count]);
    b->bytes = 0;
}

static void add_end(void *p) {
    add_batch *b = p;
    if (b->began) store_rollback(b->store);
    clear_parcels(b);
    workers_end(&b->workers);
}

/* Extract a page and ask the stages that look at one article alone. */
static void work_parcel(void *user, size_t index, unsigned worker) {
    add_batch *b = user;
    parcel *p = &b->parcels[index];
    retold_ctx *ctx = b->workers.ctxs[worker];
    p->status = article_of_page(ctx, p->page, &p->article, &p->err);
    if (p->status == RETOLD_OK) p->status = retold_quotes_find(ctx, p->article, &p->quotes, &p->err);
    if (p->status == RETOLD_OK) p->status = retold_times_find(ctx, p->article, &p->times, &p->err);
}

static retold_status put_found(retold_ctx *ctx, add_batch *b, parcel *p, uint32_t number, retold_error *err) {
    retold_status status = store_put_quotes(ctx, b->store, number, p->quotes->items, p->quotes->count, err);
    return status == RETOLD_OK ? store_put_times(ctx, b->store, number, p->times->items, p->times->count, err) : status;
}

static retold_status put_new(retold_ctx *ctx, add_batch *b, parcel *p, retold_error *err) {
    store_placed placed;
    retold_status status = store_put(ctx, b->store, p->page, p->article, &placed, err);
    if (status != RETOLD_OK) return status;
    retold_tally *t = b->s->tally;
    (placed.outcome == STORE_NEW ? &t->added : placed.outcome == STORE_VERSION ? &t->changed : &t->same)[0]++;
    if (placed.outcome == STORE_SAME) return RETOLD_OK;
    status = marks_put(ctx, b->store, placed.number, p->article->text, err);
    return status == RETOLD_OK ? put_found(ctx, b, p, placed.number, err) : status;
}

static void keep_field(field *into, const field *stated) {
    if (stated->from && strcmp(stated->from, "row") == 0) *into = *stated;
}

/* What the row that a page came in stated of it is not in the page's bytes: it is carried over. Borrows the stored article. */
static void keep_stated(retold_article *article, const retold_article *stored) {
    keep_field(&article->title, &stored->title);
    keep_field(&article->outlet, &stored->outlet);
    keep_field(&article->agency, &stored->agency);
    if (stored->author_count && stored->authors[0].from && strcmp(stored->authors[0].from, "row") == 0) {
        article->authors = stored->authors;
        article->author_count = stored->author_count;
    }
    keep_field(&article->published_field, &stored->published_field);
    if (article->published_field.text.ptr == stored->published_field.text.ptr) article->published = stored->published;
}

static retold_status put_again(retold_ctx *ctx, add_batch *b, parcel *p, retold_error *err) {
    bool changed;
    keep_stated(p->article, p->stored);
    retold_status status = store_update(ctx, b->store, p->number, p->article, &changed, err);
    b->s->tally->changed += status == RETOLD_OK && changed;
    return status == RETOLD_OK ? put_found(ctx, b, p, p->number, err) : status;
}

static retold_status put_parcels(retold_ctx *ctx, add_batch *b, retold_error *err) {
    retold_status status = store_begin(b->store, os_now(), err);
    b->began = status == RETOLD_OK;
    for (size_t i = 0; i < b->count && status == RETOLD_OK; i++) {
        parcel *p = &b->parcels[i];
        if (p->status == RETOLD_E_NOMEM)
            status = error_nomem(err, "pipe");
        else if (p->status != RETOLD_OK)
            session_failed(ctx, b->s, p->page->file, p->page->offset, p->page->id, p->err.message);
        else
            status = p->number ? put_again(ctx, b, p, err) : put_new(ctx, b, p, err);
    }
    if (status == RETOLD_OK)
        status = store_commit(b->store, err);
    else if (b->began)
        store_rollback(b->store);
    b->began = false;
    return status;
}

static retold_status flush_parcels(retold_ctx *ctx, add_batch *b, retold_error *err) {
    if (!b->count) return RETOLD_OK;
    os_share_out(b->workers.count, b->count, work_parcel, b);
    retold_status status = put_parcels(ctx, b, err);
    clear_parcels(b);
    return status;
}

static retold_status push_parcel(retold_ctx *ctx, add_batch *b, parcel p, retold_error *err) {
    b->parcels[b->count++] = p;
    b->bytes += p.page->bytes.len;
    return b->count == BATCH_PAGES || b->bytes > BATCH_BYTES ? flush_parcels(ctx, b, err) : RETOLD_OK;
}

/* A page that was read: known ones and unusable ones go no further. */
static retold_status take_page(retold_ctx *ctx, void *user, retold_page *page, retold_error *err) {
    add_batch *b = user;
    store_placed known;
    if (page->fetched == RETOLD_TIME_NONE) page->fetched = os_now();
    if (page->error.len) session_failed(ctx, b->s, page->file, page->offset, page->id, page->error.ptr);
    if (page->kind == PAGE_OTHER) {
        retold_page_free(page);
        return RETOLD_OK;
    }
    retold_status status = store_known(ctx, b->store, page, &known, err);
    if (status == RETOLD_E_ABSENT) return push_parcel(ctx, b, (parcel){.page = page}, err);
    b->s->tally->same += status == RETOLD_OK;
    retold_page_free(page);
    return status;
}

typedef struct add_job {
    add_batch *b;
    const retold_inputs *inputs;
} add_job;

static retold_status run_add(retold_ctx *ctx, void *p, retold_error *err) {
    add_job *job = p;
    add_batch *b = job->b;
    retold_status status = workers_begin(ctx, &b->workers, session_workers(b->s), err);
    if (status != RETOLD_OK) return status;
    ctx_always(ctx, add_end, b);
    status = marks_catch_up(ctx, b->store, err);
    if (status == RETOLD_OK) status = sites_use(ctx, b->store, &b->workers, err);
    if (status == RETOLD_OK) status = pages_read(ctx, b->s, job->inputs, take_page, b, err);
    /* What was read before a fault is stored all the same. */
    retold_status flushed = flush_parcels(ctx, b, status == RETOLD_OK ? err : NULL);
    if (status == RETOLD_OK) status = flushed;
    return status == RETOLD_OK ? place_all(ctx, b->s, b->store, err) : status;
}

retold_status add_run(retold_ctx *ctx, session *s, retold_store *store, const retold_inputs *inputs, retold_error *err) {
    add_batch b = {.s = s, .store = store};
    return ctx_run(ctx, run_add, &(add_job){&b, inputs}, err);
}

typedef struct again_job {
    add_batch *b;
    uint32_t *number;
} again_job;

/* The next stored page goes the way of a new one. */
static retold_status take_stored(retold_ctx *ctx, void *p, retold_error *err) {
    again_job *job = p;
    retold_article *article;
    retold_page *page;
    retold_status status = store_next(ctx, job->b->store, job->number, &article, err);
    if (status != RETOLD_OK) return status;
    status = store_page(ctx, job->b->store, *job->number, &page, err);
    if (status != RETOLD_OK) {
        retold_article_free(article);
        return status;
    }
    job->b->s->tally->records++;
    status = push_parcel(ctx, job->b, (parcel){.page = page, .number = *job->number, .stored = article}, err);
    return status == RETOLD_OK ? session_step(job->b->s, 0, err) : status;
}

/* Texts may have changed: all are marked anew. */
static retold_status marks_renew(retold_ctx *ctx, add_batch *b, retold_error *err) {
    retold_status status = store_begin(b->store, os_now(), err);
    b->began = status == RETOLD_OK;
    if (status == RETOLD_OK) status = store_forget_marks(b->store, err);
    if (status == RETOLD_OK) status = store_commit(b->store, err);
    b->began = b->began && status != RETOLD_OK;
    return status == RETOLD_OK ? marks_catch_up(ctx, b->store, err) : status;
}

static retold_status run_refresh(retold_ctx *ctx, void *p, retold_error *err) {
    add_batch *b = p;
    uint32_t number = 0;
    retold_status status = workers_begin(ctx, &b->workers, session_workers(b->s), err);
    if (status != RETOLD_OK) return status;
    ctx_always(ctx, add_end, b);
    status = sites_renew(ctx, b->s, b->store, &b->workers, err);
    if (status == RETOLD_OK) status = sites_use(ctx, b->store, &b->workers, err);
    while (status == RETOLD_OK) status = ctx_run(ctx, take_stored, &(again_job){b, &number}, err);
    if (status == RETOLD_END) status = flush_parcels(ctx, b, err);
    if (status == RETOLD_OK) status = marks_renew(ctx, b, err);
    return status == RETOLD_OK ? place_all(ctx, b->s, b->store, err) : status;
}

retold_status refresh_run(retold_ctx *ctx, session *s, retold_store *store, retold_error *err) {
    add_batch b = {.s = s, .store = store};
    return ctx_run(ctx, run_refresh, &b, err);
}

typedef struct remove_job {
    retold_store *store;
    span id;
} remove_job;

static retold_status run_remove(retold_ctx *ctx, void *p, retold_error *err) {
    remove_job *job = p;
    retold_tally tally, own;
    session s = session_begin(NULL, &tally, &own);
    retold_status status = retold_store_remove(ctx, job->store, job->id, err);
    return status == RETOLD_OK ? place_all(ctx, &s, job->store, err) : status;
}

retold_status remove_run(retold_ctx *ctx, retold_store *store, span id, retold_error *err) {
    return ctx_run(ctx, run_remove, &(remove_job){store, id}, err);
}
