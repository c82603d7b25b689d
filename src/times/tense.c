/* Which way a date lies that says no year or week: what the verbs of its clause tell, and the words that point ahead. */
#include "times/times_internal.h"

/* Words looked at on each side; a word that points ahead is looked for further to the left, and may have so many words before its "to". */
enum { REACH = 9, FAR = 14, OBJECT = 6 };

static bool ends_clause(const token *t) { return t->gap == GAP_BREAK || t->gap == GAP_STOP; }

static bool looks_done(const parse *p, size_t i) {
    span w = span_at(p->text, p->tokens[i].span);
    return !p->tokens[i].capital && w.len > 4 && span_ends(w, S("ed"));
}

/* "announced", "to begin" in front of which nothing past stands. */
static int tense_at(const parse *p, size_t i) {
    const token *t = &p->tokens[i];
    if ((t->sense->classes & CLASS(W_FUTURE)) && !(t->capital && !t->starts)) return 1;
    if ((is_word(p, i, "is") || is_word(p, i, "are")) && is_word(p, i + 1, "to") && spaced(p, i + 1)) return 1;
    if (t->gap == GAP_COMMA && is_word(p, i + 1, "by")) return 0; /* "is due Monday, followed by a vote on Tuesday" */
    if (t->sense->classes & CLASS(W_PAST)) return -1;
    return looks_done(p, i) ? -1 : 0;
}

/* "will be held", "to be shown": the participle is not past. "could be found" is. */
static bool is_still_to_be(const parse *p, size_t i) {
    static const char *const ahead[] = {"will", "to", "shall", "must", "may", "can"};
    if (i > 0 && (p->tokens[i - 1].sense->classes & CLASS(W_FUTURE))) return true;
    if (i < 2 || !is_word(p, i - 1, "be")) return false;
    for (size_t k = 0; k < sizeof ahead / sizeof *ahead; k++)
        if (is_word(p, i - 2, ahead[k])) return true;
    return false;
}

/* A verb behind "to", as far as that can be told without knowing the verbs: no article, no name, no number. */
static bool is_infinitive(const parse *p, size_t i) {
    static const char *const others[] = {"the", "a", "an", "his", "her", "its", "their", "our", "my", "your", "this", "that"};
    if (!spaced(p, i) || p->tokens[i].capital || p->tokens[i].digits) return false;
    for (size_t k = 0; k < sizeof others / sizeof *others; k++)
        if (is_word(p, i, others[k])) return false;
    return true;
}

/* "planned for", "agreed to meet", "asked the leaders to come", up to `end`. */
static bool intends(const parse *p, size_t i, size_t end) {
    if (!is_a(p, i, W_INTEND)) return false;
    if (is_word(p, i + 1, "for") && i + 1 < end) return true;
    for (size_t k = i + 1; k < end && k <= i + OBJECT && !ends_clause(&p->tokens[k]); k++)
        if (is_word(p, k, "to") && k + 1 < end) return is_infinitive(p, k + 1);
    return false;
}

static int tense_before(const parse *p, size_t first) {
    for (size_t i = first; i > 0 && first - i < FAR; i--) {
        if (ends_clause(&p->tokens[i])) return 0;
        if (is_a(p, i - 1, W_AHEAD) || intends(p, i - 1, first)) return 1;
        int tense = tense_at(p, i - 1);
        if (tense < 0 && first - i >= REACH) return 0;
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

/* "by Friday", "going into November", "ahead of Monday": always ahead. */
static bool points_ahead(const parse *p, size_t first) {
    if (first > 0 && is_a(p, first - 1, W_TOWARD)) return true;
    return first > 1 && is_a(p, first - 2, W_TOWARD) && (is_word(p, first - 1, "of") || is_word(p, first - 1, "into"));
}

int tense_of(const parse *p, size_t first, size_t count) {
    if (points_ahead(p, first)) return 1;
    int before = tense_before(p, first);
    bool owns =
        count && p->tokens[first + count - 1].possessive; /* "would appeal Wednesday's ruling": what has a day's name has been */
    if (owns && before > 0) return 0;
    return before ? before : tense_behind(p, first + count);
}
