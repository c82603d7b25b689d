#include "sketch/spool.h"
#include "base/ctx.h"

static bool in_memory(const spool *s, size_t block) {
    return !s->device.write || (uint64_t)block * SPOOL_BLOCK < s->device.memory;
}

/* The block as a place to write to. */
static char *open_block(retold_ctx *ctx, spool *s, size_t block) {
    s->memory.ctx = ctx;
    if (!in_memory(s, block)) {
        if (!s->tail) s->tail = arena_alloc(&s->memory, SPOOL_BLOCK);
        return s->tail;
    }
    while (s->blocks.count <= block) vec_push(&s->memory, &s->blocks, NULL);
    if (!s->blocks.items[block]) s->blocks.items[block] = arena_alloc(&s->memory, SPOOL_BLOCK);
    return s->blocks.items[block];
}

static void close_block(spool *s, size_t block) {
    if (in_memory(s, block)) return;
    if (!s->device.write(s->device.user, (uint64_t)block * SPOOL_BLOCK, s->tail, SPOOL_BLOCK)) s->failed = true;
}

uint64_t spool_put(retold_ctx *ctx, spool *s, const void *bytes, size_t len) {
    uint64_t begin = s->size;
    const char *from = bytes;
    while (len) {
        size_t block = (size_t)(s->size / SPOOL_BLOCK), at = (size_t)(s->size % SPOOL_BLOCK), part = SPOOL_BLOCK - at;
        if (part > len) part = len;
        memcpy(open_block(ctx, s, block) + at, from, part);
        s->size += part;
        from += part;
        len -= part;
        if (at + part == SPOOL_BLOCK) close_block(s, block);
    }
    return begin;
}

static void set_part(spool *s, size_t block, size_t at, const char *from, size_t len) {
    if (in_memory(s, block))
        memcpy(s->blocks.items[block] + at, from, len);
    else if (block == s->size / SPOOL_BLOCK)
        memcpy(s->tail + at, from, len);
    else if (!s->device.write(s->device.user, (uint64_t)block * SPOOL_BLOCK + at, from, len))
        s->failed = true;
}

void spool_set(spool *s, uint64_t at, const void *bytes, size_t len) {
    const char *from = bytes;
    while (len) {
        size_t block = (size_t)(at / SPOOL_BLOCK), begin = (size_t)(at % SPOOL_BLOCK), part = SPOOL_BLOCK - begin;
        if (part > len) part = len;
        set_part(s, block, begin, from, part);
        at += part;
        from += part;
        len -= part;
    }
}

static void get_part(spool *s, size_t block, size_t at, char *into, size_t len) {
    if (in_memory(s, block))
        memcpy(into, s->blocks.items[block] + at, len);
    else if (block == s->size / SPOOL_BLOCK)
        memcpy(into, s->tail + at, len);
    else if (!s->device.read(s->device.user, (uint64_t)block * SPOOL_BLOCK + at, into, len)) {
        memset(into, 0, len);
        s->failed = true;
    }
}

void spool_get(spool *s, uint64_t at, void *into, size_t len) {
    char *to = into;
    while (len) {
        size_t block = (size_t)(at / SPOOL_BLOCK), from = (size_t)(at % SPOOL_BLOCK), part = SPOOL_BLOCK - from;
        if (part > len) part = len;
        get_part(s, block, from, to, part);
        at += part;
        to += part;
        len -= part;
    }
}

void spool_back(spool *s, uint64_t size) {
    size_t block = (size_t)(size / SPOOL_BLOCK);
    bool same = block == s->size / SPOOL_BLOCK;
    if (size % SPOOL_BLOCK && !same && !in_memory(s, block) &&
        !s->device.read(s->device.user, (uint64_t)block * SPOOL_BLOCK, s->tail, (size_t)(size % SPOOL_BLOCK)))
        s->failed = true;
    s->size = size;
}

void spool_free(spool *s) {
    arena_free(&s->memory);
    s->blocks.items = NULL;
    s->blocks.count = s->blocks.space = 0;
    s->tail = NULL;
}
