/*
 * Tags and text of XML as it comes, for feeds. Nothing is resolved but the five references of XML and numbers; a DTD is passed
 * over unread, so that no entity is ever declared. No tree, no stack: depth costs nothing, and each byte is looked at once.
 */
#include "base/ctx.h"
#include "read/read_internal.h"

#define LONGEST_REFERENCE 32

struct xml {
    input *in;
    bool in_cdata, cut;
};

xml *xml_over(arena *a, input *in) {
    xml *x = ARENA_NEW(a, xml);
    x->in = in;
    return x;
}

bool xml_was_cut(const xml *x) { return x->cut; }

/* Move behind the next `mark`, or to the end. */
static retold_status skip_past(xml *x, span mark, retold_error *err) {
    span bytes;
    for (;;) {
        retold_status status = input_want(x->in, mark.len, &bytes, err);
        if (status != RETOLD_OK || !bytes.len) return status;
        size_t at = span_find(bytes, mark, 0), tail = bytes.len < mark.len ? 0 : mark.len - 1;
        input_take(x->in, at != SIZE_MAX ? at + mark.len : bytes.len - tail);
        if (at != SIZE_MAX) return RETOLD_OK;
    }
}

/* Behind a declaration: its ">", or where it has an internal part, the "]" and ">" behind that. */
static retold_status skip_declaration(xml *x, retold_error *err) {
    span bytes;
    bool inside = false, closed = false;
    for (;;) {
        retold_status status = input_peek(x->in, &bytes, err);
        if (status != RETOLD_OK || !bytes.len) return status;
        for (size_t i = 0; i < bytes.len; i++) {
            char c = bytes.ptr[i];
            if (c == '>' && (!inside || closed)) {
                input_take(x->in, i + 1);
                return RETOLD_OK;
            }
            closed = c == ']' || (closed && is_space((unsigned char)c));
            inside |= c == '[';
        }
        input_take(x->in, bytes.len);
    }
}

/* Offset of the ">" that ends a tag, which may stand in a quoted value before; SIZE_MAX when it isn't in sight. */
static size_t tag_end(span bytes) {
    char quote = 0;
    for (size_t i = 1; i < bytes.len; i++) {
        char c = bytes.ptr[i];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '>')
            return i;
    }
    return SIZE_MAX;
}

static void fill_tag(xml_token *out, span tag) {
    bool close = span_starts(tag, S("/"));
    tag = span_trim(close ? span_from(tag, 1) : tag);
    out->kind = close ? XML_CLOSE : XML_OPEN;
    out->empty = !close && span_ends(tag, S("/"));
    if (out->empty) tag.len--;
    size_t end = 0;
    while (end < tag.len && !is_space((unsigned char)tag.ptr[end]) && tag.ptr[end] != '/') end++;
    out->name = span_cut(tag, 0, end);
    out->attributes = span_from(tag, end);
}

/* A tag of at most attribute_bytes; of a longer one the rest is left out. */
static retold_status take_tag(xml *x, size_t cap, xml_token *out, retold_error *err) {
    span bytes;
    size_t want = 2, end;
    for (;;) {
        retold_status status = input_want(x->in, want, &bytes, err);
        if (status != RETOLD_OK) return status;
        end = tag_end(span_cut(bytes, 0, bytes.len < cap ? bytes.len : cap));
        if (end != SIZE_MAX || bytes.len >= cap || bytes.len < want) break;
        want = bytes.len * 2;
    }
    if (end == SIZE_MAX) end = span_find_char(bytes, '>', 0);
    if (end != SIZE_MAX) {
        fill_tag(out, span_cut(bytes, 1, end));
        input_take(x->in, end + 1);
        return RETOLD_OK;
    }
    x->cut = true;
    out->kind = XML_TEXT;
    return skip_past(x, S(">"), err);
}

static retold_status take_cdata(xml *x, xml_token *out, retold_error *err) {
    span bytes;
    retold_status status = input_want(x->in, 3, &bytes, err);
    size_t end = span_find(bytes, S("]]>"), 0), n = end != SIZE_MAX ? end : bytes.len < 3 ? bytes.len : bytes.len - 2;
    out->kind = bytes.len ? XML_TEXT : XML_END;
    out->literal = true;
    out->text = span_cut(bytes, 0, n);
    x->in_cdata = end == SIZE_MAX;
    input_take(x->in, end != SIZE_MAX ? end + 3 : n);
    return status;
}

/* Text up to the next tag; a reference isn't cut in two where the step of the input ends. */
static retold_status take_text(xml *x, xml_token *out, retold_error *err) {
    span bytes;
    retold_status status = input_want(x->in, LONGEST_REFERENCE, &bytes, err);
    size_t n = span_find_char(bytes, '<', bytes.len > 0);
    if (n == SIZE_MAX) {
        n = bytes.len;
        for (size_t i = n; i > 1 && bytes.len >= LONGEST_REFERENCE && n - i < LONGEST_REFERENCE - 1; i--)
            if (bytes.ptr[i - 1] == '&') {
                n = i - 1;
                break;
            }
    }
    out->kind = XML_TEXT;
    out->text = span_cut(bytes, 0, n);
    input_take(x->in, n);
    return status;
}

/* What may open a name; anything else behind a "<" makes it text. */
static bool opens_tag(span bytes) {
    unsigned char c = bytes.len > 1 ? (unsigned char)bytes.ptr[1] : 0;
    return is_alpha(c) || c == '_' || c == ':' || c == '/' || c >= 128;
}

retold_status xml_next(xml *x, const retold_limits *limits, xml_token *out, retold_error *err) {
    span bytes;
    for (;;) {
        *out = (xml_token){.at = input_at(x->in)};
        if (x->in_cdata) return take_cdata(x, out, err);
        retold_status status = input_want(x->in, 9, &bytes, err);
        if (status != RETOLD_OK || !bytes.len) return status;
        if (bytes.ptr[0] != '<' || (!opens_tag(bytes) && !span_starts(bytes, S("<!")) && !span_starts(bytes, S("<?"))))
            return take_text(x, out, err);
        if (opens_tag(bytes)) return take_tag(x, limits->attribute_bytes, out, err);
        if (span_starts(bytes, S("<![CDATA["))) {
            input_take(x->in, 9);
            x->in_cdata = true;
        } else if (span_starts(bytes, S("<!--"))) {
            input_take(x->in, 4);
            status = skip_past(x, S("-->"), err);
        } else {
            status = span_starts(bytes, S("<?")) ? skip_past(x, S("?>"), err) : skip_declaration(x, err);
        }
        if (status != RETOLD_OK) return status;
    }
}

/* ---- references ---- */

static bool number_of(span digits, uint32_t *out) {
    bool hex = digits.len && (digits.ptr[0] == 'x' || digits.ptr[0] == 'X');
    uint32_t value = 0;
    for (size_t i = hex; i < digits.len; i++) {
        unsigned char c = (unsigned char)to_lower(digits.ptr[i]);
        if (!is_digit(c) && !(hex && c >= 'a' && c <= 'f')) return false;
        value = value > 0x110000 ? value : value * (hex ? 16 : 10) + ((uint32_t)(is_digit(c) ? c - '0' : c - 'a' + 10));
    }
    *out = value;
    return digits.len > hex;
}

/* Length of the reference at the start of `text` after it was put; 0 when it is none that is known. */
static size_t put_reference(buf *out, span text) {
    static const struct {
        span name;
        char c;
    } known[] = {
        {S_INIT("&amp;"), '&'}, {S_INIT("&lt;"), '<'}, {S_INIT("&gt;"), '>'}, {S_INIT("&quot;"), '"'}, {S_INIT("&apos;"), '\''}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (span_starts(text, known[i].name)) {
            buf_char(out, known[i].c);
            return known[i].name.len;
        }
    size_t end = span_find_char(span_cut(text, 0, text.len < LONGEST_REFERENCE ? text.len : LONGEST_REFERENCE), ';', 0);
    uint32_t number;
    if (end == SIZE_MAX || !span_starts(text, S("&#")) || !number_of(span_cut(text, 2, end), &number)) return 0;
    buf_utf8(out, number ? number : 0xFFFD);
    return end + 1;
}

void xml_put_text(buf *out, span text) {
    for (size_t at = 0; at < text.len;) {
        size_t mark = span_find_char(text, '&', at), n;
        if (mark == SIZE_MAX) mark = text.len;
        buf_put(out, span_cut(text, at, mark));
        if (mark == text.len) return;
        n = put_reference(out, span_from(text, mark));
        if (!n) buf_char(out, '&');
        at = mark + (n ? n : 1);
    }
}

/* ---- attributes ---- */

/* The next `name="value"` of a tag; false at the end. */
static bool next_attribute(span *rest, span *name, span *value) {
    span s = span_trim(*rest);
    size_t end = 0;
    while (end < s.len && s.ptr[end] != '=' && !is_space((unsigned char)s.ptr[end])) end++;
    *name = span_cut(s, 0, end);
    s = span_trim(span_from(s, end));
    *value = (span){0};
    if (span_starts(s, S("="))) {
        s = span_trim(span_from(s, 1));
        bool quoted = s.len && (s.ptr[0] == '"' || s.ptr[0] == '\'');
        end = quoted ? span_find_char(s, s.ptr[0], 1) : 0;
        while (!quoted && end < s.len && !is_space((unsigned char)s.ptr[end])) end++;
        if (end == SIZE_MAX) end = s.len;
        *value = span_cut(s, quoted, end);
        s = span_from(s, end + quoted < s.len ? end + quoted : s.len);
    }
    *rest = s;
    return name->len != 0;
}

span xml_attribute(arena *a, span attributes, const char *wanted) {
    span name, value;
    while (next_attribute(&attributes, &name, &value)) {
        if (!span_equal(name, span_of(wanted))) continue;
        buf out = buf_made(a);
        xml_put_text(&out, value);
        return buf_span(&out);
    }
    return (span){0};
}
