/* What every cmocka test includes first. */
#ifndef TESTS_TEST_H
#define TESTS_TEST_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h> /* wants those above before it */

#include "base/ctx.h"

/* Text equals text, both shown when they differ. */
static inline void assert_span(span got, const char *want) {
    char *text = calloc(1, got.len + 1);
    if (got.len) memcpy(text, got.ptr, got.len);
    size_t len = strlen(want);
    bool same = got.len == len && strcmp(text, want) == 0;
    if (!same) print_error("got \"%s\", wanted \"%s\"\n", text, want);
    free(text);
    assert_true(same);
}

#endif
