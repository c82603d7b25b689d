/* Takes the article out of a page: small PAGE.html */
#include <retold/extract.h>
#include <retold/read.h>
#include <stdio.h>

static void print_line(const char *name, retold_span s) { printf("%-7s %.*s\n", name, (int)s.len, s.ptr ? s.ptr : ""); }

int main(int argc, char **argv) {
    retold_error err = {0};
    retold_ctx *ctx = NULL;
    retold_reader *reader = NULL;
    retold_page *page = NULL;
    retold_article *article = NULL;
    int fine = argc == 2 && retold_ctx_new(NULL, &ctx, &err) == RETOLD_OK &&
               retold_reader_open(ctx, argv[1], 0, &reader, &err) == RETOLD_OK &&
               retold_reader_next(ctx, reader, &page, &err) == RETOLD_OK &&
               retold_extract_page(ctx, page, &article, &err) == RETOLD_OK;
    if (fine) print_line("title", retold_article_title(article)), print_line("text", retold_article_text(article));
    if (!fine) fprintf(stderr, "small: %s\n", argc == 2 ? err.message : "one page, please");
    retold_article_free(article);
    retold_page_free(page);
    retold_reader_free(reader);
    retold_ctx_free(ctx);
    return fine ? 0 : 1;
}
