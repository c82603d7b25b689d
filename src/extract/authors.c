/* Who wrote it: persons and agencies told apart, names cut out of bylines. */
#include "base/data.h"
#include "extract.h"
#include "extract_internal.h"

#define LONGEST_NAME 60
#define MOST_AUTHORS 12

void read_name_lists(arena *a, rules *r) {
    static const char *const files[] = {"first_names.txt", "given_names.txt"};
    r->outlet_ends = data_set(a, "outlet_words.txt", true);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        span rest = data_file(files[i]), entry;
        while (data_next(&rest, &entry)) names_add(a, &r->first_names, lowered(a, span_take_until(&entry, ' ')));
    }
}

/* Signs and blanks at both ends that are no part of a name. */
static span name_trim(span s) {
    for (;;) {
        s = span_trim(s);
        if (s.len && strchr("*_#[](){}|,;:-/\"<>", s.ptr[0]))
            s = span_from(s, 1);
        else if (s.len && strchr("*_#[](){}|,;:-/\"<>", s.ptr[s.len - 1]))
            s.len--;
        else if (span_starts(s, S("\xE2\x80\x93")) || span_starts(s, S("\xE2\x80\x94")) || span_starts(s, S("\xE2\x80\xA2")))
            s = span_from(s, 3);
        else
            return s;
    }
}

static bool has_stop_word(const rules *r, span lower) {
    while (lower.len) {
        span word = name_trim(span_take_until(&lower, ' '));
        if (word.len && phrase_opens(&r->byline, word, WORD_STOP) == word.len) return true;
    }
    return false;
}

bool has_first_name(const work *w, span name);

/* "The Daily Wren", "Sund Times". Many a page of one person has that person's name. */
static bool is_outlet(const work *w, span name) {
    size_t last = name.len;
    while (last && name.ptr[last - 1] != ' ') last--;
    span outlet = w->article->outlet.text, lower = lowered(w->scratch, name);
    if (outlet.len && span_equal_nocase(outlet, name)) return !has_first_name(w, name);
    return last && (span_starts(lower, S("the ")) || names_find(&w->rules->outlet_ends, span_from(lower, last)) != NAME_NONE);
}

bool has_first_name(const work *w, span name) {
    span first = span_take_until(&name, ' ');
    return name.len && names_find(&w->rules->first_names, lowered(w->scratch, first)) != NAME_NONE;
}

/* Several words without a blank between them, "ChecklistsJust": in names a capital inside stands behind a short part ("MacArthur", "SubbaRao"). */
static bool is_glued(span word) {
    unsigned turns = 0;
    size_t first = 0;
    for (size_t at = 1; at < word.len; at++)
        if (is_upper((unsigned char)word.ptr[at]) && is_lower((unsigned char)word.ptr[at - 1]) && !turns++) first = at;
    return turns > 1 || first > 6;
}

static bool has_glued_word(span name) {
    while (name.len)
        if (is_glued(span_take_until(&name, ' '))) return true;
    return false;
}

/* Two to five words that begin as names do, no digits, no address. */
static bool is_person(work *w, span name) {
    if (name.len < 4 || name.len > LONGEST_NAME || is_outlet(w, name)) return false;
    unsigned words = 0, capital = 0;
    bool small = true;
    for (span rest = name; rest.len;) {
        span word = span_take_until(&rest, ' ');
        if (!word.len) continue;
        size_t at = 0;
        uint32_t c = text_next(word, &at);
        if (c == '\'' || c == '"' || c == 0x201C || c == 0x2018) c = at < word.len ? text_next(word, &at) : 0;
        if (!text_is_letter(c) || is_glued(word)) return false;
        words++;
        capital += text_is_upper(c) || text_is_unspaced(c);
        if (!text_is_upper(c) && word.len > 4) small = false;
    }
    for (size_t i = 0; i < name.len; i++)
        if (is_digit((unsigned char)name.ptr[i]) || strchr("@<>=/\\{}!?:", name.ptr[i])) return false;
    if (words < 2 || words > 5 || capital < 2 || !small) return false;
    return !has_stop_word(w->rules, lowered(w->scratch, name));
}

static bool is_known(const retold_article *article, span name) {
    for (size_t i = 0; i < article->author_count; i++)
        if (span_equal_nocase(article->authors[i].text, name)) return true;
    return false;
}

static void push_author(work *w, span name, range page, const char *from, float confidence) {
    retold_article *article = w->article;
    if (article->author_count >= MOST_AUTHORS || is_known(article, name)) return;
    arena *a = &article->memory;
    if (!article->authors) article->authors = ARENA_ARRAY(a, field, MOST_AUTHORS);
    article->authors[article->author_count++] = (field){arena_copy(a, name), page, from, confidence};
}

void agency_set(work *w, span name, range page, const char *from, float confidence) {
    retold_article *article = w->article;
    name = name_trim(name);
    if (!name.len || name.len > LONGEST_NAME) return;
    if (article->agency.text.len && article->agency.confidence >= confidence) return;
    article->agency = (field){arena_copy(&article->memory, name), page, from, confidence};
}

/* A role or place behind the name: "Jane Roe, staff writer", "Jane Roe in London". */
static span without_role(work *w, span name) {
    span lower = lowered(w->scratch, name);
    for (size_t at = 1; at < lower.len && lower.len == name.len; at++) {
        if (lower.ptr[at - 1] != ' ') continue;
        if (phrase_opens(&w->rules->byline, span_from(lower, at), WORD_ROLE)) return name_trim(span_cut(name, 0, at));
    }
    return name;
}

/* Length of a separator between names at s[at]; 0 for none. */
static size_t separator(span s, size_t at) {
    static const char *const words[] = {" and ", " & ", " und ", " et ", " with ", " AND ", " And ", " / "};
    char c = s.ptr[at];
    if (c == ',' || c == ';' || c == '|' || c == '\n') return 1;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_starts(span_from(s, at), span_of(words[i]))) return strlen(words[i]);
    if (span_starts(span_from(s, at), S("\xE2\x80\xA2")) || span_starts(span_from(s, at), S("\xE2\x80\x93"))) return 3;
    if (span_starts(span_from(s, at), S("\xE2\x8B\x85"))) return 3;
    return span_starts(span_from(s, at), S("\xC2\xB7")) ? 2 : 0;
}

/* Without the date that stands behind the name: "Jane Roe 14 March 2024", "Jane Roe March 14". */
static span without_date(work *w, span name) {
    size_t digit = 0;
    while (digit < name.len && !is_digit((unsigned char)name.ptr[digit])) digit++;
    if (digit == name.len) return name;
    for (name = name_trim(span_cut(name, 0, digit)); name.len;) {
        size_t last = name.len, at = 0;
        while (last && name.ptr[last - 1] != ' ') last--;
        span word = name_trim(lowered(w->scratch, span_from(name, last)));
        bool small = !text_is_upper(text_next(span_from(name, last), &at));
        bool dates = phrase_opens(&w->rules->byline, word, WORD_DATE | WORD_CHANGE) == word.len;
        if (!last || !(small || dates || map_get(&w->rules->months, hash_bytes(word)))) break;
        name = name_trim(span_cut(name, 0, last));
    }
    return name;
}

/* Elements without a blank between them: "ByJane Roe", "Jane RoePublished", "Jane RoeNovember". */
static span unglued(work *w, span name) {
    span lower = lowered(w->scratch, name);
    if (lower.len != name.len) return name;
    for (size_t at = 1; at < name.len; at++) {
        if (!is_upper((unsigned char)name.ptr[at]) || !is_lower((unsigned char)name.ptr[at - 1])) continue;
        span head = span_cut(lower, 0, at), tail = span_from(lower, at);
        if (phrase_opens(&w->rules->byline, head, WORD_LEAD) == head.len) return unglued(w, span_from(name, at));
        size_t end = 0;
        while (end < tail.len && is_alpha((unsigned char)tail.ptr[end])) end++;
        bool month = map_get(&w->rules->months, hash_bytes(span_cut(tail, 0, end))) != NULL;
        if (month || phrase_opens(&w->rules->byline, tail, WORD_DATE | WORD_CHANGE) > 3) return span_cut(name, 0, at);
    }
    return name;
}

/* One blank between words. */
static span single_blanks(arena *a, span name) {
    if (span_find(name, S("  "), 0) == SIZE_MAX) return name;
    buf b = buf_made(a);
    for (span rest = name; rest.len;) {
        span word = span_take_until(&rest, ' ');
        if (word.len && b.len) buf_char(&b, ' ');
        buf_put(&b, word);
    }
    return buf_span(&b);
}

/* One name of a byline. True when it was taken. */
static bool take_name(work *w, span name, range page, const char *from, float confidence) {
    name = single_blanks(w->scratch, name_trim(unglued(w, name_trim(name))));
    if (!name.len) return false;
    span agency = agency_of(w->scratch, w->rules, name);
    if (agency.len) {
        agency_set(w, agency, page, from, confidence);
        return true;
    }
    name = without_role(w, without_date(w, name));
    if (!is_person(w, name)) return false;
    push_author(w, name, page, from, confidence);
    return true;
}

/* "…, with Tidewire": one word that is no person's name. */
static bool is_house(work *w, span name) {
    size_t at = 0;
    return name.len >= 2 && name.len <= 30 && text_is_upper(text_next(name, &at)) && span_find_char(name, ' ', 0) == SIZE_MAX &&
           !has_stop_word(w->rules, lowered(w->scratch, name));
}

/* What follows isn't of the authors: ", edited by Hedda Marsh". */
static span without_others(work *w, span s) {
    span lower = lowered(w->scratch, s);
    for (size_t at = 1; at < lower.len && lower.len == s.len; at++) {
        bool begins = !is_alpha((unsigned char)lower.ptr[at - 1]) || is_upper((unsigned char)s.ptr[at]);
        if (begins && phrase_opens(&w->rules->byline, span_from(lower, at), WORD_END)) return name_trim(span_cut(s, 0, at));
    }
    return s;
}

bool byline_read(work *w, span text, range page, const char *from, float confidence) {
    span s = without_others(w, name_trim(text));
    if (!s.len || s.len > 400) return false;
    s = unglued(w, s);
    span lower = lowered(w->scratch, s);
    size_t lead = phrase_opens(&w->rules->byline, lower, WORD_LEAD | WORD_LABEL);
    if (lead && lower.len == s.len) s = name_trim(span_from(s, lead));
    bool any = false;
    size_t begin = 0;
    for (size_t at = 0; at <= s.len; at++) {
        size_t len = at < s.len ? separator(s, at) : 1;
        if (!len) continue;
        span name = name_trim(span_cut(s, begin, at));
        bool with =
            span_starts_nocase(name, S("with ")) || (begin >= 6 && span_equal(span_cut(s, begin - 6, begin), S(" with ")));
        if (span_starts_nocase(name, S("with "))) name = name_trim(span_from(name, 5));
        if (take_name(w, name, page, from, confidence))
            any = true;
        else if (any && with && is_house(w, name))
            agency_set(w, name, page, from, confidence * 0.9f);
        bool border = at < s.len && (s.ptr[at] == '|' || s.ptr[at] == '\n' || (unsigned char)s.ptr[at] >= 0x80);
        if (any && border) break; /* a place, a subject */
        begin = at + len;
        at = begin - 1;
        if (at >= s.len) break;
    }
    return any;
}

/* Words that say nothing alone: "Admin", "Staff", "Editor". A team has its name. */
static bool is_mere_role(const work *w, span lower) {
    if (span_ends(lower, S(" team")) && lower.len > 8 && !span_starts(lower, S("our ")) &&
        !span_equal(lower, S("editorial team")))
        return false;
    return has_stop_word(w->rules, lower) || is_outlet(w, lower);
}

/* A name of small letters counts where it is declared to be a person's, or begins as names do. */
static bool may_be_small(const work *w, span name, size_t blanks, const char *from) {
    if (strcmp(from, "byline") == 0) return false;
    return !blanks || (blanks == 1 && strcmp(from, "json-ld") == 0) || has_first_name(w, name);
}

void signature_add(work *w, field text) {
    span name = single_blanks(w->scratch, name_trim(text.text)), outlet = w->article->outlet.text;
    size_t first = 0, letters = 0, blanks = 0;
    if (name.len < 3 || name.len > 40 || is_mere_role(w, lowered(w->scratch, name))) return;
    if (outlet.len && word_share(w->scratch, name, outlet) == 1 && word_share(w->scratch, outlet, name) > 0.4f) return;
    for (size_t i = 0; i < name.len; i++) {
        if (strchr("@<>=/\\{}!?:,;|&._#", name.ptr[i])) return;
        letters += !is_digit((unsigned char)name.ptr[i]) && name.ptr[i] != ' ';
        blanks += name.ptr[i] == ' ';
    }
    if (letters < 3 || blanks > 4 || (blanks && strcmp(text.from, "byline") == 0 && has_glued_word(name))) return;
    if (!text_is_upper(text_next(name, &first)) && !may_be_small(w, name, blanks, text.from)) return;
    push_author(w, name, text.page, text.from, text.confidence < 0.4f ? text.confidence : 0.4f);
}

bool person_add(work *w, field text) {
    span name = single_blanks(w->scratch, name_trim(text.text));
    if (!has_first_name(w, name) || !is_person(w, name)) return false;
    push_author(w, name, text.page, text.from, text.confidence);
    return true;
}

span byline_first(work *w, span text) {
    size_t end = 0;
    while (end < text.len && !separator(text, end)) end++;
    return name_trim(without_role(w, name_trim(span_cut(text, 0, end))));
}

span byline_rest(work *w, span text) {
    span s = without_others(w, name_trim(text)), lower = lowered(w->scratch, s);
    size_t lead = phrase_opens(&w->rules->byline, lower, WORD_LEAD | WORD_LABEL);
    bool sure = phrase_opens(&w->rules->byline, lower, WORD_LEAD) == lead;
    if (!sure && !span_starts(span_trim(span_from(lower, lead)), S(":"))) return (span){0}; /* "Author Spotlight" */
    if (!lead || lower.len != s.len) return (span){0};
    return without_date(w, byline_first(w, name_trim(span_from(s, lead))));
}

void authors_add(work *w, field text) { byline_read(w, text.text, text.page, text.from, text.confidence); }

/* ---- Of rows ---- */

void extract_part_agencies(retold_ctx *ctx, retold_article *article) {
    const rules *r = rules_of(ctx);
    size_t kept = 0;
    article->memory.ctx = ctx;
    for (size_t i = 0; i < article->author_count; i++) {
        field f = article->authors[i];
        span agency = agency_of(ctx_scratch(ctx), r, f.text);
        if (!agency.len) {
            article->authors[kept++] = f;
        } else if (f.confidence > article->agency.confidence) {
            f.text = arena_copy(&article->memory, agency);
            article->agency = f;
        }
    }
    article->author_count = kept;
}

/* ---- Datelines ---- */

static size_t dash_length(span s) {
    if (span_starts(s, S("\xE2\x80\x93")) || span_starts(s, S("\xE2\x80\x94"))) return 3;
    if (span_starts(s, S("--"))) return 2;
    return span_starts(s, S("-")) ? 1 : 0;
}

/* "(Daily Wren) – …" names the outlet; "TOWN, March 3 (Wire) - …" the agency. */
bool dateline_read(work *w, span text, range *outlet, range *agency) {
    (void)w;
    *outlet = *agency = RANGE_NONE;
    size_t open = span_find_char(span_cut(text, 0, text.len < 80 ? text.len : 80), '(', 0);
    if (open == SIZE_MAX) return false;
    size_t close = span_find_char(text, ')', open);
    if (close == SIZE_MAX || close - open < 3 || close - open > 42) return false;
    span rest = span_trim(span_from(text, close + 1));
    if (!dash_length(rest)) return false;
    span name = span_cut(text, open + 1, close);
    size_t at = 0;
    if (!text_is_upper(text_next(name, &at))) return false;
    *(open == 0 ? outlet : agency) = (range){(uint32_t)open + 1, (uint32_t)close};
    return true;
}
