/*
 * Bytes that are written and read again, in memory as far as they fit and beyond that on a device.
 *
 *   0 ─── memory ─── │ ─── device ─── │ tail     places are one row of numbers; a block of the tail goes out when it is full
 *
 * This room opens no files: the device is handed in. A device that fails makes the spool `failed`; reading then gives zeros, so that
 * the caller need ask only at the end.
 */
#ifndef SKETCH_SPOOL_H
#define SKETCH_SPOOL_H
#include "base/vec.h"
#include <stdatomic.h>

/* Where blocks go that memory has no room for. Both return false on failure; read may be called from several threads at once. */
typedef struct spool_device {
    bool (*write)(void *user, uint64_t at, const void *bytes, size_t len);
    bool (*read)(void *user, uint64_t at, void *into, size_t len);
    void *user;
    size_t memory; /* bytes that stay in memory */
} spool_device;

enum { SPOOL_BLOCK = 1 << 18 };

typedef struct spool {
    arena memory;
    VEC(char *) blocks; /* those in memory; NULL for one not written to yet */
    char *tail;         /* the block under way beyond them */
    uint64_t size;
    spool_device device; /* `write` NULL: all stays in memory */
    atomic_bool failed;
} spool;

/* Append; returns where it is. Out of memory jumps to the guard of ctx. Cost: a copy. */
uint64_t spool_put(retold_ctx *ctx, spool *s, const void *bytes, size_t len);

/* Write over what was put, while nobody puts or gets. */
void spool_set(spool *s, uint64_t at, const void *bytes, size_t len);

/* Copy out what was put, from any thread while nobody puts. Zeros when it can't be read. */
void spool_get(spool *s, uint64_t at, void *into, size_t len);

/* Forget what was put from `size` on. */
void spool_back(spool *s, uint64_t size);

/* Give back the memory; the device is the caller's. */
void spool_free(spool *s);

#endif
