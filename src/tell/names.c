/* Times, shares, counts, outlets as people read them. */
#include "tell/tell_internal.h"

static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

enum { DAY_MS = 86400000, MINUTE_MS = 60000 };

static int64_t floor_days(int64_t ms) { return ms >= 0 ? ms / DAY_MS : -((-ms + DAY_MS - 1) / DAY_MS); }

static void put_day(buf *out, int64_t ms, precision p) {
    int year;
    unsigned month, day;
    day_of(floor_days(ms), &year, &month, &day);
    if (p >= PRECISION_DAY) buf_printf(out, "%u ", day);
    if (p > PRECISION_YEAR) buf_printf(out, "%s ", months[month - 1]);
    buf_printf(out, "%d", year);
}

static void put_clock(buf *out, int64_t ms) {
    int64_t minute = (ms - floor_days(ms) * DAY_MS) / MINUTE_MS;
    buf_printf(out, ", %02d:%02d", (int)(minute / 60), (int)(minute % 60));
}

void put_stamp(buf *out, stamp s) {
    if (s.ms == RETOLD_TIME_NONE || s.precision == PRECISION_NONE) {
        buf_put(out, S("date not known"));
        return;
    }
    bool clock = s.precision >= PRECISION_MINUTE;
    /* A day is the day of its own zone, a time is told in UTC so that tellings compare. */
    put_day(out, !clock && s.zone != ZONE_NONE ? s.ms + s.zone * (int64_t)MINUTE_MS : s.ms, s.precision);
    if (!clock) return;
    put_clock(out, s.ms);
    buf_put(out, s.zone == ZONE_NONE ? S(" (zone not said)") : S(" UTC"));
}

void put_moment(buf *out, int64_t ms) { put_stamp(out, (stamp){ms, 0, PRECISION_MINUTE}); }

void put_duration(buf *out, int64_t minutes) {
    if (minutes < 60)
        buf_printf(out, "%d min", (int)minutes);
    else if (minutes < 48 * 60 && minutes % 60)
        buf_printf(out, "%d h %d min", (int)(minutes / 60), (int)(minutes % 60));
    else if (minutes < 48 * 60)
        buf_printf(out, "%d h", (int)(minutes / 60));
    else
        put_count(out, (uint64_t)(minutes / (24 * 60)), "day", "days");
}

void put_share(buf *out, float share) {
    int whole = (int)(share * 100 + 0.5f);
    if (whole >= 100 && share < 0.9999f) whole = 99;
    if (whole == 0 && share > 0)
        buf_put(out, S("under 1\u00A0%"));
    else
        buf_printf(out, "%d\u00A0%%", whole > 100 ? 100 : whole);
}

void put_count(buf *out, uint64_t count, const char *one, const char *many) {
    buf_printf(out, "%llu %s", (unsigned long long)count, count == 1 ? one : many);
}

void put_letter(buf *out, uint32_t number) {
    char letters[8];
    size_t at = sizeof letters;
    for (uint64_t n = (uint64_t)number + 1; n; n = (n - 1) / 26) letters[--at] = (char)('A' + (n - 1) % 26);
    buf_put(out, (span){letters + at, sizeof letters - at});
}

span host_of(span url) {
    size_t at = span_find(url, S("://"), 0);
    if (at == SIZE_MAX || at > 8) return (span){0};
    span host = span_from(url, at + 3);
    size_t end = 0;
    while (end < host.len && !strchr("/?#", host.ptr[end])) end++;
    host = span_cut(host, 0, end);
    at = span_find_char(host, '@', 0);
    if (at != SIZE_MAX) host = span_from(host, at + 1);
    return span_starts_nocase(host, S("www.")) ? span_from(host, 4) : host;
}

span shown_outlet(const retold_article *article) {
    span name = span_trim(article->outlet.text);
    if (!name.len) name = host_of(article->url.text);
    return name.len ? name : S("outlet not known");
}

float share_of_a(const tell_comparison *c) { return c->a_words ? (float)c->shared_words / (float)c->a_words : 0; }
float share_of_b(const tell_comparison *c) { return c->b_words ? (float)c->shared_words / (float)c->b_words : 0; }
