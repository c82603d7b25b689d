#include "retold/pipe.h"
#include "pipe/pipe_internal.h"

retold_status retold_pipe_filter(retold_ctx *ctx, const retold_run *run, retold_filter filter, const retold_inputs *inputs,
                                 const retold_sink *out, retold_tally *tally, retold_error *err) {
    retold_tally own;
    session s = session_begin(run, tally, &own);
    return filter_run(ctx, &s, filter, inputs, out, err);
}

retold_status retold_pipe_articles(retold_ctx *ctx, const retold_run *run, retold_article_format format,
                                   const retold_inputs *inputs, const retold_sink *out, retold_tally *tally, retold_error *err) {
    retold_tally own;
    session s = session_begin(run, tally, &own);
    return articles_run(ctx, &s, format, inputs, out, err);
}

retold_status retold_pipe_copies(retold_ctx *ctx, const retold_run *run, const retold_inputs *inputs, const retold_sink *families,
                                 const retold_sink *passages, retold_tally *tally, retold_error *err) {
    retold_tally own;
    session s = session_begin(run, tally, &own);
    return copies_run(ctx, &s, inputs, families, passages, err);
}

retold_status retold_pipe_dedup(retold_ctx *ctx, const retold_run *run, const retold_inputs *inputs, const retold_dedup *how,
                                retold_tally *tally, retold_error *err) {
    retold_tally own;
    session s = session_begin(run, tally, &own);
    return dedup_run(ctx, &s, inputs, how, err);
}

retold_status retold_pipe_stories(retold_ctx *ctx, const retold_run *run, const retold_inputs *inputs, const retold_sink *out,
                                  retold_tally *tally, retold_error *err) {
    retold_tally own;
    session s = session_begin(run, tally, &own);
    return stories_run(ctx, &s, inputs, out, err);
}

retold_status retold_pipe_add(retold_ctx *ctx, const retold_run *run, retold_store *store, const retold_inputs *inputs,
                              retold_tally *tally, retold_error *err) {
    retold_tally own;
    session s = session_begin(run, tally, &own);
    return add_run(ctx, &s, store, inputs, err);
}

retold_status retold_pipe_lookup(retold_ctx *ctx, const retold_run *run, retold_store *store, const retold_inputs *inputs,
                                 retold_form form, const retold_sink *out, retold_tally *tally, retold_error *err) {
    retold_tally own;
    session s = session_begin(run, tally, &own);
    return lookup_run(ctx, &s, store, inputs, form, out, err);
}

retold_status retold_pipe_refresh(retold_ctx *ctx, const retold_run *run, retold_store *store, retold_tally *tally,
                                  retold_error *err) {
    retold_tally own;
    session s = session_begin(run, tally, &own);
    return refresh_run(ctx, &s, store, err);
}

retold_status retold_pipe_remove(retold_ctx *ctx, retold_store *store, retold_span id, retold_error *err) {
    return remove_run(ctx, store, id, err);
}

retold_status retold_pipe_tell(retold_ctx *ctx, retold_store *store, retold_span id, retold_tell_form form,
                               const retold_sink *out, retold_error *err) {
    return tell_run(ctx, store, id, form, out, err);
}

retold_status retold_pipe_quote(retold_ctx *ctx, retold_store *store, retold_span id, retold_tell_form form,
                                const retold_sink *out, retold_error *err) {
    return quote_run(ctx, store, id, form, out, err);
}

retold_status retold_pipe_versions(retold_ctx *ctx, retold_store *store, retold_span id, retold_tell_form form,
                                   const retold_sink *out, retold_error *err) {
    return versions_run(ctx, store, id, form, out, err);
}

retold_status retold_pipe_compare(retold_ctx *ctx, retold_store *store, retold_span a, retold_span b, retold_tell_form form,
                                  const retold_sink *out, retold_error *err) {
    return compare_run(ctx, store, a, b, form, out, err);
}
