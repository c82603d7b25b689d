/* What pipe uses of reading besides include/retold/read.h: rows of JSONL as they stand. */
#ifndef READ_READ_H
#define READ_READ_H
#include "record/record.h"
#include "retold/read.h"

/* The rows of one JSONL input, streamed. */
typedef struct rows rows;

/* Open a file or standard input for rows; gzip and zstd are undone. Free with rows_free(). RETOLD_E_IO. */
retold_status rows_open(retold_ctx *ctx, const char *path, rows **out, retold_error *err);

/* One row, without its line end; blank lines are passed over. */
typedef struct row {
    span text;       /* lives until the next call; the head of it when it was too long */
    uint64_t offset; /* of its first byte in the decompressed input */
    bool too_long;   /* over the cap line_bytes: the rest was skipped */
    span damage;     /* not empty on the last row: why the input ends early (constant) */
} row;

/* RETOLD_OK, RETOLD_END, RETOLD_E_IO. Damage of the compression ends the rows, told of in a row with empty text. */
retold_status rows_next(retold_ctx *ctx, rows *r, row *out, retold_error *err);

/* True when the offsets of rows are those of a file that can be read again: not compressed, not standard input, no pipe. */
bool rows_in_place(const rows *r);

/* Decompressed bytes so far. */
uint64_t rows_bytes(const rows *r);

/* NULL is a no-op. Fits ctx_always(). */
void rows_free(void *r);

#endif
