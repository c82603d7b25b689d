#include "retold/extract.h"
#include "base/data.h"
#include "extract.h"
#include "model.h"

typedef struct job {
    const retold_page *page;
    retold_article **out;
    arena *memory;      /* of noted */
    site_blocks *noted; /* learning: the blocks are wanted and no article */
} job;

/* Page bytes up to the cap. */
static span capped_bytes(work *w) {
    size_t most = ctx_limits(w->ctx)->page_bytes;
    span bytes = w->page->bytes;
    if (bytes.len <= most) return bytes;
    limits_add(&w->article->memory, &w->article->limits, "page_bytes", most);
    return span_cut(bytes, 0, most);
}

static void take_page_fields(work *w) {
    retold_article *article = w->article;
    const retold_page *page = w->page;
    arena *a = &article->memory;
    char hex[65];
    hash_hex(&page->sha, 64, hex);
    article->page_id = arena_copy(a, (span){hex, 64});
    article->id = page->id.len ? arena_copy(a, page->id) : article_hash_id(a, &page->sha, page->url);
    article->fetched = page->fetched;
    article->published = article->modified = article->day = STAMP_NONE;
    if (page->url.len) article->url = (field){arena_copy(a, page->url), RANGE_NONE, "page", 0.5f};
    for (size_t i = 0; i < page->limits.count; i++)
        limits_add(a, &article->limits, page->limits.items[i].limit, page->limits.items[i].at);
}

static void take_hits(work *w) {
    for (uint32_t i = 0; i < w->html->hit_count; i++) {
        range at = decoded_page_range(&w->decoded, (range){w->html->hits[i].at, w->html->hits[i].at + 1});
        limits_add(&w->article->memory, &w->article->limits, w->html->hits[i].limit,
                   range_known(at) ? at.begin : w->html->hits[i].at);
    }
}

void html_read(work *w) {
    w->html = html_parse(w->ctx, w->scratch, w->decoded.text);
    w->from = (source){w->html->text, w->html, &w->decoded};
    take_hits(w);
    meta_read(w);
    blocks_read(w);
    blocks_choose(w);
}

static void extract_text(work *w) {
    w->from = (source){w->decoded.text, NULL, &w->decoded};
    plain_read(w);
}

/* Bytes at the start by which what is no text is told. */
#define BINARY_LOOK ((size_t)16 << 10)

/* Bytes that are no text in any charset: many control characters or replacement characters. */
static bool is_binary(span text) {
    size_t odd = 0, look = text.len < BINARY_LOOK ? text.len : BINARY_LOOK;
    const unsigned char *bytes = (const unsigned char *)text.ptr;
    for (size_t i = 0; i < look; i++) odd += (bytes[i] < 9) | ((bytes[i] > 13) & (bytes[i] < 0x20) & (bytes[i] != 0x1B));
    span part = span_cut(text, 0, look);
    for (size_t at = 0; (at = span_find(part, S("\xEF\xBF\xBD"), at)) != SIZE_MAX; at++) odd++;
    return odd * 20 > look;
}

static void choose_body(work *w) {
    html_read(w);
    model_choose(w);
    live_choose(w);
    next_cut(w);
    scripted_read(w);
}

static void write_article(work *w) {
    site_drop(w);
    body_write(w);
    meta_finish(w);
}

static retold_status extract(retold_ctx *ctx, void *argument, retold_error *err) {
    job *j = argument;
    retold_article *article = article_new(ctx);
    ctx_undo(ctx, article_undo, article);
    work *w = ARENA_NEW(ctx_scratch(ctx), work);
    *w = (work){.ctx = ctx,
                .scratch = ctx_scratch(ctx),
                .rules = rules_of(ctx),
                .stops = text_stops_of(ctx),
                .page = j->page,
                .article = article};
    if (j->page->kind == PAGE_OTHER) return error_set(err, "extract", RETOLD_E_FORMAT, RETOLD_OFFSET_NONE, "the page is no text");
    w->title_unit = RETOLD_NONE;
    take_page_fields(w);
    bool html = j->page->kind == PAGE_HTML;
    w->decoded = text_decode(ctx, w->scratch, capped_bytes(w), j->page->charset, html);
    if (!is_binary(w->decoded.text)) {
        if (html)
            choose_body(w);
        else
            extract_text(w);
        if (j->noted)
            site_note(w, j->memory, j->noted);
        else
            write_article(w);
    }
    *j->out = article;
    return RETOLD_OK;
}

retold_status retold_extract_page(retold_ctx *ctx, const retold_page *page, retold_article **out, retold_error *err) {
    job j = {page, out, NULL, NULL};
    *out = NULL;
    return ctx_run(ctx, extract, &j, err);
}

retold_status extract_site_blocks(retold_ctx *ctx, const retold_page *page, arena *a, site_blocks *out, retold_error *err) {
    retold_article *article = NULL;
    job j = {page, &article, a, out};
    *out = (site_blocks){0};
    retold_status status = page->kind == PAGE_HTML ? ctx_run(ctx, extract, &j, err) : RETOLD_OK;
    retold_article_free(article);
    return status;
}

/* Built-in weights, which are none where they lack trees of this set. */
static const weights *built_in(retold_ctx *ctx, const char *file, tree_set set) {
    weights *read = weights_read(ctx_keep(ctx), data_file(file), NULL);
    if (!read) read = ARENA_NEW(ctx_keep(ctx), weights);
    read->none = !read->set_end[set];
    return read;
}

const weights *weights_of(retold_ctx *ctx) {
    rules *r = rules_of(ctx);
    if (!r->weights) r->weights = built_in(ctx, "extract_weights.txt", TREES_ARTICLE);
    return r->weights;
}

const weights *line_weights_of(retold_ctx *ctx) {
    rules *r = rules_of(ctx);
    if (!r->line_weights) r->line_weights = built_in(ctx, "plain_weights.txt", TREES_LINE);
    return r->line_weights;
}

/* A file may have trees for pages, for lines of plain text, or for both; where it has none the built-in ones stay. */
static retold_status set_weights(retold_ctx *ctx, void *argument, retold_error *err) {
    const span *text = argument;
    weights *read = text->len ? weights_read(ctx_keep(ctx), *text, err) : ARENA_NEW(ctx_keep(ctx), weights);
    if (!read) return RETOLD_E_FORMAT;
    read->none = !text->len;
    rules *r = rules_of(ctx);
    if (read->none || read->set_end[TREES_ARTICLE]) r->weights = read;
    if (read->none || read->set_end[TREES_LINE]) r->line_weights = read;
    return RETOLD_OK;
}

retold_status retold_extract_weights(retold_ctx *ctx, retold_span text, retold_error *err) {
    return ctx_run(ctx, set_weights, &text, err);
}

static retold_status set_sites(retold_ctx *ctx, void *argument, retold_error *err) {
    (void)err;
    rules_of(ctx)->sites = argument;
    return RETOLD_OK;
}

retold_status extract_use_sites(retold_ctx *ctx, const site_memory *memory, retold_error *err) {
    return ctx_run(ctx, set_sites, (void *)memory, err);
}

static retold_status read_sites(retold_ctx *ctx, void *argument, retold_error *err) {
    const span *text = argument;
    site_memory *read = text->len ? site_read(ctx_keep(ctx), *text, err) : NULL;
    if (text->len && !read) return RETOLD_E_FORMAT;
    rules_of(ctx)->sites = read;
    return RETOLD_OK;
}

retold_status retold_extract_site_memory(retold_ctx *ctx, retold_span text, retold_error *err) {
    return ctx_run(ctx, read_sites, &text, err);
}

static retold_status set_inlines(retold_ctx *ctx, void *argument, retold_error *err) {
    (void)err;
    rules_of(ctx)->inlines = *(const int *)argument != 0;
    return RETOLD_OK;
}

retold_status retold_extract_inlines(retold_ctx *ctx, int wanted, retold_error *err) {
    return ctx_run(ctx, set_inlines, &wanted, err);
}

static retold_status take_settings(retold_ctx *to, void *from, retold_error *err) {
    const rules *theirs = from;
    (void)err;
    rules_of(to)->weights = theirs->weights;
    rules_of(to)->line_weights = theirs->line_weights;
    rules_of(to)->inlines = theirs->inlines;
    rules_of(to)->sites = theirs->sites;
    return RETOLD_OK;
}

static retold_status share_settings(retold_ctx *from, void *argument, retold_error *err) {
    weights_of(from);
    line_weights_of(from);
    return ctx_run(argument, take_settings, rules_of(from), err);
}

retold_status extract_share_settings(retold_ctx *from, retold_ctx *to, retold_error *err) {
    return ctx_run(from, share_settings, to, err);
}
