#include "base/buf.h"
#include "base/hash.h"
#include "html/html.h"
#include "test_memory.h"
#include <stdio.h>

static const html_page *page;

static retold_status parse_job(retold_ctx *c, void *job, retold_error *err) {
    (void)err;
    page = html_parse(c, &memory, *(span *)job);
    return RETOLD_OK;
}

/* Every law of the flat lists, on whatever was parsed. */
static void check_laws(const html_page *p) {
    for (uint32_t i = 0; i < p->piece_count; i++) {
        html_piece q = p->pieces[i];
        assert_true(q.text.begin < q.text.end && q.text.end <= p->text.len && q.source.begin <= q.source.end &&
                    q.source.end <= p->source.len);
        if (i) assert_true(p->pieces[i - 1].text.end <= q.text.begin);
        if (!q.exact) continue;
        assert_int_equal(range_len(q.text), range_len(q.source));
        assert_memory_equal(p->text.ptr + q.text.begin, p->source.ptr + q.source.begin, range_len(q.text));
    }
    for (uint32_t i = 0; i < p->block_count; i++) {
        html_block b = p->blocks[i];
        assert_true(b.text.begin < b.text.end && b.text.end <= p->text.len && b.element < p->element_count);
        if (i) assert_true(p->blocks[i - 1].text.end < b.text.begin);
        assert_true(b.words > 0 && b.link_words <= b.words);
        assert_true(range_known(html_source(p, b.text)));
    }
    for (uint32_t e = 0; e < p->element_count; e++) {
        const html_element *el = &p->elements[e];
        assert_true(el->parent == HTML_NONE || el->parent < e);
        assert_true(el->end > e && el->end <= p->element_count && el->text.begin <= el->text.end && el->text.end <= p->text.len);
    }
}

static const html_page *parse(span source) {
    assert_int_equal(ctx_run(ctx, parse_job, &source, NULL), RETOLD_OK);
    check_laws(page);
    return page;
}

/* Blocks joined by '|'. */
static span blocks(const char *source) {
    const html_page *p = parse(span_of(source));
    buf out = buf_made(&memory);
    for (uint32_t i = 0; i < p->block_count; i++) {
        if (i) buf_char(&out, '|');
        buf_put(&out, span_at(p->text, p->blocks[i].text));
    }
    return buf_span(&out);
}

static void block_borders(void **state) {
    (void)state;
    assert_span(blocks("<p>one<p>two<div>three<b>3</b></div>four"), "one|two|three3|four");
    assert_span(blocks("<p>one<br>two<br><br>three<br> \n <br/>four"), "one two|three|four");
    assert_span(blocks("<p> Fish  &amp;\n\tchips\xC2\xA0now </p>"), "Fish & chips now");
    assert_span(blocks("<p>one &nbsp;two \r\n three &amp; four & five"), "one two three & four & five");
    assert_span(blocks("<p>x<script>var y</script>z<style>p{}</style><p>--<p>ok"), "xz|ok");
    assert_span(blocks("<table><tr><td>a<td>b</table>"), "a|b");
    assert_span(blocks("<pre>\none\r\ntwo</pre>"), "one two");
}

static void entities(void **state) {
    (void)state;
    assert_span(blocks("<p>A &amp; B &ampC &notit; &lt;b&gt; &#x201c;q&#8221; x&hellip;y &amp;amp; &unknown; &copy 2020"),
                "A & B &C \xC2\xACit; <b> \xE2\x80\x9Cq\xE2\x80\x9D x\xE2\x80\xA6y &amp; &unknown; \xC2\xA9 2020");
    const html_page *p = parse(S("<p>one &mdash; two"));
    size_t at = span_find(p->text, S("two"), 0);
    range source = html_source(p, (range){(uint32_t)at, (uint32_t)at + 3});
    assert_span(span_at(p->source, source), "two");
    source = html_source(p, (range){4, 7});
    assert_span(span_at(p->source, source), "&mdash;");
}

static void table_text_has_its_place(void **state) {
    (void)state;
    const html_page *p = parse(S("<table>lost <b>bold</b> text<tr>more<td>cell</table>"));
    for (uint32_t i = 0; i < p->piece_count; i++) assert_true(p->pieces[i].exact);
    assert_true(span_find(p->text, S("cell"), 0) != SIZE_MAX);
}

static void elements_and_attributes(void **state) {
    (void)state;
    const html_page *p = parse(S("<body><div hidden><p CLASS='a &amp; b'>x</p></div><p>y"));
    uint32_t found = HTML_NONE;
    for (uint32_t e = 0; e < p->element_count; e++)
        if (html_has_attribute(p, e, "class")) found = e;
    assert_true(found != HTML_NONE);
    assert_span(html_attribute(p, found, "class"), "a & b");
    assert_true(p->elements[found].hidden);
    assert_span(span_at(p->source, p->elements[found].source), "<p CLASS='a &amp; b'>");
    assert_false(p->elements[p->blocks[1].element].hidden);
}

static bool was_hit(const html_page *p, const char *limit) {
    for (uint32_t i = 0; i < p->hit_count; i++)
        if (strcmp(p->hits[i].limit, limit) == 0) return true;
    return false;
}

static bool holds(const html_page *p, span text) { return span_find(p->text, text, 0) != SIZE_MAX; }

static void deep_pages_are_flattened(void **state) {
    (void)state;
    const html_page *p = parse(repeated("<body>", "<div>", 20000, "<p>inner one<p>inner two"));
    assert_true(was_hit(p, "depth") && holds(p, S("inner one\ninner two")));
    for (uint32_t e = 0; e < p->element_count; e++) assert_true(p->elements[e].depth <= 520);
    p = parse(repeated("", "<b id=x><i>", 20000, "<p>inner"));
    assert_true(holds(p, S("inner")));
}

/* A notice for readers without scripts is left out, a page for them isn't, nor what is nested in it. */
static void noscript_with_a_page_is_read(void **state) {
    (void)state;
    assert_span(blocks("<p>one</p><noscript><p>Please turn scripts on.</p></noscript><p>two"), "one|two");
    const html_page *p = parse(repeated("<body><noscript>", "<p>a reply with words</p>", 60,
                                        "<noscript><p>nested</p></noscript></noscript><noscript>no</noscript>"));
    assert_int_equal(p->block_count, 61);
    assert_true(holds(p, S("\nnested\n")));
    p = parse(repeated("<body><noscript><ul>", "<li><a href=x>a link to read</a></li>", 200, "</ul></noscript><p>text"));
    assert_int_equal(p->block_count, 1);
}

static void many_nodes_are_kept_as_text(void **state) {
    (void)state;
    retold_limits few = RETOLD_LIMITS;
    few.nodes = 1000;
    retold_ctx *small;
    assert_int_equal(retold_ctx_new(&few, &small, NULL), RETOLD_OK);
    span source = repeated("", "<p>word <i>next</i>", 2000, "<script>no()</script><div>the end");
    assert_int_equal(ctx_run(small, parse_job, &source, NULL), RETOLD_OK);
    check_laws(page);
    assert_true(was_hit(page, "nodes") && holds(page, S("\nthe end")) && !holds(page, S("no()")));
    assert_true(page->block_count > 1990);
    retold_ctx_free(small);
}

static void attributes_are_capped(void **state) {
    (void)state;
    buf out = buf_made(&memory);
    buf_put(&out, S("<p"));
    for (int i = 0; i < 3000; i++) buf_printf(&out, " a%d=1", i);
    buf_put(&out, S(">text"));
    assert_true(was_hit(parse(buf_span(&out)), "attributes") && holds(page, S("text")));
    assert_true(was_hit(parse(repeated("<p title='", "long", 30000, "'>text")), "attribute_bytes"));
}

static void nothing_swallows_the_tail(void **state) {
    (void)state;
    static const char *const heads[] = {"<!-- begin ",   "<title>head ", "<textarea>", "<a href=\"x>",
                                        "<script>var x", "<style>p",     "<?php "};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        span source = repeated(heads[i], "<p>A paragraph that must not be lost.</p>", 10, "");
        const html_page *p = parse(source);
        if (!holds(p, S("must not be lost"))) print_error("lost behind %s\n", heads[i]);
        assert_true(holds(p, S("must not be lost")));
    }
    assert_true(was_hit(parse(repeated("<!-- ", "<p>lost?</p>", 40, "")), "swallowed_tail"));
    assert_false(was_hit(parse(S("<p>x</p><!-- fine -->")), "swallowed_tail"));
}

/* What never ends, again and again: a look at all that is left for each would take hours. */
static void long_pages_stay_linear(void **state) {
    (void)state;
    static const char *const parts[] = {
        "<title>",     "<!x ",    "</ x ",  "<!-- ",       "<script><!--<script>", "<a b=\"",          "<textarea>", "<?x ",
        "<plaintext>", "<style>", "<b><p>", "<table><td>", "<svg><desc>",          "<select><option>", "&lt",        "<![CDATA["};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        assert_true(holds(parse(repeated("<p>begin ", parts[i], 200000, " the end")), S("begin")));
        assert_true(
            holds(parse(repeated("<p>begin ", parts[i], 200000, "</title></script></style></textarea>\"> the end")), S("begin")));
        arena_free(&memory);
    }
}

/* Pieces of markup in any order. */
static void random_pages_keep_the_laws(void **state) {
    (void)state;
    static const char *const parts[] = {
        "<p>",      "</p>",   "<div class=a>", "</div>",     "text ",       "&amp;",      "&#8212;", "<table>",
        "<tr>",     "<td>",   "</table>",      "<b>",        "</b>",        "<a href=x>", "</a>",    "<br>",
        "\n",       "\r\n",   "<!--",          "-->",        "<script>",    "</script>",  "<li>",    "<ul>",
        "<select>", "<svg>",  "<title>",       "</title>",   "</x>",        "<",          "&",       "\xC3\xA9",
        "<pre>\n",  "<math>", "<frameset>",    "<template>", "</template>", "<form>",     "<h1>",    "<plaintext>",
        "\"",       "'",      "&notin",        "&#0;"};
    uint64_t seed = 42;
    for (int round = 0; round < 400; round++) {
        buf out = buf_made(&memory);
        for (int i = 0; i < 60; i++) {
            seed = hash_mix(seed + 1);
            buf_put(&out, span_of(parts[seed % (sizeof parts / sizeof *parts)]));
        }
        parse(buf_span(&out));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(block_borders, setup, teardown),
        cmocka_unit_test_setup_teardown(entities, setup, teardown),
        cmocka_unit_test_setup_teardown(table_text_has_its_place, setup, teardown),
        cmocka_unit_test_setup_teardown(elements_and_attributes, setup, teardown),
        cmocka_unit_test_setup_teardown(deep_pages_are_flattened, setup, teardown),
        cmocka_unit_test_setup_teardown(noscript_with_a_page_is_read, setup, teardown),
        cmocka_unit_test_setup_teardown(many_nodes_are_kept_as_text, setup, teardown),
        cmocka_unit_test_setup_teardown(attributes_are_capped, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_swallows_the_tail, setup, teardown),
        cmocka_unit_test_setup_teardown(long_pages_stay_linear, setup, teardown),
        cmocka_unit_test_setup_teardown(random_pages_keep_the_laws, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
