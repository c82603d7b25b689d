#include "base/ctx.h"
#include "pipe/pipe_internal.h"

/* One row: its article goes to `each`, or the failure is told of. */
static retold_status take_row(retold_ctx *ctx, session *s, span path, const row *row, each_document each, void *user,
                              retold_error *err) {
    retold_article *article;
    retold_error why = {.message = "the row is longer than line_bytes"};
    retold_status status = row->too_long || row->damage.len ? RETOLD_E_FORMAT : article_of_row(ctx, row->text, &article, &why);
    s->tally->records++;
    s->row = (row_place){row->offset, (uint32_t)row->text.len, s->row.input, s->row.in_place};
    if (status == RETOLD_OK) return each(ctx, user, article, err);
    if (status == RETOLD_E_NOMEM) return error_nomem(err, "pipe");
    session_failed(ctx, s, path, row->offset, (span){0}, row->damage.len ? row->damage.ptr : why.message);
    return RETOLD_OK;
}

typedef struct input_job {
    session *s;
    const char *path;
    uint32_t number;
    each_document each;
    void *user;
} input_job;

static retold_status read_input(retold_ctx *ctx, void *p, retold_error *err) {
    input_job *job = p;
    rows *r;
    row row;
    retold_status status = rows_open(ctx, job->path, &r, err);
    if (status != RETOLD_OK) return status;
    ctx_always(ctx, rows_free, r);
    job->s->row.input = job->number;
    job->s->row.in_place = rows_in_place(r);
    while ((status = rows_next(ctx, r, &row, err)) == RETOLD_OK) {
        status = take_row(ctx, job->s, span_of(job->path), &row, job->each, job->user, err);
        if (status == RETOLD_OK) status = session_step(job->s, rows_bytes(r), err);
        if (status != RETOLD_OK) return status;
    }
    job->s->bytes += rows_bytes(r);
    return status == RETOLD_END ? RETOLD_OK : status;
}

retold_status documents_read(retold_ctx *ctx, session *s, const retold_inputs *inputs, each_document each, void *user,
                             retold_error *err) {
    retold_status status = RETOLD_OK;
    for (size_t i = 0; i < inputs->count && status == RETOLD_OK; i++)
        status = ctx_run(ctx, read_input, &(input_job){s, inputs->paths[i], (uint32_t)i, each, user}, err);
    return status;
}
