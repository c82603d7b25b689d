/* How alike two quotes are: weighted words in order, cut to their stems; between languages what a translation keeps. */
#include "quotes/across_internal.h"
#include <math.h>
#include <stdlib.h>

#define MOST_WORDS 400u  /* of a quote that are compared */
#define STEM_LETTERS 5u  /* a longer word counts by its first letters: escalation, escalate */
#define MOST_REPEATS 32u /* places of one word that are looked at */
#define STOP_WEIGHT .1f
#define NAME_WEIGHT 1.4f
#define ANCHOR_BONES 3u

/* ---- reading ---- */

/* A word's head: the first letters of a long one, a short one without its last "s". */
static uint64_t stem_of(folded_word f) {
    size_t at = 0, letters = 0, cut = 0;
    span word = {f.bytes, f.len};
    if (span_ends(word, S("'s"))) word.len -= 2;
    while (at < word.len) {
        text_next(word, &at);
        if (++letters == STEM_LETTERS) cut = at;
    }
    if (letters > STEM_LETTERS)
        word.len = cut;
    else if (letters >= 4 && span_ends(word, S("s")) && !span_ends(word, S("ss")))
        word.len--;
    return hash_bytes(word);
}

/* The key of a word that a translation would keep: a number, a name, a word that is alike in many languages; 0 for others. */
static uint64_t anchor_of(const gathering *g, span text, bool capital, bool number) {
    if (number) return hash_join(hash_bytes(text), 2);
    spelling s = spelling_of(g->lex, text);
    if (s.bone_count < ANCHOR_BONES + !capital) return 0;
    return hash_join(hash_bytes((span){s.bones, s.bone_count < 5 ? s.bone_count : 5u}), 3);
}

typedef struct numberer {
    gathering *g;
    map numbers; /* hash of a stem or anchor → its number */
    VEC(uint32_t) uses;
    VEC(uint32_t) last_use;
    uint32_t forms; /* different wordings */
} numberer;

static uint32_t number_of(numberer *n, uint64_t key) {
    uint64_t *place = map_put(n->g->memory, &n->numbers, key);
    if (!*place) {
        vec_push(n->g->memory, &n->uses, 0);
        vec_push(n->g->memory, &n->last_use, UINT32_MAX);
        *place = n->uses.count;
    }
    return (uint32_t)*place - 1;
}

static void read_word(numberer *n, utterance *u, span text, const word *w, bool opens) {
    folded_word f = word_folded(text);
    bool stop = text_is_stop_word(n->g->ctx, (span){f.bytes, f.len});
    bool number = w->flags & WORD_NUMBER, capital = (w->flags & WORD_CAPITAL) && !opens;
    float weight = stop ? STOP_WEIGHT : capital || number ? NAME_WEIGHT : 1;
    uint64_t stem = w->flags & WORD_UNSPACED ? w->hash : stem_of(f);
    u->words[u->word_count++] = w->hash;
    u->terms[u->term_count++] = (term){number_of(n, stem), weight};
    uint64_t anchor = stop ? 0 : anchor_of(n->g, text, capital, number);
    if (anchor) u->anchors[u->anchor_count++] = (term){number_of(n, anchor), capital || number ? NAME_WEIGHT : 1};
}

static void read_words(numberer *n, utterance *u) {
    arena *memory = n->g->memory;
    const retold_quote *q = &n->g->tellings[u->telling].quotes[u->quote];
    span text = n->g->tellings[u->telling].article->text;
    words *found = ARENA_ARRAY(memory, words, q->part_count);
    size_t count = 0;
    for (uint32_t p = 0; p < q->part_count && count < MOST_WORDS; p++) {
        found[p] = text_words(memory, span_at(text, q->parts[p]));
        count += found[p].count;
    }
    if (count > MOST_WORDS) count = MOST_WORDS;
    u->words = ARENA_ARRAY(memory, uint64_t, count + 1);
    u->terms = ARENA_ARRAY(memory, term, count + 1);
    u->anchors = ARENA_ARRAY(memory, term, count + 1);
    for (uint32_t p = 0; p < q->part_count; p++)
        for (size_t i = 0; i < found[p].count && u->word_count < count; i++)
            read_word(n, u, span_at(span_at(text, q->parts[p]), found[p].items[i].span), &found[p].items[i], i == 0);
}

/* The same words again tell nothing of how common a word is: each wording counts once. */
static void count_uses(numberer *n, const utterance *u, map *seen) {
    uint64_t key = hash_bytes((span){(const char *)u->words, u->word_count * sizeof *u->words});
    uint64_t *known = map_put(n->g->memory, seen, key);
    if (*known) return;
    *known = 1;
    uint32_t form = n->forms++;
    for (int kind = 0; kind < 2; kind++) {
        const term *terms = kind ? u->anchors : u->terms;
        uint32_t count = kind ? u->anchor_count : u->term_count;
        for (uint32_t i = 0; i < count; i++) {
            if (n->last_use.items[terms[i].number] == form) continue;
            n->last_use.items[terms[i].number] = form;
            n->uses.items[terms[i].number]++;
        }
    }
}

static float weigh(const numberer *n, term *terms, uint32_t count) {
    float sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        terms[i].weight *= logf(2 + (float)n->forms / (float)n->uses.items[terms[i].number]);
        sum += terms[i].weight;
    }
    return sum;
}

typedef struct ranked {
    uint32_t rank, telling;
} ranked;

static int by_rank(const void *a, const void *b) {
    const ranked *x = a, *y = b;
    if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
    return x->telling < y->telling ? -1 : x->telling > y->telling;
}

/* Every quote of one telling. */
static void read_telling(numberer *n, utterances *all, map *seen, uint32_t telling) {
    for (uint32_t q = 0; q < n->g->tellings[telling].quote_count; q++) {
        utterance u = {.telling = telling, .quote = q, .speaker = n->g->cast.speakers[telling][q]};
        read_words(n, &u);
        count_uses(n, &u, seen);
        vec_push(n->g->memory, all, u);
    }
}

utterances utterances_read(gathering *g, uint32_t *term_count) {
    utterances all = {0};
    numberer n = {.g = g};
    map seen = {0};
    ranked *order = ARENA_ARRAY(g->memory, ranked, g->count + 1);
    for (uint32_t i = 0; i < g->count; i++) order[i] = (ranked){g->tellings[i].rank, i};
    qsort(order, g->count, sizeof *order, by_rank);
    for (uint32_t i = 0; i < g->count; i++) read_telling(&n, &all, &seen, order[i].telling);
    for (size_t i = 0; i < all.count; i++) {
        utterance *u = &all.items[i];
        u->term_sum = weigh(&n, u->terms, u->term_count);
        u->anchor_sum = weigh(&n, u->anchors, u->anchor_count);
    }
    *term_count = (uint32_t)n.uses.count;
    return all;
}

/* ---- comparing ---- */

typedef struct best_run {
    float weight;
    uint32_t count;
} best_run;

/* Best run that ends before place `at`, in a tree of maxima. */
static best_run best_before(const best_run *tree, uint32_t at) {
    best_run best = {0, 0};
    for (uint32_t i = at; i > 0; i -= i & -i)
        if (tree[i].weight > best.weight) best = tree[i];
    return best;
}

static void put_run(best_run *tree, uint32_t size, uint32_t at, best_run run) {
    for (uint32_t i = at; i <= size; i += i & -i)
        if (run.weight > tree[i].weight) tree[i] = run;
}

/* Places of each number in b, the last first. */
static uint32_t *index_terms(arena *memory, const term *terms, uint32_t count, map *last) {
    uint32_t *before = ARENA_ARRAY(memory, uint32_t, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        uint64_t *slot = map_put(memory, last, terms[i].number + 1ull);
        before[i + 1] = (uint32_t)*slot;
        *slot = i + 1;
    }
    return before;
}

/* The heaviest common subsequence, by the places where both have the same (Hunt, Szymanski 1977, with weights). */
static best_run in_order(arena *memory, const term *a, uint32_t a_count, const term *b, uint32_t b_count, float heavy) {
    map last = {0};
    uint32_t *before = index_terms(memory, b, b_count, &last);
    best_run *tree = ARENA_ARRAY(memory, best_run, b_count + 2);
    for (uint32_t i = 0; i < a_count; i++) {
        const uint64_t *slot = map_get(&last, a[i].number + 1ull);
        uint32_t tries = 0;
        for (uint32_t at = slot ? (uint32_t)*slot : 0; at && tries < MOST_REPEATS; at = before[at], tries++) {
            best_run run = best_before(tree, at - 1);
            run.weight += a[i].weight;
            run.count += a[i].weight >= heavy;
            put_run(tree, b_count, at, run);
        }
    }
    return best_before(tree, b_count);
}

static likeness judged(best_run run, float a, float b) {
    float less = a < b ? a : b;
    likeness l = {.count = run.count};
    if (less <= 0) return l;
    l.contained = run.weight / less > 1 ? 1 : run.weight / less;
    l.both = 2 * run.weight / (a + b);
    return l;
}

likeness utterances_compare(gathering *g, const utterance *a, const utterance *b) {
    arena_mark mark = arena_here(g->memory);
    likeness l;
    if (variants_foreign(g, a, b)) {
        l = judged(in_order(g->memory, a->anchors, a->anchor_count, b->anchors, b->anchor_count, 0), a->anchor_sum,
                   b->anchor_sum);
        l.translated = true;
    } else {
        l = judged(in_order(g->memory, a->terms, a->term_count, b->terms, b->term_count, HEAVY_TERM), a->term_sum, b->term_sum);
    }
    arena_back(g->memory, mark);
    return l;
}

bool utterances_same(const utterance *a, const utterance *b) {
    return a->word_count == b->word_count && memcmp(a->words, b->words, a->word_count * sizeof *a->words) == 0;
}

float utterances_shared(arena *memory, const utterance *a, const utterance *b, bool *left_out) {
    arena_mark mark = arena_here(memory);
    map numbers = {0};
    term *x = ARENA_ARRAY(memory, term, a->word_count + 1), *y = ARENA_ARRAY(memory, term, b->word_count + 1);
    for (uint32_t i = 0; i < a->word_count + b->word_count; i++) {
        uint64_t *slot = map_put(memory, &numbers, i < a->word_count ? a->words[i] : b->words[i - a->word_count]);
        if (!*slot) *slot = numbers.count;
        *(i < a->word_count ? &x[i] : &y[i - a->word_count]) = (term){(uint32_t)*slot, 1};
    }
    best_run run = in_order(memory, x, a->word_count, y, b->word_count, 0);
    arena_back(memory, mark);
    *left_out = run.count == a->word_count;
    return a->word_count ? (float)run.count / (float)a->word_count : 0;
}
