/* From articles to words, marks, and the order in which a grouping works. */
#include "copies/copies_internal.h"
#include <math.h>
#include <stdlib.h>

/* Flags of a word as the later steps ask for them. */
static uint8_t flags_of(const word *w) {
    uint8_t flags = w->flags & (WORD_CAPITAL | WORD_NUMBER) ? WORD_CONTENT : 0;
    if (w->flags & WORD_NUMBER) flags |= WORD_FIGURE;
    return w->flags & WORD_UNSPACED ? flags | WORD_PAIR : flags;
}

doc_words doc_words_of(arena *a, span text) {
    words list = text_words(a, text);
    uint32_t count = (uint32_t)list.count;
    doc_words w = {.hash = ARENA_ARRAY(a, uint32_t, count),
                   .begin = ARENA_ARRAY(a, uint32_t, count),
                   .end = ARENA_ARRAY(a, uint32_t, count),
                   .flags = ARENA_ARRAY(a, uint8_t, count),
                   .weight = ARENA_ARRAY(a, uint8_t, count),
                   .count = count};
    for (uint32_t i = 0; i < count; i++) {
        const word *from = &list.items[i];
        w.hash[i] = sketch_word(from);
        w.begin[i] = from->span.begin;
        w.end[i] = from->span.end;
        w.flags[i] = flags_of(from);
        w.weight[i] = 1;
    }
    return w;
}

/* ---- what the spool keeps of a text ---- */

/*
 * Where a word stands and what it is, in 16 bits: bytes since the end of the word before (less SHAPE_OVERLAP, for overlapping words), its own
 * bytes, its flags. What doesn't fit has SHAPE_ODD as distance, and both numbers in a list of their own.
 */
enum {
    SHAPE_OVERLAP = 8,
    SHAPE_ODD = 31,
    SHAPE_LEN_SHIFT = 5,
    SHAPE_LEN_MOST = 255,
    SHAPE_PAIR = 1 << 13,
    SHAPE_CONTENT = 1 << 14,
    SHAPE_FIGURE = 1 << 15
};

typedef struct odd_shape {
    uint32_t distance, len;
} odd_shape;

/* A text as it goes into the spool. */
typedef struct packed_words {
    uint32_t *hash;
    uint16_t *shape;
    odd_shape *odd;
    uint32_t count, odd_count;
} packed_words;

static uint16_t shape_of(packed_words *p, const word *w, uint32_t last_end) {
    uint32_t distance = w->span.begin - last_end + SHAPE_OVERLAP, len = w->span.end - w->span.begin;
    uint8_t flags = flags_of(w);
    uint16_t kind = (uint16_t)((flags & WORD_CONTENT ? SHAPE_CONTENT : 0) | (flags & WORD_FIGURE ? SHAPE_FIGURE : 0) |
                               (flags & WORD_PAIR ? SHAPE_PAIR : 0));
    if (distance < SHAPE_ODD && len <= SHAPE_LEN_MOST) return (uint16_t)(kind | len << SHAPE_LEN_SHIFT | distance);
    p->odd[p->odd_count++] = (odd_shape){distance, len};
    return kind | SHAPE_ODD;
}

static packed_words pack_words(arena *a, const words *list) {
    packed_words p = {.count = (uint32_t)list->count};
    p.hash = ARENA_ARRAY(a, uint32_t, p.count);
    p.shape = ARENA_ARRAY(a, uint16_t, p.count);
    p.odd = ARENA_ARRAY(a, odd_shape, p.count);
    for (uint32_t i = 0, end = 0; i < p.count; i++) {
        p.hash[i] = sketch_word(&list->items[i]);
        p.shape[i] = shape_of(&p, &list->items[i], end);
        end = list->items[i].span.end;
    }
    return p;
}

static uint64_t digest_of(const packed_words *p) { return hash_bytes((span){(const char *)p->hash, p->count * sizeof *p->hash}); }

static void tally_words(retold_copies *copies, const packed_words *p) {
    if (!copies->tally) copies->tally = ARENA_ARRAY(&copies->memory, uint32_t, TALLY);
    copies->words += p->count;
    for (uint32_t i = 0; i < p->count; i++) copies->tally[p->hash[i] % TALLY]++;
}

static bool mostly_pairs(const words *list) {
    size_t pairs = 0;
    for (size_t i = 0; i < list->count; i++) pairs += (list->items[i].flags & WORD_UNSPACED) != 0;
    return pairs > list->count / 2;
}

/* Room for one more document. */
static doc *next_doc(retold_copies *copies) {
    if (copies->count % DOC_BLOCK == 0 && copies->blocks.count == copies->count / DOC_BLOCK) {
        doc *block = ARENA_ARRAY(&copies->memory, doc, DOC_BLOCK);
        vec_push(&copies->memory, &copies->blocks, block);
    }
    return doc_at(copies, copies->count);
}

/* What can fail for want of memory comes first, so that a failed article leaves marks of a serial that no document has, and no more. */
void docs_add(retold_ctx *ctx, retold_copies *copies, const retold_article *article) {
    arena *scratch = ctx_scratch(ctx), *keep = &copies->memory;
    keep->ctx = ctx;
    words list = text_words(scratch, article->text);
    packed_words p = pack_words(scratch, &list);
    doc d = {.article = copies->fetch ? NULL : article,
             .published = article->published,
             .outlet = NAME_NONE,
             .digest = digest_of(&p),
             .word_count = p.count,
             .text_len = (uint32_t)article->text.len,
             .serial = copies->serials++,
             .unspaced = mostly_pairs(&list)};
    if (p.count) d.whole = (range){list.items[0].span.begin, list.items[p.count - 1].span.end};
    sketch_marks marks = {0};
    sketch_collect(scratch, p.hash, p.count, d.serial, &marks);
    d.words = spool_put(ctx, &copies->spool, p.hash, p.count * sizeof *p.hash);
    spool_put(ctx, &copies->spool, p.shape, p.count * sizeof *p.shape);
    spool_put(ctx, &copies->spool, p.odd, p.odd_count * sizeof *p.odd);
    d.odd_count = p.odd_count;
    d.id = copies->fetch ? arena_copy(keep, article->id) : article->id;
    if (article->outlet.text.len) d.outlet = names_add(keep, &copies->outlets, article->outlet.text);
    runs_add(ctx, &copies->marks, &copies->spool, &marks, p.hash, p.count);
    doc *place = next_doc(copies);
    tally_words(copies, &p);
    *place = d;
    copies->count++;
}

/* ---- the order ---- */

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

static void order_docs(grouping *g) {
    arena_mark mark = arena_here(g->scratch);
    place *places = ARENA_ARRAY(g->scratch, place, g->count);
    for (uint32_t i = 0; i < g->count; i++) {
        const doc *d = doc_at(g->copies, i);
        places[i] = (place){d->id, d->digest, i};
    }
    if (g->count) qsort(places, g->count, sizeof *places, by_id);
    for (uint32_t rank = 0; rank < g->count; rank++) g->number[rank] = places[rank].number;
    arena_back(g->scratch, mark);
}

void doc_hashes(const grouping *g, uint32_t rank, uint32_t begin, uint32_t count, uint32_t *into) {
    spool_get(&g->copies->spool, group_doc(g, rank)->words + (uint64_t)begin * sizeof *into, into, (size_t)count * sizeof *into);
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

/* Weights by cell of the tally: a quarter of its size, as they are looked up for every word of many texts. */
static uint8_t *weights_made(const grouping *g) {
    int16_t table[TABLE];
    uint8_t *weights = arena_raw(g->scratch, TALLY * sizeof *weights);
    const uint32_t *tally = g->copies->tally;
    if (!tally) return memset(weights, 0, TALLY * sizeof *weights);
    fill_surprises(table, g->copies->words);
    memset(weights, weight_of(table, 0), TALLY * sizeof *weights);
    for (uint32_t i = 0; i < TALLY; i += 8) {
        uint64_t eight[4]; /* cells of a small corpus are mostly empty */
        memcpy(eight, tally + i, sizeof eight);
        if (!(eight[0] | eight[1] | eight[2] | eight[3])) continue;
        for (uint32_t k = i; k < i + 8; k++) weights[k] = weight_of(table, tally[k]);
    }
    return weights;
}

/* Words of boilerplate shingles weigh nothing and are never matched; the other shingles are the keys for aligning. */
static void flag_and_key(const grouping *g, doc_words *w, uint32_t outlet) {
    bool flagged = false;
    for (uint32_t i = 0; i + SKETCH_WORDS <= w->count; i++) {
        uint64_t shingle = sketch_shingle(w->hash + i);
        w->keys[i] = align_key(shingle);
        if (!boilerplate_may_have(g->boilerplate, shingle) || !boilerplate_has(g->boilerplate, outlet, shingle)) continue;
        for (uint32_t k = 0; k < SKETCH_WORDS; k++) w->flags[i + k] |= WORD_BOILERPLATE;
        flagged = true;
    }
    if (flagged) align_drop_keys(w);
}

doc_words *doc_words_keyed(const grouping *g, arena *a, uint32_t rank) {
    const doc *d = group_doc(g, rank);
    doc_words *w = ARENA_NEW(a, doc_words);
    *w = (doc_words){.hash = ARENA_ARRAY(a, uint32_t, d->word_count),
                     .flags = ARENA_ARRAY(a, uint8_t, d->word_count),
                     .keys = ARENA_ARRAY(a, uint32_t, d->word_count),
                     .count = d->word_count};
    doc_hashes(g, rank, 0, d->word_count, w->hash);
    flag_and_key(g, w, d->outlet);
    return w;
}

/* Where each word stands, and its flags, out of the shapes. */
static void unpack_shapes(const grouping *g, arena *a, const doc *d, doc_words *w) {
    uint64_t at = d->words + (uint64_t)d->word_count * sizeof *w->hash;
    uint16_t *shape = ARENA_ARRAY(a, uint16_t, d->word_count);
    odd_shape *odd = ARENA_ARRAY(a, odd_shape, d->odd_count);
    spool_get(&g->copies->spool, at, shape, d->word_count * sizeof *shape);
    spool_get(&g->copies->spool, at + d->word_count * sizeof *shape, odd, d->odd_count * sizeof *odd);
    for (uint32_t i = 0, o = 0, end = 0; i < d->word_count; i++) {
        uint32_t distance = shape[i] & SHAPE_ODD, len = (shape[i] >> SHAPE_LEN_SHIFT) & SHAPE_LEN_MOST;
        if (distance == SHAPE_ODD && o < d->odd_count) distance = odd[o].distance, len = odd[o].len, o++;
        w->begin[i] = end + distance - SHAPE_OVERLAP;
        w->end[i] = end = w->begin[i] + len;
        if (shape[i] & SHAPE_CONTENT) w->flags[i] |= WORD_CONTENT;
        if (shape[i] & SHAPE_FIGURE) w->flags[i] |= WORD_FIGURE;
        if (shape[i] & SHAPE_PAIR) w->flags[i] |= WORD_PAIR;
    }
}

void doc_words_weigh(const grouping *g, arena *a, uint32_t rank, doc_words *w) {
    uint64_t total = 0;
    if (w->weight) return;
    w->begin = ARENA_ARRAY(a, uint32_t, w->count);
    w->end = ARENA_ARRAY(a, uint32_t, w->count);
    w->weight = ARENA_ARRAY(a, uint8_t, w->count);
    unpack_shapes(g, a, group_doc(g, rank), w);
    for (uint32_t i = 0; i < w->count; i++) {
        w->weight[i] = g->weights[w->hash[i] % TALLY];
        total += w->flags[i] & WORD_BOILERPLATE ? 0 : w->weight[i];
    }
    w->total = (float)total;
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
    find_equals(&g);
    g.weights = weights_made(&g);
    g.boilerplate = ARENA_NEW(g.scratch, shingle_set);
    return g;
}

/* Where marks that several texts have go. */
typedef struct shared_marks {
    const grouping *g;
    uint32_t *rank; /* [serials] of a representative; RETOLD_NONE for what has no marks to be looked at */
    mark_list list;
} shared_marks;

static uint32_t *ranks_by_serial(const grouping *g) {
    uint32_t *rank = ARENA_ARRAY(g->scratch, uint32_t, g->copies->serials);
    for (uint32_t i = 0; i < g->copies->serials; i++) rank[i] = RETOLD_NONE;
    for (uint32_t r = 0; r < g->count; r++)
        if (g->stands_for[r] == r) rank[group_doc(g, r)->serial] = r;
    return rank;
}

/* Marks of one hash, in any order of the ranks: into the spool by rank, each once; a single one is only counted. */
static void keep_run(shared_marks *s, sketch_mark *run, size_t count, const run_mark *from) {
    arena *scratch = s->g->scratch;
    size_t kept = 1;
    for (size_t i = 0; i < count; i++) run[i].hash = run[i].doc;
    sketch_sort(scratch, run, count);
    for (size_t i = 1; i < count; i++)
        if (run[i].doc != run[kept - 1].doc) run[kept++] = run[i];
    if (kept == 1) {
        s->list.alone[run[0].doc]++;
        return;
    }
    for (size_t i = 0; i < kept; i++) {
        run_mark m = from[run[i].at];
        m.doc = run[i].doc;
        spool_put(s->g->ctx, &s->g->copies->spool, &m, sizeof m);
    }
}

static void keep_part(shared_marks *s, unsigned part) {
    arena *scratch = s->g->scratch;
    arena_mark mark = arena_here(scratch);
    size_t total = runs_count(&s->g->copies->marks, part), count = 0;
    run_mark *all = runs_load(scratch, &s->g->copies->marks, &s->g->copies->spool, part);
    sketch_mark *list = ARENA_ARRAY(scratch, sketch_mark, total);
    for (size_t i = 0; i < total; i++) {
        uint32_t rank = s->rank[all[i].doc];
        if (rank != RETOLD_NONE) list[count++] = (sketch_mark){all[i].hash << (64 - RUN_PART_SHIFT), rank, (uint32_t)i};
    }
    sketch_sort(scratch, list, count);
    for (size_t i = 0, end; i < count; i = end) {
        uint64_t hash = list[i].hash;
        for (end = i + 1; end < count && list[end].hash == hash;) end++;
        if (end - i == 1)
            s->list.alone[list[i].doc]++;
        else
            keep_run(s, list + i, end - i, all);
    }
    arena_back(scratch, mark);
}

mark_list group_marks(const grouping *g) {
    shared_marks s = {.g = g, .list = {.begin = g->copies->spool.size, .alone = ARENA_ARRAY(g->scratch, uint32_t, g->count)}};
    arena_mark mark = arena_here(g->scratch);
    s.rank = ranks_by_serial(g);
    for (unsigned part = 0; part < RUN_PARTS; part++) keep_part(&s, part);
    arena_back(g->scratch, mark);
    s.list.end = g->copies->spool.size;
    return s.list;
}
