/* What tells other news in the same words from a copy, asked by itself. */
#include "copies/copies_internal.h"
#include "test_memory.h"

static bool is_form(const char *less, const char *more) {
    span x = span_of(less), y = span_of(more);
    doc_words a = doc_words_of(&memory, x), b = doc_words_of(&memory, y);
    range all = {0, b.count};
    bool form = form_alone(&memory, x, &a, y, &b, all);
    measure m = {0};
    if (form_surely_not(&memory, &m, &a, &b, all)) assert_false(form);
    return form;
}

#define OFFER(names) "the shares of " names " are offered to holders of record at the price that the board has set"

static void names_of_others_are_a_form(void **state) {
    (void)state;
    assert_true(is_form(OFFER("Arden Bexley Corwin Dunmere Elston"), OFFER("Farrow Garnet Hollis Ivesdale Jarrold")));
    assert_false(is_form(OFFER("Arden Bexley Corwin Dunmere Elston"), OFFER("Elston Dunmere Corwin Bexley Arden")));
}

/* One name that both have is one, however often it stands there. */
static void a_name_counts_once(void **state) {
    (void)state;
    assert_true(is_form(OFFER("Arden Bexley Corwin Dunmere Elston"), OFFER("Arden Arden Arden Arden Arden")));
    assert_false(is_form(OFFER("Arden Arden Arden Arden Arden Bexley"), OFFER("Arden Bexley")));
}

/* A byline is two. */
static void two_other_names_are_no_form(void **state) {
    (void)state;
    assert_false(is_form(OFFER("Arden Bexley Corwin Dunmere Elston Farrow Garnet"),
                         OFFER("Arden Bexley Corwin Dunmere Elston Hollis Ivesdale Jarrold")));
    assert_true(is_form(OFFER("Arden Bexley Corwin Dunmere Elston Farrow Garnet"),
                        OFFER("Arden Bexley Corwin Dunmere Hollis Ivesdale Jarrold Kranz")));
}

static void headings_in_capitals_name_nobody(void **state) {
    (void)state;
    assert_false(
        is_form(OFFER("Arden") " TARN COUNCIL MEETS OVER HARBOUR", OFFER("Arden Bexley") " and so they were a year ago"));
    assert_true(is_form(OFFER("Arden") " Tarn Council Meets Over Harbour", OFFER("Arden Bexley") " and so they were a year ago"));
}

#define FARES(town, numbers) \
    "the fares from " town " to the isle are " numbers " crowns by the length of the boat and the day of the week"

/* Three numbers of eight: of a text that has names they are too many, of one without capitals too few. */
static void without_capitals_more_numbers_must_differ(void **state) {
    (void)state;
    assert_true(is_form(FARES("Tarn", "11 12 13 14 15 16 17 18"), FARES("Tarn", "11 12 13 14 15 96 97 98")));
    assert_false(is_form(FARES("tarn", "11 12 13 14 15 16 17 18"), FARES("Tarn", "11 12 13 14 15 96 97 98")));
    assert_true(is_form(FARES("tarn", "11 12 13 14 15 16 17 18"), FARES("Tarn", "11 12 93 94 95 96 97 98")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_others_are_a_form),
        cmocka_unit_test(a_name_counts_once),
        cmocka_unit_test(two_other_names_are_no_form),
        cmocka_unit_test(headings_in_capitals_name_nobody),
        cmocka_unit_test(without_capitals_more_numbers_must_differ),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
