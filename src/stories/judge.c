/* How likely two tellings are of one event: views of the text compared, and the anchors of an event, which can forbid it. */
#include "stories/stories_internal.h"
#include <math.h>

static float cosine(const weighted *a, uint16_t a_count, const weighted *b, uint16_t b_count) {
    float sum = 0;
    for (uint16_t i = 0, k = 0; i < a_count && k < b_count;) {
        if (a[i].term == b[k].term) sum += a[i++].weight * b[k++].weight;
        else if (a[i].term < b[k].term) i++;
        else k++;
    }
    return sum;
}

/* Share of the squared weight of a that lies in terms b has. */
static float contained(const weighted *a, uint16_t a_count, const weighted *b, uint16_t b_count) {
    float sum = 0;
    for (uint16_t i = 0, k = 0; i < a_count && k < b_count;) {
        if (a[i].term == b[k].term) {
            sum += a[i].weight * a[i].weight;
            i++, k++;
        } else if (a[i].term < b[k].term) i++;
        else k++;
    }
    return sum;
}

/* idf of the rarest name that both have. */
static float rarest_shared(const retold_stories *s, const telling *a, const telling *b) {
    float most = 0;
    for (uint16_t i = 0, k = 0; i < a->name_count && k < b->name_count;) {
        if (a->names[i].term == b->names[k].term) {
            float idf = term_idf(s, &s->terms.items[a->names[i].term]);
            if (idf > most) most = idf;
            i++, k++;
        } else if (a->names[i].term < b->names[k].term) i++;
        else k++;
    }
    return most;
}

static bool has_term(const weighted *list, uint16_t count, uint32_t wanted) {
    uint16_t low = 0;
    while (count) {
        uint16_t half = count / 2;
        if (list[low + half].term < wanted) {
            low = (uint16_t)(low + half + 1);
            count = (uint16_t)(count - half - 1);
        } else count = half;
    }
    return list[low].term == wanted;
}

/* Share of a's `most` foremost names that b's body has; half when a has none. */
static float foremost(const telling *a, const telling *b, uint16_t most) {
    uint16_t count = a->salient_count < most ? a->salient_count : most, found = 0;
    for (uint16_t i = 0; i < count; i++) found += b->body_count && has_term(b->body, b->body_count, a->salient[i]);
    return count ? (float)found / (float)count : 0.5f;
}

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
        if (has_amount(b, a->numbers[i], &same_kind)) found.agree++;
        else found.differ += same_kind;
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
    float body = cosine(a->body, a->body_count, b->body, b->body_count);
    float lead = cosine(a->lead, a->lead_count, b->lead, b->lead_count);
    float names = cosine(a->names, a->name_count, b->names, b->name_count);
    float a_in_b = contained(a->lead, a->lead_count, b->body, b->body_count);
    float b_in_a = contained(b->lead, b->lead_count, a->body, a->body_count);
    tally numbers = compare_numbers(a, b), days = compare_sets(a->days, a->day_count, b->days, b->day_count);
    tally years = compare_sets(a->years, a->year_count, b->years, b->year_count);
    unsigned lead_days = a->lead_weekdays & b->lead_weekdays, any_days = a->weekdays & b->weekdays;
    bool both_leads = a->lead_weekdays && b->lead_weekdays, both_any = a->weekdays && b->weekdays;
    f[0] = 1;
    f[1] = sqrtf(body);
    f[2] = sqrtf(lead);
    f[3] = sqrtf(names);
    f[4] = body;
    f[5] = fmaxf(a_in_b, b_in_a);
    f[6] = fminf(a_in_b, b_in_a);
    f[7] = rarest_shared(s, a, b) / 8;
    f[8] = (foremost(a, b, 3) + foremost(b, a, 3)) / 2;
    f[9] = (foremost(a, b, 1) + foremost(b, a, 1)) / 2;
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
}

/* Learned on ECB+ (CC BY 3.0), prior by hand: docs/how/stories.md. */
static const float judge_weights[JUDGE_FEATURES] = {-6.90f, 2.93f, 2.79f, 2.18f, 1.85f, 1.73f, 0.66f, 1.31f, 0.89f, 0.51f, 1.17f, -0.87f, 0.56f, -0.87f, 0.24f, -0.53f, 0.83f, -0.18f, 1.24f, -0.38f};

float judge_pair(const retold_stories *s, const telling *a, const telling *b) {
    float f[JUDGE_FEATURES], odds = 0;
    judge_features(s, a, b, f);
    for (unsigned i = 0; i < JUDGE_FEATURES; i++) odds += judge_weights[i] * f[i];
    return odds;
}
