#include "commands.h"
#include <string.h>

/* HTML for a name in .html, else text. */
static retold_tell_form form_of(const cli *c, const char *path) {
    size_t len = path ? strlen(path) : 0;
    if (cli_has(c, "json")) return RETOLD_TELL_JSON;
    if (cli_has(c, "html") || (len > 5 && strcmp(path + len - 5, ".html") == 0)) return RETOLD_TELL_HTML;
    return RETOLD_TELL_TEXT;
}

static int run(cli *c) {
    int status;
    const char *path = cli_value(c, "output");
    retold_store *store = cli_open_store(c, RETOLD_STORE_READ, &status);
    if (!store) return status;
    FILE *out = cli_open_output(c, path);
    if (out) {
        retold_sink sink = cli_sink(out);
        status = cli_finish(c, retold_pipe_tell(c->ctx, store, cli_span(c->arguments[1]), form_of(c, path), &sink, &c->err));
    }
    retold_store_close(store);
    return out && cli_close_output(c, out, path) ? status : EXIT_INPUT;
}

static const cli_option options[] = {
    OPTION_OUTPUT, OPTION_JSON, {"html", NULL, "as one self-contained page; so is a FILE in .html"}, OPTIONS_END};

const cli_command cmd_tell = {"tell",
                              "STORE STORY",
                              "tell a story: who told it, after whom, with which words",
                              "STORY is the id of a story or of one of its articles.",
                              options,
                              2,
                              2,
                              run};
