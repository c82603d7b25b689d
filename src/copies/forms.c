/*
 * Other news in the same words: weekly tables, offers of shares, results, as one desk writes them.
 *
 * What tells them from copies is not how much they share but what: in a copy the names and numbers of the smaller text stand in
 * the larger one as its other words do; in a text of the same form the other words do, and the names and numbers don't. A
 * scanned copy has both misread, so names that differ by a letter or two count as the same.
 */
#include "copies/copies_internal.h"

/* Found by trying on natural and on made pairs (docs/how/copies.md). */
#define LEAST_KEPT 0.85f        /* share of the names and numbers kept, against that of the other words */
#define LEAST_FIGURES_KEPT 0.5f /* the same where numbers are all that can be told from other words */
#define SURELY_KEPT 0.9f        /* equal names in the shared stretches: then what stands outside of them has no say */
#define LETTERS_A_SLIP 4u       /* a letter may be misread in so many */

#define LEAST_REFILLED 0.6f /* share of the different numbers kept, against that of other words, in words with spaces */

enum { TELLING_FIGURES = 3 };  /* fewer different numbers tell nothing in scripts without spaces, */
enum { REFILLED_FIGURES = 5 }; /* and here */

enum { MOST_LETTERS = 32, MOST_MISSED = 64, MOST_TRIED = 512 };

/* Letters that differ at most, `most` or fewer, or more than that: the usual edit distance, cut off. */
static bool within_slips(span a, span b, unsigned most) {
    uint8_t row[MOST_LETTERS + 1] = {0};
    for (size_t j = 0; j <= b.len; j++) row[j] = (uint8_t)j;
    for (size_t i = 0; i < a.len; i++) {
        uint8_t corner = row[0], least = row[0] = (uint8_t)(i + 1);
        for (size_t j = 0; j < b.len; j++) {
            uint8_t cost = (uint8_t)(corner + (a.ptr[i] != b.ptr[j])), other = row[j + 1] < row[j] ? row[j + 1] : row[j];
            corner = row[j + 1];
            row[j + 1] = cost <= other ? cost : (uint8_t)(other + 1);
            if (row[j + 1] < least) least = row[j + 1];
        }
        if (least > most) return false;
    }
    return row[b.len] <= most;
}

static span word_at(span text, const doc_words *w, uint32_t i) { return span_at(text, (range){w->begin[i], w->end[i]}); }

/* A name of a text, and which letters it has. */
typedef struct name {
    span word;
    uint32_t letters; /* a bit for each, by the low five bits of the byte */
} name;

typedef VEC(name) name_list;

static uint32_t letters_of(span word) {
    uint32_t letters = 0;
    for (size_t i = 0; i < word.len; i++) letters |= UINT32_C(1) << (word.ptr[i] & 31);
    return letters;
}

static name_list names_of(arena *a, span text, const doc_words *w, range place) {
    name_list list = {0};
    for (uint32_t i = place.begin; i < place.end; i++) {
        if (!(w->flags[i] & WORD_CONTENT) || w->flags[i] & WORD_FIGURE) continue;
        span word = word_at(text, w, i);
        if (word.len <= MOST_LETTERS) vec_push(a, &list, (name){word, letters_of(word)});
    }
    return list;
}

/* Bits of x, where more than a few need not be counted. */
static unsigned bits_up_to(uint32_t x, unsigned most) {
    unsigned bits = 0;
    for (; x && bits <= most; x &= x - 1) bits++;
    return bits;
}

/* True when some name is the word but for a slip or two. A slip changes two letters of those that a word has at most. */
static bool has_misread(const name_list *names, span word) {
    unsigned most = (unsigned)word.len / LETTERS_A_SLIP > 2 ? 2 : (unsigned)word.len / LETTERS_A_SLIP;
    uint32_t tried = 0, letters = letters_of(word);
    if (!most || word.len > MOST_LETTERS) return false;
    for (size_t i = 0; i < names->count && tried < MOST_TRIED; i++) {
        span other = names->items[i].word;
        if (other.len + most < word.len || word.len + most < other.len) continue;
        tried++;
        if (bits_up_to(letters ^ names->items[i].letters, 2 * most) > 2 * most) continue;
        if (within_slips(word, other, most)) return true;
    }
    return false;
}

/* Hashes of words; 0 is taken for 1. */
typedef struct word_set {
    uint32_t *slots;
    uint32_t mask;
} word_set;

static word_set set_for(arena *a, uint32_t words) {
    uint32_t size = 64;
    while (size < 2 * (uint64_t)words && size < UINT32_MAX / 2) size *= 2;
    return (word_set){ARENA_ARRAY(a, uint32_t, size), size - 1};
}

/* The slot of a word, or the free one where it would be. */
static uint32_t *slot_of(const word_set *set, uint32_t hash) {
    uint32_t at = (hash ^ hash >> 16) & set->mask;
    while (set->slots[at] && set->slots[at] != hash) at = (at + 1) & set->mask;
    return &set->slots[at];
}

/* False when it was there. */
static bool set_add(const word_set *set, uint32_t hash) {
    uint32_t value = hash ? hash : 1, *slot = slot_of(set, value);
    bool fresh = !*slot;
    *slot = value;
    return fresh;
}

static bool set_has(const word_set *set, uint32_t hash) { return *slot_of(set, hash ? hash : 1) != 0; }

static uint32_t flagged_in(const doc_words *w, range place, uint8_t flags) {
    uint32_t sum = 0;
    for (uint32_t i = place.begin; i < place.end; i++) sum += (w->flags[i] & flags) == flags;
    return sum;
}

/* The words of a place that have the flags. */
static word_set words_with(arena *a, const doc_words *w, range place, uint8_t flags) {
    word_set set = set_for(a, flagged_in(w, place, flags));
    for (uint32_t i = place.begin; i < place.end; i++)
        if ((w->flags[i] & flags) == flags) set_add(&set, w->hash[i]);
    return set;
}

/* How many different words of a kind a text has, and how many of them the other has, too. */
typedef struct kept {
    uint32_t all, found;
} kept;

static float kept_share(const kept *k) { return k->all ? (float)k->found / (float)k->all : 1; }

/* Of the words of a part that have these flags of `kind`. */
static kept words_kept(arena *work, const doc_words *w, range part, uint8_t kind, uint8_t flags, const word_set *has) {
    kept k = {0};
    word_set seen = set_for(work, range_len(part));
    for (uint32_t i = part.begin; i < part.end; i++) {
        if ((w->flags[i] & (kind | WORD_BOILERPLATE)) != flags || !set_add(&seen, w->hash[i])) continue;
        k.all++;
        k.found += set_has(has, w->hash[i]);
    }
    return k;
}

/* In scripts without spaces names look like all else, and the few numbers that are left must differ more to tell a form. */
static bool kept_less(const kept *names, const kept *rest, bool unspaced) {
    if (!unspaced) return kept_share(names) < LEAST_KEPT * kept_share(rest);
    return names->all >= TELLING_FIGURES && kept_share(names) < LEAST_FIGURES_KEPT * kept_share(rest);
}

/* Numbers first, as they are few and mostly tell that it is none: all other words kept, they would have to be fewer still. */
bool form_of_figures(arena *work, const doc_words *less, range part, const doc_words *more, range place) {
    if (flagged_in(less, part, WORD_FIGURE) < REFILLED_FIGURES) return false;
    arena_mark mark = arena_here(work);
    word_set has = words_with(work, more, place, WORD_FIGURE);
    kept figures = words_kept(work, less, part, WORD_FIGURE, WORD_FIGURE, &has), rest = {0};
    bool form = figures.all >= REFILLED_FIGURES && kept_share(&figures) < LEAST_REFILLED;
    if (form) {
        has = words_with(work, more, place, 0);
        rest = words_kept(work, less, part, WORD_FIGURE, 0, &has);
        form = kept_share(&figures) < LEAST_REFILLED * kept_share(&rest);
    }
    arena_back(work, mark);
    return form;
}

/* Words of scripts without spaces are no names, so the rest is all that is told from numbers there. */
static bool mostly_pairs(const doc_words *w) { return flagged_in(w, (range){0, w->count}, WORD_PAIR) > w->count / 2; }

/* As form_alone() when no name is misread. Other words first thought all kept: that tells most. */
static bool form_by_words(arena *work, const doc_words *less, const kept *names, const word_set *has) {
    kept rest = {1, 1};
    bool unspaced = mostly_pairs(less);
    if (!kept_less(names, &rest, unspaced)) return false;
    rest = words_kept(work, less, (range){0, less->count}, WORD_CONTENT, 0, has);
    return kept_less(names, &rest, unspaced);
}

bool form_surely_not(arena *work, const measure *m, const doc_words *less, const doc_words *more, range place) {
    if (m->names >= SURELY_KEPT) return true;
    arena_mark mark = arena_here(work);
    word_set has = words_with(work, more, place, 0);
    kept names = words_kept(work, less, (range){0, less->count}, WORD_CONTENT, WORD_CONTENT, &has);
    bool form = form_by_words(work, less, &names, &has);
    arena_back(work, mark);
    return !form;
}

/* Names and numbers, of which names may be misread. */
static kept names_kept(arena *work, span less_text, const doc_words *less, span more_text, const doc_words *more, range place,
                       const word_set *has) {
    word_set seen = set_for(work, flagged_in(less, (range){0, less->count}, WORD_CONTENT));
    name_list candidates = {0};
    uint32_t missed = 0;
    kept k = {0};
    for (uint32_t i = 0; i < less->count; i++) {
        if ((less->flags[i] & (WORD_CONTENT | WORD_BOILERPLATE)) != WORD_CONTENT || !set_add(&seen, less->hash[i])) continue;
        bool found = set_has(has, less->hash[i]);
        if (!found && !(less->flags[i] & WORD_FIGURE) && missed++ < MOST_MISSED) {
            if (missed == 1) candidates = names_of(work, more_text, more, place);
            found = has_misread(&candidates, word_at(less_text, less, i));
        }
        k.all++;
        k.found += found;
    }
    return k;
}

bool form_alone(arena *work, span less_text, const doc_words *less, span more_text, const doc_words *more, range place) {
    arena_mark mark = arena_here(work);
    word_set has = words_with(work, more, place, 0);
    kept names = names_kept(work, less_text, less, more_text, more, place, &has);
    bool form = form_by_words(work, less, &names, &has);
    arena_back(work, mark);
    return form;
}
