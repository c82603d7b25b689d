#include "commands.h"
#include <string.h>

static bool keep_rule(const char *name, retold_keep *keep) {
    *keep = RETOLD_KEEP_LONGEST;
    if (!name || strcmp(name, "longest") == 0) return true;
    *keep = RETOLD_KEEP_EARLIEST;
    return strcmp(name, "earliest") == 0;
}

static int run(cli *c) {
    retold_keep keep;
    const char *output = cli_value(c, "output"), *removed = cli_value(c, "removed");
    if (!keep_rule(cli_value(c, "keep"), &keep))
        return cli_usage(c->command, "--keep wants longest or earliest, not '%s'", cli_value(c, "keep"));
    FILE *out = cli_open_output(c, output), *gone = removed ? cli_open_output(c, removed) : NULL;
    if (!out || (removed && !gone)) return EXIT_INPUT;
    retold_sink none = {NULL, NULL}, to_out = cli_sink(out), to_gone = gone ? cli_sink(gone) : none;
    retold_inputs inputs = cli_inputs(c, 0);
    retold_status status = retold_pipe_dedup(c->ctx, &c->run, &inputs, keep, &to_out, &to_gone, &c->tally, &c->err);
    bool well = cli_close_output(c, out, output);
    well &= !gone || cli_close_output(c, gone, removed);
    return well ? cli_finish(c, status) : EXIT_INPUT;
}

static const cli_option options[] = {{"keep", "RULE", "which of a family stays: longest (default) or earliest"},
                                     {"removed", "FILE", "write which kept document each removed one matches, and where"},
                                     OPTION_OUTPUT,
                                     OPTIONS_RUN,
                                     OPTIONS_END};

const cli_command cmd_dedup = {"dedup",
                               "[DOCS.jsonl...]",
                               "keep one document of each family",
                               "Rows that stay come out byte for byte and in order.",
                               options,
                               0,
                               -1,
                               run};
