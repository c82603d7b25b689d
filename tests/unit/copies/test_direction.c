/* Who had it first: which times say so, and what a copy inherits. */
#include "made_corpus.h"

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

/* The first one is that of an agency. */
static retold_copies *undated(size_t count, const span *texts) {
    static const char *const outlets[] = {"AFP", "B", "C", "D", "E", "F", "G"};
    corpus *c = new_corpus();
    for (size_t i = 0; i < count; i++) put(c, texts[i], outlets[i], RETOLD_TIME_NONE);
    retold_copies *copies = grouped(c);
    for (uint32_t i = 1; i < count; i++) assert_int_equal(retold_copies_family(copies, i), 0);
    return copies;
}

static bool is_heir(retold_copies *copies, uint32_t from, uint32_t copy) {
    retold_copy_edge e = *edge_of(copies, from < copy ? from : copy, from < copy ? copy : from);
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

/* Whatever they have in common: the later one is no origin. */
static void nothing_is_inherited_from_later_ones(void **state) {
    (void)state;
    span p[4] = {paragraph(60), paragraph(60), paragraph(60), paragraph(60)}, changed = paragraph(50);
    for (int64_t later = 0; later < 2; later++) {
        corpus *c = new_corpus();
        put(c, TEXT(p[0], p[1], p[2], p[3]), "AFP", NOON);
        put(c, TEXT(p[0], p[1], p[2], changed), "B", NOON + (1 + 2 * later) * HOUR);
        put(c, TEXT(p[0], p[2], changed), "C", NOON + 2 * HOUR);
        assert_int_equal(is_heir(grouped(c), 1, 2), !later);
    }
}

/* A few words in common say enough where the title is as well. */
static void a_title_in_common_says_more(void **state) {
    (void)state;
    span p[4] = {paragraph(60), paragraph(60), paragraph(60), paragraph(60)}, note = paragraph(1);
    for (unsigned same = 0; same < 2; same++) {
        corpus *c = new_corpus();
        put(c, TEXT(p[0], p[1], p[2], p[3]), "AFP", NOON)->title.text = S("Ferry runs aground");
        put(c, TEXT(note, p[0], p[1], p[2], p[3]), "B", NOON + HOUR)->title.text = S("Ship hits rocks at Tarn");
        put(c, TEXT(note, p[0], p[1], p[2]), "C", NOON + 2 * HOUR)->title.text =
            same ? S("Ship hits rocks at Tarn") : S("Ship hits rocks at Maldon");
        assert_int_equal(is_heir(grouped(c), 1, 2), same);
    }
}

/* Two copies on one site, whose footer stands below its other articles, too. */
static void text_of_the_site_is_not_inherited(void **state) {
    (void)state;
    span p[3] = {paragraph(60), paragraph(60), paragraph(60)}, footer = paragraph(40);
    for (unsigned known = 0; known < 2; known++) {
        corpus *c = new_corpus();
        put(c, TEXT(p[0], p[1], p[2]), "AFP", NOON);
        put(c, TEXT(p[0], p[1], p[2], footer), "B", NOON + HOUR);
        put(c, TEXT(p[0], p[1], footer), "B", NOON + 2 * HOUR);
        for (unsigned i = 0; known && i < 6; i++) put(c, TEXT(paragraph(150), footer), "B", NOON);
        assert_int_equal(is_heir(grouped(c), 1, 2), !known);
    }
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

/* What all copies have is no sign of one being made from another. */
static void common_changes_say_less(void **state) {
    (void)state;
    span p[5] = {paragraph(60), paragraph(60), paragraph(60), paragraph(60), paragraph(60)}, note = paragraph(8);
    for (unsigned common = 0; common < 2; common++) {
        span texts[7] = {joined(5, p), TEXT(note, joined(5, p)), TEXT(note, joined(4, p))};
        for (unsigned k = 0; k < 4; k++) {
            span q[5] = {p[0], p[1], p[2], p[3], p[4]};
            q[k] = common ? note : paragraph(8);
            texts[3 + k] = joined(5, q);
        }
        assert_int_equal(is_heir(undated(7, texts), 1, 2), !common);
    }
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
    assert_int_equal(edge_of(copies, 0, 2)->from, 2);
    assert_int_equal(edge_of(copies, 1, 2)->from, 2);
    retold_copies_free(copies);
}

/* Which of two articles had a passage first, of which the earlier one shares another one with a third that was there at some time. */
static uint32_t passage_from(int64_t third) {
    corpus *c = new_corpus();
    span shared = paragraph(200), other = paragraph(200);
    put(c, TEXT(paragraph(60), shared, other), "A", NOON);
    put(c, TEXT(paragraph(300), shared, paragraph(200)), "B", NOON + HOUR);
    put(c, TEXT(paragraph(300), other, paragraph(200)), "C", third);
    retold_copies *copies = grouped(c);
    uint32_t from = passage_of(copies, 0, 1)->from;
    retold_copies_free(copies);
    return from;
}

/* It may gather what others had, however early it says it was. */
static void who_was_not_first_of_all_may_have_gathered(void **state) {
    (void)state;
    assert_int_equal(passage_from(NOON + HOUR), 0);
    assert_int_equal(passage_from(NOON - HOUR), RETOLD_NONE);
    assert_int_equal(passage_from(RETOLD_TIME_NONE), RETOLD_NONE);
}

/* Whichever of them has the smaller id. */
static void equal_texts_count_from_their_first(void **state) {
    (void)state;
    for (uint32_t late = 2; late < 4; late++) {
        corpus *c = new_corpus();
        span shared = paragraph(200), twice = TEXT(paragraph(300), shared, paragraph(200));
        put(c, TEXT(paragraph(300), shared, paragraph(200)), "A", NOON);
        put(c, TEXT(paragraph(300), shared, paragraph(200)), "B", NOON + HOUR);
        for (uint32_t k = 2; k < 4; k++) put(c, twice, "C", k == late ? NOON + 2 * HOUR : NOON - HOUR);
        retold_copies *copies = grouped(c);
        assert_int_equal(passage_of(copies, 0, 1)->from, RETOLD_NONE);
        assert_int_equal(passage_of(copies, 0, 5 - late)->from, 5 - late);
        assert_int_equal(passage_of(copies, 0, late)->from, RETOLD_NONE);
        retold_copies_free(copies);
    }
}

/* What was made of two texts is told by the first of those with the words of one of them, too. */
static void a_part_is_from_the_first_of_equal_texts(void **state) {
    (void)state;
    for (uint32_t late = 2; late < 4; late++) {
        corpus *c = new_corpus();
        span part[2] = {paragraph(200), paragraph(200)}, twice = TEXT(paragraph(300), part[1], paragraph(200));
        put(c, TEXT(paragraph(300), part[0], paragraph(200)), "A", RETOLD_TIME_NONE);
        put(c, joined(2, part), "B", NOON);
        for (uint32_t k = 2; k < 4; k++) put(c, twice, "C", k == late ? NOON + HOUR : NOON - HOUR);
        retold_copies *copies = grouped(c);
        assert_int_equal(passage_of(copies, 0, 1)->from, 0);
        retold_copies_free(copies);
    }
}

/* True when of two undated copies the second one, which ends with a credit, says that it has it from the first. */
static bool credited(const char *credit) {
    corpus *c = new_corpus();
    span text = paragraph(120);
    put(c, text, "Skynet", RETOLD_TIME_NONE);
    put(c, arena_printf(&memory, "%.*s%s", SPAN_ARG(text), credit), "B", RETOLD_TIME_NONE);
    retold_copies *copies = grouped(c);
    retold_copy_edge e = *edge_of(copies, 0, 1);
    retold_copies_free(copies);
    return e.from == 0 && e.reasons & RETOLD_COPY_BY_AGENCY;
}

static void a_credit_begins_a_word(void **state) {
    (void)state;
    assert_true(credited(" Source: Skynet"));
    assert_true(credited("\nSource: \nSkynet"));
    assert_true(credited("(Source: Skynet)"));
    assert_true(credited("\n((first published by the Skynet))"));
    assert_false(credited(" Resource: Skynet"));
    assert_false(credited(" Source: skynet"));
}

/* The last one, as what stands above is the page's own more often. */
static void the_last_credit_counts(void **state) {
    (void)state;
    assert_true(credited("(Source: Wire) Source: Skynet"));
    assert_false(credited(" Source: Skynet\n(Source: Wire)"));
}

/* An undated text that shares a passage with the source of a family may be what that was made of. */
static void to_be_a_source_is_no_reason(void **state) {
    (void)state;
    corpus *c = new_corpus();
    span p[2] = {paragraph(160), paragraph(240)}, text = joined(2, p);
    put(c, text, "Tarn Post", RETOLD_TIME_NONE);
    put(c, arena_printf(&memory, "%.*s Source: Tarn Post", SPAN_ARG(text)), "B", RETOLD_TIME_NONE);
    put(c, TEXT(paragraph(400), p[0], paragraph(200)), "C", RETOLD_TIME_NONE);
    retold_copies *copies = grouped(c);
    size_t count;
    const retold_passage *passage = retold_copies_passages(copies, &count);
    assert_int_equal(edge_of(copies, 0, 1)->from, 0);
    for (size_t i = 0; i < count; i++)
        if (passage[i].b == 2) assert_int_equal(passage[i].from, RETOLD_NONE);
    assert_int_equal(count, 3);
    retold_copies_free(copies);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_is_no_moment),
        cmocka_unit_test(midnight_sharp_is_a_day),
        cmocka_unit_test(changes_are_inherited),
        cmocka_unit_test(nothing_is_inherited_from_later_ones),
        cmocka_unit_test(a_title_in_common_says_more),
        cmocka_unit_test(text_of_the_site_is_not_inherited),
        cmocka_unit_test(a_credit_begins_a_word),
        cmocka_unit_test(the_last_credit_counts),
        cmocka_unit_test(to_be_a_source_is_no_reason),
        cmocka_unit_test(what_was_lost_does_not_come_back),
        cmocka_unit_test(twins_are_not_made_from_each_other),
        cmocka_unit_test(common_changes_say_less),
        cmocka_unit_test(who_was_not_first_of_all_may_have_gathered),
        cmocka_unit_test(equal_texts_count_from_their_first),
        cmocka_unit_test(a_part_is_from_the_first_of_equal_texts),
        cmocka_unit_test(the_source_has_what_most_have),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
