#define _GNU_SOURCE
#include "fixture.h"

#define MANY 6
static uint32_t numbers[MANY];
static char ids[MANY][33];

static void put_many(retold_store *s) {
    OK(store_begin(s, 1713540001000, err));
    for (int i = 0; i < MANY; i++) {
        char url[40], text[60];
        store_place place;
        snprintf(url, sizeof url, "https://x.example/%d", i);
        snprintf(text, sizeof text, "Text number %d, of some length.", i);
        numbers[i] = put_text(s, url, "X", "T", text).number;
        OK(store_place_of(s, numbers[i], &place, err));
        strcpy(ids[i], place.id);
    }
    OK(store_commit(s, err));
}

static void put_labels(retold_store *s, const uint32_t *labels, size_t count) {
    store_copies c = {.numbers = numbers, .labels = labels, .count = count};
    OK(store_begin(s, 1713540002000, err));
    OK(store_put_copies(ctx, s, &c, err));
    OK(store_commit(s, err));
}

static const char *family_of(retold_store *s, int i) {
    static store_place place;
    OK(store_place_of(s, numbers[i], &place, err));
    return place.family_id;
}

/* "f-" and the smallest id of the given articles. */
static const char *founded_by(int first, int last) {
    static char id[36];
    int best = first;
    for (int i = first; i <= last; i++)
        if (strcmp(ids[i], ids[best]) < 0) best = i;
    snprintf(id, sizeof id, "f-%s", ids[best]);
    return id;
}

static int64_t events(retold_store *s, const char *what) {
    query q = query_on(s, "SELECT count(*) FROM event WHERE what = ?1");
    query_text(&q, 1, span_of(what));
    int64_t count = query_row(&q) ? row_int(&q, 0) : -1;
    OK(query_end(&q, err));
    return count;
}

static void ids_last(retold_store *s, void *user) {
    (void)user;
    char a[36], b[36];
    put_many(s);
    put_labels(s, (uint32_t[]){7, 7, 900, 900, 3, 3}, 6);
    strcpy(a, family_of(s, 0));
    assert_string_equal(a, founded_by(0, 1));
    strcpy(b, family_of(s, 2));
    assert_string_equal(b, founded_by(2, 3));
    assert_string_equal(family_of(s, 1), a);

    /* the same again, under other labels, writes nothing */
    int64_t changes = sqlite3_total_changes64(s->db);
    put_labels(s, (uint32_t[]){1, 1, 2, 2, 3, 3}, 6);
    assert_true(sqlite3_total_changes64(s->db) == changes);

    /* two families become one: the older id stays, the other finds it */
    put_labels(s, (uint32_t[]){1, 1, 1, 1, 3, 3}, 6);
    assert_string_equal(family_of(s, 3), a);
    assert_true(events(s, "merge") == 1 && events(s, "move") == 0);
    retold_found found;
    OK(retold_store_find(ctx, s, span_of(b), RETOLD_KIND_ANY, &found, err));
    assert_string_equal(found.id, a);
    assert_int_equal(found.kind, RETOLD_KIND_FAMILY);

    /* and once more: an alias of an alias */
    char c[36];
    strcpy(c, family_of(s, 4));
    put_labels(s, (uint32_t[]){1, 1, 1, 1, 1, 1}, 6);
    OK(retold_store_find(ctx, s, span_of(c), RETOLD_KIND_FAMILY, &found, err));
    assert_string_equal(found.id, a);

    /* split: the founder's part keeps the id, the rest gets its own back */
    put_labels(s, (uint32_t[]){1, 1, 2, 2, 1, 1}, 6);
    assert_string_equal(family_of(s, 0), a);
    assert_string_equal(family_of(s, 2), b);
    assert_true(events(s, "split") == 2);
    OK(retold_store_find(ctx, s, span_of(b), RETOLD_KIND_FAMILY, &found, err));
    assert_string_equal(found.id, b);

    /* one article moves */
    int wanderer = strcmp(ids[2], ids[3]) < 0 ? 3 : 2;
    uint32_t labels[] = {1, 1, 2, 2, 1, 1};
    labels[wanderer] = 1;
    put_labels(s, labels, 6);
    assert_string_equal(family_of(s, wanderer), a);
    assert_true(events(s, "move") == 1);

    /* articles that aren't named are in no family */
    put_labels(s, labels, 5);
    assert_string_equal(family_of(s, 5), "");
    retold_doctor_report report;
    OK(retold_store_doctor(ctx, s, RETOLD_FORM_TEXT, sink(), &report, err));
    if (report.faults) fail_msg("%s", seen.bytes);
}

/* The founder is removed and comes back: its id is still the family's. */
static void founder_leaves(retold_store *s, void *user) {
    (void)user;
    char a[36];
    put_many(s);
    put_labels(s, (uint32_t[]){1, 1, 1, 2, 2, 2}, 6);
    strcpy(a, family_of(s, 0));
    int founder = 0;
    for (int i = 0; i < 3; i++)
        if (strcmp(a + 2, ids[i]) == 0) founder = i;
    OK(retold_store_remove(ctx, s, span_of(ids[founder]), err));
    uint32_t rest[5], labels[5] = {1, 1, 2, 2, 2}, n = 0;
    for (int i = 0; i < MANY; i++)
        if (i != founder) rest[n++] = numbers[i];
    store_copies c = {.numbers = rest, .labels = labels, .count = 5};
    OK(store_begin(s, 0, err));
    OK(store_put_copies(ctx, s, &c, err));
    OK(store_commit(s, err));
    store_place place;
    OK(store_place_of(s, rest[0], &place, err));
    assert_string_equal(place.family_id, a);
}

static retold_store *with(void (*test)(retold_store *s, void *user)) {
    retold_store *s = opened(RETOLD_STORE_CREATE);
    guarded(s, test, NULL);
    retold_store_close(s);
    sweep_folder();
    return NULL;
}

static void family_ids(void **state) { (void)state, with(ids_last); }
static void removed_founder(void **state) { (void)state, with(founder_leaves); }

static void evidence(retold_store *s, void *user) {
    (void)user;
    put_many(s);
    uint32_t labels[] = {1, 1, 1, 2, 2, 2};
    store_edge edges[] = {{0, 1, 0.5f, 1, 0, 0.75f, S("abridged"), S("time credit")},
                          {2, 1, 0.25f, 0.125f, RETOLD_NONE, 0, S("extended"), {NULL, 0}}};
    retold_passage passages[] = {
        {.a = 0, .b = 1, .a_span = {0, 10}, .b_span = {2, 12}, .kind = RETOLD_PASSAGE_EXACT, .from = 0, .confidence = 0.5f},
        {.a = 1, .b = 2, .a_span = {0, 5}, .b_span = {1, 6}, .kind = RETOLD_PASSAGE_QUOTED, .from = RETOLD_NONE},
        {.a = 1, .b = 2, .a_span = {0, 5}, .b_span = {1, 6}, .kind = RETOLD_PASSAGE_QUOTED, .from = RETOLD_NONE}};
    store_copies c = {numbers, labels, 6, edges, 2, passages, 3};
    store_edge_list edge_list = {0};
    store_passage_list passage_list = {0};
    arena *a = ctx_scratch(ctx);
    OK(store_begin(s, 0, err));
    OK(store_put_copies(ctx, s, &c, err));
    int64_t changes = sqlite3_total_changes64(s->db);
    OK(store_put_copies(ctx, s, &c, err));
    assert_true(sqlite3_total_changes64(s->db) == changes);
    OK(store_commit(s, err));
    OK(store_edges_of(s, a, numbers[1], &edge_list, err));
    OK(store_passages_of(s, a, numbers[1], &passage_list, err));
    assert_int_equal(edge_list.count, 2);
    assert_int_equal(passage_list.count, 2);
    store_edge *turned = &edge_list.items[1]; /* given as (2, 1): stored as (1, 2) with all turned round */
    assert_true(turned->a == numbers[1] && turned->b == numbers[2] && turned->a_in_b == 0.125f && turned->b_in_a == 0.25f);
    assert_span(turned->relation, "abridged");
    assert_span(edge_list.items[0].reasons, "time credit");
    assert_int_equal(edge_list.items[0].from, numbers[0]);
    assert_true(passage_list.items[0].b_span.end == 12 && passage_list.items[0].from == numbers[0]);
    assert_int_equal(passage_list.items[1].kind, RETOLD_PASSAGE_QUOTED);

    passages[0].b_span.end = 13;
    c.edge_count = 1, c.passage_count = 1;
    OK(store_begin(s, 0, err));
    OK(store_put_copies(ctx, s, &c, err));
    OK(store_commit(s, err));
    edge_list.count = passage_list.count = 0;
    OK(store_edges_of(s, a, numbers[1], &edge_list, err));
    OK(store_passages_of(s, a, numbers[1], &passage_list, err));
    assert_true(edge_list.count == 1 && passage_list.count == 1 && passage_list.items[0].b_span.end == 13);

    passages[0].a = 77; /* names nobody */
    OK(store_begin(s, 0, err));
    assert_int_equal(store_put_copies(ctx, s, &c, NULL), RETOLD_E_ARGUMENT);
    store_rollback(s);
    OK(retold_store_show(ctx, s, span_of(family_of(s, 0)), RETOLD_FORM_JSON, sink(), err));
    SEEN("\"relation\":\"abridged\"");
    SEEN("\"reasons\":[\"time\",\"credit\"]");
    OK(retold_store_show(ctx, s, span_of(family_of(s, 0)), RETOLD_FORM_TEXT, sink(), err));
    SEEN("time credit");
}

static void edges_and_passages(void **state) { (void)state, with(evidence); }

static void stories(retold_store *s, void *user) {
    (void)user;
    put_many(s);
    span terms[] = {S("ferry"), S("Ellermouth \"x\"")};
    store_telling tellings[MANY], back;
    for (uint32_t i = 0; i < MANY; i++)
        tellings[i] =
            (store_telling){numbers[i], i / 3, i % 3 == 0, 0.5f, i % 3 ? numbers[i - 1] : RETOLD_NONE, terms, i % 3 ? 2 : 0};
    OK(store_begin(s, 0, err));
    OK(store_put_stories(ctx, s, tellings, MANY, err));
    int64_t changes = sqlite3_total_changes64(s->db);
    OK(store_put_stories(ctx, s, tellings, MANY, err));
    assert_true(sqlite3_total_changes64(s->db) == changes);
    tellings[3].score = 0.25f;
    OK(store_put_stories(ctx, s, tellings, MANY, err));
    assert_true(sqlite3_total_changes64(s->db) == changes + 1);
    OK(store_commit(s, err));
    OK(store_telling_of(s, ctx_scratch(ctx), numbers[1], &back, err));
    assert_true(!back.fresh && back.nearest == numbers[0] && back.score == 0.5f && back.term_count == 2);
    assert_span(back.terms[1], "Ellermouth \"x\"");
    store_numbers members = {0};
    OK(store_members(s, ctx_scratch(ctx), back.story, &members, err));
    assert_true(members.count == 3 && members.items[2] == numbers[2]);
    OK(retold_store_write_list(ctx, s, RETOLD_LIST_STORIES, NULL, RETOLD_FORM_JSON, sink(), err));
    SEEN("\"articles\":3,\"texts\":3");
    OK(retold_store_write_list(ctx, s, RETOLD_LIST_STORIES, NULL, RETOLD_FORM_TEXT, sink(), err));
    SEEN("3 articles");
    store_place place;
    OK(store_place_of(s, numbers[4], &place, err));
    OK(retold_store_show(ctx, s, span_of(place.story_id), RETOLD_FORM_JSON, sink(), err));
    SEEN("\"terms\":[\"ferry\"");
    SEEN(ids[3]);
}

static void story_tellings(void **state) { (void)state, with(stories); }

static void prefixes(retold_store *s, void *user) {
    (void)user;
    retold_found found;
    retold_error err = {0};
    put_many(s);
    put_labels(s, (uint32_t[]){1, 1, 2, 2, 3, 3}, 6);
    for (int i = 0; i < MANY; i++) {
        OK(retold_store_find(ctx, s, (span){ids[i], 12}, RETOLD_KIND_ANY, &found, err));
        assert_string_equal(found.id, ids[i]);
    }
    char loud[33];
    for (int i = 0; i < 33; i++) loud[i] = (char)(ids[0][i] >= 'a' ? ids[0][i] - 32 : ids[0][i]);
    OK(retold_store_find(ctx, s, span_of(loud), RETOLD_KIND_ANY, &found, err));
    /* a family bears its founder's digits: without the letter the article is meant, unless families are asked for */
    const char *family = family_of(s, 0);
    OK(retold_store_find(ctx, s, span_of(family + 2), RETOLD_KIND_ANY, &found, err));
    assert_int_equal(found.kind, RETOLD_KIND_ARTICLE);
    OK(retold_store_find(ctx, s, span_of(family + 2), RETOLD_KIND_FAMILY, &found, err));
    assert_int_equal(found.kind, RETOLD_KIND_FAMILY);
    static const char *const none[] = {
        "", "zz", "f-", "s-0", "x'; DROP TABLE article", "%", "_", "0123456789abcdef0123456789abcdef0"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(retold_store_find(ctx, s, span_of(none[i]), RETOLD_KIND_ANY, &found, &err), RETOLD_E_ABSENT);
    for (int i = 0; i < 60; i++) {
        char url[40];
        snprintf(url, sizeof url, "https://y.example/%d", i);
        if (i == 0) OK(store_begin(s, 0, err));
        put_text(s, url, "Y", "T", url);
    }
    OK(store_commit(s, err));
    unsigned several = 0;
    for (int i = 0; i < 16; i++) {
        char digit[2] = {"0123456789abcdef"[i], 0};
        retold_status status = retold_store_find(ctx, s, span_of(digit), RETOLD_KIND_ARTICLE, &found, &err);
        several += status == RETOLD_E_ARGUMENT && strstr(err.message, "begins several ids: ") != NULL;
    }
    assert_true(several > 4);
}

static void unique_prefixes(void **state) { (void)state, with(prefixes); }

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(family_ids),     cmocka_unit_test(removed_founder), cmocka_unit_test(edges_and_passages),
        cmocka_unit_test(story_tellings), cmocka_unit_test(unique_prefixes),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
