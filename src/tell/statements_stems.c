/* What clauses have in common is told by the begins of their words and by numbers; those that few wordings have weigh most. */
#include "tell/statements_internal.h"
#include <math.h>
#include <stdlib.h>

enum { STEM = 6, SHORTEST_STEM = 4 }; /* characters: "escala-te", "escala-tion" */

/* ---- words ---- */

static void add_number_words(arena *a, lexicon *l, const char *file) {
    span rest = data_file(file), line;
    while (data_next(&rest, &line)) {
        span name = span_take_until(&line, '\t');
        uint64_t value;
        if (span_to_u64(line, &value)) *map_put(a, &l->numbers, text_word_hash(name)) = value;
    }
}

/* "don't", "that's": contractions of function words. */
static void add_contractions(arena *a, lexicon *l) {
    span rest = data_file("function_words.txt"), line;
    while (data_next(&rest, &line))
        while (line.len) {
            span word = span_take_until(&line, ' ');
            if (span_find_char(word, '\'', 0) != SIZE_MAX) *map_put(a, &l->light, text_word_hash(word)) = 1;
        }
}

/* Put a word into the list that its class names; value: what stands behind the class. */
static void add_count_word(arena *a, lexicon *l, span word, span class, span value) {
    const struct {
        const char *class;
        map *words;
    } lists[] = {{"people", &l->people}, {"total", &l->totals},  {"part", &l->parts},  {"percent", &l->percent},
                 {"topic", &l->topics},  {"money", &l->money},   {"about", &l->about}, {"length", &l->lengths},
                 {"worth", &l->worth},   {"expect", &l->expects}};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (span_equal(class, span_of(lists[i].class)))
            *map_put(a, lists[i].words, text_word_hash(word)) =
                lists[i].words == &l->about ? (uint64_t)value.ptr[0] : hash_bytes(value) | 1;
}

lexicon statements_lexicon(arena *a) {
    lexicon l = {0};
    add_contractions(a, &l);
    VEC(span) endings = {0};
    span rest = data_file("statement_words.txt"), line;
    add_number_words(a, &l, "number_words.txt");
    while (data_next(&rest, &line)) {
        span word = span_take_until(&line, '\t'), class = span_take_until(&line, '\t');
        uint64_t value;
        if (span_equal(class, S("cut"))) *map_put(a, &l.cuts, text_word_hash(word)) = 1;
        if (span_equal(class, S("not"))) *map_put(a, &l.denials, text_word_hash(word)) = 1;
        if (span_equal(class, S("ending"))) vec_push(a, &endings, word);
        if (span_equal(class, S("number")) && span_to_u64(line, &value)) *map_put(a, &l.numbers, text_word_hash(word)) = value;
        add_count_word(a, &l, word, class, line);
    }
    l.endings = endings.items;
    l.ending_count = endings.count;
    return l;
}

/* ---- stems ---- */

typedef struct stemmer {
    works *w;
    map words; /* word hash → feature + 2; 1 for a word that says nothing */
    names stems;
} stemmer;

static size_t characters(span s) {
    size_t count = 0;
    for (size_t at = 0; at < s.len; count++) text_next(s, &at);
    return count;
}

/* Folded, every apostrophe a straight one. */
static span plain_word(arena *a, span word) {
    buf out = buf_made(a);
    span s = text_folded(a, word);
    for (size_t at = 0; at < s.len;) {
        uint32_t c = text_next(s, &at);
        buf_utf8(&out, c == 0x2019 || c == 0x2018 || c == 0x02BC || c == '`' ? '\'' : c);
    }
    return buf_span(&out);
}

/* A plain word without its ending, at most STEM characters. */
static span stem_of(stemmer *m, span word) {
    const lexicon *l = &m->w->lexicon;
    span s = word;
    for (int round = 0; round < 2; round++) {
        for (size_t e = 0; e < l->ending_count; e++) {
            span ending = l->endings[e];
            if (!span_ends(s, ending) || characters(s) < SHORTEST_STEM + ending.len) continue;
            s.len -= ending.len;
            break;
        }
    }
    size_t at = 0;
    for (size_t count = 0; at < s.len && count < STEM; count++) text_next(s, &at);
    return span_cut(s, 0, at);
}

static uint32_t new_feature(stemmer *m, span stem) {
    uint32_t number = names_add(m->w->memory, &m->stems, stem);
    while (m->w->named.count <= number) {
        vec_push(m->w->memory, &m->w->named, 0);
        vec_push(m->w->memory, &m->w->numeric, stem.len > 0 && stem.ptr[0] == '\n');
    }
    return number;
}

/* Feature of a word that is no number; RETOLD_NONE for one that says nothing. */
static uint32_t word_feature(stemmer *m, span text, const word *w) {
    uint64_t *known = map_put(m->w->memory, &m->words, w->hash);
    if (!*known) {
        span s = plain_word(m->w->memory, span_at(text, w->span));
        bool light = map_get(&m->w->lexicon.denials, w->hash) || text_is_stop_word(m->w->ctx, s) ||
                     map_get(&m->w->lexicon.light, w->hash) || (s.len < 2 && !(w->flags & WORD_NUMBER));
        uint64_t value = light ? 1 : (w->flags & (WORD_NUMBER | WORD_UNSPACED)) ? 0 : new_feature(m, stem_of(m, s)) + 2u;
        if (!value) value = new_feature(m, s) + 2u;
        known = map_put(m->w->memory, &m->words, w->hash);
        *known = value;
    }
    return *known == 1 ? RETOLD_NONE : (uint32_t)(*known - 2);
}

static uint32_t figure_feature(stemmer *m, const figure *f) {
    return new_feature(m, arena_printf(m->w->memory, "\n%lld", (long long)f->value));
}

/* Features of all words of a telling; a number is one feature, at its first word. */
static void read_telling(stemmer *m, teller *t) {
    t->feature = ARENA_ARRAY(m->w->memory, uint32_t, t->words.count);
    size_t f = 0;
    for (uint32_t i = 0; i < t->words.count; i++) {
        while (f < t->figures.count && t->figures.items[f].w1 <= i) f++;
        bool in_figure = f < t->figures.count && t->figures.items[f].w0 <= i;
        if (!in_figure)
            t->feature[i] = word_feature(m, t->text, &t->words.items[i]);
        else
            t->feature[i] = i == t->figures.items[f].w0 ? figure_feature(m, &t->figures.items[f]) : RETOLD_NONE;
    }
}

/* Capitals within sentences make names. */
static void note_names(stemmer *m) {
    for (size_t i = 0; i < m->w->sentences.count; i++) {
        const part *p = &m->w->sentences.items[i];
        const teller *t = &m->w->tellers[p->telling];
        for (uint32_t k = p->w0 + 1; k < p->w1; k++)
            if ((t->words.items[k].flags & WORD_CAPITAL) && t->feature[k] != RETOLD_NONE) m->w->named.items[t->feature[k]] = 1;
    }
}

/* A name that begins with another name is the same ("Iran", "Iranian"): for each feature the one that stands for it. */
static uint32_t *same_names(stemmer *m) {
    uint32_t *same = ARENA_ARRAY(m->w->memory, uint32_t, m->stems.count);
    for (uint32_t f = 0; f < m->stems.count; f++) {
        span stem = m->stems.items[f];
        same[f] = f;
        if (!m->w->named.items[f]) continue;
        for (size_t at = 0, count = 0; at < stem.len; count++) {
            uint32_t head = count >= SHORTEST_STEM ? names_find(&m->stems, span_cut(stem, 0, at)) : NAME_NONE;
            if (head != NAME_NONE && m->w->named.items[head]) {
                same[f] = head;
                break;
            }
            text_next(stem, &at);
        }
    }
    return same;
}

/* ---- features of parts ---- */

static int by_number(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/*
 * What is counted, whatever the number, and about how many: "41 people" and "43 people" have both in common. Half-overlapping steps of a
 * quarter (in logarithms), so that numbers within an eighth of each other always share one.
 */
static void take_counted(stemmer *m, const teller *t, const part *p) {
    arena *a = m->w->memory;
    for (size_t f = 0; f < t->figures.count; f++) {
        const figure *g = &t->figures.items[f];
        if (g->w0 < p->w0 || g->w1 >= p->w1 || t->feature[g->w1] == RETOLD_NONE) continue;
        uint32_t counted = t->feature[g->w1];
        double step = g->value > 0 ? 4 * log((double)g->value) : 0;
        vec_push(a, &m->w->features, new_feature(m, arena_printf(a, "\n#%u", counted)));
        vec_push(a, &m->w->features, new_feature(m, arena_printf(a, "\n~%u %.0f", counted, floor(step))));
        vec_push(a, &m->w->features, new_feature(m, arena_printf(a, "\n~%u %.0f+", counted, floor(step + 0.5))));
    }
}

static void take_features(stemmer *m, part *p) {
    works *w = m->w;
    const teller *t = &w->tellers[p->telling];
    for (uint32_t i = p->w0; i < p->w1 && !p->denies; i++)
        p->denies = map_get(&w->lexicon.denials, t->words.items[i].hash) != NULL;
    p->f0 = p->f1 = (uint32_t)w->features.count;
    for (uint32_t i = p->w0; i < p->w1; i++)
        if (t->feature[i] != RETOLD_NONE) vec_push(w->memory, &w->features, t->feature[i]);
    take_counted(m, t, p);
    uint32_t *all = w->features.items + p->f0;
    size_t count = w->features.count - p->f0, kept = 0;
    if (count) qsort(all, count, sizeof *all, by_number);
    for (size_t i = 0; i < count; i++)
        if (!i || all[i] != all[i - 1]) all[kept++] = all[i];
    w->features.count = p->f0 + kept;
    p->f1 = (uint32_t)w->features.count;
}

/* Numbers are seldom put in other words; of what is counted each number has three features. */
static double kind_weight(span stem) {
    if (stem.len < 2 || stem.ptr[0] != '\n') return 1;
    return stem.ptr[1] == '#' || stem.ptr[1] == '~' ? 0.5 : 1.2;
}

/*
 * log2 of how rare a feature is among the different clauses, at least 1. What
 * one clause only has can't match anything: it weighs less, lest a synonym for each shared word outweigh them. So do names: the same people are in all
 * of a story's statements.
 */
static void put_weights(stemmer *m) {
    works *w = m->w;
    uint32_t *spread = ARENA_ARRAY(w->memory, uint32_t, m->stems.count), counted = 0;
    map seen = {0};
    for (size_t i = 0; i < w->clauses.count; i++) {
        const part *p = &w->clauses.items[i];
        uint64_t *known = map_put(w->memory, &seen, p->key);
        if ((*known)++) continue;
        counted++;
        for (uint32_t f = p->f0; f < p->f1; f++) spread[w->features.items[f]]++;
    }
    for (uint32_t f = 0; f < m->stems.count; f++) {
        double others = (double)counted / (spread[f] > 1 ? spread[f] : 2), weight = 1 + (others > 1 ? log2(others) : 0);
        if (spread[f] < 2) weight *= 0.6;
        weight *= kind_weight(m->stems.items[f]);
        if (w->named.items[f]) weight *= 0.8;
        vec_push(w->memory, &w->weights, (float)weight);
    }
}

static void sum_weights(works *w, parts *all) {
    for (size_t i = 0; i < all->count; i++) {
        part *p = &all->items[i];
        for (uint32_t f = p->f0; f < p->f1; f++) {
            uint32_t feature = w->features.items[f];
            p->weight += w->weights.items[feature];
            if (!w->named.items[feature]) p->content += w->weights.items[feature];
        }
    }
}

void statements_weigh(works *w) {
    stemmer m = {.w = w};
    for (uint32_t t = 0; t < w->story->in->count; t++) read_telling(&m, &w->tellers[t]);
    note_names(&m);
    const uint32_t *same = same_names(&m);
    for (uint32_t t = 0; t < w->story->in->count; t++)
        for (uint32_t i = 0; i < w->tellers[t].words.count; i++)
            if (w->tellers[t].feature[i] != RETOLD_NONE) w->tellers[t].feature[i] = same[w->tellers[t].feature[i]];
    for (uint32_t t = 0; t < w->story->in->count; t++) statements_amounts(w, &w->tellers[t]);
    for (size_t i = 0; i < w->sentences.count; i++) take_features(&m, &w->sentences.items[i]);
    for (size_t i = 0; i < w->clauses.count; i++) take_features(&m, &w->clauses.items[i]);
    put_weights(&m);
    sum_weights(w, &w->sentences);
    sum_weights(w, &w->clauses);
}

/* Sum over the features that both have; `names` too, or without. */
static float common_weight(const works *w, const part *a, const part *b, bool names, uint32_t *common) {
    const uint32_t *all = w->features.items;
    float sum = 0;
    for (uint32_t i = a->f0, j = b->f0; i < a->f1 && j < b->f1;) {
        if (all[i] < all[j]) {
            i++;
        } else if (all[i] > all[j]) {
            j++;
        } else {
            bool counts = names || !w->named.items[all[i]];
            if (counts) sum += w->weights.items[all[i]];
            *common += counts;
            i++, j++;
        }
    }
    return sum;
}

float statements_shared(const works *w, const part *a, const part *b) {
    uint32_t common = 0;
    return common_weight(w, a, b, true, &common);
}

float statements_content(const works *w, const part *a, const part *b, uint32_t *common) {
    return common_weight(w, a, b, false, common);
}
