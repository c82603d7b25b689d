/*
 * The command line: a table of commands, one cmd_x.c each. A command's options table gives its parsing, its usage, and
 * its help. Only <retold/…> and libc are used here.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H
#include <retold/pipe.h>
#include <stdbool.h>
#include <stdio.h>

/* Exit statuses: told by `retold help` as well. */
enum { EXIT_WELL = 0, EXIT_RECORDS = 1, EXIT_USAGE = 2, EXIT_INPUT = 3, EXIT_STORE = 4, EXIT_STOPPED = 130 };

typedef struct cli_option {
    const char *name;  /* long name without "--" */
    const char *value; /* name of its value for the help; NULL for a switch */
    const char *help;  /* one line */
} cli_option;

#define MOST_OPTIONS 16

typedef struct cli cli;

typedef struct cli_command {
    const char *name;
    const char *arguments;     /* "STORE PATH..." */
    const char *summary;       /* one line */
    const char *details;       /* further lines for `retold help NAME`; may be "" */
    const cli_option *options; /* ends with name NULL */
    int least, most;           /* how many arguments; most < 0: any number */
    int (*run)(cli *c);        /* returns the exit status */
} cli_command;

/* One call of one command. */
struct cli {
    const cli_command *command;
    const char *values[MOST_OPTIONS]; /* by place in the command's options; "" for a switch that is set; NULL when absent */
    char **arguments;                 /* [count] */
    int count;
    retold_ctx *ctx;
    retold_run run; /* jobs, errors, progress, stop: from the options that commands share */
    retold_tally tally;
    retold_error err;
};

/* Every command, in the order of the help: commands.c. */
extern const cli_command *const cli_commands[];
extern const int cli_command_count;

/* Options that several commands share. */
#define OPTION_JOBS \
    { "jobs", "N", "threads; one for each core by default" }
#define OPTION_QUIET \
    { "quiet", NULL, "no counts and no progress on standard error" }
#define OPTION_ERRORS \
    { "errors", "FILE", "write a JSON row for each record that failed to FILE" }
#define OPTION_STRICT \
    { "strict", NULL, "exit status 1 when a record failed" }
#define OPTION_OUTPUT \
    { "output", "FILE", "write to FILE instead of standard output" }
#define OPTION_JSON \
    { "json", NULL, "as JSON" }
#define OPTIONS_RUN OPTION_JOBS, OPTION_QUIET, OPTION_ERRORS, OPTION_STRICT
#define OPTIONS_END \
    { NULL, NULL, NULL }

/* Value of an option by its name: NULL when absent, "" for a switch. The name must be in the command's table. */
const char *cli_value(const cli *c, const char *name);
static inline bool cli_has(const cli *c, const char *name) { return cli_value(c, name) != NULL; }

/* A file, or standard output for NULL and "-"; failing to open it is told and gives NULL. */
FILE *cli_open_output(cli *c, const char *path);

/* A sink that writes to a FILE. */
retold_sink cli_sink(FILE *file);

/* Close what cli_open_output() gave, tell of a failed write; returns false then. Standard output is flushed and stays open. */
bool cli_close_output(cli *c, FILE *file, const char *path);

/* The inputs that the arguments from `first` on name; standard input when there are none. */
retold_inputs cli_inputs(const cli *c, int first);

/* Tell what went wrong, and the counts, on standard error; returns the exit status for the outcome of a run. */
int cli_finish(cli *c, retold_status status);

/* Open the store that the first argument names; told when it fails (then *status is the exit status and NULL comes back). */
retold_store *cli_open_store(cli *c, retold_store_mode mode, int *status);

/* One usage fault on standard error; returns EXIT_USAGE. */
int cli_usage(const cli_command *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The help of one command, or of all when it is NULL. */
void cli_help(FILE *out, const cli_command *command);

retold_span cli_span(const char *text);

#endif
