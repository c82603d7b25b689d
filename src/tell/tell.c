#include "retold/tell.h"
#include "tell/tell.h"

typedef struct compare_job {
    const retold_article *a, *b;
    retold_tell_form form;
    const retold_sink *out;
    arena memory; /* of the output; what is only needed on the way is scratch */
} compare_job;

static void free_memory(void *memory) { arena_free(memory); }

static retold_status compare(retold_ctx *ctx, void *user, retold_error *err) {
    compare_job *job = user;
    buf out = buf_made(&job->memory);
    tell_comparison c;
    ctx_always(ctx, free_memory, &job->memory);
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
    compare_job job = {a, b, form, out, arena_made(ctx)};
    return ctx_run(ctx, compare, &job, err);
}
