/* Noun phrases and verbs by closed word classes and place alone: there is no parser. */
#include "quotes/quotes_internal.h"

#define LONGEST_PHRASE 28
#define MOST_ASIDES 4

static bool ends(const reading *r, uint32_t i, const char *tail) { return span_ends(tok_text(r, i), span_of(tail)); }

bool is_adverb(const reading *r, uint32_t i) {
    if (!tok_is(r, i, TOKEN_WORD) || tok(r, i)->capital) return false;
    if (tok_has(r, i, LEX_ADVERB | LEX_NOT)) return true;
    return range_len(tok(r, i)->span) > 4 && ends(r, i, "ly") && !tok_has(r, i, LEX_PERSON | LEX_CUE | LEX_OUTLET);
}

/* Can stand inside a noun phrase: all but what opens clauses and what is surely a verb. */
static bool is_nominal(const reading *r, uint32_t i) {
    if (tok_is(r, i, TOKEN_QUOTE)) return r->stretches.items[tok(r, i)->stretch].words <= 3;
    if (!tok_is(r, i, TOKEN_WORD)) return false;
    if (tok(r, i)->capital || tok(r, i)->number) return true;
    if (r->lex->german && tok_has(r, i, LEX_DET)) return true; /* articles are relative pronouns only behind a comma */
    return !tok_has(r, i, LEX_SUB | LEX_REL | LEX_AUX | LEX_AND | LEX_NOT | LEX_PREP | LEX_OBJECT | LEX_SUBJECT);
}

static bool is_finite(const reading *r, uint32_t i) {
    const token *t = tok(r, i);
    if (t->kind != TOKEN_WORD || t->capital || t->possessive) return false;
    if (t->lex & LEX_AUX) return true;
    if (t->lex & (LEX_CUE | LEX_OTHER)) return (t->lex & FORM_PAST) || ((t->lex & FORM_S) && !(t->lex & LEX_NOUN));
    return !r->lex->german && range_len(t->span) > 4 && ends(r, i, "ed") && !(t->lex & (LEX_ROLE | LEX_PREP | LEX_TIME));
}

bool is_clause(const reading *r, run x) {
    bool subject = false;
    for (uint32_t i = x.first; i < x.last; i++) {
        if (subject && is_finite(r, i)) return true;
        subject |= tok_is(r, i, TOKEN_WORD) && (is_nominal(r, i) || tok_has(r, i, LEX_SUBJECT));
    }
    return false;
}

bool is_pronoun(const reading *r, run x) {
    if (run_empty(x) || x.last - x.first != 1) return false;
    return tok_has(r, x.first, LEX_SUBJECT | LEX_OBJECT) && !tok_has(r, x.first, LEX_ROLE);
}

/* ---- backwards ---- */

static bool is_lead(const reading *r, uint32_t i) {
    if (!tok_is(r, i, TOKEN_WORD)) return true;
    if (tok_has(r, i, LEX_TIME) || is_adverb(r, i)) return true;
    return tok_has(r, i, LEX_PREP | LEX_AND | LEX_SUB | LEX_ADVERB) && !tok_has(r, i, LEX_ROLE | LEX_DET | LEX_OUTLET_NAME);
}

/* A phrase doesn't begin with "on Monday" or "but". */
static run without_lead(const reading *r, run x) {
    while (x.first < x.last && is_lead(r, x.first)) x.first++;
    return run_empty(x) ? RUN_NONE : x;
}

/* "and" joins two noun phrases rather than two clauses when what is before it is no verb. */
static bool joins(const reading *r, uint32_t i, uint32_t low) {
    if (i <= low || !tok_has(r, i, LEX_AND)) return false;
    return is_nominal(r, i - 1) && !is_finite(r, i - 1) && tok_is(r, i - 1, TOKEN_WORD) &&
           (tok(r, i - 1)->capital || tok_has(r, i - 1, LEX_ROLE) || ends(r, i - 1, "s")) && !tok_has(r, i + 1, LEX_SUBJECT);
}

/* An auxiliary or verb inside "people who were there", seen from its right: the relative pronoun close before it. */
static bool in_relative(const reading *r, uint32_t i, uint32_t low) {
    for (uint32_t back = 1; back <= 4 && i >= low + back; back++) {
        if (!tok_is(r, i - back, TOKEN_WORD)) return false;
        if (tok_has(r, i - back, LEX_REL) && i - back > low && is_nominal(r, i - back - 1)) return true;
    }
    return false;
}

static bool phrase_goes_back(const reading *r, uint32_t i, uint32_t low) {
    if (is_nominal(r, i)) return !(is_finite(r, i) && !in_relative(r, i, low) && !ends(r, i, "ed"));
    if (tok_has(r, i, LEX_AND)) return joins(r, i, low);
    if (tok_has(r, i, LEX_PREP) && !tok_has(r, i, LEX_SUB))
        return i > low && is_nominal(r, i - 1) && !tok_has(r, i - 1, LEX_TIME);
    if (tok_has(r, i, LEX_REL | LEX_AUX) && !tok_has(r, i, LEX_SUBJECT & ~LEX_REL)) return in_relative(r, i + 1, low);
    return tok_has(r, i, LEX_OBJECT | LEX_NOT) && in_relative(r, i, low);
}

run phrase_back(const reading *r, uint32_t last, uint32_t low) {
    if (last < low || !tok_is(r, last, TOKEN_WORD)) return RUN_NONE;
    if (tok_has(r, last, LEX_DET | LEX_POSS) && !tok_has(r, last, LEX_INDEFINITE | LEX_SUBJECT)) return RUN_NONE;
    if (tok_has(r, last, LEX_SUBJECT) && !tok_has(r, last, LEX_ROLE)) return (run){last, last + 1};
    if (!is_nominal(r, last)) return tok_has(r, last, LEX_REL) ? (run){last, last + 1} : RUN_NONE;
    uint32_t first = last;
    while (first > low && last - first < LONGEST_PHRASE && phrase_goes_back(r, first - 1, low)) first--;
    return without_lead(r, (run){first, last + 1});
}

/* ---- forwards ---- */

static bool phrase_preposition(const reading *r, uint32_t i, bool wide) {
    if (!tok_has(r, i, LEX_PREP)) return false;
    if (tok_word(r, i, "of") || tok_word(r, i, "for") || tok_word(r, i, "von") || tok_word(r, i, "des")) return true;
    if (wide) return !tok_has(r, i, LEX_SUB);
    bool close = tok_word(r, i, "at") || tok_word(r, i, "with") || tok_word(r, i, "from") || tok_word(r, i, "der");
    return close && !tok(r, i - 1)->capital;
}

static bool phrase_goes_on(const reading *r, uint32_t i, uint32_t first, uint32_t high, bool wide) {
    if (tok_is(r, i, TOKEN_QUOTE))
        return i > first && is_nominal(r, i) && (r->lex->german || (i + 1 < high && is_nominal(r, i + 1)));
    if (!tok_is(r, i, TOKEN_WORD)) return false;
    if (tok_has(r, i, LEX_TIME) && i > first && !wide) return false;
    if (is_finite(r, i) && !ends(r, i, "ed")) return false;
    if (i > first && tok(r, i - 1)->capital && (tok(r, i)->lex & FORM_ING) && tok_has(r, i, LEX_CUE)) return false;
    if (i > first && tok_has(r, i, LEX_DET | LEX_POSS) && tok_is(r, i - 1, TOKEN_WORD))
        return tok_has(r, i - 1, LEX_PREP | LEX_AND) || (r->lex->german && tok_has(r, i, LEX_DET) && !tok(r, i - 1)->possessive);
    if (tok_has(r, i, LEX_AND))
        return i + 1 < high && i > first && is_nominal(r, i + 1) && !tok_has(r, i + 1, LEX_SUBJECT | LEX_CUE);
    if (tok_has(r, i, LEX_PREP)) return i + 1 < high && phrase_preposition(r, i, wide) && !tok_has(r, i + 1, LEX_SUB);
    if (is_adverb(r, i)) return i == first;
    return is_nominal(r, i);
}

run phrase_forward(const reading *r, uint32_t first, uint32_t high, bool wide) {
    if (first >= high || !tok_is(r, first, TOKEN_WORD)) return RUN_NONE;
    if (tok_has(r, first, LEX_SUBJECT | LEX_OBJECT) && !tok(r, first)->capital && !tok_has(r, first, LEX_POSS | LEX_DET))
        return (run){first, first + 1};
    uint32_t last = first;
    while (last < high && last - first < LONGEST_PHRASE && phrase_goes_on(r, last, first, high, wide)) last++;
    while (last > first && tok_has(r, last - 1, LEX_PREP | LEX_AND | LEX_DET)) last--;
    return last == first ? RUN_NONE : (run){first, last};
}

/* ---- verbs ---- */

static bool is_plural(const reading *r, uint32_t i) {
    if (tok_has(r, i, LEX_GROUP) || tok_word(r, i, "they") || tok_word(r, i, "we") || tok_word(r, i, "i") ||
        tok_word(r, i, "you"))
        return true;
    return tok_is(r, i, TOKEN_WORD) && ends(r, i, "s") && !ends(r, i, "ss") && !tok(r, i)->possessive;
}

/* "a think tank": the plain form of a verb between an article's phrase and a noun is no verb. */
static bool is_compound(const reading *r, uint32_t i, uint32_t low) {
    uint64_t lex = tok(r, i)->lex;
    if (r->lex->german || !(lex & FORM_BASE) || (lex & (FORM_PAST | FORM_PART)) || i <= low || !is_nominal(r, i - 1))
        return false;
    if (tok(r, i - 1)->capital || is_plural(r, i - 1) || is_adverb(r, i - 1) || tok_is(r, i - 1, TOKEN_QUOTE)) return false;
    if (tok_has(r, i - 1, LEX_SUBJECT | LEX_INDEFINITE | LEX_GROUP | LEX_BODY | LEX_AUX | LEX_TO | LEX_TIME)) return false;
    return tok_is(r, i + 1, TOKEN_WORD) && is_nominal(r, i + 1) && !tok_has(r, i + 1, LEX_DET | LEX_POSS | LEX_THAT) &&
           !tok(r, i + 1)->capital;
}

/* "claim", "reports": a noun after an article, a verb after whoever speaks. */
static bool is_noun_here(const reading *r, uint32_t i, uint32_t low) {
    uint64_t lex = tok(r, i)->lex;
    if (!(lex & LEX_NOUN) || !(lex & (FORM_BASE | FORM_S))) return is_compound(r, i, low);
    if (i <= low || tok(r, i - 1)->possessive) return true;
    if (!tok_is(r, i - 1, TOKEN_WORD)) return tok_is(r, i - 1, TOKEN_CLOSE) ? false : !tok_is(r, i - 1, TOKEN_COMMA);
    if (tok_has(r, i - 1, LEX_SUBJECT | LEX_TO) || (tok_has(r, i - 1, LEX_AUX) && !tok_has(r, i - 1, LEX_BE))) return false;
    if (is_adverb(r, i - 1)) return false;
    if (lex & FORM_BASE) return !is_plural(r, i - 1) || tok_has(r, i + 1, LEX_AUX);
    return !(tok(r, i - 1)->capital || tok_has(r, i - 1, LEX_ROLE | LEX_REL)) ||
           (i + 1 < r->tokens.count && tok_word(r, i + 1, "of"));
}

bool is_cue(const reading *r, uint32_t i, uint32_t low) {
    const token *t = tok(r, i);
    if (t->kind != TOKEN_WORD || t->capital || t->possessive || !(t->lex & LEX_CUE)) return false;
    if (i > low && tok_has(r, i - 1, LEX_DET | LEX_POSS) && !tok_has(r, i - 1, LEX_SUBJECT | LEX_REL | LEX_THAT | LEX_INDEFINITE))
        return false;
    if (i > low && tok_has(r, i - 1, LEX_PREP) && !tok_has(r, i - 1, LEX_SUB | LEX_TO) && !(t->lex & FORM_ING)) return false;
    if (i > low && tok_has(r, i - 1, LEX_BE) && !(t->lex & (FORM_PAST | FORM_PART | FORM_ING))) return false;
    return !is_noun_here(r, i, low);
}

/* "he's", "they've": the subject and its auxiliary in one word. */
static bool is_contracted(const reading *r, uint32_t i) {
    span word = tok_text(r, i);
    if (!tok_has(r, i, LEX_AUX) || span_ends(word, S("n't")) || span_ends(word, S("n\u2019t"))) return false;
    return span_find_char(word, '\'', 0) != SIZE_MAX || span_find(word, S("\u2019"), 0) != SIZE_MAX;
}

/* Left of the auxiliaries and adverbs that belong to the verb at i. */
static uint32_t skip_verb_chain(const reading *r, uint32_t i, uint32_t low, bool *passive) {
    uint32_t at = i;
    *passive = false;
    while (at > low) {
        uint32_t back = at - 1;
        if (tok_has(r, back, LEX_BE) && (tok(r, i)->lex & FORM_PART)) *passive = true;
        bool chained = is_adverb(r, back) || (tok_has(r, back, LEX_AUX) && !tok(r, back)->capital);
        if (!chained || is_contracted(r, back)) break;
        at = back;
    }
    while (at > low && tok_has(r, at - 1, LEX_TIME)) at--;
    if (at < i && at > low + 1 && tok_has(r, at, LEX_TIME) && tok_has(r, at - 1, LEX_PREP)) at--;
    return at;
}

/* What may stand between commas behind a name: an age, a role, "who is", "speaking to". */
static bool is_aside(const reading *r, uint32_t i) {
    if (!tok_is(r, i, TOKEN_WORD)) return false;
    const token *t = tok(r, i);
    if (t->number || t->capital) return true;
    if (t->lex & (LEX_DET | LEX_POSS | LEX_REL | LEX_ROLE | LEX_PREP | LEX_INDEFINITE)) return true;
    return ends(r, i, "ing") || ends(r, i, "ed") || is_nominal(r, i);
}

static bool names_somebody(const reading *r, run x) {
    for (uint32_t i = x.first; !run_empty(x) && i < x.last; i++)
        if (tok(r, i)->capital || tok_has(r, i, LEX_ROLE | LEX_SUBJECT)) return true;
    return false;
}

/* The comma before `at` that opens the aside which the comma at `at` closes; the phrase before it. */
static run before_aside(const reading *r, uint32_t comma, uint32_t low) {
    run best = RUN_NONE;
    uint32_t at = comma;
    for (unsigned n = 0; n < MOST_ASIDES; n++) {
        uint32_t open = at;
        while (open > low && comma - open < 40 && !tok_is(r, open - 1, TOKEN_COMMA) && !tok_is(r, open - 1, TOKEN_QUOTE) &&
               !tok_is(r, open - 1, TOKEN_SEMICOLON))
            open--;
        if (open <= low || !tok_is(r, open - 1, TOKEN_COMMA) || !is_aside(r, open)) break;
        at = open - 1;
        run phrase = at > low ? phrase_back(r, at - 1, low) : RUN_NONE;
        bool opens = run_known(phrase) && (phrase.first == low || !tok_has(r, phrase.first - 1, LEX_PREP));
        if (opens && names_somebody(r, phrase) && speaker_mended(r, &phrase) &&
            (!run_known(best) || tok(r, phrase.last - 1)->capital))
            best = phrase;
    }
    return best;
}

uint32_t before_brackets(const reading *r, uint32_t at, uint32_t low) {
    if (at <= low || !tok_is(r, at - 1, TOKEN_CLOSE)) return at;
    while (at > low && !tok_is(r, at - 1, TOKEN_OPEN)) at--;
    return at > low ? at - 1 : at;
}

/* "who has in the past described": a phrase of time inside the verb isn't its subject. */
static run before_manner(const reading *r, run phrase, uint32_t low) {
    if (!run_known(phrase) || phrase.first < low + 3 || !tok_has(r, phrase.first - 1, LEX_PREP)) return phrase;
    uint32_t aux = phrase.first - 2;
    if (!tok_has(r, aux, LEX_AUX) || tok_has(r, aux, LEX_BE)) return phrase;
    run subject = phrase_back(r, aux - 1, low);
    return run_known(subject) ? subject : phrase;
}

subject subject_left(const reading *r, uint32_t i, uint32_t low) {
    subject s = {RUN_NONE, false};
    uint32_t at = before_brackets(r, skip_verb_chain(r, i, low, &s.passive), low);
    if (at <= low) return s;
    if (tok_is(r, at - 1, TOKEN_COMMA) || tok_is(r, at - 1, TOKEN_DASH))
        s.speaker = before_aside(r, at - 1, low);
    else if (is_contracted(r, at - 1))
        s = (subject){{at - 1, at}, !r->lex->german && (tok(r, i)->lex & FORM_PART) && ends(r, at - 1, "s")};
    else
        s.speaker = before_manner(r, phrase_back(r, at - 1, low), low);
    return s;
}

/* A name with its article, read back from its last word: what stands before may be a verb. */
static run name_back(const reading *r, uint32_t last, uint32_t low) {
    uint32_t first = last;
    while (first > low && tok_is(r, first - 1, TOKEN_WORD) && tok(r, first - 1)->capital && !tok(r, first - 1)->possessive &&
           !tok_has(r, first - 1, LEX_DET | LEX_PREP | LEX_SUB | LEX_AND))
        first--;
    if (first > low && tok_has(r, first - 1, LEX_DET)) first--;
    return (run){first, last + 1};
}

run owner_of(const reading *r, uint32_t i, uint32_t low) {
    for (uint32_t at = i; at > low && i - at < 5; at--) {
        const token *t = tok(r, at - 1);
        if (t->kind != TOKEN_WORD && t->kind != TOKEN_QUOTE) break;
        if (t->possessive) return t->capital ? name_back(r, at - 1, low) : phrase_back(r, at - 1, low);
        if (t->lex & LEX_POSS && !t->capital) return (run){at - 1, at};
    }
    return RUN_NONE;
}

run sentence_subject(const reading *r, run s) {
    for (uint32_t i = s.first; i < s.last; i++) {
        if (!is_finite(r, i) || tok_has(r, i, LEX_REL)) continue;
        subject found = subject_left(r, i, s.first);
        if (run_known(found.speaker) && names_somebody(r, found.speaker)) return found.speaker;
    }
    return RUN_NONE;
}

uint32_t skip_adverbs(const reading *r, uint32_t i, uint32_t high) {
    while (i < high && (is_adverb(r, i) || tok_has(r, i, LEX_TIME))) i++;
    return i;
}

bool is_outlet(const reading *r, run x) {
    if (run_empty(x) || tok_word(r, x.first, "mr.") || tok_word(r, x.first, "ms.") || tok_word(r, x.first, "mrs.")) return false;
    for (uint32_t i = x.first; i < x.last; i++) {
        if (tok_has(r, i, LEX_OUTLET) &&
            (i + 1 == x.last || tok(r, i)->capital || !tok_is(r, i + 1, TOKEN_WORD) || tok(r, i + 1)->capital))
            return true;
        if (tok(r, i)->capital && tok_has(r, i, LEX_OUTLET_TAIL) && x.last - x.first > 1) return true;
    }
    for (uint32_t first = x.first; first < x.last; first++) {
        bool article = tok_word(r, first, "the") && first + 1 < x.last && tok(r, first + 1)->capital;
        if (!article && !(tok(r, first)->capital && tok_has(r, first, LEX_OUTLET_NAME))) continue;
        for (uint32_t last = x.last; last > first; last--) {
            span name = span_at(r->text, run_bytes(r, (run){first, last}));
            folded_word f = word_folded(name);
            if (names_find(&r->lex->outlets, (span){f.bytes, f.len}) != NAME_NONE) return true;
        }
    }
    return false;
}
