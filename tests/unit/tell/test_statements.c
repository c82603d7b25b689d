/* Statements over tellings: what only one has, what is left out, what differs, and the page part with hostile text in it. */
#include "fixture.h"
#include "tell/statements.h"
#include "tell_page.h"

/* A story of texts in words of their own, told in this order. */
static tell_story *story_of(const char *const *texts, uint32_t count) {
    tell_telling *tellings = ARENA_ARRAY(&memory, tell_telling, count);
    for (uint32_t i = 0; i < count; i++) {
        char *outlet = (char *)arena_printf(&memory, "Outlet %c", 'A' + (int)i).ptr;
        char *when = (char *)arena_printf(&memory, "2024-05-01T10:%02uZ", i).ptr;
        tellings[i] =
            (tell_telling){.article = told(outlet, when, "Bridge closed", texts[i]), .number = i, .nearest = RETOLD_NONE};
        tellings[i].date.day = (stamp){1714557600000, 0, PRECISION_DAY}; /* 2024-05-01 */
    }
    tell_input *in = ARENA_NEW(&memory, tell_input);
    *in = (tell_input){.id = S("s-1"), .tellings = tellings, .count = count};
    tell_story *s = ARENA_NEW(&memory, tell_story);
    tell_build(ctx, &memory, in, s);
    return s;
}

static span text_of(const tell_story *s, const tell_statement *st, uint32_t telling) {
    return span_at(s->in->tellings[telling].article->text, st->cells[telling].span);
}

/* The row whose head has these words in it. */
static const tell_statement *row_with(const tell_story *s, const char *words) {
    for (uint32_t i = 0; i < s->statements->count; i++)
        if (span_find(text_of(s, &s->statements->items[i], s->statements->items[i].head), span_of(words), 0) != SIZE_MAX)
            return &s->statements->items[i];
    fail_msg("no statement with \"%s\"", words);
    return NULL;
}

static const char *const bridge[] = {
    "The old river bridge at Tarnholm was closed on Monday after divers found cracks in two pillars.\n"
    "Mayor Ilse Brandt said repairs would cost about 4 million crowns and last until autumn.\n"
    "Nobody was hurt, the fire service said.",
    "The old river bridge at Tarnholm was closed on Monday after divers found cracks in two pillars.\n"
    "Repairs would cost 6 million crowns and last until autumn, mayor Ilse Brandt told reporters.\n"
    "Nobody was hurt, the fire service said.",
    ("Divers found cracks in two pillars of the old river bridge at Tarnholm, so it was closed on Monday.\n"
     "Pupils of the harbour school now walk forty minutes along the dike to their lessons."),
};

TEST(rows_say_who_has_a_statement) {
    tell_story *s = story_of(bridge, 3);
    const tell_statement *closed = row_with(s, "cracks in two pillars");
    assert_int_equal(closed->group, TELL_ROW_SHARED);
    assert_int_equal(closed->head, 0);
    assert_int_equal(closed->cells[1].kind, TELL_CELL_VERBATIM);
    assert_int_equal(closed->cells[2].kind, TELL_CELL_REWORDED);
    const tell_statement *pupils = row_with(s, "Pupils of the harbour");
    assert_int_equal(pupils->group, TELL_ROW_ONLY_HERE);
    assert_int_equal(pupils->texts, 1);
    assert_int_equal(pupils->cells[0].kind, TELL_CELL_ABSENT);
    assert_false(range_known(pupils->cells[0].span));
    assert_int_equal(row_with(s, "Nobody was hurt")->group, TELL_ROW_LEFT_OUT_BY_FEW);
}

TEST(another_number_is_told_with_both_places) {
    tell_story *s = story_of(bridge, 3);
    const tell_statement *cost = row_with(s, "4 million");
    assert_int_equal(cost->group, TELL_ROW_DIFFERS);
    assert_int_equal(cost->cells[1].kind, TELL_CELL_DIFFERS);
    assert_int_equal(cost->cells[1].difference_count, 1);
    const tell_difference *d = cost->cells[1].differences;
    assert_int_equal(d->of, TELL_NUMBER);
    assert_true(span_equal(span_at(s->in->tellings[0].article->text, d->head), S("4 million")));
    assert_true(span_equal(span_at(s->in->tellings[1].article->text, d->here), S("6 million")));
}

TEST(a_number_in_words_is_the_same_number) {
    const char *const texts[] = {
        "The quake in the Varn valley killed seven people and destroyed 1,200 houses in three villages.",
        "The quake in the Varn valley killed 7 people and destroyed twelve hundred houses in three villages.",
        "The quake in the Varn valley killed nine people and destroyed 1200 houses in three villages.",
    };
    tell_story *s = story_of(texts, 3);
    const tell_statement *st = row_with(s, "quake");
    assert_int_equal(st->cells[1].kind, TELL_CELL_REWORDED);
    assert_int_equal(st->cells[2].kind, TELL_CELL_DIFFERS);
    assert_int_equal(st->cells[2].difference_count, 1);
}

TEST(a_number_told_elsewhere_is_no_difference) {
    const char *const texts[] = {
        "The tram with 90 people on board left the rails in Kiln Street near the market hall on its way north.\n"
        "Doctors treated 12 people that night.",
        "The tram left the rails in Kiln Street near the market hall on its way north and 12 people were treated.",
    };
    tell_story *s = story_of(texts, 2);
    for (uint32_t i = 0; i < s->statements->count; i++) assert_true(s->statements->items[i].group != TELL_ROW_DIFFERS);
}

/* One time in a telling's text. */
static void date_it(tell_story *s, uint32_t telling, const char *words, const char *value) {
    tell_telling *t = (tell_telling *)&s->in->tellings[telling];
    retold_time *time = ARENA_NEW(&memory, retold_time);
    size_t at = span_find(t->article->text, span_of(words), 0);
    assert_true(at != SIZE_MAX);
    *time = (retold_time){{(uint32_t)at, (uint32_t)(at + strlen(words))}, RETOLD_DATE, span_of(value)};
    t->times = time;
    t->time_count = 1;
}

/* ---- numbers of one thing in other words ---- */

static const tell_statement *row_that_differs(const tell_story *s) {
    for (uint32_t i = 0; i < s->statements->count; i++)
        if (s->statements->items[i].group == TELL_ROW_DIFFERS) return &s->statements->items[i];
    return NULL;
}

static const char *const collapse[] = {
    "A grandstand at the speedway in Oster Falls gave way on Sunday during the junior cup, injuring 52 people, six of "
    "them badly.\nThe club closed the site.",
    "Rescuers dug until dawn.\nThe number of people hurt when the grandstand at the Oster Falls speedway gave way has risen to "
    "57, the county clinic told a local station.",
    "After the grandstand of the speedway in Oster Falls had broken, doctors treated at least 50 people, most of them from the "
    "junior cup.",
};

TEST(numbers_of_one_thing_meet_without_like_sentences) {
    tell_story *s = story_of(collapse, 3);
    const tell_statement *st = row_that_differs(s);
    assert_non_null(st);
    assert_int_equal(st->head, 0);
    assert_int_equal(st->cells[1].kind, TELL_CELL_DIFFERS);
    assert_int_equal(st->cells[1].difference_count, 1);
    const tell_difference *d = st->cells[1].differences;
    assert_int_equal(d->of, TELL_NUMBER);
    assert_true(span_equal(span_at(s->in->tellings[0].article->text, d->head), S("52")));
    assert_true(span_equal(span_at(s->in->tellings[1].article->text, d->here), S("57")));
    assert_int_equal(st->cells[2].kind, TELL_CELL_REWORDED); /* "at least 50" holds for both */
}

TEST(a_rounded_number_contradicts_nobody) {
    const char *const texts[] = {
        "The ice on Lake Varn broke under a hockey crowd on Saturday, and 318 people on board of the old steamer watched it.",
        "Nearly 320 people aboard the steamer saw how the ice on Lake Varn broke under the hockey crowd.",
        "The ice on Lake Varn broke while the steamer lay there with about 300 persons on board, all unharmed.",
    };
    assert_null(row_that_differs(story_of(texts, 3)));
}

TEST(sums_with_a_decimal_comma_are_compared) {
    const char *const texts[] = {
        "The gallery in Brunndorf has insured the altar panel for €2.4 million.",
        "Den Versicherungswert gab die Stadt am Abend mit rund 2,3 Millionen Euro an.",
    };
    tell_story *s = story_of(texts, 2);
    const tell_statement *st = row_that_differs(s);
    assert_non_null(st);
    assert_int_equal(st->cells[1].kind, TELL_CELL_DIFFERS);
    assert_true(span_equal(span_at(s->in->tellings[1].article->text, st->cells[1].differences->here), S("2,3 Millionen")));
    const char *const coarser[] = {texts[0],
                                   "Versichert ist die Tafel der Galerie in Brunndorf, so die Stadt, für zwei Millionen Euro."};
    assert_null(row_that_differs(story_of(coarser, 2)));
}

TEST(numbers_of_other_units_are_no_difference) {
    const char *const texts[] = {
        "The couple from Hallin paid $880,310 in federal taxes for that year, a rate of 31.55 percent, their adviser said.",
        "The couple from Hallin paid $880,310 and $225,777 in federal and state taxes for that year, their adviser said.",
        "There's a 1 in 3 chance that the couple from Hallin must pay federal taxes twice, their adviser said.",
        "There's a two-in-three chance that the couple from Hallin must pay federal taxes twice, their adviser said.",
    };
    assert_null(row_that_differs(story_of(texts, 4)));
}

TEST(numbers_of_another_happening_are_no_difference) {
    const char *const texts[] = {
        "Two trams met head on in Kiln Street on Monday evening and nine people were killed, the mayor of Arden said.",
        "The worst crash of a tram in Arden so far was in June 1998, when 31 people were killed in Kiln Street.",
    };
    tell_story *s = story_of(texts, 2);
    date_it(s, 1, "June 1998", "1998-06");
    tell_build(ctx, &memory, s->in, s);
    assert_null(row_that_differs(s));
}

TEST(another_spelling_is_no_other_name) {
    const char *const texts[] = {
        "The harbour board chose the engineer Sergei Malkin as head of the new dredging office on Thursday evening.",
        "The harbour board chose the engineer Sergey Malkin as head of the new dredging office on Thursday evening.",
    };
    assert_null(row_that_differs(story_of(texts, 2)));
}

/* ---- dates, clauses ---- */

TEST(a_coarser_date_is_no_difference) {
    const char *const texts[] = {
        "The tanker Orsine ran aground off Cape Nerrin on 3 March with a cargo of palm oil.",
        "The tanker Orsine ran aground off Cape Nerrin in early March with a cargo of palm oil.",
        "The tanker Orsine ran aground off Cape Nerrin on 5 March with a cargo of palm oil.",
    };
    tell_story *s = story_of(texts, 3);
    date_it(s, 0, "3 March", "2024-03-03");
    date_it(s, 1, "early March", "2024-03");
    date_it(s, 2, "5 March", "2024-03-05");
    tell_build(ctx, &memory, s->in, s);
    const tell_statement *st = row_with(s, "tanker");
    assert_int_equal(st->cells[1].kind, TELL_CELL_REWORDED);
    assert_int_equal(st->cells[2].kind, TELL_CELL_DIFFERS);
    assert_int_equal(st->cells[2].differences->of, TELL_DATE);
}

TEST(a_clause_of_a_longer_sentence_is_not_absent) {
    const char *const texts[] = {
        "Striking bakers blocked the northern gate of the flour mill for nine hours. The mill's owner threatened to sue the "
        "union.",
        "Striking bakers blocked the northern gate of the flour mill for nine hours, and the mill's owner threatened to sue the "
        "union, "
        "whose leaders had promised a quiet protest only a day before.",
    };
    tell_story *s = story_of(texts, 2);
    assert_int_equal(row_with(s, "blocked the northern gate")->group, TELL_ROW_SHARED);
    assert_int_equal(row_with(s, "threatened to sue")->group, TELL_ROW_SHARED);
    assert_int_equal(row_with(s, "quiet protest")->group, TELL_ROW_ONLY_HERE);
}

TEST(names_alone_make_no_row) {
    const char *const texts[] = {
        "Transport Minister Odalys Ferrand inspected the flooded tunnel under Lake Immer for an hour.",
        "Transport Minister Odalys Ferrand will resign if the budget fails, her party announced.",
    };
    tell_story *s = story_of(texts, 2);
    assert_int_equal(s->statements->count, 2);
    assert_int_equal(s->statements->items[0].group, TELL_ROW_ONLY_HERE);
    assert_int_equal(s->statements->items[1].group, TELL_ROW_ONLY_HERE);
}

TEST(headings_and_datelines_are_no_statements) {
    const char *const texts[] = {
        "Bridge closed\nBy Ann Teller\nTARNHOLM, May 1 (Wire) - The old river bridge was closed after divers found cracks in "
        "it.\nMore "
        "on the bridge",
        "The old river bridge was closed after divers found cracks in it.",
    };
    tell_story *s = story_of(texts, 2);
    assert_int_equal(s->statements->count, 1);
    assert_int_equal(s->statements->items[0].cells[0].kind, TELL_CELL_VERBATIM);
    assert_int_equal(s->statements->items[0].cells[1].kind, TELL_CELL_VERBATIM);
}

TEST(quotes_stay_whole) {
    const char *const texts[] = {"“We heard a long groan under the deck; then the lamps went out and the whole train stood "
                                 "still,” said driver Bo Akerlund.",
                                 "Nothing else is known."};
    tell_story *s = story_of(texts, 2);
    assert_true(
        span_starts(text_of(s, row_with(s, "long groan"), 0), S("“We heard a long groan under the deck; then the lamps")));
}

TEST(spans_stand_on_character_borders_and_order_holds) {
    tell_story *s = story_of(bridge, 3);
    for (uint32_t i = 0; i < s->statements->count; i++) {
        const tell_statement *st = &s->statements->items[i];
        if (i) assert_true(s->statements->items[i - 1].group <= st->group);
        for (uint32_t t = 0; t < 3; t++)
            if (st->cells[t].kind != TELL_CELL_ABSENT) assert_true(text_is_utf8(text_of(s, st, t)));
        assert_int_equal(st->cells[st->head].kind, TELL_CELL_VERBATIM);
    }
}

/* ---- writers ---- */

TEST(hostile_statements_stay_text) {
    const char *const texts[] = {
        "The <script>alert(1)</script> committee met in the \"><img src=x onerror=alert(1)> room for 3 hours on the harbour "
        "wall.\n"
        "Its &lt;b&gt; chairman \xE2\x80\xAE spoke first about the broken crane near the old pier.",
        ("The <script>alert(1)</script> committee met in the \"><img src=x onerror=alert(1)> room for 5 hours on the harbour "
         "wall."),
        "bad \xFF\xC0 bytes and \x1b[31m colours stood on the board of the harbour office that whole morning.",
    };
    tell_story *s = story_of(texts, 3);
    buf out = buf_made(&memory);
    statements_html(&out, s);
    const char *fault = page_fault(buf_span(&out));
    if (fault) fail_msg("%s in:\n%.*s", fault, SPAN_ARG(buf_span(&out)));
    HAS_NOT(out, "<script");
    HAS_NOT(out, "<img");
    HAS(out, "&lt;script&gt;");
    HAS(out, "\u27E8U+202E\u27E9");
    buf lines = buf_made(&memory);
    statements_text(&lines, s);
    HAS_NOT(lines, "\x1b");
}

TEST(cells_lead_to_their_paragraph) {
    tell_story *s = story_of(bridge, 3);
    buf out = buf_made(&memory);
    tell_html(ctx, &out, s);
    HAS(out, "<section id=\"statements\"");
    HAS(out, "<th scope=\"row\">");
    HAS(out, "href=\"#t2p2\"");
    HAS(out, "id=\"t2p2\"");
    HAS(out, "another number, name or date, telling 2");
    HAS(out, "number <bdi>6 million</bdi> for <bdi>4 million</bdi>");
}

TEST(a_story_of_one_telling_compares_nothing) {
    tell_story *s = story_of(bridge, 1);
    buf out = buf_made(&memory), lines = buf_made(&memory);
    statements_html(&out, s);
    statements_text(&lines, s);
    HAS(out, "There is one telling only.");
    assert_int_equal(lines.len, 0);
}

TEST(json_has_every_cell_and_who_leaves_it_out) {
    tell_story *s = story_of(bridge, 3);
    buf out = buf_made(&memory);
    tell_json(ctx, &out, s);
    HAS(out, "\"group\":\"only here\"");
    HAS(out, "\"absent\":[1,2]");
    HAS(out, "\"of\":\"number\"");
    HAS(out, "\"here_text\":\"6 million\"");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rows_say_who_has_a_statement, setup, teardown),
        cmocka_unit_test_setup_teardown(another_number_is_told_with_both_places, setup, teardown),
        cmocka_unit_test_setup_teardown(a_number_in_words_is_the_same_number, setup, teardown),
        cmocka_unit_test_setup_teardown(a_number_told_elsewhere_is_no_difference, setup, teardown),
        cmocka_unit_test_setup_teardown(numbers_of_one_thing_meet_without_like_sentences, setup, teardown),
        cmocka_unit_test_setup_teardown(a_rounded_number_contradicts_nobody, setup, teardown),
        cmocka_unit_test_setup_teardown(sums_with_a_decimal_comma_are_compared, setup, teardown),
        cmocka_unit_test_setup_teardown(numbers_of_other_units_are_no_difference, setup, teardown),
        cmocka_unit_test_setup_teardown(numbers_of_another_happening_are_no_difference, setup, teardown),
        cmocka_unit_test_setup_teardown(another_spelling_is_no_other_name, setup, teardown),
        cmocka_unit_test_setup_teardown(a_coarser_date_is_no_difference, setup, teardown),
        cmocka_unit_test_setup_teardown(a_clause_of_a_longer_sentence_is_not_absent, setup, teardown),
        cmocka_unit_test_setup_teardown(names_alone_make_no_row, setup, teardown),
        cmocka_unit_test_setup_teardown(headings_and_datelines_are_no_statements, setup, teardown),
        cmocka_unit_test_setup_teardown(quotes_stay_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(spans_stand_on_character_borders_and_order_holds, setup, teardown),
        cmocka_unit_test_setup_teardown(hostile_statements_stay_text, setup, teardown),
        cmocka_unit_test_setup_teardown(cells_lead_to_their_paragraph, setup, teardown),
        cmocka_unit_test_setup_teardown(a_story_of_one_telling_compares_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(json_has_every_cell_and_who_leaves_it_out, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
