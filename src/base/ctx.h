/*
 * The working memory of one thread, and the guard that every public call runs under.
 *
 * A public function packs its arguments into a job and calls ctx_run(). Inside, running out of memory jumps back to
 * ctx_run(), which undoes what was registered with ctx_undo() and returns RETOLD_E_NOMEM; so nothing inside checks
 * for NULL. The same undo list runs when the work returns an error. Calls nest. A jump must never cross the frames
 * of a foreign library: callbacks use arena_try_raw().
 */
#ifndef BASE_CTX_H
#define BASE_CTX_H
#include "base/arena.h"
#include "base/error.h"

/* Per-thread state of a room, made on first use: one slot each. */
typedef enum ctx_slot { CTX_TEXT, CTX_EXTRACT, CTX_QUOTES, CTX_TIMES, CTX_STORIES, CTX_SLOTS } ctx_slot;

/* Memory for the call that is under way; rolled back when the outermost call returns. */
arena *ctx_scratch(retold_ctx *ctx);

/* Memory that lives as long as the ctx: loaded rules. */
arena *ctx_keep(retold_ctx *ctx);

const retold_limits *ctx_limits(const retold_ctx *ctx);

/* The room's state: *slot is NULL until set. `release` (may be NULL) is called with it when the ctx is freed. */
void *ctx_get(const retold_ctx *ctx, ctx_slot slot);
void ctx_set(retold_ctx *ctx, ctx_slot slot, void *state, void (*release)(void *state));

/*
 * Run work(ctx, job, err) under a guard. Returns what it returned, or RETOLD_E_NOMEM (err filled) when memory ran out.
 * Scratch memory taken inside is given back at the end; results belong into arenas of their own.
 */
retold_status ctx_run(retold_ctx *ctx, retold_status (*work)(retold_ctx *ctx, void *job, retold_error *err), void *job,
                      retold_error *err);

/*
 * Within ctx_run(): call undo(thing) if this run ends in an error or a jump. At most 16 a run. The run ends after `work` has
 * returned, so `thing` is never a variable of `work` itself.
 */
void ctx_undo(retold_ctx *ctx, void (*undo)(void *thing), void *thing);

/* Within ctx_run(): call done(thing) however this run ends. Shares the 16 places. */
void ctx_always(retold_ctx *ctx, void (*done)(void *thing), void *thing);

/* Jump to the innermost guard; aborts when there is none, which is a fault of the library. */
_Noreturn void ctx_out_of_memory(retold_ctx *ctx);

#endif
