#include "commands.h"

/* The table of what sites repeat, to a file; false when told what is wrong. */
static bool write_sites(cli *c, retold_store *store, const char *path) {
    FILE *out = cli_open_output(c, path);
    if (!out) return false;
    retold_sink sink = cli_sink(out);
    retold_status status = retold_store_site_memory(c->ctx, store, &sink, &c->err);
    if (status != RETOLD_OK) fprintf(stderr, "retold: %s\n", c->err.message);
    return cli_close_output(c, out, path) && status == RETOLD_OK;
}

static int run(cli *c) {
    int status;
    retold_store *store = cli_open_store(c, RETOLD_STORE_WRITE, &status);
    if (!store) return status;
    status = cli_finish(c, retold_pipe_refresh(c->ctx, &c->run, store, &c->tally, &c->err));
    if (!cli_has(c, "quiet"))
        fprintf(stderr, "%llu articles, %llu changed\n", (unsigned long long)c->tally.records,
                (unsigned long long)c->tally.changed);
    const char *sites = cli_value(c, "site-memory");
    if (sites && status == EXIT_WELL && !write_sites(c, store, sites)) status = EXIT_INPUT;
    retold_store_close(store);
    return status;
}

static const cli_option options[] = {
    {"site-memory", "FILE", "write to FILE what was learned of the sites, for `extract --site-memory`"},
    OPTION_JOBS,
    OPTION_QUIET,
    OPTIONS_END};

const cli_command cmd_refresh = {"refresh",
                                 "STORE",
                                 "extract every stored page again by today's rules, and place all anew",
                                 "First it learns anew which blocks of text the pages of one site repeat; these are left out of "
                                 "bodies, by the next `add` too.",
                                 options,
                                 1,
                                 1,
                                 run};
