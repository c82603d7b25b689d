#include "base/vec.h"
#include "base/ctx.h"

void *vec_grown(arena *a, void *items, size_t count, size_t *space, size_t need, size_t size) {
    size_t room = *space ? *space : 8;
    while (room < need) room *= 2;
    if (room > SIZE_MAX / 2 / size) ctx_out_of_memory(a->ctx);
    void *out = arena_grow(a, items, count * size, room * size);
    *space = room;
    return out;
}
