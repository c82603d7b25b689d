/* Pages out of files and folders: what an input is, its bytes say; each format has a way of its own to the next page. */
#include "read/read.h"
#include "base/ctx.h"
#include "read/read_internal.h"
#include "record/json.h"
#include "text/text.h"
#include <stdlib.h>

/* Where the reader is: a stack of paths still to read, the last one next. */
struct retold_reader {
    arena memory;
    VEC(span) paths;
    bool lists;
    bool inside;      /* below the input that was named: links aren't followed */
    input *in;        /* the file under way, until its page is made or it turns out to hold many */
    const many *many; /* how the file under way is read, when it holds many pages */
    void *many_state;
    rows *rows;     /* the JSONL file under way */
    span rows_path; /* of it */
    uint64_t bytes; /* of files that are done */
};

void retold_reader_free(retold_reader *r) {
    if (!r) return;
    input_free(r->in);
    rows_free(r->rows);
    if (r->many) r->many->free(r->many_state);
    arena_free(&r->memory);
    free(r);
}

static void reader_undo(void *r) { retold_reader_free(r); }

/* ---- one page ---- */

/* Room that is made at first where the size isn't known. */
#define LEAST_PAGE ((size_t)64 << 10)

/* All that an input still has, up to the cap; what was cut or damaged is told of. */
static retold_status read_bytes(retold_ctx *ctx, retold_page *page, input *in, retold_error *err) {
    buf bytes = buf_made(&page->memory);
    size_t cap = ctx_limits(ctx)->page_bytes, got = 1;
    if (input_left(in) != UINT64_MAX) buf_reserve(&bytes, input_left(in) < cap ? (size_t)input_left(in) + 1 : cap);
    while (got && bytes.len < cap) {
        if (bytes.len == bytes.space) buf_reserve(&bytes, bytes.space ? 2 * bytes.space : LEAST_PAGE);
        size_t room = bytes.space - bytes.len < cap - bytes.len ? bytes.space - bytes.len : cap - bytes.len;
        retold_status status = input_read(in, bytes.bytes + bytes.len, room, &got, err);
        if (status != RETOLD_OK) return status;
        bytes.len += got;
    }
    if (got) {
        span more;
        retold_status status = input_peek(in, &more, err);
        if (status != RETOLD_OK) return status;
        if (more.len) limits_add(&page->memory, &page->limits, "page_bytes", cap);
    }
    page->bytes = buf_span(&bytes);
    if (input_capped(in))
        limits_add(&page->memory, &page->limits, "inflate_ratio", page->bytes.len);
    else if (input_damage(in).len)
        page->error = input_damage(in);
    return RETOLD_OK;
}

static span file_name(span path) {
    for (size_t i = path.len; i; i--)
        if (path.ptr[i - 1] == '/') return span_from(path, i);
    return path;
}

static bool holds_many(sniffed what) {
    return what == SNIFF_JSONL || what == SNIFF_WARC || what == SNIFF_FEED || what == SNIFF_JSON_FEED;
}

static void set_kind(retold_page *page, sniffed what) {
    page->kind = what == SNIFF_TEXT ? PAGE_TEXT : what == SNIFF_HTML ? PAGE_HTML : PAGE_OTHER;
    if (page->kind == PAGE_OTHER) page_fail(page, arena_printf(&page->memory, "no page: %s", sniff_name(page->bytes)));
}

/* The bytes of one file as one page; `head` are its first bytes. */
static retold_status read_file_page(retold_ctx *ctx, retold_page *page, input *in, sniffed what, retold_error *err) {
    retold_status status = read_bytes(ctx, page, in, err);
    if (status != RETOLD_OK) return status;
    set_kind(page, what);
    page_finish(page);
    return RETOLD_OK;
}

/* ---- rows of JSONL ---- */

/* A file that a row names, relative to the folder of the list. */
static span row_file(arena *a, span list, span file) {
    span folder = span_cut(list, 0, list.len - file_name(list).len);
    return span_starts(file, S("/")) ? arena_copy(a, file) : arena_printf(a, "%.*s%.*s", SPAN_ARG(folder), SPAN_ARG(file));
}

static void read_named_file(retold_ctx *ctx, retold_page *page, span path) {
    input *in;
    span head;
    retold_error why;
    if (input_open_page(ctx, path.ptr, &in, &why) != RETOLD_OK) {
        page->kind = PAGE_OTHER;
        page_fail(page, span_of(why.message));
        return;
    }
    ctx_always(ctx, input_free, in);
    page->file = path;
    retold_status status = input_peek(in, &head, &why);
    sniffed what = status == RETOLD_OK ? sniff(head, file_name(path)) : SNIFF_BINARY;
    if (holds_many(what)) what = SNIFF_TEXT;
    if (status == RETOLD_OK) status = read_file_page(ctx, page, in, what, &why);
    if (status != RETOLD_OK) page_fail(page, span_of(why.message));
}

static span row_id(arena *a, yyjson_val *root, span url, span file, uint64_t offset) {
    int64_t number;
    span id = json_text(root, "id");
    if (id.len) return arena_copy(a, id);
    if (json_int(root, "id", &number)) return arena_printf(a, "%lld", (long long)number);
    return url.len ? url : arena_printf(a, "%.*s:%llu", SPAN_ARG(file), (unsigned long long)offset);
}

/* The page that stands in a row, cut at the cap. */
static void fill_body(retold_ctx *ctx, retold_page *page, span body) {
    size_t cap = ctx_limits(ctx)->page_bytes;
    if (body.len > cap) {
        body.len = text_align(body, cap);
        limits_add(&page->memory, &page->limits, "page_bytes", body.len);
    }
    page->charset = S("utf-8");
    page->bytes = arena_copy(&page->memory, body);
    page_finish(page);
}

static void fill_from_row(retold_ctx *ctx, retold_reader *r, retold_page *page, span row, yyjson_val *root) {
    arena *a = &page->memory;
    yyjson_val *html = yyjson_obj_get(root, "html"), *text = yyjson_obj_get(root, "text");
    span file = json_text(root, "file");
    page->url = arena_copy(a, json_text(root, "url"));
    page->id = row_id(a, root, page->url, page->file, page->offset);
    page->row = arena_copy(a, row);
    stamp fetched = stamp_parse(json_text(root, "fetched"));
    page->fetched = fetched.ms;
    if (yyjson_is_str(html) || yyjson_is_str(text)) {
        yyjson_val *body = yyjson_is_str(html) ? html : text;
        page->kind = body == html ? PAGE_HTML : PAGE_TEXT;
        fill_body(ctx, page, (span){yyjson_get_str(body), yyjson_get_len(body)});
    } else if (file.len && r->lists) {
        read_named_file(ctx, page, row_file(a, r->rows_path, file));
    } else {
        page->kind = PAGE_OTHER;
        page_fail(page, span_of(file.len ? "a row may name a file only in a list" : "the row has neither \"html\" nor \"text\""));
    }
}

static void read_row(retold_ctx *ctx, retold_reader *r, const row *row, retold_page *page) {
    retold_error why = {0};
    page->offset = row->offset;
    page->id = arena_printf(&page->memory, "%.*s:%llu", SPAN_ARG(page->file), (unsigned long long)row->offset);
    page->kind = PAGE_OTHER;
    if (row->damage.len) {
        page->error = row->damage;
        return;
    }
    if (row->too_long) {
        limits_add(&page->memory, &page->limits, "line_bytes", row->offset + row->text.len);
        page_fail(page, span_of("the row is longer than line_bytes"));
        return;
    }
    yyjson_doc *doc = json_parse(ctx_scratch(ctx), row->text, "read", &why);
    yyjson_val *root = doc ? yyjson_doc_get_root(doc) : NULL;
    if (yyjson_is_obj(root))
        fill_from_row(ctx, r, page, row->text, root);
    else
        page_fail(page, span_of(doc ? "the row is no JSON object" : why.message));
}

/* ---- the walk ---- */

static void push_path(retold_reader *r, span folder, span name) {
    bool slash = span_ends(folder, S("/"));
    vec_push(&r->memory, &r->paths, arena_printf(&r->memory, "%.*s%s%.*s", SPAN_ARG(folder), slash ? "" : "/", SPAN_ARG(name)));
}

/* Names go on the stack last first, so that they come off in order. Hidden ones are left out. */
static retold_status push_folder(retold_reader *r, span path, retold_error *err) {
    span *names;
    size_t count;
    retold_status status = os_list(&r->memory, path.ptr, &names, &count, err);
    if (status != RETOLD_OK) return status;
    for (size_t i = count; i; i--)
        if (names[i - 1].ptr[0] != '.') push_path(r, path, names[i - 1]);
    return RETOLD_OK;
}

static void close_rows(retold_reader *r) {
    r->bytes += rows_bytes(r->rows);
    rows_free(r->rows);
    r->rows = NULL;
}

/* The next row's page; NULL at the end of the file. */
static retold_page *next_row_page(retold_ctx *ctx, retold_reader *r) {
    row row;
    retold_error why;
    retold_status status = rows_next(ctx, r->rows, &row, &why);
    if (status == RETOLD_OK) {
        retold_page *page = page_in_file(ctx, r->rows_path);
        read_row(ctx, r, &row, page);
        return page;
    }
    close_rows(r);
    return status == RETOLD_END ? NULL : page_failed(ctx, r->rows_path, span_of(why.message));
}

static void close_input(retold_reader *r) {
    r->bytes += input_at(r->in);
    input_free(r->in);
    r->in = NULL;
}

static void close_many(retold_reader *r) {
    r->bytes += r->many->bytes(r->many_state);
    r->many->free(r->many_state);
    r->many = NULL;
}

static retold_page *next_of_many(retold_ctx *ctx, retold_reader *r) {
    retold_page *page = r->many->next(ctx, r->many_state);
    if (!page) close_many(r);
    return page;
}

/* The opened input is from now on what pages come from. */
static void start_many(retold_ctx *ctx, retold_reader *r, sniffed what, span path) {
    if (what == SNIFF_JSONL) {
        r->rows_path = path;
        r->rows = rows_over(ctx, r->in);
        r->in = NULL;
        return;
    }
    r->many_state = NULL;
    r->many = what == SNIFF_WARC ? &warc_pages : what == SNIFF_FEED ? &feed_pages : &json_feed_pages;
    (what == SNIFF_WARC ? warc_over : what == SNIFF_FEED ? feed_over : json_feed_over)(ctx, &r->in, path, &r->many_state);
}

/* A ZIP archive: of web archives, or no page. The central directory stands at its end, hence a way of its own to the file. */
static retold_page *start_zip(retold_ctx *ctx, retold_reader *r, span path) {
    span why;
    close_input(r);
    r->many_state = NULL;
    r->many = &wacz_pages;
    if (wacz_open(ctx, path, &r->many_state, &why)) return NULL;
    close_many(r);
    return page_failed(ctx, path, why);
}

/* The page of the file that was opened, or NULL where it holds many, which then is under way. */
static retold_page *read_opened(retold_ctx *ctx, retold_reader *r, span path) {
    span head;
    retold_error why;
    if (input_peek(r->in, &head, &why) != RETOLD_OK) return page_failed(ctx, path, span_of(why.message));
    sniffed what = sniff(head, file_name(path));
    if (what == SNIFF_ZIP) return start_zip(ctx, r, path);
    if (holds_many(what)) {
        start_many(ctx, r, what, path);
        return NULL;
    }
    retold_page *page = page_in_file(ctx, path);
    if (read_file_page(ctx, page, r->in, what, &why) != RETOLD_OK) page_fail(page, span_of(why.message));
    return page;
}

static retold_page *start_file(retold_ctx *ctx, retold_reader *r, span path) {
    retold_error why;
    if (input_open(ctx, path.ptr, &r->in, &why) != RETOLD_OK) return page_failed(ctx, path, span_of(why.message));
    retold_page *page = read_opened(ctx, r, path);
    if (r->in) close_input(r);
    return page;
}

/* What stands at the next path; NULL where that gives no page yet. */
static retold_page *start_path(retold_ctx *ctx, retold_reader *r, span path) {
    retold_error why;
    os_kind kind = os_kind_of(path.ptr, !r->inside);
    bool named = !r->inside;
    r->inside = true;
    if (kind == OS_FILE || (kind == OS_OTHER && named)) return start_file(ctx, r, path);
    if (kind == OS_FOLDER) return push_folder(r, path, &why) == RETOLD_OK ? NULL : page_failed(ctx, path, span_of(why.message));
    return page_failed(ctx, path,
                       kind == OS_LINK     ? S("a link, not followed")
                       : kind == OS_ABSENT ? S("it is gone")
                                           : S("no file: a pipe or device"));
}

typedef struct next_job {
    retold_reader *r;
    retold_page **out;
} next_job;

static retold_status next_page(retold_ctx *ctx, void *p, retold_error *err) {
    (void)err;
    next_job *job = p;
    retold_reader *r = job->r;
    r->memory.ctx = ctx;
    retold_page *page = NULL;
    while (!page) {
        if (r->rows)
            page = next_row_page(ctx, r);
        else if (r->many)
            page = next_of_many(ctx, r);
        else if (r->paths.count)
            page = start_path(ctx, r, r->paths.items[--r->paths.count]);
        else
            return RETOLD_END;
    }
    *job->out = page;
    return RETOLD_OK;
}

retold_status retold_reader_next(retold_ctx *ctx, retold_reader *reader, retold_page **out, retold_error *err) {
    *out = NULL;
    return ctx_run(ctx, next_page, &(next_job){reader, out}, err);
}

typedef struct open_job {
    const char *path;
    bool lists;
    retold_reader **out;
} open_job;

static retold_status open_reader(retold_ctx *ctx, void *p, retold_error *err) {
    open_job *job = p;
    if (os_kind_of(job->path, true) == OS_ABSENT)
        return error_set(err, "read", RETOLD_E_IO, RETOLD_OFFSET_NONE, "%s: there is nothing", job->path);
    retold_reader *r = calloc(1, sizeof *r);
    if (!r) ctx_out_of_memory(ctx);
    ctx_undo(ctx, reader_undo, r);
    r->memory = arena_made(ctx);
    r->lists = job->lists;
    vec_push(&r->memory, &r->paths, arena_copy(&r->memory, span_of(job->path)));
    *job->out = r;
    return RETOLD_OK;
}

retold_status retold_reader_open(retold_ctx *ctx, const char *path, int lists, retold_reader **out, retold_error *err) {
    *out = NULL;
    return ctx_run(ctx, open_reader, &(open_job){path, lists != 0, out}, err);
}

uint64_t retold_reader_bytes(const retold_reader *r) {
    return r->bytes + (r->rows ? rows_bytes(r->rows) : 0) + (r->many ? r->many->bytes(r->many_state) : 0);
}

/* ---- pages of bytes ---- */

typedef struct bytes_job {
    span bytes, url, charset;
    retold_page **out;
} bytes_job;

static retold_status make_page(retold_ctx *ctx, void *p, retold_error *err) {
    (void)err;
    bytes_job *job = p;
    retold_page *page = page_in_file(ctx, (span){0});
    size_t cap = ctx_limits(ctx)->page_bytes;
    if (job->bytes.len > cap) limits_add(&page->memory, &page->limits, "page_bytes", cap);
    page->bytes = arena_copy(&page->memory, span_cut(job->bytes, 0, job->bytes.len < cap ? job->bytes.len : cap));
    page->url = arena_copy(&page->memory, job->url);
    page->charset = arena_copy(&page->memory, job->charset);
    page->id = page->url;
    sniffed what = sniff(span_cut(page->bytes, 0, page->bytes.len < 4096 ? page->bytes.len : 4096), (span){0});
    set_kind(page, holds_many(what) ? SNIFF_TEXT : what);
    page_finish(page);
    *job->out = page;
    return RETOLD_OK;
}

retold_status retold_page_of_bytes(retold_ctx *ctx, retold_span bytes, retold_span url, retold_span charset, retold_page **out,
                                   retold_error *err) {
    *out = NULL;
    retold_status status = ctx_run(ctx, make_page, &(bytes_job){bytes, url, charset, out}, err);
    if (status != RETOLD_OK) *out = NULL;
    return status;
}

retold_span retold_page_error(const retold_page *page) { return page->error; }
