/* One row for each article, family, story, quote, time. Scratch is given back after each row. */
#include "store/names.h"
#include "store/rows.h"

typedef struct lister {
    retold_store *s;
    arena *a;
    retold_form form;
    const retold_sink *out;
    const name_keys *speaker, *via; /* that quotes must have; no keys: any */
} lister;

/* ---- articles ---- */

static retold_status article_row(const lister *l, const article_head *h, retold_error *err) {
    buf b = buf_made(l->a);
    if (l->form == RETOLD_FORM_TEXT) {
        head_text(&b, h);
        return buf_flush(&b, l->out, err);
    }
    yyjson_mut_doc *doc = json_new(l->a);
    return write_object(&b, doc, head_json(l->a, doc, h), l->out, err);
}

/* The first fault counts: of a row, or else of the query. */
static retold_status ended(query *q, retold_status status, retold_error *err) {
    retold_status last = query_end(q, status == RETOLD_OK ? err : NULL);
    return status == RETOLD_OK ? last : status;
}

static retold_status list_articles(const lister *l, retold_error *err) {
    query q = query_on(l->s, HEAD_QUERY "ORDER BY a.number");
    arena_mark mark = arena_here(l->a);
    retold_status status = RETOLD_OK;
    article_head h;
    while (status == RETOLD_OK && head_next(&q, l->a, &h)) {
        status = article_row(l, &h, err);
        arena_back(l->a, mark);
    }
    return ended(&q, status, err);
}

/* ---- families and stories ---- */

typedef struct group_row {
    uint32_t number;
    span id, title, first, last;
    int64_t articles, texts, outlets;
} group_row;

/*
 * Families of one are articles, not rows. The title is that of the earliest telling in the largest family: never an
 * invented one.
 */
#define GROUP_QUERY                                                                                                            \
    "SELECT c.number, c.id, count(*), count(DISTINCT coalesce(fm.cluster, -a.number)), count(DISTINCT a.outlet), min(a.day), " \
    "max(a.day),"                                                                                                              \
    " (SELECT b.title FROM member m2 JOIN article b ON b.number = m2.article"                                                  \
    "   LEFT JOIN member f2 ON f2.kind = 2 AND f2.article = b.number"                                                          \
    "   WHERE m2.cluster = c.number AND b.title <> ''"                                                                         \
    "   ORDER BY (SELECT count(*) FROM member f3 WHERE f3.cluster = f2.cluster) DESC, b.published IS NULL, b.published, "      \
    "b.number LIMIT 1)"                                                                                                        \
    " FROM cluster c JOIN member m ON m.cluster = c.number JOIN article a ON a.number = m.article"                             \
    " LEFT JOIN member fm ON fm.kind = 2 AND fm.article = a.number "

static bool group_next(query *q, arena *a, group_row *g) {
    if (!query_row(q)) return false;
    *g = (group_row){.number = row_number(q, 0),
                     .id = arena_copy(a, row_text(q, 1)),
                     .articles = row_int(q, 2),
                     .texts = row_int(q, 3),
                     .outlets = row_int(q, 4),
                     .first = arena_copy(a, row_text(q, 5)),
                     .last = arena_copy(a, row_text(q, 6)),
                     .title = arena_copy(a, row_text(q, 7))};
    return true;
}

static void group_text(buf *b, unsigned kind, const group_row *g) {
    put_short_id(b, kind_letter(kind), g->id);
    buf_printf(b, "%4d articles  ", (int)g->articles);
    if (kind == RETOLD_KIND_STORY) buf_printf(b, "%4d texts  ", (int)g->texts);
    put_cell(b, g->first.len ? g->first : S("-"), 10);
    put_visible(b, g->title.len ? g->title : S("-"), 100, 0);
    buf_char(b, '\n');
}

static retold_status put_ids(const lister *l, const char *sql, uint32_t number, const char *letter, yyjson_mut_doc *doc,
                             yyjson_mut_val *list, retold_error *err) {
    query q = query_on(l->s, sql);
    query_int(&q, 1, number);
    while (query_row(&q)) json_push(doc, list, json_string(doc, arena_printf(l->a, "%s%.*s", letter, SPAN_ARG(row_text(&q, 0)))));
    return query_end(&q, err);
}

static retold_status group_json(const lister *l, unsigned kind, const group_row *g, retold_error *err) {
    yyjson_mut_doc *doc = json_new(l->a);
    yyjson_mut_val *o = json_object(doc), *members = json_array(doc), *aliases = json_array(doc);
    buf b = buf_made(l->a);
    json_put_id(l->a, doc, o, "id", kind_letter(kind), g->id);
    json_put_text(doc, o, "title", g->title);
    json_put_int(doc, o, "articles", g->articles);
    if (kind == RETOLD_KIND_STORY) json_put_int(doc, o, "texts", g->texts);
    json_put_int(doc, o, "outlets", g->outlets);
    json_put_text(doc, o, "first", g->first);
    json_put_text(doc, o, "last", g->last);
    retold_status status =
        put_ids(l, "SELECT a.id FROM member m JOIN article a ON a.number = m.article WHERE m.cluster = ?1 ORDER BY a.number",
                g->number, "", doc, members, err);
    if (status == RETOLD_OK)
        status =
            put_ids(l, "SELECT id FROM alias WHERE cluster = ?1 ORDER BY id", g->number, kind_letter(kind), doc, aliases, err);
    json_put(doc, o, "members", members);
    if (yyjson_mut_arr_size(aliases)) json_put(doc, o, "aliases", aliases);
    return status == RETOLD_OK ? write_object(&b, doc, o, l->out, err) : status;
}

static retold_status group_out(const lister *l, unsigned kind, const group_row *g, retold_error *err) {
    if (l->form == RETOLD_FORM_JSON) return group_json(l, kind, g, err);
    buf b = buf_made(l->a);
    group_text(&b, kind, g);
    return buf_flush(&b, l->out, err);
}

static retold_status list_groups(const lister *l, unsigned kind, retold_error *err) {
    query q = query_on(l->s, kind == RETOLD_KIND_FAMILY ? GROUP_QUERY
                                 "WHERE c.kind = 2 GROUP BY c.number HAVING count(*) > 1 ORDER BY c.number"
                                                        : GROUP_QUERY "WHERE c.kind = 4 GROUP BY c.number ORDER BY c.number");
    arena_mark mark = arena_here(l->a);
    retold_status status = RETOLD_OK;
    group_row g;
    while (status == RETOLD_OK && group_next(&q, l->a, &g)) {
        status = group_out(l, kind, &g, err);
        arena_back(l->a, mark);
    }
    return ended(&q, status, err);
}

/* ---- quotes and times: by article ---- */

/* "(via The Herald ‹ Tidewire) " in front of the words: whom the next link has it from stands before it. */
static void put_chain(buf *b, const retold_quote *u, span text) {
    for (uint32_t i = u->via_count; i-- > 0;) {
        buf_put(b, i + 1 == u->via_count ? S("(via ") : S(" \u2039 "));
        put_visible(b, span_at(text, u->via[i]), 40, 0);
    }
    if (u->via_count) buf_put(b, S(") "));
}

static void quote_text(buf *b, span id, const retold_quote *u, span text) {
    put_short_id(b, "", id.len > SHORT_ID + 2 ? span_cut(id, 0, SHORT_ID + 2) : id);
    put_cell(b, u->speaker_name.len ? u->speaker_name : range_known(u->speaker) ? span_at(text, u->speaker) : S("-"), 24);
    put_chain(b, u, text);
    put_visible(b, span_at(text, u->content), 120, 0);
    buf_char(b, '\n');
}

static retold_status quote_row(const lister *l, const article_head *h, span id, const retold_quote *u, span text,
                               retold_error *err) {
    buf b = buf_made(l->a);
    if (l->form == RETOLD_FORM_TEXT) {
        quote_text(&b, id, u, text);
        return buf_flush(&b, l->out, err);
    }
    yyjson_mut_doc *doc = json_new(l->a);
    yyjson_mut_val *o = quote_json(doc, h->id, u);
    json_put_text(doc, o, "id", id);
    json_put_quote_texts(doc, o, u, text);
    json_put_id(l->a, doc, o, "story", "s-", h->story);
    return write_object(&b, doc, o, l->out, err);
}

/* Has the quote the names that are wanted? */
static retold_status is_wanted(const lister *l, const retold_quote *u, span text, bool *wanted, retold_error *err) {
    name_keys speaker = {.count = 0};
    retold_status status = RETOLD_OK;
    if (l->speaker->count) {
        status = name_keys_read(l->s, u->speaker_name, &speaker, NULL, err);
        if (status == RETOLD_OK && range_known(u->speaker))
            status = name_keys_read(l->s, span_at(text, u->speaker), &speaker, NULL, err);
    }
    *wanted = name_keys_hold(&speaker, l->speaker);
    if (!*wanted || !l->via->count) return status;
    *wanted = false;
    for (uint32_t i = 0; i < u->via_count && !*wanted && status == RETOLD_OK; i++) {
        name_keys link = {.count = 0};
        status = name_keys_read(l->s, span_at(text, u->via[i]), &link, NULL, err);
        *wanted = name_keys_hold(&link, l->via);
    }
    return status;
}

static bool fits(range r, span text) { return !range_known(r) || (r.begin <= r.end && r.end <= text.len); }

static bool quote_fits(const retold_quote *u, span text) {
    bool good = range_known(u->content) && fits(u->content, text) && fits(u->speaker, text) && fits(u->role, text);
    for (uint32_t i = 0; i < u->via_count; i++) good = good && range_known(u->via[i]) && fits(u->via[i], text);
    return good;
}

static retold_status damaged(const article_head *h, retold_error *err) {
    return error_set(err, "store", RETOLD_E_STORE, RETOLD_OFFSET_NONE,
                     "the store is damaged: spans of article %.*s lie outside of its text", SPAN_ARG(h->id));
}

static retold_status quotes_of(const lister *l, const article_head *h, span text, retold_error *err) {
    store_quote_list list = {0};
    span *ids = NULL;
    retold_status status = store_quotes_of(l->s, l->a, h->number, &list, &ids, err);
    for (size_t i = 0; i < list.count && status == RETOLD_OK; i++) {
        const retold_quote *u = &list.items[i];
        bool wanted = false;
        status = quote_fits(u, text) ? is_wanted(l, u, text, &wanted, err) : damaged(h, err);
        if (status == RETOLD_OK && wanted) status = quote_row(l, h, ids[i], u, text, err);
    }
    return status;
}

static retold_status time_row(const lister *l, const article_head *h, const retold_time *t, span text, retold_error *err) {
    static const char *const types[] = {"DATE", "TIME", "DURATION", "SET"};
    buf b = buf_made(l->a);
    if (l->form == RETOLD_FORM_TEXT) {
        put_short_id(&b, "", h->id);
        put_cell(&b, span_of(types[t->type & 3]), 8);
        put_cell(&b, t->value.len ? t->value : S("-"), 20);
        put_visible(&b, span_at(text, t->span), 60, 0);
        buf_char(&b, '\n');
        return buf_flush(&b, l->out, err);
    }
    yyjson_mut_doc *doc = json_new(l->a);
    yyjson_mut_val *o = time_json(doc, h->id, t);
    json_put_text(doc, o, "text", span_at(text, t->span));
    return write_object(&b, doc, o, l->out, err);
}

static retold_status times_of(const lister *l, const article_head *h, span text, retold_error *err) {
    store_time_list list = {0};
    retold_status status = store_times_of(l->s, l->a, h->number, &list, err);
    for (size_t i = 0; i < list.count && status == RETOLD_OK; i++) {
        const retold_time *t = &list.items[i];
        status = range_known(t->span) && fits(t->span, text) ? time_row(l, h, t, text, err) : damaged(h, err);
    }
    return status;
}

static retold_status list_told(const lister *l, retold_status (*each)(const lister *, const article_head *, span, retold_error *),
                               const char *sql, retold_error *err) {
    query q = query_on(l->s, sql);
    arena_mark mark = arena_here(l->a);
    retold_status status = RETOLD_OK;
    while (status == RETOLD_OK && query_row(&q)) {
        article_head h = {
            .number = row_number(&q, 0), .id = arena_copy(l->a, row_text(&q, 1)), .story = arena_copy(l->a, row_text(&q, 2))};
        status = each(l, &h, row_text(&q, 3), err);
        arena_back(l->a, mark);
    }
    return ended(&q, status, err);
}

#define TOLD_QUERY                                                                                                    \
    "SELECT a.number, a.id, t.id, a.text FROM article a LEFT JOIN member tm ON tm.kind = 4 AND tm.article = a.number" \
    " LEFT JOIN cluster t ON t.number = tm.cluster WHERE EXISTS "

/* The words that a filter asks for. */
static retold_status sought(retold_store *s, const char *what, span name, name_keys *out, retold_error *err) {
    bool whole = true;
    retold_status status = name_keys_read(s, name, out, &whole, err);
    if (status != RETOLD_OK) return status;
    if (name.len && !out->count)
        return error_set(err, "store", RETOLD_E_ARGUMENT, RETOLD_OFFSET_NONE, "the %s has no word to look for", what);
    if (whole) return RETOLD_OK;
    return error_set(err, "store", RETOLD_E_ARGUMENT, RETOLD_OFFSET_NONE, "the %s has more than %d words", what, MOST_NAME_WORDS);
}

static retold_status list_quotes(lister *l, const retold_quote_filter *filter, retold_error *err) {
    name_keys speaker = {.count = 0}, via = {.count = 0};
    retold_status status = filter ? sought(l->s, "speaker", filter->speaker, &speaker, err) : RETOLD_OK;
    if (status == RETOLD_OK && filter) status = sought(l->s, "source", filter->via, &via, err);
    if (status != RETOLD_OK) return status;
    l->speaker = &speaker;
    l->via = &via;
    status = list_told(l, quotes_of, TOLD_QUERY "(SELECT 1 FROM quote q WHERE q.article = a.number) ORDER BY a.number", err);
    l->speaker = l->via = NULL;
    return status;
}

retold_status list_write(retold_ctx *ctx, retold_store *s, retold_store_list what, const retold_quote_filter *filter,
                         retold_form form, const retold_sink *out, retold_error *err) {
    lister l = {s, ctx_scratch(ctx), form, out, NULL, NULL};
    if (filter && what != RETOLD_LIST_QUOTES)
        return error_set(err, "store", RETOLD_E_ARGUMENT, RETOLD_OFFSET_NONE, "only quotes have a speaker and a source");
    switch (what) {
    case RETOLD_LIST_ARTICLES: return list_articles(&l, err);
    case RETOLD_LIST_FAMILIES: return list_groups(&l, RETOLD_KIND_FAMILY, err);
    case RETOLD_LIST_STORIES: return list_groups(&l, RETOLD_KIND_STORY, err);
    case RETOLD_LIST_QUOTES: return list_quotes(&l, filter, err);
    case RETOLD_LIST_TIMES:
        return list_told(&l, times_of, TOLD_QUERY "(SELECT 1 FROM time x WHERE x.article = a.number) ORDER BY a.number", err);
    }
    return error_set(err, "store", RETOLD_E_ARGUMENT, RETOLD_OFFSET_NONE, "there is no such list");
}
