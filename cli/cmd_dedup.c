#include "commands.h"
#include <string.h>

static bool keep_rule(const char *name, retold_keep *keep) {
    static const char *const names[] = {"longest", "earliest", "most-complete"};
    *keep = RETOLD_KEEP_LONGEST;
    for (int i = 0; name && i < 3; i++)
        if (strcmp(name, names[i]) == 0) {
            *keep = (retold_keep)i;
            return true;
        }
    return !name;
}

static bool unit_of(const char *name, retold_dedup_unit *unit) {
    *unit = name && strcmp(name, "paragraph") == 0 ? RETOLD_DEDUP_PARAGRAPHS : RETOLD_DEDUP_DOCUMENTS;
    return !name || *unit == RETOLD_DEDUP_PARAGRAPHS || strcmp(name, "document") == 0;
}

/* What went, in a line on standard error. */
static void tell_removed(const cli *c, retold_dedup_unit by) {
    const retold_tally *t = &c->tally;
    unsigned long long all = t->records - t->failed, gone = t->same;
    if (cli_has(c, "quiet")) return;
    fprintf(stderr, "%llu documents: %llu kept, %llu removed", all, all - gone, gone);
    if (by == RETOLD_DEDUP_PARAGRAPHS) fprintf(stderr, ", %llu shortened", (unsigned long long)t->changed);
    fputc('\n', stderr);
}

static bool open_sink(cli *c, const char *path, FILE **file, retold_sink *sink) {
    *file = path ? cli_open_output(c, path) : NULL;
    if (*file) *sink = cli_sink(*file);
    return !path || *file;
}

static int run(cli *c) {
    retold_dedup how = {0};
    const char *output = cli_value(c, "output"), *removed = cli_value(c, "removed"), *summary = cli_value(c, "summary");
    if (!keep_rule(cli_value(c, "keep"), &how.keep))
        return cli_usage(c->command, "--keep wants longest, earliest, or most-complete, not '%s'", cli_value(c, "keep"));
    if (!unit_of(cli_value(c, "by"), &how.by))
        return cli_usage(c->command, "--by wants document or paragraph, not '%s'", cli_value(c, "by"));
    FILE *out, *gone, *end;
    if (!open_sink(c, output ? output : "-", &out, &how.kept) || !open_sink(c, removed, &gone, &how.removed) ||
        !open_sink(c, summary, &end, &how.summary))
        return EXIT_INPUT;
    retold_inputs inputs = cli_inputs(c, 0);
    retold_status status = retold_pipe_dedup(c->ctx, &c->run, &inputs, &how, &c->tally, &c->err);
    bool well = cli_close_output(c, out, output);
    if (gone) well &= cli_close_output(c, gone, removed);
    if (end) well &= cli_close_output(c, end, summary);
    if (status == RETOLD_OK) tell_removed(c, how.by);
    return well ? cli_finish(c, status) : EXIT_INPUT;
}

static const cli_option options[] = {{"keep", "RULE", "which text stays: longest (default), earliest, or most-complete"},
                                     {"by", "UNIT", "what goes: each document of a family but one (default), or each paragraph"},
                                     {"removed", "FILE", "write which kept document each removed one matches, and where"},
                                     {"summary", "FILE", "write one row with what went and what the caps left uncompared"},
                                     OPTION_OUTPUT,
                                     OPTIONS_RUN,
                                     OPTIONS_END};

const cli_command cmd_dedup = {
    "dedup",
    "[DOCS.jsonl...]",
    "keep one document of each family",
    "Rows that stay come out byte for byte and in order. By paragraph, paragraphs that stand in another document\n"
    "go, and \"text\" is the one value of their rows that changes.",
    options,
    0,
    -1,
    run};
