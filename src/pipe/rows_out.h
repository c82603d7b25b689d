/* What one record becomes in a filter: its rows, into a buffer. Each runs on a worker's ctx. */
#ifndef PIPE_ROWS_OUT_H
#define PIPE_ROWS_OUT_H
#include "pipe/pipe_internal.h"
#include "render/render.h"

/* *failed is set where the row tells of an error. */
retold_status page_row(retold_ctx *ctx, const retold_page *page, buf *out, bool *failed, retold_error *err);
retold_status extract_row(retold_ctx *ctx, const retold_page *page, buf *out, bool *failed, retold_error *err);
retold_status quote_rows(retold_ctx *ctx, const retold_article *article, buf *out, retold_error *err);
retold_status time_rows(retold_ctx *ctx, const retold_article *article, buf *out, retold_error *err);
retold_status repair_row(retold_ctx *ctx, const retold_article *article, buf *out, retold_error *err);

/* An article's part of a document, and the head of one that it is the first of. RETOLD_E_FORMAT: the page has none. */
retold_status article_part(retold_ctx *ctx, const retold_page *page, retold_article_format format, buf *out, buf *head,
                           retold_error *err);

/* volume.c: parts of articles put into one document, in a form that isn't rows. volume_end() fits ctx_always(). */
typedef struct volume {
    retold_article_format format;
    arena memory;
    span head, part; /* of the first article */
    uint64_t count;
} volume;
retold_status volume_put(retold_ctx *ctx, volume *v, span head, span part, const retold_sink *out, retold_error *err);
retold_status volume_finish(retold_ctx *ctx, volume *v, const retold_sink *out, retold_error *err);
void volume_end(void *volume);

/* A page's article, with what its row states of itself. The caller frees *out. */
retold_status article_of_page(retold_ctx *ctx, const retold_page *page, retold_article **out, retold_error *err);

#endif
