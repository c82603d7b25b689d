/*
 * Live blogs: where a page declares its posts (JSON-LD liveBlogUpdate), what stands in them is the body, with the headings of the posts
 * and in the page's order. Their short paragraphs look too little like an article for scores to find them.
 */
#include "extract_internal.h"

/* Declared posts of fewer words are summaries. */
#define SHORTEST_POSTS 60

/* Of a unit's runs of words in the posts, in percent. */
#define POST_SHARE 60
#define RUN 3

/* A unit that stood on the page before is its copy from so many words on. */
#define LONG_ENOUGH 12

static uint64_t run_hash(const words *all, size_t at, size_t count) {
    uint64_t hash = count;
    for (size_t i = 0; i < count; i++) hash = hash_join(hash, all->items[at + i].hash);
    return hash;
}

/* Runs of up to RUN words of the posts. */
static void read_runs(work *w, map *runs) {
    words stated = text_words(w->scratch, w->stated_posts);
    if (stated.count < SHORTEST_POSTS) return;
    for (size_t count = 1; count <= RUN; count++)
        for (size_t at = 0; at + count <= stated.count; at++) *map_put(w->scratch, runs, run_hash(&stated, at, count)) = 1;
}

static bool is_post(work *w, const map *runs, const unit *u) {
    words own = text_words(w->scratch, span_at(w->from.text, u->text));
    size_t hits = 0;
    if (own.count < RUN) return false;
    for (size_t at = 0; at + RUN <= own.count; at++) hits += map_get(runs, run_hash(&own, at, RUN)) != NULL;
    return hits * 100 >= (own.count - RUN + 1) * POST_SHARE;
}

/* "Anyway." between two paragraphs of a post: few words are no proof by themselves, but where they stand is. */
static bool is_between(work *w, const map *runs, const bool *posts, size_t i) {
    const unit *u = &w->units.items[i];
    if (!i || i + 1 >= w->units.count || !posts[i - 1] || !posts[i + 1] || u->words >= RUN) return false;
    if (w->html->elements[u->element].parent != w->html->elements[w->units.items[i - 1].element].parent) return false;
    words own = text_words(w->scratch, span_at(w->from.text, u->text));
    return own.count && own.count < RUN && map_get(runs, run_hash(&own, 0, own.count));
}

void live_choose(work *w) {
    map runs = {0};
    read_runs(w, &runs);
    if (!runs.count) return;
    bool *posts = ARENA_ARRAY(w->scratch, bool, w->units.count + 1);
    for (size_t i = 0; i < w->units.count; i++) posts[i] = is_post(w, &runs, &w->units.items[i]);
    for (size_t i = 0; i < w->units.count; i++) {
        unit *u = &w->units.items[i];
        bool taken = posts[i] || is_between(w, &runs, posts, i);
        bool again = u->repeated && u->words >= LONG_ENOUGH;
        if (taken && !again && u->kind != UNIT_TITLE && u->kind != UNIT_CAPTION) u->kind = UNIT_BODY;
    }
}
