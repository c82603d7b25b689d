/*
 * Hostile titles, addresses and texts through the alignment, the timeline, the statements, the quotes, and all writers:
 * nothing of them gets out of text. The input is cut at bytes 1 into the fields of up to four tellings: text, title, outlet,
 * address, language (which is its date as well), family, page. Quotes and times are those that their rooms find in it.
 */
#include "../tests/tell_found.h"
#include "../tests/tell_laws.h"
#include "../tests/tell_page.h"
#include "base/buf.h"
#include "record/json.h"
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(const char *fault) {
    if (!fault) return;
    fprintf(stderr, "%s\n", fault);
    abort();
}

/* Invalid bytes are replaced: articles hold UTF-8. */
static span valid(arena *a, span s) {
    buf out = buf_made(a);
    for (size_t at = 0; at < s.len;) buf_utf8(&out, text_next(s, &at));
    return buf_span(&out);
}

static retold_article *article_from(arena *a, span *rest, tell_telling *t) {
    retold_article *article = ARENA_NEW(a, retold_article);
    retold_page *page = ARENA_NEW(a, retold_page);
    article->text = span_trim(valid(a, span_take_until(rest, 1)));
    article->title.text = valid(a, span_take_until(rest, 1));
    article->outlet.text = valid(a, span_take_until(rest, 1));
    article->url.text = valid(a, span_take_until(rest, 1));
    article->lang = valid(a, span_take_until(rest, 1));
    t->family = valid(a, span_take_until(rest, 1));
    page->bytes = span_take_until(rest, 1);
    article->id = article->agency.text = article->title.text;
    article->fetched = RETOLD_TIME_NONE;
    article->modified = STAMP_NONE;
    article->published = stamp_parse(article->lang);
    uint32_t text = (uint32_t)article->text.len, bytes = (uint32_t)page->bytes.len;
    article->pieces = ARENA_NEW(a, piece);
    *article->pieces = (piece){{0, text}, {0, bytes}, text == bytes};
    article->piece_count = text && bytes;
    t->article = article;
    t->page = page;
    return article;
}

typedef struct tell_job {
    span input;
    arena memory;
    found found;
    tell_telling tellings[4];
    tell_edge edges[3];
    tell_input in;
} tell_job;

static void job_end(void *p) {
    tell_job *job = p;
    found_end(&job->found);
    arena_free(&job->memory);
}

/* The tellings, each beside the one before it. */
static void take_input(tell_job *job) {
    tell_input *in = &job->in;
    span rest = job->input;
    *in = (tell_input){.id = rest, .tellings = job->tellings, .edges = job->edges};
    do {
        tell_telling *t = &job->tellings[in->count];
        article_from(&job->memory, &rest, t);
        t->number = in->count;
        t->nearest = in->count ? 0 : RETOLD_NONE;
        t->terms = &t->article->title.text;
        t->term_count = 1;
        if (in->count)
            job->edges[in->count - 1] = (tell_edge){
                in->count - 1, in->count, 0.5f, 1, t->family, in->count % 2 ? in->count - 1 : RETOLD_NONE, 0.9f, t->family};
        in->count++;
    } while (rest.len && in->count < 4);
    in->edge_count = in->count - 1;
}

static void must_be_lines(const buf *out) { must(page_has_hidden(buf_span(out)) ? "hidden character in lines" : NULL); }

static void must_be_json(arena *a, const buf *out) {
    must(page_has_hidden(buf_span(out)) ? "hidden character in JSON" : NULL);
    must(json_parse(a, buf_span(out), "fuzz", NULL) ? NULL : "not JSON");
}

static void write_all(retold_ctx *ctx, arena *a, const tell_story *story) {
    buf out = buf_made(a);
    tell_html(ctx, &out, story);
    must(page_fault(buf_span(&out)));
    buf_clear(&out);
    tell_text(ctx, &out, story);
    must_be_lines(&out);
    buf_clear(&out);
    tell_json(ctx, &out, story);
    must_be_json(a, &out);
    for (uint32_t t = 0; t < story->in->count; t++) {
        if (!story->in->tellings[t].quote_count) continue;
        buf_clear(&out);
        tell_quote_text(ctx, &out, story, t, story->in->tellings[t].quote_count - 1);
        must_be_lines(&out);
        buf_clear(&out);
        tell_quote_json(ctx, &out, story, t, story->in->tellings[t].quote_count - 1);
        must_be_json(a, &out);
    }
}

static retold_status tell_all(retold_ctx *ctx, void *p, retold_error *err) {
    tell_job *job = p;
    (void)err;
    job->memory = arena_made(ctx);
    ctx_always(ctx, job_end, job);
    take_input(job);
    must(find_all(ctx, &job->memory, job->tellings, &job->in, &job->found) ? NULL : "out of memory");
    tell_story story;
    tell_comparison c;
    tell_build(ctx, &job->memory, &job->in, &story);
    write_all(ctx, &job->memory, &story);
    tell_compare(ctx, &job->memory, job->tellings[0].article, job->tellings[job->in.count - 1].article, &c);
    must(comparison_fault(&c));
    return RETOLD_OK;
}

/* One ctx for all inputs: it keeps the word lists, which take longer to read than an input. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static retold_ctx *ctx;
    tell_job job = {.input = {(const char *)data, size}};
    if (size > 20000 || (!ctx && retold_ctx_new(NULL, &ctx, NULL) != RETOLD_OK)) return 0;
    must(ctx_run(ctx, tell_all, &job, NULL) == RETOLD_OK ? NULL : "out of memory");
    return 0;
}
