#include "text/unspaced.h"
#include <utf8proc.h>

enum { VOICED = 0x3099, SEMIVOICED = 0x309A, MOST_BLANKS = 2 };

static bool is_wide_digit(span s, size_t at) {
    const unsigned char *p = (const unsigned char *)s.ptr + at;
    return p[0] == 0xEF && p[1] == 0xBC && p[2] >= 0x90 && p[2] <= 0x99;
}

bool unspaced_digit_at(span s, size_t at) {
    if (at >= s.len) return false;
    return is_digit((unsigned char)s.ptr[at]) || (s.len - at >= 3 && is_wide_digit(s, at));
}

bool unspaced_digit_before(span s, size_t at) {
    if (!at) return false;
    return is_digit((unsigned char)s.ptr[at - 1]) || (at >= 3 && is_wide_digit(s, at - 3));
}

/* Forms that stand beside a character's usual one: half-width kana, radicals, compatibility ideographs. */
static uint32_t usual(uint32_t c) {
    bool odd = (c >= 0x2E80 && c <= 0x2FDF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF66 && c <= 0xFF9F) ||
               (c >= 0x2F800 && c <= 0x2FA1F);
    if (!odd) return c;
    utf8proc_int32_t parts[4];
    int boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, parts, 4, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &boundary);
    return n == 1 ? (uint32_t)parts[0] : c;
}

uint32_t unspaced_next(span s, size_t *at) {
    uint32_t c = usual(text_next(s, at));
    if (c < 0x3041 || c > 0x30FE || *at >= s.len) return c;
    size_t behind = *at;
    uint32_t mark = usual(text_next(s, &behind));
    if (mark != VOICED && mark != SEMIVOICED) return c;
    utf8proc_int32_t pair[3] = {(utf8proc_int32_t)c, (utf8proc_int32_t)mark, 0};
    if (utf8proc_normalize_utf32(pair, 2, UTF8PROC_COMPOSE | UTF8PROC_STABLE) != 1) return c;
    *at = behind;
    return (uint32_t)pair[0];
}

size_t unspaced_goes_on(span s, size_t at) {
    for (int blanks = 0; at < s.len; blanks++) {
        size_t next = at;
        uint32_t c = text_next(s, &next);
        if (text_is_unspaced(c)) return at;
        if (blanks == MOST_BLANKS || !text_is_blank(c)) break;
        at = next;
    }
    return SIZE_MAX;
}
