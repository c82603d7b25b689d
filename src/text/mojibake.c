/*
 * UTF-8 that was read as a single-byte charset and written out again.
 *
 *   meant      “                    é              no-break space
 *   bytes      E2 80 9C             C3 A9          C2 A0
 *   read as    â  €  œ   (1252)     Ă  ©  (1250)   Ā  U+00A0  (1257)
 *
 * Each run of characters beyond ASCII is written back as bytes of each charset that knows them, and where these are UTF-8 of a plausible
 * character, that was meant. Some such runs are right as they stand ("Рё" in Russian, "Å”" in Swedish): these weak ones count only when
 * the text has a strong one of the same charset.
 */
#include "base/buf.h"
#include "text/text_internal.h"
#include <lexbor/encoding/single.h>
#include <stdlib.h>

#define NO_BYTE 0u
#define NOTHING 0xADu     /* a soft hyphen: left out when the run is written */
#define TABLE_END 0x2600u /* no charset here knows a letter beyond, but for two ligatures and a logo of the Macintosh's */

enum { WINDOWS_1252, WINDOWS_1250, WINDOWS_1251, WINDOWS_1257, MACINTOSH, WINDOWS_1254, WINDOWS_1253, IBM866, CHARSETS };

typedef struct misreading {
    uint8_t *bytes[CHARSETS]; /* character → byte 0x80 to 0xFF, or NO_BYTE */
    size_t strong[CHARSETS];  /* strong findings in the text */
} misreading;

static const lxb_encoding_single_index_t *const indexes[CHARSETS] = {
    [WINDOWS_1252] = lxb_encoding_single_index_windows_1252, [WINDOWS_1250] = lxb_encoding_single_index_windows_1250,
    [WINDOWS_1251] = lxb_encoding_single_index_windows_1251, [WINDOWS_1257] = lxb_encoding_single_index_windows_1257,
    [MACINTOSH] = lxb_encoding_single_index_macintosh,       [WINDOWS_1254] = lxb_encoding_single_index_windows_1254,
    [WINDOWS_1253] = lxb_encoding_single_index_windows_1253, [IBM866] = lxb_encoding_single_index_ibm866,
};

/* Bytes that a charset leaves out come through as control characters, as they do in browsers. */
static void fill_table(arena *a, misreading *m, unsigned charset) {
    uint8_t *table = m->bytes[charset] = arena_alloc(a, TABLE_END);
    const lxb_encoding_single_index_t *index = indexes[charset];
    for (unsigned c = 0x80; c < 0xA0; c++) table[c] = (uint8_t)c;
    for (unsigned i = 0; i < 128; i++)
        if (index[i].codepoint < TABLE_END) table[index[i].codepoint] = (uint8_t)(0x80 + i);
}

static uint8_t byte_of(const misreading *m, unsigned charset, uint32_t c) {
    return c < TABLE_END ? m->bytes[charset][c] : NO_BYTE;
}

/* One UTF-8 sequence found among misread characters. */
typedef struct finding {
    uint32_t c;   /* what was meant */
    unsigned len; /* characters that it takes, 2 to 4; 0 for none */
    bool strong;
} finding;

static unsigned sequence_length(uint8_t lead) {
    return lead >= 0xC2 && lead <= 0xDF ? 2 : lead >= 0xE0 && lead <= 0xEF ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

/* General punctuation, currency, letterlike signs, arrows and the like. */
static bool is_sign(uint32_t c) {
    return (c >= 0x2000 && c <= 0x206F) || (c >= 0x20A0 && c <= 0x20BF) || (c >= 0x2100 && c <= 0x27BF) || c == 0xFEFF ||
           c == 0xFFFD;
}

static bool is_emoji(uint32_t c) { return c >= 0x1F000 && c <= 0x1FAFF; }

/* Letters of the languages of Europe, and of Vietnamese. */
static bool is_latin(uint32_t c) {
    return (c >= 0xC0 && c <= 0x17F) || c == 0x192 || c == 0x1A0 || c == 0x1A1 || c == 0x1AF || c == 0x1B0 ||
           (c >= 0x218 && c <= 0x21B) || (c >= 0x1E00 && c <= 0x1EFF);
}

/* Letters of other scripts: plausible where several stand together. */
static bool is_other_letter(uint32_t c) {
    return (c >= 0x370 && c <= 0x6FF && text_is_letter(c)) ||
           (c >= 0x900 && c <= 0x10FF && (text_is_letter(c) || text_is_mark(c))) || (c >= 0x3001 && c <= 0x9FFF) ||
           (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xFF01 && c <= 0xFFEE);
}

/* Marks that stand beside words in right text: quotes, dashes, full stops. */
static bool is_text_mark(uint32_t c) {
    return c == 0xAB || c == 0xBB || (c >= 0x2010 && c <= 0x203A) || c == 0xA0 || c == 0xB7 || c == 0xB4 || c == 0xBF ||
           c == 0xA1;
}

typedef struct run {
    const uint32_t *chars; /* [count] */
    size_t count;
    uint32_t before, after; /* beside the run; 0 at the ends */
} run;

static uint32_t char_at(const run *r, size_t i) { return i < r->count ? r->chars[i] : r->after; }

/*
 * A pair for one Latin letter or sign. Strong when such a pair is no word's part: a capital behind a small letter, or a letter with a
 * sign behind it that doesn't part words.
 */
static bool is_strong_pair(const run *r, size_t at, unsigned charset) {
    uint32_t lead = r->chars[at], tail = r->chars[at + 1], before = at ? r->chars[at - 1] : r->before, after = char_at(r, at + 2);
    if (!text_is_letter(lead) || charset == WINDOWS_1251 || charset == IBM866 || charset == WINDOWS_1253) return false;
    if (tail < 0xA0) return true;
    if (text_is_upper(lead) && text_is_lower(before)) return true;
    if (tail == 0xA0) return !text_is_upper(before);
    if (text_is_letter(tail)) return text_is_upper(lead) && text_is_lower(after) && text_is_upper(tail);
    return !is_text_mark(tail) || text_is_lower(after);
}

static bool plausible_pair(const run *r, size_t at, unsigned charset, uint32_t c) {
    if (charset == MACINTOSH && text_is_letter(r->chars[at]) && r->chars[at] != 0x192) return false;
    if (c < 0xA0) return r->chars[at + 1] == c; /* a byte that the charset lacks, misread twice */
    return is_latin(c) || c <= 0xBF;
}

/* The sequence that begins at `at`, when its characters are bytes of the charset that are UTF-8. */
static bool read_sequence(const misreading *m, const run *r, size_t at, unsigned charset, finding *out) {
    uint8_t lead = byte_of(m, charset, r->chars[at]);
    unsigned len = sequence_length(lead);
    if (!len || at + len > r->count) return false;
    char bytes[4] = {(char)lead};
    for (unsigned i = 1; i < len; i++) {
        uint8_t b = byte_of(m, charset, r->chars[at + i]);
        if (b < 0x80 || b > 0xBF) return false;
        bytes[i] = (char)b;
    }
    size_t end = 0;
    *out = (finding){text_next((span){bytes, len}, &end), len, false};
    return end == len;
}

/* How many sequences of letters of another script stand together from `at` on; at most 4. */
static unsigned together(const misreading *m, const run *r, size_t at, unsigned charset) {
    unsigned count = 0;
    finding f;
    while (count < 4 && at < r->count && read_sequence(m, r, at, charset, &f) && is_other_letter(f.c)) {
        at += f.len;
        count++;
    }
    return count;
}

/* What was meant at `at`; `inside` when the sequence before was of another script, too. */
static finding find(const misreading *m, const run *r, size_t at, unsigned charset, bool inside) {
    finding f, none = {0};
    if (!read_sequence(m, r, at, charset, &f)) return none;
    if (is_other_letter(f.c)) {
        unsigned count = together(m, r, at, charset);
        f.strong = inside || count >= (f.len == 2 ? 3 : 2);
        return f.strong || count >= 2 ? f : none;
    }
    if (f.len > 2) {
        f.strong = is_sign(f.c) || is_emoji(f.c) || (is_latin(f.c) && text_is_letter(r->chars[at]));
        return f.strong ? f : none;
    }
    if (!plausible_pair(r, at, charset, f.c)) return none;
    f.strong = is_strong_pair(r, at, charset) || charset == MACINTOSH;
    return f;
}

/* The third byte of ” is one that windows-1252 lacks: often it is gone, or a replacement character. */
static bool find_lost_close(const run *r, size_t at, finding *out) {
    if (r->chars[at] != 0xE2 || char_at(r, at + 1) != 0x20AC || at + 1 >= r->count) return false;
    bool replaced = at + 2 < r->count && r->chars[at + 2] == 0xFFFD;
    if (!replaced && at + 2 < r->count) return false;
    *out = (finding){0x201D, replaced ? 3 : 2, true};
    return true;
}

/* A no-break space of which the second byte became a plain space: "40Â km". Sure behind a small letter, a digit, or a closing sign. */
static bool find_lost_space(const misreading *m, const run *r, size_t at, finding *out) {
    uint32_t c = r->chars[at], before = at ? r->chars[at - 1] : r->before;
    if ((c != 0xC2 && c != 0x100) || at + 1 != r->count || r->after != ' ') return false;
    bool sure = text_is_lower(before) || text_is_digit(before) || strchr(".,;:)%", (int)(before && before < 0x80 ? before : 'A'));
    if (!sure && !(before == ' ' && m->strong[c == 0xC2 ? WINDOWS_1252 : WINDOWS_1257])) return false;
    *out = (finding){NOTHING, 1, true};
    return true;
}

/* Charset by charset, those with most strong findings in the text first; they agree where several know the characters. */
static finding find_any(const misreading *m, const run *r, size_t at, const unsigned *order, bool *inside, unsigned *charset) {
    finding f = {0};
    for (unsigned i = 0; i < CHARSETS; i++) {
        *charset = order[i];
        f = find(m, r, at, order[i], *inside);
        if (f.len && (f.strong || m->strong[order[i]])) break;
        f.len = 0;
    }
    if (!f.len && !find_lost_close(r, at, &f)) find_lost_space(m, r, at, &f);
    *inside = f.len && is_other_letter(f.c);
    return f;
}

static void order_charsets(const misreading *m, unsigned *order) {
    for (unsigned i = 0; i < CHARSETS; i++) {
        unsigned at = i;
        for (; at && m->strong[order[at - 1]] < m->strong[i]; at--) order[at] = order[at - 1];
        order[at] = i;
    }
}

/* Read a run anew into out (room for count characters); how many characters it then has. */
static size_t reread(const misreading *m, const run *r, const unsigned *order, uint32_t *out) {
    size_t count = 0;
    bool inside = false;
    for (size_t at = 0; at < r->count;) {
        unsigned charset;
        finding f = find_any(m, r, at, order, &inside, &charset);
        out[count++] = f.len ? f.c : r->chars[at];
        at += f.len ? f.len : 1;
    }
    return count;
}

static void count_strong(misreading *m, const run *r) {
    for (unsigned charset = 0; charset < CHARSETS; charset++) {
        for (size_t at = 0; at < r->count;) {
            finding f = find(m, r, at, charset, false);
            if (f.len && f.strong) m->strong[charset]++;
            at += f.len ? f.len : 1;
        }
    }
}

/* The runs of characters beyond ASCII, one after the other. */
typedef struct walk {
    arena *memory;
    span text;
    size_t at;
    size_t begin, end; /* the run in the text */
    VEC(uint32_t) chars;
    run run;
} walk;

/* A single character that tells of damage: a control character, or the lead of a lost space. */
static bool may_be_alone(uint32_t c) { return c < 0xA0 || c == 0xC2 || c == 0x100; }

static bool next_run(walk *w) {
    while (w->at < w->text.len) {
        w->at = text_ascii_end(w->text, w->at);
        if (w->at == w->text.len) return false;
        w->begin = w->at;
        w->chars.count = 0;
        while (w->at < w->text.len && (unsigned char)w->text.ptr[w->at] >= 0x80) {
            uint32_t c = text_next(w->text, &w->at);
            vec_push(w->memory, &w->chars, c);
        }
        w->end = w->at;
        if (w->chars.count < 2 && !may_be_alone(w->chars.items[0])) continue;
        w->run = (run){w->chars.items, w->chars.count, w->begin ? (unsigned char)w->text.ptr[w->begin - 1] : 0,
                       w->end < w->text.len ? (unsigned char)w->text.ptr[w->end] : 0};
        return true;
    }
    return false;
}

/* Control characters are windows-1252's letters read as latin-1. */
static uint32_t meant(uint32_t c) {
    if (c == 0xA0) return ' ';
    if (c < 0x80 || c >= 0xA0) return c;
    uint32_t letter = indexes[WINDOWS_1252][c - 0x80].codepoint;
    return letter < TABLE_END ? letter : c;
}

/* The run's text as meant; a no-break space becomes a plain one, as the damaged ones mostly only hold words apart. */
static span written(arena *a, const uint32_t *chars, size_t count) {
    buf b = buf_made(a);
    for (size_t i = 0; i < count; i++)
        if (chars[i] != 0xFEFF && chars[i] != NOTHING) buf_utf8(&b, meant(chars[i]));
    return buf_span(&b);
}

static bool has_control(const uint32_t *chars, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (chars[i] >= 0x80 && chars[i] < 0xA0 && meant(chars[i]) != chars[i]) return true;
    return false;
}

/* A fix without what both sides have in common at their ends. */
static text_fix trimmed_fix(span text, range at, span after) {
    span before = span_at(text, at);
    size_t head = 0, tail = 0, most = before.len < after.len ? before.len : after.len;
    while (head < most && before.ptr[head] == after.ptr[head]) head++;
    while (head && head < after.len && ((unsigned char)after.ptr[head] & 0xC0) == 0x80) head--;
    while (tail < most - head && before.ptr[before.len - 1 - tail] == after.ptr[after.len - 1 - tail]) tail++;
    while (tail && ((unsigned char)after.ptr[after.len - tail] & 0xC0) == 0x80) tail--;
    return (text_fix){{at.begin + (uint32_t)head, at.end - (uint32_t)tail}, span_cut(after, head, after.len - tail), "mojibake"};
}

/* Reading anew once, and once more where the text had been misread twice. */
static void fix_run(arena *a, misreading *m, walk *w, text_fixes *out) {
    unsigned order[CHARSETS];
    order_charsets(m, order);
    arena_mark here = arena_here(a);
    uint32_t *once = ARENA_ARRAY(a, uint32_t, w->run.count), *twice = ARENA_ARRAY(a, uint32_t, w->run.count);
    size_t count = reread(m, &w->run, order, once);
    if (count == w->run.count && memcmp(once, w->run.chars, count * sizeof *once) == 0 && !has_control(once, count)) {
        arena_back(a, here);
        return;
    }
    run again = {once, count, w->run.before, w->run.after};
    count = reread(m, &again, order, twice);
    span after = written(a, twice, count);
    vec_push(a, out, trimmed_fix(w->text, (range){(uint32_t)w->begin, (uint32_t)w->end}, after));
}

static int by_begin(const void *a, const void *b) {
    const text_fix *x = a, *y = b;
    return (x->at.begin > y->at.begin) - (x->at.begin < y->at.begin);
}

static bool has_non_ascii(span text) {
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] >= 0x80) return true;
    return false;
}

text_fixes text_mojibake(arena *a, span text) {
    text_fixes out = {0};
    if (has_non_ascii(text)) {
        misreading m = {0};
        walk w = {.memory = a, .text = text};
        for (unsigned i = 0; i < CHARSETS; i++) fill_table(a, &m, i);
        while (next_run(&w)) count_strong(&m, &w.run);
        w.at = 0;
        while (next_run(&w)) fix_run(a, &m, &w, &out);
    }
    size_t misread = out.count;
    text_references(a, text, &out);
    if (misread && misread < out.count) qsort(out.items, out.count, sizeof *out.items, by_begin);
    return out;
}
