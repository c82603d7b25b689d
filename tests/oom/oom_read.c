/* Reading of a web archive and of feeds, from a file in the working folder. */
#include "oom.h"
#include <retold/read.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char name[] = "oom_read.tmp";

static const char *const files[] = {
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nContent-Type: application/http\r\n"
    "Content-Length: 79\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n<html>\r\n4\r\nwell\r\n0\r\n\r\n\r\n\r\n"
    "noise\r\nWARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: 99999\r\n\r\n<html>cut",
    "<rss><channel><item><title>Ferry &amp; quay</title><link>https://a.example/1</link><dc:creator>Ada Quill</dc:creator>"
    "<pubDate>Mon, 18 Mar 2024 07:00:00 +0100</pubDate><description><![CDATA[<p>It left.</p>]]></description></item>"
    "<item><link>javascript:x</link><description>cut",
    "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><urlset><url><loc>https://a.example/caf\xE9</loc></url></urlset>",
    "{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [{\"id\": \"1\", \"content_html\": \"<p>It left.\"}]}",
};

static retold_status work(void *job) {
    (void)job;
    retold_ctx *ctx = NULL;
    retold_reader *reader = NULL;
    retold_page *page = NULL;
    retold_status status = retold_ctx_new(NULL, &ctx, NULL);
    if (status == RETOLD_OK) status = retold_reader_open(ctx, name, 0, &reader, NULL);
    while (status == RETOLD_OK && (status = retold_reader_next(ctx, reader, &page, NULL)) == RETOLD_OK) retold_page_free(page);
    retold_reader_free(reader);
    retold_ctx_free(ctx);
    return status == RETOLD_END ? RETOLD_OK : status;
}

int main(void) {
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        FILE *file = fopen(name, "wb");
        if (!file || fwrite(files[i], 1, strlen(files[i]), file) != strlen(files[i]) || fclose(file) != 0) return 2;
        oom_sweep(i == 0 ? "read, WARC" : "read, feed", work, NULL);
    }
    return remove(name);
}
