/*
 * Bodies that are only in the data of scripts: pages that draw themselves in the browser hold a teaser in their markup and the article in
 * JSON. Of all lists and HTML strings of the data, the one with most prose is taken, a paragraph for each element, when it goes on from
 * what the markup shows. No names of systems are asked for: only keys that hold text (data/script_words.txt).
 */
#include "base/data.h"
#include "extract_internal.h"
#include "record/json.h"

#define MOST_DEPTH 64
#define MOST_NODES 200000

/* A body of the page's own with more words than these is no teaser. */
#define LONGEST_TEASER 400

/* A body of a script has at least these, and so many times the words of the page's own. */
#define SHORTEST_BODY 100
#define TIMES_LONGER 2

/* A paragraph counts for no more than these, so that a list of articles isn't taken for the article with most paragraphs. */
#define MOST_COUNTED 150
#define LEAST_COUNTED 5

/* Prose has more words than these for each sign of code. */
#define WORDS_A_SIGN 20

/* Of its words in lines that end as sentences do, in percent. */
#define SENTENCE_SHARE 75

/* Of four-word runs of the teaser in the body, in percent; words of the description, where there is no teaser. */
#define TEASER_SHARE 60
#define DESCRIPTION_SHARE 0.85f

enum { KEY_TEXT = 1, KEY_BLOCK = 2, KEY_LEAVE = 4 };

typedef struct scripts {
    work *w;
    map keys;         /* hash of a lower-case key or type → KEY_ flags */
    span shown;       /* the body that the units give */
    yyjson_val *best; /* list or HTML string with most prose of the script that is read */
    uint32_t best_words, nodes, taken;
    range at; /* of this script, in decoded text */
} scripts;

static void read_keys(scripts *s) {
    static const struct {
        const char *name;
        uint64_t flag;
    } kinds[] = {{"text", KEY_TEXT}, {"block", KEY_BLOCK}, {"leave", KEY_LEAVE}};
    span rest = data_file("script_words.txt"), entry;
    while (data_next(&rest, &entry)) {
        span kind = span_take_until(&entry, ':');
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
            if (!span_equal(kind, span_of(kinds[i].name))) continue;
            while (entry.len) {
                span word = span_take_until(&entry, ' ');
                if (word.len) *map_put(s->w->scratch, &s->keys, hash_bytes(word)) |= kinds[i].flag;
            }
        }
    }
}

static unsigned flags_of(const scripts *s, yyjson_val *name) {
    char low[24];
    size_t len = yyjson_is_str(name) ? yyjson_get_len(name) : 0;
    if (!len || len > sizeof low) return 0;
    for (size_t i = 0; i < len; i++) low[i] = to_lower(yyjson_get_str(name)[i]);
    const uint64_t *flags = map_get(&s->keys, hash_bytes((span){low, len}));
    return flags ? (unsigned)*flags : 0;
}

static unsigned type_flags(const scripts *s, yyjson_val *object) {
    static const char *const names[] = {"type", "_type", "nodeType", "__typename", "blockName", "component"};
    unsigned flags = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) flags |= flags_of(s, yyjson_obj_get(object, names[i]));
    return flags;
}

/* ---- Counting: where most prose is ---- */

/* Words outside of tags; 0 where so many signs of code stand between them that it is no prose. */
static uint32_t words_in(span s) {
    uint32_t words = 0, signs = 0;
    bool in = false, tag = false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == '<') tag = true;
        bool letter = !tag && (is_alnum(c) || c >= 0x80);
        words += letter && !in;
        signs += !tag && (c == '{' || c == '}' || c == '=' || c == '_' || c == '\\');
        in = letter;
        if (c == '>') tag = false;
    }
    return signs * WORDS_A_SIGN > words ? 0 : words;
}

static void offer(scripts *s, yyjson_val *node, uint32_t words) {
    if (words <= s->best_words) return;
    s->best = node;
    s->best_words = words;
}

static uint32_t count_node(scripts *s, yyjson_val *node, bool text, unsigned depth);

static uint32_t count_string(scripts *s, yyjson_val *node, bool text) {
    span value = {yyjson_get_str(node), yyjson_get_len(node)};
    uint32_t words = text ? words_in(value) : 0;
    if (words >= SHORTEST_BODY && span_find(value, S("</p>"), 0) != SIZE_MAX) offer(s, node, words);
    return words;
}

static uint32_t count_list(scripts *s, yyjson_val *node, bool text, unsigned depth) {
    uint32_t words = 0, counted = 0;
    size_t i, n;
    yyjson_val *each;
    yyjson_arr_foreach(node, i, n, each) {
        uint32_t found = count_node(s, each, text, depth + 1);
        words += found;
        if (found >= LEAST_COUNTED) counted += found < MOST_COUNTED ? found : MOST_COUNTED;
    }
    offer(s, node, counted);
    return words;
}

static uint32_t count_object(scripts *s, yyjson_val *node, unsigned depth) {
    uint32_t words = 0;
    size_t i, n;
    yyjson_val *key, *each;
    if (type_flags(s, node) & KEY_LEAVE) return 0;
    yyjson_obj_foreach(node, i, n, key, each) {
        unsigned flags = flags_of(s, key);
        if (!(flags & KEY_LEAVE)) words += count_node(s, each, (flags & KEY_TEXT) != 0, depth + 1);
    }
    return words;
}

/* Words of text in a node; offers the lists and strings in it. */
static uint32_t count_node(scripts *s, yyjson_val *node, bool text, unsigned depth) {
    if (depth > MOST_DEPTH || ++s->nodes > MOST_NODES) return 0;
    if (yyjson_is_str(node)) return count_string(s, node, text);
    if (yyjson_is_arr(node)) return count_list(s, node, text, depth);
    return yyjson_is_obj(node) ? count_object(s, node, depth) : 0;
}

/* ---- Taking its paragraphs ---- */

static bool names_block(span tag) {
    static const char *const names[] = {"p", "br", "div", "h1", "h2", "h3", "h4", "h5", "li", "ul", "ol", "blockquote"};
    if (tag.len && tag.ptr[0] == '/') tag = span_from(tag, 1);
    size_t end = 0;
    while (end < tag.len && is_alnum((unsigned char)tag.ptr[end])) end++;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (span_equal_nocase(span_cut(tag, 0, end), span_of(names[i]))) return true;
    return false;
}

/* Text without tags; those of blocks part paragraphs. */
static void put_markup(buf *out, span s) {
    for (size_t i = 0; i < s.len; i++) {
        bool tag = s.ptr[i] == '<' && i + 1 < s.len && (is_alpha((unsigned char)s.ptr[i + 1]) || s.ptr[i + 1] == '/');
        size_t end = tag ? span_find_char(s, '>', i) : SIZE_MAX;
        if (end == SIZE_MAX) {
            buf_char(out, s.ptr[i]);
            continue;
        }
        if (names_block(span_cut(s, i + 1, end))) buf_char(out, '\n');
        i = end;
    }
}

static void put_node(const scripts *s, buf *out, yyjson_val *node, bool text, unsigned depth);

static void put_object(const scripts *s, buf *out, yyjson_val *node, unsigned depth) {
    unsigned type = type_flags(s, node), fields = 0;
    size_t i, n;
    yyjson_val *key, *each;
    if (type & KEY_LEAVE) return;
    if (type & KEY_BLOCK) buf_char(out, '\n');
    yyjson_obj_foreach(node, i, n, key, each) {
        unsigned flags = flags_of(s, key);
        size_t before = out->len;
        if (!(flags & KEY_LEAVE)) put_node(s, out, each, (flags & KEY_TEXT) != 0, depth + 1);
        /* a run of text has one field with text in it; several are fields of a form */
        if (out->len > before && fields++) buf_char(out, '\n');
    }
    if (type & KEY_BLOCK) buf_char(out, '\n');
}

static void put_node(const scripts *s, buf *out, yyjson_val *node, bool text, unsigned depth) {
    size_t i, n;
    yyjson_val *each;
    if (depth > MOST_DEPTH) return;
    if (yyjson_is_str(node) && text) put_markup(out, (span){yyjson_get_str(node), yyjson_get_len(node)});
    if (yyjson_is_arr(node)) yyjson_arr_foreach(node, i, n, each) put_node(s, out, each, text, depth + 1);
    if (yyjson_is_obj(node)) put_object(s, out, node, depth);
}

/* Every element of the list begins a paragraph. Inline objects of no block type are joined only within one. */
static span text_of_best(const scripts *s) {
    buf out = buf_made(s->w->scratch);
    size_t i, n;
    yyjson_val *each;
    if (yyjson_is_arr(s->best)) {
        yyjson_arr_foreach(s->best, i, n, each) {
            put_node(s, &out, each, true, 0);
            buf_char(&out, '\n');
        }
    } else {
        put_node(s, &out, s->best, true, 0);
    }
    return buf_span(&out);
}

/* ---- Is it the article's body? ---- */

static uint64_t run_of_four(const words *all, size_t at) {
    uint64_t hash = 0;
    for (size_t i = 0; i < 4; i++) hash = hash_join(hash, all->items[at + i].hash);
    return hash;
}

static bool goes_on_from(const work *w, span teaser, span body) {
    words t = text_words(w->scratch, teaser), b = text_words(w->scratch, body);
    if (b.count < SHORTEST_BODY || b.count < t.count * TIMES_LONGER) return false;
    if (t.count < 12)
        return text_words(w->scratch, w->description).count >= 8 &&
               word_share(w->scratch, w->description, body) > DESCRIPTION_SHARE;
    map seen = {0};
    size_t hits = 0;
    for (size_t i = 0; i + 4 <= b.count; i++) *map_put(w->scratch, &seen, run_of_four(&b, i)) = 1;
    for (size_t i = 0; i + 4 <= t.count; i++) hits += map_get(&seen, run_of_four(&t, i)) != NULL;
    return hits * 100 >= (t.count - 3) * TEASER_SHARE;
}

static bool ends_sentence(span line) {
    size_t at = 0;
    uint32_t c = line.len ? text_before(line, line.len, &at) : 0;
    if (c == '"' || c == 0x201D || c == ')' || c == 0x2019) c = at ? text_before(line, at, &at) : 0;
    return c == '.' || c == '!' || c == '?' || c == ':' || c == 0x2026 || c == 0x3002;
}

/* Settings, labels, and addresses of a page's parts are text as well, but not in sentences. */
static bool is_prose(span body) {
    uint32_t words = 0, said = 0, lines = 0, sentences = 0;
    for (span rest = body; rest.len;) {
        span line = span_trim(span_take_until(&rest, '\n'));
        uint32_t count = words_in(line);
        bool ends = count && ends_sentence(line);
        words += count;
        lines += count > 0;
        said += ends ? count : 0;
        sentences += ends;
    }
    return said * 100 >= words * SENTENCE_SHARE && sentences * 2 >= lines;
}

static span chosen_text(const work *w) {
    buf out = buf_made(w->scratch);
    for (size_t i = 0; i < w->units.count; i++) {
        if (w->units.items[i].kind != UNIT_BODY) continue;
        buf_put(&out, span_at(w->from.text, w->units.items[i].text));
        buf_char(&out, '\n');
    }
    return buf_span(&out);
}

/* ---- Scripts ---- */

/* JSON as it is, or as a value that is given to a name: `window.state = {…};`. */
static span json_in(span script, bool declared) {
    if (declared) return script;
    size_t sign = span_find_char(span_cut(script, 0, script.len < 200 ? script.len : 200), '=', 0);
    if (sign == SIZE_MAX) return (span){0};
    span value = span_trim(span_from(script, sign + 1));
    return value.len && (value.ptr[0] == '{' || value.ptr[0] == '[') ? value : (span){0};
}

static void take_best(scripts *s) {
    if (!s->best || s->best_words < SHORTEST_BODY || s->best_words <= s->taken) return;
    span body = text_of_best(s);
    if (!is_prose(body) || !goes_on_from(s->w, s->shown, body)) return;
    s->taken = s->best_words;
    s->w->scripted = body;
    s->w->scripted_at = s->at;
}

static void read_script(scripts *s, uint32_t e) {
    span type = html_attribute(s->w->html, e, "type");
    span text = span_trim(html_raw_text(s->w->html, e, &s->at));
    bool declared = span_find_nocase(type, S("json"), 0) != SIZE_MAX;
    if (text.len < 2 * SHORTEST_BODY || text.len > ctx_limits(s->w->ctx)->jsonld_bytes) return;
    text = json_in(text, declared);
    if (!text.len) return;
    yyjson_alc memory = json_memory(s->w->scratch);
    yyjson_read_flag flags = YYJSON_READ_STOP_WHEN_DONE | YYJSON_READ_ALLOW_INVALID_UNICODE;
    yyjson_doc *doc = yyjson_read_opts((char *)(uintptr_t)text.ptr, text.len, flags, &memory, NULL);
    if (!doc) return;
    s->best = NULL;
    s->best_words = s->nodes = 0;
    count_node(s, yyjson_doc_get_root(doc), false, 0);
    take_best(s);
}

void scripted_read(work *w) {
    uint32_t shown = 0;
    for (size_t i = 0; i < w->units.count; i++) shown += w->units.items[i].kind == UNIT_BODY ? w->units.items[i].words : 0;
    if (shown > LONGEST_TEASER) return;
    scripts s = {.w = w, .shown = chosen_text(w)};
    read_keys(&s);
    for (uint32_t e = 0; e < w->html->element_count; e++)
        if (w->html->elements[e].tag == HTML_SCRIPT) read_script(&s, e);
}
