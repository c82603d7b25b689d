/* The same bytes out for any number of threads, any batches, any order, in memory and out of files; and what happens when those fail. */
#include "copies/copies.h"
#include "made_corpus.h"
#include "os/os.h"

enum { WORKERS = 8 };

/* How a collection is run. */
typedef struct way {
    unsigned workers;
    bool fetched, on_disk, families_only, once;
    size_t batch; /* articles between two groupings; 0 for one grouping at the end */
} way;

/* A file in memory, and the articles that are asked for again. */
typedef struct backing {
    char *bytes;
    size_t space;
    bool disk_fails, fetch_fails, fetch_lies;
    const corpus *corpus;
    atomic_uint asked;
} backing;

static bool disk_write(void *user, uint64_t at, const void *bytes, size_t len) {
    backing *b = user;
    if (b->disk_fails || at + len > b->space) return false;
    memcpy(b->bytes + at, bytes, len);
    return true;
}

static bool disk_read(void *user, uint64_t at, void *into, size_t len) {
    const backing *b = user;
    if (b->disk_fails || at + len > b->space) return false;
    memcpy(into, b->bytes + at, len);
    return true;
}

typedef struct copy_job {
    const retold_article *from;
    retold_article *to;
    bool shorter;
} copy_job;

static retold_status copy_article(retold_ctx *c, void *p, retold_error *err) {
    copy_job *job = p;
    (void)err;
    job->to = article_new(c);
    job->to->id = arena_copy(&job->to->memory, job->from->id);
    job->to->outlet.text = arena_copy(&job->to->memory, job->from->outlet.text);
    job->to->title.text = arena_copy(&job->to->memory, job->from->title.text);
    job->to->text = arena_copy(&job->to->memory, span_cut(job->from->text, 0, job->from->text.len - job->shorter));
    job->to->published = job->from->published;
    return RETOLD_OK;
}

static retold_status fetch(retold_ctx *c, void *user, uint32_t number, retold_article **out, retold_error *err) {
    backing *b = user;
    copy_job job = {b->corpus->items[number], NULL, b->fetch_lies};
    b->asked++;
    if (b->fetch_fails) return error_set(err, "test", RETOLD_E_IO, 0, "gone");
    retold_status status = ctx_run(c, copy_article, &job, err);
    *out = job.to;
    return status;
}

static backing *backing_for(const corpus *c) {
    backing *b = ARENA_NEW(&memory, backing);
    b->space = (size_t)64 << 20;
    b->bytes = malloc(b->space);
    b->corpus = c;
    return b;
}

static retold_copies *added(const corpus *c, const way *w, backing *b, retold_ctx **ctxs) {
    retold_copies *copies;
    copies_hands hands = {.workers = w->workers, .ctxs = ctxs, .share_out = os_share_out, .families_only = w->families_only};
    hands.once = w->once;
    if (w->on_disk) hands.device = (spool_device){disk_write, disk_read, b, 0};
    assert_int_equal(retold_copies_new(ctx, &copies, NULL), RETOLD_OK);
    copies_lend(copies, &hands);
    if (w->fetched) retold_copies_fetch_by(copies, fetch, b);
    for (size_t i = 0; i < c->count; i++) {
        assert_int_equal(retold_copies_add(ctx, copies, c->items[i], NULL), RETOLD_OK);
        if (w->batch && i % w->batch == 0) assert_int_equal(retold_copies_group(ctx, copies, NULL), RETOLD_OK);
    }
    return copies;
}

/* All that a grouping says, as text; members are named by id, so that the order of adding doesn't show. */
static span told(const corpus *c, const retold_copies *copies, bool all) {
    buf out = buf_made(&memory);
    size_t count;
    for (size_t i = 0; i < c->count; i++) {
        uint32_t family = retold_copies_family(copies, (uint32_t)i);
        buf_printf(&out, "%.*s %.*s\n", (int)c->items[i]->id.len, c->items[i]->id.ptr, (int)c->items[family]->id.len,
                   c->items[family]->id.ptr);
    }
    const retold_passage *p = retold_copies_passages(copies, &count);
    for (size_t i = 0; all && i < count; i++)
        buf_printf(&out, "%u %u %u-%u %u-%u %d %u %.4f\n", p[i].a, p[i].b, p[i].a_span.begin, p[i].a_span.end, p[i].b_span.begin,
                   p[i].b_span.end, (int)p[i].kind, p[i].from, (double)p[i].confidence);
    const retold_copy_edge *e = retold_copies_edges(copies, &count);
    for (size_t i = 0; all && i < count; i++)
        buf_printf(&out, "%u %u %.5f %.5f %d %u %.4f %u\n", e[i].a, e[i].b, (double)e[i].a_in_b, (double)e[i].b_in_a,
                   (int)e[i].relation, e[i].from, (double)e[i].confidence, e[i].reasons);
    return buf_span(&out);
}

static span outcome(const corpus *c, const way *w, bool all) {
    retold_ctx *ctxs[WORKERS];
    backing *b = backing_for(c);
    for (unsigned i = 0; i < WORKERS; i++) assert_int_equal(retold_ctx_new(NULL, &ctxs[i], NULL), RETOLD_OK);
    retold_copies *copies = added(c, w, b, ctxs);
    assert_int_equal(retold_copies_group(ctx, copies, NULL), RETOLD_OK);
    if (w->fetched) assert_true(b->asked > 0 && (w->batch || b->asked < 4 * c->count));
    span out = told(c, copies, all);
    retold_copies_free(copies);
    for (unsigned i = 0; i < WORKERS; i++) retold_ctx_free(ctxs[i]);
    free(b->bytes);
    return out;
}

/* More texts than are compared without a look at the words around their marks. */
static void every_way_says_the_same(void **state) {
    (void)state;
    static const way ways[] = {
        {.workers = 2},
        {.workers = 8},
        {.workers = 1, .on_disk = true},
        {.workers = 1, .fetched = true, .once = true},
        {.workers = 8, .fetched = true, .on_disk = true},
        {.workers = 2, .fetched = true, .on_disk = true, .batch = 100},
    };
    corpus *c = mixed_corpus(400);
    span wanted = outcome(c, &(way){.workers = 1}, true), families = outcome(c, &(way){.workers = 1}, false);
    assert_true(c->count > 1000 && wanted.len > 2 * families.len);
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) assert_true(span_equal(outcome(c, &ways[i], true), wanted));
    assert_true(span_equal(outcome(c, &(way){.workers = 2, .families_only = true}, false), families));
}

static void every_batch_says_the_same(void **state) {
    (void)state;
    corpus *c = mixed_corpus(40);
    span wanted = outcome(c, &(way){.workers = 1}, true);
    for (size_t batch = 1; batch <= 100; batch = batch * 7 + (batch == 7) * 51)
        assert_true(span_equal(outcome(c, &(way){.workers = 1, .on_disk = true, .batch = batch}, true), wanted));
}

static int by_id(const void *x, const void *y) { return span_compare(*(const span *)x, *(const span *)y); }

/* The lines of a text, sorted. */
static span sorted_lines(span text) {
    VEC(span) lines = {0};
    buf out = buf_made(&memory);
    for (size_t at = 0, end; at < text.len; at = end + 1) {
        end = span_find_char(text, '\n', at);
        vec_push(&memory, &lines, span_cut(text, at, end));
    }
    qsort(lines.items, lines.count, sizeof *lines.items, by_id);
    for (size_t i = 0; i < lines.count; i++) {
        buf_put(&out, lines.items[i]);
        buf_char(&out, '\n');
    }
    return buf_span(&out);
}

static void every_order_gives_the_same_families(void **state) {
    (void)state;
    corpus *c = mixed_corpus(60);
    span wanted = sorted_lines(outcome(c, &(way){.workers = 1}, false));
    for (unsigned round = 0; round < 3; round++) {
        for (size_t i = c->count; i-- > 1;) {
            size_t k = drawn((uint32_t)i + 1);
            retold_article *swap = c->items[i];
            c->items[i] = c->items[k];
            c->items[k] = swap;
        }
        assert_true(span_equal(sorted_lines(outcome(c, &(way){.workers = 2, .on_disk = true, .fetched = true}, false)), wanted));
    }
}

static void what_was_to_be_grouped_once_is_not_grouped_again(void **state) {
    (void)state;
    corpus *c = mixed_corpus(5);
    backing *b = backing_for(c);
    retold_copies *copies = added(c, &(way){.once = true}, b, NULL);
    retold_error err;
    assert_int_equal(retold_copies_group(ctx, copies, &err), RETOLD_OK);
    span before = told(c, copies, true);
    assert_int_equal(retold_copies_group(ctx, copies, &err), RETOLD_E_ARGUMENT);
    assert_int_equal(retold_copies_add(ctx, copies, c->items[0], &err), RETOLD_E_ARGUMENT);
    assert_true(span_equal(told(c, copies, true), before));
    retold_copies_free(copies);
    free(b->bytes);
}

/* An article that is gone or another one now, a disk that fails: told, and the results before stay. */
static void failing_hands_are_told(void **state) {
    (void)state;
    corpus *c = mixed_corpus(60);
    backing *b = backing_for(c);
    retold_copies *copies = added(c, &(way){.fetched = true, .on_disk = true}, b, NULL);
    assert_int_equal(retold_copies_group(ctx, copies, NULL), RETOLD_OK);
    span before = told(c, copies, true);
    retold_error err;
    b->fetch_fails = true;
    assert_int_equal(retold_copies_group(ctx, copies, &err), RETOLD_E_IO);
    b->fetch_fails = false, b->fetch_lies = true;
    assert_int_equal(retold_copies_group(ctx, copies, &err), RETOLD_E_IO);
    b->fetch_lies = false;
    assert_int_equal(retold_copies_group(ctx, copies, &err), RETOLD_OK);
    b->disk_fails = true;
    assert_int_equal(retold_copies_group(ctx, copies, &err), RETOLD_E_IO);
    assert_true(span_equal(told(c, copies, true), before));
    retold_copies_free(copies);
    free(b->bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_way_says_the_same),
        cmocka_unit_test(every_batch_says_the_same),
        cmocka_unit_test(every_order_gives_the_same_families),
        cmocka_unit_test(what_was_to_be_grouped_once_is_not_grouped_again),
        cmocka_unit_test(failing_hands_are_told),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
