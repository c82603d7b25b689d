/* Whom an article names as the one it was taken from. */
#include "copies/copies_internal.h"

enum { DATELINE_REACH = 1000, LONGEST_CREDIT = 60, MOST_CREDIT_WORDS = 5 };

/* Words that begin with a capital, from the start of s up to a mark, a line end, or a word that doesn't. */
static span capital_words(span s) {
    size_t at = 0, end = 0;
    unsigned count = 0;
    while (at < s.len && at < LONGEST_CREDIT && count < MOST_CREDIT_WORDS) {
        size_t here = at;
        if (!text_is_upper(text_next(s, &here))) break;
        while (at < s.len && !is_space((unsigned char)s.ptr[at]) && !strchr(".,;:()[]\"", s.ptr[at])) at++;
        end = at;
        count++;
        if (at < s.len && s.ptr[at] != ' ') break;
        at++;
    }
    return span_cut(s, 0, end);
}

/* "TOWN, March 3 (Wire) - …": the name in parentheses right before a dash, near the top. */
static span dateline_credit(span text) {
    static const char *const dashes[] = {" -", " \xE2\x80\x93", " \xE2\x80\x94"};
    size_t reach = text.len < DATELINE_REACH ? text.len : DATELINE_REACH;
    for (size_t close = 0; close < reach; close++) {
        if (text.ptr[close] != ')') continue;
        bool dash = false;
        for (unsigned i = 0; i < 3; i++) dash |= span_starts(span_from(text, close + 1), span_of(dashes[i]));
        size_t open = close;
        while (open && close - open < LONGEST_CREDIT && text.ptr[open] != '(') open--;
        span name = span_cut(text, open + 1 < close ? open + 1 : close, close);
        if (dash && text.ptr[open] == '(' && capital_words(name).len == name.len) return name;
    }
    return (span){NULL, 0};
}

/* Place of a phrase's first three bytes, case folded; every phrase has at least three. */
static unsigned cell_of(const char *s) {
    unsigned hash = 0;
    for (unsigned i = 0; i < 3; i++) hash = hash * 31 + (unsigned char)to_lower(s[i]);
    return hash % CREDIT_CELLS;
}

/* "Source: Wire", "Originally published by the Post": a phrase of the list, then a name. The last one of the text counts. */
static span phrase_credit(span text, const credit_rules *rules) {
    span found = {NULL, 0};
    for (size_t at = 0; at < text.len; at++) {
        if (at && text.ptr[at - 1] != ' ' && text.ptr[at - 1] != '\n' && text.ptr[at - 1] != '(') continue;
        if (at + 3 > text.len || !rules->begins[cell_of(text.ptr + at)]) continue;
        for (size_t i = 0; i < rules->count; i++) {
            span rest = span_from(text, at);
            if (!span_starts_nocase(rest, rules->phrases[i])) continue;
            rest = span_from(rest, rules->phrases[i].len);
            if (rest.len && rest.ptr[0] != ' ') continue;
            rest = span_trim(rest);
            if (span_starts_nocase(rest, S("the ")) && !is_upper((unsigned char)rest.ptr[0])) rest = span_from(rest, 4);
            span name = capital_words(rest);
            if (name.len) found = name;
        }
    }
    return found;
}

credit_rules credit_rules_made(arena *a) {
    credit_rules rules = {0};
    VEC(span) phrases = {0};
    span rest = data_file("credit_phrases.txt"), entry;
    while (data_next(&rest, &entry)) {
        vec_push(a, &phrases, entry);
        rules.begins[cell_of(entry.ptr)] = true;
    }
    rules.phrases = phrases.items;
    rules.count = phrases.count;
    return rules;
}

span credit_of(const retold_article *article, const credit_rules *rules) {
    if (article->agency.text.len) return article->agency.text;
    span credit = dateline_credit(article->text);
    return credit.len ? credit : phrase_credit(article->text, rules);
}

agencies agencies_made(arena *a) {
    agencies known = {0};
    span rest = data_file("agencies.txt"), entry;
    for (uint32_t number = 0; data_next(&rest, &entry); number++)
        while (entry.len) {
            names_add(a, &known.names, span_take_until(&entry, '\t'));
            if (known.names.count > known.numbers.count) vec_push(a, &known.numbers, number);
        }
    return known;
}

/* What stands before the word at `at`, or the whole name. */
static bool next_head(span name, size_t *at, span *head) {
    if (*at >= name.len) return false;
    size_t end = span_find_char(name, ' ', *at);
    if (end == SIZE_MAX) end = name.len;
    *head = span_cut(name, 0, end);
    *at = end + 1;
    return true;
}

bool credit_names(const agencies *known, span credit, span outlet) {
    span head;
    if (!outlet.len) return false;
    uint32_t agency = names_find(&known->names, outlet);
    for (size_t at = 0; next_head(credit, &at, &head);) {
        if (span_equal_nocase(head, outlet)) return true;
        if (agency == NAME_NONE) continue;
        uint32_t named = names_find(&known->names, head);
        if (named != NAME_NONE && known->numbers.items[named] == known->numbers.items[agency]) return true;
    }
    return false;
}
