/*
 * The tokenizer of the full text index: SQLite's unicode61, but scripts that write without spaces are cut into single
 * characters, so that a phrase of them finds the characters side by side.
 */
#include "base/span.h"
#include "store/store_internal.h"

typedef struct tokens {
    fts5_tokenizer inner; /* unicode61 */
    Fts5Tokenizer *words;
} tokens;

/* What hands a token on, and where its piece begins in the whole. */
typedef struct relay {
    void *user;
    int (*token)(void *user, int flags, const char *token, int len, int begin, int end);
    int shift;
} relay;

/* Thai, Lao, Myanmar, Khmer; kana, bopomofo, ideographs; ideographs of the higher planes. Hangul is written with spaces. */
static bool spaceless(uint32_t c) {
    static const struct {
        uint32_t first, last;
    } ranges[] = {{0x0E00, 0x0EFF}, {0x1000, 0x109F}, {0x1780, 0x17FF}, {0x3040, 0x312F}, {0x31A0, 0x31BF},  {0x31F0, 0x31FF},
                  {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}, {0xFF66, 0xFF9F}, {0x20000, 0x3FFFF}};
    if (c < ranges[0].first) return false;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (c >= ranges[i].first && c <= ranges[i].last) return true;
    return false;
}

/* One code point at `at`, which is moved behind it; what is no UTF-8 counts as one byte each. */
static uint32_t take(const unsigned char *text, int len, int *at) {
    unsigned char lead = text[(*at)++];
    int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
    if (more == 0 || more > len - *at) return lead;
    uint32_t c = lead & (0x3Fu >> more);
    for (int i = 0; i < more; i++) {
        if ((text[*at + i] & 0xC0) != 0x80) return lead;
        c = c << 6 | (text[*at + i] & 0x3Fu);
    }
    *at += more;
    return c;
}

static int shifted(void *user, int flags, const char *token, int len, int begin, int end) {
    relay *r = user;
    return r->token(r->user, flags, token, len, begin + r->shift, end + r->shift);
}

static int tokenize(Fts5Tokenizer *self, void *user, int flags, const char *text, int len,
                    int (*token)(void *user, int flags, const char *token, int len, int begin, int end)) {
    tokens *t = (tokens *)(void *)self;
    relay r = {user, token, 0};
    int code = SQLITE_OK, from = 0, at = 0;
    while (at < len && code == SQLITE_OK) {
        int here = at;
        if (!spaceless(take((const unsigned char *)text, len, &at))) continue;
        r.shift = from;
        if (here > from) code = t->inner.xTokenize(t->words, &r, flags, text + from, here - from, shifted);
        if (code == SQLITE_OK) code = token(user, 0, text + here, at - here, here, at);
        from = at;
    }
    r.shift = from;
    if (code == SQLITE_OK && len > from) code = t->inner.xTokenize(t->words, &r, flags, text + from, len - from, shifted);
    return code;
}

static void delete (Fts5Tokenizer *self) {
    tokens *t = (tokens *)(void *)self;
    if (t && t->words) t->inner.xDelete(t->words);
    sqlite3_free(t);
}

static int create(void *api, const char **arguments, int count, Fts5Tokenizer **out) {
    (void)arguments, (void)count;
    static const char *options[] = {"remove_diacritics", "2"};
    fts5_api *fts = api;
    void *context = NULL;
    tokens *t = sqlite3_malloc(sizeof *t);
    if (!t) return SQLITE_NOMEM;
    memset(t, 0, sizeof *t);
    int code = fts->xFindTokenizer(fts, "unicode61", &context, &t->inner);
    if (code == SQLITE_OK) code = t->inner.xCreate(context, options, 2, &t->words);
    if (code != SQLITE_OK) {
        sqlite3_free(t);
        return code;
    }
    *out = (Fts5Tokenizer *)(void *)t;
    return SQLITE_OK;
}

/* SQLite's full text search as a set of functions; NULL in *fts where it has none. */
static int find_fts(sqlite3 *db, fts5_api **fts) {
    sqlite3_stmt *q = NULL;
    *fts = NULL;
    int code = sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &q, NULL);
    if (code == SQLITE_OK) code = sqlite3_bind_pointer(q, 1, fts, "fts5_api_ptr", NULL);
    if (code == SQLITE_OK) sqlite3_step(q);
    sqlite3_finalize(q);
    return code == SQLITE_OK && !*fts ? SQLITE_ERROR : code;
}

int tokens_register(sqlite3 *db) {
    static fts5_tokenizer ours = {create, delete, tokenize};
    fts5_api *fts;
    int code = find_fts(db, &fts);
    return code == SQLITE_OK ? fts->xCreateTokenizer(fts, "retold", fts, &ours, NULL) : code;
}

int tokens_each(retold_store *s, span text, void *user, each_token each) {
    if (!s->tokens) {
        fts5_api *fts;
        int code = find_fts(s->db, &fts);
        if (code == SQLITE_OK) code = create(fts, NULL, 0, &s->tokens);
        if (code != SQLITE_OK) return code;
    }
    return tokenize(s->tokens, user, FTS5_TOKENIZE_QUERY, text.ptr, (int)text.len, each);
}

void tokens_end(retold_store *s) {
    if (s->tokens) delete (s->tokens);
    s->tokens = NULL;
}
