/* What a page says, where it can do no harm. */
#include "render_internal.h"

/* Characters that XML 1.0 forbids, even escaped. */
static bool is_forbidden(uint32_t c) {
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xFFFE || c == 0xFFFF || (c >= 0xD800 && c < 0xE000);
}

void put_escaped(buf *out, span text) {
    for (size_t at = 0; at < text.len;) {
        uint32_t c = text_next(text, &at);
        switch (c) {
        case '&': buf_put(out, S("&amp;")); break;
        case '<': buf_put(out, S("&lt;")); break;
        case '>': buf_put(out, S("&gt;")); break;
        case '"': buf_put(out, S("&quot;")); break;
        default: buf_utf8(out, is_forbidden(c) ? 0xFFFD : c);
        }
    }
}

void put_element(buf *out, const char *indent, const char *name, const char *attributes, span text) {
    if (!text.len) return;
    buf_printf(out, "%s<%s%s>", indent, name, attributes);
    put_escaped(out, text);
    buf_printf(out, "</%s>\n", name);
}

span date_of(arena *a, const retold_article *article) {
    stamp day = article->day.precision ? article->day : article->published;
    return stamp_iso(a, day);
}
