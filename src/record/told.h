/*
 * What the tellings of one story say together: who speaks in it, and each quote with its variants. The quotes room makes
 * them, tell shows them. Tellings are named by their place in the input.
 */
#ifndef RECORD_TOLD_H
#define RECORD_TOLD_H
#include "record/record.h"

/* One telling as the stages over a whole story read it. */
typedef struct told_telling {
    const retold_article *article;
    const retold_quote *quotes; /* [quote_count] in order of the text */
    uint32_t quote_count;
    uint32_t family; /* tellings whose bodies are copies have the same number */
    uint32_t rank;   /* place in order of time: what is earlier has the smaller one */
} told_telling;

/* A speaker or source, whatever each telling calls it: a person, an outlet, an office, a group. */
typedef struct told_person {
    span name;         /* the fullest form that a telling gives */
    span role;         /* the fullest role that a telling gives, such as "Foreign Minister"; empty when none does */
    const span *forms; /* [form_count] other names that it has in tellings, such as "Sergey Lavrov" */
    uint32_t form_count;
    uint32_t quotes;   /* quotes of told_quotes that it speaks */
    uint32_t tellings; /* that quote it */
} told_person;

/* What a telling did to a quote, against the fullest form that any has. */
typedef enum told_change {
    TOLD_FULLEST,    /* this is the fullest form */
    TOLD_SAME,       /* the same words */
    TOLD_SHORTENED,  /* words left out, none put in */
    TOLD_CUT,        /* breaks off before the sentence ends */
    TOLD_REWORDED,   /* other words in the same language */
    TOLD_REPORTED,   /* direct speech told as indirect, or in part */
    TOLD_TRANSLATED, /* in another language, or the wording of a translation: alike in names, numbers, order, not in words */
} told_change;

typedef struct told_variant {
    uint32_t telling, quote; /* quote: place in told_telling.quotes */
    told_change change;
    float shared; /* share of its words that stand in the fullest form, in order, 0 to 1 */
} told_variant;

typedef struct told_quote {
    const told_variant *variants; /* [count] by rank of the telling, then by place */
    uint32_t count;
    uint32_t fullest;  /* place in variants: the form that is shown, never a composed one */
    uint32_t earliest; /* place in variants: of the first dated telling; the first one where none is dated */
    uint32_t speaker;  /* place in told_quotes.persons; RETOLD_NONE when not known */
    const uint32_t
        *via; /* [via_count] persons that it comes through, outermost first: those of the variant with the longest chain */
    uint32_t via_count;
    float confidence; /* of the speaker, over all variants, 0 to 1 */
} told_quote;

typedef struct told_quotes {
    const told_person *persons; /* [person_count] by quotes, most first, then by name */
    uint32_t person_count;
    const told_quote *items; /* [count] by the number of tellings, most first, then by rank and place of the first variant */
    uint32_t count;
} told_quotes;

/* A date that an article without one probably has, and why. */
typedef enum told_date_reason { TOLD_DATE_OWN, TOLD_DATE_COPY, TOLD_DATE_STORY, TOLD_DATE_NONE } told_date_reason;

typedef struct told_date {
    stamp day;               /* its own date where it has one; else a possible one, to the day */
    told_date_reason reason; /* own; of its dated copies; of the dated tellings of its story; none is known */
    uint32_t from;           /* telling that it was taken from; RETOLD_NONE for its own and for none */
} told_date;

#endif
