/* Speaker first, words behind: "Roe said that …", `Roe told reporters: "…"`, "adding that …". */
#include "quotes/quotes_internal.h"

#define FARTHEST_MARKER 24

static bool is_said(const reading *r, uint32_t i) { return (tok(r, i)->lex & (LEX_SAY | LEX_CLAUSE | LEX_PERSONAL)) != 0; }

/* "officials said" within the next few words. */
static bool clause_of_saying(const reading *r, uint32_t first, uint32_t high) {
    for (uint32_t at = first; at < first + 9 && at < high && tok_is(r, at, TOKEN_WORD); at++)
        if (tok_has(r, at, LEX_SAY) && (tok(r, at)->lex & FORM_PAST) && is_cue(r, at, first)) return true;
    return false;
}

/* A second verb of saying behind a comma or "and": "…, adding", "and called", ", but officials said". */
static bool other_cue(const reading *r, uint32_t i, uint32_t high) {
    bool comma = tok_is(r, i, TOKEN_COMMA);
    uint32_t at = i + 1;
    if (tok_has(r, i, LEX_AND) && tok_is(r, i - 1, TOKEN_QUOTE)) return clause_of_saying(r, at, high);
    if (comma && at < high && (tok(r, at)->lex & FORM_ING) && tok_has(r, at, LEX_CUE)) return true;
    if (comma && at < high && tok_has(r, at, LEX_AND)) at++;
    while (at < high && is_adverb(r, at)) at++;
    if (at >= high) return false;
    bool joined = tok_has(r, i, LEX_AND) || (comma && tok_has(r, i + 1, LEX_AND));
    if (joined && tok_has(r, at, LEX_CUE) && (tok(r, at)->lex & LEX_FINITE) && !(tok(r, at)->lex & LEX_THOUGHT) &&
        is_cue(r, at, i))
        return true;
    bool other = tok_has(r, i + 1, LEX_AND) || tok_word(r, i + 1, "while") || tok_word(r, i + 1, "as");
    return comma && other && clause_of_saying(r, at, high);
}

/* `Asked about the plan, Roe said …`: a complement without a verb of its own ends where the main clause begins. */
static bool main_clause_behind(const reading *r, uint32_t first, uint32_t comma, uint32_t high) {
    if (tok_has(r, comma + 1, LEX_REL | LEX_AND | LEX_PREP) || is_clause(r, (run){first, comma})) return false;
    for (uint32_t i = first; i < comma; i++)
        if (tok_is(r, i, TOKEN_QUOTE)) return false;
    return clause_of_saying(r, comma + 1, high);
}

/* "…, with officials saying": somebody else's words begin. */
static bool with_others(const reading *r, uint32_t i, uint32_t high) {
    if (!tok_word(r, i, "with")) return false;
    for (uint32_t at = i + 2; at < high && at < i + 14 && tok_is(r, at, TOKEN_WORD); at++)
        if ((tok(r, at)->lex & FORM_ING) && tok_has(r, at, LEX_SAY) && is_cue(r, at, i)) return true;
    return false;
}

uint32_t content_end(const reading *r, uint32_t first, uint32_t high) {
    for (uint32_t i = first; i < high; i++) {
        if (i > first && with_others(r, i, high)) return i;
        if (r->taken[i] || tok_is(r, i, TOKEN_SEMICOLON)) return i;
        if (i > first && (tok_is(r, i, TOKEN_COMMA) || tok_has(r, i, LEX_AND)) && other_cue(r, i, high)) return i;
        if (i > first + 1 && tok_is(r, i, TOKEN_COMMA) && !r->taken[i + 1] && main_clause_behind(r, first, i, high)) return i;
        if (i > first + 1 && tok_is(r, i - 1, TOKEN_QUOTE) && (tok(r, i)->lex & FORM_ING) && is_cue(r, i, i)) return i;
    }
    return high;
}

static uint32_t skip_object(const reading *r, uint32_t at, uint32_t high) {
    if (at >= high || !tok_is(r, at, TOKEN_WORD) || tok_has(r, at, LEX_PREP | LEX_THAT)) return at;
    run object = phrase_forward(r, at, high, false);
    return run_known(object) ? object.last : at;
}

/* The word or sign that opens what is said, not far behind the verb. */
static uint32_t find_marker(const reading *r, uint32_t at, uint32_t high) {
    for (uint32_t i = at; i < high && i < at + FARTHEST_MARKER; i++) {
        if (tok_has(r, i, LEX_THAT) && (i + 1 >= high || !tok_has(r, i + 1, LEX_AUX | LEX_PREP))) return i;
        if (tok_is(r, i, TOKEN_COLON) || tok_is(r, i, TOKEN_QUOTE)) return i;
        if (tok_is(r, i, TOKEN_SEMICOLON) || (i > at && is_cue(r, i, at) && (tok(r, i)->lex & FORM_PAST))) return UINT32_MAX;
    }
    return UINT32_MAX;
}

static bool opens_phrase(const reading *r, uint32_t i) {
    return tok_has(r, i, LEX_DET | LEX_POSS | LEX_SUBJECT | LEX_INDEFINITE) || (tok(r, i)->capital && !tok_has(r, i, LEX_TIME));
}

/* "said in a statement", "said on Monday"; not "responded with". */
static bool tells_where(const reading *r, uint32_t i) {
    static const char *const words[] = {"in",     "on",   "at", "during", "to",      "after",
                                        "before", "from", "of", "about",  "through", "via"};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (tok_word(r, i, words[k])) return true;
    return false;
}

/* Behind "in a statement": where the next noun phrase begins a clause. */
static run clause_behind(const reading *r, uint32_t at, uint32_t high) {
    for (uint32_t i = at + 1; i + 1 < high && i < at + FARTHEST_MARKER; i++) {
        if (!tok_is(r, i, TOKEN_WORD) && !tok_is(r, i, TOKEN_COMMA)) return RUN_NONE;
        bool starts = tok_is(r, i, TOKEN_WORD) && opens_phrase(r, i) &&
                      !tok_has(r, i - 1, LEX_PREP | LEX_AND | LEX_DET | LEX_POSS | LEX_ADVERB) && !tok(r, i - 1)->capital &&
                      !tok_has(r, i - 1, LEX_TO);
        if (starts && is_clause(r, (run){i, high})) return (run){i, content_end(r, i, high)};
    }
    return RUN_NONE;
}

static run from(const reading *r, uint32_t first, uint32_t high) { return (run){first, content_end(r, first, high)}; }

static run marked(const reading *r, uint32_t at, uint32_t high) {
    uint32_t marker = find_marker(r, at, high);
    if (marker == UINT32_MAX) return RUN_NONE;
    return from(r, tok_is(r, marker, TOKEN_QUOTE) ? marker : marker + 1, high);
}

run said_behind(const reading *r, uint32_t i, uint32_t high) {
    uint64_t verb = tok(r, i)->lex;
    uint32_t at = skip_adverbs(r, i + 1, high);
    if ((verb & LEX_PERSONAL) && at < high && !tok_has(r, at, LEX_THAT)) at = skip_adverbs(r, skip_object(r, at, high), high);
    if (at >= high) return RUN_NONE;
    if (tok_is(r, at, TOKEN_COLON) || tok_has(r, at, LEX_THAT)) return from(r, at + 1, high);
    if (tok_is(r, at, TOKEN_QUOTE)) return from(r, at, high);
    if (tok_is(r, at, TOKEN_COMMA)) {
        if (at + 1 < high && tok_is(r, at + 1, TOKEN_QUOTE)) return from(r, at + 1, high);
        run later = marked(r, at + 1, high);
        if (!run_known(later)) return RUN_NONE;
        uint32_t before = tok_has(r, later.first - 1, LEX_THAT) ? later.first - 2 : later.first - 1;
        return tok_is(r, before, TOKEN_COMMA) ? later : RUN_NONE;
    }
    if (!tok_is(r, at, TOKEN_WORD)) return RUN_NONE;
    if (tok_has(r, at, LEX_SUB) && !tok_has(r, at, LEX_PREP) && is_said(r, i)) return from(r, at, high);
    if ((verb & LEX_ACT) && tok_has(r, at, LEX_TO)) return from(r, at, high);
    if (tok_has(r, at, LEX_PREP | LEX_TO)) {
        run later = marked(r, at, high);
        if (!run_known(later) && (verb & (LEX_SAY | LEX_PERSONAL)) && tells_where(r, at)) later = clause_behind(r, at, high);
        if (run_known(later) || !(verb & LEX_ACT)) return later;
        return from(r, at, high);
    }
    if ((verb & (LEX_SAY | LEX_PERSONAL)) && is_clause(r, (run){at, high})) return from(r, at, high);
    if ((verb & LEX_ACT)) return from(r, at, high);
    run later = marked(r, at, high);
    return is_said(r, i) || (verb & LEX_QUOTED) ? later : RUN_NONE;
}

/* The speaker of the attribution found last in the sentence. */
static run last_speaker(const reading *r, uint32_t sentence, uint32_t before) {
    for (size_t k = r->found.count; k-- > 0;) {
        const attribution *a = &r->found.items[k];
        if (a->sentence != sentence) return RUN_NONE;
        if (!run_empty(a->speaker) && a->speaker.first < before) return a->speaker;
    }
    return RUN_NONE;
}

static run shared_subject(const reading *r, const scope *where, uint32_t i) {
    run last = last_speaker(r, where->sentence, i);
    return run_known(last) ? last : sentence_subject(r, (run){where->tokens.first, i});
}

/* "was told by Roe that": who stands behind "by". */
static run agent(const reading *r, uint32_t i, uint32_t high) {
    for (uint32_t at = i + 1; at < high && at < i + 4; at++)
        if (tok_word(r, at, "by")) return phrase_forward(r, at + 1, high, false);
    return RUN_NONE;
}

/* "with officials quoted by the paper saying": the phrase right before the participle, from "with" on. */
static run absolute_subject(const reading *r, uint32_t i, uint32_t low) {
    for (uint32_t at = i; at > low && i - at < 16 && tok_is(r, at - 1, TOKEN_WORD); at--)
        if (tok_word(r, at - 1, "with") && at + 1 <= i) return at < i ? (run){at, i} : RUN_NONE;
    return RUN_NONE;
}

/* Whose words the verb at i gives; false when it gives nobody's. */
static bool speaker_of(const reading *r, const scope *where, uint32_t i, uint32_t low, finding *f) {
    uint64_t verb = tok(r, i)->lex;
    bool finite = (verb & (LEX_FINITE | FORM_BASE | FORM_PART)) != 0;
    if (i > low && tok_has(r, i - 1, LEX_TO)) {
        f->speaker = shared_subject(r, where, i - 1);
        f->confidence = .5f;
        return run_known(f->speaker) && is_said(r, i);
    }
    if (!finite) {
        f->speaker = absolute_subject(r, i, low);
        if (!run_known(f->speaker)) f->speaker = shared_subject(r, where, i);
        f->confidence = .7f;
        return run_known(f->speaker) && is_said(r, i);
    }
    subject s = subject_left(r, i, low);
    if (s.passive) {
        f->speaker = agent(r, i, where->tokens.last);
        f->confidence = .6f;
        return is_said(r, i) && (run_known(f->speaker) || !(verb & LEX_ACT));
    }
    f->speaker = s.speaker;
    if (run_known(s.speaker)) return !(s.speaker.last - s.speaker.first == 1 && tok_has(r, s.speaker.first, LEX_THAT));
    if (!(verb & LEX_FINITE)) return false;
    f->speaker = shared_subject(r, where, i);
    f->confidence = .6f;
    return run_known(f->speaker);
}

/* Thought is given only where it reads like speech: a clause behind it. */
static bool is_telling(const reading *r, uint32_t i, run content) {
    uint64_t verb = tok(r, i)->lex;
    if (run_empty(content)) return false;
    bool quote = tok_is(r, content.first, TOKEN_QUOTE);
    if ((verb & LEX_QUOTED) && !(verb & (LEX_SAY | LEX_CLAUSE | LEX_ACT | LEX_PERSONAL)) && !quote) return false;
    if (verb & LEX_THOUGHT) return is_clause(r, content) || tok_has(r, content.first, LEX_TO);
    return true;
}

static bool forward_quoting(reading *r, const scope *where, uint32_t i, uint32_t *next) {
    finding f = {.content = {RUN_NONE, RUN_NONE}, .via = RUN_NONE, .confidence = .9f};
    uint32_t behind;
    if (quoted_as(r, i, where->tokens, &f, &behind) && run_known(f.speaker))
        f.content[0] = said_behind(r, behind - 1, where->tokens.last);
    else if (!quoted_who(r, i, where->tokens, &f))
        return false;
    if (run_empty(f.content[0])) return false;
    *next = f.content[0].last;
    return attribution_add(r, where, &f);
}

/* What is said behind the verb at i; two verbs in a row ("saying said") are one. */
static run said_from(const reading *r, uint32_t i, uint32_t high, run *cue) {
    bool twice = i + 1 < high && tok_has(r, i, LEX_SAY) && tok_has(r, i + 1, LEX_SAY) && (tok(r, i + 1)->lex & FORM_PAST);
    *cue = (run){i, i + 1 + twice};
    return said_behind(r, i + twice, high);
}

void find_forward(reading *r, const scope *where) {
    uint32_t low = where->tokens.first, high = where->tokens.last;
    for (uint32_t i = low; i < high; i++) {
        if (r->taken[i]) {
            low = i + 1;
            continue;
        }
        uint32_t next;
        if (!tok_has(r, i, LEX_CUE) || !is_cue(r, i, low)) continue;
        if (forward_quoting(r, where, i, &next)) {
            i = next - 1;
            continue;
        }
        finding f = {.via = RUN_NONE, .content = {RUN_NONE, RUN_NONE}, .confidence = .85f};
        if (!speaker_of(r, where, i, low, &f)) continue;
        f.content[0] = said_from(r, i, high, &f.cue);
        if (!is_telling(r, i, f.content[0])) continue;
        if (attribution_add(r, where, &f)) i = f.content[0].last - 1;
    }
}

/* Whose the saying at i is: "Roe's claim that", "the claim by Roe that"; *that is where "that" stands. */
static run sayer(const reading *r, uint32_t i, const scope *where, uint32_t *that) {
    uint32_t high = where->tokens.last;
    run who = owner_of(r, i, where->tokens.first);
    *that = i + 1;
    if (tok_word(r, *that, "by") || tok_word(r, *that, "from")) {
        who = phrase_forward(r, i + 2, high, false);
        if (run_known(who)) *that = who.last;
    }
    return *that + 1 < high && tok_word(r, *that, "that") ? who : RUN_NONE;
}

/* "They rejected Roe's claim that …": nouns of saying behind the verb of the sentence, so that what is said goes on to its end. */
void find_nouns(reading *r, const scope *where) {
    for (uint32_t i = where->tokens.first + 1; i + 2 < where->tokens.last; i++) {
        if (r->taken[i] || !tok_has(r, i, LEX_SAYING) || tok(r, i)->capital || is_cue(r, i, where->tokens.first)) continue;
        uint32_t that;
        finding f = {.cue = {i, i + 1}, .via = RUN_NONE, .content = {RUN_NONE, RUN_NONE}, .confidence = .6f};
        f.speaker = sayer(r, i, where, &that);
        if (run_empty(f.speaker)) continue;
        bool verb = is_clause(r, (run){where->tokens.first, f.speaker.first < i ? f.speaker.first : i});
        f.content[0] = from(r, that + 1, where->tokens.last);
        if (!verb || !is_free(r, f.content[0]) || !is_clause(r, f.content[0])) continue;
        if (attribution_add(r, where, &f)) i = f.content[0].last - 1;
    }
}
