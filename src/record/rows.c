/* Records as rows of JSON, and rows as records. */
#include "base/ctx.h"
#include "record/json.h"

static void put_field(yyjson_mut_doc *doc, yyjson_mut_val *evidence, const char *name, const field *f) {
    if (!f->from) return;
    yyjson_mut_val *object = json_object(doc);
    json_put_some(doc, object, "from", span_of(f->from));
    json_put_real(doc, object, "confidence", (double)f->confidence);
    if (range_known(f->page)) json_put_range(doc, object, "page", f->page);
    json_put(doc, evidence, name, object);
}

static yyjson_mut_val *evidence_json(yyjson_mut_doc *doc, const retold_article *article) {
    yyjson_mut_val *object = json_object(doc);
    put_field(doc, object, "url", &article->url);
    put_field(doc, object, "title", &article->title);
    put_field(doc, object, "outlet", &article->outlet);
    put_field(doc, object, "agency", &article->agency);
    put_field(doc, object, "section", &article->section);
    put_field(doc, object, "description", &article->description);
    put_field(doc, object, "image", &article->image);
    put_field(doc, object, "free", &article->access_field);
    put_field(doc, object, "published", &article->published_field);
    put_field(doc, object, "modified", &article->modified_field);
    put_field(doc, object, "date", &article->day_field);
    if (article->author_count) put_field(doc, object, "authors", &article->authors[0]);
    return object;
}

static yyjson_mut_val *texts_json(yyjson_mut_doc *doc, const field *fields, size_t count) {
    yyjson_mut_val *array = json_array(doc);
    for (size_t i = 0; i < count; i++) json_push(doc, array, json_string(doc, fields[i].text));
    return array;
}

static yyjson_mut_val *image_json(yyjson_mut_doc *doc, const retold_article *article) {
    yyjson_mut_val *object = json_object(doc);
    json_put_some(doc, object, "url", article->image.text);
    json_put_some(doc, object, "credit", article->image_credit);
    return object;
}

static yyjson_mut_val *captions_json(yyjson_mut_doc *doc, const retold_article *article) {
    yyjson_mut_val *array = json_array(doc);
    for (size_t i = 0; i < article->caption_count; i++) {
        const caption *c = &article->captions[i];
        yyjson_mut_val *object = json_object(doc);
        json_put_text(doc, object, "text", c->text.text);
        json_put_some(doc, object, "credit", c->credit);
        if (range_known(c->text.page)) json_put_range(doc, object, "page", c->text.page);
        json_push(doc, array, object);
    }
    return array;
}

static yyjson_mut_val *repairs_json(yyjson_mut_doc *doc, const retold_article *article) {
    yyjson_mut_val *array = json_array(doc);
    for (size_t i = 0; i < article->repair_count; i++) {
        const retold_repair *r = &article->repairs[i];
        yyjson_mut_val *object = json_object(doc);
        json_put_text(doc, object, "kind", span_of(r->kind));
        json_put_range(doc, object, "span", r->span);
        json_put(doc, object, "before", json_string(doc, r->before));
        json_put(doc, object, "after", json_string(doc, r->after));
        json_push(doc, array, object);
    }
    return array;
}

static yyjson_mut_val *limits_json(yyjson_mut_doc *doc, const limit_hits *limits) {
    yyjson_mut_val *array = json_array(doc);
    for (size_t i = 0; i < limits->count; i++) {
        yyjson_mut_val *object = json_object(doc);
        json_put_text(doc, object, "limit", span_of(limits->items[i].limit));
        json_put_int(doc, object, "at", (int64_t)limits->items[i].at);
        json_push(doc, array, object);
    }
    return array;
}

yyjson_mut_val *site_memory_json(yyjson_mut_doc *doc, const retold_article *article) {
    yyjson_mut_val *object = json_object(doc);
    json_put_text(doc, object, "number", article->site_memory);
    json_put_int(doc, object, "dropped", article->site_dropped);
    return object;
}

yyjson_mut_val *article_json(arena *a, yyjson_mut_doc *doc, const retold_article *article) {
    yyjson_mut_val *object = json_object(doc);
    json_put(doc, object, "id", json_string(doc, article->id));
    json_put_some(doc, object, "url", article->url.text);
    json_put_some(doc, object, "outlet", article->outlet.text);
    json_put_text(doc, object, "title", article->title.text);
    json_put(doc, object, "authors", texts_json(doc, article->authors, article->author_count));
    json_put_some(doc, object, "agency", article->agency.text);
    json_put_some(doc, object, "section", article->section.text);
    json_put_some(doc, object, "description", article->description.text);
    if (article->image.text.len) json_put(doc, object, "image", image_json(doc, article));
    if (article->access != ACCESS_UNSAID) json_put_bool(doc, object, "free", article->access == ACCESS_FREE);
    stamp day = article->day.precision >= PRECISION_DAY ? article->day : article->published;
    json_put_text(doc, object, "date", day.precision >= PRECISION_DAY ? stamp_day(a, day) : (span){0});
    json_put_some(doc, object, "published", stamp_iso(a, article->published));
    json_put_some(doc, object, "modified", stamp_iso(a, article->modified));
    json_put_text(doc, object, "lang", article->lang);
    json_put(doc, object, "text", json_string(doc, article->text));
    if (article->caption_count) json_put(doc, object, "captions", captions_json(doc, article));
    if (article->repair_count) json_put(doc, object, "repairs", repairs_json(doc, article));
    if (article->limits.count) json_put(doc, object, "limits", limits_json(doc, &article->limits));
    if (article->site_memory.len) json_put(doc, object, "site_memory", site_memory_json(doc, article));
    json_put_some(doc, object, "page", article->page_id);
    json_put(doc, object, "evidence", evidence_json(doc, article));
    return object;
}

yyjson_mut_val *page_json(arena *a, yyjson_mut_doc *doc, const retold_page *page) {
    yyjson_mut_val *object = json_object(doc);
    char hex[65];
    json_put(doc, object, "id", json_string(doc, page->id));
    json_put_some(doc, object, "url", page->url);
    json_put_int(doc, object, "bytes", (int64_t)page->bytes.len);
    json_put_some(doc, object, "file", page->file);
    json_put_int(doc, object, "offset", (int64_t)page->offset);
    if (page->bytes.len) {
        hash_hex(&page->sha, 64, hex);
        json_put_text(doc, object, "sha256", arena_copy(a, span_of(hex)));
    }
    if (page->limits.count) json_put(doc, object, "limits", limits_json(doc, &page->limits));
    json_put_some(doc, object, "error", page->error);
    return object;
}

static yyjson_mut_val *ranges_json(yyjson_mut_doc *doc, const range *items, size_t count) {
    yyjson_mut_val *array = json_array(doc);
    for (size_t i = 0; i < count; i++) json_push(doc, array, json_range(doc, items[i]));
    return array;
}

/* The contract has offsets in two fields, null where there is no range. */
static void put_ends(yyjson_mut_doc *doc, yyjson_mut_val *object, const char *begin, const char *end, range r) {
    if (range_known(r)) {
        json_put_int(doc, object, begin, r.begin);
        json_put_int(doc, object, end, r.end);
    } else {
        json_put_text(doc, object, begin, (span){0});
        json_put_text(doc, object, end, (span){0});
    }
}

static yyjson_mut_val *flags_json(yyjson_mut_doc *doc, uint32_t flags) {
    static const char *const names[] = {"cut", "unclosed", "continued", "repaired"};
    yyjson_mut_val *array = json_array(doc);
    for (unsigned i = 0; i < 4; i++)
        if (flags & (1u << i)) json_push(doc, array, json_string(doc, span_of(names[i])));
    return array;
}

yyjson_mut_val *quote_json(yyjson_mut_doc *doc, span id, const retold_quote *quote) {
    static const char *const kinds[] = {"direct", "indirect", "mixed"};
    yyjson_mut_val *object = json_object(doc);
    json_put(doc, object, "doc", json_string(doc, id));
    put_ends(doc, object, "quote_start", "quote_end", quote->content);
    json_put(doc, object, "quote_spans", ranges_json(doc, quote->parts, quote->part_count));
    json_put_text(doc, object, "kind", span_of(kinds[quote->kind]));
    put_ends(doc, object, "speaker_start", "speaker_end", quote->speaker);
    json_put_some(doc, object, "speaker_name", quote->speaker_name);
    if (range_known(quote->role)) put_ends(doc, object, "role_start", "role_end", quote->role);
    if (quote->via_count) json_put(doc, object, "via", ranges_json(doc, quote->via, quote->via_count));
    put_ends(doc, object, "cue_start", "cue_end", quote->cue);
    if (quote->flags) json_put(doc, object, "flags", flags_json(doc, quote->flags));
    json_put_real(doc, object, "confidence", (double)quote->confidence);
    return object;
}

yyjson_mut_val *time_json(yyjson_mut_doc *doc, span id, const retold_time *time) {
    static const char *const types[] = {"DATE", "TIME", "DURATION", "SET"};
    yyjson_mut_val *object = json_object(doc);
    json_put(doc, object, "doc", json_string(doc, id));
    put_ends(doc, object, "start", "end", time->span);
    json_put_text(doc, object, "type", span_of(types[time->type]));
    json_put(doc, object, "value", json_string(doc, time->value));
    return object;
}

/* A field that the row itself states. */
static field given(arena *a, yyjson_val *root, const char *name) {
    span value = json_text(root, name);
    if (!value.len) return (field){.page = RANGE_NONE};
    return (field){arena_copy(a, value), RANGE_NONE, "row", 1.0f};
}

/* Ids may be numbers: their digits are the id. */
static span given_id(arena *a, yyjson_val *root) {
    int64_t number;
    span id = json_text(root, "id");
    if (id.len) return arena_copy(a, id);
    return json_int(root, "id", &number) ? arena_printf(a, "%lld", (long long)number) : (span){0};
}

static stamp given_time(yyjson_val *root) {
    int64_t seconds;
    if (json_int(root, "time", &seconds) && seconds > -((int64_t)1 << 40) && seconds < ((int64_t)1 << 40))
        return (stamp){seconds * 1000, 0, PRECISION_SECOND};
    static const char *const names[] = {"published", "time", "date"};
    stamp found = STAMP_NONE;
    for (size_t i = 0; i < sizeof names / sizeof names[0] && !found.precision; i++)
        found = stamp_parse(json_text(root, names[i]));
    return found;
}

typedef struct row_job {
    span row;
    retold_article **out;
} row_job;

static retold_status read_row(retold_ctx *ctx, void *p, retold_error *err) {
    row_job *job = p;
    yyjson_doc *doc = json_parse(ctx_scratch(ctx), job->row, "record", err);
    if (!doc) return RETOLD_E_FORMAT;
    yyjson_val *root = yyjson_doc_get_root(doc), *text = yyjson_obj_get(root, "text");
    if (!yyjson_is_obj(root)) return error_set(err, "record", RETOLD_E_FORMAT, 0, "the row is no JSON object");
    if (!yyjson_is_str(text)) return error_set(err, "record", RETOLD_E_FORMAT, 0, "the row has no \"text\"");
    retold_article *article = article_new(ctx);
    ctx_undo(ctx, article_undo, article);
    arena *a = &article->memory;
    article->id = given_id(a, root);
    if (!article->id.len) return error_set(err, "record", RETOLD_E_FORMAT, 0, "the row has no \"id\"");
    article->text = arena_copy(a, (span){yyjson_get_str(text), yyjson_get_len(text)});
    article->url = given(a, root, "url");
    article->title = given(a, root, "title");
    article->outlet = given(a, root, "outlet");
    article->agency = given(a, root, "agency");
    article->lang = arena_copy(a, json_text(root, "lang"));
    article->published = given_time(root);
    article->row = arena_copy(a, job->row);
    *job->out = article;
    return RETOLD_OK;
}

retold_status article_of_row(retold_ctx *ctx, span row, retold_article **out, retold_error *err) {
    *out = NULL;
    retold_status status = ctx_run(ctx, read_row, &(row_job){row, out}, err);
    if (status != RETOLD_OK) *out = NULL;
    return status;
}

static void take_field(arena *a, field *into, yyjson_val *root, const char *name) {
    field stated = given(a, root, name);
    if (stated.from) *into = stated;
}

/* Authors may be one string or a list of them. */
static void take_authors(retold_article *article, yyjson_val *root) {
    arena *a = &article->memory;
    yyjson_val *authors = yyjson_obj_get(root, "authors"), *name;
    size_t i, max, count = 0, most = yyjson_is_arr(authors) ? yyjson_arr_size(authors) : 0;
    if (!most) return;
    field *fields = ARENA_ARRAY(a, field, most);
    yyjson_arr_foreach(authors, i, max, name) {
        if (yyjson_is_str(name) && yyjson_get_len(name))
            fields[count++] = (field){arena_copy(a, (span){yyjson_get_str(name), yyjson_get_len(name)}), RANGE_NONE, "row", 1.0f};
    }
    article->authors = fields;
    article->author_count = count;
}

void article_take_row(retold_ctx *ctx, retold_article *article, span row) {
    arena *a = &article->memory;
    a->ctx = ctx;
    yyjson_doc *doc = json_parse(ctx_scratch(ctx), row, "record", NULL);
    yyjson_val *root = doc ? yyjson_doc_get_root(doc) : NULL;
    if (!yyjson_is_obj(root)) return;
    take_field(a, &article->title, root, "title");
    take_field(a, &article->outlet, root, "outlet");
    take_field(a, &article->agency, root, "agency");
    take_authors(article, root);
    stamp published = given_time(root), modified = stamp_parse(json_text(root, "modified"));
    if (modified.precision) {
        article->modified = modified;
        article->modified_field = (field){stamp_iso(a, modified), RANGE_NONE, "row", 1.0f};
    }
    if (published.precision) {
        article->published = published;
        article->published_field = (field){stamp_iso(a, published), RANGE_NONE, "row", 1.0f};
        article->day = STAMP_NONE;
        article->day_field = (field){.page = RANGE_NONE};
    }
    if (json_text(root, "lang").len) article->lang = arena_copy(a, json_text(root, "lang"));
}

void json_put_passage_kind(yyjson_mut_doc *doc, yyjson_mut_val *object, retold_passage_kind kind) {
    static const char *const names[] = {"exact", "near", "partial"};
    json_put_text(doc, object, "kind", span_of(names[kind < RETOLD_PASSAGE_PARTIAL ? kind : RETOLD_PASSAGE_PARTIAL]));
    if (kind == RETOLD_PASSAGE_QUOTED) json_put_bool(doc, object, "quoted", true);
}
