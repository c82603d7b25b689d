/* The words with a meaning of their own: weekdays, months, numbers, letters, and how common the words of English news are. */
#include "base/data.h"
#include "stories/stories_internal.h"

/* Hash of a list's entry as text_words() gives it for a word of a text. */
static uint64_t hash_of(arena *a, span entry) {
    words w = text_words(a, entry);
    return w.count ? w.items[0].hash : 0;
}

/* "name<TAB>number" rows. */
static map load_numbers(arena *a, const char *name) {
    map numbers = {0};
    span rest = data_file(name), entry;
    while (data_next(&rest, &entry)) {
        span word = span_take_until(&entry, '\t');
        uint64_t value = 0;
        if (span_to_u64(entry, &value)) *map_put(a, &numbers, hash_of(a, word)) = value;
    }
    return numbers;
}

static void add_share(arena *a, map *shares, span word, uint64_t share, uint64_t capitals) {
    char stem[STEM_BYTES];
    size_t len = stem_word(word, stem);
    uint64_t *value = map_put(a, shares, hash_bytes((span){stem, len}));
    uint64_t had = *value >> 8, both = had + share;
    capitals = both ? (had * (*value & 255) + share * capitals) / both : 0;
    *value = (both > 1000 ? 1000 : both) << 8 | capitals;
}

static map load_shares(arena *a) {
    map shares = {0};
    span rest = data_file("word_share.txt"), entry;
    while (data_next(&rest, &entry)) {
        span word = span_take_until(&entry, '\t'), share = span_take_until(&entry, '\t');
        uint64_t documents = 0, capitals = 0;
        if (span_to_u64(share, &documents) && span_to_u64(entry, &capitals)) add_share(a, &shares, word, documents, capitals);
    }
    return shares;
}

static void load_letters(arena *a, lexicon *words) {
    span rest = data_file("transliteration.txt"), entry;
    while (data_next(&rest, &entry)) {
        span letter = span_take_until(&entry, '\t');
        size_t at = 0;
        *map_put(a, &words->letters, text_next(letter, &at)) = words->sounds.count;
        vec_push(a, &words->sounds, entry);
    }
}

void lexicon_load(arena *a, lexicon *words) {
    load_letters(a, words);
    words->weekdays = load_numbers(a, "weekdays.txt");
    words->months = load_numbers(a, "months.txt");
    words->number_words = load_numbers(a, "number_words.txt");
    words->shares = load_shares(a);
}

static bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'; }

static bool has_vowel(const char *s, size_t len) {
    for (size_t i = 0; i < len; i++)
        if (is_vowel(s[i])) return true;
    return false;
}

/* Plural and third person: "attacks", "cities", "losses"; not "gas", "press", "virus". */
static size_t cut_plural(char *s, size_t len) {
    if (len < 4 || s[len - 1] != 's' || s[len - 2] == 's' || s[len - 2] == 'u' || s[len - 2] == 'i') return len;
    if (len > 4 && s[len - 2] == 'e' && s[len - 3] == 'i') {
        s[len - 3] = 'y';
        return len - 2;
    }
    bool hissing = len > 5 && s[len - 2] == 'e' && (s[len - 3] == 's' || s[len - 3] == 'x' || s[len - 3] == 'h');
    return hissing ? len - 2 : len - 1;
}

/* "-ed", "-ing" where a vowel is left before, and the doubled consonant or silent e behind it. */
static size_t cut_ending(const char *s, size_t len) {
    size_t cut = 0;
    if (len > 5 && memcmp(s + len - 3, "ing", 3) == 0)
        cut = 3;
    else if (len > 4 && memcmp(s + len - 2, "ed", 2) == 0)
        cut = 2;
    if (cut && has_vowel(s, len - cut)) {
        len -= cut;
        bool doubled = len > 3 && s[len - 1] == s[len - 2] && s[len - 1] != 'l' && s[len - 1] != 's' && !is_vowel(s[len - 1]);
        return doubled ? len - 1 : len;
    }
    return len > 4 && s[len - 1] == 'e' ? len - 1 : len;
}

size_t stem_word(span w, char *out) {
    size_t len = 0;
    if (w.len > 2 && span_ends(w, S("'s"))) w.len -= 2;
    for (; len < w.len && len < STEM_BYTES; len++) out[len] = to_lower(w.ptr[len]);
    return cut_ending(out, cut_plural(out, len));
}
