/* Filling the caller's retold_error. The first error goes up untouched. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H
#include "base/span.h"

/* Fill *err (when there is one) and return status: `return error_set(err, "read", RETOLD_E_IO, at, "…", …);` */
retold_status error_set(retold_error *err, const char *where, retold_status status, uint64_t offset, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* The same for running out of memory. */
retold_status error_nomem(retold_error *err, const char *where);

#endif
