/* Hash tables in an arena, open addressing. Iteration goes in order of insertion, so results never hang on hash order. */
#ifndef BASE_MAP_H
#define BASE_MAP_H
#include "base/arena.h"
#include "base/hash.h"

/* uint64 key → uint64 value. {0} is an empty map. */
typedef struct map_entry {
    uint64_t key, value;
} map_entry;

typedef struct map {
    map_entry *entries; /* [count], in order of insertion */
    uint32_t *slots;    /* [space], entry number + 1, 0 for free */
    size_t count, space;
} map;

/* Place of the value of `key`; NULL when it isn't there. Valid until the next map_put(). */
uint64_t *map_get(const map *m, uint64_t key);

/* Room for so many keys at once, in an empty map. */
void map_reserve(arena *a, map *m, size_t count);

/* Place of the value of `key`, added with 0 when it isn't there. Valid until the next map_put(). */
uint64_t *map_put(arena *a, map *m, uint64_t key);

/*
 * 32-bit hashes → dense numbers 0, 1, 2… {0} is an empty table. Inline, as it is asked for every word of many texts. Keyed by where it lies in memory, so
 * that no text can be written whose words collide; the numbers don't hang on it.
 */
typedef struct numbering {
    uint32_t *items; /* [count], by number */
    uint32_t *slots; /* [space] number + 1, 0 for free */
    uint32_t count, space;
    uint64_t key; /* odd */
    unsigned shift;
} numbering;

/* Room for so many hashes, those that are there included. */
void numbering_reserve(arena *a, numbering *n, size_t count);

/* The slot of a hash, or the free one where it would be. Not for a table without room. Multiply-shift (Dietzfelbinger et al., 1997). */
static inline uint32_t *numbering_slot(const numbering *n, uint32_t hash) {
    uint32_t at = (uint32_t)(hash * n->key >> n->shift);
    while (n->slots[at] && n->items[n->slots[at] - 1] != hash) at = (at + 1) & (n->space - 1);
    return &n->slots[at];
}

/* Number of a hash, added when it isn't there. */
static inline uint32_t numbering_add(arena *a, numbering *n, uint32_t hash) {
    if (n->count >= n->space / 2) numbering_reserve(a, n, n->count + 1);
    uint32_t *slot = numbering_slot(n, hash);
    if (!*slot) {
        n->items[n->count] = hash;
        *slot = ++n->count;
    }
    return *slot - 1;
}

/* Strings → dense numbers 0, 1, 2… {0} is an empty table. */
typedef struct name_slot {
    uint32_t number, tag; /* number + 1, 0 for free; bits of its hash */
} name_slot;

typedef struct names {
    span *items; /* [count], by number */
    name_slot *slots;
    size_t count, space;
} names;

#define NAME_NONE UINT32_MAX

/* Number of s; NAME_NONE when it isn't there. */
uint32_t names_find(const names *n, span s);

/* The same in several tables with one hash. */
uint64_t names_hash(span s);
uint32_t names_find_hashed(const names *n, span s, uint64_t hash);

/* Number of s, added (copied into the arena) when it isn't there. */
uint32_t names_add(arena *a, names *n, span s);

#endif
