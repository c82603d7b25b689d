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
        for (uint64_t x = batch * 100 + i; len < 3000; len += 17)
            x = hash_mix(x + 1), snprintf(text + len, 20, " %016llx", (unsigned long long)x);
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
    alarm(60); /* whatever becomes of the test */
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

/* Asks while another process writes; the child is ended before anything is asserted. */
static void told_across_processes(void **state) {
    (void)state;
    int ends[2], torn = 0;
    uint32_t told = 0;
    int64_t articles = 0;
    retold_error err = {0};
    retold_store *second = NULL, *reader = NULL;
    struct timespec before, after;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (!child) write_on(ends[1], 1);
    ssize_t got = read(ends[0], &told, sizeof told);
    clock_gettime(CLOCK_MONOTONIC, &before);
    retold_status writing = retold_store_open(ctx, path, RETOLD_STORE_WRITE, &second, &err);
    clock_gettime(CLOCK_MONOTONIC, &after);
    retold_status reading = retold_store_open(ctx, path, RETOLD_STORE_READ, &reader, NULL);
    for (int i = 0; i < 20 && reading == RETOLD_OK; i++) {
        reading = sql_int(reader, "SELECT count(*) FROM article", -1, &articles, NULL);
        torn += articles % ARTICLES != 0;
        if (reading == RETOLD_OK) reading = retold_store_search(ctx, reader, S("batch"), 5, RETOLD_FORM_JSON, sink(), NULL);
    }
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    close(ends[0]);
    close(ends[1]);
    retold_store_close(reader);
    retold_store_close(second);
    assert_int_equal(got, sizeof told);
    assert_int_equal(writing, RETOLD_E_BUSY);
    assert_non_null(strstr(err.message, "another process writes"));
    assert_true(after.tv_sec - before.tv_sec < 2); /* at once */
    assert_int_equal(reading, RETOLD_OK);
    assert_true(articles > 0 && !torn);
    second = opened(RETOLD_STORE_WRITE); /* the lock went with the process, though its file is still there */
    retold_store_close(second);
    sweep_folder();
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(killed_writers_lose_nothing), cmocka_unit_test(told_across_processes)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
