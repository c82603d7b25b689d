/*
 * What two texts share, and whether they are copies of one text.
 *
 *   shared      half of the smaller text, a third of it word for word
 *   not a form  names and numbers are kept as other words are
 *   one lead    both begin with it, or have one title: a copy that is cut keeps the beginning, a new lead keeps the title
 */
#include "copies/copies_internal.h"
#include <stdlib.h>

/* Found by trying on made and on natural pairs (docs/how/copies.md). */
#define LEAST_COVER 0.56f       /* share of the smaller text in shared stretches */
#define LEAST_PAIRS_COVER 0.45f /* the same of character pairs, of which each edit changes two */
#define LEAST_INNER 0.3f        /* share of its words that are equal */
#define LEAST_NAMES 0.4f        /* equal names and numbers in the shared stretches */
#define LEAST_NUMBERS 0.4f      /* equal numbers there, when there are TELLING_NUMBERS */
#define OPENING 0.1f            /* a stretch that begins within this share of a text opens it */
#define SURE_OPENING 0.03f      /* the same where less speaks against */
#define SURE_COVER 0.8f         /* of the smaller text: then it has no lead of its own */
#define LEAST_TITLE 0.6f        /* of the words of the shorter title in the longer one, to be of one text */
#define CHANGED_MORE 2.0f       /* numbers of a form change so many times as often as its other words, */
#define CHANGED_ALSO 0.08f      /* and by so much more */
#define RUN_ON_NAMES 0.8f       /* of the names and numbers of the shared stretches kept, and */
#define LEAST_RUN_ON 0.4f       /* of the smaller text, of it in runs of LONG_RUN equal words or more: no form */

enum {
    TELLING_NUMBERS = 3,
    TELLING_CHANGES = 2,
    MOST_TITLE_WORDS = 64,
    AROUND = 12,
    MUCH_LONGER = 16,
    LONG_RUN = 24,
    LONGEST_HEADING = 16
};

/* The article whose words these are. */
static const retold_article *article_of(const desk *k, uint32_t rank, doc_words *w) {
    if (!w->article) w->article = doc_article(k->g, k->ctx, k->texts, rank);
    return w->article;
}

static float range_weight(const doc_words *w, uint32_t begin, uint32_t end) {
    return begin < end ? (float)(w->before[end].weight - w->before[begin].weight) : 0;
}

static float total_weight(const doc_words *w) { return (float)w->before[w->count].weight; }

static float share(float part, float whole) { return whole <= 0 ? 0 : part >= whole ? 1 : part / whole; }

/* Words of a kind in the shared stretches of one text, and those of them that are equal. */
typedef struct kind_count {
    uint32_t all, equal;
} kind_count;

static float agreement(const kind_count *a, const kind_count *b) {
    return a->all + b->all ? share((float)(a->equal + b->equal), (float)(a->all + b->all)) : 1;
}

/* The shared stretches of one text. */
typedef struct side_count {
    uint32_t words;
    kind_count names, numbers; /* numbers count as names, too */
} side_count;

static void count_chain(side_count *s, const doc_words *w, uint32_t begin, uint32_t end) {
    s->words += end - begin;
    s->names.all += names_in(w, begin, end);
    s->numbers.all += figures_in(w, begin, end);
}

static void count_equal(side_count *s, const doc_words *w, uint32_t begin, uint32_t len) {
    s->names.equal += names_in(w, begin, begin + len);
    s->numbers.equal += figures_in(w, begin, begin + len);
}

/* Where nearly all words have capitals, these tell no names. */
static void drop_capitals(side_count *s) {
    uint32_t capitals = s->names.all - s->numbers.all, words = s->words - s->numbers.all;
    if ((float)capitals > SHOUTED * (float)words) s->names = s->numbers;
}

/* Words between two blocks of a chain: as many as the side with fewer has. */
typedef struct changes {
    uint32_t figures, words, equal_figures, equal_words;
} changes;

static uint32_t smaller(uint32_t a, uint32_t b) { return a < b ? a : b; }

/* Numbers right before `end`: what they count or measure stands behind it. */
static uint32_t figures_before(const doc_words *w, uint32_t begin, uint32_t end) {
    uint32_t at = end;
    while (at > begin && figures_in(w, at - 1, at)) at--;
    return end - at;
}

/* A number that changes with its unit, 200 ft for 60 m, is house style and tells no form. */
static void count_gap(changes *c, const doc_words *a, const doc_words *b, const stretch *s, const stretch *next) {
    uint32_t a_begin = s->a + s->len, b_begin = s->b + s->len;
    uint32_t a_figures = figures_in(a, a_begin, next->a), b_figures = figures_in(b, b_begin, next->b);
    c->figures += smaller(figures_before(a, a_begin, next->a), figures_before(b, b_begin, next->b));
    c->words += smaller(next->a - a_begin - a_figures, next->b - b_begin - b_figures);
}

static void count_changes(changes *c, const alignment *al, const chain *ch, const doc_words *a, const doc_words *b) {
    for (uint32_t n = ch->first; n != UINT32_MAX; n = al->blocks.items[n].next) {
        const stretch *s = &al->blocks.items[n];
        uint32_t figures = figures_in(b, s->b, s->b + s->len);
        c->equal_figures += figures;
        c->equal_words += s->len - figures;
        if (s->next != UINT32_MAX) count_gap(c, a, b, s, &al->blocks.items[s->next]);
    }
}

/* True when numbers change where the words around them stay: a form that was filled in again. Who edits leaves numbers; who scans misreads all alike. */
static bool filled_again(const changes *c) {
    float figures = share((float)c->figures, (float)(c->figures + c->equal_figures)),
          words = share((float)c->words, (float)(c->words + c->equal_words));
    return c->figures >= TELLING_CHANGES && figures > CHANGED_MORE * words + CHANGED_ALSO;
}

/* True when a shared stretch says as much as `words` words do on average, a word more for each number that differs. */
static bool stretch_tells(const grouping *g, const alignment *al, const chain *c, const doc_words *a, const doc_words *b,
                          uint32_t words) {
    uint32_t a_figures = figures_in(a, c->a_begin, c->a_end), b_figures = figures_in(b, c->b_begin, c->b_end),
             figures = a_figures > b_figures ? a_figures : b_figures;
    float says = 0;
    for (uint32_t n = c->first; n != UINT32_MAX; n = al->blocks.items[n].next) {
        const stretch *s = &al->blocks.items[n];
        says += range_weight(b, s->b, s->b + s->len);
        figures -= figures_in(b, s->b, s->b + s->len);
    }
    return says >= (float)(words + figures) * g->mean_weight;
}

/* Where one passage tells, the shorter ones beside it were taken with it. */
static bool some_tell(const grouping *g, candidate c, const alignment *al, const doc_words *a, const doc_words *b) {
    for (size_t i = 0; i < al->chains.count; i++)
        if (stretch_tells(g, al, &al->chains.items[i], a, b, shortest_shared(g, c))) return true;
    return false;
}

/* Weight of the words of one text in the shared stretches, and of those that are equal. */
typedef struct side_weight {
    float cover, equal;
} side_weight;

/* True when no shared stretch of a text begins before the end of another one that comes earlier in the other text. */
static bool in_order(const alignment *al, bool of_a) {
    uint32_t end = 0;
    for (size_t i = 0; i < al->chains.count; i++) {
        const chain *c = &al->chains.items[i];
        if ((of_a ? c->a_begin : c->b_begin) < end) return false;
        end = of_a ? c->a_end : c->b_end;
    }
    return true;
}

/*
 * Each word once, however often the other text has it: a paragraph that is repeated there isn't more of this text. Equal are those of runs of `shortest`
 * words or more.
 */
static side_weight weight_once(arena *work, const alignment *al, bool of_a, const doc_words *w, uint32_t shortest) {
    enum { COVERED = 1, EQUAL = 2 };
    uint64_t cover = 0, equal = 0;
    arena_mark mark = arena_here(work);
    uint8_t *seen = ARENA_ARRAY(work, uint8_t, w->count);
    for (size_t i = 0; i < al->chains.count; i++) {
        const chain *c = &al->chains.items[i];
        for (uint32_t k = of_a ? c->a_begin : c->b_begin; k < (of_a ? c->a_end : c->b_end); k++) seen[k] |= COVERED;
        for (uint32_t n = c->first; n != UINT32_MAX; n = al->blocks.items[n].next) {
            const stretch *s = &al->blocks.items[n];
            if (s->len >= shortest) memset(seen + (of_a ? s->a : s->b), COVERED | EQUAL, s->len);
        }
    }
    for (uint32_t k = 0; k < w->count; k++) {
        uint32_t weight = w->before[k + 1].weight - w->before[k].weight;
        if (seen[k]) cover += weight;
        if (seen[k] & EQUAL) equal += weight;
    }
    arena_back(work, mark);
    return (side_weight){(float)cover, (float)equal};
}

static measure measured(arena *work, const alignment *al, const doc_words *a, const doc_words *b) {
    measure m = {0};
    side_weight of_a = {0}, of_b = {0};
    side_count in_a = {0}, in_b = {0};
    changes changed = {0};
    for (size_t i = 0; i < al->chains.count; i++) {
        const chain *c = &al->chains.items[i];
        count_changes(&changed, al, c, a, b);
        of_a.cover += range_weight(a, c->a_begin, c->a_end);
        of_b.cover += range_weight(b, c->b_begin, c->b_end);
        count_chain(&in_a, a, c->a_begin, c->a_end);
        count_chain(&in_b, b, c->b_begin, c->b_end);
        for (uint32_t n = c->first; n != UINT32_MAX; n = al->blocks.items[n].next) {
            const stretch *s = &al->blocks.items[n];
            of_b.equal += range_weight(b, s->b, s->b + s->len);
            count_equal(&in_a, a, s->a, s->len);
            count_equal(&in_b, b, s->b, s->len);
        }
    }
    of_a.equal = of_b.equal;
    if (!in_order(al, true)) of_a = weight_once(work, al, true, a, 1);
    if (!in_order(al, false)) of_b = weight_once(work, al, false, b, 1);
    m.equal = of_b.equal;
    m.a_in_b = share(of_a.equal, total_weight(a));
    m.b_in_a = share(of_b.equal, total_weight(b));
    m.a_cover = share(of_a.cover, total_weight(a));
    m.b_cover = share(of_b.cover, total_weight(b));
    drop_capitals(&in_a);
    drop_capitals(&in_b);
    m.names = agreement(&in_a.names, &in_b.names);
    m.numbers = agreement(&in_a.numbers, &in_b.numbers);
    m.numbers_seen = smaller(in_a.numbers.all, in_b.numbers.all);
    m.a_figures = in_a.numbers.equal;
    m.b_figures = in_b.numbers.equal;
    m.filled_again = filled_again(&changed);
    return m;
}

/* Share of the words of the shorter title that the other one has, too. */
static float title_agreement(const doc_words *a, const doc_words *b) {
    const doc_words *less = a->count < b->count ? a : b, *more = less == a ? b : a;
    uint32_t equal = 0;
    for (uint32_t i = 0; i < less->count; i++)
        for (uint32_t k = 0; k < more->count; k++)
            if (less->hash[i] == more->hash[k]) {
                equal++;
                break;
            }
    return share((float)equal, (float)less->count);
}

/* What the titles of a pair tell: their words, and at which word each text begins. */
typedef struct titles {
    doc_words a, b;
    uint32_t a_begin, b_begin;
} titles;

/* True when both texts have a title, and these are of different things. */
static bool titled_apart(const titles *t) {
    return t->a.count && t->b.count && t->a.count <= MOST_TITLE_WORDS && t->b.count <= MOST_TITLE_WORDS &&
           title_agreement(&t->a, &t->b) < LEAST_TITLE;
}

/* The words of a text from the first shared one to the last. */
static range shared_part(const alignment *al, bool of_a) {
    range part = {UINT32_MAX, 0};
    for (size_t i = 0; i < al->chains.count; i++) {
        const chain *c = &al->chains.items[i];
        uint32_t begin = of_a ? c->a_begin : c->b_begin, end = of_a ? c->a_end : c->b_end;
        if (begin < part.begin) part.begin = begin;
        if (end > part.end) part.end = end;
    }
    return part;
}

/* Where a text begins that has its title on top. */
static uint32_t after_title(const doc_words *w, const doc_words *title) {
    uint32_t i = 0;
    while (i < title->count && i < w->count && w->hash[i] == title->hash[i]) i++;
    return i == title->count ? i : 0;
}

/* The length of the one that s ends with, of `count`; 0 for none. */
static size_t ending_of(span s, const char *const *ends, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (span_ends(s, span_of(ends[i]))) return strlen(ends[i]);
    return 0;
}

static bool is_sentence(span line) {
    static const char *const closes[] = {"\"", "'", ")", "]", "\u201D", "\u2019", "\u00BB", "\u201C", "\u300D", "\uFF09"},
                             *const stops[] = {".", "!", "?", "\u2026", "\u3002", "\uFF01", "\uFF1F", "\u0964", "\u061F"};
    for (size_t len; (len = ending_of(line, closes, sizeof closes / sizeof *closes)) > 0;) line.len -= len;
    return ending_of(line, stops, sizeof stops / sizeof *stops) > 0;
}

/*
 * The word that a text begins with: behind its title, where that stands on top, and behind lines that are no sentences, as those above an article that
 * say who wrote it and when. The whole text is never such.
 */
static uint32_t beginning(span text, const doc_words *w, const doc_words *title) {
    uint32_t first = after_title(w, title), word = first, next = first;
    size_t at = first ? w->end[first - 1] : 0, end;
    for (; (end = span_find_char(text, '\n', at)) != SIZE_MAX; at = end + 1, word = next) {
        while (next < w->count && w->begin[next] < end) next++;
        bool sentence = next > word && is_sentence(span_trim(span_cut(text, at, end)));
        if (sentence || next - word > LONGEST_HEADING) return word;
    }
    return first;
}

/* True when the shared stretches of a text begin where it begins. */
static bool opens_with(const doc_words *w, uint32_t begin, range part, float opening) {
    return range_weight(w, begin, part.begin) < opening * total_weight(w);
}

/* True when the text that holds the other one opens with other words, or both do. */
static bool leads_apart(const pair *p, const titles *t, const alignment *al, const doc_words *a, const doc_words *b) {
    bool a_holds = p->m.a_cover < p->m.b_cover;
    float held = a_holds ? p->m.a_cover : p->m.b_cover, cover = a_holds ? p->m.b_cover : p->m.a_cover;
    range in_a = shared_part(al, true), in_b = shared_part(al, false);
    bool held_opens = a_holds ? opens_with(a, t->a_begin, in_a, OPENING) : opens_with(b, t->b_begin, in_b, OPENING);
    if (held < LEAST_COVER && !held_opens) return true;
    return cover < SURE_COVER &&
           !(opens_with(a, t->a_begin, in_a, SURE_OPENING) && opens_with(b, t->b_begin, in_b, SURE_OPENING));
}

/*
 * True when the text that holds the other one is an article of its own that quotes it: less than half of it is shared, it doesn't begin with
 * that, and it has a title of its own. So is each of two that have other leads and other titles, as reports of one event have by two hands, and
 * one that takes up the background of the day before.
 */
static bool has_own_lead(const desk *k, const pair *p, const alignment *al, doc_words *a, doc_words *b) {
    titles t = {0};
    if (!leads_apart(p, &t, al, a, b)) return false; /* most need no look at the articles */
    arena_mark mark = arena_here(k->work);
    const retold_article *x = article_of(k, p->a, a), *y = article_of(k, p->b, b);
    t.a = doc_words_of(k->work, x->title.text);
    t.b = doc_words_of(k->work, y->title.text);
    bool own = titled_apart(&t);
    if (own) {
        doc_words_place(k->g, k->texts, a);
        doc_words_place(k->g, k->texts, b);
        t.a_begin = beginning(x->text, a, &t.a);
        t.b_begin = beginning(y->text, b, &t.b);
        own = leads_apart(p, &t, al, a, b);
    }
    arena_back(k->work, mark);
    return own;
}

/*
 * True when the pair is one text. A copy keeps the names and numbers of what it shares; a text of the same form (a weekly table, a
 * results item) keeps the words between them. And the shared stretches cover most of the smaller one: a passage in another article
 * doesn't, however exact.
 */
static bool speaks_for_one_text(const measure *m, bool unspaced) {
    float inner = m->a_in_b > m->b_in_a ? m->a_in_b : m->b_in_a, cover = m->a_cover > m->b_cover ? m->a_cover : m->b_cover;
    bool form = m->names < LEAST_NAMES || (m->numbers_seen >= TELLING_NUMBERS && m->numbers < LEAST_NUMBERS);
    return cover >= (unspaced ? LEAST_PAIRS_COVER : LEAST_COVER) && inner >= LEAST_INNER && !form && !m->filled_again;
}

/*
 * Where the words of the smaller text are looked for: in all of the other one, but of one much longer only around what is shared, since a long text
 * may hold thousands of others. Empty when that is long as well.
 */
static range place_to_look(const alignment *al, bool of_a, uint32_t less, uint32_t more) {
    if (more / MUCH_LONGER <= less) return (range){0, more};
    range part = shared_part(al, of_a);
    part.begin = part.begin > less ? part.begin - less : 0;
    part.end = part.end + less < more ? part.end + less : more;
    return range_len(part) / MUCH_LONGER <= less ? part : (range){0, 0};
}

static int by_begin(const void *x, const void *y) {
    const range *p = x, *q = y;
    return p->begin < q->begin ? -1 : p->begin > q->begin;
}

/* A few words before a word, or none where they hold no number. */
static uint32_t before_with_figures(const doc_words *w, uint32_t at) {
    uint32_t begin = at > AROUND ? at - AROUND : 0;
    return figures_in(w, begin, at) ? at - begin : 0;
}

static uint32_t behind_with_figures(const doc_words *w, uint32_t at) {
    uint32_t end = at + AROUND < w->count ? at + AROUND : w->count;
    return figures_in(w, at, end) ? end - at : 0;
}

/* The words of the first text in its shared stretches, and around them where both have numbers, as a form has: in order, none twice. */
static range_list shared_parts(arena *work, const alignment *al, const doc_words *less, const doc_words *more, bool a_first) {
    range_list parts = {0};
    size_t kept = 0;
    vec_reserve(work, &parts, al->chains.count);
    for (size_t i = 0; i < al->chains.count; i++) {
        const chain *c = &al->chains.items[i];
        range in_less = {c->a_begin, c->a_end}, in_more = {c->b_begin, c->b_end};
        if (!a_first) in_less = in_more, in_more = (range){c->a_begin, c->a_end};
        if (before_with_figures(more, in_more.begin)) in_less.begin -= before_with_figures(less, in_less.begin);
        if (behind_with_figures(more, in_more.end)) in_less.end += behind_with_figures(less, in_less.end);
        parts.items[parts.count++] = in_less;
    }
    qsort(parts.items, parts.count, sizeof *parts.items, by_begin);
    for (size_t i = 1; i < parts.count; i++) {
        range *last = &parts.items[kept], here = parts.items[i];
        if (here.begin > last->end)
            parts.items[++kept] = here;
        else if (here.end > last->end)
            last->end = here.end;
    }
    parts.count = kept + 1;
    return parts;
}

/* The different words of a text: kept with it, as it is compared with many. */
static const vocabulary *all_words(const desk *k, doc_words *w) {
    if (!w->all) {
        vocabulary *all = ARENA_NEW(k->texts, vocabulary);
        range_list whole = WHOLE_TEXT(w);
        *all = vocabulary_made(k->texts, w, &whole, 0);
        w->all = all;
    }
    return w->all;
}

static const vocabulary *words_in(const desk *k, doc_words *w, range place) {
    if (range_len(place) == w->count) return all_words(k, w);
    vocabulary *part = ARENA_NEW(k->work, vocabulary);
    *part = vocabulary_made(k->work, w, &(range_list){.items = &place, .count = 1}, 0);
    return part;
}

/* Where stretches overlap, equal numbers may be counted twice, so none are taken to be. */
static bool may_be_of_figures(const measure *m, const alignment *al, bool of_a, const doc_words *less, const range_list *parts) {
    uint32_t figures = 0, equal = in_order(al, of_a) ? (of_a ? m->a_figures : m->b_figures) : 0;
    for (size_t i = 0; i < parts->count; i++) figures += figures_in(less, parts->items[i].begin, parts->items[i].end);
    return form_may_be_of_figures(figures, figures - equal);
}

/* True when much of a text stands in the other one in long runs without a change: a form changes every few words. */
static bool runs_on(arena *work, const alignment *al, bool of_a, const doc_words *w) {
    return weight_once(work, al, of_a, w, LONG_RUN).equal >= LEAST_RUN_ON * total_weight(w);
}

/* As the rules for forms, with the smaller text first. */
static bool shares_form_alone(const desk *k, const pair *p, const alignment *al, doc_words *a, doc_words *b) {
    bool a_first = a->count <= b->count;
    doc_words *less = a_first ? a : b, *more = a_first ? b : a;
    range_list parts = shared_parts(k->work, al, less, more, a_first);
    range place = place_to_look(al, !a_first, less->count, more->count);
    if (!range_len(place)) return false;
    bool figures = may_be_of_figures(&p->m, al, a_first, less, &parts), kept = form_keeps_names(&p->m);
    if (!figures && kept) return false; /* nearly all */
    const vocabulary *in_more = words_in(k, more, place);
    if (figures && form_of_figures(k->work, less, &parts, in_more)) return true;
    if (kept || form_surely_not(all_words(k, less), in_more)) return false;
    if (p->m.names >= RUN_ON_NAMES && runs_on(k->work, al, a_first, less)) return false;
    span x = article_of(k, p->a, a)->text, y = article_of(k, p->b, b)->text;
    if (!x.len || !y.len) return true;
    doc_words_place(k->g, k->texts, a);
    doc_words_place(k->g, k->texts, b);
    return a_first ? form_alone(k->work, x, a, y, b, place) : form_alone(k->work, y, b, x, a, place);
}

pair judged(const desk *k, candidate c, const alignment *al, doc_words *a, doc_words *b) {
    pair p = {.a = c.a, .b = c.b, .m = measured(k->work, al, a, b)};
    p.joins = speaks_for_one_text(&p.m, both_unspaced(k->g, c)) && !has_own_lead(k, &p, al, a, b) &&
              !shares_form_alone(k, &p, al, a, b);
    p.tells = !k->g->copies->hands.families_only && some_tell(k->g, c, al, a, b);
    return p;
}
