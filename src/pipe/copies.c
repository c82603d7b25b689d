/* Copies over JSONL documents: reading and grouping for `copies` and `dedup`, and what `copies` writes. */
#include "base/ctx.h"
#include "pipe/pipe_internal.h"

void copies_end(void *copies) { retold_copies_free(copies); }

void articles_end(void *p) {
    articles *list = p;
    for (size_t i = 0; i < list->count; i++) retold_article_free(list->items[i]);
}

const char *relation_name(retold_copy_relation relation) {
    static const char *const names[] = {"exact", "near", "abridged", "extended"};
    return names[relation];
}

span reason_names(arena *a, uint32_t reasons) {
    static const char *const names[] = {"time",        "credit",  "agency", "containment", "centre",
                                        "inheritance", "wording", "first",  "title",       "departures"};
    buf out = buf_made(a);
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
        if (reasons & (1u << i)) buf_printf(&out, "%s%s", out.len ? " " : "", names[i]);
    return buf_span(&out);
}

void copies_summary_json(yyjson_mut_doc *doc, yyjson_mut_val *row, const retold_copies_report *report) {
    json_put_int(doc, row, "boilerplate_shingles", (int64_t)report->boilerplate_shingles);
    json_put_int(doc, row, "equal_texts", (int64_t)report->equal_texts);
    json_put_int(doc, row, "hubbed_marks", (int64_t)report->hubbed_marks);
    json_put_int(doc, row, "pairs_compared", (int64_t)report->pairs_compared);
    json_put_int(doc, row, "pairs_sharing", (int64_t)report->pairs_sharing);
}

typedef struct copies_job {
    const session *s;
    const articles *list;
    lent *lent;
    retold_copies **out;
} copies_job;

static retold_status group_copies(retold_ctx *ctx, void *p, retold_error *err) {
    copies_job *job = p;
    retold_copies *copies;
    retold_status status = retold_copies_new(ctx, &copies, err);
    if (status != RETOLD_OK) return status;
    ctx_undo(ctx, copies_end, copies);
    status = lend(ctx, job->s, job->lent, copies, false, err);
    for (size_t i = 0; i < job->list->count && status == RETOLD_OK; i++)
        status = retold_copies_add(ctx, copies, job->list->items[i], err);
    if (status == RETOLD_OK) status = retold_copies_group(ctx, copies, err);
    *job->out = copies;
    return status;
}

retold_status copies_of(retold_ctx *ctx, const session *s, const articles *list, lent *l, retold_copies **out,
                        retold_error *err) {
    return ctx_run(ctx, group_copies, &(copies_job){s, list, l, out}, err);
}
