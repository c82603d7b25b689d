/*
 * Filters that look at one record at a time. Records are read in batches, shared out over threads, and written in the
 * order of the input, so the number of threads can't be seen in the output.
 */
#include "base/ctx.h"
#include "pipe/pipe_internal.h"
#include "pipe/rows_out.h"

#define BATCH_ITEMS 64
#define BATCH_BYTES ((size_t)8 << 20)

typedef struct item {
    retold_page *page;       /* PAGES, EXTRACT */
    retold_article *article; /* the others */
    arena memory;            /* of out and head */
    buf out;                 /* its rows, or its part of the document */
    buf head;                /* of a document that it is the first of */
    retold_status status;
    retold_error err;
    bool failed; /* told of in its row */
} item;

typedef struct batch {
    session *s;
    retold_filter filter;
    const retold_sink *out;
    volume volume; /* EXTRACT into a document of another form than rows */
    workers workers;
    item items[BATCH_ITEMS];
    size_t count, bytes;
} batch;

static void clear_item(item *i) {
    retold_page_free(i->page);
    retold_article_free(i->article);
    arena_free(&i->memory);
    *i = (item){0};
}

static void batch_end(void *p) {
    batch *b = p;
    for (size_t i = 0; i < b->count; i++) clear_item(&b->items[i]);
    volume_end(&b->volume);
    workers_end(&b->workers);
}

typedef struct work_job {
    batch *b;
    item *i;
} work_job;

static retold_status work_item(retold_ctx *ctx, void *p, retold_error *err) {
    work_job *job = p;
    item *i = job->i;
    i->memory.ctx = ctx;
    i->out = buf_made(&i->memory);
    switch (job->b->filter) {
    case RETOLD_FILTER_PAGES: return page_row(ctx, i->page, &i->out, &i->failed, err);
    case RETOLD_FILTER_EXTRACT:
        if (job->b->volume.format == RETOLD_FORMAT_JSONL) return extract_row(ctx, i->page, &i->out, &i->failed, err);
        i->head = buf_made(&i->memory);
        return article_part(ctx, i->page, job->b->volume.format, &i->out, &i->head, err);
    case RETOLD_FILTER_QUOTES: return quote_rows(ctx, i->article, &i->out, err);
    case RETOLD_FILTER_TIMES: return time_rows(ctx, i->article, &i->out, err);
    case RETOLD_FILTER_REPAIR: return repair_row(ctx, i->article, &i->out, err);
    }
    return error_set(err, "pipe", RETOLD_E_ARGUMENT, RETOLD_OFFSET_NONE, "there is no such filter");
}

static void share_work(void *user, size_t index, unsigned worker) {
    batch *b = user;
    item *i = &b->items[index];
    i->status = ctx_run(b->workers.ctxs[worker], work_item, &(work_job){b, i}, &i->err);
}

static retold_status put_item(retold_ctx *ctx, batch *b, item *i, retold_error *err) {
    if (b->volume.format == RETOLD_FORMAT_JSONL) return buf_flush(&i->out, b->out, err);
    return volume_put(ctx, &b->volume, buf_span(&i->head), buf_span(&i->out), b->out, err);
}

/* A batch is worked on and written; a record that failed without a row of its own is told of. */
static retold_status flush_batch(retold_ctx *ctx, batch *b, retold_error *err) {
    retold_status status = RETOLD_OK;
    os_share_out(b->workers.count, b->count, share_work, b);
    for (size_t n = 0; n < b->count; n++) {
        item *i = &b->items[n];
        b->s->tally->failed += i->failed;
        if (status == RETOLD_OK && i->status == RETOLD_E_NOMEM)
            status = error_nomem(err, "pipe");
        else if (status == RETOLD_OK && i->status != RETOLD_OK)
            session_failed(ctx, b->s, (span){0}, 0, i->article ? i->article->id : i->page->id, i->err.message);
        else if (status == RETOLD_OK)
            status = put_item(ctx, b, i, err);
        clear_item(i);
    }
    b->count = b->bytes = 0;
    return status;
}

static retold_status push_item(retold_ctx *ctx, batch *b, item i, size_t bytes, retold_error *err) {
    b->items[b->count++] = i;
    b->bytes += bytes;
    bool full = b->count == BATCH_ITEMS || b->bytes > BATCH_BYTES;
    return full || b->workers.count == 1 ? flush_batch(ctx, b, err)
                                         : RETOLD_OK; /* one worker takes each while it is in the cache */
}

static retold_status push_document(retold_ctx *ctx, void *user, retold_article *article, retold_error *err) {
    return push_item(ctx, user, (item){.article = article}, article->text.len, err);
}

static retold_status push_page(retold_ctx *ctx, void *user, retold_page *page, retold_error *err) {
    return push_item(ctx, user, (item){.page = page}, page->bytes.len, err);
}

typedef struct filter_job {
    batch *b;
    const retold_inputs *inputs;
} filter_job;

static retold_status run_filter(retold_ctx *ctx, void *p, retold_error *err) {
    filter_job *job = p;
    batch *b = job->b;
    retold_status status = workers_begin(ctx, &b->workers, session_workers(b->s), err);
    if (status != RETOLD_OK) return status;
    ctx_always(ctx, batch_end, b);
    if (b->filter > RETOLD_FILTER_EXTRACT)
        status = documents_read(ctx, b->s, job->inputs, push_document, b, err);
    else
        status = pages_read(ctx, b->s, job->inputs, push_page, b, err);
    /* What was read before a fault still comes out. */
    retold_status flushed = flush_batch(ctx, b, status == RETOLD_OK ? err : NULL);
    if (flushed == RETOLD_OK && b->volume.format != RETOLD_FORMAT_JSONL)
        flushed = volume_finish(ctx, &b->volume, b->out, status == RETOLD_OK ? err : NULL);
    return status != RETOLD_OK ? status : flushed;
}

retold_status filter_run(retold_ctx *ctx, session *s, retold_filter filter, const retold_inputs *inputs, const retold_sink *out,
                         retold_error *err) {
    batch b = {.s = s, .filter = filter, .out = out};
    return ctx_run(ctx, run_filter, &(filter_job){&b, inputs}, err);
}

retold_status articles_run(retold_ctx *ctx, session *s, retold_article_format format, const retold_inputs *inputs,
                           const retold_sink *out, retold_error *err) {
    batch b = {.s = s, .filter = RETOLD_FILTER_EXTRACT, .out = out, .volume = {.format = format}};
    return ctx_run(ctx, run_filter, &(filter_job){&b, inputs}, err);
}
