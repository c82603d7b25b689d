/* Reading an article: its terms, which of them are names, its numbers with what they count, and the days it speaks of. */
#include "stories/stories_internal.h"
#include <math.h>
#include <stdlib.h>

/* What the running counts are worth before there are any: as many documents as the shipped table stands for. */
static const float table_documents = 400, unlisted_share = 0.0012f;

/* One text under way: the title or the body. */
typedef struct scan {
    retold_ctx *ctx;
    retold_stories *s;
    reading *r;
    map seen; /* term → local number + 1 */
    span text;
    words list;
    uint32_t head; /* bytes of the text that are a headline */
    bool title;
} scan;

float term_idf(const retold_stories *s, const term *t) {
    float documents = (float)s->story_of.count + table_documents;
    float share = t->share > 0 ? t->share : unlisted_share;
    return logf((documents + 1) / (t->df + table_documents * share + 0.5f));
}

/* The word in plain Latin letters, into `out` (STEM_BYTES): apostrophes straight, marks off, other alphabets by sound. Empty when that can't be. */
static span plain_word(const lexicon *l, span w, char *out) {
    size_t len = 0;
    for (size_t i = 0; i < w.len;) {
        unsigned char byte = (unsigned char)w.ptr[i];
        span plain = {&w.ptr[i], 1};
        if (byte < 0x80)
            i++;
        else {
            uint32_t c = text_next(w, &i);
            uint64_t *at = map_get(&l->letters, text_fold(c));
            if (c != 0x2019 && !at) return (span){out, 0};
            plain = c == 0x2019 ? S("'") : l->sounds.items[*at];
        }
        if (len + plain.len > STEM_BYTES) return (span){out, 0};
        for (size_t k = 0; k < plain.len; k++) out[len++] = plain.ptr[k];
    }
    return (span){out, len};
}

static uint64_t key_of(const lexicon *l, span w, const word *item) {
    char plain[STEM_BYTES], stem[STEM_BYTES];
    span latin = plain_word(l, w, plain);
    return latin.len ? hash_bytes((span){stem, stem_word(latin, stem)}) : item->hash;
}

static bool carries_nothing(retold_ctx *ctx, span w, const word *item) {
    if (item->flags & WORD_NUMBER) return true;
    size_t apostrophe = span_find(w, S("\xE2\x80\x99"), 0);
    arena *scratch = ctx_scratch(ctx);
    if (apostrophe != SIZE_MAX)
        w = arena_printf(scratch, "%.*s'%.*s", (int)apostrophe, w.ptr, (int)(w.len - apostrophe - 3), w.ptr + apostrophe + 3);
    return text_is_stop_word(ctx, text_folded(scratch, w));
}

/* Number of a word's term, made when it is new. */
static uint32_t term_number(scan *c, span w, const word *item) {
    uint64_t key = key_of(&c->s->words, w, item);
    uint64_t *number = map_get(&c->s->term_numbers, key);
    if (number) return (uint32_t)*number;
    arena *keep = &c->s->memory;
    term made = {0};
    uint64_t *share = map_get(&c->s->words.shares, key);
    if (share) {
        made.share = (float)(*share >> 8) / 1000;
        made.capital_share = (float)(*share & 255) / 100;
    }
    made.stop = carries_nothing(c->ctx, w, item);
    vec_push(keep, &c->s->terms, made);
    uint32_t fresh = (uint32_t)c->s->terms.count - 1;
    *map_put(keep, &c->s->term_numbers, key) = fresh;
    return fresh;
}

static local_term *local_of(scan *c, uint32_t number) {
    arena *scratch = ctx_scratch(c->ctx);
    uint64_t *at = map_put(scratch, &c->seen, number);
    if (!*at) {
        c->r->terms[c->r->count] = (local_term){.term = number, .first = RANGE_NONE};
        *at = ++c->r->count;
    }
    return &c->r->terms[*at - 1];
}

/* The gap in front of a word ends a sentence or opens a quote, so that a capital says little. */
static bool starts_sentence(span text, const words *list, size_t i) {
    if (i == 0) return true;
    for (uint32_t at = list->items[i - 1].span.end; at < list->items[i].span.begin; at++)
        if (strchr(".!?:\n\"`\x9C\x9E\xAB", text.ptr[at]) && text.ptr[at]) return true;
    return false;
}

static bool closes_sentence(span text, const words *list, size_t i) {
    return i + 1 >= list->count || starts_sentence(text, list, i + 1);
}

static span word_at(const scan *c, size_t i) { return span_at(c->text, c->list.items[i].span); }

static void take_word(scan *c, size_t i) {
    const word *w = &c->list.items[i];
    local_term *t = local_of(c, term_number(c, word_at(c, i), w));
    if (t->uses < UINT16_MAX) t->uses++;
    bool headline = c->title || w->span.begin < c->head;
    if (c->title || w->span.begin < LEAD_BYTES) t->lead_uses += t->lead_uses < UINT16_MAX;
    t->title_uses |= headline;
    if (!(w->flags & WORD_CAPITAL))
        t->lower |= !(w->flags & WORD_NUMBER);
    else if (headline || starts_sentence(c->text, &c->list, i))
        t->starts = 1;
    else
        t->inside += t->inside < UINT16_MAX;
    if (!c->title && !range_known(t->first)) t->first = w->span;
}

/* ---- Numbers and days ---- */

static bool has_value(const map *m, uint64_t hash, uint32_t *value) {
    uint64_t *found = map_get(m, hash);
    if (found) *value = (uint32_t)*found;
    return found != NULL;
}

/* Value of a run of at most 9 digits, grouping commas left out; false when it is another sort of number. */
static bool plain_number(span w, uint32_t *value) {
    uint64_t sum = 0;
    if (w.len > 11) return false;
    for (size_t i = 0; i < w.len; i++) {
        if (w.ptr[i] == ',') continue;
        if (!is_digit((unsigned char)w.ptr[i])) return false;
        sum = sum * 10 + (uint64_t)(w.ptr[i] - '0');
    }
    *value = (uint32_t)sum;
    return sum < 1000000000;
}

static bool month_at(const scan *c, size_t i, uint32_t *month) {
    return i < c->list.count && has_value(&c->s->words.months, c->list.items[i].hash, month);
}

static bool add_once(uint16_t *list, uint16_t *count, uint16_t space, uint32_t value) {
    for (uint16_t i = 0; i < *count; i++)
        if (list[i] == value) return false;
    if (*count == space) return false;
    list[(*count)++] = (uint16_t)value;
    return true;
}

/* A number beside a month is a day; four digits of this age are a year. */
static bool take_day(scan *c, size_t i, uint32_t value) {
    telling *t = c->r->made;
    uint32_t month = 0;
    bool beside = value >= 1 && value <= 31 && ((i && month_at(c, i - 1, &month)) || month_at(c, i + 1, &month));
    if (beside) {
        add_once(t->days, &t->day_count, DAYS, month * 32 + value);
        return true;
    }
    if (value < 1900 || value > 2099 || c->list.items[i].span.end - c->list.items[i].span.begin != 4) return false;
    add_once(t->years, &t->year_count, YEARS, value);
    return true;
}

/* What is counted: money, per cent, or the next word that carries a topic. */
static uint32_t kind_at(const scan *c, size_t i) {
    range at = c->list.items[i].span;
    if (at.begin && c->text.ptr[at.begin - 1] == '$') return '$';
    if (at.end < c->text.len && c->text.ptr[at.end] == '%') return '%';
    for (size_t k = i; k + 1 < c->list.count && k < i + 3 && !closes_sentence(c->text, &c->list, k); k++) {
        const word *next = &c->list.items[k + 1];
        uint64_t *number = map_get(&c->s->term_numbers, key_of(&c->s->words, word_at(c, k + 1), next));
        if (number && !c->s->terms.items[*number].stop && !(next->flags & WORD_NUMBER)) return (uint32_t)*number + 256;
    }
    return 0;
}

static void take_number(scan *c, size_t i) {
    const word *w = &c->list.items[i];
    telling *t = c->r->made;
    uint32_t value = 0;
    bool digits = (w->flags & WORD_NUMBER) != 0, plain = digits && plain_number(word_at(c, i), &value);
    if (plain && take_day(c, i, value)) return;
    if (digits && !plain) value = (uint32_t)w->hash | 0x80000000u;
    if (!digits && (!has_value(&c->s->words.number_words, w->hash, &value) || value < 2 || value > 20)) return;
    amount made = {kind_at(c, i), value};
    for (uint16_t k = 0; k < t->number_count; k++)
        if (t->numbers[k].kind == made.kind && t->numbers[k].value == made.value) return;
    if (made.kind && t->number_count < NUMBERS) t->numbers[t->number_count++] = made;
}

static void take_anchors(scan *c) {
    for (size_t i = 0; i < c->list.count; i++) {
        const word *w = &c->list.items[i];
        uint32_t day = 0;
        take_number(c, i);
        if (!has_value(&c->s->words.weekdays, w->hash, &day)) continue;
        c->r->made->weekdays |= (uint8_t)(1u << (day - 1));
        if (c->title || w->span.begin < LEAD_BYTES) c->r->made->lead_weekdays |= (uint8_t)(1u << (day - 1));
    }
}

static void scan_text(scan *c, span text, const words *list, bool title, uint32_t head) {
    c->text = text;
    c->list = *list;
    c->title = title;
    c->head = head;
    for (size_t i = 0; i < list->count; i++) take_word(c, i);
    take_anchors(c);
}

/* ---- Views ---- */

/* Capitalised, and by the table and the stream so far not merely at a sentence's start. */
static bool is_name(const term *t, const local_term *l) {
    if (t->stop || !(l->inside || l->starts)) return false;
    float known = t->share * table_documents, uses = known + (float)t->inside;
    if (uses < 1) return !l->lower;
    float capitals = (known * t->capital_share + (float)t->capitals) / uses;
    return capitals > (l->inside ? 0.25f : 0.6f);
}

static void weigh(const retold_stories *s, reading *r) {
    for (uint32_t i = 0; i < r->count; i++) {
        local_term *l = &r->terms[i];
        const term *t = &s->terms.items[l->term];
        float idf = t->stop ? 0 : term_idf(s, t);
        if (idf <= 0) continue;
        l->weight = (1 + logf(l->uses)) * idf;
        if (l->lead_uses) l->lead_weight = (1 + logf(l->lead_uses)) * idf;
        if (is_name(t, l)) l->name_weight = l->weight;
    }
}

static int heavier(const void *x, const void *y) {
    const weighted *a = x, *b = y;
    if (a->weight != b->weight) return a->weight < b->weight ? 1 : -1;
    return a->term < b->term ? -1 : a->term > b->term;
}

static int by_term(const void *x, const void *y) {
    const weighted *a = x, *b = y;
    return a->term < b->term ? -1 : a->term > b->term;
}

/* The weightiest `most` terms of a view, of unit length, sorted by term. The view is the float at `offset` of each local term. */
static uint16_t make_view(arena *scratch, const reading *r, size_t offset, uint16_t most, weighted *out) {
    weighted *all = ARENA_ARRAY(scratch, weighted, r->count + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < r->count; i++) {
        float weight;
        memcpy(&weight, (const char *)&r->terms[i] + offset, sizeof weight);
        if (weight > 0) all[count++] = (weighted){r->terms[i].term, weight};
    }
    qsort(all, count, sizeof *all, heavier);
    if (count > most) count = most;
    float sum = 0;
    for (uint32_t i = 0; i < count; i++) sum += all[i].weight * all[i].weight;
    for (uint32_t i = 0; i < count; i++) out[i] = (weighted){all[i].term, all[i].weight / sqrtf(sum)};
    qsort(out, count, sizeof *out, by_term);
    return (uint16_t)count;
}

static float length_of(const reading *r, size_t offset) {
    float sum = 0;
    for (uint32_t i = 0; i < r->count; i++) {
        float weight;
        memcpy(&weight, (const char *)&r->terms[i] + offset, sizeof weight);
        sum += weight * weight;
    }
    return sum > 0 ? sqrtf(sum) : 1;
}

static void take_salient(telling *t) {
    weighted names[NAME_TERMS];
    memcpy(names, t->names, sizeof names);
    qsort(names, t->name_count, sizeof *names, heavier);
    t->salient_count = t->name_count < SALIENT ? t->name_count : SALIENT;
    for (uint16_t i = 0; i < t->salient_count; i++) t->salient[i] = names[i].term;
}

static void make_views(arena *scratch, reading *r) {
    telling *t = r->made;
    size_t body = offsetof(local_term, weight), lead = offsetof(local_term, lead_weight),
           name = offsetof(local_term, name_weight);
    t->body_count = make_view(scratch, r, body, BODY_TERMS, t->body);
    t->lead_count = make_view(scratch, r, lead, LEAD_TERMS, t->lead);
    t->name_count = make_view(scratch, r, name, NAME_TERMS, t->names);
    take_salient(t);
    float whole = 0.4f / length_of(r, body), front = 0.3f / length_of(r, lead), named = 0.3f / length_of(r, name);
    for (uint32_t i = 0; i < r->count; i++) {
        local_term *l = &r->terms[i];
        l->key_weight = whole * l->weight + front * l->lead_weight + named * l->name_weight;
    }
    r->key_count = make_view(scratch, r, offsetof(local_term, key_weight), INDEX_TERMS, r->key);
}

void lex_article(retold_ctx *ctx, retold_stories *s, const retold_article *article, reading *r) {
    arena *scratch = ctx_scratch(ctx);
    words title = text_words(scratch, article->title.text), body = text_words(scratch, article->text);
    bool repeated = article->title.text.len && span_starts(article->text, article->title.text);
    *r = (reading){.terms = ARENA_ARRAY(scratch, local_term, title.count + body.count + 1), .made = ARENA_NEW(scratch, telling)};
    scan c = {.ctx = ctx, .s = s, .r = r};
    if (!repeated) scan_text(&c, article->title.text, &title, true, 0);
    scan_text(&c, article->text, &body, false, repeated ? (uint32_t)article->title.text.len : 0);
    weigh(s, r);
    make_views(scratch, r);
    if (article->lang.len == 2) memcpy(r->made->lang, article->lang.ptr, 2);
}

/* What a further telling of the story that counted a term last adds: a long story must not make its own words look common. */
static const float again = 0.3f;

void lex_count(retold_stories *s, const reading *r, uint32_t story) {
    for (uint32_t i = 0; i < r->count; i++) {
        term *t = &s->terms.items[r->terms[i].term];
        t->df += t->story == story + 1 ? again : 1;
        t->story = story + 1;
        t->capitals += r->terms[i].inside > 0;
        t->inside += r->terms[i].inside || r->terms[i].lower;
    }
}
