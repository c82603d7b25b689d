/* What makes quotation marks plain: each mark in its plain form, missing ones put where the state machine says. */
#include "text/marks_internal.h"
#include <stdlib.h>

/* A fix in the making: sorted by place, then insertions in the order that nests them. */
typedef struct draft {
    text_fix fix;
    int64_t order;
} draft;

typedef VEC(draft) drafts;

static int by_place(const void *a, const void *b) {
    const draft *x = a, *y = b;
    if (x->fix.at.begin != y->fix.at.begin) return x->fix.at.begin < y->fix.at.begin ? -1 : 1;
    if (x->fix.at.end != y->fix.at.end) return x->fix.at.end < y->fix.at.end ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static size_t blanks_behind(span text, size_t at) {
    while (at < text.len && text.ptr[at] != '\n') {
        size_t next = at;
        if (!text_is_blank(text_next(text, &next))) break;
        at = next;
    }
    return at;
}

static size_t blanks_before(span text, size_t at) {
    size_t start;
    while (at > 0 && text.ptr[at - 1] != '\n' && text_is_blank(text_before(text, at, &start))) at = start;
    return at;
}

/* The mark itself, with the blanks on its inner side when its pair is spaced. */
static void fix_mark(arena *a, drafts *out, span text, const mark *m, const mark_more *more) {
    range at = m->span;
    if (more->spaced && m->kind == MARK_OPEN) at.end = (uint32_t)blanks_behind(text, at.end);
    if (more->spaced && m->kind == MARK_CLOSE) at.begin = (uint32_t)blanks_before(text, at.begin);
    span plain = mark_plain(m);
    if (!span_equal(span_at(text, at), plain)) vec_push(a, out, (draft){{at, plain, "quote"}, 0});
}

/* The partner that is missing. Of several that belong in one place, the inner one's close comes first. */
static void fix_missing(arena *a, drafts *out, const mark *m, const mark_more *more, size_t number) {
    if (!(m->flags & MARK_UNPAIRED) || m->kind == MARK_APOSTROPHE || m->kind == MARK_UNIT) return;
    int64_t order = m->kind == MARK_OPEN ? -(int64_t)number - 1 : (int64_t)number;
    const char *kind = m->flags & MARK_CUT ? "quote-cut" : "quote";
    vec_push(a, out, (draft){{{more->place, more->place}, mark_plain(m), kind}, order});
}

/* "win , he" of tokenised text: the blank in front of punctuation goes. */
static void fix_punctuation(arena *a, drafts *out, span text) {
    for (size_t at = 0; (at = span_find_char(text, ' ', at)) != SIZE_MAX; at++) {
        if (at + 1 >= text.len || !strchr(",.;:!?", text.ptr[at + 1]) || !text.ptr[at + 1]) continue;
        if (at + 2 < text.len && !strchr(" \n\"'`", text.ptr[at + 2])) continue;
        vec_push(a, out, (draft){{{(uint32_t)at, (uint32_t)at + 1}, S(""), "quote"}, 0});
    }
}

/* Sorted, and without one that overlaps the one before. */
static text_fixes in_order(arena *a, drafts *list) {
    text_fixes out = {0};
    if (list->count) qsort(list->items, list->count, sizeof *list->items, by_place);
    vec_reserve(a, &out, list->count);
    uint32_t end = 0;
    for (size_t i = 0; i < list->count; i++) {
        text_fix f = list->items[i].fix;
        if (f.at.begin < end) continue;
        out.items[out.count++] = f;
        end = f.at.end;
    }
    return out;
}

text_fixes text_quote_fixes(arena *a, span text) {
    placed_marks p = marks_placed(a, text);
    drafts list = {0};
    for (size_t i = 0; i < p.marks.count; i++) {
        fix_mark(a, &list, text, &p.marks.items[i], &p.more.items[i]);
        fix_missing(a, &list, &p.marks.items[i], &p.more.items[i], i);
    }
    if (p.tokenised) fix_punctuation(a, &list, text);
    return in_order(a, &list);
}

span text_apply(arena *a, span text, const text_fix *fixes, size_t count) {
    size_t len = text.len;
    for (size_t i = 0; i < count; i++) len += fixes[i].after.len - range_len(fixes[i].at);
    char *out = arena_alloc(a, len + 1), *to = out;
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        span kept = span_cut(text, at, fixes[i].at.begin);
        if (kept.len) memcpy(to, kept.ptr, kept.len);
        to += kept.len;
        if (fixes[i].after.len) memcpy(to, fixes[i].after.ptr, fixes[i].after.len);
        to += fixes[i].after.len;
        at = fixes[i].at.end;
    }
    if (at < text.len) memcpy(to, text.ptr + at, text.len - at);
    return (span){out, len};
}
