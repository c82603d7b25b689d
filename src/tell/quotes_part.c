/* What the writers of quotes share: forms, their words, how they differ. */
#include "tell/quotes_part.h"

/* ---- forms ---- */

static bool inside(range r, span text) { return range_known(r) && r.begin < r.end && r.end <= text.len; }

/* Words of the parts only, with offsets of the whole text. */
static void read_words(arena *a, quote_form *f) {
    f->side.text = f->article->text;
    for (uint32_t i = 0; i < f->part_count; i++) {
        words found = text_words(a, span_at(f->side.text, f->parts[i]));
        for (size_t k = 0; k < found.count; k++) {
            word w = found.items[k];
            w.span.begin += f->parts[i].begin;
            w.span.end += f->parts[i].begin;
            vec_push(a, &f->side.words, w);
            f->key = hash_join(f->key, w.hash);
        }
    }
}

quote_form form_of_quote(arena *a, const tell_story *s, uint32_t telling, uint32_t place) {
    const tell_telling *t = &s->in->tellings[telling];
    const retold_quote *quote = &t->quotes[place];
    quote_form f = {.article = t->article, .quote = quote, .hull = RANGE_NONE};
    if (t->quote_ids) f.id = t->quote_ids[place];
    range *parts = ARENA_ARRAY(a, range, quote->part_count);
    for (uint32_t i = 0; i < quote->part_count; i++) {
        range r = quote->parts[i];
        bool rises = !f.part_count || parts[f.part_count - 1].end <= r.begin;
        if (inside(r, t->article->text) && rises) parts[f.part_count++] = r;
    }
    f.parts = parts;
    if (f.part_count) f.hull = (range){parts[0].begin, parts[f.part_count - 1].end};
    read_words(a, &f);
    return f;
}

quote_form form_of(arena *a, const tell_story *s, const told_variant *v) {
    quote_form f = form_of_quote(a, s, v->telling, v->quote);
    f.variant = v;
    return f;
}

quote_form *forms_of(arena *a, const tell_story *s, const told_quote *q, uint32_t **leaders) {
    quote_form *forms = ARENA_ARRAY(a, quote_form, q->count);
    map seen = {0}; /* words and change → place + 1 */
    *leaders = ARENA_ARRAY(a, uint32_t, q->count);
    for (uint32_t i = 0; i < q->count; i++) {
        forms[i] = form_of(a, s, &q->variants[i]);
        uint64_t *first = map_put(a, &seen, hash_join(forms[i].key, (uint64_t)q->variants[i].change));
        if (!*first) *first = i + 1;
        (*leaders)[i] = (uint32_t)*first - 1;
    }
    return forms;
}

const tell_words *form_differs(word_aligner *w, const quote_form *fullest, const quote_form *form, uint32_t *count) {
    uint32_t same = 0;
    *count = 0;
    told_change change = form->variant->change;
    if (change == TOLD_FULLEST || change == TOLD_SAME || change == TOLD_TRANSLATED) return NULL;
    if (!fullest->side.words.count || !form->side.words.count) return NULL;
    return words_align(w, &fullest->side, fullest->hull, 0, (uint32_t)fullest->side.words.count, &form->side, form->hull, 0,
                       (uint32_t)form->side.words.count, count, &same);
}

uint32_t form_word_count(const quote_form *form, range r) {
    uint32_t count = 0;
    for (size_t i = 0; i < form->side.words.count; i++) {
        range w = form->side.words.items[i].span;
        count += w.begin >= r.begin && w.end <= r.end;
    }
    return count;
}

bool form_next(const quote_form *form, range r, uint32_t *at, range *stretch) {
    while (*at < form->part_count) {
        range part = form->parts[(*at)++];
        *stretch = (range){part.begin > r.begin ? part.begin : r.begin, part.end < r.end ? part.end : r.end};
        if (stretch->begin < stretch->end) return true;
    }
    return false;
}

span form_text(arena *a, const quote_form *form) {
    buf b = buf_made(a);
    for (uint32_t i = 0; i < form->part_count; i++) {
        if (i) buf_put(&b, S(" \u2026 "));
        buf_put(&b, span_at(form->article->text, form->parts[i]));
    }
    return buf_span(&b);
}

span form_words_at(const quote_form *form, range r) {
    return inside(r, form->article->text) ? span_at(form->article->text, r) : (span){NULL, 0};
}

/* ---- what is said of them ---- */

const char *change_name(told_change change) {
    switch (change) {
    case TOLD_FULLEST: return "fullest form";
    case TOLD_SAME: return "the same words";
    case TOLD_SHORTENED: return "shortened";
    case TOLD_CUT: return "cut off";
    case TOLD_REWORDED: return "reworded";
    case TOLD_REPORTED: return "as reported speech";
    case TOLD_TRANSLATED: return "translated";
    }
    return "";
}

/* How many different values the variants have. */
static uint32_t count_of(arena *a, const told_quote *q, const uint32_t *value) {
    map seen = {0};
    uint32_t count = 0;
    for (uint32_t i = 0; i < q->count; i++) {
        uint32_t telling = q->variants[i].telling;
        uint64_t *there = map_put(a, &seen, value ? value[telling] : telling);
        count += !*there;
        *there = 1;
    }
    return count;
}

uint32_t quote_tellings(arena *a, const told_quote *q) { return count_of(a, q, NULL); }

uint32_t quote_texts(arena *a, const tell_story *s, const told_quote *q) { return count_of(a, q, s->family_of); }

static const told_person *person_of(const tell_story *s, const told_quote *q) {
    return q->speaker < s->in->quotes.person_count ? &s->in->quotes.persons[q->speaker] : NULL;
}

span quote_speaker(const tell_story *s, const told_quote *q, const quote_form *fullest) {
    const told_person *p = person_of(s, q);
    if (p) return p->name;
    return fullest->quote->speaker_name.len ? fullest->quote->speaker_name : form_words_at(fullest, fullest->quote->speaker);
}

span quote_role(const tell_story *s, const told_quote *q, const quote_form *fullest) {
    const told_person *p = person_of(s, q);
    return p ? p->role : form_words_at(fullest, fullest->quote->role);
}

/* "earliest known" where a date says so; one that is only possible is told as such. */
static const char *earliest_note(const tell_story *s, const told_quote *q, const quote_form *form) {
    if (form->variant != &q->variants[q->earliest] || q->count < 2) return NULL;
    const tell_telling *t = &s->in->tellings[form->variant->telling];
    if (t->article->published.ms != RETOLD_TIME_NONE) return "earliest known";
    return t->date.reason == TOLD_DATE_COPY || t->date.reason == TOLD_DATE_STORY ? "earliest, by a possible date" : NULL;
}

const char *form_note(const tell_story *s, const told_quote *q, const quote_form *form, unsigned number) {
    const uint32_t flags = form->quote->flags;
    const char *notes[] = {
        earliest_note(s, q, form),
        flags & RETOLD_QUOTE_CUT && form->variant->change != TOLD_CUT ? "breaks off" : NULL,
        flags & RETOLD_QUOTE_UNCLOSED ? "no closing mark" : NULL,
        flags & RETOLD_QUOTE_CONTINUED ? "over several paragraphs" : NULL,
        flags & RETOLD_QUOTE_REPAIRED ? "a mark was mended" : NULL,
    };
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if (notes[i] && !number--) return notes[i];
    return NULL;
}
