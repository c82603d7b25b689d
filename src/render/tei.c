/* TEI P5: a header with what is known of the article, and its body. A heading opens a section, as TEI has heads at the top of one alone. */
#include "render_internal.h"

static void quote(pen *p, bool open) { buf_put(p->out, open ? S("<quote>\n") : S("</quote>\n")); }

static void list(pen *p, bool open) {
    if (open)
        buf_put(p->out, p->lists[p->depth - 1].ordered ? S("<list rend=\"numbered\">\n") : S("<list rend=\"bulleted\">\n"));
    else
        buf_put(p->out, S("</list>\n"));
}

static void item(pen *p, bool open) { buf_put(p->out, open ? S("<item>\n") : S("</item>\n")); }

static void block(pen *p, const retold_block *b, bool open) {
    bool heads = b->kind == RETOLD_BLOCK_HEADING && !p->quotes;
    if (heads && open && p->section) buf_put(p->out, S("</div>\n"));
    if (heads && open) buf_put(p->out, S("<div>\n"));
    p->section |= heads;
    if (heads)
        buf_put(p->out, open ? S("<head>") : S("</head>\n"));
    else
        buf_put(p->out, open ? S("<p>") : S("</p>\n"));
}

static void stretch(pen *p, const retold_inline *m, bool open) {
    static const span opens[] = {S_INIT("<ref target=\""), S_INIT("<hi rend=\"italic\">"), S_INIT("<hi rend=\"bold\">"),
                                 S_INIT("<code>")};
    static const span closes[] = {S_INIT("</ref>"), S_INIT("</hi>"), S_INIT("</hi>"), S_INIT("</code>")};
    buf_put(p->out, open ? opens[m->kind] : closes[m->kind]);
    if (m->kind != RETOLD_INLINE_LINK || !open) return;
    put_escaped(p->out, m->href);
    buf_put(p->out, S("\">"));
}

static void text(pen *p, span s) { put_escaped(p->out, s); }

static const writer as_tei = {quote, list, item, block, stretch, text};

static void put_names(buf *out, const retold_article *article) {
    put_element(out, "", "title", "", article->title.text.len ? article->title.text : S(" "));
    for (size_t i = 0; i < article->author_count; i++) put_element(out, "", "author", "", article->authors[i].text);
}

static void put_date(arena *a, buf *out, const retold_article *article) {
    span date = date_of(a, article);
    if (!date.len) return;
    buf_put(out, S("<date when=\""));
    put_escaped(out, date);
    buf_put(out, S("\"/>\n"));
}

static void put_source(arena *a, buf *out, const retold_article *article) {
    buf_put(out, S("<sourceDesc><bibl>\n"));
    put_names(out, article);
    put_element(out, "", "publisher", "", article->outlet.text);
    put_element(out, "", "orgName", " type=\"agency\"", article->agency.text);
    put_date(a, out, article);
    if (article->url.text.len) {
        buf_put(out, S("<ref target=\""));
        put_escaped(out, article->url.text);
        buf_put(out, S("\"/>\n"));
    }
    put_element(out, "", "idno", " type=\"retold\"", article->id);
    buf_put(out, S("</bibl></sourceDesc>\n"));
}

static void put_header(arena *a, buf *out, const retold_article *article) {
    buf_put(out, S("<teiHeader>\n<fileDesc>\n<titleStmt>\n"));
    put_names(out, article);
    buf_put(out, S("</titleStmt>\n<publicationStmt><p/></publicationStmt>\n"));
    put_source(a, out, article);
    buf_printf(out, "</fileDesc>\n<encodingDesc><appInfo><application ident=\"retold\" version=\"%s\"><label>retold</label>",
               retold_version());
    buf_put(out, S("</application></appInfo></encodingDesc>\n"));
    if (article->lang.len) {
        buf_put(out, S("<profileDesc><langUsage><language ident=\""));
        put_escaped(out, article->lang);
        buf_put(out, S("\"/></langUsage></profileDesc>\n"));
    }
    buf_put(out, S("</teiHeader>\n"));
}

static void put_captions(buf *out, const retold_article *article) {
    for (size_t i = 0; i < article->caption_count; i++) {
        const caption *c = &article->captions[i];
        buf_put(out, S("<figure><figDesc>"));
        put_escaped(out, c->text.text);
        if (c->text.text.len && c->credit.len) buf_char(out, ' ');
        put_escaped(out, c->credit);
        buf_put(out, S("</figDesc></figure>\n"));
    }
}

static bool has_section(const retold_article *article) {
    for (size_t i = 0; i < article->block_count; i++)
        if (article->blocks[i].kind == RETOLD_BLOCK_HEADING && !article->blocks[i].quoted) return true;
    return false;
}

void tei_part(arena *a, buf *out, const retold_article *article) {
    buf_put(out, S("<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n"));
    put_header(a, out, article);
    buf_put(out, S("<text><body>\n"));
    if (!article->text.len) buf_put(out, S("<p/>\n"));
    body_render(a, out, article, &as_tei);
    if (has_section(article)) buf_put(out, S("</div>\n"));
    put_captions(out, article);
    buf_put(out, S("</body></text>\n</TEI>\n"));
}
