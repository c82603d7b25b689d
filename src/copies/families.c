/*
 * Families out of verified pairs.
 *
 * A text made of two others (two wires in one article) is a copy of neither and must not join them. It is known by its partners:
 * they fall into groups that share nothing with each other, and the texts of a group go on where it stops as it goes on where they
 * stop. Its pairs with such a group are reuse of a part. Texts of its form have no say in that. An abridged or extended text has partners of one group, or lies in them,
 * or they lie in it.
 */
#include "copies/copies_internal.h"

enum { MOST_PARTNERS = 512 }; /* with more, a text is surely no merge of two */

#define CONTAINED 0.75f
#define LARGE_PART 0.2f

neighbours neighbours_of(const grouping *g, const pair_list *pairs) {
    neighbours n = {ARENA_ARRAY(g->scratch, uint32_t, (size_t)g->count + 1),
                    ARENA_ARRAY(g->scratch, partner, 2 * pairs->items.count)};
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
static bool related(const pair *p) { return p->joins || p->m.a_cover >= 0.25f || p->m.b_cover >= 0.25f; }

/* True when each of the two goes on where the other stops. */
static bool crosses(const pair *p) { return p->m.a_cover < CONTAINED && p->m.b_cover < CONTAINED; }

/* The pair of two texts; NULL when they share nothing. Neighbours rise by rank, since pairs do. */
static const pair *pair_of(const pair_list *pairs, const neighbours *n, uint32_t a, uint32_t b) {
    if (n->begin[a + 1] - n->begin[a] > n->begin[b + 1] - n->begin[b]) {
        uint32_t swap = a;
        a = b;
        b = swap;
    }
    uint32_t low = n->begin[a], high = n->begin[a + 1];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (n->items[middle].rank < b)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n->begin[a + 1] && n->items[low].rank == b ? &pairs->items.items[n->items[low].pair] : NULL;
}

/* Partners by group: group[] is a forest over them. Returns how many groups there are. */
static uint32_t group_partners(const pair_list *pairs, const neighbours *n, const partner *mine, uint32_t count,
                               uint32_t *group) {
    uint32_t groups = count;
    for (uint32_t i = 0; i < count; i++) group[i] = i;
    for (uint32_t i = 0; i < count && groups > 1; i++)
        for (uint32_t j = i + 1; j < count && groups > 1; j++) {
            if (root_of(group, i) == root_of(group, j)) continue;
            const pair *p = pair_of(pairs, n, mine[i].rank, mine[j].rank);
            if (!p || !related(p)) continue;
            unite(group, i, j);
            groups--;
        }
    return groups;
}

/* Release a text from the groups of partners most of which it crosses, of those that are one text with it, when there is more than one group. */
static void release_merge(pair_list *pairs, const partner *mine, uint32_t count, uint32_t *group, int32_t *crossed) {
    for (uint32_t i = 0; i < count; i++) crossed[i] = 0;
    for (uint32_t i = 0; i < count; i++) {
        const pair *p = &pairs->items.items[mine[i].pair];
        if (p->joins) crossed[root_of(group, i)] += crosses(p) ? 1 : -1;
    }
    for (uint32_t i = 0; i < count; i++)
        if (crossed[root_of(group, i)] > 0) pairs->items.items[mine[i].pair].joins = false;
}

/* The partners that share a large part of a text; count is more than MOST_PARTNERS when they are too many. */
static uint32_t partners_of(const pair_list *pairs, const neighbours *n, uint32_t d, partner *mine) {
    uint32_t count = 0;
    for (uint32_t k = n->begin[d]; k < n->begin[d + 1] && count <= MOST_PARTNERS; k++) {
        const pair *p = &pairs->items.items[n->items[k].pair];
        if (!p->joins && (d == p->a ? p->m.a_cover : p->m.b_cover) < LARGE_PART) continue;
        if (count < MOST_PARTNERS) mine[count] = n->items[k];
        count++;
    }
    return count;
}

static void release_merges(const grouping *g, pair_list *pairs, const neighbours *n) {
    uint32_t group[MOST_PARTNERS];
    partner mine[MOST_PARTNERS];
    int32_t crossed[MOST_PARTNERS];
    for (uint32_t d = 0; d < g->count; d++) {
        uint32_t count = partners_of(pairs, n, d, mine);
        if (count < 2 || count > MOST_PARTNERS || group_partners(pairs, n, mine, count, group) < 2) continue;
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
