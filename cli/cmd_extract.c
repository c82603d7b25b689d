#include "commands.h"
#include <retold/extract.h>
#include <stdlib.h>
#include <string.h>

#define MOST_WEIGHTS ((size_t)16 << 20)

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
    if (weights && !take_weights(c, weights)) return EXIT_INPUT;
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
