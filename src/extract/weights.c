/* Learned numbers: one entry a line, its kind first. docs/how/extract.md says what they are and how they are made. */
#include "base/data.h"
#include "model.h"

#define MOST_TREES 4096
#define MOST_LEAVES 256

typedef struct inputs {
    VEC(int32_t) places; /* offset in a row, also of a neighbour, by number in the file */
} inputs;

typedef struct loading {
    arena *memory;
    weights *out;
    inputs inputs;
    VEC(tree_node) nodes;
    VEC(int32_t) leaves;
    VEC(tree) trees;
    struct {
        int16_t (*items)[TOKEN_WEIGHTS];
        size_t count, space;
    } token_weights;
    tree_set set; /* of the trees that follow */
} loading;

static bool take_number(span *rest, int32_t *out) {
    span word = {0};
    while (rest->len && !word.len) word = span_take_until(rest, ' ');
    bool minus = word.len && word.ptr[0] == '-';
    uint64_t n = 0;
    if (!span_to_u64(span_from(word, minus), &n) || n > INT32_MAX) return false;
    *out = minus ? -(int32_t)n : (int32_t)n;
    return true;
}

/* "page NAME": the same of the page as a whole. */
static bool read_page_feature(loading *l, span name) {
    if (l->set != TREES_KIND) return false;
    for (int32_t i = 0; i < PAGE_COUNT; i++)
        if (span_equal(name, span_of(page_names[i]))) {
            vec_push(l->memory, &l->inputs.places, i);
            return true;
        }
    return false;
}

/* "trees NAME": those that follow are of this set. */
static bool read_set(loading *l, span name) {
    static const char *const sets[TREE_SETS] = {"article", "other", "kind", "line"};
    for (l->set = 0; l->set < TREE_SETS; l->set++)
        if (span_equal(name, span_of(sets[l->set]))) {
            l->out->set_begin[l->set] = l->out->set_end[l->set] = (uint32_t)l->trees.count;
            l->inputs.places.count = 0;
            return true;
        }
    return false;
}

/* "feature NAME OFFSET": what the trees call by its number in this list. */
static bool read_feature(loading *l, span rest) {
    span name = span_take_until(&rest, ' ');
    int32_t offset;
    if (l->set == TREES_KIND || !take_number(&rest, &offset) || offset < -FEATURE_REACH || offset > FEATURE_REACH) return false;
    bool line = l->set == TREES_LINE;
    const char *const *names = line ? line_names : feature_names;
    int32_t count = line ? LINE_COUNT : FEATURE_COUNT;
    for (int32_t i = 0; i < count; i++)
        if (span_equal(name, span_of(names[i]))) {
            vec_push(l->memory, &l->inputs.places, offset * count + i);
            return true;
        }
    return false;
}

static bool read_curve(loading *l, span rest) {
    weights *w = l->out;
    w->curve = ARENA_ARRAY(l->memory, uint16_t, CURVE_STEPS + 1);
    int32_t value, last = 0;
    for (int i = 0; i <= CURVE_STEPS; i++) {
        if (!take_number(&rest, &value) || value < last || value > PROBABILITY_ONE) return false;
        w->curve[i] = (uint16_t)(last = value);
    }
    return true;
}

static bool read_token(loading *l, span rest) {
    span token = span_take_until(&rest, ' ');
    uint32_t number = names_add(l->memory, &l->out->tokens, token);
    if (number != l->token_weights.count) return false;
    vec_reserve(l->memory, &l->token_weights, 1);
    for (int role = 0; role < TOKEN_WEIGHTS; role++) {
        int32_t value;
        if (!take_number(&rest, &value) || value < INT16_MIN || value > INT16_MAX) return false;
        l->token_weights.items[number][role] = (int16_t)value;
    }
    l->token_weights.count++;
    return true;
}

/* Children come behind their parent, so that no walk goes round. Leaves stand in the file as -1, -2… and here behind the inner nodes. */
static bool take_child(span *rest, int32_t parent, int32_t inner, int32_t leaves, uint16_t *out) {
    int32_t child;
    if (!take_number(rest, &child)) return false;
    *out = (uint16_t)(child < 0 ? inner + ~child : child);
    return child < 0 ? child >= -leaves : child > parent && child < inner;
}

static bool read_nodes(loading *l, span *rest, int32_t inner, int32_t leaves) {
    for (int32_t i = 0; i < inner; i++) {
        int32_t feature;
        tree_node n = {0};
        if (!take_number(rest, &feature) || feature < 0 || (size_t)feature >= l->inputs.places.count) return false;
        n.at = l->inputs.places.items[feature];
        if (!take_number(rest, &n.limit) || !take_child(rest, i, inner, leaves, &n.next[0]) ||
            !take_child(rest, i, inner, leaves, &n.next[1]))
            return false;
        vec_push(l->memory, &l->nodes, n);
    }
    return true;
}

static bool read_leaves(loading *l, span *rest, int32_t inner, int32_t leaves) {
    for (int32_t i = 0; i < leaves; i++) {
        int32_t value;
        uint16_t self = (uint16_t)(inner + i);
        if (!take_number(rest, &value)) return false;
        vec_push(l->memory, &l->leaves, value);
        vec_push(l->memory, &l->nodes, (tree_node){.limit = INT32_MAX, .next = {self, self}});
    }
    return true;
}

static uint16_t depth_of(const tree_node *nodes, int32_t inner) {
    uint16_t depth[2 * MOST_LEAVES] = {0}, most = 0;
    for (int32_t i = 0; i < inner; i++)
        for (int side = 0; side < 2; side++) {
            uint16_t child = nodes[i].next[side], below = (uint16_t)(depth[i] + 1);
            if (below > depth[child]) depth[child] = below;
            if (below > most) most = below;
        }
    return most;
}

/* "tree NODES LEAVES", four numbers for each node, one for each leaf. */
static bool read_tree(loading *l, span rest) {
    int32_t inner, leaves;
    if (!take_number(&rest, &inner) || !take_number(&rest, &leaves) || inner < 1 || leaves < 1 || leaves > MOST_LEAVES ||
        inner > MOST_LEAVES || l->trees.count >= MOST_TREES)
        return false;
    tree t = {(uint32_t)l->nodes.count, (uint32_t)l->leaves.count, (uint16_t)inner, 0};
    if (!read_nodes(l, &rest, inner, leaves) || !read_leaves(l, &rest, inner, leaves)) return false;
    t.depth = depth_of(l->nodes.items + t.nodes, inner);
    vec_push(l->memory, &l->trees, t);
    l->out->set_end[l->set] = (uint32_t)l->trees.count;
    return true;
}

/* "decide LOW CORE HIGH CHANGE": of the set that is being read. */
static bool read_decide(loading *l, span rest) {
    decision *d = &l->out->decisions[l->set];
    return take_number(&rest, &d->low) && take_number(&rest, &d->core) && take_number(&rest, &d->high) &&
           take_number(&rest, &d->change);
}

static bool read_entry(loading *l, span entry) {
    span kind = span_take_until(&entry, ' ');
    if (span_equal(kind, S("token"))) return read_token(l, entry);
    if (span_equal(kind, S("feature"))) return read_feature(l, entry);
    if (span_equal(kind, S("tree"))) return read_tree(l, entry);
    if (span_equal(kind, S("curve"))) return read_curve(l, entry);
    if (span_equal(kind, S("decide"))) return read_decide(l, entry);
    if (span_equal(kind, S("trees"))) return read_set(l, entry);
    if (span_equal(kind, S("page"))) return read_page_feature(l, entry);
    if (span_equal(kind, S("other"))) return take_number(&entry, &l->out->other_from);
    return false;
}

weights *weights_read(arena *a, span text, retold_error *err) {
    loading l = {.memory = a, .out = ARENA_NEW(a, weights)};
    span rest = text, entry;
    while (data_next(&rest, &entry))
        if (!read_entry(&l, entry)) {
            error_set(err, "extract", RETOLD_E_FORMAT, (uint64_t)(entry.ptr - text.ptr), "no entry of a weights file");
            return NULL;
        }
    weights *w = l.out;
    if (!l.trees.count || !w->curve) {
        error_set(err, "extract", RETOLD_E_FORMAT, RETOLD_OFFSET_NONE, "weights without trees or curve");
        return NULL;
    }
    w->nodes = l.nodes.items;
    w->leaves = l.leaves.items;
    w->trees = l.trees.items;
    w->token_weights = l.token_weights.items;
    return w;
}
