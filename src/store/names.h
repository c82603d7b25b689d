/* Names to look for among quotes; shared between names.c and list.c. */
#ifndef STORE_NAMES_H
#define STORE_NAMES_H
#include "store/store_internal.h"

enum { MOST_NAME_WORDS = 64, NAME_WORD = 64 /* bytes of a word that count */ };

/* The words of a name, each by what its spellings have in common. */
typedef struct name_keys {
    uint64_t keys[MOST_NAME_WORDS];
    unsigned count;
} name_keys;

/* Add the words of a name; *whole (may be NULL) is false where it has more than fit, which are passed over. */
retold_status name_keys_read(retold_store *s, span name, name_keys *out, bool *whole, retold_error *err);

/* Has the name all words that are wanted? */
bool name_keys_hold(const name_keys *name, const name_keys *wanted);

#endif
