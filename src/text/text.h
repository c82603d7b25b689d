/*
 * What every stage needs of text: decoding, words, sentences, names, quotation marks, misread characters, language.
 *
 * Functions without a ctx argument that read lists of data/ (marks and fixes) take the ctx of their arena, which so must have one.
 */
#ifndef TEXT_TEXT_H
#define TEXT_TEXT_H
#include "base/ctx.h"
#include "base/hash.h"
#include "base/vec.h"

typedef VEC(range) ranges;

/* ---- Unicode ---- */

/* Code point at s[*at], which moves behind it; U+FFFD for an invalid byte (then one byte is taken). */
uint32_t text_next_other(span s, size_t *at);
static inline uint32_t text_next(span s, size_t *at) {
    unsigned char c = (unsigned char)s.ptr[*at];
    return c < 0x80 ? (++*at, c) : text_next_other(s, at);
}

/* Code point that ends at `at` (> 0); *start (may be NULL) becomes its first byte. U+FFFD for an invalid byte. */
uint32_t text_before(span s, size_t at, size_t *start);

/* Write c as UTF-8 to out, which has room for 4 bytes; its length. What is no scalar value becomes U+FFFD. */
size_t text_put(char *out, uint32_t c);

/* True when s is valid UTF-8. Fast on ASCII. */
bool text_is_utf8(span s);

/* Offset of the first byte at or after `at` that isn't ASCII; s.len when there is none. */
size_t text_ascii_end(span s, size_t at);

/* Offset of the first byte at or after `at` (the start of a character) that opens no valid sequence; s.len when there is none. */
size_t text_bad_utf8(span s, size_t at);

/* Offset in s moved left to the start of its character. */
size_t text_align(span s, size_t at);

/* Code point classes, Unicode general category with an ASCII fast path. */
bool text_letter_other(uint32_t c);
bool text_upper_other(uint32_t c);
bool text_digit_other(uint32_t c);
static inline bool text_is_letter(uint32_t c) { return c < 0x80 ? is_alpha((unsigned char)c) : text_letter_other(c); }
static inline bool text_is_upper(uint32_t c) { return c < 0x80 ? is_upper((unsigned char)c) : text_upper_other(c); }
static inline bool text_is_digit(uint32_t c) { return c < 0x80 ? is_digit((unsigned char)c) : text_digit_other(c); }
bool text_is_lower(uint32_t c);
bool text_is_mark(uint32_t c);     /* combining marks */
bool text_is_unseen(uint32_t c);   /* soft hyphen, zero-width and direction characters */
bool text_is_blank(uint32_t c);    /* white space of every kind, also U+00A0, U+200B, U+FEFF */
bool text_is_unspaced(uint32_t c); /* of a script without spaces between words: Han, kana, Thai, Lao, Khmer, Burmese */
uint32_t text_fold(uint32_t c);    /* simple case folding */

/* A copy with case folded and every run of blanks as one space, trimmed: for comparing. */
span text_folded(arena *a, span s);

/* ---- Bytes → UTF-8, with the way back ---- */

/* Text bytes from `text` on come of page bytes from `page` on: one to one while `exact`, else the run as a whole. */
typedef struct byte_run {
    uint32_t text, page;
    bool exact;
} byte_run;

typedef struct decoded {
    span text;           /* valid UTF-8 without a byte order mark; the page's own bytes when nothing had to be changed */
    const char *charset; /* canonical lower-case name, such as "windows-1252"; constant */
    const char *from;    /* "bom", "header", "meta", "valid utf-8", "detected", "fallback": constant */
    byte_run *runs;      /* [run_count] rising; text ends at text.len, page at page_len */
    size_t run_count;
    uint32_t page_len;
} decoded;

/*
 * Decode page bytes by the WHATWG order: BOM, header charset, <meta> in the first 4 kB (when `html`), valid UTF-8, detection,
 * windows-1252. A declared charset that the bytes contradict (says utf-8, isn't) falls through to detection. Invalid sequences become
 * U+FFFD, NUL stays; nothing is lost. The result borrows `bytes` or lives in `a`. Cost: linear.
 */
decoded text_decode(retold_ctx *ctx, arena *a, span bytes, span header_charset, bool html);

/* Page bytes behind text bytes [r.begin, r.end): the smallest range of whole source sequences. */
range decoded_page_range(const decoded *d, range r);

/* ---- Words and sentences ---- */

enum { WORD_CAPITAL = 1, WORD_NUMBER = 2, WORD_UNSPACED = 4, WORD_ALL_CAPS = 8 };

typedef struct word {
    range span;    /* bytes of the text */
    uint64_t hash; /* of the case-folded word; apostrophe forms alike; fixed for good */
    uint32_t flags;
} word;

typedef struct words {
    word *items;
    size_t count, space;
    uint32_t all_caps; /* how many are WORD_ALL_CAPS */
} words;

/*
 * Words by Unicode word boundaries (letters, digits, inner apostrophes and number marks), folded; scripts without spaces in overlapping
 * character bigrams. Soft hyphens, zero-width characters, combining marks beyond the base, and commas between thousands don't count in the hash.
 * Cost: one pass; >200 MB/s on ASCII.
 */
words text_words(arena *a, span text);

/* The same, but of a number that ends with ASCII letters these are a word of their own: 200ft gives 200 and ft, as 200 ft does. */
words text_words_apart(arena *a, span text);

/*
 * Hash of the first word of s, as text_words() gives it: of the bytes of the folded word, eight at a time, by hash_fold(). Folded: simple case folding, canonical
 * decomposition of Latin, Greek and Cyrillic letters without their marks, every apostrophe form as "'", no commas before three digits. 0 when s has no word.
 */
uint64_t text_word_hash(span s);

/* Hash of words in their order: equal where all words are. Cost: linear. */
uint64_t text_words_key(const word *items, size_t count);

/*
 * Sentences of a body whose paragraphs are parted by newlines; a sentence never crosses one. Abbreviations (data/abbreviations.txt),
 * initials, numbers, ellipses, closing marks behind the full stop are minded. Ranges are trimmed.
 */
ranges text_sentences(retold_ctx *ctx, arena *a, span text);

/* ---- Quotation marks ---- */

typedef enum mark_kind { MARK_OPEN, MARK_CLOSE, MARK_APOSTROPHE, MARK_UNIT /* feet, inches, minutes */ } mark_kind;

enum {
    MARK_ODD = 1,       /* not a plain mark: backtick, doubled apostrophe, misread, wrong way round */
    MARK_UNPAIRED = 2,  /* an opening mark without its close before the paragraph ends, or a close without an opening */
    MARK_CONTINUED = 4, /* opens a paragraph while the quote of the one before goes on, or is left open for that */
    MARK_CUT = 8,       /* unpaired, and the text breaks off inside its sentence */
};

typedef struct mark {
    range span; /* bytes of the text; may be several characters ("``", "''") */
    mark_kind kind;
    uint32_t flags;
    uint8_t level; /* 0 outer, 1 inner, … at most 8 */
    uint32_t pair; /* number of the mark that it belongs to in the list; UINT32_MAX when none */
} mark;

typedef VEC(mark) marks;

/*
 * Every quotation mark and apostrophe of a text with paragraphs parted by newlines, in order: straight, curly, low-9, guillemets,
 * backticks, doubled apostrophes, primes, CJK corner brackets. A state machine by paragraph; an odd number is no error. Cost: linear.
 */
marks text_marks(arena *a, span text);

/* What stands between outer quotation marks, in order; up to where a close that is missing belongs. Cost: linear. */
ranges text_quoted(arena *a, span text);

/* What the mark is in plain text: `"` at even levels, `'` at odd ones and for apostrophes. */
span mark_plain(const mark *m);

/* A change of a text: bytes `at` become `after`. */
typedef struct text_fix {
    range at;
    span after;
    const char *kind; /* "mojibake", "quote", "quote-cut"; constant */
} text_fix;

typedef VEC(text_fix) text_fixes;

/*
 * What makes the marks of a text balanced straight double quotes, inner ones single, apostrophes straight: kind "quote". A missing close
 * is put at the end of its sentence or paragraph ("quote"); where the words break off, the close is put there and flagged "quote-cut".
 */
text_fixes text_quote_fixes(arena *a, span text);

/*
 * UTF-8 that was misread as a single-byte charset (windows-1252, latin-1, 1250, 1251, 1257, Mac Roman; also twice) and written out again:
 * what each such run should be, kind "mojibake". Only runs that encode back to valid UTF-8 of a plausible character. Cost: linear.
 */
text_fixes text_mojibake(arena *a, span text);

/* The text with fixes (rising, not overlapping) applied. */
span text_apply(arena *a, span text, const text_fix *fixes, size_t count);

/* ---- Names and language ---- */

typedef struct name_mention {
    range span;    /* bytes of the text: "Foreign Minister Sergei Lavrov" → the name "Sergei Lavrov" */
    range title;   /* "Mr.", "Foreign Minister"; RANGE_NONE when there is none */
    bool at_start; /* opens a sentence, so that its capital says little */
} name_mention;

typedef VEC(name_mention) name_mentions;

/* Runs of capitalised words with particles ("von der", "bin", "de la"), initials, Jr.; titles in front told apart. Cost: linear. */
name_mentions text_names(retold_ctx *ctx, arena *a, span text);

/* ISO 639-1 code of a text's language by CLD2; empty when it is too short or unsure. Constant storage. */
span text_language(span text);

/* Lower-case ASCII or UTF-8 word in the stop word list of the main languages of the web. */
bool text_is_stop_word(retold_ctx *ctx, span folded_word);

/* Those of up to eight bytes, each as one number, the first byte in the lowest bits: a table by their hash, 0 for none. */
typedef struct text_stops {
    uint64_t *numbers;
    size_t space; /* a power of two */
} text_stops;

/* Lives as long as the ctx. */
const text_stops *text_stops_of(retold_ctx *ctx);

/* Is a word one of them? Cost: constant. */
static inline bool text_stops_have(const text_stops *stops, uint64_t number) {
    size_t at = hash_mix(number) & (stops->space - 1);
    while (stops->numbers[at] && stops->numbers[at] != number) at = (at + 1) & (stops->space - 1);
    return stops->numbers[at];
}

#endif
