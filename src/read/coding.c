/* Content codings and chunks of HTTP, undone in memory. */
#include "base/buf.h"
#include "base/ctx.h"
#include "read/read_internal.h"
#include "text/text.h"
#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#define STEP ((size_t)64 << 10)

/* What comes out, and how far it may grow. */
typedef struct growth {
    retold_page *page;
    const retold_limits *limits;
    buf out;
} growth;

/* True when a cap says that it is enough: `used` bytes went in. */
static bool is_enough(growth *g, size_t used) {
    size_t given = g->limits->inflate_free, len = g->out.len;
    if (len > given && (len - given) / g->limits->inflate_ratio > used) {
        limits_add(&g->page->memory, &g->page->limits, "inflate_ratio", len);
        return true;
    }
    if (len <= g->limits->page_bytes) return false;
    g->out.len = g->limits->page_bytes;
    limits_add(&g->page->memory, &g->page->limits, "page_bytes", g->out.len);
    return true;
}

static void end_zip(void *z) { inflateEnd(z); }

/* gzip members behind one another, zlib data, or bare deflate, as the head says. */
static int window_bits(span body) {
    unsigned a = (unsigned char)body.ptr[0], b = body.len > 1 ? (unsigned char)body.ptr[1] : 0;
    if (a == 0x1F && b == 0x8B) return 15 + 16;
    return (a & 15) == 8 && (a << 8 | b) % 31 == 0 ? 15 : -15;
}

static const char *inflate_body(growth *g, z_stream *z, span body) {
    z->next_in = (Bytef *)(uintptr_t)body.ptr;
    z->avail_in = (uInt)body.len;
    for (;;) {
        z->next_out = (Bytef *)buf_extend(&g->out, STEP);
        z->avail_out = (uInt)STEP;
        int status = inflate(z, Z_NO_FLUSH);
        g->out.len -= z->avail_out;
        if (is_enough(g, body.len - z->avail_in)) return NULL;
        if (status == Z_STREAM_END) {
            bool more = z->avail_in > 2 && z->next_in[0] == 0x1F && z->next_in[1] == 0x8B;
            if (!more) return NULL;
            inflateReset(z);
        } else if (status != Z_OK) {
            return status == Z_BUF_ERROR ? "the coded body is cut off" : "the coded body is damaged";
        }
    }
}

/* The inflater lives until the call ends, since a jump may come in between. */
static const char *unzip(retold_ctx *ctx, growth *g, span body) {
    z_stream *z = ARENA_NEW(ctx_scratch(ctx), z_stream);
    if (inflateInit2(z, window_bits(body)) != Z_OK) ctx_out_of_memory(ctx);
    ctx_always(ctx, end_zip, z);
    return inflate_body(g, z, body);
}

static void end_zstd(void *z) { ZSTD_freeDCtx(z); }

static const char *unzstd(retold_ctx *ctx, growth *g, span body) {
    ZSTD_DCtx *z = ZSTD_createDCtx();
    if (!z) ctx_out_of_memory(ctx);
    ctx_always(ctx, end_zstd, z);
    ZSTD_DCtx_setParameter(z, ZSTD_d_windowLogMax, (int)g->limits->zstd_window);
    ZSTD_inBuffer from = {body.ptr, body.len, 0};
    for (;;) {
        ZSTD_outBuffer to = {buf_extend(&g->out, STEP), STEP, 0};
        size_t had = from.pos, status = ZSTD_decompressStream(z, &to, &from);
        g->out.len -= STEP - to.pos;
        if (ZSTD_getErrorCode(status) == ZSTD_error_memory_allocation) ctx_out_of_memory(ctx);
        if (ZSTD_isError(status)) return "the coded body is damaged";
        if (is_enough(g, from.pos) || (!status && from.pos == from.size)) return NULL;
        if (from.pos == had && !to.pos) return "the coded body is cut off";
    }
}

static void end_brotli(void *z) { BrotliDecoderDestroyInstance(z); }

static bool is_out_of_memory(BrotliDecoderErrorCode code) {
    return code <= BROTLI_DECODER_ERROR_ALLOC_CONTEXT_MODES && code >= BROTLI_DECODER_ERROR_ALLOC_BLOCK_TYPE_TREES;
}

/* Bytes behind the end of the stream are passed over. */
static const char *unbrotli(retold_ctx *ctx, growth *g, span body) {
    BrotliDecoderState *z = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    if (!z) ctx_out_of_memory(ctx);
    ctx_always(ctx, end_brotli, z);
    const uint8_t *from = (const uint8_t *)body.ptr;
    size_t left = body.len;
    for (;;) {
        size_t room = STEP;
        uint8_t *to = (uint8_t *)buf_extend(&g->out, STEP);
        BrotliDecoderResult result = BrotliDecoderDecompressStream(z, &left, &from, &room, &to, NULL);
        g->out.len -= room;
        if (result == BROTLI_DECODER_RESULT_ERROR && is_out_of_memory(BrotliDecoderGetErrorCode(z))) ctx_out_of_memory(ctx);
        if (result == BROTLI_DECODER_RESULT_ERROR) return "the coded body is damaged";
        if (is_enough(g, body.len - left) || result == BROTLI_DECODER_RESULT_SUCCESS) return NULL;
        if (result == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT) return "the coded body is cut off";
    }
}

/* Text as it stands: UTF-8 without control characters, as far as the first bytes tell. */
static bool is_plain(span body) {
    body.len = text_align(body, body.len < 64 ? body.len : 64);
    for (size_t i = 0; i < body.len; i++)
        if ((unsigned char)body.ptr[i] < ' ' && !is_space((unsigned char)body.ptr[i])) return false;
    return body.len && text_is_utf8(body);
}

/* Archives often keep the name of a coding that they have undone: then the body doesn't begin as coded ones do. */
static bool looks_coded(span coding, span body) {
    if (span_equal_nocase(coding, S("zstd"))) return span_starts(body, S("\x28\xB5\x2F\xFD"));
    if (span_equal_nocase(coding, S("deflate")) || span_equal_nocase(coding, S("br"))) return !is_plain(body);
    return span_starts(body, S("\x1F\x8B"));
}

typedef const char *(*undo)(retold_ctx *ctx, growth *g, span body);

/* NULL for a coding that isn't known. */
static undo undo_of(span coding) {
    static const struct {
        span name;
        undo by;
    } known[] = {{S_INIT("gzip"), unzip},
                 {S_INIT("x-gzip"), unzip},
                 {S_INIT("deflate"), unzip},
                 {S_INIT("zstd"), unzstd},
                 {S_INIT("br"), unbrotli}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (span_equal_nocase(coding, known[i].name)) return known[i].by;
    return NULL;
}

bool decode_content(retold_ctx *ctx, retold_page *page, span coding, span *body) {
    if (!coding.len || !body->len || span_equal_nocase(coding, S("identity"))) return true;
    undo by = undo_of(coding);
    if (!by) return false;
    if (!looks_coded(coding, *body)) return true;
    growth g = {page, ctx_limits(ctx), buf_made(ctx_scratch(ctx))};
    const char *fault = by(ctx, &g, *body);
    if (fault) page_fail(page, span_of(fault));
    *body = buf_span(&g.out);
    return true;
}

/* "1a3f;extension": the size in hexadecimal, as large as there is where it is larger; false when it is none. */
static bool chunk_size(span line, uint64_t *size) {
    static const char digits[] = "0123456789abcdef";
    line = span_trim(span_take_until(&line, ';'));
    *size = 0;
    for (size_t i = 0; i < line.len; i++) {
        const char *digit = line.ptr[i] ? strchr(digits, to_lower(line.ptr[i])) : NULL;
        if (!digit || line.len > 64) return false;
        *size = *size >> 60 ? UINT64_MAX : *size * 16 + (uint64_t)(digit - digits);
    }
    return line.len != 0;
}

bool decode_chunks(arena *a, span *body) {
    span rest = *body, line;
    buf out = buf_made(a);
    uint64_t size;
    if (!span_take_line(&rest, &line) || !chunk_size(line, &size)) return true;
    while (size) {
        size_t n = size < rest.len ? (size_t)size : rest.len;
        buf_put(&out, span_cut(rest, 0, n));
        rest = span_from(rest, n);
        bool whole = n == size && span_take_line(&rest, &line) && !line.len;
        if (!whole || !span_take_line(&rest, &line) || !chunk_size(line, &size)) break;
    }
    *body = buf_span(&out);
    return !size;
}
