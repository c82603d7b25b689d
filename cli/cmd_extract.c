#include "commands.h"

static int run(cli *c) {
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
