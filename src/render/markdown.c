/* CommonMark 0.31 behind a head of YAML. Every character that could be markup where it stands has a backslash before it. */
#include "render_internal.h"

/* Width of "- " and "1. ": what follows in the item is indented by as much. */
static unsigned sign_width(const open_list *l) {
    unsigned width = 2;
    if (l->ordered)
        for (unsigned n = l->number; n >= 10; n /= 10) width++;
    return width + (l->ordered ? 1 : 0);
}

/* What stands before each line: signs of quotes, the indent of the items around; `lists` of them. */
static void put_lead(pen *p, unsigned lists) {
    for (unsigned i = 0; i < p->quotes; i++) buf_put(p->out, S("> "));
    for (unsigned i = 0; i < lists; i++)
        for (unsigned n = sign_width(&p->lists[i]); n; n--) buf_char(p->out, ' ');
}

/* Quotes and lists show in what stands before each line. */
static void ignore(pen *p, bool open) {
    (void)p;
    (void)open;
}

static void item(pen *p, bool open) { p->fresh = open; }

static void put_sign(pen *p) {
    const open_list *l = &p->lists[p->depth - 1];
    if (l->ordered)
        buf_printf(p->out, "%u. ", l->number);
    else
        buf_put(p->out, S("- "));
}

static void block(pen *p, const retold_block *b, bool open) {
    if (!open) {
        p->quotes_before = p->quotes;
        buf_char(p->out, '\n');
        return;
    }
    bool tight = p->fresh && p->lists[p->depth - 1].number > 1;
    if (p->begun && !tight) {
        for (unsigned i = 0; i < p->quotes && i < p->quotes_before; i++) buf_put(p->out, i ? S(" >") : S(">"));
        buf_char(p->out, '\n');
    }
    put_lead(p, p->fresh ? p->depth - 1 : p->depth);
    if (p->fresh) put_sign(p);
    p->fresh = false;
    if (b->kind != RETOLD_BLOCK_HEADING) return;
    for (unsigned i = 0; i < (b->level > 1 ? b->level : 2u); i++) buf_char(p->out, '#');
    buf_char(p->out, ' ');
}

/* ---- Text ---- */

static bool is_markup(char c) { return strchr("\\`*_[]<>&~", c) != NULL; }

/* What means something at the beginning of a line alone. */
static bool begins_block(span s, size_t at) {
    char c = s.ptr[at];
    return c == '#' || c == '+' || c == '-' || c == '=' || c == '|' || c == ':';
}

/* "1." or "1)": its mark has a backslash. */
static size_t number_sign(span s) {
    size_t at = 0;
    while (at < s.len && at < 9 && is_digit((unsigned char)s.ptr[at])) at++;
    return at && at < s.len && (s.ptr[at] == '.' || s.ptr[at] == ')') ? at : SIZE_MAX;
}

typedef enum place { WITHIN, LINE_START, IN_HEADING } place;

static void put_plain(buf *out, span s, place where) {
    bool line_start = where == LINE_START;
    size_t sign = line_start ? number_sign(s) : SIZE_MAX;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c < ' ' && c != '\t') {
            buf_utf8(out, 0xFFFD);
            continue;
        }
        bool escaped = is_markup((char)c) || (line_start && i == 0 && begins_block(s, i)) || i == sign;
        if (escaped || (where == IN_HEADING && c == '#')) buf_char(out, '\\');
        buf_char(out, (char)c);
    }
}

static void put_code(pen *p, span s) {
    size_t longest = 0;
    for (size_t i = 0, run = 0; i < s.len; i++) {
        run = s.ptr[i] == '`' ? run + 1 : 0;
        if (run > longest) longest = run;
    }
    bool pad = longest && (s.ptr[0] == '`' || s.ptr[s.len - 1] == '`');
    for (size_t i = 0; i <= longest; i++) buf_char(p->out, '`');
    if (pad) buf_char(p->out, ' ');
    buf_put(p->out, s);
    if (pad) buf_char(p->out, ' ');
    for (size_t i = 0; i <= longest; i++) buf_char(p->out, '`');
}

static void text(pen *p, span s) {
    bool first = s.ptr == p->article->text.ptr + p->at->span.begin;
    if (p->marks & 1u << RETOLD_INLINE_CODE)
        put_code(p, s);
    else
        put_plain(p->out, s, p->at->kind == RETOLD_BLOCK_HEADING ? IN_HEADING : first ? LINE_START : WITHIN);
}

/* ---- Marks ---- */

static bool is_mark_or_end(span s, size_t at, bool before) {
    if (before ? at == 0 : at >= s.len) return true;
    size_t here = at;
    uint32_t c = before ? text_before(s, at, NULL) : text_next(s, &here);
    return !text_is_letter(c) && !text_is_digit(c) && !text_is_mark(c) && !text_is_unseen(c);
}

/* A run of stars opens or closes only where words and signs stand as CommonMark wants it (left and right flanking). */
static bool can_star(const pen *p, const retold_inline *m) {
    span s = p->article->text;
    if (p->stars_end && p->stars_end == p->out->len) return false; /* stars of another one would run on into these */
    bool opens = !is_mark_or_end(s, m->span.begin, false) || is_mark_or_end(s, m->span.begin, true);
    bool closes = !is_mark_or_end(s, m->span.end, true) || is_mark_or_end(s, m->span.end, false);
    return opens && closes;
}

static void put_target(buf *out, span href) {
    buf_put(out, S("]("));
    for (size_t i = 0; i < href.len; i++) {
        char c = href.ptr[i];
        if (c == '(' || c == ')')
            buf_printf(out, "%%%02X", (unsigned)c);
        else if (c == '*' || c == '_' || c == '&' || c == '\\' || c == '[' || c == ']')
            buf_printf(out, "\\%c", c);
        else
            buf_char(out, c);
    }
    buf_char(out, ')');
}

static void put_stars(pen *p, const retold_inline *m, bool open) {
    unsigned bit = 1u << m->kind;
    if (open && !can_star(p, m)) return;
    if (!open && !(p->starred & bit)) return;
    p->starred ^= bit;
    buf_put(p->out, m->kind == RETOLD_INLINE_STRONG ? S("**") : S("*"));
    if (!open) p->stars_end = p->out->len;
}

static void stretch(pen *p, const retold_inline *m, bool open) {
    if (m->kind == RETOLD_INLINE_LINK && open)
        buf_char(p->out, '[');
    else if (m->kind == RETOLD_INLINE_LINK)
        put_target(p->out, m->href);
    else if (m->kind != RETOLD_INLINE_CODE)
        put_stars(p, m, open);
}

static const writer as_markdown = {ignore, ignore, item, block, stretch, text};

/* ---- The head ---- */

/* A YAML scalar in double quotes is a JSON string. */
static void put_scalar(arena *a, buf *out, span value) {
    yyjson_mut_doc *doc = json_new(a);
    json_write(out, doc, json_string(doc, value), false);
}

static void put_field(arena *a, buf *out, const char *name, span value) {
    if (!value.len) return;
    buf_printf(out, "%s: ", name);
    put_scalar(a, out, value);
}

void markdown_part(arena *a, buf *out, const retold_article *article) {
    buf_put(out, S("---\n"));
    put_field(a, out, "title", article->title.text);
    if (article->author_count) buf_put(out, S("authors:\n"));
    for (size_t i = 0; i < article->author_count; i++) {
        buf_put(out, S("  - "));
        put_scalar(a, out, article->authors[i].text);
    }
    put_field(a, out, "agency", article->agency.text);
    put_field(a, out, "outlet", article->outlet.text);
    put_field(a, out, "date", date_of(a, article));
    put_field(a, out, "url", article->url.text);
    put_field(a, out, "lang", article->lang);
    put_field(a, out, "id", article->id);
    buf_put(out, S("---\n\n"));
    if (article->title.text.len) {
        buf_put(out, S("# "));
        put_plain(out, article->title.text, IN_HEADING);
        buf_put(out, article->text.len ? S("\n\n") : S("\n"));
    }
    body_render(a, out, article, &as_markdown);
}
