/* Which way a date lies that says no year or week: what the verbs of its clause tell. */
#include "times/times_internal.h"

enum { REACH = 9 };

static bool ends_clause(const token *t) { return t->gap == GAP_BREAK || t->gap == GAP_STOP; }

/* "announced", "to begin" in front of which nothing past stands. */
static int tense_at(const parse *p, size_t i) {
    const token *t = &p->tokens[i];
    if (t->sense->classes & CLASS(W_FUTURE)) return 1;
    if ((is_word(p, i, "is") || is_word(p, i, "are")) && is_word(p, i + 1, "to") && spaced(p, i + 1)) return 1;
    if (t->sense->classes & CLASS(W_PAST)) return -1;
    span w = span_at(p->text, t->span);
    if (!t->capital && w.len > 4 && span_ends(w, S("ed"))) return -1;
    return 0;
}

/* "will be held", "to be paid": the participle is not past. "could be found" is. */
static bool is_still_to_be(const parse *p, size_t i) {
    static const char *const ahead[] = {"will", "to", "shall", "must", "may", "can"};
    if (i > 0 && (p->tokens[i - 1].sense->classes & CLASS(W_FUTURE))) return true;
    if (i < 2 || !is_word(p, i - 1, "be")) return false;
    for (size_t k = 0; k < sizeof ahead / sizeof *ahead; k++)
        if (is_word(p, i - 2, ahead[k])) return true;
    return false;
}

static int tense_before(const parse *p, size_t first) {
    for (size_t i = first; i > 0 && first - i < REACH; i--) {
        if (ends_clause(&p->tokens[i])) return 0;
        int tense = tense_at(p, i - 1);
        if (tense) return tense < 0 && is_still_to_be(p, i - 1) ? 1 : tense;
    }
    return 0;
}

static int tense_behind(const parse *p, size_t end) {
    for (size_t i = end; i < p->count && i - end < REACH && !ends_clause(&p->tokens[i]); i++) {
        int tense = tense_at(p, i);
        if (tense) return tense < 0 && is_still_to_be(p, i) ? 1 : tense;
    }
    return 0;
}

/* "by Friday", "until June": always ahead. */
static bool points_ahead(const parse *p, size_t first) {
    return first > 0 && (is_word(p, first - 1, "by") || is_word(p, first - 1, "until") || is_word(p, first - 1, "till"));
}

int tense_of(const parse *p, size_t first, size_t count) {
    if (points_ahead(p, first)) return 1;
    int before = tense_before(p, first);
    bool owns =
        count && p->tokens[first + count - 1].possessive; /* "would appeal Wednesday's ruling": what has a day's name has been */
    if (owns && before > 0) return 0;
    return before ? before : tense_behind(p, first + count);
}
