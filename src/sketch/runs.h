/*
 * Marks of many documents, parted by the highest bits of their hash, each part small enough to be sorted in memory.
 *
 *   adding     marks of one document after the other ──► the open chunk of each part ──► spool, when full
 *   reading    one part after the other ──► sorted by hash ──► runs: all marks of one hash ──► where the chunks were
 *
 * A mark has the words around it, so that copied text is told from a stock phrase without reading either.
 */
#ifndef SKETCH_RUNS_H
#define SKETCH_RUNS_H
#include "sketch/sketch.h"
#include "sketch/spool.h"

enum { RUN_PARTS = 256, RUN_PART_SHIFT = 56, RUN_CHUNK = 1024 /* marks */ };

typedef struct run_mark {
    uint64_t hash;   /* run_hash() of the shingle */
    uint64_t around; /* sketch_around() */
    uint32_t doc;
    uint32_t at; /* first word, RUN_FAR for that and all further ones */
} run_mark;

/* What of a shingle's hash is kept: enough that two different ones meet once in a million million. */
static inline uint64_t run_hash(uint64_t shingle) { return shingle >> 24 << 24; }

enum { RUN_FAR = UINT16_MAX };

/* A mark in a chunk, half as long. */
typedef struct chunk_mark {
    uint64_t around;
    uint32_t hash; /* behind the bits that all marks of the part have */
    uint16_t doc;  /* since that of the chunk */
    uint16_t at;
} chunk_mark;

typedef struct run_chunk {
    uint64_t place; /* in the spool */
    uint32_t doc, count;
} run_chunk;

typedef struct run_part {
    chunk_mark *open;
    uint32_t doc, filled; /* of the open chunk */
    size_t closed;        /* marks in chunks */
    VEC(run_chunk) chunks;
} run_part;

typedef struct run_parts {
    arena memory;
    run_part parts[RUN_PARTS];
} run_parts;

/* Add marks of a document with the sketch_nibbles() of its words. Documents rise. Cost: linear. */
void runs_add(retold_ctx *ctx, run_parts *r, spool *s, const sketch_marks *marks, const uint32_t *nibbles);

#define RUN_NONE UINT32_MAX

/* How many marks a part has. */
size_t runs_count(const run_parts *r, unsigned part);

/*
 * The marks of a part, in the order of adding, into room for runs_count(); returns the end of what was written. A mark gets number[doc] as its doc;
 * what has RUN_NONE there is left out.
 */
run_mark *runs_load(run_mark *into, const run_parts *r, spool *s, unsigned part, const uint32_t *number);

void runs_free(run_parts *r);

/* What runs are made of: a head with their hash and number, then the marks. */
typedef struct run_record {
    uint64_t hash_or_around;
    uint32_t count_or_doc, at;
} run_record;

/* Records side by side in a spool. */
typedef struct run_place {
    uint64_t at;
    size_t count;
} run_place;

typedef VEC(run_place) run_places;

/* Runs in a spool: over chunks that were given for that, and beyond these at its end. */
typedef struct run_list {
    arena *memory;
    spool *spool;
    run_places places, given; /* `given`: what may be written over, from `used` on */
    size_t used, waiting;     /* waiting: in the buffer */
    run_record *buffer;       /* [RUN_BUFFER] */
} run_list;

enum { RUN_BUFFER = 4096 };

run_list runs_begin(arena *a, spool *s);

/* The chunks of a part, which was read for the last time, may be written over. */
void runs_give(run_list *l, const run_parts *r, unsigned part);

/* Append the marks of one hash. */
void runs_put(retold_ctx *ctx, run_list *l, const run_mark *run, size_t count);

/* Write what waits, at the latest after the last one. */
void runs_end(retold_ctx *ctx, run_list *l);

/* A list read from its start to its end. */
typedef struct run_reader {
    const run_list *list;
    size_t place, taken; /* the place that comes next, records of it that were read */
    run_record *buffer;  /* [RUN_BUFFER] */
    size_t next, count;
    struct {
        run_mark *items;
        size_t count, space;
    } run;
} run_reader;

run_reader runs_read(arena *a, const run_list *list);

/* The next marks of one hash, valid until the next call; false at the end. `a` is that of runs_read(). */
bool runs_next(arena *a, run_reader *r, run_mark **run, size_t *count);

/* Marks by a key of each, groups in the order of their first mark, marks in their order. */
typedef struct run_groups {
    run_mark *marks;
    uint32_t *ends; /* [count] */
    size_t count;
} run_groups;

/* Group marks by keys[] below the size of `table`, which is all 0 before and after; marks of key RUN_NO_KEY are left out. Cost: linear. */
#define RUN_NO_KEY UINT32_MAX
run_groups runs_group(arena *a, uint32_t *table, const run_mark *run, const uint32_t *keys, size_t count);

#endif
