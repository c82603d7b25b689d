/* Shared between the files of store only. */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H
#include "base/buf.h"
#include "base/ctx.h"
#include "store/store.h"
#include <sqlite3.h>

#define STORE_APPLICATION 0x52744C64 /* "RtLd" in the file's header: a store of ours */
#define MOST_QUERIES 128

struct retold_store {
    sqlite3 *db;
    sqlite3 *lock; /* holds the writer's lock as long as the store is open; NULL for readers */
    bool writes;   /* opened for writing */
    bool in_batch;
    int64_t now; /* of the batch under way */
    unsigned query_count;
    struct {
        const char *sql; /* constant: told apart by its address */
        sqlite3_stmt *statement;
    } queries[MOST_QUERIES];
    Fts5Tokenizer *tokens; /* of tokens_each(): made when it is first wanted */
};

/* ---- sql.c: one query at a time ---- */

/*
 *   query q = query_on(s, "SELECT url FROM article WHERE number = ?1");
 *   query_int(&q, 1, number);
 *   while (query_row(&q)) … row_text(&q, 0) …
 *   return query_end(&q, err);
 *
 * The first fault stays in the query; later calls on it do nothing. `sql` is a constant: it is prepared once. Bound bytes
 * are borrowed until query_end(). One query of the same text runs at a time; a query left by a jump is reset on its next use.
 */
typedef struct query {
    retold_store *s;
    sqlite3_stmt *statement;
    int code; /* of SQLite; SQLITE_OK, SQLITE_ROW and SQLITE_DONE are none */
} query;

query query_on(retold_store *s, const char *sql);
void query_int(query *q, int at, int64_t value);
void query_real(query *q, int at, double value);
void query_text(query *q, int at, span value); /* an empty span is bound as '' */
void query_some(query *q, int at, span value); /* an empty span is bound as NULL */
void query_blob(query *q, int at, span value);
void query_number(query *q, int at, uint32_t number); /* RETOLD_NONE is bound as NULL */
void query_time(query *q, int at, int64_t ms);        /* RETOLD_TIME_NONE is bound as NULL */
bool query_row(query *q);
retold_status query_end(query *q, retold_error *err);

/* For statements without rows: step and end. */
retold_status query_run(query *q, retold_error *err);

int64_t row_int(const query *q, int column);
double row_real(const query *q, int column);
span row_text(const query *q, int column); /* lives until the next query_row() or query_end() */
bool row_null(const query *q, int column);
uint32_t row_number(const query *q, int column); /* RETOLD_NONE for NULL and for what is no number of an article */
int64_t row_time(const query *q, int column);

/* A query's first column as an integer, `usual` when it has no row. */
retold_status sql_int(retold_store *s, const char *sql, int64_t usual, int64_t *out, retold_error *err);

/* Run fixed SQL without arguments; may be several statements. */
retold_status sql_run(retold_store *s, const char *sql, retold_error *err);

/* Fill *err from the state of a connection. */
retold_status sql_fault(sqlite3 *db, int code, retold_error *err);

/* Reset all queries: what a jump left open. Fits ctx_always(). */
void store_settle(void *store);

/* RETOLD_E_ARGUMENT when no batch is under way. */
retold_status store_want_batch(const retold_store *s, retold_error *err);

/* End a transaction that belongs to no batch. */
void store_end_stray(retold_store *s);

/* ---- schema.c ---- */

typedef struct migration {
    int version; /* that the store has afterwards: 1, 2, 3… */
    const char *sql;
} migration;

/* Bring a store of schema `from` to the last of the steps, in one transaction: all or nothing. */
retold_status schema_migrate(retold_store *s, int from, const migration *steps, size_t count, retold_error *err);

/* Check what the file is; make or migrate it when it is open for writing. */
retold_status schema_check(retold_store *s, const char *path, retold_error *err);

/* ---- tokens.c ---- */

/* Make the tokenizer "retold" known to a connection. Returns a code of SQLite. */
int tokens_register(sqlite3 *db);

/*
 * Call each(user, …) for every word of a text, folded as the full text index has it. It must not jump; what isn't SQLITE_OK ends the
 * call. Returns a code of SQLite, or that.
 */
typedef int (*each_token)(void *user, int flags, const char *token, int len, int begin, int end);
int tokens_each(retold_store *s, span text, void *user, each_token each);

/* Free what it made. */
void tokens_end(retold_store *s);

/* ---- encode.c ---- */

/* Pieces as numbers of varying length, each relative to the one before. */
span pieces_encode(arena *a, const piece *pieces, size_t count);

/* False when the bytes are no pieces of a text of text_len bytes. */
bool pieces_decode(arena *a, span bytes, size_t text_len, piece **pieces, size_t *count);

/* All of an article that has no column of its own, as one JSON object. */
span article_encode(arena *a, const retold_article *article);

/* Fill an article from it; strings go into its arena. */
retold_status article_decode(retold_article *article, span json, retold_error *err);

/* What lists show of a record. */
typedef struct record_facts {
    span agency, published, modified; /* times in ISO 8601, as precise as known */
    span *authors;
    size_t author_count;
} record_facts;
record_facts record_read(arena *a, span json);

/* Fixed for good: of all bytes of an article's row that a flipped bit could spoil. */
int64_t article_sum(span title, span text, span record, span pieces);

/* ---- pages.c ---- */

/* Number of the page with these bytes, stored when it isn't there yet. */
retold_status page_store(arena *a, retold_store *s, const retold_page *page, int64_t *number, retold_error *err);

/* Undo the compression; *out in the arena. RETOLD_E_STORE where it can't be undone. */
retold_status page_inflate(arena *a, span packed, uint64_t len, span *out, retold_error *err);

/* ---- groups.c ---- */

/* An article and the label of its group; with a score and evidence for stories. */
typedef struct grouped {
    uint32_t article, label;
    float score;
    span evidence; /* JSON; empty for families */
} grouped;

/* Make the groups of a kind (RETOLD_KIND_FAMILY, RETOLD_KIND_STORY) these. */
retold_status groups_put(retold_ctx *ctx, retold_store *s, unsigned kind, const grouped *members, size_t count,
                         retold_error *err);

/* Write to the log. Ids may be empty. */
retold_status log_event(retold_store *s, const char *what, unsigned kind, uint32_t article, span before, span after,
                        retold_error *err);

/* "f-", "s-", "q-" or "" */
const char *kind_letter(unsigned kind);

/* ---- index.c ---- */

/* Take an article and its quotes out of the full text index, as far as they are in it: before their rows change or go. */
retold_status index_forget(retold_store *s, uint32_t article, retold_error *err);

/* Put an article and its quotes back in, as far as the index has come. */
retold_status index_again(retold_store *s, uint32_t article, retold_error *err);

/* Take one quote out: before its row goes. */
retold_status index_forget_quote(retold_store *s, int64_t number, retold_error *err);

/* Make the index anew from the rows. */
retold_status index_rebuild(retold_store *s, retold_error *err);

/* ---- query.c ---- */

/* Parse the user's words into an FTS5 query with everything quoted. RETOLD_E_ARGUMENT. */
retold_status query_parse(arena *a, span words, span *match, retold_error *err);

/* ---- list.c, show.c, search.c, doctor.c: insides of the public functions ---- */

retold_status list_write(retold_ctx *ctx, retold_store *s, retold_store_list what, const retold_quote_filter *filter,
                         retold_form form, const retold_sink *out, retold_error *err);
retold_status show_write(retold_ctx *ctx, retold_store *s, const store_found *what, retold_form form, const retold_sink *out,
                         retold_error *err);
retold_status search_write(retold_ctx *ctx, retold_store *s, span words, uint32_t most, retold_form form, const retold_sink *out,
                           retold_error *err);
retold_status doctor_run(retold_ctx *ctx, retold_store *s, retold_form form, const retold_sink *out, retold_doctor_report *report,
                         retold_error *err);

#endif
