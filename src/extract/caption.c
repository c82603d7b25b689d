/* A caption's own words and the credit behind them: "The wall at night. Jane Roe / Agency", "(Photo: Jane Roe)". */
#include "extract_internal.h"

/* Longest credit, in words. */
#define LONGEST_CREDIT 9

static bool has_marks(span s) {
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] == '*' || s.ptr[i] == '_' || s.ptr[i] == '[' || s.ptr[i] == ']') return true;
    return false;
}

/* Without markdown's emphasis and links: "**Jane Ro**e / [Agency](#)" → "Jane Roe / Agency". */
static span plain_marks(arena *a, span s) {
    if (!has_marks(s)) return span_trim(s);
    char *copy = arena_alloc(a, s.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool pair = i + 1 < s.len && s.ptr[i + 1] == c;
        if (c == '*' || (c == '_' && (pair || i == 0 || !is_alnum((unsigned char)s.ptr[i - 1]) || i + 1 == s.len ||
                                      !is_alnum((unsigned char)s.ptr[i + 1]))))
            continue;
        if (c == '[') continue;
        if (c == ']') {
            if (i + 1 < s.len && s.ptr[i + 1] == '(') {
                size_t end = span_find_char(s, ')', i);
                if (end != SIZE_MAX) i = end;
            }
            continue;
        }
        copy[len++] = c;
    }
    return span_trim((span){copy, len});
}

static size_t count_words(span s) {
    size_t words = 0;
    for (size_t i = 0; i < s.len; i++) words += s.ptr[i] != ' ' && (i == 0 || s.ptr[i - 1] == ' ');
    return words;
}

/* Capitalised words, short ones, slashes: as names of people and houses are. */
static bool is_name_list(span s) {
    size_t words = 0, capital = 0;
    while (s.len) {
        span word = span_take_until(&s, ' ');
        if (!word.len) continue;
        size_t at = 0;
        uint32_t c = text_next(word, &at);
        if (!text_is_letter(c)) continue;
        words++;
        capital += text_is_upper(c) || word.len <= 3;
    }
    return words && words == capital;
}

static bool ends_in_house(work *w, span lower) {
    size_t at = lower.len;
    while (at && lower.ptr[at - 1] != ' ' && lower.ptr[at - 1] != '/') at--;
    return at < lower.len && phrase_opens(&w->rules->byline, span_from(lower, at), CREDIT_HOUSE) == lower.len - at;
}

/* The credit's own words, behind "Photo:" or "(Picture by". */
static span without_lead(work *w, span s) {
    span t = span_trim(s);
    while (t.len && (t.ptr[0] == '(' || t.ptr[0] == '[' || t.ptr[0] == '|')) t = span_trim(span_from(t, 1));
    size_t len = phrase_opens_at(&w->rules->byline, t, 0, CREDIT_LEAD);
    if (!len) return (span){0};
    span rest = span_trim(span_from(t, len));
    bool colon = rest.len && (rest.ptr[0] == ':' || rest.ptr[0] == '|');
    bool by = span_ends(span_cut(t, 0, len), S(" by")) || span_ends(span_cut(t, 0, len), S(" of")) ||
              span_starts_nocase(rest, S("by "));
    bool rights = span_starts(rest, S("\xC2\xA9"));
    if (!colon && !by && !rights) return (span){0};
    if (colon) rest = span_trim(span_from(rest, 1));
    if (rights) rest = span_trim(span_from(rest, 2));
    if (span_starts_nocase(rest, S("by "))) rest = span_trim(span_from(rest, 3));
    while (rest.len && (rest.ptr[rest.len - 1] == ')' || rest.ptr[rest.len - 1] == ']' || rest.ptr[rest.len - 1] == '.'))
        rest.len--;
    return span_trim(rest);
}

static bool is_credit(work *w, span s) {
    s = span_trim(s);
    if (!s.len || s.len > 120 || count_words(s) > LONGEST_CREDIT) return false;
    if (without_lead(w, s).len) return true;
    size_t slash = span_find_char(s, '/', 0);
    if (slash != SIZE_MAX && slash > 3 && is_name_list(span_cut(s, 0, slash))) return true;
    if (!is_name_list(s)) return false;
    return ends_in_house(w, lowered(w->scratch, s)) || agency_of(w->scratch, w->rules, s).len || span_starts(s, S("\xC2\xA9"));
}

static span credit_words(work *w, span s) {
    span lead = without_lead(w, s);
    if (lead.len) return lead;
    s = span_trim(s);
    if (span_starts(s, S("\xC2\xA9"))) s = span_trim(span_from(s, 2));
    while (s.len && (s.ptr[s.len - 1] == '.' || s.ptr[s.len - 1] == ')')) s.len--;
    return span_trim(s);
}

/* Where the credit begins: behind the last sentence end or "(", or at a lead word; s.len when there is none. */
static size_t credit_start(work *w, span s) {
    if (is_credit(w, s)) return 0;
    size_t words = 0; /* of the tail */
    for (size_t at = s.len; at-- > 1;) {
        words += s.ptr[at] != ' ' && s.ptr[at - 1] == ' ';
        char c = s.ptr[at - 1];
        bool border = s.ptr[at] == '(' || s.ptr[at] == '|' ||
                      (s.ptr[at] == '\xC2' && span_starts(span_from(s, at), S("\xC2\xA9"))) ||
                      (s.ptr[at] == ' ' && (c == '.' || c == '!' || c == '?' || c == ')' || c == ',' || c == ';'));
        bool word = s.ptr[at - 1] == ' ' && s.ptr[at] != ' ';
        if (!border && !word) continue;
        span tail = span_from(s, at);
        size_t first = s.ptr[at] != ' ' && !word; /* a word that begins in the middle of another is one, too */
        if (word && !border ? words <= LONGEST_CREDIT && without_lead(w, tail).len : is_credit(w, tail)) return at;
        if (words + first > LONGEST_CREDIT) break;
    }
    return s.len;
}

bool caption_split(work *w, span text, span *caption, span *credit) {
    span s = plain_marks(w->scratch, text);
    size_t at = credit_start(w, s);
    *credit = at < s.len ? credit_words(w, span_from(s, at)) : (span){0};
    span own = span_trim(span_cut(s, 0, at));
    while (own.len && (own.ptr[own.len - 1] == '(' || own.ptr[own.len - 1] == '|' || own.ptr[own.len - 1] == ','))
        own = span_trim(span_cut(own, 0, own.len - 1));
    *caption = own;
    return at < s.len;
}

/* A credit that says so has its lead, or the sign, somewhere: most text has neither, and needs no closer look. */
static bool may_be_credited(const work *w, span s) {
    return (s.len && memchr(s.ptr, '\xA9', s.len)) || phrase_leads(&w->rules->byline, s);
}

bool looks_credited(work *w, span text) {
    if (!may_be_credited(w, text)) return false;
    span s = plain_marks(w->scratch, text);
    size_t at = credit_start(w, s);
    if (at >= s.len) return false;
    span credit = span_trim(span_from(s, at));
    return without_lead(w, credit).len || span_starts(credit, S("\xC2\xA9"));
}
