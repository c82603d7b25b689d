#define _GNU_SOURCE
#include "fixture.h"

#define TEXT "“All are safe,” said Anna Brandt on Friday. The ferry is free."

static range at(const char *part) {
    const char *found = strstr(TEXT, part);
    return (range){(uint32_t)(found - TEXT), (uint32_t)(found - TEXT + (ptrdiff_t)strlen(part))};
}

static void quotes_and_times(retold_store *s, void *user) {
    (void)user;
    arena *a = ctx_scratch(ctx);
    range parts[] = {at("All are safe,")}, via[] = {at("The ferry")};
    retold_quote quotes[] = {{.content = parts[0],
                              .parts = parts,
                              .part_count = 1,
                              .kind = RETOLD_QUOTE_DIRECT,
                              .speaker = at("Anna Brandt"),
                              .speaker_name = S("Anna Brandt"),
                              .cue = at("said"),
                              .via = via,
                              .via_count = 1,
                              .flags = RETOLD_QUOTE_CUT,
                              .confidence = 0.9f},
                             {.content = parts[0],
                              .parts = parts,
                              .part_count = 1,
                              .kind = RETOLD_QUOTE_MIXED,
                              .speaker = RANGE_NONE,
                              .cue = RANGE_NONE}};
    retold_time times[] = {{at("Friday"), RETOLD_DATE, S("2024-04-19")}};
    OK(store_begin(s, 0, err));
    uint32_t number = put_text(s, "https://a.example/", "Harbour Courier", "Ferry free", TEXT).number;
    OK(store_put_quotes(ctx, s, number, quotes, 2, err));
    OK(store_put_times(ctx, s, number, times, 1, err));
    int64_t changes = sqlite3_total_changes64(s->db);
    OK(store_put_quotes(ctx, s, number, quotes, 2, err));
    OK(store_put_times(ctx, s, number, times, 1, err));
    assert_true(sqlite3_total_changes64(s->db) == changes);
    OK(store_index(s, err));
    OK(store_commit(s, err));

    store_quote_list back = {0};
    store_time_list back_times = {0};
    span *ids = NULL;
    OK(store_quotes_of(s, a, number, &back, &ids, err));
    assert_int_equal(back.count, 2);
    assert_true(back.items[0].parts[0].begin == parts[0].begin && back.items[0].via[0].end == via[0].end &&
                back.items[0].flags == RETOLD_QUOTE_CUT);
    assert_span(back.items[0].speaker_name, "Anna Brandt");
    assert_true(back.items[0].confidence == 0.9f && !range_known(back.items[1].cue) && back.items[1].kind == RETOLD_QUOTE_MIXED);
    assert_int_equal(ids[0].len, 34);
    assert_false(span_equal(ids[0], ids[1]));
    OK(store_times_of(s, a, number, &back_times, err));
    assert_span(back_times.items[0].value, "2024-04-19");

    OK(retold_store_write_list(ctx, s, RETOLD_LIST_QUOTES, NULL, RETOLD_FORM_JSON, sink(), err));
    SEEN("\"text\":\"All are safe,\"");
    SEEN("\"flags\":[\"cut\"]");
    OK(retold_store_write_list(ctx, s, RETOLD_LIST_TIMES, NULL, RETOLD_FORM_TEXT, sink(), err));
    SEEN("2024-04-19");
    OK(retold_store_search(ctx, s, S("brandt -ferry"), 10, RETOLD_FORM_JSON, sink(), err));
    SEEN("\"kind\":\"quote\"");
    UNSEEN("\"kind\":\"article\"");
    OK(retold_store_show(ctx, s, ids[0], RETOLD_FORM_JSON, sink(), err));
    SEEN("\"speaker\":\"Anna Brandt\"");
    SEEN("\"page_span\":[3,");
    OK(retold_store_show(ctx, s, (span){ids[0].ptr, 14}, RETOLD_FORM_TEXT, sink(), err));
    SEEN("All are safe,");

    /* other quotes: the old ones leave the index, too */
    quotes[0].content = parts[0] = at("The ferry is free");
    OK(store_begin(s, 0, err));
    OK(store_put_quotes(ctx, s, number, quotes, 1, err));
    OK(store_index(s, err));
    OK(store_commit(s, err));
    OK(retold_store_search(ctx, s, S("safe"), 10, RETOLD_FORM_JSON, sink(), err));
    UNSEEN("\"kind\":\"quote\"");
    retold_doctor_report report;
    OK(retold_store_doctor(ctx, s, RETOLD_FORM_TEXT, sink(), &report, err));
    if (report.faults) fail_msg("%s", seen.bytes);

    quotes[0].content.end = 9999;
    times[0].span.end = 9999;
    OK(store_begin(s, 0, err));
    assert_int_equal(store_put_quotes(ctx, s, number, quotes, 1, NULL), RETOLD_E_ARGUMENT);
    assert_int_equal(store_put_times(ctx, s, number, times, 1, NULL), RETOLD_E_ARGUMENT);
    assert_int_equal(store_put_times(ctx, s, 88, times, 0, NULL), RETOLD_E_ABSENT);
    store_rollback(s);
}

static void told_by_difference(void **state) {
    (void)state;
    retold_store *s = opened(RETOLD_STORE_CREATE);
    guarded(s, quotes_and_times, NULL);
    retold_store_close(s);
    sweep_folder();
}

static void rows(retold_store *s, void *user) {
    (void)user;
    store_place place;
    OK(store_begin(s, 0, err));
    uint32_t first = put_text(s, "https://a.example/", "Harbour Courier", "Ferry aground", "The ferry ran aground.").number;
    uint32_t second = put_text(s, "https://a.example/", "Harbour Courier", "Ferry freed", "The ferry is free.").number;
    OK(store_set_meta(s, "rules", S("7"), err));
    OK(store_commit(s, err));
    span rules, none;
    OK(store_meta(s, ctx_scratch(ctx), "rules", &rules, err));
    OK(store_meta(s, ctx_scratch(ctx), "nothing", &none, err));
    assert_span(rules, "7");
    assert_int_equal(none.len, 0);
    OK(retold_store_write_list(ctx, s, RETOLD_LIST_ARTICLES, NULL, RETOLD_FORM_JSON, sink(), err));
    SEEN("\"published\":\"2024-04-19T17:23+03:00\"");
    SEEN("\"date\":\"2024-04-19\"");
    SEEN("\"superseded_by\":");
    OK(retold_store_write_list(ctx, s, RETOLD_LIST_ARTICLES, NULL, RETOLD_FORM_TEXT, sink(), err));
    SEEN("2024-04-19  Harbour Courier       Ferry aground  (older version)\n");
    OK(store_place_of(s, second, &place, err));
    OK(retold_store_show(ctx, s, span_of(place.id), RETOLD_FORM_JSON, sink(), err));
    SEEN("\"versions\":[\"");
    SEEN("\"sha256\":");
    SEEN("\"text\":\"The ferry is free.\"");
    OK(retold_store_show(ctx, s, span_of(place.id), RETOLD_FORM_TEXT, sink(), err));
    SEEN("\n  The ferry is free.\n");
    (void)first;
}

static void lists_and_shows(void **state) {
    (void)state;
    retold_store *s = opened(RETOLD_STORE_CREATE);
    guarded(s, rows, NULL);
    retold_store_close(s);
    sweep_folder();
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(told_by_difference), cmocka_unit_test(lists_and_shows)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
