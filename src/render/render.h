/*
 * Articles as documents, for pipe:
 *
 *   head part tail                              of one
 *   head several part border part border … tail
 */
#ifndef RENDER_RENDER_H
#define RENDER_RENDER_H
#include "base/buf.h"
#include "record/record.h"
#include "retold/render.h"

/* One article's part. `a` is scratch. */
void render_part(arena *a, buf *out, const retold_article *article, retold_article_format format);

/* What opens a document whose first article this is (NULL: it has none), and what closes it. `many`: it holds several. */
void render_head(buf *out, const retold_article *first, retold_article_format format);
void render_several(buf *out, retold_article_format format);
void render_border(buf *out, retold_article_format format);
void render_tail(buf *out, retold_article_format format, bool many);

#endif
