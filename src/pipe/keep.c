/* Which of several texts stays: the order of a keep-rule over all documents, the same for any order of the input. */
#include "base/map.h"
#include "pipe/dedup.h"
#include <stdlib.h>

enum { RUN_WORDS = 4 };

/* Scores within a hundredth of the best of their family are level, so that the fields decide. */
#define LEVEL 0.99

typedef struct claim {
    uint32_t number;
    bool level;      /* as complete as the best of its family */
    uint32_t fields; /* of its row that are filled in */
    double score;    /* how complete */
    int64_t time;
    size_t length;
    span id;
} claim;

static int by_claim(const void *x, const void *y) {
    const claim *a = x, *b = y;
    if (a->level != b->level) return a->level ? -1 : 1;
    if (a->level && a->fields != b->fields) return a->fields > b->fields ? -1 : 1;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    if (a->length != b->length) return a->length > b->length ? -1 : 1;
    int order = span_compare(a->id, b->id);
    return order ? order : a->number < b->number ? -1 : a->number > b->number;
}

/* ---- how complete a text is ---- */

/* The members of a family, as numbers of documents. */
typedef struct members {
    const uint32_t *items;
    size_t count;
} members;

static uint64_t run_key(const word *w) {
    uint64_t key = w[0].hash;
    for (size_t i = 1; i < RUN_WORDS; i++) key = hash_join(key, w[i].hash);
    return key;
}

/* Note who holds each run of words: the one text that does, or UINT32_MAX for several. */
static void note_runs(arena *a, map *holders, const words *w, uint32_t holder) {
    for (size_t i = 0; i + RUN_WORDS <= w->count; i++) {
        uint64_t *held = map_put(a, holders, run_key(w->items + i));
        *held = !*held || *held == holder ? holder : UINT32_MAX;
    }
}

/* Each different run once: one for those that another text holds too, half for those of this one alone. */
static double count_runs(map *holders, const words *w, uint64_t by) {
    double score = 0;
    for (size_t i = 0; i + RUN_WORDS <= w->count; i++) {
        uint64_t *held = map_get(holders, run_key(w->items + i));
        if (*held >> 32 == by) continue;
        score += (uint32_t)*held == UINT32_MAX ? 1 : 0.5;
        *held = by << 32 | (uint32_t)*held;
    }
    return score;
}

/* How much each member holds of what any of them holds. Texts with the same words are one, so that their number says nothing. */
static void score_family(arena *a, const dedup_docs *d, members m, claim *claims) {
    arena_mark start = arena_here(a);
    map holders = {0}, texts = {0};
    words *cut = ARENA_ARRAY(a, words, m.count);
    uint32_t *as = ARENA_ARRAY(a, uint32_t, m.count);
    for (uint32_t i = 0; i < m.count; i++) {
        arena_mark mark = arena_here(a);
        cut[i] = text_words(a, d->items[m.items[i]].text);
        uint64_t key = text_words_key(cut[i].items, cut[i].count);
        const uint64_t *known = map_get(&texts, key);
        as[i] = known ? (uint32_t)*known : i;
        if (known)
            arena_back(a, mark);
        else {
            *map_put(a, &texts, key) = i;
            note_runs(a, &holders, &cut[i], i + 1);
        }
    }
    for (uint32_t i = 0; i < m.count; i++)
        claims[m.items[i]].score = as[i] == i ? count_runs(&holders, &cut[i], i + 1) : claims[m.items[as[i]]].score;
    arena_back(a, start);
}

uint32_t keep_fields(arena *a, span row) {
    arena_mark mark = arena_here(a);
    uint32_t filled = 0;
    yyjson_doc *doc = json_parse(a, row, "pipe", NULL);
    yyjson_val *key, *root = doc ? yyjson_doc_get_root(doc) : NULL;
    size_t i, most;
    yyjson_val *value;
    yyjson_obj_foreach(root, i, most, key, value) {
        bool none = yyjson_is_null(value) || (yyjson_is_str(value) && !yyjson_get_len(value)) ||
                    (yyjson_is_ctn(value) && !yyjson_get_len(value));
        filled += !none;
    }
    arena_back(a, mark);
    return filled;
}

static void level_family(const dedup_docs *d, members m, claim *claims) {
    double best = 0;
    for (size_t i = 0; i < m.count; i++)
        if (claims[m.items[i]].score > best) best = claims[m.items[i]].score;
    for (size_t i = 0; i < m.count; i++) {
        claim *c = &claims[m.items[i]];
        c->level = c->score >= LEVEL * best;
        if (c->level) c->fields = d->items[c->number].fields;
    }
}

static void score_all(arena *a, const dedup_docs *d, const retold_copies *copies, claim *claims) {
    uint32_t count = retold_copies_count(copies);
    uint32_t *begin = ARENA_ARRAY(a, uint32_t, (size_t)count + 2), *items = ARENA_ARRAY(a, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) begin[retold_copies_family(copies, i) + 2]++;
    for (uint32_t f = 0; f < count; f++) begin[f + 2] += begin[f + 1];
    for (uint32_t i = 0; i < count; i++) items[begin[retold_copies_family(copies, i) + 1]++] = i;
    for (uint32_t f = 0; f < count; f++) {
        members m = {items + begin[f], begin[f + 1] - begin[f]};
        if (!m.count) continue;
        score_family(a, d, m, claims);
        level_family(d, m, claims);
    }
}

uint32_t *keep_places(arena *a, const dedup_job *job) {
    const dedup_docs *d = &job->docs;
    retold_keep keep = job->how->keep;
    size_t count = d->count;
    uint32_t *place = ARENA_ARRAY(a, uint32_t, count);
    claim *claims = ARENA_ARRAY(a, claim, count);
    for (uint32_t i = 0; i < count; i++) {
        const dedup_doc *doc = &d->items[i];
        bool timed = keep == RETOLD_KEEP_EARLIEST && doc->time != RETOLD_TIME_NONE;
        claims[i] = (claim){.number = i, .time = timed ? doc->time : INT64_MAX, .length = doc->length, .id = id_of(job, i)};
    }
    if (keep == RETOLD_KEEP_MOST_COMPLETE) score_all(a, d, job->corpus.copies, claims);
    if (count) qsort(claims, count, sizeof *claims, by_claim);
    for (uint32_t i = 0; i < count; i++) place[claims[i].number] = i;
    return place;
}
