/* Finding what may be a quotation mark or apostrophe, and what stands beside it. */
#include "text/marks_internal.h"

typedef struct form {
    const char *bytes;
    mark_family family;
    mark_shape shape;
    bool odd, strict, spaced;
} form;

/* Longest first where one is the head of another. */
static const form forms[] = {
    {"\"", FAMILY_DOUBLE, SHAPE_BOTH, false, false, false},
    {"''", FAMILY_DOUBLE, SHAPE_BOTH, true, false, false},
    {"'", FAMILY_SINGLE, SHAPE_BOTH, false, false, false},
    {"``", FAMILY_DOUBLE, SHAPE_OPEN, true, false, false},
    {"`", FAMILY_SINGLE, SHAPE_BOTH, true, false, false},
    {",,", FAMILY_DOUBLE, SHAPE_OPEN, true, true, false},
    {"\xC2\xB4\xC2\xB4", FAMILY_DOUBLE, SHAPE_CLOSE, true, false, false},
    {"\xC2\xB4", FAMILY_SINGLE, SHAPE_BOTH, true, false, false}, /* acute accent */
    {"\xC2\xAB", FAMILY_DOUBLE, SHAPE_OPEN, false, false, true},
    {"\xC2\xBB", FAMILY_DOUBLE, SHAPE_CLOSE, false, false, true},
    {"\xC2\x91", FAMILY_SINGLE, SHAPE_OPEN, true, false, false}, /* windows-1252 bytes read as latin-1 */
    {"\xC2\x92", FAMILY_SINGLE, SHAPE_CLOSE, true, false, false},
    {"\xC2\x93", FAMILY_DOUBLE, SHAPE_OPEN, true, false, false},
    {"\xC2\x94", FAMILY_DOUBLE, SHAPE_CLOSE, true, false, false},
    {"\xCA\xBC", FAMILY_SINGLE, SHAPE_CLOSE, false, false, false},
    {"‘‘", FAMILY_DOUBLE, SHAPE_OPEN, true, false, false},
    {"’’", FAMILY_DOUBLE, SHAPE_CLOSE, true, false, false},
    {"‘", FAMILY_SINGLE, SHAPE_OPEN, false, false, false},
    {"’", FAMILY_SINGLE, SHAPE_CLOSE, false, false, false},
    {"‚", FAMILY_SINGLE, SHAPE_OPEN, false, true, false},
    {"‛", FAMILY_SINGLE, SHAPE_OPEN, true, false, false},
    {"“", FAMILY_DOUBLE, SHAPE_OPEN, false, false, false},
    {"”", FAMILY_DOUBLE, SHAPE_CLOSE, false, false, false},
    {"„", FAMILY_DOUBLE, SHAPE_OPEN, false, true, false},
    {"‟", FAMILY_DOUBLE, SHAPE_OPEN, true, false, false},
    {"′", FAMILY_SINGLE, SHAPE_UNIT, true, false, false},
    {"″", FAMILY_DOUBLE, SHAPE_UNIT, true, false, false},
    {"‹", FAMILY_SINGLE, SHAPE_OPEN, false, false, true},
    {"›", FAMILY_SINGLE, SHAPE_CLOSE, false, false, true},
    {"❝", FAMILY_DOUBLE, SHAPE_OPEN, true, false, false},
    {"❞", FAMILY_DOUBLE, SHAPE_CLOSE, true, false, false},
    {"「", FAMILY_DOUBLE, SHAPE_OPEN, false, true, false},
    {"」", FAMILY_DOUBLE, SHAPE_CLOSE, false, true, false},
    {"『", FAMILY_DOUBLE, SHAPE_OPEN, false, true, false},
    {"』", FAMILY_DOUBLE, SHAPE_CLOSE, false, true, false},
    {"〝", FAMILY_DOUBLE, SHAPE_OPEN, false, true, false},
    {"〞", FAMILY_DOUBLE, SHAPE_CLOSE, false, true, false},
    {"〟", FAMILY_DOUBLE, SHAPE_CLOSE, false, true, false},
    {"\xEF\xBC\x82", FAMILY_DOUBLE, SHAPE_BOTH, true, false, false}, /* full width */
    {"\xEF\xBC\x87", FAMILY_SINGLE, SHAPE_BOTH, true, false, false},
    {"\xEF\xBF\xBD", FAMILY_LOST, SHAPE_BOTH, true, false, false},
    {"&quot;", FAMILY_DOUBLE, SHAPE_BOTH, true, false, false}, /* character references of a page that was escaped twice */
    {"&ldquo;", FAMILY_DOUBLE, SHAPE_OPEN, true, false, false},
    {"&rdquo;", FAMILY_DOUBLE, SHAPE_CLOSE, true, false, false},
    {"&lsquo;", FAMILY_SINGLE, SHAPE_OPEN, true, false, false},
    {"&rsquo;", FAMILY_SINGLE, SHAPE_CLOSE, true, false, false},
    {"&apos;", FAMILY_SINGLE, SHAPE_BOTH, true, false, false},
    {"&#39;", FAMILY_SINGLE, SHAPE_BOTH, true, false, false},
    {"&#039;", FAMILY_SINGLE, SHAPE_BOTH, true, false, false},
    {"&#8216;", FAMILY_SINGLE, SHAPE_OPEN, true, false, false},
    {"&#8217;", FAMILY_SINGLE, SHAPE_CLOSE, true, false, false},
    {"&#8220;", FAMILY_DOUBLE, SHAPE_OPEN, true, false, false},
    {"&#8221;", FAMILY_DOUBLE, SHAPE_CLOSE, true, false, false},
};

/* First bytes of all forms: most of a text is passed over by this alone. A single comma is none. */
static const bool begins[256] = {['"'] = true,  ['\''] = true, ['`'] = true,  [','] = true,  ['&'] = true,
                                 [0xC2] = true, [0xCA] = true, [0xE2] = true, [0xE3] = true, [0xEF] = true};

static bool may_begin(span text, size_t at, size_t end) {
    return begins[(unsigned char)text.ptr[at]] && (text.ptr[at] != ',' || (at + 1 < end && text.ptr[at + 1] == ','));
}

static const form *form_at(span text, size_t at, size_t end) {
    span rest = span_cut(text, at, end);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (rest.ptr[0] == forms[i].bytes[0] && span_starts(rest, span_of(forms[i].bytes))) return &forms[i];
    return NULL;
}

static bool is_dash(uint32_t c) { return c == '-' || c == '/' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212; }

static bool is_opening(uint32_t c) {
    return c == '(' || c == '[' || c == '{' || c == 0xBF || c == 0xA1 || c == 0xFF08 || c == '*';
}

/* Letters, digits and symbols (currency, number sign) are words here; all other punctuation closes. */
static bool is_wordlike(uint32_t c) {
    if (c < 0x80) return is_alnum((unsigned char)c) || strchr("$#@&+_=<>~^|", (int)c);
    if (text_is_terminator(c) || text_is_closer(c)) return false;
    return c != 0x3001 && c != 0xFF0C && c != 0x60C && c != 0x61B && c != 0xFF1A && c != 0xFF1B;
}

static beside class_beside(uint32_t c) {
    if (!c || text_is_blank(c)) return BESIDE_BLANK;
    if (is_dash(c)) return BESIDE_DASH;
    if (is_opening(c)) return BESIDE_OPENING;
    return is_wordlike(c) ? BESIDE_WORD : BESIDE_CLOSING;
}

static mark_token token_at(span text, const form *f, size_t at, size_t begin, size_t end) {
    size_t after = at + strlen(f->bytes), peek = at, ignored;
    mark_token t = {.at = {(uint32_t)at, (uint32_t)after},
                    .family = f->family,
                    .shape = f->shape,
                    .odd = f->odd,
                    .strict = f->strict,
                    .spaced = f->spaced};
    t.c = text_next(text, &peek);
    t.before = at > begin ? text_before(text, at, &ignored) : 0;
    if (after < end) t.after = text_next(text, &after);
    return t;
}

/* Commas that look like a low opening mark. */
static bool is_no_mark(const mark_token *t) {
    if (t->c != ',' && t->c != 0x201A) return false;
    return class_beside(t->before) != BESIDE_BLANK || class_beside(t->after) != BESIDE_WORD;
}

static bool is_inner_apostrophe(const mark_token *t) {
    return t->family == FAMILY_SINGLE && class_beside(t->before) == BESIDE_WORD && class_beside(t->after) == BESIDE_WORD;
}

/* What stands beside each token, through its neighbours; hence what it can be. */
static void look_beside(mark_tokens *list) {
    for (size_t i = 0; i < list->count; i++) {
        mark_token *t = &list->items[i];
        bool touching = i && t[-1].at.end == t->at.begin;
        t->left = touching ? t[-1].left : class_beside(t->before);
    }
    for (size_t i = list->count; i--;) {
        mark_token *t = &list->items[i];
        bool touching = i + 1 < list->count && t[1].at.begin == t->at.end;
        t->right = touching ? t[1].right : class_beside(t->after);
        bool from_left = t->left == BESIDE_BLANK || t->left == BESIDE_OPENING || t->left == BESIDE_DASH;
        t->opens = from_left && t->right != BESIDE_BLANK;
        t->closes = t->left != BESIDE_BLANK && t->right != BESIDE_WORD;
        if (t->left == BESIDE_OPENING) t->closes = false;
        if (t->left == BESIDE_DASH && t->right == BESIDE_CLOSING) t->opens = false;
        if (t->left == BESIDE_BLANK && t->right == BESIDE_CLOSING) t->opens = false; /* delays ”. or “…and so */
    }
}

/* From the end: does a mark that can only close come behind each token? */
static void look_ahead(mark_tokens *list) {
    bool next[FAMILIES] = {false}, later[FAMILIES] = {false};
    for (size_t i = list->count; i--;) {
        mark_token *t = &list->items[i];
        t->closer_next = next[t->family];
        t->closer_later = later[t->family];
        if (is_inner_apostrophe(t)) continue;
        bool only_closes = t->strict ? t->shape == SHAPE_CLOSE : t->closes && !t->opens;
        if (!only_closes && !t->opens && t->shape == SHAPE_CLOSE) only_closes = true;
        if (!t->opens && !t->closes && t->shape == SHAPE_BOTH) only_closes = true; /* blanks or words on both sides: it may */
        next[t->family] = only_closes;
        later[t->family] |= only_closes;
    }
}

void mark_tokens_read(arena *a, mark_tokens *out, span text, size_t begin, size_t end) {
    out->count = 0;
    for (size_t at = begin; at < end;) {
        const form *f = may_begin(text, at, end) ? form_at(text, at, end) : NULL;
        mark_token t = {0};
        if (f) t = token_at(text, f, at, begin, end);
        if (f && !is_no_mark(&t)) vec_push(a, out, t);
        at += f ? range_len(t.at) : 1;
    }
    look_beside(out);
    look_ahead(out);
}
