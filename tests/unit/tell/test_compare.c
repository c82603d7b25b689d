/* Two texts side by side: what is equal, changed, moved, alone. */
#include "fixture.h"
#include "tell_laws.h"

#define LAWFUL(c)                                    \
    do {                                             \
        const char *fault_ = comparison_fault(&(c)); \
        if (fault_) fail_msg("%s", fault_);          \
    } while (0)

static const char harbour[] = "The harbour office closed both piers on Monday after a crane tipped over.\n"
                              "Nobody was hurt, the harbour master said. Two barges have to wait outside until Thursday.\n"
                              "The crane was built in 1961 and last inspected in the spring.\n"
                              "Fishermen said they had asked for a new one for years.";

TEST(equal_texts_are_equal) {
    tell_comparison c = compared(harbour, harbour);
    LAWFUL(c);
    assert_int_equal(c.row_count, 5);
    assert_int_equal(c.counts[TELL_EQUAL], 5);
    assert_int_equal(c.shared_words, c.a_words);
    assert_true(c.rows[0].exact);
    assert_int_equal(c.rows[4].group, 3);
}

TEST(case_and_marks_are_not_differences) {
    tell_comparison c = compared("“It’s over,” the café owner said.", "\"IT'S OVER,\" the cafe owner said.");
    LAWFUL(c);
    assert_int_equal(c.counts[TELL_EQUAL], 1);
    assert_false(c.rows[0].exact);
}

TEST(changed_words_are_found) {
    tell_comparison c =
        compared("The ship carried 318 people to the northern port.", "The ship carried 320 passengers to the northern port.");
    LAWFUL(c);
    assert_int_equal(c.row_count, 1);
    assert_int_equal(c.rows[0].kind, TELL_CHANGED);
    assert_int_equal(c.rows[0].word_count, 3);
    assert_int_equal(c.rows[0].words[1].kind, TELL_REPLACED);
    assert_span(span_at(c.a->text, c.rows[0].words[1].a), "318 people");
    assert_span(span_at(c.b->text, c.rows[0].words[1].b), "320 passengers");
    assert_int_equal(c.shared_words, 7);
}

TEST(added_and_dropped_words_are_told_apart) {
    tell_comparison c =
        compared("The old ship left the northern port at noon.", "The ship left the northern port at noon on Friday.");
    LAWFUL(c);
    assert_int_equal(c.rows[0].words[1].kind, TELL_DROPPED);
    assert_span(span_at(c.a->text, c.rows[0].words[1].a), "old");
    const tell_words *last = &c.rows[0].words[c.rows[0].word_count - 1];
    assert_int_equal(last->kind, TELL_ADDED);
    assert_span(span_at(c.b->text, last->b), "on Friday.");
}

TEST(closing_marks_go_with_the_words_that_are_gone) {
    tell_comparison c =
        compared("ELDA (Brine Wire) - The dam above the lower town broke.", "The dam above the lower town broke.");
    LAWFUL(c);
    assert_span(span_at(c.a->text, c.rows[0].words[0].a), "ELDA (Brine Wire) -");
    c = compared("He said at last: “Nobody knew of the cracks in the dam.”", "“Nobody knew of the cracks in the dam.”");
    LAWFUL(c);
    assert_span(span_at(c.a->text, c.rows[0].words[0].a), "He said at last:");
}

TEST(moved_paragraphs_are_moved_and_not_dropped_and_added) {
    tell_comparison c =
        compared(harbour, "The crane was built in 1961 and last inspected in the spring.\n"
                          "The harbour office closed both piers on Monday after a crane tipped over.\n"
                          "Nobody was hurt, the harbour master said. Two barges have to wait outside until Thursday.\n"
                          "Fishermen said they had asked for a new one for years.");
    LAWFUL(c);
    assert_int_equal(c.counts[TELL_MOVED], 1);
    assert_int_equal(c.counts[TELL_EQUAL], 4);
    assert_int_equal(c.counts[TELL_ONLY_A] + c.counts[TELL_ONLY_B], 0);
    assert_int_equal(c.blocks, 1);
    assert_true(c.rows[0].at_b);
    assert_int_equal(c.rows[0].block, 1);
    assert_int_equal(c.shared_words, c.a_words);
}

TEST(short_chance_moves_are_let_go) {
    tell_comparison c = compared("Yes, he said.\nThe council will vote on the new bridge next week.",
                                 "The council will vote on the new bridge next week.\nYes, he said.");
    LAWFUL(c);
    assert_int_equal(c.counts[TELL_MOVED], 0);
    assert_int_equal(c.counts[TELL_ONLY_A], 1);
    assert_int_equal(c.counts[TELL_ONLY_B], 1);
}

TEST(a_split_sentence_is_one_row) {
    tell_comparison c =
        compared("The mayor opened the bridge on Sunday and thanked the workers who had built it in two winters.",
                 "The mayor opened the bridge on Sunday. She thanked the workers who had built it in two winters.");
    LAWFUL(c);
    assert_int_equal(c.row_count, 1);
    assert_int_equal(c.rows[0].kind, TELL_CHANGED);
    assert_int_equal(c.counts[TELL_ONLY_B], 0);
}

TEST(unlike_texts_stand_side_by_side) {
    tell_comparison c = compared("Rain fell all day.\nRivers rose.", "Gold prices slipped again.\nTraders shrugged.");
    LAWFUL(c);
    assert_int_equal(c.counts[TELL_ONLY_A], 2);
    assert_int_equal(c.counts[TELL_ONLY_B], 2);
    assert_int_equal(c.rows[3].group, 0);
}

TEST(scripts_without_spaces_are_aligned) {
    tell_comparison c = compared("港口周一关闭了两个码头。没有人受伤。", "港口周二关闭了两个码头。没有人受伤。");
    LAWFUL(c);
    assert_int_equal(c.counts[TELL_EQUAL], 1);
    assert_int_equal(c.counts[TELL_CHANGED], 1);
}

TEST(empty_texts_are_no_fault) {
    tell_comparison c = compared("", "");
    LAWFUL(c);
    assert_int_equal(c.row_count, 0);
    c = compared("", "One sentence.");
    LAWFUL(c);
    assert_int_equal(c.counts[TELL_ONLY_B], 1);
    c = compared("* * *\n…", "* * *");
    LAWFUL(c);
}

/* One long sentence of few different words: no anchor, too long for the table. */
static const char *babble(uint32_t seed) {
    buf out = buf_made(&memory);
    buf_put(&out, S("Zero "));
    for (int i = 0; i < 700; i++, seed = seed * 1664525u + 1013904223u) buf_printf(&out, "%s ", seed >> 30 & 1 ? "yes" : "no");
    buf_put(&out, S("end"));
    buf_char(&out, '\0');
    return out.bytes;
}

TEST(a_run_that_is_too_long_is_told) {
    tell_comparison c = compared(babble(1), babble(77));
    LAWFUL(c);
    if (c.counts[TELL_CHANGED])
        assert_string_equal(c.limit, "compare_words");
    else
        fail_msg("not linked");
}

TEST(long_runs_are_aligned_between_anchors) {
    buf a = buf_made(&memory), b = buf_made(&memory);
    for (int i = 0; i < 3000; i++) {
        buf_printf(&a, "w%d ", i);
        if (i % 100 == 50)
            buf_printf(&b, "new%d ", i);
        else
            buf_printf(&b, "w%d ", i);
    }
    buf_char(&a, '\0');
    buf_char(&b, '\0');
    tell_comparison c = compared(a.bytes, b.bytes);
    LAWFUL(c);
    assert_null(c.limit);
    assert_int_equal(c.shared_words, 2970);
}

/* Texts out of a few sentences in any order, with words changed: the laws hold, and nothing is lost. */
TEST(laws_hold_on_random_texts) {
    static const char *const parts[] = {"The %s met in the old town hall on Monday.",
                                        "No %s was hurt, police said.",
                                        "He said %s.",
                                        "\n",
                                        "“Why not?” asked the %s from the north.",
                                        "Some 1,200 people saw the %s burn.",
                                        "\nÜber %s sprach niemand. ",
                                        "Ok."};
    static const char *const nouns[] = {"council", "farmer", "barn", "mayor of the small town", "", "港口关闭"};
    uint32_t seed = 12345;
    for (int round = 0; round < 300; round++) {
        const char *texts[2];
        for (int side = 0; side < 2; side++) {
            buf out = buf_made(&memory);
            for (uint32_t i = 0, n = seed % 14; i < n; i++) {
                seed = seed * 1664525u + 1013904223u;
                const char *part = parts[(seed >> 20) % 8];
                const char *hole = strstr(part, "%s");
                if (hole) {
                    buf_put(&out, (span){part, (size_t)(hole - part)});
                    buf_put(&out, span_of(nouns[(seed >> 10) % 6]));
                    part = hole + 2;
                }
                buf_put(&out, span_of(part));
                buf_char(&out, ' ');
            }
            seed = seed * 1664525u + 1013904223u;
            buf_char(&out, '\0');
            texts[side] = out.bytes;
        }
        tell_comparison c = compared(texts[0], texts[1]);
        LAWFUL(c);
    }
}

static int gather(void *user, const char *bytes, size_t len) {
    buf_put(user, (span){bytes, len});
    return 0;
}

static int stop(void *user, const char *bytes, size_t len) {
    (void)user, (void)bytes, (void)len;
    return 1;
}

TEST(the_public_call_writes_three_forms) {
    retold_article *a = told("Port News", "2024-05-02T08:00Z", "Piers shut", harbour),
                   *b = told("Daily Quay", "2024-05-02", "Crane tips over", harbour);
    buf out = buf_made(&memory);
    retold_sink sink = {gather, &out};
    assert_int_equal(retold_tell_compare(ctx, a, b, RETOLD_TELL_TEXT, &sink, NULL), RETOLD_OK);
    HAS(out, "< Port News · 2 May 2024, 08:00 UTC · Piers shut");
    HAS(out, "sentences: 5 equal");
    buf_clear(&out);
    assert_int_equal(retold_tell_compare(ctx, a, b, RETOLD_TELL_JSON, &sink, NULL), RETOLD_OK);
    yyjson_doc *doc = json_parse(&memory, buf_span(&out), "test", NULL);
    assert_non_null(doc);
    assert_int_equal(yyjson_arr_size(yyjson_obj_get(yyjson_doc_get_root(doc), "rows")), 5);
    buf_clear(&out);
    assert_int_equal(retold_tell_compare(ctx, a, b, RETOLD_TELL_HTML, &sink, NULL), RETOLD_OK);
    HAS(out, "4 equal paragraphs");
    retold_error err = {0};
    assert_int_equal(retold_tell_compare(ctx, a, b, (retold_tell_form)9, &sink, &err), RETOLD_E_ARGUMENT);
    retold_sink closed = {stop, NULL};
    assert_int_equal(retold_tell_compare(ctx, a, b, RETOLD_TELL_TEXT, &closed, NULL), RETOLD_E_STOPPED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_texts_are_equal),
        cmocka_unit_test(case_and_marks_are_not_differences),
        cmocka_unit_test(changed_words_are_found),
        cmocka_unit_test(added_and_dropped_words_are_told_apart),
        cmocka_unit_test(closing_marks_go_with_the_words_that_are_gone),
        cmocka_unit_test(moved_paragraphs_are_moved_and_not_dropped_and_added),
        cmocka_unit_test(short_chance_moves_are_let_go),
        cmocka_unit_test(a_split_sentence_is_one_row),
        cmocka_unit_test(unlike_texts_stand_side_by_side),
        cmocka_unit_test(scripts_without_spaces_are_aligned),
        cmocka_unit_test(empty_texts_are_no_fault),
        cmocka_unit_test(a_run_that_is_too_long_is_told),
        cmocka_unit_test(long_runs_are_aligned_between_anchors),
        cmocka_unit_test(laws_hold_on_random_texts),
        cmocka_unit_test(the_public_call_writes_three_forms),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
