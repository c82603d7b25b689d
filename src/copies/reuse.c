/*
 * Who had a passage first that texts of different families share.
 *
 * Said only of copied text, not of a form: the stretches agree nearly word for word and are long. The one that had it is the source of its
 * family, or has no copies; the one that took it has no copies. Then the one had it that is earlier than all that it shares something with, or the
 * agency, or what another text without relation to it is found in as well: an article made of two others is made of them.
 */
#include "copies/copies_internal.h"

/* Shares and weights that tell copied text; a weight of 8 is one bit. */
#define VERBATIM 0.95f
#define NAMES_KEPT 0.9f
#define LONG_ENOUGH 1400.0f
#define PART_VERBATIM 0.9f /* of a text that is made of two others */
#define PART_NAMES 0.8f
#define PART_LONG 1000.0f
#define PART_SHARE 0.15f
#define RETOLD_SHARE 0.2f /* of a text that retells the source of a family */
#define RETOLD_NAMES 0.6f

/* How often such a passage was right on made pairs (docs/how/copies.md). */
#define SURE_PART 0.93
#define SURE_AGENCY 0.92
#define SURE_SOURCE 0.9
#define SURE_EARLIER 0.8
#define SURE_RETOLD 0.7

typedef struct reuse {
    const grouping *g;
    const tree *t;
    const pair_list *pairs;
    const uint32_t *family;
    neighbours n;
    /* [count] each, of representatives: */
    uint32_t *had;   /* which of the texts with its words is the source of the family; itself when none is */
    int64_t *first;  /* the earliest time of these texts; RETOLD_TIME_NONE, which is earlier than any, when one isn't known */
    int64_t *beside; /* the same of all that it shares something with in other families */
} reuse;

/* A pair seen from the one that may have had it first. */
typedef struct taking {
    const pair *p;
    uint32_t from, to; /* ranks of representatives */
    float from_cover, to_cover;
    float verbatim; /* equal words of the shared stretches */
} taking;

static taking taking_of(const pair *p, bool from_a) {
    const measure *m = &p->m;
    float cover = from_a ? m->a_cover : m->b_cover, inner = from_a ? m->a_in_b : m->b_in_a;
    return (taking){
        p, from_a ? p->a : p->b, from_a ? p->b : p->a, cover, from_a ? m->b_cover : m->a_cover, cover > 0 ? inner / cover : 0};
}

static const source *source_at(const reuse *r, uint32_t rank) { return &r->t->sources[r->g->number[rank]]; }

/* True when the stretches of a pair are a part, word for word, of the text that has them. */
static bool is_part(const taking *k) {
    return k->verbatim >= PART_VERBATIM && k->p->m.names >= PART_NAMES && k->p->m.equal >= PART_LONG && k->to_cover >= PART_SHARE;
}

static bool is_before(const source *s, int64_t time) { return s->time != RETOLD_TIME_NONE && s->until <= time; }

/* True when the taking text has a part of yet another one, no later, that shares nothing with the first. */
static bool made_of_two(const reuse *r, const taking *k) {
    if (!is_part(k)) return false;
    for (uint32_t i = r->n.begin[k->to]; i < r->n.begin[k->to + 1]; i++) {
        const partner *other = &r->n.items[i];
        if (r->family[other->rank] == r->family[k->from] || r->family[other->rank] == r->family[k->to]) continue;
        if (is_before(source_at(r, k->to), r->first[other->rank])) continue;
        taking second = taking_of(&r->pairs->items.items[other->pair], r->pairs->items.items[other->pair].a == other->rank);
        if (is_part(&second) && !pair_of(r->pairs, &r->n, k->from, other->rank)) return true;
    }
    return false;
}

static int64_t earlier_of(int64_t a, int64_t b) { return a < b ? a : b; }

static void find_times(reuse *r) {
    const grouping *g = r->g;
    r->first = ARENA_ARRAY(g->scratch, int64_t, g->count);
    r->beside = ARENA_ARRAY(g->scratch, int64_t, g->count);
    for (uint32_t i = 0; i < g->count; i++) r->first[i] = r->beside[i] = INT64_MAX;
    for (uint32_t i = 0; i < g->count; i++) {
        int64_t *first = &r->first[g->stands_for[i]];
        *first = earlier_of(*first, source_at(r, i)->time);
    }
    for (uint32_t i = 0; i < g->count; i++)
        for (uint32_t k = r->n.begin[i]; k < r->n.begin[i + 1]; k++) {
            uint32_t other = r->n.items[k].rank;
            if (r->family[i] != r->family[other]) r->beside[i] = earlier_of(r->beside[i], r->first[other]);
        }
}

static void find_who_had(reuse *r) {
    const grouping *g = r->g;
    r->had = ARENA_ARRAY(g->scratch, uint32_t, g->count);
    for (uint32_t i = 0; i < g->count; i++) r->had[i] = i;
    for (uint32_t i = 0; i < g->count; i++) {
        if (r->t->best[i] == RETOLD_NONE) continue;
        uint32_t rank = r->t->sources[r->t->best[i]].rank;
        r->had[g->stands_for[rank]] = rank;
    }
}

static const source *source_of(const reuse *r, const taking *k) { return source_at(r, r->had[k->from]); }

/* True when it is earlier than all of other families that share something with it: else it may have it from there, too. */
static bool is_first(const reuse *r, const taking *k) { return is_before(source_of(r, k), r->beside[k->from]); }

/* How sure it is that k->from had it first; 0 when there is no reason. */
static double sureness(const reuse *r, const taking *k) {
    const source *from = source_of(r, k), *to = source_at(r, k->to);
    bool has_family = from->edges > 0;
    if (to->edges || source_is_earlier(to, from)) return 0;
    if (has_family && (&r->t->sources[r->t->best[from->family]] != from || 1 / r->t->odds[from->family] < LEAST_CONFIDENCE))
        return 0;
    if (made_of_two(r, k)) return SURE_PART;
    if (k->verbatim < VERBATIM || k->p->m.names < NAMES_KEPT || k->p->m.equal < LONG_ENOUGH) {
        bool retold = has_family && k->to_cover >= RETOLD_SHARE && k->p->m.names >= RETOLD_NAMES && k->p->m.equal >= LONG_ENOUGH;
        return retold && is_first(r, k) ? SURE_RETOLD : 0;
    }
    if (from->known_agency && !to->known_agency) return SURE_AGENCY;
    return !is_first(r, k) ? 0 : has_family ? SURE_SOURCE : SURE_EARLIER;
}

static size_t first_of(const results *out, uint32_t a, uint32_t b) {
    size_t low = 0, high = out->passages.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const retold_passage *p = &out->passages.items[middle];
        if (p->a < a || (p->a == a && p->b < b))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void direct_pair(const reuse *r, results *out, const taking *k, double sure) {
    uint32_t from = r->g->number[r->had[k->from]], to = r->g->number[k->to], a = from < to ? from : to, b = from < to ? to : from;
    for (size_t i = first_of(out, a, b);
         i < out->passages.count && out->passages.items[i].a == a && out->passages.items[i].b == b; i++) {
        out->passages.items[i].from = from;
        out->passages.items[i].confidence = (float)sure;
    }
}

void reuse_fill(const grouping *g, const tree *t, const pair_list *pairs, const uint32_t *family, results *out) {
    reuse r = {g, t, pairs, family, neighbours_of(g, pairs), NULL, NULL, NULL};
    find_who_had(&r);
    find_times(&r);
    for (size_t i = 0; i < pairs->items.count; i++) {
        const pair *p = &pairs->items.items[i];
        if (family[p->a] == family[p->b]) continue;
        taking a = taking_of(p, true), b = taking_of(p, false);
        double from_a = sureness(&r, &a), from_b = sureness(&r, &b);
        if (from_a > from_b) direct_pair(&r, out, &a, from_a);
        if (from_b > from_a) direct_pair(&r, out, &b, from_b);
    }
}
