#include "store/store_internal.h"
#include <inttypes.h>
#include <stdio.h>

/*
 * Every change of the schema is a further step here; steps that were shipped never change. docs/formats/store.md tells
 * what each column means.
 */
static const char FIRST[] =
    "CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE page(number INTEGER PRIMARY KEY, sha BLOB NOT NULL UNIQUE, length INTEGER NOT NULL, bytes BLOB NOT NULL);"
    "CREATE TABLE article("
    "  number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, page INTEGER NOT NULL REFERENCES page,"
    "  address TEXT, url TEXT, outlet TEXT, title TEXT NOT NULL, lang TEXT, published INTEGER, day TEXT,"
    "  text TEXT NOT NULL, record TEXT NOT NULL, pieces BLOB NOT NULL, sum INTEGER NOT NULL,"
    "  supersedes INTEGER REFERENCES article);"
    "CREATE INDEX article_page ON article(page);"
    "CREATE INDEX article_address ON article(address) WHERE address IS NOT NULL;"
    "CREATE INDEX article_supersedes ON article(supersedes) WHERE supersedes IS NOT NULL;"
    "CREATE TABLE fetch("
    "  page INTEGER NOT NULL REFERENCES page, url TEXT NOT NULL, article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,"
    "  kind INTEGER NOT NULL, charset TEXT, fetched INTEGER, file TEXT, offset INTEGER, PRIMARY KEY(page, url)) WITHOUT ROWID;"
    "CREATE INDEX fetch_article ON fetch(article);"
    "CREATE TABLE cluster("
    "  number INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, id TEXT NOT NULL, UNIQUE(kind, id));"
    "CREATE TABLE member("
    "  kind INTEGER NOT NULL, article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,"
    "  cluster INTEGER NOT NULL REFERENCES cluster, score REAL, evidence TEXT, PRIMARY KEY(kind, article)) WITHOUT ROWID;"
    "CREATE INDEX member_cluster ON member(cluster);"
    "CREATE INDEX member_article ON member(article);"
    "CREATE TABLE alias("
    "  kind INTEGER NOT NULL, id TEXT NOT NULL, cluster INTEGER NOT NULL REFERENCES cluster ON DELETE CASCADE,"
    "  PRIMARY KEY(kind, id)) WITHOUT ROWID;"
    "CREATE INDEX alias_cluster ON alias(cluster);"
    "CREATE TABLE edge("
    "  a INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, b INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,"
    "  a_in_b REAL NOT NULL, b_in_a REAL NOT NULL, source INTEGER, confidence REAL NOT NULL, relation TEXT, reasons TEXT,"
    "  PRIMARY KEY(a, b)) WITHOUT ROWID;"
    "CREATE INDEX edge_b ON edge(b);"
    "CREATE TABLE passage("
    "  a INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, b INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,"
    "  a_begin INTEGER NOT NULL, a_end INTEGER NOT NULL, b_begin INTEGER NOT NULL, b_end INTEGER NOT NULL,"
    "  kind INTEGER NOT NULL, source INTEGER, confidence REAL NOT NULL,"
    "  PRIMARY KEY(a, b, a_begin, b_begin, a_end, b_end)) WITHOUT ROWID;"
    "CREATE INDEX passage_b ON passage(b);"
    "CREATE TABLE quote("
    "  number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,"
    "  article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, place INTEGER NOT NULL,"
    "  begin INTEGER NOT NULL, end INTEGER NOT NULL, parts TEXT, kind INTEGER NOT NULL,"
    "  speaker_begin INTEGER, speaker_end INTEGER, speaker TEXT NOT NULL, cue_begin INTEGER, cue_end INTEGER,"
    "  via TEXT, flags INTEGER NOT NULL, confidence REAL NOT NULL, text TEXT NOT NULL);"
    "CREATE INDEX quote_article ON quote(article, place);"
    "CREATE TABLE time("
    "  article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, place INTEGER NOT NULL,"
    "  begin INTEGER NOT NULL, end INTEGER NOT NULL, type INTEGER NOT NULL, value TEXT, PRIMARY KEY(article, place)) WITHOUT "
    "ROWID;"
    "CREATE TABLE event("
    "  number INTEGER PRIMARY KEY, at INTEGER, what TEXT NOT NULL, kind INTEGER NOT NULL, article INTEGER, before TEXT, after "
    "TEXT);"
    "CREATE VIRTUAL TABLE article_text USING fts5(title, text, content='article', content_rowid='number', tokenize='retold');"
    "CREATE VIRTUAL TABLE quote_text USING fts5(speaker, text, content='quote', content_rowid='number', tokenize='retold');"
    "INSERT INTO meta VALUES('indexed articles', '0'), ('indexed quotes', '0');";

/* What the text says that a speaker is. */
static const char ROLES[] = "ALTER TABLE quote ADD COLUMN role_begin INTEGER;"
                            "ALTER TABLE quote ADD COLUMN role_end INTEGER;";

/* Shingles that stand for each text, so that those who share one are found (marks.c). */
static const char MARKS[] = "CREATE TABLE mark("
                            "  hash INTEGER NOT NULL, article INTEGER NOT NULL, around INTEGER NOT NULL,"
                            "  PRIMARY KEY(hash, article)) WITHOUT ROWID;"
                            "INSERT INTO meta VALUES('marked articles', '0');";

/* Words are hashed otherwise since: the next `add` marks all articles anew. */
static const char MARKED_ANEW[] = "DELETE FROM mark; UPDATE meta SET value = '0' WHERE name = 'marked articles';";

static const migration STEPS[] = {{1, FIRST}, {2, ROLES}, {3, MARKS}, {4, MARKED_ANEW}};
#define STEP_COUNT (sizeof STEPS / sizeof *STEPS)

static retold_status run_steps(retold_store *s, int from, const migration *steps, size_t count, retold_error *err) {
    retold_status status = RETOLD_OK;
    char version[48];
    for (size_t i = 0; i < count && status == RETOLD_OK; i++) {
        if (steps[i].version <= from) continue;
        snprintf(version, sizeof version, "PRAGMA user_version = %d", steps[i].version);
        status = sql_run(s, steps[i].sql, err);
        if (status == RETOLD_OK) status = sql_run(s, version, err);
    }
    return status;
}

retold_status schema_migrate(retold_store *s, int from, const migration *steps, size_t count, retold_error *err) {
    retold_status status = sql_run(s, "BEGIN IMMEDIATE", err);
    if (status != RETOLD_OK) return status;
    status = run_steps(s, from, steps, count, err);
    if (status == RETOLD_OK) status = sql_run(s, "COMMIT", err);
    if (status != RETOLD_OK && !sqlite3_get_autocommit(s->db)) sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

/* The mark of our stores goes in with the first write, so that a file is ours or empty at any moment. */
static retold_status make(retold_store *s, retold_error *err) {
    char mark[64];
    snprintf(mark, sizeof mark, "PRAGMA application_id = %d", STORE_APPLICATION);
    retold_status status = sql_run(s, "PRAGMA journal_mode = WAL", err);
    if (status == RETOLD_OK) status = sql_run(s, mark, err);
    return status == RETOLD_OK ? schema_migrate(s, 0, STEPS, STEP_COUNT, err) : status;
}

static retold_status refuse(const char *path, const char *why, retold_error *err) {
    return error_set(err, "store", RETOLD_E_STORE, RETOLD_OFFSET_NONE, "%s: %s", path, why);
}

/* A pragma's number, read afresh each time: what is prepared before a migration would be prepared again. */
static retold_status pragma(retold_store *s, const char *sql, int64_t *out, retold_error *err) {
    sqlite3_stmt *q = NULL;
    int code = sqlite3_prepare_v2(s->db, sql, -1, &q, NULL);
    if (code == SQLITE_OK) code = sqlite3_step(q);
    if (code == SQLITE_ROW) *out = sqlite3_column_int64(q, 0);
    sqlite3_finalize(q);
    if (code == SQLITE_ROW || code == SQLITE_DONE) return RETOLD_OK;
    return sql_fault(s->db, code, err);
}

static retold_status check_version(retold_store *s, const char *path, int64_t version, retold_error *err) {
    int64_t known = STEPS[STEP_COUNT - 1].version;
    if (version > known)
        return error_set(err, "store", RETOLD_E_STORE, RETOLD_OFFSET_NONE,
                         "%s was written by a newer retold (schema %" PRId64 ", known up to %" PRId64 "): use that one", path,
                         version, known);
    if (version == known) return RETOLD_OK;
    if (version < 0) return refuse(path, "the number of its schema is damaged", err);
    if (!s->writes)
        return refuse(path, "this store has an older schema; a command that writes, such as doctor, brings it up to date", err);
    return schema_migrate(s, (int)version, STEPS, STEP_COUNT, err);
}

/* A writer killed between marking and filling a new file left an empty store: schema 0, which is brought up to date as any older one. */
retold_status schema_check(retold_store *s, const char *path, retold_error *err) {
    int64_t objects = 0, mark = 0, version = 0;
    retold_status status = pragma(s, "SELECT count(*) FROM sqlite_schema", &objects, err);
    if (status == RETOLD_OK) status = pragma(s, "PRAGMA application_id", &mark, err);
    if (status == RETOLD_OK) status = pragma(s, "PRAGMA user_version", &version, err);
    if (status != RETOLD_OK) return status;
    if (objects == 0 && s->writes && (mark == 0 || mark == STORE_APPLICATION) && version == 0) return make(s, err);
    if (mark != STORE_APPLICATION)
        return refuse(path, objects ? "this is an SQLite file, but no store" : "this is no store: it is empty", err);
    return check_version(s, path, version, err);
}
