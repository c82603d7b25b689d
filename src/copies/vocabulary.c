/*
 * The different words of a text, so that how many of them another text has is asked word by word, and not by reading that text again.
 */
#include "copies/copies_internal.h"

static uint32_t flagged_in(const doc_words *w, const range_list *parts, uint8_t flags) {
    uint32_t sum = 0;
    for (size_t k = 0; k < parts->count; k++)
        for (uint32_t i = parts->items[k].begin; i < parts->items[k].end; i++) sum += (w->flags[i] & flags) == flags;
    return sum;
}

static void put_word(arena *a, vocabulary *v, const doc_words *w, uint32_t i) {
    uint32_t before = v->values.count, number = numbering_add(a, &v->values, w->hash[i]);
    if (number == before) v->places[number] = (word_places){i, 0, 0};
    v->places[number].with |= w->flags[i];
    v->places[number].without |= (uint8_t)~w->flags[i];
}

vocabulary vocabulary_made(arena *a, const doc_words *w, const range_list *parts, uint8_t only) {
    vocabulary v = {0};
    uint32_t most = flagged_in(w, parts, only);
    numbering_reserve(a, &v.values, most);
    v.places = arena_raw(a, ((size_t)most + 1) * sizeof *v.places);
    if (!only) {
        v.words = most;
        v.pairs = flagged_in(w, parts, WORD_PAIR);
        v.names = flagged_in(w, parts, WORD_CONTENT);
        v.figures = flagged_in(w, parts, WORD_FIGURE);
    }
    for (size_t k = 0; k < parts->count; k++)
        for (uint32_t i = parts->items[k].begin; i < parts->items[k].end; i++)
            if ((w->flags[i] & (only | WORD_BOILERPLATE)) == only) put_word(a, &v, w, i);
    return v;
}

bool vocabulary_has(const vocabulary *v, uint32_t value, uint8_t flags) {
    uint32_t slot = *numbering_slot(&v->values, value);
    return slot && (v->places[slot - 1].with & flags) == flags;
}

kept vocabulary_kept(const vocabulary *less, uint8_t kind, bool is, const vocabulary *more, uint8_t flags) {
    kept k = {0};
    for (uint32_t n = 0; n < less->values.count; n++) {
        const word_places *of = &less->places[n];
        if (!((is ? of->with : of->without) & kind)) continue;
        k.all++;
        k.found += vocabulary_has(more, less->values.items[n], flags);
    }
    return k;
}
