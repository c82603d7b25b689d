/* Dates of feeds: RFC 822 as RSS has them, ISO 8601 as all others do. */
#include "read/read_internal.h"

/* The number of a month by its first three letters; 0 when it is none. */
static unsigned month_of(span word) {
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    for (unsigned i = 0; i < 12 && word.len >= 3; i++)
        if (span_starts_nocase(word, (span){names + (size_t)i * 3, 3})) return i + 1;
    return 0;
}

static span take_word(span *rest) {
    *rest = span_trim(*rest);
    size_t end = 0;
    while (end < rest->len && !is_space((unsigned char)rest->ptr[end])) end++;
    span word = span_cut(*rest, 0, end);
    *rest = span_from(*rest, end);
    return word;
}

/* "+0100", "-05:00", or one of RFC 822's names; ZONE_NONE for others. */
static int16_t zone_of(span word) {
    static const struct {
        span name;
        int16_t minutes;
    } names[] = {{S_INIT("gmt"), 0},    {S_INIT("ut"), 0},     {S_INIT("utc"), 0},    {S_INIT("z"), 0},
                 {S_INIT("est"), -300}, {S_INIT("edt"), -240}, {S_INIT("cst"), -360}, {S_INIT("cdt"), -300},
                 {S_INIT("mst"), -420}, {S_INIT("mdt"), -360}, {S_INIT("pst"), -480}, {S_INIT("pdt"), -420}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (span_equal_nocase(word, names[i].name)) return names[i].minutes;
    uint64_t hours, minutes;
    bool colon = word.len == 6 && word.ptr[3] == ':';
    if (!(colon || word.len == 5) || (word.ptr[0] != '+' && word.ptr[0] != '-')) return ZONE_NONE;
    if (!span_to_u64(span_cut(word, 1, 3), &hours) || !span_to_u64(span_from(word, colon ? 4 : 3), &minutes)) return ZONE_NONE;
    if (hours > 14 || minutes > 59) return ZONE_NONE;
    int east = (int)(hours * 60 + minutes);
    return (int16_t)(word.ptr[0] == '-' ? -east : east);
}

/* "07:10" or "07:10:07" as seconds of the day; false when it is none. */
static bool clock_of(span word, int64_t *seconds, bool *exact) {
    uint64_t h, m, s = 0;
    span rest = word, hours = span_take_until(&rest, ':'), minutes = span_take_until(&rest, ':');
    *exact = rest.len != 0;
    if (!span_to_u64(hours, &h) || !span_to_u64(minutes, &m) || (rest.len && !span_to_u64(rest, &s))) return false;
    *seconds = (int64_t)(h * 3600 + m * 60 + s);
    return h < 24 && m < 60 && s <= 60;
}

static stamp rfc822(span text) {
    uint64_t day, year;
    int64_t seconds = 0;
    bool exact = false;
    span word = take_word(&text);
    if (word.len && !is_digit((unsigned char)word.ptr[0])) word = take_word(&text);
    unsigned month = month_of(take_word(&text));
    span in_year = take_word(&text), clock = take_word(&text);
    if (!month || !span_to_u64(word, &day) || !span_to_u64(in_year, &year) || day < 1 || day > 31 || year > 9999)
        return STAMP_NONE;
    if (in_year.len == 2) year += year < 70 ? 2000 : 1900;
    stamp out = {0, ZONE_NONE, PRECISION_DAY};
    if (clock.len && clock_of(clock, &seconds, &exact)) {
        out.precision = exact ? PRECISION_SECOND : PRECISION_MINUTE;
        out.zone = zone_of(take_word(&text));
    }
    out.ms = (days_of((int)year, month, (unsigned)day) * 86400 + seconds - (out.zone == ZONE_NONE ? 0 : out.zone) * (int64_t)60) *
             1000;
    return out;
}

stamp feed_date(span text) {
    stamp found = stamp_parse(text);
    return found.precision ? found : rfc822(text);
}
