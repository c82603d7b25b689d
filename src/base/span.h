/* Text as (pointer, length), cut and never copied. */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H
#include "retold/base.h"
#include <stdbool.h>
#include <string.h>

typedef retold_span span;

/* Half open byte range; what it counts in is said where it stands. */
typedef retold_range range;

#define RANGE_NONE RETOLD_RANGE_NONE

/* Span of a string literal. */
#define S(literal) ((span){"" literal, sizeof(literal) - 1})

/* The same as an initialiser of static data. */
#define S_INIT(literal) \
    { "" literal, sizeof(literal) - 1 }

/* For printf's "%.*s". */
#define SPAN_ARG(s) (int)(s).len, (s).len ? (s).ptr : ""

static inline span span_of(const char *text) { return text ? (span){text, strlen(text)} : (span){NULL, 0}; }
static inline bool range_known(range r) { return r.begin != UINT32_MAX; }
static inline uint32_t range_len(range r) { return r.end - r.begin; }

/* Bytes [begin, end) of s; the caller has checked the bounds. */
static inline span span_cut(span s, size_t begin, size_t end) { return (span){s.ptr ? s.ptr + begin : NULL, end - begin}; }
static inline span span_at(span s, range r) { return span_cut(s, r.begin, r.end); }
static inline span span_from(span s, size_t begin) { return span_cut(s, begin, s.len); }

/* With a literal as `b` compilers compare its few bytes in place. */
static inline bool span_equal(span a, span b) { return a.len == b.len && (!b.len || memcmp(a.ptr, b.ptr, b.len) == 0); }

/* Equal when ASCII letters are folded. */
bool span_equal_nocase(span a, span b);

/* Byte order, shorter first where one is the head of the other: <0, 0, >0. */
int span_compare(span a, span b);

static inline bool span_starts(span s, span head) { return s.len >= head.len && span_equal(span_cut(s, 0, head.len), head); }
bool span_starts_nocase(span s, span head);
bool span_ends(span s, span tail);

/* Offset of the first `part` at or after `from`; SIZE_MAX when there is none. */
size_t span_find(span s, span part, size_t from);
size_t span_find_nocase(span s, span part, size_t from);
size_t span_find_char(span s, char c, size_t from);

/* Without ASCII white space and U+00A0 at both ends. */
span span_trim(span s);

/* Cut off and return what stands before the next `c` (all when there is none); *rest moves behind it. */
span span_take_until(span *rest, char c);

/* Next line without its "\n" or "\r\n"; false at the end. */
bool span_take_line(span *rest, span *line);

/* Parse a whole span as decimal digits; false when it is empty, has others, or overflows. */
bool span_to_u64(span s, uint64_t *out);

static inline bool is_space(unsigned char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static inline bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }
static inline bool is_upper(unsigned char c) { return c >= 'A' && c <= 'Z'; }
static inline bool is_lower(unsigned char c) { return c >= 'a' && c <= 'z'; }

/* Of ASCII: 1 for a digit, 2 for a letter. */
extern const uint8_t ascii_kinds[256];
static inline bool is_alpha(unsigned char c) { return ascii_kinds[c] & 2; }
static inline bool is_alnum(unsigned char c) { return ascii_kinds[c]; }
static inline char to_lower(char c) { return is_upper((unsigned char)c) ? (char)(c + 32) : c; }

#endif
