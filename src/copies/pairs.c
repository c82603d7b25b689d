/* Aligning candidates, each pair once, in jobs that any number of threads may share. */
#include "copies/copies_internal.h"
#include <stdlib.h>

static range bytes_of(const doc_words *w, uint32_t begin, uint32_t end) { return (range){w->begin[begin], w->end[end - 1]}; }

static shared_span span_of_chain(const chain *c, const doc_words *a, const doc_words *b) {
    return (shared_span){.a = bytes_of(a, c->a_begin, c->a_end),
                         .b = bytes_of(b, c->b_begin, c->b_end),
                         .a_words = {c->a_begin, c->a_end},
                         .b_words = {c->b_begin, c->b_end},
                         .exact = c->matched == c->a_end - c->a_begin && c->matched == c->b_end - c->b_begin};
}

/* What a job found, in the memory of the thread that did it. */
typedef struct job_pairs {
    VEC(pair) items;
    VEC(shared_span) spans;
} job_pairs;

static void keep_spans(const desk *k, arena *keep, job_pairs *out, const alignment *al, doc_words *a, doc_words *b) {
    doc_words_place(k->g, k->texts, a);
    doc_words_place(k->g, k->texts, b);
    for (size_t i = 0; i < al->chains.count; i++) vec_push(keep, &out->spans, span_of_chain(&al->chains.items[i], a, b));
}

/* What a pair shares says what it is; what it is says how much of that is told. */
static void keep_pair(const desk *k, arena *keep, job_pairs *out, candidate c, alignment *al, doc_words *a, doc_words *b) {
    alignment longer = align_longer(k->work, al, shortest_shared(k->g, c));
    if (!longer.chains.count) return;
    doc_words_weigh(k->g, k->texts, a);
    doc_words_weigh(k->g, k->texts, b);
    pair p = judged(k, c, &longer, a, b);
    p.span_begin = (uint32_t)out->spans.count;
    if (p.joins)
        align_join(al);
    else
        *al = longer;
    if (!k->g->copies->hands.families_only) keep_spans(k, keep, out, al, a, b);
    p.span_end = (uint32_t)out->spans.count;
    vec_push(keep, &out->items, p);
}

/* The texts that one thread has at hand; given back when they are many. */
typedef struct shelf {
    arena texts, work, keep, found; /* found: what the job under way keeps */
    map ready;                      /* rank → doc_words, in `texts` */
    size_t words, longest;
    const doc_words *indexed; /* the long text whose index is at hand, in `texts` */
    align_index index;
} shelf;

enum { SHELF_WORDS = 1 << 17, JOB_PAIRS = 512, LONG_WORDS = 4096, LONG_TIMES = 8 };

static bool shelf_is_full(const shelf *s, size_t more) { return s->words - s->longest > SHELF_WORDS + more; }

static void shelf_clear(shelf *s) {
    s->ready = (map){0};
    s->words = s->longest = 0;
    s->indexed = NULL;
    arena_free(&s->texts);
}

static doc_words *shelf_text(const desk *k, shelf *s, uint32_t rank) {
    uint64_t *place = map_put(&s->texts, &s->ready, rank);
    if (!*place) {
        doc_words *w = doc_words_keyed(k->g, &s->texts, rank);
        s->words += w->count;
        if (w->count > s->longest) s->longest = w->count;
        *place = (uint64_t)(uintptr_t)w;
    }
    return (doc_words *)(uintptr_t)*place;
}

/* A text that holds thousands of others is read through once, not for each of them. */
static bool is_long_beside(const doc_words *b, const doc_words *a) {
    return b->count >= LONG_WORDS && b->count / LONG_TIMES >= a->count;
}

static const align_index *index_of_long(shelf *s, const doc_words *w) {
    if (s->indexed != w) {
        s->index = align_index_made(&s->texts, w);
        s->indexed = w;
    }
    return &s->index;
}

/* An alignment with the sides changed. */
static alignment turned(alignment al) {
    for (size_t i = 0; i < al.blocks.count; i++) {
        stretch *x = &al.blocks.items[i];
        *x = (stretch){x->b, x->a, x->len, x->next};
    }
    for (size_t i = 0; i < al.chains.count; i++) {
        chain *x = &al.chains.items[i];
        *x = (chain){x->b_begin, x->b_end, x->a_begin, x->a_end, x->first, x->last, x->matched};
    }
    return al;
}

/* The pairs of the first text of a stretch, until the shelf is full: a long one stays for as many words of others, as it would be read again. Returns how many. */
static size_t compare_with(const desk *k, shelf *s, const candidates *found, const uint32_t *order, size_t count,
                           job_pairs *out) {
    size_t done = 0;
    arena_mark start = arena_here(&s->work);
    uint32_t first = found->items[order[0]].a;
    doc_words *a = shelf_text(k, s, first);
    align_index index = align_index_made(&s->work, a);
    for (; done < count && found->items[order[done]].a == first && !(done && shelf_is_full(s, 2 * (size_t)a->count)); done++) {
        arena_mark mark = arena_here(&s->work);
        candidate c = found->items[order[done]];
        doc_words *b = shelf_text(k, s, c.b);
        uint32_t least = k->g->copies->hands.families_only ? shortest_shared(k->g, c) : shortest_of_one(k->g, c);
        alignment al = is_long_beside(b, a) ? turned(align_texts(&s->work, index_of_long(s, b), a, least))
                                            : align_texts(&s->work, &index, b, least);
        keep_pair(k, &s->found, out, c, &al, a, b);
        arena_back(&s->work, mark);
    }
    arena_back(&s->work, start);
    return done;
}

/* Verifying, shared out in stretches of the candidates. */
typedef struct verifying {
    const grouping *g;
    const candidates *found;
    const uint32_t *order;
    size_t *begin; /* [jobs + 1] in order */
    size_t jobs;
    job_pairs *done; /* [jobs] */
    shelf *shelves;  /* [workers] */
    unsigned workers;
    atomic_bool failed;
} verifying;

typedef struct verify_job {
    verifying *v;
    size_t job;
    unsigned worker;
} verify_job;

/* No larger than what is in it. */
static job_pairs kept_pairs(arena *keep, const job_pairs *from) {
    job_pairs out = {0};
    out.items.count = out.items.space = from->items.count;
    out.spans.count = out.spans.space = from->spans.count;
    out.items.items = ARENA_ARRAY(keep, pair, from->items.count);
    out.spans.items = ARENA_ARRAY(keep, shared_span, from->spans.count);
    if (from->items.count) memcpy(out.items.items, from->items.items, from->items.count * sizeof(pair));
    if (from->spans.count) memcpy(out.spans.items, from->spans.items, from->spans.count * sizeof(shared_span));
    return out;
}

static retold_status verify_stretch(retold_ctx *ctx, void *p, retold_error *err) {
    verify_job *job = p;
    verifying *v = job->v;
    shelf *s = &v->shelves[job->worker];
    desk k = {v->g, ctx, &s->texts, &s->work};
    job_pairs found = {0};
    (void)err;
    s->texts.ctx = s->work.ctx = s->keep.ctx = s->found.ctx = ctx;
    for (size_t i = v->begin[job->job], end = v->begin[job->job + 1]; i < end;) {
        i += compare_with(&k, s, v->found, v->order + i, end - i, &found);
        if (shelf_is_full(s, 0)) shelf_clear(s);
    }
    v->done[job->job] = kept_pairs(&s->keep, &found);
    arena_free(&s->found);
    return RETOLD_OK;
}

static void verify_one(void *user, size_t job, unsigned worker) {
    verifying *v = user;
    retold_ctx *ctx = v->workers > 1 ? v->g->copies->hands.ctxs[worker] : v->g->ctx;
    if (!v->failed && ctx_run(ctx, verify_stretch, &(verify_job){v, job, worker}, NULL) != RETOLD_OK) v->failed = true;
}

static void free_verifying(void *p) {
    verifying *v = p;
    for (unsigned i = 0; i < v->workers; i++) {
        arena_free(&v->shelves[i].texts);
        arena_free(&v->shelves[i].work);
        arena_free(&v->shelves[i].keep);
        arena_free(&v->shelves[i].found);
    }
}

/* Stretches of some hundred candidates that end with a first text. */
static void cut_jobs(verifying *v) {
    v->begin = ARENA_ARRAY(v->g->scratch, size_t, v->found->count / JOB_PAIRS + 2);
    for (size_t i = 0, end; i < v->found->count; i = end) {
        for (end = i + 1; end < v->found->count; end++) {
            bool same = v->found->items[v->order[end]].a == v->found->items[v->order[end - 1]].a;
            if (end - i >= JOB_PAIRS && !same) break;
        }
        v->begin[++v->jobs] = end;
    }
    v->done = ARENA_ARRAY(v->g->scratch, job_pairs, v->jobs);
}

static int by_ends(const void *x, const void *y) {
    const pair *p = x, *q = y;
    if (p->a != q->a) return p->a < q->a ? -1 : 1;
    return p->b < q->b ? -1 : p->b > q->b;
}

/* What the jobs found, in their order. */
static void gather(const verifying *v, pair_list *out) {
    size_t pairs = 0, spans = 0;
    for (size_t j = 0; j < v->jobs; j++) pairs += v->done[j].items.count, spans += v->done[j].spans.count;
    vec_reserve(v->g->scratch, &out->items, pairs);
    vec_reserve(v->g->scratch, &out->spans, spans);
    for (size_t j = 0; j < v->jobs; j++) {
        const job_pairs *done = &v->done[j];
        for (size_t i = 0; i < done->items.count; i++) {
            pair p = done->items.items[i];
            p.span_begin += (uint32_t)out->spans.count;
            p.span_end += (uint32_t)out->spans.count;
            out->items.items[out->items.count + i] = p;
        }
        out->items.count += done->items.count;
        for (size_t i = 0; i < done->spans.count; i++) out->spans.items[out->spans.count++] = done->spans.items[i];
    }
}

void pairs_verify(const grouping *g, const candidates *found, pair_list *out) {
    const copies_hands *hands = &g->copies->hands;
    verifying *v = ARENA_NEW(g->scratch, verifying);
    v->g = g;
    v->found = found;
    v->order = candidates_by_component(g, found);
    v->workers = hands->share_out && hands->workers > 1 ? hands->workers : 1;
    v->shelves = ARENA_ARRAY(g->scratch, shelf, v->workers);
    cut_jobs(v);
    ctx_always(g->ctx, free_verifying, v);
    if (v->workers > 1 && hands->share_out)
        hands->share_out(v->workers, v->jobs, verify_one, v);
    else
        for (size_t j = 0; j < v->jobs; j++) verify_one(v, j, 0);
    if (v->failed) ctx_out_of_memory(g->ctx);
    gather(v, out);
    free_verifying(v);
    if (out->items.count) qsort(out->items.items, out->items.count, sizeof *out->items.items, by_ends);
    g->report->pairs_compared += found->count;
    g->report->pairs_sharing = out->items.count;
}
