/*
 * What can be a speaker. Rules by place take the words beside a verb for one; here such a phrase is cut to what can speak, or
 * refused: "speaking on the radio", "one of the jobs Roe", "co-founded a group" speak for nobody.
 */
#include "quotes/quotes_internal.h"

static bool ends(const reading *r, uint32_t i, const char *tail) { return span_ends(tok_text(r, i), span_of(tail)); }

static bool is_small(const reading *r, uint32_t i) { return tok_is(r, i, TOKEN_WORD) && !tok(r, i)->capital; }

/* "-ing" that is a verb: "speaking on", "including some"; "a spring morning" has its article first. */
static bool is_participle(const reading *r, uint32_t i) {
    const token *t = tok(r, i);
    if (t->kind != TOKEN_WORD || t->possessive || tok_has(r, i, LEX_ROLE)) return false;
    if (t->lex & FORM_ING) return true;
    return !t->capital && range_len(t->span) > 5 && ends(r, i, "ing");
}

/* What a noun or adjective isn't followed by, but a verb with its object or place is. */
static bool opens_object(const reading *r, uint32_t i) {
    return tok_is(r, i, TOKEN_QUOTE) ||
           tok_has(r, i, LEX_DET | LEX_POSS | LEX_OBJECT | LEX_PREP | LEX_ADVERB | LEX_SUB | LEX_TO | LEX_THAT);
}

/* "co-founded a group", "declared back in", "provide": the phrase begins with a verb. */
static bool is_verb_headed(const reading *r, run x) {
    uint32_t i = x.first;
    bool alone = x.last - x.first == 1;
    bool opens = tok_is(r, i, TOKEN_WORD) && tok(r, i)->capital && (tok(r, i)->lex & FORM_ING); /* "Appearing at the fair" */
    if (opens) return !alone && opens_object(r, i + 1) && !tok_is(r, i + 1, TOKEN_QUOTE);
    if (!is_small(r, i) || tok(r, i)->possessive || tok_has(r, i, LEX_ROLE | LEX_DET | LEX_SUBJECT)) return false;
    if (is_participle(r, i)) return alone || opens_object(r, i + 1) || !tok(r, x.last - 1)->capital;
    if ((tok(r, i)->lex & FORM_BASE) && !(tok(r, i)->lex & LEX_NOUN)) return alone || opens_object(r, i + 1);
    bool past = (tok(r, i)->lex & (FORM_PAST | FORM_PART)) || ends(r, i, "ed");
    bool twice = tok_has(r, i + 1, LEX_CUE) && (tok(r, i + 1)->lex & FORM_PAST); /* "those who attended said" */
    return past && (alone || twice || opens_object(r, i + 1));
}

/* "the panel shifted the date": a past form behind a noun and before an article is the verb of the phrase. */
static uint32_t active_verb(const reading *r, run x) {
    for (uint32_t i = x.first + 1; i + 1 < x.last; i++) {
        bool past = is_small(r, i) && (ends(r, i, "ed") || (tok(r, i)->lex & FORM_PAST)) && !tok_has(r, i, LEX_ROLE | LEX_PREP);
        bool object = tok_has(r, i + 1, LEX_DET | LEX_POSS) && !tok_has(r, i + 1, LEX_PREP);
        if (past && object && !tok_has(r, i - 1, LEX_DET | LEX_POSS | LEX_REL | LEX_AND | LEX_AUX)) return i;
    }
    return x.last;
}

/* No noun either: "jobs" and "plans" may be. */
static bool is_sure_verb(const reading *r, uint32_t i) {
    return tok_has(r, i, LEX_AUX | LEX_DET | LEX_POSS) || (tok_has(r, i, LEX_CUE | LEX_OTHER) && !tok_has(r, i, LEX_NOUN));
}

/* "one of the jobs Roe" (discussed), "unhappy that Roe": somebody else's clause has run into the phrase. */
static bool holds_clause(const reading *r, run x) {
    for (uint32_t i = x.first + 1; i + 1 < x.last; i++) {
        if (!is_small(r, i)) continue;
        bool name = tok_is(r, i + 1, TOKEN_WORD) && tok(r, i + 1)->capital && !tok(r, i + 1)->possessive;
        bool plural = ends(r, i, "s") && !ends(r, i, "ss") && !tok(r, i)->possessive && !tok_has(r, i, LEX_ROLE | LEX_PREP);
        if (plural && name && i + 2 == x.last && !is_sure_verb(r, i)) return true;
        if (tok_word(r, i, "that") && name && !tok_has(r, i - 1, LEX_ROLE)) return true;
    }
    return false;
}

/* `Speaking on "The Hour," Mayor Roe`: the name stands behind what was folded into one token. */
static run behind_quote(const reading *r, run x) {
    bool leads = is_participle(r, x.first) || tok_has(r, x.first, LEX_AUX | LEX_SUBJECT | LEX_PREP);
    for (uint32_t i = x.last; leads && i-- > x.first;)
        if (tok_is(r, i, TOKEN_QUOTE)) return i + 1 < x.last && tok(r, i + 1)->capital ? (run){i + 1, x.last} : x;
    return x;
}

/* "they also", "the fund last": what belongs to the verb. */
static bool trails(const reading *r, uint32_t i) {
    if (tok_is(r, i, TOKEN_COMMA) || is_adverb(r, i)) return true;
    if (!is_small(r, i) || tok_has(r, i, LEX_ROLE | LEX_INDEFINITE | LEX_SUBJECT)) return false;
    return tok_word(r, i, "last") || tok_word(r, i, "next") || tok_has(r, i, LEX_TIME | LEX_AND);
}

#define FARTHEST_NAMING 400u

/* German: "Überzeugt", "Verkauf" open a sentence as a surname would, but nobody was called so in the text before. */
static bool is_called_before(const reading *r, uint32_t i) {
    span word = tok_text(r, i);
    for (uint32_t at = i; at-- > 1 && i - at < FARTHEST_NAMING;) {
        bool name = tok_is(r, at, TOKEN_WORD) && tok(r, at)->capital && tok_is(r, at - 1, TOKEN_WORD) && tok(r, at - 1)->capital;
        if (name && !tok_has(r, at - 1, LEX_DET | LEX_PREP | LEX_POSS) && span_equal(tok_text(r, at), word)) return true;
    }
    return false;
}

bool speaker_opens_blindly(const reading *r, run x, uint32_t first) {
    if (!r->lex->german || run_empty(x) || x.last - x.first != 1 || x.first != first) return false;
    return !tok_has(r, first, LEX_ROLE | LEX_SUBJECT | LEX_MALE | LEX_FEMALE | LEX_OUTLET_NAME) && !is_called_before(r, first);
}

bool speaker_mended(const reading *r, run *x) {
    if (run_empty(*x) || r->lex->german) return true;
    *x = behind_quote(r, *x);
    x->last = active_verb(r, *x);
    while (x->last > x->first + 1 && trails(r, x->last - 1)) x->last--;
    return !is_verb_headed(r, *x) && !holds_clause(r, *x);
}

/* The noun that a phrase is about: before "of", "who", a participle; of "two of the officials" it is the officials. */
static uint32_t head_of(const reading *r, run x) {
    for (uint32_t i = x.first + 1; i < x.last; i++) {
        bool count = tok_has(r, i - 1, LEX_DET | LEX_INDEFINITE) || tok(r, i - 1)->number;
        bool ends_noun = tok_has(r, i, LEX_PREP | LEX_REL) || (ends(r, i, "ed") && opens_object(r, i + 1));
        if (is_small(r, i) && ends_noun && !count) return i - 1;
    }
    return x.last - 1;
}

/* "people familiar" (with): somebody known stands in the phrase before its last word. */
static bool has_people(const reading *r, uint32_t first, uint32_t head) {
    for (uint32_t i = first; i < head; i++)
        if (is_small(r, i) && tok_has(r, i, LEX_GROUP | LEX_PERSON) && !tok(r, i)->possessive) return true;
    return false;
}

/* "a cyclist", "an onlooker": nouns that no list has, but which end as those for people do. */
static bool is_agent(const reading *r, uint32_t i) {
    static const char *const tails[] = {"er", "or", "ist", "man", "woman", "ian", "ee"};
    for (size_t k = 0; k < sizeof tails / sizeof *tails; k++)
        if (range_len(tok(r, i)->span) > 4 && ends(r, i, tails[k])) return true;
    return false;
}

/* Nobody that could be told from others: "many", "his", "they've", "those who". */
static bool is_vague(const reading *r, run x) {
    bool contracted = x.last - x.first == 1 && tok_has(r, x.first, LEX_AUX);
    if (contracted) return true;
    for (uint32_t i = x.first; i < x.last; i++) {
        if (!tok_has(r, i, LEX_INDEFINITE | LEX_DET | LEX_POSS | LEX_REL) || tok_has(r, i, LEX_ROLE)) return false;
        if (!is_small(r, i) && i > x.first) return false;
    }
    return true;
}

speaker_kind speaker_kind_of(const reading *r, run x) {
    if (run_empty(x) || r->lex->german) return SPEAKER_LIKELY;
    if (is_vague(r, x)) return SPEAKER_VAGUE;
    uint32_t head = head_of(r, x);
    if (tok_has(r, head, LEX_THING) && is_small(r, head)) return SPEAKER_RECORD;
    bool plural = ends(r, head, "s") && !ends(r, head, "ss");
    bool known = !is_small(r, head) || tok(r, head)->number || tok_has(r, head, LEX_ROLE | LEX_SUBJECT | LEX_OBJECT);
    return known || plural || is_agent(r, head) || has_people(r, x.first, head) ? SPEAKER_LIKELY : SPEAKER_UNSURE;
}

bool speaker_short_first(const lexicon *lex, span a, span b) {
    span shorter = a.len < b.len ? a : b, longer = a.len < b.len ? b : a;
    if (shorter.len < 3 || shorter.len == longer.len || !span_starts_nocase(longer, shorter)) return false;
    uint64_t both = LEX_MALE | LEX_FEMALE, x = lexicon_word(lex, a) & both, y = lexicon_word(lex, b) & both;
    return !x || !y || (x & y);
}
