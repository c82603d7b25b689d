/* Shared between the files of base only. */
#ifndef BASE_INTERNAL_H
#define BASE_INTERNAL_H
#include "base/ctx.h"

retold_ctx *ctx_make(const retold_limits *limits);
void ctx_unmake(retold_ctx *ctx);

#endif
