/* For tests that need one ctx with an arena, made before the first and freed after the last. */
#ifndef TESTS_TEST_MEMORY_H
#define TESTS_TEST_MEMORY_H
#include "test.h"

#include "base/buf.h"

static retold_ctx *ctx;
static arena memory;

static inline int setup(void **state) {
    (void)state;
    if (retold_ctx_new(NULL, &ctx, NULL) != RETOLD_OK) return -1;
    memory = arena_made(ctx);
    return 0;
}

static inline int teardown(void **state) {
    (void)state;
    arena_free(&memory);
    retold_ctx_free(ctx);
    return 0;
}

/* `count` times `part` between head and tail. */
static inline span repeated(const char *head, const char *part, size_t count, const char *tail) {
    buf out = buf_made(&memory);
    buf_put(&out, span_of(head));
    for (size_t i = 0; i < count; i++) buf_put(&out, span_of(part));
    buf_put(&out, span_of(tail));
    return buf_span(&out);
}

#endif
