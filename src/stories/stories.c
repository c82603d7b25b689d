#include "stories/stories_internal.h"
#include <stdlib.h>

/* An article joins a story when the mean share of the story's `join_most` best tellings is above that of these log-odds. */
static const float join_odds = -0.1f, join_most = 5;

/* Stories that the candidates belong to, each with what its tellings say. */
typedef struct choice {
    uint32_t story, nearest;
    float shares[CANDIDATES];
    uint32_t count;
} choice;

static void free_stories(void *stories) { retold_stories_free(stories); }

typedef struct making {
    retold_stories *made;
} making;

static retold_status make(retold_ctx *ctx, void *job, retold_error *err) {
    making *m = job;
    m->made = calloc(1, sizeof *m->made);
    if (!m->made) return error_nomem(err, "stories");
    m->made->memory = arena_made(ctx);
    ctx_undo(ctx, free_stories, m->made);
    m->made->near_share = ARENA_ARRAY(&m->made->memory, float, OPEN_TELLINGS);
    m->made->found = ARENA_ARRAY(&m->made->memory, float, OPEN_TELLINGS);
    lexicon_load(&m->made->memory, &m->made->words);
    return RETOLD_OK;
}

retold_status retold_stories_new(retold_ctx *ctx, retold_stories **out, retold_error *err) {
    making m = {NULL};
    retold_status status = ctx_run(ctx, make, &m, err);
    *out = status == RETOLD_OK ? m.made : NULL;
    return status;
}

void retold_stories_free(retold_stories *stories) {
    if (!stories) return;
    arena_free(&stories->memory);
    free(stories);
}

/* ---- Placing ---- */

static void link_candidates(retold_ctx *ctx, retold_stories *s, reading *r) {
    uint32_t near[CANDIDATES], count = nearest_tellings(ctx_scratch(ctx), s, r, near);
    telling *t = r->made;
    judge_begin(s, t);
    for (uint32_t i = 0; i < count; i++) {
        float odds = judge_pair(s, t, telling_at(s, near[i]));
        context_link(t, (link){near[i], odds, odds_share(odds), odds});
    }
    judge_end(s, t);
}

/* Mean share of a story's best tellings; those that were not even near count as nothing. */
static float story_share(const retold_stories *s, const choice *c) {
    float sum = 0;
    uint32_t most = s->stories.items[c->story].count;
    if (most > (uint32_t)join_most) most = (uint32_t)join_most;
    for (uint32_t i = 0; i < most && i < c->count; i++) sum += c->shares[i];
    return sum / (float)most;
}

static uint32_t collect(retold_stories *s, telling *t, choice *choices) {
    uint32_t count = 0;
    context_begin(s, t);
    for (uint16_t i = 0; i < t->link_count; i++) {
        uint32_t story = s->story_of.items[t->links[i].other], k = 0;
        while (k < count && choices[k].story != story) k++;
        if (k == count) choices[count++] = (choice){.story = story, .nearest = t->links[i].other};
        t->links[i].joint = context_odds(s, t, telling_at(s, t->links[i].other), &t->links[i]);
        choices[k].shares[choices[k].count++] = odds_share(t->links[i].joint);
    }
    context_end(s, t);
    return count;
}

static void choose(retold_ctx *ctx, retold_stories *s, telling *t, retold_story_placed *placed) {
    choice *choices = ARENA_ARRAY(ctx_scratch(ctx), choice, CANDIDATES);
    uint32_t count = collect(s, t, choices);
    float best = 0;
    *placed = (retold_story_placed){.article = t->number, .story = s->stories.count, .fresh = 1, .nearest = RETOLD_NONE};
    for (uint32_t i = 0; i < count; i++) {
        float share = story_share(s, &choices[i]);
        if (share <= best) continue;
        best = share;
        placed->story = choices[i].story;
        placed->nearest = choices[i].nearest;
    }
    placed->fresh = best < odds_share(join_odds);
    if (placed->fresh) placed->story = (uint32_t)s->stories.count;
    placed->score = placed->fresh ? 1 - best : best;
}

/* ---- Evidence ---- */

typedef struct telling_word {
    range at;
    float weight;
} telling_word;

static float weight_in(const weighted *list, uint16_t count, uint32_t wanted) {
    for (uint16_t i = 0; i < count; i++)
        if (list[i].term == wanted) return list[i].weight;
    return 0;
}

/* The shared terms that weigh most in both. */
static uint32_t take_evidence(retold_stories *s, const reading *r, const telling *other) {
    telling_word best[SHARED_MOST];
    uint32_t count = 0;
    for (uint32_t i = 0; i < r->count; i++) {
        const local_term *l = &r->terms[i];
        if (!range_known(l->first) || l->weight <= 0) continue;
        float weight = l->weight * weight_in(other->body, other->body_count, l->term);
        bool beaten = count && (weight < best[0].weight / 8 || (count == SHARED_MOST && weight <= best[count - 1].weight));
        if (weight <= 0 || beaten) continue;
        uint32_t at = count < SHARED_MOST ? count++ : count - 1;
        for (; at && best[at - 1].weight < weight; at--) best[at] = best[at - 1];
        best[at] = (telling_word){l->first, weight};
    }
    for (uint32_t i = 0; i < count; i++) s->shared[i] = best[i].at;
    return count;
}

/* ---- Adding ---- */

typedef struct adding {
    retold_stories *stories;
    const retold_article *article;
    retold_story_placed placed;
} adding;

/* All memory that keep() needs, so that it can't fail halfway. */
static void reserve(retold_stories *s, const reading *r) {
    vec_reserve(&s->memory, &s->story_of, 1);
    vec_reserve(&s->memory, &s->sibling, 1);
    vec_reserve(&s->memory, &s->stories, 1);
    uint32_t place = r->made->number % OPEN_TELLINGS;
    if (place / OPEN_BLOCK == s->blocks.count) vec_push(&s->memory, &s->blocks, ARENA_ARRAY(&s->memory, telling, OPEN_BLOCK));
    index_reserve(s, r);
}

static void keep(retold_stories *s, const reading *r, const retold_story_placed *placed) {
    for (uint16_t i = 0; i < r->made->link_count; i++) {
        const link *l = &r->made->links[i];
        context_link(telling_at(s, l->other), (link){r->made->number, l->odds, l->share, l->joint});
    }
    *telling_place(s, r->made->number) = *r->made;
    s->story_of.count++;
    s->sibling.count++;
    if (placed->fresh) s->stories.items[s->stories.count++] = (story){0, RETOLD_NONE};
    story_take(s, placed->story, r->made->number);
    index_put(s, r);
    lex_count(s, r, placed->story);
}

static retold_status add(retold_ctx *ctx, void *job, retold_error *err) {
    (void)err;
    adding *a = job;
    retold_stories *s = a->stories;
    reading r;
    lex_article(ctx, s, a->article, &r);
    r.made->number = (uint32_t)s->story_of.count;
    link_candidates(ctx, s, &r);
    choose(ctx, s, r.made, &a->placed);
    reserve(s, &r);
    a->placed.shared = s->shared;
    a->placed.shared_count = a->placed.nearest == RETOLD_NONE ? 0 : take_evidence(s, &r, telling_at(s, a->placed.nearest));
    keep(s, &r, &a->placed);
    return RETOLD_OK;
}

static retold_status settle(retold_ctx *ctx, void *job, retold_error *err) {
    (void)err;
    repair_stories(ctx, job);
    return RETOLD_OK;
}

retold_status retold_stories_add(retold_ctx *ctx, retold_stories *stories, const retold_article *article,
                                 retold_story_placed *placed, retold_error *err) {
    adding a = {.stories = stories, .article = article};
    stories->memory.ctx = ctx;
    stories->moves.count = 0;
    retold_status status = ctx_run(ctx, add, &a, err);
    if (status != RETOLD_OK) return status;
    *placed = a.placed;
    /* The article is in: where memory runs out now nothing is moved, and the next call tries again. */
    if (stories->story_of.count - stories->looked >= REPAIR_EVERY) (void)ctx_run(ctx, settle, stories, NULL);
    return RETOLD_OK;
}

retold_status retold_stories_settle(retold_ctx *ctx, retold_stories *stories, retold_error *err) {
    stories->memory.ctx = ctx;
    stories->moves.count = 0;
    return ctx_run(ctx, settle, stories, err);
}

const retold_story_move *retold_stories_moves(const retold_stories *stories, size_t *count) {
    *count = stories->moves.count;
    return stories->moves.items;
}

uint32_t retold_stories_of(const retold_stories *stories, uint32_t article) {
    return article < stories->story_of.count ? stories->story_of.items[article] : RETOLD_NONE;
}
