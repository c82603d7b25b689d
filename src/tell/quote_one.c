/* One quote of one telling with its evidence, and what the other tellings made of it. */
#include "tell/quotes_part.h"

enum { AROUND = 60, MOST_SNIPPET = 2000 }; /* bytes of the page: on both sides, in all */

/* What is shown of one quote. */
typedef struct one_quote {
    const tell_story *story;
    const tell_telling *teller;
    uint32_t telling;
    quote_form form;
    const told_quote *told; /* the story's quote that it is a variant of; NULL when it is in none */
    range sentence;         /* that it stands in, or from the first to the last */
    range page, shown;      /* bytes of the page: the quote's, and those of the snippet; RANGE_NONE */
    span snippet;
} one_quote;

/* ---- looking ---- */

static const told_quote *told_of(const tell_story *s, uint32_t telling, uint32_t quote, const told_variant **variant) {
    for (uint32_t i = 0; i < s->in->quotes.count; i++) {
        const told_quote *q = &s->in->quotes.items[i];
        for (uint32_t k = 0; k < q->count; k++) {
            *variant = &q->variants[k];
            if ((*variant)->telling == telling && (*variant)->quote == quote) return q;
        }
    }
    *variant = NULL;
    return NULL;
}

static range sentence_around(retold_ctx *ctx, arena *a, span text, range hull) {
    range out = RANGE_NONE;
    if (!range_known(hull)) return out;
    ranges all = text_sentences(ctx, a, text);
    for (size_t i = 0; i < all.count; i++) {
        if (all.items[i].end <= hull.begin || all.items[i].begin >= hull.end) continue;
        if (!range_known(out)) out = all.items[i];
        out.end = all.items[i].end;
    }
    return out;
}

/* Page bytes with some around, read in the page's charset. */
static void take_snippet(retold_ctx *ctx, arena *a, one_quote *o) {
    const retold_page *page = o->teller->page;
    if (!page || !range_known(o->page) || o->page.begin > o->page.end || o->page.end > page->bytes.len) return;
    uint32_t size = (uint32_t)page->bytes.len, end = o->page.end;
    if (end - o->page.begin > MOST_SNIPPET) end = o->page.begin + MOST_SNIPPET;
    o->shown.begin = o->page.begin > AROUND ? o->page.begin - AROUND : 0;
    o->shown.end = size - end > AROUND ? end + AROUND : size;
    if (text_is_utf8(page->bytes)) {
        o->shown.begin = (uint32_t)text_align(page->bytes, o->shown.begin);
        o->shown.end = (uint32_t)text_align(page->bytes, o->shown.end);
        o->snippet = span_at(page->bytes, o->shown);
        return;
    }
    span charset = span_of(text_decode(ctx, a, page->bytes, page->charset, page->kind == PAGE_HTML).charset);
    o->snippet = text_decode(ctx, a, span_at(page->bytes, o->shown), charset, false).text;
}

static one_quote look(retold_ctx *ctx, arena *a, const tell_story *s, uint32_t telling, uint32_t quote) {
    one_quote o = {.story = s, .teller = &s->in->tellings[telling], .telling = telling, .page = RANGE_NONE, .shown = RANGE_NONE};
    const told_variant *variant;
    o.form = form_of_quote(a, s, telling, quote);
    o.told = told_of(s, telling, quote, &variant);
    o.form.variant = variant;
    o.sentence = sentence_around(ctx, a, o.form.article->text, o.form.hull);
    if (range_known(o.form.hull)) o.page = retold_article_page_range(o.form.article, o.form.hull);
    take_snippet(ctx, a, &o);
    return o;
}

/* ---- JSON ---- */

/* As a row of `list`, with the sentence and the bytes of the page. */
static yyjson_mut_val *row_json(const quote_writer *w, const one_quote *o) {
    const retold_quote *u = o->form.quote;
    yyjson_mut_val *row = quote_json(w->doc, o->form.article->id, u), *via = json_array(w->doc);
    json_put_text(w->doc, row, "id", o->form.id);
    json_put_text(w->doc, row, "text", form_text(w->memory, &o->form));
    json_put_some(w->doc, row, "speaker", form_words_at(&o->form, u->speaker));
    json_put_some(w->doc, row, "role", form_words_at(&o->form, u->role));
    json_put_some(w->doc, row, "cue", form_words_at(&o->form, u->cue));
    for (uint32_t i = 0; i < u->via_count; i++) json_push(w->doc, via, json_string(w->doc, form_words_at(&o->form, u->via[i])));
    if (u->via_count) json_put(w->doc, row, "via_text", via);
    json_put_range(w->doc, row, "page_span", o->page);
    json_put_range(w->doc, row, "sentence", o->sentence);
    json_put_some(w->doc, row, "sentence_text", form_words_at(&o->form, o->sentence));
    json_put_range(w->doc, row, "snippet_span", o->shown);
    json_put_some(w->doc, row, "snippet", o->snippet);
    return row;
}

static bool has_possible_date(const one_quote *o) {
    return o->teller->date.reason == TOLD_DATE_COPY || o->teller->date.reason == TOLD_DATE_STORY;
}

static yyjson_mut_val *source_json(const quote_writer *w, const one_quote *o) {
    const retold_article *article = o->form.article;
    yyjson_mut_val *source = json_object(w->doc);
    json_put_text(w->doc, source, "id", article->id);
    json_put_text(w->doc, source, "outlet", article->outlet.text);
    json_put_text(w->doc, source, "title", article->title.text);
    json_put_text(w->doc, source, "published", stamp_iso(w->memory, article->published));
    if (has_possible_date(o)) json_put_text(w->doc, source, "possible_date", stamp_day(w->memory, o->teller->date.day));
    json_put_text(w->doc, source, "url", article->url.text);
    json_put_text(w->doc, source, "page", article->page_id);
    return source;
}

void tell_quote_json(retold_ctx *ctx, buf *out, const tell_story *s, uint32_t telling, uint32_t quote) {
    quote_writer w = {out->memory, json_new(out->memory), s, {.memory = out->memory}};
    one_quote o = look(ctx, out->memory, s, telling, quote);
    yyjson_mut_val *root = row_json(&w, &o);
    json_put_text(w.doc, root, "story", s->in->id);
    json_put_int(w.doc, root, "telling", s->rank[telling] + 1);
    json_put(w.doc, root, "article", source_json(&w, &o));
    if (o.told && o.told->speaker < s->in->quotes.person_count)
        json_put(w.doc, root, "person", told_person_json(&w, &s->in->quotes.persons[o.told->speaker]));
    if (o.told) json_put(w.doc, root, "told", told_quote_json(&w, o.told));
    put_json(out, w.doc, root);
}

/* ---- lines ---- */

static void put_named(buf *out, const char *name, span value) {
    if (!value.len) return;
    buf_printf(out, "%-10s", name);
    print_visible(out, value);
    buf_char(out, '\n');
}

/* "direct, breaks off before its sentence ends" */
static void put_kind(buf *out, const retold_quote *u) {
    static const char *const kinds[] = {"direct", "indirect", "mixed"};
    static const char *const flags[] = {"breaks off before its sentence ends", "no closing mark", "over several paragraphs",
                                        "a mark was mended"};
    buf_printf(out, "%-10s%s", "kind", kinds[u->kind <= RETOLD_QUOTE_MIXED ? u->kind : 0]);
    for (unsigned i = 0; i < 4; i++)
        if (u->flags & 1u << i) buf_printf(out, ", %s", flags[i]);
    buf_char(out, '\n');
}

static void put_speaker(buf *out, const one_quote *o) {
    const retold_quote *u = o->form.quote;
    const told_quotes *all = &o->story->in->quotes;
    const told_person *p = o->told && o->told->speaker < all->person_count ? &all->persons[o->told->speaker] : NULL;
    span own = form_words_at(&o->form, u->speaker);
    put_named(out, "speaker", p ? p->name : u->speaker_name.len ? u->speaker_name : own.len ? own : S("not known"));
    for (uint32_t i = 0; p && i < p->form_count; i++) put_named(out, "also", p->forms[i]);
    put_named(out, "here", own);
    put_named(out, "role", p && p->role.len ? p->role : form_words_at(&o->form, u->role));
    for (uint32_t i = u->via_count; i-- > 0;) put_named(out, "via", form_words_at(&o->form, u->via[i]));
    put_named(out, "cue", form_words_at(&o->form, u->cue));
    buf_printf(out, "%-10s%.2f\n", "sure", (double)u->confidence);
}

static void put_source(buf *out, const one_quote *o) {
    const retold_article *article = o->form.article;
    put_named(out, "article", article->id);
    put_named(out, "outlet", o->story->outlet[o->telling]);
    put_named(out, "title", article->title.text);
    buf_printf(out, "%-10s", "published");
    put_stamp(out, article->published);
    if (has_possible_date(o)) buf_put(out, S(", possibly "));
    if (has_possible_date(o)) put_stamp(out, o->teller->date.day);
    buf_char(out, '\n');
    put_named(out, "url", article->url.text);
    put_named(out, "page", article->page_id);
    if (range_known(o->form.hull)) buf_printf(out, "%-10s%u\u2013%u of the text", "bytes", o->form.hull.begin, o->form.hull.end);
    if (range_known(o->page)) buf_printf(out, ", %u\u2013%u of the page", o->page.begin, o->page.end);
    if (range_known(o->form.hull)) buf_char(out, '\n');
    put_named(out, "snippet", o->snippet);
}

void tell_quote_text(retold_ctx *ctx, buf *out, const tell_story *s, uint32_t telling, uint32_t quote) {
    one_quote o = look(ctx, out->memory, s, telling, quote);
    word_aligner words = {.memory = out->memory};
    put_named(out, "quote", o.form.id);
    put_named(out, "text", form_text(out->memory, &o.form));
    put_kind(out, o.form.quote);
    put_speaker(out, &o);
    put_named(out, "sentence", form_words_at(&o.form, o.sentence));
    put_source(out, &o);
    put_named(out, "story", s->in->id);
    buf_printf(out, "%-10s%u of %u\n", "telling", s->rank[telling] + 1, s->in->count);
    if (!o.told || o.told->count < 2) return;
    buf_put(out, S("\nIn all tellings, against the fullest form: [-words left out-] {+words put in+}\n"));
    print_told_quote(out, s, o.told, &words);
}
