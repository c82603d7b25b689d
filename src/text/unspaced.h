/* Characters as words of scripts without spaces are made of them. Shared between the files of text only. */
#ifndef TEXT_UNSPACED_H
#define TEXT_UNSPACED_H
#include "text/text.h"

/* Full-width Latin letters and digits as ASCII; every other character as it is. */
static inline uint32_t unspaced_width(uint32_t c) { return c >= 0xFF10 && c <= 0xFF5A ? c - 0xFEE0 : c; }

/* True for '0' to '9' at s[at], in either width. */
bool unspaced_digit_at(span s, size_t at);

/* True when such a digit ends at `at`. */
bool unspaced_digit_before(span s, size_t at);

/*
 * The character at s[*at], which moves behind it and behind a voicing mark that belongs to it: half-width kana as full ones, kana with
 * their marks composed, radicals and compatibility ideographs as the usual ones.
 */
uint32_t unspaced_next(span s, size_t *at);

/* Where a run goes on behind s[at]: `at` itself, or behind one or two blanks or line ends, which mean nothing there; SIZE_MAX when it ends. */
size_t unspaced_goes_on(span s, size_t at);

#endif
