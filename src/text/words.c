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
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define NONE8 0, 0, 0, 0, 0, 0, 0, 0
#define LETTERS                                                                                                                  \
    'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', \
        'z'

/* Folded letter or digit of each ASCII byte, 0 for all others. */
static const unsigned char folded[256] = {
    NONE8, NONE8, NONE8, NONE8, NONE8, NONE8, '0', '1',     '2', '3', '4', '5', '6', '7', '8',     '9',
    0,     0,     0,     0,     0,     0,     0,   LETTERS, 0,   0,   0,   0,   0,   0,   LETTERS,
};

/* The hash of a word: its folded bytes, eight at a time with the first in the lowest bits, each eight taken by hash_step(). */
#define HASH_START UINT64_C(0xCBF29CE484222325)

static uint64_t hash_step(uint64_t hash, uint64_t eight) { return hash_fold(hash ^ eight, UINT64_C(0x9FB21C651E98DF25)); }

typedef struct reading {
    const unsigned char *text;
    span whole;
    size_t at, end; /* next byte; end of the word so far */
    uint64_t hash;  /* of the word but its last one to eight bytes, which are in `eight` */
    uint64_t eight;
    unsigned held; /* bytes in `eight` */
    unsigned letters, uppers, digits;
} reading;

static void hash_begin(reading *r) {
    r->hash = HASH_START;
    r->eight = r->held = 0;
}

static void hash_byte(reading *r, unsigned char b) {
    if (r->held == 8) {
        r->hash = hash_step(r->hash, r->eight);
        r->eight = r->held = 0;
    }
    r->eight |= (uint64_t)b << (8 * r->held++);
}

static uint64_t hash_end(const reading *r) { return hash_step(r->hash, r->eight); }

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

/* U+02BC is a letter as well, and begins none. */
static bool starts_word(uint32_t c) {
    return !is_apostrophe(c) && (text_is_letter(c) || text_is_digit(c) || (text_is_mark(c) && !is_accent(c)));
}

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

/* ASCII letters and digits. */
static void take_ascii(reading *r) {
    size_t begin = r->at;
    unsigned letters = 0;
    for (unsigned char f; r->at < r->whole.len && (f = folded[r->text[r->at]]); r->at++) {
        hash_byte(r, f);
        letters += f > '9';
        r->uppers += is_upper(r->text[r->at]);
    }
    r->letters += letters;
    r->digits += (unsigned)(r->at - begin) - letters;
    r->end = r->at;
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

/* True when three digits stand there and no more: what a comma between thousands has behind it. Outlets write 7,500 and 7500. */
static bool three_digits_at(const reading *r, size_t at) {
    unsigned digits = 0;
    for (; digits < 4 && at < r->whole.len && unspaced_digit_at(r->whole, at); digits++) text_next(r->whole, &at);
    return digits == 3;
}

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
        bool point = c == '.' || c == 0xFF0E;
        if (point || !three_digits_at(r, next)) hash_byte(r, point ? '.' : ',');
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
    hash_begin(r);
    r->letters = r->uppers = r->digits = 0;
    do take_ascii(r);
    while (r->at < r->whole.len && take_other(r));
    return (word){{(uint32_t)begin, (uint32_t)r->end}, hash_end(r), flags_of(r, begin)};
}

static uint64_t hash_pair(uint32_t a, uint32_t b) {
    reading r;
    hash_begin(&r);
    hash_char(&r, a);
    if (b) hash_char(&r, b);
    return hash_end(&r);
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

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* A bit for each of 64 bytes. */
typedef struct byte_bits {
    uint64_t upper, lower, digit; /* of ASCII */
    uint64_t apostrophe, point;   /* that may stand inside a word as they are, */
    uint64_t mark;                /* and what else may */
    uint64_t other;               /* no ASCII */
} byte_bits;

#ifdef __SSE2__
/* A bit for each of sixteen bytes that lies among `many` from `low` on. */
static uint64_t among(__m128i x, char low, char many) {
    __m128i moved = _mm_add_epi8(x, _mm_set1_epi8((char)(INT8_MIN - low)));
    return (uint64_t)_mm_movemask_epi8(_mm_cmplt_epi8(moved, _mm_set1_epi8((char)(INT8_MIN + many))));
}

static uint64_t among_two(__m128i x, char one, char other) {
    return (uint64_t)_mm_movemask_epi8(
        _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8(one)), _mm_cmpeq_epi8(x, _mm_set1_epi8(other))));
}

static byte_bits bits_of(const unsigned char *p) {
    byte_bits bits = {0};
    for (unsigned i = 0; i < 64; i += 16) {
        __m128i x = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
        bits.upper |= among(x, 'A', 26) << i;
        bits.lower |= among(x, 'a', 26) << i;
        bits.digit |= among(x, '0', 10) << i;
        bits.apostrophe |= among_two(x, '\'', '\'') << i;
        bits.point |= among_two(x, '.', '.') << i;
        bits.mark |= among_two(x, '`', ',') << i;
        bits.other |= (uint64_t)_mm_movemask_epi8(x) << i;
    }
    return bits;
}
#else
/* A bit for each of eight bytes that lies among `many` from `low` on; none of them may be above 0x7F. */
static uint64_t among(uint64_t x, unsigned low, unsigned many) {
    uint64_t highest = (x + EACH(0x80 - low)) & ~(x + EACH(0x80 - low - many)) & EACH(0x80);
    return ((highest >> 7) * UINT64_C(0x0102040810204080)) >> 56;
}

static byte_bits bits_of(const unsigned char *p) {
    byte_bits bits = {0};
    for (unsigned i = 0; i < 64; i += 8) {
        uint64_t x = eight_bytes(p + i), other = x & EACH(0x80), ascii = x & ~(other - (other >> 7) + other);
        bits.upper |= among(ascii, 'A', 26) << i;
        bits.lower |= among(ascii, 'a', 26) << i;
        bits.digit |= among(ascii, '0', 10) << i;
        bits.apostrophe |= among(ascii, '\'', 1) << i;
        bits.point |= among(ascii, '.', 1) << i;
        bits.mark |= (among(ascii, '`', 1) | among(ascii, ',', 1)) << i;
        bits.other |= (((other >> 7) * UINT64_C(0x0102040810204080)) >> 56) << i;
    }
    return bits;
}
#endif

#define MASKS8 UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX

/* Of the next eight bytes, those that a word of so many still has. */
static const uint64_t own_bytes[65] = {
    0,      0xFF,   0xFFFF, 0xFFFFFF, UINT32_MAX, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF,
    MASKS8, MASKS8, MASKS8, MASKS8,   MASKS8,     MASKS8,       MASKS8,         UINT64_MAX};

/* One step of the hash of an ASCII word of which `left` bytes are left, at p. */
static uint64_t hash_ascii(uint64_t hash, const unsigned char *p, unsigned left) {
    return hash_step(hash, (eight_bytes(p) | EACH(0x20)) & own_bytes[left]);
}

#define EIGHT(flag) flag, flag, flag, flag, flag, flag, flag, flag

/* By the first byte of an ASCII word. */
static const uint8_t first_flags[128] = {
    ['0'] = EIGHT(WORD_NUMBER), WORD_NUMBER,         WORD_NUMBER,  ['A'] = EIGHT(WORD_CAPITAL),
    EIGHT(WORD_CAPITAL),        EIGHT(WORD_CAPITAL), WORD_CAPITAL, WORD_CAPITAL};

#define LAST_BIT (UINT64_C(1) << 63)

enum { BLOCK = 64, LOOK_AHEAD = 16 /* bytes that are read behind a word */ };

/* Words of ASCII letters and digits in 64 bytes: a bit where each begins, a bit behind each. */
typedef struct block {
    uint64_t upper, lower; /* letters */
    uint64_t begins, ends;
    uint64_t lettered; /* the last letters of words that begin with a digit */
    unsigned len;      /* bytes that are done with these words */
    bool stopped;      /* what comes next is to be looked at one by one */
} block;

/*
 * Stops at a byte that is no ASCII, and at a word that may go on with a mark which isn't taken as it is. A word that isn't over with the block, or with a
 * mark at its very end, is left to the next one, which begins with it.
 */
static void read_block(const unsigned char *p, block *b) {
    const byte_bits bits = bits_of(p);
    uint64_t inside = bits.upper | bits.lower | bits.digit, behind = inside << 1, before = inside >> 1;
    uint64_t marks = (bits.apostrophe | bits.point | bits.mark) & behind, unsure = marks & LAST_BIT;
    uint64_t stops = bits.other | (marks & bits.other >> 1) | (bits.mark & behind & before), sooner = UINT64_MAX;
    unsigned len = BLOCK;
    inside |= (bits.apostrophe & behind & before) | (bits.point & bits.digit << 1 & bits.digit >> 1);
    if (stops) {
        sooner = (stops & (0 - stops)) - 1;
        len = (unsigned)__builtin_ctzll(stops);
    }
    uint64_t begins = inside & ~(inside << 1) & sooner;
    if (len && (inside | unsure) >> (len - 1) & 1) len = 63 - (unsigned)__builtin_clzll(begins);
    b->upper = bits.upper;
    b->lower = bits.lower;
    b->begins = begins;
    b->ends = ~(inside | unsure) & inside << 1 & sooner;
    b->lettered =
        (inside + (begins & bits.digit)) >> 1 & b->ends >> 1 & (bits.upper | bits.lower); /* the sum carries to their ends */
    b->len = len;
    b->stopped = stops || !len;
}

/* Of a word of two capitals or more; `bytes` are its own. */
static uint32_t caps_flag(const block *b, uint64_t bytes) {
    uint64_t uppers = b->upper & bytes;
    return uppers & (uppers - 1) && !(b->lower & bytes) ? WORD_ALL_CAPS : 0;
}

/* Flag the words that are; how many. Only those with a capital behind their first letter are looked at. */
static uint32_t flag_capitals(word *list, unsigned count, const block *b, uint32_t base) {
    uint64_t inner = b->upper & ~b->begins;
    uint32_t flags = 0;
    for (unsigned i = 0; i < count && inner; i++) {
        uint64_t behind = ~UINT64_C(0) << (list[i].span.end - base),
                 bytes = ~UINT64_C(0) << (list[i].span.begin - base) & ~behind;
        uint32_t flag = inner & bytes ? caps_flag(b, bytes) : 0;
        list[i].flags |= flag;
        flags += flag;
        inner &= behind;
    }
    return flags / WORD_ALL_CAPS;
}

/*
 * The words of a block, which begins at p and is at `base` of the text: all by their first eight bytes, then those that have more. Without a branch, as
 * which are long can't be foreseen.
 */
__attribute__((noinline)) static void put_words(words *out, const block *b, const unsigned char *p, uint32_t base) {
    word *to = out->items + out->count;
    uint8_t longer[BLOCK];
    unsigned count = 0, long_count = 0;
    for (uint64_t begins = b->begins, ends = b->ends; ends; begins &= begins - 1, ends &= ends - 1) {
        unsigned begin = (unsigned)__builtin_ctzll(begins), end = (unsigned)__builtin_ctzll(ends);
        to[count] = (word){{base + begin, base + end}, hash_ascii(HASH_START, p + begin, end - begin), first_flags[p[begin]]};
        longer[long_count] = (uint8_t)count++;
        long_count += end - begin > 8;
    }
    for (unsigned i = 0; i < long_count; i++) {
        word *w = &to[longer[i]];
        for (uint32_t at = w->span.begin + 8; at < w->span.end; at += 8)
            w->hash = hash_ascii(w->hash, p + (at - base), w->span.end - at);
    }
    if (b->upper & ~b->begins) out->all_caps += flag_capitals(to, count, b, base); /* few blocks */
    out->count += count;
}

/* Bytes before the letters that a number ends with; 0 where it has none, or anything else. */
static uint32_t digits_before_unit(span number) {
    size_t digits = 0, end;
    while (digits < number.len && (is_digit((unsigned char)number.ptr[digits]) || strchr(".,", number.ptr[digits]))) digits++;
    for (end = digits; end < number.len && is_alpha((unsigned char)number.ptr[end]);) end++;
    return end == number.len && digits < end ? (uint32_t)digits : 0;
}

/* Part the numbers from their units among the words from `first` on, for which there is room. */
static void part_units(span text, words *list, size_t first) {
    for (size_t i = first; i < list->count; i++) {
        word *w = &list->items[i];
        uint32_t digits = digits_before_unit(span_at(text, w->span));
        if (!digits) continue;
        range number = {w->span.begin, w->span.begin + digits}, unit = {number.end, w->span.end};
        memmove(w + 1, w, (list->count++ - i) * sizeof *w);
        w[0] = (word){number, text_word_hash(span_at(text, number)), WORD_NUMBER};
        w[1] = (word){unit, text_word_hash(span_at(text, unit)), 0};
    }
}

/* Words of ASCII letters and digits from r->at on, as far as nothing else is near: up to the first byte that is to be looked at one by one. */
static void take_plain(arena *a, reading *r, words *out, bool apart) {
    unsigned char end[BLOCK + LOOK_AHEAD];
    while (r->at < r->whole.len) {
        size_t left = r->whole.len - r->at;
        const unsigned char *p = r->text + r->at;
        if (left < sizeof end) {
            memset(end, 0, sizeof end);
            p = memcpy(end, p, left);
        }
        block b;
        read_block(p, &b);
        vec_reserve(a, out, BLOCK);
        size_t first = out->count;
        put_words(out, &b, p, (uint32_t)r->at);
        if (apart && b.lettered) part_units(r->whole, out, first);
        r->at += b.len < left ? b.len : left;
        if (b.stopped) return;
    }
}

/* What take_plain() has left: one word, or one character that is in none. */
static void take_one(arena *a, reading *r, words *out, bool apart) {
    size_t next = r->at;
    uint32_t c = text_next(r->whole, &next);
    if (c < 0x80 ? folded[c] != 0 : !text_is_unspaced(c) && starts_word(c)) {
        word w = take_word(r);
        out->all_caps += (w.flags & WORD_ALL_CAPS) != 0;
        vec_reserve(a, out, 2);
        out->items[out->count++] = w;
        if (apart && w.flags & WORD_NUMBER) part_units(r->whole, out, out->count - 1);
    } else if (text_is_unspaced(c)) {
        take_unspaced(a, r, out);
    } else {
        r->at = next;
    }
}

static words cut(arena *a, span text, bool apart) {
    words out = {0};
    reading r = {.text = (const unsigned char *)text.ptr, .whole = text};
    vec_reserve(a, &out, text.len / 6 + 4);
    while (r.at < text.len) {
        take_plain(a, &r, &out, apart);
        if (r.at < text.len) take_one(a, &r, &out, apart);
    }
    return out;
}

words text_words(arena *a, span text) { return cut(a, text, false); }

words text_words_apart(arena *a, span text) { return cut(a, text, true); }

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
