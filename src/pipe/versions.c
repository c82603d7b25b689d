/* The versions of one page out of the store, and what each changed. */
#include "base/ctx.h"
#include "pipe/pipe_internal.h"

typedef struct versions_job {
    retold_store *store;
    span id;
    retold_tell_form form;
    const retold_sink *out;
    articles articles; /* oldest first */
    arena memory;
    bool looking;
} versions_job;

static void job_end(void *p) {
    versions_job *job = p;
    store_unlook(job->store, job->looking);
    articles_end(&job->articles);
    arena_free(&job->memory);
}

/* The oldest version of the page that an article is one of. */
static retold_status oldest(retold_store *s, uint32_t number, store_place *at, retold_error *err) {
    retold_status status = store_place_of(s, number, at, err);
    while (status == RETOLD_OK && at->supersedes != RETOLD_NONE) status = store_place_of(s, at->supersedes, at, err);
    return status;
}

static retold_status read_versions(retold_ctx *ctx, versions_job *job, uint32_t number, retold_error *err) {
    store_place at;
    retold_status status = oldest(job->store, number, &at, err);
    while (status == RETOLD_OK) {
        retold_article *article;
        vec_reserve(&job->memory, &job->articles, 1);
        status = store_article(ctx, job->store, at.number, &article, err);
        if (status != RETOLD_OK) return status;
        job->articles.items[job->articles.count++] = article;
        if (at.superseded_by == RETOLD_NONE) break;
        status = store_place_of(job->store, at.superseded_by, &at, err);
    }
    return status;
}

static retold_status run_versions(retold_ctx *ctx, void *p, retold_error *err) {
    versions_job *job = p;
    store_found found;
    ctx_always(ctx, job_end, job);
    retold_status status = store_look(job->store, &job->looking, err);
    if (status == RETOLD_OK) status = store_find(ctx, job->store, job->id, RETOLD_KIND_ARTICLE, &found, err);
    if (status == RETOLD_OK) status = read_versions(ctx, job, found.number, err);
    if (status != RETOLD_OK) return status;
    buf out = buf_made(&job->memory);
    const retold_article *const *list = (const retold_article *const *)job->articles.items;
    if (job->form == RETOLD_TELL_JSON)
        tell_versions_json(ctx, &out, list, job->articles.count);
    else
        tell_versions_text(ctx, &out, list, job->articles.count);
    return buf_flush(&out, job->out, err);
}

retold_status versions_run(retold_ctx *ctx, retold_store *store, span id, retold_tell_form form, const retold_sink *out,
                           retold_error *err) {
    if (form == RETOLD_TELL_HTML)
        return error_set(err, "pipe", RETOLD_E_ARGUMENT, RETOLD_OFFSET_NONE, "versions are told as text or JSON");
    versions_job job = {.store = store, .id = id, .form = form, .out = out, .memory = arena_made(ctx)};
    return ctx_run(ctx, run_versions, &job, err);
}
