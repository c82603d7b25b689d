/* Plain text into lines, and lines into units: paragraphs that were wrapped to a width are joined again. */
#include "plain.h"

/* A text is wrapped when many lines end near its width and the next word would not have fitted. */
#define WIDEST_WRAP 110
#define LEAST_WRAPPED 4

static size_t blank_length(span s, size_t at) {
    unsigned char c = (unsigned char)s.ptr[at];
    if (c < 0x80) return is_space(c);
    if (c != 0xC2 && c != 0xE2 && c != 0xE3 && c != 0xEF) return 0;
    size_t next = at;
    return text_is_blank(text_next(s, &next)) ? next - at : 0;
}

static range trimmed(span s, range r) {
    size_t len;
    while (r.begin < r.end && (len = blank_length(s, r.begin)) > 0) r.begin += (uint32_t)len;
    while (r.end > r.begin) {
        size_t last = text_align(s, r.end - 1);
        if (!blank_length(s, last)) break;
        r.end = (uint32_t)last;
    }
    return r;
}

static uint32_t count_chars(span s) {
    uint32_t n = 0;
    for (size_t i = 0; i < s.len; i++) n += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return n;
}

static void push_line(work *w, lines *out, range raw, uint32_t *gap) {
    range r = trimmed(w->from.text, raw);
    if (r.begin >= r.end) {
        ++*gap;
        return;
    }
    uint32_t indent = r.begin - raw.begin;
    line l = {r, *gap, indent, count_chars(span_at(w->from.text, r)) + indent};
    vec_push(w->scratch, out, l);
    *gap = 0;
}

/* Lines end at LF, CR, form feed, and the Unicode line and paragraph separators. */
lines plain_lines(work *w) {
    span s = w->from.text;
    lines out = {0};
    uint32_t begin = 0, gap = 0;
    for (size_t at = 0; at <= s.len; at++) {
        bool wide = at + 2 < s.len && memcmp(s.ptr + at, "\xE2\x80", 2) == 0 && ((unsigned char)s.ptr[at + 2] | 1) == 0xA9;
        if (at < s.len && s.ptr[at] != '\n' && s.ptr[at] != '\r' && s.ptr[at] != '\f' && !wide) continue;
        push_line(w, &out, (range){begin, (uint32_t)at}, &gap);
        if (wide)
            at += 2;
        else if (at + 1 < s.len && s.ptr[at] == '\r' && s.ptr[at + 1] == '\n')
            at++;
        begin = (uint32_t)at + 1;
    }
    return out;
}

static uint32_t first_word_chars(span s) {
    size_t end = span_find_char(s, ' ', 0);
    return count_chars(end == SIZE_MAX ? s : span_cut(s, 0, end));
}

/* True when `next` goes on in the line above: its first word would not have fitted there. */
static bool goes_on(const work *w, const line *above, const line *next, uint32_t width) {
    return !next->gap && next->indent <= above->indent + 2 &&
           above->chars + 1 + first_word_chars(span_at(w->from.text, next->text)) > width;
}

/* The width that the text is wrapped to; 0 when it isn't. */
static uint32_t wrap_width(const work *w, const lines *all) {
    uint32_t width = 0, full = 0, runs = 0;
    for (size_t i = 0; i < all->count; i++) width = all->items[i].chars > width ? all->items[i].chars : width;
    if (width > WIDEST_WRAP || width < 40) return 0;
    for (size_t i = 1; i < all->count; i++) {
        runs += !all->items[i].gap;
        full += goes_on(w, &all->items[i - 1], &all->items[i], width);
    }
    return full >= LEAST_WRAPPED && full * 4 >= runs ? width : 0;
}

static void push_unit(work *w, line_units *out, const line *l) {
    line_unit u = {.gap = l->gap};
    u.unit.text = l->text;
    u.unit.element = HTML_NONE;
    vec_push(w->scratch, out, u);
}

line_units plain_units(work *w, const lines *all) {
    line_units out = {0};
    uint32_t width = wrap_width(w, all);
    for (size_t i = 0; i < all->count; i++) {
        const line *l = &all->items[i];
        bool joins = i && width && goes_on(w, &all->items[i - 1], l, width);
        if (joins)
            out.items[out.count - 1].unit.text.end = l->text.end;
        else
            push_unit(w, &out, l);
    }
    return out;
}
