/* Markdown in print copies: emphasis, links, headings, escapes. Marks are layout, as tags are in HTML. */
#include "plain.h"

static bool is_word_at(span s, size_t at) {
    return at < s.len && (is_alnum((unsigned char)s.ptr[at]) || (unsigned char)s.ptr[at] >= 0x80);
}

/* Length of "](address)" or "](#)" at s[at]; 0 for none. */
static size_t link_tail(span s, size_t at) {
    if (at + 1 >= s.len || s.ptr[at] != ']' || s.ptr[at + 1] != '(') return 0;
    for (size_t i = at + 2; i < s.len && i < at + 2000; i++) {
        if (s.ptr[i] == ')') return i + 1 - at;
        if (is_space((unsigned char)s.ptr[i])) return 0;
    }
    return 0;
}

static bool opens_link(span s, size_t at) {
    for (size_t i = at + 1; i < s.len && i < at + 300; i++) {
        if (s.ptr[i] == '[' || s.ptr[i] == '\n') return false;
        if (s.ptr[i] == ']') return link_tail(s, i) > 0;
    }
    return false;
}

/* Length of markup at s[at], which is nothing of the text. */
static size_t markup_length(span s, range text, size_t at) {
    char c = s.ptr[at];
    s = span_cut(s, 0, text.end);
    if (c == '*' || c == '_') {
        size_t run = 1;
        while (at + run < s.len && s.ptr[at + run] == c) run++;
        bool before = at > text.begin && is_word_at(s, at - 1), behind = is_word_at(s, at + run);
        if (run > 3 || (c == '_' && run == 1 && before && behind)) return 0;
        bool blank_both = (at == text.begin || is_space((unsigned char)s.ptr[at - 1])) &&
                          (at + run >= s.len || is_space((unsigned char)s.ptr[at + run]));
        return blank_both ? 0 : run;
    }
    if (c == '[' && opens_link(s, at)) return 1;
    if (c == ']') return link_tail(s, at);
    if (c == '\\' && at + 1 < s.len && strchr("-_*.#[]()!+`>~|", s.ptr[at + 1])) return 1;
    if (c == '#' && at == text.begin) {
        size_t run = 1;
        while (at + run < s.len && s.ptr[at + run] == '#') run++;
        return run <= 6 && at + run < s.len && s.ptr[at + run] == ' ' ? run + 1 : 0;
    }
    return 0;
}

bool markup_next(span s, range text, uint32_t *at, range *part) {
    while (*at < text.end) {
        size_t skip = markup_length(s, text, *at);
        if (skip) {
            *at += (uint32_t)skip;
            if (*at > text.end) *at = text.end;
            continue;
        }
        bool escaped = *at > text.begin && s.ptr[*at - 1] == '\\';
        part->begin = *at;
        do ++*at;
        while (*at < text.end && (escaped ? escaped = false, true : !markup_length(s, text, *at)));
        part->end = *at;
        return true;
    }
    return false;
}

span markup_removed(arena *a, span s) {
    buf out = buf_made(a);
    range text = {0, (uint32_t)s.len}, part;
    for (uint32_t at = 0; markup_next(s, text, &at, &part);) buf_put(&out, span_at(s, part));
    return span_trim(buf_span(&out));
}

/* Two signs of it are enough: a link, a heading mark, words in emphasis. */
bool markup_used(work *w, span text) {
    unsigned signs = 0;
    (void)w;
    for (size_t at = 0; at < text.len && signs < 2; at++) {
        char c = text.ptr[at];
        bool line_start = at == 0 || text.ptr[at - 1] == '\n';
        if (c == ']' && link_tail(text, at) && (text.ptr[at + 2] == '#' || span_starts(span_from(text, at + 2), S("http"))))
            signs += 2;
        else if (c == '#' && line_start && markup_length(text, (range){(uint32_t)at, (uint32_t)text.len}, at))
            signs += 2;
        else if (c == '=' && line_start && span_starts(span_from(text, at), S("=====")))
            signs += 2;
        else if (c == '*' && is_word_at(text, at + 1) && (at == 0 || !is_word_at(text, at - 1)))
            signs++;
        else if (c == '*' && at && text.ptr[at - 1] == '*' && is_word_at(text, at + 1))
            signs++;
    }
    return signs >= 2;
}
