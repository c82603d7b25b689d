/* Finding the open tellings that share the weightiest terms of a new one. */
#include "stories/stories_internal.h"

telling *telling_place(const retold_stories *s, uint32_t number) {
    uint32_t place = number % OPEN_TELLINGS;
    return &s->blocks.items[place / OPEN_BLOCK][place % OPEN_BLOCK];
}

telling *telling_at(const retold_stories *s, uint32_t number) {
    if (number >= s->story_of.count || s->story_of.count - number >= OPEN_TELLINGS) return NULL;
    return telling_place(s, number);
}

typedef struct scored {
    uint32_t number;
    float score;
} scored;

typedef VEC(uint32_t) numbers;

/* Adds up weight products for every telling that shares a term; lists those met, in order. */
static numbers gather(arena *scratch, retold_stories *s, const reading *r) {
    numbers met = {0};
    size_t most = 0;
    for (uint16_t i = 0; i < r->key_count; i++) most += s->terms.items[r->key[i].term].posting_count;
    vec_reserve(scratch, &met, most); /* all at once, so that s->found is never left half full */
    for (uint16_t i = 0; i < r->key_count; i++) {
        const term *t = &s->terms.items[r->key[i].term];
        for (uint16_t k = 0; k < t->posting_count; k++) {
            uint32_t number = t->postings[k];
            float *sum = &s->found[number % OPEN_TELLINGS];
            if (s->story_of.count - number >= OPEN_TELLINGS) continue;
            if (*sum == 0) met.items[met.count++] = number;
            *sum += r->key[i].weight * t->posted[k];
        }
    }
    return met;
}

static bool nearer(scored a, scored b) { return a.score != b.score ? a.score > b.score : a.number > b.number; }

/* The best CANDIDATES by insertion into a short sorted list. */
uint32_t nearest_tellings(arena *scratch, retold_stories *s, const reading *r, uint32_t *out) {
    numbers met = gather(scratch, s, r);
    scored best[CANDIDATES];
    uint32_t kept = 0;
    for (size_t i = 0; i < met.count; i++) {
        scored one = {met.items[i], s->found[met.items[i] % OPEN_TELLINGS]};
        s->found[one.number % OPEN_TELLINGS] = 0;
        if (kept == CANDIDATES && !nearer(one, best[kept - 1])) continue;
        uint32_t at = kept < CANDIDATES ? kept++ : kept - 1;
        for (; at && nearer(one, best[at - 1]); at--) best[at] = best[at - 1];
        best[at] = one;
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
