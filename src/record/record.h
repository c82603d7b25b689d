/* Inside of the shapes that travel. Stages meet here: each reads what the earlier ones filled. */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H
#include "base/hash.h"
#include "base/vec.h"
#include "retold/record.h"

typedef enum page_kind {
    PAGE_HTML,
    PAGE_TEXT,  /* plain text: a dump of a page, a print copy, an article's own text */
    PAGE_OTHER, /* no text: an image, an archive; listed, never extracted */
} page_kind;

typedef VEC(retold_limit_hit) limit_hits;

struct retold_page {
    arena memory;
    span id;    /* given by the input row; empty when none */
    span url;   /* as given; empty when not known */
    span bytes; /* as fetched, content coding undone */
    page_kind kind;
    span charset;    /* of the HTTP header or the row; empty when none. "utf-8" for the text of a JSON row */
    int64_t fetched; /* ms since 1970, RETOLD_TIME_NONE when not known */
    span file;       /* path of the file that it was read from; empty for standard input */
    uint64_t offset; /* of its record in the file, after decompression; in compressed web archives of its member, before */
    digest sha;      /* SHA-256 of bytes */
    span row;        /* the JSON object that it came in, for fields to be passed through; empty when none */
    span error;      /* why it can't be used; empty when it can */
    limit_hits limits;
};

/* A date with what is known of it. */
typedef enum precision {
    PRECISION_NONE,
    PRECISION_YEAR,
    PRECISION_MONTH,
    PRECISION_DAY,
    PRECISION_MINUTE,
    PRECISION_SECOND
} precision;

#define ZONE_NONE INT16_MIN

typedef struct stamp {
    int64_t ms;   /* UTC; where no zone is known the local time is taken as UTC. RETOLD_TIME_NONE when unknown */
    int16_t zone; /* minutes east of UTC; ZONE_NONE when not said */
    precision precision;
} stamp;

#define STAMP_NONE ((stamp){RETOLD_TIME_NONE, ZONE_NONE, PRECISION_NONE})

/* May it be read without paying? As the publisher says. */
typedef enum access_kind { ACCESS_UNSAID, ACCESS_FREE, ACCESS_PAID } access_kind;

/* One piece of metadata with its evidence. */
typedef struct field {
    span text;
    range page;       /* page bytes that it was read from; RANGE_NONE when not from the page's bytes */
    const char *from; /* the rule that found it, such as "json-ld", "meta og:title", "h1", "byline"; constant; NULL when absent */
    float confidence; /* 0 to 1 */
} field;

typedef struct caption {
    field text;  /* without the credit */
    span credit; /* "Jane Roe / Agency"; empty when none */
} caption;

/*
 * A stretch of the body and the page bytes behind it. Pieces rise in the text and cover it but for the newlines between
 * paragraphs and what repairs put in.
 *
 *   text   Russia has made clear␣“does not…      exact: text byte i ↔ page byte page.begin + (i - text.begin)
 *   page   Russia has made clear\r\n  &ldquo;does…  not exact: only the piece as a whole maps (entity, blanks, charset)
 */
typedef struct piece {
    range text, page;
    bool exact;
} piece;

struct retold_article {
    arena memory;
    span id;      /* given by the input, else 32 hex digits of article_hash_id() */
    span page_id; /* 64 hex digits: SHA-256 of the page's bytes; empty for a row of documents */
    field url;    /* canonical or "original" address, else that of the page */
    field title, outlet, agency;
    field section, description; /* of the publisher's site; what it says of the article in short */
    field image;                /* address of the picture that stands for the article: http or https */
    span image_credit;          /* empty when not known */
    field access_field;         /* the text that was read */
    access_kind access;
    field *authors; /* [author_count] persons, in order */
    size_t author_count;
    field published_field, modified_field; /* the text that was read */
    stamp published, modified;
    field day_field;
    stamp day; /* the day that the page shows its readers, where it is another than that of `published` */
    span lang; /* ISO 639-1; empty when not known */
    span text; /* the body */
    piece *pieces;
    size_t piece_count;
    caption *captions;
    size_t caption_count;
    retold_block *blocks; /* the paragraphs of `text` */
    size_t block_count;
    retold_inline *inlines; /* where they were asked for */
    size_t inline_count;
    retold_repair *repairs; /* rising by span */
    size_t repair_count;
    limit_hits limits;
    span site_memory;      /* number of the table that knew the page's site; empty without one */
    uint32_t site_dropped; /* blocks that it took out of the body */
    int64_t fetched;       /* of the page */
    span row;              /* the JSON object that it came in, for fields to be passed through; empty when none */
};

/* An empty page or article whose arena belongs to ctx's guard; free with retold_page_free() / retold_article_free(). */
retold_page *page_new(retold_ctx *ctx);
retold_article *article_new(retold_ctx *ctx);

/* Void twins for ctx_undo(). */
void page_undo(void *page);
void article_undo(void *article);

/* Remember a hit of a cap, at most 16 a record. */
void limits_add(arena *a, limit_hits *hits, const char *limit, uint64_t at);

/* The id of an article: 32 hex digits of SHA-256 over the page's digest and address, so that it means the same in every store. */
span article_hash_id(arena *a, const digest *page, span url);

/* Next paragraph of a body: *at is 0 at first; false at the end. */
bool article_next_paragraph(const retold_article *article, uint32_t *at, range *paragraph);

/* "YYYY-MM-DD" (local day of the stamp's zone), "YYYY-MM" or "YYYY" as precise as known; empty when unknown. */
span stamp_day(arena *a, stamp s);

/* ISO 8601 as precise as known: "2024-04-19", "2024-04-19T17:03+03:00", "2024-04-19T17:03:20Z"; empty when unknown. */
span stamp_iso(arena *a, stamp s);

/* Parse ISO 8601 and its usual relatives ("2024-04-19", "2024-04-19T17:03:20Z", "2024-04-19 17:03 +0300", "20240419"); STAMP_NONE when it is none. */
stamp stamp_parse(span text);

/* Days since 1970-01-01 of a calendar day (proleptic Gregorian), and back. */
int64_t days_of(int year, unsigned month, unsigned day);
void day_of(int64_t days, int *year, unsigned *month, unsigned *day);

/*
 * An article of one JSONL row of documents: id, text, title, outlet, date ("YYYY-MM-DD"), time (epoch seconds), lang, url.
 * Missing ones stay empty. RETOLD_E_FORMAT when the row is no JSON object or has no id or text.
 */
retold_status article_of_row(retold_ctx *ctx, span row, retold_article **out, retold_error *err);

/* Take over what the JSON row of a page states of itself: title, outlet, agency, authors, dates, language. It wins over what was read. */
void article_take_row(retold_ctx *ctx, retold_article *article, span row);

#endif
