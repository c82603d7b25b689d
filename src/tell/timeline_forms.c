/* Word lists for the timeline: what begins a clause, what is a verb, what narrows a date. */
#include "base/data.h"
#include "tell/timeline_internal.h"

static void add_flag(arena *a, forms *f, span word, unsigned flag) { *map_put(a, &f->flags, text_word_hash(word)) |= flag; }

static unsigned flag_named(span name) {
    static const struct {
        const char *name;
        unsigned flag;
    } flags[] = {{"link", FORM_LINK},     {"open", FORM_OPEN},   {"and", FORM_AND},         {"aux", FORM_VERB | FORM_LIGHT},
                 {"when", FORM_WHEN},     {"night", FORM_NIGHT}, {"later", FORM_LATER},     {"earlier", FORM_EARLIER},
                 {"nearly", FORM_NEARLY}, {"over", FORM_OVER},   {"about", FORM_ABOUT},     {"start", FORM_START},
                 {"middle", FORM_MIDDLE}, {"end", FORM_END},     {"article", FORM_ARTICLE}, {"day", FORM_DAY},
                 {"be", FORM_BE}};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (span_equal(name, span_of(flags[i].name))) return flags[i].flag;
    return 0;
}

static void load_clause_words(arena *a, forms *f) {
    span rest = data_file("clause_words.txt"), entry;
    while (data_next(&rest, &entry)) {
        span word = span_take_until(&entry, '\t');
        add_flag(a, f, word, flag_named(entry));
    }
}

/* A verb by its infinitive; its plain form and the one in -s may be nouns as well. */
static void add_regular(arena *a, forms *f, span verb, bool noun, unsigned more) {
    bool e = span_ends(verb, S("e")), y = span_ends(verb, S("y")), hiss = span_ends(verb, S("s")) || span_ends(verb, S("h"));
    span head = y ? span_cut(verb, 0, verb.len - 1) : verb;
    unsigned plain = noun ? 0 : FORM_LIGHT | FORM_VERB, past = FORM_VERB | more | (noun ? 0 : FORM_LIGHT);
    add_flag(a, f, verb, plain);
    add_flag(a, f, arena_printf(a, "%.*s%s", SPAN_ARG(verb), hiss ? "es" : "s"), plain);
    add_flag(a, f, arena_printf(a, "%.*s%s", SPAN_ARG(head), e ? "d" : y ? "ied" : "ed"), past);
    add_flag(a, f, arena_printf(a, "%.*sing", SPAN_ARG(e ? span_cut(verb, 0, verb.len - 1) : verb)), noun ? 0 : FORM_LIGHT);
}

static bool has_kind(span kinds, char kind) { return span_find_char(kinds, kind, 0) != SIZE_MAX; }

/* Lines such as "tell told told /sp": forms, then what kind it is. n: also a noun; s: says words; a, h: acts, thinks. */
static void load_verbs(arena *a, forms *f, const char *name) {
    span rest = data_file(name), entry;
    while (data_next(&rest, &entry)) {
        size_t slash = span_find(entry, S(" /"), 0);
        span kinds = slash == SIZE_MAX ? (span){0} : span_from(entry, slash + 2);
        span list = slash == SIZE_MAX ? entry : span_cut(entry, 0, slash);
        unsigned more = has_kind(kinds, 's') && !has_kind(kinds, 'a') && !has_kind(kinds, 'h') ? FORM_SAY : 0;
        for (size_t i = 0; list.len; i++) {
            span form = span_take_until(&list, ' ');
            if (i == 0)
                add_regular(a, f, form, has_kind(kinds, 'n'), more);
            else
                add_flag(a, f, form, FORM_LIGHT | FORM_VERB | more);
        }
    }
}

static void load_numbers(arena *a, forms *f) {
    span rest = data_file("number_words.txt"), entry;
    while (data_next(&rest, &entry)) {
        span word = span_take_until(&entry, '\t');
        *map_put(a, &f->numbers, text_word_hash(word)) = text_word_hash(span_trim(entry));
    }
}

forms forms_load(arena *a) {
    forms f = {0};
    load_clause_words(a, &f);
    load_verbs(a, &f, "common_verbs.txt");
    load_verbs(a, &f, "speech_verbs.txt");
    load_numbers(a, &f);
    return f;
}

unsigned form_flags(const forms *f, span text, const word *w) {
    const uint64_t *flags = map_get(&f->flags, w->hash);
    span s = span_at(text, w->span);
    bool past = !(w->flags & WORD_CAPITAL) && s.len > 4 && span_ends(s, S("ed"));
    return (flags ? (unsigned)*flags : 0) | (past ? FORM_VERB : 0);
}
