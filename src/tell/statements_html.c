/* Statements on the page: a table for each group, statements down, texts across; each cell leads to its paragraph in the sources. */
#include "tell/html_internal.h"
#include "tell/statements_internal.h"

enum {
    MOST_COLUMNS = 40,
    MOST_ROWS = 120 /* of a group */,
    MOST_WORDINGS = 8,
    MOST_OPEN = 12 /* rows of a group that aren't folded */
};

typedef struct table {
    buf *out;
    const tell_story *s;
    bool by_copies;   /* the columns are tellings: there is one text only */
    uint32_t columns; /* shown */
    uint32_t left_out;
    side *sides; /* [in->count] words of each telling, made when needed */
} table;

/* ---- pieces ---- */

static uint32_t paragraph_of(const retold_article *article, uint32_t offset) {
    uint32_t at = 0, number = 0;
    for (range r; article_next_paragraph(article, &at, &r) && r.begin <= offset;) number++;
    return number ? number : 1;
}

/* href of the paragraph that a cell stands in. */
static void put_target(const table *x, uint32_t telling, range r) {
    unsigned number = shown_number(x->s, telling);
    if (number > MOST_TEXTS)
        buf_printf(x->out, "href=\"#t%u\"", number);
    else
        buf_printf(x->out, "href=\"#t%up%u\"", number, paragraph_of(x->s->in->tellings[telling].article, r.begin));
}

static void put_source_link(const table *x, uint32_t telling, range r) {
    P(x->out, " <a class=\"pilcrow\" ");
    put_target(x, telling, r);
    buf_printf(x->out, ">\u00B6\u00A0%u<span class=\"vh\">: source in telling %u</span></a>",
               paragraph_of(x->s->in->tellings[telling].article, r.begin), shown_number(x->s, telling));
}

static uint32_t column_of(const table *x, uint32_t telling) {
    return x->by_copies ? x->s->rank[telling] : x->s->family_of[telling];
}

/* ---- wordings ---- */

static const side *side_of(const table *x, uint32_t telling) {
    side *side = &x->sides[telling];
    if (!side->text.ptr) {
        side->text = x->s->in->tellings[telling].article->text;
        side->words = text_words(x->out->memory, side->text);
    }
    return side;
}

static void words_in(const side *s, range r, uint32_t *from, uint32_t *to) {
    size_t low = 0, high = s->words.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (s->words.items[middle].span.begin < r.begin)
            low = middle + 1;
        else
            high = middle;
    }
    *from = *to = (uint32_t)low;
    while (*to < s->words.count && s->words.items[*to].span.begin < r.end) ++*to;
}

/* A wording with the words marked that the head doesn't have at their place. */
static void put_wording(const table *x, const tell_statement *st, uint32_t telling) {
    const side *head = side_of(x, st->head), *here = side_of(x, telling);
    range a = st->cells[st->head].span, b = st->cells[telling].span;
    uint32_t a0, a1, b0, b1, count, same = 0;
    words_in(head, a, &a0, &a1);
    words_in(here, b, &b0, &b1);
    word_aligner aligner = {.memory = x->out->memory};
    const tell_words *runs = words_align(&aligner, head, a, a0, a1, here, b, b0, b1, &count, &same);
    for (uint32_t i = 0; i < count; i++) {
        if (!range_len(runs[i].b)) continue;
        bool other = runs[i].kind != TELL_SAME;
        if (other) P(x->out, "<ins><span class=\"vh\">[other words: </span>");
        put_text(x->out, span_at(here->text, runs[i].b));
        if (other) P(x->out, "<span class=\"vh\">]</span></ins>");
    }
}

/* "number 43 for 41" */
static void put_differences(const table *x, const tell_statement *st, uint32_t telling) {
    static const char *const kinds[] = {"number", "name", "date"};
    const tell_cell *cell = &st->cells[telling];
    for (uint32_t i = 0; i < cell->difference_count; i++) {
        const tell_difference *d = &cell->differences[i];
        buf_printf(x->out, " <span class=\"chip other\">%s ", kinds[d->of]);
        put_foreign(x->out, span_at(x->s->in->tellings[telling].article->text, d->here), (span){0});
        P(x->out, " for ");
        put_foreign(x->out, span_at(x->s->in->tellings[st->head].article->text, d->head), (span){0});
        P(x->out, "</span>");
    }
}

/* Tellings whose wording is shown below the head's: other words than the head's, and than those shown before. */
static uint32_t other_wordings(const table *x, const tell_statement *st, uint32_t *out) {
    uint32_t count = 0;
    map seen = {0};
    for (uint32_t k = 0; k < x->s->in->count; k++) {
        uint32_t t = x->s->order[k];
        const tell_cell *cell = &st->cells[t];
        if (t == st->head || cell->kind < TELL_CELL_REWORDED) continue;
        uint64_t *known = map_put(x->out->memory, &seen, hash_bytes(span_at(x->s->in->tellings[t].article->text, cell->span)));
        if (!(*known)++) out[count++] = t;
    }
    return count;
}

static void put_wordings(const table *x, const tell_statement *st) {
    uint32_t *others = ARENA_ARRAY(x->out->memory, uint32_t, x->s->in->count), count = other_wordings(x, st, others);
    if (!count) return;
    P(x->out, "<details class=\"wordings\"><summary>");
    put_count(x->out, count, "other wording", "other wordings");
    P(x->out, "</summary><ul>");
    for (uint32_t i = 0; i < count && i < MOST_WORDINGS; i++) {
        P(x->out, "<li>");
        put_number_link(x->out, x->s, others[i]);
        P(x->out, " <bdi");
        put_lang(x->out, x->s->in->tellings[others[i]].article->lang);
        P(x->out, ">");
        put_wording(x, st, others[i]);
        P(x->out, "</bdi>");
        put_differences(x, st, others[i]);
        put_source_link(x, others[i], st->cells[others[i]].span);
        P(x->out, "</li>");
    }
    P(x->out, "</ul>");
    if (count > MOST_WORDINGS) buf_printf(x->out, "<p class=\"note\">%u more are left out here.</p>", count - MOST_WORDINGS);
    P(x->out, "</details>");
}

/* ---- rows ---- */

/* The telling that speaks for each column: one that differs, else one with the same words, else the first that has it. */
static void speakers_of(const table *x, const tell_statement *st, uint32_t *speaker) {
    static const int order[] = {0, 2, 1, 3}; /* by tell_cell_kind */
    for (uint32_t c = 0; c < x->columns; c++) speaker[c] = RETOLD_NONE;
    for (uint32_t k = 0; k < x->s->in->count; k++) {
        uint32_t t = x->s->order[k], c = column_of(x, t);
        if (c >= x->columns || st->cells[t].kind == TELL_CELL_ABSENT) continue;
        if (speaker[c] == RETOLD_NONE || order[st->cells[t].kind] > order[st->cells[speaker[c]].kind]) speaker[c] = t;
    }
}

static void put_cell(const table *x, const tell_statement *st, uint32_t telling) {
    static const char *const marks[] = {"\u2013", "=", "\u2248", "\u2260"};
    static const char *const names[] = {"not there", "same words", "other words", "another number, name or date"};
    if (telling == RETOLD_NONE) {
        P(x->out, "<td class=\"no\"><span aria-hidden=\"true\">\u2013</span><span class=\"vh\">not there</span></td>");
        return;
    }
    tell_cell_kind kind = st->cells[telling].kind;
    buf_printf(x->out, "<td class=\"k%d\"><a ", (int)kind);
    put_target(x, telling, st->cells[telling].span);
    buf_printf(x->out, "><span aria-hidden=\"true\">%s</span><span class=\"vh\">%s, telling %u</span></a>", marks[kind],
               telling == st->head ? "these words" : names[kind], shown_number(x->s, telling));
    for (uint32_t i = 0; i < st->cells[telling].difference_count && i < 2; i++) {
        P(x->out, "<span class=\"as\">");
        put_foreign(x->out, span_at(x->s->in->tellings[telling].article->text, st->cells[telling].differences[i].here),
                    (span){0});
        P(x->out, "</span>");
    }
    P(x->out, "</td>");
}

static void put_row(const table *x, const tell_statement *st) {
    const retold_article *article = x->s->in->tellings[st->head].article;
    uint32_t *speaker = ARENA_ARRAY(x->out->memory, uint32_t, x->columns);
    P(x->out, "<tr><th scope=\"row\"><bdi");
    put_lang(x->out, article->lang);
    P(x->out, ">");
    put_text(x->out, span_at(article->text, st->cells[st->head].span));
    P(x->out, "</bdi> ");
    put_number_link(x->out, x->s, st->head);
    put_source_link(x, st->head, st->cells[st->head].span);
    put_wordings(x, st);
    P(x->out, "</th>");
    speakers_of(x, st, speaker);
    for (uint32_t c = 0; c < x->columns; c++) put_cell(x, st, speaker[c]);
    P(x->out, "</tr>\n");
}

/* ---- tables ---- */

static void put_column(const table *x, uint32_t c) {
    uint32_t telling = x->by_copies ? x->s->order[c] : x->s->families[c].nodes[0].telling;
    P(x->out, "<th scope=\"col\">");
    if (x->by_copies)
        put_number_link(x->out, x->s, telling);
    else
        put_family_mark(x->out, c);
    P(x->out, "<span class=\"of\">");
    if (has_outlet(x->s, telling))
        put_foreign(x->out, x->s->outlet[telling], (span){0});
    else if (!x->by_copies)
        put_number_link(x->out, x->s, telling);
    if (!x->by_copies && x->s->families[c].count > 1) buf_printf(x->out, " +%u", x->s->families[c].count - 1);
    P(x->out, "</span></th>");
}

static const char *group_heading(const table *x, tell_row_group group) {
    switch (group) {
    case TELL_ROW_ONLY_HERE: return x->by_copies ? "In one telling only" : "In one text only";
    case TELL_ROW_LEFT_OUT_BY_MOST: return "Left out by most";
    case TELL_ROW_DIFFERS: return "Told with another number, name or date";
    case TELL_ROW_LEFT_OUT_BY_FEW: return "Left out by few";
    default: return "In all";
    }
}

static void put_rows(const table *x, const char *heading, const tell_statement *rows, uint32_t count) {
    buf_printf(x->out,
               "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Statements: %s\"><table><caption "
               "class=\"vh\">%s: statements down, texts across</caption><thead><tr><th scope=\"col\">Statement</th>",
               heading, heading);
    for (uint32_t c = 0; c < x->columns; c++) put_column(x, c);
    P(x->out, "</tr></thead><tbody>\n");
    for (uint32_t i = 0; i < count; i++) put_row(x, &rows[i]);
    P(x->out, "</tbody></table></div>");
}

/* The first rows of a group open, the others behind a fold. */
static void put_group(const table *x, const tell_statement *rows, uint32_t count) {
    const char *heading = group_heading(x, rows->group);
    uint32_t shown = count < MOST_ROWS ? count : MOST_ROWS, open = shown <= MOST_OPEN + 2 ? shown : MOST_OPEN;
    buf_printf(x->out, "<details class=\"says\" open><summary><h3>%s</h3><span class=\"gist\">", heading);
    put_count(x->out, count, "statement", "statements");
    P(x->out, "</span></summary>");
    put_rows(x, heading, rows, open);
    if (open < shown) {
        buf_printf(x->out, "<details class=\"rest\"><summary>%u more</summary>", shown - open);
        put_rows(x, arena_printf(x->out->memory, "%s, the rest", heading).ptr, rows + open, shown - open);
        P(x->out, "</details>");
    }
    if (count > MOST_ROWS)
        buf_printf(x->out, "<p class=\"note\">%u more are left out of this page; <code>--json</code> has them.</p>",
                   count - MOST_ROWS);
    P(x->out, "</details>\n");
}

static void put_lead(const table *x) {
    P(x->out, "<p class=\"lead\">Sentences and clauses, each beside those that say the same: <span class=\"k1\">=</span> in the "
              "same words, <span "
              "class=\"k2\">\u2248</span> in other words, <span class=\"k3\">\u2260</span> with another number, name or date, "
              "\u2013 not there. "
              "What is told in words that have nothing in common, or in another language, may stand as only here.</p>\n");
    if (x->left_out)
        buf_printf(x->out, "<p class=\"note\">Of %u texts the first %u have a column.</p>", x->columns + x->left_out, x->columns);
    if (x->s->statements->left_out)
        buf_printf(x->out, "<p class=\"note\">%u statements of single texts are left out.</p>", x->s->statements->left_out);
}

void statements_html(buf *out, const tell_story *s) {
    const tell_statements *all = s->statements;
    table x = {.out = out, .s = s, .by_copies = s->family_count == 1};
    uint32_t columns = x.by_copies ? s->in->count : s->family_count;
    x.columns = columns < MOST_COLUMNS ? columns : MOST_COLUMNS;
    x.left_out = columns - x.columns;
    x.sides = ARENA_ARRAY(out->memory, side, s->in->count);
    P(out, "<section id=\"statements\" aria-labelledby=\"h-statements\"><h2 id=\"h-statements\">What each says</h2>\n");
    if (s->in->count < 2)
        P(out, "<p class=\"lead\">There is one telling only.</p>");
    else
        put_lead(&x);
    for (uint32_t i = 0, end; i < all->count && s->in->count > 1; i = end) {
        for (end = i; end < all->count && all->items[end].group == all->items[i].group;) end++;
        put_group(&x, all->items + i, end - i);
    }
    P(out, "</section>\n");
}
