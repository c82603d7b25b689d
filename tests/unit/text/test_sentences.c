#include "base/buf.h"
#include "test_memory.h"
#include "text/text.h"

/* The sentences of a text with '|' between. */
static span cut(const char *text) {
    span s = span_of(text);
    ranges r = text_sentences(ctx, &memory, s);
    buf out = buf_made(&memory);
    for (size_t i = 0; i < r.count; i++) {
        if (i) buf_char(&out, '|');
        buf_put(&out, span_at(s, r.items[i]));
    }
    return buf_span(&out);
}

static void plain_ends(void **state) {
    (void)state;
    assert_span(cut("The ferry sank. Nobody died! Why? It is unclear."), "The ferry sank.|Nobody died!|Why?|It is unclear.");
    assert_span(cut("First line\n\n  second line. \nThird"), "First line|second line.|Third");
    assert_span(cut("It was 3.5 percent. 12 people left."), "It was 3.5 percent.|12 people left.");
    assert_span(cut(""), "");
    assert_span(cut(" \n \n"), "");
}

static void abbreviations_go_on(void **state) {
    (void)state;
    assert_span(cut("Dr. Ruiz met Sen. Doe. They spoke."), "Dr. Ruiz met Sen. Doe.|They spoke.");
    assert_span(cut("Platform No. 5 was shut. He said no. Five left."), "Platform No. 5 was shut.|He said no.|Five left.");
    assert_span(cut("J. R. Doe of Orsava Inc. Tuesday sold it."), "J. R. Doe of Orsava Inc. Tuesday sold it.");
    assert_span(cut("She left the U.S. The ship followed."), "She left the U.S.|The ship followed.");
    assert_span(cut("She left the U.S. Navy."), "She left the U.S. Navy.");
    assert_span(cut("Am 3. Oktober kam er. Im 20. Jahrhundert nicht."), "Am 3. Oktober kam er.|Im 20. Jahrhundert nicht.");
    assert_span(cut("He came on Sat. morning. There he sat. Then he left."),
                "He came on Sat. morning.|There he sat.|Then he left.");
}

static void marks_belong_to_the_sentence(void **state) {
    (void)state;
    assert_span(cut("“It sank.” He left."), "“It sank.”|He left.");
    assert_span(cut("\"Why now?\" he asked. (It was late.) So what?"), "\"Why now?\" he asked.|(It was late.)|So what?");
    assert_span(cut("He stopped... and went on… Then he left."), "He stopped... and went on…|Then he left.");
    assert_span(cut("It sank.\"The crew swam.\""), "It sank.\"|The crew swam.\"");
    assert_span(cut("He said it.The crew swam. See node.Js there."), "He said it.|The crew swam.|See node.Js there.");
}

static void other_scripts(void **state) {
    (void)state;
    assert_span(cut("船は沈んだ。誰も死ななかった。"), "船は沈んだ。|誰も死ななかった。");
    assert_span(cut("Паром затонул. Погибших нет."), "Паром затонул.|Погибших нет.");
    assert_span(cut("غرقت العبارة. لم يمت أحد؟ نعم."), "غرقت العبارة.|لم يمت أحد؟|نعم.");
}

static void lists_answer(void **state) {
    (void)state;
    assert_true(text_is_stop_word(ctx, S("the")));
    assert_true(text_is_stop_word(ctx, S("für")));
    assert_false(text_is_stop_word(ctx, S("ferry")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_ends),    cmocka_unit_test(abbreviations_go_on), cmocka_unit_test(marks_belong_to_the_sentence),
        cmocka_unit_test(other_scripts), cmocka_unit_test(lists_answer),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
