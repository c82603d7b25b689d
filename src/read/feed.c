/*
 * RSS, Atom, sitemaps, and OPML as pages: each item is one, with the HTML it carries as the page's bytes, and what it says of
 * itself as the page's row. Items without a body are listed without bytes. One item at a time is held.
 */
#include "base/buf.h"
#include "base/ctx.h"
#include "read/read_internal.h"
#include "text/text.h"
#include <stdlib.h>

typedef enum part { IN_NOTHING, IN_TITLE, IN_LINK, IN_ID, IN_DATE, IN_CHANGED, IN_AUTHOR, IN_CONTENT, IN_SUMMARY, PARTS } part;

/* Which element of an item holds what, by its name without the prefix of the feed's own namespace. */
static const struct {
    const char *name;
    part part;
} elements[] = {
    {"title", IN_TITLE},
    {"news:title", IN_TITLE},
    {"link", IN_LINK},
    {"loc", IN_LINK},
    {"guid", IN_ID},
    {"id", IN_ID},
    {"pubDate", IN_DATE},
    {"published", IN_DATE},
    {"issued", IN_DATE},
    {"dc:date", IN_DATE},
    {"news:publication_date", IN_DATE},
    {"updated", IN_CHANGED},
    {"modified", IN_CHANGED},
    {"dcterms:modified", IN_CHANGED},
    {"lastmod", IN_CHANGED},
    {"author", IN_AUTHOR},
    {"dc:creator", IN_AUTHOR},
    {"name", IN_AUTHOR},
    {"content:encoded", IN_CONTENT},
    {"content", IN_CONTENT},
    {"description", IN_SUMMARY},
    {"summary", IN_SUMMARY},
};

/* The item under way; all of it goes when its page is made. */
typedef struct item {
    arena memory;
    buf parts[PARTS];
    VEC(span) authors;
    uint64_t at;
    unsigned depth; /* of the element under way below the item */
    bool under_way;
    bool in_author;    /* Atom: the name comes in an element of its own */
    bool no_address;   /* the id is said to be none */
    bool plain[PARTS]; /* Atom: type="text" */
    bool long_body;
} item;

typedef struct feed {
    arena memory;
    input *in, *decoded; /* decoded: what was no UTF-8 */
    xml *x;
    span file, root, prefix, item_name;
    bool atom, opml, begun, ended, told_end, decoded_cut;
    item item;
    part part;      /* of the item, whose text comes now */
    span part_name; /* its element, as written */
    unsigned same;  /* elements of that name open inside it */
    bool markup;    /* type="xhtml": the text is markup as it stands */
} feed;

static void feed_free(void *p) {
    feed *f = p;
    if (!f) return;
    input_free(f->in);
    input_free(f->decoded);
    arena_free(&f->item.memory);
    arena_free(&f->memory);
    free(f);
}

void feed_over(retold_ctx *ctx, input **in, span file, void **state) {
    feed *f = calloc(1, sizeof *f);
    if (!f) ctx_out_of_memory(ctx);
    *state = f;
    f->in = *in;
    *in = NULL;
    f->memory = f->item.memory = arena_made(ctx);
    f->file = arena_copy(&f->memory, file);
}

static uint64_t feed_bytes(const void *f) { return input_at(((const feed *)f)->in); }

/* ---- the start ---- */

/* The charset of `<?xml version="1.0" encoding="…"?>`; empty when none is said. */
static span declared_charset(arena *a, span head) {
    size_t begin = span_starts(head, S("\xEF\xBB\xBF")) ? 3 : 0, end;
    while (begin < head.len && is_space((unsigned char)head.ptr[begin])) begin++;
    head = span_from(head, begin);
    end = span_find(head, S("?>"), 0);
    return span_starts(head, S("<?xml")) && end != SIZE_MAX ? xml_attribute(a, span_cut(head, 5, end), "encoding") : (span){0};
}

static bool is_utf8_name(span name) {
    return !name.len || span_equal_nocase(name, S("utf-8")) || span_equal_nocase(name, S("utf8")) ||
           span_equal_nocase(name, S("us-ascii"));
}

/* Another charset than UTF-8: rare, and then the whole file is decoded at once, up to page_bytes. */
static retold_status decode_all(retold_ctx *ctx, feed *f, span charset, retold_error *err) {
    buf bytes = buf_made(&f->memory);
    size_t cap = ctx_limits(ctx)->page_bytes;
    span part;
    for (;;) {
        retold_status status = input_peek(f->in, &part, err);
        if (status != RETOLD_OK) return status;
        size_t n = part.len < cap - bytes.len ? part.len : cap - bytes.len;
        f->decoded_cut = n < part.len;
        if (!n) break;
        buf_put(&bytes, span_cut(part, 0, n));
        input_take(f->in, n);
    }
    decoded text = text_decode(ctx, &f->memory, buf_span(&bytes), charset, false);
    f->decoded = input_of_bytes(ctx, text.text);
    return RETOLD_OK;
}

static retold_status begin(retold_ctx *ctx, feed *f, retold_error *err) {
    span head;
    retold_status status = input_want(f->in, 256, &head, err);
    if (status != RETOLD_OK) return status;
    span charset = declared_charset(&f->memory, head);
    bool wide = span_find_char(span_cut(head, 0, head.len < 8 ? head.len : 8), 0, 0) != SIZE_MAX;
    if (wide || !is_utf8_name(charset)) status = decode_all(ctx, f, wide ? (span){0} : charset, err);
    f->x = xml_over(&f->memory, f->decoded ? f->decoded : f->in);
    f->begun = true;
    return status;
}

static span local_name(span name) {
    size_t colon = span_find_char(name, ':', 0);
    return colon == SIZE_MAX ? name : span_from(name, colon + 1);
}

/* The name as the table has it: without the prefix that the feed's own elements carry. */
static span plain_name(const feed *f, span name) {
    return f->prefix.len && span_starts(name, f->prefix) ? span_from(name, f->prefix.len) : name;
}

/* The first element says what feed it is. */
static void take_root(feed *f, span name) {
    static const struct {
        const char *root, *item;
    } kinds[] = {{"rss", "item"},    {"rdf", "item"}, {"feed", "entry"}, {"urlset", "url"}, {"sitemapindex", "sitemap"},
                 {"opml", "outline"}};
    span local = local_name(name);
    f->root = arena_copy(&f->memory, name);
    f->item_name = S("item");
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (span_equal_nocase(local, span_of(kinds[i].root))) f->item_name = span_of(kinds[i].item);
    f->atom = span_equal_nocase(local, S("feed"));
    f->opml = span_equal_nocase(local, S("opml"));
    if (local.len < name.len && !span_equal_nocase(local, S("rdf")))
        f->prefix = arena_copy(&f->memory, span_cut(name, 0, name.len - local.len));
}

/* ---- the parts of an item ---- */

static void clear_item(feed *f) {
    arena memory = f->item.memory;
    arena_free(&memory);
    memory.ctx = f->memory.ctx;
    f->item = (item){.memory = memory};
    f->part = IN_NOTHING;
}

static void begin_item(feed *f, uint64_t at) {
    clear_item(f);
    f->item.under_way = true;
    f->item.at = at;
    for (size_t i = 0; i < PARTS; i++) f->item.parts[i] = buf_made(&f->item.memory);
}

static void put_part(retold_ctx *ctx, feed *f, part part, span text, bool references) {
    buf *into = &f->item.parts[part];
    bool body = part == IN_CONTENT || part == IN_SUMMARY;
    size_t cap = body ? ctx_limits(ctx)->page_bytes : ctx_limits(ctx)->attribute_bytes, room = cap - into->len;
    f->item.long_body |= body && text.len > room;
    text = span_cut(text, 0, text.len < room ? text.len : room);
    if (references)
        xml_put_text(into, text);
    else
        buf_put(into, text);
}

/* A link of Atom is an attribute, and only one that leads to the item itself counts. */
static void take_link(feed *f, const xml_token *t) {
    arena *a = &f->item.memory;
    span href = xml_attribute(a, t->attributes, "href"), rel = xml_attribute(a, t->attributes, "rel");
    if (href.len && (!rel.len || span_equal_nocase(rel, S("alternate"))) && !f->item.parts[IN_LINK].len)
        buf_put(&f->item.parts[IN_LINK], href);
}

static part part_of(span name) {
    for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++)
        if (span_equal(name, span_of(elements[i].name))) return elements[i].part;
    return IN_NOTHING;
}

/* Whether an element stands where its name counts: right below the item, or in Atom's author, or in a sitemap's news. */
static bool counts(const feed *f, span name) {
    if (span_equal(name, S("name"))) return f->item.in_author;
    return f->item.depth == 1 || span_starts(name, S("news:"));
}

/* An element that was seen before in this item adds nothing, but for authors. */
static void begin_part(feed *f, part part, const xml_token *t) {
    arena *a = &f->item.memory;
    if (f->item.parts[part].len && part != IN_AUTHOR) return;
    span type = xml_attribute(a, t->attributes, "type");
    f->part = part;
    f->part_name = arena_copy(a, t->name);
    f->same = 0;
    f->markup = span_equal_nocase(type, S("xhtml"));
    f->item.plain[part] =
        f->atom && (!type.len || span_equal_nocase(type, S("text")) || span_equal_nocase(type, S("text/plain")));
    if (part == IN_ID) f->item.no_address = span_equal_nocase(xml_attribute(a, t->attributes, "isPermaLink"), S("false"));
}

static void open_in_item(feed *f, const xml_token *t) {
    span name = plain_name(f, t->name);
    if (!t->empty) f->item.depth++;
    if (span_equal(name, S("link"))) take_link(f, t);
    if (t->empty) return;
    if (span_equal(name, S("author")) && f->atom)
        f->item.in_author = true;
    else if (counts(f, name) && part_of(name))
        begin_part(f, part_of(name), t);
}

/* Markup inside a part stays as it is written, whether it is Atom's xhtml or was forgotten to be escaped. */
static void put_tag(retold_ctx *ctx, feed *f, const xml_token *t) {
    if (f->part != IN_CONTENT && f->part != IN_SUMMARY) return;
    span name = f->markup ? local_name(t->name) : t->name;
    put_part(ctx, f, f->part, t->kind == XML_CLOSE ? S("</") : S("<"), false);
    put_part(ctx, f, f->part, name, false);
    put_part(ctx, f, f->part, t->attributes, false);
    put_part(ctx, f, f->part, t->empty ? S("/>") : S(">"), false);
}

/* "ada@example.org (Ada Quill)" as RSS wants it, or the name alone; an address alone is no name. */
static span author_name(span text) {
    size_t open = span_find_char(text, '(', 0), at = span_find_char(text, '@', 0);
    if (at == SIZE_MAX) return text;
    if (open == SIZE_MAX || !span_ends(text, S(")"))) return (span){0};
    return span_trim(span_cut(text, open + 1, text.len - 1));
}

static void end_part(feed *f) {
    if (f->part == IN_AUTHOR) {
        buf *text = &f->item.parts[IN_AUTHOR];
        span name = author_name(span_trim(buf_span(text)));
        if (name.len && f->item.authors.count < 64) vec_push(&f->item.memory, &f->item.authors, name);
        *text = buf_made(&f->item.memory);
    }
    f->part = IN_NOTHING;
    if (f->item.depth) f->item.depth--;
}

/* ---- an item as a page ---- */

static span part_text(const item *it, part part) { return span_trim(buf_span(&it->parts[part])); }

static retold_page *item_page(retold_ctx *ctx, feed *f) {
    const item *it = &f->item;
    part body = part_text(it, IN_CONTENT).len ? IN_CONTENT : IN_SUMMARY, date = IN_DATE;
    if (f->atom && !part_text(it, IN_DATE).len) date = IN_CHANGED;
    return feed_item_page(ctx, f->file,
                          &(feed_item){
                              .link = part_text(it, IN_LINK),
                              .id = part_text(it, IN_ID),
                              .title = part_text(it, IN_TITLE),
                              .published = part_text(it, date),
                              .modified = part_text(it, IN_CHANGED),
                              .body = part_text(it, body),
                              .plain = it->plain[body],
                              .cut = it->long_body,
                              .no_address = it->no_address,
                              .authors = it->authors.items,
                              .author_count = it->authors.count,
                              .at = it->at,
                          });
}

/* An outline is an item when it names an address; others are folders of them. */
static retold_page *outline_page(retold_ctx *ctx, feed *f, const xml_token *t) {
    static const char *const addresses[] = {"xmlUrl", "htmlUrl", "url"};
    begin_item(f, t->at);
    arena *a = &f->item.memory;
    span url = {0}, title = xml_attribute(a, t->attributes, "text");
    for (size_t i = 0; i < 3 && !url.len; i++) url = xml_attribute(a, t->attributes, addresses[i]);
    if (!title.len) title = xml_attribute(a, t->attributes, "title");
    buf_put(&f->item.parts[IN_LINK], url);
    buf_put(&f->item.parts[IN_TITLE], title);
    retold_page *page = url.len ? item_page(ctx, f) : NULL;
    clear_item(f);
    return page;
}

/* ---- the stream ---- */

static retold_page *end_item(retold_ctx *ctx, feed *f) {
    retold_page *page = item_page(ctx, f);
    clear_item(f);
    return page;
}

static retold_page *open_tag(retold_ctx *ctx, feed *f, const xml_token *t) {
    if (f->part) {
        f->same += !t->empty && span_equal(t->name, f->part_name);
        put_tag(ctx, f, t);
    } else if (f->item.under_way) {
        open_in_item(f, t);
    } else if (!f->item_name.len) {
        take_root(f, t->name);
    } else if (span_equal(plain_name(f, t->name), f->item_name)) {
        if (f->opml) return outline_page(ctx, f, t);
        begin_item(f, t->at);
        if (t->empty) clear_item(f);
    }
    return NULL;
}

static retold_page *close_tag(retold_ctx *ctx, feed *f, const xml_token *t) {
    span name = plain_name(f, t->name);
    if (f->part) {
        if (!span_equal(t->name, f->part_name) || f->same) {
            f->same -= f->same && span_equal(t->name, f->part_name);
            put_tag(ctx, f, t);
        } else {
            end_part(f);
        }
    } else if (f->item.under_way && span_equal(name, f->item_name)) {
        return end_item(ctx, f);
    } else if (f->item.under_way) {
        if (span_equal(name, S("author"))) f->item.in_author = false;
        if (f->item.depth) f->item.depth--;
    } else {
        f->ended |= span_equal(t->name, f->root);
    }
    return NULL;
}

/* The end, or the damage that ends it: an item under way is given as far as it came, and that the feed breaks off is told. */
static retold_page *feed_end(retold_ctx *ctx, feed *f) {
    span why = input_damage(f->in).len ? input_damage(f->in) : S("the feed breaks off");
    if (f->item.under_way) {
        f->told_end = true;
        retold_page *page = end_item(ctx, f);
        page_fail(page, why);
        return page;
    }
    bool cut = input_damage(f->in).len || f->decoded_cut || xml_was_cut(f->x) || !f->ended;
    if (f->told_end || !cut) return NULL;
    f->told_end = true;
    if (f->decoded_cut) why = S("the feed is longer than page_bytes");
    if (f->ended && xml_was_cut(f->x)) why = S("a tag is longer than attribute_bytes");
    return page_failed(ctx, f->file, why);
}

static retold_status feed_step(retold_ctx *ctx, feed *f, retold_page **out, bool *end, retold_error *err) {
    xml_token t;
    retold_status status = f->begun ? RETOLD_OK : begin(ctx, f, err);
    if (status == RETOLD_OK) status = xml_next(f->x, ctx_limits(ctx), &t, err);
    if (status != RETOLD_OK) return status;
    if (t.kind == XML_OPEN)
        *out = open_tag(ctx, f, &t);
    else if (t.kind == XML_CLOSE)
        *out = close_tag(ctx, f, &t);
    else if (t.kind == XML_TEXT && f->part)
        put_part(ctx, f, f->part, t.text, !t.literal && !f->markup);
    *end = t.kind == XML_END;
    if (*end) *out = feed_end(ctx, f);
    return RETOLD_OK;
}

static retold_page *feed_next(retold_ctx *ctx, void *self) {
    feed *f = self;
    retold_page *page = NULL;
    retold_error why;
    bool end = false;
    f->memory.ctx = f->item.memory.ctx = ctx;
    while (!page && !end) {
        retold_status status = feed_step(ctx, f, &page, &end, &why);
        if (status == RETOLD_E_NOMEM) ctx_out_of_memory(ctx);
        if (status == RETOLD_OK) continue;
        page = page_failed(ctx, f->file, span_of(why.message));
        f->told_end = end = true;
        f->begun = true;
        input *nothing = input_of_bytes(ctx, (span){0});
        input_free(f->decoded);
        f->decoded = nothing;
        f->x = xml_over(&f->memory, f->decoded);
    }
    return page;
}

const many feed_pages = {feed_next, feed_free, feed_bytes};
