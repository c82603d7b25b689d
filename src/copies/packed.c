/* What the spool keeps of a text. */
#include "copies/copies_internal.h"

/*
 * A word is its hash with its kind in the two lowest bits. Where passages are asked for, its place follows in 16 bits: bytes since the end
 * of the word before (less SHAPE_OVERLAP, for overlapping words), its own bytes. What doesn't fit has SHAPE_ODD as distance, and both numbers
 * in a list of their own.
 *
 *   hash, kind × count │ shape × count │ odd × odd_count
 */
/* A number has the bits of both others, that its flags can be reckoned. */
enum { KIND_PAIR = WORD_PAIR, KIND_NAME = WORD_CONTENT, KIND_FIGURE = KIND_PAIR | KIND_NAME, KIND_BITS = 3 };
enum { SHOUTING = 4 /* words in capitals in a row that are a heading */ };
enum { SHAPE_OVERLAP = 8, SHAPE_ODD = 31, SHAPE_LEN_SHIFT = 5, SHAPE_LEN_MOST = 255 };

typedef struct odd_shape {
    uint32_t distance, len;
} odd_shape;

/* Words that a heading in capitals may go on with: these, numbers, single letters. */
static bool may_shout(const word *w) {
    return w->flags & (WORD_ALL_CAPS | WORD_NUMBER) || (w->flags & WORD_CAPITAL && range_len(w->span) == 1);
}

/* Take the capitals from words of headings that have nothing else: they tell no names. */
static void hush_headings(words *list) {
    word *w = list->items;
    uint32_t left = list->all_caps;
    for (size_t i = 0, end; i < list->count && left >= SHOUTING; i = end) {
        uint32_t capitals = 0;
        while (i < list->count && !(w[i].flags & WORD_ALL_CAPS)) i++; /* nearly all */
        for (end = i; end < list->count && may_shout(&w[end]); end++) capitals += (w[end].flags & WORD_ALL_CAPS) != 0;
        for (size_t k = i; k < end && capitals >= SHOUTING; k++) w[k].flags &= ~(uint32_t)WORD_CAPITAL;
        left -= capitals;
    }
}

/* An outlet writes 200ft, the next one 200 ft or 60m: then the unit changed as well. */
words packed_list(arena *a, span text) {
    words list = text_words_apart(a, text);
    hush_headings(&list);
    return list;
}

/* By a table of all flags, as what comes next can't be foreseen. */
uint32_t packed_kind(const word *w) {
    static const uint8_t kinds[WORD_ALL_CAPS] = {[WORD_CAPITAL] = KIND_NAME,
                                                 [WORD_NUMBER] = KIND_FIGURE,
                                                 [WORD_NUMBER | WORD_CAPITAL] = KIND_FIGURE,
                                                 [WORD_UNSPACED] = KIND_PAIR};
    return kinds[w->flags % WORD_ALL_CAPS];
}

/* Reckoned, so that many are told at once. */
uint8_t packed_flags(uint32_t kind) {
    enum { OF_FIGURE = WORD_CONTENT | WORD_FIGURE };
    kind &= KIND_BITS;
    return (uint8_t)(kind ^ (kind & kind >> 1) * (KIND_FIGURE ^ OF_FIGURE));
}

static uint16_t shape_of(packed_words *p, range word, uint32_t last_end) {
    uint32_t distance = word.begin - last_end + SHAPE_OVERLAP, len = range_len(word);
    if (distance < SHAPE_ODD && len <= SHAPE_LEN_MOST) return (uint16_t)(len << SHAPE_LEN_SHIFT | distance);
    p->odd[p->odd_count++] = (odd_shape){distance, len};
    return SHAPE_ODD;
}

packed_words packed_made(arena *a, const words *list, bool places) {
    packed_words p = {.count = (uint32_t)list->count};
    p.hash = arena_raw(a, (p.count + 1) * sizeof *p.hash);
    p.code = arena_raw(a, (p.count + 1) * sizeof *p.code);
    for (uint32_t i = 0; i < p.count; i++) {
        p.hash[i] = sketch_word(&list->items[i]);
        uint32_t kind = packed_kind(&list->items[i]);
        p.code[i] = p.hash[i] | kind;
        p.pairs += kind == KIND_PAIR;
    }
    if (!places) return p;
    p.shape = arena_raw(a, (p.count + 1) * sizeof *p.shape);
    p.odd = arena_raw(a, (p.count + 1) * sizeof(odd_shape));
    for (uint32_t i = 0, end = 0; i < p.count; i++) {
        p.shape[i] = shape_of(&p, list->items[i].span, end);
        end = list->items[i].span.end;
    }
    return p;
}

uint64_t packed_put(retold_ctx *ctx, spool *s, const packed_words *p) {
    uint64_t at = spool_put(ctx, s, p->code, p->count * sizeof *p->code);
    if (p->shape) spool_put(ctx, s, p->shape, p->count * sizeof *p->shape);
    if (p->odd) spool_put(ctx, s, p->odd, p->odd_count * sizeof(odd_shape));
    return at;
}

void packed_hashes(spool *s, uint64_t at, uint32_t begin, uint32_t count, uint32_t *into) {
    spool_get(s, at + (uint64_t)begin * sizeof *into, into, (size_t)count * sizeof *into);
    for (uint32_t i = 0; i < count; i++) into[i] &= ~(uint32_t)KIND_BITS;
}

doc_words packed_get(arena *a, spool *s, uint64_t at, uint32_t count, uint32_t odd_count, bool places) {
    size_t size = count * sizeof(uint32_t) + (places ? count * sizeof(uint16_t) + odd_count * sizeof(odd_shape) : 0);
    uint32_t *code = arena_raw(a, size + 1);
    doc_words w = {
        .hash = code, .flags = arena_raw(a, count + 1), .shape = places ? (uint16_t *)(code + count) : NULL, .count = count};
    spool_get(s, at, code, size);
    for (uint32_t i = 0; i < count; i++) {
        w.flags[i] = packed_flags(code[i]);
        code[i] &= ~(uint32_t)KIND_BITS;
    }
    return w;
}

void packed_places(doc_words *w) {
    const char *odd = (const char *)(w->shape + w->count); /* not aligned */
    for (uint32_t i = 0, end = 0; i < w->count; i++) {
        odd_shape here = {w->shape[i] & SHAPE_ODD, w->shape[i] >> SHAPE_LEN_SHIFT};
        if (here.distance == SHAPE_ODD) {
            memcpy(&here, odd, sizeof here);
            odd += sizeof here;
        }
        w->begin[i] = end + here.distance - SHAPE_OVERLAP;
        w->end[i] = end = w->begin[i] + here.len;
    }
}
