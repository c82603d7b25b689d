/* The page: foreign text stays text, links lead somewhere, the policy fits the style sheet. */
#include "fixture.h"
#include "tell/statements.h"
#include "tell/timeline.h"
#include "tell_found.h"
#include "tell_page.h"

#define SOUND(out)                                                                \
    do {                                                                          \
        const char *fault_ = page_fault(buf_span(&(out)));                        \
        if (fault_) fail_msg("%s in:\n%.*s", fault_, SPAN_ARG(buf_span(&(out)))); \
    } while (0)

static const char *const hostile[] = {
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</title></style></svg><script>x</script><!--",
    "&lt;b&gt; &amp;lt; &#60;script&#62;",
    "gpj.\xE2\x80\xAE"
    "exe \xE2\x81\xA6 isolate \xE2\x80\x8F mark",
    "\x1b[31mred\x1b[0m \x07 bell \xC2\x9B"
    "2J c1",
    "bad \xFF\xC0\x80\xED\xA0\x80 utf8",
    "tags \xF3\xA0\x81\x81 unseen \xEF\xBB\xBF mark",
    "]]> ${x} {{x}} %s %n",
};

enum { HOSTILE = sizeof hostile / sizeof *hostile };

/* A story whose every field is hostile, each telling in another way. */
static tell_story hostile_story(tell_input *in) {
    tell_telling *t = ARENA_ARRAY(&memory, tell_telling, HOSTILE);
    tell_edge *e = ARENA_ARRAY(&memory, tell_edge, HOSTILE);
    for (uint32_t i = 0; i < HOSTILE; i++) {
        const char *evil = hostile[i];
        retold_article *article =
            told(evil, i % 2 ? "2024-05-01T10:00Z" : NULL, evil,
                 arena_printf(&memory, "%s\n%s and some words more. %s", evil, evil, hostile[(i + 1) % HOSTILE]).ptr);
        article->url.text = arena_printf(&memory, "%s%s",
                                         i % 3 == 0   ? "javascript:"
                                         : i % 3 == 1 ? "https://x.example/"
                                                      : "",
                                         evil);
        article->lang = article->agency.text = article->page_id = article->published_field.text = span_of(evil);
        article->authors = &article->title;
        article->author_count = 1;
        article->pieces = ARENA_NEW(&memory, piece);
        *article->pieces = (piece){{0, (uint32_t)article->text.len}, {0, (uint32_t)article->text.len}, true};
        article->piece_count = 1;
        retold_page *page = ARENA_NEW(&memory, retold_page);
        page->bytes = article->text;
        page->file = page->charset = span_of(evil);
        t[i] = (tell_telling){.article = article,
                              .page = page,
                              .family = span_of(i < 6 ? hostile[0] : evil),
                              .number = i,
                              .nearest = 0,
                              .terms = &article->title.text,
                              .term_count = 1};
        e[i] = (tell_edge){0, i, 1, 1, span_of(evil), i % 2 ? 0 : RETOLD_NONE, 0.9f, span_of(evil)};
    }
    *in = (tell_input){.id = span_of(hostile[0]), .tellings = t, .count = HOSTILE, .edges = e + 1, .edge_count = 5};
    tell_story s;
    tell_build(ctx, &memory, in, &s);
    return s;
}

TEST(hostile_text_stays_text_on_the_page) {
    tell_input in;
    tell_story s = hostile_story(&in);
    buf out = buf_made(&memory);
    tell_html(ctx, &out, &s);
    SOUND(out);
    HAS_NOT(out, "<script");
    HAS_NOT(out, "<img");
    HAS_NOT(out, "href=\"javascript");
    HAS(out, "&lt;script&gt;alert(1)&lt;/script&gt;");
    HAS(out, "not a web address: no link");
    HAS(out, "<span class=\"ctl\">\u27E8U+202E\u27E9</span>");
}

/* Markup in what is said, in who says it, and in what is dated. */
static const char *const hostile_speech[] = {
    "\"We saw %s and ran for the %s,\" said Ana %s Ferreira, head of <b>the</b> %s, on Tuesday. The <i>pier</i> %s was hit on "
    "March 12.\nOfficials quoted by the %s Post said that 41 <script>people</script> were hurt.",
    "\u201CWe saw %s and ran for the pier,\u201D <img src=x> Ferreira said on Wednesday. The pier %s was hit on 12 March 2024; "
    "according to the %s Post, 43 <script>people</script> were hurt.\n\"A %s lone word %s",
};

/* The hostile story with people who speak in it and days that they name; ends by found_end(). */
static tell_story hostile_story_that_speaks(tell_input *in, found *f) {
    hostile_story(in);
    tell_telling *t = (tell_telling *)in->tellings;
    for (uint32_t i = 0; i < HOSTILE; i++) {
        retold_article *article = (retold_article *)t[i].article;
        const char *evil = hostile[i], *other = hostile[(i + 1) % HOSTILE];
        article->text = i % 2 ? arena_printf(&memory, hostile_speech[1], evil, other, evil, other, evil)
                              : arena_printf(&memory, hostile_speech[0], evil, other, evil, other, evil, other);
        buf valid = buf_made(&memory);
        for (size_t at = 0; at < article->text.len;) buf_utf8(&valid, text_next(article->text, &at));
        article->text = buf_span(&valid);
        *article->pieces = (piece){{0, (uint32_t)article->text.len}, {0, (uint32_t)article->text.len}, true};
        ((retold_page *)t[i].page)->bytes = article->text;
    }
    if (!find_all(ctx, &memory, t, in, f)) fail_msg("out of memory");
    tell_story s;
    tell_build(ctx, &memory, in, &s);
    return s;
}

TEST(hostile_speech_stays_text_everywhere) {
    tell_input in;
    found f;
    tell_story s = hostile_story_that_speaks(&in, &f);
    buf out = buf_made(&memory);
    assert_true(in.quotes.count > 3);
    assert_true(s.timeline->count > 0);
    assert_true(s.statements->count > 3);
    tell_html(ctx, &out, &s);
    SOUND(out);
    HAS_NOT(out, "<script");
    HAS_NOT(out, "<img");
    HAS_NOT(out, "<b>");
    HAS_NOT(out, "<i>");
    HAS(out, "<ol class=\"quotes\">");
    HAS(out, "<ol class=\"events\">");
    HAS(out, "<details class=\"says\"");
    buf_clear(&out);
    tell_text(ctx, &out, &s);
    assert_false(page_has_hidden(buf_span(&out)));
    buf_clear(&out);
    tell_json(ctx, &out, &s);
    assert_false(page_has_hidden(buf_span(&out)));
    assert_non_null(json_parse(&memory, buf_span(&out), "test", NULL));
    found_end(&f);
}

TEST(hostile_text_stays_text_in_a_comparison) {
    for (size_t i = 0; i < HOSTILE; i++) {
        retold_article *a =
            told(hostile[i], NULL, hostile[i], arena_printf(&memory, "The old %s sank near the pier.", hostile[i]).ptr);
        retold_article *b =
            told(hostile[0], NULL, "x", arena_printf(&memory, "The new %s sank near the pier. %s", hostile[i], hostile[i]).ptr);
        tell_comparison c;
        tell_compare(ctx, &memory, a, b, &c);
        buf out = buf_made(&memory);
        tell_compare_html(ctx, &out, &c, NULL, NULL);
        SOUND(out);
    }
}

TEST(hostile_text_is_made_visible_in_lines_and_json) {
    tell_input in;
    tell_story s = hostile_story(&in);
    buf out = buf_made(&memory);
    tell_text(ctx, &out, &s);
    assert_false(page_has_hidden(buf_span(&out)));
    HAS(out, "\u27E8U+001B\u27E9[31mred");
    buf_clear(&out);
    tell_json(ctx, &out, &s);
    assert_true(text_is_utf8(buf_span(&out)));
    assert_false(page_has_hidden(buf_span(&out)));
    yyjson_doc *doc = json_parse(&memory, buf_span(&out), "test", NULL);
    assert_non_null(doc);
    /* the data itself is whole: the escapes give the characters back */
    span id = json_text(yyjson_doc_get_root(doc), "id");
    assert_span(id, hostile[0]);
}

TEST(only_web_addresses_are_links) {
    static const char *const bad[] = {"javascript:alert(1)",
                                      "JaVaScRiPt:x",
                                      "data:text/html,x",
                                      " https://x.example",
                                      "https://x.example/\"onclick=x",
                                      "https://x.example/a b",
                                      "file:///etc/passwd",
                                      "//x.example",
                                      "https://x.example/\xE2\x80\xAEgpj",
                                      "http:/x",
                                      ""};
    static const char *const good[] = {"https://x.example/a?b=c&d=%22#e", "HTTP://X.EXAMPLE/", "https://x.example/\xC3\xBC"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad + sizeof good / sizeof *good; i++) {
        size_t bads = sizeof bad / sizeof *bad;
        bool is_good = i >= bads;
        retold_article *a = told("Pier Post", NULL, "T", "One sentence.");
        a->url.text = span_of(is_good ? good[i - bads] : bad[i]);
        tell_comparison c;
        tell_compare(ctx, &memory, a, told("Quay", NULL, "T", "One sentence."), &c);
        buf out = buf_made(&memory);
        tell_compare_html(ctx, &out, &c, NULL, NULL);
        SOUND(out);
        if (is_good)
            HAS(out, "<a rel=\"noreferrer noopener nofollow\" href=\"");
        else
            HAS_NOT(out, "rel=\"noreferrer");
    }
}

/* Value of the first attribute behind `at`, which is moved behind it; empty when there is none. */
static span next_value(span page, const char *attribute, size_t *at) {
    size_t from = span_find(page, span_of(attribute), *at);
    if (from == SIZE_MAX) return (span){0};
    from += strlen(attribute);
    size_t to = span_find_char(page, '"', from);
    *at = to;
    return span_cut(page, from, to);
}

TEST(every_link_within_the_page_leads_somewhere) {
    tell_input in;
    found f;
    tell_story s = hostile_story_that_speaks(&in, &f);
    buf out = buf_made(&memory);
    tell_html(ctx, &out, &s);
    found_end(&f);
    span page = buf_span(&out), value;
    size_t links = 0;
    for (size_t at = 0; (value = next_value(page, "href=\"#", &at)).len; links++) {
        span id = arena_printf(&memory, " id=\"%.*s\"", SPAN_ARG(value));
        size_t first = span_find(page, id, 0);
        if (first == SIZE_MAX) fail_msg("no target for #%.*s", SPAN_ARG(value));
        if (span_find(page, id, first + 1) != SIZE_MAX) fail_msg("two targets for #%.*s", SPAN_ARG(value));
    }
    assert_true(links > 50);
}

TEST(moved_blocks_lead_to_one_another) {
    static const char one[] = "The council met on Monday in the old town hall.\nA crane tipped over at the northern pier at "
                              "noon.\nNobody was hurt, said the harbour master, Ilse Vond.";
    static const char other[] = "Nobody was hurt, said the harbour master, Ilse Vond.\nThe council met on Monday in the old town "
                                "hall.\nA crane tipped over at the northern pier at noon.";
    tell_comparison c;
    tell_compare(ctx, &memory, told("One", NULL, "", one), told("Other", NULL, "", other), &c);
    buf out = buf_made(&memory);
    tell_compare_html(ctx, &out, &c, NULL, NULL);
    SOUND(out);
    HAS(out, "id=\"m1-2-1a\"");
    HAS(out, "href=\"#m1-2-1b\"");
    HAS(out, "id=\"m1-2-1b\"");
    HAS(out, "href=\"#m1-2-1a\"");
    HAS_NOT(out, "<del>The");
}

/* Differences are marked for eyes and for ears. */
TEST(differences_are_not_told_by_colour_alone) {
    tell_comparison c;
    tell_compare(ctx, &memory, told("One", NULL, "", "The ship carried 318 people to the port."),
                 told("Other", NULL, "", "The ship carried 320 people to the port."), &c);
    buf out = buf_made(&memory);
    tell_compare_html(ctx, &out, &c, NULL, NULL);
    HAS(out, "<del><span class=\"vh\">[only here: </span>318<span class=\"vh\">]</span></del>");
    HAS(out, "<ins><span class=\"vh\">[only here: </span>320<span class=\"vh\">]</span></ins>");
}

TEST(the_policy_names_the_style_sheet) {
    tell_input in;
    tell_story s = hostile_story(&in);
    buf out = buf_made(&memory);
    tell_html(ctx, &out, &s);
    span page = buf_span(&out);
    HAS(out, "content=\"default-src 'none'; style-src 'sha256-");
    size_t begin = span_find(page, S("<style>"), 0) + 7, end = span_find(page, S("</style>"), begin);
    digest sha = hash_sha256(span_cut(page, begin, end));
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    buf want = buf_made(&memory);
    for (size_t bit = 0; bit < 256; bit += 6) {
        unsigned value = 0;
        for (size_t k = bit; k < bit + 6; k++) value = value << 1 | (k < 256 ? sha.bytes[k / 8] >> (7 - k % 8) & 1u : 0);
        buf_char(&want, digits[value]);
    }
    buf_put(&want, S("='; img-src"));
    assert_true(span_find(page, buf_span(&want), 0) != SIZE_MAX);
    HAS_NOT(out, " style=");
    HAS_NOT(out, "# source");
}

TEST(snippets_show_the_bytes_of_the_page) {
    retold_article *a = told("Pier Post", NULL, "T", "One sentence.\nAnother one.");
    static const char bytes[] = "<p>One sentence.</p><p>Another one.</p>";
    piece pieces[] = {{{0, 13}, {3, 16}, true}, {{14, 26}, {23, 35}, true}};
    a->pieces = pieces;
    a->piece_count = 2;
    retold_page page = {.bytes = {bytes, sizeof bytes - 1}};
    tell_comparison c;
    tell_compare(ctx, &memory, a, a, &c);
    buf out = buf_made(&memory);
    tell_compare_html(ctx, &out, &c, &page, NULL);
    SOUND(out);
    HAS(out, "id=\"t1p2\"");
    HAS(out, "bytes 23\u201335 of the page</summary><pre class=\"snippet\">&lt;p&gt;One "
             "sentence.&lt;/p&gt;&lt;p&gt;<mark>Another one.</mark>&lt;/p&gt;</pre>");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_text_stays_text_on_the_page),
        cmocka_unit_test(hostile_speech_stays_text_everywhere),
        cmocka_unit_test(hostile_text_stays_text_in_a_comparison),
        cmocka_unit_test(hostile_text_is_made_visible_in_lines_and_json),
        cmocka_unit_test(only_web_addresses_are_links),
        cmocka_unit_test(every_link_within_the_page_leads_somewhere),
        cmocka_unit_test(moved_blocks_lead_to_one_another),
        cmocka_unit_test(differences_are_not_told_by_colour_alone),
        cmocka_unit_test(the_policy_names_the_style_sheet),
        cmocka_unit_test(snippets_show_the_bytes_of_the_page),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
