/* Who said what, on sentences written for this. A row is what the text has in order: kind|content|speaker|name|via,via. */
#include "test.h"

#include "base/buf.h"
#include "record/record.h"
#include "retold/quotes.h"
#include <stdio.h>

static const char *const kinds[] = {"direct", "indirect", "mixed"};

static void put_range(buf *out, span text, range r) {
    buf_char(out, '|');
    if (range_known(r)) buf_put(out, span_at(text, r));
}

static void put_quote(buf *out, span text, const retold_quote *q) {
    if (out->len) buf_char(out, '\n');
    buf_put(out, span_of(kinds[q->kind]));
    for (uint32_t i = 0; i < q->part_count; i++) {
        buf_put(out, i ? S(" + ") : S("|"));
        buf_put(out, span_at(text, q->parts[i]));
    }
    put_range(out, text, q->speaker);
    buf_char(out, '|');
    buf_put(out, q->speaker_name);
    for (uint32_t i = 0; i < q->via_count; i++) put_range(out, text, q->via[i]);
}

typedef struct found {
    retold_ctx *ctx;
    retold_article *article;
    retold_quotes *quotes;
    arena memory;
} found;

static retold_status make_article(retold_ctx *ctx, void *out, retold_error *err) {
    (void)err;
    *(retold_article **)out = article_new(ctx);
    return RETOLD_OK;
}

static found find(const char *text, const char *lang) {
    found f = {0};
    assert_int_equal(retold_ctx_new(NULL, &f.ctx, NULL), RETOLD_OK);
    assert_int_equal(ctx_run(f.ctx, make_article, &f.article, NULL), RETOLD_OK);
    f.article->text = span_of(text);
    f.article->lang = span_of(lang);
    assert_int_equal(retold_quotes_find(f.ctx, f.article, &f.quotes, NULL), RETOLD_OK);
    f.memory = arena_made(f.ctx);
    return f;
}

static void done(found *f) {
    arena_free(&f->memory);
    retold_quotes_free(f->quotes);
    retold_article_free(f->article);
    retold_ctx_free(f->ctx);
}

static void check(const char *text, const char *lang, const char *want) {
    found f = find(text, lang);
    buf out = buf_made(&f.memory);
    for (size_t i = 0; i < f.quotes->count; i++) put_quote(&out, f.article->text, &f.quotes->items[i]);
    assert_span(buf_span(&out), want);
    done(&f);
}

static void says_before_and_behind(void **state) {
    (void)state;
    check("\"The bridge will open,\" Ada Korhonen said on Monday.", "en",
          "direct|The bridge will open,|Ada Korhonen|Ada Korhonen");
    check("\"The bridge will open,\" said Ada Korhonen, an engineer.", "en",
          "direct|The bridge will open,|Ada Korhonen|Ada Korhonen");
    check("Ada Korhonen, an engineer, said: \"The bridge will open.\"", "en",
          "direct|The bridge will open.|Ada Korhonen|Ada Korhonen");
    check("\"We tried,\" the mayor told reporters. \"We failed.\"", "en", "direct|We tried, + We failed.|the mayor|the mayor");
    check("\"It is over.\" Korhonen said.", "en", "direct|It is over.|Korhonen|Korhonen");
}

static void reports_without_marks(void **state) {
    (void)state;
    check("Officials said that the bridge was closed.", "en", "indirect|the bridge was closed|Officials|Officials");
    check("The bridge was closed, officials said.", "en", "indirect|The bridge was closed|officials|officials");
    check("According to the ministry, the bridge was closed.", "en", "indirect|the bridge was closed|the ministry|the ministry");
    check("The bridge was closed, according to the ministry.", "en", "indirect|The bridge was closed|the ministry|the ministry");
    check("The minister called the bridge \"a disgrace\".", "en", "mixed|the bridge \"a disgrace\"|The minister|The minister");
}

static void hears_nouns_of_saying(void **state) {
    (void)state;
    check("The council ignored Korhonen's claim that the bridge was safe.", "en",
          "indirect|the bridge was safe|Korhonen's|Korhonen");
    check("The council ignored a claim by Ada Korhonen that the bridge was safe.", "en",
          "indirect|the bridge was safe|Ada Korhonen|Ada Korhonen");
    check("The council ignored the claim that the bridge was safe.", "en", "");
}

static void follows_the_chain(void **state) {
    (void)state;
    check("Two engineers quoted by the Harbour Gazette said the bridge was unsafe.", "en",
          "indirect|the bridge was unsafe|Two engineers|Two engineers|the Harbour Gazette");
    check("According to Reuters, citing two engineers, the bridge was unsafe.", "en",
          "indirect|the bridge was unsafe|two engineers|two engineers|Reuters");
    check("The bridge was unsafe, an engineer told the BBC.", "en",
          "indirect|The bridge was unsafe|an engineer|an engineer|the BBC");
    check("The newspaper Harbour Gazette cited a sailor, Juho Rost, who saw \"one light\" only.", "en",
          "mixed|saw \"one light\" only|Juho Rost|Juho Rost|The newspaper Harbour Gazette");
    check("The newspaper said the engineer had told colleagues the bridge was unsafe.", "en",
          "indirect|the bridge was unsafe|the engineer|the engineer|The newspaper");
}

static void knows_who_is_meant(void **state) {
    (void)state;
    check("Ada Korhonen opened the bridge. Juho Laine watched. \"It holds,\" Korhonen said.", "en",
          "direct|It holds,|Korhonen|Ada Korhonen");
    check("Maria Laine opened the bridge. \"It holds,\" she said.", "en", "direct|It holds,|she|Maria Laine");
    check("The court heard Ada Korhonen, an engineer. The bridge was unsafe, the engineer said.", "en",
          "indirect|The bridge was unsafe|the engineer|Ada Korhonen");
}

static void check_role(const char *text, const char *lang, const char *want) {
    found f = find(text, lang);
    assert_true(f.quotes->count > 0);
    range role = f.quotes->items[0].role;
    assert_span(range_known(role) ? span_at(f.article->text, role) : (span){0}, want);
    done(&f);
}

static void tells_what_a_speaker_is(void **state) {
    (void)state;
    check_role("\"It holds,\" said Castle spokesman Pavel Rost.", "en", "Castle spokesman");
    check_role("Velna's Prime Minister Ada Korhonen said the bridge held.", "en", "Prime Minister");
    check_role("\"It holds,\" said Juho Laine, head of the union.", "en", "head of the union");
    check_role("\"It holds,\" said Juho Laine, 54, a retired teacher.", "en", "retired teacher");
    check_role("\"It holds,\" said its general secretary, Colm Rost.", "en", "general secretary");
    check_role("A critic of President Ada Rost spoke. \"It holds,\" Rost said.", "en", "President");
    check_role("Juho Laine met the minister. \"It holds,\" Laine said.", "en", "");
    check_role("„Sie hält“, sagte Verkehrssenatorin Ada Korhonen.", "de", "Verkehrssenatorin");
}

static void keeps_roles_apart(void **state) {
    (void)state;
    check("Castle spokesman Pavel Rost said Velna was calm. Later the Castle spokesman said that Velna would help.", "en",
          "indirect|Velna was calm|Castle spokesman Pavel Rost|Pavel Rost\n"
          "indirect|Velna would help|the Castle spokesman|Pavel Rost");
    check("State radio reported blasts in the harbour with union officials quoted by the Harbour Gazette saying said the cranes "
          "were hit.",
          "en",
          "indirect|blasts in the harbour|State radio|State radio\n"
          "indirect|the cranes were hit|union officials|union officials|the Harbour Gazette");
}

static void minds_who_is_new(void **state) {
    (void)state;
    check(
        "\"It holds,\" Maria Laine said.\nStudent Juho Rost carried the crate. \"It was light,\" he said.\nThe road was dry. \"I "
        "slept,\" she said.",
        "en", "direct|It holds,|Maria Laine|Maria Laine\ndirect|It was light,|he|Juho Rost\ndirect|I slept,|she|Maria Laine");
}

static void minds_whom_the_text_is_about(void **state) {
    (void)state;
    check("Maria Laine opened the bridge. Paul Rost paid for it.\n\"It holds,\" Laine said.\nPaul Rost spoke for an hour.\n\"It "
          "was "
          "dear,\" he said.",
          "en", "direct|It holds,|Laine|Maria Laine\ndirect|It was dear,|he|Paul Rost");
}

static void hears_german(void **state) {
    (void)state;
    check("„Die Brücke hält“, sagte der Bürgermeister.", "de", "direct|Die Brücke hält|der Bürgermeister|der Bürgermeister");
    check("Die Polizei teilte mit, dass die Brücke gesperrt sei.", "de",
          "indirect|die Brücke gesperrt sei|Die Polizei|Die Polizei");
    check("Seine Tochter Ada Korhonen, 81, sagte dem Blatt: „Sie hält.“", "de",
          "direct|Sie hält.|Seine Tochter Ada Korhonen|Ada Korhonen");
    check("Laut der Polizei ist die Brücke gesperrt.", "de", "indirect|ist die Brücke gesperrt|der Polizei|der Polizei");
}

static void refuses_what_cannot_speak(void **state) {
    (void)state;
    check("The mayor, who founded a school and declared a holiday, said the bridge was safe.", "en",
          "indirect|the bridge was safe|The mayor|The mayor");
    check("Pavel Rost, speaking at the harbour, said the bridge was safe.", "en",
          "indirect|the bridge was safe|Pavel Rost|Pavel Rost");
    check("One of the plans Rost discussed was a bridge of wood.", "en", "");
    check("Many said the bridge was unsafe. Others said they would swim.", "en",
          "indirect|the bridge was unsafe|Many|\nindirect|they would swim|Others|");
    check("Ada Korhonen moved the meeting to May and announced that the bridge would open.", "en",
          "indirect|the bridge would open|Ada Korhonen|Ada Korhonen");
    check("Korhonen rejected the overture. Rost said no.", "en", "");
    check("Harbour TV's \"Tonight,\" called for a bridge.", "en", "");
    check("Walking along the old quay, Korhonen told the crowd.", "en", "");
    check("A green think tank holds that view.", "en", "");
}

static void trusts_texts_less(void **state) {
    (void)state;
    found f =
        find("The report said the bridge was safe. Ada Korhonen said it was not safe. Korhonen criticised the old plan.", "en");
    assert_int_equal(f.quotes->count, 3);
    assert_true(f.quotes->items[0].confidence < f.quotes->items[1].confidence);
    assert_true(f.quotes->items[2].confidence < f.quotes->items[0].confidence);
    done(&f);
}

static void begins_behind_datelines(void **state) {
    (void)state;
    check("PORT VELNA, March 3 (Harbour Wire) - The bridge will open, the mayor said.", "en",
          "indirect|The bridge will open|the mayor|the mayor");
    check("VELNA \u2014 Three bridges were closed, the mayor said.", "en",
          "indirect|Three bridges were closed|the mayor|the mayor");
    check("NATO - the old alliance - will help, the mayor said.", "en",
          "indirect|NATO - the old alliance - will help|the mayor|the mayor");
}

static void names_nobody_by_headlines(void **state) {
    (void)state;
    check("Pavel Rost Slams Bridge Plan\n\nPavel Rost of the Harbour Union said the bridge was unsafe. Rost said it would sink.",
          "en",
          "indirect|the bridge was unsafe|Pavel Rost of the Harbour Union|Pavel Rost\nindirect|it would sink|Rost|Pavel Rost");
    check("Harbour Union CEO Ada Korhonen said the bridge would open.", "en",
          "indirect|the bridge would open|Harbour Union CEO Ada Korhonen|Ada Korhonen");
}

static void knows_what_it_is(void **state) {
    (void)state;
    check("The Carpenters\u2019 Union wrote a letter. It said the bridge was unsafe.", "en",
          "indirect|the bridge was unsafe|It|Carpenters\u2019 Union");
    check("Ada Korhonen wrote a letter. It said the bridge was unsafe.", "en", "indirect|the bridge was unsafe|It|");
    check("Korhonen met engineers, who said the bridge was unsafe.", "en", "indirect|the bridge was unsafe|who|engineers");
}

static void cleans_the_chain(void **state) {
    (void)state;
    check("\"It holds,\" Pavel Rost told the Harbour Gazette's Ada Korhonen.", "en",
          "direct|It holds,|Pavel Rost|Pavel Rost|the Harbour Gazette|Ada Korhonen");
    check("\"It holds,\" Pavel Rost told the Harbour Gazette late on Monday.", "en",
          "direct|It holds,|Pavel Rost|Pavel Rost|the Harbour Gazette");
}

static void leaves_titles_alone(void **state) {
    (void)state;
    check("She played the piano in \"The Long Winter\" last year.", "en", "");
    check("The so-called \"bridge\" is a plank.", "en", "");
}

static void bears_odd_marks(void **state) {
    (void)state;
    found f = find("\"We tried to hold it.\n\"We failed,\" Ada Korhonen said.", "en");
    assert_int_equal(f.quotes->count, 1);
    assert_int_equal(f.quotes->items[0].part_count, 2);
    assert_true(f.quotes->items[0].flags & RETOLD_QUOTE_CONTINUED);
    done(&f);
    f = find("Korhonen said: \"We tried to hold", "en");
    assert_int_equal(f.quotes->count, 1);
    assert_true(f.quotes->items[0].flags & RETOLD_QUOTE_UNCLOSED);
    done(&f);
    f = find("\"\"\"", "en");
    assert_int_equal(f.quotes->count, 0);
    done(&f);
    check("", "en", "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_before_and_behind),
        cmocka_unit_test(reports_without_marks),
        cmocka_unit_test(hears_nouns_of_saying),
        cmocka_unit_test(follows_the_chain),
        cmocka_unit_test(knows_who_is_meant),
        cmocka_unit_test(tells_what_a_speaker_is),
        cmocka_unit_test(keeps_roles_apart),
        cmocka_unit_test(minds_who_is_new),
        cmocka_unit_test(minds_whom_the_text_is_about),
        cmocka_unit_test(hears_german),
        cmocka_unit_test(refuses_what_cannot_speak),
        cmocka_unit_test(trusts_texts_less),
        cmocka_unit_test(begins_behind_datelines),
        cmocka_unit_test(names_nobody_by_headlines),
        cmocka_unit_test(knows_what_it_is),
        cmocka_unit_test(cleans_the_chain),
        cmocka_unit_test(leaves_titles_alone),
        cmocka_unit_test(bears_odd_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
