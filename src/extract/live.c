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

static uint64_t run_hash(const words *all, size_t at) {
    uint64_t hash = 0;
    for (size_t i = 0; i < RUN; i++) hash = hash_join(hash, all->items[at + i].hash);
    return hash;
}

static bool is_post(work *w, const map *runs, const unit *u) {
    words own = text_words(w->scratch, span_at(w->from.text, u->text));
    size_t hits = 0;
    if (own.count < RUN) return false;
    for (size_t at = 0; at + RUN <= own.count; at++) hits += map_get(runs, run_hash(&own, at)) != NULL;
    return hits * 100 >= (own.count - RUN + 1) * POST_SHARE;
}

/* "Anyway." between two paragraphs of a post: too short to be told by runs, so by where it stands. */
static bool is_between(const work *w, const bool *posts, size_t i) {
    const unit *u = &w->units.items[i];
    return i && i + 1 < w->units.count && posts[i - 1] && posts[i + 1] && u->element != HTML_NONE &&
           w->html->elements[u->element].parent == w->html->elements[w->units.items[i - 1].element].parent &&
           span_find(w->stated_posts, span_at(w->from.text, u->text), 0) != SIZE_MAX;
}

void live_choose(work *w) {
    words stated = text_words(w->scratch, w->stated_posts);
    if (stated.count < SHORTEST_POSTS) return;
    map runs = {0};
    for (size_t at = 0; at + RUN <= stated.count; at++) *map_put(w->scratch, &runs, run_hash(&stated, at)) = 1;
    bool *posts = ARENA_ARRAY(w->scratch, bool, w->units.count + 1);
    for (size_t i = 0; i < w->units.count; i++) posts[i] = is_post(w, &runs, &w->units.items[i]);
    for (size_t i = 0; i < w->units.count; i++) {
        unit *u = &w->units.items[i];
        bool taken = posts[i] || is_between(w, posts, i);
        bool again = u->repeated && u->words >= LONG_ENOUGH;
        if (taken && !again && u->kind != UNIT_TITLE && u->kind != UNIT_CAPTION) u->kind = UNIT_BODY;
    }
}
