/* A story told out of a store, in all forms, and its pages looked up; memory fails meanwhile, not while they are stored. */
#define _POSIX_C_SOURCE 200809L
#include "oom.h"
#include <retold/pipe.h>
#include <retold/store.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HIT "The ferry Kitt struck the outer pier at Ellerby on Tuesday evening, the coastguard said, and 41 people were hurt. "
#define LOG "Both engines had stopped at 6:52 p.m., according to a preliminary log.\\n"
#define GROAN "\\\"We heard the hull groan and we waited for the tide,\\\" Captain Ana Ferreira told the Quay Post.\\n"

static const char rows[] =
    "{\"id\":\"1\",\"outlet\":\"Pier Post\",\"title\":\"Ferry Kitt hits pier at Ellerby\",\"date\":\"2024-03-13\",\"text\":\"" HIT
        LOG GROAN "In October 2019 a sister ship ran aground near Ellerby; nobody was hurt.\"}\n"
    "{\"id\":\"2\",\"outlet\":\"Daily Quay\",\"title\":\"Ferry Kitt hits pier at Ellerby\",\"text\":\"" HIT LOG GROAN "\"}\n"
    "{\"id\":\"3\",\"outlet\":\"Late Wire\",\"title\":\"43 hurt as ferry Kitt hits pier at Ellerby\",\"date\":\"2024-03-14\","
    "\"text\":\"43 people were hurt when the ferry Kitt hit the outer pier at Ellerby on 12 March, officials quoted by the Quay "
    "Post said.\\n\\\"We heard the hull groan,\\\" Ferreira said. The engines had stopped before the ferry hit the pier.\"}\n";

static int take(void *user, const char *bytes, size_t len) {
    (void)bytes;
    *(size_t *)user += len;
    return 0;
}

typedef struct story {
    retold_store *store;
    const char *rows; /* path */
    char id[36];      /* "s-" and 32 hex digits */
} story;

/* The id out of the first row of a listing. */
static int take_id(void *user, const char *bytes, size_t len) {
    char *id = user;
    const char *at = len > 40 && !*id ? strstr(bytes, "\"s-") : NULL;
    if (at) memcpy(id, at + 1, 34);
    return 0;
}

static retold_status tell(void *job) {
    const story *s = job;
    size_t len = 0;
    retold_ctx *ctx = NULL;
    retold_sink out = {take, &len};
    retold_span id = {s->id, strlen(s->id)};
    retold_status status = retold_ctx_new(NULL, &ctx, NULL);
    for (int form = RETOLD_TELL_TEXT; form <= RETOLD_TELL_HTML && status == RETOLD_OK; form++)
        status = retold_pipe_tell(ctx, s->store, id, (retold_tell_form)form, &out, NULL);
    retold_ctx_free(ctx);
    return status;
}

static retold_status look_up(void *job) {
    const story *s = job;
    size_t len = 0;
    retold_ctx *ctx = NULL;
    retold_sink out = {take, &len};
    retold_inputs inputs = {.paths = &s->rows, .count = 1};
    retold_status status = retold_ctx_new(NULL, &ctx, NULL);
    for (int form = RETOLD_FORM_TEXT; form <= RETOLD_FORM_JSON && status == RETOLD_OK; form++)
        status = retold_pipe_lookup(ctx, NULL, s->store, &inputs, (retold_form)form, &out, NULL, NULL);
    retold_ctx_free(ctx);
    return status;
}

/* A store in memory with the rows, which are written to a file. */
static retold_store *stored(retold_ctx *ctx, char *path) {
    const char *paths[] = {path};
    retold_inputs inputs = {.paths = paths, .count = 1};
    retold_store *store = NULL;
    int file = mkstemp(path);
    if (file < 0 || write(file, rows, sizeof rows - 1) != sizeof rows - 1) exit(1);
    close(file);
    if (retold_store_open(ctx, ":memory:", RETOLD_STORE_CREATE, &store, NULL) != RETOLD_OK) exit(1);
    if (retold_pipe_add(ctx, NULL, store, &inputs, NULL, NULL) != RETOLD_OK) exit(1);
    return store;
}

int main(void) {
    retold_ctx *ctx = NULL;
    char path[] = "/tmp/retold-oom-XXXXXX";
    if (retold_ctx_new(NULL, &ctx, NULL) != RETOLD_OK) return 1;
    story s = {.store = stored(ctx, path), .rows = path};
    retold_sink out = {take_id, s.id};
    if (retold_store_write_list(ctx, s.store, RETOLD_LIST_STORIES, NULL, RETOLD_FORM_JSON, &out, NULL) != RETOLD_OK) return 1;
    oom_sweep("pipe, tell", tell, &s);
    oom_sweep("pipe, lookup", look_up, &s);
    unlink(path);
    retold_store_close(s.store);
    retold_ctx_free(ctx);
    return 0;
}
