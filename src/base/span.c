#include "base/span.h"

#define EIGHT(n) n, n, n, n, n, n, n, n
#define LETTERS EIGHT(2), EIGHT(2), EIGHT(2), 2, 2
const uint8_t ascii_kinds[256] = {['0'] = EIGHT(1), 1, 1, ['A'] = LETTERS, ['a'] = LETTERS};

bool span_equal_nocase(span a, span b) { return a.len == b.len && span_starts_nocase(a, b); }

int span_compare(span a, span b) {
    size_t n = a.len < b.len ? a.len : b.len;
    int order = n ? memcmp(a.ptr, b.ptr, n) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool span_starts_nocase(span s, span head) {
    if (s.len < head.len) return false;
    for (size_t i = 0; i < head.len; i++)
        if (to_lower(s.ptr[i]) != to_lower(head.ptr[i])) return false;
    return true;
}

bool span_ends(span s, span tail) { return s.len >= tail.len && span_equal(span_from(s, s.len - tail.len), tail); }

size_t span_find_char(span s, char c, size_t from) {
    if (from >= s.len) return SIZE_MAX;
    const char *hit = memchr(s.ptr + from, c, s.len - from);
    return hit ? (size_t)(hit - s.ptr) : SIZE_MAX;
}

size_t span_find(span s, span part, size_t from) {
    if (!part.len) return from <= s.len ? from : SIZE_MAX;
    while ((from = span_find_char(s, part.ptr[0], from)) != SIZE_MAX) {
        if (span_starts(span_from(s, from), part)) return from;
        from++;
    }
    return SIZE_MAX;
}

size_t span_find_nocase(span s, span part, size_t from) {
    for (; from <= s.len && s.len - from >= part.len; from++)
        if (span_starts_nocase(span_from(s, from), part)) return from;
    return SIZE_MAX;
}

/* Bytes of white space at the head of s: 1, 2 for U+00A0, or 0. */
static size_t blank_head(span s) {
    if (s.len && is_space((unsigned char)s.ptr[0])) return 1;
    return span_starts(s, S("\xC2\xA0")) ? 2 : 0;
}

static size_t blank_tail(span s) {
    if (s.len && is_space((unsigned char)s.ptr[s.len - 1])) return 1;
    return span_ends(s, S("\xC2\xA0")) ? 2 : 0;
}

span span_trim(span s) {
    size_t n;
    while ((n = blank_head(s))) s = span_from(s, n);
    while ((n = blank_tail(s))) s.len -= n;
    return s;
}

span span_take_until(span *rest, char c) {
    size_t at = span_find_char(*rest, c, 0);
    span head = span_cut(*rest, 0, at == SIZE_MAX ? rest->len : at);
    *rest = span_from(*rest, at == SIZE_MAX ? rest->len : at + 1);
    return head;
}

bool span_take_line(span *rest, span *line) {
    if (!rest->len) return false;
    *line = span_take_until(rest, '\n');
    if (span_ends(*line, S("\r"))) line->len--;
    return true;
}

bool span_to_u64(span s, uint64_t *out) {
    uint64_t value = 0;
    if (!s.len) return false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned digit = (unsigned char)s.ptr[i] - (unsigned)'0';
        if (digit > 9 || value > (UINT64_MAX - digit) / 10) return false;
        value = value * 10 + digit;
    }
    *out = value;
    return true;
}
