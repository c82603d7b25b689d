#include "sketch/sketch.h"
#include "test_memory.h"

static uint64_t seed = 1;

static uint32_t drawn(uint32_t below) { return (uint32_t)(hash_mix(seed++) % below); }

static uint32_t *random_words(uint32_t count, uint32_t vocabulary) {
    uint32_t *words = ARENA_ARRAY(&memory, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) words[i] = (uint32_t)hash_mix(drawn(vocabulary));
    return words;
}

static bool has_mark(const sketch_marks *marks, uint64_t hash) {
    for (size_t i = 0; i < marks->count; i++)
        if (marks->items[i].hash == hash) return true;
    return false;
}

static void shingles_mind_the_order(void **state) {
    (void)state;
    uint32_t words[4] = {1, 2, 3, 4}, turned[4] = {2, 1, 3, 4};
    assert_true(sketch_shingle(words) != sketch_shingle(turned));
}

/* What is stored must mean the same in every version. */
static void shingles_are_fixed_for_good(void **state) {
    (void)state;
    uint32_t words[4] = {1, 2, 3, 4};
    assert_true(sketch_shingle(words) == UINT64_C(0x2a049bced8a6118b));
}

static void any_twenty_shared_words_share_a_mark(void **state) {
    (void)state;
    for (unsigned round = 0; round < 200; round++) {
        uint32_t *a = random_words(60, 5000), *b = random_words(70, 5000), a_at = drawn(41), b_at = drawn(51);
        memcpy(b + b_at, a + a_at, 20 * sizeof *a);
        sketch_marks in_a = {0}, in_b = {0};
        sketch_collect(&memory, a, 60, 0, &in_a);
        sketch_collect(&memory, b, 70, 1, &in_b);
        unsigned shared = 0;
        for (size_t i = 0; i < in_a.count; i++)
            shared += in_a.items[i].at >= a_at && in_a.items[i].at + 4 <= a_at + 20 && has_mark(&in_b, in_a.items[i].hash);
        assert_true(shared > 0);
    }
}

static void marks_are_few_and_rise(void **state) {
    (void)state;
    sketch_marks marks = {0};
    sketch_collect(&memory, random_words(20000, 100000), 20000, 7, &marks);
    assert_in_range(marks.count, 2000, 4000);
    for (size_t i = 1; i < marks.count; i++) assert_true(marks.items[i - 1].at < marks.items[i].at);
    assert_int_equal(marks.items[0].doc, 7);
}

static void short_texts_have_none(void **state) {
    (void)state;
    sketch_marks marks = {0};
    for (uint32_t n = 0; n < 4; n++) sketch_collect(&memory, random_words(4, 9), n, 0, &marks);
    assert_int_equal(marks.count, 0);
}

static void equal_words_leave_few_marks_or_all(void **state) {
    (void)state;
    sketch_marks marks = {0};
    sketch_collect(&memory, random_words(100000, 1), 100000, 0, &marks);
    for (size_t i = 1; i < marks.count; i++) assert_true(marks.items[i].hash == marks.items[0].hash);
    assert_true(marks.count > 0);
}

static void check_sorted(uint32_t count, uint32_t kinds, unsigned shift) {
    sketch_mark *marks = ARENA_ARRAY(&memory, sketch_mark, count);
    for (uint32_t i = 0; i < count; i++) marks[i] = (sketch_mark){hash_mix(drawn(kinds)) >> shift, i, 0};
    sketch_sort(&memory, marks, count);
    for (size_t i = 1; i < count; i++) {
        assert_true(marks[i - 1].hash <= marks[i].hash);
        if (marks[i - 1].hash == marks[i].hash) assert_true(marks[i - 1].doc < marks[i].doc);
    }
}

/* Few and many, spread over all bits and over the low ones alone, with many equals and without. */
static void sorting_is_by_hash_and_keeps_order(void **state) {
    (void)state;
    check_sorted(30, 10, 0);
    check_sorted(5000, 1000, 0);
    check_sorted(200000, 50000, 0);
    check_sorted(200000, UINT32_MAX, 30);
    check_sorted(70000, 3, 0);
    check_sorted(200000, UINT32_MAX, 0);
    sketch_mark *marks = ARENA_ARRAY(&memory, sketch_mark, 1);
    sketch_sort(&memory, marks, 0);
}

static void the_words_around_are_compared_one_by_one(void **state) {
    (void)state;
    uint32_t words[12], other[12];
    for (uint32_t i = 0; i < 12; i++) words[i] = other[i] = (i + 1) << 8;
    assert_int_equal(sketch_around_equal(sketch_around(words, 12, 4), sketch_around(other, 12, 4)), 8);
    other[3] += 256, other[8] += 256;
    assert_int_equal(sketch_around_equal(sketch_around(words, 12, 4), sketch_around(other, 12, 4)), 6);
    assert_int_equal(sketch_around_equal(sketch_around(words, 12, 0), sketch_around(words, 12, 0)), 4);
    assert_int_equal(sketch_around_equal(sketch_around(words, 4, 0), sketch_around(words, 4, 0)), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shingles_mind_the_order),
        cmocka_unit_test(shingles_are_fixed_for_good),
        cmocka_unit_test(any_twenty_shared_words_share_a_mark),
        cmocka_unit_test(marks_are_few_and_rise),
        cmocka_unit_test(short_texts_have_none),
        cmocka_unit_test(equal_words_leave_few_marks_or_all),
        cmocka_unit_test(the_words_around_are_compared_one_by_one),
        cmocka_unit_test(sorting_is_by_hash_and_keeps_order),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
