/* Where a text that goes stands in one that stays, to the byte. */
#include "pipe/dedup.h"
#include <stdlib.h>

enum { MATCH_WORDS = 8 };

static bool is_word_char(uint32_t c) { return text_is_letter(c) || text_is_digit(c) || text_is_mark(c); }

/* Ends of words grow over the punctuation that both texts have there, up to the next match and never with a blank at the end. */
static void grow_end(match *m, span gone, uint32_t gone_end, span stays) {
    size_t x = m->gone.end, y = m->stays.end;
    while (x < gone_end && y < stays.len) {
        uint32_t c = text_next(gone, &x), d = text_next(stays, &y);
        if (c != d || is_word_char(c) || x > gone_end) return;
        if (text_is_blank(c)) continue;
        m->gone.end = (uint32_t)x;
        m->stays.end = (uint32_t)y;
    }
}

static void grow_begin(match *m, span gone, uint32_t gone_begin, span stays) {
    size_t x = m->gone.begin, y = m->stays.begin;
    while (x > gone_begin && y > 0) {
        uint32_t c = text_before(gone, x, &x), d = text_before(stays, y, &y);
        if (c != d || is_word_char(c) || x < gone_begin) return;
        if (text_is_blank(c)) continue;
        m->gone.begin = (uint32_t)x;
        m->stays.begin = (uint32_t)y;
    }
}

static void grow(matched *m, span gone, span stays) {
    for (size_t i = 0; i < m->items.count; i++) {
        match *here = &m->items.items[i];
        uint32_t from = i ? here[-1].gone.end : 0;
        uint32_t until = i + 1 < m->items.count ? here[1].gone.begin : (uint32_t)gone.len;
        grow_begin(here, gone, from, stays);
        grow_end(here, gone, until, stays);
    }
}

static int by_gone(const void *x, const void *y) {
    const match *a = x, *b = y;
    if (a->gone.begin != b->gone.begin) return a->gone.begin < b->gone.begin ? -1 : 1;
    return a->stays.begin < b->stays.begin ? -1 : a->stays.begin > b->stays.begin;
}

static int by_begin(const void *x, const void *y) {
    const range *a = x, *b = y;
    if (a->begin != b->begin) return a->begin < b->begin ? -1 : 1;
    return a->end < b->end ? -1 : a->end > b->end;
}

static void add_gap(arena *a, span text, size_t begin, size_t end, ranges *out) {
    size_t first = SIZE_MAX, last = 0;
    bool wordy = false;
    for (size_t at = begin; at < end;) {
        size_t start = at;
        uint32_t c = text_next(text, &at);
        if (text_is_blank(c)) continue;
        wordy |= is_word_char(c);
        if (first == SIZE_MAX) first = start;
        last = at;
    }
    if (wordy) vec_push(a, out, (range){(uint32_t)first, (uint32_t)last});
}

ranges matches_gaps(arena *a, span text, const range *covered, size_t count) {
    ranges out = {0};
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        if (covered[i].begin > at) add_gap(a, text, at, covered[i].begin, &out);
        if (covered[i].end > at) at = covered[i].end;
    }
    add_gap(a, text, at, text.len, &out);
    return out;
}

/* Share of a text that ranges cover; what has no letter or digit counts for nothing. */
static double share_covered(arena *a, span text, const range *covered, size_t count) {
    size_t all = span_trim(text).len, left = 0;
    ranges gaps = matches_gaps(a, text, covered, count);
    for (size_t i = 0; i < gaps.count; i++) left += range_len(gaps.items[i]);
    return all > left ? 1 - (double)left / (double)all : all ? 0 : 1;
}

static const char *kind_of(const matched *m) {
    bool exact = true;
    for (size_t i = 0; i < m->items.count; i++) exact &= m->items.items[i].exact;
    if (exact && m->items.count == 1 && m->contained >= 1 && m->holds >= 1) return "exact";
    if (m->contained >= 0.8 && m->holds < m->contained - 0.15) return "abridged";
    if (m->holds >= 0.8 && m->contained < m->holds - 0.15) return "extended";
    return m->contained < 0.5 && m->holds < 0.5 ? "partial" : "near";
}

static void weigh(arena *a, span gone, span stays, matched *m) {
    range *covered = ARENA_ARRAY(a, range, m->items.count);
    for (size_t i = 0; i < m->items.count; i++) covered[i] = m->items.items[i].gone;
    m->contained = share_covered(a, gone, covered, m->items.count);
    for (size_t i = 0; i < m->items.count; i++) covered[i] = m->items.items[i].stays;
    if (m->items.count) qsort(covered, m->items.count, sizeof *covered, by_begin);
    m->holds = share_covered(a, stays, covered, m->items.count);
    m->kind = kind_of(m);
}

static void free_passages(void *passages) { retold_passages_free(passages); }

/* Texts of the same words with other marks between them, too short for a passage. */
static void take_equal_words(arena *a, span gone, span stays, matched *out) {
    words x = text_words(a, gone), y = text_words(a, stays);
    if (!x.count || x.count != y.count) return;
    for (size_t i = 0; i < x.count; i++)
        if (x.items[i].hash != y.items[i].hash) return;
    range gone_words = {x.items[0].span.begin, x.items[x.count - 1].span.end},
          stays_words = {y.items[0].span.begin, y.items[y.count - 1].span.end};
    vec_push(a, &out->items, (match){gone_words, stays_words, true});
}

retold_status matches_find(retold_ctx *ctx, arena *a, span gone, span stays, matched *out, retold_error *err) {
    *out = (matched){0};
    if (span_equal(gone, stays)) {
        range whole = {0, (uint32_t)gone.len};
        if (gone.len) vec_push(a, &out->items, (match){whole, whole, true});
        out->contained = out->holds = 1;
        out->kind = "exact";
        return RETOLD_OK;
    }
    retold_passages *passages;
    const retold_article x = {.text = stays}, y = {.text = gone};
    /* The second text is the one whose places are looked for, each once. */
    retold_status status = retold_copies_between(ctx, &x, &y, MATCH_WORDS, &passages, err);
    if (status != RETOLD_OK) return status;
    ctx_always(ctx, free_passages, passages);
    size_t count;
    const retold_passage *items = retold_passages_items(passages, &count);
    vec_reserve(a, &out->items, count);
    for (size_t i = 0; i < count; i++)
        vec_push(a, &out->items, (match){items[i].b_span, items[i].a_span, items[i].kind == RETOLD_PASSAGE_EXACT});
    if (out->items.count) qsort(out->items.items, out->items.count, sizeof *out->items.items, by_gone);
    if (!count) take_equal_words(a, gone, stays, out);
    grow(out, gone, stays);
    weigh(a, gone, stays, out);
    return RETOLD_OK;
}

yyjson_mut_val *matches_json(yyjson_mut_doc *doc, const matched *m, uint32_t gone_at, uint32_t stays_at) {
    yyjson_mut_val *array = json_array(doc);
    for (size_t i = 0; i < m->items.count; i++) {
        const match *one = &m->items.items[i];
        yyjson_mut_val *row = json_object(doc);
        json_put_range(doc, row, "span", (range){one->gone.begin + gone_at, one->gone.end + gone_at});
        json_put_range(doc, row, "kept_span", (range){one->stays.begin + stays_at, one->stays.end + stays_at});
        json_put_text(doc, row, "kind", one->exact ? S("exact") : S("near"));
        json_push(doc, array, row);
    }
    return array;
}
