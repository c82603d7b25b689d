/* Who had it first: which times say so, and what a copy inherits. */
#include "made_corpus.h"

#define HOUR INT64_C(3600000)
#define NOON (20000 * 24 * HOUR + 12 * HOUR)

/* True when of two copies of one text the first is told to be earlier. */
static bool is_earlier(stamp first, stamp second) {
    corpus *c = new_corpus();
    span text = paragraph(80);
    put(c, text, "A", 0)->published = first;
    put(c, TEXT(text, paragraph(8)), "B", 0)->published = second;
    retold_copies *copies = grouped(c);
    size_t count;
    const retold_copy_edge *edge = retold_copies_edges(copies, &count);
    assert_int_equal(count, 1);
    bool earlier = edge->from == 0 && edge->reasons & RETOLD_COPY_BY_TIME;
    retold_copies_free(copies);
    return earlier;
}

static stamp moment(int64_t ms) { return (stamp){ms, 0, PRECISION_SECOND}; }

static void a_day_is_no_moment(void **state) {
    (void)state;
    stamp day = {NOON - 12 * HOUR, 0, PRECISION_DAY};
    assert_true(is_earlier(moment(NOON), moment(NOON + HOUR)));
    assert_false(is_earlier(day, moment(NOON)));
    assert_true(is_earlier(day, moment(NOON + 24 * HOUR)));
}

/* In the zone that it is told in. */
static void midnight_sharp_is_a_day(void **state) {
    (void)state;
    stamp local = {NOON - 14 * HOUR, 120, PRECISION_MINUTE};
    assert_false(is_earlier(moment(NOON - 12 * HOUR), moment(NOON)));
    assert_true(is_earlier(moment(NOON - 12 * HOUR + 1000), moment(NOON)));
    assert_false(is_earlier(local, moment(NOON)));
    assert_true(is_earlier((stamp){local.ms, 0, PRECISION_MINUTE}, moment(NOON)));
}

/* Two copies with the same changes, one of them without a time: it inherited them where both have the title that the source doesn't have. */
static void changes_are_inherited_with_the_title(void **state) {
    (void)state;
    for (unsigned same = 0; same < 2; same++) {
        corpus *c = new_corpus();
        span p[4] = {paragraph(60), paragraph(60), paragraph(60), paragraph(60)}, changed[2] = {paragraph(60), paragraph(50)};
        put(c, TEXT(p[0], p[1], p[2], p[3]), "A", HOUR)->title.text = S("Ferry runs aground");
        put(c, TEXT(p[0], p[1], p[2], changed[0], changed[1]), "B", 5 * HOUR)->title.text = S("Ship hits rocks at Tarn");
        put(c, TEXT(p[0], p[1], changed[0], changed[1]), "C", RETOLD_TIME_NONE)->title.text =
            same ? S("Ship hits rocks at Tarn") : S("Ship hits rocks at Maldon");
        put(c, TEXT(p[0], p[1], p[2], p[3]), "D", 9 * HOUR)->title.text = S("Ferry runs aground");
        retold_copies *copies = grouped(c);
        size_t count;
        const retold_copy_edge *edges = retold_copies_edges(copies, &count);
        uint32_t reasons = 0;
        for (size_t i = 0; i < count; i++) reasons |= edges[i].a == 1 && edges[i].b == 2 ? edges[i].reasons : 0;
        assert_int_equal((reasons & RETOLD_COPY_BY_INHERITANCE) != 0, same);
        retold_copies_free(copies);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_is_no_moment),
        cmocka_unit_test(midnight_sharp_is_a_day),
        cmocka_unit_test(changes_are_inherited_with_the_title),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
