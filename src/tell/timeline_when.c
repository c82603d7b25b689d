/* From TIMEX3 values to stretches of the calendar. Local times are taken as they stand. */
#include "tell/timeline_internal.h"

static int64_t day_ms(int year, unsigned month, unsigned day) { return days_of(year, month, day) * INT64_C(86400000); }

static bool number_at(span value, size_t at, size_t digits, unsigned *out) {
    uint64_t n;
    if (value.len < at + digits || !span_to_u64(span_cut(value, at, at + digits), &n)) return false;
    *out = (unsigned)n;
    return true;
}

/* Months [first, first + count) of a year, or the part of them that is meant; thirds of a month end on the 10th and 20th. */
static stretch months(int year, unsigned first, unsigned count, narrowing how) {
    unsigned end = first + count;
    stretch s = {day_ms(year + (int)((first - 1) / 12), (first - 1) % 12 + 1, 1),
                 day_ms(year + (int)((end - 1) / 12), (end - 1) % 12 + 1, 1)};
    int64_t third = count == 1 ? 10 * (int64_t)TL_DAY : (s.end - s.begin) / 3 / TL_DAY * TL_DAY;
    if (how == ITS_START) s.end = s.begin + third;
    if (how == ITS_MIDDLE) s = (stretch){s.begin + third, s.begin + 2 * third};
    if (how == ITS_END) s.begin += 2 * third;
    return s;
}

/* Monday of an ISO week. */
static int64_t week_ms(int year, unsigned week) {
    int64_t fourth = days_of(year, 1, 4), weekday = (fourth + 3) % 7;
    return (fourth - weekday + 7 * ((int64_t)week - 1)) * TL_DAY;
}

static bool week_of(span value, int year, stretch *out) {
    unsigned week;
    if (!number_at(value, 6, 2, &week)) return false;
    int64_t monday = week_ms(year, week);
    *out = (stretch){monday, monday + 7 * (int64_t)TL_DAY};
    if (span_ends(value, S("-WE"))) out->begin += 5 * (int64_t)TL_DAY;
    return true;
}

/* "2024-Q3", "2024-H1", "2024-SU"; a winter is the one that begins in the year. */
static bool part_of_year(span value, int year, stretch *out) {
    static const struct {
        const char *name;
        unsigned first, count;
    } parts[] = {{"Q1", 1, 3}, {"Q2", 4, 3}, {"Q3", 7, 3}, {"Q4", 10, 3}, {"H1", 1, 6},
                 {"H2", 7, 6}, {"SP", 3, 3}, {"SU", 6, 3}, {"FA", 9, 3},  {"WI", 12, 3}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!span_equal(span_from(value, 5), span_of(parts[i].name))) continue;
        *out = months(year, parts[i].first, parts[i].count, WHOLE);
        return true;
    }
    return false;
}

/* Hours of a day's parts; evenings begin when afternoons may still go on, a night ends on the next day. */
static bool part_of_day(span clock, stretch *day) {
    static const struct {
        const char *name;
        int from, to;
    } parts[] = {{"MO", 0, 12}, {"AF", 12, 19}, {"EV", 16, 24}, {"NI", 18, 30}};
    int64_t begin = day->begin;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!span_equal(clock, span_of(parts[i].name))) continue;
        *day = (stretch){begin + parts[i].from * (int64_t)TL_HOUR, begin + parts[i].to * (int64_t)TL_HOUR};
        return true;
    }
    unsigned hour, minute;
    if (clock.len < 5 || !number_at(clock, 0, 2, &hour) || !number_at(clock, 3, 2, &minute)) return false;
    day->begin = begin + hour * (int64_t)TL_HOUR + minute * (int64_t)TL_MINUTE;
    day->end = day->begin + TL_MINUTE;
    return true;
}

bool stretch_of(span value, narrowing how, stretch *out) {
    unsigned year, month, day;
    if (!number_at(value, 0, 4, &year) || !year) return false;
    if (value.len == 4) {
        *out = months((int)year, 1, 12, how);
        return true;
    }
    if (value.ptr[4] != '-') return false;
    if (value.len > 5 && value.ptr[5] == 'W' && value.len != 7) return week_of(value, (int)year, out);
    if (value.len == 7 && part_of_year(value, (int)year, out)) return true;
    if (!number_at(value, 5, 2, &month) || month < 1 || month > 12) return false;
    if (value.len == 7) {
        *out = months((int)year, month, 1, how);
        return true;
    }
    if (value.len < 10 || value.ptr[7] != '-' || !number_at(value, 8, 2, &day) || day < 1 || day > 31) return false;
    int64_t begin = day_ms((int)year, month, day);
    *out = (stretch){begin, begin + TL_DAY};
    return value.len == 10 || (value.ptr[10] == 'T' && part_of_day(span_from(value, 11), out));
}

bool length_of(span value, int64_t *length, int64_t *slack) {
    static const struct {
        char letter;
        bool clock;
        int64_t ms, slack;
    } units[] = {{'M', true, TL_MINUTE, 5 * (int64_t)TL_MINUTE},
                 {'H', true, TL_HOUR, TL_HOUR},
                 {'D', false, TL_DAY, 0},
                 {'W', false, 7 * (int64_t)TL_DAY, TL_DAY},
                 {'M', false, 30 * (int64_t)TL_DAY, 5 * (int64_t)TL_DAY},
                 {'Y', false, 365 * (int64_t)TL_DAY, 60 * (int64_t)TL_DAY}};
    bool clock = span_starts(value, S("PT"));
    if (!clock && !span_starts(value, S("P"))) return false;
    span number = span_from(value, clock ? 2 : 1);
    uint64_t count;
    if (number.len < 2 || !span_to_u64(span_cut(number, 0, number.len - 1), &count) || count > 4000) return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (units[i].letter != number.ptr[number.len - 1] || units[i].clock != clock) continue;
        *length = (int64_t)count * units[i].ms;
        *slack = units[i].slack;
        return true;
    }
    return false;
}

stretch core_of(stretch when) {
    if (when.begin == RETOLD_TIME_NONE || when.end - when.begin >= TL_HOUR) return when;
    return (stretch){when.begin - 15 * (int64_t)TL_MINUTE, when.end + 15 * (int64_t)TL_MINUTE};
}
