/* What pipe uses of copies besides include/retold/copies.h, and what its caps are. */
#ifndef COPIES_COPIES_H
#define COPIES_COPIES_H
#include "base/span.h"
#include "retold/copies.h"
#include "sketch/spool.h"

enum {
    SHORTEST_TEXT = 8,    /* words; shorter texts are never called equal */
    SHORTEST_SHARED = 12, /* words that a passage has in common with another text to be told */
    OUTLET_REPEATS =
        4,          /* independent texts of an outlet that make a shingle its boilerplate; more in an outlet with many texts */
    HUB_LIMIT = 64, /* texts with one mark up to which all pairs are compared */
    HUBS = 8,       /* beyond: each is compared with so many first ones */
    EXPANDED_PAIRS = 64, /* pairs of equal texts of two representatives up to which each gets its passages */
};

/* Files and threads, which this room has none of. {0} does without: all in memory, one thread. */
typedef struct copies_hands {
    spool_device device; /* for what memory has no room for */
    unsigned workers;
    retold_ctx *const *ctxs; /* [workers], but the first, which is that of the call */
    void (*share_out)(unsigned workers, size_t jobs, void (*work)(void *user, size_t job, unsigned worker), void *user);
    bool families_only; /* no passages, no edges: nobody asks for them */
    bool once;          /* grouped once, and nothing added then: what was put for that may be written over */
} copies_hands;

/* Before the first article is added. What the hands point to outlives the collection. The results are the same for any. */
void copies_lend(retold_copies *copies, const copies_hands *hands);

/* Id of an article by its number. */
span copies_id(const retold_copies *copies, uint32_t article);

#endif
