/*
 * A text node's data beside the source that it was read from: entities, line ends, and dropped characters are where they differ.
 *
 *   source   A &amp; B&#8212;C\r\nD
 *   data     A & B—C\nD
 *   runs     [A ][&][ B][—][C][\n][D]     exact: A␣, ␣B, C, D
 */
#include "html_internal.h"

/* How far bytes behind an entity are compared to find where it ends. */
#define LOOK_AHEAD 6

#define LONGEST_ENTITY 34

aligner align_start(span source, span data, const source_range *ranges) {
    return (aligner){source, data, ranges, ranges ? ranges->at.begin : 0, 0, ranges == NULL};
}

static bool is_special(char c) { return c == '&' || c == '\r' || c == '\0'; }

static size_t utf8_len(span s, size_t at) {
    unsigned char c = (unsigned char)s.ptr[at];
    size_t len = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    return len <= s.len - at ? len : s.len - at;
}

/* True when source from `p` and data from `i` go on alike, as far as that can be told. */
static bool goes_on(const aligner *w, size_t p, size_t i) {
    for (size_t n = 0; n < LOOK_AHEAD; n++, p++, i++) {
        if (p >= w->at->at.end) return true;
        if (is_special(w->source.ptr[p])) return i < w->data.len || n > 0;
        if (i >= w->data.len) return n > 0;
        if (w->source.ptr[p] != w->data.ptr[i]) return w->source.ptr[p] == '<';
    }
    return true;
}

static size_t numeric_length(span s, size_t p, size_t end) {
    size_t at = p + 2;
    bool hex = at < end && (s.ptr[at] == 'x' || s.ptr[at] == 'X');
    if (hex) at++;
    size_t first = at;
    while (at < end &&
           (is_digit((unsigned char)s.ptr[at]) || (hex && is_alpha((unsigned char)s.ptr[at]) && to_lower(s.ptr[at]) <= 'f')))
        at++;
    if (at == first) return 0;
    return at + (at < end && s.ptr[at] == ';') - p;
}

/* A named entity other than &amp;: try its ends, and one or two code points, until what follows fits. */
static size_t named_length(const aligner *w, size_t *out) {
    size_t p = w->place, end = w->at->at.end, stop = p + 1;
    while (stop < end && stop - p < LONGEST_ENTITY && is_alnum((unsigned char)w->source.ptr[stop])) stop++;
    if (stop < end && w->source.ptr[stop] == ';') stop++;
    size_t one = utf8_len(w->data, w->read);
    size_t two = w->read + one < w->data.len ? one + utf8_len(w->data, w->read + one) : one;
    for (size_t len = stop - p; len >= 3; len--) {
        *out = one;
        if (goes_on(w, p + len, w->read + one)) return len;
        *out = two;
        if (goes_on(w, p + len, w->read + two)) return len;
    }
    *out = one;
    return stop - p;
}

/* Length in the source of the character reference at the place, and of its data; 0 when it is a plain ampersand. */
static size_t reference_length(const aligner *w, size_t *out) {
    span s = w->source;
    size_t p = w->place, end = w->at->at.end;
    *out = utf8_len(w->data, w->read);
    if (p + 1 >= end) return 0;
    if (s.ptr[p + 1] == '#') return numeric_length(s, p, end);
    if (w->data.ptr[w->read] != '&') return is_alpha((unsigned char)s.ptr[p + 1]) ? named_length(w, out) : 0;
    span name = span_cut(s, p + 1, end);
    if (!span_starts(name, S("amp")) && !span_starts(name, S("AMP"))) return 0;
    return p + 4 < end && s.ptr[p + 4] == ';' ? 5 : 4;
}

static bool take_run(aligner *w, aligned *run, size_t source_len, size_t data_len, bool exact) {
    run->data = span_cut(w->data, w->read, w->read + data_len);
    run->source = (range){(uint32_t)w->place, (uint32_t)(w->place + source_len)};
    run->exact = exact;
    w->place += source_len;
    w->read += data_len;
    return true;
}

/* High bits of the bytes of x that are 0; true of none above the first that is. */
static uint64_t zero_bytes(uint64_t x) { return (x - 0x0101010101010101u) & ~x & 0x8080808080808080u; }

/* Eight bytes at once: equal, and none of them special. */
static bool plain_eight(const char *s, const char *d) {
    uint64_t x, y, ones = 0x0101010101010101u;
    memcpy(&x, s, 8);
    memcpy(&y, d, 8);
    return x == y && !(zero_bytes(x) | zero_bytes(x ^ ones * '&') | zero_bytes(x ^ ones * '\r'));
}

/* Bytes that are equal and plain. */
static size_t plain_length(const aligner *w) {
    const char *s = w->source.ptr + w->place, *d = w->data.ptr + w->read;
    size_t room = w->at->at.end - w->place, left = w->data.len - w->read, n = 0;
    if (left < room) room = left;
    while (room - n >= 8 && plain_eight(s + n, d + n)) n += 8;
    while (n < room && s[n] == d[n] && !is_special(s[n])) n++;
    return n;
}

/* What is left maps as a whole: of the ranges that are left. */
static bool take_rest(aligner *w, aligned *run) {
    range hull = {(uint32_t)w->place, (uint32_t)w->place};
    for (const source_range *r = w->at; r; r = r->next) hull.end = r->at.end > hull.end ? r->at.end : hull.end;
    run->data = span_from(w->data, w->read);
    run->source = w->at ? hull : RANGE_NONE;
    run->exact = false;
    w->read = w->data.len;
    return true;
}

/* Source bytes at the place that left nothing in the data. */
static size_t dropped_length(const aligner *w) {
    char c = w->source.ptr[w->place];
    if (is_space((unsigned char)c) || c == '\0') return 1;
    return span_starts(span_cut(w->source, w->place, w->at->at.end), S("</>")) ? 3 : 0;
}

static bool take_special(aligner *w, aligned *run, bool *moved) {
    size_t out, len, p = w->place;
    char c = w->source.ptr[p];
    *moved = false;
    if (c == '&') {
        len = reference_length(w, &out);
        if (len) return take_run(w, run, len, out, false);
        if (w->data.ptr[w->read] == '&') return take_run(w, run, 1, 1, true);
    }
    if (c == '\r' && w->data.ptr[w->read] == '\n') {
        bool pair = p + 1 < w->at->at.end && w->source.ptr[p + 1] == '\n';
        return take_run(w, run, pair ? 2 : 1, 1, false);
    }
    if (c == '\0' && utf8_len(w->data, w->read) == 3 && memcmp(w->data.ptr + w->read, "\xEF\xBF\xBD", 3) == 0)
        return take_run(w, run, 1, 3, false);
    len = dropped_length(w);
    w->place += len;
    *moved = len > 0;
    return false;
}

bool align_next(aligner *w, aligned *run) {
    while (w->read < w->data.len) {
        if (w->lost || !w->at) return take_rest(w, run);
        if (w->place >= w->at->at.end) {
            if (!w->at->next) return take_rest(w, run);
            w->at = w->at->next;
            w->place = w->at->at.begin;
            continue;
        }
        size_t len = plain_length(w);
        if (len) return take_run(w, run, len, len, true);
        bool moved;
        if (take_special(w, run, &moved)) return true;
        if (!moved) w->lost = true;
    }
    return false;
}
