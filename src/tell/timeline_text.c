/* The timeline for a terminal. */
#include "tell/tell_internal.h"
#include "tell/timeline_part.h"

/* "2 The Herald, 4 Coast Today", those that tell it in the same words. */
static void put_tellers(buf *out, const tell_story *s, const tell_happening *h, const uint32_t *first, uint32_t i) {
    uint32_t last = RETOLD_NONE;
    for (uint32_t k = i; k < h->count && k < MOST_MENTIONS_SHOWN; k++) {
        uint32_t telling = h->mentions[k].telling;
        if (first[k] != i || telling == last) continue;
        if (last != RETOLD_NONE) buf_put(out, S(", "));
        buf_printf(out, "%u ", s->rank[telling] + 1);
        print_visible(out, s->outlet[telling]);
        last = telling;
    }
}

/* "       2 The Herald: “Tuesday evening” (12 Mar 2024, evening) · the ferry sank" */
static void put_mention(buf *out, const tell_story *s, const tell_happening *h, const uint32_t *first, uint32_t i) {
    const tell_mention *m = &h->mentions[i];
    const tell_telling *t = &s->in->tellings[m->telling];
    buf_put(out, S("       "));
    put_tellers(out, s, h, first, i);
    if (m->time < t->time_count) {
        buf_put(out, S(": \u201C"));
        print_visible(out, span_at(t->article->text, t->times[m->time].span));
        buf_put(out, S("\u201D ("));
        put_when(out, m->begin, m->end);
        buf_put(out, m->possible ? S(", possibly)") : S(")"));
    } else {
        buf_put(out, S(": without a date"));
    }
    buf_put(out, S(" \u00B7 "));
    print_visible(out, span_at(t->article->text, m->clause));
    buf_char(out, '\n');
}

static void put_happening(buf *out, const tell_story *s, const tell_happening *h) {
    const tell_mention *label = &h->mentions[h->label];
    buf_put(out, S("  "));
    if (h->possible) buf_put(out, S("possibly "));
    put_when(out, h->begin, h->end);
    buf_put(out, h->said ? S(", said: ") : S(": "));
    print_visible(out, span_at(s->in->tellings[label->telling].article->text, label->clause));
    if (h->conflict) buf_put(out, S(" [dates differ]"));
    buf_char(out, '\n');
    const uint32_t *first = same_words(out->memory, s, h);
    uint32_t shown = h->count < MOST_MENTIONS_SHOWN ? h->count : MOST_MENTIONS_SHOWN;
    for (uint32_t i = 0; i < shown; i++)
        if (first[i] == i) put_mention(out, s, h, first, i);
    if (shown < h->count) buf_printf(out, "       %u more places tell of it\n", h->count - shown);
}

void put_timeline_text(buf *out, const tell_story *s) {
    if (!s->timeline || !s->timeline->count) return;
    buf_put(out, S("\nTimeline, with each telling's own words\n"));
    for (uint32_t i = 0; i < s->timeline->count; i++) put_happening(out, s, &s->timeline->items[i]);
}
