/* Shared between the files that write the HTML page. */
#ifndef TELL_HTML_INTERNAL_H
#define TELL_HTML_INTERNAL_H
#include "tell/tell_internal.h"

/* Append a string literal. Everything else goes through put_text() or put_attribute(). */
#define P(out, literal) buf_put((out), S(literal))

enum { MOST_TEXTS = 200 /* tellings whose text is on the page */ };

/* ---- html.c: the pieces that several parts use ---- */

/* Number of a telling as people see it, from 1 in order of time. */
static inline unsigned shown_number(const tell_story *s, uint32_t telling) { return s->rank[telling] + 1; }

/* <span class="n">3</span>, as a link to the telling's source. */
void put_number_link(buf *out, const tell_story *s, uint32_t telling);

/* Does the telling name its outlet, or at least its address? */
bool has_outlet(const tell_story *s, uint32_t telling);

/* What a telling is called where its number doesn't stand beside it: its outlet, else "Telling 3". */
span telling_name(arena *a, const tell_story *s, uint32_t telling);

/* Number and outlet; without an outlet, number and the mark of its family. */
void put_teller(buf *out, const tell_story *s, uint32_t telling);

/* The headline, or that there is none. */
void put_headline(buf *out, const retold_article *article);

/* Is the day of a telling only a possible one, taken from another? */
static inline bool is_lent(const tell_story *s, uint32_t telling) {
    const told_date *d = &s->in->tellings[telling].date;
    return (d->reason == TOLD_DATE_COPY || d->reason == TOLD_DATE_STORY) && d->from < s->in->count;
}

/* When it was published; "possibly 19 Apr 2024, as its copy 1" where that is only likely. */
void put_told_date(buf *out, const tell_story *s, uint32_t telling);

/* The mark of a telling's family: a letter in a box. */
void put_family_mark(buf *out, uint32_t family);

/* A foreign name or headline on its own direction; `lang` may be empty. */
void put_foreign(buf *out, span text, span lang);

/* lang="…" with its blank in front, for a well-formed code; nothing else. */
void put_lang(buf *out, span lang);

/* <time> of a stamp. */
void put_time(buf *out, stamp s);

/* ---- svg.c ---- */

/* Publication times: a lane for each text, a mark for each telling. */
void put_lane(buf *out, const tell_story *s);

/* The copy tree of a family of two and more, its source at the left. */
void put_tree(buf *out, const tell_story *s, const tell_family *f);

/* ---- sides.c ---- */

/* One pair as a closed (or open) fold with its rows. Tellings name the columns. */
void put_pair(buf *out, const tell_story *s, uint32_t a, uint32_t b, const tell_comparison *c, bool open);

/* ---- quotes_part_html.c ---- */

/* Each quote by its fullest form, with what every other telling made of it. */
void put_quotes(buf *out, const tell_story *s);

/* ---- sources.c ---- */

/* Each telling with its paragraphs, the page bytes behind them and where they came from. */
void put_sources(retold_ctx *ctx, buf *out, const tell_story *s);

#endif
