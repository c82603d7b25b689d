/* For tests that need one ctx, made before the first and freed after the last. */
#ifndef TESTS_TEST_CTX_H
#define TESTS_TEST_CTX_H
#include "test.h"

static retold_ctx *ctx;

static inline int setup(void **state) {
    (void)state;
    return retold_ctx_new(NULL, &ctx, NULL) == RETOLD_OK ? 0 : -1;
}

static inline int teardown(void **state) {
    (void)state;
    retold_ctx_free(ctx);
    return 0;
}

#endif
