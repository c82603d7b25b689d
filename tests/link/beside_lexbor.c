/* Parses a page with a lexbor of its own and by retold, in one program. */
#include <lexbor/html/html.h>
#include <retold/extract.h>
#include <retold/read.h>
#include <stdio.h>
#include <string.h>

static const char text[] = "<!DOCTYPE html><title>Harbour reopens</title><article><h1>Harbour reopens</h1>"
                           "<p>The harbour opened again on Monday after a week of repairs to its outer wall, the port said.</p>";

static int parses_alone(void) {
    lxb_html_document_t *document = lxb_html_document_create();
    if (!document) return 0;
    lxb_status_t status = lxb_html_document_parse(document, (const lxb_char_t *)text, sizeof text - 1);
    int fine = status == LXB_STATUS_OK && lxb_html_document_body_element(document) != NULL;
    lxb_html_document_destroy(document);
    return fine;
}

static int retold_parses(void) {
    retold_ctx *ctx = NULL;
    retold_page *page = NULL;
    retold_article *article = NULL;
    retold_span nothing = {NULL, 0}, bytes = {text, sizeof text - 1};
    int fine = retold_ctx_new(NULL, &ctx, NULL) == RETOLD_OK &&
               retold_page_of_bytes(ctx, bytes, nothing, nothing, &page, NULL) == RETOLD_OK &&
               retold_extract_page(ctx, page, &article, NULL) == RETOLD_OK;
    retold_span title = fine ? retold_article_title(article) : nothing;
    fine = fine && title.len == 15 && memcmp(title.ptr, "Harbour reopens", 15) == 0;
    retold_article_free(article);
    retold_page_free(page);
    retold_ctx_free(ctx);
    return fine;
}

int main(void) {
    int fine = parses_alone() && retold_parses() && parses_alone();
    printf("retold %s beside another lexbor: %s\n", retold_version(), fine ? "both parse" : "wrong");
    return fine ? 0 : 1;
}
