/* The timeline as JSON: docs/formats/story.md. */
#include "tell/tell_internal.h"
#include "tell/timeline_part.h"

/* A local time without a zone; null when not known. */
static void put_local(arena *a, yyjson_mut_doc *doc, yyjson_mut_val *o, const char *name, int64_t ms) {
    json_put_text(doc, o, name, ms == RETOLD_TIME_NONE ? (span){0} : stamp_iso(a, (stamp){ms, ZONE_NONE, PRECISION_MINUTE}));
}

static yyjson_mut_val *mention_json(arena *a, yyjson_mut_doc *doc, const tell_story *s, const tell_mention *m) {
    const tell_telling *t = &s->in->tellings[m->telling];
    const retold_time *time = m->time < t->time_count ? &t->times[m->time] : NULL;
    yyjson_mut_val *o = json_object(doc);
    json_put_int(doc, o, "telling", s->rank[m->telling] + 1);
    json_put_range(doc, o, "sentence", m->sentence);
    json_put_range(doc, o, "clause", m->clause);
    json_put_range(doc, o, "page", retold_article_page_range(t->article, m->sentence));
    json_put_text(doc, o, "words", span_at(t->article->text, m->clause));
    json_put_range(doc, o, "time", time ? time->span : RANGE_NONE);
    json_put_text(doc, o, "time_words", time ? span_at(t->article->text, time->span) : (span){0});
    json_put_text(doc, o, "value", time ? time->value : (span){0});
    put_local(a, doc, o, "begin", m->begin);
    put_local(a, doc, o, "end", m->end);
    json_put_text(doc, o, "precision", span_of(exactness(m->begin, m->end)));
    json_put_bool(doc, o, "possible", m->possible);
    return o;
}

static yyjson_mut_val *happening_json(arena *a, yyjson_mut_doc *doc, const tell_story *s, const tell_happening *h) {
    yyjson_mut_val *o = json_object(doc), *mentions = json_array(doc);
    const tell_mention *label = &h->mentions[h->label];
    buf date = buf_made(a);
    put_when(&date, h->begin, h->end);
    json_put_text(doc, o, "date", buf_span(&date));
    put_local(a, doc, o, "begin", h->begin);
    put_local(a, doc, o, "end", h->end);
    json_put_text(doc, o, "what", span_at(s->in->tellings[label->telling].article->text, label->clause));
    json_put_int(doc, o, "what_of", s->rank[label->telling] + 1);
    json_put_bool(doc, o, "said", h->said);
    json_put_bool(doc, o, "conflict", h->conflict);
    json_put_bool(doc, o, "possible", h->possible);
    for (uint32_t i = 0; i < h->count; i++) json_push(doc, mentions, mention_json(a, doc, s, &h->mentions[i]));
    json_put(doc, o, "mentions", mentions);
    return o;
}

yyjson_mut_val *timeline_json(arena *a, yyjson_mut_doc *doc, const tell_story *s) {
    yyjson_mut_val *array = json_array(doc);
    for (uint32_t i = 0; s->timeline && i < s->timeline->count; i++)
        json_push(doc, array, happening_json(a, doc, s, &s->timeline->items[i]));
    return array;
}

yyjson_mut_val *date_json(arena *a, yyjson_mut_doc *doc, const tell_story *s, uint32_t telling) {
    static const char *const reasons[] = {"own", "copy", "story"};
    const told_date *d = &s->in->tellings[telling].date;
    bool known = d->day.precision != PRECISION_NONE && d->reason < TOLD_DATE_NONE;
    bool taken = known && d->reason != TOLD_DATE_OWN && d->from < s->in->count;
    yyjson_mut_val *o = json_object(doc);
    json_put_text(doc, o, "value", known ? stamp_iso(a, d->day) : (span){0});
    json_put_text(doc, o, "reason", known ? span_of(reasons[d->reason]) : (span){0});
    if (taken)
        json_put_int(doc, o, "from", s->rank[d->from] + 1);
    else
        json_put_text(doc, o, "from", (span){0});
    return o;
}
