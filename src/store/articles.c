/* Articles and their pages, in and out. */
#include "store/store_internal.h"

static const char NO_ARTICLE[] = "there is no article of number %u";

static retold_status absent(uint32_t number, retold_error *err) {
    return error_set(err, "store", RETOLD_E_ABSENT, RETOLD_OFFSET_NONE, NO_ARTICLE, number);
}

static span digest_span(const digest *d) { return (span){(const char *)d->bytes, sizeof d->bytes}; }

/* ---- in ---- */

/* Columns of an article's row. */
typedef struct row {
    span id, address, record, pieces, day;
    int64_t page;
    uint32_t supersedes;
    const retold_article *article;
} row;

static row row_of(arena *a, const retold_article *article) {
    return (row){.record = article_encode(a, article),
                 .pieces = pieces_encode(a, article->pieces, article->piece_count),
                 .day = stamp_day(a, article->published),
                 .supersedes = RETOLD_NONE,
                 .article = article};
}

/*
 * What makes two fetches versions of one page: the address that they were fetched from. A page without one (a saved
 * file) goes by the address that it names and its outlet, since a copy often names the address of its source.
 */
static span address_of(arena *a, const retold_page *page, const retold_article *article) {
    if (page->url.len) return page->url;
    if (!article->url.text.len) return (span){NULL, 0};
    return arena_printf(a, "%.*s %.*s", SPAN_ARG(article->url.text), SPAN_ARG(article->outlet.text));
}

static retold_status find_fetch(retold_store *s, const retold_page *page, store_placed *out, retold_error *err) {
    query q = query_on(s, "SELECT f.article FROM fetch f JOIN page p ON p.number = f.page WHERE p.sha = ?1 AND f.url = ?2");
    query_blob(&q, 1, digest_span(&page->sha));
    query_text(&q, 2, page->url);
    *out = (store_placed){STORE_SAME, query_row(&q) ? row_number(&q, 0) : RETOLD_NONE, RETOLD_NONE};
    return query_end(&q, err);
}

retold_status store_known(retold_ctx *ctx, retold_store *s, const retold_page *page, store_placed *out, retold_error *err) {
    (void)ctx;
    retold_status status = find_fetch(s, page, out, err);
    return status == RETOLD_OK && out->number == RETOLD_NONE ? RETOLD_E_ABSENT : status;
}

static retold_status find_version(retold_store *s, span address, store_placed *out, const retold_article *article,
                                  retold_error *err) {
    out->outcome = STORE_NEW;
    if (!address.len) return RETOLD_OK;
    query q = query_on(s, "SELECT number, title, text FROM article WHERE address = ?1 ORDER BY number DESC LIMIT 1");
    query_text(&q, 1, address);
    if (query_row(&q)) {
        bool same = span_equal(row_text(&q, 1), article->title.text) && span_equal(row_text(&q, 2), article->text);
        *out = same ? (store_placed){STORE_SAME, row_number(&q, 0), RETOLD_NONE}
                    : (store_placed){STORE_VERSION, RETOLD_NONE, row_number(&q, 0)};
    }
    return query_end(&q, err);
}

static void bind_row(query *q, const row *r) {
    const retold_article *article = r->article;
    query_some(q, 1, article->url.text);
    query_some(q, 2, article->outlet.text);
    query_text(q, 3, article->title.text);
    query_some(q, 4, article->lang);
    query_time(q, 5, article->published.ms);
    query_some(q, 6, r->day);
    query_text(q, 7, article->text);
    query_text(q, 8, r->record);
    query_blob(q, 9, r->pieces);
    query_int(q, 10, article_sum(article->title.text, article->text, r->record, r->pieces));
}

static retold_status insert_article(retold_store *s, const row *r, uint32_t *number, retold_error *err) {
    query q = query_on(
        s,
        "INSERT INTO article(url, outlet, title, lang, published, day, text, record, pieces, sum, id, page, address, supersedes)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)");
    bind_row(&q, r);
    query_text(&q, 11, r->id);
    query_int(&q, 12, r->page);
    query_some(&q, 13, r->address);
    query_number(&q, 14, r->supersedes);
    retold_status status = query_run(&q, err);
    int64_t last = sqlite3_last_insert_rowid(s->db);
    if (status == RETOLD_OK && last >= (int64_t)RETOLD_NONE)
        return error_set(err, "store", RETOLD_E_LIMIT, RETOLD_OFFSET_NONE, "a store holds at most %u articles", RETOLD_NONE - 1);
    *number = (uint32_t)last;
    return status;
}

static retold_status insert_fetch(retold_store *s, const retold_page *page, int64_t page_number, uint32_t article,
                                  retold_error *err) {
    query q = query_on(
        s, "INSERT INTO fetch(page, url, article, kind, charset, fetched, file, offset) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    query_int(&q, 1, page_number);
    query_text(&q, 2, page->url);
    query_int(&q, 3, article);
    query_int(&q, 4, page->kind);
    query_some(&q, 5, page->charset);
    query_time(&q, 6, page->fetched);
    query_some(&q, 7, page->file);
    query_int(&q, 8, (int64_t)page->offset);
    return query_run(&q, err);
}

static retold_status place(arena *a, retold_store *s, const retold_page *page, const retold_article *article, store_placed *out,
                           retold_error *err) {
    row r = row_of(a, article);
    r.address = address_of(a, page, article);
    r.id = article_hash_id(a, &page->sha, page->url);
    retold_status status = find_version(s, r.address, out, article, err);
    if (status == RETOLD_OK) status = page_store(a, s, page, &r.page, err);
    r.supersedes = out->supersedes;
    if (status == RETOLD_OK && out->outcome != STORE_SAME) status = insert_article(s, &r, &out->number, err);
    return status == RETOLD_OK ? insert_fetch(s, page, r.page, out->number, err) : status;
}

retold_status store_put(retold_ctx *ctx, retold_store *s, const retold_page *page, const retold_article *article,
                        store_placed *out, retold_error *err) {
    arena *a = ctx_scratch(ctx);
    arena_mark mark = arena_here(a);
    retold_status status = store_want_batch(s, err);
    if (status == RETOLD_OK) status = find_fetch(s, page, out, err);
    if (status == RETOLD_OK && out->number == RETOLD_NONE) status = place(a, s, page, article, out, err);
    arena_back(a, mark);
    return status;
}

/* ---- in the place of another ---- */

static retold_status same_row(retold_store *s, uint32_t number, const row *r, bool *there, bool *same, bool *same_text,
                              retold_error *err) {
    query q = query_on(s, "SELECT record, pieces, title, text, lang FROM article WHERE number = ?1");
    query_int(&q, 1, number);
    *there = query_row(&q);
    *same_text = *there && span_equal(row_text(&q, 3), r->article->text);
    *same = *same_text && span_equal(row_text(&q, 0), r->record) && span_equal(row_text(&q, 1), r->pieces) &&
            span_equal(row_text(&q, 2), r->article->title.text) && span_equal(row_text(&q, 4), r->article->lang);
    return query_end(&q, err);
}

static retold_status run_for(retold_store *s, const char *sql, uint32_t number, retold_error *err) {
    query q = query_on(s, sql);
    query_int(&q, 1, number);
    return query_run(&q, err);
}

static retold_status drop_old_text(retold_store *s, uint32_t number, retold_error *err) {
    retold_status status = index_forget(s, number, err);
    if (status == RETOLD_OK) status = run_for(s, "DELETE FROM quote WHERE article = ?1", number, err);
    if (status == RETOLD_OK) status = run_for(s, "DELETE FROM time WHERE article = ?1", number, err);
    if (status == RETOLD_OK) status = run_for(s, "DELETE FROM passage WHERE a = ?1", number, err);
    return status == RETOLD_OK ? run_for(s, "DELETE FROM passage WHERE b = ?1", number, err) : status;
}

static retold_status rewrite(retold_store *s, uint32_t number, const row *r, retold_error *err) {
    query q = query_on(s, "UPDATE article SET url = ?1, outlet = ?2, title = ?3, lang = ?4, published = ?5, day = ?6, text = ?7,"
                          " record = ?8, pieces = ?9, sum = ?10 WHERE number = ?11");
    bind_row(&q, r);
    query_int(&q, 11, number);
    return query_run(&q, err);
}

/* The index is left with the old words and entered with the new. Quotes and passages hang on the text alone. */
static retold_status update(arena *a, retold_store *s, uint32_t number, const retold_article *article, bool *changed,
                            retold_error *err) {
    bool there, same, same_text;
    row r = row_of(a, article);
    retold_status status = same_row(s, number, &r, &there, &same, &same_text, err);
    if (status != RETOLD_OK) return status;
    if (!there) return absent(number, err);
    *changed = !same;
    if (same) return RETOLD_OK;
    status = same_text ? index_forget(s, number, err) : drop_old_text(s, number, err);
    if (status == RETOLD_OK) status = rewrite(s, number, &r, err);
    return status == RETOLD_OK ? index_again(s, number, err) : status;
}

retold_status store_update(retold_ctx *ctx, retold_store *s, uint32_t number, const retold_article *article, bool *changed,
                           retold_error *err) {
    arena *a = ctx_scratch(ctx);
    arena_mark mark = arena_here(a);
    *changed = false;
    retold_status status = store_want_batch(s, err);
    if (status == RETOLD_OK) status = update(a, s, number, article, changed, err);
    arena_back(a, mark);
    return status;
}

/* ---- out ---- */

typedef struct read_job {
    retold_store *s;
    uint32_t number;
    bool next; /* the first after number */
    retold_article *article;
    retold_page *page;
} read_job;

/* A row's columns as an article; strings are copied out of the row. */
static retold_status fill(const query *q, retold_article *article, retold_error *err) {
    arena *a = &article->memory;
    digest sha = {{0}};
    span stored = row_text(q, 5);
    article->id = arena_copy(a, row_text(q, 1));
    article->text = arena_copy(a, row_text(q, 2));
    article->lang = arena_copy(a, row_text(q, 6));
    article->fetched = row_time(q, 7);
    if (stored.len == sizeof sha.bytes) memcpy(sha.bytes, stored.ptr, stored.len);
    char *hex = arena_alloc(a, 65);
    hash_hex(&sha, 64, hex);
    article->page_id = (span){hex, 64};
    retold_status status = article_decode(article, arena_copy(a, row_text(q, 3)), err);
    if (status != RETOLD_OK || pieces_decode(a, row_text(q, 4), article->text.len, &article->pieces, &article->piece_count))
        return status;
    return error_set(err, "store", RETOLD_E_STORE, RETOLD_OFFSET_NONE,
                     "the store is damaged: the page ranges of article %.*s can't be read", SPAN_ARG(article->id));
}

#define ARTICLE_COLUMNS                                                                    \
    "SELECT a.number, a.id, a.text, a.record, a.pieces, p.sha, a.lang,"                    \
    " (SELECT min(f.fetched) FROM fetch f WHERE f.article = a.number AND f.page = a.page)" \
    " FROM article a JOIN page p ON p.number = a.page "

static retold_status read_article(retold_ctx *ctx, void *user, retold_error *err) {
    read_job *job = user;
    retold_article *article = article_new(ctx);
    ctx_undo(ctx, article_undo, article);
    query q = query_on(job->s, job->next ? ARTICLE_COLUMNS "WHERE a.number > ?1 ORDER BY a.number LIMIT 1"
                                         : ARTICLE_COLUMNS "WHERE a.number = ?1");
    query_int(&q, 1, job->number);
    bool there = query_row(&q);
    retold_status status = RETOLD_OK, ended;
    if (there) {
        job->number = row_number(&q, 0);
        status = fill(&q, article, err);
    }
    ended = query_end(&q, status == RETOLD_OK ? err : NULL);
    if (status == RETOLD_OK) status = ended;
    if (status == RETOLD_OK && !there) status = RETOLD_E_ABSENT;
    job->article = article;
    return status;
}

retold_status store_next(retold_ctx *ctx, retold_store *s, uint32_t *number, retold_article **out, retold_error *err) {
    read_job job = {.s = s, .number = *number, .next = true};
    *out = NULL;
    retold_status status = ctx_run(ctx, read_article, &job, err);
    if (status == RETOLD_E_ABSENT) return RETOLD_END;
    *number = job.number;
    if (status == RETOLD_OK) *out = job.article;
    return status;
}

retold_status store_article(retold_ctx *ctx, retold_store *s, uint32_t number, retold_article **out, retold_error *err) {
    read_job job = {.s = s, .number = number};
    *out = NULL;
    retold_status status = ctx_run(ctx, read_article, &job, err);
    if (status == RETOLD_E_ABSENT) return absent(number, err);
    if (status == RETOLD_OK) *out = job.article;
    return status;
}

static void fill_fetch(const query *q, retold_page *page) {
    arena *a = &page->memory;
    page->url = arena_copy(a, row_text(q, 3));
    int64_t kind = row_int(q, 4);
    page->kind = kind == PAGE_TEXT ? PAGE_TEXT : kind == PAGE_HTML ? PAGE_HTML : PAGE_OTHER;
    page->charset = arena_copy(a, row_text(q, 5));
    page->fetched = row_time(q, 6);
    page->file = arena_copy(a, row_text(q, 7));
    page->offset = (uint64_t)row_int(q, 8);
}

static retold_status fill_page(const query *q, retold_page *page, retold_error *err) {
    span sha = row_text(q, 0);
    if (sha.len != sizeof page->sha.bytes)
        return error_set(err, "store", RETOLD_E_STORE, RETOLD_OFFSET_NONE, "the store is damaged: a page has no digest");
    memcpy(page->sha.bytes, sha.ptr, sha.len);
    retold_status status = page_inflate(&page->memory, row_text(q, 2), (uint64_t)row_int(q, 1), &page->bytes, err);
    if (status != RETOLD_OK) return status;
    digest now = hash_sha256(page->bytes);
    if (memcmp(now.bytes, page->sha.bytes, sizeof now.bytes) != 0)
        return error_set(err, "store", RETOLD_E_STORE, RETOLD_OFFSET_NONE,
                         "the store is damaged: a page's bytes don't fit their digest");
    fill_fetch(q, page);
    return RETOLD_OK;
}

static retold_status read_page(retold_ctx *ctx, void *user, retold_error *err) {
    read_job *job = user;
    retold_page *page = page_new(ctx);
    ctx_undo(ctx, page_undo, page);
    query q = query_on(job->s, "SELECT p.sha, p.length, p.bytes, f.url, f.kind, f.charset, f.fetched, f.file, f.offset"
                               " FROM article a JOIN page p ON p.number = a.page"
                               " LEFT JOIN fetch f ON f.article = a.number AND f.page = a.page WHERE a.number = ?1 LIMIT 1");
    query_int(&q, 1, job->number);
    retold_status status = query_row(&q) ? fill_page(&q, page, err) : RETOLD_OK;
    bool there = q.code == SQLITE_ROW;
    retold_status ended = query_end(&q, status == RETOLD_OK ? err : NULL);
    if (status == RETOLD_OK) status = ended;
    if (status == RETOLD_OK && !there) status = absent(job->number, err);
    job->page = page;
    return status;
}

retold_status store_page(retold_ctx *ctx, retold_store *s, uint32_t number, retold_page **out, retold_error *err) {
    read_job job = {.s = s, .number = number};
    *out = NULL;
    retold_status status = ctx_run(ctx, read_page, &job, err);
    if (status == RETOLD_OK) *out = job.page;
    return status;
}

/* ---- place ---- */

static void copy_id(char *out, const char *letter, span id) {
    size_t head = strlen(letter);
    if (id.len > 32) id.len = 32;
    memcpy(out, letter, head);
    if (id.len) memcpy(out + head, id.ptr, id.len);
    out[head + id.len] = '\0';
}

retold_status store_place_of(retold_store *s, uint32_t number, store_place *out, retold_error *err) {
    *out = (store_place){
        .number = number, .family = RETOLD_NONE, .story = RETOLD_NONE, .supersedes = RETOLD_NONE, .superseded_by = RETOLD_NONE};
    query q =
        query_on(s, "SELECT a.id, a.supersedes, (SELECT min(n.number) FROM article n WHERE n.supersedes = a.number),"
                    " f.number, f.id, t.number, t.id, tm.score FROM article a"
                    " LEFT JOIN member fm ON fm.kind = 2 AND fm.article = a.number LEFT JOIN cluster f ON f.number = fm.cluster"
                    " LEFT JOIN member tm ON tm.kind = 4 AND tm.article = a.number LEFT JOIN cluster t ON t.number = tm.cluster"
                    " WHERE a.number = ?1");
    query_int(&q, 1, number);
    bool there = query_row(&q);
    if (there) {
        copy_id(out->id, "", row_text(&q, 0));
        out->supersedes = row_number(&q, 1);
        out->superseded_by = row_number(&q, 2);
        out->family = row_number(&q, 3);
        if (out->family != RETOLD_NONE) copy_id(out->family_id, "f-", row_text(&q, 4));
        out->story = row_number(&q, 5);
        if (out->story != RETOLD_NONE) copy_id(out->story_id, "s-", row_text(&q, 6));
        out->score = (float)row_real(&q, 7);
    }
    retold_status status = query_end(&q, err);
    return status == RETOLD_OK && !there ? absent(number, err) : status;
}
