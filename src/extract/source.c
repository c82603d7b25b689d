/* The way from a stretch of text back to bytes of the page: through the blocks of an HTML page, then through the charset. */
#include "extract_internal.h"

range source_page(const source *s, range text) {
    if (text.begin >= text.end) return RANGE_NONE;
    range in = s->html ? html_source(s->html, text) : text;
    return range_known(in) ? decoded_page_range(s->decoded, in) : RANGE_NONE;
}

field source_field(arena *a, const source *s, range text, const char *from, float confidence) {
    return (field){arena_copy(a, span_at(s->text, text)), source_page(s, text), from, confidence};
}

field decoded_field(arena *a, const source *s, span text, range at, const char *from, float confidence) {
    range page = range_known(at) ? decoded_page_range(s->decoded, at) : RANGE_NONE;
    return (field){arena_copy(a, text), page, from, confidence};
}
