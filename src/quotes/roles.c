/* What the text says a named person is: "Kremlin spokesman" before the name, "head of the union" behind it. */
#include "quotes/quotes_internal.h"

#define LONGEST_ROLE 10u

/* A verb that no phrase of a role holds. */
static bool is_verb(const reading *r, uint32_t i) {
    const token *t = tok(r, i);
    if (t->capital || (t->lex & LEX_ROLE)) return false;
    return (t->lex & LEX_AUX) || ((t->lex & (LEX_CUE | LEX_OTHER)) && !(t->lex & LEX_NOUN));
}

static bool opens_role(const reading *r, uint32_t i) { return tok_has(r, i, LEX_DET | LEX_POSS) || tok(r, i)->possessive; }

/* "retired" is part of a role behind an article only: else it is what somebody did. */
static bool is_doubtful(const reading *r, uint32_t i) {
    if (tok(r, i)->capital || !(span_ends(tok_text(r, i), S("ed")) || span_ends(tok_text(r, i), S("ing")))) return false;
    return i == 0 || !tok_is(r, i - 1, TOKEN_WORD) || !opens_role(r, i - 1);
}

static uint32_t first_letter(const reading *r, uint32_t i) {
    size_t at = 0;
    return text_next(tok_text(r, i), &at);
}

/* Nothing but a blank between a token and the next one: no sign that tokens don't hold, and no new line. */
static bool is_next(const reading *r, uint32_t i) {
    if (i + 1 >= r->tokens.count) return true;
    uint32_t end = tok(r, i)->span.end, begin = tok(r, i + 1)->span.begin;
    return end >= begin || (end + 1 == begin && r->text.ptr[end] != '\n');
}

static bool fits_before(const reading *r, uint32_t i) {
    if (!tok_is(r, i, TOKEN_WORD) || !text_is_letter(first_letter(r, i)) || opens_role(r, i) || is_verb(r, i) ||
        is_adverb(r, i) || is_doubtful(r, i))
        return false;
    if (tok_word(r, i, "of") || tok_word(r, i, "for")) return i > 0 && tok_has(r, i - 1, LEX_PERSON);
    return !tok_has(r, i, LEX_PREP | LEX_AND | LEX_SUB | LEX_REL | LEX_TIME | LEX_SUBJECT | LEX_OBJECT | LEX_TO | LEX_INDEFINITE);
}

static bool holds_person(const reading *r, run x) {
    for (uint32_t i = x.first; i < x.last; i++)
        if (tok_has(r, i, LEX_PERSON) && !tok(r, i)->possessive && (i + 1 == x.last || tok_has(r, i + 1, LEX_PREP))) return true;
    return false;
}

/* "Kremlin spokesman Dmitry Peskov", "Its general secretary, Colm Ashgrove". */
static run role_before(const reading *r, uint32_t name) {
    uint32_t last = name, first;
    bool comma = name > 1 && tok_is(r, name - 1, TOKEN_COMMA);
    if (comma) last--;
    for (first = last; first > 0 && last - first < LONGEST_ROLE && is_next(r, first - 1) && fits_before(r, first - 1); first--)
        if (tok_has(r, first - 1, LEX_PREP) && holds_person(r, (run){first, last})) break; /* "a critic of President Roe" */
    run x = {first, last};
    if (run_empty(x) || !holds_person(r, x) || tok_has(r, last - 1, LEX_PREP)) return RUN_NONE;
    return comma && (first == 0 || !tok_is(r, first - 1, TOKEN_WORD) || !opens_role(r, first - 1)) ? RUN_NONE : x;
}

/* Behind "81," and "the", "the union's". */
static uint32_t behind_opening(const reading *r, uint32_t i) {
    if (tok_is(r, i, TOKEN_WORD) && tok(r, i)->number && tok_is(r, i + 1, TOKEN_COMMA)) i += 2;
    while (tok_is(r, i, TOKEN_WORD) && (tok_has(r, i, LEX_DET | LEX_POSS) || is_adverb(r, i))) i++;
    uint32_t owner = i;
    while (owner < i + 3 && tok_is(r, owner, TOKEN_WORD) && tok(r, owner)->capital && !tok(r, owner)->possessive) owner++;
    return tok_is(r, owner, TOKEN_WORD) && tok(r, owner)->possessive ? owner + 1 : i;
}

/* "Roe, head of the union,": what the phrase up to its first preposition ends in is the role. */
static run role_behind(const reading *r, uint32_t comma) {
    if (!tok_is(r, comma, TOKEN_COMMA)) return RUN_NONE;
    uint32_t first = behind_opening(r, comma + 1), last = first, head = 0;
    for (; last < first + LONGEST_ROLE && tok_is(r, last, TOKEN_WORD); last++) {
        if (is_verb(r, last) || tok_has(r, last, LEX_REL | LEX_SUBJECT)) break;
        if (!head && last > first && tok_has(r, last, LEX_PREP | LEX_AND)) head = last;
    }
    while (last > first && tok_has(r, last - 1, LEX_PREP | LEX_AND | LEX_DET | LEX_TIME)) last--;
    if (!head || head > last) head = last;
    return last > first && tok_has(r, head - 1, LEX_PERSON) ? (run){first, last} : RUN_NONE;
}

range role_beside(const reading *r, uint32_t first, uint32_t last) {
    run before = role_before(r, first), behind = role_behind(r, last);
    bool later = run_known(behind) && (!run_known(before) || behind.last - behind.first > before.last - before.first);
    return later ? run_bytes(r, behind) : run_known(before) ? run_bytes(r, before) : RANGE_NONE;
}
