/* The tree beside lexbor's, which passes the tests of the standard: pieces of markup in any order make the same one. */
#include "base/buf.h"
#include "base/hash.h"
#include "html/tree.h"
#include "test_memory.h"
#include <lexbor/dom/interfaces/character_data.h>
#include <lexbor/html/html.h>

/* Documents stay below 200 bytes, from which on what swallows a page's tail is read otherwise on purpose. */
#define LONGEST 190
#define ROUNDS 40000

static void put_attribute(buf *out, span name, span value) {
    buf_printf(out, " %.*s=", SPAN_ARG(name));
    buf_put(out, value);
}

/* ---- Ours ---- */

static void put_text(buf *out, span text, bool *in_text) {
    if (!text.len) return;
    if (!*in_text) buf_put(out, S("\n#"));
    *in_text = true;
    buf_put(out, text);
}

static void put_ours(buf *out, const tree *t, uint32_t number, bool *in_text) {
    const node *n = node_at(t, number);
    if (n->tag == TAG_TEXT) {
        span text = span_at(t->page->source, n->source);
        const node *around = node_at(t, n->parent);
        bool raw = n->flags & NODE_RAW && !(around->tag == TAG_TITLE && is_html(around));
        put_text(out, raw ? text : reference_decoded(&memory, text, false), in_text);
        return;
    }
    *in_text = false;
    if (number != DOCUMENT) {
        buf_printf(out, "\n<%d%s", n->tag == TAG_ANNOTATION_XML ? 0 : n->tag,
                   is_html(n)            ? ""
                   : n->flags & NODE_SVG ? " svg"
                                         : " math");
        for (uint32_t i = n->attrs; is_html(n) && i < n->attrs + n->attr_count; i++) {
            const html_attr *a = &t->page->attributes[i];
            put_attribute(out, (span){a->name, a->name_len}, reference_decoded(&memory, (span){a->value, a->value_len}, true));
        }
    }
    bool read = n->tag != TAG_TEMPLATE || !is_html(n); /* lexbor keeps a template's content elsewhere, and nobody reads it */
    for (uint32_t child = n->first; read && child != NODE_NONE; child = node_at(t, child)->next) put_ours(out, t, child, in_text);
    *in_text = false;
    buf_put(out, S("\n>"));
}

/* ---- lexbor's ---- */

static int number_of(lxb_dom_node_t *node) {
    size_t len;
    const lxb_char_t *name = lxb_dom_element_local_name(lxb_dom_interface_element(node), &len);
    tag tag = tag_named((span){(const char *)name, len}, len);
    return tag == TAG_ANNOTATION_XML ? 0 : (int)tag;
}

static void put_attributes(buf *out, lxb_dom_node_t *node) {
    for (lxb_dom_attr_t *a = lxb_dom_interface_element(node)->first_attr; a; a = a->next) {
        size_t len, value_len;
        const lxb_char_t *name = lxb_dom_attr_local_name(a, &len), *value = lxb_dom_attr_value(a, &value_len);
        put_attribute(out, (span){(const char *)name, len}, (span){(const char *)value, value ? value_len : 0});
    }
}

static void put_theirs(buf *out, lxb_dom_node_t *node, bool *in_text) {
    if (node->type == LXB_DOM_NODE_TYPE_TEXT) {
        const lexbor_str_t *data = &((const lxb_dom_character_data_t *)node)->data;
        put_text(out, (span){(const char *)data->data, data->length}, in_text);
        return;
    }
    bool element = node->type == LXB_DOM_NODE_TYPE_ELEMENT;
    if (!element && node->type != LXB_DOM_NODE_TYPE_DOCUMENT) return;
    *in_text = false;
    if (element) {
        bool html = node->ns == LXB_NS_HTML;
        buf_printf(out, "\n<%d%s", number_of(node), html ? "" : node->ns == LXB_NS_SVG ? " svg" : " math");
        if (html) put_attributes(out, node);
    }
    for (lxb_dom_node_t *child = node->first_child; child; child = child->next) put_theirs(out, child, in_text);
    *in_text = false;
    buf_put(out, S("\n>"));
}

static retold_status ours(retold_ctx *c, void *job, retold_error *err) {
    (void)err;
    span source = *(span *)job;
    html_page *page = ARENA_NEW(&memory, html_page);
    page->memory = &memory;
    page->source = source;
    tree *t = ARENA_NEW(&memory, tree);
    t->memory = &memory;
    t->page = page;
    t->scan = scan_start(page, &memory, ctx_limits(c));
    tree_build(t);
    buf out = buf_made(&memory);
    bool in_text = false;
    put_ours(&out, t, DOCUMENT, &in_text);
    *(span *)job = buf_span(&out);
    return RETOLD_OK;
}

static span theirs(span source) {
    lxb_html_document_t *document = lxb_html_document_create();
    assert_int_equal(lxb_html_document_parse(document, (const lxb_char_t *)source.ptr, source.len), LXB_STATUS_OK);
    buf out = buf_made(&memory);
    bool in_text = false;
    put_theirs(&out, lxb_dom_interface_node(document), &in_text);
    lxb_html_document_destroy(document);
    return buf_span(&out);
}

static bool has(span s, const char *part) { return span_find(s, span_of(part), 0) != SIZE_MAX; }

/* lexbor closes an option in svg or math as if it were HTML's. */
static bool differs_on_purpose(span s) {
    return (has(s, "<svg>") || has(s, "<math>")) && (has(s, "<opt") || has(s, "<rt>") || has(s, "<rp>"));
}

static void same_tree(span source) {
    if (differs_on_purpose(source)) return;
    span mine = source;
    assert_int_equal(ctx_run(ctx, ours, &mine, NULL), RETOLD_OK);
    span other = theirs(source);
    if (!span_equal(mine, other))
        print_error("%.*s\n== ours%.*s\n== lexbor's%.*s\n", SPAN_ARG(source), SPAN_ARG(mine), SPAN_ARG(other));
    assert_true(span_equal(mine, other));
}

static const char *const parts[] = {"<p>",
                                    "</p>",
                                    "<div class=a>",
                                    "</div>",
                                    "text ",
                                    "&amp;",
                                    "&#8212;",
                                    "&notin",
                                    "&copy;x",
                                    "<table>",
                                    "<tr>",
                                    "<td>",
                                    "</table>",
                                    "</tr>",
                                    "</td>",
                                    "<tbody>",
                                    "<thead>",
                                    "</tbody>",
                                    "<caption>",
                                    "</caption>",
                                    "<colgroup>",
                                    "<col>",
                                    "<b>",
                                    "</b>",
                                    "<i id=x>",
                                    "</i>",
                                    "<a href=x>",
                                    "<a href='y&amp;z'>",
                                    "</a>",
                                    "<nobr>",
                                    "</nobr>",
                                    "<br>",
                                    "</br>",
                                    "\n",
                                    " ",
                                    "<!--",
                                    "-->",
                                    "--!>",
                                    "<script>",
                                    "</script>",
                                    "<style>",
                                    "</style>",
                                    "<li>",
                                    "</li>",
                                    "<ul>",
                                    "</ul>",
                                    "<dd>",
                                    "<dt>",
                                    "<dl>",
                                    "<select>",
                                    "</select>",
                                    "<option>",
                                    "<optgroup>",
                                    "<input>",
                                    "<input type=hidden>",
                                    "<svg>",
                                    "</svg>",
                                    "<path/>",
                                    "<foreignObject>",
                                    "<desc>",
                                    "<math>",
                                    "<mi>",
                                    "<annotation-xml>",
                                    "</math>",
                                    "<![CDATA[",
                                    "]]>",
                                    "<title>",
                                    "</title>",
                                    "</x>",
                                    "<x-y>",
                                    "</x-y>",
                                    "<",
                                    "&",
                                    "\xC3\xA9",
                                    "<pre>\n",
                                    "<template>",
                                    "</template>",
                                    "<form>",
                                    "</form>",
                                    "<h1>",
                                    "</h2>",
                                    "<h2>",
                                    "<button>",
                                    "</button>",
                                    "<object>",
                                    "</object>",
                                    "<hr>",
                                    "<noscript>",
                                    "</noscript>",
                                    "<head>",
                                    "</head>",
                                    "<body>",
                                    "</body>",
                                    "<html lang=en>",
                                    "</html>",
                                    "<meta charset=x>",
                                    "<ruby>",
                                    "<rt>",
                                    "<rp>",
                                    "</ruby>",
                                    "<img src=\"a>b\" alt>",
                                    "<P CLASS=\"B\" class=c>",
                                    "<font color=red>",
                                    "</font>",
                                    "<iframe>",
                                    "</iframe>",
                                    "<address>",
                                    "</address>",
                                    "<?php x ?>",
                                    "</ x>",
                                    "<em/>",
                                    "<div / a=b>"};

static const char *const doctypes[] = {"", "<!doctype html>", "<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 3.2 Final//EN\">"};

static void same_as_lexbor(void **state) {
    (void)state;
    uint64_t seed = 7;
    for (int round = 0; round < ROUNDS; round++) {
        char source[LONGEST + 1];
        span doctype = span_of(doctypes[round % 3]);
        size_t len = doctype.len;
        memcpy(source, doctype.ptr, len);
        for (;;) {
            seed = hash_mix(seed + 1);
            span part = span_of(parts[seed % (sizeof parts / sizeof *parts)]);
            if (len + part.len > LONGEST) break;
            memcpy(source + len, part.ptr, part.len);
            len += part.len;
        }
        same_tree((span){source, len});
        arena_free(&memory);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(same_as_lexbor, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
