/* A growing run of bytes in an arena, for output rows and built-up text. */
#ifndef BASE_BUF_H
#define BASE_BUF_H
#include "base/arena.h"

typedef struct buf {
    arena *memory;
    char *bytes;
    size_t len, space;
} buf;

static inline buf buf_made(arena *memory) { return (buf){.memory = memory}; }
static inline span buf_span(const buf *b) { return (span){b->bytes, b->len}; }
static inline void buf_clear(buf *b) { b->len = 0; }

/* Room for `space` bytes in all, where the size is known beforehand. */
void buf_reserve(buf *b, size_t space);

/* `more` bytes at the end, to be written by the caller. */
char *buf_extend(buf *b, size_t more);
void buf_put(buf *b, span s);
void buf_char(buf *b, char c);
void buf_printf(buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* One code point as UTF-8; what is no scalar value becomes U+FFFD. */
void buf_utf8(buf *b, uint32_t code_point);

/* Hand the bytes to a sink and empty the buffer. RETOLD_OK or RETOLD_E_STOPPED. */
retold_status buf_flush(buf *b, const retold_sink *sink, retold_error *err);

#endif
