/* Reading and extraction of an HTML page and of a plain one. */
#include "oom.h"
#include <retold/extract.h>
#include <retold/read.h>
#include <string.h>

static const char *const pages[] = {
    "<!DOCTYPE html><html lang=en><head><title>Harbour reopens - The Quay Post</title>"
    "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"Harbour reopens\","
    "\"author\":{\"name\":\"Ada Quill\"},\"datePublished\":\"2024-03-18T07:00:00Z\"}</script></head><body>"
    "<nav><ul><li><a href=/>Home</a><li><a href=/sea>Sea</a></ul></nav><article><h1>Harbour reopens</h1>"
    "<p>By <a href=/ada>Ada Quill</a></p><figure><img src=a.jpg><figcaption>The outer wall. Photo: Quay "
    "Post</figcaption></figure>"
    "<p>The harbour opened again on Monday after a week of repairs to its outer wall, the port &amp; the coastguard said.</p>"
    "<table><tr>Loose text<td>and a cell</table>"
    "<p>\xE2\x80\x9CWe checked each block twice,\xE2\x80\x9D harbour master Lena Voss said, \xE2\x80\x9C"
    "and it holds.\xE2\x80\x9D</p>"
    "</article><footer>All rights reserved</footer></body></html>",
    "Harbour reopens\n\nBy Ada Quill\n\nThe harbour opened again on Monday after a week of repairs to its outer\n\n"
    "wall, the port said. \xE2\x80\x9CWe checked each block twice,\xE2\x80\x9D said Lena Voss.\n\nShare this\n",
};

/* A table that knows the address's site; its number is the hash of the two lines behind it. */
static const char sites[] = "retold site memory 2\nnumber bbc55fe594063bd3\nsite ferneby.example\n7a53f5e5d9a5cc3b 5\n";
static const char address[] = "https://www.ferneby.example/harbour";

static retold_status work(void *job) {
    retold_span bytes = {job, strlen(job)}, nothing = {NULL, 0};
    retold_ctx *ctx = NULL;
    retold_page *page = NULL;
    retold_article *article = NULL;
    retold_status status = retold_ctx_new(NULL, &ctx, NULL);
    if (status == RETOLD_OK) status = retold_extract_site_memory(ctx, (retold_span){sites, sizeof sites - 1}, NULL);
    if (status == RETOLD_OK)
        status = retold_page_of_bytes(ctx, bytes, (retold_span){address, sizeof address - 1}, nothing, &page, NULL);
    if (status == RETOLD_OK) status = retold_extract_page(ctx, page, &article, NULL);
    retold_article_free(article);
    retold_page_free(page);
    retold_ctx_free(ctx);
    return status;
}

int main(void) {
    oom_sweep("extract, HTML", work, (void *)pages[0]);
    oom_sweep("extract, text", work, (void *)pages[1]);
    return 0;
}
