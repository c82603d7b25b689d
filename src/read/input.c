/*
 * Bytes of a file, with gzip and zstd undone on the way, several members or frames behind one another as well.
 *
 *   file or input below ──► raw ──► zlib, zstd ──► ready ──► peek, take
 *                            │                       ▲
 *                            └── nothing packed ─────┘        `again`: bytes that were joined or given back, before `ready`
 */
#include "base/ctx.h"
#include "read/read_internal.h"
#include <libdeflate.h>
#include <stddef.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#define STEP ((size_t)128 << 10)
#define WHOLE ((size_t)4 << 20) /* bytes of a gzip member that may be undone in one go */
#define HEAD ((size_t)64 << 10) /* tells what a file is that holds one page */
#define LEAST_STEP ((int64_t)4096)
#define MOST_TRIES 1000 /* places that look like a member and are none, after damage */
#define MOST_CREDIT ((int64_t)1 << 60)

typedef enum packing { PACK_NONE, PACK_GZIP, PACK_ZSTD, PACK_DEFLATE } packing;

struct input {
    os_file *file; /* NULL for bytes in memory and over another input */
    input *below;  /* what a deflated entry of an archive holds */
    size_t first;  /* bytes that are read at first, at most */
    uint64_t left; /* of the file or the part of it, not read yet; UINT64_MAX when not known */
    bool is_part;
    packing packing;
    z_stream zip;
    struct libdeflate_decompressor *fast;
    char *whole_bytes; /* WHOLE bytes that `fast` writes */
    ZSTD_DStream *zstd;
    bool file_ended, ended, capped;
    bool inside;      /* a member or frame has begun and not ended */
    span raw;         /* read from the file, not decompressed yet: into raw_bytes */
    size_t raw_begin; /* of what raw_bytes still holds of the member under way */
    span ready;       /* decompressed, not taken yet */
    span again;       /* to be taken before `ready`: into again_bytes */
    char *again_bytes;
    size_t again_space;
    uint64_t raw_total, out_total; /* out_total counts up to the end of `ready` */
    uint64_t member, member_place; /* that `ready` is in */
    uint64_t again_member, again_place;
    int64_t credit; /* bytes that may still come out */
    unsigned tries;
    const retold_limits *limits;
    span damage;
    char raw_bytes[4 * STEP], out_bytes[STEP];
};

void input_free(void *p) {
    input *in = p;
    if (!in) return;
    if (in->packing == PACK_GZIP || in->packing == PACK_DEFLATE) inflateEnd(&in->zip);
    ZSTD_freeDStream(in->zstd);
    if (in->fast) libdeflate_free_decompressor(in->fast);
    free(in->whole_bytes);
    os_close(in->file);
    input_free(in->below);
    free(in->again_bytes);
    free(in);
}

/* ---- raw bytes ---- */

static void end_with(input *in, const char *damage) {
    in->ended = true;
    in->damage = span_of(damage);
}

static retold_status read_below(input *in, char *into, size_t space, size_t *got, retold_error *err) {
    span bytes;
    retold_status status = input_peek(in->below, &bytes, err);
    if (status != RETOLD_OK || !bytes.len) return status;
    *got = bytes.len < space ? bytes.len : space;
    memcpy(into, bytes.ptr, *got);
    input_take(in->below, *got);
    return RETOLD_OK;
}

/* Of what the member under way has used, a step's worth stays: damage goes back to it. */
static void make_room(input *in) {
    size_t at = (size_t)(in->raw.ptr - in->raw_bytes), end = at + in->raw.len, from = at;
    if (in->inside && in->raw_begin < at) {
        size_t kept = end > STEP ? end - STEP : 0;
        from = kept > in->raw_begin ? kept : in->raw_begin;
        if (from > at) from = at;
    }
    memmove(in->raw_bytes, in->raw_bytes + from, end - from);
    in->raw.ptr = in->raw_bytes + (at - from);
    in->raw_begin = in->raw_begin > from ? in->raw_begin - from : 0;
}

/* So many bytes came from the file. */
static void note_read(input *in, size_t got) {
    in->file_ended = got == 0;
    in->raw_total += got;
    if (in->left != UINT64_MAX) in->left -= got < in->left ? got : in->left;
}

static retold_status fill_raw(input *in, retold_error *err) {
    size_t got = 0;
    retold_status status = RETOLD_OK;
    make_room(in);
    size_t end = (size_t)(in->raw.ptr - in->raw_bytes) + in->raw.len, space = sizeof in->raw_bytes - end;
    char *into = in->raw_bytes + end;
    if (in->is_part && space > in->left) space = (size_t)in->left;
    if (!in->raw_total && space > in->first) space = in->first;
    if (in->file && space) status = os_read(in->file, into, space, &got, err);
    if (in->below) status = read_below(in, into, space, &got, err);
    if (status != RETOLD_OK) return status;
    note_read(in, got);
    in->raw.len += got;
    return RETOLD_OK;
}

/* ---- opening ---- */

/* `size` raw bytes into `bytes`; *got is less where the file ends. */
static retold_status take_raw(input *in, char *bytes, size_t size, size_t *got, retold_error *err) {
    retold_status status = RETOLD_OK;
    for (*got = 0; *got < size;) {
        size_t n = in->raw.len < size - *got ? in->raw.len : size - *got;
        memcpy(bytes + *got, in->raw.ptr, n);
        in->raw = span_from(in->raw, n);
        *got += n;
        if (*got == size || in->file_ended) break;
        if ((status = fill_raw(in, err)) != RETOLD_OK) break;
    }
    return status;
}

/* The dictionary as it is or compressed; false when memory ran out. */
static bool use_dictionary(input *in, span given) {
    size_t most = in->limits->page_bytes;
    if (!span_starts(given, S("\x28\xB5\x2F\xFD")))
        return !ZSTD_isError(ZSTD_DCtx_loadDictionary(in->zstd, given.ptr, given.len));
    unsigned long long said = ZSTD_getFrameContentSize(given.ptr, given.len);
    if (said < most) most = (size_t)said;
    char *bytes = malloc(most + 1);
    if (!bytes) return false;
    size_t len = ZSTD_decompressDCtx(in->zstd, bytes, most, given.ptr, given.len);
    bool done = true;
    if (ZSTD_isError(len))
        end_with(in, "zstd dictionary damaged");
    else
        done = !ZSTD_isError(ZSTD_DCtx_loadDictionary(in->zstd, bytes, len));
    free(bytes);
    return done;
}

/* A .warc.zst may begin with a skippable frame that holds the dictionary of all others (the Internet Archive's format). */
static retold_status take_dictionary(input *in, retold_error *err) {
    const unsigned char *head = (const unsigned char *)in->raw.ptr + 4;
    size_t got, size = head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 | (size_t)head[3] << 24;
    in->raw = span_from(in->raw, 8);
    if (size > in->limits->page_bytes) {
        end_with(in, "zstd dictionary longer than page_bytes");
        return RETOLD_OK;
    }
    char *bytes = malloc(size + 1);
    if (!bytes) return error_nomem(err, "read");
    retold_status status = take_raw(in, bytes, size, &got, err);
    if (status == RETOLD_OK && got < size)
        end_with(in, "compressed data cut off");
    else if (status == RETOLD_OK && !use_dictionary(in, (span){bytes, size}))
        status = error_nomem(err, "read");
    free(bytes);
    return status;
}

static retold_status begin_zstd(input *in, retold_error *err) {
    in->zstd = ZSTD_createDStream();
    if (!in->zstd) return error_nomem(err, "read");
    ZSTD_DCtx_setParameter(in->zstd, ZSTD_d_windowLogMax, (int)in->limits->zstd_window);
    in->packing = PACK_ZSTD;
    bool dictionary = span_starts(in->raw, S("\x5D\x2A\x4D\x18")) && in->raw.len >= 8;
    return dictionary ? take_dictionary(in, err) : RETOLD_OK;
}

/* zlib and zstd take their memory from malloc; that it is gone they say themselves. */
static retold_status begin_packing(input *in, retold_error *err) {
    if (span_starts(in->raw, S("\x1F\x8B"))) {
        if (inflateInit2(&in->zip, 15 + 16) != Z_OK) return error_nomem(err, "read");
        in->packing = PACK_GZIP;
        in->fast = libdeflate_alloc_decompressor();
        in->whole_bytes = malloc(WHOLE);
        return in->fast && in->whole_bytes ? RETOLD_OK : error_nomem(err, "read");
    }
    bool zstd = span_starts(in->raw, S("\x28\xB5\x2F\xFD")) || span_starts(in->raw, S("\x5D\x2A\x4D\x18"));
    return zstd ? begin_zstd(in, err) : RETOLD_OK;
}

static input *new_input(retold_ctx *ctx) {
    input *in = malloc(sizeof *in);
    if (!in) return NULL;
    memset(in, 0, offsetof(input, raw_bytes)); /* the buffers are large, and written before they are read */
    in->limits = ctx_limits(ctx);
    in->credit = (int64_t)in->limits->inflate_free;
    in->left = UINT64_MAX;
    in->raw.ptr = in->raw_bytes;
    in->first = SIZE_MAX;
    return in;
}

/* See what the first bytes say; takes the input over. */
static retold_status start(input *in, input **out, retold_error *err) {
    retold_status status = RETOLD_OK;
    while (status == RETOLD_OK && in->raw.len < 8 && !in->file_ended) status = fill_raw(in, err);
    if (status == RETOLD_OK) status = begin_packing(in, err);
    if (status != RETOLD_OK) {
        input_free(in);
        return status;
    }
    *out = in;
    return RETOLD_OK;
}

static retold_status open_file(retold_ctx *ctx, const char *path, size_t first, input **out, retold_error *err) {
    input *in = new_input(ctx);
    *out = NULL;
    if (!in) return error_nomem(err, "read");
    in->first = first;
    retold_status status = os_open(path, &in->file, err);
    if (status != RETOLD_OK) {
        input_free(in);
        return status;
    }
    in->left = os_size(in->file);
    return start(in, out, err);
}

retold_status input_open(retold_ctx *ctx, const char *path, input **out, retold_error *err) {
    return open_file(ctx, path, SIZE_MAX, out, err);
}

retold_status input_open_page(retold_ctx *ctx, const char *path, input **out, retold_error *err) {
    return open_file(ctx, path, HEAD, out, err);
}

/* The part of the file as it lies there, or with its deflate undone. */
static retold_status open_part(input *in, const char *path, uint64_t begin, uint64_t len, bool deflated, retold_error *err) {
    retold_status status = os_open(path, &in->file, err);
    if (status == RETOLD_OK) status = os_seek(in->file, begin, err);
    if (status != RETOLD_OK) return status;
    in->left = len;
    in->is_part = true;
    if (!deflated) return RETOLD_OK;
    if (inflateInit2(&in->zip, -15) != Z_OK) return error_nomem(err, "read");
    in->packing = PACK_DEFLATE;
    in->inside = true;
    return RETOLD_OK;
}

retold_status input_open_part(retold_ctx *ctx, const char *path, uint64_t begin, uint64_t len, bool deflated, input **out,
                              retold_error *err) {
    input *in = new_input(ctx), *over = deflated && in ? new_input(ctx) : in;
    *out = NULL;
    if (over && over != in) over->below = in;
    retold_status status = over ? open_part(in, path, begin, len, deflated, err) : error_nomem(err, "read");
    if (status == RETOLD_OK) return start(over, out, err);
    input_free(over ? over : in);
    return status;
}

input *input_of_bytes(retold_ctx *ctx, span bytes) {
    input *in = new_input(ctx);
    if (!in) ctx_out_of_memory(ctx);
    in->ready = bytes;
    in->out_total = bytes.len;
    in->file_ended = true;
    return in;
}

/* ---- decompression ---- */

static void begin_member(input *in) {
    in->inside = true;
    in->member++;
    in->member_place = in->raw_total - in->raw.len;
    in->raw_begin = (size_t)(in->raw.ptr - in->raw_bytes);
}

/* Where little more may come out, little is asked for, so that each of many bombs costs little. */
static size_t step_size(const input *in) {
    return in->credit >= (int64_t)STEP ? STEP : in->credit < LEAST_STEP ? (size_t)LEAST_STEP : (size_t)in->credit;
}

/*
 * A member that is in sight as a whole, as those of web archives are, goes through libdeflate, which is more than twice as fast as
 * zlib but can't stream. False when it isn't, or is damaged: then zlib says how far it goes.
 */
static bool take_whole_member(input *in, size_t *made) {
    size_t used, most = in->credit < (int64_t)WHOLE ? (size_t)in->credit : WHOLE;
    if (libdeflate_gzip_decompress_ex(in->fast, in->raw.ptr, in->raw.len, in->whole_bytes, most, &used, made) !=
        LIBDEFLATE_SUCCESS) {
        *made = 0;
        return false;
    }
    in->raw = span_from(in->raw, used);
    in->inside = false;
    in->ready = (span){in->whole_bytes, *made};
    return true;
}

/* One step of zlib. A member that ended may be followed by another; what follows and is none is damage. */
static void step_zip(input *in, size_t *made) {
    z_stream *z = &in->zip;
    if (!in->inside) {
        if (!span_starts(in->raw, S("\x1F\x8B"))) {
            end_with(in, "bytes behind the gzip data are none");
            return;
        }
        begin_member(in);
        if (take_whole_member(in, made)) return;
        inflateReset(z);
    }
    z->next_in = (Bytef *)(uintptr_t)in->raw.ptr;
    z->avail_in = (uInt)in->raw.len;
    z->next_out = (Bytef *)in->out_bytes;
    size_t room = step_size(in);
    z->avail_out = (uInt)room;
    int status = inflate(z, Z_NO_FLUSH);
    in->raw = span_from(in->raw, in->raw.len - z->avail_in);
    *made = room - z->avail_out;
    if (status == Z_STREAM_END) {
        in->inside = false;
        in->ended = in->packing == PACK_DEFLATE;
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
        end_with(in, in->packing == PACK_GZIP ? "gzip data damaged" : "deflate data damaged");
    }
}

static void step_zstd(input *in, size_t *made) {
    ZSTD_inBuffer from = {in->raw.ptr, in->raw.len, 0};
    ZSTD_outBuffer to = {in->out_bytes, step_size(in), 0};
    if (!in->inside) begin_member(in);
    size_t status = ZSTD_decompressStream(in->zstd, &to, &from);
    in->raw = span_from(in->raw, from.pos);
    *made = to.pos;
    in->inside = status != 0;
    if (ZSTD_isError(status)) end_with(in, "zstd data damaged");
}

/* Each byte that goes in allows for inflate_ratio bytes that come out, and inflate_free come for nothing. */
static void count_growth(input *in, size_t used, size_t made) {
    in->credit += (int64_t)used * in->limits->inflate_ratio - (int64_t)made;
    if (in->credit > MOST_CREDIT) in->credit = MOST_CREDIT;
    if (in->credit >= 0) return;
    in->credit = 0;
    in->capped = true;
    end_with(in, "inflate_ratio");
}

static void step(input *in) {
    size_t made = 0, had = in->raw.len;
    in->ready.ptr = in->out_bytes;
    if (in->packing == PACK_ZSTD)
        step_zstd(in, &made);
    else
        step_zip(in, &made);
    in->out_total += made;
    in->ready.len = made;
    count_growth(in, had - in->raw.len, made);
}

/* What is still in the decompressor comes out without further input, hence the step before the reading. */
static retold_status unpack(input *in, retold_error *err) {
    while (!in->ready.len && !in->ended) {
        size_t had = in->raw.len;
        bool enough = in->inside || had >= (in->packing == PACK_GZIP ? STEP : 4) || (had && in->file_ended);
        if (enough) step(in);
        if (in->ready.len || in->raw.len != had || in->ended) continue;
        if (in->file_ended) {
            if (in->inside) end_with(in, "compressed data cut off");
            in->ended = true;
        } else {
            retold_status status = fill_raw(in, err);
            if (status != RETOLD_OK) return status;
        }
    }
    return RETOLD_OK;
}

static retold_status pass_on(input *in, retold_error *err) {
    retold_status status = in->raw.len || in->file_ended ? RETOLD_OK : fill_raw(in, err);
    in->ready = in->raw;
    in->out_total += in->raw.len;
    in->raw = (span){in->raw_bytes, 0};
    in->raw_begin = 0;
    in->ended = !in->ready.len;
    return status;
}

static retold_status refill(input *in, retold_error *err) {
    if (in->ready.len || in->ended) return RETOLD_OK;
    return in->packing == PACK_NONE ? pass_on(in, err) : unpack(in, err);
}

/* ---- taking ---- */

retold_status input_peek(input *in, span *bytes, retold_error *err) {
    retold_status status = in->again.len ? RETOLD_OK : refill(in, err);
    *bytes = in->again.len ? in->again : in->ready;
    return status;
}

void input_take(input *in, size_t n) {
    if (in->again.len)
        in->again = span_from(in->again, n);
    else
        in->ready = span_from(in->ready, n);
}

/* Nothing of the file stands between it and who reads. */
static bool is_bare(const input *in) {
    return in->file && !in->is_part && in->packing == PACK_NONE && !in->again.len && !in->ready.len && !in->raw.len;
}

retold_status input_read(input *in, char *into, size_t space, size_t *got, retold_error *err) {
    span bytes;
    retold_status status = RETOLD_OK;
    *got = 0;
    if (is_bare(in) && !in->ended) {
        status = os_read(in->file, into, space, got, err);
        if (status != RETOLD_OK) return status;
        note_read(in, *got);
        in->out_total += *got;
        in->ended = !*got;
        return status;
    }
    status = input_peek(in, &bytes, err);
    if (status != RETOLD_OK || !bytes.len) return status;
    *got = bytes.len < space ? bytes.len : space;
    memcpy(into, bytes.ptr, *got);
    input_take(in, *got);
    return status;
}

/* `bytes` behind those to be taken again; false when memory ran out. */
static bool append_again(input *in, span bytes) {
    size_t begin = in->again.len ? (size_t)(in->again.ptr - in->again_bytes) : 0, end = begin + in->again.len;
    if (end + bytes.len > in->again_space) {
        size_t space = (in->again.len + bytes.len) * 2;
        char *grown = malloc(space);
        if (!grown) return false;
        if (in->again.len) memcpy(grown, in->again.ptr, in->again.len);
        free(in->again_bytes);
        in->again_bytes = grown;
        in->again_space = space;
        end -= begin;
        begin = 0;
    }
    if (bytes.len) memcpy(in->again_bytes + end, bytes.ptr, bytes.len);
    in->again = (span){in->again_bytes + begin, end - begin + bytes.len};
    return true;
}

retold_status input_want(input *in, size_t want, span *bytes, retold_error *err) {
    retold_status status = input_peek(in, bytes, err);
    while (status == RETOLD_OK && bytes->len && bytes->len < want) {
        if (!in->again.len) {
            in->again_member = in->member;
            in->again_place = in->member_place;
        }
        if (!append_again(in, in->ready)) return error_nomem(err, "read");
        in->ready = (span){0};
        *bytes = in->again;
        status = refill(in, err);
        if (!in->ready.len) break;
    }
    return status;
}

void input_give_back(retold_ctx *ctx, input *in, span bytes) {
    span rest = in->again.len ? arena_copy(ctx_scratch(ctx), in->again) : (span){0};
    if (!rest.len) {
        in->again_member = in->member;
        in->again_place = in->member_place;
    }
    in->again = (span){0};
    if (!append_again(in, bytes) || !append_again(in, rest)) ctx_out_of_memory(ctx);
}

uint64_t input_at(const input *in) { return in->out_total - in->ready.len - in->again.len; }
bool input_in_place(const input *in) { return in->file && in->packing == PACK_NONE && !in->is_part && os_is_file(in->file); }

uint64_t input_member(const input *in) { return in->again.len ? in->again_member : in->member; }

uint64_t input_place(const input *in) {
    if (in->packing == PACK_NONE) return input_at(in);
    return in->again.len ? in->again_place : in->member_place;
}

uint64_t input_left(const input *in) {
    if (in->packing != PACK_NONE || in->left == UINT64_MAX) return UINT64_MAX;
    return in->left + in->raw.len + in->ready.len + in->again.len;
}

span input_damage(const input *in) {
    if (in->ready.len || in->again.len) return (span){0};
    return in->damage.len || !in->below ? in->damage : input_damage(in->below);
}

bool input_in_member(const input *in) { return in->inside || (in->below && in->below->damage.len); }
bool input_capped(const input *in) { return in->capped || (in->below && input_capped(in->below)); }

/* ---- going on after damage ---- */

static bool gzip_begins_with(input *in, span head) {
    char made[16];
    z_stream *z = &in->zip;
    inflateReset(z);
    z->next_in = (Bytef *)(uintptr_t)in->raw.ptr;
    z->avail_in = (uInt)(in->raw.len < 1024 ? in->raw.len : 1024);
    z->next_out = (Bytef *)made;
    z->avail_out = (uInt)head.len;
    (void)inflate(z, Z_NO_FLUSH);
    return !z->avail_out && memcmp(made, head.ptr, head.len) == 0;
}

static bool zstd_begins_with(input *in, span head) {
    char made[16];
    ZSTD_inBuffer from = {in->raw.ptr, in->raw.len, 0};
    ZSTD_outBuffer to = {made, head.len, 0};
    ZSTD_DCtx_reset(in->zstd, ZSTD_reset_session_only);
    for (size_t had = SIZE_MAX; to.pos < head.len && from.pos != had;) {
        had = from.pos;
        if (ZSTD_isError(ZSTD_decompressStream(in->zstd, &to, &from))) break;
    }
    ZSTD_DCtx_reset(in->zstd, ZSTD_reset_session_only);
    return to.pos == head.len && memcmp(made, head.ptr, head.len) == 0;
}

/* To the next place that looks like the head of a member, with enough behind it to look into it; false at the end. */
static retold_status find_member(input *in, bool *found, retold_error *err) {
    span magic = in->packing == PACK_ZSTD ? S("\x28\xB5\x2F\xFD") : S("\x1F\x8B\x08");
    size_t enough = in->packing == PACK_ZSTD ? STEP : 1024;
    for (;;) {
        size_t at = span_find(in->raw, magic, 0), tail = magic.len - 1;
        *found = at != SIZE_MAX;
        if (*found) in->raw = span_from(in->raw, at);
        if (*found && (in->raw.len >= enough || in->file_ended)) return RETOLD_OK;
        if (!*found && in->raw.len > tail) in->raw = span_from(in->raw, in->raw.len - tail);
        if (in->file_ended) return RETOLD_OK;
        retold_status status = fill_raw(in, err);
        if (status != RETOLD_OK) return status;
    }
}

/* A damaged member's decoder may have eaten the head of the next one: the search begins right behind the head of its own. */
static void go_back(input *in) {
    size_t end = (size_t)(in->raw.ptr - in->raw_bytes) + in->raw.len;
    if (in->inside && in->raw_begin + 1 <= end) in->raw = (span){in->raw_bytes + in->raw_begin + 1, end - in->raw_begin - 1};
    in->inside = false;
}

retold_status input_resume(input *in, span head, bool *found, retold_error *err) {
    retold_status status = RETOLD_OK;
    *found = false;
    if (in->packing == PACK_NONE || in->packing == PACK_DEFLATE) return RETOLD_OK;
    go_back(in);
    while (in->tries < MOST_TRIES) {
        status = find_member(in, found, err);
        if (status != RETOLD_OK || !*found) break;
        *found = in->packing == PACK_ZSTD ? zstd_begins_with(in, head) : gzip_begins_with(in, head);
        if (*found) break;
        in->raw = span_from(in->raw, 1);
        in->tries++;
    }
    if (!*found) return status;
    in->ended = in->capped = false;
    in->damage = (span){0};
    return status;
}
