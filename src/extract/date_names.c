/* Names that pages give their dates: of meta tags, properties, data attributes, keys in scripts, and parts of classes. */
#include "base/data.h"
#include "extract_internal.h"

#define LONGEST_NAME 64

void read_date_names(arena *a, rules *r) {
    static const char *const kinds[] = {"date", "published", "created", "modified"};
    span rest = data_file("date_names.txt"), entry;
    while (data_next(&rest, &entry)) {
        span kind = span_take_until(&entry, '\t');
        entry = span_trim(entry);
        if (span_equal(kind, S("shows-published"))) vec_push(a, &r->shows_published, entry);
        if (span_equal(kind, S("shows-modified"))) vec_push(a, &r->shows_modified, entry);
        for (uint64_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
            if (span_equal(kind, span_of(kinds[i]))) *map_put(a, &r->date_names, hash_bytes(entry)) = i;
    }
}

int date_name(const rules *r, span name) {
    char plain[LONGEST_NAME];
    size_t len = 0;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (c == ':' || c == '/') len = 0;
        if (strchr(":/ -_.", c)) continue;
        if (len == sizeof plain) return DATE_NONE;
        plain[len++] = to_lower(c);
    }
    const uint64_t *kind = len ? map_get(&r->date_names, hash_bytes((span){plain, len})) : NULL;
    return kind ? (int)*kind : DATE_NONE;
}

date_kind date_class(const rules *r, arena *a, span value) {
    if (!value.len || value.len > 400) return DATE_PLAIN;
    span lower = lowered(a, value);
    for (size_t i = 0; i < r->shows_modified.count; i++)
        if (span_find(lower, r->shows_modified.items[i], 0) != SIZE_MAX) return DATE_MODIFIED;
    for (size_t i = 0; i < r->shows_published.count; i++)
        if (span_find(lower, r->shows_published.items[i], 0) != SIZE_MAX) return DATE_PUBLISHED;
    return DATE_PLAIN;
}
