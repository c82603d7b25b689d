/* The blocks of an HTML page as units: what stands around them, and how far they are from where most of the prose is. */
#include "extract_internal.h"

/* A container's score goes up this many levels, less at each. */
#define SCORE_LEVELS 4
#define SCORE_FADE 0.6f

typedef struct surroundings {
    uint32_t *flags; /* of each element's own class, id, role, itemprop; UINT32_MAX not yet read */
    float *score;
    uint32_t best;
    uint32_t *up; /* levels above the best container, + 1, for its ancestors; 0 for others */
} surroundings;

static uint32_t element_flags(work *w, surroundings *s, uint32_t e) {
    if (s->flags[e] != UINT32_MAX) return s->flags[e];
    uint32_t flags = element_words(w, e);
    if (w->html->elements[e].tag == HTML_FIGCAPTION) flags |= CLASS_CAPTION;
    return s->flags[e] = flags;
}

static bool gives_to_parent(html_tag tag) {
    switch (tag) {
    case HTML_P:
    case HTML_LI:
    case HTML_BLOCKQUOTE:
    case HTML_H1:
    case HTML_H2:
    case HTML_H3:
    case HTML_H4:
    case HTML_UL:
    case HTML_OL:
    case HTML_PRE: return true;
    default: return false;
    }
}

static bool is_side(html_tag tag) {
    return tag == HTML_NAV || tag == HTML_FOOTER || tag == HTML_ASIDE || tag == HTML_BUTTON || tag == HTML_FORM;
}

/* Prose counts for the container around it, and less for those further out. */
static void score_containers(work *w, surroundings *s) {
    const html_element *elements = w->html->elements;
    for (size_t i = 0; i < w->units.count; i++) {
        const unit *u = &w->units.items[i];
        if (u->hidden || !unit_is_prose(u) || (u->flags & (PHRASE_HAS | PHRASE_APPEAL))) continue;
        float words = (float)(u->words - u->link_words) * (u->ends ? 1.0f : 0.4f);
        uint32_t e = u->element;
        for (int up = 0; up < 3 && gives_to_parent(elements[e].tag) && elements[e].parent != HTML_NONE; up++)
            e = elements[e].parent;
        for (int level = 0; level < SCORE_LEVELS && e != HTML_NONE; level++, words *= SCORE_FADE) {
            uint32_t flags = element_flags(w, s, e);
            float weight = flags & CLASS_COMMENT ? 0.2f : flags & CLASS_BOILERPLATE && !(flags & CLASS_CONTENT) ? 0.5f : 1.0f;
            if (is_side(elements[e].tag)) weight *= 0.4f;
            if (flags & CLASS_CONTENT && !(flags & CLASS_BOILERPLATE)) weight *= 1.2f;
            s->score[e] += words * weight;
            if (elements[e].tag == HTML_BODY) break;
            e = elements[e].parent;
        }
    }
    s->best = HTML_NONE;
    for (uint32_t e = 0; e < w->html->element_count; e++)
        if (s->score[e] > 0 && (s->best == HTML_NONE || s->score[e] > s->score[s->best])) s->best = e;
}

static void mark_ups(work *w, surroundings *s) {
    uint32_t level = 1;
    for (uint32_t e = s->best; e != HTML_NONE; e = w->html->elements[e].parent) s->up[e] = level++;
}

/* What lies between the unit and the nearest element that is the best container or holds it. */
static void read_surroundings(work *w, surroundings *s, unit *u) {
    const html_element *elements = w->html->elements;
    int steps = 0;
    for (uint32_t e = u->element; e != HTML_NONE; e = elements[e].parent, steps++) {
        if (s->up[e]) {
            u->levels = (int)s->up[e] - 1;
            break;
        }
        uint32_t flags = element_flags(w, s, e);
        u->classes |= flags;
        if (steps == 0) u->self_classes = flags;
        if (steps < 3) u->own_classes |= flags;
        html_tag tag = elements[e].tag;
        if (is_side(tag)) u->in_side = true;
        if (tag == HTML_TABLE) u->in_table = true;
        if (tag == HTML_UL || tag == HTML_OL || tag == HTML_LI) u->in_list = true;
        if (tag == HTML_FIGURE || tag == HTML_FIGCAPTION) u->in_figure = true;
        if (tag == HTML_BLOCKQUOTE) u->in_quote = true;
    }
}

static void add_units(work *w) {
    const html_page *html = w->html;
    vec_reserve(w->scratch, &w->units, html->block_count);
    for (uint32_t i = 0; i < html->block_count; i++) {
        const html_block *b = &html->blocks[i];
        unit u = {
            .text = b->text, .element = b->element, .link_words = b->link_words, .bold_words = b->bold_words, .links = b->links};
        u.tag = html->elements[b->element].tag;
        u.heading = u.tag >= HTML_H1 && u.tag <= HTML_H6 ? (uint8_t)(u.tag - HTML_H1 + 1) : 0;
        u.hidden = html->elements[b->element].hidden;
        unit_read(w, &u, b->words);
        vec_push(w->scratch, &w->units, u);
    }
}

/* Equal blocks: the second is a repetition (a copy for phones, a title in a trail). */
static void mark_repeated(work *w) {
    map seen = {0};
    map_reserve(w->scratch, &seen, w->units.count);
    for (size_t i = 0; i < w->units.count; i++) {
        unit *u = &w->units.items[i];
        if (u->hidden) continue;
        uint64_t *times = map_put(w->scratch, &seen, hash_bytes(span_at(w->from.text, u->text)));
        u->repeated = *times > 0;
        ++*times;
    }
}

void blocks_read(work *w) {
    uint32_t count = w->html->element_count;
    surroundings s = {0};
    s.flags = ARENA_ARRAY(w->scratch, uint32_t, count + 1);
    memset(s.flags, 0xFF, count * sizeof *s.flags);
    s.score = ARENA_ARRAY(w->scratch, float, count + 1);
    s.up = ARENA_ARRAY(w->scratch, uint32_t, count + 1);
    add_units(w);
    mark_repeated(w);
    score_containers(w, &s);
    if (s.best == HTML_NONE) return;
    mark_ups(w, &s);
    for (size_t i = 0; i < w->units.count; i++) read_surroundings(w, &s, &w->units.items[i]);
}
