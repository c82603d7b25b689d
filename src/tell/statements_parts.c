/* Texts as statements: sentences, and clauses of those that say several things. */
#include "tell/statements_internal.h"

typedef struct cutter {
    works *w;
    uint32_t telling;
    const retold_article *article;
    teller *t;
    ranges quoted;     /* outer pairs of marks, rising */
    size_t quote;      /* first of them that ends behind the place looked at */
    uint32_t quote_of; /* first quote of the telling that ends behind it */
} cutter;

/* ---- what is no statement ---- */

static bool ends_sentence(span s) {
    static const char *const marks[] = {".",      "!",      "?",  ":",      ";",      "\u2026", "\u3002", "\uFF01", "\uFF1F",
                                        "\u201D", "\u2019", "\"", "\u00BB", "\u201C", "'",      ")",      "\u300D"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (span_ends(s, span_of(marks[i]))) return true;
    return false;
}

static uint64_t key_of(const word *list, uint32_t from, uint32_t to) { return text_words_key(list + from, to - from); }

static bool same_words(cutter *c, uint64_t key, span text) {
    words list = text_words(c->w->memory, text);
    return list.count && key_of(list.items, 0, (uint32_t)list.count) == key;
}

static bool is_paragraph(span text, range r) {
    return (r.begin == 0 || text.ptr[r.begin - 1] == '\n') && (r.end == text.len || text.ptr[r.end] == '\n');
}

/* A heading, byline, credit: a short paragraph that ends as no sentence does, or stands in brackets; or words of headline and captions. */
static bool is_heading(cutter *c, const part *p) {
    enum { LONGEST_HEADING = 14 };
    span s = span_at(c->t->text, p->span);
    if (!is_paragraph(c->t->text, p->span)) return false;
    if (p->w1 - p->w0 <= LONGEST_HEADING && !ends_sentence(s)) return true;
    if (p->w1 - p->w0 <= LONGEST_HEADING / 2 && span_ends(s, S(":"))) return true;
    if (span_starts(s, S("(")) && span_ends(s, S(")"))) return true;
    if (same_words(c, p->key, c->article->title.text)) return true;
    for (size_t i = 0; i < c->article->caption_count; i++)
        if (same_words(c, p->key, c->article->captions[i].text.text)) return true;
    return false;
}

/* A dash between blanks within [from, to): its begin, and where the text goes on; false when there is none. */
static bool find_dash(span text, uint32_t from, uint32_t to, uint32_t *begin, uint32_t *behind) {
    static const char *const dashes[] = {" - ", " \u2013 ", " \u2014 ", " -- ", "\u2014"};
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        span dash = span_of(dashes[i]);
        size_t at = span_find(span_cut(text, 0, to), dash, from);
        if (at == SIZE_MAX) continue;
        *begin = (uint32_t)at;
        *behind = (uint32_t)(at + dash.len);
        return true;
    }
    return false;
}

/* "PORTVILLE, March 3 (Agency) - ": of a telling's first sentences what stands before the dash is no part of what is said. */
static void skip_dateline(cutter *c, part *p) {
    enum { LONGEST_DATELINE = 10 };
    const word *list = c->t->words.items;
    uint32_t last = p->w1 - p->w0 > LONGEST_DATELINE ? p->w0 + LONGEST_DATELINE : p->w1;
    uint32_t begin, behind;
    if (p->w0 == p->w1 || !find_dash(c->t->text, p->span.begin, list[last - 1].span.begin, &begin, &behind)) return;
    bool capitals = (list[p->w0].flags & WORD_ALL_CAPS) && range_len(list[p->w0].span) > 2;
    bool bracket = begin > p->span.begin && c->t->text.ptr[begin - 1] == ')';
    if (!capitals && !bracket) return;
    while (p->w0 < p->w1 && list[p->w0].span.begin < behind) p->w0++;
    p->span.begin = behind;
}

/* ---- clauses ---- */

static bool in_quote(cutter *c, uint32_t at) {
    while (c->quote < c->quoted.count && c->quoted.items[c->quote].end <= at) c->quote++;
    return c->quote < c->quoted.count && c->quoted.items[c->quote].begin < at;
}

/* May a clause begin at word i? *end: where the one before ends; *begin: where this one does. */
static bool begins_clause(cutter *c, uint32_t i, uint32_t *end, uint32_t *begin) {
    const word *before = &c->t->words.items[i - 1], *next = &c->t->words.items[i];
    if (next->span.begin <= before->span.end) return false;
    span gap = span_cut(c->t->text, before->span.end, next->span.begin);
    uint32_t dash, behind;
    if (find_dash(c->t->text, before->span.end, next->span.begin, &dash, &behind)) {
        *end = dash;
        *begin = behind;
        return true;
    }
    bool comma = gap.ptr[0] == ',' && map_get(&c->w->lexicon.cuts, next->hash);
    size_t blank = span_find_char(gap, ' ', 0);
    if ((!comma && span_find_char(gap, ';', 0) == SIZE_MAX) || blank == SIZE_MAX) return false;
    *end = before->span.end + (uint32_t)blank;
    *begin = *end + 1;
    return true;
}

/* The quote of the story that a clause stands in, by place in told_quotes + 1; set beforehand by quote. */
static uint32_t quote_at(const cutter *c, const uint32_t *told, range r) {
    const tell_telling *t = &c->w->story->in->tellings[c->telling];
    for (uint32_t q = c->quote_of; q < t->quote_count && t->quotes[q].content.begin < r.end; q++)
        if (t->quotes[q].content.end > r.begin && told[q]) return told[q];
    return 0;
}

static void add_clause(cutter *c, const uint32_t *told, part p) {
    const tell_telling *t = &c->w->story->in->tellings[c->telling];
    if (p.w1 - p.w0 < LEAST_WORDS) return;
    while (c->quote_of < t->quote_count && t->quotes[c->quote_of].content.end <= p.span.begin) c->quote_of++;
    p.said = quote_at(c, told, p.span);
    p.key = key_of(c->t->words.items, p.w0, p.w1);
    vec_push(c->w->memory, &c->w->clauses, p);
}

static void cut_sentence(cutter *c, const uint32_t *told, const part *sentence) {
    part p = *sentence;
    uint32_t end, begin;
    for (uint32_t i = p.w0 + 1; i < sentence->w1; i++) {
        if (i - p.w0 < LEAST_CLAUSE || sentence->w1 - i < LEAST_CLAUSE) continue;
        if (!begins_clause(c, i, &end, &begin) || in_quote(c, end)) continue;
        part head = p;
        head.w1 = i;
        head.span.end = end;
        add_clause(c, told, head);
        p.w0 = i;
        p.span.begin = begin;
    }
    add_clause(c, told, p);
}

/* ---- a telling ---- */

static ranges quoted_of(arena *a, span text) {
    marks all = text_marks(a, text);
    ranges out = {0};
    for (size_t i = 0; i < all.count; i++) {
        const mark *m = &all.items[i];
        if (m->kind == MARK_OPEN && m->level == 0 && m->pair < all.count)
            vec_push(a, &out, (range){m->span.begin, all.items[m->pair].span.end});
    }
    return out;
}

/* For each quote of a telling the quote of the story that it is a variant of + 1. */
static uint32_t **quotes_told(arena *a, const tell_input *in) {
    uint32_t **told = ARENA_ARRAY(a, uint32_t *, in->count);
    for (uint32_t t = 0; t < in->count; t++) told[t] = ARENA_ARRAY(a, uint32_t, in->tellings[t].quote_count);
    for (uint32_t q = 0; q < in->quotes.count; q++)
        for (uint32_t v = 0; v < in->quotes.items[q].count; v++) {
            const told_variant *variant = &in->quotes.items[q].variants[v];
            if (variant->telling < in->count && variant->quote < in->tellings[variant->telling].quote_count)
                told[variant->telling][variant->quote] = q + 1;
        }
    return told;
}

static void cut_telling(cutter *c, const uint32_t *told) {
    works *w = c->w;
    ranges sentences = text_sentences(w->ctx, w->memory, c->t->text);
    const words *list = &c->t->words;
    c->t->first_sentence = (uint32_t)w->sentences.count;
    for (uint32_t i = 0, at = 0; i < sentences.count; i++) {
        part p = {.span = sentences.items[i], .telling = c->telling, .next = RETOLD_NONE};
        while (at < list->count && list->items[at].span.begin < p.span.begin) at++;
        p.w0 = at;
        while (at < list->count && list->items[at].span.begin < p.span.end) at++;
        p.w1 = at;
        p.key = key_of(list->items, p.w0, p.w1);
        if (i < 3) skip_dateline(c, &p);
        if (p.w1 - p.w0 < LEAST_WORDS || is_heading(c, &p)) continue;
        if (w->sentences.count >= MOST_PARTS) {
            w->cut_short = true;
            break;
        }
        p.sentence = (uint32_t)w->sentences.count;
        vec_push(w->memory, &w->sentences, p);
        cut_sentence(c, told, &p);
    }
    c->t->sentence_count = (uint32_t)w->sentences.count - c->t->first_sentence;
}

void statements_cut(works *w) {
    const tell_input *in = w->story->in;
    uint32_t **told = quotes_told(w->memory, in);
    for (uint32_t k = 0; k < in->count; k++) {
        uint32_t telling = w->story->order[k];
        teller *t = &w->tellers[telling];
        t->text = in->tellings[telling].article->text;
        t->words = text_words(w->memory, t->text);
        t->figures = statements_figures(w->memory, &w->lexicon, t->text, &t->words);
        t->names = text_names(w->ctx, w->memory, t->text);
        cutter c = {.w = w, .telling = telling, .article = in->tellings[telling].article, .t = t};
        c.quoted = quoted_of(w->memory, t->text);
        cut_telling(&c, told[telling]);
    }
}
