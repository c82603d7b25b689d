/*
 * Families out of verified pairs.
 *
 * A text made of two others (two wires in one article) is a copy of neither and must not join them. It is known by its partners:
 * they fall into groups that share nothing with each other, and the texts of a group go on where it stops as it goes on where they
 * stop. Its pairs with such a group are reuse of a part. An abridged or extended text has partners of one group, or lies in them,
 * or they lie in it.
 */
#include "copies/copies_internal.h"
#include <stdlib.h>

enum { MOST_PARTNERS = 512 }; /* with more a text is surely no merge of two */

#define CONTAINED 0.75f

/* A pair seen from one of its texts. */
typedef struct partner {
    uint32_t rank, pair;
} partner;

typedef struct neighbours {
    uint32_t *begin; /* [count + 1] */
    partner *items;  /* by rank within each text */
} neighbours;

static neighbours neighbours_of(const grouping *g, const pair_list *pairs) {
    neighbours n = {ARENA_ARRAY(g->scratch, uint32_t, (size_t)g->count + 1), ARENA_ARRAY(g->scratch, partner, 2 * pairs->items.count)};
    uint32_t *at = ARENA_ARRAY(g->scratch, uint32_t, (size_t)g->count + 1);
    for (size_t i = 0; i < pairs->items.count; i++) {
        n.begin[pairs->items.items[i].a + 1]++;
        n.begin[pairs->items.items[i].b + 1]++;
    }
    for (uint32_t i = 0; i < g->count; i++) n.begin[i + 1] += n.begin[i];
    memcpy(at, n.begin, ((size_t)g->count + 1) * sizeof *at);
    for (uint32_t i = 0; i < pairs->items.count; i++) {
        const pair *p = &pairs->items.items[i];
        n.items[at[p->a]++] = (partner){p->b, i};
        n.items[at[p->b]++] = (partner){p->a, i};
    }
    return n;
}

static uint32_t root_of(uint32_t *up, uint32_t i) {
    while (up[i] != i) i = up[i] = up[up[i]];
    return i;
}

/* The smaller number becomes the root, so that a family is named by its first member. */
static void unite(uint32_t *up, uint32_t a, uint32_t b) {
    a = root_of(up, a);
    b = root_of(up, b);
    if (a < b)
        up[b] = a;
    else
        up[a] = b;
}

/* True when the two texts share more than a stray passage. */
static bool related(const pair *p) {
    return p->joins || p->m.a_cover >= 0.25f || p->m.b_cover >= 0.25f;
}

/* True when each of the two goes on where the other stops. */
static bool crosses(const pair *p) { return p->m.a_cover < CONTAINED && p->m.b_cover < CONTAINED; }

/* Partners by group: group[i] is the place of the first partner of the i-th one's group. Returns how many groups there are. */
static uint32_t group_partners(const pair_list *pairs, const neighbours *n, const partner *mine, uint32_t count, uint32_t *place,
                               uint32_t *group) {
    uint32_t groups = count;
    for (uint32_t i = 0; i < count; i++) place[mine[i].rank] = i + 1, group[i] = i;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = n->begin[mine[i].rank]; k < n->begin[mine[i].rank + 1]; k++) {
            uint32_t other = place[n->items[k].rank];
            if (!other || !related(&pairs->items.items[n->items[k].pair])) continue;
            if (root_of(group, i) == root_of(group, other - 1)) continue;
            unite(group, i, other - 1);
            groups--;
        }
    for (uint32_t i = 0; i < count; i++) place[mine[i].rank] = 0;
    return groups;
}

/* Release a text from the groups of partners that it crosses, when there is more than one group. */
static void release_merge(pair_list *pairs, const partner *mine, uint32_t count, uint32_t *group, bool *crossed) {
    for (uint32_t i = 0; i < count; i++) crossed[i] = false;
    for (uint32_t i = 0; i < count; i++)
        if (crosses(&pairs->items.items[mine[i].pair])) crossed[root_of(group, i)] = true;
    for (uint32_t i = 0; i < count; i++)
        if (crossed[root_of(group, i)]) pairs->items.items[mine[i].pair].joins = false;
}

static void release_merges(const grouping *g, pair_list *pairs, const neighbours *n) {
    uint32_t *place = ARENA_ARRAY(g->scratch, uint32_t, g->count), group[MOST_PARTNERS];
    partner mine[MOST_PARTNERS];
    bool crossed[MOST_PARTNERS];
    VEC(uint32_t) merges = {0};
    for (uint32_t d = 0; d < g->count; d++) {
        uint32_t count = 0;
        for (uint32_t k = n->begin[d]; k < n->begin[d + 1]; k++)
            if (pairs->items.items[n->items[k].pair].joins && count++ < MOST_PARTNERS) mine[count - 1] = n->items[k];
        if (count < 2 || count > MOST_PARTNERS || group_partners(pairs, n, mine, count, place, group) < 2) continue;
        vec_push(g->scratch, &merges, d);
    }
    for (size_t i = 0; i < merges.count; i++) {
        uint32_t d = merges.items[i], count = 0;
        for (uint32_t k = n->begin[d]; k < n->begin[d + 1]; k++)
            if (pairs->items.items[n->items[k].pair].joins) mine[count++] = n->items[k];
        if (count < 2 || group_partners(pairs, n, mine, count, place, group) < 2) continue;
        release_merge(pairs, mine, count, group, crossed);
    }
}

uint32_t *families_of(const grouping *g, pair_list *pairs) {
    uint32_t *up = ARENA_ARRAY(g->scratch, uint32_t, g->count);
    neighbours n = neighbours_of(g, pairs);
    release_merges(g, pairs, &n);
    for (uint32_t i = 0; i < g->count; i++) up[i] = i;
    for (size_t i = 0; i < pairs->items.count; i++)
        if (pairs->items.items[i].joins) unite(up, pairs->items.items[i].a, pairs->items.items[i].b);
    for (uint32_t i = 0; i < g->count; i++) up[i] = root_of(up, g->stands_for[i] == i ? i : g->stands_for[i]);
    return up;
}
