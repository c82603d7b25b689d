/* The page: one file without scripts, with a policy of its own. Parts in order of reading. */
#include "base/data.h"
#include "tell/html_internal.h"
#include "tell/statements.h"
#include "tell/timeline_part.h"

/* ---- pieces ---- */

void put_number_link(buf *out, const tell_story *s, uint32_t telling) {
    buf_printf(out, "<a class=\"n\" href=\"#t%u\">%u</a>", shown_number(s, telling), shown_number(s, telling));
}

void put_family_mark(buf *out, uint32_t family) {
    buf_printf(out, "<span class=\"mark f%u\"><span class=\"vh\">text </span>", family % 6);
    put_letter(out, family);
    P(out, "</span>");
}

bool has_outlet(const tell_story *s, uint32_t telling) {
    const retold_article *article = s->in->tellings[telling].article;
    return span_trim(article->outlet.text).len || host_of(article->url.text).len;
}

span telling_name(arena *a, const tell_story *s, uint32_t telling) {
    return has_outlet(s, telling) ? s->outlet[telling] : arena_printf(a, "Telling %u", shown_number(s, telling));
}

void put_teller(buf *out, const tell_story *s, uint32_t telling) {
    put_number_link(out, s, telling);
    P(out, " <span class=\"who\">");
    if (has_outlet(s, telling))
        put_foreign(out, s->outlet[telling], (span){0});
    else
        put_family_mark(out, s->family_of[telling]);
    P(out, "</span>");
}

void put_headline(buf *out, const retold_article *article) {
    P(out, "<span class=\"headline\">");
    put_foreign(out, article->title.text.len ? article->title.text : S("no headline"), article->lang);
    P(out, "</span>");
}

/* The telling whose own date another one takes for its possible one; a loan may have been lent on. */
static uint32_t lender_of(const tell_story *s, uint32_t telling) {
    uint32_t from = telling;
    for (int steps = 0; steps < 3 && is_lent(s, from); steps++) from = s->in->tellings[from].date.from;
    return from;
}

void put_told_date(buf *out, const tell_story *s, uint32_t telling) {
    const told_date *d = &s->in->tellings[telling].date;
    if (!is_lent(s, telling)) {
        put_time(out, s->in->tellings[telling].article->published);
        return;
    }
    P(out, "possibly ");
    put_time(out, d->day);
    buf_put(out, d->reason == TOLD_DATE_COPY ? S(", as its copy ") : S(", as telling "));
    put_number_link(out, s, lender_of(s, telling));
}

void put_lang(buf *out, span lang) {
    bool plain = lang.len >= 2 && lang.len <= 12;
    for (size_t i = 0; i < lang.len && plain; i++) plain = is_alnum((unsigned char)lang.ptr[i]) || lang.ptr[i] == '-';
    if (plain) buf_printf(out, " lang=\"%.*s\"", SPAN_ARG(lang));
}

void put_foreign(buf *out, span text, span lang) {
    P(out, "<bdi");
    put_lang(out, lang);
    P(out, ">");
    put_text(out, text);
    P(out, "</bdi>");
}

void put_time(buf *out, stamp s) {
    span iso = stamp_iso(out->memory, s);
    if (iso.len) {
        P(out, "<time datetime=\"");
        put_attribute(out, iso);
        P(out, "\">");
    }
    put_stamp(out, s);
    if (iso.len) P(out, "</time>");
}

/* ---- the frame ---- */

static void put_base64(buf *out, const uint8_t *bytes, size_t len) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < len; i += 3) {
        uint32_t three =
            (uint32_t)bytes[i] << 16 | (i + 1 < len ? (uint32_t)bytes[i + 1] << 8 : 0) | (i + 2 < len ? bytes[i + 2] : 0);
        for (unsigned k = 0; k < 4; k++) buf_char(out, i + k > len ? '=' : digits[three >> (18 - 6 * k) & 63]);
    }
}

/* The style sheet without the lines that say where it comes from. */
static span style_sheet(arena *a) {
    buf style = buf_made(a);
    span rest = data_file("story_page_css.txt"), line;
    while (data_next(&rest, &line)) {
        buf_put(&style, line);
        buf_char(&style, '\n');
    }
    return buf_span(&style);
}

/* Nothing is loaded, nothing runs, and only this very style sheet counts. */
static void put_head(buf *out, span title) {
    span style = style_sheet(out->memory);
    digest sha = hash_sha256(style);
    P(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-");
    put_base64(out, sha.bytes, sizeof sha.bytes);
    P(out, "'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
           "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
    put_attribute(out, title);
    P(out, "</title>\n<style>");
    buf_put(out, style);
    P(out, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the story</a>\n");
}

static void put_foot(buf *out) {
    P(out, "</main>\n<footer><p>Made by retold from the pages named above. All words but the labels are theirs; nothing was "
           "loaded to show them.</p></footer>\n</body>\n</html>\n");
}

/* ---- heading ---- */

static void put_span(buf *out, const tell_story *s) {
    if (s->first_of == RETOLD_NONE) {
        P(out, "no telling has a date");
        return;
    }
    put_time(out, s->in->tellings[s->first_of].article->published);
    if (s->first_of == s->last_of) return;
    P(out, " <span class=\"dash\">to</span> ");
    put_time(out, s->in->tellings[s->last_of].article->published);
}

static void put_figure(buf *out, uint64_t count, const char *one, const char *many, const char *to) {
    buf_printf(out, "<li><a href=\"#%s\"><strong>%llu</strong> %s</a></li>", to, (unsigned long long)count,
               count == 1 ? one : many);
}

static void put_heading(buf *out, const tell_story *s) {
    span lang = s->title_of == RETOLD_NONE ? (span){0} : s->in->tellings[s->title_of].article->lang;
    P(out, "<header class=\"top\"><p class=\"kicker\">Story</p>\n<h1 dir=\"auto\"");
    put_lang(out, lang);
    P(out, ">");
    put_text(out, s->title.len ? s->title : S("No telling has a headline"));
    P(out, "</h1>\n");
    if (s->title_of != RETOLD_NONE) {
        P(out, "<p class=\"credit\">Headline of the most central telling, ");
        put_teller(out, s, s->title_of);
        P(out, "</p>");
    }
    P(out, "<p class=\"when\">");
    put_span(out, s);
    P(out, "</p>\n<ul class=\"figures\">");
    put_figure(out, s->in->count, "article", "articles", "tellings");
    put_figure(out, s->family_count, "independent text", "independent texts", "copies");
    if (s->outlet_count) put_figure(out, s->outlet_count, "outlet", "outlets", "tellings");
    P(out, "</ul>\n<nav aria-label=\"Parts of this page\"><ul><li><a href=\"#timeline\">What happened when</a></li><li><a "
           "href=\"#tellings\">Who told it when</a></li><li><a "
           "href=\"#copies\">Who copied whom</a></li>"
           "<li><a href=\"#statements\">What each says</a></li><li><a href=\"#sides\">Side by side</a></li><li><a "
           "href=\"#quotes\">Quotes</a></li><li><a "
           "href=\"#sources\">Sources</a></li></ul></nav></header>\n<main "
           "id=\"main\">\n");
}

/* ---- who told it when ---- */

static void put_relation(buf *out, const tell_story *s, const tell_node *n) {
    const tell_family *f = &s->families[s->family_of[n->telling]];
    if (!n->edge) {
        if (f->count > 1) P(out, "<span class=\"how\">source of its text</span>");
        return;
    }
    P(out, "<span class=\"how\">");
    put_share(out, n->shared);
    buf_put(out, n->directed ? S(" from ") : S(" as in "));
    put_number_link(out, s, f->nodes[n->parent].telling);
    if (n->inferred) buf_put(out, n->directed ? S(", inferred") : S(", direction not known"));
    P(out, "</span>");
}

static void put_telling(buf *out, const tell_story *s, uint32_t telling, const tell_node *node) {
    const retold_article *article = s->in->tellings[telling].article;
    P(out, "<li><span class=\"when\">");
    put_told_date(out, s, telling);
    P(out, "</span><span class=\"marks\">");
    put_number_link(out, s, telling);
    P(out, " ");
    put_family_mark(out, s->family_of[telling]);
    P(out, "</span><span class=\"what\">");
    if (has_outlet(s, telling)) {
        P(out, "<span class=\"who\">");
        put_foreign(out, s->outlet[telling], (span){0});
        P(out, "</span> ");
    }
    put_headline(out, article);
    P(out, " ");
    put_relation(out, s, node);
    P(out, "</span></li>\n");
}

static void put_tellings(buf *out, const tell_story *s) {
    const tell_node **nodes = ARENA_ARRAY(out->memory, const tell_node *, s->in->count);
    for (uint32_t f = 0; f < s->family_count; f++)
        for (uint32_t k = 0; k < s->families[f].count; k++) nodes[s->families[f].nodes[k].telling] = &s->families[f].nodes[k];
    P(out, "<section id=\"tellings\" aria-labelledby=\"h-tellings\"><h2 id=\"h-tellings\">Who told it when</h2>\n");
    put_lane(out, s);
    P(out, "\n<ol class=\"tellings\">\n");
    for (uint32_t k = 0; k < s->in->count; k++) put_telling(out, s, s->order[k], nodes[s->order[k]]);
    P(out, "</ol></section>\n");
}

/* ---- who copied whom ---- */

static bool has_pair(const tell_pairs *pairs, uint32_t a, uint32_t b) {
    for (size_t i = 0; i < pairs->count; i++)
        if (pairs->items[i].a == a && pairs->items[i].b == b) return true;
    return false;
}

static void put_tree_row(buf *out, const tell_story *s, const tell_family *f, const tell_node *n, const tell_pairs *pairs) {
    P(out, "<tr><th scope=\"row\">");
    put_teller(out, s, n->telling);
    P(out, "</th><td>");
    if (!n->edge) {
        P(out, "nobody known</td><td></td><td></td><td></td></tr>\n");
        return;
    }
    uint32_t parent = f->nodes[n->parent].telling;
    if (!n->directed) P(out, "shares most with ");
    put_number_link(out, s, parent);
    P(out, "</td><td>");
    if (has_pair(pairs, parent, n->telling))
        buf_printf(out, "<a href=\"#c%u-%u\">", shown_number(s, parent), shown_number(s, n->telling));
    put_share(out, n->shared);
    if (has_pair(pairs, parent, n->telling)) P(out, "</a>");
    P(out, "</td><td>");
    if (n->later == INT64_MIN)
        P(out, "not known");
    else {
        put_duration(out, n->later < 0 ? -n->later : n->later);
        if (n->later < 0) P(out, " earlier");
    }
    P(out, "</td><td>");
    if (!n->directed)
        P(out, "direction not known");
    else {
        buf_put(out, n->inferred ? S("inferred, ") : S("known, "));
        buf_printf(out, "%.2f: ", (double)n->edge->confidence);
        put_text(out, n->edge->reasons);
    }
    P(out, "</td></tr>\n");
}

static void put_tree_table(buf *out, const tell_story *s, const tell_family *f, const tell_pairs *pairs) {
    P(out, "<details class=\"twin\"><summary>The same as a table</summary><div class=\"scroll\" tabindex=\"0\" role=\"region\" "
           "aria-label=\"Copies of text ");
    put_letter(out, f->letter);
    P(out, "\"><table><thead><tr><th scope=\"col\">Telling</th><th scope=\"col\">Copied from</th><th scope=\"col\">Share of it "
           "that stands there</th>"
           "<th scope=\"col\">Later by</th><th scope=\"col\">Direction</th></tr></thead><tbody>\n");
    for (uint32_t k = 0; k < f->count; k++) put_tree_row(out, s, f, &f->nodes[k], pairs);
    P(out, "</tbody></table></div></details>\n");
}

static void put_family(buf *out, const tell_story *s, const tell_family *f, const tell_pairs *pairs) {
    P(out, "<h3>");
    put_family_mark(out, f->letter);
    P(out, " ");
    put_foreign(out, telling_name(out->memory, s, f->nodes[0].telling), (span){0});
    buf_printf(out, " and %u ", f->count - 1);
    buf_put(out, f->count == 2 ? S("other</h3>") : S("others</h3>"));
    P(out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Picture of the copies; the table below says the "
           "same\">");
    put_tree(out, s, f);
    P(out, "</div>");
    put_tree_table(out, s, f, pairs);
}

/* Texts that nobody copied, in one line. */
static void put_single_texts(buf *out, const tell_story *s) {
    bool some = false;
    for (uint32_t f = 0; f < s->family_count; f++) {
        if (s->families[f].count != 1) continue;
        uint32_t telling = s->families[f].nodes[0].telling;
        buf_put(out, some ? S("<li>")
                          : S("<p class=\"lead\">Told in words of their own, without copies here:</p><ul class=\"single\"><li>"));
        put_family_mark(out, f);
        P(out, " ");
        put_number_link(out, s, telling);
        P(out, " ");
        if (has_outlet(s, telling))
            put_foreign(out, s->outlet[telling], (span){0});
        else
            put_headline(out, s->in->tellings[telling].article);
        P(out, "</li>");
        some = true;
    }
    if (some) P(out, "</ul>\n");
}

static void put_copies(buf *out, const tell_story *s, const tell_pairs *pairs) {
    bool some = false;
    P(out, "<section id=\"copies\" aria-labelledby=\"h-copies\"><h2 id=\"h-copies\">Who copied whom</h2>\n");
    for (uint32_t f = 0; f < s->family_count; f++) some |= s->families[f].count > 1;
    if (some)
        P(out, "<p class=\"lead\">Source at the left. A line says how much of the copy stands in its source and how much later "
               "it came; "
               "it is dashed where the direction is inferred and dotted where it is not known.</p>\n");
    for (uint32_t f = 0; f < s->family_count; f++)
        if (s->families[f].count > 1) put_family(out, s, &s->families[f], pairs);
    put_single_texts(out, s);
    P(out, "</section>\n");
}

/* ---- side by side ---- */

static const char *pair_heading(pair_reason reason) {
    switch (reason) {
    case PAIR_FIRST: return "The first telling against each independent text";
    case PAIR_COPY: return "Each copy against its source";
    default: return "Any other two";
    }
}

static void put_legend(buf *out) {
    P(out, "<p class=\"legend lead\">Sentences that belong together stand side by side; equal paragraphs are folded away. "
           "<del>Words of the left one only</del>, "
           "<ins>of the right one only</ins>; <span class=\"chip\">only in 1</span> whole sentences; <span class=\"jump\">\u21C5 "
           "moved</span> leads to the other place. "
           "Case, accents and punctuation are not counted.</p>\n");
}

static void put_sides(retold_ctx *ctx, buf *out, const tell_story *s, const tell_pairs *pairs, uint32_t left_out) {
    P(out, "<section id=\"sides\" aria-labelledby=\"h-sides\"><h2 id=\"h-sides\">Side by side</h2>\n");
    if (!pairs->count)
        P(out, "<p class=\"lead\">There is one telling only.</p>");
    else
        put_legend(out);
    for (size_t i = 0; i < pairs->count; i++) {
        const tell_pair *p = &pairs->items[i];
        tell_comparison c;
        tell_compare(ctx, out->memory, s->in->tellings[p->a].article, s->in->tellings[p->b].article, &c);
        if (i == 0 || p->reason != pairs->items[i - 1].reason) buf_printf(out, "<h3>%s</h3>\n", pair_heading(p->reason));
        put_pair(out, s, p->a, p->b, &c, i == 0);
    }
    if (left_out) buf_printf(out, "<p class=\"note\">%u more such pairs are left out of this page.</p>", left_out);
    if (left_out || s->in->count > MOST_FREE_TELLINGS)
        P(out, "<p class=\"note\"><code>retold compare STORE A B --html</code> puts any two of them side by side.</p>");
    P(out, "</section>\n");
}

static void put_sources_part(retold_ctx *ctx, buf *out, const tell_story *s) {
    P(out, "<section id=\"sources\" aria-labelledby=\"h-sources\"><h2 id=\"h-sources\">Sources</h2>\n<p class=\"lead\">Every "
           "telling in full, with the bytes of the page behind each paragraph.</p>\n");
    put_sources(ctx, out, s);
    P(out, "</section>\n");
}

void tell_html(retold_ctx *ctx, buf *out, const tell_story *s) {
    uint32_t left_out;
    tell_pairs pairs = pairs_of(out->memory, s, &left_out);
    put_head(out, s->title.len ? s->title : S("Story"));
    put_heading(out, s);
    put_timeline_html(out, s);
    put_tellings(out, s);
    put_copies(out, s, &pairs);
    statements_html(out, s);
    put_sides(ctx, out, s, &pairs, left_out);
    put_quotes(out, s);
    put_sources_part(ctx, out, s);
    put_foot(out);
}

/* ---- two tellings alone ---- */

void tell_compare_html(retold_ctx *ctx, buf *out, const tell_comparison *c, const retold_page *a_page,
                       const retold_page *b_page) {
    tell_telling tellings[2] = {{.article = c->a, .page = a_page, .number = 1, .nearest = RETOLD_NONE},
                                {.article = c->b, .page = b_page, .number = 2, .nearest = RETOLD_NONE}};
    tell_input in = {.tellings = tellings, .count = 2};
    tell_story s;
    tell_arrange(ctx, out->memory, &in, &s);
    put_head(out, S("Side by side"));
    P(out, "<header class=\"top\"><p class=\"kicker\">Two tellings</p>\n<h1>");
    put_foreign(out, telling_name(out->memory, &s, 0), (span){0});
    P(out, " and ");
    put_foreign(out, telling_name(out->memory, &s, 1), (span){0});
    P(out, "</h1></header>\n<main id=\"main\">\n<section id=\"sides\" aria-labelledby=\"h-sides\"><h2 id=\"h-sides\">Side by "
           "side</h2>\n");
    put_legend(out);
    put_pair(out, &s, 0, 1, c, true);
    P(out, "</section>\n");
    put_sources_part(ctx, out, &s);
    put_foot(out);
}
