/* Corpora of random words that no other text has, copied in known ways. */
#ifndef MADE_CORPUS_H
#define MADE_CORPUS_H
#include "base/buf.h"
#include "record/record.h"
#include "retold/copies.h"
#include "test_memory.h"
#include "text/text.h"

#define HOUR INT64_C(3600000)
#define NOON (20000 * 24 * HOUR + 12 * HOUR)

static uint64_t seed = 1;

static inline uint32_t drawn(uint32_t below) { return (uint32_t)(hash_mix(seed++) % below); }

/* One sentence-like paragraph; some words are names, some have letters of two bytes. */
static inline span paragraph(uint32_t count) {
    static const char *const parts[] = {"ka", "lo", "mi", "ter", "sä", "von", "ru", "pel", "do", "šti"};
    buf out = buf_made(&memory);
    for (uint32_t i = 0; i < count; i++) {
        size_t start = out.len;
        if (i) buf_char(&out, ' '), start++;
        for (unsigned k = 2 + drawn(3); k > 0; k--) buf_put(&out, span_of(parts[drawn(10)]));
        if (!drawn(6) && out.bytes[start] >= 'a' && out.bytes[start] <= 'z') out.bytes[start] = (char)(out.bytes[start] - 32);
        if (!drawn(25)) buf_printf(&out, " %u", drawn(10000));
    }
    buf_char(&out, '.');
    return buf_span(&out);
}

static inline span joined(size_t count, const span *parts) {
    buf out = buf_made(&memory);
    for (size_t i = 0; i < count; i++) {
        if (i) buf_char(&out, '\n');
        buf_put(&out, parts[i]);
    }
    return buf_span(&out);
}

#define TEXT(...) joined(sizeof((span[]){__VA_ARGS__}) / sizeof(span), (span[]){__VA_ARGS__})

typedef struct corpus {
    retold_article *items[4096];
    size_t count;
} corpus;

static inline retold_article *put(corpus *c, span text, const char *outlet, int64_t time) {
    retold_article *a = ARENA_NEW(&memory, retold_article);
    a->id = arena_printf(&memory, "d%05zu", c->count);
    a->text = text;
    a->outlet.text = span_of(outlet);
    a->published = STAMP_NONE;
    a->published.ms = time;
    c->items[c->count++] = a;
    return a;
}

static inline corpus *new_corpus(void) { return ARENA_NEW(&memory, corpus); }

static inline retold_copies *grouped(const corpus *c) {
    retold_copies *copies;
    assert_int_equal(retold_copies_new(ctx, &copies, NULL), RETOLD_OK);
    for (size_t i = 0; i < c->count; i++) assert_int_equal(retold_copies_add(ctx, copies, c->items[i], NULL), RETOLD_OK);
    assert_int_equal(retold_copies_group(ctx, copies, NULL), RETOLD_OK);
    return copies;
}

/* The edge of two articles, which there must be; the results' own. */
static inline const retold_copy_edge *edge_of(const retold_copies *copies, uint32_t a, uint32_t b) {
    size_t count;
    const retold_copy_edge *edges = retold_copies_edges(copies, &count);
    for (size_t i = 0; i < count; i++)
        if (edges[i].a == a && edges[i].b == b) return &edges[i];
    fail_msg("no edge of %u and %u", a, b);
    return NULL;
}

/* The first passage of two articles, of which there must be one; the results' own. */
static inline const retold_passage *passage_of(const retold_copies *copies, uint32_t a, uint32_t b) {
    size_t count;
    const retold_passage *passages = retold_copies_passages(copies, &count);
    for (size_t i = 0; i < count; i++)
        if (passages[i].a == a && passages[i].b == b) return &passages[i];
    fail_msg("no passage of %u and %u", a, b);
    return NULL;
}

/* A corpus with families of every kind, boilerplate, and loners. */
static inline corpus *mixed_corpus(unsigned stories) {
    corpus *c = new_corpus();
    span footer = paragraph(40);
    for (unsigned s = 0; s < stories; s++) {
        span p[4] = {paragraph(50), paragraph(45), paragraph(60), paragraph(40)};
        int64_t time = 1000000 * (int64_t)s;
        put(c, joined(4, p), "Wire", time);
        if (s % 2) put(c, TEXT(p[0], p[1]), "Post", time + 5000);
        if (s % 3) put(c, TEXT(p[3], p[0], p[1], p[2], footer), "Echo", s % 4 ? time + 9000 : RETOLD_TIME_NONE);
        if (s % 5 == 0) put(c, joined(4, p), "Star", time + 7000);
        put(c, TEXT(paragraph(90), footer), "Echo", time);
        if (s % 7 == 0) put(c, TEXT(paragraph(90), p[1], paragraph(60)), "Mail", time + 100);
    }
    return c;
}

#endif
