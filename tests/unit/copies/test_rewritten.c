/* Passages of two versions of one text, and of two texts: what was written anew, what is short. */
#include "made_corpus.h"

static size_t passages_of(span a, span b, bool one_text) {
    corpus *c = new_corpus();
    put(c, a, "A", RETOLD_TIME_NONE);
    put(c, b, "B", RETOLD_TIME_NONE);
    retold_copies *copies = grouped(c);
    size_t count;
    retold_copies_passages(copies, &count);
    assert_int_equal(retold_copies_family(copies, 1) == 0, one_text);
    retold_copies_free(copies);
    return count;
}

/* In so many words each, as long as the other one's or not. */
static void what_was_written_anew_lies_in_the_passage(void **state) {
    (void)state;
    span p[2] = {paragraph(80), paragraph(80)};
    assert_int_equal(passages_of(TEXT(p[0], paragraph(40), p[1]), TEXT(p[0], paragraph(36), p[1]), true), 1);
    assert_int_equal(passages_of(TEXT(p[0], paragraph(90), p[1]), TEXT(p[0], paragraph(90), p[1]), true), 2);
    assert_int_equal(passages_of(TEXT(p[0], paragraph(40), p[1]), TEXT(p[0], paragraph(10), p[1]), true), 2);
}

/* Which is which may not be said. */
static void moved_stretches_stay_apart(void **state) {
    (void)state;
    span p[2] = {paragraph(80), paragraph(80)};
    assert_int_equal(passages_of(TEXT(p[0], paragraph(30), p[1]), TEXT(p[1], paragraph(30), p[0]), true), 2);
}

/* Two quotations with something else between them in both are two. */
static void other_texts_share_what_is_equal_alone(void **state) {
    (void)state;
    span p[2] = {paragraph(40), paragraph(40)};
    span one = TEXT(paragraph(150), p[0], paragraph(40), p[1], paragraph(150)),
         other = TEXT(paragraph(150), p[0], paragraph(40), p[1], paragraph(150));
    assert_int_equal(passages_of(one, other, false), 2);
}

/* Eight words that were moved are told of two versions of one text, and not of two texts. */
static void a_short_stretch_is_told_of_one_text(void **state) {
    (void)state;
    span p[2] = {paragraph(80), paragraph(80)}, line = paragraph(8), quoted = paragraph(60);
    assert_int_equal(passages_of(TEXT(line, paragraph(60), p[0], p[1]), TEXT(p[0], p[1], paragraph(60), line), true), 2);
    assert_int_equal(passages_of(TEXT(line, paragraph(200), quoted), TEXT(quoted, paragraph(200), line), false), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_anew_lies_in_the_passage),
        cmocka_unit_test(moved_stretches_stay_apart),
        cmocka_unit_test(other_texts_share_what_is_equal_alone),
        cmocka_unit_test(a_short_stretch_is_told_of_one_text),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
