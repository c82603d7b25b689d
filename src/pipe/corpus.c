/*
 * Articles are read once and not kept; and what `copies` writes. What stays of each is where its row stands: in its file, or in a spool where the input
 * can't be read again (standard input, compressed files).
 */
#include "pipe/corpus.h"
#include "base/ctx.h"

enum {
    PLACES = 4096,          /* in a block */
    SPOOLED_ROWS = 4 << 20, /* bytes that stay in memory */
};

#define IN_SPOOL UINT32_MAX

static void corpus_end(void *p) {
    corpus *c = p;
    retold_copies_free(c->copies);
    spool_free(&c->rows);
    lent_end(&c->lent);
    lent_end(&c->lent_rows);
    for (unsigned i = 0; i < CORPUS_OPEN_FILES; i++) os_close(c->files[i]);
    arena_free(&c->memory);
}

static const row_place *place_of(const corpus *c, uint32_t number) { return &c->places.items[number / PLACES][number % PLACES]; }

/* Where the row of the document under way can be had again. */
static row_place place_kept(retold_ctx *ctx, corpus *c, const retold_article *article) {
    row_place at = c->s->row;
    if (at.in_place && at.input < CORPUS_OPEN_FILES) {
        if (c->files[at.input] || os_open(c->inputs->paths[at.input], &c->files[at.input], NULL) == RETOLD_OK) return at;
    }
    span row = article->row;
    return (row_place){spool_put(ctx, &c->rows, row.ptr, row.len), (uint32_t)row.len, IN_SPOOL, false};
}

typedef struct add_job {
    corpus *corpus;
    const retold_article *article;
} add_job;

static retold_status add_document(retold_ctx *ctx, void *p, retold_error *err) {
    add_job *job = p;
    corpus *c = job->corpus;
    c->memory.ctx = ctx;
    if (c->count % PLACES == 0 && c->places.count == c->count / PLACES) {
        row_place *block = ARENA_ARRAY(&c->memory, row_place, PLACES);
        vec_push(&c->memory, &c->places, block);
    }
    c->places.items[c->count / PLACES][c->count % PLACES] = place_kept(ctx, c, job->article);
    if (c->each) c->each(ctx, c->user, job->article);
    retold_status status = retold_copies_add(ctx, c->copies, job->article, err);
    c->count += status == RETOLD_OK;
    return status;
}

static retold_status take_document(retold_ctx *ctx, void *user, retold_article *article, retold_error *err) {
    retold_status status = ctx_run(ctx, add_document, &(add_job){user, article}, err);
    retold_article_free(article);
    return status;
}

retold_status corpus_row(retold_ctx *ctx, corpus *c, uint32_t number, span *row, retold_error *err) {
    const row_place *at = place_of(c, number);
    char *bytes = arena_alloc(ctx_scratch(ctx), at->len);
    *row = (span){bytes, at->len};
    if (at->input == IN_SPOOL)
        spool_get(&c->rows, at->at, bytes, at->len);
    else if (!os_read_at(c->files[at->input], at->at, bytes, at->len))
        return error_set(err, "pipe", RETOLD_E_IO, at->at, "%s: a row can't be read again", c->inputs->paths[at->input]);
    return RETOLD_OK;
}

retold_status corpus_article(retold_ctx *ctx, corpus *c, uint32_t number, retold_article **out, retold_error *err) {
    span row;
    retold_status status = corpus_row(ctx, c, number, &row, err);
    return status == RETOLD_OK ? article_of_row(ctx, row, out, err) : status;
}

/* From any thread; the scratch memory is that of the run in which copies asks. */
static retold_status fetch_document(retold_ctx *ctx, void *user, uint32_t number, retold_article **out, retold_error *err) {
    return corpus_article(ctx, user, number, out, err);
}

retold_status corpus_group(retold_ctx *ctx, corpus *c, retold_error *err) {
    ctx_always(ctx, corpus_end, c);
    c->rows.device = lent_device(&c->lent_rows, SPOOLED_ROWS);
    retold_status status = retold_copies_new(ctx, &c->copies, err);
    if (status == RETOLD_OK) status = lend(ctx, c->s, &c->lent, c->copies, c->families_only, err);
    if (status != RETOLD_OK) return status;
    retold_copies_fetch_by(c->copies, fetch_document, c);
    status = documents_read(ctx, c->s, c->inputs, take_document, c, err);
    return status == RETOLD_OK ? retold_copies_group(ctx, c->copies, err) : status;
}

/* ---- copies ---- */

typedef struct copies_job {
    corpus corpus;
    const retold_sink *families, *passages;
} copies_job;

static retold_status write_families(retold_ctx *ctx, const copies_job *job, retold_error *err) {
    const retold_copies *copies = job->corpus.copies;
    arena *a = ctx_scratch(ctx);
    retold_status status = RETOLD_OK;
    for (uint32_t i = 0; i < retold_copies_count(copies) && status == RETOLD_OK; i++) {
        arena_mark mark = arena_here(a);
        yyjson_mut_doc *doc = json_new(a);
        yyjson_mut_val *row = json_object(doc);
        json_put(doc, row, "id", json_string(doc, copies_id(copies, i)));
        json_put(doc, row, "family", json_string(doc, copies_id(copies, retold_copies_family(copies, i))));
        status = write_row(a, doc, row, job->families, err);
        arena_back(a, mark);
    }
    return status;
}

static yyjson_mut_val *passage_json(const retold_copies *copies, yyjson_mut_doc *doc, const retold_passage *p) {
    yyjson_mut_val *row = json_object(doc);
    json_put(doc, row, "a", json_string(doc, copies_id(copies, p->a)));
    json_put(doc, row, "b", json_string(doc, copies_id(copies, p->b)));
    json_put_range(doc, row, "a_span", p->a_span);
    json_put_range(doc, row, "b_span", p->b_span);
    json_put_passage_kind(doc, row, p->kind);
    json_put_text(doc, row, "from", p->from == RETOLD_NONE ? (span){0} : copies_id(copies, p->from));
    json_put_real(doc, row, "confidence", (double)p->confidence);
    return row;
}

static retold_status write_passages(retold_ctx *ctx, const copies_job *job, retold_error *err) {
    const retold_copies *copies = job->corpus.copies;
    size_t count;
    const retold_passage *passages = retold_copies_passages(copies, &count);
    arena *a = ctx_scratch(ctx);
    retold_status status = RETOLD_OK;
    for (size_t i = 0; i < count && status == RETOLD_OK; i++) {
        arena_mark mark = arena_here(a);
        yyjson_mut_doc *doc = json_new(a);
        status = write_row(a, doc, passage_json(copies, doc, &passages[i]), job->passages, err);
        arena_back(a, mark);
    }
    return status;
}

static retold_status run_copies(retold_ctx *ctx, void *p, retold_error *err) {
    copies_job *job = p;
    retold_status status = corpus_group(ctx, &job->corpus, err);
    if (status == RETOLD_OK && job->families->write) status = write_families(ctx, job, err);
    if (status == RETOLD_OK && job->passages->write) status = write_passages(ctx, job, err);
    return status;
}

retold_status copies_run(retold_ctx *ctx, session *s, const retold_inputs *inputs, const retold_sink *families,
                         const retold_sink *passages, retold_error *err) {
    copies_job job = {
        .corpus = {.s = s, .inputs = inputs, .families_only = !passages->write}, .families = families, .passages = passages};
    return ctx_run(ctx, run_copies, &job, err);
}
