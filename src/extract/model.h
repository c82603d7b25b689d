/*
 * The block model: what it sees of each unit of an HTML page, and what it says.
 *
 *   rules (choose.c) ─┐                                                   ┌→ kinds.c: article or not ─┐
 *   places (places.c) ┼→ features.c: a row of whole numbers for each unit ┴→ model.c: trees of this kind → probability → which units
 *   tokens of classes ┘                                                      are the body
 *
 * All of it is integer arithmetic, so that the same page gives the same body on every machine.
 */
#ifndef EXTRACT_MODEL_H
#define EXTRACT_MODEL_H
#include "extract_internal.h"

/* Tags that are counted around a unit. */
/* The formatter lays these lists out anew each time. */
/* clang-format off */
#define AROUND_TAGS(X) \
    X(ARTICLE)         \
    X(MAIN)            \
    X(ASIDE) X(NAV) X(HEADER) X(FOOTER) X(FORM) X(FIGURE) X(TABLE) X(UL) X(OL) X(SECTION) X(BLOCKQUOTE) X(BUTTON) X(DL) X(P)

#define AROUND_PLACE(tag) AROUND_##tag,
enum { AROUND_TAGS(AROUND_PLACE) AROUND_COUNT };
#undef AROUND_PLACE

/* Shares are in thousandths, logarithms in sixteenths of a doubling, distances in units up to 60. */
#define FEATURES(X)                                                                                                              \
    X(log_words)                                                                                                                 \
    X(link_share)                                                                                                                \
    X(links)                                                                                                                     \
    X(word_length) X(stops) X(ends) X(begins) X(sentence_marks) X(commas) X(capitals) X(capital_words) X(digits) X(bold)         \
        X(italic) X(bars) X(dated) X(phrase_line) X(phrase_start) X(phrase_has) X(phrase_tail) X(phrase_appeal) X(by_lead)       \
            X(credited) X(address) X(asks) X(ellipsis) X(quoted) X(code) X(single_letters) X(colon) X(title_share) X(in_title)   \
                X(in_description) X(in_stated) X(twins) X(twins_before) X(seen_before) X(seen_again) X(tag) X(parent_tag)        \
                    X(grand_tag) X(near_heading) X(depth) X(content_around) X(boilerplate_around) X(own_boilerplate)             \
                        X(own_content) X(own_comment) X(own_caption) X(own_dek) X(own_byline) X(parent_boilerplate) X(hidden)    \
                            X(in_body_prop) X(in_article) X(in_main) X(in_aside) X(in_nav) X(in_header) X(in_footer) X(in_form)  \
                                X(in_figure) X(in_table) X(in_ul) X(in_ol) X(in_section) X(in_blockquote) X(in_button) X(in_dl)  \
                                    X(in_p) X(word_place) X(block_place) X(page_blocks) X(page_words) X(from_title)              \
                                        X(from_heading) X(heading_level) X(heading_tail) X(from_long) X(to_long) X(heading)      \
                                            X(levels) X(since_best) X(until_best) X(score_self) X(score_parent) X(score_grand)   \
                                                X(parent_unlinked) X(parent_words) X(parent_share) X(parent_blocks)              \
                                                    X(parent_long) X(grand_unlinked) X(grand_words) X(grand_share)               \
                                                        X(grand_blocks) X(grand_long) X(fill) X(articles) X(in_big_article)      \
                                                            X(big_article) X(most_alike) X(alike) X(parent_alike) X(path_blocks) \
                                                                X(path_words) X(path_links) X(path_share) X(path_ends)           \
                                                                    X(path_best) X(path_mean) X(path_rule) X(page_article)       \
                                                                        X(page_stated) X(page_live) X(long_self) X(long_parent)  \
                                                                            X(long_grand) X(rule_score) X(rule_kind)             \
                                                                                X(rule_body) X(rule_share) X(since_rule)         \
                                                                                    X(until_rule) X(rule_before) X(parent_rule)  \
                                                                                        X(grand_rule) X(tokens)

/* clang-format on */

#define FEATURE_PLACE(name) F_##name,
enum { FEATURES(FEATURE_PLACE) FEATURE_COUNT };
#undef FEATURE_PLACE

/* Rows before the first unit and behind the last, where neighbours are looked for; filled with FEATURE_NONE. */
#define FEATURE_REACH 4
#define FEATURE_NONE (-30000)

extern const char *const feature_names[FEATURE_COUNT];

/* clang-format off */
/* What is known of a page as a whole. The first are shares of its words in thousandths, up to P_capitals; then come counts. */
#define PAGE_FEATURES(X)                                                                                                        \
    X(links) X(prose) X(long_prose) X(sentences) X(tables) X(lists) X(in_articles) X(in_mains) X(in_sections) X(comments)       \
    X(body_props) X(best_path) X(in_best) X(ruled) X(alike) X(digits) X(capitals)                                               \
    X(prose_units) X(long_units) X(h1) X(h2) X(h3) X(h4) X(dated) X(bylines) X(addresses) X(questions) X(copies) X(most_alike)  \
    X(words) X(units) X(mean_words) X(articles) X(big_article) X(stated_article) X(stated_body) X(tokens)
/* clang-format on */

#define PAGE_PLACE(name) P_##name,
enum { PAGE_FEATURES(PAGE_PLACE) PAGE_COUNT, PAGE_SHARES = P_capitals + 1 };
#undef PAGE_PLACE

extern const char *const page_names[PAGE_COUNT];

/* clang-format off */
/* What is known of a line of plain text. Shares, logarithms, and distances as above. */
#define LINE_FEATURES(X)                                                                                                        \
    X(log_words) X(word_length) X(stops) X(ends) X(cut) X(lower_start) X(capitals) X(commas) X(digits) X(bars) X(colon)         \
    X(asks) X(quoted) X(sentence_marks) X(ellipsis) X(links) X(dated) X(phrase_line) X(phrase_start) X(phrase_has)              \
    X(phrase_tail) X(phrase_appeal) X(behind_appeal) X(byline) X(credit) X(furniture) X(image) X(source) X(marked) X(rule) X(gap) X(gap_after)   \
    X(repeats) X(prose) X(word_place) X(line_place) X(all_lines) X(all_words) X(airy) X(markup) X(page_prose) X(mean_words)     \
    X(group_lines) X(group_words) X(group_prose) X(group_place) X(in_title) X(from_title) X(in_stretch) X(from_begin)           \
    X(to_end) X(words_before) X(rule_kind) X(rule_body) X(from_long) X(to_long) X(prose_before) X(prose_behind) X(since_tail)   \
    X(short_before) X(short_behind) X(alike_before) X(alike_behind)
/* clang-format on */

#define LINE_PLACE(name) L_##name,
enum { LINE_FEATURES(LINE_PLACE) LINE_COUNT };
#undef LINE_PLACE

extern const char *const line_names[LINE_COUNT];

/* ---- weights.c: learned numbers, read from data/extract_weights.txt, data/plain_weights.txt, or another file of their form ---- */

/*
 * A question of a tree: is this number of the row, or of a neighbour's, above the limit? If so, none of the leaves in `lower` is the row's. All
 * questions are asked, of many rows at once; the first leaf that is left is the one that a way down the tree would have led to (Lucchese et al.,
 * QuickScorer, SIGIR 2015).
 */
typedef struct tree_node {
    int32_t limit;
    uint32_t lower; /* a bit for each leaf, from left to right */
    uint16_t column;
    int16_t neighbour;
} tree_node;

#define MOST_LEAVES 32

typedef struct tree {
    uint32_t nodes, leaves; /* its first of each */
    uint16_t count;         /* of its nodes; of leaves there is one more */
} tree;

/* Trees in their order: one set for articles, one for other pages, one that tells these apart, and one for lines of plain text. */
typedef enum tree_set { TREES_ARTICLE, TREES_OTHER, TREES_KIND, TREES_LINE, TREE_SETS } tree_set;

/* A page's threshold: its lowest, its lowest where a core is sure, its highest, in 1/PROBABILITY_ONE; and what a change between body and not body
 * costs, in 1/SCORE_ONE. */
typedef struct decision {
    int32_t low, core, high, change;
} decision;

typedef struct weights {
    bool none; /* rules alone */
    names tokens;
    int16_t (*token_weights)[TOKEN_WEIGHTS]; /* by number in tokens */
    tree *trees;
    tree_node *nodes;
    int32_t *leaves;
    uint32_t set_begin[TREE_SETS], set_end[TREE_SETS]; /* among the trees */
    int32_t other_from;                                /* score of TREES_KIND from which a page is no article */
    uint16_t *curve; /* probability in 1/4096 by score, CURVE_STEPS from -CURVE_MOST to CURVE_MOST */
    decision decisions[TREE_SETS];
} weights;

/* Scores are in 1/65536; beyond ±8 a probability hardly moves. */
#define SCORE_ONE 65536
#define CURVE_MOST (8 * SCORE_ONE)
#define CURVE_STEPS 256
#define PROBABILITY_ONE 4096

/* Those of the ctx: what retold_extract_weights() set, else the built-in ones. */
const weights *weights_of(retold_ctx *ctx);

/* The same for lines of plain text. */
const weights *line_weights_of(retold_ctx *ctx);

/* Read a weights file; NULL and err when it is none. Lives in `a`. */
weights *weights_read(arena *a, span text, retold_error *err);

/* ---- places.c: what is known of each element that holds text ---- */

typedef struct place {
    int32_t tokens[ROLES]; /* sums of the weights of its own tokens, by role */
    int32_t above;         /* of it and all around it, in the last role */
    uint16_t token_count, above_count;
    uint16_t alike, most_alike; /* siblings of its shape; the most at it or around it */
    uint64_t shape, path;       /* of tag and class; joined with those of the two around it */
    uint32_t flags;             /* class flags of its own */
    uint8_t around[AROUND_COUNT], content, boilerplate;
    bool body_prop;
} place;

/* Every token of an element: words of its class, id and the like, and the tags around it. */
void place_tokens(const html_page *html, uint32_t element, void (*take)(void *user, span token), void *user);

/* [element_count]; NULL for elements without units in them. *page becomes the learned score of all that the page's tokens say. */
place **places_read(work *w, const weights *weights, int32_t *page);

/* Learned score of the tokens at and around an element. */
int32_t place_learned(const html_page *html, place *const *places, uint32_t element);

/* ---- features.c ---- */

/* Rows of all units, the first at FEATURE_REACH * FEATURE_COUNT, and that of the page. Needs what the rules decided. Cost: linear. */
int32_t *features_read(work *w, const weights *weights, int32_t page[PAGE_COUNT]);

/* 16 * log2(1 + n), rounded down. */
int32_t log_of(uint64_t n);

/* ---- kinds.c ---- */

/* Every token of the page beside those of its elements: of its address, and of what it declares itself to be. */
void page_tokens(const work *w, void (*take)(void *user, span token), void *user);

/* The page's row out of its units' rows and the learned score of its tokens. */
void page_read(const work *w, const int32_t *rows, int32_t tokens, int32_t row[PAGE_COUNT]);

/* ---- model.c: which units are the body ---- */

void model_choose(work *w);

/*
 * Which of `count` units or lines, by their rows and words, are the body: by expected F1 and the likeliest run. *core becomes true
 * where there is a body beyond doubt. In w->scratch.
 * Cost: n log n.
 */
bool *model_bodies(work *w, const weights *weights, tree_set set, const int32_t *rows, size_t width, const uint32_t *words,
                   size_t count, bool *core);

/* Sums of a set's trees for rows of `width` numbers that lie one behind the other. Cost: linear. */

#endif
