/* A growing array in an arena: `VEC(range) spans = {0}; vec_push(a, &spans, r);`. Doubling leaves old copies to the arena. */
#ifndef BASE_VEC_H
#define BASE_VEC_H
#include "base/arena.h"

#define VEC(type)            \
    struct {                 \
        type *items;         \
        size_t count, space; \
    }

/* Room for `more` further items. */
#define vec_reserve(a, v, more)        \
    ((v)->count + (more) <= (v)->space \
         ? (void)0                     \
         : (void)((v)->items = vec_grown((a), (v)->items, (v)->count, &(v)->space, (v)->count + (more), sizeof *(v)->items)))

#define vec_push(a, v, ...) (vec_reserve(a, v, 1), (v)->items[(v)->count++] = (__VA_ARGS__), (void)0)

/* For vec_reserve(): the array with room for `need` items; *space is set. */
void *vec_grown(arena *a, void *items, size_t count, size_t *space, size_t need, size_t size);

#endif
