#include "base/buf.h"
#include "base/hash.h"
#include "test_memory.h"
#include "text/text.h"

/* The words of a text with '|' behind each. */
static span listed(span text) {
    words w = text_words(&memory, text);
    buf out = buf_made(&memory);
    for (size_t i = 0; i < w.count; i++) {
        buf_put(&out, span_at(text, w.items[i].span));
        buf_char(&out, '|');
    }
    return buf_span(&out);
}

static void words_are_cut(void **state) {
    (void)state;
    assert_span(listed(S("The mayor's plan, he said, won't cost 1,250.50 crowns.")),
                "The|mayor's|plan|he|said|won't|cost|1,250.50|crowns|");
    assert_span(listed(S("Åse øker. ЛЕС и горы")), "Åse|øker|ЛЕС|и|горы|");
    assert_span(listed(S("'quoted' words' 'tis")), "quoted|words|tis|");
    assert_span(listed(S("co\xC2\xADop well-known end.")), "co\xC2\xADop|well|known|end|");
    assert_span(listed(S("3.5.2024, 4. and .5")), "3.5.2024|4|and|5|");
    assert_span(listed(S("")), "");
    assert_span(listed(S("… — !")), "");
    assert_span(listed(S("हिन्दी में")), "हिन्दी|में|");
    assert_span(listed(S("okina \xCA\xBC alone, at the end \xCA\xBC")), "okina|alone|at|the|end|");
}

/* Whatever character begins a word is taken: none is empty, and cutting comes to an end. */
static void no_character_is_an_empty_word(void **state) {
    (void)state;
    char text[8];
    for (uint32_t c = 1; c < 0x110000; c++) {
        arena_mark mark = arena_here(&memory);
        size_t len = text_put(text, c);
        text[len] = ' ';
        words w = text_words(&memory, (span){text, len + 1});
        assert_true(w.count <= 1);
        if (w.count) assert_true(range_len(w.items[0].span) > 0);
        arena_back(&memory, mark);
    }
}

static void unspaced_scripts_give_bigrams(void **state) {
    (void)state;
    assert_span(listed(S("東京都は a")), "東京|京都|都は|a|");
    assert_span(listed(S("山 x川y")), "山|x|川|y|");
    words w = text_words(&memory, S("東京"));
    assert_int_equal(w.items[0].flags, WORD_UNSPACED);
}

static uint64_t hash_of(const char *text) { return text_word_hash(span_of(text)); }

static void hashes_fold(void **state) {
    (void)state;
    assert_true(hash_of("Don't") == hash_of("DON’T"));
    assert_true(hash_of("don`t") == hash_of("don\xCA\xBCt"));
    assert_true(hash_of("ÉTÉ") == hash_of("e\xCC\x81te\xCC\x81"));
    assert_true(hash_of("co\xC2\xADop") == hash_of("coop"));
    assert_true(hash_of("ΛΌΓΟΣ") == hash_of("λόγος"));
    assert_true(hash_of("don't") != hash_of("dont"));
    assert_true(hash_of("हिन्दी") != hash_of("हन्द"));
    assert_true(hash_of(" !") == 0 && hash_of("\xCA\xBC ") == 0);
    assert_true(hash_of("7,500") == hash_of("7500") && hash_of("1,240,000") == hash_of("1240000"));
    assert_true(hash_of("3,5") != hash_of("35") && hash_of("1,2345") != hash_of("12345") && hash_of("7.500") != hash_of("7500"));
    words w = text_words(&memory, S("Ferry FERRY"));
    assert_true(w.items[0].hash == w.items[1].hash);
}

static uint64_t by_definition(span word) {
    uint64_t h = 0xCBF29CE484222325u;
    for (size_t i = 0; i < word.len; i += 8) {
        uint64_t eight = 0;
        for (size_t k = 0; k < 8 && i + k < word.len; k++) {
            unsigned char b = (unsigned char)word.ptr[i + k];
            eight |= (uint64_t)(b >= 'A' && b <= 'Z' ? b + 32u : b) << (8 * k);
        }
        h = hash_fold(h ^ eight, 0x9FB21C651E98DF25u);
    }
    return h;
}

static bool is_number(char b) { return b >= '0' && b <= '9'; }

/* What is in a word by itself; of what isn't ASCII only a letter is tried. */
static bool is_inner(char b) { return is_number(b) || ((b | 32) >= 'a' && (b | 32) <= 'z') || (unsigned char)b >= 0x80; }

static uint32_t flags_by_definition(span word) {
    size_t letters = 0, uppers = 0;
    for (size_t i = 0; i < word.len; i++) {
        letters += is_inner(word.ptr[i]) && !is_number(word.ptr[i]);
        uppers += word.ptr[i] >= 'A' && word.ptr[i] <= 'Z';
    }
    uint32_t flags = is_number(*word.ptr) ? WORD_NUMBER : *word.ptr >= 'A' && *word.ptr <= 'Z' ? WORD_CAPITAL : 0;
    return letters > 1 && letters == uppers ? flags | WORD_ALL_CAPS : flags;
}

/* Digits that letters and nothing else follow; 0 for any other word. */
static size_t digits_of(span word) {
    size_t digits = 0, at;
    while (digits < word.len && (is_number(word.ptr[digits]) || strchr(".,", word.ptr[digits]))) digits++;
    for (at = digits; at < word.len; at++)
        if (!is_alpha((unsigned char)word.ptr[at])) return 0;
    return digits < word.len ? digits : 0;
}

static void check_apart(span text, const words *whole) {
    words w = text_words_apart(&memory, text);
    size_t n = 0;
    for (size_t i = 0; i < whole->count; i++) {
        word one = whole->items[i], other = one;
        size_t digits = digits_of(span_at(text, one.span));
        if (digits) {
            other.span.end = one.span.begin += (uint32_t)digits;
            other.hash = text_word_hash(span_at(text, other.span));
            other.flags = WORD_NUMBER;
            assert_true(n < w.count && w.items[n].hash == other.hash && w.items[n].flags == other.flags);
            assert_memory_equal(&w.items[n++].span, &other.span, sizeof other.span);
            one = (word){{other.span.end, whole->items[i].span.end}, 0, 0};
            one.hash = text_word_hash(span_at(text, one.span));
        }
        assert_true(n < w.count && w.items[n].hash == one.hash && w.items[n].flags == one.flags);
        assert_memory_equal(&w.items[n++].span, &one.span, sizeof one.span);
    }
    assert_int_equal(n, w.count);
}

static void units_are_words_apart(void **state) {
    (void)state;
    words w = text_words_apart(&memory, S("1,150ft up, 10am, 2nd, 3g4, A4, 7 km"));
    static const char *const want[] = {"1,150", "ft", "up", "10", "am", "2", "nd", "3g4", "A4", "7", "km"};
    assert_int_equal(w.count, 11);
    for (size_t i = 0; i < w.count; i++) assert_true(w.items[i].hash == hash_of(want[i]));
}

/* Long texts are read many bytes at once: words of every length at every place, with what may stand in a word between some. */
static void long_texts_are_cut_as_short_ones(void **state) {
    (void)state;
    static const char letters[] = "abcxyzABCXYZ019", *const gaps[] = {" ", ", ", "\n", " \"", ". ", " – ", "…", "   "};
    for (uint64_t round = 0; round < 300; round++) {
        buf text = buf_made(&memory);
        VEC(range) made = {0};
        for (uint64_t i = 0; i < 60; i++) {
            uint64_t drawn = hash_mix(round * 1000 + i), len = drawn % 100 ? 1 + drawn / 100 % 14 : 1 + drawn / 100 % 150;
            range place = {(uint32_t)text.len, (uint32_t)(text.len + len)};
            vec_push(&memory, &made, place);
            for (uint64_t k = 0; k < len; k++) buf_char(&text, letters[hash_mix(drawn + k) % (sizeof letters - 1)]);
            if (i + 1 < 60 || round % 2) buf_put(&text, span_of(gaps[hash_mix(drawn + 7) % 8]));
        }
        words w = text_words(&memory, buf_span(&text));
        assert_int_equal(w.count, made.count);
        for (size_t i = 0; i < w.count; i++) {
            span word = span_at(buf_span(&text), made.items[i]);
            assert_true(w.items[i].span.begin == made.items[i].begin && w.items[i].span.end == made.items[i].end);
            assert_true(w.items[i].hash == by_definition(word));
            assert_int_equal(w.items[i].flags, flags_by_definition(word));
        }
        check_apart(buf_span(&text), &w);
    }
}

/* What may stand between two of these. */
static bool is_joint(span text, size_t at) {
    if (!at || at + 1 == text.len || !is_inner(text.ptr[at - 1]) || !is_inner(text.ptr[at + 1])) return false;
    bool numbers = is_number(text.ptr[at - 1]) && is_number(text.ptr[at + 1]);
    return text.ptr[at] == '\'' || text.ptr[at] == '`' || (numbers && (text.ptr[at] == '.' || text.ptr[at] == ','));
}

/* Marks of all kinds at every place, also next to each other and to what isn't ASCII. */
static void marks_join_words_by_their_neighbours(void **state) {
    (void)state;
    static const char *const parts[] = {"a", "b", "C", "D", "1",    "2",    "3",   "'",  ".",
                                        ",", "`", " ", " ", "word", "NATO", "2.5", "\n", "\u00E9"};
    for (uint64_t round = 0; round < 2000; round++) {
        buf text = buf_made(&memory);
        for (uint64_t i = 0; i < 90; i++) buf_put(&text, span_of(parts[hash_mix(round * 100 + i) % (round % 2 ? 17 : 18)]));
        span s = buf_span(&text);
        words w = text_words(&memory, s);
        size_t n = 0;
        for (size_t begin = 0, end; begin < s.len; begin = end) {
            for (end = begin; end < s.len && (is_inner(s.ptr[end]) || (end > begin && is_joint(s, end)));) end++;
            if (end == begin) {
                end++;
                continue;
            }
            span word = span_cut(s, begin, end);
            assert_true(n < w.count && w.items[n].span.begin == begin && w.items[n].span.end == end);
            assert_true(w.items[n].hash == text_word_hash(word));
            assert_int_equal(w.items[n++].flags, flags_by_definition(word));
        }
        assert_int_equal(n, w.count);
        check_apart(s, &w);
    }
}

/* Stores and samples hang on these values: they must never change. */
static void hashes_are_fixed(void **state) {
    (void)state;
    assert_true(hash_of("Ferry") == by_definition(S("ferry")));
    assert_true(hash_of("l'échafaudage") == by_definition(S("l'echafaudage")));
    assert_true(hash_of("ferry") == 0xC12F642F029CEC4Bu);
}

static void flags_are_set(void **state) {
    (void)state;
    words w = text_words(&memory, S("Ein NATO 12th A ÖBB plain"));
    uint32_t want[] = {WORD_CAPITAL, WORD_CAPITAL | WORD_ALL_CAPS, WORD_NUMBER, WORD_CAPITAL, WORD_CAPITAL | WORD_ALL_CAPS, 0};
    assert_int_equal(w.count, 6);
    for (size_t i = 0; i < 6; i++) assert_int_equal(w.items[i].flags, want[i]);
}

static void code_points(void **state) {
    (void)state;
    size_t at = 0;
    span s = S("\xE2\x82\xAC\xE2\x82"
               "A\xC0\xAF\xED\xA0\x80\xF4\x90\x80\x80");
    assert_int_equal(text_next(s, &at), 0x20AC);
    assert_int_equal(at, 3);
    assert_int_equal(text_next(s, &at), 0xFFFD);
    assert_int_equal(at, 4);
    for (unsigned n = 0; at < s.len; n++) {
        uint32_t c = text_next(s, &at);
        assert_true(c == 0xFFFD || c == 'A');
    }
    assert_true(text_is_utf8(S("plain ascii only, more than eight \xC3\xA9 \xF0\x9F\x98\x80")));
    assert_false(text_is_utf8(S("plain ascii only, more than eight \xC3")));
    assert_int_equal(text_bad_utf8(S("ab\xFF"
                                     "cd"),
                                   0),
                     2);
    assert_int_equal(text_align(S("a\xE2\x82\xAC"), 3), 1);
    assert_int_equal(text_align(S("a\xE2\x82\xAC"), 4), 4);
    size_t start;
    assert_int_equal(text_before(S("a\xE2\x82\xAC"), 4, &start), 0x20AC);
    assert_int_equal(start, 1);
    assert_int_equal(text_before(S("a\xAC"), 2, &start), 0xFFFD);
    assert_int_equal(start, 1);
    assert_span(text_folded(&memory, S("  ÄRGER \n\xC2\xA0 im  Amt ")), "ärger im amt");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_cut),
        cmocka_unit_test(no_character_is_an_empty_word),
        cmocka_unit_test(unspaced_scripts_give_bigrams),
        cmocka_unit_test(hashes_fold),
        cmocka_unit_test(units_are_words_apart),
        cmocka_unit_test(long_texts_are_cut_as_short_ones),
        cmocka_unit_test(marks_join_words_by_their_neighbours),
        cmocka_unit_test(hashes_are_fixed),
        cmocka_unit_test(flags_are_set),
        cmocka_unit_test(code_points),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
