#include "commands.h"

static int run(cli *c) {
    int status;
    retold_store *store = cli_open_store(c, RETOLD_STORE_CREATE, &status);
    if (!store) return status;
    retold_inputs inputs = cli_inputs(c, 1);
    status = cli_finish(c, retold_pipe_add(c->ctx, &c->run, store, &inputs, &c->tally, &c->err));
    if (!cli_has(c, "quiet"))
        fprintf(stderr, "%llu pages: %llu new, %llu changed, %llu known, %llu failed\n", (unsigned long long)c->tally.records,
                (unsigned long long)c->tally.added, (unsigned long long)c->tally.changed, (unsigned long long)c->tally.same,
                (unsigned long long)c->tally.failed);
    retold_store_close(store);
    return status;
}

static const cli_option options[] = {OPTIONS_RUN, OPTIONS_END};

const cli_command cmd_add = {
    "add",
    "STORE PATH...",
    "read, extract, and place every page",
    "PATH is a file or a folder of pages. The same pages again change nothing; other text at a known address is a new version.",
    options,
    2,
    -1,
    run};
