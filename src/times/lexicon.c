/* The words that rules ask for, read from data/ once for a ctx. */
#include "base/data.h"
#include "times/times_internal.h"

typedef struct class_name {
    const char *name;
    word_class is;
} class_name;

static const class_name class_names[] = {
    {"unit", W_UNIT},     {"part", W_PART},   {"season", W_SEASON},   {"deictic", W_DEICTIC}, {"ref", W_REF},
    {"turn", W_TURN},     {"back", W_BACK},   {"off", W_OFF},         {"mod", W_MOD},         {"ordinal", W_ORDINAL},
    {"often", W_OFTEN},   {"every", W_EVERY}, {"about", W_ABOUT},     {"some", W_SOME},       {"decade", W_DECADE},
    {"future", W_FUTURE}, {"past", W_PAST},   {"counted", W_COUNTED}, {"toward", W_TOWARD},   {"intend", W_INTEND},
    {"ahead", W_AHEAD},   {"age", W_AGE},
};

static word_class class_of(span name) {
    for (size_t i = 0; i < sizeof class_names / sizeof *class_names; i++)
        if (span_equal(name, span_of(class_names[i].name))) return class_names[i].is;
    return W_NONE;
}

static uint64_t hash_of_words(arena *a, span text, unsigned *count) {
    words list = text_words(a, text);
    uint64_t hash = list.count ? list.items[0].hash : 0;
    for (size_t i = 1; i < list.count; i++) hash = hash_join(hash, list.items[i].hash);
    *count = (unsigned)list.count;
    return hash;
}

static void add_sense(arena *a, lexicon *l, span word, word_class is, span value) {
    unsigned count;
    uint64_t *at = map_put(a, &l->senses, hash_of_words(a, word, &count));
    if (!*at) {
        vec_push(a, &l->list, (sense){0});
        *at = l->list.count;
    }
    sense *s = &l->list.items[*at - 1];
    for (unsigned i = 0; i < 4 && is != W_NONE && !(s->classes & CLASS(is)); i++) {
        if (s->of[i] != W_NONE) continue;
        s->classes |= CLASS(is);
        s->of[i] = is;
        s->values[i] = value;
    }
}

static void load_list(arena *a, lexicon *l, const char *name, word_class is) {
    span rest = data_file(name), entry;
    while (data_next(&rest, &entry)) {
        span word = span_take_until(&entry, '\t');
        add_sense(a, l, word, is, entry);
    }
}

static void load_words(arena *a, lexicon *l) {
    span rest = data_file("time_words.txt"), entry;
    while (data_next(&rest, &entry)) {
        span word = span_take_until(&entry, '\t'), name = span_take_until(&entry, '\t');
        add_sense(a, l, word, class_of(name), entry);
    }
}

/* Irregular pasts and participles, of "see saw seen"; what looks like the infinitive tells no tense. */
static void load_pasts(arena *a, lexicon *l, const char *name) {
    span rest = data_file(name), entry;
    while (data_next(&rest, &entry)) {
        span verb = span_take_until(&entry, ' ');
        while (entry.len && entry.ptr[0] != '/') {
            span form = span_take_until(&entry, ' ');
            if (!span_equal(verb, form)) add_sense(a, l, form, W_PAST, S("1"));
        }
    }
}

static void load_holidays(arena *a, lexicon *l) {
    span rest = data_file("holidays.txt"), entry;
    while (data_next(&rest, &entry)) {
        span name = span_take_until(&entry, '\t');
        unsigned count;
        *map_put(a, &l->holidays, hash_of_words(a, name, &count)) = l->rules.count + 1;
        vec_push(a, &l->rules, entry);
        if (count > l->holiday_words) l->holiday_words = count;
    }
}

static void load_named_days(arena *a, lexicon *l) {
    span rest = data_file("named_days.txt"), entry;
    while (data_next(&rest, &entry)) {
        uint64_t month, day, year;
        unsigned count;
        span_to_u64(span_take_until(&entry, '-'), &month);
        span_to_u64(span_take_until(&entry, '\t'), &day);
        span_to_u64(span_take_until(&entry, '\t'), &year);
        *map_put(a, &l->named_days, hash_join(hash_of_words(a, entry, &count), month * 32 + day)) = year;
    }
}

const lexicon *lexicon_of(retold_ctx *ctx) {
    lexicon *l = ctx_get(ctx, CTX_TIMES);
    if (l) return l;
    arena *keep = ctx_keep(ctx);
    l = ARENA_NEW(keep, lexicon);
    load_words(keep, l);
    load_list(keep, l, "months.txt", W_MONTH);
    load_list(keep, l, "weekdays.txt", W_WEEKDAY);
    load_list(keep, l, "number_words.txt", W_NUMBER);
    load_pasts(keep, l, "common_verbs.txt");
    load_pasts(keep, l, "speech_verbs.txt");
    load_holidays(keep, l);
    load_named_days(keep, l);
    ctx_set(ctx, CTX_TIMES, l, NULL);
    return l;
}
