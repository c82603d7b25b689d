/* Marks made by hand, so many in one part that it is sorted in heaps, against what plain counting says. */
#include "copies/copies_internal.h"
#include "made_corpus.h"

enum { TEXTS = 40, EACH = 2000, KINDS = 50000, OUTLETS = 5 /* and none */ };

/* By kind of mark: the texts that have it, as bits, and where the first of each is. */
typedef struct expected {
    uint64_t texts[KINDS];
    uint16_t at[KINDS][TEXTS];
} expected;

/* The kinds have one part of their own but for the last ones, and rise with their hash. */
static uint64_t hash_of(uint32_t kind) {
    return kind < KINDS - 100 ? UINT64_C(7) << RUN_PART_SHIFT | (uint64_t)kind << 40
                              : UINT64_C(200) << RUN_PART_SHIFT | (uint64_t)kind << 24;
}

static void put_marks(retold_copies *copies, expected *e, uint32_t text) {
    sketch_marks marks = {0};
    uint32_t words[EACH] = {0};
    for (uint32_t at = 0; at < EACH; at++) {
        uint32_t kind = drawn(8) ? drawn(KINDS) : drawn(50);
        vec_push(&memory, &marks, (sketch_mark){hash_of(kind), text, at});
        if (!(e->texts[kind] >> text & 1)) e->at[kind][text] = (uint16_t)at;
        e->texts[kind] |= UINT64_C(1) << text;
    }
    runs_add(ctx, &copies->marks, &copies->spool, &marks, sketch_nibbles(&memory, words, EACH));
}

static unsigned bits(uint64_t x) { return (unsigned)__builtin_popcountll(x); }

static uint64_t texts_of_outlet(uint32_t outlet) {
    uint64_t texts = 0;
    for (uint32_t i = outlet; i < TEXTS; i += OUTLETS + 1) texts |= UINT64_C(1) << i;
    return texts;
}

static void check_counts(const expected *e, const mark_list *list) {
    for (uint32_t text = 0; text < TEXTS; text++) {
        uint64_t outlet = texts_of_outlet(text % (OUTLETS + 1));
        uint32_t all = 0, of_outlet = 0, of_all = 0;
        for (uint32_t kind = 0; kind < KINDS; kind++) {
            if (!(e->texts[kind] >> text & 1)) continue;
            all++;
            of_outlet += bits(e->texts[kind] & outlet) > 2;
            of_all += bits(e->texts[kind]) > 2;
        }
        assert_int_equal(list->counts[text].all, all);
        assert_int_equal(list->counts[text].of_outlet, of_outlet);
        assert_int_equal(list->counts[text].of_all, of_all);
        assert_true(of_outlet && of_outlet < of_all && of_all < all);
    }
}

static void check_runs(const expected *e, const mark_list *list) {
    run_reader reader = runs_read(&memory, &list->runs);
    run_mark *run;
    size_t count;
    for (uint32_t kind = 0; kind < KINDS; kind++) {
        if (bits(e->texts[kind]) < 2) continue;
        assert_true(runs_next(&memory, &reader, &run, &count));
        assert_int_equal(run->hash, hash_of(kind));
        assert_int_equal(count, bits(e->texts[kind]));
        for (size_t i = 0; i < count; i++) {
            assert_true(!i || run[i - 1].doc < run[i].doc);
            assert_true(e->texts[kind] >> run[i].doc & 1);
            assert_int_equal(run[i].at, e->at[kind][run[i].doc]);
        }
    }
    assert_false(runs_next(&memory, &reader, &run, &count));
}

static retold_status group_made(retold_ctx *c, void *p, retold_error *err) {
    retold_copies *copies = p;
    expected *e = ARENA_NEW(&memory, expected);
    arena work = arena_made(c);
    (void)err;
    for (uint32_t text = 0; text < TEXTS; text++) put_marks(copies, e, text);
    grouping g = group_begin(c, copies, &work);
    uint64_t before = copies->spool.size;
    mark_list list = group_marks(&g);
    check_counts(e, &list);
    check_runs(e, &list);
    assert_true((copies->spool.size == before) == copies->hands.once);
    arena_free(&work);
    return RETOLD_OK;
}

/* Empty texts have no marks of their own, and none stands for another. */
static void check_marks(const copies_hands *hands) {
    static const char *const outlets[OUTLETS + 1] = {"A", "B", "C", "D", "E", ""};
    corpus *c = new_corpus();
    retold_copies *copies;
    assert_int_equal(retold_copies_new(ctx, &copies, NULL), RETOLD_OK);
    copies_lend(copies, hands);
    for (uint32_t text = 0; text < TEXTS; text++)
        assert_int_equal(retold_copies_add(ctx, copies, put(c, (span){0}, outlets[text % (OUTLETS + 1)], 0), NULL), RETOLD_OK);
    assert_int_equal(ctx_run(ctx, group_made, copies, NULL), RETOLD_OK);
    retold_copies_free(copies);
}

static void marks_of_several_texts_are_told_and_all_counted(void **state) {
    (void)state;
    check_marks(&(copies_hands){0});
}

static void their_runs_lie_where_they_were_when_asked_for_once(void **state) {
    (void)state;
    check_marks(&(copies_hands){.once = true});
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(marks_of_several_texts_are_told_and_all_counted),
                                       cmocka_unit_test(their_runs_lie_where_they_were_when_asked_for_once)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
