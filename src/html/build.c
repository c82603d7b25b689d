/* Token by token: caps that keep building linear, then the insertion mode that is set. */
#include "html/tree.h"

/* Formatting elements that are reopened in each paragraph; pages have few, unclosed ones by the thousand are an attack. */
#define MOST_FORMATTING 24

static bool ends_block(tag tag) { return tag == TAG_BR || (tag <= TAG_LAST_TOLD && html_is_block((html_tag)tag)); }

/* A border in the tree: it parts text where a dropped tag would have. */
static void put_border(tree *t) {
    if (t->mode == IN_BODY) insert_at(t, node_new(t, TAG_BORDER, RANGE_NONE), current(t));
}

/* Drop start tags that nest too deeply, and later as many end tags. True when dropped. */
static bool too_deep(tree *t, const token *token) {
    if (token->kind > TOKEN_END || has_trait(token->tag, RAW)) return false;
    uint32_t *dropped = &t->dropped[token->tag];
    if (token->kind == TOKEN_END) {
        if (!*dropped) return false;
        --*dropped;
    } else {
        bool deep = t->open.count >= t->scan.limits->depth;
        if (!deep && !(has_trait(token->tag, FORMATTING) && t->formatting.count >= MOST_FORMATTING)) return false;
        html_hit_add(t->page, "depth", token->at.begin);
        if (!has_trait(token->tag, VOID)) ++*dropped;
    }
    if (ends_block(token->tag)) put_border(t);
    return true;
}

/* Beyond the node cap text stands for itself, and raw-text elements are passed over. True when handled here. */
static bool beyond_nodes(tree *t, const token *token) {
    if (t->node_count < t->scan.limits->nodes || token->kind == TOKEN_EOF) return false;
    html_hit_add(t->page, "nodes", token->at.begin);
    range unread;
    if (token->kind == TOKEN_TEXT) {
        vec_push(t->memory, &t->loose, (loose_text){token->at, t->loose_break});
        t->loose_break = false;
    } else if (token->kind == TOKEN_START && has_trait(token->tag, RAW)) {
        scan_raw(&t->scan, token->tag, token->at, &unread);
    } else if (token->kind <= TOKEN_END && ends_block(token->tag)) {
        t->loose_break = true;
    }
    return true;
}

static void take_token(tree *t, token *token) {
    if (beyond_nodes(t, token) || too_deep(t, token)) return;
    bool skip = t->skip_newline;
    t->skip_newline = false;
    if (skip && token->kind == TOKEN_TEXT) {
        skip_newline(t, &token->at);
        if (token->at.begin == token->at.end) return;
    }
    while (is_foreign_token(t, token) ? in_foreign(t, token) : run_mode(t, token)) {
    }
}

void tree_build(tree *t) {
    t->head = t->form = NODE_NONE;
    t->frameset_ok = true;
    node_new(t, TAG_UNKNOWN, RANGE_NONE);
    for (token token; !t->done;) {
        t->scan.foreign = t->open.count && !is_html(node_at(t, current(t)));
        scan_next(&t->scan, &token);
        take_token(t, &token);
        if (token.kind == TOKEN_EOF) t->done = true;
    }
}
