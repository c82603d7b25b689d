/* The spots of a telling that date something: the clause, its stems, the stretch of the calendar, whether words were said then. */
#include "tell/timeline_internal.h"
#include <stdlib.h>

/* Words around a clause that count as its context; words of a clause. Longer ones are cut around the date. */
enum { CONTEXT = 60, MOST_CLAUSE = 120, MOST_BACK = 64, MOST_CUES = 32 };

enum { MOST_DATELINE = 100, CUE_REACH = 6, MOST_CLAUSES = 60000, MOST_BASE = 10, MOST_TITLE = 60 };

/* A telling under the eye, and the sentence in it. */
typedef struct scan {
    reader *r;
    uint32_t telling;
    const tell_telling *told;
    span text;
    words words;
    const retold_quote **cued; /* [cued_count] quotes with a cue, by it */
    uint32_t cued_count, cue;  /* first cue of the sentence */
    range sentence;
    uint64_t key; /* of its words */
    clauses clauses;
    uint32_t time, time_end; /* times of the sentence */
    size_t first_spot;       /* of the telling, in r->dated */
} scan;

static const word *word_at(const scan *s, uint32_t w) { return &s->words.items[w]; }

static unsigned form_at(const scan *s, uint32_t w) { return form_flags(&s->r->forms, s->text, word_at(s, w)); }

/* First word at or behind a byte. */
static uint32_t word_from(const scan *s, uint32_t byte) {
    uint32_t low = s->clauses.w0, high = s->clauses.w1;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (word_at(s, middle)->span.end <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* First time of the sentence that ends behind a byte. */
static uint32_t time_from(const scan *s, uint32_t byte) {
    uint32_t low = s->time, high = s->time_end;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (s->told->times[middle].span.end <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- datelines ---- */

/* Where a paragraph's text begins behind "PLACE, April 3 (Agency) - "; its begin when it has no such head. */
static uint32_t behind_dateline(span text, uint32_t begin, uint32_t end) {
    uint32_t most = begin + MOST_DATELINE < end ? begin + MOST_DATELINE : end, small = 0;
    bool bracket = false;
    for (size_t at = begin; at < most;) {
        size_t from = at;
        uint32_t c = text_next(text, &at);
        bool dash = c == 0x2013 || c == 0x2014 || (c == '-' && from > begin && text.ptr[from - 1] == ' ');
        if (c == '(' || c == ')') bracket = c == '(';
        bool opens = from == begin || text.ptr[from - 1] == ' ';
        small += opens && !bracket && text_is_lower(c);
        if (dash && at < end && text.ptr[at] == '-') continue;
        if (dash && at < end && text.ptr[at] == ' ') return small <= 1 && from > begin + 2 ? (uint32_t)at + 1 : begin;
        if (strchr(".!?", (int)(c < 0x80 ? c : 'a')) && small > 1) return begin;
    }
    return begin;
}

static bool opens_paragraph(span text, uint32_t begin) { return begin == 0 || text.ptr[begin - 1] == '\n'; }

/* ---- stems ---- */

static int by_stem(const void *one, const void *other) {
    const stem *x = one, *y = other;
    if (x->number != y->number) return x->number < y->number ? -1 : 1;
    if (x->within != y->within) return (int)y->within - (int)x->within;
    return (int)y->actor - (int)x->actor;
}

/*
 * Take the stems of words [w0, w1) as those of the clause, and of `around` words on both sides within the sentence as its
 * context. Words of a time expression say nothing of what happened.
 */
static void take_stems(scan *s, spot *out, uint32_t w0, uint32_t w1, uint32_t around, uint32_t verb) {
    vocabulary *v = &s->r->words;
    const retold_time *times = s->told->times;
    uint32_t from = w0 - s->clauses.w0 > around ? w0 - around : s->clauses.w0, t = time_from(s, word_at(s, from)->span.begin);
    uint32_t to = s->clauses.w1 - w1 > around ? w1 + around : s->clauses.w1;
    stem *all = ARENA_ARRAY(s->r->memory, stem, to - from);
    uint32_t count = 0;
    for (uint32_t w = from; w < to; w++) {
        range r = word_at(s, w)->span;
        while (t < s->time_end && times[t].span.end <= r.begin) t++;
        bool in_time = t < s->time_end && times[t].span.begin < r.end;
        uint32_t n = in_time ? RETOLD_NONE : stem_number(v, s->text, word_at(s, w), w == s->clauses.w0);
        if (n != RETOLD_NONE) all[count++] = (stem){n, w >= w0 && w < w1, w >= w0 && w < verb};
    }
    if (count) qsort(all, count, sizeof *all, by_stem);
    out->stems = all;
    for (uint32_t i = 0; i < count; i++) {
        if (i && all[i].number == all[i - 1].number) continue;
        out->stems[out->stem_count++] = all[i];
        double weight = v->stems.items[all[i].number].weight;
        out->weight += weight * (all[i].within ? 1 : CONTEXT_SHARE);
        out->own += all[i].within ? weight : 0;
    }
}

/* Bytes of words [w0, w1) with the signs that hang on them, but for what ends a clause. */
static range bytes_of(const scan *s, uint32_t w0, uint32_t w1) {
    range r = {word_at(s, w0)->span.begin, word_at(s, w1 - 1)->span.end};
    while (r.begin > s->sentence.begin && !is_space((unsigned char)s->text.ptr[r.begin - 1])) r.begin--;
    while (r.end < s->sentence.end && !is_space((unsigned char)s->text.ptr[r.end])) r.end++;
    while (r.end > r.begin && strchr(r.end == s->sentence.end ? ".,;:" : ",;:", s->text.ptr[r.end - 1])) r.end--;
    return r;
}

/* ---- sayings ---- */

static bool within(range inner, range outer) { return inner.begin >= outer.begin && inner.end <= outer.end; }

static bool in_content(const retold_quote *q, range r) {
    for (uint32_t i = 0; i < q->part_count; i++)
        if (within(r, q->parts[i])) return true;
    return false;
}

/* "said Friday", "told reporters on April 15": no comma and no verb between, at most `reach` words. */
static bool hangs_on_cue(const scan *s, const retold_quote *q, range r, uint32_t reach) {
    if (r.begin < q->cue.end) return false;
    uint32_t from = word_from(s, q->cue.end), to = word_from(s, r.begin);
    if (to - from > reach || to < from) return false;
    if (span_find_char(span_cut(s->text, q->cue.end, r.begin), ',', 0) != SIZE_MAX) return false;
    for (uint32_t w = from; w < to; w++)
        if (form_at(s, w) & (FORM_VERB | FORM_LINK)) return false;
    return true;
}

/* "adopted a resolution Tuesday condemning": a verb of the clause stands before the date, so that is what it dates. */
static bool acts_before(const scan *s, uint32_t w) {
    for (uint32_t i = w; i > s->clauses.starts[clause_at(&s->clauses, w)]; i--)
        if (form_at(s, i - 1) & FORM_VERB) return true;
    return false;
}

/* The quote whose saying the expression dates; NULL for none. Words are said on a day: a month or year goes with them only as "said in 2019". */
static const retold_quote *saying_at(const scan *s, range r, stretch when) {
    bool day = when.end - when.begin <= 7 * (int64_t)TL_DAY;
    uint32_t at = word_from(s, r.begin);
    if (at > s->clauses.w0 && (form_at(s, at - 1) & FORM_ARTICLE)) return NULL;
    uint32_t clause = clause_at(&s->clauses, word_from(s, r.begin));
    for (uint32_t i = s->cue; i < s->cued_count && i - s->cue < MOST_CUES && s->cued[i]->cue.begin < s->sentence.end; i++) {
        const retold_quote *q = s->cued[i];
        bool same = day && !in_content(q, r) && clause_at(&s->clauses, word_from(s, q->cue.begin)) == clause;
        if (same && q->cue.begin > r.begin && acts_before(s, at)) continue;
        if (same || hangs_on_cue(s, q, r, day ? CUE_REACH : 2)) return q;
    }
    return NULL;
}

/* "said Tuesday" where no quote was found: a verb of saying a word or two before. */
static bool follows_saying(const scan *s, uint32_t w) {
    for (uint32_t i = w; i > s->clauses.w0 && w - i < 2; i--) {
        unsigned form = form_at(s, i - 1);
        if (form & FORM_SAY) return true;
        if (form & (FORM_VERB | FORM_ARTICLE)) return false;
    }
    return false;
}

static uint32_t speaker_of(scan *s, const retold_quote *q) {
    if (!q->speaker_name.len) return RETOLD_NONE;
    span name = text_folded(s->r->memory, q->speaker_name);
    uint32_t number = names_add(s->r->memory, &s->r->speakers, name);
    if (number == s->r->speaker_words.count) vec_push(s->r->memory, &s->r->speaker_words, text_words(s->r->memory, name));
    return number;
}

static int by_cue(const void *one, const void *other) {
    const retold_quote *x = *(const retold_quote *const *)one, *y = *(const retold_quote *const *)other;
    return (x->cue.begin > y->cue.begin) - (x->cue.begin < y->cue.begin);
}

static void sort_cues(scan *s) {
    s->cued = ARENA_ARRAY(s->r->memory, const retold_quote *, s->told->quote_count);
    for (uint32_t i = 0; i < s->told->quote_count; i++)
        if (range_known(s->told->quotes[i].cue)) s->cued[s->cued_count++] = &s->told->quotes[i];
    if (s->cued_count) qsort(s->cued, s->cued_count, sizeof *s->cued, by_cue);
}

/* ---- dates ---- */

static narrowing narrowing_of(const scan *s, range r) {
    uint32_t w = word_from(s, r.begin), first = w > s->clauses.w0 ? w - 1 : w;
    for (uint32_t i = first; i < w + 2 && i < s->clauses.w1 && word_at(s, i)->span.begin < r.end; i++) {
        unsigned form = form_at(s, i);
        if (form & FORM_START) return ITS_START;
        if (form & FORM_MIDDLE) return ITS_MIDDLE;
        if (form & FORM_END) return ITS_END;
    }
    return WHOLE;
}

static bool has_form(const scan *s, range r, unsigned flags) {
    for (uint32_t w = word_from(s, r.begin); w < s->clauses.w1 && word_at(s, w)->span.begin < r.end; w++)
        if (form_at(s, w) & flags) return true;
    return false;
}

static bool has_digit(span words) {
    for (size_t i = 0; i < words.len; i++)
        if (is_digit((unsigned char)words.ptr[i])) return true;
    return false;
}

static bool has_season(span value) { return value.len == 7 && value.ptr[4] == '-' && !is_digit((unsigned char)value.ptr[6]); }

/* "this year", "the 2020 election", "before 1700": a stretch that is spoken of, and dates nothing. */
static bool dates_nothing(const scan *s, const retold_time *t, stretch when) {
    span words = span_at(s->text, t->span);
    uint32_t w = word_from(s, t->span.begin);
    if (when.end - when.begin < 7 * (int64_t)TL_DAY) return false;
    if (!has_digit(words) && when.end - when.begin > 100 * (int64_t)TL_DAY && !has_season(t->value)) return true;
    if (!has_digit(words) && span_starts_nocase(words, S("the ")) && span_find_char(words, ' ', 4) == SIZE_MAX) return true;
    if (t->value.len != 4 || words.len != 4) return false;
    return w == s->clauses.w0 ? !(form_at(s, w + 1 < s->clauses.w1 ? w + 1 : w) & FORM_VERB) : !(form_at(s, w - 1) & FORM_WHEN);
}

/* An "overnight Friday" may be the night before it, and is when it was written on that Friday. */
static void widen_night(const scan *s, const retold_time *t, stretch *when) {
    if (!has_form(s, t->span, FORM_NIGHT)) return;
    int64_t day = when->begin - 18 * (int64_t)TL_HOUR;
    const tell_when *w = &s->r->story->when[s->telling];
    bool own = w->begin != RETOLD_TIME_NONE && w->begin < day + TL_DAY;
    *when = (stretch){day - 6 * (int64_t)TL_HOUR, own ? day + 12 * (int64_t)TL_HOUR : when->end};
}

/* "at 6:52 p.m.": which day isn't said, so it was guessed. */
static bool is_bare_clock(const scan *s, const retold_time *t) {
    bool clock = t->type == RETOLD_TIME && t->value.len > 11 && is_digit((unsigned char)t->value.ptr[11]);
    if (!clock || has_form(s, t->span, FORM_DAY)) return false;
    for (uint32_t w = word_from(s, t->span.begin); w < s->clauses.w1 && word_at(s, w)->span.begin < t->span.end; w++)
        if ((word_at(s, w)->flags & (WORD_CAPITAL | WORD_ALL_CAPS)) == WORD_CAPITAL) return false;
    return true;
}

/* A value that says its own year doesn't rest on the day of writing. */
static bool rests_on_possible(const scan *s, const retold_time *t) {
    const told_date *d = &s->told->date;
    if (is_bare_clock(s, t)) return true;
    if (d->reason == TOLD_DATE_OWN || d->day.precision < PRECISION_DAY) return false;
    return t->value.len < 4 || span_find(span_at(s->text, t->span), span_cut(t->value, 0, 4), 0) == SIZE_MAX;
}

static bool is_quotation_mark(uint32_t c) { return c == '"' || (c >= 0x201C && c <= 0x201F) || c == 0xAB || c == 0xBB; }

/* “This Week,” “Fox News Sunday”: a name between marks. */
static bool is_in_title(const scan *s, range r) {
    size_t end = r.end;
    if (end < s->text.len && (s->text.ptr[end] == ',' || s->text.ptr[end] == '.')) end++;
    if (end >= s->text.len || !is_quotation_mark(text_next(s->text, &end))) return false;
    bool capitals = true;
    for (size_t at = r.end; capitals && at > s->sentence.begin && r.end - at < MOST_TITLE;) {
        uint32_t c = text_before(s->text, at, &at);
        if (is_quotation_mark(c)) return true;
        if (at > s->sentence.begin && is_space((unsigned char)s->text.ptr[at - 1])) capitals = !text_is_lower(c);
    }
    return false;
}

static bool stretch_at(const scan *s, uint32_t time, stretch *out) {
    const retold_time *t = &s->told->times[time];
    if (is_in_title(s, t->span)) return false;
    if (t->type == RETOLD_SET || t->type == RETOLD_DURATION) return false;
    if (!stretch_of(t->value, narrowing_of(s, t->span), out) || dates_nothing(s, t, *out)) return false;
    if (t->type == RETOLD_TIME) widen_night(s, t, out);
    return true;
}

/* ---- spots ---- */

static spot spot_made(scan *s, uint32_t time, range clause, stretch when) {
    uint32_t rank = time == RETOLD_NONE ? 0 : word_from(s, s->told->times[time].span.begin) - s->clauses.w0;
    spot out = {.mention = {s->telling, time, s->sentence, clause, when.begin, when.end, false},
                .core = core_of(when),
                .family = s->r->story->family_of[s->telling],
                .speaker = RETOLD_NONE,
                .verb = RETOLD_NONE,
                .key = hash_join(s->key, rank)};
    if (time != RETOLD_NONE) out.mention.possible = rests_on_possible(s, &s->told->times[time]);
    return out;
}

/* At least two words of weight, or nothing is told. */
static bool tells_enough(const scan *s, const spot *p) {
    uint32_t words = 0;
    for (uint32_t i = 0; i < p->stem_count; i++) words += !s->r->words.stems.items[p->stems[i].number].light;
    return words >= 2;
}

/* "the caretaker of 1921 … dismissed that summer": of two dates of one clause that meet the closer one holds. */
static bool closer_than_last(scan *s, const spot *p) {
    spot *last = s->r->dated.count > s->first_spot ? &s->r->dated.items[s->r->dated.count - 1] : NULL;
    bool same = last && last->mention.clause.begin == p->mention.clause.begin &&
                last->mention.clause.end == p->mention.clause.end && last->said == p->said && stretches_meet(last->core, p->core);
    if (!same) return true;
    if (p->mention.end - p->mention.begin < last->mention.end - last->mention.begin) *last = *p;
    return false;
}

static void add_dated(scan *s, spot *p) {
    if (closer_than_last(s, p) && s->r->dated.count < MOST_MENTIONS) vec_push(s->r->memory, &s->r->dated, *p);
}

static uint32_t clause_end(const clauses *c, uint32_t i) { return i + 1 < c->count ? c->starts[i + 1] : c->w1; }

/* "Thursday's ruling" */
static bool names_thing(const scan *s, range r) {
    span behind = span_cut(s->text, r.end, s->sentence.end);
    return span_starts(behind, S("'s ")) || span_starts(behind, S("\xE2\x80\x99s "));
}

/* Behind what a day's name names: up to the first small word or verb; *thing is the stem of its last word. */
static uint32_t noun_end(scan *s, range r, uint32_t to, uint32_t *thing) {
    uint32_t i = word_from(s, r.end), n;
    while (i < to && word_at(s, i)->span.begin <= r.end) i++;
    for (*thing = RETOLD_NONE; i < to && !(form_at(s, i) & (FORM_VERB | FORM_LINK)); i++, *thing = n)
        if ((n = stem_number(&s->r->words, s->text, word_at(s, i), false)) == RETOLD_NONE) break;
    return i;
}

/* Who says something acts. */
static void mark_speaker(const scan *s, spot *p, const retold_quote *q) {
    words name = text_words(s->r->memory, q->speaker_name);
    for (size_t i = 0; i < name.count; i++) {
        uint32_t n = stem_number(&s->r->words, q->speaker_name, &name.items[i], false);
        for (uint32_t k = 0; k < p->stem_count; k++)
            if (p->stems[k].number == n) p->stems[k].actor = true;
    }
}

/* The verb that the date at word w hangs on: the nearest one before it in its clause, else the next one. */
static uint32_t verb_of_date(const scan *s, uint32_t w) {
    uint32_t c = clause_at(&s->clauses, w), from = s->clauses.starts[c], to = clause_end(&s->clauses, c);
    for (uint32_t i = w; i > from && w - i < MOST_CLAUSE; i--)
        if (form_at(s, i - 1) & FORM_VERB) return i - 1;
    for (uint32_t i = w; i < to && i - w < MOST_CLAUSE; i++)
        if (form_at(s, i) & FORM_VERB) return i;
    return RETOLD_NONE;
}

static void hang_on_verb(const scan *s, spot *p, uint32_t w) {
    p->verb = verb_of_date(s, w);
    if (p->verb == RETOLD_NONE) return;
    bool before = p->verb > s->clauses.w0 && (form_at(s, p->verb - 1) & FORM_BE);
    bool behind = (form_at(s, p->verb) & FORM_BE) && p->verb + 1 < s->clauses.w1 && (form_at(s, p->verb + 1) & FORM_VERB);
    p->passive = before || behind;
}

/* Shown without the verb of saying that ends it: what was said isn't of it ("passed a motion Tuesday, adding"). */
static uint32_t without_cue(const scan *s, range r, uint32_t to) {
    for (uint32_t i = s->cue; i < s->cued_count && i - s->cue < MOST_CUES && s->cued[i]->cue.begin < s->sentence.end; i++) {
        range cue = s->cued[i]->cue;
        if (cue.end != word_at(s, to - 1)->span.end) continue;
        return cue.begin >= r.end ? word_from(s, cue.begin) : to;
    }
    return to;
}

static void add_time(scan *s, uint32_t time, stretch when) {
    range r = s->told->times[time].span;
    uint32_t w = word_from(s, r.begin), c = clause_at(&s->clauses, w), from = s->clauses.starts[c],
             to = clause_end(&s->clauses, c);
    const retold_quote *q = saying_at(s, r, when);
    bool said = q || (when.end - when.begin <= 2 * (int64_t)TL_DAY && follows_saying(s, w));
    bool joined = c && (form_at(s, from) & FORM_AND);
    if (said) from = s->clauses.w0, to = s->clauses.w1;
    if (from + MOST_CLAUSE / 2 < w) from = w - MOST_CLAUSE / 2;
    if (to > w + MOST_CLAUSE / 2) to = w + MOST_CLAUSE / 2;
    uint32_t shown = joined && !said ? s->clauses.starts[c - 1] : from; /* with the subject before "and" */
    spot p = spot_made(s, time, bytes_of(s, shown, said ? to : without_cue(s, r, to)), when);
    p.said = said;
    if (q) p.speaker = speaker_of(s, q);
    uint32_t thing = RETOLD_NONE;
    hang_on_verb(s, &p, w);
    take_stems(s, &p, from, to, CONTEXT, said ? 0 : p.verb);
    if (!tells_enough(s, &p)) return;
    if (!said && names_thing(s, r)) {
        p.named = true;
        p.stem_count = 0;
        p.weight = p.own = 0;
        take_stems(s, &p, w, noun_end(s, r, to, &thing), 0, 0);
    }
    if (q) mark_speaker(s, &p, q);
    p.passive |= p.named;
    p.verb = p.named || p.verb == RETOLD_NONE ? thing : stem_number(&s->r->words, s->text, word_at(s, p.verb), false);
    add_dated(s, &p);
}

/* ---- "two days before a fire", "nearly a week after the raid" ---- */

/* The earlier spot of the telling that the words [from, to) most likely mean: it shares the heaviest words. */
static const spot *meant_by(const scan *s, uint32_t from, uint32_t to) {
    const spot *best = NULL;
    double most = 0;
    size_t first = s->r->dated.count > s->first_spot + MOST_BACK ? s->r->dated.count - MOST_BACK : s->first_spot;
    for (size_t k = first; k < s->r->dated.count; k++) {
        const spot *p = &s->r->dated.items[k];
        double sum = 0;
        for (uint32_t w = from; w < to && w - from < MOST_CLAUSE && !p->said; w++) {
            uint32_t n = stem_number(&s->r->words, s->text, word_at(s, w), w == s->clauses.w0);
            const stem_facts *facts = n == RETOLD_NONE ? NULL : &s->r->words.stems.items[n];
            for (uint32_t i = 0; facts && !facts->light && !facts->name && i < p->stem_count; i++)
                if (p->stems[i].number == n) sum += facts->weight * (p->stems[i].within ? 1 : CONTEXT_SHARE);
        }
        if (sum <= 0 || sum < most) continue;
        most = sum;
        best = p;
    }
    return best;
}

/* How long: "nearly a week" is less than one, "more than a week" more. */
static void take_length(const scan *s, range r, int64_t length, int64_t slack, int64_t *least, int64_t *most) {
    *least = length - slack;
    *most = length + slack;
    if (has_form(s, r, FORM_NEARLY)) *least = length * 7 / 10, *most = length;
    if (has_form(s, r, FORM_OVER)) *least = length, *most = length * 3 / 2;
    if (has_form(s, r, FORM_ABOUT)) *least = length * 3 / 4, *most = length * 5 / 4;
}

/* A stretch so much later than another; whole days, where days are counted. */
static stretch moved(stretch from, int64_t least, int64_t most) {
    stretch s = {from.begin + least, from.end + most};
    if (most >= TL_DAY || most <= -TL_DAY) {
        s.begin = (s.begin - (s.begin < 0 ? TL_DAY - 1 : 0)) / TL_DAY * TL_DAY;
        s.end = (s.end + (s.end > 0 ? TL_DAY - 1 : 0)) / TL_DAY * TL_DAY;
    }
    return s;
}

/* What is dated before word w in the sentence, else what the clause before it means. */
static bool base_before(const scan *s, uint32_t w, stretch *base, bool *possible) {
    for (uint32_t t = s->time; t < s->time_end && s->told->times[t].span.end <= word_at(s, w)->span.begin; t++)
        if (stretch_at(s, t, base)) {
            *possible = rests_on_possible(s, &s->told->times[t]);
            return true;
        }
    const spot *meant = meant_by(s, s->clauses.starts[clause_at(&s->clauses, w)], w);
    if (!meant) return false;
    *base = (stretch){meant->mention.begin, meant->mention.end};
    *possible = meant->mention.possible;
    return true;
}

/* Up to the next mark. */
static uint32_t phrase_end(const scan *s, uint32_t w) {
    uint32_t c = clause_at(&s->clauses, w), end = clause_end(&s->clauses, c);
    if (c + 1 < s->clauses.count && end - w < 3) end = clause_end(&s->clauses, c + 1);
    return end;
}

static void add_counted(scan *s, uint32_t time) {
    const retold_time *t = &s->told->times[time];
    int64_t length, slack, least, most;
    uint32_t w = word_from(s, t->span.begin), behind = word_from(s, t->span.end);
    if (t->type != RETOLD_DURATION || behind + 1 >= s->clauses.w1 || !length_of(t->value, &length, &slack)) return;
    unsigned form = form_at(s, behind);
    stretch base, when;
    bool possible;
    if (!(form & (FORM_LATER | FORM_EARLIER)) || !base_before(s, w, &base, &possible)) return;
    if (base.end - base.begin > MOST_BASE * (int64_t)TL_DAY) return;
    take_length(s, t->span, length, slack, &least, &most);
    when = form & FORM_EARLIER ? moved(base, least, most) : moved(base, -most, -least);
    if (when.begin >= when.end) return;
    uint32_t end = phrase_end(s, behind + 1);
    spot p = spot_made(s, time, bytes_of(s, behind + 1, end), when);
    p.mention.possible = possible;
    take_stems(s, &p, behind + 1, end, CONTEXT, 0);
    if (tells_enough(s, &p)) add_dated(s, &p);
}

/* ---- a telling ---- */

/* Who says something is no happening. */
static bool has_cue(const scan *s, uint32_t begin, uint32_t end) {
    for (uint32_t i = s->cue; i < s->cued_count && s->cued[i]->cue.begin < end; i++)
        if (s->cued[i]->cue.begin >= begin) return true;
    return false;
}

/* Clauses that date nothing: the same may be dated elsewhere. */
static void add_undated(scan *s) {
    uint32_t t = s->time;
    for (uint32_t c = 0; c < s->clauses.count && s->r->undated.count < MOST_CLAUSES; c++) {
        uint32_t from = s->clauses.starts[c], to = clause_end(&s->clauses, c);
        bool dated = false;
        for (; t < s->time_end && s->told->times[t].span.begin < word_at(s, to - 1)->span.end; t++) dated = true;
        if (dated || to - from < 4 || has_cue(s, word_at(s, from)->span.begin, word_at(s, to - 1)->span.end)) continue;
        spot p = spot_made(s, RETOLD_NONE, bytes_of(s, from, to), (stretch){RETOLD_TIME_NONE, RETOLD_TIME_NONE});
        take_stems(s, &p, from, to, 0, 0);
        if (p.stem_count >= 4) vec_push(s->r->memory, &s->r->undated, p);
    }
}

static void read_sentence(scan *s, uint32_t w0, uint32_t w1) {
    reader *r = s->r;
    s->key = text_words_key(word_at(s, w0), w1 - w0);
    s->clauses.w0 = w0;
    s->clauses.w1 = w1;
    s->clauses =
        clauses_of(r->memory, &r->forms, s->text, s->words.items, w0, w1, s->told->times + s->time, s->time_end - s->time);
    for (uint32_t t = s->time; t < s->time_end; t++) {
        stretch when;
        if (stretch_at(s, t, &when))
            add_time(s, t, when);
        else
            add_counted(s, t);
    }
    add_undated(s);
}

/* The sentence's words, without a dateline; times and cues in front of it are passed over. */
static void enter_sentence(scan *s, range sentence, uint32_t *word) {
    uint32_t at = sentence.begin;
    if (opens_paragraph(s->text, at)) at = behind_dateline(s->text, at, sentence.end);
    s->sentence = (range){at, sentence.end};
    while (*word < s->words.count && word_at(s, *word)->span.begin < at) ++*word;
    uint32_t w0 = *word;
    while (*word < s->words.count && word_at(s, *word)->span.begin < sentence.end) ++*word;
    s->time = s->time_end;
    while (s->time < s->told->time_count && s->told->times[s->time].span.begin < at) s->time++;
    s->time_end = s->time;
    while (s->time_end < s->told->time_count && s->told->times[s->time_end].span.begin < sentence.end) s->time_end++;
    while (s->cue < s->cued_count && s->cued[s->cue]->cue.begin < at) s->cue++;
    if (*word > w0) read_sentence(s, w0, *word);
}

static void read_telling(reader *r, uint32_t telling) {
    const tell_telling *told = &r->story->in->tellings[telling];
    span text = told->article->text;
    scan s = {.r = r,
              .telling = telling,
              .told = told,
              .text = text,
              .words = text_words(r->memory, text),
              .first_spot = r->dated.count};
    ranges sentences = text_sentences(r->ctx, r->memory, text);
    sort_cues(&s);
    for (size_t i = 0, at = 0; i < sentences.count; i++) {
        uint32_t word = (uint32_t)at;
        enter_sentence(&s, sentences.items[i], &word);
        at = word;
    }
}

void timeline_read(reader *r) {
    vocabulary_fill(&r->words, r->story);
    for (uint32_t k = 0; k < r->story->in->count; k++) read_telling(r, r->story->order[k]);
}
