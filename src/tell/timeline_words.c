/* Stretches of the calendar and possible dates in words. */
#include "tell/tell_internal.h"
#include "tell/timeline_internal.h"
#include "tell/timeline_part.h"

static void put_day_of(buf *out, int64_t ms, precision p) { put_stamp(out, (stamp){ms, ZONE_NONE, p}); }

static int64_t day_start(int64_t ms) { return ms - (ms % TL_DAY + TL_DAY) % TL_DAY; }

typedef struct calendar_day {
    int year;
    unsigned month, day;
} calendar_day;

static calendar_day calendar(int64_t ms) {
    calendar_day d;
    day_of(day_start(ms) / TL_DAY, &d.year, &d.month, &d.day);
    return d;
}

static bool is_month(int64_t begin, int64_t end) {
    calendar_day a = calendar(begin), b = calendar(end);
    return day_start(begin) == begin && day_start(end) == end && a.day == 1 && b.day == 1 &&
           b.year * 12 + (int)b.month == a.year * 12 + (int)a.month + 1;
}

static bool is_year(int64_t begin, int64_t end) {
    calendar_day a = calendar(begin), b = calendar(end);
    return day_start(begin) == begin && a.day == 1 && a.month == 1 && b.day == 1 && b.month == 1 && b.year == a.year + 1;
}

/* Name of the part of its day that a stretch is, by its hours as stretch_of() gives them; NULL for none. */
static const char *part_name(int64_t begin, int64_t end) {
    int from = (int)((begin - day_start(begin)) / TL_HOUR), hours = (int)((end - begin) / TL_HOUR);
    if (from == 0 && hours == 12) return "morning";
    if (from == 12 && hours == 7) return "afternoon";
    if (from == 16 && hours == 8) return "evening";
    return from == 18 && hours == 12 ? "night" : NULL;
}

/* From the first day to the last, naming a month or year once. */
static void put_days(buf *out, int64_t begin, int64_t last) {
    calendar_day a = calendar(begin), b = calendar(last);
    if (a.year == b.year && a.month == b.month)
        buf_printf(out, "%u", a.day);
    else
        put_day_of(out, begin, PRECISION_DAY);
    buf_put(out, S(" to "));
    put_day_of(out, last, PRECISION_DAY);
}

/* "18 to 19 Apr 2024, in the night": hours of two days, of one day without a name, or many days. */
static void put_stretch(buf *out, int64_t begin, int64_t end) {
    int64_t last = day_start(end - 1);
    if (last > day_start(begin))
        put_days(out, begin, last);
    else
        put_day_of(out, begin, PRECISION_DAY);
}

void put_when(buf *out, int64_t begin, int64_t end) {
    const char *part = part_name(begin, end);
    if (begin == RETOLD_TIME_NONE) {
        buf_put(out, S("date not known"));
    } else if (end - begin <= TL_MINUTE) {
        int minute = (int)((begin - day_start(begin)) / TL_MINUTE);
        put_day_of(out, begin, PRECISION_DAY);
        buf_printf(out, ", %02d:%02d", minute / 60, minute % 60);
    } else if (part) {
        put_day_of(out, begin, PRECISION_DAY);
        buf_printf(out, ", %s", part);
    } else if (is_month(begin, end) || is_year(begin, end)) {
        put_day_of(out, begin, is_year(begin, end) ? PRECISION_YEAR : PRECISION_MONTH);
    } else {
        put_stretch(out, begin, end);
    }
}

const char *exactness(int64_t begin, int64_t end) {
    if (begin == RETOLD_TIME_NONE) return "without a date";
    if (end - begin <= TL_MINUTE) return "to the minute";
    if (end - begin < TL_DAY) return "to a part of the day";
    if (end - begin == TL_DAY) return "to the day";
    if (is_month(begin, end)) return "to the month";
    return is_year(begin, end) ? "to the year" : "to some days";
}

void put_possible_date(buf *out, const tell_story *s, uint32_t telling) {
    const told_date *d = &s->in->tellings[telling].date;
    if ((d->reason != TOLD_DATE_COPY && d->reason != TOLD_DATE_STORY) || d->from >= s->in->count) return;
    buf_put(out, S(", possibly "));
    put_stamp(out, d->day);
    buf_put(out, d->reason == TOLD_DATE_COPY ? S(", from a copy") : S(", from the story\u2019s dated tellings"));
    buf_printf(out, " (%u)", s->rank[d->from] + 1);
}

const uint32_t *same_words(arena *a, const tell_story *s, const tell_happening *h) {
    uint32_t *first = ARENA_ARRAY(a, uint32_t, h->count);
    map seen = {0};
    for (uint32_t i = 0; i < h->count; i++) {
        const tell_mention *m = &h->mentions[i];
        words list = text_words(a, span_at(s->in->tellings[m->telling].article->text, m->sentence));
        uint64_t key = hash_join(text_words_key(list.items, list.count), (uint64_t)m->possible);
        key = hash_join(hash_join(key, (uint64_t)m->begin), (uint64_t)m->end);
        uint64_t *known = map_put(a, &seen, key);
        if (!*known) *known = i + 1;
        first[i] = (uint32_t)*known - 1;
    }
    return first;
}
