/*
 * The timeline as a picture: happenings as bars on top, publication times as ticks below. What lies far back or has long
 * gaps is drawn closer: distances grow with the logarithm of the time between two moments that are on it.
 */
#include "tell/html_internal.h"
#include "tell/timeline_internal.h"
#include "tell/timeline_part.h"
#include <math.h>
#include <stdlib.h>

enum { MOST_BARS = 120, MOST_ROWS = 8, ROW_HEIGHT = 22, TOP = 6, LANE = 40, SLOTS = 7 };

#define LEAST_WIDTH 0.9 /* percent, of a bar */
#define INSIDE 3.0      /* percent, of a bar that holds its number; else the number stands behind it */
#define BAR_ROOM 5.5    /* percent that a bar and its number take in a row */

typedef struct scale {
    int64_t *moments; /* [count] rising */
    double *places;   /* [count] percent of the width */
    size_t count;
} scale;

static int by_ms(const void *one, const void *other) {
    int64_t x = *(const int64_t *)one, y = *(const int64_t *)other;
    return (x > y) - (x < y);
}

/* All moments that a mark begins or ends at. */
static size_t take_moments(const tell_story *s, uint32_t bars, int64_t *out) {
    size_t count = 0;
    for (uint32_t i = 0; i < bars; i++) {
        out[count++] = s->timeline->items[i].begin;
        out[count++] = s->timeline->items[i].end;
    }
    for (uint32_t t = 0; t < s->in->count; t++) {
        if (s->when[t].begin == RETOLD_TIME_NONE) continue;
        out[count++] = s->when[t].begin;
        if (!s->when[t].exact) out[count++] = s->when[t].end;
    }
    return count;
}

static scale scale_made(arena *a, const tell_story *s, uint32_t bars) {
    scale x = {ARENA_ARRAY(a, int64_t, 2 * ((size_t)bars + s->in->count)), NULL, 0};
    size_t all = take_moments(s, bars, x.moments);
    if (all) qsort(x.moments, all, sizeof *x.moments, by_ms);
    for (size_t i = 0; i < all; i++)
        if (!i || x.moments[i] != x.moments[x.count - 1]) x.moments[x.count++] = x.moments[i];
    x.places = ARENA_ARRAY(a, double, x.count);
    for (size_t i = 1; i < x.count; i++)
        x.places[i] = x.places[i - 1] + log2(2 + (double)(x.moments[i] - x.moments[i - 1]) / TL_HOUR);
    double whole = x.count > 1 ? x.places[x.count - 1] : 0;
    for (size_t i = 0; i < x.count; i++) x.places[i] = whole > 0 ? 2 + 96 * x.places[i] / whole : 50;
    return x;
}

/* Percent of the width; `ms` is one of the moments. */
static double across(const scale *x, int64_t ms) {
    const int64_t *at = bsearch(&ms, x->moments, x->count, sizeof ms, by_ms);
    return at ? x->places[at - x->moments] : 50;
}

/* First row where a bar has room; the last one when none has. */
static int row_for(double *ends, double from, double to) {
    int row = 0;
    while (row < MOST_ROWS - 1 && ends[row] > from) row++;
    ends[row] = to > from + BAR_ROOM ? to : from + BAR_ROOM;
    return row;
}

static void put_bar(buf *out, const scale *x, const tell_story *s, uint32_t number, double *ends, int *rows) {
    const tell_happening *h = &s->timeline->items[number];
    const tell_mention *label = &h->mentions[h->label];
    double from = across(x, h->begin), to = across(x, h->end), width = to - from < LEAST_WIDTH ? LEAST_WIDTH : to - from;
    int row = row_for(ends, from, from + width), y = TOP + row * ROW_HEIGHT;
    if (row + 1 > *rows) *rows = row + 1;
    buf_printf(out,
               "<a href=\"#e%u\" tabindex=\"-1\"><rect class=\"bar%s%s%s\" x=\"%.2f%%\" y=\"%d\" width=\"%.2f%%\" height=\"16\" "
               "rx=\"4\"><title>",
               number + 1, h->said ? " words" : "", h->possible ? " perhaps" : "", h->conflict ? " clash" : "", from, y, width);
    put_when(out, h->begin, h->end);
    P(out, ": ");
    span words = span_at(s->in->tellings[label->telling].article->text, label->clause);
    put_attribute(out, span_cut(words, 0, text_align(words, words.len < 160 ? words.len : 160)));
    buf_printf(out, "</title></rect><text class=\"no\" x=\"%.2f%%\" y=\"%d\">%u</text></a>",
               from + (width < INSIDE && from + width < 96 ? width + 0.4 : 0.3), y + 12, number + 1);
}

static void put_ticks(buf *out, const scale *x, const tell_story *s, int y) {
    buf_printf(out, "<line class=\"rail\" x1=\"0\" x2=\"100%%\" y1=\"%d\" y2=\"%d\"/>", y, y);
    for (uint32_t k = 0; k < s->in->count; k++) {
        uint32_t t = s->order[k];
        const tell_when *w = &s->when[t];
        if (w->begin == RETOLD_TIME_NONE) continue;
        double from = across(x, w->begin), to = w->exact ? from : across(x, w->end);
        buf_printf(out,
                   "<a class=\"f%u\" href=\"#t%u\" tabindex=\"-1\"><rect class=\"%s\" x=\"%.2f%%\" y=\"%d\" width=\"%.2f%%\" "
                   "height=\"12\" rx=\"2\"><title>",
                   s->family_of[t] % 6, shown_number(s, t), w->exact ? "out" : "out vague", from, y - 6,
                   to - from < 0.35 ? 0.35 : to - from);
        buf_printf(out, "%u ", shown_number(s, t));
        put_attribute(out, telling_name(out->memory, s, t));
        P(out, ", ");
        put_stamp(out, s->in->tellings[t].article->published);
        P(out, "</title></rect></a>");
    }
}

/* Days under the picture, as many as have room. */
static void put_days_below(buf *out, const scale *x, int y) {
    double free = 0;
    for (size_t i = 0; i < x->count; i++) {
        bool last = i + 1 == x->count;
        double at = x->places[i], room = 96.0 / SLOTS;
        if (!last && (at < free || at > 98 - 1.5 * room)) continue;
        bool edge = i == 0 || last;
        buf_printf(out, "<line class=\"tick\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"%d\" y2=\"%d\"/>", at, at, y - 4, y + 2);
        buf_printf(out, "<text class=\"axis%s\" text-anchor=\"%s\" x=\"%.2f%%\" y=\"%d\">", edge ? "" : " wide",
                   i == 0 ? "start"
                   : last ? "end"
                          : "middle",
                   i == 0 ? 0.0
                   : last ? 100.0
                          : at,
                   y + 16);
        put_stamp(out, (stamp){x->moments[i] - (last ? 1 : 0), ZONE_NONE, PRECISION_DAY});
        P(out, "</text>");
        free = at + (i == 0 ? 1.5 : 1) * room;
    }
}

void put_timeline_picture(buf *out, const tell_story *s) {
    uint32_t bars = s->timeline->count < MOST_BARS ? s->timeline->count : MOST_BARS;
    scale x = scale_made(out->memory, s, bars);
    double ends[MOST_ROWS] = {0};
    int rows = 1;
    buf body = buf_made(out->memory);
    for (uint32_t i = 0; i < bars; i++) put_bar(&body, &x, s, i, ends, &rows);
    int y = TOP + rows * ROW_HEIGHT + LANE / 2;
    put_ticks(&body, &x, s, y);
    put_days_below(&body, &x, y + 18);
    buf_printf(out, "<svg class=\"times\" width=\"100%%\" height=\"%d\" aria-hidden=\"true\">", y + LANE);
    buf_put(out, buf_span(&body));
    P(out, "</svg>");
    if (bars < s->timeline->count)
        buf_printf(out, "<p class=\"note\">%u more are in the list and not in the picture.</p>", s->timeline->count - bars);
}
