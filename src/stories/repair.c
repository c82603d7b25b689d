/*
 * Looking again: the tellings around those that came since the last time, joined afresh by average linkage, and the
 * stories that this makes matched to those that there were.
 */
#include "stories/stories_internal.h"
#include <stdlib.h>

/* Clusters are joined while their mean share is above this. */
static const float repair_share = 0.5f;

enum { GROUP_MOST = 256 };

/* A set of tellings that hang together, at most GROUP_MOST. */
typedef struct group {
    telling **items;
    uint32_t count;
    float *shares;     /* [count * count] mean share between clusters, of the row's first member */
    uint32_t *cluster; /* [count] cluster of each: the number of its first member */
    uint32_t *size;    /* [count] of the cluster that begins here, 0 for none */
} group;

/* ---- Which tellings to look at: those that hang together with a new one, by likeness or by story, nearest first ---- */

typedef struct gathering {
    arena *scratch;
    retold_stories *s;
    map seen; /* numbers of tellings in any group of this repair */
    VEC(telling *) queue;
} gathering;

static void reach(gathering *g, uint32_t number) {
    telling *t = telling_at(g->s, number);
    if (!t || g->queue.count == GROUP_MOST || map_get(&g->seen, number)) return;
    *map_put(g->scratch, &g->seen, number) = 1;
    vec_push(g->scratch, &g->queue, t);
}

/* The tellings of a story; those that are no longer open leave its list. */
static void reach_story(gathering *g, uint32_t story) {
    retold_stories *s = g->s;
    for (uint32_t *at = &s->stories.items[story].first; *at != RETOLD_NONE;) {
        if (!telling_at(s, *at)) {
            *at = s->sibling.items[*at];
            continue;
        }
        reach(g, *at);
        at = &s->sibling.items[*at];
    }
}

static void gather(gathering *g, uint32_t number) {
    g->queue.count = 0;
    reach(g, number);
    for (size_t i = 0; i < g->queue.count; i++) {
        const telling *t = g->queue.items[i];
        bool fresh = t->number >= g->s->looked;
        for (uint16_t k = 0; fresh && k < t->link_count; k++)
            if (t->links[k].joint > 0) reach(g, t->links[k].other);
        reach_story(g, g->s->story_of.items[t->number]);
    }
}

/* ---- Average linkage ---- */

static void fill_shares(retold_stories *s, group *g, const map *place) {
    for (uint32_t i = 0; i < g->count; i++) {
        telling *t = g->items[i];
        context_begin(s, t);
        for (uint16_t k = 0; k < t->link_count && t->links[k].share > 0.02f; k++) {
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

static void unlink_sibling(retold_stories *s, uint32_t story, uint32_t number) {
    uint32_t *at = &s->stories.items[story].first;
    while (*at != number && *at != RETOLD_NONE) at = &s->sibling.items[*at];
    if (*at == number) *at = s->sibling.items[number];
}

void story_take(retold_stories *s, uint32_t story, uint32_t number) {
    s->story_of.items[number] = story;
    s->sibling.items[number] = s->stories.items[story].first;
    s->stories.items[story].first = number;
    s->stories.items[story].count++;
}

/* Nothing is changed before all memory is there. */
static void carry_out(retold_stories *s, moves *made) {
    if (made->list.count) qsort(made->list.items, made->list.count, sizeof *made->list.items, by_article);
    vec_reserve(&s->memory, &s->moves, made->list.count);
    vec_reserve(&s->memory, &s->stories, made->next_story - s->stories.count);
    while (s->stories.count < made->next_story) s->stories.items[s->stories.count++] = (story){0, RETOLD_NONE};
    for (size_t i = 0; i < made->list.count; i++) {
        retold_story_move m = made->list.items[i];
        unlink_sibling(s, m.from, m.article);
        s->stories.items[m.from].count--;
        story_take(s, m.to, m.article);
        s->moves.items[s->moves.count++] = m;
    }
    s->looked = (uint32_t)s->story_of.count;
}

static int by_number(const void *x, const void *y) {
    const telling *const *a = x, *const *b = y;
    return (*a)->number < (*b)->number ? -1 : (*a)->number > (*b)->number;
}

static void repair_group(gathering *g, moves *made) {
    uint32_t count = (uint32_t)g->queue.count;
    if (count < 2) return;
    qsort(g->queue.items, count, sizeof *g->queue.items, by_number);
    group joined = make_group(g->scratch, g->s, g->queue.items, count);
    join_clusters(&joined);
    match_stories(g->scratch, g->s, &joined, made);
}

void repair_stories(retold_ctx *ctx, retold_stories *s) {
    gathering g = {.scratch = ctx_scratch(ctx), .s = s};
    moves made = {.next_story = (uint32_t)s->stories.count};
    for (uint32_t number = s->looked; number < s->story_of.count; number++) {
        if (map_get(&g.seen, number)) continue;
        gather(&g, number);
        repair_group(&g, &made);
    }
    carry_out(s, &made);
}
