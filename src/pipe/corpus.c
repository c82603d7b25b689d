/*
 * `copies`: articles are read once and not kept. What stays of each is where its row stands: in its file, or in a spool where the input
 * can't be read again (standard input, compressed files).
 */
#include "base/ctx.h"
#include "pipe/pipe_internal.h"

enum {
    PLACES = 4096,          /* in a block */
    OPEN_FILES = 64,        /* inputs that are kept open; the rows of further ones go to the spool */
    SPOOLED_ROWS = 4 << 20, /* bytes that stay in memory */
};

#define IN_SPOOL UINT32_MAX

typedef struct corpus {
    session *s;
    const retold_inputs *inputs;
    const retold_sink *families, *passages;
    retold_copies *copies;
    arena memory;
    VEC(row_place *) places; /* PLACES each, by number of adding */
    uint32_t count;
    os_file *files[OPEN_FILES]; /* by input; NULL for those that can't be read again */
    spool rows;
    lent lent, lent_rows;
} corpus;

static void corpus_end(void *p) {
    corpus *c = p;
    retold_copies_free(c->copies);
    spool_free(&c->rows);
    lent_end(&c->lent);
    lent_end(&c->lent_rows);
    for (unsigned i = 0; i < OPEN_FILES; i++) os_close(c->files[i]);
    arena_free(&c->memory);
}

static const row_place *place_of(const corpus *c, uint32_t number) { return &c->places.items[number / PLACES][number % PLACES]; }

/* Where the row of the document under way can be had again. */
static row_place place_kept(retold_ctx *ctx, corpus *c, const retold_article *article) {
    row_place at = c->s->row;
    if (at.in_place && at.input < OPEN_FILES) {
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
    retold_status status = retold_copies_add(ctx, c->copies, job->article, err);
    c->count += status == RETOLD_OK;
    return status;
}

static retold_status take_document(retold_ctx *ctx, void *user, retold_article *article, retold_error *err) {
    retold_status status = ctx_run(ctx, add_document, &(add_job){user, article}, err);
    retold_article_free(article);
    return status;
}

/* From any thread; the scratch memory is that of the run in which copies asks. */
static retold_status fetch_document(retold_ctx *ctx, void *user, uint32_t number, retold_article **out, retold_error *err) {
    corpus *c = user;
    const row_place *at = place_of(c, number);
    char *row = arena_alloc(ctx_scratch(ctx), at->len);
    if (at->input == IN_SPOOL)
        spool_get(&c->rows, at->at, row, at->len);
    else if (!os_read_at(c->files[at->input], at->at, row, at->len))
        return error_set(err, "pipe", RETOLD_E_IO, at->at, "%s: a row can't be read again", c->inputs->paths[at->input]);
    return article_of_row(ctx, (span){row, at->len}, out, err);
}

static retold_status write_families(retold_ctx *ctx, const corpus *c, const retold_copies *copies, retold_error *err) {
    arena *a = ctx_scratch(ctx);
    retold_status status = RETOLD_OK;
    for (uint32_t i = 0; i < retold_copies_count(copies) && status == RETOLD_OK; i++) {
        arena_mark mark = arena_here(a);
        yyjson_mut_doc *doc = json_new(a);
        yyjson_mut_val *row = json_object(doc);
        json_put(doc, row, "id", json_string(doc, copies_id(copies, i)));
        json_put(doc, row, "family", json_string(doc, copies_id(copies, retold_copies_family(copies, i))));
        status = write_row(a, doc, row, c->families, err);
        arena_back(a, mark);
    }
    return status;
}

static yyjson_mut_val *passage_json(const retold_copies *copies, yyjson_mut_doc *doc, const retold_passage *p) {
    static const char *const kinds[] = {"exact", "near", "partial"};
    yyjson_mut_val *row = json_object(doc);
    json_put(doc, row, "a", json_string(doc, copies_id(copies, p->a)));
    json_put(doc, row, "b", json_string(doc, copies_id(copies, p->b)));
    json_put_range(doc, row, "a_span", p->a_span);
    json_put_range(doc, row, "b_span", p->b_span);
    json_put_text(doc, row, "kind", span_of(kinds[p->kind]));
    json_put_text(doc, row, "from", p->from == RETOLD_NONE ? (span){0} : copies_id(copies, p->from));
    json_put_real(doc, row, "confidence", (double)p->confidence);
    return row;
}

static retold_status write_passages(retold_ctx *ctx, const corpus *c, const retold_copies *copies, retold_error *err) {
    size_t count;
    const retold_passage *passages = retold_copies_passages(copies, &count);
    arena *a = ctx_scratch(ctx);
    retold_status status = RETOLD_OK;
    for (size_t i = 0; i < count && status == RETOLD_OK; i++) {
        arena_mark mark = arena_here(a);
        yyjson_mut_doc *doc = json_new(a);
        status = write_row(a, doc, passage_json(copies, doc, &passages[i]), c->passages, err);
        arena_back(a, mark);
    }
    return status;
}

static retold_status run_copies(retold_ctx *ctx, void *p, retold_error *err) {
    corpus *c = p;
    ctx_always(ctx, corpus_end, c);
    c->rows.device = lent_device(&c->lent_rows, SPOOLED_ROWS);
    retold_status status = retold_copies_new(ctx, &c->copies, err);
    if (status == RETOLD_OK) status = lend(ctx, c->s, &c->lent, c->copies, !c->passages->write, err);
    if (status != RETOLD_OK) return status;
    retold_copies_fetch_by(c->copies, fetch_document, c);
    status = documents_read(ctx, c->s, c->inputs, take_document, c, err);
    if (status == RETOLD_OK) status = retold_copies_group(ctx, c->copies, err);
    if (status == RETOLD_OK && c->families->write) status = write_families(ctx, c, c->copies, err);
    if (status == RETOLD_OK && c->passages->write) status = write_passages(ctx, c, c->copies, err);
    return status;
}

retold_status copies_run(retold_ctx *ctx, session *s, const retold_inputs *inputs, const retold_sink *families,
                         const retold_sink *passages, retold_error *err) {
    corpus c = {.s = s, .inputs = inputs, .families = families, .passages = passages};
    return ctx_run(ctx, run_copies, &c, err);
}
