#include "base/arena.h"
#include "base/ctx.h"
#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct arena_block {
    arena_block *next;
    size_t size; /* of the bytes behind this header */
    alignas(max_align_t) char bytes[];
};

#define ALIGN alignof(max_align_t)
#define FIRST_BLOCK 4096u
#define LARGEST_STEP ((size_t)1 << 20)

#ifdef RETOLD_ARENA_DEBUG
static size_t block_size(const arena *a, size_t need) { return (void)a, need; }
static bool may_spare(const arena *a, const arena_block *b) { return (void)a, (void)b, false; }
#else
/* Blocks double up to a megabyte, so that small arenas stay small and large ones ask seldom. */
static size_t block_size(const arena *a, size_t need) {
    size_t size = a->used < FIRST_BLOCK ? FIRST_BLOCK : a->used;
    if (size > LARGEST_STEP) size = LARGEST_STEP;
    return size < need ? need : size;
}

static bool may_spare(const arena *a, const arena_block *b) { return a->spare_bytes + b->size <= a->most_spare; }
#endif

/* A block that waits, large enough; NULL when there is none. */
static arena_block *take_spare(arena *a, size_t size) {
    for (arena_block **link = &a->spare; *link; link = &(*link)->next) {
        arena_block *b = *link;
        if (b->size < size) continue;
        *link = b->next;
        a->spare_bytes -= b->size;
        return b;
    }
    return NULL;
}

static arena_block *new_block(size_t size) {
    arena_block *b = malloc(sizeof *b + size);
    if (b) b->size = size;
    return b;
}

static bool add_block(arena *a, size_t need) {
    size_t size = block_size(a, need);
    arena_block *b = take_spare(a, size);
    if (!b) b = new_block(size);
    if (!b) return false;
    b->next = a->head;
    a->head = b;
    a->at = b->bytes;
    a->end = b->bytes + b->size;
    a->used += b->size;
    return true;
}

static size_t padded(size_t size) { return size ? (size + ALIGN - 1) & ~(size_t)(ALIGN - 1) : ALIGN; }

void *arena_try_raw(arena *a, size_t size) {
    if (size > SIZE_MAX / 2) return NULL;
    size_t room = padded(size);
    if ((size_t)(a->end - a->at) < room && !add_block(a, room)) return NULL;
    void *out = a->at;
    a->at += room;
    return out;
}

void *arena_raw(arena *a, size_t size) {
    void *out = arena_try_raw(a, size);
    if (!out) ctx_out_of_memory(a->ctx);
    return out;
}

void *arena_alloc(arena *a, size_t size) { return memset(arena_raw(a, size), 0, padded(size)); }

void *arena_array(arena *a, size_t count, size_t size) {
    if (size && count > SIZE_MAX / size) ctx_out_of_memory(a->ctx);
    return arena_alloc(a, count * size);
}

void *arena_grow(arena *a, void *old, size_t old_size, size_t new_size) {
    size_t had = (old_size + ALIGN - 1) & ~(size_t)(ALIGN - 1), room = (new_size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (old && had && (char *)old + had == a->at && (size_t)(a->end - (char *)old) >= room) {
        a->at = (char *)old + room;
        return old;
    }
    void *out = arena_raw(a, new_size);
    if (old_size) memcpy(out, old, old_size);
    return out;
}

span arena_copy(arena *a, span s) {
    char *out = arena_raw(a, s.len + 1);
    if (s.len) memcpy(out, s.ptr, s.len);
    out[s.len] = '\0';
    return (span){out, s.len};
}

span arena_printf(arena *a, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *out = arena_alloc(a, (size_t)(len < 0 ? 0 : len) + 1);
    if (len > 0) vsnprintf(out, (size_t)len + 1, format, again);
    va_end(again);
    return (span){out, (size_t)(len < 0 ? 0 : len)};
}

static void drop_head(arena *a) {
    arena_block *b = a->head;
    a->head = b->next;
    a->used -= b->size;
    if (!may_spare(a, b)) {
        free(b);
        return;
    }
    b->next = a->spare;
    a->spare = b;
    a->spare_bytes += b->size;
}

void arena_drop(arena *a, const arena_block *kept) {
    while (a->head != kept) drop_head(a);
}

void arena_free(arena *a) {
    while (a->head) drop_head(a);
    while (a->spare) {
        arena_block *b = a->spare;
        a->spare = b->next;
        free(b);
    }
    a->spare_bytes = 0;
    a->at = a->end = NULL;
}
