/* Quotes on the page: one row a quote, its fullest form on top, the other forms under it. */
#include "tell/html_internal.h"
#include "tell/quotes_part.h"

enum {
    MOST_ROWS = 300,    /* quotes on the page */
    MOST_SPEAKERS = 40, /* speakers in the list on top */
    LONG_GAP = 12,      /* words left out that are only counted */
    OPEN_FORMS = 6,     /* forms that are shown without a fold */
    MOST_IN_LINE = 8,   /* tellings of the same words that are shown without a fold */
};

typedef struct quote_page {
    buf *out;
    const tell_story *story;
    word_aligner words;
} quote_page;

/* What is written next to one another, with blanks where words would run together. */
typedef struct pen {
    buf *out;
    bool blank;    /* nothing stands before, or a blank */
    bool mark;     /* a marked run stands before */
    uint32_t part; /* of the form that is written: the last one's place + 1; 0 before the first */
} pen;

/* ---- words ---- */

static bool opens_with_letter(span text) {
    size_t at = 0;
    uint32_t c = text.len ? text_next(text, &at) : ' ';
    return (text_is_letter(c) || text_is_digit(c)) && !text_is_unspaced(c);
}

static void put_gap(pen *p, bool wanted) {
    if (!wanted || p->blank) return;
    buf_char(p->out, ' ');
    p->blank = true;
}

static void put_stretch(pen *p, span text) {
    put_text(p->out, text);
    if (text.len) p->blank = is_space((unsigned char)text.ptr[text.len - 1]);
}

/* The words of a range; an ellipsis of ours between parts. *last is the part before, as form_next() counts them. */
static void put_stretches(pen *p, const quote_form *f, range r, uint32_t *last) {
    uint32_t at = 0;
    for (range part; form_next(f, r, &at, &part); *last = at) {
        if (*last && *last != at) {
            put_gap(p, true);
            P(p->out, "<span class=\"gap\">\u2026</span> ");
            p->blank = true;
        }
        put_stretch(p, span_at(f->article->text, part));
    }
}

static bool has_stretch(const quote_form *f, range r) {
    uint32_t at = 0;
    range part;
    return form_next(f, r, &at, &part);
}

/* Words that only one of both has; a mark, and words for those who hear the page. */
static void put_marked(pen *p, const quote_form *f, range r, bool left_out) {
    if (!has_stretch(f, r)) return;
    put_gap(p, p->mark || opens_with_letter(span_at(f->article->text, r)));
    buf_put(p->out,
            left_out ? S("<del><span class=\"vh\">[left out here: </span>") : S("<ins><span class=\"vh\">[only here: </span>"));
    uint32_t apart = 0;
    put_stretches(p, f, r, left_out ? &apart : &p->part);
    P(p->out, "<span class=\"vh\">]</span>");
    buf_put(p->out, left_out ? S("</del>") : S("</ins>"));
    p->mark = true;
}

static void put_left_out(pen *p, const quote_form *fullest, range r) {
    uint32_t count = form_word_count(fullest, r);
    if (count <= LONG_GAP) {
        put_marked(p, fullest, r, true);
        return;
    }
    put_gap(p, true);
    buf_printf(p->out, "<span class=\"chip\">%u words left out</span>", count);
    p->blank = false;
    p->mark = true;
}

/* The words of a form with what it leaves out and puts in. The end that a cut-off one lacks is told by a chip, not word by word. */
static void put_differences(pen *p, const quote_form *fullest, const quote_form *f, const tell_words *runs, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        const tell_words *w = &runs[i];
        if (w->kind == TELL_SAME) {
            if (p->mark) put_gap(p, opens_with_letter(span_at(f->article->text, w->b)));
            put_stretches(p, f, w->b, &p->part);
            p->mark = false;
            continue;
        }
        bool cut_here = f->variant->change == TOLD_CUT && i + 1 == count && w->kind == TELL_DROPPED;
        if (!cut_here && range_len(w->a)) put_left_out(p, fullest, w->a);
        put_marked(p, f, w->b, false);
    }
}

static void put_form_words(quote_page *g, const quote_form *fullest, const quote_form *f) {
    uint32_t count;
    const tell_words *runs = form_differs(&g->words, fullest, f, &count);
    pen p = {g->out, true, false, 0};
    bool marks = f->quote->kind == RETOLD_QUOTE_DIRECT;
    if (marks) P(g->out, "\u201C");
    if (count)
        put_differences(&p, fullest, f, runs, count);
    else
        put_stretches(&p, f, f->hull, &p.part);
    if (f->variant->change == TOLD_CUT) P(g->out, " <span class=\"chip cut\">\u2026 breaks off here</span>");
    if (marks && f->variant->change != TOLD_CUT) P(g->out, "\u201D");
}

/* ---- where it stands ---- */

/* Paragraph of the article's text that holds a byte, from 1. */
static uint32_t paragraph_of(const retold_article *article, uint32_t byte) {
    uint32_t at = 0, number = 0;
    for (range r; article_next_paragraph(article, &at, &r) && r.begin <= byte;) number++;
    return number;
}

/* "¶ 3 · bytes 120–180", leading to the paragraph in the sources. */
static void put_place(const quote_page *g, const quote_form *f) {
    unsigned number = shown_number(g->story, f->variant->telling);
    uint32_t paragraph = range_known(f->hull) ? paragraph_of(f->article, f->hull.begin) : 0;
    range page = range_known(f->hull) ? retold_article_page_range(f->article, f->hull) : RANGE_NONE;
    if (!paragraph) return;
    buf_printf(g->out, " <a class=\"pilcrow\" href=\"#t%u", number);
    if (number <= MOST_TEXTS) buf_printf(g->out, "p%u", paragraph);
    buf_printf(g->out, "\">\u00B6\u00A0%u", paragraph);
    if (range_known(page)) buf_printf(g->out, " \u00B7 bytes %u\u2013%u", page.begin, page.end);
    buf_printf(g->out, "<span class=\"vh\"> of the page: source of this quote in telling %u</span></a>", number);
}

/* ---- who says it ---- */

static const told_person *person_at(const tell_story *s, uint32_t person) {
    return person < s->in->quotes.person_count ? &s->in->quotes.persons[person] : NULL;
}

/* "officials ‹ via the New York Times" */
static void put_crumb(const quote_page *g, const told_quote *q, const quote_form *fullest) {
    span name = quote_speaker(g->story, q, fullest), role = quote_role(g->story, q, fullest);
    if (name.len) {
        P(g->out, "<span class=\"who\">");
        put_foreign(g->out, name, (span){0});
        P(g->out, "</span>");
    } else {
        P(g->out, "<span class=\"none\">Speaker not known</span>");
    }
    if (role.len) {
        P(g->out, ", ");
        put_foreign(g->out, role, (span){0});
    }
    for (uint32_t i = q->via_count; i-- > 0;) {
        const told_person *p = person_at(g->story, q->via[i]);
        if (!p) continue;
        P(g->out, " <span class=\"via\"><span aria-hidden=\"true\">\u2039</span> via ");
        put_foreign(g->out, p->name, (span){0});
        P(g->out, "</span>");
    }
}

/* "in 3 tellings, 2 texts · speaker sure to 0.85" */
static void put_gist(const quote_page *g, const told_quote *q, uint32_t tellings) {
    bool sure = q->speaker != RETOLD_NONE;
    if (tellings < 2 && !sure) return;
    P(g->out, " <span class=\"gist\">");
    if (tellings > 1) {
        P(g->out, "in ");
        put_count(g->out, tellings, "telling, ", "tellings, ");
        put_count(g->out, quote_texts(g->out->memory, g->story, q), "text", "texts");
        if (sure) P(g->out, " \u00B7 ");
    }
    if (sure) buf_printf(g->out, "speaker sure to %.2f", (double)q->confidence);
    P(g->out, "</span>");
}

/* ---- a row ---- */

/* All forms of a quote. */
typedef struct row {
    const quote_form *forms; /* of its variants */
    const quote_form *fullest;
    uint32_t *leaders; /* of each the first one of the same words */
} row;

/* Has variant i the words of variant `first`? */
static bool is_fellow(const told_quote *q, const row *r, uint32_t i, uint32_t first) {
    bool same = is_same(&q->variants[first]);
    return same ? is_same(&q->variants[i]) : !is_same(&q->variants[i]) && r->leaders[i] == r->leaders[first];
}

static void put_notes(const quote_page *g, const told_quote *q, const quote_form *f) {
    const char *note;
    for (unsigned i = 0; (note = form_note(g->story, q, f, i)); i++) buf_printf(g->out, " <span class=\"chip\">%s</span>", note);
}

/* How this telling names the speaker, where that is neither the full name nor how the form above has it. */
static void put_own_name(const quote_page *g, const told_quote *q, const quote_form *above, const quote_form *f) {
    span own = form_words_at(f, f->quote->speaker);
    if (!own.len || span_equal(own, quote_speaker(g->story, q, above))) return;
    if (f != above && span_equal(own, form_words_at(above, above->quote->speaker))) return;
    P(g->out, " <span class=\"rule\">here: ");
    put_foreign(g->out, own, f->article->lang);
    P(g->out, "</span>");
}

/* One telling among several of the same words, with its place; `lead` in front of the first. */
static void put_fellow(const quote_page *g, const told_quote *q, const quote_form *first, const quote_form *f, bool lead) {
    P(g->out, "<li class=\"teller\">");
    if (lead) P(g->out, "<span class=\"rule\">The same words:</span> ");
    put_teller(g->out, g->story, f->variant->telling);
    put_notes(g, q, f);
    put_own_name(g, q, first, f);
    put_place(g, f);
    P(g->out, "</li>\n");
}

/* All but `first` that have the words of `first`, in a line; folded where they are many. */
static void put_fellows(const quote_page *g, const told_quote *q, const row *r, uint32_t first) {
    uint32_t count = 0, some = 0;
    for (uint32_t i = 0; i < q->count; i++) count += i != first && is_fellow(q, r, i, first);
    if (!count) return;
    bool folded = count > MOST_IN_LINE;
    if (folded) buf_printf(g->out, "<details class=\"forms\"><summary>The same words in %u more tellings</summary>", count);
    P(g->out, "<ul class=\"alike\">\n");
    for (uint32_t i = 0; i < q->count; i++)
        if (i != first && is_fellow(q, r, i, first)) put_fellow(g, q, &r->forms[first], &r->forms[i], !some++ && !folded);
    buf_put(g->out, folded ? S("</ul></details>") : S("</ul>"));
}

static void put_form(quote_page *g, const told_quote *q, const row *r, uint32_t place) {
    const quote_form *f = &r->forms[place];
    const told_variant *v = f->variant;
    P(g->out, "<li><p class=\"teller\">");
    put_teller(g->out, g->story, f->variant->telling);
    buf_printf(g->out, " <span class=\"chip%s\">%s</span>", v->change == TOLD_CUT ? " cut" : "", change_name(v->change));
    put_notes(g, q, f);
    if (v->change != TOLD_TRANSLATED) {
        P(g->out, " <span class=\"rule\">");
        put_share(g->out, v->shared);
        P(g->out, " of its words stand in the fullest form</span>");
    }
    put_own_name(g, q, r->fullest, f);
    put_place(g, f);
    P(g->out, "</p><p class=\"form\" dir=\"auto\"");
    put_lang(g->out, f->article->lang);
    P(g->out, ">");
    put_form_words(g, r->fullest, f);
    P(g->out, "</p>");
    put_fellows(g, q, r, place);
    P(g->out, "</li>\n");
}

/* Heads a form of other words than the fullest one's. */
static bool is_other_form(const told_quote *q, const row *r, uint32_t i) {
    return !is_same(&q->variants[i]) && r->leaders[i] == i;
}

/* "3 other forms: 1 shortened, 2 cut off" */
static void put_changes(const quote_page *g, const told_quote *q, const row *r, uint32_t count) {
    uint32_t counts[TOLD_TRANSLATED + 1] = {0}, some = 0;
    for (uint32_t i = 0; i < q->count; i++)
        if (is_other_form(q, r, i) && q->variants[i].change <= TOLD_TRANSLATED) counts[q->variants[i].change]++;
    put_count(g->out, count, "other form: ", "other forms: ");
    for (unsigned k = TOLD_SHORTENED; k <= TOLD_TRANSLATED; k++)
        if (counts[k]) buf_printf(g->out, "%s%u %s", some++ ? ", " : "", counts[k], change_name((told_change)k));
}

static void put_other_forms(quote_page *g, const told_quote *q, const row *r) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < q->count; i++) count += is_other_form(q, r, i);
    if (!count) return;
    buf_printf(g->out, "<details class=\"forms\"%s><summary>", count <= OPEN_FORMS ? " open" : "");
    put_changes(g, q, r, count);
    P(g->out, "</summary><ul>\n");
    for (uint32_t i = 0; i < q->count; i++)
        if (is_other_form(q, r, i)) put_form(g, q, r, i);
    P(g->out, "</ul></details>");
}

static void put_row(quote_page *g, const told_quote *q, uint32_t place, uint32_t tellings) {
    row r = {0};
    r.forms = forms_of(g->out->memory, g->story, q, &r.leaders);
    const quote_form *fullest = r.fullest = &r.forms[q->fullest];
    const char *level = tellings > 1 ? "h3" : "p";
    buf_printf(g->out, "<li id=\"said%u\"><%s class=\"crumb\">", place + 1, level);
    put_crumb(g, q, fullest);
    put_gist(g, q, tellings);
    buf_printf(g->out, "</%s><p class=\"said\" dir=\"auto\"", level);
    put_lang(g->out, fullest->article->lang);
    P(g->out, ">");
    put_form_words(g, fullest, fullest);
    P(g->out, "</p><p class=\"teller\">");
    put_teller(g->out, g->story, fullest->variant->telling);
    if (q->count > 1) P(g->out, " <span class=\"chip\">fullest form</span>");
    put_notes(g, q, fullest);
    put_own_name(g, q, fullest, fullest);
    put_place(g, fullest);
    P(g->out, "</p>");
    put_fellows(g, q, &r, q->fullest);
    put_other_forms(g, q, &r);
    P(g->out, "</li>\n");
}

/* ---- the part ---- */

/* Place of the first quote of a person that is on the page; RETOLD_NONE. */
static uint32_t first_of(const told_quotes *told, uint32_t person) {
    for (uint32_t i = 0; i < told->count && i < MOST_ROWS; i++)
        if (told->items[i].speaker == person) return i;
    return RETOLD_NONE;
}

static void put_speaker(buf *out, const told_quotes *told, uint32_t person) {
    const told_person *p = &told->persons[person];
    uint32_t first = first_of(told, person);
    P(out, "<li>");
    if (first != RETOLD_NONE) buf_printf(out, "<a href=\"#said%u\">", first + 1);
    put_foreign(out, p->name, (span){0});
    if (first != RETOLD_NONE) P(out, "</a>");
    P(out, " <span class=\"rule\">");
    for (uint32_t i = 0; i < p->form_count; i++) {
        buf_put(out, i ? S(", ") : S("also "));
        put_foreign(out, p->forms[i], (span){0});
    }
    if (p->form_count) P(out, " \u00B7 ");
    buf_printf(out, "%u</span></li>\n", p->quotes);
}

static void put_speakers(buf *out, const told_quotes *told) {
    uint32_t speakers = 0;
    for (uint32_t i = 0; i < told->person_count; i++) speakers += told->persons[i].quotes > 0;
    if (speakers < 2) return;
    P(out, "<details class=\"speakers\"><summary>");
    put_count(out, speakers, "speaker", "speakers");
    P(out, ", by how often they are quoted</summary><ul>\n");
    for (uint32_t i = 0, shown = 0; i < told->person_count && shown < MOST_SPEAKERS; i++)
        if (told->persons[i].quotes) put_speaker(out, told, i), shown++;
    if (speakers > MOST_SPEAKERS) buf_printf(out, "<li class=\"note\">and %u more</li>", speakers - MOST_SPEAKERS);
    P(out, "</ul></details>\n");
}

/* Rows of quotes that one telling has, or several. */
static uint32_t put_rows(quote_page *g, const uint32_t *tellings, bool lone, uint32_t room) {
    const told_quotes *told = &g->story->in->quotes;
    uint32_t shown = 0;
    for (uint32_t i = 0; i < told->count && shown < room; i++) {
        if ((tellings[i] < 2) != lone) continue;
        put_row(g, &told->items[i], i, tellings[i]);
        shown++;
    }
    return shown;
}

static void put_lists(quote_page *g) {
    const told_quotes *told = &g->story->in->quotes;
    uint32_t *tellings = ARENA_ARRAY(g->out->memory, uint32_t, told->count), shared = 0, shown = 0;
    for (uint32_t i = 0; i < told->count; i++) {
        tellings[i] = quote_tellings(g->out->memory, &told->items[i]);
        shared += tellings[i] > 1;
    }
    if (shared) {
        P(g->out, "<ol class=\"quotes\">\n");
        shown = put_rows(g, tellings, false, MOST_ROWS);
        P(g->out, "</ol>\n");
    }
    if (shared < told->count && shown < MOST_ROWS) {
        P(g->out, "<details class=\"lone-quotes\"><summary>");
        put_count(g->out, told->count - shared, "quote that only one telling has", "quotes that only one telling has");
        P(g->out, "</summary>\n<ol class=\"quotes\">\n");
        shown += put_rows(g, tellings, true, MOST_ROWS - shown);
        P(g->out, "</ol></details>\n");
    }
    if (shown < told->count)
        buf_printf(g->out,
                   "<p class=\"note\">%u more are left out of this page; <code>retold list STORE quotes</code> has them.</p>\n",
                   told->count - shown);
}

void put_quotes(buf *out, const tell_story *s) {
    quote_page g = {out, s, {.memory = out->memory}};
    P(out, "<section id=\"quotes\" aria-labelledby=\"h-quotes\"><h2 id=\"h-quotes\">Quotes</h2>\n");
    if (!s->in->quotes.count) {
        P(out, "<p class=\"lead\">No telling quotes anybody.</p></section>\n");
        return;
    }
    P(out, "<p class=\"lead\">Each quote by the fullest form that a telling has, never put together from several; under it what "
           "the others made of it: <del>words that they leave out</del>, <ins>words of their own</ins>.</p>\n");
    put_speakers(out, &s->in->quotes);
    put_lists(&g);
    P(out, "</section>\n");
}
