/* One `article` element, or a page of several. No scripts, no styles, nothing that is fetched. */
#include "render_internal.h"

static void quote(pen *p, bool open) { buf_put(p->out, open ? S("<blockquote>\n") : S("</blockquote>\n")); }

static void list(pen *p, bool open) {
    const char *name = p->lists[p->depth - 1].ordered ? "ol" : "ul";
    buf_printf(p->out, open ? "<%s>\n" : "</%s>\n", name);
}

static void item(pen *p, bool open) { buf_put(p->out, open ? S("<li>\n") : S("</li>\n")); }

/* The title is the only h1. */
static void block(pen *p, const retold_block *b, bool open) {
    if (b->kind == RETOLD_BLOCK_HEADING)
        buf_printf(p->out, open ? "<h%u>" : "</h%u>\n", b->level > 1 ? b->level : 2u);
    else
        buf_put(p->out, open ? S("<p>") : S("</p>\n"));
}

static void stretch(pen *p, const retold_inline *m, bool open) {
    static const char *const names[] = {"a", "em", "strong", "code"};
    if (m->kind == RETOLD_INLINE_LINK && open) {
        buf_put(p->out, S("<a href=\""));
        put_escaped(p->out, m->href);
        buf_put(p->out, S("\">"));
        return;
    }
    buf_printf(p->out, open ? "<%s>" : "</%s>", names[m->kind]);
}

static void text(pen *p, span s) { put_escaped(p->out, s); }

static const writer as_html = {quote, list, item, block, stretch, text};

static void put_byline(arena *a, buf *out, const retold_article *article) {
    span date = date_of(a, article);
    if (!date.len && !article->author_count && !article->agency.text.len && !article->outlet.text.len && !article->url.text.len)
        return;
    buf_put(out, S("<ul>\n"));
    for (size_t i = 0; i < article->author_count; i++) put_element(out, "", "li", "", article->authors[i].text);
    put_element(out, "", "li", "", article->agency.text);
    put_element(out, "", "li", "", article->outlet.text);
    if (date.len) {
        buf_put(out, S("<li><time>"));
        put_escaped(out, date);
        buf_put(out, S("</time></li>\n"));
    }
    if (article->url.text.len) {
        span link = article->url.text;
        bool leads = span_starts_nocase(link, S("http://")) || span_starts_nocase(link, S("https://"));
        buf_put(out, leads ? S("<li><a href=\"") : S("<li>"));
        if (leads) put_escaped(out, link);
        if (leads) buf_put(out, S("\">"));
        put_escaped(out, link);
        buf_put(out, leads ? S("</a></li>\n") : S("</li>\n"));
    }
    buf_put(out, S("</ul>\n"));
}

static void put_captions(buf *out, const retold_article *article) {
    for (size_t i = 0; i < article->caption_count; i++) {
        const caption *c = &article->captions[i];
        buf_put(out, S("<figure><figcaption>"));
        put_escaped(out, c->text.text);
        if (c->text.text.len && c->credit.len) buf_char(out, ' ');
        put_element(out, "", "small", "", c->credit);
        buf_put(out, S("</figcaption></figure>\n"));
    }
}

void html_part(arena *a, buf *out, const retold_article *article) {
    buf_put(out, S("<article"));
    if (article->lang.len) buf_put(out, S(" lang=\""));
    put_escaped(out, article->lang);
    buf_put(out, article->lang.len ? S("\">\n<header>\n") : S(">\n<header>\n"));
    put_element(out, "", "h1", "", article->title.text);
    put_byline(a, out, article);
    buf_put(out, S("</header>\n"));
    body_render(a, out, article, &as_html);
    put_captions(out, article);
    buf_put(out, S("</article>\n"));
}

void html_head(buf *out, const retold_article *first) {
    span title = first ? first->title.text : (span){0};
    buf_put(out, S("<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>"));
    put_escaped(out, title);
    buf_put(out, S("</title>\n</head>\n<body>\n"));
}
