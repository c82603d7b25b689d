#define _GNU_SOURCE
#include "fixture.h"

typedef struct parsed {
    const char *words, *match; /* NULL: refused */
} parsed;

static retold_status parse_all(retold_ctx *c, void *job, retold_error *err) {
    (void)job;
    static const parsed cases[] = {
        {"ferry", "\"ferry\""},
        {"  ferry\tnorth\nsea ", "\"ferry\" \"north\" \"sea\""},
        {"\"north sea\" ferry", "\"north sea\" \"ferry\""},
        {"ferry -storm -\"north sea\"", "\"ferry\" NOT \"storm\" NOT \"north sea\""},
        {"-storm ferry", "\"ferry\" NOT \"storm\""},
        {"“north sea” «mer»", "\"north sea\" \"mer\""},
        {"\"never closed", "\"never closed\""},
        {"a\"b c\"d", "\"a\" \"b c\" \"d\""},
        {"OR AND NOT NEAR(a b)", "\"OR\" \"AND\" \"NOT\" \"NEAR(a\" \"b)\""},
        {"title:x ^y z* {a}", "\"title:x\" \"^y\" \"z*\" \"{a}\""},
        {"(((((", NULL},
        {"", NULL},
        {"\"\"\"", NULL},
        {"-storm", NULL},
        {"- x", "\"x\""},
        {"x'; DROP TABLE article; --", "\"x';\" \"DROP\" \"TABLE\" \"article;\""},
        {"a\x01\x02"
         "b",
         "\"a\" \"b\""},
        {"渡轮 -北海", "\"渡轮\" NOT \"北海\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        span match = {0};
        retold_error e = {0};
        retold_status status = query_parse(ctx_scratch(c), span_of(cases[i].words), &match, &e);
        if (!cases[i].match) {
            assert_int_equal(status, RETOLD_E_ARGUMENT);
            assert_true(strlen(e.message) > 10);
            continue;
        }
        assert_int_equal(status, RETOLD_OK);
        assert_span(match, cases[i].match);
    }
    (void)err;
    return RETOLD_OK;
}

static void words_are_parsed(void **state) {
    (void)state;
    assert_int_equal(ctx_run(ctx, parse_all, NULL, NULL), RETOLD_OK);
}

static void fill(retold_store *s) {
    OK(store_begin(s, 0, err));
    put_text(s, "https://a.example/", "Harbour Courier", "Ferry aground",
             "The ferry ran aground in the North Sea. “All are safe,” said Anna Brandt.");
    put_text(s, "https://b.example/", "Metro Brief", "Storm over the sea",
             "A storm hit the North of the country; the Sea was calm. Caf\xC3\xA9s closed.");
    put_text(s, "https://c.example/", "\x1b[31mRed\n Outlet", "Evil \x02title\x03",
             "Walrus \x1b]0;pwn\x07 \xE2\x80\xAE evil \x02 text\x03 here.");
    put_text(s, "https://d.example/", "晨报", "渡轮搁浅", "渡轮昨晚在北海搁浅。没有人受伤。");
    OK(store_index(s, err));
    OK(store_commit(s, err));
}

static void search(retold_store *s, const char *words) {
    OK(retold_store_search(ctx, s, span_of(words), 10, RETOLD_FORM_JSON, sink(), err));
}

static void words_are_found(void **state) {
    (void)state;
    retold_store *s = opened(RETOLD_STORE_CREATE);
    fill(s);
    search(s, "sea");
    SEEN("Ferry aground");
    SEEN("Storm over");
    search(s, "\"north sea\"");
    SEEN("Ferry aground");
    UNSEEN("Storm over");
    SEEN("\"marks\":[[");
    search(s, "sea -storm");
    UNSEEN("Storm over");
    SEEN("Ferry aground");
    search(s, "cafes"); /* without its accent */
    SEEN("Storm over");
    search(s, "北海"); /* side by side in a script without spaces */
    SEEN("渡轮搁浅");
    search(s, "海北");
    assert_int_equal(seen.len, 0);
    search(s, "ferry walrus");
    assert_int_equal(seen.len, 0);
    retold_store_close(s);
    sweep_folder();
}

static void terminals_are_safe(void **state) {
    (void)state;
    retold_store *s = opened(RETOLD_STORE_CREATE);
    fill(s);
    OK(retold_store_search(ctx, s, S("walrus"), 10, RETOLD_FORM_TEXT, sink(), err));
    SEEN("Walrus");
    for (size_t i = 0; i < seen.len; i++) assert_true(seen.bytes[i] == '\n' || (unsigned char)seen.bytes[i] >= ' ');
    UNSEEN("\xE2\x80\xAE");
    OK(retold_store_write_list(ctx, s, RETOLD_LIST_ARTICLES, NULL, RETOLD_FORM_TEXT, sink(), err));
    for (size_t i = 0; i < seen.len; i++) assert_true(seen.bytes[i] == '\n' || (unsigned char)seen.bytes[i] >= ' ');
    retold_store_close(s);
    sweep_folder();
}

/* Whatever is asked, the answer is rows or words of refusal: never a fault of the store. */
static void bombs_are_harmless(void **state) {
    (void)state;
    static const char *const parts[] = {"(",        ")",    "\"",    "*",     "^",     "{",    "}", ":", "-",  "+",
                                        "NOT",      "OR",   "AND",   "NEAR(", "title", "rank", "'", ";", "--", "\xFF",
                                        "\xE2\x80", "\x01", "ferry", " ",     "\\",    "%",    "“", "”", "渡"};
    retold_store *s = opened(RETOLD_STORE_CREATE);
    fill(s);
    uint64_t random = 20240419;
    for (int round = 0; round < 3000; round++) {
        char words[400] = "";
        for (int i = 0; i < 1 + round % 20; i++) {
            random = hash_mix(random + 1);
            strcat(words, parts[random % (sizeof parts / sizeof *parts)]);
        }
        retold_error err = {0};
        retold_status status = retold_store_search(ctx, s, span_of(words), 5, RETOLD_FORM_JSON, sink(), &err);
        if (status != RETOLD_OK && status != RETOLD_E_ARGUMENT) fail_msg("%s: %s", words, err.message);
    }
    size_t large = 1000000;
    char *bomb = malloc(large);
    memset(bomb, '(', large);
    assert_int_equal(retold_store_search(ctx, s, (span){bomb, large}, 5, RETOLD_FORM_JSON, sink(), NULL), RETOLD_E_ARGUMENT);
    for (size_t i = 0; i < 4096; i++) bomb[i] = i % 2 ? ' ' : 'a';
    assert_int_equal(retold_store_search(ctx, s, (span){bomb, 4096}, 5, RETOLD_FORM_JSON, sink(), NULL), RETOLD_E_ARGUMENT);
    assert_int_equal(retold_store_search(ctx, s, (span){"a\0b", 3}, 5, RETOLD_FORM_JSON, sink(), NULL), RETOLD_OK);
    assert_int_equal(retold_store_search(ctx, s, S("a"), 0, RETOLD_FORM_JSON, sink(), NULL), RETOLD_E_ARGUMENT);
    free(bomb);
    retold_store_close(s);
    sweep_folder();
}

static int stop(void *user, const char *bytes, size_t len) {
    (void)user, (void)bytes, (void)len;
    return 1;
}

static void sinks_may_stop(void **state) {
    (void)state;
    retold_sink out = {stop, NULL};
    retold_store *s = opened(RETOLD_STORE_CREATE);
    fill(s);
    assert_int_equal(retold_store_search(ctx, s, S("sea"), 5, RETOLD_FORM_JSON, &out, NULL), RETOLD_E_STOPPED);
    assert_int_equal(retold_store_write_list(ctx, s, RETOLD_LIST_ARTICLES, NULL, RETOLD_FORM_TEXT, &out, NULL), RETOLD_E_STOPPED);
    search(s, "sea");
    SEEN("Ferry aground");
    retold_store_close(s);
    sweep_folder();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_parsed),   cmocka_unit_test(words_are_found), cmocka_unit_test(terminals_are_safe),
        cmocka_unit_test(bombs_are_harmless), cmocka_unit_test(sinks_may_stop),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
