/*
 * What is wrong with a store, and what can be put right: the file's structure, rows that belong to nothing, pages against
 * their digests, articles against their sums, spans against their texts, the full text index against the rows. A part that
 * can't be read is a row of the report, and the rest is still looked at.
 */
#include "store/rows.h"
#include <stdarg.h>
#include <stdio.h>

typedef struct doctor {
    retold_ctx *ctx;
    retold_store *s;
    arena *a;
    retold_form form;
    const retold_sink *out;
    retold_doctor_report *report;
} doctor;

/* One row of the report. */
static retold_status tell(const doctor *d, const char *check, span id, bool mended, retold_error *err, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

static retold_status tell(const doctor *d, const char *check, span id, bool mended, retold_error *err, const char *format, ...) {
    char words[300];
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    buf b = buf_made(d->a);
    d->report->faults++;
    d->report->mended += mended;
    if (d->form == RETOLD_FORM_JSON) {
        yyjson_mut_doc *doc = json_new(d->a);
        yyjson_mut_val *o = json_object(doc);
        json_put_text(doc, o, "check", span_of(check));
        json_put_some(doc, o, "id", id);
        json_put_text(doc, o, "fault", span_of(words));
        json_put_bool(doc, o, "mended", mended);
        return write_object(&b, doc, o, d->out, err);
    }
    put_cell(&b, span_of(check), 8);
    put_visible(&b, id, 64, 0);
    if (id.len) buf_put(&b, S(": "));
    put_visible(&b, span_of(words), 300, 0);
    buf_put(&b, mended ? S(" (mended)\n") : S("\n"));
    return buf_flush(&b, d->out, err);
}

/* A damage met while looking becomes a row; anything else ends the work. */
static retold_status told(const doctor *d, const char *check, span id, retold_status status, const retold_error *why,
                          retold_error *err) {
    if (status == RETOLD_E_STORE) return tell(d, check, id, false, err, "%s", why->message);
    if (status != RETOLD_OK && err) *err = *why;
    return status;
}

/* ---- the file ---- */

static const char INTEGRITY[] = "PRAGMA integrity_check(20)";

/* Newer SQLite looks into the full text indexes here as well; where they can be mended check_index() sees to them. */
static bool is_of_index(const doctor *d, span complaint) {
    return d->s->in_batch && span_find(complaint, S("FTS5 table"), 0) != SIZE_MAX;
}

/* Number of complaints; each is written when `speak`. */
static retold_status complaints(const doctor *d, bool speak, unsigned *count, retold_error *err) {
    retold_status status = RETOLD_OK, last;
    query q = query_on(d->s, INTEGRITY);
    for (*count = 0; status == RETOLD_OK && query_row(&q);) {
        if (span_equal(row_text(&q, 0), S("ok")) || is_of_index(d, row_text(&q, 0))) continue;
        ++*count;
        if (speak) status = tell(d, "file", (span){NULL, 0}, false, err, "%.*s", SPAN_ARG(row_text(&q, 0)));
    }
    last = query_end(&q, status == RETOLD_OK ? err : NULL);
    return status == RETOLD_OK ? last : status;
}

/* Indexes are made anew from their tables; what is still wrong then is in the tables themselves. */
static retold_status check_file(const doctor *d, retold_error *err) {
    retold_error why = {0};
    unsigned before, after;
    uint64_t told_before = d->report->faults;
    retold_status status = complaints(d, true, &before, &why);
    if (status != RETOLD_OK) return told(d, "file", (span){NULL, 0}, status, &why, err);
    d->report->checked++;
    if (!before || !d->s->in_batch) return RETOLD_OK;
    status = sql_run(d->s, "REINDEX", &why);
    if (status == RETOLD_OK) status = complaints(d, false, &after, &why);
    if (status == RETOLD_OK && !after) d->report->mended += d->report->faults - told_before;
    if (status != RETOLD_OK || after) return told(d, "file", (span){NULL, 0}, status, &why, err);
    return tell(d, "file", (span){NULL, 0}, true, err, "the file's indexes were made anew");
}

/* ---- rows that belong to nothing ---- */

typedef struct orphan {
    const char *words;
    const char *count;
    const char *mend; /* NULL where nothing can be done */
} orphan;

#define NO_ARTICLE(column) column " NOT IN (SELECT number FROM article)"

/* From what rests on others upwards, so that one round finds all. */
static const orphan ORPHANS[] = {
    {"fetches of a page or an article that is gone",
     "SELECT count(*) FROM fetch WHERE " NO_ARTICLE("article") " OR page NOT IN (SELECT number FROM page)",
     "DELETE FROM fetch WHERE " NO_ARTICLE("article") " OR page NOT IN (SELECT number FROM page)"},
    {"members of a group or an article that is gone",
     "SELECT count(*) FROM member WHERE " NO_ARTICLE("article") " OR cluster NOT IN (SELECT number FROM cluster)",
     "DELETE FROM member WHERE " NO_ARTICLE("article") " OR cluster NOT IN (SELECT number FROM cluster)"},
    {"families or stories without a member", "SELECT count(*) FROM cluster WHERE number NOT IN (SELECT cluster FROM member)",
     "DELETE FROM cluster WHERE number NOT IN (SELECT cluster FROM member)"},
    {"ids of merged families or stories that lead nowhere",
     "SELECT count(*) FROM alias WHERE cluster NOT IN (SELECT number FROM cluster)",
     "DELETE FROM alias WHERE cluster NOT IN (SELECT number FROM cluster)"},
    {"edges of an article that is gone", "SELECT count(*) FROM edge WHERE " NO_ARTICLE("a") " OR " NO_ARTICLE("b"),
     "DELETE FROM edge WHERE " NO_ARTICLE("a") " OR " NO_ARTICLE("b")},
    {"passages of an article that is gone", "SELECT count(*) FROM passage WHERE " NO_ARTICLE("a") " OR " NO_ARTICLE("b"),
     "DELETE FROM passage WHERE " NO_ARTICLE("a") " OR " NO_ARTICLE("b")},
    {"quotes of an article that is gone", "SELECT count(*) FROM quote WHERE " NO_ARTICLE("article"),
     "DELETE FROM quote WHERE " NO_ARTICLE("article")},
    {"times of an article that is gone", "SELECT count(*) FROM time WHERE " NO_ARTICLE("article"),
     "DELETE FROM time WHERE " NO_ARTICLE("article")},
    {"marks of an article that is gone", "SELECT count(*) FROM mark WHERE " NO_ARTICLE("article"),
     "DELETE FROM mark WHERE " NO_ARTICLE("article")},
    {"articles that follow a version that is gone",
     "SELECT count(*) FROM article WHERE supersedes IS NOT NULL AND " NO_ARTICLE("supersedes"),
     "UPDATE article SET supersedes = NULL WHERE supersedes IS NOT NULL AND " NO_ARTICLE("supersedes")},
    {"articles whose page is gone", "SELECT count(*) FROM article WHERE page NOT IN (SELECT number FROM page)", NULL},
    {"pages without an article",
     "SELECT count(*) FROM page WHERE number NOT IN (SELECT page FROM article) AND number NOT IN (SELECT page FROM fetch)",
     "DELETE FROM page WHERE number NOT IN (SELECT page FROM article) AND number NOT IN (SELECT page FROM fetch)"},
};

static retold_status check_orphans(const doctor *d, retold_error *err) {
    retold_status status = RETOLD_OK;
    for (size_t i = 0; i < sizeof ORPHANS / sizeof *ORPHANS && status == RETOLD_OK; i++) {
        const orphan *o = &ORPHANS[i];
        retold_error why = {0};
        int64_t count = 0;
        bool mended = false;
        status = sql_int(d->s, o->count, 0, &count, &why);
        if (status == RETOLD_OK && count && o->mend && d->s->in_batch) {
            status = sql_run(d->s, o->mend, &why);
            mended = status == RETOLD_OK;
        }
        status = told(d, "rows", (span){NULL, 0}, status, &why, err);
        if (status == RETOLD_OK && count)
            status = tell(d, "rows", (span){NULL, 0}, mended, err, "%lld %s", (long long)count, o->words);
    }
    return status;
}

/* ---- pages ---- */

static retold_status read_bytes(const doctor *d, span sha, span packed, uint64_t len, retold_error *err) {
    span bytes;
    retold_status status = page_inflate(d->a, packed, len, &bytes, err);
    if (status != RETOLD_OK) return status;
    digest now = hash_sha256(bytes);
    if (sha.len == sizeof now.bytes && memcmp(now.bytes, sha.ptr, sha.len) == 0) return RETOLD_OK;
    return error_set(err, "store", RETOLD_E_STORE, RETOLD_OFFSET_NONE, "its bytes don't fit their digest");
}

static span hex_of(arena *a, span sha) {
    digest d = {{0}};
    char *hex = arena_alloc(a, 65);
    if (sha.len == sizeof d.bytes) memcpy(d.bytes, sha.ptr, sha.len);
    hash_hex(&d, 64, hex);
    return (span){hex, 64};
}

/* Row after row by its number, so that one that can't be read stops nothing but itself. */
static retold_status check_page(const doctor *d, int64_t number, retold_error *err) {
    retold_error why = {0};
    query q = query_on(d->s, "SELECT sha, length, bytes FROM page WHERE number = ?1");
    query_int(&q, 1, number);
    span id = arena_printf(d->a, "page %lld", (long long)number);
    retold_status status = RETOLD_OK, last;
    if (query_row(&q)) {
        id = hex_of(d->a, row_text(&q, 0));
        status = read_bytes(d, row_text(&q, 0), row_text(&q, 2), (uint64_t)row_int(&q, 1), &why);
    }
    last = query_end(&q, status == RETOLD_OK ? &why : NULL);
    d->report->checked++;
    return told(d, "page", id, status == RETOLD_OK ? last : status, &why, err);
}

/* ---- articles ---- */

static bool on_border(span text, uint32_t at) {
    return at == text.len || (at < text.len && ((unsigned char)text.ptr[at] & 0xC0) != 0x80);
}
static bool good_range(range r, span text) { return r.begin <= r.end && on_border(text, r.begin) && on_border(text, r.end); }
static bool good_or_none(range r, span text) { return !range_known(r) || good_range(r, text); }

static const char *fault_of_article(const retold_article *article, uint64_t page_len) {
    for (size_t i = 0; i < article->piece_count; i++) {
        const piece *p = &article->pieces[i];
        if (!good_range(p->text, article->text)) return "a piece lies outside of its text or inside a character";
        if (p->page.end > page_len) return "a piece lies outside of its page";
    }
    for (size_t i = 0; i < article->repair_count; i++)
        if (!good_or_none(article->repairs[i].span, article->text))
            return "a repair lies outside of its text or inside a character";
    return NULL;
}

static retold_status check_sum(const doctor *d, uint32_t number, bool *good, uint64_t *page_len, retold_error *err) {
    query q = query_on(d->s, "SELECT a.title, a.text, a.record, a.pieces, a.sum, p.length FROM article a LEFT JOIN page p ON "
                             "p.number = a.page WHERE a.number = ?1");
    query_int(&q, 1, number);
    *good = !query_row(&q) || article_sum(row_text(&q, 0), row_text(&q, 1), row_text(&q, 2), row_text(&q, 3)) == row_int(&q, 4);
    *page_len = q.code == SQLITE_ROW && !row_null(&q, 5) ? (uint64_t)row_int(&q, 5) : UINT64_MAX;
    return query_end(&q, err);
}

static bool good_quote(const retold_quote *u, span text) {
    bool good = range_known(u->content) && good_range(u->content, text) && good_or_none(u->speaker, text) &&
                good_or_none(u->cue, text) && good_or_none(u->role, text);
    for (uint32_t i = 0; i < u->part_count; i++) good = good && good_range(u->parts[i], text);
    for (uint32_t i = 0; i < u->via_count; i++) good = good && good_range(u->via[i], text);
    return good;
}

static retold_status drop_told(const doctor *d, const char *sql, uint32_t number, retold_error *err) {
    query q = query_on(d->s, sql);
    query_int(&q, 1, number);
    return query_run(&q, err);
}

static retold_status check_quotes(const doctor *d, const retold_article *article, uint32_t number, retold_error *err) {
    store_quote_list list = {0};
    size_t bad = 0;
    retold_status status = store_quotes_of(d->s, d->a, number, &list, NULL, err);
    for (size_t i = 0; i < list.count; i++) bad += !good_quote(&list.items[i], article->text);
    d->report->checked += list.count;
    if (status != RETOLD_OK || !bad) return status;
    bool mends = d->s->in_batch;
    if (mends) status = store_put_quotes(d->ctx, d->s, number, NULL, 0, err);
    return status == RETOLD_OK ? tell(d, "quote", article->id, mends, err, "%zu quotes with spans outside of the text%s", bad,
                                      mends ? "; its quotes were dropped" : "")
                               : status;
}

static retold_status check_times(const doctor *d, const retold_article *article, uint32_t number, retold_error *err) {
    store_time_list list = {0};
    size_t bad = 0;
    retold_status status = store_times_of(d->s, d->a, number, &list, err);
    for (size_t i = 0; i < list.count; i++)
        bad += !range_known(list.items[i].span) || !good_range(list.items[i].span, article->text);
    d->report->checked += list.count;
    if (status != RETOLD_OK || !bad) return status;
    bool mends = d->s->in_batch;
    if (mends) status = drop_told(d, "DELETE FROM time WHERE article = ?1", number, err);
    return status == RETOLD_OK ? tell(d, "time", article->id, mends, err, "%zu times with spans outside of the text%s", bad,
                                      mends ? "; its times were dropped" : "")
                               : status;
}

static retold_status check_passages(const doctor *d, const retold_article *article, uint32_t number, retold_error *err) {
    store_passage_list list = {0};
    size_t bad = 0;
    retold_status status = store_passages_of(d->s, d->a, number, &list, err);
    for (size_t i = 0; i < list.count; i++) {
        const retold_passage *p = &list.items[i];
        bad += !good_range(p->a == number ? p->a_span : p->b_span, article->text);
        d->report->checked += p->a == number;
    }
    if (status != RETOLD_OK || !bad) return status;
    bool mends = d->s->in_batch;
    if (mends) status = drop_told(d, "DELETE FROM passage WHERE a = ?1 OR b = ?1", number, err);
    return status == RETOLD_OK ? tell(d, "passage", article->id, mends, err, "%zu passages with spans outside of the text%s", bad,
                                      mends ? "; its passages were dropped" : "")
                               : status;
}

static retold_status check_told(const doctor *d, const retold_article *article, uint32_t number, retold_error *err) {
    retold_status status = check_quotes(d, article, number, err);
    if (status == RETOLD_OK) status = check_times(d, article, number, err);
    return status == RETOLD_OK ? check_passages(d, article, number, err) : status;
}

static retold_status check_whole(const doctor *d, const retold_article *article, uint32_t number, retold_error *err) {
    bool good = false;
    uint64_t page_len = 0;
    retold_status status = check_sum(d, number, &good, &page_len, err);
    if (status != RETOLD_OK) return status;
    const char *fault =
        good ? fault_of_article(article, page_len) : "its row is not what was written; `refresh` makes it anew from its page";
    if (fault) status = tell(d, "article", article->id, false, err, "%s", fault);
    return status == RETOLD_OK ? check_told(d, article, number, err) : status;
}

static retold_status check_article(const doctor *d, int64_t number, retold_error *err) {
    retold_error why = {0};
    retold_article *article = NULL;
    span id = arena_printf(d->a, "article %lld", (long long)number);
    if (number <= 0 || number >= (int64_t)RETOLD_NONE) return tell(d, "article", id, false, err, "its number is none");
    d->report->checked++;
    retold_status status = store_article(d->ctx, d->s, (uint32_t)number, &article, &why);
    if (status == RETOLD_E_ABSENT) return RETOLD_OK; /* its page is gone, which was told before */
    if (status == RETOLD_OK) {
        id = arena_copy(d->a, article->id);
        status = check_whole(d, article, (uint32_t)number, &why);
    }
    retold_article_free(article);
    return told(d, "article", id, status, &why, err);
}

/* ---- each of a kind ---- */

static retold_status check_each(const doctor *d, const char *check, const char *next,
                                retold_status (*each)(const doctor *, int64_t, retold_error *), retold_error *err) {
    arena_mark mark = arena_here(d->a);
    retold_status status = RETOLD_OK;
    for (int64_t number = INT64_MIN; status == RETOLD_OK;) {
        retold_error why = {0};
        query q = query_on(d->s, next);
        query_int(&q, 1, number);
        bool there = query_row(&q);
        bool rises = there && row_int(&q, 0) > number;
        if (there) number = row_int(&q, 0);
        status = query_end(&q, &why);
        if (status != RETOLD_OK) return told(d, check, S("list"), status, &why, err);
        if (there && !rises) return tell(d, check, S("list"), false, err, "the numbers don't rise: the rest can't be looked at");
        if (!there) return RETOLD_OK;
        status = each(d, number, err);
        arena_back(d->a, mark);
    }
    return status;
}

/* ---- the full text index ---- */

static retold_status index_check(retold_store *s, retold_error *err) {
    return sql_run(s,
                   "INSERT INTO article_text(article_text, rank) VALUES('integrity-check', 1);"
                   "INSERT INTO quote_text(quote_text, rank) VALUES('integrity-check', 1)",
                   err);
}

static retold_status check_index(const doctor *d, retold_error *err) {
    retold_error why = {0};
    d->report->checked++;
    retold_status status = store_index(d->s, &why);
    if (status == RETOLD_OK) status = index_check(d->s, &why);
    if (status != RETOLD_E_STORE) return told(d, "search", (span){NULL, 0}, status, &why, err);
    status = index_rebuild(d->s, &why);
    if (status == RETOLD_OK) status = index_check(d->s, &why);
    if (status != RETOLD_OK) return told(d, "search", (span){NULL, 0}, status, &why, err);
    return tell(d, "search", (span){NULL, 0}, true, err, "the full text index didn't fit the articles; it was made anew");
}

static retold_status check_all(const doctor *d, retold_error *err) {
    retold_status status = check_file(d, err);
    if (status == RETOLD_OK) status = check_orphans(d, err);
    if (status == RETOLD_OK)
        status = check_each(d, "page", "SELECT number FROM page WHERE number > ?1 ORDER BY number LIMIT 1", check_page, err);
    if (status == RETOLD_OK)
        status =
            check_each(d, "article", "SELECT number FROM article WHERE number > ?1 ORDER BY number LIMIT 1", check_article, err);
    return status == RETOLD_OK && d->s->in_batch ? check_index(d, err) : status;
}

/* Called after the batch has ended: inside of one it would do nothing. */
static void keys_on(void *store) { sqlite3_exec(((retold_store *)store)->db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL); }

/* Mending is one batch. Foreign keys are not enforced meanwhile: what is mended breaks them already. */
retold_status doctor_run(retold_ctx *ctx, retold_store *s, retold_form form, const retold_sink *out, retold_doctor_report *report,
                         retold_error *err) {
    doctor d = {ctx, s, ctx_scratch(ctx), form, out, report};
    if (!s->writes) return check_all(&d, err);
    ctx_always(ctx, keys_on, s);
    retold_status status = sql_run(s, "PRAGMA foreign_keys = OFF", err);
    if (status == RETOLD_OK) status = store_begin(s, s->now, err);
    if (status != RETOLD_OK) return status;
    ctx_undo(ctx, store_rollback, s);
    status = check_all(&d, err);
    return status == RETOLD_OK ? store_commit(s, err) : status;
}
