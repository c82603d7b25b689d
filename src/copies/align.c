/*
 * The stretches that two texts share.
 *
 *   a   █████████░░██████      ▓▓▓▓▓▓▓▓          blocks: three or more equal words in a row, or two right behind or before some
 *   b   ▓▓▓▓▓▓▓▓      █████████░█░██████         chains: blocks in the same order in both with short gaps alike in length
 *
 * Blocks are taken greedily, longest first at each word of b; so a block is never looked at twice, and texts that repeat
 * themselves stay linear.
 */
#include "copies/copies_internal.h"
#include <assert.h>

enum {
    MOST_PLACES = 8, /* places of one shingle in a that are tried */
    NEAR_STEP = 3,   /* changed words over which a block goes on */
    GAP = 32,        /* longest gap in a chain, words */
    FREE_GAP = 5,    /* gaps up to this need no equal words inside */
    SKEW = 8,        /* most that the two sides of a gap differ by */
    OPEN_CHAINS = 6, /* latest chains that a block may go on from */
    REWRITTEN = 48,  /* longest gap between chains of two versions of one text, words, */
    REWRITTEN_SKEW = 12,
};

#define END UINT32_MAX

void align_drop_boilerplate(doc_words *w) {
    uint32_t run = 0;
    for (uint32_t i = 0; i < w->count; i++) {
        bool boilerplate = w->flags[i] & WORD_BOILERPLATE;
        run = boilerplate ? run + 1 : 0;
        if (run >= ALIGN_WORDS) w->keys[i + 1 - ALIGN_WORDS] = 0;
        if (boilerplate) w->hash[i] = 0;
    }
}

void align_prepare(arena *a, doc_words *w) {
    w->keys = arena_raw(a, (w->count + 1) * sizeof *w->keys);
    uint32_t keyed = w->count < ALIGN_WORDS ? 0 : w->count + 1 - ALIGN_WORDS;
    for (uint32_t i = 0; i < keyed; i++) w->keys[i] = align_key(w->hash + i);
    for (uint32_t i = keyed; i < w->count; i++) w->keys[i] = 0;
}

align_index align_index_made(arena *a, const doc_words *words) {
    uint32_t size = 16;
    while (size < 4 * (uint64_t)words->count && size < UINT32_MAX / 2) size *= 2;
    align_index index = {words, ARENA_ARRAY(a, uint32_t, size), arena_raw(a, (words->count + 1) * sizeof *index.next), size - 1};
    for (uint32_t i = words->count; i-- > 0;) {
        if (!words->keys[i]) continue;
        uint32_t *slot = &index.slots[(words->keys[i] >> 1) & index.mask];
        index.next[i] = *slot;
        *slot = i + 1;
    }
    return index;
}

static bool same(const doc_words *a, const doc_words *b, uint32_t i, uint32_t j) {
    return a->hash[i] == b->hash[j] && a->hash[i];
}

/* Two words in a row as one number; `none` where one is missing or can't be matched. */
static uint64_t two_words(const doc_words *w, uint32_t i, uint64_t none) {
    return i + 1 < w->count && w->hash[i] && w->hash[i + 1] ? w->hash[i] | (uint64_t)w->hash[i + 1] << 32 : none;
}

/* Which are no words, as the lowest bits of a hash are 0; those of one text aren't those of the other. */
enum { NONE_OF_A = 1, NONE_OF_B = 2 };

/* Equal words in a row from (i, j) on, two at once. */
static uint32_t run_length(const doc_words *a, const doc_words *b, uint32_t i, uint32_t j) {
    uint32_t most = a->count - i < b->count - j ? a->count - i : b->count - j, len = 0;
    for (uint64_t x, y; len + 1 < most; len += 2) {
        memcpy(&x, a->hash + i + len, sizeof x);
        memcpy(&y, b->hash + j + len, sizeof y);
        if (x != y || !(uint32_t)x || !(x >> 32)) break;
    }
    return len + (len < most && same(a, b, i + len, j + len));
}

/* The longest block at word j of b; among equally long ones that which goes on from `onward`, else the first. */
static stretch longest_at(const align_index *index, const doc_words *b, uint32_t j, uint32_t onward) {
    stretch best = {0, j, 0, END};
    uint32_t place = index->slots[(b->keys[j] >> 1) & index->mask];
    for (unsigned tries = 0; place && tries < MOST_PLACES; tries++, place = index->next[place - 1]) {
        if (index->words->keys[place - 1] != b->keys[j]) continue;
        uint32_t len = run_length(index->words, b, place - 1, j);
        if (len >= ALIGN_WORDS && (len > best.len || (len == best.len && place - 1 == onward)))
            best = (stretch){place - 1, j, len, END};
    }
    return best;
}

/* How many words are changed in a and in b, fewest of both first. */
static const struct {
    uint8_t of_a, of_b;
} CHANGED[] = {{0, 1}, {1, 0}, {0, 2}, {1, 1}, {2, 0}, {0, 3}, {1, 2}, {2, 1},
               {3, 0}, {1, 3}, {2, 2}, {3, 1}, {2, 3}, {3, 2}, {3, 3}};

/* The nearest two equal words in a row behind a few changed ones; len 0 when there are none. */
static stretch resumed(const doc_words *a, const doc_words *b, uint32_t i, uint32_t j) {
    uint64_t of_a[NEAR_STEP + 1], of_b[NEAR_STEP + 1];
    for (uint32_t n = 0; n <= NEAR_STEP; n++) of_a[n] = two_words(a, i + n, NONE_OF_A), of_b[n] = two_words(b, j + n, NONE_OF_B);
    for (size_t n = 0; n < sizeof CHANGED / sizeof *CHANGED; n++) {
        if (of_a[CHANGED[n].of_a] != of_b[CHANGED[n].of_b]) continue;
        uint32_t x = i + CHANGED[n].of_a, y = j + CHANGED[n].of_b;
        return (stretch){x, y, run_length(a, b, x, y), END};
    }
    return (stretch){0, 0, 0, END};
}

/* The same before (i, j), going back no further than b_floor. */
static stretch resumed_before(const doc_words *a, const doc_words *b, uint32_t i, uint32_t j, uint32_t b_floor) {
    uint64_t of_a[NEAR_STEP + 1], of_b[NEAR_STEP + 1];
    for (uint32_t n = 0; n <= NEAR_STEP; n++) {
        of_a[n] = i < n + 2 ? NONE_OF_A : two_words(a, i - n - 2, NONE_OF_A);
        of_b[n] = j < b_floor + n + 2 ? NONE_OF_B : two_words(b, j - n - 2, NONE_OF_B);
    }
    for (size_t n = 0; n < sizeof CHANGED / sizeof *CHANGED; n++) {
        if (of_a[CHANGED[n].of_a] != of_b[CHANGED[n].of_b]) continue;
        uint32_t x = i - CHANGED[n].of_a, y = j - CHANGED[n].of_b, len = 2;
        while (len < x && y - len > b_floor && same(a, b, x - len - 1, y - len - 1)) len++;
        return (stretch){x - len, y - len, len, END};
    }
    return (stretch){0, 0, 0, END};
}

/* Blocks that lead up to the one at the end of the list, in order, put before it. */
static void lead_in(arena *scratch, alignment *out, const doc_words *a, const doc_words *b, uint32_t b_floor) {
    size_t from = out->blocks.count - 1;
    for (;;) {
        stretch first = out->blocks.items[out->blocks.count - 1];
        stretch before = resumed_before(a, b, first.a, first.b, b_floor);
        if (!before.len) break;
        vec_push(scratch, &out->blocks, before);
    }
    stretch *items = out->blocks.items;
    for (size_t x = from, y = out->blocks.count - 1; x < y; x++, y--) {
        stretch swap = items[x];
        items[x] = items[y];
        items[y] = swap;
    }
}

/* A block found by its shingle, widened to the left, with what leads up to it and what goes on from it. Returns its end in b. */
static uint32_t take_block(arena *scratch, alignment *out, const doc_words *a, const doc_words *b, stretch block,
                           uint32_t b_floor) {
    while (block.a && block.b > b_floor && same(a, b, block.a - 1, block.b - 1)) block.a--, block.b--, block.len++;
    vec_push(scratch, &out->blocks, block);
    lead_in(scratch, out, a, b, b_floor);
    for (;;) {
        stretch last = out->blocks.items[out->blocks.count - 1];
        stretch further = resumed(a, b, last.a + last.len, last.b + last.len);
        if (!further.len) return last.b + last.len;
        vec_push(scratch, &out->blocks, further);
    }
}

static void find_blocks(arena *scratch, const align_index *index, const doc_words *b, alignment *out) {
    uint32_t b_floor = 0, onward = END;
    const uint32_t *keys = b->keys, *slots = index->slots, mask = index->mask;
    for (uint32_t j = 0; j + ALIGN_WORDS <= b->count; j++) {
        if (!keys[j] || !slots[(keys[j] >> 1) & mask]) continue;
        stretch block = longest_at(index, b, j, onward);
        if (!block.len) continue;
        b_floor = take_block(scratch, out, index->words, b, block, b_floor);
        j = b_floor - 1;
        stretch last = out->blocks.items[out->blocks.count - 1];
        onward = last.a + last.len;
    }
}

/*
 * Longest common subsequences of what is left of two gaps from each pair of places on, a bit for each: set at (31 - x) of row y where that from
 * (x, y) on is longer than that from (x + 1, y) on (M. Crochemore et al., "A fast and practical bit-vector algorithm for the longest common
 * subsequence problem", 2001).
 */
typedef struct gap_table {
    uint32_t a, b, a_len, b_len; /* the gaps, words */
    uint32_t longer[GAP + 1];
} gap_table;

static_assert(GAP <= 32, "a bit for each word of a gap");

#define FIRST_BIT (UINT32_C(1) << 31)

static void fill_gap(gap_table *t, const doc_words *a, const doc_words *b) {
    uint32_t rest = UINT32_MAX;
    t->longer[t->b_len] = 0;
    for (uint32_t y = t->b_len; y-- > 0;) {
        uint32_t equal = 0, word = b->hash[t->b + y];
        for (uint32_t x = 0; x < t->a_len; x++) equal |= (a->hash[t->a + x] == word ? FIRST_BIT : 0) >> x;
        if (word) rest = (rest + (rest & equal)) | (rest & ~equal);
        t->longer[y] = ~rest;
    }
}

/* True when block may follow the chain: the gap is short, alike on both sides, and not of quite other words. */
static bool follows(const doc_words *a, const doc_words *b, const chain *c, const stretch *block, gap_table *t) {
    if (block->a < c->a_end || block->b < c->b_end) return false;
    t->a = c->a_end;
    t->b = c->b_end;
    t->a_len = block->a - c->a_end;
    t->b_len = block->b - c->b_end;
    uint32_t longer = t->a_len > t->b_len ? t->a_len : t->b_len, shorter = t->a_len + t->b_len - longer;
    if (longer > GAP || longer - shorter > SKEW) return false;
    if (!shorter) return longer <= FREE_GAP; /* words were put in or left out, none are equal */
    fill_gap(t, a, b);
    return longer <= FREE_GAP || (uint32_t)__builtin_popcount(t->longer[0]) * 4 >= longer;
}

static void append_block(alignment *out, chain *c, uint32_t number) {
    const stretch *block = &out->blocks.items[number];
    out->blocks.items[c->last].next = number;
    c->last = number;
    c->a_end = block->a + block->len;
    c->b_end = block->b + block->len;
    c->matched += block->len;
}

/* The equal words of a gap, as blocks of one word each. */
static void append_gap(arena *scratch, alignment *out, chain *c, const gap_table *t, const doc_words *a, const doc_words *b) {
    uint32_t x = 0, y = 0;
    while (x < t->a_len && y < t->b_len && t->longer[y] << x) {
        if (same(a, b, t->a + x, t->b + y)) {
            vec_push(scratch, &out->blocks, (stretch){t->a + x++, t->b + y++, 1, END});
            append_block(out, c, (uint32_t)out->blocks.count - 1);
        } else if (t->longer[y] & FIRST_BIT >> x)
            y++;
        else
            x++;
    }
}

static void chain_blocks(arena *scratch, const doc_words *a, const doc_words *b, alignment *out) {
    gap_table *gap = ARENA_NEW(scratch, gap_table);
    uint32_t found = (uint32_t)out->blocks.count;
    for (uint32_t n = 0; n < found; n++) {
        stretch block = out->blocks.items[n];
        size_t tries = out->chains.count < OPEN_CHAINS ? out->chains.count : OPEN_CHAINS, k = 0;
        while (k < tries && !follows(a, b, &out->chains.items[out->chains.count - 1 - k], &block, gap)) k++;
        if (k < tries) {
            chain *c = &out->chains.items[out->chains.count - 1 - k];
            append_gap(scratch, out, c, gap, a, b);
            append_block(out, c, n);
        } else
            vec_push(scratch, &out->chains, (chain){block.a, block.a + block.len, block.b, block.b + block.len, n, n, block.len});
    }
}

alignment align_longer(arena *a, const alignment *al, uint32_t min_words) {
    alignment out = *al;
    out.chains.items = ARENA_ARRAY(a, chain, al->chains.count);
    out.chains.count = 0;
    for (size_t i = 0; i < al->chains.count; i++)
        if (al->chains.items[i].matched >= min_words) out.chains.items[out.chains.count++] = al->chains.items[i];
    return out;
}

alignment align_texts(arena *a, const align_index *index, const doc_words *b, uint32_t min_words) {
    alignment out = {0};
    find_blocks(a, index, b, &out);
    chain_blocks(a, index->words, b, &out);
    return align_longer(a, &out, min_words);
}

/* True when what lies between two chains may have been written anew in one of the texts. What stands before wraps around to more than any gap. */
static bool goes_on(const chain *c, const chain *next) {
    uint32_t in_a = next->a_begin - c->a_end, in_b = next->b_begin - c->b_end;
    uint32_t longer = in_a > in_b ? in_a : in_b, shorter = in_a > in_b ? in_b : in_a;
    return longer <= REWRITTEN && longer - shorter <= REWRITTEN_SKEW;
}

void align_join(alignment *al) {
    size_t kept = 0;
    for (size_t i = 0; i < al->chains.count; i++) {
        const chain next = al->chains.items[i];
        size_t tries = kept < OPEN_CHAINS ? kept : OPEN_CHAINS, k = 0;
        while (k < tries && !goes_on(&al->chains.items[kept - 1 - k], &next)) k++;
        if (k < tries) {
            chain *c = &al->chains.items[kept - 1 - k];
            al->blocks.items[c->last].next = next.first;
            *c = (chain){c->a_begin, next.a_end, c->b_begin, next.b_end, c->first, next.last, c->matched + next.matched};
        } else
            al->chains.items[kept++] = next;
    }
    al->chains.count = kept;
}
