/* The appendix: each telling with where it came from, and the page bytes behind each paragraph. */
#include "tell/html_internal.h"

enum { AROUND = 60, HEAD = 160, TAIL = 80 }; /* bytes of a snippet: beside the paragraph, of its begin, of its end */

typedef struct source {
    buf *out;
    retold_ctx *ctx;
    const tell_story *story;
    uint32_t telling;
    const retold_article *article;
    const retold_page *page; /* NULL: no snippets */
    span charset;            /* that the page is read in */
} source;

/* ---- what is known of it ---- */

static void put_term(buf *out, const char *name) { buf_printf(out, "<dt>%s</dt><dd>", name); }

/* "from json-ld, 0.95" */
static void put_rule(buf *out, const field *f) {
    if (!f->from) return;
    P(out, " <span class=\"rule\">");
    put_text(out, span_of(f->from));
    if (f->confidence > 0) buf_printf(out, ", %.2f", (double)f->confidence);
    if (range_known(f->page)) buf_printf(out, ", bytes %u\u2013%u", f->page.begin, f->page.end);
    P(out, "</span>");
}

static void put_field(buf *out, const char *name, const field *f) {
    if (!f->text.len) return;
    put_term(out, name);
    put_foreign(out, f->text, (span){0});
    put_rule(out, f);
    P(out, "</dd>");
}

static void put_authors(buf *out, const retold_article *article) {
    if (!article->author_count) return;
    put_term(out, "By");
    for (size_t i = 0; i < article->author_count; i++) {
        if (i) P(out, ", ");
        put_foreign(out, article->authors[i].text, (span){0});
    }
    put_rule(out, &article->authors[0]);
    P(out, "</dd>");
}

/* An address is a link only where it can be nothing else; shown in full either way. */
static void put_address(buf *out, const field *url) {
    put_term(out, "Address");
    if (!url->text.len)
        P(out, "not known");
    else if (is_web_address(url->text)) {
        P(out, "<a rel=\"noreferrer noopener nofollow\" href=\"");
        put_attribute(out, url->text);
        P(out, "\"><bdi>");
        put_text(out, url->text);
        P(out, "</bdi></a>");
    } else {
        P(out, "<bdi>");
        put_text(out, url->text);
        P(out, "</bdi> <span class=\"rule\">not a web address: no link</span>");
    }
    put_rule(out, url);
    P(out, "</dd>");
}

static void put_dates(buf *out, const retold_article *article) {
    put_term(out, "Published");
    put_time(out, article->published);
    if (article->published_field.text.len) {
        P(out, " <span class=\"rule\">the page says</span> ");
        put_foreign(out, article->published_field.text, (span){0});
    }
    put_rule(out, &article->published_field);
    P(out, "</dd>");
    if (article->modified.ms == RETOLD_TIME_NONE) return;
    put_term(out, "Changed");
    put_time(out, article->modified);
    put_rule(out, &article->modified_field);
    P(out, "</dd>");
}

static void put_origin(const source *s) {
    if (s->article->fetched != RETOLD_TIME_NONE) {
        put_term(s->out, "Fetched");
        put_moment(s->out, s->article->fetched);
        P(s->out, "</dd>");
    }
    if (s->page && s->page->file.len) {
        put_term(s->out, "Read from");
        put_foreign(s->out, s->page->file, (span){0});
        if (s->page->offset) buf_printf(s->out, ", byte %llu", (unsigned long long)s->page->offset);
        P(s->out, "</dd>");
    }
    if (s->article->page_id.len) {
        put_term(s->out, "SHA-256 of the page");
        P(s->out, "<code>");
        put_text(s->out, s->article->page_id);
        P(s->out, "</code></dd>");
    }
}

/* Why it is told here with the others. */
static void put_joined(const source *s) {
    const tell_telling *t = &s->story->in->tellings[s->telling];
    if (!t->term_count) return;
    put_term(s->out, "In this story for");
    for (uint32_t i = 0; i < t->term_count; i++) {
        if (i) P(s->out, ", ");
        put_foreign(s->out, t->terms[i], (span){0});
    }
    if (t->nearest < s->story->in->count) {
        P(s->out, ", as in ");
        put_number_link(s->out, s->story, t->nearest);
    }
    buf_printf(s->out, " <span class=\"rule\">score %.2f</span></dd>", (double)t->score);
}

static void put_versions(const source *s) {
    const tell_telling *t = &s->story->in->tellings[s->telling];
    if (!t->version_count) return;
    put_term(s->out, "Earlier versions");
    for (uint32_t i = 0; i < t->version_count; i++) {
        const tell_version *v = &t->versions[i];
        if (i) P(s->out, ", ");
        P(s->out, "<code>");
        put_text(s->out, span_cut(v->id, 0, v->id.len < 12 ? v->id.len : 12));
        P(s->out, "</code> ");
        if (v->modified.ms != RETOLD_TIME_NONE)
            put_time(s->out, v->modified);
        else
            put_time(s->out, v->published);
    }
    P(s->out, "</dd>");
}

/* Words of a repair; line ends, which may be all of them, as arrows. */
static void put_repaired(buf *out, span words) {
    P(out, "\u201C<bdi>");
    for (size_t from = 0, to; from < words.len; from = to) {
        bool line_end = words.ptr[from] == '\n';
        to = line_end ? from + 1 : span_find_char(words, '\n', from);
        if (to == SIZE_MAX) to = words.len;
        if (line_end)
            P(out, "\u21B5");
        else
            put_text(out, span_cut(words, from, to));
    }
    P(out, "</bdi>\u201D");
}

static void put_changes(const source *s) {
    const retold_article *article = s->article;
    if (article->repair_count) {
        put_term(s->out, "Repaired");
        for (size_t i = 0; i < article->repair_count && i < 20; i++) {
            const retold_repair *r = &article->repairs[i];
            if (i) P(s->out, "; ");
            put_text(s->out, span_of(r->kind));
            buf_printf(s->out, " at %u: ", r->span.begin);
            put_repaired(s->out, r->before);
            P(s->out, " \u2192 ");
            put_repaired(s->out, r->after);
        }
        if (article->repair_count > 20) buf_printf(s->out, "; and %zu more", article->repair_count - 20);
        P(s->out, "</dd>");
    }
    if (!article->limits.count) return;
    put_term(s->out, "Limits hit");
    for (size_t i = 0; i < article->limits.count; i++)
        buf_printf(s->out, "%s%s at byte %llu", i ? ", " : "", article->limits.items[i].limit,
                   (unsigned long long)article->limits.items[i].at);
    P(s->out, "</dd>");
}

/* ---- paragraphs ---- */

/* Page bytes as text, read in the page's charset; nothing in them acts. */
static void put_bytes(const source *s, uint32_t begin, uint32_t end) {
    if (begin >= end) return;
    span bytes = span_cut(s->page->bytes, begin, end);
    while (bytes.len && ((unsigned char)*bytes.ptr & 0xC0) == 0x80 && text_is_utf8(span_from(bytes, 1)))
        bytes = span_from(bytes, 1);
    put_text(s->out, text_is_utf8(bytes) ? bytes : text_decode(s->ctx, s->out->memory, bytes, s->charset, false).text);
}

/* The bytes of a paragraph with some around them; a long one is shown by its begin and end. */
static void put_snippet(const source *s, range r) {
    uint32_t size = (uint32_t)s->page->bytes.len;
    uint32_t from = r.begin > AROUND ? r.begin - AROUND : 0, to = size - r.end > AROUND ? r.end + AROUND : size;
    P(s->out, "<pre class=\"snippet\">");
    put_bytes(s, from, r.begin);
    P(s->out, "<mark>");
    if (range_len(r) <= HEAD + TAIL + 40) {
        put_bytes(s, r.begin, r.end);
    } else {
        put_bytes(s, r.begin, r.begin + HEAD);
        buf_printf(s->out, "</mark><span class=\"gap\"> \u2026 %u bytes \u2026 </span><mark>", range_len(r) - HEAD - TAIL);
        put_bytes(s, r.end - TAIL, r.end);
    }
    P(s->out, "</mark>");
    put_bytes(s, r.end, to);
    P(s->out, "</pre>");
}

static void put_paragraph(const source *s, range text, uint32_t number) {
    unsigned shown = shown_number(s->story, s->telling);
    range page = retold_article_page_range(s->article, text);
    bool snippet = s->page && range_known(page) && page.begin <= page.end && page.end <= s->page->bytes.len;
    buf_printf(s->out, "<div class=\"para\" id=\"t%up%u\"><p dir=\"auto\"", shown, number);
    put_lang(s->out, s->article->lang);
    P(s->out, ">");
    put_text(s->out, span_at(s->article->text, text));
    P(s->out, "</p>");
    if (snippet)
        P(s->out, "<details class=\"bytes\"><summary>");
    else
        P(s->out, "<p class=\"where\">");
    buf_printf(s->out, "\u00B6\u00A0%u \u00B7 ", number);
    if (range_known(page))
        buf_printf(s->out, "bytes %u\u2013%u of the page", page.begin, page.end);
    else
        P(s->out, "not read from a page");
    buf_put(s->out, snippet ? S("</summary>") : S("</p>"));
    if (snippet) {
        put_snippet(s, page);
        P(s->out, "</details>");
    }
    P(s->out, "</div>");
}

static void put_source_text(const source *s) {
    uint32_t at = 0, number = 0;
    for (range r; article_next_paragraph(s->article, &at, &r);) put_paragraph(s, r, ++number);
    if (!number) P(s->out, "<p class=\"note\">The page has no text.</p>");
}

static void put_summary(const source *s) {
    buf *out = s->out;
    P(out, "<summary><h3>");
    buf_printf(out, "<span class=\"n\">%u</span> ", shown_number(s->story, s->telling));
    put_family_mark(out, s->story->family_of[s->telling]);
    if (has_outlet(s->story, s->telling)) {
        P(out, " <span class=\"who\">");
        put_foreign(out, s->story->outlet[s->telling], (span){0});
        P(out, "</span>");
    }
    P(out, " ");
    put_headline(out, s->article);
    P(out, "</h3></summary>");
}

static void put_source(const source *s, bool text) {
    buf *out = s->out;
    P(out, "<details class=\"source\">");
    put_summary(s);
    buf_printf(out, "<div id=\"t%u\" tabindex=\"-1\"><dl class=\"meta\">", shown_number(s->story, s->telling));
    put_field(out, "Headline", &s->article->title);
    put_field(out, "Outlet", &s->article->outlet);
    put_field(out, "Agency", &s->article->agency);
    put_authors(out, s->article);
    put_dates(out, s->article);
    put_address(out, &s->article->url);
    put_origin(s);
    put_joined(s);
    put_versions(s);
    put_changes(s);
    P(out, "</dl>");
    if (text)
        put_source_text(s);
    else
        P(out, "<p class=\"note\">Its text is left out of this long page; <code>retold show</code> has it.</p>");
    P(out, "</div></details>\n");
}

void put_sources(retold_ctx *ctx, buf *out, const tell_story *story) {
    for (uint32_t k = 0; k < story->in->count; k++) {
        const tell_telling *t = &story->in->tellings[story->order[k]];
        source s = {out, ctx, story, story->order[k], t->article, t->page, {0}};
        if (t->page && !text_is_utf8(t->page->bytes))
            s.charset =
                span_of(text_decode(ctx, out->memory, t->page->bytes, t->page->charset, t->page->kind == PAGE_HTML).charset);
        put_source(&s, k < MOST_TEXTS);
    }
}
