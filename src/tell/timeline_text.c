/* The timeline for a terminal. */
#include "tell/tell_internal.h"
#include "tell/timeline_part.h"

/* "       2  The Herald: «Tuesday evening», to a part of the day, possibly" */
static void put_mention(buf *out, const tell_story *s, const tell_mention *m) {
    const tell_telling *t = &s->in->tellings[m->telling];
    buf_printf(out, "%10u  ", s->rank[m->telling] + 1);
    print_visible(out, s->outlet[m->telling]);
    if (m->time < t->time_count) {
        buf_put(out, S(": \u201C"));
        print_visible(out, span_at(t->article->text, t->times[m->time].span));
        buf_put(out, S("\u201D ("));
        put_when(out, m->begin, m->end);
        buf_put(out, m->possible ? S(", possibly)") : S(")"));
    } else {
        buf_put(out, S(": without a date"));
    }
    buf_put(out, S(" · "));
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
    for (uint32_t i = 0; i < h->count; i++) put_mention(out, s, &h->mentions[i]);
}

void put_timeline_text(buf *out, const tell_story *s) {
    if (!s->timeline || !s->timeline->count) return;
    buf_put(out, S("\nTimeline, with each telling's own words\n"));
    for (uint32_t i = 0; i < s->timeline->count; i++) put_happening(out, s, &s->timeline->items[i]);
}
