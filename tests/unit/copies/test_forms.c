/* What tells other news in the same words from a copy, asked by itself. */
#include "copies/copies_internal.h"
#include "made_corpus.h"

static bool is_form(const char *less, const char *more) {
    span x = span_of(less), y = span_of(more);
    doc_words a = doc_words_of(&memory, x), b = doc_words_of(&memory, y);
    range all = {0, b.count};
    bool form = form_alone(&memory, x, &a, y, &b, all);
    range_list in_a = WHOLE_TEXT(&a), in_b = WHOLE_TEXT(&b);
    vocabulary less_words = vocabulary_made(&memory, &a, &in_a, 0), more_words = vocabulary_made(&memory, &b, &in_b, 0);
    if (form_surely_not(&less_words, &more_words)) assert_false(form);
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

#define TABLE(a, b, c, d, e, f, g, h, i) FARES("Tarn", a " " b " " c " " d " " e " " f) " and to the cape " g " " h " " i

/* Other numbers are other news; none are the same news, spoken or spelled out. */
static void numbers_in_words_are_no_form(void **state) {
    (void)state;
    const char *figures = TABLE("11", "12", "13", "14", "15", "16", "17", "18", "19"),
               *others = TABLE("21", "32", "43", "54", "65", "76", "87", "98", "29"),
               *words = TABLE("eleven", "twelve", "13", "fourteen", "fifteen", "16", "seventeen", "eighteen", "nineteen");
    assert_true(is_form(figures, others));
    assert_false(is_form(figures, words));
    doc_words a = doc_words_of(&memory, span_of(figures)), b = doc_words_of(&memory, span_of(others)),
              c = doc_words_of(&memory, span_of(words));
    range_list all = WHOLE_TEXT(&a), in_b = WHOLE_TEXT(&b), in_c = WHOLE_TEXT(&c);
    vocabulary of_b = vocabulary_made(&memory, &b, &in_b, 0), of_c = vocabulary_made(&memory, &c, &in_c, 0);
    assert_true(form_of_figures(&memory, &a, &all, &of_b));
    assert_false(form_of_figures(&memory, &a, &all, &of_c));
}

/* A word counts once, as what it is anywhere. */
static void a_vocabulary_has_each_word_once(void **state) {
    (void)state;
    span text = span_of("Tarn sent 12 boats to the isle and the boats came back to tarn by 12");
    doc_words w = doc_words_of(&memory, text);
    range_list all = WHOLE_TEXT(&w), start = {.items = &(range){0, 4}, .count = 1};
    vocabulary words = vocabulary_made(&memory, &w, &all, 0), figure = vocabulary_made(&memory, &w, &all, WORD_FIGURE),
               four = vocabulary_made(&memory, &w, &start, 0);
    assert_int_equal(words.values.count, 11);
    assert_int_equal(words.places[0].with, WORD_CONTENT); /* also without a capital */
    assert_true(words.places[0].without & WORD_CONTENT);
    assert_int_equal(figure.values.count, 1);
    assert_int_equal(figure.places[0].first, 2);
    kept names = vocabulary_kept(&words, WORD_CONTENT, true, &four, 0),
         others = vocabulary_kept(&words, WORD_CONTENT, false, &four, 0),
         figures = vocabulary_kept(&words, WORD_FIGURE, false, &words, WORD_FIGURE);
    assert_true(names.all == 2 && names.found == 2);
    assert_true(others.all == 10 && others.found == 3); /* tarn, sent, boats */
    assert_true(figures.all == 10 && figures.found == 0);
}

static span made_report(uint32_t different) {
    buf out = buf_made(&memory);
    buf_put(&out, span_of("the boats brought"));
    for (uint32_t n = 0; n < 12; n++) {
        buf_put(&out, arena_printf(&memory, " %u", n + (drawn(12) < different ? 100 : 10)));
        buf_put(&out, span_of(" crates"));
    }
    return buf_span(&out);
}

/* What is told from how many numbers are missed is what is told from the numbers. */
static void few_missed_numbers_are_no_form(void **state) {
    (void)state;
    uint32_t forms = 0, spared = 0;
    for (uint32_t n = 0; n < 300; n++) {
        doc_words a = doc_words_of(&memory, made_report(0)), b = doc_words_of(&memory, made_report(n % 13));
        range_list all = WHOLE_TEXT(&a), in_b = WHOLE_TEXT(&b);
        vocabulary words = vocabulary_made(&memory, &b, &in_b, 0);
        uint32_t missed = 0;
        for (uint32_t i = 0; i < a.count; i++) missed += a.hash[i] != b.hash[i];
        bool may = form_may_be_of_figures(12, missed), is = form_of_figures(&memory, &a, &all, &words);
        assert_true(may || !is);
        forms += is;
        spared += !may;
    }
    assert_true(forms && spared);
}

/* Some words, with another one than the last time behind every so many, with a capital or a small `first` letter. */
static span told(span words, uint32_t every, char first) {
    buf out = buf_made(&memory);
    uint32_t n = 0;
    for (size_t i = 0; i < words.len; i++) {
        buf_char(&out, words.ptr[i]);
        if (words.ptr[i] != ' ' || ++n % every) continue;
        buf_char(&out, first);
        for (unsigned k = 0; k < 5; k++) buf_char(&out, (char)('a' + drawn(26)));
        buf_char(&out, ' ');
    }
    return buf_span(&out);
}

/* Names that one has alone make a form of texts that differ every few words, though a sentence stands unchanged, and not of one in which half does. */
static void what_runs_on_is_no_form(void **state) {
    static const uint32_t unchanged[] = {0, 26, 60};
    (void)state;
    for (uint32_t k = 0; k < 3; k++) {
        span start = paragraph(unchanged[k]), head = paragraph(60 - unchanged[k]), tail = paragraph(40),
             caption = span_of("Photo: Arden Bexley, Corwin Dunmere, Elston Farrow, Garnet Hollis, Ivesdale Jarrold");
        corpus *c = new_corpus();
        put(c, TEXT(start, told(head, 8, 's'), told(tail, 13, 'S'), caption), "A", NOON);
        put(c, TEXT(start, told(head, 8, 's'), told(tail, 13, 'S'), paragraph(40)), "B", NOON);
        retold_copies *copies = grouped(c);
        assert_int_equal(retold_copies_family(copies, 1), k < 2);
        retold_copies_free(copies);
    }
}

#define NOTICE(maker, ware, town, chair)                                                                                \
    "The Office for Safe Goods at Tarn calls back the " ware " of " maker " in " town ". "                              \
    "Whoever has one should no longer use it, take it out of the reach of children, and bring it back to where it was " \
    "bought, where the price will be paid in full before the month is out. " chair " of " maker " regrets it. "         \
    "By the Tarn Act it is not allowed to sell or to lend goods that were called back, nor to take them out of the "    \
    "country, and who has been hurt by such a thing should write to the Office, which puts all that it hears on a list."

/* Sentences that stand in all notices of an office are long, and name nobody. */
static void standing_sentences_join_no_notices(void **state) {
    (void)state;
    corpus *c = new_corpus();
    put(c, span_of(NOTICE("Arden and Bexley", "Corwin kettles", "Dunmere", "Elston Farrow")), "Office", NOON);
    put(c, span_of(NOTICE("Garnet Hollis", "Ivesdale prams", "Jarrold", "Kranz Lindow")), "Office", NOON + HOUR);
    retold_copies *copies = grouped(c);
    assert_int_equal(retold_copies_family(copies, 1), 1);
    retold_copies_free(copies);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_others_are_a_form),
        cmocka_unit_test(a_name_counts_once),
        cmocka_unit_test(two_other_names_are_no_form),
        cmocka_unit_test(headings_in_capitals_name_nobody),
        cmocka_unit_test(without_capitals_more_numbers_must_differ),
        cmocka_unit_test(numbers_in_words_are_no_form),
        cmocka_unit_test(a_vocabulary_has_each_word_once),
        cmocka_unit_test(few_missed_numbers_are_no_form),
        cmocka_unit_test(what_runs_on_is_no_form),
        cmocka_unit_test(standing_sentences_join_no_notices),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
