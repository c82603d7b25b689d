/* JSON Feed 1.0 and 1.1: one JSON text, read as a whole up to line_bytes, then an item at a time. */
#include "base/buf.h"
#include "base/ctx.h"
#include "read/read_internal.h"
#include "record/json.h"
#include <stdlib.h>

#define MOST_AUTHORS 64

typedef struct json_feed {
    arena memory;
    input *in;
    span file;
    yyjson_doc *doc;
    yyjson_arr_iter items;
    uint64_t number; /* of the next item */
    bool begun;
} json_feed;

static void json_feed_free(void *p) {
    json_feed *f = p;
    if (!f) return;
    input_free(f->in);
    arena_free(&f->memory);
    free(f);
}

void json_feed_over(retold_ctx *ctx, input **in, span file, void **state) {
    json_feed *f = calloc(1, sizeof *f);
    if (!f) ctx_out_of_memory(ctx);
    *state = f;
    f->in = *in;
    *in = NULL;
    f->memory = arena_made(ctx);
    f->file = arena_copy(&f->memory, file);
}

static uint64_t json_feed_bytes(const void *f) { return input_at(((const json_feed *)f)->in); }

static retold_status read_all(retold_ctx *ctx, json_feed *f, span *out, retold_error *err) {
    buf bytes = buf_made(&f->memory);
    size_t cap = ctx_limits(ctx)->line_bytes;
    span part;
    for (;;) {
        retold_status status = input_peek(f->in, &part, err);
        if (status != RETOLD_OK) return status;
        if (!part.len) break;
        if (part.len > cap - bytes.len) return error_set(err, "read", RETOLD_E_LIMIT, cap, "the feed is longer than line_bytes");
        buf_put(&bytes, part);
        input_take(f->in, part.len);
    }
    *out = buf_span(&bytes);
    if (span_starts(*out, S("\xEF\xBB\xBF"))) *out = span_from(*out, 3);
    if (input_damage(f->in).len) return error_set(err, "read", RETOLD_E_FORMAT, out->len, "%s", input_damage(f->in).ptr);
    return RETOLD_OK;
}

static retold_status begin(retold_ctx *ctx, json_feed *f, retold_error *err) {
    span text = {0};
    f->begun = true;
    retold_status status = read_all(ctx, f, &text, err);
    if (status != RETOLD_OK) return status;
    f->doc = json_parse(&f->memory, text, "read", err);
    if (!f->doc) return RETOLD_E_FORMAT;
    yyjson_val *items = yyjson_obj_get(yyjson_doc_get_root(f->doc), "items");
    if (!yyjson_arr_iter_init(items, &f->items)) return error_set(err, "read", RETOLD_E_FORMAT, 0, "the feed has no \"items\"");
    return RETOLD_OK;
}

static void add_author(feed_item *it, span *names, yyjson_val *author) {
    span name = json_text(author, "name");
    if (name.len && it->author_count < MOST_AUTHORS) names[it->author_count++] = name;
}

static retold_page *page_of(retold_ctx *ctx, const json_feed *f, yyjson_val *value) {
    span *names = ARENA_ARRAY(ctx_scratch(ctx), span, MOST_AUTHORS), html = json_text(value, "content_html");
    feed_item it = {.link = json_text(value, "url"),
                    .id = json_text(value, "id"),
                    .title = json_text(value, "title"),
                    .published = json_text(value, "date_published"),
                    .modified = json_text(value, "date_modified"),
                    .body = html.len ? html : json_text(value, "content_text"),
                    .plain = !html.len,
                    .authors = names,
                    .at = f->number};
    size_t i, max, cap = ctx_limits(ctx)->page_bytes;
    yyjson_val *author;
    if (!it.link.len) it.link = json_text(value, "external_url");
    if (!it.body.len) it.body = json_text(value, "summary");
    it.cut = it.body.len > cap;
    if (it.cut) it.body.len = cap;
    yyjson_arr_foreach(yyjson_obj_get(value, "authors"), i, max, author) add_author(&it, names, author);
    if (!it.author_count) add_author(&it, names, yyjson_obj_get(value, "author"));
    return feed_item_page(ctx, f->file, &it);
}

static retold_page *json_feed_next(retold_ctx *ctx, void *self) {
    json_feed *f = self;
    retold_error why;
    f->memory.ctx = ctx;
    if (!f->begun) {
        retold_status status = begin(ctx, f, &why);
        if (status == RETOLD_E_NOMEM) ctx_out_of_memory(ctx);
        if (status != RETOLD_OK) return page_failed(ctx, f->file, span_of(why.message));
    }
    yyjson_val *value = f->items.cur ? yyjson_arr_iter_next(&f->items) : NULL;
    if (!value) return NULL;
    retold_page *page = page_of(ctx, f, value);
    f->number++;
    return page;
}

const many json_feed_pages = {json_feed_next, json_feed_free, json_feed_bytes};
