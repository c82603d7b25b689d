#include "cli.h"
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

const char *cli_value(const cli *c, const char *name) {
    for (int i = 0; c->command->options[i].name; i++)
        if (strcmp(c->command->options[i].name, name) == 0) return c->values[i];
    return NULL;
}

retold_span cli_span(const char *text) { return (retold_span){text, strlen(text)}; }

static int write_file(void *file, const char *bytes, size_t len) { return fwrite(bytes, 1, len, file) != len; }

retold_sink cli_sink(FILE *file) { return (retold_sink){write_file, file}; }

static bool is_standard(const char *path) { return !path || strcmp(path, "-") == 0; }

FILE *cli_open_output(cli *c, const char *path) {
    if (is_standard(path)) return stdout;
    FILE *file = fopen(path, "wb");
    if (!file) fprintf(stderr, "retold %s: %s: %s\n", c->command->name, path, strerror(errno));
    return file;
}

bool cli_close_output(cli *c, FILE *file, const char *path) {
    bool bad = ferror(file) != 0;
    bad |= (file == stdout ? fflush(file) : fclose(file)) != 0;
    if (bad)
        fprintf(stderr, "retold %s: %s: cannot write: %s\n", c->command->name, is_standard(path) ? "standard output" : path,
                strerror(errno));
    return !bad;
}

retold_inputs cli_inputs(const cli *c, int first) {
    static const char *const standard[] = {"-"};
    if (c->count <= first) return (retold_inputs){standard, 1, 0};
    return (retold_inputs){(const char *const *)(c->arguments + first), (size_t)(c->count - first), 0};
}

static int exit_of(retold_status status) {
    switch (status) {
    case RETOLD_OK: return EXIT_WELL;
    case RETOLD_E_ARGUMENT:
    case RETOLD_E_ABSENT: return EXIT_USAGE;
    case RETOLD_E_STORE:
    case RETOLD_E_BUSY: return EXIT_STORE;
    case RETOLD_E_STOPPED: return EXIT_STOPPED;
    default: return EXIT_INPUT;
    }
}

static void tell_counts(const cli *c) {
    if (c->tally.failed && !cli_value(c, "quiet"))
        fprintf(stderr, "retold %s: %llu of %llu records failed\n", c->command->name, (unsigned long long)c->tally.failed,
                (unsigned long long)c->tally.records);
}

int cli_finish(cli *c, retold_status status) {
    if (status == RETOLD_E_STOPPED && !c->run.stop(c->run.user)) return EXIT_INPUT; /* the output refused, which was told there */
    if (status == RETOLD_E_STOPPED)
        fprintf(stderr, "retold %s: stopped\n", c->command->name);
    else if (status != RETOLD_OK)
        fprintf(stderr, "retold %s: %s\n", c->command->name, c->err.message);
    tell_counts(c);
    if (status == RETOLD_OK && c->tally.failed && cli_value(c, "strict")) return EXIT_RECORDS;
    return exit_of(status);
}

retold_store *cli_open_store(cli *c, retold_store_mode mode, int *status) {
    retold_store *store;
    retold_status opened = retold_store_open(c->ctx, c->arguments[0], mode, &store, &c->err);
    if (opened == RETOLD_OK) return store;
    *status = cli_finish(c, opened);
    if (opened == RETOLD_E_ABSENT) *status = EXIT_INPUT;
    return NULL;
}

int cli_usage(const cli_command *command, const char *format, ...) {
    va_list args;
    fprintf(stderr, "retold%s%s: ", command ? " " : "", command ? command->name : "");
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fprintf(stderr, "; see 'retold help%s%s'\n", command ? " " : "", command ? command->name : "");
    return EXIT_USAGE;
}

static void help_options(FILE *out, const cli_option *options) {
    for (; options->name; options++) {
        char left[64];
        snprintf(left, sizeof left, "--%s%s%s", options->name, options->value ? " " : "", options->value ? options->value : "");
        fprintf(out, "  %-20s %s\n", left, options->help);
    }
    fprintf(out, "  %-20s %s\n", "-h, --help", "this text");
}

static void help_all(FILE *out) {
    fprintf(out, "retold %s: who tells which story after whom\n\nusage: retold COMMAND [OPTIONS] [ARGUMENTS]\n\n",
            retold_version());
    for (int i = 0; i < cli_command_count; i++) fprintf(out, "  %-9s %s\n", cli_commands[i]->name, cli_commands[i]->summary);
    fputs("\n'retold help COMMAND' tells more; 'retold --version' the version. '-' names standard input or output.\n"
          "Files may be gzipped or zstd-compressed. Ids may be cut short as long as they are unique.\n\n"
          "exit status: 0 well, also where single records failed; 1 a record failed and --strict was given;\n"
          "2 wrong use; 3 an input or output failed; 4 the store is damaged or being written to; 130 stopped\n",
          out);
}

void cli_help(FILE *out, const cli_command *command) {
    if (!command) {
        help_all(out);
        return;
    }
    fprintf(out, "retold %s: %s\n\nusage: retold %s [OPTIONS] %s\n\n", command->name, command->summary, command->name,
            command->arguments);
    if (command->details[0]) fprintf(out, "%s\n\n", command->details);
    help_options(out, command->options);
}
