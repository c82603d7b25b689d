#include "commands.h"

/* Two outputs, each optional. */
static int run(cli *c) {
    const char *families = cli_value(c, "families"), *passages = cli_value(c, "passages");
    if (!families && !passages) return cli_usage(c->command, "wants --families or --passages");
    FILE *f = families ? cli_open_output(c, families) : NULL, *p = passages ? cli_open_output(c, passages) : NULL;
    if ((families && !f) || (passages && !p)) return EXIT_INPUT;
    retold_sink none = {NULL, NULL}, to_f = f ? cli_sink(f) : none, to_p = p ? cli_sink(p) : none;
    retold_inputs inputs = cli_inputs(c, 0);
    retold_status status = retold_pipe_copies(c->ctx, &c->run, &inputs, &to_f, &to_p, &c->tally, &c->err);
    bool well = !f || cli_close_output(c, f, families);
    well &= !p || cli_close_output(c, p, passages);
    return well ? cli_finish(c, status) : EXIT_INPUT;
}

static const cli_option options[] = {{"families", "FILE", "write {\"id\",\"family\"} for each document"},
                                     {"passages", "FILE", "write a row for each passage that two documents share"},
                                     OPTIONS_RUN,
                                     OPTIONS_END};

const cli_command cmd_copies = {
    "copies",
    "[DOCS.jsonl...]",
    "find which documents are copies, in which passages, and of whom",
    "Documents are JSON rows {\"id\",\"text\",\"title\",\"outlet\",\"time\"}; families and spans do not hang on their order.",
    options,
    0,
    -1,
    run};
