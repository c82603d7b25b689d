/* Nodes, the stack of open elements, and scopes (WHATWG HTML, 13.2.4.2 and 13.2.6.1). */
#include "html/tree.h"

/* ---- Nodes ---- */

uint32_t node_new(tree *t, tag tag, range source) {
    if (t->node_count == t->node_space)
        t->nodes = vec_grown(t->memory, t->nodes, t->node_count, &t->node_space, t->node_count + 1, sizeof *t->nodes);
    t->nodes[t->node_count] = (node){.parent = NODE_NONE,
                                     .first = NODE_NONE,
                                     .last = NODE_NONE,
                                     .prev = NODE_NONE,
                                     .next = NODE_NONE,
                                     .source = source,
                                     .tag = (uint8_t)tag};
    return (uint32_t)t->node_count++;
}

void node_insert(tree *t, uint32_t child, uint32_t parent, uint32_t before) {
    node *c = node_at(t, child), *p = node_at(t, parent);
    c->parent = parent;
    c->next = before;
    c->prev = before == NODE_NONE ? p->last : node_at(t, before)->prev;
    if (c->prev == NODE_NONE)
        p->first = child;
    else
        node_at(t, c->prev)->next = child;
    if (before == NODE_NONE)
        p->last = child;
    else
        node_at(t, before)->prev = child;
}

void node_remove(tree *t, uint32_t child) {
    node *c = node_at(t, child);
    if (c->parent == NODE_NONE) return;
    node *p = node_at(t, c->parent);
    if (c->prev == NODE_NONE)
        p->first = c->next;
    else
        node_at(t, c->prev)->next = c->next;
    if (c->next == NODE_NONE)
        p->last = c->prev;
    else
        node_at(t, c->next)->prev = c->prev;
    c->parent = c->prev = c->next = NODE_NONE;
}

/* Place in the stack of the last HTML element of a tag; SIZE_MAX when there is none. */
static size_t last_open(const tree *t, tag tag) {
    for (size_t i = t->open.count; t->open_tags[tag] && i-- > 0;)
        if (is_open_html(t, t->open.items[i], tag)) return i;
    return SIZE_MAX;
}

static void insert_beside_table(tree *t, uint32_t child) {
    size_t template = last_open(t, TAG_TEMPLATE), table = last_open(t, TAG_TABLE);
    if (template != SIZE_MAX && (table == SIZE_MAX || template > table)) {
        node_insert(t, child, t->open.items[template], NODE_NONE);
    } else if (table == SIZE_MAX) {
        node_insert(t, child, t->open.items[0], NODE_NONE);
    } else {
        uint32_t number = t->open.items[table], parent = node_at(t, number)->parent;
        if (parent != NODE_NONE)
            node_insert(t, child, parent, number);
        else
            node_insert(t, child, t->open.items[table - 1], NODE_NONE);
    }
}

uint32_t insert_at(tree *t, uint32_t child, uint32_t target) {
    const node *n = node_at(t, target);
    bool tabular = is_html(n) &&
                   (n->tag == TAG_TABLE || n->tag == TAG_TBODY || n->tag == TAG_TFOOT || n->tag == TAG_THEAD || n->tag == TAG_TR);
    if (t->foster && tabular)
        insert_beside_table(t, child);
    else
        node_insert(t, child, target, NODE_NONE);
    return node_at(t, child)->parent;
}

static uint32_t element_of(tree *t, const token *token) {
    uint32_t number = node_new(t, token->tag, token->at);
    node *n = node_at(t, number);
    n->attrs = token->attrs;
    n->attr_count = token->attr_count;
    n->name = token->name;
    insert_at(t, number, t->open.count ? current(t) : DOCUMENT);
    t->elements++;
    return number;
}

uint32_t insert_element(tree *t, const token *token) {
    uint32_t number = element_of(t, token);
    push(t, number);
    return number;
}

void insert_void(tree *t, const token *token) { element_of(t, token); }

uint32_t insert_made_up(tree *t, tag tag) {
    token made = {.kind = TOKEN_START, .tag = tag, .at = RANGE_NONE};
    return insert_element(t, &made);
}

void insert_text(tree *t, const token *token, uint32_t end) {
    if (token->at.begin == end) return;
    uint32_t text = node_new(t, TAG_TEXT, (range){token->at.begin, end});
    if (token->cdata) node_at(t, text)->flags = NODE_RAW;
    insert_at(t, text, current(t));
}

void skip_newline(const tree *t, range *text) {
    const char *p = t->page->source.ptr;
    if (text->begin < text->end && p[text->begin] == '\r') text->begin++;
    if (text->begin < text->end && p[text->begin] == '\n') text->begin++;
}

void insert_raw(tree *t, const token *token) {
    range text;
    if (!scan_raw(&t->scan, token->tag, token->at, &text)) return;
    uint32_t number = element_of(t, token);
    node_at(t, number)->raw_end = text.end;
    if (token->tag == TAG_TEXTAREA) skip_newline(t, &text);
    if (text.begin == text.end) return;
    uint32_t inside = node_new(t, TAG_TEXT, text);
    node_at(t, inside)->flags = NODE_RAW;
    node_insert(t, inside, number, NODE_NONE);
}

span token_attribute(const tree *t, const token *token, span name) {
    for (uint32_t i = token->attrs; i < token->attrs + token->attr_count; i++) {
        const html_attr *a = &t->page->attributes[i];
        if (span_equal((span){a->name, a->name_len}, name)) return (span){a->value, a->value_len};
    }
    return (span){NULL, 0};
}

bool is_hidden_input(const tree *t, const token *token) {
    return span_equal_nocase(token_attribute(t, token, S("type")), S("hidden"));
}

/* ---- Stack ---- */

bool is_open_html(const tree *t, uint32_t number, tag tag) {
    const node *n = node_at(t, number);
    return n->tag == tag && is_html(n);
}

void push(tree *t, uint32_t number) {
    node *n = node_at(t, number);
    n->flags |= NODE_OPEN;
    if (is_html(n)) t->open_tags[n->tag]++;
    vec_push(t->memory, &t->open, number);
}

void take_from_stack(tree *t, size_t place) {
    node *n = node_at(t, t->open.items[place]);
    n->flags &= (uint8_t)~NODE_OPEN;
    if (is_html(n)) t->open_tags[n->tag]--;
    memmove(t->open.items + place, t->open.items + place + 1, (--t->open.count - place) * sizeof *t->open.items);
}

void pop(tree *t) { take_from_stack(t, t->open.count - 1); }

void pop_until(tree *t, tag tag) {
    for (bool found = false; !found && t->open.count > 1;) {
        found = is_open_html(t, current(t), tag);
        pop(t);
    }
}

void pop_until_node(tree *t, uint32_t number) {
    for (bool found = false; !found && t->open.count > 1;) {
        found = current(t) == number;
        pop(t);
    }
}

void pop_until_heading(tree *t) {
    for (bool found = false; !found && t->open.count > 1;) {
        found = is_html(node_at(t, current(t))) && has_trait(current_tag(t), HEADING);
        pop(t);
    }
}

/* ---- Scopes ---- */

bool is_special(const node *n) { return is_html(n) ? has_trait((tag)n->tag, SPECIAL) : n->flags & NODE_BARRIER; }

static bool ends_scope(const node *n, unsigned scope) {
    return is_html(n) ? has_trait((tag)n->tag, scope) : scope != TABLE_SCOPE && n->flags & NODE_BARRIER;
}

bool in_scope(const tree *t, tag tag, unsigned scope) {
    for (size_t i = t->open.count; t->open_tags[tag] && i-- > 0;) {
        const node *n = node_at(t, t->open.items[i]);
        if (n->tag == tag && is_html(n)) return true;
        if (ends_scope(n, scope)) return false;
    }
    return false;
}

bool node_in_scope(const tree *t, uint32_t number) {
    for (size_t i = t->open.count; i-- > 0;) {
        if (t->open.items[i] == number) return true;
        if (ends_scope(node_at(t, t->open.items[i]), SCOPE)) return false;
    }
    return false;
}

bool heading_in_scope(const tree *t) {
    for (size_t i = t->open.count; i-- > 0;) {
        const node *n = node_at(t, t->open.items[i]);
        if (is_html(n) && has_trait((tag)n->tag, HEADING)) return true;
        if (ends_scope(n, SCOPE)) return false;
    }
    return false;
}

static void close_traits(tree *t, unsigned traits, tag except) {
    while (is_html(node_at(t, current(t))) && has_trait(current_tag(t), traits) && current_tag(t) != except) pop(t);
}

void close_implied(tree *t, tag except) { close_traits(t, IMPLIED_END, except); }
void close_implied_all(tree *t) { close_traits(t, IMPLIED_END | IMPLIED_IN_TABLE, TAG_UNKNOWN); }

void close_p(tree *t) {
    if (!in_scope(t, TAG_P, BUTTON_SCOPE)) return;
    close_implied(t, TAG_P);
    pop_until(t, TAG_P);
}

/* The mode that an open element of a tag asks for; MODES when none. */
static mode mode_inside(const tree *t, tag tag, bool last) {
    switch (tag) {
    case TAG_TD:
    case TAG_TH: return last ? IN_BODY : IN_CELL;
    case TAG_TR: return IN_ROW;
    case TAG_TBODY:
    case TAG_THEAD:
    case TAG_TFOOT: return IN_TABLE_BODY;
    case TAG_CAPTION: return IN_CAPTION;
    case TAG_COLGROUP: return IN_COLUMN_GROUP;
    case TAG_TABLE: return IN_TABLE;
    case TAG_TEMPLATE: return (mode)t->template_modes.items[t->template_modes.count - 1];
    case TAG_HEAD: return last ? IN_BODY : IN_HEAD;
    case TAG_BODY: return IN_BODY;
    case TAG_FRAMESET: return IN_FRAMESET;
    case TAG_HTML: return t->head == NODE_NONE ? BEFORE_HEAD : AFTER_HEAD;
    default: return MODES;
    }
}

void reset_mode(tree *t) {
    for (size_t i = t->open.count; i-- > 0;) {
        const node *n = node_at(t, t->open.items[i]);
        t->mode = is_html(n) ? mode_inside(t, (tag)n->tag, i == 0) : MODES;
        if (t->mode != MODES) return;
    }
    t->mode = IN_BODY;
}
