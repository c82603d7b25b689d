#include "times/times.h"
#include "times/times_internal.h"
#include <stdlib.h>

/* The list with the memory of its values. */
typedef struct owned_times {
    retold_times list; /* first, so that a pointer to it is one to the whole */
    arena memory;
} owned_times;

static void free_times(void *times) { retold_times_free(times); }

void retold_times_free(retold_times *times) {
    if (!times) return;
    owned_times *whole = (owned_times *)(void *)times;
    arena_free(&whole->memory);
    free(whole);
}

/* ---- The best rule at a place ---- */

static size_t try_rules(const parse *p, size_t i, match *m) {
    size_t (*const rules[])(const parse *, size_t, match *) = {rule_clock, rule_relative, rule_date, rule_span};
    size_t best = 0;
    for (size_t k = 0; k < sizeof rules / sizeof *rules; k++) {
        match other = {.first = i};
        size_t taken = rules[k](p, i, &other);
        if (taken <= best) continue;
        best = taken;
        *m = other;
    }
    return best;
}

/* Words in front that belong to the expression and leave its value: "early", "the end of", "later", "about", "more than". */
static size_t take_prefix(const parse *p, size_t i) {
    size_t at = i + (is_word(p, i, "the") && spaced(p, i + 1) ? 1 : 0);
    if (is_a(p, at, W_MOD) && joined(p, at + 1)) return at + 1 + (is_word(p, at + 1, "of") && spaced(p, at + 2) ? 1 : 0) - i;
    if (at > i) return 0;
    if ((is_a(p, i, W_OFF) || is_word(p, i, "late")) && spaced(p, i + 1))
        return 1 + (is_word(p, i + 1, "in") && spaced(p, i + 2) ? 1 : 0);
    if (is_word(p, i + 1, "than") && spaced(p, i + 2) && (is_word(p, i, "more") || is_word(p, i, "less"))) return 2;
    if (is_word(p, i, "at") && is_word(p, i + 1, "least") && spaced(p, i + 2)) return 2;
    return is_a(p, i, W_ABOUT) && spaced(p, i + 1) ? 1 : 0;
}

/* Most tokens can't begin an expression: no number, no word of the lists, no name of a holiday, no such small word as "the", "its", "fiscal". */
static bool may_open(const parse *p, size_t i) {
    const token *t = &p->tokens[i];
    if (t->sense->classes || t->digits || t->capital) return true;
    char first = p->text.ptr[t->span.begin];
    return first && strchr("taimlfy", first) && range_len(t->span) < 10;
}

static size_t match_at(const parse *p, size_t i, match *m) {
    if (!may_open(p, i)) return 0;
    size_t plain = try_rules(p, i, m), prefix = take_prefix(p, i);
    if (!prefix) return plain;
    match other = {0};
    size_t taken = try_rules(p, i + prefix, &other);
    bool measure = is_a(p, i, W_ABOUT) || is_word(p, i + 1, "than") || is_word(p, i + 1, "least");
    if (!taken || prefix + taken <= plain ||
        (measure && other.type != RETOLD_DURATION && !is_a(p, i + prefix + taken - 1, W_BACK)))
        return plain;
    *m = other;
    m->first = i;
    return prefix + taken;
}

/* ---- All of a text ---- */

/* What is written at the head, up to the first sentence's mark: no news is that old. */
enum { NEWS_DAYS = 8 };

static void remember(parse *p, const match *m, size_t end) {
    if (m->when.grain == GRAIN_NONE || m->when.year == UNKNOWN_YEAR) return;
    p->last = m->when;
    p->last_end = end;
    bool news = m->when.grain == GRAIN_DAY && m->when.days < p->today.days && m->when.days + NEWS_DAYS > p->today.days;
    if (p->known && news && p->lead.grain == GRAIN_NONE) p->lead = m->when;
    if (m->when.grain == GRAIN_QUARTER && !m->counted) p->quarter = m->when;
}

static size_t find_all(parse *p, retold_time *out) {
    size_t count = 0;
    for (size_t i = 0; i < p->count;) {
        match m = {.first = i};
        size_t taken = match_at(p, i, &m);
        if (!taken) {
            i++;
            continue;
        }
        out[count++] = (retold_time){{p->tokens[i].span.begin, p->tokens[i + taken - 1].span.end}, m.type, m.value};
        remember(p, &m, i + taken);
        i += taken;
    }
    return count;
}

/* The day that a stamp names where it was written. */
static moment day_of_writing(stamp written, bool *known) {
    *known = written.precision >= PRECISION_DAY && written.ms != RETOLD_TIME_NONE;
    if (!*known) return (moment){.grain = GRAIN_DAY, .year = UNKNOWN_YEAR};
    int64_t zone = written.zone == ZONE_NONE ? 0 : written.zone, local = written.ms + zone * 60000;
    return moment_of_day(local >= 0 ? local / 86400000 : -((-local + 86399999) / 86400000));
}

void times_read(retold_ctx *ctx, arena *a, const retold_article *article, stamp written, time_list *out) {
    arena *scratch = ctx_scratch(ctx);
    parse p = {.memory = a, .text = article->text, .words = lexicon_of(ctx)};
    p.today = day_of_writing(written, &p.known);
    p.tokens = make_tokens(scratch, p.text, p.words, &p.count);
    retold_time *items = ARENA_ARRAY(scratch, retold_time, p.count + 1);
    *out = (time_list){.count = find_all(&p, items)};
    out->space = out->count + 1;
    out->items = ARENA_ARRAY(a, retold_time, out->space);
    memcpy(out->items, items, out->count * sizeof *items);
}

typedef struct finding {
    const retold_article *article;
    owned_times *made;
} finding;

static retold_status find(retold_ctx *ctx, void *job, retold_error *err) {
    finding *f = job;
    time_list list;
    f->made = calloc(1, sizeof *f->made);
    if (!f->made) return error_nomem(err, "times");
    f->made->memory = arena_made(ctx);
    ctx_undo(ctx, free_times, f->made);
    times_read(ctx, &f->made->memory, f->article, f->article->published, &list);
    f->made->list = (retold_times){list.items, list.count};
    return RETOLD_OK;
}

retold_status retold_times_find(retold_ctx *ctx, const retold_article *article, retold_times **out, retold_error *err) {
    finding f = {article, NULL};
    retold_status status = ctx_run(ctx, find, &f, err);
    *out = status == RETOLD_OK ? &f.made->list : NULL;
    return status;
}
