/* Finding the open tellings that share the weightiest terms of a new one. */
#include "stories/stories_internal.h"

telling *telling_at(const retold_stories *s, uint32_t number) {
    if (number >= s->story_of.count || s->story_of.count - number > OPEN_TELLINGS) return NULL;
    uint32_t place = number % OPEN_TELLINGS;
    return &s->blocks.items[place / OPEN_BLOCK][place % OPEN_BLOCK];
}

typedef struct scored {
    uint32_t number;
    float score;
} scored;

/* Sum of weight products for every telling that shares a term; in order of first meeting. */
static scored *gather(arena *scratch, const retold_stories *s, const reading *r, size_t *count) {
    VEC(scored) met = {0};
    map place = {0};
    for (uint16_t i = 0; i < r->key_count; i++) {
        const term *t = &s->terms.items[r->key[i].term];
        for (uint16_t k = 0; k < t->posting_count; k++) {
            if (!telling_at(s, t->postings[k])) continue;
            uint64_t *at = map_put(scratch, &place, t->postings[k]);
            if (!*at) {
                vec_push(scratch, &met, (scored){t->postings[k], 0});
                *at = met.count;
            }
            met.items[*at - 1].score += r->key[i].weight * t->posted[k];
        }
    }
    *count = met.count;
    return met.items;
}

static bool nearer(scored a, scored b) { return a.score != b.score ? a.score > b.score : a.number > b.number; }

/* The best CANDIDATES by insertion into a short sorted list. */
uint32_t nearest_tellings(arena *scratch, const retold_stories *s, const reading *r, uint32_t *out) {
    size_t count;
    scored *met = gather(scratch, s, r, &count), best[CANDIDATES];
    uint32_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == CANDIDATES && !nearer(met[i], best[kept - 1])) continue;
        uint32_t at = kept < CANDIDATES ? kept++ : kept - 1;
        for (; at && nearer(met[i], best[at - 1]); at--) best[at] = best[at - 1];
        best[at] = met[i];
    }
    for (uint32_t i = 0; i < kept; i++) out[i] = best[i].number;
    return kept;
}

/* Room for one more posting of every key term, so that index_put() can't run out of memory halfway. */
void index_reserve(retold_stories *s, const reading *r) {
    for (uint16_t i = 0; i < r->key_count; i++) {
        term *t = &s->terms.items[r->key[i].term];
        if (t->posting_count < t->posting_space || t->posting_space == POSTINGS) continue;
        size_t old = t->posting_space, space = old ? old * 2 : 2;
        if (space > POSTINGS) space = POSTINGS;
        uint32_t *postings = arena_grow(&s->memory, t->postings, old * sizeof *postings, space * sizeof *postings);
        float *posted = arena_grow(&s->memory, t->posted, old * sizeof *posted, space * sizeof *posted);
        t->postings = postings;
        t->posted = posted;
        t->posting_space = (uint16_t)space;
    }
}

void index_put(retold_stories *s, const reading *r) {
    for (uint16_t i = 0; i < r->key_count; i++) {
        term *t = &s->terms.items[r->key[i].term];
        t->postings[t->posting_at] = r->made->number;
        t->posted[t->posting_at] = r->key[i].weight;
        if (t->posting_count < t->posting_space) t->posting_count++;
        t->posting_at = (uint16_t)(t->posting_at + 1 == POSTINGS ? 0 : t->posting_at + 1);
    }
}
