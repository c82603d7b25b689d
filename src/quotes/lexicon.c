/* The word lists of data/, as one table of classes for each language. Forms of verbs are made from their infinitive by rule. */
#include "base/data.h"
#include "quotes/quotes_internal.h"

#define SHORTEST_TAIL 6u
#define LONGEST_COMPOUND 40u

typedef struct loader {
    arena *memory;
    lexicon *lex;
} loader;

static char fold_ascii(char c) { return to_lower(c); }

folded_word word_folded(span word) {
    folded_word out = {.len = 0};
    for (size_t at = 0; at < word.len && out.len < 64;) {
        if (!((unsigned char)word.ptr[at] & 0x80)) {
            out.bytes[out.len++] = fold_ascii(word.ptr[at++]);
            continue;
        }
        uint32_t c = text_fold(text_next(word, &at));
        if (c == 0x2019 || c == 0x2018 || c == 0x02BC) c = '\'';
        if (c < 0x80) {
            out.bytes[out.len++] = (char)c;
        } else if (c < 0x800) {
            out.bytes[out.len++] = (char)(0xC0 | c >> 6);
            out.bytes[out.len++] = (char)(0x80 | (c & 0x3F));
        } else if (c < 0x10000) {
            out.bytes[out.len++] = (char)(0xE0 | c >> 12);
            out.bytes[out.len++] = (char)(0x80 | (c >> 6 & 0x3F));
            out.bytes[out.len++] = (char)(0x80 | (c & 0x3F));
        }
    }
    return out;
}

static uint64_t word_hash(span word) {
    folded_word f = word_folded(word);
    return hash_bytes((span){f.bytes, f.len});
}

static void add(loader *l, span word, uint64_t bits) {
    if (word.len) *map_put(l->memory, &l->lex->words, word_hash(word)) |= bits;
}

/* Next blank-separated word of a line. */
static bool next_word(span *line, span *word) {
    *line = span_trim(*line);
    *word = span_take_until(line, ' ');
    return word->len > 0;
}

static bool is_vowel(char c) { return c && strchr("aeiou", c); }

typedef struct verb_line {
    span forms[12];
    uint32_t count;
    uint64_t bits;
} verb_line;

static uint64_t verb_bits(span flags) {
    static const struct {
        char flag;
        uint64_t bit;
    } table[] = {{'s', LEX_SAY}, {'t', LEX_CLAUSE},  {'q', LEX_QUOTED}, {'p', LEX_PERSONAL},
                 {'a', LEX_ACT}, {'h', LEX_THOUGHT}, {'n', LEX_NOUN},   {'v', LEX_SPLIT}};
    uint64_t bits = 0;
    for (size_t i = 0; i < flags.len; i++)
        for (size_t k = 0; k < sizeof table / sizeof *table; k++)
            if (table[k].flag == flags.ptr[i]) bits |= table[k].bit;
    return bits;
}

static verb_line read_verb(span line) {
    verb_line v = {.count = 0};
    span word;
    while (next_word(&line, &word)) {
        if (word.ptr[0] == '/')
            v.bits = verb_bits(span_from(word, 1));
        else if (v.count < 12)
            v.forms[v.count++] = word;
    }
    return v;
}

static span joined(loader *l, span stem, const char *tail) { return arena_printf(l->memory, "%.*s%s", SPAN_ARG(stem), tail); }

static bool ends_in_consonant_y(span s) { return s.len > 1 && s.ptr[s.len - 1] == 'y' && !is_vowel(s.ptr[s.len - 2]); }

static span third_person(loader *l, span lemma) {
    if (ends_in_consonant_y(lemma)) return joined(l, span_cut(lemma, 0, lemma.len - 1), "ies");
    bool hisses = span_ends(lemma, S("s")) || span_ends(lemma, S("x")) || span_ends(lemma, S("ch")) ||
                  span_ends(lemma, S("sh")) || span_ends(lemma, S("o"));
    return joined(l, lemma, hisses ? "es" : "s");
}

static span past_form(loader *l, span lemma) {
    if (ends_in_consonant_y(lemma)) return joined(l, span_cut(lemma, 0, lemma.len - 1), "ied");
    return joined(l, lemma, span_ends(lemma, S("e")) ? "d" : "ed");
}

/* "quip, quipped" → "quipping"; short words with one vowel double by themselves ("run"). */
static bool doubles(span lemma, span past) {
    char last = lemma.ptr[lemma.len - 1];
    if (past.len == lemma.len + 3 && past.ptr[lemma.len] == last) return true;
    return lemma.len >= 3 && lemma.len <= 4 && !is_vowel(last) && !strchr("wxy", last) && is_vowel(lemma.ptr[lemma.len - 2]) &&
           !is_vowel(lemma.ptr[lemma.len - 3]);
}

static span ing_form(loader *l, span lemma, span past) {
    if (span_ends(lemma, S("ie"))) return joined(l, span_cut(lemma, 0, lemma.len - 2), "ying");
    if (span_ends(lemma, S("e")) && !span_ends(lemma, S("ee"))) return joined(l, span_cut(lemma, 0, lemma.len - 1), "ing");
    if (!doubles(lemma, past)) return joined(l, lemma, "ing");
    char tail[] = {lemma.ptr[lemma.len - 1], 'i', 'n', 'g', 0};
    return joined(l, lemma, tail);
}

static void add_english_verb(loader *l, const verb_line *v, uint64_t bits) {
    span lemma = v->forms[0], past = v->count > 1 ? v->forms[1] : past_form(l, lemma);
    uint64_t verb = bits & ~(uint64_t)LEX_NOUN;
    add(l, lemma, bits | FORM_BASE);
    add(l, third_person(l, lemma), bits | FORM_S);
    add(l, past, verb | FORM_PAST | (v->count > 2 ? 0 : FORM_PART));
    if (v->count > 2) add(l, v->forms[2], verb | FORM_PART);
    add(l, v->count > 3 ? v->forms[3] : ing_form(l, lemma, past), verb | FORM_ING);
}

/* "gesagt", "mitgeteilt": never a finite verb. */
static bool is_german_participle(span form) {
    static const char *const prefixes[] = {"",    "an",  "auf", "aus",  "ein", "hin", "hinzu",
                                           "mit", "vor", "zu",  "fest", "dar", "ab"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        size_t len = strlen(prefixes[i]);
        if (form.len > len + 4 && memcmp(form.ptr, prefixes[i], len) == 0 && memcmp(form.ptr + len, "ge", 2) == 0) return true;
    }
    return false;
}

/* A participle has its prefix in it; finite forms of another verb may be spelled alike and need none. */
static void add_german_form(loader *l, span form, uint64_t bits) {
    uint64_t split = bits & LEX_SPLIT;
    uint64_t had = lexicon_word(l->lex, form);
    if (is_german_participle(form)) {
        add(l, form, (bits & ~LEX_SPLIT) | FORM_PART);
        return;
    }
    bool free = (had & LEX_CUE) && !(had & LEX_SPLIT);
    add(l, form, (bits & ~LEX_SPLIT) | FORM_PAST | FORM_PART | (free ? 0 : split));
    if (!split && (had & LEX_SPLIT)) *map_put(l->memory, &l->lex->words, word_hash(form)) &= ~LEX_SPLIT;
}

static void add_german_verb(loader *l, const verb_line *v) {
    span stem = v->forms[0];
    add(l, stem, v->bits | FORM_BASE);
    if (v->count == 1 && stem.len > 2) {
        stem = span_cut(stem, 0, stem.len - 2);
        add(l, joined(l, stem, "t"), v->bits | FORM_S);
        add(l, joined(l, stem, "te"), v->bits | FORM_PAST);
        add(l, joined(l, stem, "ten"), v->bits | FORM_PAST);
        add(l, joined(l, S("ge"), arena_printf(l->memory, "%.*st", SPAN_ARG(stem)).ptr), v->bits | FORM_PART);
    }
    for (uint32_t i = 1; i < v->count; i++) add_german_form(l, v->forms[i], v->bits);
}

static void load_verbs(loader *l) {
    span rest = data_file(l->lex->german ? "speech_verbs_de.txt" : "speech_verbs.txt"), line;
    while (data_next(&rest, &line)) {
        verb_line v = read_verb(line);
        if (l->lex->german)
            add_german_verb(l, &v);
        else
            add_english_verb(l, &v, v.bits);
    }
    if (l->lex->german) return;
    rest = data_file("common_verbs.txt");
    while (data_next(&rest, &line)) {
        verb_line v = read_verb(line);
        add_english_verb(l, &v, v.bits | LEX_OTHER);
    }
}

static void load_function_words(loader *l) {
    static const struct {
        const char *name;
        uint64_t bits;
    } classes[] = {{"det", LEX_DET},
                   {"poss", LEX_POSS},
                   {"subject", LEX_SUBJECT},
                   {"object", LEX_OBJECT},
                   {"prep", LEX_PREP},
                   {"sub", LEX_SUB},
                   {"rel", LEX_REL},
                   {"and", LEX_AND},
                   {"aux", LEX_AUX},
                   {"be", LEX_BE},
                   {"not", LEX_NOT},
                   {"adverb", LEX_ADVERB},
                   {"time", LEX_TIME},
                   {"to", LEX_TO},
                   {"that", LEX_THAT},
                   {"konjunktiv", LEX_REPORTED},
                   {"indefinite", LEX_INDEFINITE},
                   {"prefix", LEX_PREFIX}};
    span rest = data_file("function_words.txt"), line, language, name, word;
    while (data_next(&rest, &line)) {
        if (!next_word(&line, &language) || !next_word(&line, &name)) continue;
        if (span_equal(language, S("de")) != l->lex->german) continue;
        uint64_t bits = 0;
        for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
            if (span_equal(name, span_of(classes[i].name))) bits = classes[i].bits;
        while (next_word(&line, &word)) add(l, word, bits);
    }
}

/* Names of one letter each in the second column: "he m", "Anna f". */
static void load_genders(loader *l, const char *file) {
    span rest = data_file(file), line, word, gender;
    while (data_next(&rest, &line)) {
        if (!next_word(&line, &word) || !next_word(&line, &gender)) continue;
        static const char letters[] = "mfpn";
        static const uint64_t bits[] = {LEX_MALE, LEX_FEMALE, LEX_PLURAL, LEX_NEUTER};
        const char *at = strchr(letters, gender.ptr[0]);
        if (at) add(l, word, bits[at - letters]);
    }
}

static void load_roles(loader *l) {
    static const struct {
        const char *name;
        uint64_t bits;
    } classes[] = {{"person", LEX_PERSON},        {"group", LEX_GROUP},   {"body", LEX_BODY},
                   {"firm", LEX_BODY | LEX_FIRM}, {"outlet", LEX_OUTLET}, {"thing", LEX_THING}};
    span rest = data_file("role_words.txt"), line, name, word;
    for (uint64_t number = 1; data_next(&rest, &line); number++) {
        if (!next_word(&line, &name)) continue;
        uint64_t bits = 0;
        for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
            if (span_equal(name, span_of(classes[i].name))) bits = classes[i].bits;
        while (next_word(&line, &word)) {
            add(l, word, bits);
            uint64_t *lines = map_put(l->memory, &l->lex->roles, word_hash(word));
            if (!(*lines >> 48)) *lines = *lines << 16 | number;
        }
    }
}

static void load_outlets(loader *l) {
    span rest = data_file("outlets.txt"), line;
    while (data_next(&rest, &line)) {
        folded_word f = word_folded(line);
        names_add(l->memory, &l->lex->outlets, (span){f.bytes, f.len});
        span first = span_take_until(&line, ' ');
        add(l, first, LEX_OUTLET_NAME);
    }
    rest = data_file("outlet_words.txt");
    while (data_next(&rest, &line)) add(l, line, LEX_OUTLET_TAIL);
    rest = data_file("attribution_nouns.txt");
    while (data_next(&rest, &line)) add(l, line, LEX_SAYING);
}

static void load_phrases(loader *l) {
    VEC(source_phrase) all = {0};
    span rest = data_file("attribution_phrases.txt"), line, language, side, word;
    while (data_next(&rest, &line)) {
        if (!next_word(&line, &language) || !next_word(&line, &side)) continue;
        if (span_equal(language, S("de")) != l->lex->german) continue;
        source_phrase p = {.behind = span_equal(side, S("behind")), .around = span_equal(side, S("around"))};
        while (p.count < 5 && next_word(&line, &word)) p.words[p.count++] = word;
        vec_push(l->memory, &all, p);
    }
    l->lex->phrases = all.items;
    l->lex->phrase_count = all.count;
}

/* Letters to plain Latin ones, and how these sound: for names in several spellings. */
static void load_spellings(loader *l) {
    span rest = data_file("transliteration.txt"), line;
    while (data_next(&rest, &line)) {
        size_t at = 0;
        uint32_t letter = text_next(line, &at);
        span latin = span_trim(span_from(line, at));
        uint64_t *packed = map_put(l->memory, &l->lex->letters, letter);
        for (size_t i = 0; i < latin.len && i < sizeof *packed; i++) *packed |= (uint64_t)(unsigned char)latin.ptr[i] << 8 * i;
    }
    VEC(span) sounds = {0};
    rest = data_file("spelling_rules.txt");
    while (data_next(&rest, &line)) {
        span spelt = span_take_until(&line, '\t');
        if (names_add(l->memory, &l->lex->spelt, spelt) == sounds.count) vec_push(l->memory, &sounds, span_trim(line));
    }
    l->lex->sounds = sounds.items;
}

static lexicon load(arena *memory, bool german) {
    lexicon lex = {.german = german};
    loader l = {memory, &lex};
    load_function_words(&l);
    load_verbs(&l);
    load_genders(&l, "pronouns.txt");
    load_genders(&l, "first_names.txt");
    load_roles(&l);
    load_outlets(&l);
    load_phrases(&l);
    load_spellings(&l);
    return lex;
}

const lexicon *lexicon_for(retold_ctx *ctx, span lang) {
    lexicon *both = ctx_get(ctx, CTX_QUOTES);
    if (!both) {
        arena *keep = ctx_keep(ctx);
        both = ARENA_ARRAY(keep, lexicon, 2);
        both[0] = load(keep, false);
        both[1] = load(keep, true);
        ctx_set(ctx, CTX_QUOTES, both, NULL);
    }
    return &both[span_equal(lang, S("de"))];
}

/* German: "Kultursenator" is a senator. A compound that no list has is what its tail is, as far as that is a person. */
static uint64_t compound(const lexicon *lex, span word) {
    if (word.len < SHORTEST_TAIL + 3 || word.len > LONGEST_COMPOUND || !is_upper((unsigned char)word.ptr[0])) return 0;
    for (size_t cut = 3; cut + SHORTEST_TAIL <= word.len; cut++) {
        const uint64_t *bits = map_get(&lex->words, word_hash(span_from(word, text_align(word, cut))));
        if (bits && (*bits & LEX_PERSON)) return LEX_PERSON;
    }
    return 0;
}

uint64_t lexicon_word(const lexicon *lex, span word) {
    const uint64_t *bits = map_get(&lex->words, word_hash(word));
    if (bits) return *bits;
    return lex->german ? compound(lex, word) : 0;
}

bool lexicon_same_role(const lexicon *lex, span a, span b) {
    const uint64_t *x = map_get(&lex->roles, word_hash(a)), *y = map_get(&lex->roles, word_hash(b));
    if (!x || !y) return false;
    for (uint64_t i = *x; i; i >>= 16)
        for (uint64_t k = *y; k; k >>= 16)
            if ((i & 0xFFFF) == (k & 0xFFFF)) return true;
    return false;
}
