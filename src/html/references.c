/* Character references (WHATWG HTML, 13.2.5.72); the names come from lexbor's table, a search tree over their bytes. */
#include "base/buf.h"
#include "html/scan.h"
#include "text/text.h"
#include <lexbor/core/sbst.h>
#include <lexbor/encoding/single.h>
#include <lexbor/html/tokenizer/res.h>

#define NAMES lxb_html_tokenizer_res_entities_sbst

/* Windows' letters where Unicode has control characters: what pages mean by such numbers. */
static uint32_t meant(uint32_t code) {
    if (code >= 0x80 && code <= 0x9F) {
        uint32_t windows = lxb_encoding_single_index_windows_1252[code - 0x80].codepoint;
        return windows <= 0x10FFFF ? windows : code;
    }
    return code && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF) ? code : 0xFFFD;
}

static int digit_of(char c, bool hex) {
    if (is_digit((unsigned char)c)) return c - '0';
    c = to_lower(c);
    return hex && c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static size_t numeric(span s, size_t at, size_t end, char *out, size_t *out_len) {
    size_t p = at + 2;
    bool hex = p < end && (s.ptr[p] == 'x' || s.ptr[p] == 'X');
    if (hex) p++;
    size_t first = p;
    uint32_t code = 0;
    for (int digit; p < end && (digit = digit_of(s.ptr[p], hex)) >= 0; p++)
        if (code <= 0x10FFFF) code = code * (hex ? 16 : 10) + (uint32_t)digit;
    if (p == first) return 0;
    *out_len = text_put(out, meant(code));
    return p + (p < end && s.ptr[p] == ';') - at;
}

/* The longest name that stands there. */
static size_t named(span s, size_t at, size_t end, bool attribute, char *out, size_t *out_len) {
    const lexbor_sbst_entry_static_t *step = &NAMES[1], *found = NULL;
    size_t len = 0;
    for (size_t p = at + 1; p < end; p++) {
        step = lexbor_sbst_entry_static_find(NAMES, step, (lxb_char_t)s.ptr[p]);
        if (!step) break;
        if (step->value) {
            found = step;
            len = p + 1 - at;
        }
        step = &NAMES[step->next];
    }
    if (!found) return 0;
    char next = at + len < end ? s.ptr[at + len] : '\0';
    if (attribute && found->key != ';' && (next == '=' || is_alnum((unsigned char)next))) return 0;
    memcpy(out, found->value, found->value_len);
    *out_len = found->value_len;
    return len;
}

size_t reference_read(span s, size_t at, size_t end, bool attribute, char *out, size_t *out_len) {
    if (at + 1 >= end) return 0;
    if (s.ptr[at + 1] == '#') return numeric(s, at, end, out, out_len);
    return is_alpha((unsigned char)s.ptr[at + 1]) ? named(s, at, end, attribute, out, out_len) : 0;
}

/* High bits of the bytes of x that are 0; true of none above the first that is. */
static uint64_t zero_bytes(uint64_t x) { return (x - 0x0101010101010101u) & ~x & 0x8080808080808080u; }

static bool is_plain_byte(char c) { return c && c != '&' && c != '\r'; }

/* Most values are short, and looked through eight bytes at a time. */
static bool is_plain(span s) {
    uint64_t x, ones = 0x0101010101010101u;
    size_t at = 0;
    for (; at + 8 <= s.len; at += 8) {
        memcpy(&x, s.ptr + at, 8);
        if (zero_bytes(x) | zero_bytes(x ^ ones * '&') | zero_bytes(x ^ ones * '\r')) return false;
    }
    while (at < s.len && is_plain_byte(s.ptr[at])) at++;
    return at == s.len;
}

span reference_decoded(arena *a, span raw, bool attribute) {
    if (is_plain(raw)) return raw;
    buf out = buf_made(a);
    char bytes[8];
    for (size_t at = 0, len, out_len; at < raw.len; at += len) {
        char c = raw.ptr[at];
        len = c == '&' ? reference_read(raw, at, raw.len, attribute, bytes, &out_len) : 0;
        if (len) {
            buf_put(&out, (span){bytes, out_len});
            continue;
        }
        len = 1;
        if (c == '\r') {
            if (at + 1 < raw.len && raw.ptr[at + 1] == '\n') len = 2;
            buf_char(&out, '\n');
        } else if (c) {
            buf_char(&out, c);
        } else {
            buf_utf8(&out, 0xFFFD);
        }
    }
    return buf_span(&out);
}
