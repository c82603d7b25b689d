/*
 * The different words of a text, so that how many of them another text has is asked word by word, and not by reading that text again.
 */
#include "copies/copies_internal.h"

/* 0 is a free slot. */
static uint32_t value_of(uint32_t hash) { return hash ? hash : 1; }

/* The slot of a word, or the free one where it would be. */
static uint32_t slot_of(const vocabulary *v, uint32_t value) {
    uint32_t at = (value ^ value >> 16) & v->mask;
    while (v->slots[at] && v->items[v->slots[at] - 1].value != value) at = (at + 1) & v->mask;
    return at;
}

/* Without a branch, as which words were there before can't be foreseen. */
static void put_word(vocabulary *v, const doc_words *w, uint32_t i) {
    uint32_t value = value_of(w->hash[i]), at = slot_of(v, value), here = v->slots[at];
    v->items[v->count] = (different_word){value, i, 0, 0};
    v->count += !here;
    v->slots[at] = here = here ? here : v->count;
    different_word *item = &v->items[here - 1];
    item->with |= w->flags[i];
    item->without |= (uint8_t)~w->flags[i];
}

static uint32_t flagged_in(const doc_words *w, const range_list *parts, uint8_t flags) {
    uint32_t sum = 0;
    for (size_t k = 0; k < parts->count; k++)
        for (uint32_t i = parts->items[k].begin; i < parts->items[k].end; i++) sum += (w->flags[i] & flags) == flags;
    return sum;
}

vocabulary vocabulary_made(arena *a, const doc_words *w, const range_list *parts, uint8_t only) {
    uint32_t most = flagged_in(w, parts, only), size = 16;
    while (size < 2 * (uint64_t)most && size < UINT32_MAX / 2) size *= 2;
    vocabulary v = {
        .items = arena_raw(a, ((size_t)most + 1) * sizeof *v.items), .slots = ARENA_ARRAY(a, uint32_t, size), .mask = size - 1};
    if (!only) {
        v.words = most;
        v.pairs = flagged_in(w, parts, WORD_PAIR);
        v.names = flagged_in(w, parts, WORD_CONTENT);
        v.figures = flagged_in(w, parts, WORD_FIGURE);
    }
    for (size_t k = 0; k < parts->count; k++)
        for (uint32_t i = parts->items[k].begin; i < parts->items[k].end; i++)
            if ((w->flags[i] & (only | WORD_BOILERPLATE)) == only) put_word(&v, w, i);
    return v;
}

bool vocabulary_has(const vocabulary *v, uint32_t value, uint8_t flags) {
    uint32_t slot = v->slots[slot_of(v, value)];
    return slot && (v->items[slot - 1].with & flags) == flags;
}

kept vocabulary_kept(const vocabulary *less, uint8_t kind, bool is, const vocabulary *more, uint8_t flags) {
    kept k = {0};
    for (uint32_t n = 0; n < less->count; n++) {
        const different_word *item = &less->items[n];
        if (!((is ? item->with : item->without) & kind)) continue;
        k.all++;
        k.found += vocabulary_has(more, item->value, flags);
    }
    return k;
}
