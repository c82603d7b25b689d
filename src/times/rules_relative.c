/* Dates that are counted from the day of writing or from a date told before: "last week", "the quarter", "two years ago". */
#include "times/times_internal.h"

grain grain_of_unit(const token *t) {
    span unit = sense_value(t, W_UNIT);
    if (unit.len == 2) return span_equal(unit, S("WE")) ? GRAIN_WEEKEND : GRAIN_NONE;
    if (unit.len != 1) return GRAIN_NONE;
    static const char letters[] = "DWMQYEC";
    static const grain grains[] = {GRAIN_DAY, GRAIN_WEEK, GRAIN_MONTH, GRAIN_QUARTER, GRAIN_YEAR, GRAIN_DECADE, GRAIN_CENTURY};
    const char *at = strchr(letters, unit.ptr[0]);
    return at ? grains[at - letters] : GRAIN_NONE;
}

static bool is_plural(const parse *p, size_t i) { return span_ends(span_at(p->text, p->tokens[i].span), S("s")); }

static bool is_one(const parse *p, size_t i) { return is_word(p, i, "a") || is_word(p, i, "an") || is_word(p, i, "one"); }

/* The quarter that is spoken of: the one told last, else the one before that of writing. */
static moment current_quarter(const parse *p) {
    if (p->quarter.grain == GRAIN_QUARTER) return p->quarter;
    return moment_shift(moment_at(p->today, GRAIN_QUARTER), -1);
}

/* "last year", "this week", "the following month", "that day", "the latest quarter". */
static size_t turned_unit(const parse *p, size_t i, match *m) {
    int turn;
    size_t taken = take_turn(p, i, &turn), at = i + taken;
    if (!taken || !spaced(p, at)) return 0;
    if (is_word(p, at, "fiscal") || is_word(p, at, "calendar")) at++;
    bool period = is_word(p, at, "period");
    if (!period && !is_a(p, at, W_UNIT)) return 0;
    grain g = period ? GRAIN_QUARTER : grain_of_unit(&p->tokens[at]);
    bool share =
        g == GRAIN_QUARTER && is_word(p, at + 1, "of") && (is_one(p, at + 2) || is_word(p, at + 2, "the")); /* of an hour */
    if (g == GRAIN_NONE || share || is_plural(p, at) || (period && p->quarter.grain != GRAIN_QUARTER)) return 0;
    size_t word = i + taken - 1;
    bool told = is_word(p, word, "that") || is_word(p, word, "same") || is_word(p, word, "following") ||
                is_word(p, word, "previous") || is_word(p, word, "preceding");
    moment from =
        told && p->last.grain != GRAIN_NONE ? moment_at(p->last, p->last.grain >= g ? g : p->last.grain) : moment_at(p->today, g);
    bool latest = is_word(p, word, "latest") && g == GRAIN_QUARTER,
         long_past = turn < 0 && (g == GRAIN_DECADE || g == GRAIN_CENTURY);
    if (long_past) return 0;
    return found_date(p, m, at + 1 - i, latest ? current_quarter(p) : moment_shift(from, turn));
}

/* "last fall", "the summer [of 1998]", "spring 1998" */
static size_t season(const parse *p, size_t i, match *m) {
    int turn = 0, year = 0;
    size_t at = i, taken = take_turn(p, i, &turn);
    bool turned = taken && spaced(p, i + taken), opened = turned;
    if (turned)
        at += taken;
    else if (is_word(p, at, "the") && spaced(p, at + 1))
        at++, opened = true;
    if (is_a(p, at, W_MOD) && joined(p, at + 1)) at++, opened = true;
    if (!is_a(p, at, W_SEASON)) return 0;
    span name = sense_value(&p->tokens[at], W_SEASON);
    at++;
    size_t more = spaced(p, at) ? take_year_phrase(p, at, &year) : 0;
    if (!more && (!opened || (!turned && span_equal(name, S("FA"))))) return 0;
    if (!more) {
        unsigned ends = span_equal(name, S("SP")) ? 5 : span_equal(name, S("SU")) ? 8 : span_equal(name, S("FA")) ? 11 : 12;
        year = p->known ? p->today.year : UNKNOWN_YEAR;
        bool that = turned && is_word(p, i + taken - 1, "that") && p->last.grain != GRAIN_NONE && p->last.year != UNKNOWN_YEAR;
        if (that) year = p->last.year;
        if (p->known && turned && turn < 0) year -= ends >= p->today.month;
        if (p->known && turned && turn > 0) year += ends - 2 <= p->today.month;
    }
    moment when = {.grain = GRAIN_SEASON, .year = year, .season = arena_copy(p->memory, name).ptr};
    return found_date(p, m, at + more - i, when);
}

/* "the quarter", "the week", "the [fiscal] year", "the weekend", "the month": the one spoken of. */
static size_t the_unit(const parse *p, size_t i, match *m) {
    if (!is_word(p, i, "the") || !spaced(p, i + 1)) return 0;
    size_t at = i + 1;
    if ((is_word(p, at, "fiscal") || is_word(p, at, "full")) && spaced(p, at + 1)) at++;
    if (!is_a(p, at, W_UNIT) || is_plural(p, at)) return 0;
    grain g = grain_of_unit(&p->tokens[at]);
    if (g == GRAIN_QUARTER) return p->quarter.grain == GRAIN_QUARTER ? found_date(p, m, at + 1 - i, p->quarter) : 0;
    if (g != GRAIN_WEEK && g != GRAIN_WEEKEND && g != GRAIN_MONTH && g != GRAIN_YEAR) return 0;
    return found_date(p, m, at + 1 - i, moment_at(p->today, g));
}

/* ---- Counted ---- */

/* `by` units before or after a date. A year from the quarter that is spoken of is that quarter of another year. */
static moment counted(const parse *p, moment from, grain unit, int by, bool one) {
    if (unit == GRAIN_YEAR && one && p->last.grain == GRAIN_QUARTER) return moment_shift(current_quarter(p), 4 * by);
    if (unit == GRAIN_DECADE) return moment_shift(moment_at(from, GRAIN_YEAR), 10 * by);
    grain g = from.grain < unit && from.grain != GRAIN_NONE ? from.grain : unit;
    return moment_shift(moment_at(from, g), by);
}

/* "two years ago", "a year earlier", "three days later", "a week from now" */
static size_t counted_date(const parse *p, size_t i, match *m) {
    int64_t number = 1;
    bool one = is_one(p, i);
    size_t taken = one ? 1 : take_number(p, i, &number), at = i + taken;
    if (!taken || number > 3000 || !joined(p, at) || !is_a(p, at, W_UNIT)) return 0;
    grain unit = grain_of_unit(&p->tokens[at]);
    m->counted = true;
    bool fortnight = span_equal(sense_value(&p->tokens[at], W_UNIT), S("F"));
    if (fortnight) unit = GRAIN_WEEK, number *= 2;
    at++;
    if (unit == GRAIN_NONE || at >= p->count) return 0;
    bool back = is_a(p, at, W_BACK), off = is_a(p, at, W_OFF) && !is_word(p, at, "before");
    bool from_now = is_word(p, at, "from") && (is_word(p, at + 1, "now") || is_word(p, at + 1, "today"));
    if (!joined(p, at) || (!back && !off && !from_now)) return 0;
    int by = back ? -(int)number : off ? sense_number(&p->tokens[at], W_OFF) * (int)number : (int)number;
    moment from = off && p->last.grain != GRAIN_NONE && p->last.year != UNKNOWN_YEAR ? p->last : p->today;
    return found_date(p, m, at + 1 + from_now - i, counted(p, from, unit, by, one));
}

/* "year-earlier [quarter]", "the year-ago period", "year-end" */
static size_t year_pair(const parse *p, size_t i, match *m) {
    size_t at = i + (is_word(p, i, "the") && spaced(p, i + 1) ? 1 : 0);
    if (!is_word(p, at, "year") || at + 1 >= p->count || p->tokens[at + 1].gap != GAP_HYPHEN) return 0;
    bool end = is_word(p, at + 1, "end");
    if (!end && !is_word(p, at + 1, "ago") && !is_word(p, at + 1, "earlier")) return 0;
    if (end && p->known) return found_date(p, m, at + 2 - i, moment_of_day(days_of(p->today.year, 12, 31)));
    m->counted = true;
    moment when = counted(p, p->today, GRAIN_YEAR, -1, true);
    at += 2;
    if (spaced(p, at) && is_word(p, at, "quarter")) when = moment_shift(current_quarter(p), -4);
    if (spaced(p, at) && (is_word(p, at, "quarter") || is_word(p, at, "period"))) at++;
    return found_date(p, m, at - i, when);
}

size_t rule_relative(const parse *p, size_t i, match *m) {
    size_t (*const ways[])(const parse *, size_t, match *) = {turned_unit, season, counted_date, year_pair, the_unit};
    for (size_t k = 0; k < sizeof ways / sizeof *ways; k++) {
        size_t taken = ways[k](p, i, m);
        if (taken) return taken;
    }
    return 0;
}
