/* Words with what they mean here and what stands between them. */
#include "times/times_internal.h"

static const sense no_sense = {0};

static bool holds(span between, const char *marks) {
    for (size_t i = 0; i < between.len; i++)
        if (strchr(marks, between.ptr[i]) && between.ptr[i]) return true;
    return false;
}

/* Hyphen-minus, hyphen, non-breaking hyphen, en dash, with nothing around it. */
static bool is_hyphen(span s) {
    return span_equal(s, S("-")) || span_equal(s, S("\xE2\x80\x90")) || span_equal(s, S("\xE2\x80\x91")) ||
           span_equal(s, S("\xE2\x80\x93"));
}

static gap gap_of(span between) {
    if (span_find_char(between, '\n', 0) != SIZE_MAX) return GAP_BREAK;
    if (between.len == 0) return GAP_NONE;
    if (is_hyphen(between)) return GAP_HYPHEN;
    span marks = span_trim(between);
    if (marks.len == 0) return GAP_BLANK;
    if (holds(marks, "!?;()[]\"`")) return GAP_BREAK;
    if (holds(marks, "$")) return GAP_MONEY;
    if (marks.len == 1 && marks.ptr[0] == '.') return GAP_STOP;
    if (span_equal(marks, S(",")) || span_equal(marks, S(".,"))) return GAP_COMMA;
    if (span_equal(between, S("/"))) return GAP_SLASH;
    if (span_equal(between, S(":"))) return GAP_COLON;
    if (span_equal(marks, S("'")) || span_equal(marks, S("\xE2\x80\x99")) || span_equal(marks, S("\xE2\x80\x98")))
        return GAP_APOSTROPHE;
    return GAP_OTHER;
}

/* "year's", "quarters’": where the word ends without that. */
static uint32_t bare_end(span text, range r) {
    span w = span_at(text, r);
    if (span_ends(w, S("'s"))) return r.end - 2;
    if (span_ends(w, S("\xE2\x80\x99s"))) return r.end - 4;
    return r.end;
}

/* Digits at the front of a word and at most two letters behind them. */
static void read_digits(span w, token *t) {
    size_t i = 0;
    int64_t value = 0;
    t->number = -1;
    for (; i < w.len && (is_digit((unsigned char)w.ptr[i]) || w.ptr[i] == ','); i++) {
        if (w.ptr[i] == ',') continue;
        value = value * 10 + (w.ptr[i] - '0');
        if (++t->digits > 9) return;
    }
    if (!t->digits || w.len - i > 2) return;
    for (size_t k = 0; i + k < w.len; k++) {
        if (!is_alpha((unsigned char)w.ptr[i + k])) return;
        t->tail[k] = to_lower(w.ptr[i + k]);
    }
    t->number = (int32_t)value;
}

static void fill_token(arena *scratch, span text, const lexicon *l, const word *w, token *t) {
    uint32_t end = bare_end(text, w->span);
    *t = (token){.span = {w->span.begin, end}, .end = w->span.end, .whole = w->hash, .sense = &no_sense, .number = -1};
    t->possessive = end != w->span.end;
    t->capital = (w->flags & WORD_CAPITAL) != 0;
    uint64_t hash = w->hash;
    if (t->possessive) {
        words bare = text_words(scratch, span_at(text, t->span));
        if (bare.count) hash = bare.items[0].hash;
    }
    if (w->flags & WORD_NUMBER) read_digits(span_at(text, t->span), t);
    uint64_t *at = map_get(&l->senses, hash);
    if (at) t->sense = &l->list.items[*at - 1];
}

/* "15. November": the full stop of an ordinal, as German and others write it; "He was 15. May came" stays apart. */
static bool is_ordinal_day(span text, const token *before, const token *t) {
    bool day = before->number >= 1 && before->number <= 31 && before->digits <= 2 && !before->tail[0];
    return day && (t->sense->classes & CLASS(W_MONTH)) && !span_equal(span_at(text, t->span), S("May"));
}

/* A full stop behind an initial or an ordinal, inside "a.m", before a number or a small letter ends no sentence. */
static bool ends_sentence(span text, uint32_t at, const token *before, const token *t) {
    bool tight = t->span.begin == at + 1;
    return !tight && !is_ordinal_day(text, before, t) && (range_len(before->span) > 1 || before->digits) && t->number < 0 &&
           t->capital && text.ptr[at] == '.';
}

token *make_tokens(arena *scratch, span text, const lexicon *l, size_t *count) {
    words list = text_words(scratch, text);
    token *tokens = ARENA_ARRAY(scratch, token, list.count + 1);
    uint32_t before = 0;
    for (size_t i = 0; i < list.count; i++) {
        fill_token(scratch, text, l, &list.items[i], &tokens[i]);
        tokens[i].gap = i ? gap_of(span_cut(text, before, tokens[i].span.begin)) : GAP_BREAK;
        if (tokens[i].gap == GAP_STOP && !ends_sentence(text, before, &tokens[i - 1], &tokens[i])) tokens[i].gap = GAP_POINT;
        tokens[i].starts = tokens[i].gap == GAP_BREAK || tokens[i].gap == GAP_STOP;
        tokens[i].opens = !i || memchr(text.ptr + before, '\n', tokens[i].span.begin - before);
        before = tokens[i].end;
    }
    *count = list.count;
    return tokens;
}

bool is_a(const parse *p, size_t i, word_class c) { return i < p->count && (p->tokens[i].sense->classes & CLASS(c)); }

span sense_value(const token *t, word_class c) {
    for (unsigned i = 0; i < 4; i++)
        if (t->sense->of[i] == c) return t->sense->values[i];
    return (span){NULL, 0};
}

int sense_number(const token *t, word_class c) {
    span value = sense_value(t, c);
    bool minus = span_starts(value, S("-"));
    uint64_t number = 0;
    span_to_u64(span_from(value, minus), &number);
    return minus ? -(int)number : (int)number;
}

/* Most differ in the first letter. */
bool is_word(const parse *p, size_t i, const char *word) {
    if (i >= p->count || to_lower(p->text.ptr[p->tokens[i].span.begin]) != word[0]) return false;
    return span_equal_nocase(span_at(p->text, p->tokens[i].span), span_of(word));
}

bool pointed(const parse *p, size_t i) {
    return i < p->count && (p->tokens[i].gap == GAP_BLANK || p->tokens[i].gap == GAP_POINT);
}

bool spaced(const parse *p, size_t i) { return i < p->count && p->tokens[i].gap == GAP_BLANK; }

bool joined(const parse *p, size_t i) {
    return i < p->count && (p->tokens[i].gap == GAP_BLANK || p->tokens[i].gap == GAP_HYPHEN);
}

/* ---- Numbers in words ---- */

static bool is_scale(int64_t value) { return value == 100 || value == 1000 || value == 1000000 || value == 1000000000; }

size_t take_number(const parse *p, size_t i, int64_t *value) {
    if (i >= p->count) return 0;
    if (p->tokens[i].number >= 0 && !p->tokens[i].tail[0]) {
        *value = p->tokens[i].number;
        return 1;
    }
    int64_t sum = 0, last = 0;
    size_t at = i;
    for (; is_a(p, at, W_NUMBER) && (at == i || joined(p, at)); at++) {
        int64_t word = sense_number(&p->tokens[at], W_NUMBER);
        if (is_scale(word) && at > i)
            sum = sum * word;
        else if (at > i && (word >= 10 || last < 20 || last % 10))
            break;
        else
            sum += word;
        last = word;
        if (sum > 1000000) break;
    }
    *value = sum;
    return at - i;
}

/* "nineteen ninety-eight", "two thousand". */
static size_t take_spoken_year(const parse *p, size_t i, int *year) {
    int64_t front, back = 0;
    size_t first = take_number(p, i, &front), second = 0;
    if (!first || p->tokens[i].number >= 0) return 0;
    if (first >= 2 && front >= 2000 && front < 2100) {
        *year = (int)front;
        return first;
    }
    if ((front == 19 || front == 20) && joined(p, i + first)) second = take_number(p, i + first, &back);
    if (!second || back < 10 || back > 99 || p->tokens[i + first].number >= 0) return 0;
    *year = (int)(front * 100 + back);
    return first + second;
}

size_t take_year(const parse *p, size_t i, int *year) {
    if (i >= p->count) return 0;
    const token *t = &p->tokens[i];
    if (t->number >= 1500 && t->number < 2100 && t->digits == 4 && !t->tail[0] && range_len(t->span) == 4) {
        *year = t->number;
        return 1;
    }
    if (t->number >= 0 && t->digits == 2 && !t->tail[0] && t->gap == GAP_APOSTROPHE) {
        *year = t->number + (t->number < 40 ? 2000 : 1900);
        return 1;
    }
    return take_spoken_year(p, i, year);
}
