/*
 * Which copy of a family a copy was made from: told as the descent of manuscripts is, by readings.
 *
 *   source   … the minister said on Monday that …
 *   from     … the minister told us on Monday that …    "minister told", "told us", "us on": its own; "minister said", "said on": lost
 *   copy     … the minister told us that …              has what `from` has of its own, and nothing that `from` lost
 *
 * A reading is two words in a row. What two texts have in common against their source says more the fewer others have it. A reading of the
 * source that the one lost and the other has says that they are not made from each other that way: nobody guesses back what was lost. Where
 * times don't tell which of two is the copy, it is the one that lost more.
 *
 * Where two texts differ in a few words between readings that both have, the words that go together elsewhere in the corpus, too, were there
 * first: what a scan misreads, a filter spoils, or a thesaurus exchanges stands beside its neighbours as nothing else does.
 */
#include "copies/copies_internal.h"
#include <math.h>

/* Log-odds of one of two texts being made from the other, fitted to made families (docs/how/copies.md). */
#define AT_FIRST (-1.5)
#define IN_COMMON 1.25    /* times the logarithm of the bits that readings in common against the source are worth */
#define RESTORED (-0.9)   /* times the logarithm of how many readings the other one lost */
#define COPIES (-0.85)    /* times the logarithm of the copies of the family: among more of them one is alike by chance */
#define NOT_TAKEN (-1.15) /* for none of the other one's own readings in the text */
#define TITLED 2.5        /* both have a title that the source hasn't */

/* Chance that a text has a reading by itself: so many of so many more texts would have it. */
#define BY_ITSELF 0.75
#define BY_ITSELF_OF 5.0

enum {
    FEW_PART = 4, /* of the texts of a family: a reading that no more of them have was made by one of them */
    SPOT = 4,     /* readings at most that a change of a few words takes away */
    FEW_SPOTS = 2 /* whose sum is chance still */
};

/* A text with other words than all others of the family. */
typedef struct witness {
    uint32_t rank, counted; /* counted: articles with these words among the collocations */
    uint32_t *readings;     /* [count] numbers, in order; + BOILERPLATE */
    uint32_t count;
    uint32_t kept, own; /* against a source: the first of `readings` are its, then come those that it doesn't have, each once */
} witness;

#define BOILERPLATE (UINT32_C(1) << 31)

struct stemma {
    const family_texts *family;
    arena *a;
    witness *texts; /* [count] */
    uint32_t count;
    uint32_t *witness_of; /* [family->count] */
    numbering keys;       /* of the readings, by collocation_at() */
    uint32_t *often;      /* [keys] how many texts have each */
    uint32_t *seen;       /* [keys] the last turn in which it was */
    uint32_t *place;      /* [keys] where, in the text of that turn */
    int32_t *usual;       /* [keys] as collocations_usual() says */
    uint32_t turn;
    bool *of_source; /* [keys] */
    float *worth;    /* [count + 1] bits of a reading in common, by how many texts have it */
};

static void read_text(stemma *s, witness *x) {
    const grouping *g = s->family->g;
    arena_mark mark = arena_here(g->scratch);
    const doc_words *w = doc_words_flagged(g, g->scratch, x->rank);
    for (uint32_t i = 0; i < x->count; i++) {
        bool boilerplate = (w->flags[i] | w->flags[i + 1]) & WORD_BOILERPLATE;
        x->readings[i] = numbering_add(s->a, &s->keys, collocation_at(w->hash + i)) | (boilerplate ? BOILERPLATE : 0);
    }
    arena_back(g->scratch, mark);
}

static uint32_t number_at(const witness *x, uint32_t i) { return x->readings[i] & ~BOILERPLATE; }

/* True the first time in a turn. */
static bool is_new(stemma *s, uint32_t number) {
    bool is = s->seen[number] != s->turn;
    s->seen[number] = s->turn;
    return is;
}

static void count_texts(stemma *s) {
    s->often = ARENA_ARRAY(s->a, uint32_t, s->keys.count);
    s->seen = ARENA_ARRAY(s->a, uint32_t, s->keys.count);
    for (uint32_t k = 0; k < s->count; k++) {
        s->turn++;
        for (uint32_t i = 0; i < s->texts[k].count; i++)
            s->often[number_at(&s->texts[k], i)] += is_new(s, number_at(&s->texts[k], i));
    }
}

/* Room for the texts of the family, those with the same words once. */
static void place_texts(stemma *s) {
    const family_texts *f = s->family;
    map known = {0};
    s->texts = ARENA_ARRAY(s->a, witness, f->count);
    s->witness_of = ARENA_ARRAY(s->a, uint32_t, f->count);
    for (uint32_t i = 0; i < f->count; i++) {
        uint32_t own = f->t->sources[f->members[i]].rank, rank = f->g->stands_for[own], count = group_doc(f->g, rank)->word_count;
        uint64_t *number = map_put(s->a, &known, rank);
        if (!*number) {
            s->texts[s->count++] =
                (witness){.rank = rank, .readings = arena_raw(s->a, count * sizeof(uint32_t)), .count = count - 1};
            *number = s->count;
        }
        s->witness_of[i] = (uint32_t)*number - 1;
        s->texts[*number - 1].counted += collocations_include(f->corpus, own);
    }
}

stemma *stemma_read(const family_texts *family, arena *a) {
    stemma *s = ARENA_NEW(a, stemma);
    *s = (stemma){.family = family, .a = a};
    place_texts(s);
    for (uint32_t k = 0; k < s->count; k++) read_text(s, &s->texts[k]);
    count_texts(s);
    return s;
}

static const witness *witness_at(const stemma *s, uint32_t member) { return &s->texts[s->witness_of[member]]; }

/* The longer of two texts is gone through once, the shorter one for each that is longer. */
static bool goes_first(const stemma *s, uint32_t i, uint32_t k) {
    uint32_t a = witness_at(s, i)->count, b = witness_at(s, k)->count;
    return a != b ? a > b : i < k;
}

/* ---- wording ---- */

/* The family itself is no witness for what is usual. */
static void weigh_readings(stemma *s) {
    uint32_t *here = ARENA_ARRAY(s->a, uint32_t, s->keys.count);
    s->usual = ARENA_ARRAY(s->a, int32_t, s->keys.count);
    s->place = ARENA_ARRAY(s->a, uint32_t, s->keys.count);
    for (uint32_t k = 0; k < s->count; k++)
        for (uint32_t i = 0; i < s->texts[k].count; i++) here[number_at(&s->texts[k], i)] += s->texts[k].counted;
    for (size_t n = 0; n < s->keys.count; n++) s->usual[n] = collocations_usual(s->family->corpus, s->keys.items[n], here[n]);
}

static int32_t mean_usual(const stemma *s, const witness *x, uint32_t begin, uint32_t end) {
    int64_t sum = 0;
    for (uint32_t i = begin; i < end; i++) sum += s->usual[number_at(x, i)];
    return (int32_t)(sum / (int64_t)(end - begin));
}

/* True when few readings stand between these two, and some. */
static bool is_spot(uint32_t before, uint32_t behind) { return behind > before + 1 && behind - before - 1 <= SPOT; }

/* Where two texts differ in a few words. */
typedef struct spots {
    int64_t more; /* by how much the words of the first are more usual, in all; thousandths */
    uint32_t count;
} spots;

/* Of the text x, whose readings were placed in this turn, and another one. */
static spots spots_of(const stemma *s, const witness *x, const witness *y) {
    spots out = {0};
    for (uint32_t i = 0, last = y->count; i < y->count; i++) {
        uint32_t number = number_at(y, i);
        if (s->seen[number] != s->turn) continue;
        if (is_spot(last, i)) {
            uint32_t before = s->place[number_at(y, last)], behind = s->place[number];
            if (is_spot(before, behind)) {
                out.more += mean_usual(s, x, before + 1, behind) - mean_usual(s, y, last + 1, i);
                out.count++;
            }
        }
        last = i;
    }
    return out;
}

static void word_edge(source *first, source *second, bool first_is_a, const spots *found, float *wording) {
    float errors = (float)found->more / 1000 / sqrtf((float)(found->count + FEW_SPOTS));
    first->wording += found->more;
    second->wording -= found->more;
    first->spots += found->count;
    second->spots += found->count;
    *wording = first_is_a ? errors : -errors;
}

static void word_with_shorter(stemma *s, uint32_t i, tree *t) {
    const family_texts *f = s->family;
    const witness *x = witness_at(s, i);
    uint32_t text = f->members[i];
    s->turn++;
    for (uint32_t n = 0; n < x->count; n++) {
        s->seen[number_at(x, n)] = s->turn;
        s->place[number_at(x, n)] = n;
    }
    for (uint32_t n = f->links->begin[text]; n < f->links->begin[text + 1]; n++) {
        const retold_copy_edge *e = &f->out->edges.items[f->links->items[n]];
        uint32_t other = edge_other_end(e, text), k = f->place[other];
        if (witness_at(s, k) == x || !goes_first(s, i, k)) continue;
        spots found = spots_of(s, x, witness_at(s, k));
        word_edge(&t->sources[text], &t->sources[other], e->a == text, &found, &t->wording[f->links->items[n]]);
    }
}

void stemma_wording(stemma *s, tree *t) {
    weigh_readings(s);
    for (uint32_t i = 0; i < s->family->count; i++) word_with_shorter(s, i, t);
}

/* ---- changes ---- */

uint32_t stemma_changes(const stemma *s, uint32_t member) {
    const witness *x = witness_at(s, member);
    uint32_t few = s->count > FEW_PART ? s->count / FEW_PART : 1, changes = 0;
    bool begun = false, changed = false;
    if (s->count < 3) return 0; /* of two, each changed what the other one did */
    for (uint32_t i = 0; i < x->count; i++) {
        bool rare = s->often[number_at(x, i)] <= few;
        changes += !rare && changed;
        begun |= !rare;
        changed = rare && begun;
    }
    return changes;
}

/* ---- against a source ---- */

static void mark_source(stemma *s, const witness *source) {
    s->of_source = ARENA_ARRAY(s->a, bool, s->keys.count);
    s->worth = ARENA_ARRAY(s->a, float, (size_t)s->count + 1);
    for (uint32_t i = 0; i < source->count; i++) s->of_source[number_at(source, i)] = true;
    for (uint32_t n = 1; n <= s->count; n++) s->worth[n] = (float)-log2((n - 1 + BY_ITSELF) / (s->count - 2 + BY_ITSELF_OF));
}

/* Boilerplate is nobody's own. */
static void part_readings(stemma *s, witness *x) {
    arena *scratch = s->family->g->scratch;
    arena_mark mark = arena_here(scratch);
    uint32_t *own = arena_raw(scratch, x->count * sizeof *own);
    s->turn++;
    for (uint32_t i = 0; i < x->count; i++) {
        uint32_t number = number_at(x, i);
        if (!s->of_source[number] && x->readings[i] & BOILERPLATE) continue;
        if (!is_new(s, number)) continue;
        if (s->of_source[number])
            x->readings[x->kept++] = number;
        else
            own[x->own++] = number;
    }
    if (x->own) memcpy(x->readings + x->kept, own, x->own * sizeof *own);
    arena_back(scratch, mark);
}

/* What two texts have in common. */
typedef struct likeness {
    uint32_t kept, own; /* readings */
    double bits;        /* that the own ones are worth */
} likeness;

/* Of the text whose readings were seen in this turn and another one. */
static likeness likeness_to(const stemma *s, const witness *x) {
    likeness l = {0};
    for (uint32_t i = 0; i < x->kept; i++) l.kept += s->seen[x->readings[i]] == s->turn;
    for (uint32_t i = x->kept; i < x->kept + x->own; i++) {
        if (s->seen[x->readings[i]] != s->turn) continue;
        l.bits += (double)s->worth[s->often[x->readings[i]]];
        l.own++;
    }
    return l;
}

/* Chance that a copy was made from another one. */
static double chance_of(const stemma *s, uint32_t copy, uint32_t from, const likeness *l, const source *first) {
    const family_texts *f = s->family;
    const source *c = &f->t->sources[f->members[copy]], *o = &f->t->sources[f->members[from]];
    const witness *x = witness_at(s, copy), *y = witness_at(s, from);
    if (!l->own || source_is_earlier(c, o)) return 0;
    uint32_t restored = x->kept - l->kept, lost = y->kept - l->kept;
    double odds = AT_FIRST + IN_COMMON * log(1 + l->bits) + RESTORED * log(1 + restored) + COPIES * log(s->count - 1) +
                  NOT_TAKEN * (y->own - l->own) / (y->own + 1.0);
    if (c->title && c->title == o->title && c->title != first->title) odds += TITLED;
    double made = 1 / (1 + exp(-odds));
    return source_is_earlier(o, c) ? made : made * (1 + lost) / (2.0 + lost + restored);
}

/* Of equal chances that with the smaller id. */
static void offer(const stemma *s, heir *h, uint32_t edge, uint32_t copy, uint32_t from, double chance) {
    const family_texts *f = s->family;
    if (chance < LEAST_CONFIDENCE || chance < h->chance) return;
    if (chance == h->chance && from > f->place[edge_other_end(&f->out->edges.items[h->edge], f->members[copy])]) return;
    *h = (heir){edge, chance};
}

static void compare_with_shorter(stemma *s, uint32_t i, uint32_t first, heir *heirs) {
    const family_texts *f = s->family;
    const witness *x = witness_at(s, i);
    uint32_t text = f->members[i];
    s->turn++;
    for (uint32_t n = 0; n < x->kept + x->own; n++) s->seen[x->readings[n]] = s->turn;
    for (uint32_t n = f->links->begin[text]; n < f->links->begin[text + 1]; n++) {
        uint32_t edge = f->links->items[n], other = edge_other_end(&f->out->edges.items[edge], text), k = f->place[other];
        if (other == first || !goes_first(s, i, k)) continue;
        likeness l = likeness_to(s, witness_at(s, k));
        offer(s, &heirs[text], edge, i, k, chance_of(s, i, k, &l, &f->t->sources[first]));
        offer(s, &heirs[other], edge, k, i, chance_of(s, k, i, &l, &f->t->sources[first]));
    }
}

void stemma_heirs(stemma *s, uint32_t source, heir *heirs) {
    const family_texts *f = s->family;
    if (s->count < 3) return;
    mark_source(s, witness_at(s, f->place[source]));
    for (uint32_t k = 0; k < s->count; k++) part_readings(s, &s->texts[k]);
    for (uint32_t i = 0; i < f->count; i++)
        if (f->members[i] != source) compare_with_shorter(s, i, source, heirs);
}
