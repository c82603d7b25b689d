/*
 * Who had it first.
 *
 * One text of a family is taken as its source, if one stands out: by time, by being the agency that others name, by holding what the others
 * have, by having nothing that no other has, by wording that is usual where copies spoiled it. Points are log-odds; those for content add up
 * over the partners. A copy comes from the source, or from another copy whose changes it has. Sums are whole numbers, so that the order of
 * edges doesn't matter.
 */
#include "copies/copies_internal.h"
#include <math.h>

#define DAY_MS ((int64_t)86400000)

/* Points are hundredths of a natural logarithm of odds; fitted to the cues' worth on made families (docs/how/copies.md). */
enum {
    LEAST_TIME = -600,     /* times of a whole family may be wrong */
    TIME = 65,             /* hundredths of what times would tell if none hung on another */
    IS_AGENCY = 260,       /* a partner names it */
    IS_KNOWN_AGENCY = 350, /* the outlet is one anyway */
    CREDITS_OTHER = -30,
    LACKING = 330,             /* for all of a partner's text that the fullest one holds more */
    OF_ITS_OWN = 80,           /* for all of its text being nowhere else, by partner */
    SAME_TITLE = 235,          /* times the logarithm of how many have it: outlets change the title, mostly each in its own way */
    MOST_PARTNERS_COUNTED = 8, /* more partners are no further evidence: they copied from each other */
    AGENCY_CREDITS = 3,        /* outlets that name an outlet for it to be an agency */
    CHANGES = 35,              /* times the logarithm of how often it departs from what the others have */
    WORDING = 80,              /* for words that are more usual by a standard error, against the mean partner */
    MOST_WORDING = 400,
    FEW_SPOTS = 4,    /* whose wording is chance still */
    LATER = 100,      /* of a pair alone: the copy came later */
    CREDITS_IT = 120, /* of a pair alone: the copy names the origin */
};

/* When a cue is told as a reason. */
enum {
    CENTRAL = 20,   /* thousandths more of the others that a source holds than the copy does */
    FEW_TITLED = 2, /* others with the title */
    FEW_TIMED = 2,  /* others with a time */
    DEPARTURES = 2, /* more in the copy */
};
#define WORDED 0.5f /* standard errors */

/* Share of pairs of a source and a copy where the copy's time is earlier. */
#define WRONG_TIME 0.015

static bool knows(const source *s) { return s->time != RETOLD_TIME_NONE; }

/* A day is no moment: one of two articles is earlier only where all that its date allows is. */
bool source_is_earlier(const source *a, const source *b) { return knows(a) && knows(b) && a->until <= b->time; }

/* Midnight sharp is mostly a date whose time of day was lost on the way. */
static bool is_midnight(stamp t) { return (t.ms + (t.zone == ZONE_NONE ? 0 : t.zone) * INT64_C(60000)) % DAY_MS == 0; }

static void set_time(source *s, stamp published) {
    static const int64_t widths[] = {[PRECISION_YEAR] = 366 * DAY_MS,
                                     [PRECISION_MONTH] = 31 * DAY_MS,
                                     [PRECISION_DAY] = DAY_MS,
                                     [PRECISION_MINUTE] = 60000,
                                     [PRECISION_SECOND] = 1000};
    if (published.precision > PRECISION_DAY && is_midnight(published)) published.precision = PRECISION_DAY;
    bool local = published.zone == ZONE_NONE && published.precision >= PRECISION_MINUTE;
    s->time = s->until = published.ms;
    if (published.ms == RETOLD_TIME_NONE) return;
    s->until += widths[published.precision];
    if (local) s->time -= DAY_MS / 2, s->until += DAY_MS / 2;
}

static int32_t thousandths(float part) { return (int32_t)lrintf(part * 1000); }

/* Hash of the words of a title; 0 for none. */
static uint64_t title_of(const grouping *g, const retold_article *article) {
    arena_mark mark = arena_here(g->work);
    doc_words w = doc_words_of(g->work, article->title.text);
    uint64_t hash = w.count ? hash_bytes((span){(const char *)w.hash, w.count * sizeof *w.hash}) : 0;
    arena_back(g->work, mark);
    return hash;
}

static span outlet_of(const grouping *g, uint32_t rank) {
    uint32_t outlet = group_doc(g, rank)->outlet;
    return outlet == NAME_NONE ? (span){0} : g->copies->outlets.items[outlet];
}

static source *sources_made(const grouping *g, const results *out) {
    source *sources = ARENA_ARRAY(g->scratch, source, g->count);
    credit_rules rules = credit_rules_made(g->scratch);
    bool *linked = ARENA_ARRAY(g->scratch, bool, g->count);
    for (size_t i = 0; i < out->edges.count; i++) linked[out->edges.items[i].a] = linked[out->edges.items[i].b] = true;
    for (uint32_t rank = 0; rank < g->count; rank++) {
        uint32_t n = g->number[rank];
        sources[n] = (source){.outlet = outlet_of(g, rank), .rank = rank, .family = out->family[n]};
        set_time(&sources[n], group_doc(g, rank)->published);
        sources[n].parent_edge = RETOLD_NONE;
        if (!linked[n]) continue;
        arena_mark mark = arena_here(g->work);
        const retold_article *article = doc_article(g, g->ctx, g->work, rank);
        sources[n].credit = arena_copy(g->scratch, credit_of(article, &rules));
        sources[n].title = title_of(g, article);
        arena_back(g->work, mark);
    }
    return sources;
}

/* The outlet of the corpus that a credit names: the longest head of it that is one. */
static uint32_t outlet_named(const names *outlets, span credit) {
    uint32_t found = NAME_NONE;
    for (size_t end = 1; end <= credit.len; end++) {
        if (end < credit.len && credit.ptr[end] != ' ') continue;
        uint32_t outlet = names_find(outlets, span_cut(credit, 0, end));
        if (outlet != NAME_NONE) found = outlet;
    }
    return found;
}

/* Outlets that are agencies: listed, or named by several others in texts of this corpus. */
static bool *agency_outlets(const grouping *g, const source *sources, const agencies *known) {
    const names *outlets = &g->copies->outlets;
    bool *is = ARENA_ARRAY(g->scratch, bool, outlets->count);
    uint32_t *credited = ARENA_ARRAY(g->scratch, uint32_t, outlets->count);
    map seen = {0};
    for (size_t i = 0; i < outlets->count; i++) is[i] = names_find(&known->names, outlets->items[i]) != NAME_NONE;
    for (uint32_t rank = 0; rank < g->count; rank++) {
        uint32_t by = group_doc(g, rank)->outlet, named = outlet_named(outlets, sources[g->number[rank]].credit);
        if (by == NAME_NONE || named == NAME_NONE || named == by) continue;
        uint64_t *before = map_put(g->scratch, &seen, (uint64_t)named << 32 | by);
        if (!*before) is[named] |= ++credited[named] >= AGENCY_CREDITS;
        *before = 1;
    }
    return is;
}

static void set_agencies(const grouping *g, source *sources, const agencies *known) {
    const bool *is = agency_outlets(g, sources, known);
    for (uint32_t rank = 0; rank < g->count; rank++)
        sources[g->number[rank]].known_agency = group_doc(g, rank)->outlet != NAME_NONE && is[group_doc(g, rank)->outlet];
}

/* What an edge says for `s` as the source of `other`. */
static void weigh_edge(source *s, const source *other, float held, float has, const agencies *known) {
    int32_t there = thousandths(has);
    s->edges++;
    s->held += thousandths(held);
    if (there > s->nearest) s->nearest = there;
    s->timed += knows(other);
    s->titled += s->title && s->title == other->title;
    s->earlier += source_is_earlier(other, s);
    s->later += source_is_earlier(s, other);
    s->agency |= credit_names(known, other->credit, s->outlet) || credit_names(known, s->credit, s->outlet);
}

static int32_t mean_held(const source *s) { return (int32_t)(s->held / s->edges); }

/*
 * Of n partners with a time k are earlier. A source has a later time than a partner only where one of the two is wrong; any other member may
 * stand anywhere: the logarithm of binomial(n, k) w^k (1 - w)^(n - k) over 1 / (n + 1).
 */
static int32_t time_points(const source *s) {
    if (!knows(s) || !s->timed) return 0;
    double odds = log(s->timed + 1.0) + s->earlier * log(WRONG_TIME) + (s->timed - s->earlier) * log(1 - WRONG_TIME);
    for (uint32_t i = 1; i <= s->earlier; i++) odds += log((s->timed - s->earlier + i) / (double)i);
    return (int32_t)lrint(odds * 100 > LEAST_TIME ? odds * 100 : LEAST_TIME) * TIME / 100;
}

static int32_t wording_points(const source *s) {
    double more = (double)s->wording / 1000 / s->edges, spots = (double)s->spots / s->edges;
    double points = WORDING * more / sqrt(spots + FEW_SPOTS);
    return (int32_t)lrint(points > MOST_WORDING ? MOST_WORDING : points < -MOST_WORDING ? -MOST_WORDING : points);
}

static void score_source(source *s, int32_t fullest) {
    int32_t partners = s->edges < MOST_PARTNERS_COUNTED ? (int32_t)s->edges : MOST_PARTNERS_COUNTED;
    s->score =
        time_points(s) + wording_points(s) + (int32_t)lrint(SAME_TITLE * log(1.0 + s->titled) - CHANGES * log(1.0 + s->changes));
    s->score -= partners * ((fullest - mean_held(s)) * LACKING + (1000 - s->nearest) * OF_ITS_OWN) / 1000;
    if (s->agency) s->score += IS_AGENCY;
    if (s->known_agency) s->score += IS_KNOWN_AGENCY;
    if (s->credit.len && !s->agency) s->score += CREDITS_OTHER;
}

static bool better(const source *a, const source *b) {
    if (a->score != b->score) return a->score > b->score;
    return a->rank < b->rank;
}

/* The best source of a family, and by how much. */
static uint32_t choose_source(tree *t, const family_texts *f) {
    int32_t fullest = 0;
    uint32_t best = f->members[0], name = t->sources[best].family;
    for (uint32_t i = 0; i < f->count; i++) {
        int32_t held = mean_held(&t->sources[f->members[i]]);
        if (held > fullest) fullest = held;
    }
    for (uint32_t i = 0; i < f->count; i++) score_source(&t->sources[f->members[i]], fullest);
    for (uint32_t i = 0; i < f->count; i++)
        if (better(&t->sources[f->members[i]], &t->sources[best])) best = f->members[i];
    for (uint32_t i = 0; i < f->count; i++)
        t->odds[name] += exp((t->sources[f->members[i]].score - t->sources[best].score) / 100.0);
    return t->best[name] = best;
}

/* The source of a family, and which of the others come from another copy. */
static void order_family(tree *t, family_texts *f, heir *heirs) {
    arena_mark mark = arena_here(f->g->work);
    stemma *s = stemma_read(f, f->g->work);
    for (uint32_t i = 0; i < f->count; i++) f->place[f->members[i]] = i;
    for (uint32_t i = 0; i < f->count; i++) t->sources[f->members[i]].changes = stemma_changes(s, i);
    stemma_wording(s, t);
    stemma_heirs(s, choose_source(t, f), heirs);
    arena_back(f->g->work, mark);
}

/* The edges of each text, by number of adding. */
static groups links_of(const grouping *g, const results *out) {
    arena_mark mark = arena_here(g->work);
    size_t ends = 2 * out->edges.count;
    uint32_t *keys = arena_raw(g->work, (ends + 1) * sizeof *keys);
    for (size_t i = 0; i < ends; i++) keys[i] = i % 2 ? out->edges.items[i / 2].b : out->edges.items[i / 2].a;
    groups links = groups_by(g->scratch, keys, ends, g->count);
    for (size_t i = 0; i < ends; i++) links.items[i] /= 2;
    arena_back(g->work, mark);
    return links;
}

/* The texts of each family that have edges, by rank. */
static groups linked_members(const grouping *g, const tree *t) {
    arena_mark mark = arena_here(g->work);
    uint32_t *keys = arena_raw(g->work, ((size_t)g->count + 1) * sizeof *keys);
    for (uint32_t rank = 0; rank < g->count; rank++) {
        const source *s = &t->sources[g->number[rank]];
        keys[rank] = s->edges ? s->family : GROUP_NONE;
    }
    groups members = groups_by(g->scratch, keys, g->count, g->count);
    arena_back(g->work, mark);
    return members;
}

/* All families. Their texts go by rank, so that the sums are the same in any order of adding. */
static heir *order_families(const grouping *g, tree *t, const results *out) {
    heir *heirs = ARENA_ARRAY(g->scratch, heir, g->count);
    groups links = links_of(g, out), members = linked_members(g, t);
    collocations corpus = {0};
    if (out->edges.count) corpus = collocations_made(g);
    uint32_t *place = ARENA_ARRAY(g->scratch, uint32_t, g->count), count = members.begin[g->count];
    for (uint32_t i = 0; i < count; i++) members.items[i] = g->number[members.items[i]];
    for (uint32_t i = 0; i < g->count; i++) {
        family_texts f = {
            g, t, out, &links, &corpus, members.items + members.begin[i], members.begin[i + 1] - members.begin[i], place};
        t->best[i] = RETOLD_NONE;
        if (f.count) order_family(t, &f, heirs);
    }
    return heirs;
}

static float part_of(const retold_copy_edge *e, uint32_t copy) { return copy == e->a ? e->a_in_b : e->b_in_a; }

/* Every copy with an edge to the source has that one for its parent at first. */
static void source_as_parent(tree *t, const results *out) {
    for (uint32_t i = 0; i < out->edges.count; i++) {
        const retold_copy_edge *e = &out->edges.items[i];
        uint32_t best = t->best[t->sources[e->a].family];
        if (best == e->a || best == e->b) t->sources[edge_other_end(e, best)].parent_edge = i;
    }
}

/* True when `from` is a copy of `copy`, directly or through others. */
static bool comes_from(const tree *t, const results *out, uint32_t from, uint32_t copy) {
    for (uint32_t at = from; t->sources[at].parent_edge != RETOLD_NONE;) {
        at = edge_other_end(&out->edges.items[t->sources[at].parent_edge], at);
        if (at == copy) return true;
    }
    return false;
}

static void heirs_as_children(const grouping *g, tree *t, const results *out, heir *heirs) {
    for (uint32_t rank = 0; rank < g->count; rank++) {
        uint32_t copy = g->number[rank];
        heir *h = &heirs[copy];
        if (h->chance <= 0) continue;
        if (comes_from(t, out, edge_other_end(&out->edges.items[h->edge], copy), copy))
            h->chance = 0;
        else
            t->sources[copy].parent_edge = h->edge;
    }
}

static double chance(int32_t points) { return 1 / (1 + exp(-points / 100.0)); }

/* What the two texts alone say for the edge, whatever the source of the family is. */
static double alone(const source *copy, const source *origin, bool credited) {
    return source_is_earlier(origin, copy) && credited ? chance(LATER + CREDITS_IT) : 0;
}

/* What the two texts say themselves. */
static uint32_t reasons_alone(const tree *t, const results *out, const retold_copy_edge *e, uint32_t copy) {
    const source *s = &t->sources[copy], *origin = &t->sources[edge_other_end(e, copy)];
    float wording = t->wording[e - out->edges.items];
    uint32_t reasons = source_is_earlier(origin, s) ? RETOLD_COPY_BY_TIME : 0;
    if (s->credit.len && !origin->credit.len) reasons |= RETOLD_COPY_BY_CREDIT;
    if (origin->agency || origin->known_agency) reasons |= RETOLD_COPY_BY_AGENCY;
    if (part_of(e, copy) >= 0.9f && part_of(e, edge_other_end(e, copy)) < 0.8f) reasons |= RETOLD_COPY_BY_CONTAINMENT;
    if ((copy == e->b ? wording : -wording) > WORDED) reasons |= RETOLD_COPY_BY_WORDING;
    return reasons;
}

/* What the rest of the family says for its source. */
static uint32_t reasons_of_family(const source *best, const source *copy) {
    uint32_t reasons = 0;
    if (mean_held(best) >= mean_held(copy) + CENTRAL) reasons |= RETOLD_COPY_BY_CENTRE;
    if (best->later == best->timed && best->timed >= FEW_TIMED) reasons |= RETOLD_COPY_BY_FIRST;
    if (best->titled >= FEW_TITLED && 2 * best->titled >= best->edges) reasons |= RETOLD_COPY_BY_TITLE;
    if (copy->changes >= best->changes + DEPARTURES) reasons |= RETOLD_COPY_BY_DEPARTURES;
    return reasons;
}

static uint32_t reasons_of(const tree *t, const results *out, const retold_copy_edge *e, uint32_t copy) {
    const source *s = &t->sources[copy];
    uint32_t from = edge_other_end(e, copy), reasons = reasons_alone(t, out, e, copy);
    return from == t->best[s->family] ? reasons | reasons_of_family(&t->sources[from], s) : reasons;
}

static void direct_edge(const tree *t, results *out, uint32_t copy, const heir *h, const agencies *known) {
    const source *s = &t->sources[copy];
    if (s->parent_edge == RETOLD_NONE) return;
    retold_copy_edge *e = &out->edges.items[s->parent_edge];
    uint32_t from = edge_other_end(e, copy);
    const source *origin = &t->sources[from];
    bool inherits = h->chance > 0;
    double confidence = inherits ? h->chance : 1 / t->odds[s->family];
    double pair = alone(s, origin, credit_names(known, s->credit, origin->outlet));
    if (pair > confidence) confidence = pair;
    uint32_t reasons = reasons_of(t, out, e, copy) | (inherits ? RETOLD_COPY_BY_INHERITANCE : 0);
    if (confidence < LEAST_CONFIDENCE || !reasons) return;
    e->from = from;
    e->confidence = (float)confidence;
    e->reasons = reasons;
}

/* Where an edge says nothing of its own, a passage with the source of the family was there first. */
static void direct_passage(const tree *t, const results *out, retold_passage *p, const retold_copy_edge *e) {
    const source *s = &t->sources[p->a];
    uint32_t best = t->best[s->family];
    double confidence = 1 / t->odds[s->family];
    p->from = e->from;
    p->confidence = e->confidence;
    if (p->from != RETOLD_NONE || (best != p->a && best != p->b) || confidence < LEAST_CONFIDENCE) return;
    uint32_t copy = best == p->a ? p->b : p->a;
    if (!reasons_of(t, out, e, copy)) return;
    p->from = best;
    p->confidence = (float)confidence;
}

/* Tell each passage of a family its source; both lists are by (a, b). */
static void direct_passages(const tree *t, results *out) {
    size_t e = 0;
    for (size_t i = 0; i < out->passages.count; i++) {
        retold_passage *p = &out->passages.items[i];
        while (e < out->edges.count &&
               (out->edges.items[e].a < p->a || (out->edges.items[e].a == p->a && out->edges.items[e].b < p->b)))
            e++;
        if (e == out->edges.count) break;
        const retold_copy_edge *edge = &out->edges.items[e];
        if (edge->a == p->a && edge->b == p->b) direct_passage(t, out, p, edge);
    }
}

tree direction_fill(const grouping *g, results *out) {
    tree t = {sources_made(g, out), g->count, ARENA_ARRAY(g->scratch, uint32_t, g->count),
              ARENA_ARRAY(g->scratch, double, g->count), ARENA_ARRAY(g->scratch, float, out->edges.count)};
    agencies known = agencies_made(g->scratch);
    set_agencies(g, t.sources, &known);
    for (size_t i = 0; i < out->edges.count; i++) {
        const retold_copy_edge *e = &out->edges.items[i];
        weigh_edge(&t.sources[e->a], &t.sources[e->b], e->b_in_a, e->a_in_b, &known);
        weigh_edge(&t.sources[e->b], &t.sources[e->a], e->a_in_b, e->b_in_a, &known);
    }
    heir *heirs = order_families(g, &t, out);
    source_as_parent(&t, out);
    heirs_as_children(g, &t, out, heirs);
    for (uint32_t i = 0; i < g->count; i++) direct_edge(&t, out, i, &heirs[i], &known);
    direct_passages(&t, out);
    return t;
}
