/* What the learned model sees of each line of a plain text, and the lines that it takes for the body. */
#include "model.h"
#include "plain.h"
#include <stdlib.h>

#define LINE_NAME(name) #name,
const char *const line_names[LINE_COUNT] = {LINE_FEATURES(LINE_NAME)};
#undef LINE_NAME

/* A paragraph of so many words that ends as sentences do is text, not a teaser. */
#define LONG_LINE 25
#define FARTHEST 60
#define WINDOW 6

/* Sums over a text's lines, before each and behind the last. */
typedef struct sums {
    uint32_t *words, *prose, *lines; /* lines: those that have words */
} sums;

static int32_t near(size_t n) { return n < FARTHEST ? (int32_t)n : FARTHEST; }

static int32_t share(uint64_t part, uint64_t of) { return of ? (int32_t)(part * 1000 / of) : 0; }

static bool is_long(const line_unit *l) { return l->unit.words >= LONG_LINE && l->unit.ends && line_is_prose(l); }

static sums sums_of(work *w, const text_state *t) {
    size_t count = t->units.count;
    sums s = {ARENA_ARRAY(w->scratch, uint32_t, count + 1), ARENA_ARRAY(w->scratch, uint32_t, count + 1),
              ARENA_ARRAY(w->scratch, uint32_t, count + 1)};
    for (size_t i = 0; i < count; i++) {
        const line_unit *l = &t->units.items[i];
        s.words[i + 1] = s.words[i] + l->unit.words;
        s.prose[i + 1] = s.prose[i] + (line_is_prose(l) ? l->unit.words : 0);
        s.lines[i + 1] = s.lines[i] + !l->rule;
    }
    return s;
}

/* Signs of the line. */
static void read_signs(int32_t *f, const line_unit *l) {
    uint32_t digits = 0, bars = 0, asks = 0, quotes = 0, marks = 0, colons = 0, dots = 0;
    span s = l->plain;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        digits += is_digit((unsigned char)c);
        bars += c == '|' || c == '>' || c == '\t';
        asks += c == '?';
        quotes += c == '"';
        colons += c == ':';
        marks += (c == '.' || c == '!' || c == '?') && (i + 1 == s.len || s.ptr[i + 1] == ' ');
    }
    for (size_t at = 0; (at = span_find(s, S("\xE2\x80"), at)) != SIZE_MAX; at++)
        quotes += at + 2 < s.len && ((unsigned char)s.ptr[at + 2] | 1) == 0x9D;
    dots = span_ends(s, S("...")) || span_ends(s, S("\xE2\x80\xA6"));
    f[L_digits] = share(digits, s.len);
    f[L_bars] = near(bars);
    f[L_colon] = near(colons) + (s.len && s.ptr[s.len - 1] == ':' ? 20 : 0);
    f[L_asks] = near(asks);
    f[L_quoted] = near(quotes);
    f[L_sentence_marks] = near(marks);
    f[L_ellipsis] = (int32_t)dots;
}

static void read_own(int32_t *f, const line_unit *l) {
    const unit *u = &l->unit;
    f[L_log_words] = log_of(u->words);
    f[L_word_length] = u->words ? (int32_t)(l->plain.len * 10 / u->words) : 0;
    f[L_stops] = share(u->stop_words, u->words);
    f[L_ends] = u->ends;
    f[L_cut] = u->cut;
    f[L_lower_start] = u->lower_start;
    f[L_capitals] = share(u->capitals, u->words);
    f[L_commas] = near(u->commas);
    f[L_links] = near(l->links);
    f[L_dated] = u->dated;
    f[L_phrase_line] = (u->flags & PHRASE_LINE) != 0;
    f[L_phrase_start] = (u->flags & PHRASE_START) != 0;
    f[L_phrase_has] = (u->flags & PHRASE_HAS) != 0;
    f[L_phrase_tail] = (u->flags & PHRASE_TAIL) != 0;
    f[L_phrase_appeal] = (u->flags & PHRASE_APPEAL) != 0;
    f[L_byline] = l->byline;
    f[L_credit] = l->credit;
    f[L_furniture] = l->furniture;
    f[L_image] = l->image;
    f[L_source] = l->source;
    f[L_marked] = l->marked;
    f[L_rule] = l->rule;
    f[L_gap] = near(l->gap);
    f[L_repeats] = near(l->repeats);
    f[L_prose] = line_is_prose(l);
    f[L_rule_kind] = (int32_t)u->kind;
    f[L_rule_body] = u->kind == UNIT_BODY;
    read_signs(f, l);
}

/* Prose among the words of the lines [begin, end), which may go over the text's ends. */
static int32_t prose_share(const sums *s, size_t begin, size_t end) {
    return share(s->prose[end] - s->prose[begin], s->words[end] - s->words[begin]);
}

static int32_t mean_words(const sums *s, size_t begin, size_t end) {
    uint32_t lines = s->lines[end] - s->lines[begin];
    return lines ? log_of((s->words[end] - s->words[begin]) / lines) : 0;
}

static void read_place(int32_t *f, const text_state *t, const sums *s, size_t i) {
    size_t count = t->units.count, low = i < WINDOW ? 0 : i - WINDOW, high = i + 1 + WINDOW < count ? i + 1 + WINDOW : count;
    f[L_gap_after] = i + 1 < count ? near(t->units.items[i + 1].gap) : 3;
    f[L_word_place] = share(s->words[i], s->words[count]);
    f[L_line_place] = share(i, count);
    f[L_all_lines] = log_of(count);
    f[L_all_words] = log_of(s->words[count]);
    f[L_markup] = t->markup;
    f[L_page_prose] = prose_share(s, 0, count);
    f[L_mean_words] = mean_words(s, 0, count);
    f[L_from_title] = t->title == RETOLD_NONE ? FEATURE_NONE : i >= t->title ? near(i - t->title) : -near(t->title - i);
    f[L_in_title] = t->title == i;
    f[L_in_stretch] = i >= t->begin && i < t->end;
    f[L_from_begin] = i >= t->begin ? near(i - t->begin) : -near(t->begin - i);
    f[L_behind_appeal] = i >= t->appeal;
    f[L_to_end] = i < t->end ? near(t->end - i) : -near(i - t->end);
    f[L_words_before] = log_of(s->words[i]);
    f[L_prose_before] = prose_share(s, low, i);
    f[L_prose_behind] = prose_share(s, i + 1, high);
    f[L_short_before] = mean_words(s, low, i);
    f[L_short_behind] = mean_words(s, i + 1, high);
}

/* Lines without an empty one between them. */
static void read_groups(int32_t *rows, const text_state *t, const sums *s) {
    uint32_t gaps = 0;
    size_t count = t->units.count;
    for (size_t i = 1; i < count; i++) gaps += t->units.items[i].gap > 0;
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin + 1; end < count && !t->units.items[end].gap; end++) {
        }
        for (size_t i = begin; i < end; i++) {
            int32_t *f = rows + i * LINE_COUNT;
            f[L_airy] = share(gaps, count);
            f[L_group_lines] = near(end - begin);
            f[L_group_words] = log_of(s->words[end] - s->words[begin]);
            f[L_group_prose] = prose_share(s, begin, end);
            f[L_group_place] = near(i - begin);
        }
    }
}

/* How far the next long paragraph is on either side, the last line that opens a tail, and lines of the same length in a row. */
static void read_distances(int32_t *rows, const text_state *t) {
    size_t count = t->units.count, since_long = FARTHEST, since_tail = FARTHEST, alike = 0;
    for (size_t i = 0; i < count; i++) {
        const line_unit *l = &t->units.items[i];
        int32_t *f = rows + i * LINE_COUNT;
        bool same = i && f[L_ends] == f[(int)L_ends - (int)LINE_COUNT] &&
                    abs(f[L_log_words] - f[(int)L_log_words - (int)LINE_COUNT]) <= 12;
        alike = same ? alike + 1 : 0;
        if (l->unit.flags & PHRASE_TAIL && l->unit.words <= 12) since_tail = 0;
        f[L_from_long] = near(since_long++);
        f[L_since_tail] = near(since_tail++);
        f[L_alike_before] = near(alike);
        if (is_long(l)) since_long = 0;
    }
    size_t until_long = FARTHEST;
    for (size_t i = count; i-- > 0;) {
        int32_t *f = rows + i * LINE_COUNT;
        bool same = i + 1 < count && f[(int)L_alike_before + (int)LINE_COUNT] > 0;
        f[L_alike_behind] = same ? near((size_t)f[(int)L_alike_behind + (int)LINE_COUNT] + 1) : 0;
        f[L_to_long] = near(until_long++);
        if (is_long(&t->units.items[i])) until_long = 0;
    }
}

int32_t *lines_read(work *w, const text_state *t) {
    size_t count = t->units.count, all = (count + 2 * FEATURE_REACH) * LINE_COUNT;
    int32_t *padded = ARENA_ARRAY(w->scratch, int32_t, all), *rows = padded + FEATURE_REACH * LINE_COUNT;
    for (size_t i = 0; i < FEATURE_REACH * LINE_COUNT; i++) padded[i] = padded[all - 1 - i] = FEATURE_NONE;
    sums s = sums_of(w, t);
    for (size_t i = 0; i < count; i++) {
        read_own(rows + i * LINE_COUNT, &t->units.items[i]);
        read_place(rows + i * LINE_COUNT, t, &s, i);
    }
    read_groups(rows, t, &s);
    read_distances(rows, t);
    return padded;
}

/* Fields of the article, marks of pages, appeals and what they end, and what is no text stay what the rules say. */
static bool is_settled(const text_state *t, size_t i) {
    const line_unit *l = &t->units.items[i];
    if (i >= t->appeal || (l->unit.flags & PHRASE_APPEAL && l->unit.kind != UNIT_BODY)) return true;
    return l->unit.kind == UNIT_TITLE || l->unit.kind == UNIT_BYLINE || l->unit.kind == UNIT_CAPTION || l->rule || l->image ||
           l->furniture || l->source;
}

void lines_choose(work *w, text_state *t) {
    const weights *weights = line_weights_of(w->ctx);
    size_t count = t->units.count;
    if (weights->none || !count) return;
    const int32_t *rows = lines_read(w, t);
    uint32_t *words = ARENA_ARRAY(w->scratch, uint32_t, count);
    for (size_t i = 0; i < count; i++) words[i] = t->units.items[i].unit.words;
    bool core;
    const bool *body = model_bodies(w, weights, TREES_LINE, rows + FEATURE_REACH * LINE_COUNT, LINE_COUNT, words, count, &core);
    size_t begin = count, end = 0;
    for (size_t i = 0; i < count; i++) {
        line_unit *l = &t->units.items[i];
        if (is_settled(t, i)) continue;
        l->unit.kind = body[i] ? UNIT_BODY : UNIT_OTHER;
        if (!body[i]) continue;
        begin = i < begin ? i : begin;
        end = i + 1;
    }
    if (begin >= end) return;
    t->begin = begin;
    t->end = end;
}
