/*
 * WACZ: a ZIP archive with WARC files in archive/. Its central directory says where they lie; they are read in place, one after
 * the other, nothing is written anywhere, and names are never used as paths.
 *
 *   … archive/a.warc.gz … │ central directory │ end of it (zip64: before it a locator and a larger one)
 */
#include "base/ctx.h"
#include "read/read_internal.h"
#include <stdlib.h>

#define END_SIZE 22
#define LOCATOR_SIZE 20
#define TAIL (65535 + END_SIZE + LOCATOR_SIZE)
#define ENTRY_SIZE 46
#define LOCAL_SIZE 30

typedef struct entry {
    span name;
    uint64_t at, packed; /* of the local header in the file; bytes of its data */
    unsigned method;     /* 0 stored, 8 deflated */
} entry;

typedef struct wacz {
    arena memory;
    span path;
    VEC(entry) entries;
    size_t next;
    input *in;  /* being opened */
    void *warc; /* of the entry under way */
    uint64_t bytes;
} wacz;

static void wacz_free(void *p) {
    wacz *z = p;
    if (!z) return;
    if (z->warc) warc_pages.free(z->warc);
    input_free(z->in);
    arena_free(&z->memory);
    free(z);
}

static uint64_t wacz_bytes(const void *p) {
    const wacz *z = p;
    return z->bytes + (z->warc ? warc_pages.bytes(z->warc) : 0);
}

static uint64_t number(span bytes, size_t at, unsigned size) {
    uint64_t value = 0;
    for (unsigned i = size; i; i--) value = value << 8 | (unsigned char)bytes.ptr[at + i - 1];
    return value;
}

/* ---- the directory ---- */

/* What is read while the directory is; closed however the call ends. */
typedef struct reading {
    os_file *file;
    uint64_t size;
} reading;

/* `len` bytes of the file from `at`, in `a`; RETOLD_E_FORMAT when there are not so many. */
static retold_status read_at(reading *r, arena *a, uint64_t at, size_t len, span *out, retold_error *err) {
    if (at > r->size || len > r->size - at)
        return error_set(err, "read", RETOLD_E_FORMAT, at, "the ZIP archive is cut off or damaged");
    retold_status status = os_seek(r->file, at, err);
    char *bytes = arena_alloc(a, len + 1);
    size_t got = 0, n = 1;
    for (; status == RETOLD_OK && got < len && n; got += n) status = os_read(r->file, bytes + got, len - got, &n, err);
    *out = (span){bytes, got};
    if (status == RETOLD_OK && got < len) return error_set(err, "read", RETOLD_E_FORMAT, at, "the ZIP archive is cut off");
    return status;
}

static size_t find_last(span bytes, span mark) {
    for (size_t at = bytes.len; at >= mark.len; at--)
        if (span_equal(span_cut(bytes, at - mark.len, at), mark)) return at - mark.len;
    return SIZE_MAX;
}

/* Where the central directory lies, by the record at the end of the file. */
static retold_status find_directory(reading *r, arena *a, uint64_t *at, uint64_t *len, retold_error *err) {
    size_t look = r->size < TAIL ? (size_t)r->size : TAIL;
    span tail = {0}, big = {0};
    retold_status status = read_at(r, a, r->size - look, look, &tail, err);
    if (status != RETOLD_OK) return status;
    size_t end = find_last(tail, S("PK\5\6"));
    if (end == SIZE_MAX || tail.len - end < END_SIZE)
        return error_set(err, "read", RETOLD_E_FORMAT, RETOLD_OFFSET_NONE, "the ZIP archive has no directory: cut off");
    *len = number(tail, end + 12, 4);
    *at = number(tail, end + 16, 4);
    if (end < LOCATOR_SIZE || !span_starts(span_from(tail, end - LOCATOR_SIZE), S("PK\6\7"))) return RETOLD_OK;
    status = read_at(r, a, number(tail, end - LOCATOR_SIZE + 8, 8), 56, &big, err);
    if (status != RETOLD_OK) return status;
    *len = number(big, 40, 8);
    *at = number(big, 48, 8);
    return RETOLD_OK;
}

static bool is_warc_name(span name) {
    bool warc = span_ends(name, S(".warc")) || span_ends(name, S(".warc.gz")) || span_ends(name, S(".warc.zst"));
    return warc && span_starts(name, S("archive/"));
}

/* Sizes and place that don't fit into 32 bits stand in the extra field of zip64, those that are needed, in this order. */
static void take_big(span extra, uint64_t unpacked, entry *e) {
    while (extra.len >= 4) {
        size_t len = (size_t)number(extra, 2, 2), at = 4;
        if (len > extra.len - 4) return;
        if (number(extra, 0, 2) == 1) {
            if (unpacked == UINT32_MAX) at += 8;
            if (e->packed == UINT32_MAX && at + 8 <= len + 4) {
                e->packed = number(extra, at, 8);
                at += 8;
            }
            if (e->at == UINT32_MAX && at + 8 <= len + 4) e->at = number(extra, at, 8);
            return;
        }
        extra = span_from(extra, len + 4);
    }
}

/* The WARC files among the entries. Entries that share their bytes, as bombs do, add up to more than the file. */
static retold_status take_entries(wacz *z, const reading *r, span directory, retold_error *err) {
    uint64_t sum = 0;
    while (directory.len >= ENTRY_SIZE && span_starts(directory, S("PK\1\2"))) {
        size_t name = (size_t)number(directory, 28, 2), extra = (size_t)number(directory, 30, 2),
               comment = (size_t)number(directory, 32, 2);
        if (name + extra + comment > directory.len - ENTRY_SIZE) break;
        entry e = {.name = span_cut(directory, ENTRY_SIZE, ENTRY_SIZE + name),
                   .packed = number(directory, 20, 4),
                   .at = number(directory, 42, 4),
                   .method = (unsigned)number(directory, 10, 2)};
        take_big(span_cut(directory, ENTRY_SIZE + name, ENTRY_SIZE + name + extra), number(directory, 24, 4), &e);
        directory = span_from(directory, ENTRY_SIZE + name + extra + comment);
        if (!is_warc_name(e.name)) continue;
        e.name = arena_printf(&z->memory, "%.*s/%.*s", SPAN_ARG(z->path), SPAN_ARG(e.name));
        vec_push(&z->memory, &z->entries, e);
        if (e.packed > r->size - sum) return error_set(err, "read", RETOLD_E_FORMAT, e.at, "entries of the ZIP archive overlap");
        sum += e.packed;
    }
    return RETOLD_OK;
}

static void end_reading(void *p) { os_close(((reading *)p)->file); }

static retold_status read_directory(retold_ctx *ctx, wacz *z, retold_error *err) {
    arena *a = ctx_scratch(ctx);
    reading *r = ARENA_NEW(a, reading);
    uint64_t at = 0, len = 0;
    span directory;
    retold_status status = os_open(z->path.ptr, &r->file, err);
    if (status != RETOLD_OK) return status;
    ctx_always(ctx, end_reading, r);
    r->size = os_size(r->file);
    if (r->size == UINT64_MAX)
        return error_set(err, "read", RETOLD_E_FORMAT, RETOLD_OFFSET_NONE,
                         "no page: ZIP archive, which is read only from a file");
    status = find_directory(r, a, &at, &len, err);
    if (status == RETOLD_OK && len > ctx_limits(ctx)->line_bytes)
        return error_set(err, "read", RETOLD_E_LIMIT, at, "the directory of the ZIP archive is longer than line_bytes");
    if (status == RETOLD_OK) status = read_at(r, a, at, (size_t)len, &directory, err);
    if (status == RETOLD_OK) status = take_entries(z, r, directory, err);
    if (status == RETOLD_OK && !z->entries.count)
        return error_set(err, "read", RETOLD_E_FORMAT, RETOLD_OFFSET_NONE, "no page: ZIP archive without web archives");
    return status;
}

bool wacz_open(retold_ctx *ctx, span path, void **state, span *why) {
    retold_error err = {0};
    wacz *z = calloc(1, sizeof *z);
    if (!z) ctx_out_of_memory(ctx);
    *state = z;
    z->memory = arena_made(ctx);
    z->path = arena_copy(&z->memory, path);
    retold_status status = read_directory(ctx, z, &err);
    if (status == RETOLD_E_NOMEM) ctx_out_of_memory(ctx);
    *why = arena_copy(ctx_scratch(ctx), span_of(err.message));
    return status == RETOLD_OK;
}

/* ---- the entries ---- */

/* Where an entry's data begin: behind a local header, whose names have lengths of their own. */
static retold_status find_data(retold_ctx *ctx, wacz *z, const entry *e, uint64_t *begin, retold_error *err) {
    span head;
    retold_status status = input_open_part(ctx, z->path.ptr, e->at, LOCAL_SIZE, false, &z->in, err);
    if (status == RETOLD_OK) status = input_want(z->in, LOCAL_SIZE, &head, err);
    if (status != RETOLD_OK) return status;
    if (head.len < LOCAL_SIZE || !span_starts(head, S("PK\3\4")))
        return error_set(err, "read", RETOLD_E_FORMAT, e->at, "the entry of the ZIP archive is cut off or damaged");
    *begin = e->at + LOCAL_SIZE + number(head, 26, 2) + number(head, 28, 2);
    return RETOLD_OK;
}

static retold_status open_entry(retold_ctx *ctx, wacz *z, const entry *e, retold_error *err) {
    uint64_t begin = 0;
    if (e->method != 0 && e->method != 8)
        return error_set(err, "read", RETOLD_E_FORMAT, e->at, "packed in a way that is not known");
    retold_status status = find_data(ctx, z, e, &begin, err);
    input_free(z->in);
    z->in = NULL;
    if (status == RETOLD_OK) status = input_open_part(ctx, z->path.ptr, begin, e->packed, e->method == 8, &z->in, err);
    if (status == RETOLD_OK) warc_over(ctx, &z->in, e->name, &z->warc);
    return status;
}

static retold_page *wacz_next(retold_ctx *ctx, void *self) {
    wacz *z = self;
    retold_error why;
    z->memory.ctx = ctx;
    for (;;) {
        retold_page *page = z->warc ? warc_pages.next(ctx, z->warc) : NULL;
        if (page) return page;
        if (z->warc) {
            z->bytes += warc_pages.bytes(z->warc);
            warc_pages.free(z->warc);
            z->warc = NULL;
        }
        if (z->next == z->entries.count) return NULL;
        const entry *e = &z->entries.items[z->next++];
        retold_status status = open_entry(ctx, z, e, &why);
        if (status == RETOLD_E_NOMEM) ctx_out_of_memory(ctx);
        if (status != RETOLD_OK) return page_failed(ctx, e->name, span_of(why.message));
    }
}

const many wacz_pages = {wacz_next, wacz_free, wacz_bytes};
