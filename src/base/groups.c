#include "base/groups.h"

/* Counting sort. How many there are stands two places behind each key, then one behind where the next of it goes, then where the next key begins. */
groups groups_by(arena *a, const uint32_t *keys, size_t count, uint32_t keys_end) {
    groups g = {.begin = ARENA_ARRAY(a, uint32_t, (size_t)keys_end + 2)};
    for (size_t i = 0; i < count; i++)
        if (keys[i] != GROUP_NONE) g.begin[(size_t)keys[i] + 2]++;
    for (size_t k = 0; k < keys_end; k++) g.begin[k + 2] += g.begin[k + 1];
    g.items = arena_raw(a, ((size_t)g.begin[(size_t)keys_end + 1] + 1) * sizeof *g.items);
    for (size_t i = 0; i < count; i++)
        if (keys[i] != GROUP_NONE) g.items[g.begin[(size_t)keys[i] + 1]++] = (uint32_t)i;
    return g;
}

uint32_t groups_root(uint32_t *up, uint32_t i) {
    while (up[i] != i) i = up[i] = up[up[i]];
    return i;
}

void groups_unite(uint32_t *up, uint32_t a, uint32_t b) {
    a = groups_root(up, a);
    b = groups_root(up, b);
    if (a < b)
        up[b] = a;
    else
        up[a] = b;
}
