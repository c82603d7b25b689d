/*
 * What the block model sees of pages, for tools/train_extract.py: extract_features LIST OUT.
 *
 * LIST has a line "id TAB file TAB url" for each page. OUT.rows gets the features of every block as int32 in the machine's order; OUT.tsv
 * "F" and "G", the names of features of blocks and pages, then "P id features of the page", "T token…" of the page, "E number parent
 * token…" for each element around blocks, and "U element words kind text" for each block. With LIST of plain texts, called as
 * extract_features --lines LIST OUT, blocks are lines and there are no "G", "T", and "E".
 */
#include "extract/model.h"
#include "extract/plain.h"
#include "retold/extract.h"
#include "retold/read.h"
#include <stdio.h>
#include <stdlib.h>

typedef struct output {
    FILE *rows, *table;
    const retold_page *page;
    const char *id;
    bool lines;
} output;

static void put_token(void *user, span token) {
    output *out = user;
    fprintf(out->table, "\t%.*s", SPAN_ARG(token));
}

static void put_element(output *out, const work *w, uint32_t e, bool *done) {
    if (e == HTML_NONE || done[e]) return;
    done[e] = true;
    uint32_t parent = w->html->elements[e].parent;
    fprintf(out->table, "E\t%u\t%d", e, parent == HTML_NONE ? -1 : (int)parent);
    place_tokens(w->html, e, put_token, out);
    fputc('\n', out->table);
    put_element(out, w, parent, done);
}

static void put_unit(output *out, const work *w, const unit *u) {
    span text = span_at(w->from.text, u->text);
    fprintf(out->table, "U\t%u\t%u\t%d\t", u->element, u->words, (int)u->kind);
    for (size_t i = 0; i < text.len; i++)
        fputc(text.ptr[i] == '\t' || text.ptr[i] == '\n' || text.ptr[i] == '\r' ? ' ' : text.ptr[i], out->table);
    fputc('\n', out->table);
}

static retold_status put_page(retold_ctx *ctx, void *argument, retold_error *err) {
    output *out = argument;
    (void)err;
    work *w = ARENA_NEW(ctx_scratch(ctx), work);
    retold_article *article = article_new(ctx);
    ctx_always(ctx, article_undo, article);
    *w = (work){.ctx = ctx, .scratch = ctx_scratch(ctx), .rules = rules_of(ctx), .stops = text_stops_of(ctx), .page = out->page, .article = article};
    w->title_unit = RETOLD_NONE;
    article->published = article->modified = STAMP_NONE;
    w->decoded = text_decode(ctx, w->scratch, out->page->bytes, out->page->charset, true);
    html_read(w);
    int32_t page_row[PAGE_COUNT];
    const int32_t *rows = features_read(w, weights_of(ctx), page_row);
    fprintf(out->table, "P\t%s", out->id);
    for (int i = 0; i < PAGE_COUNT; i++) fprintf(out->table, "\t%d", page_row[i]);
    fputs("\nT", out->table);
    page_tokens(w, put_token, out);
    fputc('\n', out->table);
    bool *done = ARENA_ARRAY(w->scratch, bool, w->html->element_count + 1);
    for (size_t i = 0; i < w->units.count; i++) {
        put_element(out, w, w->units.items[i].element, done);
        put_unit(out, w, &w->units.items[i]);
    }
    fwrite(rows + FEATURE_REACH * FEATURE_COUNT, sizeof *rows, w->units.count * FEATURE_COUNT, out->rows);
    return RETOLD_OK;
}

static retold_status put_lines(retold_ctx *ctx, void *argument, retold_error *err) {
    output *out = argument;
    (void)err;
    work *w = ARENA_NEW(ctx_scratch(ctx), work);
    retold_article *article = article_new(ctx);
    ctx_always(ctx, article_undo, article);
    *w = (work){.ctx = ctx, .scratch = ctx_scratch(ctx), .rules = rules_of(ctx), .stops = text_stops_of(ctx), .page = out->page, .article = article};
    w->decoded = text_decode(ctx, w->scratch, out->page->bytes, out->page->charset, false);
    w->from = (source){w->decoded.text, NULL, &w->decoded};
    const text_state *t = plain_ruled(w);
    const int32_t *rows = lines_read(w, t);
    fprintf(out->table, "P\t%s\n", out->id);
    for (size_t i = 0; i < t->units.count; i++) put_unit(out, w, &t->units.items[i].unit);
    fwrite(rows + FEATURE_REACH * LINE_COUNT, sizeof *rows, t->units.count * LINE_COUNT, out->rows);
    return RETOLD_OK;
}

static char *read_file(const char *path, size_t *len) {
    FILE *f = fopen(path, "rb");
    if (!f) return NULL;
    char *bytes = NULL;
    *len = 0;
    for (size_t space = 0, got = 1; got;) {
        if (*len == space) bytes = realloc(bytes, space = space ? space * 2 : 1 << 16);
        if (!bytes) break;
        got = fread(bytes + *len, 1, space - *len, f);
        *len += got;
    }
    fclose(f);
    return bytes;
}

/* One line of the list; false when its page can't be read. */
static bool take_line(retold_ctx *ctx, char *line, output *out) {
    char *id = strtok(line, "\t\n"), *path = strtok(NULL, "\t\n"), *url = strtok(NULL, "\t\n");
    size_t len = 0;
    char *bytes = id && path ? read_file(path, &len) : NULL;
    retold_page *page = NULL;
    if (!bytes || retold_page_of_bytes(ctx, (span){bytes, len}, span_of(url), (span){0}, &page, NULL) != RETOLD_OK) return false;
    out->page = page;
    out->id = id;
    retold_status status = ctx_run(ctx, out->lines ? put_lines : put_page, out, NULL);
    retold_page_free(page);
    free(bytes);
    return status == RETOLD_OK;
}

static FILE *opened(const char *stem, const char *end, const char *mode) {
    char path[4096];
    snprintf(path, sizeof path, "%s%s", stem, end);
    return fopen(path, mode);
}

static void put_names(FILE *table, const char *mark, const char *const *names, int count) {
    fputs(mark, table);
    for (int i = 0; i < count; i++) fprintf(table, "\t%s", names[i]);
    fputc('\n', table);
}

int main(int count, char **arguments) {
    retold_ctx *ctx = NULL;
    bool lines = count == 4 && strcmp(arguments[1], "--lines") == 0;
    arguments += lines;
    count -= lines;
    FILE *list = count == 3 ? fopen(arguments[1], "r") : NULL;
    if (!list || retold_ctx_new(NULL, &ctx, NULL) != RETOLD_OK || retold_extract_weights(ctx, (span){0}, NULL) != RETOLD_OK) {
        fputs("usage: extract_features [--lines] LIST OUT\n", stderr);
        return 2;
    }
    output out = {.rows = opened(arguments[2], ".rows", "wb"), .table = opened(arguments[2], ".tsv", "w"), .lines = lines};
    if (!out.rows || !out.table) return 1;
    put_names(out.table, "F", lines ? line_names : feature_names, lines ? LINE_COUNT : FEATURE_COUNT);
    if (!lines) put_names(out.table, "G", page_names, PAGE_COUNT);
    char line[8192];
    int failed = 0;
    while (fgets(line, sizeof line, list)) failed += !take_line(ctx, line, &out);
    if (failed) fprintf(stderr, "%d pages could not be read\n", failed);
    failed += fclose(out.rows) + fclose(out.table);
    retold_ctx_free(ctx);
    return failed != 0;
}
