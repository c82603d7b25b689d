/*
 * What third tellings say of a pair: two tellings of one event are near the same others, two twins ("fire in A", "fire in B") are not.
 *
 *      k           support of (i, j): sum over k of the smaller of share(i, k) and share(j, k),
 *     ╱ ╲          over what both are near to in all, and over what the one with fewer neighbours is near to
 *    i───j
 */
#include "stories/stories_internal.h"
#include <math.h>

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
    for (uint16_t i = 0; i < t->link_count; i++) {
        float share = odds_share(t->links[i].odds);
        s->near_share[t->links[i].other % OPEN_TELLINGS] = share;
        sum += share;
    }
    return sum;
}

void context_begin(retold_stories *s, const telling *t) { s->near_sum = spread(s, t); }

void context_end(retold_stories *s, const telling *t) {
    for (uint16_t i = 0; i < t->link_count; i++) s->near_share[t->links[i].other % OPEN_TELLINGS] = 0;
}

void context_features(const retold_stories *s, const telling *t, const telling *other, float odds, float *f) {
    float share = odds_share(odds), support = 0, sum = 0, most = 0;
    for (uint16_t i = 0; i < other->link_count; i++) {
        uint32_t k = other->links[i].other;
        if (k == t->number || !telling_at(s, k)) continue;
        float theirs = odds_share(other->links[i].odds);
        support += fminf(theirs, s->near_share[k % OPEN_TELLINGS]);
        sum += theirs;
        most = fmaxf(most, theirs);
    }
    float ours = s->near_sum - share, own_most = fmaxf(share, odds_share(t->links[0].odds));
    f[0] = 1;
    f[1] = odds;
    f[2] = (support + share) / (ours + sum - support + share + 0.5f);
    f[3] = (support + share) / (fminf(ours, sum) + share + 0.5f);
    f[4] = share / (own_most + 0.05f);
    f[5] = share / (fmaxf(most, share) + 0.05f);
}

/* Learned on ECB+ (CC BY 3.0), prior by hand: docs/how/stories.md. */
static const float context_weights[CONTEXT_FEATURES] = {-2.91f, 0.39f, 1.98f, 3.06f, 0.40f, 0.34f};

/* Share of the log-odds that the context has; the rest is the pair's own. */
static const float context_mix = 0.5f;

float context_odds(const retold_stories *s, const telling *t, const telling *other, float odds) {
    float f[CONTEXT_FEATURES], second = 0;
    context_features(s, t, other, odds, f);
    for (unsigned i = 0; i < CONTEXT_FEATURES; i++) second += context_weights[i] * f[i];
    return (1 - context_mix) * odds + context_mix * second;
}
