/* Files that are no store, not ours, newer, torn, flipped: an error or doctor's words, never a crash. */
#define _GNU_SOURCE
#include "fixture.h"

static void write_file(const char *bytes, size_t len) {
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, len, f), len);
    fclose(f);
}

static size_t read_file(char **bytes) {
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    fseek(f, 0, SEEK_END);
    size_t len = (size_t)ftell(f);
    rewind(f);
    *bytes = malloc(len + 1);
    assert_int_equal(fread(*bytes, 1, len, f), len);
    fclose(f);
    return len;
}

static void fill(retold_store *s, void *user) {
    (void)user;
    uint32_t numbers[24], labels[24];
    OK(store_begin(s, 0, err));
    for (uint32_t i = 0; i < 24; i++) {
        char url[40], text[3000];
        size_t len = 0;
        for (uint64_t x = i; len < 2500; len += 17)
            x = hash_mix(x + 1), snprintf(text + len, 20, "%016llx ", (unsigned long long)x);
        snprintf(url, sizeof url, "https://x.example/%u", i);
        numbers[i] = put_text(s, url, "Outlet", "Title", text).number;
        labels[i] = i / 3;
        range content = {17, 33};
        retold_quote quote = {.content = content,
                              .parts = &content,
                              .part_count = 1,
                              .speaker = {0, 16},
                              .speaker_name = S("Anna"),
                              .cue = RANGE_NONE};
        retold_time time = {{34, 50}, RETOLD_DATE, S("2024")};
        OK(store_put_quotes(ctx, s, numbers[i], &quote, 1, err));
        OK(store_put_times(ctx, s, numbers[i], &time, 1, err));
    }
    retold_passage passage = {.a = 0, .b = 1, .a_span = {0, 100}, .b_span = {0, 100}, .from = 0, .confidence = 0.5f};
    store_edge edge = {.a = 0, .b = 1, .a_in_b = 1, .from = 0, .relation = S("near")};
    store_copies c = {numbers, labels, 24, &edge, 1, &passage, 1};
    OK(store_put_copies(ctx, s, &c, err));
    store_telling tellings[24];
    for (uint32_t i = 0; i < 24; i++) tellings[i] = (store_telling){numbers[i], i / 6, i % 6 == 0, 0.5f, RETOLD_NONE, NULL, 0};
    OK(store_put_stories(ctx, s, tellings, 24, err));
    OK(store_index(s, err));
    OK(store_commit(s, err));
}

static void make_store(void) {
    retold_store *s = opened(RETOLD_STORE_CREATE);
    guarded(s, fill, NULL);
    retold_store_close(s);
}

static void strangers_are_refused(void **state) {
    (void)state;
    retold_store *s = NULL;
    retold_error err = {0};
    sqlite3 *other;
    static const char text[] =
        "This is a letter, and no store at all. It is longer than the header of an SQLite file has to be, to be sure.";
    write_file(text, sizeof text);
    for (int mode = RETOLD_STORE_READ; mode <= RETOLD_STORE_CREATE; mode++) {
        assert_int_equal(retold_store_open(ctx, path, (retold_store_mode)mode, &s, &err), RETOLD_E_STORE);
        assert_non_null(strstr(err.message, "no store"));
    }
    write_file("", 0);
    assert_int_equal(retold_store_open(ctx, path, RETOLD_STORE_READ, &s, &err), RETOLD_E_STORE);
    sweep_folder();
    assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "CREATE TABLE theirs(x)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(other);
    for (int mode = RETOLD_STORE_READ; mode <= RETOLD_STORE_CREATE; mode++) {
        assert_int_equal(retold_store_open(ctx, path, (retold_store_mode)mode, &s, &err), RETOLD_E_STORE);
        assert_non_null(strstr(err.message, "no store"));
    }
    sweep_folder();
}

static void run_sql(const char *sql) {
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    int code = sqlite3_exec(db, sql, NULL, NULL, NULL);
    if (code != SQLITE_OK) fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_close(db);
}

static void newer_schema_is_refused(void **state) {
    (void)state;
    retold_store *s = NULL;
    retold_error err = {0};
    make_store();
    run_sql("PRAGMA user_version = 99");
    for (int mode = RETOLD_STORE_READ; mode <= RETOLD_STORE_CREATE; mode++) {
        assert_int_equal(retold_store_open(ctx, path, (retold_store_mode)mode, &s, &err), RETOLD_E_STORE);
        assert_non_null(strstr(err.message, "newer retold (schema 99"));
    }
    sweep_folder();
}

/* Steps run in order from where the store stands, all or none. */
static void migrations_are_all_or_nothing(void **state) {
    (void)state;
    static const migration good[] = {
        {1, "no SQL: is skipped"}, {8, "CREATE TABLE two(x); INSERT INTO two VALUES(2)"}, {9, "ALTER TABLE two ADD COLUMN y"}};
    static const migration bad[] = {{10, "CREATE TABLE four(x)"}, {11, "this is no SQL"}};
    int64_t value;
    retold_store *s = opened(RETOLD_STORE_CREATE);
    OK(schema_migrate(s, 1, good, 3, err));
    OK(sql_int(s, "SELECT user_version FROM pragma_user_version", 0, &value, err));
    assert_true(value == 9);
    OK(sql_int(s, "SELECT x FROM two WHERE y IS NULL", 0, &value, err));
    assert_true(value == 2);
    assert_int_equal(schema_migrate(s, 9, bad, 2, NULL), RETOLD_E_STORE);
    OK(sql_int(s, "SELECT count(*) FROM sqlite_schema WHERE name = 'four'", -1, &value, err));
    assert_true(value == 0);
    retold_store_close(s);
    retold_store *again = NULL;
    assert_int_equal(retold_store_open(ctx, path, RETOLD_STORE_WRITE, &again, NULL), RETOLD_E_STORE); /* newer, now */
    sweep_folder();
}

/* All that can be asked of a store; what comes back may be any fault of it, but nothing else. */
static void ask_all(retold_store *s, void *user) {
    (void)user;
    uint32_t number = 0;
    retold_article *article;
    retold_status status;
    for (int what = RETOLD_LIST_ARTICLES; what <= RETOLD_LIST_TIMES; what++)
        for (int form = RETOLD_FORM_TEXT; form <= RETOLD_FORM_JSON; form++)
            if (retold_store_write_list(ctx, s, (retold_store_list)what, NULL, (retold_form)form, sink(), NULL)) continue;
    while ((status = store_next(ctx, s, &number, &article, NULL)) == RETOLD_OK || (status == RETOLD_E_STORE && number < 30)) {
        retold_page *page;
        if (status != RETOLD_OK) {
            number++;
            continue;
        }
        if (store_page(ctx, s, number, &page, NULL) == RETOLD_OK) retold_page_free(page);
        for (uint32_t i = 0; i < article->text.len; i += 97)
            retold_article_page_range(article, (range){i, (uint32_t)article->text.len});
        status = retold_store_show(ctx, s, article->id, RETOLD_FORM_JSON, sink(), NULL);
        assert_true(status == RETOLD_OK || status == RETOLD_E_STORE || status == RETOLD_E_ABSENT || status == RETOLD_E_STOPPED);
        retold_article_free(article);
    }
    status = retold_store_search(ctx, s, S("Title"), 20, RETOLD_FORM_JSON, sink(), NULL);
    assert_true(status == RETOLD_OK || status == RETOLD_E_STORE);
    static const char *const letters[] = {"f-", "s-", "q-"};
    for (int i = 0; i < 48; i++) {
        char name[8];
        snprintf(name, sizeof name, "%s%x", letters[i / 16], (unsigned)i % 16);
        if (retold_store_show(ctx, s, span_of(name), i % 2 ? RETOLD_FORM_TEXT : RETOLD_FORM_JSON, sink(), NULL)) continue;
    }
}

/* True when doctor saw something, or the store couldn't be opened: the damage isn't silent. */
static bool survive(void) {
    retold_store *s = NULL;
    retold_error err = {0};
    retold_doctor_report report = {0};
    retold_status status = retold_store_open(ctx, path, RETOLD_STORE_READ, &s, &err);
    if (status == RETOLD_OK) guarded(s, ask_all, NULL);
    retold_store_close(s);
    s = NULL;
    status = retold_store_open(ctx, path, RETOLD_STORE_WRITE, &s, &err);
    if (status == RETOLD_OK) status = retold_store_doctor(ctx, s, RETOLD_FORM_JSON, sink(), &report, &err);
    if (status != RETOLD_OK && (status != RETOLD_E_STORE && status != RETOLD_E_IO)) fail_msg("%d %s", status, err.message);
    if (status != RETOLD_OK) assert_true(strlen(err.message) > 5);
    retold_store_close(s);
    return status != RETOLD_OK || report.faults > 0;
}

static void torn_files(void **state) {
    (void)state;
    char *whole;
    make_store();
    size_t len = read_file(&whole);
    for (size_t keep = 0; keep < len; keep += len / 24 + 77) {
        sweep_folder();
        write_file(whole, keep);
        bool noticed = survive();
        if (!noticed && keep) fail_msg("cut to %zu bytes of %zu, and nobody noticed", keep, len);
    }
    free(whole);
    sweep_folder();
}

static void flipped_bytes(void **state) {
    (void)state;
    char *whole, *spoilt;
    make_store();
    size_t len = read_file(&whole);
    spoilt = malloc(len);
    uint64_t random = 43;
    for (int round = 0; round < 120; round++) {
        memcpy(spoilt, whole, len);
        for (int i = 0; i < 1 + round % 8; i++) {
            random = hash_mix(random + 1);
            spoilt[random % len] ^= (char)(1 << (random >> 40) % 8);
        }
        sweep_folder();
        write_file(spoilt, len);
        survive();
    }
    free(spoilt);
    free(whole);
    sweep_folder();
}

static void doctor(retold_doctor_report *report) {
    retold_store *s = opened(RETOLD_STORE_WRITE);
    OK(retold_store_doctor(ctx, s, RETOLD_FORM_JSON, sink(), report, err));
    retold_store_close(s);
}

/* Each is found; what can be mended is, and then nothing is left. */
static void doctor_mends(void **state) {
    (void)state;
    static const struct {
        const char *sql, *words;
        bool mends;
    } harms[] = {
        {"DELETE FROM cluster WHERE number = 1", "members of a group", true},
        {"DELETE FROM member WHERE kind = 4 AND cluster = (SELECT max(cluster) FROM member WHERE kind = 4)", "without a member",
         true},
        {"INSERT INTO alias VALUES(2, 'ab', 777)", "lead nowhere", true},
        {"UPDATE quote SET begin = 90000, end = 90010 WHERE number = 3", "quotes with spans outside", true},
        {"UPDATE time SET end = 90000 WHERE article = 3", "times with spans outside", true},
        {"UPDATE passage SET b_end = 90000", "passages with spans outside", true},
        {"UPDATE article SET supersedes = 4000 WHERE number = 5", "follow a version that is gone", true},
        {"INSERT INTO mark VALUES(7, 4000, 0)", "marks of an article that is gone", true},
        {"INSERT INTO page VALUES(900, x'00', 0, x'')", "pages without an article", true},
        {"UPDATE article_text_data SET block = x'00000000' WHERE id > 10", "full text index", true},
        {"DELETE FROM article_text_docsize WHERE id = 3", "full text index", true},
        {"UPDATE article SET text = text || 'x' WHERE number = 7", "not what was written", false},
        {"UPDATE page SET bytes = x'28b52ffd' WHERE number = 7", "length is not what it was", false},
        {"UPDATE page SET sha = zeroblob(32) WHERE number = 7", "don't fit their digest", false},
        {"DELETE FROM page WHERE number = 7", "articles whose page is gone", false},
    };
    for (size_t i = 0; i < sizeof harms / sizeof *harms; i++) {
        retold_doctor_report report;
        make_store();
        doctor(&report);
        if (report.faults) fail_msg("a new store has faults: %s", seen.bytes);
        assert_true(report.checked > 90);
        run_sql(harms[i].sql);
        doctor(&report);
        SEEN(harms[i].words);
        assert_true(report.faults > 0);
        if (harms[i].mends && report.mended != report.faults) fail_msg("not mended: %s", seen.bytes);
        doctor(&report);
        if (harms[i].mends && report.faults) fail_msg("mended, and still: %s", seen.bytes);
        if (!harms[i].mends) assert_true(report.faults > 0 && report.mended == 0);
        sweep_folder();
    }
}

/* A reader's doctor says what is wrong and changes nothing. */
static void doctor_only_looks(void **state) {
    (void)state;
    retold_doctor_report report;
    make_store();
    run_sql("DELETE FROM cluster WHERE number = 1");
    retold_store *s = opened(RETOLD_STORE_READ);
    for (int i = 0; i < 2; i++) {
        OK(retold_store_doctor(ctx, s, RETOLD_FORM_TEXT, sink(), &report, err));
        SEEN("members of a group");
        assert_true(report.faults == 1 && report.mended == 0);
    }
    retold_store_close(s);
    sweep_folder();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strangers_are_refused),
        cmocka_unit_test(newer_schema_is_refused),
        cmocka_unit_test(migrations_are_all_or_nothing),
        cmocka_unit_test(torn_files),
        cmocka_unit_test(flipped_bytes),
        cmocka_unit_test(doctor_mends),
        cmocka_unit_test(doctor_only_looks),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
