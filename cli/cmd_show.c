#include "commands.h"

static retold_tell_form form_of(const cli *c) {
    return cli_has(c, "html") ? RETOLD_TELL_HTML : cli_has(c, "json") ? RETOLD_TELL_JSON : RETOLD_TELL_TEXT;
}

/* A story is told, a quote shown within it; everything else as the store has it. */
static retold_status show(cli *c, retold_store *store, const retold_sink *sink) {
    retold_found found;
    retold_span id = cli_span(c->arguments[1]);
    if (cli_has(c, "versions")) return retold_pipe_versions(c->ctx, store, id, form_of(c), sink, &c->err);
    retold_status status = retold_store_find(c->ctx, store, id, RETOLD_KIND_ANY, &found, &c->err);
    if (status != RETOLD_OK) return status;
    if (found.kind == RETOLD_KIND_QUOTE) return retold_pipe_quote(c->ctx, store, cli_span(found.id), form_of(c), sink, &c->err);
    if (found.kind == RETOLD_KIND_STORY || cli_has(c, "html"))
        return retold_pipe_tell(c->ctx, store, cli_span(found.id), form_of(c), sink, &c->err);
    return retold_store_show(c->ctx, store, id, cli_has(c, "json") ? RETOLD_FORM_JSON : RETOLD_FORM_TEXT, sink, &c->err);
}

static int run(cli *c) {
    int status;
    retold_store *store = cli_open_store(c, RETOLD_STORE_READ, &status);
    if (!store) return status;
    retold_sink sink = cli_sink(stdout);
    status = cli_finish(c, show(c, store, &sink));
    retold_store_close(store);
    return cli_close_output(c, stdout, NULL) ? status : EXIT_INPUT;
}

static const cli_option options[] = {OPTION_JSON,
                                     {"html", NULL, "the page of the story that it belongs to"},
                                     {"versions", NULL, "the texts that an article's page had over time, and what changed"},
                                     OPTIONS_END};

const cli_command cmd_show = {
    "show", "STORE ID", "show an article, a family, a story, or a quote, with its evidence", "", options, 2, 2, run};
