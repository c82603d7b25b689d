/* Copies over JSONL documents: reading and grouping for `copies` and `dedup`, and what `copies` writes. */
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

void copies_summary_json(yyjson_mut_doc *doc, yyjson_mut_val *row, const retold_copies_report *report) {
    json_put_int(doc, row, "boilerplate_shingles", (int64_t)report->boilerplate_shingles);
    json_put_int(doc, row, "equal_texts", (int64_t)report->equal_texts);
    json_put_int(doc, row, "hubbed_marks", (int64_t)report->hubbed_marks);
    json_put_int(doc, row, "pairs_compared", (int64_t)report->pairs_compared);
    json_put_int(doc, row, "pairs_sharing", (int64_t)report->pairs_sharing);
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

retold_status documents_group(retold_ctx *ctx, session *s, const retold_inputs *inputs, documents *d, retold_copies **copies,
                              retold_error *err) {
    ctx_always(ctx, documents_end, d);
    retold_status status = documents_read(ctx, s, inputs, keep_document, d, err);
    if (status == RETOLD_OK) status = copies_of(ctx, &d->list, copies, err);
    if (status == RETOLD_OK) ctx_always(ctx, copies_end, *copies);
    return status;
}

typedef struct group_job {
    session *s;
    const retold_inputs *inputs;
    documents documents;
    const retold_sink *families, *passages;
} group_job;

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
    retold_status status = documents_group(ctx, job->s, job->inputs, &job->documents, &copies, err);
    if (status == RETOLD_OK && job->families->write) status = write_families(ctx, job, copies, err);
    if (status == RETOLD_OK && job->passages->write) status = write_passages(ctx, job, copies, err);
    return status;
}

retold_status copies_run(retold_ctx *ctx, session *s, const retold_inputs *inputs, const retold_sink *families,
                         const retold_sink *passages, retold_error *err) {
    group_job job = {.s = s, .inputs = inputs, .families = families, .passages = passages};
    return ctx_run(ctx, run_copies, &job, err);
}
