/*
 * Families out of verified pairs.
 *
 * A text made of two others (two wires in one article) is a copy of neither and must not join them. It is known by its partners:
 * they fall into groups that share nothing with each other, and either the texts of a group go on where it stops as it goes on where they
 * stop, or it holds much of the texts of two groups under titles that have nothing in common. Its pairs with such a group are reuse of a part. Texts of its form have no say
 * in that. An abridged or extended text has partners of one group, or lies in them, or they lie in it; two excerpts that don't overlap have its title.
 */
#include "copies/copies_internal.h"

enum { MOST_PARTNERS = 512 }; /* with more, a text is surely no merge of two; also how many copies of a partner are asked */

#define CONTAINED 0.75f
#define LARGE_PART 0.2f      /* of the text */
#define LARGE_PART_HELD 0.3f /* of a partner */
#define ALIKE_TITLES 0.5f    /* share of the words of the shorter one */

neighbours neighbours_of(const grouping *g, const pair_list *pairs) {
    arena_mark mark = arena_here(g->work);
    size_t ends = 2 * pairs->items.count;
    uint32_t *keys = arena_raw(g->work, (ends + 1) * sizeof *keys);
    for (size_t i = 0; i < ends; i++) keys[i] = i % 2 ? pairs->items.items[i / 2].b : pairs->items.items[i / 2].a;
    groups by_end = groups_by(g->scratch, keys, ends, g->count);
    neighbours n = {by_end.begin, ARENA_ARRAY(g->scratch, partner, ends)};
    for (size_t i = 0; i < ends; i++) n.items[i] = (partner){keys[by_end.items[i] ^ 1], by_end.items[i] / 2};
    arena_back(g->work, mark);
    return n;
}

/* True when the two texts share more than a stray passage. */
static bool related(const pair *p) { return p->joins || p->m.a_cover >= 0.25f || p->m.b_cover >= 0.25f; }

/* True when each of the two goes on where the other stops. */
static bool crosses(const pair *p) { return p->m.a_cover < CONTAINED && p->m.b_cover < CONTAINED; }

const pair *pair_of(const pair_list *pairs, const neighbours *n, uint32_t a, uint32_t b) {
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

/* What speaks of a group of partners: of how many it is true, less of how many it isn't. */
typedef struct group_says {
    int32_t crossed, gone_beyond; /* of those that are one text with the text: it crosses them; it goes on where they stop */
    int32_t is_source;            /* it holds much of them, and what it holds is theirs, as their copies have it as well */
} group_says;

/* A text and its partners in groups that share nothing with each other. */
typedef struct merge {
    const grouping *g;
    pair_list *pairs;
    const neighbours *n;
    bool *is_partner; /* [count of texts] */
    uint32_t text, count;
    partner mine[MOST_PARTNERS];
    uint32_t group[MOST_PARTNERS]; /* the first partner of its group */
    group_says says[MOST_PARTNERS];
} merge;

/* Returns how many groups there are. */
static uint32_t group_partners(merge *m) {
    uint32_t groups = m->count, *group = m->group;
    for (uint32_t i = 0; i < m->count; i++) group[i] = i;
    for (uint32_t i = 0; i < m->count && groups > 1; i++)
        for (uint32_t j = i + 1; j < m->count && groups > 1; j++) {
            if (groups_root(group, i) == groups_root(group, j)) continue;
            const pair *p = pair_of(m->pairs, m->n, m->mine[i].rank, m->mine[j].rank);
            if (!p || !related(p)) continue;
            groups_unite(group, i, j);
            groups--;
        }
    for (uint32_t i = 0; i < m->count; i++) group[i] = groups_root(group, i);
    return groups;
}

static int32_t vote(bool yes) { return yes ? 1 : -1; }

/* False when most texts that are one text with the partner aren't partners: then it took in what it shares, as the text did. */
static bool copies_share_it(const merge *m, uint32_t rank) {
    int32_t sharing = 0;
    uint32_t begin = m->n->begin[rank], end = m->n->begin[rank + 1];
    for (uint32_t k = begin; k < end && k - begin < MOST_PARTNERS; k++) {
        uint32_t copy = m->n->items[k].rank;
        if (m->pairs->items.items[m->n->items[k].pair].joins && copy != m->text) sharing += vote(m->is_partner[copy]);
    }
    return sharing >= 0;
}

static void hear_groups(merge *m) {
    memset(m->says, 0, m->count * sizeof *m->says);
    for (uint32_t i = 0; i < m->count; i++) m->is_partner[m->mine[i].rank] = true;
    for (uint32_t i = 0; i < m->count; i++) {
        const pair *p = &m->pairs->items.items[m->mine[i].pair];
        bool first = p->a == m->text;
        float covered = first ? p->m.a_cover : p->m.b_cover, held = first ? p->m.b_cover : p->m.a_cover;
        group_says *says = &m->says[m->group[i]];
        says->is_source += vote(held >= LARGE_PART_HELD && copies_share_it(m, m->mine[i].rank));
        if (p->joins) says->crossed += vote(crosses(p));
        if (p->joins) says->gone_beyond += vote(covered < CONTAINED);
    }
    for (uint32_t i = 0; i < m->count; i++) m->is_partner[m->mine[i].rank] = false;
}

/* What titles say of two texts, the more the better they go together. */
typedef enum title_says { TITLES_MISSING, TITLES_DIFFER, TITLES_ALIKE } title_says;

static title_says titles_say(const title_words *x, const title_words *y) {
    int of_x = 0, of_y = 0, both = 0;
    for (int i = 0; i < 2; i++) {
        of_x += __builtin_popcountll(x->bits[i]);
        of_y += __builtin_popcountll(y->bits[i]);
        both += __builtin_popcountll(x->bits[i] & y->bits[i]);
    }
    int shorter = of_x < of_y ? of_x : of_y;
    if (!shorter) return TITLES_MISSING;
    return (float)both >= ALIKE_TITLES * (float)shorter ? TITLES_ALIKE : TITLES_DIFFER;
}

/* The most that a title says of any text of a group. */
static title_says title_and_group(const merge *m, const title_words *title, uint32_t group) {
    title_says most = TITLES_MISSING;
    for (uint32_t i = group; i < m->count && most < TITLES_ALIKE; i++) {
        if (m->group[i] != group) continue;
        title_says one = titles_say(title, &group_doc(m->g, m->mine[i].rank)->title);
        if (one > most) most = one;
    }
    return most;
}

static bool is_single(const merge *m, uint32_t group) {
    for (uint32_t i = group + 1; i < m->count; i++)
        if (m->group[i] == group) return false;
    return true;
}

/* True when two groups may be excerpts of the text by their titles; where none are there to tell, when one is a single text. */
static bool may_be_excerpts(const merge *m, uint32_t one, uint32_t other) {
    const title_words *own = &group_doc(m->g, m->text)->title;
    title_says of_one = title_and_group(m, own, one), of_other = title_and_group(m, own, other);
    title_says most = of_one < of_other ? of_one : of_other;
    for (uint32_t i = one; i < m->count && most < TITLES_ALIKE; i++) {
        if (m->group[i] != one) continue;
        title_says next = title_and_group(m, &group_doc(m->g, m->mine[i].rank)->title, other);
        if (next > most) most = next;
    }
    if (most == TITLES_MISSING) return is_single(m, one) || is_single(m, other);
    return most == TITLES_ALIKE;
}

/* True when the text has the title of all groups: then they are versions of it, though it goes on where one stops and that one where it stops. */
static bool has_title_of_all(const merge *m) {
    const title_words *own = &group_doc(m->g, m->text)->title;
    for (uint32_t group = 0; group < m->count; group++)
        if (m->group[group] == group && title_and_group(m, own, group) < TITLES_ALIKE) return false;
    return true;
}

/* True when the text was made of a group and another one, though it may hold all of either. */
static bool made_of_two(const merge *m, uint32_t group) {
    if (m->says[group].gone_beyond <= 0) return false;
    for (uint32_t other = 0; other < m->count; other++)
        if (m->group[other] == other && other != group && m->says[other].is_source > 0 && !may_be_excerpts(m, group, other))
            return true;
    return false;
}

/* Release the text from the groups most of which it crosses, and from those that are part of what it was made of. */
static void release_merge(merge *m) {
    bool versions = has_title_of_all(m);
    hear_groups(m);
    for (uint32_t group = 0; group < m->count; group++) {
        if (m->group[group] != group) continue;
        if ((versions || m->says[group].crossed <= 0) && !made_of_two(m, group)) continue;
        for (uint32_t i = group; i < m->count; i++)
            if (m->group[i] == group) m->pairs->items.items[m->mine[i].pair].joins = false;
    }
}

/* The partners that share a large part of the text; count is more than MOST_PARTNERS when they are too many. */
static void find_partners(merge *m, uint32_t text) {
    m->text = text;
    m->count = 0;
    for (uint32_t k = m->n->begin[text]; k < m->n->begin[text + 1] && m->count <= MOST_PARTNERS; k++) {
        const pair *p = &m->pairs->items.items[m->n->items[k].pair];
        if (!p->joins && (text == p->a ? p->m.a_cover : p->m.b_cover) < LARGE_PART) continue;
        if (m->count < MOST_PARTNERS) m->mine[m->count] = m->n->items[k];
        m->count++;
    }
}

static void release_merges(const grouping *g, pair_list *pairs, const neighbours *n) {
    merge *m = ARENA_NEW(g->scratch, merge);
    *m = (merge){.g = g, .pairs = pairs, .n = n, .is_partner = ARENA_ARRAY(g->scratch, bool, g->count)};
    for (uint32_t d = 0; d < g->count; d++) {
        find_partners(m, d);
        if (m->count >= 2 && m->count <= MOST_PARTNERS && group_partners(m) >= 2) release_merge(m);
    }
}

uint32_t *families_of(const grouping *g, pair_list *pairs) {
    uint32_t *up = ARENA_ARRAY(g->scratch, uint32_t, g->count);
    neighbours n = neighbours_of(g, pairs);
    release_merges(g, pairs, &n);
    for (uint32_t i = 0; i < g->count; i++) up[i] = i;
    for (size_t i = 0; i < pairs->items.count; i++)
        if (pairs->items.items[i].joins) groups_unite(up, pairs->items.items[i].a, pairs->items.items[i].b);
    for (uint32_t i = 0; i < g->count; i++) up[i] = groups_root(up, g->stands_for[i] == i ? i : g->stands_for[i]);
    return up;
}
