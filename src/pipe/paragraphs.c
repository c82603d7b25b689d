/*
 * `dedup --by paragraph`: paragraphs that stand in another document go, the rest keeps its order.
 *
 * Documents are worked on in the order of the keep-rule, so a paragraph is cut only for one that is known to stay:
 *
 *   a text with the paragraphs of an earlier one     each goes as there
 *   12 words or more, the same words stayed earlier  goes
 *   12 words or more, in a passage with an earlier   compared with the text there; goes when four fifths of it stand in
 *   document                                         paragraphs that stay, or in what those that went stand for,
 *                                                    with all its numbers, of another family all its names
 *   less than 12 words                               goes with a neighbour, where the kept one has the same neighbour
 *
 * What two unrelated documents quote alike stays: half of a paragraph or more in quotation marks needs one family.
 */
#include "base/map.h"
#include "pipe/dedup.h"
#include <stdlib.h>

enum {
    TELLING_WORDS = 12,   /* a shorter paragraph is never cut by itself */
    EQUAL_WORDS = 8,      /* a shorter text is never called equal */
    MOST_TRIES = 8,       /* passages that a paragraph is compared through */
    WHOLE_WINDOW = 16384, /* bytes of a passage that are compared as a whole */
    SLACK = 1024,
};

#define LEAST_CONTAINED 0.8
#define LEAST_UNRELATED 0.9 /* of its words, in a text that is no copy of its own */
#define MOSTLY_QUOTED 0.5

typedef struct paragraph {
    uint64_t key;         /* of its words */
    range span;           /* bytes of the document's text, without blanks at the ends */
    range source;         /* bytes of the text that stays */
    uint32_t doc;         /* where it stands */
    uint32_t from;        /* document that keeps its text; RETOLD_NONE while it stays itself */
    uint32_t first, last; /* kept paragraphs that source covers */
    uint32_t words;
    uint8_t tries;
} paragraph;

typedef struct cutter {
    dedup_job *job;
    VEC(paragraph) items; /* by document, rising by span */
    uint32_t *begin;      /* [count + 1] */
    passage_index passages;
    map kept;  /* key of a kept paragraph of TELLING_WORDS → its number + 1 */
    map texts; /* key of a text → its document + 1 */
} cutter;

static span text_of(const cutter *c, uint32_t doc) { return document(c->job, doc)->text; }

static bool one_family(const cutter *c, uint32_t x, uint32_t y) {
    return retold_copies_family(c->job->corpus.copies, x) == retold_copies_family(c->job->corpus.copies, y);
}

/* ---- paragraphs ---- */

/* How many words these are; a pair of characters is half of one. */
static uint32_t word_count(const words *w) {
    size_t pairs = 0;
    for (size_t i = 0; i < w->count; i++) pairs += (w->items[i].flags & WORD_UNSPACED) != 0;
    return (uint32_t)(w->count - pairs / 2);
}

static void split(arena *keep, arena *scratch, cutter *c, uint32_t doc) {
    span text = text_of(c, doc), rest = text, line;
    while (span_take_line(&rest, &line)) {
        span inner = span_trim(line);
        if (!inner.len) continue;
        arena_mark mark = arena_here(scratch);
        words w = text_words(scratch, inner);
        uint32_t begin = (uint32_t)(inner.ptr - text.ptr);
        paragraph p = {.key = text_words_key(w.items, w.count),
                       .span = {begin, begin + (uint32_t)inner.len},
                       .doc = doc,
                       .from = RETOLD_NONE,
                       .words = word_count(&w)};
        arena_back(scratch, mark);
        vec_push(keep, &c->items, p);
    }
}

static void cut(paragraph *p, uint32_t from, range source, uint32_t first, uint32_t last) {
    p->from = from;
    p->source = source;
    p->first = first;
    p->last = last;
}

/* P goes for Q, which stays, or for what Q went for. */
static void cut_as(const cutter *c, paragraph *p, uint32_t other) {
    const paragraph *q = &c->items.items[other];
    if (q->from == RETOLD_NONE)
        cut(p, q->doc, q->span, other, other);
    else
        cut(p, q->from, q->source, q->first, q->last);
}

/* True when most of a paragraph stands in quotation marks. */
static bool mostly_quoted(arena *a, span text) {
    arena_mark start = arena_here(a);
    ranges list = text_quoted(a, text);
    size_t quoted = 0;
    for (size_t i = 0; i < list.count; i++) quoted += range_len(list.items[i]);
    arena_back(a, start);
    return (double)quoted >= MOSTLY_QUOTED * (double)text.len;
}

static bool may_go(arena *a, const cutter *c, const paragraph *p, uint32_t from) {
    return one_family(c, p->doc, from) || !mostly_quoted(a, span_at(text_of(c, p->doc), p->span));
}

/* ---- equal texts, equal paragraphs ---- */

static uint64_t key_of_text(const cutter *c, uint32_t doc, uint32_t *count) {
    uint64_t key = 1;
    *count = 0;
    for (uint32_t i = c->begin[doc]; i < c->begin[doc + 1]; i++) {
        key = hash_join(key, c->items.items[i].key);
        *count += c->items.items[i].words;
    }
    return key;
}

/* True when the document has the paragraphs of an earlier one, and so is done. */
static bool take_equal_text(arena *a, cutter *c, uint32_t doc) {
    uint32_t count, begin = c->begin[doc], end = c->begin[doc + 1];
    uint64_t key = key_of_text(c, doc, &count);
    if (count < EQUAL_WORDS) return false;
    uint64_t *known = map_put(a, &c->texts, key);
    if (!*known) {
        *known = doc + 1;
        return false;
    }
    uint32_t other = c->begin[*known - 1];
    if (c->begin[*known] - other != end - begin) return false;
    for (uint32_t i = begin; i < end; i++)
        if (c->items.items[i].key != c->items.items[other + i - begin].key) return false;
    for (uint32_t i = begin; i < end; i++) cut_as(c, &c->items.items[i], other + i - begin);
    return true;
}

static void take_equal_paragraphs(arena *a, cutter *c, uint32_t doc) {
    for (uint32_t i = c->begin[doc]; i < c->begin[doc + 1]; i++) {
        paragraph *p = &c->items.items[i];
        const uint64_t *known = p->words < TELLING_WORDS ? NULL : map_get(&c->kept, p->key);
        if (!known) continue;
        const paragraph *q = &c->items.items[*known - 1];
        if (q->doc != doc && q->words == p->words && may_go(a, c, p, q->doc)) cut_as(c, p, (uint32_t)*known - 1);
    }
}

/* ---- changed paragraphs, through passages ---- */

/* First paragraph of a document that ends behind a byte. */
static uint32_t paragraph_at(const cutter *c, uint32_t doc, uint32_t byte) {
    uint32_t low = c->begin[doc], high = c->begin[doc + 1];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (c->items.items[middle].span.end <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static range widened(span text, uint32_t begin, uint32_t end, uint32_t by) {
    size_t from = text_align(text, begin > by ? begin - by : 0), until = text_align(text, (size_t)end + by);
    return (range){(uint32_t)from, (uint32_t)until};
}

/* Where the other text is to be searched: around the place that lies as far into the passage. */
static range window_of(const cutter *c, const view *v, const paragraph *p) {
    uint32_t here = range_len(v->here), there = range_len(v->there);
    if (there <= WHOLE_WINDOW || !here) return v->there;
    uint32_t begin = p->span.begin > v->here.begin ? p->span.begin - v->here.begin : 0,
             end = p->span.end < v->here.end ? p->span.end - v->here.begin : here,
             skew = here > there ? here - there : there - here;
    return widened(text_of(c, v->other), v->there.begin + (uint32_t)((uint64_t)begin * there / here),
                   v->there.begin + (uint32_t)((uint64_t)end * there / here),
                   SLACK + (skew < WHOLE_WINDOW ? skew : WHOLE_WINDOW));
}

/*
 * True when the stretch has every number of the paragraph and most of its words: other figures in the same words are other news. Of
 * texts that are no copies of each other, it must have every name as well.
 */
static bool says_the_same(arena *a, span gone, span stays, bool kin) {
    arena_mark start = arena_here(a);
    map there = {0};
    words w = text_words(a, stays);
    size_t missing = 0;
    bool facts = true;
    uint32_t telling = kin ? WORD_NUMBER : WORD_NUMBER | WORD_CAPITAL;
    for (size_t i = 0; i < w.count; i++) *map_put(a, &there, w.items[i].hash) = 1;
    w = text_words(a, gone);
    for (size_t i = 0; i < w.count; i++) {
        if (map_get(&there, w.items[i].hash)) continue;
        missing++;
        facts &= !(w.items[i].flags & telling);
    }
    arena_back(a, start);
    return facts && (double)missing <= (1 - (kin ? LEAST_CONTAINED : LEAST_UNRELATED)) * (double)w.count;
}

typedef struct find_job {
    span gone, window;
    bool kin;    /* both are of one family */
    range found; /* bytes of the window */
} find_job;

static retold_status find_stretch(retold_ctx *ctx, void *p, retold_error *err) {
    find_job *job = p;
    arena *a = ctx_scratch(ctx);
    matched m;
    retold_status status = matches_find(ctx, a, job->gone, job->window, &m, err);
    if (status != RETOLD_OK || !m.items.count || m.contained < LEAST_CONTAINED) return status;
    range found = m.items.items[0].stays;
    for (size_t i = 1; i < m.items.count; i++) {
        range r = m.items.items[i].stays;
        if (r.begin < found.begin) found.begin = r.begin;
        if (r.end > found.end) found.end = r.end;
    }
    if (says_the_same(a, job->gone, span_at(job->window, found), job->kin)) job->found = found;
    return RETOLD_OK;
}

/* The stretch of another text's window in which a paragraph stands, RANGE_NONE when too little of it does. */
static retold_status find_in(retold_ctx *ctx, const cutter *c, const paragraph *p, uint32_t other, range window, range *found,
                             retold_error *err) {
    find_job job = {span_at(text_of(c, p->doc), p->span), span_at(text_of(c, other), window), one_family(c, p->doc, other),
                    RANGE_NONE};
    retold_status status = ctx_run(ctx, find_stretch, &job, err);
    *found = job.found;
    if (range_known(*found)) *found = (range){found->begin + window.begin, found->end + window.begin};
    return status;
}

/* The first of the paragraphs at a stretch that went, RETOLD_NONE when all stay; *first to *last are those at the stretch. */
static uint32_t gone_at(const cutter *c, uint32_t doc, range r, uint32_t *first, uint32_t *last) {
    *first = *last = paragraph_at(c, doc, r.begin);
    for (uint32_t i = *first; i < c->begin[doc + 1] && c->items.items[i].span.begin < r.end; i++) {
        if (c->items.items[i].from != RETOLD_NONE) return i;
        *last = i;
    }
    return RETOLD_NONE;
}

static void cut_for(const cutter *c, paragraph *p, uint32_t from, uint32_t first, uint32_t last) {
    cut(p, from, (range){c->items.items[first].span.begin, c->items.items[last].span.end}, first, last);
}

/* Try one passage; the paragraph goes when what it is a copy of stays, there or where that one's text stays. */
static retold_status try_view(retold_ctx *ctx, const cutter *c, paragraph *p, const view *v, retold_error *err) {
    range found;
    uint32_t first, last;
    retold_status status = find_in(ctx, c, p, v->other, window_of(c, v, p), &found, err);
    if (status != RETOLD_OK || !range_known(found)) return status;
    uint32_t gone = gone_at(c, v->other, found, &first, &last);
    if (gone == RETOLD_NONE) {
        cut_for(c, p, v->other, first, last);
        return RETOLD_OK;
    }
    const paragraph *q = &c->items.items[gone];
    uint32_t from = q->from;
    if (!may_go(ctx_scratch(ctx), c, p, from)) return RETOLD_OK;
    range window = widened(text_of(c, from), q->source.begin, q->source.end, SLACK);
    status = find_in(ctx, c, p, from, window, &found, err);
    if (status == RETOLD_OK && range_known(found) && gone_at(c, from, found, &first, &last) == RETOLD_NONE)
        cut_for(c, p, from, first, last);
    return status;
}

static bool half_in(const paragraph *p, range r) {
    uint32_t begin = p->span.begin > r.begin ? p->span.begin : r.begin, end = p->span.end < r.end ? p->span.end : r.end;
    return end > begin && (end - begin) * (uint64_t)2 >= range_len(p->span);
}

static retold_status take_changed_paragraphs(retold_ctx *ctx, cutter *c, uint32_t doc, retold_error *err) {
    arena *a = ctx_scratch(ctx);
    arena_mark mark = arena_here(a);
    retold_status status = RETOLD_OK;
    size_t count;
    const view *list = views_of(a, c->job, &c->passages, doc, &count);
    for (size_t k = 0; k < count && status == RETOLD_OK; k++) {
        const view *v = &list[k];
        if (v->place > c->job->place[doc]) break;
        for (uint32_t i = paragraph_at(c, doc, v->here.begin); i < c->begin[doc + 1] && status == RETOLD_OK; i++) {
            paragraph *p = &c->items.items[i];
            if (p->span.begin >= v->here.end) break;
            if (p->from != RETOLD_NONE || p->words < TELLING_WORDS || !half_in(p, v->here)) continue;
            if (p->tries > MOST_TRIES || !may_go(a, c, p, v->other)) continue;
            c->job->untried += p->tries++ == MOST_TRIES;
            if (p->tries <= MOST_TRIES) status = try_view(ctx, c, p, v, err);
        }
    }
    arena_back(a, mark);
    return status;
}

/* ---- short ones beside those that went ---- */

/* P stands beside a paragraph that went; `beside` is the kept one's neighbour on that side. */
static void take_neighbour(const cutter *c, paragraph *p, const paragraph *next, uint32_t beside) {
    if (p->from != RETOLD_NONE || next->from == RETOLD_NONE || p->words >= TELLING_WORDS) return;
    if (beside < c->begin[next->from] || beside >= c->begin[next->from + 1]) return;
    const paragraph *q = &c->items.items[beside];
    if (q->from == RETOLD_NONE && q->key == p->key && q->words == p->words) cut(p, q->doc, q->span, beside, beside);
}

static void take_short_ones(const cutter *c, uint32_t doc) {
    paragraph *items = c->items.items;
    for (uint32_t i = c->begin[doc] + 1; i < c->begin[doc + 1]; i++)
        take_neighbour(c, &items[i], &items[i - 1], items[i - 1].last + 1);
    for (uint32_t i = c->begin[doc + 1]; i-- > c->begin[doc] + 1;) {
        uint32_t first = items[i].first;
        if (first) take_neighbour(c, &items[i - 1], &items[i], first - 1);
    }
}

/* ---- the whole ---- */

static retold_status decide(retold_ctx *ctx, arena *keep, cutter *c, uint32_t doc, retold_error *err) {
    if (take_equal_text(keep, c, doc)) return RETOLD_OK;
    take_equal_paragraphs(ctx_scratch(ctx), c, doc);
    retold_status status = take_changed_paragraphs(ctx, c, doc, err);
    take_short_ones(c, doc);
    for (uint32_t i = c->begin[doc]; i < c->begin[doc + 1]; i++) {
        const paragraph *p = &c->items.items[i];
        if (p->from != RETOLD_NONE || p->words < TELLING_WORDS) continue;
        uint64_t *kept = map_put(keep, &c->kept, p->key);
        if (!*kept) *kept = i + 1;
    }
    return status;
}

typedef struct cut_job {
    const cutter *c;
    const paragraph *p;
    bool emptied; /* nothing of the document stays */
} cut_job;

static retold_status write_cut(retold_ctx *ctx, void *job, retold_error *err) {
    const cutter *c = ((cut_job *)job)->c;
    const paragraph *p = ((cut_job *)job)->p;
    arena *a = ctx_scratch(ctx);
    matched m;
    retold_status status =
        matches_find(ctx, a, span_at(text_of(c, p->doc), p->span), span_at(text_of(c, p->from), p->source), &m, err);
    if (status != RETOLD_OK) return status;
    yyjson_mut_doc *doc = json_new(a);
    yyjson_mut_val *row = json_object(doc);
    bool equal = p->first == p->last && p->key == c->items.items[p->first].key;
    json_put(doc, row, "id", json_string(doc, id_of(c->job, p->doc)));
    json_put_range(doc, row, "span", p->span);
    json_put(doc, row, "kept", json_string(doc, id_of(c->job, p->from)));
    json_put_range(doc, row, "kept_span", p->source);
    json_put_text(doc, row, "kind", equal ? S("exact") : span_of(m.kind));
    json_put_real(doc, row, "contained", equal ? 1 : m.contained);
    json_put_real(doc, row, "kept_contained", equal ? 1 : m.holds);
    json_put(doc, row, "passages", matches_json(doc, &m, p->span.begin, p->source.begin));
    json_put_bool(doc, row, "emptied", ((cut_job *)job)->emptied);
    return write_row(a, doc, row, &c->job->how->removed, err);
}

/* What stays of a text: each paragraph with what parted it from the next, and the ends of the text as they were. */
static span shortened(arena *a, const cutter *c, uint32_t doc) {
    span text = text_of(c, doc), between = {0};
    const paragraph *items = c->items.items;
    uint32_t begin = c->begin[doc], end = c->begin[doc + 1];
    buf out = buf_made(a);
    buf_put(&out, span_cut(text, 0, items[begin].span.begin));
    for (uint32_t i = begin; i < end; i++) {
        if (items[i].from != RETOLD_NONE) continue;
        buf_put(&out, between);
        buf_put(&out, span_at(text, items[i].span));
        if (i + 1 < end) between = span_cut(text, items[i].span.end, items[i + 1].span.begin);
    }
    buf_put(&out, span_from(text, items[end - 1].span.end));
    return buf_span(&out);
}

static retold_status write_document(retold_ctx *ctx, const cutter *c, uint32_t doc, retold_error *err) {
    arena *a = ctx_scratch(ctx);
    dedup_job *job = c->job;
    uint32_t gone = 0, all = c->begin[doc + 1] - c->begin[doc];
    retold_status status = RETOLD_OK;
    for (uint32_t i = c->begin[doc]; i < c->begin[doc + 1]; i++) {
        const paragraph *p = &c->items.items[i];
        if (p->from == RETOLD_NONE) continue;
        gone++;
        job->bytes_removed += range_len(p->span);
    }
    job->paragraphs += all;
    job->paragraphs_removed += gone;
    job->s->tally->same += gone && gone == all;
    job->s->tally->changed += gone && gone < all;
    for (uint32_t i = c->begin[doc]; i < c->begin[doc + 1] && gone && job->how->removed.write && status == RETOLD_OK; i++)
        if (c->items.items[i].from != RETOLD_NONE)
            status = ctx_run(ctx, write_cut, &(cut_job){c, &c->items.items[i], gone == all}, err);
    if (status != RETOLD_OK || (gone && gone == all)) return status;
    arena_mark mark = arena_here(a);
    span rest = gone ? shortened(a, c, doc) : (span){0};
    status = write_kept(ctx, job, doc, gone ? &rest : NULL, err);
    arena_back(a, mark);
    return status;
}

static void free_memory(void *memory) { arena_free(memory); }

retold_status paragraphs_dedup(retold_ctx *ctx, dedup_job *job, retold_error *err) {
    arena *a = ctx_scratch(ctx), *keep = ARENA_NEW(a, arena);
    uint32_t count = (uint32_t)job->docs.count;
    cutter *c = ARENA_NEW(a, cutter);
    retold_status status = RETOLD_OK;
    *keep = arena_made(ctx);
    ctx_always(ctx, free_memory, keep);
    *c = (cutter){.job = job, .begin = ARENA_ARRAY(keep, uint32_t, (size_t)count + 1)};
    c->passages = passages_by_document(keep, job->corpus.copies);
    for (uint32_t i = 0; i < count; i++) {
        c->begin[i] = (uint32_t)c->items.count;
        split(keep, a, c, i);
    }
    c->begin[count] = (uint32_t)c->items.count;
    uint32_t *order = ARENA_ARRAY(keep, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) order[job->place[i]] = i;
    for (uint32_t i = 0; i < count && status == RETOLD_OK; i++) status = decide(ctx, keep, c, order[i], err);
    for (uint32_t i = 0; i < count && status == RETOLD_OK; i++) status = write_document(ctx, c, i, err);
    return status;
}
