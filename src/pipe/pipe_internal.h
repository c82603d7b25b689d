/* Shared between the files of pipe only. */
#ifndef PIPE_INTERNAL_H
#define PIPE_INTERNAL_H
#include "base/buf.h"
#include "copies/copies.h"
#include "os/os.h"
#include "read/read.h"
#include "record/json.h"
#include "retold/copies.h"
#include "retold/pipe.h"
#include "store/store.h"
#include "tell/tell.h"

/* ---- session.c: what every run shares ---- */

/* Where a row of JSONL stands. */
typedef struct row_place {
    uint64_t at;
    uint32_t len;
    uint32_t input; /* number */
    bool in_place;  /* those bytes of the input can be read again */
} row_place;

typedef struct session {
    const retold_run *run;
    retold_tally *tally;
    uint64_t bytes; /* of inputs that are done */
    row_place row;  /* of the document under way in documents_read() */
} session;

/* NULL run and tally are replaced. */
session session_begin(const retold_run *run, retold_tally *tally, retold_tally *own);

/* Count a record that failed and tell of it in `errors`. `path` and `id` may be empty. */
void session_failed(retold_ctx *ctx, session *s, span path, uint64_t at, span id, const char *why);

/* After each record: progress, and RETOLD_E_STOPPED when the caller wants it. `bytes` of the input under way. */
retold_status session_step(session *s, uint64_t bytes, retold_error *err);

/* Threads to use. */
unsigned session_workers(const session *s);

/* One JSON object as a row into a sink; scratch of ctx is used and given back. */
retold_status write_row(arena *a, yyjson_mut_doc *doc, yyjson_mut_val *row, const retold_sink *out, retold_error *err);

/* ---- pages.c: what the inputs hold, page by page ---- */

/* Call each(user, page) for every page; `each` owns it. Records are counted, and progress told. */
typedef retold_status (*each_page)(retold_ctx *ctx, void *user, retold_page *page, retold_error *err);
retold_status pages_read(retold_ctx *ctx, session *s, const retold_inputs *inputs, each_page each, void *user, retold_error *err);

/* ---- documents.c: JSONL documents as articles ---- */

typedef VEC(retold_article *) articles;

/* Call each(user, article) for every document of the inputs; `each` owns the article. Failing rows are told of and passed over. */
typedef retold_status (*each_document)(retold_ctx *ctx, void *user, retold_article *article, retold_error *err);
retold_status documents_read(retold_ctx *ctx, session *s, const retold_inputs *inputs, each_document each, void *user,
                             retold_error *err);

/* ---- lend.c: files and threads for copies ---- */

typedef struct lent {
    os_file *file; /* opened when something is written */
    bool failed;
    retold_ctx *ctxs[256];
    unsigned count;
} lent;

/* Lend a collection what its grouping may use. RETOLD_E_NOMEM. lent_end() fits ctx_always(), for after the collection is freed. */
retold_status lend(retold_ctx *ctx, const session *s, lent *l, retold_copies *copies, bool families_only, retold_error *err);
void lent_end(void *lent);

/* A place for blocks that memory has no room for. `memory`: bytes that stay there. */
spool_device lent_device(lent *l, size_t memory);

/* ---- copies.c ---- */

/* What the report of a grouping says, as fields of a row. */
void copies_summary_json(yyjson_mut_doc *doc, yyjson_mut_val *row, const retold_copies_report *report);

/* ---- workers.c: numbered jobs over threads, each with a ctx of its own ---- */

typedef struct workers {
    retold_ctx *ctxs[256];
    unsigned count;
} workers;

/* RETOLD_E_NOMEM. workers_end() fits ctx_always(). */
retold_status workers_begin(retold_ctx *ctx, workers *w, unsigned count, retold_error *err);
void workers_end(void *w);

/* ---- sites.c: what the sites of a store repeat ---- */

/* Learn it from all stored pages as they are without any memory, and store the table. Workers are left without one. */
retold_status sites_renew(retold_ctx *ctx, session *s, retold_store *store, workers *workers, retold_error *err);

/* Have all workers extract by the store's table, which is read into ctx's scratch; by none where there is none. */
retold_status sites_use(retold_ctx *ctx, retold_store *store, const workers *workers, retold_error *err);

/* ---- marks.c: the index by which texts that share a stretch are found ---- */

typedef VEC(store_mark) marks_list;

/* Marks of a text, each hash once, by hash. Grows in `a`. Cost: near linear. */
void marks_of(arena *a, span text, marks_list *out);
void marks_of_words(arena *a, const uint32_t *hashes, uint32_t count, marks_list *out); /* given by their hashes */

/* Put a new article's marks in, within the batch that the article comes in. */
retold_status marks_put(retold_ctx *ctx, retold_store *store, uint32_t number, span text, retold_error *err);

/* Mark the articles that aren't yet: those of an older store, or all after the index was emptied. */
retold_status marks_catch_up(retold_ctx *ctx, retold_store *store, retold_error *err);

/* ---- the commands ---- */

retold_status filter_run(retold_ctx *ctx, session *s, retold_filter filter, const retold_inputs *inputs, const retold_sink *out,
                         retold_error *err);
retold_status articles_run(retold_ctx *ctx, session *s, retold_article_format format, const retold_inputs *inputs,
                           const retold_sink *out, retold_error *err);
retold_status copies_run(retold_ctx *ctx, session *s, const retold_inputs *inputs, const retold_sink *families,
                         const retold_sink *passages, retold_error *err);
retold_status dedup_run(retold_ctx *ctx, session *s, const retold_inputs *inputs, const retold_dedup *how, retold_error *err);
retold_status stories_run(retold_ctx *ctx, session *s, const retold_inputs *inputs, const retold_sink *out, retold_error *err);
retold_status add_run(retold_ctx *ctx, session *s, retold_store *store, const retold_inputs *inputs, retold_error *err);
retold_status lookup_run(retold_ctx *ctx, session *s, retold_store *store, const retold_inputs *inputs, retold_form form,
                         const retold_sink *out, retold_error *err);
retold_status refresh_run(retold_ctx *ctx, session *s, retold_store *store, retold_error *err);
retold_status remove_run(retold_ctx *ctx, retold_store *store, span id, retold_error *err);
retold_status tell_run(retold_ctx *ctx, retold_store *store, span id, retold_tell_form form, const retold_sink *out,
                       retold_error *err);
retold_status quote_run(retold_ctx *ctx, retold_store *store, span id, retold_tell_form form, const retold_sink *out,
                        retold_error *err);
retold_status versions_run(retold_ctx *ctx, retold_store *store, span id, retold_tell_form form, const retold_sink *out,
                           retold_error *err);
retold_status compare_run(retold_ctx *ctx, retold_store *store, span a, span b, retold_tell_form form, const retold_sink *out,
                          retold_error *err);

/* ---- story.c ---- */

/* Gather the story that an id means (its own, or that of an article or a quote) and have it written. */
typedef void (*story_writer)(retold_ctx *ctx, buf *out, const tell_story *story, void *user);
retold_status story_run(retold_ctx *ctx, retold_store *store, span id, story_writer write, void *user, const retold_sink *out,
                        retold_error *err);

/* ---- place.c: families and stories over all that a store holds ---- */

/* Place all articles anew and commit it; does nothing when nothing came or went since the last time. */
retold_status place_all(retold_ctx *ctx, session *s, retold_store *store, retold_error *err);

/* ---- copies.c ---- */

/* Add every article and group them. The caller frees *out, then ends what was lent. */
retold_status copies_of(retold_ctx *ctx, const session *s, const articles *list, lent *l, retold_copies **out, retold_error *err);

/* Void twins for ctx_always(). */
void copies_end(void *copies);
void articles_end(void *list);

const char *relation_name(retold_copy_relation relation);

/* "time credit": the reasons as words. */
span reason_names(arena *a, uint32_t reasons);

#endif
