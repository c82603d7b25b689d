/* Shared between the files of extract only. */
#ifndef EXTRACT_EXTRACT_INTERNAL_H
#define EXTRACT_EXTRACT_INTERNAL_H
#include "base/buf.h"
#include "base/map.h"
#include "extract/extract.h"
#include "html/html.h"
#include "record/record.h"
#include "text/text.h"

/* ---- rules.c: the lists of data/ ---- */

/* What a word of a class or id says. */
enum { CLASS_CONTENT = 1, CLASS_BOILERPLATE = 2, CLASS_COMMENT = 4, CLASS_CAPTION = 8, CLASS_DEK = 16, CLASS_BYLINE = 32 };

/* What a phrase says of its block. */
enum { PHRASE_LINE = 1, PHRASE_START = 2, PHRASE_HAS = 4, PHRASE_TAIL = 8, PHRASE_APPEAL = 16 };

/* Kinds of byline_words.txt and credit_words.txt. */
enum {
    WORD_LEAD = 1,
    WORD_LABEL = 2,
    WORD_ROLE = 4,
    WORD_STOP = 8,
    WORD_DATE = 16,
    WORD_CHANGE = 32,
    CREDIT_LEAD = 64,
    CREDIT_HOUSE = 128,
    WORD_END = 256 /* what follows is no author */
};

/* Phrases with flags, found by their first word. */
typedef struct phrases {
    VEC(span) items;
    VEC(uint32_t) flags;
    VEC(uint32_t) next;   /* phrase with the same first word + 1 */
    map first;            /* hash of the first word → phrase + 1 */
    VEC(uint32_t) also;   /* phrase with the same first byte + 1 */
    uint32_t bytes[256];  /* first byte → phrase + 1 */
    uint32_t opens[256];  /* first byte → flags of all its phrases */
    bool lead_bytes[256]; /* first bytes of those that lead a credit, in any case */
    uint64_t leads[16];   /* sieve of their first three */
    uint64_t heads[64];   /* sieve of first words by their first bytes and length */
} phrases;

typedef struct rules {
    names first_names;                         /* in lower case */
    names outlet_ends;                         /* words that names of outlets end in, in lower case */
    map date_names;                            /* hash of a name of data/date_names.txt → date_kind */
    VEC(span) shows_published, shows_modified; /* parts of classes */
    names class_words;
    uint8_t *class_flags; /* by number in class_words */
    phrases page, byline;
    names agencies;     /* folded */
    span *agency_names; /* by number in agencies: the name that is given */
    map months;         /* hash of a lower-case name → 1 to 12 */
    const struct weights *weights, *line_weights;
    bool inlines;             /* links and emphasis are wanted */
    const site_memory *sites; /* what sites repeat; NULL without */
} rules;

rules *rules_of(retold_ctx *ctx);

/* Flags of all phrases in a lower-case text: whole (LINE), at its start (START, TAIL, APPEAL, and the others), anywhere (HAS). */
uint32_t phrases_in(const phrases *p, span lower);

/* Longest phrase that opens the lower-case text and has one of the flags: its length; 0 when there is none. */
size_t phrase_opens(const phrases *p, span lower, uint32_t flags);

/* The same of the text from `at` on in any case. */
size_t phrase_opens_at(const phrases *p, span text, size_t at, uint32_t flags);

/* True when a lead of a credit, of three bytes or more, begins at a word of the text. */
bool phrase_leads(const phrases *p, span text);

/* A copy with ASCII letters in lower case and curly apostrophes made straight. */
span lowered(arena *a, span s);

/* Flags of the words in a class, id, or the like. */
uint32_t class_flags_of(const rules *r, span value);

/* The agency that a name means; empty when it means none. */
span agency_of(arena *a, const rules *r, span name);

/* ---- source.c: text that is cut from, and its way back to the page ---- */

typedef struct source {
    span text;             /* of the HTML page's blocks, or the decoded plain text */
    const html_page *html; /* NULL for plain text */
    const decoded *decoded;
} source;

/* Page bytes behind a stretch of text. */
range source_page(const source *s, range text);
field source_field(arena *a, const source *s, range text, const char *from, float confidence);

/* A field read out of decoded text, where that is no stretch of the source's own (attributes, scripts). */
field decoded_field(arena *a, const source *s, span text, range at, const char *from, float confidence);

/* ---- Dates of the page: what may be its date, and how it is written ---- */

/* What a date is said to be. */
typedef enum date_kind { DATE_PLAIN, DATE_PUBLISHED, DATE_CREATED, DATE_MODIFIED } date_kind;

/* Where it stands: in meta tags and the like; shown between title and body; shown behind the body; in a script; in the address. */
typedef enum date_place { PLACE_DECLARED, PLACE_SHOWN, PLACE_FOOT, PLACE_SCRIPT, PLACE_URL } date_place;

/* Whether "4/5/2024" is of April or of May. */
typedef enum date_order { ORDER_UNKNOWN, ORDER_DAY, ORDER_MONTH } date_order;

typedef struct dating {
    stamp at;
    field from;
    date_kind kind;
    date_place place;
    uint32_t element; /* HTML_NONE when it is of none */
} dating;

/* ---- draft.c: the body as it is put together ---- */

typedef struct draft {
    arena *memory; /* of the article */
    const source *from;
    buf text;
    VEC(piece) pieces;
    VEC(retold_block) blocks; /* ends are set by draft_end() */
    VEC(retold_inline) inlines;
    VEC(retold_repair) repairs;
} draft;

draft draft_made(arena *memory, const source *from);
void draft_paragraph(draft *d);                      /* begins a paragraph */
void draft_copy(draft *d, range text);               /* bytes of the source, blanks in them made one space */
void draft_put(draft *d, span s, range text);        /* other bytes in place of those of the source */
void draft_foreign(draft *d, span s, range decoded); /* bytes that some stretch of the decoded page stands behind */
void draft_repair(draft *d, const char *kind, range at, span before, span after);
void draft_fix(draft *d, const text_fix *fixes, size_t count); /* change the text, moving pieces and repairs */
void draft_drop_blank_end(draft *d);
void draft_drop_last(draft *d); /* one byte, ASCII */
void draft_end(draft *d);       /* set where paragraphs end; those without text go */

/* ---- Units: what is chosen from ---- */

typedef enum unit_kind { UNIT_OTHER, UNIT_BODY, UNIT_TITLE, UNIT_DEK, UNIT_BYLINE, UNIT_CAPTION } unit_kind;

/* What is known of a block before it is judged: the features of unit_score() in choose.c, whose place a trained model can take. */
typedef struct unit {
    range text;       /* of the source */
    span lower;       /* its text in lower case; only of short ones, else empty */
    uint32_t element; /* HTML_NONE in plain text */
    uint32_t words, link_words, bold_words, links, stop_words, commas, capitals;
    uint32_t flags;       /* of phrases */
    uint8_t tag, heading; /* html_tag; 1 to 6, 0 for none */
    bool ends;            /* as a sentence does */
    bool cut;             /* as a sentence can't: a letter, a comma */
    bool lower_start;
    bool hidden, in_table, in_list, in_figure, in_quote, in_side; /* nav, footer, aside, form, button */
    bool dated;                                                   /* short and holds a date or clock time */
    uint32_t classes;      /* class flags of itself and all around it that is inside the container */
    uint32_t own_classes;  /* of the nearest three elements */
    uint32_t self_classes; /* of the element itself */
    int levels;            /* steps up from the best container to the one that it shares with it; 0 inside */
    float title_share;     /* words of the title in it */
    bool repeated;         /* stood on the page before */
    float score;
    unit_kind kind;
} unit;

typedef VEC(unit) units;

/* A token at the unit's element, at the next two around it, further out; on the page. */
enum { ROLES = 3, PAGE_ROLE = ROLES, TOKEN_WEIGHTS };

/* What the words of one attribute's value, or the tags around an element, say: class flags, and sums of learned weights by role. */
typedef struct words_said {
    uint32_t flags, count;
    int32_t tokens[ROLES];
    uint64_t shape; /* of the value without the digits that number items */
} words_said;

/* What the tokens of a page say of its kind, each counted once. */
typedef struct page_sum {
    uint8_t *seen; /* by number of the token */
    int64_t sum;
    uint32_t count;
} page_sum;

/* Words of a page's text; those of unit i are [starts[i], page_words_end()). */
typedef struct page_words {
    words all;
    uint32_t *starts;
} page_words;

/* Everything that is known while one page is worked on. */
typedef struct work {
    retold_ctx *ctx;
    arena *scratch;
    const rules *rules;
    const retold_page *page;
    retold_article *article;
    decoded decoded;
    source from;
    const html_page *html;
    VEC(dating) datings; /* in the order in which they were found */
    date_order order;
    VEC(field) signatures; /* declared names of authors, whatever they are */
    units units;
    page_words page_words; /* of an HTML page, by words_of_page() */
    uint32_t title_unit;   /* RETOLD_NONE when no unit is the title */
    bool other;            /* the page is no article but a list, forum, shop, or the like */
    span description;
    span stated_body;                 /* JSON-LD articleBody */
    span stated_posts;                /* headlines and bodies of a live blog's posts, as JSON-LD has them */
    bool stated_article, stated_live; /* JSON-LD says: an article, a live blog */
    VEC(words_said) said;             /* places.c: what the words of attributes say, */
    map said_numbers;                 /* and the hash of a value → its place there + 1 */
    const text_stops *stops;
    uint32_t *attr_said;      /* likewise by number of an attribute, once it was asked for */
    page_sum page_said;       /* and all of them of the page */
    VEC(span) stated_types;   /* all types that JSON-LD names */
    span scripted;            /* body out of a script's data, its paragraphs parted by newlines; empty when the units hold it */
    range scripted_at;        /* of the script, in decoded text */
    struct text_state *plain; /* of a plain text */
} work;

/* Hash of a run of `count` words from word `at` on. */
static inline uint64_t gram_at(const words *all, uint32_t at, uint32_t count) {
    uint64_t hash = count;
    for (uint32_t i = 0; i < count; i++) hash = hash * 0x9E3779B97F4A7C15u + all->items[at + i].hash;
    return hash_mix(hash);
}

#define SIEVE_BITS 4096

/* Runs of `count` words of a text; few others pass the sieve. */
typedef struct grams {
    map known;
    uint64_t sieve[SIEVE_BITS / 64];
} grams;

/* Into an empty one. */
void grams_of(arena *a, span text, uint32_t count, grams *out);

static inline bool grams_have(const grams *g, uint64_t hash) {
    return g->sieve[hash % SIEVE_BITS / 64] >> hash % 64 & 1 && map_get(&g->known, hash);
}

/* True when the unit is plainly prose: enough words, few in links, stop words, an end. */
bool unit_is_prose(const unit *u);

/* Cut once, when all units are there. */
const page_words *words_of_page(work *w);
uint32_t page_words_end(const work *w, const page_words *p, size_t i);

/* Fill what can be told from the text alone. */
void unit_read(work *w, unit *u, uint32_t html_words);

/* places.c: class flags of the attributes of an element that say what it is for */
uint32_t element_words(work *w, uint32_t element);

/* blocks.c: units of an HTML page with all that is known of them; choose.c: kinds of all units */
void blocks_read(work *w);
void blocks_choose(work *w);

/* plain.c: the same for plain text, and its metadata */
void plain_read(work *w);
void plain_write(work *w, draft *d);

/* extract.c: what is known of an HTML page once the rules have had their say */
void html_read(work *w);

/* live.c: units that stand in the posts that a live blog declares are its body */
void live_choose(work *w);

/* next.c: the body ends where the next article of the page begins */
void next_cut(work *w);

/* scripted.c: the body out of the data of scripts, where the chosen units are only its beginning */
void scripted_read(work *w);

/* site.c: blocks that the site repeats are no body; or, learning, which blocks of the body there are. *out lives in `a` */
void site_drop(work *w);
void site_note(work *w, arena *a, site_blocks *out);

/* inlines.c: kinds of the draft's last paragraph, which is of unit i; and its text with the links and emphasis in it */
typedef struct inlines {
    work *w;
    uint32_t next;       /* element to be looked at */
    VEC(uint32_t) begun; /* inline elements whose text isn't over, outer ones first */
} inlines;
void inlines_kind(const work *w, size_t i, retold_block *block);
void inlines_copy(inlines *in, draft *d, range text);

/* links.c: where a link leads from a page at `base`: an absolute http(s) address; empty when nowhere that one could go */
span link_resolve(arena *a, span base, span href);

/* body.c: the body, captions, and repairs from chosen units */
void body_write(work *w);
bool caption_split(work *w, span text, span *caption, span *credit);
bool looks_credited(work *w, span text); /* ends in a credit that says so: "Photo: …", "(Picture by …)", "© …" */

/* ---- Metadata ---- */

/* meta.c: head and JSON-LD of an HTML page, before the blocks are read; then what only the text can say */
void meta_read(work *w);
void meta_finish(work *w);

/* jsonld.c */
typedef struct jsonld {
    field headline, outlet, published, modified, url, body, section, image, free;
    span image_credit;
    VEC(field) persons;
    VEC(field) organisations;
    bool article, live; /* it says that the page is an article; a live blog */
    buf posts;          /* of the live blog */
} jsonld;
void jsonld_read(work *w, jsonld *out);

/* dates.c: the first date written for people in `s`; *at (may be NULL) becomes its place. With `short_years` also "19.4.24". */
stamp date_found(work *w, span s, bool short_years, range *at);
stamp date_written(work *w, span s, range *at);
stamp date_of_url(span url);
bool has_date(work *w, span lower);

/* date_names.c: what a name of a meta tag, property, or key says of its date; DATE_NONE when it names none */
#define DATE_NONE (-1)
void read_date_names(arena *a, rules *r);
int date_name(const rules *r, span name);
date_kind date_class(const rules *r, arena *a, span value); /* DATE_PLAIN when a class says nothing */

/* dating.c: the units around the body */
typedef struct layout {
    uint32_t low, title, first, last, last_foot; /* `title` is RETOLD_NONE when it isn't before the body */
    range head, foot;                            /* bytes of the text */
    bool hidden;                                 /* the whole body is, until the page's scripts run: then hidden lines count */
} layout;
bool lay_out(const work *w, layout *l); /* false when there is neither body nor title */

/* bylines.c: authors as the page shows them, and what they change of those declared */
void bylines_read(work *w);

/* dating.c: candidates for the date of an HTML page, and the choice among them */
void dating_add(work *w, field from, date_kind kind, date_place place,
                uint32_t element); /* from.text is read; nothing when it is no date */
void dating_shown(work *w);        /* what stands between title and body, or behind it */
void dating_choose(work *w);

/* state.c: dates in the data of scripts, for pages that have none elsewhere */
void state_read(work *w);
void trackback_read(work *w); /* of an RDF comment, as blogs have it for those that link to them */

/* authors.c */
void read_name_lists(arena *a, rules *r);
bool person_add(work *w, field text);    /* a line that has only a person's name, with a first name that is known */
span byline_first(work *w, span text);   /* up to the first separator, without a role */
span byline_rest(work *w, span text);    /* the first name behind "By", whatever it is; empty when there is none */
void signature_add(work *w, field text); /* a name that is no person's and no agency's, nor a role or the outlet */
void authors_add(work *w, field text);   /* one name or a list of them, with a lead or without */
bool byline_read(work *w, span text, range page, const char *from, float confidence);
void agency_set(work *w, span name, range page, const char *from, float confidence);
bool dateline_read(work *w, span text, range *outlet, range *agency);

/* Text compared without case, blanks, and signs: share of the words of `a` that are in `b`. */
float word_share(arena *a, span of, span in);

#endif
