/* A response as it came over the wire: head, chunks, content coding; then what its media type and its bytes say that it is. */
#include "base/ctx.h"
#include "read/read_internal.h"

#define SNIFFED 4096
#define MOST_CODINGS 3

size_t header_end(span bytes) {
    for (size_t at = 0; (at = span_find_char(bytes, '\n', at)) != SIZE_MAX; at++) {
        if (at + 1 < bytes.len && bytes.ptr[at + 1] == '\n') return at + 2;
        if (at + 2 < bytes.len && bytes.ptr[at + 1] == '\r' && bytes.ptr[at + 2] == '\n') return at + 3;
    }
    return 0;
}

span header_field(span head, const char *name) {
    span line, wanted = span_of(name);
    while (span_take_line(&head, &line)) {
        if (!span_starts_nocase(line, wanted) || line.len <= wanted.len || line.ptr[wanted.len] != ':') continue;
        return span_trim(span_from(line, wanted.len + 1));
    }
    return (span){0};
}

/* "text/html" out of "text/html; charset=utf-8". */
static span media_type(span type) { return span_trim(span_take_until(&type, ';')); }

/* Value of charset=, with or without quotes. */
static span type_charset(span type) {
    for (size_t at = 0; (at = span_find_nocase(type, S("charset"), at)) != SIZE_MAX; at++) {
        span rest = span_trim(span_from(type, at + 7));
        if (!span_starts(rest, S("="))) continue;
        rest = span_trim(span_from(rest, 1));
        bool quoted = rest.len && (rest.ptr[0] == '"' || rest.ptr[0] == '\'');
        size_t begin = quoted, end = begin;
        while (end < rest.len && rest.ptr[end] != ';' &&
               !(quoted ? rest.ptr[end] == rest.ptr[0] : is_space((unsigned char)rest.ptr[end])))
            end++;
        return span_cut(rest, begin, end);
    }
    return (span){0};
}

static bool is_html_type(span type) {
    return span_equal_nocase(type, S("text/html")) || span_equal_nocase(type, S("application/xhtml+xml"));
}

/* Types that say nothing: then the bytes are asked alone. */
static bool is_vague_type(span type) {
    static const span vague[] = {S_INIT("application/octet-stream"), S_INIT("application/x-unknown"), S_INIT("unknown/unknown"),
                                 S_INIT("text/*"), S_INIT("*/*")};
    bool found = !type.len || span_find_char(type, '/', 0) == SIZE_MAX;
    for (size_t i = 0; i < sizeof vague / sizeof vague[0]; i++) found |= span_equal_nocase(type, vague[i]);
    return found;
}

static sniffed sniffed_body(span body) { return sniff(span_cut(body, 0, body.len < SNIFFED ? body.len : SNIFFED), (span){0}); }

/* A feed by its bytes; by its type where they don't tell, as behind a long comment. */
static sniffed feed_of_body(span type, span body) {
    static const span xml[] = {S_INIT("application/rss+xml"), S_INIT("application/atom+xml"), S_INIT("application/rdf+xml"),
                               S_INIT("text/x-opml")};
    sniffed what = sniffed_body(body);
    if (what == SNIFF_FEED || what == SNIFF_JSON_FEED) return what;
    if (what == SNIFF_BINARY || what == SNIFF_ZIP) return SNIFF_BINARY;
    for (size_t i = 0; i < sizeof xml / sizeof xml[0]; i++)
        if (span_equal_nocase(type, xml[i])) return SNIFF_FEED;
    return span_equal_nocase(type, S("application/feed+json")) ? SNIFF_JSON_FEED : SNIFF_BINARY;
}

/* The bytes first: what is binary is no page whatever was said of it. */
static page_kind kind_of_body(span type, span body) {
    sniffed what = sniffed_body(body);
    if (what == SNIFF_BINARY || what == SNIFF_ZIP) return PAGE_OTHER;
    if (is_html_type(type)) return PAGE_HTML;
    if (span_equal_nocase(type, S("text/plain"))) return PAGE_TEXT;
    if (!is_vague_type(type)) return PAGE_OTHER;
    return what == SNIFF_HTML ? PAGE_HTML : what == SNIFF_TEXT ? PAGE_TEXT : PAGE_OTHER;
}

/* `owned`: the body lies in the page's memory already. What is no page, nor a feed, keeps no bytes. */
static sniffed take_body(retold_ctx *ctx, retold_page *page, span type, span body, bool owned) {
    arena *a = &page->memory;
    size_t cap = ctx_limits(ctx)->page_bytes;
    sniffed feed = feed_of_body(media_type(type), body);
    page->kind = feed == SNIFF_BINARY ? kind_of_body(media_type(type), body) : PAGE_OTHER;
    if (page->kind == PAGE_OTHER && feed == SNIFF_BINARY) {
        span said = media_type(type), name = said.len ? said : span_of(sniff_name(body));
        page_fail(page, arena_printf(a, "no page: %.*s, %zu bytes", SPAN_ARG(name), body.len));
        return feed;
    }
    page->charset = arena_copy(a, type_charset(type));
    if (body.len > cap) limits_add(a, &page->limits, "page_bytes", cap);
    page->bytes = span_cut(body, 0, body.len < cap ? body.len : cap);
    if (!owned) page->bytes = arena_copy(a, page->bytes);
    if (feed == SNIFF_BINARY) page_finish(page);
    return feed;
}

sniffed http_fill_body(retold_ctx *ctx, retold_page *page, span type, span body, bool owned) {
    if (body.len) return take_body(ctx, page, type, body, owned);
    page->kind = PAGE_OTHER;
    page_fail(page, S("the body is empty"));
    return SNIFF_BINARY;
}

/* "HTTP/1.1 404 Not Found": 404; 0 when the line is none. */
static uint64_t status_of(span head) {
    span line;
    uint64_t status = 0;
    if (!span_starts_nocase(head, S("HTTP/")) || !span_take_line(&head, &line)) return 0;
    span_take_until(&line, ' ');
    line = span_trim(line);
    return span_to_u64(span_take_until(&line, ' '), &status) ? status : 0;
}

static sniffed refuse(retold_page *page, span why) {
    page->kind = PAGE_OTHER;
    page_fail(page, why);
    return SNIFF_BINARY;
}

/* Codings are undone last to first. */
static bool decode_all(retold_ctx *ctx, retold_page *page, span codings, span *body) {
    for (unsigned left = MOST_CODINGS; codings.len; left--) {
        if (!left) {
            refuse(page, S("too many content codings"));
            return false;
        }
        size_t at = codings.len;
        while (at && codings.ptr[at - 1] != ',') at--;
        span coding = span_trim(span_from(codings, at));
        if (!decode_content(ctx, page, coding, body)) {
            refuse(page, arena_printf(&page->memory, "content coding not known: %.*s", SPAN_ARG(coding)));
            return false;
        }
        codings = span_cut(codings, 0, at ? at - 1 : 0);
    }
    return true;
}

/* True while a body has not been decoded into memory of its own. */
static bool lies_in(span part, span whole) { return part.ptr >= whole.ptr && part.ptr <= whole.ptr + whole.len; }

sniffed http_fill(retold_ctx *ctx, retold_page *page, span message, bool owned) {
    size_t cap = ctx_limits(ctx)->header_bytes, end = header_end(span_cut(message, 0, message.len < cap ? message.len : cap));
    if (!end && message.len >= cap) {
        limits_add(&page->memory, &page->limits, "header_bytes", cap);
        return refuse(page, S("the HTTP header is longer than header_bytes"));
    }
    span head = span_cut(message, 0, end ? end : message.len), body = span_from(message, head.len);
    uint64_t status = status_of(head);
    if (!status || status < 200 || status > 299)
        return refuse(page, status ? arena_printf(&page->memory, "no page: HTTP status %llu", (unsigned long long)status)
                                   : S("no HTTP status line"));
    span transfer = header_field(head, "Transfer-Encoding");
    if (span_find_nocase(transfer, S("chunked"), 0) != SIZE_MAX && !decode_chunks(ctx_scratch(ctx), &body))
        page_fail(page, S("the chunks of the body break off"));
    if (!decode_all(ctx, page, header_field(head, "Content-Encoding"), &body)) return SNIFF_BINARY;
    return http_fill_body(ctx, page, header_field(head, "Content-Type"), body, owned && lies_in(body, message));
}
