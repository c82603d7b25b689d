/* The insertion modes outside of body and table (WHATWG HTML, 13.2.6.4.1 to 6, 16 to 22). */
#include "base/data.h"
#include "html/tree.h"

/* NUL counts, as it leaves nothing. */
bool is_blank(const tree *t, range text) {
    const char *p = t->page->source.ptr;
    for (uint32_t i = text.begin; i < text.end; i++)
        if (!is_html_space(p[i]) && p[i]) return false;
    return true;
}

static bool starts(const token *token, tag tag) { return token->kind == TOKEN_START && token->tag == tag; }
static bool ends(const token *token, tag tag) { return token->kind == TOKEN_END && token->tag == tag; }

/* Cut the blanks at a text's start off; true when nothing is left, or it is no text. */
static bool cut_blanks(const tree *t, token *token) {
    const char *p = t->page->source.ptr;
    if (token->kind != TOKEN_TEXT) return false;
    while (token->at.begin < token->at.end && (is_html_space(p[token->at.begin]) || !p[token->at.begin])) token->at.begin++;
    return token->at.begin == token->at.end;
}

bool insert_blanks(tree *t, token *token) {
    struct token whole = *token;
    bool all = cut_blanks(t, token);
    if (token->kind == TOKEN_TEXT) insert_text(t, &whole, token->at.begin);
    return all;
}

/* ---- Before the body ---- */

/* The quoted string at *at in a doctype, if one stands there. */
static bool take_quoted(span s, size_t *at, span *out) {
    while (*at < s.len && is_html_space(s.ptr[*at])) ++*at;
    if (*at == s.len || (s.ptr[*at] != '"' && s.ptr[*at] != '\'')) return false;
    size_t end = span_find_char(s, s.ptr[*at], *at + 1);
    if (end == SIZE_MAX) end = s.len;
    *out = span_cut(s, *at + 1, end);
    *at = end < s.len ? end + 1 : end;
    return true;
}

static bool is_old(span public_id, bool has_system) {
    span rest = data_file("quirks_doctypes.txt"), entry;
    while (data_next(&rest, &entry)) {
        bool unless_system = span_starts(entry, S("?"));
        if (unless_system) entry = span_from(entry, 1);
        if (span_starts_nocase(public_id, entry) && !(unless_system && has_system)) return true;
    }
    return false;
}

/* Do browsers read a page of this doctype as they did in 1998? A table then doesn't close a paragraph. */
static bool is_quirky(span doctype) {
    span s = span_trim(span_cut(doctype, 9, doctype.len - 1)), public_id, system_id;
    if (!span_starts_nocase(s, S("html")) || (s.len > 4 && !is_html_space(s.ptr[4]))) return true;
    s = span_trim(span_from(s, 4));
    size_t at = 6;
    if (span_starts_nocase(s, S("system"))) return false;
    if (!span_starts_nocase(s, S("public"))) return s.len > 0;
    if (!take_quoted(s, &at, &public_id)) return true;
    bool has_system = take_quoted(s, &at, &system_id);
    return is_old(public_id, has_system);
}

static bool initial(tree *t, token *token) {
    if (cut_blanks(t, token)) return false;
    t->mode = BEFORE_HTML;
    if (token->kind != TOKEN_DOCTYPE) {
        t->quirks = true;
        return true;
    }
    t->quirks = is_quirky(span_at(t->page->source, token->at));
    return false;
}

/* End tags that are let through where others are passed over. */
static bool ends_early(const token *token) {
    return token->kind != TOKEN_END || token->tag == TAG_BODY || token->tag == TAG_HTML || token->tag == TAG_BR;
}

static bool before_html(tree *t, token *token) {
    if (cut_blanks(t, token) || token->kind == TOKEN_DOCTYPE) return false;
    if (!ends_early(token) && token->tag != TAG_HEAD) return false;
    t->mode = BEFORE_HEAD;
    if (!starts(token, TAG_HTML)) {
        insert_made_up(t, TAG_HTML);
        return true;
    }
    insert_element(t, token);
    return false;
}

static bool before_head(tree *t, token *token) {
    if (cut_blanks(t, token) || token->kind == TOKEN_DOCTYPE) return false;
    if (starts(token, TAG_HTML)) return in_body(t, token);
    if (!ends_early(token) && token->tag != TAG_HEAD) return false;
    t->mode = IN_HEAD;
    if (!starts(token, TAG_HEAD)) {
        t->head = insert_made_up(t, TAG_HEAD);
        return true;
    }
    t->head = insert_element(t, token);
    return false;
}

static void start_template(tree *t, const token *token) {
    insert_element(t, token);
    formatting_mark(t);
    t->frameset_ok = false;
    t->mode = IN_TEMPLATE;
    vec_push(t->memory, &t->template_modes, IN_TEMPLATE);
}

static void end_template(tree *t) {
    if (!t->open_tags[TAG_TEMPLATE]) return;
    close_implied_all(t);
    pop_until(t, TAG_TEMPLATE);
    formatting_clear(t);
    t->template_modes.count--;
    reset_mode(t);
}

/* An element that belongs into a head, wherever it stands. */
static void take_head_element(tree *t, const token *token) {
    if (token->tag == TAG_TEMPLATE)
        start_template(t, token);
    else if (has_trait(token->tag, RAW))
        insert_raw(t, token);
    else
        insert_void(t, token);
}

bool in_head(tree *t, token *token) {
    if (insert_blanks(t, token) || token->kind == TOKEN_DOCTYPE) return false;
    if (token->kind == TOKEN_START) {
        if (token->tag == TAG_HTML) return in_body(t, token);
        if (token->tag == TAG_HEAD) return false;
        if (has_trait(token->tag, HEAD_ELEMENT)) {
            take_head_element(t, token);
            return false;
        }
        if (token->tag == TAG_NOSCRIPT) {
            insert_element(t, token);
            t->mode = IN_HEAD_NOSCRIPT;
            return false;
        }
    } else if (token->kind == TOKEN_END) {
        if (token->tag == TAG_TEMPLATE) {
            end_template(t);
            return false;
        }
        if (!ends_early(token) && token->tag != TAG_HEAD) return false;
    }
    pop(t);
    t->mode = AFTER_HEAD;
    return !ends(token, TAG_HEAD);
}

static bool in_head_noscript(tree *t, token *token) {
    if (token->kind == TOKEN_DOCTYPE) return false;
    if (insert_blanks(t, token)) return false;
    if (token->kind == TOKEN_START) {
        if (token->tag == TAG_HTML) return in_body(t, token);
        if (token->tag == TAG_HEAD || token->tag == TAG_NOSCRIPT) return false;
        if (token->tag == TAG_BASEFONT || token->tag == TAG_BGSOUND || token->tag == TAG_LINK || token->tag == TAG_META ||
            token->tag == TAG_NOFRAMES || token->tag == TAG_STYLE)
            return in_head(t, token);
    } else if (token->kind == TOKEN_END && token->tag != TAG_NOSCRIPT && token->tag != TAG_BR) {
        return false;
    }
    pop(t);
    t->mode = IN_HEAD;
    return !ends(token, TAG_NOSCRIPT);
}

/* Elements of the head that come after it go into it. */
static void late_head_element(tree *t, token *token) {
    push(t, t->head);
    take_head_element(t, token);
    for (size_t i = t->open.count; i-- > 0;)
        if (t->open.items[i] == t->head) {
            take_from_stack(t, i);
            return;
        }
}

static bool after_head(tree *t, token *token) {
    if (insert_blanks(t, token) || token->kind == TOKEN_DOCTYPE) return false;
    if (token->kind == TOKEN_START) {
        switch (token->tag) {
        case TAG_HTML: return in_body(t, token);
        case TAG_HEAD: return false;
        case TAG_BODY:
            insert_element(t, token);
            t->frameset_ok = false;
            t->mode = IN_BODY;
            return false;
        case TAG_FRAMESET:
            insert_element(t, token);
            t->mode = IN_FRAMESET;
            return false;
        default:
            if (!has_trait(token->tag, HEAD_ELEMENT)) break;
            late_head_element(t, token);
            return false;
        }
    } else if (ends(token, TAG_TEMPLATE)) {
        end_template(t);
        return false;
    } else if (!ends_early(token)) {
        return false;
    }
    insert_made_up(t, TAG_BODY);
    t->mode = IN_BODY;
    return true;
}

/* ---- Templates ---- */

static mode mode_in_template(tag tag) {
    switch (tag) {
    case TAG_CAPTION:
    case TAG_COLGROUP:
    case TAG_TBODY:
    case TAG_TFOOT:
    case TAG_THEAD: return IN_TABLE;
    case TAG_COL: return IN_COLUMN_GROUP;
    case TAG_TR: return IN_TABLE_BODY;
    case TAG_TD:
    case TAG_TH: return IN_ROW;
    default: return IN_BODY;
    }
}

bool in_template(tree *t, token *token) {
    switch (token->kind) {
    case TOKEN_TEXT:
    case TOKEN_DOCTYPE: return in_body(t, token);
    case TOKEN_END:
        if (token->tag == TAG_TEMPLATE) end_template(t);
        return false;
    case TOKEN_EOF:
        if (!t->open_tags[TAG_TEMPLATE]) return false;
        pop_until(t, TAG_TEMPLATE);
        formatting_clear(t);
        t->template_modes.count--;
        reset_mode(t);
        return true;
    case TOKEN_START: break;
    }
    if (has_trait(token->tag, HEAD_ELEMENT)) return in_head(t, token);
    t->mode = mode_in_template(token->tag);
    t->template_modes.items[t->template_modes.count - 1] = (uint8_t)t->mode;
    return true;
}

/* ---- After the body ---- */

static bool after_body(tree *t, token *token) {
    if (token->kind == TOKEN_DOCTYPE || token->kind == TOKEN_EOF) return false;
    if (token->kind == TOKEN_TEXT && is_blank(t, token->at)) return in_body(t, token);
    if (starts(token, TAG_HTML)) return in_body(t, token);
    if (t->mode == AFTER_BODY && ends(token, TAG_HTML)) {
        t->mode = AFTER_AFTER_BODY;
        return false;
    }
    t->mode = IN_BODY;
    return true;
}

/* ---- Framesets: their text is gone, as in browsers ---- */

static bool in_frameset(tree *t, token *token) {
    if (token->kind == TOKEN_START) {
        if (token->tag == TAG_HTML) return in_body(t, token);
        if (token->tag == TAG_NOFRAMES) return in_head(t, token);
        if (token->tag == TAG_FRAMESET && t->mode == IN_FRAMESET) insert_element(t, token);
        if (token->tag == TAG_FRAME && t->mode == IN_FRAMESET) insert_void(t, token);
    } else if (ends(token, TAG_FRAMESET) && t->mode == IN_FRAMESET && t->open.count > 1) {
        pop(t);
        if (current_tag(t) != TAG_FRAMESET) t->mode = AFTER_FRAMESET;
    } else if (ends(token, TAG_HTML) && t->mode == AFTER_FRAMESET) {
        t->mode = AFTER_AFTER_FRAMESET;
    }
    return false;
}

bool run_mode(tree *t, token *token) {
    static bool (*const modes[MODES])(tree *, struct token *) = {
        [INITIAL] = initial,
        [BEFORE_HTML] = before_html,
        [BEFORE_HEAD] = before_head,
        [IN_HEAD] = in_head,
        [IN_HEAD_NOSCRIPT] = in_head_noscript,
        [AFTER_HEAD] = after_head,
        [IN_BODY] = in_body,
        [IN_TABLE] = in_table,
        [IN_CAPTION] = in_caption,
        [IN_COLUMN_GROUP] = in_column_group,
        [IN_TABLE_BODY] = in_table_body,
        [IN_ROW] = in_row,
        [IN_CELL] = in_cell,
        [IN_TEMPLATE] = in_template,
        [AFTER_BODY] = after_body,
        [IN_FRAMESET] = in_frameset,
        [AFTER_FRAMESET] = in_frameset,
        [AFTER_AFTER_BODY] = after_body,
        [AFTER_AFTER_FRAMESET] = in_frameset,
    };
    return modes[t->mode](t, token);
}
