/* A writer is killed at any moment: the store opens and holds every batch that was committed. */
#define _GNU_SOURCE
#include "fixture.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#define KILLS 40
#define ARTICLES 6 /* a batch */

static void put_batch(retold_store *s, uint32_t batch) {
    uint32_t numbers[ARTICLES], labels[ARTICLES];
    char url[60], text[4000];
    if (store_begin(s, batch, NULL) != RETOLD_OK) _exit(3);
    for (uint32_t i = 0; i < ARTICLES; i++) {
        size_t len = (size_t)snprintf(text, sizeof text, "Batch %u article %u.", batch, i);
        for (uint64_t x = batch * 100 + i; len < 3000; len += 17) x = hash_mix(x + 1), snprintf(text + len, 20, " %016llx", (unsigned long long)x);
        snprintf(url, sizeof url, "https://x.example/%u/%u", batch, i);
        numbers[i] = put_text(s, url, "X", "T", text).number;
        labels[i] = i / 2;
    }
    store_copies c = {.numbers = numbers, .labels = labels, .count = ARTICLES};
    if (store_put_copies(ctx, s, &c, NULL) != RETOLD_OK) _exit(4);
    if (batch % 3 == 0 && store_index(s, NULL) != RETOLD_OK) _exit(5);
    if (store_commit(s, NULL) != RETOLD_OK) _exit(6);
}

/* Adds batches until it is killed, and tells of each that stands. */
static _Noreturn void write_on(int tell, uint32_t next) {
    retold_store *s;
    if (retold_store_open(ctx, path, RETOLD_STORE_CREATE, &s, NULL) != RETOLD_OK) _exit(2);
    for (;; next++) {
        put_batch(s, next);
        if (write(tell, &next, sizeof next) != sizeof next) _exit(7);
    }
}

static void wait_a_little(uint64_t random, int round) {
    long most = round < 10 ? 4000000 : 60000000; /* ns: the first ones hit the making of the store */
    struct timespec pause = {0, (long)(random % (uint64_t)most)};
    nanosleep(&pause, NULL);
}

static uint32_t kill_once(uint32_t done, uint64_t random, int round) {
    int ends[2], status;
    uint32_t told;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (!child) {
        close(ends[0]);
        write_on(ends[1], done + 1);
    }
    close(ends[1]);
    wait_a_little(random, round);
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    if (!WIFSIGNALED(status)) fail_msg("the writer ended by itself: %d", WEXITSTATUS(status));
    while (read(ends[0], &told, sizeof told) == sizeof told) done = told;
    close(ends[0]);
    return done;
}

static int64_t count(retold_store *s, const char *sql) {
    int64_t value = -1;
    OK(sql_int(s, sql, -1, &value, err));
    return value;
}

/* The batch after the last that was told of may stand, too: killed between commit and telling. */
static uint32_t check(uint32_t done) {
    retold_store *s = opened(RETOLD_STORE_CREATE);
    int64_t articles = count(s, "SELECT count(*) FROM article");
    assert_true(articles % ARTICLES == 0);
    int64_t batches = articles / ARTICLES;
    if (batches != done && batches != done + 1) fail_msg("%lld batches stand, %u were committed", (long long)batches, done);
    assert_true(count(s, "SELECT count(*) FROM page") == articles);
    assert_true(count(s, "SELECT count(*) FROM member") == (articles ? ARTICLES : 0));
    retold_store_close(s);
    return (uint32_t)batches;
}

static void killed_writers_lose_nothing(void **state) {
    (void)state;
    uint32_t done = 0;
    uint64_t random = 41;
    for (int round = 0; round < KILLS; round++) {
        random = hash_mix(random + 1);
        done = check(kill_once(done, random, round));
    }
    assert_true(done > 3);
    retold_doctor_report report;
    retold_store *s = opened(RETOLD_STORE_WRITE);
    OK(retold_store_doctor(ctx, s, RETOLD_FORM_TEXT, sink(), &report, err));
    if (report.faults) fail_msg("%s", seen.bytes);
    retold_store_close(s);
    sweep_folder();
}

/* Another process holds the lock, and a reader looks while it writes. */
static void told_across_processes(void **state) {
    (void)state;
    int ends[2];
    uint32_t told;
    retold_error err = {0};
    retold_store *s = NULL;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (!child) write_on(ends[1], 1);
    assert_int_equal(read(ends[0], &told, sizeof told), sizeof told);
    struct timespec before, after;
    clock_gettime(CLOCK_MONOTONIC, &before);
    assert_int_equal(retold_store_open(ctx, path, RETOLD_STORE_WRITE, &s, &err), RETOLD_E_BUSY);
    clock_gettime(CLOCK_MONOTONIC, &after);
    assert_true(after.tv_sec - before.tv_sec < 2); /* at once */
    retold_store *reader = opened(RETOLD_STORE_READ);
    for (int i = 0; i < 20; i++) {
        assert_true(count(reader, "SELECT count(*) FROM article") % ARTICLES == 0);
        OK(retold_store_search(ctx, reader, S("batch"), 5, RETOLD_FORM_JSON, sink(), err));
    }
    retold_store_close(reader);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    close(ends[0]);
    close(ends[1]);
    s = opened(RETOLD_STORE_WRITE); /* the lock went with the process, though its file is still there */
    retold_store_close(s);
    sweep_folder();
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(killed_writers_lose_nothing), cmocka_unit_test(told_across_processes)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
