/* Whom a speaker's mention means: surname to fullest form, role to the one who has it, pronoun to the nearest who fits. */
#include "quotes/quotes_internal.h"

#define MOST_WORDS 8
#define MOST_ROLES 6
#define NEAR_PARAGRAPHS 3
#define GIVEN_NAME (LEX_MALE | LEX_FEMALE)

typedef struct person {
    span full; /* fullest form */
    span words[MOST_WORDS];
    uint32_t word_count;
    span roles[MOST_ROLES];
    uint32_t role_count;
    range role;               /* the fullest that the text tells beside the name */
    uint64_t gender;          /* LEX_MALE, LEX_FEMALE; 0 when not known */
    bool human, opens;        /* opens: has begun a sentence */
    uint32_t mentions, first; /* first: number of the first mention */
} person;

typedef struct roster {
    reading *r;
    name_mentions mentions;
    range line; /* that was looked at last */
    bool headline;
    uint32_t *who; /* [mentions.count] number of the person */
    VEC(person) people;
    map by_word;         /* hash of a folded word → number of the newest person that has it, +1 */
    VEC(uint32_t) older; /* [people.count * MOST_WORDS] chain of by_word */
} roster;

static uint64_t folded_hash(span word) {
    folded_word f = word_folded(word);
    while (f.len && f.bytes[f.len - 1] == '.') f.len--;
    return hash_bytes((span){f.bytes, f.len});
}

static bool same_word(span a, span b) { return folded_hash(a) == folded_hash(b); }

static uint32_t split_words(span name, span *words) {
    uint32_t count = 0;
    while (name.len && count < MOST_WORDS) {
        name = span_trim(name);
        span word = span_take_until(&name, ' ');
        if (word.len) words[count++] = word;
    }
    return count;
}

static bool is_tail(const person *p, const span *words, uint32_t count) {
    if (count > p->word_count) return false;
    for (uint32_t i = 0; i < count; i++)
        if (!same_word(p->words[p->word_count - count + i], words[i])) return false;
    return true;
}

static bool is_head(const person *p, const span *words, uint32_t count) {
    if (count > p->word_count) return false;
    for (uint32_t i = 0; i < count; i++)
        if (!same_word(p->words[i], words[i])) return false;
    return true;
}

static bool is_acronym(span word) {
    for (size_t i = 0; i < word.len; i++)
        if (!is_upper((unsigned char)word.ptr[i])) return false;
    return word.len > 1;
}

static bool is_initial(span word) { return word.len == 1 || (word.len == 2 && word.ptr[1] == '.'); }

static bool same_first(const lexicon *lex, span a, span b) {
    if (speaker_short_first(lex, a, b)) return true;
    return same_word(a, b) || ((is_initial(a) || is_initial(b)) && a.ptr[0] == b.ptr[0]);
}

/* Two full names mean one person: same surname and first name, with or without what stands between. */
static bool same_person(const lexicon *lex, const person *p, const span *words, uint32_t count) {
    if (is_tail(p, words, count) || is_head(p, words, count)) return true;
    if (count < 2) return false;
    person other = {.word_count = count};
    memcpy(other.words, words, count * sizeof *words);
    if (is_tail(&other, p->words, p->word_count)) return p->word_count > 0;
    return p->word_count > 1 && same_word(p->words[p->word_count - 1], words[count - 1]) &&
           same_first(lex, p->words[0], words[0]);
}

/* Number of the newest person that a name fits, or has just these words when `exact_only`; UINT32_MAX when none. */
static uint32_t find_person(const roster *o, const span *words, uint32_t count, bool exact_only) {
    uint32_t best = UINT32_MAX;
    for (uint32_t w = 0; w<count; w += count> 1 ? count - 1 : 1) {
        const uint64_t *slot = map_get(&o->by_word, folded_hash(words[w]));
        uint32_t tries = 0;
        for (uint32_t n = slot ? (uint32_t)*slot : 0; n && tries < 8; tries++) {
            uint32_t number = (n - 1) / MOST_WORDS;
            const person *p = &o->people.items[number];
            bool exact = p->word_count == count && is_tail(p, words, count);
            if (exact) return number;
            if (!exact_only && best == UINT32_MAX && same_person(o->r->lex, p, words, count)) best = number;
            n = o->older.items[n - 1];
        }
    }
    return best;
}

static void index_person(roster *o, uint32_t number) {
    arena *a = o->r->memory;
    const person p = o->people.items[number];
    while (o->older.count < (number + 1) * MOST_WORDS) vec_push(a, &o->older, 0);
    for (uint32_t w = 0; w < p.word_count; w++) {
        uint64_t *slot = map_put(a, &o->by_word, folded_hash(p.words[w]));
        if (*slot == number * MOST_WORDS + w + 1) continue;
        o->older.items[number * MOST_WORDS + w] = (uint32_t)*slot;
        *slot = number * MOST_WORDS + w + 1;
    }
}

static void add_role(person *p, span role) {
    for (uint32_t i = 0; i < p->role_count; i++)
        if (span_equal(p->roles[i], role)) return;
    if (p->role_count < MOST_ROLES && role.len) p->roles[p->role_count++] = role;
}

/* Token that begins at or behind byte `at`. */
static uint32_t token_at(const reading *r, uint32_t at) {
    uint32_t low = 0, high = (uint32_t)r->tokens.count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (tok(r, middle)->span.begin < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_role(const reading *r, uint32_t i) { return tok_has(r, i, LEX_ROLE) && !tok(r, i)->possessive; }

/* "a structural engineer,": the noun that the phrase is about, listed or not. */
static bool is_last_of_phrase(const reading *r, uint32_t i) {
    bool plain = !tok(r, i)->capital && !tok(r, i)->number && !tok(r, i)->possessive &&
                 !tok_has(r, i, LEX_AUX | LEX_DET | LEX_POSS | LEX_SUB);
    return plain && (!tok_is(r, i + 1, TOKEN_WORD) || tok_has(r, i + 1, LEX_PREP | LEX_REL));
}

/* A word over which a role before the name may be looked for: "the spokesman said Roe" tells nothing of Roe. */
static bool stays_beside(const reading *r, uint32_t i) {
    if (!tok_is(r, i, TOKEN_WORD) || tok_has(r, i, LEX_PREP | LEX_AUX | LEX_SUB)) return false;
    return is_role(r, i) || tok(r, i)->capital || !tok_has(r, i, LEX_CUE | LEX_OTHER);
}

/* Roles told beside the name: "a pathologist" behind it, "The union's leader," or "spokesman" before it. */
static void add_roles_beside(const reading *r, person *p, range name) {
    uint32_t first = token_at(r, name.begin), last = token_at(r, name.end), count = (uint32_t)r->tokens.count;
    if (last + 1 < count && tok_is(r, last, TOKEN_COMMA) && tok_has(r, last + 1, LEX_DET | LEX_POSS | LEX_ROLE))
        for (uint32_t i = last + 1; i < count && i < last + 10 && tok_is(r, i, TOKEN_WORD) && !tok_has(r, i, LEX_PREP); i++)
            if (is_role(r, i) || is_last_of_phrase(r, i)) add_role(p, tok_text(r, i));
    uint32_t at = first;
    if (at > 0 && tok_is(r, at - 1, TOKEN_COMMA)) at--;
    for (uint32_t n = 0; at > 0 && n < 4 && stays_beside(r, at - 1); n++, at--)
        if (is_role(r, at - 1)) {
            if (at < 2 || !tok_word(r, at - 2, "vice")) add_role(p, tok_text(r, at - 1));
            break;
        }
}

static uint64_t title_gender(const lexicon *lex, span title) {
    (void)lex;
    if (span_starts(title, S("Mrs")) || span_starts(title, S("Ms")) || span_starts(title, S("Miss")) ||
        span_starts(title, S("Frau")))
        return LEX_FEMALE;
    if (span_starts(title, S("Mr")) || span_starts(title, S("Herr")) || span_starts(title, S("Sir"))) return LEX_MALE;
    return 0;
}

static void note_mention(roster *o, person *p, const name_mention *m) {
    reading *r = o->r;
    if (range_known(m->title)) {
        span title = span_at(r->text, m->title), rest = title, word;
        p->human = true;
        if (!p->gender) p->gender = title_gender(r->lex, title);
        while (rest.len) {
            rest = span_trim(rest);
            word = span_take_until(&rest, ' ');
            if (word.len && word.ptr[word.len - 1] == '.') word.len--;
            bool second = span_equal_nocase(word, S("vice")); /* a vice president is no president */
            if (second) break;
            if (lexicon_word(r->lex, word) & LEX_ROLE) add_role(p, word);
        }
    }
    if (p->word_count > 1) {
        uint64_t gender = lexicon_word(r->lex, p->words[0]) & (LEX_MALE | LEX_FEMALE);
        if (gender) p->human = true;
        if (!p->gender && gender != (LEX_MALE | LEX_FEMALE)) p->gender = gender;
    }
    add_roles_beside(r, p, m->span);
    bool body = p->word_count && (lexicon_word(r->lex, p->words[p->word_count - 1]) & (LEX_BODY | LEX_FIRM | LEX_OUTLET));
    range role = body ? RANGE_NONE : role_beside(r, token_at(r, m->span.begin), token_at(r, m->span.end));
    if (range_known(role) && (!range_known(p->role) || range_len(role) > range_len(p->role))) p->role = role;
    p->opens |= m->at_start;
    for (uint32_t i = 0; i < p->role_count; i++) p->human |= (lexicon_word(r->lex, p->roles[i]) & LEX_PERSON) != 0;
}

static span without_genitive(span name) {
    if (span_ends(name, S("'s"))) name.len -= 2;
    if (span_ends(name, S("\u2019s"))) name.len -= 4;
    return name;
}

/* Days, function words, and bare roles with a capital name nobody. */
static bool is_no_name(const reading *r, const span *words, uint32_t count, bool titled) {
    uint64_t no =
        LEX_TIME | LEX_DET | LEX_POSS | LEX_SUBJECT | LEX_OBJECT | LEX_PREP | LEX_SUB | LEX_AND | LEX_ADVERB | LEX_AUX | LEX_ROLE;
    if (count != 1 || titled) return count == 0;
    uint64_t lex = lexicon_word(r->lex, words[0]);
    return (lex & no) && !(lex & (LEX_MALE | LEX_FEMALE));
}

/* A capital that opens the sentence right before the name belongs to it unless the lists know the word. */
static range with_first_word(const reading *r, const name_mention *m, uint32_t at) {
    if (at == 0 || range_known(m->title) || m->at_start || !tok_is(r, at - 1, TOKEN_WORD)) return m->span;
    const token *t = tok(r, at - 1);
    bool opens = at == 1 || tok_is(r, at - 2, TOKEN_STOP);
    bool adjacent = t->span.end + 1 == m->span.begin;
    if (!opens || !adjacent || !t->capital || t->possessive || (t->lex & ~(LEX_MALE | LEX_FEMALE))) return m->span;
    return (range){t->span.begin, m->span.end};
}

/* "Pope Francis": one who goes by a single name is called with what he is. */
static span titled_name(const reading *r, const name_mention *m, span name, uint32_t count) {
    if (count != 1 || !range_known(m->title)) return name;
    span title = span_at(r->text, m->title);
    bool role = title.len && span_find_char(title, '.', 0) == SIZE_MAX && (lexicon_word(r->lex, title) & LEX_PERSON);
    return role ? span_cut(r->text, m->title.begin, m->title.begin + (size_t)(name.ptr + name.len - title.ptr)) : name;
}

/* "Engineer Ada Korhonen": a role with a capital, or what stands before a first name, is no part of a name of two words. */
static range without_role(const reading *r, range name) {
    span text = span_at(r->text, name), words[MOST_WORDS];
    uint32_t count = split_words(text, words), first = 0;
    for (uint32_t i = 0; i + 2 < count; i++) {
        uint64_t word = lexicon_word(r->lex, words[i]);
        if ((word & LEX_PERSON) && !(word & GIVEN_NAME)) first = i + 1;
    }
    while (count - first > 2) {
        uint64_t word = lexicon_word(r->lex, words[first]), next = lexicon_word(r->lex, words[first + 1]);
        if ((word & GIVEN_NAME) || !((word & LEX_PERSON) || (next & GIVEN_NAME))) break;
        first++;
    }
    bool day = count - first > 2 && (lexicon_word(r->lex, words[count - 1]) & (LEX_TIME | GIVEN_NAME)) == LEX_TIME;
    if (day) count--; /* "Mayor Ada Roe Sunday" */
    if (!count) return name;
    return (range){name.begin + (uint32_t)(words[first].ptr - text.ptr),
                   name.begin + (uint32_t)(words[count - 1].ptr + words[count - 1].len - text.ptr)};
}

/* "Seafarers' Union": a body called by the genitive of its members. */
static range with_body(const reading *r, range name) {
    uint32_t next = token_at(r, name.end);
    bool members = next > 0 && tok(r, next - 1)->span.end == name.end && tok(r, next - 1)->possessive &&
                   span_ends(span_at(r->text, name), S("s")) && !span_ends(span_at(r->text, name), S("'s")) &&
                   !span_ends(span_at(r->text, name), S("\u2019s"));
    bool body = members && tok_has(r, next, LEX_BODY | LEX_FIRM) && tok(r, next)->capital;
    return body ? (range){name.begin, tok(r, next)->span.end} : name;
}

#define FEWEST_TITLE_WORDS 4u

/* A line without a full stop whose longer words all begin with a capital: there a name has no borders. */
static bool is_headline(const reading *r, range line) {
    uint32_t capitals = 0, at = token_at(r, line.begin), i = at;
    for (; i < r->tokens.count && tok(r, i)->span.begin < line.end; i++) {
        if (!tok_is(r, i, TOKEN_WORD)) continue;
        if (!tok(r, i)->capital && range_len(tok(r, i)->span) > 4 && !tok_has(r, i, LEX_PREP)) return false;
        capitals += tok(r, i)->capital;
    }
    return capitals >= FEWEST_TITLE_WORDS && !r->lex->german && i > at && !tok_is(r, i - 1, TOKEN_STOP);
}

/* The line that a mention begins in; each line is looked at once. */
static bool in_headline(roster *o, range mention) {
    span text = o->r->text;
    if (mention.begin < o->line.end && mention.begin >= o->line.begin) return o->headline;
    o->line = (range){mention.begin, mention.begin};
    while (o->line.begin > 0 && text.ptr[o->line.begin - 1] != '\n') o->line.begin--;
    while (o->line.end < text.len && text.ptr[o->line.end] != '\n') o->line.end++;
    o->headline = is_headline(o->r, o->line);
    return o->headline;
}

static void enter(roster *o, uint32_t number) {
    reading *r = o->r;
    name_mention *m = &o->mentions.items[number];
    uint32_t at = token_at(r, m->span.begin);
    o->who[number] = UINT32_MAX;
    if (in_headline(o, m->span) || (tok_is(r, at, TOKEN_WORD) && tok(r, at)->dateline)) return;
    m->span = with_body(r, without_role(r, with_first_word(r, m, at)));
    span words[MOST_WORDS], name = without_genitive(span_at(r->text, m->span));
    uint32_t count = split_words(name, words);
    if (is_no_name(r, words, count, range_known(m->title))) return;
    bool article = at > 0 && tok_has(r, at - 1, LEX_DET) && !range_known(m->title); /* "the Kremlin" is no surname */
    uint32_t who = find_person(o, words, count, article);
    if (who == UINT32_MAX) {
        vec_push(r->memory, &o->people,
                 (person){.full = titled_name(r, m, name, count), .word_count = count, .role = RANGE_NONE, .first = number});
        who = (uint32_t)o->people.count - 1;
        memcpy(o->people.items[who].words, words, sizeof words);
        index_person(o, who);
    }
    person *p = &o->people.items[who];
    p->mentions++;
    if (count > p->word_count) {
        p->full = name;
        p->word_count = count;
        memcpy(p->words, words, sizeof words);
        index_person(o, who);
    }
    note_mention(o, p, m);
    o->who[number] = who;
}

static roster read_roster(reading *r) {
    roster o = {.r = r, .mentions = text_names(r->ctx, r->memory, r->text)};
    o.who = ARENA_ARRAY(r->memory, uint32_t, o.mentions.count + 1);
    for (uint32_t i = 0; i < o.mentions.count; i++) enter(&o, i);
    return o;
}

/* First mention that begins at or behind byte `at`. */
static uint32_t mention_at(const roster *o, uint32_t at) {
    size_t low = 0, high = o->mentions.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (o->mentions.items[middle].span.begin < at)
            low = middle + 1;
        else
            high = middle;
    }
    return (uint32_t)low;
}

/* Where the head of a noun phrase ends: before "of", "for", "who". */
static uint32_t head_end(const reading *r, run x) {
    for (uint32_t i = x.first + 1; i < x.last; i++)
        if (!tok(r, i)->capital && tok_has(r, i, LEX_PREP | LEX_REL | LEX_AND)) return i;
    return x.last;
}

/* A phrase that is nothing but a name known from elsewhere, though it wasn't taken for one here ("Kim" at a sentence's start). */
static uint32_t known_by_words(const roster *o, run x) {
    span words[MOST_WORDS];
    uint32_t count = 0;
    for (uint32_t i = x.first; i < x.last && count < MOST_WORDS; i++) {
        if (!tok_is(o->r, i, TOKEN_WORD) || !tok(o->r, i)->capital || tok(o->r, i)->possessive) return UINT32_MAX;
        words[count++] = tok_text(o->r, i);
    }
    return is_no_name(o->r, words, count, false) ? UINT32_MAX : find_person(o, words, count, false);
}

/* The person named by the head of a phrase; UINT32_MAX when it is described, not named. */
static uint32_t named_in(const roster *o, run x) {
    const reading *r = o->r;
    uint32_t end = head_end(r, x);
    if (end < x.last && tok_has(r, end, LEX_AND)) return UINT32_MAX;
    uint32_t head = tok(r, end - 1)->span.end;
    for (uint32_t i = mention_at(o, tok(r, x.first)->span.begin); i < o->mentions.count; i++) {
        range m = o->mentions.items[i].span;
        if (m.begin >= head) break;
        bool owner = tok(r, end - 1)->possessive && end < x.last; /* who speaks is what "Roe's" is followed by */
        if (m.end >= head && !owner && o->who[i] != UINT32_MAX) return o->who[i];
    }
    return known_by_words(o, (run){x.first, end});
}

/* "The union's leader, Ada Korhonen,": named behind the comma. */
static uint32_t named_behind(const roster *o, run x) {
    const reading *r = o->r;
    if (!tok_is(r, x.last, TOKEN_COMMA) || !tok_is(r, x.last + 1, TOKEN_WORD) || !tok_has(r, x.last - 1, LEX_PERSON))
        return UINT32_MAX;
    uint32_t begin = tok(r, x.last + 1)->span.begin, at = mention_at(o, begin);
    return at < o->mentions.count && o->mentions.items[at].span.begin == begin ? o->who[at] : UINT32_MAX;
}

static bool is_same_role(const roster *o, const person *p, span role) {
    for (uint32_t i = 0; i < p->role_count; i++)
        if (same_word(p->roles[i], role) || lexicon_same_role(o->r->lex, p->roles[i], role)) return true;
    for (uint32_t i = 0; i + 1 < p->word_count; i++)
        if (lexicon_same_role(o->r->lex, p->words[i], role)) return true;
    return false;
}

#define FARTHEST_MENTION 40u

/* "the pathologist": the newest before it who is told to be one; "the company": the body that sentences were most about. */
static uint32_t by_role(const roster *o, run x) {
    const reading *r = o->r;
    uint32_t end = head_end(r, x);
    if (tok_has(r, end - 1, LEX_GROUP | LEX_THING) || (tok(r, end - 1)->capital && !r->lex->german)) return UINT32_MAX;
    if (!tok_word(r, x.first, "the") && !tok_has(r, x.first, LEX_POSS) && !r->lex->german) return UINT32_MAX;
    if (end < x.last) return UINT32_MAX;
    span role = tok_text(r, end - 1);
    bool body = tok_has(r, end - 1, LEX_FIRM) && !tok_has(r, end - 1, LEX_PERSON);
    uint32_t at = mention_at(o, tok(r, x.first)->span.begin), body_found = UINT32_MAX;
    for (uint32_t n = 0; at > 0 && n < FARTHEST_MENTION; n++) {
        if (o->who[--at] == UINT32_MAX) continue;
        const person *p = &o->people.items[o->who[at]];
        if (is_same_role(o, p, role)) return o->who[at];
        if (!body || p->human || !p->opens) continue;
        if (body_found == UINT32_MAX || p->mentions >= o->people.items[body_found].mentions) body_found = o->who[at];
    }
    return body_found;
}

static bool fits(const person *p, uint64_t pronoun) {
    uint64_t gender = pronoun & (LEX_MALE | LEX_FEMALE);
    if (!gender || (!p->human && p->word_count < 2)) return false;
    return !p->gender || (p->gender & gender);
}

/* Somebody new, by full name, in the paragraph of a pronoun: "Bas Laine carried the crate. It was light, he said." */
static uint32_t introduced(const roster *o, uint32_t token, uint32_t sentence) {
    const reading *r = o->r;
    uint32_t first = sentence;
    while (first > 0 && r->sentences.items[first - 1].paragraph == r->sentences.items[sentence].paragraph) first--;
    uint32_t begin = tok(r, r->sentences.items[first].tokens.first)->span.begin;
    for (uint32_t i = mention_at(o, begin); i < o->mentions.count; i++) {
        range m = o->mentions.items[i].span;
        if (m.begin >= tok(r, token)->span.begin) break;
        if (o->who[i] == UINT32_MAX || !tok_is(r, token_at(r, m.begin), TOKEN_WORD)) continue;
        if (tok(r, token_at(r, m.begin))->span.begin != m.begin) continue; /* inside a quote */
        const person *p = &o->people.items[o->who[i]];
        if (p->first == i && p->word_count > 1 && p->human && fits(p, tok(r, token)->lex)) return o->who[i];
    }
    return UINT32_MAX;
}

/* Whom the sentence right before is about, when a name opens it: "Rost spoke for an hour. It was light, he said." */
static uint32_t topic_before(const roster *o, uint32_t token, uint32_t sentence) {
    const reading *r = o->r;
    if (!sentence) return UINT32_MAX;
    run before = r->sentences.items[sentence - 1].tokens;
    if (run_empty(before) || !is_free(r, before)) return UINT32_MAX;
    uint32_t i = mention_at(o, tok(r, before.first)->span.begin);
    if (i >= o->mentions.count || o->who[i] == UINT32_MAX) return UINT32_MAX;
    const name_mention *m = &o->mentions.items[i];
    uint32_t begin = range_known(m->title) && m->title.begin < m->span.begin ? m->title.begin : m->span.begin;
    const person *p = &o->people.items[o->who[i]];
    return begin == tok(r, before.first)->span.begin && p->human && fits(p, tok(r, token)->lex) ? o->who[i] : UINT32_MAX;
}

/* "he": who spoke last if he fits, else the nearest before who does; one whose gender is known goes first. */
static uint32_t by_pronoun(const roster *o, uint32_t token, uint32_t last_speaker) {
    const reading *r = o->r;
    uint64_t pronoun = tok(r, token)->lex;
    if (last_speaker != UINT32_MAX && fits(&o->people.items[last_speaker], pronoun)) return last_speaker;
    uint32_t at = mention_at(o, tok(r, token)->span.begin), unsure = UINT32_MAX;
    for (uint32_t n = 0; at > 0 && n < FARTHEST_MENTION; n++) {
        if (o->who[--at] == UINT32_MAX) continue;
        const person *p = &o->people.items[o->who[at]];
        if (!fits(p, pronoun)) continue;
        if (p->gender) return o->who[at];
        if (unsure == UINT32_MAX && p->human) unsure = o->who[at];
    }
    return unsure;
}

/* "Korhonen, who said": whom the word before the pronoun names. */
static uint32_t by_relative(const roster *o, uint32_t token) {
    const reading *r = o->r;
    if (token > 1 && tok_is(r, token - 1, TOKEN_COMMA)) token--;
    uint32_t at = mention_at(o, tok(r, token)->span.begin);
    if (!token || !at || o->mentions.items[at - 1].span.end != tok(r, token - 1)->span.end) return UINT32_MAX;
    return o->who[at - 1];
}

/* "its results", "it": the body that the sentence before begins with. */
static uint32_t body_before(const roster *o, uint32_t sentence) {
    const reading *r = o->r;
    run before = sentence ? r->sentences.items[sentence - 1].tokens : RUN_NONE;
    if (run_empty(before)) return UINT32_MAX;
    uint32_t first = before.first + (tok_has(r, before.first, LEX_DET) != 0);
    uint32_t i = mention_at(o, tok(r, first)->span.begin);
    if (i >= o->mentions.count || o->who[i] == UINT32_MAX || o->mentions.items[i].span.begin != tok(r, first)->span.begin)
        return UINT32_MAX;
    const person *p = &o->people.items[o->who[i]];
    uint64_t last = lexicon_word(r->lex, p->words[p->word_count - 1]);
    bool body = (last & (LEX_BODY | LEX_FIRM | LEX_OUTLET)) || is_acronym(p->words[0]) || first > before.first;
    return body && !p->human && !(last & LEX_THING) ? o->who[i] : UINT32_MAX;
}

/* "experts, who said": those that the word before the pronoun describes. */
static run described_before(const reading *r, uint32_t token) {
    if (token > 1 && tok_is(r, token - 1, TOKEN_COMMA)) token--;
    if (!token || !tok_is(r, token - 1, TOKEN_WORD)) return RUN_NONE;
    run who = phrase_back(r, token - 1, token > 12 ? token - 12 : 0);
    bool somebody = !run_empty(who) && (tok_has(r, who.last - 1, LEX_ROLE) || tok(r, who.last - 1)->capital);
    return somebody && speaker_mended(r, &who) && speaker_kind_of(r, who) == SPEAKER_LIKELY ? who : RUN_NONE;
}

typedef struct answer {
    uint32_t who;
    bool described;
} answer;

/* The answer for a pronoun; `near`: the last speaker spoke in this paragraph. */
static uint32_t resolve_pronoun(const roster *o, const attribution *a, uint32_t last_speaker, bool near) {
    uint32_t new = near ? UINT32_MAX : introduced(o, a->speaker.first, a->sentence);
    if (!near && new == UINT32_MAX) new = topic_before(o, a->speaker.first, a->sentence);
    return new != UINT32_MAX ? new : by_pronoun(o, a->speaker.first, last_speaker);
}

/* "his" alone, of "his claim": whoever "he" would be. */
static bool is_owner(const reading *r, run x) { return x.last - x.first == 1 && tok_has(r, x.first, LEX_POSS); }

static answer resolve(const roster *o, const attribution *a, uint32_t last_speaker, bool near) {
    const reading *r = o->r;
    if (run_empty(a->speaker)) return (answer){UINT32_MAX, false};
    if (tok_has(r, a->speaker.first, LEX_REL) && a->speaker.last - a->speaker.first == 1 && !r->lex->german)
        return (answer){by_relative(o, a->speaker.first), false};
    if (is_pronoun(r, a->speaker) || is_owner(r, a->speaker)) {
        bool neuter = tok_has(r, a->speaker.first, LEX_NEUTER);
        return (answer){neuter ? body_before(o, a->sentence) : resolve_pronoun(o, a, last_speaker, near), false};
    }
    if (speaker_kind_of(r, a->speaker) == SPEAKER_VAGUE) return (answer){UINT32_MAX, true};
    uint32_t who = named_in(o, a->speaker);
    if (who == UINT32_MAX) who = named_behind(o, a->speaker);
    if (who == UINT32_MAX) who = by_role(o, a->speaker);
    return (answer){who, true};
}

/* A pronoun tells whether the one it means is he or she. */
static void learn_gender(roster *o, const attribution *a, uint32_t who) {
    uint64_t gender = tok(o->r, a->speaker.first)->lex & GIVEN_NAME;
    person *p = &o->people.items[who];
    if (is_pronoun(o->r, a->speaker) && gender && gender != GIVEN_NAME && !p->gender) p->gender = gender;
}

/* The words that stand for a name where none is known; nothing for "many", "others". */
static span description(const reading *r, const attribution *a, bool described) {
    run x = described ? a->speaker : RUN_NONE;
    bool relative = !described && !run_empty(a->speaker) && tok_has(r, a->speaker.first, LEX_REL) && !r->lex->german;
    if (relative) x = described_before(r, a->speaker.first);
    if (run_empty(x) || speaker_kind_of(r, x) == SPEAKER_VAGUE) return (span){0};
    return without_genitive(span_at(r->text, run_bytes(r, x)));
}

speaker_name *name_speakers(reading *r) {
    roster o = read_roster(r);
    speaker_name *out = ARENA_ARRAY(r->memory, speaker_name, r->found.count + 1);
    uint32_t last = UINT32_MAX, last_paragraph = 0;
    for (size_t i = 0; i < r->found.count; i++) {
        const attribution *a = &r->found.items[i];
        out[i].role = RANGE_NONE;
        uint32_t paragraph = r->sentences.items[a->sentence].paragraph;
        if (paragraph > last_paragraph + NEAR_PARAGRAPHS) last = UINT32_MAX;
        answer who = resolve(&o, a, last, last != UINT32_MAX && paragraph == last_paragraph);
        if (who.who != UINT32_MAX) {
            out[i] = (speaker_name){o.people.items[who.who].full, o.people.items[who.who].role};
            learn_gender(&o, a, who.who);
            last = who.who;
            last_paragraph = paragraph;
        } else {
            out[i].name = description(r, a, who.described);
        }
    }
    return out;
}
