/* Which addresses may stand in a record. Nothing is fetched; but an address is shown, followed by readers, and kept. */
#include "base/ctx.h"
#include "read/read_internal.h"

#define LONGEST 8192

/* Bytes 0 to 127 but letters, digits, and what RFC 3986 allows; the rest of Unicode passes. */
static bool is_clean(span url) {
    for (size_t i = 0; i < url.len; i++) {
        unsigned char c = (unsigned char)url.ptr[i];
        if (c <= ' ' || c == 127 || c == '"' || c == '<' || c == '>' || c == '\\' || c == '`') return false;
    }
    return true;
}

/* Four decimal numbers of a network that isn't private, local, shared, or reserved. */
static bool is_public_v4(span host) {
    uint64_t parts[4];
    for (size_t i = 0; i < 4; i++) {
        span part = span_take_until(&host, '.');
        if (part.len > 3 || (part.len > 1 && part.ptr[0] == '0') || !span_to_u64(part, &parts[i]) || parts[i] > 255) return false;
    }
    uint64_t a = parts[0], b = parts[1];
    bool shut = a == 0 || a == 10 || a == 127 || a >= 224 || (a == 100 && b >= 64 && b < 128) || (a == 169 && b == 254) ||
                (a == 172 && b >= 16 && b < 32) || (a == 192 && b == 168);
    return !host.len && !shut;
}

static bool is_number(span part) {
    uint64_t n;
    return span_starts_nocase(part, S("0x")) || span_to_u64(part, &n);
}

static span last_label(span host) {
    size_t at = host.len;
    while (at && host.ptr[at - 1] != '.') at--;
    return span_from(host, at);
}

/* A name with a dot whose last label is neither a number nor kept for local use (RFC 6761, 6762, 8375). */
static bool is_public_name(span host) {
    static const span local[] = {S_INIT("localhost"), S_INIT("local"), S_INIT("internal"), S_INIT("lan"), S_INIT("home.arpa")};
    if (host.len && host.ptr[host.len - 1] == '.') host.len--;
    span last = last_label(host);
    if (last.len == host.len || !last.len || is_number(last)) return false;
    for (size_t i = 0; i < sizeof local / sizeof local[0]; i++)
        if (span_equal_nocase(last, local[i]) || (span_ends(host, local[i]) && local[i].len > last.len)) return false;
    return true;
}

static bool is_public_host(span host) {
    if (span_starts(host, S("["))) return host.len > 5 && (host.ptr[1] == '2' || host.ptr[1] == '3') && host.ptr[5] == ':';
    bool digits = host.len > 0;
    for (size_t i = 0; i < host.len; i++) digits &= is_digit((unsigned char)host.ptr[i]) || host.ptr[i] == '.';
    return digits ? is_public_v4(host) : is_public_name(host);
}

/* The host out of "user@host:port". */
static span host_of(span authority) {
    for (size_t i = authority.len; i; i--)
        if (authority.ptr[i - 1] == '@') {
            authority = span_from(authority, i);
            break;
        }
    if (span_starts(authority, S("["))) {
        size_t end = span_find_char(authority, ']', 0);
        return end == SIZE_MAX ? (span){0} : span_cut(authority, 0, end + 1);
    }
    size_t port = span_find_char(authority, ':', 0);
    return port == SIZE_MAX ? authority : span_cut(authority, 0, port);
}

bool address_is_public(span url) {
    size_t scheme = span_starts_nocase(url, S("http://")) ? 7 : span_starts_nocase(url, S("https://")) ? 8 : 0, end = scheme;
    if (!scheme || url.len > LONGEST || !is_clean(url)) return false;
    while (end < url.len && !strchr("/?#", url.ptr[end])) end++;
    return is_public_host(host_of(span_cut(url, scheme, end)));
}

void page_set_url(retold_page *page, span url) {
    url = span_trim(url);
    if (!url.len) return;
    if (address_is_public(url))
        page->url = arena_copy(&page->memory, url);
    else
        page_fail(page, arena_printf(&page->memory, "address refused: %.*s",
                                     SPAN_ARG(span_cut(url, 0, url.len < 200 ? url.len : 200))));
}
