/* Paragraph by paragraph: what begins and what ends between two of them. Quotes lie around lists. */
#include "render_internal.h"

static unsigned level_of(const retold_block *b) {
    if (b->kind != RETOLD_BLOCK_ITEM) return 0;
    return b->level < MOST_LISTS ? (b->level ? b->level : 1) : MOST_LISTS;
}

static void end_item(pen *p) {
    open_list *list = &p->lists[p->depth - 1];
    if (list->item) p->as->item(p, false);
    list->item = false;
}

static void begin_item(pen *p) {
    open_list *list = &p->lists[p->depth - 1];
    list->item = true;
    list->number++;
    p->as->item(p, true);
}

static void end_lists(pen *p, unsigned depth) {
    while (p->depth > depth) {
        end_item(p);
        p->as->list(p, false);
        p->depth--;
    }
}

static void begin_list(pen *p, bool ordered) {
    p->lists[p->depth++] = (open_list){.ordered = ordered};
    p->as->list(p, true);
}

static void end_quotes(pen *p, unsigned quotes) {
    for (; p->quotes > quotes; p->quotes--) p->as->quote(p, false);
}

static void begin_quotes(pen *p, unsigned quotes) {
    while (p->quotes < quotes) {
        p->quotes++;
        p->as->quote(p, true);
    }
}

/* An item of a list that is deeper than the one before opens the lists between, each with an item around the next. */
static void open_lists(pen *p, unsigned level, bool ordered) {
    while (p->depth < level) {
        if (p->depth && !p->lists[p->depth - 1].item) begin_item(p);
        begin_list(p, ordered);
    }
}

static void step_to(pen *p, const retold_block *b) {
    unsigned level = level_of(b);
    if (b->quoted != p->quotes) end_lists(p, 0);
    end_lists(p, level);
    if (level && p->depth == level && p->lists[level - 1].ordered != (b->ordered != 0)) end_lists(p, level - 1);
    end_quotes(p, b->quoted);
    begin_quotes(p, b->quoted);
    open_lists(p, level, b->ordered != 0);
    if (!level) return;
    if (b->starts) end_item(p);
    if (!p->lists[level - 1].item) begin_item(p);
}

/* Documents that weren't extracted from a page have no blocks: their lines are paragraphs. */
static retold_block *lines_of(arena *a, const retold_article *article, size_t *count) {
    VEC(retold_block) blocks = {0};
    range line;
    for (uint32_t at = 0; article_next_paragraph(article, &at, &line);)
        if (range_len(line)) vec_push(a, &blocks, (retold_block){.span = line});
    *count = blocks.count;
    return blocks.items;
}

void body_render(arena *a, buf *out, const retold_article *article, const writer *as) {
    pen p = {.out = out, .as = as, .article = article};
    size_t next = 0, count = article->block_count;
    const retold_block *blocks = count ? article->blocks : lines_of(a, article, &count);
    for (size_t i = 0; i < count; i++) {
        p.at = &blocks[i];
        step_to(&p, &blocks[i]);
        as->block(&p, &blocks[i], true);
        paragraph_render(a, &p, &blocks[i], &next);
        as->block(&p, &blocks[i], false);
        p.begun = true;
    }
    end_lists(&p, 0);
    end_quotes(&p, 0);
}
