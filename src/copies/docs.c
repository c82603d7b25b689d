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
                   count};
    for (uint32_t i = 0; i < count; i++) {
        const word *from = &list.items[i];
        w.hash[i] = sketch_word(from);
        w.begin[i] = from->span.begin;
        w.end[i] = from->span.end;
        w.flags[i] = from->flags & (WORD_CAPITAL | WORD_NUMBER) ? WORD_CONTENT : 0;
        if (from->flags & WORD_NUMBER) w.flags[i] |= WORD_FIGURE;
        w.weight[i] = 1;
    }
    return w;
}

/* A copy of an array in another arena. */
static void *moved(arena *keep, const void *items, size_t count, size_t size) {
    void *out = arena_array(keep, count, size);
    if (count) memcpy(out, items, count * size);
    return out;
}

static doc_words words_moved(arena *keep, const doc_words *w) {
    size_t n = w->count;
    return (doc_words){moved(keep, w->hash, n, sizeof *w->hash),
                       moved(keep, w->begin, n, sizeof *w->begin),
                       moved(keep, w->end, n, sizeof *w->end),
                       moved(keep, w->flags, n, sizeof *w->flags),
                       moved(keep, w->weight, n, sizeof *w->weight),
                       NULL,
                       w->count};
}

static uint64_t digest_of(const doc_words *w) { return hash_bytes((span){(const char *)w->hash, w->count * sizeof *w->hash}); }

doc doc_of_article(retold_ctx *ctx, arena *keep, names *outlets, const retold_article *article) {
    arena *scratch = ctx_scratch(ctx);
    doc_words words = doc_words_of(scratch, article->text);
    sketch_marks marks = {0};
    sketch_collect(scratch, words.hash, words.count, 0, &marks);
    doc d = {.article = article, .outlet = NAME_NONE, .digest = digest_of(&words)};
    d.words = words_moved(keep, &words);
    d.marks = moved(keep, marks.items, marks.count, sizeof *marks.items);
    d.mark_count = (uint32_t)marks.count;
    if (article->outlet.text.len) d.outlet = names_add(keep, outlets, article->outlet.text);
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

static bool same_words(const doc *a, const doc *b) {
    return a->words.count == b->words.count && !memcmp(a->words.hash, b->words.hash, a->words.count * sizeof *a->words.hash);
}

/* Texts with the same words stand behind the one with the smallest id. Texts too short to tell anything stay alone. */
static void find_equals(grouping *g) {
    map seen = {0};
    for (uint32_t rank = 0; rank < g->count; rank++) {
        const doc *d = g->docs[rank];
        g->stands_for[rank] = rank;
        if (d->words.count < SHORTEST_TEXT) continue;
        uint64_t *first = map_put(g->scratch, &seen, d->digest);
        if (!*first)
            *first = rank + 1;
        else if (same_words(d, g->docs[*first - 1])) {
            g->stands_for[rank] = (uint32_t)*first - 1;
            g->report->equal_texts++;
        }
    }
}

/* How often words occur in the corpus, by hash; a shared cell makes a word seem a little less rare. */
typedef struct tally {
    uint32_t *cells;
    uint32_t mask;
    uint64_t total;
} tally;

static tally tally_words(const grouping *g) {
    tally t = {0};
    for (uint32_t i = 0; i < g->count; i++) t.total += g->docs[i]->words.count;
    uint32_t size = 1u << 12;
    while (size < 1u << 22 && size < t.total / 2) size *= 2;
    t.cells = ARENA_ARRAY(g->scratch, uint32_t, size);
    t.mask = size - 1;
    for (uint32_t i = 0; i < g->count; i++) {
        const doc_words *w = &g->docs[i]->words;
        if (g->stands_for[i] != i) continue;
        for (uint32_t k = 0; k < w->count; k++) t.cells[w->hash[k] & t.mask]++;
    }
    return t;
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

/* Words weigh by their rarity, and lose what an earlier grouping flagged. */
static void weigh_words(const grouping *g) {
    tally t = tally_words(g);
    const int16_t *table = surprises(g->scratch, t.total);
    for (uint32_t i = 0; i < g->count; i++) {
        doc_words *w = &g->docs[i]->words;
        for (uint32_t k = 0; k < w->count; k++) {
            w->weight[k] = weight_of(table, t.cells[w->hash[k] & t.mask]);
            w->flags[k] &= WORD_CONTENT | WORD_FIGURE;
        }
    }
}

grouping group_begin(retold_ctx *ctx, retold_copies *copies) {
    grouping g = {.ctx = ctx, .scratch = ctx_scratch(ctx), .copies = copies, .count = (uint32_t)copies->docs.count};
    g.number = ARENA_ARRAY(g.scratch, uint32_t, g.count);
    g.docs = ARENA_ARRAY(g.scratch, doc *, g.count);
    g.stands_for = ARENA_ARRAY(g.scratch, uint32_t, g.count);
    g.report = ARENA_NEW(g.scratch, retold_copies_report);
    order_docs(&g, copies);
    find_equals(&g);
    weigh_words(&g);
    return g;
}

mark_list group_marks(const grouping *g) {
    size_t total = 0, kept = 0;
    for (uint32_t rank = 0; rank < g->count; rank++) total += g->docs[rank]->mark_count;
    mark_list list = {ARENA_ARRAY(g->scratch, sketch_mark, total), 0};
    for (uint32_t rank = 0; rank < g->count; rank++) {
        const doc *d = g->docs[rank];
        if (g->stands_for[rank] != rank) continue;
        for (uint32_t i = 0; i < d->mark_count; i++)
            list.items[list.count++] = (sketch_mark){d->marks[i].hash, rank, d->marks[i].at};
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
