/* What other rooms may use of extract beside <retold/extract.h>. */
#ifndef EXTRACT_EXTRACT_H
#define EXTRACT_EXTRACT_H
#include "base/ctx.h"
#include "retold/extract.h"

/*
 * Have `to` extract as `from` was told to, by its learned numbers, which must outlive it: for the contexts of worker threads.
 * RETOLD_OK or RETOLD_E_NOMEM.
 */
retold_status extract_share_settings(retold_ctx *from, retold_ctx *to, retold_error *err);

/*
 * Agencies among the authors, as feeds give them, become the article's agency. Within ctx_run(). Linear in the authors.
 */
void extract_part_agencies(retold_ctx *ctx, retold_article *article);

#endif
