/* Statements as lines for a terminal. */
#include "tell/statements_internal.h"

enum { MOST_SHOWN = 12, MOST_BYTES = 220 /* of a statement */ };

static void put_cut(buf *out, span text) {
    size_t end = text.len > MOST_BYTES ? text_align(text, MOST_BYTES) : text.len;
    print_visible(out, span_cut(text, 0, end));
    if (end < text.len) buf_put(out, S("\u2026"));
}

/* "1 3 4": tellings that have it, or haven't. */
static void put_numbers(buf *out, const tell_story *s, const tell_statement *st, bool absent) {
    enum { MOST_NUMBERS = 12 };
    unsigned some = 0;
    for (uint32_t k = 0; k < s->in->count; k++) {
        if ((st->cells[s->order[k]].kind == TELL_CELL_ABSENT) != absent) continue;
        if (some++ < MOST_NUMBERS) buf_printf(out, " %u", k + 1);
    }
    if (some > MOST_NUMBERS) buf_printf(out, " and %u more", some - MOST_NUMBERS);
    if (!some) buf_put(out, S(" none"));
}

static void put_differences(buf *out, const tell_story *s, const tell_statement *st) {
    for (uint32_t k = 0; k < s->in->count; k++) {
        const tell_cell *cell = &st->cells[s->order[k]];
        for (uint32_t i = 0; i < cell->difference_count; i++) {
            buf_printf(out, "         %u has \"", k + 1);
            print_visible(out, span_at(s->in->tellings[s->order[k]].article->text, cell->differences[i].here));
            buf_put(out, S("\" for \""));
            print_visible(out, span_at(s->in->tellings[st->head].article->text, cell->differences[i].head));
            buf_put(out, S("\"\n"));
        }
    }
}

static void put_statement(buf *out, const tell_story *s, const tell_statement *st) {
    buf_printf(out, "%4u  ", s->rank[st->head] + 1);
    put_letter(out, s->family_of[st->head]);
    buf_put(out, S("  "));
    put_cut(out, span_at(s->in->tellings[st->head].article->text, st->cells[st->head].span));
    buf_put(out, S("\n         in"));
    put_numbers(out, s, st, false);
    buf_put(out, S("; not in"));
    put_numbers(out, s, st, true);
    buf_char(out, '\n');
    put_differences(out, s, st);
}

void statements_text(buf *out, const tell_story *s) {
    const tell_statements *all = s->statements;
    if (s->in->count < 2) return;
    buf_put(out, S("\nWhat they say\n"));
    for (uint32_t i = 0, end; i < all->count; i = end) {
        for (end = i; end < all->count && all->items[end].group == all->items[i].group;) end++;
        buf_put(out, S("  "));
        buf_put(out, span_of(statements_group_name(all->items[i].group)));
        buf_put(out, S(": "));
        put_count(out, end - i, "statement\n", "statements\n");
        for (uint32_t k = i; k < end && k < i + MOST_SHOWN; k++) put_statement(out, s, &all->items[k]);
        if (end - i > MOST_SHOWN) buf_printf(out, "      %u more; --json has them\n", end - i - MOST_SHOWN);
    }
    if (all->left_out) buf_printf(out, "  %u further statements are left out.\n", all->left_out);
}
