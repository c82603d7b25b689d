/* What a site repeats: learned in any order, left out by the table's word alone, never more than half of a body. */
#include "fixture.h"

#include "extract/extract.h"
#include <stdio.h>

#define ABOUT \
    "The Ferneby Courier is read in all villages of the valley, and it is printed by people who have lived here for long."
#define PROSE                                                                                                                   \
    "It is not known what was paid for it, but the town had asked for it as well and was not heard, as the mayor has told us. " \
    "She will speak of it with the council when it meets, and those who have asked for a school will be there too."

/* A page of its own words with the site's paragraph behind them. */
static retold_page *made_page(const char *url, const char *title, const char *own, const char *more) {
    char all[4096];
    int len = snprintf(all, sizeof all,
                       "<html><head><title>%s</title><meta property=\"og:type\" "
                       "content=\"article\"></head><body><article><h1>%s</h1><p>%s was in the news of this morning. " PROSE
                       "</p><p>%s</p><p>%s</p></article></body></html>",
                       title, title, own, more, ABOUT);
    assert_true(len > 0 && (size_t)len < sizeof all);
    retold_page *page = page_of((span){all, (size_t)len}, PAGE_HTML);
    page->url = arena_copy(&page->memory, span_of(url));
    return page;
}

typedef struct learn_job {
    const char *(*pages)[3]; /* address, title, own words */
    const size_t *order;
    size_t count;
    char *out;
    size_t space;
} learn_job;

static retold_status learn_work(retold_ctx *c, void *user, retold_error *err) {
    learn_job *j = user;
    arena *a = ctx_scratch(c);
    site_sights sights = {0};
    for (size_t i = 0; i < j->count; i++) {
        const char **p = j->pages[j->order[i]];
        retold_page *page = made_page(p[0], p[1], p[2], PROSE);
        site_blocks blocks;
        arena memory = {.ctx = c};
        assert_int_equal(extract_site_blocks(c, page, &memory, &blocks, err), RETOLD_OK);
        site_learn(a, &sights, &blocks);
        arena_free(&memory);
        retold_page_free(page);
    }
    buf text = buf_made(a);
    site_write(a, &sights, &text);
    assert_true(text.len < j->space);
    memcpy(j->out, text.bytes, text.len);
    j->out[text.len] = 0;
    return RETOLD_OK;
}

/* The table as a string. */
static char *learned(const char *(*pages)[3], const size_t *order, size_t count, char *out, size_t space) {
    learn_job job = {pages, order, count, out, space};
    assert_int_equal(ctx_run(ctx, learn_work, &job, NULL), RETOLD_OK);
    return out;
}

static const char *PAGES[][3] = {
    {"https://www.ferneby.example/mill", "Mill is sold at last", "The old mill by the river"},
    {"https://ferneby.example:443/boat", "Boat sinks in the harbour", "A boat that nobody was on"},
    {"http://WWW.Ferneby.example/bridge?page=2", "Bridge is shut for a year", "The bridge at the lower end"},
    {"https://ferneby.example/bridge", "Bridge is shut for a year", "The bridge at the lower end of it"},
    {"https://other.example/orchard", "Orchard wins a prize", "The orchard on the hill"},
    {"https://other.example/fog", "Fog stops the ferry", "The fog that came with the night"},
    {"", "Clinic opens its doors", "A clinic without any address"},
};
#define PAGE_COUNT (sizeof PAGES / sizeof *PAGES)

static void use(const char *table) { assert_int_equal(retold_extract_site_memory(ctx, span_of(table), NULL), RETOLD_OK); }

static void test_what_is_learned(void **state) {
    (void)state;
    static const size_t order[] = {0, 1, 2, 3, 4, 5, 6};
    char table[1024];
    learned(PAGES, order, PAGE_COUNT, table, sizeof table);
    /* the site's paragraph and the prose that three titles have; the other site has only two */
    assert_non_null(strstr(table, "\nsite ferneby.example\n"));
    assert_null(strstr(table, "other.example"));
    assert_non_null(strstr(table, " 3\n"));
    assert_null(strstr(table, " 4\n"));
}

static void test_any_order_gives_one_table(void **state) {
    (void)state;
    static const size_t orders[][PAGE_COUNT] = {{0, 1, 2, 3, 4, 5, 6}, {6, 5, 4, 3, 2, 1, 0}, {4, 2, 0, 6, 5, 1, 3}};
    char first[1024], other[1024];
    learned(PAGES, orders[0], PAGE_COUNT, first, sizeof first);
    for (size_t i = 1; i < sizeof orders / sizeof *orders; i++)
        assert_string_equal(learned(PAGES, orders[i], PAGE_COUNT, other, sizeof other), first);
}

/* Two titles, or one title many times over, are no site's habit. */
static void test_too_few_titles_teach_nothing(void **state) {
    (void)state;
    static const size_t two[] = {0, 1}, same[] = {2, 3, 2, 3, 0};
    char table[1024];
    assert_null(strstr(learned(PAGES, two, 2, table, sizeof table), "\nsite "));
    assert_null(strstr(learned(PAGES, same, 5, table, sizeof table), "\nsite "));
    retold_error err = {0};
    assert_int_equal(retold_extract_site_memory(ctx, span_of(table), &err), RETOLD_OK);
}

/* Three of sixteen titles are a running story's background; all sixteen are not. */
static void test_a_fifth_of_the_titles_is_needed(void **state) {
    (void)state;
    static char titles[16][24], addresses[16][48];
    static const char *pages[16][3];
    static size_t order[16];
    for (size_t i = 0; i < 16; i++) {
        snprintf(titles[i], sizeof titles[i], "Story number %zu of it", i);
        snprintf(addresses[i], sizeof addresses[i], "https://ferneby.example/%zu", i);
        pages[i][0] = addresses[i];
        pages[i][1] = titles[i];
        pages[i][2] = i < 3 ? "The old mill by the river" : titles[i];
        order[i] = i;
    }
    char table[1024];
    learned(pages, order, 16, table, sizeof table);
    assert_non_null(strstr(table, " 16\n"));
    assert_null(strstr(table, " 3\n"));
    assert_non_null(strstr(learned(pages, order, 15, table, sizeof table), " 3\n"));
}

#define OWN_PROSE                                                                                                           \
    "The owner of the quarry has said that stone from it will be cut again, though no one who works there has been asked, " \
    "and the road to it is in such a state that lorries can't use it before the summer has come and the holes are filled."

/* Body of the page with a table in use; *dropped and whether the table was named. */
static bool has_about(const char *url, const char *more, uint32_t *dropped, bool *named) {
    retold_page *page = made_page(url, "Quarry opens again", OWN_PROSE, more);
    retold_article *article = extract_page(page);
    check_article(article, page);
    bool found = span_find(article->text, span_of(ABOUT), 0) != SIZE_MAX;
    assert_true(span_find(article->text, S("The owner of the quarry"), 0) != SIZE_MAX);
    *dropped = article->site_dropped;
    *named = article->site_memory.len == 16;
    retold_article_free(article);
    retold_page_free(page);
    return found;
}

static void test_known_blocks_are_left_out(void **state) {
    (void)state;
    static const size_t order[] = {0, 1, 2};
    char table[1024];
    uint32_t dropped;
    bool named;
    assert_true(has_about("https://ferneby.example/quarry", OWN_PROSE " And more.", &dropped, &named));
    assert_false(named);
    use(learned(PAGES, order, 3, table, sizeof table));
    assert_false(has_about("https://ferneby.example/quarry", OWN_PROSE " And more.", &dropped, &named));
    assert_true(named && dropped == 1);
    assert_true(has_about("https://elsewhere.example/quarry", OWN_PROSE " And more.", &dropped, &named));
    assert_true(!named && dropped == 0);
    use("");
    assert_true(has_about("https://ferneby.example/quarry", OWN_PROSE " And more.", &dropped, &named));
}

/* A page of which the table knows nearly all keeps it all. */
static void test_a_body_is_never_emptied(void **state) {
    (void)state;
    static const size_t order[] = {0, 1, 2};
    char table[1024];
    use(learned(PAGES, order, 3, table, sizeof table));
    retold_page *page = made_page("https://ferneby.example/about", "Of us", "Paper", PROSE);
    for (int i = 0; i < 2; i++) {
        retold_article *article = extract_page(page);
        bool whole = span_find(article->text, span_of(ABOUT), 0) != SIZE_MAX;
        assert_true(whole);
        assert_int_equal(article->site_dropped, 0);
        retold_article_free(article);
    }
    retold_page_free(page);
    use("");
}

static void expect_refused(const char *table, const char *why) {
    retold_error err = {0};
    assert_int_equal(retold_extract_site_memory(ctx, span_of(table), &err), RETOLD_E_FORMAT);
    assert_non_null(strstr(err.message, why));
}

/* Rows behind a head whose number fits them. */
static const char *with_number(const char *rows) {
    static char table[512];
    snprintf(table, sizeof table, "retold site memory 2\nnumber %016llx\n%s", (unsigned long long)hash_bytes(span_of(rows)),
             rows);
    return table;
}

static void test_damage_is_told(void **state) {
    (void)state;
    static const size_t order[] = {0, 1, 2};
    char table[1024];
    learned(PAGES, order, 3, table, sizeof table);
    char *title = strstr(table, " 3\n");
    title[1] = '4';
    expect_refused(table, "don't fit its number");
    title[1] = 0;
    expect_refused(table, "don't fit its number");
    expect_refused("retold site memory 1\nnumber 0000000000000000\n", "this is no site memory");
    expect_refused("{\"id\":\"x\"}\n", "this is no site memory");
    expect_refused("retold site memory 2\n", "has no number");
    expect_refused("retold site memory 2\nnumber 12\n", "has no number");
    expect_refused("retold site memory 2\nnumber zzzzzzzzzzzzzzzz\n", "has no number");
    expect_refused(with_number("00d1b5f0c29e7a41 4\n"), "line 3 is neither");
    expect_refused(with_number("site a.example\n00d1b5f0c29e7a4 4\n"), "line 4 is neither");
    expect_refused(with_number("site a.example\n00d1b5f0c29e7a41 four\n"), "line 4 is neither");
    expect_refused(with_number("site a.example\nsite a.example\n"), "line 4 is neither");
    expect_refused(with_number("site \n"), "line 3 is neither");
    expect_refused(with_number("\n"), "line 3 is neither");
    use(with_number("site a.example\n00d1b5f0c29e7a41 4\n"));
    use("");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_learned),
        cmocka_unit_test(test_any_order_gives_one_table),
        cmocka_unit_test(test_too_few_titles_teach_nothing),
        cmocka_unit_test(test_a_fifth_of_the_titles_is_needed),
        cmocka_unit_test(test_known_blocks_are_left_out),
        cmocka_unit_test(test_a_body_is_never_emptied),
        cmocka_unit_test(test_damage_is_told),
    };
    return cmocka_run_group_tests(tests, open_ctx, close_ctx);
}
