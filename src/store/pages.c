/* Page bytes: stored once for each SHA-256, compressed. */
#include "store/store_internal.h"
#include <zstd.h>
#include <zstd_errors.h>

#define LEVEL 3

static retold_status deflate_page(arena *a, span bytes, span *out, retold_error *err) {
    size_t space = ZSTD_compressBound(bytes.len);
    char *room = arena_alloc(a, space);
    size_t len = ZSTD_compress(room, space, bytes.ptr ? bytes.ptr : "", bytes.len, LEVEL);
    if (ZSTD_isError(len)) return error_nomem(err, "store");
    *out = (span){room, len};
    return RETOLD_OK;
}

/* The two lengths must agree before memory is taken: a flipped bit in one doesn't ask for a terabyte. */
retold_status page_inflate(arena *a, span packed, uint64_t len, span *out, retold_error *err) {
    unsigned long long said = ZSTD_getFrameContentSize(packed.ptr, packed.len);
    if (said != len || len > SIZE_MAX / 4)
        return error_set(err, "store", RETOLD_E_STORE, RETOLD_OFFSET_NONE,
                         "the store is damaged: a page's length is not what it was");
    char *room = arena_alloc(a, (size_t)len + 1);
    size_t got = ZSTD_decompress(room, (size_t)len, packed.ptr, packed.len);
    if (ZSTD_getErrorCode(got) == ZSTD_error_memory_allocation) return error_nomem(err, "store");
    if (ZSTD_isError(got) || got != len)
        return error_set(err, "store", RETOLD_E_STORE, RETOLD_OFFSET_NONE,
                         "the store is damaged: a page can't be decompressed: %s",
                         ZSTD_isError(got) ? ZSTD_getErrorName(got) : "too short");
    *out = (span){room, got};
    return RETOLD_OK;
}

static retold_status find(retold_store *s, span sha, int64_t *number, retold_error *err) {
    query q = query_on(s, "SELECT number FROM page WHERE sha = ?1");
    query_blob(&q, 1, sha);
    *number = query_row(&q) ? row_int(&q, 0) : 0;
    return query_end(&q, err);
}

retold_status page_store(arena *a, retold_store *s, const retold_page *page, int64_t *number, retold_error *err) {
    span sha = {(const char *)page->sha.bytes, sizeof page->sha.bytes}, packed = {0};
    retold_status status = find(s, sha, number, err);
    if (status != RETOLD_OK || *number) return status;
    status = deflate_page(a, page->bytes, &packed, err);
    if (status != RETOLD_OK) return status;
    query q = query_on(s, "INSERT INTO page(sha, length, bytes) VALUES(?1, ?2, ?3)");
    query_blob(&q, 1, sha);
    query_int(&q, 2, (int64_t)page->bytes.len);
    query_blob(&q, 3, packed);
    status = query_run(&q, err);
    *number = sqlite3_last_insert_rowid(s->db);
    return status;
}
