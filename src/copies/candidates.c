/* Pairs of texts that share marks. */
#include "copies/copies_internal.h"

/* A candidate as a mark whose hash is the pair, so that the sort of marks sorts pairs. */
static sketch_mark packed(uint32_t a, uint32_t b) { return (sketch_mark){(uint64_t)a << 32 | b, 0, 0}; }

/*
 * A shared mark is a reason to compare two texts when enough of the words around it are the same, too: a stock phrase stands in other words
 * each time. Of the eight words next to it in both, most settle it; else the texts are read on from there.
 */
enum {
    TEN_THOUSAND = 10000,
    FEW_TEXTS = 1000, /* whose pairs are compared whatever is around the mark: there are few by chance */
    MOST_AROUND = 7,
    NEAR_CHANGED = 3, /* words over which reading goes on, when two equal ones follow */
};

/*
 * Each further equal word makes a chance agreement about four times rarer, and in four times as many texts each one meets four times as many
 * others: so more is asked in larger corpora, and their number stays in proportion.
 */
static uint32_t more_asked(const grouping *g) {
    uint32_t more = 0;
    for (uint32_t n = g->count; n >= 2 * TEN_THOUSAND; n /= 4) more++;
    return more;
}

/* Of the words right around the mark, how many must be the same for the texts to be read; the more texts have it, the more. */
static uint32_t least_around(uint32_t more, size_t texts) {
    return (more > 2 ? 2 : more) + (texts <= 16 ? 0 : texts <= 32 ? 1 : 3);
}

/* Equal words at the mark, with a few others between two and two, for the texts to be compared. */
static uint32_t least_near(uint32_t more, size_t texts) { return more + (texts <= 4 ? 6 : 7); }

static uint32_t place_of(const doc *d, uint64_t mark) {
    uint32_t i = 0;
    while (i + 1 < d->mark_count && d->marks[i] != mark) i++;
    return d->at[i];
}

/* Equal words from (i, j) on to the right, over small changes, until there are enough. */
static uint32_t near_right(const doc *a, const doc *b, uint32_t i, uint32_t j, uint32_t enough) {
    uint32_t found = 0;
    for (;;) {
        while (i < a->word_count && j < b->word_count && a->words[i] == b->words[j]) i++, j++, found++;
        if (found >= enough) return found;
        uint32_t sum = 1;
        for (bool resumed = false; !resumed; sum++) {
            if (sum > 2 * NEAR_CHANGED) return found;
            for (uint32_t di = sum > NEAR_CHANGED ? sum - NEAR_CHANGED : 0; di <= sum && di <= NEAR_CHANGED && !resumed; di++) {
                uint32_t x = i + di, y = j + sum - di;
                resumed = x + 1 < a->word_count && y + 1 < b->word_count && a->words[x] == b->words[y] &&
                          a->words[x + 1] == b->words[y + 1];
                if (resumed) i = x, j = y;
            }
        }
    }
}

/* The same to the left; i and j are the places behind the last word looked at. */
static uint32_t near_left(const doc *a, const doc *b, uint32_t i, uint32_t j, uint32_t enough) {
    uint32_t found = 0;
    for (;;) {
        while (i && j && a->words[i - 1] == b->words[j - 1]) i--, j--, found++;
        if (found >= enough) return found;
        uint32_t sum = 1;
        for (bool resumed = false; !resumed; sum++) {
            if (sum > 2 * NEAR_CHANGED) return found;
            for (uint32_t di = sum > NEAR_CHANGED ? sum - NEAR_CHANGED : 0; di <= sum && di <= NEAR_CHANGED && !resumed; di++) {
                uint32_t dj = sum - di;
                resumed = i >= di + 2 && j >= dj + 2 && a->words[i - di - 1] == b->words[j - dj - 1] &&
                          a->words[i - di - 2] == b->words[j - dj - 2];
                if (resumed) i -= di, j -= dj;
            }
        }
    }
}

static bool worth_comparing(const grouping *g, uint32_t more, const sketch_mark *x, const sketch_mark *y, size_t texts) {
    if (g->count <= FEW_TEXTS) return true;
    unsigned around = sketch_around_equal(x->at, y->at);
    if (around < least_around(more, texts)) return false;
    if (around >= MOST_AROUND) return true;
    const doc *a = g->docs[x->doc], *b = g->docs[y->doc];
    uint32_t least = least_near(more, texts);
    uint32_t i = place_of(a, x->hash), j = place_of(b, y->hash), right = near_right(a, b, i, j, least);
    return right >= least || right + near_left(a, b, i, j, least - right) >= least;
}

/* All pairs of a short list of texts; of a long one each with the first few, so that a list of n makes no n² pairs. */
static void pair_up(const grouping *g, const sketch_mark *run, size_t count, sketch_marks *out) {
    size_t firsts = count;
    if (count > HUB_LIMIT) {
        firsts = HUBS;
        g->report->hubbed_marks++;
    }
    uint32_t more = more_asked(g);
    for (size_t i = 0; i < firsts; i++)
        for (size_t j = i + 1; j < count; j++)
            if (worth_comparing(g, more, &run[i], &run[j], count)) vec_push(g->scratch, out, packed(run[i].doc, run[j].doc));
}

static candidates unpacked(arena *scratch, sketch_marks *pairs) {
    candidates out = {0};
    sketch_sort(scratch, pairs->items, pairs->count);
    for (size_t i = 0; i < pairs->count; i++) {
        if (i && pairs->items[i].hash == pairs->items[i - 1].hash) continue;
        vec_push(scratch, &out, (candidate){(uint32_t)(pairs->items[i].hash >> 32), (uint32_t)pairs->items[i].hash});
    }
    return out;
}

candidates candidates_of(const grouping *g, const mark_list *marks) {
    sketch_marks pairs = {0};
    for (size_t i = 0, end; i < marks->count; i = end) {
        for (end = i; end < marks->count && marks->items[end].hash == marks->items[i].hash;) end++;
        if (end - i > 1) pair_up(g, marks->items + i, end - i, &pairs);
    }
    return unpacked(g->scratch, &pairs);
}

/* Members of each family, by rank: begin[f] to begin[f + 1]. */
static uint32_t *members_of(const grouping *g, const uint32_t *family, uint32_t *begin) {
    uint32_t *members = ARENA_ARRAY(g->scratch, uint32_t, g->count),
             *at = ARENA_ARRAY(g->scratch, uint32_t, (size_t)g->count + 1);
    for (uint32_t i = 0; i < g->count; i++) begin[family[i] + 1] += g->stands_for[i] == i;
    for (uint32_t i = 0; i < g->count; i++) begin[i + 1] += begin[i];
    memcpy(at, begin, ((size_t)g->count + 1) * sizeof *at);
    for (uint32_t i = 0; i < g->count; i++)
        if (g->stands_for[i] == i) members[at[family[i]]++] = i;
    return members;
}

/* A text that shares a passage with one text of a family may share it with the others. */
static void add_relatives(const grouping *g, sketch_marks *out, const uint32_t *begin, const uint32_t *members, uint32_t family,
                          uint32_t text) {
    if (begin[family + 1] - begin[family] > HUB_LIMIT) return;
    for (uint32_t i = begin[family]; i < begin[family + 1]; i++) {
        uint32_t other = members[i];
        vec_push(g->scratch, out, other < text ? packed(other, text) : packed(text, other));
    }
}

candidates candidates_inside(const grouping *g, const uint32_t *family, const pair_list *pairs, const candidates *seen) {
    sketch_marks found = {0};
    uint32_t *begin = ARENA_ARRAY(g->scratch, uint32_t, (size_t)g->count + 1), *members = members_of(g, family, begin);
    for (uint32_t f = 0; f < g->count; f++) {
        if (begin[f + 1] - begin[f] > HUB_LIMIT) continue;
        for (uint32_t i = begin[f]; i < begin[f + 1]; i++)
            for (uint32_t j = i + 1; j < begin[f + 1]; j++) vec_push(g->scratch, &found, packed(members[i], members[j]));
    }
    for (size_t i = 0; i < pairs->items.count; i++) {
        const pair *p = &pairs->items.items[i];
        if (family[p->a] == family[p->b]) continue;
        add_relatives(g, &found, begin, members, family[p->a], p->b);
        add_relatives(g, &found, begin, members, family[p->b], p->a);
    }
    candidates all = unpacked(g->scratch, &found);
    size_t kept = 0, s = 0;
    for (size_t i = 0; i < all.count; i++) {
        candidate c = all.items[i];
        while (s < seen->count && (seen->items[s].a < c.a || (seen->items[s].a == c.a && seen->items[s].b < c.b))) s++;
        if (s == seen->count || seen->items[s].a != c.a || seen->items[s].b != c.b) all.items[kept++] = c;
    }
    all.count = kept;
    return all;
}

static uint32_t root_of(uint32_t *up, uint32_t i) {
    while (up[i] != i) i = up[i] = up[up[i]];
    return i;
}

uint32_t *candidates_by_component(const grouping *g, const candidates *found) {
    uint32_t *up = ARENA_ARRAY(g->scratch, uint32_t, g->count), *order = ARENA_ARRAY(g->scratch, uint32_t, found->count),
             *at = ARENA_ARRAY(g->scratch, uint32_t, (size_t)g->count + 1);
    for (uint32_t i = 0; i < g->count; i++) up[i] = i;
    for (size_t i = 0; i < found->count; i++) {
        uint32_t a = root_of(up, found->items[i].a), b = root_of(up, found->items[i].b);
        if (a < b)
            up[b] = a;
        else
            up[a] = b;
    }
    for (size_t i = 0; i < found->count; i++) at[root_of(up, found->items[i].a) + 1]++;
    for (uint32_t i = 0; i < g->count; i++) at[i + 1] += at[i];
    for (uint32_t i = 0; i < found->count; i++) order[at[root_of(up, found->items[i].a)]++] = i;
    return order;
}
