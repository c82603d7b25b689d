/* Hashes. hash_bytes() and hash_mix() are fixed for good: what they decide (samples, ids) must not differ between versions. */
#ifndef BASE_HASH_H
#define BASE_HASH_H
#include "base/span.h"

/* XXH3, 64 bits, seed 0. */
uint64_t hash_bytes(span s);

/* A bijection that spreads every bit of x over all bits (the finaliser of SplitMix64). */
static inline uint64_t hash_mix(uint64_t x) {
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

/* Hash of a sequence, one item after the other; order matters. */
static inline uint64_t hash_join(uint64_t a, uint64_t b) { return hash_mix(a * 3 + hash_mix(b) + 0x9E3779B97F4A7C15u); }

typedef struct digest {
    uint8_t bytes[32];
} digest;

/* SHA-256. */
digest hash_sha256(span s);

/* First `chars` (even, at most 64) lower-case hex digits of d into out, which has room for chars + 1. */
void hash_hex(const digest *d, unsigned chars, char *out);

#endif
