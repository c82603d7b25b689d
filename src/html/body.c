/* The insertion mode "in body" (WHATWG HTML, 13.2.6.4.7). */
#include "html/tree.h"

/* ---- Start tags ---- */

/* Attributes of a second html or body tag go to the first one where it has none. */
static void add_attributes(tree *t, uint32_t number, const token *token) {
    node *n = node_at(t, number);
    if (n->attr_count || t->open_tags[TAG_TEMPLATE]) return;
    n->attrs = token->attrs;
    n->attr_count = token->attr_count;
}

static uint32_t body_of(const tree *t) {
    return t->open.count > 1 && is_open_html(t, t->open.items[1], TAG_BODY) ? t->open.items[1] : NODE_NONE;
}

static void start_frameset(tree *t, const token *token) {
    uint32_t body = body_of(t);
    if (body == NODE_NONE || !t->frameset_ok) return;
    node_remove(t, body);
    while (t->open.count > 1) pop(t);
    insert_element(t, token);
    t->mode = IN_FRAMESET;
}

static void start_form(tree *t, const token *token) {
    if (t->form != NODE_NONE && !t->open_tags[TAG_TEMPLATE]) return;
    close_p(t);
    uint32_t form = insert_element(t, token);
    if (!t->open_tags[TAG_TEMPLATE]) t->form = form;
}

/* An li closes an li, a dd or dt the one before it, unless a block is open between them. */
static void start_item(tree *t, const token *token) {
    bool li = token->tag == TAG_LI;
    t->frameset_ok = false;
    for (size_t i = t->open.count; i-- > 0;) {
        const node *n = node_at(t, t->open.items[i]);
        if (is_html(n) && (li ? n->tag == TAG_LI : n->tag == TAG_DD || n->tag == TAG_DT)) {
            tag open = (tag)n->tag;
            close_implied(t, open);
            pop_until(t, open);
            break;
        }
        bool passes = is_html(n) && (n->tag == TAG_ADDRESS || n->tag == TAG_DIV || n->tag == TAG_P);
        if (is_special(n) && !passes) break;
    }
    close_p(t);
    insert_element(t, token);
}

static void start_heading(tree *t, const token *token) {
    close_p(t);
    if (is_html(node_at(t, current(t))) && has_trait(current_tag(t), HEADING)) pop(t);
    insert_element(t, token);
}

static void start_button(tree *t, const token *token) {
    if (in_scope(t, TAG_BUTTON, SCOPE)) {
        close_implied(t, TAG_UNKNOWN);
        pop_until(t, TAG_BUTTON);
    }
    formatting_reopen(t);
    insert_element(t, token);
    t->frameset_ok = false;
}

static void start_formatting(tree *t, const token *token) {
    uint32_t open = token->tag == TAG_A ? formatting_find(t, TAG_A) : NODE_NONE;
    if (open != NODE_NONE) {
        formatting_end(t, token);
        formatting_remove(t, open);
        for (size_t i = t->open.count; i-- > 0;)
            if (t->open.items[i] == open) take_from_stack(t, i);
    }
    formatting_reopen(t);
    if (token->tag == TAG_NOBR && in_scope(t, TAG_NOBR, SCOPE)) {
        formatting_end(t, token);
        formatting_reopen(t);
    }
    formatting_push(t, insert_element(t, token));
}

/* A further select or input ends an open select; a further select is nothing else. */
static bool ends_select(tree *t) {
    if (!in_scope(t, TAG_SELECT, SCOPE)) return false;
    pop_until(t, TAG_SELECT);
    return true;
}

static void start_option(tree *t, const token *token) {
    if (in_scope(t, TAG_SELECT, SCOPE))
        close_implied(t, token->tag == TAG_OPTION ? TAG_OPTGROUP : TAG_UNKNOWN);
    else if (is_open_html(t, current(t), TAG_OPTION))
        pop(t);
    formatting_reopen(t);
    insert_element(t, token);
}

static void start_void(tree *t, const token *token) {
    if (token->tag == TAG_INPUT) ends_select(t);
    formatting_reopen(t);
    insert_void(t, token);
    if (token->tag != TAG_INPUT || !is_hidden_input(t, token)) t->frameset_ok = false;
}

static void start_hr(tree *t, const token *token) {
    close_p(t);
    if (in_scope(t, TAG_SELECT, SCOPE)) close_implied(t, TAG_UNKNOWN);
    insert_void(t, token);
    t->frameset_ok = false;
}

static void start_ruby_part(tree *t, const token *token) {
    if (in_scope(t, TAG_RUBY, SCOPE)) close_implied(t, token->tag == TAG_RB || token->tag == TAG_RTC ? TAG_UNKNOWN : TAG_RTC);
    insert_element(t, token);
}

static void start_foreign(tree *t, const token *token) {
    formatting_reopen(t);
    uint32_t number = insert_element(t, token);
    pop(t);
    node_at(t, number)->flags |= token->tag == TAG_SVG ? NODE_SVG : NODE_MATH;
    if (!token->self_closing) push(t, number);
}

static void start_raw(tree *t, const token *token) {
    if (token->tag == TAG_XMP || token->tag == TAG_PLAINTEXT) close_p(t);
    if (token->tag == TAG_XMP) formatting_reopen(t);
    if (token->tag == TAG_XMP || token->tag == TAG_IFRAME || token->tag == TAG_TEXTAREA) t->frameset_ok = false;
    insert_raw(t, token);
}

static void start_table(tree *t, const token *token) {
    if (!t->quirks) close_p(t);
    insert_element(t, token);
    t->frameset_ok = false;
    t->mode = IN_TABLE;
}

static void start_pre(tree *t, const token *token) {
    close_p(t);
    insert_element(t, token);
    t->skip_newline = true;
    t->frameset_ok = false;
}

static void start_marked(tree *t, const token *token) {
    formatting_reopen(t);
    insert_element(t, token);
    formatting_mark(t);
    t->frameset_ok = false;
}

static void start_ordinary(tree *t, const token *token) {
    formatting_reopen(t);
    insert_element(t, token);
}

/* What goes by the tag alone; by its traits where many have the same rule. */
static bool start_in_body(tree *t, token *token) {
    switch (token->tag) {
    case TAG_HTML: add_attributes(t, t->open.items[0], token); break;
    case TAG_BODY:
        if (body_of(t) == NODE_NONE) break;
        t->frameset_ok = false;
        add_attributes(t, body_of(t), token);
        break;
    case TAG_FRAMESET: start_frameset(t, token); break;
    case TAG_PRE:
    case TAG_LISTING: start_pre(t, token); break;
    case TAG_FORM: start_form(t, token); break;
    case TAG_LI:
    case TAG_DD:
    case TAG_DT: start_item(t, token); break;
    case TAG_BUTTON: start_button(t, token); break;
    case TAG_APPLET:
    case TAG_MARQUEE:
    case TAG_OBJECT: start_marked(t, token); break;
    case TAG_TABLE: start_table(t, token); break;
    case TAG_IMAGE: token->tag = TAG_IMG; /* fall through */
    case TAG_AREA:
    case TAG_BR:
    case TAG_EMBED:
    case TAG_IMG:
    case TAG_KEYGEN:
    case TAG_WBR:
    case TAG_INPUT: start_void(t, token); break;
    case TAG_PARAM:
    case TAG_SOURCE:
    case TAG_TRACK: insert_void(t, token); break;
    case TAG_HR: start_hr(t, token); break;
    case TAG_SELECT:
        if (ends_select(t)) break;
        start_ordinary(t, token);
        t->frameset_ok = false;
        break;
    case TAG_OPTGROUP:
    case TAG_OPTION: start_option(t, token); break;
    case TAG_RB:
    case TAG_RTC:
    case TAG_RP:
    case TAG_RT: start_ruby_part(t, token); break;
    case TAG_MATH:
    case TAG_SVG: start_foreign(t, token); break;
    case TAG_CAPTION:
    case TAG_COL:
    case TAG_COLGROUP:
    case TAG_FRAME:
    case TAG_HEAD:
    case TAG_TBODY:
    case TAG_TD:
    case TAG_TFOOT:
    case TAG_TH:
    case TAG_THEAD:
    case TAG_TR: break;
    default:
        if (has_trait(token->tag, HEAD_ELEMENT)) return in_head(t, token);
        if (has_trait(token->tag, RAW)) {
            start_raw(t, token);
        } else if (has_trait(token->tag, FORMATTING)) {
            start_formatting(t, token);
        } else if (has_trait(token->tag, HEADING)) {
            start_heading(t, token);
        } else if (has_trait(token->tag, CLOSES_P)) {
            close_p(t);
            insert_element(t, token);
        } else {
            start_ordinary(t, token);
        }
    }
    return false;
}

/* ---- End tags ---- */

/* True when the token must be looked at again behind the body. */
static bool end_body(tree *t, bool again) {
    if (!in_scope(t, TAG_BODY, SCOPE)) return false;
    t->mode = AFTER_BODY;
    return again;
}

static void end_form(tree *t) {
    if (t->open_tags[TAG_TEMPLATE]) {
        if (!in_scope(t, TAG_FORM, SCOPE)) return;
        close_implied(t, TAG_UNKNOWN);
        pop_until(t, TAG_FORM);
        return;
    }
    uint32_t form = t->form;
    t->form = NODE_NONE;
    if (form == NODE_NONE || !node_in_scope(t, form)) return;
    close_implied(t, TAG_UNKNOWN);
    for (size_t i = t->open.count; i-- > 0;)
        if (t->open.items[i] == form) take_from_stack(t, i);
}

static void end_p(tree *t) {
    if (!in_scope(t, TAG_P, BUTTON_SCOPE)) insert_made_up(t, TAG_P);
    close_p(t);
}

static void end_in_scope(tree *t, tag tag, unsigned scope, enum tag except) {
    if (!in_scope(t, tag, scope)) return;
    close_implied(t, except);
    pop_until(t, tag);
}

static void end_heading(tree *t) {
    if (!heading_in_scope(t)) return;
    close_implied(t, TAG_UNKNOWN);
    pop_until_heading(t);
}

static void end_marked(tree *t, tag tag) {
    if (!in_scope(t, tag, SCOPE)) return;
    end_in_scope(t, tag, SCOPE, TAG_UNKNOWN);
    formatting_clear(t);
}

static void end_br(tree *t, const token *token) {
    struct token br = {.kind = TOKEN_START, .tag = TAG_BR, .at = token->at};
    start_void(t, &br);
}

static bool end_in_body(tree *t, token *token) {
    switch (token->tag) {
    case TAG_TEMPLATE: return in_head(t, token);
    case TAG_BODY: return end_body(t, false);
    case TAG_HTML: return end_body(t, true);
    case TAG_FORM: end_form(t); break;
    case TAG_P: end_p(t); break;
    case TAG_LI: end_in_scope(t, TAG_LI, LIST_SCOPE, TAG_LI); break;
    case TAG_DD:
    case TAG_DT: end_in_scope(t, token->tag, SCOPE, token->tag); break;
    case TAG_APPLET:
    case TAG_MARQUEE:
    case TAG_OBJECT: end_marked(t, token->tag); break;
    case TAG_BR: end_br(t, token); break;
    default:
        if (has_trait(token->tag, HEADING))
            end_heading(t);
        else if (has_trait(token->tag, FORMATTING))
            formatting_end(t, token);
        else if (has_trait(token->tag, CLOSED_BY_NAME))
            end_in_scope(t, token->tag, SCOPE, TAG_UNKNOWN);
        else
            any_other_end(t, token);
    }
    return false;
}

bool in_body(tree *t, token *token) {
    switch (token->kind) {
    case TOKEN_TEXT:
        formatting_reopen(t);
        insert_text(t, token, token->at.end);
        if (t->frameset_ok && !is_blank(t, token->at)) t->frameset_ok = false;
        return false;
    case TOKEN_START: return start_in_body(t, token);
    case TOKEN_END: return end_in_body(t, token);
    case TOKEN_EOF: return t->template_modes.count ? in_template(t, token) : false;
    case TOKEN_DOCTYPE: break;
    }
    return false;
}
