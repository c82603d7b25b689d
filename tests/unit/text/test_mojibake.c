#include "test_memory.h"
#include "text/text.h"

static span mended(span text) {
    text_fixes f = text_mojibake(&memory, text);
    for (size_t i = 0; i < f.count; i++) assert_string_equal(f.items[i].kind, "mojibake");
    return text_apply(&memory, text, f.items, f.count);
}

/* `right`, its bytes read as a charset and written out as UTF-8 `times` over. */
static span misread(const char *right, const char *charset, unsigned times) {
    span s = span_of(right);
    while (times--) s = arena_copy(&memory, text_decode(ctx, &memory, s, span_of(charset), false).text);
    return s;
}

/* text_decode() would see through a misreading: so bytes go character by character. */
static span misread_hard(const char *right, const char *charset, unsigned times) {
    span s = span_of(right);
    while (times--) {
        char out[4096];
        size_t len = 0;
        for (size_t i = 0; i < s.len; i++) {
            char byte[3] = {s.ptr[i], (char)0xFF};
            span one = (unsigned char)byte[0] < 0x80 ? span_cut(s, i, i + 1) : misread(byte, charset, 1);
            size_t end = 0;
            text_next(one, &end);
            assert_true(len + end < sizeof out);
            memcpy(out + len, one.ptr, end);
            len += end;
        }
        s = arena_copy(&memory, (span){out, len});
    }
    return s;
}

static void misreadings_are_undone(void **state) {
    (void)state;
    static const char *const charsets[] = {"windows-1252", "windows-1250", "windows-1251",
                                           "windows-1257", "macintosh",    "windows-1254"};
    static const char *const texts[] = {
        "“It’s gone,” he said – for 5 € a day…",
        "Die Fähre sank “über Nacht” – größer als gedacht, älter, süß.",
        "Le café d’Évian « fermé » à l’été, où ça gêne l’élève.",
    };
    for (size_t c = 0; c < sizeof charsets / sizeof *charsets; c++)
        for (size_t t = 0; t < sizeof texts / sizeof *texts; t++)
            assert_span(mended(misread_hard(texts[t], charsets[c], 1)), texts[t]);
    assert_span(mended(misread_hard("Паром затонул ночью.", "windows-1252", 1)), "Паром затонул ночью.");
    assert_span(mended(misread_hard("Паром затонул ночью.", "windows-1251", 1)), "Паром затонул ночью.");
    assert_span(mended(misread_hard("東京都は", "windows-1252", 1)), "東京都は");
    assert_span(mended(misread_hard("Nice 😀!", "windows-1252", 1)), "Nice 😀!");
    assert_span(mended(misread_hard("“It’s gone,” said Zoë", "windows-1252", 2)), "“It’s gone,” said Zoë");
}

static void lost_bytes(void **state) {
    (void)state;
    assert_span(mended(S("â€œGone,â€ he said")), "“Gone,” he said");
    assert_span(mended(S("â€œGone,â€\xEF\xBF\xBD he said")), "“Gone,” he said");
    assert_span(mended(S("the spokesmanĀ\xC2\xA0told us")), "the spokesman told us");
    assert_span(mended(S("costs Â£5 at 20Â°")), "costs £5 at 20°");
    assert_span(mended(S("about 40Â km off.Â Then")), "about 40 km off. Then");
    assert_span(mended(S("It\xC2\x92s \xC2\x93gone\xC2\x94 \xC2\x96 so")), "It’s “gone” – so");
}

static void references_are_read(void **state) {
    (void)state;
    assert_span(mended(S("&ldquo;It&#8217;s gone&#x201D; &ndash; Orsava&nbsp;&amp; Co caf&eacute;")),
                "“It’s gone” – Orsava & Co café");
    assert_span(mended(S("a &lt;b&gt; &#60; & &; &nope; &#x110000; &#0;&rsquo")),
                "a &lt;b&gt; &#60; & &; &nope; &#x110000; &#0;&rsquo");
    assert_span(mended(S("Zoë’s “&rdquo; ZoÃ«")), "Zoë’s “” Zoë");
}

static void right_text_stays(void **state) {
    (void)state;
    static const char *const right[] = {
        "SÃO PAULO, A MANHÃ\xC2\xA0” E A IRMÃ – NÃO",
        "Längs Å” och Ö– på Ä…",
        "Рёв моря, Рё и В\xC2\xA0городе «Рига»",
        "Ā, ā, Č – Rīgā “Āgenskalns”",
        "café”— «école» …élan «É»",
        "VÂNĂTOR, LÂNĂ „ÎN”",
        "naïveté, Ærø, ½ £5 §3 ©2024 ®",
        "Ελλάδα, Ήπειρος",
        "“‘Yes’” — “…no…”",
        "Łódź, żółć, ŚĆ",
    };
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) assert_span(mended(span_of(right[i])), right[i]);
}

static void fixes_are_small(void **state) {
    (void)state;
    span text = S("ab“â€™” c");
    text_fixes f = text_mojibake(&memory, text);
    assert_int_equal(f.count, 1);
    assert_span(span_at(text, f.items[0].at), "â€™");
    assert_span(f.items[0].after, "’");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(misreadings_are_undone), cmocka_unit_test(lost_bytes),      cmocka_unit_test(references_are_read),
        cmocka_unit_test(right_text_stays),       cmocka_unit_test(fixes_are_small),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
