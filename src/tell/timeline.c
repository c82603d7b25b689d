/* Spots that tell of the same happening, joined: best pair first, as long as their dates can hold together. */
#include "tell/timeline_internal.h"
#include <math.h>
#include <stdlib.h>

/* Shares of the weight of the lighter spot (of both, for ALIKE) that two spots have in common; a shared date counts as a word. */
#define JOIN_DAY 0.22    /* both tell the day, and not every spot is of that day */
#define JOIN_USUAL 0.33  /* both tell the day, as most spots do; or only one word of weight is shared, of a rare day */
#define JOIN_COARSE 0.38 /* one tells a month, a year */
#define JOIN_ONE 0.55    /* one word of weight is shared, with a rare stretch that is no day */
#define JOIN_WITHIN 0.6  /* in one telling: who tells twice mostly tells of two things */
#define JOIN_ACT \
    0.35 /* of one telling, or one of them as what somebody said, where both tell what the headlines tell, or by one verb */
#define JOIN_CROSS 0.45 /* one tells it as what somebody said */
#define ALIKE 0.6       /* with dates that exclude each other */
#define UNDATED 0.5     /* with a clause without a date */

/* Weights of a date, as log2 of how few spots it meets. */
#define SOME_DATE 1.1
#define RARE_DATE 2.0

/* Spots with the same words and date, as copies have them. */
typedef struct kind {
    uint32_t spot;       /* the first of them */
    uint32_t parent;     /* towards the kind that stands for its happening */
    uint32_t next, last; /* chain of the happening's kinds; valid for roots (last) and members (next) */
    stretch core;        /* what all dates of the happening have in common; of roots */
    double date;         /* weight of its date */
    bool clash;          /* of roots: dates exclude each other */
} kind;

typedef struct pairing {
    uint32_t a, b; /* kinds, a < b */
    float score;
    bool clash;
} pairing;

typedef VEC(uint32_t) kind_list;

typedef struct maker {
    reader *r;
    arena *memory;
    VEC(kind) kinds;
    uint32_t *kind_of; /* of each dated spot */
    kind_list *having; /* by stem, then by speaker: kinds that have it, at most MOST_SHARERS + 1 */
    VEC(pairing) pairs;
    uint32_t *hit; /* by kind: looked at for this spot already */
    uint32_t round;
    uint32_t *guest; /* by undated spot: kind whose happening it tells of; RETOLD_NONE */
} maker;

static const spot *spot_of(const maker *m, uint32_t k) { return &m->r->dated.items[m->kinds.items[k].spot]; }

/* ---- copies ---- */

/* A copied sentence means what it meant in its source: "Tuesday", taken over a week later, is still the source's. */
static void date_copies(reader *r) {
    map first = {0};
    for (uint32_t i = 0; i < r->dated.count; i++) {
        spot *p = &r->dated.items[i];
        uint64_t *known = map_put(r->memory, &first, hash_join(p->key, p->family));
        if (!*known) {
            *known = i + 1;
            continue;
        }
        const spot *source = &r->dated.items[*known - 1];
        p->mention.begin = source->mention.begin;
        p->mention.end = source->mention.end;
        p->mention.possible = source->mention.possible;
        p->core = source->core;
    }
}

static void make_kinds(maker *m) {
    map known = {0};
    m->kind_of = ARENA_ARRAY(m->memory, uint32_t, m->r->dated.count);
    for (uint32_t i = 0; i < m->r->dated.count; i++) {
        const spot *p = &m->r->dated.items[i];
        uint64_t key = hash_join(hash_join(p->key, (uint64_t)p->mention.begin), hash_join((uint64_t)p->mention.end, p->said));
        uint64_t *k = map_put(m->memory, &known, key);
        if (!*k) {
            uint32_t number = (uint32_t)m->kinds.count;
            vec_push(m->memory, &m->kinds, (kind){i, number, RETOLD_NONE, number, p->core, 0, false});
            *k = m->kinds.count;
        }
        m->kind_of[i] = (uint32_t)*k - 1;
    }
}

/* ---- the weight of a date ---- */

static int by_ms(const void *one, const void *other) {
    int64_t x = *(const int64_t *)one, y = *(const int64_t *)other;
    return (x > y) - (x < y);
}

/* How many of the sorted moments are below `ms`. */
static size_t below(const int64_t *sorted, size_t count, int64_t ms) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (sorted[middle] < ms)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* A date that few others meet says much, one that half of them meet says nothing. */
static void weigh_dates(maker *m) {
    size_t count = m->kinds.count;
    int64_t *begins = ARENA_ARRAY(m->memory, int64_t, count), *ends = ARENA_ARRAY(m->memory, int64_t, count);
    for (size_t k = 0; k < count; k++) begins[k] = m->kinds.items[k].core.begin, ends[k] = m->kinds.items[k].core.end;
    if (count) qsort(begins, count, sizeof *begins, by_ms), qsort(ends, count, sizeof *ends, by_ms);
    for (size_t k = 0; k < count; k++) {
        kind *x = &m->kinds.items[k];
        size_t meeting = below(begins, count, x->core.end) - below(ends, count, x->core.begin + 1);
        x->date = log2((double)(count + 1) / (double)(meeting ? meeting : 1));
    }
}

/* ---- how alike two spots are ---- */

typedef struct likeness {
    double shared;         /* weight of what both have */
    double own;            /* of what both have in their clauses */
    uint32_t words;        /* that both have in their clauses, without light ones */
    uint32_t all;          /* that both have in their sentences, without light ones */
    uint32_t heads;        /* of the words, those that the headlines have */
    uint32_t actors;       /* of the words, those that act in both */
    uint32_t known;        /* of the actors, names */
    uint32_t turned;       /* words that act in one and are acted on in the other: "A sued B", "B sued A" */
    uint32_t turned_names; /* of them */
    bool thing;            /* what the date of one of them names ("Thursday's ruling") is among the words */
    bool others;           /* both have names that act, and none of them in common */
    bool one_verb;         /* both dates hang on the same verb of weight */
} likeness;

static void count_shared(const maker *m, likeness *l, const stem *x, const stem *y, uint32_t thing) {
    const stem_facts *s = &m->r->words.stems.items[x->number];
    bool both = x->within && y->within;
    l->shared += s->weight * (both ? 1 : CONTEXT_SHARE);
    l->own += both ? s->weight : 0;
    l->all += !s->light;
    l->thing |= both && x->number == thing;
    if (!both || s->light) return;
    l->words++;
    l->heads += s->headline;
    l->actors += x->actor && y->actor;
    l->known += s->name && x->actor && y->actor;
    l->turned += x->actor != y->actor;
    l->turned_names += s->name && x->actor != y->actor;
}

static bool has_named_actor(const maker *m, const spot *p) {
    for (uint32_t i = 0; i < p->stem_count; i++)
        if (p->stems[i].actor && m->r->words.stems.items[p->stems[i].number].name) return true;
    return false;
}

static likeness likeness_of(const maker *m, const spot *a, const spot *b) {
    likeness out = {0};
    uint32_t thing = a->named ? a->verb : b->named ? b->verb : RETOLD_NONE;
    for (uint32_t i = 0, j = 0; i < a->stem_count && j < b->stem_count;) {
        const stem *x = &a->stems[i], *y = &b->stems[j];
        if (x->number == y->number) count_shared(m, &out, x, y, thing);
        i += x->number <= y->number;
        j += y->number <= x->number;
    }
    bool verbs = a->verb != RETOLD_NONE && b->verb != RETOLD_NONE;
    if (!verbs || a->passive || b->passive || out.actors >= out.turned) out.turned = out.turned_names = 0;
    out.others = !out.known && verbs && !a->passive && !b->passive && has_named_actor(m, a) && has_named_actor(m, b);
    out.one_verb = verbs && a->verb == b->verb && !m->r->words.stems.items[a->verb].light;
    return out;
}

static double smaller(double x, double y) { return x < y ? x : y; }

static bool to_the_day(const spot *p) { return p->mention.end - p->mention.begin <= 2 * (int64_t)TL_DAY; }

/* How many words of the shorter of two names are in the longer; all of two and more are two wordings of one name. */
static uint32_t shared_names(const maker *m, uint32_t x, uint32_t y, bool *alike) {
    words a = m->r->speaker_words.items[x], b = m->r->speaker_words.items[y];
    if (a.count > b.count) a = m->r->speaker_words.items[y], b = m->r->speaker_words.items[x];
    uint32_t shared = 0;
    for (size_t i = 0, k; i < a.count; i++) {
        for (k = 0; k < b.count && b.items[k].hash != a.items[i].hash; k++) continue;
        shared += k < b.count && range_len(a.items[i].span) > 3;
        if (k == b.count) *alike = false;
    }
    *alike &= a.count >= 2;
    return shared;
}

/* Words of one speaker on one day are one happening; those of two are two, but for an office that goes by several names. */
static double score_sayings(const maker *m, const spot *a, const spot *b, likeness l) {
    bool known = a->speaker != RETOLD_NONE && b->speaker != RETOLD_NONE, day = to_the_day(a) && to_the_day(b);
    bool alike = known, same = known && a->speaker == b->speaker;
    uint32_t shared = known && !same ? shared_names(m, a->speaker, b->speaker, &alike) : 0;
    if (day && (same || alike)) return known ? 2 : 0;
    if (known && !same && !shared) return 0;
    double score = l.shared / smaller(a->weight, b->weight);
    if (day && l.words >= 4 && shared) return score >= JOIN_ACT ? score : 0;
    return !shared && score >= (day && l.words >= 4 ? JOIN_CROSS : ALIKE) ? score : 0;
}

/* Both tell what the headlines tell, or by one verb of one who acts. */
static bool is_one_act(const spot *a, const spot *b, likeness l) {
    if (!to_the_day(a) || !to_the_day(b) || l.words < 2) return false;
    return l.heads >= 3 || (l.one_verb && (l.actors || l.heads >= 2));
}

/* What two spots with dates that meet must have in common. */
static double least_for(const spot *a, const spot *b, likeness l, double date) {
    bool day = to_the_day(a) && to_the_day(b), act = is_one_act(a, b, l);
    if (a->named || b->named) return day && l.thing ? JOIN_USUAL : INFINITY;
    if (a->said != b->said) return !day || l.words < 3 ? INFINITY : act ? JOIN_ACT : JOIN_CROSS;
    if (day && date >= RARE_DATE && l.all >= 2 && a->family != b->family) return l.words < 2 ? JOIN_USUAL : JOIN_DAY;
    if (l.words == 0 || (l.words == 1 && date < RARE_DATE)) return INFINITY;
    if (a->mention.telling == b->mention.telling) return act ? JOIN_ACT : JOIN_WITHIN;
    if (!day) return l.words == 1 ? JOIN_ONE : JOIN_COARSE;
    return l.words == 1 || date < SOME_DATE ? JOIN_USUAL : JOIN_DAY;
}

static double score_meeting(const maker *m, uint32_t x, uint32_t y) {
    const spot *a = spot_of(m, x), *b = spot_of(m, y);
    likeness l = likeness_of(m, a, b);
    if (a->said && b->said) return score_sayings(m, a, b, l);
    if (l.turned_names || l.turned >= 2) return 0;
    double date = smaller(m->kinds.items[x].date, m->kinds.items[y].date);
    double score = (l.shared + date) / (smaller(a->weight, b->weight) + date), least = least_for(a, b, l, date);
    if (l.others && least < JOIN_CROSS) least = JOIN_CROSS;
    return score >= least ? score : 0;
}

static bool has_stem(const spot *p, uint32_t number) {
    for (uint32_t i = 0; i < p->stem_count; i++)
        if (p->stems[i].number == number) return p->stems[i].within;
    return false;
}

/* Who says sorry on one day and leaves on another has done two things, however much else is the same. */
static bool may_be_one_act(const spot *a, const spot *b) {
    return a->verb == RETOLD_NONE || b->verb == RETOLD_NONE || has_stem(b, a->verb) || has_stem(a, b->verb);
}

static double score_clash(const maker *m, const spot *a, const spot *b) {
    if (a->said || a->mention.possible != b->mention.possible || a->family == b->family || !may_be_one_act(a, b)) return 0;
    likeness l = likeness_of(m, a, b);
    double score = 2 * l.shared / (a->weight + b->weight);
    return l.words >= 3 && score >= ALIKE ? score : 0;
}

static void look_at(maker *m, uint32_t x, uint32_t y) {
    const spot *a = spot_of(m, x), *b = spot_of(m, y);
    bool meet = stretches_meet(a->core, b->core);
    if (a->said != b->said && !meet) return;
    double score = meet ? score_meeting(m, x, y) : score_clash(m, a, b);
    if (score > 0) vec_push(m->memory, &m->pairs, (pairing){x, y, (float)score, !meet});
}

/* ---- pairs that share a word that few have ---- */

static void find_pairs(maker *m) {
    m->having = ARENA_ARRAY(m->memory, kind_list, m->r->words.stems.count + m->r->speakers.count);
    m->hit = ARENA_ARRAY(m->memory, uint32_t, m->kinds.count);
    for (uint32_t k = 0; k < m->kinds.count; k++) {
        const spot *p = spot_of(m, k);
        m->round++;
        for (uint32_t i = 0; i <= p->stem_count; i++) {
            bool speaker = i == p->stem_count;
            if (speaker ? p->speaker == RETOLD_NONE : !p->stems[i].within) continue;
            size_t list = speaker ? m->r->words.stems.count + p->speaker : p->stems[i].number;
            for (size_t j = 0; j < m->having[list].count && m->having[list].count <= MOST_SHARERS; j++) {
                uint32_t other = m->having[list].items[j];
                if (m->hit[other] == m->round) continue;
                m->hit[other] = m->round;
                look_at(m, other, k);
            }
            if (m->having[list].count <= MOST_SHARERS) vec_push(m->memory, &m->having[list], k);
        }
    }
}

static int by_score(const void *one, const void *other) {
    const pairing *x = one, *y = other;
    if (x->clash != y->clash) return x->clash ? 1 : -1;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

static uint32_t root_of(maker *m, uint32_t k) {
    while (m->kinds.items[k].parent != k) {
        m->kinds.items[k].parent = m->kinds.items[m->kinds.items[k].parent].parent;
        k = m->kinds.items[k].parent;
    }
    return k;
}

/* No text tells of both: what one text tells apart is two happenings. */
static bool told_apart(maker *m, uint32_t a, uint32_t b) {
    enum { ENOUGH = 4096 };
    uint32_t looked = 0;
    for (uint32_t x = a; x != RETOLD_NONE; x = m->kinds.items[x].next)
        for (uint32_t y = b; y != RETOLD_NONE; y = m->kinds.items[y].next)
            if (looked++ == ENOUGH || spot_of(m, x)->family == spot_of(m, y)->family) return true;
    return false;
}

/* Somebody acts in a mention of one who is acted on in one of the other. */
static bool told_turned(const maker *m, uint32_t a, uint32_t b) {
    enum { ENOUGH = 64 };
    uint32_t looked = 0;
    for (uint32_t x = a; x != RETOLD_NONE && looked < ENOUGH; x = m->kinds.items[x].next)
        for (uint32_t y = b; y != RETOLD_NONE && looked++ < ENOUGH; y = m->kinds.items[y].next)
            if (likeness_of(m, spot_of(m, x), spot_of(m, y)).turned_names) return true;
    return false;
}

static void join(maker *m, uint32_t a, uint32_t b, bool clash) {
    if (b < a) {
        uint32_t swap = a;
        a = b;
        b = swap;
    }
    kind *x = &m->kinds.items[a], *y = &m->kinds.items[b];
    y->parent = a;
    m->kinds.items[x->last].next = b;
    x->last = y->last;
    x->clash |= y->clash | clash;
    if (clash) return;
    if (y->core.begin > x->core.begin) x->core.begin = y->core.begin;
    if (y->core.end < x->core.end) x->core.end = y->core.end;
}

static void join_pairs(maker *m) {
    if (m->pairs.count) qsort(m->pairs.items, m->pairs.count, sizeof *m->pairs.items, by_score);
    for (size_t i = 0; i < m->pairs.count; i++) {
        const pairing *p = &m->pairs.items[i];
        uint32_t a = root_of(m, p->a), b = root_of(m, p->b);
        if (a == b) continue;
        bool meet = stretches_meet(m->kinds.items[a].core, m->kinds.items[b].core) && !told_turned(m, a, b);
        if (p->clash ? !told_apart(m, a, b) : meet) join(m, a, b, p->clash);
    }
}

/* ---- over languages ---- */

/* A happening as the tellings of one language date it. */
typedef struct day_in_language {
    stretch when;
    uint64_t lang;
    uint32_t root;
} day_in_language;

static int by_day(const void *one, const void *other) {
    const day_in_language *x = one, *y = other;
    if (x->when.begin != y->when.begin) return x->when.begin < y->when.begin ? -1 : 1;
    if (x->when.end != y->when.end) return x->when.end < y->when.end ? -1 : 1;
    if (x->lang != y->lang) return x->lang < y->lang ? -1 : 1;
    return (x->root > y->root) - (x->root < y->root);
}

static span lang_of(const maker *m, uint32_t k) {
    return m->r->story->in->tellings[spot_of(m, k)->mention.telling].article->lang;
}

/* Days around the publication are full of things that happened; which is meant takes a shared name or number. */
static bool is_of_the_news(const maker *m, stretch when) {
    enum { WEEK = 7 };
    const tell_story *s = m->r->story;
    if (s->first == RETOLD_TIME_NONE) return false;
    return when.end > s->first - WEEK * (int64_t)TL_DAY && when.begin < s->last + WEEK * (int64_t)TL_DAY;
}

/* One language tells of one happening on that day, another one, too: the words can't be compared, the day is the same. */
static void join_two_languages(maker *m, const day_in_language *a, const day_in_language *b) {
    bool names = likeness_of(m, spot_of(m, a->root), spot_of(m, b->root)).shared > 0;
    double date = smaller(m->kinds.items[a->root].date, m->kinds.items[b->root].date);
    if (date < SOME_DATE || (is_of_the_news(m, a->when) && !names)) return;
    if (stretches_meet(m->kinds.items[a->root].core, m->kinds.items[b->root].core)) join(m, a->root, b->root, false);
}

static void join_languages(maker *m) {
    VEC(day_in_language) days = {0};
    for (uint32_t k = 0; k < m->kinds.count; k++) {
        bool counts = root_of(m, k) == k && !spot_of(m, k)->said && lang_of(m, k).len;
        if (counts) vec_push(m->memory, &days, (day_in_language){m->kinds.items[k].core, hash_bytes(lang_of(m, k)), k});
    }
    if (days.count) qsort(days.items, days.count, sizeof *days.items, by_day);
    for (size_t i = 0, end; i < days.count; i = end) {
        size_t languages = 1;
        for (end = i + 1; end < days.count && days.items[end].when.begin == days.items[i].when.begin &&
                          days.items[end].when.end == days.items[i].when.end;
             end++)
            languages += days.items[end].lang != days.items[end - 1].lang;
        for (size_t k = i + 1; languages == end - i && k < end; k++) join_two_languages(m, &days.items[i], &days.items[k]);
    }
}

/* ---- clauses without a date ---- */

/* A clause and the happening that it tells of without a date. */
typedef struct guest {
    uint32_t happening; /* RETOLD_NONE when it is clearly like none */
    double score;
} guest;

/* The happening whose spot a clause is most like, by the words of both clauses. */
static guest host_of_clause(maker *m, const spot *p) {
    guest best = {RETOLD_NONE, 0};
    m->round++;
    for (uint32_t i = 0; i < p->stem_count; i++) {
        const kind_list *sharers = &m->having[p->stems[i].number];
        for (size_t j = 0; j < sharers->count && sharers->count <= MOST_SHARERS; j++) {
            uint32_t k = sharers->items[j];
            const spot *host = spot_of(m, k);
            if (m->hit[k] == m->round || host->said) continue;
            m->hit[k] = m->round;
            likeness l = likeness_of(m, p, host);
            double score = 2 * l.own / (p->own + host->own);
            if (l.words >= 3 && score >= UNDATED && score > best.score) best = (guest){root_of(m, k), score};
        }
    }
    return best;
}

/* Of each telling that doesn't date a happening, the clause that is most like it. */
static void seat_undated(maker *m) {
    map seats = {0}; /* (happening, telling) → its best clause + 1; UINT64_MAX where it gives a date */
    guest *guests = ARENA_ARRAY(m->memory, guest, m->r->undated.count);
    m->guest = ARENA_ARRAY(m->memory, uint32_t, m->r->undated.count);
    for (uint32_t i = 0; i < m->r->dated.count; i++)
        *map_put(m->memory, &seats, (uint64_t)root_of(m, m->kind_of[i]) << 32 | m->r->dated.items[i].mention.telling) =
            UINT64_MAX;
    for (uint32_t i = 0; i < m->r->undated.count; i++) {
        const spot *p = &m->r->undated.items[i];
        guests[i] = host_of_clause(m, p);
        m->guest[i] = RETOLD_NONE;
        if (guests[i].happening == RETOLD_NONE) continue;
        uint64_t *seat = map_put(m->memory, &seats, (uint64_t)guests[i].happening << 32 | p->mention.telling);
        if (*seat == UINT64_MAX || (*seat && guests[*seat - 1].score >= guests[i].score)) continue;
        if (*seat) m->guest[*seat - 1] = RETOLD_NONE;
        m->guest[i] = guests[i].happening;
        *seat = i + 1;
    }
}

/* ---- happenings ---- */

/* Sorted by rank of the telling, then by place. */
typedef struct seat {
    uint32_t happening, rank, begin;
    const spot *spot;
} seat;

static int by_seat(const void *one, const void *other) {
    const seat *x = one, *y = other;
    if (x->happening != y->happening) return x->happening < y->happening ? -1 : 1;
    if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
    if (x->begin != y->begin) return x->begin < y->begin ? -1 : 1;
    return (x->spot > y->spot) - (x->spot < y->spot);
}

static bool is_dated(const tell_mention *m) { return m->begin != RETOLD_TIME_NONE; }

/* How many mentions a date can hold together with. */
static uint32_t agreeing(const tell_happening *h, const tell_mention *with) {
    enum { ENOUGH = 512 };
    uint32_t count = 0;
    stretch s = core_of((stretch){with->begin, with->end});
    for (uint32_t i = 0; i < h->count && i < ENOUGH; i++) {
        const tell_mention *other = &h->mentions[i];
        count += is_dated(other) && stretches_meet(s, core_of((stretch){other->begin, other->end}));
    }
    return count;
}

/* The date that most agree with, the sure before the possible, then the narrowest, then the earliest telling's. */
static void put_date(tell_happening *h) {
    uint32_t most = 0;
    h->possible = true;
    for (uint32_t i = 0; i < h->count; i++) {
        const tell_mention *m = &h->mentions[i];
        if (!is_dated(m)) continue;
        if (!m->possible) h->possible = false;
    }
    for (uint32_t i = 0; i < h->count; i++) {
        const tell_mention *m = &h->mentions[i];
        if (!is_dated(m) || (m->possible && !h->possible)) continue;
        uint32_t count = agreeing(h, m);
        bool narrower = count == most && m->end - m->begin < h->end - h->begin;
        if (count < most || (count == most && !narrower)) continue;
        most = count;
        h->begin = m->begin;
        h->end = m->end;
    }
}

/* The earliest telling's words among those that agree with the date; sure ones first. */
static void put_label(tell_happening *h) {
    stretch date = core_of((stretch){h->begin, h->end});
    uint32_t best = RETOLD_NONE, possible = RETOLD_NONE;
    for (uint32_t i = 0; i < h->count && best == RETOLD_NONE; i++) {
        const tell_mention *m = &h->mentions[i];
        if (!is_dated(m) || !stretches_meet(date, core_of((stretch){m->begin, m->end}))) continue;
        if (!m->possible) best = i;
        if (possible == RETOLD_NONE) possible = i;
    }
    h->label = best != RETOLD_NONE ? best : possible;
}

static void finish(maker *m, tell_happening *h, const seat *seats, uint32_t count) {
    uint32_t root = seats[0].happening;
    h->mentions = ARENA_ARRAY(m->memory, tell_mention, count);
    h->begin = h->end = RETOLD_TIME_NONE;
    for (uint32_t i = 0; i < count; i++) h->mentions[h->count++] = seats[i].spot->mention;
    h->conflict = m->kinds.items[root].clash;
    h->said = spot_of(m, root)->said;
    put_date(h);
    put_label(h);
}

static int by_begin(const void *one, const void *other) {
    const tell_happening *x = one, *y = other;
    if (x->begin != y->begin) return x->begin < y->begin ? -1 : 1;
    if (x->end != y->end) return x->end < y->end ? -1 : 1;
    const tell_mention *a = &x->mentions[0], *b = &y->mentions[0];
    if (a->telling != b->telling) return a->telling < b->telling ? -1 : 1;
    return (a->sentence.begin + a->clause.begin > b->sentence.begin + b->clause.begin) -
           (a->sentence.begin + a->clause.begin < b->sentence.begin + b->clause.begin);
}

static void make_happenings(maker *m, tell_timeline *out) {
    reader *r = m->r;
    VEC(seat) seats = {0};
    for (uint32_t i = 0; i < r->dated.count; i++) {
        const spot *p = &r->dated.items[i];
        vec_push(m->memory, &seats,
                 (seat){root_of(m, m->kind_of[i]), r->story->rank[p->mention.telling], p->mention.clause.begin, p});
    }
    for (uint32_t i = 0; i < r->undated.count; i++) {
        const spot *p = &r->undated.items[i];
        if (m->guest[i] == RETOLD_NONE) continue;
        vec_push(m->memory, &seats, (seat){m->guest[i], r->story->rank[p->mention.telling], p->mention.clause.begin, p});
    }
    if (!seats.count) return;
    qsort(seats.items, seats.count, sizeof *seats.items, by_seat);
    out->items = ARENA_ARRAY(m->memory, tell_happening, m->kinds.count);
    for (uint32_t i = 0, end; i < seats.count; i = end) {
        for (end = i; end < seats.count && seats.items[end].happening == seats.items[i].happening;) end++;
        finish(m, &out->items[out->count++], seats.items + i, end - i);
    }
    qsort(out->items, out->count, sizeof *out->items, by_begin);
}

tell_timeline *timeline_build(retold_ctx *ctx, arena *a, const tell_story *story) {
    tell_timeline *out = ARENA_NEW(a, tell_timeline);
    uint32_t times = 0;
    for (uint32_t t = 0; t < story->in->count; t++) times += story->in->tellings[t].time_count;
    if (!times) return out;
    reader r = {.ctx = ctx, .memory = a, .story = story, .forms = forms_load(a)};
    r.words = (vocabulary){.ctx = ctx, .memory = a, .forms = &r.forms};
    timeline_read(&r);
    maker m = {.r = &r, .memory = a};
    date_copies(&r);
    make_kinds(&m);
    weigh_dates(&m);
    find_pairs(&m);
    join_pairs(&m);
    join_languages(&m);
    seat_undated(&m);
    make_happenings(&m, out);
    return out;
}
