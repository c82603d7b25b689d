/*
 * WARC 1.0 and 1.1, record by record: one page at a time is held, and no length is believed without a look at what follows.
 *
 * A good record ends as its Content-Length says and is followed by blank lines and the next "WARC/1." or the end. Where that
 * isn't so, the length lied, or bytes are lost: the block is cut where the next record begins, and both are told.
 */
#include "base/buf.h"
#include "base/ctx.h"
#include "read/read_internal.h"
#include <stdlib.h>

#define MARK S("WARC/1.")
#define NO_LENGTH UINT64_MAX
#define SMALL ((size_t)1 << 20) /* blocks up to this length stay in the memory of their page */

typedef struct warc {
    arena memory;
    input *in;
    span file;
    uint64_t member; /* of gzip or zstd, that the bytes taken last were in */
    bool wary;       /* a length lied: from here on, blocks end where another record begins */
    bool lost;       /* between records: what comes up to the next one is passed over */
    bool broken;     /* the file can't be read any more */
    bool resume;     /* the compressed data were damaged: go on at the next member */

    /* The feed that the last record was: its items come before the next record. */
    const many *feed;
    void *items;
    input *feed_in; /* until `items` has taken it over */
    arena feed_memory;
    uint64_t feed_place;
    int64_t feed_fetched;
} warc;

/* The header of a record. */
typedef struct record {
    span type, url, date, id, content_type, truncated, refers_to;
    uint64_t length; /* NO_LENGTH when it isn't said or is no number */
    uint64_t place;
    span block;       /* what is kept of it, in scratch */
    bool owned;       /* or in its page's memory: small ones, which then aren't copied */
    uint64_t got;     /* bytes of the block in the archive */
    bool ends_member; /* another record begins with the next compressed member */
    bool capped;      /* by inflate_ratio */
    bool head_too_long;
    const char *cut; /* why the block isn't whole; NULL when it is */
} record;

static bool is_short(const record *r) { return r->length != NO_LENGTH && r->got < r->length; }

static void close_feed(warc *w) {
    if (w->feed) w->feed->free(w->items);
    input_free(w->feed_in);
    arena_free(&w->feed_memory);
    w->feed = NULL;
    w->items = NULL;
    w->feed_in = NULL;
}

static void warc_free(void *p) {
    warc *w = p;
    if (!w) return;
    close_feed(w);
    input_free(w->in);
    arena_free(&w->memory);
    free(w);
}

void warc_over(retold_ctx *ctx, input **in, span file, void **state) {
    warc *w = calloc(1, sizeof *w);
    if (!w) ctx_out_of_memory(ctx);
    *state = w;
    w->in = *in;
    *in = NULL;
    w->memory = arena_made(ctx);
    w->file = arena_copy(&w->memory, file);
}

static uint64_t warc_bytes(const void *w) { return input_at(((const warc *)w)->in); }

/* ---- where records begin ---- */

/* The first record head in `bytes` from `from` on that stands at the start of a line; SIZE_MAX when there is none. */
static size_t find_record(span bytes, size_t from) {
    for (size_t at = from; (at = span_find(bytes, MARK, at)) != SIZE_MAX; at++)
        if (!at || bytes.ptr[at - 1] == '\n') return at;
    return SIZE_MAX;
}

/* Blank lines between records. */
static retold_status skip_blank(warc *w, span *bytes, retold_error *err) {
    for (;;) {
        retold_status status = input_peek(w->in, bytes, err);
        size_t n = 0;
        while (n < bytes->len && (bytes->ptr[n] == '\r' || bytes->ptr[n] == '\n')) n++;
        input_take(w->in, n);
        if (status != RETOLD_OK || !bytes->len) return status;
        if (n < bytes->len) return input_want(w->in, MARK.len, bytes, err);
    }
}

/* Up to the next record; *skipped counts the bytes before it. False in *found at the end of what can be read. */
static retold_status skip_to_record(warc *w, uint64_t *skipped, bool *found, retold_error *err) {
    span bytes;
    *found = false;
    for (;;) {
        retold_status status = input_want(w->in, 2 * MARK.len, &bytes, err);
        if (status != RETOLD_OK || !bytes.len) return status;
        size_t at = find_record(bytes, 0);
        *found = at != SIZE_MAX;
        size_t keep = bytes.len >= 2 * MARK.len ? MARK.len : 0, n = *found ? at : bytes.len - keep;
        input_take(w->in, n);
        *skipped += n;
        if (*found) return RETOLD_OK;
    }
}

/* ---- the header ---- */

static void read_fields(record *r, span head) {
    span length = header_field(head, "Content-Length");
    r->type = header_field(head, "WARC-Type");
    r->url = header_field(head, "WARC-Target-URI");
    r->date = header_field(head, "WARC-Date");
    r->id = header_field(head, "WARC-Record-ID");
    r->content_type = header_field(head, "Content-Type");
    r->truncated = header_field(head, "WARC-Truncated");
    r->refers_to = header_field(head, "WARC-Refers-To-Target-URI");
    if (!span_to_u64(length, &r->length) || r->length > INT64_MAX) r->length = NO_LENGTH;
    if (span_starts(r->url, S("<")) && span_ends(r->url, S(">"))) r->url = span_cut(r->url, 1, r->url.len - 1);
    if (span_starts(r->id, S("<")) && span_ends(r->id, S(">"))) r->id = span_cut(r->id, 1, r->id.len - 1);
}

/* The header block and its fields, copied; false in *whole when its end isn't within header_bytes. */
static retold_status read_head(retold_ctx *ctx, warc *w, record *r, bool *whole, retold_error *err) {
    size_t cap = ctx_limits(ctx)->header_bytes, want = MARK.len, end;
    span bytes;
    for (;;) {
        retold_status status = input_want(w->in, want, &bytes, err);
        if (status != RETOLD_OK) return status;
        end = header_end(span_cut(bytes, 0, bytes.len < cap ? bytes.len : cap));
        if (end || bytes.len >= cap || bytes.len < want) break;
        want = bytes.len + 1;
    }
    *whole = end != 0;
    r->head_too_long = !end && bytes.len >= cap;
    size_t n = end ? end : bytes.len < cap ? bytes.len : cap;
    read_fields(r, arena_copy(ctx_scratch(ctx), span_cut(bytes, 0, n)));
    r->place = input_place(w->in);
    w->member = input_member(w->in);
    input_take(w->in, n);
    return RETOLD_OK;
}

/* ---- the block ---- */

/* All of a block up to the cap. */
static void keep(buf *kept, size_t cap, span part) {
    size_t room = cap - kept->len;
    buf_put(kept, span_cut(part, 0, part.len < room ? part.len : room));
}

/*
 * How many of `bytes` belong to the block: all that its length says, but not what begins another record, where that is known
 * to be wrong: behind the end of a compressed member, or after a length that lied. *stop when the block ends here.
 */
static size_t block_part(warc *w, record *r, span bytes, bool ended, bool *stop) {
    uint64_t left = r->length == NO_LENGTH ? NO_LENGTH : r->length - r->got;
    size_t n = bytes.len < left ? bytes.len : (size_t)left, at;
    bool new_member = input_member(w->in) != w->member;
    w->member = input_member(w->in);
    r->ends_member = new_member && span_starts(bytes, MARK);
    *stop = r->ends_member;
    if (*stop) return 0;
    if (!w->wary) return n;
    if (!ended && n == bytes.len && n > 2 * MARK.len) n -= MARK.len + 1;
    at = find_record(span_cut(bytes, 0, n + MARK.len < bytes.len ? n + MARK.len : bytes.len), r->got ? 1 : 0);
    if (at != SIZE_MAX && at <= n) {
        *stop = true;
        return at;
    }
    return n;
}

static retold_status read_block(warc *w, record *r, buf *kept, size_t cap, retold_error *err) {
    bool stop = false;
    size_t want = w->wary ? 4 * MARK.len : 1;
    span bytes;
    while (r->got < r->length && !stop) {
        retold_status status = input_want(w->in, want, &bytes, err);
        if (status != RETOLD_OK) return status;
        if (!bytes.len) break;
        size_t n = block_part(w, r, bytes, bytes.len < want, &stop);
        keep(kept, cap, span_cut(bytes, 0, n));
        input_take(w->in, n);
        r->got += n;
    }
    if (is_short(r)) r->cut = "the record is cut off";
    return RETOLD_OK;
}

/* True when a record, or the end, stands behind the block. */
static retold_status ends_well(warc *w, bool *well, retold_error *err) {
    span bytes;
    retold_status status = skip_blank(w, &bytes, err);
    *well = !bytes.len || span_starts(bytes, MARK);
    return status;
}

/* The length lied. Another record inside the block is put back, once an archive; else the block goes on up to the next one. */
static retold_status mend_block(retold_ctx *ctx, warc *w, record *r, buf *kept, size_t cap, retold_error *err) {
    size_t at = !w->wary && r->got == kept->len ? find_record(buf_span(kept), 1) : SIZE_MAX;
    w->wary = true;
    if (at != SIZE_MAX) {
        input_give_back(ctx, w->in, span_from(buf_span(kept), at));
        kept->len = at;
        r->got = at;
        r->cut = "the record is shorter than its Content-Length";
        return RETOLD_OK;
    }
    if (is_short(r)) return RETOLD_OK;
    r->length = NO_LENGTH;
    r->cut = "the record is longer than its Content-Length";
    return read_block(w, r, kept, cap, err);
}

/* Damage of the compressed data inside the record's member is the record's; between members, or in the next one, it isn't. */
static bool take_damage(warc *w, record *r) {
    if (!input_damage(w->in).len || !input_in_member(w->in) || input_member(w->in) != w->member) return false;
    w->resume = true;
    r->capped = input_capped(w->in);
    r->cut = r->capped ? r->cut : input_damage(w->in).ptr;
    return true;
}

/* Whether the block ended as it should; where it didn't, it is mended. */
static retold_status look_behind(retold_ctx *ctx, warc *w, record *r, buf *kept, size_t cap, retold_error *err) {
    bool well = true;
    retold_status status = ends_well(w, &well, err);
    if (status != RETOLD_OK || take_damage(w, r)) return status;
    bool foreign = input_member(w->in) != w->member;
    if ((well || foreign) && !(is_short(r) && !r->ends_member)) return RETOLD_OK;
    status = mend_block(ctx, w, r, kept, cap, err);
    if (status == RETOLD_OK) take_damage(w, r);
    return status;
}

/* The block into r->block, in `home`. */
static retold_status take_block(retold_ctx *ctx, warc *w, record *r, arena *home, retold_error *err) {
    size_t cap = ctx_limits(ctx)->page_bytes + ctx_limits(ctx)->header_bytes;
    buf *kept = ARENA_NEW(ctx_scratch(ctx), buf);
    *kept = buf_made(home);
    if (r->length == NO_LENGTH) r->cut = "Content-Length is missing or no number";
    w->wary |= r->length == NO_LENGTH || r->length > input_left(w->in);
    if (!w->wary && r->length && r->length <= SMALL) buf_extend(kept, (size_t)r->length);
    buf_clear(kept);
    retold_status status = read_block(w, r, kept, cap, err);
    if (status == RETOLD_OK && !take_damage(w, r)) status = look_behind(ctx, w, r, kept, cap, err);
    r->block = buf_span(kept);
    return status;
}

/* ---- records as pages ---- */

static bool is_type(const record *r, const char *type) { return span_equal_nocase(r->type, span_of(type)); }

/* Records about other records: no pages. */
static bool is_about_others(const record *r) { return is_type(r, "warcinfo") || is_type(r, "request") || is_type(r, "metadata"); }

/* What is known of a record, into its page. */
static void describe(const warc *w, const record *r, retold_page *page) {
    arena *a = &page->memory;
    page->kind = PAGE_OTHER;
    page->offset = r->place;
    if (r->cut) page_fail(page, span_of(r->cut));
    if (r->capped) limits_add(a, &page->limits, "inflate_ratio", r->got);
    if (r->truncated.len) page_fail(page, arena_printf(a, "WARC-Truncated: %.*s", SPAN_ARG(r->truncated)));
    page_set_url(page, r->url);
    page->fetched = stamp_parse(r->date).ms;
    page->id = r->id.len       ? arena_copy(a, r->id)
               : page->url.len ? page->url
                               : arena_printf(a, "%.*s:%llu", SPAN_ARG(w->file), (unsigned long long)r->place);
}

static span revisit_words(arena *a, const record *r) {
    span of = r->refers_to.len ? r->refers_to : r->url;
    return arena_printf(a, "no page: a revisit, same content as before at %.*s", SPAN_ARG(of));
}

/* ---- feeds in records ---- */

/* From here on, items of the feed are the pages; the record itself stays listed, without bytes. */
static void open_feed(retold_ctx *ctx, warc *w, retold_page *page, sniffed what) {
    w->feed_memory = arena_made(ctx);
    span bytes = arena_copy(&w->feed_memory, page->bytes);
    span name = arena_printf(&w->feed_memory, "%.*s:%llu", SPAN_ARG(w->file), (unsigned long long)page->offset);
    w->feed_place = page->offset;
    w->feed_fetched = page->fetched;
    w->feed_in = input_of_bytes(ctx, bytes);
    w->feed = what == SNIFF_FEED ? &feed_pages : &json_feed_pages;
    (what == SNIFF_FEED ? feed_over : json_feed_over)(ctx, &w->feed_in, name, &w->items);
    page->bytes = (span){0};
    page_fail(page, S("no page: a feed, whose items follow"));
}

/* The next item, at the place of its record; NULL when there are no more. */
static retold_page *next_item(retold_ctx *ctx, warc *w) {
    w->feed_memory.ctx = ctx;
    retold_page *page = w->feed->next(ctx, w->items);
    if (!page) {
        close_feed(w);
        return NULL;
    }
    page->file = w->file.len ? arena_copy(&page->memory, w->file) : (span){0};
    page->offset = w->feed_place;
    page->fetched = w->feed_fetched;
    return page;
}

/* What the block holds, by the record's type. */
static void fill_page(retold_ctx *ctx, warc *w, retold_page *page, const record *r) {
    arena *a = &page->memory;
    sniffed feed = SNIFF_BINARY;
    bool http = span_starts_nocase(r->content_type, S("application/http")) || span_starts(r->block, S("HTTP/"));
    if (is_type(r, "revisit"))
        page_fail(page, revisit_words(a, r));
    else if (is_type(r, "response") && http)
        feed = http_fill(ctx, page, r->block, r->owned);
    else if (is_type(r, "response") || is_type(r, "resource") || is_type(r, "conversion"))
        feed = http_fill_body(ctx, page, r->content_type, r->block, r->owned);
    else
        page_fail(page,
                  r->type.len ? arena_printf(a, "no page: a %.*s record", SPAN_ARG(r->type)) : S("the record says no type"));
    if (feed != SNIFF_BINARY) open_feed(ctx, w, page, feed);
}

static retold_page *lost_page(retold_ctx *ctx, warc *w, uint64_t place, span why) {
    retold_page *page = page_failed(ctx, w->file, why);
    page->offset = place;
    page->id = arena_printf(&page->memory, "%.*s:%llu", SPAN_ARG(w->file), (unsigned long long)place);
    return page;
}

/* A header without an end: told, and what follows passed over. */
static retold_page *headless_page(retold_ctx *ctx, warc *w, record *r) {
    r->cut = r->head_too_long ? "the header of the record is longer than header_bytes" : "the header of the record is cut off";
    w->lost = r->head_too_long || !take_damage(w, r);
    retold_page *page = page_in_file(ctx, w->file);
    describe(w, r, page);
    if (r->head_too_long) limits_add(&page->memory, &page->limits, "header_bytes", r->place);
    return page;
}

/* The file can't be read on: why, in scratch. */
static const char *fail_input(retold_ctx *ctx, warc *w, const retold_error *err) {
    w->broken = true;
    return arena_copy(ctx_scratch(ctx), span_of(err->message)).ptr;
}

/* The page of the record that begins here; *out stays NULL where it is none. */
static retold_status next_record(retold_ctx *ctx, warc *w, retold_page **out, retold_error *err) {
    record *r = ARENA_NEW(ctx_scratch(ctx), record);
    bool whole;
    retold_status status = read_head(ctx, w, r, &whole, err);
    if (status != RETOLD_OK) return status;
    if (!whole) {
        *out = headless_page(ctx, w, r);
        return RETOLD_OK;
    }
    *out = is_about_others(r) ? NULL : page_in_file(ctx, w->file);
    bool listed = *out != NULL;
    r->owned = listed && r->length <= SMALL;
    status = take_block(ctx, w, r, r->owned ? &(*out)->memory : ctx_scratch(ctx), err);
    if (status == RETOLD_E_NOMEM || (status != RETOLD_OK && !listed)) return status;
    if (status != RETOLD_OK) r->cut = fail_input(ctx, w, err);
    if (!listed && !r->cut && !r->capped) return RETOLD_OK;
    if (!listed) *out = page_in_file(ctx, w->file);
    describe(w, r, *out);
    if (r->got > r->block.len) limits_add(&(*out)->memory, &(*out)->limits, "page_bytes", r->block.len);
    if (listed) fill_page(ctx, w, *out, r);
    return RETOLD_OK;
}

/* Bytes that are no record, up to the next one. */
static retold_status pass_over(retold_ctx *ctx, warc *w, bool tell, retold_page **out, retold_error *err) {
    uint64_t place = input_place(w->in), skipped = 0;
    bool found;
    w->lost = false;
    retold_status status = skip_to_record(w, &skipped, &found, err);
    if (!found && input_damage(w->in).len) w->resume = true;
    if (status == RETOLD_OK && tell && skipped)
        *out = lost_page(ctx, w, place,
                         arena_printf(ctx_scratch(ctx), "no record: %llu bytes passed over", (unsigned long long)skipped));
    return status;
}

/* One step: some bytes, at least, are taken, or *end is set. */
static retold_status take_step(retold_ctx *ctx, warc *w, retold_page **out, bool *end, retold_error *err) {
    span bytes;
    bool found = true;
    retold_status status = RETOLD_OK;
    *end = w->broken;
    if (*end) return RETOLD_OK;
    if (w->resume) status = input_resume(w->in, MARK, &found, err);
    w->resume = false;
    *end = !found;
    if (status != RETOLD_OK || *end) return status;
    if (w->lost) return pass_over(ctx, w, false, out, err);
    status = skip_blank(w, &bytes, err);
    if (status != RETOLD_OK) return status;
    if (bytes.len) return span_starts(bytes, MARK) ? next_record(ctx, w, out, err) : pass_over(ctx, w, true, out, err);
    *end = !input_damage(w->in).len;
    if (*end) return RETOLD_OK;
    *out = lost_page(ctx, w, input_place(w->in), input_damage(w->in));
    w->resume = true;
    return RETOLD_OK;
}

static retold_page *warc_next(retold_ctx *ctx, void *self) {
    warc *w = self;
    retold_page *page = NULL;
    retold_error why;
    bool end = false;
    w->memory.ctx = ctx;
    if (w->feed) page = next_item(ctx, w);
    while (!page && !end) {
        arena *a = ctx_scratch(ctx);
        arena_mark mark = arena_here(a);
        retold_status status = take_step(ctx, w, &page, &end, &why);
        if (status == RETOLD_E_NOMEM) ctx_out_of_memory(ctx);
        if (status != RETOLD_OK) {
            page = lost_page(ctx, w, input_at(w->in), span_of(why.message));
            w->broken = true;
        }
        if (!page) arena_back(a, mark);
    }
    return page;
}

const many warc_pages = {warc_next, warc_free, warc_bytes};
