#include "sketch/runs.h"
#include "base/ctx.h"

static void put_mark(retold_ctx *ctx, run_parts *r, spool *s, const run_mark *m) {
    run_part *p = &r->parts[m->hash >> RUN_PART_SHIFT];
    if (!p->open) p->open = ARENA_ARRAY(&r->memory, run_mark, RUN_CHUNK);
    if (p->filled == RUN_CHUNK) {
        vec_reserve(&r->memory, &p->chunks, 1);
        p->chunks.items[p->chunks.count] = spool_put(ctx, s, p->open, RUN_CHUNK * sizeof *p->open);
        p->chunks.count++;
        p->filled = 0;
    }
    p->open[p->filled++] = *m;
}

void runs_add(retold_ctx *ctx, run_parts *r, spool *s, const sketch_marks *marks, const uint32_t *words, uint32_t count) {
    r->memory.ctx = ctx;
    for (size_t i = 0; i < marks->count; i++) {
        const sketch_mark *m = &marks->items[i];
        put_mark(ctx, r, s, &(run_mark){m->hash, sketch_around(words, count, m->at), m->doc, m->at});
    }
}

size_t runs_count(const run_parts *r, unsigned part) { return r->parts[part].chunks.count * RUN_CHUNK + r->parts[part].filled; }

run_mark *runs_load(arena *a, const run_parts *r, spool *s, unsigned part) {
    const run_part *p = &r->parts[part];
    run_mark *out = ARENA_ARRAY(a, run_mark, runs_count(r, part));
    for (size_t i = 0; i < p->chunks.count; i++) spool_get(s, p->chunks.items[i], out + i * RUN_CHUNK, RUN_CHUNK * sizeof *out);
    if (p->filled) memcpy(out + p->chunks.count * RUN_CHUNK, p->open, p->filled * sizeof *out);
    return out;
}

void runs_free(run_parts *r) {
    arena_free(&r->memory);
    memset(r->parts, 0, sizeof r->parts);
}

run_reader runs_read(arena *a, spool *s, uint64_t at, uint64_t end) {
    return (run_reader){.spool = s, .at = at, .end = end, .buffer = ARENA_ARRAY(a, run_mark, RUN_BUFFER)};
}

/* The next mark, not taken yet; NULL at the end. */
static const run_mark *peek(run_reader *r) {
    if (r->next < r->count) return &r->buffer[r->next];
    uint64_t left = (r->end - r->at) / sizeof *r->buffer;
    if (!left) return NULL;
    r->count = left < RUN_BUFFER ? (size_t)left : RUN_BUFFER;
    r->next = 0;
    spool_get(r->spool, r->at, r->buffer, r->count * sizeof *r->buffer);
    r->at += r->count * sizeof *r->buffer;
    return r->buffer;
}

bool runs_next(arena *a, run_reader *r, run_mark **run, size_t *count) {
    const run_mark *m = peek(r);
    if (!m) return false;
    uint64_t hash = m->hash;
    for (r->run.count = 0; m && m->hash == hash; m = peek(r)) {
        vec_push(a, &r->run, *m);
        r->next++;
    }
    *run = r->run.items;
    *count = r->run.count;
    return true;
}
