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

static int run(cli *c) {
    const char *weights = cli_value(c, "weights");
    if (weights && !take_weights(c, weights)) return EXIT_INPUT;
    FILE *out = cli_open_output(c, cli_value(c, "output"));
    if (!out) return EXIT_INPUT;
    retold_sink sink = cli_sink(out);
    retold_inputs inputs = cli_inputs(c, 0);
    const char *list = cli_value(c, "list");
    if (list && c->count) return cli_usage(c->command, "--list takes the place of FILE");
    if (list) inputs = (retold_inputs){&list, 1, 1};
    retold_status status = retold_pipe_filter(c->ctx, &c->run, RETOLD_FILTER_EXTRACT, &inputs, &sink, &c->tally, &c->err);
    if (!cli_close_output(c, out, cli_value(c, "output"))) return EXIT_INPUT;
    return cli_finish(c, status);
}

static const cli_option options[] = {
    {"list", "FILE", "JSONL rows {\"id\",\"file\",\"url\"} that name pages relative to FILE's folder"},
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
