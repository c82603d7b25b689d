/* Words of scripts without spaces: widths, voicing marks, blanks that mean nothing, and where each stands. */
#include "base/buf.h"
#include "test_memory.h"
#include "text/text.h"

static span listed(const char *text) {
    span s = span_of(text);
    words w = text_words(&memory, s);
    buf out = buf_made(&memory);
    for (size_t i = 0; i < w.count; i++) {
        buf_put(&out, span_at(s, w.items[i].span));
        buf_char(&out, '|');
    }
    return buf_span(&out);
}

/* The same words to a reader. */
static void assert_alike(const char *a, const char *b) {
    words x = text_words(&memory, span_of(a)), y = text_words(&memory, span_of(b));
    assert_int_equal(x.count, y.count);
    for (size_t i = 0; i < x.count; i++) {
        assert_true(x.items[i].hash == y.items[i].hash);
        assert_int_equal(x.items[i].flags, y.items[i].flags);
    }
}

static void widths_are_alike(void **state) {
    (void)state;
    assert_alike("第３号ＡＢＣ", "第3号ABC");
    assert_alike("３．５％と１２，０００円", "3.5%と12,000円");
    assert_alike("ﾌｪﾘｰが港に着いた", "フェリーが港に着いた");
    assert_alike("ｶﾞﾗｽのﾊﾟﾝ", "ガラスのパン");
    assert_alike("か\u3099くせい", "がくせい");
    assert_alike("\uF9E9\u2F00", "里一");
}

static void marks_and_blanks_mean_nothing(void **state) {
    (void)state;
    assert_alike("他说：「桥已关闭」。", "他说：“桥已关闭”.");
    assert_alike("港口\n关闭", "港口关闭");
    assert_alike("港 口\u3000关闭", "港口关闭");
    assert_span(listed("港 口"), "港 口|");
    assert_span(listed("港。口"), "港|口|");
    assert_span(listed("港\n\n\n口"), "港|口|");
}

static void spans_hold_what_they_hash(void **state) {
    (void)state;
    assert_span(listed("ｶﾞﾗｽ"), "ｶﾞﾗ|ﾗｽ|");
    assert_span(listed("ใบบัว"), "ใบ|บบ|บั|ัว|");
    assert_span(listed("船ABC号が着く"), "船|ABC|号が|が着|着く|");
    assert_span(listed("5月3日"), "5|月|3|日|");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths_are_alike),
        cmocka_unit_test(marks_and_blanks_mean_nothing),
        cmocka_unit_test(spans_hold_what_they_hash),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
