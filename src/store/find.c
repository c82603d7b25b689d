/* Ids and their beginnings. */
#include "store/store_internal.h"

#define MOST_TOLD 5 /* candidates listed where a beginning isn't unique */

/* A beginning as the user gives it: its kinds and its hex digits in lower case. */
typedef struct wanted {
    unsigned kinds;
    char hex[33];
} wanted;

static bool is_hex(char c) { return is_digit((unsigned char)c) || (c >= 'a' && c <= 'f'); }

static bool take_letter(span *id, const char *letter) {
    if (!span_starts_nocase(*id, span_of(letter))) return false;
    *id = span_from(*id, strlen(letter));
    return true;
}

static bool parse_id(span id, unsigned kinds, wanted *out) {
    unsigned said = take_letter(&id, "f-")   ? RETOLD_KIND_FAMILY
                    : take_letter(&id, "s-") ? RETOLD_KIND_STORY
                    : take_letter(&id, "q-") ? RETOLD_KIND_QUOTE
                                             : 0;
    out->kinds = said ? kinds & said : kinds;
    if (!id.len || id.len > 32 || !out->kinds) return false;
    for (size_t i = 0; i < id.len; i++) {
        out->hex[i] = to_lower(id.ptr[i]);
        if (!is_hex(out->hex[i])) return false;
    }
    out->hex[id.len] = '\0';
    return true;
}

static const char FIND_ARTICLE[] = "SELECT number, id, number FROM article WHERE id >= ?1 AND id < ?1 || 'g' ORDER BY id LIMIT 6";
static const char FIND_QUOTE[] = "SELECT number, id, article FROM quote WHERE id >= ?1 AND id < ?1 || 'g' ORDER BY id LIMIT 6";
static const char FIND_CLUSTER[] = "SELECT number, id, NULL FROM cluster WHERE kind = ?2 AND id >= ?1 AND id < ?1 || 'g'"
                                   " UNION SELECT c.number, c.id, NULL FROM alias a JOIN cluster c ON c.number = a.cluster"
                                   " WHERE a.kind = ?2 AND a.id >= ?1 AND a.id < ?1 || 'g' LIMIT 6";

static void note_found(const query *q, unsigned kind, store_found *out) {
    span id = row_text(q, 1);
    *out = (store_found){.kind = kind, .number = row_number(q, 0), .article = row_number(q, 2)};
    size_t head = strlen(kind_letter(kind)), len = id.len > 32 ? 32 : id.len;
    memcpy(out->id, kind_letter(kind), head);
    if (len) memcpy(out->id + head, id.ptr, len);
    out->id[head + len] = '\0';
}

/* All of one kind that begin so; the first goes to *out. */
static retold_status look_in(arena *a, retold_store *s, unsigned kind, const char *hex, store_found *out, unsigned *count,
                             span *told, retold_error *err) {
    buf list = buf_made(a);
    query q = query_on(s, kind == RETOLD_KIND_ARTICLE ? FIND_ARTICLE : kind == RETOLD_KIND_QUOTE ? FIND_QUOTE : FIND_CLUSTER);
    query_text(&q, 1, span_of(hex));
    if (kind & (RETOLD_KIND_FAMILY | RETOLD_KIND_STORY)) query_int(&q, 2, kind);
    for (*count = 0; query_row(&q); ++*count) {
        if (!*count) note_found(&q, kind, out);
        if (*count < MOST_TOLD)
            buf_printf(&list, "%s%s%.*s", *count ? ", " : "", kind_letter(kind), SPAN_ARG(row_text(&q, 1)));
        else
            buf_put(&list, S(", …"));
    }
    *told = buf_span(&list);
    return query_end(&q, err);
}

static retold_status find(arena *a, retold_store *s, span id, unsigned kinds, store_found *out, retold_error *err) {
    static const unsigned order[] = {RETOLD_KIND_ARTICLE, RETOLD_KIND_FAMILY, RETOLD_KIND_STORY, RETOLD_KIND_QUOTE};
    wanted w;
    unsigned count = 0;
    span told;
    retold_status status = RETOLD_OK;
    bool fits = parse_id(id, kinds, &w);
    for (unsigned i = 0; fits && i < 4 && !count && status == RETOLD_OK; i++)
        if (w.kinds & order[i]) status = look_in(a, s, order[i], w.hex, out, &count, &told, err);
    if (status != RETOLD_OK || count == 1) return status;
    span shown = id.len > 64 ? span_cut(id, 0, 64) : id;
    if (!count)
        return error_set(err, "store", RETOLD_E_ABSENT, RETOLD_OFFSET_NONE, "no id begins with \"%.*s\"", SPAN_ARG(shown));
    return error_set(err, "store", RETOLD_E_ARGUMENT, RETOLD_OFFSET_NONE, "\"%.*s\" begins several ids: %.*s", SPAN_ARG(shown),
                     SPAN_ARG(told));
}

retold_status store_find(retold_ctx *ctx, retold_store *s, span id, unsigned kinds, store_found *out, retold_error *err) {
    arena *a = ctx_scratch(ctx);
    arena_mark mark = arena_here(a);
    *out = (store_found){.number = RETOLD_NONE, .article = RETOLD_NONE};
    retold_status status = find(a, s, span_trim(id), kinds, out, err);
    arena_back(a, mark);
    return status;
}
