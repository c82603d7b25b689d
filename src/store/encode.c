/* An article's row, apart from its columns: pieces as bytes, the rest as JSON. docs/formats/store.md describes both. */
#include "record/json.h"
#include "store/store_internal.h"

/* ---- pieces ---- */

static void put_varint(buf *b, uint64_t value) {
    for (; value >= 0x80; value >>= 7) buf_char(b, (char)(unsigned char)(value | 0x80));
    buf_char(b, (char)(unsigned char)value);
}

static uint64_t zigzag(int64_t value) { return (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0); }
static int64_t unzigzag(uint64_t value) { return (int64_t)(value >> 1) ^ -(int64_t)(value & 1); }

static bool take_varint(span *rest, uint64_t *out) {
    *out = 0;
    for (unsigned shift = 0; shift < 64 && rest->len; shift += 7) {
        unsigned char byte = (unsigned char)*rest->ptr;
        *rest = span_from(*rest, 1);
        *out |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) return true;
    }
    return false;
}

/* For each: gap in the text; length · 2 + exact; way from the last one's end in the page; page length where it isn't exact. */
span pieces_encode(arena *a, const piece *pieces, size_t count) {
    buf b = buf_made(a);
    uint32_t text = 0, page = 0;
    for (size_t i = 0; i < count; i++) {
        const piece *p = &pieces[i];
        bool exact = p->exact && range_len(p->text) == range_len(p->page);
        put_varint(&b, p->text.begin - text);
        put_varint(&b, (uint64_t)range_len(p->text) << 1 | exact);
        put_varint(&b, zigzag((int64_t)p->page.begin - page));
        if (!exact) put_varint(&b, range_len(p->page));
        text = p->text.end;
        page = p->page.end;
    }
    return buf_span(&b);
}

/* Both ends of a range that begins at `begin` and is `len` long, if they fit. */
static bool make_range(uint64_t begin, uint64_t len, uint64_t most, range *out) {
    if (begin > most || len > most - begin) return false;
    *out = (range){(uint32_t)begin, (uint32_t)(begin + len)};
    return true;
}

static bool take_piece(span *rest, size_t text_len, piece *p) {
    uint64_t gap, len, way, page_len;
    if (!take_varint(rest, &gap) || !take_varint(rest, &len) || !take_varint(rest, &way)) return false;
    p->exact = len & 1;
    page_len = len >>= 1;
    if (!p->exact && !take_varint(rest, &page_len)) return false;
    int64_t step = unzigzag(way);
    if (gap > text_len || step < -(int64_t)p->page.end || step > (int64_t)UINT32_MAX) return false;
    return make_range(p->text.end + gap, len, text_len, &p->text) &&
           make_range((uint64_t)((int64_t)p->page.end + step), page_len, UINT32_MAX - 1, &p->page);
}

bool pieces_decode(arena *a, span bytes, size_t text_len, piece **pieces, size_t *count) {
    VEC(piece) list = {0};
    piece next = {0};
    while (bytes.len) {
        if (!take_piece(&bytes, text_len, &next)) return false;
        vec_push(a, &list, next);
    }
    *pieces = list.items;
    *count = list.count;
    return true;
}

int64_t article_sum(span title, span text, span record, span pieces) {
    uint64_t sum = hash_join(hash_join(hash_join(hash_bytes(title), hash_bytes(text)), hash_bytes(record)), hash_bytes(pieces));
    return (int64_t)sum;
}

/* ---- the record, written ---- */

static yyjson_mut_val *field_out(yyjson_mut_doc *doc, const field *f) {
    yyjson_mut_val *o = json_object(doc);
    json_put_some(doc, o, "text", f->text);
    if (range_known(f->page)) json_put_range(doc, o, "page", f->page);
    json_put_some(doc, o, "from", span_of(f->from));
    if (f->confidence > 0) json_put_real(doc, o, "confidence", f->confidence);
    return o;
}

static void put_field(yyjson_mut_doc *doc, yyjson_mut_val *root, const char *name, const field *f) {
    if (f->text.len || f->from) json_put(doc, root, name, field_out(doc, f));
}

static void put_stamp(yyjson_mut_doc *doc, yyjson_mut_val *root, const char *name, const field *f, stamp s) {
    if (s.ms == RETOLD_TIME_NONE && !f->text.len && !f->from) return;
    yyjson_mut_val *o = field_out(doc, f);
    if (s.ms != RETOLD_TIME_NONE) json_put_int(doc, o, "ms", s.ms);
    if (s.zone != ZONE_NONE) json_put_int(doc, o, "zone", s.zone);
    json_put_int(doc, o, "precision", s.precision);
    json_put(doc, root, name, o);
}

static void put_lists(yyjson_mut_doc *doc, yyjson_mut_val *root, const retold_article *article) {
    yyjson_mut_val *authors = json_array(doc), *captions = json_array(doc);
    for (size_t i = 0; i < article->author_count; i++) json_push(doc, authors, field_out(doc, &article->authors[i]));
    for (size_t i = 0; i < article->caption_count; i++) {
        yyjson_mut_val *o = field_out(doc, &article->captions[i].text);
        json_put_some(doc, o, "credit", article->captions[i].credit);
        json_push(doc, captions, o);
    }
    if (article->author_count) json_put(doc, root, "authors", authors);
    if (article->caption_count) json_put(doc, root, "captions", captions);
}

static void put_changes(yyjson_mut_doc *doc, yyjson_mut_val *root, const retold_article *article) {
    yyjson_mut_val *repairs = json_array(doc), *limits = json_array(doc);
    for (size_t i = 0; i < article->repair_count; i++) {
        const retold_repair *r = &article->repairs[i];
        yyjson_mut_val *o = json_object(doc);
        json_put_text(doc, o, "kind", span_of(r->kind));
        json_put_range(doc, o, "span", r->span);
        json_put_some(doc, o, "before", r->before);
        json_put_some(doc, o, "after", r->after);
        json_push(doc, repairs, o);
    }
    for (size_t i = 0; i < article->limits.count; i++) {
        yyjson_mut_val *o = json_object(doc);
        json_put_text(doc, o, "limit", span_of(article->limits.items[i].limit));
        json_put_int(doc, o, "at", (int64_t)article->limits.items[i].at);
        json_push(doc, limits, o);
    }
    if (article->repair_count) json_put(doc, root, "repairs", repairs);
    if (article->limits.count) json_put(doc, root, "limits", limits);
    if (article->site_memory.len) json_put(doc, root, "site_memory", site_memory_json(doc, article));
}

span article_encode(arena *a, const retold_article *article) {
    yyjson_mut_doc *doc = json_new(a);
    yyjson_mut_val *root = json_object(doc);
    put_field(doc, root, "url", &article->url);
    put_field(doc, root, "title", &article->title);
    put_field(doc, root, "outlet", &article->outlet);
    put_field(doc, root, "agency", &article->agency);
    put_field(doc, root, "section", &article->section);
    put_field(doc, root, "description", &article->description);
    put_field(doc, root, "image", &article->image);
    json_put_some(doc, root, "image_credit", article->image_credit);
    put_field(doc, root, "free", &article->access_field);
    put_stamp(doc, root, "published", &article->published_field, article->published);
    put_stamp(doc, root, "modified", &article->modified_field, article->modified);
    put_stamp(doc, root, "day", &article->day_field, article->day);
    put_lists(doc, root, article);
    put_changes(doc, root, article);
    buf b = buf_made(a);
    json_write(&b, doc, root, false);
    return span_trim(buf_span(&b));
}

/* ---- the record, read ---- */

static range range_in(yyjson_val *pair) {
    yyjson_val *begin = yyjson_arr_get(pair, 0), *end = yyjson_arr_get(pair, 1);
    if (!yyjson_is_uint(begin) || !yyjson_is_uint(end)) return RANGE_NONE;
    uint64_t b = yyjson_get_uint(begin), e = yyjson_get_uint(end);
    return b <= e && e < UINT32_MAX ? (range){(uint32_t)b, (uint32_t)e} : RANGE_NONE;
}

static const char *word_in(yyjson_val *o, const char *name) { return yyjson_get_str(yyjson_obj_get(o, name)); }

static field field_in(yyjson_val *o) {
    return (field){json_text(o, "text"), range_in(yyjson_obj_get(o, "page")), word_in(o, "from"),
                   (float)yyjson_get_num(yyjson_obj_get(o, "confidence"))};
}

static stamp stamp_in(yyjson_val *o) {
    stamp s = STAMP_NONE;
    int64_t zone, grade;
    if (!json_int(o, "ms", &s.ms)) s.ms = RETOLD_TIME_NONE;
    if (json_int(o, "zone", &zone) && zone > INT16_MIN && zone <= INT16_MAX) s.zone = (int16_t)zone;
    if (json_int(o, "precision", &grade) && grade >= PRECISION_NONE && grade <= PRECISION_SECOND) s.precision = (precision)grade;
    return s;
}

static void take_lists(retold_article *article, yyjson_val *root) {
    arena *a = &article->memory;
    yyjson_val *authors = yyjson_obj_get(root, "authors"), *captions = yyjson_obj_get(root, "captions"), *o;
    yyjson_arr_iter each = yyjson_arr_iter_with(authors);
    article->authors = ARENA_ARRAY(a, field, yyjson_arr_size(authors));
    while ((o = yyjson_arr_iter_next(&each))) article->authors[article->author_count++] = field_in(o);
    each = yyjson_arr_iter_with(captions);
    article->captions = ARENA_ARRAY(a, caption, yyjson_arr_size(captions));
    while ((o = yyjson_arr_iter_next(&each)))
        article->captions[article->caption_count++] = (caption){field_in(o), json_text(o, "credit")};
}

static void take_changes(retold_article *article, yyjson_val *root) {
    arena *a = &article->memory;
    yyjson_val *repairs = yyjson_obj_get(root, "repairs"), *limits = yyjson_obj_get(root, "limits"), *o;
    yyjson_arr_iter each = yyjson_arr_iter_with(repairs);
    article->repairs = ARENA_ARRAY(a, retold_repair, yyjson_arr_size(repairs));
    while ((o = yyjson_arr_iter_next(&each))) {
        const char *kind = word_in(o, "kind");
        article->repairs[article->repair_count++] =
            (retold_repair){kind ? kind : "", range_in(yyjson_obj_get(o, "span")), json_text(o, "before"), json_text(o, "after")};
    }
    each = yyjson_arr_iter_with(limits);
    while ((o = yyjson_arr_iter_next(&each))) {
        int64_t at = 0;
        const char *limit = word_in(o, "limit");
        json_int(o, "at", &at);
        vec_push(a, &article->limits, (retold_limit_hit){limit ? limit : "", (uint64_t)at});
    }
    int64_t dropped = 0;
    o = yyjson_obj_get(root, "site_memory");
    article->site_memory = json_text(o, "number");
    if (json_int(o, "dropped", &dropped) && dropped >= 0 && dropped <= UINT32_MAX) article->site_dropped = (uint32_t)dropped;
}

retold_status article_decode(retold_article *article, span json, retold_error *err) {
    retold_error why = {0};
    yyjson_doc *doc = json_parse(&article->memory, json, "store", &why);
    yyjson_val *root = yyjson_doc_get_root(doc);
    if (!yyjson_is_obj(root))
        return error_set(err, "store", RETOLD_E_STORE, RETOLD_OFFSET_NONE,
                         "the store is damaged: an article's record is no JSON");
    article->url = field_in(yyjson_obj_get(root, "url"));
    article->title = field_in(yyjson_obj_get(root, "title"));
    article->outlet = field_in(yyjson_obj_get(root, "outlet"));
    article->agency = field_in(yyjson_obj_get(root, "agency"));
    article->section = field_in(yyjson_obj_get(root, "section"));
    article->description = field_in(yyjson_obj_get(root, "description"));
    article->image = field_in(yyjson_obj_get(root, "image"));
    article->image_credit = json_text(root, "image_credit");
    article->access_field = field_in(yyjson_obj_get(root, "free"));
    if (article->access_field.from)
        article->access = span_equal(article->access_field.text, S("true")) ? ACCESS_FREE : ACCESS_PAID;
    article->published_field = field_in(yyjson_obj_get(root, "published"));
    article->modified_field = field_in(yyjson_obj_get(root, "modified"));
    article->published = stamp_in(yyjson_obj_get(root, "published"));
    article->modified = stamp_in(yyjson_obj_get(root, "modified"));
    article->day_field = field_in(yyjson_obj_get(root, "day"));
    article->day = stamp_in(yyjson_obj_get(root, "day"));
    take_lists(article, root);
    take_changes(article, root);
    return RETOLD_OK;
}

record_facts record_read(arena *a, span json) {
    record_facts facts = {0};
    yyjson_val *root = yyjson_doc_get_root(json_parse(a, json, "store", NULL)), *o;
    yyjson_val *authors = yyjson_obj_get(root, "authors");
    yyjson_arr_iter each = yyjson_arr_iter_with(authors);
    facts.agency = json_text(yyjson_obj_get(root, "agency"), "text");
    facts.published = stamp_iso(a, stamp_in(yyjson_obj_get(root, "published")));
    facts.modified = stamp_iso(a, stamp_in(yyjson_obj_get(root, "modified")));
    facts.authors = ARENA_ARRAY(a, span, yyjson_arr_size(authors));
    while ((o = yyjson_arr_iter_next(&each))) facts.authors[facts.author_count++] = json_text(o, "text");
    return facts;
}
