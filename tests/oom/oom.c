#include "oom.h"
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void __real_free(void *block);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void __wrap_free(void *block);

static unsigned long asked, fails_at; /* allocations so far; which one fails, 0 for none */
static long living;                   /* blocks allocated and not freed */

static bool fails(void) { return ++asked == fails_at; }

void *__wrap_malloc(size_t size) {
    void *out = fails() ? NULL : __real_malloc(size);
    living += out != NULL;
    return out;
}

void *__wrap_calloc(size_t count, size_t size) {
    void *out = fails() ? NULL : __real_calloc(count, size);
    living += out != NULL;
    return out;
}

void *__wrap_realloc(void *old, size_t size) {
    void *out = fails() ? NULL : __real_realloc(old, size);
    living += out != NULL && old == NULL;
    return out;
}

void __wrap_free(void *block) {
    living -= block != NULL;
    __real_free(block);
}

static void stop(const char *name, unsigned long k, const char *what) {
    fprintf(stderr, "%s: allocation %lu fails: %s\n", name, k, what);
    exit(1);
}

/* The work with its k-th allocation failing; true when it got through before that. */
static bool run_failing(const char *name, oom_work work, void *job, unsigned long k) {
    long before = living;
    asked = 0;
    fails_at = k;
    retold_status status = work(job);
    bool reached = asked >= k;
    fails_at = 0;
    if (living != before) stop(name, k, "not all memory is given back");
    if (status != RETOLD_OK && status != RETOLD_E_NOMEM) stop(name, k, retold_status_name(status));
    if (!reached && status != RETOLD_OK) stop(name, k, "out of memory without a failure");
    return !reached;
}

/* Every one of the first 2,000, then steps that grow: where each arena allocation is a block of its own there are millions. */
static unsigned long next_after(unsigned long k) { return k < 2000 ? k + 1 : k + k / 100; }

void oom_sweep(const char *name, oom_work work, void *job) {
    if (work(job) != RETOLD_OK) stop(name, 0, "the work does not even succeed with memory");
    unsigned long k = 1, failed = 0;
    for (; !run_failing(name, work, job, k); k = next_after(k)) failed++;
    if (work(job) != RETOLD_OK) stop(name, k, "the work does not succeed any more afterwards");
    printf("%s: about %lu allocations, %lu of them failed\n", name, k - 1, failed);
}
