/* Text → tokens and sentences, each quoted stretch folded into one token. */
#include "quotes/quotes_internal.h"

typedef struct cutter {
    reading *r;
    marks marks;
    ranges sentences; /* as ROOM text cuts them, also inside quotes */
    size_t sentence;  /* next that has not begun yet */
    size_t mark;      /* next that has not been passed */
    uint32_t paragraph;
    uint32_t line_begin, line_end; /* bytes of the paragraph last asked for */
} cutter;

range run_bytes(const reading *r, run x) {
    if (run_empty(x)) return RANGE_NONE;
    return (range){tok(r, x.first)->span.begin, tok(r, x.last - 1)->span.end};
}

bool tok_word(const reading *r, uint32_t i, const char *folded) {
    if (i >= r->tokens.count || !tok_is(r, i, TOKEN_WORD)) return false;
    folded_word f = word_folded(tok_text(r, i));
    return span_equal((span){f.bytes, f.len}, span_of(folded));
}

static bool is_mark(const mark *m) { return m->level == 0 && (m->kind == MARK_OPEN || m->kind == MARK_CLOSE); }

/* Remembered, so that many questions about one long paragraph are one search. */
static uint32_t paragraph_end(cutter *c, uint32_t at) {
    if (at >= c->line_begin && at <= c->line_end && c->line_end) return c->line_end;
    size_t end = span_find_char(c->r->text, '\n', at);
    c->line_begin = at;
    c->line_end = end == SIZE_MAX ? (uint32_t)c->r->text.len : (uint32_t)end;
    return c->line_end;
}

/* End of the sentence that byte `at` is in. */
static uint32_t sentence_end(cutter *c, uint32_t at) {
    size_t low = 0, high = c->sentences.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (c->sentences.items[middle].end <= at)
            low = middle + 1;
        else
            high = middle;
    }
    uint32_t end = paragraph_end(c, at);
    return low < c->sentences.count && c->sentences.items[low].end < end ? c->sentences.items[low].end : end;
}

static bool is_continued(const cutter *c, uint32_t paragraph_end_at) {
    for (size_t i = c->mark; i < c->marks.count && c->marks.items[i].span.begin <= paragraph_end_at + 8; i++)
        if (c->marks.items[i].span.begin > paragraph_end_at) return (c->marks.items[i].flags & MARK_CONTINUED) != 0;
    return false;
}

static range trimmed(span text, range x) {
    while (x.begin < x.end && is_space((unsigned char)text.ptr[x.begin])) x.begin++;
    while (x.end > x.begin && is_space((unsigned char)text.ptr[x.end - 1])) x.end--;
    return x;
}

static uint32_t count_words(span s) {
    uint32_t count = 0;
    bool inside = false;
    for (size_t i = 0; i < s.len; i++) {
        bool letter = is_alnum((unsigned char)s.ptr[i]) || ((unsigned char)s.ptr[i] & 0x80);
        count += letter && !inside;
        inside = letter || (inside && (s.ptr[i] == '\'' || s.ptr[i] == '-'));
    }
    return count;
}

static stretch measured(const reading *r, stretch s) {
    s.inner = trimmed(r->text, s.inner);
    s.words = count_words(span_at(r->text, s.inner));
    s.last = range_len(s.inner) ? r->text.ptr[s.inner.end - 1] : 0;
    return s;
}

/* The stretch that mark m opens: to its close, or as far as an unclosed one can be meant to go. */
static stretch opened(cutter *c, const mark *m) {
    stretch s = {.outer = m->span, .inner = {m->span.end, m->span.end}};
    if (m->pair != UINT32_MAX && m->pair < c->marks.count) {
        const mark *close = &c->marks.items[m->pair];
        s.outer.end = close->span.end;
        s.inner.end = close->span.begin;
    } else {
        uint32_t end = paragraph_end(c, m->span.end);
        bool continued = is_continued(c, end);
        s.outer.end = s.inner.end = continued || (m->flags & MARK_CUT) ? end : sentence_end(c, m->span.end);
        s.flags = continued ? RETOLD_QUOTE_CONTINUED : RETOLD_QUOTE_UNCLOSED;
        if (m->flags & MARK_CUT) s.flags |= RETOLD_QUOTE_CUT;
    }
    if (m->flags & MARK_CONTINUED) s.flags |= RETOLD_QUOTE_CONTINUED;
    if (s.outer.end < s.inner.begin) s.outer.end = s.inner.end = s.inner.begin;
    return measured(c->r, s);
}

/* A new sentence, unless the one under way has no token yet. */
static void begin_sentence(cutter *c) {
    reading *r = c->r;
    uint32_t at = (uint32_t)r->tokens.count;
    if (r->sentences.count && r->sentences.items[r->sentences.count - 1].tokens.first == at) {
        r->sentences.items[r->sentences.count - 1].paragraph = c->paragraph;
        return;
    }
    vec_push(r->memory, &r->sentences, (sentence){{at, at}, c->paragraph});
}

/* Rules look at a sentence as a whole, so a longer one is cut: their work stays linear in the text. */
#define LONGEST_SENTENCE 512u

static void push_token(cutter *c, token t) {
    reading *r = c->r;
    run tokens = r->sentences.items[r->sentences.count - 1].tokens;
    if (tokens.last - tokens.first >= LONGEST_SENTENCE) begin_sentence(c);
    vec_push(r->memory, &r->tokens, t);
    r->sentences.items[r->sentences.count - 1].tokens.last = (uint32_t)r->tokens.count;
}

/* A question or a comma inside the mark lets its sentence go on behind it: `"Is it?" he asked.` */
static bool goes_on(const cutter *c) {
    const reading *r = c->r;
    if (!r->tokens.count || !tok_is(r, (uint32_t)r->tokens.count - 1, TOKEN_QUOTE)) return false;
    return r->sentences.items[r->sentences.count - 1].paragraph == c->paragraph &&
           strchr("?!,", r->stretches.items[tok(r, (uint32_t)r->tokens.count - 1)->stretch].last);
}

/* Sentences that begin at or before `at` begin now; those inside a stretch were passed with it. */
static void pass_sentences(cutter *c, uint32_t at) {
    bool begins = false;
    while (c->sentence < c->sentences.count && c->sentences.items[c->sentence].begin <= at) {
        begins |= c->sentences.items[c->sentence].begin == at;
        c->sentence++;
    }
    if (begins && !goes_on(c)) begin_sentence(c);
}

static void push_stretch(cutter *c, stretch s) {
    reading *r = c->r;
    vec_push(r->memory, &r->stretches, s);
    token t = {.span = s.outer, .kind = TOKEN_QUOTE, .stretch = (uint32_t)r->stretches.count - 1};
    push_token(c, t);
    while (c->sentence < c->sentences.count && c->sentences.items[c->sentence].begin < s.outer.end) c->sentence++;
    while (c->mark < c->marks.count && c->marks.items[c->mark].span.begin < s.outer.end) c->mark++;
}

/* A close without an opening: what its sentence has so far becomes the quote. */
static void push_unopened(cutter *c, const mark *m) {
    reading *r = c->r;
    run so_far = r->sentences.items[r->sentences.count - 1].tokens;
    if (run_empty(so_far)) return;
    for (uint32_t i = so_far.first; i < so_far.last; i++)
        if (tok_is(r, i, TOKEN_QUOTE)) return;
    uint32_t begin = tok(r, so_far.first)->span.begin;
    stretch s = {.outer = {begin, m->span.end}, .inner = {begin, m->span.begin}, .flags = RETOLD_QUOTE_REPAIRED};
    r->tokens.count = so_far.first;
    push_stretch(c, measured(r, s));
}

/* True when a word goes on with the character at `at`: letters, and marks between letters. */
static bool inside_word(span text, size_t at, uint32_t c, size_t behind) {
    if (text_is_letter(c) || text_is_digit(c)) return true;
    if (c != '\'' && c != 0x2019 && c != '-' && c != '.' && c != '&' && c != 0x2010 && c != 0x2011) return false;
    if (at == 0 || behind >= text.len) return false;
    uint32_t next = text_next(text, &behind);
    return text_is_letter(next) || text_is_digit(next);
}

static size_t word_end(span text, size_t at) {
    for (size_t next = at; next < text.len; at = next) {
        uint32_t c = text_next(text, &next);
        if (!inside_word(text, at, c, next)) break;
    }
    return at;
}

/* "Chen's", "officials'": the mark of the genitive, which the list words don't have. */
static size_t genitive(span word, span text, size_t end) {
    if (word.len > 2 && (span_ends(word, S("'s")) || span_ends(word, S("'S")))) return 2;
    if (word.len > 4 && (span_ends(word, S("\u2019s")) || span_ends(word, S("\u2019S")))) return 4;
    if (word.len > 2 && span_ends(word, S("s")) && end < text.len) {
        if (text.ptr[end] == '\'') return 0;
        if (end + 2 < text.len && memcmp(text.ptr + end, "\u2019", 3) == 0) return 0;
    }
    return SIZE_MAX;
}

static void push_word(cutter *c, uint32_t begin, uint32_t end) {
    reading *r = c->r;
    span word = span_cut(r->text, begin, end);
    size_t at = 0;
    uint32_t first = text_next(word, &at);
    token t = {.span = {begin, end}, .kind = TOKEN_WORD, .capital = text_is_upper(first), .number = text_is_digit(first)};
    t.lex = lexicon_word(r->lex, word);
    size_t tail = t.lex & LEX_AUX ? SIZE_MAX : genitive(word, r->text, end);
    if (tail != SIZE_MAX) {
        t.possessive = true;
        t.lex = lexicon_word(r->lex, span_cut(word, 0, word.len - tail));
        if (!t.capital) t.lex &= ~(uint64_t)LEX_CUE;
    }
    push_token(c, t);
}

/* A dot that doesn't end its sentence belongs to the word before: "Mr.", "U.S." */
static bool belongs_to_word(cutter *c, uint32_t at) {
    const reading *r = c->r;
    if (!r->tokens.count || tok(r, (uint32_t)r->tokens.count - 1)->span.end != at) return false;
    return tok_is(r, (uint32_t)r->tokens.count - 1, TOKEN_WORD) && sentence_end(c, at) > at + 1;
}

static void push_sign(cutter *c, uint32_t begin, uint32_t end, uint32_t sign) {
    static const struct {
        uint32_t sign;
        token_kind kind;
    } signs[] = {{',', TOKEN_COMMA},   {':', TOKEN_COLON},   {';', TOKEN_SEMICOLON}, {'!', TOKEN_STOP},   {'?', TOKEN_STOP},
                 {0x2013, TOKEN_DASH}, {0x2014, TOKEN_DASH}, {'-', TOKEN_DASH},      {'(', TOKEN_OPEN},   {')', TOKEN_CLOSE},
                 {'[', TOKEN_OPEN},    {']', TOKEN_CLOSE},   {0x2026, TOKEN_STOP},   {0x3002, TOKEN_STOP}};
    if (sign == '.') {
        if (belongs_to_word(c, begin))
            c->r->tokens.items[c->r->tokens.count - 1].span.end = end;
        else
            push_token(c, (token){.span = {begin, end}, .kind = TOKEN_STOP});
        return;
    }
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i].sign == sign) push_token(c, (token){.span = {begin, end}, .kind = signs[i].kind});
}

/* The mark at `at` when it opens or closes a quote; returns the byte behind what was taken, 0 when none was. */
static uint32_t take_mark(cutter *c, uint32_t at) {
    while (c->mark < c->marks.count && c->marks.items[c->mark].span.begin < at) c->mark++;
    if (c->mark >= c->marks.count || c->marks.items[c->mark].span.begin != at) return 0;
    const mark m = c->marks.items[c->mark++];
    if (!is_mark(&m)) return m.kind == MARK_APOSTROPHE ? 0 : m.span.end;
    if (m.kind == MARK_CLOSE) {
        if (m.pair == UINT32_MAX) push_unopened(c, &m);
        return m.span.end;
    }
    stretch s = opened(c, &m);
    push_stretch(c, s);
    return s.outer.end > m.span.end ? s.outer.end : m.span.end;
}

static uint32_t take_plain(cutter *c, uint32_t at) {
    span text = c->r->text;
    size_t next = at;
    uint32_t sign = text_next(text, &next);
    if (text_is_letter(sign) || text_is_digit(sign)) {
        next = word_end(text, next);
        push_word(c, at, (uint32_t)next);
    } else {
        push_sign(c, at, (uint32_t)next, sign);
    }
    return (uint32_t)next;
}

static void next_paragraph(cutter *c) {
    if (run_empty(c->r->sentences.items[c->r->sentences.count - 1].tokens)) return;
    c->paragraph++;
    begin_sentence(c);
}

#define LONGEST_DATELINE 16u

static bool is_all_capitals(span word) {
    uint32_t letters = 0;
    for (size_t at = 0; at < word.len; letters++)
        if (!text_is_upper(text_next(word, &at))) return false;
    return letters >= 3;
}

/* "PORT SABLE, March 13 (Tidewire) -": the first token behind such an opening of a paragraph, else its first. */
static uint32_t behind_dateline(const reading *r, run s) {
    bool bracket = false, inside = false;
    uint32_t i = s.first;
    for (; i < s.last && i - s.first < LONGEST_DATELINE && !tok_is(r, i, TOKEN_DASH); i++) {
        const token *t = tok(r, i);
        inside = t->kind == TOKEN_OPEN || (inside && t->kind != TOKEN_CLOSE);
        bracket = t->kind == TOKEN_CLOSE;
        if (t->kind == TOKEN_QUOTE || t->kind == TOKEN_COLON) return s.first;
        if (t->kind == TOKEN_WORD && !inside && !t->capital && !t->number && !tok_has(r, i, LEX_TIME)) return s.first;
    }
    if (i == s.first || !tok_is(r, i, TOKEN_DASH) || !(bracket || is_all_capitals(tok_text(r, s.first)))) return s.first;
    while (tok_is(r, i, TOKEN_DASH)) i++;
    bool begins =
        i < s.last && (tok_is(r, i, TOKEN_QUOTE) || (tok_is(r, i, TOKEN_WORD) && (tok(r, i)->capital || tok(r, i)->number)));
    return begins ? i : s.first;
}

static void skip_datelines(reading *r) {
    for (size_t i = 0; i < r->sentences.count; i++) {
        sentence *s = &r->sentences.items[i];
        bool opens = i == 0 || r->sentences.items[i - 1].paragraph != s->paragraph;
        if (!opens || run_empty(s->tokens)) continue;
        uint32_t behind = behind_dateline(r, s->tokens);
        while (s->tokens.first < behind) r->tokens.items[s->tokens.first++].dateline = true;
    }
}

void read_tokens(reading *r) {
    cutter c = {.r = r, .marks = text_marks(r->memory, r->text), .sentences = text_sentences(r->ctx, r->memory, r->text)};
    begin_sentence(&c);
    for (uint32_t at = 0; at < r->text.len;) {
        unsigned char byte = (unsigned char)r->text.ptr[at];
        if (byte == '\n') next_paragraph(&c);
        if (is_space(byte)) {
            at++;
            continue;
        }
        pass_sentences(&c, at);
        uint32_t next = take_mark(&c, at);
        at = next ? next : take_plain(&c, at);
    }
    skip_datelines(r);
    r->taken = ARENA_ARRAY(r->memory, uint32_t, r->tokens.count);
}
