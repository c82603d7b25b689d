/* Tellings side by side: what two articles have in common, what differs, what only one of them has. */
#ifndef RETOLD_TELL_H
#define RETOLD_TELL_H
#include <retold/record.h>
#ifdef __cplusplus
extern "C" {
#endif

/** How a story or a comparison is written. */
typedef enum retold_tell_form {
    RETOLD_TELL_TEXT, /**< lines for a terminal, control characters made visible */
    RETOLD_TELL_JSON, /**< one JSON object with its newline */
    RETOLD_TELL_HTML, /**< one self-contained file */
} retold_tell_form;

/**
 * Align two articles: sentences that are equal, changed (with the words that differ), moved, or in one of them only.
 *
 * Words are compared with case, accents, and forms of apostrophes aside. Method: docs/how/tell.md; the rows of JSON:
 * docs/formats/story.md. Cost: near linear in both texts; where a cap stopped the alignment the result says so.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param a: borrowed, not changed.
 * :param b: borrowed, not changed; may be the same article.
 * :param form: text, JSON or HTML.
 * :param out: receives it, in one call or several.
 * :param err: may be NULL.
 * :return: RETOLD_OK (also when they have nothing in common), RETOLD_E_ARGUMENT (no such form), RETOLD_E_STOPPED, RETOLD_E_NOMEM.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_tell_compare(retold_ctx *ctx, const retold_article *a, const retold_article *b,
                                                             retold_tell_form form, const retold_sink *out, retold_error *err);

#ifdef __cplusplus
}
#endif
#endif
