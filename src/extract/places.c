/* What is known of each element that holds text: its class words, its shape, and what stands around it. One pass, parents first. */
#include "model.h"

#define LONGEST_TOKEN 20
#define SHORTEST_TOKEN 3
#define MOST_AROUND 3
#define MOST_FLAGGED 6

#define TAG_NAME(name, block) S_INIT(#name),
static const span tag_names[] = {S_INIT("OTHER"), HTML_TAGS(TAG_NAME)};
#undef TAG_NAME

/* Attributes whose words say what an element is for; those that come first are the ones that the rules ask, too. */
static const span telling[] = {S_INIT("class"),          S_INIT("id"),          S_INIT("itemprop"),    S_INIT("role"),
                               S_INIT("data-component"), S_INIT("data-testid"), S_INIT("data-module"), S_INIT("data-type"),
                               S_INIT("aria-label")};
enum { TELLING = sizeof telling / sizeof *telling, ASKED = 7, CLASS = 0, ITEMPROP = 2 };

/* Place of a name among them; TELLING when it is none. */
static size_t telling_place(span name) {
    size_t at = 0;
    while (at < TELLING && (telling[at].len != name.len || *telling[at].ptr != *name.ptr || !span_equal(telling[at], name))) at++;
    return at;
}

typedef struct taking {
    void (*take)(void *user, span token);
    void *user;
    size_t shortest; /* letters */
} taking;

/* Runs of letters, also cut where a small letter turns to a capital. */
static void take_words(span value, const taking *t) {
    char word[LONGEST_TOKEN];
    size_t len = 0;
    for (size_t i = 0; i <= value.len; i++) {
        unsigned char c = i < value.len ? (unsigned char)value.ptr[i] : 0;
        bool turn = is_upper(c) && i && is_lower((unsigned char)value.ptr[i - 1]);
        if (!is_alpha(c) || turn) {
            if (len >= t->shortest && len <= LONGEST_TOKEN) t->take(t->user, (span){word, len});
            len = 0;
        }
        if (!is_alpha(c)) continue;
        if (len < LONGEST_TOKEN) word[len] = to_lower((char)c);
        len++;
    }
}

/* "P>DIV", "P>DIV>ARTICLE" and one longer. */
static void take_tags(const html_page *html, uint32_t e, const taking *t) {
    char path[4 * 16];
    size_t len = 0;
    for (int step = 0; step < 4 && e != HTML_NONE; step++, e = html->elements[e].parent) {
        span name = tag_names[html->elements[e].tag];
        if (step) path[len++] = '>';
        memcpy(path + len, name.ptr, name.len);
        len += name.len;
        if (step) t->take(t->user, (span){path, len});
    }
}

void place_tokens(const html_page *html, uint32_t element, void (*take)(void *user, span token), void *user) {
    taking t = {take, user, SHORTEST_TOKEN};
    span name, value;
    for (const void *at = NULL; html_next_attribute(html, element, &at, &name, &value);)
        if (value.len && telling_place(name) < TELLING) take_words(value, &t);
    take_tags(html, element, &t);
}

typedef struct weighing {
    work *w;
    const weights *weights;
    words_said *said; /* NULL for tokens of no element */
    bool flags;       /* the rules' flags of the tokens are wanted, too */
} weighing;

static void weigh_for_page(work *w, const weights *weights, uint32_t number) {
    page_sum *page = &w->page_said;
    if (!page->seen) page->seen = ARENA_ARRAY(w->scratch, uint8_t, weights->tokens.count);
    if (page->seen[number]) return;
    page->seen[number] = 1;
    page->sum += weights->token_weights[number][PAGE_ROLE];
    page->count++;
}

static void weigh_token(void *user, span token) {
    weighing *g = user;
    uint64_t hash = names_hash(token);
    uint32_t flagged = g->flags ? names_find_hashed(&g->w->rules->class_words, token, hash) : NAME_NONE;
    if (flagged != NAME_NONE) g->said->flags |= g->w->rules->class_flags[flagged];
    uint32_t number = names_find_hashed(&g->weights->tokens, token, hash);
    if (number == NAME_NONE) return;
    const int16_t *own = g->weights->token_weights[number];
    if (own[PAGE_ROLE]) weigh_for_page(g->w, g->weights, number);
    bool counts = false;
    for (int role = 0; role < ROLES && g->said; role++) {
        g->said->tokens[role] += own[role];
        counts |= own[role] != 0;
    }
    if (counts) g->said->count++;
}

/* Place among what was said before, until the next one is added; *fresh when it is to be filled. */
static words_said *said_at(work *w, uint64_t key, bool *fresh) {
    uint64_t *number = map_put(w->scratch, &w->said_numbers, key);
    *fresh = !*number;
    if (*fresh) {
        vec_push(w->scratch, &w->said, (words_said){0});
        *number = w->said.count;
    }
    return &w->said.items[*number - 1];
}

/* FNV-1a of a class without the digits that number items. */
static uint64_t shape_of(span class) {
    uint64_t hash = 1469598103934665603u;
    for (size_t i = 0; i < class.len; i++)
        if (!is_digit((unsigned char)class.ptr[i])) hash = (hash ^ (unsigned char)class.ptr[i]) * 1099511628211u;
    return hash;
}

/* What the words of an attribute's value say. A page has few values, each at many elements, and each is asked for twice. */
static const words_said *value_said(work *w, const html_attr *attr, span value) {
    if (!w->attr_said) w->attr_said = ARENA_ARRAY(w->scratch, uint32_t, w->html->attribute_count);
    uint32_t *known = &w->attr_said[attr - w->html->attributes];
    if (*known) return &w->said.items[*known - 1];
    bool fresh;
    words_said *said = said_at(w, hash_bytes(value), &fresh);
    *known = (uint32_t)(said - w->said.items) + 1;
    if (!fresh) return said;
    const weights *weights = weights_of(w->ctx);
    said->shape = shape_of(value);
    taking t = {weigh_token, &(weighing){w, weights, said, true},
                1}; /* no learned token is shorter than SHORTEST_TOKEN, the rules' may be */
    if (weights->none)
        said->flags = class_flags_of(w->rules, value);
    else
        take_words(value, &t);
    return said;
}

/* The same of an element's tag with the three around it. */
static const words_said *tags_said(work *w, const weights *weights, uint32_t e) {
    uint64_t key = 1; /* no hash of a value: of five bytes, one of them 1 */
    bool fresh;
    uint32_t up = e;
    for (int step = 0; step < 4; step++, up = up == HTML_NONE ? up : w->html->elements[up].parent)
        key = key << 8 | (up == HTML_NONE ? 0xFF : w->html->elements[up].tag);
    words_said *said = said_at(w, key, &fresh);
    taking t = {weigh_token, &(weighing){w, weights, said, false}, SHORTEST_TOKEN};
    if (fresh) take_tags(w->html, e, &t);
    return said;
}

uint32_t element_words(work *w, uint32_t element) {
    uint32_t flags = 0;
    span name, value;
    for (const void *at = NULL; html_next_attribute(w->html, element, &at, &name, &value);)
        if (value.len && telling_place(name) < ASKED) flags |= value_said(w, at, value)->flags;
    return flags;
}

static void count_around(place *p, html_tag tag) {
    static const uint8_t tags[] = {
#define AROUND_TAG(tag) HTML_##tag,
        AROUND_TAGS(AROUND_TAG)
#undef AROUND_TAG
    };
    for (size_t i = 0; i < AROUND_COUNT; i++)
        if (tags[i] == tag && p->around[i] < MOST_AROUND) p->around[i]++;
}

static void take_from_parent(place *p, const place *up) {
    memcpy(p->around, up->around, sizeof p->around);
    p->content = up->content;
    p->boilerplate = up->boilerplate;
    p->body_prop = up->body_prop;
    p->above = up->above;
    p->above_count = up->above_count;
}

/* Only elements with a unit directly in them, and those around these, are looked at. */
static void make_known(work *w, place **places) {
    for (size_t i = 0; i < w->units.count; i++)
        for (uint32_t e = w->units.items[i].element; e != HTML_NONE && !places[e]; e = w->html->elements[e].parent)
            places[e] = ARENA_NEW(w->scratch, place);
}

static void add_said(place *p, const words_said *said) {
    for (int role = 0; role < ROLES; role++) p->tokens[role] += said->tokens[role];
    p->token_count = (uint16_t)(p->token_count + said->count);
}

/* Words of its attributes: known flags, and learned weights; its shape by the class. */
static void read_words(work *w, const weights *weights, place *p, uint32_t e) {
    span name, value;
    for (const void *at = NULL; html_next_attribute(w->html, e, &at, &name, &value);) {
        size_t which = value.len ? telling_place(name) : TELLING;
        if (which == TELLING) continue;
        const words_said *said = value_said(w, at, value);
        if (which == CLASS) p->shape = said->shape;
        p->flags |= said->flags;
        add_said(p, said);
        if (which == ITEMPROP && span_find(value, S("articleBody"), 0) != SIZE_MAX) p->body_prop = true;
    }
    if (!weights->none) add_said(p, tags_said(w, weights, e));
}

static void read_place(work *w, const weights *weights, place **places, uint32_t e) {
    const html_element *el = &w->html->elements[e];
    place *p = places[e], *up = el->parent == HTML_NONE ? NULL : places[el->parent];
    if (up) take_from_parent(p, up);
    p->shape = shape_of((span){0});
    read_words(w, weights, p, e);
    if (p->flags & CLASS_CONTENT && p->content < MOST_FLAGGED) p->content++;
    if (p->flags & CLASS_BOILERPLATE && p->boilerplate < MOST_FLAGGED) p->boilerplate++;
    count_around(p, el->tag);
    p->shape = hash_join(p->shape, el->tag);
    uint32_t grand = up ? w->html->elements[el->parent].parent : HTML_NONE;
    p->path = hash_join(p->shape, hash_join(up ? up->shape : 0, grand == HTML_NONE ? 0 : places[grand]->shape));
    p->above += p->tokens[ROLES - 1];
    p->above_count = (uint16_t)(p->above_count + p->token_count);
}

/* Shapes that mark text, not parts of a page: many of them side by side say nothing. */
static bool is_running(html_tag tag) {
    return tag == HTML_P || tag == HTML_SPAN || tag == HTML_A || tag == HTML_H2 || tag == HTML_H3 || tag == HTML_BLOCKQUOTE;
}

static void count_alike(work *w, place **places) {
    map seen = {0};
    const html_element *elements = w->html->elements;
    for (uint32_t e = 0; e < w->html->element_count; e++)
        if (places[e]) ++*map_put(w->scratch, &seen, hash_join(places[e]->shape, elements[e].parent));
    for (uint32_t e = 0; e < w->html->element_count; e++) {
        if (!places[e]) continue;
        const uint64_t *times = map_get(&seen, hash_join(places[e]->shape, elements[e].parent));
        places[e]->alike = (uint16_t)(*times < 200 ? *times : 200);
        uint16_t most = elements[e].parent == HTML_NONE ? 0 : places[elements[e].parent]->most_alike;
        places[e]->most_alike = !is_running(elements[e].tag) && places[e]->alike > most ? places[e]->alike : most;
    }
}

/* Whole part of the square root. */
static uint32_t root_of(uint64_t n) {
    uint64_t root = 0;
    for (uint64_t bit = n ? (uint64_t)1 << (63 - __builtin_clzll(n)) / 2 : 0; bit; bit >>= 1)
        if ((root + bit) * (root + bit) <= n) root += bit;
    return (uint32_t)root;
}

/* The sum over the root of the number of tokens, in 1/1024. */
static int32_t page_score(const page_sum *page) {
    return page->count ? (int32_t)(page->sum * 256 / (int64_t)root_of((uint64_t)page->count << 16)) : 0;
}

place **places_read(work *w, const weights *weights, int32_t *page) {
    place **places = ARENA_ARRAY(w->scratch, place *, w->html->element_count + 1);
    make_known(w, places);
    for (uint32_t e = 0; e < w->html->element_count; e++)
        if (places[e]) read_place(w, weights, places, e);
    count_alike(w, places);
    if (!weights->none) page_tokens(w, weigh_token, &(weighing){w, weights, NULL, false});
    *page = page_score(&w->page_said);
    return places;
}

/* The sum over the fourth root of the number of tokens: many of them must not shout. */
int32_t place_learned(const html_page *html, place *const *places, uint32_t element) {
    int64_t sum = places[element]->tokens[0];
    uint64_t count = places[element]->token_count;
    uint32_t e = html->elements[element].parent;
    for (int step = 0; step < 2 && e != HTML_NONE; step++, e = html->elements[e].parent) {
        sum += places[e]->tokens[1];
        count += places[e]->token_count;
    }
    if (e != HTML_NONE) {
        sum += places[e]->above;
        count += places[e]->above_count;
    }
    uint32_t fourth = root_of((uint64_t)root_of(count << 16) << 8); /* in 1/256; 0 only of none */
    return fourth ? (int32_t)(sum * 256 / (int64_t)fourth) : 0;
}
