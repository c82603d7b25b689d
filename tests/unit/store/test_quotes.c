/* Quotes by speaker and source; roles; a store of the schema before them. */
#define _GNU_SOURCE
#include "fixture.h"

#define TEXT                                                                                                               \
    "“All are safe,” Foreign Minister Sergey Müller told Harbour Courier, the Tidewire agency says. “We go on,” " \
    "spokeswoman Zoë Lawrow-Zelenskyy said. “Not us,” said officials."

static range at(const char *part) {
    const char *found = strstr(TEXT, part);
    return (range){(uint32_t)(found - TEXT), (uint32_t)(found - TEXT + (ptrdiff_t)strlen(part))};
}

static void put_all(retold_store *s, void *user) {
    (void)user;
    static range parts[3], via[2];
    parts[0] = at("All are safe,"), parts[1] = at("We go on,"), parts[2] = at("Not us,");
    via[0] = at("the Tidewire agency"), via[1] = at("Harbour Courier");
    retold_quote quotes[3];
    for (int i = 0; i < 3; i++)
        quotes[i] = (retold_quote){.content = parts[i],
                                   .parts = &parts[i],
                                   .part_count = 1,
                                   .speaker = RANGE_NONE,
                                   .role = RANGE_NONE,
                                   .cue = RANGE_NONE,
                                   .confidence = 0.5f};
    quotes[0].speaker = at("Sergey Müller");
    quotes[0].speaker_name = S("Sergey A. Müller");
    quotes[0].role = at("Foreign Minister");
    quotes[0].via = via;
    quotes[0].via_count = 2;
    quotes[1].flags = RETOLD_QUOTE_UNCLOSED;
    quotes[1].speaker = at("Zoë Lawrow-Zelenskyy");
    quotes[2].speaker = at("officials");
    OK(store_begin(s, 0, err));
    uint32_t number = put_text(s, "https://a.example/", "Harbour Courier", "Ferry free", TEXT).number;
    OK(store_put_quotes(ctx, s, number, quotes, 3, err));
    int64_t changes = sqlite3_total_changes64(s->db);
    OK(store_put_quotes(ctx, s, number, quotes, 3, err));
    assert_true(sqlite3_total_changes64(s->db) == changes);
    quotes[1].role = at("spokeswoman");
    OK(store_put_quotes(ctx, s, number, quotes, 3, err));
    assert_true(sqlite3_total_changes64(s->db) > changes);
    OK(store_index(s, err));
    OK(store_commit(s, err));
}

static retold_store *filled(void) {
    retold_store *s = opened(RETOLD_STORE_CREATE);
    guarded(s, put_all, NULL);
    return s;
}

static void look(retold_store *s, void *user) {
    (void)user;
    store_quote_list list = {0};
    OK(store_quotes_of(s, ctx_scratch(ctx), 1, &list, NULL, err));
    assert_int_equal(list.count, 3);
    assert_true(list.items[0].role.begin == at("Foreign Minister").begin && list.items[0].role.end == at("Foreign Minister").end);
    assert_true(range_known(list.items[1].role) && !range_known(list.items[2].role));
}

static void roles_come_back(void **state) {
    (void)state;
    retold_store *s = filled();
    guarded(s, look, NULL);
    OK(retold_store_write_list(ctx, s, RETOLD_LIST_QUOTES, NULL, RETOLD_FORM_JSON, sink(), err));
    SEEN(
        "\"speaker\":\"Sergey Müller\",\"role\":\"Foreign Minister\",\"via_text\":[\"the Tidewire agency\",\"Harbour Courier\"]");
    OK(retold_store_write_list(ctx, s, RETOLD_LIST_QUOTES, NULL, RETOLD_FORM_TEXT, sink(), err));
    SEEN("(via Harbour Courier ‹ the Tidewire agency) All are safe,\n");
    retold_store_close(s);
    sweep_folder();
}

static void show_first(retold_store *s, void *user) {
    (void)user;
    store_quote_list list = {0};
    span *ids;
    OK(store_quotes_of(s, ctx_scratch(ctx), 1, &list, &ids, err));
    OK(retold_store_show(ctx, s, ids[0], RETOLD_FORM_TEXT, sink(), err));
    SEEN("speaker   Sergey A. Müller\nhere      Sergey Müller\nrole      Foreign Minister\n"
         "via       Harbour Courier\nvia       the Tidewire agency\nsure      0.50\n");
    SEEN("bytes     3–16 of the text, 3–16 of the page\n");
    OK(retold_store_show(ctx, s, ids[1], RETOLD_FORM_TEXT, sink(), err));
    SEEN("kind      direct, no closing mark\nspeaker   Zoë Lawrow-Zelenskyy\n");
}

static void a_quote_is_shown(void **state) {
    (void)state;
    retold_store *s = filled();
    guarded(s, show_first, NULL);
    retold_store_close(s);
    sweep_folder();
}

/* Which of the three quotes a filter finds: a bit each. */
static unsigned found(retold_store *s, const char *speaker, const char *via) {
    static const char *const words[] = {"\"All are safe,\"", "\"We go on,\"", "\"Not us,\""};
    retold_quote_filter filter = {span_of(speaker), span_of(via)};
    unsigned bits = 0;
    OK(retold_store_write_list(ctx, s, RETOLD_LIST_QUOTES, &filter, RETOLD_FORM_JSON, sink(), err));
    for (unsigned i = 0; i < 3; i++) bits |= (strstr(seen.bytes, words[i]) ? 1u : 0u) << i;
    return bits;
}

static void names_find_quotes(void **state) {
    (void)state;
    static const struct {
        const char *speaker, *via;
        unsigned bits;
    } cases[] = {
        {"", "", 7},
        {"müller", "", 1},
        {"MULLER", "", 1},
        {"Mueller", "", 1},
        {"Sergei Muller", "", 1},
        {"Müller, Sergej", "", 1},
        {"Sergey A. Müller", "", 1},
        {"Mull", "", 0},            /* whole words */
        {"Sergey Zelensky", "", 0}, /* of one speaker */
        {"Foreign Minister", "", 0},
        {"zelenskiy", "", 2},
        {"Zelensky", "", 2},
        {"Zoe Lavrov", "", 2},
        {"officials", "", 4},
        {"", "tidewire", 1},
        {"", "harbour courier", 1},
        {"", "courier tidewire", 0}, /* of one link */
        {"Müller", "Tidewire", 1},
        {"Zoe", "Tidewire", 0},
    };
    retold_store *s = filled();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned bits = found(s, cases[i].speaker, cases[i].via);
        if (bits != cases[i].bits) fail_msg("%s / %s: %u, not %u", cases[i].speaker, cases[i].via, bits, cases[i].bits);
    }
    retold_store_close(s);
    sweep_folder();
}

static void wrong_filters_are_told(void **state) {
    (void)state;
    static char many[400];
    retold_error err = {0};
    retold_store *s = filled();
    retold_quote_filter none = {S("…"), {0}}, long_one = {span_of(many), {0}}, good = {S("x"), {0}};
    for (int i = 0; i < 99; i++) memcpy(many + (ptrdiff_t)4 * i, "abc ", 4);
    long_one.speaker = span_of(many);
    assert_int_equal(retold_store_write_list(ctx, s, RETOLD_LIST_QUOTES, &none, RETOLD_FORM_JSON, sink(), &err),
                     RETOLD_E_ARGUMENT);
    assert_non_null(strstr(err.message, "no word"));
    assert_int_equal(retold_store_write_list(ctx, s, RETOLD_LIST_QUOTES, &long_one, RETOLD_FORM_JSON, sink(), &err),
                     RETOLD_E_ARGUMENT);
    assert_int_equal(retold_store_write_list(ctx, s, RETOLD_LIST_TIMES, &good, RETOLD_FORM_JSON, sink(), &err),
                     RETOLD_E_ARGUMENT);
    retold_store_close(s);
    sweep_folder();
}

/* A store as schema 1 left it: quotes without roles. Readers say so, a writer brings it up, nothing else is lost. */
static void first_schema_is_brought_up(void **state) {
    (void)state;
    retold_error err = {0};
    int64_t version;
    retold_store *s = filled(), *reader = NULL;
    OK(sql_run(s,
               "ALTER TABLE quote DROP COLUMN role_begin; ALTER TABLE quote DROP COLUMN role_end; DROP TABLE mark;"
               "DELETE FROM meta WHERE name = 'marked articles'; PRAGMA user_version = 1",
               err));
    retold_store_close(s);
    assert_int_equal(retold_store_open(ctx, path, RETOLD_STORE_READ, &reader, &err), RETOLD_E_STORE);
    assert_non_null(strstr(err.message, "older schema"));
    s = opened(RETOLD_STORE_WRITE);
    OK(sql_int(s, "SELECT user_version FROM pragma_user_version", 0, &version, err));
    assert_int_equal(version, 4);
    assert_int_equal(found(s, "Müller", ""), 1);
    UNSEEN("\"role\"");
    guarded(s, put_all, NULL);
    guarded(s, look, NULL);
    retold_doctor_report report;
    OK(retold_store_doctor(ctx, s, RETOLD_FORM_TEXT, sink(), &report, err));
    if (report.faults) fail_msg("%s", seen.bytes);
    retold_store_close(s);
    sweep_folder();
}

static void doctor_sees_roles(void **state) {
    (void)state;
    retold_doctor_report report;
    retold_store *s = filled();
    OK(sql_run(s, "UPDATE quote SET role_end = 90000 WHERE place = 0", err));
    OK(retold_store_doctor(ctx, s, RETOLD_FORM_TEXT, sink(), &report, err));
    SEEN("1 quotes with spans outside of the text");
    retold_store_close(s);
    sweep_folder();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roles_come_back),
        cmocka_unit_test(a_quote_is_shown),
        cmocka_unit_test(names_find_quotes),
        cmocka_unit_test(wrong_filters_are_told),
        cmocka_unit_test(first_schema_is_brought_up),
        cmocka_unit_test(doctor_sees_roles),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
