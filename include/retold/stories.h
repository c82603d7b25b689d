/* Which tellings are about the same event: a running grouping of articles, one at a time as they arrive. */
#ifndef RETOLD_STORIES_H
#define RETOLD_STORIES_H
#include <retold/record.h>
#ifdef __cplusplus
extern "C" {
#endif

/** A running grouping. Made empty; grows with each article. */
typedef struct retold_stories retold_stories;

/** Where an article was placed and why. */
typedef struct retold_story_placed {
    uint32_t article; /**< its number in the order of adding, from 0 */
    uint32_t story;   /**< number of its story, from 0 in the order of opening */
    uint8_t fresh;    /**< 1 when the article opened the story */
    float
        score; /**< 0 to 1, how sure it is that the article belongs to its story; of a fresh one, how sure that it doesn't belong to the nearest */
    uint32_t
        nearest; /**< the article that it is nearest to in that story; of a fresh one, the nearest of any story; RETOLD_NONE when none is near */
    const retold_range
        *shared; /**< [shared_count] words of the article's text that stand in the nearest one, too, the telling ones first */
    uint32_t shared_count; /**< 0 to 12 */
} retold_story_placed;

/** A later correction: an article that was put into another story. */
typedef struct retold_story_move {
    uint32_t article;  /**< which one */
    uint32_t from, to; /**< numbers of stories; `to` may be a new one */
} retold_story_move;

/**
 * Begin a grouping.
 *
 * :param ctx: used for this call.
 * :param out: receives the grouping; caller frees with retold_stories_free(). NULL on failure.
 * :param err: may be NULL.
 * :return: RETOLD_OK or RETOLD_E_NOMEM.
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_stories_new(retold_ctx *ctx, retold_stories **out, retold_error *err);

/**
 * Free a grouping and all that was read from it.
 *
 * :param stories: NULL is a no-op.
 */
RETOLD_API void retold_stories_free(retold_stories *stories);

/**
 * Place the next article. The answer depends on the articles added before and on nothing else.
 *
 * Every hundredth call also looks again at the stories that grew since the last time; what that moves is in retold_stories_moves().
 * Method: docs/how/stories.md. Cost: linear in the article's words; the number of open stories counts only through shared words.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param stories: changed.
 * :param article: borrowed for the call; its title, text, and language are read, its date is not.
 * :param placed: receives the place; its `shared` lives until the next call with `stories`.
 * :param err: may be NULL.
 * :return: RETOLD_OK, RETOLD_E_NOMEM (the article was not added).
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_stories_add(retold_ctx *ctx, retold_stories *stories,
                                                            const retold_article *article, retold_story_placed *placed,
                                                            retold_error *err);

/**
 * Look again at the stories that grew since the last time, as at the end of a stream.
 *
 * :param ctx: scratch; used by one thread at a time.
 * :param stories: changed.
 * :param err: may be NULL.
 * :return: RETOLD_OK, RETOLD_E_NOMEM (nothing was moved).
 */
RETOLD_API RETOLD_MUST_USE retold_status retold_stories_settle(retold_ctx *ctx, retold_stories *stories, retold_error *err);

/**
 * Corrections made by the last retold_stories_add() or retold_stories_settle().
 *
 * :param stories: borrowed.
 * :param count: receives how many.
 * :return: [count] moves in order of their articles, each article once; they live until the next call that changes `stories`.
 */
RETOLD_API const retold_story_move *retold_stories_moves(const retold_stories *stories, size_t *count);

/**
 * Story that an article belongs to now.
 *
 * :param stories: borrowed.
 * :param article: number in the order of adding.
 * :return: number of its story; RETOLD_NONE when no such article was added.
 */
RETOLD_API uint32_t retold_stories_of(const retold_stories *stories, uint32_t article);

#ifdef __cplusplus
}
#endif
#endif
