/* Families and passages of a few texts: equal ones, a shortened one, one that stands alone. */
#include "oom.h"
#include <retold/copies.h>
#include <retold/extract.h>
#include <retold/read.h>
#include <stdlib.h>
#include <string.h>

#define FIRST                                                                                                               \
    "The harbour opened again on Monday after a week of repairs to its outer wall, the port said in a short statement.\n\n" \
    "Lena Voss, who runs the harbour, said that divers had checked each block twice and found the wall sound from end to "  \
    "end.\n\n"
#define SECOND                                                                                                             \
    "Four ships that had waited outside since last Tuesday came in before noon, among them the ferry that had struck the " \
    "wall.\n"

static const char *const texts[] = {
    FIRST SECOND,
    FIRST SECOND,
    FIRST,
    "A choir from the hills sang for two hours in the old market hall, and nobody in the crowd wanted the evening to end.\n",
};
#define COUNT (sizeof texts / sizeof *texts)

static retold_status group(retold_ctx *ctx, retold_article *const *articles) {
    retold_copies *copies = NULL;
    retold_status status = retold_copies_new(ctx, &copies, NULL);
    for (size_t i = 0; i < COUNT && status == RETOLD_OK; i++) status = retold_copies_add(ctx, copies, articles[i], NULL);
    if (status == RETOLD_OK) status = retold_copies_group(ctx, copies, NULL);
    retold_copies_free(copies);
    return status;
}

static retold_status work(void *job) {
    retold_ctx *ctx = NULL;
    retold_passages *passages = NULL;
    retold_article *const *articles = job;
    retold_status status = retold_ctx_new(NULL, &ctx, NULL);
    if (status == RETOLD_OK) status = group(ctx, articles);
    if (status == RETOLD_OK) status = retold_copies_between(ctx, articles[0], articles[2], 8, &passages, NULL);
    retold_passages_free(passages);
    retold_ctx_free(ctx);
    return status;
}

static retold_article *article_of(retold_ctx *ctx, const char *text) {
    retold_page *page = NULL;
    retold_article *article = NULL;
    retold_span bytes = {text, strlen(text)}, nothing = {NULL, 0};
    if (retold_page_of_bytes(ctx, bytes, nothing, nothing, &page, NULL) != RETOLD_OK) exit(1);
    if (retold_extract_page(ctx, page, &article, NULL) != RETOLD_OK) exit(1);
    retold_page_free(page);
    return article;
}

int main(void) {
    retold_ctx *ctx = NULL;
    retold_article *articles[COUNT];
    if (retold_ctx_new(NULL, &ctx, NULL) != RETOLD_OK) return 1;
    for (size_t i = 0; i < COUNT; i++) articles[i] = article_of(ctx, texts[i]);
    oom_sweep("copies", work, articles);
    for (size_t i = 0; i < COUNT; i++) retold_article_free(articles[i]);
    retold_ctx_free(ctx);
    return 0;
}
