/* Tags as the parser of this room tells them apart: those of html.h first, so that these need no table to get there. */
#ifndef HTML_NAMES_H
#define HTML_NAMES_H
#include "html/html.h"

/* Tags that only the building of the tree asks for; all of them are HTML_OTHER to other rooms. */
/* clang-format off */
#define MORE_TAGS(X)                                                                                                            \
    X(APPLET) X(AREA) X(BASE) X(BASEFONT) X(BGSOUND) X(BIG) X(COL) X(COLGROUP) X(DESC) X(FOREIGNOBJECT) X(FRAME) X(FRAMESET)    \
    X(IMAGE) X(KEYGEN) X(LISTING) X(MALIGNMARK) X(MARQUEE) X(MGLYPH) X(MI) X(MN) X(MO) X(MS) X(MTEXT) X(NOBR) X(NOEMBED)        \
    X(NOFRAMES) X(OPTGROUP) X(PARAM) X(PLAINTEXT) X(RB) X(RP) X(RT) X(RTC) X(RUBY) X(S) X(SEARCH) X(SOURCE) X(STRIKE) X(TRACK)  \
    X(TT) X(VAR) X(WBR) X(XMP)
/* clang-format on */

#define HTML_TAG_TWIN(name, block) TAG_##name = HTML_##name,
#define MORE_TAG_NAME(name) TAG_##name,
typedef enum tag {
    TAG_UNKNOWN = HTML_OTHER,
    HTML_TAGS(HTML_TAG_TWIN) /* the same numbers */
    TAG_LAST_TOLD = HTML_TAG_COUNT - 1,
    MORE_TAGS(MORE_TAG_NAME) TAG_ANNOTATION_XML,
    TAG_TEXT,   /* no tag: a node with text */
    TAG_BORDER, /* no tag: a block border where a dropped tag stood */
    TAG_COUNT
} tag;
#undef HTML_TAG_TWIN
#undef MORE_TAG_NAME

/* What the rules of the tree builder ask of a tag. */
enum {
    SPECIAL = 1,            /* WHATWG's category; ends the search for an open element */
    SCOPE = 2,              /* hides what is outside of it from most end tags */
    BUTTON_SCOPE = 4,       /* likewise, in button scope: SCOPE and button */
    LIST_SCOPE = 8,         /* in list item scope: SCOPE and ol, ul */
    TABLE_SCOPE = 16,       /* in table scope */
    FORMATTING = 32,        /* opened again in each paragraph until it is closed */
    IMPLIED_END = 64,       /* may be closed without an end tag */
    IMPLIED_IN_TABLE = 128, /* likewise at the end of a template */
    HEADING = 256,
    CLOSES_P = 512,        /* begins a block, which closes an open p */
    CLOSED_BY_NAME = 1024, /* its end tag closes all that is open within it */
    HEAD_ELEMENT = 2048,   /* goes where head's elements go */
    BREAKS_OUT = 4096,     /* ends svg and math */
    RAW = 8192,            /* holds text, not markup */
    VOID = 16384           /* has no content */
};
extern const uint16_t tag_traits[TAG_COUNT];

/* The tag with a name in lower or upper case; TAG_UNKNOWN for others. `room` bytes may be read from the name's start on. */
tag tag_named(span name, size_t room);

/* The shared table of names; once made it doesn't change. */
void tag_names_make(void);

#endif
