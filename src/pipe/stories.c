/* Stories over a stream of JSONL documents: `stories`. */
#include "retold/stories.h"
#include "base/ctx.h"
#include "pipe/pipe_internal.h"

typedef struct stream {
    session *s;
    const retold_inputs *inputs;
    const retold_sink *out;
    retold_stories *stories;
    arena memory;
    VEC(span) ids; /* by number of the article */
} stream;

static void stream_end(void *p) {
    stream *st = p;
    retold_stories_free(st->stories);
    arena_free(&st->memory);
}

static retold_status write_story(retold_ctx *ctx, stream *st, span id, uint32_t story, uint32_t from, retold_error *err) {
    arena *a = ctx_scratch(ctx);
    arena_mark mark = arena_here(a);
    yyjson_mut_doc *doc = json_new(a);
    yyjson_mut_val *row = json_object(doc);
    json_put(doc, row, "id", json_string(doc, id));
    json_put_int(doc, row, "story", story);
    if (from != RETOLD_NONE) json_put_int(doc, row, "moved_from", from);
    retold_status status = write_row(a, doc, row, st->out, err);
    arena_back(a, mark);
    return status;
}

static retold_status write_moves(retold_ctx *ctx, stream *st, retold_error *err) {
    size_t count;
    const retold_story_move *moves = retold_stories_moves(st->stories, &count);
    retold_status status = RETOLD_OK;
    for (size_t i = 0; i < count && status == RETOLD_OK; i++)
        status = write_story(ctx, st, st->ids.items[moves[i].article], moves[i].to, moves[i].from, err);
    return status;
}

static void article_end(void *article) { retold_article_free(article); }

typedef struct place_job {
    stream *st;
    retold_article *article;
} place_job;

static retold_status place_document(retold_ctx *ctx, void *p, retold_error *err) {
    place_job *job = p;
    stream *st = job->st;
    retold_story_placed placed;
    ctx_always(ctx, article_end, job->article);
    st->memory.ctx = ctx;
    vec_push(&st->memory, &st->ids, arena_copy(&st->memory, job->article->id));
    retold_status status = retold_stories_add(ctx, st->stories, job->article, &placed, err);
    if (status == RETOLD_OK) status = write_story(ctx, st, job->article->id, placed.story, RETOLD_NONE, err);
    return status == RETOLD_OK ? write_moves(ctx, st, err) : status;
}

static retold_status take_document(retold_ctx *ctx, void *user, retold_article *article, retold_error *err) {
    return ctx_run(ctx, place_document, &(place_job){user, article}, err);
}

static retold_status run_stories(retold_ctx *ctx, void *p, retold_error *err) {
    stream *st = p;
    ctx_always(ctx, stream_end, st);
    retold_status status = retold_stories_new(ctx, &st->stories, err);
    if (status == RETOLD_OK) status = documents_read(ctx, st->s, st->inputs, take_document, st, err);
    if (status == RETOLD_OK) status = retold_stories_settle(ctx, st->stories, err);
    return status == RETOLD_OK ? write_moves(ctx, st, err) : status;
}

retold_status stories_run(retold_ctx *ctx, session *s, const retold_inputs *inputs, const retold_sink *out, retold_error *err) {
    stream st = {.s = s, .inputs = inputs, .out = out};
    return ctx_run(ctx, run_stories, &st, err);
}
