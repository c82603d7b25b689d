/* Shared between the files of read only. */
#ifndef READ_INTERNAL_H
#define READ_INTERNAL_H
#include "base/buf.h"
#include "os/os.h"
#include "read/read.h"

/* ---- input.c, unpack.c: the bytes of a file, decompressed ---- */

typedef struct input input;

/* RETOLD_E_IO where the file can't be opened. Free with input_free(). */
retold_status input_open(retold_ctx *ctx, const char *path, input **out, retold_error *err);

/* The same of a file that holds one page: only its head is read before it is asked for. */
retold_status input_open_page(retold_ctx *ctx, const char *path, input **out, retold_error *err);

/* Bytes [begin, begin + len) of a file that can be moved in: an entry of an archive; `deflated`: raw deflate data. */
retold_status input_open_part(retold_ctx *ctx, const char *path, uint64_t begin, uint64_t len, bool deflated, input **out,
                              retold_error *err);

/* Bytes in memory, as they are; borrowed. */
input *input_of_bytes(retold_ctx *ctx, span bytes);
void input_free(void *in);

/*
 * Decompressed bytes that are there, at least one unless the end was reached, at most what one step gives and never of two
 * members. They live until input_take(), which moves behind the first `n` of them. RETOLD_E_IO when reading fails; damage and
 * caps end the input.
 */
retold_status input_peek(input *in, span *bytes, retold_error *err);
void input_take(input *in, size_t n);

/* Peek, copy up to `space` bytes (at least one) to `into`, and take them; *got is 0 at the end. A bare file is read without a copy between. */
retold_status input_read(input *in, char *into, size_t space, size_t *got, retold_error *err);

/* input_peek() with at least `want` bytes where there are so many; may join members. For heads and marks: it copies. */
retold_status input_want(input *in, size_t want, span *bytes, retold_error *err);

/* Put bytes that were taken back before the next ones; copied. */
void input_give_back(retold_ctx *ctx, input *in, span bytes);

/* Offset of the next byte, counted in decompressed bytes. */
uint64_t input_at(const input *in);

/* True when that is the offset in a file that can be read again. */
bool input_in_place(const input *in);

/*
 * Where the next byte lies in the file: of packed ones the offset of the gzip member or zstd frame that it is in. For after
 * input_peek().
 */
uint64_t input_place(const input *in);

/* Number of the member that the next byte is in, from 1; 0 for bytes that aren't packed. For after input_peek(). */
uint64_t input_member(const input *in);

/* Bytes that are still to come of a file that isn't packed; UINT64_MAX when not known. */
uint64_t input_left(const input *in);

/* Why the input ended before its time: "gzip data damaged", "inflate_ratio"; empty when it didn't. Constant. */
span input_damage(const input *in);

/* True when the damage is the cap inflate_ratio. */
bool input_capped(const input *in);

/* True when the input ended within a member or frame, not between two. */
bool input_in_member(const input *in);

/*
 * After damage or the cap: go on at the next member whose content begins with `head`; *found is false, and the input stays at
 * its end, when there is none.
 */
retold_status input_resume(input *in, span head, bool *found, retold_error *err);

/* ---- rows.c ---- */

/* Rows over an opened input, which they take over. */
rows *rows_over(retold_ctx *ctx, input *in);

/* ---- pages.c: pages under way ---- */

/* An empty page of a file, undone when the run fails: its id and place are the file's path. */
retold_page *page_in_file(retold_ctx *ctx, span file);

/* Say why it can't be used; the first reason stays. */
void page_fail(retold_page *page, span why);

/* A page without bytes that only says what went wrong. */
retold_page *page_failed(retold_ctx *ctx, span file, span why);

/* The digest of its bytes. */
void page_finish(retold_page *page);

/* ---- sniff.c: what bytes are ---- */

typedef enum sniffed {
    SNIFF_HTML,
    SNIFF_TEXT,
    SNIFF_JSONL,
    SNIFF_WARC,
    SNIFF_FEED, /* RSS, Atom, a sitemap, OPML */
    SNIFF_JSON_FEED,
    SNIFF_ZIP,
    SNIFF_BINARY
} sniffed;

/* What the first bytes of a file look like; `name` without .gz or .zst decides only between text and HTML, and for .jsonl. */
sniffed sniff(span head, span name);

/* "PNG image", "PDF document": what binary bytes are; constant. */
const char *sniff_name(span head);

/* ---- What files with many pages are read by ---- */

typedef struct many {
    /* The next page within the guard of the call; NULL at the end. */
    retold_page *(*next)(retold_ctx *ctx, void *self);
    void (*free)(void *self);
    uint64_t (*bytes)(const void *self); /* decompressed, so far */
} many;

extern const many warc_pages, feed_pages, json_feed_pages, wacz_pages;

/* Each makes its state, *state, which is set as soon as it takes *in over (then NULL); `file` is copied. */
void warc_over(retold_ctx *ctx, input **in, span file, void **state);
void feed_over(retold_ctx *ctx, input **in, span file, void **state);
void json_feed_over(retold_ctx *ctx, input **in, span file, void **state);

/* A ZIP archive by its path; false (`why` filled, in scratch or constant) where it holds no WARC files or is none. */
bool wacz_open(retold_ctx *ctx, span path, void **state, span *why);

/* ---- http.c: what a server answered ---- */

/*
 * The body of an HTTP response as the page's bytes, codings undone; or what it is instead, in page->error. `owned`: the
 * message lies in the page's memory, and isn't copied. SNIFF_FEED or SNIFF_JSON_FEED when the bytes, without a digest, are a
 * feed, whose items are the pages; else SNIFF_BINARY.
 */
sniffed http_fill(retold_ctx *ctx, retold_page *page, span message, bool owned);

/* A body of the given Content-Type value, without HTTP around it. */
sniffed http_fill_body(retold_ctx *ctx, retold_page *page, span type, span body, bool owned);

/* Value of a field in a header block, trimmed; empty when absent. The first of several. */
span header_field(span head, const char *name);

/* Length of the header block at the start of `bytes` with its blank line; 0 when that isn't in sight. */
size_t header_end(span bytes);

/* ---- coding.c ---- */

/*
 * Undo one content coding ("gzip", "x-gzip", "deflate", "zstd", "br", "identity") under the caps; bytes that aren't coded in spite of
 * the name stay as they are. False for a coding that isn't known. What was damaged or cut is told in the page.
 */
bool decode_content(retold_ctx *ctx, retold_page *page, span coding, span *body);

/* Undo chunks; what isn't chunked stays as it is. False when it breaks off: *body is what came before. */
bool decode_chunks(arena *a, span *body);

/* ---- address.c ---- */

/* An absolute http or https address of a host that can be public, without blanks and control characters. */
bool address_is_public(span url);

/* Give a page its address, or say that it was refused. */
void page_set_url(retold_page *page, span url);

/* ---- feed_item.c ---- */

/* An item of any feed; spans are borrowed, dates as written. */
typedef struct feed_item {
    span link, id, title, published, modified, body;
    const span *authors;
    size_t author_count;
    uint64_t at;     /* offset of the item; in JSON Feed its number */
    bool plain;      /* the body is said to be plain text, which HTML belies */
    bool cut;        /* the body is cut at page_bytes */
    bool no_address; /* the id is said to be no address */
} feed_item;

/* Its page: without bytes where it has no body. */
retold_page *feed_item_page(retold_ctx *ctx, span file, const feed_item *it);

/* ---- xml.c: a stream of tags and text ---- */

typedef enum xml_kind { XML_END, XML_OPEN, XML_CLOSE, XML_TEXT } xml_kind;

typedef struct xml_token {
    xml_kind kind;
    span name;       /* of a tag, as written */
    span attributes; /* of an open tag, as written */
    bool empty;      /* an open tag that is closed at once; no XML_CLOSE follows */
    bool literal;    /* text of a CDATA section: no references in it */
    span text;       /* a piece of text, as written */
    uint64_t at;     /* offset in the decompressed input */
} xml_token;

typedef struct xml xml;

/* Over an input, which stays the caller's. */
xml *xml_over(arena *a, input *in);

/* The next tag or piece of text; what it points at lives until the next call. Comments, instructions and DTDs are passed over. */
retold_status xml_next(xml *x, const retold_limits *limits, xml_token *out, retold_error *err);

/* True once a tag was longer than attribute_bytes and was cut. */
bool xml_was_cut(const xml *x);

/* Append text with its references undone: the five of XML, numbers, and the few of HTML that feeds use; others stay as they are. */
void xml_put_text(buf *out, span text);

/* Value of an attribute, references undone, in `a`; empty when absent. */
span xml_attribute(arena *a, span attributes, const char *name);

/* ---- dates.c ---- */

/* A date of a feed: RFC 822 ("Wed, 25 Nov 2026 07:10:07 +0100") or ISO 8601. */
stamp feed_date(span text);

#endif
