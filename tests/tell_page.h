/*
 * The shape that the HTML of tell must have, whatever text went into it: a strict reader that knows only what the writer
 * writes. Foreign text that got out of its place shows as a tag, an attribute, or an address that isn't in the lists.
 */
#ifndef TESTS_TELL_PAGE_H
#define TESTS_TELL_PAGE_H
#include "base/span.h"
#include "text/text.h"

static inline bool page_is_one_of(span name, const char *list) {
    for (span rest = span_of(list), word; rest.len;) {
        word = span_take_until(&rest, ' ');
        if (span_equal(word, name)) return true;
    }
    return false;
}

static inline bool page_tag_known(span name) {
    return page_is_one_of(
        name, "html head meta title style body a header p h1 h2 h3 bdi span time ul ol li strong nav main section svg g text "
              "tspan line caption "
              "circle rect path table thead tbody tr th td details summary div dl dt dd code pre mark del ins footer");
}

static inline bool page_attribute_known(span name) {
    return page_is_one_of(
        name, "lang dir class id href rel tabindex role scope colspan open datetime charset name content http-equiv aria-label "
              "aria-labelledby aria-hidden width height viewBox x y x1 x2 y1 y2 cx cy r rx d text-anchor");
}

static inline bool page_address_fine(span value) {
    return span_starts(value, S("#")) || span_starts_nocase(value, S("http://")) || span_starts_nocase(value, S("https://"));
}

/* What stands between '<' and '>': NULL, or what is wrong with it. */
static inline const char *page_tag_fault(span tag) {
    if (span_starts(tag, S("!DOCTYPE html"))) return NULL;
    bool closing = span_starts(tag, S("/"));
    span rest = span_from(tag, closing ? 1 : 0), name = rest;
    size_t end = 0;
    while (end < rest.len && is_alnum((unsigned char)rest.ptr[end])) end++;
    name = span_cut(rest, 0, end);
    rest = span_from(rest, end);
    if (!page_tag_known(name)) return "unknown element";
    while (rest.len && !span_equal(rest, S("/"))) {
        if (closing || rest.ptr[0] != ' ') return "no blank before an attribute";
        rest = span_from(rest, 1);
        for (end = 0; end < rest.len && !strchr("= /", rest.ptr[end]);) end++;
        name = span_cut(rest, 0, end);
        rest = span_from(rest, end);
        if (!page_attribute_known(name)) return "unknown attribute";
        if (span_equal(name, S("open"))) continue;
        if (!span_starts(rest, S("=\""))) return "attribute without a quoted value";
        rest = span_from(rest, 2);
        size_t close = span_find_char(rest, '"', 0);
        if (close == SIZE_MAX) return "value without an end";
        span value = span_cut(rest, 0, close);
        if (span_find_char(value, '>', 0) != SIZE_MAX) return "bare > in a value";
        if (span_equal(name, S("href")) && !page_address_fine(value)) return "address that is neither #… nor http(s)";
        rest = span_from(rest, close + 1);
    }
    return NULL;
}

/* Controls and direction marks may not be there as such. */
static inline bool page_has_hidden(span text) {
    for (size_t at = 0; at < text.len;) {
        uint32_t c = text_next(text, &at);
        bool hidden = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0) || c == 0x061C || c == 0x200E ||
                      c == 0x200F || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
        if (hidden) return true;
    }
    return false;
}

/* NULL, or what is wrong with a page of tell. */
static inline const char *page_fault(span page) {
    if (!text_is_utf8(page)) return "not UTF-8";
    if (page_has_hidden(page)) return "hidden character";
    size_t depth = 0;
    for (size_t at = 0; (at = span_find_char(page, '<', at)) != SIZE_MAX;) {
        size_t end = span_find_char(page, '>', at);
        if (end == SIZE_MAX) return "tag without an end";
        span tag = span_cut(page, at + 1, end);
        const char *fault = page_tag_fault(tag);
        if (fault) return fault;
        if (span_starts(tag, S("/"))) {
            if (!depth--) return "closed more than opened";
        } else if (!span_starts(tag, S("!")) && !span_starts(tag, S("meta")) && tag.ptr[tag.len - 1] != '/') {
            depth++;
        }
        at = end;
    }
    return depth ? "opened more than closed" : NULL;
}

#endif
