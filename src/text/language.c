/* Language of a text by CLD2; nothing is said where it is unsure. */
#include "text/cld2.h"
#include "text/text_internal.h"

/* Of a longer text so many bytes are looked at in each of so many places, evenly spread: what is quoted at its start isn't all. */
#define LOOK_BYTES 400u
#define LOOKS 3u
#define LEAST_LETTERS 12u

/* CLD2's codes where they differ from ISO 639-1. */
static const struct {
    const char *theirs, *ours;
} other_codes[] = {{"iw", "he"},    {"jw", "jv"},    {"zh-Hant", "zh"}, {"zh-CN", "zh"},
                   {"zh-TW", "zh"}, {"sr-ME", "sr"}, {"mo", "ro"},      {"nb", "no"}};

static span iso_code(const char *code) {
    for (size_t i = 0; i < sizeof other_codes / sizeof *other_codes; i++)
        if (strcmp(code, other_codes[i].theirs) == 0) return span_of(other_codes[i].ours);
    span s = span_of(code);
    if (strcmp(code, "un") == 0) return (span){0}; /* unknown */
    return s.len == 2 && is_lower((unsigned char)s.ptr[0]) ? s : (span){0};
}

static bool enough_letters(span text) {
    size_t letters = 0;
    for (size_t at = 0; at < text.len && letters < LEAST_LETTERS;) {
        uint32_t c = text_next(text, &at);
        letters += text_is_unspaced(c) ? 3 : text_is_letter(c);
    }
    return letters >= LEAST_LETTERS;
}

/* From the first blank at or behind `at`, or the first character where there is none. */
static span look_at(span text, size_t at) {
    size_t blank = at, first = at, end = text_align(text, at + LOOK_BYTES);
    while (at && blank < end && !is_space((unsigned char)text.ptr[blank])) blank++;
    while (first < end && ((unsigned char)text.ptr[first] & 0xC0) == 0x80) first++;
    return span_cut(text, blank < end ? blank : first, end);
}

static span looked_at(span text, char out[LOOKS * LOOK_BYTES]) {
    size_t len = 0, step = (text.len - LOOK_BYTES) / (LOOKS - 1);
    for (size_t i = 0; i < LOOKS; i++) {
        span part = look_at(text, i * step);
        memcpy(out + len, part.ptr, part.len);
        len += part.len;
    }
    return (span){out, len};
}

span text_language(span text) {
    char room[LOOKS * LOOK_BYTES];
    if (text.len > sizeof room) text = looked_at(text, room);
    if (!enough_letters(text)) return (span){0};
    int reliable = 0, percent = 0;
    const char *code = cld2_language(text.ptr, (int)text.len, &reliable, &percent);
    return reliable || percent >= 80 ? iso_code(code) : (span){0};
}
