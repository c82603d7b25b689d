/* From chosen units to the body, its pieces, captions, and repairs. */
#include "extract_internal.h"

/* After a mend no two blanks may stand side by side: a misread no-break space becomes the one that is wanted. */
static void tidy_blanks(arena *a, span text, text_fixes *fixes) {
    for (size_t i = 0; i < fixes->count; i++) {
        text_fix *f = &fixes->items[i];
        size_t at = 0;
        if (!f->after.len || !text_is_blank(text_next(f->after, &at)) || at < f->after.len) continue;
        bool before = f->at.begin == 0 || text.ptr[f->at.begin - 1] == ' ' || text.ptr[f->at.begin - 1] == '\n';
        bool behind = f->at.end >= text.len || text.ptr[f->at.end] == ' ' || text.ptr[f->at.end] == '\n';
        f->after = before || behind ? (span){0} : arena_copy(a, S(" "));
    }
}

static void mend_characters(work *w, draft *d) {
    span text = arena_copy(w->scratch, buf_span(&d->text));
    text_fixes fixes = text_mojibake(w->scratch, text);
    tidy_blanks(w->scratch, text, &fixes);
    draft_fix(d, fixes.items, fixes.count);
}

/* Quotes that break off are flagged, never completed: only the place is noted. */
static void flag_cut_quotes(work *w, draft *d) {
    span text = arena_copy(w->scratch, buf_span(&d->text));
    marks m = text_marks(w->scratch, text);
    for (size_t i = 0; i < m.count; i++) {
        if (!(m.items[i].flags & MARK_CUT)) continue;
        size_t end = span_find_char(text, '\n', m.items[i].span.end);
        uint32_t at = (uint32_t)(end == SIZE_MAX ? text.len : end);
        draft_repair(d, "quote-cut", (range){at, at}, (span){0}, (span){0});
    }
}

/* The same for text that is no part of the body: a caption or title. */
static span mended(work *w, span text) {
    text_fixes fixes = text_mojibake(w->scratch, text);
    tidy_blanks(w->scratch, text, &fixes);
    return fixes.count ? arena_copy(&w->article->memory, text_apply(w->scratch, text, fixes.items, fixes.count)) : text;
}

typedef VEC(caption) captions;

static void push_caption(work *w, captions *list, const unit *u) {
    span all = span_trim(span_at(w->from.text, u->text)), text, credit;
    arena *a = &w->article->memory;
    caption_split(w, all, &text, &credit);
    if (!text.len && !credit.len) return;
    caption c = {decoded_field(a, &w->from, text, RANGE_NONE, "caption", 0.7f), arena_copy(a, credit)};
    c.text.page = source_page(&w->from, u->text);
    c.text.text = mended(w, c.text.text);
    c.credit = mended(w, c.credit);
    for (size_t i = 0; i < list->count; i++)
        if (span_equal(list->items[i].text.text, c.text.text)) return;
    /* a credit of its own belongs to the caption before it */
    caption *last = list->count ? &list->items[list->count - 1] : NULL;
    if (last && !text.len && !last->credit.len)
        last->credit = c.credit;
    else if (text.len || u->in_figure || (!w->html && looks_credited(w, all)))
        vec_push(a, list, c);
}

static void write_captions(work *w) {
    captions list = {0};
    for (size_t i = 0; i < w->units.count; i++)
        if (w->units.items[i].kind == UNIT_CAPTION) push_caption(w, &list, &w->units.items[i]);
    w->article->captions = list.items;
    w->article->caption_count = list.count;
}

/* What <html lang> says, where the text is too short to tell. */
static span stated_language(work *w) {
    if (!w->html || !w->article->text.len) return (span){0};
    for (uint32_t e = 0; e < w->html->element_count && w->html->elements[e].tag != HTML_BODY; e++) {
        span lang = html_attribute(w->html, e, "lang");
        if (w->html->elements[e].tag != HTML_HTML || lang.len < 2 || (lang.len > 2 && is_alpha((unsigned char)lang.ptr[2])))
            continue;
        if (is_alpha((unsigned char)lang.ptr[0]) && is_alpha((unsigned char)lang.ptr[1]))
            return lowered(&w->article->memory, span_cut(lang, 0, 2));
    }
    return (span){0};
}

/* A body out of a script: each line a paragraph. That it isn't what the page's markup holds is flagged at its start. */
static void write_scripted(work *w, draft *d) {
    for (span rest = w->scripted; rest.len;) {
        span line = span_trim(span_take_until(&rest, '\n'));
        if (!line.len) continue;
        draft_paragraph(d);
        draft_foreign(d, line, w->scripted_at);
    }
    draft_repair(d, "from-script", (range){0, 0}, (span){0}, (span){0});
}

static void write_units(work *w, draft *d) {
    inlines in = {.w = w};
    for (size_t i = 0; i < w->units.count; i++) {
        if (w->units.items[i].kind != UNIT_BODY) continue;
        draft_paragraph(d);
        inlines_kind(w, i, &d->blocks.items[d->blocks.count - 1]);
        if (w->rules->inlines)
            inlines_copy(&in, d, w->units.items[i].text);
        else
            draft_copy(d, w->units.items[i].text);
    }
}

void body_write(work *w) {
    retold_article *article = w->article;
    draft d = draft_made(&article->memory, &w->from);
    if (w->scripted.len)
        write_scripted(w, &d);
    else if (w->html)
        write_units(w, &d);
    else
        plain_write(w, &d);
    draft_drop_blank_end(&d);
    mend_characters(w, &d);
    flag_cut_quotes(w, &d);
    write_captions(w);
    article->text = arena_copy(&article->memory, buf_span(&d.text));
    draft_end(&d);
    article->blocks = d.blocks.items;
    article->block_count = d.blocks.count;
    article->inlines = d.inlines.items;
    article->inline_count = d.inlines.count;
    article->pieces = d.pieces.items;
    article->piece_count = d.pieces.count;
    article->repairs = d.repairs.items;
    article->repair_count = d.repairs.count;
    article->title.text = mended(w, article->title.text);
    article->lang = article->text.len ? text_language(article->text) : (span){0};
    if (!article->lang.len) article->lang = stated_language(w);
}
