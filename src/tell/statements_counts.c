/*
 * Numbers of one thing that tellings give differently, in whatever words: aligned by what they measure and count, by what is told of them, and by
 * the words around. Sentences may have nothing else in common ("injuring 41 people", "has risen to 43").
 */
#include "tell/statements_internal.h"
#include <math.h>
#include <stdlib.h>

enum {
    MOST_PEERS = 128,        /* mentions of one key that each is compared with */
    MOST_TIMES = 10,         /* that a number is another one, for both to be of one thing */
    LONG_AGO = 30 * 24 * 60, /* minutes: what a telling dates farther back is no news of its day */
    DAYS_APART = 14 * 24 * 60
};

/* A word around a number, and how near. */
typedef struct nearby {
    uint32_t feature;
    float level;
} nearby;

typedef struct mention {
    const amount *amount;
    const part *clause;
    uint64_t key; /* equal for numbers that can be of one thing */
    nearby *around;
    uint32_t around_count;
    float weight;
    bool dated, old;    /* by its sentence */
    int64_t begin, end; /* minutes */
    uint32_t group;     /* mention that stands for those of one thing */
} mention;

typedef struct counter {
    works *w;
    VEC(mention) mentions;
    VEC(nearby) nearby;
    map told; /* differences that rows show */
} counter;

/* ---- the words around ---- */

static int by_feature(const void *one, const void *other) {
    const nearby *x = one, *y = other;
    if (x->feature != y->feature) return x->feature < y->feature ? -1 : 1;
    return (x->level < y->level) - (x->level > y->level);
}

static void look_around(counter *c, const mention *m, const part *p, float level) {
    const works *w = c->w;
    for (uint32_t f = p->f0; f < p->f1; f++) {
        uint32_t feature = w->features.items[f];
        if (!w->numeric.items[feature] && feature + 1 != m->amount->unit)
            vec_push(w->memory, &c->nearby, (nearby){feature, level});
    }
}

/* Words of the clause, of its sentence, and of the sentences beside it, each as the nearest one. */
static void take_around(counter *c, mention *m) {
    works *w = c->w;
    uint32_t s = m->clause->sentence;
    c->nearby.count = 0;
    look_around(c, m, m->clause, 1);
    look_around(c, m, &w->sentences.items[s], 0.8f);
    if (s > 0 && w->sentences.items[s - 1].telling == m->clause->telling) look_around(c, m, &w->sentences.items[s - 1], 0.4f);
    if (s + 1 < w->sentences.count && w->sentences.items[s + 1].telling == m->clause->telling)
        look_around(c, m, &w->sentences.items[s + 1], 0.4f);
    nearby *all = c->nearby.items;
    size_t kept = 0;
    if (c->nearby.count) qsort(all, c->nearby.count, sizeof *all, by_feature);
    for (size_t i = 0; i < c->nearby.count; i++)
        if (!i || all[i].feature != all[i - 1].feature) all[kept++] = all[i];
    m->around = ARENA_ARRAY(w->memory, nearby, kept);
    if (kept) memcpy(m->around, all, kept * sizeof *all);
    m->around_count = (uint32_t)kept;
    for (size_t i = 0; i < kept; i++) m->weight += w->weights.items[all[i].feature] * all[i].level * all[i].level;
}

/* Share of the lighter surroundings that stands in both. */
static float likeness(const works *w, const mention *a, const mention *b) {
    float sum = 0, low = a->weight < b->weight ? a->weight : b->weight;
    for (uint32_t i = 0, j = 0; i < a->around_count && j < b->around_count;) {
        const nearby *x = &a->around[i], *y = &b->around[j];
        if (x->feature == y->feature) sum += w->weights.items[x->feature] * x->level * y->level;
        i += x->feature <= y->feature;
        j += y->feature <= x->feature;
    }
    return low > 0 ? sum / low : 0;
}

/* ---- mentions ---- */

/* Place of the first time of a telling that ends behind a byte. */
static uint32_t times_from(const tell_telling *t, uint32_t begin) {
    uint32_t low = 0, high = t->time_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (t->times[middle].span.end <= begin)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The stretch of the date nearest to the number in its sentence. */
static void take_date(counter *c, mention *m) {
    const tell_telling *t = &c->w->story->in->tellings[m->clause->telling];
    range sentence = c->w->sentences.items[m->clause->sentence].span, number = m->amount->span;
    uint32_t nearest = UINT32_MAX;
    for (uint32_t i = times_from(t, sentence.begin); i < t->time_count && t->times[i].span.begin < sentence.end; i++) {
        const retold_time *time = &t->times[i];
        int64_t begin, end;
        if (time->span.begin < sentence.begin || time->span.end > sentence.end) continue;
        if ((time->type != RETOLD_DATE && time->type != RETOLD_TIME) || !statements_minutes(time->value, &begin, &end)) continue;
        uint32_t away = time->span.begin < number.begin ? number.begin - time->span.begin : time->span.begin - number.begin;
        if (away >= nearest) continue;
        nearest = away;
        m->dated = true;
        m->begin = begin;
        m->end = end;
    }
    int64_t told = t->date.day.ms;
    m->old = m->dated && told != RETOLD_TIME_NONE && m->end + LONG_AGO < told / 60000;
}

/* Numbers that count nothing, people, sums, and lengths of which nothing is told, and shares are of too many things. */
static bool has_key(const amount *a) {
    bool counts = a->measure == MEASURE_COUNT && !a->length && a->unit != PEOPLE;
    return !a->part && (counts || (a->topic && a->measure != MEASURE_PERCENT));
}

static uint64_t key_of(const amount *a) { return hash_join(hash_join((uint64_t)a->measure + 1, a->unit), a->topic); }

static bool in_date(const tell_telling *t, range r) {
    for (uint32_t i = times_from(t, r.begin); i < t->time_count && t->times[i].span.begin < r.end; i++)
        if (t->times[i].type != RETOLD_DURATION) return true;
    return false;
}

static void take_mentions(counter *c) {
    works *w = c->w;
    for (size_t p = 0; p < w->clauses.count; p++) {
        const part *clause = &w->clauses.items[p];
        const teller *t = &w->tellers[clause->telling];
        for (size_t i = statements_amounts_from(t, clause->w0); i < t->amounts.count && t->amounts.items[i].w0 < clause->w1;
             i++) {
            const amount *a = &t->amounts.items[i];
            if (!has_key(a) || in_date(&w->story->in->tellings[clause->telling], a->span)) continue;
            mention m = {.amount = a, .clause = clause, .key = key_of(a), .group = (uint32_t)c->mentions.count};
            take_around(c, &m);
            take_date(c, &m);
            vec_push(w->memory, &c->mentions, m);
        }
    }
}

/* ---- pairs ---- */

/* Is neither more than half as much again as the other? */
static bool is_near(const amount *a, const amount *b) { return a->value <= 1.5 * b->value && b->value <= 1.5 * a->value; }

/*
 * Is what is counted, and what is told near by, enough to take two numbers for one thing's? Sums, shares, lengths, of which nothing is told, are of too
 * many things; what else is counted may have as many as there are persons, matches, years. Equal numbers speak for themselves.
 */
static bool of_one_thing(const works *w, const mention *a, const mention *b) {
    const amount *x = a->amount, *y = b->amount;
    bool agree = statements_agree(x, y);
    if (x->measure == MEASURE_MONEY) return is_near(x, y);
    float around = likeness(w, a, b);
    if (x->topic) return around >= (agree ? 0.06f : x->bare || y->bare ? 0.4f : 0.3f);
    return around >= (agree ? 0.2f : 0.35f) && (agree || is_near(x, y));
}

/* Not of one happening: both dated to other months or weeks, or one of them long ago. */
static bool other_time(const mention *a, const mention *b) {
    if (a->dated && b->dated) {
        int64_t slack = a->end - a->begin > DAYS_APART && b->end - b->begin > DAYS_APART ? 0 : DAYS_APART;
        return a->end + slack <= b->begin || b->end + slack <= a->begin;
    }
    return a->old != b->old;
}

static void try_pair(counter *c, uint32_t a, uint32_t b, alike_pairs *out) {
    const mention *x = &c->mentions.items[a], *y = &c->mentions.items[b];
    if (x->clause->telling == y->clause->telling || other_time(x, y)) return;
    if (!of_one_thing(c->w, x, y)) return;
    float score = likeness(c->w, x, y);
    bool same = x->amount->value == y->amount->value; /* what is told alike meets first, so that it is not called different */
    vec_push(c->w->memory, out, (alike_pair){a, b, score + (same ? 1 : statements_agree(x->amount, y->amount) ? 0.5f : 0)});
}

/* Mentions of one key against those before them. */
static void find_pairs(counter *c, alike_pairs *out) {
    arena *memory = c->w->memory;
    map last = {0}; /* key → mention + 1 */
    uint32_t *before = ARENA_ARRAY(memory, uint32_t, c->mentions.count);
    for (uint32_t i = 0; i < c->mentions.count; i++) {
        uint64_t *known = map_put(memory, &last, c->mentions.items[i].key);
        before[i] = *known ? (uint32_t)*known - 1 : RETOLD_NONE;
        *known = i + 1;
        for (uint32_t k = before[i], count = 0; k != RETOLD_NONE && count < MOST_PEERS; k = before[k], count++)
            try_pair(c, k, i, out);
    }
}

/* ---- groups: one mention of each telling ---- */

typedef struct things {
    uint32_t *next, *last; /* [mentions] of a group */
    uint64_t **tellings;   /* [mentions] bits, of its first mention */
} things;

static void join(counter *c, things *t, uint32_t a, uint32_t b) {
    mention *all = c->mentions.items;
    uint32_t x = all[a].group < all[b].group ? all[a].group : all[b].group, y = all[a].group + all[b].group - x;
    if (x == y) return;
    for (uint32_t i = 0; i < c->w->words64; i++)
        if (t->tellings[x][i] & t->tellings[y][i]) return;
    for (uint32_t i = 0; i < c->w->words64; i++) t->tellings[x][i] |= t->tellings[y][i];
    for (uint32_t m = y; m != RETOLD_NONE; m = t->next[m]) all[m].group = x;
    t->next[t->last[x]] = y;
    t->last[x] = t->last[y];
}

static things group_mentions(counter *c) {
    arena *memory = c->w->memory;
    size_t n = c->mentions.count;
    things t = {ARENA_ARRAY(memory, uint32_t, n), ARENA_ARRAY(memory, uint32_t, n), ARENA_ARRAY(memory, uint64_t *, n)};
    uint64_t *bits = ARENA_ARRAY(memory, uint64_t, n * c->w->words64);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t telling = c->mentions.items[i].clause->telling;
        t.next[i] = RETOLD_NONE;
        t.last[i] = i;
        t.tellings[i] = bits + (size_t)i * c->w->words64;
        t.tellings[i][telling / 64] |= (uint64_t)1 << (telling % 64);
    }
    alike_pairs found = {0};
    find_pairs(c, &found);
    alike_pairs_sort(&found);
    for (size_t i = 0; i < found.count; i++) join(c, &t, found.items[i].a, found.items[i].b);
    return t;
}

/* ---- rows ---- */

/* The mention that heads a group: the earliest of the exact value that most have, so that a rounded number contradicts nobody. */
static uint32_t head_of(const counter *c, const things *t, uint32_t group) {
    const mention *all = c->mentions.items;
    uint32_t best = group, most = 0;
    for (uint32_t m = group; m != RETOLD_NONE; m = t->next[m]) {
        uint32_t same = 0;
        for (uint32_t k = group; k != RETOLD_NONE; k = t->next[k]) same += all[k].amount->value == all[m].amount->value;
        if (all[m].amount->vague) continue;
        if (same > most || (same == most && m < best)) best = m, most = same;
    }
    return best;
}

/* Has a telling a number, of whatever, that is another one? */
static bool knows(const works *w, uint32_t telling, const amount *other) {
    const amounts *own = &w->tellers[telling].amounts;
    for (size_t i = 0; i < own->count; i++)
        if (own->items[i].value == other->value) return true;
    return false;
}

/* Is another number told in its place, of the head's own thing, that neither telling knows elsewhere? */
static bool differs(const works *w, const mention *head, const mention *m) {
    const amount *x = head->amount, *y = m->amount;
    if (statements_agree(x, y) || x->expected != y->expected || x->value > MOST_TIMES * y->value ||
        y->value > MOST_TIMES * x->value)
        return false;
    if (other_time(head, m) || !of_one_thing(w, head, m)) return false;
    return !knows(w, m->clause->telling, x) && !knows(w, head->clause->telling, y);
}

/* Two numbers of one measure, whichever stands in the head. */
static uint64_t difference_key(const amount *a, const amount *b) {
    double values[2] = {a->value < b->value ? a->value : b->value, a->value < b->value ? b->value : a->value};
    return hash_join(hash_bytes((span){(const char *)values, sizeof values}), (uint64_t)a->measure);
}

/* What the rows show already. */
static void note_told(counter *c, const statement_list *told) {
    const works *w = c->w;
    for (size_t r = 0; r < told->count; r++)
        for (uint32_t t = 0; t < w->story->in->count; t++) {
            const tell_cell *cell = &told->items[r].cells[t];
            for (uint32_t i = 0; i < cell->difference_count; i++) {
                if (cell->differences[i].of != TELL_NUMBER) continue;
                const amount *here = statements_amount_in(&w->tellers[t], cell->differences[i].here);
                const amount *head = statements_amount_in(&w->tellers[told->items[r].head], cell->differences[i].head);
                if (here && head) *map_put(w->memory, &c->told, difference_key(here, head)) = 1;
            }
        }
}

static void put_cell(const works *w, arena *a, const mention *head, const mention *m, tell_cell *cell) {
    const part *clause = m->clause;
    if (!statements_agree(head->amount, m->amount) && !differs(w, head, m)) return;
    float shared = 2 * statements_shared(w, head->clause, clause), all = head->clause->weight + clause->weight;
    *cell = (tell_cell){.kind = TELL_CELL_REWORDED, .span = clause->span, .score = shared < all ? shared / all : 1};
    if (clause->key == head->clause->key) {
        cell->kind = TELL_CELL_VERBATIM;
        cell->score = 1;
    } else if (!statements_agree(head->amount, m->amount)) {
        tell_difference *difference = ARENA_NEW(a, tell_difference);
        *difference = (tell_difference){.of = TELL_NUMBER, .here = m->amount->span, .head = head->amount->span};
        cell->kind = TELL_CELL_DIFFERS;
        cell->differences = difference;
        cell->difference_count = 1;
    }
}

static void put_group(counter *c, arena *a, const things *t, uint32_t group, statement_list *out) {
    const mention *all = c->mentions.items, *head = &all[head_of(c, t, group)];
    uint32_t news = 0;
    for (uint32_t m = group; m != RETOLD_NONE; m = t->next[m])
        news += differs(c->w, head, &all[m]) && !map_get(&c->told, difference_key(head->amount, all[m].amount));
    if (!news) return;
    uint32_t count = c->w->story->in->count;
    tell_statement st = {.cells = ARENA_ARRAY(a, tell_cell, count), .head = head->clause->telling, .group = TELL_ROW_DIFFERS};
    for (uint32_t i = 0; i < count; i++) st.cells[i].span = RANGE_NONE;
    for (uint32_t m = group; m != RETOLD_NONE; m = t->next[m])
        put_cell(c->w, a, head, &all[m], &st.cells[all[m].clause->telling]);
    vec_push(c->w->memory, out, st);
}

void statements_counts(works *w, arena *a, const statement_list *told, statement_list *out) {
    counter c = {.w = w};
    note_told(&c, told);
    take_mentions(&c);
    things t = group_mentions(&c);
    for (uint32_t m = 0; m < c.mentions.count; m++)
        if (c.mentions.items[m].group == m) put_group(&c, a, &t, m, out);
}
