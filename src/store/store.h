/*
 * Records ↔ SQLite, for pipe.
 *
 * Articles are named by their number: the order of arrival, from 1, never used twice. Everything here runs under the
 * caller's guard (ctx.h); what it reads goes into the arena it is given, or into a record of its own. Any call may
 * return RETOLD_E_STORE (damaged), RETOLD_E_IO (the system refused), RETOLD_E_BUSY, RETOLD_E_NOMEM; the doc comments
 * name only what comes besides. Calls that write want a batch under way, else RETOLD_E_ARGUMENT.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H
#include "base/vec.h"
#include "record/record.h"
#include "retold/store.h"

/* ---- batches ---- */

/* Begin a batch; `now` (ms since 1970, RETOLD_TIME_NONE without) is written to the log. RETOLD_E_ARGUMENT: open for reading. */
retold_status store_begin(retold_store *s, int64_t now, retold_error *err);

/* Make all of the batch stand, or nothing; durable when it returns. */
retold_status store_commit(retold_store *s, retold_error *err);

/* Undo the batch under way, if there is one. Fits ctx_undo(). */
void store_rollback(void *store);

/*
 * One snapshot for several reads, while another process may write. *opened is for store_unlook(), which must follow
 * however the work ends; within a batch there is nothing to open.
 */
retold_status store_look(retold_store *s, bool *opened, retold_error *err);
void store_unlook(retold_store *s, bool opened);

/* ---- pages and articles ---- */

typedef enum store_outcome {
    STORE_NEW,     /* an address not seen before */
    STORE_SAME,    /* the same bytes from the same address, or other bytes with the same title and text */
    STORE_VERSION, /* an address seen before, with another title or text */
} store_outcome;

typedef struct store_placed {
    store_outcome outcome;
    uint32_t number;     /* of the article that is stored: the earlier one for STORE_SAME */
    uint32_t supersedes; /* for STORE_VERSION: the version before; else RETOLD_NONE */
} store_placed;

/* The page's bytes, stored once for each digest, and its article. Cost: that of compressing the page. */
retold_status store_put(retold_ctx *ctx, retold_store *s, const retold_page *page, const retold_article *article,
                        store_placed *out, retold_error *err);

/*
 * Is this page, from this address, stored already? Then it needn't be extracted again: *out is as store_put() gives it.
 * RETOLD_E_ABSENT (err untouched) when it isn't.
 */
retold_status store_known(retold_ctx *ctx, retold_store *s, const retold_page *page, store_placed *out, retold_error *err);

/* Put a newly extracted article in the place of a stored one of the same page. Its quotes and times, and where its text changed the passages too, go. */
retold_status store_update(retold_ctx *ctx, retold_store *s, uint32_t number, const retold_article *article, bool *changed,
                           retold_error *err);

/* Next article after *number (0 at first) in order of arrival; *number is moved to it. RETOLD_END at the end. Caller frees *out. */
retold_status store_next(retold_ctx *ctx, retold_store *s, uint32_t *number, retold_article **out, retold_error *err);

/* One article, one page, by the article's number. RETOLD_E_ABSENT. Caller frees *out. */
retold_status store_article(retold_ctx *ctx, retold_store *s, uint32_t number, retold_article **out, retold_error *err);
retold_status store_page(retold_ctx *ctx, retold_store *s, uint32_t number, retold_page **out, retold_error *err);

/* What the sites of the stored pages repeat, as text of docs/formats/site-memory.md; empty before it was learned. Text lives in `a`. */
retold_status store_site_memory(retold_store *s, arena *a, span *out, retold_error *err);
retold_status store_put_site_memory(retold_store *s, span text, retold_error *err);

/* A shingle of a text, and the words around it as sketch_around() tells them. */
typedef struct store_mark {
    uint32_t hash;
    uint64_t around;
} store_mark;

typedef struct store_marked_at {
    uint32_t article;
    uint64_t around;
} store_marked_at;

typedef VEC(store_marked_at) store_marked_list;

/* Put an article's marks in; articles come in the order of their numbers. Cost: logarithmic for each mark. */
retold_status store_put_marks(retold_store *s, uint32_t article, const store_mark *marks, size_t count, retold_error *err);

/* Articles up to this number are in the index of marks; 0 when none is. */
retold_status store_marked(retold_store *s, uint32_t *number, retold_error *err);

/* How many stored articles aren't. */
retold_status store_unmarked(retold_store *s, uint32_t *count, retold_error *err);

/* Who has a mark, by number. *hub, and nobody, when these are more than `most`. The list grows in `a`. Cost: logarithmic, and the answer. */
retold_status store_find_mark(retold_store *s, arena *a, uint32_t hash, size_t most, store_marked_list *out, bool *hub,
                              retold_error *err);

/* Empty the index; the next to write fills it. */
retold_status store_forget_marks(retold_store *s, retold_error *err);

/* Where an article stands. */
typedef struct store_place {
    uint32_t number;
    char id[33];
    uint32_t family, story;             /* numbers for store_members(); RETOLD_NONE when not placed yet */
    char family_id[36], story_id[36];   /* "f-…", "s-…"; empty when not placed yet */
    uint32_t supersedes, superseded_by; /* other versions of the page; RETOLD_NONE */
    float score;                        /* of the story's join */
} store_place;

/* RETOLD_E_ABSENT when there is no such article. */
retold_status store_place_of(retold_store *s, uint32_t number, store_place *out, retold_error *err);

/* ---- ids ---- */

typedef struct store_found {
    unsigned kind;    /* RETOLD_KIND_… */
    uint32_t number;  /* of the article, family, story; of a quote its row */
    uint32_t article; /* that a quote stands in; the number itself for an article; else RETOLD_NONE */
    char id[36];      /* whole, with its letter */
} store_found;

/* As retold_store_find(). */
retold_status store_find(retold_ctx *ctx, retold_store *s, span id, unsigned kinds, store_found *out, retold_error *err);

/* ---- what the stages found ---- */

/* One edge of the copy tree; a and b are places in store_copies.numbers. */
typedef struct store_edge {
    uint32_t a, b;
    float a_in_b, b_in_a; /* share of the one that stands in the other, 0 to 1 */
    uint32_t from;        /* a or b: which one was copied from; RETOLD_NONE when not known */
    float confidence;     /* of from, 0 to 1 */
    span relation;        /* what b is to a: "exact", "near", "abridged", "extended" */
    span reasons;         /* why `from`: names of rules with blanks between, such as "time credit"; empty without */
} store_edge;

/* All families at once, as the copies stage gives them. */
typedef struct store_copies {
    const uint32_t *numbers; /* [count] article numbers; labels, edges and passages name articles by their place in here */
    const uint32_t *labels;  /* [count] family of each, any values */
    size_t count;
    const store_edge *edges;
    size_t edge_count;
    const retold_passage *passages;
    size_t passage_count;
} store_copies;

/*
 * Make the store's families, edges and passages these. Only what differs is written. A family keeps its id where its
 * founder goes; of several that become one the oldest keeps its id, and the others' still find it; merges, splits and
 * moves go to the log. Articles not named are in no family. Cost: linear in what is stored and given, but for sorting.
 */
retold_status store_put_copies(retold_ctx *ctx, retold_store *s, const store_copies *copies, retold_error *err);

/* An article as a telling of a story. */
typedef struct store_telling {
    uint32_t article;  /* number */
    uint32_t story;    /* label, any value; read back, the number for store_members() */
    bool fresh;        /* it opened the story */
    float score;       /* how sure it is to belong there, 0 to 1; of a fresh one, how sure not to belong elsewhere */
    uint32_t nearest;  /* number of the article that it is nearest to; RETOLD_NONE */
    const span *terms; /* [term_count] words that it shares with that one: the evidence */
    size_t term_count;
} store_telling;

/* Make the store's stories these, as store_put_copies() does for families. */
retold_status store_put_stories(retold_ctx *ctx, retold_store *s, const store_telling *tellings, size_t count, retold_error *err);

/* Make the quotes, the times of one article these. Nothing is written where they are so already. */
retold_status store_put_quotes(retold_ctx *ctx, retold_store *s, uint32_t article, const retold_quote *quotes, size_t count,
                               retold_error *err);
retold_status store_put_times(retold_ctx *ctx, retold_store *s, uint32_t article, const retold_time *times, size_t count,
                              retold_error *err);

typedef VEC(uint32_t) store_numbers;
typedef VEC(retold_passage) store_passage_list; /* articles by number */
typedef VEC(retold_quote) store_quote_list;
typedef VEC(retold_time) store_time_list;
typedef VEC(store_edge) store_edge_list; /* articles by number */

/* Articles of a family or story, by its number, in order of arrival. */
retold_status store_members(retold_store *s, arena *a, uint32_t group, store_numbers *out, retold_error *err);

/* All passages, all edges that an article has a part in, by (a, b, place). */
retold_status store_passages_of(retold_store *s, arena *a, uint32_t article, store_passage_list *out, retold_error *err);
retold_status store_edges_of(retold_store *s, arena *a, uint32_t article, store_edge_list *out, retold_error *err);

/* Quotes, times of an article in order of its text; ids (may be NULL) receives each quote's "q-…". */
retold_status store_quotes_of(retold_store *s, arena *a, uint32_t article, store_quote_list *out, span **ids, retold_error *err);
retold_status store_times_of(retold_store *s, arena *a, uint32_t article, store_time_list *out, retold_error *err);

/* An article's telling; RETOLD_E_ABSENT (err untouched) when it is in no story. */
retold_status store_telling_of(retold_store *s, arena *a, uint32_t article, store_telling *out, retold_error *err);

/* ---- the rest ---- */

/* Bring the full text index up to what is stored, in batches of its own (in the one under way, if there is one). For the end of `add`. */
retold_status store_index(retold_store *s, retold_error *err);

/* Take an article out with all that rests on it. RETOLD_E_ABSENT. */
retold_status store_remove(retold_store *s, uint32_t number, retold_error *err);

/* A named value of the store, such as the number of the rules that it was made with; empty when it was never set. */
retold_status store_meta(retold_store *s, arena *a, const char *name, span *out, retold_error *err);
retold_status store_set_meta(retold_store *s, const char *name, span value, retold_error *err);

/* Counts, for the last line of `add`. */
typedef struct store_counts {
    uint64_t pages, articles, families, stories, quotes, times; /* families of two articles and more */
} store_counts;
retold_status store_count(retold_store *s, store_counts *out, retold_error *err);

#endif
