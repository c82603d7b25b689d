#include "retold/render.h"
#include "base/ctx.h"
#include "render_internal.h"

static const char *const block_names[] = {"paragraph", "heading", "item"};
static const char *const inline_names[] = {"link", "emphasis", "strong", "code"};

static yyjson_mut_val *block_json(yyjson_mut_doc *doc, const retold_block *b) {
    yyjson_mut_val *row = json_object(doc);
    json_put_text(doc, row, "kind", span_of(block_names[b->kind]));
    json_put_range(doc, row, "span", b->span);
    if (b->level) json_put_int(doc, row, "level", b->level);
    if (b->quoted) json_put_int(doc, row, "quoted", b->quoted);
    if (b->ordered) json_put_bool(doc, row, "ordered", true);
    if (b->starts) json_put_bool(doc, row, "starts", true);
    return row;
}

static yyjson_mut_val *inline_json(yyjson_mut_doc *doc, const retold_inline *m) {
    yyjson_mut_val *row = json_object(doc);
    json_put_text(doc, row, "kind", span_of(inline_names[m->kind]));
    json_put_range(doc, row, "span", m->span);
    json_put_some(doc, row, "href", m->href);
    return row;
}

void json_part(arena *a, buf *out, const retold_article *article) {
    yyjson_mut_doc *doc = json_new(a);
    yyjson_mut_val *row = article_json(a, doc, article), *blocks = json_array(doc), *inlines = json_array(doc);
    for (size_t i = 0; i < article->block_count; i++) json_push(doc, blocks, block_json(doc, &article->blocks[i]));
    for (size_t i = 0; i < article->inline_count; i++) json_push(doc, inlines, inline_json(doc, &article->inlines[i]));
    json_put(doc, row, "blocks", blocks);
    json_put(doc, row, "inlines", inlines);
    json_write(out, doc, row, true);
}

void render_part(arena *a, buf *out, const retold_article *article, retold_article_format format) {
    switch (format) {
    case RETOLD_FORMAT_JSONL: {
        yyjson_mut_doc *doc = json_new(a);
        json_write(out, doc, article_json(a, doc, article), false);
        break;
    }
    case RETOLD_FORMAT_JSON: json_part(a, out, article); break;
    case RETOLD_FORMAT_TEXT:
        buf_put(out, article->text);
        buf_char(out, '\n');
        break;
    case RETOLD_FORMAT_MARKDOWN: markdown_part(a, out, article); break;
    case RETOLD_FORMAT_HTML: html_part(a, out, article); break;
    case RETOLD_FORMAT_TEI: tei_part(a, out, article); break;
    }
}

/* A corpus has a header of its own, with what TEI asks for at least. */
static const char CORPUS[] = "<teiCorpus xmlns=\"http://www.tei-c.org/ns/1.0\">\n"
                             "<teiHeader><fileDesc><titleStmt><title> </title></titleStmt><publicationStmt><p/></publicationStmt>"
                             "<sourceDesc><p/></sourceDesc></fileDesc></teiHeader>\n";

void render_head(buf *out, const retold_article *first, retold_article_format format) {
    if (format == RETOLD_FORMAT_JSON) buf_put(out, S("[\n"));
    if (format == RETOLD_FORMAT_HTML) html_head(out, first);
    if (format == RETOLD_FORMAT_TEI) buf_put(out, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
    if (format == RETOLD_FORMAT_TEI && !first) buf_put(out, span_of(CORPUS));
}

void render_several(buf *out, retold_article_format format) {
    if (format == RETOLD_FORMAT_TEI) buf_put(out, span_of(CORPUS));
}

void render_border(buf *out, retold_article_format format) {
    if (format == RETOLD_FORMAT_JSON) buf_put(out, S(",\n"));
    if (format == RETOLD_FORMAT_TEXT) buf_put(out, S("\f\n"));
    if (format == RETOLD_FORMAT_MARKDOWN) buf_char(out, '\n');
}

void render_tail(buf *out, retold_article_format format, bool many) {
    if (format == RETOLD_FORMAT_JSON) buf_put(out, S("]\n"));
    if (format == RETOLD_FORMAT_HTML) buf_put(out, S("</body>\n</html>\n"));
    if (format == RETOLD_FORMAT_TEI && many) buf_put(out, S("</teiCorpus>\n"));
}

typedef struct job {
    const retold_article *article;
    retold_article_format format;
    const retold_sink *out;
} job;

static retold_status render(retold_ctx *ctx, void *user, retold_error *err) {
    job *j = user;
    arena *a = ctx_scratch(ctx);
    buf out = buf_made(a);
    render_head(&out, j->article, j->format);
    render_part(a, &out, j->article, j->format);
    render_tail(&out, j->format, false);
    return buf_flush(&out, j->out, err);
}

retold_status retold_render_article(retold_ctx *ctx, const retold_article *article, retold_article_format format,
                                    const retold_sink *out, retold_error *err) {
    return ctx_run(ctx, render, &(job){article, format, out}, err);
}
