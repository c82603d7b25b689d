/* Dates in the data that scripts carry ("publishedAt":"2024-05-04T…"), for pages that draw themselves in the browser. */
#include "extract_internal.h"

#define MOST_STATES 64

/* The string value behind a key that ends at `at` with its quote, also where both stand inside a string (\"). */
static span value_behind(span text, size_t at) {
    while (at < text.len && strchr(" \\\":", text.ptr[at]) && text.ptr[at]) at++;
    size_t end = at;
    while (end < text.len && end - at < 40 && !strchr("\"\\,}<", text.ptr[end])) end++;
    return span_cut(text, at, at + text_align(span_from(text, at), end - at));
}

/* The key whose closing quote is at `at`, without its quotes. */
static span key_before(span text, size_t at) {
    size_t end = at;
    while (end && text.ptr[end - 1] == '\\') end--;
    size_t begin = end;
    while (begin && end - begin < 40 && (is_alnum((unsigned char)text.ptr[begin - 1]) || text.ptr[begin - 1] == '_')) begin--;
    return span_cut(text, begin, end);
}

static void read_script(work *w, uint32_t e, size_t *found) {
    range at;
    span text = html_raw_text(w->html, e, &at);
    for (size_t colon = 0; *found < MOST_STATES && (colon = span_find_char(text, ':', colon)) != SIZE_MAX; colon++) {
        if (!colon || text.ptr[colon - 1] != '"') continue;
        int kind = date_name(w->rules, key_before(text, colon - 1));
        if (kind != DATE_PUBLISHED) continue;
        span value = value_behind(text, colon + 1);
        if (value.len < 8 || !is_digit((unsigned char)value.ptr[0])) continue;
        ++*found;
        dating_add(w, decoded_field(&w->article->memory, &w->from, value, at, "script", 0.5f), DATE_PUBLISHED, PLACE_SCRIPT, e);
    }
}

/* `<script>showDate("2020/04/17 01:43")</script>` among the text: it writes the date where it stands. */
static void read_small_script(work *w, uint32_t e) {
    range at;
    span text = html_raw_text(w->html, e, &at);
    if (!text.len || text.len > 160 || w->html->elements[e].text.begin == 0) return;
    stamp found = date_found(w, text, false, NULL);
    if (found.precision < PRECISION_DAY) return;
    field f = decoded_field(&w->article->memory, &w->from, stamp_iso(&w->article->memory, found), at, "script", 0.4f);
    dating_add(w, f, DATE_PUBLISHED, PLACE_SCRIPT, e);
}

void trackback_read(work *w) {
    span source = w->html->source;
    size_t rdf = span_find(source, S("<rdf:Description"), 0);
    size_t end = rdf == SIZE_MAX ? SIZE_MAX : span_find_char(source, '>', rdf);
    if (end == SIZE_MAX || end - rdf > 4000) return;
    size_t date = span_find(span_cut(source, 0, end), S("dc:date=\""), rdf);
    if (date == SIZE_MAX) return;
    date += strlen("dc:date=\"");
    size_t quote = span_find_char(source, '"', date);
    if (quote == SIZE_MAX || quote - date > 40) return;
    range at = {(uint32_t)date, (uint32_t)quote};
    field f = decoded_field(&w->article->memory, &w->from, span_at(source, at), at, "trackback", 0.8f);
    dating_add(w, f, DATE_PUBLISHED, PLACE_DECLARED, HTML_NONE);
}

/* Scripts also hold other articles: their dates count only where all are of one day. */
void state_read(work *w) {
    size_t found = 0, first = w->datings.count;
    for (uint32_t e = 0; e < w->html->element_count; e++)
        if (w->html->elements[e].tag == HTML_SCRIPT) read_script(w, e, &found);
    for (uint32_t e = 0; e < w->html->element_count && !found; e++)
        if (w->html->elements[e].tag == HTML_SCRIPT) read_small_script(w, e);
    for (size_t i = first + 1; i < w->datings.count; i++)
        if (!span_equal(stamp_day(w->scratch, w->datings.items[i].at), stamp_day(w->scratch, w->datings.items[first].at))) {
            w->datings.count = first;
            return;
        }
}
