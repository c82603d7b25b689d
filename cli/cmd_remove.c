#include "commands.h"

static int run(cli *c) {
    int status;
    retold_store *store = cli_open_store(c, RETOLD_STORE_WRITE, &status);
    if (!store) return status;
    status = cli_finish(c, retold_pipe_remove(c->ctx, store, cli_span(c->arguments[1]), &c->err));
    retold_store_close(store);
    return status;
}

static const cli_option options[] = {OPTIONS_END};

const cli_command cmd_remove = {"remove", "STORE ID", "take an article out of a store, with all that rests on it", "", options, 2,
                                2,        run};
