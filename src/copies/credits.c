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
    span top = span_cut(text, 0, reach);
    for (size_t close = span_find_char(top, ')', 0); close < reach; close = span_find_char(top, ')', close + 1)) {
        bool dash = false;
        for (unsigned i = 0; i < 3; i++) dash |= span_starts(span_from(text, close + 1), span_of(dashes[i]));
        size_t open = close;
        while (open && close - open < LONGEST_CREDIT && text.ptr[open] != '(') open--;
        span name = span_cut(text, open + 1 < close ? open + 1 : close, close);
        if (dash && text.ptr[open] == '(' && capital_words(name).len == name.len) return name;
    }
    return (span){NULL, 0};
}

/* Cell of a phrase by its first three bytes, case folded; every phrase has at least three. */
static unsigned cell_of(const char *s) {
    unsigned hash = 0;
    for (unsigned i = 0; i < 3; i++) hash = hash * 31 + (unsigned char)to_lower(s[i]);
    return hash % CREDIT_CELLS;
}

/* The name behind a phrase that has been found. */
static span name_behind(span rest) {
    if (rest.len && rest.ptr[0] != ' ') return (span){NULL, 0};
    rest = span_trim(rest);
    if (span_starts_nocase(rest, S("the ")) && !is_upper((unsigned char)rest.ptr[0])) rest = span_from(rest, 4);
    return capital_words(rest);
}

/* The name that stands behind one of the phrases of a cell at the start of s. */
static span name_of_phrase(span s, const credit_rules *rules, unsigned cell) {
    for (uint32_t i = rules->first[cell]; i; i = rules->next[i - 1]) {
        if (!span_starts_nocase(s, rules->phrases[i - 1])) continue;
        span name = name_behind(span_from(s, rules->phrases[i - 1].len));
        if (name.len) return name;
    }
    return (span){NULL, 0};
}

/* The name that stands behind a phrase at the start of s; empty for none. */
static span credit_at(span s, const credit_rules *rules) {
    if (s.len < 3 || !rules->begins[(unsigned char)to_lower(s.ptr[0])]) return (span){NULL, 0};
    unsigned cell = cell_of(s.ptr);
    return rules->first[cell] ? name_of_phrase(s, rules, cell) : (span){NULL, 0};
}

/* "Source: Wire", "Originally published by the Post": a phrase of the list, then a name. The last one of the text counts. */
static span phrase_credit(span text, const credit_rules *rules) {
    static const char before[] = {' ', '\n', '('};
    span found = credit_at(text, rules);
    for (unsigned i = 0; i < sizeof before; i++)
        for (size_t at = span_find_char(text, before[i], 0); at != SIZE_MAX; at = span_find_char(text, before[i], at + 1)) {
            span name = credit_at(span_from(text, at + 1), rules);
            if (name.len && (!found.len || name.ptr > found.ptr)) found = name;
        }
    return found;
}

credit_rules credit_rules_made(arena *a) {
    credit_rules rules = {0};
    VEC(span) phrases = {0};
    VEC(uint32_t) next = {0};
    span rest = data_file("credit_phrases.txt"), entry;
    while (data_next(&rest, &entry)) {
        uint32_t *first = &rules.first[cell_of(entry.ptr)];
        vec_push(a, &phrases, entry);
        vec_push(a, &next, *first);
        *first = (uint32_t)phrases.count;
        rules.begins[(unsigned char)to_lower(entry.ptr[0])] = true;
    }
    rules.phrases = phrases.items;
    rules.next = next.items;
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
