#include "store/store_internal.h"

static retold_status run_two(retold_store *s, const char *sql, uint32_t first, uint32_t second, retold_error *err) {
    query q = query_on(s, sql);
    query_number(&q, 1, first);
    if (sqlite3_bind_parameter_count(q.statement) > 1) query_number(&q, 2, second);
    return query_run(&q, err);
}

typedef struct leaving {
    uint32_t number, supersedes;
    char id[33];
} leaving;

static retold_status look_at(retold_store *s, uint32_t number, leaving *out, retold_error *err) {
    store_place place;
    retold_status status = store_place_of(s, number, &place, err);
    *out = (leaving){.number = number, .supersedes = place.supersedes};
    memcpy(out->id, place.id, sizeof out->id);
    return status;
}

/* Pages that no fetch needs any more, and groups that have no member left. */
static retold_status sweep(retold_store *s, retold_error *err) {
    return sql_run(s,
                   "DELETE FROM page WHERE number NOT IN (SELECT page FROM fetch) AND number NOT IN (SELECT page FROM article);"
                   "DELETE FROM cluster WHERE number NOT IN (SELECT cluster FROM member)",
                   err);
}

/* What rests on the article goes with its row, by the schema; versions after it now stand on the one before. */
static retold_status take_out(retold_store *s, const leaving *l, retold_error *err) {
    retold_status status = index_forget(s, l->number, err);
    if (status == RETOLD_OK)
        status = run_two(s, "UPDATE article SET supersedes = ?2 WHERE supersedes = ?1", l->number, l->supersedes, err);
    if (status == RETOLD_OK) status = run_two(s, "DELETE FROM mark WHERE article = ?1", l->number, RETOLD_NONE, err);
    if (status == RETOLD_OK) status = run_two(s, "DELETE FROM article WHERE number = ?1", l->number, RETOLD_NONE, err);
    if (status == RETOLD_OK) status = sweep(s, err);
    return status == RETOLD_OK ? log_event(s, "remove", RETOLD_KIND_ARTICLE, l->number, span_of(l->id), (span){NULL, 0}, err)
                               : status;
}

retold_status store_remove(retold_store *s, uint32_t number, retold_error *err) {
    leaving l;
    retold_status status = store_want_batch(s, err);
    if (status == RETOLD_OK) status = look_at(s, number, &l, err);
    return status == RETOLD_OK ? take_out(s, &l, err) : status;
}
