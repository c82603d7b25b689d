/* Quotes and speakers over several tellings, on texts written for this. */
#include "test.h"

#include "base/buf.h"
#include "quotes/quotes.h"
#include "record/record.h"
#include "retold/quotes.h"

#define MOST_TELLINGS 6

typedef struct story {
    retold_ctx *ctx;
    uint32_t count;
    retold_article *articles[MOST_TELLINGS];
    retold_quotes *quotes[MOST_TELLINGS];
    told_telling tellings[MOST_TELLINGS];
    arena memory;
    told_quotes told;
} story;

static retold_status make_article(retold_ctx *ctx, void *out, retold_error *err) {
    (void)err;
    *(retold_article **)out = article_new(ctx);
    return RETOLD_OK;
}

static retold_status gather(retold_ctx *ctx, void *job, retold_error *err) {
    (void)err;
    story *s = job;
    quotes_gather(ctx, &s->memory, s->tellings, s->count, &s->told);
    return RETOLD_OK;
}

typedef struct text {
    const char *text, *lang, *date;
} text;

static void add(story *s, text t) {
    uint32_t n = s->count++;
    assert_int_equal(ctx_run(s->ctx, make_article, &s->articles[n], NULL), RETOLD_OK);
    s->articles[n]->text = span_of(t.text);
    s->articles[n]->lang = span_of(t.lang ? t.lang : "en");
    s->articles[n]->published = t.date ? stamp_parse(span_of(t.date)) : STAMP_NONE;
    assert_int_equal(retold_quotes_find(s->ctx, s->articles[n], &s->quotes[n], NULL), RETOLD_OK);
    s->tellings[n] = (told_telling){s->articles[n], s->quotes[n]->items, (uint32_t)s->quotes[n]->count, n, n};
}

static story told(const text *texts, uint32_t count) {
    story s = {0};
    assert_int_equal(retold_ctx_new(NULL, &s.ctx, NULL), RETOLD_OK);
    for (uint32_t i = 0; i < count; i++) add(&s, texts[i]);
    s.memory = arena_made(s.ctx);
    assert_int_equal(ctx_run(s.ctx, gather, &s, NULL), RETOLD_OK);
    return s;
}

static void done(story *s) {
    arena_free(&s->memory);
    for (uint32_t i = 0; i < s->count; i++) {
        retold_quotes_free(s->quotes[i]);
        retold_article_free(s->articles[i]);
    }
    retold_ctx_free(s->ctx);
}

#define TOLD(...) told((const text[]){__VA_ARGS__}, sizeof((const text[]){__VA_ARGS__}) / sizeof(text))

/* "name (role) also form, form" of each person that speaks, a line each. */
static void check_persons(story *s, const char *want) {
    buf out = buf_made(&s->memory);
    for (uint32_t i = 0; i < s->told.person_count; i++) {
        const told_person *p = &s->told.persons[i];
        if (!p->quotes) continue;
        if (out.len) buf_char(&out, '\n');
        buf_put(&out, p->name);
        if (p->role.len) buf_printf(&out, " (%.*s)", SPAN_ARG(p->role));
        for (uint32_t k = 0; k < p->form_count; k++) buf_printf(&out, "%s%.*s", k ? ", " : " also ", SPAN_ARG(p->forms[k]));
    }
    assert_span(buf_span(&out), want);
}

/* "0 fullest, 1 reworded" of each quote, a line each. */
static void check_variants(story *s, const char *want) {
    static const char *const changes[] = {"fullest", "same", "shortened", "cut", "reworded", "reported", "translated"};
    buf out = buf_made(&s->memory);
    for (uint32_t i = 0; i < s->told.count; i++) {
        const told_quote *q = &s->told.items[i];
        for (uint32_t v = 0; v < q->count; v++)
            buf_printf(&out, "%s%u %s", v ? ", " : i ? "\n" : "", q->variants[v].telling, changes[q->variants[v].change]);
    }
    assert_span(buf_span(&out), want);
}

static void knows_spellings_of_one_name(void **state) {
    (void)state;
    story s = TOLD({.text = "\"The dam will hold through the spring,\" Engineer Dmitri Velenskiy said."},
                   {.text = "\"Nobody asked the village about it,\" Dmitry Velensky said."},
                   {.text = "\"Every gate was tested in autumn,\" said Mr. Welenskyj."});
    check_persons(&s, "Dmitri Velenskiy (Engineer) also Dmitry Velensky, Welenskyj");
    done(&s);
    s = TOLD({.text = "\"The well is dry again,\" Mohammed Harouni said."},
             {.text = "\"We carry water for two hours,\" Muhammad Haruni said."});
    check_persons(&s, "Mohammed Harouni also Muhammad Haruni");
    done(&s);
}

static void knows_short_first_names(void **state) {
    (void)state;
    story s = TOLD({.text = "\"The dam will hold through the spring,\" Benjamin Todd Harrow said."},
                   {.text = "\"Nobody asked the village about it,\" Ben Harrow said."},
                   {.text = "\"Every gate was tested in autumn,\" said Danielle Harrow."},
                   {.text = "\"The mill stands empty all year,\" said Dan Harrow."});
    check_persons(&s, "Benjamin Todd Harrow also Ben Harrow\nDan Harrow\nDanielle Harrow");
    done(&s);
}

static void leaves_out_deeds_without_words(void **state) {
    (void)state;
    story s = TOLD({.text = "Ada Laine rejected the old plan of the council. Juho Rost said the dam would hold."});
    check_persons(&s, "Juho Rost");
    check_variants(&s, "0 fullest");
    done(&s);
}

static void keeps_people_apart(void **state) {
    (void)state;
    story s = TOLD({.text = "\"The dam will hold through the spring,\" Ada Laine said."},
                   {.text = "\"Nobody asked the village about it,\" Juho Laine said."},
                   {.text = "\"Every gate was tested in autumn,\" Laine said."});
    check_persons(&s, "Ada Laine\nJuho Laine\nLaine");
    done(&s);
    s = TOLD({.text = "\"The dam will hold through the spring,\" Rahim Khomari said."},
             {.text = "\"Nobody asked the village about it,\" Rahim Khamereni said."});
    check_persons(&s, "Rahim Khamereni\nRahim Khomari");
    done(&s);
}

static void knows_outlets_and_offices(void **state) {
    (void)state;
    story s = TOLD({.text = "The dam has a crack as long as a bus, the Velna news agency reported."},
                   {.text = "Velna said that two villages were being emptied."},
                   {.text = "\"There is no danger at all,\" the Castle said. \"Go home,\" said Castle spokesman Pavel Rost."});
    check_persons(&s, "Velna news agency also Velna\nCastle\nPavel Rost (Castle spokesman)");
    done(&s);
}

static void tells_kinds_from_descriptions(void **state) {
    (void)state;
    story s = TOLD({.text = "\"The dam has a crack,\" the Velnan government said."},
                   {.text = "\"We have seen no crack,\" Velnan Radio said."},
                   {.text = "\"The water is clean,\" the Ministry of Lakes and Rivers said. \"Drink it,\" MLR said."});
    check_persons(&s, "Ministry of Lakes and Rivers also MLR\nVelnan Radio\nVelnan government");
    done(&s);
    s = TOLD({.text = "\"The water is clean,\" the Central Lake Authority said."},
             {.text = "\"We drink it ourselves,\" the CLA said."});
    check_persons(&s, "Central Lake Authority also CLA");
    done(&s);
}

static void joins_what_is_one_quote(void **state) {
    (void)state;
    story s = TOLD(
        {.text = "\"We opened the gates at dawn because the lake rose faster than any forecast had said,\" Ada Laine said.",
         .date = "2024-05-03"},
        {.text = "\"We opened the gates at dawn because the lake rose faster than any forecast had said,\" Laine said."},
        {.text = "\"We opened the gates at dawn,\" Ada Laine said."},
        {.text = "Ada Laine said: \"We opened the gates at dawn because the lake rose faster"},
        {.text = "Ada Laine said that they had opened the gates at dawn because the lake was rising faster than forecasts."},
        {.text = "\"At dawn the gates were opened by us, for the lake was rising faster than the forecasts,\" said Ada Laine."});
    check_variants(&s, "0 fullest, 1 same, 2 shortened, 3 cut, 4 reported, 5 reworded");
    assert_int_equal(s.told.items[0].earliest, 0);
    assert_span(s.told.persons[s.told.items[0].speaker].name, "Ada Laine");
    done(&s);
}

static void parts_what_is_not(void **state) {
    (void)state;
    const char *two = "\"The lake rose faster than any forecast of the weather office had told us,\" Ada Laine said. Boats were "
                      "tied to trees. Much later she "
                      "sat down. \"The lake rose faster than any forecast of the army had told us,\" Laine told reporters.";
    story s = TOLD({.text = two}, {.text = two});
    check_variants(&s, "0 fullest, 1 same\n0 fullest, 1 same");
    done(&s);
    s = TOLD({.text = "\"We did nothing wrong,\" Ada Laine said."}, {.text = "\"We did nothing wrong,\" Juho Rost said."},
             {.text = "\"The bridge needs a new deck before winter,\" Ada Laine said."});
    check_variants(&s, "0 fullest\n1 fullest\n2 fullest");
    done(&s);
}

static void hears_translations(void **state) {
    (void)state;
    story s =
        TOLD({.text = "\"On 14 May the Kastell dam lost 320 tonnes of concrete near Vilna,\" Ada Laine said."},
             {.text = "„Am 14. Mai hat der Kastell-Damm bei Vilna 320 Tonnen Beton verloren“, sagte Ada Laine.", .lang = "de"});
    check_variants(&s, "0 fullest, 1 translated");
    done(&s);
}

static void knows_translations_by_their_order(void **state) {
    (void)state;
    const char *english =
        "\"It was lighter than a bag of bread,\" Ada Laine said.\n\"We should have looked there first,\" Juho Rost "
        "said.\n\"Nobody will take it away again,\" said Maria Tervo.";
    const char *german =
        "„Sie wog weniger als ein Beutel Brot“, sagte Ada Laine.\n„Da hätten wir zuerst suchen sollen“, sagte Juho "
        "Rost.\n„Niemand wird sie je wieder mitnehmen“, sagte Maria Tervo.";
    story s = TOLD({.text = english}, {.text = german, .lang = "de"});
    check_variants(&s, "0 fullest, 1 translated\n0 fullest, 1 translated\n0 fullest, 1 translated");
    done(&s);
    s = TOLD({.text = "\"It was lighter than a bag of bread,\" Ada Laine said."},
             {.text = "„Sie wog weniger als ein Beutel Brot“, sagte Ada Laine.", .lang = "de"});
    check_variants(&s, "0 fullest\n1 fullest");
    done(&s);
}

static void follows_the_longest_chain(void **state) {
    (void)state;
    story s = TOLD({.text = "Two engineers said the dam had been leaking for eleven years."},
                   {.text = "Two engineers quoted by the Harbour Gazette said the dam had been leaking for eleven years."});
    assert_int_equal(s.told.count, 1);
    assert_int_equal(s.told.items[0].via_count, 1);
    assert_span(s.told.persons[s.told.items[0].via[0]].name, "Harbour Gazette");
    assert_span(s.told.persons[s.told.items[0].speaker].name, "Two engineers");
    done(&s);
}

static void bears_nothing(void **state) {
    (void)state;
    story s = told(NULL, 0);
    assert_int_equal(s.told.count, 0);
    assert_int_equal(s.told.person_count, 0);
    done(&s);
    s = TOLD({.text = ""}, {.text = "Rain fell."});
    assert_int_equal(s.told.count, 0);
    done(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_short_first_names),     cmocka_unit_test(leaves_out_deeds_without_words),
        cmocka_unit_test(knows_spellings_of_one_name), cmocka_unit_test(keeps_people_apart),
        cmocka_unit_test(knows_outlets_and_offices),   cmocka_unit_test(tells_kinds_from_descriptions),
        cmocka_unit_test(joins_what_is_one_quote),     cmocka_unit_test(parts_what_is_not),
        cmocka_unit_test(hears_translations),          cmocka_unit_test(knows_translations_by_their_order),
        cmocka_unit_test(follows_the_longest_chain),   cmocka_unit_test(bears_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
