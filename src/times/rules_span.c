/* Lengths of time, what comes again and again, and references without a date. */
#include "times/times_internal.h"
#include <inttypes.h>

static size_t found(match *m, size_t count, retold_time_type type, span value) {
    m->type = type;
    m->value = value;
    return count;
}

static bool is_plural(const parse *p, size_t i) { return span_ends(span_at(p->text, p->tokens[i].span), S("s")); }

/* "P2D", "PT10H", "PXM" with the number given as text. */
static span duration(const parse *p, span number, span unit) {
    if (unit.len == 2 && unit.ptr[0] == 'T') return arena_printf(p->memory, "PT%.*s%c", SPAN_ARG(number), unit.ptr[1]);
    if (span_equal(unit, S("WE"))) unit = S("W");
    uint64_t count;
    if (!span_to_u64(number, &count))
        return arena_printf(p->memory, "P%.*s%c", SPAN_ARG(number), unit.ptr[0] == 'F' ? 'W' : unit.ptr[0]);
    unsigned times = unit.ptr[0] == 'E' ? 10 : unit.ptr[0] == 'C' ? 100 : unit.ptr[0] == 'F' ? 2 : 1;
    char letter = unit.ptr[0] == 'E' || unit.ptr[0] == 'C' ? 'Y' : unit.ptr[0] == 'F' ? 'W' : unit.ptr[0];
    return arena_printf(p->memory, "P%" PRIu64 "%c", count * times, letter);
}

/* Half a unit in the next smaller one: "PT1M30S", "P2Y6M". */
static span duration_and_half(const parse *p, int64_t number, span unit) {
    static const char *const halves[][2] = {{"TM", "30S"}, {"TH", "30M"}, {"D", "T12H"}, {"Y", "6M"},
                                            {"E", "5Y"},   {"M", "15D"},  {"W", "84H"}};
    span whole = number          ? duration(p, arena_printf(p->memory, "%lld", (long long)number), unit)
                 : unit.len == 2 ? S("PT")
                                 : S("P");
    for (size_t i = 0; i < sizeof halves / sizeof *halves; i++)
        if (span_equal(unit, span_of(halves[i][0]))) return arena_printf(p->memory, "%.*s%s", SPAN_ARG(whole), halves[i][1]);
    return whole;
}

/* A measured number: "two", "18", "a", "a few", "several", "a couple of"; *text as a duration writes it. */
static size_t take_measure(const parse *p, size_t i, span *text) {
    int64_t number;
    size_t taken = take_number(p, i, &number), at = i;
    if (taken) {
        *text = arena_printf(p->memory, "%lld", (long long)number);
        return taken;
    }
    bool one = is_word(p, at, "a") || is_word(p, at, "an");
    if (one && spaced(p, at + 1) && is_a(p, at + 1, W_SOME)) at++;
    if (is_a(p, at, W_SOME)) {
        span value = sense_value(&p->tokens[at], W_SOME);
        *text = span_equal(value, S("1")) ? S("X") : value;
        at++;
        return at + (is_word(p, at, "of") && spaced(p, at + 1) ? 1 : 0) - i;
    }
    *text = S("1");
    return one ? 1 : 0;
}

/* "$3 million a year", "twice a week", "barrels a day": how often, not how long. */
static bool is_rate(const parse *p, size_t i) {
    for (size_t k = 1; k <= 3 && k <= i && p->tokens[i - k + 1].gap <= GAP_HYPHEN; k++) {
        if (p->tokens[i - k].number >= 0 || is_a(p, i - k, W_NUMBER)) return true;
        if (is_word(p, i - k, "once") || is_word(p, i - k, "twice") || is_word(p, i - k, "times")) return true;
        if (is_word(p, i - k, "for") || is_word(p, i - k, "in")) return false;
    }
    return false;
}

static bool is_age(const parse *p, size_t i) { return is_word(p, i, "old") || is_word(p, i, "olds"); }

/* Words that may stand between a number and its unit: "two more weeks", "eight trading days". */
static size_t skip_filler(const parse *p, size_t i) {
    static const char *const fillers[] = {"more",       "full",    "consecutive", "straight", "long",
                                          "additional", "trading", "working",     "business", "solid"};
    for (size_t k = 0; k < sizeof fillers / sizeof *fillers; k++)
        if (is_word(p, i, fillers[k]) && spaced(p, i) && spaced(p, i + 1)) return 1;
    return 0;
}

/* "2 1/2 years", "two and a half years" */
static size_t with_half(const parse *p, size_t i, match *m) {
    int64_t number = 0;
    size_t at = i + take_number(p, i, &number);
    if (at == i || at + 2 >= p->count) return 0;
    bool digits = p->tokens[at].number == 1 && p->tokens[at + 1].number == 2 && p->tokens[at + 1].gap == GAP_SLASH;
    bool said = is_word(p, at, "and") && is_word(p, at + 1, "a") && is_word(p, at + 2, "half");
    if (digits)
        at += 2;
    else if (said)
        at += 3;
    else
        return 0;
    if (!joined(p, at) || !is_a(p, at, W_UNIT)) return 0;
    return found(m, at + 1 - i, RETOLD_DURATION, duration_and_half(p, number, sense_value(&p->tokens[at], W_UNIT)));
}

static size_t half_behind(const parse *p, size_t at) {
    return is_word(p, at, "and") && is_word(p, at + 1, "a") && is_word(p, at + 2, "half") ? 3 : 0;
}

/* "[about] two years", "a 30-year", "the past few weeks", "the first nine months" */
static size_t measured(const parse *p, size_t i, match *m) {
    int turn = 0;
    size_t at = i, taken = take_turn(p, i, &turn);
    bool turned = taken && spaced(p, i + taken);
    if (turned)
        at += taken;
    else if (is_word(p, i, "the") && spaced(p, i + 1))
        at++;
    if (!turned && at > i && is_a(p, at, W_ORDINAL) && spaced(p, at + 1)) at++;
    span number;
    size_t measure = take_measure(p, at, &number);
    if (!measure || (turned && (is_word(p, at, "a") || is_word(p, at, "an")))) return 0;
    bool article = measure == 1 && (is_word(p, at, "a") || is_word(p, at, "an"));
    size_t begin = at;
    at += measure;
    at += skip_filler(p, at);
    if (!joined(p, at) || !is_a(p, at, W_UNIT) || is_age(p, at + 1)) return 0;
    span unit = sense_value(&p->tokens[at], W_UNIT);
    bool odd = span_equal(unit, S("TS")) || span_equal(unit, S("Q"));
    if (odd && !is_plural(p, at)) return 0;
    at++;
    if (article && is_rate(p, begin)) return found(m, at - i, RETOLD_SET, duration(p, number, unit));
    size_t half = half_behind(p, at);
    if (half) return found(m, at + half - i, RETOLD_DURATION, duration_and_half(p, 1, unit));
    return found(m, at - i, RETOLD_DURATION, duration(p, number, unit));
}

/* "the past decade", "the last century" */
static size_t long_past(const parse *p, size_t i, match *m) {
    int turn;
    size_t taken = take_turn(p, i, &turn), at = i + taken;
    if (!taken || turn >= 0 || !spaced(p, at) || (!is_word(p, at, "decade") && !is_word(p, at, "century"))) return 0;
    return found(m, at + 1 - i, RETOLD_DURATION, duration(p, S("1"), sense_value(&p->tokens[at], W_UNIT)));
}

/* "several years ago", "a few weeks ago" */
static size_t vague_past(const parse *p, size_t i, match *m) {
    span number;
    size_t taken = take_measure(p, i, &number), at = i + taken;
    if (!taken || !span_equal(number, S("X")) || !spaced(p, at) || !is_a(p, at, W_UNIT) || !is_a(p, at + 1, W_BACK)) return 0;
    return found(m, at + 2 - i, RETOLD_DATE, S("PAST_REF"));
}

/* "two to three weeks", "two or three weeks": the smaller. */
static size_t between(const parse *p, size_t i, match *m) {
    int64_t low, high;
    size_t taken = take_number(p, i, &low), at = i + taken, more;
    if (!taken || !(is_word(p, at, "to") || is_word(p, at, "or")) || !spaced(p, at) || !(more = take_number(p, at + 1, &high)))
        return 0;
    at += 1 + more;
    if (high <= low || !joined(p, at) || !is_a(p, at, W_UNIT)) return 0;
    span number = arena_printf(p->memory, "%lld", (long long)low);
    return found(m, at + 1 - i, RETOLD_DURATION, duration(p, number, sense_value(&p->tokens[at], W_UNIT)));
}

/* "for years", "in recent months", "coming weeks" */
static size_t unmeasured(const parse *p, size_t i, match *m) {
    static const char *const signs[] = {"for", "in", "of", "over", "within", "after", "took", "take", "takes"};
    int turn = 0;
    size_t taken = take_turn(p, i, &turn), at = i + taken;
    if (!is_a(p, at, W_UNIT) || !is_plural(p, at) || (taken && !spaced(p, at))) return 0;
    if (taken && turn > 0) return found(m, at + 1 - i, RETOLD_DATE, S("FUTURE_REF"));
    bool open = taken != 0;
    for (size_t k = 0; !open && i && k < sizeof signs / sizeof *signs; k++) open = is_word(p, i - 1, signs[k]);
    if (!open) return 0;
    return found(m, at + 1 - i, RETOLD_DURATION, duration(p, S("X"), sense_value(&p->tokens[at], W_UNIT)));
}

/* "every day", "each Thursday", "daily", "Tuesday nights" */
static size_t repeated(const parse *p, size_t i, match *m) {
    if (is_a(p, i, W_OFTEN)) return found(m, 1, RETOLD_SET, sense_value(&p->tokens[i], W_OFTEN));
    bool every = is_a(p, i, W_EVERY) && spaced(p, i + 1);
    size_t at = i + every;
    if (every && is_a(p, at, W_UNIT))
        return found(m, at + 1 - i, RETOLD_SET, duration(p, S("1"), sense_value(&p->tokens[at], W_UNIT)));
    if (every && is_a(p, at, W_PART))
        return found(m, at + 1 - i, RETOLD_SET,
                     arena_printf(p->memory, "XXXX-XX-XXT%.*s", SPAN_ARG(sense_value(&p->tokens[at], W_PART))));
    int64_t number;
    size_t taken = every ? take_number(p, at, &number) : 0;
    if (taken && is_a(p, at + taken, W_UNIT))
        return found(
            m, at + taken + 1 - i, RETOLD_SET,
            duration(p, arena_printf(p->memory, "%lld", (long long)number), sense_value(&p->tokens[at + taken], W_UNIT)));
    if (!is_a(p, at, W_WEEKDAY) || !p->tokens[at].capital) return 0;
    bool part = is_a(p, at + 1, W_PART) && spaced(p, at + 1);
    if (!every && !is_plural(p, at) && !(part && is_plural(p, at + 1))) return 0;
    span tail = part ? sense_value(&p->tokens[at + 1], W_PART) : (span){NULL, 0};
    return found(
        m, at + 1 + part - i, RETOLD_SET,
        arena_printf(p->memory, "XXXX-WXX-%d%s%.*s", sense_number(&p->tokens[at], W_WEEKDAY), part ? "T" : "", SPAN_ARG(tail)));
}

/* "now", "recently", "the future", "the past", "these days", "the near term", "today's students" */
static size_t reference(const parse *p, size_t i, match *m) {
    static const char *const refs[] = {"PAST_REF", "PRESENT_REF", "FUTURE_REF"};
    size_t at = i;
    if (is_of_an_age(p, i)) return found(m, 1, RETOLD_DATE, span_of(refs[sense_number(&p->tokens[i], W_DEICTIC) + 1]));
    if (is_word(p, i, "these") && is_word(p, i + 1, "days") && spaced(p, i + 1))
        return found(m, 2, RETOLD_DATE, S("PRESENT_REF"));
    if (is_word(p, i, "the") && is_word(p, i + 1, "near") && is_word(p, i + 2, "term"))
        return found(m, 3, RETOLD_DATE, S("FUTURE_REF"));
    if (i && is_word(p, i, "soon") && is_word(p, i - 1, "as")) return 0;
    if (is_word(p, i, "the") && spaced(p, i + 1)) {
        at++;
        if ((is_word(p, at, "near") || is_word(p, at, "recent") || is_word(p, at, "foreseeable")) && spaced(p, at + 1)) at++;
        if (is_word(p, at, "past") && !is_a(p, at + 1, W_NUMBER)) return found(m, at + 1 - i, RETOLD_DATE, S("PAST_REF"));
    }
    if (!is_a(p, at, W_REF)) return 0;
    if (at > i && !is_word(p, at, "future")) return 0;
    return found(m, at + 1 - i, RETOLD_DATE, sense_value(&p->tokens[at], W_REF));
}

size_t rule_span(const parse *p, size_t i, match *m) {
    size_t (*const ways[])(const parse *, size_t, match *) = {with_half,  measured,   between,  long_past,
                                                              vague_past, unmeasured, repeated, reference};
    size_t best = 0;
    for (size_t k = 0; k < sizeof ways / sizeof *ways; k++) {
        match other = {.first = i};
        size_t taken = ways[k](p, i, &other);
        if (taken <= best) continue;
        best = taken;
        *m = other;
    }
    return best;
}
