#define _GNU_SOURCE
#include "fixture.h"

static void put_three(retold_store *s, void *user) {
    uint32_t *numbers = user;
    OK(store_begin(s, 1713540001000, err));
    numbers[0] =
        put_text(s, "https://harbour.example/1", "Harbour Courier", "Ferry aground", "The ferry ran aground near Ellermouth.")
            .number;
    numbers[1] = put_text(s, "https://metro.example/2", "Metro Brief", "Ferry stuck",
                          "The ferry ran aground near Ellermouth. Nobody was hurt.")
                     .number;
    numbers[2] =
        put_text(s, "https://arts.example/3", "Continental Arts", "A map found", "A map of 1613 was found in Dunmarsh.").number;
    OK(store_commit(s, err));
}

static void what_goes_in_comes_out(retold_store *s, void *user) {
    (void)user;
    retold_page *page = page_of("https://a.example/", "Caf\xC3\xA9 by the sea, said \"Anna\".");
    retold_article *article = article_of(page, "Outlet", "Title");
    retold_article *back;
    retold_page *page_back;
    store_placed placed;
    arena *a = &article->memory;
    field author = {S("Jane Roe"), {1, 9}, "byline", 0.5f};
    article->authors = ARENA_ARRAY(a, field, 1), article->authors[0] = author, article->author_count = 1;
    article->captions = ARENA_ARRAY(a, caption, 1),
    article->captions[0] = (caption){{S("A pier"), RANGE_NONE, "figure", 1}, S("J. Roe")};
    article->caption_count = 1;
    article->repairs = ARENA_ARRAY(a, retold_repair, 1);
    article->repairs[0] = (retold_repair){"hyphen", {0, 5}, S("Ca- fe"), S("Caf\xC3\xA9")};
    article->repair_count = 1;
    limits_add(a, &article->limits, "depth", 77);
    article->pieces = ARENA_ARRAY(a, piece, 3);
    article->pieces[0] = (piece){{0, 5}, {100, 111}, false};
    article->pieces[1] = (piece){{5, 9}, {20, 24}, true};
    article->pieces[2] = (piece){{10, 16}, {4000000000u, 4000000006u}, true};
    article->piece_count = 3;
    OK(store_begin(s, RETOLD_TIME_NONE, err));
    OK(store_put(ctx, s, page, article, &placed, err));
    OK(store_commit(s, err));
    assert_int_equal(placed.outcome, STORE_NEW);

    OK(store_article(ctx, s, placed.number, &back, err));
    assert_int_equal(back->id.len, 32);
    assert_span(back->text, "Caf\xC3\xA9 by the sea, said \"Anna\".");
    assert_span(back->title.text, "Title");
    assert_string_equal(back->title.from, "h1");
    assert_true(back->title.confidence > 0.89f && back->title.confidence < 0.91f);
    assert_span(back->outlet.text, "Outlet");
    assert_span(back->lang, "en");
    assert_true(back->published.ms == 1713536580000 && back->published.zone == 180 &&
                back->published.precision == PRECISION_MINUTE);
    assert_span(back->published_field.text, "19 April 2024");
    assert_true(back->published_field.page.begin == 3 && back->published_field.page.end == 9);
    assert_true(back->modified.ms == RETOLD_TIME_NONE && back->modified.zone == ZONE_NONE);
    assert_true(back->fetched == 1713540000000);
    assert_int_equal(back->author_count, 1);
    assert_span(back->authors[0].text, "Jane Roe");
    assert_int_equal(back->caption_count, 1);
    assert_span(back->captions[0].credit, "J. Roe");
    assert_int_equal(back->repair_count, 1);
    assert_string_equal(back->repairs[0].kind, "hyphen");
    assert_span(back->repairs[0].before, "Ca- fe");
    assert_int_equal(back->limits.count, 1);
    assert_true(back->limits.items[0].at == 77);
    assert_int_equal(back->piece_count, 3);
    for (size_t i = 0; i < 3; i++) assert_memory_equal(&back->pieces[i].text, &article->pieces[i].text, sizeof(range));
    for (size_t i = 0; i < 3; i++) assert_memory_equal(&back->pieces[i].page, &article->pieces[i].page, sizeof(range));
    assert_false(back->pieces[0].exact);
    assert_true(back->pieces[2].exact);
    retold_article_free(back);

    OK(store_page(ctx, s, placed.number, &page_back, err));
    assert_span(page_back->bytes, "Caf\xC3\xA9 by the sea, said \"Anna\".");
    assert_span(page_back->url, "https://a.example/");
    assert_span(page_back->file, "crawl/page.html");
    assert_true(page_back->offset == 12 && page_back->kind == PAGE_HTML && page_back->fetched == 1713540000000);
    retold_page_free(page_back);
    retold_article_free(article);
    retold_page_free(page);
}

static void round_trip(void **state) {
    (void)state;
    retold_store *s = opened(RETOLD_STORE_CREATE);
    guarded(s, what_goes_in_comes_out, NULL);
    retold_store_close(s);
    sweep_folder();
}

static void again_and_changed(retold_store *s, void *user) {
    uint32_t numbers[3];
    store_placed p;
    (void)user;
    put_three(s, numbers);
    int64_t changes = sqlite3_total_changes64(s->db);
    OK(store_begin(s, RETOLD_TIME_NONE, err));
    p = put_text(s, "https://harbour.example/1", "Harbour Courier", "Ferry aground", "The ferry ran aground near Ellermouth.");
    assert_int_equal(p.outcome, STORE_SAME);
    assert_int_equal(p.number, numbers[0]);
    assert_true(sqlite3_total_changes64(s->db) == changes);
    p = put_text(s, "https://harbour.example/1", "Harbour Courier", "Ferry aground",
                 "The ferry ran aground near Ellermouth at noon.");
    assert_int_equal(p.outcome, STORE_VERSION);
    assert_int_equal(p.supersedes, numbers[0]);
    assert_true(p.number > numbers[2]);
    store_placed third = put_text(s, "https://harbour.example/1", "Harbour Courier", "Ferry freed", "The ferry is free.");
    assert_int_equal(third.supersedes, p.number);
    /* the same bytes elsewhere are another article on the same page */
    store_placed copy = put_text(s, "https://other.example/x", "Other", "Ferry freed", "The ferry is free.");
    assert_int_equal(copy.outcome, STORE_NEW);
    OK(store_commit(s, err));
    store_place place;
    OK(store_place_of(s, p.number, &place, err));
    assert_int_equal(place.supersedes, numbers[0]);
    assert_int_equal(place.superseded_by, third.number);
    store_counts counts;
    OK(store_count(s, &counts, err));
    assert_true(counts.articles == 6 && counts.pages == 5);
}

/* A page of other bytes with the same title and text is no new version, and is known from then on. */
static void other_bytes_same_text(retold_store *s, void *user) {
    (void)user;
    store_placed p, again;
    retold_page *page = page_of("https://harbour.example/1", "<p>The ferry is free.");
    retold_article *article = article_of(page, "Harbour Courier", "Ferry freed");
    article->text = S("The ferry is free.");
    article->piece_count = 0;
    OK(store_begin(s, RETOLD_TIME_NONE, err));
    assert_int_equal(store_known(ctx, s, page, &again, NULL), RETOLD_E_ABSENT);
    OK(store_put(ctx, s, page, article, &p, err));
    assert_int_equal(p.outcome, STORE_SAME);
    OK(store_known(ctx, s, page, &again, err));
    assert_int_equal(again.number, p.number);
    OK(store_commit(s, err));
    retold_article_free(article);
    retold_page_free(page);
}

static void versions(void **state) {
    (void)state;
    retold_store *s = opened(RETOLD_STORE_CREATE);
    guarded(s, again_and_changed, NULL);
    guarded(s, other_bytes_same_text, NULL);
    retold_store_close(s);
    sweep_folder();
}

static void walk(retold_store *s, void *user) {
    uint32_t number = 0;
    retold_article *article;
    unsigned *count = user;
    for (*count = 0; store_next(ctx, s, &number, &article, NULL) == RETOLD_OK; ++*count) retold_article_free(article);
}

static void batch_is_undone(void **state) {
    (void)state;
    unsigned count;
    uint32_t numbers[3];
    retold_store *s = opened(RETOLD_STORE_CREATE);
    guarded(s, put_three, numbers);
    OK(store_begin(s, RETOLD_TIME_NONE, err));
    put_text(s, "https://x.example/", "X", "X", "One more.");
    store_rollback(s);
    guarded(s, walk, &count);
    assert_int_equal(count, 3);
    OK(store_begin(s, RETOLD_TIME_NONE, err));
    put_text(s, "https://x.example/", "X", "X", "One more.");
    retold_store_close(s);
    s = opened(RETOLD_STORE_READ);
    guarded(s, walk, &count);
    assert_int_equal(count, 3);
    assert_int_equal(store_begin(s, RETOLD_TIME_NONE, NULL), RETOLD_E_ARGUMENT);
    retold_store_close(s);
    sweep_folder();
}

static void nothing_without_a_batch(retold_store *s, void *user) {
    (void)user;
    store_placed p;
    retold_page *page = page_of("https://x.example/", "x");
    retold_article *article = article_of(page, "X", "X");
    assert_int_equal(store_put(ctx, s, page, article, &p, NULL), RETOLD_E_ARGUMENT);
    assert_int_equal(store_put_quotes(ctx, s, 1, NULL, 0, NULL), RETOLD_E_ARGUMENT);
    assert_int_equal(store_remove(s, 1, NULL), RETOLD_E_ARGUMENT);
    retold_article_free(article);
    retold_page_free(page);
}

static void batches_are_wanted(void **state) {
    (void)state;
    retold_store *s = opened(RETOLD_STORE_CREATE);
    guarded(s, nothing_without_a_batch, NULL);
    retold_store_close(s);
    sweep_folder();
}

static void second_writer_is_told(void **state) {
    (void)state;
    retold_store *second = NULL;
    retold_error err = {0};
    retold_store *s = opened(RETOLD_STORE_CREATE);
    assert_int_equal(retold_store_open(ctx, path, RETOLD_STORE_CREATE, &second, &err), RETOLD_E_BUSY);
    assert_null(second);
    assert_non_null(strstr(err.message, "another process writes"));
    second = opened(RETOLD_STORE_READ); /* readers come in all the same */
    retold_store_close(second);
    retold_store_close(s);
    s = opened(RETOLD_STORE_WRITE); /* and the lock goes with the writer */
    char lock[128];
    snprintf(lock, sizeof lock, "%s-lock", path);
    assert_int_equal(access(lock, F_OK), 0);
    retold_store_close(s);
    assert_int_not_equal(access(lock, F_OK), 0);
    sweep_folder();
}

static void readers_see_what_is_committed(void **state) {
    (void)state;
    unsigned count;
    uint32_t numbers[3];
    retold_store *s = opened(RETOLD_STORE_CREATE);
    retold_store *reader = opened(RETOLD_STORE_READ);
    OK(store_begin(s, RETOLD_TIME_NONE, err));
    put_text(s, "https://x.example/", "X", "X", "Not yet.");
    guarded(reader, walk, &count);
    assert_int_equal(count, 0);
    OK(store_commit(s, err));
    guarded(reader, walk, &count);
    assert_int_equal(count, 1);
    guarded(s, put_three, numbers);
    guarded(reader, walk, &count);
    assert_int_equal(count, 4);
    retold_store_close(reader);
    retold_store_close(s);
    sweep_folder();
}

static void absent_store_is_told(void **state) {
    (void)state;
    retold_store *s = NULL;
    assert_int_equal(retold_store_open(ctx, path, RETOLD_STORE_READ, &s, NULL), RETOLD_E_ABSENT);
    assert_int_equal(retold_store_open(ctx, path, RETOLD_STORE_WRITE, &s, NULL), RETOLD_E_ABSENT);
    assert_int_equal(retold_store_open(ctx, "", RETOLD_STORE_READ, &s, NULL), RETOLD_E_ARGUMENT);
    assert_int_equal(retold_store_open(ctx, "/nowhere/at/all/s", RETOLD_STORE_CREATE, &s, NULL), RETOLD_E_IO);
    assert_int_equal(retold_store_open(ctx, "file:x?mode=memory", RETOLD_STORE_READ, &s, NULL), RETOLD_E_ABSENT);
    assert_null(s);
}

static void removed(retold_store *s, void *user) {
    uint32_t numbers[3];
    store_counts counts;
    (void)user;
    put_three(s, numbers);
    OK(store_index(s, err));
    store_place place;
    OK(store_place_of(s, numbers[1], &place, err));
    OK(retold_store_remove(ctx, s, (span){place.id, 12}, err));
    assert_int_equal(retold_store_remove(ctx, s, (span){place.id, 12}, NULL), RETOLD_E_ABSENT);
    OK(store_count(s, &counts, err));
    assert_true(counts.articles == 2 && counts.pages == 2);
    OK(retold_store_search(ctx, s, S("ferry"), 10, RETOLD_FORM_JSON, sink(), err));
    SEEN("Ferry aground");
    UNSEEN("Ferry stuck");
    OK(store_begin(s, RETOLD_TIME_NONE, err));
    store_placed p = put_text(s, "https://metro.example/2", "Metro Brief", "Ferry stuck",
                              "The ferry ran aground near Ellermouth. Nobody was hurt.");
    OK(store_commit(s, err));
    assert_int_equal(p.outcome, STORE_NEW);
    assert_int_equal(p.number, numbers[2] + 1); /* numbers are never used twice */
    retold_doctor_report report;
    OK(retold_store_doctor(ctx, s, RETOLD_FORM_TEXT, sink(), &report, err));
    assert_int_equal(report.faults, 0);
}

static void remove_takes_all(void **state) {
    (void)state;
    retold_store *s = opened(RETOLD_STORE_CREATE);
    guarded(s, removed, NULL);
    retold_store_close(s);
    sweep_folder();
}

static void updated(retold_store *s, void *user) {
    uint32_t numbers[3];
    bool changed;
    (void)user;
    put_three(s, numbers);
    OK(store_index(s, err));
    retold_page *page = page_of("https://metro.example/2", "The ferry ran aground near Ellermouth. Nobody was hurt.");
    retold_article *article = article_of(page, "Metro Brief", "Ferry stuck");
    OK(store_begin(s, RETOLD_TIME_NONE, err));
    OK(store_update(ctx, s, numbers[1], article, &changed, err));
    assert_false(changed);
    article->text = S("The ferry ran aground. Walrus.");
    article->pieces[0] = (piece){{0, 10}, {0, 10}, true};
    OK(store_update(ctx, s, numbers[1], article, &changed, err));
    assert_true(changed);
    assert_int_equal(store_update(ctx, s, 99, article, &changed, NULL), RETOLD_E_ABSENT);
    OK(store_commit(s, err));
    retold_article_free(article);
    retold_page_free(page);
    OK(retold_store_search(ctx, s, S("walrus"), 10, RETOLD_FORM_TEXT, sink(), err));
    SEEN("Ferry stuck");
    OK(retold_store_search(ctx, s, S("nobody"), 10, RETOLD_FORM_TEXT, sink(), err));
    assert_int_equal(seen.len, 0);
    retold_doctor_report report;
    OK(retold_store_doctor(ctx, s, RETOLD_FORM_TEXT, sink(), &report, err));
    assert_int_equal(report.faults, 0);
}

static void update_is_by_difference(void **state) {
    (void)state;
    retold_store *s = opened(RETOLD_STORE_CREATE);
    guarded(s, updated, NULL);
    retold_store_close(s);
    sweep_folder();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_trip),
        cmocka_unit_test(versions),
        cmocka_unit_test(batch_is_undone),
        cmocka_unit_test(batches_are_wanted),
        cmocka_unit_test(second_writer_is_told),
        cmocka_unit_test(readers_see_what_is_committed),
        cmocka_unit_test(absent_store_is_told),
        cmocka_unit_test(remove_takes_all),
        cmocka_unit_test(update_is_by_difference),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
