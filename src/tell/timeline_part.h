/* How the three writers show the timeline and the dates of tellings. */
#ifndef TELL_TIMELINE_PART_H
#define TELL_TIMELINE_PART_H
#include "record/json.h"
#include "tell/timeline.h"

enum { MOST_MENTIONS_SHOWN = 100 /* of a happening; the rest is counted */ };

/* "1 Apr 2024", "1 to 10 Apr 2024", "Apr 2024", "12 Mar 2024, evening", "12 Mar 2024, 18:52": a stretch in ms as people read it. */
void put_when(buf *out, int64_t begin, int64_t end);

/* How exact a stretch is: "to the minute", "to a part of the day", "to the day", "to some days", "to the month", "to the year". */
const char *exactness(int64_t begin, int64_t end);

/* For each mention of a happening the first one that tells it in the same words with the same date, itself included: copies are shown once. */
const uint32_t *same_words(arena *a, const tell_story *s, const tell_happening *h);

/* ", possibly 19 Apr 2024, from a copy (3)"; nothing for a telling's own date and for none. */
void put_possible_date(buf *out, const tell_story *s, uint32_t telling);

/* The array "timeline" of docs/formats/story.md. */
yyjson_mut_val *timeline_json(arena *a, yyjson_mut_doc *doc, const tell_story *s);

/* The object "date" of a telling. */
yyjson_mut_val *date_json(arena *a, yyjson_mut_doc *doc, const tell_story *s, uint32_t telling);

/* Lines for a terminal; nothing without happenings. */
void put_timeline_text(buf *out, const tell_story *s);

/* Happenings as bars, publication times as ticks. */
void put_timeline_picture(buf *out, const tell_story *s);

/* The section of the page. */
void put_timeline_html(buf *out, const tell_story *s);

#endif
