/*
 * Pictures of the page: publication times and copy trees. Places across are shares of the width, so that they fit a phone.
 * Foreign text goes through put_attribute() here: an element of HTML within would end the <svg>.
 */
#include "tell/html_internal.h"

/* ---- publication times ---- */

enum { LANE_HEIGHT = 46, LANE_AXIS = 34, DOT = 6, MINUTE = 60000, DAY = 24 * 60 * MINUTE };

/* Where a moment stands, in percent of the width; the ends keep some room for the marks. */
static double across(const tell_story *s, int64_t ms) {
    if (s->last <= s->first) return 50;
    return 2 + 96.0 * (double)(ms - s->first) / (double)(s->last - s->first);
}

/* "Tidewire and 9 more" */
static void put_lane_name(buf *out, const tell_story *s, const tell_family *f) {
    put_attribute(out, telling_name(out->memory, s, f->nodes[0].telling));
    if (f->count > 1) {
        buf_printf(out, " and %u ", f->count - 1);
        buf_put(out, f->count == 2 ? S("copy") : S("copies"));
    }
}

static void put_mark_title(buf *out, const tell_story *s, uint32_t telling) {
    P(out, "<title>");
    buf_printf(out, "%u ", shown_number(s, telling));
    if (has_outlet(s, telling)) put_attribute(out, s->outlet[telling]);
    P(out, ", ");
    put_stamp(out, s->in->tellings[telling].article->published);
    P(out, "</title>");
}

/* A telling with a clock is a dot; one with a day or less, a bar as long as what is not known. */
static void put_mark(buf *out, const tell_story *s, uint32_t telling, int y) {
    const tell_when *w = &s->when[telling];
    if (w->begin == RETOLD_TIME_NONE) return;
    buf_printf(out, "<a href=\"#t%u\" tabindex=\"-1\">", shown_number(s, telling));
    if (w->exact) {
        buf_printf(out, "<circle cx=\"%.2f%%\" cy=\"%d\" r=\"%d\">", across(s, w->begin), y, DOT);
        put_mark_title(out, s, telling);
        P(out, "</circle>");
    } else {
        double from = across(s, w->begin), to = across(s, w->end - 1);
        buf_printf(out, "<rect class=\"vague\" x=\"%.2f%%\" y=\"%d\" width=\"%.2f%%\" height=\"8\" rx=\"4\">", from, y - 4,
                   to - from);
        put_mark_title(out, s, telling);
        P(out, "</rect>");
    }
    P(out, "</a>");
}

/* When it was told, as far as is known; possible days are called that. */
static void put_day(buf *out, const tell_story *s, uint32_t telling) {
    if (is_lent(s, telling)) P(out, "possibly ");
    put_stamp(out, is_lent(s, telling) ? s->in->tellings[telling].date.day : s->in->tellings[telling].article->published);
}

static void put_family_lane(buf *out, const tell_story *s, const tell_family *f, int y) {
    buf_printf(out, "<g class=\"f%u\"><text class=\"lane-name\" x=\"0\" y=\"%d\"><tspan class=\"letter\">", f->letter % 6,
               y - 14);
    put_letter(out, f->letter);
    P(out, "</tspan> ");
    put_lane_name(out, s, f);
    P(out, "</text>");
    if (f->first == RETOLD_TIME_NONE) {
        buf_printf(out, "<text class=\"none\" x=\"2%%\" y=\"%d\">", y + 4);
        put_day(out, s, f->nodes[0].telling);
        P(out, "</text>");
    } else {
        double from = across(s, f->first), to = across(s, f->last);
        buf_printf(out, "<line class=\"rail\" x1=\"0\" x2=\"100%%\" y1=\"%d\" y2=\"%d\"/>", y, y);
        buf_printf(out, "<line class=\"reach\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"%d\" y2=\"%d\"/>", from, to, y, y);
        for (int exact = 0; exact < 2; exact++) /* dots over bars */
            for (uint32_t k = 0; k < f->count; k++)
                if (s->when[f->nodes[k].telling].exact == exact) put_mark(out, s, f->nodes[k].telling, y);
    }
    P(out, "</g>");
}

static bool has_clock(const tell_story *s) {
    for (uint32_t t = 0; t < s->in->count; t++)
        if (s->when[t].exact) return true;
    return false;
}

/* Begin, middle, and end; days where no telling has a clock, and one alone where all fall on it. */
static void put_axis(buf *out, const tell_story *s, int y) {
    static const struct {
        const char *anchor;
        double share;
    } ticks[] = {{"start", 0}, {"middle", 0.5}, {"end", 1}};
    bool clock = has_clock(s), short_span = s->last - s->first < (clock ? 3 * MINUTE : DAY);
    for (size_t i = short_span ? 1 : 0; i < (short_span ? 2u : 3u); i++) {
        if (i == 1 && !clock && !short_span && s->last - s->first < 4 * DAY) continue; /* would say one of the ends again */
        double x = 2 + 96 * ticks[i].share;
        int64_t ms = s->first + (int64_t)((double)(s->last - s->first) * ticks[i].share);
        buf_printf(out, "<line class=\"tick\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"%d\" y2=\"%d\"/>", x, x, y - 6, y);
        buf_printf(out, "<text class=\"axis%s\" text-anchor=\"%s\" x=\"%.2f%%\" y=\"%d\">", i == 1 && !short_span ? " wide" : "",
                   ticks[i].anchor,
                   i == 0   ? 0.0
                   : i == 2 ? 100.0
                            : x,
                   y + 16);
        if (clock)
            put_moment(out, ms);
        else
            put_stamp(out, (stamp){ms, ZONE_NONE, PRECISION_DAY});
        P(out, "</text>");
    }
}

void put_lane(buf *out, const tell_story *s) {
    enum { MOST_LANES = 40 };
    if (s->first == RETOLD_TIME_NONE) return;
    uint32_t lanes = s->family_count < MOST_LANES ? s->family_count : MOST_LANES;
    int height = (int)lanes * LANE_HEIGHT + LANE_AXIS;
    buf_printf(out, "<svg class=\"lane\" width=\"100%%\" height=\"%d\" aria-hidden=\"true\">", height);
    for (uint32_t f = 0; f < lanes; f++) put_family_lane(out, s, &s->families[f], (int)f * LANE_HEIGHT + 30);
    put_axis(out, s, (int)lanes * LANE_HEIGHT + 8);
    P(out, "</svg>");
    if (lanes < s->family_count)
        buf_printf(out, "<p class=\"note\">%u more texts are in the list below and not in the picture.</p>",
                   s->family_count - lanes);
}

/* ---- copy trees ---- */

/*
 * One row for each telling. Wide: a column for each step from the source. Narrow (a phone): steps are indents.
 *
 *   ┌──────────┐   100 %, 45 min later   ┌──────────┐
 *   │ 2 source │─────────────────────────│ 3 copy   │
 *   └──────────┘                         └──────────┘
 */
typedef struct shape {
    int box, step; /* width of a box; from one column to the next, with room for an edge's words */
    bool narrow;
} shape;

enum { ROW = 58, BOX_HEIGHT = 44, MOST_NODES = 200, MOST_INDENT = 6 };

static int box_x(const shape *p, const tell_node *n) {
    uint32_t depth = p->narrow && n->depth > MOST_INDENT ? MOST_INDENT : n->depth;
    return (int)depth * p->step + 1;
}

/* Rows: wide, a first child stands on its parent's row; narrow, every telling has its own. */
static int *rows_of(arena *a, const tell_family *f, uint32_t count, bool narrow, int *total) {
    int *rows = ARENA_ARRAY(a, int, count), next = 0;
    for (uint32_t k = 0; k < count; k++) {
        bool first_child = k > 0 && f->nodes[k].parent == k - 1;
        rows[k] = k > 0 && (narrow || !first_child) ? ++next : next;
    }
    *total = next + 1;
    return rows;
}

static void put_cut(buf *out, span text, size_t most) {
    size_t at = 0, count = 0;
    while (at < text.len && count < most) text_next(text, &at), count++;
    put_attribute(out, span_cut(text, 0, at));
    if (at < text.len) P(out, "\u2026");
}

/* What stands for an outlet that isn't known: the begin of the headline, as no name. */
static void put_unnamed(buf *out, const tell_story *s, uint32_t telling, int width) {
    P(out, "<tspan class=\"unnamed\">");
    put_cut(out, s->in->tellings[telling].article->title.text, (size_t)(width - 28) / 8);
    P(out, "</tspan>");
}

/* Box with outlet over time. A nested <svg> cuts what is too long. */
static void put_box(buf *out, const tell_story *s, const tell_node *n, int x, int y, int width) {
    uint32_t t = n->telling;
    buf_printf(out,
               "<a href=\"#t%u\" tabindex=\"-1\"><rect class=\"box\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>",
               shown_number(s, t), x, y, width, BOX_HEIGHT);
    buf_printf(out,
               "<svg x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"><text class=\"who\" x=\"10\" y=\"18\"><tspan "
               "class=\"num\">%u</tspan> ",
               x, y, width - 6, BOX_HEIGHT, shown_number(s, t));
    if (has_outlet(s, t))
        put_cut(out, s->outlet[t], (size_t)(width - 28) / 8);
    else
        put_unnamed(out, s, t, width);
    P(out, "</text><text class=\"when\" x=\"10\" y=\"35\">");
    put_day(out, s, t);
    P(out, "</text></svg></a>");
}

/* "+45 min", as later than the source. */
static void put_later(buf *out, int64_t minutes) {
    buf_put(out, minutes < 0 ? S("\u2212") : S("+"));
    put_duration(out, minutes < 0 ? -minutes : minutes);
}

/* "97 % · +45 min" */
static void put_edge_words(buf *out, const tell_node *n) {
    put_share(out, n->shared);
    if (n->later == INT64_MIN) return;
    P(out, " \u00B7 ");
    put_later(out, n->later);
}

static void put_edge(buf *out, const shape *p, const tell_family *f, const int *rows, uint32_t k) {
    const tell_node *n = &f->nodes[k], *parent = &f->nodes[n->parent];
    int y = rows[k] * ROW + BOX_HEIGHT / 2 + 1, from_y = rows[n->parent] * ROW + BOX_HEIGHT / 2 + 1;
    const char *kind = !n->directed ? "edge loose" : n->inferred ? "edge inferred" : "edge";
    if (p->narrow) {
        int x = box_x(p, n), stem = box_x(p, parent) + 10;
        if (x <= stem) stem = x - 4;
        buf_printf(out, "<path class=\"%s\" d=\"M%d %dV%dH%d\"/>", kind, stem, from_y + BOX_HEIGHT / 2, y, x);
        return;
    }
    int x = box_x(p, n), from = box_x(p, parent) + p->box, stem = from + 12;
    buf_printf(out, "<path class=\"%s\" d=\"M%d %dH%dV%dH%d\"/>", kind, from, from_y, stem, y, x);
    if (n->directed) buf_printf(out, "<path class=\"tip\" d=\"M%d %dl-7 -4v8z\"/>", x, y);
    buf_printf(out, "<text class=\"how\" x=\"%d\" y=\"%d\">", stem + 8, y - 6);
    put_edge_words(out, n);
    P(out, "</text>");
}

static void put_narrow_words(buf *out, const tell_node *n, int x, int y, int width) {
    buf_printf(out, "<text class=\"how\" text-anchor=\"end\" x=\"%d\" y=\"%d\">", x + width - 10, y + 18);
    put_share(out, n->shared);
    P(out, "</text>");
    if (n->later == INT64_MIN) return;
    buf_printf(out, "<text class=\"how\" text-anchor=\"end\" x=\"%d\" y=\"%d\">", x + width - 10, y + 35);
    put_later(out, n->later);
    P(out, "</text>");
}

static void put_shape(buf *out, const tell_story *s, const tell_family *f, const shape *p) {
    uint32_t count = f->count < MOST_NODES ? f->count : MOST_NODES;
    int total, width = 0;
    int *rows = rows_of(out->memory, f, count, p->narrow, &total);
    for (uint32_t k = 0; k < count; k++) {
        int right = p->narrow ? 340 : box_x(p, &f->nodes[k]) + p->box + 2;
        if (right > width) width = right;
    }
    buf_printf(out, "<svg class=\"tree %s f%u\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" aria-hidden=\"true\">",
               p->narrow ? "narrow" : "wide", f->letter % 6, width, total * ROW, width, total * ROW);
    for (uint32_t k = 0; k < count; k++)
        if (f->nodes[k].parent != RETOLD_NONE) put_edge(out, p, f, rows, k);
    for (uint32_t k = 0; k < count; k++) {
        const tell_node *n = &f->nodes[k];
        int x = box_x(p, n), box = p->narrow ? 338 - x : p->box;
        put_box(out, s, n, x, rows[k] * ROW + 1, box);
        if (p->narrow && n->parent != RETOLD_NONE) put_narrow_words(out, n, x, rows[k] * ROW + 1, box);
    }
    P(out, "</svg>");
}

void put_tree(buf *out, const tell_story *s, const tell_family *f) {
    static const shape wide = {220, 356, false}, narrow = {0, 22, true};
    put_shape(out, s, f, &wide);
    put_shape(out, s, f, &narrow);
    if (f->count > MOST_NODES)
        buf_printf(out, "<p class=\"note\">%u more are in the table and not in the picture.</p>", f->count - MOST_NODES);
}
