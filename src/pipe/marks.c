/* The index of marks of a store: what comes in of a text. */
#include "base/ctx.h"
#include "pipe/pipe_internal.h"
#include "sketch/sketch.h"
#include <stdlib.h>

#define BATCH 256 /* articles that are marked in one transaction */

static int by_hash(const void *x, const void *y) {
    const store_mark *a = x, *b = y;
    return a->hash < b->hash ? -1 : a->hash > b->hash;
}

void marks_of_words(arena *a, const uint32_t *hashes, uint32_t count, marks_list *out) {
    sketch_marks found = {0};
    const uint32_t *nibbles = sketch_nibbles(a, hashes, count);
    sketch_collect(a, hashes, count, 0, &found, NULL);
    out->count = 0;
    for (size_t i = 0; i < found.count; i++) {
        const sketch_mark *m = &found.items[i];
        vec_push(a, out, (store_mark){(uint32_t)(m->hash >> 32), sketch_around(nibbles, m->at)});
    }
    if (!out->count) return;
    qsort(out->items, out->count, sizeof *out->items, by_hash);
    size_t kept = 1;
    for (size_t i = 1; i < out->count; i++)
        if (out->items[i].hash != out->items[kept - 1].hash) out->items[kept++] = out->items[i];
    out->count = kept;
}

void marks_of(arena *a, span text, marks_list *out) {
    words all = text_words(a, text);
    uint32_t *hashes = ARENA_ARRAY(a, uint32_t, all.count + 1);
    for (size_t i = 0; i < all.count; i++) hashes[i] = sketch_word(&all.items[i]);
    marks_of_words(a, hashes, (uint32_t)all.count, out);
}

retold_status marks_put(retold_ctx *ctx, retold_store *store, uint32_t number, span text, retold_error *err) {
    arena *a = ctx_scratch(ctx);
    arena_mark mark = arena_here(a);
    marks_list marks = {0};
    marks_of(a, text, &marks);
    retold_status status = store_put_marks(store, number, marks.items, marks.count, err);
    arena_back(a, mark);
    return status;
}

typedef struct catching_up {
    retold_store *store;
    uint32_t number;
    bool began;
} catching_up;

static void catching_up_end(void *p) {
    catching_up *c = p;
    if (c->began) store_rollback(c->store);
}

/* RETOLD_END when no article is left. */
static retold_status put_next(retold_ctx *ctx, catching_up *c, retold_error *err) {
    retold_article *article;
    retold_status status = store_next(ctx, c->store, &c->number, &article, err);
    if (status != RETOLD_OK) return status;
    status = marks_put(ctx, c->store, c->number, article->text, err);
    retold_article_free(article);
    return status;
}

static retold_status catch_up(retold_ctx *ctx, void *p, retold_error *err) {
    catching_up *c = p;
    ctx_always(ctx, catching_up_end, c);
    retold_status status = store_marked(c->store, &c->number, err);
    while (status == RETOLD_OK) {
        status = store_begin(c->store, os_now(), err);
        c->began = status == RETOLD_OK;
        for (int i = 0; i < BATCH && status == RETOLD_OK; i++) status = put_next(ctx, c, err);
        if (status != RETOLD_OK && status != RETOLD_END) return status;
        retold_status committed = store_commit(c->store, err);
        c->began = false;
        if (committed != RETOLD_OK) return committed;
    }
    return status == RETOLD_END ? RETOLD_OK : status;
}

retold_status marks_catch_up(retold_ctx *ctx, retold_store *store, retold_error *err) {
    return ctx_run(ctx, catch_up, &(catching_up){.store = store}, err);
}
