/*
 * Clauses of all tellings as rows that say the same. Equal ones first, so that copies cost nothing; then the most alike pairs, where every
 * wording must be alike to the head of its row and not only to a neighbour, and no telling stands in a row with two wordings.
 */
#include "tell/statements_internal.h"
#include <stdlib.h>

/* ---- wordings ---- */

static void take_wordings(works *w) {
    map known = {0};
    for (uint32_t i = 0; i < w->clauses.count; i++) {
        part *p = &w->clauses.items[i];
        p->wording = RETOLD_NONE;
        if (p->f1 - p->f0 < LEAST_FEATURES) continue;
        uint64_t *place = map_put(w->memory, &known, p->key);
        if (!*place) {
            uint32_t number = (uint32_t)w->wordings.count;
            vec_push(w->memory, &w->wordings, (wording){i, i, number, RETOLD_NONE});
            *place = number + 1;
        } else {
            wording *of = &w->wordings.items[*place - 1];
            w->clauses.items[of->last].next = i;
            of->last = i;
        }
        p->wording = (uint32_t)(*place - 1);
    }
}

static const part *clause_of(const works *w, uint32_t wording) { return &w->clauses.items[w->wordings.items[wording].clause]; }

static void take_rows(works *w) {
    w->words64 = (w->story->in->count + 63) / 64;
    uint64_t *bits = ARENA_ARRAY(w->memory, uint64_t, (size_t)w->words64 * w->wordings.count);
    for (uint32_t k = 0; k < w->wordings.count; k++) {
        says row = {k, k, k, bits + (size_t)k * w->words64};
        for (uint32_t c = w->wordings.items[k].clause; c != RETOLD_NONE; c = w->clauses.items[c].next)
            row.tellings[w->clauses.items[c].telling / 64] |= (uint64_t)1 << (w->clauses.items[c].telling % 64);
        vec_push(w->memory, &w->rows, row);
    }
}

/* ---- how alike two wordings are ---- */

enum {
    FEW = 3 /* features: of fewer, all must be alike */,
    MANY = 9 /* … enough to trust a share of them */,
    MOST_ORDERED = 128 /* words of a clause whose order is compared */
};

/* Weight of the longest run of features that both clauses have in one order, others in between. */
static float ordered_weight(const works *w, const part *a, const part *b) {
    float rows[2][MOST_ORDERED + 1] = {{0}};
    const uint32_t *x = w->tellers[a->telling].feature + a->w0, *y = w->tellers[b->telling].feature + b->w0;
    uint32_t n = a->w1 - a->w0, m = b->w1 - b->w0 < MOST_ORDERED ? b->w1 - b->w0 : MOST_ORDERED;
    for (uint32_t i = 0; i < n; i++) {
        if (x[i] == RETOLD_NONE) continue;
        for (uint32_t j = 0; j < m; j++) {
            float best = rows[0][j + 1] > rows[1][j] ? rows[0][j + 1] : rows[1][j];
            if (x[i] == y[j] && rows[0][j] + w->weights.items[x[i]] > best) best = rows[0][j] + w->weights.items[x[i]];
            rows[1][j + 1] = best;
        }
        memcpy(rows[0], rows[1], sizeof rows[0]);
    }
    return rows[0][m];
}

/* Chance puts about 60 % of a handful of words into one order: what is above that says that they belong together, what is below speaks against it. */
static float order_bonus(const works *w, const part *a, const part *b, float shared) {
    float share = ordered_weight(w, a, b) / shared;
    float bonus = 0.3f * (share - 0.65f);
    return bonus > 0.1f ? 0.1f : bonus < -0.05f ? -0.05f : bonus;
}

uint32_t statements_in_order(const works *w, const part *a, const part *b) {
    uint32_t cells[2][MOST_ORDERED + 1] = {{0}}, n = a->w1 - a->w0, m = b->w1 - b->w0;
    const word *x = w->tellers[a->telling].words.items + a->w0, *y = w->tellers[b->telling].words.items + b->w0;
    if (m > MOST_ORDERED) m = MOST_ORDERED;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = 0; j < m; j++) {
            uint32_t best = cells[0][j + 1] > cells[1][j] ? cells[0][j + 1] : cells[1][j];
            cells[1][j + 1] = x[i].hash == y[j].hash ? cells[0][j] + 1 : best;
        }
        memcpy(cells[0], cells[1], sizeof cells[0]);
    }
    return cells[0][m];
}

/* Share of the words of two short clauses, small words too, that stand in both in one order. */
static float same_order(const works *w, const part *a, const part *b) {
    return 2.0f * (float)statements_in_order(w, a, b) / (float)(a->w1 - a->w0 + b->w1 - b->w0);
}

/* Only names in common: the same people, as everywhere in the story, but hardly the same statement. */
static bool only_names(const works *w, const part *a, const part *b) {
    uint32_t common = 0;
    float shared = statements_content(w, a, b, &common), low = a->content < b->content ? a->content : b->content;
    return common < 2 && shared < 0.4f * low;
}

/* Share of both; or of the shorter one where it is long enough to mean something. 0 to 1. */
static float likeness(const works *w, const part *a, const part *b) {
    float shared = statements_shared(w, a, b), low = a->weight < b->weight ? a->weight : b->weight;
    uint32_t fewer = a->f1 - a->f0 < b->f1 - b->f0 ? a->f1 - a->f0 : b->f1 - b->f0;
    if (shared <= 0) return 0;
    float both = 2 * shared / (a->weight + b->weight), inside = fewer > 4 && shared >= 0.6f * low ? 0.8f * shared / low : 0;
    bool one_quote = a->said && a->said == b->said; /* variants of it */
    if (fewer <= FEW && both < 0.7f && !one_quote) {
        float order = same_order(w, a, b);
        return order >= 0.6f ? order : 0;
    }
    float score = both > inside ? both : inside;
    if (score < ALIKE_MEMBER - (one_quote ? 0.22f : 0.1f)) return 0; /* nothing below can lift it enough */
    bool names = !one_quote && score < 0.7f && only_names(w, a, b);
    if (names)
        score -= 0.12f;
    else if (fewer > FEW && score < 0.7f)
        score += order_bonus(w, a, b, shared);
    if (one_quote)
        score += 0.12f;
    else if (fewer < MANY)
        score -= 0.02f * (float)(MANY - fewer);               /* of few words some are alike by chance */
    if (!one_quote && a->denies != b->denies) score -= 0.06f; /* "has" and "hasn't" */
    return score < 1 ? score : 1;
}

/* ---- candidates ---- */

/* Wordings by feature, the first MOST_HOLDERS of each. */
typedef struct holders {
    uint32_t *starts, *counts, *items;
} holders;

static holders holders_of(works *w) {
    size_t n = w->weights.count;
    holders h = {ARENA_ARRAY(w->memory, uint32_t, n + 1), ARENA_ARRAY(w->memory, uint32_t, n), NULL};
    uint32_t *spread = ARENA_ARRAY(w->memory, uint32_t, n);
    for (uint32_t k = 0; k < w->wordings.count; k++)
        for (uint32_t f = clause_of(w, k)->f0; f < clause_of(w, k)->f1; f++) spread[w->features.items[f]]++;
    for (size_t f = 0; f < n; f++) h.starts[f + 1] = h.starts[f] + (spread[f] < MOST_HOLDERS ? spread[f] : MOST_HOLDERS);
    h.items = ARENA_ARRAY(w->memory, uint32_t, h.starts[n]);
    for (uint32_t k = 0; k < w->wordings.count; k++)
        for (uint32_t f = clause_of(w, k)->f0; f < clause_of(w, k)->f1; f++) {
            uint32_t feature = w->features.items[f];
            if (h.counts[feature] < MOST_HOLDERS) h.items[h.starts[feature] + h.counts[feature]++] = k;
        }
    return h;
}

/* The RAREST heaviest features of a clause that any other one has. */
static uint32_t rarest_of(const works *w, const holders *h, const part *p, uint32_t *out) {
    uint32_t count = 0;
    for (uint32_t f = p->f0; f < p->f1; f++) {
        uint32_t feature = w->features.items[f];
        if (h->counts[feature] < 2) continue;
        uint32_t at = count < RAREST ? count++ : RAREST;
        while (at > 0 && w->weights.items[out[at - 1]] < w->weights.items[feature]) {
            if (at < RAREST) out[at] = out[at - 1];
            at--;
        }
        if (at < RAREST) out[at] = feature;
    }
    return count;
}

static bool share_telling(const works *w, const says *a, const says *b) {
    for (uint32_t i = 0; i < w->words64; i++)
        if (a->tellings[i] & b->tellings[i]) return true;
    return false;
}

static int alike_first(const void *one, const void *other) {
    const alike_pair *x = one, *y = other;
    if (x->score != y->score) return x->score < y->score ? 1 : -1;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

void alike_pairs_sort(alike_pairs *all) {
    if (all->count) qsort(all->items, all->count, sizeof *all->items, alike_first);
}

/* Each wording against the earlier ones that its rarest features bring. */
static void find_pairs(works *w, alike_pairs *out) {
    holders h = holders_of(w);
    uint32_t *seen = ARENA_ARRAY(w->memory, uint32_t, w->wordings.count), rare[RAREST + 1];
    for (uint32_t k = 0; k < w->wordings.count; k++) {
        uint32_t count = rarest_of(w, &h, clause_of(w, k), rare);
        for (uint32_t r = 0; r < count; r++)
            for (uint32_t i = 0; i < h.counts[rare[r]]; i++) {
                uint32_t other = h.items[h.starts[rare[r]] + i];
                if (other >= k) break;
                if (seen[other] == k) continue;
                seen[other] = k;
                float score = likeness(w, clause_of(w, other), clause_of(w, k));
                if (score >= ALIKE_MEMBER) vec_push(w->memory, out, (alike_pair){other, k, score});
            }
    }
}

/* ---- neighbours ---- */

/* The wording of the clause before (after) that of a wording in its telling; RETOLD_NONE at the ends. */
static uint32_t beside(const works *w, uint32_t k, int step) {
    int64_t at = (int64_t)w->wordings.items[k].clause + step;
    if (at < 0 || at >= (int64_t)w->clauses.count) return RETOLD_NONE;
    return w->clauses.items[at].telling == clause_of(w, k)->telling ? w->clauses.items[at].wording : RETOLD_NONE;
}

static uint64_t pair_key(uint32_t a, uint32_t b) { return a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a; }

/* Two clauses whose neighbours are the same statement are likelier the same, too. */
static void add_support(works *w, alike_pairs *all) {
    map sure = {0};
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].score >= 0.5f) *map_put(w->memory, &sure, pair_key(all->items[i].a, all->items[i].b)) = 1;
    for (size_t i = 0; i < all->count; i++) {
        alike_pair *p = &all->items[i];
        for (int step = -1; step <= 1; step += 2) {
            uint32_t x = beside(w, p->a, step), y = beside(w, p->b, step);
            if (x == RETOLD_NONE || y == RETOLD_NONE) continue;
            if (x == y || map_get(&sure, pair_key(x, y))) p->score += 0.06f;
        }
    }
}

/* ---- rows ---- */

/* Is wording a the better head: earlier, unless it says much less than the other. */
static bool heads(const works *w, uint32_t a, uint32_t b) {
    const part *x = clause_of(w, a), *y = clause_of(w, b);
    bool earlier = w->wordings.items[a].clause < w->wordings.items[b].clause;
    return earlier ? x->weight >= 0.5f * y->weight : y->weight < 0.5f * x->weight;
}

/* Those of a row are alike to its own head already. */
static bool all_alike(const works *w, const says *row, uint32_t head) {
    if (row->head == head) return true;
    for (uint32_t k = row->first; k != RETOLD_NONE; k = w->wordings.items[k].next)
        if (k != head && likeness(w, clause_of(w, k), clause_of(w, head)) < ALIKE_MEMBER) return false;
    return true;
}

/* Rows a and b become one, in a, when all their wordings are alike to its head. */
static void join(works *w, uint32_t a, uint32_t b) {
    says *x = &w->rows.items[a], *y = &w->rows.items[b];
    if (share_telling(w, x, y)) return;
    uint32_t head = heads(w, x->head, y->head) ? x->head : y->head;
    if (!all_alike(w, x, head) || !all_alike(w, y, head)) return;
    for (uint32_t k = y->first; k != RETOLD_NONE; k = w->wordings.items[k].next) w->wordings.items[k].row = a;
    for (uint32_t i = 0; i < w->words64; i++) x->tellings[i] |= y->tellings[i];
    w->wordings.items[x->last].next = y->first;
    x->last = y->last;
    x->head = head;
    y->head = RETOLD_NONE;
}

void statements_join(works *w) {
    alike_pairs found = {0};
    take_wordings(w);
    take_rows(w);
    find_pairs(w, &found);
    add_support(w, &found);
    alike_pairs_sort(&found);
    for (size_t i = 0; i < found.count && found.items[i].score >= ALIKE_ROW; i++) {
        uint32_t a = w->wordings.items[found.items[i].a].row, b = w->wordings.items[found.items[i].b].row;
        if (a != b) join(w, a < b ? a : b, a < b ? b : a);
    }
}

const part *statements_member(const works *w, const says *row, uint32_t t) {
    if (!(row->tellings[t / 64] >> (t % 64) & 1)) return NULL;
    for (uint32_t k = row->first; k != RETOLD_NONE; k = w->wordings.items[k].next)
        for (uint32_t c = w->wordings.items[k].clause; c != RETOLD_NONE; c = w->clauses.items[c].next)
            if (w->clauses.items[c].telling == t) return &w->clauses.items[c];
    return NULL;
}
