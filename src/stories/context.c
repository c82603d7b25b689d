/*
 * What third tellings say of a pair: two tellings of one event are near the same others, two twins ("fire in A", "fire in B") are not.
 *
 *      k           support of (i, j): sum over k of the smaller of share(i, k) and share(j, k),
 *     ╱ ╲          over what both are near to in all, and over what the one with fewer neighbours is near to
 *    i───j
 */
#include "stories/stories_internal.h"

/* Links below this share say nothing and are passed over. */
static const float faint = 0.01f;

/* A new link on the earlier telling, in place of its weakest when it has no room left. */
void context_link(telling *t, link made) {
    if (t->link_count == CANDIDATES && t->links[CANDIDATES - 1].odds >= made.odds) return;
    uint16_t at = t->link_count < CANDIDATES ? t->link_count++ : CANDIDATES - 1;
    for (; at && t->links[at - 1].odds < made.odds; at--) t->links[at] = t->links[at - 1];
    t->links[at] = made;
}

/* Shares of t's neighbours by their place in the ring; returns their sum. */
static float spread(retold_stories *s, const telling *t) {
    float sum = 0;
    for (uint16_t i = 0; i < t->link_count && t->links[i].share > faint; i++) {
        s->near_share[t->links[i].other % OPEN_TELLINGS] = t->links[i].share;
        sum += t->links[i].share;
    }
    return sum;
}

void context_begin(retold_stories *s, const telling *t) { s->near_sum = spread(s, t); }

void context_end(retold_stories *s, const telling *t) {
    for (uint16_t i = 0; i < t->link_count; i++) s->near_share[t->links[i].other % OPEN_TELLINGS] = 0;
}

static float least(float a, float b) { return a < b ? a : b; }
static float most(float a, float b) { return a > b ? a : b; }

void context_features(const retold_stories *s, const telling *t, const telling *other, const link *between, float *f) {
    float share = between->share, support = 0, sum = 0, best = 0;
    for (uint16_t i = 0; i < other->link_count && other->links[i].share > faint; i++) {
        const link *l = &other->links[i];
        if (l->other == t->number || !telling_at(s, l->other)) continue;
        support += least(l->share, s->near_share[l->other % OPEN_TELLINGS]);
        sum += l->share;
        best = most(best, l->share);
    }
    float ours = s->near_sum - share, own_best = most(share, t->links[0].share);
    f[0] = 1;
    f[1] = between->odds;
    f[2] = (support + share) / (ours + sum - support + share + 0.5f);
    f[3] = (support + share) / (least(ours, sum) + share + 0.5f);
    f[4] = share / (own_best + 0.05f);
    f[5] = share / (most(best, share) + 0.05f);
}

/* Learned on ECB+ (CC BY 3.0), prior by hand: docs/how/stories.md. */
static const float context_weights[CONTEXT_FEATURES] = {-3.50f, 0.32f, 0.91f, 4.69f, 0.38f, 0.20f};

/* Share of the log-odds that the context has; the rest is the pair's own. */
static const float context_mix = 0.5f;

float context_odds(const retold_stories *s, const telling *t, const telling *other, const link *between) {
    float f[CONTEXT_FEATURES], second = 0;
    context_features(s, t, other, between, f);
    for (unsigned i = 0; i < CONTEXT_FEATURES; i++) second += context_weights[i] * f[i];
    return (1 - context_mix) * between->odds + context_mix * second;
}
