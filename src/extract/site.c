/*
 * What a site repeats. A block of text that the model takes for body on several pages of one site, under different titles, belongs to the
 * site and not to the article: who we are, where to write to, what else to read.
 *
 *   retold site memory 2                 the form and its version
 *   number 5e1c09d2a7b3f486              hash of all that follows: a table's name and the check that it is whole
 *   site example.org                     sites and their blocks rise, so that the same pages give the same table
 *   00d1b5f0c29e7a41 4                   hash of a block's words, titles that it was seen under
 */
#include "extract.h"
#include "extract_internal.h"
#include <inttypes.h>
#include <stdlib.h>

#define FORM "retold site memory 2"

/* Under so many titles a block is the site's. Two are a correction, an update, the next part of a series. */
#define LEAST_TITLES 3

/* And under one title of so many: what fewer have is the background of a running story. */
#define TITLES_FOR_ONE 5

/* Known blocks are taken out where they are no more than one word of so many of the body. */
#define MOST_OF_BODY 2

/* Bytes of the longest host that DNS has. */
#define LONGEST_HOST 253

struct site_memory {
    span number; /* 16 hex digits */
    names sites;
    map blocks; /* block_key() → titles */
};

static uint64_t block_key(uint32_t site, uint64_t block) { return hash_join(site, block); }

/* ---- blocks of a page ---- */

/* The host of an address in lower case, without "www." and port; empty when there is none. */
static span site_of(arena *a, span url) {
    size_t slashes = span_find(url, S("://"), 0);
    if (slashes == SIZE_MAX) return (span){0};
    span host = span_from(url, slashes + 3);
    size_t end = 0;
    while (end < host.len && !strchr("/?#\\", host.ptr[end])) end++;
    host = span_cut(host, 0, end);
    size_t user = span_find_char(host, '@', 0), port = span_find_char(host, ':', user == SIZE_MAX ? 0 : user);
    host = span_cut(host, user == SIZE_MAX ? 0 : user + 1, port == SIZE_MAX ? host.len : port);
    if (host.len > LONGEST_HOST) return (span){0};
    for (size_t i = 0; i < host.len; i++)
        if ((unsigned char)host.ptr[i] <= ' ' || host.ptr[i] == 0x7F) return (span){0};
    host = lowered(a, host);
    return span_starts(host, S("www.")) ? span_from(host, 4) : host;
}

static span site_of_page(const work *w) { return site_of(w->scratch, w->page->url.len ? w->page->url : w->article->url.text); }

/* Hash of a unit's words: blanks, marks, and capitals don't matter. 0 when it has no word. */
static uint64_t block_hash(work *w, const page_words *words, size_t i) {
    uint64_t hash = 0;
    for (uint32_t k = words->starts[i], end = page_words_end(w, words, i); k < end; k++)
        hash = hash_join(hash, words->all.items[k].hash);
    return hash;
}

/* Headings stay with what they head. */
static bool may_repeat(const unit *u) { return u->kind == UNIT_BODY && !u->heading; }

/* A body of an article's markup: labels that the pages of a shop or a manual share are what these consist of. */
static bool has_site_lines(const work *w) { return w->html && !w->scripted.len && !w->other; }

void site_note(work *w, arena *a, site_blocks *out) {
    *out = (site_blocks){0};
    span site = site_of_page(w);
    if (!has_site_lines(w) || !site.len) return;
    const page_words *words = words_of_page(w);
    uint64_t *blocks = ARENA_ARRAY(a, uint64_t, w->units.count);
    size_t count = 0;
    for (size_t i = 0; i < w->units.count; i++) {
        if (!may_repeat(&w->units.items[i])) continue;
        blocks[count] = block_hash(w, words, i);
        count += blocks[count] != 0;
    }
    uint64_t title = hash_bytes(lowered(w->scratch, span_trim(w->article->title.text)));
    *out = (site_blocks){arena_copy(a, site), title, blocks, count};
}

void site_drop(work *w) {
    const site_memory *memory = w->rules->sites;
    if (!memory || !has_site_lines(w)) return;
    uint32_t site = names_find(&memory->sites, site_of_page(w)), all = 0, known = 0;
    if (site == NAME_NONE) return;
    w->article->site_memory = arena_copy(&w->article->memory, memory->number);
    const page_words *words = words_of_page(w);
    bool *drop = ARENA_ARRAY(w->scratch, bool, w->units.count);
    for (size_t i = 0; i < w->units.count; i++) {
        const unit *u = &w->units.items[i];
        if (u->kind != UNIT_BODY) continue;
        drop[i] = may_repeat(u) && map_get(&memory->blocks, block_key(site, block_hash(w, words, i))) != NULL;
        all += u->words;
        known += drop[i] ? u->words : 0;
    }
    if (known * MOST_OF_BODY > all) return;
    for (size_t i = 0; i < w->units.count; i++) {
        if (!drop[i]) continue;
        w->units.items[i].kind = UNIT_OTHER;
        w->article->site_dropped++;
    }
}

/* ---- a table out of many pages ---- */

void site_learn(arena *a, site_sights *sights, const site_blocks *page) {
    if (!page->count) return;
    uint32_t site = names_add(a, &sights->sites, page->site), title = (uint32_t)hash_mix(page->title);
    if (site == sights->titles.count) vec_push(a, &sights->titles, 0);
    uint64_t *known = map_put(a, &sights->known, hash_join(site, title));
    sights->titles.items[site] += !(*known)++;
    for (size_t i = 0; i < page->count; i++) vec_push(a, &sights->items, (site_sight){page->blocks[i], site, title});
}

static int by_place(const void *a, const void *b) {
    const site_sight *x = a, *y = b;
    if (x->site != y->site) return x->site < y->site ? -1 : 1;
    if (x->block != y->block) return x->block < y->block ? -1 : 1;
    return x->title < y->title ? -1 : x->title > y->title;
}

typedef struct named_site {
    span name;
    uint32_t number;
} named_site;

static int by_name(const void *a, const void *b) {
    const named_site *x = a, *y = b;
    return span_compare(x->name, y->name);
}

/* Sites get numbers that rise with their names, whatever order they came in. */
static named_site *sites_in_order(arena *a, site_sights *sights) {
    size_t count = sights->sites.count;
    named_site *order = ARENA_ARRAY(a, named_site, count);
    uint32_t *place = ARENA_ARRAY(a, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) order[i] = (named_site){sights->sites.items[i], i};
    if (count) qsort(order, count, sizeof *order, by_name);
    for (uint32_t i = 0; i < count; i++) place[order[i].number] = i;
    for (size_t i = 0; i < sights->items.count; i++) sights->items.items[i].site = place[sights->items.items[i].site];
    return order;
}

/* Titles that make a block the site's, where it has so many. */
static uint32_t least_titles(uint32_t titles) {
    uint32_t share = (titles + TITLES_FOR_ONE - 1) / TITLES_FOR_ONE;
    return share > LEAST_TITLES ? share : LEAST_TITLES;
}

/* Titles of the block whose sights begin at `from`; *next becomes where those of another begin. */
static uint32_t titles_of(const site_sights *sights, size_t from, size_t *next) {
    const site_sight *first = &sights->items.items[from];
    uint32_t titles = 1;
    for (*next = from + 1; *next < sights->items.count; ++*next) {
        const site_sight *s = &sights->items.items[*next];
        if (s->site != first->site || s->block != first->block) break;
        titles += s->title != s[-1].title;
    }
    return titles;
}

void site_write(arena *a, site_sights *sights, buf *out) {
    const named_site *order = sites_in_order(a, sights);
    buf rows = buf_made(a);
    uint32_t open = UINT32_MAX;
    if (sights->items.count) qsort(sights->items.items, sights->items.count, sizeof *sights->items.items, by_place);
    for (size_t at = 0, next; at < sights->items.count; at = next) {
        const site_sight *s = &sights->items.items[at];
        uint32_t titles = titles_of(sights, at, &next);
        if (titles < least_titles(sights->titles.items[order[s->site].number])) continue;
        if (s->site != open) buf_printf(&rows, "site %.*s\n", SPAN_ARG(order[s->site].name));
        open = s->site;
        buf_printf(&rows, "%016" PRIx64 " %" PRIu32 "\n", s->block, titles);
    }
    buf_printf(out, FORM "\nnumber %016" PRIx64 "\n", hash_bytes(buf_span(&rows)));
    buf_put(out, buf_span(&rows));
}

/* ---- a table, read ---- */

/* Exactly 16 lower-case hex digits. */
static bool take_hash(span s, uint64_t *out) {
    *out = 0;
    for (size_t i = 0; i < s.len; i++) {
        const char *digits = "0123456789abcdef", *digit = s.ptr[i] ? strchr(digits, s.ptr[i]) : NULL;
        if (!digit) return false;
        *out = *out << 4 | (uint64_t)(digit - digits);
    }
    return s.len == 16;
}

/* A line behind the head: a site, or a block of the last one. */
static bool take_line(arena *a, site_memory *memory, span line) {
    uint64_t block, titles;
    if (span_starts(line, S("site "))) {
        size_t before = memory->sites.count;
        return line.len > 5 && names_add(a, &memory->sites, span_from(line, 5)) == before;
    }
    if (!memory->sites.count || !take_hash(span_take_until(&line, ' '), &block) || !span_to_u64(line, &titles)) return false;
    *map_put(a, &memory->blocks, block_key((uint32_t)memory->sites.count - 1, block)) = titles;
    return true;
}

site_memory *site_read(arena *a, span text, retold_error *err) {
    span rest = text, line;
    uint64_t number, count = 2;
    if (!span_take_line(&rest, &line) || !span_equal(line, S(FORM))) {
        error_set(err, "extract", RETOLD_E_FORMAT, 0, "this is no site memory: it doesn't begin with \"" FORM "\"");
        return NULL;
    }
    bool named = span_take_line(&rest, &line) && span_starts(line, S("number ")) && take_hash(span_from(line, 7), &number);
    if (!named || number != hash_bytes(rest)) {
        error_set(err, "extract", RETOLD_E_FORMAT, 0,
                  named ? "the site memory is damaged: its rows don't fit its number" : "the site memory has no number");
        return NULL;
    }
    site_memory *memory = ARENA_NEW(a, site_memory);
    memory->number = arena_copy(a, span_from(line, 7));
    while (span_take_line(&rest, &line)) {
        count++;
        if (take_line(a, memory, line)) continue;
        error_set(err, "extract", RETOLD_E_FORMAT, (uint64_t)(line.ptr - text.ptr),
                  "the site memory's line %" PRIu64 " is neither a site nor a block", count);
        return NULL;
    }
    return memory;
}

bool site_is_empty(const site_memory *memory) { return !memory->sites.count; }
