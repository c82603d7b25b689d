#include "base/buf.h"
#include "base/ctx.h"
#include "record/record.h"
#include "retold/times.h"
#include "test_ctx.h"
#include "times/times.h"
#include <stdio.h>

/* Written on a day ("" for unknown), the text's expressions are "words=value" parted by "; ". */
static void assert_times(const char *day, const char *text, const char *want) {
    retold_article *article = article_new(ctx);
    assert_non_null(article);
    article->text = span_of(text);
    article->published = *day ? stamp_parse(span_of(day)) : STAMP_NONE;
    retold_times *times;
    assert_int_equal(retold_times_find(ctx, article, &times, NULL), RETOLD_OK);
    char got[2048] = "";
    for (size_t i = 0; i < times->count; i++) {
        span words = span_at(article->text, times->items[i].span), value = times->items[i].value;
        size_t at = strlen(got);
        snprintf(got + at, sizeof got - at, "%s%.*s=%.*s", i ? "; " : "", SPAN_ARG(words), SPAN_ARG(value));
    }
    assert_string_equal(got, want);
    retold_times_free(times);
    retold_article_free(article);
}

static void plain_dates(void **state) {
    (void)state;
    assert_times("2024-04-19", "It sank on April 2, 2023, and again on 7 May 2021.",
                 "April 2, 2023=2023-04-02; 7 May 2021=2021-05-07");
    assert_times("2024-04-19", "Filed 2024-04-18, 4/17/2024, 16.04.2024.",
                 "2024-04-18=2024-04-18; 4/17/2024=2024-04-17; 16.04.2024=2024-04-16");
    assert_times("2024-04-19", "Am 19. April 2023, le 1er mai 2023, el 3 de junio de 2023.",
                 "19. April 2023=2023-04-19; 1er mai 2023=2023-05-01; 3 de junio de 2023=2023-06-03");
    assert_times("2024-04-19", "She may march in March with 1,990 people.", "March=2024-03");
    assert_times("2023-04-19", "On Feb. 30 nothing happened.", "");
}

static void days_without_a_year(void **state) {
    (void)state;
    assert_times("2024-01-06", "He must leave by Jan. 14. It began on Dec. 29.", "Jan. 14=2024-01-14; Dec. 29=2023-12-29");
    assert_times("2024-04-19", "It broke in early April. It was built in November.", "early April=2024-04; November=2023-11");
    assert_times("", "It broke on April 18.", "April 18=XXXX-04-18");
}

static void weekdays_follow_the_tense(void **state) {
    (void)state;
    assert_times("2024-04-19", "The ferry sank Tuesday.", "Tuesday=2024-04-16");
    assert_times("2024-04-19", "The vote will be held on Tuesday.", "Tuesday=2024-04-23");
    assert_times("2024-04-19", "Last Friday was dry, next Friday is not.", "Last Friday=2024-04-12; next Friday=2024-04-26");
    assert_times("2024-04-19", "They met Monday, April 15.", "Monday, April 15=2024-04-15");
    assert_times("", "They met on Monday.", "Monday=XXXX-WXX-1");
}

static void parts_of_a_day(void **state) {
    (void)state;
    assert_times("2024-04-19", "Rain fell Tuesday night and this morning.",
                 "Tuesday night=2024-04-16TNI; this morning=2024-04-19TMO");
    assert_times("2024-04-19", "It came overnight Friday, or on the night of April 18.",
                 "overnight Friday=2024-04-19TNI; the night of April 18=2024-04-18TNI");
    assert_times("2024-04-19", "It opens at 9:30 a.m. Monday and at 15:00 GMT.",
                 "9:30 a.m. Monday=2024-04-15T09:30; 15:00 GMT=2024-04-15T15:00");
}

static void relative_dates(void **state) {
    (void)state;
    assert_times("2024-04-19", "Yesterday, last week, this month, next year.",
                 "Yesterday=2024-04-18; last week=2024-W15; this month=2024-04; next year=2025");
    assert_times("2024-04-19", "Two days ago; six weeks ago; three months ago.",
                 "Two days ago=2024-04-17; six weeks ago=2024-W10; three months ago=2024-01");
    assert_times("2024-11-19", "Sales rose in the third quarter from a year earlier.",
                 "the third quarter=2024-Q3; a year earlier=2023-Q3");
    assert_times("2024-04-19", "In the 1990s, in spring 2023, in the late 1970s.",
                 "the 1990s=199; spring 2023=2023-SP; the late 1970s=197");
    assert_times("2024-04-19", "On Christmas Day 2023; on Good Friday.", "Christmas Day 2023=2023-12-25; Good Friday=2024-03-29");
    assert_times("", "It sank last week.", "last week=XXXX-WXX");
}

static void spans_and_sets(void **state) {
    (void)state;
    assert_times("2024-04-19", "For three days, two and a half years, a 5-year plan.",
                 "three days=P3D; two and a half years=P2Y6M; 5-year=P5Y");
    assert_times("2024-04-19", "In the past two weeks, two to three hours.", "the past two weeks=P2W; two to three hours=PT2H");
    assert_times("2024-04-19", "Every Monday, daily, twice a week, Tuesday nights.",
                 "Every Monday=XXXX-WXX-1; daily=P1D; a week=P1W; Tuesday nights=XXXX-WXX-2TNI");
    assert_times("2024-04-19", "A 30-year-old sailor.", "");
}

/* A clock without a day: of the day told before it in the paragraph, else of the first past day of the news. */
static void clocks_take_a_day(void **state) {
    (void)state;
    assert_times("2024-03-14", "It sank on Tuesday. Both engines stopped at 6:52 p.m.",
                 "Tuesday=2024-03-12; 6:52 p.m=2024-03-12T18:52");
    assert_times("2024-03-14", "It sank on Tuesday.\nA report is due on 30 April.\nEngines stopped at 6.52 p.m. on board.",
                 "Tuesday=2024-03-12; 30 April=2024-04-30; 6.52 p.m=2024-03-12T18:52");
    assert_times("2024-03-14", "It sank on Tuesday.\nThe office will open at 9 a.m.",
                 "Tuesday=2024-03-12; 9 a.m=2024-03-14T09:00");
    assert_times("2024-09-27", "She speaks on Thursday, 10 October, at 6 p.m. in the hall.",
                 "Thursday, 10 October, at 6 p.m=2024-10-10T18:00");
    assert_times("2024-09-27", "It cost $7.31 a piece.", "");
}

static void looking_ahead(void **state) {
    (void)state;
    assert_times("2024-03-13", "It would begin interviews on Thursday.", "Thursday=2024-03-14");
    assert_times("2024-03-13", "The minister is to speak in parliament on Friday.", "Friday=2024-03-15");
    assert_times("2024-03-14", "They would appeal Tuesday's ruling.", "Tuesday=2024-03-12");
}

/* Words that point ahead govern what hangs on them. */
static void words_that_point_ahead(void **state) {
    (void)state;
    assert_times("2024-03-13", "A march planned for Friday was announced.", "Friday=2024-03-15");
    assert_times("2024-03-13", "They told of plans for a picnic on the old quay on Friday.", "Friday=2024-03-15");
    assert_times("2024-04-19", "She gave the mayor a small chance of holding the town in November.", "November=2024-11");
    assert_times("2024-04-19", "The party was strong going into November.", "November=2024-11");
    assert_times("2024-03-13", "The harbour office asked the owners to come on Friday.", "Friday=2024-03-15");
    assert_times("2024-03-13", "The pilots agreed Monday to meet.", "Monday=2024-03-11");
    assert_times("2024-03-13", "The film, to be shown on Friday, was cut.", "Friday=2024-03-15");
    assert_times("2024-03-13", "It could reopen as early as Thursday.", "Thursday=2024-03-14");
    assert_times("2024-03-13", "They spoke on Monday ahead of Friday's vote.", "Monday=2024-03-11; Friday=2024-03-15");
    assert_times("2024-03-13", "The debate is expected to begin on Wednesday, followed by a vote on Thursday.",
                 "Wednesday=2024-03-13; Thursday=2024-03-14");
    assert_times("2024-03-13", "She should cancel Friday's vote.", "Friday=2024-03-15");
    assert_times("2024-03-13", "Planned works ended on Friday.", "Friday=2024-03-08");
    assert_times("2024-03-13", "Der Streik soll am Freitag enden, bis Samstag.", "Freitag=2024-03-15; Samstag=2024-03-16");
}

static void days_that_name_an_event(void **state) {
    (void)state;
    assert_times("2024-08-19", "Families of the Sept. 11 victims came.", "Sept. 11=2001-09-11");
    assert_times("2024-08-19", "He named the 19 Sept. 11 hijackers.", "Sept. 11=2001-09-11");
    assert_times("2000-08-19", "The Sept. 11 attacks of the chess club were bold.", "Sept. 11=2000-09-11");
    assert_times("2024-08-19", "The Sept. 11 vote was close.", "Sept. 11=2024-09-11");
    assert_times("2024-08-19", "She joined the 9/12 march.", "");
    assert_times("2024-08-19", "A word to Gen. Lind.", "");
    assert_times("2024-08-19", "Died on 19 April 11 sailors.", "19 April=2024-04-19");
    assert_times("2024-04-09", "The recess began on April 7. Last year it was longer.", "April 7=2024-04-07; Last year=2023");
}

static void days_of_an_age(void **state) {
    (void)state;
    assert_times("2024-08-19", "Today's pupils are tomorrow's sailors.", "Today=PRESENT_REF; tomorrow=FUTURE_REF");
    assert_times("2024-08-19", "Today's ruling was short.", "Today=2024-08-19");
}

/* A year long gone that the sentence tells holds for the days behind it. */
static void years_of_the_sentence(void **state) {
    (void)state;
    assert_times("2024-09-24", "He left in the summer of 1921, weeks after the fire of 5 May.",
                 "the summer of 1921=1921-SU; 5 May=1921-05-05");
    assert_times("2024-09-24", "It burnt in 1921. It opens on 15 November.", "1921=1921; 15 November=2024-11-15");
    assert_times("2024-09-24", "The caretaker of 1921 left that summer.", "1921=1921; that summer=1921-SU");
    assert_times("2024-09-24", "It was drawn in 1641 on 1641 sheets.", "1641=1641");
    assert_times("2024-09-24", "Vom 15. November bis zum 31. Januar; im Sommer 1921.",
                 "15. November=2024-11-15; 31. Januar=2025-01-31; Sommer 1921=1921-SU");
    assert_times("2024-09-24", "She scored in the last quarter of an hour.", "an hour=PT1H");
}

/* The same article against a day that is lent to it. */
static retold_status read_against(retold_ctx *c, void *job, retold_error *err) {
    (void)err;
    arena memory = arena_made(c);
    time_list times;
    times_read(c, &memory, job, stamp_parse(S("2024-04-19")), &times);
    assert_int_equal(times.count, 2);
    assert_span(times.items[0].value, "2024-04-16");
    assert_span(times.items[1].value, "2024-04-01");
    times_read(c, &memory, job, STAMP_NONE, &times);
    assert_span(times.items[0].value, "XXXX-WXX-2");
    assert_span(times.items[1].value, "XXXX-04-01");
    arena_free(&memory);
    return RETOLD_OK;
}

static void a_day_may_be_lent(void **state) {
    (void)state;
    retold_article *article = article_new(ctx);
    article->text = S("It sank on Tuesday, after a fire on April 1.");
    article->published = STAMP_NONE;
    assert_int_equal(ctx_run(ctx, read_against, article, NULL), RETOLD_OK);
    retold_article_free(article);
}

static void nothing_to_find(void **state) {
    (void)state;
    assert_times("2024-04-19", "", "");
    assert_times("2024-04-19", "The ferry is red.", "");
    retold_times_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_dates),
        cmocka_unit_test(days_without_a_year),
        cmocka_unit_test(weekdays_follow_the_tense),
        cmocka_unit_test(parts_of_a_day),
        cmocka_unit_test(relative_dates),
        cmocka_unit_test(spans_and_sets),
        cmocka_unit_test(nothing_to_find),
        cmocka_unit_test(clocks_take_a_day),
        cmocka_unit_test(looking_ahead),
        cmocka_unit_test(words_that_point_ahead),
        cmocka_unit_test(days_that_name_an_event),
        cmocka_unit_test(days_of_an_age),
        cmocka_unit_test(years_of_the_sentence),
        cmocka_unit_test(a_day_may_be_lent),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
