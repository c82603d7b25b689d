/* An article as a document for people and for other tools: text, Markdown, HTML, TEI, JSON. */
#ifndef RETOLD_RENDER_H
#define RETOLD_RENDER_H
#include <retold/record.h>
#ifdef __cplusplus
extern "C" {
#endif

/** Forms that an article can be written in. docs/formats/article.md describes each. */
typedef enum retold_article_format {
    RETOLD_FORMAT_JSONL,    /**< one line of JSON for each article, as retold_article_write_json() */
    RETOLD_FORMAT_JSON,     /**< an array of the same objects, indented, with their paragraphs and links */
    RETOLD_FORMAT_TEXT,     /**< the body alone; a line with a form feed parts two articles */
    RETOLD_FORMAT_MARKDOWN, /**< CommonMark behind a head of YAML */
    RETOLD_FORMAT_HTML,     /**< one page, an `article` for each */
    RETOLD_FORMAT_TEI,      /**< TEI P5: `TEI`, or a `teiCorpus` of several */
} retold_article_format;

/**
 * Write an article as a document of its own.
 *
 * Whatever the page says is escaped, so that it can't become markup; characters that XML forbids become U+FFFD. Links lead to http and
 * https alone. Cost: linear in the article.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param article: borrowed.
 * :param format: which form.
 * :param out: receives the document, in one call.
 * :param err: may be NULL.
 * :return: RETOLD_OK, RETOLD_E_STOPPED, RETOLD_E_NOMEM.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_render_article(retold_ctx *ctx, const retold_article *article,
                                                               retold_article_format format, const retold_sink *out,
                                                               retold_error *err);

#ifdef __cplusplus
}
#endif
#endif
