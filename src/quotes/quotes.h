/* Quotes across the tellings of a story, for pipe. */
#ifndef QUOTES_QUOTES_H
#define QUOTES_QUOTES_H
#include "record/told.h"

/*
 * Which quotes of several tellings are one, what each telling did to it, and who the speakers are across spellings. The
 * result lives in `a` and borrows the tellings. Deterministic in the order of the tellings' ranks. Cost: near linear in the
 * quotes' words; docs/how/quotes.md has the method.
 */
void quotes_gather(retold_ctx *ctx, arena *a, const told_telling *tellings, uint32_t count, told_quotes *out);

#endif
