/* svg and math (WHATWG HTML, 13.2.6.5). Nothing of them is read, but where they end must be known. */
#include "html/tree.h"

bool is_foreign_token(const tree *t, const token *token) {
    if (!t->open.count || token->kind == TOKEN_EOF) return false;
    const node *top = node_at(t, current(t));
    if (is_html(top)) return false;
    bool start = token->kind == TOKEN_START, text = token->kind == TOKEN_TEXT;
    if (top->flags & NODE_MATH_POINT && (text || (start && token->tag != TAG_MGLYPH && token->tag != TAG_MALIGNMARK)))
        return false;
    if (top->tag == TAG_ANNOTATION_XML && start && token->tag == TAG_SVG) return false;
    return !(top->flags & NODE_HTML_POINT && (start || text));
}

static bool has_attribute(const tree *t, const token *token, span name) { return token_attribute(t, token, name).ptr; }

/* What a foreign element is beside its tag. */
static uint8_t flags_of(const tree *t, const token *token, uint8_t space) {
    if (space == NODE_SVG) {
        bool point = token->tag == TAG_FOREIGNOBJECT || token->tag == TAG_DESC || token->tag == TAG_TITLE;
        return point ? NODE_HTML_POINT | NODE_BARRIER : 0;
    }
    switch (token->tag) {
    case TAG_MI:
    case TAG_MO:
    case TAG_MN:
    case TAG_MS:
    case TAG_MTEXT: return NODE_MATH_POINT | NODE_BARRIER;
    case TAG_ANNOTATION_XML: break;
    default: return 0;
    }
    span encoding = token_attribute(t, token, S("encoding"));
    bool html = span_equal_nocase(encoding, S("text/html")) || span_equal_nocase(encoding, S("application/xhtml+xml"));
    return html ? NODE_HTML_POINT | NODE_BARRIER : NODE_BARRIER;
}

static bool breaks_out(const tree *t, const token *token) {
    if (token->kind == TOKEN_END) return token->tag == TAG_P || token->tag == TAG_BR;
    if (token->tag == TAG_FONT)
        return has_attribute(t, token, S("color")) || has_attribute(t, token, S("face")) || has_attribute(t, token, S("size"));
    return has_trait(token->tag, BREAKS_OUT);
}

static void start_foreign(tree *t, const token *token) {
    uint8_t space = node_at(t, current(t))->flags & NODE_FOREIGN;
    uint32_t number = insert_element(t, token);
    pop(t);
    node_at(t, number)->flags |= space | flags_of(t, token, space);
    if (!token->self_closing) push(t, number);
}

/* True when the token must be looked at by the mode: no element of that name is open before the next HTML one. */
static bool end_foreign(tree *t, const token *token) {
    for (size_t i = t->open.count - 1; i > 0; i--) {
        const node *n = node_at(t, t->open.items[i]);
        if (is_html(n)) return true;
        if (n->tag != token->tag || n->name != token->name) continue;
        while (t->open.count > i) pop(t);
        return false;
    }
    return false;
}

bool in_foreign(tree *t, token *token) {
    if (token->kind == TOKEN_DOCTYPE) return false;
    if (token->kind == TOKEN_TEXT) {
        if (t->frameset_ok && !is_blank(t, token->at)) t->frameset_ok = false;
        insert_text(t, token, token->at.end);
        return false;
    }
    if (breaks_out(t, token)) {
        while (t->open.count > 1 && !(node_at(t, current(t))->flags & (NODE_HTML_POINT | NODE_MATH_POINT)) &&
               !is_html(node_at(t, current(t))))
            pop(t);
        return run_mode(t, token);
    }
    if (token->kind == TOKEN_END) return end_foreign(t, token) && run_mode(t, token);
    start_foreign(t, token);
    return false;
}
