/* Who shares which text with whom, in which passages, and who had it first. */
#ifndef RETOLD_COPIES_H
#define RETOLD_COPIES_H
#include <retold/base.h>
#include <retold/record.h>
#ifdef __cplusplus
extern "C" {
#endif

/** A collection of articles and, after retold_copies_group(), its families and passages. */
typedef struct retold_copies retold_copies;

/**
 * Gives an article again that was added: the same in id, title, outlet, agency, time, and text. Called within retold_copies_group(), from
 * several threads at once where the collection was lent any, each with a ctx of its own.
 *
 * :param ctx: scratch.
 * :param user: what was handed to retold_copies_fetch_by().
 * :param number: of the article, in the order of adding.
 * :param out: receives the article; it is freed with retold_article_free() when it was looked at.
 * :param err: never NULL.
 * :return: RETOLD_OK, or why there is no article: then the grouping fails.
 */
typedef retold_status (*retold_copies_fetch)(retold_ctx *ctx, void *user, uint32_t number, retold_article **out,
                                             retold_error *err);

/** Passages of one pair of articles. */
typedef struct retold_passages retold_passages;

/** What one article of a family is to another. */
typedef enum retold_copy_relation {
    RETOLD_COPY_EXACT,    /**< the same words */
    RETOLD_COPY_NEAR,     /**< the same text with changes */
    RETOLD_COPY_ABRIDGED, /**< `b` is a shortened `a` */
    RETOLD_COPY_EXTENDED, /**< `b` is `a` with more text */
} retold_copy_relation;

/** Why an edge has its direction; a set of these. */
enum {
    RETOLD_COPY_BY_TIME = 1,         /**< both publishing times are known and differ */
    RETOLD_COPY_BY_CREDIT = 2,       /**< the copy credits an agency or an earlier publication */
    RETOLD_COPY_BY_AGENCY = 4,       /**< the source's outlet is the agency that the text names */
    RETOLD_COPY_BY_CONTAINMENT = 8,  /**< nearly all of the copy stands in the longer source */
    RETOLD_COPY_BY_CENTRE = 16,      /**< the source shares more with the rest of the family */
    RETOLD_COPY_BY_INHERITANCE = 32, /**< the copy has changes of `from` that the family's source hasn't */
    RETOLD_COPY_BY_WORDING = 64,     /**< where the two differ in a few words, those of `from` go together elsewhere, too */
    RETOLD_COPY_BY_FIRST = 128,      /**< `from` is earlier than all of the family that share text with it and have a time */
    RETOLD_COPY_BY_TITLE = 256,      /**< half or more of those that share text with the source have its title */
    RETOLD_COPY_BY_DEPARTURES = 512, /**< the copy departs more often from what the rest of the family has */
};

/** Two articles of one family whose texts were compared. Articles are named by their number in the order of adding. */
typedef struct retold_copy_edge {
    uint32_t a, b; /**< the two articles, a < b */
    float a_in_b;  /**< share of the words of `a` that stand in `b`, 0 to 1; boilerplate aside, rare words weigh more */
    float b_in_a;  /**< the same the other way round */
    retold_copy_relation relation; /**< what b is to a */
    uint32_t from;                 /**< a or b: which one was copied from; RETOLD_NONE when not known or when neither was */
    float confidence;              /**< of `from`, 0 to 1; 0 when `from` is RETOLD_NONE */
    uint32_t reasons;              /**< RETOLD_COPY_BY_TIME and so on; 0 when `from` is RETOLD_NONE */
} retold_copy_edge;

/** What was left out on the way, and why. */
typedef struct retold_copies_report {
    uint64_t boilerplate_shingles; /**< shingles of four words that recur in many independent texts and weigh nothing */
    uint64_t equal_texts;          /**< articles that stand behind a representative with the same words */
    uint64_t hubbed_marks;         /**< marks in so many texts that each text was compared with the first few alone */
    uint64_t pairs_compared;       /**< pairs of texts that were aligned */
    uint64_t pairs_sharing;        /**< of these, pairs that share a passage */
} retold_copies_report;

/**
 * Start an empty collection.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param out: receives the collection; caller frees with retold_copies_free(). NULL on failure.
 * :param err: may be NULL.
 * :return: RETOLD_OK, RETOLD_E_NOMEM.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_copies_new(retold_ctx *ctx, retold_copies **out, retold_error *err);

/**
 * Free a collection and everything read from it. The articles stay.
 *
 * :param copies: NULL is a no-op.
 */
RETOLD_API void retold_copies_free(retold_copies *copies);

/**
 * Keep no articles: they are borrowed while they are added and asked for again where a text must be looked at, which is so for
 * few. Call before the first is added.
 *
 * :param copies: an empty collection.
 * :param fetch: gives an article again.
 * :param user: handed to fetch as it is; outlives the collection.
 */
RETOLD_API void retold_copies_fetch_by(retold_copies *copies, retold_copies_fetch fetch, void *user);

/**
 * Add an article. Its number is the count before. Families and passages are those of the last retold_copies_group().
 *
 * Cost: linear in the text.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param copies: what to add to.
 * :param article: borrowed until the collection is freed, or for the call after retold_copies_fetch_by(); its id should be its own
 *     in the collection.
 * :param err: may be NULL.
 * :return: RETOLD_OK, RETOLD_E_NOMEM (nothing was added), RETOLD_E_IO (no room for temporary files), RETOLD_E_LIMIT (more than 4,294,967,294 articles or bytes of a text).
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_copies_add(retold_ctx *ctx, retold_copies *copies, const retold_article *article,
                                                           retold_error *err);

/**
 * Find the families and passages of all articles added so far. The result depends on the articles alone, not on the order or
 * the batches in which they came.
 *
 * A family holds articles whose bodies are copies of one text, joined on verified passages only. Equal texts are compared
 * through one representative; passages of other pairs are given for each member of small groups of equal texts.
 * Cost: near linear in the text, and in the pairs of articles that share text.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param copies: the collection; the results of an earlier call are replaced.
 * :param err: may be NULL.
 * :return: RETOLD_OK, RETOLD_E_NOMEM, RETOLD_E_IO (an article can't be fetched, or a temporary file not read); then the earlier
 *     results stay.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_copies_group(retold_ctx *ctx, retold_copies *copies, retold_error *err);

/**
 * Number of articles added.
 *
 * :param copies: borrowed.
 * :return: a count.
 */
RETOLD_API uint32_t retold_copies_count(const retold_copies *copies);

/**
 * Family of an article.
 *
 * :param copies: borrowed.
 * :param article: its number, below retold_copies_count().
 * :return: number of the family's member with the smallest id; the article itself when it is alone; RETOLD_NONE before it was grouped.
 */
RETOLD_API uint32_t retold_copies_family(const retold_copies *copies, uint32_t article);

/**
 * All passages, by (a, b, place in a). Those of articles of different families have kind RETOLD_PASSAGE_PARTIAL or RETOLD_PASSAGE_QUOTED.
 *
 * :param copies: borrowed.
 * :param count: receives how many.
 * :return: array that lives until the next retold_copies_group() or retold_copies_free().
 */
RETOLD_API const retold_passage *retold_copies_passages(const retold_copies *copies, size_t *count);

/**
 * All pairs of each family that share text, by (a, b), with how much they share and who had it first. Those with a `from`
 * form a forest: no article is copied from two others.
 *
 * :param copies: borrowed.
 * :param count: receives how many.
 * :return: array that lives until the next retold_copies_group() or retold_copies_free().
 */
RETOLD_API const retold_copy_edge *retold_copies_edges(const retold_copies *copies, size_t *count);

/**
 * What the last retold_copies_group() left out.
 *
 * :param copies: borrowed.
 * :return: lives until the next retold_copies_group() or retold_copies_free(); all 0 before the first.
 */
RETOLD_API const retold_copies_report *retold_copies_summary(const retold_copies *copies);

/**
 * Find the stretches that two articles share, moved ones as well. Spans end where the sharing ends.
 *
 * Cost: near linear in both texts.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param a: borrowed; passages name it 0.
 * :param b: borrowed; passages name it 1.
 * :param min_words: fewest words that a passage has in common, at least 4; 8 is usual.
 * :param out: receives the list; caller frees with retold_passages_free(). No passages is RETOLD_OK with none in it.
 * :param err: may be NULL.
 * :return: RETOLD_OK, RETOLD_E_ARGUMENT (min_words below 4), RETOLD_E_LIMIT (a text of 4 GB or more), RETOLD_E_NOMEM.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_copies_between(retold_ctx *ctx, const retold_article *a, const retold_article *b,
                                                               uint32_t min_words, retold_passages **out, retold_error *err);

/**
 * Passages of a list, rising by their place in `a`.
 *
 * :param passages: borrowed.
 * :param count: receives how many.
 * :return: array that lives as long as the list.
 */
RETOLD_API const retold_passage *retold_passages_items(const retold_passages *passages, size_t *count);

/**
 * Free a list of passages.
 *
 * :param passages: NULL is a no-op.
 */
RETOLD_API void retold_passages_free(retold_passages *passages);

#ifdef __cplusplus
}
#endif
#endif
