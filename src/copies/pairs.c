/* Aligning candidates, measuring what they share, and telling which pairs are copies of one text. */
#include "copies/copies_internal.h"
#include <stdlib.h>

/* Found by trying on made and on natural pairs (docs/how/copies.md). */
#define LEAST_COVER 0.5f   /* share of the smaller text in shared stretches */
#define LEAST_INNER 0.3f   /* share of its words that are equal */
#define LEAST_NAMES 0.4f   /* equal names and numbers in the shared stretches */
#define LEAST_NUMBERS 0.4f /* equal numbers there, when there are TELLING_NUMBERS */
#define OPENING 0.1f       /* a stretch that begins within this share of a text opens it */
#define LEAST_TITLE 0.5f   /* of the words of the shorter title in the longer one, to be of one text */

enum { TELLING_NUMBERS = 3, MOST_TITLE_WORDS = 64 };

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

static measure measured(const alignment *al, const doc_words *a, const doc_words *b) {
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
    m.a_in_b = share(weight, a->total);
    m.b_in_a = share(weight, b->total);
    m.a_cover = share(a_cover, a->total);
    m.b_cover = share(b_cover, b->total);
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
static bool opens_with(const doc_words *w, uint32_t first) { return range_weight(w, 0, first) < OPENING * w->total; }

/*
 * True when the text that holds the other one is an article of its own that quotes it: less than half of it is shared, it doesn't begin with
 * that, and it has a title of its own. Abridging keeps the beginning, and a new lead keeps the title.
 */
static bool quotes_it(const grouping *g, arena *work, const pair *p, const alignment *al, const doc_words *a,
                      const doc_words *b) {
    bool a_holds = p->m.a_cover < p->m.b_cover;
    float held = a_holds ? p->m.a_cover : p->m.b_cover;
    uint32_t first = UINT32_MAX;
    if (held >= LEAST_COVER) return false;
    for (size_t i = 0; i < al->chains.count; i++) {
        uint32_t begin = a_holds ? al->chains.items[i].a_begin : al->chains.items[i].b_begin;
        if (begin < first) first = begin;
    }
    return !opens_with(a_holds ? a : b, first) && titled_apart(g, work, p);
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

static range bytes_of(const doc_words *w, uint32_t begin, uint32_t end) { return (range){w->begin[begin], w->end[end - 1]}; }

static shared_span span_of_chain(const chain *c, const doc_words *a, const doc_words *b) {
    return (shared_span){.a = bytes_of(a, c->a_begin, c->a_end),
                         .b = bytes_of(b, c->b_begin, c->b_end),
                         .a_words = {c->a_begin, c->a_end},
                         .b_words = {c->b_begin, c->b_end},
                         .exact = c->matched == c->a_end - c->a_begin && c->matched == c->b_end - c->b_begin};
}

/* As form_alone(), with the smaller text first. */
static bool shares_form_alone(const grouping *g, arena *work, const pair *p, const doc_words *a, const doc_words *b) {
    span x = g->docs[p->a]->article->text, y = g->docs[p->b]->article->text;
    return a->count <= b->count ? form_alone(work, &p->m, x, a, y, b) : form_alone(work, &p->m, y, b, x, a);
}

static void keep_pair(const grouping *g, arena *work, pair_list *out, candidate c, const alignment *al, const doc_words *a,
                      const doc_words *b) {
    pair p = {.a = c.a, .b = c.b, .m = measured(al, a, b)};
    p.joins = speaks_for_one_text(&p.m) && !quotes_it(g, work, &p, al, a, b) && !shares_form_alone(g, work, &p, a, b);
    p.span_begin = (uint32_t)out->spans.count;
    for (size_t i = 0; i < al->chains.count; i++) vec_push(g->scratch, &out->spans, span_of_chain(&al->chains.items[i], a, b));
    p.span_end = (uint32_t)out->spans.count;
    vec_push(g->scratch, &out->items, p);
}

/* The texts of one part of the candidates, cut into words; given back when they are many. */
typedef struct shelf {
    const grouping *g;
    arena texts, work;
    doc_words **ready; /* [count] by rank; NULL when not on the shelf */
    VEC(uint32_t) ranks;
    size_t words;
} shelf;

enum { SHELF_WORDS = 1 << 21 };

static void shelf_clear(shelf *s) {
    for (size_t i = 0; i < s->ranks.count; i++) s->ready[s->ranks.items[i]] = NULL;
    s->ranks.count = s->words = 0;
    arena_free(&s->texts);
}

static doc_words *shelf_text(shelf *s, uint32_t rank) {
    if (!s->ready[rank]) {
        s->ready[rank] = doc_words_keyed(s->g, &s->texts, rank);
        s->words += s->ready[rank]->count;
        vec_push(s->g->scratch, &s->ranks, rank);
    }
    return s->ready[rank];
}

static void free_shelf(void *p) {
    shelf *s = p;
    arena_free(&s->texts);
    arena_free(&s->work);
}

/* Words that a passage of a pair has in common; pairs of characters count half. */
static uint32_t shortest_shared(const grouping *g, candidate c) {
    return g->docs[c.a]->unspaced && g->docs[c.b]->unspaced ? 2 * SHORTEST_SHARED : SHORTEST_SHARED;
}

/* All pairs of one first text. */
static void compare_with(shelf *s, const candidates *found, const uint32_t *order, size_t count, pair_list *out) {
    arena_mark start = arena_here(&s->work);
    doc_words *a = shelf_text(s, found->items[order[0]].a);
    align_index index = align_index_made(&s->work, a);
    for (size_t i = 0; i < count; i++) {
        arena_mark mark = arena_here(&s->work);
        candidate c = found->items[order[i]];
        doc_words *b = shelf_text(s, c.b);
        alignment al = align_texts(&s->work, &index, b, shortest_shared(s->g, c));
        if (al.chains.count) {
            doc_words_weigh(s->g, &s->texts, c.a, a);
            doc_words_weigh(s->g, &s->texts, c.b, b);
            keep_pair(s->g, &s->work, out, c, &al, a, b);
        }
        arena_back(&s->work, mark);
    }
    arena_back(&s->work, start);
}

static int by_ends(const void *x, const void *y) {
    const pair *p = x, *q = y;
    if (p->a != q->a) return p->a < q->a ? -1 : 1;
    return p->b < q->b ? -1 : p->b > q->b;
}

void pairs_verify(const grouping *g, const candidates *found, pair_list *out) {
    shelf *s = ARENA_NEW(g->scratch, shelf);
    *s = (shelf){
        .g = g, .texts = arena_made(g->ctx), .work = arena_made(g->ctx), .ready = ARENA_ARRAY(g->scratch, doc_words *, g->count)};
    ctx_always(g->ctx, free_shelf, s);
    uint32_t *order = candidates_by_component(g, found);
    for (size_t i = 0, end; i < found->count; i = end) {
        uint32_t a = found->items[order[i]].a;
        for (end = i; end < found->count && found->items[order[end]].a == a;) end++;
        compare_with(s, found, order + i, end - i, out);
        if (s->words > SHELF_WORDS) shelf_clear(s);
    }
    if (out->items.count) qsort(out->items.items, out->items.count, sizeof *out->items.items, by_ends);
    g->report->pairs_compared += found->count;
    g->report->pairs_sharing = out->items.count;
}
