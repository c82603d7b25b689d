/* Any bytes as a page: text is UTF-8, every character leads to page bytes in order, and what stands on text keeps its laws. */
#include "base/ctx.h"
#include "text/text.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool law) {
    if (!law) abort();
}

/* Characters lead to page bytes that rise, from the first to the last. */
static void check_way_back(const decoded *d) {
    uint32_t last = 0;
    for (size_t at = 0; at < d->text.len;) {
        size_t next = at;
        text_next(d->text, &next);
        range r = decoded_page_range(d, (range){(uint32_t)at, (uint32_t)next});
        must(r.begin <= r.end && r.end <= d->page_len && r.end >= last);
        last = r.end;
        at = next;
    }
}

static void check_range(span text, range r) {
    must(r.begin < r.end && r.end <= text.len);
    must(text_align(text, r.begin) == r.begin && text_align(text, r.end) == r.end);
}

static void check_cuts(retold_ctx *ctx, arena *a, span text) {
    words w = text_words(a, text);
    for (size_t i = 0; i < w.count; i++) {
        check_range(text, w.items[i].span);
        if (i) must(w.items[i].span.begin >= w.items[i - 1].span.begin);
    }
    ranges s = text_sentences(ctx, a, text);
    for (size_t i = 0; i < s.count; i++) {
        check_range(text, s.items[i]);
        if (i) must(s.items[i].begin >= s.items[i - 1].end);
    }
    name_mentions n = text_names(ctx, a, text);
    for (size_t i = 0; i < n.count; i++) check_range(text, n.items[i].span);
}

/* Fixes rise on character borders; what they make is UTF-8. */
static span check_fixes(arena *a, span text, text_fixes f) {
    for (size_t i = 0; i < f.count; i++) {
        must(f.items[i].at.begin <= f.items[i].at.end && f.items[i].at.end <= text.len);
        must(text_align(text, f.items[i].at.begin) == f.items[i].at.begin &&
             text_align(text, f.items[i].at.end) == f.items[i].at.end);
        if (i) must(f.items[i].at.begin >= f.items[i - 1].at.end);
    }
    span after = text_apply(a, text, f.items, f.count);
    must(text_is_utf8(after));
    return after;
}

static void check_marks(arena *a, span text) {
    marks m = text_marks(a, text);
    for (size_t i = 0; i < m.count; i++) {
        check_range(text, m.items[i].span);
        if (i) must(m.items[i].span.begin >= m.items[i - 1].span.end);
        if (m.items[i].pair != UINT32_MAX) must(m.items[m.items[i].pair].pair == i);
        must(m.items[i].level <= 8);
    }
}

static retold_status check(retold_ctx *ctx, void *job, retold_error *err) {
    static const char *const labels[] = {"",        "utf-8",  "windows-1251", "shift_jis", "big5",
                                         "gb18030", "euc-kr", "iso-2022-jp",  "utf-16le"};
    (void)err;
    span bytes = *(span *)job;
    arena *a = ctx_scratch(ctx);
    span label = span_of(labels[(unsigned char)bytes.ptr[0] % (sizeof labels / sizeof *labels)]);
    decoded d = text_decode(ctx, a, span_from(bytes, 1), label, true);
    must(text_is_utf8(d.text));
    check_way_back(&d);
    check_cuts(ctx, a, d.text);
    span mended = check_fixes(a, d.text, text_mojibake(a, d.text));
    check_marks(a, mended);
    check_fixes(a, mended, text_quote_fixes(a, mended));
    text_language(d.text);
    return RETOLD_OK;
}

/* The first byte chooses the declared charset. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    retold_ctx *ctx;
    span bytes = {(const char *)data, size};
    if (!size || retold_ctx_new(NULL, &ctx, NULL)) return 0;
    must(ctx_run(ctx, check, &bytes, NULL) == RETOLD_OK);
    retold_ctx_free(ctx);
    return 0;
}
