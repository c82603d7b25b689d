/* Foreign text on its way out: into a terminal, into HTML, into JSON. Nothing in it may act. */
#include "tell/tell_internal.h"

bool tell_hides(uint32_t c) {
    if (c < 0x20) return c != '\n' && c != '\t';
    if (c < 0x7F) return false;
    return c < 0xA0 || c == 0x061C || c == 0x180E || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF0 && c <= 0xFFFB) || (c & 0xFFFE) == 0xFFFE ||
           (c >= 0xE0000 && c <= 0xE0FFF);
}

static void put_code(buf *out, uint32_t c) { buf_printf(out, "\u27E8U+%04X\u27E9", (unsigned)c); }

void print_visible(buf *out, span text) {
    for (size_t at = 0; at < text.len;) {
        uint32_t c = text_next(text, &at);
        if (c == '\n' || c == '\t' || c == '\r')
            buf_char(out, ' ');
        else if (tell_hides(c))
            put_code(out, c);
        else
            buf_utf8(out, c);
    }
}

/* The five characters that HTML reads; false for all others. */
static bool put_reference(buf *out, uint32_t c) {
    switch (c) {
    case '&': buf_put(out, S("&amp;")); return true;
    case '<': buf_put(out, S("&lt;")); return true;
    case '>': buf_put(out, S("&gt;")); return true;
    case '"': buf_put(out, S("&quot;")); return true;
    case '\'': buf_put(out, S("&#39;")); return true;
    default: return false;
    }
}

static void put_escaped(buf *out, span text, bool marked) {
    for (size_t at = 0; at < text.len;) {
        uint32_t c = text_next(text, &at);
        if (put_reference(out, c)) continue;
        if (c == '\r') c = ' ';
        if (!tell_hides(c)) {
            buf_utf8(out, c);
            continue;
        }
        if (marked) buf_put(out, S("<span class=\"ctl\">"));
        put_code(out, c);
        if (marked) buf_put(out, S("</span>"));
    }
}

void put_text(buf *out, span text) { put_escaped(out, text, true); }

void put_attribute(buf *out, span text) { put_escaped(out, text, false); }

bool is_web_address(span url) {
    if (!span_starts_nocase(url, S("http://")) && !span_starts_nocase(url, S("https://"))) return false;
    if (url.len > 4096) return false;
    for (size_t at = 0; at < url.len;) {
        uint32_t c = text_next(url, &at);
        if (c <= ' ' || c == 0xFFFD || tell_hides(c) || text_is_blank(c) || (c < 0x80 && strchr("\"'<>\\^`{|}", (int)c)))
            return false;
    }
    return true;
}

void put_json(buf *out, yyjson_mut_doc *doc, yyjson_mut_val *root) {
    buf plain = buf_made(out->memory);
    json_write(&plain, doc, root, false);
    span text = buf_span(&plain);
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        uint32_t c = text_next(text, &at);
        if (c < 0x80 ? c != 0x7F : !tell_hides(c))
            buf_put(out, span_cut(text, from, at));
        else if (c < 0x10000)
            buf_printf(out, "\\u%04x", (unsigned)c);
        else
            buf_printf(out, "\\u%04x\\u%04x", (unsigned)(0xD7C0 + (c >> 10)), (unsigned)(0xDC00 + (c & 0x3FF)));
    }
}
