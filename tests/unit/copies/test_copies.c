/* Families, passages and direction over corpora made up here: random words that no other text has, then copied in known ways. */
#include "base/map.h"
#include "made_corpus.h"

static bool together(const retold_copies *copies, uint32_t a, uint32_t b) {
    return retold_copies_family(copies, a) == retold_copies_family(copies, b);
}

static size_t passages_of(const retold_copies *copies, uint32_t a, uint32_t b) {
    size_t count, found = 0;
    const retold_passage *items = retold_copies_passages(copies, &count);
    for (size_t i = 0; i < count; i++) found += items[i].a == a && items[i].b == b;
    return found;
}

/* Spans stand inside their texts on character borders; joined texts have passages or are equal to one that has. */
static void check_laws(const corpus *c, const retold_copies *copies) {
    size_t count;
    const retold_passage *p = retold_copies_passages(copies, &count);
    bool *shares = ARENA_ARRAY(&memory, bool, c->count);
    for (size_t i = 0; i < count; i++) {
        span a = c->items[p[i].a]->text, b = c->items[p[i].b]->text;
        assert_true(p[i].a < p[i].b && p[i].a_span.begin < p[i].a_span.end && p[i].b_span.begin < p[i].b_span.end);
        assert_true(p[i].a_span.end <= a.len && p[i].b_span.end <= b.len);
        assert_true(text_is_utf8(span_at(a, p[i].a_span)) && text_is_utf8(span_at(b, p[i].b_span)));
        if (p[i].kind == RETOLD_PASSAGE_EXACT) {
            span x = text_folded(&memory, span_at(a, p[i].a_span)), y = text_folded(&memory, span_at(b, p[i].b_span));
            assert_true(span_equal(x, y));
        }
        assert_int_equal(p[i].kind == RETOLD_PASSAGE_PARTIAL, !together(copies, p[i].a, p[i].b));
        if (together(copies, p[i].a, p[i].b)) shares[p[i].a] = shares[p[i].b] = true;
    }
    for (uint32_t i = 0; i < c->count; i++) {
        uint32_t family = retold_copies_family(copies, i);
        assert_true(family < c->count);
        if (family != i) assert_true(shares[i] && shares[family]);
    }
}

/* Every article has one source at most, and going from source to source ends. */
static void check_forest(const corpus *c, const retold_copies *copies) {
    size_t count;
    const retold_copy_edge *e = retold_copies_edges(copies, &count);
    uint32_t *from = ARENA_ARRAY(&memory, uint32_t, c->count);
    for (size_t i = 0; i < c->count; i++) from[i] = RETOLD_NONE;
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(e[i].from == RETOLD_NONE, e[i].reasons == 0);
        assert_int_equal(e[i].from == RETOLD_NONE, e[i].confidence <= 0);
        if (e[i].from == RETOLD_NONE) continue;
        uint32_t copy = e[i].from == e[i].a ? e[i].b : e[i].a;
        assert_int_equal(from[copy], RETOLD_NONE);
        from[copy] = e[i].from;
    }
    for (uint32_t i = 0; i < c->count; i++) {
        size_t steps = 0;
        for (uint32_t at = i; at != RETOLD_NONE; at = from[at]) assert_true(steps++ <= c->count);
    }
}

static void copies_of_every_kind_are_found(void **state) {
    (void)state;
    corpus *c = new_corpus();
    span p[3] = {paragraph(60), paragraph(60), paragraph(60)};
    put(c, joined(3, p), "A", 10);
    put(c, joined(3, p), "B", 20);
    put(c, TEXT(p[0], p[1]), "C", 30);
    put(c, TEXT(p[2], p[0], p[1]), "D", 40);
    put(c, TEXT(paragraph(40), p[0], p[1], p[2]), "E", 50);
    put(c, paragraph(150), "F", 60);
    retold_copies *copies = grouped(c);
    for (uint32_t i = 1; i < 5; i++) assert_int_equal(retold_copies_family(copies, i), 0);
    assert_int_equal(retold_copies_family(copies, 5), 5);
    assert_int_equal(edge_of(copies, 0, 1)->relation, RETOLD_COPY_EXACT);
    assert_int_equal(edge_of(copies, 0, 2)->relation, RETOLD_COPY_ABRIDGED);
    assert_int_equal(edge_of(copies, 0, 3)->relation, RETOLD_COPY_EXACT);
    assert_int_equal(edge_of(copies, 0, 4)->relation, RETOLD_COPY_EXTENDED);
    assert_int_equal(passages_of(copies, 0, 3), 2);
    check_laws(c, copies);
    check_forest(c, copies);
    retold_copies_free(copies);
}

static void a_part_is_found_from_both_sides(void **state) {
    (void)state;
    for (unsigned first = 0; first < 2; first++) {
        corpus *c = new_corpus();
        span part = paragraph(50), whole = TEXT(paragraph(80), part, paragraph(60));
        put(c, first ? part : whole, "", RETOLD_TIME_NONE);
        put(c, first ? whole : part, "", RETOLD_TIME_NONE);
        retold_copies *copies = grouped(c);
        assert_true(together(copies, 0, 1));
        const retold_copy_edge *e = edge_of(copies, 0, 1);
        assert_true((first ? e->a_in_b : e->b_in_a) > 0.99f);
        assert_true((first ? e->b_in_a : e->a_in_b) < 0.5f);
        retold_copies_free(copies);
    }
}

/* The same articles in another order, by ids: families and passages are the same. */
static void check_same(const corpus *x, const retold_copies *left, const corpus *y, const retold_copies *right,
                       const uint32_t *to) {
    size_t left_count, right_count;
    const retold_passage *p = retold_copies_passages(left, &left_count), *q = retold_copies_passages(right, &right_count);
    map seen = {0};
    (void)y;
    for (uint32_t i = 0; i < x->count; i++)
        assert_int_equal(to[retold_copies_family(left, i)], retold_copies_family(right, to[i]));
    assert_int_equal(left_count, right_count);
    for (size_t i = 0; i < right_count; i++) {
        uint64_t key = hash_join(hash_join(q[i].a_span.begin, q[i].a_span.end), hash_join(q[i].b_span.begin, q[i].b_span.end));
        ++*map_put(&memory, &seen, hash_join(hash_join(q[i].a, q[i].b), hash_join(key, hash_join(q[i].kind, q[i].from))));
    }
    for (size_t i = 0; i < left_count; i++) {
        uint32_t a = to[p[i].a], b = to[p[i].b], from = p[i].from == RETOLD_NONE ? RETOLD_NONE : to[p[i].from];
        uint64_t in_a = hash_join(p[i].a_span.begin, p[i].a_span.end), in_b = hash_join(p[i].b_span.begin, p[i].b_span.end);
        uint64_t key = a < b ? hash_join(in_a, in_b) : hash_join(in_b, in_a);
        uint64_t ends = a < b ? hash_join(a, b) : hash_join(b, a);
        assert_non_null(map_get(&seen, hash_join(ends, hash_join(key, hash_join(p[i].kind, from)))));
    }
}

static void order_changes_nothing(void **state) {
    (void)state;
    corpus *c = mixed_corpus(40), *turned = new_corpus();
    uint32_t *to = ARENA_ARRAY(&memory, uint32_t, c->count);
    memcpy(turned, c, sizeof *c);
    for (size_t i = c->count; i-- > 1;) {
        size_t k = drawn((uint32_t)i + 1);
        retold_article *swap = turned->items[i];
        turned->items[i] = turned->items[k];
        turned->items[k] = swap;
    }
    for (uint32_t i = 0; i < c->count; i++)
        for (uint32_t k = 0; k < c->count; k++)
            if (turned->items[k] == c->items[i]) to[i] = k;
    retold_copies *left = grouped(c), *right = grouped(turned);
    check_laws(c, left);
    check_forest(c, left);
    check_same(c, left, turned, right, to);
    retold_copies_free(left);
    retold_copies_free(right);
}

static void batches_change_nothing(void **state) {
    (void)state;
    corpus *c = mixed_corpus(25);
    uint32_t *to = ARENA_ARRAY(&memory, uint32_t, c->count);
    retold_copies *one = grouped(c), *many;
    assert_int_equal(retold_copies_new(ctx, &many, NULL), RETOLD_OK);
    for (uint32_t i = 0; i < c->count; i++) {
        to[i] = i;
        assert_int_equal(retold_copies_add(ctx, many, c->items[i], NULL), RETOLD_OK);
        if (i % 20 == 0) assert_int_equal(retold_copies_group(ctx, many, NULL), RETOLD_OK);
    }
    assert_int_equal(retold_copies_family(many, (uint32_t)c->count - 1), RETOLD_NONE);
    assert_int_equal(retold_copies_group(ctx, many, NULL), RETOLD_OK);
    check_same(c, one, c, many, to);
    retold_copies_free(one);
    retold_copies_free(many);
}

static void boilerplate_joins_nothing(void **state) {
    (void)state;
    corpus *c = new_corpus();
    span menu = paragraph(60), footer = paragraph(70);
    for (unsigned i = 0; i < 30; i++) put(c, TEXT(menu, paragraph(80), footer), "Echo", RETOLD_TIME_NONE);
    retold_copies *copies = grouped(c);
    size_t count;
    for (uint32_t i = 0; i < 30; i++) assert_int_equal(retold_copies_family(copies, i), i);
    retold_copies_passages(copies, &count);
    assert_int_equal(count, 0);
    assert_true(retold_copies_summary(copies)->boilerplate_shingles > 110);
    retold_copies_free(copies);
}

/* Six versions of one story in one outlet are copies, not boilerplate. */
static void versions_are_no_boilerplate(void **state) {
    (void)state;
    corpus *c = new_corpus();
    span p[3] = {paragraph(70), paragraph(60), paragraph(50)};
    for (unsigned i = 0; i < 6; i++) put(c, TEXT(p[0], p[1], p[2], paragraph(15)), "Echo", 100 * i);
    for (unsigned i = 0; i < 20; i++) put(c, paragraph(120), "Echo", 0);
    retold_copies *copies = grouped(c);
    for (uint32_t i = 1; i < 6; i++) assert_int_equal(retold_copies_family(copies, i), 0);
    retold_copies_free(copies);
}

static void a_merge_joins_no_two_families(void **state) {
    (void)state;
    corpus *c = new_corpus();
    span a[4] = {paragraph(50), paragraph(50), paragraph(50), paragraph(50)};
    span b[4] = {paragraph(50), paragraph(50), paragraph(50), paragraph(50)};
    put(c, joined(4, a), "A", 1);
    put(c, TEXT(a[0], a[1], a[2]), "B", 2);
    put(c, joined(4, b), "C", 3);
    put(c, TEXT(b[0], b[2], b[3]), "D", 4);
    put(c, TEXT(a[0], a[2], b[1], b[2]), "E", 5);
    retold_copies *copies = grouped(c);
    assert_true(together(copies, 0, 1) && together(copies, 2, 3));
    assert_false(together(copies, 0, 2));
    assert_int_equal(retold_copies_family(copies, 4), 4);
    assert_true(passages_of(copies, 0, 4) > 0 && passages_of(copies, 2, 4) > 0);
    check_laws(c, copies);
    retold_copies_free(copies);
}

static void a_form_with_other_names_is_no_copy(void **state) {
    (void)state;
    corpus *c = new_corpus();
    static const char *const forms[] = {
        "%s said net profit for the quarter to %u March rose to %u dollars from %u a year earlier on turnover of %u, and the "
        "board of %s proposed a dividend of %u cents a share to be paid on %u May to holders of record.",
    };
    for (unsigned i = 0; i < 8; i++) {
        span name = paragraph(2), place = paragraph(2);
        name.len--, place.len--;
        char *first = (char *)(uintptr_t)name.ptr, *second = (char *)(uintptr_t)place.ptr;
        first[0] = second[0] = (char)('A' + i);
        put(c,
            arena_printf(&memory, forms[0], arena_copy(&memory, name).ptr, drawn(28), drawn(90000), drawn(90000), drawn(90000),
                         arena_copy(&memory, place).ptr, drawn(90), drawn(28)),
            "", RETOLD_TIME_NONE);
    }
    retold_copies *copies = grouped(c);
    for (uint32_t i = 0; i < 8; i++) assert_int_equal(retold_copies_family(copies, i), i);
    retold_copies_free(copies);
}

/* A table of each week: the words and the names stay, the numbers don't. Who edits leaves the numbers. */
static void a_form_filled_again_is_no_copy(void **state) {
    (void)state;
    corpus *c = new_corpus();
    static const char form[] =
        "The Bureau of Grain at Tarn said the price of wheat through the week stood at %u a bushel at Maldon and at %u at Sarn, "
        "with stocks of %u tonnes in the sheds of the Board at Orrin, Tessaly, Quint, Umber, Greyfell, and Ambel, against call "
        "levels of 465 for wheat, 315 for corn, 165 for oats, "
        "255 for "
        "barley, 536 for sorghum and 709 for rye.%s";
    put(c, arena_printf(&memory, form, 264u, 251u, 8120u, ""), "A", RETOLD_TIME_NONE);
    put(c, arena_printf(&memory, form, 262u, 249u, 7995u, ""), "B", RETOLD_TIME_NONE);
    put(c, arena_printf(&memory, form, 264u, 251u, 8120u, " Prices in the hills were not at hand."), "C", RETOLD_TIME_NONE);
    retold_copies *copies = grouped(c);
    assert_true(together(copies, 0, 2));
    assert_false(together(copies, 0, 1) || together(copies, 1, 2));
    retold_copies_free(copies);
}

/* A report of a fall, with the height of two. */
static void put_fall(corpus *c, const char *down, const char *below) {
    static const char report[] =
        "A climber of 36 slid about %s down a ridge of the Greyfell on 14 March and lay for 5 hours among the rocks, the rescue "
        "service of Tarn said, while 3 others of his party waited at a hut %s below, until 12 men of the Board at Orrin came up "
        "with ropes and lamps, tied him to a sledge, and brought him down to Maldon, where the ward took him in at 9 in the "
        "evening.";
    put(c, arena_printf(&memory, report, down, below), arena_printf(&memory, "%zu", c->count).ptr, RETOLD_TIME_NONE);
}

/* One outlet measures in feet, the next one in metres. Other feet are another fall. */
static void other_units_are_no_other_news(void **state) {
    (void)state;
    corpus *c = new_corpus(), *d = new_corpus();
    put_fall(c, "200ft", "1,150ft");
    put_fall(c, "60m", "350 metres");
    put_fall(c, "200 ft", "1150 ft");
    put_fall(d, "200ft", "1,150ft");
    put_fall(d, "310ft", "1,420ft");
    retold_copies *copies = grouped(c), *others = grouped(d);
    assert_true(together(copies, 0, 1));
    assert_false(together(others, 0, 1));
    assert_int_equal(passage_of(copies, 0, 2)->kind, RETOLD_PASSAGE_EXACT);
    assert_int_equal(passage_of(copies, 0, 2)->b_span.end, c->items[2]->text.len - 1);
    retold_copies_free(copies);
    retold_copies_free(others);
}

/* The row of numbers that a standing text ends with lies behind what is shared. */
static void numbers_around_what_is_shared_tell_a_form(void **state) {
    (void)state;
    corpus *c = new_corpus();
    span words = paragraph(60), first = span_of("11 12 13 14 15 16 17 18 19 20"),
         second = span_of("31 32 33 34 35 36 37 38 39 40");
    put(c, TEXT(words, first), "A", RETOLD_TIME_NONE);
    put(c, TEXT(words, second), "A", RETOLD_TIME_NONE);
    put(c, TEXT(words, paragraph(10), first), "B", RETOLD_TIME_NONE);
    retold_copies *copies = grouped(c);
    assert_false(together(copies, 0, 1) || together(copies, 1, 2));
    assert_true(together(copies, 0, 2));
    retold_copies_free(copies);
}

/* Two hands report one event: each begins in its own way under its own title, and both end with the background. */
static void other_leads_under_other_titles_are_two_texts(void **state) {
    (void)state;
    corpus *c = new_corpus();
    span background = paragraph(60);
    put(c, TEXT(paragraph(30), background), "A", RETOLD_TIME_NONE);
    put(c, TEXT(paragraph(30), background), "B", RETOLD_TIME_NONE);
    put(c, TEXT(paragraph(30), background), "C", RETOLD_TIME_NONE);
    static const char *const titles[] = {"Ferry runs aground off Tarn", "Council meets over harbour dues",
                                         "Ferry runs aground at Tarn"};
    for (int i = 0; i < 3; i++) c->items[i]->title.text = span_of(titles[i]);
    retold_copies *copies = grouped(c);
    assert_false(together(copies, 0, 1));
    assert_true(together(copies, 0, 2));
    assert_true(passages_of(copies, 0, 1) > 0);
    retold_copies_free(copies);
}

/* Two offers of one desk: what they have in common is a whole sentence without a name. */
static void offers_of_two_companies(corpus *c) {
    static const char tail[] =
        "The debentures are convertible into common shares at a premium over the last price on the exchange, may not "
        "be refunded for two years, and rank behind all other debt, the lead manager said in a short note.";
    put(c,
        arena_printf(&memory, "Orrin Foundry of Maldon sells 30 notes due 2012 at 7 through Bell Harwick, for a mill at Sarn. %s",
                     tail),
        "", RETOLD_TIME_NONE);
    put(c,
        arena_printf(&memory, "Tessaly Dairies of Quint sells 95 notes due 1999 at 5 through Ivo Kranz, for a fleet at Umber. %s",
                     tail),
        "", RETOLD_TIME_NONE);
}

static void a_shared_sentence_without_a_name_joins_no_two_offers(void **state) {
    (void)state;
    corpus *c = new_corpus();
    offers_of_two_companies(c);
    retold_copies *copies = grouped(c);
    assert_false(together(copies, 0, 1));
    retold_copies_free(copies);
}

/* Outlets print one agency text, each under its own title, and the titles stand on top of the text as well. */
static void titles_on_top_of_texts_are_no_leads(void **state) {
    (void)state;
    corpus *c = new_corpus();
    static const char *const titles[] = {"Ferry runs aground off Tarn in the night",
                                         "Council meets over harbour dues and moorings"};
    span p[2] = {paragraph(40), paragraph(50)};
    put(c, TEXT(span_of(titles[0]), p[0], p[1], paragraph(20)), "A", RETOLD_TIME_NONE);
    put(c, TEXT(span_of(titles[1]), p[0], p[1], paragraph(20)), "B", RETOLD_TIME_NONE);
    for (int i = 0; i < 2; i++) c->items[i]->title.text = span_of(titles[i]);
    retold_copies *copies = grouped(c);
    assert_true(together(copies, 0, 1));
    retold_copies_free(copies);
}

/* True when two texts that go on alike, under other titles, are one family in spite of what each has on top. */
static bool one_text_under(span first, span second) {
    corpus *c = new_corpus();
    span p[2] = {paragraph(40), paragraph(50)};
    put(c, TEXT(first, p[0], p[1], paragraph(20)), "A", RETOLD_TIME_NONE);
    put(c, TEXT(second, p[0], p[1], paragraph(20)), "B", RETOLD_TIME_NONE);
    c->items[0]->title.text = S("Ferry runs aground off Tarn.");
    c->items[1]->title.text = S("Council meets over harbour dues and moorings");
    retold_copies *copies = grouped(c);
    bool one = together(copies, 0, 1);
    retold_copies_free(copies);
    return one;
}

static void lines_that_are_no_sentences_are_no_leads(void **state) {
    (void)state;
    span byline = S("Home | Harbour\n\nBy Ada Lind, who writes for the Post on ports and fares"),
         date = S("Updated: 14 March at 11:51 AM by the desk at Orrin");
    span sentence = TEXT(paragraph(7), paragraph(7)), quote = paragraph(14), question = paragraph(14), long_line = paragraph(17);
    quote = arena_printf(&memory, "%.*s\xE2\x80\x9D)", (int)quote.len, quote.ptr);
    question.len--;
    question = arena_printf(&memory, "%.*s\xEF\xBC\x9F", (int)question.len, question.ptr);
    long_line.len--;
    assert_true(one_text_under(byline, date));
    assert_true(one_text_under(TEXT(S("Ferry runs aground off Tarn."), byline), date));
    assert_false(one_text_under(sentence, date));
    assert_false(one_text_under(date, quote));
    assert_false(one_text_under(question, byline));
    assert_false(one_text_under(long_line, date));
}

/* Of twenty copies one has a time before its source's. */
static void one_wrong_time_hides_no_source(void **state) {
    (void)state;
    corpus *c = new_corpus();
    span p[3] = {paragraph(60), paragraph(60), paragraph(60)};
    put(c, joined(3, p), "A", 1000);
    for (unsigned i = 0; i < 20; i++)
        put(c, TEXT(p[0], p[1], p[2], paragraph(60)), arena_printf(&memory, "B%u", i).ptr, i ? 2000 + 10 * i : 500);
    retold_copies *copies = grouped(c);
    size_t count, said = 0;
    const retold_copy_edge *e = retold_copies_edges(copies, &count);
    for (size_t i = 0; i < count; i++) said += e[i].from == 0;
    assert_true(said >= 19);
    retold_copies_free(copies);
}

static void misread_names_are_kept_names(void **state) {
    (void)state;
    corpus *c = new_corpus();
    offers_of_two_companies(c);
    put(c,
        S("Orrln Foundry of Maldcn sells 30 notes due 2012 at 7 through Bell Harwlck, for a mill at Sarn. The debentures are "
          "convertible "
          "into common shares at a premium over the last price on the exchange, may not be refunded for two years, and rank "
          "behind all "
          "other debt, the lead manager said in a short note."),
        "", RETOLD_TIME_NONE);
    retold_copies *copies = grouped(c);
    assert_true(together(copies, 0, 2));
    assert_false(together(copies, 1, 2));
    retold_copies_free(copies);
}

static void equals_make_one_row_each(void **state) {
    (void)state;
    corpus *c = new_corpus();
    span text = paragraph(120);
    for (unsigned i = 0; i < 1000; i++) put(c, text, "", RETOLD_TIME_NONE);
    put(c, TEXT(text, paragraph(30)), "", RETOLD_TIME_NONE);
    retold_copies *copies = grouped(c);
    size_t count;
    retold_copies_passages(copies, &count);
    assert_int_equal(count, 1000);
    assert_int_equal(retold_copies_summary(copies)->equal_texts, 999);
    for (uint32_t i = 0; i < c->count; i++) assert_int_equal(retold_copies_family(copies, i), 0);
    retold_copies_free(copies);
}

/* Many texts that differ in a few words each: all one family, with pairs in proportion to the texts. */
static void near_equals_make_few_pairs(void **state) {
    (void)state;
    corpus *c = new_corpus();
    span text = paragraph(150);
    for (unsigned i = 0; i < 2000; i++) put(c, TEXT(paragraph(4), text), "", RETOLD_TIME_NONE);
    retold_copies *copies = grouped(c);
    for (uint32_t i = 0; i < c->count; i++) assert_int_equal(retold_copies_family(copies, i), 0);
    assert_true(retold_copies_summary(copies)->pairs_compared < 100 * c->count);
    retold_copies_free(copies);
}

static void the_agency_and_the_earlier_are_the_source(void **state) {
    (void)state;
    corpus *c = new_corpus();
    span p[3] = {paragraph(60), paragraph(60), paragraph(60)};
    put(c, TEXT(S("ORSAVA (Northwire) - "), p[0], p[1]), "Post", 9000);
    put(c, TEXT(S("ORSAVA (Northwire) - "), p[0], p[1], p[2]), "Northwire", 1000);
    put(c, TEXT(p[0], p[1], p[2], S("Source: Northwire")), "Echo", 5000);
    retold_copies *copies = grouped(c);
    const retold_copy_edge *e = edge_of(copies, 0, 1), *f = edge_of(copies, 1, 2);
    assert_int_equal(e->from, 1);
    assert_int_equal(f->from, 1);
    assert_true((e->reasons & RETOLD_COPY_BY_TIME) && (e->reasons & RETOLD_COPY_BY_AGENCY));
    assert_true(e->confidence >= 0.9f && e->confidence <= 1);
    check_forest(c, copies);
    retold_copies_free(copies);
}

static void texts_with_the_same_words_have_spans_of_their_own(void **state) {
    (void)state;
    corpus *c = new_corpus();
    span p[3] = {paragraph(40), paragraph(50), paragraph(30)};
    put(c, TEXT(S("…!!! ( – )"), p[0], S("— — — — — — — — — —"), p[1]), "A", RETOLD_TIME_NONE);
    put(c, TEXT(p[0], p[1]), "B", RETOLD_TIME_NONE);
    put(c, TEXT(p[0], S("\"\" \"\""), p[1]), "C", RETOLD_TIME_NONE);
    put(c, TEXT(p[2], p[1], p[0]), "D", RETOLD_TIME_NONE);
    retold_copies *copies = grouped(c);
    size_t count;
    const retold_passage *q = retold_copies_passages(copies, &count);
    assert_int_equal(count, 3 + 3 * 2);
    for (size_t i = 0; i < count; i++) {
        assert_true(q[i].a_span.end <= c->items[q[i].a]->text.len && q[i].b_span.end <= c->items[q[i].b]->text.len);
        span a = span_at(c->items[q[i].a]->text, q[i].a_span), b = span_at(c->items[q[i].b]->text, q[i].b_span);
        assert_true(text_word_hash(a) == text_word_hash(b));
        if (q[i].b == 3) assert_true(span_equal(a, b));
    }
    retold_copies_free(copies);
}

/* A short text within a longer one that has a title and an opening of its own is quoted; with the same title it is a text with a new lead. */
static void an_article_that_quotes_is_no_copy(void **state) {
    (void)state;
    for (unsigned same = 0; same < 2; same++) {
        corpus *c = new_corpus();
        span p[4] = {paragraph(70), paragraph(60), paragraph(80), paragraph(70)};
        put(c, TEXT(p[0]), "A", RETOLD_TIME_NONE)->title.text = S("Kalomi vonter saduru");
        put(c, TEXT(p[1], p[0], p[2], p[3]), "B", RETOLD_TIME_NONE)->title.text =
            same ? S("Kalomi vonter saduru") : S("Rupel doter mika");
        retold_copies *copies = grouped(c);
        assert_int_equal(together(copies, 0, 1), same);
        assert_int_equal(passages_of(copies, 0, 1), 1);
        check_laws(c, copies);
        retold_copies_free(copies);
    }
}

/* Half of one wire and half of another: the second is too little of its own to be joined, but shows that the article is made of two. */
static void an_article_made_of_two_was_not_first(void **state) {
    (void)state;
    corpus *c = new_corpus();
    span a[2] = {paragraph(90), paragraph(60)}, b[3] = {paragraph(60), paragraph(90), paragraph(90)};
    put(c, TEXT(a[0], a[1]), "A", RETOLD_TIME_NONE);
    put(c, TEXT(b[0], b[1], b[2]), "B", RETOLD_TIME_NONE);
    put(c, TEXT(a[0], b[0]), "C", RETOLD_TIME_NONE);
    retold_copies *copies = grouped(c);
    size_t count;
    const retold_passage *p = retold_copies_passages(copies, &count);
    assert_false(together(copies, 0, 2) || together(copies, 1, 2));
    assert_int_equal(count, 2);
    assert_int_equal(p[0].from, 0);
    assert_int_equal(p[1].from, 1);
    assert_true(p[0].confidence > 0.9f);
    retold_copies_free(copies);
}

/* What was changed in the first copy is changed in the second one, too: that one was copied from it. */
static void inherited_changes_tell_the_parent(void **state) {
    (void)state;
    corpus *c = new_corpus();
    span p[4] = {paragraph(60), paragraph(60), paragraph(60), paragraph(60)}, changed[2] = {paragraph(60), paragraph(50)};
    put(c, TEXT(p[0], p[1], p[2], p[3]), "A", 1000);
    put(c, TEXT(p[0], p[1], p[2], changed[0], changed[1]), "B", 5000000);
    put(c, TEXT(p[0], p[1], changed[0], changed[1]), "C", 9000000);
    put(c, TEXT(p[0], p[1], p[2], p[3]), "D", 12000000);
    retold_copies *copies = grouped(c);
    assert_int_equal(edge_of(copies, 1, 2)->from, 1);
    assert_true(edge_of(copies, 1, 2)->reasons & RETOLD_COPY_BY_INHERITANCE);
    assert_int_equal(edge_of(copies, 0, 2)->from, RETOLD_NONE);
    check_forest(c, copies);
    retold_copies_free(copies);
}

/* Three outlets name it elsewhere: so it is the source of a family in which nobody names it. */
static void an_agency_is_known_by_those_who_name_it(void **state) {
    (void)state;
    corpus *c = new_corpus();
    static const char *const outlets[] = {"Post", "Echo", "Star"};
    for (unsigned i = 0; i < 3; i++) {
        span text = paragraph(150);
        put(c, TEXT(S("ORSAVA (Northwire) - "), text), outlets[i], RETOLD_TIME_NONE);
        put(c, text, "Northwire", RETOLD_TIME_NONE);
    }
    span text = paragraph(150);
    put(c, TEXT(paragraph(3), text), "Post", RETOLD_TIME_NONE);
    put(c, text, "Northwire", RETOLD_TIME_NONE);
    retold_copies *copies = grouped(c);
    assert_int_equal(edge_of(copies, 6, 7)->from, 7);
    assert_true(edge_of(copies, 6, 7)->reasons & RETOLD_COPY_BY_AGENCY);
    retold_copies_free(copies);
}

static void nothing_is_said_without_a_reason(void **state) {
    (void)state;
    corpus *c = new_corpus();
    span text = paragraph(150);
    put(c, TEXT(paragraph(3), text), "A", RETOLD_TIME_NONE);
    put(c, TEXT(paragraph(3), text), "B", RETOLD_TIME_NONE);
    retold_copies *copies = grouped(c);
    assert_true(together(copies, 0, 1));
    assert_int_equal(edge_of(copies, 0, 1)->from, RETOLD_NONE);
    retold_copies_free(copies);
}

static retold_passages *shared(span a, span b, uint32_t min_words) {
    retold_article x = {.text = a}, y = {.text = b};
    retold_passages *passages;
    assert_int_equal(retold_copies_between(ctx, &x, &y, min_words, &passages, NULL), RETOLD_OK);
    return passages;
}

static void moved_blocks_end_where_sharing_ends(void **state) {
    (void)state;
    span one = paragraph(30), two = paragraph(25), a = TEXT(one, paragraph(20), two),
         b = TEXT(paragraph(20), two, paragraph(9), one);
    retold_passages *passages = shared(a, b, 8);
    size_t count;
    const retold_passage *p = retold_passages_items(passages, &count);
    assert_int_equal(count, 2);
    assert_int_equal(p[0].a_span.begin, 0);
    assert_int_equal(p[0].a_span.end, one.len - 1);
    assert_int_equal(p[0].b_span.end, b.len - 1);
    assert_int_equal(p[1].a_span.end, a.len - 1);
    assert_int_equal(p[1].a_span.begin, a.len - two.len);
    assert_int_equal(p[1].kind, RETOLD_PASSAGE_EXACT);
    retold_passages_free(passages);
}

/* One passage goes over nearly all of a text and the same with one word in `every` changed. */
static void assert_bridged(unsigned every) {
    buf changed = buf_made(&memory);
    span text = paragraph(100), rest = text;
    for (unsigned i = 0; rest.len; i++) {
        span w = span_take_until(&rest, ' ');
        buf_printf(&changed, "%s%.*s%s", i ? " " : "", SPAN_ARG(w), i % every == 3 ? "x" : "");
    }
    retold_passages *passages = shared(text, buf_span(&changed), 8);
    size_t count;
    const retold_passage *p = retold_passages_items(passages, &count);
    assert_int_equal(count, 1);
    assert_int_equal(p->kind, RETOLD_PASSAGE_NEAR);
    assert_true(range_len(p->a_span) > text.len * 9 / 10);
    retold_passages_free(passages);
}

static void changed_words_are_bridged(void **state) {
    (void)state;
    assert_bridged(7);
}

static void three_equal_words_begin_a_stretch(void **state) {
    (void)state;
    assert_bridged(4);
}

static const char *const common[] = {"it",   "said", "in", "a",   "statement", "that", "there",
                                     "will", "be",   "no", "way", "at",        "all"};
enum { COMMON = sizeof common / sizeof *common };

/* Words that every text has, in an order of its own. */
static span shuffled_common(unsigned count) {
    buf out = buf_made(&memory);
    for (unsigned i = 0; i < count; i++) buf_printf(&out, "%s ", common[drawn(COMMON)]);
    return buf_span(&out);
}

/* Thirteen words in a row tell of reuse when they say something, and not when all texts are made of them. */
static void stock_phrases_are_no_reuse(void **state) {
    (void)state;
    corpus *c = new_corpus();
    buf phrase = buf_made(&memory);
    span telling = paragraph(13);
    for (unsigned i = 0; i < COMMON; i++) buf_printf(&phrase, "%s ", common[i]);
    for (unsigned i = 0; i < 40; i++)
        put(c,
            TEXT(paragraph(60),
                 i < 2   ? buf_span(&phrase)
                 : i < 4 ? telling
                         : (span){0},
                 shuffled_common(120)),
            "", RETOLD_TIME_NONE);
    retold_copies *copies = grouped(c);
    assert_int_equal(passages_of(copies, 0, 1), 0);
    assert_true(passages_of(copies, 2, 3) > 0);
    assert_false(together(copies, 2, 3));
    retold_copies_free(copies);
}

/* Two that quote one speech may both have heard it; who has its words without marks hasn't. */
static void shared_quotations_are_told_from_copied_text(void **state) {
    (void)state;
    corpus *c = new_corpus();
    span speech = paragraph(40);
    put(c, TEXT(paragraph(80), arena_printf(&memory, "\"%s\" he said.", arena_copy(&memory, speech).ptr), paragraph(80)), "",
        RETOLD_TIME_NONE);
    put(c, TEXT(arena_printf(&memory, "He said: “%s”", arena_copy(&memory, speech).ptr), paragraph(150)), "", RETOLD_TIME_NONE);
    put(c, TEXT(paragraph(150), speech), "", RETOLD_TIME_NONE);
    retold_copies *copies = grouped(c);
    for (uint32_t i = 0; i < 3; i++) assert_false(together(copies, i, (i + 1) % 3));
    assert_int_equal(passage_of(copies, 0, 1)->kind, RETOLD_PASSAGE_QUOTED);
    assert_int_equal(passage_of(copies, 0, 2)->kind, RETOLD_PASSAGE_PARTIAL);
    assert_int_equal(passage_of(copies, 1, 2)->kind, RETOLD_PASSAGE_PARTIAL);
    retold_copies_free(copies);
}

/* A cut copy with a line from elsewhere stays with its text, however many others have the same first paragraph. */
static void a_form_has_no_say_in_a_merge(void **state) {
    (void)state;
    corpus *c = new_corpus();
    span head = paragraph(40), body = paragraph(30), line = paragraph(20);
    static const char *const outlets[] = {"C", "D", "E", "F"};
    put(c, TEXT(head, body, paragraph(60)), "A", RETOLD_TIME_NONE);
    put(c, TEXT(head, body, line), "B", RETOLD_TIME_NONE);
    put(c, TEXT(line, paragraph(60)), "G", RETOLD_TIME_NONE);
    for (unsigned i = 0; i < 4; i++) put(c, TEXT(head, paragraph(45)), outlets[i], RETOLD_TIME_NONE);
    retold_copies *copies = grouped(c);
    assert_true(together(copies, 0, 1));
    for (uint32_t i = 2; i < c->count; i++) assert_int_equal(retold_copies_family(copies, i), i);
    retold_copies_free(copies);
}

static void hostile_texts_stay_linear(void **state) {
    (void)state;
    enum { BYTES = 1 << 20 };
    char *text = arena_alloc(&memory, BYTES);
    corpus *c = new_corpus();
    memset(text, 'a', BYTES);
    put(c, arena_copy(&memory, (span){text, BYTES}), "", RETOLD_TIME_NONE);
    for (size_t i = 1; i < BYTES; i += 2) text[i] = ' ';
    put(c, arena_copy(&memory, (span){text, BYTES}), "", RETOLD_TIME_NONE);
    put(c, arena_copy(&memory, (span){text, BYTES - 100}), "", RETOLD_TIME_NONE);
    for (size_t i = 0; i < BYTES; i += 6) text[i] = 'b';
    put(c, arena_copy(&memory, (span){text, BYTES}), "", RETOLD_TIME_NONE);
    put(c, arena_copy(&memory, (span){text, BYTES - 6}), "", RETOLD_TIME_NONE);
    put(c, (span){NULL, 0}, "", RETOLD_TIME_NONE);
    put(c, S("Too short to tell"), "", RETOLD_TIME_NONE);
    retold_copies *copies = grouped(c);
    assert_true(together(copies, 1, 2) && together(copies, 3, 4));
    check_laws(c, copies);
    retold_copies_free(copies);
}

/* So many words beside one text that those at hand are given back in between. */
static void all_partners_of_a_text_are_compared(void **state) {
    (void)state;
    enum { PARTNERS = 700 };
    corpus *c = new_corpus();
    span parts[PARTNERS];
    for (unsigned i = 0; i < PARTNERS; i++) parts[i] = paragraph(30);
    put(c, joined(PARTNERS, parts), "", RETOLD_TIME_NONE);
    for (unsigned i = 0; i < PARTNERS; i++) put(c, TEXT(parts[i], paragraph(250)), "", RETOLD_TIME_NONE);
    retold_copies *copies = grouped(c);
    for (uint32_t i = 1; i <= PARTNERS; i++) assert_int_equal(passages_of(copies, 0, i), 1);
    retold_copies_free(copies);
}

static void an_empty_collection_has_nothing(void **state) {
    (void)state;
    corpus *c = new_corpus();
    retold_copies *copies = grouped(c);
    size_t count = 1;
    retold_copies_passages(copies, &count);
    assert_int_equal(count, 0);
    retold_copies_edges(copies, &count);
    assert_int_equal(count, 0);
    assert_int_equal(retold_copies_count(copies), 0);
    assert_int_equal(retold_copies_family(copies, 0), RETOLD_NONE);
    retold_copies_free(copies);
    retold_copies_free(NULL);
    retold_passages_free(NULL);
}

static void wrong_arguments_are_refused(void **state) {
    (void)state;
    retold_article x = {.text = S("a b c d")};
    retold_passages *passages;
    retold_error err = {0};
    assert_int_equal(retold_copies_between(ctx, &x, &x, 3, &passages, &err), RETOLD_E_ARGUMENT);
    assert_null(passages);
    assert_string_equal(err.where, "copies");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies_of_every_kind_are_found),
        cmocka_unit_test(a_part_is_found_from_both_sides),
        cmocka_unit_test(order_changes_nothing),
        cmocka_unit_test(batches_change_nothing),
        cmocka_unit_test(boilerplate_joins_nothing),
        cmocka_unit_test(versions_are_no_boilerplate),
        cmocka_unit_test(a_merge_joins_no_two_families),
        cmocka_unit_test(a_form_with_other_names_is_no_copy),
        cmocka_unit_test(a_form_filled_again_is_no_copy),
        cmocka_unit_test(other_leads_under_other_titles_are_two_texts),
        cmocka_unit_test(titles_on_top_of_texts_are_no_leads),
        cmocka_unit_test(one_wrong_time_hides_no_source),
        cmocka_unit_test(a_shared_sentence_without_a_name_joins_no_two_offers),
        cmocka_unit_test(misread_names_are_kept_names),
        cmocka_unit_test(equals_make_one_row_each),
        cmocka_unit_test(near_equals_make_few_pairs),
        cmocka_unit_test(the_agency_and_the_earlier_are_the_source),
        cmocka_unit_test(texts_with_the_same_words_have_spans_of_their_own),
        cmocka_unit_test(an_article_that_quotes_is_no_copy),
        cmocka_unit_test(an_article_made_of_two_was_not_first),
        cmocka_unit_test(inherited_changes_tell_the_parent),
        cmocka_unit_test(an_agency_is_known_by_those_who_name_it),
        cmocka_unit_test(nothing_is_said_without_a_reason),
        cmocka_unit_test(moved_blocks_end_where_sharing_ends),
        cmocka_unit_test(changed_words_are_bridged),
        cmocka_unit_test(three_equal_words_begin_a_stretch),
        cmocka_unit_test(stock_phrases_are_no_reuse),
        cmocka_unit_test(shared_quotations_are_told_from_copied_text),
        cmocka_unit_test(a_form_has_no_say_in_a_merge),
        cmocka_unit_test(hostile_texts_stay_linear),
        cmocka_unit_test(an_empty_collection_has_nothing),
        cmocka_unit_test(wrong_arguments_are_refused),
        cmocka_unit_test(numbers_around_what_is_shared_tell_a_form),
        cmocka_unit_test(all_partners_of_a_text_are_compared),
        cmocka_unit_test(other_units_are_no_other_news),
        cmocka_unit_test(lines_that_are_no_sentences_are_no_leads),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
