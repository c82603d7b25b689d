/* `dedup`: one document of each family stays, and what went says which kept document it matches, where. */
#include "base/ctx.h"
#include "pipe/pipe_internal.h"

typedef struct group_job {
    session *s;
    const retold_inputs *inputs;
    documents documents;
    const retold_sink *kept, *removed;
    retold_keep keep;
} group_job;

static span id_of(const group_job *job, uint32_t number) { return job->documents.list.items[number]->id; }

/* Is document x to be kept rather than y? Ties go to the smaller id, so that the order of the input doesn't matter. */
static bool goes_before(const group_job *job, uint32_t x, uint32_t y) {
    const retold_article *a = job->documents.list.items[x], *b = job->documents.list.items[y];
    bool timed = a->published.ms != RETOLD_TIME_NONE, other_timed = b->published.ms != RETOLD_TIME_NONE;
    if (job->keep == RETOLD_KEEP_EARLIEST && timed != other_timed) return timed;
    if (job->keep == RETOLD_KEEP_EARLIEST && timed && a->published.ms != b->published.ms)
        return a->published.ms < b->published.ms;
    if (a->text.len != b->text.len) return a->text.len > b->text.len;
    int order = span_compare(a->id, b->id);
    return order ? order < 0 : x < y;
}

/* By family: the document that stays. */
static uint32_t *choose_kept(arena *a, const group_job *job, const retold_copies *copies) {
    uint32_t count = retold_copies_count(copies);
    uint32_t *kept = ARENA_ARRAY(a, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) kept[i] = RETOLD_NONE;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t *best = &kept[retold_copies_family(copies, i)];
        if (*best == RETOLD_NONE || goes_before(job, i, *best)) *best = i;
    }
    return kept;
}

/* The passages of a removed document with the kept one, seen from the removed one. */
static yyjson_mut_val *matches_json(retold_ctx *ctx, yyjson_mut_doc *doc, const retold_article *gone, const retold_article *stays,
                                    double *contained, retold_error *err, retold_status *status) {
    retold_passages *passages;
    yyjson_mut_val *array = json_array(doc);
    size_t count, shared = 0;
    *status = retold_copies_between(ctx, gone, stays, 8, &passages, err);
    if (*status != RETOLD_OK) return array;
    const retold_passage *items = retold_passages_items(passages, &count);
    for (size_t i = 0; i < count; i++) {
        yyjson_mut_val *row = json_object(doc);
        json_put_range(doc, row, "span", items[i].a_span);
        json_put_range(doc, row, "kept_span", items[i].b_span);
        json_push(doc, array, row);
        shared += range_len(items[i].a_span);
    }
    retold_passages_free(passages);
    *contained = gone->text.len ? (double)shared / (double)gone->text.len : 1;
    return array;
}

static retold_status write_removed(retold_ctx *ctx, group_job *job, uint32_t gone, uint32_t stays, retold_error *err) {
    arena *a = ctx_scratch(ctx);
    arena_mark mark = arena_here(a);
    yyjson_mut_doc *doc = json_new(a);
    yyjson_mut_val *row = json_object(doc);
    double contained = 0;
    retold_status status;
    const articles *list = &job->documents.list;
    yyjson_mut_val *matches = matches_json(ctx, doc, list->items[gone], list->items[stays], &contained, err, &status);
    json_put(doc, row, "id", json_string(doc, id_of(job, gone)));
    json_put(doc, row, "kept", json_string(doc, id_of(job, stays)));
    json_put_real(doc, row, "contained", contained > 1 ? 1 : contained);
    json_put(doc, row, "passages", matches);
    if (status == RETOLD_OK) status = write_row(a, doc, row, job->removed, err);
    arena_back(a, mark);
    return status;
}

static retold_status write_kept(retold_ctx *ctx, group_job *job, uint32_t number, retold_error *err) {
    buf line = buf_made(ctx_scratch(ctx));
    arena_mark mark = arena_here(ctx_scratch(ctx));
    buf_put(&line, job->documents.list.items[number]->row);
    buf_char(&line, '\n');
    retold_status status = buf_flush(&line, job->kept, err);
    arena_back(ctx_scratch(ctx), mark);
    return status;
}

static retold_status run_dedup(retold_ctx *ctx, void *p, retold_error *err) {
    group_job *job = p;
    retold_copies *copies;
    retold_status status = documents_group(ctx, job->s, job->inputs, &job->documents, &copies, err);
    if (status != RETOLD_OK) return status;
    uint32_t *kept = choose_kept(ctx_scratch(ctx), job, copies);
    for (uint32_t i = 0; i < retold_copies_count(copies) && status == RETOLD_OK; i++) {
        uint32_t stays = kept[retold_copies_family(copies, i)];
        if (stays == i) {
            status = write_kept(ctx, job, i, err);
            continue;
        }
        job->s->tally->same++;
        if (job->removed->write) status = write_removed(ctx, job, i, stays, err);
    }
    return status;
}

retold_status dedup_run(retold_ctx *ctx, session *s, const retold_inputs *inputs, retold_keep keep, const retold_sink *kept,
                        const retold_sink *removed, retold_error *err) {
    group_job job = {.s = s, .inputs = inputs, .kept = kept, .removed = removed, .keep = keep, .documents.rows = true};
    return ctx_run(ctx, run_dedup, &job, err);
}
