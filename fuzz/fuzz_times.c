/* Any bytes as an article: spans lie inside the text on character borders and rise, values are of the letters of TIMEX3. */
#include "base/ctx.h"
#include "record/record.h"
#include "retold/times.h"
#include "text/text.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool law) {
    if (!law) abort();
}

static retold_status make_article(retold_ctx *ctx, void *out, retold_error *err) {
    (void)err;
    *(retold_article **)out = article_new(ctx);
    return RETOLD_OK;
}

static void check_value(span value) {
    must(value.len > 0);
    for (size_t i = 0; i < value.len; i++)
        must(is_upper((unsigned char)value.ptr[i]) || is_digit((unsigned char)value.ptr[i]) || strchr("-:_", value.ptr[i]));
}

static void check_times(span text, const retold_times *times) {
    uint32_t last = 0;
    for (size_t i = 0; i < times->count; i++) {
        range r = times->items[i].span;
        must(r.begin >= last && r.begin < r.end && r.end <= text.len);
        must(text_align(text, r.begin) == r.begin && text_align(text, r.end) == r.end);
        check_value(times->items[i].value);
        last = r.end;
    }
}

/* The first byte chooses the day of writing; the rest is the text. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    retold_ctx *ctx;
    retold_article *article;
    retold_times *times;
    span text = {(const char *)data + 1, size - 1};
    if (!size || !text_is_utf8(text) || retold_ctx_new(NULL, &ctx, NULL)) return 0;
    if (ctx_run(ctx, make_article, &article, NULL) == RETOLD_OK) {
        article->text = text;
        if (data[0])
            article->published =
                (stamp){days_of(1990, 1, 1) * 86400000 + (int64_t)data[0] * 86400000 * 57, ZONE_NONE, PRECISION_DAY};
        else
            article->published = STAMP_NONE;
        if (retold_times_find(ctx, article, &times, NULL) == RETOLD_OK) {
            check_times(text, times);
            retold_times_free(times);
        }
        retold_article_free(article);
    }
    retold_ctx_free(ctx);
    return 0;
}
