#include "commands.h"

static int run(cli *c) {
    FILE *out = cli_open_output(c, cli_value(c, "output"));
    if (!out) return EXIT_INPUT;
    retold_sink sink = cli_sink(out);
    retold_inputs inputs = cli_inputs(c, 0);
    retold_status status = retold_pipe_stories(c->ctx, &c->run, &inputs, &sink, &c->tally, &c->err);
    if (!cli_close_output(c, out, cli_value(c, "output"))) return EXIT_INPUT;
    return cli_finish(c, status);
}

static const cli_option options[] = {OPTION_OUTPUT, OPTIONS_RUN, OPTIONS_END};

const cli_command cmd_stories = {"stories",
                                 "[DOCS.jsonl...]",
                                 "group a stream of documents into stories as they arrive",
                                 "Documents are JSON rows {\"id\",\"title\",\"text\",\"date\",\"lang\"} in stream order. Later "
                                 "corrections carry \"moved_from\".",
                                 options,
                                 0,
                                 -1,
                                 run};
