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
#define FEWEST_MISSED 2.5f      /* names beyond those that other words let expect: a byline is two */
#define LETTERS_A_SLIP 4u       /* a letter may be misread in so many */

#define LEAST_REFILLED 0.6f /* share of the different numbers kept, against that of other words, in words with spaces */

enum { TELLING_FIGURES = 3 };  /* fewer different numbers tell nothing in scripts without spaces, */
enum { REFILLED_FIGURES = 8 }; /* and here */

enum { FEW_NAMES = 50 }; /* one in so many words: a text without capitals */

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

/* Different words of a part of a text, by hash, of which 0 is taken for 1; and whether the other text has them. */
typedef struct word_set {
    uint32_t *slots;
    bool *found; /* by slot */
    uint32_t mask, count;
} word_set;

static uint32_t value_of(const doc_words *w, uint32_t i) { return w->hash[i] ? w->hash[i] : 1; }

/* Where a word is looked for first. */
static uint32_t first_slot(const word_set *set, uint32_t value) { return (value ^ value >> 16) & set->mask; }

/* The slot of a word, or the free one where it would be. */
static uint32_t slot_of(const word_set *set, uint32_t value) {
    uint32_t at = first_slot(set, value);
    while (set->slots[at] && set->slots[at] != value) at = (at + 1) & set->mask;
    return at;
}

/* The whole text as its only part. */
#define WHOLE(text) \
    { .items = &(range){0, (text)->count}, .count = 1 }

static uint32_t flagged_in(const doc_words *w, const range_list *parts, uint8_t flags) {
    uint32_t sum = 0;
    for (size_t k = 0; k < parts->count; k++)
        for (uint32_t i = parts->items[k].begin; i < parts->items[k].end; i++) sum += (w->flags[i] & flags) == flags;
    return sum;
}

/* Those that have these flags of `kind`, in the order of `first` where that isn't NULL: [count] the number of the first word of each. */
static word_set different_words(arena *a, const doc_words *w, const range_list *parts, uint8_t kind, uint8_t flags,
                                uint32_t *first) {
    uint32_t size = 64, most = flagged_in(w, parts, flags);
    while (size < 4 * (uint64_t)most && size < UINT32_MAX / 2) size *= 2;
    word_set set = {ARENA_ARRAY(a, uint32_t, size), ARENA_ARRAY(a, bool, size), size - 1, 0};
    for (size_t k = 0; k < parts->count; k++)
        for (uint32_t i = parts->items[k].begin; i < parts->items[k].end; i++) {
            if ((w->flags[i] & (kind | WORD_BOILERPLATE)) != flags) continue;
            uint32_t value = value_of(w, i), at = slot_of(&set, value);
            if (set.slots[at]) continue;
            set.slots[at] = value;
            if (first) first[set.count] = i;
            set.count++;
        }
    return set;
}

/* Places of words that have the flags and may be in the set; without a branch, as which can't be foreseen. Returns how many. */
static uint32_t may_be_in(const word_set *set, const doc_words *w, range place, uint8_t flags, uint32_t *at) {
    uint32_t count = 0;
    for (uint32_t i = place.begin; i < place.end; i++) {
        at[count] = i;
        count += ((w->flags[i] & flags) == flags) & (set->slots[first_slot(set, value_of(w, i))] != 0);
    }
    return count;
}

/* Look for the words of a set in a place of the other text, at those that have the flags; how many were found. */
static uint32_t look_for(const word_set *set, const doc_words *w, range place, uint8_t flags) {
    enum { AT_ONCE = 128 };
    uint32_t found = 0, maybe[AT_ONCE + 1] = {0};
    for (uint32_t i = place.begin; i < place.end && found < set->count; i += AT_ONCE) {
        uint32_t end = place.end - i < AT_ONCE ? place.end : i + AT_ONCE,
                 count = may_be_in(set, w, (range){i, end}, flags, maybe);
        for (uint32_t k = 0; k < count; k++) {
            uint32_t at = slot_of(set, value_of(w, maybe[k]));
            found += set->slots[at] && !set->found[at];
            set->found[at] = true;
        }
    }
    return found;
}

/* How many different words of a kind a text has, and how many of them the other has, too. */
typedef struct kept {
    uint32_t all, found;
} kept;

static float kept_share(const kept *k) { return k->all ? (float)k->found / (float)k->all : 1; }

/* Where the words of the other text are looked for. */
typedef struct other {
    const doc_words *words;
    range place;
} other;

/* Of the words of a part that have these flags of `kind`, among those of the other text that have `among`. */
static kept words_kept(arena *work, const doc_words *w, const range_list *parts, uint8_t kind, uint8_t flags, const other *more,
                       uint8_t among) {
    word_set set = different_words(work, w, parts, kind, flags, NULL);
    return (kept){set.count, look_for(&set, more->words, more->place, among)};
}

/* In a short text two names more or less say nothing. Where names look like all else, the few numbers that are left must differ more to tell a form. */
static bool kept_less(const kept *names, const kept *rest, bool figures) {
    if (!figures)
        return kept_share(names) < LEAST_KEPT * kept_share(rest) &&
               (float)names->all * kept_share(rest) - (float)names->found > FEWEST_MISSED;
    return names->all >= TELLING_FIGURES && kept_share(names) < LEAST_FIGURES_KEPT * kept_share(rest);
}

/* Numbers first, as they are few and mostly tell that it is none: all other words kept, they would have to be fewer still. */
bool form_of_figures(arena *work, const doc_words *less, const range_list *parts, const doc_words *more, range place) {
    if (flagged_in(less, parts, WORD_FIGURE) < REFILLED_FIGURES) return false;
    arena_mark mark = arena_here(work);
    other in = {more, place};
    kept figures = words_kept(work, less, parts, WORD_FIGURE, WORD_FIGURE, &in, WORD_FIGURE), rest = {0};
    bool form = figures.all >= REFILLED_FIGURES && kept_share(&figures) < LEAST_REFILLED;
    if (form) {
        rest = words_kept(work, less, parts, WORD_FIGURE, 0, &in, 0);
        form = kept_share(&figures) < LEAST_REFILLED * kept_share(&rest);
    }
    arena_back(work, mark);
    return form;
}

/* In scripts without spaces, and where all is in capitals, numbers are all that can be told from other words. */
static uint8_t telling_words(const doc_words *w) {
    range_list all = WHOLE(w);
    uint32_t pairs = flagged_in(w, &all, WORD_PAIR), figures = flagged_in(w, &all, WORD_FIGURE),
             names = flagged_in(w, &all, WORD_CONTENT) - figures;
    bool any = names > (w->count - figures) / FEW_NAMES && (float)names <= SHOUTED * (float)(w->count - figures);
    return pairs > w->count / 2 || !any ? WORD_FIGURE : WORD_CONTENT;
}

/* As form_alone() when no name is misread. Other words first thought all kept: that tells most. */
static bool form_by_words(arena *work, const doc_words *less, const kept *names, const other *more, uint8_t telling) {
    range_list all = WHOLE(less);
    kept rest = {1, 1};
    bool figures = telling == WORD_FIGURE;
    if (!kept_less(names, &rest, figures)) return false;
    rest = words_kept(work, less, &all, telling, 0, more, 0);
    return kept_less(names, &rest, figures);
}

bool form_surely_not(arena *work, const measure *m, const doc_words *less, const doc_words *more, range place) {
    if (m->names >= SURELY_KEPT) return true;
    arena_mark mark = arena_here(work);
    other in = {more, place};
    range_list all = WHOLE(less);
    uint8_t telling = telling_words(less);
    kept names = words_kept(work, less, &all, telling, telling, &in, 0);
    bool form = form_by_words(work, less, &names, &in, telling);
    arena_back(work, mark);
    return !form;
}

/* Names and numbers, of which names may be misread. */
static kept names_kept(arena *work, span less_text, const doc_words *less, span more_text, const other *more) {
    range_list all = WHOLE(less);
    uint32_t *first = arena_raw(work, (size_t)less->count * sizeof *first), missed = 0;
    word_set set = different_words(work, less, &all, WORD_CONTENT, WORD_CONTENT, first);
    kept k = {set.count, look_for(&set, more->words, more->place, 0)};
    name_list candidates = {0};
    for (uint32_t n = 0; n < set.count; n++) {
        uint32_t i = first[n];
        if (less->flags[i] & WORD_FIGURE || set.found[slot_of(&set, value_of(less, i))]) continue;
        if (missed++ == MOST_MISSED) break;
        if (missed == 1) candidates = names_of(work, more_text, more->words, more->place);
        k.found += has_misread(&candidates, word_at(less_text, less, i));
    }
    return k;
}

bool form_alone(arena *work, span less_text, const doc_words *less, span more_text, const doc_words *more, range place) {
    arena_mark mark = arena_here(work);
    other in = {more, place};
    range_list all = WHOLE(less);
    uint8_t telling = telling_words(less);
    kept names = telling == WORD_FIGURE ? words_kept(work, less, &all, telling, telling, &in, 0)
                                        : names_kept(work, less_text, less, more_text, &in);
    bool form = form_by_words(work, less, &names, &in, telling);
    arena_back(work, mark);
    return form;
}
