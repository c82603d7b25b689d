/* Stretches of the calendar, counting in them, and how TIMEX3 writes them. */
#include "times/times_internal.h"

unsigned weekday_of(int64_t days) { return (unsigned)(((days + 3) % 7 + 7) % 7) + 1; }

unsigned days_in_month(int year, unsigned month) {
    static const unsigned char usual[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && (leap || year == UNKNOWN_YEAR) ? 29 : usual[month - 1];
}

moment moment_of_day(int64_t days) {
    moment m = {.grain = GRAIN_DAY, .days = days};
    day_of(days, &m.year, &m.month, &m.day);
    return m;
}

moment moment_of_week(int64_t days) {
    moment m = moment_of_day(days - (int64_t)weekday_of(days) + 1);
    m.grain = GRAIN_WEEK;
    return m;
}

static moment moment_of_weekend(int64_t days) {
    moment m = moment_of_day(days - (int64_t)weekday_of(days) + 6);
    m.grain = GRAIN_WEEKEND;
    return m;
}

moment moment_of_month(int year, unsigned month) { return (moment){.grain = GRAIN_MONTH, .year = year, .month = month}; }
moment moment_of_year(int year) { return (moment){.grain = GRAIN_YEAR, .year = year}; }

/* Months of a year in one step of a grain; 0 for grains that aren't counted in months. */
static int months_in(grain g) { return g == GRAIN_MONTH ? 1 : g == GRAIN_QUARTER ? 3 : g == GRAIN_HALF ? 6 : 0; }

static moment shift_part(moment m, int by) {
    int months = months_in(m.grain);
    if (!months || m.year == UNKNOWN_YEAR) return m;
    int of_year = 12 / months, at = m.year * of_year + (int)m.month - 1 + by;
    m.year = at / of_year;
    m.month = (unsigned)(at % of_year) + 1;
    return m;
}

moment moment_shift(moment m, int by) {
    switch (m.grain) {
    case GRAIN_DAY: return m.year == UNKNOWN_YEAR ? m : moment_of_day(m.days + by);
    case GRAIN_WEEK: return m.year == UNKNOWN_YEAR ? m : moment_of_week(m.days + 7 * (int64_t)by);
    case GRAIN_WEEKEND: return m.year == UNKNOWN_YEAR ? m : moment_of_weekend(m.days + 7 * (int64_t)by);
    case GRAIN_MONTH:
    case GRAIN_QUARTER:
    case GRAIN_HALF: return shift_part(m, by);
    case GRAIN_YEAR:
    case GRAIN_SEASON: m.year += m.year == UNKNOWN_YEAR ? 0 : by; return m;
    case GRAIN_DECADE: m.year += m.year == UNKNOWN_YEAR ? 0 : 10 * by; return m;
    case GRAIN_CENTURY: m.year += m.year == UNKNOWN_YEAR ? 0 : 100 * by; return m;
    default: return m;
    }
}

moment moment_at(moment day, grain g) {
    moment m = {.grain = g, .year = day.year};
    bool known = day.year != UNKNOWN_YEAR && day.grain == GRAIN_DAY;
    if (g == GRAIN_DAY) return day;
    if (g == GRAIN_WEEK && known) return moment_of_week(day.days);
    if (g == GRAIN_WEEKEND && known) return moment_of_weekend(day.days);
    if (months_in(g) && day.month) m.month = (day.month - 1) / (unsigned)months_in(g) + 1;
    if (g == GRAIN_DECADE && m.year != UNKNOWN_YEAR) m.year -= m.year % 10;
    if (g == GRAIN_CENTURY && m.year != UNKNOWN_YEAR) m.year -= m.year % 100;
    return m;
}

/* Number of the ISO week that a Monday begins, and the year it belongs to. */
static unsigned iso_week(int64_t monday, int *year) {
    unsigned month, day;
    day_of(monday + 3, year, &month, &day);
    return (unsigned)((monday + 3 - days_of(*year, 1, 1)) / 7) + 1;
}

static span week_value(arena *a, moment m) {
    const char *tail = m.grain == GRAIN_WEEKEND ? "-WE" : "";
    if (m.year == UNKNOWN_YEAR) return arena_printf(a, "XXXX-WXX%s", tail);
    int year;
    unsigned week = iso_week(m.days - (int64_t)weekday_of(m.days) + 1, &year);
    return arena_printf(a, "%04d-W%02u%s", year, week, tail);
}

static span day_value(arena *a, moment m, const char *year) {
    if (m.weekday && !m.day) return arena_printf(a, "XXXX-WXX-%u", m.weekday);
    if (!m.month) return arena_printf(a, "%s-XX-XX", year);
    return arena_printf(a, "%s-%02u-%02u", year, m.month, m.day);
}

static span part_value(arena *a, moment m, const char *year, const char *letter) {
    return m.month ? arena_printf(a, "%s-%s%u", year, letter, m.month) : arena_printf(a, "%s-%sX", year, letter);
}

span moment_value(arena *a, moment m) {
    char year[16] = "XXXX";
    if (m.year != UNKNOWN_YEAR)
        for (int i = 3, y = m.year; i >= 0; i--, y /= 10) year[i] = (char)('0' + y % 10);
    switch (m.grain) {
    case GRAIN_DAY: return day_value(a, m, year);
    case GRAIN_WEEK:
    case GRAIN_WEEKEND: return week_value(a, m);
    case GRAIN_MONTH: return m.month ? arena_printf(a, "%s-%02u", year, m.month) : arena_printf(a, "%s-XX", year);
    case GRAIN_QUARTER: return part_value(a, m, year, "Q");
    case GRAIN_HALF: return part_value(a, m, year, "H");
    case GRAIN_SEASON: return arena_printf(a, "%s-%s", year, m.season);
    case GRAIN_DECADE: return arena_printf(a, "%.3s", year);
    case GRAIN_CENTURY: return arena_printf(a, "%.2s", year);
    default: return arena_printf(a, "%s", year);
    }
}

/* ---- Holidays ---- */

/* Easter Sunday by the anonymous Gregorian computus (Meeus, Jones, Butcher). */
static int64_t easter(int year) {
    int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7,
        m = (a + 11 * h + 22 * l) / 451;
    int month = (h + l - 7 * m + 114) / 31, day = (h + l - 7 * m + 114) % 31 + 1;
    return days_of(year, (unsigned)month, (unsigned)day);
}

static int small(span s) {
    bool minus = span_starts(s, S("-"));
    uint64_t value = 0;
    span_to_u64(span_from(s, minus || span_starts(s, S("+"))), &value);
    return minus ? -(int)value : (int)value;
}

/* The n-th weekday of a month, the last one where there is no fifth. */
static int64_t nth_weekday(int year, unsigned month, unsigned n, unsigned weekday) {
    int64_t first = days_of(year, month, 1);
    unsigned day = (weekday + 7 - weekday_of(first)) % 7 + 1 + 7 * (n - 1);
    while (day > days_in_month(year, month)) day -= 7;
    return first + day - 1;
}

int64_t holiday_day(span rule, int year) {
    if (rule.ptr[0] == 'E') return easter(year) + small(span_from(rule, 1));
    unsigned month = (unsigned)small(span_cut(rule, 0, 2));
    if (rule.ptr[2] == '-') return days_of(year, month, (unsigned)small(span_from(rule, 3)));
    int64_t day = nth_weekday(year, month, (unsigned)(rule.ptr[3] - '0'), (unsigned)(rule.ptr[5] - '0'));
    return day + (rule.len > 6 ? small(span_from(rule, 6)) : 0);
}
