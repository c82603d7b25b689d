/* Recording of attributions, and whom an outlet quotes. */
#include "quotes/quotes_internal.h"

bool is_free(const reading *r, run x) {
    for (uint32_t i = x.first; i < x.last; i++)
        if (r->taken[i]) return false;
    return true;
}

/* Content doesn't begin or end with a comma, "but", or "that". */
static run bare(const reading *r, run x) {
    while (x.first < x.last &&
           ((!tok_is(r, x.first, TOKEN_WORD) && !tok_is(r, x.first, TOKEN_QUOTE) && !tok_is(r, x.first, TOKEN_OPEN)) ||
            (tok_has(r, x.first, LEX_AND) && x.last - x.first > 1) || tok_word(r, x.first, r->lex->german ? "dass" : "that")))
        x.first++;
    while (x.last > x.first && !tok_is(r, x.last - 1, TOKEN_WORD) && !tok_is(r, x.last - 1, TOKEN_QUOTE) &&
           !tok_is(r, x.last - 1, TOKEN_CLOSE))
        x.last--;
    return x;
}

static bool only_quotes(const reading *r, run x, uint32_t *quotes) {
    bool only = true;
    *quotes = 0;
    for (uint32_t i = x.first; i < x.last; i++) {
        *quotes += tok_is(r, i, TOKEN_QUOTE);
        only &= !tok_is(r, i, TOKEN_WORD);
    }
    return only && *quotes;
}

static void add_part(reading *r, attribution *a, range part) {
    if (part.begin >= part.end) return;
    vec_push(r->memory, &a->parts, part);
    for (size_t i = a->parts.count - 1; i > 0 && a->parts.items[i].begin < a->parts.items[i - 1].begin; i--) {
        range swap = a->parts.items[i];
        a->parts.items[i] = a->parts.items[i - 1];
        a->parts.items[i - 1] = swap;
    }
}

void attribution_take(reading *r, uint32_t number, run content) {
    if (run_empty(content)) return;
    run x = bare(r, content);
    attribution *a = &r->found.items[number];
    uint32_t quotes;
    bool only = only_quotes(r, x, &quotes);
    for (uint32_t i = content.first; i < content.last; i++) {
        r->taken[i] = number + 1;
        if (tok_is(r, i, TOKEN_QUOTE)) a->flags |= r->stretches.items[tok(r, i)->stretch].flags;
        if (only && tok_is(r, i, TOKEN_QUOTE)) add_part(r, a, r->stretches.items[tok(r, i)->stretch].inner);
    }
    if (!only && !run_empty(x)) add_part(r, a, run_bytes(r, x));
    a->has_quotes |= quotes > 0;
    a->quoted = only && (a->quoted || a->parts.count <= quotes);
}

static uint32_t record(reading *r, const scope *where, const finding *f) {
    attribution a = {.speaker = f->speaker, .cue = f->cue, .sentence = where->sentence, .confidence = f->confidence};
    for (uint32_t i = 0; i < where->depth; i++) a.via[a.via_count++] = where->outer[i];
    if (run_known(f->via) && a.via_count < MOST_VIA) a.via[a.via_count++] = f->via;
    vec_push(r->memory, &r->found, a);
    uint32_t number = (uint32_t)r->found.count - 1;
    for (unsigned i = 0; i < 2; i++) attribution_take(r, number, f->content[i]);
    if (!r->found.items[number].parts.count) r->found.count--;
    return number;
}

static bool publishes(const reading *r, run x) {
    return is_outlet(r, x) || (!run_empty(x) && tok_has(r, x.last - 1, LEX_OUTLET));
}

/* What an outlet gives may be somebody else's words: then those are the quote, and the outlet is in between. */
static bool unwrap(reading *r, const scope *where, const finding *f) {
    if (where->depth + 1 >= MOST_VIA || run_known(f->via) || !publishes(r, f->speaker)) return false;
    size_t before = r->found.count;
    for (unsigned i = 0; i < 2; i++) {
        if (run_empty(f->content[i])) continue;
        scope inner = *where;
        inner.tokens = f->content[i];
        inner.outer[inner.depth++] = f->speaker;
        find_in(r, &inner);
    }
    return r->found.count > before;
}

/* What was done by words, told without them: neither marks nor a clause. "criticised the plan", "offered an account". */
static bool is_bare_act(const reading *r, const finding *f) {
    uint64_t verb = run_empty(f->cue) ? 0 : tok(r, f->cue.first)->lex;
    run x = f->content[0];
    if (!(verb & LEX_ACT) || r->lex->german || run_empty(x) || tok_has(r, x.first, LEX_TO)) return false;
    bool said =
        tok_has(r, x.first - 1, LEX_THAT) || tok_is(r, x.first - 1, TOKEN_COLON) || tok_has(r, x.first, LEX_SUB | LEX_THAT);
    for (uint32_t i = x.first; i < x.last && !said; i++) said = tok_is(r, i, TOKEN_QUOTE);
    return !said && !((verb & LEX_SAY) && is_clause(r, x));
}

/* A text speaks, and so may a noun that no list knows, but less surely than people do. */
static float sure_of(const reading *r, const finding *f) {
    speaker_kind kind = speaker_kind_of(r, f->speaker);
    float most = kind == SPEAKER_RECORD ? .7f : kind == SPEAKER_LIKELY ? 1 : .5f;
    if (is_bare_act(r, f) && most > SURE_ACT) most = SURE_ACT;
    return f->confidence < most ? f->confidence : most;
}

/* "the overture", "no", "its characterization": a thing, not what was said of it. */
static bool is_slight(const reading *r, run x) {
    uint32_t words = 0;
    for (uint32_t i = x.first; i < x.last; i++)
        words += tok_is(r, i, TOKEN_WORD) && !tok_has(r, i, LEX_DET | LEX_POSS | LEX_PREP);
    return words <= 1;
}

bool attribution_add(reading *r, const scope *where, const finding *f) {
    if (where->depth && run_empty(f->speaker)) return true; /* an outlet is better than nobody */
    finding split = *f;
    if (!run_known(f->via)) split.via = split_quoted_by(r, &split.speaker);
    if (!speaker_mended(r, &split.speaker)) return false;
    if (is_bare_act(r, &split) && (is_slight(r, split.content[0]) || speaker_kind_of(r, split.speaker) == SPEAKER_UNSURE))
        return false;
    split.confidence = sure_of(r, &split);
    if (!unwrap(r, where, &split)) record(r, where, &split);
    return true;
}

void find_in(reading *r, const scope *where) {
    if (run_empty(where->tokens)) return;
    if (r->lex->german) {
        find_sources(r, where);
        find_german(r, where);
        return;
    }
    find_closing(r, where);
    find_sources(r, where);
    find_forward(r, where);
    find_nouns(r, where);
}
