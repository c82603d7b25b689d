/*
 * Bytes → UTF-8 with the way back. What the page says of its charset counts unless its bytes contradict it.
 *
 *   page   n a EF EF v e . . .        windows-1252
 *   runs   [exact   ][inexact][exact  characters of the inexact run are counted: one page byte each
 *   text   n a C3 AF C3 AF v e . . .
 */
#include "base/buf.h"
#include "text/text_internal.h"
#include <lexbor/encoding/encoding.h>
#include <uchardet.h>

typedef const lxb_encoding_data_t *charset;

/* Canonical names of the WHATWG Encoding Standard, in lower case. */
static const char *const charset_names[LXB_ENCODING_LAST_ENTRY] = {
    [LXB_ENCODING_BIG5] = "big5",
    [LXB_ENCODING_EUC_JP] = "euc-jp",
    [LXB_ENCODING_EUC_KR] = "euc-kr",
    [LXB_ENCODING_GBK] = "gbk",
    [LXB_ENCODING_IBM866] = "ibm866",
    [LXB_ENCODING_ISO_2022_JP] = "iso-2022-jp",
    [LXB_ENCODING_ISO_8859_10] = "iso-8859-10",
    [LXB_ENCODING_ISO_8859_13] = "iso-8859-13",
    [LXB_ENCODING_ISO_8859_14] = "iso-8859-14",
    [LXB_ENCODING_ISO_8859_15] = "iso-8859-15",
    [LXB_ENCODING_ISO_8859_16] = "iso-8859-16",
    [LXB_ENCODING_ISO_8859_2] = "iso-8859-2",
    [LXB_ENCODING_ISO_8859_3] = "iso-8859-3",
    [LXB_ENCODING_ISO_8859_4] = "iso-8859-4",
    [LXB_ENCODING_ISO_8859_5] = "iso-8859-5",
    [LXB_ENCODING_ISO_8859_6] = "iso-8859-6",
    [LXB_ENCODING_ISO_8859_7] = "iso-8859-7",
    [LXB_ENCODING_ISO_8859_8] = "iso-8859-8",
    [LXB_ENCODING_ISO_8859_8_I] = "iso-8859-8-i",
    [LXB_ENCODING_KOI8_R] = "koi8-r",
    [LXB_ENCODING_KOI8_U] = "koi8-u",
    [LXB_ENCODING_SHIFT_JIS] = "shift_jis",
    [LXB_ENCODING_UTF_16BE] = "utf-16be",
    [LXB_ENCODING_UTF_16LE] = "utf-16le",
    [LXB_ENCODING_UTF_8] = "utf-8",
    [LXB_ENCODING_GB18030] = "gb18030",
    [LXB_ENCODING_MACINTOSH] = "macintosh",
    [LXB_ENCODING_WINDOWS_1250] = "windows-1250",
    [LXB_ENCODING_WINDOWS_1251] = "windows-1251",
    [LXB_ENCODING_WINDOWS_1252] = "windows-1252",
    [LXB_ENCODING_WINDOWS_1253] = "windows-1253",
    [LXB_ENCODING_WINDOWS_1254] = "windows-1254",
    [LXB_ENCODING_WINDOWS_1255] = "windows-1255",
    [LXB_ENCODING_WINDOWS_1256] = "windows-1256",
    [LXB_ENCODING_WINDOWS_1257] = "windows-1257",
    [LXB_ENCODING_WINDOWS_1258] = "windows-1258",
    [LXB_ENCODING_WINDOWS_874] = "windows-874",
    [LXB_ENCODING_X_MAC_CYRILLIC] = "x-mac-cyrillic",
};

static charset by_label(span label) {
    label = span_trim(label);
    charset c = label.len ? lxb_encoding_data_by_name((const lxb_char_t *)label.ptr, label.len) : NULL;
    return c && charset_names[c->encoding] ? c : NULL;
}

static bool is_utf16(charset c) { return c->encoding == LXB_ENCODING_UTF_16BE || c->encoding == LXB_ENCODING_UTF_16LE; }

/* Charsets where a byte below 0x80 between two characters may be something else than ASCII. */
static bool is_ascii_shifted(charset c) { return is_utf16(c) || c->encoding == LXB_ENCODING_ISO_2022_JP; }

static bool is_single_byte(charset c) {
    switch (c->encoding) {
    case LXB_ENCODING_BIG5:
    case LXB_ENCODING_EUC_JP:
    case LXB_ENCODING_EUC_KR:
    case LXB_ENCODING_GBK:
    case LXB_ENCODING_GB18030:
    case LXB_ENCODING_SHIFT_JIS:
    case LXB_ENCODING_ISO_2022_JP:
    case LXB_ENCODING_UTF_16BE:
    case LXB_ENCODING_UTF_16LE:
    case LXB_ENCODING_UTF_8: return false;
    default: return true;
    }
}

/* Single-byte charsets of the Latin script other than the western ones: easily taken for one another. */
static bool is_rare_latin(charset c) {
    switch (c->encoding) {
    case LXB_ENCODING_WINDOWS_1250:
    case LXB_ENCODING_WINDOWS_1254:
    case LXB_ENCODING_WINDOWS_1257:
    case LXB_ENCODING_WINDOWS_1258:
    case LXB_ENCODING_ISO_8859_2:
    case LXB_ENCODING_ISO_8859_3:
    case LXB_ENCODING_ISO_8859_4:
    case LXB_ENCODING_ISO_8859_10:
    case LXB_ENCODING_ISO_8859_13:
    case LXB_ENCODING_ISO_8859_14:
    case LXB_ENCODING_ISO_8859_16: return true;
    default: return false;
    }
}

static bool is_western(charset c) {
    return c->encoding == LXB_ENCODING_WINDOWS_1252 || c->encoding == LXB_ENCODING_ISO_8859_15 ||
           c->encoding == LXB_ENCODING_MACINTOSH;
}

/* ---- Decoding ---- */

typedef struct output {
    arena *memory;
    buf text;
    VEC(byte_run) runs;
} output;

static void add_run(output *out, size_t page, bool exact) {
    vec_push(out->memory, &out->runs, (byte_run){(uint32_t)out->text.len, (uint32_t)page, exact});
}

/* Bytes [begin, end) of the page go over as they are. */
static void put_exact(output *out, span bytes, size_t begin, size_t end) {
    if (begin == end) return;
    if (!out->runs.count || !out->runs.items[out->runs.count - 1].exact) add_run(out, begin, true);
    buf_put(&out->text, span_cut(bytes, begin, end));
}

/* A character made of other bytes; `merge` puts it into the run before, which holds one page byte for each of its characters. */
static void put_changed(output *out, uint32_t c, size_t page, bool merge) {
    if (!merge || !out->runs.count || out->runs.items[out->runs.count - 1].exact) add_run(out, page, false);
    buf_utf8(&out->text, c > 0x10FFFF ? 0xFFFD : c);
}

/* UTF-8 with invalid bytes: each becomes U+FFFD. */
static void decode_utf8(output *out, span bytes, size_t at) {
    while (at < bytes.len) {
        size_t bad = text_bad_utf8(bytes, at);
        put_exact(out, bytes, at, bad);
        at = bad;
        if (at < bytes.len) put_changed(out, 0xFFFD, at++, true);
    }
}

/* lexbor may give a second code point without taking bytes, never twice in a row. */
static uint32_t decode_one(charset c, lxb_encoding_decode_t *state, span bytes, size_t *at, unsigned *idle) {
    const lxb_char_t *p = (const lxb_char_t *)bytes.ptr + *at, *begin = p, *end = (const lxb_char_t *)bytes.ptr + bytes.len;
    uint32_t cp = c->decode_single(state, &p, end);
    *idle = p == begin ? *idle + 1 : 0;
    *at += *idle > 1 ? 1 : (size_t)(p - begin);
    return cp;
}

static void decode_other(output *out, charset c, span bytes, size_t at) {
    lxb_encoding_decode_t state;
    lxb_encoding_decode_init_single(&state, c);
    bool shifted = is_ascii_shifted(c), single = is_single_byte(c);
    for (unsigned idle = 0; at < bytes.len;) {
        if (!shifted && !idle) {
            size_t end = text_ascii_end(bytes, at);
            put_exact(out, bytes, at, end);
            if ((at = end) == bytes.len) break;
        }
        size_t begin = at;
        uint32_t cp = decode_one(c, &state, bytes, &at, &idle);
        put_changed(out, cp, begin, single);
    }
}

/* ---- Which charset ---- */

typedef struct counts {
    size_t good, bad; /* sequences that are UTF-8, bytes that aren't */
    bool whole;       /* not even a sequence cut at the end of the page is wrong */
} counts;

/* A sequence cut at the very end of the page is no fault. */
static counts count_utf8(span bytes) {
    counts n = {.whole = true};
    for (size_t at = text_ascii_end(bytes, 0); at < bytes.len; at = text_ascii_end(bytes, at)) {
        size_t next = at;
        uint32_t c = text_next(bytes, &next);
        if (next - at > 1) {
            n.good++;
        } else {
            n.bad += c == 0xFFFD && bytes.len - at > 3;
            n.whole = false;
        }
        at = next;
    }
    return n;
}

/* UTF-16 of mostly ASCII: every other byte is 0. */
static charset utf16_by_zeros(span bytes) {
    size_t look = bytes.len < 4096 ? bytes.len & ~(size_t)1 : 4096, zeros[2] = {0};
    for (size_t i = 0; i < look; i++) zeros[i & 1] += !bytes.ptr[i];
    if (look < 8) return NULL;
    if (zeros[1] * 10 > look * 3 && zeros[0] * 20 < look) return by_label(S("utf-16le"));
    if (zeros[0] * 10 > look * 3 && zeros[1] * 20 < look) return by_label(S("utf-16be"));
    return NULL;
}

/* At most a tenth of the characters beyond ASCII can't be decoded. */
static bool decodes_well(charset c, span bytes) {
    lxb_encoding_decode_t state;
    lxb_encoding_decode_init_single(&state, c);
    span part = span_cut(bytes, 0, bytes.len < 200000 ? bytes.len : 200000);
    size_t other = 0, bad = 0;
    unsigned idle = 0;
    for (size_t at = 0; at < part.len;) {
        uint32_t cp = decode_one(c, &state, part, &at, &idle);
        other += cp >= 0x80;
        bad += cp == LXB_ENCODING_DECODE_ERROR;
    }
    return bad * 10 <= other;
}

/* Do the bytes agree with what was declared? */
static bool agrees(charset c, span bytes, counts utf8) {
    if (c->encoding == LXB_ENCODING_UTF_8) return utf8.bad == 0 || utf8.good >= utf8.bad;
    if (is_utf16(c)) return utf16_by_zeros(bytes) == c || (!utf16_by_zeros(bytes) && utf8.bad > 0);
    if (c->encoding == LXB_ENCODING_ISO_2022_JP) return span_find_char(bytes, 0x1B, 0) != SIZE_MAX;
    if (is_single_byte(c)) return utf8.bad > 0 || utf8.good == 0;
    return decodes_well(c, bytes);
}

/* Attribute value behind `name`, quoted or bare; empty when there is none. */
static span value_after(span tag, span name) {
    size_t at = span_find_nocase(tag, name, 0);
    if (at == SIZE_MAX) return (span){0};
    span rest = span_trim(span_from(tag, at + name.len));
    if (!rest.len || rest.ptr[0] != '=') return (span){0};
    rest = span_trim(span_from(rest, 1));
    if (rest.len && (rest.ptr[0] == '"' || rest.ptr[0] == '\'')) rest = span_from(rest, 1);
    size_t len = 0;
    while (len < rest.len && !is_space((unsigned char)rest.ptr[len]) && !strchr("\"'>;/?", rest.ptr[len])) len++;
    return span_cut(rest, 0, len);
}

/* Charset of an XML declaration or of the first <meta> that names one, in the first 4 kB. */
static charset declared_inside(span bytes) {
    span head = span_cut(bytes, 0, bytes.len < 4096 ? bytes.len : 4096);
    for (size_t at = 0; (at = span_find_char(head, '<', at)) != SIZE_MAX; at++) {
        span tag = span_from(head, at), name = span_starts(tag, S("<?xml")) ? S("encoding") : S("charset");
        if (span_starts(tag, S("<!--"))) {
            at = span_find(head, S("-->"), at);
            if (at == SIZE_MAX) break;
            continue;
        }
        if (name.len == 7 && !span_starts_nocase(tag, S("<meta"))) continue;
        charset c = by_label(value_after(span_take_until(&tag, '>'), name));
        if (c) return is_utf16(c) ? by_label(S("utf-8")) : c;
    }
    return NULL;
}

/* Share of the bytes beyond ASCII that stand beside another one, in hundredths: high where the script isn't Latin. */
static unsigned clustered(span part, size_t *high) {
    size_t beside = 0;
    *high = 0;
    for (size_t i = 0; i < part.len; i++) {
        if ((unsigned char)part.ptr[i] < 0x80) continue;
        bool before = i && (unsigned char)part.ptr[i - 1] >= 0x80,
             after = i + 1 < part.len && (unsigned char)part.ptr[i + 1] >= 0x80;
        ++*high;
        beside += before || after;
    }
    return *high ? (unsigned)(beside * 100 / *high) : 0;
}

static charset ask_uchardet(span part) {
    uchardet_t detector = uchardet_new();
    if (!detector) return NULL;
    uchardet_handle_data(detector, part.ptr, part.len);
    uchardet_data_end(detector);
    charset c = by_label(span_of(uchardet_get_charset(detector)));
    uchardet_delete(detector);
    return c;
}

/* Detection, kept from taking a few accented letters for a far-off charset. NULL when it can't be told. */
static charset detect(span bytes) {
    charset c = utf16_by_zeros(bytes);
    if (c) return c;
    size_t from = text_ascii_end(bytes, 0), high;
    from = from > 64 ? from - 64 : 0;
    span part = span_cut(bytes, from, bytes.len - from < 131072 ? bytes.len : from + 131072);
    unsigned beside = clustered(part, &high);
    if (!high || !(c = ask_uchardet(part))) return NULL;
    if (is_western(c)) return c;
    if (is_rare_latin(c)) return high >= 16 && beside < 60 ? c : NULL;
    return beside >= 60 && (is_single_byte(c) || decodes_well(c, bytes)) ? c : NULL;
}

typedef struct choice {
    charset set;
    const char *from;
    size_t skip; /* bytes of the byte order mark */
    bool whole;  /* all of it is known to be UTF-8 */
} choice;

static charset by_mark(span bytes, size_t *skip) {
    *skip = span_starts(bytes, S("\xEF\xBB\xBF")) ? 3 : 2;
    if (*skip == 3) return by_label(S("utf-8"));
    if (span_starts(bytes, S("\xFE\xFF"))) return by_label(S("utf-16be"));
    if (span_starts(bytes, S("\xFF\xFE"))) return by_label(S("utf-16le"));
    *skip = 0;
    return NULL;
}

static choice choose(span bytes, span header, bool html) {
    size_t skip;
    charset c = by_mark(bytes, &skip);
    if (c) return (choice){c, "bom", skip, false};
    counts utf8 = count_utf8(bytes);
    if ((c = by_label(header)) && agrees(c, bytes, utf8)) return (choice){c, "header", 0, utf8.whole};
    if (html && (c = declared_inside(bytes)) && agrees(c, bytes, utf8)) return (choice){c, "meta", 0, utf8.whole};
    charset zeros = utf16_by_zeros(bytes);
    if (!utf8.bad && !zeros) return (choice){by_label(S("utf-8")), "valid utf-8", 0, utf8.whole};
    if (utf8.good >= utf8.bad * 4 && !zeros) return (choice){by_label(S("utf-8")), "detected", 0, utf8.whole};
    if ((c = detect(bytes))) return (choice){c, "detected", 0, utf8.whole};
    return (choice){by_label(S("windows-1252")), "fallback", 0, utf8.whole};
}

decoded text_decode(retold_ctx *ctx, arena *a, span bytes, span header_charset, bool html) {
    (void)ctx;
    choice how = choose(bytes, header_charset, html);
    decoded out = {.charset = charset_names[how.set->encoding], .from = how.from, .page_len = (uint32_t)bytes.len};
    output o = {.memory = a, .text = buf_made(a)};
    if (how.set->encoding == LXB_ENCODING_UTF_8 && (how.whole || text_bad_utf8(bytes, how.skip) == bytes.len)) {
        out.text = span_from(bytes, how.skip);
        if (out.text.len) add_run(&o, how.skip, true);
    } else {
        if (how.set->encoding == LXB_ENCODING_UTF_8)
            decode_utf8(&o, bytes, how.skip);
        else
            decode_other(&o, how.set, bytes, how.skip);
        out.text = buf_span(&o.text);
    }
    out.runs = o.runs.items;
    out.run_count = o.runs.count;
    return out;
}

/* ---- The way back ---- */

static size_t run_at(const decoded *d, uint32_t text) {
    size_t low = 0, high = d->run_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (d->runs[middle].text <= text)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static size_t characters(span s) {
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++) count += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return count;
}

/* Page byte of text byte `at`, inside run `i`; `up` rounds to the end of its source sequence, else to the start. */
static uint32_t page_byte(const decoded *d, size_t i, uint32_t at, bool up) {
    const byte_run *r = &d->runs[i];
    bool last = i + 1 == d->run_count;
    uint32_t text_end = last ? (uint32_t)d->text.len : r[1].text, page_end = last ? d->page_len : r[1].page;
    if (r->exact) return r->page + (at - r->text);
    if (characters(span_cut(d->text, r->text, text_end)) == page_end - r->page)
        return r->page + (uint32_t)characters(span_cut(d->text, r->text, at));
    return up && at > r->text ? page_end : r->page;
}

range decoded_page_range(const decoded *d, range r) {
    if (!d->run_count) return (range){0, d->page_len};
    uint32_t begin = page_byte(d, run_at(d, r.begin), r.begin, false);
    if (r.end <= r.begin) return (range){begin, begin};
    return (range){begin, page_byte(d, run_at(d, r.end - 1), r.end, true)};
}
