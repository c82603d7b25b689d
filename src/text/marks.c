/*
 * Quotation marks: a state machine by paragraph. What stands beside a mark decides first (a blank in front opens, a blank or
 * full stop behind closes), its shape second, and where neither tells, whether one like it is open.
 *
 *   stack of open marks     “ ──► ‘ ──► …       a closing mark pops to the nearest of its family; what lies above it is unpaired
 *   left over at the end    next paragraph opens anew ──► continued;   next one closes ──► their pair;   else unpaired or cut
 */
#include "text/marks_internal.h"

#define DEEPEST 8u
#define NO_MARK UINT32_MAX

typedef struct open_mark {
    uint32_t mark; /* number in the list */
    mark_token token;
} open_mark;

typedef struct machine {
    arena *memory;
    const text_lists *lists;
    span text;
    placed_marks *out;
    mark_tokens tokens; /* of the paragraph */
    open_mark stack[DEEPEST];
    unsigned depth;
    size_t begin, end; /* the paragraph, trimmed */
    size_t last_pair;  /* end of the last closed pair in the paragraph */
    uint32_t pending;  /* mark that the paragraph before left open */
    mark_token pending_token;
    size_t pending_end; /* end of that paragraph */
    bool first;         /* no mark of the paragraph yet */
} machine;

static uint32_t add_mark(machine *m, const mark_token *t, mark_kind kind, uint32_t flags) {
    mark new = {.span = t->at, .kind = kind, .flags = flags | (t->odd ? MARK_ODD : 0), .pair = NO_MARK};
    if (kind == MARK_UNIT) new.level = t->family == FAMILY_SINGLE;
    vec_push(m->memory, &m->out->marks, new);
    vec_push(m->memory, &m->out->more, (mark_more){t->at.begin, t->family, false});
    return (uint32_t)m->out->marks.count - 1;
}

static bool is_open(const machine *m, mark_family family) {
    for (unsigned i = 0; i < m->depth; i++)
        if (m->stack[i].token.family == family) return true;
    return false;
}

static bool breaks_off(const machine *m, size_t begin, size_t end) {
    if (end <= begin) return false;
    uint32_t c = text_before(m->text, end, NULL);
    return !text_is_terminator(c) && !text_is_closer(c) && c != ':' && c != ';';
}

/* A mark of the family opens again behind mark `number`: then the first one's close was lost before. */
static bool opens_again(const machine *m, uint32_t number, mark_family family) {
    for (uint32_t i = number + 1; i < m->out->marks.count; i++)
        if (m->out->marks.items[i].kind == MARK_OPEN && m->out->more.items[i].family == family) return true;
    return false;
}

/* The place moved behind the pairs that it would cut. */
static size_t behind_pairs(const machine *m, uint32_t number, size_t place) {
    for (uint32_t i = number + 1; i < m->out->marks.count && m->out->marks.items[i].span.begin < place; i++) {
        uint32_t pair = m->out->marks.items[i].pair;
        if (pair != NO_MARK && m->out->marks.items[pair].span.end > place) place = m->out->marks.items[pair].span.end;
    }
    return place;
}

/* Where the closing mark of an opening one belongs that has none: the paragraph's end when it opened the paragraph, else its sentence's. */
static size_t missing_close(const machine *m, const open_mark *o, size_t limit) {
    if (o->token.at.begin == m->begin && !opens_again(m, o->mark, o->token.family)) return limit;
    return behind_pairs(m, o->mark, text_sentence_end(m->lists, m->text, o->token.at.end, limit));
}

static size_t trim_back(span text, size_t begin, size_t end) {
    size_t start;
    while (end > begin && text_is_blank(text_before(text, end, &start))) end = start;
    return end;
}

/* An opening mark that nothing closes, when the machine has come as far as `limit`. */
static void leave_open(machine *m, const open_mark *o, size_t limit) {
    mark *k = &m->out->marks.items[o->mark];
    if (o->token.family == FAMILY_SINGLE && o->token.shape != SHAPE_OPEN && o->token.c != '`' && o->token.at.begin > m->begin) {
        k->kind = MARK_APOSTROPHE;
        return;
    }
    size_t place = missing_close(m, o, trim_back(m->text, o->token.at.end, limit));
    k->flags |= MARK_UNPAIRED;
    if (place == m->end && breaks_off(m, m->begin, m->end)) k->flags |= MARK_CUT;
    m->out->more.items[o->mark].place = (uint32_t)place;
}

static void push(machine *m, const mark_token *t) {
    if (m->depth == DEEPEST) {
        leave_open(m, &m->stack[0], t->at.begin);
        memmove(m->stack, m->stack + 1, sizeof *m->stack * --m->depth);
    }
    uint32_t number = add_mark(m, t, MARK_OPEN, 0);
    m->stack[m->depth++] = (open_mark){number, *t};
}

/* A close that isn't as its opening mark asks for. */
static bool is_odd_pair(const mark_token *open, const mark_token *close) {
    if (open->family != close->family) return true;
    if (open->c == close->c) return false;
    if (open->c == 0x201E || open->c == 0x201A)
        return close->c != 0x201C && close->c != 0x2018 && close->c != 0x201D && close->c != 0x2019;
    if (open->c == 0xBB || open->c == 0x203A) return close->c != 0xAB && close->c != 0x2039;
    return close->shape == SHAPE_OPEN || open->shape == SHAPE_CLOSE ||
           (open->shape == SHAPE_BOTH) != (close->shape == SHAPE_BOTH);
}

static void pair_up(machine *m, uint32_t open, const mark_token *open_token, uint32_t close, const mark_token *close_token) {
    mark *o = &m->out->marks.items[open], *c = &m->out->marks.items[close];
    o->pair = close;
    c->pair = open;
    if (is_odd_pair(open_token, close_token)) o->flags |= MARK_ODD, c->flags |= MARK_ODD;
    bool inner_blanks = text_is_blank(open_token->after) && text_is_blank(close_token->before);
    m->out->more.items[open].spaced = m->out->more.items[close].spaced = inner_blanks;
    if (inner_blanks && !open_token->spaced) m->out->tokenised = true;
    m->last_pair = close_token->at.end;
}

/* The nearest open mark of the family; DEEPEST when there is none. */
static unsigned nearest(const machine *m, mark_family family) {
    for (unsigned i = m->depth; i--;)
        if (m->stack[i].token.family == family) return i;
    return DEEPEST;
}

/* Begin of the sentence that ends in a closing mark without an opening one. */
static size_t missing_open(const machine *m, size_t close) {
    size_t at = m->last_pair > m->begin ? m->last_pair : m->begin, stop;
    for (;;) {
        while (at < close) {
            size_t next = at;
            uint32_t c = text_next(m->text, &next);
            if (!text_is_blank(c) && c != ',' && c != '.' && c != ';') break;
            at = next;
        }
        stop = text_sentence_end(m->lists, m->text, at, close);
        if (stop >= close) return at;
        at = stop;
    }
}

static void close_unpaired(machine *m, const mark_token *t) {
    uint32_t number = add_mark(m, t, MARK_CLOSE, MARK_UNPAIRED);
    m->out->more.items[number].place = (uint32_t)missing_open(m, t->at.begin);
    m->last_pair = t->at.end;
}

/* The paragraph before left a mark open, and this one closes it. */
static void close_pending(machine *m, const mark_token *t) {
    uint32_t open = m->pending, close = add_mark(m, t, MARK_CLOSE, MARK_CONTINUED);
    m->out->marks.items[open].flags |= MARK_CONTINUED;
    pair_up(m, open, &m->pending_token, close, t);
    m->pending = NO_MARK;
}

static void close_mark(machine *m, const mark_token *t) {
    unsigned at = nearest(m, t->family);
    if (at == DEEPEST && m->depth && t->family != FAMILY_LOST && !m->stack[m->depth - 1].token.closer_later &&
        m->stack[m->depth - 1].token.family != FAMILY_LOST)
        at = m->depth - 1; /* opened with one kind, closed with the other */
    if (at == DEEPEST) {
        if (t->family == FAMILY_LOST) return;
        if (m->pending != NO_MARK && m->pending_token.family == t->family &&
            m->out->more.items[m->pending].place == m->pending_end)
            close_pending(m, t);
        else
            close_unpaired(m, t);
        return;
    }
    while (m->depth > at + 1) leave_open(m, &m->stack[--m->depth], t->at.begin);
    open_mark o = m->stack[--m->depth];
    uint32_t number = add_mark(m, t, MARK_CLOSE, 0);
    pair_up(m, o.mark, &o.token, number, t);
}

/* A mark at the head of a paragraph: does the quote of the one before go on with it? */
static void open_mark_at(machine *m, const mark_token *t) {
    bool head = m->first && t->at.begin == m->begin;
    push(m, t);
    if (!head || m->pending == NO_MARK || m->pending_token.family != t->family) return;
    if (breaks_off(m, m->pending_token.at.end, m->pending_end)) return;
    mark *before = &m->out->marks.items[m->pending];
    before->flags = (before->flags & ~(uint32_t)(MARK_UNPAIRED | MARK_CUT)) | MARK_CONTINUED;
    m->out->marks.items[m->out->marks.count - 1].flags |= MARK_CONTINUED;
    m->pending = NO_MARK;
}

/* By what stands beside it, then by its shape, then by what is open. */
static void by_context(machine *m, const mark_token *t) {
    bool open;
    if (t->strict)
        open = t->shape == SHAPE_OPEN;
    else if (t->opens != t->closes)
        open = t->opens;
    else if (t->shape == SHAPE_OPEN || t->shape == SHAPE_CLOSE)
        open = t->shape == SHAPE_OPEN;
    else
        open = !is_open(m, t->family) && (m->pending == NO_MARK || t->left == BESIDE_BLANK);
    if (open)
        open_mark_at(m, t);
    else
        close_mark(m, t);
}

/* ---- Apostrophes and units ---- */

static bool digit(uint32_t c) { return text_is_digit(c); }
static bool letter(uint32_t c) { return text_is_letter(c) || text_is_mark(c); }

static bool opens_listed_word(const machine *m, const mark_token *t) {
    size_t end = t->at.end;
    while (end < m->end) {
        size_t next = end;
        if (!letter(text_next(m->text, &next))) break;
        end = next;
    }
    folded_word room;
    return names_find(&m->lists->apostrophe_words, text_fold_word(&room, span_cut(m->text, t->at.end, end))) != NAME_NONE;
}

/* '90s, ’24: two digits, then "s" or no letter. */
static bool opens_decade(const machine *m, const mark_token *t, bool *plural) {
    span rest = span_cut(m->text, t->at.end, m->end);
    if (rest.len < 2 || !is_digit((unsigned char)rest.ptr[0]) || !is_digit((unsigned char)rest.ptr[1])) return false;
    *plural = rest.len > 2 && rest.ptr[2] == 's';
    return *plural || rest.len == 2 || !is_alnum((unsigned char)rest.ptr[2]);
}

/* A single mark in front of a word that yet opens nothing. */
static bool is_leading_apostrophe(const machine *m, const mark_token *t) {
    bool plural = false;
    if (opens_decade(m, t, &plural)) return plural || t->shape == SHAPE_CLOSE || !t->closer_later;
    if (opens_listed_word(m, t)) return t->shape != SHAPE_OPEN || !t->closer_later;
    if (t->shape == SHAPE_OPEN || t->c == '`') return false;
    return !t->closer_later && (t->shape == SHAPE_CLOSE || (t->at.begin > m->begin && !(t->at.begin && t->before == '"')));
}

/* The apostrophe of a plural ("the workers' vote"): behind s, a small letter follows, and a mark that closes is still to come. */
static bool is_plural_apostrophe(const machine *m, const mark_token *t) {
    if (!strchr("sSxXzZ", (int)(t->before < 0x80 ? t->before : '.')) || !t->before || !text_is_blank(t->after)) return false;
    size_t next = t->at.end, peek;
    while (next < m->end && text_is_blank((peek = next, text_next(m->text, &peek)))) next = peek;
    return next < m->end && text_is_lower((peek = next, text_next(m->text, &peek))) && t->closer_next;
}

static void single(machine *m, const mark_token *t) {
    bool open = is_open(m, FAMILY_SINGLE);
    if (letter(t->before) && (letter(t->after) || digit(t->after))) {
        add_mark(m, t, MARK_APOSTROPHE, t->shape == SHAPE_OPEN ? MARK_ODD : 0);
    } else if (t->shape == SHAPE_UNIT || (digit(t->before) && t->c != '`' && (!open || t->closer_next))) {
        if (digit(t->before))
            add_mark(m, t, letter(t->after) ? MARK_APOSTROPHE : MARK_UNIT, 0);
        else
            by_context(m, t);
    } else if (digit(t->before) && letter(t->after)) {
        add_mark(m, t, MARK_APOSTROPHE, 0);
    } else if (t->opens && !t->closes && is_leading_apostrophe(m, t)) {
        add_mark(m, t, MARK_APOSTROPHE, t->shape == SHAPE_OPEN ? MARK_ODD : 0);
    } else if (t->closes && !t->opens && !t->spaced && letter(t->before) && t->c != '`' &&
               (!open || is_plural_apostrophe(m, t))) {
        add_mark(m, t, MARK_APOSTROPHE, t->shape == SHAPE_OPEN ? MARK_ODD : 0);
    } else {
        by_context(m, t);
    }
}

/* Feet stand close before: 7' 2". */
static bool behind_feet(const machine *m, const mark_token *t) {
    size_t at = t->at.begin, count = 0;
    while (at > m->begin && count < 8 && (is_digit((unsigned char)m->text.ptr[at - 1]) || m->text.ptr[at - 1] == ' '))
        at--, count++;
    return m->out->marks.count && m->out->marks.items[m->out->marks.count - 1].kind == MARK_UNIT &&
           m->out->marks.items[m->out->marks.count - 1].span.end == at;
}

static bool is_inches(const machine *m, const mark_token *t) {
    if (t->shape == SHAPE_UNIT) return digit(t->before);
    if (!digit(t->before) || t->shape == SHAPE_OPEN || t->strict) return false;
    bool open = is_open(m, FAMILY_DOUBLE);
    if (behind_feet(m, t)) return !open || t->closer_next;
    if (!open) return m->pending == NO_MARK && t->shape == SHAPE_BOTH && t->right != BESIDE_CLOSING;
    size_t peek = t->at.end + 1;
    uint32_t next = t->after == ' ' && peek < m->end ? text_next(m->text, &peek) : t->after;
    return (text_is_lower(next) || next == '-') && t->closer_next;
}

/* The letters that end at the token are listed. */
static bool behind_listed_word(const machine *m, const mark_token *t, const names *list) {
    size_t begin = t->at.begin, start;
    while (begin > m->begin && letter(text_before(m->text, begin, &start))) begin = start;
    folded_word room;
    return names_find(list, text_fold_word(&room, span_cut(m->text, begin, t->at.begin))) != NAME_NONE;
}

/* Letters on both sides of a lost character: is it the apostrophe of an English contraction? */
static bool is_lost_apostrophe(const machine *m, const mark_token *t) {
    size_t end = t->at.end;
    while (end < m->end && is_alpha((unsigned char)m->text.ptr[end])) end++;
    span tail = span_cut(m->text, t->at.end, end);
    if (span_equal_nocase(tail, S("s"))) return true;
    if (span_equal_nocase(tail, S("t"))) return t->before == 'n' || t->before == 'N';
    return behind_listed_word(m, t, &m->lists->contraction_hosts);
}

/* U+FFFD: an apostrophe, or one of two that stand like a pair; else some lost letter. */
static void lost(machine *m, const mark_token *t) {
    if (letter(t->before) && letter(t->after)) {
        if (is_lost_apostrophe(m, t)) add_mark(m, t, MARK_APOSTROPHE, 0);
        return;
    }
    if (t->opens && !t->closes ? t->closer_later : is_open(m, FAMILY_LOST)) by_context(m, t);
}

static void take(machine *m, const mark_token *t) {
    if (t->family == FAMILY_SINGLE)
        single(m, t);
    else if (t->family == FAMILY_LOST)
        lost(m, t);
    else if (is_inches(m, t))
        add_mark(m, t, MARK_UNIT, 0);
    else
        by_context(m, t);
    m->first = false;
}

/* ---- Paragraphs ---- */

/* What is still open at the paragraph's end. The outermost waits for the next paragraph. */
static void end_paragraph(machine *m) {
    m->pending = NO_MARK;
    for (unsigned i = m->depth; i--;) {
        const open_mark *o = &m->stack[i];
        leave_open(m, o, m->end);
        mark *k = &m->out->marks.items[o->mark];
        if (i || k->kind != MARK_OPEN || opens_again(m, o->mark, o->token.family)) continue;
        m->pending = o->mark;
        m->pending_token = o->token;
        m->pending_end = m->end;
    }
    m->depth = 0;
}

static void take_paragraph(machine *m, size_t begin, size_t end) {
    while (begin < end && is_space((unsigned char)m->text.ptr[begin])) begin++;
    end = trim_back(m->text, begin, end);
    if (begin == end) return;
    m->begin = m->last_pair = begin;
    m->end = end;
    m->first = true;
    mark_tokens_read(m->memory, &m->tokens, m->text, begin, end);
    for (size_t i = 0; i < m->tokens.count; i++) take(m, &m->tokens.items[i]);
    end_paragraph(m);
}

/* A pair that goes over two paragraphs is no longer unpaired. */
static void settle(mark *k) {
    if (k->kind == MARK_OPEN && (k->pair != NO_MARK || k->flags & MARK_CONTINUED))
        k->flags &= ~(uint32_t)(MARK_UNPAIRED | MARK_CUT);
}

/* How many open ones each mark stands in. */
static void set_levels(placed_marks *p) {
    uint32_t ends[DEEPEST + 1];
    unsigned depth = 0;
    for (uint32_t i = 0; i < p->marks.count; i++) {
        mark *k = &p->marks.items[i];
        settle(k);
        if (k->kind == MARK_APOSTROPHE || k->kind == MARK_UNIT) continue;
        while (depth && ends[depth - 1] <= k->span.begin) depth--;
        if (k->kind == MARK_CLOSE) {
            k->level = k->pair == NO_MARK ? (uint8_t)depth : p->marks.items[k->pair].level;
            continue;
        }
        k->level = (uint8_t)depth;
        uint32_t end = k->pair != NO_MARK ? p->marks.items[k->pair].span.begin : p->more.items[i].place;
        if (depth && end > ends[depth - 1]) end = ends[depth - 1];
        if (depth <= DEEPEST) ends[depth++] = end;
        if (depth > DEEPEST) depth = DEEPEST;
    }
}

placed_marks marks_placed(arena *a, span text) {
    placed_marks out = {0};
    machine m = {.memory = a, .lists = text_lists_of(a->ctx), .text = text, .out = &out, .pending = NO_MARK};
    for (size_t at = 0; at < text.len;) {
        size_t end = span_find_char(text, '\n', at);
        if (end == SIZE_MAX) end = text.len;
        take_paragraph(&m, at, end);
        at = end + 1;
    }
    set_levels(&out);
    return out;
}

marks text_marks(arena *a, span text) { return marks_placed(a, text).marks; }

ranges text_quoted(arena *a, span text) {
    placed_marks placed = marks_placed(a, text);
    ranges out = {0};
    for (size_t i = 0; i < placed.marks.count; i++) {
        const mark *k = &placed.marks.items[i];
        if (k->kind != MARK_OPEN || k->level) continue;
        uint32_t end = k->pair != NO_MARK ? placed.marks.items[k->pair].span.begin : placed.more.items[i].place;
        if (end > k->span.end) vec_push(a, &out, (range){k->span.end, end});
    }
    return out;
}

span mark_plain(const mark *m) {
    if (m->kind == MARK_APOSTROPHE || m->level & 1) return S("'");
    return S("\"");
}
