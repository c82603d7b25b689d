#define _POSIX_C_SOURCE 200809L
#include "cli.h"
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted;

static void on_interrupt(int number) {
    (void)number;
    if (interrupted) _exit(EXIT_STOPPED);
    interrupted = 1;
}

static int ask_stop(void *user) {
    (void)user;
    return interrupted;
}

/* One line on a terminal, at most five times a second. */
static void show_progress(void *user, uint64_t records, uint64_t bytes) {
    static struct timespec begun, last;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (!begun.tv_sec) begun = now;
    double since = (double)(now.tv_sec - last.tv_sec) + (double)(now.tv_nsec - last.tv_nsec) / 1e9;
    double all = (double)(now.tv_sec - begun.tv_sec) + (double)(now.tv_nsec - begun.tv_nsec) / 1e9;
    if (since < .2) return;
    last = now;
    fprintf(stderr, "\rretold %s: %llu records, %.1f MB, %.0f a second  ", ((const cli *)user)->command->name,
            (unsigned long long)records, (double)bytes / 1e6, all > 0 ? (double)records / all : 0.0);
}

static const cli_command *find_command(const char *name) {
    for (int i = 0; i < cli_command_count; i++)
        if (strcmp(cli_commands[i]->name, name) == 0) return cli_commands[i];
    return NULL;
}

/* "--name", "--name=value" or "--name value"; short letters: -o, -h. Returns 0, or an exit status. */
static int take_option(cli *c, char **argv, int argc, int *at) {
    const char *text = argv[*at] + (argv[*at][1] == '-' ? 2 : 1), *equals = strchr(text, '=');
    size_t len = equals ? (size_t)(equals - text) : strlen(text);
    bool is_short = argv[*at][1] != '-';
    for (int i = 0; c->command->options[i].name; i++) {
        const cli_option *o = &c->command->options[i];
        if (is_short ? len != 1 || o->name[0] != text[0] || strcmp(o->name, "output") != 0
                     : strlen(o->name) != len || strncmp(o->name, text, len) != 0)
            continue;
        if (!o->value && equals) return cli_usage(c->command, "--%s takes no value", o->name);
        if (o->value && !equals && *at + 1 >= argc) return cli_usage(c->command, "--%s wants a value", o->name);
        c->values[i] = !o->value ? "" : equals ? equals + 1 : argv[++*at];
        return 0;
    }
    return cli_usage(c->command, "no option '%s'", argv[*at]);
}

static int parse(cli *c, int argc, char **argv, bool *help) {
    bool options = true;
    c->arguments = argv;
    for (int i = 0; i < argc; i++) {
        if (options && strcmp(argv[i], "--") == 0) {
            options = false;
        } else if (options && argv[i][0] == '-' && argv[i][1]) {
            *help |= strcmp(argv[i], "-h") == 0 || strcmp(argv[i], "--help") == 0;
            int fault = *help ? 0 : take_option(c, argv, argc, &i);
            if (fault) return fault;
        } else {
            c->arguments[c->count++] = argv[i];
        }
    }
    if (*help) return 0;
    if (c->count < c->command->least) return cli_usage(c->command, "wants %s", c->command->arguments);
    if (c->command->most >= 0 && c->count > c->command->most)
        return cli_usage(c->command, "too many arguments: '%s'", c->arguments[c->command->most]);
    return 0;
}

static int set_jobs(cli *c) {
    const char *jobs = cli_value(c, "jobs");
    char *end;
    if (!jobs) return 0;
    long n = strtol(jobs, &end, 10);
    if (!*jobs || *end || n < 1 || n > 256) return cli_usage(c->command, "--jobs wants a number from 1 to 256, not '%s'", jobs);
    c->run.jobs = (unsigned)n;
    return 0;
}

/* Run the command with a ctx and the error file that was asked for. */
static int run_command(cli *c) {
    const char *path = cli_value(c, "errors");
    FILE *errors = path ? cli_open_output(c, path) : NULL;
    if (path && !errors) return EXIT_INPUT;
    if (errors) c->run.errors = cli_sink(errors);
    c->run.stop = ask_stop;
    c->run.user = c;
    bool progress = isatty(STDERR_FILENO) && !cli_value(c, "quiet");
    if (progress) c->run.progress = show_progress;
    int status = EXIT_INPUT;
    if (retold_ctx_new(NULL, &c->ctx, &c->err) == RETOLD_OK)
        status = c->command->run(c);
    else
        fprintf(stderr, "retold: %s\n", c->err.message);
    retold_ctx_free(c->ctx);
    if (progress) fputs("\r\033[K", stderr);
    if (errors && !cli_close_output(c, errors, path) && status == EXIT_WELL) status = EXIT_INPUT;
    return status;
}

static int help_command(int argc, char **argv) {
    const cli_command *command = argc > 0 ? find_command(argv[0]) : NULL;
    if (argc > 0 && !command) return cli_usage(NULL, "no command '%s'", argv[0]);
    cli_help(stdout, command);
    return EXIT_WELL;
}

int main(int argc, char **argv) {
    struct sigaction action = {.sa_handler = on_interrupt};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    if (argc < 2) {
        cli_help(stderr, NULL);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("retold %s\n", retold_version());
        return EXIT_WELL;
    }
    if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "--help") == 0)
        return help_command(argc - 2, argv + 2);
    cli c = {.command = find_command(argv[1])};
    if (!c.command) return cli_usage(NULL, "no command '%s'", argv[1]);
    bool help = false;
    int fault = parse(&c, argc - 2, argv + 2, &help);
    if (!fault && help) {
        cli_help(stdout, c.command);
        return EXIT_WELL;
    }
    if (!fault) fault = set_jobs(&c);
    return fault ? fault : run_command(&c);
}
