/*
 * What recurs without being copied: menus, newsletter and copyright lines of an outlet, forms of its series, stock phrases of all.
 *
 * A shingle is boilerplate when it stands in several texts that otherwise have a body of their own. Texts that share nearly all
 * their words, the versions of one story, don't count: their words recur because they are copied. This is asked first within each
 * outlet, then over all. Only shingles near a mark that recurs are counted, since every stretch of 20 words has a mark.
 */
#include "copies/copies_internal.h"
#include <math.h>

enum { REACH = SKETCH_WINDOW + SKETCH_WORDS, FEWEST_EVERYWHERE = 12 };

/* One level: an outlet, or all texts together. */
typedef struct level {
    const grouping *g;
    uint32_t *own;    /* [count] marks of a text that hardly another one of the level has */
    uint32_t *all;    /* [count] its marks */
    uint32_t repeats; /* independent texts that make a shingle boilerplate */
    float own_share;  /* share of own marks that makes a text independent */
    bool by_outlet;
} level;

/* Texts of the same outlet, or of all: marks of a run are visited level by level through this key. */
static uint32_t key_of(const level *l, uint32_t doc) { return l->by_outlet ? l->g->docs[doc]->outlet : 0; }

static sketch_mark *marks_by_key(const level *l, const mark_list *marks, size_t *count) {
    sketch_mark *out = ARENA_ARRAY(l->g->scratch, sketch_mark, marks->count);
    size_t n = 0;
    for (size_t i = 0; i < marks->count; i++) {
        uint32_t key = key_of(l, marks->items[i].doc);
        if (key == NAME_NONE) continue;
        out[n] = marks->items[i];
        out[n++].hash = hash_join(key, marks->items[i].hash);
    }
    sketch_sort(l->g->scratch, out, n);
    *count = n;
    return out;
}

static size_t run_end(const sketch_mark *marks, size_t count, size_t begin) {
    size_t end = begin + 1;
    while (end < count && marks[end].hash == marks[begin].hash) end++;
    return end;
}

static bool independent(const level *l, uint32_t doc) {
    return l->own[doc] >= 2 && (float)l->own[doc] >= l->own_share * (float)l->all[doc];
}

static bool recurs(const level *l, const sketch_mark *run, size_t count) {
    uint32_t seen = 0;
    for (size_t i = 0; i < count && seen < l->repeats; i++)
        if (!i || run[i].doc != run[i - 1].doc) seen += independent(l, run[i].doc);
    return seen >= l->repeats;
}

static void count_own(const level *l, const sketch_mark *marks, size_t count) {
    for (size_t i = 0, end; i < count; i = end) {
        end = run_end(marks, count, i);
        for (size_t k = i; k < end; k++) {
            l->all[marks[k].doc]++;
            l->own[marks[k].doc] += end - i <= 2;
        }
    }
}

/* Shingles around a mark that recurs, as marks of their own. */
static void add_around(const level *l, sketch_marks *out, const sketch_mark *mark, uint32_t *done) {
    const doc_words *w = &l->g->docs[mark->doc]->words;
    uint32_t begin = mark->at > REACH ? mark->at - REACH : 0, end = mark->at + REACH;
    if (end + SKETCH_WORDS > w->count) end = w->count < SKETCH_WORDS ? 0 : w->count - SKETCH_WORDS + 1;
    if (begin < done[mark->doc]) begin = done[mark->doc];
    for (uint32_t i = begin; i < end; i++)
        vec_push(l->g->scratch, out, (sketch_mark){hash_join(key_of(l, mark->doc), sketch_shingle(w->hash + i)), mark->doc, i});
    if (end > done[mark->doc]) done[mark->doc] = end;
}

static void flag_shingle(const grouping *g, const sketch_mark *m) {
    uint8_t *flags = g->docs[m->doc]->words.flags;
    for (uint32_t i = 0; i < SKETCH_WORDS; i++) {
        g->report->boilerplate_words += !(flags[m->at + i] & WORD_BOILERPLATE);
        flags[m->at + i] |= WORD_BOILERPLATE;
    }
}

/* Marks of a level by document and place, so that the surroundings of neighbours are taken once. */
static void sort_by_place(const grouping *g, sketch_mark *marks, size_t count) {
    for (size_t i = 0; i < count; i++) marks[i].hash = (uint64_t)marks[i].doc << 32 | marks[i].at;
    sketch_sort(g->scratch, marks, count);
}

static void flag_level(const level *l, const mark_list *list) {
    arena *scratch = l->g->scratch;
    size_t count;
    sketch_mark *marks = marks_by_key(l, list, &count);
    sketch_marks recurring = {0}, around = {0};
    uint32_t *done = ARENA_ARRAY(scratch, uint32_t, l->g->count);
    count_own(l, marks, count);
    for (size_t i = 0, end; i < count; i = end) {
        end = run_end(marks, count, i);
        if (!recurs(l, marks + i, end - i)) continue;
        for (size_t k = i; k < end; k++) vec_push(scratch, &recurring, marks[k]);
    }
    sort_by_place(l->g, recurring.items, recurring.count);
    for (size_t i = 0; i < recurring.count; i++) add_around(l, &around, &recurring.items[i], done);
    sketch_sort(scratch, around.items, around.count);
    for (size_t i = 0, end; i < around.count; i = end) {
        end = run_end(around.items, around.count, i);
        if (!recurs(l, around.items + i, end - i)) continue;
        for (size_t k = i; k < end; k++) flag_shingle(l->g, &around.items[k]);
    }
}

static void drop_flagged(const grouping *g, mark_list *marks) {
    size_t kept = 0;
    for (size_t i = 0; i < marks->count; i++) {
        const sketch_mark *m = &marks->items[i];
        const uint8_t *f = g->docs[m->doc]->words.flags + m->at;
        if (!(f[0] & f[1] & f[2] & f[3] & WORD_BOILERPLATE)) marks->items[kept++] = *m;
    }
    marks->count = kept;
}

static void flag_one_level(const grouping *g, const mark_list *marks, bool by_outlet, uint32_t repeats, float own_share) {
    arena_mark before = arena_here(g->scratch);
    level l = {
        g,        ARENA_ARRAY(g->scratch, uint32_t, g->count), ARENA_ARRAY(g->scratch, uint32_t, g->count), repeats, own_share,
        by_outlet};
    flag_level(&l, marks);
    arena_back(g->scratch, before);
}

void boilerplate_flag(const grouping *g, mark_list *marks) {
    double everywhere = sqrt((double)g->count);
    flag_one_level(g, marks, true, OUTLET_REPEATS, 0.25f);
    drop_flagged(g, marks);
    flag_one_level(g, marks, false,
                   everywhere < FEWEST_EVERYWHERE ? FEWEST_EVERYWHERE
                   : everywhere > HUB_LIMIT       ? HUB_LIMIT
                                                  : (uint32_t)everywhere,
                   0.5f);
    drop_flagged(g, marks);
}
