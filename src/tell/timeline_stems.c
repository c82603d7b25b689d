/* What clauses have in common is told by the heads of their words: those that few sentences of the story have weigh most. */
#include "tell/timeline_internal.h"
#include <math.h>

enum { HEAD = 5, NAME_HEAD = 4 }; /* characters: "retal-iation", "Iran-ian" */

/* Hash of the first characters, folded; of short words without a plural's s. */
static uint64_t head_of(span s, size_t most) {
    char head[4 * HEAD + 4];
    size_t len = 0, last = 0, count = 0;
    for (size_t at = 0; at < s.len;) {
        uint32_t c = text_fold(text_next(s, &at));
        count++;
        if (count > most) break;
        last = len;
        len += text_put(head + len, c);
    }
    if (count <= most && count > 3 && len && head[last] == 's') len = last;
    return hash_bytes((span){head, len});
}

static bool says_nothing(vocabulary *v, span text, const word *w) {
    span s = span_at(text, w->span);
    if (w->flags & WORD_NUMBER) return false;
    if (s.len < 3 && !(w->flags & (WORD_ALL_CAPS | WORD_UNSPACED))) return true;
    arena *work = ctx_scratch(v->ctx);
    arena_mark mark = arena_here(work);
    bool stop = text_is_stop_word(v->ctx, text_folded(work, s));
    if (work != v->memory) arena_back(work, mark);
    return stop;
}

static uint32_t new_stem(vocabulary *v, uint64_t head, bool name, bool light) {
    uint64_t *place = map_put(v->memory, &v->heads, head);
    if (!*place) {
        vec_push(v->memory, &v->stems, (stem_facts){.name = name, .light = light});
        *place = v->stems.count;
    }
    return (uint32_t)(*place - 1);
}

uint32_t stem_number(vocabulary *v, span text, const word *w, bool first) {
    bool name = (w->flags & WORD_CAPITAL) && !map_get(&v->smalls, w->hash) && (!first || map_get(&v->capitals, w->hash));
    uint64_t *known = map_put(v->memory, &v->words, hash_join(w->hash, name ? 1 : 0));
    if (!*known) {
        const uint64_t *number = map_get(&v->forms->numbers, w->hash);
        uint64_t head = number ? *number : w->hash;
        if (!number && !(w->flags & (WORD_NUMBER | WORD_UNSPACED)))
            head = head_of(span_at(text, w->span), name ? NAME_HEAD : HEAD);
        bool light = form_flags(v->forms, text, w) & FORM_LIGHT;
        *known = 1;
        if (!says_nothing(v, text, w)) {
            uint32_t stem = new_stem(v, head, name, light);
            *map_put(v->memory, &v->words, hash_join(w->hash, name ? 1 : 0)) = (uint64_t)stem + 2;
            return stem;
        }
    }
    return *known == 1 ? RETOLD_NONE : (uint32_t)(*known - 2);
}

/* Visit the sentences of a text that were not seen before. */
static void each_sentence(vocabulary *v, span text, map *seen, void (*visit)(vocabulary *, span, const word *, uint32_t)) {
    words list = text_words(v->memory, text);
    ranges sentences = text_sentences(v->ctx, v->memory, text);
    for (size_t i = 0, w = 0; i < sentences.count; i++) {
        while (w < list.count && list.items[w].span.begin < sentences.items[i].begin) w++;
        size_t first = w;
        while (w < list.count && list.items[w].span.begin < sentences.items[i].end) w++;
        if (w == first) continue;
        uint64_t *known = map_put(v->memory, seen, text_words_key(list.items + first, w - first));
        if (!*known) visit(v, text, list.items + first, (uint32_t)(w - first));
        *known = 1;
    }
}

static void note_capitals(vocabulary *v, span text, const word *items, uint32_t count) {
    (void)text;
    for (uint32_t i = 0; i < count; i++)
        if (i || !(items[i].flags & WORD_CAPITAL))
            map_put(v->memory, items[i].flags & WORD_CAPITAL ? &v->capitals : &v->smalls, items[i].hash);
}

static void count_stems(vocabulary *v, span text, const word *items, uint32_t count) {
    v->counted++;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t stem = stem_number(v, text, &items[i], i == 0);
        if (stem == RETOLD_NONE || v->stems.items[stem].last == v->counted) continue;
        v->stems.items[stem].last = v->counted;
        v->stems.items[stem].spread++;
    }
}

static void count_headline(vocabulary *v, span title, uint32_t number) {
    words list = text_words(v->memory, title);
    for (size_t i = 0; i < list.count; i++) {
        uint32_t n = stem_number(v, title, &list.items[i], true);
        if (n == RETOLD_NONE || v->stems.items[n].last_title == number) continue;
        v->stems.items[n].last_title = number;
        v->stems.items[n].titles++;
    }
}

void vocabulary_fill(vocabulary *v, const tell_story *story) {
    map seen = {0};
    for (uint32_t t = 0; t < story->in->count; t++) each_sentence(v, story->in->tellings[t].article->text, &seen, note_capitals);
    for (uint32_t t = 0; t < story->in->count; t++)
        each_sentence(v, story->in->tellings[t].article->text, &v->sentences, count_stems);
    for (uint32_t t = 0; t < story->in->count; t++) count_headline(v, story->in->tellings[t].article->title.text, t + 1);
    for (size_t i = 0; i < v->stems.count; i++) {
        stem_facts *s = &v->stems.items[i];
        s->weight = s->spread ? 1 + log2((double)v->counted / s->spread) : 1;
        if (s->light) s->weight /= 2;
        s->headline = 2 * s->titles >= story->in->count;
    }
}
