/*
 * Memory that goes all at once.
 *
 *   arena ──► block ──► block ──► NULL      newest first; allocation only bumps `at` towards `end`
 *
 * An arena that stays holds what the caller keeps; a scratch arena is rolled back to a mark. When memory runs out,
 * arena_alloc() jumps to the guard of the public call (ctx.h), so it never returns NULL; arena_try_raw() returns
 * NULL and is for callbacks that run on a foreign library's frames. Built with -DRETOLD_ARENA_DEBUG each allocation
 * is a block of its own, so that sanitizers see overruns.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include "base/span.h"

typedef struct arena_block arena_block;

typedef struct arena {
    arena_block *head;
    char *at, *end;
    retold_ctx *ctx; /* whose guard is jumped to; NULL only while no call is under way */
    size_t used;     /* bytes of all blocks */
    /* blocks that were given back and wait for their next use, as much as `most_spare` bytes: a scratch arena fills again at once */
    arena_block *spare;
    size_t spare_bytes, most_spare;
} arena;

typedef struct arena_mark {
    arena_block *head;
    char *at, *end;
} arena_mark;

/* An empty arena; costs nothing until the first allocation. */
static inline arena arena_made(retold_ctx *ctx) { return (arena){.ctx = ctx}; }

/* Zeroed memory, aligned for any type. Never NULL: jumps to the guard of a->ctx when there is none left. */
void *arena_alloc(arena *a, size_t size);

/* As arena_alloc(), but not zeroed: for what is written over at once. */
void *arena_raw(arena *a, size_t size);

/* The same, but NULL when memory ran out. */
void *arena_try_raw(arena *a, size_t size);

/* Grow an array from old_size to new_size bytes: in place when it was the last allocation, else copied. What is new is not zeroed. */
void *arena_grow(arena *a, void *old, size_t old_size, size_t new_size);

/* A copy of s in the arena, NUL-terminated behind its end. */
span arena_copy(arena *a, span s);
span arena_printf(arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, count) ((type *)arena_array((a), (count), sizeof(type)))

/* count * size bytes, zeroed; an overflowing product counts as memory that ran out. */
void *arena_array(arena *a, size_t count, size_t size);

static inline arena_mark arena_here(const arena *a) { return (arena_mark){a->head, a->at, a->end}; }

/* Give back the blocks that came after that one. */
void arena_drop(arena *a, const arena_block *kept);

/* Give back all that was allocated after the mark. */
static inline void arena_back(arena *a, arena_mark mark) {
    if (a->head != mark.head) arena_drop(a, mark.head);
    a->at = mark.at;
    a->end = mark.end;
}

/* Give back all. The arena is empty and may be used again. */
void arena_free(arena *a);

#endif
