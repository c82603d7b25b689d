/* Times of day: hours and minutes, and parts of a day, with the day that they belong to. */
#include "times/times_internal.h"

static size_t found_time(const parse *p, match *m, size_t count, moment day, span clock) {
    m->type = RETOLD_TIME;
    m->when = day;
    m->value = arena_printf(p->memory, "%.*sT%.*s", SPAN_ARG(moment_value(p->memory, day)), SPAN_ARG(clock));
    return count;
}

/* A day behind a time: "[on] Tuesday", "of April 18", ", Oct. 3"; today when there is none. */
static size_t day_behind(const parse *p, size_t i, moment *day) {
    size_t at = i, taken;
    *day = p->today;
    if (at >= p->count || (p->tokens[at].gap != GAP_BLANK && p->tokens[at].gap != GAP_POINT && p->tokens[at].gap != GAP_COMMA))
        return 0;
    if ((is_word(p, at, "on") || is_word(p, at, "of") || is_word(p, at, "from")) && spaced(p, at + 1)) at++;
    moment found;
    if (p->tokens[i].gap == GAP_COMMA && is_a(p, i, W_DEICTIC)) return 0;
    if (!(taken = take_day(p, at, &found))) return 0;
    *day = found;
    return at + taken - i;
}

/* "a.m.", "pm": tokens taken; hours to add into *add. */
static size_t half_day(const parse *p, size_t i, int *add) {
    if (i >= p->count || (p->tokens[i].gap != GAP_BLANK && p->tokens[i].gap != GAP_NONE)) return 0;
    bool am = is_word(p, i, "a") || is_word(p, i, "am"), pm = is_word(p, i, "p") || is_word(p, i, "pm");
    if (!am && !pm) return 0;
    *add = pm ? 12 : 0;
    if (is_word(p, i, "am") || is_word(p, i, "pm")) return 1;
    return is_word(p, i + 1, "m") && p->tokens[i + 1].gap == GAP_POINT ? 2 : 0;
}

static bool is_zone(const parse *p, size_t i) {
    static const char *const zones[] = {"gmt", "utc", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "et", "cet", "bst"};
    if (i >= p->count || !p->tokens[i].capital || !pointed(p, i)) return false;
    for (size_t k = 0; k < sizeof zones / sizeof *zones; k++)
        if (is_word(p, i, zones[k])) return true;
    return false;
}

/* "7.31 p.m.", one word: hours and minutes with a point, as half of the English-speaking world writes them. */
static size_t take_pointed_hour(const parse *p, size_t i, int *hour, int *minute) {
    if (i >= p->count || p->tokens[i].gap == GAP_MONEY) return 0;
    span rest = span_at(p->text, p->tokens[i].span), front = span_take_until(&rest, '.');
    uint64_t h, m;
    if (front.len > 2 || rest.len != 2 || !span_to_u64(front, &h) || !span_to_u64(rest, &m) || h > 12 || m > 59) return 0;
    int add;
    size_t taken = half_day(p, i + 1, &add);
    if (!taken) return 0;
    *hour = (int)h % 12 + add;
    *minute = (int)m;
    return 1 + taken;
}

/* "9 a.m.", "9:30 pm", "15:00 GMT"; hours and minutes. */
static size_t take_hour(const parse *p, size_t i, int *hour, int *minute) {
    if (i < p->count && p->tokens[i].number < 0 && p->tokens[i].digits) return take_pointed_hour(p, i, hour, minute);
    if (i >= p->count || p->tokens[i].number < 0 || p->tokens[i].digits > 2) return 0;
    const token *t = &p->tokens[i];
    size_t at = i + 1, taken;
    int add = 0;
    *hour = t->number;
    *minute = 0;
    bool minutes = at < p->count && p->tokens[at].gap == GAP_COLON && p->tokens[at].number >= 0 && p->tokens[at].number < 60 &&
                   p->tokens[at].digits == 2;
    if (minutes) *minute = p->tokens[at].number;
    const char *tail = minutes ? p->tokens[at].tail : t->tail;
    at += minutes;
    bool tight = strncmp(tail, "am", 2) == 0 || strncmp(tail, "pm", 2) == 0;
    if (tight)
        add = tail[0] == 'p' ? 12 : 0;
    else if (tail[0])
        return 0;
    else if ((taken = half_day(p, at, &add)))
        at += taken, tight = true;
    if ((!tight && !minutes) || *hour > (tight ? 12 : 24)) return 0;
    if (tight) *hour = *hour % 12 + add;
    if (is_zone(p, at)) at++;
    return at - i;
}

/* "It stopped at 6:52 p.m.": of the day told before in the paragraph, else of the first past day that the news tells of. */
static moment day_of_clock(const parse *p, size_t i) {
    size_t first = i && (is_word(p, i - 1, "by") || is_word(p, i - 1, "until")) ? i - 1 : i; /* "was flooded by midnight" */
    if (!p->known || tense_of(p, first, 1) > 0) return p->today;
    bool near = p->last.grain == GRAIN_DAY && p->last.year != UNKNOWN_YEAR && p->last.days <= p->today.days;
    for (size_t k = i; near && k >= p->last_end; k--) near = !p->tokens[k].opens;
    if (near) return p->last;
    return p->lead.grain == GRAIN_DAY ? p->lead : p->today;
}

static size_t hour_rule(const parse *p, size_t i, match *m) {
    int hour, minute;
    size_t taken = take_hour(p, i, &hour, &minute);
    if (!taken) return 0;
    moment day;
    size_t more = day_behind(p, i + taken, &day);
    if (!more) day = day_of_clock(p, i);
    return found_time(p, m, taken + more, day, arena_printf(p->memory, "%02d:%02d", hour, minute));
}

/* "Tuesday nights" come again and again: rules_span.c. */
static bool is_plural_part(const parse *p, size_t i) { return span_ends(span_at(p->text, p->tokens[i].span), S("s")); }

/* "Tuesday night", "yesterday morning", "April 18 at noon", "tonight". */
static size_t day_then_part(const parse *p, size_t i, match *m) {
    moment day;
    size_t taken = take_day(p, i, &day), at = i + taken;
    if (!taken) return 0;
    if (is_word(p, i, "tonight")) return found_time(p, m, 1, day, S("NI"));
    int hour, minute;
    bool comma = at < p->count && p->tokens[at].gap == GAP_COMMA; /* "10 October, at 6 p.m." */
    size_t on = is_word(p, at, "at") && (spaced(p, at) || comma) ? 1 : 0, more;
    if ((more = on && spaced(p, at + 1) ? take_hour(p, at + 1, &hour, &minute) : 0))
        return found_time(p, m, taken + 1 + more, day, arena_printf(p->memory, "%02d:%02d", hour, minute));
    on += (is_word(p, at + on, "late") || is_word(p, at + on, "early")) && spaced(p, at + on);
    if (!is_a(p, at + on, W_PART) || !spaced(p, at + on) || is_plural_part(p, at + on)) return 0;
    return found_time(p, m, taken + on + 1, day, sense_value(&p->tokens[at + on], W_PART));
}

/* "this morning", "the night of April 18", "last night", "overnight Friday", "mid-afternoon yesterday". */
static size_t part_first(const parse *p, size_t i, match *m) {
    int turn = 0;
    size_t at = i, taken = take_turn(p, i, &turn);
    bool turned = taken && joined(p, i + taken), opened = turned;
    if (turned)
        at += taken;
    else if (is_word(p, i, "the") && spaced(p, i + 1))
        at++, opened = true;
    if (is_a(p, at, W_MOD) && joined(p, at + 1)) at++, opened = true;
    if (!is_a(p, at, W_PART)) return 0;
    span part = sense_value(&p->tokens[at], W_PART);
    bool alone = is_word(p, at, "overnight") || is_digit((unsigned char)part.ptr[0]);
    at++;
    moment day;
    size_t more = day_behind(p, at, &day);
    if (!more && !opened && !alone) return 0;
    if (!more && turned && p->tokens[i].sense->classes && turn) day = moment_shift(p->today, turn);
    if (!more && alone && is_digit((unsigned char)part.ptr[0])) day = day_of_clock(p, i);
    if (!more && !turned && !alone && p->last.grain == GRAIN_DAY) day = p->last;
    return found_time(p, m, at + more - i, day, part);
}

size_t rule_clock(const parse *p, size_t i, match *m) {
    size_t taken = hour_rule(p, i, m);
    if (!taken) taken = day_then_part(p, i, m);
    return taken ? taken : part_first(p, i, m);
}
