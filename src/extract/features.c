/* A row of whole numbers for each unit: its text, the page's text around it, its place in the tree and on the page, what the rules said. */
#include "model.h"

#define FEATURE_NAME(name) #name,
const char *const feature_names[FEATURE_COUNT] = {FEATURES(FEATURE_NAME)};
#undef FEATURE_NAME

#define FARTHEST 60

/* A stated body (JSON-LD) of fewer words is a summary. */
#define SHORTEST_STATED 60

/* What a stretch of units holds. */
typedef struct sums {
    uint32_t words, link_words, prose, ruled; /* `prose`: units; `ruled`: words that the rules chose */
} sums;

typedef struct path_sums {
    uint32_t units, words, link_words, ends, ruled;
} path_sums;

typedef struct reading {
    work *w;
    const html_page *html;
    place *const *places;
    int32_t *rows;
    sums *before; /* [units + 1] of all units before */
    float *scores, best_score;
    uint32_t best;
    path_sums *paths;
    map path_numbers;
    uint32_t best_path, big_article;
    uint32_t article_count;
} reading;

int32_t log_of(uint64_t n) {
    n++;
    int32_t whole = 63 - __builtin_clzll(n);
    /* the four bits behind the highest one, which is near enough to a logarithm */
    uint64_t rest = whole >= 4 ? n >> (whole - 4) : n << (4 - whole);
    return whole * 16 + (int32_t)(rest & 15);
}

static int32_t share(uint64_t part, uint64_t whole) { return whole ? (int32_t)(part * 1000 / whole) : 0; }
static int32_t near(size_t distance) { return distance < FARTHEST ? (int32_t)distance : FARTHEST; }
static int32_t *row_of(const reading *r, size_t i) { return r->rows + (i + FEATURE_REACH) * FEATURE_COUNT; }

/* ---- Its own text ---- */

typedef struct letters {
    uint32_t all, capitals, digits, stops, bars, code, letters_alone, colons, quotes, addresses;
} letters;

/* Counters of ASCII, a byte each in one number, so that a character is one addition. */
enum { CAPITAL = 0, DIGIT = 8, STOP = 16, BAR = 24, CODE = 32, COLON = 40, QUOTE = 48, ADDRESS = 56 };

#define ONE(counter) ((uint64_t)1 << (counter))
#define FOUR(a, b, c, d) ((uint32_t)(a) << 24 | (b) << 16 | (c) << 8 | (d))
#define CAPITALS4 ONE(CAPITAL), ONE(CAPITAL), ONE(CAPITAL), ONE(CAPITAL)
#define DIGITS5 ONE(DIGIT), ONE(DIGIT), ONE(DIGIT), ONE(DIGIT), ONE(DIGIT)

static const uint64_t ascii_counters[128] = {
    ['0'] = DIGITS5,
    DIGITS5,
    ['A'] = CAPITALS4,
    CAPITALS4,
    CAPITALS4,
    CAPITALS4,
    CAPITALS4,
    CAPITALS4,
    ONE(CAPITAL),
    ONE(CAPITAL),
    ['.'] = ONE(STOP),
    ['!'] = ONE(STOP),
    ['?'] = ONE(STOP),
    ['|'] = ONE(BAR),
    ['{'] = ONE(CODE),
    ['}'] = ONE(CODE),
    ['='] = ONE(CODE),
    ['<'] = ONE(CODE),
    ['>'] = ONE(CODE),
    ['['] = ONE(CODE),
    [']'] = ONE(CODE),
    ['_'] = ONE(CODE),
    [';'] = ONE(CODE),
    ['#'] = ONE(CODE),
    ['/'] = ONE(CODE),
    ['\\'] = ONE(CODE),
    [':'] = ONE(COLON),
    ['"'] = ONE(QUOTE),
    ['@'] = ONE(ADDRESS),
};

static uint32_t counter(uint64_t all, int which) { return all >> which & 0xFF; }

static void add_counters(letters *n, uint64_t all) {
    n->capitals += counter(all, CAPITAL);
    n->digits += counter(all, DIGIT);
    n->stops += counter(all, STOP);
    n->bars += counter(all, BAR);
    n->code += counter(all, CODE);
    n->colons += counter(all, COLON);
    n->quotes += counter(all, QUOTE);
    n->addresses += counter(all, ADDRESS);
}

static void count_other(letters *n, uint32_t c, bool letter) {
    n->capitals += letter && text_is_upper(c);
    n->stops += c == 0x3002;
    n->bars += c == 0x2022 || c == 0xB7 || c == 0xBB || c == 0x203A;
    n->quotes += c == 0x201C || c == 0x201E || c == 0xAB;
}

static letters letters_of(span s) {
    letters n = {0};
    uint64_t ascii = 0;
    uint32_t run = 0, full = 0; /* `run`: of the last three characters, which are letters */
    uint32_t last = 0;          /* the last four bytes */
    bool address = false;
    for (size_t at = 0; at < s.len; n.all++) {
        unsigned char b = (unsigned char)s.ptr[at];
        bool letter;
        if (b < 0x80) {
            letter = is_alpha(b);
            ascii += ascii_counters[b];
            last = last << 8 | b;
            address |= last == FOUR('h', 't', 't', 'p') || last == FOUR('w', 'w', 'w', '.');
            at++;
            if (++full == 0xFF) {
                add_counters(&n, ascii);
                ascii = full = 0;
            }
        } else {
            uint32_t c = text_next(s, &at);
            last = 0;
            letter = text_is_letter(c);
            count_other(&n, c, letter);
        }
        run = (run << 1 | letter) & 7;
        n.letters_alone += run == 2;
    }
    add_counters(&n, ascii);
    n.letters_alone += (run & 3) == 1;
    n.addresses += address;
    return n;
}

/* 0 nothing, 1 a small letter, 2 a capital, 3 a digit, 4 a quote, 5 another mark. */
static int32_t kind_of(uint32_t c) {
    if (text_is_letter(c)) return text_is_upper(c) ? 2 : 1;
    if (text_is_digit(c)) return 3;
    return c == '"' || c == 0x201C || c == 0x201E || c == 0xAB ? 4 : 5;
}

static int32_t end_of(const unit *u, span s) {
    if (u->ends) return 3;
    if (!s.len) return 0;
    size_t begin = 0;
    uint32_t c = text_before(s, s.len, &begin);
    return c == ':' || c == ',' || c == ';' ? 2 : u->cut ? 1 : 0;
}

static void read_text(const reading *r, size_t i, int32_t *f) {
    const unit *u = &r->w->units.items[i];
    const html_block *b = &r->html->blocks[i];
    span s = span_at(r->w->from.text, u->text);
    letters n = letters_of(s);
    size_t at = 0;
    f[F_log_words] = log_of(u->words);
    f[F_link_share] = share(u->link_words, b->words);
    f[F_links] = near(u->links);
    f[F_word_length] = u->words ? (int32_t)(n.all * 10 / u->words) : 0;
    f[F_stops] = share(u->stop_words, u->words);
    f[F_ends] = end_of(u, s);
    f[F_begins] = s.len ? kind_of(text_next(s, &at)) : 0;
    f[F_sentence_marks] = share(n.stops, u->words);
    f[F_commas] = share(u->commas, u->words);
    f[F_capitals] = share(n.capitals, n.all);
    f[F_capital_words] = share(u->capitals, u->words);
    f[F_digits] = share(n.digits, n.all);
    f[F_bold] = share(b->bold_words, b->words);
    f[F_italic] = share(b->italic_words, b->words);
    f[F_bars] = near(n.bars);
    f[F_code] = share(n.code, n.all);
    f[F_single_letters] = share(n.letters_alone, u->words);
    f[F_colon] = near(n.colons);
    f[F_quoted] = near(n.quotes);
    f[F_address] = n.addresses > 0;
    f[F_asks] = span_ends(s, S("?"));
    f[F_ellipsis] = span_ends(s, S("...")) || span_ends(s, S("\xE2\x80\xA6"));
}

static void read_phrases(const reading *r, const unit *u, int32_t *f) {
    f[F_dated] = u->dated;
    f[F_phrase_line] = (u->flags & PHRASE_LINE) != 0;
    f[F_phrase_start] = (u->flags & PHRASE_START) != 0;
    f[F_phrase_has] = (u->flags & PHRASE_HAS) != 0;
    f[F_phrase_tail] = (u->flags & PHRASE_TAIL) != 0;
    f[F_phrase_appeal] = (u->flags & PHRASE_APPEAL) != 0;
    f[F_heading] = u->heading;
    if (u->words > 45 || !u->lower.len) return;
    f[F_by_lead] = phrase_opens(&r->w->rules->byline, u->lower, WORD_LEAD | WORD_DATE | WORD_CHANGE) > 0;
    f[F_credited] = looks_credited(r->w, span_at(r->w->from.text, u->text));
}

/* ---- The page's text ---- */

/* A run of words and the first and last unit that it stands in, + 1. */
typedef struct run {
    uint32_t hash; /* its upper half: the lower one has led to the place */
    uint32_t first, last;
} run;

/* Place of a run in a table of a power of two. */
static run *run_at(run *table, uint64_t mask, uint64_t hash) {
    uint64_t at = hash & mask;
    while (table[at].first && table[at].hash != (uint32_t)(hash >> 32)) at = (at + 1) & mask;
    return &table[at];
}

/* Share of four-word runs that stand in another unit, before it or behind. */
static void read_seen(const reading *r, const page_words *p) {
    size_t count = r->w->units.count, space = 64;
    while (space < p->all.count * 2) space *= 2;
    run *table = ARENA_ARRAY(r->w->scratch, run, space), **runs = arena_raw(r->w->scratch, (p->all.count + 1) * sizeof *runs);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t at = p->starts[i], end = page_words_end(r->w, p, i); at + 4 <= end; at++) {
            uint64_t hash = gram_at(&p->all, at, 4);
            run *seen = runs[at] = run_at(table, space - 1, hash);
            if (!seen->first) *seen = (run){(uint32_t)(hash >> 32), i + 1, i + 1};
            seen->last = i + 1;
        }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t before = 0, behind = 0, all = 0;
        for (uint32_t at = p->starts[i], end = page_words_end(r->w, p, i); at + 4 <= end; at++, all++) {
            before += runs[at]->first <= i;
            behind += runs[at]->last > i + 1;
        }
        row_of(r, i)[F_seen_before] = share(before, all);
        row_of(r, i)[F_seen_again] = share(behind, all);
    }
}

static void read_twins(const reading *r) {
    map seen = {0};
    map_reserve(r->w->scratch, &seen, r->w->units.count);
    uint64_t *hashes = arena_raw(r->w->scratch, r->w->units.count * sizeof *hashes);
    for (size_t i = 0; i < r->w->units.count; i++) {
        hashes[i] = hash_bytes(span_at(r->w->from.text, r->w->units.items[i].text));
        row_of(r, i)[F_twins_before] = near((*map_put(r->w->scratch, &seen, hashes[i]))++);
    }
    for (size_t i = 0; i < r->w->units.count; i++) row_of(r, i)[F_twins] = near(*map_get(&seen, hashes[i]));
}

static void read_share_in(const reading *r, const page_words *p, span text, uint32_t count, int feature) {
    grams known = {0};
    grams_of(r->w->scratch, text, count, &known);
    for (size_t i = 0; i < r->w->units.count; i++) {
        uint32_t hits = 0, all = 0;
        for (uint32_t at = p->starts[i], end = page_words_end(r->w, p, i); at + count <= end && all < 400; at++, all++)
            hits += grams_have(&known, gram_at(&p->all, at, count));
        row_of(r, i)[feature] = share(hits, all);
    }
}

static void read_page_text(reading *r) {
    page_words p = *words_of_page(r->w);
    work *w = r->w;
    read_seen(r, &p);
    read_twins(r);
    read_share_in(r, &p, w->article->title.text, 1, F_in_title);
    read_share_in(r, &p, w->description, 1, F_in_description);
    bool stated = text_words(w->scratch, w->stated_body).count >= SHORTEST_STATED;
    if (stated) read_share_in(r, &p, w->stated_body, 3, F_in_stated);
    for (size_t i = 0; i < w->units.count; i++) {
        int32_t *f = row_of(r, i);
        f[F_title_share] = (int32_t)(w->units.items[i].title_share * 1000);
        f[F_page_article] = w->stated_article;
        f[F_page_live] = w->stated_live;
        f[F_page_stated] = stated;
        if (!stated) f[F_in_stated] = -1;
    }
}

/* ---- The tree ---- */

static html_tag tag_above(const reading *r, uint32_t e, int steps) {
    for (; steps && e != HTML_NONE; steps--) e = r->html->elements[e].parent;
    return e == HTML_NONE ? HTML_OTHER : r->html->elements[e].tag;
}

static int32_t heading_around(const reading *r, uint32_t e) {
    for (int step = 0; step < 3 && e != HTML_NONE; step++, e = r->html->elements[e].parent) {
        html_tag tag = r->html->elements[e].tag;
        if (tag >= HTML_H1 && tag <= HTML_H6) return tag - HTML_H1 + 1;
    }
    return 0;
}

static void read_tree(const reading *r, const unit *u, int32_t *f) {
    uint32_t e = u->element, parent = r->html->elements[e].parent;
    const place *p = r->places[e];
    f[F_tag] = u->tag;
    f[F_parent_tag] = tag_above(r, e, 1);
    f[F_grand_tag] = tag_above(r, e, 2);
    f[F_near_heading] = heading_around(r, e);
    f[F_depth] = r->html->elements[e].depth < 60 ? r->html->elements[e].depth : 60;
    f[F_content_around] = p->content;
    f[F_boilerplate_around] = p->boilerplate;
    f[F_own_boilerplate] = (p->flags & CLASS_BOILERPLATE) != 0;
    f[F_parent_boilerplate] = parent != HTML_NONE && r->places[parent]->flags & CLASS_BOILERPLATE;
    uint32_t near_flags = u->own_classes | p->flags | (parent == HTML_NONE ? 0 : r->places[parent]->flags);
    f[F_own_content] = (near_flags & CLASS_CONTENT) != 0;
    f[F_own_comment] = ((near_flags | u->classes) & CLASS_COMMENT) != 0;
    f[F_own_caption] = (near_flags & CLASS_CAPTION) != 0;
    f[F_own_dek] = (near_flags & CLASS_DEK) != 0;
    f[F_own_byline] = (near_flags & CLASS_BYLINE) != 0;
    f[F_hidden] = u->hidden;
    f[F_in_body_prop] = p->body_prop;
    for (int i = 0; i < AROUND_COUNT; i++) f[F_in_article + i] = p->around[i];
    f[F_most_alike] = p->most_alike;
    f[F_alike] = p->alike;
    f[F_parent_alike] = parent == HTML_NONE ? 0 : r->places[parent]->alike;
    f[F_tokens] = place_learned(r->html, r->places, e);
}

/* ---- Position ---- */

static void read_positions(const reading *r) {
    work *w = r->w;
    uint32_t all = r->before[w->units.count].words;
    size_t title = w->title_unit, heading = RETOLD_NONE, last_long = RETOLD_NONE, rule = RETOLD_NONE;
    for (size_t i = 0; i < w->units.count; i++) {
        const unit *u = &w->units.items[i];
        int32_t *f = row_of(r, i);
        f[F_word_place] = share(r->before[i].words, all);
        f[F_block_place] = share(i, w->units.count);
        f[F_page_blocks] = log_of(w->units.count);
        f[F_page_words] = log_of(all);
        f[F_from_title] = title == RETOLD_NONE ? -100 : i >= title ? near(i - title) : -near(title - i);
        f[F_from_heading] = heading == RETOLD_NONE ? -1 : near(i - heading);
        f[F_heading_level] = heading == RETOLD_NONE ? 0 : w->units.items[heading].heading;
        f[F_heading_tail] = heading != RETOLD_NONE && w->units.items[heading].flags & (PHRASE_TAIL | PHRASE_APPEAL);
        f[F_from_long] = last_long == RETOLD_NONE ? FARTHEST : near(i - last_long);
        f[F_since_rule] = rule == RETOLD_NONE ? FARTHEST : near(i - rule);
        if (u->heading || (u->words <= 10 && u->bold_words >= u->words && u->words)) heading = i;
        if (unit_is_prose(u)) last_long = i;
        if (u->kind == UNIT_BODY) rule = i;
    }
    last_long = rule = RETOLD_NONE;
    for (size_t i = w->units.count; i-- > 0;) {
        const unit *u = &w->units.items[i];
        row_of(r, i)[F_to_long] = last_long == RETOLD_NONE ? FARTHEST : near(last_long - i);
        row_of(r, i)[F_until_rule] = rule == RETOLD_NONE ? FARTHEST : near(rule - i);
        if (unit_is_prose(u)) last_long = i;
        if (u->kind == UNIT_BODY) rule = i;
    }
}

/* ---- Containers ---- */

static sums sums_of(const reading *r, uint32_t e) {
    const html_element *el = &r->html->elements[e];
    uint32_t count = (uint32_t)r->w->units.count, first = el->first_block, end = el->block_end;
    if (end > count) end = count;
    if (first > end) first = end;
    const sums *a = &r->before[first], *b = &r->before[end];
    return (sums){b->words - a->words, b->link_words - a->link_words, b->prose - a->prose, b->ruled - a->ruled};
}

static void add_up(reading *r) {
    const units *units = &r->w->units;
    r->before = ARENA_ARRAY(r->w->scratch, sums, units->count + 1);
    for (size_t i = 0; i < units->count; i++) {
        const unit *u = &units->items[i];
        sums s = r->before[i];
        s.words += u->words;
        s.link_words += u->link_words < u->words ? u->link_words : u->words;
        s.prose += unit_is_prose(u);
        s.ruled += u->kind == UNIT_BODY ? u->words : 0;
        r->before[i + 1] = s;
    }
}

static bool gives_on(html_tag tag) {
    return tag == HTML_P || tag == HTML_LI || tag == HTML_H2 || tag == HTML_H3 || tag == HTML_BLOCKQUOTE;
}

/* Unlinked words of every longer unit, handed up four levels, less at each: unlike the rules' own, blind to classes and stop words. */
static void score_elements(reading *r) {
    const html_element *elements = r->html->elements;
    r->scores = ARENA_ARRAY(r->w->scratch, float, r->html->element_count + 1);
    for (size_t i = 0; i < r->w->units.count; i++) {
        const unit *u = &r->w->units.items[i];
        if (u->words < 8) continue;
        float gift = (float)(u->words - (u->link_words < u->words ? u->link_words : u->words));
        uint32_t e = u->element;
        if (gives_on(elements[e].tag) && elements[e].parent != HTML_NONE) e = elements[e].parent;
        for (int level = 0; level < 4 && e != HTML_NONE; level++, e = elements[e].parent, gift *= 0.5f) r->scores[e] += gift;
    }
    r->best = HTML_NONE;
    for (uint32_t e = 0; e < r->html->element_count; e++)
        if (r->scores[e] > r->best_score) {
            r->best_score = r->scores[e];
            r->best = e;
        }
}

static int32_t score_share(const reading *r, uint32_t e) {
    return e == HTML_NONE || r->best_score <= 0 ? 0 : (int32_t)(r->scores[e] * 1000 / r->best_score);
}

/* Steps from the best container up to what it shares with the unit; 0 inside it. */
static int32_t levels_to_best(const reading *r, size_t i) {
    const html_element *elements = r->html->elements;
    uint32_t up = r->best, e = r->w->units.items[i].element;
    for (int32_t level = 0; up != HTML_NONE; level++, up = elements[up].parent)
        if (e >= up && e < elements[up].end) return level;
    return FARTHEST;
}

static void read_around(const reading *r, uint32_t e, int32_t *f, int first) {
    if (e == HTML_NONE) return;
    sums s = sums_of(r, e);
    const html_element *el = &r->html->elements[e];
    f[first] = share(s.words - s.link_words, s.words);
    f[first + 1] = log_of(s.words);
    f[first + 2] = share(s.words, r->before[r->w->units.count].words);
    f[first + 3] = log_of(el->block_end - el->first_block);
    f[first + 4] = log_of(s.prose);
}

static void find_articles(reading *r) {
    uint32_t most = 0;
    r->big_article = HTML_NONE;
    for (uint32_t e = 0; e < r->html->element_count; e++) {
        if (r->html->elements[e].tag != HTML_ARTICLE) continue;
        r->article_count++;
        uint32_t words = sums_of(r, e).words;
        if (words <= most) continue;
        most = words;
        r->big_article = e;
    }
}

static void read_containers(const reading *r, size_t i, int32_t *f) {
    const html_element *elements = r->html->elements;
    uint32_t e = r->w->units.items[i].element, parent = elements[e].parent;
    uint32_t grand = parent == HTML_NONE ? HTML_NONE : elements[parent].parent;
    uint32_t long_all = r->before[r->w->units.count].prose, all = r->before[r->w->units.count].words;
    const html_element *best = r->best == HTML_NONE ? NULL : &elements[r->best];
    f[F_levels] = levels_to_best(r, i);
    f[F_since_best] = best && i >= best->first_block ? near(i - best->first_block) : -1;
    f[F_until_best] = best && i < best->block_end ? near(best->block_end - i) : -1;
    f[F_score_self] = score_share(r, e);
    f[F_score_parent] = score_share(r, parent);
    f[F_score_grand] = score_share(r, grand);
    read_around(r, parent, f, F_parent_unlinked);
    read_around(r, grand, f, F_grand_unlinked);
    f[F_fill] = parent == HTML_NONE ? 0 : share(sums_of(r, e).words, sums_of(r, parent).words);
    f[F_articles] = near(r->article_count);
    uint32_t big = r->big_article;
    f[F_in_big_article] = big != HTML_NONE && e >= big && e < elements[big].end;
    f[F_big_article] = big == HTML_NONE ? 0 : share(sums_of(r, big).words, all);
    f[F_long_self] = share(sums_of(r, e).prose, long_all);
    f[F_long_parent] = parent == HTML_NONE ? 0 : share(sums_of(r, parent).prose, long_all);
    f[F_long_grand] = grand == HTML_NONE ? 0 : share(sums_of(r, grand).prose, long_all);
}

/* ---- Paths: units whose three nearest elements look alike ---- */

static void add_paths(reading *r) {
    const units *units = &r->w->units;
    r->paths = ARENA_ARRAY(r->w->scratch, path_sums, units->count + 1);
    uint32_t best_words = 0;
    for (size_t i = 0; i < units->count; i++) {
        const unit *u = &units->items[i];
        uint64_t *number = map_put(r->w->scratch, &r->path_numbers, r->places[u->element]->path);
        if (!*number) *number = r->path_numbers.count;
        path_sums *p = &r->paths[*number - 1];
        p->units++;
        p->words += u->words;
        p->link_words += u->link_words < u->words ? u->link_words : u->words;
        p->ends += u->ends;
        p->ruled += u->kind == UNIT_BODY ? u->words : 0;
        if (p->words - p->link_words <= best_words) continue;
        best_words = p->words - p->link_words;
        r->best_path = (uint32_t)*number - 1;
    }
}

static void read_path(const reading *r, const unit *u, int32_t *f) {
    uint32_t number = (uint32_t)*map_get(&r->path_numbers, r->places[u->element]->path) - 1;
    const path_sums *p = &r->paths[number], *best = &r->paths[r->best_path];
    f[F_path_blocks] = log_of(p->units);
    f[F_path_words] = log_of(p->words);
    f[F_path_links] = share(p->link_words, p->words);
    f[F_path_share] = share(p->words - p->link_words, best->words - best->link_words);
    f[F_path_ends] = share(p->ends, p->units);
    f[F_path_best] = number == r->best_path;
    f[F_path_mean] = log_of(p->words / p->units);
    f[F_path_rule] = share(p->ruled, p->words);
}

/* ---- What the rules say ---- */

static void read_rules(const reading *r, size_t i, int32_t *f) {
    const unit *u = &r->w->units.items[i];
    uint32_t parent = r->html->elements[u->element].parent;
    uint32_t grand = parent == HTML_NONE ? HTML_NONE : r->html->elements[parent].parent;
    sums all = r->before[r->w->units.count];
    float score = u->score < -20 ? -20 : u->score > 20 ? 20 : u->score;
    f[F_rule_score] = (int32_t)(score * 16);
    f[F_rule_kind] = u->kind;
    f[F_rule_body] = u->kind == UNIT_BODY;
    f[F_rule_share] = share(all.ruled, all.words);
    f[F_rule_before] = share(r->before[i].ruled, all.ruled);
    sums s = parent == HTML_NONE ? (sums){0} : sums_of(r, parent), g = grand == HTML_NONE ? (sums){0} : sums_of(r, grand);
    f[F_parent_rule] = share(s.ruled, s.words);
    f[F_grand_rule] = share(g.ruled, g.words);
}

int32_t *features_read(work *w, const weights *weights, int32_t page[PAGE_COUNT]) {
    size_t rows = w->units.count + 2 * FEATURE_REACH;
    int32_t tokens;
    reading r = {.w = w, .html = w->html, .places = places_read(w, weights, &tokens)};
    r.rows = ARENA_ARRAY(w->scratch, int32_t, rows * FEATURE_COUNT);
    for (size_t i = 0; i < FEATURE_REACH * FEATURE_COUNT; i++) r.rows[i] = r.rows[rows * FEATURE_COUNT - 1 - i] = FEATURE_NONE;
    add_up(&r);
    score_elements(&r);
    find_articles(&r);
    add_paths(&r);
    read_page_text(&r);
    read_positions(&r);
    for (size_t i = 0; i < w->units.count; i++) {
        const unit *u = &w->units.items[i];
        int32_t *f = row_of(&r, i);
        read_text(&r, i, f);
        read_phrases(&r, u, f);
        read_tree(&r, u, f);
        read_containers(&r, i, f);
        read_path(&r, u, f);
        read_rules(&r, i, f);
    }
    page_read(w, r.rows, tokens, page);
    return r.rows;
}
