/* Texts as sentences, and which sentence of one belongs to which of the other. */
#include "tell/compare_internal.h"
#include <stdlib.h>

/* ---- cutting ---- */

static uint64_t key_of(const side *s, const unit *u) {
    if (u->w0 == u->w1) return hash_bytes(span_at(s->text, u->span));
    return text_words_key(s->words.items + u->w0, u->w1 - u->w0);
}

bool units_of(retold_ctx *ctx, arena *a, span text, side *out) {
    ranges sentences = text_sentences(ctx, a, text);
    bool whole = sentences.count <= MOST_UNITS;
    uint32_t word = 0, paragraph = 0, at = 0;
    *out = (side){.text = text, .words = text_words(a, text), .count = (uint32_t)(whole ? sentences.count : MOST_UNITS)};
    out->units = ARENA_ARRAY(a, unit, out->count);
    for (uint32_t i = 0; i < out->count; i++) {
        unit *u = &out->units[i];
        u->span = sentences.items[i];
        for (; at < u->span.begin; at++) paragraph += text.ptr[at] == '\n';
        while (word < out->words.count && out->words.items[word].span.begin < u->span.begin) word++;
        u->w0 = word;
        while (word < out->words.count && out->words.items[word].span.begin < u->span.end) word++;
        u->w1 = word;
        u->paragraph = paragraph;
        u->link = RETOLD_NONE;
        u->key = key_of(out, u);
    }
    return whole;
}

/* ---- features: words and pairs of words, the rarer the heavier ---- */

typedef struct vocabulary {
    arena *memory;
    map numbers;
    VEC(uint32_t) units; /* in how many units of both sides */
} vocabulary;

static int by_number(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static uint32_t number_of(vocabulary *v, uint64_t hash) {
    uint64_t *place = map_put(v->memory, &v->numbers, hash);
    if (!*place) {
        vec_push(v->memory, &v->units, 0);
        *place = v->units.count;
    }
    return (uint32_t)(*place - 1);
}

/* Sort and keep each number once; how many are left. */
static uint32_t made_set(uint32_t *numbers, uint32_t count) {
    uint32_t kept = 0;
    if (count) qsort(numbers, count, sizeof *numbers, by_number);
    for (uint32_t i = 0; i < count; i++)
        if (!i || numbers[i] != numbers[i - 1]) numbers[kept++] = numbers[i];
    return kept;
}

static void take_features(vocabulary *v, side *s) {
    uint32_t at = 0;
    s->features = ARENA_ARRAY(v->memory, uint32_t, 2 * s->words.count);
    for (uint32_t i = 0; i < s->count; i++) {
        unit *u = &s->units[i];
        u->f0 = at;
        for (uint32_t w = u->w0; w < u->w1; w++) {
            s->features[at++] = number_of(v, s->words.items[w].hash);
            if (w > u->w0) s->features[at++] = number_of(v, hash_join(s->words.items[w - 1].hash, s->words.items[w].hash));
        }
        at = u->f1 = u->f0 + made_set(s->features + u->f0, at - u->f0);
        for (uint32_t f = u->f0; f < u->f1; f++) v->units.items[s->features[f]]++;
    }
}

/* 1 for a feature of every unit, one more for each time that it is half as frequent. */
static uint8_t *weights_of(vocabulary *v, uint32_t units) {
    uint8_t *weights = ARENA_ARRAY(v->memory, uint8_t, v->units.count);
    for (size_t f = 0; f < v->units.count; f++) {
        weights[f] = 1;
        for (uint32_t n = units / v->units.items[f]; n > 1; n /= 2) weights[f]++;
    }
    return weights;
}

static void weigh(side *s, const uint8_t *weights) {
    for (uint32_t i = 0; i < s->count; i++)
        for (uint32_t f = s->units[i].f0; f < s->units[i].f1; f++) s->units[i].weight += weights[s->features[f]];
}

/* ---- linking ---- */

typedef struct linker {
    arena *memory;
    side *a, *b;
    const uint8_t *weights;
    size_t features;
    links out;
} linker;

static void join(linker *l, uint32_t i, uint32_t j, bool sure) {
    l->a->units[i].link = l->b->units[j].link = (uint32_t)l->out.count;
    vec_push(l->memory, &l->out, (link){.a0 = i, .a1 = i + 1, .b0 = j, .b1 = j + 1, .sure = sure});
}

/* Equal sentences: the first with the first, the second with the second of the same key. */
static void link_equal(linker *l) {
    map next = {0}; /* key → unit of b + 1 */
    uint32_t *follower = ARENA_ARRAY(l->memory, uint32_t, l->b->count);
    for (uint32_t j = l->b->count; j-- > 0;) {
        uint64_t *head = map_put(l->memory, &next, l->b->units[j].key);
        follower[j] = (uint32_t)*head;
        *head = j + 1;
    }
    for (uint32_t i = 0; i < l->a->count; i++) {
        uint64_t *head = map_get(&next, l->a->units[i].key);
        if (!head || !*head) continue;
        uint32_t j = (uint32_t)*head - 1;
        *head = follower[j];
        join(l, i, j, true);
    }
}

/* Units of b by feature. */
typedef struct postings {
    uint32_t *starts, *units;
} postings;

static postings postings_of(const linker *l) {
    const side *b = l->b;
    postings p = {ARENA_ARRAY(l->memory, uint32_t, l->features + 2), ARENA_ARRAY(l->memory, uint32_t, 2 * b->words.count)};
    for (uint32_t j = 0; j < b->count; j++)
        for (uint32_t f = b->units[j].f0; f < b->units[j].f1; f++) p.starts[b->features[f] + 2]++;
    for (size_t f = 2; f < l->features + 2; f++) p.starts[f] += p.starts[f - 1];
    for (uint32_t j = 0; j < b->count; j++)
        for (uint32_t f = b->units[j].f0; f < b->units[j].f1; f++) p.units[p.starts[b->features[f] + 1]++] = j;
    return p;
}

typedef struct candidate {
    uint32_t a, b;
    uint32_t score; /* 0 to 1000 */
    uint64_t apart; /* how far their places in the texts differ */
} candidate;

typedef VEC(candidate) candidates;

/* Best score first, then the nearer place. */
static int by_score(const void *one, const void *other) {
    const candidate *x = one, *y = other;
    if (x->score != y->score) return x->score < y->score ? 1 : -1;
    if (x->apart != y->apart) return x->apart < y->apart ? -1 : 1;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

/* Likeness from which on a sentence is another wording of the same, for long ones; and from which on it may have moved. */
enum { ALIKE = 250, SURE = 350, INSIDE = 700, LONG_WORDS = 8 };

/* How alike two units are, 0 when not enough: share of both, or of the shorter where nearly all of it is there. */
static uint32_t likeness(const unit *a, const unit *b, uint64_t shared) {
    uint32_t low = a->weight < b->weight ? a->weight : b->weight;
    uint32_t words = a->w1 - a->w0 < b->w1 - b->w0 ? a->w1 - a->w0 : b->w1 - b->w0;
    uint32_t dice = (uint32_t)(2000 * shared / ((uint64_t)a->weight + b->weight));
    uint32_t inside = words >= 4 ? (uint32_t)(1000 * shared / low) : 0;
    if (dice < (words >= LONG_WORDS ? ALIKE : SURE) && inside < INSIDE) return 0;
    return dice > inside * 4 / 5 ? dice : inside * 4 / 5;
}

static uint64_t apart(const linker *l, uint32_t i, uint32_t j) {
    uint64_t x = (uint64_t)i * l->b->count, y = (uint64_t)j * l->a->count;
    return x > y ? x - y : y - x;
}

/* Candidates of unit i of a among the unlinked units of b. `shared` is all 0 before and after. */
static void candidates_of(linker *l, const postings *p, uint32_t i, uint32_t *shared, uint32_t *touched, candidates *out) {
    const unit *u = &l->a->units[i];
    size_t count = 0;
    for (uint32_t f = u->f0; f < u->f1; f++) {
        uint32_t feature = l->a->features[f], begin = p->starts[feature], end = p->starts[feature + 1];
        if (end - begin > MOST_POSTINGS) continue;
        for (uint32_t k = begin; k < end; k++) {
            uint32_t j = p->units[k];
            if (l->b->units[j].link != RETOLD_NONE) continue;
            if (!shared[j]) touched[count++] = j;
            shared[j] += l->weights[feature];
        }
    }
    for (size_t k = 0; k < count; k++) {
        uint32_t j = touched[k], score = likeness(u, &l->b->units[j], shared[j]);
        if (score) vec_push(l->memory, out, (candidate){i, j, score, apart(l, i, j)});
        shared[j] = 0;
    }
}

/* Reworded sentences: the most alike first, each once. */
static void link_alike(linker *l) {
    postings p = postings_of(l);
    candidates found = {0};
    uint32_t *shared = ARENA_ARRAY(l->memory, uint32_t, l->b->count), *touched = ARENA_ARRAY(l->memory, uint32_t, l->b->count);
    for (uint32_t i = 0; i < l->a->count; i++)
        if (l->a->units[i].link == RETOLD_NONE) candidates_of(l, &p, i, shared, touched, &found);
    if (found.count) qsort(found.items, found.count, sizeof *found.items, by_score);
    for (size_t k = 0; k < found.count; k++) {
        const candidate *c = &found.items[k];
        if (l->a->units[c->a].link == RETOLD_NONE && l->b->units[c->b].link == RETOLD_NONE) join(l, c->a, c->b, c->score >= SURE);
    }
}

static bool has_feature(const side *s, uint32_t from, uint32_t to, uint32_t feature) {
    for (uint32_t i = from; i < to; i++)
        if (bsearch(&feature, s->features + s->units[i].f0, s->units[i].f1 - s->units[i].f0, sizeof feature, by_number))
            return true;
    return false;
}

/* Most of the lone unit is in the other side of the link, and not in what it is linked with already: a split sentence. */
static bool completes(const linker *l, const side *own, uint32_t lone, uint32_t own0, uint32_t own1, const side *other,
                      uint32_t other0, uint32_t other1) {
    const unit *u = &own->units[lone];
    uint64_t fresh = 0;
    if (u->w1 - u->w0 < 3 || own1 - own0 > 2) return false;
    for (uint32_t f = u->f0; f < u->f1; f++) {
        uint32_t feature = own->features[f];
        if (has_feature(other, other0, other1, feature) && !has_feature(own, own0, own1, feature)) fresh += l->weights[feature];
    }
    return fresh * 2 >= u->weight;
}

static void complete_side(linker *l, bool of_b) {
    side *own = of_b ? l->b : l->a, *other = of_b ? l->a : l->b;
    for (uint32_t i = 0; i < own->count; i++) {
        for (int step = -1; step <= 1 && own->units[i].link == RETOLD_NONE; step += 2) {
            if ((step < 0 && i == 0) || (step > 0 && i + 1 == own->count)) continue;
            uint32_t number = own->units[(int64_t)i + step].link;
            if (number == RETOLD_NONE) continue;
            link *k = &l->out.items[number];
            uint32_t *from = of_b ? &k->b0 : &k->a0, *to = of_b ? &k->b1 : &k->a1;
            if (!completes(l, own, i, *from, *to, other, of_b ? k->a0 : k->b0, of_b ? k->a1 : k->b1)) continue;
            own->units[i].link = number;
            if (step < 0)
                (*to)++;
            else
                (*from)--;
        }
    }
}

/* ---- what stayed in order, and what moved ---- */

static int by_place(const void *one, const void *other) {
    const link *x = one, *y = other;
    return (x->a0 > y->a0) - (x->a0 < y->a0);
}

static uint32_t words_of(const side *s, uint32_t from, uint32_t to) {
    return to > from ? s->units[to - 1].w1 - s->units[from].w0 : 0;
}

/*
 * The heaviest set of links that rise in both texts stays; the others moved. best[j] over units of b, as a Fenwick tree of
 * the heaviest chain that ends at or before j.
 */
static void find_moved(linker *l) {
    size_t n = l->out.count;
    uint64_t *weight = ARENA_ARRAY(l->memory, uint64_t, n);
    uint32_t *before = ARENA_ARRAY(l->memory, uint32_t, n), *tree = ARENA_ARRAY(l->memory, uint32_t, l->b->count + 1);
    uint32_t best = 0;
    for (size_t k = 0; k < n; k++) {
        link *p = &l->out.items[k];
        uint32_t from = 0;
        for (uint32_t j = p->b0; j; j &= j - 1)
            if (tree[j] && (!from || weight[tree[j] - 1] > weight[from - 1])) from = tree[j];
        before[k] = from;
        weight[k] = (from ? weight[from - 1] : 0) + words_of(l->a, p->a0, p->a1) + words_of(l->b, p->b0, p->b1) + 1;
        for (uint32_t j = p->b0 + 1; j <= l->b->count; j += j & (~j + 1))
            if (!tree[j] || weight[k] > weight[tree[j] - 1]) tree[j] = (uint32_t)k + 1;
        if (!best || weight[k] > weight[best - 1]) best = (uint32_t)k + 1;
        p->moved = true;
    }
    for (uint32_t k = best; k; k = before[k - 1]) l->out.items[k - 1].moved = false;
}

static bool any_sure(const link *all, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (all[i].sure) return true;
    return false;
}

/* Number the blocks of moved sentences; those too short or too unlike to mean anything are let go. */
static void number_blocks(linker *l) {
    uint32_t block = 0;
    link *all = l->out.items;
    for (size_t k = 0, end; k < l->out.count; k = end) {
        end = k + 1;
        if (!all[k].moved) continue;
        while (end < l->out.count && all[end].moved && all[end].a0 == all[end - 1].a1 && all[end].b0 == all[end - 1].b1) end++;
        bool chance = words_of(l->a, all[k].a0, all[end - 1].a1) < LEAST_MOVED_WORDS || !any_sure(all + k, end - k);
        block += !chance;
        for (size_t i = k; i < end; i++) {
            all[i].dropped = chance;
            all[i].block = chance ? 0 : block;
        }
    }
}

/* Units know their links by number: after sorting, anew. */
static void renumber(linker *l) {
    for (uint32_t i = 0; i < l->a->count; i++) l->a->units[i].link = RETOLD_NONE;
    for (uint32_t j = 0; j < l->b->count; j++) l->b->units[j].link = RETOLD_NONE;
    for (size_t k = 0; k < l->out.count; k++) {
        const link *p = &l->out.items[k];
        if (p->dropped) continue;
        for (uint32_t i = p->a0; i < p->a1; i++) l->a->units[i].link = (uint32_t)k;
        for (uint32_t j = p->b0; j < p->b1; j++) l->b->units[j].link = (uint32_t)k;
    }
}

links units_link(arena *a, side *one, side *other) {
    vocabulary v = {.memory = a};
    take_features(&v, one);
    take_features(&v, other);
    linker l = {
        .memory = a, .a = one, .b = other, .weights = weights_of(&v, one->count + other->count), .features = v.units.count};
    weigh(one, l.weights);
    weigh(other, l.weights);
    link_equal(&l);
    link_alike(&l);
    complete_side(&l, false);
    complete_side(&l, true);
    if (l.out.count) qsort(l.out.items, l.out.count, sizeof *l.out.items, by_place);
    find_moved(&l);
    number_blocks(&l);
    renumber(&l);
    return l.out;
}
