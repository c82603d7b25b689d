/* Character references that became text, because the page had escaped them twice. */
#include "text/text_internal.h"

#define LONGEST 12u /* bytes between '&' and ';' */

/* The number of "#8217" or "#x2019"; 0 when it is none. */
static uint32_t number_of(span s) {
    uint64_t value = 0;
    if (s.len < 2 || s.ptr[0] != '#') return 0;
    bool hex = s.ptr[1] == 'x' || s.ptr[1] == 'X';
    if (!hex) return span_to_u64(span_from(s, 1), &value) && value < 0x110000 ? (uint32_t)value : 0;
    for (size_t i = 2; i < s.len; i++) {
        char c = to_lower(s.ptr[i]);
        if (!is_digit((unsigned char)c) && !(c >= 'a' && c <= 'f')) return 0;
        value = value * 16 + (uint64_t)(is_digit((unsigned char)c) ? c - '0' : c - 'a' + 10);
        if (value >= 0x110000) return 0;
    }
    return (uint32_t)value;
}

/* Characters that may stand for themselves on purpose: markup and controls. */
static bool is_kept(uint32_t c) { return c < 0x20 || c == '<' || c == '>' || (c >= 0x7F && c < 0xA0); }

static uint32_t meant_by(const text_lists *lists, span name) {
    uint32_t number = names_find(&lists->references, name);
    uint32_t c = number != NAME_NONE ? lists->reference_chars[number] : number_of(name);
    return is_kept(c) ? 0 : c;
}

void text_references(arena *a, span text, text_fixes *out) {
    const text_lists *lists = text_lists_of(a->ctx);
    for (size_t at = 0; (at = span_find_char(text, '&', at)) != SIZE_MAX; at++) {
        span rest = span_from(text, at + 1);
        if (rest.len > LONGEST) rest.len = LONGEST;
        size_t len = span_find_char(rest, ';', 0);
        uint32_t c = len == SIZE_MAX ? 0 : meant_by(lists, span_cut(rest, 0, len));
        if (!c) continue;
        char *bytes = arena_alloc(a, 4);
        span after = {bytes, text_put(bytes, c == 0xA0 ? ' ' : c)};
        vec_push(a, out, (text_fix){{(uint32_t)at, (uint32_t)(at + len + 2)}, after, "mojibake"});
    }
}
