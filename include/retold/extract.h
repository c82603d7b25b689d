/* From a page to its article. */
#ifndef RETOLD_EXTRACT_H
#define RETOLD_EXTRACT_H
#include <retold/record.h>
#ifdef __cplusplus
extern "C" {
#endif

/**
 * Take the article out of a page: body text, title, authors, agency, outlet, dates, language, captions.
 *
 * Broken markup is not an error: the parser repairs it as browsers do. A page with no article gives RETOLD_OK and an article
 * whose text is empty. Caps that were hit and changes that were made stand in the article's limits and repairs.
 * Method: docs/how/extract.md. Source: WHATWG HTML, section 13.2 (parsing). Cost: linear in page bytes.
 *
 * :param ctx: scratch and word lists; used by one thread at a time.
 * :param page: borrowed, not changed; need not outlive the article.
 * :param out: receives the article; caller frees with retold_article_free(). NULL on failure.
 * :param err: may be NULL.
 * :return: RETOLD_OK, RETOLD_E_FORMAT (the page is no text), RETOLD_E_NOMEM.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_extract_page(retold_ctx *ctx, const retold_page *page, retold_article **out,
                                                             retold_error *err);

/**
 * Have this ctx choose the body of HTML pages, of plain texts, or of both by other learned numbers than the built-in ones.
 *
 * Cost: linear in the text.
 *
 * :param ctx: keeps what was read until it is freed or given others.
 * :param text: borrowed; a file of tools/train_extract.py or tools/train_plain.py; what it has no trees for stays. Empty: rules alone.
 * :param err: may be NULL.
 * :return: RETOLD_OK, RETOLD_E_FORMAT (no weights file), RETOLD_E_NOMEM. On failure the ctx keeps those it had.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_extract_weights(retold_ctx *ctx, retold_span text, retold_error *err);

/**
 * Have this ctx leave out of bodies what their sites repeat, as a table says that was learned from a store's pages.
 *
 * A block goes when the table knows it for the host of the page's address, unless those that go would be more than half of the body's
 * words; then all stay. The article's row names the table's number and how many went. Other input than the table and the page has no say.
 * Cost: linear in the text.
 *
 * :param ctx: keeps what was read until it is freed.
 * :param text: borrowed; a table as retold_store_site_memory() writes it (docs/formats/site-memory.md). Empty: nothing is left out.
 * :param err: may be NULL.
 * :return: RETOLD_OK, RETOLD_E_FORMAT (no such table, or damaged), RETOLD_E_NOMEM. On failure the ctx keeps what it had.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_extract_site_memory(retold_ctx *ctx, retold_span text, retold_error *err);

/**
 * Have this ctx keep the links, emphasis, and code of HTML pages, for retold_article_inlines(). Without it they are passed over.
 *
 * :param ctx: remembers it until it is freed.
 * :param wanted: 0: they are passed over again.
 * :param err: may be NULL.
 * :return: RETOLD_OK, RETOLD_E_NOMEM.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_extract_inlines(retold_ctx *ctx, int wanted, retold_error *err);

#ifdef __cplusplus
}
#endif
#endif
