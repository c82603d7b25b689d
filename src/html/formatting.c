/* Formatting elements: opened again where blocks cut them, and closed across blocks (WHATWG HTML, 13.2.4.3 and 13.2.6.4.7). */
#include "html/tree.h"

static bool has_equal_attribute(const tree *t, const node *n, const html_attr *want) {
    for (uint32_t i = n->attrs; i < n->attrs + n->attr_count; i++) {
        const html_attr *has = &t->page->attributes[i];
        if (span_equal((span){has->name, has->name_len}, (span){want->name, want->name_len}) &&
            span_equal((span){has->value, has->value_len}, (span){want->value, want->value_len}))
            return true;
    }
    return false;
}

static bool alike(const tree *t, const node *a, const node *b) {
    if (a->tag != b->tag || a->attr_count != b->attr_count) return false;
    if (a->attrs == b->attrs) return true;
    for (uint32_t i = a->attrs; i < a->attrs + a->attr_count; i++)
        if (!has_equal_attribute(t, b, &t->page->attributes[i])) return false;
    return true;
}

static void remove_at(tree *t, size_t place) {
    memmove(t->formatting.items + place, t->formatting.items + place + 1, (--t->formatting.count - place) * sizeof(uint32_t));
}

static void insert_into(uint32_t *items, size_t count, size_t place, uint32_t number) {
    memmove(items + place + 1, items + place, (count - place) * sizeof *items);
    items[place] = number;
}

/* Of four alike behind the last marker the first goes. */
void formatting_push(tree *t, uint32_t number) {
    size_t same = 0, first = 0;
    for (size_t i = t->formatting.count; i-- > 0 && t->formatting.items[i] != NODE_NONE;) {
        if (!alike(t, node_at(t, t->formatting.items[i]), node_at(t, number))) continue;
        same++;
        first = i;
    }
    if (same >= 3) remove_at(t, first);
    vec_push(t->memory, &t->formatting, number);
}

void formatting_mark(tree *t) { vec_push(t->memory, &t->formatting, NODE_NONE); }

void formatting_clear(tree *t) {
    while (t->formatting.count && t->formatting.items[--t->formatting.count] != NODE_NONE) {
    }
}

static size_t place_in_list(const tree *t, uint32_t number) {
    for (size_t i = t->formatting.count; i-- > 0;)
        if (t->formatting.items[i] == number) return i;
    return SIZE_MAX;
}

void formatting_remove(tree *t, uint32_t number) {
    size_t place = place_in_list(t, number);
    if (place != SIZE_MAX) remove_at(t, place);
}

uint32_t formatting_find(const tree *t, tag tag) {
    for (size_t i = t->formatting.count; i-- > 0 && t->formatting.items[i] != NODE_NONE;)
        if (node_at(t, t->formatting.items[i])->tag == tag) return t->formatting.items[i];
    return NODE_NONE;
}

/* A new element of the same tag with the same attributes, that stands nowhere yet. */
static uint32_t twin(tree *t, uint32_t number) {
    uint32_t copy = node_new(t, (tag)node_at(t, number)->tag, RANGE_NONE);
    node_at(t, copy)->attrs = node_at(t, number)->attrs;
    node_at(t, copy)->attr_count = node_at(t, number)->attr_count;
    t->elements++;
    return copy;
}

static bool needs_opening(const tree *t, size_t i) {
    return t->formatting.items[i] != NODE_NONE && !(node_at(t, t->formatting.items[i])->flags & NODE_OPEN);
}

void formatting_reopen(tree *t) {
    size_t i = t->formatting.count;
    if (!i || !needs_opening(t, i - 1)) return;
    while (i && needs_opening(t, i - 1)) i--;
    for (; i < t->formatting.count; i++) {
        uint32_t copy = twin(t, t->formatting.items[i]);
        insert_at(t, copy, current(t));
        push(t, copy);
        t->formatting.items[i] = copy;
    }
}

void any_other_end(tree *t, const token *token) {
    for (size_t i = t->open.count; t->open_tags[token->tag] && i-- > 0;) {
        const node *n = node_at(t, t->open.items[i]);
        if (is_html(n) && n->tag == token->tag && n->name == token->name) {
            close_implied(t, token->tag);
            while (t->open.count > i && t->open.count > 1) pop(t);
            return;
        }
        if (is_special(n)) return;
    }
}

static size_t place_in_stack(const tree *t, uint32_t number) {
    size_t i = t->open.count;
    while (i-- > 0 && t->open.items[i] != number) {
    }
    return i;
}

/* Place in the stack of the first special element above a place; SIZE_MAX. */
static size_t furthest_block(const tree *t, size_t above) {
    for (size_t i = above + 1; i < t->open.count; i++)
        if (is_special(node_at(t, t->open.items[i]))) return i;
    return SIZE_MAX;
}

static void move_children(tree *t, uint32_t from, uint32_t to) {
    for (uint32_t child; (child = node_at(t, from)->first) != NODE_NONE;) {
        node_remove(t, child);
        node_insert(t, child, to, NODE_NONE);
    }
}

/*
 * Between the formatting element and the block: each open element that is still formatting gets a twin, which takes in what came
 * before. Gives the outermost one; *bookmark is where the formatting element's own twin belongs in the list.
 */
static uint32_t chain_twins(tree *t, size_t formatting, size_t block, size_t *bookmark) {
    uint32_t furthest = t->open.items[block], last = furthest;
    unsigned inner = 0;
    for (size_t i = block; i-- > formatting + 1;) {
        uint32_t number = t->open.items[i];
        size_t listed = place_in_list(t, number);
        if (++inner > 3 && listed != SIZE_MAX) {
            remove_at(t, listed);
            if (listed < *bookmark) --*bookmark;
            listed = SIZE_MAX;
        }
        if (listed == SIZE_MAX) {
            take_from_stack(t, i);
            continue;
        }
        uint32_t copy = twin(t, number);
        t->formatting.items[listed] = copy;
        take_from_stack(t, i);
        node_at(t, copy)->flags |= NODE_OPEN;
        t->open_tags[node_at(t, copy)->tag]++;
        insert_into(t->open.items, t->open.count++, i, copy);
        if (last == furthest) *bookmark = listed + 1;
        node_remove(t, last);
        node_insert(t, last, copy, NODE_NONE);
        last = copy;
    }
    return last;
}

/* One round of the adoption agency; false when it is done. */
static bool adopt(tree *t, const token *token) {
    uint32_t formatting = formatting_find(t, token->tag);
    if (formatting == NODE_NONE) {
        any_other_end(t, token);
        return false;
    }
    if (!(node_at(t, formatting)->flags & NODE_OPEN)) {
        formatting_remove(t, formatting);
        return false;
    }
    if (!node_in_scope(t, formatting)) return false;
    size_t place = place_in_stack(t, formatting), block = furthest_block(t, place);
    if (block == SIZE_MAX) {
        pop_until_node(t, formatting);
        formatting_remove(t, formatting);
        return false;
    }
    uint32_t furthest = t->open.items[block], ancestor = t->open.items[place - 1];
    size_t bookmark = place_in_list(t, formatting);
    uint32_t last = chain_twins(t, place, block, &bookmark);
    node_remove(t, last);
    insert_at(t, last, ancestor);
    uint32_t copy = twin(t, formatting);
    move_children(t, furthest, copy);
    node_insert(t, copy, furthest, NODE_NONE);
    size_t listed = place_in_list(t, formatting);
    remove_at(t, listed);
    if (listed < bookmark) bookmark--;
    vec_reserve(t->memory, &t->formatting, 1);
    insert_into(t->formatting.items, t->formatting.count++, bookmark, copy);
    take_from_stack(t, place_in_stack(t, formatting));
    size_t below = place_in_stack(t, furthest) + 1;
    vec_reserve(t->memory, &t->open, 1);
    insert_into(t->open.items, t->open.count++, below, copy);
    node_at(t, copy)->flags |= NODE_OPEN;
    t->open_tags[node_at(t, copy)->tag]++;
    return true;
}

void formatting_end(tree *t, const token *token) {
    if (is_open_html(t, current(t), token->tag) && place_in_list(t, current(t)) == SIZE_MAX) {
        pop(t);
        return;
    }
    for (int round = 0; round < 8 && adopt(t, token); round++) {
    }
}
