/* One paragraph with its links and emphasis. None is opened inside one of its own kind, and nothing inside code. */
#include "render_internal.h"

static unsigned bit_of(retold_inline_kind kind) { return 1u << kind; }

static bool may_open(const pen *p, const retold_inline *mark) {
    return !(p->marks & (bit_of(mark->kind) | bit_of(RETOLD_INLINE_CODE)));
}

typedef VEC(const retold_inline *) open_marks;

static void put_text(pen *p, uint32_t *at, uint32_t to) {
    if (to > *at) p->as->text(p, span_cut(p->article->text, *at, to));
    if (to > *at) *at = to;
}

/* Close what ends at or before `to`, innermost first. */
static void close_marks(pen *p, open_marks *open, uint32_t *at, uint32_t to) {
    while (open->count && open->items[open->count - 1]->span.end <= to) {
        const retold_inline *mark = open->items[--open->count];
        put_text(p, at, mark->span.end);
        p->as->mark(p, mark, false);
        p->marks &= ~bit_of(mark->kind);
    }
}

void paragraph_render(arena *a, pen *p, const retold_block *block, size_t *next) {
    const retold_article *article = p->article;
    open_marks open = {0};
    uint32_t at = block->span.begin, end = block->span.end;
    while (*next < article->inline_count && article->inlines[*next].span.end <= at) ++*next;
    for (; *next < article->inline_count && article->inlines[*next].span.begin < end; ++*next) {
        const retold_inline *mark = &article->inlines[*next];
        close_marks(p, &open, &at, mark->span.begin);
        uint32_t within = open.count ? open.items[open.count - 1]->span.end : end;
        if (mark->span.begin < at || mark->span.end > within || !may_open(p, mark)) continue;
        put_text(p, &at, mark->span.begin);
        p->marks |= bit_of(mark->kind);
        p->as->mark(p, mark, true);
        vec_push(a, &open, mark);
    }
    close_marks(p, &open, &at, end);
    put_text(p, &at, end);
}
