/* Whom words come through: "quoted by", "told the paper", "in comments carried by", "citing". */
#include "quotes/quotes_internal.h"

#define NEAR_CUE 24u

static bool in_run(run x, uint32_t i) { return run_known(x) && i >= x.first && i < x.last; }

static bool known_via(const attribution *a, run x) {
    for (uint32_t i = 0; i < a->via_count; i++)
        if (x.first < a->via[i].last && a->via[i].first < x.last) return true;
    return false;
}

static void add_via(attribution *a, run x, bool outermost) {
    if (a->via_count == MOST_VIA || known_via(a, x)) return;
    uint32_t at = outermost ? 0 : a->via_count;
    for (uint32_t i = a->via_count; i > at; i--) a->via[i] = a->via[i - 1];
    a->via[at] = x;
    a->via_count++;
}

/* A word behind which an outlet stands that words come through. */
static bool leads_to_outlet(const reading *r, uint32_t i) {
    static const char *const words[] = {"by", "to", "with", "on", "told", "for", "in"};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (tok_word(r, i, words[k])) return true;
    return false;
}

/* "an interview with the paper": the outlet is what stands behind the inner word. */
static bool has_inner_lead(const reading *r, run x) {
    for (uint32_t i = x.first; i < x.last; i++)
        if (!tok(r, i)->capital && leads_to_outlet(r, i)) return true;
    return false;
}

/* True when another attribution of the sentence has the outlet, or its verb stands between this one's and the outlet. */
static bool is_elsewhere(const reading *r, const attribution *a, run outlet) {
    for (size_t n = 0; n < r->found.count; n++) {
        const attribution *b = &r->found.items[n];
        if (b == a || b->sentence != a->sentence || b->inherited) continue;
        if (in_run(b->speaker, outlet.first) || known_via(b, outlet)) return true;
        if (run_empty(a->cue) || run_empty(b->cue)) continue;
        bool between = a->cue.first < outlet.first ? b->cue.first > a->cue.first && b->cue.first < outlet.first
                                                   : b->cue.first < a->cue.first && b->cue.first > outlet.first;
        if (between) return true;
    }
    return false;
}

/* Outlets named beside the speaker and the verb, outside what was said. */
static void find_beside(reading *r, attribution *a, run sentence_tokens) {
    uint32_t cue = run_empty(a->cue) ? sentence_tokens.first : a->cue.first;
    uint32_t first = cue > sentence_tokens.first + NEAR_CUE ? cue - NEAR_CUE : sentence_tokens.first;
    uint32_t last = cue + NEAR_CUE < sentence_tokens.last ? cue + NEAR_CUE : sentence_tokens.last;
    for (uint32_t i = first; i + 1 < last; i++) {
        if (r->taken[i] || !leads_to_outlet(r, i)) continue;
        run outlet = phrase_forward(r, i + 1, sentence_tokens.last, false);
        if (run_empty(outlet) || in_run(a->speaker, outlet.first) || r->taken[outlet.first]) continue;
        if (is_elsewhere(r, a, outlet)) continue;
        if (is_outlet(r, outlet) && !has_inner_lead(r, outlet)) add_via(a, outlet, tok_word(r, i, "by"));
    }
}

/* "…, citing two aides": the outlet only passes on what they said. */
static void find_cited(reading *r, attribution *a, run sentence_tokens) {
    for (uint32_t i = sentence_tokens.first; i + 1 < sentence_tokens.last; i++) {
        if (r->taken[i] || !(tok_word(r, i, "citing") || tok_word(r, i, "quoting"))) continue;
        run cited = phrase_forward(r, i + 1, sentence_tokens.last, true);
        if (run_empty(cited) || run_empty(a->speaker) || in_run(a->speaker, cited.first)) continue;
        if (!is_outlet(r, a->speaker) && !is_pronoun(r, a->speaker)) continue;
        add_via(a, a->speaker, false);
        a->speaker = cited;
        return;
    }
}

run split_quoted_by(const reading *r, run *speaker) {
    for (uint32_t i = speaker->first + 1; !run_empty(*speaker) && i + 1 < speaker->last; i++) {
        bool passive =
            (tok(r, i)->lex & FORM_PART) || (!tok(r, i)->capital && span_ends(tok_text(r, i), S("ed"))) || tok_word(r, i, "seen");
        if (!passive || !tok_word(r, i + 1, "by")) continue;
        run outlet = {i + 2, speaker->last};
        if (!is_outlet(r, outlet)) continue;
        speaker->last = i;
        return outlet;
    }
    return RUN_NONE;
}

static void split_speaker(const reading *r, attribution *a) {
    run outlet = split_quoted_by(r, &a->speaker);
    if (run_known(outlet)) add_via(a, outlet, true);
}

/* What stands behind an outlet's name but isn't part of it: "last", "adding", a programme's title. */
static bool is_edge(const reading *r, uint32_t i) {
    if (!tok_is(r, i, TOKEN_WORD)) return true;
    if (tok(r, i)->capital || tok_has(r, i, LEX_OUTLET | LEX_OUTLET_TAIL)) return false;
    return tok_has(r, i, LEX_TIME | LEX_ADVERB | LEX_PREP | LEX_AND | LEX_DET) || (tok(r, i)->lex & FORM_ING) ||
           tok_word(r, i, "last") || tok_word(r, i, "late") || is_adverb(r, i);
}

/* "the Herald's Ada Roe": behind the owner; x.last when it isn't an outlet and one of its people. */
static uint32_t host_of(const reading *r, run x) {
    for (uint32_t i = x.first; i + 2 < x.last; i++) {
        if (!tok(r, i)->possessive || !is_outlet(r, (run){x.first, i + 1})) continue;
        bool person = tok(r, i + 1)->capital && tok(r, i + 2)->capital && !is_outlet(r, (run){i + 1, x.last});
        return person && i + 3 == x.last ? i + 1 : x.last;
    }
    return x.last;
}

/* A chain of bare names; an outlet is outside of its own people. */
static void clean_chain(const reading *r, attribution *a) {
    for (uint32_t k = 0; k < a->via_count; k++) {
        run *x = &a->via[k];
        while (x->last > x->first + 1 && is_edge(r, x->last - 1)) x->last--;
        uint32_t host = host_of(r, *x);
        if (host == x->last || a->via_count == MOST_VIA) continue;
        for (uint32_t i = a->via_count++; i > k + 1; i--) a->via[i] = a->via[i - 1];
        a->via[k + 1] = (run){host, a->via[k].last};
        a->via[k].last = host;
        k++;
    }
}

void find_chains(reading *r) {
    for (uint32_t n = 0; n < r->found.count; n++) {
        attribution *a = &r->found.items[n];
        if (a->inherited) continue;
        run tokens = r->sentences.items[a->sentence].tokens;
        find_cited(r, a, tokens);
        split_speaker(r, a);
        find_beside(r, a, tokens);
        clean_chain(r, a);
    }
}
