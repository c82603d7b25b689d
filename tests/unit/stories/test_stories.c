#include "record/record.h"
#include "retold/stories.h"
#include "test_ctx.h"

typedef struct telling_text {
    const char *lang, *title, *text;
} telling_text;

static retold_story_placed add(retold_stories *stories, telling_text t, const char **kept) {
    retold_article *article = article_new(ctx);
    assert_non_null(article);
    article->lang = span_of(t.lang);
    article->title.text = span_of(t.title);
    article->text = span_of(t.text);
    retold_story_placed placed;
    assert_int_equal(retold_stories_add(ctx, stories, article, &placed, NULL), RETOLD_OK);
    for (uint32_t i = 0; i < placed.shared_count; i++) {
        assert_true(placed.shared[i].begin < placed.shared[i].end && placed.shared[i].end <= article->text.len);
        if (i == 0 && kept) *kept = article->text.ptr + placed.shared[i].begin;
    }
    retold_article_free(article);
    return placed;
}

static retold_stories *begin(void) {
    retold_stories *stories;
    assert_int_equal(retold_stories_new(ctx, &stories, NULL), RETOLD_OK);
    return stories;
}

static const telling_text bridge = {
    "en",
    "Bridge at Karsholm closed after barge strikes pillar",
    "A barge laden with gravel struck the old bridge at Karsholm on Monday, and engineers closed it to all traffic.\n"
    "Mayor Tilda Brenner said divers would look at the second pillar before anyone may cross again. Two sailors were taken to "
    "hospital.",
};
static const telling_text bridge_again = {
    "en",
    "Karsholm cut in two: barge hits bridge",
    "The town of Karsholm woke to a closed bridge after a gravel barge ran into its second pillar on Monday.\n"
    "Divers are to inspect the damage, Tilda Brenner, the mayor, told a crowd at the quay. Two of the sailors were hurt.",
};
static const telling_text bridge_german = {
    "de",
    "Brücke nach Zusammenstoß gesperrt",
    "Ein mit Kies beladener Lastkahn hat am frühen Montag einen Pfeiler der alten Brücke von Karsholm gerammt. Seither dürfen "
    "weder "
    "Wagen noch Fußgänger hinüber, und vor den Fähren stauen sich die Leute bis zum Marktplatz hinauf.\n"
    "Bürgermeisterin Tilda Brenner kündigte an, Taucher würden das Mauerwerk unter Wasser prüfen; vorher werde nichts wieder "
    "freigegeben. Zwei Matrosen kamen mit Prellungen ins Krankenhaus, die Ursache ist noch ungeklärt.",
};
static const telling_text orchard = {
    "en",
    "Late frost ruins half of Ellenby's cherries",
    "Growers around Ellenby lit fires between their trees on Sunday night, but frost took half of the cherry blossom all the "
    "same.\n"
    "Orla Finch, who keeps forty acres, called it the worst spring since her grandfather's day.",
};

static void tellings_of_one_event_meet(void **state) {
    (void)state;
    retold_stories *s = begin();
    const char *word = NULL;
    retold_story_placed first = add(s, bridge, NULL), other = add(s, orchard, NULL), again = add(s, bridge_again, &word);
    assert_true(first.fresh && other.fresh && !again.fresh);
    assert_int_equal(first.nearest, RETOLD_NONE);
    assert_int_equal(other.story, 1);
    assert_int_equal(again.story, first.story);
    assert_int_equal(again.nearest, 0);
    assert_true(again.shared_count >= 3);
    assert_true(again.score > 0.5f && again.score <= 1);
    assert_int_equal(retold_stories_of(s, 2), 0);
    assert_int_equal(retold_stories_of(s, 3), RETOLD_NONE);
    retold_stories_free(s);
}

static void names_join_two_languages(void **state) {
    (void)state;
    retold_stories *s = begin();
    add(s, bridge, NULL);
    add(s, orchard, NULL);
    assert_int_equal(add(s, bridge_german, NULL).story, 0);
    retold_stories_free(s);
}

static void evidence_lies_in_the_text(void **state) {
    (void)state;
    retold_stories *s = begin();
    const char *word = NULL;
    add(s, bridge, NULL);
    add(s, bridge_again, &word);
    assert_non_null(word);
    assert_true(strncmp(word, "Karsholm", 8) == 0 || strncmp(word, "Brenner", 7) == 0 || strncmp(word, "Tilda", 5) == 0 ||
                strncmp(word, "barge", 5) == 0);
    retold_stories_free(s);
}

/* Moves tell every change of a story, and nothing else changes one. */
static void numbers_change_only_by_moves(void **state) {
    (void)state;
    retold_stories *s = begin();
    uint32_t known[320];
    static const telling_text *const texts[] = {&bridge, &orchard, &bridge_again, &bridge_german};
    for (uint32_t i = 0; i < 320; i++) {
        known[i] = add(s, *texts[(i * 7) % 4], NULL).story;
        size_t count;
        const retold_story_move *moves = retold_stories_moves(s, &count);
        for (size_t k = 0; k < count; k++) {
            assert_int_equal(moves[k].from, known[moves[k].article]);
            known[moves[k].article] = moves[k].to;
            if (k) assert_true(moves[k].article > moves[k - 1].article);
        }
        for (uint32_t k = 0; k <= i; k++) assert_int_equal(retold_stories_of(s, k), known[k]);
    }
    assert_int_equal(retold_stories_settle(ctx, s, NULL), RETOLD_OK);
    retold_stories_free(s);
}

static void empty_and_odd_texts_stand_alone(void **state) {
    (void)state;
    retold_stories *s = begin();
    telling_text empty = {"", "", ""}, stop = {"en", "", "the and of the"}, digits = {"", "12 12 12", "12 13 14"};
    assert_true(add(s, empty, NULL).fresh);
    assert_true(add(s, empty, NULL).fresh);
    assert_true(add(s, stop, NULL).fresh);
    assert_true(add(s, digits, NULL).fresh);
    assert_true(add(s, bridge, NULL).fresh);
    retold_stories_free(s);
    retold_stories_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tellings_of_one_event_meet),      cmocka_unit_test(names_join_two_languages),
        cmocka_unit_test(evidence_lies_in_the_text),       cmocka_unit_test(numbers_change_only_by_moves),
        cmocka_unit_test(empty_and_odd_texts_stand_alone),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
