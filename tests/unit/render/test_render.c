/* Articles in each form: lists and quotes, links and emphasis, and text that would like to be markup. */
#include "record/record.h"
#include "render/render.h"
#include "test_ctx.h"

typedef struct made {
    retold_block blocks[16];
    retold_inline inlines[8];
    retold_article article;
    buf text;
} made;

static arena memory;

static made *start(const char *title) {
    memory = arena_made(ctx);
    made *m = ARENA_NEW(&memory, made);
    m->text = buf_made(&memory);
    m->article.title.text = span_of(title);
    m->article.published = m->article.modified = m->article.day = STAMP_NONE;
    m->article.blocks = m->blocks;
    m->article.inlines = m->inlines;
    return m;
}

static void add(made *m, const char *text, retold_block block) {
    if (m->text.len) buf_char(&m->text, '\n');
    block.span.begin = (uint32_t)m->text.len;
    buf_put(&m->text, span_of(text));
    block.span.end = (uint32_t)m->text.len;
    m->blocks[m->article.block_count++] = block;
    m->article.text = buf_span(&m->text);
}

static void mark_words(made *m, const char *words, retold_inline_kind kind, const char *href) {
    size_t at = span_find(m->article.text, span_of(words), 0);
    assert_true(at != SIZE_MAX);
    range r = {(uint32_t)at, (uint32_t)(at + strlen(words))};
    m->inlines[m->article.inline_count++] = (retold_inline){r, kind, span_of(href)};
}

/* What stands behind the title. */
static span body(const made *m, retold_article_format format, const char *behind, const char *before) {
    buf out = buf_made(&memory);
    render_part(&memory, &out, &m->article, format);
    span all = buf_span(&out);
    size_t begin = span_find(all, span_of(behind), 0);
    assert_true(begin != SIZE_MAX);
    all = span_from(all, begin + strlen(behind));
    size_t end = span_find(all, span_of(before), 0);
    return span_cut(all, 0, end == SIZE_MAX ? all.len : end);
}

#define assert_markdown(m, want) assert_span(body(m, RETOLD_FORMAT_MARKDOWN, "# T\n\n", "\x01"), want)
#define assert_html(m, want) assert_span(body(m, RETOLD_FORMAT_HTML, "</header>\n", "</article>"), want)
#define assert_tei(m, want) assert_span(body(m, RETOLD_FORMAT_TEI, "<text><body>\n", "</body>"), want)

#define ITEM(level_, ordered_) ((retold_block){.kind = RETOLD_BLOCK_ITEM, .level = level_, .ordered = ordered_, .starts = 1})
#define PLAIN ((retold_block){.kind = RETOLD_BLOCK_PARAGRAPH})

static void nests_lists_and_quotes(void **state) {
    (void)state;
    made *m = start("T");
    add(m, "One", ITEM(1, 1));
    add(m, "still one", (retold_block){.kind = RETOLD_BLOCK_ITEM, .level = 1, .ordered = 1});
    add(m, "a", ITEM(2, 0));
    add(m, "Two", ITEM(1, 1));
    add(m, "Said", (retold_block){.quoted = 1});
    add(m, "After", PLAIN);
    assert_markdown(m, "1. One\n\n   still one\n\n   - a\n2. Two\n\n> Said\n\nAfter\n");
    assert_html(
        m, "<ol>\n<li>\n<p>One</p>\n<p>still one</p>\n<ul>\n<li>\n<p>a</p>\n</li>\n</ul>\n</li>\n<li>\n<p>Two</p>\n</li>\n</ol>\n"
           "<blockquote>\n<p>Said</p>\n</blockquote>\n<p>After</p>\n");
    assert_tei(
        m, "<list rend=\"numbered\">\n<item>\n<p>One</p>\n<p>still one</p>\n<list rend=\"bulleted\">\n<item>\n<p>a</p>\n</item>\n"
           "</list>\n</item>\n<item>\n<p>Two</p>\n</item>\n</list>\n<quote>\n<p>Said</p>\n</quote>\n<p>After</p>\n");
    arena_free(&memory);
}

static void headings_open_sections_of_tei(void **state) {
    (void)state;
    made *m = start("T");
    add(m, "Lead", PLAIN);
    add(m, "First #", (retold_block){.kind = RETOLD_BLOCK_HEADING, .level = 3});
    add(m, "x", PLAIN);
    add(m, "Second", (retold_block){.kind = RETOLD_BLOCK_HEADING, .level = 2});
    add(m, "y", PLAIN);
    assert_markdown(m, "Lead\n\n### First \\#\n\nx\n\n## Second\n\ny\n");
    assert_tei(m, "<p>Lead</p>\n<div>\n<head>First #</head>\n<p>x</p>\n</div>\n<div>\n<head>Second</head>\n<p>y</p>\n</div>\n");
    arena_free(&memory);
}

static void marks_lie_within_one_another(void **state) {
    (void)state;
    made *m = start("T");
    add(m, "see the old mill now or fan-tastic", PLAIN);
    mark_words(m, "the old mill", RETOLD_INLINE_LINK, "https://mill.example/a(b)?x=1&y=\"z\"");
    mark_words(m, "old", RETOLD_INLINE_STRONG, NULL);
    mark_words(m, "now", RETOLD_INLINE_EMPHASIS, NULL);
    mark_words(m, "-", RETOLD_INLINE_STRONG, NULL);
    assert_markdown(m, "see [the **old** mill](https://mill.example/a%28b%29?x=1\\&y=\"z\") *now* or fan-tastic\n");
    assert_html(
        m, "<p>see <a href=\"https://mill.example/a(b)?x=1&amp;y=&quot;z&quot;\">the <strong>old</strong> mill</a> <em>now</em> "
           "or fan<strong>-</strong>tastic</p>\n");
    arena_free(&memory);
}

/* Two runs of stars side by side would be one. */
static void stars_keep_apart(void **state) {
    (void)state;
    made *m = start("T");
    add(m, "onetwo `a``b` end", PLAIN);
    mark_words(m, "one", RETOLD_INLINE_STRONG, NULL);
    mark_words(m, "two", RETOLD_INLINE_EMPHASIS, NULL);
    mark_words(m, "`a``b`", RETOLD_INLINE_CODE, NULL);
    assert_markdown(m, "**one**two ``` `a``b` ``` end\n");
    arena_free(&memory);
}

static void text_stays_text(void **state) {
    (void)state;
    made *m = start("T");
    add(m, "# no <script>alert(\"1\")</script> ]]> --> &amp; *x* [y](javascript:z) `c` \\", PLAIN);
    add(m, "12. March, 3) not a list", PLAIN);
    add(m, "- dash", PLAIN);
    add(m, "\x01 bell", PLAIN);
    assert_markdown(
        m, "\\# no \\<script\\>alert(\"1\")\\</script\\> \\]\\]\\> --\\> \\&amp; \\*x\\* \\[y\\](javascript:z) \\`c\\` \\\\\n\n"
           "12\\. March, 3) not a list\n\n\\- dash\n\n\xEF\xBF\xBD bell\n");
    assert_html(
        m, "<p># no &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; ]]&gt; --&gt; &amp;amp; *x* [y](javascript:z) `c` \\</p>\n"
           "<p>12. March, 3) not a list</p>\n<p>- dash</p>\n<p>\xEF\xBF\xBD bell</p>\n");
    assert_span(body(m, RETOLD_FORMAT_TEXT, "", "\x02"), arena_printf(&memory, "%.*s\n", SPAN_ARG(m->article.text)).ptr);
    arena_free(&memory);
}

static void a_title_stays_in_the_head(void **state) {
    (void)state;
    made *m = start("A \"q\"\n---\n<b>");
    add(m, "x", PLAIN);
    span head = body(m, RETOLD_FORMAT_MARKDOWN, "---\n", "\n\n");
    assert_span(head, "title: \"A \\\"q\\\"\\n---\\n<b>\"\n---");
    assert_span(body(m, RETOLD_FORMAT_TEI, "<titleStmt>\n", "</titleStmt>"), "<title>A &quot;q&quot;\n---\n&lt;b&gt;</title>\n");
    arena_free(&memory);
}

/* Rows of documents have no paragraphs of their own. */
static void lines_are_paragraphs(void **state) {
    (void)state;
    made *m = start("T");
    m->article.blocks = NULL;
    m->article.text = S("One.\n\nTwo.");
    assert_html(m, "<p>One.</p>\n<p>Two.</p>\n");
    arena_free(&memory);
}

static int taken(void *user, const char *bytes, size_t len) {
    buf_put(user, (span){bytes, len});
    return 0;
}

static void documents_stand_alone(void **state) {
    (void)state;
    made *m = start("T");
    add(m, "x", PLAIN);
    buf got = buf_made(&memory);
    retold_sink sink = {taken, &got};
    assert_int_equal(retold_render_article(ctx, &m->article, RETOLD_FORMAT_TEI, &sink, NULL), RETOLD_OK);
    assert_true(span_starts(buf_span(&got), S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI ")));
    assert_true(span_ends(buf_span(&got), S("</TEI>\n")));
    buf_clear(&got);
    assert_int_equal(retold_render_article(ctx, &m->article, RETOLD_FORMAT_JSON, &sink, NULL), RETOLD_OK);
    assert_true(span_starts(buf_span(&got), S("[\n{")) && span_ends(buf_span(&got), S("}\n]\n")));
    assert_true(span_find(buf_span(&got), S("\"kind\": \"paragraph\""), 0) != SIZE_MAX);
    arena_free(&memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nests_lists_and_quotes),
        cmocka_unit_test(headings_open_sections_of_tei),
        cmocka_unit_test(marks_lie_within_one_another),
        cmocka_unit_test(stars_keep_apart),
        cmocka_unit_test(text_stays_text),
        cmocka_unit_test(a_title_stays_in_the_head),
        cmocka_unit_test(lines_are_paragraphs),
        cmocka_unit_test(documents_stand_alone),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
