/*
 * Names as `list quotes` looks for them: words as the full text index folds them, then by a key that the usual spellings
 * of one name share.
 *
 *   Sergey Lavrov  ─tokens─►  sergey lavrov  ─key─►  sergei lavrov  ◄─  Sergei V. Lavrov, Sergej Lawrow
 */
#include "store/names.h"

typedef struct reader {
    name_keys *out;
    bool full; /* there were more words than fit */
} reader;

static bool is_one_of(char c, const char *set) { return c && strchr(set, c); }

/* Length and replacement of what stands at `at` of a folded word: how languages write the same sound. */
static unsigned spelling(span word, size_t at, char to[2]) {
    static const char pairs[][4] = {"phf", "khh", "aea", "oeo", "ueu", "ouu", "ckk"}; /* two letters, and the one they count as */
    char c = word.ptr[at], next = at + 1 < word.len ? word.ptr[at + 1] : '\0';
    to[1] = '\0';
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        to[0] = pairs[i][2];
        if (c == pairs[i][0] && next == pairs[i][1]) return 2;
    }
    to[0] = c;
    if (c == 'c' && !is_one_of(next, "hei")) to[0] = 'k';
    if (c == 'x') to[0] = 'k', to[1] = 's';
    if (c == 'y' || (c == 'j' && at)) to[0] = 'i';
    if (c == 'w') to[0] = 'v';
    return 1;
}

/* The key's hash; letters that come twice in a row count once. */
static uint64_t key_of(span word) {
    char key[NAME_WORD];
    size_t len = 0;
    for (size_t at = 0; at < word.len && len + 2 < sizeof key;) {
        char to[2];
        at += spelling(word, at, to);
        for (int i = 0; i < 2 && to[i]; i++)
            if (!len || key[len - 1] != to[i]) key[len++] = to[i];
    }
    return hash_bytes((span){key, len});
}

/* Called from within the tokenizer: no allocation, no jump. */
static int take_word(void *user, int flags, const char *token, int len, int begin, int end) {
    reader *r = user;
    (void)flags, (void)begin, (void)end;
    if (r->out->count == MOST_NAME_WORDS) {
        r->full = true;
        return SQLITE_DONE;
    }
    r->out->keys[r->out->count++] = key_of((span){token, (size_t)len});
    return SQLITE_OK;
}

retold_status name_keys_read(retold_store *s, span name, name_keys *out, bool *whole, retold_error *err) {
    reader r = {out, false};
    size_t most = MOST_NAME_WORDS * NAME_WORD;
    bool cut = name.len > most;
    int code = name.len ? tokens_each(s, cut ? span_cut(name, 0, most) : name, &r, take_word) : SQLITE_OK;
    if (whole) *whole = !cut && !r.full;
    return code == SQLITE_OK || code == SQLITE_DONE ? RETOLD_OK : sql_fault(s->db, code, err);
}

bool name_keys_hold(const name_keys *name, const name_keys *wanted) {
    for (unsigned i = 0; i < wanted->count; i++) {
        unsigned at = 0;
        while (at < name->count && name->keys[at] != wanted->keys[i]) at++;
        if (at == name->count) return false;
    }
    return true;
}
