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

/*
 * ASCII letters and digits, up to eight at a time. Each of the eight steps of the hash is taken, or is one by 1, without a branch: where a
 * word ends can't be foreseen, and so the next word is begun meanwhile.
 */
static void take_ascii(reading *r) {
    const unsigned char *p = r->text + r->at, *end = r->text + r->whole.len;
    uint64_t hash = r->hash;
    unsigned letters = 0, uppers = 0, count = 0, n = 8;
    while (n == 8 && end - p >= 8) {
        uint64_t x = eight_bytes(p), low = x & EACH(0x7F), lower = low | EACH(0x20), ascii = ~x & EACH(0x80);
        uint64_t letter = between(lower, 'a', 'z') & ascii, word = letter | (between(low, '0', '9') & ascii),
                 stop = ~word & EACH(0x80);
        n = stop ? (unsigned)__builtin_ctzll(stop) / 8 : 8;
        uint64_t taken = n == 8 ? ~UINT64_C(0) : (UINT64_C(1) << (8 * n)) - 1;
        uint64_t hashed = lower & taken, steps = taken & EACH(1);
        for (unsigned i = 0; i < 8; i++, hashed >>= 8, steps >>= 8)
            hash = (hash ^ (hashed & 0xFF)) * (1 + ((0 - (steps & 1)) & (FNV_PRIME - 1)));
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

words text_words(arena *a, span text) {
    words out = {0};
    reading r = {.text = (const unsigned char *)text.ptr, .whole = text};
    vec_reserve(a, &out, text.len / 6 + 4);
    while (r.at < text.len) {
        if (folded[r.text[r.at]]) {
            word w = take_word(&r);
            vec_push(a, &out, w);
        } else if (r.text[r.at] < 0x80) {
            r.at++;
        } else {
            size_t next = r.at;
            uint32_t c = text_next(text, &next);
            if (text_is_unspaced(c)) {
                take_unspaced(a, &r, &out);
            } else if (starts_word(c)) {
                word w = take_word(&r);
                vec_push(a, &out, w);
            } else {
                r.at = next;
            }
        }
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
