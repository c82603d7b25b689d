/* Which way a date lies that says no year or week: what the verbs of its clause tell. */
#include "times/times_internal.h"

enum { REACH = 9 };

static bool ends_clause(const token *t) { return t->gap == GAP_BREAK || t->gap == GAP_STOP; }

/* "announced", "to begin" in front of which nothing past stands. */
static int tense_at(const parse *p, size_t i) {
    const token *t = &p->tokens[i];
    if (t->sense->classes & CLASS(W_FUTURE)) return 1;
    if (t->sense->classes & CLASS(W_PAST)) return -1;
    span w = span_at(p->text, t->span);
    if (!t->capital && w.len > 4 && span_ends(w, S("ed"))) return -1;
    return 0;
}

static int tense_before(const parse *p, size_t first) {
    for (size_t i = first; i > 0 && first - i < REACH; i--) {
        if (ends_clause(&p->tokens[i])) return 0;
        int tense = tense_at(p, i - 1);
        if (tense) return tense;
    }
    return 0;
}

static int tense_behind(const parse *p, size_t end) {
    for (size_t i = end; i < p->count && i - end < REACH && !ends_clause(&p->tokens[i]); i++) {
        int tense = tense_at(p, i);
        if (tense) return tense;
    }
    return 0;
}

int tense_of(const parse *p, size_t first, size_t count) {
    int before = tense_before(p, first);
    return before ? before : tense_behind(p, first + count);
}
