/* German: the verb stands second, so the speaker is on either side of it; what is said stands behind a comma or before it. */
#include "quotes/quotes_internal.h"

static bool is_border(const reading *r, uint32_t i) {
    return !tok_is(r, i, TOKEN_WORD) && !tok_is(r, i, TOKEN_OPEN) && !tok_is(r, i, TOKEN_CLOSE);
}

static bool is_small_quote(const reading *r, uint32_t i) {
    return tok_is(r, i, TOKEN_QUOTE) && r->stretches.items[tok(r, i)->stretch].words <= 3;
}

/* Words around i up to the next sign on both sides. */
static run segment(const reading *r, uint32_t i, run within) {
    run s = {i, i + 1};
    while (s.first > within.first &&
           (!is_border(r, s.first - 1) || (is_small_quote(r, s.first - 1) && s.first - 1 > within.first)))
        s.first--;
    while (s.last < within.last &&
           (!is_border(r, s.last) || (is_small_quote(r, s.last) && s.last + 1 < within.last && !is_border(r, s.last + 1))))
        s.last++;
    return s;
}

static bool is_verb(const reading *r, uint32_t i) {
    const token *t = tok(r, i);
    if (t->kind != TOKEN_WORD || t->capital || !(t->lex & LEX_CUE)) return false;
    return (t->lex & (FORM_S | FORM_PAST | FORM_PART)) != 0 || (t->lex & FORM_BASE && t->lex & LEX_SAY);
}

/* Verbs such as "an-kündigen" say something only with their prefix at the end: "kündigte … an". */
static bool lacks_prefix(const reading *r, run s, uint32_t i) {
    if (!tok_has(r, i, LEX_SPLIT)) return false;
    for (uint32_t at = i + 1; at < s.last; at++)
        if (tok_has(r, at, LEX_PREFIX) && (at + 1 == s.last || tok_has(r, at + 1, LEX_AND))) return false;
    return true;
}

static uint32_t find_aux(const reading *r, run s, uint32_t before) {
    for (uint32_t i = s.first; i < before; i++)
        if (tok_has(r, i, LEX_AUX) && !tok(r, i)->capital) return i;
    return UINT32_MAX;
}

static bool is_lead(const reading *r, uint32_t i) {
    if (tok_has(r, i, LEX_POSS | LEX_DET | LEX_SUBJECT) && !tok_has(r, i, LEX_ADVERB | LEX_PREP)) return false;
    return tok_has(r, i, LEX_PREP | LEX_ADVERB | LEX_TIME | LEX_SUB);
}

/* "heißt es aus Regierungskreisen", "In dem Bericht heißt es": where it is said speaks. */
static run said_of_nobody(const reading *r, run s, uint32_t verb) {
    if (tok_has(r, verb + 2, LEX_PREP) && verb + 3 < s.last) return phrase_forward(r, verb + 3, s.last, false);
    uint32_t first = s.first;
    if (first + 1 < verb && tok_has(r, first, LEX_PREP)) first++;
    return first < verb ? phrase_forward(r, first, verb, true) : RUN_NONE;
}

/* A phrase in front of the verb is the speaker unless it says when, where, or how; then the speaker stands behind the verb. */
static run speaker_around(const reading *r, run s, uint32_t verb) {
    run behind = phrase_forward(r, verb + 1, s.last, false);
    if (run_known(behind) && tok_word(r, behind.first, "es")) return said_of_nobody(r, s, verb);
    if (s.first == verb) return behind;
    uint32_t first = s.first;
    if (first < verb && tok_has(r, first, LEX_AND)) first++;
    bool lead = first >= verb || is_lead(r, first) || tok_word(r, verb - 1, "sich");
    if (!lead && !tok_has(r, first, LEX_DET | LEX_POSS)) lead = tok_has(r, first + 1, LEX_PREP) && tok_has(r, verb + 1, LEX_DET);
    if (lead && run_known(behind)) return behind;
    uint32_t end = before_brackets(r, verb, first);
    run front = end > first ? phrase_back(r, end - 1, first) : RUN_NONE;
    return run_known(front) ? front : behind;
}

static bool has_quote(const reading *r, run x) {
    for (uint32_t i = x.first; i < x.last; i++)
        if (tok_is(r, i, TOKEN_QUOTE)) return true;
    return false;
}

static run free_before(const reading *r, uint32_t end, run within) {
    uint32_t first = within.first;
    for (uint32_t i = within.first; i < end; i++)
        if (r->taken[i] || tok_is(r, i, TOKEN_SEMICOLON)) first = i + 1;
    return (run){first, end};
}

/* `…, sagte Roe`, `…, so Roe`, `…, wie Roe sagte`. */
static bool add_behind(reading *r, const scope *where, run s, run speaker, uint32_t cue) {
    run within = where->tokens;
    if (s.first <= within.first || run_empty(speaker)) return false;
    uint32_t border = s.first - 1;
    bool quote = tok_is(r, border, TOKEN_QUOTE);
    if (!quote && !tok_is(r, border, TOKEN_COMMA) && !tok_is(r, border, TOKEN_DASH)) return false;
    finding f = {.speaker = speaker, .cue = {cue, cue + 1}, .via = RUN_NONE, .content = {RUN_NONE, RUN_NONE}, .confidence = .9f};
    f.content[0] = free_before(r, quote ? border + 1 : border, within);
    if (run_empty(f.content[0]) || (!has_quote(r, f.content[0]) && f.content[0].last - f.content[0].first < 3)) return false;
    uint32_t at = s.last;
    while (at < within.last && !tok_is(r, at, TOKEN_WORD) && !tok_is(r, at, TOKEN_QUOTE)) at++;
    if (at < within.last && tok_is(r, at, TOKEN_QUOTE)) f.content[1] = (run){at, within.last};
    attribution_add(r, where, &f);
    return true;
}

/* What is said behind the segment: after "dass", after a colon, a clause after a comma. */
static run said_after(const reading *r, run s, run within) {
    uint32_t at = s.last;
    if (at >= within.last) return RUN_NONE;
    if (tok_is(r, at, TOKEN_QUOTE)) return (run){at, within.last};
    if (!tok_is(r, at, TOKEN_COMMA) && !tok_is(r, at, TOKEN_COLON)) return RUN_NONE;
    if (at + 1 >= within.last) return RUN_NONE;
    bool relative = tok_is(r, at, TOKEN_COMMA) && tok_has(r, at + 1, LEX_REL) && !tok_has(r, at + 1, LEX_SUB);
    bool clause =
        is_clause(r, (run){at + 1, within.last}) || has_quote(r, (run){at + 1, within.last}) || tok_has(r, at + 1, LEX_SUB);
    for (uint32_t i = at + 1; relative && i < within.last; i++)
        if (tok_has(r, i, LEX_REPORTED)) relative = false;
    if (relative || (!clause && !tok_is(r, at, TOKEN_COLON))) return RUN_NONE;
    uint32_t end = at + 1;
    while (end < within.last && !r->taken[end]) end++;
    return (run){at + 1, end};
}

/* "Roe, 81, sagte dem Blatt: …": behind an aside the subject stands before it. */
static run speaker_over_aside(const reading *r, run s, uint32_t verb, run within) {
    bool aside =
        s.first == verb && s.first > within.first && tok_is(r, s.first - 1, TOKEN_COMMA) && tok_is(r, s.last, TOKEN_COLON);
    return aside ? subject_left(r, verb, within.first).speaker : RUN_NONE;
}

static bool add_front(reading *r, const scope *where, run s, uint32_t verb, uint32_t cue) {
    finding f = {.speaker = speaker_around(r, s, verb),
                 .cue = {cue, cue + 1},
                 .via = RUN_NONE,
                 .content = {RUN_NONE, RUN_NONE},
                 .confidence = .8f};
    run before = speaker_over_aside(r, s, verb, where->tokens);
    if (run_known(before)) f.speaker = before;
    f.content[0] = said_after(r, s, where->tokens);
    if (run_empty(f.content[0]) && (tok(r, cue)->lex & LEX_ACT) && run_known(f.speaker)) {
        uint32_t first = f.speaker.last > verb ? f.speaker.last : verb + 1;
        f.content[0] = (run){first, s.last};
        f.confidence = .6f;
    }
    if (run_empty(f.content[0])) return false;
    if (run_known(f.speaker) && tok_has(r, f.speaker.first, LEX_OBJECT) && !tok_has(r, f.speaker.first, LEX_SUBJECT))
        f.speaker = RUN_NONE;
    attribution_add(r, where, &f);
    return true;
}

/* "…, wie Roe sagte" and "Wie Roe sagte, …". */
static bool add_wie(reading *r, const scope *where, run s, uint32_t verb, uint32_t cue) {
    run speaker = phrase_back(r, verb - 1, s.first + 1);
    if (s.first > where->tokens.first) return add_behind(r, where, s, speaker, cue);
    finding f = {.speaker = speaker, .cue = {cue, cue + 1}, .via = RUN_NONE, .content = {RUN_NONE, RUN_NONE}, .confidence = .85f};
    if (run_empty(speaker) || s.last + 1 >= where->tokens.last) return false;
    f.content[0] = (run){s.last, where->tokens.last};
    attribution_add(r, where, &f);
    return true;
}

static bool add_verb(reading *r, const scope *where, uint32_t i) {
    run s = segment(r, i, where->tokens);
    uint32_t aux = find_aux(r, s, i);
    uint32_t verb = aux == UINT32_MAX ? i : aux;
    if (aux == UINT32_MAX && (tok(r, i)->lex & FORM_PART) && !(tok(r, i)->lex & FORM_PAST)) return false;
    if (aux != UINT32_MAX && tok_has(r, aux, LEX_BE) && !(tok(r, i)->lex & LEX_SAY)) return false;
    if (lacks_prefix(r, s, i)) return false;
    if (run_known(speaker_over_aside(r, s, verb, where->tokens))) return add_front(r, where, s, verb, i);
    if (s.first == verb && add_behind(r, where, s, phrase_forward(r, verb + 1, s.last, false), i)) return true;
    if ((tok_word(r, s.first, "wie") || tok_word(r, s.first, "so")) && verb > s.first + 1) return add_wie(r, where, s, verb, i);
    return add_front(r, where, s, verb, i);
}

/* "…", so Roe. */
static bool add_so(reading *r, const scope *where, uint32_t i) {
    run s = segment(r, i, where->tokens);
    if (s.first != i || i + 1 >= s.last || is_verb(r, i + 1) || tok_has(r, i + 1, LEX_AUX | LEX_ADVERB)) return false;
    run speaker = phrase_forward(r, i + 1, s.last, false);
    return run_known(speaker) && add_behind(r, where, s, speaker, i);
}

/* Who is told to speak when a sentence in the Konjunktiv names nobody: the speaker before it, else whom the last sentence was
 * about. */
static run speaker_before(const reading *r, const scope *where) {
    uint32_t paragraph = r->sentences.items[where->sentence].paragraph;
    const attribution *last = r->found.count ? &r->found.items[r->found.count - 1] : NULL;
    if (last && last->sentence + 1 == where->sentence) return last->speaker;
    if (last && last->sentence + 3 > where->sentence && r->sentences.items[last->sentence].paragraph == paragraph)
        return last->speaker;
    if (!where->sentence) return RUN_NONE;
    return sentence_subject(r, r->sentences.items[where->sentence - 1].tokens);
}

/* A sentence in the Konjunktiv goes on with somebody's words. */
static void add_reported(reading *r, const scope *where) {
    if (where->depth || !is_free(r, where->tokens)) return;
    bool reported = false;
    for (uint32_t i = where->tokens.first; i < where->tokens.last; i++)
        reported |= tok_has(r, i, LEX_REPORTED) && !tok_word(r, i - 1, "als");
    if (!reported) return;
    run speaker = speaker_before(r, where);
    if (run_empty(speaker)) return;
    attribution a = {.speaker = speaker, .cue = RUN_NONE, .sentence = where->sentence, .confidence = .6f, .inherited = true};
    vec_push(r->memory, &r->found, a);
    attribution_take(r, (uint32_t)r->found.count - 1, where->tokens);
}

void find_german(reading *r, const scope *where) {
    for (uint32_t i = where->tokens.first; i < where->tokens.last; i++) {
        if (r->taken[i]) continue;
        if (tok_word(r, i, "so") && add_so(r, where, i)) continue;
        if (is_verb(r, i)) add_verb(r, where, i);
    }
    add_reported(r, where);
}
