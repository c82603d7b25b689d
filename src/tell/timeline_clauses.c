/* A sentence in clauses, by marks, linking words, and where verbs stand: no parser, so a clause may be a part of one. */
#include "tell/timeline_internal.h"

enum { SOON = 8, AT_ONCE = 2 };

/* A comma, dash, bracket, colon between two words. Quotation marks part nothing by themselves: they may hold one word. */
static bool mark_between(span gap) {
    for (size_t at = 0; at < gap.len;) {
        size_t from = at;
        uint32_t c = text_next(gap, &at);
        bool dash = (c == '-' && from > 0 && at < gap.len) || c == 0x2013 || c == 0x2014;
        if (dash || (c < 0x80 && strchr(",;:()[]", (int)c) != NULL)) return true;
    }
    return false;
}

static bool mark_before(span text, const word *words, uint32_t i) {
    return mark_between(span_cut(text, words[i - 1].span.end, words[i].span.begin));
}

/* A verb among words [from, to), before any mark or linking word. */
static bool verb_follows(const forms *f, span text, const word *words, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++) {
        if (i > from && mark_before(text, words, i)) return false;
        unsigned form = form_flags(f, text, &words[i]);
        if (form & FORM_VERB) return true;
        if (form & FORM_LINK) return false;
    }
    return false;
}

static bool begins_clause(const forms *f, span text, const word *words, uint32_t i, uint32_t end) {
    if (mark_before(text, words, i)) return true;
    unsigned form = form_flags(f, text, &words[i]);
    if (form & FORM_LINK) return true;
    if (form & FORM_OPEN) return verb_follows(f, text, words, i + 1, i + 1 + SOON < end ? i + 1 + SOON : end);
    return (form & FORM_AND) && verb_follows(f, text, words, i + 1, i + 1 + AT_ONCE < end ? i + 1 + AT_ONCE : end);
}

static bool has_verb(const forms *f, span text, const word *words, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++)
        if (form_flags(f, text, &words[i]) & FORM_VERB) return true;
    return false;
}

/* Runs of words without a verb are part of what stands before them; at the head, of what follows. */
static void join_verbless(clauses *c, const forms *f, span text, const word *words) {
    uint32_t kept = 0;
    bool open = false; /* what was kept last has no verb yet */
    for (uint32_t i = 0; i < c->count; i++) {
        uint32_t end = i + 1 < c->count ? c->starts[i + 1] : c->w1;
        bool verb = has_verb(f, text, words, c->starts[i], end);
        if (kept && (!verb || open))
            open &= !verb;
        else {
            c->starts[kept++] = c->starts[i];
            open = !verb;
        }
    }
    c->count = kept;
}

clauses clauses_of(arena *a, const forms *f, span text, const word *words, uint32_t w0, uint32_t w1, const retold_time *held,
                   uint32_t held_count) {
    clauses c = {w0, w1, ARENA_ARRAY(a, uint32_t, w1 - w0 + 1), 0};
    uint32_t h = 0;
    c.starts[c.count++] = w0;
    for (uint32_t i = w0 + 1; i < w1; i++) {
        uint32_t at = words[i].span.begin;
        while (h < held_count && held[h].span.end <= at) h++;
        bool inside = h < held_count && held[h].span.begin < at;
        if (!inside && begins_clause(f, text, words, i, w1)) c.starts[c.count++] = i;
    }
    join_verbless(&c, f, text, words);
    return c;
}

uint32_t clause_at(const clauses *c, uint32_t word) {
    uint32_t low = 0, high = c->count;
    while (high - low > 1) {
        uint32_t middle = (low + high) / 2;
        if (c->starts[middle] <= word)
            low = middle;
        else
            high = middle;
    }
    return low;
}
