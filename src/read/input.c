/* Bytes of a file, with gzip and zstd undone on the way, several members or frames behind one another as well. */
#include "base/ctx.h"
#include "read/read_internal.h"
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#define STEP ((size_t)128 << 10)

typedef enum packing { PACK_NONE, PACK_GZIP, PACK_ZSTD } packing;

struct input {
    os_file *file;
    packing packing;
    z_stream gzip;
    ZSTD_DStream *zstd;
    bool file_ended, ended, capped;
    bool inside;                   /* a member or frame has begun and not ended */
    span raw;                      /* read from the file, not decompressed yet: into raw_bytes */
    span ready;                    /* decompressed, not taken yet: into raw_bytes or out_bytes */
    uint64_t raw_total, out_total; /* out_total counts up to the end of `ready` */
    const retold_limits *limits;
    span damage;
    char raw_bytes[STEP], out_bytes[STEP];
};

void input_free(void *p) {
    input *in = p;
    if (!in) return;
    if (in->packing == PACK_GZIP) inflateEnd(&in->gzip);
    ZSTD_freeDStream(in->zstd);
    os_close(in->file);
    free(in);
}

/* zlib and zstd take their memory from malloc; that it is gone they say themselves. */
static bool begin_packing(input *in) {
    if (span_starts(in->raw, S("\x1F\x8B"))) {
        if (inflateInit2(&in->gzip, 15 + 16) != Z_OK) return false;
        in->packing = PACK_GZIP;
    } else if (span_starts(in->raw, S("\x28\xB5\x2F\xFD"))) {
        in->zstd = ZSTD_createDStream();
        if (!in->zstd) return false;
        ZSTD_DCtx_setParameter(in->zstd, ZSTD_d_windowLogMax, (int)in->limits->zstd_window);
        in->packing = PACK_ZSTD;
    }
    return true;
}

static retold_status fill_raw(input *in, retold_error *err) {
    size_t got = 0, have = in->raw.len;
    if (have) memmove(in->raw_bytes, in->raw.ptr, have);
    retold_status status = os_read(in->file, in->raw_bytes + have, STEP - have, &got, err);
    if (status != RETOLD_OK) return status;
    in->file_ended = got == 0;
    in->raw_total += got;
    in->raw = (span){in->raw_bytes, have + got};
    return RETOLD_OK;
}

retold_status input_open(retold_ctx *ctx, const char *path, input **out, retold_error *err) {
    input *in = calloc(1, sizeof *in);
    *out = NULL;
    if (!in) return error_nomem(err, "read");
    in->limits = ctx_limits(ctx);
    retold_status status = os_open(path, &in->file, err);
    while (status == RETOLD_OK && in->raw.len < 4 && !in->file_ended) status = fill_raw(in, err);
    if (status == RETOLD_OK && !begin_packing(in)) status = error_nomem(err, "read");
    if (status != RETOLD_OK) {
        input_free(in);
        return status;
    }
    *out = in;
    return RETOLD_OK;
}

static void end_with(input *in, const char *damage) {
    in->ended = true;
    in->damage = span_of(damage);
}

/* One step of zlib. A member that ended may be followed by another; what follows and is none is damage. */
static void step_gzip(input *in, size_t *made) {
    z_stream *z = &in->gzip;
    if (!in->inside) {
        if (!span_starts(in->raw, S("\x1F\x8B"))) {
            end_with(in, "bytes behind the gzip data are none");
            return;
        }
        inflateReset(z);
        in->inside = true;
    }
    z->next_in = (Bytef *)(uintptr_t)in->raw.ptr;
    z->avail_in = (uInt)in->raw.len;
    z->next_out = (Bytef *)in->out_bytes;
    z->avail_out = (uInt)STEP;
    int status = inflate(z, Z_NO_FLUSH);
    in->raw = span_from(in->raw, in->raw.len - z->avail_in);
    *made = STEP - z->avail_out;
    if (status == Z_STREAM_END)
        in->inside = false;
    else if (status != Z_OK && status != Z_BUF_ERROR)
        end_with(in, "gzip data damaged");
}

static void step_zstd(input *in, size_t *made) {
    ZSTD_inBuffer from = {in->raw.ptr, in->raw.len, 0};
    ZSTD_outBuffer to = {in->out_bytes, STEP, 0};
    size_t status = ZSTD_decompressStream(in->zstd, &to, &from);
    in->raw = span_from(in->raw, from.pos);
    *made = to.pos;
    in->inside = status != 0;
    if (ZSTD_isError(status)) end_with(in, "zstd data damaged");
}

static bool over_ratio(const input *in) {
    return in->out_total > in->limits->inflate_free && in->out_total / in->limits->inflate_ratio > in->raw_total;
}

/* What is still in the decompressor comes out without further input, hence the step before the reading. */
static retold_status unpack(input *in, retold_error *err) {
    while (!in->ready.len && !in->ended) {
        size_t made = 0, had = in->raw.len;
        if (in->raw.len || in->inside) {
            if (in->packing == PACK_GZIP)
                step_gzip(in, &made);
            else
                step_zstd(in, &made);
        }
        in->out_total += made;
        in->ready = (span){in->out_bytes, made};
        if (over_ratio(in)) {
            in->capped = true;
            end_with(in, "inflate_ratio");
        }
        if (made || in->raw.len != had || in->ended) continue;
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
    retold_status status = in->raw.len ? RETOLD_OK : fill_raw(in, err);
    in->ready = in->raw;
    in->out_total += in->raw.len;
    in->raw = (span){0};
    in->ended = !in->ready.len;
    return status;
}

retold_status input_peek(input *in, span *bytes, retold_error *err) {
    retold_status status = RETOLD_OK;
    if (!in->ready.len && !in->ended) status = in->packing == PACK_NONE ? pass_on(in, err) : unpack(in, err);
    *bytes = in->ready;
    return status;
}

void input_take(input *in, size_t n) { in->ready = span_from(in->ready, n); }
uint64_t input_at(const input *in) { return in->out_total - in->ready.len; }
span input_damage(const input *in) { return in->ready.len ? (span){0} : in->damage; }
bool input_capped(const input *in) { return in->capped; }
