#include "sketch/runs.h"
#include "base/ctx.h"

static void close_chunk(retold_ctx *ctx, run_parts *r, run_part *p, spool *s) {
    vec_reserve(&r->memory, &p->chunks, 1);
    run_chunk chunk = {spool_put(ctx, s, p->open, p->filled * sizeof *p->open), p->doc, p->filled};
    p->chunks.items[p->chunks.count++] = chunk;
    p->closed += p->filled;
    p->filled = 0;
}

static void put_mark(retold_ctx *ctx, run_parts *r, spool *s, const sketch_mark *m, uint64_t around) {
    run_part *p = &r->parts[m->hash >> RUN_PART_SHIFT];
    if (!p->open) p->open = ARENA_ARRAY(&r->memory, chunk_mark, RUN_CHUNK);
    if (p->filled == RUN_CHUNK || (p->filled && m->doc - p->doc > UINT16_MAX)) close_chunk(ctx, r, p, s);
    if (!p->filled) p->doc = m->doc;
    p->open[p->filled++] =
        (chunk_mark){around, (uint32_t)(m->hash >> 24), (uint16_t)(m->doc - p->doc), m->at < RUN_FAR ? (uint16_t)m->at : RUN_FAR};
}

void runs_add(retold_ctx *ctx, run_parts *r, spool *s, const sketch_marks *marks, const uint32_t *nibbles) {
    r->memory.ctx = ctx;
    for (size_t i = 0; i < marks->count; i++) {
        const sketch_mark *m = &marks->items[i];
        put_mark(ctx, r, s, m, sketch_around(nibbles, m->at));
    }
}

size_t runs_count(const run_parts *r, unsigned part) { return r->parts[part].closed + r->parts[part].filled; }

/* Without a branch, as which are left out can't be foreseen. */
static run_mark *unpack(run_mark *into, const chunk_mark *marks, size_t count, unsigned part, const uint32_t *number) {
    for (size_t i = 0; i < count; i++) {
        uint32_t doc = number[marks[i].doc];
        *into = (run_mark){(uint64_t)part << RUN_PART_SHIFT | (uint64_t)marks[i].hash << 24, marks[i].around, doc, marks[i].at};
        into += doc != RUN_NONE;
    }
    return into;
}

run_mark *runs_load(run_mark *into, const run_parts *r, spool *s, unsigned part, const uint32_t *number) {
    const run_part *p = &r->parts[part];
    chunk_mark marks[RUN_CHUNK];
    for (size_t i = 0; i < p->chunks.count; i++) {
        const run_chunk *c = &p->chunks.items[i];
        spool_get(s, c->place, marks, c->count * sizeof *marks);
        into = unpack(into, marks, c->count, part, number + c->doc);
    }
    return p->filled ? unpack(into, p->open, p->filled, part, number + p->doc) : into;
}

void runs_free(run_parts *r) {
    arena_free(&r->memory);
    memset(r->parts, 0, sizeof r->parts);
}

run_list runs_begin(arena *a, spool *s) {
    return (run_list){.memory = a, .spool = s, .buffer = ARENA_ARRAY(a, run_record, RUN_BUFFER)};
}

void runs_give(run_list *l, const run_parts *r, unsigned part) {
    const run_part *p = &r->parts[part];
    for (size_t i = 0; i < p->chunks.count; i++)
        vec_push(l->memory, &l->given, (run_place){p->chunks.items[i].place, p->chunks.items[i].count});
}

static void add_place(run_list *l, run_place place) {
    run_place *last = l->places.count ? &l->places.items[l->places.count - 1] : NULL;
    if (last && last->at + last->count * sizeof(run_record) == place.at)
        last->count += place.count;
    else
        vec_push(l->memory, &l->places, place);
}

/* As many records as the next place takes; where none is left all, at the end. Returns how many. */
static size_t put_some(retold_ctx *ctx, run_list *l, const run_record *records, size_t count) {
    if (l->used == l->given.count) {
        add_place(l, (run_place){spool_put(ctx, l->spool, records, count * sizeof *records), count});
        return count;
    }
    run_place *place = &l->given.items[l->used];
    if (count > place->count) count = place->count;
    spool_set(l->spool, place->at, records, count * sizeof *records);
    add_place(l, (run_place){place->at, count});
    place->at += count * sizeof *records;
    place->count -= count;
    l->used += !place->count;
    return count;
}

void runs_end(retold_ctx *ctx, run_list *l) {
    for (size_t done = 0; done < l->waiting;) done += put_some(ctx, l, l->buffer + done, l->waiting - done);
    l->waiting = 0;
}

static void put_record(retold_ctx *ctx, run_list *l, run_record record) {
    if (l->waiting == RUN_BUFFER) runs_end(ctx, l);
    l->buffer[l->waiting++] = record;
}

void runs_put(retold_ctx *ctx, run_list *l, const run_mark *run, size_t count) {
    put_record(ctx, l, (run_record){run->hash, (uint32_t)count, 0});
    for (size_t i = 0; i < count; i++) put_record(ctx, l, (run_record){run[i].around, run[i].doc, run[i].at});
}

run_reader runs_read(arena *a, const run_list *list) {
    return (run_reader){.list = list, .buffer = ARENA_ARRAY(a, run_record, RUN_BUFFER)};
}

/* False at the end. */
static bool fill_buffer(run_reader *r) {
    const run_places *places = &r->list->places;
    r->next = r->count = 0;
    while (r->count < RUN_BUFFER && r->place < places->count) {
        const run_place *p = &places->items[r->place];
        size_t part = p->count - r->taken, room = RUN_BUFFER - r->count;
        if (part > room) part = room;
        spool_get(r->list->spool, p->at + r->taken * sizeof *r->buffer, r->buffer + r->count, part * sizeof *r->buffer);
        r->count += part;
        r->taken += part;
        if (r->taken < p->count) continue;
        r->place++;
        r->taken = 0;
    }
    return r->count;
}

/* The next record; NULL at the end. */
static const run_record *next_record(run_reader *r) {
    return r->next < r->count || fill_buffer(r) ? &r->buffer[r->next++] : NULL;
}

bool runs_next(arena *a, run_reader *r, run_mark **run, size_t *count) {
    const run_record *head = next_record(r), *mark;
    if (!head) return false;
    uint64_t hash = head->hash_or_around;
    size_t left = head->count_or_doc;
    if (!left) return false; /* a spool that failed */
    r->run.count = 0;
    vec_reserve(a, &r->run, left);
    for (; left && (mark = next_record(r)); left--)
        r->run.items[r->run.count++] = (run_mark){hash, mark->hash_or_around, mark->count_or_doc, mark->at};
    *run = r->run.items;
    *count = r->run.count;
    return true;
}

run_groups runs_group(arena *a, uint32_t *table, const run_mark *run, const uint32_t *keys, size_t count) {
    run_groups g = {.marks = arena_raw(a, count * sizeof(run_mark)), .ends = arena_raw(a, (count + 1) * sizeof(uint32_t))};
    uint32_t *first = arena_raw(a, (count + 1) * sizeof(uint32_t)), at = 0; /* key of each group */
    for (size_t i = 0; i < count; i++)
        if (keys[i] != RUN_NO_KEY && !table[keys[i]]++) first[g.count++] = keys[i];
    for (size_t k = 0; k < g.count; k++) { /* from how many to where the next one goes */
        uint32_t here = table[first[k]];
        table[first[k]] = at;
        at += here;
        g.ends[k] = at;
    }
    for (size_t i = 0; i < count; i++)
        if (keys[i] != RUN_NO_KEY) g.marks[table[keys[i]]++] = run[i];
    for (size_t k = 0; k < g.count; k++) table[first[k]] = 0;
    return g;
}
