/* The copy tree of each family: who copied from whom, and, where that is not known, who shares most with whom. */
#include "base/groups.h"
#include "tell/tell_internal.h"

/* A direction that rests on the texts alone, or is unsure, is shown as inferred. */
static bool is_inferred(const tell_edge *e) {
    bool told = span_find(e->reasons, S("time"), 0) != SIZE_MAX || span_find(e->reasons, S("credit"), 0) != SIZE_MAX ||
                span_find(e->reasons, S("agency"), 0) != SIZE_MAX;
    return !told || e->confidence < 0.75f;
}

/* Edges of each telling, as lists through `next`. */
typedef struct grower {
    arena *memory;
    tell_story *story;
    uint32_t *first;          /* [telling] its first slot + 1 */
    uint32_t *next;           /* [2 * edges] slot of the next edge of the same telling + 1; slot 2e is of a, 2e + 1 of b */
    uint32_t *node_of;        /* [telling] its place among the family's nodes */
    const tell_edge **source; /* [telling] the edge that says whom it was copied from; NULL */
} grower;

static void index_edges(grower *g) {
    const tell_input *in = g->story->in;
    g->first = ARENA_ARRAY(g->memory, uint32_t, in->count);
    g->next = ARENA_ARRAY(g->memory, uint32_t, 2 * in->edge_count);
    g->source = ARENA_ARRAY(g->memory, const tell_edge *, in->count);
    g->node_of = ARENA_ARRAY(g->memory, uint32_t, in->count);
    for (size_t e = in->edge_count; e-- > 0;) {
        const tell_edge *edge = &in->edges[e];
        if (edge->a >= in->count || edge->b >= in->count || g->story->family_of[edge->a] != g->story->family_of[edge->b])
            continue;
        g->next[2 * e] = g->first[edge->a];
        g->first[edge->a] = (uint32_t)(2 * e + 1);
        g->next[2 * e + 1] = g->first[edge->b];
        g->first[edge->b] = (uint32_t)(2 * e + 2);
        if (edge->from == edge->a) g->source[edge->b] = edge;
        if (edge->from == edge->b) g->source[edge->a] = edge;
    }
}

static uint32_t other_end(const tell_edge *e, uint32_t telling) { return e->a == telling ? e->b : e->a; }
static float share_in_other(const tell_edge *e, uint32_t telling) { return e->a == telling ? e->a_in_b : e->b_in_a; }

/* Minutes between two publications, when both have a clock. */
static int64_t minutes_between(const tell_story *story, uint32_t from, uint32_t to) {
    const tell_when *x = &story->when[from], *y = &story->when[to];
    return x->exact && y->exact ? (y->begin - x->begin) / 60000 : INT64_MIN;
}

static void hang(const grower *g, const tell_family *f, uint32_t child, uint32_t parent, const tell_edge *e, bool directed) {
    tell_node *node = &f->nodes[child];
    node->parent = parent;
    node->edge = e;
    node->directed = directed;
    node->inferred = !directed || is_inferred(e);
    node->shared = share_in_other(e, node->telling);
    node->later = minutes_between(g->story, f->nodes[parent].telling, node->telling);
}

/* Take over the edges with a direction; one that would close a ring is passed over. */
static void hang_copies(const grower *g, const tell_family *f, uint32_t *up) {
    for (uint32_t k = 0; k < f->count; k++) {
        const tell_edge *e = g->source[f->nodes[k].telling];
        if (!e) continue;
        uint32_t parent = g->node_of[e->from];
        if (groups_root(up, parent) == k) continue;
        hang(g, f, k, parent, e, true);
        up[k] = parent;
    }
}

/* The edge of a telling to a node of another tree that it shares most with. */
static const tell_edge *best_of(const grower *g, uint32_t *up, uint32_t k, uint32_t telling) {
    const tell_edge *best = NULL;
    for (uint32_t slot = g->first[telling]; slot; slot = g->next[slot - 1]) {
        const tell_edge *e = &g->story->in->edges[(slot - 1) / 2];
        if (groups_root(up, g->node_of[other_end(e, telling)]) == k) continue;
        if (!best || share_in_other(e, telling) > share_in_other(best, telling)) best = e;
    }
    return best;
}

/* Trees without a known source hang where their root shares most, so that a family is one picture; the first one stays the root. */
static void hang_rest(const grower *g, const tell_family *f, uint32_t *up) {
    for (uint32_t k = 1; k < f->count; k++) {
        if (f->nodes[k].parent != RETOLD_NONE) continue;
        const tell_edge *e = best_of(g, up, k, f->nodes[k].telling);
        if (!e) continue;
        uint32_t parent = g->node_of[other_end(e, f->nodes[k].telling)];
        hang(g, f, k, parent, e, false);
        up[k] = parent;
    }
}

/* Parents before their children, a child right behind its elder siblings' children; depths are set. */
static void sort_nodes(const grower *g, tell_family *f) {
    uint32_t n = f->count, count = 0, depth_of_stack = 0;
    tell_node *sorted = ARENA_ARRAY(g->memory, tell_node, n);
    uint32_t *child = ARENA_ARRAY(g->memory, uint32_t, n), *sibling = ARENA_ARRAY(g->memory, uint32_t, n);
    uint32_t *stack = ARENA_ARRAY(g->memory, uint32_t, n), *now = ARENA_ARRAY(g->memory, uint32_t, n);
    for (uint32_t k = n; k-- > 0;) {
        uint32_t parent = f->nodes[k].parent;
        if (parent == RETOLD_NONE) continue;
        sibling[k] = child[parent];
        child[parent] = k + 1;
    }
    for (uint32_t k = n; k-- > 0;)
        if (f->nodes[k].parent == RETOLD_NONE) stack[depth_of_stack++] = k;
    while (depth_of_stack) {
        uint32_t k = stack[--depth_of_stack], from = depth_of_stack;
        tell_node node = f->nodes[k];
        now[k] = count;
        if (node.parent != RETOLD_NONE) {
            node.parent = now[node.parent];
            node.depth = sorted[node.parent].depth + 1;
        }
        sorted[count++] = node;
        for (uint32_t c = child[k]; c; c = sibling[c - 1]) stack[depth_of_stack++] = c - 1;
        for (uint32_t low = from, high = depth_of_stack; low + 1 < high; low++) {
            uint32_t swap = stack[low];
            stack[low] = stack[--high];
            stack[high] = swap;
        }
    }
    f->nodes = sorted;
}

static void grow(const grower *g, tell_family *f) {
    uint32_t *up = ARENA_ARRAY(g->memory, uint32_t, f->count);
    for (uint32_t k = 0; k < f->count; k++) {
        up[k] = k;
        g->node_of[f->nodes[k].telling] = k;
    }
    hang_copies(g, f, up);
    hang_rest(g, f, up);
    sort_nodes(g, f);
}

void trees_grow(arena *a, tell_story *story) {
    grower g = {.memory = a, .story = story};
    index_edges(&g);
    for (uint32_t f = 0; f < story->family_count; f++) grow(&g, &story->families[f]);
}
