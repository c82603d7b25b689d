/* Times of an article whose date is not its own, for pipe. */
#ifndef TIMES_TIMES_H
#define TIMES_TIMES_H
#include "base/vec.h"
#include "record/record.h"

typedef VEC(retold_time) time_list;

/* Time expressions of an article against a day of writing that is given: STAMP_NONE for none. Spans and values live in `a`. Cost: linear. */
void times_read(retold_ctx *ctx, arena *a, const retold_article *article, stamp written, time_list *out);

#endif
