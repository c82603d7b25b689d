/*
 * What kind of page it is: an article, or a list, forum, shop, manual, whose blocks trees of their own choose. Told by the words of its
 * classes and address, by what it declares itself to be, and by sums over its units.
 */
#include "model.h"

#define KIND_NAME(name) #name,
const char *const page_names[PAGE_COUNT] = {PAGE_FEATURES(KIND_NAME)};
#undef KIND_NAME

#define LONGEST_WORD 20
#define LONG_PROSE 40
#define MOST_STEPS 5
#define MOST_HYPHENS 6
#define MOST_COUNTED 500

/* ---- Tokens of the page as a whole ---- */

typedef struct taking {
    void (*take)(void *user, span token);
    void *user;
} taking;

/* A prefix and the letters and digits of a word. */
static void take_named(const taking *t, const char *prefix, span word) {
    char token[48];
    size_t len = 0;
    while (*prefix) token[len++] = *prefix++;
    size_t end = len + LONGEST_WORD;
    for (size_t i = 0; i < word.len && len < end; i++)
        if (is_alnum((unsigned char)word.ptr[i])) token[len++] = to_lower(word.ptr[i]);
    t->take(t->user, (span){token, len});
}

static void take_number(const taking *t, const char *prefix, size_t number) {
    char digit = (char)('0' + number);
    take_named(t, prefix, (span){&digit, 1});
}

/* Letter runs, as "url:review". */
static void take_runs(const taking *t, const char *prefix, span s) {
    for (size_t at = 0; at < s.len; at++) {
        size_t from = at;
        while (at < s.len && is_alpha((unsigned char)s.ptr[at])) at++;
        if (at - from >= 2 && at - from <= LONGEST_WORD) take_named(t, prefix, span_cut(s, from, at));
    }
}

/* How deep the path is, how long its last name, and whether it holds a date or a number. */
static void take_path_shape(const taking *t, span path) {
    size_t steps = 0, hyphens = 0, digits = 0, most_digits = 0;
    bool date = false;
    for (size_t i = 0; i < path.len; i++) {
        unsigned char c = (unsigned char)path.ptr[i];
        if (c == '/' && i + 1 < path.len) {
            steps++;
            hyphens = 0;
            if (digits == 4) date = i + 1 < path.len && is_digit((unsigned char)path.ptr[i + 1]);
        }
        hyphens += c == '-';
        digits = is_digit(c) ? digits + 1 : 0;
        if (digits > most_digits) most_digits = digits;
    }
    take_number(t, "path:steps", steps < MOST_STEPS ? steps : MOST_STEPS);
    take_number(t, "path:hyphens", hyphens < MOST_HYPHENS ? hyphens : MOST_HYPHENS);
    if (date) take_named(t, "path:", S("date"));
    if (most_digits >= 4) take_named(t, "path:", S("number"));
}

static void take_url(const taking *t, span url) {
    size_t at = span_find(url, S("://"), 0);
    if (at == SIZE_MAX) return;
    url = span_from(url, at + 3);
    size_t end = 0;
    while (end < url.len && url.ptr[end] != '?' && url.ptr[end] != '#') end++;
    url.len = end;
    size_t slash = span_find_char(url, '/', 0);
    span host = span_cut(url, 0, slash == SIZE_MAX ? url.len : slash), path = span_from(url, host.len);
    /* without the last two parts, which name the site */
    for (int dots = 0; host.len && dots < 2; host.len--) dots += host.ptr[host.len - 1] == '.';
    take_runs(t, "host:", host);
    take_runs(t, "url:", path);
    take_path_shape(t, path);
}

void page_tokens(const work *w, void (*take)(void *user, span token), void *user) {
    taking t = {take, user};
    take_url(&t, w->page->url.len ? w->page->url : w->article->url.text);
    for (size_t i = 0; i < w->stated_types.count; i++) take_runs(&t, "type:", w->stated_types.items[i]);
    for (uint32_t e = 0; e < w->html->element_count && w->html->elements[e].tag != HTML_BODY; e++) {
        if (w->html->elements[e].tag != HTML_META) continue;
        if (span_equal_nocase(html_attribute(w->html, e, "property"), S("og:type")))
            take_named(&t, "og:", html_attribute(w->html, e, "content"));
    }
}

/* ---- Sums over its units ---- */

static void add_words(const unit *u, const int32_t *f, uint64_t *sums) {
    uint64_t n = u->words;
    bool prose = unit_is_prose(u);
    sums[P_links] += u->link_words < n ? u->link_words : n;
    sums[P_prose] += prose ? n : 0;
    sums[P_long_prose] += prose && n >= LONG_PROSE ? n : 0;
    sums[P_sentences] += u->ends ? n : 0;
    sums[P_tables] += f[F_in_table] ? n : 0;
    sums[P_lists] += f[F_in_ul] ? n : 0;
    sums[P_in_articles] += f[F_in_article] ? n : 0;
    sums[P_in_mains] += f[F_in_main] ? n : 0;
    sums[P_in_sections] += f[F_in_section] ? n : 0;
    sums[P_comments] += f[F_own_comment] ? n : 0;
    sums[P_body_props] += f[F_in_body_prop] ? n : 0;
    sums[P_best_path] += f[F_path_best] ? n : 0;
    sums[P_in_best] += f[F_levels] == 0 ? n : 0;
    sums[P_ruled] += u->kind == UNIT_BODY ? n : 0;
    sums[P_alike] += n * (uint64_t)(f[F_most_alike] < 10 ? f[F_most_alike] : 10) / 10;
    sums[P_digits] += n * (uint64_t)f[F_digits] / 1000;
    sums[P_capitals] += n * (uint64_t)f[F_capital_words] / 1000;
}

static void add_counts(const unit *u, const int32_t *f, int32_t *row) {
    bool prose = unit_is_prose(u);
    row[P_prose_units] += prose;
    row[P_long_units] += prose && u->words >= LONG_PROSE;
    if (u->heading) row[P_h1 + (u->heading < 4 ? u->heading : 4) - 1]++;
    row[P_dated] += u->dated;
    row[P_bylines] += f[F_by_lead] != 0;
    row[P_addresses] += f[F_address];
    row[P_questions] += f[F_asks];
    row[P_copies] += f[F_twins_before] != 0;
    if (f[F_most_alike] > row[P_most_alike]) row[P_most_alike] = f[F_most_alike];
}

void page_read(const work *w, const int32_t *rows, int32_t tokens, int32_t row[PAGE_COUNT]) {
    uint64_t sums[PAGE_SHARES] = {0}, words = 0;
    size_t count = w->units.count;
    for (size_t i = 0; i < PAGE_COUNT; i++) row[i] = 0;
    for (size_t i = 0; i < count; i++) {
        const unit *u = &w->units.items[i];
        const int32_t *f = rows + (i + FEATURE_REACH) * FEATURE_COUNT;
        words += u->words;
        add_words(u, f, sums);
        add_counts(u, f, row);
    }
    for (size_t i = 0; i < PAGE_SHARES; i++) row[i] = words ? (int32_t)(sums[i] * 1000 / words) : 0;
    for (size_t i = P_prose_units; i <= P_most_alike; i++)
        if (row[i] > MOST_COUNTED) row[i] = MOST_COUNTED;
    row[P_words] = log_of(words);
    row[P_units] = log_of(count);
    row[P_mean_words] = count ? (int32_t)(words * 10 / count) : 0;
    row[P_tokens] = tokens;
    if (!count) return;
    const int32_t *first = rows + FEATURE_REACH * FEATURE_COUNT;
    row[P_articles] = first[F_articles];
    row[P_big_article] = first[F_big_article];
    row[P_stated_article] = first[F_page_article];
    row[P_stated_body] = first[F_page_stated];
}
