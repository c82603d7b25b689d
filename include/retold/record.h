/* The shapes that travel between the stages: pages, articles, and what is told about them. */
#ifndef RETOLD_RECORD_H
#define RETOLD_RECORD_H
#include <retold/base.h>
#ifdef __cplusplus
extern "C" {
#endif

/** No document: used where a number of one is expected. */
#define RETOLD_NONE UINT32_MAX

/** Bytes of one fetched page and where they came from. */
typedef struct retold_page retold_page;

/** Clean text and metadata of one page, or of one row of documents. */
typedef struct retold_article retold_article;

/** A change that was made to the text of a page, so that it can be undone. */
typedef struct retold_repair {
    const char *kind; /**< "page-break", "hyphen", "mojibake", "quote", "quote-cut", "from-script": constant, NUL-terminated */
    retold_range
        span; /**< where `after` stands in the article's text; empty where something was only taken out or is only flagged */
    retold_span before; /**< what the page has */
    retold_span after;  /**< what the text has */
} retold_repair;

/** A cap that was hit. */
typedef struct retold_limit_hit {
    const char *limit; /**< name of the field of retold_limits, or "swallowed_tail" where markup was left open; constant */
    uint64_t at;       /**< byte of the input where it was hit */
} retold_limit_hit;

/** How exact two shared stretches are. */
typedef enum retold_passage_kind {
    RETOLD_PASSAGE_EXACT,   /**< every word equal */
    RETOLD_PASSAGE_NEAR,    /**< a few words changed in between */
    RETOLD_PASSAGE_PARTIAL, /**< shared by texts that are not copies of one another */
    RETOLD_PASSAGE_QUOTED,  /**< the same, and mostly in quotation marks in both: each may have heard it */
} retold_passage_kind;

/** One stretch of text that two articles share. Articles are named by their number in the order of adding. */
typedef struct retold_passage {
    uint32_t a, b;            /**< the two articles, a < b */
    retold_range a_span;      /**< bytes of the first one's text */
    retold_range b_span;      /**< bytes of the second one's text */
    retold_passage_kind kind; /**< how exact */
    uint32_t from;            /**< a or b: which one was copied from; RETOLD_NONE when not known */
    float confidence;         /**< of `from`, 0 to 1; 0 when `from` is RETOLD_NONE */
} retold_passage;

/** How the words of a quote are given. */
typedef enum retold_quote_kind {
    RETOLD_QUOTE_DIRECT,   /**< in quotation marks */
    RETOLD_QUOTE_INDIRECT, /**< reported without marks */
    RETOLD_QUOTE_MIXED,    /**< reported, a part of it in marks */
} retold_quote_kind;

/** Flags of a quote. */
enum {
    RETOLD_QUOTE_CUT = 1,       /**< breaks off before its sentence ends */
    RETOLD_QUOTE_UNCLOSED = 2,  /**< no closing mark */
    RETOLD_QUOTE_CONTINUED = 4, /**< goes over several paragraphs */
    RETOLD_QUOTE_REPAIRED = 8,  /**< a mark of it was mended */
};

/** Words given to a speaker. */
typedef struct retold_quote {
    retold_range content;      /**< bytes of the article's text, without the marks; the hull of `parts` */
    const retold_range *parts; /**< [part_count] the stretches, rising */
    uint32_t part_count;       /**< at least 1 */
    retold_quote_kind kind;    /**< direct, indirect, mixed */
    retold_range speaker;      /**< how the text names the speaker here; RETOLD_RANGE_NONE when it doesn't */
    retold_span speaker_name;  /**< whom it means, in the fullest form of the article; empty when not known */
    retold_range role;       /**< what the text says the speaker is, "Foreign Minister", wherever it says so; RETOLD_RANGE_NONE */
    retold_range cue;        /**< "said", "according to"; RETOLD_RANGE_NONE when there is none */
    const retold_range *via; /**< [via_count] whom it comes through, outermost first */
    uint32_t via_count;
    uint32_t flags;   /**< RETOLD_QUOTE_CUT and so on */
    float confidence; /**< of the speaker, 0 to 1 */
} retold_quote;

/** Type of a time expression, as in TIMEX3. */
typedef enum retold_time_type { RETOLD_DATE, RETOLD_TIME, RETOLD_DURATION, RETOLD_SET } retold_time_type;

/** A time expression and what it means. */
typedef struct retold_time {
    retold_range span;     /**< bytes of the article's text */
    retold_time_type type; /**< date, time of day, duration, recurring */
    retold_span value;     /**< TIMEX3 value, such as "2024-04-19", "P2D", "XXXX-WXX-1" */
} retold_time;

/** What a paragraph of the body is. */
typedef enum retold_block_kind {
    RETOLD_BLOCK_PARAGRAPH, /**< running text */
    RETOLD_BLOCK_HEADING,   /**< of a section */
    RETOLD_BLOCK_ITEM,      /**< of a list: an item, or a further paragraph of one */
} retold_block_kind;

/** One paragraph of the body. */
typedef struct retold_block {
    retold_range span;      /**< bytes of the article's text, without the newline behind */
    retold_block_kind kind; /**< paragraph, heading, item */
    uint8_t level;          /**< of a heading 1 to 6; of an item how many lists it is in, 1 for the outermost; else 0 */
    uint8_t quoted;         /**< how many block quotes it is in */
    uint8_t ordered;        /**< not 0: an item of a numbered list */
    uint8_t starts;         /**< not 0: it begins its item */
} retold_block;

/** What a stretch within a paragraph is. */
typedef enum retold_inline_kind {
    RETOLD_INLINE_LINK,     /**< leads to `href` */
    RETOLD_INLINE_EMPHASIS, /**< em, i, cite */
    RETOLD_INLINE_STRONG,   /**< strong, b */
    RETOLD_INLINE_CODE,     /**< code */
} retold_inline_kind;

/** A stretch within a paragraph. Two of them lie apart or one lies within the other. */
typedef struct retold_inline {
    retold_range span;       /**< bytes of the article's text, within one paragraph */
    retold_inline_kind kind; /**< link, emphasis, strong, code */
    retold_span href;        /**< of a link: an absolute http or https address */
} retold_inline;

/**
 * Free a page and every span read from it.
 *
 * :param page: NULL is a no-op.
 */
RETOLD_API void retold_page_free(retold_page *page);

/**
 * Bytes of a page as they were fetched, content coding undone.
 *
 * :param page: borrowed.
 * :return: span into the page.
 */
RETOLD_API retold_span retold_page_bytes(const retold_page *page);

/**
 * Address that a page was fetched from.
 *
 * :param page: borrowed.
 * :return: span into the page; empty when not known.
 */
RETOLD_API retold_span retold_page_url(const retold_page *page);

/**
 * The id that the input gave a page.
 *
 * :param page: borrowed.
 * :return: span into the page; empty when it gave none.
 */
RETOLD_API retold_span retold_page_id(const retold_page *page);

/**
 * Free an article and every span read from it.
 *
 * :param article: NULL is a no-op.
 */
RETOLD_API void retold_article_free(retold_article *article);

/**
 * Body text: paragraphs parted by one newline, as the page has it but for the repairs listed, no leading or trailing blanks.
 *
 * :param article: borrowed.
 * :return: span into the article; empty when the page has no article.
 */
RETOLD_API retold_span retold_article_text(const retold_article *article);

/**
 * The paragraphs of the body, in order. Together they are the text but for the newlines.
 *
 * :param article: borrowed.
 * :param count: receives how many.
 * :return: array that lives as long as the article; NULL when it was not extracted from a page.
 */
RETOLD_API const retold_block *retold_article_blocks(const retold_article *article, size_t *count);

/**
 * Links, emphasis, and code of the body, rising by place, outer ones first. Only where retold_extract_inlines() asked for them.
 *
 * :param article: borrowed.
 * :param count: receives how many.
 * :return: array that lives as long as the article; NULL without any.
 */
RETOLD_API const retold_inline *retold_article_inlines(const retold_article *article, size_t *count);

/**
 * Headline.
 *
 * :param article: borrowed.
 * :return: span into the article; empty when none was found.
 */
RETOLD_API retold_span retold_article_title(const retold_article *article);

/**
 * Language of the body as ISO 639-1 code, such as "en".
 *
 * :param article: borrowed.
 * :return: span into the article; empty when not known.
 */
RETOLD_API retold_span retold_article_lang(const retold_article *article);

/**
 * When the publisher says the article first appeared.
 *
 * :param article: borrowed.
 * :return: milliseconds since 1970 UTC (midnight where only the day is known), or RETOLD_TIME_NONE.
 */
RETOLD_API int64_t retold_article_published(const retold_article *article);

/**
 * Where a stretch of the body stands in the page: the smallest range of page bytes that holds all of it.
 *
 * :param article: borrowed.
 * :param text: bytes of the body, inside retold_article_text().
 * :return: bytes of the page as fetched; RETOLD_RANGE_NONE when the stretch was not read from a page.
 */
RETOLD_API retold_range retold_article_page_range(const retold_article *article, retold_range text);

/**
 * Write an article as one line of JSON: id, url, outlet, title, authors, agency, date, published, modified, lang, text,
 * captions, repairs, limits, as docs/formats/article.md says.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param article: borrowed.
 * :param out: receives the line with its newline, in one call.
 * :param err: may be NULL.
 * :return: RETOLD_OK, RETOLD_E_STOPPED, RETOLD_E_NOMEM.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_article_write_json(retold_ctx *ctx, const retold_article *article,
                                                                   const retold_sink *out, retold_error *err);

#ifdef __cplusplus
}
#endif
#endif
