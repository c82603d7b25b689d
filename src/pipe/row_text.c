/* Another text in a row of JSON, and every other byte as it was. */
#include "pipe/dedup.h"

/* Offset behind the string whose opening mark is at `at`; the row is valid JSON. */
static size_t behind_string(span row, size_t at) {
    for (at++; at < row.len && row.ptr[at] != '"'; at++)
        if (row.ptr[at] == '\\') at++;
    return at + 1;
}

static size_t behind_blanks(span row, size_t at) {
    while (at < row.len && is_space((unsigned char)row.ptr[at])) at++;
    return at;
}

/* The string value of the field "text" of the outermost object, marks included; RANGE_NONE when its name is written with escapes. */
static range text_value(span row) {
    int depth = 0;
    for (size_t at = 0; at < row.len;) {
        char c = row.ptr[at];
        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']';
        if (c != '"') {
            at++;
            continue;
        }
        size_t end = behind_string(row, at), next = behind_blanks(row, end);
        bool named = depth == 1 && next < row.len && row.ptr[next] == ':' && span_equal(span_cut(row, at, end), S("\"text\""));
        at = end;
        if (!named) continue;
        next = behind_blanks(row, next + 1);
        if (next < row.len && row.ptr[next] == '"') return (range){(uint32_t)next, (uint32_t)behind_string(row, next)};
    }
    return RANGE_NONE;
}

/* The row anew, where its text can't be told from the bytes. */
static span rebuilt(arena *a, span row, span text) {
    yyjson_mut_doc *doc = json_new(a);
    yyjson_mut_val *object = json_object(doc);
    buf out = buf_made(a);
    json_put(doc, object, "text", json_string(doc, text));
    json_pass_through(a, doc, object, row, NULL, 0);
    json_write(&out, doc, object, false);
    return span_trim(buf_span(&out));
}

span row_with_text(arena *a, span row, span text) {
    range value = text_value(row);
    if (!range_known(value)) return rebuilt(a, row, text);
    buf out = buf_made(a), string = buf_made(a);
    yyjson_mut_doc *doc = json_new(a);
    json_write(&string, doc, json_string(doc, text), false);
    buf_put(&out, span_cut(row, 0, value.begin));
    buf_put(&out, span_trim(buf_span(&string)));
    buf_put(&out, span_from(row, value.end));
    return buf_span(&out);
}
