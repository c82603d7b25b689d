/* From a row of numbers to a decision: the trees' sum, a probability, a threshold for the page, and no lonely changes of mind. */
#include "model.h"
#include <stdlib.h>

/* More words than these don't make a unit surer. */
#define MOST_WEIGHT 60

/* What is below this after any so many trees is not of the body: no need to ask the others. */
#define LOOK_EVERY 16
#define SURELY_NOT (-7 * SCORE_ONE / 2)

/* So many words in units of at least this score are a core: there is a body. */
#define CORE_WORDS 60
#define CORE_SCORE (2 * SCORE_ONE)

/* A body without a sentence has at least these. */
#define LEAST_WORDS 20

/* Share of a unit's words in the page's description, in thousandths. */
#define SURELY_DESCRIPTION 850

/* A paragraph that the description repeats is often the article's first: as a dek it is this short, or no sentence. */
#define SHORT_DEK 20
#define LONGEST_DEK 40

/* Rows that are asked side by side, and so many that their columns stay in the cache. */
#define LANES 16
#define CHUNK 256

/* Some rows turned: number f of all of them stands together from f * stride on. */
typedef struct chunk {
    int32_t *columns;
    size_t stride, reach;
    uint16_t blocks[CHUNK / LANES]; /* first rows of those that are still asked for */
    size_t block_count;
    int32_t sums[CHUNK];
} chunk;

static int32_t clamped(int32_t sum) { return sum < -CURVE_MOST ? -CURVE_MOST : sum > CURVE_MOST ? CURVE_MOST : sum; }

static void turn(chunk *c, const int32_t *rows, size_t width, size_t count) {
    rows -= c->reach * width;
    size_t there = count + 2 * c->reach;
    for (size_t r = 0; r < there; r++, rows += width)
        for (size_t f = 0; f < width; f++) c->columns[f * c->stride + r] = rows[f];
    for (size_t f = 0; f < width; f++) /* lanes beyond the last row, whose sums nobody reads */
        for (size_t r = there; r < c->stride; r++) c->columns[f * c->stride + r] = 0;
    c->block_count = 0;
    for (size_t first = 0; first < count; first += LANES) c->blocks[c->block_count++] = (uint16_t)first;
    memset(c->sums, 0, sizeof c->sums);
}

/* Compilers make one instruction of each operation on it. */
typedef int32_t four __attribute__((vector_size(16)));

/* Add the leaves of one tree to a block's sums. */
static void ask_tree(const tree_node *nodes, uint32_t count, const int32_t *leaves, const int32_t *const *columns, size_t first,
                     int32_t *sums) {
    four gone[LANES / 4] = {0};
    for (uint32_t n = 0; n < count; n++) {
        four limit = {nodes[n].limit, nodes[n].limit, nodes[n].limit, nodes[n].limit};
        int32_t bits = (int32_t)nodes[n].lower;
        four lower = {bits, bits, bits, bits}, some;
        for (int i = 0; i < LANES / 4; i++) {
            memcpy(&some, columns[n] + first + 4 * i, sizeof some);
            gone[i] |= (some > limit) & lower;
        }
    }
    for (int i = 0; i < LANES; i++) sums[first + (size_t)i] += leaves[__builtin_ctz(~(uint32_t)gone[i / 4][i % 4])];
}

static void ask_trees(const weights *weights, uint32_t from, uint32_t to, chunk *c) {
    const int32_t *columns[MOST_LEAVES];
    for (uint32_t at = from; at < to; at++) {
        const tree *t = &weights->trees[at];
        const tree_node *nodes = weights->nodes + t->nodes;
        for (uint32_t n = 0; n < t->count; n++)
            columns[n] = c->columns + nodes[n].column * c->stride + (size_t)((int)c->reach + nodes[n].neighbour);
        for (size_t b = 0; b < c->block_count; b++)
            ask_tree(nodes, t->count, weights->leaves + t->leaves, columns, c->blocks[b], c->sums);
    }
}

/* Blocks without hope are asked no more. */
static void drop_hopeless(chunk *c, size_t count) {
    size_t kept = 0;
    for (size_t b = 0; b < c->block_count; b++) {
        bool hope = false;
        for (size_t i = c->blocks[b]; i < c->blocks[b] + (size_t)LANES && i < count; i++) hope |= c->sums[i] >= SURELY_NOT;
        c->blocks[kept] = c->blocks[b];
        kept += hope;
    }
    c->block_count = kept;
}

/* Scores of `count` rows of `width` numbers, with `reach` neighbours before the first and behind the last. */
static void model_scores(arena *scratch, const weights *weights, tree_set set, const int32_t *rows, size_t width, size_t reach,
                         size_t count, int32_t *scores) {
    arena_mark mark = arena_here(scratch);
    chunk *c = ARENA_NEW(scratch, chunk);
    c->reach = reach;
    c->stride = (count < CHUNK ? count + LANES : CHUNK) + 2 * reach;
    c->columns = arena_raw(scratch, (c->stride * width + LANES) * sizeof *c->columns);
    for (size_t at = 0, some; at < count; at += some) {
        some = count - at < CHUNK ? count - at : CHUNK;
        turn(c, rows + at * width, width, some);
        uint32_t end = weights->set_end[set];
        for (uint32_t t = weights->set_begin[set], next; t < end && c->block_count; t = next) {
            next = end - t > LOOK_EVERY ? t + LOOK_EVERY : end;
            ask_trees(weights, t, next, c);
            drop_hopeless(c, some);
        }
        for (size_t i = 0; i < some; i++) scores[at + i] = clamped(c->sums[i]);
    }
    arena_back(scratch, mark);
}

static int32_t probability(const weights *weights, int32_t score) {
    return weights->curve[(score + CURVE_MOST) / (2 * CURVE_MOST / CURVE_STEPS)];
}

/* Lowest score that has at least this probability. */
static int32_t score_for(const weights *weights, int32_t wanted) {
    int step = 0;
    while (step < CURVE_STEPS && weights->curve[step] < wanted) step++;
    return step * (2 * CURVE_MOST / CURVE_STEPS) - CURVE_MOST;
}

typedef struct choice {
    int32_t probability;
    uint32_t words, unit;
} choice;

static int by_probability(const void *a, const void *b) {
    const choice *x = a, *y = b;
    if (x->probability != y->probability) return x->probability < y->probability ? 1 : -1;
    return x->unit < y->unit ? -1 : x->unit > y->unit;
}

/*
 * Is there a body beyond doubt? What isn't sure beside it is mostly of one kind (comments, teasers of other articles) and is all body or all none,
 * so that the F1 to be expected would count on too much: there units are taken by what is likelier.
 */
static bool has_core(const int32_t *scores, const uint32_t *words_of, size_t count) {
    uint32_t words = 0;
    for (size_t i = 0; i < count && words < CORE_WORDS; i++) words += scores[i] >= CORE_SCORE ? words_of[i] : 0;
    return words >= CORE_WORDS;
}

/* Where the trees are sure of nothing, what the rules chose stays. */
static void ask_rules(const work *w, bool *body) {
    uint32_t ruled = 0;
    for (size_t i = 0; i < w->units.count; i++) ruled += w->units.items[i].kind == UNIT_BODY ? w->units.items[i].words : 0;
    for (size_t i = 0; i < w->units.count && ruled >= CORE_WORDS; i++) body[i] |= w->units.items[i].kind == UNIT_BODY;
}

/*
 * The choices of at least a probability, and the best one below: whether that one would be taken tells of all others, as each further one raises
 * the F1 to be expected if and only if twice its probability is above it.
 */
static size_t keep_likely(choice *choices, size_t count, int32_t low) {
    size_t kept = 0;
    choice below = {-1, 0, 0};
    for (size_t i = 0; i < count; i++) {
        if (choices[i].probability >= low)
            choices[kept++] = choices[i];
        else if (choices[i].probability > below.probability)
            below = choices[i];
    }
    if (below.probability >= 0) choices[kept++] = below;
    return kept;
}

/* The probability from which on units are taken, so that the F1 to be expected of the page's words is greatest. */
static int32_t threshold(int32_t low, int32_t high, choice *choices, size_t count) {
    uint64_t all = 0, taken = 0, right = 0;
    for (size_t i = 0; i < count; i++) all += (uint64_t)choices[i].words * (uint64_t)choices[i].probability;
    count = keep_likely(choices, count, low);
    qsort(choices, count, sizeof *choices, by_probability);
    uint64_t best_right = 0, best_of = PROBABILITY_ONE;
    int32_t best = PROBABILITY_ONE;
    for (size_t i = 0; i < count; i++) {
        taken += choices[i].words;
        right += (uint64_t)choices[i].words * (uint64_t)choices[i].probability;
        uint64_t of = taken * PROBABILITY_ONE + all;
        /* right / of > best_right / best_of, where no product goes over 64 bits: words of a page are below 2^25 */
        if ((right >> 6) * (best_of >> 6) <= (best_right >> 6) * (of >> 6)) continue;
        best_right = right;
        best_of = of;
        best = choices[i].probability;
    }
    return best < low ? low : best > high ? high : best;
}

/* How much a unit speaks for being of the body: its score over the page's, more with more words. Fourths of SCORE_ONE. */
static int64_t voice(int32_t score, int32_t over, uint32_t words) {
    static const uint8_t roots[MOST_WEIGHT + 1] = {0,  4,  6,  7,  8,  9,  10, 11, 11, 12, 13, 13, 14, 14, 15, 15,
                                                   16, 16, 17, 17, 18, 18, 19, 19, 20, 20, 20, 21, 21, 22, 22, 22,
                                                   23, 23, 23, 24, 24, 24, 25, 25, 25, 26, 26, 26, 27, 27, 27, 27,
                                                   28, 28, 28, 29, 29, 29, 29, 30, 30, 30, 30, 31, 31};
    int64_t speaks = (int64_t)score - over;
    if (speaks > 4 * SCORE_ONE) speaks = 4 * SCORE_ONE;
    if (speaks < -4 * SCORE_ONE) speaks = -4 * SCORE_ONE;
    return speaks * roots[words < MOST_WEIGHT ? words : MOST_WEIGHT] / 2;
}

/* The likeliest run of body and not body when each change costs something (Viterbi over two states). */
static void decide(const decision *d, const int32_t *scores, int32_t over, const uint32_t *words, size_t count, bool *body,
                   bool *from) {
    int64_t in = 0, out = 0, change = (int64_t)d->change * 4;
    for (size_t i = 0; i < count; i++) {
        bool in_from_out = out - change > in, out_from_in = in - change > out;
        int64_t in_before = in_from_out ? out - change : in, out_before = out_from_in ? in - change : out;
        int64_t speaks = voice(scores[i], over, words[i]);
        in = in_before + speaks;
        out = out_before - speaks;
        from[2 * i] = out_from_in;
        from[2 * i + 1] = !in_from_out;
    }
    bool state = in > out;
    for (size_t i = count; i-- > 0;) {
        body[i] = state;
        state = from[2 * i + state];
    }
}

/* The same text twice is the body once. */
static void drop_twins(work *w) {
    map seen = {0};
    for (size_t i = 0; i < w->units.count; i++) {
        unit *u = &w->units.items[i];
        if (u->kind != UNIT_BODY || u->words < 12) continue;
        uint64_t *times = map_put(w->scratch, &seen, hash_bytes(span_at(w->from.text, u->text)));
        if ((*times)++) u->kind = UNIT_OTHER;
    }
}

/* A few words without any sentence are no body: the names of other pages, a label. */
static void drop_scraps(work *w) {
    uint32_t words = 0;
    for (size_t i = 0; i < w->units.count; i++) {
        const unit *u = &w->units.items[i];
        if (u->kind == UNIT_BODY && u->ends) return;
        words += u->kind == UNIT_BODY ? u->words : 0;
    }
    if (words >= LEAST_WORDS) return;
    for (size_t i = 0; i < w->units.count; i++)
        if (w->units.items[i].kind == UNIT_BODY) w->units.items[i].kind = UNIT_OTHER;
}

/* Title, byline, and caption are the rules' to tell: they are fields of the article. So is a dek that looks like one in two ways. */
static bool is_field(const unit *u, const int32_t *row) {
    switch (u->kind) {
    case UNIT_TITLE:
    case UNIT_BYLINE:
    case UNIT_CAPTION: return true;
    case UNIT_DEK:
        return row[F_own_dek] && (u->heading || (!u->ends && u->words <= LONGEST_DEK) ||
                                  (row[F_in_description] > SURELY_DESCRIPTION && u->words <= SHORT_DEK));
    default: return false;
    }
}

static void mark_body(work *w, const int32_t *rows, const bool *body) {
    for (size_t i = 0; i < w->units.count; i++) {
        unit *u = &w->units.items[i];
        if (body[i] && !is_field(u, rows + (i + FEATURE_REACH) * FEATURE_COUNT))
            u->kind = UNIT_BODY;
        else if (u->kind == UNIT_BODY)
            u->kind = UNIT_OTHER;
    }
}

/* Without trees for it, every page is an article. */
static tree_set kind_of_page(work *w, const weights *weights, const int32_t *page) {
    if (weights->set_begin[TREES_KIND] == weights->set_end[TREES_KIND] ||
        weights->set_begin[TREES_OTHER] == weights->set_end[TREES_OTHER])
        return TREES_ARTICLE;
    int32_t score = 0;
    model_scores(w->scratch, weights, TREES_KIND, page, PAGE_COUNT, 0, 1, &score);
    return score >= weights->other_from ? TREES_OTHER : TREES_ARTICLE;
}

bool *model_bodies(work *w, const weights *weights, tree_set set, const int32_t *rows, size_t width, const uint32_t *words,
                   size_t count, bool *core) {
    int32_t *scores = ARENA_ARRAY(w->scratch, int32_t, count);
    choice *choices = ARENA_ARRAY(w->scratch, choice, count);
    model_scores(w->scratch, weights, set, rows, width, FEATURE_REACH, count, scores);
    for (size_t i = 0; i < count; i++) choices[i] = (choice){probability(weights, scores[i]), words[i], (uint32_t)i};
    const decision *d = &weights->decisions[set];
    *core = has_core(scores, words, count);
    int32_t over = score_for(weights, threshold(*core ? d->core : d->low, d->high, choices, count));
    bool *body = ARENA_ARRAY(w->scratch, bool, count), *from = ARENA_ARRAY(w->scratch, bool, 2 * count);
    decide(d, scores, over, words, count, body, from);
    return body;
}

void model_choose(work *w) {
    const weights *weights = weights_of(w->ctx);
    size_t count = w->units.count;
    if (weights->none || !count) return;
    int32_t page[PAGE_COUNT];
    const int32_t *rows = features_read(w, weights, page);
    tree_set set = kind_of_page(w, weights, page);
    w->other = set == TREES_OTHER;
    uint32_t *words = ARENA_ARRAY(w->scratch, uint32_t, count);
    for (size_t i = 0; i < count; i++) words[i] = w->units.items[i].words;
    bool core;
    bool *body = model_bodies(w, weights, set, rows + FEATURE_REACH * FEATURE_COUNT, FEATURE_COUNT, words, count, &core);
    if (!core && !w->other) ask_rules(w, body);
    mark_body(w, rows, body);
    drop_twins(w);
    drop_scraps(w);
}
