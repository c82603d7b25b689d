/* What one record becomes in a filter: its rows, into a buffer. Each runs on a worker's ctx. */
#ifndef PIPE_ROWS_OUT_H
#define PIPE_ROWS_OUT_H
#include "pipe/pipe_internal.h"

/* *failed is set where the row tells of an error. */
retold_status page_row(retold_ctx *ctx, const retold_page *page, buf *out, bool *failed, retold_error *err);
retold_status extract_row(retold_ctx *ctx, const retold_page *page, buf *out, bool *failed, retold_error *err);
retold_status quote_rows(retold_ctx *ctx, const retold_article *article, buf *out, retold_error *err);
retold_status time_rows(retold_ctx *ctx, const retold_article *article, buf *out, retold_error *err);
retold_status repair_row(retold_ctx *ctx, const retold_article *article, buf *out, retold_error *err);

/* A page's article, with what its row states of itself. The caller frees *out. */
retold_status article_of_page(retold_ctx *ctx, const retold_page *page, retold_article **out, retold_error *err);

#endif
