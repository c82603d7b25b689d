/* The store: pages, articles and what was found about them in one SQLite file; one writer, any number of readers. */
#ifndef RETOLD_STORE_H
#define RETOLD_STORE_H
#include <retold/record.h>
#ifdef __cplusplus
extern "C" {
#endif

/** An open store. Used by one thread at a time; open it again for another thread. */
typedef struct retold_store retold_store;

/** What a store is opened for. */
typedef enum retold_store_mode {
    RETOLD_STORE_READ,   /**< look only; sees what was committed, also while another process writes */
    RETOLD_STORE_WRITE,  /**< change a store that is there */
    RETOLD_STORE_CREATE, /**< change it, made new where there is none */
} retold_store_mode;

/** What is listed. */
typedef enum retold_store_list {
    RETOLD_LIST_ARTICLES, /**< in order of arrival */
    RETOLD_LIST_FAMILIES, /**< of two articles and more */
    RETOLD_LIST_STORIES,  /**< oldest first */
    RETOLD_LIST_QUOTES,   /**< by article, in order of the text */
    RETOLD_LIST_TIMES,    /**< by article, in order of the text */
} retold_store_list;

/**
 * Which quotes are listed. All words of a name must be there, whole, in any order; case and accents don't count, and usual spellings
 * of one name are one (Sergey, Sergei; Mueller, Müller). What is empty asks for nothing.
 */
typedef struct retold_quote_filter {
    retold_span speaker; /**< words of the speaker as the text names it or of its full name; at most 64 */
    retold_span via;     /**< words of one link of the chain that it comes through; at most 64 */
} retold_quote_filter;

/** How rows are written. */
typedef enum retold_form {
    RETOLD_FORM_TEXT, /**< lines for a terminal, control characters made visible */
    RETOLD_FORM_JSON, /**< one JSON object a line */
} retold_form;

/** Kinds of things that have an id; may be joined with |. */
enum {
    RETOLD_KIND_ARTICLE = 1, /**< 32 hex digits */
    RETOLD_KIND_FAMILY = 2,  /**< "f-" and 32 hex digits */
    RETOLD_KIND_STORY = 4,   /**< "s-" and 32 hex digits */
    RETOLD_KIND_QUOTE = 8,   /**< "q-" and 32 hex digits */
    RETOLD_KIND_ANY = 15,    /**< any of them */
};

/** What an id or its beginning stands for. */
typedef struct retold_found {
    unsigned kind; /**< RETOLD_KIND_ARTICLE and so on */
    char id[36];   /**< the whole id, NUL-terminated; of a merged family or story the one that it is in now */
} retold_found;

/** What doctor found. */
typedef struct retold_doctor_report {
    uint64_t checked; /**< things looked at: pages, articles, quotes and so on */
    uint64_t faults;  /**< faults found */
    uint64_t mended;  /**< of these, put right */
} retold_doctor_report;

/**
 * Open a store.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param path: of the file, NUL-terminated; ":memory:" keeps a new store in memory only.
 * :param mode: what for. A store of an older schema is brought up to date when it is opened for writing.
 * :param out: receives the store; caller closes with retold_store_close(). NULL on failure.
 * :param err: may be NULL.
 * :return: RETOLD_OK, RETOLD_E_ABSENT (no such file), RETOLD_E_BUSY (another process writes to it: told at once),
 *     RETOLD_E_STORE (damaged, no store, or of a newer schema), RETOLD_E_IO, RETOLD_E_ARGUMENT, RETOLD_E_NOMEM.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_store_open(retold_ctx *ctx, const char *path, retold_store_mode mode,
                                                           retold_store **out, retold_error *err);

/**
 * Close a store. A batch that is under way is undone.
 *
 * :param store: NULL is a no-op.
 */
RETOLD_API void retold_store_close(retold_store *store);

/**
 * Write one row for each thing of a kind. Cost: linear in what is stored of it.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param store: borrowed.
 * :param what: which kind.
 * :param filter: which quotes; NULL for all. Only with RETOLD_LIST_QUOTES.
 * :param form: lines or JSON.
 * :param out: receives each row in one call.
 * :param err: may be NULL.
 * :return: RETOLD_OK, RETOLD_E_ARGUMENT (a filter of another kind, without a word or with too many), RETOLD_E_STOPPED, RETOLD_E_STORE,
 *     RETOLD_E_IO, RETOLD_E_NOMEM.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_store_write_list(retold_ctx *ctx, retold_store *store, retold_store_list what,
                                                                 const retold_quote_filter *filter, retold_form form,
                                                                 const retold_sink *out, retold_error *err);

/**
 * Find what an id, or a beginning of one that is unique, stands for. Without its letter a beginning is looked for among
 * articles first, then families, stories, quotes.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param store: borrowed.
 * :param id: whole or beginning, with or without "f-", "s-", "q-".
 * :param kinds: what is looked for: RETOLD_KIND_ARTICLE and so on, joined by bitwise or.
 * :param out: receives what was found.
 * :param err: may be NULL; lists some candidates where the beginning is not unique.
 * :return: RETOLD_OK, RETOLD_E_ABSENT, RETOLD_E_ARGUMENT (not unique), RETOLD_E_STORE, RETOLD_E_IO, RETOLD_E_NOMEM.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_store_find(retold_ctx *ctx, retold_store *store, retold_span id, unsigned kinds,
                                                           retold_found *out, retold_error *err);

/**
 * Read an article back, with all that extraction found.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param store: borrowed.
 * :param id: of the article, or a beginning that is unique.
 * :param out: receives the article; caller frees with retold_article_free(). NULL on failure.
 * :param err: may be NULL.
 * :return: as retold_store_find().
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_store_read_article(retold_ctx *ctx, retold_store *store, retold_span id,
                                                                   retold_article **out, retold_error *err);

/**
 * Read the page of an article back, byte for byte as it was fetched.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param store: borrowed.
 * :param id: of the article, or a beginning that is unique.
 * :param out: receives the page; caller frees with retold_page_free(). NULL on failure.
 * :param err: may be NULL.
 * :return: as retold_store_find(); RETOLD_E_STORE also where the bytes don't fit their digest.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_store_read_page(retold_ctx *ctx, retold_store *store, retold_span id,
                                                                retold_page **out, retold_error *err);

/**
 * Write one thing with its evidence: an article with its place and versions, a family with its copy tree and passages,
 * a story with its tellings, a quote with its speaker and article. docs/formats/store.md describes the rows.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param store: borrowed.
 * :param id: as for retold_store_find().
 * :param form: lines or one JSON object.
 * :param out: receives it.
 * :param err: may be NULL.
 * :return: as retold_store_find(), and RETOLD_E_STOPPED.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_store_show(retold_ctx *ctx, retold_store *store, retold_span id, retold_form form,
                                                           const retold_sink *out, retold_error *err);

/**
 * Full text search in articles and quotes, best first: all words must occur, "words in quotes" side by side, -word must not.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param store: borrowed.
 * :param words: at most 4,096 bytes and 32 words.
 * :param most: most rows of each, articles and quotes, 1 to 1,000.
 * :param form: lines or JSON.
 * :param out: receives each row in one call.
 * :param err: may be NULL.
 * :return: RETOLD_OK (also when nothing fits), RETOLD_E_ARGUMENT (no word to look for, or too many), RETOLD_E_STOPPED,
 *     RETOLD_E_STORE, RETOLD_E_IO, RETOLD_E_NOMEM.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_store_search(retold_ctx *ctx, retold_store *store, retold_span words,
                                                             uint32_t most, retold_form form, const retold_sink *out,
                                                             retold_error *err);

/**
 * Write what retold_pipe_refresh() learned of the sites of the stored pages: the text of docs/formats/site-memory.md, in one call; nothing
 * when it hasn't been learned. Cost: linear in its bytes.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param store: borrowed.
 * :param out: receives it.
 * :param err: may be NULL.
 * :return: RETOLD_OK, RETOLD_E_STOPPED, RETOLD_E_STORE, RETOLD_E_IO, RETOLD_E_NOMEM.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_store_site_memory(retold_ctx *ctx, retold_store *store, const retold_sink *out,
                                                                  retold_error *err);

/**
 * Take an article out with all that rests on it: its page (where no other article has the same bytes), quotes, times,
 * passages, its place in family and story. One batch of its own.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param store: open for writing.
 * :param id: of the article, or a beginning that is unique.
 * :param err: may be NULL.
 * :return: as retold_store_find(); RETOLD_E_ARGUMENT also where the store is open for reading only.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_store_remove(retold_ctx *ctx, retold_store *store, retold_span id,
                                                             retold_error *err);

/**
 * Check a store: the file's own structure, each page against its digest, each article's bytes and spans, families and
 * stories, the full text index. Open for writing, it also mends what can be: the index, rows that belong to nothing.
 * Cost: reads all that is stored.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param store: borrowed.
 * :param form: lines or JSON.
 * :param out: receives a row for each fault, with what was done about it.
 * :param report: receives the counts; may be NULL.
 * :param err: may be NULL.
 * :return: RETOLD_OK (also where faults were found), RETOLD_E_STOPPED, RETOLD_E_STORE (too damaged to go on), RETOLD_E_IO,
 *     RETOLD_E_NOMEM.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_store_doctor(retold_ctx *ctx, retold_store *store, retold_form form,
                                                             const retold_sink *out, retold_doctor_report *report,
                                                             retold_error *err);

#ifdef __cplusplus
}
#endif
#endif
