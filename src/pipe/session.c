#include "base/ctx.h"
#include "pipe/pipe_internal.h"

session session_begin(const retold_run *run, retold_tally *tally, retold_tally *own) {
    static const retold_run usual;
    session s = {.run = run ? run : &usual, .tally = tally ? tally : own};
    *s.tally = (retold_tally){0};
    return s;
}

retold_status write_row(arena *a, yyjson_mut_doc *doc, yyjson_mut_val *row, const retold_sink *out, retold_error *err) {
    buf line = buf_made(a);
    json_write(&line, doc, row, false);
    return buf_flush(&line, out, err);
}

void session_failed(retold_ctx *ctx, session *s, span path, uint64_t at, span id, const char *why) {
    arena *a = ctx_scratch(ctx);
    arena_mark mark = arena_here(a);
    s->tally->failed++;
    if (s->run->errors.write) {
        yyjson_mut_doc *doc = json_new(a);
        yyjson_mut_val *row = json_object(doc);
        json_put_text(doc, row, "input", path);
        json_put_int(doc, row, "at", (int64_t)at);
        json_put_text(doc, row, "id", id);
        json_put_text(doc, row, "error", span_of(why));
        /* A sink for errors that refuses is no reason to lose the output. */
        (void)!write_row(a, doc, row, &s->run->errors, NULL);
    }
    arena_back(a, mark);
}

retold_status session_step(session *s, uint64_t bytes, retold_error *err) {
    const retold_run *run = s->run;
    s->tally->bytes = s->bytes + bytes;
    if (run->progress) run->progress(run->user, s->tally->records, s->tally->bytes);
    if (run->stop && run->stop(run->user)) return error_set(err, "pipe", RETOLD_E_STOPPED, RETOLD_OFFSET_NONE, "stopped");
    return RETOLD_OK;
}

unsigned session_workers(const session *s) { return s->run->jobs ? s->run->jobs : os_cores(); }
