#include "base/error.h"
#include <stdarg.h>
#include <stdio.h>

/* Messages may quote input: what would break the line or steer a terminal becomes a question mark. */
static void make_visible(char *text) {
    for (; *text; text++)
        if ((unsigned char)*text < 32 || *text == 127) *text = '?';
}

retold_status error_set(retold_error *err, const char *where, retold_status status, uint64_t offset, const char *format, ...) {
    if (!err) return status;
    err->status = status;
    err->offset = offset;
    snprintf(err->where, sizeof err->where, "%s", where);
    va_list args;
    va_start(args, format);
    vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    make_visible(err->message);
    return status;
}

retold_status error_nomem(retold_error *err, const char *where) {
    return error_set(err, where, RETOLD_E_NOMEM, RETOLD_OFFSET_NONE, "out of memory");
}
