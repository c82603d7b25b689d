#include "base/buf.h"
#include "test_memory.h"
#include "text/text.h"

static span mended(const char *text) {
    text_fixes f = text_quote_fixes(&memory, span_of(text));
    return text_apply(&memory, span_of(text), f.items, f.count);
}

/* Mending gives `want`, and mending that changes nothing more. */
static void mends(const char *text, const char *want) {
    assert_span(mended(text), want);
    assert_span(mended(want), want);
}

static void curly_and_others_become_plain(void **state) {
    (void)state;
    mends("“It sank,” he said. ‘So what?’", "\"It sank,\" he said. \"So what?\"");
    mends("„Es sank“, sagte er. »Na und?« «Oui.» « Non. »", "\"Es sank\", sagte er. \"Na und?\" \"Oui.\" \"Non.\"");
    mends("”Den sjönk”, sade han.", "\"Den sjönk\", sade han.");
    mends("「船は沈んだ」と彼は「言『っ』た」", "\"船は沈んだ\"と彼は\"言'っ'た\"");
    mends("``It sank,'' he said.", "\"It sank,\" he said.");
    mends("''It sank,'' he said.", "\"It sank,\" he said.");
    mends("`It sank,` he said, `and fast.'", "\"It sank,\" he said, \"and fast.\"");
    mends("\"It sank,“ he said.", "\"It sank,\" he said.");
    mends("\xEF\xBF\xBDIt sank,\xEF\xBF\xBD he said. It\xEF\xBF\xBDs gone.", "\"It sank,\" he said. It's gone.");
    mends("\xC2\x93It sank,\xC2\x94 he said. It\xC2\x92s gone.", "\"It sank,\" he said. It's gone.");
    mends("&ldquo;It sank,&rdquo; he said. It&#8217;s gone.", "\"It sank,\" he said. It's gone.");
    mends("a lost caf\xEF\xBF\xBD and na\xEF\xBF\xBDve", "a lost caf\xEF\xBF\xBD and na\xEF\xBF\xBDve");
}

static void inner_marks_are_single(void **state) {
    (void)state;
    mends("“He said ‘no’ and left.”", "\"He said 'no' and left.\"");
    mends("‘He said “no” and left.’", "\"He said 'no' and left.\"");
    mends("\"He said \"no\" and left.\"", "\"He said 'no' and left.\"");
    mends("“‘No,’ he said.”", "\"'No,' he said.\"");
    mends("“He said ‘no.’”", "\"He said 'no.'\"");
    mends("«Il a dit “non” hier»", "\"Il a dit 'non' hier\"");
}

static void apostrophes_stay(void **state) {
    (void)state;
    mends("It’s the crew’s ’90s boat", "It's the crew's '90s boat");
    mends("‘It’s the workers’ vote,’ she said.", "\"It's the workers' vote,\" she said.");
    mends("the workers’ vote and rock ’n’ roll", "the workers' vote and rock 'n' roll");
    mends("'Tis the crews' boat, talkin' of '68.", "'Tis the crews' boat, talkin' of '68.");
    mends("Israel`s side", "Israel's side");
    mends("“The 7′ 2″ mast,” he said.", "\"The 7' 2\" mast,\" he said.");
    mends("\"The 7' 2\" mast broke,\" he said.", "\"The 7' 2\" mast broke,\" he said.");
    mends("A 27\" screen and a 12\"-wide one.", "A 27\" screen and a 12\"-wide one.");
    mends("He called it “class of 1999” then.", "He called it \"class of 1999\" then.");
}

static void missing_marks_are_put(void **state) {
    (void)state;
    mends("It sank,\" he said.", "\"It sank,\" he said.");
    mends("The boat was \"dead in the water.", "The boat was \"dead in the water.\"");
    mends("\"It sank,\" he said, \"and that was it.", "\"It sank,\" he said, \"and that was it.\"");
    mends("The boat was \"dead in the water. Nobody came.", "The boat was \"dead in the water.\" Nobody came.");
    mends("\"It sank, he said. \"We swam.\"", "\"It sank, he said.\" \"We swam.\"");
    mends("He left. It sank,\" he said.", "He left. \"It sank,\" he said.");
    mends("He said “it sank ”.", "He said \"it sank \".");
    mends("“…and so it sank.”", "\"…and so it sank.\"");
    mends("\"It ‘sank,\" he said.", "\"It 'sank,'\" he said.");
    mends("\"It sank,' he said.", "\"It sank,\" he said.");
}

static void tokenised_text_closes_up(void **state) {
    (void)state;
    mends("\" It sank , \" he said .", "\"It sank,\" he said.");
    mends("He called it \" odd \" .", "He called it \"odd\".");
}

static uint32_t flags_of(const char *text, size_t number) {
    marks m = text_marks(&memory, span_of(text));
    assert_true(number < m.count);
    return m.items[number].flags;
}

static void quotes_over_paragraphs(void **state) {
    (void)state;
    const char *two = "\"It sank. We swam.\n\"Then it was over,\" he said.";
    mends(two, two);
    assert_int_equal(flags_of(two, 0), MARK_CONTINUED);
    assert_int_equal(flags_of(two, 1), MARK_CONTINUED);
    assert_int_equal(flags_of(two, 2), 0);
    const char *later = "He said: \"It sank. We swam.\n\"Then it was over,\" he said.";
    mends(later, later);
    const char *torn = "\"It sank because of a\n\nhole in it,\" he said.";
    mends(torn, torn);
    assert_int_equal(flags_of(torn, 0), MARK_CONTINUED);
    assert_int_equal(text_marks(&memory, span_of(torn)).items[0].pair, 1);
}

static void cut_quotes_are_flagged(void **state) {
    (void)state;
    const char *cut = "`It sank. We went to the\n\nThe mayor left.\n\n`It was cold,` she said.";
    assert_int_equal(flags_of(cut, 0), MARK_ODD | MARK_UNPAIRED | MARK_CUT);
    text_fixes f = text_quote_fixes(&memory, span_of(cut));
    assert_int_equal(f.count, 4);
    assert_string_equal(f.items[1].kind, "quote-cut");
    assert_string_equal(f.items[0].kind, "quote");
    assert_span(text_apply(&memory, span_of(cut), f.items, f.count),
                "\"It sank. We went to the\"\n\nThe mayor left.\n\n\"It was cold,\" she said.");
    assert_int_equal(flags_of("\"It sank\n\"It was cold,\" she said.", 0), MARK_UNPAIRED | MARK_CUT);
}

static void levels_and_pairs(void **state) {
    (void)state;
    marks m = text_marks(&memory, S("“He said ‘it’s “no” now’.” “Yes.”"));
    uint8_t want[] = {0, 1, 0, 2, 2, 1, 0, 0, 0};
    uint32_t pairs[] = {6, 5, UINT32_MAX, 4, 3, 1, 0, 8, 7};
    assert_int_equal(m.count, 9);
    for (size_t i = 0; i < 9; i++) {
        assert_int_equal(m.items[i].level, want[i]);
        assert_int_equal(m.items[i].pair, pairs[i]);
    }
}

/* What a text has in quotation marks, joined by bars. */
static span quoted(const char *text) {
    ranges list = text_quoted(&memory, span_of(text));
    buf b = buf_made(&memory);
    for (size_t i = 0; i < list.count; i++) {
        if (i) buf_char(&b, '|');
        buf_put(&b, span_at(span_of(text), list.items[i]));
    }
    return buf_span(&b);
}

static void what_is_quoted(void **state) {
    (void)state;
    assert_span(quoted("“He said ‘it’s “no” now’.” So. “Yes.”"), "He said ‘it’s “no” now’.|Yes.");
    assert_span(quoted("\"It sank. We swam.\n\"Then it was over,\" he said."), "It sank. We swam.|Then it was over,");
    assert_span(quoted("\"It sank because of a\n\nhole in it,\" he said."), "It sank because of a\n\nhole in it,");
    assert_span(quoted("He left. It was John's 6\" boat."), "");
}

/* Letters and digits of a text, without all else. */
static span letters_of(span text) {
    buf b = buf_made(&memory);
    for (size_t at = 0; at < text.len;) {
        uint32_t c = text_next(text, &at);
        if (text_is_letter(c) || text_is_digit(c)) buf_utf8(&b, c);
    }
    return buf_span(&b);
}

/* Random runs of marks and words: marks rise, pairs are mutual, fixes rise and don't overlap, a mended text keeps its letters. */
static void laws_hold(void **state) {
    (void)state;
    static const char *const parts[] = {
        "\"", "'", "“", "”", "‘", "’", "`", " ", "a", "Bo", ". ", "\n", "7", "„", "»", "«", ", ", "''", "\xEF\xBF\xBD", "-"};
    uint64_t seed = 3;
    for (unsigned round = 0; round < 3000; round++) {
        buf b = buf_made(&memory);
        for (unsigned i = 0; i < round % 60; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            buf_put(&b, span_of(parts[(seed >> 40) % (sizeof parts / sizeof *parts)]));
        }
        span text = buf_span(&b);
        marks m = text_marks(&memory, text);
        for (size_t i = 0; i < m.count; i++) {
            if (i) assert_true(m.items[i].span.begin >= m.items[i - 1].span.end);
            assert_true(m.items[i].span.end <= text.len && m.items[i].level <= 8);
            if (m.items[i].pair != UINT32_MAX) assert_int_equal(m.items[m.items[i].pair].pair, i);
        }
        text_fixes f = text_quote_fixes(&memory, text);
        for (size_t i = 1; i < f.count; i++) assert_true(f.items[i].at.begin >= f.items[i - 1].at.end);
        assert_true(span_equal(letters_of(text), letters_of(text_apply(&memory, text, f.items, f.count))));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(curly_and_others_become_plain),
        cmocka_unit_test(inner_marks_are_single),
        cmocka_unit_test(apostrophes_stay),
        cmocka_unit_test(missing_marks_are_put),
        cmocka_unit_test(tokenised_text_closes_up),
        cmocka_unit_test(quotes_over_paragraphs),
        cmocka_unit_test(cut_quotes_are_flagged),
        cmocka_unit_test(levels_and_pairs),
        cmocka_unit_test(what_is_quoted),
        cmocka_unit_test(laws_hold),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
