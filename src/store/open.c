#include "store/store_internal.h"
#include <stdlib.h>

#define SHORT_WAIT_MS 2000 /* for what others hold for a moment: recovery, the last one's checkpoint */

static bool in_memory(const char *path) { return strcmp(path, ":memory:") == 0; }

/* A name that SQLite would read as a URI or as its own is given a folder. */
static span plain_path(arena *a, const char *path) {
    bool special = !in_memory(path) && (path[0] == ':' || span_starts_nocase(span_of(path), S("file:")));
    return arena_printf(a, "%s%s", special ? "./" : "", path);
}

/*
 * The writer's lock is an SQLite lock on an empty file beside the store, held from open to close, also between batches;
 * the system drops it when the process dies. The file goes with the writer. One that was removed while we waited at its
 * door is no lock any more: try the new one.
 */
static int take_lock(retold_store *s, const char *path) {
    for (int tries = 0; tries < 8; tries++) {
        int moved = 0;
        int code = sqlite3_open_v2(path, &s->lock, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
        if (code == SQLITE_OK) code = sqlite3_exec(s->lock, "BEGIN EXCLUSIVE", NULL, NULL, NULL);
        if (code != SQLITE_OK) return code;
        sqlite3_file_control(s->lock, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
        if (!moved) return SQLITE_OK;
        sqlite3_close(s->lock);
        s->lock = NULL;
    }
    return SQLITE_BUSY;
}

static retold_status lock_store(arena *a, retold_store *s, const char *path, retold_error *err) {
    const char *file = sqlite3_db_filename(s->db, "main");
    if (!file || !*file) return RETOLD_OK;
    int code = take_lock(s, arena_printf(a, "%s-lock", file).ptr);
    if (code == SQLITE_OK) return RETOLD_OK;
    retold_status status =
        (code & 0xFF) == SQLITE_NOMEM ? error_nomem(err, "store")
        : (code & 0xFF) == SQLITE_BUSY
            ? error_set(err, "store", RETOLD_E_BUSY, RETOLD_OFFSET_NONE,
                        "%s: another process writes to this store; wait until it is done (reading is possible meanwhile)", path)
            : error_set(err, "store", RETOLD_E_IO, RETOLD_OFFSET_NONE, "%s: the lock file beside the store can't be used: %s",
                        path, s->lock ? sqlite3_errmsg(s->lock) : sqlite3_errstr(code));
    sqlite3_close(s->lock);
    s->lock = NULL;
    return status;
}

static void drop_lock(retold_store *s) {
    if (!s->lock) return;
    const char *file = sqlite3_db_filename(s->lock, "main");
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    if (file && vfs) vfs->xDelete(vfs, file, 0);
    sqlite3_close(s->lock);
}

void retold_store_close(retold_store *store) {
    if (!store) return;
    store_rollback(store);
    for (unsigned i = 0; i < store->query_count; i++) sqlite3_finalize(store->queries[i].statement);
    tokens_end(store);
    sqlite3_close(store->db);
    drop_lock(store);
    free(store);
}

static void close_undo(void *store) { retold_store_close(store); }

/* A file may hold anything: no triggers, no views, no functions called from its schema, cells checked as they are read. */
static retold_status harden(retold_store *s, retold_error *err) {
    sqlite3_busy_timeout(s->db, SHORT_WAIT_MS);
    sqlite3_extended_result_codes(s->db, 1);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    int code = tokens_register(s->db);
    if (code == SQLITE_NOMEM) return error_nomem(err, "store");
    if (code != SQLITE_OK)
        return error_set(err, "store", RETOLD_E_IO, RETOLD_OFFSET_NONE, "this SQLite has no full text search (FTS5)");
    return sql_run(s,
                   "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA synchronous = FULL;"
                   "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 67108864;"
                   "PRAGMA wal_autocheckpoint = 16000; PRAGMA cache_size = -16000;",
                   err);
}

typedef struct open_job {
    const char *path;
    retold_store_mode mode;
    retold_store *out;
} open_job;

static retold_status open_file(retold_store *s, const open_job *job, const char *path, retold_error *err) {
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
                (job->mode == RETOLD_STORE_CREATE || in_memory(path) ? SQLITE_OPEN_CREATE : 0);
    int code = sqlite3_open_v2(path, &s->db, flags, NULL);
    if (code == SQLITE_NOMEM) return error_nomem(err, "store");
    if ((code & 0xFF) != SQLITE_CANTOPEN) return code == SQLITE_OK ? RETOLD_OK : sql_fault(s->db, code, err);
    bool made = job->mode == RETOLD_STORE_CREATE;
    return error_set(err, "store", made ? RETOLD_E_IO : RETOLD_E_ABSENT, RETOLD_OFFSET_NONE, "%s: %s", job->path,
                     made ? "a store can't be made here" : "there is no store that can be opened");
}

static retold_status open_store(retold_ctx *ctx, void *user, retold_error *err) {
    open_job *job = user;
    arena *a = ctx_scratch(ctx);
    retold_store *s = calloc(1, sizeof *s);
    if (!s) ctx_out_of_memory(ctx);
    ctx_undo(ctx, close_undo, s);
    s->writes = job->mode != RETOLD_STORE_READ || in_memory(job->path);
    retold_status status = open_file(s, job, plain_path(a, job->path).ptr, err);
    if (status == RETOLD_OK && s->writes) status = lock_store(a, s, job->path, err);
    if (status == RETOLD_OK) status = harden(s, err);
    if (status == RETOLD_OK) status = schema_check(s, job->path, err);
    if (status == RETOLD_OK && !s->writes) status = sql_run(s, "PRAGMA query_only = ON", err);
    job->out = s;
    return status;
}

retold_status retold_store_open(retold_ctx *ctx, const char *path, retold_store_mode mode, retold_store **out,
                                retold_error *err) {
    *out = NULL;
    if (!path || !*path) return error_set(err, "store", RETOLD_E_ARGUMENT, RETOLD_OFFSET_NONE, "a store needs a path");
    open_job job = {path, mode, NULL};
    retold_status status = ctx_run(ctx, open_store, &job, err);
    if (status == RETOLD_OK) *out = job.out;
    return status;
}

retold_status store_begin(retold_store *s, int64_t now, retold_error *err) {
    if (!s->writes || s->in_batch)
        return error_set(err, "store", RETOLD_E_ARGUMENT, RETOLD_OFFSET_NONE,
                         s->writes ? "a batch is under way already" : "the store is open for reading only");
    store_end_stray(s);
    retold_status status = sql_run(s, "BEGIN IMMEDIATE", err);
    s->in_batch = status == RETOLD_OK;
    s->now = now;
    return status;
}

retold_status store_commit(retold_store *s, retold_error *err) {
    retold_status status = store_want_batch(s, err);
    if (status != RETOLD_OK) return status;
    store_settle(s);
    status = sql_run(s, "COMMIT", err);
    if (status != RETOLD_OK) store_rollback(s);
    s->in_batch = false;
    return status;
}

void store_rollback(void *store) {
    retold_store *s = store;
    if (!s->db) return;
    store_settle(s);
    if (!sqlite3_get_autocommit(s->db)) sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    s->in_batch = false;
}
