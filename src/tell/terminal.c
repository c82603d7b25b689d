/* A story and a comparison as lines for a terminal. */
#include "tell/statements.h"
#include "tell/tell_internal.h"
#include "tell/timeline_part.h"
#include <stdio.h>

/* ---- two tellings ---- */

/* A blank where words would run together, as the blank stands in the other text. */
static void put_gap(buf *out, span text, uint32_t begin) {
    bool open = out->len && !is_space((unsigned char)out->bytes[out->len - 1]);
    if (open && begin && is_space((unsigned char)text.ptr[begin - 1])) buf_char(out, ' ');
}

static void put_marked(buf *out, const char *open, span text, range r, const char *close) {
    if (!range_len(r)) return;
    put_gap(out, text, r.begin);
    buf_put(out, span_of(open));
    print_visible(out, span_at(text, r));
    buf_put(out, span_of(close));
}

/* Words that both have, after a marked run of the other text. */
static void put_same(buf *out, span words) {
    size_t at = 0;
    uint32_t first = words.len ? text_next(words, &at) : 0;
    bool after_mark = out->len && (out->bytes[out->len - 1] == ']' || out->bytes[out->len - 1] == '}');
    if (after_mark && (text_is_letter(first) || text_is_digit(first)) && !text_is_unspaced(first)) buf_char(out, ' ');
    print_visible(out, words);
}

/* Words that only a has as [-…-], those that only b has as {+…+}. */
static void put_words(buf *out, const tell_comparison *c, const tell_row *row) {
    if (!row->word_count) print_visible(out, span_at(c->b->text, row->b));
    for (uint32_t i = 0; i < row->word_count; i++) {
        const tell_words *w = &row->words[i];
        if (w->kind == TELL_SAME) {
            put_same(out, span_at(c->b->text, w->b));
            continue;
        }
        put_marked(out, "[-", c->a->text, w->a, "-]");
        put_marked(out, "{+", c->b->text, w->b, "+}");
    }
}

static void put_row(buf *out, const tell_comparison *c, const tell_row *row) {
    switch (row->kind) {
    case TELL_EQUAL:
    case TELL_CHANGED:
        buf_put(out, row->kind == TELL_EQUAL ? S("      = ") : S("      ~ "));
        put_words(out, c, row);
        break;
    case TELL_MOVED:
        buf_printf(out, "%3s%-3u", row->at_b ? "→" : "←", row->block);
        buf_put(out, row->at_b ? S("> ") : S("< "));
        if (row->at_b)
            put_words(out, c, row);
        else
            print_visible(out, span_at(c->a->text, row->a));
        break;
    case TELL_ONLY_A:
        buf_put(out, S("      < "));
        print_visible(out, span_at(c->a->text, row->a));
        break;
    case TELL_ONLY_B:
        buf_put(out, S("      > "));
        print_visible(out, span_at(c->b->text, row->b));
        break;
    }
    buf_char(out, '\n');
}

/* "97 % of 1 in 2, 88 % of 2 in 1; sentences: 10 equal, 2 changed, 1 moved, 3 only in 1, 1 only in 2" */
static void put_counts(buf *out, const tell_comparison *c, const char *a, const char *b) {
    static const char *const names[] = {"equal", "changed", "moved", "only in ", "only in "};
    put_share(out, share_of_a(c));
    buf_printf(out, " of %s in %s, ", a, b);
    put_share(out, share_of_b(c));
    buf_printf(out, " of %s in %s; sentences:", b, a);
    for (size_t i = 0, some = 0; i < 5; i++) {
        if (!c->counts[i]) continue;
        buf_printf(out, "%s %u %s%s", some++ ? "," : "", c->counts[i], names[i], i < TELL_ONLY_A ? "" : i == TELL_ONLY_A ? a : b);
    }
    buf_char(out, '\n');
}

static void put_head(buf *out, const char *mark, const retold_article *article) {
    buf_put(out, span_of(mark));
    print_visible(out, shown_outlet(article));
    buf_put(out, S(" · "));
    put_stamp(out, article->published);
    buf_put(out, S(" · "));
    print_visible(out, article->title.text.len ? article->title.text : S("no headline"));
    buf_char(out, '\n');
}

static void put_limit(buf *out, const tell_comparison *c) {
    if (c->limit) buf_printf(out, "Not all of it was aligned: limit %s, byte %llu.\n", c->limit, (unsigned long long)c->limit_at);
}

void put_differing(buf *out, const tell_comparison *c) {
    put_counts(out, c, "the one before", "this one");
    put_limit(out, c);
    for (size_t i = 0; i < c->row_count; i++)
        if (c->rows[i].kind != TELL_EQUAL) put_row(out, c, &c->rows[i]);
}

void tell_compare_text(buf *out, const tell_comparison *c) {
    put_head(out, "< ", c->a);
    put_head(out, "> ", c->b);
    put_counts(out, c, "the first", "the second");
    put_limit(out, c);
    buf_put(out, S("= equal   ~ changed: [-only first-] {+only second+}   < only first   > only second   ←n, →n moved\n"));
    for (size_t i = 0; i < c->row_count; i++) {
        if (i == 0 || c->rows[i].group != c->rows[i - 1].group) buf_char(out, '\n');
        put_row(out, c, &c->rows[i]);
    }
}

/* ---- the story ---- */

/* "13 articles, 4 independent texts, 12 outlets" */
static void put_story_counts(buf *out, const tell_story *story) {
    put_count(out, story->in->count, "article, ", "articles, ");
    put_count(out, story->family_count, "independent text, ", "independent texts, ");
    put_count(out, story->outlet_count, "outlet", "outlets");
}

static void put_title(buf *out, const tell_story *story) {
    print_visible(out, story->title.len ? story->title : S("no headline"));
    buf_char(out, '\n');
    put_story_counts(out, story);
    if (story->first_of != RETOLD_NONE) {
        buf_put(out, S(" · "));
        put_stamp(out, story->in->tellings[story->first_of].article->published);
        if (story->last_of != story->first_of) buf_put(out, S(" to "));
        if (story->last_of != story->first_of) put_stamp(out, story->in->tellings[story->last_of].article->published);
    }
    buf_put(out, S(" · "));
    print_visible(out, story->in->id);
    buf_char(out, '\n');
}

static void put_telling(buf *out, const tell_story *story, uint32_t telling) {
    const tell_telling *t = &story->in->tellings[telling];
    buf_printf(out, "%4u  ", story->rank[telling] + 1);
    put_letter(out, story->family_of[telling]);
    buf_put(out, S("  "));
    print_visible(out, story->outlet[telling]);
    buf_put(out, S(" · "));
    put_stamp(out, t->article->published);
    put_possible_date(out, story, telling);
    buf_put(out, S("\n         "));
    print_visible(out, t->article->title.text.len ? t->article->title.text : S("no headline"));
    buf_put(out, S("\n         "));
    print_visible(out, t->article->url.text.len ? t->article->url.text : S("no address"));
    if (t->version_count) {
        buf_put(out, S(" · "));
        put_count(out, t->version_count, "earlier version", "earlier versions");
    }
    buf_char(out, '\n');
    if (!t->term_count) return;
    buf_put(out, S("         shares"));
    for (uint32_t i = 0; i < t->term_count; i++) {
        buf_char(out, ' ');
        print_visible(out, t->terms[i]);
    }
    if (t->nearest < story->in->count) buf_printf(out, " with %u", story->rank[t->nearest] + 1);
    buf_char(out, '\n');
}

static void put_node(buf *out, const tell_story *story, const tell_family *f, const tell_node *node) {
    buf_put(out, S("  "));
    for (uint32_t i = 0; i < node->depth && i < 40; i++) buf_put(out, i + 1 == node->depth ? S("└─ ") : S("   "));
    buf_printf(out, "%u ", story->rank[node->telling] + 1);
    print_visible(out, story->outlet[node->telling]);
    if (!node->edge) {
        buf_put(out, S(" · "));
        put_stamp(out, story->in->tellings[node->telling].article->published);
    } else {
        buf_put(out, S(": "));
        put_share(out, node->shared);
        buf_put(out, node->directed ? S(" from ") : S(" as in "));
        buf_printf(out, "%u", story->rank[f->nodes[node->parent].telling] + 1);
        if (node->later != INT64_MIN) {
            buf_put(out, S(", "));
            put_duration(out, node->later < 0 ? -node->later : node->later);
            buf_put(out, node->later < 0 ? S(" earlier") : S(" later"));
        }
        if (!node->directed)
            buf_put(out, S(", direction not known"));
        else
            buf_printf(out, ", %s (%.2f) by ", node->inferred ? "inferred" : "known", (double)node->edge->confidence);
        if (node->directed) print_visible(out, node->edge->reasons);
    }
    buf_char(out, '\n');
}

static void put_families(buf *out, const tell_story *story) {
    for (uint32_t i = 0; i < story->family_count; i++) {
        const tell_family *f = &story->families[i];
        put_letter(out, f->letter);
        buf_put(out, S("  "));
        put_count(out, f->count, "telling", "tellings");
        buf_put(out, S("  "));
        print_visible(out, f->id);
        buf_char(out, '\n');
        for (uint32_t k = 0; k < f->count; k++) put_node(out, story, f, &f->nodes[k]);
    }
}

static void put_pairs(retold_ctx *ctx, buf *out, const tell_story *story) {
    uint32_t left_out;
    tell_pairs pairs = pairs_of(out->memory, story, &left_out);
    for (size_t i = 0; i < pairs.count; i++) {
        const tell_pair *p = &pairs.items[i];
        tell_comparison c;
        tell_compare(ctx, out->memory, story->in->tellings[p->a].article, story->in->tellings[p->b].article, &c);
        char a[16], b[16];
        snprintf(a, sizeof a, "%u", story->rank[p->a] + 1);
        snprintf(b, sizeof b, "%u", story->rank[p->b] + 1);
        buf_put(out, S("  "));
        put_counts(out, &c, a, b);
    }
    if (left_out) buf_printf(out, "%u more pairs are not shown.\n", left_out);
}

void tell_text(retold_ctx *ctx, buf *out, const tell_story *story) {
    put_title(out, story);
    put_timeline_text(out, story);
    buf_put(out, S("\nTellings, by time\n"));
    for (uint32_t k = 0; k < story->in->count; k++) put_telling(out, story, story->order[k]);
    buf_put(out, S("\nTexts, each with its copies under their source\n"));
    put_families(out, story);
    if (story->in->count > 1) {
        statements_text(out, story);
        buf_put(out, S("\nSide by side\n"));
        put_pairs(ctx, out, story);
        buf_put(out, S("\n`retold compare STORE A B` shows any two of them word by word.\n"));
    }
    put_quotes_text(out, story);
}
