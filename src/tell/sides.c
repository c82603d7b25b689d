/* Two tellings side by side: a table with a row for each group of aligned paragraphs. */
#include "tell/html_internal.h"

/* What a cell is written with. */
typedef struct cell {
    buf *out;
    const tell_story *story;
    const tell_comparison *c;
    uint32_t a, b; /* tellings */
    bool of_b;
} cell;

static uint32_t telling_of(const cell *x) { return x->of_b ? x->b : x->a; }
static uint32_t other_of(const cell *x) { return x->of_b ? x->a : x->b; }
static span text_of(const cell *x) { return x->of_b ? x->c->b->text : x->c->a->text; }

/* Does the row show words in this column? */
static bool shows(const cell *x, const tell_row *row) {
    switch (row->kind) {
    case TELL_ONLY_A: return !x->of_b;
    case TELL_ONLY_B: return x->of_b;
    case TELL_MOVED: return row->at_b == x->of_b;
    default: return true;
    }
}

/* Words of this side only; a mark, and words for those who hear the page. */
static void put_difference(const cell *x, span words) {
    buf_put(x->out, x->of_b ? S("<ins>") : S("<del>"));
    P(x->out, "<span class=\"vh\">[only here: </span>");
    put_text(x->out, words);
    P(x->out, "<span class=\"vh\">]</span>");
    buf_put(x->out, x->of_b ? S("</ins>") : S("</del>"));
}

static void put_words(const cell *x, const tell_row *row) {
    if (!row->word_count) put_text(x->out, span_at(text_of(x), x->of_b ? row->b : row->a));
    for (uint32_t i = 0; i < row->word_count; i++) {
        const tell_words *w = &row->words[i];
        range r = x->of_b ? w->b : w->a;
        if (!range_len(r)) continue;
        if (w->kind == TELL_SAME)
            put_text(x->out, span_at(text_of(x), r));
        else
            put_difference(x, span_at(text_of(x), r));
    }
}

static void put_moved_link(const cell *x, const tell_row *row) {
    unsigned a = shown_number(x->story, x->a), b = shown_number(x->story, x->b);
    buf_printf(x->out,
               "<a class=\"jump\" href=\"#m%u-%u-%u%c\">\u21C5\u00A0moved\u00A0%u<span class=\"vh\">, see where it stands in "
               "%u</span></a> ",
               a, b, row->block, x->of_b ? 'a' : 'b', row->block, shown_number(x->story, other_of(x)));
}

/* The first row of a block is where its link leads. */
static void put_moved_open(const cell *x, const tell_row *row, bool first) {
    P(x->out, "<span class=\"moved\"");
    if (first)
        buf_printf(x->out, " id=\"m%u-%u-%u%c\"", shown_number(x->story, x->a), shown_number(x->story, x->b), row->block,
                   x->of_b ? 'b' : 'a');
    P(x->out, ">");
    if (first) put_moved_link(x, row);
}

/* Only here, within a paragraph that has a partner: tinted, so that it stands out. */
static bool is_within(const tell_comparison *c, size_t k) {
    for (size_t i = k; i > 0 && c->rows[i - 1].group == c->rows[k].group; i--)
        if (c->rows[i - 1].kind < TELL_MOVED) return true;
    for (size_t i = k; i + 1 < c->row_count && c->rows[i + 1].group == c->rows[k].group; i++)
        if (c->rows[i + 1].kind < TELL_MOVED) return true;
    return false;
}

static void put_sentence(const cell *x, size_t k, bool first_of_block, bool first_lone) {
    const tell_row *row = &x->c->rows[k];
    bool lone = row->kind == TELL_ONLY_A || row->kind == TELL_ONLY_B;
    if (lone) {
        buf_put(x->out, is_within(x->c, k) ? S("<span class=\"lone within\">") : S("<span class=\"lone\">"));
        if (first_lone) buf_printf(x->out, "<span class=\"chip\">only in %u</span> ", shown_number(x->story, telling_of(x)));
    }
    if (row->kind == TELL_MOVED) put_moved_open(x, row, first_of_block);
    put_words(x, row);
    if (lone || row->kind == TELL_MOVED) P(x->out, "</span>");
}

/* Close a paragraph with the link to its source. */
static void put_end(const cell *x, uint32_t paragraph) {
    unsigned number = shown_number(x->story, telling_of(x));
    buf_printf(x->out,
               " <a class=\"pilcrow\" href=\"#t%up%u\">\u00B6\u00A0%u<span class=\"vh\">: source of this paragraph of telling "
               "%u</span></a></p>",
               number, paragraph + 1, paragraph + 1, number);
}

/* The sentences of rows [from, to) that this column shows, in paragraphs. */
static void put_sentences(const cell *x, size_t from, size_t to) {
    uint32_t paragraph = RETOLD_NONE, block = 0;
    bool lone_before = false;
    for (size_t k = from; k < to; k++) {
        const tell_row *row = &x->c->rows[k];
        if (!shows(x, row)) continue;
        uint32_t own = x->of_b ? row->b_paragraph : row->a_paragraph;
        bool lone = row->kind == TELL_ONLY_A || row->kind == TELL_ONLY_B;
        if (own != paragraph) {
            if (paragraph != RETOLD_NONE) put_end(x, paragraph);
            P(x->out, "<p dir=\"auto\">");
        } else {
            buf_char(x->out, ' ');
        }
        bool first_of_block = row->kind == TELL_MOVED && row->block != block &&
                              (k == 0 || x->c->rows[k - 1].block != row->block || x->c->rows[k - 1].at_b != row->at_b);
        put_sentence(x, k, first_of_block, lone && !lone_before);
        paragraph = own;
        block = row->block;
        lone_before = lone;
    }
    if (paragraph != RETOLD_NONE) put_end(x, paragraph);
}

static void put_cell(const cell *x, size_t from, size_t to) {
    P(x->out, "<td role=\"cell\"");
    put_lang(x->out, (x->of_b ? x->c->b : x->c->a)->lang);
    P(x->out, ">");
    buf_printf(x->out, "<span class=\"col\">%u</span>", shown_number(x->story, telling_of(x)));
    put_sentences(x, from, to);
    P(x->out, "</td>");
}

static bool is_equal_group(const tell_comparison *c, size_t from, size_t to) {
    for (size_t k = from; k < to; k++)
        if (c->rows[k].kind != TELL_EQUAL) return false;
    return true;
}

static size_t group_end(const tell_comparison *c, size_t from) {
    size_t to = from + 1;
    while (to < c->row_count && c->rows[to].group == c->rows[from].group) to++;
    return to;
}

/* Equal paragraphs are folded away, so that what differs stands out; their words are shown once. */
static void put_equal(const cell *x, size_t from, size_t to, uint32_t groups) {
    P(x->out, "<tr role=\"row\" class=\"same\"><td role=\"cell\" colspan=\"2\"><details><summary>");
    put_count(x->out, groups, "equal paragraph", "equal paragraphs");
    P(x->out, "</summary><div class=\"once\"");
    put_lang(x->out, x->c->a->lang);
    P(x->out, ">");
    put_sentences(x, from, to);
    P(x->out, "</div></details></td></tr>");
}

static void put_rows(cell *x) {
    const tell_comparison *c = x->c;
    for (size_t from = 0, to; from < c->row_count; from = to) {
        uint32_t groups = 0;
        for (to = from; to < c->row_count && is_equal_group(c, to, group_end(c, to)); to = group_end(c, to)) groups++;
        x->of_b = false;
        if (groups) {
            put_equal(x, from, to, groups);
            continue;
        }
        to = group_end(c, from);
        P(x->out, "<tr role=\"row\">");
        put_cell(x, from, to);
        x->of_b = true;
        put_cell(x, from, to);
        P(x->out, "</tr>");
    }
}

static void put_column(buf *out, const tell_story *s, uint32_t telling) {
    P(out, "<th role=\"columnheader\" scope=\"col\">");
    put_teller(out, s, telling);
    P(out, "<span class=\"when\">");
    put_told_date(out, s, telling);
    P(out, "</span></th>");
}

/* "98 % of 5 stands in 6 · 99 % of 6 in 5 · 15 sentences equal, 4 changed" */
static void put_figures(buf *out, const tell_story *s, uint32_t a, uint32_t b, const tell_comparison *c) {
    static const char *const names[] = {"equal", "changed", "moved", "only in ", "only in "};
    unsigned na = shown_number(s, a), nb = shown_number(s, b);
    put_share(out, share_of_a(c));
    buf_printf(out, " of the words of %u stand in %u, ", na, nb);
    put_share(out, share_of_b(c));
    buf_printf(out, " of those of %u in %u. Sentences: ", nb, na);
    for (size_t i = 0, some = 0; i < 5; i++) {
        if (!c->counts[i]) continue;
        buf_printf(out, "%s%u %s", some++ ? ", " : "", c->counts[i], names[i]);
        if (i >= TELL_ONLY_A) buf_printf(out, "%u", i == TELL_ONLY_A ? na : nb);
    }
    P(out, ".");
}

/* In short, for the fold's line. */
static void put_gist(buf *out, const tell_comparison *c) {
    P(out, "<span class=\"gist\">");
    if (!c->shared_words)
        P(out, "no sentence in common");
    else if (c->counts[TELL_EQUAL] == c->row_count)
        P(out, "the same words");
    else {
        put_share(out, share_of_a(c));
        P(out, " \u21C4 ");
        put_share(out, share_of_b(c));
        P(out, " shared");
    }
    P(out, "</span>");
}

/* Number and outlet in the line of a fold, where no link may stand. */
static void put_title(buf *out, const tell_story *s, uint32_t telling) {
    buf_printf(out, "<span class=\"n\">%u</span> ", shown_number(s, telling));
    if (!has_outlet(s, telling)) {
        put_family_mark(out, s->family_of[telling]);
    } else {
        P(out, "<span class=\"who\">");
        put_foreign(out, s->outlet[telling], (span){0});
        P(out, "</span>");
    }
    P(out, " ");
}

void put_pair(buf *out, const tell_story *s, uint32_t a, uint32_t b, const tell_comparison *c, bool open) {
    cell x = {out, s, c, a, b, false};
    buf_printf(out, "<details class=\"pair\"%s><summary>", open ? " open" : "");
    put_title(out, s, a);
    P(out, "<span class=\"with\">and</span> ");
    put_title(out, s, b);
    put_gist(out, c);
    buf_printf(out, "</summary><div id=\"c%u-%u\" tabindex=\"-1\"><p class=\"figures\">", shown_number(s, a), shown_number(s, b));
    put_figures(out, s, a, b, c);
    if (c->limit) buf_printf(out, " Not all of it was aligned (limit %s).", c->limit);
    P(out, "</p><table class=\"sides\" role=\"table\"><thead role=\"rowgroup\"><tr role=\"row\">");
    put_column(out, s, a);
    put_column(out, s, b);
    P(out, "</tr></thead><tbody role=\"rowgroup\">");
    put_rows(&x);
    P(out, "</tbody></table></div></details>\n");
}
