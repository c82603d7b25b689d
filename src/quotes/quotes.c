/* The public functions of this room. */
#include "quotes/quotes_internal.h"
#include <stdlib.h>

typedef struct found_quotes {
    retold_quotes list; /* first, so that the handle is the list */
    arena memory;
    retold_quote *items;
} found_quotes;

typedef struct find_job {
    const retold_article *article;
    found_quotes *out;
    arena work; /* apart from the scratch arena, which the stages below roll back for themselves */
} find_job;

static bool is_partly_quoted(const attribution *a) { return a->has_quotes && !a->quoted; }

static retold_quote_kind kind_of(const attribution *a) {
    if (is_partly_quoted(a)) return RETOLD_QUOTE_MIXED;
    return a->has_quotes ? RETOLD_QUOTE_DIRECT : RETOLD_QUOTE_INDIRECT;
}

/* Parts that touch but for blanks are one. */
static uint32_t join_parts(span text, range *parts, uint32_t count) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (kept && parts[i].begin < parts[kept - 1].end) {
            if (parts[i].end > parts[kept - 1].end) parts[kept - 1].end = parts[i].end;
            continue;
        }
        bool touches = kept != 0;
        for (uint32_t at = kept ? parts[kept - 1].end : 0; touches && at < parts[i].begin; at++) touches = text.ptr[at] == ' ';
        if (touches)
            parts[kept - 1].end = parts[i].end;
        else
            parts[kept++] = parts[i];
    }
    return kept;
}

static bool spans_paragraphs(span text, const retold_quote *q) {
    for (uint32_t i = 0; i + 1 < q->part_count; i++)
        for (uint32_t at = q->parts[i].end; at < q->parts[i + 1].begin; at++)
            if (text.ptr[at] == '\n') return true;
    return false;
}

/* An unclosed part that was closed by a later one is no fault any more. */
static uint32_t flags_of(span text, const attribution *a, const retold_quote *q) {
    uint32_t flags = a->flags & ~(uint32_t)RETOLD_QUOTE_CONTINUED;
    return spans_paragraphs(text, q) ? flags | RETOLD_QUOTE_CONTINUED : flags;
}

/* "the Herald's Ada Roe": the owner's name alone. */
static range without_genitive(span text, range x) {
    span name = span_at(text, x);
    if (span_ends(name, S("'s"))) x.end -= 2;
    if (span_ends(name, S("\u2019s"))) x.end -= 4;
    return x;
}

static retold_quote made(reading *r, arena *a, const attribution *found, const speaker_name *who) {
    range *parts = ARENA_ARRAY(a, range, found->parts.count);
    memcpy(parts, found->parts.items, found->parts.count * sizeof *parts);
    range *via = ARENA_ARRAY(a, range, found->via_count);
    for (uint32_t i = 0; i < found->via_count; i++) via[i] = without_genitive(r->text, run_bytes(r, found->via[i]));
    retold_quote q = {.parts = parts,
                      .via = via,
                      .via_count = found->via_count,
                      .kind = kind_of(found),
                      .speaker_name = who->name,
                      .role = who->role};
    q.part_count = join_parts(r->text, parts, (uint32_t)found->parts.count);
    q.content = (range){parts[0].begin, parts[q.part_count - 1].end};
    q.speaker = run_bytes(r, found->speaker);
    q.cue = run_bytes(r, found->cue);
    q.flags = flags_of(r->text, found, &q);
    q.confidence = range_known(q.speaker) ? found->confidence : 0;
    return q;
}

static int by_place(const void *a, const void *b) {
    const retold_quote *x = a, *y = b;
    if (x->content.begin != y->content.begin) return x->content.begin < y->content.begin ? -1 : 1;
    return x->content.end < y->content.end ? -1 : x->content.end > y->content.end;
}

static void read_article(reading *r) {
    read_tokens(r);
    if (!r->lex->german) join_cut_sentences(r);
    for (uint32_t i = 0; i < r->sentences.count; i++) {
        scope where = {.tokens = r->sentences.items[i].tokens, .sentence = i};
        find_in(r, &where);
    }
    find_loose_quotes(r);
    find_chains(r);
}

static span language_of(const retold_article *article) {
    return article->lang.len ? article->lang : text_language(article->text);
}

static retold_status find(retold_ctx *ctx, void *job_, retold_error *err) {
    (void)err;
    find_job *job = job_;
    found_quotes *out = job->out;
    reading r = {.ctx = ctx, .memory = &job->work, .text = job->article->text};
    if (!r.text.len) return RETOLD_OK;
    r.lex = lexicon_for(ctx, language_of(job->article));
    read_article(&r);
    const speaker_name *names = name_speakers(&r);
    out->items = ARENA_ARRAY(&out->memory, retold_quote, r.found.count);
    for (size_t i = 0; i < r.found.count; i++) {
        if (!r.found.items[i].parts.count) continue;
        out->items[out->list.count++] = made(&r, &out->memory, &r.found.items[i], &names[i]);
    }
    qsort(out->items, out->list.count, sizeof *out->items, by_place);
    out->list.items = out->items;
    return RETOLD_OK;
}

retold_status retold_quotes_find(retold_ctx *ctx, const retold_article *article, retold_quotes **out, retold_error *err) {
    *out = NULL;
    found_quotes *handle = calloc(1, sizeof *handle);
    if (!handle) return error_nomem(err, "quotes");
    handle->memory = arena_made(ctx);
    find_job job = {article, handle, arena_made(ctx)};
    retold_status status = ctx_run(ctx, find, &job, err);
    arena_free(&job.work);
    handle->memory.ctx = NULL;
    if (status == RETOLD_OK)
        *out = &handle->list;
    else
        retold_quotes_free(&handle->list);
    return status;
}

void retold_quotes_free(retold_quotes *quotes) {
    if (!quotes) return;
    found_quotes *made = (found_quotes *)quotes;
    arena_free(&made->memory);
    free(made);
}
