#include "base/buf.h"
#include "base/data.h"
#include "base/groups.h"
#include "base/hash.h"
#include "base/vec.h"
#include "test_ctx.h"

static void span_cuts_and_finds(void **state) {
    (void)state;
    span rest = S("one\r\ntwo\n"), line;
    assert_true(span_take_line(&rest, &line));
    assert_span(line, "one");
    assert_true(span_take_line(&rest, &line));
    assert_span(line, "two");
    assert_false(span_take_line(&rest, &line));
    assert_int_equal(span_find(S("abcabd"), S("abd"), 0), 3);
    assert_true(span_find(S("abc"), S("x"), 0) == SIZE_MAX);
    assert_int_equal(span_find_nocase(S("xxAbC"), S("abc"), 0), 2);
    assert_span(span_trim(S(" \xC2\xA0 a b\t\xC2\xA0")), "a b");
    assert_true(span_compare(S("ab"), S("abc")) < 0);
}

static void numbers_refuse_overflow(void **state) {
    (void)state;
    uint64_t value = 0;
    assert_true(span_to_u64(S("18446744073709551615"), &value));
    assert_true(value == UINT64_MAX);
    assert_false(span_to_u64(S("18446744073709551616"), &value));
    assert_false(span_to_u64(S(""), &value));
    assert_false(span_to_u64(S("1a"), &value));
}

static retold_status fill_arena(retold_ctx *c, void *job, retold_error *err) {
    (void)err;
    VEC(uint32_t) numbers = {0};
    arena *a = ctx_scratch(c);
    for (uint32_t i = 0; i < 10000; i++) vec_push(a, &numbers, i);
    for (uint32_t i = 0; i < 10000; i++) assert_int_equal(numbers.items[i], i);
    *(size_t *)job = numbers.count;
    return RETOLD_OK;
}

static void scratch_is_given_back(void **state) {
    (void)state;
    size_t count = 0;
    assert_int_equal(ctx_run(ctx, fill_arena, &count, NULL), RETOLD_OK);
    assert_int_equal(count, 10000);
    assert_int_equal(ctx_scratch(ctx)->used, 0);
}

static void note(void *thing) { ++*(int *)thing; }

static retold_status run_out(retold_ctx *c, void *job, retold_error *err) {
    (void)err;
    ctx_undo(c, note, job);
    ctx_always(c, note, job);
    arena_alloc(ctx_scratch(c), SIZE_MAX / 2 + 1);
    return RETOLD_OK;
}

static void no_memory_jumps_and_undoes(void **state) {
    (void)state;
    int undone = 0;
    retold_error err = {0};
    assert_int_equal(ctx_run(ctx, run_out, &undone, &err), RETOLD_E_NOMEM);
    assert_int_equal(undone, 2);
    assert_string_equal(err.message, "out of memory");
}

static retold_status use_maps(retold_ctx *c, void *job, retold_error *err) {
    (void)err, (void)job;
    arena *a = ctx_scratch(c);
    map m = {0};
    for (uint64_t i = 0; i < 1000; i++) *map_put(a, &m, i * 7919) = i;
    for (uint64_t i = 0; i < 1000; i++) assert_int_equal(*map_get(&m, i * 7919), i);
    assert_null(map_get(&m, 3));
    assert_int_equal(m.entries[5].value, 5);
    names n = {0};
    assert_int_equal(names_add(a, &n, S("a")), 0);
    assert_int_equal(names_add(a, &n, S("b")), 1);
    assert_int_equal(names_add(a, &n, S("a")), 0);
    assert_int_equal(names_find(&n, S("b")), 1);
    assert_int_equal(names_find(&n, S("c")), NAME_NONE);
    return RETOLD_OK;
}

static void maps_keep_order(void **state) {
    (void)state;
    assert_int_equal(ctx_run(ctx, use_maps, NULL, NULL), RETOLD_OK);
}

/* Hashes that begin at one slot are told apart, 0 is one as any other, and growth keeps the numbers. */
static retold_status number_hashes(retold_ctx *c, void *job, retold_error *err) {
    (void)err, (void)job;
    numbering n = {0};
    arena *a = ctx_scratch(c);
    for (int round = 0; round < 2; round++)
        for (uint32_t i = 0; i < 1000; i++) assert_int_equal(numbering_add(a, &n, i << 20), i);
    assert_int_equal(n.count, 1000);
    assert_int_equal(*numbering_slot(&n, 0), 1);
    assert_int_equal(*numbering_slot(&n, 999U << 20), 1000);
    assert_int_equal(*numbering_slot(&n, 1), 0);
    for (uint32_t i = 0; i < 1000; i++) assert_int_equal(n.items[i], i << 20);
    return RETOLD_OK;
}

static void hashes_get_dense_numbers(void **state) {
    (void)state;
    assert_int_equal(ctx_run(ctx, number_hashes, NULL, NULL), RETOLD_OK);
}

static retold_status build_text(retold_ctx *c, void *job, retold_error *err) {
    (void)job, (void)err;
    buf b = buf_made(ctx_scratch(c));
    buf_utf8(&b, 'a');
    buf_utf8(&b, 0xE9);
    buf_utf8(&b, 0x20AC);
    buf_utf8(&b, 0x1F600);
    buf_utf8(&b, 0xD800);
    buf_printf(&b, "%d", 42);
    assert_span(buf_span(&b), "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\xEF\xBF\xBD"
                              "42");
    buf_clear(&b);
    buf_printf(&b, "%0300d", 1);
    assert_int_equal(b.len, 300);
    return RETOLD_OK;
}

static void groups_keep_order(void **state) {
    (void)state;
    arena a = {0};
    groups g = groups_by(&a, (uint32_t[]){3, 0, GROUP_NONE, 3, 1, 3}, 6, 4), none = groups_by(&a, NULL, 0, 0);
    assert_memory_equal(g.begin, ((uint32_t[]){0, 1, 2, 2, 5}), 5 * sizeof(uint32_t));
    assert_memory_equal(g.items, ((uint32_t[]){1, 4, 0, 3, 5}), 5 * sizeof(uint32_t));
    assert_int_equal(none.begin[0], 0);
    arena_free(&a);
}

static void buffers_grow(void **state) {
    (void)state;
    assert_int_equal(ctx_run(ctx, build_text, NULL, NULL), RETOLD_OK);
}

static void sha256_of_abc(void **state) {
    (void)state;
    char hex[65];
    digest d = hash_sha256(S("abc"));
    hash_hex(&d, 64, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void errors_hide_control_characters(void **state) {
    (void)state;
    retold_error err;
    assert_int_equal(error_set(&err, "base", RETOLD_E_IO, 7, "bad \x1b[31m%s", "file\n"), RETOLD_E_IO);
    assert_string_equal(err.message, "bad ?[31mfile?");
    assert_int_equal(err.offset, 7);
}

static void lists_skip_comments(void **state) {
    (void)state;
    span rest = S("# source: us\n\n one \n#x\ntwo"), entry;
    assert_true(data_next(&rest, &entry));
    assert_span(entry, "one");
    assert_true(data_next(&rest, &entry));
    assert_span(entry, "two");
    assert_false(data_next(&rest, &entry));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(span_cuts_and_finds),   cmocka_unit_test(numbers_refuse_overflow),
        cmocka_unit_test(scratch_is_given_back), cmocka_unit_test(no_memory_jumps_and_undoes),
        cmocka_unit_test(maps_keep_order),       cmocka_unit_test(hashes_get_dense_numbers),
        cmocka_unit_test(groups_keep_order),     cmocka_unit_test(buffers_grow),
        cmocka_unit_test(sha256_of_abc),         cmocka_unit_test(errors_hide_control_characters),
        cmocka_unit_test(lists_skip_comments),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
