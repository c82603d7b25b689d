/* Quotes as lines for a terminal. */
#include "tell/quotes_part.h"

enum { MOST_LONE = 60 /* quotes of one telling that are listed */, LONG_GAP = 12 /* words left out that are only counted */ };

/* A blank where words would run together. */
static void put_gap(buf *out, span next) {
    size_t at = 0;
    uint32_t first = next.len ? text_next(next, &at) : ' ';
    bool letter = (text_is_letter(first) || text_is_digit(first) || first == '[' || first == '{') && !text_is_unspaced(first);
    if (letter && out->len && !is_space((unsigned char)out->bytes[out->len - 1])) buf_char(out, ' ');
}

/* The words of a range, " … " between parts. *last is the part before, as form_next() counts them. */
static void put_stretches(buf *out, const quote_form *f, range r, uint32_t *last) {
    uint32_t at = 0;
    for (range part; form_next(f, r, &at, &part); *last = at) {
        if (*last && *last != at) buf_put(out, is_space((unsigned char)out->bytes[out->len - 1]) ? S("\u2026 ") : S(" \u2026 "));
        print_visible(out, span_at(f->article->text, part));
    }
}

void print_form(buf *out, const quote_form *f) {
    uint32_t last = 0;
    put_stretches(out, f, f->hull, &last);
}

/* In marks only what stands in marks. */
static void put_quoted(buf *out, const quote_form *f) {
    bool marks = f->quote->kind == RETOLD_QUOTE_DIRECT;
    if (marks) buf_put(out, S("\u201C"));
    print_form(out, f);
    buf_put(out, marks ? S("\u201D\n") : S("\n"));
}

static void put_marked(buf *out, const char *open, const quote_form *f, range r, uint32_t *last, const char *close) {
    if (!range_len(r)) return;
    put_gap(out, S("["));
    buf_put(out, span_of(open));
    put_stretches(out, f, r, last);
    buf_put(out, span_of(close));
}

/* [-words of the fullest form only-] {+of this one only+} */
static void put_differences(buf *out, const quote_form *fullest, const quote_form *f, const tell_words *runs, uint32_t count) {
    for (uint32_t i = 0, last = 0, apart = 0; i < count; i++, apart = 0) {
        const tell_words *w = &runs[i];
        uint32_t left_out = form_word_count(fullest, w->a);
        bool marked_before = i && runs[i - 1].kind != TELL_SAME;
        if (w->kind == TELL_SAME) {
            if (marked_before) put_gap(out, span_at(f->article->text, w->b));
            put_stretches(out, f, w->b, &last);
        } else if (left_out > LONG_GAP) {
            put_gap(out, S("["));
            buf_printf(out, "[- %u words -]", left_out);
            put_marked(out, "{+", f, w->b, &last, "+}");
        } else {
            put_marked(out, "[-", fullest, w->a, &apart, "-]");
            put_marked(out, "{+", f, w->b, &last, "+}");
        }
    }
}

void print_crumb(buf *out, const tell_story *s, const told_quote *q, const quote_form *fullest) {
    span name = quote_speaker(s, q, fullest), role = quote_role(s, q, fullest);
    print_visible(out, name.len ? name : S("speaker not known"));
    if (role.len) buf_put(out, S(", "));
    print_visible(out, role);
    for (uint32_t i = q->via_count; i-- > 0;) {
        if (q->via[i] >= s->in->quotes.person_count) continue;
        buf_put(out, S(" \u2039 via "));
        print_visible(out, s->in->quotes.persons[q->via[i]].name);
    }
}

static void put_variant(buf *out, const tell_story *s, const told_quote *q, const quote_form *fullest, word_aligner *words,
                        const quote_form *f, const quote_form *leader) {
    const told_variant *v = f->variant;
    const char *note;
    buf_printf(out, "%8u  %s", s->rank[v->telling] + 1, change_name(v->change));
    if (!is_same(v) && v->change != TOLD_TRANSLATED) {
        buf_put(out, S(", "));
        put_share(out, v->shared);
    }
    for (unsigned i = 0; (note = form_note(s, q, f, i)); i++) buf_printf(out, ", %s", note);
    if (!is_same(v) && leader != f) buf_printf(out, ", as in %u", s->rank[leader->variant->telling] + 1);
    if (!is_same(v) && leader == f) {
        uint32_t count;
        const tell_words *runs = form_differs(words, fullest, f, &count);
        buf_put(out, S(": "));
        if (count)
            put_differences(out, fullest, f, runs, count);
        else
            print_form(out, f);
    }
    buf_char(out, '\n');
}

void print_told_quote(buf *out, const tell_story *s, const told_quote *q, word_aligner *words) {
    uint32_t *leaders;
    const quote_form *forms = forms_of(out->memory, s, q, &leaders), *fullest = &forms[q->fullest];
    buf_put(out, S("  "));
    print_crumb(out, s, q, fullest);
    buf_put(out, S(" \u00B7 "));
    put_count(out, quote_tellings(out->memory, q), "telling, ", "tellings, ");
    put_count(out, quote_texts(out->memory, s, q), "text", "texts");
    buf_put(out, S("\n      "));
    put_quoted(out, fullest);
    for (uint32_t i = 0; i < q->count; i++) put_variant(out, s, q, fullest, words, &forms[i], &forms[leaders[i]]);
}

/* A quote that one telling has, in a line. */
static void put_lone(buf *out, const tell_story *s, const told_quote *q) {
    quote_form fullest = form_of(out->memory, s, &q->variants[q->fullest]);
    buf_printf(out, "%6u  ", s->rank[q->variants[q->fullest].telling] + 1);
    print_crumb(out, s, q, &fullest);
    buf_put(out, S(": "));
    put_quoted(out, &fullest);
}

void put_quotes_text(buf *out, const tell_story *s) {
    const told_quotes *told = &s->in->quotes;
    word_aligner words = {.memory = out->memory};
    uint32_t lone = 0, shown = 0;
    if (!told->count) return;
    buf_put(out, S("\nQuotes, against the fullest form: [-words left out-] {+words put in+}\n"));
    for (uint32_t i = 0; i < told->count; i++) {
        uint32_t tellings = quote_tellings(out->memory, &told->items[i]);
        if (tellings > 1) print_told_quote(out, s, &told->items[i], &words);
        lone += tellings == 1;
    }
    if (!lone) return;
    buf_put(out, S("  "));
    put_count(out, lone, "quote that only one telling has\n", "quotes that only one telling has\n");
    for (uint32_t i = 0; i < told->count && shown < MOST_LONE; i++)
        if (quote_tellings(out->memory, &told->items[i]) == 1) put_lone(out, s, &told->items[i]), shown++;
    if (shown < lone) buf_printf(out, "        and %u more; `retold list STORE quotes` has them all\n", lone - shown);
}
