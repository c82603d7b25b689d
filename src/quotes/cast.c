/* Who speaks in a story, whatever each telling calls them. The longest names are placed first; a shorter one must fit just one. */
#include "quotes/across_internal.h"
#include <stdlib.h>

#define LONGEST_ROLE 80u
#define MOST_TRIES 64u
#define SHORTEST_ACRONYM 3u
#define LONGEST_KIND 3u
#define LONGEST_PARTICLE 4u
#define TELLING_WORDS 5u /* a description this long is nobody else's */

/* ---- reading one naming ---- */

static bool is_article(const lexicon *lex, span word) {
    uint64_t bits = lexicon_word(lex, word);
    return (bits & LEX_DET) && !(bits & LEX_PREP);
}

static bool begins_upper(span word) {
    size_t at = 0;
    return word.len && text_is_upper(text_next(word, &at));
}

static span bare_word(span word) {
    if (span_ends(word, S("'s"))) word.len -= 2;
    if (span_ends(word, S("\u2019s"))) word.len -= 4;
    while (word.len && (word.ptr[word.len - 1] == ',' || word.ptr[word.len - 1] == ')')) word.len--;
    while (word.len && word.ptr[0] == '(') word = span_from(word, 1);
    return word;
}

/* "al-Assad" is Assad: a particle tied to the name says nothing of whom it means. */
static span without_particle(const gathering *g, span word) {
    size_t dash = span_find_char(word, '-', 0);
    if (dash == SIZE_MAX || dash == 0 || dash + 1 >= word.len || dash > 3) return word;
    return text_is_stop_word(g->ctx, span_cut(word, 0, dash)) || dash == 2 ? span_from(word, dash + 1) : word;
}

typedef struct name_words {
    span all[MOST_NAME_WORDS * 2];
    uint32_t first, last;
} name_words;

static name_words split(span text) {
    name_words w = {0};
    while (text.len && w.last < MOST_NAME_WORDS * 2) {
        text = span_trim(text);
        span word = span_take_until(&text, ' ');
        if (word.len) w.all[w.last++] = word;
    }
    return w;
}

#define GIVEN_NAME (LEX_MALE | LEX_FEMALE)

/* What stands in front of the name: "the", "Iran's", "Kremlin spokesman"; or a title that no list has, before a first name. */
static void drop_front(const lexicon *lex, name_words *w) {
    while (w->first + 1 < w->last && is_article(lex, w->all[w->first])) w->first++;
    uint32_t name = w->first;
    for (uint32_t i = w->first; i + 1 < w->last; i++) {
        span word = w->all[i];
        bool owner = bare_word(word).len < word.len && !span_ends(word, S(","));
        if ((owner || (lexicon_word(lex, bare_word(word)) & LEX_PERSON)) && begins_upper(w->all[i + 1])) name = i + 1;
    }
    bool titled = name + 2 < w->last && !(lexicon_word(lex, w->all[name]) & GIVEN_NAME) &&
                  (lexicon_word(lex, w->all[name + 1]) & GIVEN_NAME);
    w->first = titled ? name + 1 : name;
}

/* What kind of thing the name is of: "news agency" behind it. False when what is there makes it a description. */
static bool drop_kind(const lexicon *lex, name_words *w) {
    uint32_t last = w->last;
    while (last > w->first && !begins_upper(w->all[last - 1])) last--;
    if (last == w->last) return true;
    bool kind =
        last > w->first && w->last - last <= LONGEST_KIND && (lexicon_word(lex, w->all[w->last - 1]) & (LEX_OUTLET | LEX_FIRM));
    w->last = last;
    return kind;
}

/* Every word a capital, but for particles in between; not a bare role ("Police"). */
static bool is_named(const gathering *g, const name_words *w) {
    if (w->first == w->last || w->last - w->first > MOST_NAME_WORDS) return false;
    bool inside = false; /* behind "of": there "and" joins words of one name, else two names */
    for (uint32_t i = w->first; i < w->last; i++) {
        if (begins_upper(w->all[i]) || is_digit((unsigned char)w->all[i].ptr[0])) continue;
        bool and = lexicon_word(g->lex, w->all[i]) & LEX_AND;
        if (i == w->first || i + 1 == w->last || w->all[i].len > LONGEST_PARTICLE || (and&&!inside)) return false;
        inside = true;
    }
    if (w->last - w->first > 1) return true;
    uint64_t no = LEX_ROLE | LEX_SUBJECT | LEX_DET | LEX_INDEFINITE | LEX_TIME;
    uint64_t bits = lexicon_word(g->lex, w->all[w->first]);
    return !(bits & no) || (bits & GIVEN_NAME);
}

static naming read_naming(const gathering *g, span text) {
    naming n = {.shown = text, .figure = RETOLD_NONE, .last_telling = RETOLD_NONE};
    name_words w = split(text);
    drop_front(g->lex, &w);
    span from = w.first < w.last ? w.all[w.first] : text;
    bool kind = drop_kind(g->lex, &w);
    if (!kind || !is_named(g, &w)) return n;
    n.shown = (span){from.ptr, (size_t)(text.ptr + text.len - from.ptr)};
    n.shown = bare_word(n.shown);
    for (uint32_t i = w.first; i < w.last; i++) {
        span word = without_particle(g, bare_word(w.all[i]));
        if (i + 1 < w.last && i > w.first && !begins_upper(word)) continue;
        n.spelt[n.word_count] = spelling_of(g->lex, word);
        n.words[n.word_count++] = word;
    }
    n.human = n.word_count > 1 && (lexicon_word(g->lex, n.words[0]) & GIVEN_NAME);
    return n;
}

/* ---- collecting ---- */

typedef struct collector {
    gathering *g;
    map known; /* hash of the naming → its number + 1 */
} collector;

/* A description by its words. "A resident" of one text is not that of another; "officials", or who is told more of, are. */
static uint64_t description_key(const gathering *g, const naming *n, uint32_t telling) {
    words found = text_words(g->memory, n->shown);
    uint64_t key = text_words_key(found.items, found.count);
    span rest = n->shown, first = span_take_until(&rest, ' ');
    bool one =
        (lexicon_word(g->lex, first) & LEX_INDEFINITE) || span_equal_nocase(first, S("a")) || span_equal_nocase(first, S("an"));
    return hash_join(key, one && found.count < TELLING_WORDS ? g->tellings[telling].family + 1ull : 0);
}

static span without_article(const lexicon *lex, span text) {
    span rest = text, first = span_take_until(&rest, ' ');
    bool article = rest.len && is_article(lex, first) && span_starts_nocase(first, S("the"));
    return article ? rest : text;
}

static uint32_t naming_number(collector *c, span text, uint32_t telling) {
    gathering *g = c->g;
    naming n = read_naming(g, span_trim(text));
    if (!n.word_count) n.shown = without_article(g->lex, span_trim(text));
    uint64_t key = n.word_count ? hash_bytes(n.shown) : description_key(g, &n, telling);
    uint64_t *place = map_put(g->memory, &c->known, key);
    if (!*place) {
        vec_push(g->memory, &g->cast.namings, n);
        *place = g->cast.namings.count;
    }
    naming *known = &g->cast.namings.items[*place - 1];
    if (known->last_telling != telling) known->tellings++;
    known->last_telling = telling;
    return (uint32_t)*place - 1;
}

static void collect_quote(collector *c, uint32_t telling, uint32_t number) {
    gathering *g = c->g;
    const retold_quote *q = &g->tellings[telling].quotes[number];
    span text = g->tellings[telling].article->text;
    uint32_t *speaker = &g->cast.speakers[telling][number];
    *speaker = q->speaker_name.len ? naming_number(c, q->speaker_name, telling) : RETOLD_NONE;
    if (*speaker != RETOLD_NONE && range_known(q->role)) g->cast.namings.items[*speaker].human = true;
    g->cast.via[telling][number] = ARENA_ARRAY(g->memory, uint32_t, q->via_count + 1);
    for (uint32_t i = 0; i < q->via_count; i++)
        g->cast.via[telling][number][i] = naming_number(c, span_at(text, q->via[i]), telling);
}

static void collect(gathering *g) {
    collector c = {.g = g};
    g->cast.speakers = ARENA_ARRAY(g->memory, uint32_t *, g->count + 1);
    g->cast.via = ARENA_ARRAY(g->memory, uint32_t **, g->count + 1);
    for (uint32_t t = 0; t < g->count; t++) {
        g->cast.speakers[t] = ARENA_ARRAY(g->memory, uint32_t, g->tellings[t].quote_count + 1);
        g->cast.via[t] = ARENA_ARRAY(g->memory, uint32_t *, g->tellings[t].quote_count + 1);
        for (uint32_t q = 0; q < g->tellings[t].quote_count; q++) collect_quote(&c, t, q);
    }
}

/* ---- who is whom ---- */

static bool is_initial(span word) { return word.len == 1 || (word.len == 2 && word.ptr[1] == '.'); }

static bool same_first(const naming *a, const naming *b) {
    if (is_initial(a->words[0]) || is_initial(b->words[0])) return a->spelt[0].sounds[0] == b->spelt[0].sounds[0];
    return spelling_same(&a->spelt[0], &b->spelt[0], true);
}

/* The shorter name is the head or the tail of the longer one. */
static bool is_part(const naming *longer, const naming *shorter, bool tail) {
    uint32_t skip = tail ? longer->word_count - shorter->word_count : 0;
    for (uint32_t i = 0; i < shorter->word_count; i++)
        if (!spelling_same(&longer->spelt[skip + i], &shorter->spelt[i], shorter->word_count > 1)) return false;
    return true;
}

/* Two names of several words; `longer` has at least as many. Middle names count for nothing in a human's, for much else. */
static bool same_full(const naming *longer, const naming *shorter) {
    if (is_part(longer, shorter, true) || is_part(longer, shorter, false)) return true;
    if (!longer->human && !shorter->human) return false;
    const spelling *a = &longer->spelt[longer->word_count - 1], *b = &shorter->spelt[shorter->word_count - 1];
    return same_first(longer, shorter) && spelling_same(a, b, true);
}

static bool is_acronym(span word) {
    for (size_t i = 0; i < word.len; i++)
        if (!is_upper((unsigned char)word.ptr[i])) return false;
    return word.len >= SHORTEST_ACRONYM;
}

/* "IAEA": the first letters of the long name. */
static bool abbreviates(span acronym, const naming *full) {
    size_t at = 0;
    for (uint32_t i = 0; i < full->word_count; i++) {
        if (at == acronym.len || full->words[i].ptr[0] != acronym.ptr[at]) return false;
        at++;
    }
    return at == acronym.len;
}

/* "Ben Roe" and "Benjamin Todd Roe". */
static bool is_short_form(const gathering *g, const naming *longer, const naming *shorter) {
    const spelling *a = &longer->spelt[longer->word_count - 1], *b = &shorter->spelt[shorter->word_count - 1];
    bool human = longer->human || shorter->human;
    return human && spelling_same(a, b, false) && speaker_short_first(g->lex, longer->words[0], shorter->words[0]);
}

/* How well a name fits one that is known and no shorter: 0 not, higher is better. */
static unsigned fit(const gathering *g, const naming *known, const naming *n) {
    if (n->word_count > known->word_count) return 0;
    if (n->word_count > 1) return same_full(known, n) ? 3 : is_short_form(g, known, n) ? 2 : 0;
    if (known->word_count == 1) return spelling_same(&known->spelt[0], &n->spelt[0], false) ? 3 : 0;
    if (is_part(known, n, true)) return 3;
    if (is_acronym(n->words[0]) && abbreviates(n->words[0], known)) return 2;
    return span_equal_nocase(known->words[0], n->words[0]) ? 1 : 0;
}

typedef struct matcher {
    gathering *g;
    map by_key;          /* key of a word's spelling → place in `chain` + 1 */
    VEC(uint64_t) chain; /* figure << 32 | next */
} matcher;

static void index_key(matcher *m, uint64_t key, uint32_t figure) {
    uint64_t *slot = map_put(m->g->memory, &m->by_key, key);
    uint64_t item = (uint64_t)figure << 32 | *slot;
    vec_push(m->g->memory, &m->chain, item);
    *slot = m->chain.count;
}

static uint64_t acronym_key(const naming *n) {
    char letters[MOST_NAME_WORDS];
    for (uint32_t i = 0; i < n->word_count; i++) letters[i] = n->words[i].ptr[0];
    return hash_join(hash_bytes((span){letters, n->word_count}), 1);
}

static void index_figure(matcher *m, uint32_t figure, const naming *n) {
    index_key(m, spelling_key(&n->spelt[0]), figure);
    if (n->word_count < 2) return;
    index_key(m, spelling_key(&n->spelt[n->word_count - 1]), figure);
    index_key(m, acronym_key(n), figure);
}

/* Look through the figures under a key; *best is the best fit so far, *ties how many figures have it. */
static void try_key(const matcher *m, uint64_t key, const naming *n, uint32_t *found, unsigned *best, bool *tied) {
    const uint64_t *slot = map_get(&m->by_key, key);
    uint32_t tries = 0;
    for (uint32_t at = slot ? (uint32_t)*slot : 0; at && tries < MOST_TRIES; tries++) {
        uint32_t number = (uint32_t)(m->chain.items[at - 1] >> 32);
        const figure *f = &m->g->cast.figures.items[number];
        unsigned fits = number == *found ? 0 : fit(m->g, &m->g->cast.namings.items[f->namings[0]], n);
        if (fits > *best) {
            *best = fits;
            *found = number;
            *tied = false;
        } else if (fits && fits == *best) {
            *tied = true;
        }
        at = (uint32_t)m->chain.items[at - 1];
    }
}

/* The one figure that a name fits; RETOLD_NONE when none does or more than one do equally. */
static uint32_t match(const matcher *m, const naming *n) {
    uint32_t found = RETOLD_NONE;
    unsigned best = 0;
    bool tied = false;
    try_key(m, spelling_key(&n->spelt[n->word_count - 1]), n, &found, &best, &tied);
    if (n->word_count > 1) try_key(m, spelling_key(&n->spelt[0]), n, &found, &best, &tied);
    if (n->word_count == 1 && is_acronym(n->words[0])) try_key(m, hash_join(hash_bytes(n->words[0]), 1), n, &found, &best, &tied);
    return tied ? RETOLD_NONE : found;
}

static void join_figure(gathering *g, uint32_t figure_number, uint32_t number) {
    figure *f = &g->cast.figures.items[figure_number];
    f->namings =
        arena_grow(g->memory, f->namings, f->naming_count * sizeof *f->namings, (f->naming_count + 1) * sizeof *f->namings);
    f->namings[f->naming_count++] = number;
    g->cast.namings.items[number].figure = figure_number;
}

/* Fullest first: words, tellings, then bytes, so that the order never hangs on anything else. */
static int by_fullness(const naming *a, const naming *b) {
    if (a->word_count != b->word_count) return a->word_count > b->word_count ? -1 : 1;
    if (a->tellings != b->tellings) return a->tellings > b->tellings ? -1 : 1;
    if (a->shown.len != b->shown.len) return a->shown.len > b->shown.len ? -1 : 1;
    return span_compare(a->shown, b->shown);
}

typedef struct placed {
    const naming *naming;
    uint32_t number;
} placed;

static int by_placing(const void *a, const void *b) {
    const placed *x = a, *y = b;
    int order = by_fullness(x->naming, y->naming);
    return order ? order : x->number < y->number ? -1 : x->number > y->number;
}

static void join_namings(gathering *g, matcher *m) {
    uint32_t count = (uint32_t)g->cast.namings.count;
    placed *order = ARENA_ARRAY(g->memory, placed, count + 1);
    for (uint32_t i = 0; i < count; i++) order[i] = (placed){&g->cast.namings.items[i], i};
    qsort(order, count, sizeof *order, by_placing);
    for (uint32_t i = 0; i < count; i++) {
        const naming *n = order[i].naming;
        uint32_t found = n->word_count ? match(m, n) : RETOLD_NONE;
        if (found == RETOLD_NONE) {
            vec_push(g->memory, &g->cast.figures, (figure){.named = n->word_count > 0});
            found = (uint32_t)g->cast.figures.count - 1;
            if (n->word_count) index_figure(m, found, n);
        }
        join_figure(g, found, order[i].number);
    }
}

/* ---- what they are ---- */

static void take_role(gathering *g, uint32_t telling, const retold_quote *q, uint32_t figure_number) {
    if (figure_number == RETOLD_NONE || !range_known(q->role)) return;
    span role = span_at(g->tellings[telling].article->text, q->role);
    figure *f = &g->cast.figures.items[figure_number];
    if (role.len <= LONGEST_ROLE && role.len > f->role.len) f->role = role;
}

/* "The Minister of Transport Ada Laine", taken for a description: its last two words may be a name that another telling has. */
static uint32_t named_at_end(const matcher *m, span mention) {
    name_words w = split(mention);
    if (w.last < 3 || w.last == MOST_NAME_WORDS * 2) return RETOLD_NONE;
    span first = w.all[w.last - 2];
    naming n = read_naming(m->g, (span){first.ptr, (size_t)(mention.ptr + mention.len - first.ptr)});
    if (n.word_count < 2) return RETOLD_NONE;
    uint32_t found = match(m, &n);
    if (found == RETOLD_NONE) return RETOLD_NONE;
    return m->g->cast.namings.items[m->g->cast.figures.items[found].namings[0]].word_count > 1 ? found : RETOLD_NONE;
}

static uint32_t speaker_figure(const matcher *m, uint32_t telling, const retold_quote *q, uint32_t number) {
    const gathering *g = m->g;
    if (number == RETOLD_NONE) return RETOLD_NONE;
    const naming *n = &g->cast.namings.items[number];
    if (n->word_count || !range_known(q->speaker)) return n->figure;
    uint32_t named = named_at_end(m, span_at(g->tellings[telling].article->text, q->speaker));
    return named == RETOLD_NONE ? n->figure : named;
}

static void point_to_figures(gathering *g, const matcher *m) {
    for (uint32_t t = 0; t < g->count; t++) {
        for (uint32_t i = 0; i < g->tellings[t].quote_count; i++) {
            const retold_quote *q = &g->tellings[t].quotes[i];
            uint32_t *speaker = &g->cast.speakers[t][i], *via = g->cast.via[t][i];
            *speaker = speaker_figure(m, t, q, *speaker);
            for (uint32_t k = 0; k < q->via_count; k++) via[k] = g->cast.namings.items[via[k]].figure;
            take_role(g, t, q, *speaker);
        }
    }
}

void cast_find(gathering *g) {
    matcher m = {.g = g};
    collect(g);
    join_namings(g, &m);
    point_to_figures(g, &m);
}

uint32_t cast_fullest(const gathering *g, const figure *f) {
    uint32_t best = f->namings[0];
    for (uint32_t i = 1; i < f->naming_count; i++)
        if (by_fullness(&g->cast.namings.items[f->namings[i]], &g->cast.namings.items[best]) < 0) best = f->namings[i];
    return best;
}
