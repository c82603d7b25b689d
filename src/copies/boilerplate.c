/*
 * What recurs without being copied: menus, newsletter and copyright lines of an outlet, forms of its series, stock phrases of all.
 *
 * A shingle is boilerplate when it stands in several texts that otherwise have a body of their own. Texts that share nearly all
 * their words, the versions of one story, don't count: their words recur because they are copied. This is asked first within each
 * outlet, then over all. Only shingles near a mark that recurs are counted, since every stretch of 20 words has a mark, and only in as many
 * texts as suffice.
 */
#include "copies/copies_internal.h"
#include <math.h>

enum { REACH = SKETCH_WINDOW + SKETCH_WORDS, FEWEST_EVERYWHERE = 12, LOOKED_AT = 2 /* times as many texts as needed */ };

#define EVERYWHERE (NAME_NONE - 1)

/* One level: an outlet, or all texts together. */
typedef struct level {
    const grouping *g;
    uint32_t *own;    /* [count] marks of a text that hardly another one of the level has */
    uint32_t *all;    /* [count] its marks */
    uint32_t repeats; /* independent texts that make a shingle boilerplate */
    float own_share;  /* share of own marks that makes a text independent */
    bool by_outlet;
    sketch_marks found; /* marks that recur: hash, text */
} level;

/* ---- the set ---- */

static uint64_t key_of(uint32_t outlet, uint64_t shingle) {
    uint64_t key = hash_join(outlet, shingle);
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
        shingle_set larger = {NULL, set->slots ? set->mask * 2 + 1 : 1023, 0, set->seen};
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

static void set_seen(arena *a, shingle_set *set, uint64_t shingle) {
    if (!set->seen) set->seen = ARENA_ARRAY(a, uint64_t, SEEN_WORDS);
    set->seen[shingle % SEEN_WORDS] |= UINT64_C(1) << (shingle >> 58);
}

bool boilerplate_has(const shingle_set *set, uint32_t outlet, uint64_t shingle) {
    if (!set->count || !(set->seen[shingle % SEEN_WORDS] >> (shingle >> 58) & 1)) return false;
    return (outlet != NAME_NONE && set_has(set, key_of(outlet, shingle))) || set_has(set, key_of(EVERYWHERE, shingle));
}

/* ---- marks that recur ---- */

static uint32_t level_key(const level *l, uint32_t doc) { return l->by_outlet ? l->g->docs[doc]->outlet : EVERYWHERE; }

static size_t run_end(const sketch_mark *marks, size_t count, size_t begin) {
    size_t end = begin + 1;
    while (end < count && marks[end].hash == marks[begin].hash) end++;
    return end;
}

static bool independent(const level *l, uint32_t doc) {
    return l->own[doc] >= 2 && (float)l->own[doc] >= l->own_share * (float)l->all[doc];
}

static void count_group(level *l, const sketch_mark *group, size_t count) {
    for (size_t i = 0; i < count; i++) {
        l->all[group[i].doc]++;
        l->own[group[i].doc] += count <= 2;
    }
}

/* A mark of one level: when enough independent texts have it, some of them are looked at more closely. */
static void find_group(level *l, const sketch_mark *group, size_t count) {
    uint32_t seen = 0;
    if (count < l->repeats) return;
    size_t before = l->found.count;
    for (size_t i = 0; i < count && seen < l->repeats * LOOKED_AT; i++) {
        if (!independent(l, group[i].doc)) continue;
        vec_push(l->g->scratch, &l->found, group[i]);
        seen++;
    }
    if (seen < l->repeats) l->found.count = before;
}

/* The texts of a mark, by outlet. */
static void each_outlet(level *l, const sketch_mark *run, size_t count, void (*each)(level *, const sketch_mark *, size_t)) {
    arena_mark before = arena_here(l->g->scratch);
    sketch_mark *sorted = ARENA_ARRAY(l->g->scratch, sketch_mark, count), *group = ARENA_ARRAY(l->g->scratch, sketch_mark, count);
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (level_key(l, run[i].doc) != NAME_NONE) sorted[n++] = (sketch_mark){level_key(l, run[i].doc), run[i].doc, (uint32_t)i};
    sketch_sort(l->g->scratch, sorted, n);
    for (size_t i = 0, end; i < n; i = end) {
        end = run_end(sorted, n, i);
        for (size_t k = i; k < end; k++) group[k - i] = run[sorted[k].at];
        each(l, group, end - i);
    }
    if (each == count_group) arena_back(l->g->scratch, before);
}

static void each_group(level *l, const mark_list *list, void (*each)(level *, const sketch_mark *, size_t)) {
    for (size_t i = 0, end; i < list->count; i = end) {
        end = run_end(list->items, list->count, i);
        if (each == find_group && end - i < l->repeats) continue;
        if (l->by_outlet && end - i > 1)
            each_outlet(l, list->items + i, end - i, each);
        else if (!l->by_outlet || level_key(l, list->items[i].doc) != NAME_NONE)
            each(l, list->items + i, end - i);
    }
}

/* ---- their surroundings ---- */

static bool among(const sketch_mark *marks, size_t count, uint64_t hash) {
    for (size_t i = 0; i < count; i++)
        if (marks[i].at == (uint32_t)hash) return true;
    return false;
}

/* Shingles around the marks of one text, as marks of their own. `marks` have the text's number as hash and half of theirs as `at`. */
static void add_around(const level *l, sketch_marks *out, const sketch_mark *marks, size_t count) {
    uint32_t doc = marks->doc, done = 0;
    const struct doc *d = l->g->docs[doc];
    for (uint32_t m = 0; m < d->mark_count; m++) {
        uint32_t at = d->at[m];
        if (!among(marks, count, d->marks[m])) continue;
        uint32_t begin = at > REACH ? at - REACH : 0, end = at + REACH;
        if (end + SKETCH_WORDS > d->word_count) end = d->word_count - SKETCH_WORDS + 1;
        if (begin < done) begin = done;
        for (uint32_t i = begin; i < end; i++)
            vec_push(l->g->scratch, out, (sketch_mark){key_of(level_key(l, doc), sketch_shingle(d->words + i)), doc, i});
        if (end > done) done = end;
    }
}

static sketch_marks surroundings(level *l) {
    sketch_marks around = {0}, *found = &l->found;
    for (size_t i = 0; i < found->count; i++)
        found->items[i] = (sketch_mark){found->items[i].doc, found->items[i].doc, (uint32_t)found->items[i].hash};
    sketch_sort(l->g->scratch, found->items, found->count);
    for (size_t i = 0, end; i < found->count; i = end) {
        end = run_end(found->items, found->count, i);
        add_around(l, &around, found->items + i, end - i);
    }
    sketch_sort(l->g->scratch, around.items, around.count);
    return around;
}

/* True when enough texts have the shingle; all that were looked at are independent. */
static bool recurs(const level *l, const sketch_mark *run, size_t count) {
    uint32_t seen = 0;
    for (size_t i = 0; i < count && seen < l->repeats; i++) seen += !i || run[i].doc != run[i - 1].doc;
    return seen >= l->repeats;
}

static void drop_found(const grouping *g, mark_list *marks) {
    size_t kept = 0;
    if (!g->boilerplate->count) return;
    for (size_t i = 0; i < marks->count; i++) {
        const sketch_mark *m = &marks->items[i];
        if (!boilerplate_has(g->boilerplate, g->docs[m->doc]->outlet, m->hash)) marks->items[kept++] = *m;
    }
    marks->count = kept;
}

static void find_level(grouping *g, mark_list *marks, bool by_outlet, uint32_t repeats, float own_share) {
    level l = {.g = g,
               .own = ARENA_ARRAY(g->scratch, uint32_t, g->count),
               .all = ARENA_ARRAY(g->scratch, uint32_t, g->count),
               .repeats = repeats,
               .own_share = own_share,
               .by_outlet = by_outlet};
    each_group(&l, marks, count_group);
    each_group(&l, marks, find_group);
    sketch_marks around = surroundings(&l);
    for (size_t i = 0, end; i < around.count; i = end) {
        end = run_end(around.items, around.count, i);
        if (!recurs(&l, around.items + i, end - i)) continue;
        set_put(g->scratch, g->boilerplate, around.items[i].hash);
        set_seen(g->scratch, g->boilerplate, sketch_shingle(g->docs[around.items[i].doc]->words + around.items[i].at));
    }
    drop_found(g, marks);
}

void boilerplate_find(grouping *g, mark_list *marks) {
    double root = sqrt((double)g->count);
    uint32_t everywhere = root < FEWEST_EVERYWHERE ? FEWEST_EVERYWHERE : root > HUB_LIMIT ? HUB_LIMIT : (uint32_t)root;
    find_level(g, marks, true, OUTLET_REPEATS, 0.25f);
    find_level(g, marks, false, everywhere, 0.5f);
    g->report->boilerplate_shingles = g->boilerplate->count;
}
