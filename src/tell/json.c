/* A story and a comparison as JSON: docs/formats/story.md. Tellings are numbered from 1 in order of time. */
#include "tell/statements.h"
#include "tell/tell_internal.h"
#include "tell/timeline_part.h"

typedef struct writer {
    arena *memory;
    yyjson_mut_doc *doc;
    const tell_story *story;
} writer;

/* Number of a telling, null for none. */
static void put_telling(const writer *w, yyjson_mut_val *o, const char *name, uint32_t telling) {
    if (telling == RETOLD_NONE || telling >= w->story->in->count)
        json_put_text(w->doc, o, name, (span){0});
    else
        json_put_int(w->doc, o, name, w->story->rank[telling] + 1);
}

static yyjson_mut_val *letter_json(const writer *w, uint32_t number) {
    buf letter = buf_made(w->memory);
    put_letter(&letter, number);
    return json_string(w->doc, buf_span(&letter));
}

/* Milliseconds since 1970 as ISO 8601; null when not known. */
static void put_ms(const writer *w, yyjson_mut_val *o, const char *name, int64_t ms) {
    stamp s = {ms, 0, PRECISION_SECOND};
    json_put_text(w->doc, o, name, ms == RETOLD_TIME_NONE ? (span){0} : stamp_iso(w->memory, s));
}

/* ---- rows of a comparison ---- */

static const char *const row_names[] = {"equal", "changed", "moved", "only_a", "only_b"};
static const char *const word_names[] = {"same", "only_a", "only_b", "replaced"};

static yyjson_mut_val *words_json(yyjson_mut_doc *doc, const tell_row *row) {
    yyjson_mut_val *array = json_array(doc);
    for (uint32_t i = 0; i < row->word_count; i++) {
        yyjson_mut_val *o = json_object(doc);
        json_put_text(doc, o, "kind", span_of(word_names[row->words[i].kind]));
        json_put_range(doc, o, "a", row->words[i].a);
        json_put_range(doc, o, "b", row->words[i].b);
        json_push(doc, array, o);
    }
    return array;
}

static yyjson_mut_val *row_json(yyjson_mut_doc *doc, const tell_row *row) {
    yyjson_mut_val *o = json_object(doc);
    json_put_text(doc, o, "kind", span_of(row_names[row->kind]));
    json_put_range(doc, o, "a", row->a);
    json_put_range(doc, o, "b", row->b);
    json_put_int(doc, o, "group", row->group);
    if (row->kind == TELL_MOVED) {
        json_put_int(doc, o, "block", row->block);
        json_put_text(doc, o, "at", row->at_b ? S("b") : S("a"));
    }
    if (row->kind <= TELL_MOVED) json_put_bool(doc, o, "exact", row->exact);
    if (row->word_count) json_put(doc, o, "words", words_json(doc, row));
    return o;
}

/* With all rows, or those that aren't equal alone. */
static void put_rows(yyjson_mut_doc *doc, yyjson_mut_val *o, const tell_comparison *c, bool all) {
    yyjson_mut_val *rows = json_array(doc), *counts = json_object(doc);
    for (size_t i = 0; i < 5; i++) json_put_int(doc, counts, row_names[i], c->counts[i]);
    json_put_int(doc, counts, "moved_blocks", c->blocks);
    json_put(doc, o, "sentences", counts);
    json_put_int(doc, o, "a_words", c->a_words);
    json_put_int(doc, o, "b_words", c->b_words);
    json_put_int(doc, o, "shared_words", c->shared_words);
    for (size_t i = 0; i < c->row_count; i++)
        if (all || c->rows[i].kind != TELL_EQUAL) json_push(doc, rows, row_json(doc, &c->rows[i]));
    json_put(doc, o, "rows", rows);
    if (!c->limit) return;
    yyjson_mut_val *limit = json_object(doc);
    json_put_text(doc, limit, "limit", span_of(c->limit));
    json_put_int(doc, limit, "at", (int64_t)c->limit_at);
    json_put(doc, o, "limit", limit);
}

static void put_comparison(yyjson_mut_doc *doc, yyjson_mut_val *o, const tell_comparison *c) { put_rows(doc, o, c, true); }

void put_differing_json(yyjson_mut_doc *doc, yyjson_mut_val *o, const tell_comparison *c) { put_rows(doc, o, c, false); }

void tell_compare_json(buf *out, const tell_comparison *c) {
    yyjson_mut_doc *doc = json_new(out->memory);
    yyjson_mut_val *root = json_object(doc);
    json_put(doc, root, "a", article_json(out->memory, doc, c->a));
    json_put(doc, root, "b", article_json(out->memory, doc, c->b));
    put_comparison(doc, root, c);
    put_json(out, doc, root);
}

/* ---- the story ---- */

/* Where each paragraph stands in the page: the way back from any byte of the text. */
static yyjson_mut_val *paragraphs_json(const writer *w, const retold_article *article) {
    yyjson_mut_val *array = json_array(w->doc);
    uint32_t at = 0;
    for (range r; article_next_paragraph(article, &at, &r);) {
        yyjson_mut_val *o = json_object(w->doc);
        json_put_range(w->doc, o, "text", r);
        json_put_range(w->doc, o, "page", retold_article_page_range(article, r));
        json_push(w->doc, array, o);
    }
    return array;
}

static yyjson_mut_val *versions_json(const writer *w, const tell_telling *t) {
    yyjson_mut_val *array = json_array(w->doc);
    for (uint32_t i = 0; i < t->version_count; i++) {
        const tell_version *v = &t->versions[i];
        yyjson_mut_val *o = json_object(w->doc);
        json_put_text(w->doc, o, "article", v->id);
        json_put_text(w->doc, o, "published", stamp_iso(w->memory, v->published));
        json_put_text(w->doc, o, "modified", stamp_iso(w->memory, v->modified));
        put_ms(w, o, "fetched", v->fetched);
        json_push(w->doc, array, o);
    }
    return array;
}

/* Why it is in this story. */
static yyjson_mut_val *joined_json(const writer *w, const tell_telling *t) {
    yyjson_mut_val *o = json_object(w->doc), *terms = json_array(w->doc);
    json_put_real(w->doc, o, "score", (double)t->score);
    json_put_bool(w->doc, o, "opened", t->fresh);
    put_telling(w, o, "nearest", t->nearest);
    for (uint32_t i = 0; i < t->term_count; i++) json_push(w->doc, terms, json_string(w->doc, t->terms[i]));
    json_put(w->doc, o, "shared", terms);
    return o;
}

static yyjson_mut_val *telling_json(const writer *w, uint32_t telling) {
    const tell_telling *t = &w->story->in->tellings[telling];
    yyjson_mut_val *o = json_object(w->doc);
    json_put_int(w->doc, o, "telling", w->story->rank[telling] + 1);
    json_put(w->doc, o, "family", letter_json(w, w->story->family_of[telling]));
    json_put_text(w->doc, o, "shown_as", w->story->outlet[telling]);
    json_put(w->doc, o, "article", article_json(w->memory, w->doc, t->article));
    json_put_text(w->doc, o, "page", t->article->page_id);
    put_ms(w, o, "fetched", t->article->fetched);
    json_put(w->doc, o, "paragraphs", paragraphs_json(w, t->article));
    json_put(w->doc, o, "joined", joined_json(w, t));
    json_put(w->doc, o, "versions", versions_json(w, t));
    json_put(w->doc, o, "date", date_json(w->memory, w->doc, w->story, telling));
    return o;
}

static yyjson_mut_val *node_json(const writer *w, const tell_family *f, const tell_node *node) {
    yyjson_mut_val *o = json_object(w->doc);
    put_telling(w, o, "telling", node->telling);
    put_telling(w, o, "beside", node->parent == RETOLD_NONE ? RETOLD_NONE : f->nodes[node->parent].telling);
    if (!node->edge) return o;
    json_put_bool(w->doc, o, "copied", node->directed);
    json_put_bool(w->doc, o, "inferred", node->inferred);
    json_put_real(w->doc, o, "shared", (double)node->shared);
    if (node->later != INT64_MIN) json_put_int(w->doc, o, "minutes_later", node->later);
    if (!node->directed) return o;
    json_put_real(w->doc, o, "confidence", (double)node->edge->confidence);
    json_put_text(w->doc, o, "reasons", node->edge->reasons);
    return o;
}

static yyjson_mut_val *edges_json(const writer *w, uint32_t family) {
    yyjson_mut_val *array = json_array(w->doc);
    const tell_input *in = w->story->in;
    for (size_t e = 0; e < in->edge_count; e++) {
        const tell_edge *edge = &in->edges[e];
        if (edge->a >= in->count || w->story->family_of[edge->a] != family) continue;
        yyjson_mut_val *o = json_object(w->doc);
        put_telling(w, o, "a", edge->a);
        put_telling(w, o, "b", edge->b);
        json_put_real(w->doc, o, "a_in_b", (double)edge->a_in_b);
        json_put_real(w->doc, o, "b_in_a", (double)edge->b_in_a);
        json_put_text(w->doc, o, "relation", edge->relation);
        put_telling(w, o, "from", edge->from);
        json_push(w->doc, array, o);
    }
    return array;
}

static yyjson_mut_val *family_json(const writer *w, const tell_family *f) {
    yyjson_mut_val *o = json_object(w->doc), *members = json_array(w->doc);
    json_put(w->doc, o, "letter", letter_json(w, f->letter));
    json_put_text(w->doc, o, "id", f->id);
    put_ms(w, o, "first", f->first);
    put_ms(w, o, "last", f->last);
    for (uint32_t k = 0; k < f->count; k++) json_push(w->doc, members, node_json(w, f, &f->nodes[k]));
    json_put(w->doc, o, "members", members);
    if (f->count > 1) json_put(w->doc, o, "edges", edges_json(w, f->letter));
    return o;
}

static yyjson_mut_val *passage_json(const writer *w, const retold_passage *p) {
    const tell_input *in = w->story->in;
    yyjson_mut_val *o = json_object(w->doc);
    put_telling(w, o, "a", p->a);
    put_telling(w, o, "b", p->b);
    json_put_range(w->doc, o, "a_span", p->a_span);
    json_put_range(w->doc, o, "b_span", p->b_span);
    json_put_range(w->doc, o, "a_page", retold_article_page_range(in->tellings[p->a].article, p->a_span));
    json_put_range(w->doc, o, "b_page", retold_article_page_range(in->tellings[p->b].article, p->b_span));
    json_put_passage_kind(w->doc, o, p->kind);
    put_telling(w, o, "from", p->from);
    if (p->from != RETOLD_NONE) json_put_real(w->doc, o, "confidence", (double)p->confidence);
    return o;
}

static yyjson_mut_val *pair_json(retold_ctx *ctx, const writer *w, const tell_pair *pair) {
    static const char *const reasons[] = {"first telling", "copy and source", "any two"};
    yyjson_mut_val *o = json_object(w->doc);
    tell_comparison c;
    tell_compare(ctx, w->memory, w->story->in->tellings[pair->a].article, w->story->in->tellings[pair->b].article, &c);
    put_telling(w, o, "a", pair->a);
    put_telling(w, o, "b", pair->b);
    json_put_text(w->doc, o, "why", span_of(reasons[pair->reason]));
    put_comparison(w->doc, o, &c);
    return o;
}

static void put_lists(retold_ctx *ctx, const writer *w, yyjson_mut_val *root) {
    const tell_story *story = w->story;
    uint32_t left_out;
    tell_pairs pairs = pairs_of(w->memory, story, &left_out);
    yyjson_mut_val *tellings = json_array(w->doc), *families = json_array(w->doc), *passages = json_array(w->doc),
                   *sides = json_array(w->doc);
    for (uint32_t k = 0; k < story->in->count; k++) json_push(w->doc, tellings, telling_json(w, story->order[k]));
    for (uint32_t f = 0; f < story->family_count; f++) json_push(w->doc, families, family_json(w, &story->families[f]));
    for (size_t p = 0; p < story->in->passage_count; p++) {
        const retold_passage *passage = &story->in->passages[p];
        if (passage->a < story->in->count && passage->b < story->in->count) json_push(w->doc, passages, passage_json(w, passage));
    }
    for (size_t p = 0; p < pairs.count; p++) json_push(w->doc, sides, pair_json(ctx, w, &pairs.items[p]));
    json_put(w->doc, root, "tellings", tellings);
    json_put(w->doc, root, "families", families);
    json_put(w->doc, root, "passages", passages);
    json_put(w->doc, root, "statements", statements_json(w->doc, story));
    json_put_int(w->doc, root, "statements_left_out", story->statements->left_out);
    json_put(w->doc, root, "pairs", sides);
    json_put_int(w->doc, root, "pairs_left_out", left_out);
}

/* When a telling was published, as precise as known; null for none. */
static void put_published(const writer *w, yyjson_mut_val *o, const char *name, uint32_t telling) {
    span iso = telling == RETOLD_NONE ? (span){0} : stamp_iso(w->memory, w->story->in->tellings[telling].article->published);
    json_put_text(w->doc, o, name, iso);
}

void tell_json(retold_ctx *ctx, buf *out, const tell_story *story) {
    writer w = {out->memory, json_new(out->memory), story};
    yyjson_mut_val *root = json_object(w.doc), *counts = json_object(w.doc);
    json_put_text(w.doc, root, "id", story->in->id);
    json_put_text(w.doc, root, "title", story->title);
    put_telling(&w, root, "title_of", story->title_of);
    put_published(&w, root, "first", story->first_of);
    put_published(&w, root, "last", story->last_of);
    json_put_int(w.doc, counts, "articles", story->in->count);
    json_put_int(w.doc, counts, "texts", story->family_count);
    json_put_int(w.doc, counts, "outlets", story->outlet_count);
    json_put_int(w.doc, counts, "dated", story->dated);
    json_put(w.doc, root, "counts", counts);
    json_put(w.doc, root, "timeline", timeline_json(w.memory, w.doc, story));
    put_lists(ctx, &w, root);
    put_quotes_json(w.memory, w.doc, root, story);
    put_json(out, w.doc, root);
}
