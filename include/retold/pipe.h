/* The stages in their order: filters over files, the store filled and asked. All that the command line does. */
#ifndef RETOLD_PIPE_H
#define RETOLD_PIPE_H
#include <retold/record.h>
#include <retold/render.h>
#include <retold/store.h>
#include <retold/tell.h>
#ifdef __cplusplus
extern "C" {
#endif

/** How a run is carried out. Start from {0}. */
typedef struct retold_run {
    unsigned
        jobs; /**< threads for work that can be shared out; 0 takes one for each core. The output is the same for any number */
    retold_sink errors; /**< receives {"input","at","id","error"} for each record that failed; `write` may be NULL */
    void (*progress)(void *user, uint64_t records, uint64_t bytes); /**< called now and then; may be NULL */
    int (*stop)(void *user); /**< asked between records: not 0 ends the run with RETOLD_E_STOPPED; may be NULL */
    void *user;              /**< handed to progress and stop as it is */
} retold_run;

/** What is read: files, folders, and "-" for standard input; each may be gzipped or zstd-compressed. */
typedef struct retold_inputs {
    const char *const *paths; /**< [count] NUL-terminated */
    size_t count;
    int lists; /**< not 0: JSONL rows may name a page by "file", relative to their own file's folder */
} retold_inputs;

/** What a run did. */
typedef struct retold_tally {
    uint64_t records; /**< read */
    uint64_t failed;  /**< of these, told of in their row or in `errors` */
    uint64_t bytes;   /**< read, decompressed */
    uint64_t added;   /**< `add`: new articles */
    uint64_t changed; /**< `add`: new versions of known pages; `refresh`: articles that came out differently;
                           `dedup`: documents that lost paragraphs */
    uint64_t same;    /**< `add`: pages that were known already; `dedup`: documents removed */
} retold_tally;

/** Which document of a family `dedup` keeps. Where two are alike in that, the longer text, then the smaller id. */
typedef enum retold_keep {
    RETOLD_KEEP_LONGEST,       /**< the longest text */
    RETOLD_KEEP_EARLIEST,      /**< the earliest known time; the longest where none is known */
    RETOLD_KEEP_MOST_COMPLETE, /**< the most of what any of the family holds; among those within a hundredth, the most fields */
} retold_keep;

/** What `dedup` takes away. */
typedef enum retold_dedup_unit {
    RETOLD_DEDUP_DOCUMENTS,  /**< all documents of a family but one */
    RETOLD_DEDUP_PARAGRAPHS, /**< paragraphs that stand in another document that keeps them, whatever families these are of */
} retold_dedup_unit;

/** What `dedup` does, and where it writes. {0} of a sink does without. */
typedef struct retold_dedup {
    retold_keep keep;     /**< which text stays */
    retold_dedup_unit by; /**< what is taken away */
    retold_sink kept;     /**< the rows that stay, in the order of the input */
    retold_sink removed;  /**< a row for each document or paragraph that went: docs/formats/rows.md */
    retold_sink summary;  /**< one row at the end: how much went, and what the caps left uncompared */
} retold_dedup;

/** What a filter gives for each document. */
typedef enum retold_filter {
    RETOLD_FILTER_PAGES,   /**< the pages of any input: id, url, bytes, error */
    RETOLD_FILTER_EXTRACT, /**< the article of each page */
    RETOLD_FILTER_QUOTES,  /**< the quotes of each document, a row each */
    RETOLD_FILTER_TIMES,   /**< the time expressions of each document, a row each */
    RETOLD_FILTER_REPAIR,  /**< each document with its quotation marks mended */
} retold_filter;

/**
 * Run a filter that looks at one record at a time. Rows come in the order of the input.
 *
 * PAGES and EXTRACT read pages of any kind, the others JSONL documents {"id","text","date"?,"title"?}. A record that fails
 * is told of in its row (PAGES, EXTRACT) or in `errors`, and the run goes on. Cost: linear; memory of a few records.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param run: NULL takes {0}.
 * :param filter: which.
 * :param inputs: what is read, in this order.
 * :param out: receives rows of JSON, whole lines.
 * :param tally: receives the counts, also on failure; may be NULL.
 * :param err: may be NULL.
 * :return: RETOLD_OK (also where single records failed), RETOLD_E_IO (an input can't be read), RETOLD_E_STOPPED, RETOLD_E_NOMEM.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_pipe_filter(retold_ctx *ctx, const retold_run *run, retold_filter filter,
                                                            const retold_inputs *inputs, const retold_sink *out,
                                                            retold_tally *tally, retold_error *err);

/**
 * Write the article of each page into one document of a given form, in the order of the input.
 *
 * A page that can't be used, or has no article, has no part in the document; it is told of in `errors`. RETOLD_FORMAT_JSONL is
 * RETOLD_FILTER_EXTRACT, with a row for each page. Cost: linear; memory of a few records.
 *
 * :param ctx: scratch; used by one thread at a time. retold_extract_inlines() on it has links and emphasis written.
 * :param run: NULL takes {0}.
 * :param format: which form.
 * :param inputs: what is read, in this order.
 * :param out: receives the document, in parts.
 * :param tally: as in retold_pipe_filter().
 * :param err: may be NULL.
 * :return: as retold_pipe_filter().
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_pipe_articles(retold_ctx *ctx, const retold_run *run,
                                                              retold_article_format format, const retold_inputs *inputs,
                                                              const retold_sink *out, retold_tally *tally, retold_error *err);

/**
 * Find families and passages of JSONL documents {"id","text","title"?,"outlet"?,"time"?}.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param run: NULL takes {0}.
 * :param inputs: what is read.
 * :param families: receives {"id","family"} for each document; `write` may be NULL.
 * :param passages: receives {"a","b","a_span","b_span","kind","from","confidence"}; `write` may be NULL.
 * :param tally: as in retold_pipe_filter().
 * :param err: may be NULL.
 * :return: as retold_pipe_filter().
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_pipe_copies(retold_ctx *ctx, const retold_run *run, const retold_inputs *inputs,
                                                            const retold_sink *families, const retold_sink *passages,
                                                            retold_tally *tally, retold_error *err);

/**
 * Take copies out of JSONL documents. What stays hangs on the documents alone, not on their order.
 *
 * Rows that stay whole come out byte for byte; where paragraphs went, only the value of "text" is another. Every removed byte is
 * answered for: `removed` names the kept document and the bytes of both, or lists what stands in none. Cost: as
 * retold_pipe_copies(), and linear in the texts removed; by
 * paragraph, and for the most complete, all texts stay in memory as well.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param run: NULL takes {0}.
 * :param inputs: JSONL documents.
 * :param how: borrowed.
 * :param tally: as in retold_pipe_filter(); `same` counts documents that went, `changed` those that lost paragraphs.
 * :param err: may be NULL.
 * :return: as retold_pipe_filter().
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_pipe_dedup(retold_ctx *ctx, const retold_run *run, const retold_inputs *inputs,
                                                           const retold_dedup *how, retold_tally *tally, retold_error *err);

/**
 * Group a stream of JSONL documents into stories, each as it arrives.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param run: NULL takes {0}.
 * :param inputs: JSONL documents {"id","title","text","date","lang"} in stream order.
 * :param out: receives {"id","story"} for each document at once, and {"id","story","moved_from"} for later corrections.
 * :param tally: as in retold_pipe_filter().
 * :param err: may be NULL.
 * :return: as retold_pipe_filter().
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_pipe_stories(retold_ctx *ctx, const retold_run *run, const retold_inputs *inputs,
                                                             const retold_sink *out, retold_tally *tally, retold_error *err);

/**
 * Read, extract, and place every page. The same pages again change nothing; other text at a known address is a new version.
 *
 * Pages are committed in batches: killed at any moment, the store opens and holds every committed batch. Families and
 * stories are placed at the end, over all that is stored; interrupted before, the next call places them.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param run: NULL takes {0}.
 * :param store: open for writing.
 * :param inputs: what is read.
 * :param tally: as in retold_pipe_filter().
 * :param err: may be NULL.
 * :return: RETOLD_OK, RETOLD_E_IO, RETOLD_E_STOPPED (what was committed stays), RETOLD_E_STORE, RETOLD_E_ARGUMENT, RETOLD_E_NOMEM.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_pipe_add(retold_ctx *ctx, const retold_run *run, retold_store *store,
                                                         const retold_inputs *inputs, retold_tally *tally, retold_error *err);

/**
 * Find which stored articles share passages with pages, by an index of the store, verified by aligning the texts. Nothing is written.
 *
 * Cost: for each page that of extracting it, a look into the index for each of its marks (a sixth of its words), and that of aligning
 * it with each article found, 200 at most; how many more there were is told.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param run: NULL takes {0}.
 * :param store: open.
 * :param inputs: pages, as for retold_pipe_add().
 * :param form: lines of text, or a JSON row for each page (docs/formats/rows.md).
 * :param out: receives them.
 * :param tally: as in retold_pipe_filter().
 * :param err: may be NULL.
 * :return: as retold_pipe_filter(), RETOLD_E_STORE.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_pipe_lookup(retold_ctx *ctx, const retold_run *run, retold_store *store,
                                                            const retold_inputs *inputs, retold_form form, const retold_sink *out,
                                                            retold_tally *tally, retold_error *err);

/**
 * Extract every stored page again by the rules of this library, and place all anew.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param run: NULL takes {0}.
 * :param store: open for writing.
 * :param tally: as in retold_pipe_filter().
 * :param err: may be NULL.
 * :return: as retold_pipe_add().
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_pipe_refresh(retold_ctx *ctx, const retold_run *run, retold_store *store,
                                                             retold_tally *tally, retold_error *err);

/**
 * Take an article out of a store with all that rests on it, and place the rest anew.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param store: open for writing.
 * :param id: of the article, or a beginning that is unique.
 * :param err: may be NULL.
 * :return: as retold_store_remove().
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_pipe_remove(retold_ctx *ctx, retold_store *store, retold_span id,
                                                            retold_error *err);

/**
 * Tell a story: its tellings, families with their copy tree, passages, each span with its source.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param store: borrowed.
 * :param id: of a story, or of one of its articles or quotes, or a beginning that is unique.
 * :param form: text, JSON or HTML.
 * :param out: receives it, in one call or several.
 * :param err: may be NULL.
 * :return: as retold_store_find(), and RETOLD_E_STOPPED.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_pipe_tell(retold_ctx *ctx, retold_store *store, retold_span id,
                                                          retold_tell_form form, const retold_sink *out, retold_error *err);

/**
 * Show a quote with its evidence: speaker and chain, the sentence around it, its bytes, and what the other tellings of its
 * story made of it. Of an article that is in no story, as retold_store_show() does.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param store: borrowed.
 * :param id: of a quote, or a beginning that is unique.
 * :param form: text or JSON; HTML gives the page of the story.
 * :param out: receives it, in one call or several.
 * :param err: may be NULL.
 * :return: as retold_store_find(), and RETOLD_E_STOPPED.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_pipe_quote(retold_ctx *ctx, retold_store *store, retold_span id,
                                                           retold_tell_form form, const retold_sink *out, retold_error *err);

/**
 * Write the versions of one page over time, oldest first, with what each changed of the one before.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param store: borrowed.
 * :param id: of any of its articles, whole or a beginning that is unique.
 * :param form: RETOLD_TELL_TEXT or RETOLD_TELL_JSON.
 * :param out: receives the text, or one line of JSON: docs/formats/store.md.
 * :param err: may be NULL.
 * :return: RETOLD_OK, RETOLD_E_ABSENT, RETOLD_E_ARGUMENT (the beginning is not unique, or the form is HTML), RETOLD_E_STORE,
 *     RETOLD_E_STOPPED, RETOLD_E_NOMEM.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_pipe_versions(retold_ctx *ctx, retold_store *store, retold_span id,
                                                              retold_tell_form form, const retold_sink *out, retold_error *err);

/**
 * Align two tellings and show what only one of them has.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param store: borrowed.
 * :param a: id of an article, or a beginning that is unique.
 * :param b: id of another.
 * :param form: text, JSON or HTML.
 * :param out: receives it.
 * :param err: may be NULL.
 * :return: as retold_store_find(), and RETOLD_E_STOPPED.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_pipe_compare(retold_ctx *ctx, retold_store *store, retold_span a, retold_span b,
                                                             retold_tell_form form, const retold_sink *out, retold_error *err);

#ifdef __cplusplus
}
#endif
#endif
