/* Things in groups: by key, or joined one by one. */
#ifndef BASE_GROUPS_H
#define BASE_GROUPS_H
#include "base/arena.h"

/* The things of group k are items[begin[k]] to items[begin[k + 1]], rising. */
typedef struct groups {
    uint32_t *begin; /* [groups + 1] */
    uint32_t *items;
} groups;

#define GROUP_NONE UINT32_MAX

/* Things 0 to `count` - 1 by their keys, each below `keys_end`; those with GROUP_NONE are in no group. Cost: linear in both. */
groups groups_by(arena *a, const uint32_t *keys, size_t count, uint32_t keys_end);

/* Sets that are joined (union-find): up[i] leads to the root of the set of i, which is its own. The way up is halved. */
uint32_t groups_root(uint32_t *up, uint32_t i);

/* The smaller root becomes that of both. */
void groups_unite(uint32_t *up, uint32_t a, uint32_t b);

#endif
