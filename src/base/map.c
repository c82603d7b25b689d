#include "base/map.h"
#include "base/ctx.h"

/* Tables are kept at most two thirds full. */
static bool too_full(size_t count, size_t space) { return (count + 1) * 3 > space * 2; }

static uint32_t *find_key(const map *m, uint64_t key) {
    size_t at = hash_mix(key) & (m->space - 1);
    while (m->slots[at] && m->entries[m->slots[at] - 1].key != key) at = (at + 1) & (m->space - 1);
    return &m->slots[at];
}

uint64_t *map_get(const map *m, uint64_t key) {
    if (!m->space) return NULL;
    uint32_t slot = *find_key(m, key);
    return slot ? &m->entries[slot - 1].value : NULL;
}

void map_reserve(arena *a, map *m, size_t count) {
    m->space = 16;
    while (too_full(count, m->space)) m->space *= 2;
    m->slots = ARENA_ARRAY(a, uint32_t, m->space);
    m->entries = arena_raw(a, m->space * sizeof *m->entries);
}

static void enlarge_map(arena *a, map *m) {
    size_t old = m->space;
    m->space = old ? old * 2 : 16;
    m->slots = ARENA_ARRAY(a, uint32_t, m->space);
    m->entries = arena_grow(a, m->entries, old * sizeof *m->entries, m->space * sizeof *m->entries);
    for (size_t i = 0; i < m->count; i++) *find_key(m, m->entries[i].key) = (uint32_t)i + 1;
}

uint64_t *map_put(arena *a, map *m, uint64_t key) {
    if (too_full(m->count, m->space)) enlarge_map(a, m);
    uint32_t *slot = find_key(m, key);
    if (!*slot) {
        m->entries[m->count] = (map_entry){key, 0};
        *slot = (uint32_t)++m->count;
    }
    return &m->entries[*slot - 1].value;
}

void numbering_reserve(arena *a, numbering *n, size_t count) {
    size_t space = 16;
    unsigned bits = 4;
    if (count < n->count) count = n->count;
    for (; space < 2 * count; bits++) space *= 2;
    if (space > UINT32_MAX) ctx_out_of_memory(a->ctx);
    n->items = arena_grow(a, n->items, n->count * sizeof *n->items, space / 2 * sizeof *n->items);
    n->slots = ARENA_ARRAY(a, uint32_t, space);
    n->space = (uint32_t)space;
    n->key = hash_mix((uintptr_t)n->slots) | 1;
    n->shift = 64 - bits;
    for (uint32_t i = 0; i < n->count; i++) *numbering_slot(n, n->items[i]) = i + 1;
}

/* Of where names lie in a table, and nothing else: short ones, which most are, in two words. */
uint64_t names_hash(span s) {
    uint64_t head = 0, tail = 0;
    if (s.len > 16) return hash_bytes(s);
    if (s.len >= 8) {
        memcpy(&head, s.ptr, 8);
        memcpy(&tail, s.ptr + s.len - 8, 8);
    } else if (s.len >= 4) {
        memcpy(&head, s.ptr, 4);
        memcpy(&tail, s.ptr + s.len - 4, 4);
    } else if (s.len) {
        head = (uint64_t)(unsigned char)s.ptr[0] << 16 | (unsigned char)s.ptr[s.len / 2] << 8 | (unsigned char)s.ptr[s.len - 1];
    }
    return hash_mix(head ^ (tail + s.len) * 0x9E3779B97F4A7C15u);
}

static uint64_t load(const char *p, size_t bytes) {
    uint64_t x = 0;
    memcpy(&x, p, bytes);
    return x;
}

/* Short ones, which most are, by two numbers that may overlap. */
static bool same_name(span a, span b) {
    if (a.len != b.len) return false;
    const char *p = a.ptr, *q = b.ptr;
    size_t n = a.len;
    if (n >= 8 && n <= 16) return load(p, 8) == load(q, 8) && load(p + n - 8, 8) == load(q + n - 8, 8);
    if (n >= 4 && n < 8) return load(p, 4) == load(q, 4) && load(p + n - 4, 4) == load(q + n - 4, 4);
    return span_equal(a, b);
}

static name_slot *find_name(const names *n, span s, uint64_t hash) {
    uint32_t tag = (uint32_t)(hash >> 32);
    size_t at = hash & (n->space - 1);
    for (; n->slots[at].number; at = (at + 1) & (n->space - 1))
        if (n->slots[at].tag == tag && same_name(n->items[n->slots[at].number - 1], s)) break;
    return &n->slots[at];
}

uint32_t names_find_hashed(const names *n, span s, uint64_t hash) {
    return n->space ? find_name(n, s, hash)->number - 1 : NAME_NONE;
}

uint32_t names_find(const names *n, span s) { return names_find_hashed(n, s, names_hash(s)); }

static void enlarge_names(arena *a, names *n) {
    size_t old = n->space;
    n->space = old ? old * 2 : 16;
    n->slots = ARENA_ARRAY(a, name_slot, n->space);
    n->items = arena_grow(a, n->items, old * sizeof *n->items, n->space * sizeof *n->items);
    for (size_t i = 0; i < n->count; i++) {
        uint64_t hash = names_hash(n->items[i]);
        *find_name(n, n->items[i], hash) = (name_slot){(uint32_t)i + 1, (uint32_t)(hash >> 32)};
    }
}

uint32_t names_add(arena *a, names *n, span s) {
    if (too_full(n->count, n->space)) enlarge_names(a, n);
    uint64_t hash = names_hash(s);
    name_slot *slot = find_name(n, s, hash);
    if (!slot->number) {
        n->items[n->count] = arena_copy(a, s);
        *slot = (name_slot){(uint32_t)++n->count, (uint32_t)(hash >> 32)};
    }
    return slot->number - 1;
}
