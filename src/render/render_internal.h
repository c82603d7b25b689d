/* Shared between the files of render only. */
#ifndef RENDER_RENDER_INTERNAL_H
#define RENDER_RENDER_INTERNAL_H
#include "record/json.h"
#include "render/render.h"
#include "text/text.h"

/* Lists deeper than this are written as if they were no deeper. */
#define MOST_LISTS 8

typedef struct pen pen;

/* How a format writes what stands in a body. Each is called at the beginning (`open`) and at the end. */
typedef struct writer {
    void (*quote)(pen *p, bool open);
    void (*list)(pen *p, bool open);
    void (*item)(pen *p, bool open);
    void (*block)(pen *p, const retold_block *block, bool open);
    void (*mark)(pen *p, const retold_inline *mark, bool open);
    void (*text)(pen *p, span text);
} writer;

typedef struct open_list {
    bool ordered, item; /* an item of it is open */
    unsigned number;    /* of that item */
} open_list;

struct pen {
    buf *out;
    const writer *as;
    const retold_article *article;
    open_list lists[MOST_LISTS];
    unsigned depth, quotes; /* lists and quotes that are open */
    unsigned marks;         /* kinds of marks that are open, a bit each */
    const retold_block *at; /* the paragraph under way */
    bool section, begun;    /* TEI: a section is open; Markdown: a paragraph stands before */
    unsigned quotes_before; /* Markdown: around the paragraph before */
    unsigned starred;       /* Markdown: kinds of marks that were opened with stars, */
    size_t stars_end;       /* and where the output was when the last one was closed */
    bool fresh;             /* Markdown: an item was opened, and its sign isn't written yet */
};

/* blocks.c: the whole body by a writer */
void body_render(arena *a, buf *out, const retold_article *article, const writer *as);

/* inlines.c: one paragraph; *next is the first mark that may be in it */
void paragraph_render(arena *a, pen *p, const retold_block *block, size_t *next);

/* escape.c: for HTML and XML, in text and in attributes with double quotes */
void put_escaped(buf *out, span text);

/* One element on a line of its own; nothing when the text is empty. `attributes` begins with a blank or is empty. */
void put_element(buf *out, const char *indent, const char *name, const char *attributes, span text);

/* "2024-04-19T17:03:20Z" or as precise as known, of the day shown to readers where that is another; empty when not known. */
span date_of(arena *a, const retold_article *article);

void markdown_part(arena *a, buf *out, const retold_article *article);
void html_part(arena *a, buf *out, const retold_article *article);
void html_head(buf *out, const retold_article *first);
void tei_part(arena *a, buf *out, const retold_article *article);
void json_part(arena *a, buf *out, const retold_article *article);

#endif
