/*
 * Names of persons and others: runs of capitalised words, as text shows them.
 *
 *   Kremlin spokesman  Dr. Jan  van der Berg  Jr.  said
 *   [title          ]  [tit][name                ]
 *
 * A capital that opens a sentence says little: a function word there is cut off, and the mention is told as such.
 */
#include "text/text_internal.h"

#define LONGEST_NAME 8u
#define FEW_STOP_WORDS 8u /* too few to tell a text's languages by */

typedef struct scan {
    const text_lists *lists;
    arena *memory;
    span text;
    words words;
    ranges sentences;
    size_t sentence;                                 /* that the scan has come to */
    uint32_t stop_counts[STOP_SECTIONS], stop_total; /* stop words in small letters, by section: the text's languages */
    name_mentions out;
} scan;

static bool in_list(const names *list, span s) {
    folded_word room;
    return names_find(list, text_fold_word(&room, s)) != NAME_NONE;
}

static bool is_blank_gap(span gap) {
    if (!gap.len || gap.len > 3) return false;
    for (size_t at = 0; at < gap.len;) {
        uint32_t c = text_next(gap, &at);
        if (!text_is_blank(c) || c == '\n') return false;
    }
    return true;
}

/* A capital letter alone, with its full stop or without. */
static bool is_initial(const scan *s, const word *w) {
    size_t at = w->span.begin;
    uint32_t c = text_next(s->text, &at);
    return text_is_upper(c) && at == w->span.end;
}

static bool stop_behind(const scan *s, const word *w) { return w->span.end < s->text.len && s->text.ptr[w->span.end] == '.'; }

/* "Jr.", "Dr.": a listed abbreviation or an initial, whose full stop belongs to it. */
static bool owns_stop(const scan *s, const word *w) {
    return stop_behind(s, w) && (is_initial(s, w) || in_list(&s->lists->abbreviations, span_at(s->text, w->span)));
}

/* "Jr.", "Inc.": an abbreviation that ends names. */
static bool ends_name(const scan *s, const word *w) {
    folded_word room;
    uint32_t number = names_find(&s->lists->abbreviations, text_fold_word(&room, span_at(s->text, w->span)));
    return number != NAME_NONE && s->lists->abbreviation_flags[number] & ABBREVIATION_MAY_END;
}

/* May word i + 1 belong to the same name as word i, by what stands between? */
static bool joined(const scan *s, size_t i) {
    const word *w = &s->words.items[i];
    size_t from = w->span.end, to = s->words.items[i + 1].span.begin;
    if (to < from) return false;
    span gap = span_cut(s->text, from, to);
    if (span_equal(gap, S("-")) || span_equal(gap, S("\xE2\x80\x91"))) return true;
    if (!gap.len) return false;
    if (gap.ptr[0] == '.' && owns_stop(s, w)) gap = span_from(gap, 1);
    if (!gap.len) return is_initial(s, w); /* J.R. */
    return is_blank_gap(gap);
}

static bool is_capital(const scan *s, size_t i) { return s->words.items[i].flags & WORD_CAPITAL; }

static bool is_particle(const scan *s, size_t i) {
    return !is_capital(s, i) && in_list(&s->lists->particles, span_at(s->text, s->words.items[i].span));
}

static uint32_t stop_number(const scan *s, size_t i) {
    folded_word room;
    return names_find(&s->lists->stop_words, text_fold_word(&room, span_at(s->text, s->words.items[i].span)));
}

static void count_stop_words(scan *s) {
    for (size_t i = 0; i < s->words.count; i++) {
        uint32_t number = is_capital(s, i) ? NAME_NONE : stop_number(s, i);
        if (number == NAME_NONE) continue;
        s->stop_counts[s->lists->stop_sections[number]]++;
        s->stop_total++;
    }
}

/* A function word of a language that the text is written in: "Ada" is one in Indonesian, but a name in English. */
static bool is_stop(const scan *s, size_t i) {
    uint32_t number = stop_number(s, i);
    if (number == NAME_NONE) return false;
    return s->stop_total < FEW_STOP_WORDS || s->stop_counts[s->lists->stop_sections[number]] * 20u >= s->stop_total;
}

/* Does word i open its sentence (behind marks and the like)? */
static bool opens_sentence(scan *s, size_t i) {
    uint32_t begin = s->words.items[i].span.begin;
    while (s->sentence < s->sentences.count && s->sentences.items[s->sentence].end <= begin) s->sentence++;
    if (s->sentence == s->sentences.count) return false;
    return !i || s->words.items[i - 1].span.begin < s->sentences.items[s->sentence].begin;
}

/* Behind an opening mark a capital may be that of a sentence, too. */
static bool opens_quote(const scan *s, size_t i) {
    uint32_t begin = s->words.items[i].span.begin;
    if (!begin) return false;
    uint32_t c = text_before(s->text, begin, NULL);
    return c == '"' || c == 0x201C || c == 0x2018 || c == 0x201E || c == 0xAB || c == '\'' || c == '`';
}

/* First word behind the run of name words that begins at `first`; particles only between capitalised words. */
static size_t run_end(const scan *s, size_t first) {
    size_t end = first + 1, i = first;
    while (i + 1 < s->words.count && i + 1 - first < LONGEST_NAME + s->lists->title_words && joined(s, i)) {
        i++;
        if (is_capital(s, i))
            end = i + 1;
        else if (!is_particle(s, i))
            break;
    }
    return end;
}

/* Words [begin, end) as one title, folded, blanks as one: is it listed? */
static bool is_title(const scan *s, size_t begin, size_t end) {
    char room[96];
    size_t len = 0;
    for (size_t i = begin; i < end; i++) {
        folded_word one;
        span w = text_fold_word(&one, span_at(s->text, s->words.items[i].span));
        if (!w.len || len + w.len + 1 > sizeof room) return false;
        if (i > begin) {
            bool hyphen = s->text.ptr[s->words.items[i - 1].span.end] == '-';
            room[len++] = hyphen ? '-' : ' ';
        }
        memcpy(room + len, w.ptr, w.len);
        len += w.len;
    }
    return names_find(&s->lists->titles, (span){room, len}) != NAME_NONE;
}

/* Behind the titles that stand at the head of words [begin, end); longest first, several in a row ("Prime Minister Dr."). */
static size_t skip_titles(const scan *s, size_t begin, size_t end) {
    for (;;) {
        size_t most = begin + s->lists->title_words < end ? begin + s->lists->title_words : end, to = most;
        while (to > begin && !is_title(s, begin, to)) to--;
        if (to == begin || to == end) return begin;
        begin = to;
    }
}

/* Of a run such as "Russian Foreign Minister Sergei Lavrov": where the last title inside ends, when a name follows. */
static size_t after_inner_title(const scan *s, size_t begin, size_t end) {
    for (size_t i = end - 1; i > begin; i--)
        for (unsigned n = s->lists->title_words; n; n--)
            if (i >= begin + n && is_title(s, i - n, i)) return i;
    return begin;
}

/* A lower-case title right in front of the run: "foreign minister Sergei Lavrov". First word of it, or `begin`. */
static size_t title_before(const scan *s, size_t begin) {
    for (unsigned n = s->lists->title_words; n; n--) {
        if (begin < n || !is_title(s, begin - n, begin)) continue;
        bool whole = true;
        for (size_t i = begin - n; i < begin; i++) whole = whole && joined(s, i);
        if (whole) return begin - n;
    }
    return begin;
}

/* End of a name's last word with the full stop of "Jr.", without a possessive 's. */
static uint32_t name_end(const scan *s, size_t first, size_t last) {
    span w = span_at(s->text, s->words.items[last].span);
    uint32_t end = s->words.items[last].span.end;
    if (w.len > 2 && to_lower(w.ptr[w.len - 1]) == 's') {
        size_t start;
        uint32_t c = text_before(w, w.len - 1, &start);
        if (start && (c == '\'' || c == 0x2019 || c == '`' || c == 0x2BC))
            return s->words.items[last].span.begin + (uint32_t)start;
    }
    return last > first && stop_behind(s, &s->words.items[last]) && ends_name(s, &s->words.items[last]) ? end + 1 : end;
}

static void add_mention(scan *s, size_t title, size_t begin, size_t end, bool at_start) {
    while (end > begin + 1 && !is_capital(s, end - 1)) end--;
    name_mention m = {
        .span = {s->words.items[begin].span.begin, name_end(s, begin, end - 1)}, .title = RANGE_NONE, .at_start = at_start};
    if (title < begin) {
        uint32_t to = s->words.items[begin - 1].span.end;
        if (owns_stop(s, &s->words.items[begin - 1])) to++;
        m.title = (range){s->words.items[title].span.begin, to};
    }
    if (m.span.end > m.span.begin) vec_push(s->memory, &s->out, m);
}

/* Possessives inside a run part it: "Israel's Foreign Minister Katz" are two. */
static size_t part_end(const scan *s, size_t begin, size_t end) {
    for (size_t i = begin; i + 1 < end; i++)
        if (name_end(s, i, i) < s->words.items[i].span.end) return i + 1;
    return end;
}

static void take_part(scan *s, size_t begin, size_t end, bool at_start) {
    size_t name = skip_titles(s, begin, end), title = begin;
    if (name == begin) {
        name = after_inner_title(s, begin, end);
        if (name > begin) {
            unsigned n = s->lists->title_words;
            while (n > 1 && (name < begin + n || !is_title(s, name - n, name))) n--;
            title = name - n;
            if (title > begin) add_mention(s, begin, begin, title, at_start);
        } else {
            title = title_before(s, begin);
        }
    }
    if (is_title(s, name, end)) {
        if (title == name) return; /* a title alone is no name */
        name = title;              /* "Prosecutor General": an office */
    }
    add_mention(s, title, name, end, at_start && title == begin && name == begin);
}

/* The run that begins at word `first`; the word behind it. */
static size_t take_run(scan *s, size_t first) {
    size_t end = run_end(s, first);
    bool start = opens_sentence(s, first), soft = start || opens_quote(s, first);
    size_t begin = first;
    while (soft && begin < end && is_stop(s, begin) && !is_initial(s, &s->words.items[begin])) begin++, start = false;
    if (end - begin == 1 && is_initial(s, &s->words.items[begin])) return end;
    while (begin < end) {
        while (begin < end && !is_capital(s, begin)) begin++;
        if (begin == end) break;
        size_t to = part_end(s, begin, end);
        take_part(s, begin, to, start);
        begin = to;
        start = false;
    }
    return end;
}

name_mentions text_names(retold_ctx *ctx, arena *a, span text) {
    scan s = {.lists = text_lists_of(ctx), .memory = a, .text = text};
    s.words = text_words(a, text);
    s.sentences = text_sentences(ctx, a, text);
    count_stop_words(&s);
    for (size_t i = 0; i < s.words.count;) {
        const word *w = &s.words.items[i];
        if (w->flags & WORD_CAPITAL && !(w->flags & WORD_NUMBER))
            i = take_run(&s, i);
        else
            i++;
    }
    return s.out;
}
