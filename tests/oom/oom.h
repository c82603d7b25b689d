/*
 * Memory that runs out on purpose: one piece of work is run again and again, and its 1st, 2nd, 3rd… allocation fails,
 * until it gets through without meeting a failure (of a great many allocations, only some fail). Each time it must say
 * so, leave nothing allocated behind, and work as before afterwards. Linked with -Wl,--wrap for malloc, calloc, realloc
 * and free, which reaches into the static libraries as well.
 */
#ifndef OOM_OOM_H
#define OOM_OOM_H
#include <retold/base.h>

/* One piece of work that makes and frees all of its own; `job` is handed to it. */
typedef retold_status (*oom_work)(void *job);

/* Runs the sweep; exits with a message when the work does anything but succeed or say RETOLD_E_NOMEM. */
void oom_sweep(const char *name, oom_work work, void *job);

#endif
