/*
 * The article of a plain text: the dump of a page, a print copy, or an article's own text.
 *
 * Every line has a worth: prose is worth its words, what is short or boilerplate costs. The stretch of greatest worth is the body, with
 * its title looked for at its head. Then lines that are no prose are told apart: title, byline, date, caption, page furniture.
 */
#include "plain.h"

/* What a line that is no prose takes off the stretch that it stands in. */
#define SHORT_COST 6.0f
#define BOILER_COST 14.0f

/* Most lines between the title and the first prose. */
#define MOST_HEAD 24

/* ---- Reading lines ---- */

static bool is_rule(span s) {
    for (size_t i = 0; i < s.len; i++)
        if (is_alnum((unsigned char)s.ptr[i]) || (unsigned char)s.ptr[i] >= 0xC3) return false;
    return true;
}

/* Wholly in emphasis, or with a heading mark before it. */
static bool is_marked(span s) {
    return span_starts(s, S("# ")) || span_starts(s, S("## ")) || (s.len > 5 && span_starts(s, S("**")) && span_ends(s, S("**")));
}

static uint32_t count_links(span s) {
    uint32_t n = 0;
    for (size_t at = 0; (at = span_find(s, S("]("), at)) != SIZE_MAX; at++) n++;
    return n;
}

/* "page 1 of 2", "3/7", an address, and little else. */
static bool is_furniture(span lower) {
    size_t page = span_find(lower, S("page "), 0);
    if (page != SIZE_MAX && page + 5 < lower.len && is_digit((unsigned char)lower.ptr[page + 5]) && lower.len < 120) return true;
    size_t digits = 0, others = 0, slashes = 0;
    for (size_t i = 0; i < lower.len; i++) {
        if (is_digit((unsigned char)lower.ptr[i]))
            digits++;
        else if (lower.ptr[i] == '/')
            slashes++;
        else if (is_alpha((unsigned char)lower.ptr[i]) || (unsigned char)lower.ptr[i] >= 0x80)
            others++;
    }
    if (digits && digits <= 6 && !others) return true;
    bool address = span_starts(lower, S("http://")) || span_starts(lower, S("https://")) || span_starts(lower, S("www.")) ||
                   span_starts(lower, S("<http"));
    return address && (span_find_char(lower, ' ', 0) == SIZE_MAX || (lower.len < 160 && slashes + digits > 0));
}

/* "[Image: a quay]", "[IMG]", "![…](…)" */
static bool is_image(span s) {
    return span_starts_nocase(s, S("[image")) || span_starts_nocase(s, S("[photo")) || span_starts_nocase(s, S("[img")) ||
           span_starts(s, S("![")) || span_starts_nocase(s, S("[video")) || span_starts_nocase(s, S("image:"));
}

static bool opens_source(span lower) {
    return span_starts(lower, S("original url")) || span_starts(lower, S("source: http")) ||
           span_starts(lower, S("source: <http")) || span_starts(lower, S("url:")) || span_starts(lower, S("link: http"));
}

static void read_line(work *w, text_state *t, line_unit *l) {
    unit *u = &l->unit;
    span s = span_at(w->from.text, u->text);
    l->plain = t->markup ? markup_removed(w->scratch, s) : s;
    l->rule = is_rule(s);
    l->marked = is_marked(s);
    l->image = is_image(s);
    l->links = count_links(s);
    unit_read(w, u, 0);
    if (t->markup && u->lower.len) {
        u->lower = lowered(w->scratch, l->plain);
        u->flags |= phrases_in(&w->rules->page, u->lower);
        u->dated |= u->words <= 25 && has_date(w, u->lower);
    }
    if (!u->lower.len) return;
    l->source = opens_source(u->lower);
    size_t lead = phrase_opens(&w->rules->byline, u->lower, WORD_LEAD | WORD_LABEL);
    l->byline = u->words <= 20 && lead > 0 && lead < u->lower.len && !u->ends;
    l->furniture = is_furniture(u->lower);
    span caption, credit;
    l->credit = u->words <= 60 && caption_split(w, s, &caption, &credit);
}

static void count_repeats(work *w, text_state *t) {
    map seen = {0};
    for (int turn = 0; turn < 2; turn++)
        for (size_t i = 0; i < t->units.count; i++) {
            line_unit *l = &t->units.items[i];
            uint64_t *times = map_put(w->scratch, &seen, hash_bytes(l->plain));
            if (turn == 0)
                ++*times;
            else
                l->repeats = (uint32_t)*times - 1;
        }
}

/* A block of lines without an empty line in it that holds an appeal, and no more than an appeal has, is one as a whole. */
static void mark_appeals(text_state *t) {
    for (size_t begin = 0, end; begin < t->units.count; begin = end) {
        uint32_t words = 0, appeal = 0;
        for (end = begin; end < t->units.count && (end == begin || !t->units.items[end].gap); end++) {
            words += t->units.items[end].unit.words;
            appeal |= t->units.items[end].unit.flags & PHRASE_APPEAL;
        }
        if (!appeal || words > 200 || end - begin < 2 || (begin == 0 && end == t->units.count)) continue;
        for (size_t i = begin; i < end; i++) t->units.items[i].unit.flags |= PHRASE_APPEAL;
    }
}

/* ---- The stretch of the body ---- */

bool line_is_prose(const line_unit *l) {
    const unit *u = &l->unit;
    if (l->rule || l->image || l->furniture || u->flags & (PHRASE_LINE | PHRASE_APPEAL)) return false;
    if (u->words < 60 && u->flags & PHRASE_HAS) return false;
    if (u->words < 25 && u->flags & PHRASE_START) return false;
    if (l->byline || (l->credit && u->words < 40)) return false;
    return (u->words >= 10 && u->stop_words * 100 >= u->words * 14) || (u->words >= 4 && u->ends && u->stop_words) ||
           (u->words >= 7 && u->ends);
}

static float worth(const line_unit *l) {
    const unit *u = &l->unit;
    if (line_is_prose(l)) {
        float words = (float)(u->words < 60 ? u->words : 60);
        return u->ends ? words : words * 0.5f;
    }
    if (l->rule) return 0;
    if (u->flags & (PHRASE_START | PHRASE_HAS | PHRASE_APPEAL | PHRASE_TAIL)) return -BOILER_COST;
    return -SHORT_COST;
}

/* The stretch of greatest sum. */
static void find_stretch(text_state *t) {
    float sum = 0, best = 0;
    size_t begin = 0;
    for (size_t i = 0; i < t->units.count; i++) {
        if (sum <= 0) {
            sum = 0;
            begin = i;
        }
        sum += worth(&t->units.items[i]);
        if (sum > best) {
            best = sum;
            t->begin = begin;
            t->end = i + 1;
        }
    }
}

/* Lines that say they are no part of an article, in a whole text. */
static bool is_quiet(const text_state *t) {
    size_t loud = 0;
    for (size_t i = 0; i < t->units.count; i++) {
        const unit *u = &t->units.items[i].unit;
        loud +=
            u->flags & (PHRASE_LINE | PHRASE_HAS) || (u->flags & (PHRASE_START | PHRASE_TAIL | PHRASE_APPEAL) && u->words <= 4);
    }
    return loud * 25 <= t->units.count || loud <= 2;
}

/* A print copy is nothing but its article: lists at its end belong to it. */
static void widen_quiet(text_state *t) {
    if (is_quiet(t)) t->end = t->units.count;
}

static uint32_t prose_words(const text_state *t, size_t begin, size_t end) {
    uint32_t words = 0;
    for (size_t i = begin; i < end; i++) words += line_is_prose(&t->units.items[i]) ? t->units.items[i].unit.words : 0;
    return words;
}

/* Prose is thin behind a line: teasers and lists, no paragraphs. */
static bool is_thin_behind(const text_state *t, size_t i) {
    uint32_t prose = 0, lines = 0;
    for (size_t k = i + 1; k < t->units.count && lines < 10; k++) {
        if (t->units.items[k].rule) continue;
        lines++;
        const line_unit *l = &t->units.items[k];
        prose += line_is_prose(l) && l->unit.ends && l->unit.words >= 18;
    }
    return prose * 10 < lines * 3;
}

/* A line that opens what comes behind articles, or an appeal, ends the body when most of it is before, or when little prose follows. */
static void cut_tail(text_state *t) {
    uint32_t all = prose_words(t, t->begin, t->end), before = 0;
    for (size_t i = t->begin; i < t->end; i++) {
        const line_unit *l = &t->units.items[i];
        bool opens = l->unit.flags & (PHRASE_TAIL | PHRASE_APPEAL) && l->unit.words <= 12 && !l->byline;
        bool teaser = l->unit.lower.len && span_find(l->unit.lower, S(": "), 0) != SIZE_MAX && !(l->unit.flags & PHRASE_APPEAL);
        bool alone = !teaser && (l->unit.flags & PHRASE_APPEAL || l->unit.words <= 5);
        bool late = before * 10 > all * 6 || (before >= 100 && before * 10 > all * 2 && is_thin_behind(t, i));
        if ((opens && alone && late) || (l->source && before)) {
            t->end = i;
            if (l->unit.flags & PHRASE_APPEAL) t->appeal = i;
            return;
        }
        before += line_is_prose(l) ? l->unit.words : 0;
    }
}

/* ---- The title ---- */

static bool may_be_title(const line_unit *l) {
    const unit *u = &l->unit;
    if (l->rule || l->image || l->byline || l->credit || l->furniture || u->words < 2 || u->words > 32) return false;
    if (u->flags & (PHRASE_LINE | PHRASE_START | PHRASE_HAS | PHRASE_APPEAL | PHRASE_TAIL)) return false;
    return !u->dated || u->words > 8;
}

/* A byline, date, or reading time within the next lines says that a line is the title. */
static float head_behind(const text_state *t, size_t i) {
    for (size_t k = i + 1; k < t->units.count && k <= i + 4; k++) {
        const line_unit *l = &t->units.items[k];
        if (l->byline || (l->unit.dated && l->unit.words <= 14) || (l->unit.words <= 5 && l->unit.flags & PHRASE_HAS))
            return 2.5f - 0.3f * (float)(k - i);
        if (line_is_prose(l) && l->unit.words > 25) break;
    }
    return 0;
}

static float title_worth(const text_state *t, size_t i, size_t first) {
    const line_unit *l = &t->units.items[i];
    const unit *u = &l->unit;
    float s = u->words >= 4 ? 1.5f : u->words == 3 ? 0.5f : -1.0f;
    if (u->words > 20) s -= 1;
    if (l->marked) s += 2.5f;
    if (u->ends && !l->marked) s -= 1.5f;
    if (l->repeats == 1 || l->repeats == 2) s += 0.8f;
    if (l->repeats > 3) s -= 1;
    if (l->gap) s += 0.4f;
    if (i + 1 < t->units.count && t->units.items[i + 1].gap) s += 0.4f;
    if (u->stop_words) s += 0.3f;
    s += head_behind(t, i);
    float away = i < first ? (float)(first - i) : 0;
    return s - 0.15f * away;
}

/* First prose of the stretch that is worth a paragraph. */
static size_t first_prose(const text_state *t) {
    for (size_t i = t->begin; i < t->end; i++)
        if (line_is_prose(&t->units.items[i]) && t->units.items[i].unit.words >= 12) return i;
    return t->begin;
}

/* True when nothing before `i` within the stretch is prose of its own: only then a title may stand inside. */
static bool opens_stretch(const text_state *t, size_t i) {
    return prose_words(t, t->begin, i) * 12 <= prose_words(t, t->begin, t->end);
}

static void find_title(text_state *t) {
    size_t first = first_prose(t), low = first > MOST_HEAD ? first - MOST_HEAD : 0;
    float best = 1.0f;
    t->title = RETOLD_NONE;
    for (size_t i = low; i < t->end && i <= first + 6; i++) {
        if (!may_be_title(&t->units.items[i]) || (i > first && !opens_stretch(t, i))) continue;
        if (i >= first && !head_behind(t, i) && !t->units.items[i].marked) continue;
        float s = title_worth(t, i, first);
        if (s > best) {
            best = s;
            t->title = (uint32_t)i;
        }
    }
    /* a text that is nothing but paragraphs, one a line, has no title of its own: its first line may be a heading of the body */
    bool airy = false;
    for (size_t i = 1; i < t->units.count; i++) airy |= t->units.items[i].gap > 0;
    if (t->title == 0 && !airy && !t->units.items[0].marked && !head_behind(t, 0)) t->title = RETOLD_NONE;
}

/* ---- Page breaks ---- */

/* The title again on each page, with a date or number beside it. */
static void mark_running_heads(text_state *t) {
    if (t->title == RETOLD_NONE) return;
    const line_unit *title = &t->units.items[t->title];
    if (title->unit.words < 4) return;
    for (size_t i = t->title + 1; i < t->end; i++) {
        line_unit *l = &t->units.items[i];
        bool holds = l->unit.words <= title->unit.words + 8 && span_find(l->plain, title->plain, 0) != SIZE_MAX;
        if (holds && !span_equal(l->plain, title->plain)) l->furniture = true;
    }
}

static span last_word(span s) {
    size_t at = s.len;
    while (at && s.ptr[at - 1] != ' ' && s.ptr[at - 1] != '\n') at--;
    return span_from(s, at);
}

/* The line opens a quote that it doesn't close: it may break off for good. */
static bool has_open_quote(work *w, span s) {
    marks m = text_marks(w->scratch, s);
    for (size_t i = 0; i < m.count; i++)
        if (m.items[i].flags & (MARK_UNPAIRED | MARK_CUT) && m.items[i].kind == MARK_OPEN) return true;
    return false;
}

/* How a torn sentence is put together again; JOIN_NONE when the two are whole. */
static uint32_t join_of(work *w, const line_unit *left, const line_unit *right, bool furniture, bool gap) {
    span l = left->plain;
    if (left->marked || right->marked || left->unit.words < 5 || !l.len || !right->plain.len) return JOIN_NONE;
    if (!gap && !furniture) return JOIN_NONE;
    bool hyphen = l.ptr[l.len - 1] == '-' && l.len > 1 && is_lower((unsigned char)l.ptr[l.len - 2]);
    if (hyphen && right->unit.lower_start) return JOIN_HYPHEN;
    if (!left->unit.cut) return JOIN_NONE;
    if (right->unit.lower_start) return JOIN_SPACE;
    size_t at = 0;
    uint32_t c = text_next(right->plain, &at);
    if (!text_is_letter(c) && !text_is_digit(c)) return furniture ? JOIN_SPACE : JOIN_NONE;
    if (furniture) return JOIN_SPACE;
    span word = last_word(l);
    bool weak = l.ptr[l.len - 1] == ',' || (word.len <= 12 && text_is_stop_word(w->ctx, lowered(w->scratch, word)));
    return left->unit.words >= 8 && right->unit.words >= 3 && weak && !has_open_quote(w, l) ? JOIN_SPACE : JOIN_NONE;
}

/* Lines between two halves of a sentence are the foot and head of a page. */
static bool is_between(const line_unit *l) { return l->furniture || l->rule || l->repeats >= 1 || l->unit.words <= 12; }

static void mend_breaks(work *w, text_state *t) {
    for (size_t i = t->begin; i + 1 < t->end; i++) {
        line_unit *left = &t->units.items[i];
        if (left->unit.kind != UNIT_BODY || (!left->unit.cut && !span_ends(left->plain, S("-")))) continue;
        bool furniture = false, gap = false;
        for (size_t k = i + 1; k < t->end && k <= i + 4; k++) {
            line_unit *right = &t->units.items[k];
            gap |= right->gap > 0;
            if (right->unit.kind == UNIT_BODY && !right->furniture) {
                right->joins = join_of(w, left, right, furniture, gap);
                if (right->joins)
                    for (size_t n = i + 1; n < k; n++) t->units.items[n].unit.kind = UNIT_OTHER;
                if (right->joins || !is_between(right)) break;
                if (right->unit.words > 3) break;
            }
            if (!is_between(right)) break;
            furniture |= right->furniture || right->repeats >= 1;
        }
    }
}

/* ---- Kinds ---- */

static unit_kind kind_of(const text_state *t, size_t i, size_t first) {
    const line_unit *l = &t->units.items[i];
    const unit *u = &l->unit;
    if (l->rule || l->image || l->furniture || l->source || u->flags & PHRASE_LINE) return UNIT_OTHER;
    if (t->title != RETOLD_NONE && i != t->title && span_equal(l->plain, t->units.items[t->title].plain)) return UNIT_TITLE;
    if (l->credit && !(u->ends && u->words > 25)) return UNIT_CAPTION;
    if (u->words < 60 && u->flags & PHRASE_HAS) return UNIT_OTHER;
    if (u->words < 25 && u->flags & PHRASE_START) return UNIT_OTHER;
    if (i < first && (l->byline || (u->dated && u->words <= 14))) return UNIT_BYLINE;
    if (i < first && t->title != RETOLD_NONE && u->words <= 12 && !u->ends) return UNIT_OTHER;
    return UNIT_BODY;
}

static void set_kinds(work *w, text_state *t) {
    (void)w;
    size_t first = first_prose(t);
    for (size_t i = 0; i < t->units.count; i++) t->units.items[i].unit.kind = UNIT_OTHER;
    size_t begin = t->begin;
    if (t->title != RETOLD_NONE) {
        t->units.items[t->title].unit.kind = UNIT_TITLE;
        begin = t->title + 1;
    }
    for (size_t i = begin; i < t->end; i++)
        if (i != t->title) t->units.items[i].unit.kind = kind_of(t, i, first);
    /* what stands between title and body and is no paragraph is looked at for captions only */
    for (size_t i = begin; i < t->begin; i++)
        if (t->units.items[i].unit.kind == UNIT_BODY && !line_is_prose(&t->units.items[i]))
            t->units.items[i].unit.kind = UNIT_OTHER;
}

/*
 * Paragraphs one a line, hardly anything else: the text is a body already, and stays as it is. Headings are short lines that
 * prose follows; no line stands twice, and none of the first is a byline or the like.
 */
static bool is_body_alone(const text_state *t) {
    uint32_t prose = 0, words = 0, other = 0, lines = 0;
    for (size_t i = 0; i < t->units.count; i++) {
        const line_unit *l = &t->units.items[i];
        if (l->gap || l->marked || l->furniture || l->source || (i < 4 && (l->byline || l->unit.dated))) return false;
        lines++;
        words += l->unit.words;
        if (line_is_prose(l))
            prose += l->unit.words;
        else
            other++;
    }
    bool mostly = prose * 10 >= words * 8 && other * 10 <= lines * 4;
    return lines && !t->markup && (mostly || (is_quiet(t) && prose * 10 >= words * 6));
}

static void keep_all(text_state *t) {
    t->title = RETOLD_NONE;
    for (size_t i = 0; i < t->units.count; i++) t->units.items[i].unit.kind = UNIT_BODY;
}

/* ---- Metadata ---- */

static field unit_field(work *w, const line_unit *l, const char *from, float confidence) {
    field f = decoded_field(&w->article->memory, &w->from, l->plain, l->unit.text, from, confidence);
    return f;
}

/* An address in the line, without its brackets. */
static span address_in(span s) {
    size_t at = span_find(s, S("http"), 0);
    if (at == SIZE_MAX) return (span){0};
    size_t end = at;
    while (end < s.len && !is_space((unsigned char)s.ptr[end]) && !strchr("<>\"", s.ptr[end])) end++;
    span url = span_cut(s, at, end);
    while (url.len && strchr(").,;]", url.ptr[url.len - 1])) url.len--;
    return span_starts(url, S("http://")) || span_starts(url, S("https://")) ? url : (span){0};
}

/* "Original url:" and the address in its line or the next. */
static void read_source_line(work *w, text_state *t) {
    for (size_t i = 0; i < t->units.count; i++) {
        const line_unit *l = &t->units.items[i];
        if (!l->source) continue;
        range at = l->unit.text;
        span url = address_in(span_at(w->from.text, at));
        if (!url.len && i + 1 < t->units.count) {
            at = t->units.items[i + 1].unit.text;
            url = address_in(span_at(w->from.text, at));
        }
        if (!url.len || url.len > 8192) continue;
        uint32_t begin = (uint32_t)(url.ptr - w->from.text.ptr);
        w->article->url =
            source_field(&w->article->memory, &w->from, (range){begin, begin + (uint32_t)url.len}, "original url", 0.9f);
        return;
    }
}

static void read_date_line(work *w, const line_unit *l) {
    range at;
    stamp date = date_written(w, l->plain, &at);
    if (date.precision == PRECISION_NONE || (l->unit.ends && l->plain.len > range_len(at) + 24)) return;
    bool change = phrase_opens(&w->rules->byline, l->unit.lower, WORD_CHANGE) > 0;
    stamp *to = change ? &w->article->modified : &w->article->published;
    if (to->precision != PRECISION_NONE) return;
    *to = date;
    *(change ? &w->article->modified_field : &w->article->published_field) = unit_field(w, l, "dateline", 0.7f);
}

/* Lines of the article's head: from a little before the title to the first prose. */
static void read_head(work *w, text_state *t) {
    if (t->title == RETOLD_NONE) return;
    size_t first = first_prose(t), end = first > t->title ? first : t->title + 6;
    for (size_t i = t->title < 2 ? 0 : t->title - 2; i < end && i < t->units.count; i++) {
        const line_unit *l = &t->units.items[i];
        if (i == t->title || !l->unit.lower.len || l->unit.flags & PHRASE_APPEAL || l->credit || l->unit.kind == UNIT_BODY)
            continue;
        range page = decoded_page_range(&w->decoded, l->unit.text);
        bool known = agency_of(w->scratch, w->rules, l->plain).len > 0;
        if (i > t->title && (l->byline || known)) byline_read(w, l->plain, page, "byline", 0.7f);
        if (l->unit.dated) read_date_line(w, l);
    }
}

/* ---- Public ---- */

text_state *plain_ruled(work *w) {
    lines all = plain_lines(w);
    text_state *t = ARENA_NEW(w->scratch, text_state);
    w->plain = t;
    t->units = plain_units(w, &all);
    t->markup = markup_used(w, w->from.text);
    t->title = RETOLD_NONE;
    t->appeal = SIZE_MAX;
    for (size_t i = 0; i < t->units.count; i++) read_line(w, t, &t->units.items[i]);
    count_repeats(w, t);
    mark_appeals(t);
    find_stretch(t);
    if (is_body_alone(t)) {
        keep_all(t);
        t->whole = true;
    } else if (t->begin < t->end) {
        widen_quiet(t);
        cut_tail(t);
        find_title(t);
        mark_running_heads(t);
        set_kinds(w, t);
    }
    return t;
}

void plain_read(work *w) {
    text_state *t = plain_ruled(w);
    if (!t->whole && t->begin < t->end) {
        /* a text in which nothing says that it is no article keeps all of it, up to its credits */
        if (!is_quiet(t)) lines_choose(w, t);
        mend_breaks(w, t);
    }
    if (t->title != RETOLD_NONE) w->article->title = unit_field(w, &t->units.items[t->title], "headline", 0.7f);
    read_source_line(w, t);
    read_head(w, t);
    for (size_t i = 0; i < t->units.count; i++) vec_push(w->scratch, &w->units, t->units.items[i].unit);
}

/* The hyphen of a torn word goes, unless the text has the word with its hyphen elsewhere. */
static bool keeps_hyphen(work *w, const line_unit *left, const line_unit *right) {
    span tail = last_word(left->plain);
    size_t end = 0;
    while (end < right->plain.len && is_alpha((unsigned char)right->plain.ptr[end])) end++;
    buf whole = buf_made(w->scratch);
    buf_put(&whole, tail);
    buf_put(&whole, span_cut(right->plain, 0, end));
    return span_find_nocase(w->from.text, buf_span(&whole), 0) != SIZE_MAX;
}

static void write_join(work *w, draft *d, const line_unit *left, const line_unit *right) {
    range between = {left->unit.text.end, right->unit.text.begin};
    bool hyphen = right->joins == JOIN_HYPHEN;
    bool keep = hyphen && keeps_hyphen(w, left, right);
    uint32_t at = (uint32_t)d->text.len;
    if (hyphen && !keep) {
        draft_drop_last(d);
        between.begin--;
        at--;
    } else if (!hyphen) {
        draft_put(d, S(" "), between);
    }
    range span_now = {at, (uint32_t)d->text.len};
    draft_repair(d, hyphen && !keep ? "hyphen" : "page-break", span_now, span_at(w->from.text, between),
                 span_at(buf_span(&d->text), span_now));
}

void plain_write(work *w, draft *d) {
    text_state *t = w->plain;
    const line_unit *left = NULL;
    for (size_t i = 0; i < t->units.count; i++) {
        const line_unit *l = &t->units.items[i];
        if (l->unit.kind != UNIT_BODY) continue;
        if (left && l->joins)
            write_join(w, d, left, l);
        else
            draft_paragraph(d);
        range part;
        if (!t->markup)
            draft_copy(d, l->unit.text);
        else
            for (uint32_t at = l->unit.text.begin; markup_next(w->from.text, l->unit.text, &at, &part);) draft_copy(d, part);
        left = l;
    }
}
