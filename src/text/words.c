/*
 * Words and their hashes. ASCII runs through one table; what isn't ASCII is decided one character at a time.
 *
 *   kind of neighbour          inside a word when
 *   ' ’ ‘ ʼ ` ´                a letter or digit on both sides
 *   . ,                        a digit on both sides
 *   combining mark             always; no part of the hash when the letter is Latin, Greek, Cyrillic, Hebrew, Arabic
 *   soft hyphen, zero width    a letter or digit follows; no part of the hash
 *
 * Full-width letters and digits are those of ASCII; what scripts without spaces need beside that is in unspaced.c.
 */
#include "base/hash.h"
#include "text/unspaced.h"
#include <utf8proc.h>

#define FNV_START 0xCBF29CE484222325u
#define FNV_PRIME 0x100000001B3u

#define NONE8 0, 0, 0, 0, 0, 0, 0, 0
#define LETTERS                                                                                                                  \
    'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', \
        'z'

/* Folded letter or digit of each ASCII byte, 0 for all others. */
static const unsigned char folded[256] = {
    NONE8, NONE8, NONE8, NONE8, NONE8, NONE8, '0', '1',     '2', '3', '4', '5', '6', '7', '8',     '9',
    0,     0,     0,     0,     0,     0,     0,   LETTERS, 0,   0,   0,   0,   0,   0,   LETTERS,
};

typedef struct reading {
    const unsigned char *text;
    span whole;
    size_t at, end; /* next byte; end of the word so far */
    uint64_t hash;
    unsigned letters, uppers, digits;
} reading;

static void hash_byte(reading *r, unsigned char b) { r->hash = (r->hash ^ b) * FNV_PRIME; }

static void hash_char(reading *r, uint32_t c) {
    if (c < 0x80) {
        hash_byte(r, (unsigned char)c);
        return;
    }
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t n = utf8proc_encode_char((utf8proc_int32_t)c, bytes);
    for (utf8proc_ssize_t i = 0; i < n; i++) hash_byte(r, bytes[i]);
}

static bool is_apostrophe(uint32_t c) {
    return c == '\'' || c == '`' || c == 0xB4 || c == 0x2018 || c == 0x2019 || c == 0x201B || c == 0x2BC || c == 0xFF07;
}

/* Marks that only point or accent a letter; in other scripts they are vowels and count. */
static bool is_accent(uint32_t c) {
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x591 && c <= 0x5C7) || (c >= 0x610 && c <= 0x61A) || (c >= 0x64B && c <= 0x65F) ||
           c == 0x670 || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF);
}

/* The letter without its accents, for the scripts where text comes both with composed and with combining ones. */
static uint32_t bare(uint32_t c) {
    if (c < 0xC0 || (c >= 0x530 && c < 0x1E00) || c > 0x1FFF) return c;
    utf8proc_int32_t parts[8];
    int boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, parts, 8, UTF8PROC_DECOMPOSE, &boundary);
    return n > 1 && n <= 8 && parts[0] < 0x530 ? (uint32_t)parts[0] : c;
}

static bool starts_word(uint32_t c) { return text_is_letter(c) || text_is_digit(c) || (text_is_mark(c) && !is_accent(c)); }

/* Offset of the letter or digit of a spaced script that comes next, behind characters that aren't seen; 0 when another comes. */
static size_t word_goes_on(const reading *r, size_t at) {
    while (at < r->whole.len) {
        size_t here = at;
        if (folded[r->text[at]]) return here;
        if (r->text[at] < 0x80) return 0;
        uint32_t c = text_next(r->whole, &at);
        if (!text_is_unseen(c)) return !text_is_unspaced(c) && (text_is_letter(c) || text_is_digit(c)) ? here : 0;
    }
    return 0;
}

/* Eight bytes at once, the first in the lowest bits. */
static uint64_t eight_bytes(const unsigned char *p) {
    uint64_t x;
    memcpy(&x, p, sizeof x);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    x = __builtin_bswap64(x);
#endif
    return x;
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* The highest bit of each byte of x (below 0x80, all of them) that lies between two, both included. */
static uint64_t between(uint64_t x, unsigned low, unsigned high) {
    return (x + EACH(0x80 - low)) & ~(x + EACH(0x7F - high)) & EACH(0x80);
}

static unsigned count_marked(uint64_t highest) { return (unsigned)(((highest >> 7) * EACH(1)) >> 56); }

static uint64_t first_bytes(unsigned n) { return n == 8 ? ~UINT64_C(0) : (UINT64_C(1) << (8 * n)) - 1; }

#define P FNV_PRIME

/* What the hash is multiplied by at each of eight bytes, n of which count. */
static const uint64_t factors[9][8] = {
    {1, 1, 1, 1, 1, 1, 1, 1}, {P, 1, 1, 1, 1, 1, 1, 1}, {P, P, 1, 1, 1, 1, 1, 1},
    {P, P, P, 1, 1, 1, 1, 1}, {P, P, P, P, 1, 1, 1, 1}, {P, P, P, P, P, 1, 1, 1},
    {P, P, P, P, P, P, 1, 1}, {P, P, P, P, P, P, P, 1}, {P, P, P, P, P, P, P, P},
};

#undef P

/*
 * The hash goes on over the first n (to 8) of eight bytes, ASCII letters and digits. Each of eight steps is taken, or is one by 1, without a
 * branch: where a word ends can't be foreseen, and so the next word is begun meanwhile.
 */
static uint64_t hash_eight(uint64_t hash, uint64_t x, unsigned n) {
    uint64_t hashed = (x | EACH(0x20)) & first_bytes(n);
    const uint64_t *by = factors[n];
    for (unsigned i = 0; i < 8; i++, hashed >>= 8) hash = (hash ^ (hashed & 0xFF)) * by[i];
    return hash;
}

/* ASCII letters and digits. */
static void take_ascii(reading *r) {
    const unsigned char *p = r->text + r->at, *end = r->text + r->whole.len;
    uint64_t hash = r->hash;
    unsigned letters = 0, uppers = 0, count = 0, n = 8;
    while (n == 8 && end - p >= 8) {
        uint64_t x = eight_bytes(p), low = x & EACH(0x7F), lower = low | EACH(0x20), ascii = ~x & EACH(0x80);
        uint64_t letter = between(lower, 'a', 'z') & ascii, word = letter | (between(low, '0', '9') & ascii),
                 stop = ~word & EACH(0x80);
        n = stop ? (unsigned)__builtin_ctzll(stop) / 8 : 8;
        uint64_t taken = first_bytes(n);
        hash = hash_eight(hash, x, n);
        letters += count_marked(letter & taken);
        uppers += count_marked(letter & ~(x << 2) & taken);
        count += n;
        p += n;
    }
    for (unsigned char f; n == 8 && p < end && (f = folded[*p]); p++, count++) {
        hash = (hash ^ f) * FNV_PRIME;
        letters += f > '9';
        uppers += (unsigned)(*p - 'A') < 26;
    }
    r->hash = hash;
    r->letters += letters;
    r->uppers += uppers;
    r->digits += count - letters;
    r->at = r->end = (size_t)(p - r->text);
}

static void count_char(reading *r, uint32_t c) {
    c = unspaced_width(c);
    if (text_is_digit(c))
        r->digits++;
    else
        r->letters++;
    r->uppers += text_is_upper(c);
    hash_char(r, bare(text_fold(c)));
}

/* ASCII that may stand inside a word without being a letter or digit. */
static bool is_inner_ascii(unsigned char b) { return b == '\'' || b == '.' || b == ',' || b == '`'; }

/* A character that isn't an ASCII letter or digit: true when the word goes on with it. */
static bool take_other(reading *r) {
    size_t next = r->at;
    if (r->text[next] < 0x80 && !is_inner_ascii(r->text[next])) return false;
    uint32_t c = text_next(r->whole, &next);
    if (is_apostrophe(c)) {
        if (!word_goes_on(r, next)) return false;
        hash_byte(r, '\'');
    } else if (c == '.' || c == ',' || c == 0xFF0E || c == 0xFF0C) {
        if (!unspaced_digit_before(r->whole, r->at) || !unspaced_digit_at(r->whole, next)) return false;
        hash_byte(r, c == '.' || c == 0xFF0E ? '.' : ',');
    } else if (c < 0x80 || text_is_unspaced(c)) {
        return false;
    } else if (text_is_unseen(c)) {
        if (!(next = word_goes_on(r, next))) return false;
    } else if (text_is_mark(c)) {
        if (!is_accent(c)) hash_char(r, c);
    } else if (text_is_letter(c) || text_is_digit(c)) {
        count_char(r, c);
    } else {
        return false;
    }
    r->at = r->end = next;
    return true;
}

static uint32_t flags_of(const reading *r, size_t begin) {
    size_t at = begin;
    unsigned char byte = r->text[begin];
    uint32_t flags = r->letters > 1 && r->uppers == r->letters ? WORD_ALL_CAPS : 0;
    if (byte < 0x80) {
        if ((unsigned)(byte - 'A') < 26) flags |= WORD_CAPITAL;
        return is_digit(byte) ? flags | WORD_NUMBER : flags;
    }
    uint32_t first = text_next(r->whole, &at);
    if (r->uppers && text_is_upper(first)) flags |= WORD_CAPITAL;
    return text_is_digit(first) ? flags | WORD_NUMBER : flags;
}

/* The word that begins at r->at. */
static word take_word(reading *r) {
    size_t begin = r->at;
    r->end = begin;
    r->hash = FNV_START;
    r->letters = r->uppers = r->digits = 0;
    do take_ascii(r);
    while (r->at < r->whole.len && take_other(r));
    return (word){{(uint32_t)begin, (uint32_t)r->end}, hash_mix(r->hash), flags_of(r, begin)};
}

static uint64_t hash_pair(uint32_t a, uint32_t b) {
    reading r = {.hash = FNV_START};
    hash_char(&r, a);
    if (b) hash_char(&r, b);
    return hash_mix(r.hash);
}

/* A run of a script without spaces: each two neighbours are a word, also over a blank or a line end; a single character is one alone. */
static void take_unspaced(arena *a, reading *r, words *out) {
    size_t before = r->at, end = r->at, at, next;
    uint32_t last = unspaced_next(r->whole, &end), c;
    bool alone = true;
    while ((at = unspaced_goes_on(r->whole, end)) != SIZE_MAX) {
        next = at;
        c = unspaced_next(r->whole, &next);
        vec_push(a, out, (word){{(uint32_t)before, (uint32_t)next}, hash_pair(last, c), WORD_UNSPACED});
        before = at;
        end = next;
        last = c;
        alone = false;
    }
    if (alone) vec_push(a, out, (word){{(uint32_t)before, (uint32_t)end}, hash_pair(last, 0), WORD_UNSPACED});
    r->at = end;
}

/* ---- ASCII, 64 bytes at a time ---- */

/* A bit for each of 64 bytes of the text from `at` on; none beyond its end. */
typedef struct byte_bits {
    size_t at;
    uint64_t word;  /* ASCII letters and digits */
    uint64_t other; /* no ASCII */
} byte_bits;

/* The highest bits of eight bytes, side by side. */
static uint64_t gathered(uint64_t highest) { return ((highest >> 7) * UINT64_C(0x0102040810204080)) >> 56; }

static void add_eight(byte_bits *bits, const unsigned char *p, unsigned shift) {
    uint64_t x = eight_bytes(p), low = x & EACH(0x7F);
    bits->word |= gathered((between(low | EACH(0x20), 'a', 'z') | between(low, '0', '9')) & ~x) << shift;
    bits->other |= gathered(x & EACH(0x80)) << shift;
}

static byte_bits bits_at(const reading *r, size_t at) {
    byte_bits bits = {.at = at};
    size_t left = r->whole.len - at;
    if (left >= 64) {
        for (unsigned i = 0; i < 64; i += 8) add_eight(&bits, r->text + at + i, i);
    } else {
        unsigned char tail[64] = {0};
        memcpy(tail, r->text + at, left);
        for (unsigned i = 0; i < 64; i += 8) add_eight(&bits, tail + i, i);
    }
    return bits;
}

static uint64_t hash_ascii(const unsigned char *p, unsigned len) {
    uint64_t hash = FNV_START;
    for (; len > 8; len -= 8, p += 8) hash = hash_eight(hash, eight_bytes(p), 8);
    return hash_mix(hash_eight(hash, eight_bytes(p), len));
}

/* Flags of a word of ASCII letters and digits. */
static uint32_t ascii_flags(const unsigned char *p, unsigned len) {
    unsigned letters = 0, uppers = 0;
    if (*p >= 'a') return 0;
    for (unsigned i = 0; i < len; i++) {
        letters += p[i] >= 'A';
        uppers += (unsigned)(p[i] - 'A') < 26;
    }
    uint32_t flags = is_digit(*p) ? WORD_NUMBER : WORD_CAPITAL;
    return letters > 1 && uppers == letters ? flags | WORD_ALL_CAPS : flags;
}

/* True when a word may go on with this byte, which is no ASCII letter or digit. */
static bool may_go_on(unsigned char b) { return b >= 0x80 || is_inner_ascii(b); }

/*
 * Words of ASCII letters and digits from r->at on, as far as nothing else is near. Returns at the first byte that is left to be looked at one by
 * one: no ASCII, or a word that may go on with a mark, or that is long or last.
 */
static void take_plain(arena *a, reading *r, words *out) {
    byte_bits bits = bits_at(r, r->at);
    unsigned done = 0;
    for (;;) {
        uint64_t rest = done < 64 ? (bits.word | bits.other) & (~UINT64_C(0) << done) : 0;
        unsigned begin = rest ? (unsigned)__builtin_ctzll(rest) : 64, end = begin;
        uint64_t after = begin < 64 ? ~bits.word & (~UINT64_C(0) << begin) : 0;
        if (begin < 64) end = after ? (unsigned)__builtin_ctzll(after) : 64;
        if (end == 64 && begin > 0 && bits.at + 64 <= r->whole.len) { /* the next bytes, from a word that isn't cut */
            bits = bits_at(r, bits.at + begin);
            done = 0;
            continue;
        }
        r->at = bits.at + begin;
        if (r->at >= r->whole.len) {
            r->at = r->whole.len;
            return;
        }
        const unsigned char *p = r->text + r->at;
        unsigned len = end - begin;
        if (!len || end == 64 || r->at + (len + 7) / 8 * 8 >= r->whole.len || may_go_on(p[len])) return;
        range place = {(uint32_t)r->at, (uint32_t)r->at + len};
        vec_push(a, out, (word){place, hash_ascii(p, len), ascii_flags(p, len)});
        done = end;
    }
}

/* What take_plain() has left: one word, or one character that is in none. */
static void take_one(arena *a, reading *r, words *out) {
    size_t next = r->at;
    uint32_t c = text_next(r->whole, &next);
    if (c < 0x80 ? folded[c] != 0 : !text_is_unspaced(c) && starts_word(c)) {
        word w = take_word(r);
        vec_push(a, out, w);
    } else if (text_is_unspaced(c)) {
        take_unspaced(a, r, out);
    } else {
        r->at = next;
    }
}

words text_words(arena *a, span text) {
    words out = {0};
    reading r = {.text = (const unsigned char *)text.ptr, .whole = text};
    vec_reserve(a, &out, text.len / 6 + 4);
    while (r.at < text.len) {
        take_plain(a, &r, &out);
        if (r.at < text.len) take_one(a, &r, &out);
    }
    return out;
}

uint64_t text_word_hash(span s) {
    reading r = {.text = (const unsigned char *)s.ptr, .whole = s};
    while (r.at < s.len) {
        size_t next = r.at;
        uint32_t c = text_next(s, &next);
        if (starts_word(c) && !text_is_unspaced(c)) return take_word(&r).hash;
        if (text_is_unspaced(c)) return hash_pair(unspaced_next(s, &r.at), 0);
        r.at = next;
    }
    return 0;
}

uint64_t text_words_key(const word *items, size_t count) {
    uint64_t key = 1;
    for (size_t i = 0; i < count; i++) key = hash_join(key, items[i].hash);
    return key;
}
