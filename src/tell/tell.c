#include "retold/tell.h"
#include "tell/tell.h"

typedef struct compare_job {
    const retold_article *a, *b;
    retold_tell_form form;
    const retold_sink *out;
} compare_job;

static retold_status compare(retold_ctx *ctx, void *user, retold_error *err) {
    const compare_job *job = user;
    buf out = buf_made(ctx_scratch(ctx));
    tell_comparison c;
    tell_compare(ctx, out.memory, job->a, job->b, &c);
    switch (job->form) {
    case RETOLD_TELL_TEXT: tell_compare_text(&out, &c); break;
    case RETOLD_TELL_JSON: tell_compare_json(&out, &c); break;
    case RETOLD_TELL_HTML: tell_compare_html(ctx, &out, &c, NULL, NULL); break;
    default: return error_set(err, "tell", RETOLD_E_ARGUMENT, RETOLD_OFFSET_NONE, "no form %d", (int)job->form);
    }
    return buf_flush(&out, job->out, err);
}

retold_status retold_tell_compare(retold_ctx *ctx, const retold_article *a, const retold_article *b, retold_tell_form form,
                                  const retold_sink *out, retold_error *err) {
    compare_job job = {a, b, form, out};
    return ctx_run(ctx, compare, &job, err);
}
