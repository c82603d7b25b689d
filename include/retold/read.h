/* Files, folders, and standard input → pages. */
#ifndef RETOLD_READ_H
#define RETOLD_READ_H
#include <retold/record.h>
#ifdef __cplusplus
extern "C" {
#endif

/** A running reading of one input. */
typedef struct retold_reader retold_reader;

/**
 * Begin to read a file, a folder with all below it, or standard input.
 *
 * What a file is its bytes say: HTML, plain text (also by a name in .txt), JSONL rows {"id","url","html" or "text",…}, WARC, RSS,
 * Atom, JSON Feed, a sitemap, OPML, each also gzipped or zstd-compressed, or a WACZ. Nothing is fetched. A folder is walked in byte order of names; links in it are named, not followed, and no pipe or
 * device is opened.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param path: NUL-terminated; "-" is standard input.
 * :param lists: not 0: rows may name their page by "file", absolute or relative to the folder of `path`.
 * :param out: receives the reader; caller frees with retold_reader_free(). NULL on failure.
 * :param err: may be NULL.
 * :return: RETOLD_OK, RETOLD_E_IO (nothing can be read there), RETOLD_E_NOMEM.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_reader_open(retold_ctx *ctx, const char *path, int lists, retold_reader **out,
                                                            retold_error *err);

/**
 * Read the next page. One that can't be used comes with an error of its own (retold_page_error()) and those after it still come.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param reader: moved on.
 * :param out: receives the page; caller frees with retold_page_free(). NULL at the end and on failure.
 * :param err: may be NULL.
 * :return: RETOLD_OK, RETOLD_END, RETOLD_E_NOMEM.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_reader_next(retold_ctx *ctx, retold_reader *reader, retold_page **out,
                                                            retold_error *err);

/**
 * Decompressed bytes read so far.
 *
 * :param reader: borrowed.
 * :return: a count.
 */
RETOLD_API uint64_t retold_reader_bytes(const retold_reader *reader);

/**
 * Free a reader. Its pages stay.
 *
 * :param reader: NULL is a no-op.
 */
RETOLD_API void retold_reader_free(retold_reader *reader);

/**
 * Make a page of bytes in memory. HTML and plain text are told apart by what the bytes look like.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param bytes: copied.
 * :param url: address that they were fetched from; may be empty. Copied.
 * :param charset: of the HTTP header; may be empty. Copied.
 * :param out: receives the page; caller frees with retold_page_free(). NULL on failure.
 * :param err: may be NULL.
 * :return: RETOLD_OK, RETOLD_E_NOMEM.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_page_of_bytes(retold_ctx *ctx, retold_span bytes, retold_span url,
                                                              retold_span charset, retold_page **out, retold_error *err);

/**
 * Why a page can't be used.
 *
 * :param page: borrowed.
 * :return: one English line; empty when it can be used.
 */
RETOLD_API retold_span retold_page_error(const retold_page *page);

#ifdef __cplusplus
}
#endif
#endif
