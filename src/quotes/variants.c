/*
 * Which quotes of the tellings are one. The most alike pairs are joined first; a group holds only what is alike to the form
 * at its centre, so that nothing melts together over a chain, and each telling once, since a text that has two quotes has two.
 */
#include "quotes/across_internal.h"
#include <stdlib.h>

#define MOST_FORMS_OF_TERM 160u /* a term in more wordings than these leads to none */
#define MOST_CANDIDATES 24u
#define SURE_SPEAKER .5f
#define FEWEST_IN_ORDER 3u /* speakers in the same order that make two tellings translations of each other */
#define MOST_TRANSLATED 64u

/* ---- wordings: the same words by the same speaker, once a telling ---- */

typedef struct form {
    uint32_t *members; /* [count] utterances in order */
    uint32_t count, space;
    uint32_t group; /* form that stands for its group */
} form;

typedef struct pair {
    float score;
    uint32_t a, b;
} pair;

typedef struct finder {
    gathering *g;
    const utterances *all;
    VEC(form) forms;
    VEC(pair) pairs;
    uint32_t *seen; /* [tellings] mark of the group that was looked at last */
    uint32_t mark;
} finder;

static const utterance *example(const finder *f, uint32_t number) { return &f->all->items[f->forms.items[number].members[0]]; }

static uint64_t wording_key(const utterance *u) {
    uint64_t words = hash_bytes((span){(const char *)u->words, u->word_count * sizeof *u->words});
    return hash_join(words, u->speaker);
}

static void add_member(arena *memory, form *f, uint32_t number) {
    if (f->count == f->space) {
        uint32_t space = f->space ? f->space * 2 : 2;
        f->members = arena_grow(memory, f->members, f->space * sizeof *f->members, space * sizeof *f->members);
        f->space = space;
    }
    f->members[f->count++] = number;
}

static void find_forms(finder *f) {
    arena *memory = f->g->memory;
    map known = {0};
    for (uint32_t i = 0; i < f->all->count; i++) {
        const utterance *u = &f->all->items[i];
        uint64_t key = wording_key(u), *place = map_put(memory, &known, key);
        while (*place) {
            const form *same = &f->forms.items[*place - 1];
            if (f->all->items[same->members[same->count - 1]].telling != u->telling) break;
            key = hash_join(key, 1);
            place = map_put(memory, &known, key);
        }
        if (!*place) {
            form made = {.group = (uint32_t)f->forms.count};
            vec_push(memory, &f->forms, made);
            *place = f->forms.count;
        }
        add_member(memory, &f->forms.items[*place - 1], i);
    }
}

/* ---- what counts as alike ---- */

typedef enum relation { SAME_SPEAKER, UNSURE_SPEAKER, OTHER_SPEAKER } relation;

/* "The minister" may be the transport minister whom another telling names. */
static bool may_be(const gathering *g, const figure *described, const figure *named) {
    span words = g->cast.namings.items[described->namings[0]].shown, role = named->role, last = {0};
    while (words.len) last = span_take_until(&words, ' ');
    while (role.len && last.len) {
        span word = span_take_until(&role, ' ');
        if (span_equal_nocase(word, last) || lexicon_same_role(g->lex, word, last)) return true;
    }
    return false;
}

static bool is_guessed(const gathering *g, const utterance *u) {
    return g->tellings[u->telling].quotes[u->quote].confidence < SURE_SPEAKER;
}

static relation relation_of(const gathering *g, const utterance *a, const utterance *b) {
    if (a->speaker == RETOLD_NONE || b->speaker == RETOLD_NONE) return UNSURE_SPEAKER;
    if (a->speaker == b->speaker) return SAME_SPEAKER;
    const figure *x = &g->cast.figures.items[a->speaker], *y = &g->cast.figures.items[b->speaker];
    if (x->named && y->named) return is_guessed(g, a) || is_guessed(g, b) ? UNSURE_SPEAKER : OTHER_SPEAKER;
    bool same = x->named != y->named && may_be(g, x->named ? y : x, x->named ? x : y);
    return same ? SAME_SPEAKER : UNSURE_SPEAKER;
}

/* Least evidence for each relation: words in order, and how much of the shorter one or of both is shared. */
typedef struct bound {
    uint32_t count;
    float contained, both;
} bound;

static const bound contained_bounds[] = {{3, .75f, 0}, {3, .75f, 0}, {5, .85f, 0}};
static const bound short_bound = {2, .75f, .5f};
static const bound reworded_bounds[] = {{4, .4f, .33f}, {5, .55f, .5f}, {7, .75f, .7f}};
static const bound translated_bound = {2, .4f, .3f};

static bool reaches(const likeness *l, const bound *b) {
    return l->count >= b->count && l->contained >= b->contained && l->both >= b->both;
}

static bool is_one(const likeness *l, relation speakers) {
    if (l->translated) return speakers == SAME_SPEAKER && reaches(l, &translated_bound);
    if (speakers == SAME_SPEAKER && reaches(l, &short_bound)) return true;
    return reaches(l, &contained_bounds[speakers]) || reaches(l, &reworded_bounds[speakers]);
}

/* How sure two utterances are one quote; 0 when they are not. */
static float alike(finder *f, const utterance *a, const utterance *b) {
    relation speakers = relation_of(f->g, a, b);
    likeness l = utterances_compare(f->g, a, b);
    if (utterances_same(a, b) && speakers != OTHER_SPEAKER && l.count > 0) return 2;
    if (!is_one(&l, speakers)) return 0;
    return (l.contained + l.both) / 2 + (speakers == SAME_SPEAKER ? .2f : 0);
}

/* ---- pairs ---- */

typedef struct lead {
    uint32_t form, next;
} lead;

typedef struct leads {
    uint32_t *first, *uses; /* [terms] chain of the forms that have it; how many */
    VEC(lead) chain;
    float *weight; /* [forms] that a form shares with the one that is looked at */
    uint32_t *met; /* forms that share anything */
    uint32_t met_count;
} leads;

static void follow_term(leads *l, const term *t) {
    if (t->weight < HEAVY_TERM || l->uses[t->number] > MOST_FORMS_OF_TERM) return;
    for (uint32_t at = l->first[t->number]; at; at = l->chain.items[at - 1].next) {
        uint32_t form = l->chain.items[at - 1].form;
        if (l->weight[form] == 0) l->met[l->met_count++] = form;
        l->weight[form] += t->weight;
    }
}

static void enter_term(arena *memory, leads *l, const term *t, uint32_t form) {
    uint32_t at = l->first[t->number];
    if (at && l->chain.items[at - 1].form == form) return;
    lead item = {form, at};
    vec_push(memory, &l->chain, item);
    l->first[t->number] = (uint32_t)l->chain.count;
    l->uses[t->number]++;
}

/* The heaviest of the forms that were met; the rest is forgotten. */
static uint32_t take_candidates(leads *l, uint32_t *best) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < l->met_count; i++) {
        uint32_t form = l->met[i], at = count;
        while (at > 0 && l->weight[best[at - 1]] < l->weight[form]) at--;
        if (at == MOST_CANDIDATES) continue;
        if (count < MOST_CANDIDATES) count++;
        memmove(&best[at + 1], &best[at], (count - at - 1) * sizeof *best);
        best[at] = form;
    }
    return count;
}

static void pair_form(finder *f, leads *l, uint32_t number) {
    const utterance *u = example(f, number);
    l->met_count = 0;
    for (uint32_t i = 0; i < u->term_count; i++) follow_term(l, &u->terms[i]);
    for (uint32_t i = 0; i < u->anchor_count; i++) follow_term(l, &u->anchors[i]);
    uint32_t best[MOST_CANDIDATES], count = take_candidates(l, best);
    for (uint32_t i = 0; i < count; i++) {
        float score = alike(f, example(f, best[i]), u);
        if (score > 0) vec_push(f->g->memory, &f->pairs, (pair){score, best[i], number});
    }
    for (uint32_t i = 0; i < l->met_count; i++) l->weight[l->met[i]] = 0;
    for (uint32_t i = 0; i < u->term_count; i++) enter_term(f->g->memory, l, &u->terms[i], number);
    for (uint32_t i = 0; i < u->anchor_count; i++) enter_term(f->g->memory, l, &u->anchors[i], number);
}

static int by_score(const void *a, const void *b) {
    const pair *x = a, *y = b;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

static void find_pairs(finder *f, uint32_t term_count) {
    arena *memory = f->g->memory;
    leads l = {.first = ARENA_ARRAY(memory, uint32_t, term_count + 1), .uses = ARENA_ARRAY(memory, uint32_t, term_count + 1)};
    l.weight = ARENA_ARRAY(memory, float, f->forms.count + 1);
    l.met = ARENA_ARRAY(memory, uint32_t, f->forms.count + 1);
    for (uint32_t i = 0; i < f->forms.count; i++) pair_form(f, &l, i);
    if (f->pairs.count) qsort(f->pairs.items, f->pairs.count, sizeof *f->pairs.items, by_score);
}

/* ---- joining ---- */

typedef struct gathered {
    uint32_t *forms;
    uint32_t count, centre;
} gathered;

static bool is_shared_telling(finder *f, const gathered *a, const gathered *b) {
    f->mark++;
    for (uint32_t i = 0; i < a->count; i++) {
        const form *x = &f->forms.items[a->forms[i]];
        for (uint32_t m = 0; m < x->count; m++) f->seen[f->all->items[x->members[m]].telling] = f->mark;
    }
    for (uint32_t i = 0; i < b->count; i++) {
        const form *x = &f->forms.items[b->forms[i]];
        for (uint32_t m = 0; m < x->count; m++)
            if (f->seen[f->all->items[x->members[m]].telling] == f->mark) return true;
    }
    return false;
}

static bool all_alike(finder *f, const gathered *group, uint32_t centre) {
    for (uint32_t i = 0; i < group->count; i++)
        if (group->forms[i] != centre && alike(f, example(f, group->forms[i]), example(f, centre)) <= 0) return false;
    return true;
}

/* The form that both groups gather around: the longest of their centres and of the pair that all others are alike to. */
static uint32_t common_centre(finder *f, const gathered *a, const gathered *b, const pair *p) {
    uint32_t tries[4] = {a->centre, b->centre, p->a, p->b};
    for (unsigned n = 0; n < 4; n++) {
        unsigned longest = n;
        for (unsigned i = n + 1; i < 4; i++)
            if (example(f, tries[i])->word_count > example(f, tries[longest])->word_count) longest = i;
        uint32_t form = tries[longest];
        tries[longest] = tries[n];
        tries[n] = form;
        bool again = n > 0 && tries[n - 1] == form;
        if (!again && all_alike(f, a, form) && all_alike(f, b, form)) return form;
    }
    return RETOLD_NONE;
}

static void join(finder *f, gathered *all, uint32_t a, uint32_t b, uint32_t centre) {
    gathered *into = &all[a], *from = &all[b];
    into->forms = arena_grow(f->g->memory, into->forms, into->count * sizeof *into->forms,
                             (into->count + from->count) * sizeof *into->forms);
    for (uint32_t i = 0; i < from->count; i++) {
        f->forms.items[from->forms[i]].group = a;
        into->forms[into->count++] = from->forms[i];
    }
    into->centre = centre;
    from->count = 0;
}

static void try_join(finder *f, gathered *all, const pair *p) {
    uint32_t a = f->forms.items[p->a].group, b = f->forms.items[p->b].group;
    if (a == b || is_shared_telling(f, &all[a], &all[b])) return;
    uint32_t centre = common_centre(f, &all[a], &all[b], p);
    if (centre != RETOLD_NONE) join(f, all, a, b, centre);
}

/* ---- translations by order ---- */

/* The one direct quote of a speaker in a telling. */
typedef struct single {
    uint32_t speaker, utterance;
} single;

typedef VEC(single) singles;

/* Speakers who have just one direct quote in a telling, in order; `first` is its first utterance. */
static singles read_singles(const finder *f, uint32_t first) {
    arena *memory = f->g->memory;
    singles out = {0};
    map seen = {0};
    const utterance *u = &f->all->items[first];
    const told_telling *t = &f->g->tellings[u->telling];
    for (uint32_t pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < t->quote_count; i++) {
            uint32_t speaker = u[i].speaker;
            bool direct = t->quotes[i].kind == RETOLD_QUOTE_DIRECT && speaker != RETOLD_NONE && !is_guessed(f->g, &u[i]);
            if (!direct || !f->g->cast.figures.items[speaker].named) continue;
            uint64_t *count = map_put(memory, &seen, speaker);
            if (pass == 0) ++*count;
            if (pass == 1 && *count == 1) vec_push(memory, &out, (single){speaker, first + i});
        }
    return out;
}

static bool of_like_length(const finder *f, uint32_t a, uint32_t b) {
    uint32_t x = f->all->items[a].word_count, y = f->all->items[b].word_count;
    return x * 2 >= y && y * 2 >= x;
}

/* Pairs of the same speaker that stand in the same order in both, read greedily from the first. */
static uint32_t singles_in_order(const finder *f, const singles *a, const singles *b, pair *out) {
    uint32_t count = 0;
    size_t next = 0;
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = next; k < b->count; k++) {
            if (a->items[i].speaker != b->items[k].speaker) continue;
            if (of_like_length(f, a->items[i].utterance, b->items[k].utterance))
                out[count++] = (pair){0, a->items[i].utterance, b->items[k].utterance};
            next = k + 1;
            break;
        }
    return count;
}

static uint32_t form_of(const finder *f, const uint32_t *forms, uint32_t utterance) {
    return f->forms.items[forms[utterance]].group;
}

/* Two tellings in two languages that let the same people speak once each, in the same order, have the same words of theirs. */
static void join_by_order(finder *f, gathered *all, const uint32_t *forms, const singles *a, const singles *b) {
    pair *pairs = ARENA_ARRAY(f->g->memory, pair, a->count + 1);
    uint32_t count = singles_in_order(f, a, b, pairs);
    for (uint32_t i = 0; count >= FEWEST_IN_ORDER && i < count; i++) {
        uint32_t x = form_of(f, forms, pairs[i].a), y = form_of(f, forms, pairs[i].b);
        if (x != y && !is_shared_telling(f, &all[x], &all[y])) join(f, all, x, y, all[x].centre);
    }
}

/* One telling of each family, with its singles. */
typedef struct translated {
    uint32_t first; /* utterance */
    singles singles;
} translated;

static void find_translations(finder *f, gathered *all) {
    arena *memory = f->g->memory;
    uint32_t *forms = ARENA_ARRAY(memory, uint32_t, f->all->count + 1);
    for (uint32_t i = 0; i < f->forms.count; i++)
        for (uint32_t m = 0; m < f->forms.items[i].count; m++) forms[f->forms.items[i].members[m]] = i;
    VEC(translated) tellings = {0};
    map families = {0};
    for (uint32_t i = 0; i < f->all->count && tellings.count < MOST_TRANSLATED;
         i += f->g->tellings[f->all->items[i].telling].quote_count) {
        uint64_t *known = map_put(memory, &families, f->g->tellings[f->all->items[i].telling].family);
        if ((*known)++) continue;
        translated t = {i, read_singles(f, i)};
        vec_push(memory, &tellings, t);
    }
    for (size_t i = 0; i < tellings.count; i++)
        for (size_t k = i + 1; k < tellings.count; k++)
            if (variants_foreign(f->g, &f->all->items[tellings.items[i].first], &f->all->items[tellings.items[k].first]))
                join_by_order(f, all, forms, &tellings.items[i].singles, &tellings.items[k].singles);
}

static int by_number(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static group as_group(const finder *f, const gathered *from) {
    group out = {0};
    for (uint32_t i = 0; i < from->count; i++) out.count += f->forms.items[from->forms[i]].count;
    out.members = ARENA_ARRAY(f->g->memory, uint32_t, out.count);
    uint32_t at = 0;
    for (uint32_t i = 0; i < from->count; i++) {
        const form *x = &f->forms.items[from->forms[i]];
        memcpy(out.members + at, x->members, x->count * sizeof *x->members);
        at += x->count;
    }
    qsort(out.members, out.count, sizeof *out.members, by_number);
    out.centre = f->forms.items[from->centre].members[0];
    return out;
}

groups variants_find(gathering *g, const utterances *all, uint32_t term_count) {
    finder f = {.g = g, .all = all, .seen = ARENA_ARRAY(g->memory, uint32_t, g->count + 1)};
    find_forms(&f);
    find_pairs(&f, term_count);
    gathered *gathering_of = ARENA_ARRAY(g->memory, gathered, f.forms.count + 1);
    for (uint32_t i = 0; i < f.forms.count; i++) {
        gathering_of[i] = (gathered){ARENA_ARRAY(g->memory, uint32_t, 1), 1, i};
        gathering_of[i].forms[0] = i;
    }
    for (size_t i = 0; i < f.pairs.count; i++) try_join(&f, gathering_of, &f.pairs.items[i]);
    find_translations(&f, gathering_of);
    groups out = {0};
    for (uint32_t i = 0; i < f.forms.count; i++)
        if (gathering_of[i].count) vec_push(g->memory, &out, as_group(&f, &gathering_of[i]));
    return out;
}

bool variants_foreign(const gathering *g, const utterance *a, const utterance *b) {
    span x = g->tellings[a->telling].article->lang, y = g->tellings[b->telling].article->lang;
    return x.len && y.len && !span_equal(x, y);
}
