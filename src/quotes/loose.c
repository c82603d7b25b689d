/*
 * Quotes that no verb of saying claimed: those that go on from an earlier sentence or paragraph, those behind "Roe:", fragments
 * in a sentence about somebody, and what is no quote at all: titles and words held at arm's length.
 */
#include "quotes/quotes_internal.h"

typedef struct place {
    uint32_t token, sentence;
} place;

static const stretch *stretch_of(const reading *r, uint32_t i) { return &r->stretches.items[tok(r, i)->stretch]; }

static bool is_alone(const reading *r, run s) {
    for (uint32_t i = s.first; i < s.last; i++)
        if (tok_is(r, i, TOKEN_WORD)) return false;
    return true;
}

/* "The Late Show": every longer word with a capital, and no verb of its own. */
static bool is_title(const reading *r, uint32_t i) {
    span s = span_at(r->text, stretch_of(r, i)->inner);
    uint32_t capitals = 0, small = 0;
    for (size_t at = 0; at < s.len;) {
        size_t next = at;
        uint32_t c = text_next(s, &next);
        if (!text_is_letter(c)) {
            at = next;
            continue;
        }
        bool upper = text_is_upper(c);
        size_t end = next;
        while (end < s.len && text_is_letter(text_next(s, &next))) end = next;
        if (upper) capitals++;
        if (!upper && end - at > 4) small++;
        at = end > at ? end : next;
    }
    bool owned = i > 0 && tok_is(r, i - 1, TOKEN_WORD) && tok(r, i - 1)->possessive; /* the Channel's "Tonight" */
    return capitals >= (owned ? 1u : 2u) && small == 0;
}

static bool ends_sentence(const reading *r, uint32_t i) {
    return stretch_of(r, i)->last && strchr(".?!,", stretch_of(r, i)->last) != NULL;
}

#define FARTHEST_TOKEN 400u

/* "who" speaks for its own clause only. */
static bool is_relative(const reading *r, uint32_t number) {
    run s = r->found.items[number].speaker;
    return !run_empty(s) && s.last - s.first == 1 && tok_has(r, s.first, LEX_REL);
}

/* Number of the attribution nearest before token i in its paragraph, one with quoted words before others; UINT32_MAX when none.
 */
static uint32_t quote_before(const reading *r, uint32_t i, uint32_t paragraph) {
    uint32_t any = UINT32_MAX;
    for (uint32_t at = i; at-- > 0 && i - at < FARTHEST_TOKEN;) {
        if (!r->taken[at]) continue;
        uint32_t number = r->taken[at] - 1;
        if (r->sentences.items[r->found.items[number].sentence].paragraph != paragraph) break;
        if (r->found.items[number].has_quotes) return number;
        if (any == UINT32_MAX && !is_relative(r, number)) any = number;
    }
    return any;
}

static uint32_t quote_behind(const reading *r, uint32_t i, uint32_t sentence) {
    uint32_t paragraph = r->sentences.items[sentence].paragraph;
    for (uint32_t at = i + 1; at < r->tokens.count && at < i + FARTHEST_TOKEN; at++) {
        if (!r->taken[at]) continue;
        uint32_t number = r->taken[at] - 1;
        return r->sentences.items[r->found.items[number].sentence].paragraph == paragraph ? number : UINT32_MAX;
    }
    return UINT32_MAX;
}

static void add_loose(reading *r, place p, run speaker, run cue, float confidence, bool inherited) {
    bool blind = speaker_opens_blindly(r, speaker, r->sentences.items[p.sentence].tokens.first);
    if (blind || !speaker_mended(r, &speaker)) speaker = RUN_NONE;
    attribution a = {.speaker = speaker, .cue = cue, .sentence = p.sentence, .confidence = confidence, .inherited = inherited};
    vec_push(r->memory, &r->found, a);
    attribution_take(r, (uint32_t)r->found.count - 1, (run){p.token, p.token + 1});
}

/* The last attribution of the two paragraphs before, with quoted words or without. */
static uint32_t nearest_before(const reading *r, uint32_t i, uint32_t paragraph) {
    for (uint32_t at = i; at-- > 0 && i - at < FARTHEST_TOKEN;) {
        if (!r->taken[at]) continue;
        uint32_t number = r->taken[at] - 1;
        if (r->sentences.items[r->found.items[number].sentence].paragraph + 2 < paragraph) break;
        if (!is_relative(r, number)) return number;
    }
    return UINT32_MAX;
}

/* The named subject of the sentence right before: "Roe spoke for an hour." and then, alone, what Roe said. */
static run subject_before(const reading *r, uint32_t sentence) {
    if (!sentence) return RUN_NONE;
    run before = r->sentences.items[sentence - 1].tokens, who = sentence_subject(r, before);
    bool named = !run_empty(who) && who.first == before.first && !is_pronoun(r, who) && tok(r, who.last - 1)->capital;
    return named && is_free(r, before) ? who : RUN_NONE;
}

/* A quote that stands alone goes on from the one before it, else belongs with the next of its paragraph. */
static bool add_alone(reading *r, place p, uint32_t last) {
    uint32_t paragraph = r->sentences.items[p.sentence].paragraph;
    uint32_t before = quote_before(r, p.token, paragraph);
    if (before == UINT32_MAX) before = quote_behind(r, p.token, p.sentence);
    bool goes_on = last != UINT32_MAX && (r->found.items[last].flags & RETOLD_QUOTE_CONTINUED);
    if (before == UINT32_MAX && goes_on) before = last;
    if (before != UINT32_MAX) {
        bool same_paragraph = r->sentences.items[r->found.items[before].sentence].paragraph == paragraph;
        if (r->found.items[before].has_quotes && (same_paragraph || goes_on)) {
            attribution_take(r, before, (run){p.token, p.token + 1});
            return true;
        }
        add_loose(r, p, r->found.items[before].speaker, RUN_NONE, .6f, true);
        return true;
    }
    uint32_t near = nearest_before(r, p.token, paragraph);
    run who = near == UINT32_MAX ? subject_before(r, p.sentence) : RUN_NONE;
    if (run_known(who)) {
        add_loose(r, p, who, RUN_NONE, .4f, false);
        return true;
    }
    if (near == UINT32_MAX) near = last;
    if (near == UINT32_MAX) return false;
    add_loose(r, p, r->found.items[near].speaker, RUN_NONE, .4f, true);
    return true;
}

static bool is_speech_word(const reading *r, uint32_t i, uint32_t low) { return tok_has(r, i, LEX_SAYING) || is_cue(r, i, low); }

/* The verb or noun of saying nearest before the quote, else just behind it. */
static uint32_t speech_word_near(const reading *r, uint32_t i, run s) {
    for (uint32_t at = i; at > s.first && i - at < 20; at--) {
        if (at < i && tok_is(r, at, TOKEN_SEMICOLON)) break;
        if (is_speech_word(r, at - 1, s.first)) return at - 1;
    }
    for (uint32_t at = i + 1; at < s.last && at < i + 12; at++)
        if (is_speech_word(r, at, s.first)) return at;
    return UINT32_MAX;
}

static run fragment_speaker(const reading *r, uint32_t i, run s, uint32_t word, float *confidence) {
    *confidence = .5f;
    if (word == UINT32_MAX) word = i;
    run who = owner_of(r, tok_has(r, word, LEX_SAYING) ? word : i, s.first);
    if (run_known(who)) return who;
    if (word < i && tok_has(r, word, LEX_CUE) && !(tok(r, word)->lex & FORM_ING)) {
        subject found = subject_left(r, word, s.first);
        if (run_known(found.speaker) && !found.passive) return found.speaker;
    }
    *confidence = .35f;
    return sentence_subject(r, s);
}

/* German: the capitals in front of a verb that no list has, "Senatorin Ada Laine schloss das aus: …". */
static run front_name(const reading *r, run s) {
    uint32_t first = s.first;
    while (first < s.last && tok_has(r, first, LEX_DET | LEX_POSS)) first++;
    uint32_t last = first;
    while (last < s.last && tok_is(r, last, TOKEN_WORD) && tok(r, last)->capital && !tok_has(r, last, LEX_PREP | LEX_SUB)) last++;
    bool verb = last < s.last && tok_is(r, last, TOKEN_WORD) && !tok_has(r, last, LEX_PREP | LEX_AND | LEX_DET | LEX_NOT);
    return last > first && verb ? (run){s.first, last} : RUN_NONE;
}

static run colon_speaker(const reading *r, uint32_t i, run s) {
    if (i == s.first || !tok_is(r, i - 1, TOKEN_COLON)) return RUN_NONE;
    run front = r->lex->german ? front_name(r, (run){s.first, i - 1}) : RUN_NONE;
    if (run_known(front)) return front;
    run who = sentence_subject(r, (run){s.first, i});
    return run_known(who) ? who : phrase_forward(r, s.first, i - 1, true);
}

/* A quote inside a sentence. Short ones without any word of saying near are words held at arm's length. */
static void add_inside(reading *r, place p) {
    run s = r->sentences.items[p.sentence].tokens;
    uint32_t word = speech_word_near(r, p.token, s);
    run cue = word == UINT32_MAX ? RUN_NONE : (run){word, word + 1};
    run who = colon_speaker(r, p.token, s);
    if (run_known(who)) {
        add_loose(r, p, who, cue, .7f, false);
        return;
    }
    const stretch *q = stretch_of(r, p.token);
    bool complete = q->words >= 5 && ends_sentence(r, p.token);
    if (!complete && (is_title(r, p.token) || (word == UINT32_MAX && q->words <= 4))) return;
    float confidence;
    who = fragment_speaker(r, p.token, s, word, &confidence);
    if (!run_known(who)) {
        uint32_t before = quote_before(r, p.token, r->sentences.items[p.sentence].paragraph);
        if (before == UINT32_MAX && q->words <= 6) return;
        who = before == UINT32_MAX ? RUN_NONE : r->found.items[before].speaker;
    }
    add_loose(r, p, who, cue, confidence, false);
}

/* A quote left open for the next paragraph is whoever's that paragraph says. */
static void take_continued(reading *r) {
    for (uint32_t i = (uint32_t)r->tokens.count; i-- > 0;) {
        if (!tok_is(r, i, TOKEN_QUOTE) || r->taken[i] || !tok_is(r, i + 1, TOKEN_QUOTE) || !r->taken[i + 1]) continue;
        if (stretch_of(r, i)->flags & RETOLD_QUOTE_CONTINUED) attribution_take(r, r->taken[i + 1] - 1, (run){i, i + 1});
    }
}

void find_loose_quotes(reading *r) {
    uint32_t last = UINT32_MAX;
    take_continued(r);
    for (uint32_t s = 0; s < r->sentences.count; s++) {
        run tokens = r->sentences.items[s].tokens;
        bool alone = is_alone(r, tokens);
        for (uint32_t i = tokens.first; i < tokens.last; i++) {
            if (tok_is(r, i, TOKEN_QUOTE) && !r->taken[i] && stretch_of(r, i)->words) {
                if (!alone || !add_alone(r, (place){i, s}, last)) add_inside(r, (place){i, s});
            }
            if (r->taken[i] && r->found.items[r->taken[i] - 1].has_quotes) last = r->taken[i] - 1;
        }
    }
}
