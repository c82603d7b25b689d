/* Quotes with their variants: on the page, in JSON, in a terminal. */
#include "fixture.h"
#include "tell_page.h"

enum { TELLINGS = 5 };

static const char *const texts[TELLINGS] = {
    "The ferry lay still.\n\"We heard the hull groan and we waited for the tide,\" Captain Ana Ferreira told the Harbour "
    "Courier.",
    "\"We heard the hull groan,\" Captain Anna Ferreira said.",
    "\"We heard the hull moan and waited for the tide,\" said the captain. \"We heard the hull groan and we waited for the "
    "tide,\" "
    "she said again.",
    "Ein Ruf: \"Wir h\xC3\xB6rten den Rumpf \xC3\xA4"
    "chzen.\"",
    "\"We heard the hull\" \xE2\x80\xA6 \"and we waited for the tide,\" Ferreira said. \"Tea helps,\" officials said.",
};

static range at(uint32_t telling, const char *part, size_t from) {
    size_t found = span_find(span_of(texts[telling]), span_of(part), from);
    if (found == SIZE_MAX) fail_msg("no %s", part);
    return (range){(uint32_t)found, (uint32_t)(found + strlen(part))};
}

/* A quote of one or two parts; parts are parted by '|'. */
static retold_quote quote_at(uint32_t telling, const char *words, const char *speaker, size_t from) {
    retold_quote q = {
        .kind = RETOLD_QUOTE_DIRECT, .speaker = RANGE_NONE, .role = RANGE_NONE, .cue = RANGE_NONE, .confidence = 0.8f};
    range *parts = ARENA_ARRAY(&memory, range, 2);
    for (span rest = span_of(words), part; rest.len;) {
        part = span_take_until(&rest, '|');
        parts[q.part_count++] = at(telling, arena_copy(&memory, part).ptr, from);
    }
    q.parts = parts;
    q.content = (range){parts[0].begin, parts[q.part_count - 1].end};
    if (speaker) q.speaker = at(telling, speaker, 0);
    return q;
}

static const span *ids_of(uint32_t telling) {
    span *ids = ARENA_ARRAY(&memory, span, 4);
    for (uint32_t i = 0; i < 4; i++) ids[i] = arena_printf(&memory, "q-%u%u", telling, i);
    return ids;
}

/* Five tellings of one quote, and one that only the last has. */
static tell_story said(tell_input *in) {
    static told_variant variants[6], lone[1];
    static told_person persons[3];
    static told_quote quotes[2];
    static uint32_t via[2];
    static span forms[1];
    tell_telling *t = ARENA_ARRAY(&memory, tell_telling, TELLINGS);
    retold_quote *own[TELLINGS];
    for (uint32_t i = 0; i < TELLINGS; i++) {
        const char *const outlets[] = {"Harbour Courier", "Metro Brief", "Coast Post", "Hafenblatt", "Late Wire"};
        const char *const dates[] = {"2024-05-01T10:00Z", "2024-05-01T11:00Z", "2024-05-01T12:00Z", "2024-05-01T13:00Z", NULL};
        retold_article *article = told(outlets[i], dates[i], "Ferry aground", texts[i]);
        article->pieces = ARENA_NEW(&memory, piece);
        *article->pieces = (piece){{0, (uint32_t)article->text.len}, {1000, 1000 + (uint32_t)article->text.len}, true};
        article->piece_count = 1;
        if (i == 3) article->lang = S("de");
        own[i] = ARENA_ARRAY(&memory, retold_quote, 2);
        t[i] = (tell_telling){.article = article,
                              .family = arena_printf(&memory, "f-%u", i < 2 ? 0 : i),
                              .number = i,
                              .nearest = RETOLD_NONE,
                              .quotes = own[i],
                              .quote_ids = ids_of(i),
                              .quote_count = i == 2 || i == 4 ? 2 : 1};
    }
    own[0][0] = quote_at(0, "We heard the hull groan and we waited for the tide,", "Ana Ferreira", 0);
    own[1][0] = quote_at(1, "We heard the hull groan,", "Anna Ferreira", 0);
    own[1][0].flags = RETOLD_QUOTE_CUT | RETOLD_QUOTE_UNCLOSED;
    own[2][0] = quote_at(2, "We heard the hull moan and waited for the tide,", "the captain", 0);
    own[2][1] = quote_at(2, "We heard the hull groan and we waited for the tide,", NULL, 0);
    own[3][0] = quote_at(3,
                         "Wir h\xC3\xB6rten den Rumpf \xC3\xA4"
                         "chzen.",
                         NULL, 0);
    own[4][0] = quote_at(4, "We heard the hull|and we waited for the tide,", "Ferreira", 0);
    own[4][1] = quote_at(4, "Tea helps,", "officials", 0);
    own[4][1].kind = RETOLD_QUOTE_INDIRECT;
    variants[0] = (told_variant){0, 0, TOLD_FULLEST, 1};
    variants[1] = (told_variant){1, 0, TOLD_CUT, 1};
    variants[2] = (told_variant){2, 0, TOLD_REWORDED, 0.8f};
    variants[3] = (told_variant){2, 1, TOLD_SAME, 1};
    variants[4] = (told_variant){3, 0, TOLD_TRANSLATED, 0};
    variants[5] = (told_variant){4, 0, TOLD_SHORTENED, 1};
    lone[0] = (told_variant){4, 1, TOLD_FULLEST, 1};
    forms[0] = S("Anna Ferreira");
    persons[0] = (told_person){S("Ana Ferreira"), S("Captain"), forms, 1, 1, 5};
    persons[1] = (told_person){S("officials"), {0}, NULL, 0, 1, 1};
    persons[2] = (told_person){S("the Harbour Courier"), {0}, NULL, 0, 0, 0};
    via[0] = 1, via[1] = 2;
    quotes[0] = (told_quote){variants, 6, 0, 0, 0, via, 2, 0.8f};
    quotes[1] = (told_quote){lone, 1, 0, 0, RETOLD_NONE, NULL, 0, 0};
    *in = (tell_input){.id = S("s-1"), .tellings = t, .count = TELLINGS, .quotes = {persons, 3, quotes, 2}};
    tell_story s;
    tell_build(ctx, &memory, in, &s);
    return s;
}

TEST(page_has_a_row_a_quote) {
    tell_input in;
    tell_story s = said(&in);
    buf out = buf_made(&memory);
    tell_html(ctx, &out, &s);
    const char *fault = page_fault(buf_span(&out));
    if (fault) fail_msg("%s", fault);
    HAS(out, "<li id=\"said1\"><h3 class=\"crumb\"><span class=\"who\"><bdi>Ana Ferreira</bdi></span>, <bdi>Captain</bdi>");
    /* nearest source first */
    HAS(out, "via <bdi>the Harbour Courier</bdi></span> <span class=\"via\"><span aria-hidden=\"true\">\u2039</span> via "
             "<bdi>officials</bdi>");
    HAS(out, "in 5 tellings, 4 texts \u00B7 speaker sure to 0.80");
    HAS(out, "lang=\"en\">\u201CWe heard the hull groan and we waited for the tide,\u201D");
    HAS(out, "4 other forms: 1 shortened, 1 cut off, 1 reworded, 1 translated");
    /* what is cut off is told, not struck out */
    HAS(out, "\u201CWe heard the hull groan, <span class=\"chip cut\">\u2026 breaks off here</span></p>");
    HAS(out, "<li class=\"teller\"><span class=\"rule\">The same words:</span> <a class=\"n\" href=\"#t3\">3</a>");
    HAS(out, "<span class=\"chip\">no closing mark</span>");
    HAS(out, "We heard the hull <del><span class=\"vh\">[left out here: </span>groan and we<span class=\"vh\">]</span></del> "
             "<ins><span class=\"vh\">[only here: </span>moan and<span class=\"vh\">]</span></ins> waited for the tide,\u201D");
    HAS(out, "We heard the hull <del><span class=\"vh\">[left out here: </span>groan<span class=\"vh\">]</span></del>"
             " <span class=\"gap\">\u2026</span> and we waited for the tide,\u201D");
    HAS(out, "lang=\"de\">\u201CWir h\xC3\xB6rten den Rumpf \xC3\xA4"
             "chzen.\u201D");
    HAS(out, "<span class=\"rule\">here: <bdi lang=\"en\">Anna Ferreira</bdi></span>");
    HAS(out, "<span class=\"chip\">earliest known</span>");
    HAS(out, "1 quote that only one telling has</summary>\n<ol class=\"quotes\">\n<li id=\"said2\"><p class=\"crumb\"><span "
             "class=\"who\"><bdi>officials</bdi>");
    HAS(out, "<a href=\"#said1\"><bdi>Ana Ferreira</bdi></a> <span class=\"rule\">also <bdi>Anna Ferreira</bdi> \u00B7 1</span>");
}

TEST(every_form_leads_to_its_bytes) {
    tell_input in;
    tell_story s = said(&in);
    buf out = buf_made(&memory);
    tell_html(ctx, &out, &s);
    range r = at(0, "We heard the hull groan and we waited for the tide,", 0);
    span link = arena_printf(&memory,
                             "<a class=\"pilcrow\" href=\"#t1p2\">\u00B6\u00A0"
                             "2 \u00B7 bytes %u\u2013%u<",
                             r.begin + 1000, r.end + 1000);
    if (span_find(buf_span(&out), link, 0) == SIZE_MAX) fail_msg("no %s", link.ptr);
    HAS(out, "id=\"t1p2\"");
    size_t links = 0;
    span page = buf_span(&out), end = S("source of this quote in telling");
    for (size_t i = 0; (i = span_find(page, end, i)) != SIZE_MAX; i++) links++;
    assert_int_equal(links, 7);
}

/* The runs of a variant tile both hulls and say in bytes what differs. */
TEST(json_has_persons_and_variants) {
    tell_input in;
    tell_story s = said(&in);
    buf out = buf_made(&memory);
    tell_json(ctx, &out, &s);
    yyjson_val *root = yyjson_doc_get_root(json_parse(&memory, buf_span(&out), "test", NULL));
    yyjson_val *persons = yyjson_obj_get(root, "persons"), *quotes = yyjson_obj_get(root, "quotes");
    assert_int_equal(yyjson_arr_size(persons), 3);
    yyjson_val *first = yyjson_arr_get(quotes, 0), *variants = yyjson_obj_get(first, "variants");
    assert_span(json_text(first, "text"), "We heard the hull groan and we waited for the tide,");
    assert_span(json_text(yyjson_obj_get(first, "speaker"), "name"), "Ana Ferreira");
    assert_span(json_text(yyjson_obj_get(first, "speaker"), "role"), "Captain");
    assert_int_equal(yyjson_get_uint(yyjson_obj_get(first, "tellings")), 5);
    assert_int_equal(yyjson_arr_size(variants), 6);
    yyjson_val *cut = yyjson_arr_get(variants, 1), *short_one = yyjson_arr_get(variants, 5);
    assert_span(json_text(cut, "quote"), "q-10");
    assert_span(json_text(cut, "change"), "cut");
    assert_span(json_text(short_one, "text"), "We heard the hull \u2026 and we waited for the tide,");
    assert_int_equal(yyjson_arr_size(yyjson_obj_get(short_one, "parts")), 2);
    yyjson_val *page = yyjson_obj_get(cut, "page_span"), *own = yyjson_obj_get(cut, "span");
    assert_int_equal(yyjson_get_uint(yyjson_arr_get(page, 0)), yyjson_get_uint(yyjson_arr_get(own, 0)) + 1000);
    yyjson_val *runs = yyjson_obj_get(cut, "words");
    assert_int_equal(yyjson_arr_size(runs), 2);
    assert_span(json_text(yyjson_arr_get(runs, 1), "kind"), "only_fullest");
    assert_null(yyjson_obj_get(yyjson_arr_get(variants, 4), "words"));
    assert_true(yyjson_is_null(yyjson_obj_get(yyjson_arr_get(quotes, 1), "speaker")));
}

TEST(terminal_has_a_block_a_quote) {
    tell_input in;
    tell_story s = said(&in);
    buf out = buf_made(&memory);
    tell_text(ctx, &out, &s);
    HAS(out, "  Ana Ferreira, Captain \u2039 via the Harbour Courier \u2039 via officials \u00B7 5 tellings, 4 texts\n"
             "      \u201CWe heard the hull groan and we waited for the tide,\u201D\n"
             "       1  fullest form, earliest known\n");
    HAS(out, "       2  cut off, 100\u00A0%, no closing mark: We heard the hull groan, [-and we waited for the tide,-]\n");
    HAS(out, "       3  reworded, 80\u00A0%: We heard the hull [-groan and we-] {+moan and+} waited for the tide,\n");
    HAS(out, "       3  the same words\n");
    HAS(out, "       4  translated: Wir");
    HAS(out, "       5  shortened, 100\u00A0%: We heard the hull [-groan-] \u2026 and we waited");
    HAS(out, "  1 quote that only one telling has\n     5  officials: Tea helps,\n");
}

/* Whatever the names, words and ranges are: the page stays a page, the lines stay lines. */
TEST(hostile_quotes_stay_text) {
    static const char *const evil[] = {"</li></ol><script>alert(1)</script>", "\" onclick=\"x", "\xE2\x80\xAE_evil\x1b[2J"};
    for (size_t k = 0; k < 3; k++) {
        tell_input in;
        tell_story s = said(&in);
        told_person p = {span_of(evil[k]), span_of(evil[(k + 1) % 3]), &p.name, 1, 2, 2};
        in.quotes.persons = &p;
        in.quotes.person_count = 1;
        retold_article *article = (retold_article *)(uintptr_t)in.tellings[1].article;
        article->text = arena_printf(&memory, "We heard %s and more words than that", evil[k]);
        article->lang = span_of(evil[k]);
        retold_quote *q = (retold_quote *)(uintptr_t)&in.tellings[1].quotes[0];
        range *parts = (range *)(uintptr_t)q->parts;
        parts[0] = (range){0, (uint32_t)article->text.len};
        q->speaker = (range){3, 90000}; /* damaged: passed over */
        buf out = buf_made(&memory);
        tell_build(ctx, &memory, &in, &s);
        tell_html(ctx, &out, &s);
        const char *fault = page_fault(buf_span(&out));
        if (fault) fail_msg("%s", fault);
        HAS_NOT(out, "<script");
        buf_clear(&out);
        tell_text(ctx, &out, &s);
        assert_false(page_has_hidden(buf_span(&out)));
        parts[0] = (range){5, 90000};
        buf_clear(&out);
        tell_html(ctx, &out, &s);
        tell_json(ctx, &out, &s);
        tell_text(ctx, &out, &s);
    }
}

/* Tellings that made the same of a quote are told together. */
TEST(equal_forms_are_one) {
    tell_input in;
    tell_story s = said(&in);
    told_variant *v = (told_variant *)(uintptr_t)in.quotes.items[0].variants;
    v[5] = (told_variant){2, 0, TOLD_REWORDED, 0.8f};
    v[2] = (told_variant){2, 0, TOLD_REWORDED, 0.8f};
    buf out = buf_made(&memory);
    tell_html(ctx, &out, &s);
    HAS(out, "3 other forms: 1 cut off, 1 reworded, 1 translated");
    HAS(out, "<span class=\"rule\">The same words:</span> <a class=\"n\" href=\"#t3\">3</a>");
    buf_clear(&out);
    tell_text(ctx, &out, &s);
    HAS(out, "       3  reworded, 80\u00A0%, as in 3\n");
}

/* Many words left out are counted, not struck out one by one. */
TEST(long_gaps_are_counted) {
    tell_input in;
    tell_story s = said(&in);
    retold_article *article = (retold_article *)(uintptr_t)in.tellings[1].article;
    retold_quote *q = (retold_quote *)(uintptr_t)&in.tellings[1].quotes[0];
    range *parts = (range *)(uintptr_t)in.tellings[0].quotes[0].parts, *own = (range *)(uintptr_t)q->parts;
    retold_article *full = (retold_article *)(uintptr_t)in.tellings[0].article;
    full->text = S("We heard one two three four five six seven eight nine ten eleven twelve thirteen the hull groan");
    parts[0] = (range){0, (uint32_t)full->text.len};
    article->text = S("We heard the hull groan");
    own[0] = (range){0, (uint32_t)article->text.len};
    told_variant *v = (told_variant *)(uintptr_t)in.quotes.items[0].variants;
    v[1].change = TOLD_SHORTENED;
    tell_build(ctx, &memory, &in, &s);
    buf out = buf_made(&memory);
    tell_html(ctx, &out, &s);
    HAS(out, "We heard <span class=\"chip\">13 words left out</span> the hull groan");
    tell_text(ctx, &out, &s);
    HAS(out, "We heard [- 13 words -] the hull groan");
}

TEST(nobody_is_quoted) {
    tell_input in;
    tell_story s = said(&in);
    in.quotes = (told_quotes){0};
    buf out = buf_made(&memory);
    tell_html(ctx, &out, &s);
    HAS(out, "No telling quotes anybody.");
    buf_clear(&out);
    tell_text(ctx, &out, &s);
    HAS_NOT(out, "Quotes");
    tell_json(ctx, &out, &s);
    HAS(out, "\"persons\":[],\"quotes\":[]");
}

TEST(one_quote_has_its_evidence) {
    tell_input in;
    tell_story s = said(&in);
    retold_page page = {.bytes = arena_printf(&memory, "%1000s%s", "<p>", texts[1])};
    tell_telling *t = (tell_telling *)(uintptr_t)&in.tellings[1];
    t->page = &page;
    buf out = buf_made(&memory);
    tell_quote_text(ctx, &out, &s, 1, 0);
    HAS(out, "quote     q-10\ntext      We heard the hull groan,\n"
             "kind      direct, breaks off before its sentence ends, no closing mark\n"
             "speaker   Ana Ferreira\nalso      Anna Ferreira\nhere      Anna Ferreira\nrole      Captain\nsure      0.80\n"
             "sentence  \"We heard the hull groan,\" Captain Anna Ferreira said.\n");
    HAS(out, "bytes     1\u201325 of the text, 1001\u20131025 of the page\nsnippet    ");
    HAS(out, "<p>\"We heard the hull groan,\" Captain");
    HAS(out, "telling   2 of 5\n");
    HAS(out, "       3  reworded");
    buf_clear(&out);
    tell_quote_json(ctx, &out, &s, 1, 0);
    yyjson_val *root = yyjson_doc_get_root(json_parse(&memory, buf_span(&out), "test", NULL));
    assert_span(json_text(root, "id"), "q-10");
    assert_span(json_text(root, "speaker"), "Anna Ferreira");
    assert_span(json_text(yyjson_obj_get(root, "person"), "name"), "Ana Ferreira");
    assert_span(json_text(yyjson_obj_get(root, "article"), "outlet"), "Metro Brief");
    assert_span(json_text(root, "sentence_text"), "\"We heard the hull groan,\" Captain Anna Ferreira said.");
    assert_int_equal(yyjson_arr_size(yyjson_obj_get(yyjson_obj_get(root, "told"), "variants")), 6);
    in.quotes = (told_quotes){0};
    buf_clear(&out);
    tell_quote_text(ctx, &out, &s, 1, 0);
    HAS(out, "speaker   Anna Ferreira\n");
    HAS_NOT(out, "In all tellings");
    tell_quote_json(ctx, &out, &s, 4, 1);
    HAS_NOT(out, "\"told\"");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(page_has_a_row_a_quote),
        cmocka_unit_test(every_form_leads_to_its_bytes),
        cmocka_unit_test(json_has_persons_and_variants),
        cmocka_unit_test(terminal_has_a_block_a_quote),
        cmocka_unit_test(hostile_quotes_stay_text),
        cmocka_unit_test(long_gaps_are_counted),
        cmocka_unit_test(nobody_is_quoted),
        cmocka_unit_test(equal_forms_are_one),
        cmocka_unit_test(one_quote_has_its_evidence),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
