/* Learned numbers: one entry a line, its kind first. docs/how/extract.md says what they are and how they are made. */
#include "base/data.h"
#include "model.h"

#define MOST_TREES 4096

/* What the trees ask, by number in the file. */
typedef struct input {
    uint16_t column;
    int16_t neighbour;
} input;

/* A node as it stands in the file: children of 0 and up are nodes, others leaves. */
typedef struct file_node {
    int32_t input, limit, children[2];
} file_node;

typedef struct loading {
    arena *memory;
    weights *out;
    VEC(input) inputs;
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
            vec_push(l->memory, &l->inputs, (input){(uint16_t)i, 0});
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
            l->inputs.count = 0;
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
            vec_push(l->memory, &l->inputs, (input){(uint16_t)i, (int16_t)offset});
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

/* Children come behind their parent, and have one each. */
static bool read_nodes(const loading *l, span *rest, int32_t count, file_node *nodes) {
    uint64_t seen = 1; /* nodes, then leaves */
    for (int32_t i = 0; i < count; i++) {
        file_node *n = &nodes[i];
        if (!take_number(rest, &n->input) || n->input < 0 || (size_t)n->input >= l->inputs.count || !take_number(rest, &n->limit))
            return false;
        for (int side = 0; side < 2; side++) {
            if (!take_number(rest, &n->children[side])) return false;
            int32_t child = n->children[side];
            if (child < 0 ? child < -(count + 1) : child <= i || child >= count) return false;
            uint64_t bit = (uint64_t)1 << (child < 0 ? 32 + ~child : child);
            if (seen & bit) return false;
            seen |= bit;
        }
    }
    return true;
}

typedef struct planting {
    const file_node *nodes;
    tree_node *out;
    uint8_t order[MOST_LEAVES]; /* leaves of the file from left to right */
    uint8_t leaves;
} planting;

/* Number the leaves from left to right; gives the bits of those below a child. Not deeper than there are nodes. */
static uint32_t plant(planting *p, int32_t child) {
    if (child < 0) {
        p->order[p->leaves] = (uint8_t)~child;
        return (uint32_t)1 << p->leaves++;
    }
    uint32_t lower = plant(p, p->nodes[child].children[0]);
    p->out[child].lower = lower;
    return lower | plant(p, p->nodes[child].children[1]);
}

static bool read_leaves(loading *l, span *rest, const planting *p) {
    int32_t values[MOST_LEAVES];
    for (int i = 0; i < p->leaves; i++)
        if (!take_number(rest, &values[i])) return false;
    for (int i = 0; i < p->leaves; i++) vec_push(l->memory, &l->leaves, values[p->order[i]]);
    return true;
}

/* "tree NODES LEAVES", four numbers for each node, one for each leaf. */
static bool read_tree(loading *l, span rest) {
    int32_t count, leaves;
    file_node nodes[MOST_LEAVES];
    if (!take_number(&rest, &count) || !take_number(&rest, &leaves) || count < 1 || leaves != count + 1 || leaves > MOST_LEAVES ||
        l->trees.count >= MOST_TREES || !read_nodes(l, &rest, count, nodes))
        return false;
    tree t = {(uint32_t)l->nodes.count, (uint32_t)l->leaves.count, (uint16_t)count};
    for (int32_t i = 0; i < count; i++) {
        input in = l->inputs.items[nodes[i].input];
        vec_push(l->memory, &l->nodes, (tree_node){nodes[i].limit, 0, in.column, in.neighbour});
    }
    planting p = {.nodes = nodes, .out = l->nodes.items + t.nodes};
    plant(&p, 0);
    if (!read_leaves(l, &rest, &p)) return false;
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
