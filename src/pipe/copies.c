/* Copies over JSONL documents: `copies` and `dedup`. */
#include "base/ctx.h"
#include "pipe/pipe_internal.h"

void copies_end(void *copies) { retold_copies_free(copies); }

void articles_end(void *p) {
    articles *list = p;
    for (size_t i = 0; i < list->count; i++) retold_article_free(list->items[i]);
}

const char *relation_name(retold_copy_relation relation) {
    static const char *const names[] = {"exact", "near", "abridged", "extended"};
    return names[relation];
}

span reason_names(arena *a, uint32_t reasons) {
    static const char *const names[] = {"time", "credit", "agency", "containment", "centre", "inheritance"};
    buf out = buf_made(a);
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
        if (reasons & (1u << i)) buf_printf(&out, "%s%s", out.len ? " " : "", names[i]);
    return buf_span(&out);
}

typedef struct copies_job {
    const articles *list;
    retold_copies **out;
} copies_job;

static retold_status group_copies(retold_ctx *ctx, void *p, retold_error *err) {
    copies_job *job = p;
    retold_copies *copies;
    retold_status status = retold_copies_new(ctx, &copies, err);
    if (status != RETOLD_OK) return status;
    ctx_undo(ctx, copies_end, copies);
    for (size_t i = 0; i < job->list->count && status == RETOLD_OK; i++)
        status = retold_copies_add(ctx, copies, job->list->items[i], err);
    if (status == RETOLD_OK) status = retold_copies_group(ctx, copies, err);
    *job->out = copies;
    return status;
}

retold_status copies_of(retold_ctx *ctx, const articles *list, retold_copies **out, retold_error *err) {
    return ctx_run(ctx, group_copies, &(copies_job){list, out}, err);
}

/* The documents of a run, kept until it ends: what copies looks at, and the row where it is written again. */
typedef struct documents {
    arena memory;
    articles list;
    bool rows;
} documents;

static void documents_end(void *p) {
    documents *d = p;
    arena_free(&d->memory);
}

/* A copy without what is not looked at; an article as read takes several times its text. */
static retold_article *slim(arena *a, const retold_article *from, bool row) {
    retold_article *to = ARENA_NEW(a, retold_article);
    to->id = arena_copy(a, from->id);
    to->title.text = arena_copy(a, from->title.text);
    to->outlet.text = arena_copy(a, from->outlet.text);
    to->agency.text = arena_copy(a, from->agency.text);
    to->published = from->published;
    to->text = arena_copy(a, from->text);
    if (row) to->row = arena_copy(a, from->row);
    return to;
}

typedef struct keep_job {
    documents *documents;
    const retold_article *article;
} keep_job;

static retold_status keep_slim(retold_ctx *ctx, void *p, retold_error *err) {
    keep_job *job = p;
    documents *d = job->documents;
    (void)err;
    d->memory.ctx = ctx;
    retold_article *kept = slim(&d->memory, job->article, d->rows);
    vec_push(&d->memory, &d->list, kept);
    return RETOLD_OK;
}

static retold_status keep_document(retold_ctx *ctx, void *user, retold_article *article, retold_error *err) {
    retold_status status = ctx_run(ctx, keep_slim, &(keep_job){user, article}, err);
    retold_article_free(article);
    return status;
}

typedef struct group_job {
    session *s;
    const retold_inputs *inputs;
    documents documents;
    const retold_sink *families, *passages; /* copies */
    const retold_sink *kept, *removed;      /* dedup */
    retold_keep keep;
} group_job;

/* Read all documents and group them; both go when the run under way ends. */
static retold_status read_and_group(retold_ctx *ctx, group_job *job, retold_copies **copies, retold_error *err) {
    ctx_always(ctx, documents_end, &job->documents);
    retold_status status = documents_read(ctx, job->s, job->inputs, keep_document, &job->documents, err);
    if (status == RETOLD_OK) status = copies_of(ctx, &job->documents.list, copies, err);
    if (status == RETOLD_OK) ctx_always(ctx, copies_end, *copies);
    return status;
}

static span id_of(const group_job *job, uint32_t number) { return job->documents.list.items[number]->id; }

static retold_status write_families(retold_ctx *ctx, group_job *job, const retold_copies *copies, retold_error *err) {
    arena *a = ctx_scratch(ctx);
    retold_status status = RETOLD_OK;
    for (uint32_t i = 0; i < retold_copies_count(copies) && status == RETOLD_OK; i++) {
        arena_mark mark = arena_here(a);
        yyjson_mut_doc *doc = json_new(a);
        yyjson_mut_val *row = json_object(doc);
        json_put(doc, row, "id", json_string(doc, id_of(job, i)));
        json_put(doc, row, "family", json_string(doc, id_of(job, retold_copies_family(copies, i))));
        status = write_row(a, doc, row, job->families, err);
        arena_back(a, mark);
    }
    return status;
}

static yyjson_mut_val *passage_json(const group_job *job, yyjson_mut_doc *doc, const retold_passage *p) {
    static const char *const kinds[] = {"exact", "near", "partial"};
    yyjson_mut_val *row = json_object(doc);
    json_put(doc, row, "a", json_string(doc, id_of(job, p->a)));
    json_put(doc, row, "b", json_string(doc, id_of(job, p->b)));
    json_put_range(doc, row, "a_span", p->a_span);
    json_put_range(doc, row, "b_span", p->b_span);
    json_put_text(doc, row, "kind", span_of(kinds[p->kind]));
    json_put_text(doc, row, "from", p->from == RETOLD_NONE ? (span){0} : id_of(job, p->from));
    json_put_real(doc, row, "confidence", (double)p->confidence);
    return row;
}

static retold_status write_passages(retold_ctx *ctx, group_job *job, const retold_copies *copies, retold_error *err) {
    size_t count;
    const retold_passage *passages = retold_copies_passages(copies, &count);
    arena *a = ctx_scratch(ctx);
    retold_status status = RETOLD_OK;
    for (size_t i = 0; i < count && status == RETOLD_OK; i++) {
        arena_mark mark = arena_here(a);
        yyjson_mut_doc *doc = json_new(a);
        status = write_row(a, doc, passage_json(job, doc, &passages[i]), job->passages, err);
        arena_back(a, mark);
    }
    return status;
}

static retold_status run_copies(retold_ctx *ctx, void *p, retold_error *err) {
    group_job *job = p;
    retold_copies *copies;
    retold_status status = read_and_group(ctx, job, &copies, err);
    if (status == RETOLD_OK && job->families->write) status = write_families(ctx, job, copies, err);
    if (status == RETOLD_OK && job->passages->write) status = write_passages(ctx, job, copies, err);
    return status;
}

retold_status copies_run(retold_ctx *ctx, session *s, const retold_inputs *inputs, const retold_sink *families,
                         const retold_sink *passages, retold_error *err) {
    group_job job = {.s = s, .inputs = inputs, .families = families, .passages = passages};
    return ctx_run(ctx, run_copies, &job, err);
}

/* ---- dedup ---- */

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
    retold_status status = read_and_group(ctx, job, &copies, err);
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
