/* Authors as the page shows them: lines that begin with "By", links to authors' pages, classes that say so. */
#include "base/data.h"
#include "extract_internal.h"

#define LONGEST_BYLINE 200

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

static size_t lead_length(const work *w, const unit *u) {
    return phrase_opens(&w->rules->byline, u->lower, WORD_LEAD | WORD_LABEL);
}

static bool is_line(const unit *u) { return !u->hidden && u->words <= 40 && u->lower.len && u->kind != UNIT_TITLE; }

static void read_unit(work *w, const unit *u, const char *from, float confidence) {
    byline_read(w, span_at(w->from.text, u->text), source_page(&w->from, u->text), from, confidence);
}

/* "By Jane Roe"; or "Written by" and the name in the next line. */
static void read_lead_line(work *w, uint32_t i) {
    const unit *u = &w->units.items[i];
    size_t lead = lead_length(w, u);
    if (!lead) return;
    bool bare = span_trim(span_from(u->lower, lead)).len <= 1;
    if (!bare)
        read_unit(w, u, "byline", 0.7f);
    else if (i + 1 < w->units.count && is_line(&w->units.items[i + 1]) && w->units.items[i + 1].words <= 8)
        read_unit(w, &w->units.items[i + 1], "byline", 0.65f);
}

static void read_lead_lines(work *w, const layout *l) {
    for (uint32_t i = l->low; i <= l->first + 1 && i < w->units.count; i++) {
        const unit *u = &w->units.items[i];
        bool short_line = u->words <= 12 && !u->ends;
        if (is_line(u) && (u->kind != UNIT_BODY || short_line)) read_lead_line(w, i);
    }
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

/* ---- Behind the body ---- */

static void read_foot(work *w, const layout *l) {
    read_links(w, l->foot, "rel author", 0.55f);
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
    read_lead_lines(w, &l);
    if (declared.count) {
        if (!share_a_name(article, declared)) put_back(article, declared);
        return;
    }
    bool known = article->agency.text.len > 0;
    if (!article->author_count && !known) read_links(w, l.head, "rel author", 0.75f);
    if (!article->author_count && !known) read_class_lines(w, &l);
    if (!article->author_count && !known) read_foot(w, &l);
}
