#include "commands.h"

static int run(cli *c) {
    int status;
    retold_store *store = cli_open_store(c, cli_has(c, "dry-run") ? RETOLD_STORE_READ : RETOLD_STORE_WRITE, &status);
    if (!store) return status;
    retold_doctor_report report = {0};
    retold_sink sink = cli_sink(stdout);
    retold_form form = cli_has(c, "json") ? RETOLD_FORM_JSON : RETOLD_FORM_TEXT;
    status = cli_finish(c, retold_store_doctor(c->ctx, store, form, &sink, &report, &c->err));
    fprintf(stderr, "%llu checked, %llu faults, %llu mended\n", (unsigned long long)report.checked,
            (unsigned long long)report.faults, (unsigned long long)report.mended);
    retold_store_close(store);
    if (!cli_close_output(c, stdout, NULL)) return EXIT_INPUT;
    return status == EXIT_WELL && report.faults > report.mended ? EXIT_STORE : status;
}

static const cli_option options[] = {{"dry-run", NULL, "say what is wrong, mend nothing"}, OPTION_JSON, OPTIONS_END};

const cli_command cmd_doctor = {"doctor",
                                "STORE",
                                "check a store, say what is wrong, mend what can be mended",
                                "Exit status 4 when a fault stays.",
                                options,
                                1,
                                1,
                                run};
