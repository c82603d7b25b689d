/* Articles as one document. Whether it holds several is known when the second comes: the first one's part waits for it. */
#include "base/ctx.h"
#include "pipe/rows_out.h"

typedef struct keep_job {
    volume *v;
    span head, part;
} keep_job;

static retold_status keep_first(retold_ctx *ctx, void *p, retold_error *err) {
    keep_job *job = p;
    (void)err;
    job->v->memory.ctx = ctx;
    job->v->head = arena_copy(&job->v->memory, job->head);
    job->v->part = arena_copy(&job->v->memory, job->part);
    return RETOLD_OK;
}

static retold_status put(const retold_sink *out, span s, retold_error *err) {
    if (!s.len || !out->write(out->user, s.ptr, s.len)) return RETOLD_OK;
    return error_set(err, "pipe", RETOLD_E_STOPPED, RETOLD_OFFSET_NONE, "output was refused");
}

/* What the format has behind the first head, between two parts, or at the end. */
static retold_status put_between(retold_ctx *ctx, const volume *v, void (*render)(buf *out, retold_article_format format),
                                 const retold_sink *out, retold_error *err) {
    buf between = buf_made(ctx_scratch(ctx));
    render(&between, v->format);
    return put(out, buf_span(&between), err);
}

static retold_status put_first(retold_ctx *ctx, const volume *v, const retold_sink *out, retold_error *err) {
    retold_status status = put(out, v->head, err);
    if (status == RETOLD_OK && v->count > 1) status = put_between(ctx, v, render_several, out, err);
    return status == RETOLD_OK ? put(out, v->part, err) : status;
}

retold_status volume_put(retold_ctx *ctx, volume *v, span head, span part, const retold_sink *out, retold_error *err) {
    retold_status status = RETOLD_OK;
    if (++v->count == 1) return ctx_run(ctx, keep_first, &(keep_job){v, head, part}, err);
    if (v->count == 2) status = put_first(ctx, v, out, err);
    if (status == RETOLD_OK) status = put_between(ctx, v, render_border, out, err);
    return status == RETOLD_OK ? put(out, part, err) : status;
}

retold_status volume_finish(retold_ctx *ctx, volume *v, const retold_sink *out, retold_error *err) {
    buf ends = buf_made(ctx_scratch(ctx));
    retold_status status = v->count == 1 ? put_first(ctx, v, out, err) : RETOLD_OK;
    if (!v->count) render_head(&ends, NULL, v->format);
    render_tail(&ends, v->format, v->count != 1);
    return status == RETOLD_OK ? put(out, buf_span(&ends), err) : status;
}

void volume_end(void *volume_) {
    volume *v = volume_;
    arena_free(&v->memory);
}
