#define _GNU_SOURCE
#include "os/os.h"
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#define MOST_WORKERS 256

typedef struct share {
    void (*work)(void *user, size_t job, unsigned worker);
    void *user;
    size_t jobs;
    atomic_size_t next;
    atomic_uint joined;
} share;

unsigned os_cores(void) {
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return n > 0 ? (unsigned)n : 1;
}

static void *take_jobs(void *p) {
    share *s = p;
    unsigned worker = atomic_fetch_add(&s->joined, 1);
    for (size_t job; (job = atomic_fetch_add(&s->next, 1)) < s->jobs;) s->work(s->user, job, worker);
    return NULL;
}

void os_share_out(unsigned workers, size_t jobs, void (*work)(void *user, size_t job, unsigned worker), void *user) {
    pthread_t threads[MOST_WORKERS];
    unsigned started = 0;
    share s = {.work = work, .user = user, .jobs = jobs};
    if (workers > MOST_WORKERS) workers = MOST_WORKERS;
    while (started + 1 < workers && started + 1 < jobs && pthread_create(&threads[started], NULL, take_jobs, &s) == 0) started++;
    take_jobs(&s);
    while (started) pthread_join(threads[--started], NULL);
}
