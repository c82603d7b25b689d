/* The public functions but open and close: each runs under the guard, in one snapshot of the store. */
#include "store/store_internal.h"

retold_status store_meta(retold_store *s, arena *a, const char *name, span *out, retold_error *err) {
    query q = query_on(s, "SELECT value FROM meta WHERE name = ?1");
    query_text(&q, 1, span_of(name));
    *out = query_row(&q) ? arena_copy(a, row_text(&q, 0)) : (span){NULL, 0};
    return query_end(&q, err);
}

retold_status store_set_meta(retold_store *s, const char *name, span value, retold_error *err) {
    retold_status status = store_want_batch(s, err);
    if (status != RETOLD_OK) return status;
    query q = query_on(s, "INSERT OR REPLACE INTO meta(name, value) VALUES(?1, ?2)");
    query_text(&q, 1, span_of(name));
    query_text(&q, 2, value);
    return query_run(&q, err);
}

retold_status store_count(retold_store *s, store_counts *out, retold_error *err) {
    query q =
        query_on(s, "SELECT (SELECT count(*) FROM page), (SELECT count(*) FROM article),"
                    " (SELECT count(*) FROM (SELECT 1 FROM member WHERE kind = 2 GROUP BY cluster HAVING count(*) > 1)),"
                    " (SELECT count(*) FROM cluster WHERE kind = 4), (SELECT count(*) FROM quote), (SELECT count(*) FROM time)");
    *out = (store_counts){0};
    if (query_row(&q))
        *out = (store_counts){(uint64_t)row_int(&q, 0), (uint64_t)row_int(&q, 1), (uint64_t)row_int(&q, 2),
                              (uint64_t)row_int(&q, 3), (uint64_t)row_int(&q, 4), (uint64_t)row_int(&q, 5)};
    return query_end(&q, err);
}

static const char SITE_MEMORY[] = "site memory";

retold_status store_site_memory(retold_store *s, arena *a, span *out, retold_error *err) {
    return store_meta(s, a, SITE_MEMORY, out, err);
}

retold_status store_put_site_memory(retold_store *s, span text, retold_error *err) {
    return store_set_meta(s, SITE_MEMORY, text, err);
}

/* ---- public ---- */

typedef struct job {
    retold_store *s;
    span text; /* an id, or words */
    unsigned kinds;
    uint32_t most;
    retold_store_list what;
    const retold_quote_filter *filter;
    retold_form form;
    const retold_sink *out;
    store_found found;
    retold_article *article;
    retold_page *page;
    retold_doctor_report report;
    bool opened;
} job;

/* For ctx_always(): the snapshot ends however the call does. */
static void end_look(void *user) {
    job *j = user;
    store_unlook(j->s, j->opened);
}

static retold_status begin_look(retold_ctx *ctx, job *j, retold_error *err) {
    retold_status status = store_look(j->s, &j->opened, err);
    if (status == RETOLD_OK) ctx_always(ctx, end_look, j);
    return status;
}

static retold_status find_work(retold_ctx *ctx, void *user, retold_error *err) {
    job *j = user;
    retold_status status = begin_look(ctx, j, err);
    return status == RETOLD_OK ? store_find(ctx, j->s, j->text, j->kinds, &j->found, err) : status;
}

static retold_status article_work(retold_ctx *ctx, void *user, retold_error *err) {
    job *j = user;
    retold_status status = find_work(ctx, user, err);
    return status == RETOLD_OK ? store_article(ctx, j->s, j->found.number, &j->article, err) : status;
}

static retold_status page_work(retold_ctx *ctx, void *user, retold_error *err) {
    job *j = user;
    retold_status status = find_work(ctx, user, err);
    return status == RETOLD_OK ? store_page(ctx, j->s, j->found.number, &j->page, err) : status;
}

static retold_status show_work(retold_ctx *ctx, void *user, retold_error *err) {
    job *j = user;
    retold_status status = find_work(ctx, user, err);
    return status == RETOLD_OK ? show_write(ctx, j->s, &j->found, j->form, j->out, err) : status;
}

static retold_status list_work(retold_ctx *ctx, void *user, retold_error *err) {
    job *j = user;
    retold_status status = begin_look(ctx, j, err);
    return status == RETOLD_OK ? list_write(ctx, j->s, j->what, j->filter, j->form, j->out, err) : status;
}

static retold_status search_work(retold_ctx *ctx, void *user, retold_error *err) {
    job *j = user;
    retold_status status = begin_look(ctx, j, err);
    return status == RETOLD_OK ? search_write(ctx, j->s, j->text, j->most, j->form, j->out, err) : status;
}

static retold_status doctor_work(retold_ctx *ctx, void *user, retold_error *err) {
    job *j = user;
    ctx_always(ctx, store_settle, j->s);
    return doctor_run(ctx, j->s, j->form, j->out, &j->report, err);
}

static retold_status site_memory_work(retold_ctx *ctx, void *user, retold_error *err) {
    job *j = user;
    buf b = buf_made(ctx_scratch(ctx));
    retold_status status = store_site_memory(j->s, ctx_scratch(ctx), &j->text, err);
    buf_put(&b, j->text);
    return status == RETOLD_OK && b.len ? buf_flush(&b, j->out, err) : status;
}

static retold_status remove_work(retold_ctx *ctx, void *user, retold_error *err) {
    job *j = user;
    retold_status status = store_begin(j->s, j->s->now, err);
    if (status != RETOLD_OK) return status;
    ctx_undo(ctx, store_rollback, j->s);
    status = store_find(ctx, j->s, j->text, RETOLD_KIND_ARTICLE, &j->found, err);
    if (status == RETOLD_OK) status = store_remove(j->s, j->found.number, err);
    return status == RETOLD_OK ? store_commit(j->s, err) : status;
}

retold_status retold_store_find(retold_ctx *ctx, retold_store *store, retold_span id, unsigned kinds, retold_found *out,
                                retold_error *err) {
    job j = {.s = store, .text = id, .kinds = kinds};
    retold_status status = ctx_run(ctx, find_work, &j, err);
    *out = (retold_found){0};
    if (status != RETOLD_OK) return status;
    out->kind = j.found.kind;
    memcpy(out->id, j.found.id, sizeof out->id);
    return RETOLD_OK;
}

retold_status retold_store_read_article(retold_ctx *ctx, retold_store *store, retold_span id, retold_article **out,
                                        retold_error *err) {
    job j = {.s = store, .text = id, .kinds = RETOLD_KIND_ARTICLE};
    retold_status status = ctx_run(ctx, article_work, &j, err);
    *out = status == RETOLD_OK ? j.article : NULL;
    return status;
}

retold_status retold_store_read_page(retold_ctx *ctx, retold_store *store, retold_span id, retold_page **out, retold_error *err) {
    job j = {.s = store, .text = id, .kinds = RETOLD_KIND_ARTICLE};
    retold_status status = ctx_run(ctx, page_work, &j, err);
    *out = status == RETOLD_OK ? j.page : NULL;
    return status;
}

retold_status retold_store_show(retold_ctx *ctx, retold_store *store, retold_span id, retold_form form, const retold_sink *out,
                                retold_error *err) {
    job j = {.s = store, .text = id, .kinds = RETOLD_KIND_ANY, .form = form, .out = out};
    return ctx_run(ctx, show_work, &j, err);
}

retold_status retold_store_write_list(retold_ctx *ctx, retold_store *store, retold_store_list what,
                                      const retold_quote_filter *filter, retold_form form, const retold_sink *out,
                                      retold_error *err) {
    job j = {.s = store, .what = what, .filter = filter, .form = form, .out = out};
    return ctx_run(ctx, list_work, &j, err);
}

retold_status retold_store_search(retold_ctx *ctx, retold_store *store, retold_span words, uint32_t most, retold_form form,
                                  const retold_sink *out, retold_error *err) {
    job j = {.s = store, .text = words, .most = most, .form = form, .out = out};
    return ctx_run(ctx, search_work, &j, err);
}

retold_status retold_store_site_memory(retold_ctx *ctx, retold_store *store, const retold_sink *out, retold_error *err) {
    job j = {.s = store, .out = out};
    return ctx_run(ctx, site_memory_work, &j, err);
}

retold_status retold_store_remove(retold_ctx *ctx, retold_store *store, retold_span id, retold_error *err) {
    job j = {.s = store, .text = id};
    return ctx_run(ctx, remove_work, &j, err);
}

retold_status retold_store_doctor(retold_ctx *ctx, retold_store *store, retold_form form, const retold_sink *out,
                                  retold_doctor_report *report, retold_error *err) {
    job j = {.s = store, .form = form, .out = out};
    retold_status status = ctx_run(ctx, doctor_work, &j, err);
    if (report) *report = j.report;
    return status;
}
