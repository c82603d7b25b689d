/* Pages of the inputs, one after the other. */
#include "base/ctx.h"
#include "pipe/pipe_internal.h"

typedef struct pages_job {
    session *s;
    const char *path;
    bool lists;
    each_page each;
    void *user;
} pages_job;

static void reader_end(void *reader) { retold_reader_free(reader); }

static retold_status read_input(retold_ctx *ctx, void *p, retold_error *err) {
    pages_job *job = p;
    retold_reader *reader;
    retold_page *page;
    retold_status status = retold_reader_open(ctx, job->path, job->lists, &reader, err);
    if (status != RETOLD_OK) return status;
    ctx_always(ctx, reader_end, reader);
    while ((status = retold_reader_next(ctx, reader, &page, err)) == RETOLD_OK) {
        job->s->tally->records++;
        status = job->each(ctx, job->user, page, err);
        if (status == RETOLD_OK) status = session_step(job->s, retold_reader_bytes(reader), err);
        if (status != RETOLD_OK) return status;
    }
    job->s->bytes += retold_reader_bytes(reader);
    return status == RETOLD_END ? RETOLD_OK : status;
}

retold_status pages_read(retold_ctx *ctx, session *s, const retold_inputs *inputs, each_page each, void *user,
                         retold_error *err) {
    pages_job job = {.s = s, .lists = inputs->lists != 0, .each = each, .user = user};
    retold_status status = RETOLD_OK;
    for (size_t i = 0; i < inputs->count && status == RETOLD_OK; i++) {
        job.path = inputs->paths[i];
        status = ctx_run(ctx, read_input, &job, err);
    }
    return status;
}
