/* What other rooms may use of copies is in include/retold/copies.h; here is what its caps are. */
#ifndef COPIES_COPIES_H
#define COPIES_COPIES_H

enum {
    SHORTEST_TEXT = 8,    /* words; shorter texts are never called equal */
    SHORTEST_SHARED = 12, /* words that a passage has in common with another text to be told */
    OUTLET_REPEATS = 4,   /* independent texts of an outlet that make a shingle its boilerplate */
    HUB_LIMIT = 64,       /* texts with one mark up to which all pairs are compared */
    HUBS = 8,             /* beyond: each is compared with so many first ones */
    EXPANDED_PAIRS = 64,  /* pairs of equal texts of two representatives up to which each gets its passages */
};

#endif
