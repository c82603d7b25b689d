/* One article as different outlets set it: capitals, numbers, text of the page around it. */
#include "made_corpus.h"
#include <ctype.h>

#define FERRY                                                                                                                  \
    "The ferry Corvina ran aground off Maldon on Tuesday with 120 people and 44 cars on board, the harbour office of Tarn "    \
    "said. "                                                                                                                   \
    "Captain Edda Brandt had asked for a tug when both engines stopped in the mouth of the Sarn. The hull was holed in three " \
    "places, and Orrin Salvage put the damage at %s crowns. Divers from Quint look at it today, and the line runs buses "      \
    "between "                                                                                                                 \
    "Maldon and Umber until the ship is afloat. "

static span set(const char *figure) { return arena_printf(&memory, FERRY, figure); }

static span changed(span text, int (*letter)(int)) {
    span copy = arena_copy(&memory, text);
    char *bytes = (char *)(uintptr_t)copy.ptr;
    for (size_t i = 0; i < copy.len; i++) bytes[i] = (char)letter((unsigned char)bytes[i]);
    return copy;
}

static bool one_family(span a, span b) {
    corpus *c = new_corpus();
    put(c, a, "A", RETOLD_TIME_NONE);
    put(c, b, "B", RETOLD_TIME_NONE);
    retold_copies *copies = grouped(c);
    bool one = retold_copies_family(copies, 1) == 0;
    retold_copies_free(copies);
    return one;
}

/* Whichever comes first: what has no small letters, or no capitals, tells no names. */
static void letter_case_makes_no_other_text(void **state) {
    (void)state;
    span text = set("75000"), shouted = changed(text, toupper), flat = changed(text, tolower);
    assert_true(one_family(text, shouted) && one_family(shouted, text));
    assert_true(one_family(text, flat) && one_family(flat, text));
    assert_true(one_family(shouted, flat) && one_family(shouted, shouted));
}

/* The same offer of two companies, one of them in capitals: what its names are the other text says. */
static void a_form_in_capitals_is_one(void **state) {
    static const char form[] =
        "%s of %s offers its shares to holders of record at the price that the board has set, through %s and %s as lead "
        "managers, and means to spend what comes in on a works at %s and on a yard at %s.";
    (void)state;
    span one = arena_printf(&memory, form, "Orrin Foundry", "Maldon", "Bell Harwick", "Ivo Kranz", "Sarn", "Umber"),
         other =
             changed(arena_printf(&memory, form, "Tessaly Dairies", "Quint", "Farrow Garnet", "Jarrold Hollis", "Ambel", "Tarn"),
                     toupper);
    assert_false(one_family(one, other) || one_family(other, one));
}

/* All numbers of a short text. */
static void thousands_may_have_a_comma(void **state) {
    static const char form[] =
        "Orrin Foundry sold %s tonnes of pipe for %s crowns, the works at Maldon said, after %s tonnes for %s crowns a "
        "year before. It took on 12 men and means to sell as much again by May.";
    (void)state;
    span plain = arena_printf(&memory, form, "7500", "1240000", "6900", "1105000"),
         commas = arena_printf(&memory, form, "7,500", "1,240,000", "6,900", "1,105,000"),
         others = arena_printf(&memory, form, "8,100", "2,310,000", "5,200", "1,907,000");
    assert_true(one_family(plain, commas));
    assert_false(one_family(plain, others));
}

/* Counters, dates, and telephone numbers of the page stand next to the article in one text, and not in the other. */
static void numbers_of_the_page_are_none_of_the_article(void **state) {
    (void)state;
    span page = TEXT(S("Tuesday 4 March, 11.41, 35815 views, 58 comments"), set("75000"),
                     S("You have 77 free articles left. Call 0675 769162 or write to 438 Quay Road."));
    assert_true(
        one_family(TEXT(set("75000"), S("Who was on board and has not got back what was left there may ask at the office, "
                                        "which is open all day and well into the evening as long as that takes.")),
                   page));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letter_case_makes_no_other_text),
        cmocka_unit_test(a_form_in_capitals_is_one),
        cmocka_unit_test(thousands_may_have_a_comma),
        cmocka_unit_test(numbers_of_the_page_are_none_of_the_article),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
