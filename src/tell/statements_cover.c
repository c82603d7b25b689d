/*
 * What a telling says within a longer sentence, or over two of them: no clause of its own is like the statement, but nearly all of the
 * statement's weight stands there. And the other way round: a clause that is nothing but what such rows say already needs no row of its own.
 */
#include "tell/statements_internal.h"
#include <stdlib.h>

/* ---- features of a sentence, and of the one behind it ---- */

static bool has_feature(const works *w, const part *p, uint32_t feature) {
    const uint32_t *all = w->features.items;
    for (uint32_t low = p->f0, high = p->f1; low < high;) {
        uint32_t middle = (low + high) / 2;
        if (all[middle] == feature) return true;
        if (all[middle] < feature)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* Share of a statement's weight that stands in a sentence or (when given) the one behind it. */
static float held_by(const works *w, const part *statement, const part *sentence, const part *behind) {
    float sum = 0;
    for (uint32_t f = statement->f0; f < statement->f1; f++) {
        uint32_t feature = w->features.items[f];
        if (has_feature(w, sentence, feature) || (behind && has_feature(w, behind, feature))) sum += w->weights.items[feature];
    }
    return sum / statement->weight;
}

typedef struct sentence_lists {
    uint32_t *starts, *items; /* sentences by feature, rising */
} sentence_lists;

static sentence_lists sentences_by_feature(works *w) {
    size_t n = w->weights.count;
    sentence_lists l = {ARENA_ARRAY(w->memory, uint32_t, n + 2), NULL};
    for (size_t s = 0; s < w->sentences.count; s++)
        for (uint32_t f = w->sentences.items[s].f0; f < w->sentences.items[s].f1; f++) l.starts[w->features.items[f] + 2]++;
    for (size_t f = 2; f < n + 2; f++) l.starts[f] += l.starts[f - 1];
    l.items = ARENA_ARRAY(w->memory, uint32_t, l.starts[n + 1]);
    for (uint32_t s = 0; s < w->sentences.count; s++)
        for (uint32_t f = w->sentences.items[s].f0; f < w->sentences.items[s].f1; f++)
            l.items[l.starts[w->features.items[f] + 1]++] = s;
    return l;
}

/* ---- cells ---- */

typedef struct holding {
    uint32_t sentence, row;
} holding;

typedef struct cover {
    works *w;
    tell_cell **cells; /* [rows], NULL for rows without a head */
    sentence_lists lists;
    float *sums;       /* [sentences], all 0 between two rows */
    uint32_t *touched; /* [sentences] */
    VEC(holding) held; /* sentences that hold a row's statement beyond their own clauses */
} cover;

/* Sum up the weight of a statement by sentence; how many have some of it. */
static uint32_t sum_up(cover *c, const part *head) {
    uint32_t count = 0;
    for (uint32_t f = head->f0; f < head->f1; f++) {
        uint32_t feature = c->w->features.items[f], begin = c->lists.starts[feature], end = c->lists.starts[feature + 1];
        if (end - begin > MOST_HOLDERS) end = begin + MOST_HOLDERS;
        for (uint32_t i = begin; i < end; i++) {
            uint32_t s = c->lists.items[i];
            if (c->sums[s] == 0) c->touched[count++] = s;
            c->sums[s] += c->w->weights.items[feature];
        }
    }
    return count;
}

static const part *sentence_behind(const works *w, uint32_t s) {
    if (s + 1 >= w->sentences.count) return NULL;
    return w->sentences.items[s + 1].telling == w->sentences.items[s].telling ? &w->sentences.items[s + 1] : NULL;
}

enum { SHORT = 4 /* features: of a statement with fewer, the very words must be there */ };

/*
 * How well a sentence says a statement, alone or (*two) with the one behind it, which must do better to count; 0 when not well enough.
 * Of few words all must be there, of very few in their order.
 */
static float says_it(const cover *c, const part *head, const part *sentence, const part *behind, bool *two) {
    uint32_t features = head->f1 - head->f0;
    float least = features <= SHORT ? 0.9f : HELD, score;
    *two = false;
    if (head->denies && !sentence->denies && !(behind && behind->denies)) return 0;
    if (features < SHORT) {
        score = (float)statements_in_order(c->w, head, sentence) / (float)(head->w1 - head->w0);
        return score >= least ? score : 0;
    }
    score = held_by(c->w, head, sentence, NULL);
    if (score >= least) return score;
    score = behind ? held_by(c->w, head, sentence, behind) - 0.1f : 0;
    *two = score >= least;
    return *two ? score : 0;
}

/* Where sentence s says the statement better than the cell has it so far, it becomes the cell. */
static void try_sentence(cover *c, uint32_t row, const part *head, uint32_t s) {
    const part *sentence = &c->w->sentences.items[s], *behind = sentence_behind(c->w, s);
    tell_cell *cell = &c->cells[row][sentence->telling];
    bool two;
    float score = says_it(c, head, sentence, behind, &two);
    if (score <= 0 || (cell->kind != TELL_CELL_ABSENT && cell->score >= score)) return;
    *cell = (tell_cell){.kind = TELL_CELL_REWORDED, .span = sentence->span, .score = score};
    if (two) cell->span.end = behind->span.end;
}

static void cover_row(cover *c, uint32_t row) {
    works *w = c->w;
    const says *r = &w->rows.items[row];
    const part *head = &w->clauses.items[w->wordings.items[r->head].clause];
    uint32_t count = sum_up(c, head);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t s = c->touched[i], t = w->sentences.items[s].telling;
        bool enough = c->sums[s] >= 0.4f * head->weight;
        c->sums[s] = 0;
        if (enough && !(r->tellings[t / 64] >> (t % 64) & 1)) try_sentence(c, row, head, s);
    }
}

/* ---- rows that others say ---- */

/* Sentences that a row's cells hold it by. */
static void note_holdings(cover *c, uint32_t row) {
    works *w = c->w;
    for (uint32_t t = 0; t < w->story->in->count; t++) {
        const tell_cell *cell = &c->cells[row][t];
        const teller *of = &w->tellers[t];
        if (cell->kind == TELL_CELL_ABSENT) continue;
        for (uint32_t s = of->first_sentence; s < of->first_sentence + of->sentence_count; s++)
            if (w->sentences.items[s].span.begin >= cell->span.begin && w->sentences.items[s].span.begin < cell->span.end)
                vec_push(w->memory, &c->held, (holding){s, row});
    }
}

static int by_sentence(const void *one, const void *other) {
    const holding *x = one, *y = other;
    if (x->sentence != y->sentence) return x->sentence < y->sentence ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* The first holding of a sentence. */
static size_t first_holding(const cover *c, uint32_t sentence) {
    size_t low = 0, high = c->held.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (c->held.items[middle].sentence < sentence)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const part *head_of(const works *w, const says *row) { return &w->clauses.items[w->wordings.items[row->head].clause]; }

/* A row stands for a clause where it is a part of it, or was told earlier. */
static bool may_say(const works *w, const part *clause, const says *row) {
    const part *head = head_of(w, row);
    return head->weight <= clause->weight || w->story->rank[head->telling] < w->story->rank[clause->telling];
}

/* Do other rows that this clause's sentence holds say nearly all of it? */
static bool said_by_others(const cover *c, uint32_t row, const part *clause) {
    enum { NEARLY_ALL_PERCENT = 65 };
    const works *w = c->w;
    float said = 0;
    for (uint32_t f = clause->f0; f < clause->f1; f++) {
        uint32_t feature = w->features.items[f];
        bool there = false;
        for (size_t i = first_holding(c, clause->sentence);
             i < c->held.count && c->held.items[i].sentence == clause->sentence && !there; i++) {
            const says *other = &w->rows.items[c->held.items[i].row];
            there = c->held.items[i].row != row && other->head != RETOLD_NONE && may_say(w, clause, other) &&
                    has_feature(w, head_of(w, other), feature);
        }
        if (there) said += w->weights.items[feature];
    }
    return said > 0 && said * 100 >= clause->weight * NEARLY_ALL_PERCENT;
}

static bool row_said_by_others(const cover *c, uint32_t row) {
    const works *w = c->w;
    for (uint32_t k = w->rows.items[row].first; k != RETOLD_NONE; k = w->wordings.items[k].next)
        for (uint32_t i = w->wordings.items[k].clause; i != RETOLD_NONE; i = w->clauses.items[i].next)
            if (!said_by_others(c, row, &w->clauses.items[i])) return false;
    return true;
}

/* Rows with the weight of their head. */
typedef struct heavy {
    float weight;
    uint32_t row;
} heavy;

/* The longest first, so that what stays is said in its parts. */
static int by_weight(const void *one, const void *other) {
    const heavy *x = one, *y = other;
    if (x->weight != y->weight) return x->weight < y->weight ? 1 : -1;
    return (x->row > y->row) - (x->row < y->row);
}

static void drop_rows(cover *c) {
    works *w = c->w;
    heavy *all = ARENA_ARRAY(w->memory, heavy, w->rows.count);
    size_t count = 0;
    if (c->held.count) qsort(c->held.items, c->held.count, sizeof *c->held.items, by_sentence);
    for (uint32_t row = 0; row < w->rows.count; row++)
        if (w->rows.items[row].head != RETOLD_NONE)
            all[count++] = (heavy){w->clauses.items[w->wordings.items[w->rows.items[row].head].clause].weight, row};
    if (count) qsort(all, count, sizeof *all, by_weight);
    for (size_t i = 0; i < count; i++)
        if (row_said_by_others(c, all[i].row)) w->rows.items[all[i].row].head = RETOLD_NONE;
}

void statements_cover(works *w, tell_cell **cells) {
    cover c = {.w = w, .cells = cells, .lists = sentences_by_feature(w)};
    c.sums = ARENA_ARRAY(w->memory, float, w->sentences.count);
    c.touched = ARENA_ARRAY(w->memory, uint32_t, w->sentences.count);
    for (uint32_t row = 0; row < w->rows.count; row++) {
        if (w->rows.items[row].head == RETOLD_NONE) continue;
        cover_row(&c, row);
        note_holdings(&c, row);
    }
    drop_rows(&c);
}
