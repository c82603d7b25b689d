/* Alignments of texts made by chance, against what plain reckoning says of their gaps. */
#include "base/hash.h"
#include "copies/copies_internal.h"
#include "made_corpus.h"

enum { TRIES = 400, WORDS = 300, KINDS = 60, MOST_CHANGED = 12, LEAST_WORDS = 3, LONGEST_GAP = 32 };

/* A word out of few, or one that can't be matched. */
static uint32_t drawn_word(void) { return drawn(50) ? (uint32_t)hash_mix(1 + drawn(KINDS)) & ~UINT32_C(3) : 0; }

static doc_words text_of(uint32_t *hash, uint32_t count) {
    doc_words w = {.hash = hash, .count = count};
    align_prepare(&memory, &w);
    return w;
}

static doc_words first_text(void) {
    uint32_t *hash = ARENA_ARRAY(&memory, uint32_t, WORDS);
    for (uint32_t i = 0; i < WORDS; i++) hash[i] = drawn_word();
    return text_of(hash, WORDS);
}

/* A copy in which stretches were left out, put in, or both. */
static doc_words changed_text(const doc_words *a) {
    VEC(uint32_t) hash = {0};
    for (uint32_t i = 0; i < a->count; i++) {
        if (!drawn(15)) {
            i += drawn(MOST_CHANGED);
            for (uint32_t n = drawn(MOST_CHANGED); n; n--) vec_push(&memory, &hash, drawn_word());
        }
        if (i < a->count) vec_push(&memory, &hash, a->hash[i]);
    }
    return text_of(hash.items, (uint32_t)hash.count);
}

/* The longest common subsequence of two gaps. */
static uint32_t longest_common(const doc_words *a, uint32_t a_begin, uint32_t a_end, const doc_words *b, uint32_t b_begin,
                               uint32_t b_end) {
    uint32_t best[LONGEST_GAP + 1][LONGEST_GAP + 1] = {{0}};
    for (uint32_t x = 1; x <= a_end - a_begin; x++)
        for (uint32_t y = 1; y <= b_end - b_begin; y++) {
            bool equal = a->hash[a_begin + x - 1] && a->hash[a_begin + x - 1] == b->hash[b_begin + y - 1];
            uint32_t other = best[x - 1][y] > best[x][y - 1] ? best[x - 1][y] : best[x][y - 1];
            best[x][y] = equal ? best[x - 1][y - 1] + 1 : other;
        }
    return best[a_end - a_begin][b_end - b_begin];
}

/* Blocks rise and hold equal words; single ones are those that a gap between longer ones has, as many as can be. */
static uint32_t check_chain(const alignment *al, const chain *c, const doc_words *a, const doc_words *b) {
    uint32_t matched = 0, singles = 0, a_end = c->a_begin, b_end = c->b_begin, a_gap = a_end, b_gap = b_end, gaps = 0;
    for (uint32_t n = c->first; n != UINT32_MAX; n = al->blocks.items[n].next) {
        const stretch *s = &al->blocks.items[n];
        assert_true(s->a >= a_end && s->b >= b_end);
        for (uint32_t i = 0; i < s->len; i++) assert_true(a->hash[s->a + i] && a->hash[s->a + i] == b->hash[s->b + i]);
        a_end = s->a + s->len;
        b_end = s->b + s->len;
        matched += s->len;
        if (s->len == 1) {
            singles++;
            continue;
        }
        assert_int_equal(singles, longest_common(a, a_gap, s->a, b, b_gap, s->b));
        gaps += s->a > a_gap && s->b > b_gap;
        a_gap = a_end, b_gap = b_end, singles = 0;
    }
    assert_true(a_end == c->a_end && b_end == c->b_end && matched == c->matched && !singles);
    return gaps;
}

static void gaps_hold_all_that_is_common(void **state) {
    (void)state;
    size_t chains = 0, gaps = 0;
    for (uint32_t n = 0; n < TRIES; n++) {
        doc_words a = first_text(), b = changed_text(&a);
        align_index index = align_index_made(&memory, &a);
        alignment al = align_texts(&memory, &index, &b, LEAST_WORDS);
        chains += al.chains.count;
        for (size_t i = 0; i < al.chains.count; i++) gaps += check_chain(&al, &al.chains.items[i], &a, &b);
    }
    assert_true(chains > TRIES && gaps > TRIES);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(gaps_hold_all_that_is_common)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
