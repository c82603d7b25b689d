#include "commands.h"

static int run(cli *c) {
    int status;
    retold_store *store = cli_open_store(c, RETOLD_STORE_READ, &status);
    if (!store) return status;
    FILE *out = cli_open_output(c, cli_value(c, "output"));
    if (!out) {
        retold_store_close(store);
        return EXIT_INPUT;
    }
    retold_sink sink = cli_sink(out);
    retold_inputs inputs = cli_inputs(c, 1);
    retold_form form = cli_has(c, "json") ? RETOLD_FORM_JSON : RETOLD_FORM_TEXT;
    retold_status done = retold_pipe_lookup(c->ctx, &c->run, store, &inputs, form, &sink, &c->tally, &c->err);
    retold_store_close(store);
    if (!cli_close_output(c, out, cli_value(c, "output"))) return EXIT_INPUT;
    return cli_finish(c, done);
}

static const cli_option options[] = {OPTION_JSON, OPTION_OUTPUT, OPTION_QUIET, OPTION_ERRORS, OPTION_STRICT, OPTIONS_END};

const cli_command cmd_lookup = {"lookup",
                                "STORE [PATH...]",
                                "find which stored articles share passages with pages that are not stored",
                                "For each page the articles, how much of each stands in the other, who had it first, and the "
                                "bytes of both. Nothing is stored.",
                                options,
                                1,
                                -1,
                                run};
