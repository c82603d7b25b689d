/* Two articles side by side, and a story of three with all that is found in them, in all forms. */
#include "../tell_found.h"
#include "oom.h"
#include "record/record.h"
#include <retold/tell.h>

static const char first[] =
    "{\"id\":\"1\",\"outlet\":\"Pier Post\",\"title\":\"Piers shut\",\"url\":\"https://pier.example/1\",\"date\":\"2024-05-07\","
    "\"text\":\"The harbour office closed both piers on Monday.\\nNobody was hurt, the harbour master said on Monday.\\n"
    "It was built in 1961.\\n\\\"We heard the wall groan and we waited for the tide,\\\" Captain Ana Ferreira told the Quay "
    "Post.\"}";
static const char second[] =
    "{\"id\":\"2\",\"outlet\":\"Daily Quay\",\"title\":\"Crane falls\",\"text\":"
    "\"Nobody was hurt, the harbour master said on Monday.\\nThe harbour office closed two piers on Tuesday. A crane fell.\\n"
    "\\\"We heard the wall groan,\\\" Ferreira said, as officials quoted by the Pier Post put it.\"}";
static const char third[] = "{\"id\":\"3\",\"outlet\":\"Late Wire\",\"title\":\"Piers shut\",\"date\":\"2024-05-08\",\"text\":"
                            "\"The harbour office closed both piers on Monday.\\nIt was built in 1961.\"}";
static const char *const rows[] = {first, second, third};
enum { ROWS = sizeof rows / sizeof *rows };

static int take(void *user, const char *bytes, size_t len) {
    (void)bytes;
    *(size_t *)user += len;
    return 0;
}

static retold_status compare(retold_ctx *ctx, const retold_article *a, const retold_article *b) {
    size_t len = 0;
    retold_sink out = {take, &len};
    for (int form = RETOLD_TELL_TEXT; form <= RETOLD_TELL_HTML; form++) {
        retold_status status = retold_tell_compare(ctx, a, b, (retold_tell_form)form, &out, NULL);
        if (status != RETOLD_OK) return status;
    }
    return RETOLD_OK;
}

/* The articles are read anew each time. */
static retold_status compare_two(void *job) {
    (void)job;
    retold_ctx *ctx = NULL;
    retold_article *a = NULL, *b = NULL;
    retold_status status = retold_ctx_new(NULL, &ctx, NULL);
    if (status == RETOLD_OK) status = article_of_row(ctx, span_of(rows[0]), &a, NULL);
    if (status == RETOLD_OK) status = article_of_row(ctx, span_of(rows[1]), &b, NULL);
    if (status == RETOLD_OK) status = compare(ctx, a, b);
    retold_article_free(a);
    retold_article_free(b);
    retold_ctx_free(ctx);
    return status;
}

typedef struct telling_job {
    retold_article *const *articles;
    arena memory;
    found found;
} telling_job;

static void job_end(void *p) {
    telling_job *job = p;
    found_end(&job->found);
    arena_free(&job->memory);
}

/* What pipe does with a story, without its store. */
static retold_status tell(retold_ctx *ctx, void *p, retold_error *err) {
    telling_job *job = p;
    arena *a = &job->memory;
    (void)err;
    *a = arena_made(ctx);
    ctx_always(ctx, job_end, job);
    tell_telling *tellings = ARENA_ARRAY(a, tell_telling, ROWS);
    for (uint32_t i = 0; i < ROWS; i++)
        tellings[i] = (tell_telling){.article = job->articles[i], .family = S("f"), .number = i, .nearest = RETOLD_NONE};
    tellings[1].family = S("g");
    tell_edge edge = {0, 2, 0.5f, 1, S("abridged"), 0, 0.9f, S("time")};
    tell_input in = {.id = S("s"), .tellings = tellings, .count = ROWS, .edges = &edge, .edge_count = 1};
    tell_story story;
    if (!find_all(ctx, a, tellings, &in, &job->found)) return RETOLD_E_NOMEM;
    tell_build(ctx, a, &in, &story);
    buf out = buf_made(a);
    tell_html(ctx, &out, &story);
    tell_text(ctx, &out, &story);
    tell_json(ctx, &out, &story);
    return RETOLD_OK;
}

static retold_status tell_story_of(void *p) {
    telling_job job = {.articles = p};
    retold_ctx *ctx = NULL;
    retold_status status = retold_ctx_new(NULL, &ctx, NULL);
    if (status == RETOLD_OK) status = ctx_run(ctx, tell, &job, NULL);
    retold_ctx_free(ctx);
    return status;
}

int main(void) {
    retold_ctx *ctx = NULL;
    retold_article *articles[ROWS];
    if (retold_ctx_new(NULL, &ctx, NULL) != RETOLD_OK) return 1;
    for (size_t i = 0; i < ROWS; i++)
        if (article_of_row(ctx, span_of(rows[i]), &articles[i], NULL) != RETOLD_OK) return 1;
    oom_sweep("tell, two side by side", compare_two, NULL);
    oom_sweep("tell, a story", tell_story_of, articles);
    for (size_t i = 0; i < ROWS; i++) retold_article_free(articles[i]);
    retold_ctx_free(ctx);
    return 0;
}
