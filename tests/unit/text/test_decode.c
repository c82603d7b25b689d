#include "base/buf.h"
#include "test_memory.h"
#include "text/text.h"

static decoded decode(span bytes, const char *header, bool html) {
    decoded d = text_decode(ctx, &memory, bytes, span_of(header), html);
    assert_true(text_is_utf8(d.text));
    return d;
}

/* The page bytes behind the first `part` of the text. */
static span behind(const decoded *d, span bytes, const char *part) {
    size_t at = span_find(d->text, span_of(part), 0);
    assert_true(at != SIZE_MAX);
    range r = decoded_page_range(d, (range){(uint32_t)at, (uint32_t)(at + strlen(part))});
    return span_at(bytes, r);
}

#define CASE(bytes, header, html, want, want_charset, want_from) \
    do {                                                         \
        decoded d = decode(S(bytes), header, html);              \
        assert_span(d.text, want);                               \
        assert_string_equal(d.charset, want_charset);            \
        assert_string_equal(d.from, want_from);                  \
    } while (0)

static void charsets_in_order(void **state) {
    (void)state;
    CASE("plain", NULL, true, "plain", "utf-8", "valid utf-8");
    CASE("\xEF\xBB\xBFna\xC3\xAFve", "windows-1251", true, "naïve", "utf-8", "bom");
    CASE("\xFF\xFEh\0i\0\xE9\0", NULL, true, "hié", "utf-16le", "bom");
    CASE("\xFE\xFF\0h\x20\xAC", NULL, true, "h€", "utf-16be", "bom");
    CASE("na\xEFve", "ISO-8859-1", true, "naïve", "windows-1252", "header");
    CASE("<meta charset=windows-1251><p>\xEF\xE0\xF0\xEE\xEC", NULL, true, "<meta charset=windows-1251><p>паром", "windows-1251",
         "meta");
    CASE("<meta http-equiv=x content='text/html; charset=iso-8859-2'>\xB1", NULL, true,
         "<meta http-equiv=x content='text/html; charset=iso-8859-2'>ą", "iso-8859-2", "meta");
    CASE("<!-- <meta charset=koi8-r> -->na\xC3\xAFve", NULL, true, "<!-- <meta charset=koi8-r> -->naïve", "utf-8", "valid utf-8");
    assert_int_equal(decode(S("a\0b"), NULL, false).text.len, 3);
}

static void contradictions_fall_through(void **state) {
    (void)state;
    CASE("caf\xE9 au lait, \x93na\xEFve\x94", "utf-8", true, "café au lait, “naïve”", "windows-1252", "detected");
    CASE("na\xC3\xAFve caf\xC3\xA9", "iso-8859-1", true, "naïve café", "utf-8", "valid utf-8");
    CASE("na\xC3\xAFve caf\xC3\xA9 \xFF here", "utf-8", true, "naïve café \xEF\xBF\xBD here", "utf-8", "header");
    CASE("plain <meta charset=utf-16>", NULL, true, "plain <meta charset=utf-16>", "utf-8", "meta");
    CASE("h\0e\0l\0l\0o\0 \0y\0o\0u\0", NULL, true, "hello you", "utf-16le", "detected");
    CASE("x", "no-such-charset", true, "x", "utf-8", "valid utf-8");
}

static void multi_byte(void **state) {
    (void)state;
    CASE("\x93\x8C\x8B\x9E a", "shift_jis", false, "東京 a", "shift_jis", "header");
    CASE("\x1B$BEl5~\x1B(B a", "iso-2022-jp", false, "東京 a", "iso-2022-jp", "header");
    CASE("\xB6\xAB\xBE\xA9\xB6\xAB\xBE\xA9\xB6\xAB\xBE\xA9\xB6\xAB\xBE\xA9\xB6\xAB\xBE\xA9\xFF", "gbk", false,
         "东京东京东京东京东京\xEF\xBF\xBD", "gbk", "header");
}

static void way_back(void **state) {
    (void)state;
    span page = S("x\xE9\xE8y na\xEFve");
    decoded d = decode(page, "windows-1252", false);
    assert_span(behind(&d, page, "è"), "\xE8");
    assert_span(behind(&d, page, "éèy"), "\xE9\xE8y");
    assert_span(behind(&d, page, "ïve"), "\xEFve");
    page = S("\xEF\xBB\xBFna\xC3\xAFve\xFF\xFE caf\xC3\xA9");
    d = decode(page, NULL, false);
    assert_span(behind(&d, page, "café"), "caf\xC3\xA9");
    assert_span(behind(&d, page, "ve\xEF\xBF\xBD"), "ve\xFF");
    page = S("a\x93\x8C\x8B\x9E z");
    d = decode(page, "shift_jis", false);
    assert_span(behind(&d, page, "京 z"), "\x8B\x9E z");
    assert_span(behind(&d, page, "東"), "\x93\x8C");
    d = decode((span){0}, NULL, false);
    assert_int_equal(decoded_page_range(&d, (range){0, 0}).end, 0);
}

/* Every stretch of text leads to page bytes; neighbours meet; the whole is the whole. Random bytes, every charset that has a name. */
static void ranges_cover_the_page(void **state) {
    (void)state;
    static const char *const labels[] = {"utf-8",   "windows-1252", "shift_jis",   "big5",
                                         "gb18030", "euc-jp",       "iso-2022-jp", "utf-16le"};
    uint64_t seed = 7;
    for (unsigned round = 0; round < 400; round++) {
        char bytes[80];
        size_t len = round % sizeof bytes;
        for (size_t i = 0; i < len; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            bytes[i] = (char)(seed >> 56);
        }
        decoded d = decode((span){bytes, len}, labels[round % 8], round & 8);
        uint32_t last = 0;
        for (size_t at = 0; at < d.text.len;) {
            size_t next = at;
            text_next(d.text, &next);
            range r = decoded_page_range(&d, (range){(uint32_t)at, (uint32_t)next});
            assert_true(r.begin <= r.end && r.end <= len && r.end >= last);
            last = r.end;
            at = next;
        }
        if (d.text.len) assert_int_equal(last, len);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(charsets_in_order), cmocka_unit_test(contradictions_fall_through), cmocka_unit_test(multi_byte),
        cmocka_unit_test(way_back),          cmocka_unit_test(ranges_cover_the_page),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
