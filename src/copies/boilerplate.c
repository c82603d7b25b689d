/*
 * What recurs without being copied: menus, newsletter and copyright lines of an outlet, forms of its series, stock phrases of all.
 *
 * A shingle is boilerplate when it stands in several texts that otherwise have a body of their own. Texts that share nearly all
 * their words, the versions of one story, don't count: their words recur because they are copied. This is asked mark by mark, first within each
 * outlet, then over all. Only shingles near a mark that recurs are counted, since every stretch of 20 words has a mark, and only in as many
 * texts as suffice.
 */
#include "copies/copies_internal.h"
#include <math.h>

enum {
    REACH = SKETCH_WINDOW + SKETCH_WORDS,
    SURROUNDING = 2 * REACH + SKETCH_WORDS - 1, /* words */
    FEWEST_EVERYWHERE = 12,
    LOOKED_AT = 2,         /* times as many texts as needed */
    OUTLET_ROOT_SHARE = 8, /* an outlet asks for the root of its texts over this */
};

#define EVERYWHERE (NAME_NONE - 1)

/* One level: an outlet, or all texts together. */
typedef struct level {
    const grouping *g;
    const mark_count *counts; /* [count] */
    uint32_t *repeats;        /* [outlets] independent texts that make a shingle boilerplate; [1] over all */
    uint32_t *table;          /* [outlets] for runs_group() */
    float own_share;          /* of its marks that hardly another text of the level has: makes a text independent */
    bool by_outlet;
} level;

/* ---- the set ---- */

static uint64_t key_of(uint32_t outlet, uint64_t shingle) {
    uint64_t key = hash_join(outlet, run_hash(shingle));
    return key ? key : 1;
}

static bool set_has(const shingle_set *set, uint64_t key) {
    if (!set->count) return false;
    size_t at = key & set->mask;
    while (set->slots[at] && set->slots[at] != key) at = (at + 1) & set->mask;
    return set->slots[at] != 0;
}

static void set_put(arena *a, shingle_set *set, uint64_t key) {
    if (set->count * 2 >= set->mask) {
        shingle_set larger = *set;
        larger.count = 0;
        larger.mask = set->slots ? set->mask * 2 + 1 : 1023;
        larger.slots = ARENA_ARRAY(a, uint64_t, larger.mask + 1);
        for (size_t i = 0; set->slots && i <= set->mask; i++)
            if (set->slots[i]) set_put(a, &larger, set->slots[i]);
        *set = larger;
    }
    size_t at = key & set->mask;
    while (set->slots[at] && set->slots[at] != key) at = (at + 1) & set->mask;
    set->count += !set->slots[at];
    set->slots[at] = key;
}

static void set_bit(arena *a, uint64_t **bits, uint32_t key) {
    uint32_t bit = key >> (32 - SEEN_BITS);
    if (!*bits) *bits = ARENA_ARRAY(a, uint64_t, SEEN_WORDS);
    (*bits)[bit / 64] |= UINT64_C(1) << (bit % 64);
}

/* False when the shingle surely is no boilerplate of anything. */
static bool may_have(const shingle_set *set, uint64_t shingle) {
    return set->count && boilerplate_bit(set->seen, (uint32_t)(shingle >> 32));
}

bool boilerplate_has(const shingle_set *set, uint32_t outlet, uint64_t shingle) {
    if (!may_have(set, shingle)) return false;
    return (outlet != NAME_NONE && set_has(set, key_of(outlet, shingle))) || set_has(set, key_of(EVERYWHERE, shingle));
}

size_t boilerplate_drop(const grouping *g, run_mark *run, size_t count) {
    const shingle_set *set = g->boilerplate;
    size_t kept = 0;
    if (!may_have(set, run->hash)) return count;
    for (size_t i = 0; i < count; i++)
        if (!boilerplate_has(set, g->outlet[run[i].doc], run[i].hash)) run[kept++] = run[i];
    return kept;
}

/* ---- marks that recur ---- */

static uint32_t level_key(const level *l, uint32_t rank) { return l->by_outlet ? l->g->outlet[rank] : EVERYWHERE; }

static uint32_t repeats_of(const level *l, uint32_t rank) { return l->repeats[l->by_outlet ? level_key(l, rank) : 0]; }

static bool independent(const level *l, uint32_t rank) {
    const mark_count *of = &l->counts[rank];
    uint32_t own = of->all - (l->by_outlet ? of->of_outlet : of->of_all);
    return own >= 2 && (float)own >= l->own_share * (float)of->all;
}

/* ---- their surroundings ---- */

/* True when one of the words next to the mark, on the side that `shift` says, is the same in enough texts. */
static bool goes_on(const run_mark *texts, size_t count, uint32_t repeats, unsigned shift) {
    uint32_t seen[16] = {0};
    for (size_t i = 0; i < count; i++) seen[(texts[i].around >> shift) & 15]++;
    for (unsigned n = 1; n < 16; n++)
        if (seen[n] >= repeats) return true;
    return false;
}

/* Shingles around the mark in one text, as marks of their own, with the align_key() of each as place. */
static void add_around(const level *l, sketch_marks *out, const run_mark *m) {
    uint32_t words[SURROUNDING], last = group_doc(l->g, m->doc)->word_count;
    uint32_t begin = m->at > REACH ? m->at - REACH : 0, end = m->at + REACH + SKETCH_WORDS - 1;
    if (end > last) end = last;
    doc_hashes(l->g, m->doc, begin, end - begin, words);
    for (uint32_t i = begin; i + SKETCH_WORDS <= end; i++)
        vec_push(l->g->work, out, (sketch_mark){sketch_shingle(words + (i - begin)), m->doc, align_key(words + (i - begin))});
}

static void add_shingle(const level *l, uint32_t outlet, uint64_t shingle, uint32_t key) {
    shingle_set *set = l->g->boilerplate;
    set_put(l->g->scratch, set, key_of(outlet, shingle));
    set_bit(l->g->scratch, &set->seen, (uint32_t)(shingle >> 32));
    set_bit(l->g->scratch, &set->seen_keys, key);
}

/* Of the shingles around a mark, those that stand in enough of the texts; all that are looked at are independent. */
static void add_surroundings(const level *l, const run_mark *texts, size_t count, uint32_t repeats) {
    sketch_marks around = {0};
    uint32_t outlet = level_key(l, texts->doc), words[ALIGN_WORDS];
    doc_hashes(l->g, texts->doc, texts->at, ALIGN_WORDS, words);
    add_shingle(l, outlet, texts->hash, align_key(words));
    if (!goes_on(texts, count, repeats, 0) && !goes_on(texts, count, repeats, 32)) return;
    for (size_t i = 0; i < count; i++) add_around(l, &around, &texts[i]);
    sketch_sort(l->g->work, around.items, around.count);
    for (size_t i = 0, end; i < around.count; i = end) {
        uint32_t seen = 1;
        for (end = i + 1; end < around.count && around.items[end].hash == around.items[i].hash; end++)
            seen += around.items[end].doc != around.items[end - 1].doc;
        if (seen >= repeats) add_shingle(l, outlet, around.items[i].hash, around.items[i].at);
    }
}

/* True when the shingles a window before and behind the mark, or those at the ends of the text, are known: then marks on both sides were looked at. */
static bool is_surrounded(const level *l, const run_mark *m) {
    uint32_t words[2 * SKETCH_WINDOW + SKETCH_WORDS], outlet = level_key(l, m->doc);
    uint32_t last = group_doc(l->g, m->doc)->word_count - SKETCH_WORDS;
    uint32_t begin = m->at > SKETCH_WINDOW ? m->at - SKETCH_WINDOW : 0,
             end = m->at + SKETCH_WINDOW < last ? m->at + SKETCH_WINDOW : last;
    if (m->at >= RUN_FAR) return true; /* where it is can't be told */
    doc_hashes(l->g, m->doc, begin, end + SKETCH_WORDS - begin, words);
    return boilerplate_has(l->g->boilerplate, outlet, sketch_shingle(words)) &&
           boilerplate_has(l->g->boilerplate, outlet, sketch_shingle(words + (end - begin)));
}

/* A mark of one level: when enough independent texts have it, some of them are looked at more closely. */
static void find_group(const level *l, const run_mark *group, size_t count) {
    uint32_t repeats = repeats_of(l, group->doc);
    if (count < repeats) return;
    if (boilerplate_has(l->g->boilerplate, level_key(l, group->doc), group->hash) && is_surrounded(l, group)) return;
    run_mark *texts = arena_raw(l->g->work, (size_t)repeats * LOOKED_AT * sizeof *texts);
    size_t seen = 0;
    for (size_t i = 0; i < count && seen < (size_t)repeats * LOOKED_AT; i++)
        if (group[i].at < RUN_FAR && independent(l, group[i].doc)) texts[seen++] = group[i];
    if (seen >= repeats) add_surroundings(l, texts, seen, repeats);
}

/* The texts of a mark, by outlet. */
static void find_outlets(const level *l, const run_mark *run, size_t count) {
    uint32_t *keys = arena_raw(l->g->work, count * sizeof *keys);
    for (size_t i = 0; i < count; i++) {
        uint32_t outlet = level_key(l, run[i].doc);
        keys[i] = outlet == NAME_NONE ? RUN_NO_KEY : outlet;
    }
    run_groups groups = runs_group(l->g->work, l->table, run, keys, count);
    for (size_t k = 0; k < groups.count; k++) {
        uint32_t begin = k ? groups.ends[k - 1] : 0;
        find_group(l, groups.marks + begin, groups.ends[k] - begin);
    }
}

/* Take out the marks that are boilerplate of their outlet; how many are left. */
static size_t drop_of_outlets(const level *l, run_mark *run, size_t count) {
    const shingle_set *set = l->g->boilerplate;
    size_t kept = 0;
    if (!may_have(set, run->hash)) return count; /* mostly */
    for (size_t i = 0; i < count; i++)
        if (!set_has(set, key_of(level_key(l, run[i].doc), run[i].hash))) run[kept++] = run[i];
    return kept;
}

/* What is found of an outlet isn't looked at again over all. */
static void find_run(const level *outlet, const level *everywhere, run_mark *run, size_t count) {
    if (count < OUTLET_REPEATS) return;
    find_outlets(outlet, run, count);
    count = drop_of_outlets(outlet, run, count);
    if (count) find_group(everywhere, run, count);
}

/* A large outlet has more stock phrases that are nobody's, and its menu stands in more texts. */
static uint32_t *outlet_repeats(const grouping *g) {
    uint32_t *repeats = ARENA_ARRAY(g->scratch, uint32_t, g->copies->outlets.count);
    for (uint32_t rank = 0; rank < g->count; rank++)
        if (g->outlet[rank] != NAME_NONE) repeats[g->outlet[rank]]++;
    for (size_t i = 0; i < g->copies->outlets.count; i++) {
        uint32_t root = (uint32_t)(sqrt((double)repeats[i]) / OUTLET_ROOT_SHARE);
        repeats[i] = root < OUTLET_REPEATS ? OUTLET_REPEATS : root;
    }
    return repeats;
}

void boilerplate_find(grouping *g, const mark_list *marks) {
    double root = sqrt((double)g->count);
    uint32_t repeats = root < FEWEST_EVERYWHERE ? FEWEST_EVERYWHERE : root > HUB_LIMIT ? HUB_LIMIT : (uint32_t)root;
    level outlet = {g,     marks->counts, outlet_repeats(g), ARENA_ARRAY(g->scratch, uint32_t, g->copies->outlets.count),
                    0.25f, true},
          everywhere = {g, marks->counts, &repeats, NULL, 0.5f, false};
    run_mark *run;
    size_t count;
    run_reader reader = runs_read(g->scratch, &marks->runs);
    while (runs_next(g->scratch, &reader, &run, &count)) {
        arena_mark mark = arena_here(g->work);
        find_run(&outlet, &everywhere, run, count);
        arena_back(g->work, mark);
    }
    g->report->boilerplate_shingles = g->boilerplate->count;
}
