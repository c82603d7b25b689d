/* Rows of JSONL: lines of at most line_bytes, each with its place. */
#include "base/buf.h"
#include "base/ctx.h"
#include "read/read_internal.h"
#include <stdlib.h>

struct rows {
    input *in;
    arena memory; /* of `line` */
    buf line;     /* a line that goes over several steps */
    bool told;    /* damage was told of */
};

void rows_free(void *p) {
    rows *r = p;
    if (!r) return;
    input_free(r->in);
    arena_free(&r->memory);
    free(r);
}

rows *rows_over(retold_ctx *ctx, input *in) {
    rows *r = calloc(1, sizeof *r);
    if (!r) ctx_out_of_memory(ctx);
    r->in = in;
    return r;
}

typedef struct open_job {
    const char *path;
    rows **out;
} open_job;

static retold_status open_rows(retold_ctx *ctx, void *p, retold_error *err) {
    open_job *job = p;
    input *in;
    retold_status status = input_open(ctx, job->path, &in, err);
    if (status != RETOLD_OK) return status;
    ctx_undo(ctx, input_free, in);
    *job->out = rows_over(ctx, in);
    return RETOLD_OK;
}

retold_status rows_open(retold_ctx *ctx, const char *path, rows **out, retold_error *err) {
    *out = NULL;
    return ctx_run(ctx, open_rows, &(open_job){path, out}, err);
}

typedef struct next_job {
    rows *r;
    row *out;
} next_job;

/* Append to the line what fits under the cap. */
static void keep(rows *r, row *out, span part, size_t cap) {
    size_t room = cap - r->line.len;
    out->too_long |= part.len > room;
    buf_put(&r->line, span_cut(part, 0, part.len < room ? part.len : room));
}

/* One line into out->text: straight out of the input where it lies in one step. RETOLD_END at the end of the input. */
static retold_status take_line(rows *r, row *out, size_t cap, retold_error *err) {
    span bytes;
    buf_clear(&r->line);
    *out = (row){.offset = input_at(r->in)};
    for (;;) {
        retold_status status = input_peek(r->in, &bytes, err);
        if (status != RETOLD_OK) return status;
        size_t end = span_find_char(bytes, '\n', 0);
        span part = span_cut(bytes, 0, end == SIZE_MAX ? bytes.len : end);
        bool whole = end != SIZE_MAX && !r->line.len && !out->too_long && part.len <= cap;
        if (!whole) keep(r, out, part, cap);
        input_take(r->in, end == SIZE_MAX ? bytes.len : end + 1);
        out->text = whole ? part : buf_span(&r->line);
        if (end != SIZE_MAX) return RETOLD_OK;
        if (!bytes.len) return out->text.len || out->too_long ? RETOLD_OK : RETOLD_END;
    }
}

static retold_status next_row(retold_ctx *ctx, void *p, retold_error *err) {
    next_job *job = p;
    rows *r = job->r;
    r->memory.ctx = ctx;
    r->line.memory = &r->memory;
    for (;;) {
        retold_status status = take_line(r, job->out, ctx_limits(ctx)->line_bytes, err);
        if (status == RETOLD_END && !r->told && input_damage(r->in).len) {
            r->told = true;
            job->out->damage = input_damage(r->in);
            return RETOLD_OK;
        }
        if (status != RETOLD_OK) return status;
        if (job->out->offset == 0 && span_starts(job->out->text, S("\xEF\xBB\xBF")))
            job->out->text = span_from(job->out->text, 3), job->out->offset = 3;
        if (span_trim(job->out->text).len || job->out->too_long) return RETOLD_OK;
    }
}

retold_status rows_next(retold_ctx *ctx, rows *r, row *out, retold_error *err) {
    return ctx_run(ctx, next_row, &(next_job){r, out}, err);
}

bool rows_in_place(const rows *r) { return input_in_place(r->in); }

uint64_t rows_bytes(const rows *r) { return input_at(r->in); }
