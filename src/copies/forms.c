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
    uint8_t row[MOST_LETTERS + 1];
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

/* How many different words of a kind a text has, and how many of them the other has, too. */
typedef struct kept {
    uint32_t all, found;
} kept;

static float kept_share(const kept *k) { return k->all ? (float)k->found / (float)k->all : 1; }

/* In scripts without spaces names look like all else, and the few numbers that are left must differ more to tell a form. */
static bool kept_less(const kept *names, const kept *rest, bool unspaced) {
    if (!unspaced) return kept_share(names) < LEAST_KEPT * kept_share(rest);
    return names->all >= TELLING_FIGURES && kept_share(names) < LEAST_FIGURES_KEPT * kept_share(rest);
}

bool form_of_figures(arena *work, const doc_words *less, range part, const doc_words *more, range place) {
    arena_mark mark = arena_here(work);
    word_set has = set_for(work, range_len(place)), seen = set_for(work, less->count);
    kept figures = {0}, rest = {0};
    for (uint32_t i = place.begin; i < place.end; i++) set_add(&has, more->hash[i]);
    for (uint32_t i = part.begin; i < part.end; i++) {
        if (less->flags[i] & WORD_BOILERPLATE || !set_add(&seen, less->hash[i])) continue;
        kept *k = less->flags[i] & WORD_FIGURE ? &figures : &rest;
        k->all++;
        k->found += *slot_of(&has, less->hash[i] ? less->hash[i] : 1) != 0;
    }
    arena_back(work, mark);
    return figures.all >= REFILLED_FIGURES && kept_share(&figures) < LEAST_REFILLED * kept_share(&rest);
}

bool form_surely_not(const measure *m) { return m->names >= SURELY_KEPT; }

bool form_alone(arena *work, const measure *m, span less_text, const doc_words *less, span more_text, const doc_words *more,
                range place) {
    if (form_surely_not(m)) return false;
    arena_mark mark = arena_here(work);
    word_set has = set_for(work, range_len(place)), seen = set_for(work, less->count);
    kept names = {0}, rest = {0};
    name_list candidates = {0};
    uint32_t missed = 0, pairs = 0;
    for (uint32_t i = place.begin; i < place.end; i++) set_add(&has, more->hash[i]);
    for (uint32_t i = 0; i < less->count; i++) {
        if (less->flags[i] & WORD_BOILERPLATE) continue;
        if (!set_add(&seen, less->hash[i])) continue;
        bool found = *slot_of(&has, less->hash[i] ? less->hash[i] : 1) != 0, named = less->flags[i] & WORD_CONTENT;
        if (!found && named && !(less->flags[i] & WORD_FIGURE) && missed++ < MOST_MISSED) {
            if (missed == 1) candidates = names_of(work, more_text, more, place);
            found = has_misread(&candidates, word_at(less_text, less, i));
        }
        kept *k = named ? &names : &rest;
        pairs += (less->flags[i] & WORD_PAIR) != 0;
        k->all++;
        k->found += found;
    }
    arena_back(work, mark);
    return kept_less(&names, &rest, pairs > rest.all / 2);
}
