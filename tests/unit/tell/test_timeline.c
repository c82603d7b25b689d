/* Happenings by what tellings date and say: merged, kept apart, in conflict; the writers of it. */
#include "fixture.h"

#include "tell/timeline.h"
#include "times/times.h"

enum { MOST = 8 };

static tell_telling tellings[MOST];
static tell_input in;
static tell_story story;

static void begin(void) { in = (tell_input){.id = S("s-1"), .tellings = tellings}; }

/* A telling with its times; each is a text of its own. */
static tell_telling *add(const char *outlet, const char *day, const char *text) {
    tell_telling *t = &tellings[in.count];
    time_list times;
    *t = (tell_telling){.article = told(outlet, day, "Dam breaks above Elda", text),
                        .family = arena_printf(&memory, "f-%u", in.count),
                        .number = in.count + 1,
                        .nearest = RETOLD_NONE};
    t->date = (told_date){t->article->published, day ? TOLD_DATE_OWN : TOLD_DATE_NONE, RETOLD_NONE};
    times_read(ctx, &memory, t->article, t->article->published, &times);
    t->times = times.items;
    t->time_count = (uint32_t)times.count;
    in.count++;
    return t;
}

/* The last telling says `content`; `cue` and `speaker` are words of its text. */
static void add_quote(const char *speaker, const char *cue, const char *content) {
    tell_telling *t = &tellings[in.count - 1];
    retold_quote *q = ARENA_NEW(&memory, retold_quote);
    range *part = ARENA_NEW(&memory, range);
    size_t at = span_find(t->article->text, span_of(content), 0), cue_at = span_find(t->article->text, span_of(cue), 0);
    *part = (range){(uint32_t)at, (uint32_t)(at + strlen(content))};
    *q = (retold_quote){.content = *part, .parts = part, .part_count = 1, .speaker_name = span_of(speaker), .confidence = 1};
    q->speaker = q->role = RANGE_NONE;
    q->cue = (range){(uint32_t)cue_at, (uint32_t)(cue_at + strlen(cue))};
    t->quotes = q;
    t->quote_count = 1;
}

static const tell_timeline *build(void) {
    tell_build(ctx, &memory, &in, &story);
    return story.timeline;
}

/* Begin and end as "2024-04-05 2024-04-06", with clocks where they aren't midnight. */
static const char *dates(int64_t from, int64_t to) {
    span a = stamp_iso(&memory, (stamp){from, ZONE_NONE, from % 86400000 ? PRECISION_MINUTE : PRECISION_DAY});
    span b = stamp_iso(&memory, (stamp){to, ZONE_NONE, to % 86400000 ? PRECISION_MINUTE : PRECISION_DAY});
    return arena_printf(&memory, "%.*s %.*s", SPAN_ARG(a), SPAN_ARG(b)).ptr;
}

static void assert_dates(const tell_happening *h, const char *want) { assert_string_equal(dates(h->begin, h->end), want); }

static span label_of(const tell_happening *h) {
    const tell_mention *m = &h->mentions[h->label];
    return span_at(in.tellings[m->telling].article->text, m->clause);
}

TEST(coarser_is_no_conflict) {
    begin();
    add("Herald", "2024-04-08", "The old dam above Elda broke on April 2 and flooded the lower town.");
    add("Coast", "2024-04-09", "Elda is still wet. The lower town was flooded when the dam above Elda broke in early April.");
    add("Wire", "2024-04-09", "In April the dam above the town of Elda broke, and water flooded the lower town.");
    const tell_timeline *t = build();
    assert_int_equal(t->count, 1);
    assert_int_equal(t->items[0].count, 3);
    assert_false(t->items[0].conflict);
    assert_dates(&t->items[0], "2024-04-02 2024-04-03");
    const tell_mention *early = &t->items[0].mentions[1];
    assert_string_equal(dates(early->begin, early->end), "2024-04-01 2024-04-11");
    assert_int_equal(t->items[0].label, 0);
}

TEST(nights_belong_to_two_days) {
    begin();
    add("Herald", "2024-04-06", "The dam above Elda broke overnight Saturday, the mill and the lower town are flooded.");
    add("Coast", "2024-04-09", "On the night of April 5 the dam above Elda broke and flooded the mill and the lower town.");
    const tell_timeline *t = build();
    assert_int_equal(t->count, 1);
    assert_false(t->items[0].conflict);
    assert_int_equal(t->items[0].count, 2);
}

TEST(dates_that_exclude_each_other_are_a_conflict) {
    begin();
    add("Herald", "2024-04-08", "The old dam above Elda broke on April 2 and flooded the lower town.");
    add("Wire", "2024-04-08", "The old dam above Elda broke on April 2 and flooded most of the lower town.");
    add("Coast", "2024-04-09", "The old dam above Elda broke on April 4 and flooded the whole lower town.");
    const tell_timeline *t = build();
    assert_int_equal(t->count, 1);
    assert_true(t->items[0].conflict);
    assert_int_equal(t->items[0].count, 3);
    assert_dates(&t->items[0], "2024-04-02 2024-04-03"); /* two against one */
}

/* One text tells of both days: two happenings, however alike they sound. */
TEST(what_one_text_tells_apart_stays_apart) {
    begin();
    add("Herald", "2024-04-08", "The old dam above Elda broke on April 2. The old dam above Elda broke again on April 4.");
    add("Coast", "2024-04-09", "The old dam above Elda broke on April 4.");
    const tell_timeline *t = build();
    assert_int_equal(t->count, 2);
    assert_false(t->items[0].conflict);
    assert_int_equal(t->items[1].count, 2);
}

TEST(other_things_on_one_day_stay_apart) {
    begin();
    add("Herald", "2024-04-08", "The dam above Elda broke on April 2. Ferries to Norhaven were stopped by a storm on April 2.");
    add("Coast", "2024-04-09", "The harbour choir sang for three hundred guests at the castle on April 2.");
    const tell_timeline *t = build();
    assert_int_equal(t->count, 3);
}

TEST(a_clause_without_a_date_joins_where_it_is_clearly_alike) {
    begin();
    add("Herald", "2024-04-08", "The old dam above Elda broke on April 2 and flooded the lower town.");
    add("Coast", "2024-04-09", "Nobody sleeps here. The old dam above Elda broke and flooded the lower town and the mill.");
    const tell_timeline *t = build();
    assert_int_equal(t->count, 1);
    assert_int_equal(t->items[0].count, 2);
    assert_true(t->items[0].mentions[1].time == RETOLD_NONE);
    assert_true(t->items[0].mentions[1].begin == RETOLD_TIME_NONE);
}

TEST(sayings_go_by_who_says_them) {
    begin();
    add("Herald", "2024-04-05", "The gate had been tested twice, Runa Osk said Friday.");
    add_quote("Runa Osk", "said", "The gate had been tested twice");
    add("Coast", "2024-04-06", "Runa Osk told reporters on Friday that water came from nowhere.");
    add_quote("Runa Osk", "told", "water came from nowhere");
    add("Wire", "2024-04-06", "Engineers are to blame, Bo Lind said on Friday, and the gate had been tested.");
    add_quote("Bo Lind", "said", "Engineers are to blame");
    const tell_timeline *t = build();
    assert_int_equal(t->count, 2);
    assert_true(t->items[0].said && t->items[1].said);
    assert_int_equal(t->items[0].count + t->items[1].count, 3);
    assert_dates(&t->items[0], "2024-04-05 2024-04-06");
}

/* One act, told as an act and as words; the office goes by two names. */
TEST(an_act_may_be_told_as_what_was_said) {
    begin();
    add("Herald", "2024-04-05", "The Elda River Board said Tuesday it will drain the lake and mend the gate before the thaw.");
    add_quote("Elda River Board", "said", "it will drain the lake and mend the gate before the thaw");
    add("Coast", "2024-04-06", "The River Board decided on Tuesday to drain the lake and mend the gate before the thaw.");
    add("Wire", "2024-04-06", "The River Board announced on Tuesday that the lake will be drained and the gate mended.");
    add_quote("River Board", "announced", "the lake will be drained and the gate mended");
    const tell_timeline *t = build();
    assert_int_equal(t->count, 1);
    assert_int_equal(t->items[0].count, 3);
}

/* The verb before the date is what it dates, though words follow. */
TEST(a_date_behind_an_act_is_no_saying) {
    begin();
    add("Herald", "2024-04-05", "The council passed a motion Tuesday, warning that the old dam is a heap of rust.");
    add_quote("The council", "warning", "the old dam is a heap of rust");
    const tell_timeline *t = build();
    assert_int_equal(t->count, 1);
    assert_false(t->items[0].said);
    assert_span(label_of(&t->items[0]), "The council passed a motion Tuesday");
}

TEST(a_day_names_the_act_of_the_day) {
    begin();
    add("Herald", "2024-04-05", "A ruling of the court at Norhaven closed the mill on Tuesday for good.");
    add("Coast", "2024-04-06", "Fishermen in four villages of the coast were glad of Tuesday's ruling.");
    add("Wire", "2024-04-06", "Fishermen in four villages of the coast danced at Tuesday's harvest feast.");
    const tell_timeline *t = build();
    assert_int_equal(t->count, 2);
    assert_int_equal(t->items[0].count, 2);
}

TEST(who_acts_on_whom_is_told_apart) {
    begin();
    add("Herald", "2024-04-05", "The town of Norhaven blocked the Brine Company on Tuesday over the dam above Elda.");
    add("Coast", "2024-04-06", "The Brine Company blocked the town of Norhaven on Tuesday over the dam above Elda.");
    assert_int_equal(build()->count, 2);
    begin();
    add("Herald", "2024-04-05", "The town of Norhaven blocked the Brine Company on Tuesday over the dam above Elda.");
    add("Coast", "2024-04-06", "The Brine Company was blocked by the town of Norhaven on Tuesday over the dam above Elda.");
    assert_int_equal(build()->count, 1);
}

/* What the headlines tell, told twice by one text. */
TEST(one_text_may_tell_the_act_of_the_headlines_twice) {
    begin();
    add("Herald", "2024-04-05",
        "The dam above Elda breaks, and it was heard far off on Tuesday. The flood cost nine cows. When the dam above Elda "
        "breaks "
        "on Tuesday the gate gives way first.");
    assert_int_equal(build()->count, 1);
}

TEST(weekdays_may_be_in_conflict) {
    begin();
    add("Herald", "2024-04-05", "The old dam above Elda broke on Tuesday and flooded the lower town.");
    add("Coast", "2024-04-05", "The old dam above Elda broke on Wednesday and flooded the lower town.");
    const tell_timeline *t = build();
    assert_int_equal(t->count, 1);
    assert_true(t->items[0].conflict);
    begin();
    add("Herald", "2024-04-05", "The keeper of the dam above Elda apologized to the lower town on Tuesday.");
    add("Coast", "2024-04-05", "The keeper of the dam above Elda left his post in the lower town on Wednesday.");
    t = build();
    assert_int_equal(t->count, 2);
    assert_false(t->items[0].conflict || t->items[1].conflict);
}

/* The date stands in what is said, not beside the verb of saying. */
TEST(a_date_within_the_words_is_no_saying) {
    begin();
    add("Herald", "2024-04-05", "The old dam above Elda broke on Tuesday, Runa Osk said.");
    add_quote("Runa Osk", "said", "The old dam above Elda broke on Tuesday");
    const tell_timeline *t = build();
    assert_int_equal(t->count, 1);
    assert_false(t->items[0].said);
    assert_dates(&t->items[0], "2024-04-02 2024-04-03");
}

TEST(lengths_count_from_what_is_dated) {
    begin();
    add("Herald", "2024-09-24", "The chart was last seen on 3 May 1921, two days before a fire in the east wing of the museum.");
    add("Coast", "2024-04-19",
        "The flood hit the mill at Elda on April 18. The flood came nearly a week after the great dam break.");
    const tell_timeline *t = build();
    assert_int_equal(t->count, 4);
    assert_dates(&t->items[1], "1921-05-05 1921-05-06");
    assert_span(label_of(&t->items[1]), "a fire in the east wing of the museum");
    assert_dates(&t->items[2], "2024-04-11 2024-04-15");
    assert_span(label_of(&t->items[2]), "the great dam break");
}

TEST(what_dates_nothing_makes_no_happening) {
    begin();
    add("Herald", "2024-04-08",
        "ELDA, April 8 (Brine Wire) - The dam is old.\nThe board meets every Monday. Rain is usual in spring. It rained for "
        "three "
        "days. Now the board waits. This year the budget is small. The 2020 election cost the mayor her seat. Recently a gate "
        "was bought.");
    const tell_timeline *t = build();
    assert_int_equal(t->count, 0);
}

/* Copies of one text: a weekday still means what it meant in the source, and the copy counts once. */
TEST(copies_date_as_their_source) {
    begin();
    add("Wire", "2024-04-04T08:00Z", "The old dam above Elda broke on Tuesday and flooded the lower town.");
    add("Late", "2024-04-14T08:00Z", "The old dam above Elda broke on Tuesday and flooded the lower town.")->family = S("f-0");
    const tell_timeline *t = build();
    assert_int_equal(t->count, 1);
    assert_int_equal(t->items[0].count, 2);
    assert_false(t->items[0].conflict);
    assert_dates(&t->items[0], "2024-04-02 2024-04-03");
}

TEST(possible_dates_say_so) {
    begin();
    tell_telling *t = add("Blog", NULL, "The old dam above Elda broke on Tuesday and flooded the lower town.");
    time_list times;
    add("Herald", "2024-04-04", "Runa Osk is the mayor of Elda and a clockmaker by trade.");
    t->date = (told_date){stamp_parse(S("2024-04-04")), TOLD_DATE_STORY, 1};
    times_read(ctx, &memory, t->article, t->date.day, &times);
    t->times = times.items;
    t->time_count = (uint32_t)times.count;
    const tell_timeline *line = build();
    assert_int_equal(line->count, 1);
    assert_true(line->items[0].possible && line->items[0].mentions[0].possible);
    buf out = buf_made(&memory);
    tell_json(ctx, &out, &story);
    HAS(out, "\"date\":{\"value\":\"2024-04-04\",\"reason\":\"story\",\"from\":1}");
    HAS(out, "\"date\":{\"value\":\"2024-04-04\",\"reason\":\"own\",\"from\":null}");
    HAS(out, "\"begin\":\"2024-04-02T00:00\"");
    buf_clear(&out);
    tell_text(ctx, &out, &story);
    HAS(out, "date not known, possibly 4 Apr 2024, from the story’s dated tellings (1)");
    HAS(out, "possibly 2 Apr 2024: The old dam above Elda broke on Tuesday");
    HAS(out, "“Tuesday” (2 Apr 2024, possibly)");
    buf_clear(&out);
    tell_html(ctx, &out, &story);
    HAS(out, "counted from a possible date");
}

/* Without any date to count from there is no place on the line. */
TEST(no_date_at_all_is_no_happening) {
    begin();
    add("Blog", NULL, "The old dam above Elda broke on Tuesday and flooded the lower town.");
    assert_int_equal(build()->count, 0);
}

TEST(the_page_shows_words_precision_and_place) {
    begin();
    add("Herald", "2024-04-08", "The old dam above Elda broke on April 2 <b>and</b> flooded the lower town.");
    add("Coast", "2024-04-09", "The old dam above Elda broke on April 4 and flooded the whole lower town.");
    build();
    buf out = buf_made(&memory);
    tell_html(ctx, &out, &story);
    HAS(out, "<h2 id=\"h-timeline\">What happened when</h2>");
    HAS(out, "broke on <mark>April 2</mark> &lt;b&gt;and&lt;/b&gt; flooded");
    HAS(out, "2 Apr 2024, to the day");
    HAS(out, "dates differ");
    HAS(out, "this date and the one above can’t both be right");
    HAS(out, "href=\"#t1p1\"");
    buf_clear(&out);
    tell_text(ctx, &out, &story);
    HAS(out, "[dates differ]");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(coarser_is_no_conflict),
        cmocka_unit_test(nights_belong_to_two_days),
        cmocka_unit_test(dates_that_exclude_each_other_are_a_conflict),
        cmocka_unit_test(what_one_text_tells_apart_stays_apart),
        cmocka_unit_test(other_things_on_one_day_stay_apart),
        cmocka_unit_test(a_clause_without_a_date_joins_where_it_is_clearly_alike),
        cmocka_unit_test(sayings_go_by_who_says_them),
        cmocka_unit_test(an_act_may_be_told_as_what_was_said),
        cmocka_unit_test(a_date_behind_an_act_is_no_saying),
        cmocka_unit_test(a_day_names_the_act_of_the_day),
        cmocka_unit_test(who_acts_on_whom_is_told_apart),
        cmocka_unit_test(one_text_may_tell_the_act_of_the_headlines_twice),
        cmocka_unit_test(weekdays_may_be_in_conflict),
        cmocka_unit_test(a_date_within_the_words_is_no_saying),
        cmocka_unit_test(lengths_count_from_what_is_dated),
        cmocka_unit_test(what_dates_nothing_makes_no_happening),
        cmocka_unit_test(copies_date_as_their_source),
        cmocka_unit_test(possible_dates_say_so),
        cmocka_unit_test(no_date_at_all_is_no_happening),
        cmocka_unit_test(the_page_shows_words_precision_and_place),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
