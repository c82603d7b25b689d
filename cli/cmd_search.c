#include "commands.h"
#include <stdlib.h>
#include <string.h>

/* The arguments as one query. */
static char *join(char **words, int count) {
    size_t len = 1;
    for (int i = 0; i < count; i++) len += strlen(words[i]) + 1;
    char *text = calloc(1, len);
    for (int i = 0; text && i < count; i++) {
        if (i) strcat(text, " ");
        strcat(text, words[i]);
    }
    return text;
}

static int run(cli *c) {
    int status;
    retold_store *store = cli_open_store(c, RETOLD_STORE_READ, &status);
    if (!store) return status;
    char *words = join(c->arguments + 1, c->count - 1);
    retold_sink sink = cli_sink(stdout);
    retold_form form = cli_has(c, "json") ? RETOLD_FORM_JSON : RETOLD_FORM_TEXT;
    status = words ? cli_finish(c, retold_store_search(c->ctx, store, cli_span(words), 100, form, &sink, &c->err)) : EXIT_INPUT;
    free(words);
    retold_store_close(store);
    return cli_close_output(c, stdout, NULL) ? status : EXIT_INPUT;
}

static const cli_option options[] = {OPTION_JSON, OPTIONS_END};

const cli_command cmd_search = {"search",
                                "STORE WORDS...",
                                "find articles and quotes by their words",
                                "All words must occur; \"words in quotes\" side by side; -word must not (put it behind --).",
                                options,
                                2,
                                -1,
                                run};
