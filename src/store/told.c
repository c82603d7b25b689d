/* What the stages say about one article: its quotes, times, and telling. */
#include "base/map.h"
#include "record/json.h"
#include "store/store_internal.h"

/* ---- quotes ---- */

static retold_status article_text(retold_store *s, arena *a, uint32_t article, span *id, span *text, retold_error *err) {
    query q = query_on(s, "SELECT id, text FROM article WHERE number = ?1");
    *id = *text = (span){0};
    query_int(&q, 1, article);
    bool there = query_row(&q);
    if (there) {
        *id = arena_copy(a, row_text(&q, 0));
        *text = arena_copy(a, row_text(&q, 1));
    }
    retold_status status = query_end(&q, err);
    if (status != RETOLD_OK || there) return status;
    return error_set(err, "store", RETOLD_E_ABSENT, RETOLD_OFFSET_NONE, "there is no article of number %u", article);
}

static bool inside(range r, span text) { return !range_known(r) || (r.begin <= r.end && r.end <= text.len); }

static retold_status outside(const char *what, range r, retold_error *err) {
    return error_set(err, "store", RETOLD_E_ARGUMENT, r.begin, "a %s lies outside of its article's text", what);
}

/* The id of a quote: 32 hex digits over its article's id, its range, and how many of the same range came before. */
static span quote_id(arena *a, span article, range content, unsigned again) {
    span key = arena_printf(a, "%.*s %u %u %u", SPAN_ARG(article), content.begin, content.end, again);
    digest d = hash_sha256(key);
    char *hex = arena_alloc(a, 33);
    hash_hex(&d, 32, hex);
    return (span){hex, 32};
}

static span ranges_out(arena *a, const range *list, size_t count) {
    buf b = buf_made(a);
    for (size_t i = 0; i < count; i++) buf_printf(&b, "%s[%u,%u]", i ? "," : "[", list[i].begin, list[i].end);
    if (count) buf_char(&b, ']');
    return buf_span(&b);
}

static range *ranges_in(arena *a, span json, uint32_t *count) {
    VEC(range) list = {0};
    yyjson_doc *doc = json.len ? json_parse(a, arena_copy(a, json), "store", NULL) : NULL;
    yyjson_arr_iter each = yyjson_arr_iter_with(yyjson_doc_get_root(doc));
    for (yyjson_val *pair; (pair = yyjson_arr_iter_next(&each));) {
        range r = {(uint32_t)yyjson_get_uint(yyjson_arr_get(pair, 0)), (uint32_t)yyjson_get_uint(yyjson_arr_get(pair, 1))};
        vec_push(a, &list, r);
    }
    *count = (uint32_t)list.count;
    return list.items;
}

/* A quote as its row holds it; compared with what is stored. */
typedef struct quote_row {
    span id, parts, via, text;
    const retold_quote *quote;
} quote_row;

static bool same_quote(const query *q, const quote_row *r) {
    const retold_quote *u = r->quote;
    return span_equal(row_text(q, 1), r->id) && span_equal(row_text(q, 2), r->parts) && row_int(q, 3) == (int64_t)u->kind &&
           row_number(q, 4) == u->speaker.begin && row_number(q, 5) == u->speaker.end &&
           span_equal(row_text(q, 6), u->speaker_name) && row_number(q, 7) == u->cue.begin && row_number(q, 8) == u->cue.end &&
           span_equal(row_text(q, 9), r->via) && row_int(q, 10) == (int64_t)u->flags && (float)row_real(q, 11) == u->confidence &&
           row_number(q, 12) == u->role.begin && row_number(q, 13) == u->role.end;
}

static retold_status same_quotes(retold_store *s, uint32_t article, const quote_row *rows, size_t count, bool *same,
                                 retold_error *err) {
    query q = query_on(
        s, "SELECT number, id, parts, kind, speaker_begin, speaker_end, speaker, cue_begin, cue_end, via, flags, confidence,"
           " role_begin, role_end FROM quote WHERE article = ?1 ORDER BY place");
    query_int(&q, 1, article);
    size_t at = 0;
    *same = true;
    while (query_row(&q)) {
        *same = *same && at < count && same_quote(&q, &rows[at]);
        at++;
    }
    *same = *same && at == count;
    return query_end(&q, err);
}

static retold_status drop_quotes(retold_store *s, arena *a, uint32_t article, retold_error *err) {
    VEC(int64_t) numbers = {0};
    query q = query_on(s, "SELECT number FROM quote WHERE article = ?1");
    query_int(&q, 1, article);
    while (query_row(&q)) vec_push(a, &numbers, row_int(&q, 0));
    retold_status status = query_end(&q, err);
    for (size_t i = 0; i < numbers.count && status == RETOLD_OK; i++) status = index_forget_quote(s, numbers.items[i], err);
    if (status != RETOLD_OK) return status;
    q = query_on(s, "DELETE FROM quote WHERE article = ?1");
    query_int(&q, 1, article);
    return query_run(&q, err);
}

static void bind_range(query *q, int at, range r) {
    query_number(q, at, r.begin);
    query_number(q, at + 1, r.end);
}

static retold_status insert_quote(retold_store *s, uint32_t article, size_t place, const quote_row *r, retold_error *err) {
    const retold_quote *u = r->quote;
    query q = query_on(s, "INSERT INTO quote(id, article, place, begin, end, parts, kind, speaker_begin, speaker_end, speaker,"
                          " cue_begin, cue_end, via, flags, confidence, text, role_begin, role_end)"
                          " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)");
    query_text(&q, 1, r->id);
    query_int(&q, 2, article);
    query_int(&q, 3, (int64_t)place);
    bind_range(&q, 4, u->content);
    query_some(&q, 6, r->parts);
    query_int(&q, 7, u->kind);
    bind_range(&q, 8, u->speaker);
    query_text(&q, 10, u->speaker_name);
    bind_range(&q, 11, u->cue);
    query_some(&q, 13, r->via);
    query_int(&q, 14, u->flags);
    query_real(&q, 15, u->confidence);
    query_text(&q, 16, r->text);
    bind_range(&q, 17, u->role);
    return query_run(&q, err);
}

static retold_status make_rows(arena *a, span id, span text, const retold_quote *quotes, size_t count, quote_row *rows,
                               retold_error *err) {
    map seen = {0};
    for (size_t i = 0; i < count; i++) {
        const retold_quote *u = &quotes[i];
        if (!range_known(u->content) || !inside(u->content, text)) return outside("quote", u->content, err);
        uint64_t *again = map_put(a, &seen, (uint64_t)u->content.begin << 32 | u->content.end);
        rows[i] = (quote_row){quote_id(a, id, u->content, (unsigned)(*again)++), ranges_out(a, u->parts, u->part_count),
                              ranges_out(a, u->via, u->via_count), span_at(text, u->content), u};
    }
    return RETOLD_OK;
}

static retold_status put_quotes(retold_store *s, arena *a, uint32_t article, const retold_quote *quotes, size_t count,
                                retold_error *err) {
    span id, text;
    bool same;
    quote_row *rows = ARENA_ARRAY(a, quote_row, count);
    retold_status status = article_text(s, a, article, &id, &text, err);
    if (status == RETOLD_OK) status = make_rows(a, id, text, quotes, count, rows, err);
    if (status == RETOLD_OK) status = same_quotes(s, article, rows, count, &same, err);
    if (status != RETOLD_OK || same) return status;
    status = drop_quotes(s, a, article, err);
    for (size_t i = 0; i < count && status == RETOLD_OK; i++) status = insert_quote(s, article, i, &rows[i], err);
    return status;
}

retold_status store_put_quotes(retold_ctx *ctx, retold_store *s, uint32_t article, const retold_quote *quotes, size_t count,
                               retold_error *err) {
    arena *a = ctx_scratch(ctx);
    arena_mark mark = arena_here(a);
    retold_status status = store_want_batch(s, err);
    if (status == RETOLD_OK) status = put_quotes(s, a, article, quotes, count, err);
    arena_back(a, mark);
    return status;
}

/* An enumerator out of a file that may be damaged: what is none becomes the first. */
static int64_t kind_in(const query *q, int column, int64_t most) {
    int64_t value = row_int(q, column);
    return value >= 0 && value <= most ? value : 0;
}

static retold_quote quote_in(const query *q, arena *a) {
    retold_quote u = {.content = {row_number(q, 1), row_number(q, 2)},
                      .kind = (retold_quote_kind)kind_in(q, 4, RETOLD_QUOTE_MIXED),
                      .speaker = {row_number(q, 5), row_number(q, 6)},
                      .speaker_name = arena_copy(a, row_text(q, 7)),
                      .role = {row_number(q, 13), row_number(q, 14)},
                      .cue = {row_number(q, 8), row_number(q, 9)},
                      .flags = (uint32_t)row_int(q, 11),
                      .confidence = (float)row_real(q, 12)};
    u.parts = ranges_in(a, row_text(q, 3), &u.part_count);
    u.via = ranges_in(a, row_text(q, 10), &u.via_count);
    return u;
}

retold_status store_quotes_of(retold_store *s, arena *a, uint32_t article, store_quote_list *out, span **ids, retold_error *err) {
    VEC(span) names = {0};
    query q = query_on(
        s, "SELECT id, begin, end, parts, kind, speaker_begin, speaker_end, speaker, cue_begin, cue_end, via, flags, confidence,"
           " role_begin, role_end FROM quote WHERE article = ?1 ORDER BY place");
    query_int(&q, 1, article);
    while (query_row(&q)) {
        vec_push(a, out, quote_in(&q, a));
        if (ids) vec_push(a, &names, arena_printf(a, "q-%.*s", SPAN_ARG(row_text(&q, 0))));
    }
    if (ids) *ids = names.items;
    return query_end(&q, err);
}

/* ---- times ---- */

static retold_status same_times(retold_store *s, uint32_t article, const retold_time *times, size_t count, bool *same,
                                retold_error *err) {
    query q = query_on(s, "SELECT begin, end, type, value FROM time WHERE article = ?1 ORDER BY place");
    query_int(&q, 1, article);
    size_t at = 0;
    *same = true;
    for (; query_row(&q); at++)
        *same = *same && at < count && row_number(&q, 0) == times[at].span.begin && row_number(&q, 1) == times[at].span.end &&
                row_int(&q, 2) == (int64_t)times[at].type && span_equal(row_text(&q, 3), times[at].value);
    *same = *same && at == count;
    return query_end(&q, err);
}

static retold_status insert_time(retold_store *s, uint32_t article, size_t place, const retold_time *t, retold_error *err) {
    query q = query_on(s, "INSERT INTO time(article, place, begin, end, type, value) VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
    query_int(&q, 1, article);
    query_int(&q, 2, (int64_t)place);
    bind_range(&q, 3, t->span);
    query_int(&q, 5, t->type);
    query_some(&q, 6, t->value);
    return query_run(&q, err);
}

static retold_status put_times(retold_store *s, arena *a, uint32_t article, const retold_time *times, size_t count,
                               retold_error *err) {
    span id, text;
    bool same;
    retold_status status = article_text(s, a, article, &id, &text, err);
    for (size_t i = 0; i < count && status == RETOLD_OK; i++)
        if (!range_known(times[i].span) || !inside(times[i].span, text)) status = outside("time", times[i].span, err);
    if (status == RETOLD_OK) status = same_times(s, article, times, count, &same, err);
    if (status != RETOLD_OK || same) return status;
    query q = query_on(s, "DELETE FROM time WHERE article = ?1");
    query_int(&q, 1, article);
    status = query_run(&q, err);
    for (size_t i = 0; i < count && status == RETOLD_OK; i++) status = insert_time(s, article, i, &times[i], err);
    return status;
}

retold_status store_put_times(retold_ctx *ctx, retold_store *s, uint32_t article, const retold_time *times, size_t count,
                              retold_error *err) {
    arena *a = ctx_scratch(ctx);
    arena_mark mark = arena_here(a);
    retold_status status = store_want_batch(s, err);
    if (status == RETOLD_OK) status = put_times(s, a, article, times, count, err);
    arena_back(a, mark);
    return status;
}

retold_status store_times_of(retold_store *s, arena *a, uint32_t article, store_time_list *out, retold_error *err) {
    query q = query_on(s, "SELECT begin, end, type, value FROM time WHERE article = ?1 ORDER BY place");
    query_int(&q, 1, article);
    while (query_row(&q)) {
        retold_time t = {
            {row_number(&q, 0), row_number(&q, 1)}, (retold_time_type)kind_in(&q, 2, RETOLD_SET), arena_copy(a, row_text(&q, 3))};
        vec_push(a, out, t);
    }
    return query_end(&q, err);
}

/* ---- tellings ---- */

static span evidence_out(arena *a, const store_telling *t) {
    yyjson_mut_doc *doc = json_new(a);
    yyjson_mut_val *root = json_object(doc), *terms = json_array(doc);
    if (t->fresh) json_put_bool(doc, root, "fresh", true);
    if (t->nearest != RETOLD_NONE) json_put_int(doc, root, "nearest", t->nearest);
    for (size_t i = 0; i < t->term_count; i++) json_push(doc, terms, json_string(doc, t->terms[i]));
    if (t->term_count) json_put(doc, root, "terms", terms);
    buf b = buf_made(a);
    json_write(&b, doc, root, false);
    return span_trim(buf_span(&b));
}

retold_status store_put_stories(retold_ctx *ctx, retold_store *s, const store_telling *tellings, size_t count,
                                retold_error *err) {
    arena *a = ctx_scratch(ctx);
    arena_mark mark = arena_here(a);
    grouped *members = ARENA_ARRAY(a, grouped, count);
    for (size_t i = 0; i < count; i++)
        members[i] = (grouped){tellings[i].article, tellings[i].story, tellings[i].score, evidence_out(a, &tellings[i])};
    retold_status status = groups_put(ctx, s, RETOLD_KIND_STORY, members, count, err);
    arena_back(a, mark);
    return status;
}

static void evidence_in(arena *a, span json, store_telling *t) {
    VEC(span) terms = {0};
    yyjson_doc *doc = json.len ? json_parse(a, arena_copy(a, json), "store", NULL) : NULL;
    yyjson_val *root = yyjson_doc_get_root(doc), *term;
    int64_t nearest;
    t->fresh = yyjson_get_bool(yyjson_obj_get(root, "fresh"));
    if (json_int(root, "nearest", &nearest) && nearest > 0 && nearest < (int64_t)RETOLD_NONE) t->nearest = (uint32_t)nearest;
    yyjson_arr_iter each = yyjson_arr_iter_with(yyjson_obj_get(root, "terms"));
    while ((term = yyjson_arr_iter_next(&each)))
        if (yyjson_is_str(term)) vec_push(a, &terms, (span){yyjson_get_str(term), yyjson_get_len(term)});
    t->terms = terms.items;
    t->term_count = terms.count;
}

retold_status store_telling_of(retold_store *s, arena *a, uint32_t article, store_telling *out, retold_error *err) {
    *out = (store_telling){.article = article, .story = RETOLD_NONE, .nearest = RETOLD_NONE};
    query q = query_on(s, "SELECT cluster, score, evidence FROM member WHERE kind = 4 AND article = ?1");
    query_int(&q, 1, article);
    if (query_row(&q)) {
        out->story = row_number(&q, 0);
        out->score = (float)row_real(&q, 1);
        evidence_in(a, row_text(&q, 2), out);
    }
    retold_status status = query_end(&q, err);
    return status == RETOLD_OK && out->story == RETOLD_NONE ? RETOLD_E_ABSENT : status;
}
