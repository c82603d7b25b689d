/* Shared between the files of read only. */
#ifndef READ_INTERNAL_H
#define READ_INTERNAL_H
#include "os/os.h"
#include "read/read.h"

/* ---- input.c: the bytes of a file, decompressed ---- */

typedef struct input input;

/* RETOLD_E_IO where the file can't be opened. Free with input_free(). */
retold_status input_open(retold_ctx *ctx, const char *path, input **out, retold_error *err);
void input_free(void *in);

/*
 * Decompressed bytes that are there, at least one unless the end was reached, at most what one step gives. They live until
 * input_take(), which moves behind the first `n` of them. RETOLD_E_IO when reading fails; damage and caps end the input.
 */
retold_status input_peek(input *in, span *bytes, retold_error *err);
void input_take(input *in, size_t n);

/* Offset of the next byte, counted in decompressed bytes. */
uint64_t input_at(const input *in);

/* Why the input ended before its time: "gzip data damaged", "inflate_ratio"; empty when it didn't. Constant. */
span input_damage(const input *in);

/* True when the damage is the cap inflate_ratio. */
bool input_capped(const input *in);

/* ---- rows.c ---- */

/* Rows over an opened input, which they take over. */
rows *rows_over(retold_ctx *ctx, input *in);

/* ---- sniff.c: what bytes are ---- */

typedef enum sniffed { SNIFF_HTML, SNIFF_TEXT, SNIFF_JSONL, SNIFF_BINARY } sniffed;

/* What the first bytes of a file look like; `name` without .gz or .zst decides only between text and HTML, and for .jsonl. */
sniffed sniff(span head, span name);

/* "PNG image", "PDF document": what binary bytes are; constant. */
const char *sniff_name(span head);

#endif
