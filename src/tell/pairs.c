/* Which tellings are put side by side on the page. */
#include "tell/tell_internal.h"

typedef struct chooser {
    arena *memory;
    const tell_story *story;
    map seen;
    tell_pairs out;
    uint32_t left_out;
} chooser;

static void choose(chooser *c, uint32_t a, uint32_t b, pair_reason reason) {
    uint64_t low = a < b ? a : b, high = a < b ? b : a;
    uint64_t *seen = a != b ? map_put(c->memory, &c->seen, low << 32 | high) : NULL;
    if (!seen || *seen) return;
    *seen = 1;
    if (c->out.count == MOST_PAIRS)
        c->left_out++;
    else
        vec_push(c->memory, &c->out, (tell_pair){a, b, reason});
}

tell_pairs pairs_of(arena *a, const tell_story *story, uint32_t *left_out) {
    chooser c = {.memory = a, .story = story};
    uint32_t count = story->in->count;
    for (uint32_t f = 1; f < story->family_count; f++)
        choose(&c, story->order[0], story->families[f].nodes[0].telling, PAIR_FIRST);
    for (uint32_t f = 0; f < story->family_count; f++) {
        const tell_family *family = &story->families[f];
        for (uint32_t k = 0; k < family->count; k++)
            if (family->nodes[k].parent != RETOLD_NONE)
                choose(&c, family->nodes[family->nodes[k].parent].telling, family->nodes[k].telling, PAIR_COPY);
    }
    for (uint32_t i = 0; i < count && count <= MOST_FREE_TELLINGS; i++)
        for (uint32_t j = i + 1; j < count; j++) choose(&c, story->order[i], story->order[j], PAIR_OTHER);
    *left_out = c.left_out;
    return c.out;
}
