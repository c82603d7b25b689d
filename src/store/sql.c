#include "store/store_internal.h"

/* What SQLite says, in the words of this library. Our SQL is fixed, so that an error in it means a schema that isn't ours. */
static retold_status status_of(int code) {
    switch (code & 0xFF) {
    case SQLITE_NOMEM: return RETOLD_E_NOMEM;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return RETOLD_E_BUSY;
    case SQLITE_TOOBIG: return RETOLD_E_LIMIT;
    case SQLITE_INTERRUPT: return RETOLD_E_STOPPED;
    case SQLITE_FULL:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH: return RETOLD_E_IO;
    case SQLITE_IOERR: return code == SQLITE_IOERR_NOMEM ? RETOLD_E_NOMEM : RETOLD_E_IO;
    case SQLITE_MISUSE: return RETOLD_E_ARGUMENT;
    default: return RETOLD_E_STORE;
    }
}

retold_status sql_fault(sqlite3 *db, int code, retold_error *err) {
    retold_status status = status_of(code);
    if (status == RETOLD_E_NOMEM) return error_nomem(err, "store");
    const char *words = db ? sqlite3_errmsg(db) : sqlite3_errstr(code);
    if (status == RETOLD_E_BUSY)
        return error_set(err, "store", status, RETOLD_OFFSET_NONE, "another process holds the store: %s", words);
    if ((code & 0xFF) == SQLITE_NOTADB)
        return error_set(err, "store", status, RETOLD_OFFSET_NONE, "this is no store: it has not the form of one");
    if (status == RETOLD_E_STORE) return error_set(err, "store", status, RETOLD_OFFSET_NONE, "the store is damaged: %s", words);
    return error_set(err, "store", status, RETOLD_OFFSET_NONE, "the store can't be used: %s", words);
}

static bool sound(const query *q) { return q->code == SQLITE_OK || q->code == SQLITE_ROW || q->code == SQLITE_DONE; }

static sqlite3_stmt *find_prepared(const retold_store *s, const char *sql) {
    for (unsigned i = 0; i < s->query_count; i++)
        if (s->queries[i].sql == sql) return s->queries[i].statement;
    return NULL;
}

static int prepare(retold_store *s, const char *sql, sqlite3_stmt **out) {
    if (s->query_count == MOST_QUERIES) return SQLITE_MISUSE;
    int code = sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL);
    if (code != SQLITE_OK) return code;
    s->queries[s->query_count].sql = sql;
    s->queries[s->query_count++].statement = *out;
    return SQLITE_OK;
}

query query_on(retold_store *s, const char *sql) {
    query q = {s, find_prepared(s, sql), SQLITE_OK};
    if (!q.statement) q.code = prepare(s, sql, &q.statement);
    if (q.statement) {
        sqlite3_reset(q.statement);
        sqlite3_clear_bindings(q.statement);
    }
    return q;
}

void query_int(query *q, int at, int64_t value) {
    if (sound(q)) q->code = sqlite3_bind_int64(q->statement, at, value);
}

void query_real(query *q, int at, double value) {
    if (sound(q)) q->code = sqlite3_bind_double(q->statement, at, value);
}

void query_text(query *q, int at, span value) {
    if (sound(q))
        q->code = sqlite3_bind_text64(q->statement, at, value.ptr ? value.ptr : "", value.len, SQLITE_STATIC, SQLITE_UTF8);
}

void query_some(query *q, int at, span value) {
    if (value.len)
        query_text(q, at, value);
    else if (sound(q))
        q->code = sqlite3_bind_null(q->statement, at);
}

void query_blob(query *q, int at, span value) {
    if (sound(q)) q->code = sqlite3_bind_blob64(q->statement, at, value.ptr ? value.ptr : "", value.len, SQLITE_STATIC);
}

void query_number(query *q, int at, uint32_t number) {
    if (number != RETOLD_NONE)
        query_int(q, at, number);
    else if (sound(q))
        q->code = sqlite3_bind_null(q->statement, at);
}

void query_time(query *q, int at, int64_t ms) {
    if (ms != RETOLD_TIME_NONE)
        query_int(q, at, ms);
    else if (sound(q))
        q->code = sqlite3_bind_null(q->statement, at);
}

bool query_row(query *q) {
    if (!sound(q) || q->code == SQLITE_DONE) return false;
    q->code = sqlite3_step(q->statement);
    return q->code == SQLITE_ROW;
}

/* The words are taken before the reset, which would overwrite them. */
retold_status query_end(query *q, retold_error *err) {
    retold_status status = sound(q) ? RETOLD_OK : sql_fault(q->s->db, q->code, err);
    if (q->statement) {
        sqlite3_reset(q->statement);
        sqlite3_clear_bindings(q->statement);
    }
    q->code = SQLITE_DONE;
    return status;
}

retold_status query_run(query *q, retold_error *err) {
    while (query_row(q)) continue;
    return query_end(q, err);
}

int64_t row_int(const query *q, int column) { return sqlite3_column_int64(q->statement, column); }
double row_real(const query *q, int column) { return sqlite3_column_double(q->statement, column); }
bool row_null(const query *q, int column) { return sqlite3_column_type(q->statement, column) == SQLITE_NULL; }

/* Blobs and texts alike: the bytes as they are stored. */
span row_text(const query *q, int column) {
    const void *bytes = sqlite3_column_type(q->statement, column) == SQLITE_BLOB
                            ? sqlite3_column_blob(q->statement, column)
                            : (const void *)sqlite3_column_text(q->statement, column);
    int len = sqlite3_column_bytes(q->statement, column);
    return bytes && len > 0 ? (span){bytes, (size_t)len} : (span){NULL, 0};
}

uint32_t row_number(const query *q, int column) {
    if (row_null(q, column)) return RETOLD_NONE;
    int64_t value = row_int(q, column);
    return value >= 0 && value < (int64_t)RETOLD_NONE ? (uint32_t)value : RETOLD_NONE;
}

int64_t row_time(const query *q, int column) { return row_null(q, column) ? RETOLD_TIME_NONE : row_int(q, column); }

retold_status sql_int(retold_store *s, const char *sql, int64_t usual, int64_t *out, retold_error *err) {
    query q = query_on(s, sql);
    *out = query_row(&q) && !row_null(&q, 0) ? row_int(&q, 0) : usual;
    return query_end(&q, err);
}

retold_status sql_run(retold_store *s, const char *sql, retold_error *err) {
    int code = sqlite3_exec(s->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? RETOLD_OK : sql_fault(s->db, code, err);
}

void store_settle(void *store) {
    retold_store *s = store;
    for (unsigned i = 0; i < s->query_count; i++) sqlite3_reset(s->queries[i].statement);
}

retold_status store_want_batch(const retold_store *s, retold_error *err) {
    if (s->in_batch) return RETOLD_OK;
    return error_set(err, "store", RETOLD_E_ARGUMENT, RETOLD_OFFSET_NONE, "nothing can be written outside of a batch");
}

/* Ending needs memory, too: what couldn't end when memory ran out ends before the next begins. */
void store_end_stray(retold_store *s) {
    store_settle(s);
    if (!s->in_batch && !sqlite3_get_autocommit(s->db)) sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

retold_status store_look(retold_store *s, bool *opened, retold_error *err) {
    *opened = !s->in_batch;
    if (!*opened) return RETOLD_OK;
    store_end_stray(s);
    return sql_run(s, "BEGIN", err);
}

void store_unlook(retold_store *s, bool opened) {
    if (opened) store_end_stray(s);
}
