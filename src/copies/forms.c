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

enum { WRITTEN_OUT = 3 }; /* times as many numbers as the other text has: these stand there in words, or were left out */

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

static float kept_share(const kept *k) { return k->all ? (float)k->found / (float)k->all : 1; }

/* In a short text two names more or less say nothing. Where names look like all else, the few numbers that are left must differ more to tell a form. */
static bool kept_less(const kept *names, const kept *rest, bool figures) {
    if (!figures)
        return kept_share(names) < LEAST_KEPT * kept_share(rest) &&
               (float)names->all * kept_share(rest) - (float)names->found > FEWEST_MISSED;
    return names->all >= TELLING_FIGURES && kept_share(names) < LEAST_FIGURES_KEPT * kept_share(rest);
}

/* True when a text of so many different numbers has no others in their places, as a form has that was filled in again. */
static bool written_out(uint32_t figures, const vocabulary *more) { return figures > WRITTEN_OUT * more->figures; }

/* Names, and numbers unless these were written out. */
static kept without_written_out(const vocabulary *less, kept names, const vocabulary *more) {
    kept figures = vocabulary_kept(less, WORD_FIGURE, true, more, 0);
    if (written_out(figures.all, more)) names.all -= figures.all, names.found -= figures.found;
    return names;
}

bool form_may_be_of_figures(uint32_t figures, uint32_t missed) {
    return figures >= REFILLED_FIGURES && (float)missed > (1 - LEAST_REFILLED) * REFILLED_FIGURES;
}

bool form_keeps_names(const measure *m) { return m->names >= SURELY_KEPT; }

/* Numbers first, as they are few and mostly tell that it is none: all other words kept, they would have to be fewer still. */
bool form_of_figures(arena *work, const doc_words *less, const range_list *parts, const vocabulary *more) {
    arena_mark mark = arena_here(work);
    vocabulary in_parts = vocabulary_made(work, less, parts, WORD_FIGURE);
    kept figures = vocabulary_kept(&in_parts, WORD_FIGURE, true, more, WORD_FIGURE), rest = {0};
    bool form = figures.all >= REFILLED_FIGURES && kept_share(&figures) < LEAST_REFILLED && !written_out(figures.all, more);
    if (form) {
        in_parts = vocabulary_made(work, less, parts, 0);
        rest = vocabulary_kept(&in_parts, WORD_FIGURE, false, more, 0);
        form = kept_share(&figures) < LEAST_REFILLED * kept_share(&rest);
    }
    arena_back(work, mark);
    return form;
}

/* In scripts without spaces, and where all is in capitals, numbers are all that can be told from other words. */
static uint8_t telling_words(const vocabulary *v) {
    uint32_t names = v->names - v->figures, others = v->words - v->figures;
    bool any = names > others / FEW_NAMES && (float)names <= SHOUTED * (float)others;
    return v->pairs > v->words / 2 || !any ? WORD_FIGURE : WORD_CONTENT;
}

/* As form_alone() when no name is misread. Other words first thought all kept: that tells most. */
static bool form_by_words(const vocabulary *less, const kept *names, const vocabulary *more, uint8_t telling) {
    kept rest = {1, 1};
    bool figures = telling == WORD_FIGURE;
    if (!kept_less(names, &rest, figures)) return false;
    rest = vocabulary_kept(less, telling, false, more, 0);
    return kept_less(names, &rest, figures);
}

bool form_surely_not(const vocabulary *less, const vocabulary *more) {
    uint8_t telling = telling_words(less);
    kept names = without_written_out(less, vocabulary_kept(less, telling, true, more, 0), more);
    return !form_by_words(less, &names, more, telling);
}

/* Names and numbers, of which names may be misread. */
static kept names_kept(arena *work, span less_text, const doc_words *less, span more_text, const doc_words *more, range place,
                       const vocabulary *in_more) {
    range_list all = WHOLE_TEXT(less);
    vocabulary names = vocabulary_made(work, less, &all, WORD_CONTENT);
    kept k = {.all = names.values.count};
    uint32_t missed = 0;
    name_list candidates = {0};
    for (uint32_t n = 0; n < names.values.count; n++) {
        uint32_t first = names.places[n].first;
        if (vocabulary_has(in_more, names.values.items[n], 0)) {
            k.found++;
        } else if (!(less->flags[first] & WORD_FIGURE) && missed++ < MOST_MISSED) {
            if (missed == 1) candidates = names_of(work, more_text, more, place);
            k.found += has_misread(&candidates, word_at(less_text, less, first));
        }
    }
    return k;
}

bool form_alone(arena *work, span less_text, const doc_words *less, span more_text, const doc_words *more, range place) {
    arena_mark mark = arena_here(work);
    range_list all = WHOLE_TEXT(less), in = {.items = &place, .count = 1};
    vocabulary in_less = vocabulary_made(work, less, &all, 0), in_more = vocabulary_made(work, more, &in, 0);
    uint8_t telling = telling_words(&in_less);
    kept names = telling == WORD_FIGURE ? vocabulary_kept(&in_less, telling, true, &in_more, 0)
                                        : names_kept(work, less_text, less, more_text, more, place, &in_more);
    names = without_written_out(&in_less, names, &in_more);
    bool form = form_by_words(&in_less, &names, &in_more, telling);
    arena_back(work, mark);
    return form;
}
