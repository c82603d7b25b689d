/*
 * Which stored articles share passages with a page: by the index of marks, verified by aligning the texts. Nothing is written.
 *
 *   page ──► marks ──► articles that have one of them, and go on alike there ──► aligned one by one ──► passages, shares, source
 */
#include "base/ctx.h"
#include "base/map.h"
#include "pipe/pipe_internal.h"
#include "pipe/rows_out.h"
#include "sketch/sketch.h"
#include <stdlib.h>

/* A mark in more articles than these tells nothing of any: it is counted, and passed over. */
#define MOST_HOLDERS 64

/* Equal words at and around a mark, of 20 at most: at one mark, and at one of several. */
#define EQUAL_ALONE 8
#define EQUAL_AMONG 6

/* The likeliest are compared; how many more there were is told. */
#define MOST_COMPARED 200

typedef struct candidate {
    uint32_t article, marks, equal; /* `equal`: the most at one mark */
} candidate;

typedef struct match {
    store_place at;
    span title, outlet, published;
    span relation;                         /* what the stored article is to the page */
    double page_in_stored, stored_in_page; /* shares, 0 to 1 */
    span from;                             /* "page", "stored"; empty when not known */
    double confidence;
    span reasons;
    VEC(retold_passage) passages; /* a: the page, b: the stored article */
} match;

typedef struct looking {
    session *s;
    retold_store *store;
    retold_form form;
    const retold_sink *out;
} looking;

typedef struct looked {
    arena *a;
    const retold_article *page;
    VEC(candidate) candidates;
    VEC(match) matches;
    uint32_t hubs, not_compared;
} looked;

/* ---- candidates ---- */

static void count_holder(looked *l, map *places, const store_mark *mark, const store_marked_at *at) {
    uint32_t equal = sketch_around_equal(mark->around, at->around, SKETCH_AROUND_MOST);
    if (equal < EQUAL_AMONG) return;
    uint64_t *place = map_put(l->a, places, at->article);
    if (!*place) {
        vec_push(l->a, &l->candidates, (candidate){at->article, 0, 0});
        *place = l->candidates.count;
    }
    candidate *c = &l->candidates.items[*place - 1];
    c->marks++;
    if (equal > c->equal) c->equal = equal;
}

static int by_likelihood(const void *x, const void *y) {
    const candidate *a = x, *b = y;
    if (a->marks != b->marks) return a->marks > b->marks ? -1 : 1;
    if (a->equal != b->equal) return a->equal > b->equal ? -1 : 1;
    return a->article < b->article ? -1 : a->article > b->article;
}

static void keep_likely(looked *l) {
    size_t kept = 0;
    for (size_t i = 0; i < l->candidates.count; i++) {
        candidate c = l->candidates.items[i];
        if (c.marks > 1 || c.equal >= EQUAL_ALONE) l->candidates.items[kept++] = c;
    }
    if (kept) qsort(l->candidates.items, kept, sizeof(candidate), by_likelihood);
    l->not_compared = kept > MOST_COMPARED ? (uint32_t)kept - MOST_COMPARED : 0;
    l->candidates.count = kept - l->not_compared;
}

static retold_status find_candidates(retold_store *store, looked *l, retold_error *err) {
    marks_list marks = {0};
    store_marked_list holders = {0};
    map places = {0};
    retold_status status = RETOLD_OK;
    marks_of(l->a, l->page->text, &marks);
    for (size_t i = 0; i < marks.count && status == RETOLD_OK; i++) {
        bool hub;
        status = store_find_mark(store, l->a, marks.items[i].hash, MOST_HOLDERS, &holders, &hub, err);
        l->hubs += hub;
        for (size_t k = 0; k < holders.count; k++) count_holder(l, &places, &marks.items[i], &holders.items[k]);
    }
    keep_likely(l);
    return status;
}

/* ---- one of them ---- */

/* Share of a text's bytes that stands in passages, which rise by their place in it and may touch. */
static double share_of(const match *m, bool stored, size_t len) {
    uint64_t covered = 0, end = 0;
    for (size_t i = 0; i < m->passages.count; i++) {
        range r = stored ? m->passages.items[i].b_span : m->passages.items[i].a_span;
        if (r.begin < end) r.begin = (uint32_t)(r.end < end ? r.end : end);
        covered += r.end - r.begin;
        if (r.end > end) end = r.end;
    }
    return len ? (double)covered / (double)len : 0;
}

static int by_place(const void *x, const void *y) {
    const retold_passage *a = x, *b = y;
    return a->b_span.begin < b->b_span.begin ? -1 : a->b_span.begin > b->b_span.begin;
}

/* Passages are counted in the order of the stored text for its share, and stay in the order of the page. */
static double stored_share(looked *l, const match *m, size_t len) {
    match turned = *m;
    size_t count = m->passages.count;
    turned.passages.items = arena_raw(l->a, (count + 1) * sizeof(retold_passage));
    if (count) memcpy(turned.passages.items, m->passages.items, count * sizeof(retold_passage));
    qsort(turned.passages.items, count, sizeof(retold_passage), by_place);
    return share_of(&turned, true, len);
}

static span side_of(uint32_t from) { return from == 0 ? S("page") : from == 1 ? S("stored") : (span){NULL, 0}; }

static void read_edge(looked *l, match *m, const retold_copy_edge *e) {
    m->relation = span_of(relation_name(e->relation));
    m->page_in_stored = (double)e->a_in_b;
    m->stored_in_page = (double)e->b_in_a;
    m->from = side_of(e->from);
    m->confidence = (double)e->confidence;
    m->reasons = reason_names(l->a, e->reasons);
}

typedef struct pair_job {
    looked *l;
    const retold_article *stored;
    match *m;
} pair_job;

static void copy_fields(arena *a, match *m, const retold_article *stored) {
    m->title = arena_copy(a, stored->title.text);
    m->outlet = arena_copy(a, stored->outlet.text);
    m->published = arena_copy(a, stamp_iso(a, stored->published));
}

/* The copies stage over the two of them. */
static retold_status compare_pair(retold_ctx *ctx, void *p, retold_error *err) {
    pair_job *job = p;
    retold_copies *copies;
    size_t count, edge_count;
    retold_status status = retold_copies_new(ctx, &copies, err);
    if (status != RETOLD_OK) return status;
    ctx_always(ctx, copies_end, copies);
    status = retold_copies_add(ctx, copies, job->l->page, err);
    if (status == RETOLD_OK) status = retold_copies_add(ctx, copies, job->stored, err);
    if (status == RETOLD_OK) status = retold_copies_group(ctx, copies, err);
    if (status != RETOLD_OK) return status;
    const retold_passage *passages = retold_copies_passages(copies, &count);
    for (size_t i = 0; i < count; i++) vec_push(job->l->a, &job->m->passages, passages[i]);
    const retold_copy_edge *edges = retold_copies_edges(copies, &edge_count);
    job->m->relation = S("partial");
    job->m->page_in_stored = share_of(job->m, false, job->l->page->text.len);
    job->m->stored_in_page = stored_share(job->l, job->m, job->stored->text.len);
    if (count && passages[0].from != RETOLD_NONE) {
        job->m->from = side_of(passages[0].from);
        job->m->confidence = (double)passages[0].confidence;
    }
    if (edge_count) read_edge(job->l, job->m, &edges[0]);
    copy_fields(job->l->a, job->m, job->stored);
    return RETOLD_OK;
}

/* Versions that have a newer one are history, in no family, and aren't told of. */
static retold_status compare(retold_ctx *ctx, retold_store *store, looked *l, uint32_t number, retold_error *err) {
    match m = {0};
    retold_article *stored;
    retold_status status = store_place_of(store, number, &m.at, err);
    if (status == RETOLD_E_ABSENT || (status == RETOLD_OK && m.at.superseded_by != RETOLD_NONE)) return RETOLD_OK;
    if (status == RETOLD_OK) status = store_article(ctx, store, number, &stored, err);
    if (status != RETOLD_OK) return status;
    status = ctx_run(ctx, compare_pair, &(pair_job){l, stored, &m}, err);
    retold_article_free(stored);
    if (status == RETOLD_OK && m.passages.count) vec_push(l->a, &l->matches, m);
    return status;
}

/* Most of the page first. */
static int by_share(const void *x, const void *y) {
    const match *a = x, *b = y;
    if (a->page_in_stored != b->page_in_stored) return a->page_in_stored > b->page_in_stored ? -1 : 1;
    if (a->stored_in_page != b->stored_in_page) return a->stored_in_page > b->stored_in_page ? -1 : 1;
    return strcmp(a->at.id, b->at.id);
}

/* ---- what is told ---- */

static yyjson_mut_val *passages_json(yyjson_mut_doc *doc, const match *m) {
    yyjson_mut_val *list = json_array(doc);
    for (size_t i = 0; i < m->passages.count; i++) {
        const retold_passage *p = &m->passages.items[i];
        yyjson_mut_val *o = json_object(doc);
        json_put_range(doc, o, "page_span", p->a_span);
        json_put_range(doc, o, "stored_span", p->b_span);
        json_put_passage_kind(doc, o, p->kind);
        json_push(doc, list, o);
    }
    return list;
}

static yyjson_mut_val *match_json(yyjson_mut_doc *doc, const match *m) {
    yyjson_mut_val *o = json_object(doc), *reasons = json_array(doc);
    for (span rest = m->reasons; rest.len;) json_push(doc, reasons, json_string(doc, span_take_until(&rest, ' ')));
    json_put_text(doc, o, "article", span_of(m->at.id));
    json_put_text(doc, o, "family", span_of(m->at.family_id));
    json_put_text(doc, o, "title", m->title);
    json_put_some(doc, o, "outlet", m->outlet);
    json_put_some(doc, o, "published", m->published);
    json_put_text(doc, o, "relation", m->relation);
    json_put_real(doc, o, "page_in_stored", m->page_in_stored);
    json_put_real(doc, o, "stored_in_page", m->stored_in_page);
    json_put_text(doc, o, "from", m->from);
    json_put_real(doc, o, "confidence", m->confidence);
    json_put(doc, o, "reasons", reasons);
    json_put(doc, o, "passages", passages_json(doc, m));
    return o;
}

static void put_json(buf *out, const looked *l, span id, uint32_t unmarked) {
    yyjson_mut_doc *doc = json_new(l->a);
    yyjson_mut_val *row = json_object(doc), *list = json_array(doc);
    json_put_text(doc, row, "id", id);
    json_put_text(doc, row, "title", l->page->title.text);
    for (size_t i = 0; i < l->matches.count; i++) json_push(doc, list, match_json(doc, &l->matches.items[i]));
    json_put(doc, row, "matches", list);
    json_put_int(doc, row, "hubs", l->hubs);
    json_put_int(doc, row, "not_compared", l->not_compared);
    json_put_int(doc, row, "not_indexed", unmarked);
    json_write(out, doc, row, false);
}

static int percent(double share) { return (int)(share * 100 + 0.5); }

static void put_match(buf *out, const match *m) {
    buf_printf(out, "    %.*s  %d %% of it in %.10s, %d %% of that in it", SPAN_ARG(m->relation), percent(m->page_in_stored),
               m->at.id, percent(m->stored_in_page));
    if (m->from.len)
        buf_printf(out, ", %s, sure %.2f", span_equal(m->from, S("page")) ? "from here" : "from there", m->confidence);
    buf_put(out, S("\n        "));
    print_visible(out, m->title);
    if (m->outlet.len) {
        buf_put(out, S("  "));
        print_visible(out, m->outlet);
    }
    if (m->published.len) buf_printf(out, "  %.*s", 10, m->published.ptr);
    buf_put(out, S("\n        bytes "));
    for (size_t i = 0; i < m->passages.count; i++) {
        const retold_passage *p = &m->passages.items[i];
        buf_printf(out, "%s%u-%u %c %u-%u", i ? ", " : "", p->a_span.begin, p->a_span.end,
                   p->kind == RETOLD_PASSAGE_EXACT ? '=' : '~', p->b_span.begin, p->b_span.end);
    }
    buf_char(out, '\n');
}

static void put_text(buf *out, const looked *l, span id, uint32_t unmarked) {
    print_visible(out, id);
    buf_put(out, S("  "));
    print_visible(out, l->page->title.text);
    buf_char(out, '\n');
    for (size_t i = 0; i < l->matches.count; i++) put_match(out, &l->matches.items[i]);
    if (!l->matches.count) buf_put(out, S("    shares no passage with anything stored\n"));
    if (l->not_compared) buf_printf(out, "    %u further articles share a mark and were not compared\n", l->not_compared);
    if (unmarked) buf_printf(out, "    %u stored articles are not in the index yet: add and refresh bring them in\n", unmarked);
}

/* ---- pages ---- */

static void article_end(void *article) { retold_article_free(article); }

typedef struct page_job {
    looking *how;
    retold_page *page;
    arena memory; /* of what was found, which outlives the runs that find it */
} page_job;

static retold_status look_up(retold_ctx *ctx, void *p, retold_error *err) {
    page_job *job = p;
    looking *how = job->how;
    retold_article *article;
    uint32_t unmarked;
    retold_status status = article_of_page(ctx, job->page, &article, err);
    if (status != RETOLD_OK) return status;
    ctx_always(ctx, article_end, article);
    span id = job->page->id.len ? job->page->id : article->id;
    article->id = S("page"); /* the same page may be stored */
    looked l = {.a = &job->memory, .page = article};
    status = store_unmarked(how->store, &unmarked, err);
    if (status == RETOLD_OK) status = find_candidates(how->store, &l, err);
    for (size_t i = 0; i < l.candidates.count && status == RETOLD_OK; i++)
        status = compare(ctx, how->store, &l, l.candidates.items[i].article, err);
    if (status != RETOLD_OK) return status;
    if (l.matches.count) qsort(l.matches.items, l.matches.count, sizeof(match), by_share);
    buf out = buf_made(l.a);
    (how->form == RETOLD_FORM_JSON ? put_json : put_text)(&out, &l, id, unmarked);
    return buf_flush(&out, how->out, err);
}

static void page_end(void *p) {
    page_job *job = p;
    retold_page_free(job->page);
    arena_free(&job->memory);
}

/* A page that holds no article is told of; what is wrong with the store or the output ends the run. */
static retold_status take_page(retold_ctx *ctx, void *p, retold_error *err) {
    page_job *job = p;
    retold_page *page = job->page;
    retold_error why = {0};
    job->memory = arena_made(ctx);
    ctx_always(ctx, page_end, job);
    retold_status status = page->kind == PAGE_OTHER ? RETOLD_E_FORMAT : ctx_run(ctx, look_up, job, &why);
    if (status == RETOLD_E_FORMAT) {
        const char *reason = page->error.len ? page->error.ptr : page->kind == PAGE_OTHER ? "the page is no text" : why.message;
        session_failed(ctx, job->how->s, page->file, page->offset, page->id, reason);
        return RETOLD_OK;
    }
    if (status != RETOLD_OK && err) *err = why;
    return status;
}

static retold_status look_up_page(retold_ctx *ctx, void *user, retold_page *page, retold_error *err) {
    return ctx_run(ctx, take_page, &(page_job){.how = user, .page = page}, err);
}

retold_status lookup_run(retold_ctx *ctx, session *s, retold_store *store, const retold_inputs *inputs, retold_form form,
                         const retold_sink *out, retold_error *err) {
    looking how = {s, store, form, out};
    return pages_read(ctx, s, inputs, look_up_page, &how, err);
}
