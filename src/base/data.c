#include "base/data.h"
#include <stdlib.h>

span data_file(const char *name) {
    for (size_t i = 0; i < data_entry_count; i++)
        if (strcmp(data_entries[i].name, name) == 0) return (span){data_entries[i].bytes, data_entries[i].len};
    abort();
}

bool data_next(span *rest, span *entry) {
    span line;
    while (span_take_line(rest, &line)) {
        *entry = span_trim(line);
        if (entry->len && entry->ptr[0] != '#') return true;
    }
    return false;
}

names data_set(arena *a, const char *name, bool fold) {
    names set = {0};
    span rest = data_file(name), entry;
    while (data_next(&rest, &entry)) {
        span copy = arena_copy(a, entry);
        for (size_t i = 0; fold && i < copy.len; i++) ((char *)(uintptr_t)copy.ptr)[i] = to_lower(copy.ptr[i]);
        names_add(a, &set, copy);
    }
    return set;
}
