/* From articles to words, marks, and the order in which a grouping works. */
#include "copies/copies_internal.h"
#include <math.h>
#include <stdlib.h>

doc_words doc_words_of(arena *a, span text) {
    words list = text_words(a, text);
    uint32_t count = (uint32_t)list.count;
    doc_words w = {ARENA_ARRAY(a, uint32_t, count),
                   ARENA_ARRAY(a, uint32_t, count),
                   ARENA_ARRAY(a, uint32_t, count),
                   ARENA_ARRAY(a, uint8_t, count),
                   ARENA_ARRAY(a, uint8_t, count),
                   NULL,
                   count,
                   0};
    for (uint32_t i = 0; i < count; i++) {
        const word *from = &list.items[i];
        w.hash[i] = sketch_word(from);
        w.begin[i] = from->span.begin;
        w.end[i] = from->span.end;
        w.flags[i] = from->flags & (WORD_CAPITAL | WORD_NUMBER) ? WORD_CONTENT : 0;
        if (from->flags & WORD_NUMBER) w.flags[i] |= WORD_FIGURE;
        if (from->flags & WORD_UNSPACED) w.flags[i] |= WORD_PAIR;
        w.weight[i] = 1;
    }
    return w;
}

static uint64_t digest_of(const doc_words *w) { return hash_bytes((span){(const char *)w->hash, w->count * sizeof *w->hash}); }

static void tally_words(retold_copies *copies, const doc_words *w) {
    copies->words += w->count;
    for (uint32_t i = 0; i < w->count; i++) copies->tally[w->hash[i] % TALLY]++;
}

static bool mostly_pairs(const doc_words *w) {
    uint32_t pairs = 0;
    for (uint32_t i = 0; i < w->count; i++) pairs += (w->flags[i] & WORD_PAIR) != 0;
    return pairs > w->count / 2;
}

static void keep_marks(arena *keep, doc *d, const sketch_marks *marks, const doc_words *words) {
    d->mark_count = (uint32_t)marks->count;
    d->marks = ARENA_ARRAY(keep, uint64_t, marks->count);
    d->around = ARENA_ARRAY(keep, uint32_t, marks->count);
    d->at = ARENA_ARRAY(keep, uint32_t, marks->count);
    d->words = ARENA_ARRAY(keep, uint32_t, words->count);
    if (words->count) memcpy(d->words, words->hash, words->count * sizeof *d->words);
    for (uint32_t i = 0; i < d->mark_count; i++) {
        d->marks[i] = marks->items[i].hash;
        d->at[i] = marks->items[i].at;
        d->around[i] = sketch_around(words->hash, words->count, marks->items[i].at);
    }
}

doc doc_of_article(retold_ctx *ctx, retold_copies *copies, const retold_article *article) {
    arena *scratch = ctx_scratch(ctx), *keep = &copies->memory;
    doc_words words = doc_words_of(scratch, article->text);
    sketch_marks marks = {0};
    sketch_collect(scratch, words.hash, words.count, 0, &marks);
    doc d = {.article = article,
             .outlet = NAME_NONE,
             .digest = digest_of(&words),
             .word_count = words.count,
             .unspaced = mostly_pairs(&words)};
    if (words.count) d.whole = (range){words.begin[0], words.end[words.count - 1]};
    keep_marks(keep, &d, &marks, &words);
    if (article->outlet.text.len) d.outlet = names_add(keep, &copies->outlets, article->outlet.text);
    if (!copies->tally) copies->tally = ARENA_ARRAY(keep, uint32_t, TALLY);
    tally_words(copies, &words);
    return d;
}

/* What documents are ordered by; `number` only decides between documents that are equal in all. */
typedef struct place {
    span id;
    uint64_t digest;
    uint32_t number;
} place;

static int by_id(const void *x, const void *y) {
    const place *a = x, *b = y;
    int order = span_compare(a->id, b->id);
    if (order) return order;
    if (a->digest != b->digest) return a->digest < b->digest ? -1 : 1;
    return a->number < b->number ? -1 : a->number > b->number;
}

static void order_docs(grouping *g, retold_copies *copies) {
    place *places = ARENA_ARRAY(g->scratch, place, g->count);
    for (uint32_t i = 0; i < g->count; i++)
        places[i] = (place){copies->docs.items[i].article->id, copies->docs.items[i].digest, i};
    if (g->count) qsort(places, g->count, sizeof *places, by_id);
    for (uint32_t rank = 0; rank < g->count; rank++) {
        g->number[rank] = places[rank].number;
        g->docs[rank] = &copies->docs.items[places[rank].number];
    }
}

/* Asked of texts with one digest, so that texts made to collide are told apart. */
static bool same_words(const doc *a, const doc *b) {
    if (a->word_count != b->word_count || a->digest != b->digest) return false;
    return !memcmp(a->words, b->words, a->word_count * sizeof *a->words);
}

/* Texts with the same words stand behind the one with the smallest id. Texts too short to tell anything stay alone. */
static void find_equals(grouping *g) {
    map seen = {0};
    for (uint32_t rank = 0; rank < g->count; rank++) {
        const doc *d = g->docs[rank];
        g->stands_for[rank] = rank;
        if (d->word_count < (d->unspaced ? 2 * SHORTEST_TEXT : SHORTEST_TEXT)) continue;
        uint64_t *first = map_put(g->scratch, &seen, d->digest);
        if (!*first)
            *first = rank + 1;
        else if (same_words(d, g->docs[*first - 1])) {
            g->stands_for[rank] = (uint32_t)*first - 1;
            g->report->equal_texts++;
        }
    }
}

enum { TABLE = 4096, LEAST_WEIGHT = 8, MOST_WEIGHT = 96 };

/* Surprise in eighths of a bit of a word that occurs so often, 0 < often < TABLE. */
static int16_t *surprises(arena *scratch, uint64_t total) {
    int16_t *table = ARENA_ARRAY(scratch, int16_t, TABLE);
    for (uint32_t often = 1; often < TABLE; often++) table[often] = (int16_t)(log2((double)(total + 1) / often) * 8);
    return table;
}

static uint8_t weight_of(const int16_t *table, uint32_t often) {
    int bits = 0;
    for (; often >= TABLE; often /= 2) bits += 8; /* half as often is one bit more */
    bits = table[often ? often : 1] - bits;
    return (uint8_t)(bits < LEAST_WEIGHT ? LEAST_WEIGHT : bits > MOST_WEIGHT ? MOST_WEIGHT : bits);
}

/* Words of boilerplate shingles weigh nothing and are never matched; the other shingles are the keys for aligning. */
static void flag_and_key(const grouping *g, doc_words *w, uint32_t outlet) {
    for (uint32_t i = 0; i + SKETCH_WORDS <= w->count; i++) {
        uint64_t shingle = sketch_shingle(w->hash + i);
        w->keys[i] = align_key(shingle);
        if (!boilerplate_has(g->boilerplate, outlet, shingle)) continue;
        for (uint32_t k = 0; k < SKETCH_WORDS; k++) w->flags[i + k] |= WORD_BOILERPLATE;
    }
    if (g->boilerplate->count) align_drop_keys(w);
}

doc_words *doc_words_keyed(const grouping *g, arena *a, uint32_t rank) {
    const doc *d = g->docs[rank];
    doc_words *w = ARENA_NEW(a, doc_words);
    *w = (doc_words){.hash = d->words,
                     .flags = ARENA_ARRAY(a, uint8_t, d->word_count),
                     .keys = ARENA_ARRAY(a, uint32_t, d->word_count),
                     .count = d->word_count};
    flag_and_key(g, w, d->outlet);
    return w;
}

void doc_words_weigh(const grouping *g, arena *a, uint32_t rank, doc_words *w) {
    uint64_t total = 0;
    if (w->weight) return;
    doc_words whole = doc_words_of(a, g->docs[rank]->article->text);
    w->begin = whole.begin;
    w->end = whole.end;
    w->weight = whole.weight;
    for (uint32_t i = 0; i < w->count; i++) {
        w->flags[i] |= whole.flags[i];
        w->weight[i] = weight_of(g->weights, g->copies->tally[w->hash[i] % TALLY]);
        if (!(w->flags[i] & WORD_BOILERPLATE)) total += w->weight[i];
    }
    w->total = (float)total;
}

grouping group_begin(retold_ctx *ctx, retold_copies *copies) {
    grouping g = {.ctx = ctx, .scratch = ctx_scratch(ctx), .copies = copies, .count = (uint32_t)copies->docs.count};
    g.number = ARENA_ARRAY(g.scratch, uint32_t, g.count);
    g.docs = ARENA_ARRAY(g.scratch, doc *, g.count);
    g.stands_for = ARENA_ARRAY(g.scratch, uint32_t, g.count);
    g.report = ARENA_NEW(g.scratch, retold_copies_report);
    order_docs(&g, copies);
    find_equals(&g);
    g.weights = surprises(g.scratch, copies->words);
    g.boilerplate = ARENA_NEW(g.scratch, shingle_set);
    return g;
}

mark_list group_marks(const grouping *g) {
    size_t total = 0, kept = 0;
    for (uint32_t rank = 0; rank < g->count; rank++) total += g->docs[rank]->mark_count;
    mark_list list = {ARENA_ARRAY(g->scratch, sketch_mark, total), 0};
    for (uint32_t rank = 0; rank < g->count; rank++) {
        const doc *d = g->docs[rank];
        if (g->stands_for[rank] != rank) continue;
        for (uint32_t i = 0; i < d->mark_count; i++) list.items[list.count++] = (sketch_mark){d->marks[i], rank, d->around[i]};
    }
    sketch_sort(g->scratch, list.items, list.count);
    for (size_t i = 0; i < list.count; i++) {
        const sketch_mark *m = &list.items[i];
        if (kept && list.items[kept - 1].hash == m->hash && list.items[kept - 1].doc == m->doc) continue;
        list.items[kept++] = *m;
    }
    list.count = kept;
    return list;
}
