/* Why one of two copies is called the source: what wording says, and what the rest of the family does. */
#include "made_corpus.h"

enum { SPOTS = 6, WITNESSES = 12 };

/* A text whose stretches are joined by what stands between each two. */
static span spotted(const span *stretches, const span *between) {
    span parts[2 * SPOTS + 1];
    for (unsigned i = 0; i < SPOTS; i++) {
        parts[2 * i] = stretches[i];
        parts[2 * i + 1] = between[i];
    }
    parts[2 * SPOTS] = stretches[SPOTS];
    return joined(2 * SPOTS + 1, parts);
}

/*
 * Two undated texts, alike but for what stands here and there. The one has words there that are usual in other articles, or in copies, the other
 * so many that nobody else has.
 */
static retold_copies *worded(bool usual_first, unsigned odd_words, bool in_copies) {
    corpus *c = new_corpus();
    span stretches[SPOTS + 1], usual[SPOTS], odd[SPOTS];
    for (unsigned i = 0; i <= SPOTS; i++) stretches[i] = paragraph(20);
    for (unsigned i = 0; i < SPOTS; i++) usual[i] = paragraph(3), odd[i] = paragraph(odd_words);
    put(c, spotted(stretches, usual_first ? usual : odd), in_copies ? "AFP" : "A", RETOLD_TIME_NONE);
    put(c, spotted(stretches, usual_first ? odd : usual), "B", RETOLD_TIME_NONE);
    for (unsigned k = 0; k < WITNESSES; k++) {
        span others[SPOTS + 1];
        for (unsigned i = 0; i <= SPOTS; i++) others[i] = in_copies ? stretches[i] : paragraph(20);
        put(c, spotted(others, usual), "C", RETOLD_TIME_NONE);
    }
    retold_copies *copies = grouped(c);
    assert_int_equal(retold_copies_family(copies, 1), 0);
    assert_int_equal(retold_copies_family(copies, 2), in_copies ? 0 : 2);
    return copies;
}

/* The one of the two that is the source by its wording. */
static uint32_t worded_first(bool usual_first, unsigned odd_words) {
    retold_copies *copies = worded(usual_first, odd_words, false);
    retold_copy_edge e = *edge_of(copies, 0, 1);
    retold_copies_free(copies);
    return e.reasons & RETOLD_COPY_BY_WORDING ? e.from : RETOLD_NONE;
}

static void usual_wording_was_there_first(void **state) {
    (void)state;
    assert_int_equal(worded_first(true, 3), 0);
    assert_int_equal(worded_first(false, 3), 1);
}

/* That many copied something makes it no more usual. */
static void copies_are_no_witnesses(void **state) {
    (void)state;
    retold_copies *copies = worded(true, 3, true);
    assert_int_equal(edge_of(copies, 0, 1)->from, 0);
    assert_false(edge_of(copies, 0, 1)->reasons & RETOLD_COPY_BY_WORDING);
    retold_copies_free(copies);
}

/* Words that another text has instead of a whole sentence are no change of a few words. */
static void only_a_few_words_are_compared(void **state) {
    (void)state;
    assert_int_equal(worded_first(true, 12), RETOLD_NONE);
    assert_int_equal(worded_first(false, 12), RETOLD_NONE);
}

typedef struct member {
    const char *title;
    int64_t time;
    unsigned parts; /* of the source that it has */
} member;

enum { PARTS = 5 };

/* Reasons for the text of an agency to be the source of the last of some copies, none of which has more of it. */
static uint32_t reasons_for(size_t count, const member *members) {
    corpus *c = new_corpus();
    span p[PARTS];
    for (unsigned i = 0; i < PARTS; i++) p[i] = paragraph(50);
    for (size_t i = 0; i < count; i++) {
        const member *m = &members[i];
        span text = m->parts < PARTS ? TEXT(joined(m->parts, p), paragraph(5)) : joined(PARTS, p);
        retold_article *a = put(c, i ? TEXT(text, paragraph(6)) : text, i ? "B" : "AFP", RETOLD_TIME_NONE);
        if (m->time != RETOLD_TIME_NONE) a->published = (stamp){m->time, 0, PRECISION_SECOND};
        a->title.text = span_of(m->title);
    }
    retold_copies *copies = grouped(c);
    retold_copy_edge e = *edge_of(copies, 0, (uint32_t)count - 1);
    retold_copies_free(copies);
    return e.from == 0 ? e.reasons : 0;
}

/* The copy has no time itself. */
static void the_first_of_the_family_is_a_reason(void **state) {
    (void)state;
    member m[] = {{"", NOON, 5}, {"", NOON + HOUR, 4}, {"", NOON + 2 * HOUR, 4}, {"", RETOLD_TIME_NONE, 4}};
    uint32_t reasons = reasons_for(4, m);
    assert_true(reasons & RETOLD_COPY_BY_FIRST);
    assert_false(reasons & RETOLD_COPY_BY_TIME);
    m[2].time = RETOLD_TIME_NONE; /* first of two is no place */
    assert_false(reasons_for(4, m) & RETOLD_COPY_BY_FIRST);
    m[2].time = NOON - HOUR;
    assert_int_equal(reasons_for(4, m) & (RETOLD_COPY_BY_FIRST | RETOLD_COPY_BY_AGENCY), RETOLD_COPY_BY_AGENCY);
    for (unsigned i = 0; i < 4; i++) m[i].time = NOON - 12 * HOUR; /* of one day none is the first */
    assert_int_equal(reasons_for(4, m) & (RETOLD_COPY_BY_FIRST | RETOLD_COPY_BY_AGENCY), RETOLD_COPY_BY_AGENCY);
}

static void the_title_of_most_is_a_reason(void **state) {
    (void)state;
    member m[] = {{"Ferry aground", NOON, 5},
                  {"Ferry aground", NOON + HOUR, 4},
                  {"Ferry aground", NOON + HOUR, 4},
                  {"Ship hits rock", NOON + HOUR, 4}};
    assert_true(reasons_for(4, m) & RETOLD_COPY_BY_TITLE);
    assert_false(reasons_for(3, (member[]){m[0], m[1], m[3]}) & RETOLD_COPY_BY_TITLE);
    m[2].title = "Vessel lost";
    assert_false(reasons_for(4, m) & RETOLD_COPY_BY_TITLE);
}

/* Copies that changed words here and there: one of them often, one once. */
static void departures_from_the_family_are_a_reason(void **state) {
    (void)state;
    for (unsigned often = 1; often <= SPOTS; often += SPOTS - 1) {
        corpus *c = new_corpus();
        span stretches[SPOTS + 1], words[SPOTS], changed[SPOTS];
        for (unsigned i = 0; i <= SPOTS; i++) stretches[i] = paragraph(20);
        for (unsigned i = 0; i < SPOTS; i++) words[i] = paragraph(2), changed[i] = i < often ? paragraph(2) : words[i];
        put(c, spotted(stretches, words), "A", NOON);
        put(c, TEXT(spotted(stretches, words), paragraph(6)), "B", NOON + HOUR);
        put(c, TEXT(spotted(stretches, words), paragraph(7)), "C", NOON + HOUR);
        put(c, spotted(stretches, changed), "D", NOON + HOUR);
        retold_copies *copies = grouped(c);
        retold_copy_edge e = *edge_of(copies, 0, 3);
        retold_copies_free(copies);
        assert_int_equal(e.from, 0);
        assert_int_equal((e.reasons & RETOLD_COPY_BY_DEPARTURES) != 0, often > 1);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(usual_wording_was_there_first), cmocka_unit_test(copies_are_no_witnesses),
        cmocka_unit_test(only_a_few_words_are_compared), cmocka_unit_test(the_first_of_the_family_is_a_reason),
        cmocka_unit_test(the_title_of_most_is_a_reason), cmocka_unit_test(departures_from_the_family_are_a_reason),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
