/* Which number, name or date stands in a wording where the head of its row has another one. */
#include "tell/statements_internal.h"
#include <math.h>
#include <stdlib.h>

typedef VEC(tell_difference) differences;

/* One of two wordings under comparison. */
typedef struct edge {
    const part *part;
    const teller *teller;
    const tell_telling *telling;
    const lexicon *lexicon;
    side side;
} edge;

typedef struct differ {
    works *w;
    edge head, here;
    const tell_words *runs; /* a: head, b: here */
    uint32_t run_count;
    differences out;
    bool alike; /* so much that their only dates belong together */
    bool equal; /* nearly the same words: only so is a date years off another telling of it */
    bool apart; /* dated to other weeks, months, years, or one long ago: the numbers of one are not the other's */
} differ;

static edge edge_of(const works *w, const part *p) {
    const teller *t = &w->tellers[p->telling];
    return (edge){p, t, &w->story->in->tellings[p->telling], &w->lexicon, {.text = t->text, .words = t->words}};
}

static bool within(range inner, range outer) { return inner.begin >= outer.begin && inner.end <= outer.end; }

static void add(differ *d, int of, range head, range here) {
    tell_difference difference = {.here = here, .head = head};
    difference.of = of;
    vec_push(d->w->memory, &d->out, difference);
}

/* The run of replaced words that a stretch of the head (of here) lies in; RETOLD_NONE when none. */
static uint32_t run_of(const differ *d, range r, bool of_here) {
    for (uint32_t i = 0; i < d->run_count; i++)
        if (d->runs[i].kind == TELL_REPLACED && within(r, of_here ? d->runs[i].b : d->runs[i].a)) return i;
    return RETOLD_NONE;
}

static bool at_one_place(const differ *d, range head, range here) {
    uint32_t run = run_of(d, head, false);
    return run != RETOLD_NONE && run == run_of(d, here, true);
}

/* The next word that says something behind (before) a stretch, within its sentence: its feature, or RETOLD_NONE. */
static uint32_t word_beside(const edge *e, range r, bool right) {
    const word *all = e->teller->words.items;
    uint32_t at = e->part->w0;
    while (at < e->part->w1 && all[at].span.begin < (right ? r.end : r.begin)) at++;
    while (right ? at < e->part->w1 : at > e->part->w0) {
        uint32_t feature = e->teller->feature[right ? at++ : --at];
        if (feature != RETOLD_NONE) return feature;
    }
    return RETOLD_NONE;
}

/* ---- dates ---- */

typedef struct moment {
    range span;
    span clock;         /* "18:52" of a time of day */
    int64_t begin, end; /* minutes */
    bool met;
} moment;

typedef VEC(moment) moments;

static bool has_digit(span s) {
    for (size_t i = 0; i < s.len; i++)
        if (is_digit((unsigned char)s.ptr[i])) return true;
    return false;
}

/* "the month", "this year": neither a day nor one with a name. */
static bool is_vague(span s, span value) {
    enum { DAY = 10 /* bytes of 2024-05-01 */ };
    for (size_t i = 0; i < s.len; i++)
        if (is_digit((unsigned char)s.ptr[i]) || (s.ptr[i] >= 'A' && s.ptr[i] <= 'Z')) return false;
    return value.len < DAY;
}

/* Of a telling whose own day is a guess only dates in figures: "Tuesday" may be any. */
static moments moments_of(const differ *d, const edge *e) {
    moments out = {0};
    for (uint32_t i = 0; i < e->telling->time_count; i++) {
        const retold_time *t = &e->telling->times[i];
        moment m = {.span = t->span};
        if (e->telling->date.reason != TOLD_DATE_OWN && !has_digit(span_at(e->teller->text, t->span))) continue;
        if (is_vague(span_at(e->teller->text, t->span), t->value)) continue;
        if ((t->type == RETOLD_DATE || t->type == RETOLD_TIME) && within(t->span, e->part->span) &&
            statements_minutes(t->value, &m.begin, &m.end)) {
            size_t clock = span_find_char(t->value, 'T', 0);
            if (clock != SIZE_MAX) m.clock = span_from(t->value, clock + 1);
            vec_push(d->w->memory, &out, m);
        }
    }
    return out;
}

/* Both a clock time, a day, a month, a year, or alike. */
static bool same_width(const moment *x, const moment *y) {
    int64_t a = x->end - x->begin, b = y->end - y->begin;
    return a <= 2 * b && b <= 2 * a;
}

/* The dates of two clauses that are much alike, when each has one, and as precise: else they may date different things. */
static bool only_dates(const differ *d, const moments *head, const moments *here) {
    return d->alike && head->count == 1 && here->count == 1 && same_width(&head->items[0], &here->items[0]);
}

/* The word that says something before or behind a date stands beside the other one, too: they date the same doing. */
static bool same_company(const differ *d, range head, range here) {
    uint32_t x[2], y[2];
    for (int right = 0; right < 2; right++) {
        x[right] = word_beside(&d->head, head, right);
        y[right] = word_beside(&d->here, here, right);
    }
    for (int i = 0; i < 4; i++)
        if (x[i / 2] != RETOLD_NONE && x[i / 2] == y[i % 2]) return true;
    return false;
}

/* "Tuesday" and "Tuesday", or one clock without a day: what differs is when they were written. */
static bool same_words(const differ *d, const moment *x, const moment *y) {
    if (x->clock.len && span_equal(x->clock, y->clock)) return true;
    return span_equal_nocase(span_at(d->head.teller->text, x->span), span_at(d->here.teller->text, y->span));
}

/* More than a year between. */
static bool years_apart(const moment *x, const moment *y) {
    enum { YEAR = 366 * 24 * 60 };
    return x->end + YEAR < y->begin || y->end + YEAR < x->begin;
}

/* Dates that are no two days of one happening and its telling: more than a week, or a month and wider, between. */
static bool far_apart(const moment *x, const moment *y) {
    enum { WEEK = 7 * 24 * 60 };
    int64_t slack = x->end - x->begin > WEEK && y->end - y->begin > WEEK ? 0 : WEEK;
    return x->end + slack <= y->begin || y->end + slack <= x->begin;
}

/* Told of what was long before the telling: all of its dates are. */
static bool long_ago(const edge *e, const moments *all) {
    enum { LONG_AGO = 30 * 24 * 60 };
    int64_t told = e->telling->date.day.ms;
    if (!all->count || told == RETOLD_TIME_NONE) return false;
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].end + LONG_AGO >= told / 60000) return false;
    return true;
}

/* Dates that overlap say the same, however coarse; of the others those at one place, or the only ones, differ. */
static void compare_dates(differ *d) {
    moments head = moments_of(d, &d->head), here = moments_of(d, &d->here);
    bool only = only_dates(d, &head, &here);
    d->apart = head.count && here.count;
    for (size_t i = 0; i < head.count; i++)
        for (size_t k = 0; k < here.count; k++) {
            moment *x = &head.items[i], *y = &here.items[k];
            if (x->begin < y->end && y->begin < x->end) x->met = y->met = true;
            d->apart &= far_apart(x, y);
        }
    d->apart |= long_ago(&d->head, &head) != long_ago(&d->here, &here);
    for (size_t i = 0; i < head.count; i++)
        for (size_t k = 0; k < here.count; k++) {
            moment *x = &head.items[i], *y = &here.items[k];
            if (x->met || y->met || !(only || (same_width(x, y) && at_one_place(d, x->span, y->span)))) continue;
            if (!same_company(d, x->span, y->span) || same_words(d, x, y) || (years_apart(x, y) && !d->equal)) continue;
            x->met = y->met = true;
            add(d, TELL_DATE, x->span, y->span);
        }
}

/* ---- numbers ---- */

typedef struct number {
    figure figure;
    bool met;
} number;

typedef VEC(number) numbers;

static bool in_time(const edge *e, range r) {
    for (uint32_t i = 0; i < e->telling->time_count; i++) {
        const retold_time *t = &e->telling->times[i];
        if (t->type != RETOLD_DURATION && r.begin < t->span.end && t->span.begin < r.end) return true;
    }
    return false;
}

static numbers numbers_of(const differ *d, const edge *e) {
    numbers out = {0};
    for (size_t i = 0; i < e->teller->figures.count; i++) {
        const figure *f = &e->teller->figures.items[i];
        if (f->span.begin >= e->part->span.end) break;
        if (within(f->span, e->part->span) && !in_time(e, f->span)) vec_push(d->w->memory, &out, (number){*f, false});
    }
    return out;
}

/* Behind a number the word after what it is measured in. */
static range with_unit(const edge *e, const amount *a) {
    range r = a->span;
    bool own = a->w1 < e->part->w1 && (a->length || map_get(&e->lexicon->percent, e->teller->words.items[a->w1].hash) ||
                                       map_get(&e->lexicon->money, e->teller->words.items[a->w1].hash));
    if (own) r.end = e->teller->words.items[a->w1].span.end;
    return r;
}

/* The only number of its measure in its clause. */
static bool is_only(const edge *e, const amount *a) {
    const amounts *all = &e->teller->amounts;
    for (size_t i = statements_amounts_from(e->teller, e->part->w0); i < all->count && all->items[i].w0 < e->part->w1; i++)
        if (&all->items[i] != a && all->items[i].measure == a->measure) return false;
    return true;
}

/* Numbers that count no noun of their own, shares, sums, lengths, may be of anything: the clauses must be alike, and so what stands beside. */
static bool same_measured(const differ *d, const amount *x, const amount *y) {
    bool company = same_company(d, with_unit(&d->head, x), with_unit(&d->here, y));
    return d->alike && (company || (x->measure != MEASURE_NONE && is_only(&d->head, x) && is_only(&d->here, y)));
}

/* They count the same thing: what is counted stands behind both, or they stand at one place. A number that the other one rounds doesn't differ. */
static bool same_count(const differ *d, const figure *head, const figure *here) {
    const amount *x = statements_amount_in(d->head.teller, head->span), *y = statements_amount_in(d->here.teller, here->span);
    if (!x || !y || !statements_same_unit(x, y) || statements_agree(x, y)) return false;
    int64_t low = head->value < here->value ? head->value : here->value, high = head->value + here->value - low;
    if (high > (x->measure == MEASURE_NONE ? 3 : 10) * low) return false;
    bool counted = x->measure == MEASURE_COUNT && !x->length && !y->length;
    if (!counted && !same_measured(d, x, y)) return false;
    if (at_one_place(d, head->span, here->span)) return true;
    uint32_t noun = word_beside(&d->head, head->span, true);
    return noun != RETOLD_NONE && noun == word_beside(&d->here, here->span, true);
}

/* How far two numbers are apart, as a share of the larger one. */
static double apart(const figure *a, const figure *b) {
    double x = (double)a->value, y = (double)b->value;
    return x > y ? (x - y) / x : (y - x) / y;
}

/* Equal numbers say the same, whatever they count. */
static void meet_equal(numbers *head, numbers *here) {
    for (size_t i = 0; i < head->count; i++)
        for (size_t k = 0; k < here->count && !head->items[i].met; k++)
            if (!here->items[k].met && head->items[i].figure.value == here->items[k].figure.value)
                head->items[i].met = here->items[k].met = true;
}

/* A number that another one rounds ("1,495,709", "roughly 1.5 million") is told by it. */
static void meet_rounded(const differ *d, numbers *head, numbers *here) {
    for (size_t i = 0; i < head->count; i++)
        for (size_t k = 0; k < here->count && !head->items[i].met; k++) {
            const amount *x = statements_amount_in(d->head.teller, head->items[i].figure.span);
            const amount *y = statements_amount_in(d->here.teller, here->items[k].figure.span);
            if (here->items[k].met || !x || !y || x->high == HUGE_VAL || y->high == HUGE_VAL || !x->low || !y->low) continue;
            if (statements_agree(x, y)) head->items[i].met = here->items[k].met = true;
        }
}

/* A telling that has a number of the same things elsewhere doesn't contradict it by having another one here. */
static void meet_elsewhere(numbers *own, const edge *from, const edge *other) {
    for (size_t i = 0; i < own->count; i++) {
        uint32_t counted = word_beside(from, own->items[i].figure.span, true);
        for (size_t k = 0; k < other->teller->figures.count && !own->items[i].met; k++) {
            const figure *f = &other->teller->figures.items[k];
            bool same = f->value == own->items[i].figure.value && f->w1 < other->teller->words.count;
            own->items[i].met = same && counted != RETOLD_NONE && other->teller->feature[f->w1] == counted;
        }
    }
}

static size_t count_open(const numbers *all) {
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++) count += !all->items[i].met;
    return count;
}

/* Two numbers and more on either side, and none in common: clauses of one kind, about two things. */
static bool other_things(const numbers *head, const numbers *here) {
    size_t x = count_open(head), y = count_open(here);
    return x > 1 && y > 1 && x == head->count && y == here->count;
}

/* The two that count the same and are nearest to each other are the next pair; false when none is left. */
static bool next_pair(const differ *d, numbers *head, numbers *here, number **x, number **y) {
    *x = *y = NULL;
    for (size_t i = 0; i < head->count; i++)
        for (size_t k = 0; k < here->count; k++) {
            number *a = &head->items[i], *b = &here->items[k];
            if (a->met || b->met || !same_count(d, &a->figure, &b->figure)) continue;
            if (*x && apart(&a->figure, &b->figure) >= apart(&(*x)->figure, &(*y)->figure)) continue;
            *x = a;
            *y = b;
        }
    return *x != NULL;
}

static void compare_numbers(differ *d) {
    enum { MOST_NUMBERS = 24 /* of a clause: more are a table */ };
    numbers head = numbers_of(d, &d->head), here = numbers_of(d, &d->here);
    if (head.count > MOST_NUMBERS || here.count > MOST_NUMBERS) return;
    meet_equal(&head, &here);
    meet_rounded(d, &head, &here);
    if (other_things(&head, &here)) return;
    meet_elsewhere(&head, &d->head, &d->here);
    meet_elsewhere(&here, &d->here, &d->head);
    for (number *x, *y; next_pair(d, &head, &here, &x, &y);) {
        x->met = y->met = true;
        add(d, TELL_NUMBER, x->figure.span, y->figure.span);
    }
}

/* ---- names ---- */

/* Does a telling have one of the words of a name, or one that begins alike? */
static bool knows_name(const works *w, const teller *of, span name) {
    enum { HEAD = 4 };
    words list = text_words(w->memory, name);
    for (size_t i = 0; i < list.count; i++) {
        span own = span_at(name, list.items[i].span);
        for (size_t k = 0; k < of->words.count; k++) {
            span other = span_at(of->text, of->words.items[k].span);
            if (of->words.items[k].hash == list.items[i].hash) return true;
            if (own.len >= HEAD && other.len >= HEAD && span_equal_nocase(span_cut(own, 0, HEAD), span_cut(other, 0, HEAD)))
                return true;
        }
    }
    return false;
}

/* Consonants of a word, doubled ones once: what spellings of one word have in common ("Sergei", "Sergey"; "Mama", "Momma"). */
static span bones(arena *a, span name) {
    buf out = buf_made(a);
    span s = text_folded(a, name);
    for (size_t i = 0; i < s.len; i++)
        if (!strchr("aeiouyh", s.ptr[i]) && (!out.len || out.bytes[out.len - 1] != s.ptr[i])) buf_char(&out, s.ptr[i]);
    return buf_span(&out);
}

static bool spelt_otherwise(const differ *d, const name_mention *head, const name_mention *here) {
    arena *a = d->w->memory;
    return span_equal(bones(a, span_at(d->head.teller->text, head->span)), bones(a, span_at(d->here.teller->text, here->span)));
}

/* The one name in a run; NULL for none, several, initials, or what may be a common word. */
static const name_mention *name_in(const edge *e, range run) {
    const name_mention *found = NULL;
    for (size_t i = 0; i < e->teller->names.count; i++) {
        const name_mention *n = &e->teller->names.items[i];
        if (!within(n->span, run)) continue;
        if (found) return NULL;
        found = n;
    }
    bool long_run = found && range_len(run) > 2 * range_len(found->span) + 8;
    if (found && in_time(e, found->span)) return NULL; /* a month */
    return found && !found->at_start && !long_run && range_len(found->span) > 3 ? found : NULL;
}

/* German writes all nouns with a capital: a name can't be told there. */
static bool names_tell(const edge *e) { return !span_equal(e->telling->article->lang, S("de")); }

/* The hash of the word right before a name; 0 at the begin of its sentence. */
static uint64_t word_before(const edge *e, range name) {
    uint64_t before = 0;
    for (uint32_t i = e->part->w0; i < e->part->w1 && e->teller->words.items[i].span.begin < name.begin; i++)
        before = e->teller->words.items[i].hash;
    return before;
}

/* A name at the place of another one and behind the same word, where neither text knows the other's: else it is only called otherwise here. */
static void compare_names(differ *d) {
    if (!names_tell(&d->head) || !names_tell(&d->here)) return;
    for (uint32_t i = 0; i < d->run_count; i++) {
        if (d->runs[i].kind != TELL_REPLACED) continue;
        const name_mention *head = name_in(&d->head, d->runs[i].a), *here = name_in(&d->here, d->runs[i].b);
        if (!head || !here || spelt_otherwise(d, head, here)) continue;
        if (word_before(&d->head, head->span) != word_before(&d->here, here->span)) continue;
        if (knows_name(d->w, d->here.teller, span_at(d->head.teller->text, head->span))) continue;
        if (knows_name(d->w, d->head.teller, span_at(d->here.teller->text, here->span))) continue;
        add(d, TELL_NAME, head->span, here->span);
    }
}

/* ---- all ---- */

static int by_place(const void *one, const void *other) {
    const tell_difference *x = one, *y = other;
    if (x->here.begin != y->here.begin) return x->here.begin < y->here.begin ? -1 : 1;
    return (int)x->of - (int)y->of;
}

const tell_difference *statements_differ(works *w, arena *a, const part *head, const part *here, uint32_t *count) {
    differ d = {.w = w, .head = edge_of(w, head), .here = edge_of(w, here)};
    word_aligner aligner = {.memory = w->memory};
    uint32_t same = 0;
    d.runs = words_align(&aligner, &d.head.side, head->span, head->w0, head->w1, &d.here.side, here->span, here->w0, here->w1,
                         &d.run_count, &same);
    float shared = 2 * statements_shared(w, head, here), all = head->weight + here->weight;
    d.alike = here->weight > 0 && 2 * shared >= all;
    d.equal = here->weight > 0 && shared >= 0.8f * all;
    compare_dates(&d);
    if (!d.apart) compare_numbers(&d);
    compare_names(&d);
    *count = (uint32_t)d.out.count;
    if (d.out.count) qsort(d.out.items, d.out.count, sizeof *d.out.items, by_place);
    tell_difference *kept = ARENA_ARRAY(a, tell_difference, d.out.count);
    if (d.out.count) memcpy(kept, d.out.items, d.out.count * sizeof *kept);
    return kept;
}
