#include "commands.h"
#include <retold/extract.h>
#include <stdlib.h>
#include <string.h>

#define MOST_WEIGHTS ((size_t)16 << 20)
#define MOST_SITES ((size_t)1 << 30)

/* Text that is read piece by piece. */
typedef struct text {
    char *bytes;
    size_t len, space;
} text;

/* Make room for `more` bytes; false when there is none. */
static bool make_room(text *t, size_t more) {
    if (more > MOST_SITES - t->len) return false;
    if (t->space - t->len >= more) return true;
    size_t space = t->len + more + t->len / 2;
    char *bytes = realloc(t->bytes, space);
    if (!bytes) return false;
    t->bytes = bytes;
    t->space = space;
    return true;
}

static int take_piece(void *user, const char *bytes, size_t len) {
    text *t = user;
    if (!make_room(t, len)) return 1;
    memcpy(t->bytes + t->len, bytes, len);
    t->len += len;
    return 0;
}

static bool read_text(const char *path, text *t) {
    char piece[65536];
    size_t got;
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    while ((got = fread(piece, 1, sizeof piece, file)) > 0 && take_piece(t, piece, got) == 0) {
    }
    bool well = got == 0 && !ferror(file);
    fclose(file);
    return well;
}

/* A store's table comes out of the store. */
static retold_status text_of_store(cli *c, const char *path, text *t) {
    retold_store *store;
    retold_status status = retold_store_open(c->ctx, path, RETOLD_STORE_READ, &store, &c->err);
    t->len = 0;
    if (status == RETOLD_OK) status = retold_store_site_memory(c->ctx, store, &(retold_sink){take_piece, t}, &c->err);
    retold_store_close(store);
    return status;
}

/* What sites repeat, out of a table or a store; false when told what is wrong. */
static bool take_sites(cli *c, const char *path) {
    static const char sqlite[] = "SQLite format 3";
    text t = {0};
    retold_status status = RETOLD_OK;
    bool read = read_text(path, &t);
    if (read && t.len >= sizeof sqlite && memcmp(t.bytes, sqlite, sizeof sqlite) == 0) {
        status = text_of_store(c, path, &t);
        if (status == RETOLD_OK && !t.len) {
            fprintf(stderr, "retold: %s: the store has no site memory yet; refresh learns it\n", path);
            read = false;
        }
    } else if (!read || !t.len) {
        fprintf(stderr, "retold: %s: can't be read as site memory\n", path);
        read = false;
    }
    if (read && status == RETOLD_OK) status = retold_extract_site_memory(c->ctx, (retold_span){t.bytes, t.len}, &c->err);
    if (status != RETOLD_OK) fprintf(stderr, "retold: %s: %s\n", path, c->err.message);
    free(t.bytes);
    return read && status == RETOLD_OK;
}

/* Learned numbers out of a file, or none at all; false when told what is wrong. */
static bool take_weights(cli *c, const char *path) {
    retold_span text = {0};
    char *bytes = NULL;
    if (strcmp(path, "none") != 0) {
        FILE *file = fopen(path, "rb");
        bytes = file ? malloc(MOST_WEIGHTS) : NULL;
        text = (retold_span){bytes, bytes ? fread(bytes, 1, MOST_WEIGHTS, file) : 0};
        if (file) fclose(file);
    }
    bool well = bytes == NULL ? strcmp(path, "none") == 0 : text.len > 0 && text.len < MOST_WEIGHTS;
    if (!well)
        fprintf(stderr, "retold: %s: can't be read as weights\n", path);
    else if (retold_extract_weights(c->ctx, text, &c->err) != RETOLD_OK) {
        fprintf(stderr, "retold: %s: %s\n", path, c->err.message);
        well = false;
    }
    free(bytes);
    return well;
}

static bool format_of(const char *name, retold_article_format *format) {
    static const char *const names[] = {"jsonl", "json", "txt", "md", "html", "xml-tei"};
    *format = RETOLD_FORMAT_JSONL;
    for (unsigned i = 0; name && i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0) {
            *format = (retold_article_format)i;
            return true;
        }
    return !name;
}

/* Rows have no place for links; the other forms but plain text do. */
static retold_status write_articles(cli *c, retold_article_format format, const retold_inputs *inputs, const retold_sink *sink) {
    bool inlines = format != RETOLD_FORMAT_JSONL && format != RETOLD_FORMAT_TEXT;
    retold_status status = retold_extract_inlines(c->ctx, inlines, &c->err);
    return status == RETOLD_OK ? retold_pipe_articles(c->ctx, &c->run, format, inputs, sink, &c->tally, &c->err) : status;
}

static int run(cli *c) {
    const char *weights = cli_value(c, "weights");
    retold_article_format format;
    if (!format_of(cli_value(c, "format"), &format))
        return cli_usage(c->command, "--format wants jsonl, json, txt, md, html, or xml-tei, not '%s'", cli_value(c, "format"));
    const char *sites = cli_value(c, "site-memory");
    if (weights && !take_weights(c, weights)) return EXIT_INPUT;
    if (sites && !take_sites(c, sites)) return EXIT_INPUT;
    FILE *out = cli_open_output(c, cli_value(c, "output"));
    if (!out) return EXIT_INPUT;
    retold_sink sink = cli_sink(out);
    retold_inputs inputs = cli_inputs(c, 0);
    const char *list = cli_value(c, "list");
    if (list && c->count) return cli_usage(c->command, "--list takes the place of FILE");
    if (list) inputs = (retold_inputs){&list, 1, 1};
    retold_status status = write_articles(c, format, &inputs, &sink);
    if (!cli_close_output(c, out, cli_value(c, "output"))) return EXIT_INPUT;
    return cli_finish(c, status);
}

static const cli_option options[] = {
    {"list", "FILE", "JSONL rows {\"id\",\"file\",\"url\"} that name pages relative to FILE's folder"},
    {"format", "FORMAT", "jsonl (default), json, txt, md, html, or xml-tei; all but the rows are one document"},
    {"weights", "FILE", "learned numbers in place of the built-in ones; `none` leaves the choice to the rules alone"},
    {"site-memory", "FILE", "leave out what sites repeat, as the table FILE or the store FILE knows; `refresh` learns it"},
    OPTION_OUTPUT,
    OPTIONS_RUN,
    OPTIONS_END};

const cli_command cmd_extract = {
    "extract",
    "[FILE...]",
    "take the article out of each page",
    "One JSON row for each page, in order: title, authors, date, text and so on, with what was repaired.",
    options,
    0,
    -1,
    run};
