/* Persons and quotes as JSON: docs/formats/story.md. */
#include "tell/quotes_part.h"

static yyjson_mut_val *ranges_json(const quote_writer *w, const range *list, uint32_t count) {
    yyjson_mut_val *array = json_array(w->doc);
    for (uint32_t i = 0; i < count; i++) json_push(w->doc, array, json_range(w->doc, list[i]));
    return array;
}

yyjson_mut_val *told_person_json(const quote_writer *w, const told_person *p) {
    yyjson_mut_val *o = json_object(w->doc), *forms = json_array(w->doc);
    json_put_text(w->doc, o, "name", p->name);
    json_put_text(w->doc, o, "role", p->role);
    for (uint32_t i = 0; i < p->form_count; i++) json_push(w->doc, forms, json_string(w->doc, p->forms[i]));
    json_put(w->doc, o, "forms", forms);
    json_put_int(w->doc, o, "quotes", p->quotes);
    json_put_int(w->doc, o, "tellings", p->tellings);
    return o;
}

/* The runs of words that part a form from the fullest one. */
static void put_runs(const quote_writer *w, yyjson_mut_val *o, const tell_words *runs, uint32_t count) {
    static const char *const names[] = {"same", "only_fullest", "only_here", "replaced"};
    yyjson_mut_val *array = json_array(w->doc);
    for (uint32_t i = 0; i < count; i++) {
        yyjson_mut_val *run = json_object(w->doc);
        json_put_text(w->doc, run, "kind", span_of(names[runs[i].kind]));
        json_put_range(w->doc, run, "fullest", runs[i].a);
        json_put_range(w->doc, run, "here", runs[i].b);
        json_push(w->doc, array, run);
    }
    if (count) json_put(w->doc, o, "words", array);
}

static yyjson_mut_val *flags_json(const quote_writer *w, uint32_t flags) {
    static const char *const names[] = {"cut", "unclosed", "continued", "repaired"};
    yyjson_mut_val *array = json_array(w->doc);
    for (unsigned i = 0; i < 4; i++)
        if (flags & 1u << i) json_push(w->doc, array, json_string(w->doc, span_of(names[i])));
    return array;
}

/* What the telling itself says: its words and ranges. */
static void put_own(const quote_writer *w, yyjson_mut_val *o, const quote_form *f) {
    static const char *const kinds[] = {"direct", "indirect", "mixed"};
    const retold_quote *u = f->quote;
    json_put_text(w->doc, o, "kind", span_of(kinds[u->kind <= RETOLD_QUOTE_MIXED ? u->kind : 0]));
    json_put_text(w->doc, o, "text", form_text(w->memory, f));
    json_put_range(w->doc, o, "span", f->hull);
    json_put(w->doc, o, "parts", ranges_json(w, f->parts, f->part_count));
    json_put_range(w->doc, o, "page_span", range_known(f->hull) ? retold_article_page_range(f->article, f->hull) : RANGE_NONE);
    json_put_range(w->doc, o, "speaker", u->speaker);
    json_put_some(w->doc, o, "speaker_name", u->speaker_name);
    json_put_range(w->doc, o, "role", u->role);
    json_put_range(w->doc, o, "cue", u->cue);
    json_put(w->doc, o, "via", ranges_json(w, u->via, u->via_count));
    json_put(w->doc, o, "flags", flags_json(w, u->flags));
    json_put_real(w->doc, o, "confidence", (double)u->confidence);
}

static yyjson_mut_val *variant_json(quote_writer *w, const quote_form *fullest, const told_variant *v) {
    static const char *const changes[] = {"fullest", "same", "shortened", "cut", "reworded", "reported", "translated"};
    yyjson_mut_val *o = json_object(w->doc);
    quote_form f = form_of(w->memory, w->story, v);
    uint32_t count;
    const tell_words *runs = form_differs(&w->words, fullest, &f, &count);
    json_put_int(w->doc, o, "telling", w->story->rank[v->telling] + 1);
    json_put_text(w->doc, o, "quote", f.id);
    json_put_text(w->doc, o, "change", span_of(changes[v->change <= TOLD_TRANSLATED ? v->change : TOLD_REWORDED]));
    json_put_real(w->doc, o, "shared", (double)v->shared);
    put_own(w, o, &f);
    put_runs(w, o, runs, count);
    return o;
}

/* A person by number, from 0 in `persons`, with the name that it has there. */
static yyjson_mut_val *who_json(const quote_writer *w, uint32_t person) {
    const told_quotes *told = &w->story->in->quotes;
    if (person >= told->person_count) return json_string(w->doc, (span){NULL, 0});
    yyjson_mut_val *o = json_object(w->doc);
    json_put_int(w->doc, o, "person", person);
    json_put_text(w->doc, o, "name", told->persons[person].name);
    json_put_some(w->doc, o, "role", told->persons[person].role);
    return o;
}

yyjson_mut_val *told_quote_json(quote_writer *w, const told_quote *q) {
    yyjson_mut_val *o = json_object(w->doc), *via = json_array(w->doc), *variants = json_array(w->doc);
    quote_form fullest = form_of(w->memory, w->story, &q->variants[q->fullest]);
    json_put_text(w->doc, o, "text", form_text(w->memory, &fullest));
    if (q->speaker < w->story->in->quotes.person_count)
        json_put(w->doc, o, "speaker", who_json(w, q->speaker));
    else
        json_put_text(w->doc, o, "speaker", (span){NULL, 0});
    for (uint32_t i = 0; i < q->via_count; i++) json_push(w->doc, via, who_json(w, q->via[i]));
    json_put(w->doc, o, "via", via);
    json_put_real(w->doc, o, "confidence", (double)q->confidence);
    json_put_int(w->doc, o, "tellings", quote_tellings(w->memory, q));
    json_put_int(w->doc, o, "texts", quote_texts(w->memory, w->story, q));
    json_put_int(w->doc, o, "fullest", q->fullest);
    json_put_int(w->doc, o, "earliest", q->earliest);
    for (uint32_t i = 0; i < q->count; i++) json_push(w->doc, variants, variant_json(w, &fullest, &q->variants[i]));
    json_put(w->doc, o, "variants", variants);
    return o;
}

void put_quotes_json(arena *a, yyjson_mut_doc *doc, yyjson_mut_val *root, const tell_story *s) {
    quote_writer w = {a, doc, s, {.memory = a}};
    const told_quotes *told = &s->in->quotes;
    yyjson_mut_val *persons = json_array(doc), *quotes = json_array(doc);
    for (uint32_t i = 0; i < told->person_count; i++) json_push(doc, persons, told_person_json(&w, &told->persons[i]));
    for (uint32_t i = 0; i < told->count; i++) json_push(doc, quotes, told_quote_json(&w, &told->items[i]));
    json_put(doc, root, "persons", persons);
    json_put(doc, root, "quotes", quotes);
}
