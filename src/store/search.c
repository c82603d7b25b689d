/* Full text search: articles first, then quotes, each best first (BM25, titles weigh four times as much as bodies). */
#include "store/rows.h"

#define OPEN '\x02' /* put round the found words by SQLite; what a text has of them itself is dropped */
#define CLOSE '\x03'

typedef struct snippet {
    span text;
    VEC(range) marks; /* found words, bytes of text */
} snippet;

static snippet read_snippet(arena *a, span raw) {
    snippet s = {0};
    buf b = buf_made(a);
    size_t open = SIZE_MAX;
    for (size_t i = 0; i < raw.len; i++) {
        if (raw.ptr[i] == OPEN) {
            open = b.len;
        } else if (raw.ptr[i] == CLOSE) {
            range found = {(uint32_t)open, (uint32_t)b.len};
            if (open < b.len) vec_push(a, &s.marks, found);
            open = SIZE_MAX;
        } else {
            buf_char(&b, raw.ptr[i]);
        }
    }
    s.text = buf_span(&b);
    return s;
}

/* One row of either kind: columns id, letter's text, outlet, day, title or speaker, snippet, article. */
typedef struct hit {
    span id, head, outlet, day, article;
    snippet found;
    double score;
} hit;

static hit hit_in(const query *q, arena *a) {
    return (hit){.id = arena_copy(a, row_text(q, 0)),
                 .head = arena_copy(a, row_text(q, 1)),
                 .outlet = arena_copy(a, row_text(q, 2)),
                 .day = arena_copy(a, row_text(q, 3)),
                 .article = arena_copy(a, row_text(q, 4)),
                 .found = read_snippet(a, row_text(q, 5)),
                 .score = -row_real(q, 6)};
}

static void hit_text(buf *b, bool quote, const hit *h) {
    put_short_id(b, quote ? "q-" : "", h->id);
    put_cell(b, h->day.len ? h->day : S("-"), 10);
    put_cell(b, h->outlet.len ? h->outlet : S("-"), 20);
    put_visible(b, h->head.len ? h->head : S("-"), 100, 0);
    buf_put(b, S("\n    "));
    put_visible(b, h->found.text, 300, 0);
    buf_char(b, '\n');
}

static retold_status hit_json(arena *a, bool quote, const hit *h, const retold_sink *out, retold_error *err) {
    yyjson_mut_doc *doc = json_new(a);
    yyjson_mut_val *o = json_object(doc), *marks = json_array(doc);
    buf b = buf_made(a);
    json_put_text(doc, o, "kind", quote ? S("quote") : S("article"));
    json_put_id(a, doc, o, "id", quote ? "q-" : "", h->id);
    if (quote) json_put_text(doc, o, "article", h->article);
    json_put_text(doc, o, quote ? "speaker" : "title", h->head);
    json_put_some(doc, o, "outlet", h->outlet);
    json_put_text(doc, o, "date", h->day);
    json_put_text(doc, o, "snippet", h->found.text);
    for (size_t i = 0; i < h->found.marks.count; i++) json_push(doc, marks, json_range(doc, h->found.marks.items[i]));
    json_put(doc, o, "marks", marks);
    json_put_real(doc, o, "score", h->score);
    return write_object(&b, doc, o, out, err);
}

static retold_status hit_out(arena *a, bool quote, const hit *h, retold_form form, const retold_sink *out, retold_error *err) {
    if (form == RETOLD_FORM_JSON) return hit_json(a, quote, h, out, err);
    buf b = buf_made(a);
    hit_text(&b, quote, h);
    return buf_flush(&b, out, err);
}

static const char FIND_ARTICLES[] =
    "SELECT a.id, a.title, a.outlet, a.day, a.id, x.snippet, x.score FROM"
    " (SELECT rowid AS number, snippet(article_text, 1, char(2), char(3), '…', 32) AS snippet, bm25(article_text, 4.0, 1.0) AS "
    "score"
    "  FROM article_text WHERE article_text MATCH ?1 ORDER BY bm25(article_text, 4.0, 1.0) LIMIT ?2) x"
    " JOIN article a ON a.number = x.number ORDER BY x.score, a.number";
static const char FIND_QUOTES[] =
    "SELECT q.id, q.speaker, a.outlet, a.day, a.id, x.snippet, x.score FROM"
    " (SELECT rowid AS number, snippet(quote_text, 1, char(2), char(3), '…', 32) AS snippet, bm25(quote_text) AS score"
    "  FROM quote_text WHERE quote_text MATCH ?1 ORDER BY bm25(quote_text) LIMIT ?2) x"
    " JOIN quote q ON q.number = x.number JOIN article a ON a.number = q.article ORDER BY x.score, q.number";

static retold_status find_in(arena *a, retold_store *s, bool quote, span match, uint32_t most, retold_form form,
                             const retold_sink *out, retold_error *err) {
    query q = query_on(s, quote ? FIND_QUOTES : FIND_ARTICLES);
    query_text(&q, 1, match);
    query_int(&q, 2, most);
    arena_mark mark = arena_here(a);
    retold_status status = RETOLD_OK, last;
    while (status == RETOLD_OK && query_row(&q)) {
        hit h = hit_in(&q, a);
        status = hit_out(a, quote, &h, form, out, err);
        arena_back(a, mark);
    }
    last = query_end(&q, status == RETOLD_OK ? err : NULL);
    return status == RETOLD_OK ? last : status;
}

retold_status search_write(retold_ctx *ctx, retold_store *s, span words, uint32_t most, retold_form form, const retold_sink *out,
                           retold_error *err) {
    arena *a = ctx_scratch(ctx);
    span match;
    if (!most || most > 1000)
        return error_set(err, "store", RETOLD_E_ARGUMENT, RETOLD_OFFSET_NONE, "a search gives 1 to 1,000 rows");
    retold_status status = query_parse(a, words, &match, err);
    if (status == RETOLD_OK) status = find_in(a, s, false, match, most, form, out, err);
    return status == RETOLD_OK ? find_in(a, s, true, match, most, form, out, err) : status;
}
