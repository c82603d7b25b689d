/* Which units are the body. First each is scored by itself and by where it stands, then its neighbours have their say, then whole-page rules. */
#include "model.h"

/* Share of the title's words that makes a short unit its repetition. */
#define TITLE_SHARE 0.8f

static float clamp(float x, float low, float high) { return x < low ? low : x > high ? high : x; }

/* By itself: prose with few links is likely, link lists and phrases of boilerplate are not. */
static float own_score(const unit *u) {
    float words = (float)u->words, links = words ? (float)u->link_words / words : 1;
    float s = -1.0f + 0.039f * (float)log_of(u->words) - 3.2f * links;
    s += (float)u->stop_words >= 0.2f * words ? 0.5f : -0.4f;
    if (u->ends) s += 0.8f;
    if (words < 5) s -= 0.5f;
    if (u->flags & PHRASE_LINE) s -= 5;
    if (u->flags & PHRASE_START && words < 30) s -= 3;
    if (u->flags & PHRASE_HAS && words < 60) s -= 2.5f;
    if (u->flags & PHRASE_APPEAL && words < 40) s -= 2;
    if (u->dated && words < 12) s -= 1.5f;
    return s;
}

/* By place: how far from the container of most prose, and what stands in between. */
static float place_score(const unit *u) {
    float s = u->levels == 0 ? 1.0f : u->levels == 1 ? -0.8f : -2.2f - 0.2f * (float)u->levels;
    if (u->classes & CLASS_COMMENT) s -= 4;
    if (u->classes & CLASS_BOILERPLATE) s -= u->classes & CLASS_CONTENT ? 1.0f : 2.0f;
    if (u->own_classes & (CLASS_BYLINE | CLASS_DEK)) s -= 1.5f;
    if (u->self_classes & CLASS_CAPTION || u->in_figure)
        s -= 8;
    else if (u->own_classes & CLASS_CAPTION)
        s -= 3;
    if (u->in_side) s -= 3;
    if (u->in_table) s -= 2.5f;
    if (u->hidden) s -= 4;
    if (u->repeated && u->words >= 12) s -= 6;
    return s;
}

static float unit_score(const unit *u) { return own_score(u) + place_score(u); }

static bool is_body(const unit *u) { return u->kind == UNIT_BODY; }

static void score_units(work *w) {
    for (size_t i = 0; i < w->units.count; i++) w->units.items[i].score = unit_score(&w->units.items[i]);
}

/* Mean score of the units before and behind, nearer ones more. */
static float neighbour_score(const work *w, size_t i) {
    float sum = 0, weights = 0;
    for (int d = -3; d <= 3; d++) {
        if (!d || (d < 0 && i < (size_t)-d) || i + (size_t)d >= w->units.count) continue;
        const unit *n = &w->units.items[i + (size_t)d];
        float weight = 1.0f / (float)(d < 0 ? -d : d);
        sum += weight * clamp(n->score, -3, 3);
        weights += weight;
    }
    return weights > 0 ? sum / weights : 0;
}

/* Headings and short items hang on what is around them, long prose hardly does. */
static void decide_units(work *w) {
    float *total = ARENA_ARRAY(w->scratch, float, w->units.count + 1);
    for (size_t i = 0; i < w->units.count; i++) {
        const unit *u = &w->units.items[i];
        float trust = u->words >= 40 ? 0.3f : u->words >= 15 ? 0.6f : 1.0f, around = neighbour_score(w, i);
        if (around > 0 && u->words < 40 && u->flags & (PHRASE_START | PHRASE_HAS | PHRASE_APPEAL | PHRASE_LINE)) trust *= 0.3f;
        if (around > 0 && u->words < 40 && u->classes & CLASS_BOILERPLATE && !(u->classes & CLASS_CONTENT)) trust *= 0.4f;
        total[i] = u->score + trust * around;
    }
    for (size_t i = 0; i < w->units.count; i++) {
        w->units.items[i].score = total[i];
        w->units.items[i].kind = total[i] > 0 ? UNIT_BODY : UNIT_OTHER;
    }
}

/* ---- The head of the article ---- */

static span title_of(const work *w) { return w->article->title.text; }

static void read_title_shares(work *w) {
    span title = title_of(w);
    if (!title.len) return;
    words t = text_words(w->scratch, title);
    grams known = {0};
    grams_of(w->scratch, title, 1, &known);
    const page_words *page = words_of_page(w);
    for (size_t i = 0; i < w->units.count; i++) {
        unit *u = &w->units.items[i];
        if (u->words > 2 * t.count + 8) continue;
        size_t begin = page->starts[i], end = page_words_end(w, page, i), hits = 0;
        for (size_t k = begin; k < end; k++) hits += grams_have(&known, gram_at(&page->all, (uint32_t)k, 1));
        size_t longer = end - begin > t.count ? end - begin : t.count;
        u->title_share = longer ? (float)hits / (float)longer : 0;
    }
}

/* The title's own unit: an h1 that is like it, else the heading, else the unit that is most like it before the body. */
static uint32_t find_title(work *w, size_t first_body) {
    uint32_t best = RETOLD_NONE;
    float best_score = 0.6f;
    for (size_t i = 0; i < w->units.count && i <= first_body + 8; i++) {
        const unit *u = &w->units.items[i];
        if (u->hidden && best != RETOLD_NONE) continue;
        float s = u->title_share + (u->heading == 1 ? 0.5f : u->heading ? 0.2f : 0) - (u->link_words ? 0.15f : 0);
        if (u->title_share >= 0.5f && s > best_score) {
            best_score = s;
            best = (uint32_t)i;
        }
    }
    return best;
}

static size_t first_prose(const work *w) {
    for (size_t i = 0; i < w->units.count; i++)
        if (is_body(&w->units.items[i]) && unit_is_prose(&w->units.items[i]) && w->units.items[i].levels == 0) return i;
    return w->units.count;
}

/* What stands before the title is not of the body; its repetitions aren't either. */
static void cut_before_title(work *w) {
    size_t first = first_prose(w);
    w->title_unit = find_title(w, first < w->units.count ? first : 0);
    for (size_t i = 0; i < w->units.count; i++) {
        unit *u = &w->units.items[i];
        bool repeats = u->title_share >= TITLE_SHARE && u->words >= 3;
        if (repeats && (i <= first || u->heading))
            u->kind = UNIT_TITLE;
        else if (u->heading == 1)
            u->kind = UNIT_OTHER;
    }
    if (w->title_unit == RETOLD_NONE || w->title_unit > first) return;
    w->units.items[w->title_unit].kind = UNIT_TITLE;
    for (uint32_t i = 0; i < w->title_unit; i++)
        if (is_body(&w->units.items[i])) w->units.items[i].kind = UNIT_OTHER;
}

static bool repeats_description(work *w, const unit *u) {
    return w->description.len && u->words >= 4 && word_share(w->scratch, span_at(w->from.text, u->text), w->description) > 0.85f;
}

/* Between title and first prose stand dek, byline, date. */
static void mark_head(work *w) {
    size_t first = first_prose(w);
    for (size_t i = w->title_unit == RETOLD_NONE ? first : w->title_unit + 1; i < first && i < w->units.count; i++) {
        unit *u = &w->units.items[i];
        if (u->kind == UNIT_TITLE || u->in_figure || u->self_classes & CLASS_CAPTION) continue;
        bool dateline =
            u->dated && u->lower.len && phrase_opens(&w->rules->byline, u->lower, WORD_DATE | WORD_CHANGE | WORD_LEAD);
        bool names = u->lower.len && u->words <= 12 && !u->ends && phrase_opens(&w->rules->byline, u->lower, WORD_LEAD);
        if ((dateline && u->words <= 40) || names || (u->dated && !u->ends && u->words <= 20)) {
            u->kind = UNIT_BYLINE;
            continue;
        }
        if (u->own_classes & CLASS_DEK || (u->heading && (is_body(u) || repeats_description(w, u))))
            u->kind = UNIT_DEK;
        else if (u->words <= 30 && !u->ends && is_body(u))
            u->kind = u->dated ? UNIT_BYLINE : UNIT_OTHER;
    }
}

/* ---- Within and behind it ---- */

static uint32_t body_words(const work *w, size_t from) {
    uint32_t words = 0;
    for (size_t i = from; i < w->units.count; i++) words += is_body(&w->units.items[i]) ? w->units.items[i].words : 0;
    return words;
}

/* Words of prose in the container that holds most of it, from a unit on: the article goes on there. */
static uint32_t core_words(const work *w, size_t from) {
    uint32_t words = 0;
    for (size_t i = from; i < w->units.count; i++) {
        const unit *u = &w->units.items[i];
        bool core =
            is_body(u) && u->levels == 0 && !(u->classes & (CLASS_BOILERPLATE | CLASS_COMMENT)) && unit_is_prose(u) && u->ends;
        words += core ? u->words : 0;
    }
    return words;
}

/* A short line such as "Related" or "Leave a reply" ends the article when most of it is before; a box between two paragraphs doesn't. */
static void cut_tail(work *w) {
    uint32_t all = body_words(w, 0), before = 0;
    for (size_t i = 0; i < w->units.count; i++) {
        unit *u = &w->units.items[i];
        bool opens = u->flags & (PHRASE_TAIL | PHRASE_APPEAL) && u->words <= 10 && !u->ends &&
                     (u->heading || u->levels == 0 || !is_body(u));
        bool boxed = u->in_side || u->classes & CLASS_BOILERPLATE || u->levels > 0;
        bool strong = u->heading || u->flags & PHRASE_APPEAL || u->bold_words >= u->words;
        if (opens && boxed && core_words(w, i) * 20 > all) opens = false;
        if (opens && before * 2 > all && (strong || before * 10 > all * 8)) {
            for (; i < w->units.count; i++)
                if (is_body(&w->units.items[i])) w->units.items[i].kind = UNIT_OTHER;
            return;
        }
        if (is_body(u)) before += u->words;
    }
}

/* A heading stays when prose of the body follows it before the next heading of its level or higher. */
static void judge_headings(work *w) {
    bool follows = false;
    for (size_t i = w->units.count; i-- > 0;) {
        unit *u = &w->units.items[i];
        if (!u->heading) {
            if (is_body(u)) follows = true;
            continue;
        }
        if (u->kind == UNIT_TITLE || u->kind == UNIT_DEK) continue;
        bool wanted = follows && u->levels == 0 && !u->hidden && !(u->flags & (PHRASE_TAIL | PHRASE_START | PHRASE_LINE)) &&
                      u->link_words * 2 < u->words + 1 && !(u->classes & CLASS_BOILERPLATE) && !u->in_side && u->heading <= 4 &&
                      u->heading > 1;
        u->kind = wanted ? UNIT_BODY : UNIT_OTHER;
        if (!wanted) continue;
        follows = u->heading > 2;
    }
}

/* Without stop words and an end (another language, a page that breaks off) it is a paragraph still. */
static bool is_long_text(const unit *u) { return u->words >= 40 && u->link_words * 4 < u->words; }

/* A body of nothing but a line or two that aren't sentences is none. */
static void judge_whole(work *w) {
    uint32_t words = 0, prose = 0;
    for (size_t i = 0; i < w->units.count; i++) {
        const unit *u = &w->units.items[i];
        if (!is_body(u)) continue;
        words += u->words;
        if (u->stop_words * 8 >= u->words || u->ends || is_long_text(u)) prose += u->words;
    }
    if (words >= 20 && prose * 3 >= words) return;
    for (size_t i = 0; i < w->units.count; i++)
        if (is_body(&w->units.items[i])) w->units.items[i].kind = UNIT_OTHER;
}

static void mark_captions(work *w) {
    for (size_t i = 0; i < w->units.count; i++) {
        unit *u = &w->units.items[i];
        bool says = (u->in_figure || u->own_classes & CLASS_CAPTION) && !(u->own_classes & CLASS_BYLINE) && !u->dated;
        bool wanted = u->kind == UNIT_OTHER && says && u->levels <= 3 && !u->in_side && u->words >= 2 && u->words <= 90;
        /* a short paragraph of the body that ends in "Photo: …" */
        bool credited =
            is_body(u) && !u->heading && !u->in_list && u->words <= 45 && looks_credited(w, span_at(w->from.text, u->text));
        if ((wanted && !u->hidden) || credited) u->kind = UNIT_CAPTION;
    }
}

void blocks_choose(work *w) {
    w->title_unit = RETOLD_NONE;
    score_units(w);
    decide_units(w);
    read_title_shares(w);
    cut_before_title(w);
    mark_head(w);
    cut_tail(w);
    judge_headings(w);
    judge_whole(w);
    mark_captions(w);
}
