/* Authors as the page shows them: lines that begin with "By", links to authors' pages, classes that say so. */
#include "base/data.h"
#include "extract_internal.h"

#define LONGEST_BYLINE 200
#define MOST_LATE 30   /* units behind the first of the body that are asked for a byline */
#define LATE_WORDS 150 /* and words of the body before it */

/* Names found so far are put aside while others are read. */
typedef struct kept {
    field *authors;
    size_t count;
} kept;

static kept put_aside(retold_article *article) {
    kept k = {article->authors, article->author_count};
    article->authors = NULL;
    article->author_count = 0;
    return k;
}

static void put_back(retold_article *article, kept k) {
    article->authors = k.authors;
    article->author_count = k.count;
}

static bool share_a_name(const retold_article *article, kept k) {
    for (size_t i = 0; i < k.count; i++)
        for (size_t j = 0; j < article->author_count; j++)
            if (span_equal_nocase(k.authors[i].text, article->authors[j].text)) return true;
    return false;
}

/* ---- Lines ---- */

/* Also without a blank behind it, as neighbouring elements give: "ByJane Roe". */
static size_t lead_length(const work *w, const unit *u) {
    size_t lead = phrase_opens(&w->rules->byline, u->lower, WORD_LEAD | WORD_LABEL);
    if (lead) return lead;
    span text = span_at(w->from.text, u->text);
    for (size_t at = 1; at < text.len && at < 20 && at < u->lower.len; at++)
        if (is_upper((unsigned char)text.ptr[at]) && is_lower((unsigned char)text.ptr[at - 1]))
            return phrase_opens(&w->rules->byline, span_cut(u->lower, 0, at), WORD_LEAD) == at ? at : 0;
    return 0;
}

static bool is_line(const unit *u) { return !u->hidden && u->words <= 40 && u->lower.len && u->kind != UNIT_TITLE; }

static void read_unit(work *w, const unit *u, const char *from, float confidence) {
    byline_read(w, span_at(w->from.text, u->text), source_page(&w->from, u->text), from, confidence);
}

/* "By Jane Roe"; or "Written by" and the name in the next line. A name that is no person's is kept as a signature. */
static void read_lead_line(work *w, uint32_t i) {
    const unit *u = &w->units.items[i];
    size_t lead = lead_length(w, u);
    if (!lead) return;
    bool bare = span_trim(span_from(u->lower, lead)).len <= 1;
    if (!bare) {
        read_unit(w, u, "byline", 0.7f);
        if (w->article->author_count || u->ends || u->words > 12) return;
        span rest = byline_rest(w, span_at(w->from.text, u->text));
        field f = {arena_copy(&w->article->memory, rest), source_page(&w->from, u->text), "byline", 0.4f};
        if (rest.len) vec_push(w->scratch, &w->signatures, f);
    } else if (i + 1 < w->units.count && is_line(&w->units.items[i + 1]) && w->units.items[i + 1].words <= 8) {
        const unit *next = &w->units.items[i + 1];
        read_unit(w, next, "byline", 0.65f);
        if (w->article->author_count) return;
        span name = byline_first(w, span_at(w->from.text, next->text));
        field f = {arena_copy(&w->article->memory, name), source_page(&w->from, next->text), "byline", 0.4f};
        if (name.len) vec_push(w->scratch, &w->signatures, f);
    }
}

/* The first line with a lead that names somebody, and one of those declared where some are: behind the title, then before it. */
static bool read_lead_lines(work *w, const layout *l, kept declared) {
    uint32_t title = l->title == RETOLD_NONE ? l->low : l->title, count = l->first + 4 - l->low;
    for (uint32_t k = 0; k < count; k++) {
        uint32_t i = title + k <= l->first + 3 ? title + k : l->low + (title + k - l->first - 4);
        const unit *u = i < w->units.count ? &w->units.items[i] : NULL;
        if (!u || !is_line(u) || (u->kind == UNIT_BODY && (u->words > 12 || u->ends))) continue;
        w->article->authors = NULL;
        w->article->author_count = 0;
        read_lead_line(w, i);
        if (w->article->author_count && (!declared.count || share_a_name(w->article, declared))) return true;
    }
    w->article->author_count = 0;
    return false;
}

static void read_class_lines(work *w, const layout *l) {
    for (uint32_t i = l->low; i < l->first; i++) {
        const unit *u = &w->units.items[i];
        if (is_line(u) && u->kind != UNIT_BODY && u->own_classes & CLASS_BYLINE && u->words <= 8)
            read_unit(w, u, "byline", 0.55f);
    }
}

/* ---- Links ---- */

static bool leads_to_author(span href) {
    span rest = data_file("author_paths.txt"), part;
    size_t query = 0;
    while (query < href.len && href.ptr[query] != '?' && href.ptr[query] != '#') query++;
    while (data_next(&rest, &part))
        if (span_find(span_cut(href, 0, query), part, 0) != SIZE_MAX) return true;
    return false;
}

static bool names_author(work *w, uint32_t e) {
    if (span_equal_nocase(html_attribute(w->html, e, "rel"), S("author"))) return true;
    if (span_equal_nocase(html_attribute(w->html, e, "itemprop"), S("author"))) return true;
    return w->html->elements[e].tag == HTML_A && leads_to_author(html_attribute(w->html, e, "href"));
}

static void read_links(work *w, range in, const char *from, float confidence) {
    for (uint32_t e = 0; e < w->html->element_count; e++) {
        range text = w->html->elements[e].text;
        if (text.begin < in.begin || text.end > in.end || !range_len(text) || range_len(text) > LONGEST_BYLINE) continue;
        if (w->html->elements[e].hidden || !names_author(w, e)) continue;
        byline_read(w, span_at(w->from.text, text), source_page(&w->from, text), from, confidence);
    }
}

/* ---- Names beside a date ---- */

static bool is_near_date(const work *w, const layout *l, uint32_t i) {
    for (uint32_t k = i < 2 ? 0 : i - 2; k <= i + 2 && k < w->units.count && k <= l->first + 4; k++)
        if (w->units.items[k].dated && w->units.items[k].words <= 12) return true;
    return false;
}

static void read_bare_line(work *w, const layout *l, uint32_t i) {
    const unit *u = &w->units.items[i];
    if (!is_line(u) || u->words > 12 || u->ends || u->in_figure || !is_near_date(w, l, i)) return;
    span text = span_at(w->from.text, u->text), rest = text;
    range at, page = source_page(&w->from, u->text);
    if (u->dated && date_written(w, text, &at).precision != PRECISION_NONE)
        rest = at.begin > 5 ? span_cut(text, 0, at.begin) : span_from(text, at.end);
    while (rest.len && (unsigned char)rest.ptr[0] < 0x80 && !is_alpha((unsigned char)rest.ptr[0])) rest = span_from(rest, 1);
    if (span_starts(rest, S("\xC2\xB7"))) rest = span_trim(span_from(rest, 2));
    person_add(w, (field){byline_first(w, rest), page, "beside date", 0.5f});
}

/* "Jane Roe" and "3 March 2024" in lines of their own, or in one: no lead, but where bylines stand, behind the title or right before it. */
static void read_bare_lines(work *w, const layout *l) {
    uint32_t from = l->title == RETOLD_NONE ? l->low : l->title + 1;
    for (uint32_t i = from; i <= l->first + 3 && i < l->last && !w->article->author_count; i++) read_bare_line(w, l, i);
    for (uint32_t k = 1; k <= 2 && l->title != RETOLD_NONE && k <= l->title && !w->article->author_count; k++)
        if (!w->units.items[l->title - k].link_words && !w->units.items[l->title - k].in_side) read_bare_line(w, l, l->title - k);
}

/* A dek or an introduction may come first: a byline of its own line between the first paragraphs. */
static void read_late_lines(work *w, const layout *l) {
    unsigned words = 0;
    uint32_t end = l->first + MOST_LATE < l->last ? l->first + MOST_LATE : l->last;
    for (uint32_t i = l->first; i < end && words < LATE_WORDS && !w->article->author_count; i++) {
        const unit *u = &w->units.items[i];
        bool prose = u->kind == UNIT_BODY && (u->words > 12 || u->ends);
        if (prose) words += u->words;
        if (!prose && is_line(u) && !u->in_figure && !u->in_side) read_lead_line(w, i);
    }
}

/* ---- Behind the body ---- */

/* One author's page that is linked; several are of other articles. */
static void read_foot(work *w, const layout *l) {
    read_links(w, l->foot, "rel author", 0.55f);
    if (w->article->author_count > 1) w->article->author_count = 0;
    for (uint32_t i = l->last + 1; i < w->units.count && i <= l->last_foot && !w->article->author_count; i++) {
        const unit *u = &w->units.items[i];
        if (u->classes & CLASS_COMMENT) return;
        if (is_line(u) && u->words <= 12 && !u->in_side) read_lead_line(w, i);
    }
}

/* What is declared stands, but for whom the byline names beside one of them, or leaves out. */
void bylines_read(work *w) {
    retold_article *article = w->article;
    layout l;
    if (!lay_out(w, &l)) return;
    kept declared = put_aside(article);
    bool shown = read_lead_lines(w, &l, declared);
    if (declared.count) {
        if (!shown) put_back(article, declared);
        return;
    }
    if (article->agency.text.len) return;
    if (!article->author_count) read_links(w, l.head, "rel author", 0.75f);
    if (!article->author_count) read_class_lines(w, &l);
    if (!article->author_count) read_bare_lines(w, &l);
    if (!article->author_count) read_late_lines(w, &l);
    if (!article->author_count) read_foot(w, &l);
}
