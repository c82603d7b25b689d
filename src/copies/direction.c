/*
 * Who had it first.
 *
 * One text of a family is taken as its source, if one stands out: by time, by being the agency that the others name, by holding
 * what the others have. Every other text is a copy of the source, or of an earlier copy that it shares clearly more with. All
 * sums are whole numbers, so that the order of edges doesn't matter.
 */
#include "copies/copies_internal.h"
#include <math.h>

#define DAY_MS ((int64_t)86400000)

/* Points are hundredths of a natural logarithm of odds; set by hand after what the cues are worth (docs/how/copies.md). */
enum {
    FIRST_IN_TIME = 200,
    NOT_FIRST_IN_TIME = -300,
    IS_AGENCY = 350,
    CREDITS_OTHER = -50,
    FULLNESS = 600,    /* against holding nothing of what the fullest text holds of the others */
    LITTLE = 100,      /* thousandths less that say nothing: an edit here and there */
    NEARER_COPY = 150, /* thousandths of d's words that a nearer copy shares beyond the source */
    LATER = 100,       /* of a pair alone: the copy came later */
    CREDITS_IT = 120,  /* of a pair alone: the copy names the origin */
    LEAST_CONFIDENCE = 75,
};

/* One article as a possible source. Indexed by number of adding, as edges name them. */
typedef struct source {
    int64_t time, until; /* ms, half open: as wide as what the page says; RETOLD_TIME_NONE when not known */
    span outlet, credit;
    uint32_t rank, family;
    uint32_t edges;
    int64_t held;     /* sum over its edges of the other's share in it, thousandths */
    uint32_t earlier; /* partners that are known to be earlier */
    uint32_t timed;   /* partners whose time is known */
    bool agency;      /* a partner credits its outlet */
    int32_t score;
    uint32_t parent_edge; /* RETOLD_NONE when it has none */
} source;

typedef struct tree {
    source *sources;
    uint32_t count;
    uint32_t *best; /* [count] number of the best source, by the number that names the family */
    double *odds;   /* [count] sum of exp(score) of the family's texts against the best one */
} tree;

static bool knows(const source *s) { return s->time != RETOLD_TIME_NONE; }

/* A day is no moment: one of two articles is earlier only where all that its date allows is. */
static bool is_earlier(const source *a, const source *b) { return knows(a) && knows(b) && a->until <= b->time; }

static void set_time(source *s, stamp published) {
    static const int64_t widths[] = {[PRECISION_YEAR] = 366 * DAY_MS,
                                     [PRECISION_MONTH] = 31 * DAY_MS,
                                     [PRECISION_DAY] = DAY_MS,
                                     [PRECISION_MINUTE] = 60000,
                                     [PRECISION_SECOND] = 1000};
    bool local = published.zone == ZONE_NONE && published.precision >= PRECISION_MINUTE;
    s->time = s->until = published.ms;
    if (published.ms == RETOLD_TIME_NONE) return;
    s->until += widths[published.precision];
    if (local) s->time -= DAY_MS / 2, s->until += DAY_MS / 2;
}

static int32_t thousandths(float part) { return (int32_t)lrintf(part * 1000); }

static bool credits(const source *copy, const source *origin) {
    return copy->credit.len && origin->outlet.len && span_equal_nocase(copy->credit, origin->outlet);
}

static source *sources_made(const grouping *g, const results *out) {
    source *sources = ARENA_ARRAY(g->scratch, source, g->count);
    credit_rules rules = credit_rules_made(g->scratch);
    bool *linked = ARENA_ARRAY(g->scratch, bool, g->count);
    for (size_t i = 0; i < out->edges.count; i++) linked[out->edges.items[i].a] = linked[out->edges.items[i].b] = true;
    for (uint32_t rank = 0; rank < g->count; rank++) {
        uint32_t n = g->number[rank];
        const retold_article *article = g->docs[rank]->article;
        sources[n] = (source){.outlet = article->outlet.text, .rank = rank, .family = out->family[n]};
        set_time(&sources[n], article->published);
        sources[n].parent_edge = RETOLD_NONE;
        if (linked[n]) sources[n].credit = credit_of(article, &rules);
    }
    return sources;
}

/* What an edge says for `s` as the source of `other`. */
static void weigh_edge(source *s, const source *other, float held) {
    s->edges++;
    s->held += thousandths(held);
    s->timed += knows(other);
    s->earlier += is_earlier(other, s);
    s->agency |= credits(other, s) || (s->outlet.len && credits(s, s));
}

static int32_t mean_held(const source *s) { return (int32_t)(s->held / s->edges); }

static void score_source(source *s, int32_t fullest) {
    int32_t less = fullest - mean_held(s) - LITTLE;
    s->score = less > 0 ? -less * FULLNESS / 1000 : 0;
    if (knows(s) && s->timed) s->score += s->earlier ? NOT_FIRST_IN_TIME : FIRST_IN_TIME;
    if (s->agency)
        s->score += IS_AGENCY;
    else if (s->credit.len)
        s->score += CREDITS_OTHER;
}

static void score_sources(tree *t, arena *scratch) {
    int32_t *fullest = ARENA_ARRAY(scratch, int32_t, t->count);
    for (uint32_t i = 0; i < t->count; i++) {
        const source *s = &t->sources[i];
        if (s->edges && mean_held(s) > fullest[s->family]) fullest[s->family] = mean_held(s);
    }
    for (uint32_t i = 0; i < t->count; i++)
        if (t->sources[i].edges) score_source(&t->sources[i], fullest[t->sources[i].family]);
}

static bool better(const source *a, const source *b) {
    if (a->score != b->score) return a->score > b->score;
    return a->rank < b->rank;
}

/* The best source of each family, and by how much. Texts go by rank so that the sums are the same in any order of adding. */
static void choose_sources(const grouping *g, tree *t) {
    for (uint32_t i = 0; i < t->count; i++) t->best[i] = RETOLD_NONE;
    for (uint32_t i = 0; i < t->count; i++) {
        uint32_t *best = &t->best[t->sources[i].family];
        if (t->sources[i].edges && (*best == RETOLD_NONE || better(&t->sources[i], &t->sources[*best]))) *best = i;
    }
    for (uint32_t rank = 0; rank < g->count; rank++) {
        const source *s = &t->sources[g->number[rank]];
        if (!s->edges) continue;
        t->odds[s->family] += exp((s->score - t->sources[t->best[s->family]].score) / 100.0);
    }
}

static float part_of(const retold_copy_edge *e, uint32_t copy) { return copy == e->a ? e->a_in_b : e->b_in_a; }

/* True when the edge may say that `copy` was taken from `from`: from the source, or from a copy that is known to be earlier. */
static bool may_come(const tree *t, const source *copy, uint32_t from) {
    if (from == t->best[copy->family]) return true;
    return is_earlier(&t->sources[from], copy);
}

/* How well the edge explains the copy; the source, and whom the copy names, are preferred unless another shares clearly more. */
static int32_t fit(const tree *t, const retold_copy_edge *e, uint32_t copy, uint32_t from) {
    const source *s = &t->sources[copy];
    bool preferred = from == t->best[s->family] || credits(s, &t->sources[from]);
    return thousandths(part_of(e, copy)) + (preferred ? NEARER_COPY : 0);
}

static uint32_t other_end(const retold_copy_edge *e, uint32_t end) { return end == e->a ? e->b : e->a; }

static void offer_parent(tree *t, const results *out, uint32_t edge, uint32_t copy) {
    source *s = &t->sources[copy];
    const retold_copy_edge *e = &out->edges.items[edge];
    uint32_t from = other_end(e, copy);
    if (copy == t->best[s->family] || !may_come(t, s, from)) return;
    if (s->parent_edge != RETOLD_NONE) {
        const retold_copy_edge *now = &out->edges.items[s->parent_edge];
        uint32_t had = other_end(now, copy);
        int32_t gain = fit(t, e, copy, from) - fit(t, now, copy, had);
        if (gain < 0 || (!gain && t->sources[had].rank < t->sources[from].rank)) return;
    }
    s->parent_edge = edge;
}

static double chance(int32_t points) { return 1 / (1 + exp(-points / 100.0)); }

/* What the two texts alone say for the edge, whatever the source of the family is: points. */
static int32_t pair_points(const source *copy, const source *origin, bool later) {
    if (!later) return 0;
    return LATER + (credits(copy, origin) ? CREDITS_IT : 0);
}

static void direct_edge(const tree *t, results *out, uint32_t copy) {
    const source *s = &t->sources[copy];
    if (s->parent_edge == RETOLD_NONE) return;
    retold_copy_edge *e = &out->edges.items[s->parent_edge];
    uint32_t from = other_end(e, copy);
    const source *origin = &t->sources[from];
    bool from_best = from == t->best[s->family];
    bool later = is_earlier(origin, s);
    double confidence = from_best ? 1 / t->odds[s->family] : 0;
    if (is_earlier(s, origin)) confidence *= 0.5;
    double alone = chance(pair_points(s, origin, later));
    if (alone > confidence) confidence = alone;
    if (confidence * 100 < LEAST_CONFIDENCE) return;
    if (later) e->reasons |= RETOLD_COPY_BY_TIME;
    if (s->credit.len && !origin->credit.len) e->reasons |= RETOLD_COPY_BY_CREDIT;
    if (origin->agency) e->reasons |= RETOLD_COPY_BY_AGENCY;
    if (part_of(e, copy) >= 0.9f && part_of(e, from) < 0.8f) e->reasons |= RETOLD_COPY_BY_CONTAINMENT;
    if (from_best && origin->edges > 1 && origin->held * 10 >= (int64_t)origin->edges * 9000) e->reasons |= RETOLD_COPY_BY_CENTRE;
    if (!e->reasons) return;
    e->from = from;
    e->confidence = (float)confidence;
}

void direction_fill(const grouping *g, results *out) {
    tree t = {sources_made(g, out), g->count, ARENA_ARRAY(g->scratch, uint32_t, g->count),
              ARENA_ARRAY(g->scratch, double, g->count)};
    for (size_t i = 0; i < out->edges.count; i++) {
        const retold_copy_edge *e = &out->edges.items[i];
        weigh_edge(&t.sources[e->a], &t.sources[e->b], e->b_in_a);
        weigh_edge(&t.sources[e->b], &t.sources[e->a], e->a_in_b);
    }
    score_sources(&t, g->scratch);
    choose_sources(g, &t);
    for (uint32_t i = 0; i < out->edges.count; i++) {
        offer_parent(&t, out, i, out->edges.items[i].a);
        offer_parent(&t, out, i, out->edges.items[i].b);
    }
    for (uint32_t i = 0; i < g->count; i++) direct_edge(&t, out, i);
}
