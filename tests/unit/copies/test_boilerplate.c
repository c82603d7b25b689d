/* What recurs in the texts of an outlet, down to four words among others. */
#include "copies/copies_internal.h"
#include "made_corpus.h"

enum { TEXTS = 8, BEFORE = 60, BEHIND = 60 };

/* Four words that leave a mark. */
static span phrase_with_mark(void) {
    for (;;) {
        span phrase = paragraph(SKETCH_WORDS);
        doc_words w = doc_words_of(&memory, phrase);
        if (w.count == SKETCH_WORDS && !(sketch_shingle(w.hash) % SKETCH_STEP)) return phrase;
    }
}

static uint32_t flagged(const doc_words *w) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < w->count; i++) count += w->flags[i] / WORD_BOILERPLATE;
    return count;
}

/* A grouping whose boilerplate is known. */
static grouping begun(retold_ctx *c, retold_copies *copies, arena *work) {
    grouping g = group_begin(c, copies, work);
    mark_list marks = group_marks(&g);
    boilerplate_find(&g, &marks);
    return g;
}

static retold_status look(retold_ctx *c, void *copies, retold_error *err) {
    arena work = arena_made(c);
    (void)err;
    grouping g = begun(c, copies, &work);
    assert_int_equal(g.report->boilerplate_shingles, 1);
    for (uint32_t rank = 0; rank < TEXTS; rank++) assert_int_equal(flagged(doc_words_keyed(&g, &work, rank)), SKETCH_WORDS);
    assert_int_equal(flagged(doc_words_keyed(&g, &work, TEXTS)), 0);
    arena_free(&work);
    return RETOLD_OK;
}

/* Of the outlet, that is: another one that has the phrase once may say it. */
static void a_phrase_among_other_words_is_flagged(void **state) {
    (void)state;
    corpus *c = new_corpus();
    span phrase = phrase_with_mark();
    retold_copies *copies;
    assert_int_equal(retold_copies_new(ctx, &copies, NULL), RETOLD_OK);
    for (unsigned i = 0; i <= TEXTS; i++) {
        span text = TEXT(paragraph(BEFORE), phrase, paragraph(BEHIND));
        assert_int_equal(retold_copies_add(ctx, copies, put(c, text, i < TEXTS ? "Echo" : "Post", 0), NULL), RETOLD_OK);
    }
    assert_int_equal(ctx_run(ctx, look, copies, NULL), RETOLD_OK);
    retold_copies_free(copies);
}

enum { OUTLETS = 24 };

static retold_status look_at_footers(retold_ctx *c, void *copies, retold_error *err) {
    arena work = arena_made(c);
    (void)err;
    grouping g = begun(c, copies, &work);
    for (uint32_t rank = 0; rank < g.count; rank++) {
        const doc_words *w = doc_words_keyed(&g, &work, rank);
        uint32_t footer =
            (uint32_t)text_words(&work, copies_id(copies, rank)).count - 1; /* its words stand in the id, behind a number */
        assert_int_equal(flagged(w), footer);
        for (uint32_t i = w->count - footer; i < w->count; i++) assert_true(w->flags[i] & WORD_BOILERPLATE);
    }
    arena_free(&work);
    return RETOLD_OK;
}

/* A footer far longer than what lies around one mark, whichever of its marks comes first. */
static void a_long_footer_is_flagged_to_its_end(void **state) {
    (void)state;
    corpus *c = new_corpus();
    retold_copies *copies;
    assert_int_equal(retold_copies_new(ctx, &copies, NULL), RETOLD_OK);
    for (unsigned o = 0; o < OUTLETS; o++) {
        span footer = paragraph(60 + 4 * o);
        for (unsigned i = 0; i < TEXTS; i++) {
            retold_article *a = put(c, TEXT(paragraph(BEFORE), footer), arena_printf(&memory, "outlet %u", o).ptr, 0);
            a->id = TEXT(a->id, footer);
            assert_int_equal(retold_copies_add(ctx, copies, a, NULL), RETOLD_OK);
        }
    }
    assert_int_equal(ctx_run(ctx, look_at_footers, copies, NULL), RETOLD_OK);
    retold_copies_free(copies);
}

enum { ENOUGH = 12 /* outlets, of few texts */ };

/* How many words are flagged in the first texts, `echoes` of one outlet, and in all others. */
typedef struct shared_job {
    retold_copies *copies;
    uint32_t echoes, in_echoes, in_others;
} shared_job;

static retold_status look_at_outlets(retold_ctx *c, void *p, retold_error *err) {
    shared_job *job = p;
    arena work = arena_made(c);
    (void)err;
    grouping g = begun(c, job->copies, &work);
    for (uint32_t rank = 0; rank < g.count; rank++)
        assert_int_equal(flagged(doc_words_keyed(&g, &work, rank)), rank < job->echoes ? job->in_echoes : job->in_others);
    arena_free(&work);
    return RETOLD_OK;
}

/* An outlet that has the footer as its own has no say in whether it is everybody's. */
static void check_outlets(unsigned echoes, unsigned outlets, bool everybodys) {
    corpus *c = new_corpus();
    span footer = paragraph(40);
    uint32_t words = (uint32_t)text_words(&memory, footer).count;
    retold_copies *copies;
    assert_int_equal(retold_copies_new(ctx, &copies, NULL), RETOLD_OK);
    for (unsigned i = 0; i < echoes + outlets; i++) {
        const char *outlet = i < echoes ? "Echo" : arena_printf(&memory, "outlet %u", i).ptr;
        assert_int_equal(retold_copies_add(ctx, copies, put(c, TEXT(paragraph(3 * BEFORE), footer), outlet, 0), NULL), RETOLD_OK);
    }
    assert_int_equal(ctx_run(ctx, look_at_outlets, &(shared_job){copies, echoes, words, everybodys ? words : 0}, NULL),
                     RETOLD_OK);
    retold_copies_free(copies);
}

static void what_many_outlets_have_is_flagged_in_all(void **state) {
    (void)state;
    check_outlets(0, ENOUGH, true);
    check_outlets(4, ENOUGH, true);
    check_outlets(4, ENOUGH - 1, false);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_phrase_among_other_words_is_flagged),
        cmocka_unit_test(a_long_footer_is_flagged_to_its_end),
        cmocka_unit_test(what_many_outlets_have_is_flagged_in_all),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
