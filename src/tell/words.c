/* How the words of two sentences differ: a longest common subsequence, by anchors where the runs are long. */
#include "tell/compare_internal.h"

typedef struct run {
    bool same;
    uint32_t a0, a1, b0, b1; /* words */
} run;

typedef VEC(run) runs;

typedef struct pairing {
    word_aligner *w;
    const word *a, *b;
    runs out;
} pairing;

/* Append words as the same or not, joined to the run before where it is alike. */
static void add(pairing *p, bool same, uint32_t a0, uint32_t a1, uint32_t b0, uint32_t b1) {
    if (a0 == a1 && b0 == b1) return;
    run *last = p->out.count ? &p->out.items[p->out.count - 1] : NULL;
    if (last && last->same == same) {
        last->a1 = a1;
        last->b1 = b1;
    } else {
        vec_push(p->w->memory, &p->out, (run){same, a0, a1, b0, b1});
    }
}

/* The classic table: cell (i, j) is how many words [i, n) and [j, m) have in common. */
static void by_table(pairing *p, uint32_t a0, uint32_t a1, uint32_t b0, uint32_t b1) {
    uint32_t n = a1 - a0, m = b1 - b0, stride = m + 1;
    size_t need = (size_t)(n + 1) * stride;
    if (need > p->w->space) {
        p->w->cells = ARENA_ARRAY(p->w->memory, uint16_t, need * 2);
        p->w->space = need * 2;
    }
    uint16_t *cells = p->w->cells;
    for (uint32_t j = 0; j <= m; j++) cells[(size_t)n * stride + j] = 0;
    for (uint32_t i = n; i-- > 0;) {
        cells[(size_t)i * stride + m] = 0;
        for (uint32_t j = m; j-- > 0;) {
            uint16_t *at = &cells[(size_t)i * stride + j];
            if (p->a[a0 + i].hash == p->b[b0 + j].hash)
                *at = (uint16_t)(at[stride + 1] + 1);
            else
                *at = at[stride] > at[1] ? at[stride] : at[1];
        }
    }
    uint32_t i = 0, j = 0;
    while (i < n && j < m) {
        const uint16_t *at = &cells[(size_t)i * stride + j];
        if (p->a[a0 + i].hash == p->b[b0 + j].hash) {
            add(p, true, a0 + i, a0 + i + 1, b0 + j, b0 + j + 1);
            i++, j++;
        } else if (at[stride] >= at[1]) {
            add(p, false, a0 + i, a0 + i + 1, b0 + j, b0 + j);
            i++;
        } else {
            add(p, false, a0 + i, a0 + i, b0 + j, b0 + j + 1);
            j++;
        }
    }
    add(p, false, a0 + i, a1, b0 + j, b1);
}

/* A word that stands once in each run. */
typedef struct anchor {
    uint32_t a, b, before;
} anchor;

typedef VEC(anchor) anchors;

/* Words that stand once in both runs, rising in a. */
static anchors unique_words(pairing *p, uint32_t a0, uint32_t a1, uint32_t b0, uint32_t b1) {
    arena *memory = p->w->memory;
    map seen = {0}; /* hash → times in a (low 32 bits: 0, 1, 2 for more), place in b + 1 above; all ones: more than once in b */
    anchors out = {0};
    for (uint32_t j = b0; j < b1; j++) {
        uint64_t *at = map_put(memory, &seen, p->b[j].hash);
        *at = *at ? UINT64_MAX << 2 : (uint64_t)(j + 1) << 2;
    }
    for (uint32_t i = a0; i < a1; i++) {
        uint64_t *at = map_get(&seen, p->a[i].hash);
        if (at && (*at & 3) < 2) ++*at;
    }
    for (uint32_t i = a0; i < a1; i++) {
        uint64_t *at = map_get(&seen, p->a[i].hash);
        if (at && (*at & 3) == 1 && (*at >> 2) != UINT64_MAX >> 2)
            vec_push(memory, &out, (anchor){i, (uint32_t)(*at >> 2) - 1, 0});
    }
    return out;
}

/* Keep the longest sequence that rises in both: patience sorting. Returns how many, moved to the front. */
static size_t keep_rising(pairing *p, anchors *all) {
    uint32_t *piles = ARENA_ARRAY(p->w->memory, uint32_t, all->count + 1);
    size_t count = 0;
    for (uint32_t k = 0; k < all->count; k++) {
        size_t low = 0, high = count;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (all->items[piles[middle]].b < all->items[k].b)
                low = middle + 1;
            else
                high = middle;
        }
        all->items[k].before = low ? piles[low - 1] : RETOLD_NONE;
        piles[low] = k;
        if (low == count) count++;
    }
    uint32_t at = count ? piles[count - 1] : RETOLD_NONE;
    for (size_t k = count; k-- > 0; at = all->items[at].before) piles[k] = at;
    for (size_t k = 0; k < count; k++) all->items[k] = all->items[piles[k]];
    return count;
}

static void align(pairing *p, uint32_t a0, uint32_t a1, uint32_t b0, uint32_t b1, unsigned depth);

/* Too long for the table: between words that stand once in both. */
static void by_anchors(pairing *p, uint32_t a0, uint32_t a1, uint32_t b0, uint32_t b1, unsigned depth) {
    anchors found = unique_words(p, a0, a1, b0, b1);
    size_t count = depth < MOST_DEPTH ? keep_rising(p, &found) : 0;
    if (!count) {
        p->w->gave_up = true;
        add(p, false, a0, a1, b0, b1);
        return;
    }
    for (size_t k = 0; k < count; k++) {
        anchor at = found.items[k];
        align(p, a0, at.a, b0, at.b, depth + 1);
        add(p, true, at.a, at.a + 1, at.b, at.b + 1);
        a0 = at.a + 1;
        b0 = at.b + 1;
    }
    align(p, a0, a1, b0, b1, depth + 1);
}

static void align(pairing *p, uint32_t a0, uint32_t a1, uint32_t b0, uint32_t b1, unsigned depth) {
    uint32_t head = 0, tail = 0;
    while (a0 + head < a1 && b0 + head < b1 && p->a[a0 + head].hash == p->b[b0 + head].hash) head++;
    add(p, true, a0, a0 + head, b0, b0 + head);
    a0 += head, b0 += head;
    while (a0 + tail < a1 && b0 + tail < b1 && p->a[a1 - tail - 1].hash == p->b[b1 - tail - 1].hash) tail++;
    a1 -= tail, b1 -= tail;
    if (a0 == a1 || b0 == b1)
        add(p, false, a0, a1, b0, b1);
    else if ((uint64_t)(a1 - a0) * (b1 - b0) <= MOST_CELLS)
        by_table(p, a0, a1, b0, b1);
    else
        by_anchors(p, a0, a1, b0, b1, depth);
    add(p, true, a1, a1 + tail, b1, b1 + tail);
}

/* A lone short word between two changes ("the", "of") is chance; as part of one change it reads better. */
static bool is_chance(const pairing *p, size_t k) {
    const run *r = &p->out.items[k];
    return r->same && k > 0 && k + 1 < p->out.count && r->a1 - r->a0 == 1 && range_len(p->a[r->a0].span) <= 3;
}

static runs smoothed(pairing *p) {
    runs out = {0};
    for (size_t k = 0; k < p->out.count; k++) {
        run r = p->out.items[k];
        r.same = r.same && !is_chance(p, k);
        run *last = out.count ? &out.items[out.count - 1] : NULL;
        if (last && last->same == r.same)
            last->a1 = r.a1, last->b1 = r.b1;
        else
            vec_push(p->w->memory, &out, r);
    }
    return out;
}

/* Of the marks between two words those that close the first: up to the last blank, without it. */
static uint32_t closing_end(span text, uint32_t begin, uint32_t end) {
    while (end > begin && !is_space((unsigned char)text.ptr[end - 1])) end--;
    while (end > begin && is_space((unsigned char)text.ptr[end - 1])) end--;
    return end;
}

/*
 * Where run k ends in the text. What stands between two words belongs to the one that is the same, but for the closing marks
 * of words that the other text lacks altogether.
 */
static uint32_t cut_of(const side *s, const runs *all, size_t k, bool of_b, uint32_t end) {
    const word *words = s->words.items;
    const run *r = &all->items[k];
    uint32_t last = of_b ? r->b1 : r->a1, first = of_b ? r->b0 : r->a0;
    uint32_t next = RETOLD_NONE;
    for (size_t i = k + 1; i < all->count && next == RETOLD_NONE; i++) {
        const run *n = &all->items[i];
        if ((of_b ? n->b1 - n->b0 : n->a1 - n->a0) > 0) next = of_b ? n->b0 : n->a0;
    }
    if (next == RETOLD_NONE) return end;
    uint32_t begin_next = words[next].span.begin;
    if (r->same || first == last) return begin_next;
    uint32_t own_end = words[last - 1].span.end;
    if (own_end >= begin_next) return begin_next;
    bool lone = r->a0 == r->a1 || r->b0 == r->b1;
    return lone ? closing_end(s->text, own_end, begin_next) : own_end;
}

static tell_word_kind kind_of(const run *r) {
    if (r->same) return TELL_SAME;
    if (r->a0 == r->a1) return TELL_ADDED;
    return r->b0 == r->b1 ? TELL_DROPPED : TELL_REPLACED;
}

const tell_words *words_align(word_aligner *w, const side *one, range a_span, uint32_t a0, uint32_t a1, const side *other,
                              range b_span, uint32_t b0, uint32_t b1, uint32_t *count, uint32_t *same) {
    pairing p = {w, one->words.items, other->words.items, {0}};
    align(&p, a0, a1, b0, b1, 0);
    runs all = smoothed(&p);
    tell_words *out = ARENA_ARRAY(w->memory, tell_words, all.count);
    uint32_t a_at = a_span.begin, b_at = b_span.begin;
    for (size_t k = 0; k < all.count; k++) {
        const run *r = &all.items[k];
        uint32_t a_cut = r->a0 == r->a1 ? a_at : cut_of(one, &all, k, false, a_span.end);
        uint32_t b_cut = r->b0 == r->b1 ? b_at : cut_of(other, &all, k, true, b_span.end);
        out[k] = (tell_words){kind_of(r), {a_at, a_cut}, {b_at, b_cut}};
        a_at = a_cut, b_at = b_cut;
        if (r->same) *same += r->a1 - r->a0;
    }
    *count = (uint32_t)all.count;
    return out;
}
