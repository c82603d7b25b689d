/* What numbers count: a currency, per cent, or the noun behind them, with what is told of it near by. */
#include "tell/statements_internal.h"
#include <math.h>

enum {
    NEAR = 6,       /* words within which a topic stands beside what is counted */
    FAR = 12,       /* … beside a sum of money */
    FAR_BEFORE = 24 /* … and a total before a number that counts nothing itself */
};

typedef struct reader {
    teller *t;
    const lexicon *lexicon;
    const figure *figure;
    uint32_t lowest, highest; /* words of the sentence, but not beyond the next figures */
} reader;

static uint64_t word_hash(const reader *r, uint32_t i) { return r->t->words.items[i].hash; }

static uint64_t listed(const reader *r, const map *list, uint32_t i) {
    const uint64_t *value = map_get(list, word_hash(r, i));
    return value ? *value : 0;
}

/* The bytes between a word and the next one. */
static span gap_behind(const reader *r, uint32_t i) {
    uint32_t begin = r->t->words.items[i].span.end;
    uint32_t end = i + 1 < r->t->words.count ? r->t->words.items[i + 1].span.begin : (uint32_t)r->t->text.len;
    return span_cut(r->t->text, begin, end < begin ? begin : end);
}

/* Only a blank between a word and the next one: no mark that ends what belongs together. */
static bool goes_on(const reader *r, uint32_t i) {
    span gap = gap_behind(r, i);
    return i + 1 < r->highest && (span_equal(gap, S(" ")) || span_equal(gap, S("\u00A0")));
}

/* ---- how exact ---- */

/* The value of the last digit that is told: 100,000 of "2.3 million", 1 of "318", 100 of "1,200". */
static double grain_of(const reader *r, double value) {
    span s = span_at(r->t->text, r->t->words.items[r->figure->w0].span);
    size_t dot = s.len;
    while (dot > 0 && s.ptr[dot - 1] != '.' && s.ptr[dot - 1] != ',') dot--;
    bool fraction = dot > 0 && s.len - dot != 3;
    if (r->figure->w1 - r->figure->w0 > 1 || fraction) {
        double scale = 1, last = 1;
        for (uint32_t i = r->figure->w0; i < r->figure->w1; i++) {
            const uint64_t *times = map_get(&r->lexicon->numbers, word_hash(r, i));
            if (times && *times >= 100) last *= (double)*times;
        }
        for (size_t k = fraction ? dot : s.len; k < s.len; k++) scale *= 10;
        return last / scale;
    }
    double grain = 1;
    while (value >= 100 && grain * 10 < value && fmod(value, grain * 10) == 0) grain *= 10;
    return grain;
}

/* "about", "nearly", "at least" before a number: what it leaves open. */
static void set_bounds(const reader *r, amount *a) {
    uint64_t how = 0;
    for (uint32_t i = r->figure->w0, steps = 0; i > r->lowest && steps < 3 && !how; steps++)
        how = listed(r, &r->lexicon->about, --i);
    double half = a->grain / 2 > 0.03 * a->value ? a->grain / 2 : 0.03 * a->value;
    a->low = a->high = a->value;
    a->vague = how != 0;
    if (how == 'a') a->low -= half, a->high += half;
    if (how == 'n') a->low -= a->grain > 0.05 * a->value ? a->grain : 0.05 * a->value;
    if (how == 'l') a->high = HUGE_VAL;
    if (how == 'm') a->low = 0;
}

bool statements_agree(const amount *a, const amount *b) {
    double grain = a->grain > b->grain ? a->grain : b->grain;
    if (a->low <= b->high && b->low <= a->high) return true;
    return a->grain != b->grain && fabs(a->value - b->value) < grain;
}

/* ---- what is counted ---- */

/* The currency before or behind a number. */
static uint64_t money_of(const reader *r) {
    static const struct { const char *sign, *currency; } signs[] = {{"$", "usd"}, {"€", "eur"}, {"£", "gbp"}};
    span before = span_cut(r->t->text, 0, r->figure->span.begin), behind = span_from(r->t->text, r->figure->span.end);
    if (span_starts(behind, S(" "))) behind = span_from(behind, 1);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (span_ends(before, span_of(signs[i].sign)) || span_starts(behind, span_of(signs[i].sign)))
            return hash_bytes(span_of(signs[i].currency)) | 1;
    return goes_on(r, r->figure->w1 - 1) ? listed(r, &r->lexicon->money, r->figure->w1) : 0;
}

static bool is_percent(const reader *r) {
    span behind = span_from(r->t->text, r->figure->span.end);
    if (span_starts(behind, S("%")) || span_starts(behind, S(" %"))) return true;
    uint32_t i = r->figure->w1;
    for (uint32_t k = i; k < i + 2 && goes_on(r, k - 1); k++)
        if (listed(r, &r->lexicon->percent, k)) return true;
    return false;
}

static bool is_number(const reader *r, uint32_t i) {
    return (r->t->words.items[i].flags & WORD_NUMBER) || map_get(&r->lexicon->numbers, word_hash(r, i));
}

/* A dash or blank only between two words of which the other is a number, or a hyphen: "20 - 13", "4 1/2", "34-year-old". */
static bool is_joined(const reader *r, uint32_t first, uint32_t other) {
    span gap = gap_behind(r, first);
    if (span_starts(gap, S("-")) || span_starts(gap, S(" - "))) return true;
    bool thousands = span_equal(gap, S(", ")) && range_len(r->t->words.items[other].span) == 3;
    return gap.len <= 3 && (thousands || !span_starts(gap, S(","))) && (r->t->words.items[other].flags & WORD_NUMBER);
}

/* "one in 3": the word between two numbers. */
static bool is_in(const reader *r, uint32_t i) {
    return span_equal_nocase(span_at(r->t->text, r->t->words.items[i].span), S("in"));
}

/* Of another number or of a compound: "one in 3", "two of them", "four others", "a 34-year-old". */
static bool is_part(const reader *r) {
    uint32_t first = r->figure->w0, behind = r->figure->w1, count = (uint32_t)r->t->words.count;
    if (behind < count && (is_joined(r, behind - 1, behind) || listed(r, &r->lexicon->parts, behind))) return true;
    if (first > 0 && (is_joined(r, first - 1, first - 1) || listed(r, &r->lexicon->parts, first - 1))) return true;
    if (behind + 1 < count && is_in(r, behind) && is_number(r, behind + 1)) return true;
    return first > 1 && is_in(r, first - 1) && is_number(r, first - 2);
}

/* ---- what is told of it ---- */

/* The topic nearest to [begin, end) of words, behind or before. */
static uint64_t topic_near(const reader *r, const map *topics, uint32_t near, uint32_t begin, uint32_t end) {
    for (uint32_t step = 0; step < near; step++) {
        uint64_t topic = 0;
        if (begin > r->lowest + step) topic = listed(r, topics, begin - 1 - step);
        if (!topic && end + step < r->highest) topic = listed(r, topics, end + step);
        if (topic) return topic;
    }
    return 0;
}

/* "The number of people hurt … has risen to 43": the topic of the total before a number that counts nothing itself. */
static uint64_t topic_of_total(const reader *r) {
    uint32_t first = r->figure->w0, lowest = first > r->lowest + FAR_BEFORE ? first - FAR_BEFORE : r->lowest;
    for (uint32_t i = first; i-- > lowest;) {
        if (!listed(r, &r->lexicon->totals, i)) continue;
        uint64_t topic = 0;
        for (uint32_t k = i > lowest ? i - 1 : i; k < i + NEAR && k < first && !topic; k++)
            topic = listed(r, &r->lexicon->topics, k);
        return topic;
    }
    return 0;
}

static void count_bare(const reader *r, amount *a) {
    bool total = (a->topic = topic_of_total(r)) != 0;
    if (!total && r->figure->w0 > r->lowest) a->topic = listed(r, &r->lexicon->topics, r->figure->w0 - 1);
    if (!a->topic) return;
    a->measure = MEASURE_COUNT;
    a->unit = PEOPLE;
    a->bare = !total;
}

/* What stands right behind the number: people by whatever name, those of a topic ("12 dead"), another noun. */
static void count_noun(const reader *r, amount *a) {
    uint32_t noun = r->figure->w1, feature = RETOLD_NONE;
    if (goes_on(r, noun - 1)) feature = r->t->feature[noun];
    if (feature == RETOLD_NONE && !(goes_on(r, noun - 1) && listed(r, &r->lexicon->topics, noun))) {
        count_bare(r, a);
        return;
    }
    a->measure = MEASURE_COUNT;
    a->topic = listed(r, &r->lexicon->topics, noun);
    bool people = a->topic || listed(r, &r->lexicon->people, noun);
    a->unit = people ? PEOPLE : (uint64_t)feature + 1;
    a->length = listed(r, &r->lexicon->lengths, noun) != 0;
    if (!a->topic) a->topic = topic_near(r, &r->lexicon->topics, NEAR, r->figure->w0, noun + 1);
}

static amount read_amount(const reader *r) {
    const figure *f = r->figure;
    amount a = {.span = f->span, .w0 = f->w0, .w1 = f->w1, .value = (double)f->value / 1000};
    a.grain = grain_of(r, a.value);
    set_bounds(r, &a);
    a.part = is_part(r);
    a.expected = topic_near(r, &r->lexicon->expects, NEAR, f->w0, f->w1) != 0;
    a.unit = money_of(r);
    if (a.unit || is_percent(r)) {
        a.measure = a.unit ? MEASURE_MONEY : MEASURE_PERCENT;
        if (a.unit) a.topic = topic_near(r, &r->lexicon->worth, FAR, f->w0, f->w1);
    } else {
        count_noun(r, &a);
    }
    return a;
}

void statements_amounts(works *w, teller *t) {
    reader r = {.t = t, .lexicon = &w->lexicon};
    uint32_t s = t->first_sentence, end = s + t->sentence_count;
    for (size_t i = 0; i < t->figures.count; i++) {
        r.figure = &t->figures.items[i];
        while (s < end && w->sentences.items[s].w1 <= r.figure->w0) s++;
        bool inside = s < end && w->sentences.items[s].w0 <= r.figure->w0;
        r.lowest = inside ? w->sentences.items[s].w0 : r.figure->w0;
        r.highest = inside ? w->sentences.items[s].w1 : r.figure->w1;
        if (i && t->figures.items[i - 1].w1 > r.lowest) r.lowest = t->figures.items[i - 1].w1;
        if (i + 1 < t->figures.count && t->figures.items[i + 1].w0 < r.highest) r.highest = t->figures.items[i + 1].w0;
        vec_push(w->memory, &t->amounts, read_amount(&r));
    }
}

size_t statements_amounts_from(const teller *t, uint32_t w0) {
    size_t low = 0, high = t->amounts.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (t->amounts.items[middle].w0 < w0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const amount *statements_amount_in(const teller *t, range span) {
    size_t low = 0, high = t->amounts.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (t->amounts.items[middle].span.begin < span.begin)
            low = middle + 1;
        else
            high = middle;
    }
    return low < t->amounts.count && t->amounts.items[low].span.begin < span.end ? &t->amounts.items[low] : NULL;
}

bool statements_same_unit(const amount *a, const amount *b) {
    return a->measure == b->measure && a->unit == b->unit && a->expected == b->expected && !a->part && !b->part &&
           (!a->topic || !b->topic || a->topic == b->topic);
}
