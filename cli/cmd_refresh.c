#include "commands.h"

static int run(cli *c) {
    int status;
    retold_store *store = cli_open_store(c, RETOLD_STORE_WRITE, &status);
    if (!store) return status;
    status = cli_finish(c, retold_pipe_refresh(c->ctx, &c->run, store, &c->tally, &c->err));
    if (!cli_has(c, "quiet"))
        fprintf(stderr, "%llu articles, %llu changed\n", (unsigned long long)c->tally.records,
                (unsigned long long)c->tally.changed);
    retold_store_close(store);
    return status;
}

static const cli_option options[] = {OPTION_JOBS, OPTION_QUIET, OPTIONS_END};

const cli_command cmd_refresh = {
    "refresh", "STORE", "extract every stored page again by today's rules, and place all anew", "", options, 1, 1, run};
