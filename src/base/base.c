#include "base/base_internal.h"

retold_status retold_ctx_new(const retold_limits *limits, retold_ctx **out, retold_error *err) {
    *out = ctx_make(limits);
    return *out ? RETOLD_OK : error_nomem(err, "base");
}

void retold_ctx_free(retold_ctx *ctx) {
    if (ctx) ctx_unmake(ctx);
}

const char *retold_version(void) { return RETOLD_VERSION; }

const char *retold_status_name(retold_status status) {
    switch (status) {
    case RETOLD_OK: return "ok";
    case RETOLD_END: return "end";
    case RETOLD_E_NOMEM: return "out of memory";
    case RETOLD_E_LIMIT: return "limit hit";
    case RETOLD_E_ARGUMENT: return "wrong argument";
    case RETOLD_E_ABSENT: return "not there";
    case RETOLD_E_FORMAT: return "bad format";
    case RETOLD_E_IO: return "input or output failed";
    case RETOLD_E_STORE: return "store damaged or of another version";
    case RETOLD_E_BUSY: return "store is being written to";
    case RETOLD_E_STOPPED: return "stopped by the caller";
    }
    return "unknown status";
}
