#include "sketch/runs.h"
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
    assert_true(sketch_shingle(words) == UINT64_C(0xe18af431d8634af6));
}

static void any_twenty_shared_words_share_a_mark(void **state) {
    (void)state;
    for (unsigned round = 0; round < 200; round++) {
        uint32_t *a = random_words(60, 5000), *b = random_words(70, 5000), a_at = drawn(41), b_at = drawn(51);
        memcpy(b + b_at, a + a_at, 20 * sizeof *a);
        sketch_marks in_a = {0}, in_b = {0};
        sketch_collect(&memory, a, 60, 0, &in_a, NULL);
        sketch_collect(&memory, b, 70, 1, &in_b, NULL);
        unsigned shared = 0;
        for (size_t i = 0; i < in_a.count; i++)
            shared += in_a.items[i].at >= a_at && in_a.items[i].at + 4 <= a_at + 20 && has_mark(&in_b, in_a.items[i].hash);
        assert_true(shared > 0);
    }
}

static void marks_are_few_and_rise(void **state) {
    (void)state;
    sketch_marks marks = {0};
    sketch_collect(&memory, random_words(20000, 100000), 20000, 7, &marks, NULL);
    assert_in_range(marks.count, 2000, 4000);
    for (size_t i = 1; i < marks.count; i++) assert_true(marks.items[i - 1].at < marks.items[i].at);
    assert_int_equal(marks.items[0].doc, 7);
}

static void short_texts_have_none(void **state) {
    (void)state;
    sketch_marks marks = {0};
    for (uint32_t n = 0; n < 4; n++) sketch_collect(&memory, random_words(4, 9), n, 0, &marks, NULL);
    assert_int_equal(marks.count, 0);
}

static void equal_words_leave_few_marks_or_all(void **state) {
    (void)state;
    sketch_marks marks = {0};
    sketch_collect(&memory, random_words(100000, 1), 100000, 0, &marks, NULL);
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

static unsigned around_equal(const uint32_t *a, uint32_t a_count, uint32_t i, const uint32_t *b, uint32_t b_count, uint32_t j) {
    uint64_t x = sketch_around(sketch_nibbles(&memory, a, a_count), i), y = sketch_around(sketch_nibbles(&memory, b, b_count), j);
    unsigned equal = sketch_around_equal(x, y, SKETCH_AROUND_MOST);
    for (unsigned enough = 0; enough <= SKETCH_AROUND_MOST; enough++) {
        unsigned counted = sketch_around_equal(x, y, enough);
        assert_true(counted <= equal && (counted == equal || counted >= enough));
    }
    return equal;
}

/* One of fifteen words that differ in what is kept of them. */
static uint32_t kind(uint32_t i) { return (i % 15 * 4400) << 8; }

static void the_words_around_are_compared(void **state) {
    (void)state;
    uint32_t words[20], other[21];
    for (uint32_t i = 0; i < 20; i++) words[i] = other[i] = kind(4 * i);
    assert_int_equal(around_equal(words, 20, 8, words, 20, 8), 20);
    assert_int_equal(around_equal(words, 20, 0, words, 20, 0), 12);
    assert_int_equal(around_equal(words, 4, 0, words, 4, 0), 4);
    /* A changed word, then a dropped one: reading goes on behind it. */
    other[13] = kind(4 * 13 + 2);
    assert_int_equal(around_equal(words, 20, 8, other, 20, 8), 19);
    memcpy(other, words, sizeof words);
    memmove(other + 14, words + 13, 7 * sizeof *words);
    other[13] = kind(4 * 13 + 2);
    assert_int_equal(around_equal(words, 20, 8, other, 21, 8), 19);
    /* A single equal word among others is chance. */
    for (uint32_t i = 12; i < 20; i++) other[i] = i == 15 ? words[15] : kind(11 * i);
    assert_int_equal(around_equal(words, 20, 8, other, 20, 8), 12);
}

/* A device in memory that can be told to fail. */
typedef struct disk {
    char bytes[8 * SPOOL_BLOCK];
    bool failing;
} disk;

static bool disk_write(void *user, uint64_t at, const void *bytes, size_t len) {
    disk *d = user;
    if (d->failing || at + len > sizeof d->bytes) return false;
    memcpy(d->bytes + at, bytes, len);
    return true;
}

static bool disk_read(void *user, uint64_t at, void *into, size_t len) {
    const disk *d = user;
    if (d->failing || at + len > sizeof d->bytes) return false;
    memcpy(into, d->bytes + at, len);
    return true;
}

enum { ITEMS = 500 };

/* Items of every length around that of a block, read back from memory, device, and tail, and after going back. */
static void check_spool(spool *s) {
    static char item[ITEMS * 9], got[ITEMS * 9];
    uint64_t at[ITEMS], middle = 0;
    for (unsigned i = 0; i < ITEMS; i++) {
        memset(item, (int)(i % 251), sizeof item);
        at[i] = spool_put(ctx, s, item, i * 9);
        if (i == ITEMS / 2) middle = s->size;
    }
    for (unsigned i = 0; i < ITEMS; i++) {
        memset(item, (int)(i % 251), sizeof item);
        spool_get(s, at[i], got, i * 9);
        assert_memory_equal(got, item, i * 9);
    }
    spool_back(s, middle);
    uint64_t again = spool_put(ctx, s, "again", 5);
    assert_true(again == middle);
    spool_get(s, again, got, 5);
    assert_memory_equal(got, "again", 5);
    memset(item, ITEMS / 2 % 251, sizeof item);
    spool_get(s, at[ITEMS / 2], got, ITEMS / 2 * 9);
    assert_memory_equal(got, item, ITEMS / 2 * 9);
    assert_false(s->failed);
}

static void a_spool_gives_back_what_was_put(void **state) {
    (void)state;
    disk *d = ARENA_NEW(&memory, disk);
    spool in_memory = {0}, on_disk = {.device = {disk_write, disk_read, d, 0}},
          mixed = {.device = {disk_write, disk_read, d, 2 * SPOOL_BLOCK}};
    check_spool(&in_memory);
    check_spool(&on_disk);
    check_spool(&mixed);
    spool_free(&in_memory);
    spool_free(&on_disk);
    spool_free(&mixed);
}

/* Over the ends of blocks, those in memory, on the device, and under way. */
static void check_written_over(spool *s) {
    enum { SIZE = 4 * SPOOL_BLOCK + 1000 };
    char *model = arena_alloc(&memory, SIZE), *got = arena_alloc(&memory, SIZE);
    spool_put(ctx, s, model, SIZE);
    for (unsigned i = 0; i < 60; i++) {
        size_t at = (size_t)i * 17977 % (SIZE - 1), len = i % 3 ? 4096 : SPOOL_BLOCK + 7;
        if (len > SIZE - at) len = SIZE - at;
        memset(model + at, (int)i + 1, len);
        spool_set(s, at, model + at, len);
    }
    spool_get(s, 0, got, SIZE);
    assert_memory_equal(got, model, SIZE);
    assert_true(s->size == SIZE && !s->failed);
}

static void a_spool_is_written_over(void **state) {
    (void)state;
    disk *d = ARENA_NEW(&memory, disk);
    spool in_memory = {0}, on_disk = {.device = {disk_write, disk_read, d, 0}},
          mixed = {.device = {disk_write, disk_read, d, 2 * SPOOL_BLOCK}};
    check_written_over(&in_memory);
    check_written_over(&on_disk);
    check_written_over(&mixed);
    d->failing = true;
    spool_set(&on_disk, 0, "x", 1);
    assert_true(on_disk.failed);
    spool_free(&in_memory);
    spool_free(&on_disk);
    spool_free(&mixed);
}

static void a_failing_disk_gives_zeros_and_is_told(void **state) {
    (void)state;
    static char bytes[2 * SPOOL_BLOCK + 8];
    disk *d = ARENA_NEW(&memory, disk);
    spool s = {.device = {disk_write, disk_read, d, 0}};
    memset(bytes, 7, sizeof bytes);
    spool_put(ctx, &s, bytes, sizeof bytes);
    assert_false(s.failed);
    d->failing = true;
    spool_get(&s, 0, bytes, 16);
    assert_true(s.failed && bytes[0] == 0 && bytes[15] == 0);
    spool_free(&s);
}

/* Every mark is loaded once, from the part of its hash, in the order of adding, but those of a document without a number. */
static void parts_hold_all_marks(void **state) {
    (void)state;
    enum { TEXTS = 300, WORDS = 900, LEFT_OUT = 7 };
    run_parts *parts = ARENA_NEW(&memory, run_parts);
    spool s = {0};
    size_t added = 0, loaded = 0;
    uint32_t number[TEXTS];
    for (uint32_t doc = 0; doc < TEXTS; doc++) number[doc] = doc % LEFT_OUT ? 1000 + doc : RUN_NONE;
    for (uint32_t doc = 0; doc < TEXTS; doc++) {
        const uint32_t *words = random_words(WORDS, 100000);
        sketch_marks marks = {0};
        sketch_collect(&memory, words, WORDS, doc, &marks, NULL);
        runs_add(ctx, parts, &s, &marks, sketch_nibbles(&memory, words, WORDS));
        added += doc % LEFT_OUT ? marks.count : 0;
    }
    for (unsigned part = 0; part < RUN_PARTS; part++) {
        run_mark *marks = ARENA_ARRAY(&memory, run_mark, runs_count(parts, part));
        size_t count = (size_t)(runs_load(marks, parts, &s, part, number) - marks);
        assert_in_range(count, 1, runs_count(parts, part) - 1);
        for (size_t i = 0; i < count; i++) assert_int_equal(marks[i].hash >> RUN_PART_SHIFT, part);
        for (size_t i = 0; i < count; i++) assert_true(marks[i].doc >= 1000 && (marks[i].doc - 1000) % LEFT_OUT);
        for (size_t i = 1; i < count; i++) assert_true(marks[i - 1].doc <= marks[i].doc);
        loaded += count;
    }
    assert_int_equal(loaded, added);
    runs_free(parts);
    spool_free(&s);
}

static void groups_are_in_the_order_of_their_first(void **state) {
    (void)state;
    uint32_t table[8] = {0}, keys[] = {5, 2, RUN_NO_KEY, 5, 7, 2, 5};
    run_mark run[7];
    for (uint32_t i = 0; i < 7; i++) run[i] = (run_mark){1, 0, i, 0};
    run_groups g = runs_group(&memory, table, run, keys, 7);
    static const uint32_t docs[] = {0, 3, 6, 1, 5, 4}, ends[] = {3, 5, 6};
    assert_int_equal(g.count, 3);
    for (size_t i = 0; i < 6; i++) assert_int_equal(g.marks[i].doc, docs[i]);
    for (size_t i = 0; i < 3; i++) assert_int_equal(g.ends[i], ends[i]);
    for (size_t i = 0; i < 8; i++) assert_int_equal(table[i], 0);
}

/* Few texts have the further marks as well: all other multiples of four, and none twice. */
static void more_marks_are_the_other_multiples_of_four(void **state) {
    (void)state;
    uint32_t *words = random_words(5000, 100000), four = 0;
    sketch_marks marks = {0}, alone = {0}, more = {0};
    sketch_collect(&memory, words, 5000, 0, &alone, NULL);
    sketch_collect(&memory, words, 5000, 0, &marks, &more);
    assert_int_equal(marks.count, alone.count);
    for (size_t i = 0; i < marks.count; i++) assert_int_equal(marks.items[i].at, alone.items[i].at);
    for (uint32_t i = 0; i + SKETCH_WORDS <= 5000; i++) four += sketch_shingle(words + i) % 8 == 4;
    assert_int_equal(more.count, four);
    for (size_t i = 0; i < more.count; i++) assert_int_equal(more.items[i].hash % 8, 4);
}

enum { HASHES = 3003, RUN_RECORDS = HASHES / 7 * (7 + 28) };

/* Runs of one to seven marks, some written out early, and what they are read as. */
static void check_runs(run_list *list) {
    run_mark *run;
    size_t count;
    for (uint32_t i = 0; i < HASHES; i++) {
        run_mark put[7];
        for (uint32_t k = 0; k <= i % 7; k++) put[k] = (run_mark){i, i * 3, k, k + 1};
        runs_put(ctx, list, put, i % 7 + 1);
        if (i == HASHES / 20) runs_end(ctx, list);
    }
    runs_end(ctx, list);
    run_reader reader = runs_read(&memory, list);
    for (uint32_t i = 0; i < HASHES; i++) {
        assert_true(runs_next(&memory, &reader, &run, &count));
        assert_int_equal(count, i % 7 + 1);
        for (uint32_t k = 0; k < count; k++)
            assert_true(run[k].hash == i && run[k].around == i * 3 && run[k].doc == k && run[k].at == k + 1);
    }
    assert_false(runs_next(&memory, &reader, &run, &count));
}

static void runs_are_read_one_hash_at_a_time(void **state) {
    (void)state;
    spool s = {0};
    run_list list = runs_begin(&memory, &s);
    check_runs(&list);
    spool_free(&s);
}

/* The chunks of one part, given while runs are written, hold some of them; those of the other one stay as they are. */
static void runs_go_where_chunks_were(void **state) {
    (void)state;
    enum { FEW = 300, FAR = 70000, TEXTS = FEW + 2 * RUN_CHUNK + 9 /* a chunk ends at documents far apart */ };
    run_parts *parts = ARENA_NEW(&memory, run_parts);
    spool s = {0};
    uint32_t *number = ARENA_ARRAY(&memory, uint32_t, FAR + TEXTS), nibbles[4] = {0};
    for (uint32_t i = 0; i < TEXTS; i++) {
        sketch_marks marks = {0};
        uint32_t doc = i < FEW ? i : FAR + i;
        for (uint64_t part = 7; part < 9; part++)
            vec_push(&memory, &marks, (sketch_mark){part << RUN_PART_SHIFT | UINT64_C(1) << 24, doc, 0});
        runs_add(ctx, parts, &s, &marks, nibbles);
        number[doc] = i;
    }
    uint64_t before = s.size, closed = FEW + 2 * RUN_CHUNK;
    assert_int_equal(parts->parts[7].closed, closed);
    run_list list = runs_begin(&memory, &s);
    runs_give(&list, parts, 7);
    check_runs(&list);
    assert_int_equal(s.size - before, (RUN_RECORDS - closed) * sizeof(run_record));
    run_mark *marks = ARENA_ARRAY(&memory, run_mark, TEXTS);
    assert_ptr_equal(runs_load(marks, parts, &s, 8, number), marks + TEXTS);
    for (uint32_t i = 0; i < TEXTS; i++) assert_true(marks[i].doc == i && marks[i].hash >> RUN_PART_SHIFT == 8);
    runs_free(parts);
    spool_free(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shingles_mind_the_order),
        cmocka_unit_test(shingles_are_fixed_for_good),
        cmocka_unit_test(any_twenty_shared_words_share_a_mark),
        cmocka_unit_test(marks_are_few_and_rise),
        cmocka_unit_test(short_texts_have_none),
        cmocka_unit_test(equal_words_leave_few_marks_or_all),
        cmocka_unit_test(the_words_around_are_compared),
        cmocka_unit_test(a_spool_gives_back_what_was_put),
        cmocka_unit_test(a_spool_is_written_over),
        cmocka_unit_test(a_failing_disk_gives_zeros_and_is_told),
        cmocka_unit_test(parts_hold_all_marks),
        cmocka_unit_test(groups_are_in_the_order_of_their_first),
        cmocka_unit_test(more_marks_are_the_other_multiples_of_four),
        cmocka_unit_test(runs_are_read_one_hash_at_a_time),
        cmocka_unit_test(runs_go_where_chunks_were),
        cmocka_unit_test(sorting_is_by_hash_and_keeps_order),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
