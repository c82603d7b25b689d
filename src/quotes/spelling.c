/* Names that are one but for how they are spelt: Sergei and Sergey, Lavrov and Lawrow. By sound classes, not by lists of names. */
#include "quotes/across_internal.h"

#define LONGEST_RULE 7u
#define SHORT_NAME 4u
#define LONG_NAME 7u

static bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'u' || c == 'o'; }

/* The word in plain lower-case Latin letters; letters that no list has stay as they are. */
static size_t plain_letters(const lexicon *lex, span word, char *out, size_t space) {
    size_t len = 0;
    for (size_t at = 0; at < word.len;) {
        size_t begin = at;
        uint32_t c = text_fold(text_next(word, &at));
        const uint64_t *latin = map_get(&lex->letters, c);
        char bytes[8];
        size_t count;
        if (latin) {
            for (count = 0; count < sizeof bytes && (*latin >> 8 * count & 0xFF); count++)
                bytes[count] = (char)(*latin >> 8 * count & 0xFF);
        } else if (c < 128) {
            bytes[0] = (char)c;
            count = is_alnum((unsigned char)c);
        } else if ((count = text_is_letter(c) ? at - begin : 0)) {
            count = text_put(bytes, c);
        }
        if (len + count > space) break;
        memcpy(out + len, bytes, count);
        len += count;
    }
    return len;
}

/* Longest rule at `at`: how many letters it takes; *sound is what they become. */
static size_t rule_at(const lexicon *lex, span word, size_t at, span *sound) {
    for (size_t len = LONGEST_RULE; len > 0; len--) {
        if (at + len > word.len) continue;
        uint32_t number = names_find(&lex->spelt, span_cut(word, at, at + len));
        if (number == NAME_NONE) continue;
        *sound = lex->sounds[number];
        return len;
    }
    *sound = span_cut(word, at, at + 1);
    return 1;
}

static void put_sound(spelling *s, char c) {
    if (s->len == sizeof s->sounds || (s->len && s->sounds[s->len - 1] == c)) return;
    s->sounds[s->len++] = c;
}

/* An "h" that no vowel follows is not heard: Abdullah, Mehdi. */
static void drop_mute(spelling *s) {
    uint8_t kept = 0;
    for (uint8_t i = 0; i < s->len; i++) {
        bool mute = s->sounds[i] == 'h' && i > 0 && (i + 1 == s->len || !is_vowel(s->sounds[i + 1]));
        if (!mute) s->sounds[kept++] = s->sounds[i];
    }
    s->len = kept;
}

/* Consonants in order, an opening vowel as one sign. */
static void take_bones(spelling *s) {
    for (uint8_t i = 0; i < s->len && s->bone_count < sizeof s->bones; i++) {
        if (is_vowel(s->sounds[i]) && i > 0) continue;
        char bone = is_vowel(s->sounds[i]) ? 'A' : s->sounds[i];
        if (!s->bone_count || s->bones[s->bone_count - 1] != bone) s->bones[s->bone_count++] = bone;
    }
}

spelling spelling_of(const lexicon *lex, span word) {
    char letters[64];
    span plain = {letters, plain_letters(lex, word, letters, sizeof letters)};
    spelling s = {0};
    for (size_t at = 0; at < plain.len;) {
        span sound;
        at += rule_at(lex, plain, at, &sound);
        for (size_t i = 0; i < sound.len; i++) put_sound(&s, sound.ptr[i]);
    }
    drop_mute(&s);
    take_bones(&s);
    return s;
}

uint64_t spelling_key(const spelling *s) { return hash_bytes((span){s->bones, s->bone_count}); }

/* Letters put in, left out, or changed between two words of at most 32 sounds. */
static unsigned distance(const spelling *a, const spelling *b) {
    uint8_t row[sizeof a->sounds + 1];
    for (unsigned k = 0; k <= b->len; k++) row[k] = (uint8_t)k;
    for (unsigned i = 1; i <= a->len; i++) {
        uint8_t corner = row[0];
        row[0] = (uint8_t)i;
        for (unsigned k = 1; k <= b->len; k++) {
            unsigned best = corner + (a->sounds[i - 1] != b->sounds[k - 1]);
            if (row[k] + 1u < best) best = row[k] + 1u;
            if (row[k - 1] + 1u < best) best = row[k - 1] + 1u;
            corner = row[k];
            row[k] = (uint8_t)best;
        }
    }
    return row[b->len];
}

static bool same_bones(const spelling *a, const spelling *b) {
    return a->bone_count == b->bone_count && memcmp(a->bones, b->bones, a->bone_count) == 0;
}

bool spelling_same(const spelling *a, const spelling *b, bool sure) {
    if (!a->len || !b->len || !same_bones(a, b)) return false;
    unsigned shorter = a->len < b->len ? a->len : b->len;
    unsigned most = shorter >= LONG_NAME;
    if (sure && shorter >= SHORT_NAME && shorter / 4 > most) most = shorter / 4;
    if (sure && shorter >= SHORT_NAME && !most) most = 1;
    return distance(a, b) <= most;
}
