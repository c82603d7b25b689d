/* Hashes. hash_bytes(), hash_mix() and hash_fold() are fixed for good: what they decide (samples, ids) must not differ between versions. */
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

/* The product of two numbers, its upper half folded onto the lower one: the cheapest step that lets every bit of both reach every bit. Fixed for good. */
static inline uint64_t hash_fold(uint64_t a, uint64_t b) {
#ifdef __SIZEOF_INT128__
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
#else
    uint64_t low = (a & UINT32_MAX) * (b & UINT32_MAX), one = (a >> 32) * (b & UINT32_MAX), two = (a & UINT32_MAX) * (b >> 32);
    uint64_t middle = (low >> 32) + (one & UINT32_MAX) + (two & UINT32_MAX);
    return (low & UINT32_MAX) ^ (middle << 32) ^ ((a >> 32) * (b >> 32) + (one >> 32) + (two >> 32) + (middle >> 32));
#endif
}

/* Eight bytes at once, the first in the lowest bits. */
static inline uint64_t eight_bytes(const unsigned char *p) {
    uint64_t x;
    memcpy(&x, p, sizeof x);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    x = __builtin_bswap64(x);
#endif
    return x;
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
