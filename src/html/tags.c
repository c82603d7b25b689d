#include "html_internal.h"

#define OF_LEXBOR(name, block) [LXB_TAG_##name] = HTML_##name,
static const uint8_t of_lexbor[LXB_TAG__LAST_ENTRY] = {HTML_TAGS(OF_LEXBOR)};

#define IS_BLOCK(name, block) [HTML_##name] = block,
static const bool block_tags[HTML_TAG_COUNT] = {HTML_TAGS(IS_BLOCK)};

html_tag html_tag_of(const lxb_dom_node_t *node) {
    return node->local_name < LXB_TAG__LAST_ENTRY ? of_lexbor[node->local_name] : HTML_OTHER;
}

bool html_is_block(html_tag tag) { return block_tags[tag]; }
