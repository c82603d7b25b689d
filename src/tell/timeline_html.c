/* The timeline on the page: a picture, and a list that says the same and more. */
#include "tell/html_internal.h"
#include "tell/timeline_part.h"

enum { MOST_SHOWN = 300 };

/* Number of the paragraph that a byte stands in, from 1. */
static uint32_t paragraph_at(const retold_article *article, uint32_t byte) {
    uint32_t at = 0, number = 0;
    for (range r; article_next_paragraph(article, &at, &r) && r.begin <= byte;) number++;
    return number ? number : 1;
}

/* "¶ 3", leading to the paragraph with its page bytes. */
static void put_place(buf *out, const tell_story *s, const tell_mention *m) {
    uint32_t paragraph = paragraph_at(s->in->tellings[m->telling].article, m->sentence.begin),
             number = shown_number(s, m->telling);
    buf_printf(out, "<a class=\"pilcrow\" href=\"#t%u", number);
    if (number <= MOST_TEXTS) buf_printf(out, "p%u", paragraph);
    buf_printf(out, "\">\u00B6\u00A0%u</a>", paragraph);
}

/* The sentence, or a clause of it, with its time expression marked. */
static void put_words(buf *out, const tell_story *s, const tell_mention *m, range r) {
    const tell_telling *t = &s->in->tellings[m->telling];
    range time = m->time < t->time_count ? t->times[m->time].span : (range){r.end, r.end};
    if (time.begin < r.begin || time.end > r.end) time = (range){r.end, r.end};
    P(out, "<span class=\"quote\" dir=\"auto\"");
    put_lang(out, t->article->lang);
    P(out, ">");
    put_text(out, span_cut(t->article->text, r.begin, time.begin));
    if (range_len(time)) {
        P(out, "<mark>");
        put_text(out, span_at(t->article->text, time));
        P(out, "</mark>");
    }
    put_text(out, span_cut(t->article->text, time.end, r.end));
    P(out, "</span>");
}

/* Those that tell it in the same words: number and outlet, each once. */
static void put_tellers(buf *out, const tell_story *s, const tell_happening *h, const uint32_t *first, uint32_t i) {
    uint32_t last = RETOLD_NONE;
    for (uint32_t k = i; k < h->count && k < MOST_MENTIONS_SHOWN; k++) {
        const tell_mention *m = &h->mentions[k];
        if (m->telling == last || first[k] != i) continue;
        if (last != RETOLD_NONE) P(out, ", ");
        last = m->telling;
        put_teller(out, s, m->telling);
        P(out, " ");
        put_place(out, s, m);
    }
}

static bool is_apart(const tell_happening *h, const tell_mention *m) {
    return m->begin != RETOLD_TIME_NONE && (m->end <= h->begin || m->begin >= h->end);
}

/* Is the clause the whole sentence but for marks around it? */
static bool is_whole(const tell_mention *m) {
    enum { MARKS = 4 };
    return m->clause.begin >= m->sentence.begin && m->clause.begin - m->sentence.begin <= MARKS &&
           m->clause.end <= m->sentence.end && m->sentence.end - m->clause.end <= MARKS;
}

/* A telling's own words and how it dates them; words that stand above in full are not said again. */
static void put_mention(buf *out, const tell_story *s, const tell_happening *h, const uint32_t *first, uint32_t i) {
    const tell_mention *m = &h->mentions[i];
    P(out, "<li><span class=\"who\">");
    put_tellers(out, s, h, first, i);
    P(out, "</span> ");
    if (first[h->label] != i || !is_whole(&h->mentions[h->label]))
        put_words(out, s, m, m->sentence);
    else
        P(out, "\u00B7");
    P(out, " <span class=\"how\">");
    if (m->begin == RETOLD_TIME_NONE) {
        P(out, "gives no date");
    } else {
        put_when(out, m->begin, m->end);
        buf_printf(out, ", %s", exactness(m->begin, m->end));
        if (m->possible)
            buf_put(out, s->in->tellings[m->telling].date.reason == TOLD_DATE_OWN ? S(", the day is not said")
                                                                                  : S(", counted from a possible date"));
        if (h->conflict && is_apart(h, m)) P(out, "; this date and the one above can\u2019t both be right");
    }
    P(out, "</span></li>\n");
}

static void put_happening(buf *out, const tell_story *s, uint32_t number) {
    const tell_happening *h = &s->timeline->items[number];
    const tell_mention *label = &h->mentions[h->label];
    const uint32_t *first = same_words(out->memory, s, h);
    buf_printf(out, "<li id=\"e%u\"><p class=\"when\"><span class=\"no\">%u</span> ", number + 1, number + 1);
    if (h->possible) P(out, "possibly ");
    put_when(out, h->begin, h->end);
    if (h->said) P(out, " <span class=\"chip\">said</span>");
    if (h->conflict) P(out, " <span class=\"chip clash\">dates differ</span>");
    P(out, "</p><p class=\"what\">");
    put_words(out, s, label, label->clause);
    P(out, "\u00A0");
    put_number_link(out, s, label->telling);
    P(out, "</p><ul class=\"told\">\n");
    uint32_t shown = h->count < MOST_MENTIONS_SHOWN ? h->count : MOST_MENTIONS_SHOWN;
    for (uint32_t i = 0; i < shown; i++)
        if (first[i] == i) put_mention(out, s, h, first, i);
    if (shown < h->count) buf_printf(out, "<li>%u more places tell of it.</li>", h->count - shown);
    P(out, "</ul></li>\n");
}

void put_timeline_html(buf *out, const tell_story *s) {
    if (!s->timeline) return;
    uint32_t shown = s->timeline->count < MOST_SHOWN ? s->timeline->count : MOST_SHOWN;
    P(out, "<section id=\"timeline\" aria-labelledby=\"h-timeline\"><h2 id=\"h-timeline\">What happened when</h2>\n");
    if (!shown) {
        P(out, "<p class=\"lead\">No telling dates anything that happened.</p></section>\n");
        return;
    }
    P(out,
      "<p class=\"lead\">As the tellings date it. A bar is as long as what is left open; below are the times of publication. "
      "Long gaps are drawn shorter.</p>\n");
    put_timeline_picture(out, s);
    P(out, "<ol class=\"events\">\n");
    for (uint32_t i = 0; i < shown; i++) put_happening(out, s, i);
    P(out, "</ol>");
    if (shown < s->timeline->count)
        buf_printf(out, "<p class=\"note\">%u more are left out of this page; <code>retold tell --json</code> has them.</p>",
                   s->timeline->count - shown);
    P(out, "</section>\n");
}
