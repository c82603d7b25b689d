/* What a paragraph of the body is in its page, and the links, emphasis, and code within it. */
#include "extract_internal.h"
#include <stdlib.h>

static uint8_t one_more(uint8_t n) { return n < UINT8_MAX ? (uint8_t)(n + 1) : n; }

void inlines_kind(const work *w, size_t i, retold_block *block) {
    const unit *u = &w->units.items[i];
    const html_element *elements = w->html->elements;
    uint32_t item = HTML_NONE;
    for (uint32_t e = u->element; e != HTML_NONE; e = elements[e].parent) {
        html_tag tag = elements[e].tag;
        if (tag == HTML_BLOCKQUOTE) block->quoted = one_more(block->quoted);
        if (tag == HTML_LI && item == HTML_NONE) item = e;
        if (item == HTML_NONE || (tag != HTML_UL && tag != HTML_OL)) continue;
        block->ordered |= !block->level && tag == HTML_OL;
        block->level = one_more(block->level);
    }
    if (u->heading) {
        *block = (retold_block){.span = block->span, .kind = RETOLD_BLOCK_HEADING, .level = u->heading, .quoted = block->quoted};
    } else if (item != HTML_NONE) {
        block->kind = RETOLD_BLOCK_ITEM;
        block->starts = elements[item].first_block == i;
        if (!block->level) block->level = 1; /* an item outside any list */
    }
}

static bool is_inline(html_tag tag, retold_inline_kind *kind) {
    switch (tag) {
    case HTML_A: *kind = RETOLD_INLINE_LINK; return true;
    case HTML_EM:
    case HTML_I:
    case HTML_CITE: *kind = RETOLD_INLINE_EMPHASIS; return true;
    case HTML_STRONG:
    case HTML_B: *kind = RETOLD_INLINE_STRONG; return true;
    case HTML_CODE: *kind = RETOLD_INLINE_CODE; return true;
    default: return false;
    }
}

/* Go on to the elements that begin before the end of this text, and let those go that end before it. */
static void meet(inlines *in, range text) {
    const html_page *html = in->w->html;
    size_t kept = 0;
    for (size_t i = 0; i < in->begun.count; i++)
        if (html->elements[in->begun.items[i]].text.end > text.begin) in->begun.items[kept++] = in->begun.items[i];
    in->begun.count = kept;
    for (; in->next < html->element_count && html->elements[in->next].text.begin < text.end; in->next++) {
        retold_inline_kind kind;
        const html_element *e = &html->elements[in->next];
        if (e->text.end > text.begin && e->text.end > e->text.begin && is_inline(e->tag, &kind))
            vec_push(in->w->scratch, &in->begun, in->next);
    }
}

/* A place in the page's text, and where it comes to stand in the draft. */
typedef struct cut {
    uint32_t from, to;
} cut;

static int by_place(const void *a, const void *b) {
    const cut *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

static range clipped(range r, range within) {
    return (range){r.begin > within.begin ? r.begin : within.begin, r.end < within.end ? r.end : within.end};
}

static uint32_t place_of(const cut *cuts, size_t count, uint32_t from) {
    const cut *found = bsearch(&(cut){from, 0}, cuts, count, sizeof *cuts, by_place);
    return found->to;
}

static void add_inline(inlines *in, draft *d, uint32_t element, range at) {
    retold_inline one = {.span = at};
    const html_element *e = &in->w->html->elements[element];
    while (one.span.begin < one.span.end && d->text.bytes[one.span.begin] == ' ') one.span.begin++;
    while (one.span.begin < one.span.end && d->text.bytes[one.span.end - 1] == ' ') one.span.end--;
    if (one.span.begin == one.span.end || !is_inline(e->tag, &one.kind)) return;
    if (one.kind == RETOLD_INLINE_LINK) {
        span base = in->w->page->url.len ? in->w->page->url : in->w->article->url.text;
        one.href = link_resolve(d->memory, base, html_attribute(in->w->html, element, "href"));
        if (!one.href.len) return;
    }
    retold_inline *last = d->inlines.count ? &d->inlines.items[d->inlines.count - 1] : NULL;
    bool goes_on = last && last->kind == one.kind && last->kind != RETOLD_INLINE_LINK && last->span.end == one.span.begin;
    if (goes_on)
        last->span.end = one.span.end; /* "<b>Ga</b><b>me</b>" */
    else
        vec_push(d->memory, &d->inlines, one);
}

void inlines_copy(inlines *in, draft *d, range text) {
    arena *a = in->w->scratch;
    const html_element *elements = in->w->html->elements;
    meet(in, text);
    size_t count = 0;
    cut *cuts = ARENA_ARRAY(a, cut, 2 * in->begun.count + 2);
    cuts[count++].from = text.begin;
    for (size_t i = 0; i < in->begun.count; i++) {
        range r = clipped(elements[in->begun.items[i]].text, text);
        cuts[count++].from = r.begin;
        cuts[count++].from = r.end;
    }
    cuts[count++].from = text.end;
    qsort(cuts, count, sizeof *cuts, by_place);
    for (size_t i = 0; i < count; i++) {
        if (i) draft_copy(d, (range){cuts[i - 1].from, cuts[i].from});
        cuts[i].to = (uint32_t)d->text.len;
    }
    for (size_t i = 0; i < in->begun.count; i++) {
        range r = clipped(elements[in->begun.items[i]].text, text);
        if (r.begin >= r.end) continue;
        uint32_t begin = place_of(cuts, count, r.begin), end = place_of(cuts, count, r.end);
        add_inline(in, d, in->begun.items[i], (range){begin, end});
    }
}
