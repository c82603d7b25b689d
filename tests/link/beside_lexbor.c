/* Parses a page with a lexbor of its own and uses retold, in one program. */
#include <lexbor/html/html.h>
#include <retold/base.h>
#include <stdio.h>

static int parses_alone(void) {
    static const lxb_char_t page[] = "<p>Two <b>words";
    lxb_html_document_t *document = lxb_html_document_create();
    if (!document) return 0;
    int fine = lxb_html_document_parse(document, page, sizeof page - 1) == LXB_STATUS_OK && lxb_html_document_body_element(document);
    lxb_html_document_destroy(document);
    return fine;
}

int main(void) {
    retold_ctx *ctx = NULL;
    if (!parses_alone() || retold_ctx_new(NULL, &ctx, NULL) != RETOLD_OK) return 1;
    retold_ctx_free(ctx);
    printf("retold %s beside another lexbor\n", retold_version());
    return parses_alone() ? 0 : 1;
}
