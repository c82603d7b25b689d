/* Statements as JSON: docs/formats/story.md. */
#include "tell/statements_internal.h"

static yyjson_mut_val *differences_json(yyjson_mut_doc *doc, const tell_story *s, const tell_statement *st, uint32_t telling) {
    static const char *const kinds[] = {"number", "name", "date"};
    const tell_cell *cell = &st->cells[telling];
    yyjson_mut_val *array = json_array(doc);
    for (uint32_t i = 0; i < cell->difference_count; i++) {
        const tell_difference *d = &cell->differences[i];
        yyjson_mut_val *o = json_object(doc);
        json_put_text(doc, o, "of", span_of(kinds[d->of]));
        json_put_range(doc, o, "here", d->here);
        json_put_range(doc, o, "head", d->head);
        json_put_text(doc, o, "here_text", span_at(s->in->tellings[telling].article->text, d->here));
        json_put_text(doc, o, "head_text", span_at(s->in->tellings[st->head].article->text, d->head));
        json_push(doc, array, o);
    }
    return array;
}

static yyjson_mut_val *cell_json(yyjson_mut_doc *doc, const tell_story *s, const tell_statement *st, uint32_t telling) {
    const tell_cell *cell = &st->cells[telling];
    const retold_article *article = s->in->tellings[telling].article;
    yyjson_mut_val *o = json_object(doc);
    json_put_int(doc, o, "telling", s->rank[telling] + 1);
    json_put_text(doc, o, "kind", span_of(statements_kind_name(cell->kind)));
    json_put_range(doc, o, "span", cell->span);
    json_put_range(doc, o, "page", retold_article_page_range(article, cell->span));
    json_put_real(doc, o, "score", (double)cell->score);
    if (cell->kind != TELL_CELL_VERBATIM) json_put_text(doc, o, "text", span_at(article->text, cell->span));
    if (cell->difference_count) json_put(doc, o, "differences", differences_json(doc, s, st, telling));
    return o;
}

static yyjson_mut_val *statement_json(yyjson_mut_doc *doc, const tell_story *s, const tell_statement *st) {
    yyjson_mut_val *o = json_object(doc), *cells = json_array(doc), *absent = json_array(doc);
    json_put_text(doc, o, "group", span_of(statements_group_name(st->group)));
    json_put_text(doc, o, "text", span_at(s->in->tellings[st->head].article->text, st->cells[st->head].span));
    json_put_int(doc, o, "head", s->rank[st->head] + 1);
    json_put_int(doc, o, "texts", st->texts);
    json_put_int(doc, o, "tellings", st->tellings);
    for (uint32_t k = 0; k < s->in->count; k++) {
        uint32_t t = s->order[k];
        if (st->cells[t].kind == TELL_CELL_ABSENT)
            json_push(doc, absent, yyjson_mut_uint(doc, k + 1));
        else
            json_push(doc, cells, cell_json(doc, s, st, t));
    }
    json_put(doc, o, "cells", cells);
    json_put(doc, o, "absent", absent);
    return o;
}

yyjson_mut_val *statements_json(yyjson_mut_doc *doc, const tell_story *s) {
    yyjson_mut_val *array = json_array(doc);
    for (uint32_t i = 0; i < s->statements->count; i++) json_push(doc, array, statement_json(doc, s, &s->statements->items[i]));
    return array;
}
