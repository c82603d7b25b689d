/*
 * When an article was published, when it was changed, and which day its page shows.
 *
 *   declared   meta tags, JSON-LD, microdata, RDFa                      what the publishing system says
 *   shown      lines and <time> between title and body                  what readers are told
 *   foot       lines behind the body that say what they are             "Published on 4 May"
 *   url        /2024/05/04/
 *   script     data of scripts, only where all else is silent
 *
 * What is shown wins where the two disagree about the day: a publishing system may give UTC, the day of its last rebuild, or a first
 * version that nobody reads any more. Dates of comments, of other articles, and of events stand elsewhere.
 */
#include "extract_internal.h"

#define DAY_MS 86400000ll
#define HEAD_UNITS 9  /* this far before the title a date may stand */
#define BODY_UNITS 3  /* lines that are taken for the body but aren't of it */
#define LATE_UNITS 30 /* lines behind the first of the body that are still looked at */
#define LATE_WORDS 150
#define FOOT_UNITS 15 /* and this far behind the body */
#define LONGEST_LINE 400
#define SURE 0.7f   /* a date shown this surely wins over declared ones */
#define LIKELY 0.6f /* and this surely, where it is the day before or after */
#define MAYBE 0.5f  /* and this, where it is the declared day of a change */

/* ---- Candidates ---- */

static bool is_plausible(const work *w, stamp s) {
    int year;
    unsigned month, day;
    if (s.ms == RETOLD_TIME_NONE || s.precision < PRECISION_DAY) return false;
    day_of(s.ms / DAY_MS, &year, &month, &day);
    if (year < 1990 || year > 2099) return false;
    return w->page->fetched == RETOLD_TIME_NONE || s.ms <= w->page->fetched + 2 * DAY_MS;
}

/* Seconds or milliseconds since 1970, of 2001 to 2065. */
static stamp stamp_of_epoch(span text) {
    uint64_t value;
    if ((text.len != 10 && text.len != 13) || !span_to_u64(text, &value)) return STAMP_NONE;
    if (text.len == 10) value *= 1000;
    if (value < 1000000000000u || value > 3000000000000u) return STAMP_NONE;
    return (stamp){(int64_t)value, 0, PRECISION_SECOND};
}

static void add(work *w, stamp at, field from, date_kind kind, date_place place, uint32_t element) {
    if (is_plausible(w, at)) vec_push(w->scratch, &w->datings, (dating){at, from, kind, place, element});
}

static stamp stamp_read(work *w, span text) {
    stamp s = stamp_parse(text);
    if (s.ms == RETOLD_TIME_NONE) s = stamp_of_epoch(text);
    return s.ms == RETOLD_TIME_NONE ? date_found(w, text, true, NULL) : s;
}

void dating_add(work *w, field from, date_kind kind, date_place place, uint32_t element) {
    if (from.text.len <= LONGEST_LINE) add(w, stamp_read(w, from.text), from, kind, place, element);
}

static int64_t days_apart(stamp x, stamp y) {
    int64_t a = (x.ms + (x.zone == ZONE_NONE ? 0 : x.zone * 60000ll)) / DAY_MS;
    int64_t b = (y.ms + (y.zone == ZONE_NONE ? 0 : y.zone * 60000ll)) / DAY_MS;
    return a > b ? a - b : b - a;
}

/* ---- Labels ---- */

/* What the words before a date say of it: "Published on", "Last updated:". The last one counts. */
static date_kind label_in(const rules *r, span lower) {
    date_kind kind = DATE_PLAIN;
    if (lower.len > 80) lower = span_from(lower, lower.len - 80);
    for (size_t at = 0; at < lower.len; at++) {
        if (at && (is_alnum((unsigned char)lower.ptr[at - 1]) || (unsigned char)lower.ptr[at - 1] >= 0x80)) continue;
        span rest = span_from(lower, at);
        if (phrase_opens(&r->byline, rest, WORD_CHANGE))
            kind = DATE_MODIFIED;
        else if (phrase_opens(&r->byline, rest, WORD_DATE) > 2)
            kind = DATE_PUBLISHED;
    }
    return kind;
}

/* The line before may be the label of one that has only a date. */
static date_kind label_before(work *w, uint32_t i, span prefix) {
    date_kind kind = label_in(w->rules, prefix);
    if (kind != DATE_PLAIN || prefix.len > 3 || !i) return kind;
    const unit *before = &w->units.items[i - 1];
    return before->words <= 4 && !before->dated && !before->hidden ? label_in(w->rules, before->lower) : DATE_PLAIN;
}

static date_kind class_says(work *w, uint32_t e) {
    for (int level = 0; level < 3 && e != HTML_NONE; level++, e = w->html->elements[e].parent) {
        date_kind kind = date_class(w->rules, w->scratch, html_attribute(w->html, e, "class"));
        if (kind != DATE_PLAIN) return kind;
    }
    return DATE_PLAIN;
}

/* ---- Lines ---- */

/* More than the links of a byline: "3 May 2024 by Jane Roe in Roads". */
static bool is_wordy_list(const unit *u) { return u->link_words > 4 && u->words > 8 && u->link_words * 2 > u->words; }

/* A date and hardly more, or said to be one: no banner that tells since when it is there. */
static bool is_dateline(const unit *u, size_t beside, date_kind label, bool before_title) {
    if (u->flags & (PHRASE_HAS | PHRASE_APPEAL) && beside > 24) return false;
    if (is_wordy_list(u) && label == DATE_PLAIN) return false;
    return beside <= 24 || label != DATE_PLAIN ||
           (!u->ends && (u->own_classes & CLASS_BYLINE || (!before_title && u->words <= 18)));
}

static float line_confidence(const layout *l, const unit *u, uint32_t i, size_t beside, date_kind label) {
    float confidence = 0.6f;
    if (label != DATE_PLAIN || u->own_classes & CLASS_BYLINE) confidence += 0.1f;
    if (beside <= 12) confidence += l->title != RETOLD_NONE && i > l->title ? 0.1f : 0.05f;
    if (l->title == RETOLD_NONE) return confidence;
    confidence -= 0.01f * (float)(i > l->title ? i - l->title : l->title - i);
    if (i == l->title) confidence -= 0.2f;                        /* more often the day of what it is about */
    if (i < l->title && label == DATE_PLAIN) confidence -= 0.15f; /* it may be today's, in the page's own head */
    return confidence < 0.3f ? 0.3f : confidence;
}

/* Where a line before the title may stand: in the article's own head, not in the page's. */
static bool may_lead(const work *w, const layout *l, const unit *u) {
    const unit *title = &w->units.items[l->title];
    if (u->in_side || u->link_words) return false;
    bool boilerplate = u->classes & ~title->classes & CLASS_BOILERPLATE;
    return u->own_classes & CLASS_BYLINE || (u->levels <= title->levels + 1 && !boilerplate);
}

/* Short lines at the head of the body aren't of it. */
static uint32_t first_prose(const work *w, const layout *l) {
    uint32_t prose = l->first;
    while (prose < l->last && prose < l->first + BODY_UNITS && w->units.items[prose].words <= 15) prose++;
    return prose;
}

/* "27.1.2022 - At the …", "TOWN, (12.11.2021). The …": a date at the opening of the first paragraph. */
static bool opens_paragraph(span text, range at) {
    if (at.begin > 40) return false;
    span rest = span_trim(span_from(text, at.end));
    if (span_starts_nocase(rest, S("uhr"))) rest = span_trim(span_from(rest, 3));
    return rest.len &&
           (strchr(".-:)|", rest.ptr[0]) || span_starts(rest, S("\xE2\x80\x93")) || span_starts(rest, S("\xE2\x80\x94")));
}

static void add_line(work *w, uint32_t i, stamp found, range at, date_kind label, float confidence) {
    const unit *u = &w->units.items[i];
    field f = source_field(&w->article->memory, &w->from, (range){u->text.begin + at.begin, u->text.begin + at.end}, "dateline",
                           confidence);
    add(w, found, f, label, PLACE_SHOWN, HTML_NONE);
}

/* All dates of a line between title and body; the body itself may begin with such lines. */
static void read_line(work *w, const layout *l, uint32_t i) {
    const unit *u = &w->units.items[i];
    bool before = l->title != RETOLD_NONE && i < l->title, body = i >= l->first;
    if ((u->hidden && !l->hidden) || (before && !may_lead(w, l, u))) return;
    if (body ? u->words > 15 && i != first_prose(w, l) : !u->lower.len || u->words > 40) return;
    span text = span_at(w->from.text, u->text), lower = u->lower;
    if (text.len > LONGEST_LINE) text.len = LONGEST_LINE;
    if (!lower.len) lower = lowered(w->scratch, text);
    range at;
    for (size_t from = 0; from < text.len; from = at.end) {
        stamp found = date_found(w, span_from(text, from), true, &at);
        if (found.precision == PRECISION_NONE) return;
        at = (range){at.begin + (uint32_t)from, at.end + (uint32_t)from};
        size_t beside = range_len(u->text) - range_len(at);
        if (body && (beside > 60 || u->words > 15)) {
            if (opens_paragraph(text, at)) add_line(w, i, found, at, DATE_PLAIN, 0.5f);
            return;
        }
        date_kind label = label_before(w, i, span_cut(lower, from, at.begin < lower.len ? at.begin : lower.len));
        if (label == DATE_PLAIN && phrase_opens(&w->rules->byline, lower, WORD_LEAD)) label = DATE_PUBLISHED;
        float confidence = line_confidence(l, u, i, beside, label);
        if (label == DATE_PLAIN) label = class_says(w, u->element);
        if (is_dateline(u, beside, label, before)) add_line(w, i, found, at, label, confidence);
    }
}

/* A line behind the body counts when it says what its date is. */
static void read_foot_line(work *w, uint32_t i) {
    const unit *u = &w->units.items[i];
    range at;
    if (u->hidden || !u->lower.len || u->words > 40 || is_wordy_list(u)) return;
    span text = span_at(w->from.text, u->text);
    stamp found = date_found(w, text, true, &at);
    if (found.precision == PRECISION_NONE || at.begin > 60 || (u->words > 15 && u->kind == UNIT_BODY)) return;
    date_kind label = label_before(w, i, span_cut(u->lower, 0, at.begin < u->lower.len ? at.begin : u->lower.len));
    if (label == DATE_PLAIN && phrase_opens(&w->rules->byline, u->lower, WORD_LEAD | WORD_DATE)) label = DATE_PUBLISHED;
    if (label == DATE_PLAIN) return;
    field f = source_field(&w->article->memory, &w->from, (range){u->text.begin + at.begin, u->text.begin + at.end}, "dateline",
                           label == DATE_MODIFIED ? 0.45f : 0.5f);
    add(w, found, f, label, PLACE_FOOT, HTML_NONE);
}

/* ---- Elements ---- */

static bool is_of_comment(const work *w, uint32_t e) {
    for (int level = 0; level < 8 && e != HTML_NONE; level++, e = w->html->elements[e].parent) {
        span type = html_attribute(w->html, e, "itemtype");
        if (type.len && span_find_nocase(type, S("comment"), 0) != SIZE_MAX) return true;
        if (class_flags_of(w->rules, html_attribute(w->html, e, "class")) & CLASS_COMMENT) return true;
    }
    return false;
}

/* The value of an element that may be a date: an attribute, else what it shows. */
static span element_value(const work *w, uint32_t e) {
    static const char *const names[] = {"datetime", "content", "data-datetime", "data-date", "data-timestamp", "title"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        span value = span_trim(html_attribute(w->html, e, names[i]));
        if (value.len && value.len < 80 && (i < 2 || is_digit((unsigned char)value.ptr[0]))) return value;
    }
    return span_trim(span_at(w->from.text, w->html->elements[e].text));
}

/* Words before the element in its line. */
static date_kind label_of_element(work *w, const layout *l, uint32_t e, uint32_t from) {
    uint32_t begin = w->html->elements[e].text.begin;
    for (uint32_t i = from; i < w->units.count && i <= l->last + FOOT_UNITS; i++) {
        const unit *u = &w->units.items[i];
        if (u->text.begin > begin || !u->lower.len) continue;
        if (u->text.end < begin) continue;
        date_kind kind = label_before(
            w, i, span_cut(u->lower, 0, begin - u->text.begin < u->lower.len ? begin - u->text.begin : u->lower.len));
        if (kind != DATE_PLAIN) return kind;
    }
    return class_says(w, e);
}

static bool is_inside(range inner, range outer) { return inner.begin >= outer.begin && inner.end <= outer.end; }

/* The day that readers see is the element's text, where that is a date; its attribute has the clock. */
static stamp shown_stamp(work *w, uint32_t e, span value) {
    stamp at = stamp_read(w, value);
    stamp text = date_found(w, span_at(w->from.text, w->html->elements[e].text), true, NULL);
    if (at.precision == PRECISION_NONE) return text;
    return text.precision >= PRECISION_DAY && days_apart(at, text) == 1 ? text : at;
}

/* Tags that no page marks a date with: to ask each for its attributes costs time. */
static bool is_never_a_date(html_tag tag) {
    return tag == HTML_A || tag == HTML_IMG || tag == HTML_SVG || tag == HTML_OTHER || tag == HTML_BR || tag == HTML_SCRIPT ||
           tag == HTML_STYLE || tag == HTML_LINK || tag == HTML_INPUT || tag == HTML_BUTTON || tag == HTML_UL ||
           tag == HTML_OPTION || tag == HTML_META;
}

static void read_element(work *w, const layout *l, uint32_t e) {
    const html_element *el = &w->html->elements[e];
    bool time = el->tag == HTML_TIME || el->tag == HTML_ABBR;
    if (is_never_a_date(el->tag)) return;
    int name = date_name(w->rules, html_attribute(w->html, e, "itemprop"));
    if (name == DATE_NONE) name = date_name(w->rules, html_attribute(w->html, e, "property"));
    bool top = is_inside(el->text, l->head), foot = is_inside(el->text, l->foot);
    if (name == DATE_NONE && !(time && (top || foot))) return;
    span value = element_value(w, e);
    if (!value.len || value.len > 80 || is_of_comment(w, e)) return;
    date_kind kind = label_of_element(w, l, e, l->low);
    bool told = kind == DATE_MODIFIED || name != DATE_MODIFIED; /* a change that only the markup tells is not shown */
    if (name > DATE_PLAIN) kind = (date_kind)name;
    if (foot && !top && name == DATE_NONE && kind == DATE_PLAIN) return;
    bool seen = range_len(el->text) > 0;
    float confidence = seen && !top ? 0.5f : name != DATE_NONE ? 0.78f : kind == DATE_PLAIN ? 0.7f : 0.75f;
    stamp at = top ? shown_stamp(w, e, value) : stamp_read(w, value);
    field f =
        decoded_field(&w->article->memory, &w->from, value, el->source, name != DATE_NONE ? "microdata" : "time", confidence);
    add(w, at, f, kind, seen && !top ? PLACE_FOOT : seen && told && !el->hidden ? PLACE_SHOWN : PLACE_DECLARED, e);
}

/* ---- Layout ---- */

bool lay_out(const work *w, layout *l) {
    uint32_t count = (uint32_t)w->units.count;
    *l = (layout){.title = RETOLD_NONE};
    while (l->first < count && w->units.items[l->first].kind != UNIT_BODY) l->first++;
    l->hidden = true;
    for (uint32_t i = l->first; i < count; i++)
        if (w->units.items[i].kind == UNIT_BODY) {
            l->last = i;
            l->hidden &= w->units.items[i].hidden;
        }
    if (l->first == count) { /* no body: what is behind the title */
        if (w->title_unit == RETOLD_NONE) return false;
        l->first = l->last = w->title_unit + HEAD_UNITS < count ? w->title_unit + HEAD_UNITS : count - 1;
    }
    if (w->title_unit != RETOLD_NONE && w->title_unit <= l->first) l->title = w->title_unit;
    uint32_t anchor = l->title == RETOLD_NONE ? l->first : l->title, most = l->title == RETOLD_NONE ? 8 : HEAD_UNITS;
    l->low = anchor < most ? 0 : anchor - most;
    uint32_t end = l->last + FOOT_UNITS < count ? l->last + FOOT_UNITS : count - 1;
    uint32_t prose = first_prose(w, l);
    l->head = (range){w->units.items[l->low].text.begin, w->units.items[prose].text.begin};
    l->last_foot = end;
    l->foot = (range){w->units.items[l->last].text.end, w->units.items[end].text.end};
    return true;
}

/* Behind a dek or an introduction that is taken for the body, where nothing else has told a day. */
static void read_late_lines(work *w, const layout *l) {
    uint32_t words = 0, from = l->first + BODY_UNITS + 1, end = l->first + LATE_UNITS < l->last ? l->first + LATE_UNITS : l->last;
    size_t known = w->datings.count;
    for (uint32_t i = l->first; i < end && words < LATE_WORDS && w->datings.count == known; i++) {
        const unit *u = &w->units.items[i];
        if (u->kind == UNIT_BODY)
            words += u->words;
        else if (i >= from && !u->in_side && !u->in_figure && u->words <= 15)
            read_line(w, l, i);
    }
}

void dating_shown(work *w) {
    layout l;
    if (!lay_out(w, &l)) return;
    for (uint32_t i = l.low; i <= l.first + BODY_UNITS && i <= l.last; i++) read_line(w, &l, i);
    for (uint32_t i = l.first + BODY_UNITS < l.last ? l.first + BODY_UNITS + 1 : l.last + 1;
         i <= l.last + FOOT_UNITS && i < w->units.count; i++) {
        if (i > l.last && w->units.items[i].classes & CLASS_COMMENT) break;
        read_foot_line(w, i);
    }
    for (uint32_t e = 0; e < w->html->element_count; e++) {
        if (range_len(w->html->elements[e].text) <= 200) read_element(w, &l, e);
    }
    if (!w->datings.count) read_late_lines(w, &l);
}

/* Where the layout isn't known, or says nothing: the page's only dateline, wherever it is. */
static const dating *read_only_line(work *w) {
    size_t first = w->datings.count;
    for (uint32_t i = 0; i < w->units.count; i++) {
        const unit *u = &w->units.items[i];
        range at;
        if (u->hidden || u->in_side || u->in_table || !u->lower.len || u->words > 25 || u->classes & CLASS_COMMENT) continue;
        if (u->own_classes & CLASS_BOILERPLATE && !(u->own_classes & CLASS_BYLINE)) continue;
        stamp found = date_found(w, span_at(w->from.text, u->text), false, &at);
        if (found.precision == PRECISION_NONE || range_len(u->text) - range_len(at) > 24) continue;
        add_line(w, i, found, at, DATE_PLAIN, 0.45f);
    }
    for (size_t i = first + 1; i < w->datings.count; i++)
        if (days_apart(w->datings.items[i].at, w->datings.items[first].at)) w->datings.count = first;
    return w->datings.count > first ? &w->datings.items[first] : NULL;
}

/* ---- Choice ---- */

static const dating *best_of(const work *w, date_place place, bool modified) {
    const dating *best = NULL;
    for (size_t i = 0; i < w->datings.count; i++) {
        const dating *d = &w->datings.items[i];
        if (d->place != place || (d->kind == DATE_MODIFIED) != modified) continue;
        bool first =
            best && d->from.confidence == best->from.confidence && place == PLACE_DECLARED && !modified && d->at.ms < best->at.ms;
        if (!best || first || d->from.confidence > best->from.confidence) best = d;
    }
    return best;
}

/* The same day told with a clock, or the same instant with the zone of the place, makes a date more precise. */
static stamp refined(const work *w, const dating *chosen) {
    stamp at = chosen->at;
    for (size_t i = 0; i < w->datings.count; i++) {
        const dating *d = &w->datings.items[i];
        if ((d->kind == DATE_MODIFIED) != (chosen->kind == DATE_MODIFIED) || d->from.confidence < 0.5f) continue;
        if (at.precision == PRECISION_DAY && d->at.precision > PRECISION_DAY && days_apart(at, d->at) == 0) at = d->at;
        bool same = d->at.ms / 60000 == at.ms / 60000 && at.precision > PRECISION_DAY && d->at.precision > PRECISION_DAY;
        if (same && (at.zone == ZONE_NONE || at.zone == 0) && d->at.zone != ZONE_NONE && d->at.zone != 0) at.zone = d->at.zone;
    }
    return at;
}

static void put(const work *w, const dating *d, stamp *at, field *f) {
    *at = refined(w, d);
    *f = d->from;
}

/* True when some declared date of this kind is of the day. */
static bool is_declared(const work *w, stamp day, bool modified, int64_t within) {
    for (size_t i = 0; i < w->datings.count; i++) {
        const dating *d = &w->datings.items[i];
        if (d->place == PLACE_DECLARED && (d->kind == DATE_MODIFIED) == modified && days_apart(d->at, day) <= within) return true;
    }
    return false;
}

/* "4/5/2024" may have been read the wrong way round. */
static bool is_swapped(stamp x, stamp y) {
    int year[2];
    unsigned month[2], day[2];
    day_of(x.ms / DAY_MS, &year[0], &month[0], &day[0]);
    day_of(y.ms / DAY_MS, &year[1], &month[1], &day[1]);
    return year[0] == year[1] && month[0] == day[1] && month[1] == day[0];
}

/* True when the page also shows the day of publishing. */
static bool shows(const work *w, stamp day) {
    for (size_t i = 0; i < w->datings.count; i++) {
        const dating *d = &w->datings.items[i];
        if (d->place == PLACE_SHOWN && d->kind != DATE_MODIFIED && (days_apart(d->at, day) == 0 || is_swapped(d->at, day)))
            return true;
    }
    return false;
}

/* True when a date that is shown and another than that of publishing is the page's own day. */
static bool is_page_day(const work *w, const dating *shown, stamp published) {
    int64_t apart = days_apart(shown->at, published);
    if (apart == 0 || shows(w, published)) return false;
    if (apart == 1 && shown->from.confidence >= LIKELY) return true;
    if (shown->from.confidence >= SURE) return true;
    return shown->from.confidence >= MAYBE && is_declared(w, shown->at, true, shown->kind == DATE_MODIFIED ? 1 : 0);
}

/* A declared date in figures that was read the wrong way round, as a line of the page tells. */
static const dating *right_way_round(const work *w, const dating *published) {
    uint64_t year;
    span text = published->from.text;
    bool clear = text.len >= 4 && span_to_u64(span_cut(text, 0, 4), &year); /* the year comes first */
    for (size_t i = 0; i < w->datings.count && published->place == PLACE_DECLARED && !clear; i++) {
        const dating *d = &w->datings.items[i];
        bool told = (d->place == PLACE_SHOWN || d->place == PLACE_FOOT) && d->kind != DATE_MODIFIED;
        if (told && days_apart(d->at, published->at) && is_swapped(d->at, published->at)) return d;
    }
    return NULL;
}

/* True when the declared dates of publishing contradict each other. */
static bool is_disputed(const work *w, stamp published) {
    for (size_t i = 0; i < w->datings.count; i++) {
        const dating *d = &w->datings.items[i];
        bool original = d->kind == DATE_PUBLISHED && d->place == PLACE_DECLARED;
        if (original && d->from.confidence >= 0.85f && days_apart(d->at, published) > 1) return true;
    }
    return false;
}

/* The day that the page shows, where it is another than that of publishing. */
static const dating *other_day(const work *w, const dating *published) {
    const dating *shown = best_of(w, PLACE_SHOWN, false);
    if (!shown) shown = best_of(w, PLACE_SHOWN, true);
    if (!published) return shown;
    stamp at = refined(w, published);
    if (shown && is_page_day(w, shown, at)) return shown;
    const dating *url = best_of(w, PLACE_URL, false), *foot = best_of(w, PLACE_FOOT, false);
    if (!shown && foot && foot->kind == DATE_PUBLISHED && is_disputed(w, at)) return foot;
    return url && days_apart(url->at, at) == 1 && !shows(w, at) ? url : NULL;
}

void dating_choose(work *w) {
    retold_article *article = w->article;
    const dating *published = NULL, *modified = NULL;
    if (w->html && !best_of(w, PLACE_DECLARED, false)) trackback_read(w);
    static const date_place order[] = {PLACE_DECLARED, PLACE_SHOWN, PLACE_URL, PLACE_FOOT};
    for (size_t i = 0; i < sizeof order / sizeof *order && !published; i++) published = best_of(w, order[i], false);
    for (size_t i = 0; i < sizeof order / sizeof *order && !modified; i++) modified = best_of(w, order[i], true);
    const dating *turned = published ? right_way_round(w, published) : NULL;
    if (turned) published = turned;
    const dating *other = other_day(w, published);
    if (!published && !other && w->html) {
        state_read(w);
        published = best_of(w, PLACE_SCRIPT, false);
        if (!published) published = read_only_line(w);
    }
    if (published) put(w, published, &article->published, &article->published_field);
    if (modified) put(w, modified, &article->modified, &article->modified_field);
    if (!published && !other && modified && modified->place == PLACE_FOOT) other = modified;
    if (!other) return;
    article->day = other->at;
    article->day_field = other->from;
    /* an earlier day, shown: what the system calls publishing was a rebuild */
    bool earlier = published && other->kind != DATE_MODIFIED && other->place == PLACE_SHOWN &&
                   other->at.ms + 2 * DAY_MS < article->published.ms;
    if (earlier) put(w, other, &article->published, &article->published_field);
}
