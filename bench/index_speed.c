/*
 * The index of marks alone: filled with made-up articles, then each further one is looked up and put in with a commit of its own.
 *
 *   index_speed STORE ARTICLES FURTHER        prints a line of JSON; bench/index.py runs it
 *
 * An article is 380 words out of 50,000, the rarer the later; every tenth repeats three fifths of an earlier one. All comes from numbers, so
 * that every run has the same articles. Making them is not timed.
 */
#include "base/ctx.h"
#include "base/hash.h"
#include "pipe/pipe_internal.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#define WORDS 380
#define VOCABULARY 50000
#define BATCH 5000
#define MOST_HOLDERS 64

/* Word number `place` of an article: nearly as words are spread, the n-th with a frequency of 1/n. */
static uint32_t made_word(uint64_t article, uint32_t place) {
    uint64_t random = hash_mix(article * 0x9E3779B97F4A7C15u + place + 1);
    uint32_t octave = (uint32_t)(random % 16), within = 1u << octave;
    return (uint32_t)hash_mix((within + (uint32_t)((random >> 8) % within)) % VOCABULARY + 1);
}

static void made_article(uint64_t number, uint32_t words[WORDS]) {
    uint64_t source = number % 10 == 9 ? hash_mix(number) % number : number;
    for (uint32_t i = 0; i < WORDS; i++) words[i] = made_word(i < WORDS * 3 / 5 ? source : number, i);
}

static double now(void) {
    struct timespec t;
    timespec_get(&t, TIME_UTC);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

typedef struct job {
    retold_store *store;
    uint32_t articles, further;
    double *times;
    double filling;
    uint64_t marks, holders;
} job;

static retold_status put(retold_ctx *ctx, job *j, uint32_t number, marks_list *marks, retold_error *err) {
    uint32_t words[WORDS];
    made_article(number, words);
    marks_of_words(ctx_scratch(ctx), words, WORDS, marks);
    j->marks += marks->count;
    return store_put_marks(j->store, number, marks->items, marks->count, err);
}

static retold_status fill(retold_ctx *ctx, job *j, retold_error *err) {
    retold_status status = RETOLD_OK;
    double begin = now();
    arena_mark mark = arena_here(ctx_scratch(ctx));
    for (uint32_t at = 1; at <= j->articles && status == RETOLD_OK;) {
        status = store_begin(j->store, RETOLD_TIME_NONE, err);
        for (uint32_t end = at + BATCH; at < end && at <= j->articles && status == RETOLD_OK; at++) {
            marks_list marks = {0};
            status = put(ctx, j, at, &marks, err);
            arena_back(ctx_scratch(ctx), mark);
        }
        if (status == RETOLD_OK) status = store_commit(j->store, err);
    }
    j->filling = now() - begin;
    return status;
}

static retold_status look_up(retold_ctx *ctx, job *j, const marks_list *marks, retold_error *err) {
    store_marked_list holders = {0};
    retold_status status = RETOLD_OK;
    for (size_t i = 0; i < marks->count && status == RETOLD_OK; i++) {
        bool hub;
        status = store_find_mark(j->store, ctx_scratch(ctx), marks->items[i].hash, MOST_HOLDERS, &holders, &hub, err);
        j->holders += holders.count;
    }
    return status;
}

/* One article: its marks are made, then looked up, put in, and committed against the clock. */
static retold_status take_one(retold_ctx *ctx, job *j, uint32_t i, retold_error *err) {
    uint32_t words[WORDS], number = j->articles + 1 + i;
    marks_list marks = {0};
    made_article(number, words);
    marks_of_words(ctx_scratch(ctx), words, WORDS, &marks);
    double begin = now();
    retold_status status = look_up(ctx, j, &marks, err);
    if (status == RETOLD_OK) status = store_begin(j->store, RETOLD_TIME_NONE, err);
    if (status == RETOLD_OK) status = store_put_marks(j->store, number, marks.items, marks.count, err);
    if (status == RETOLD_OK) status = store_commit(j->store, err);
    j->times[i] = now() - begin;
    return status;
}

static retold_status run(retold_ctx *ctx, void *p, retold_error *err) {
    job *j = p;
    retold_status status = fill(ctx, j, err);
    arena_mark mark = arena_here(ctx_scratch(ctx));
    for (uint32_t i = 0; i < j->further && status == RETOLD_OK; i++) {
        status = take_one(ctx, j, i, err);
        arena_back(ctx_scratch(ctx), mark);
    }
    return status;
}

static int by_time(const void *x, const void *y) {
    const double *a = x, *b = y;
    return *a < *b ? -1 : *a > *b;
}

static void tell(const job *j) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    qsort(j->times, j->further, sizeof *j->times, by_time);
    printf("{\"articles\":%u,\"further\":%u,\"fill_s\":%.1f,\"marks\":%llu,\"holders\":%llu,\"p50_ms\":%.3f,\"p90_ms\":%.3f,"
           "\"p99_ms\":%.3f,\"max_ms\":%.3f,\"peak_mb\":%.1f}\n",
           j->articles, j->further, j->filling, (unsigned long long)j->marks, (unsigned long long)j->holders,
           1e3 * j->times[j->further / 2], 1e3 * j->times[j->further * 9ull / 10], 1e3 * j->times[j->further * 99ull / 100],
           1e3 * j->times[j->further - 1], (double)used.ru_maxrss / 1024);
}

int main(int argc, char **argv) {
    job j = {0};
    retold_error err = {0};
    retold_ctx *ctx = NULL;
    if (argc != 4 || !(j.articles = (uint32_t)atoi(argv[2])) || !(j.further = (uint32_t)atoi(argv[3]))) {
        fprintf(stderr, "usage: index_speed STORE ARTICLES FURTHER\n");
        return 2;
    }
    j.times = calloc(j.further, sizeof *j.times);
    retold_status status = j.times ? retold_ctx_new(NULL, &ctx, &err) : RETOLD_E_NOMEM;
    if (status == RETOLD_OK) status = retold_store_open(ctx, argv[1], RETOLD_STORE_CREATE, &j.store, &err);
    if (status == RETOLD_OK) status = ctx_run(ctx, run, &j, &err);
    if (status == RETOLD_OK)
        tell(&j);
    else
        fprintf(stderr, "index_speed: %s\n", err.message);
    retold_store_close(j.store);
    retold_ctx_free(ctx);
    free(j.times);
    return status != RETOLD_OK;
}
