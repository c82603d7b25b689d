#include "commands.h"
#include <string.h>

static bool list_kind(const char *name, retold_store_list *kind) {
    static const char *const names[] = {"articles", "families", "stories", "quotes", "times"};
    for (int i = 0; i < 5; i++) {
        *kind = (retold_store_list)i;
        if (strcmp(names[i], name) == 0) return true;
    }
    return false;
}

static int run(cli *c) {
    int status;
    retold_store_list kind = RETOLD_LIST_ARTICLES;
    if (c->count > 1 && !list_kind(c->arguments[1], &kind))
        return cli_usage(c->command, "knows articles, families, stories, quotes, times, not '%s'", c->arguments[1]);
    const char *speaker = cli_value(c, "speaker"), *via = cli_value(c, "via");
    if ((speaker || via) && kind != RETOLD_LIST_QUOTES)
        return cli_usage(c->command, "takes --%s only with quotes", speaker ? "speaker" : "via");
    if ((speaker && !*speaker) || (via && !*via))
        return cli_usage(c->command, "--%s wants a name", speaker && !*speaker ? "speaker" : "via");
    retold_quote_filter filter = {cli_span(speaker ? speaker : ""), cli_span(via ? via : "")};
    retold_store *store = cli_open_store(c, RETOLD_STORE_READ, &status);
    if (!store) return status;
    retold_sink sink = cli_sink(stdout);
    retold_form form = cli_has(c, "json") ? RETOLD_FORM_JSON : RETOLD_FORM_TEXT;
    status = cli_finish(c, retold_store_write_list(c->ctx, store, kind, speaker || via ? &filter : NULL, form, &sink, &c->err));
    retold_store_close(store);
    return cli_close_output(c, stdout, NULL) ? status : EXIT_INPUT;
}

static const cli_option options[] = {{"speaker", "NAME", "quotes of a speaker, by words of the name"},
                                     {"via", "OUTLET", "quotes that come through a source, by words of its name"},
                                     OPTION_JSON,
                                     OPTIONS_END};

const cli_command cmd_list = {
    "list", "STORE [articles|families|stories|quotes|times]", "list what a store holds, a row each", "", options, 1, 2, run};
