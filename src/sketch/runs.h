/*
 * Marks of many documents, parted by the highest bits of their hash, each part small enough to be sorted in memory.
 *
 *   adding     marks of one document after the other ──► the open chunk of each part ──► spool, when full
 *   reading    one part after the other ──► sorted by hash ──► runs: all marks of one hash
 *
 * A mark has the words around it, so that copied text is told from a stock phrase without reading either.
 */
#ifndef SKETCH_RUNS_H
#define SKETCH_RUNS_H
#include "sketch/sketch.h"
#include "sketch/spool.h"

enum { RUN_PARTS = 256, RUN_PART_SHIFT = 56, RUN_CHUNK = 256 /* marks */ };

typedef struct run_mark {
    uint64_t hash;
    uint64_t around; /* sketch_around() */
    uint32_t doc, at;
} run_mark;

typedef struct run_part {
    run_mark *open;
    uint32_t filled;
    VEC(uint64_t) chunks; /* places in the spool */
} run_part;

typedef struct run_parts {
    arena memory;
    run_part parts[RUN_PARTS];
} run_parts;

/* Add marks of a document whose words these are. Cost: linear. */
void runs_add(retold_ctx *ctx, run_parts *r, spool *s, const sketch_marks *marks, const uint32_t *words, uint32_t count);

/* How many marks a part has. */
size_t runs_count(const run_parts *r, unsigned part);

/* All marks of a part, in the order of adding. */
run_mark *runs_load(arena *a, const run_parts *r, spool *s, unsigned part);

void runs_free(run_parts *r);

/* A stretch of a spool with marks in order, read from its start to its end. */
typedef struct run_reader {
    spool *spool;
    uint64_t at, end;
    run_mark *buffer; /* [RUN_BUFFER] */
    size_t next, count;
    struct {
        run_mark *items;
        size_t count, space;
    } run;
} run_reader;

enum { RUN_BUFFER = 4096 };

run_reader runs_read(arena *a, spool *s, uint64_t at, uint64_t end);

/* The next marks of one hash, valid until the next call; false at the end. `a` is that of runs_read(). */
bool runs_next(arena *a, run_reader *r, run_mark **run, size_t *count);

#endif
