/* One page over time: its versions, oldest first, and what each changed of the one before. */
#include "tell/tell_internal.h"

static void put_version_line(buf *out, const retold_article *v) {
    buf_printf(out, "%.*s  ", (int)(v->id.len < 10 ? v->id.len : 10), v->id.ptr);
    if (v->fetched == RETOLD_TIME_NONE)
        buf_put(out, S("fetch time not known"));
    else {
        buf_put(out, S("fetched "));
        put_moment(out, v->fetched);
    }
    if (v->published.precision) {
        buf_put(out, S(" · published "));
        put_stamp(out, v->published);
    }
    if (v->modified.precision) {
        buf_put(out, S(" · modified "));
        put_stamp(out, v->modified);
    }
    buf_printf(out, " · %zu bytes\n", v->text.len);
}

static void put_title_change(buf *out, const retold_article *before, const retold_article *after) {
    if (span_equal(before->title.text, after->title.text)) return;
    buf_put(out, S("headline: [-"));
    print_visible(out, before->title.text);
    buf_put(out, S("-]{+"));
    print_visible(out, after->title.text);
    buf_put(out, S("+}\n"));
}

void tell_versions_text(retold_ctx *ctx, buf *out, const retold_article *const *versions, size_t count) {
    put_count(out, count, "version", "versions");
    buf_put(out, S("  "));
    print_visible(out, count ? versions[count - 1]->url.text : (span){0});
    buf_char(out, '\n');
    for (size_t i = 0; i < count; i++) {
        tell_comparison c;
        buf_char(out, '\n');
        put_version_line(out, versions[i]);
        if (!i) continue;
        put_title_change(out, versions[i - 1], versions[i]);
        tell_compare(ctx, out->memory, versions[i - 1], versions[i], &c);
        put_differing(out, &c);
    }
}

static yyjson_mut_val *version_json(retold_ctx *ctx, arena *a, yyjson_mut_doc *doc, const retold_article *before,
                                    const retold_article *v) {
    yyjson_mut_val *o = json_object(doc);
    json_put_text(doc, o, "id", v->id);
    json_put_text(doc, o, "title", v->title.text);
    json_put_text(doc, o, "published", stamp_iso(a, v->published));
    json_put_text(doc, o, "modified", stamp_iso(a, v->modified));
    stamp fetched = {v->fetched, 0, PRECISION_SECOND};
    json_put_text(doc, o, "fetched", v->fetched == RETOLD_TIME_NONE ? (span){0} : stamp_iso(a, fetched));
    json_put_int(doc, o, "bytes", (int64_t)v->text.len);
    if (!before) return o;
    tell_comparison c;
    yyjson_mut_val *changes = json_object(doc);
    tell_compare(ctx, a, before, v, &c);
    json_put_bool(doc, changes, "title", !span_equal(before->title.text, v->title.text));
    put_differing_json(doc, changes, &c);
    json_put(doc, o, "changes", changes);
    return o;
}

void tell_versions_json(retold_ctx *ctx, buf *out, const retold_article *const *versions, size_t count) {
    yyjson_mut_doc *doc = json_new(out->memory);
    yyjson_mut_val *root = json_object(doc), *list = json_array(doc);
    json_put_text(doc, root, "url", count ? versions[count - 1]->url.text : (span){0});
    for (size_t i = 0; i < count; i++)
        json_push(doc, list, version_json(ctx, out->memory, doc, i ? versions[i - 1] : NULL, versions[i]));
    json_put(doc, root, "versions", list);
    put_json(out, doc, root);
}
