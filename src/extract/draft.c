/*
 * The body as it is put together: text, the pieces that map it to the page, and the repairs.
 *
 * A piece of the source goes through two maps: block text → decoded text (html), decoded text → page bytes (charset). Where both are
 * exact the piece is; else it maps as a whole, and pieces are kept as short as a word.
 */
#include "extract_internal.h"

draft draft_made(arena *memory, const source *from) { return (draft){.memory = memory, .from = from, .text = buf_made(memory)}; }

static void add_piece(draft *d, piece p) {
    piece *last = d->pieces.count ? &d->pieces.items[d->pieces.count - 1] : NULL;
    if (last && last->exact && p.exact && last->text.end == p.text.begin && last->page.end == p.page.begin) {
        last->text.end = p.text.end;
        last->page.end = p.page.end;
        return;
    }
    vec_push(d->memory, &d->pieces, p);
}

/* Number of the run that a byte of the decoded text is in. */
static size_t run_at(const decoded *d, uint32_t at) {
    size_t low = 0, high = d->run_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (d->runs[middle].text <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Pieces for decoded bytes `in` that stand byte for byte at `at` of the draft: one for each run of the charset's map. */
static void map_exact(draft *d, uint32_t at, range in) {
    const decoded *map = d->from->decoded;
    for (size_t run = run_at(map, in.begin); in.begin < in.end; run++) {
        uint32_t end = run + 1 < map->run_count ? map->runs[run + 1].text : (uint32_t)map->text.len;
        if (end > in.end) end = in.end;
        if (end <= in.begin) continue;
        bool exact = map->runs[run].exact;
        uint32_t step = end;
        if (!exact) {
            step = in.begin + 1;
            while (step < end && map->text.ptr[step - 1] != ' ') step++;
            step = (uint32_t)text_align(map->text, step);
            if (step <= in.begin) step = end;
        }
        add_piece(d, (piece){{at, at + step - in.begin}, decoded_page_range(map, (range){in.begin, step}), exact});
        at += step - in.begin;
        in.begin = step;
        if (step < end) run--;
    }
}

static void map_whole(draft *d, range at, range in) {
    range page = decoded_page_range(d->from->decoded, in);
    if (range_known(page)) add_piece(d, (piece){at, page, false});
}

/* Pieces for `text` of the source, written at `at`. */
static void map_text(draft *d, uint32_t at, range text) {
    const html_page *html = d->from->html;
    if (!html) {
        map_exact(d, at, text);
        return;
    }
    for (uint32_t i = html_piece_at(html, text.begin); i < html->piece_count && html->pieces[i].text.begin < text.end; i++) {
        html_piece p = html->pieces[i];
        range part = {p.text.begin > text.begin ? p.text.begin : text.begin, p.text.end < text.end ? p.text.end : text.end};
        range to = {at + part.begin - text.begin, at + part.end - text.begin};
        uint32_t in = p.source.begin + part.begin - p.text.begin;
        if (p.exact)
            map_exact(d, to.begin, (range){in, in + range_len(part)});
        else
            map_whole(d, to, p.source);
    }
}

void draft_paragraph(draft *d) {
    draft_drop_blank_end(d);
    if (d->text.len) buf_char(&d->text, '\n');
    vec_push(d->memory, &d->blocks, (retold_block){.span = {(uint32_t)d->text.len, (uint32_t)d->text.len}});
}

void draft_end(draft *d) {
    size_t kept = 0;
    for (size_t i = 0; i < d->blocks.count; i++) {
        retold_block b = d->blocks.items[i];
        size_t end = span_find_char(buf_span(&d->text), '\n', b.span.begin);
        b.span.end = (uint32_t)(end == SIZE_MAX ? d->text.len : end);
        if (b.span.end > b.span.begin) d->blocks.items[kept++] = b;
    }
    d->blocks.count = kept;
}

static bool at_start(const draft *d) {
    return !d->text.len || d->text.bytes[d->text.len - 1] == '\n' || d->text.bytes[d->text.len - 1] == ' ';
}

/* Length of the blank at s[at]; 0 for none. */
static size_t blank_at(span s, size_t at) {
    unsigned char c = (unsigned char)s.ptr[at];
    if (c < 0x80) return is_space(c);
    if (c != 0xC2 && c != 0xE2 && c != 0xE3) return 0;
    size_t next = at;
    uint32_t code = text_next(s, &next);
    return text_is_blank(code) && code != 0x200B && code != 0xFEFF ? next - at : 0;
}

/* End of the words from s[at] on that are parted by single spaces. */
static uint32_t words_end(span s, uint32_t at, uint32_t end) {
    for (uint32_t i = at; i < end; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if ((c > ' ' && c < 0x80) || !blank_at(s, i)) continue;
        if (c != ' ' || i == at || i + 1 == end || blank_at(s, i + 1)) return i;
    }
    return end;
}

void draft_copy(draft *d, range text) {
    span s = d->from->text;
    for (uint32_t at = text.begin; at < text.end;) {
        uint32_t end = at;
        size_t len;
        while (end < text.end && (len = blank_at(s, end)) > 0) end += (uint32_t)len;
        if (end > at) {
            if (!at_start(d) && end - at == 1 && s.ptr[at] == ' ') {
                map_text(d, (uint32_t)d->text.len, (range){at, end});
                buf_char(&d->text, ' ');
            } else if (!at_start(d)) {
                draft_put(d, S(" "), (range){at, end});
            }
            at = end;
            continue;
        }
        end = words_end(s, at, text.end);
        map_text(d, (uint32_t)d->text.len, (range){at, end});
        buf_put(&d->text, span_cut(s, at, end));
        at = end;
    }
}

void draft_put(draft *d, span s, range text) {
    range at = {(uint32_t)d->text.len, (uint32_t)(d->text.len + s.len)};
    buf_put(&d->text, s);
    range in = d->from->html ? html_source(d->from->html, text) : text;
    if (range_known(in) && s.len) map_whole(d, at, in);
}

void draft_foreign(draft *d, span s, range decoded) {
    uint32_t begin = (uint32_t)d->text.len;
    for (size_t at = 0; at < s.len;) {
        size_t blank = blank_at(s, at);
        if (!blank)
            buf_char(&d->text, s.ptr[at]);
        else if (!at_start(d))
            buf_char(&d->text, ' ');
        at += blank ? blank : 1;
    }
    if (range_known(decoded) && d->text.len > begin) map_whole(d, (range){begin, (uint32_t)d->text.len}, decoded);
}

void draft_drop_last(draft *d) {
    d->text.len--;
    piece *last = d->pieces.count ? &d->pieces.items[d->pieces.count - 1] : NULL;
    if (!last || last->text.end <= d->text.len) return;
    last->text.end--;
    if (last->exact) last->page.end--;
    if (last->text.end == last->text.begin) d->pieces.count--;
}

void draft_drop_blank_end(draft *d) {
    while (d->text.len && d->text.bytes[d->text.len - 1] == ' ') draft_drop_last(d);
}

void draft_repair(draft *d, const char *kind, range at, span before, span after) {
    retold_repair r = {kind, at, arena_copy(d->memory, before), arena_copy(d->memory, after)};
    size_t i = d->repairs.count;
    vec_push(d->memory, &d->repairs, r);
    for (; i && d->repairs.items[i - 1].span.begin > at.begin; i--) d->repairs.items[i] = d->repairs.items[i - 1];
    d->repairs.items[i] = r;
}

/* ---- Fixes ---- */

/* Where a byte of the old text stands in the new one. */
static uint32_t moved(const text_fix *fixes, size_t count, size_t *next, int64_t *shift, uint32_t at) {
    while (*next < count && fixes[*next].at.end <= at) {
        *shift += (int64_t)fixes[*next].after.len - range_len(fixes[*next].at);
        ++*next;
    }
    return (uint32_t)(at + *shift);
}

/* Cut pieces at the borders of fixes; what is under a fix becomes one piece that maps as a whole. */
static void fix_pieces(draft *d, const text_fix *fixes, size_t count) {
    VEC(piece) old = {d->pieces.items, d->pieces.count, d->pieces.space};
    d->pieces.items = NULL;
    d->pieces.count = d->pieces.space = 0;
    size_t f = 0;
    int64_t shift = 0;
    range under = RANGE_NONE;
    for (size_t i = 0; i < old.count; i++) {
        piece p = old.items[i];
        while (p.text.begin < p.text.end) {
            bool last_fix = f >= count;
            if (!last_fix && fixes[f].at.end <= p.text.begin) {
                range to = {(uint32_t)(fixes[f].at.begin + shift),
                            (uint32_t)(fixes[f].at.begin + shift + (int64_t)fixes[f].after.len)};
                if (range_known(under) && range_len(to)) add_piece(d, (piece){to, under, false});
                shift += (int64_t)fixes[f].after.len - range_len(fixes[f].at);
                under = RANGE_NONE;
                f++;
                continue;
            }
            bool inside = !last_fix && fixes[f].at.begin <= p.text.begin;
            uint32_t cut = p.text.end;
            if (!last_fix && !inside && fixes[f].at.begin < cut) cut = fixes[f].at.begin;
            if (inside && fixes[f].at.end < cut) cut = fixes[f].at.end;
            piece part = p;
            part.text.end = cut;
            if (p.exact) part.page.end = p.page.begin + (cut - p.text.begin);
            if (inside) {
                if (!range_known(under)) under = part.page;
                if (part.page.end > under.end) under.end = part.page.end;
            } else {
                part.text = (range){(uint32_t)(part.text.begin + shift), (uint32_t)(part.text.end + shift)};
                add_piece(d, part);
            }
            if (p.exact) p.page.begin = part.page.end;
            p.text.begin = cut;
        }
    }
    for (; f < count; f++) {
        range to = {(uint32_t)(fixes[f].at.begin + shift), (uint32_t)(fixes[f].at.begin + shift + (int64_t)fixes[f].after.len)};
        if (range_known(under) && range_len(to)) add_piece(d, (piece){to, under, false});
        shift += (int64_t)fixes[f].after.len - range_len(fixes[f].at);
        under = RANGE_NONE;
    }
}

/* A place of the text; places are asked for in rising order. */
typedef struct moving {
    const text_fix *fixes;
    size_t count, next;
    int64_t shift;
} moving;

static range moved_range(moving *m, range at) {
    uint32_t begin = moved(m->fixes, m->count, &m->next, &m->shift, at.begin);
    size_t next = m->next;
    int64_t shift = m->shift;
    uint32_t end = moved(m->fixes, m->count, &next, &shift, at.end);
    return (range){begin, end < begin ? begin : end};
}

static void move_repairs(draft *d, const text_fix *fixes, size_t count) {
    moving repairs = {fixes, count, 0, 0};
    for (size_t i = 0; i < d->repairs.count; i++) d->repairs.items[i].span = moved_range(&repairs, d->repairs.items[i].span);
}

static void move_structure(draft *d, const text_fix *fixes, size_t count) {
    moving blocks = {fixes, count, 0, 0}, inlines = blocks;
    for (size_t i = 0; i < d->blocks.count; i++) d->blocks.items[i].span = moved_range(&blocks, d->blocks.items[i].span);
    for (size_t i = 0; i < d->inlines.count; i++) d->inlines.items[i].span = moved_range(&inlines, d->inlines.items[i].span);
}

void draft_fix(draft *d, const text_fix *fixes, size_t count) {
    if (!count) return;
    span old = arena_copy(d->memory, buf_span(&d->text));
    fix_pieces(d, fixes, count);
    move_repairs(d, fixes, count);
    move_structure(d, fixes, count);
    span fixed = text_apply(d->memory, old, fixes, count);
    buf_clear(&d->text);
    buf_put(&d->text, fixed);
    int64_t shift = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t begin = (uint32_t)(fixes[i].at.begin + shift);
        draft_repair(d, fixes[i].kind, (range){begin, begin + (uint32_t)fixes[i].after.len}, span_at(old, fixes[i].at),
                     fixes[i].after);
        shift += (int64_t)fixes[i].after.len - range_len(fixes[i].at);
    }
}
