/* From articles to words, marks, and the order in which a grouping works. */
#include "copies/copies_internal.h"
#include <math.h>
#include <stdlib.h>

doc_words doc_words_of(arena *a, span text) {
    words list = packed_list(a, text);
    uint32_t count = (uint32_t)list.count;
    doc_words w = {.hash = ARENA_ARRAY(a, uint32_t, count),
                   .begin = ARENA_ARRAY(a, uint32_t, count),
                   .end = ARENA_ARRAY(a, uint32_t, count),
                   .flags = ARENA_ARRAY(a, uint8_t, count),
                   .count = count};
    for (uint32_t i = 0; i < count; i++) {
        const word *from = &list.items[i];
        w.hash[i] = sketch_word(from);
        w.begin[i] = from->span.begin;
        w.end[i] = from->span.end;
        w.flags[i] = packed_flags(packed_kind(from));
    }
    return w;
}

/* Cell of a word; the lowest bits of a hash are 0. */
static uint32_t tally_cell(uint32_t hash) { return (hash >> 2) % TALLY; }

static void tally_words(retold_copies *copies, const uint32_t *hash, uint32_t count) {
    if (!copies->tally) copies->tally = ARENA_ARRAY(&copies->memory, uint32_t, TALLY);
    copies->words += count;
    for (uint32_t i = 0; i < count; i++) copies->tally[tally_cell(hash[i])]++;
}

/* Room for one more document. */
static doc *next_doc(retold_copies *copies) {
    if (copies->count % DOC_BLOCK == 0 && copies->blocks.count == copies->count / DOC_BLOCK) {
        doc *block = ARENA_ARRAY(&copies->memory, doc, DOC_BLOCK);
        vec_push(&copies->memory, &copies->blocks, block);
    }
    return doc_at(copies, copies->count);
}

static title_words title_of(arena *a, span title) {
    words list = packed_list(a, title);
    title_words out = {{0}};
    for (size_t i = 0; i < list.count; i++) {
        uint32_t bit = sketch_word(&list.items[i]) >> 25;
        out.bits[bit / 64] |= UINT64_C(1) << bit % 64;
    }
    return out;
}

/* What can fail for want of memory comes first, so that a failed article leaves marks of a serial that no document has, and no more. */
void docs_add(retold_ctx *ctx, retold_copies *copies, const retold_article *article) {
    arena *scratch = ctx_scratch(ctx), *keep = &copies->memory;
    keep->ctx = ctx;
    words list = packed_list(scratch, article->text);
    packed_words p = packed_made(scratch, &list, !copies->hands.families_only);
    doc d = {.article = copies->fetch ? NULL : article,
             .published = article->published,
             .outlet = NAME_NONE,
             .digest = hash_bytes((span){(const char *)p.hash, p.count * sizeof *p.hash}),
             .word_count = p.count,
             .text_len = (uint32_t)article->text.len,
             .serial = copies->serials++,
             .title = title_of(scratch, article->title.text),
             .unspaced = p.pairs > p.count / 2};
    if (p.count) d.whole = (range){list.items[0].span.begin, list.items[p.count - 1].span.end};
    sketch_marks marks = {0}, more = {0};
    bool dense = copies->count < DENSE_TEXTS;
    sketch_collect(scratch, p.hash, p.count, d.serial, &marks, dense ? &more : NULL);
    d.words = packed_put(ctx, &copies->spool, &p);
    d.odd_count = p.odd_count;
    d.id = copies->fetch ? arena_copy(keep, article->id) : article->id;
    if (article->outlet.text.len) d.outlet = names_add(keep, &copies->outlets, article->outlet.text);
    const uint32_t *nibbles = sketch_nibbles(scratch, p.hash, p.count);
    runs_add(ctx, &copies->marks, &copies->spool, &marks, nibbles);
    runs_add(ctx, &copies->more, &copies->spool, &more, nibbles);
    doc *place = next_doc(copies);
    tally_words(copies, p.hash, p.count);
    *place = d;
    if (copies->count++ == DENSE_TEXTS) runs_free(&copies->more);
}

/* ---- the order ---- */

/* What documents are ordered by; `number` only decides between documents that are equal in all. */
typedef struct place {
    uint64_t start; /* of the id, the first byte highest */
    uint64_t digest;
    span id;
    uint32_t number;
} place;

static uint64_t start_of(span id) {
    uint64_t start = 0;
    for (size_t i = 0; i < 8; i++) start = start << 8 | (i < id.len ? (unsigned char)id.ptr[i] : 0);
    return start;
}

static int by_id(const void *x, const void *y) {
    const place *a = x, *b = y;
    if (a->start != b->start) return a->start < b->start ? -1 : 1;
    int order = span_compare(a->id, b->id);
    if (order) return order;
    if (a->digest != b->digest) return a->digest < b->digest ? -1 : 1;
    return a->number < b->number ? -1 : a->number > b->number;
}

static void order_docs(grouping *g) {
    arena_mark mark = arena_here(g->scratch);
    place *places = ARENA_ARRAY(g->scratch, place, g->count);
    bool ordered = true;
    for (uint32_t i = 0; i < g->count; i++) {
        const doc *d = doc_at(g->copies, i);
        places[i] = (place){start_of(d->id), d->digest, d->id, i};
        ordered = ordered && (!i || by_id(&places[i - 1], &places[i]) < 0);
    }
    if (!ordered) qsort(places, g->count, sizeof *places, by_id);
    for (uint32_t rank = 0; rank < g->count; rank++) g->number[rank] = places[rank].number;
    arena_back(g->scratch, mark);
}

void doc_hashes(const grouping *g, uint32_t rank, uint32_t begin, uint32_t count, uint32_t *into) {
    packed_hashes(&g->copies->spool, group_doc(g, rank)->words, begin, count, into);
}

static const uint32_t *all_hashes(const grouping *g, uint32_t rank) {
    uint32_t count = group_doc(g, rank)->word_count, *hashes = ARENA_ARRAY(g->scratch, uint32_t, count);
    doc_hashes(g, rank, 0, count, hashes);
    return hashes;
}

/* Texts of one digest stand behind the first, if they really have its words: texts can be made to collide. */
static void set_equals(grouping *g, const sketch_mark *run, size_t count) {
    arena_mark mark = arena_here(g->scratch);
    uint32_t first = run[0].doc, words = group_doc(g, first)->word_count;
    const uint32_t *hashes = count > 1 ? all_hashes(g, first) : NULL;
    for (size_t i = 1; i < count; i++) {
        arena_mark here = arena_here(g->scratch);
        bool same =
            group_doc(g, run[i].doc)->word_count == words && !memcmp(hashes, all_hashes(g, run[i].doc), words * sizeof *hashes);
        arena_back(g->scratch, here);
        if (!same) continue;
        g->stands_for[run[i].doc] = first;
        g->report->equal_texts++;
    }
    arena_back(g->scratch, mark);
}

/* Texts with the same words stand behind the one with the smallest id. Texts too short to tell anything stay alone. */
static void find_equals(grouping *g) {
    arena_mark mark = arena_here(g->scratch);
    sketch_mark *list = ARENA_ARRAY(g->scratch, sketch_mark, g->count);
    size_t count = 0;
    for (uint32_t rank = 0; rank < g->count; rank++) {
        const doc *d = group_doc(g, rank);
        g->stands_for[rank] = rank;
        if (d->word_count >= (d->unspaced ? 2 * SHORTEST_TEXT : SHORTEST_TEXT)) list[count++] = (sketch_mark){d->digest, rank, 0};
    }
    sketch_sort(g->scratch, list, count);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && list[end].hash == list[i].hash;) end++;
        set_equals(g, list + i, end - i);
    }
    arena_back(g->scratch, mark);
}

/* ---- a text, when it is asked for ---- */

enum { TABLE = 4096, LEAST_WEIGHT = 8, MOST_WEIGHT = 96 };

/* Surprise in eighths of a bit of a word that occurs so often, 0 < often < TABLE. */
static void fill_surprises(int16_t *table, uint64_t total) {
    for (uint32_t often = 1; often < TABLE; often++) table[often] = (int16_t)(log2((double)(total + 1) / often) * 8);
}

static uint8_t weight_of(const int16_t *table, uint32_t often) {
    int bits = 0;
    for (; often >= TABLE; often /= 2) bits += 8; /* half as often is one bit more */
    bits = table[often ? often : 1] - bits;
    return (uint8_t)(bits < LEAST_WEIGHT ? LEAST_WEIGHT : bits > MOST_WEIGHT ? MOST_WEIGHT : bits);
}

/* Weights by cell of the tally: a quarter of its size, as they are looked up for every word of many texts. *mean becomes that of all words. */
static uint8_t *weights_made(const grouping *g, float *mean) {
    int16_t table[TABLE];
    uint64_t sum = 0;
    uint8_t *weights = arena_raw(g->scratch, TALLY * sizeof *weights);
    const uint32_t *tally = g->copies->tally;
    if (!g->copies->words) return memset(weights, 0, TALLY * sizeof *weights);
    fill_surprises(table, g->copies->words);
    memset(weights, weight_of(table, 0), TALLY * sizeof *weights);
    for (uint32_t i = 0; i < TALLY; i += 8) {
        uint64_t eight[4]; /* cells of a small corpus are mostly empty */
        memcpy(eight, tally + i, sizeof eight);
        if (!(eight[0] | eight[1] | eight[2] | eight[3])) continue;
        for (uint32_t k = i; k < i + 8; k++) {
            weights[k] = weight_of(table, tally[k]);
            sum += (uint64_t)weights[k] * tally[k];
        }
    }
    *mean = (float)sum / (float)g->copies->words;
    return weights;
}

/* The shingles of boilerplate flag their words; true when there are some. */
static bool flag_boilerplate(const shingle_set *set, doc_words *w, uint32_t outlet) {
    bool flagged = false;
    if (!set->count) return false;
    for (uint32_t i = 0; i + SKETCH_WORDS <= w->count; i++) {
        if (!boilerplate_bit(set->seen_keys, w->keys[i]) || !boilerplate_has(set, outlet, sketch_shingle(w->hash + i))) continue;
        for (uint32_t k = 0; k < SKETCH_WORDS; k++) w->flags[i + k] |= WORD_BOILERPLATE;
        flagged = true;
    }
    return flagged;
}

/* True as flag_boilerplate() says. */
static bool read_words(const grouping *g, arena *a, uint32_t rank, doc_words *into) {
    const doc *d = group_doc(g, rank);
    *into = packed_get(a, &g->copies->spool, d->words, d->word_count, d->odd_count, !g->copies->hands.families_only);
    align_prepare(a, into);
    return flag_boilerplate(g->boilerplate, into, d->outlet);
}

doc_words *doc_words_flagged(const grouping *g, arena *a, uint32_t rank) {
    doc_words *w = ARENA_NEW(a, doc_words);
    read_words(g, a, rank, w);
    return w;
}

doc_words *doc_words_keyed(const grouping *g, arena *a, uint32_t rank) {
    doc_words *w = ARENA_NEW(a, doc_words);
    if (read_words(g, a, rank, w)) align_drop_boilerplate(w);
    return w;
}

void doc_words_place(const grouping *g, arena *a, doc_words *w) {
    if (w->begin) return;
    w->begin = ARENA_ARRAY(a, uint32_t, w->count + 1);
    w->end = ARENA_ARRAY(a, uint32_t, w->count + 1);
    if (w->shape) {
        packed_places(w);
        return;
    }
    words list = packed_list(a, w->article->text);
    if (list.count != w->count) g->copies->lost = true;
    for (uint32_t i = 0; i < w->count && i < list.count; i++) {
        w->begin[i] = list.items[i].span.begin;
        w->end[i] = list.items[i].span.end;
    }
}

void doc_words_weigh(const grouping *g, arena *a, doc_words *w) {
    words_before sum = {0};
    if (w->before) return;
    w->before = arena_raw(a, (w->count + 1) * sizeof *w->before);
    for (uint32_t i = 0; i < w->count; i++) {
        w->before[i] = sum;
        if (w->flags[i] & WORD_BOILERPLATE) continue;
        sum.weight += g->weights[tally_cell(w->hash[i])];
        sum.names += (w->flags[i] & WORD_CONTENT) / WORD_CONTENT;
        sum.figures += (w->flags[i] & WORD_FIGURE) / WORD_FIGURE;
    }
    w->before[w->count] = sum;
}

typedef struct fetch_job {
    retold_copies *copies;
    uint32_t number;
    arena *into;
    retold_article *out;
} fetch_job;

static void free_article(void *article) { retold_article_free(article); }

/* The article is the caller's as soon as it is there; what is looked at is copied. */
static retold_status fetch_article(retold_ctx *ctx, void *p, retold_error *err) {
    fetch_job *job = p;
    retold_article *got = NULL;
    retold_error why = {0};
    retold_status status = job->copies->fetch(ctx, job->copies->fetch_user, job->number, &got, err ? err : &why);
    if (status != RETOLD_OK) return status;
    ctx_always(ctx, free_article, got);
    if (got->text.len != doc_at(job->copies, job->number)->text_len) return RETOLD_E_IO;
    job->out->id = arena_copy(job->into, got->id);
    job->out->title.text = arena_copy(job->into, got->title.text);
    job->out->outlet.text = arena_copy(job->into, got->outlet.text);
    job->out->agency.text = arena_copy(job->into, got->agency.text);
    job->out->published = got->published;
    job->out->text = arena_copy(job->into, got->text);
    return RETOLD_OK;
}

const retold_article *doc_article(const grouping *g, retold_ctx *ctx, arena *a, uint32_t rank) {
    const doc *d = group_doc(g, rank);
    if (d->article) return d->article;
    retold_article *out = ARENA_NEW(a, retold_article);
    retold_status status = ctx_run(ctx, fetch_article, &(fetch_job){g->copies, g->number[rank], a, out}, NULL);
    if (status == RETOLD_E_NOMEM) ctx_out_of_memory(a->ctx);
    if (status == RETOLD_OK) return out;
    g->copies->lost = true;
    return ARENA_NEW(a, retold_article);
}

/* ---- a grouping ---- */

grouping group_begin(retold_ctx *ctx, retold_copies *copies, arena *work) {
    grouping g = {.ctx = ctx, .scratch = ctx_scratch(ctx), .work = work, .copies = copies, .count = copies->count};
    g.number = ARENA_ARRAY(g.scratch, uint32_t, g.count);
    g.stands_for = ARENA_ARRAY(g.scratch, uint32_t, g.count);
    g.report = ARENA_NEW(g.scratch, retold_copies_report);
    order_docs(&g);
    g.outlet = ARENA_ARRAY(g.scratch, uint32_t, g.count);
    for (uint32_t rank = 0; rank < g.count; rank++) g.outlet[rank] = group_doc(&g, rank)->outlet;
    find_equals(&g);
    g.weights = weights_made(&g, &g.mean_weight);
    g.boilerplate = ARENA_NEW(g.scratch, shingle_set);
    return g;
}
