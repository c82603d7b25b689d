/* Calendar dates: days, months, years, weekdays, quarters, decades, holidays. */
#include "times/times_internal.h"

size_t found_date(const parse *p, match *m, size_t count, moment when) {
    m->type = RETOLD_DATE;
    m->when = when;
    m->value = moment_value(p->memory, when);
    return count;
}

/* ---- Years ---- */

size_t take_turn(const parse *p, size_t i, int *turn) {
    size_t at = i;
    if (is_word(p, at, "the") && spaced(p, at + 1)) at++;
    if (!is_a(p, at, W_TURN)) return 0;
    *turn = sense_number(&p->tokens[at], W_TURN);
    return at + 1 - i;
}

size_t take_year_phrase(const parse *p, size_t i, int *year) {
    size_t at = i, taken;
    int turn;
    while (at < i + 3 && spaced(p, at + 1) && (is_word(p, at, "of") || is_word(p, at, "in") || is_word(p, at, "the"))) at++;
    if ((is_word(p, at, "fiscal") || is_word(p, at, "financial")) && spaced(p, at + 1)) at++;
    if (is_word(p, at, "year") && spaced(p, at + 1)) at++;
    if ((taken = take_year(p, at, year))) return at + taken - i;
    if (!(taken = take_turn(p, at, &turn)) || !is_word(p, at + taken, "year") || !spaced(p, at + taken)) return 0;
    *year = p->known ? p->today.year + turn : UNKNOWN_YEAR;
    return at + taken + 1 - i;
}

enum { LONG_AGO = 5 };

/* "In the summer of 1921 …, after the fire of 5 May": a bygone year told in the same sentence holds for what follows. */
static bool told_year(const parse *p, size_t i) {
    if (p->last.grain == GRAIN_NONE || p->last.year == UNKNOWN_YEAR || p->last.grain <= GRAIN_DECADE) return false;
    if (p->known && p->last.year > p->today.year - LONG_AGO) return false;
    for (size_t k = i; k >= p->last_end; k--)
        if (p->tokens[k].gap == GAP_STOP || p->tokens[k].gap == GAP_BREAK) return false;
    return true;
}

/*
 * Year of a day or month that is told without one: the nearest, but where that is some way off the tense decides; sooner for a
 * month, since "in June", told in March of what was, is last June, but "on June 8" can well be the next.
 */
static int year_of(const parse *p, size_t i, unsigned month, unsigned day, int tense) {
    if (told_year(p, i)) return p->last.year;
    if (!p->known) return UNKNOWN_YEAR;
    int now = (int)p->today.month * 31 + (day ? (int)p->today.day : 0), then = (int)month * 31 + (int)day, apart = then - now;
    int sure = day ? 4 * 31 : 2 * 31, whole = 12 * 31, years = (apart < -whole / 2) - (apart > whole / 2);
    apart += years * whole;
    if (tense > 0 && apart < -sure) years++;
    if (tense < 0 && apart > sure) years--;
    return p->today.year + years;
}

static moment day_in(int year, unsigned month, unsigned day) {
    if (year != UNKNOWN_YEAR) return moment_of_day(days_of(year, month, day));
    return (moment){.grain = GRAIN_DAY, .year = UNKNOWN_YEAR, .month = month, .day = day};
}

/* ---- Days and months ---- */

static bool day_number(const parse *p, size_t i, unsigned *day) {
    if (i >= p->count) return false;
    const token *t = &p->tokens[i];
    static const char *const tails[] = {"", "st", "nd", "rd", "th", "er"};
    for (size_t k = 0; k < sizeof tails / sizeof *tails; k++) {
        if (strncmp(t->tail, tails[k], 2) != 0 || t->number < 1 || t->number > 31 || t->digits > 2) continue;
        *day = (unsigned)t->number;
        return true;
    }
    return false;
}

/* Short and ambiguous names ("may", "mar", "set") are months only with a capital. */
static bool month_at(const parse *p, size_t i, unsigned *month) {
    if (!is_a(p, i, W_MONTH)) return false;
    *month = (unsigned)sense_number(&p->tokens[i], W_MONTH);
    return p->tokens[i].capital || range_len(p->tokens[i].span) > 3;
}

/* A year behind a day or month: "April 18, 2024", "April 2024", "April last year", "avril de 2024". */
static size_t year_behind(const parse *p, size_t i, int *year) {
    if (i >= p->count) return 0;
    gap before = p->tokens[i].gap;
    if (before != GAP_BLANK && before != GAP_COMMA && before != GAP_POINT && before != GAP_APOSTROPHE) return 0;
    size_t of = is_word(p, i, "de") || is_word(p, i, "del") ? 1 : 0, taken;
    if (of || before == GAP_COMMA) {
        taken = take_year(p, i + of, year);
        return taken == 1 ? of + taken : 0;
    }
    return take_year_phrase(p, i, year);
}

/* "the Sept. 11 hijackers": the year of an event that is called by its day, unless the text is older; 0 for none. */
static int named_year(const parse *p, size_t i, unsigned month, unsigned day) {
    if (!spaced(p, i)) return 0;
    uint64_t *at = map_get(&p->words->named_days, hash_join(p->tokens[i].whole, month * 32 + day));
    bool older = at && p->known && p->today.year < (int)*at;
    return at && !older ? (int)*at : 0;
}

/* "April 18[th][, 2024]" */
static size_t month_first(const parse *p, size_t i, moment *when) {
    unsigned month, day;
    if (!month_at(p, i, &month) || !pointed(p, i + 1) || !day_number(p, i + 1, &day) || day > days_in_month(UNKNOWN_YEAR, month))
        return 0;
    if (i + 2 < p->count && p->tokens[i + 2].gap == GAP_COLON) return 0;
    int year = 0;
    size_t taken = year_behind(p, i + 2, &year);
    if (!taken && !(year = named_year(p, i + 2, month, day))) year = year_of(p, i, month, day, tense_of(p, i, 2));
    if (day > days_in_month(year, month)) return 0;
    *when = day_in(year, month, day);
    return 2 + taken;
}

/* "18[.] [of|de] April [2024]"; a year behind makes up for a full stop and for a short name without a capital ("1er mai 2024"). */
static size_t day_first(const parse *p, size_t i, moment *when) {
    unsigned month, day, other;
    bool of_slash = i < p->count && p->tokens[i].gap == GAP_SLASH; /* "the 9/12 march" */
    if (of_slash || !day_number(p, i, &day)) return 0;
    size_t at = i + 1;
    if (spaced(p, at) && (is_word(p, at, "of") || is_word(p, at, "de"))) at++;
    if (!is_a(p, at, W_MONTH) || !(pointed(p, at) || p->tokens[at].gap == GAP_STOP)) return 0;
    month = (unsigned)sense_number(&p->tokens[at], W_MONTH);
    int year = 0;
    size_t taken = year_behind(p, at + 1, &year);
    if (!taken && (!pointed(p, at) || !month_at(p, at, &month))) return 0;
    bool counts = at == i + 1 && pointed(p, at + 1) && day_number(p, at + 1, &other); /* "the 19 Sept. 11 hijackers" */
    if (!taken && counts && !(i && is_word(p, i - 1, "on"))) return 0;
    if (!taken) year = year_of(p, i, month, day, tense_of(p, i, at + 1 - i));
    if (day > days_in_month(year, month)) return 0;
    *when = day_in(year, month, day);
    return at + 1 + taken - i;
}

/* "18.04.2024", which is one word. */
static size_t dotted(const parse *p, size_t i, moment *when) {
    if (i >= p->count || p->tokens[i].number >= 0 || !p->tokens[i].digits) return 0;
    span rest = span_at(p->text, p->tokens[i].span), day = span_take_until(&rest, '.'), month = span_take_until(&rest, '.');
    uint64_t d, m, y;
    if (day.len > 2 || month.len > 2 || rest.len != 4 || !span_to_u64(day, &d) || !span_to_u64(month, &m) ||
        !span_to_u64(rest, &y))
        return 0;
    if (y < 1500 || y > 2099 || m < 1 || m > 12 || d < 1 || d > days_in_month((int)y, (unsigned)m)) return 0;
    *when = moment_of_day(days_of((int)y, (unsigned)m, (unsigned)d));
    return 1;
}

/* "2024-04-18", "4/18/2024", "18.04.2024": year first, or month and day told apart by size, the month first where that doesn't help. */
static size_t all_digits(const parse *p, size_t i, moment *when) {
    if (i + 2 >= p->count || p->tokens[i].number < 0 || p->tokens[i + 1].number < 0 || p->tokens[i + 2].number < 0) return 0;
    gap mark = p->tokens[i + 1].gap;
    if (p->tokens[i + 2].gap != mark || (mark != GAP_HYPHEN && mark != GAP_SLASH && mark != GAP_POINT)) return 0;
    int a = p->tokens[i].number, b = p->tokens[i + 1].number, c = p->tokens[i + 2].number, year, month, day;
    if (p->tokens[i].digits == 4)
        year = a, month = b, day = c;
    else if (p->tokens[i + 2].digits == 4 || p->tokens[i + 2].digits == 2) {
        bool month_leads = mark == GAP_SLASH && a <= 12;
        year = p->tokens[i + 2].digits == 4 ? c : c + (c < 40 ? 2000 : 1900);
        month = month_leads ? a : b;
        day = month_leads ? b : a;
    } else
        return 0;
    if (year < 1500 || year > 2099 || month < 1 || month > 12 || day < 1 || (unsigned)day > days_in_month(year, (unsigned)month))
        return 0;
    *when = moment_of_day(days_of(year, (unsigned)month, (unsigned)day));
    return 3;
}

/* ---- Weekdays ---- */

static moment weekday_near(const parse *p, unsigned weekday, int turn, bool turned, int tense) {
    if (!p->known) return (moment){.grain = GRAIN_DAY, .year = UNKNOWN_YEAR, .weekday = weekday};
    int64_t today = p->today.days, back = (int64_t)((weekday_of(today) + 7 - weekday) % 7);
    if (turned && turn < 0) return moment_of_day(today - (back ? back : 7));
    if ((turned && turn > 0) || tense > 0) return moment_of_day(today + (back || (turned && turn > 0) ? 7 - back : 0));
    return moment_of_day(today - back);
}

static bool weekday_at(const parse *p, size_t i, unsigned *weekday) {
    if (!is_a(p, i, W_WEEKDAY)) return false;
    *weekday = (unsigned)sense_number(&p->tokens[i], W_WEEKDAY);
    return p->tokens[i].capital || range_len(p->tokens[i].span) > 4;
}

/* "[last] Tuesday[, April 16[, 2024]]" */
static size_t weekday_date(const parse *p, size_t i, moment *when) {
    int turn = 0;
    unsigned weekday;
    size_t at = i, taken;
    bool turned = (taken = take_turn(p, i, &turn)) != 0 && spaced(p, i + taken);
    if (turned) at += taken;
    if (!weekday_at(p, at, &weekday)) return 0;
    at++;
    bool goes_on = at < p->count && (p->tokens[at].gap == GAP_COMMA || pointed(p, at));
    if (goes_on && ((taken = month_first(p, at, when)) || (taken = day_first(p, at, when)))) return at + taken - i;
    *when = weekday_near(p, weekday, turn, turned, tense_of(p, i, at - i));
    return at - i;
}

/* ---- Holidays ---- */

static size_t holiday_name(const parse *p, size_t i, span *rule) {
    uint64_t hash = 0;
    size_t found = 0;
    if (i >= p->count || !p->tokens[i].capital) return 0;
    for (size_t k = 0; k < p->words->holiday_words && i + k < p->count; k++) {
        if (k && !pointed(p, i + k)) break;
        hash = k ? hash_join(hash, p->tokens[i + k].whole) : p->tokens[i + k].whole;
        uint64_t *at = map_get(&p->words->holidays, hash);
        if (!at) continue;
        *rule = p->words->rules.items[*at - 1];
        found = k + 1;
    }
    return found;
}

static size_t holiday(const parse *p, size_t i, moment *when) {
    span rule;
    size_t taken = holiday_name(p, i, &rule);
    if (!taken) return 0;
    int year = 0;
    size_t more = year_behind(p, i + taken, &year);
    if (!more) {
        if (!p->known) return 0;
        int64_t day = holiday_day(rule, p->today.year);
        year = p->today.year;
        int tense = tense_of(p, i, taken);
        if (tense < 0 && day > p->today.days) year--;
        if (tense > 0 && day < p->today.days) year++;
    }
    if (year == UNKNOWN_YEAR) return 0;
    *when = moment_of_day(holiday_day(rule, year));
    return taken + more;
}

bool is_of_an_age(const parse *p, size_t i) {
    if (!is_a(p, i, W_DEICTIC) || !p->tokens[i].possessive || !spaced(p, i + 1)) return false;
    return is_a(p, i + 1, W_AGE) && !p->tokens[i + 1].capital;
}

static size_t deictic(const parse *p, size_t i, moment *when) {
    if (!is_a(p, i, W_DEICTIC) || is_of_an_age(p, i)) return 0;
    *when = moment_shift(p->today, sense_number(&p->tokens[i], W_DEICTIC));
    return 1;
}

/* "last Oct. 23", "next April 1" */
static size_t turned_day(const parse *p, size_t i, moment *when) {
    int turn;
    unsigned month;
    size_t taken = take_turn(p, i, &turn), more;
    if (!taken || !turn || !spaced(p, i + taken) || !month_at(p, i + taken, &month) || !(more = month_first(p, i + taken, when)))
        return 0;
    if (when->year == UNKNOWN_YEAR || !p->known) return taken + more;
    if (turn < 0 && when->days >= p->today.days) *when = day_in(when->year - 1, when->month, when->day);
    if (turn > 0 && when->days <= p->today.days) *when = day_in(when->year + 1, when->month, when->day);
    return taken + more;
}

size_t take_day(const parse *p, size_t i, moment *when) {
    size_t (*const ways[])(const parse *, size_t, moment *) = {deictic,   weekday_date, turned_day, month_first,
                                                               day_first, all_digits,   dotted,     holiday};
    for (size_t k = 0; k < sizeof ways / sizeof *ways; k++) {
        size_t taken = ways[k](p, i, when);
        if (taken) return taken;
    }
    return 0;
}

/* ---- Months, quarters, years, decades ---- */

/* Names that are words or persons as well need a sign of time beside them. */
static bool month_is_sure(const parse *p, size_t i) {
    static const char *const signs[] = {"in",   "since", "until", "till", "by",   "of",   "from",    "to",     "during",
                                        "late", "early", "mid",   "last", "next", "this", "through", "before", "after"};
    if (!p->tokens[i].capital || range_len(p->tokens[i].span) < 3) return false;
    bool odd = is_word(p, i, "may") || is_word(p, i, "march") || is_word(p, i, "april") || is_word(p, i, "june") ||
               is_word(p, i, "august") || range_len(p->tokens[i].span) == 3;
    bool person =
        range_len(p->tokens[i].span) == 3 && i + 1 < p->count && p->tokens[i + 1].gap == GAP_BLANK && p->tokens[i + 1].capital;
    bool titled = is_word(p, i, "gen") && i + 1 < p->count && p->tokens[i + 1].capital; /* "Gen. Lind", but "gen. 2024" */
    if (!odd || person || titled) return !person && !titled;
    for (size_t k = 0; i && k < sizeof signs / sizeof *signs; k++)
        if (is_word(p, i - 1, signs[k])) return true;
    return false;
}

/* "[last] April [2024]" */
static size_t month_alone(const parse *p, size_t i, moment *when) {
    int turn = 0, year = 0;
    unsigned month;
    size_t at = i, taken = take_turn(p, i, &turn);
    bool turned = taken && spaced(p, i + taken);
    if (turned) at += taken;
    if (!month_at(p, at, &month)) return 0;
    at++;
    if ((taken = year_behind(p, at, &year))) {
        *when = moment_of_month(year, month);
        return at + taken - i;
    }
    if (!month_is_sure(p, at - 1)) return 0;
    year = turned && turn == 0 && p->known ? p->today.year : year_of(p, i, month, 0, turned ? turn : tense_of(p, i, at - i));
    if (turned && turn && p->known && month == p->today.month) year += turn;
    *when = moment_of_month(year, month);
    return at - i;
}

static int quarter_year(const parse *p, unsigned quarter, int tense) {
    if (!p->known) return UNKNOWN_YEAR;
    unsigned now = (p->today.month - 1) / 3 + 1;
    if (quarter > now) return p->today.year - (tense <= 0 && quarter > now + 1);
    return p->today.year + (quarter + 1 < now && tense > 0);
}

/* "[the] [fiscal] third[-| ]quarter [of 1998]", "next year's first half" */
static size_t quarter(const parse *p, size_t i, moment *when) {
    size_t at = i, taken;
    int year = 0;
    bool of_year = (taken = take_year_phrase(p, i, &year)) && p->tokens[i + taken - 1].possessive && spaced(p, i + taken);
    if (of_year)
        at += taken;
    else if (spaced(p, i + 1) && (is_word(p, i, "the") || is_word(p, i, "its") || is_word(p, i, "their")))
        at++;
    if (is_word(p, at, "fiscal") && joined(p, at + 1)) at++;
    if (!is_a(p, at, W_ORDINAL) || !joined(p, at + 1)) return 0;
    unsigned number = (unsigned)sense_number(&p->tokens[at], W_ORDINAL);
    if (is_word(p, at + 1, "fiscal")) at++;
    bool half = is_word(p, at + 1, "half"), third = is_word(p, at + 1, "quarter");
    if (!(half && number <= 2) && !(third && number <= 4)) return 0;
    at += 2;
    if (!of_year && (taken = take_year_phrase(p, at, &year)) && spaced(p, at))
        at += taken;
    else if (half && !of_year)
        return 0;
    else if (!of_year)
        year = quarter_year(p, number, tense_of(p, i, at - i));
    *when = (moment){.grain = half ? GRAIN_HALF : GRAIN_QUARTER, .year = year, .month = number};
    return at - i;
}

/* "[the] 1990s", "the '90s", "the nineties" */
static size_t decade(const parse *p, size_t i, moment *when) {
    size_t at = i + (is_word(p, i, "the") ? 1 : 0);
    if (at >= p->count) return 0;
    const token *t = &p->tokens[at];
    bool digits = t->number >= 10 && t->number % 10 == 0 && strcmp(t->tail, "s") == 0;
    int year = digits ? t->number : sense_number(t, W_DECADE);
    if (!digits && !(is_a(p, at, W_DECADE) && at > i)) return 0;
    if (year < 100) year += 1900;
    if (year < 1500 || year > 2090 || (digits && t->digits == 3)) return 0;
    *when = (moment){.grain = GRAIN_DECADE, .year = year};
    return at + 1 - i;
}

/* "the 20th century", "the nineteenth century" */
static size_t century(const parse *p, size_t i, moment *when) {
    size_t at = i + (is_word(p, i, "the") ? 1 : 0);
    int number = is_a(p, at, W_ORDINAL) ? sense_number(&p->tokens[at], W_ORDINAL) : 0;
    if (!number && at < p->count && p->tokens[at].digits <= 2 && p->tokens[at].tail[1]) number = p->tokens[at].number;
    if (number < 1 || number > 21 || !joined(p, at + 1) || !is_word(p, at + 1, "century")) return 0;
    *when = (moment){.grain = GRAIN_CENTURY, .year = (number - 1) * 100};
    return at + 2 - i;
}

/* "the 1988 quarter", "the 1988 period": the quarter that is spoken of, in another year. */
static size_t year_quarter(const parse *p, size_t i, moment *when) {
    int year;
    if (!is_word(p, i, "the") || take_year(p, i + 1, &year) != 1 || p->quarter.grain != GRAIN_QUARTER) return 0;
    if (!is_word(p, i + 2, "quarter") && !is_word(p, i + 2, "period")) return 0;
    *when = (moment){.grain = GRAIN_QUARTER, .year = year, .month = p->quarter.month};
    return 3;
}

/* "[the] first two quarters of 1990", "last two quarters of 1990" */
static size_t two_quarters(const parse *p, size_t i, moment *when) {
    size_t at = i + (is_word(p, i, "the") ? 1 : 0), taken;
    bool first = is_word(p, at, "first"), last = is_word(p, at, "last");
    int year;
    if ((!first && !last) || !is_word(p, at + 1, "two") || !is_word(p, at + 2, "quarters") || !is_word(p, at + 3, "of")) return 0;
    if (!(taken = take_year_phrase(p, at + 3, &year))) return 0;
    *when = (moment){.grain = GRAIN_HALF, .year = year, .month = first ? 1 : 2};
    return at + 3 + taken - i;
}

/* "in 1641", "since 1580": a year this early is one only with a sign. */
static bool year_is_sure(const parse *p, size_t i) {
    static const char *const signs[] = {"in", "since", "until", "by", "from", "after", "before", "anno", "jahr", "jahre", "im"};
    for (size_t k = 0; i && k < sizeof signs / sizeof *signs; k++)
        if (is_word(p, i - 1, signs[k]) && spaced(p, i)) return true;
    return false;
}

/* A bare year, unless it counts something: "1990 tons", "$1990". */
static size_t year_alone(const parse *p, size_t i, moment *when) {
    size_t at = i;
    if (is_word(p, at, "the") && is_word(p, at + 1, "year"))
        at += 2;
    else if (is_word(p, at, "fiscal") || is_word(p, at, "year"))
        at++;
    if (is_word(p, at, "year") && at > i && !is_word(p, at - 1, "year")) at++;
    int year;
    size_t taken = take_year(p, at, &year);
    if (!taken || (at > i && !spaced(p, at)) || (at == i && p->tokens[i].gap == GAP_MONEY)) return 0;
    bool bound = at + taken < p->count && (p->tokens[at + taken].gap == GAP_COLON || p->tokens[at + taken].gap == GAP_SLASH ||
                                           is_a(p, at + taken, W_UNIT) || is_a(p, at + taken, W_COUNTED));
    if (bound || (year < 1700 && taken == 1 && at == i && !year_is_sure(p, at))) return 0;
    *when = moment_of_year(year);
    return at + taken - i;
}

size_t rule_date(const parse *p, size_t i, match *m) {
    size_t (*const ways[])(const parse *, size_t, moment *) = {take_day,    quarter, year_quarter, two_quarters,
                                                               month_alone, decade,  century,      year_alone};
    size_t best = 0;
    for (size_t k = 0; k < sizeof ways / sizeof *ways; k++) {
        moment when = {0};
        size_t taken = ways[k](p, i, &when);
        if (taken > best) best = found_date(p, m, taken, when);
    }
    return best;
}
