/* Names of tags in a table by their first 16 letters, and what the rules ask of each tag (WHATWG HTML, 13.1.2 and 13.2.4). */
#include "html/names.h"
#include <threads.h>

#define IN_SCOPE SCOPE | BUTTON_SCOPE | LIST_SCOPE
#define BLOCK SPECIAL | CLOSES_P | CLOSED_BY_NAME
#define T(name) [TAG_##name]

const uint16_t tag_traits[TAG_COUNT] = {
    T(ADDRESS) = BLOCK,
    T(APPLET) = SPECIAL | IN_SCOPE,
    T(AREA) = SPECIAL | VOID,
    T(ARTICLE) = BLOCK,
    T(ASIDE) = BLOCK,
    T(A) = FORMATTING,
    T(B) = FORMATTING | BREAKS_OUT,
    T(BASE) = SPECIAL | HEAD_ELEMENT | VOID,
    T(BASEFONT) = SPECIAL | HEAD_ELEMENT | VOID,
    T(BGSOUND) = SPECIAL | HEAD_ELEMENT | VOID,
    T(BIG) = FORMATTING | BREAKS_OUT,
    T(BLOCKQUOTE) = BLOCK | BREAKS_OUT,
    T(BODY) = SPECIAL | BREAKS_OUT,
    T(BR) = SPECIAL | BREAKS_OUT | VOID,
    T(BUTTON) = SPECIAL | BUTTON_SCOPE | CLOSED_BY_NAME,
    T(CAPTION) = SPECIAL | IN_SCOPE | IMPLIED_IN_TABLE,
    T(CENTER) = BLOCK | BREAKS_OUT,
    T(CODE) = FORMATTING | BREAKS_OUT,
    T(COL) = SPECIAL | VOID,
    T(COLGROUP) = SPECIAL | IMPLIED_IN_TABLE,
    T(DD) = SPECIAL | IMPLIED_END | BREAKS_OUT,
    T(DETAILS) = BLOCK,
    T(DIALOG) = CLOSES_P | CLOSED_BY_NAME,
    T(DIR) = BLOCK,
    T(DIV) = BLOCK | BREAKS_OUT,
    T(DL) = BLOCK | BREAKS_OUT,
    T(DT) = SPECIAL | IMPLIED_END | BREAKS_OUT,
    T(EM) = FORMATTING | BREAKS_OUT,
    T(EMBED) = SPECIAL | BREAKS_OUT | VOID,
    T(FIELDSET) = BLOCK,
    T(FIGCAPTION) = BLOCK,
    T(FIGURE) = BLOCK,
    T(FONT) = FORMATTING,
    T(FOOTER) = BLOCK,
    T(FORM) = SPECIAL,
    T(FRAME) = SPECIAL | VOID,
    T(FRAMESET) = SPECIAL,
    T(H1) = SPECIAL | HEADING | BREAKS_OUT,
    T(H2) = SPECIAL | HEADING | BREAKS_OUT,
    T(H3) = SPECIAL | HEADING | BREAKS_OUT,
    T(H4) = SPECIAL | HEADING | BREAKS_OUT,
    T(H5) = SPECIAL | HEADING | BREAKS_OUT,
    T(H6) = SPECIAL | HEADING | BREAKS_OUT,
    T(HEAD) = SPECIAL | BREAKS_OUT,
    T(HEADER) = BLOCK,
    T(HGROUP) = BLOCK,
    T(HR) = SPECIAL | BREAKS_OUT | VOID,
    T(HTML) = SPECIAL | IN_SCOPE | TABLE_SCOPE,
    T(I) = FORMATTING | BREAKS_OUT,
    T(IFRAME) = SPECIAL | RAW,
    T(IMG) = SPECIAL | BREAKS_OUT | VOID,
    T(INPUT) = SPECIAL | VOID,
    T(KEYGEN) = SPECIAL | VOID,
    T(LI) = SPECIAL | IMPLIED_END | BREAKS_OUT,
    T(LINK) = SPECIAL | HEAD_ELEMENT | VOID,
    T(LISTING) = SPECIAL | CLOSED_BY_NAME | BREAKS_OUT,
    T(MAIN) = BLOCK,
    T(MARQUEE) = SPECIAL | IN_SCOPE,
    T(MENU) = BLOCK | BREAKS_OUT,
    T(META) = SPECIAL | HEAD_ELEMENT | BREAKS_OUT | VOID,
    T(NAV) = BLOCK,
    T(NOBR) = FORMATTING | BREAKS_OUT,
    T(NOEMBED) = SPECIAL | RAW,
    T(NOFRAMES) = SPECIAL | HEAD_ELEMENT | RAW,
    T(NOSCRIPT) = SPECIAL,
    T(OBJECT) = SPECIAL | IN_SCOPE,
    T(OL) = BLOCK | LIST_SCOPE | BREAKS_OUT,
    T(OPTGROUP) = IMPLIED_END,
    T(OPTION) = IMPLIED_END,
    T(P) = BLOCK | IMPLIED_END | BREAKS_OUT,
    T(PARAM) = SPECIAL | VOID,
    T(PLAINTEXT) = SPECIAL | RAW,
    T(PRE) = SPECIAL | CLOSED_BY_NAME | BREAKS_OUT,
    T(RB) = IMPLIED_END,
    T(RP) = IMPLIED_END,
    T(RT) = IMPLIED_END,
    T(RTC) = IMPLIED_END,
    T(RUBY) = BREAKS_OUT,
    T(S) = FORMATTING | BREAKS_OUT,
    T(SCRIPT) = SPECIAL | HEAD_ELEMENT | RAW,
    T(SEARCH) = BLOCK,
    T(SECTION) = BLOCK,
    T(SELECT) = SPECIAL | IN_SCOPE | CLOSED_BY_NAME,
    T(SMALL) = FORMATTING | BREAKS_OUT,
    T(SOURCE) = SPECIAL | VOID,
    T(SPAN) = BREAKS_OUT,
    T(STRIKE) = FORMATTING | BREAKS_OUT,
    T(STRONG) = FORMATTING | BREAKS_OUT,
    T(STYLE) = SPECIAL | HEAD_ELEMENT | RAW,
    T(SUB) = BREAKS_OUT,
    T(SUMMARY) = BLOCK,
    T(SUP) = BREAKS_OUT,
    T(TABLE) = SPECIAL | IN_SCOPE | TABLE_SCOPE | BREAKS_OUT,
    T(TBODY) = SPECIAL | IMPLIED_IN_TABLE,
    T(TD) = SPECIAL | IN_SCOPE | IMPLIED_IN_TABLE,
    T(TEMPLATE) = SPECIAL | IN_SCOPE | TABLE_SCOPE | HEAD_ELEMENT,
    T(TEXTAREA) = SPECIAL | RAW,
    T(TFOOT) = SPECIAL | IMPLIED_IN_TABLE,
    T(TH) = SPECIAL | IN_SCOPE | IMPLIED_IN_TABLE,
    T(THEAD) = SPECIAL | IMPLIED_IN_TABLE,
    T(TITLE) = SPECIAL | HEAD_ELEMENT | RAW,
    T(TR) = SPECIAL | IMPLIED_IN_TABLE,
    T(TRACK) = SPECIAL | VOID,
    T(TT) = FORMATTING | BREAKS_OUT,
    T(U) = FORMATTING | BREAKS_OUT,
    T(UL) = BLOCK | LIST_SCOPE | BREAKS_OUT,
    T(VAR) = BREAKS_OUT,
    T(WBR) = SPECIAL | VOID,
    T(XMP) = SPECIAL | RAW,
};

#define UPPER_NAME(name, block) [HTML_##name] = S_INIT(#name),
#define UPPER_MORE(name) [TAG_##name] = S_INIT(#name),
static const span upper_names[TAG_COUNT] = {HTML_TAGS(UPPER_NAME) MORE_TAGS(UPPER_MORE)[TAG_ANNOTATION_XML] =
                                                S_INIT("ANNOTATION-XML")};

/* A name as two numbers; letters are folded by their bit of case, which digits and the hyphen have set as well. */
typedef struct packed {
    uint64_t low, high;
} packed;

#define LONGEST_NAME 16
#define SLOTS 512

static struct slot {
    packed name;
    uint8_t tag;
} slots[SLOTS];
static once_flag made = ONCE_FLAG_INIT;

#define N16(n) n, n, n, n, n, n, n, n, n, n, n, n, n, n, n, n

/* Of 16 bytes the first `len`. */
static packed fold(packed p, size_t len) {
    static const unsigned char cases[2 * LONGEST_NAME] = {N16(0x20)}, kept[2 * LONGEST_NAME] = {N16(0xFF)};
    packed bits, mask;
    memcpy(&bits, cases + LONGEST_NAME - len, sizeof bits);
    memcpy(&mask, kept + LONGEST_NAME - len, sizeof mask);
    return (packed){(p.low & mask.low) | bits.low, (p.high & mask.high) | bits.high};
}

static packed pack(span name) {
    packed p = {0, 0};
    memcpy(&p, name.ptr, name.len);
    return fold(p, name.len);
}

static uint32_t slot_of(packed p) { return (uint32_t)(((p.low ^ p.high * 31) * 0x9E3779B97F4A7C15u) >> 55); }

static void make(void) {
    for (int t = 1; t < TAG_COUNT; t++) {
        if (!upper_names[t].len) continue;
        packed p = pack(upper_names[t]);
        uint32_t at = slot_of(p);
        while (slots[at].name.low) at = (at + 1) % SLOTS;
        slots[at].name = p;
        slots[at].tag = (uint8_t)t;
    }
}

void tag_names_make(void) { call_once(&made, make); }

tag tag_named(span name, size_t room) {
    if (!name.len || name.len > LONGEST_NAME) return TAG_UNKNOWN;
    packed p;
    if (room >= sizeof p) {
        memcpy(&p, name.ptr, sizeof p);
        p = fold(p, name.len);
    } else {
        p = pack(name);
    }
    for (uint32_t at = slot_of(p); slots[at].name.low; at = (at + 1) % SLOTS)
        if (slots[at].name.low == p.low && slots[at].name.high == p.high) return (tag)slots[at].tag;
    return TAG_UNKNOWN;
}
