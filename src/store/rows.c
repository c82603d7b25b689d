/* Rows of output: cells for a terminal, objects of JSON. */
#include "store/rows.h"

/* What would move the cursor, change colours, or turn the direction of what follows. */
static bool hides(uint32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

static uint32_t take_point(span *rest) {
    unsigned char lead = (unsigned char)*rest->ptr;
    unsigned more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
    uint32_t c = more ? lead & (0x3Fu >> more) : lead < 0x80 ? lead : 0xFFFD;
    bool whole = rest->len > more;
    for (unsigned i = 1; i <= more && whole; i++) {
        unsigned char next = (unsigned char)rest->ptr[i];
        whole = (next & 0xC0) == 0x80;
        c = c << 6 | (next & 0x3Fu);
    }
    *rest = span_from(*rest, whole ? more + 1 : 1);
    return whole ? c : 0xFFFD;
}

void put_visible(buf *b, span s, size_t most, size_t width) {
    size_t count = 0;
    for (; s.len; count++) {
        uint32_t c = take_point(&s);
        if (count + 1 >= most && s.len) {
            buf_put(b, S("…"));
            count++;
            break;
        }
        if (c == '\n' || c == '\t' || c == '\r')
            buf_char(b, ' ');
        else
            buf_utf8(b, !hides(c) ? c : c < 0x20 ? 0x2400 + c : 0xFFFD);
    }
    for (; count < width; count++) buf_char(b, ' ');
}

void put_cell(buf *b, span s, size_t width) {
    put_visible(b, s, width, width);
    buf_put(b, S("  "));
}

void put_short_id(buf *b, const char *letter, span id) {
    buf_printf(b, "%s%.*s  ", letter, (int)(id.len < SHORT_ID ? id.len : SHORT_ID), id.ptr ? id.ptr : "");
}

retold_status write_object(buf *b, yyjson_mut_doc *doc, yyjson_mut_val *root, const retold_sink *out, retold_error *err) {
    json_write(b, doc, root, false);
    return buf_flush(b, out, err);
}

void json_put_id(arena *a, yyjson_mut_doc *doc, yyjson_mut_val *o, const char *name, const char *letter, span id) {
    json_put_text(doc, o, name, id.len ? arena_printf(a, "%s%.*s", letter, SPAN_ARG(id)) : id);
}

/* ---- a quote's words ---- */

span cut_or_none(span text, range r) {
    return range_known(r) && r.begin <= r.end && r.end <= text.len ? span_at(text, r) : (span){NULL, 0};
}

void json_put_quote_texts(yyjson_mut_doc *doc, yyjson_mut_val *o, const retold_quote *u, span text) {
    yyjson_mut_val *via = json_array(doc);
    json_put_text(doc, o, "text", cut_or_none(text, u->content));
    json_put_some(doc, o, "speaker", cut_or_none(text, u->speaker));
    json_put_some(doc, o, "role", cut_or_none(text, u->role));
    json_put_some(doc, o, "cue", cut_or_none(text, u->cue));
    for (uint32_t i = 0; i < u->via_count; i++) json_push(doc, via, json_string(doc, cut_or_none(text, u->via[i])));
    if (u->via_count) json_put(doc, o, "via_text", via);
}

/* ---- an article's head: what lists and members of groups show of it ---- */

bool head_next(query *q, arena *a, article_head *h) {
    if (!query_row(q)) return false;
    *h = (article_head){.number = row_number(q, 0),
                        .id = arena_copy(a, row_text(q, 1)),
                        .url = arena_copy(a, row_text(q, 2)),
                        .outlet = arena_copy(a, row_text(q, 3)),
                        .title = arena_copy(a, row_text(q, 4)),
                        .lang = arena_copy(a, row_text(q, 5)),
                        .day = arena_copy(a, row_text(q, 6)),
                        .record = arena_copy(a, row_text(q, 7)),
                        .length = (uint64_t)row_int(q, 8),
                        .family = arena_copy(a, row_text(q, 9)),
                        .story = arena_copy(a, row_text(q, 10)),
                        .supersedes = arena_copy(a, row_text(q, 11)),
                        .superseded_by = arena_copy(a, row_text(q, 12))};
    return true;
}

void head_text(buf *b, const article_head *h) {
    put_short_id(b, "", h->id);
    put_cell(b, h->day.len ? h->day : S("-"), 10);
    put_cell(b, h->outlet.len ? h->outlet : S("-"), 20);
    put_visible(b, h->title.len ? h->title : h->url, 100, 0);
    if (h->superseded_by.len) buf_put(b, S("  (older version)"));
    buf_char(b, '\n');
}

static void head_record(arena *a, yyjson_mut_doc *doc, yyjson_mut_val *o, span record) {
    record_facts facts = record_read(a, record);
    yyjson_mut_val *authors = json_array(doc);
    for (size_t i = 0; i < facts.author_count; i++) json_push(doc, authors, json_string(doc, facts.authors[i]));
    json_put(doc, o, "authors", authors);
    json_put_some(doc, o, "agency", facts.agency);
    json_put_some(doc, o, "published", facts.published);
    json_put_some(doc, o, "modified", facts.modified);
}

yyjson_mut_val *head_json(arena *a, yyjson_mut_doc *doc, const article_head *h) {
    yyjson_mut_val *o = json_object(doc);
    json_put_text(doc, o, "id", h->id);
    json_put_some(doc, o, "url", h->url);
    json_put_some(doc, o, "outlet", h->outlet);
    json_put_text(doc, o, "title", h->title);
    json_put_text(doc, o, "date", h->day);
    head_record(a, doc, o, h->record);
    json_put_text(doc, o, "lang", h->lang);
    json_put_int(doc, o, "bytes", (int64_t)h->length);
    json_put_id(a, doc, o, "family", "f-", h->family);
    json_put_id(a, doc, o, "story", "s-", h->story);
    json_put_some(doc, o, "supersedes", h->supersedes);
    json_put_some(doc, o, "superseded_by", h->superseded_by);
    return o;
}
