/* Shared between the files of tell only. */
#ifndef TELL_INTERNAL_H
#define TELL_INTERNAL_H
#include "base/map.h"
#include "record/json.h"
#include "tell/tell.h"

/* ---- escape.c: foreign text stays text ---- */

/* True for what a reader can't see or what turns the text around it: controls, direction marks, invisible tags. */
bool tell_hides(uint32_t c);

/* Text into HTML, also into a quoted attribute: markup escaped, bad UTF-8 as U+FFFD, hidden characters named in a mark of their own. */
void put_text(buf *out, span text);

/* The same for an attribute: hidden characters as plain ⟨U+202E⟩. */
void put_attribute(buf *out, span text);

/* An address that may become a link: http or https, no blank, control, quote or hidden character in it. */
bool is_web_address(span url);

/* The root as a line of JSON, with what would disturb a terminal as \u escapes. */
void put_json(buf *out, yyjson_mut_doc *doc, yyjson_mut_val *root);

/* ---- names.c: what people read ---- */

/* "13 Mar 2024, 08:05 UTC", "13 Mar 2024", "Mar 2024", "2024"; "date not known". */
void put_stamp(buf *out, stamp s);

/* A moment in ms as "13 Mar 2024, 08:05 UTC". */
void put_moment(buf *out, int64_t ms);

/* "35 min", "3 h 10 min", "2 days 4 h". */
void put_duration(buf *out, int64_t minutes);

/* A share as "97 %", never rounded up to 100. */
void put_share(buf *out, float share);

/* "1 outlet", "3 outlets". */
void put_count(buf *out, uint64_t count, const char *one, const char *many);

/* A, B, … Z, AA, … */
void put_letter(buf *out, uint32_t number);

/* Host of an address without "www."; empty when it has none. */
span host_of(span url);

/* Name that an article is shown by: outlet, else host, else "outlet not known". */
span shown_outlet(const retold_article *article);

/* Share of the words of the text of `a` (of `b`) that the comparison found in the other. */
float share_of_a(const tell_comparison *c);
float share_of_b(const tell_comparison *c);

/* ---- trees.c ---- */

/* Make the nodes of every family a tree by the edges of the input. */
void trees_grow(arena *a, tell_story *story);

/* ---- terminal.c, json.c: what differs in a comparison ---- */

/* Counts, and the rows that aren't equal. */
void put_differing(buf *out, const tell_comparison *c);
void put_differing_json(yyjson_mut_doc *doc, yyjson_mut_val *o, const tell_comparison *c);

/* ---- quotes_part_json.c, quotes_part_text.c ---- */

/* Fields "persons" and "quotes" of a story. */
void put_quotes_json(arena *a, yyjson_mut_doc *doc, yyjson_mut_val *root, const tell_story *s);

/* Lines for a terminal; none where nobody is quoted. */
void put_quotes_text(buf *out, const tell_story *s);

/* ---- pairs.c: which tellings are put side by side ---- */

typedef enum pair_reason { PAIR_FIRST, PAIR_COPY, PAIR_OTHER } pair_reason;

typedef struct tell_pair {
    uint32_t a, b; /* tellings, the earlier one first, or the source */
    pair_reason reason;
} tell_pair;

typedef VEC(tell_pair) tell_pairs;

enum { MOST_FREE_TELLINGS = 8, MOST_PAIRS = 60 };

/* The first telling against each independent text, each copy against its source, and of small stories all others; *left_out of them beyond MOST_PAIRS. */
tell_pairs pairs_of(arena *a, const tell_story *story, uint32_t *left_out);

#endif
