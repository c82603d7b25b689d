/* Files and threads for copies, which may touch neither itself. */
#include "base/ctx.h"
#include "pipe/pipe_internal.h"

enum { MEMORY = 4 << 20 /* of words and marks before the disk is used */ };

static bool write_block(void *user, uint64_t at, const void *bytes, size_t len) {
    lent *l = user;
    if (!l->file && !l->failed) l->failed = os_open_scratch(&l->file, NULL) != RETOLD_OK;
    return l->file && os_write_at(l->file, at, bytes, len);
}

static bool read_block(void *user, uint64_t at, void *into, size_t len) {
    const lent *l = user;
    return l->file && os_read_at(l->file, at, into, len);
}

spool_device lent_device(lent *l, size_t memory) { return (spool_device){write_block, read_block, l, memory}; }

retold_status lend(retold_ctx *ctx, const session *s, lent *l, retold_copies *copies, bool families_only, retold_error *err) {
    unsigned workers = session_workers(s), most = sizeof l->ctxs / sizeof l->ctxs[0];
    if (workers > most) workers = most;
    for (l->count = 0; workers > 1 && l->count < workers; l->count++) {
        retold_status status = retold_ctx_new(ctx_limits(ctx), &l->ctxs[l->count], err);
        if (status != RETOLD_OK) return status;
    }
    copies_lend(copies, &(copies_hands){.device = lent_device(l, MEMORY),
                                        .workers = workers,
                                        .ctxs = l->ctxs,
                                        .share_out = os_share_out,
                                        .families_only = families_only,
                                        .once = true});
    return RETOLD_OK;
}

void lent_end(void *p) {
    lent *l = p;
    while (l->count) retold_ctx_free(l->ctxs[--l->count]);
    os_close(l->file);
    l->file = NULL;
}
