/* What other rooms may use of extract beside <retold/extract.h>. */
#ifndef EXTRACT_EXTRACT_H
#define EXTRACT_EXTRACT_H
#include "base/buf.h"
#include "base/ctx.h"
#include "base/map.h"
#include "base/vec.h"
#include "retold/extract.h"

/* ---- site.c: what a site repeats; docs/formats/site-memory.md ---- */

/* A table, read. */
typedef struct site_memory site_memory;

/* What one HTML page shows as its body. */
typedef struct site_blocks {
    span site;        /* host of its address; empty when that isn't known */
    uint64_t title;   /* hash */
    uint64_t *blocks; /* [count] hashes of their words */
    size_t count;
} site_blocks;

/* A block seen under a title. */
typedef struct site_sight {
    uint64_t block;
    uint32_t site, title; /* number in sites; hash */
} site_sight;

typedef struct site_sights {
    names sites;
    VEC(uint32_t) titles; /* by number of the site */
    map known;            /* hash of site and title → pages */
    VEC(site_sight) items;
} site_sights;

/*
 * The blocks of a page as they are without any memory; none for what is no HTML page, has no address, or is no article. *out lives in `a`.
 * RETOLD_OK or RETOLD_E_NOMEM. Cost: that of extracting the page.
 */
retold_status extract_site_blocks(retold_ctx *ctx, const retold_page *page, arena *a, site_blocks *out, retold_error *err);

/* Take the blocks of one more page into what was seen. Order doesn't matter. */
void site_learn(arena *a, site_sights *sights, const site_blocks *page);

/* Write the table of what was seen on enough pages. Sorts the sights, which can be learned into no more. Cost: that of sorting. */
void site_write(arena *a, site_sights *sights, buf *out);

/* Read a table into `a`; NULL and err (RETOLD_E_FORMAT) when it is none or damaged. Cost: linear. */
site_memory *site_read(arena *a, span text, retold_error *err);

/* True when the table has no block. */
bool site_is_empty(const site_memory *memory);

/* Have ctx leave out what the table knows; it must outlive the ctx or the next call. NULL: nothing. RETOLD_OK or RETOLD_E_NOMEM. */
retold_status extract_use_sites(retold_ctx *ctx, const site_memory *memory, retold_error *err);

/*
 * Have `to` extract as `from` was told to, by its learned numbers and site memory, which must outlive it: for the contexts of worker threads.
 * RETOLD_OK or RETOLD_E_NOMEM.
 */
retold_status extract_share_settings(retold_ctx *from, retold_ctx *to, retold_error *err);

/*
 * Agencies among the authors, as feeds give them, become the article's agency. Within ctx_run(). Linear in the authors.
 */
void extract_part_agencies(retold_ctx *ctx, retold_article *article);

#endif
