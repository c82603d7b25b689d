/*
 * The user's words → a query of FTS5 in which nothing but NOT, blanks and quoted strings stands:
 *
 *   ferry "north sea" -storm     →     "ferry" "north sea" NOT "storm"
 *
 * Words that are no words (only marks) are left to the tokenizer, which makes nothing of them. The cost is capped by the
 * number of words, since each costs its list in the index.
 */
#include "store/store_internal.h"

#define MOST_BYTES 4096
#define MOST_WORDS 32

/* Length of the quotation mark that stands here: " “ ” „ « »; 0 for none. */
static size_t mark_len(span s, size_t at) {
    static const char *const marks[] = {"\"", "“", "”", "„", "«", "»"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (span_starts(span_from(s, at), span_of(marks[i]))) return strlen(marks[i]);
    return 0;
}

static bool is_blank(char c) { return (unsigned char)c <= ' ' || c == 0x7F; }

/* Words of a phrase, counted as the tokenizer might: runs of bytes that are letters, digits, or no ASCII. */
static unsigned count_words(span s) {
    unsigned count = 0;
    bool in_word = false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        bool part = is_alnum(c) || c >= 0x80;
        count += part && !in_word;
        in_word = part;
    }
    return count;
}

/* A term is a phrase up to its closing mark, or to the end, or else all up to the next blank or mark. */
static span take_term(span *rest) {
    size_t open = mark_len(*rest, 0), at = open;
    while (at < rest->len && (open || !is_blank(rest->ptr[at])) && !mark_len(*rest, at)) at++;
    span term = span_cut(*rest, open, at);
    *rest = span_from(*rest, at + (open && at < rest->len ? mark_len(*rest, at) : 0));
    return term;
}

static void put_quoted(buf *b, span term) {
    buf_char(b, '"');
    for (size_t i = 0; i < term.len; i++) buf_char(b, is_blank(term.ptr[i]) ? ' ' : term.ptr[i]);
    buf_char(b, '"');
}

static retold_status refuse(const char *why, retold_error *err) {
    return error_set(err, "store", RETOLD_E_ARGUMENT, RETOLD_OFFSET_NONE, "%s", why);
}

retold_status query_parse(arena *a, span words, span *match, retold_error *err) {
    buf with = buf_made(a), without = buf_made(a);
    unsigned count = 0;
    if (words.len > MOST_BYTES) return refuse("a search takes at most 4,096 bytes", err);
    for (span rest = words; rest.len;) {
        if (is_blank(*rest.ptr)) {
            rest = span_from(rest, 1);
            continue;
        }
        bool not = *rest.ptr == '-' && rest.len > 1 && !is_blank(rest.ptr[1]);
        if (not ) rest = span_from(rest, 1);
        span term = take_term(&rest);
        unsigned here = count_words(term);
        if (!here) continue;
        count += here;
        buf *to = not ? &without : &with;
        buf_put(to, not ? S(" NOT ") : to->len ? S(" ") : S(""));
        put_quoted(to, term);
    }
    if (count > MOST_WORDS) return refuse("a search takes at most 32 words", err);
    if (!with.len)
        return refuse(without.len ? "a search needs a word that must occur, besides those that must not"
                                  : "a search needs a word to look for",
                      err);
    buf_put(&with, buf_span(&without));
    *match = buf_span(&with);
    return RETOLD_OK;
}
