/* Numbers in digits and words, and the calendar days of times: what can be told apart by value. */
#include "tell/statements_internal.h"
#include <math.h>

enum { THOUSANDTHS = 1000 };

/* ---- numbers ---- */

/* "1,200" and "1.200" are thousands, "1.3" and "2,3" fractions. False for what has other characters in it, such as "19th". */
static bool digits_value(span s, double *value) {
    double whole = 0, scale = 1;
    size_t mark = SIZE_MAX, marks = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (is_digit((unsigned char)s.ptr[i])) {
            whole = whole * 10 + (s.ptr[i] - '0');
            if (mark != SIZE_MAX) scale *= 10;
        } else if ((s.ptr[i] == ',' || s.ptr[i] == '.') && i) {
            if (marks++ && s.len - i != 4) return false;
            mark = i;
            scale = 1;
        } else {
            return false;
        }
    }
    if (!s.len || s.len > 18) return false;
    bool grouped = marks && s.len - mark == 4;
    *value = grouped ? whole : whole / scale;
    return true;
}

static const uint64_t *number_word(const lexicon *l, const word *w) { return map_get(&l->numbers, w->hash); }

/* Only blanks or a hyphen between two words. */
static bool is_joined(span text, const word *a, const word *b) {
    span gap = span_cut(text, a->span.end, b->span.begin < a->span.end ? a->span.end : b->span.begin);
    return gap.len <= 1 || span_equal(gap, S("\u00A0"));
}

/* "twenty-one", "three hundred", "1.3 million": the number from word i on; how many words it takes, 0 for none. */
static uint32_t read_number(const lexicon *l, span text, const words *list, uint32_t i, double *value) {
    const word *all = list->items;
    const uint64_t *name = number_word(l, &all[i]);
    uint32_t k = i + 1;
    if (all[i].flags & WORD_NUMBER) {
        if (!digits_value(span_at(text, all[i].span), value)) return 0;
    } else if (name) {
        *value = (double)*name;
        const uint64_t *unit = k < list->count ? number_word(l, &all[k]) : NULL;
        if (*name >= 20 && *name < 100 && unit && *unit && *unit < 10 && is_joined(text, &all[i], &all[k])) {
            *value += (double)*unit;
            k++;
        }
    } else {
        return 0;
    }
    for (; k < list->count && is_joined(text, &all[k - 1], &all[k]); k++) {
        const uint64_t *times = number_word(l, &all[k]);
        if (!times || *times < 100) break;
        *value *= (double)*times;
    }
    return *value < 1e15 ? k - i : 0;
}

figures statements_figures(arena *a, const lexicon *l, span text, const words *list) {
    figures out = {0};
    for (uint32_t i = 0; i < list->count;) {
        double value;
        uint32_t taken = read_number(l, text, list, i, &value);
        bool one = taken == 1 && value == 1 && !(list->items[i].flags & WORD_NUMBER); /* "one of them" */
        if (taken && !one) {
            range span = {list->items[i].span.begin, list->items[i + taken - 1].span.end};
            vec_push(a, &out, (figure){span, i, i + taken, (int64_t)llround(value * THOUSANDTHS)});
        }
        i += taken ? taken : 1;
    }
    return out;
}

/* ---- dates ---- */

enum { DAY_MINUTES = 1440 };

static bool two(span s, size_t at, unsigned *out) {
    if (at + 2 > s.len || !is_digit((unsigned char)s.ptr[at]) || !is_digit((unsigned char)s.ptr[at + 1])) return false;
    *out = (unsigned)(s.ptr[at] - '0') * 10 + (unsigned)(s.ptr[at + 1] - '0');
    return true;
}

/* Monday of ISO week 1. */
static int64_t first_monday(int year) {
    int64_t day = days_of(year, 1, 4);
    return day - (day + 3) % 7;
}

/* "T18:52", "TMO", "TNI" behind a day: the part of it; a night may reach into the next morning, as clocks of parts of a day are vague. */
static void narrow(span time, int64_t *begin, int64_t *end) {
    unsigned hour, minute;
    if (two(time, 1, &hour)) {
        bool exact = time.len >= 6 && time.ptr[3] == ':' && two(time, 4, &minute);
        *begin += hour * 60 + (exact ? minute : 0);
        *end = *begin + (exact ? 1 : 60);
    } else if (span_starts(time, S("TNI"))) {
        *end += DAY_MINUTES / 2;
    }
}

bool statements_minutes(span value, int64_t *begin, int64_t *end) {
    unsigned high, low, month, day;
    if (!two(value, 0, &high) || !two(value, 2, &low)) return false;
    int year = (int)(high * 100 + low);
    int64_t from = days_of(year, 1, 1), to = days_of(year + 1, 1, 1);
    if (value.len > 4 && value.ptr[4] != '-') return false;
    if (span_starts(span_from(value, 4), S("-Q"))) return false; /* of a business year, or of a match */
    if (span_starts(span_from(value, 4), S("-W")) && two(value, 6, &month)) {
        from = first_monday(year) + 7 * ((int64_t)month - 1);
        to = from + 7;
    } else if (two(value, 5, &month) && month >= 1 && month <= 12) {
        from = days_of(year, month, 1);
        to = month == 12 ? days_of(year + 1, 1, 1) : days_of(year, month + 1, 1);
        if (value.len > 7 && value.ptr[7] == '-' && two(value, 8, &day) && day >= 1 && day <= 31) {
            from += day - 1;
            to = from + 1;
        }
    }
    *begin = from * DAY_MINUTES;
    *end = to * DAY_MINUTES;
    if (value.len > 11 && value.ptr[10] == 'T') narrow(span_from(value, 10), begin, end);
    return true;
}
