/* The lists of data/ that extract reads, made on first use and kept as long as the ctx. */
#include "base/data.h"
#include "extract_internal.h"

typedef struct kind_name {
    const char *name;
    uint32_t flag;
} kind_name;

static const kind_name class_kinds[] = {{"content", CLASS_CONTENT},
                                        {"boilerplate", CLASS_BOILERPLATE},
                                        {"comment", CLASS_COMMENT},
                                        {"caption", CLASS_CAPTION},
                                        {"dek", CLASS_DEK},
                                        {"byline", CLASS_BYLINE},
                                        {NULL, 0}};
static const kind_name phrase_kinds[] = {{"line", PHRASE_LINE}, {"start", PHRASE_START},   {"has", PHRASE_HAS},
                                         {"tail", PHRASE_TAIL}, {"appeal", PHRASE_APPEAL}, {NULL, 0}};
static const kind_name byline_kinds[] = {{"lead", WORD_LEAD}, {"label", WORD_LABEL},   {"role", WORD_ROLE}, {"stop", WORD_STOP},
                                         {"date", WORD_DATE}, {"change", WORD_CHANGE}, {"end", WORD_END},   {NULL, 0}};
static const kind_name credit_kinds[] = {{"lead", CREDIT_LEAD}, {"house", CREDIT_HOUSE}, {NULL, 0}};

static uint32_t flag_of(const kind_name *kinds, span name) {
    for (; kinds->name; kinds++)
        if (span_equal(name, span_of(kinds->name))) return kinds->flag;
    return 0;
}

static void read_classes(arena *a, rules *r) {
    VEC(uint8_t) flags = {0};
    span rest = data_file("class_tokens.txt"), entry;
    while (data_next(&rest, &entry)) {
        uint32_t flag = flag_of(class_kinds, span_take_until(&entry, ':'));
        while (entry.len) {
            span word = span_take_until(&entry, ' ');
            if (!word.len) continue;
            uint32_t number = names_add(a, &r->class_words, word);
            if (number == flags.count) vec_push(a, &flags, 0);
            flags.items[number] |= (uint8_t)flag;
        }
    }
    r->class_flags = flags.items;
}

/* Bytes; longer ones are left out. */
#define LONGEST_PHRASE 48

static span first_word(span s) {
    size_t end = 0;
    while (end < s.len && s.ptr[end] != ' ') end++;
    return span_cut(s, 0, end);
}

/* Letters and digits, and all beyond ASCII but for the marks at U+2000 and up that part words. */
static bool word_byte(span s, size_t at) {
    unsigned char c = (unsigned char)s.ptr[at];
    return c < 0x80 ? is_alnum(c) : c != 0xE2;
}

/* Bytes of the word that begins at s[at]; what stands behind a word can't be among them. */
static size_t word_length(span s, size_t at) {
    size_t end = at;
    while (end < s.len && word_byte(s, end)) end++;
    return end - at;
}

/* Of the first bytes of a word, up to three, and of its length; 0 for any length of three or more. What begins with no word counts as its first byte. */
static uint32_t head_bit(const char *bytes, size_t word, size_t length) {
    const unsigned char *p = (const unsigned char *)bytes;
    uint32_t key = p[0];
    if (word > 1) key |= (uint32_t)p[1] << 8;
    if (word > 2) key |= (uint32_t)p[2] << 16;
    return (key * 0x9E3779B1u + (uint32_t)length * 0x85EBCA77u) >> 20;
}

/* The same of three bytes, with their bit of case set. */
static uint32_t lead_bit(const char *bytes) {
    const unsigned char *p = (const unsigned char *)bytes;
    return ((p[0] | 0x20u) * 0x9E37u + (p[1] | 0x20u) * 0x85EBu + (p[2] | 0x20u) * 0xC2B3u) >> 4 & 1023;
}

static void set_bit(phrases *p, uint32_t bit) { p->heads[bit / 64] |= (uint64_t)1 << bit % 64; }

static void add_head(phrases *p, span text) {
    size_t word = word_length(text, 0);
    if (!text.len) return;
    if (word >= 3) set_bit(p, head_bit(text.ptr, word, 0));
    set_bit(p, head_bit(text.ptr, word, word));
}

static void add_lead(phrases *p, span text) {
    unsigned char first = (unsigned char)text.ptr[0];
    p->leads[lead_bit(text.ptr) / 64] |= (uint64_t)1 << lead_bit(text.ptr) % 64;
    p->lead_bytes[first] = true;
    if (is_lower(first)) p->lead_bytes[first - 32] = true;
}

static void add_phrase(arena *a, phrases *p, span text, uint32_t flag) {
    if (text.len > LONGEST_PHRASE) return;
    if (text.len) p->opens[(unsigned char)text.ptr[0]] |= flag;
    if (flag & CREDIT_LEAD && text.len >= 3) add_lead(p, text);
    add_head(p, text);
    uint64_t *head = map_put(a, &p->first, hash_bytes(first_word(text)));
    for (uint64_t i = *head; i; i = p->next.items[i - 1]) {
        if (!span_equal(p->items.items[i - 1], text)) continue;
        p->flags.items[i - 1] |= flag;
        return;
    }
    vec_push(a, &p->items, text);
    vec_push(a, &p->flags, flag);
    vec_push(a, &p->next, (uint32_t)*head);
    *head = p->items.count;
    uint32_t *byte = &p->bytes[text.len ? (unsigned char)text.ptr[0] : 0];
    vec_push(a, &p->also, *byte);
    *byte = (uint32_t)p->items.count;
}

static void read_phrases(arena *a, phrases *p, const char *file, const kind_name *kinds) {
    span rest = data_file(file), entry;
    while (data_next(&rest, &entry)) {
        uint32_t flag = flag_of(kinds, span_take_until(&entry, '\t'));
        add_phrase(a, p, span_trim(entry), flag);
    }
}

static void read_agencies(arena *a, rules *r) {
    VEC(span) given = {0};
    span rest = data_file("agencies.txt"), entry;
    while (data_next(&rest, &entry)) {
        span first = {0};
        while (entry.len) {
            span name = span_take_until(&entry, '\t');
            if (!first.len) first = name;
            if (names_add(a, &r->agencies, lowered(a, name)) == given.count) vec_push(a, &given, first);
        }
    }
    r->agency_names = given.items;
}

static void read_months(arena *a, rules *r, const char *file) {
    span rest = data_file(file), entry;
    while (data_next(&rest, &entry)) {
        span name = span_take_until(&entry, '\t');
        uint64_t number = 0;
        span_to_u64(span_trim(entry), &number);
        *map_put(a, &r->months, hash_bytes(name)) = number;
    }
}

rules *rules_of(retold_ctx *ctx) {
    rules *r = ctx_get(ctx, CTX_EXTRACT);
    if (r) return r;
    arena *a = ctx_keep(ctx);
    r = ARENA_NEW(a, rules);
    read_classes(a, r);
    read_phrases(a, &r->page, "page_phrases.txt", phrase_kinds);
    read_phrases(a, &r->byline, "byline_words.txt", byline_kinds);
    read_phrases(a, &r->byline, "credit_words.txt", credit_kinds);
    read_agencies(a, r);
    read_months(a, r, "months.txt");
    read_months(a, r, "page_months.txt");
    read_date_names(a, r);
    read_name_lists(a, r);
    ctx_set(ctx, CTX_EXTRACT, r, NULL);
    return r;
}

/* ---- Looking up ---- */

static bool border(span s, size_t at) { return at >= s.len || at == 0 || !word_byte(s, at) || !word_byte(s, at - 1); }

static uint32_t found(uint32_t flags, span lower, size_t at, size_t len) {
    bool whole = at == 0 && span_trim(span_from(lower, len)).len == 0;
    uint32_t out = flags & PHRASE_HAS;
    if (at == 0) out |= flags & ~(uint32_t)(PHRASE_LINE | PHRASE_HAS);
    if (whole) out |= flags & PHRASE_LINE;
    return out;
}

static bool has_bit(const phrases *p, uint32_t bit) { return p->heads[bit / 64] >> bit % 64 & 1; }

/* Three bytes of a word that no phrase begins with. */
static bool opens_none(const phrases *p, span lower, size_t at) {
    bool three = at + 3 <= lower.len && word_byte(lower, at) && word_byte(lower, at + 1) && word_byte(lower, at + 2);
    return three && !has_bit(p, head_bit(lower.ptr + at, 3, 0));
}

static uint32_t phrases_at(const phrases *p, span lower, size_t at) {
    if (opens_none(p, lower, at)) return 0;
    size_t word = word_length(lower, at), end = at + word;
    if (!has_bit(p, head_bit(lower.ptr + at, word, word))) return 0;
    while (end < lower.len && lower.ptr[end] != ' ') end++;
    const uint64_t *head = map_get(&p->first, hash_bytes(span_cut(lower, at, end)));
    /* "related:" opens the phrases of "related" as well */
    size_t bare = end;
    while (bare > at && !word_byte(lower, bare - 1)) bare--;
    const uint64_t *other = bare < end && bare > at ? map_get(&p->first, hash_bytes(span_cut(lower, at, bare))) : NULL;
    uint32_t out = 0;
    for (int turn = 0; turn < 2; turn++, head = other)
        for (uint64_t i = head ? *head : 0; i; i = p->next.items[i - 1]) {
            span phrase = p->items.items[i - 1];
            if (span_starts(span_from(lower, at), phrase) && border(lower, at + phrase.len))
                out |= found(p->flags.items[i - 1], lower, at, phrase.len);
        }
    return out;
}

uint32_t phrases_in(const phrases *p, span lower) {
    uint32_t flags = 0;
    for (size_t at = 0; at < lower.len; at++) {
        if (lower.ptr[at] == ' ') continue;
        flags |= phrases_at(p, lower, at);
        while (at < lower.len && lower.ptr[at] != ' ') at++;
    }
    return flags;
}

size_t phrase_opens(const phrases *p, span lower, uint32_t flags) {
    size_t longest = 0;
    if (!lower.len || !(p->opens[(unsigned char)lower.ptr[0]] & flags) || opens_none(p, lower, 0)) return 0;
    for (uint32_t i = p->bytes[(unsigned char)lower.ptr[0]]; i; i = p->also.items[i - 1]) {
        span phrase = p->items.items[i - 1];
        bool may = p->flags.items[i - 1] & flags && phrase.len > longest && phrase.len <= lower.len &&
                   phrase.ptr[phrase.len - 1] == lower.ptr[phrase.len - 1];
        if (may && span_starts(lower, phrase) && border(lower, phrase.len)) longest = phrase.len;
    }
    return longest;
}

/* Eight bytes of ASCII in lower case. */
static uint64_t eight_lowered(uint64_t x) {
    uint64_t ones = 0x0101010101010101u, above = x + ones * (0x80 - 'A'), below = x + ones * (0x7F - 'Z');
    return x | (above & ~below & ones * 0x80) >> 2;
}

static size_t put_lowered(char *copy, span s) {
    size_t len = 0;
    uint64_t x;
    for (; len + 8 <= s.len; len += 8) {
        memcpy(&x, s.ptr + len, 8);
        if (x & 0x8080808080808080u) break;
        x = eight_lowered(x);
        memcpy(copy + len, &x, 8);
    }
    for (size_t i = len; i < s.len; i++) {
        if (s.ptr[i] == '\xE2' && i + 2 < s.len && memcmp(s.ptr + i, "\xE2\x80\x99", 3) == 0) {
            copy[len++] = '\'';
            i += 2;
        } else {
            copy[len++] = to_lower(s.ptr[i]);
        }
    }
    return len;
}

span lowered(arena *a, span s) {
    char *copy = arena_raw(a, s.len + 1);
    return (span){copy, put_lowered(copy, s)};
}

bool phrase_leads(const phrases *p, span text) {
    bool begins = true;
    for (size_t i = 0; i + 3 <= text.len; i++) {
        if (begins && p->lead_bytes[(unsigned char)text.ptr[i]] &&
            p->leads[lead_bit(text.ptr + i) / 64] >> lead_bit(text.ptr + i) % 64 & 1 && phrase_opens_at(p, text, i, CREDIT_LEAD))
            return true;
        begins = !is_alnum((unsigned char)text.ptr[i]);
    }
    return false;
}

size_t phrase_opens_at(const phrases *p, span text, size_t at, uint32_t flags) {
    if (at >= text.len || !(p->opens[(unsigned char)to_lower(text.ptr[at])] & flags)) return 0;
    char low[3 * LONGEST_PHRASE + 3]; /* an apostrophe may have three bytes */
    span head = span_cut(text, at, text.len - at < sizeof low ? text.len : at + sizeof low);
    return phrase_opens(p, (span){low, put_lowered(low, head)}, flags);
}

/* Words of a class are letter runs, split where small letters turn to capitals. */
uint32_t class_flags_of(const rules *r, span value) {
    uint32_t flags = 0;
    char word[24];
    size_t len = 0;
    for (size_t i = 0; i <= value.len; i++) {
        unsigned char c = i < value.len ? (unsigned char)value.ptr[i] : 0;
        bool turn = is_upper(c) && i && is_lower((unsigned char)value.ptr[i - 1]);
        if ((!is_alpha(c) || turn) && len) {
            uint32_t number = len < sizeof word ? names_find(&r->class_words, (span){word, len}) : NAME_NONE;
            if (number != NAME_NONE) flags |= r->class_flags[number];
            len = 0;
        }
        if (is_alpha(c) && len < sizeof word) word[len++] = to_lower((char)c);
    }
    return flags;
}

span agency_of(arena *a, const rules *r, span name) {
    uint32_t number = names_find(&r->agencies, lowered(a, span_trim(name)));
    return number == NAME_NONE ? (span){0} : r->agency_names[number];
}
