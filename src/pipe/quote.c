/* A quote within its story. */
#include "base/ctx.h"
#include "pipe/pipe_internal.h"

typedef struct quote_job {
    retold_store *store;
    span id;
    retold_tell_form form;
    const retold_sink *out;
    store_found found;
    bool looking;
} quote_job;

static void end_look(void *p) {
    quote_job *job = p;
    store_unlook(job->store, job->looking);
}

static void write_quote(retold_ctx *ctx, buf *out, const tell_story *story, void *p) {
    const quote_job *job = p;
    for (uint32_t t = 0; t < story->in->count; t++) {
        const tell_telling *telling = &story->in->tellings[t];
        for (uint32_t i = 0; i < telling->quote_count; i++) {
            if (!span_equal(telling->quote_ids[i], span_of(job->found.id))) continue;
            if (job->form == RETOLD_TELL_JSON)
                tell_quote_json(ctx, out, story, t, i);
            else
                tell_quote_text(ctx, out, story, t, i);
        }
    }
}

static retold_status run_quote(retold_ctx *ctx, void *p, retold_error *err) {
    quote_job *job = p;
    store_place at;
    retold_status status = store_look(job->store, &job->looking, err);
    if (status != RETOLD_OK) return status;
    ctx_always(ctx, end_look, job);
    status = store_find(ctx, job->store, job->id, RETOLD_KIND_QUOTE, &job->found, err);
    if (status == RETOLD_OK) status = store_place_of(job->store, job->found.article, &at, err);
    if (status != RETOLD_OK) return status;
    span id = span_of(job->found.id);
    if (job->form == RETOLD_TELL_HTML) return tell_run(ctx, job->store, id, job->form, job->out, err);
    if (at.story != RETOLD_NONE) return story_run(ctx, job->store, id, write_quote, job, job->out, err);
    retold_form form = job->form == RETOLD_TELL_JSON ? RETOLD_FORM_JSON : RETOLD_FORM_TEXT;
    return retold_store_show(ctx, job->store, id, form, job->out, err);
}

retold_status quote_run(retold_ctx *ctx, retold_store *store, span id, retold_tell_form form, const retold_sink *out,
                        retold_error *err) {
    quote_job job = {.store = store, .id = id, .form = form, .out = out};
    return ctx_run(ctx, run_quote, &job, err);
}
