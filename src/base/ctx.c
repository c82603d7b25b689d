#include "base/base_internal.h"
#include <assert.h>
#include <setjmp.h>
#include <stdlib.h>

#define MOST_UNDO 16

/* What a page of usual size takes. */
#define MOST_SPARE ((size_t)4 << 20)

typedef struct undo_item {
    void (*call)(void *thing);
    void *thing;
    bool always;
} undo_item;

typedef struct frame {
    jmp_buf jump;
    struct frame *outer;
    arena_mark scratch;
    undo_item undo[MOST_UNDO];
    unsigned undo_count;
} frame;

struct retold_ctx {
    retold_limits limits;
    arena scratch, keep;
    frame *frame; /* innermost call under way */
    struct {
        void *state;
        void (*release)(void *state);
    } slots[CTX_SLOTS];
};

retold_ctx *ctx_make(const retold_limits *limits) {
    static const retold_limits usual = RETOLD_LIMITS;
    retold_ctx *ctx = calloc(1, sizeof *ctx);
    if (!ctx) return NULL;
    ctx->limits = limits ? *limits : usual;
    ctx->scratch = arena_made(ctx);
    ctx->scratch.most_spare = MOST_SPARE;
    ctx->keep = arena_made(ctx);
    return ctx;
}

void ctx_unmake(retold_ctx *ctx) {
    for (unsigned i = 0; i < CTX_SLOTS; i++)
        if (ctx->slots[i].release && ctx->slots[i].state) ctx->slots[i].release(ctx->slots[i].state);
    arena_free(&ctx->scratch);
    arena_free(&ctx->keep);
    free(ctx);
}

arena *ctx_scratch(retold_ctx *ctx) { return &ctx->scratch; }
arena *ctx_keep(retold_ctx *ctx) { return &ctx->keep; }
const retold_limits *ctx_limits(const retold_ctx *ctx) { return &ctx->limits; }
void *ctx_get(const retold_ctx *ctx, ctx_slot slot) { return ctx->slots[slot].state; }

void ctx_set(retold_ctx *ctx, ctx_slot slot, void *state, void (*release)(void *state)) {
    ctx->slots[slot].state = state;
    ctx->slots[slot].release = release;
}

/* Newest first, so that a thing goes before what it stands on. */
static void unwind(frame *f, bool failed) {
    while (f->undo_count) {
        undo_item *item = &f->undo[--f->undo_count];
        if (failed || item->always) item->call(item->thing);
    }
}

static retold_status leave(retold_ctx *ctx, frame *f, retold_status status) {
    unwind(f, status != RETOLD_OK && status != RETOLD_END);
    arena_back(&ctx->scratch, f->scratch);
    ctx->frame = f->outer;
    return status;
}

/* The frame lives in the caller: what setjmp's own function changes in between would be lost by the jump. */
static retold_status run_in(frame *f, retold_ctx *ctx, retold_status (*work)(retold_ctx *ctx, void *job, retold_error *err),
                            void *job, retold_error *err) {
    if (setjmp(f->jump)) return error_nomem(err, "base");
    return work(ctx, job, err);
}

retold_status ctx_run(retold_ctx *ctx, retold_status (*work)(retold_ctx *ctx, void *job, retold_error *err), void *job,
                      retold_error *err) {
    frame f;
    f.outer = ctx->frame;
    f.scratch = arena_here(&ctx->scratch);
    f.undo_count = 0;
    ctx->frame = &f;
    return leave(ctx, &f, run_in(&f, ctx, work, job, err));
}

static void add_undo(retold_ctx *ctx, undo_item item) {
    frame *f = ctx->frame;
    assert(f && f->undo_count < MOST_UNDO);
    f->undo[f->undo_count++] = item;
}

void ctx_undo(retold_ctx *ctx, void (*undo)(void *thing), void *thing) { add_undo(ctx, (undo_item){undo, thing, false}); }

void ctx_always(retold_ctx *ctx, void (*done)(void *thing), void *thing) { add_undo(ctx, (undo_item){done, thing, true}); }

void ctx_out_of_memory(retold_ctx *ctx) {
    if (!ctx || !ctx->frame) abort();
    longjmp(ctx->frame->jump, 1);
}
