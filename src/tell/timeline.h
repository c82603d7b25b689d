/* What happened when, merged over the tellings of a story; docs/how/tell.md has the method. */
#ifndef TELL_TIMELINE_H
#define TELL_TIMELINE_H
#include "tell/tell.h"

/* One telling's words for a happening. */
typedef struct tell_mention {
    uint32_t telling;
    uint32_t time;      /* place in its times; RETOLD_NONE where it tells of the happening without dating it */
    range sentence;     /* bytes of its text */
    range clause;       /* what it says of the happening: a part of the sentence, or all of it */
    int64_t begin, end; /* ms, half open, as wide as the words are precise; RETOLD_TIME_NONE without a date */
    bool possible;      /* the value rests on a possible date of the article, or it is a clock whose day isn't said */
} tell_mention;

typedef struct tell_happening {
    tell_mention *mentions; /* [count] by rank of the telling, then by place */
    uint32_t count;
    uint32_t label;     /* place in mentions: whose words head it */
    int64_t begin, end; /* ms: the narrowest date that most agree with; RETOLD_TIME_NONE when none is dated */
    bool conflict;      /* two mentions have dates that can't both hold; a coarser one is no conflict */
    bool said;          /* what happened then are words: a quote's sentence */
    bool possible;      /* no mention dates it by a date that is sure */
} tell_happening;

typedef struct tell_timeline {
    tell_happening *items; /* [count] by begin, undated ones not in it */
    uint32_t count;
} tell_timeline;

/* Cost: near linear in the dated sentences. The result lives in `a`. */
tell_timeline *timeline_build(retold_ctx *ctx, arena *a, const tell_story *story);

#endif
