/* Dates as people write them: "April 19, 2024", "19. April 2024", "13 March 2024, 3:02 pm", "19.04.2024", "2024-04-19", "2024年4月19日". */
#include "base/data.h"
#include "extract_internal.h"

typedef struct reader {
    work *w;
    span s, raw; /* in lower case; as it is, of the same length */
    size_t at;
    bool short_years; /* "19.4.24" is a date as well */
} reader;

static bool digit_at(const reader *r, size_t at) { return at < r->s.len && is_digit((unsigned char)r->s.ptr[at]); }

/* Digits at the place, which moves behind them; -1 when there are none or too many. */
static int take_number(reader *r, size_t most, size_t *count) {
    size_t begin = r->at;
    int value = 0;
    while (digit_at(r, r->at) && r->at - begin <= most) value = value * 10 + (r->s.ptr[r->at++] - '0');
    *count = r->at - begin;
    return *count && *count <= most ? value : -1;
}

static void skip(reader *r, const char *chars) {
    while (r->at < r->s.len && strchr(chars, r->s.ptr[r->at])) r->at++;
}

static span take_word(reader *r) {
    size_t begin = r->at;
    while (r->at < r->s.len && (is_alpha((unsigned char)r->s.ptr[r->at]) || (unsigned char)r->s.ptr[r->at] >= 0x80)) r->at++;
    return span_cut(r->s, begin, r->at);
}

static unsigned month_of(const reader *r, span word) {
    const uint64_t *month = word.len > 2 ? map_get(&r->w->rules->months, hash_bytes(word)) : NULL;
    return month ? (unsigned)*month : 0;
}

static bool is_year(int year) { return year >= 1990 && year <= 2099; }

static bool is_day(int year, unsigned month, unsigned day) {
    static const uint8_t most[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (!is_year(year) || month < 1 || month > 12 || day < 1 || day > most[month - 1]) return false;
    return day < 29 || month != 2 || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

static stamp stamp_of(int year, unsigned month, unsigned day) {
    if (!is_day(year, month, day)) return STAMP_NONE;
    return (stamp){days_of(year, month, day) * 86400000, ZONE_NONE, PRECISION_DAY};
}

static bool skip_word(reader *r, const char *word) {
    if (!span_starts(span_from(r->s, r->at), span_of(word))) return false;
    r->at += strlen(word);
    return true;
}

/* Behind a day: its ending ("19th", "19.") and a word between it and the month ("of", "de"). */
static void skip_day_end(reader *r) {
    static const char *const ends[] = {"st", "nd", "rd", "th", "er", "º"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends && !skip_word(r, ends[i]); i++) continue;
    skip(r, ". ,-/");
    if (!skip_word(r, "of ")) skip_word(r, "de ");
}

static int take_year(reader *r) {
    size_t count;
    skip(r, ".,-/ ");
    if (!skip_word(r, "de ")) skip_word(r, "del ");
    int year = take_number(r, 4, &count);
    if (count == 2 && r->at < r->s.len && r->s.ptr[r->at] == ':') { /* "Jan 04 09:34 2021" */
        skip(r, "0123456789:");
        skip(r, " ");
        year = take_number(r, 4, &count);
    }
    if (count == 2 && r->short_years && year >= 0) return 2000 + year;
    return count == 4 ? year : -1;
}

/* "2024年4月19日", "2024년 4월 19일" behind the year. */
static stamp take_signs(reader *r, int year) {
    size_t count;
    skip(r, " ");
    if (!skip_word(r, "年") && !skip_word(r, "년")) return STAMP_NONE;
    skip(r, " ");
    int month = take_number(r, 2, &count);
    skip(r, " ");
    if (month < 0 || (!skip_word(r, "月") && !skip_word(r, "월"))) return STAMP_NONE;
    skip(r, " ");
    int day = take_number(r, 2, &count);
    skip(r, " ");
    if (day < 0 || (!skip_word(r, "日") && !skip_word(r, "일"))) return STAMP_NONE;
    return stamp_of(year, (unsigned)month, (unsigned)day);
}

/* Three numbers, the year last: which is the day? Where the page doesn't tell, nobody can. */
static stamp stamp_ordered(const reader *r, int first, int second, int year, char mark) {
    date_order order = r->w->order;
    bool day_first =
        first > 12 || first == second || (second <= 12 && (order == ORDER_DAY || (mark == '.' && order != ORDER_MONTH)));
    bool month_first = second > 12 || (first <= 12 && first != second && mark != '.' && order == ORDER_MONTH);
    if (day_first == month_first) return STAMP_NONE;
    return day_first ? stamp_of(year, (unsigned)second, (unsigned)first) : stamp_of(year, (unsigned)first, (unsigned)second);
}

/* "2024-04-19", "19.04.2024", "4/19/2024", "2024. 4. 19.": behind the first number and its mark. */
static stamp take_marked(reader *r, int first, size_t count, char mark) {
    size_t more;
    skip(r, " ");
    int second = take_number(r, 2, &more);
    if (second < 0 || r->at >= r->s.len || r->s.ptr[r->at] != mark) return STAMP_NONE;
    r->at++;
    skip(r, " ");
    int third = take_number(r, 4, &more);
    if (third < 0) return STAMP_NONE;
    if (count == 4) return more <= 2 ? stamp_of(first, (unsigned)second, (unsigned)third) : STAMP_NONE;
    if (count <= 2 && more == 2 && r->short_years) return stamp_ordered(r, first, second, 2000 + third, mark);
    return count <= 2 && more == 4 ? stamp_ordered(r, first, second, third, mark) : STAMP_NONE;
}

/* "19 April 2024", "19.04.2024", "2024-04-19", "4/19/2024": a number comes first. */
static stamp take_numbers(reader *r) {
    size_t count;
    int first = take_number(r, 4, &count);
    if (first < 0) return STAMP_NONE;
    char mark = r->at < r->s.len ? r->s.ptr[r->at] : 0;
    bool spaced = count == 4 && mark == '.' && r->at + 1 < r->s.len && r->s.ptr[r->at + 1] == ' ' && digit_at(r, r->at + 2);
    if (spaced || ((mark == '-' || mark == '/' || mark == '.') && digit_at(r, r->at + 1))) {
        r->at++;
        return take_marked(r, first, count, mark);
    }
    if (count == 4) return take_signs(r, first);
    if (count > 2) return STAMP_NONE;
    skip_day_end(r);
    unsigned month = month_of(r, take_word(r));
    if (!month) return STAMP_NONE;
    size_t back = r->at;
    skip(r, " /"); /* "24 نيسان / أبريل 2020" has its name in two ways */
    if (month_of(r, take_word(r)) != month) r->at = back;
    return stamp_of(take_year(r), month, (unsigned)first);
}

/* "April 19, 2024", "Apr. 19th 2024": a month comes first. */
static stamp take_month_first(reader *r) {
    unsigned month = month_of(r, take_word(r));
    size_t count;
    if (!month) return STAMP_NONE;
    skip(r, ". ");
    int day = take_number(r, 2, &count);
    if (day < 0) return STAMP_NONE;
    skip_day_end(r);
    return stamp_of(take_year(r), month, (unsigned)day);
}

static int16_t zone_of(span word) {
    span rest = data_file("time_zones.txt"), entry;
    while (data_next(&rest, &entry)) {
        if (!span_equal(span_take_until(&entry, '\t'), word)) continue;
        bool west = entry.len && entry.ptr[0] == '-';
        uint64_t minutes = 0;
        span_to_u64(west ? span_from(entry, 1) : entry, &minutes);
        return (int16_t)(west ? -(int)minutes : (int)minutes);
    }
    return ZONE_NONE;
}

/* A clock time close behind a date. */
static void take_clock(reader *r, stamp *out) {
    size_t back = r->at, count;
    skip(r, " ,|-\xC2\xB7\xB7");
    span at_word = span_from(r->s, r->at);
    if (span_starts(at_word, S("at "))) r->at += 3;
    if (span_starts(at_word, S("um "))) r->at += 3;
    int hour = take_number(r, 2, &count);
    char mark = r->at < r->s.len ? r->s.ptr[r->at] : 0;
    int minute = -1;
    if (hour >= 0 && (mark == ':' || mark == '.' || mark == 'h') && digit_at(r, r->at + 1)) {
        r->at++;
        minute = take_number(r, 2, &count);
    }
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || count != 2) {
        r->at = back;
        return;
    }
    if (r->at < r->s.len && r->s.ptr[r->at] == ':' && digit_at(r, r->at + 1)) {
        r->at++;
        take_number(r, 2, &count);
    }
    size_t end = r->at;
    skip(r, " ");
    span half = span_from(r->s, r->at);
    bool pm = span_starts(half, S("pm")) || span_starts(half, S("p.m")),
         am = span_starts(half, S("am")) || span_starts(half, S("a.m"));
    if (pm || am) {
        end = r->at += half.len > 1 && half.ptr[1] == '.' ? 4 : 2;
        if (pm && hour < 12) hour += 12;
        if (am && hour == 12) hour = 0;
        if (end > r->s.len) end = r->at = r->s.len;
    }
    skip(r, " (");
    int16_t zone = zone_of(take_word(r));
    if (zone != ZONE_NONE) end = r->at;
    r->at = end;
    out->zone = zone;
    out->ms += ((int64_t)hour * 60 + minute - (zone == ZONE_NONE ? 0 : zone)) * 60000;
    out->precision = PRECISION_MINUTE;
}

/* Places where a number or word begins. */
static bool begins(const reader *r) {
    unsigned char c = (unsigned char)r->s.ptr[r->at], before = r->at ? (unsigned char)r->s.ptr[r->at - 1] : ' ';
    if (is_digit(c)) return !is_digit(before) && before != '/' && before != '.' && before != '-';
    bool turn = r->at && is_upper((unsigned char)r->raw.ptr[r->at]) && is_lower((unsigned char)r->raw.ptr[r->at - 1]);
    return (is_alpha(c) || c >= 0x80) && ((!is_alnum(before) && before < 0x80) || turn);
}

static span lower_case(arena *a, span s) {
    char *copy = arena_raw(a, s.len + 1);
    for (size_t i = 0; i < s.len; i++) copy[i] = to_lower(s.ptr[i]);
    copy[s.len] = 0;
    return (span){copy, s.len};
}

static bool has_digit(span s) {
    for (size_t i = 0; i < s.len; i++)
        if (is_digit((unsigned char)s.ptr[i])) return true;
    return false;
}

stamp date_found(work *w, span s, bool short_years, range *at) {
    if (s.len > 400) s.len = 400;
    if (!has_digit(s)) return STAMP_NONE;
    reader r = {w, lower_case(w->scratch, s), s, 0, short_years};
    for (size_t i = 0; i < r.s.len; i++) {
        r.at = i;
        if (!begins(&r)) continue;
        stamp found = is_digit((unsigned char)r.s.ptr[i]) ? take_numbers(&r) : take_month_first(&r);
        if (found.precision == PRECISION_NONE || digit_at(&r, r.at)) continue;
        /* "Jane Roe3.11.2023": elements without a blank between them */
        bool joined = i && is_digit((unsigned char)r.s.ptr[i]) && is_alpha((unsigned char)r.s.ptr[i - 1]);
        if (joined && !strchr(".-/", r.s.ptr[i + 1]) && !strchr(".-/", r.s.ptr[i + 2])) continue;
        take_clock(&r, &found);
        if (at) *at = (range){(uint32_t)i, (uint32_t)r.at};
        return found;
    }
    return STAMP_NONE;
}

stamp date_written(work *w, span s, range *at) { return date_found(w, s, false, at); }

bool has_date(work *w, span lower) { return date_written(w, lower, NULL).precision != PRECISION_NONE; }

/* "/2024/04/19/", "/2024-04-19-", "/20240419": only whole days, in the path. */
stamp date_of_url(span url) {
    size_t path = span_find(url, S("//"), 0);
    path = path == SIZE_MAX ? 0 : span_find_char(url, '/', path + 2);
    for (size_t i = path == SIZE_MAX ? url.len : path; i + 8 < url.len; i++) {
        span s = span_from(url, i + 1);
        bool border = url.ptr[i] == '/' || url.ptr[i] == '-' || url.ptr[i] == '_' || url.ptr[i] == '=';
        if (!border || s.len < 8 || !is_digit((unsigned char)s.ptr[0])) continue;
        uint64_t year, month, day;
        if (!span_to_u64(span_cut(s, 0, 4), &year)) continue;
        char mark = s.ptr[4];
        bool parted = mark == '/' || mark == '-' || mark == '_';
        if (parted && s.len >= 10 && s.ptr[7] == mark && span_to_u64(span_cut(s, 5, 7), &month) &&
            span_to_u64(span_cut(s, 8, 10), &day) && (s.len == 10 || !is_digit((unsigned char)s.ptr[10])))
            return stamp_of((int)year, (unsigned)month, (unsigned)day);
        if (!parted && span_to_u64(span_cut(s, 4, 6), &month) && span_to_u64(span_cut(s, 6, 8), &day) &&
            (s.len == 8 || !is_digit((unsigned char)s.ptr[8])))
            return stamp_of((int)year, (unsigned)month, (unsigned)day);
    }
    return STAMP_NONE;
}
