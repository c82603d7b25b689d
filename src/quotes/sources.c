/* Sources named by a phrase ("according to Roe") and people quoted by somebody else ("the paper quoted Roe as saying"). */
#include "quotes/quotes_internal.h"

static uint32_t phrase_at(const reading *r, const source_phrase *p, uint32_t i, uint32_t high) {
    if (i + p->count > high) return 0;
    for (uint32_t k = 0; k < p->count; k++) {
        if (!tok_is(r, i + k, TOKEN_WORD)) return 0;
        folded_word f = word_folded(tok_text(r, i + k));
        if (!span_equal((span){f.bytes, f.len}, p->words[k])) return 0;
    }
    return p->count;
}

#define LONGEST_AROUND 4u

/* "nach israelischen Angaben", "nach Zeugenaussagen": behind the noun that closes it; 0 when there is none near. */
static uint32_t around_end(const reading *r, const source_phrase *p, uint32_t i, uint32_t high) {
    if (p->count != 2 || !span_equal_nocase(tok_text(r, i), p->words[0])) return 0;
    for (uint32_t at = i + 1; at < high && at <= i + LONGEST_AROUND && tok_is(r, at, TOKEN_WORD); at++) {
        if (tok_has(r, at, LEX_PREP | LEX_AUX)) return 0;
        folded_word f = word_folded(tok_text(r, at));
        if (tok(r, at)->capital && span_ends((span){f.bytes, f.len}, p->words[1])) return at + 1;
    }
    return 0;
}

/* The longest source phrase that begins at i. */
static const source_phrase *find_phrase(const reading *r, uint32_t i, uint32_t high) {
    const source_phrase *best = NULL;
    for (size_t k = 0; k < r->lex->phrase_count; k++) {
        const source_phrase *p = &r->lex->phrases[k];
        if (!p->around && (!best || p->count > best->count) && phrase_at(r, p, i, high)) best = p;
    }
    return best;
}

static uint32_t next_comma(const reading *r, uint32_t i, uint32_t high) {
    while (i < high && !tok_is(r, i, TOKEN_COMMA) && !tok_is(r, i, TOKEN_SEMICOLON)) i++;
    return i;
}

/* "According to the BBC, citing two aides, …": commas that belong to the source, not to what it says. */
static uint32_t behind_source(const reading *r, uint32_t at, uint32_t high) {
    while (at + 1 < high && tok_is(r, at, TOKEN_COMMA)) {
        uint32_t close = next_comma(r, at + 1, high);
        run part = {at + 1, close};
        bool citing = (tok(r, at + 1)->lex & FORM_ING) && tok_has(r, at + 1, LEX_CUE);
        bool aside = tok_has(r, at + 1, LEX_DET | LEX_REL | LEX_ROLE) && close < high && !is_clause(r, part);
        if (!citing && !aside) break;
        at = close;
    }
    return at;
}

static void add_source(reading *r, const scope *where, run phrase, run source) {
    run all = where->tokens;
    finding f = {.speaker = source, .cue = phrase, .via = RUN_NONE, .content = {RUN_NONE, RUN_NONE}, .confidence = .85f};
    uint32_t begin = phrase.first < source.first ? phrase.first : source.first;
    uint32_t end = phrase.last > source.last ? phrase.last : source.last;
    uint32_t first = all.first;
    for (uint32_t i = all.first; i < begin; i++)
        if (r->taken[i]) first = i + 1;
    bool leads =
        begin - first <= 2 && !(begin > first && (tok_is(r, begin - 1, TOKEN_COMMA) || tok_is(r, begin - 1, TOKEN_QUOTE)));
    uint32_t behind = behind_source(r, end, all.last);
    bool verb = r->lex->german && end < all.last && tok_is(r, end, TOKEN_WORD);
    if (!leads || (r->lex->german && begin > first)) f.content[0] = (run){first, begin};
    bool goes_on = behind < all.last && (tok_is(r, behind, TOKEN_COMMA) || verb || leads);
    if (goes_on && behind + 1 < all.last) {
        bool other =
            !leads && !verb && (tok_has(r, behind + 1, LEX_AND | LEX_SUB | LEX_REL) || (tok(r, behind + 1)->lex & FORM_ING));
        if (!other) f.content[1] = (run){behind, content_end(r, behind, all.last)};
    }
    if (run_empty(f.content[0]) && run_empty(f.content[1])) return;
    attribution_add(r, where, &f);
}

static run source_behind(const reading *r, uint32_t at, uint32_t high) {
    bool german = r->lex->german;
    if (german && at < high && tok_word(r, at, "von")) at++;
    return phrase_forward(r, at, high, !german);
}

/* A source between the two words of its phrase; returns the token behind it. */
static uint32_t add_around(reading *r, const scope *where, uint32_t i) {
    for (size_t k = 0; k < r->lex->phrase_count; k++) {
        uint32_t end = r->lex->phrases[k].around ? around_end(r, &r->lex->phrases[k], i, where->tokens.last) : 0;
        if (!end) continue;
        add_source(r, where, (run){i, i + 1}, (run){i + 1, end});
        return end;
    }
    return i + 1;
}

void find_sources(reading *r, const scope *where) {
    run all = where->tokens;
    for (uint32_t i = all.first; i < all.last; i++) {
        if (r->taken[i] || !tok_is(r, i, TOKEN_WORD)) continue;
        const source_phrase *p = find_phrase(r, i, all.last);
        if (!p) {
            i = add_around(r, where, i) - 1;
            continue;
        }
        run phrase = {i, i + p->count};
        run source = p->behind && i > all.first ? phrase_back(r, i - 1, all.first) : RUN_NONE;
        if (!run_known(source)) source = source_behind(r, phrase.last, all.last);
        if (!run_known(source) ||
            (source.last - source.first == 1 && tok_has(r, source.first, LEX_OBJECT | LEX_SUBJECT) && r->lex->german))
            continue;
        add_source(r, where, phrase, source);
        i = (phrase.last > source.last ? phrase.last : source.last) - 1;
    }
}

/* ---- quoted as saying ---- */

static bool is_quoting(const reading *r, uint32_t i) {
    return tok_word(r, i, "quoted") || tok_word(r, i, "cited") || tok_word(r, i, "quotes") || tok_word(r, i, "cites");
}

static uint32_t find_as_saying(const reading *r, uint32_t i, uint32_t high) {
    for (uint32_t at = i; at + 1 < high && at < i + 16; at++) {
        if (!tok_is(r, at, TOKEN_WORD)) return UINT32_MAX;
        if (tok_word(r, at, "as") && (tok(r, at + 1)->lex & FORM_ING) && tok_has(r, at + 1, LEX_CUE)) return at;
    }
    return UINT32_MAX;
}

bool quoted_as(const reading *r, uint32_t i, run within, finding *f, uint32_t *behind) {
    if (!is_quoting(r, i) || (i > within.first && tok_has(r, i - 1, LEX_DET))) return false;
    uint32_t as = find_as_saying(r, i + 1, within.last);
    if (as == UINT32_MAX) return false;
    subject s = subject_left(r, i, within.first);
    f->cue = (run){as + 1, as + 2};
    *behind = as + 2;
    if (s.passive) {
        f->speaker = s.speaker;
        f->cue.first = i;
        return run_known(s.speaker);
    }
    f->via = s.speaker;
    f->speaker = phrase_forward(r, i + 1, as, true);
    return run_known(f->via) && run_known(f->speaker);
}

/* "a passenger, Juho Rost, who": the name where there is one, else the phrase; *at moves behind "who". */
static run quoted_person(const reading *r, uint32_t *at, uint32_t high) {
    run who = phrase_forward(r, *at, high, false);
    if (!run_known(who) || !(tok(r, who.last - 1)->capital || tok_has(r, who.last - 1, LEX_PERSON | LEX_GROUP))) return RUN_NONE;
    *at = who.last;
    if (tok_is(r, *at, TOKEN_COMMA) && tok_is(r, *at + 1, TOKEN_WORD) && tok(r, *at + 1)->capital) {
        who = phrase_forward(r, *at + 1, high, false);
        if (run_empty(who)) return RUN_NONE;
        *at = who.last;
    }
    if (tok_is(r, *at, TOKEN_COMMA)) ++*at;
    if (!tok_word(r, *at, "who")) return RUN_NONE;
    ++*at;
    return who;
}

bool quoted_who(const reading *r, uint32_t i, run within, finding *f) {
    if (!is_quoting(r, i) || (i > within.first && tok_has(r, i - 1, LEX_DET))) return false;
    subject s = subject_left(r, i, within.first);
    uint32_t at = i + 1;
    if (s.passive || !run_known(s.speaker)) return false;
    f->via = s.speaker;
    f->speaker = quoted_person(r, &at, within.last);
    f->cue = (run){i, i + 1};
    f->content[0] = (run){at, content_end(r, at, within.last)};
    f->confidence = .7f;
    return run_known(f->speaker) && !run_empty(f->content[0]);
}
