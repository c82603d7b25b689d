#include "base/buf.h"
#include "base/ctx.h"
#include <stdarg.h>
#include <stdio.h>

static void grow(buf *b, size_t space) {
    b->bytes = arena_grow(b->memory, b->bytes, b->len, space);
    b->space = space;
}

void buf_reserve(buf *b, size_t space) {
    if (space > b->space) grow(b, space);
}

char *buf_extend(buf *b, size_t more) {
    if (more > SIZE_MAX / 4 - b->len) ctx_out_of_memory(b->memory->ctx);
    if (b->len + more > b->space) {
        size_t space = b->space ? b->space * 2 : 64;
        while (space < b->len + more) space *= 2;
        grow(b, space);
    }
    b->len += more;
    return b->bytes + b->len - more;
}

void buf_put(buf *b, span s) {
    if (s.len) memcpy(buf_extend(b, s.len), s.ptr, s.len);
}

void buf_char(buf *b, char c) { *buf_extend(b, 1) = c; }

void buf_printf(buf *b, const char *format, ...) {
    char small[256];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    if (len > 0 && (size_t)len < sizeof small) {
        buf_put(b, (span){small, (size_t)len});
    } else if (len > 0) {
        char *out = buf_extend(b, (size_t)len + 1);
        vsnprintf(out, (size_t)len + 1, format, again);
        b->len--;
    }
    va_end(again);
}

void buf_utf8(buf *b, uint32_t c) {
    if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) c = 0xFFFD;
    if (c < 0x80) {
        buf_char(b, (char)c);
        return;
    }
    unsigned more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const uint8_t lead[] = {0, 0xC0, 0xE0, 0xF0};
    char *out = buf_extend(b, more + 1);
    out[0] = (char)(lead[more] | (c >> (6 * more)));
    for (unsigned i = 1; i <= more; i++) out[i] = (char)(0x80 | ((c >> (6 * (more - i))) & 0x3F));
}

retold_status buf_flush(buf *b, const retold_sink *sink, retold_error *err) {
    int stopped = b->len ? sink->write(sink->user, b->bytes, b->len) : 0;
    buf_clear(b);
    return stopped ? error_set(err, "base", RETOLD_E_STOPPED, RETOLD_OFFSET_NONE, "output was refused") : RETOLD_OK;
}
