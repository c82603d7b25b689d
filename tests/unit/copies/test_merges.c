/* How much of one text another one holds: articles made of two, excerpts, updates, repeated passages. */
#include "made_corpus.h"

static void titled(corpus *c, const char *title, span text) {
    char outlet[] = {(char)('A' + c->count), 0};
    put(c, text, arena_copy(&memory, span_of(outlet)).ptr, RETOLD_TIME_NONE)->title.text = span_of(title);
}

static uint32_t family(const retold_copies *copies, uint32_t article) { return retold_copies_family(copies, article); }

static bool share(const retold_copies *copies, uint32_t a, uint32_t b) {
    size_t count;
    const retold_passage *items = retold_copies_passages(copies, &count);
    for (size_t i = 0; i < count; i++)
        if (items[i].a == a && items[i].b == b) return true;
    return false;
}

/* All of a short article, and half of another one with a title of its own. */
static void who_holds_all_of_one_and_half_of_another_copies_neither(void **state) {
    (void)state;
    corpus *c = new_corpus();
    span fire[2] = {paragraph(50), paragraph(40)}, strike[4] = {paragraph(50), paragraph(45), paragraph(40), paragraph(45)};
    titled(c, "Fire destroys mill", joined(2, fire));
    titled(c, "Pilots go on strike", joined(4, strike));
    titled(c, "Fire destroys mill", TEXT(fire[0], fire[1], strike[0], strike[2]));
    retold_copies *copies = grouped(c);
    for (uint32_t i = 0; i < 3; i++) assert_int_equal(family(copies, i), i);
    assert_true(share(copies, 0, 2) && share(copies, 1, 2));
    retold_copies_free(copies);
}

/* The same texts without titles may be an article and two excerpts. */
static void excerpts_that_do_not_overlap_stay(void **state) {
    static const char *const titles[][3] = {{"", "", ""}, {"Mill burns down", "Mill burns: two hurt", "Why the mill came down"}};
    (void)state;
    for (unsigned k = 0; k < 2; k++) {
        corpus *c = new_corpus();
        span p[4] = {paragraph(50), paragraph(45), paragraph(40), paragraph(45)};
        titled(c, titles[k][0], joined(4, p));
        titled(c, titles[k][1], TEXT(p[0], p[1]));
        titled(c, titles[k][2], TEXT(p[2], p[3]));
        retold_copies *copies = grouped(c);
        assert_int_equal(family(copies, 1), 0);
        assert_int_equal(family(copies, 2), 0);
        retold_copies_free(copies);
    }
}

/* A version that goes on where the text stops, beside one that is cut and shares nothing with it: under one title both are of it, else it was made of both. */
static void versions_of_one_title_stay(void **state) {
    (void)state;
    for (uint32_t other = 0; other < 2; other++) {
        corpus *c = new_corpus();
        span start = TEXT(paragraph(50), paragraph(50), paragraph(40)), end = TEXT(paragraph(50), paragraph(40));
        titled(c, "Fire destroys mill at Tarn", TEXT(start, end));
        titled(c, other ? "Pilots vote on a strike" : "Mill at Tarn burns down", TEXT(start, paragraph(70)));
        titled(c, "Fire destroys Tarn mill", end);
        retold_copies *copies = grouped(c);
        assert_int_equal(family(copies, 1), other);
        assert_int_equal(family(copies, 2), 2 * other);
        retold_copies_free(copies);
    }
}

/* Two stories took in the same paragraph; their copies didn't. */
static void what_two_took_in_makes_no_merge(void **state) {
    (void)state;
    corpus *c = new_corpus();
    span fire[2] = {paragraph(60), paragraph(50)}, strike[2] = {paragraph(35), paragraph(30)}, news = paragraph(45);
    titled(c, "Fire destroys mill", joined(2, fire));
    titled(c, "Fire destroys mill", TEXT(fire[0], fire[1], news));
    titled(c, "Pilots go on strike", joined(2, strike));
    titled(c, "Pilots on strike", joined(2, strike));
    titled(c, "Pilots go on strike", TEXT(strike[0], strike[1], news));
    retold_copies *copies = grouped(c);
    assert_int_equal(family(copies, 1), 0);
    assert_int_equal(family(copies, 4), 2);
    assert_true(share(copies, 1, 4));
    retold_copies_free(copies);
}

/* Whichever of the two comes first. */
static void a_repeated_paragraph_is_no_more_of_a_text(void **state) {
    (void)state;
    for (unsigned k = 0; k < 2; k++) {
        corpus *c = new_corpus();
        span line = paragraph(40), once = TEXT(paragraph(20), line, paragraph(40)),
             twice = TEXT(line, paragraph(60), line, paragraph(60));
        titled(c, "", k ? twice : once);
        titled(c, "", k ? once : twice);
        retold_copies *copies = grouped(c);
        assert_int_equal(family(copies, 1), 1);
        assert_true(share(copies, 0, 1));
        retold_copies_free(copies);
    }
}

enum { ARTICLES = 3, PRINTS = 6, ROUNDS = 20 };

/* A text that holds three articles, each reprinted under titles of its own but for so many. Returns how many of these are one
   family with it. */
static uint32_t joined_with_blog(unsigned without) {
    corpus *c = new_corpus();
    span all[ARTICLES];
    for (unsigned i = 0; i < ARTICLES; i++) {
        all[i] = TEXT(paragraph(50), paragraph(50), paragraph(40));
        for (unsigned k = 0; k < PRINTS; k++)
            titled(c, k < without ? "" : arena_copy(&memory, paragraph(7)).ptr, TEXT(all[i], paragraph(8)));
    }
    titled(c, without < PRINTS ? "The day in Tarn as it went by" : "", joined(ARTICLES, all));
    retold_copies *copies = grouped(c);
    uint32_t found = 0;
    for (uint32_t i = 0; i < ARTICLES; i++) found += family(copies, i * PRINTS) == family(copies, ARTICLES * PRINTS);
    retold_copies_free(copies);
    return found;
}

/* Of so many titles some would share words by chance if each stood for few bits. */
static void many_titles_excuse_no_merge(void **state) {
    (void)state;
    uint32_t found = 0;
    for (unsigned n = 0; n < ROUNDS; n++) found += joined_with_blog(0);
    assert_true(found <= ROUNDS / 10);
}

/* A title that is missing says nothing of the others; excerpts aren't each copied so often. */
static void missing_titles_excuse_no_merge(void **state) {
    (void)state;
    uint32_t one = 0, all = 0;
    for (unsigned n = 0; n < ROUNDS; n++) {
        one += joined_with_blog(1);
        all += joined_with_blog(PRINTS);
    }
    assert_true(one <= ROUNDS / 10);
    assert_int_equal(all, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_holds_all_of_one_and_half_of_another_copies_neither),
        cmocka_unit_test(excerpts_that_do_not_overlap_stay),
        cmocka_unit_test(versions_of_one_title_stay),
        cmocka_unit_test(what_two_took_in_makes_no_merge),
        cmocka_unit_test(a_repeated_paragraph_is_no_more_of_a_text),
        cmocka_unit_test(many_titles_excuse_no_merge),
        cmocka_unit_test(missing_titles_excuse_no_merge),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
