/* Where a link leads: RFC 3986, section 5.2, for http and https alone, as the WHATWG URL standard reads what pages write. */
#include "extract_internal.h"

#define LONGEST_LINK 8192

/* Bytes that end the authority, and what follows it. */
static size_t authority_end(span url, size_t at) {
    while (at < url.len && url.ptr[at] != '/' && url.ptr[at] != '?' && url.ptr[at] != '#') at++;
    return at;
}

/* Where the authority begins; 0 when it is no http(s) address. */
static size_t authority_begin(span url) {
    if (span_starts_nocase(url, S("http://"))) return 7;
    return span_starts_nocase(url, S("https://")) ? 8 : 0;
}

static bool has_scheme(span href) {
    size_t at = 0;
    for (char c; at < href.len && (c = href.ptr[at]) != ':'; at++)
        if (!is_alnum((unsigned char)c) && c != '+' && c != '-' && c != '.') return false;
    return at && at < href.len && is_alpha((unsigned char)href.ptr[0]);
}

/* Without tabs and line ends, which browsers drop; blanks, quotes, and what could end a link or markup as %XX. */
static span cleaned(arena *a, span href) {
    static const char hex[] = "0123456789ABCDEF";
    buf out = buf_made(a);
    for (size_t i = 0; i < href.len; i++) {
        unsigned char c = (unsigned char)href.ptr[i];
        if (c == '\t' || c == '\n' || c == '\r') continue;
        if (c <= ' ' || c == 127 || strchr("\"<>\\^`{|}", c)) {
            buf_char(&out, '%');
            buf_char(&out, hex[c >> 4]);
            buf_char(&out, hex[c & 15]);
        } else {
            buf_char(&out, (char)c);
        }
    }
    return buf_span(&out);
}

/* "/a/./b/../c" → "/a/c"; from `begin` on, up to the query. */
static span without_dots(arena *a, span url, size_t begin) {
    size_t query = begin;
    while (query < url.len && url.ptr[query] != '?' && url.ptr[query] != '#') query++;
    span path = span_cut(url, begin, query), part;
    buf out = buf_made(a);
    buf_put(&out, span_cut(url, 0, begin));
    for (size_t at = 0; at < path.len; at += part.len) {
        size_t next = span_find_char(path, '/', at + 1);
        part = span_cut(path, at, next == SIZE_MAX ? path.len : next);
        bool last = at + part.len == path.len, up = span_equal(part, S("/.."));
        while (up && out.len > begin && out.bytes[--out.len] != '/') continue;
        if (!up && !span_equal(part, S("/.")))
            buf_put(&out, part);
        else if (last)
            buf_char(&out, '/');
    }
    if (!path.len) buf_char(&out, '/');
    buf_put(&out, span_from(url, query));
    return buf_span(&out);
}

static span joined(arena *a, span base, size_t base_end, span href) {
    buf out = buf_made(a);
    buf_put(&out, span_cut(base, 0, base_end));
    buf_put(&out, href);
    return buf_span(&out);
}

/* The base up to where a path without a slash at its head goes on. */
static size_t folder_end(span base, size_t authority) {
    size_t end = authority;
    for (size_t i = authority; i < base.len && base.ptr[i] != '?' && base.ptr[i] != '#'; i++)
        if (base.ptr[i] == '/') end = i + 1;
    return end;
}

span link_resolve(arena *a, span base, span href) {
    href = span_trim(href);
    if (!href.len || href.len > LONGEST_LINK || href.ptr[0] == '#') return (span){0};
    href = cleaned(a, href);
    size_t scheme = authority_begin(base);
    span url = href;
    if (!authority_begin(href)) {
        if (has_scheme(href) || !scheme) return (span){0};
        size_t end = authority_end(base, scheme), query = end;
        while (query < base.len && base.ptr[query] != '?' && base.ptr[query] != '#') query++;
        if (span_starts(href, S("//")))
            url = joined(a, base, scheme - 2, href);
        else if (href.ptr[0] == '/')
            url = joined(a, base, end, href);
        else if (href.ptr[0] == '?')
            url = joined(a, base, query, href);
        else if (folder_end(base, end) > end)
            url = joined(a, base, folder_end(base, end), href);
        else
            url = joined(a, joined(a, base, end, S("/")), end + 1, href);
    }
    size_t begin = authority_begin(url), end = authority_end(url, begin);
    return end > begin && url.len <= 2 * LONGEST_LINK ? without_dots(a, url, end) : (span){0};
}
