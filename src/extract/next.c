/*
 * Several articles on one page: what scrolling brings up next. A later headline that is set just as the page's own, in another place of the
 * same build, opens another article; the body ends there.
 */
#include "extract_internal.h"

/* Levels up to which both headlines must be set alike. */
#define LEVELS 4

/* The article has so many words before another one can begin. */
#define LEAST_BEFORE 50

/* A headline has so many words, and this share of the title's means that it is the title again. */
#define LEAST_WORDS 3
#define SAME_TITLE 0.6f

/* Equal but for the digits that number elements. */
static bool alike(span a, span b) {
    size_t i = 0, j = 0;
    for (;; i++, j++) {
        while (i < a.len && is_digit((unsigned char)a.ptr[i])) i++;
        while (j < b.len && is_digit((unsigned char)b.ptr[j])) j++;
        if (i >= a.len || j >= b.len) return i >= a.len && j >= b.len;
        if (a.ptr[i] != b.ptr[j]) return false;
    }
}

static bool set_alike(const html_page *html, uint32_t a, uint32_t b) {
    for (int level = 0; level < LEVELS && a != HTML_NONE && b != HTML_NONE; level++) {
        if (html->elements[a].tag != html->elements[b].tag ||
            !alike(html_attribute(html, a, "class"), html_attribute(html, b, "class")))
            return false;
        a = html->elements[a].parent;
        b = html->elements[b].parent;
    }
    return true;
}

/* Does another article begin with this unit? */
static bool opens_another(const work *w, const unit *title, const unit *u) {
    const html_element *elements = w->html->elements;
    return u->heading && u->heading == title->heading && u->words >= LEAST_WORDS && u->title_share < SAME_TITLE &&
           elements[u->element].parent != elements[title->element].parent && set_alike(w->html, title->element, u->element);
}

void next_cut(work *w) {
    if (w->other || w->title_unit == RETOLD_NONE || !w->units.items[w->title_unit].heading) return;
    const unit *title = &w->units.items[w->title_unit];
    uint32_t before = 0;
    size_t i = w->title_unit + 1;
    for (; i < w->units.count; i++) {
        const unit *u = &w->units.items[i];
        if (before >= LEAST_BEFORE && opens_another(w, title, u)) break;
        before += u->kind == UNIT_BODY ? u->words : 0;
    }
    for (; i < w->units.count; i++)
        if (w->units.items[i].kind == UNIT_BODY || w->units.items[i].kind == UNIT_CAPTION) w->units.items[i].kind = UNIT_OTHER;
}
