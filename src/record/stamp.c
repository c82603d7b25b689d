#include "record/record.h"

/* Days from civil and back, by eras of 400 years that begin in March. */
int64_t days_of(int year, unsigned month, unsigned day) {
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    unsigned in_era = (unsigned)(y - era * 400);
    unsigned in_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + (int64_t)(in_era * 365 + in_era / 4 - in_era / 100 + in_year) - 719468;
}

void day_of(int64_t days, int *year, unsigned *month, unsigned *day) {
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    unsigned in_era = (unsigned)(days - era * 146097);
    unsigned y = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    unsigned in_year = in_era - (365 * y + y / 4 - y / 100);
    unsigned m = (5 * in_year + 2) / 153;
    *day = in_year - (153 * m + 2) / 5 + 1;
    *month = m < 10 ? m + 3 : m - 9;
    *year = (int)((int64_t)y + era * 400) + (*month <= 2);
}

static unsigned days_in(int year, unsigned month) {
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

/* Exactly `digits` digits at the head of *rest. */
static bool take_number(span *rest, unsigned digits, unsigned *out) {
    uint64_t value;
    if (rest->len < digits || !span_to_u64(span_cut(*rest, 0, digits), &value)) return false;
    *out = (unsigned)value;
    *rest = span_from(*rest, digits);
    return true;
}

static bool take_char(span *rest, const char *any) {
    if (!rest->len || !strchr(any, rest->ptr[0]) || !rest->ptr[0]) return false;
    *rest = span_from(*rest, 1);
    return true;
}

/* "Z", "+03:00", "+0300", "+03", " +0300"; false when there is something else. Nothing at all leaves ZONE_NONE. */
static bool take_zone(span *rest, int16_t *zone) {
    unsigned hours, minutes = 0;
    *rest = span_trim(*rest);
    if (!rest->len) return true;
    if (take_char(rest, "Zz")) {
        *zone = 0;
        return !rest->len;
    }
    bool west = rest->ptr[0] == '-';
    if (!take_char(rest, "+-") || !take_number(rest, 2, &hours)) return false;
    take_char(rest, ":");
    if (rest->len && !take_number(rest, 2, &minutes)) return false;
    if (hours > 15 || minutes > 59 || rest->len) return false;
    *zone = (int16_t)((int)(hours * 60 + minutes) * (west ? -1 : 1));
    return true;
}

/* "17:03", "17:03:20", "17:03:20.123456"; then a zone. */
static bool take_clock(span *rest, stamp *out, int64_t *seconds) {
    unsigned h, m, s = 0, digit;
    if (!take_number(rest, 2, &h)) return false;
    take_char(rest, ":");
    if (!take_number(rest, 2, &m)) return false;
    out->precision = PRECISION_MINUTE;
    if (take_char(rest, ":") || (rest->len >= 2 && is_digit((unsigned char)rest->ptr[0]))) {
        if (!take_number(rest, 2, &s)) return false;
        out->precision = PRECISION_SECOND;
    }
    if (take_char(rest, ".,"))
        while (take_number(rest, 1, &digit)) continue;
    *seconds = (int64_t)h * 3600 + m * 60 + s;
    return h < 25 && m < 60 && s < 61 && take_zone(rest, &out->zone);
}

/* "2024", "2024-04", "2024-04-19", "20240419", "2024/04/19". */
static bool take_day(span *rest, stamp *out, int64_t *days) {
    unsigned year, month = 1, day = 1;
    if (!take_number(rest, 4, &year)) return false;
    out->precision = PRECISION_YEAR;
    bool marked = take_char(rest, "-/.");
    if (take_number(rest, 2, &month)) {
        out->precision = PRECISION_MONTH;
        if ((!marked || take_char(rest, "-/.")) && take_number(rest, 2, &day)) out->precision = PRECISION_DAY;
    }
    if (year < 1000 || month < 1 || month > 12 || day < 1 || day > days_in((int)year, month)) return false;
    *days = days_of((int)year, month, day);
    return true;
}

stamp stamp_parse(span text) {
    stamp out = STAMP_NONE;
    int64_t days = 0, seconds = 0;
    span rest = span_trim(text);
    if (!take_day(&rest, &out, &days)) return STAMP_NONE;
    if (rest.len && out.precision == PRECISION_DAY) {
        bool mark = take_char(&rest, "Tt_");
        rest = span_trim(rest);
        if (rest.len && !take_clock(&rest, &out, &seconds)) return STAMP_NONE;
        if (mark && out.precision == PRECISION_DAY) return STAMP_NONE;
    }
    if (rest.len) return STAMP_NONE;
    out.ms = (days * 86400 + seconds - (out.zone == ZONE_NONE ? 0 : out.zone) * (int64_t)60) * 1000;
    return out;
}

/* Milliseconds of the stamp's own zone. */
static int64_t local_ms(stamp s) { return s.ms + (s.zone == ZONE_NONE ? 0 : (int64_t)s.zone * 60000); }

static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0); }

span stamp_day(arena *a, stamp s) {
    int year;
    unsigned month, day;
    if (s.ms == RETOLD_TIME_NONE) return (span){0};
    day_of(floor_div(local_ms(s), 86400000), &year, &month, &day);
    if (s.precision == PRECISION_YEAR) return arena_printf(a, "%04d", year);
    if (s.precision == PRECISION_MONTH) return arena_printf(a, "%04d-%02u", year, month);
    return arena_printf(a, "%04d-%02u-%02u", year, month, day);
}

span stamp_iso(arena *a, stamp s) {
    if (s.ms == RETOLD_TIME_NONE || s.precision < PRECISION_MINUTE) return stamp_day(a, s);
    int64_t in_day = floor_div(local_ms(s), 1000) - floor_div(local_ms(s), 86400000) * 86400;
    span day = stamp_day(a, s);
    unsigned h = (unsigned)(in_day / 3600), m = (unsigned)(in_day / 60 % 60), sec = (unsigned)(in_day % 60);
    span clock =
        s.precision == PRECISION_SECOND ? arena_printf(a, "%02u:%02u:%02u", h, m, sec) : arena_printf(a, "%02u:%02u", h, m);
    if (s.zone == ZONE_NONE) return arena_printf(a, "%.*sT%.*s", SPAN_ARG(day), SPAN_ARG(clock));
    if (s.zone == 0) return arena_printf(a, "%.*sT%.*sZ", SPAN_ARG(day), SPAN_ARG(clock));
    int off = s.zone < 0 ? -s.zone : s.zone;
    return arena_printf(a, "%.*sT%.*s%c%02d:%02d", SPAN_ARG(day), SPAN_ARG(clock), s.zone < 0 ? '-' : '+', off / 60, off % 60);
}
