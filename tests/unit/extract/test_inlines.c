/* Paragraphs with their kind, and the links and emphasis in them. */
#include "base/buf.h"
#include "extract/extract_internal.h"
#include "one_page.h"

static void html_with_inlines(const char *bytes) {
    assert_int_equal(retold_extract_inlines(ctx, 1, NULL), RETOLD_OK);
    html(bytes);
}

#define LEAD                                                                                                                   \
    "<h1>Ford stays shut for another week</h1><article><p>The ford across the Ambel stays shut for a second week, the county " \
    "said, because the water has not gone down as was hoped.</p>"
#define TAIL                                                                                                                 \
    "<p>Drivers have to use the bridge at Nettleby, which adds eleven kilometres to the way to school and to the market in " \
    "the town.</p></article>"

/* "p[…] h2[…] li1.[…]" with a star where an item starts. */
static span kinds(void) {
    static const char *const names[] = {"p", "h", "li"};
    buf out = buf_made(&article->memory);
    for (size_t i = 0; i < article->block_count; i++) {
        const retold_block *b = &article->blocks[i];
        for (unsigned q = 0; q < b->quoted; q++) buf_char(&out, '>');
        buf_printf(&out, "%s%s", names[b->kind], b->ordered ? "#" : "");
        if (b->level) buf_printf(&out, "%u", b->level);
        buf_put(&out, b->starts ? S("* ") : S(" "));
    }
    return span_trim(buf_span(&out));
}

static span marks_found(void) {
    buf out = buf_made(&article->memory);
    for (size_t i = 0; i < article->inline_count; i++) {
        const retold_inline *m = &article->inlines[i];
        span words = span_at(article->text, m->span);
        buf_printf(&out, "%u[%.*s]%.*s ", (unsigned)m->kind, SPAN_ARG(words), SPAN_ARG(m->href));
    }
    return span_trim(buf_span(&out));
}

static void blocks_are_the_text(void) {
    buf out = buf_made(&article->memory);
    for (size_t i = 0; i < article->block_count; i++) {
        if (i) buf_char(&out, '\n');
        buf_put(&out, span_at(article->text, article->blocks[i].span));
    }
    assert_true(span_equal(buf_span(&out), article->text));
}

static void paragraphs_have_kinds(void **state) {
    (void)state;
    html_with_inlines(
        LEAD "<h2>What the county says</h2><ol><li>The water stands at the second mark of the gauge.</li>"
             "<li><p>The road behind the ford has been washed away.</p><p>It will be made anew from the mill on.</p></li></ol>"
             "<blockquote><p>We have never seen the river stay up for so long in a spring, and we have seen "
             "many.</p></blockquote>" TAIL);
    assert_span(kinds(), "p h2 li#1* li#1* li#1 >p p");
    blocks_are_the_text();
}

static void links_are_resolved(void **state) {
    (void)state;
    html_with_inlines("<link rel=canonical href='https://news.example/ambel/ford'>" LEAD
                      "<p>A <a href='/maps?x=1'><b>map</b> of the way</a> is at the <em>town hall </em>of Nettleby&nbsp;<a "
                      "href='javascript:alert(1)'>for "
                      "all</a> who have to drive <a href='../bus#top'>by bus</a> to the town.</p>" TAIL);
    assert_span(marks_found(),
                "0[map of the way]https://news.example/maps?x=1 2[map] 1[town hall] 0[by bus]https://news.example/bus#top");
    blocks_are_the_text();
}

/* What was mended before a mark moves it. */
static void marks_move_with_mended_text(void **state) {
    (void)state;
    html_with_inlines(
        LEAD "<p>The caf\xC3\x83\xC2\xA9 at the ford is open, said <b>Mrs Tamsin Orley</b>, who has run it for thirty years and "
             "more.</p>" TAIL);
    assert_span(marks_found(), "2[Mrs Tamsin Orley]");
    blocks_are_the_text();
}

static void marks_are_kept_only_when_wanted(void **state) {
    (void)state;
    html_with_inlines(
        LEAD "<p>The <b>mill</b> is shut as well, and so is the path along the river from there to the old bridge.</p>" TAIL);
    assert_int_equal(article->inline_count, 1);
    assert_int_equal(retold_extract_inlines(ctx, 0, NULL), RETOLD_OK);
    retold_article *again = extract_page(page);
    assert_int_equal(again->inline_count, 0);
    assert_true(span_equal(again->text, article->text));
    retold_article_free(again);
}

static void addresses_are_joined(void **state) {
    (void)state;
    static const char *const cases[][3] = {
        {"https://a.example/b/c?d#e", "f", "https://a.example/b/f"},
        {"https://a.example/b/c", "../../../f", "https://a.example/f"},
        {"https://a.example/b/c", "./f/./g/../h/", "https://a.example/b/f/h/"},
        {"https://a.example", "f", "https://a.example/f"},
        {"https://a.example/b", "?q=1", "https://a.example/b?q=1"},
        {"https://a.example/b", "//c.example/d", "https://c.example/d"},
        {"https://a.example/b", "HTTP://c.example", "HTTP://c.example/"},
        {"https://a.example/b", "#top", ""},
        {"https://a.example/b", "mailto:x@a.example", ""},
        {"https://a.example/b", " java\nscript:alert(1)", ""},
        {"", "/f", ""},
        {"https://a.example/b", "x y\"<z>", "https://a.example/x%20y%22%3Cz%3E"},
    };
    arena a = arena_made(ctx);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_span(link_resolve(&a, span_of(cases[i][0]), span_of(cases[i][1])), cases[i][2]);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(paragraphs_have_kinds, open_ctx, done),
        cmocka_unit_test_setup_teardown(links_are_resolved, open_ctx, done),
        cmocka_unit_test_setup_teardown(marks_move_with_mended_text, open_ctx, done),
        cmocka_unit_test_setup_teardown(marks_are_kept_only_when_wanted, open_ctx, done),
        cmocka_unit_test_setup_teardown(addresses_are_joined, open_ctx, done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
