/* `dedup` in both its ways, over a file of rows. */
#define _POSIX_C_SOURCE 200809L
#include "oom.h"
#include <retold/pipe.h>
#include <stdlib.h>
#include <unistd.h>

#define PIER \
    "The harbour board said the northern pier will stay closed until divers have looked at every one of its timber piles."
#define BOAT                                                                                                                  \
    "Ferries to the islands will use the southern berth meanwhile, and the evening crossing leaves later than the timetable " \
    "has it."

static const char rows[] =
    "{\"id\":\"1\",\"text\":\"" PIER "\\nFerries\\n" BOAT "\"}\n"
    "{\"id\":\"2\",\"text\":\"" PIER "\\nFerries\\n" BOAT "\"}\n"
    "{\"id\":\"3\",\"text\":\"" PIER "\\nFerries\\nStill: " BOAT
    "\\nMarket traders carry their crates along the mole as their grandmothers did in the winter of the frost.\"}\n";

static int take(void *user, const char *bytes, size_t len) {
    (void)bytes;
    *(size_t *)user += len;
    return 0;
}

typedef struct job {
    const char *path;
    retold_dedup_unit by;
} job;

static retold_status dedup(void *p) {
    const job *j = p;
    size_t len = 0;
    retold_ctx *ctx = NULL;
    retold_sink out = {take, &len};
    retold_dedup how = {RETOLD_KEEP_MOST_COMPLETE, j->by, out, out, out};
    retold_inputs inputs = {.paths = &j->path, .count = 1};
    retold_status status = retold_ctx_new(NULL, &ctx, NULL);
    if (status == RETOLD_OK) status = retold_pipe_dedup(ctx, NULL, &inputs, &how, NULL, NULL);
    retold_ctx_free(ctx);
    return status;
}

int main(void) {
    char path[] = "/tmp/retold-oom-XXXXXX";
    int file = mkstemp(path);
    if (file < 0 || write(file, rows, sizeof rows - 1) != sizeof rows - 1) return 1;
    close(file);
    oom_sweep("dedup, by document", dedup, &(job){path, RETOLD_DEDUP_DOCUMENTS});
    oom_sweep("dedup, by paragraph", dedup, &(job){path, RETOLD_DEDUP_PARAGRAPHS});
    unlink(path);
    return 0;
}
