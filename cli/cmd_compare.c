#include "commands.h"

static int run(cli *c) {
    int status;
    retold_store *store = cli_open_store(c, RETOLD_STORE_READ, &status);
    if (!store) return status;
    retold_sink sink = cli_sink(stdout);
    retold_tell_form form = cli_has(c, "json") ? RETOLD_TELL_JSON : cli_has(c, "html") ? RETOLD_TELL_HTML : RETOLD_TELL_TEXT;
    status = cli_finish(
        c, retold_pipe_compare(c->ctx, store, cli_span(c->arguments[1]), cli_span(c->arguments[2]), form, &sink, &c->err));
    retold_store_close(store);
    return cli_close_output(c, stdout, NULL) ? status : EXIT_INPUT;
}

static const cli_option options[] = {OPTION_JSON, {"html", NULL, "as one self-contained page"}, OPTIONS_END};

const cli_command cmd_compare = {"compare", "STORE A B", "align two articles, with what only one of them has", "", options, 3,
                                 3,         run};
