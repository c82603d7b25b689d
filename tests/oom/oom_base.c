/* The guard of the public calls itself: arenas, undo, and a ctx made and freed. */
#include "base/ctx.h"
#include "base/vec.h"
#include "oom.h"

static retold_status fill(retold_ctx *ctx, void *job, retold_error *err) {
    (void)err;
    arena *kept = job;
    kept->ctx = ctx;
    ctx_undo(ctx, (void (*)(void *))arena_free, kept);
    VEC(uint32_t) numbers = {0};
    for (uint32_t i = 0; i < 20000; i++) {
        vec_push(ctx_scratch(ctx), &numbers, i);
        arena_printf(kept, "%u", i);
    }
    return RETOLD_OK;
}

static retold_status work(void *job) {
    (void)job;
    retold_ctx *ctx = NULL;
    retold_status status = retold_ctx_new(NULL, &ctx, NULL);
    if (status != RETOLD_OK) return status;
    arena kept = {0};
    status = ctx_run(ctx, fill, &kept, NULL);
    if (status == RETOLD_OK) arena_free(&kept);
    retold_ctx_free(ctx);
    return status;
}

int main(void) {
    oom_sweep("base", work, NULL);
    return 0;
}
