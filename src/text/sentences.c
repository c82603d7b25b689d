/*
 * Sentences. A candidate is a run of terminators with the closing marks behind it; what stands before and after decides:
 *
 *   …dead on arrival.”␣The council…     next word has a capital (or no case, or is a number): an end
 *   “Why now?” he asked                 small letter follows: no end
 *   Dr. Ruiz · No. 5 · J. Doe · 3. Mai  abbreviation, initial, ordinal: no end, or only before a function word
 */
#include "text/text_internal.h"

bool text_is_terminator(uint32_t c) {
    switch (c) {
    case '.':
    case '!':
    case '?':
    case 0x2026:
    case 0x203C:
    case 0x2047:
    case 0x2048:
    case 0x2049:
    case 0x3002:
    case 0xFF01:
    case 0xFF0E:
    case 0xFF1F:
    case 0xFF61: /* CJK */
    case 0x61F:
    case 0x6D4:
    case 0x964:
    case 0x965: /* Arabic, Urdu, Devanagari */
    case 0x589:
    case 0x1362:
    case 0x104B:
    case 0x17D4: /* Armenian, Ethiopic, Burmese, Khmer */ return true;
    default: return false;
    }
}

bool text_is_closer(uint32_t c) {
    switch (c) {
    case '"':
    case '\'':
    case ')':
    case ']':
    case '}':
    case '`':
    case 0xBB:
    case 0xAB:
    case 0x201D:
    case 0x2019:
    case 0x201C:
    case 0x2018:
    case 0x203A:
    case 0x2039:
    case 0x300D:
    case 0x300F:
    case 0xFF09:
    case 0x3011:
    case 0x2033: return true;
    default: return false;
    }
}

bool text_is_opener(uint32_t c) {
    switch (c) {
    case '"':
    case '\'':
    case '(':
    case '[':
    case '{':
    case '`':
    case 0xAB:
    case 0xBB:
    case 0x201C:
    case 0x2018:
    case 0x201E:
    case 0x201A:
    case 0x201D:
    case 0x2019:
    case 0x2039:
    case 0x203A:
    case 0x300C:
    case 0x300E:
    case 0xFF08:
    case 0x3010:
    case '-':
    case 0x2013:
    case 0x2014:
    case 0xBF:
    case 0xA1:
    case '*':
    case 0x2022:
    case 0x201F: return true;
    default: return false;
    }
}

static bool ends_without_blank(uint32_t c) { return c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0xFF61 || c == 0xFF0E; }

/* The word (letters, digits, inner full stops) that ends at `at`. */
static span word_before(span text, size_t begin, size_t at) {
    size_t from = at, start;
    while (from > begin && at - from < 48) {
        uint32_t c = text_before(text, from, &start);
        if (!text_is_letter(c) && !text_is_digit(c) && !text_is_mark(c) && c != '.' && c != 0xB0) break;
        from = start;
    }
    return span_cut(text, from, at);
}

/* The word that begins at `at`. */
static span word_after(span text, size_t at, size_t end) {
    size_t to = at;
    while (to < end && to - at < 48) {
        size_t next = to;
        uint32_t c = text_next(text, &next);
        if (!text_is_letter(c) && !text_is_digit(c) && !text_is_mark(c)) break;
        to = next;
    }
    return span_cut(text, at, to);
}

static bool listed(const names *list, span word) {
    folded_word room;
    return word.len && names_find(list, text_fold_word(&room, word)) != NAME_NONE;
}

/* "U.S", "z.B", "J": single letters with full stops between. */
static bool is_initials(span word) {
    bool letter = false;
    for (size_t at = 0; at < word.len;) {
        uint32_t c = text_next(word, &at);
        if (letter ? c != '.' : !text_is_letter(c)) return false;
        letter = !letter;
    }
    return letter;
}

static bool all_digits(span word) {
    for (size_t i = 0; i < word.len; i++)
        if (!is_digit((unsigned char)word.ptr[i])) return false;
    return word.len > 0;
}

static bool has_capital(span word) {
    size_t at = 0;
    return word.len && text_is_upper(text_next(word, &at));
}

/* Does a single full stop behind `word` end a sentence, when `next` (a capital or number) follows? */
static bool stop_ends(const text_lists *lists, span word, span next) {
    folded_word room;
    if (!word.len) return true;
    if (all_digits(word)) return word.len > 3 || !listed(&lists->ordinal_followers, next);
    bool function_word = listed(&lists->stop_words, next);
    uint32_t entry = names_find(&lists->abbreviations, text_fold_word(&room, word));
    if (entry != NAME_NONE) {
        uint8_t flags = lists->abbreviation_flags[entry];
        if (flags & ABBREVIATION_BEFORE_NUMBER) return !next.len || !is_digit((unsigned char)next.ptr[0]);
        if (!(flags & ABBREVIATION_CAPITAL) || has_capital(word)) return flags & ABBREVIATION_MAY_END && function_word;
    }
    if (is_initials(word) && has_capital(word)) return function_word && next.len > 1;
    return true;
}

/* A terminator run and what stands around it. */
typedef struct candidate {
    size_t begin, stop, end; /* terminators [begin, stop), closing marks to `end` */
    uint32_t first, last;    /* of the terminators */
    size_t count;
} candidate;

static candidate candidate_at(span text, size_t at, size_t end) {
    candidate k = {.begin = at, .stop = at};
    while (k.stop < end) {
        size_t next = k.stop;
        uint32_t c = text_next(text, &next);
        if (!text_is_terminator(c)) break;
        if (!k.count++) k.first = c;
        k.last = c;
        k.stop = next;
    }
    k.end = k.stop;
    while (k.end < end) {
        size_t next = k.end;
        if (!text_is_closer(text_next(text, &next))) break;
        k.end = next;
    }
    return k;
}

/* Start of the next word behind blanks and opening marks; `end` when there is none. */
static size_t next_word(span text, size_t at, size_t end, bool *blank) {
    *blank = false;
    while (at < end) {
        size_t next = at;
        uint32_t c = text_next(text, &next);
        if (text_is_blank(c))
            *blank = true;
        else if (!text_is_opener(c))
            break;
        at = next;
    }
    return at;
}

/* No blank behind the full stop: "…said.The" is an end only before a function word with a capital, or behind a closing mark. */
static bool glued_end(const text_lists *lists, const candidate *k, span before, span next) {
    if (!has_capital(next)) return false;
    if (k->end > k->stop) return true;
    return before.len > 1 && !is_initials(before) && listed(&lists->stop_words, next);
}

static bool is_end(const text_lists *lists, span text, const candidate *k, size_t begin, size_t end) {
    bool blank;
    size_t at = next_word(text, k->end, end, &blank);
    if (at == end || ends_without_blank(k->last)) return true;
    size_t peek = at;
    uint32_t c = text_next(text, &peek);
    if (text_is_lower(c)) return false;
    span before = word_before(text, begin, k->begin), next = word_after(text, at, end);
    if (!blank) return glued_end(lists, k, before, next);
    return k->count > 1 || k->first != '.' || stop_ends(lists, before, next);
}

/* Bytes that can begin a terminator; skips most of the text. */
static bool may_end(unsigned char b) { return b == '.' || b == '!' || b == '?' || b >= 0xD6; }

static size_t sentence_end_in(const text_lists *lists, span text, size_t begin, size_t from, size_t end) {
    for (size_t at = from; at < end;) {
        if (!may_end((unsigned char)text.ptr[at])) {
            at++;
            continue;
        }
        size_t next = at;
        if (!text_is_terminator(text_next(text, &next))) {
            at = next;
            continue;
        }
        candidate k = candidate_at(text, at, end);
        if (is_end(lists, text, &k, begin, end)) return k.end;
        at = k.end;
    }
    return end;
}

size_t text_sentence_end(const text_lists *lists, span text, size_t from, size_t end) {
    return sentence_end_in(lists, text, from, from, end);
}

static size_t skip_blanks(span text, size_t at, size_t end) {
    while (at < end) {
        size_t next = at;
        if (!text_is_blank(text_next(text, &next))) break;
        at = next;
    }
    return at;
}

static size_t trim_end(span text, size_t begin, size_t end) {
    size_t start;
    while (end > begin && text_is_blank(text_before(text, end, &start))) end = start;
    return end;
}

ranges text_sentences(retold_ctx *ctx, arena *a, span text) {
    const text_lists *lists = text_lists_of(ctx);
    ranges out = {0};
    for (size_t line = 0; line < text.len;) {
        size_t end = span_find_char(text, '\n', line);
        if (end == SIZE_MAX) end = text.len;
        for (size_t at = skip_blanks(text, line, end); at < end;) {
            size_t stop = sentence_end_in(lists, text, at, at, end), trimmed = trim_end(text, at, stop);
            vec_push(a, &out, (range){(uint32_t)at, (uint32_t)trimmed});
            at = skip_blanks(text, stop, end);
        }
        line = end + 1;
    }
    return out;
}
