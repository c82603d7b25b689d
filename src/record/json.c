#include "record/json.h"
#include "base/ctx.h"
#include "text/text.h"
#include <math.h>

static void *alc_malloc(void *a, size_t size) { return arena_try_raw(a, size); }

static void *alc_realloc(void *a, void *old, size_t old_size, size_t size) {
    void *out = arena_try_raw(a, size);
    if (out && old) memcpy(out, old, old_size < size ? old_size : size);
    return out;
}

static void alc_free(void *a, void *old) { (void)a, (void)old; }

yyjson_alc json_memory(arena *a) { return (yyjson_alc){alc_malloc, alc_realloc, alc_free, a}; }

/* yyjson answers NULL when memory runs out; from here, outside of its frames, the jump is allowed. */
static void *sure(yyjson_mut_doc *doc, void *made) {
    if (!made) ctx_out_of_memory(((arena *)doc->alc.ctx)->ctx);
    return made;
}

static void sure_put(yyjson_mut_doc *doc, bool done) {
    if (!done) ctx_out_of_memory(((arena *)doc->alc.ctx)->ctx);
}

yyjson_doc *json_parse(arena *a, span text, const char *where, retold_error *err) {
    static char none[] = "";
    yyjson_alc memory = json_memory(a);
    yyjson_read_err fault;
    char *bytes = text.len ? (char *)(uintptr_t)text.ptr : none;
    yyjson_doc *doc = yyjson_read_opts(bytes, text.len, YYJSON_READ_NOFLAG, &memory, &fault);
    if (doc) return doc;
    if (fault.code == YYJSON_READ_ERROR_MEMORY_ALLOCATION) ctx_out_of_memory(a->ctx);
    error_set(err, where, RETOLD_E_FORMAT, fault.pos, "not JSON: %s", fault.msg);
    return NULL;
}

yyjson_mut_doc *json_new(arena *a) {
    yyjson_alc memory = json_memory(a);
    yyjson_mut_doc *doc = yyjson_mut_doc_new(&memory);
    if (!doc) ctx_out_of_memory(a->ctx);
    return doc;
}

span json_text(yyjson_val *object, const char *name) {
    yyjson_val *value = yyjson_obj_get(object, name);
    return yyjson_is_str(value) ? (span){yyjson_get_str(value), yyjson_get_len(value)} : (span){0};
}

bool json_int(yyjson_val *object, const char *name, int64_t *out) {
    yyjson_val *value = yyjson_obj_get(object, name);
    if (yyjson_is_int(value) && !(yyjson_is_uint(value) && yyjson_get_uint(value) > INT64_MAX)) {
        *out = yyjson_get_sint(value);
        return true;
    }
    double real = yyjson_is_real(value) ? yyjson_get_real(value) : NAN;
    if (!(fabs(real) < 9e18)) return false;
    *out = (int64_t)floor(real);
    return true;
}

/* Invalid bytes as U+FFFD: whatever a caller hands in, a row is UTF-8. */
static span made_valid(arena *a, span s) {
    buf out = buf_made(a);
    for (size_t at = 0; at < s.len;) buf_utf8(&out, text_next(s, &at));
    return buf_span(&out);
}

yyjson_mut_val *json_string(yyjson_mut_doc *doc, span s) {
    if (!text_is_utf8(s)) s = made_valid(doc->alc.ctx, s);
    return sure(doc, yyjson_mut_strn(doc, s.len ? s.ptr : "", s.len));
}

yyjson_mut_val *json_object(yyjson_mut_doc *doc) { return sure(doc, yyjson_mut_obj(doc)); }
yyjson_mut_val *json_array(yyjson_mut_doc *doc) { return sure(doc, yyjson_mut_arr(doc)); }

void json_put(yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name, yyjson_mut_val *value) {
    yyjson_mut_val *key = sure(doc, yyjson_mut_str(doc, name));
    sure_put(doc, yyjson_mut_obj_add(object, key, value));
}

void json_push(yyjson_mut_doc *doc, yyjson_mut_val *array, yyjson_mut_val *value) {
    sure_put(doc, yyjson_mut_arr_append(array, value));
}

void json_put_text(yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name, span value) {
    json_put(doc, object, name, value.len ? json_string(doc, value) : sure(doc, yyjson_mut_null(doc)));
}

void json_put_some(yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name, span value) {
    if (value.len) json_put_text(doc, object, name, value);
}

void json_put_int(yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name, int64_t value) {
    json_put(doc, object, name, sure(doc, yyjson_mut_sint(doc, value)));
}

void json_put_real(yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name, double value) {
    json_put(doc, object, name, sure(doc, yyjson_mut_real(doc, isfinite(value) ? round(value * 1e4) / 1e4 : 0)));
}

void json_put_bool(yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name, bool value) {
    json_put(doc, object, name, sure(doc, yyjson_mut_bool(doc, value)));
}

yyjson_mut_val *json_range(yyjson_mut_doc *doc, range r) {
    if (!range_known(r)) return sure(doc, yyjson_mut_null(doc));
    yyjson_mut_val *pair = json_array(doc);
    json_push(doc, pair, sure(doc, yyjson_mut_uint(doc, r.begin)));
    json_push(doc, pair, sure(doc, yyjson_mut_uint(doc, r.end)));
    return pair;
}

void json_put_range(yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name, range r) {
    json_put(doc, object, name, json_range(doc, r));
}

static bool is_one_of(yyjson_val *key, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (yyjson_equals_str(key, names[i])) return true;
    return false;
}

void json_pass_through(arena *a, yyjson_mut_doc *doc, yyjson_mut_val *object, span row, const char *const *but,
                       size_t but_count) {
    yyjson_doc *from = row.len ? json_parse(a, row, "record", NULL) : NULL;
    yyjson_obj_iter it;
    if (!from || !yyjson_obj_iter_init(yyjson_doc_get_root(from), &it)) return;
    for (yyjson_val *key; (key = yyjson_obj_iter_next(&it));) {
        if (is_one_of(key, but, but_count) || yyjson_mut_obj_getn(object, yyjson_get_str(key), yyjson_get_len(key))) continue;
        yyjson_mut_val *name = json_string(doc, (span){yyjson_get_str(key), yyjson_get_len(key)});
        yyjson_mut_val *value = sure(doc, yyjson_val_mut_copy(doc, yyjson_obj_iter_get_val(key)));
        sure_put(doc, yyjson_mut_obj_add(object, name, value));
    }
}

void json_write(buf *out, yyjson_mut_doc *doc, yyjson_mut_val *root, bool pretty) {
    yyjson_alc memory = json_memory(out->memory);
    yyjson_write_flag flags = pretty ? YYJSON_WRITE_PRETTY_TWO_SPACES : YYJSON_WRITE_NOFLAG;
    size_t len;
    yyjson_mut_doc_set_root(doc, root);
    char *text = sure(doc, yyjson_mut_write_opts(doc, flags, &memory, &len, NULL));
    buf_put(out, (span){text, len});
    buf_char(out, '\n');
}
