/* The insertion modes of tables (WHATWG HTML, 13.2.6.4.9 to 15). */
#include "html/tree.h"

static bool starts_part(const token *token) {
    switch (token->tag) {
    case TAG_CAPTION:
    case TAG_COL:
    case TAG_COLGROUP:
    case TAG_TBODY:
    case TAG_TD:
    case TAG_TFOOT:
    case TAG_TH:
    case TAG_THEAD:
    case TAG_TR: return token->kind == TOKEN_START;
    default: return false;
    }
}

static bool is_cell(tag tag) { return tag == TAG_TD || tag == TAG_TH; }
static bool is_section(tag tag) { return tag == TAG_TBODY || tag == TAG_TFOOT || tag == TAG_THEAD; }

/* Pop what stands within one of up to three tags, a template, or html. */
static void clear_to(tree *t, tag a, tag b, tag c) {
    for (;;) {
        tag top = current_tag(t);
        bool stop = top == a || top == b || top == c || top == TAG_TEMPLATE || top == TAG_HTML;
        if (stop && is_html(node_at(t, current(t)))) return;
        pop(t);
    }
}

static void clear_to_table(tree *t) { clear_to(t, TAG_TABLE, TAG_TABLE, TAG_TABLE); }
static void clear_to_section(tree *t) { clear_to(t, TAG_TBODY, TAG_TFOOT, TAG_THEAD); }
static void clear_to_row(tree *t) { clear_to(t, TAG_TR, TAG_TR, TAG_TR); }

/* As in the body, but before the table. */
static bool fostered(tree *t, token *token) {
    t->foster = true;
    bool again = in_body(t, token);
    t->foster = false;
    return again;
}

static bool is_tabular(tag tag) { return tag == TAG_TABLE || tag == TAG_TR || is_section(tag) || tag == TAG_TEMPLATE; }

/* Blanks stay in the table, other text goes before it. */
static bool text_in_table(tree *t, token *token) {
    if (!is_tabular(current_tag(t)) || !is_blank(t, token->at)) return fostered(t, token);
    insert_text(t, token, token->at.end);
    return false;
}

static bool start_part(tree *t, const token *token) {
    clear_to_table(t);
    switch (token->tag) {
    case TAG_CAPTION:
        formatting_mark(t);
        insert_element(t, token);
        t->mode = IN_CAPTION;
        return false;
    case TAG_COLGROUP:
        insert_element(t, token);
        t->mode = IN_COLUMN_GROUP;
        return false;
    case TAG_COL:
        insert_made_up(t, TAG_COLGROUP);
        t->mode = IN_COLUMN_GROUP;
        return true;
    case TAG_TBODY:
    case TAG_TFOOT:
    case TAG_THEAD:
        insert_element(t, token);
        t->mode = IN_TABLE_BODY;
        return false;
    default:
        insert_made_up(t, TAG_TBODY);
        t->mode = IN_TABLE_BODY;
        return true;
    }
}

static bool end_table(tree *t) {
    if (!in_scope(t, TAG_TABLE, TABLE_SCOPE)) return false;
    pop_until(t, TAG_TABLE);
    reset_mode(t);
    return true;
}

static bool start_in_table(tree *t, token *token) {
    if (starts_part(token)) return start_part(t, token);
    switch (token->tag) {
    case TAG_TABLE: return end_table(t);
    case TAG_STYLE:
    case TAG_SCRIPT:
    case TAG_TEMPLATE: return in_head(t, token);
    case TAG_INPUT:
        if (!is_hidden_input(t, token)) return fostered(t, token);
        insert_void(t, token);
        return false;
    case TAG_FORM:
        if (t->form != NODE_NONE || t->open_tags[TAG_TEMPLATE]) return false;
        t->form = insert_element(t, token);
        pop(t);
        return false;
    default: return fostered(t, token);
    }
}

bool in_table(tree *t, token *token) {
    switch (token->kind) {
    case TOKEN_TEXT: return text_in_table(t, token);
    case TOKEN_DOCTYPE: return false;
    case TOKEN_START: return start_in_table(t, token);
    case TOKEN_EOF: return in_body(t, token);
    case TOKEN_END: break;
    }
    if (token->tag == TAG_TABLE) {
        end_table(t);
        return false;
    }
    if (token->tag == TAG_TEMPLATE) return in_head(t, token);
    bool passed = token->tag == TAG_BODY || token->tag == TAG_HTML || token->tag == TAG_CAPTION || token->tag == TAG_COL ||
                  token->tag == TAG_COLGROUP || token->tag == TAG_TR || is_section(token->tag) || is_cell(token->tag);
    return passed ? false : fostered(t, token);
}

static bool end_caption(tree *t) {
    if (!in_scope(t, TAG_CAPTION, TABLE_SCOPE)) return false;
    close_implied(t, TAG_UNKNOWN);
    pop_until(t, TAG_CAPTION);
    formatting_clear(t);
    t->mode = IN_TABLE;
    return true;
}

bool in_caption(tree *t, token *token) {
    if (starts_part(token)) return end_caption(t);
    if (token->kind != TOKEN_END) return in_body(t, token);
    switch (token->tag) {
    case TAG_CAPTION: end_caption(t); return false;
    case TAG_TABLE: return end_caption(t);
    case TAG_BODY:
    case TAG_COL:
    case TAG_COLGROUP:
    case TAG_HTML:
    case TAG_TBODY:
    case TAG_TD:
    case TAG_TFOOT:
    case TAG_TH:
    case TAG_THEAD:
    case TAG_TR: return false;
    default: return in_body(t, token);
    }
}

bool in_column_group(tree *t, token *token) {
    bool end = token->kind == TOKEN_END;
    if (insert_blanks(t, token) || token->kind == TOKEN_DOCTYPE) return false;
    if (token->kind == TOKEN_EOF) return in_body(t, token);
    if (token->kind == TOKEN_START && token->tag == TAG_HTML) return in_body(t, token);
    if (token->kind == TOKEN_START && token->tag == TAG_COL) {
        insert_void(t, token);
        return false;
    }
    if (token->kind != TOKEN_TEXT && token->tag == TAG_TEMPLATE) return in_head(t, token);
    if (end && token->tag == TAG_COL) return false;
    if (!is_open_html(t, current(t), TAG_COLGROUP)) return false;
    pop(t);
    t->mode = IN_TABLE;
    return !(end && token->tag == TAG_COLGROUP);
}

/* Close the open section, so that the token can be looked at by the table. False when there is none. */
static bool leave_section(tree *t) {
    if (!in_scope(t, TAG_TBODY, TABLE_SCOPE) && !in_scope(t, TAG_THEAD, TABLE_SCOPE) && !in_scope(t, TAG_TFOOT, TABLE_SCOPE))
        return false;
    clear_to_section(t);
    pop(t);
    t->mode = IN_TABLE;
    return true;
}

static bool start_in_section(tree *t, token *token) {
    if (token->tag == TAG_TR) {
        clear_to_section(t);
        insert_element(t, token);
        t->mode = IN_ROW;
        return false;
    }
    if (is_cell(token->tag)) {
        clear_to_section(t);
        insert_made_up(t, TAG_TR);
        t->mode = IN_ROW;
        return true;
    }
    return starts_part(token) ? leave_section(t) : in_table(t, token);
}

bool in_table_body(tree *t, token *token) {
    if (token->kind == TOKEN_START) return start_in_section(t, token);
    if (token->kind != TOKEN_END) return in_table(t, token);
    switch (token->tag) {
    case TAG_TBODY:
    case TAG_TFOOT:
    case TAG_THEAD:
        if (!in_scope(t, token->tag, TABLE_SCOPE)) return false;
        clear_to_section(t);
        pop(t);
        t->mode = IN_TABLE;
        return false;
    case TAG_TABLE: return leave_section(t);
    case TAG_BODY:
    case TAG_CAPTION:
    case TAG_COL:
    case TAG_COLGROUP:
    case TAG_HTML:
    case TAG_TD:
    case TAG_TH:
    case TAG_TR: return false;
    default: return in_table(t, token);
    }
}

static bool leave_row(tree *t) {
    if (!in_scope(t, TAG_TR, TABLE_SCOPE)) return false;
    clear_to_row(t);
    pop(t);
    t->mode = IN_TABLE_BODY;
    return true;
}

bool in_row(tree *t, token *token) {
    if (token->kind == TOKEN_START && is_cell(token->tag)) {
        clear_to_row(t);
        insert_element(t, token);
        t->mode = IN_CELL;
        formatting_mark(t);
        return false;
    }
    if (starts_part(token)) return leave_row(t);
    if (token->kind != TOKEN_END) return in_table(t, token);
    switch (token->tag) {
    case TAG_TR: leave_row(t); return false;
    case TAG_TABLE: return leave_row(t);
    case TAG_TBODY:
    case TAG_TFOOT:
    case TAG_THEAD: return in_scope(t, token->tag, TABLE_SCOPE) && leave_row(t);
    case TAG_BODY:
    case TAG_CAPTION:
    case TAG_COL:
    case TAG_COLGROUP:
    case TAG_HTML:
    case TAG_TD:
    case TAG_TH: return false;
    default: return in_table(t, token);
    }
}

static void pop_cell(tree *t) {
    for (bool found = false; !found && t->open.count > 1;) {
        found = is_html(node_at(t, current(t))) && is_cell(current_tag(t));
        pop(t);
    }
    formatting_clear(t);
    t->mode = IN_ROW;
}

static bool leave_cell(tree *t) {
    if (!in_scope(t, TAG_TD, TABLE_SCOPE) && !in_scope(t, TAG_TH, TABLE_SCOPE)) return false;
    close_implied(t, TAG_UNKNOWN);
    pop_cell(t);
    return true;
}

bool in_cell(tree *t, token *token) {
    if (starts_part(token)) return leave_cell(t);
    if (token->kind != TOKEN_END) return in_body(t, token);
    switch (token->tag) {
    case TAG_TD:
    case TAG_TH:
        if (in_scope(t, token->tag, TABLE_SCOPE)) leave_cell(t);
        return false;
    case TAG_BODY:
    case TAG_CAPTION:
    case TAG_COL:
    case TAG_COLGROUP:
    case TAG_HTML: return false;
    case TAG_TABLE:
    case TAG_TBODY:
    case TAG_TFOOT:
    case TAG_THEAD:
    case TAG_TR: return in_scope(t, token->tag, TABLE_SCOPE) && leave_cell(t);
    default: return in_body(t, token);
    }
}
