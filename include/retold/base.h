/*
 * retold: from a crawl of news pages to stories, copies and quotes.
 *
 * Names     retold_<room>_<verb>() acts, retold_<thing>_<field>() reads; RETOLD_<GROUP>_<NAME> constants.
 * Errors    what can fail returns retold_status and fills *err; what cannot fail returns its value.
 * Owning    a handle you get through an `out` pointer is yours: one retold_<thing>_free().
 *           Everything read from a handle is borrowed and lives as long as the handle.
 * Threads   a ctx serves one thread at a time; const handles may be read from many at once;
 *           a store has one writer and any number of readers.
 * Text      UTF-8; every offset and length is in bytes unless its name says words or chars.
 * Time      int64 milliseconds since 1970-01-01 UTC; RETOLD_TIME_NONE when unknown.
 */
#ifndef RETOLD_BASE_H
#define RETOLD_BASE_H
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

#define RETOLD_API __attribute__((visibility("default")))
#define RETOLD_MUST_USE __attribute__((warn_unused_result))
#define RETOLD_TIME_NONE INT64_MIN
#define RETOLD_OFFSET_NONE UINT64_MAX

/** Outcome of a call. Values are fixed for good; new ones are added at the end of their group of ten. */
typedef enum retold_status {
    RETOLD_OK = 0,
    RETOLD_END = 1,         /**< a reader has no more items; not a fault */
    RETOLD_E_NOMEM = 10,    /**< memory ran out; nothing was changed that can be seen */
    RETOLD_E_LIMIT = 11,    /**< a cap in retold_limits was hit */
    RETOLD_E_ARGUMENT = 20, /**< the caller broke the contract */
    RETOLD_E_ABSENT = 21,   /**< what was asked for is not there */
    RETOLD_E_FORMAT = 30,   /**< the input bytes are not what they should be */
    RETOLD_E_IO = 40,       /**< the system refused to read or write */
    RETOLD_E_STORE = 50,    /**< the store is damaged or of another version */
    RETOLD_E_BUSY = 51,     /**< another process writes to the store */
    RETOLD_E_STOPPED = 60,  /**< the caller's callback asked to stop */
} retold_status;

/** What went wrong and where. Lives in the caller's memory, owns nothing; pass NULL to do without. */
typedef struct retold_error {
    retold_status status;
    uint64_t offset;   /**< byte in the input where it was seen; RETOLD_OFFSET_NONE when none */
    char where[16];    /**< room that failed, such as "read" */
    char message[256]; /**< one English line, no newline, NUL-terminated */
} retold_error;

/** A borrowed run of UTF-8 bytes, not NUL-terminated. {NULL, 0} is the empty span. */
typedef struct retold_span {
    const char *ptr;
    size_t len; /**< bytes */
} retold_span;

/** Half open range of bytes; what it counts in is said where it stands. */
typedef struct retold_range {
    uint32_t begin, end;
} retold_range;

/** No range: both ends UINT32_MAX. */
#define RETOLD_RANGE_NONE ((retold_range){UINT32_MAX, UINT32_MAX})

/** Caps that keep a hostile input from eating the machine. Start from RETOLD_LIMITS; a hit is reported by the field's name. */
typedef struct retold_limits {
    size_t page_bytes;        /**< longest page read; the rest is left out */
    uint32_t nodes;           /**< most nodes of a page's tree; text beyond them is kept as plain text */
    uint32_t depth;           /**< deepest element nesting; deeper elements are flattened, their text kept */
    uint32_t attribute_bytes; /**< longest attribute value; the rest is left out */
    uint32_t attributes;      /**< most attributes of one tag; the rest is left out */
    size_t jsonld_bytes;      /**< longest JSON-LD block read */
    uint32_t jsonld_depth;    /**< deepest nesting in a JSON-LD block */
    size_t line_bytes;        /**< longest line of a JSONL file */
    size_t header_bytes;      /**< longest header block of a WARC record */
    uint32_t inflate_ratio;   /**< most a compressed input may grow beyond inflate_free bytes */
    size_t inflate_free;      /**< decompressed bytes that may come of any input */
    uint32_t zstd_window;     /**< largest zstd window, as a power of two */
} retold_limits;

/** The default caps. */
#define RETOLD_LIMITS                                                                                                 \
    {                                                                                                                 \
        20u * 1024 * 1024, 1000u * 1000, 512, 64u * 1024, 1024, 1000u * 1000, 64, 64u * 1000 * 1000, 64u * 1024, 200, \
            1000u * 1000, 27                                                                                          \
    }

/** Scratch memory, caps, and loaded rules; one per thread. */
typedef struct retold_ctx retold_ctx;

/** Where output goes. `write` returns 0 to go on, anything else to stop (the call then ends with RETOLD_E_STOPPED). */
typedef struct retold_sink {
    int (*write)(void *user, const char *bytes, size_t len);
    void *user; /**< handed to `write` as it is */
} retold_sink;

/**
 * Make the working memory that the stages use.
 *
 * :param limits: caps; NULL takes RETOLD_LIMITS. Copied.
 * :param out: receives the ctx; caller frees with retold_ctx_free(). NULL on failure.
 * :param err: may be NULL.
 * :return: RETOLD_OK or RETOLD_E_NOMEM.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_ctx_new(const retold_limits *limits, retold_ctx **out, retold_error *err);

/**
 * Free a ctx. Handles made with it stay valid.
 *
 * :param ctx: NULL is a no-op.
 */
RETOLD_API void retold_ctx_free(retold_ctx *ctx);

/**
 * Version of the library that runs, such as "0.1.0".
 *
 * :return: a constant NUL-terminated string.
 */
RETOLD_API const char *retold_version(void);

/**
 * English name of a status, such as "out of memory".
 *
 * :param status: any value.
 * :return: a constant NUL-terminated string, "unknown status" for a value that is none.
 */
RETOLD_API const char *retold_status_name(retold_status status);

#ifdef __cplusplus
}
#endif
#endif
