/* What a block's text says of it, whether it came from HTML or from plain text. */
#include "base/hash.h"
#include "extract_internal.h"

/* Longer blocks are not looked through for phrases: boilerplate is short. */
#define LONGEST_PHRASED 480

/* A word as it is counted: where it ends, and whether all of it is ASCII. */
typedef struct counted {
    size_t end;
    bool ascii;
} counted;

/* Letters and digits in one go; apostrophes join. */
static counted word_at(span s, size_t at) {
    counted word = {at, true};
    for (;;) {
        unsigned char c = 0;
        while (word.end < s.len && (is_alnum(c = (unsigned char)s.ptr[word.end]) || c == '\'')) word.end++;
        if (word.end == s.len || c < 0x80) return word;
        size_t next = word.end;
        uint32_t code = text_next(s, &next);
        if (!text_is_letter(code) && !text_is_digit(code)) return word;
        word.end = next;
        word.ascii = false;
    }
}

/* Up to eight bytes of ASCII in lower case, the first in the lowest bits: as in text_stops. */
static uint64_t number_of(span word) {
    uint64_t number = 0;
    for (size_t i = 0; i < word.len; i++) number |= (uint64_t)(unsigned char)to_lower(word.ptr[i]) << 8 * i;
    return number;
}

static bool is_stop(work *w, span word, const counted *c) {
    char low[12];
    if (c->ascii && word.len <= 8) return text_stops_have(w->stops, number_of(word));
    if (word.len > sizeof low) return false;
    for (size_t i = 0; i < word.len; i++) low[i] = to_lower(word.ptr[i]);
    return text_is_stop_word(w->ctx, (span){low, word.len});
}

static void count_words(work *w, unit *u, span s) {
    uint32_t words = 0, unspaced = 0;
    for (size_t at = 0; at < s.len;) {
        counted c = word_at(s, at);
        if (c.end == at) {
            if (s.ptr[at] == ',') u->commas++;
            text_next(s, &at);
            continue;
        }
        span word = span_cut(s, at, c.end);
        size_t first = 0;
        uint32_t code = text_next(word, &first);
        if (text_is_unspaced(code)) {
            for (size_t i = 0; i < word.len; unspaced++) text_next(word, &i);
        } else {
            words++;
            if (text_is_upper(code)) u->capitals++;
            if (words <= 200 && is_stop(w, word, &c)) u->stop_words++;
        }
        at = c.end;
    }
    /* a script without spaces has no stop words to count: take them as usual there */
    u->words = words + unspaced / 2;
    u->stop_words += unspaced / 6;
    if (words > 200) u->stop_words = u->stop_words * (words / 100) / 2;
}

static uint32_t last_code(span s, size_t *at) {
    if (!s.len) return 0;
    size_t begin = text_align(s, s.len - 1);
    *at = begin;
    return text_next(s, &begin);
}

static bool is_closing(uint32_t c) {
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x201D || c == 0x2019 || c == 0xBB || c == 0x201C || c == '`' ||
           c == '*' || c == '_' || c == 0x300D || c == 0x300F;
}

static void read_ends(unit *u, span s) {
    size_t at = s.len;
    uint32_t c = last_code(s, &at);
    while (s.len && is_closing(c)) {
        s.len = at;
        c = last_code(s, &at);
    }
    u->ends = c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0x964;
    u->cut = text_is_letter(c) || text_is_digit(c) || c == ',' || c == '-';
    size_t first = 0;
    uint32_t f = s.len ? text_next(s, &first) : 0;
    u->lower_start = text_is_letter(f) && !text_is_upper(f) && !text_is_unspaced(f);
}

void unit_read(work *w, unit *u, uint32_t html_words) {
    span s = span_at(w->from.text, u->text);
    count_words(w, u, s);
    if (html_words > u->words) u->words = html_words;
    read_ends(u, s);
    if (s.len > LONGEST_PHRASED) return;
    u->lower = lowered(w->scratch, s);
    u->flags = phrases_in(&w->rules->page, u->lower);
    u->dated = u->words <= 25 && has_date(w, u->lower);
}

const page_words *words_of_page(work *w) {
    page_words *p = &w->page_words;
    if (p->starts) return p;
    p->all = text_words(w->scratch, w->from.text);
    p->starts = ARENA_ARRAY(w->scratch, uint32_t, w->units.count + 1);
    uint32_t at = 0;
    for (size_t i = 0; i < w->units.count; i++) {
        while (at < p->all.count && p->all.items[at].span.begin < w->units.items[i].text.begin) at++;
        p->starts[i] = at;
    }
    p->starts[w->units.count] = (uint32_t)p->all.count;
    return p;
}

uint32_t page_words_end(const work *w, const page_words *p, size_t i) {
    uint32_t at = p->starts[i + 1], end = w->units.items[i].text.end;
    while (at > p->starts[i] && p->all.items[at - 1].span.begin >= end) at--;
    return at;
}

void grams_of(arena *a, span text, uint32_t count, grams *out) {
    words all = text_words(a, text);
    map_reserve(a, &out->known, all.count);
    for (uint32_t at = 0; at + count <= all.count; at++) {
        uint64_t hash = gram_at(&all, at, count);
        *map_put(a, &out->known, hash) = 1;
        out->sieve[hash % SIEVE_BITS / 64] |= (uint64_t)1 << hash % 64;
    }
}

bool unit_is_prose(const unit *u) {
    return u->words >= 12 && u->link_words * 10 < u->words * 4 && u->stop_words * 100 >= u->words * 15;
}

float word_share(arena *a, span of, span in) {
    words x = text_words(a, of), y = text_words(a, in);
    map seen = {0};
    size_t hits = 0;
    for (size_t i = 0; i < y.count; i++) *map_put(a, &seen, y.items[i].hash) = 1;
    for (size_t i = 0; i < x.count; i++) hits += map_get(&seen, x.items[i].hash) != NULL;
    return x.count ? (float)hits / (float)x.count : 0;
}
