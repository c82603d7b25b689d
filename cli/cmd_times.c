#include "commands.h"

static int run(cli *c) {
    FILE *out = cli_open_output(c, cli_value(c, "output"));
    if (!out) return EXIT_INPUT;
    retold_sink sink = cli_sink(out);
    retold_inputs inputs = cli_inputs(c, 0);
    retold_status status = retold_pipe_filter(c->ctx, &c->run, RETOLD_FILTER_TIMES, &inputs, &sink, &c->tally, &c->err);
    if (!cli_close_output(c, out, cli_value(c, "output"))) return EXIT_INPUT;
    return cli_finish(c, status);
}

static const cli_option options[] = {OPTION_OUTPUT, OPTIONS_RUN, OPTIONS_END};

const cli_command cmd_times = {
    "times",
    "[DOCS.jsonl...]",
    "find what each document dates, and when that was",
    "Documents are JSON rows {\"id\",\"text\",\"date\"}; one row comes out for each expression, values as in TIMEX3.",
    options,
    0,
    -1,
    run};
