/* Aligning candidates, measuring what they share, and telling which pairs are copies of one text. */
#include "copies/copies_internal.h"

/* Found by trying on made and on natural pairs (docs/how/copies.md). */
#define LEAST_COVER 0.5f   /* share of the smaller text in shared stretches */
#define LEAST_INNER 0.3f   /* share of its words that are equal */
#define LEAST_NAMES 0.4f   /* equal names and numbers in the shared stretches */
#define LEAST_NUMBERS 0.4f /* equal numbers there, when there are TELLING_NUMBERS */
#define OPENING 0.1f       /* a stretch that begins within this share of a text opens it */
#define LEAST_TITLE 0.5f   /* of the words of the shorter title in the longer one, to be of one text */

enum { TELLING_NUMBERS = 3, MOST_TITLE_WORDS = 64 };

/* Weights of a text without its boilerplate. */
static float text_weight(const doc_words *w) {
    uint64_t sum = 0;
    for (uint32_t i = 0; i < w->count; i++)
        if (!(w->flags[i] & WORD_BOILERPLATE)) sum += w->weight[i];
    return (float)sum;
}

static float range_weight(const doc_words *w, uint32_t begin, uint32_t end) {
    uint64_t sum = 0;
    for (uint32_t i = begin; i < end; i++)
        if (!(w->flags[i] & WORD_BOILERPLATE)) sum += w->weight[i];
    return (float)sum;
}

static uint32_t flagged_in(const doc_words *w, uint32_t begin, uint32_t end, uint8_t flag) {
    uint32_t sum = 0;
    for (uint32_t i = begin; i < end; i++) sum += (w->flags[i] & (flag | WORD_BOILERPLATE)) == flag;
    return sum;
}

static float share(float part, float whole) { return whole <= 0 ? 0 : part >= whole ? 1 : part / whole; }

/* Words of a kind in the shared stretches, on each side and equal. */
typedef struct kind_count {
    uint32_t a, b, equal;
} kind_count;

static float agreement(const kind_count *k) { return k->a + k->b ? share(2 * (float)k->equal, (float)(k->a + k->b)) : 1; }

static uint32_t fewer(const kind_count *k) { return k->a < k->b ? k->a : k->b; }

static measure measured(const alignment *al, const doc_words *a, const doc_words *b, float a_weight, float b_weight) {
    measure m = {0};
    float a_cover = 0, b_cover = 0, weight = 0;
    kind_count names = {0}, numbers = {0};
    for (size_t i = 0; i < al->chains.count; i++) {
        const chain *c = &al->chains.items[i];
        a_cover += range_weight(a, c->a_begin, c->a_end);
        b_cover += range_weight(b, c->b_begin, c->b_end);
        names.a += flagged_in(a, c->a_begin, c->a_end, WORD_CONTENT);
        names.b += flagged_in(b, c->b_begin, c->b_end, WORD_CONTENT);
        numbers.a += flagged_in(a, c->a_begin, c->a_end, WORD_FIGURE);
        numbers.b += flagged_in(b, c->b_begin, c->b_end, WORD_FIGURE);
        for (uint32_t n = c->first; n != UINT32_MAX; n = al->blocks.items[n].next) {
            const stretch *s = &al->blocks.items[n];
            weight += range_weight(b, s->b, s->b + s->len);
            names.equal += flagged_in(b, s->b, s->b + s->len, WORD_CONTENT);
            numbers.equal += flagged_in(b, s->b, s->b + s->len, WORD_FIGURE);
        }
    }
    m.equal = weight;
    m.a_in_b = share(weight, a_weight);
    m.b_in_a = share(weight, b_weight);
    m.a_cover = share(a_cover, a_weight);
    m.b_cover = share(b_cover, b_weight);
    m.names = agreement(&names);
    m.numbers = agreement(&numbers);
    m.numbers_seen = fewer(&numbers);
    return m;
}

/* Share of the words of the shorter title that the other one has, too. */
static float title_agreement(const doc_words *a, const doc_words *b) {
    const doc_words *less = a->count < b->count ? a : b, *more = less == a ? b : a;
    uint32_t equal = 0;
    for (uint32_t i = 0; i < less->count; i++)
        for (uint32_t k = 0; k < more->count; k++)
            if (less->hash[i] == more->hash[k]) {
                equal++;
                break;
            }
    return share((float)equal, (float)less->count);
}

/* True when both texts have a title, and these are of different things. */
static bool titled_apart(const grouping *g, arena *work, const pair *p) {
    span a = g->docs[p->a]->article->title.text, b = g->docs[p->b]->article->title.text;
    arena_mark mark = arena_here(work);
    doc_words x = doc_words_of(work, a), y = doc_words_of(work, b);
    bool apart =
        x.count && y.count && x.count <= MOST_TITLE_WORDS && y.count <= MOST_TITLE_WORDS && title_agreement(&x, &y) < LEAST_TITLE;
    arena_back(work, mark);
    return apart;
}

/* True when the shared stretches of a text begin where it begins. */
static bool opens_with(const doc_words *w, uint32_t first, float weight) { return range_weight(w, 0, first) < OPENING * weight; }

/*
 * True when the text that holds the other one is an article of its own that quotes it: less than half of it is shared, it doesn't begin with
 * that, and it has a title of its own. Abridging keeps the beginning, and a new lead keeps the title.
 */
static bool quotes_it(const grouping *g, arena *work, const pair *p, const alignment *al, const float *weights) {
    bool a_holds = p->m.a_cover < p->m.b_cover;
    float held = a_holds ? p->m.a_cover : p->m.b_cover;
    if (held >= LEAST_COVER) return false;
    uint32_t holder = a_holds ? p->a : p->b, first = UINT32_MAX;
    for (size_t i = 0; i < al->chains.count; i++) {
        uint32_t begin = a_holds ? al->chains.items[i].a_begin : al->chains.items[i].b_begin;
        if (begin < first) first = begin;
    }
    return !opens_with(&g->docs[holder]->words, first, weights[holder]) && titled_apart(g, work, p);
}

/*
 * True when the pair is one text. A copy keeps the names and numbers of what it shares; a text of the same form (a weekly table, a
 * results item) keeps the words between them. And the shared stretches cover most of the smaller one: a passage in another article
 * doesn't, however exact.
 */
static bool speaks_for_one_text(const measure *m) {
    float inner = m->a_in_b > m->b_in_a ? m->a_in_b : m->b_in_a, cover = m->a_cover > m->b_cover ? m->a_cover : m->b_cover;
    bool form = m->names < LEAST_NAMES || (m->numbers_seen >= TELLING_NUMBERS && m->numbers < LEAST_NUMBERS);
    return cover >= LEAST_COVER && inner >= LEAST_INNER && !form;
}

static void keep_pair(const grouping *g, arena *work, pair_list *out, candidate c, const alignment *al, const float *weights) {
    pair p = {.a = c.a, .b = c.b};
    p.m = measured(al, &g->docs[c.a]->words, &g->docs[c.b]->words, weights[c.a], weights[c.b]);
    p.joins = speaks_for_one_text(&p.m) && !quotes_it(g, work, &p, al, weights);
    p.chain_begin = (uint32_t)out->chains.count;
    for (size_t i = 0; i < al->chains.count; i++) vec_push(g->scratch, &out->chains, al->chains.items[i]);
    p.chain_end = (uint32_t)out->chains.count;
    vec_push(g->scratch, &out->items, p);
}

/* All pairs of one first text. What aligning takes goes with `work`; what is kept is on the grouping's scratch. */
static void compare_with(const grouping *g, arena *work, const candidate *found, size_t count, const float *weights,
                         pair_list *out) {
    arena_mark start = arena_here(work);
    align_index index = align_index_made(work, &g->docs[found[0].a]->words);
    for (size_t i = 0; i < count; i++) {
        arena_mark mark = arena_here(work);
        alignment al = align_texts(work, &index, &g->docs[found[i].b]->words, SHORTEST_SHARED);
        if (al.chains.count) keep_pair(g, work, out, found[i], &al, weights);
        arena_back(work, mark);
    }
    arena_back(work, start);
}

static void prepare_texts(const grouping *g, const candidates *found) {
    for (uint32_t i = 0; i < g->count; i++) g->docs[i]->words.keys = NULL;
    for (size_t i = 0; i < found->count; i++) {
        const candidate *c = &found->items[i];
        if (!g->docs[c->a]->words.keys) align_prepare(g->scratch, &g->docs[c->a]->words);
        if (!g->docs[c->b]->words.keys) align_prepare(g->scratch, &g->docs[c->b]->words);
    }
}

static void free_work(void *work) { arena_free(work); }

void pairs_verify(const grouping *g, const candidates *found, pair_list *out) {
    float *weights = ARENA_ARRAY(g->scratch, float, g->count);
    for (uint32_t i = 0; i < g->count; i++) weights[i] = text_weight(&g->docs[i]->words);
    prepare_texts(g, found);
    arena *work = ARENA_NEW(g->scratch, arena);
    *work = arena_made(g->ctx);
    ctx_always(g->ctx, free_work, work);
    for (size_t i = 0, end; i < found->count; i = end) {
        for (end = i; end < found->count && found->items[end].a == found->items[i].a;) end++;
        compare_with(g, work, found->items + i, end - i, weights, out);
    }
    g->report->pairs_compared += found->count;
    g->report->pairs_sharing = out->items.count;
}
