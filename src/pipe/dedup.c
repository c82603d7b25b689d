/* `dedup`: what of a set of copies stays, and for all that went the kept document that it matches, where. */
#include "pipe/dedup.h"
#include "base/map.h"
#include <stdlib.h>

/* Edges of each document, to both sides. */
typedef struct links {
    uint32_t *begin; /* [count + 1] */
    uint32_t *to;
} links;

/* What a run by document works with beside the job. */
typedef struct removal {
    dedup_job *job;
    uint32_t *kept; /* [count] by number of the family: the document that stays */
    links links;
    uint32_t *through; /* [count] towards the kept document, along edges; RETOLD_NONE when not reached */
    passage_index passages;
} removal;

/* ---- who stays ---- */

static uint32_t *choose_kept(arena *a, const dedup_job *job) {
    uint32_t count = retold_copies_count(job->corpus.copies);
    const uint32_t *place = job->place;
    uint32_t *kept = ARENA_ARRAY(a, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) kept[i] = RETOLD_NONE;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t *best = &kept[retold_copies_family(job->corpus.copies, i)];
        if (*best == RETOLD_NONE || place[i] < place[*best]) *best = i;
    }
    return kept;
}

/* ---- ways from what went to what stays ---- */

static links links_of(arena *a, const retold_copies *copies) {
    size_t edge_count;
    uint32_t count = retold_copies_count(copies);
    const retold_copy_edge *edges = retold_copies_edges(copies, &edge_count);
    links l = {ARENA_ARRAY(a, uint32_t, (size_t)count + 2), ARENA_ARRAY(a, uint32_t, 2 * edge_count)};
    for (size_t e = 0; e < edge_count; e++) l.begin[edges[e].a + 2]++, l.begin[edges[e].b + 2]++;
    for (uint32_t i = 0; i < count; i++) l.begin[i + 2] += l.begin[i + 1];
    for (size_t e = 0; e < edge_count; e++) {
        l.to[l.begin[edges[e].a + 1]++] = edges[e].b;
        l.to[l.begin[edges[e].b + 1]++] = edges[e].a;
    }
    return l;
}

/* Breadth first from all kept documents: which neighbour is nearest to the one that stays. */
static void find_ways(arena *a, removal *r) {
    uint32_t count = retold_copies_count(r->job->corpus.copies), head = 0, tail = 0;
    uint32_t *queue = ARENA_ARRAY(a, uint32_t, count);
    r->through = ARENA_ARRAY(a, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) r->through[i] = RETOLD_NONE;
    for (uint32_t f = 0; f < count; f++)
        if (r->kept[f] != RETOLD_NONE) r->through[queue[tail++] = r->kept[f]] = r->kept[f];
    while (head < tail) {
        uint32_t from = queue[head++];
        for (uint32_t k = r->links.begin[from]; k < r->links.begin[from + 1]; k++) {
            uint32_t to = r->links.to[k];
            if (r->through[to] != RETOLD_NONE) continue;
            r->through[to] = from;
            queue[tail++] = to;
        }
    }
}

passage_index passages_by_document(arena *a, const retold_copies *copies) {
    size_t total;
    uint32_t count = retold_copies_count(copies);
    const retold_passage *list = retold_copies_passages(copies, &total);
    passage_index index = {ARENA_ARRAY(a, uint32_t, (size_t)count + 2), ARENA_ARRAY(a, uint32_t, 2 * total)};
    for (size_t p = 0; p < total; p++) index.begin[list[p].a + 2]++, index.begin[list[p].b + 2]++;
    for (uint32_t i = 0; i < count; i++) index.begin[i + 2] += index.begin[i + 1];
    for (size_t p = 0; p < total; p++) {
        index.items[index.begin[list[p].a + 1]++] = (uint32_t)p;
        index.items[index.begin[list[p].b + 1]++] = (uint32_t)p;
    }
    return index;
}

static int by_place(const void *x, const void *y) {
    const view *a = x, *b = y;
    if (a->place != b->place) return a->place < b->place ? -1 : 1;
    if (a->here.begin != b->here.begin) return a->here.begin < b->here.begin ? -1 : 1;
    return a->there.begin < b->there.begin ? -1 : a->there.begin > b->there.begin;
}

view *views_of(arena *a, const dedup_job *job, const passage_index *index, uint32_t doc, size_t *count) {
    size_t total;
    const retold_passage *list = retold_copies_passages(job->corpus.copies, &total);
    *count = index->begin[doc + 1] - index->begin[doc];
    view *out = ARENA_ARRAY(a, view, *count);
    for (size_t k = 0; k < *count; k++) {
        const retold_passage *p = &list[index->items[index->begin[doc] + k]];
        uint32_t other = p->a == doc ? p->b : p->a;
        range a_span = p->a_span, b_span = p->b_span;
        out[k] = (view){p->a == doc ? a_span : b_span, p->a == doc ? b_span : a_span, other, job->place[other]};
    }
    if (*count) qsort(out, *count, sizeof *out, by_place);
    return out;
}

/* ---- what went ---- */

static bool overlaps(range r, const ranges *list) {
    for (size_t i = 0; i < list->count; i++)
        if (r.begin < list->items[i].end && list->items[i].begin < r.end) return true;
    return false;
}

static int by_begin(const void *x, const void *y) {
    const range *a = x, *b = y;
    return a->begin < b->begin ? -1 : a->begin > b->begin;
}

/* What no range covers; they are put in order. */
static ranges uncovered(arena *a, span text, ranges *covered) {
    if (covered->count) qsort(covered->items, covered->count, sizeof *covered->items, by_begin);
    return matches_gaps(a, text, covered->items, covered->count);
}

enum { MOST_ELSEWHERE = 32 };

/* Passages with other documents that stay, where the one of the family has nothing of it; what they leave remains `open`. */
static yyjson_mut_val *elsewhere_json(arena *a, const removal *r, yyjson_mut_doc *doc, uint32_t gone, span text, ranges *covered,
                                      ranges *open) {
    yyjson_mut_val *array = json_array(doc);
    size_t count, told = 0;
    if (!open->count) return array;
    const view *list = views_of(a, r->job, &r->passages, gone, &count);
    for (size_t k = 0; k < count && open->count && told < MOST_ELSEWHERE; k++) {
        const view *v = &list[k];
        if (r->kept[retold_copies_family(r->job->corpus.copies, v->other)] != v->other || !overlaps(v->here, open)) continue;
        yyjson_mut_val *row = json_object(doc);
        json_put(doc, row, "kept", json_string(doc, id_of(r->job, v->other)));
        json_put_range(doc, row, "span", v->here);
        json_put_range(doc, row, "kept_span", v->there);
        json_push(doc, array, row);
        vec_push(a, covered, v->here);
        *open = uncovered(a, text, covered);
        told++;
    }
    return array;
}

static yyjson_mut_val *ranges_json(yyjson_mut_doc *doc, const ranges *list) {
    yyjson_mut_val *array = json_array(doc);
    for (size_t i = 0; i < list->count; i++) json_push(doc, array, json_range(doc, list->items[i]));
    return array;
}

static yyjson_mut_val *removed_json(arena *a, const removal *r, yyjson_mut_doc *doc, uint32_t gone, uint32_t stays, span text,
                                    const matched *m) {
    yyjson_mut_val *row = json_object(doc);
    ranges covered = {0};
    for (size_t i = 0; i < m->items.count; i++) vec_push(a, &covered, m->items.items[i].gone);
    ranges open = uncovered(a, text, &covered);
    json_put(doc, row, "id", json_string(doc, id_of(r->job, gone)));
    json_put(doc, row, "kept", json_string(doc, id_of(r->job, stays)));
    uint32_t through = r->through[gone];
    if (!m->items.count && through != RETOLD_NONE && through != stays)
        json_put(doc, row, "through", json_string(doc, id_of(r->job, through)));
    json_put_text(doc, row, "kind", span_of(m->kind));
    json_put_real(doc, row, "contained", m->contained);
    json_put_real(doc, row, "kept_contained", m->holds);
    json_put(doc, row, "passages", matches_json(doc, m, 0, 0));
    json_put(doc, row, "elsewhere", elsewhere_json(a, r, doc, gone, text, &covered, &open));
    json_put(doc, row, "unmatched", ranges_json(doc, &open));
    return row;
}

typedef struct removed_job {
    const removal *r;
    uint32_t gone, stays;
} removed_job;

static void free_article(void *article) { retold_article_free(article); }

/* The text of a document, which goes when the ctx_run() under way ends. */
static retold_status text_again(retold_ctx *ctx, dedup_job *job, uint32_t number, span *text, retold_error *err) {
    retold_article *article;
    *text = document(job, number)->text;
    if (job->texts) return RETOLD_OK;
    retold_status status = corpus_article(ctx, &job->corpus, number, &article, err);
    if (status != RETOLD_OK) return status;
    ctx_always(ctx, free_article, article);
    *text = article->text;
    return RETOLD_OK;
}

static retold_status write_removed(retold_ctx *ctx, void *p, retold_error *err) {
    const removed_job *job = p;
    dedup_job *all = job->r->job;
    arena *a = ctx_scratch(ctx);
    span gone, stays;
    matched m;
    retold_status status = text_again(ctx, all, job->gone, &gone, err);
    if (status == RETOLD_OK) status = text_again(ctx, all, job->stays, &stays, err);
    if (status == RETOLD_OK) status = matches_find(ctx, a, gone, stays, &m, err);
    if (status != RETOLD_OK) return status;
    yyjson_mut_doc *doc = json_new(a);
    return write_row(a, doc, removed_json(a, job->r, doc, job->gone, job->stays, gone, &m), &all->how->removed, err);
}

/* ---- what stays ---- */

retold_status write_kept(retold_ctx *ctx, dedup_job *job, uint32_t number, const span *text, retold_error *err) {
    if (!job->how->kept.write) return RETOLD_OK;
    arena *a = ctx_scratch(ctx);
    arena_mark mark = arena_here(a);
    span row;
    buf line = buf_made(a);
    retold_status status = corpus_row(ctx, &job->corpus, number, &row, err);
    if (status == RETOLD_OK) {
        buf_put(&line, text ? row_with_text(a, row, *text) : row);
        buf_char(&line, '\n');
        status = buf_flush(&line, &job->how->kept, err);
    }
    arena_back(a, mark);
    return status;
}

static retold_status documents_dedup(retold_ctx *ctx, dedup_job *job, retold_error *err) {
    arena *a = ctx_scratch(ctx);
    retold_status status = RETOLD_OK;
    removal *r = ARENA_NEW(a, removal);
    *r = (removal){.job = job, .kept = choose_kept(a, job)};
    if (job->how->removed.write) {
        r->links = links_of(a, job->corpus.copies);
        find_ways(a, r);
        r->passages = passages_by_document(a, job->corpus.copies);
    }
    for (uint32_t i = 0; i < retold_copies_count(job->corpus.copies) && status == RETOLD_OK; i++) {
        uint32_t stays = r->kept[retold_copies_family(job->corpus.copies, i)];
        if (stays == i) {
            status = write_kept(ctx, job, i, NULL, err);
            continue;
        }
        job->s->tally->same++;
        job->bytes_removed += document(job, i)->length;
        if (job->how->removed.write) status = ctx_run(ctx, write_removed, &(removed_job){r, i, stays}, err);
    }
    return status;
}

/* ---- the end ---- */

/* Ids that stand more than once: what is said of them is told apart by nothing else. */
static uint64_t repeated_ids(arena *a, const dedup_job *job) {
    names seen = {0};
    for (uint32_t i = 0; i < job->docs.count; i++) names_add(a, &seen, id_of(job, i));
    return job->docs.count - seen.count;
}

static retold_status write_summary(retold_ctx *ctx, const dedup_job *job, retold_error *err) {
    arena *a = ctx_scratch(ctx);
    yyjson_mut_doc *doc = json_new(a);
    yyjson_mut_val *row = json_object(doc);
    const retold_tally *t = job->s->tally;
    json_put_int(doc, row, "documents", (int64_t)job->docs.count);
    json_put_int(doc, row, "kept", (int64_t)(job->docs.count - t->same));
    json_put_int(doc, row, "removed", (int64_t)t->same);
    if (job->how->by == RETOLD_DEDUP_PARAGRAPHS) {
        json_put_int(doc, row, "shortened", (int64_t)t->changed);
        json_put_int(doc, row, "paragraphs", (int64_t)job->paragraphs);
        json_put_int(doc, row, "paragraphs_removed", (int64_t)job->paragraphs_removed);
        json_put_int(doc, row, "paragraphs_not_tried_with_all", (int64_t)job->untried);
    }
    json_put_int(doc, row, "failed", (int64_t)t->failed);
    json_put_int(doc, row, "repeated_ids", (int64_t)repeated_ids(a, job));
    json_put_int(doc, row, "bytes", (int64_t)job->bytes);
    json_put_int(doc, row, "bytes_removed", (int64_t)job->bytes_removed);
    copies_summary_json(doc, row, retold_copies_summary(job->corpus.copies));
    return write_row(a, doc, row, &job->how->summary, err);
}

/* A document as it is read. */
static void note_document(retold_ctx *ctx, void *user, const retold_article *article) {
    dedup_job *job = user;
    job->memory.ctx = ctx;
    dedup_doc d = {.length = article->text.len, .time = article->published.ms};
    if (job->texts) d.text = arena_copy(&job->memory, article->text);
    if (job->how->keep == RETOLD_KEEP_MOST_COMPLETE) d.fields = keep_fields(ctx_scratch(ctx), article->row);
    vec_push(&job->memory, &job->docs, d);
    job->bytes += d.length;
}

static void free_memory(void *memory) { arena_free(memory); }

static retold_status run_dedup(retold_ctx *ctx, void *p, retold_error *err) {
    dedup_job *job = p;
    ctx_always(ctx, free_memory, &job->memory);
    retold_status status = corpus_group(ctx, &job->corpus, err);
    if (status != RETOLD_OK) return status;
    job->place = keep_places(ctx_scratch(ctx), job);
    status = job->how->by == RETOLD_DEDUP_PARAGRAPHS ? paragraphs_dedup(ctx, job, err) : documents_dedup(ctx, job, err);
    if (status == RETOLD_OK && job->how->summary.write) status = write_summary(ctx, job, err);
    return status;
}

retold_status dedup_run(retold_ctx *ctx, session *s, const retold_inputs *inputs, const retold_dedup *how, retold_error *err) {
    dedup_job job = {.s = s, .how = how, .corpus = {.s = s, .inputs = inputs, .each = note_document}};
    job.corpus.user = &job;
    /* To cut paragraphs, and to see which text is the most complete, all texts are looked at again. */
    job.texts = how->by == RETOLD_DEDUP_PARAGRAPHS || how->keep == RETOLD_KEEP_MOST_COMPLETE;
    return ctx_run(ctx, run_dedup, &job, err);
}
