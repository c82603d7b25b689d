/* Code points and their classes: a fast path for ASCII, utf8proc for the rest. */
#include "base/buf.h"
#include "text/text.h"
#include <utf8proc.h>

#define BAD 0xFFFDu

static bool is_tail(unsigned char c) { return (c & 0xC0) == 0x80; }

/* Length of the sequence that starts at p (at most `left` bytes), 0 when it is none; overlong forms and surrogates are none. */
static size_t sequence(const unsigned char *p, size_t left, uint32_t *c) {
    unsigned char b = p[0];
    if (b >= 0xC2 && b <= 0xDF && left > 1 && is_tail(p[1])) {
        *c = (uint32_t)(b & 0x1F) << 6 | (p[1] & 0x3F);
        return 2;
    }
    if (b >= 0xE0 && b <= 0xEF && left > 2 && is_tail(p[1]) && is_tail(p[2])) {
        *c = (uint32_t)(b & 0xF) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
        return *c >= 0x800 && (*c < 0xD800 || *c > 0xDFFF) ? 3 : 0;
    }
    if (b >= 0xF0 && b <= 0xF4 && left > 3 && is_tail(p[1]) && is_tail(p[2]) && is_tail(p[3])) {
        *c = (uint32_t)(b & 7) << 18 | (uint32_t)(p[1] & 0x3F) << 12 | (uint32_t)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
        return *c >= 0x10000 && *c <= 0x10FFFF ? 4 : 0;
    }
    return 0;
}

uint32_t text_next_other(span s, size_t *at) {
    uint32_t c = BAD;
    size_t n = sequence((const unsigned char *)s.ptr + *at, s.len - *at, &c);
    *at += n ? n : 1;
    return n ? c : BAD;
}

size_t text_put(char *out, uint32_t c) {
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = BAD;
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)c, (utf8proc_uint8_t *)out);
}

uint32_t text_before(span s, size_t at, size_t *start) {
    size_t begin = at - 1, again;
    while (begin && at - begin < 4 && is_tail((unsigned char)s.ptr[begin])) begin--;
    again = begin;
    uint32_t c = text_next(s, &again);
    if (again != at) begin = at - 1, c = BAD;
    if (start) *start = begin;
    return c;
}

bool text_is_utf8(span s) { return text_bad_utf8(s, 0) == s.len; }

/* Compilers make one instruction of each operation on it. */
typedef uint64_t sixteen __attribute__((vector_size(16)));

size_t text_ascii_end(span s, size_t at) {
    sixteen some[4];
    while (s.len - at >= sizeof some) {
        memcpy(some, s.ptr + at, sizeof some);
        sixteen all = (some[0] | some[1]) | (some[2] | some[3]);
        if ((all[0] | all[1]) & 0x8080808080808080u) break;
        at += sizeof some;
    }
    while (at < s.len && (unsigned char)s.ptr[at] < 0x80) at++;
    return at;
}

size_t text_bad_utf8(span s, size_t at) {
    const unsigned char *p = (const unsigned char *)s.ptr;
    uint32_t c;
    while ((at = text_ascii_end(s, at)) < s.len) {
        size_t n = sequence(p + at, s.len - at, &c);
        if (!n) return at;
        at += n;
    }
    return s.len;
}

size_t text_align(span s, size_t at) {
    if (at >= s.len) return s.len;
    size_t begin = at;
    while (begin && at - begin < 3 && is_tail((unsigned char)s.ptr[begin])) begin--;
    size_t end = begin;
    text_next(s, &end);
    return end > at ? begin : at;
}

bool text_letter_other(uint32_t c) {
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
    return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO;
}

bool text_upper_other(uint32_t c) {
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
    return k == UTF8PROC_CATEGORY_LU || k == UTF8PROC_CATEGORY_LT;
}

bool text_is_lower(uint32_t c) {
    return c < 0x80 ? is_lower((unsigned char)c) : utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LL;
}

bool text_digit_other(uint32_t c) { return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_ND; }

bool text_is_mark(uint32_t c) {
    if (c < 0x300) return false;
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
    return k >= UTF8PROC_CATEGORY_MN && k <= UTF8PROC_CATEGORY_ME;
}

bool text_is_unseen(uint32_t c) {
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) ||
           c == 0xFEFF || c == 0x61C;
}

bool text_is_blank(uint32_t c) {
    if (c < 0x80) return is_space((unsigned char)c);
    return c == 0xA0 || c == 0x85 || c == 0x1680 || (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

bool text_is_unspaced(uint32_t c) {
    static const struct {
        uint32_t first, last;
    } scripts[] = {
        {0x0E00, 0x0E4F},                                       /* Thai without its digits */
        {0x0E80, 0x0ECF},                                       /* Lao without its digits */
        {0x1000, 0x103F},                                       /* Burmese without its digits */
        {0x104C, 0x109F},   {0x1780, 0x17DF},                   /* Khmer without its digits */
        {0x2E80, 0x2FDF},                                       /* radicals */
        {0x3005, 0x3007},   {0x3021, 0x3029}, {0x3041, 0x30FA}, /* kana */
        {0x30FC, 0x30FF},   {0x3400, 0x4DBF},                   /* Han */
        {0x4E00, 0x9FFF},   {0xF900, 0xFAFF}, {0xFF66, 0xFF9F}, /* half-width kana */
        {0x20000, 0x3FFFD},                                     /* Han, rare */
    };
    if (c < scripts[0].first) return false;
    size_t i = 0;
    while (i < sizeof scripts / sizeof *scripts && c > scripts[i].last) i++;
    return i < sizeof scripts / sizeof *scripts && c >= scripts[i].first;
}

uint32_t text_fold(uint32_t c) {
    if (c < 0x80) return (uint32_t)(unsigned char)to_lower((char)c);
    switch (c) {
    case 0xB5: return 0x3BC;  /* micro sign, Greek mu */
    case 0x17F: return 's';   /* long s */
    case 0x3C2: return 0x3C3; /* final sigma */
    default: return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
    }
}

span text_folded(arena *a, span s) {
    buf b = buf_made(a);
    bool gap = false;
    for (size_t at = 0; at < s.len;) {
        uint32_t c = text_next(s, &at);
        if (text_is_blank(c)) {
            gap = b.len > 0;
            continue;
        }
        if (gap) buf_char(&b, ' ');
        gap = false;
        buf_utf8(&b, text_fold(c));
    }
    return buf_span(&b);
}
