/* Tellings as a story: order, families with their copy trees, counts, headline; JSON and lines of it. */
#include "fixture.h"

static const char wire_text[] = "PORT ELDA (Brine Wire) - The dam above Elda broke on Friday night and flooded the lower town.\n"
                                "The mayor, Runa Osk, asked everybody below the mill to leave.\n"
                                "Engineers had warned of cracks in the dam in March.";
static const char own_text[] = "At the mill they heard the dam go. Runa Osk, mayor of Elda, was there within the hour.\n"
                               "The lower town was under water by midnight, after the dam above Elda broke.";

/* A wire text, two copies (one with a clock, one with a day only), an own report, one without a date. */
static tell_telling tellings[5];
static tell_edge edges[3];
static const span terms[] = {S_INIT("dam"), S_INIT("Elda")};

static tell_input elda(void) {
    tellings[0] = (tell_telling){
        .article = told("Elda Herald", "2024-04-06T09:30Z", "Dam breaks above Elda, lower town flooded", wire_text),
        .family = S("f-1"),
        .number = 1,
        .nearest = 1,
        .terms = terms,
        .term_count = 2,
        .score = 0.8f};
    tellings[1] = (tell_telling){
        .article = told("Brine Wire", "2024-04-06T07:00+01:00", "Dam above Elda breaks, lower town flooded", wire_text),
        .family = S("f-1"),
        .number = 2,
        .fresh = true,
        .nearest = RETOLD_NONE};
    tellings[2] = (tell_telling){
        .article = told("Mill Street Blog", NULL, "", own_text), .family = S("f-2"), .number = 3, .nearest = RETOLD_NONE};
    tellings[3] = (tell_telling){.article = told("Coast Today", "2024-04-06", "Flood", wire_text),
                                 .family = S("f-1"),
                                 .number = 4,
                                 .nearest = RETOLD_NONE};
    tellings[4] = (tell_telling){
        .article = told("elda  herald", "2024-04-07T10:00Z", "What the mayor of Elda knew about the dam", own_text),
        .family = S("f-2"),
        .number = 5,
        .nearest = RETOLD_NONE};
    edges[0] = (tell_edge){0, 1, 0.98f, 0.99f, S("near"), 1, 0.95f, S("time credit")};
    edges[1] = (tell_edge){0, 3, 1, 0.9f, S("exact"), 0, 0.6f, S("containment")};
    edges[2] = (tell_edge){2, 4, 1, 1, S("exact"), RETOLD_NONE, 0, {0}};
    return (tell_input){.id = S("s-0123"), .tellings = tellings, .count = 5, .edges = edges, .edge_count = 3};
}

static tell_story built(tell_input *in) {
    tell_story story;
    tell_build(ctx, &memory, in, &story);
    return story;
}

TEST(tellings_stand_in_order_of_time) {
    tell_input in = elda();
    tell_story s = built(&in);
    static const uint32_t order[] = {1, 0, 3, 4, 2}; /* a bare day behind the clocks of that day, no date at the end */
    for (size_t i = 0; i < 5; i++) assert_int_equal(s.order[i], order[i]);
    assert_int_equal(s.first_of, 1);
    assert_int_equal(s.last_of, 4);
    assert_int_equal(s.dated, 4);
    assert_int_equal(s.outlet_count, 4); /* case and blanks are no difference */
}

TEST(families_have_their_copy_trees) {
    tell_input in = elda();
    tell_story s = built(&in);
    assert_int_equal(s.family_count, 2);
    const tell_family *f = &s.families[0];
    assert_int_equal(f->count, 3);
    assert_int_equal(f->nodes[0].telling, 1);
    assert_null(f->nodes[0].edge);
    assert_int_equal(f->nodes[1].telling, 0);
    assert_int_equal(f->nodes[1].parent, 0);
    assert_true(f->nodes[1].directed);
    assert_false(f->nodes[1].inferred);
    assert_int_equal(f->nodes[1].later, 210);
    assert_float_equal(f->nodes[1].shared, 0.98, 1e-6);
    assert_int_equal(f->nodes[2].telling, 3);
    assert_int_equal(f->nodes[2].depth, 2);
    assert_true(f->nodes[2].inferred);
    assert_true(f->nodes[2].later == INT64_MIN);
    assert_float_equal(f->nodes[2].shared, 0.9, 1e-6);
    const tell_node *loose = &s.families[1].nodes[1];
    assert_false(loose->directed);
    assert_int_equal(loose->parent, 0);
}

TEST(headline_is_one_that_a_telling_has) {
    tell_input in = elda();
    tell_story s = built(&in);
    assert_int_equal(s.title_of, 1);
    assert_span(s.title, "Dam above Elda breaks, lower town flooded");
    in.tellings = tellings + 2;
    in.count = 1;
    in.edge_count = 0;
    s = built(&in);
    assert_int_equal(s.title_of, RETOLD_NONE);
    assert_int_equal(s.title.len, 0);
}

/* Edges that close a ring, or name tellings that aren't there, harm nobody. */
TEST(odd_edges_are_passed_over) {
    tell_input in = elda();
    tell_edge odd[] = {{0, 1, 1, 1, S("exact"), 1, 1, S("time")},
                       {1, 3, 1, 1, S("exact"), 3, 1, S("time")},
                       {0, 3, 1, 1, S("exact"), 0, 1, S("time")},
                       {0, 99, 1, 1, S("exact"), 99, 1, S("time")},
                       {0, 2, 1, 1, S("exact"), 0, 1, S("time")}};
    in.edges = odd;
    in.edge_count = 5;
    tell_story s = built(&in);
    uint32_t roots = 0;
    for (uint32_t k = 0; k < s.families[0].count; k++) {
        const tell_node *n = &s.families[0].nodes[k];
        roots += n->parent == RETOLD_NONE;
        assert_true(n->parent == RETOLD_NONE || n->parent < k);
    }
    assert_int_equal(s.families[0].count, 3);
    assert_int_equal(roots, 1);
}

TEST(an_empty_story_is_no_fault) {
    tell_input in = {.id = S("s-0")};
    tell_story s = built(&in);
    buf out = buf_made(&memory);
    tell_json(ctx, &out, &s);
    tell_text(ctx, &out, &s);
    tell_html(ctx, &out, &s);
    HAS(out, "No telling has a headline");
}

TEST(json_has_it_all) {
    tell_input in = elda();
    retold_passage passage = {0, 1, {10, 40}, {10, 40}, RETOLD_PASSAGE_EXACT, 1, 0.95f};
    tell_version version = {S("old-id"), stamp_parse(S("2024-04-06T07:00Z")), STAMP_NONE, 1712400000000};
    tellings[4].versions = &version;
    tellings[4].version_count = 1;
    in.passages = &passage;
    in.passage_count = 1;
    tell_story s = built(&in);
    buf out = buf_made(&memory);
    tell_json(ctx, &out, &s);
    yyjson_doc *doc = json_parse(&memory, buf_span(&out), "test", NULL);
    assert_non_null(doc);
    yyjson_val *root = yyjson_doc_get_root(doc), *told = yyjson_obj_get(root, "tellings");
    assert_int_equal(yyjson_arr_size(told), 5);
    assert_span(json_text(yyjson_arr_get(told, 0), "shown_as"), "Brine Wire");
    assert_span(json_text(root, "first"), "2024-04-06T07:00+01:00");
    assert_int_equal(yyjson_arr_size(yyjson_obj_get(root, "families")), 2);
    /* small stories: each of the ten pairs once */
    assert_int_equal(yyjson_arr_size(yyjson_obj_get(root, "pairs")), 10);
    HAS(out, "\"passages\":[{\"a\":2,\"b\":1,\"a_span\":[10,40],\"b_span\":[10,40],\"a_page\":null,\"b_page\":null,\"kind\":"
             "\"exact\",\"from\":1,");
    HAS(out, "\"versions\":[{\"article\":\"old-id\",");
    HAS(out, "\"joined\":{\"score\":0.8,\"opened\":false,\"nearest\":1,\"shared\":[\"dam\",\"Elda\"]}");
}

TEST(lines_say_who_copied_whom) {
    tell_input in = elda();
    tell_story s = built(&in);
    buf out = buf_made(&memory);
    tell_text(ctx, &out, &s);
    HAS(out, "5 articles, 2 independent texts, 4 outlets · 6 Apr 2024, 06:00 UTC to 7 Apr 2024, 10:00 UTC");
    HAS(out, "└─ 2 Elda Herald: 98\u00A0% from 1, 3 h 30 min later, known (0.95) by time credit");
    HAS(out, "└─ 3 Coast Today: 90\u00A0% from 2, inferred (0.60) by containment");
    HAS(out, "direction not known");
    HAS(out, "shares dam Elda with 1");
}

/* Many tellings: pairs have a cap that is told. */
TEST(big_stories_are_capped_and_say_so) {
    enum { MANY = 300 };
    tell_telling *many = ARENA_ARRAY(&memory, tell_telling, MANY);
    tell_edge *star = ARENA_ARRAY(&memory, tell_edge, MANY);
    for (uint32_t i = 0; i < MANY; i++) {
        many[i] = (tell_telling){.article = told("Echo", "2024-04-06T09:30Z", "Dam breaks", wire_text),
                                 .family = S("f-1"),
                                 .number = i,
                                 .nearest = RETOLD_NONE};
        star[i] = (tell_edge){0, i, 1, 1, S("exact"), 0, 0.9f, S("credit")};
    }
    tell_input in = {.id = S("s-1"), .tellings = many, .count = MANY, .edges = star + 1, .edge_count = MANY - 1};
    tell_story s = built(&in);
    buf out = buf_made(&memory);
    tell_json(ctx, &out, &s);
    HAS(out, "\"pairs_left_out\":239");
    buf_clear(&out);
    tell_html(ctx, &out, &s);
    HAS(out, "239 more such pairs are left out of this page.");
    HAS(out, "Its text is left out of this long page");
    HAS(out, "100 more are in the table and not in the picture.");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tellings_stand_in_order_of_time),    cmocka_unit_test(families_have_their_copy_trees),
        cmocka_unit_test(headline_is_one_that_a_telling_has), cmocka_unit_test(odd_edges_are_passed_over),
        cmocka_unit_test(an_empty_story_is_no_fault),         cmocka_unit_test(json_has_it_all),
        cmocka_unit_test(lines_say_who_copied_whom),          cmocka_unit_test(big_stories_are_capped_and_say_so),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
