/* Documents that are read once and not kept: their collection, and where the row of each can be had again. For `copies` and `dedup`. */
#ifndef PIPE_CORPUS_H
#define PIPE_CORPUS_H
#include "pipe/pipe_internal.h"

enum { CORPUS_OPEN_FILES = 64 }; /* inputs that are kept open; the rows of further ones go to the spool */

typedef struct corpus {
    session *s;
    const retold_inputs *inputs;
    bool families_only;                                                       /* nobody asks for passages */
    void (*each)(retold_ctx *ctx, void *user, const retold_article *article); /* sees each document as it is added; may be NULL */
    void *user;
    retold_copies *copies;
    arena memory;
    VEC(row_place *) places; /* blocks, by number of adding */
    uint32_t count;
    os_file *files[CORPUS_OPEN_FILES]; /* by input; NULL for those that can't be read again */
    spool rows;
    lent lent, lent_rows;
} corpus;

/* Read all documents and group them. The corpus outlives the ctx_run() under way, and ends with it. */
retold_status corpus_group(retold_ctx *ctx, corpus *c, retold_error *err);

/* The row of a document, in scratch memory. */
retold_status corpus_row(retold_ctx *ctx, corpus *c, uint32_t number, span *row, retold_error *err);

/* A document read again; the caller frees it. */
retold_status corpus_article(retold_ctx *ctx, corpus *c, uint32_t number, retold_article **out, retold_error *err);

#endif
