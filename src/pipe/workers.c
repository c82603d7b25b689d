#include "base/ctx.h"
#include "extract/extract.h"
#include "pipe/pipe_internal.h"

retold_status workers_begin(retold_ctx *ctx, workers *w, unsigned count, retold_error *err) {
    if (count > sizeof w->ctxs / sizeof w->ctxs[0]) count = sizeof w->ctxs / sizeof w->ctxs[0];
    for (w->count = 0; w->count < count; w->count++) {
        retold_status status = retold_ctx_new(ctx_limits(ctx), &w->ctxs[w->count], err);
        if (status == RETOLD_OK) {
            status = extract_share_settings(ctx, w->ctxs[w->count], err);
            if (status == RETOLD_OK) continue;
            w->count++;
        }
        workers_end(w);
        return status;
    }
    return RETOLD_OK;
}

void workers_end(void *p) {
    workers *w = p;
    while (w->count) retold_ctx_free(w->ctxs[--w->count]);
}
