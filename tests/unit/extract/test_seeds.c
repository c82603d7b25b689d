/* The three documents that the project began with, where they are beside the repository. */
#include "one_page.h"
#include <glob.h>
#include <stdio.h>

static void load(const char *number) {
    char pattern[1024];
    glob_t found;
    snprintf(pattern, sizeof pattern, "%s/../shared/seeds/%s_*.txt", RETOLD_SOURCE_DIR, number);
    if (glob(pattern, 0, NULL, &found) != 0) skip();
    char *bytes = malloc(1u << 16);
    FILE *file = fopen(found.gl_pathv[0], "rb");
    assert_non_null(file);
    size_t len = fread(bytes, 1, 1u << 16, file);
    fclose(file);
    globfree(&found);
    extracted((span){bytes, len}, PAGE_TEXT);
    free(bytes);
    check_own_text(article);
}

static size_t paragraphs(void) {
    size_t count = 0;
    range r;
    for (uint32_t at = 0; article_next_paragraph(article, &at, &r);) count++;
    return count;
}

static bool holds(span s, const char *part) { return span_find(s, span_of(part), 0) != SIZE_MAX; }

static retold_status normalise(retold_ctx *c, void *job, retold_error *err) {
    (void)err;
    arena *a = ctx_scratch(c);
    text_fixes fixes = text_quote_fixes(a, article->text);
    *(digest *)job = hash_sha256(text_apply(a, article->text, fixes.items, fixes.count));
    return RETOLD_OK;
}

static void two_copies_of_one_text(void **state) {
    (void)state;
    digest first, second;
    load("000");
    assert_int_equal(paragraphs(), 8);
    assert_int_equal(article->published.precision, PRECISION_NONE);
    assert_int_equal(article->caption_count, 1);
    assert_true(holds(article->captions[0].text.text, "Moscow Kremlin wall"));
    assert_span(article->captions[0].credit, "Maxim Shklyaev / pexels");
    ctx_run(ctx, normalise, &first, NULL);
    load("001");
    assert_int_equal(paragraphs(), 8);
    assert_int_equal(article->caption_count, 1);
    assert_span(article->captions[0].credit, "Maxim Shklyaev / pexels");
    assert_span(article->agency.text, "AFP");
    assert_int_equal(article->published.ms, days_of(2024, 4, 19) * 86400000);
    assert_true(span_starts(article->url.text, S("https://")) && span_ends(article->url.text, S("-a84901")));
    assert_int_equal(article->repair_count, 1);
    assert_true(holds(article->text, "provoke further escalation"));
    ctx_run(ctx, normalise, &second, NULL);
    assert_memory_equal(&first, &second, sizeof first);
}

static void a_translated_text(void **state) {
    (void)state;
    unsigned cut = 0, misread = 0;
    load("002");
    assert_span(article->outlet.text, "Dan Tri");
    assert_int_equal(paragraphs(), 14);
    assert_false(holds(article->text, "mins read") || holds(article->text, "Leave a Reply") ||
                 holds(article->text, article->title.text.ptr));
    for (size_t i = 0; i < article->repair_count; i++) {
        cut += strcmp(article->repairs[i].kind, "quote-cut") == 0;
        misread += strcmp(article->repairs[i].kind, "mojibake") == 0;
    }
    assert_int_equal(cut, 2);
    assert_int_equal(misread, 2);
    assert_int_equal(article->caption_count, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(two_copies_of_one_text, open_ctx, done),
        cmocka_unit_test_setup_teardown(a_translated_text, open_ctx, done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
