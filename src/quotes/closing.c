/* Words first, speaker behind: `"…," Roe said`, `…, said Roe`, `…, according to Roe`. */
#include "quotes/quotes_internal.h"

#define LONGEST_TAIL 24

static bool is_border(const reading *r, uint32_t i) {
    return tok_is(r, i, TOKEN_COMMA) || tok_is(r, i, TOKEN_QUOTE) || tok_is(r, i, TOKEN_DASH) || tok_is(r, i, TOKEN_STOP);
}

static bool has_quote(const reading *r, run x) {
    for (uint32_t i = x.first; i < x.last; i++)
        if (tok_is(r, i, TOKEN_QUOTE)) return true;
    return false;
}

/* "as he left", "when asked": a clause that tells about the saying, not what was said. */
static bool opens_aside_clause(const reading *r, uint32_t i) {
    static const char *const words[] = {"as", "when", "while", "after", "before", "during", "if", "because", "where"};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (tok_word(r, i, words[k])) return true;
    return false;
}

static bool is_stop(const reading *r, uint32_t i) {
    return !tok_is(r, i, TOKEN_WORD) && !tok_is(r, i, TOKEN_OPEN) && !tok_is(r, i, TOKEN_CLOSE);
}

/* End of what belongs to the verb alone ("said on Monday"); UINT32_MAX when a clause follows. */
static uint32_t tail_end(const reading *r, uint32_t i, uint32_t high, uint64_t verb) {
    bool free_start = i < high && tok_is(r, i, TOKEN_WORD) &&
                      !tok_has(r, i, LEX_PREP | LEX_ADVERB | LEX_TIME | LEX_TO | LEX_OBJECT | LEX_AND) && !is_adverb(r, i);
    if (free_start && !(verb & (LEX_PERSONAL | LEX_ACT)) && !opens_aside_clause(r, i)) return UINT32_MAX;
    bool aside = false;
    uint32_t at = i;
    for (; at < high && !is_stop(r, at); at++) {
        if (at - i > LONGEST_TAIL) return UINT32_MAX;
        aside |= opens_aside_clause(r, at) || (tok_has(r, at, LEX_REL) && at > i && !tok_has(r, at, LEX_THAT));
        if (tok_has(r, at, LEX_AND) && at + 1 < high && is_cue(r, at + 1, i)) return at;
        if (aside) continue;
        if (tok_has(r, at, LEX_THAT) && !tok_has(r, at, LEX_DET)) return UINT32_MAX;
        if (tok_word(r, at, "that") || (tok_has(r, at, LEX_SUBJECT) && !tok_has(r, at, LEX_OBJECT)) || tok_has(r, at, LEX_AUX))
            return UINT32_MAX;
    }
    return at;
}

/* Behind the aside that follows a name ("said Roe, a doctor, …"); `at` is its first comma. */
static uint32_t skip_aside(const reading *r, uint32_t at, uint32_t high) {
    if (at + 1 >= high || !tok_is(r, at, TOKEN_COMMA) || tok_is(r, at + 1, TOKEN_QUOTE)) return at;
    uint32_t close = at + 1;
    while (close < high && !is_stop(r, close)) close++;
    return close;
}

/* A whole sentence in marks behind a dash or colon; what stands before is the teller's own: `He smiled - "I tried," he said`. */
static bool stands_alone(const reading *r, uint32_t i, run within) {
    if (!tok_is(r, i, TOKEN_QUOTE) || i <= within.first || tok_is(r, i - 1, TOKEN_WORD) || tok_is(r, i - 1, TOKEN_QUOTE))
        return false;
    const stretch *s = &r->stretches.items[tok(r, i)->stretch];
    size_t at = s->inner.begin;
    return s->words >= 3 && at < s->inner.end && text_is_upper(text_next(r->text, &at));
}

static run words_before(const reading *r, uint32_t border, run within) {
    uint32_t last = tok_is(r, border, TOKEN_QUOTE) ? border + 1 : border;
    uint32_t first = within.first;
    for (uint32_t i = within.first; i < last; i++)
        if (r->taken[i]) first = i + 1;
    if (last > first && stands_alone(r, last - 1, (run){first, last})) first = last - 1;
    return (run){first, last};
}

/* "Opening up about the past," without a verb of its own: what the speaker did while saying it. */
static bool is_participle_lead(const reading *r, run x) {
    if (run_empty(x) || !tok_is(r, x.first, TOKEN_WORD) || !span_ends(tok_text(r, x.first), S("ing"))) return false;
    for (uint32_t i = x.first; i < x.last; i++)
        if (tok_is(r, i, TOKEN_QUOTE) || tok_has(r, i, LEX_AUX)) return false;
    return tok_has(r, x.first + 1, LEX_PREP | LEX_DET | LEX_POSS);
}

/* A lead such as "On Monday" or "If so" isn't what was said. */
static bool is_intro(const reading *r, run x) {
    if (run_empty(x) || has_quote(r, x)) return false;
    if (!is_clause(r, x)) return true;
    for (uint32_t i = x.first; i + 1 < x.last; i++)
        if (tok_is(r, i, TOKEN_COMMA)) return false;
    return tok_has(r, x.first, LEX_SUB) && !tok_has(r, x.first, LEX_THAT);
}

/* Quotes go on behind the speaker: `"…," Roe said, "…"`. */
static run words_after(const reading *r, uint32_t at, run within, bool quoted) {
    if (at >= within.last) return RUN_NONE;
    uint32_t next = at;
    while (next < within.last && !tok_is(r, next, TOKEN_QUOTE) && !tok_is(r, next, TOKEN_WORD)) next++;
    if (next >= within.last) return RUN_NONE;
    if (tok_is(r, next, TOKEN_QUOTE)) return quoted ? (run){next, content_end(r, next, within.last)} : RUN_NONE;
    bool other = tok_has(r, next, LEX_AND | LEX_SUB | LEX_REL | LEX_DET) || (tok(r, next)->lex & FORM_ING) ||
                 tok_has(r, next, LEX_SUBJECT);
    size_t len = range_len(tok(r, next)->span);
    if (quoted || other || !tok_is(r, at, TOKEN_COMMA) || (len > 4 && span_ends(tok_text(r, next), S("ing")))) return RUN_NONE;
    return (run){next, within.last};
}

typedef struct closing {
    finding f;
    uint32_t border; /* the comma or quote before the speaker and verb */
    uint32_t behind; /* token behind both */
} closing;

static bool name_first(const reading *r, uint32_t i, run within, closing *c) {
    subject s = subject_left(r, i, within.first);
    if (!run_known(s.speaker) || s.passive || s.speaker.first <= within.first) return false;
    c->border = s.speaker.first - 1;
    c->f.speaker = s.speaker;
    c->behind = tail_end(r, i + 1, within.last, tok(r, i)->lex);
    return is_border(r, c->border) && c->behind != UINT32_MAX;
}

static bool verb_first(const reading *r, uint32_t i, run within, closing *c) {
    uint32_t at = i;
    while (at > within.first && (is_adverb(r, at - 1) || tok_has(r, at - 1, LEX_AUX))) at--;
    if (at <= within.first || !is_border(r, at - 1) || !(tok(r, i)->lex & LEX_FINITE) ||
        (tok(r, i)->lex & LEX_PERSONAL && !(tok(r, i)->lex & LEX_SAY)))
        return false;
    if (i + 1 < within.last && (tok_has(r, i + 1, LEX_TIME | LEX_PREP | LEX_THAT) || is_adverb(r, i + 1))) return false;
    c->f.speaker = phrase_forward(r, i + 1, within.last, false);
    if (!run_known(c->f.speaker)) return false;
    bool bare = !tok_is(r, at - 1, TOKEN_QUOTE) || (tok(r, i)->lex & LEX_ACT);
    bool object = bare && speaker_kind_of(r, c->f.speaker) == SPEAKER_UNSURE; /* "yelled an oath" */
    if (object) return false;
    c->border = at - 1;
    c->behind = tail_end(r, c->f.speaker.last, within.last, LEX_ACT);
    return c->behind != UINT32_MAX;
}

static bool by_quoting(const reading *r, uint32_t i, run within, closing *c) {
    run before = {within.first, within.last};
    if (!quoted_as(r, i, before, &c->f, &c->behind)) return false;
    run first = run_known(c->f.via) && c->f.via.first < i ? c->f.via : c->f.speaker;
    if (first.first <= within.first) return false;
    c->border = first.first - 1;
    c->behind = tail_end(r, c->behind, within.last, LEX_ACT);
    return is_border(r, c->border) && c->behind != UINT32_MAX;
}

static bool closes(const reading *r, uint32_t i, run within, closing *c) {
    *c = (closing){
        .f = {.speaker = RUN_NONE, .via = RUN_NONE, .content = {RUN_NONE, RUN_NONE}, .cue = {i, i + 1}, .confidence = .9f}};
    if (by_quoting(r, i, within, c)) return true;
    c->f.via = RUN_NONE;
    c->f.cue = (run){i, i + 1};
    if (!(tok(r, i)->lex & (LEX_SAY | LEX_CLAUSE | LEX_QUOTED | LEX_PERSONAL)) || !is_cue(r, i, within.first)) return false;
    if (!(tok(r, i)->lex & (LEX_FINITE | FORM_BASE | FORM_PART))) return false;
    bool after_border = i > within.first && is_border(r, i - 1);
    bool told = (tok(r, i)->lex & LEX_PERSONAL) && !tok_is(r, i - 1, TOKEN_QUOTE);
    if (after_border && !told) return verb_first(r, i, within, c) || name_first(r, i, within, c);
    return name_first(r, i, within, c) || verb_first(r, i, within, c);
}

static bool add_closing(reading *r, const scope *where, closing *c) {
    run before = words_before(r, c->border, where->tokens);
    bool quoted = has_quote(r, before);
    uint32_t behind = skip_aside(r, c->behind, where->tokens.last);
    bool at_end = c->behind >= where->tokens.last || tok_is(r, c->behind, TOKEN_STOP);
    if (run_empty(before) || (tok(r, c->f.cue.first)->lex & (LEX_SAY | LEX_CLAUSE | LEX_PERSONAL)) == 0) {
        if (!quoted) return false;
    }
    if (is_participle_lead(r, before)) return false;
    if (!quoted && is_intro(r, before) && !(at_end && is_clause(r, before))) return false;
    c->f.content[0] = before;
    c->f.content[1] = words_after(r, quoted ? behind : c->behind, where->tokens, quoted);
    if (quoted && run_empty(c->f.content[1])) c->f.content[1] = words_after(r, c->behind, where->tokens, quoted);
    if (!is_free(r, c->f.content[0])) return false;
    return attribution_add(r, where, &c->f);
}

void find_closing(reading *r, const scope *where) {
    for (uint32_t i = where->tokens.last; i > where->tokens.first;) {
        i--;
        closing c;
        if (r->taken[i] || !tok_has(r, i, LEX_CUE)) continue;
        if (closes(r, i, where->tokens, &c) && add_closing(r, where, &c)) i = c.border + 1;
    }
}

/* `"I was there." Roe said.`: the full stop inside the mark has cut off a sentence that only says who spoke. */
static bool only_names_speaker(const reading *r, run s) {
    for (uint32_t i = s.first + 1; i < s.last && i < s.first + 12; i++) {
        if (!(tok(r, i)->lex & (LEX_SAY | LEX_QUOTED)) || !is_cue(r, i, s.first)) continue;
        subject who = subject_left(r, i, s.first);
        uint32_t end = tail_end(r, i + 1, s.last, tok(r, i)->lex);
        return run_known(who.speaker) && !who.passive && who.speaker.first == s.first && end != UINT32_MAX &&
               (end >= s.last || tok_is(r, end, TOKEN_STOP));
    }
    return false;
}

void join_cut_sentences(reading *r) {
    for (uint32_t i = 1; i < r->sentences.count; i++) {
        sentence *before = &r->sentences.items[i - 1], *s = &r->sentences.items[i];
        if (run_empty(before->tokens) || run_empty(s->tokens) || before->paragraph != s->paragraph) continue;
        if (!tok_is(r, before->tokens.last - 1, TOKEN_QUOTE) || !only_names_speaker(r, s->tokens)) continue;
        s->tokens.first = before->tokens.first;
        before->tokens.last = before->tokens.first;
    }
}
