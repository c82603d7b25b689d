/*
 * Looking again: the tellings around those that came since the last time, joined afresh by average linkage, and the
 * stories that this makes matched to those that there were.
 */
#include "stories/stories_internal.h"
#include <stdlib.h>

/* Clusters are joined while their mean share is above this. */
static const float repair_share = 0.5f;

enum { GROUP_MOST = 512 };

/* A set of tellings that hang together, at most GROUP_MOST. */
typedef struct group {
    telling **items;
    uint32_t count;
    float *shares;     /* [count * count] mean share between clusters, of the row's first member */
    uint32_t *cluster; /* [count] cluster of each: the number of its first member */
    uint32_t *size;    /* [count] of the cluster that begins here, 0 for none */
} group;

/* ---- Which tellings to look at ---- */

static uint32_t root_of(uint32_t *parent, uint32_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
}

static void unite(uint32_t *parent, uint32_t a, uint32_t b) {
    a = root_of(parent, a);
    b = root_of(parent, b);
    if (a < b)
        parent[b] = a;
    else
        parent[a] = b;
}

typedef struct window {
    uint32_t first, count; /* open tellings */
    uint32_t *parent;      /* [count] */
} window;

static void unite_links(const retold_stories *s, const window *w) {
    for (uint32_t i = 0; i < w->count; i++) {
        const telling *t = telling_at(s, w->first + i);
        for (uint16_t k = 0; k < t->link_count && t->links[k].odds > 0; k++)
            if (telling_at(s, t->links[k].other)) unite(w->parent, i, t->links[k].other - w->first);
    }
}

/* Whole stories are looked at, so that what is left of one is seen as well. */
static void unite_stories(arena *scratch, const retold_stories *s, const window *w) {
    map first = {0};
    for (uint32_t i = 0; i < w->count; i++) {
        uint64_t *at = map_put(scratch, &first, s->story_of.items[w->first + i]);
        if (!*at) *at = i + 1;
        unite(w->parent, (uint32_t)*at - 1, i);
    }
}

static window open_window(arena *scratch, const retold_stories *s) {
    window w = {0};
    w.count = s->story_of.count < OPEN_TELLINGS ? (uint32_t)s->story_of.count : OPEN_TELLINGS;
    w.first = (uint32_t)s->story_of.count - w.count;
    w.parent = ARENA_ARRAY(scratch, uint32_t, w.count + 1);
    for (uint32_t i = 0; i < w.count; i++) w.parent[i] = i;
    unite_links(s, &w);
    unite_stories(scratch, s, &w);
    return w;
}

/* ---- Average linkage ---- */

static void fill_shares(retold_stories *s, group *g, const map *place) {
    for (uint32_t i = 0; i < g->count; i++) {
        telling *t = g->items[i];
        context_begin(s, t);
        for (uint16_t k = 0; k < t->link_count; k++) {
            uint64_t *at = map_get(place, t->links[k].other);
            if (!at) continue;
            float share = odds_share(context_odds(s, t, g->items[*at], &t->links[k]));
            float *one = &g->shares[i * g->count + *at], *other = &g->shares[*at * g->count + i];
            *one = *other = *one > 0 ? (*one + share) / 2 : share;
        }
        context_end(s, t);
    }
}

static group make_group(arena *scratch, retold_stories *s, telling **items, uint32_t count) {
    group g = {items, count, ARENA_ARRAY(scratch, float, (size_t)count *count), ARENA_ARRAY(scratch, uint32_t, count),
               ARENA_ARRAY(scratch, uint32_t, count)};
    map place = {0};
    for (uint32_t i = 0; i < count; i++) {
        *map_put(scratch, &place, items[i]->number) = i;
        g.cluster[i] = i;
        g.size[i] = 1;
    }
    fill_shares(s, &g, &place);
    return g;
}

/* The other cluster that cluster i is nearest to; i itself when there is none. */
static uint32_t nearest_cluster(const group *g, uint32_t i) {
    uint32_t best = i;
    float most = repair_share;
    for (uint32_t k = 0; k < g->count; k++)
        if (k != i && g->size[k] && g->shares[i * g->count + k] > most) {
            most = g->shares[i * g->count + k];
            best = k;
        }
    return best;
}

static void merge(group *g, uint32_t a, uint32_t b) {
    if (b < a) {
        uint32_t swap = a;
        a = b;
        b = swap;
    }
    float of_a = (float)g->size[a], of_b = (float)g->size[b];
    for (uint32_t k = 0; k < g->count; k++) {
        if (!g->size[k] || k == a || k == b) continue;
        float mean = (of_a * g->shares[a * g->count + k] + of_b * g->shares[b * g->count + k]) / (of_a + of_b);
        g->shares[a * g->count + k] = g->shares[k * g->count + a] = mean;
    }
    for (uint32_t k = 0; k < g->count; k++)
        if (g->cluster[k] == b) g->cluster[k] = a;
    g->size[a] += g->size[b];
    g->size[b] = 0;
}

/* Follow nearest neighbours until two are each other's, and join these: the same result as joining the nearest pair of all first. */
static void join_clusters(group *g) {
    for (uint32_t start = 0; start < g->count; start++) {
        while (g->size[start]) {
            uint32_t a = start, b = nearest_cluster(g, a), before = a;
            while (b != a && nearest_cluster(g, b) != a && b != before) {
                before = a;
                a = b;
                b = nearest_cluster(g, a);
            }
            if (b == a) break;
            merge(g, a, b);
        }
    }
}

/* ---- Matching to the stories that there were ---- */

typedef struct overlap {
    uint32_t cluster, story, count;
} overlap;

static int larger(const void *x, const void *y) {
    const overlap *a = x, *b = y;
    if (a->count != b->count) return a->count < b->count ? 1 : -1;
    if (a->story != b->story) return a->story < b->story ? -1 : 1;
    return a->cluster < b->cluster ? -1 : a->cluster > b->cluster;
}

static overlap *count_overlaps(arena *scratch, const retold_stories *s, const group *g, uint32_t *count) {
    overlap *all = ARENA_ARRAY(scratch, overlap, g->count);
    map place = {0};
    *count = 0;
    for (uint32_t i = 0; i < g->count; i++) {
        uint32_t story = s->story_of.items[g->items[i]->number];
        uint64_t *at = map_put(scratch, &place, (uint64_t)g->cluster[i] << 32 | story);
        if (!*at) {
            all[*count] = (overlap){g->cluster[i], story, 0};
            *at = ++*count;
        }
        all[*at - 1].count++;
    }
    qsort(all, *count, sizeof *all, larger);
    return all;
}

/* A cluster keeps the story that most of its members have; a story goes to one cluster; what is left over opens a new one. */
static void match_stories(arena *scratch, retold_stories *s, const group *g, moves *made) {
    uint32_t count, *story = ARENA_ARRAY(scratch, uint32_t, g->count);
    overlap *all = count_overlaps(scratch, s, g, &count);
    map taken = {0};
    for (uint32_t i = 0; i < g->count; i++) story[i] = RETOLD_NONE;
    for (uint32_t i = 0; i < count; i++) {
        if (story[all[i].cluster] != RETOLD_NONE || map_get(&taken, all[i].story)) continue;
        story[all[i].cluster] = all[i].story;
        *map_put(scratch, &taken, all[i].story) = 1;
    }
    for (uint32_t i = 0; i < g->count; i++) {
        uint32_t *to = &story[g->cluster[i]], from = s->story_of.items[g->items[i]->number];
        if (*to == RETOLD_NONE) *to = made->next_story++;
        if (*to != from) vec_push(scratch, &made->list, (retold_story_move){g->items[i]->number, from, *to});
    }
}

/* ---- All of it ---- */

static int by_article(const void *x, const void *y) {
    const retold_story_move *a = x, *b = y;
    return a->article < b->article ? -1 : a->article > b->article;
}

/* Nothing is changed before all memory is there. */
static void carry_out(retold_stories *s, moves *made) {
    if (made->list.count) qsort(made->list.items, made->list.count, sizeof *made->list.items, by_article);
    vec_reserve(&s->memory, &s->moves, made->list.count);
    vec_reserve(&s->memory, &s->stories, made->next_story - s->stories.count);
    while (s->stories.count < made->next_story) s->stories.items[s->stories.count++] = (story){0};
    for (size_t i = 0; i < made->list.count; i++) {
        retold_story_move m = made->list.items[i];
        s->story_of.items[m.article] = m.to;
        s->stories.items[m.from].count--;
        s->stories.items[m.to].count++;
        s->moves.items[s->moves.count++] = m;
    }
    s->looked = (uint32_t)s->story_of.count;
}

typedef struct member {
    uint32_t root, index;
} member;

static int by_root(const void *x, const void *y) {
    const member *a = x, *b = y;
    if (a->root != b->root) return a->root < b->root ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

static void repair_group(arena *scratch, retold_stories *s, const window *w, const member *members, uint32_t count, moves *made) {
    if (count < 2 || w->first + members[count - 1].index < s->looked) return;
    if (count > GROUP_MOST) {
        members += count - GROUP_MOST;
        count = GROUP_MOST;
    }
    telling **items = ARENA_ARRAY(scratch, telling *, count);
    for (uint32_t i = 0; i < count; i++) items[i] = telling_at(s, w->first + members[i].index);
    group g = make_group(scratch, s, items, count);
    join_clusters(&g);
    match_stories(scratch, s, &g, made);
}

void repair_stories(retold_ctx *ctx, retold_stories *s) {
    arena *scratch = ctx_scratch(ctx);
    window w = open_window(scratch, s);
    member *members = ARENA_ARRAY(scratch, member, w.count + 1);
    moves made = {.next_story = (uint32_t)s->stories.count};
    for (uint32_t i = 0; i < w.count; i++) members[i] = (member){root_of(w.parent, i), i};
    qsort(members, w.count, sizeof *members, by_root);
    for (uint32_t i = 0, k = 0; i < w.count; i = k) {
        for (k = i; k < w.count && members[k].root == members[i].root;) k++;
        repair_group(scratch, s, &w, members + i, k - i, &made);
    }
    carry_out(s, &made);
}
