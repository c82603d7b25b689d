#include "base/buf.h"
#include "test_memory.h"
#include "text/text.h"

/* The mentions of a text as "title/name|", with '*' where one opens a sentence. */
static span found(const char *text) {
    span s = span_of(text);
    name_mentions m = text_names(ctx, &memory, s);
    buf out = buf_made(&memory);
    for (size_t i = 0; i < m.count; i++) {
        if (range_known(m.items[i].title)) {
            buf_put(&out, span_at(s, m.items[i].title));
            buf_char(&out, '/');
        }
        buf_put(&out, span_at(s, m.items[i].span));
        if (m.items[i].at_start) buf_char(&out, '*');
        buf_char(&out, '|');
    }
    return buf_span(&out);
}

static void names_with_titles(void **state) {
    (void)state;
    assert_span(found("The boat met Harbour Minister Ada Quill and Dr. Tam Orsav."), "Harbour|Minister/Ada Quill|Dr./Tam Orsav|");
    assert_span(found("Foreign Minister Ada Quill spoke."), "Foreign Minister/Ada Quill|");
    assert_span(found("It met foreign minister Ada Quill."), "foreign minister/Ada Quill|");
    assert_span(found("He asked Mr. Doe. Then Prime Minister Dr. Roe left."), "Mr./Doe|Prime Minister Dr./Roe|");
    assert_span(found("Orsavan Foreign Minister Ada Quill’s plan."), "Orsavan*|Foreign Minister/Ada Quill|");
}

static void particles_and_initials(void **state) {
    (void)state;
    assert_span(found("So said Jan van der Berg of Orsava."), "Jan van der Berg|Orsava|");
    assert_span(found("So said J. R. Doe, J.R. Roe Jr. and Ann-Marie O'Neil."), "J. R. Doe|J.R. Roe Jr.|Ann-Marie O'Neil|");
    assert_span(found("She met Ali bin Said al-Orsavi today."), "Ali bin Said al-Orsavi|");
}

static void starts_of_sentences(void **state) {
    (void)state;
    assert_span(found("The ferry sank. But Quill swam. Quill left."), "Quill|Quill*|");
    assert_span(found("“We saw Ada,” he said of what was to be seen in the fog. “And Tam?” Ada left with him."), "Ada|Tam|Ada*|");
    assert_span(found("She met Prosecutor General Doe and the Prosecutor General."),
                "Prosecutor General/Doe|Prosecutor General|");
    assert_span(found("Boats sank."), "Boats*|");
    assert_span(found("Orsava's Varn Island"), "Orsava*|Varn Island|");
    assert_span(found("one\nQuill\nDoe two"), "Quill*|Doe*|");
    assert_span(found(""), "");
}

static void language(void **state) {
    (void)state;
    assert_span(text_language(S("The ferry sank in the harbour before dawn, and nobody knows why it left so early.")), "en");
    assert_span(text_language(
                    S("Short \x1b[31m first. The ferry sank in the harbour before dawn, and nobody knows why it left so early.")),
                "en");
    assert_span(text_language(S("Die Fähre sank vor dem Morgengrauen im Hafen, und niemand weiß, warum sie so früh abfuhr.")),
                "de");
    assert_span(text_language(S("Паром затонул в гавани перед рассветом, и никто не знает, почему он вышел так рано.")), "ru");
    assert_span(text_language(S("Ok.")), "");
    assert_span(text_language(S("12345 67890 !!! ---")), "");
}

/* A long text is looked at in three places: neither a quotation at its start nor a want of blanks decides. */
static void language_of_long_texts(void **state) {
    (void)state;
    const char *english = "“The ferry sank in the harbour before dawn, and nobody knows why it left so early”, so hieß es. ";
    const char *german = "Die Fähre sank vor dem Morgengrauen im Hafen, und niemand weiß bis heute, warum sie so früh abfuhr. ";
    assert_span(text_language(repeated(english, german, 100, "")), "de");
    for (size_t x = 0; x < 16; x++) /* characters cut at every byte */
        assert_span(text_language(repeated(&"xxx"[x % 4], "\xE6\xBC\xA2\xE5\xAD\x97", 400, &"xxxxxx"[x / 4])), "zh");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_with_titles), cmocka_unit_test(particles_and_initials), cmocka_unit_test(starts_of_sentences),
        cmocka_unit_test(language),          cmocka_unit_test(language_of_long_texts),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
