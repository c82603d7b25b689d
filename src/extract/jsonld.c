/* schema.org data in JSON-LD scripts: what they say of the article, its authors, and its publisher. Broken scripts still give single fields. */
#include "extract_internal.h"
#include "record/json.h"

#define MOST_SCRIPTS 32
#define MOST_NODES 4000
#define MOST_TYPES 400

typedef struct reading {
    work *w;
    jsonld *out;
    range at; /* of the script, in decoded text */
    unsigned depth, nodes;
    bool deep; /* the depth cap was hit */
    map ids;   /* hash of "@id" → node, as pointer */
} reading;

/* Code point of a reference at s[*at], which moves behind it; 0 when there is none. Only those that systems write into JSON. */
static uint32_t take_reference(span s, size_t *at) {
    static const struct {
        const char *name;
        uint32_t code;
    } named[] = {{"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&lt;", '<'}, {"&gt;", '>'}, {"&nbsp;", ' '}};
    span rest = span_from(s, *at);
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (span_starts(rest, span_of(named[i].name))) {
            *at += strlen(named[i].name);
            return named[i].code;
        }
    size_t end = span_find_char(rest, ';', 0);
    if (!span_starts(rest, S("&#")) || end == SIZE_MAX || end > 9 || end < 3) return 0;
    bool hex = rest.ptr[2] == 'x' || rest.ptr[2] == 'X';
    uint32_t code = 0;
    for (size_t i = hex ? 3 : 2; i < end; i++) {
        unsigned char c = (unsigned char)rest.ptr[i];
        if (!(is_digit(c) || (hex && strchr("abcdefABCDEF", c)))) return 0;
        code = code * (hex ? 16 : 10) + (uint32_t)(is_digit(c) ? c - '0' : to_lower((char)c) - 'a' + 10);
    }
    if (code < 0x20 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return 0;
    *at += end + 1;
    return code;
}

static span without_references(arena *a, span s) {
    if (span_find_char(s, '&', 0) == SIZE_MAX) return s;
    buf b = buf_made(a);
    for (size_t i = 0; i < s.len;) {
        uint32_t code = s.ptr[i] == '&' ? take_reference(s, &i) : 0;
        if (code)
            buf_utf8(&b, code);
        else
            buf_char(&b, s.ptr[i++]);
    }
    return buf_span(&b);
}

static field take(reading *r, span text, float confidence) {
    span plain = span_trim(without_references(r->w->scratch, text));
    return decoded_field(&r->w->article->memory, &r->w->from, plain, r->at, "json-ld", confidence);
}

static bool type_is(yyjson_val *node, const char *part) {
    yyjson_val *type = yyjson_obj_get(node, "@type");
    size_t i, n;
    yyjson_val *each;
    if (yyjson_is_str(type)) return strstr(yyjson_get_str(type), part) != NULL;
    if (!yyjson_is_arr(type)) return false;
    yyjson_arr_foreach(type, i, n, each) if (yyjson_is_str(each) && strstr(yyjson_get_str(each), part)) return true;
    return false;
}

static bool is_article(yyjson_val *node) {
    return type_is(node, "Article") || type_is(node, "Posting") || type_is(node, "Report");
}

/* Follow {"@id": …} to the node that has the name. */
static yyjson_val *resolved(reading *r, yyjson_val *node) {
    if (!yyjson_is_obj(node) || yyjson_obj_get(node, "name")) return node;
    span id = json_text(node, "@id");
    const uint64_t *known = id.len ? map_get(&r->ids, hash_bytes(id)) : NULL;
    return known ? (yyjson_val *)(uintptr_t)*known : node;
}

static void take_author(reading *r, yyjson_val *node, float confidence) {
    size_t i, n;
    yyjson_val *each;
    if (yyjson_is_arr(node)) {
        yyjson_arr_foreach(node, i, n, each) if (i < 16 && !yyjson_is_arr(each)) take_author(r, each, confidence);
        return;
    }
    node = resolved(r, node);
    span name = yyjson_is_str(node) ? (span){yyjson_get_str(node), yyjson_get_len(node)} : json_text(node, "name");
    yyjson_val *list = yyjson_is_obj(node) ? yyjson_obj_get(node, "name") : NULL;
    arena *a = r->w->scratch;
    if (yyjson_is_arr(list)) {
        yyjson_arr_foreach(list, i, n, each) if (i < 16 && yyjson_is_str(each))
            vec_push(a, &r->out->persons, take(r, (span){yyjson_get_str(each), yyjson_get_len(each)}, confidence));
        return;
    }
    if (!name.len || name.len > 300) return;
    bool organisation =
        yyjson_is_obj(node) && (type_is(node, "Organization") || type_is(node, "Organisation")) && !type_is(node, "Person");
    if (organisation)
        vec_push(a, &r->out->organisations, take(r, name, confidence));
    else
        vec_push(a, &r->out->persons, take(r, name, confidence));
}

static void take_field(reading *r, field *to, span text, float confidence) {
    if (text.len && confidence > to->confidence) *to = take(r, text, confidence);
}

static void take_outlet(reading *r, yyjson_val *node, float confidence) {
    size_t i, n;
    yyjson_val *each;
    if (yyjson_is_arr(node)) {
        yyjson_arr_foreach(node, i, n, each) if (i == 0 && !yyjson_is_arr(each)) take_outlet(r, each, confidence);
        return;
    }
    node = resolved(r, node);
    if (yyjson_is_obj(node)) take_field(r, &r->out->outlet, json_text(node, "name"), confidence);
}

/* Posts of a live blog, one behind the other: the units of the page are looked for in them. */
static void take_posts(reading *r, yyjson_val *list) {
    size_t i, n;
    yyjson_val *post;
    if (!yyjson_is_arr(list)) return;
    yyjson_arr_foreach(list, i, n, post) {
        if (!yyjson_is_obj(post)) continue;
        buf_put(&r->out->posts, without_references(r->w->scratch, json_text(post, "headline")));
        buf_char(&r->out->posts, '\n');
        buf_put(&r->out->posts, without_references(r->w->scratch, json_text(post, "articleBody")));
        buf_char(&r->out->posts, '\n');
    }
}

/* "News", or the first of a list. */
static void take_section(reading *r, yyjson_val *node, float confidence) {
    if (yyjson_is_arr(node)) node = yyjson_arr_get_first(node);
    if (yyjson_is_str(node)) take_field(r, &r->out->section, (span){yyjson_get_str(node), yyjson_get_len(node)}, confidence);
}

/* An address, an ImageObject, or a list of these, of which the first counts. */
static void take_image(reading *r, yyjson_val *node, float confidence) {
    if (yyjson_is_arr(node)) node = yyjson_arr_get_first(node);
    node = resolved(r, node);
    span url = yyjson_is_str(node) ? (span){yyjson_get_str(node), yyjson_get_len(node)} : json_text(node, "url");
    if (!url.len && yyjson_is_obj(node)) url = json_text(node, "contentUrl");
    if (!url.len || confidence <= r->out->image.confidence) return;
    take_field(r, &r->out->image, url, confidence);
    span credit = yyjson_is_obj(node) ? json_text(node, "creditText") : (span){0};
    if (!credit.len && yyjson_is_obj(node)) credit = json_text(node, "copyrightNotice");
    r->out->image_credit = credit.len && credit.len < 300 ? take(r, credit, confidence).text : (span){0};
}

/* true, "True", "http://schema.org/False": as publishers write it. */
static void take_free(reading *r, yyjson_val *node, float confidence) {
    span s = yyjson_is_str(node) ? (span){yyjson_get_str(node), yyjson_get_len(node)} : (span){0};
    if (yyjson_is_bool(node)) s = yyjson_get_bool(node) ? S("true") : S("false");
    size_t slash = s.len;
    while (slash && s.ptr[slash - 1] != '/') slash--;
    s = span_trim(span_from(s, slash));
    bool yes = span_equal_nocase(s, S("true")) || span_equal_nocase(s, S("yes"));
    bool no = span_equal_nocase(s, S("false")) || span_equal_nocase(s, S("no"));
    if (yes || no) take_field(r, &r->out->free, yes ? S("true") : S("false"), confidence);
}

/* Where the article says nothing of itself but a part of it, marked by a selector, must be paid for, it must be. */
static void take_parts(reading *r, yyjson_val *parts, float confidence) {
    size_t i, n;
    yyjson_val *part;
    if (yyjson_is_obj(parts) && yyjson_obj_get(parts, "cssSelector")) {
        field before = r->out->free;
        take_free(r, yyjson_obj_get(parts, "isAccessibleForFree"), confidence);
        if (span_equal(r->out->free.text, S("true"))) r->out->free = before;
    }
    if (yyjson_is_arr(parts)) yyjson_arr_foreach(parts, i, n, part) if (yyjson_is_obj(part)) take_parts(r, part, confidence);
}

static void take_article(reading *r, yyjson_val *node) {
    bool article = is_article(node), page = type_is(node, "WebPage");
    if (!article && !page) {
        if (type_is(node, "WebSite")) take_field(r, &r->out->outlet, json_text(node, "name"), 0.6f);
        return;
    }
    float c = article ? 0.9f : 0.7f;
    r->out->article |= article;
    bool live = type_is(node, "LiveBlog");
    r->out->live |= live;
    if (live) take_posts(r, yyjson_obj_get(node, "liveBlogUpdate"));
    take_field(r, &r->out->headline, json_text(node, "headline"), c);
    take_field(r, &r->out->published, json_text(node, "datePublished"), c);
    take_field(r, &r->out->modified, json_text(node, "dateModified"), c);
    take_field(r, &r->out->body, json_text(node, "articleBody"), c);
    take_free(r, yyjson_obj_get(node, "isAccessibleForFree"), c);
    take_parts(r, yyjson_obj_get(node, "hasPart"), c - 0.1f);
    if (!article) return;
    take_section(r, yyjson_obj_get(node, "articleSection"), c);
    take_image(r, yyjson_obj_get(node, "image"), c);
    take_outlet(r, yyjson_obj_get(node, "publisher"), c);
    if (!r->out->persons.count) take_author(r, yyjson_obj_get(node, "author"), c);
    if (!r->out->persons.count) take_author(r, yyjson_obj_get(node, "creator"), c);
}

/* Visit objects; only what may hold an article: lists, "@graph", "mainEntity", "itemListElement" are not told apart from the rest. */
static void visit(reading *r, yyjson_val *node, void (*each_object)(reading *, yyjson_val *)) {
    if (++r->nodes > MOST_NODES) return;
    if (r->depth >= ctx_limits(r->w->ctx)->jsonld_depth) {
        r->deep = true;
        return;
    }
    r->depth++;
    size_t i, n;
    yyjson_val *key, *each;
    if (yyjson_is_obj(node)) {
        each_object(r, node);
        yyjson_obj_foreach(node, i, n, key, each) if (yyjson_is_ctn(each)) visit(r, each, each_object);
    } else if (yyjson_is_arr(node)) {
        yyjson_arr_foreach(node, i, n, each) if (yyjson_is_ctn(each)) visit(r, each, each_object);
    }
    r->depth--;
}

static void note_type(reading *r, yyjson_val *type) {
    if (!yyjson_is_str(type) || r->w->stated_types.count >= MOST_TYPES) return;
    vec_push(r->w->scratch, &r->w->stated_types, ((span){yyjson_get_str(type), yyjson_get_len(type)}));
}

/* What an object says that it is, and the name that others call it by. */
static void note_object(reading *r, yyjson_val *node) {
    size_t i, n;
    yyjson_val *type = yyjson_obj_get(node, "@type"), *each;
    note_type(r, type);
    if (yyjson_is_arr(type)) yyjson_arr_foreach(type, i, n, each) note_type(r, each);
    span id = json_text(node, "@id");
    if (id.len && yyjson_obj_get(node, "name")) *map_put(r->w->scratch, &r->ids, hash_bytes(id)) = (uint64_t)(uintptr_t)node;
}

/* Value of the first `"name": "…"` in text that is no JSON; without escapes. */
static span loose_value(span text, const char *name) {
    size_t at = span_find(text, span_of(name), 0);
    if (at == SIZE_MAX) return (span){0};
    span rest = span_trim(span_from(text, at + strlen(name)));
    if (!span_starts(rest, S(":"))) return (span){0};
    rest = span_trim(span_from(rest, 1));
    if (!span_starts(rest, S("\""))) return (span){0};
    size_t end = span_find_char(rest, '"', 1);
    return end == SIZE_MAX || end > 300 || memchr(rest.ptr, '\\', end) ? (span){0} : span_cut(rest, 1, end);
}

static void read_broken(reading *r, span text) {
    take_field(r, &r->out->published, loose_value(text, "\"datePublished\""), 0.6f);
    take_field(r, &r->out->modified, loose_value(text, "\"dateModified\""), 0.6f);
    take_field(r, &r->out->headline, loose_value(text, "\"headline\""), 0.5f);
}

/* Control characters in strings are the most common fault: as blanks they do no harm. */
static span without_controls(arena *a, span s) {
    char *copy = arena_alloc(a, s.len + 1);
    for (size_t i = 0; i < s.len; i++) copy[i] = (unsigned char)s.ptr[i] < 0x20 ? ' ' : s.ptr[i];
    return (span){copy, s.len};
}

static void read_script(reading *r, span text) {
    yyjson_alc memory = json_memory(r->w->scratch);
    span clean = span_trim(without_controls(r->w->scratch, text));
    while (clean.len && clean.ptr[clean.len - 1] == ';') clean = span_trim(span_cut(clean, 0, clean.len - 1));
    yyjson_read_flag flags = YYJSON_READ_ALLOW_TRAILING_COMMAS | YYJSON_READ_ALLOW_COMMENTS | YYJSON_READ_ALLOW_INF_AND_NAN |
                             YYJSON_READ_ALLOW_INVALID_UNICODE;
    yyjson_doc *doc = clean.len ? yyjson_read_opts((char *)(uintptr_t)clean.ptr, clean.len, flags, &memory, NULL) : NULL;
    if (!doc) {
        read_broken(r, clean);
        return;
    }
    r->nodes = r->depth = 0;
    visit(r, yyjson_doc_get_root(doc), note_object);
    r->nodes = r->depth = 0;
    visit(r, yyjson_doc_get_root(doc), take_article);
}

void jsonld_read(work *w, jsonld *out) {
    reading r = {.w = w, .out = out};
    out->posts = buf_made(w->scratch);
    size_t scripts = 0, most = ctx_limits(w->ctx)->jsonld_bytes;
    for (uint32_t e = 0; e < w->html->element_count && scripts < MOST_SCRIPTS; e++) {
        if (w->html->elements[e].tag != HTML_SCRIPT) continue;
        span type = html_attribute(w->html, e, "type");
        if (!span_equal_nocase(span_trim(type), S("application/ld+json"))) continue;
        scripts++;
        span text = html_raw_text(w->html, e, &r.at);
        uint32_t at = range_known(r.at) ? r.at.begin : 0;
        if (text.len > most) {
            limits_add(&w->article->memory, &w->article->limits, "jsonld_bytes", at);
            continue;
        }
        read_script(&r, text);
        if (r.deep) limits_add(&w->article->memory, &w->article->limits, "jsonld_depth", at);
        r.deep = false;
    }
}
