/* The word lists of data/ as tables, made on first use and kept as long as the ctx. */
#include "base/hash.h"
#include "text/text_internal.h"

static uint8_t sign(char c) {
    return c == '*' ? ABBREVIATION_MAY_END : c == '#' ? ABBREVIATION_BEFORE_NUMBER : c == '^' ? ABBREVIATION_CAPITAL : 0;
}

static void read_abbreviations(arena *a, text_lists *lists) {
    VEC(uint8_t) flags = {0};
    span rest = data_file("abbreviations.txt"), entry;
    while (data_next(&rest, &entry)) {
        uint8_t f = ABBREVIATION, more;
        for (; entry.len && (more = sign(entry.ptr[entry.len - 1])); entry.len--) f |= more;
        if (names_add(a, &lists->abbreviations, entry) == flags.count) vec_push(a, &flags, f);
    }
    lists->abbreviation_flags = flags.items;
}

/* What makes a number with a full stop an ordinal: listed nouns, and the names of the months. */
static void read_ordinal_followers(arena *a, text_lists *lists) {
    lists->ordinal_followers = data_set(a, "ordinal_followers.txt", false);
    span rest = data_file("months.txt"), entry;
    while (data_next(&rest, &entry)) names_add(a, &lists->ordinal_followers, span_trim(span_take_until(&entry, '\t')));
}

static void read_references(arena *a, text_lists *lists) {
    VEC(uint32_t) chars = {0};
    span rest = data_file("character_references.txt"), entry;
    while (data_next(&rest, &entry)) {
        names_add(a, &lists->references, span_take_until(&entry, '\t'));
        uint32_t c = 0;
        for (size_t i = 0; i < entry.len; i++)
            c = c * 16 + (uint32_t)(is_digit((unsigned char)entry.ptr[i]) ? entry.ptr[i] - '0' : entry.ptr[i] - 'A' + 10);
        vec_push(a, &chars, c);
    }
    lists->reference_chars = chars.items;
}

/* Stop words with the number of their section, each opened by a comment of a two-letter code. */
static void read_stop_words(arena *a, text_lists *lists) {
    VEC(uint8_t) sections = {0};
    uint8_t section = 0;
    span rest = data_file("stopwords.txt"), line;
    while (span_take_line(&rest, &line)) {
        if (line.len == 4 && line.ptr[0] == '#') section += section + 1u < STOP_SECTIONS;
        if (!line.len || line.ptr[0] == '#') continue;
        if (names_add(a, &lists->stop_words, line) == sections.count) vec_push(a, &sections, section);
    }
    lists->stop_sections = sections.items;
}

/* A word of 1 to 8 bytes as a number of its own. */
static uint64_t as_number(span s) {
    uint64_t number = 0;
    for (size_t i = 0; i < s.len && i < 8; i++) number |= (uint64_t)(unsigned char)s.ptr[i] << 8 * i;
    return number;
}

static void read_short_stops(arena *a, text_lists *lists) {
    text_stops *stops = &lists->short_stops;
    for (stops->space = 64; stops->space < 2 * lists->stop_words.count;) stops->space *= 2;
    stops->numbers = ARENA_ARRAY(a, uint64_t, stops->space);
    for (size_t i = 0; i < lists->stop_words.count; i++) {
        span word = lists->stop_words.items[i];
        size_t at = hash_mix(as_number(word)) & (stops->space - 1);
        if (word.len > 8) continue;
        while (stops->numbers[at]) at = (at + 1) & (stops->space - 1);
        stops->numbers[at] = as_number(word);
    }
}

static unsigned most_words(const names *n) {
    unsigned most = 1;
    for (size_t i = 0; i < n->count; i++) {
        unsigned count = 1;
        for (size_t at = 0; (at = span_find_char(n->items[i], ' ', at)) != SIZE_MAX; at++) count++;
        if (count > most) most = count;
    }
    return most;
}

const text_lists *text_lists_of(retold_ctx *ctx) {
    text_lists *lists = ctx_get(ctx, CTX_TEXT);
    if (lists) return lists;
    arena *a = ctx_keep(ctx);
    lists = ARENA_NEW(a, text_lists);
    read_abbreviations(a, lists);
    read_ordinal_followers(a, lists);
    read_references(a, lists);
    read_stop_words(a, lists);
    read_short_stops(a, lists);
    lists->particles = data_set(a, "name_particles.txt", false);
    lists->titles = data_set(a, "person_titles.txt", false);
    lists->apostrophe_words = data_set(a, "apostrophe_words.txt", false);
    lists->contraction_hosts = data_set(a, "contraction_hosts.txt", false);
    lists->title_words = most_words(&lists->titles);
    ctx_set(ctx, CTX_TEXT, lists, NULL);
    return lists;
}

span text_fold_word(folded_word *room, span s) {
    size_t len = 0;
    for (size_t at = 0; at < s.len;) {
        uint32_t c = text_fold(text_next(s, &at));
        if (len + 4 > sizeof room->bytes) return (span){0};
        len += text_put(room->bytes + len, c);
    }
    return (span){room->bytes, len};
}

const text_stops *text_stops_of(retold_ctx *ctx) { return &text_lists_of(ctx)->short_stops; }

bool text_is_stop_word(retold_ctx *ctx, span folded) { return names_find(&text_lists_of(ctx)->stop_words, folded) != NAME_NONE; }
