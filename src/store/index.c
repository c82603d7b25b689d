/*
 * The full text index. It hangs on the rows of article and quote and is filled in a batch at the end: `indexed articles`
 * and `indexed quotes` in meta say up to which number it has come. Numbers only rise, so that what a killed `add` left
 * out is what the next one puts in. A row must leave the index with the words that it came in with.
 */
#include "store/store_internal.h"
#include <inttypes.h>
#include <stdio.h>

#define CHUNK 5000 /* rows a batch, so that a reader of a huge add sees the index grow and a kill loses little */

static const char ARTICLES_DONE[] = "SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'indexed articles'";
static const char QUOTES_DONE[] = "SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'indexed quotes'";

static retold_status run_with(retold_store *s, const char *sql, int64_t first, int64_t second, retold_error *err) {
    query q = query_on(s, sql);
    query_int(&q, 1, first);
    query_int(&q, 2, second);
    return query_run(&q, err);
}

/* Rows of the article up to the mark in ?2. */
static const char FORGET_QUOTES[] = "INSERT INTO quote_text(quote_text, rowid, speaker, text)"
                                    " SELECT 'delete', number, speaker, text FROM quote WHERE article = ?1 AND number <= ?2";
static const char FORGET_ARTICLE[] = "INSERT INTO article_text(article_text, rowid, title, text)"
                                     " SELECT 'delete', number, title, text FROM article WHERE number = ?1 AND number <= ?2";
static const char FORGET_QUOTE[] = "INSERT INTO quote_text(quote_text, rowid, speaker, text)"
                                   " SELECT 'delete', number, speaker, text FROM quote WHERE number = ?1 AND number <= ?2";
static const char AGAIN_QUOTES[] = "INSERT INTO quote_text(rowid, speaker, text)"
                                   " SELECT number, speaker, text FROM quote WHERE article = ?1 AND number <= ?2";
static const char AGAIN_ARTICLE[] = "INSERT INTO article_text(rowid, title, text)"
                                    " SELECT number, title, text FROM article WHERE number = ?1 AND number <= ?2";

static retold_status up_to_mark(retold_store *s, const char *mark, const char *sql, int64_t number, retold_error *err) {
    int64_t done;
    retold_status status = sql_int(s, mark, 0, &done, err);
    return status == RETOLD_OK ? run_with(s, sql, number, done, err) : status;
}

retold_status index_forget(retold_store *s, uint32_t article, retold_error *err) {
    retold_status status = up_to_mark(s, QUOTES_DONE, FORGET_QUOTES, article, err);
    return status == RETOLD_OK ? up_to_mark(s, ARTICLES_DONE, FORGET_ARTICLE, article, err) : status;
}

retold_status index_again(retold_store *s, uint32_t article, retold_error *err) {
    retold_status status = up_to_mark(s, ARTICLES_DONE, AGAIN_ARTICLE, article, err);
    return status == RETOLD_OK ? up_to_mark(s, QUOTES_DONE, AGAIN_QUOTES, article, err) : status;
}

retold_status index_forget_quote(retold_store *s, int64_t number, retold_error *err) {
    return up_to_mark(s, QUOTES_DONE, FORGET_QUOTE, number, err);
}

static retold_status set_mark(retold_store *s, const char *name, int64_t number, retold_error *err) {
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, number);
    return store_set_meta(s, name, span_of(text), err);
}

/* The next chunk of one kind: rows after its mark. */
typedef struct filling {
    const char *name, *mark, *last, *fill;
} filling;

static const filling FILLINGS[] = {
    {"indexed articles", ARTICLES_DONE,
     "SELECT max(number) FROM (SELECT number FROM article WHERE number > ?1 ORDER BY number LIMIT ?2)",
     "INSERT INTO article_text(rowid, title, text) SELECT number, title, text FROM article WHERE number > ?1 AND number <= ?2"},
    {"indexed quotes", QUOTES_DONE,
     "SELECT max(number) FROM (SELECT number FROM quote WHERE number > ?1 ORDER BY number LIMIT ?2)",
     "INSERT INTO quote_text(rowid, speaker, text) SELECT number, speaker, text FROM quote WHERE number > ?1 AND number <= ?2"}};

static retold_status fill_chunk(retold_store *s, const filling *f, bool *more, retold_error *err) {
    int64_t done, last = 0;
    retold_status status = sql_int(s, f->mark, 0, &done, err);
    if (status != RETOLD_OK) return status;
    query q = query_on(s, f->last);
    query_int(&q, 1, done);
    query_int(&q, 2, CHUNK);
    *more = query_row(&q) && !row_null(&q, 0);
    if (*more) last = row_int(&q, 0);
    status = query_end(&q, err);
    if (status == RETOLD_OK && *more) status = run_with(s, f->fill, done, last, err);
    return status == RETOLD_OK && *more ? set_mark(s, f->name, last, err) : status;
}

static retold_status fill_batch(retold_store *s, const filling *f, bool *more, retold_error *err) {
    bool own = !s->in_batch;
    retold_status status = own ? store_begin(s, s->now, err) : RETOLD_OK;
    if (status != RETOLD_OK) return status;
    status = fill_chunk(s, f, more, err);
    if (!own) return status;
    if (status == RETOLD_OK) return store_commit(s, err);
    store_rollback(s);
    return status;
}

retold_status store_index(retold_store *s, retold_error *err) {
    retold_status status = RETOLD_OK;
    for (size_t i = 0; i < sizeof FILLINGS / sizeof *FILLINGS; i++)
        for (bool more = true; more && status == RETOLD_OK;) status = fill_batch(s, &FILLINGS[i], &more, err);
    return status;
}

retold_status index_rebuild(retold_store *s, retold_error *err) {
    int64_t articles, quotes;
    retold_status status = sql_run(s,
                                   "INSERT INTO article_text(article_text) VALUES('rebuild');"
                                   "INSERT INTO quote_text(quote_text) VALUES('rebuild')",
                                   err);
    if (status == RETOLD_OK) status = sql_int(s, "SELECT max(number) FROM article", 0, &articles, err);
    if (status == RETOLD_OK) status = sql_int(s, "SELECT max(number) FROM quote", 0, &quotes, err);
    if (status == RETOLD_OK) status = set_mark(s, "indexed articles", articles, err);
    return status == RETOLD_OK ? set_mark(s, "indexed quotes", quotes, err) : status;
}
