/* Two articles side by side, in all three forms. */
#include "oom.h"
#include "record/record.h"
#include <retold/tell.h>

static const char one[] = "{\"id\":\"1\",\"outlet\":\"Pier Post\",\"title\":\"Piers "
                          "shut\",\"url\":\"https://pier.example/1\",\"date\":\"2024-05-02\",\"text\":"
                          "\"The harbour office closed both piers on Monday.\\nNobody was hurt, the harbour master said on "
                          "Monday.\\nIt was built in 1961.\"}";
static const char other[] =
    "{\"id\":\"2\",\"outlet\":\"Daily Quay\",\"title\":\"Crane falls\",\"text\":"
    "\"Nobody was hurt, the harbour master said on Monday.\\nThe harbour office closed two piers on Tuesday. A crane fell.\"}";

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

static retold_status work(void *job) {
    (void)job;
    retold_ctx *ctx = NULL;
    retold_article *a = NULL, *b = NULL;
    retold_status status = retold_ctx_new(NULL, &ctx, NULL);
    if (status == RETOLD_OK) status = article_of_row(ctx, (span){one, sizeof one - 1}, &a, NULL);
    if (status == RETOLD_OK) status = article_of_row(ctx, (span){other, sizeof other - 1}, &b, NULL);
    if (status == RETOLD_OK) status = compare(ctx, a, b);
    retold_article_free(a);
    retold_article_free(b);
    retold_ctx_free(ctx);
    return status;
}

int main(void) {
    oom_sweep("tell", work, NULL);
    return 0;
}
