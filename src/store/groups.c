/*
 * Ids of families and stories that last.
 *
 *   stored   A {1 2}   B {3}          given   {1 2 3}  {4}        →   A {1 2 3}, B finds A;  a new one {4}
 *
 * Each stored group claims the given one that its founder (the article whose id it bears) is in now, or, where the founder
 * is gone, the one with most of its members. The oldest claim on a given group wins; the other claimants are merged into it,
 * and their ids find it from then on. A given group that nobody claims gets the smallest id of its members. Only members
 * whose group, score or evidence differs are written.
 */
#include "base/map.h"
#include "store/store_internal.h"
#include <stdlib.h>

#define NOBODY UINT32_MAX

typedef struct old_group {
    int64_t number;
    span id;
    uint32_t founder; /* article number; RETOLD_NONE when it was removed */
    uint32_t claim;   /* label; NOBODY when none of its members is left */
} old_group;

typedef struct old_member {
    uint32_t article;
    uint32_t group; /* index */
    float score;
    span evidence;
} old_member;

typedef struct new_group {
    uint32_t winner; /* index of an old group; NOBODY for a new one */
    uint32_t first;  /* member with the smallest number */
    span id;         /* smallest id of the members; only where there is no winner */
    int64_t number;
} new_group;

typedef struct regroup {
    retold_store *s;
    arena *a;
    unsigned kind;
    VEC(old_group) groups;  /* rising by number */
    VEC(old_member) before; /* rising by article */
    grouped *after;         /* rising by article; labels dense, by smallest article */
    size_t after_count;
    VEC(new_group) fresh; /* by label */
} regroup;

/* ---- what is stored ---- */

static retold_status load_groups(regroup *r, map *index, retold_error *err) {
    query q = query_on(
        r->s,
        "SELECT c.number, c.id, a.number FROM cluster c LEFT JOIN article a ON a.id = c.id WHERE c.kind = ?1 ORDER BY c.number");
    query_int(&q, 1, r->kind);
    while (query_row(&q)) {
        *map_put(r->a, index, (uint64_t)row_int(&q, 0)) = r->groups.count;
        vec_push(r->a, &r->groups, (old_group){row_int(&q, 0), arena_copy(r->a, row_text(&q, 1)), row_number(&q, 2), NOBODY});
    }
    return query_end(&q, err);
}

static retold_status load_members(regroup *r, const map *index, retold_error *err) {
    query q = query_on(r->s, "SELECT article, cluster, score, evidence FROM member WHERE kind = ?1 ORDER BY article");
    query_int(&q, 1, r->kind);
    while (query_row(&q)) {
        const uint64_t *group = map_get(index, (uint64_t)row_int(&q, 1));
        old_member m = {row_number(&q, 0), group ? (uint32_t)*group : NOBODY, (float)row_real(&q, 2),
                        arena_copy(r->a, row_text(&q, 3))};
        vec_push(r->a, &r->before, m);
    }
    return query_end(&q, err);
}

/* ---- what is given ---- */

static int by_article(const void *left, const void *right) {
    const grouped *a = left, *b = right;
    return a->article < b->article ? -1 : a->article > b->article;
}

static void number_labels(regroup *r) {
    map dense = {0};
    for (size_t i = 0; i < r->after_count; i++) {
        grouped *m = &r->after[i];
        uint64_t *place = map_get(&dense, m->label);
        if (!place) {
            place = map_put(r->a, &dense, m->label);
            *place = r->fresh.count;
            vec_push(r->a, &r->fresh, (new_group){NOBODY, m->article, {NULL, 0}, 0});
        }
        m->label = (uint32_t)*place;
    }
}

static retold_status take_given(regroup *r, const grouped *members, size_t count, retold_error *err) {
    r->after = ARENA_ARRAY(r->a, grouped, count);
    r->after_count = count;
    if (count) memcpy(r->after, members, count * sizeof *members);
    qsort(r->after, count, sizeof *r->after, by_article);
    for (size_t i = 1; i < count; i++)
        if (r->after[i].article == r->after[i - 1].article)
            return error_set(err, "store", RETOLD_E_ARGUMENT, RETOLD_OFFSET_NONE, "article %u is given two groups",
                             r->after[i].article);
    number_labels(r);
    return RETOLD_OK;
}

static uint32_t label_now(const regroup *r, uint32_t article) {
    grouped key = {.article = article};
    const grouped *m = r->after_count ? bsearch(&key, r->after, r->after_count, sizeof key, by_article) : NULL;
    return m ? m->label : NOBODY;
}

/* ---- claims ---- */

static int by_pair(const void *left, const void *right) {
    const uint64_t *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

/* For groups whose founder is gone: the label that most of their members have, the smaller one of equals. */
static void claim_by_most(regroup *r) {
    VEC(uint64_t) pairs = {0};
    for (size_t i = 0; i < r->before.count; i++) {
        old_member *m = &r->before.items[i];
        uint32_t label = label_now(r, m->article);
        if (m->group != NOBODY && label != NOBODY) vec_push(r->a, &pairs, (uint64_t)m->group << 32 | label);
    }
    if (pairs.count) qsort(pairs.items, pairs.count, sizeof *pairs.items, by_pair);
    size_t best = 0;
    for (size_t i = 0, end; i < pairs.count; i = end) {
        for (end = i; end < pairs.count && pairs.items[end] == pairs.items[i];) end++;
        old_group *g = &r->groups.items[pairs.items[i] >> 32];
        if (i == 0 || pairs.items[i] >> 32 != pairs.items[i - 1] >> 32) best = 0;
        if (end - i > best) {
            best = end - i;
            g->claim = (uint32_t)pairs.items[i];
        }
    }
}

static void settle_claims(regroup *r) {
    claim_by_most(r);
    for (uint32_t i = 0; i < r->groups.count; i++) {
        old_group *g = &r->groups.items[i];
        uint32_t founded = g->founder == RETOLD_NONE ? NOBODY : label_now(r, g->founder);
        if (founded != NOBODY) g->claim = founded;
        if (g->claim == NOBODY) continue;
        new_group *n = &r->fresh.items[g->claim];
        if (n->winner == NOBODY) n->winner = i;
    }
}

/* ---- writing ---- */

/* The smallest id of each group that nobody claims. */
static retold_status name_new(regroup *r, retold_error *err) {
    retold_status status = RETOLD_OK;
    for (size_t i = 0; i < r->after_count && status == RETOLD_OK; i++) {
        new_group *n = &r->fresh.items[r->after[i].label];
        if (n->winner != NOBODY) continue;
        query q = query_on(r->s, "SELECT id FROM article WHERE number = ?1");
        query_int(&q, 1, r->after[i].article);
        bool there = query_row(&q);
        if (there && (!n->id.len || span_compare(row_text(&q, 0), n->id) < 0)) n->id = arena_copy(r->a, row_text(&q, 0));
        status = query_end(&q, err);
        if (status == RETOLD_OK && !there)
            status = error_set(err, "store", RETOLD_E_ARGUMENT, RETOLD_OFFSET_NONE, "article %u is not in the store",
                               r->after[i].article);
    }
    return status;
}

/* An id that found another group by a merge is its own again. */
static retold_status drop_alias(regroup *r, span id, retold_error *err) {
    query q = query_on(r->s, "DELETE FROM alias WHERE kind = ?1 AND id = ?2");
    query_int(&q, 1, r->kind);
    query_text(&q, 2, id);
    return query_run(&q, err);
}

static retold_status make_new(regroup *r, retold_error *err) {
    retold_status status = name_new(r, err);
    for (size_t i = 0; i < r->fresh.count && status == RETOLD_OK; i++) {
        new_group *n = &r->fresh.items[i];
        if (n->winner != NOBODY) {
            n->number = r->groups.items[n->winner].number;
            n->id = r->groups.items[n->winner].id;
            continue;
        }
        status = drop_alias(r, n->id, err);
        if (status != RETOLD_OK) return status;
        query q = query_on(r->s, "INSERT INTO cluster(kind, id) VALUES(?1, ?2)");
        query_int(&q, 1, r->kind);
        query_text(&q, 2, n->id);
        status = query_run(&q, err);
        n->number = sqlite3_last_insert_rowid(r->s->db);
    }
    return status;
}

static retold_status write_member(regroup *r, const grouped *m, retold_error *err) {
    query q = query_on(r->s, "INSERT OR REPLACE INTO member(kind, article, cluster, score, evidence) VALUES(?1, ?2, ?3, ?4, ?5)");
    query_int(&q, 1, r->kind);
    query_int(&q, 2, m->article);
    query_int(&q, 3, r->fresh.items[m->label].number);
    query_real(&q, 4, m->score);
    query_some(&q, 5, m->evidence);
    return query_run(&q, err);
}

static retold_status drop_member(regroup *r, uint32_t article, retold_error *err) {
    query q = query_on(r->s, "DELETE FROM member WHERE kind = ?1 AND article = ?2");
    query_int(&q, 1, r->kind);
    query_int(&q, 2, article);
    return query_run(&q, err);
}

/* An article that leaves a group that lives on; that of a merged group goes with it, which the merge tells. */
static retold_status tell_move(regroup *r, const old_member *was, const grouped *is, retold_error *err) {
    const new_group *n = &r->fresh.items[is->label];
    if (was->group == NOBODY || n->winner == was->group) return RETOLD_OK;
    const old_group *left = &r->groups.items[was->group];
    if (left->claim == is->label) return RETOLD_OK;
    return log_event(r->s, n->winner == NOBODY ? "split" : "move", r->kind, is->article, left->id, n->id, err);
}

static retold_status place_member(regroup *r, const old_member *was, const grouped *is, retold_error *err) {
    if (was && was->group != NOBODY && r->groups.items[was->group].number == r->fresh.items[is->label].number &&
        was->score == is->score && span_equal(was->evidence, is->evidence))
        return RETOLD_OK;
    retold_status status = write_member(r, is, err);
    return status == RETOLD_OK && was ? tell_move(r, was, is, err) : status;
}

/* Both lists rise by article: walk along both. */
static retold_status place_members(regroup *r, retold_error *err) {
    retold_status status = RETOLD_OK;
    size_t b = 0, i = 0;
    while (status == RETOLD_OK && (b < r->before.count || i < r->after_count)) {
        const old_member *was = b < r->before.count ? &r->before.items[b] : NULL;
        const grouped *is = i < r->after_count ? &r->after[i] : NULL;
        if (was && (!is || was->article < is->article)) {
            status = drop_member(r, was->article, err);
            b++;
            continue;
        }
        bool known = was && was->article == is->article;
        status = place_member(r, known ? was : NULL, is, err);
        b += known;
        i++;
    }
    return status;
}

static retold_status repoint(regroup *r, const old_group *gone, const new_group *to, retold_error *err) {
    query q = query_on(r->s, "UPDATE alias SET cluster = ?1 WHERE cluster = ?2");
    query_int(&q, 1, to->number);
    query_int(&q, 2, gone->number);
    retold_status status = query_run(&q, err);
    if (status != RETOLD_OK) return status;
    q = query_on(r->s, "INSERT OR REPLACE INTO alias(kind, id, cluster) VALUES(?1, ?2, ?3)");
    query_int(&q, 1, r->kind);
    query_text(&q, 2, gone->id);
    query_int(&q, 3, to->number);
    status = query_run(&q, err);
    return status == RETOLD_OK ? log_event(r->s, "merge", r->kind, RETOLD_NONE, gone->id, to->id, err) : status;
}

static retold_status drop_group(regroup *r, const old_group *g, retold_error *err) {
    query q = query_on(r->s, "DELETE FROM cluster WHERE number = ?1");
    query_int(&q, 1, g->number);
    return query_run(&q, err);
}

static retold_status end_groups(regroup *r, retold_error *err) {
    retold_status status = RETOLD_OK;
    for (uint32_t i = 0; i < r->groups.count && status == RETOLD_OK; i++) {
        const old_group *g = &r->groups.items[i];
        if (g->claim == NOBODY)
            status = log_event(r->s, "end", r->kind, RETOLD_NONE, g->id, (span){NULL, 0}, err);
        else if (r->fresh.items[g->claim].winner == i)
            continue;
        else
            status = repoint(r, g, &r->fresh.items[g->claim], err);
        if (status == RETOLD_OK) status = drop_group(r, g, err);
    }
    return status;
}

static retold_status change(regroup *r, const grouped *members, size_t count, retold_error *err) {
    map index = {0};
    retold_status status = load_groups(r, &index, err);
    if (status == RETOLD_OK) status = load_members(r, &index, err);
    if (status == RETOLD_OK) status = take_given(r, members, count, err);
    if (status != RETOLD_OK) return status;
    settle_claims(r);
    status = make_new(r, err);
    if (status == RETOLD_OK) status = place_members(r, err);
    return status == RETOLD_OK ? end_groups(r, err) : status;
}

retold_status groups_put(retold_ctx *ctx, retold_store *s, unsigned kind, const grouped *members, size_t count,
                         retold_error *err) {
    regroup r = {.s = s, .a = ctx_scratch(ctx), .kind = kind};
    arena_mark mark = arena_here(r.a);
    retold_status status = store_want_batch(s, err);
    if (status == RETOLD_OK) status = change(&r, members, count, err);
    arena_back(r.a, mark);
    return status;
}

retold_status log_event(retold_store *s, const char *what, unsigned kind, uint32_t article, span before, span after,
                        retold_error *err) {
    query q = query_on(s, "INSERT INTO event(at, what, kind, article, before, after) VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
    query_time(&q, 1, s->now);
    query_text(&q, 2, span_of(what));
    query_int(&q, 3, kind);
    query_number(&q, 4, article);
    query_some(&q, 5, before);
    query_some(&q, 6, after);
    return query_run(&q, err);
}

const char *kind_letter(unsigned kind) {
    return kind == RETOLD_KIND_FAMILY ? "f-" : kind == RETOLD_KIND_STORY ? "s-" : kind == RETOLD_KIND_QUOTE ? "q-" : "";
}

retold_status store_members(retold_store *s, arena *a, uint32_t group, store_numbers *out, retold_error *err) {
    query q = query_on(s, "SELECT article FROM member WHERE cluster = ?1 ORDER BY article");
    query_int(&q, 1, group);
    while (query_row(&q)) vec_push(a, out, row_number(&q, 0));
    return query_end(&q, err);
}
