/* One thing with its evidence. JSON is made first; the lines of text show the same in short. */
#include "base/map.h"
#include "store/rows.h"

typedef struct shower {
    retold_ctx *ctx;
    retold_store *s;
    arena *a;
    yyjson_mut_doc *doc;
} shower;

/* ---- parts ---- */

static retold_status id_of(const shower *w, uint32_t number, span *id, retold_error *err) {
    query q = query_on(w->s, "SELECT id FROM article WHERE number = ?1");
    query_number(&q, 1, number);
    *id = query_row(&q) ? arena_copy(w->a, row_text(&q, 0)) : (span){NULL, 0};
    return query_end(&q, err);
}

static retold_status put_article_id(const shower *w, yyjson_mut_val *o, const char *name, uint32_t number, retold_error *err) {
    span id;
    retold_status status = id_of(w, number, &id, err);
    if (status == RETOLD_OK) json_put_text(w->doc, o, name, id);
    return status;
}

static retold_status passages_json(const shower *w, const store_passage_list *list, yyjson_mut_val *to, retold_error *err) {
    retold_status status = RETOLD_OK;
    for (size_t i = 0; i < list->count && status == RETOLD_OK; i++) {
        const retold_passage *p = &list->items[i];
        yyjson_mut_val *o = json_object(w->doc);
        status = put_article_id(w, o, "a", p->a, err);
        if (status == RETOLD_OK) status = put_article_id(w, o, "b", p->b, err);
        json_put_range(w->doc, o, "a_span", p->a_span);
        json_put_range(w->doc, o, "b_span", p->b_span);
        json_put_passage_kind(w->doc, o, p->kind);
        if (status == RETOLD_OK) status = put_article_id(w, o, "from", p->from, err);
        json_put_real(w->doc, o, "confidence", (double)p->confidence);
        json_push(w->doc, to, o);
    }
    return status;
}

static void put_words(const shower *w, yyjson_mut_val *o, const char *name, span words) {
    yyjson_mut_val *list = json_array(w->doc);
    while (words.len) {
        span word = span_take_until(&words, ' ');
        if (word.len) json_push(w->doc, list, json_string(w->doc, word));
    }
    json_put(w->doc, o, name, list);
}

static retold_status edges_json(const shower *w, const store_edge_list *list, yyjson_mut_val *to, retold_error *err) {
    retold_status status = RETOLD_OK;
    for (size_t i = 0; i < list->count && status == RETOLD_OK; i++) {
        const store_edge *e = &list->items[i];
        yyjson_mut_val *o = json_object(w->doc);
        status = put_article_id(w, o, "a", e->a, err);
        if (status == RETOLD_OK) status = put_article_id(w, o, "b", e->b, err);
        json_put_real(w->doc, o, "a_in_b", (double)e->a_in_b);
        json_put_real(w->doc, o, "b_in_a", (double)e->b_in_a);
        json_put_text(w->doc, o, "relation", e->relation);
        if (status == RETOLD_OK) status = put_article_id(w, o, "from", e->from, err);
        json_put_real(w->doc, o, "confidence", (double)e->confidence);
        put_words(w, o, "reasons", e->reasons);
        json_push(w->doc, to, o);
    }
    return status;
}

static retold_status telling_json(const shower *w, uint32_t number, yyjson_mut_val *o, retold_error *err) {
    store_telling t;
    retold_status status = store_telling_of(w->s, w->a, number, &t, err);
    if (status == RETOLD_E_ABSENT) return RETOLD_OK;
    if (status != RETOLD_OK) return status;
    yyjson_mut_val *terms = json_array(w->doc);
    for (size_t i = 0; i < t.term_count; i++) json_push(w->doc, terms, json_string(w->doc, t.terms[i]));
    json_put_real(w->doc, o, "score", (double)t.score);
    json_put_bool(w->doc, o, "fresh", t.fresh);
    json_put(w->doc, o, "terms", terms);
    return put_article_id(w, o, "nearest", t.nearest, err);
}

/* Articles by a condition on one number, as objects of their heads, or as lines. */
static retold_status heads(const shower *w, const char *sql, uint32_t number, yyjson_mut_val *to, buf *lines,
                           store_numbers *numbers, retold_error *err) {
    query q = query_on(w->s, sql);
    article_head h;
    query_int(&q, 1, number);
    while (head_next(&q, w->a, &h)) {
        vec_push(w->a, numbers, h.number);
        if (lines) buf_put(lines, S("    "));
        if (lines)
            head_text(lines, &h);
        else
            json_push(w->doc, to, head_json(w->a, w->doc, &h));
    }
    return query_end(&q, err);
}

static const char IN_GROUP[] = HEAD_QUERY "JOIN member m ON m.article = a.number WHERE m.cluster = ?1 ORDER BY a.number";
static const char BY_NUMBER[] = HEAD_QUERY "WHERE a.number = ?1";

/* Older and newer versions: the chain goes both ways. */
static const char VERSIONS[] =
    "WITH RECURSIVE back(n) AS (SELECT ?1 UNION SELECT a.supersedes FROM article a JOIN back ON a.number = back.n"
    " WHERE a.supersedes IS NOT NULL),"
    " all_(n) AS (SELECT n FROM back UNION SELECT a.number FROM article a JOIN all_ ON a.supersedes = all_.n)"
    " SELECT id FROM article WHERE number IN (SELECT n FROM all_) ORDER BY number";

static retold_status versions_json(const shower *w, uint32_t number, yyjson_mut_val *o, retold_error *err) {
    yyjson_mut_val *list = json_array(w->doc);
    query q = query_on(w->s, VERSIONS);
    query_int(&q, 1, number);
    while (query_row(&q)) json_push(w->doc, list, json_string(w->doc, arena_copy(w->a, row_text(&q, 0))));
    json_put(w->doc, o, "versions", list);
    return query_end(&q, err);
}

static retold_status fetches_json(const shower *w, uint32_t number, yyjson_mut_val *o, retold_error *err) {
    yyjson_mut_val *list = json_array(w->doc);
    query q = query_on(
        w->s,
        "SELECT f.url, f.fetched, f.file, f.offset, lower(hex(p.sha)), p.length FROM fetch f JOIN page p ON p.number = f.page"
        " WHERE f.article = ?1 ORDER BY f.fetched, f.page, f.url");
    query_int(&q, 1, number);
    while (query_row(&q)) {
        yyjson_mut_val *f = json_object(w->doc);
        stamp at = {row_time(&q, 1), 0, PRECISION_SECOND};
        json_put_some(w->doc, f, "url", arena_copy(w->a, row_text(&q, 0)));
        if (at.ms != RETOLD_TIME_NONE) json_put_some(w->doc, f, "fetched", stamp_iso(w->a, at));
        json_put_some(w->doc, f, "file", arena_copy(w->a, row_text(&q, 2)));
        json_put_int(w->doc, f, "offset", row_int(&q, 3));
        json_put_text(w->doc, f, "sha256", arena_copy(w->a, row_text(&q, 4)));
        json_put_int(w->doc, f, "bytes", row_int(&q, 5));
        json_push(w->doc, list, f);
    }
    json_put(w->doc, o, "fetches", list);
    return query_end(&q, err);
}

static void put_named(buf *b, const char *name, span value) {
    if (!value.len) return;
    buf_printf(b, "%-10s", name);
    put_visible(b, value, 400, 0);
    buf_char(b, '\n');
}

/* A line with the ids of a page's versions, oldest first, where it has several. */
static retold_status put_versions(const shower *w, uint32_t number, buf *b, retold_error *err) {
    buf ids = buf_made(w->a);
    size_t count = 0;
    query q = query_on(w->s, VERSIONS);
    query_int(&q, 1, number);
    for (; query_row(&q); count++) buf_printf(&ids, "%s%.*s", count ? " " : "", SHORT_ID, row_text(&q, 0).ptr);
    if (count > 1) put_named(b, "versions", buf_span(&ids));
    return query_end(&q, err);
}

/* ---- article ---- */

static void free_article(void *article) { retold_article_free(article); }

static retold_status article_evidence(const shower *w, uint32_t number, yyjson_mut_val *o, retold_error *err) {
    store_edge_list edges = {0};
    store_passage_list passages = {0};
    yyjson_mut_val *edge_list = json_array(w->doc), *passage_list = json_array(w->doc), *telling = json_object(w->doc);
    retold_status status = store_edges_of(w->s, w->a, number, &edges, err);
    if (status == RETOLD_OK) status = store_passages_of(w->s, w->a, number, &passages, err);
    if (status == RETOLD_OK) status = edges_json(w, &edges, edge_list, err);
    if (status == RETOLD_OK) status = passages_json(w, &passages, passage_list, err);
    if (status == RETOLD_OK) status = telling_json(w, number, telling, err);
    if (yyjson_mut_obj_size(telling)) json_put(w->doc, o, "telling", telling);
    json_put(w->doc, o, "edges", edge_list);
    json_put(w->doc, o, "passages", passage_list);
    return status;
}

static retold_status article_object(const shower *w, uint32_t number, const retold_article *article, yyjson_mut_val **out,
                                    retold_error *err) {
    store_place place;
    yyjson_mut_val *o = article_json(w->a, w->doc, article);
    retold_status status = store_place_of(w->s, number, &place, err);
    if (status != RETOLD_OK) return status;
    json_put_text(w->doc, o, "family", arena_copy(w->a, span_of(place.family_id)));
    json_put_text(w->doc, o, "story", arena_copy(w->a, span_of(place.story_id)));
    status = versions_json(w, number, o, err);
    if (status == RETOLD_OK) status = fetches_json(w, number, o, err);
    *out = o;
    return status == RETOLD_OK ? article_evidence(w, number, o, err) : status;
}

/* The body, line by line. */
static void put_body(buf *b, span text) {
    span line;
    while (span_take_line(&text, &line)) {
        buf_put(b, S("\n  "));
        put_visible(b, line, SIZE_MAX, 0);
        buf_char(b, '\n');
    }
}

static retold_status article_text(const shower *w, uint32_t number, const retold_article *article, buf *b, retold_error *err) {
    store_place place;
    retold_status status = store_place_of(w->s, number, &place, err);
    if (status != RETOLD_OK) return status;
    put_named(b, "article", article->id);
    put_named(b, "title", article->title.text);
    for (size_t i = 0; i < article->author_count; i++) put_named(b, "author", article->authors[i].text);
    put_named(b, "agency", article->agency.text);
    put_named(b, "outlet", article->outlet.text);
    put_named(b, "section", article->section.text);
    put_named(b, "published", stamp_iso(w->a, article->published));
    put_named(b, "url", article->url.text);
    put_named(b, "image", article->image.text);
    put_named(b, "credit", article->image_credit);
    if (article->access != ACCESS_UNSAID) put_named(b, "free", article->access_field.text);
    put_named(b, "page", article->page_id);
    put_named(b, "family", span_of(place.family_id));
    put_named(b, "story", span_of(place.story_id));
    status = put_versions(w, number, b, err);
    put_body(b, article->text);
    return status;
}

static retold_status show_article(const shower *w, uint32_t number, yyjson_mut_val **json, buf *b, retold_error *err) {
    retold_article *article;
    retold_status status = store_article(w->ctx, w->s, number, &article, err);
    if (status != RETOLD_OK) return status;
    ctx_always(w->ctx, free_article, article);
    return b ? article_text(w, number, article, b, err) : article_object(w, number, article, json, err);
}

/* ---- family and story ---- */

/* What the members share with one another; each pair stands once, with its smaller member. */
static retold_status group_evidence(const shower *w, const store_numbers *numbers, yyjson_mut_val *edge_list,
                                    yyjson_mut_val *passage_list, retold_error *err) {
    map inside = {0};
    retold_status status = RETOLD_OK;
    for (size_t i = 0; i < numbers->count; i++) *map_put(w->a, &inside, numbers->items[i]) = 1;
    for (size_t i = 0; i < numbers->count && status == RETOLD_OK; i++) {
        uint32_t number = numbers->items[i];
        store_edge_list edges = {0}, own_edges = {0};
        store_passage_list passages = {0}, own_passages = {0};
        status = store_edges_of(w->s, w->a, number, &edges, err);
        if (status == RETOLD_OK) status = store_passages_of(w->s, w->a, number, &passages, err);
        for (size_t e = 0; e < edges.count; e++)
            if (edges.items[e].a == number && map_get(&inside, edges.items[e].b)) vec_push(w->a, &own_edges, edges.items[e]);
        for (size_t p = 0; p < passages.count; p++)
            if (passages.items[p].a == number && map_get(&inside, passages.items[p].b))
                vec_push(w->a, &own_passages, passages.items[p]);
        if (status == RETOLD_OK) status = edges_json(w, &own_edges, edge_list, err);
        if (status == RETOLD_OK) status = passages_json(w, &own_passages, passage_list, err);
    }
    return status;
}

/* Passages that members share with articles outside. */
static retold_status reuse_json(const shower *w, const store_numbers *numbers, yyjson_mut_val *to, retold_error *err) {
    map inside = {0};
    retold_status status = RETOLD_OK;
    for (size_t i = 0; i < numbers->count; i++) *map_put(w->a, &inside, numbers->items[i]) = 1;
    for (size_t i = 0; i < numbers->count && status == RETOLD_OK; i++) {
        store_passage_list all = {0}, outside = {0};
        status = store_passages_of(w->s, w->a, numbers->items[i], &all, err);
        for (size_t p = 0; p < all.count; p++)
            if (!map_get(&inside, all.items[p].a) || !map_get(&inside, all.items[p].b)) vec_push(w->a, &outside, all.items[p]);
        if (status == RETOLD_OK) status = passages_json(w, &outside, to, err);
    }
    return status;
}

static retold_status tellings_json(const shower *w, const store_numbers *numbers, yyjson_mut_val *members, retold_error *err) {
    retold_status status = RETOLD_OK;
    for (size_t i = 0; i < numbers->count && status == RETOLD_OK; i++)
        status = telling_json(w, numbers->items[i], yyjson_mut_arr_get(members, i), err);
    return status;
}

static retold_status log_json(const shower *w, unsigned kind, span id, yyjson_mut_val *to, retold_error *err) {
    query q =
        query_on(w->s, "SELECT e.what, e.at, a.id, e.before, e.after FROM event e LEFT JOIN article a ON a.number = e.article"
                       " WHERE e.kind = ?1 AND (e.before = ?2 OR e.after = ?2) ORDER BY e.number");
    query_int(&q, 1, kind);
    query_text(&q, 2, id);
    while (query_row(&q)) {
        yyjson_mut_val *o = json_object(w->doc);
        stamp at = {row_time(&q, 1), 0, PRECISION_SECOND};
        json_put_text(w->doc, o, "what", arena_copy(w->a, row_text(&q, 0)));
        if (at.ms != RETOLD_TIME_NONE) json_put_some(w->doc, o, "at", stamp_iso(w->a, at));
        json_put_some(w->doc, o, "article", arena_copy(w->a, row_text(&q, 2)));
        json_put_id(w->a, w->doc, o, "before", kind_letter(kind), arena_copy(w->a, row_text(&q, 3)));
        json_put_id(w->a, w->doc, o, "after", kind_letter(kind), arena_copy(w->a, row_text(&q, 4)));
        json_push(w->doc, to, o);
    }
    return query_end(&q, err);
}

static retold_status group_object(const shower *w, const store_found *what, yyjson_mut_val *o, retold_error *err) {
    store_numbers numbers = {0};
    yyjson_mut_val *members = json_array(w->doc), *edges = json_array(w->doc), *passages = json_array(w->doc),
                   *log = json_array(w->doc), *reuse = json_array(w->doc);
    json_put_text(w->doc, o, "id", arena_copy(w->a, span_of(what->id)));
    json_put_text(w->doc, o, "kind", what->kind == RETOLD_KIND_FAMILY ? S("family") : S("story"));
    retold_status status = heads(w, IN_GROUP, what->number, members, NULL, &numbers, err);
    if (status == RETOLD_OK && what->kind == RETOLD_KIND_STORY) status = tellings_json(w, &numbers, members, err);
    if (status == RETOLD_OK && what->kind == RETOLD_KIND_FAMILY)
        status = family_json(w->s, w->a, what->number, w->doc, members, err);
    if (status == RETOLD_OK) status = group_evidence(w, &numbers, edges, passages, err);
    if (status == RETOLD_OK && what->kind == RETOLD_KIND_FAMILY) status = reuse_json(w, &numbers, reuse, err);
    if (status == RETOLD_OK) status = log_json(w, what->kind, span_of(what->id + 2), log, err);
    json_put(w->doc, o, "members", members);
    json_put(w->doc, o, "edges", edges);
    json_put(w->doc, o, "passages", passages);
    if (what->kind == RETOLD_KIND_FAMILY) json_put(w->doc, o, "reuse", reuse);
    json_put(w->doc, o, "log", log);
    return status;
}

static retold_status edge_lines(const shower *w, const store_numbers *numbers, buf *b, retold_error *err) {
    retold_status status = RETOLD_OK;
    for (size_t i = 0; i < numbers->count && status == RETOLD_OK; i++) {
        store_edge_list edges = {0};
        status = store_edges_of(w->s, w->a, numbers->items[i], &edges, err);
        for (size_t e = 0; e < edges.count && status == RETOLD_OK; e++) {
            const store_edge *edge = &edges.items[e];
            span from = {0}, to = {0};
            if (edge->a != numbers->items[i] || edge->from == RETOLD_NONE) continue;
            status = id_of(w, edge->from, &from, err);
            if (status == RETOLD_OK) status = id_of(w, edge->from == edge->a ? edge->b : edge->a, &to, err);
            buf_put(b, S("    "));
            put_short_id(b, "", to);
            buf_put(b, S("from  "));
            put_short_id(b, "", from);
            buf_printf(b, "%3.0f %%  sure %.2f  ", 100 * (double)(edge->from == edge->a ? edge->b_in_a : edge->a_in_b),
                       (double)edge->confidence);
            put_visible(b, edge->reasons, 100, 0);
            buf_char(b, '\n');
        }
    }
    return status;
}

static retold_status group_text(const shower *w, const store_found *what, buf *b, retold_error *err) {
    store_numbers numbers = {0};
    put_named(b, what->kind == RETOLD_KIND_FAMILY ? "family" : "story", span_of(what->id));
    if (what->kind == RETOLD_KIND_FAMILY) return family_text(w->s, w->a, what->number, b, err);
    buf_put(b, S("members\n"));
    retold_status status = heads(w, IN_GROUP, what->number, NULL, b, &numbers, err);
    buf_put(b, S("copies\n"));
    return status == RETOLD_OK ? edge_lines(w, &numbers, b, err) : status;
}

/* ---- quote ---- */

static size_t place_of(const span *ids, size_t count, span id) {
    for (size_t i = 0; i < count; i++)
        if (span_equal(ids[i], id)) return i;
    return SIZE_MAX;
}

/* "direct, cut": in words. */
static span kind_and_flags(arena *a, const retold_quote *u) {
    static const char *const kinds[] = {"direct", "indirect", "mixed"};
    static const char *const flags[] = {"breaks off before its sentence ends", "no closing mark", "over several paragraphs",
                                        "a mark was mended"};
    buf b = buf_made(a);
    buf_put(&b, span_of(kinds[u->kind]));
    for (unsigned i = 0; i < 4; i++)
        if (u->flags & 1u << i) buf_printf(&b, ", %s", flags[i]);
    return buf_span(&b);
}

static span bytes_of(arena *a, const retold_article *article, range r) {
    range page = retold_article_page_range(article, r);
    if (!range_known(page)) return arena_printf(a, "%u\u2013%u of the text", r.begin, r.end);
    return arena_printf(a, "%u\u2013%u of the text, %u\u2013%u of the page", r.begin, r.end, page.begin, page.end);
}

static void quote_lines(arena *a, const retold_article *article, const retold_quote *u, span id, buf *b) {
    put_named(b, "quote", id);
    put_named(b, "text", cut_or_none(article->text, u->content));
    put_named(b, "kind", kind_and_flags(a, u));
    put_named(b, "speaker", u->speaker_name);
    put_named(b, u->speaker_name.len ? "here" : "speaker", cut_or_none(article->text, u->speaker));
    put_named(b, "role", cut_or_none(article->text, u->role));
    for (uint32_t i = u->via_count; i-- > 0;) put_named(b, "via", cut_or_none(article->text, u->via[i]));
    put_named(b, "cue", cut_or_none(article->text, u->cue));
    buf_printf(b, "%-10s%.2f\n", "sure", (double)u->confidence);
    put_named(b, "article", article->id);
    put_named(b, "outlet", article->outlet.text);
    put_named(b, "title", article->title.text);
    put_named(b, "published", stamp_iso(a, article->published));
    put_named(b, "url", article->url.text);
    if (cut_or_none(article->text, u->content).len) put_named(b, "bytes", bytes_of(a, article, u->content));
}

static retold_status quote_object(const shower *w, uint32_t number, const retold_article *article, const retold_quote *u, span id,
                                  yyjson_mut_val **out, retold_error *err) {
    store_numbers numbers = {0};
    yyjson_mut_val *o = quote_json(w->doc, article->id, u), *articles = json_array(w->doc);
    json_put_text(w->doc, o, "id", id);
    json_put_quote_texts(w->doc, o, u, article->text);
    json_put_range(w->doc, o, "page_span", retold_article_page_range(article, u->content));
    retold_status status = heads(w, BY_NUMBER, number, articles, NULL, &numbers, err);
    json_put(w->doc, o, "articles", articles);
    *out = o;
    return status;
}

static retold_status show_quote(const shower *w, const store_found *what, yyjson_mut_val **json, buf *b, retold_error *err) {
    retold_article *article;
    store_quote_list list = {0};
    span *ids = NULL;
    retold_status status = store_article(w->ctx, w->s, what->article, &article, err);
    if (status != RETOLD_OK) return status;
    ctx_always(w->ctx, free_article, article);
    status = store_quotes_of(w->s, w->a, what->article, &list, &ids, err);
    size_t at = place_of(ids, list.count, span_of(what->id));
    if (status != RETOLD_OK || at == SIZE_MAX) return status;
    if (!b) return quote_object(w, what->article, article, &list.items[at], ids[at], json, err);
    quote_lines(w->a, article, &list.items[at], ids[at], b);
    return RETOLD_OK;
}

retold_status show_write(retold_ctx *ctx, retold_store *s, const store_found *what, retold_form form, const retold_sink *out,
                         retold_error *err) {
    arena *a = ctx_scratch(ctx);
    shower w = {ctx, s, a, json_new(a)};
    yyjson_mut_val *o = json_object(w.doc);
    buf b = buf_made(a), *lines = form == RETOLD_FORM_TEXT ? &b : NULL;
    retold_status status;
    if (what->kind == RETOLD_KIND_ARTICLE)
        status = show_article(&w, what->number, &o, lines, err);
    else if (what->kind == RETOLD_KIND_QUOTE)
        status = show_quote(&w, what, &o, lines, err);
    else
        status = lines ? group_text(&w, what, lines, err) : group_object(&w, what, o, err);
    if (status != RETOLD_OK) return status;
    return lines ? buf_flush(&b, out, err) : write_object(&b, w.doc, o, out, err);
}
