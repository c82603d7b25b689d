/* The quotes of a story: groups of utterances with their speaker, their fullest form, and what each telling did to it. */
#include "quotes/across_internal.h"
#include <stdlib.h>

#define MOST_WORDS_OF .9f
#define FEW_WORDS .3f

static const retold_quote *quote_of(const gathering *g, const utterance *u) { return &g->tellings[u->telling].quotes[u->quote]; }

/* ---- the fullest form ---- */

/* Most spoken language of a group's tellings: a quote isn't shown in translation while others have the words themselves. */
static span main_language(const gathering *g, const utterances *all, const group *x) {
    span best = {0};
    uint32_t most = 0;
    for (uint32_t i = 0; i < x->count; i++) {
        span lang = g->tellings[all->items[x->members[i]].telling].article->lang;
        uint32_t count = 0;
        if (i > 0 && span_equal(lang, best)) continue;
        for (uint32_t k = i; k < x->count; k++)
            count += span_equal(lang, g->tellings[all->items[x->members[k]].telling].article->lang);
        if (count <= most) continue;
        most = count;
        best = lang;
    }
    return best;
}

/* Rank of a form: in the main language, direct before mixed before indirect, whole before cut off, what all are alike to, then by words. */
static uint64_t fullness(const gathering *g, const utterance *u, span lang, bool centre) {
    const retold_quote *q = quote_of(g, u);
    uint64_t kind = q->kind == RETOLD_QUOTE_DIRECT ? 2 : q->kind == RETOLD_QUOTE_MIXED;
    uint64_t home = span_equal(g->tellings[u->telling].article->lang, lang);
    uint64_t whole = !(q->flags & RETOLD_QUOTE_CUT);
    return home << 40 | kind << 36 | whole << 34 | (uint64_t)centre << 32 | u->word_count;
}

/* Has the words that all forms are alike to, and perhaps more. */
static bool holds_centre(const gathering *g, const utterance *u, const utterance *centre) {
    bool nothing_new;
    return !variants_foreign(g, u, centre) && utterances_shared(g->memory, centre, u, &nothing_new) >= MOST_WORDS_OF;
}

static uint32_t fullest_of(const gathering *g, const utterances *all, const group *x) {
    span lang = main_language(g, all, x);
    uint32_t best = 0;
    uint64_t most = 0;
    for (uint32_t i = 0; i < x->count; i++) {
        const utterance *u = &all->items[x->members[i]];
        uint64_t full = fullness(g, u, lang, holds_centre(g, u, &all->items[x->centre]));
        if (i > 0 && full <= most) continue;
        most = full;
        best = i;
    }
    return best;
}

static uint32_t earliest_of(const gathering *g, const utterances *all, const group *x) {
    for (uint32_t i = 0; i < x->count; i++)
        if (g->tellings[all->items[x->members[i]].telling].article->published.ms != RETOLD_TIME_NONE) return i;
    return 0;
}

/* ---- what a telling did ---- */

static told_change change_of(gathering *g, const utterance *u, const utterance *fullest, float shared, bool nothing_new) {
    const retold_quote *q = quote_of(g, u), *whole = quote_of(g, fullest);
    if (u == fullest) return TOLD_FULLEST;
    if (variants_foreign(g, u, fullest)) return TOLD_TRANSLATED;
    bool same = u->word_count == fullest->word_count && nothing_new;
    if (q->kind != whole->kind && !(same && q->kind != RETOLD_QUOTE_INDIRECT)) return TOLD_REPORTED;
    if (same) return TOLD_SAME;
    if (q->flags & RETOLD_QUOTE_CUT) return TOLD_CUT;
    if (nothing_new) return TOLD_SHORTENED;
    return shared < FEW_WORDS ? TOLD_TRANSLATED : TOLD_REWORDED;
}

static told_variant variant_of(gathering *g, const utterance *u, const utterance *fullest) {
    bool nothing_new = true;
    float shared = u == fullest ? 1 : utterances_shared(g->memory, u, fullest, &nothing_new);
    return (told_variant){u->telling, u->quote, change_of(g, u, fullest, shared, nothing_new), shared};
}

/* ---- the speaker ---- */

typedef struct vote {
    uint32_t figure;
    float sum, doubt; /* doubt: that all the independent tellings are wrong */
} vote;

/* Copies are one witness: true when an earlier member of the family names the same speaker. */
static bool is_repeated(const gathering *g, const utterances *all, const group *x, uint32_t at) {
    const utterance *u = &all->items[x->members[at]];
    for (uint32_t i = 0; i < at; i++) {
        const utterance *v = &all->items[x->members[i]];
        if (v->speaker == u->speaker && g->tellings[v->telling].family == g->tellings[u->telling].family) return true;
    }
    return false;
}

static float weight_of(const gathering *g, uint32_t figure, float confidence) {
    return g->cast.figures.items[figure].named ? confidence : confidence / 2;
}

/* The speaker that most independent tellings name, with a name before a description; and how sure that is. */
static uint32_t speaker_of(const gathering *g, const utterances *all, const group *x, float *confidence) {
    VEC(vote) votes = {0};
    float total = 0;
    for (uint32_t i = 0; i < x->count; i++) {
        const utterance *u = &all->items[x->members[i]];
        if (u->speaker == RETOLD_NONE || is_repeated(g, all, x, i)) continue;
        float sure = quote_of(g, u)->confidence, weight = weight_of(g, u->speaker, sure);
        size_t at = 0;
        while (at < votes.count && votes.items[at].figure != u->speaker) at++;
        if (at == votes.count) vec_push(g->memory, &votes, (vote){u->speaker, 0, 1});
        votes.items[at].sum += weight;
        votes.items[at].doubt *= 1 - sure;
        total += weight;
    }
    *confidence = 0;
    size_t best = 0;
    for (size_t i = 1; i < votes.count; i++)
        if (votes.items[i].sum > votes.items[best].sum) best = i;
    if (!votes.count) return RETOLD_NONE;
    if (total > 0) *confidence = (1 - votes.items[best].doubt) * votes.items[best].sum / total;
    return votes.items[best].figure;
}

/* The longest chain of the variants. */
static void take_via(gathering *g, const utterances *all, const group *x, told_quote *out) {
    for (uint32_t i = 0; i < x->count; i++) {
        const utterance *u = &all->items[x->members[i]];
        if (quote_of(g, u)->via_count <= out->via_count) continue;
        out->via_count = quote_of(g, u)->via_count;
        out->via = g->cast.via[u->telling][u->quote];
    }
}

static told_quote quote_made(gathering *g, const utterances *all, const group *x) {
    told_quote out = {.count = x->count, .fullest = fullest_of(g, all, x), .earliest = earliest_of(g, all, x)};
    told_variant *variants = ARENA_ARRAY(g->out, told_variant, x->count);
    const utterance *fullest = &all->items[x->members[out.fullest]];
    for (uint32_t i = 0; i < x->count; i++) variants[i] = variant_of(g, &all->items[x->members[i]], fullest);
    out.variants = variants;
    out.speaker = speaker_of(g, all, x, &out.confidence);
    take_via(g, all, x, &out);
    return out;
}

/* ---- persons ---- */

typedef struct counted {
    told_person person;
    uint32_t figure;
} counted;

static int by_quotes(const void *a, const void *b) {
    const counted *x = a, *y = b;
    if (x->person.quotes != y->person.quotes) return x->person.quotes > y->person.quotes ? -1 : 1;
    int order = span_compare(x->person.name, y->person.name);
    return order ? order : x->figure < y->figure ? -1 : x->figure > y->figure;
}

static told_person person_made(gathering *g, const figure *f) {
    uint32_t fullest = cast_fullest(g, f);
    told_person p = {.name = g->cast.namings.items[fullest].shown, .role = f->role};
    span *forms = ARENA_ARRAY(g->out, span, f->naming_count);
    for (uint32_t i = 0; i < f->naming_count; i++)
        if (f->namings[i] != fullest) forms[p.form_count++] = g->cast.namings.items[f->namings[i]].shown;
    p.forms = forms;
    return p;
}

/* Quotes and tellings of each person; a telling counts once a person. */
static void count_quotes(gathering *g, const told_quote *quotes, size_t count, counted *persons) {
    map met = {0};
    for (size_t i = 0; i < count; i++) {
        if (quotes[i].speaker == RETOLD_NONE) continue;
        told_person *p = &persons[quotes[i].speaker].person;
        p->quotes++;
        for (uint32_t v = 0; v < quotes[i].count; v++) {
            uint64_t *known = map_put(g->memory, &met, (uint64_t)quotes[i].speaker << 32 | (quotes[i].variants[v].telling + 1u));
            p->tellings += !*known;
            *known = 1;
        }
    }
}

static void put_persons(gathering *g, told_quote *quotes, size_t count, told_quotes *out) {
    uint32_t figures = (uint32_t)g->cast.figures.count;
    counted *order = ARENA_ARRAY(g->memory, counted, figures + 1);
    for (uint32_t i = 0; i < figures; i++) order[i] = (counted){person_made(g, &g->cast.figures.items[i]), i};
    count_quotes(g, quotes, count, order);
    qsort(order, figures, sizeof *order, by_quotes);
    told_person *persons = ARENA_ARRAY(g->out, told_person, figures);
    uint32_t *place = ARENA_ARRAY(g->memory, uint32_t, figures + 1);
    for (uint32_t i = 0; i < figures; i++) {
        persons[i] = order[i].person;
        place[order[i].figure] = i;
    }
    for (size_t i = 0; i < count; i++) {
        if (quotes[i].speaker != RETOLD_NONE) quotes[i].speaker = place[quotes[i].speaker];
        uint32_t *via = ARENA_ARRAY(g->out, uint32_t, quotes[i].via_count);
        for (uint32_t k = 0; k < quotes[i].via_count; k++) via[k] = place[quotes[i].via[k]];
        quotes[i].via = via;
    }
    out->persons = persons;
    out->person_count = figures;
}

/* ---- all of it ---- */

typedef struct ordered {
    told_quote quote;
    uint32_t first; /* utterance: by rank and place */
} ordered;

static int by_tellings(const void *a, const void *b) {
    const ordered *x = a, *y = b;
    if (x->quote.count != y->quote.count) return x->quote.count > y->quote.count ? -1 : 1;
    return x->first < y->first ? -1 : x->first > y->first;
}

/* What somebody did by words ("rejected the plan"), with none of them told in any telling: no quote of the story. */
static bool is_wordless(const gathering *g, const utterances *all, const group *x) {
    for (uint32_t i = 0; i < x->count; i++) {
        const retold_quote *q = quote_of(g, &all->items[x->members[i]]);
        if (q->kind != RETOLD_QUOTE_INDIRECT || !range_known(q->speaker) || q->confidence > SURE_ACT) return false;
    }
    return true;
}

static void put_quotes(gathering *g, const utterances *all, const groups *found, told_quotes *out) {
    ordered *order = ARENA_ARRAY(g->memory, ordered, found->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < found->count; i++) {
        if (is_wordless(g, all, &found->items[i])) continue;
        order[count++] = (ordered){quote_made(g, all, &found->items[i]), found->items[i].members[0]};
    }
    qsort(order, count, sizeof *order, by_tellings);
    told_quote *items = ARENA_ARRAY(g->out, told_quote, count);
    for (size_t i = 0; i < count; i++) items[i] = order[i].quote;
    put_persons(g, items, count, out);
    out->items = items;
    out->count = (uint32_t)count;
}

void quotes_gather(retold_ctx *ctx, arena *a, const told_telling *tellings, uint32_t count, told_quotes *out) {
    arena *scratch = ctx_scratch(ctx);
    arena_mark mark = arena_here(scratch);
    gathering g = {.ctx = ctx, .out = a, .memory = scratch, .tellings = tellings, .count = count};
    g.lex = lexicon_for(ctx, S("en"));
    cast_find(&g);
    uint32_t term_count = 0;
    utterances all = utterances_read(&g, &term_count);
    groups found = variants_find(&g, &all, term_count);
    *out = (told_quotes){0};
    put_quotes(&g, &all, &found, out);
    arena_back(scratch, mark);
}
