/* JSON over yyjson, with an arena behind it. Running out of memory jumps, as everywhere, but never out of yyjson itself. */
#ifndef RECORD_JSON_H
#define RECORD_JSON_H
#include "base/buf.h"
#include "record/record.h"
#include <yyjson.h>

/* yyjson's memory out of an arena; `freed` memory stays until the arena goes. */
yyjson_alc json_memory(arena *a);

/* Parse one JSON text that may hold invalid surrogates; NULL (err filled, RETOLD_E_FORMAT with the byte) when it is none. */
yyjson_doc *json_parse(arena *a, span text, const char *where, retold_error *err);

/* A new document to write into; its strings are borrowed, not copied. */
yyjson_mut_doc *json_new(arena *a);

/* Field of an object as a string; empty when it is absent or no string. */
span json_text(yyjson_val *object, const char *name);

/* Field of an object as an integer; false when it is absent or no number. */
bool json_int(yyjson_val *object, const char *name, int64_t *out);

/* Add a field; strings are borrowed. An empty span becomes null in json_put_text(), and is left out by json_put_some(). */
void json_put_text(yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name, span value);
void json_put_some(yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name, span value);
void json_put_int(yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name, int64_t value);
void json_put_real(yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name, double value); /* rounded to 4 places */
void json_put_bool(yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name, bool value);
void json_put_range(yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name, range r); /* [begin, end], null for none */
void json_put(yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name, yyjson_mut_val *value);
yyjson_mut_val *json_object(yyjson_mut_doc *doc);
yyjson_mut_val *json_array(yyjson_mut_doc *doc);
void json_push(yyjson_mut_doc *doc, yyjson_mut_val *array, yyjson_mut_val *value);
yyjson_mut_val *json_string(yyjson_mut_doc *doc, span value); /* invalid UTF-8 becomes U+FFFD */
yyjson_mut_val *json_range(yyjson_mut_doc *doc, range r);

/* Copy into `object` the fields of the JSON object `row` that it doesn't have yet: unknown fields pass through. */
void json_pass_through(arena *a, yyjson_mut_doc *doc, yyjson_mut_val *object, span row, const char *const *but, size_t but_count);

/* Append the document as one line with its newline; `pretty` indents it over several. */
void json_write(buf *out, yyjson_mut_doc *doc, yyjson_mut_val *root, bool pretty);

/* The article as an object, as docs/formats/article.md says. */
yyjson_mut_val *article_json(arena *a, yyjson_mut_doc *doc, const retold_article *article);

/* Which table of what sites repeat knew the article's site, and how many blocks it took out. */
yyjson_mut_val *site_memory_json(yyjson_mut_doc *doc, const retold_article *article);

/* A page as `pages` lists it: id, url, bytes, error. */
yyjson_mut_val *page_json(arena *a, yyjson_mut_doc *doc, const retold_page *page);

/* A quote and a time as the filters give them: doc, offsets, kind and so on. */
yyjson_mut_val *quote_json(yyjson_mut_doc *doc, span id, const retold_quote *quote);
yyjson_mut_val *time_json(yyjson_mut_doc *doc, span id, const retold_time *time);

/* Fields of a passage: its "kind", and "quoted" where that is so. */
void json_put_passage_kind(yyjson_mut_doc *doc, yyjson_mut_val *object, retold_passage_kind kind);

#endif
