/*
 * The index of marks: which articles have a shingle, and what stands around it there. It is an SQLite table by (hash, article), so that an
 * article's marks come in with the article or not at all, and a look at one hash reads one page of the file. `marked articles` in meta says up
 * to which number articles are in it: numbers only rise, and what an older version left out comes in before the next article does.
 */
#include "store/store_internal.h"
#include <inttypes.h>
#include <stdio.h>

static const char MARKED[] = "SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'marked articles'";

retold_status store_marked(retold_store *s, uint32_t *number, retold_error *err) {
    int64_t done = 0;
    retold_status status = sql_int(s, MARKED, 0, &done, err);
    *number = done > 0 && done < (int64_t)RETOLD_NONE ? (uint32_t)done : 0;
    return status;
}

retold_status store_unmarked(retold_store *s, uint32_t *count, retold_error *err) {
    uint32_t marked;
    retold_status status = store_marked(s, &marked, err);
    if (status != RETOLD_OK) return status;
    query q = query_on(s, "SELECT count(*) FROM article WHERE number > ?1");
    query_int(&q, 1, marked);
    *count = query_row(&q) ? (uint32_t)row_int(&q, 0) : 0;
    return query_end(&q, err);
}

static retold_status put_mark(retold_store *s, uint32_t article, const store_mark *m, retold_error *err) {
    query q = query_on(s, "INSERT OR REPLACE INTO mark(hash, article, around) VALUES(?1, ?2, ?3)");
    query_int(&q, 1, m->hash);
    query_int(&q, 2, article);
    query_int(&q, 3, (int64_t)m->around);
    return query_run(&q, err);
}

retold_status store_put_marks(retold_store *s, uint32_t article, const store_mark *marks, size_t count, retold_error *err) {
    char text[24];
    retold_status status = store_want_batch(s, err);
    for (size_t i = 0; i < count && status == RETOLD_OK; i++) status = put_mark(s, article, &marks[i], err);
    if (status != RETOLD_OK) return status;
    snprintf(text, sizeof text, "%" PRIu32, article);
    return store_set_meta(s, "marked articles", span_of(text), err);
}

retold_status store_find_mark(retold_store *s, arena *a, uint32_t hash, size_t most, store_marked_list *out, bool *hub,
                              retold_error *err) {
    query q = query_on(s, "SELECT article, around FROM mark WHERE hash = ?1 ORDER BY article LIMIT ?2");
    query_int(&q, 1, hash);
    query_int(&q, 2, (int64_t)most + 1);
    out->count = 0;
    while (query_row(&q)) vec_push(a, out, (store_marked_at){row_number(&q, 0), (uint64_t)row_int(&q, 1)});
    *hub = out->count > most;
    if (*hub) out->count = 0;
    return query_end(&q, err);
}

retold_status store_forget_marks(retold_store *s, retold_error *err) {
    retold_status status = store_want_batch(s, err);
    if (status == RETOLD_OK) status = sql_run(s, "DELETE FROM mark", err);
    return status == RETOLD_OK ? store_set_meta(s, "marked articles", S("0"), err) : status;
}
