#include "base/hash.h"
#include <nettle/sha2.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t hash_bytes(span s) { return XXH3_64bits(s.len ? s.ptr : "", s.len); }

digest hash_sha256(span s) {
    digest out;
    struct sha256_ctx sha;
    sha256_init(&sha);
    sha256_update(&sha, s.len, (const uint8_t *)(s.len ? s.ptr : ""));
    sha256_digest(&sha, sizeof out.bytes, out.bytes);
    return out;
}

void hash_hex(const digest *d, unsigned chars, char *out) {
    static const char digits[] = "0123456789abcdef";
    for (unsigned i = 0; i < chars; i++) out[i] = digits[i & 1 ? d->bytes[i / 2] & 15 : d->bytes[i / 2] >> 4];
    out[chars] = '\0';
}
