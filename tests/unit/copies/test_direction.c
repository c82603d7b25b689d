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

/* The edge of two articles of a corpus; from the family that it makes of them all. */
static retold_copy_edge edge_of(const retold_copies *copies, uint32_t a, uint32_t b) {
    size_t count;
    const retold_copy_edge *edges = retold_copies_edges(copies, &count);
    for (size_t i = 0; i < count; i++)
        if (edges[i].a == a && edges[i].b == b) return edges[i];
    fail_msg("no edge of %u and %u", a, b);
    return (retold_copy_edge){0};
}

/* The first one is that of an agency. */
static retold_copies *undated(size_t count, const span *texts) {
    static const char *const outlets[] = {"AFP", "B", "C", "D", "E"};
    corpus *c = new_corpus();
    for (size_t i = 0; i < count; i++) put(c, texts[i], outlets[i], RETOLD_TIME_NONE);
    retold_copies *copies = grouped(c);
    for (uint32_t i = 1; i < count; i++) assert_int_equal(retold_copies_family(copies, i), 0);
    return copies;
}

static bool is_heir(retold_copies *copies, uint32_t from, uint32_t copy) {
    retold_copy_edge e = edge_of(copies, from < copy ? from : copy, from < copy ? copy : from);
    retold_copies_free(copies);
    return e.from == from && e.reasons & RETOLD_COPY_BY_INHERITANCE;
}

/* Of two copies with the same changes that one was made from the other that lost more of the source. */
static void changes_are_inherited(void **state) {
    (void)state;
    span p[4] = {paragraph(60), paragraph(60), paragraph(60), paragraph(60)}, changed = paragraph(50);
    span whole = TEXT(p[0], p[1], p[2], p[3]), less = TEXT(p[0], p[1], p[3]), first = TEXT(p[0], p[1], p[2], changed),
         second = TEXT(p[0], p[2], changed);
    assert_true(is_heir(undated(4, (span[]){whole, first, second, less}), 1, 2));
    assert_true(is_heir(undated(4, (span[]){whole, second, first, less}), 2, 1));
    assert_false(is_heir(undated(4, (span[]){whole, first, second, less}), 1, 3));
}

/* Each copy has what the other one lost of the source, though one came later. */
static void what_was_lost_does_not_come_back(void **state) {
    (void)state;
    span p[4] = {paragraph(60), paragraph(60), paragraph(60), paragraph(60)}, changed = paragraph(50);
    corpus *c = new_corpus();
    put(c, TEXT(p[0], p[1], p[2], p[3]), "AFP", NOON);
    put(c, TEXT(p[0], p[2], p[3], changed), "B", NOON + HOUR);
    put(c, TEXT(p[0], p[1], p[3], changed), "C", NOON + 2 * HOUR);
    assert_false(is_heir(grouped(c), 1, 2));
}

/* Where times don't tell, either may be the copy. */
static void twins_are_not_made_from_each_other(void **state) {
    (void)state;
    span p[3] = {paragraph(60), paragraph(60), paragraph(60)}, changed = paragraph(50);
    span whole = TEXT(p[0], p[1], p[2]), twin = TEXT(p[0], p[1], changed), less = TEXT(p[1], p[2]);
    assert_false(is_heir(undated(4, (span[]){whole, twin, twin, less}), 1, 2));
    assert_false(is_heir(undated(4, (span[]){whole, twin, twin, less}), 2, 1));
}

/* What half of the copies have is no sign of one being made from the other. */
static void common_changes_say_less(void **state) {
    (void)state;
    span p[4] = {paragraph(60), paragraph(60), paragraph(60), paragraph(60)}, note = paragraph(8), other = paragraph(8);
    span whole = TEXT(p[0], p[1], p[2], p[3]), first = TEXT(note, p[0], p[1], p[2], p[3]), second = TEXT(note, p[0], p[1], p[2]);
    span third = TEXT(note, p[0], p[1], p[3]), fourth = TEXT(note, p[0], p[2], p[3]);
    assert_true(is_heir(undated(5, (span[]){whole, first, second, TEXT(other, p[0], p[1], p[3]), TEXT(p[0], p[2], p[3])}), 1, 2));
    assert_false(is_heir(undated(5, (span[]){whole, first, second, third, fourth}), 1, 2));
}

/* Both copies changed words here and there, each other ones; the source has what one of them has at each place. */
static void the_source_has_what_most_have(void **state) {
    (void)state;
    corpus *c = new_corpus();
    span p[160];
    for (unsigned k = 0; k < 160; k++) p[k] = paragraph(k % 2 ? 12 : 2);
    for (unsigned i = 0; i < 3; i++) {
        span q[160];
        for (unsigned k = 0; k < 160; k++) q[k] = i < 2 && k % 4 == 2 * i ? paragraph(2) : p[k];
        put(c, joined(160, q), (const char *[]){"A", "B", "C"}[i], RETOLD_TIME_NONE);
    }
    retold_copies *copies = grouped(c);
    assert_int_equal(edge_of(copies, 0, 2).from, 2);
    assert_int_equal(edge_of(copies, 1, 2).from, 2);
    retold_copies_free(copies);
}

/* Which of two articles had a passage first, of which the earlier one may hold a part of a third, too. */
static uint32_t passage_from(bool of_two) {
    corpus *c = new_corpus();
    span shared = paragraph(200), other = paragraph(200);
    put(c, TEXT(paragraph(60), shared, other), "A", NOON);
    put(c, TEXT(paragraph(300), shared, paragraph(200)), "B", NOON + HOUR);
    put(c, TEXT(paragraph(300), of_two ? other : paragraph(200), paragraph(200)), "C", NOON - HOUR);
    retold_copies *copies = grouped(c);
    size_t count;
    const retold_passage *p = retold_copies_passages(copies, &count);
    uint32_t from = RETOLD_NONE - 1;
    for (size_t i = 0; i < count; i++)
        if (p[i].a == 0 && p[i].b == 1) from = p[i].from;
    retold_copies_free(copies);
    return from;
}

/* However early it says it was. */
static void what_is_made_of_two_had_neither_first(void **state) {
    (void)state;
    assert_int_equal(passage_from(false), 0);
    assert_int_equal(passage_from(true), RETOLD_NONE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_is_no_moment),
        cmocka_unit_test(midnight_sharp_is_a_day),
        cmocka_unit_test(changes_are_inherited),
        cmocka_unit_test(what_was_lost_does_not_come_back),
        cmocka_unit_test(twins_are_not_made_from_each_other),
        cmocka_unit_test(common_changes_say_less),
        cmocka_unit_test(what_is_made_of_two_had_neither_first),
        cmocka_unit_test(the_source_has_what_most_have),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
