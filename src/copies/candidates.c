/* Pairs of texts that share marks. */
#include "copies/copies_internal.h"

/*
 * A shared mark is a reason to compare two texts when enough of the words around it are the same, too: a stock phrase stands in other words
 * each time. In many texts one such mark may be chance still; two at different places of a text, or one with more words, aren't.
 */
enum {
    CLEARLY_MORE = 1, /* equal words beyond those asked for that let one mark suffice */
    APART = 8,        /* words between two marks that don't lie in one stretch */
    TEN_THOUSAND = 10000,
    FEW_TEXTS = 1000,     /* whose pairs are compared whatever is around the mark: there are few by chance */
    FEW_SHARING = 16,     /* texts with one mark all of whose pairs are looked at; more are grouped by the words next to it */
    MANY_TEXTS = 1 << 18, /* from which three words next to the mark are to be the same, where it is in several texts, not two */
    SEVERAL_SHARING = 4,
    PAIRS_AT_FIRST = 1 << 16,
    WORDS_TAKEN = 1 << 12, /* what three words in four bits each can be */
    WAITING = 16,          /* pairs */
    BINDING_MARKS = 3,     /* pairs with fewer don't make a component: by chance nearly all texts would be of one */
};

/*
 * Each further equal word makes a chance agreement about four times rarer, and in four times as many texts each one meets four times as many
 * others: so more is asked in larger corpora, and their number stays in proportion.
 */
static uint32_t more_asked(const grouping *g) {
    uint32_t more = g->count >= 2 * TEN_THOUSAND;
    for (uint32_t n = g->count; n >= 2 * TEN_THOUSAND; n /= 4) more++;
    return more;
}

/* Equal words at the mark, with a few others between two and two, for two texts to be compared; the more texts have it, the more. */
static uint32_t least_equal(const grouping *g, size_t texts) {
    if (g->count <= FEW_TEXTS) return 0;
    return more_asked(g) + (texts <= SEVERAL_SHARING ? 6 : texts <= FEW_SHARING ? 7 : 8);
}

/* What speaks for a pair: `clear`, or marks at the first and the last place in the text of the lower rank. */
typedef struct reason {
    uint16_t first, last; /* words, as far as they can be counted */
} reason;

enum { CLEAR_FIRST = 0, CLEAR_LAST = UINT16_MAX }; /* as far apart as can be */

static bool suffices(reason r) { return r.last - r.first >= APART; }

/*
 * Pairs so far, each once: marks whose hash is the pair, so that the sort of marks sorts pairs; the reason is in `doc`, how many marks speak for it
 * in `at`. A table by open addressing; the hash of a pair is never 0. What comes waits in a ring while its place, anywhere in memory, is fetched.
 */
typedef struct pairing {
    const grouping *g;
    arena memory; /* of the pairs */
    sketch_mark *pairs;
    size_t count, space; /* space: a power of 2 */
    sketch_mark waiting[WAITING];
    size_t come;     /* pairs that ever waited */
    uint32_t *table; /* [WORDS_TAKEN] for runs_group() */
    bool hubbed;     /* the run under way is in too many texts */
} pairing;

static uint32_t packed(reason r) { return (uint32_t)r.first << 16 | r.last; }
static reason reason_of(const sketch_mark *pair) { return (reason){(uint16_t)(pair->doc >> 16), (uint16_t)pair->doc}; }

static uint32_t joined(reason x, reason y) {
    return packed((reason){x.first < y.first ? x.first : y.first, x.last > y.last ? x.last : y.last});
}

/* Where a pair is looked for first. */
static size_t start_of(const pairing *p, uint64_t both) { return hash_fold(both, UINT64_C(0x9E3779B97F4A7C15)) & (p->space - 1); }

/* Where a pair is, or would be. */
static sketch_mark *place_of(const pairing *p, uint64_t both) {
    size_t at = start_of(p, both);
    while (p->pairs[at].hash && p->pairs[at].hash != both) at = (at + 1) & (p->space - 1);
    return &p->pairs[at];
}

static void enlarge(pairing *p) {
    pairing larger = *p;
    larger.space = p->space ? p->space * 2 : PAIRS_AT_FIRST;
    larger.memory = arena_made(p->g->ctx);
    larger.pairs = ARENA_ARRAY(&larger.memory, sketch_mark, larger.space);
    for (size_t i = 0; i < p->space; i++)
        if (p->pairs[i].hash) *place_of(&larger, p->pairs[i].hash) = p->pairs[i];
    arena_free(&p->memory);
    *p = larger;
}

static void put_pair(pairing *p, const sketch_mark *pair) {
    if (p->count * 3 >= p->space * 2) enlarge(p);
    sketch_mark *place = place_of(p, pair->hash);
    if (place->hash) {
        place->doc = joined(reason_of(place), reason_of(pair));
        place->at++;
    } else {
        *place = *pair;
        p->count++;
    }
}

static void add_pair(pairing *p, uint32_t a, uint32_t b, reason why) {
    sketch_mark *next = &p->waiting[p->come % WAITING];
    if (p->come >= WAITING) put_pair(p, next);
    *next = (sketch_mark){a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a, packed(why), 1};
    __builtin_prefetch(&p->pairs[start_of(p, next->hash)], 1);
    p->come++;
}

/* Words next to a mark, in four bits each, of which some are the same in copies: so many behind it and before it. */
#define NEXT(behind, before) (((UINT64_C(1) << 4 * (behind)) - 1) | ((UINT64_C(1) << 4 * (before)) - 1) << 32)
static const uint64_t TWO_WORDS[] = {NEXT(2, 0), NEXT(0, 2), NEXT(1, 1), 0},
                      THREE_WORDS[] = {NEXT(3, 0), NEXT(0, 3), NEXT(2, 1), NEXT(1, 2), 0};

/* The first of the masks whose words are the same in both; NULL when there is none. */
static const uint64_t *first_alike(const uint64_t *masks, uint64_t x, uint64_t y) {
    for (; *masks; masks++)
        if (!((x ^ y) & *masks)) return masks;
    return NULL;
}

/* Two texts that share a mark, x the one of lower rank. */
static void weigh_pair(pairing *p, const run_mark *x, const run_mark *y, uint32_t least) {
    static const reason clear = {CLEAR_FIRST, CLEAR_LAST};
    unsigned equal = least ? sketch_around_equal(x->around, y->around, least + CLEARLY_MORE) : 0;
    uint16_t at = (uint16_t)x->at; /* RUN_FAR at most */
    if (equal >= least) add_pair(p, x->doc, y->doc, !least || equal >= least + CLEARLY_MORE ? clear : (reason){at, at});
}

/*
 * All pairs of a short list of texts; of a long one each with the first few, so that a list of n makes no n² pairs. Where there are masks, those
 * that are alike by none are passed over, and by `one` those that are by an earlier one, too.
 */
static void pair_up(pairing *p, const run_mark *run, size_t count, uint32_t least, const uint64_t *masks, const uint64_t *one) {
    size_t firsts = count;
    if (count > HUB_LIMIT) {
        firsts = HUBS;
        p->hubbed = true;
    }
    for (size_t i = 0; i < firsts; i++)
        for (size_t j = i + 1; j < count; j++) {
            const uint64_t *alike = masks ? first_alike(masks, run[i].around, run[j].around) : NULL;
            if (!masks || (alike && (!one || alike == one))) weigh_pair(p, &run[i], &run[j], least);
        }
}

/* The words that a mask takes, side by side in twelve bits. */
static uint32_t words_taken(uint64_t around, uint64_t mask) {
    uint64_t taken = around & mask;
    return (uint32_t)(taken | taken >> 32 << __builtin_popcount((uint32_t)mask)) & (WORDS_TAKEN - 1);
}

/* Pairs of texts that are alike by one of the masks, in groups. */
static void pair_up_alike(pairing *p, const run_mark *run, size_t count, uint32_t least, const uint64_t *masks,
                          const uint64_t *one) {
    uint32_t *keys = arena_raw(p->g->work, count * sizeof *keys);
    for (size_t i = 0; i < count; i++) keys[i] = words_taken(run[i].around, *one);
    run_groups groups = runs_group(p->g->work, p->table, run, keys, count);
    for (size_t k = 0; k < groups.count; k++) {
        uint32_t begin = k ? groups.ends[k - 1] : 0, texts = groups.ends[k] - begin;
        if (texts > 1) pair_up(p, groups.marks + begin, texts, least, masks, one);
    }
}

static void pair_up_run(pairing *p, const run_mark *run, size_t count) {
    uint32_t texts = p->g->count, least = least_equal(p->g, count);
    bool few = texts <= DENSE_TEXTS;
    const uint64_t *masks = texts <= MANY_TEXTS ? TWO_WORDS : THREE_WORDS;
    p->hubbed = false;
    if (!least || count <= (few ? HUB_LIMIT : FEW_SHARING))
        pair_up(p, run, count, least, few || count <= SEVERAL_SHARING ? NULL : masks, NULL);
    else
        for (const uint64_t *one = masks; *one; one++) pair_up_alike(p, run, count, least, masks, one);
    p->g->report->hubbed_marks += p->hubbed;
}

static void free_pairing(void *p) { arena_free(&((pairing *)p)->memory); }

static pairing *pairing_made(const grouping *g) {
    pairing *p = ARENA_NEW(g->scratch, pairing);
    *p = (pairing){.g = g, .memory = arena_made(g->ctx), .table = ARENA_ARRAY(g->scratch, uint32_t, WORDS_TAKEN)};
    ctx_always(g->ctx, free_pairing, p);
    enlarge(p);
    return p;
}

static candidates pairing_done(pairing *p) {
    candidates out = {0};
    size_t count = 0;
    for (size_t i = 0; i < p->come && i < WAITING; i++) put_pair(p, &p->waiting[i]);
    for (size_t i = 0; i < p->space; i++)
        if (p->pairs[i].hash && suffices(reason_of(&p->pairs[i]))) p->pairs[count++] = p->pairs[i];
    sketch_sort(p->g->work, p->pairs, count);
    vec_reserve(p->g->scratch, &out, count);
    for (size_t i = 0; i < count; i++)
        out.items[out.count++] = (candidate){(uint32_t)(p->pairs[i].hash >> 32), (uint32_t)p->pairs[i].hash, p->pairs[i].at};
    arena_free(&p->memory);
    return out;
}

candidates candidates_of(const grouping *g, const mark_list *marks) {
    run_mark *run;
    size_t count;
    pairing *p = pairing_made(g);
    run_reader reader = runs_read(g->scratch, &marks->runs);
    while (runs_next(g->scratch, &reader, &run, &count)) {
        arena_mark mark = arena_here(g->work);
        count = boilerplate_drop(g, run, count);
        if (count > 1) pair_up_run(p, run, count);
        arena_back(g->work, mark);
    }
    return pairing_done(p);
}

/* The texts of each family but those that stand behind an equal one. */
static groups members_of(const grouping *g, const uint32_t *family) {
    arena_mark mark = arena_here(g->work);
    uint32_t *keys = arena_raw(g->work, ((size_t)g->count + 1) * sizeof *keys);
    for (uint32_t i = 0; i < g->count; i++) keys[i] = g->stands_for[i] == i ? family[i] : GROUP_NONE;
    groups members = groups_by(g->scratch, keys, g->count, g->count);
    arena_back(g->work, mark);
    return members;
}

static void add_both(pairing *out, uint32_t a, uint32_t b) { add_pair(out, a, b, (reason){CLEAR_FIRST, CLEAR_LAST}); }

static bool is_large(const groups *members, uint32_t family) {
    return members->begin[family + 1] - members->begin[family] > HUB_LIMIT;
}

static void add_members(pairing *out, const groups *members, uint32_t family) {
    if (is_large(members, family)) return;
    for (uint32_t i = members->begin[family]; i < members->begin[family + 1]; i++)
        for (uint32_t j = i + 1; j < members->begin[family + 1]; j++) add_both(out, members->items[i], members->items[j]);
}

/* A text that shares a passage with one text of a family may share it with the others. */
static void add_relatives(pairing *out, const groups *members, uint32_t family, uint32_t text) {
    if (is_large(members, family)) return;
    for (uint32_t i = members->begin[family]; i < members->begin[family + 1]; i++) add_both(out, members->items[i], text);
}

candidates candidates_inside(const grouping *g, const uint32_t *family, const pair_list *pairs, const candidates *seen) {
    pairing *found = pairing_made(g);
    groups members = members_of(g, family);
    for (uint32_t f = 0; f < g->count; f++) add_members(found, &members, f);
    for (size_t i = 0; i < pairs->items.count; i++) {
        const pair *p = &pairs->items.items[i];
        if (family[p->a] == family[p->b]) continue;
        add_relatives(found, &members, family[p->a], p->b);
        add_relatives(found, &members, family[p->b], p->a);
    }
    candidates all = pairing_done(found);
    size_t kept = 0, s = 0;
    for (size_t i = 0; i < all.count; i++) {
        candidate c = all.items[i];
        while (s < seen->count && (seen->items[s].a < c.a || (seen->items[s].a == c.a && seen->items[s].b < c.b))) s++;
        if (s == seen->count || seen->items[s].a != c.a || seen->items[s].b != c.b) all.items[kept++] = c;
    }
    all.count = kept;
    return all;
}

uint32_t *candidates_by_component(const grouping *g, const candidates *found) {
    arena_mark mark = arena_here(g->work);
    uint32_t *up = arena_raw(g->work, ((size_t)g->count + 1) * sizeof *up),
             *keys = arena_raw(g->work, (found->count + 1) * sizeof *keys);
    for (uint32_t i = 0; i < g->count; i++) up[i] = i;
    for (size_t i = 0; i < found->count; i++)
        if (found->items[i].marks >= BINDING_MARKS) groups_unite(up, found->items[i].a, found->items[i].b);
    for (size_t i = 0; i < found->count; i++) keys[i] = groups_root(up, found->items[i].a);
    groups components = groups_by(g->scratch, keys, found->count, g->count);
    arena_back(g->work, mark);
    return components.items;
}
