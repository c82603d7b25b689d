/* A family as a tree: what each member is to the one that it was copied from, how much they share, and where. */
#include "base/map.h"
#include "store/rows.h"

typedef struct family_member {
    article_head head;
    span published;       /* ISO 8601, as precise as known */
    uint32_t parent;      /* place of the one that it was copied from; RETOLD_NONE */
    uint32_t nearest;     /* without a parent: the one that it shares most with; RETOLD_NONE */
    store_edge edge;      /* with that one */
    bool copied, credits; /* another was copied from it; for being the agency that is named */
} family_member;

typedef struct family {
    retold_store *store;
    arena *memory;
    VEC(family_member) items; /* in order of arrival */
    map places;               /* number of an article → its place + 1 */
} family;

static const char MEMBERS[] = HEAD_QUERY "JOIN member m ON m.article = a.number WHERE m.cluster = ?1 ORDER BY a.number";

static retold_status read_members(family *f, uint32_t cluster, retold_error *err) {
    query q = query_on(f->store, MEMBERS);
    family_member m = {.parent = RETOLD_NONE, .nearest = RETOLD_NONE};
    query_int(&q, 1, cluster);
    while (head_next(&q, f->memory, &m.head)) {
        m.published = record_read(f->memory, m.head.record).published;
        vec_push(f->memory, &f->items, m);
        *map_put(f->memory, &f->places, m.head.number) = f->items.count;
    }
    return query_end(&q, err);
}

static uint32_t place_of(const family *f, uint32_t number) {
    const uint64_t *place = map_get(&f->places, number);
    return place ? (uint32_t)*place - 1 : RETOLD_NONE;
}

static float share_of(const store_edge *e, uint32_t number) { return e->a == number ? e->a_in_b : e->b_in_a; }

/* An edge of a member, as that one sees it. */
static void take_edge(family *f, uint32_t place, const store_edge *e) {
    family_member *m = &f->items.items[place];
    uint32_t number = m->head.number, other = place_of(f, e->a == number ? e->b : e->a);
    if (other == RETOLD_NONE || m->parent != RETOLD_NONE) return;
    if (e->from != RETOLD_NONE && e->from != number) {
        m->parent = other;
        m->edge = *e;
        f->items.items[other].copied = true;
        for (span words = e->reasons; words.len;)
            f->items.items[other].credits |= span_equal(span_take_until(&words, ' '), S("agency"));
    } else if (m->nearest == RETOLD_NONE || share_of(e, number) > share_of(&m->edge, number)) {
        m->nearest = other;
        m->edge = *e;
    }
}

static retold_status read_family(family *f, uint32_t cluster, retold_error *err) {
    retold_status status = read_members(f, cluster, err);
    for (uint32_t i = 0; i < f->items.count && status == RETOLD_OK; i++) {
        store_edge_list edges = {0};
        status = store_edges_of(f->store, f->memory, f->items.items[i].head.number, &edges, err);
        for (size_t e = 0; e < edges.count; e++) take_edge(f, i, &edges.items[e]);
    }
    return status;
}

/* What a member is: to the one that it was copied from, or as the one that others were copied from; empty when that isn't known. */
static span role_of(const family_member *m) {
    if (m->parent == RETOLD_NONE) return !m->copied ? (span){0} : m->credits ? S("agency text") : S("original");
    bool is_b = m->edge.b == m->head.number; /* the relation is what b is to a */
    if (span_equal(m->edge.relation, is_b ? S("abridged") : S("extended"))) return S("abridged");
    if (span_equal(m->edge.relation, is_b ? S("extended") : S("abridged"))) return S("extended");
    return S("reprint");
}

/* Minutes from the parent's time to the member's; false where one isn't known to the minute. */
static bool minutes_later(const family *f, const family_member *m, int64_t *out) {
    if (m->parent == RETOLD_NONE) return false;
    stamp own = stamp_parse(m->published), other = stamp_parse(f->items.items[m->parent].published);
    if (own.precision < PRECISION_MINUTE || other.precision < PRECISION_MINUTE) return false;
    *out = (own.ms - other.ms) / 60000;
    return true;
}

/* ---- JSON ---- */

static void member_json(const family *f, const family_member *m, yyjson_mut_doc *doc, yyjson_mut_val *o) {
    int64_t later;
    json_put_text(doc, o, "role", role_of(m));
    json_put_text(doc, o, "from", m->parent == RETOLD_NONE ? (span){0} : f->items.items[m->parent].head.id);
    if (m->parent == RETOLD_NONE) return;
    json_put_real(doc, o, "in_from", (double)share_of(&m->edge, m->head.number));
    json_put_real(doc, o, "of_from", (double)share_of(&m->edge, f->items.items[m->parent].head.number));
    if (minutes_later(f, m, &later)) json_put_int(doc, o, "minutes_later", later);
    json_put_real(doc, o, "confidence", (double)m->edge.confidence);
}

retold_status family_json(retold_store *s, arena *a, uint32_t cluster, yyjson_mut_doc *doc, yyjson_mut_val *members,
                          retold_error *err) {
    family f = {.store = s, .memory = a};
    retold_status status = read_family(&f, cluster, err);
    for (uint32_t i = 0; i < f.items.count && status == RETOLD_OK; i++)
        member_json(&f, &f.items.items[i], doc, yyjson_mut_arr_get(members, i));
    return status;
}

/* ---- lines ---- */

enum { MOST_PASSAGES = 6, MOST_REUSES = 20, MOST_DEPTH = 8 };

static void put_later(buf *b, int64_t minutes) {
    const char *way = minutes < 0 ? "earlier" : "later";
    int64_t much = minutes < 0 ? -minutes : minutes;
    if (much < 60)
        buf_printf(b, ", %d min %s", (int)much, way);
    else if (much < 48 * 60)
        buf_printf(b, ", %d h %02d min %s", (int)(much / 60), (int)(much % 60), way);
    else
        buf_printf(b, ", %lld days %s", (long long)(much / 1440), way);
}

/* "98 % of it in 2e4dcd84cc, 91 % of that in it, 45 min later; sure 0.96: time agency". */
static void put_shares(const family *f, const family_member *m, buf *b) {
    bool known = m->parent != RETOLD_NONE;
    const family_member *other = &f->items.items[known ? m->parent : m->nearest];
    int64_t later;
    buf_printf(b, "%.0f %% of it in %.*s, %.0f %% of that in it", 100 * (double)share_of(&m->edge, m->head.number), SHORT_ID,
               other->head.id.ptr, 100 * (double)share_of(&m->edge, other->head.number));
    if (minutes_later(f, m, &later)) put_later(b, later);
    if (!known) {
        buf_put(b, S("; who was first is not known\n"));
        return;
    }
    buf_printf(b, "; sure %.2f: ", (double)m->edge.confidence);
    put_visible(b, m->edge.reasons, 100, 0);
    buf_char(b, '\n');
}

/* "bytes 0-1200 = 34-1234, 1300-1400 ~ 1340-1452", equal or with a few words changed. */
static retold_status put_passages(const family *f, const family_member *m, const char *indent, buf *b, retold_error *err) {
    const family_member *other = &f->items.items[m->parent != RETOLD_NONE ? m->parent : m->nearest];
    store_passage_list list = {0};
    size_t told = 0, more = 0;
    retold_status status = store_passages_of(f->store, f->memory, m->head.number, &list, err);
    for (size_t i = 0; i < list.count; i++) {
        const retold_passage *p = &list.items[i];
        bool is_a = p->a == m->head.number;
        range own = is_a ? p->a_span : p->b_span, there = is_a ? p->b_span : p->a_span;
        if ((is_a ? p->b : p->a) != other->head.number) continue;
        if (told == MOST_PASSAGES) {
            more++;
            continue;
        }
        buf_printf(b, "%s%u-%u %s %u-%u", told++ ? ", " : indent, own.begin, own.end, p->kind == RETOLD_PASSAGE_EXACT ? "=" : "~",
                   there.begin, there.end);
    }
    if (more) buf_printf(b, ", and %zu more", more);
    if (told) buf_char(b, '\n');
    return status;
}

/* A member with what it is, and all that was copied from it below. */
static retold_status put_member(const family *f, uint32_t place, unsigned depth, buf *b, retold_error *err) {
    const family_member *m = &f->items.items[place];
    char indent[4 * (MOST_DEPTH + 2) + 8];
    int width = 4 * (int)(depth < MOST_DEPTH ? depth + 1 : MOST_DEPTH + 1);
    retold_status status = RETOLD_OK;
    snprintf(indent, sizeof indent, "%*s", width, "");
    buf_put(b, span_of(indent));
    head_text(b, &m->head);
    span role = role_of(m);
    buf_printf(b, "%s    ", indent);
    put_visible(b, role.len ? role : S("copy"), 20, 0);
    if (m->parent == RETOLD_NONE && (m->copied || m->nearest == RETOLD_NONE)) {
        buf_char(b, '\n');
        return status;
    }
    buf_put(b, S(", "));
    put_shares(f, m, b);
    snprintf(indent, sizeof indent, "%*sbytes ", width + 4, "");
    return put_passages(f, m, indent, b, err);
}

/* Members in order of the tree, parents first; a family is no deeper than it has members. */
static retold_status put_tree(const family *f, buf *b, retold_error *err) {
    size_t count = f->items.count;
    uint32_t *stack = ARENA_ARRAY(f->memory, uint32_t, count), *depth = ARENA_ARRAY(f->memory, uint32_t, count), top = 0;
    uint32_t *first = ARENA_ARRAY(f->memory, uint32_t, count), *next = ARENA_ARRAY(f->memory, uint32_t, count);
    retold_status status = RETOLD_OK;
    for (size_t i = 0; i < count; i++) {
        uint32_t parent = f->items.items[i].parent;
        if (parent == RETOLD_NONE) continue;
        next[i] = first[parent]; /* the last one stands first, so that it goes onto the stack first */
        first[parent] = (uint32_t)i + 1;
    }
    for (int copied = 1; copied >= 0; copied--) /* those that others were copied from stand first */
        for (uint32_t root = 0; root < count; root++) {
            if (f->items.items[root].parent != RETOLD_NONE || f->items.items[root].copied != (copied == 1)) continue;
            stack[top++] = root;
            while (top && status == RETOLD_OK) {
                uint32_t at = stack[--top];
                status = put_member(f, at, depth[at], b, err);
                for (uint32_t child = first[at]; child; child = next[child - 1]) {
                    depth[child - 1] = depth[at] + 1;
                    stack[top++] = child - 1;
                }
            }
        }
    return status;
}

/* Who else has a stretch of a member's text, and whom it came from where that is known. */
static retold_status put_reuse_of(const family *f, uint32_t place, map *shown, size_t *told, buf *b, retold_error *err) {
    const family_member *m = &f->items.items[place];
    store_passage_list list = {0};
    retold_status status = store_passages_of(f->store, f->memory, m->head.number, &list, err);
    for (size_t i = 0; i < list.count && status == RETOLD_OK; i++) {
        const retold_passage *p = &list.items[i];
        bool is_a = p->a == m->head.number;
        uint32_t other = is_a ? p->b : p->a;
        range own = is_a ? p->a_span : p->b_span, there = is_a ? p->b_span : p->a_span;
        if (place_of(f, other) != RETOLD_NONE) continue;
        uint64_t *by = map_put(f->memory, shown, other);
        if (!*by) *by = place + 1;
        if (*by != place + 1 || (*told)++ >= MOST_REUSES) continue;
        if (*told == 1) buf_put(b, S("reuse\n"));
        query q = query_on(f->store, "SELECT id, coalesce(outlet, url, '-') FROM article WHERE number = ?1");
        query_number(&q, 1, other);
        if (query_row(&q)) {
            buf_printf(b, "    %.*s %u-%u in %.*s %u-%u  ", SHORT_ID, m->head.id.ptr, own.begin, own.end, SHORT_ID,
                       row_text(&q, 0).ptr, there.begin, there.end);
            put_visible(b, row_text(&q, 1), 60, 0);
            if (p->kind == RETOLD_PASSAGE_QUOTED) buf_put(b, S(", quoted in both"));
            if (p->from != RETOLD_NONE)
                buf_printf(b, ", from %s, sure %.2f", p->from == other ? "there" : "here", (double)p->confidence);
            buf_char(b, '\n');
        }
        status = query_end(&q, err);
    }
    return status;
}

/* Each article outside stands with one member: a source, if it shares with one. */
static retold_status put_reuse(const family *f, buf *b, retold_error *err) {
    size_t told = 0;
    map shown = {0}; /* article → the member that it stands with, + 1 */
    retold_status status = RETOLD_OK;
    for (int copied = 0; copied <= 1; copied++)
        for (uint32_t i = 0; i < f->items.count && status == RETOLD_OK; i++)
            if ((f->items.items[i].parent != RETOLD_NONE) == (copied == 1)) status = put_reuse_of(f, i, &shown, &told, b, err);
    if (told > MOST_REUSES) buf_printf(b, "    and %zu more\n", told - MOST_REUSES);
    return status;
}

retold_status family_text(retold_store *s, arena *a, uint32_t cluster, buf *b, retold_error *err) {
    family f = {.store = s, .memory = a};
    retold_status status = read_family(&f, cluster, err);
    if (status == RETOLD_OK) buf_printf(b, "%-10s%zu\n", "members", f.items.count);
    if (status == RETOLD_OK) status = put_tree(&f, b, err);
    return status == RETOLD_OK ? put_reuse(&f, b, err) : status;
}
