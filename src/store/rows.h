/* Rows of output; shared between list.c, show.c, search.c, doctor.c. */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H
#include "record/json.h"
#include "store/store_internal.h"

#define SHORT_ID 10 /* hex digits of an id in lines of text: any beginning that is unique will do */

/* Append text with what would disturb a terminal made visible, at most `most` code points ('…' where cut), padded to `width`. */
void put_visible(buf *b, span s, size_t most, size_t width);

/* A cell of a table: `width` wide, and two blanks. */
void put_cell(buf *b, span s, size_t width);
void put_short_id(buf *b, const char *letter, span id);

/* Hand out one object as a line. */
retold_status write_object(buf *b, yyjson_mut_doc *doc, yyjson_mut_val *root, const retold_sink *out, retold_error *err);

/* A field with an id and its letter; null when it is empty. */
void json_put_id(arena *a, yyjson_mut_doc *doc, yyjson_mut_val *o, const char *name, const char *letter, span id);

/* The words behind a quote's ranges: text, speaker, role, cue, via_text. What the text doesn't say is left out. */
void json_put_quote_texts(yyjson_mut_doc *doc, yyjson_mut_val *o, const retold_quote *u, span text);

/* Words at a range; none where it is none or damaged. */
span cut_or_none(span text, range r);

typedef struct article_head {
    uint32_t number;
    span id, url, outlet, title, lang, day, record;
    uint64_t length;    /* bytes of text */
    span family, story; /* without their letters */
    span supersedes, superseded_by;
} article_head;

/* Columns and joins of a query that head_next() reads; a condition on `a` follows. */
#define HEAD_QUERY                                                                                                        \
    "SELECT a.number, a.id, a.url, a.outlet, a.title, a.lang, a.day, a.record, length(CAST(a.text AS BLOB)), f.id, t.id," \
    " (SELECT o.id FROM article o WHERE o.number = a.supersedes),"                                                        \
    " (SELECT n.id FROM article n WHERE n.supersedes = a.number ORDER BY n.number LIMIT 1) FROM article a"                \
    " LEFT JOIN member fm ON fm.kind = 2 AND fm.article = a.number LEFT JOIN cluster f ON f.number = fm.cluster"          \
    " LEFT JOIN member tm ON tm.kind = 4 AND tm.article = a.number LEFT JOIN cluster t ON t.number = tm.cluster "

bool head_next(query *q, arena *a, article_head *h);
void head_text(buf *b, const article_head *h);
yyjson_mut_val *head_json(arena *a, yyjson_mut_doc *doc, const article_head *h);

/* ---- family.c ---- */

/* Into each member's object what it is: role, from, in_from, of_from, minutes_later, confidence. The objects are in order of arrival. */
retold_status family_json(retold_store *s, arena *a, uint32_t cluster, yyjson_mut_doc *doc, yyjson_mut_val *members,
                          retold_error *err);

/* The members as a tree, with what each shares with the one that it was copied from. */
retold_status family_text(retold_store *s, arena *a, uint32_t cluster, buf *b, retold_error *err);

#endif
