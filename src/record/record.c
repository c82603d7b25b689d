#include "record/record.h"
#include "base/ctx.h"
#include "record/json.h"
#include <stdlib.h>

/* A record lives at the start of its own arena. */
static void *record_new(retold_ctx *ctx, size_t size, size_t arena_at) {
    arena memory = arena_made(ctx);
    void *record = arena_alloc(&memory, size);
    memcpy((char *)record + arena_at, &memory, sizeof memory);
    return record;
}

static void record_free(arena *memory) {
    arena last = *memory;
    arena_free(&last);
}

retold_page *page_new(retold_ctx *ctx) {
    retold_page *page = record_new(ctx, sizeof *page, offsetof(retold_page, memory));
    page->fetched = RETOLD_TIME_NONE;
    return page;
}

retold_article *article_new(retold_ctx *ctx) {
    retold_article *article = record_new(ctx, sizeof *article, offsetof(retold_article, memory));
    article->published = article->modified = article->day = STAMP_NONE;
    article->fetched = RETOLD_TIME_NONE;
    article->section.page = article->description.page = article->image.page = article->access_field.page = RANGE_NONE;
    article->url.page = article->title.page = article->outlet.page = article->agency.page = RANGE_NONE;
    article->published_field.page = article->modified_field.page = article->day_field.page = RANGE_NONE;
    return article;
}

void page_undo(void *page) { retold_page_free(page); }
void article_undo(void *article) { retold_article_free(article); }

void retold_page_free(retold_page *page) {
    if (page) record_free(&page->memory);
}

void retold_article_free(retold_article *article) {
    if (article) record_free(&article->memory);
}

void limits_add(arena *a, limit_hits *hits, const char *limit, uint64_t at) {
    if (hits->count < 16) vec_push(a, hits, (retold_limit_hit){limit, at});
}

span article_hash_id(arena *a, const digest *page, span url) {
    buf both = buf_made(a);
    buf_put(&both, (span){(const char *)page->bytes, sizeof page->bytes});
    buf_put(&both, url);
    digest d = hash_sha256(buf_span(&both));
    char *hex = arena_alloc(a, 33);
    hash_hex(&d, 32, hex);
    return (span){hex, 32};
}

bool article_next_paragraph(const retold_article *article, uint32_t *at, range *paragraph) {
    if (*at >= article->text.len) return false;
    size_t end = span_find_char(article->text, '\n', *at);
    if (end == SIZE_MAX) end = article->text.len;
    *paragraph = (range){*at, (uint32_t)end};
    *at = (uint32_t)end + 1;
    return true;
}

const retold_block *retold_article_blocks(const retold_article *article, size_t *count) {
    *count = article->block_count;
    return article->blocks;
}

const retold_inline *retold_article_inlines(const retold_article *article, size_t *count) {
    *count = article->inline_count;
    return article->inlines;
}

retold_span retold_page_bytes(const retold_page *page) { return page->bytes; }
retold_span retold_page_url(const retold_page *page) { return page->url; }
retold_span retold_page_id(const retold_page *page) { return page->id; }
retold_span retold_article_text(const retold_article *article) { return article->text; }
retold_span retold_article_title(const retold_article *article) { return article->title.text; }
retold_span retold_article_lang(const retold_article *article) { return article->lang; }
int64_t retold_article_published(const retold_article *article) { return article->published.ms; }

/* First piece that ends behind `at`. */
static size_t piece_at(const retold_article *article, uint32_t at) {
    size_t low = 0, high = article->piece_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (article->pieces[mid].text.end <= at)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* What stands in the page behind the part of one piece that lies in r. */
static range piece_part(const piece *p, range r) {
    if (!p->exact) return p->page;
    uint32_t begin = r.begin > p->text.begin ? r.begin : p->text.begin, end = r.end < p->text.end ? r.end : p->text.end;
    return (range){p->page.begin + (begin - p->text.begin), p->page.begin + (end - p->text.begin)};
}

retold_range retold_article_page_range(const retold_article *article, retold_range text) {
    range hull = RANGE_NONE;
    for (size_t i = piece_at(article, text.begin); i < article->piece_count && article->pieces[i].text.begin < text.end; i++) {
        range part = piece_part(&article->pieces[i], text);
        if (!range_known(hull)) hull = part;
        if (part.begin < hull.begin) hull.begin = part.begin;
        if (part.end > hull.end) hull.end = part.end;
    }
    return hull;
}

typedef struct write_job {
    const retold_article *article;
    const retold_sink *out;
} write_job;

static retold_status write_article(retold_ctx *ctx, void *p, retold_error *err) {
    write_job *job = p;
    arena *a = ctx_scratch(ctx);
    yyjson_mut_doc *doc = json_new(a);
    buf line = buf_made(a);
    json_write(&line, doc, article_json(a, doc, job->article), false);
    return buf_flush(&line, job->out, err);
}

retold_status retold_article_write_json(retold_ctx *ctx, const retold_article *article, const retold_sink *out,
                                        retold_error *err) {
    return ctx_run(ctx, write_article, &(write_job){article, out}, err);
}
