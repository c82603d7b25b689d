/* How likely two tellings are of one event: views of the text compared, and the anchors of an event, which can forbid it. */
#include "stories/stories_internal.h"
#include <math.h>

/* ---- Views: the weights of a telling laid out over the terms, so that others are compared by one look at each of theirs ---- */

void judge_begin(retold_stories *s, const telling *t) {
    for (uint16_t i = 0; i < t->body_count; i++) s->terms.items[t->body[i].term].here.body = t->body[i].weight;
    for (uint16_t i = 0; i < t->lead_count; i++) s->terms.items[t->lead[i].term].here.lead = t->lead[i].weight;
    for (uint16_t i = 0; i < t->name_count; i++) s->terms.items[t->names[i].term].here.name = t->names[i].weight;
    for (uint16_t i = 0; i < t->salient_count; i++) s->terms.items[t->salient[i]].here.rank = (uint8_t)(i + 1);
}

void judge_end(retold_stories *s, const telling *t) {
    static const term_here nothing = {0};
    for (uint16_t i = 0; i < t->body_count; i++) s->terms.items[t->body[i].term].here = nothing;
    for (uint16_t i = 0; i < t->lead_count; i++) s->terms.items[t->lead[i].term].here = nothing;
    for (uint16_t i = 0; i < t->name_count; i++) s->terms.items[t->names[i].term].here = nothing;
}

typedef struct likeness {
    float body, lead, names;          /* cosines */
    float body_words, lead_words;     /* of these, what isn't names */
    float lead_in_body, body_in_lead; /* share of the other's lead that our body has, and the reverse */
    float rarest;                     /* idf of the rarest name that both have */
    unsigned foremost[2], ours[2];    /* of the other's and of our one and three foremost names, those that the other side has */
} likeness;

static likeness compare_views(const retold_stories *s, const telling *other) {
    likeness l = {0};
    for (uint16_t i = 0; i < other->body_count; i++) {
        const term_here *here = &s->terms.items[other->body[i].term].here;
        float product = other->body[i].weight * here->body;
        l.body += product;
        if (here->name == 0) l.body_words += product;
        l.body_in_lead += here->lead * here->lead;
        l.ours[0] += here->rank == 1;
        l.ours[1] += here->rank >= 1 && here->rank <= 3;
    }
    for (uint16_t i = 0; i < other->lead_count; i++) {
        const term_here *here = &s->terms.items[other->lead[i].term].here;
        float product = other->lead[i].weight * here->lead;
        l.lead += product;
        if (here->name == 0) l.lead_words += product;
        if (here->body > 0) l.lead_in_body += other->lead[i].weight * other->lead[i].weight;
    }
    for (uint16_t i = 0; i < other->name_count; i++) {
        const term *t = &s->terms.items[other->names[i].term];
        l.names += other->names[i].weight * t->here.name;
        if (t->here.name > 0) l.rarest = fmaxf(l.rarest, term_idf(s, t));
    }
    for (uint16_t i = 0; i < other->salient_count && i < 3; i++) {
        bool has = s->terms.items[other->salient[i]].here.body > 0;
        l.foremost[0] += has && i == 0;
        l.foremost[1] += has;
    }
    return l;
}

/* Share of a telling's `most` foremost names that were found; half when it has none. */
static float share_found(unsigned found, const telling *t, unsigned most) {
    unsigned count = t->salient_count < most ? t->salient_count : most;
    return count ? (float)found / (float)count : 0.5f;
}

/* ---- Anchors ---- */

typedef struct tally {
    unsigned agree, differ;
} tally;

static bool has_amount(const telling *t, amount wanted, bool *same_kind) {
    *same_kind = false;
    for (uint16_t i = 0; i < t->number_count; i++) {
        if (t->numbers[i].kind != wanted.kind) continue;
        *same_kind = true;
        if (t->numbers[i].value == wanted.value) return true;
    }
    return false;
}

/* Amounts of one kind that agree, and those where each has others. */
static tally compare_numbers(const telling *a, const telling *b) {
    tally found = {0, 0};
    for (uint16_t i = 0; i < a->number_count; i++) {
        bool same_kind;
        if (has_amount(b, a->numbers[i], &same_kind))
            found.agree++;
        else
            found.differ += same_kind;
    }
    return found;
}

static tally compare_sets(const uint16_t *a, uint16_t a_count, const uint16_t *b, uint16_t b_count) {
    tally found = {0, 0};
    for (uint16_t i = 0; i < a_count; i++)
        for (uint16_t k = 0; k < b_count; k++) found.agree += a[i] == b[k];
    found.differ = !found.agree && a_count && b_count;
    return found;
}

static float capped(unsigned n, unsigned most) { return (float)(n < most ? n : most) / (float)most; }

void judge_features(const retold_stories *s, const telling *a, const telling *b, float *f) {
    likeness l = compare_views(s, b);
    tally numbers = compare_numbers(a, b), days = compare_sets(a->days, a->day_count, b->days, b->day_count);
    tally years = compare_sets(a->years, a->year_count, b->years, b->year_count);
    unsigned lead_days = a->lead_weekdays & b->lead_weekdays, any_days = a->weekdays & b->weekdays;
    bool both_leads = a->lead_weekdays && b->lead_weekdays, both_any = a->weekdays && b->weekdays;
    f[0] = 1;
    f[1] = sqrtf(l.body);
    f[2] = sqrtf(l.lead);
    f[3] = sqrtf(l.names);
    f[4] = l.body;
    f[5] = fmaxf(l.lead_in_body, l.body_in_lead);
    f[6] = fminf(l.lead_in_body, l.body_in_lead);
    f[7] = l.rarest / 8;
    f[8] = (share_found(l.ours[1], a, 3) + share_found(l.foremost[1], b, 3)) / 2;
    f[9] = (share_found(l.ours[0], a, 1) + share_found(l.foremost[0], b, 1)) / 2;
    f[10] = capped(numbers.agree, 3);
    f[11] = capped(numbers.differ, 3) * (numbers.agree ? 0.3f : 1);
    f[12] = both_leads && lead_days;
    f[13] = both_leads && !lead_days;
    f[14] = both_any && any_days;
    f[15] = both_any && !any_days;
    f[16] = days.agree > 0;
    f[17] = days.differ > 0;
    f[18] = years.agree > 0;
    f[19] = years.differ > 0;
    f[20] = sqrtf(l.body_words);
    f[21] = sqrtf(l.lead_words);
}

/* Learned on ECB+ (CC BY 3.0), prior by hand: docs/how/stories.md. */
static const float judge_weights[JUDGE_FEATURES] = {-7.20f, 1.94f,  1.81f, 2.27f,  1.86f, 1.74f,  0.66f, 1.35f,
                                                    0.99f,  0.60f,  1.18f, -0.89f, 0.55f, -0.88f, 0.23f, -0.55f,
                                                    0.83f,  -0.18f, 1.24f, -0.38f, 1.13f, 1.07f};

/*
 * Between two languages words say nothing; names, numbers, and days do. Learned on NTREX's translations (CC BY-SA 4.0), prior by hand.
 */
static const float foreign_weights[JUDGE_FEATURES] = {-4.88f, 0,      0,     4.34f,  0,     0,      0, 3.54f,
                                                      0.36f,  0.42f,  1.59f, -0.61f, 0,     -0.91f, 0, -1.01f,
                                                      0.89f,  -0.50f, 1.98f, -1.38f, 0.27f, 0.59f};

static bool is_foreign(const telling *a, const telling *b) {
    return a->lang[0] && b->lang[0] && (a->lang[0] != b->lang[0] || a->lang[1] != b->lang[1]);
}

float judge_pair(const retold_stories *s, const telling *a, const telling *b) {
    float f[JUDGE_FEATURES], odds = 0;
    const float *weights = is_foreign(a, b) ? foreign_weights : judge_weights;
    judge_features(s, a, b, f);
    for (unsigned i = 0; i < JUDGE_FEATURES; i++) odds += weights[i] * f[i];
    return odds;
}
