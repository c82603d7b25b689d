#include "html/scan.h"

/* A title longer than this has swallowed text; its end is looked for a little further. */
#define LONGEST_TITLE 4096
#define MOST_TITLE (LONGEST_TITLE + 16)

/* Tails shorter than this are let go: a cut-off tag at the end of a truncated page is no text. */
#define SMALL_TAIL 200

/* Tags that don't end are given up one by one, each after a look at all that is left; beyond so many the rest is text. */
#define MOST_UNCLOSED 16

/* Room for so many is there at first, also where there is none. */
#define FEW_ATTRIBUTES 64

/* What a byte means inside of a tag. */
enum { BLANK = 1, ENDS_NAME = 2, UPPER_CASE = 4, ENDS_TAG_NAME = 8, ENDS_BARE = 16 };

#define BLANKS BLANK | ENDS_NAME | ENDS_TAG_NAME | ENDS_BARE
static const uint8_t classes[256] = {
    ['\t'] = BLANKS,
    ['\n'] = BLANKS,
    ['\f'] = BLANKS,
    ['\r'] = BLANKS,
    [' '] = BLANKS,
    ['/'] = ENDS_NAME | ENDS_TAG_NAME,
    ['>'] = ENDS_NAME | ENDS_TAG_NAME | ENDS_BARE,
    ['='] = ENDS_NAME,
    ['A'] = UPPER_CASE,
    ['B'] = UPPER_CASE,
    ['C'] = UPPER_CASE,
    ['D'] = UPPER_CASE,
    ['E'] = UPPER_CASE,
    ['F'] = UPPER_CASE,
    ['G'] = UPPER_CASE,
    ['H'] = UPPER_CASE,
    ['I'] = UPPER_CASE,
    ['J'] = UPPER_CASE,
    ['K'] = UPPER_CASE,
    ['L'] = UPPER_CASE,
    ['M'] = UPPER_CASE,
    ['N'] = UPPER_CASE,
    ['O'] = UPPER_CASE,
    ['P'] = UPPER_CASE,
    ['Q'] = UPPER_CASE,
    ['R'] = UPPER_CASE,
    ['S'] = UPPER_CASE,
    ['T'] = UPPER_CASE,
    ['U'] = UPPER_CASE,
    ['V'] = UPPER_CASE,
    ['W'] = UPPER_CASE,
    ['X'] = UPPER_CASE,
    ['Y'] = UPPER_CASE,
    ['Z'] = UPPER_CASE,
};

static uint8_t class_of(char c) { return classes[(unsigned char)c]; }

scanner scan_start(html_page *page, arena *memory, const retold_limits *limits) {
    tag_names_make();
    page->attributes = arena_raw(memory, FEW_ATTRIBUTES * sizeof *page->attributes);
    return (scanner){.memory = memory, .page = page, .limits = limits, .source = page->source, .attr_space = FEW_ATTRIBUTES};
}

static size_t find_from(const scanner *s, size_t at, char c) {
    const char *p = at < s->source.len ? memchr(s->source.ptr + at, c, s->source.len - at) : NULL;
    return p ? (size_t)(p - s->source.ptr) : SIZE_MAX;
}

static range cut(size_t begin, size_t end) { return (range){(uint32_t)begin, (uint32_t)end}; }

/* ---- Attributes ---- */

static span lowered(arena *a, span name) {
    span copy = arena_copy(a, name);
    for (size_t i = 0; i < copy.len; i++) ((char *)copy.ptr)[i] = to_lower(copy.ptr[i]);
    return copy;
}

/* Whether the tag has an attribute of that name already. `seen` has a bit for the first letter and length of each. */
static bool is_repeated(const scanner *s, const token *t, span name, uint64_t *seen) {
    uint64_t bit = 1ull << ((name.len * 7 + (unsigned char)name.ptr[0] + (unsigned char)name.ptr[name.len - 1]) % 64);
    bool maybe = *seen & bit;
    *seen |= bit;
    for (uint32_t i = t->attrs; maybe && i < t->attrs + t->attr_count; i++)
        if (span_equal((span){s->page->attributes[i].name, s->page->attributes[i].name_len}, name)) return true;
    return false;
}

static span capped_value(scanner *s, const token *t, span value) {
    size_t most = s->limits->attribute_bytes;
    if (value.len <= most) return value;
    html_hit_add(s->page, "attribute_bytes", t->at.begin);
    while (most && (value.ptr[most] & 0xC0) == 0x80) most--;
    return span_cut(value, 0, most);
}

static void add_attribute(scanner *s, token *t, span name, span value, bool upper, uint64_t *seen) {
    if (name.len > UINT16_MAX) {
        html_hit_add(s->page, "attribute_bytes", t->at.begin);
        return;
    }
    if (upper) name = lowered(s->memory, name);
    if (is_repeated(s, t, name, seen)) return;
    if (t->attr_count >= s->limits->attributes || t->attr_count == UINT16_MAX) {
        html_hit_add(s->page, "attributes", t->at.begin);
        return;
    }
    value = capped_value(s, t, value);
    html_page *page = s->page;
    if (page->attribute_count == s->attr_space)
        page->attributes = vec_grown(s->memory, page->attributes, page->attribute_count, &s->attr_space,
                                     page->attribute_count + 1, sizeof *page->attributes);
    page->attributes[page->attribute_count++] = (html_attr){name.ptr, value.ptr, (uint32_t)value.len, (uint16_t)name.len, true};
    t->attr_count++;
}

/* From behind the '=': the value, and where it ends; SIZE_MAX when the source ends first. */
static size_t scan_value(const scanner *s, size_t at, span *value) {
    const char *p = s->source.ptr;
    size_t len = s->source.len;
    while (at < len && class_of(p[at]) & BLANK) at++;
    if (at == len) return SIZE_MAX;
    if (p[at] == '>') return at;
    size_t begin = at, end;
    if (p[at] == '"' || p[at] == '\'') {
        end = find_from(s, ++begin, p[at]);
        if (end == SIZE_MAX) return SIZE_MAX;
        *value = span_cut(s->source, begin, end);
        return end + 1;
    }
    while (at < len && !(class_of(p[at]) & ENDS_BARE)) at++;
    *value = span_cut(s->source, begin, at);
    return at;
}

/* One attribute from its first byte on; where it ends. */
static size_t scan_attribute(scanner *s, size_t at, token *t, uint64_t *seen) {
    const char *p = s->source.ptr;
    size_t len = s->source.len, begin = at;
    uint8_t upper = class_of(p[at++]);
    while (at < len && !(class_of(p[at]) & ENDS_NAME)) upper |= class_of(p[at++]);
    span name = span_cut(s->source, begin, at), value = {"", 0};
    while (at < len && class_of(p[at]) & BLANK) at++;
    if (at == len) return SIZE_MAX;
    if (p[at] == '=') at = scan_value(s, at + 1, &value);
    if (at != SIZE_MAX && t->kind == TOKEN_START) add_attribute(s, t, name, value, upper & UPPER_CASE, seen);
    return at;
}

/* From behind the tag's name; where the tag ends, behind its '>'. */
static size_t scan_attributes(scanner *s, size_t at, token *t) {
    const char *p = s->source.ptr;
    size_t len = s->source.len;
    uint64_t seen = 0;
    while (at < len) {
        if (p[at] == '>') return at + 1;
        if (class_of(p[at]) & BLANK) {
            at++;
        } else if (p[at] == '/') {
            at++;
            if (at < len && p[at] == '>') t->self_closing = true;
        } else {
            at = scan_attribute(s, at, t, &seen);
        }
    }
    return SIZE_MAX;
}

/* ---- Tags ---- */

/* FNV-1a, letters folded. */
static uint32_t hash_of(span name) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < name.len; i++) hash = (hash ^ (unsigned char)to_lower(name.ptr[i])) * 16777619u;
    return hash;
}

/* A construct that is never closed, from `begin` on: its first `skip` bytes go, and what follows is text and markup as ever. */
static void give_up(scanner *s, size_t begin, size_t skip) {
    if (s->source.len - begin < SMALL_TAIL) {
        s->at = s->source.len;
        return;
    }
    html_hit_add(s->page, "swallowed_tail", (uint32_t)begin);
    s->at = begin + skip;
}

/* The tag that begins at s->at, with its name `skip` bytes behind. False when it never ends. */
static bool scan_tag(scanner *s, token *t, token_kind kind, size_t skip) {
    size_t begin = s->at, at = begin + skip, len = s->source.len;
    const char *p = s->source.ptr;
    *t = (token){.kind = kind, .at = cut(begin, begin), .attrs = s->page->attribute_count};
    while (at < len && !(class_of(p[at]) & ENDS_TAG_NAME)) at++;
    span name = span_cut(s->source, begin + skip, at);
    t->tag = tag_named(name, len - begin - skip);
    if (t->tag == TAG_UNKNOWN) t->name = hash_of(name);
    size_t end = scan_attributes(s, at, t);
    if (end == SIZE_MAX) {
        s->page->attribute_count = t->attrs;
        s->plain = ++s->unclosed > MOST_UNCLOSED;
        give_up(s, begin, 1);
        return false;
    }
    t->at.end = (uint32_t)end;
    s->at = end;
    return true;
}

/* ---- Comments ---- */

/* Where a comment ends that begins at `begin` with "<!--"; SIZE_MAX when it doesn't. */
static size_t comment_end(scanner *s, size_t begin) {
    const char *p = s->source.ptr;
    for (size_t at = begin + 4; !s->no_comment_end && (at = find_from(s, at, '>')) != SIZE_MAX; at++) {
        if (p[at - 1] == '-' && p[at - 2] == '-') return at + 1;
        if (at >= begin + 7 && p[at - 1] == '!' && p[at - 2] == '-' && p[at - 3] == '-') return at + 1;
    }
    s->no_comment_end = true;
    return SIZE_MAX;
}

/* CDATA in svg or math: its text. */
static void scan_cdata(scanner *s, token *t) {
    size_t begin = s->at + 9, end = span_find(s->source, S("]]>"), begin);
    if (end == SIZE_MAX) end = s->source.len;
    *t = (token){.kind = TOKEN_TEXT, .tag = TAG_TEXT, .at = cut(begin, end), .cdata = true};
    s->at = end < s->source.len ? end + 3 : end;
}

/* "<!", "<?", or "</" without a name. True when that gives a token. */
static bool scan_other(scanner *s, token *t) {
    size_t begin = s->at, end;
    span rest = span_from(s->source, begin);
    if (span_starts(rest, S("<!--"))) {
        end = comment_end(s, begin);
        if (end == SIZE_MAX)
            give_up(s, begin, 4);
        else
            s->at = end;
        return false;
    }
    if (s->foreign && span_starts(rest, S("<![CDATA["))) {
        scan_cdata(s, t);
        return true;
    }
    end = s->no_close ? SIZE_MAX : find_from(s, begin, '>');
    if (end == SIZE_MAX) {
        s->no_close = true;
        give_up(s, begin, 1);
        return false;
    }
    s->at = end + 1;
    if (!span_starts_nocase(rest, S("<!doctype"))) return false;
    *t = (token){.kind = TOKEN_DOCTYPE, .at = cut(begin, end + 1)};
    return true;
}

/* ---- Text ---- */

static bool begins_markup(const scanner *s, size_t at) {
    if (at + 1 >= s->source.len || s->plain) return false;
    char c = s->source.ptr[at + 1];
    return is_alpha((unsigned char)c) || c == '!' || c == '?' || (c == '/' && at + 2 < s->source.len);
}

static void scan_text(scanner *s, token *t) {
    size_t begin = s->at, end = begin;
    while ((end = find_from(s, end, '<')) != SIZE_MAX && !begins_markup(s, end)) end++;
    s->at = end == SIZE_MAX ? s->source.len : end;
    *t = (token){.kind = TOKEN_TEXT, .tag = TAG_TEXT, .at = cut(begin, s->at)};
}

void scan_next(scanner *s, token *t) {
    while (s->at < s->source.len) {
        if (s->source.ptr[s->at] != '<' || !begins_markup(s, s->at)) {
            scan_text(s, t);
            return;
        }
        char c = s->source.ptr[s->at + 1];
        bool end = c == '/';
        if (end) c = s->source.ptr[s->at + 2];
        if (is_alpha((unsigned char)c) ? scan_tag(s, t, end ? TOKEN_END : TOKEN_START, end ? 2 : 1) : scan_other(s, t)) return;
    }
    *t = (token){.kind = TOKEN_EOF, .at = cut(s->source.len, s->source.len)};
}

/* ---- Raw text ---- */

/* Does a tag with that name, and nothing behind it, begin at p[at]? `head` is "<" or "</". */
static bool is_tag_at(span s, size_t at, span head, span name) {
    if (s.len - at <= head.len + name.len || !span_starts(span_from(s, at), head)) return false;
    at += head.len;
    return span_starts_nocase(span_from(s, at), name) && class_of(s.ptr[at + name.len]) & ENDS_TAG_NAME;
}

/* Offset of "</name"; SIZE_MAX when there is none. */
static size_t raw_end(span s, size_t at, span name) {
    for (; (at = span_find_char(s, '<', at)) != SIZE_MAX; at++)
        if (is_tag_at(s, at, S("</"), name)) return at;
    return SIZE_MAX;
}

/*
 * The same of a script: within "<!--" and "-->" a further "<script" hides the next "</script" (WHATWG's "double escaped" state).
 */
static size_t script_end(const scanner *s, size_t at) {
    const char *p = s->source.ptr;
    bool commented = false, hidden = false;
    for (;; at++) {
        size_t less = find_from(s, at, '<');
        if (less == SIZE_MAX) return SIZE_MAX;
        if (commented) {
            size_t close = span_find(span_cut(s->source, 0, less), S("-->"), at);
            if (close != SIZE_MAX) commented = hidden = false;
        }
        at = less;
        if (!commented && span_starts(span_from(s->source, at), S("<!--"))) {
            commented = true;
            at++; /* the dashes may end it as well */
        } else if (is_tag_at(s->source, at, S("</"), S("script"))) {
            if (!hidden) return at;
            hidden = false;
        } else if (commented && p[at + 1] != '/' && is_tag_at(s->source, at, S("<"), S("script"))) {
            hidden = true;
        }
    }
}

static span raw_name(tag raw) {
    switch (raw) {
    case TAG_TITLE: return S("title");
    case TAG_TEXTAREA: return S("textarea");
    case TAG_STYLE: return S("style");
    case TAG_XMP: return S("xmp");
    case TAG_IFRAME: return S("iframe");
    case TAG_NOEMBED: return S("noembed");
    default: return S("noframes");
    }
}

static size_t end_of_raw(scanner *s, tag raw) {
    if (s->no_end[raw] || raw == TAG_PLAINTEXT) return SIZE_MAX;
    if (raw == TAG_SCRIPT) return script_end(s, s->at);
    size_t most = raw == TAG_TITLE && s->source.len - s->at > MOST_TITLE ? s->at + MOST_TITLE : s->source.len;
    size_t end = raw_end(span_cut(s->source, 0, most), s->at, raw_name(raw));
    if (end == SIZE_MAX && most == s->source.len) s->no_end[raw] = true;
    return end;
}

bool scan_raw(scanner *s, tag raw, range start_tag, range *text) {
    size_t len = s->source.len, end = end_of_raw(s, raw);
    bool swallows = end == SIZE_MAX ? len - start_tag.begin >= SMALL_TAIL : raw == TAG_TITLE && end - s->at > LONGEST_TITLE;
    if (swallows) {
        html_hit_add(s->page, "swallowed_tail", start_tag.begin);
        if (raw == TAG_SCRIPT) s->plain = ++s->unclosed > MOST_UNCLOSED;
        return false;
    }
    *text = cut(s->at, end == SIZE_MAX ? len : end);
    s->at = text->end;
    token closing;
    if (s->at < len) scan_tag(s, &closing, TOKEN_END, 2);
    return true;
}
