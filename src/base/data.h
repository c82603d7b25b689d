/* The files of data/, compiled into the library. */
#ifndef BASE_DATA_H
#define BASE_DATA_H
#include "base/map.h"

/* A file of data/ by its name, such as "stopwords.txt"; aborts on a name that isn't there, which is a fault of the build. */
span data_file(const char *name);

/* Next entry of a list file: trimmed, without empty lines and lines that begin with '#'. False at the end. */
bool data_next(span *rest, span *entry);

/* A list file as a set of its entries (ASCII letters folded to lower case when `fold`). */
names data_set(arena *a, const char *name, bool fold);

/* Made by tools/embed.py: every file of data/, by name. */
typedef struct data_entry {
    const char *name;
    const char *bytes;
    size_t len;
} data_entry;
extern const data_entry data_entries[];
extern const size_t data_entry_count;

#endif
