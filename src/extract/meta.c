/*
 * Metadata of an HTML page: ranked candidates, each with where it was read and how far it is to be trusted.
 *
 * Dates are only gathered here; dating.c chooses.
 */
#include "extract_internal.h"

typedef enum target {
    TO_TITLE,
    TO_OUTLET,
    TO_AUTHOR,
    TO_PUBLISHED,
    TO_MODIFIED,
    TO_URL,
    TO_DESCRIPTION,
    TO_SECTION,
    TO_IMAGE,
    TO_TIER
} target;

typedef struct meta_name {
    const char *name;
    target to;
    float confidence;
} meta_name;

/* Names of meta tags, from Open Graph, Dublin Core, and what publishing systems write. */
static const meta_name meta_names[] = {
    {"og:title", TO_TITLE, 0.8f},
    {"twitter:title", TO_TITLE, 0.7f},
    {"dc.title", TO_TITLE, 0.6f},
    {"headline", TO_TITLE, 0.7f},
    {"og:site_name", TO_OUTLET, 0.9f},
    {"application-name", TO_OUTLET, 0.5f},
    {"dc.publisher", TO_OUTLET, 0.5f},
    {"author", TO_AUTHOR, 0.8f},
    {"article:author", TO_AUTHOR, 0.75f},
    {"byl", TO_AUTHOR, 0.8f},
    {"parsely-author", TO_AUTHOR, 0.8f},
    {"sailthru.author", TO_AUTHOR, 0.8f},
    {"dc.creator", TO_AUTHOR, 0.7f},
    {"article:author_name", TO_AUTHOR, 0.8f},
    {"twitter:creator_name", TO_AUTHOR, 0.5f},
    {"cxenseparse:author", TO_AUTHOR, 0.7f},
    {"og:article:author", TO_AUTHOR, 0.75f},
    {"citation_author", TO_AUTHOR, 0.8f},
    {"dcterms.creator", TO_AUTHOR, 0.7f},
    {"authors", TO_AUTHOR, 0.7f},
    {"article.author", TO_AUTHOR, 0.7f},
    {"article:published_time", TO_PUBLISHED, 0.95f},
    {"og:published_time", TO_PUBLISHED, 0.9f},
    {"datepublished", TO_PUBLISHED, 0.9f},
    {"parsely-pub-date", TO_PUBLISHED, 0.9f},
    {"sailthru.date", TO_PUBLISHED, 0.85f},
    {"article.published", TO_PUBLISHED, 0.9f},
    {"pubdate", TO_PUBLISHED, 0.85f},
    {"publishdate", TO_PUBLISHED, 0.85f},
    {"publish-date", TO_PUBLISHED, 0.85f},
    {"publish_date", TO_PUBLISHED, 0.85f},
    {"date", TO_PUBLISHED, 0.75f},
    {"dc.date", TO_PUBLISHED, 0.75f},
    {"dc.date.issued", TO_PUBLISHED, 0.85f},
    {"dcterms.created", TO_PUBLISHED, 0.8f},
    {"dcterms.date", TO_PUBLISHED, 0.75f},
    {"cxenseparse:recs:publishtime", TO_PUBLISHED, 0.85f},
    {"article:published", TO_PUBLISHED, 0.9f},
    {"datecreated", TO_PUBLISHED, 0.6f},
    {"article_date_original", TO_PUBLISHED, 0.85f},
    {"originalpublicationdate", TO_PUBLISHED, 0.85f},
    {"article:modified_time", TO_MODIFIED, 0.9f},
    {"og:updated_time", TO_MODIFIED, 0.85f},
    {"datemodified", TO_MODIFIED, 0.85f},
    {"lastmod", TO_MODIFIED, 0.7f},
    {"last-modified", TO_MODIFIED, 0.7f},
    {"article.updated", TO_MODIFIED, 0.8f},
    {"dcterms.modified", TO_MODIFIED, 0.7f},
    {"og:url", TO_URL, 0.8f},
    {"description", TO_DESCRIPTION, 0.8f},
    {"og:description", TO_DESCRIPTION, 0.7f},
    {"article:section", TO_SECTION, 0.8f},
    {"parsely-section", TO_SECTION, 0.8f},
    {"article.section", TO_SECTION, 0.8f},
    {"section", TO_SECTION, 0.6f},
    {"og:image", TO_IMAGE, 0.8f},
    {"og:image:url", TO_IMAGE, 0.8f},
    {"og:image:secure_url", TO_IMAGE, 0.8f},
    {"twitter:image", TO_IMAGE, 0.7f},
    {"twitter:image:src", TO_IMAGE, 0.7f},
    {"thumbnail", TO_IMAGE, 0.5f},
    {"article:content_tier", TO_TIER, 0.85f},
};

/* ---- Head ---- */

typedef struct head {
    VEC(field) titles, authors;
    bool labelled; /* twitter:data1 is the author */
    jsonld json;
} head;

static bool is_address(span s) {
    if (s.len > 8192 || (!span_starts_nocase(s, S("https://")) && !span_starts_nocase(s, S("http://")))) return false;
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] <= ' ' || strchr("<>\"", s.ptr[i])) return false;
    return true;
}

static void put_better(field *to, field from) {
    if (from.text.len && from.confidence > to->confidence) *to = from;
}

/* A word or a few, as a menu has them; of a list the first. */
static void put_section(retold_article *article, field f) {
    f.text = span_trim(span_take_until(&f.text, ','));
    if (f.text.len <= 80 && !is_address(f.text) && f.text.len && f.text.ptr[0] != '/') put_better(&article->section, f);
}

static void put_image(work *w, field f, span credit) {
    if (f.confidence <= w->article->image.confidence) return;
    span base = w->page->url.len ? w->page->url : w->article->url.text;
    f.text = link_resolve(&w->article->memory, base, f.text);
    if (!f.text.len) return;
    w->article->image = f;
    w->article->image_credit = credit;
}

static void put_access(retold_article *article, field f, bool free) {
    if (!f.text.len || f.confidence <= article->access_field.confidence) return;
    f.text = free ? S("true") : S("false");
    article->access_field = f;
    article->access = free ? ACCESS_FREE : ACCESS_PAID;
}

static void take_meta(work *w, head *h, const meta_name *m, field f, uint32_t e) {
    retold_article *article = w->article;
    switch (m->to) {
    case TO_TITLE: vec_push(w->scratch, &h->titles, f); break;
    case TO_OUTLET: put_better(&article->outlet, f); break;
    case TO_AUTHOR: vec_push(w->scratch, &h->authors, f); break;
    case TO_PUBLISHED: dating_add(w, f, DATE_PUBLISHED, PLACE_DECLARED, e); break;
    case TO_MODIFIED: dating_add(w, f, DATE_MODIFIED, PLACE_DECLARED, e); break;
    case TO_URL:
        if (is_address(f.text)) put_better(&article->url, f);
        break;
    case TO_DESCRIPTION:
        if (!w->description.len) w->description = f.text;
        put_better(&article->description, f);
        break;
    case TO_SECTION: put_section(article, f); break;
    case TO_IMAGE: put_image(w, f, (span){0}); break;
    case TO_TIER: put_access(article, f, span_equal_nocase(f.text, S("free"))); break;
    }
}

/* A name that isn't in the table above but says that it is a date: "published_on", "og:article:modified_time". */
static bool take_date_name(work *w, uint32_t e, span name, span content) {
    static const float confidence[] = {0.7f, 0.85f, 0.6f, 0.8f};
    int kind = date_name(w->rules, name);
    if (kind == DATE_NONE) return false;
    field f = decoded_field(&w->article->memory, &w->from, content, w->html->elements[e].source, "meta date", confidence[kind]);
    dating_add(w, f, (date_kind)kind, PLACE_DECLARED, e);
    return true;
}

/* `twitter:label1` "Written by", and `twitter:data1` the name: as the commonest plug-in writes it. */
static bool take_label(work *w, head *h, uint32_t e, span name, span content) {
    if (span_equal(name, S("twitter:label1"))) {
        span lower = lowered(w->scratch, content);
        h->labelled = phrase_opens(&w->rules->byline, lower, WORD_LEAD | WORD_LABEL) == lower.len;
        return true;
    }
    if (!span_equal(name, S("twitter:data1"))) return false;
    if (h->labelled)
        vec_push(w->scratch, &h->authors,
                 decoded_field(&w->article->memory, &w->from, content, w->html->elements[e].source, "twitter:data1", 0.7f));
    return true;
}

static void read_meta_tag(work *w, head *h, uint32_t e) {
    static const char *const keys[] = {"property", "name", "itemprop"};
    span content = span_trim(html_attribute(w->html, e, "content"));
    if (!content.len) return;
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        span name = span_trim(html_attribute(w->html, e, keys[k]));
        for (size_t i = 0; name.len && i < sizeof meta_names / sizeof *meta_names; i++) {
            if (!span_equal_nocase(name, span_of(meta_names[i].name))) continue;
            range at = w->html->elements[e].source;
            const meta_name *m = &meta_names[i];
            take_meta(w, h, m, decoded_field(&w->article->memory, &w->from, content, at, m->name, m->confidence), e);
            return;
        }
        if (name.len && content.len < 60 && (take_label(w, h, e, name, content) || take_date_name(w, e, name, content))) return;
    }
}

static void read_link(work *w, uint32_t e) {
    span href = span_trim(html_attribute(w->html, e, "href"));
    if (!span_equal_nocase(span_trim(html_attribute(w->html, e, "rel")), S("canonical")) || !is_address(href)) return;
    put_better(&w->article->url,
               decoded_field(&w->article->memory, &w->from, href, w->html->elements[e].source, "link canonical", 0.95f));
}

/* A title tag as one line. */
static void read_title_tag(work *w, head *h, uint32_t e) {
    range at;
    span raw = html_raw_text(w->html, e, &at);
    if (!raw.len || raw.len > 2000) return;
    buf line = buf_made(w->scratch);
    for (size_t i = 0; i < raw.len; i++) {
        bool blank = is_space((unsigned char)raw.ptr[i]);
        if (!blank)
            buf_char(&line, raw.ptr[i]);
        else if (line.len && line.bytes[line.len - 1] != ' ')
            buf_char(&line, ' ');
    }
    vec_push(w->scratch, &h->titles, decoded_field(&w->article->memory, &w->from, span_trim(buf_span(&line)), at, "title", 0.5f));
}

static void read_head(work *w, head *h) {
    bool title = false;
    for (uint32_t e = 0; e < w->html->element_count; e++) {
        html_tag tag = w->html->elements[e].tag;
        if (tag == HTML_META)
            read_meta_tag(w, h, e);
        else if (tag == HTML_LINK)
            read_link(w, e);
        else if (tag == HTML_TITLE && !title) {
            read_title_tag(w, h, e);
            title = true;
        }
    }
}

/* ---- Title ---- */

/* Behind the last " | ", " - ", and the like, where that is the outlet's name or short beside what is before it. */
static span without_outlet(work *w, span title, bool tag) {
    static const char *const marks[] = {" | ",  " - ",        " \xE2\x80\x93 ", " \xE2\x80\x94 ",
                                        " :: ", " \xC2\xBB ", " \xC2\xB7 ",     " \xE2\x80\xA2 "};
    size_t cut = 0, behind = 0;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        for (size_t at = 0; (at = span_find(title, span_of(marks[i]), at)) != SIZE_MAX; at++)
            if (at > cut) {
                cut = at;
                behind = at + strlen(marks[i]);
            }
    if (!cut) return title;
    span before = span_trim(span_cut(title, 0, cut)), last = span_trim(span_from(title, behind));
    span outlet = w->article->outlet.text;
    bool names_it = outlet.len && (word_share(w->scratch, last, outlet) > 0.6f || word_share(w->scratch, outlet, last) > 0.6f);
    words head_words = text_words(w->scratch, before), last_words = text_words(w->scratch, last);
    bool shorter = tag && last_words.count <= 4 && head_words.count >= 3 && head_words.count > last_words.count;
    if (!names_it && !shorter) return title;
    if (tag && !outlet.len && title.ptr[cut + 1] == '|')
        w->article->outlet = (field){arena_copy(&w->article->memory, last), RANGE_NONE, "title", 0.4f};
    if (tag && title.ptr[cut + 1] == '|') return without_outlet(w, before, tag);
    return before;
}

/* Words that two titles share; a word or two out of a long one is no agreement, but for its opening. */
static float agreement(arena *a, span x, span y) {
    float there = word_share(a, x, y), back = word_share(a, y, x);
    bool opens = span_starts_nocase(y, x);
    return (there < 0.25f || back < 0.25f) && !opens ? 0 : (there + back) / 2;
}

/* How far a heading says what some title of the head says. */
static float best_agreement(work *w, const head *h, span heading) {
    float best = h->json.headline.text.len ? agreement(w->scratch, heading, h->json.headline.text) : 0;
    for (size_t i = 0; i < h->titles.count; i++) {
        field f = h->titles.items[i];
        float share = agreement(w->scratch, heading, without_outlet(w, f.text, strcmp(f.from, "title") == 0));
        if (share > best) best = share;
    }
    return best;
}

/* A heading's text; without a first line of a word or two, which is the section's. */
static range heading_text(const work *w, range text) {
    while (text.begin < text.end && w->from.text.ptr[text.end - 1] == '\n') text.end--;
    while (text.begin < text.end && w->from.text.ptr[text.begin] == '\n') text.begin++;
    span s = span_at(w->from.text, text);
    size_t line = span_find_char(s, '\n', 0);
    if (line == SIZE_MAX) return text;
    words kicker = text_words(w->scratch, span_cut(s, 0, line)), rest = text_words(w->scratch, span_from(s, line));
    if (kicker.count <= 3 && rest.count >= 3) text.begin += (uint32_t)line + 1;
    return text;
}

/* The h1 that agrees best with the head; *only is set when it is the page's only one. */
static field choose_heading(work *w, const head *h, float *share, bool *only) {
    field best = {0};
    unsigned count = 0;
    *share = 0;
    for (uint32_t e = 0; e < w->html->element_count; e++) {
        const html_element *el = &w->html->elements[e];
        if (el->tag != HTML_H1 || el->hidden || el->text.begin >= el->text.end || range_len(el->text) > 600) continue;
        range text = heading_text(w, el->text);
        span s = span_trim(span_at(w->from.text, text));
        if (!s.len) continue;
        count++;
        float agrees = best_agreement(w, h, s);
        if (span_equal_nocase(s, w->article->outlet.text) || (agrees <= *share && best.text.len)) continue;
        *share = agrees;
        best = source_field(&w->article->memory, &w->from, text, "h1", 0.9f);
    }
    *only = count == 1;
    return best;
}

/* An h1 that says what the head says; else what the head says; else the only h1. */
static void choose_title(work *w, head *h) {
    field *title = &w->article->title;
    field best = {0};
    float share;
    bool only;
    put_better(&best, h->json.headline);
    for (size_t i = 0; i < h->titles.count; i++) {
        field f = h->titles.items[i];
        f.text = without_outlet(w, f.text, strcmp(f.from, "title") == 0);
        if (i && strcmp(f.from, "og:title") == 0) f.confidence = 0.8f;
        put_better(&best, f);
    }
    field heading = choose_heading(w, h, &share, &only);
    bool alone = only && (!best.text.len || (share >= 0.2f && text_words(w->scratch, heading.text).count >= 4));
    *title = heading.text.len && (share >= 0.5f || alone) ? heading : best;
    title->text = span_trim(title->text);
}

/* ---- Authors ---- */

static bool is_link_name(span s) { return is_address(s) || span_starts(s, S("/")) || span_starts(s, S("@")); }

static void read_authors(work *w, head *h) {
    for (size_t i = 0; i < h->json.persons.count; i++) authors_add(w, h->json.persons.items[i]);
    for (size_t i = 0; i < h->json.organisations.count; i++) {
        field f = h->json.organisations.items[i];
        span outlet = w->article->outlet.text, known = agency_of(w->scratch, w->rules, f.text);
        if (known.len)
            agency_set(w, known, f.page, f.from, f.confidence);
        else if (!outlet.len || (word_share(w->scratch, f.text, outlet) < 0.5f && word_share(w->scratch, outlet, f.text) < 0.5f))
            agency_set(w, f.text, f.page, f.from, 0.5f);
    }
    const char *from = NULL;
    for (size_t i = 0; i < h->authors.count && (from || !w->article->author_count); i++) {
        if (is_link_name(h->authors.items[i].text) || (from && from != h->authors.items[i].from)) continue;
        size_t known = w->article->author_count;
        authors_add(w, h->authors.items[i]);
        if (w->article->author_count > known) from = h->authors.items[i].from; /* one tag for each author */
    }
    /* kept for when no person is found */
    for (size_t i = 0; i < h->json.persons.count; i++) vec_push(w->scratch, &w->signatures, h->json.persons.items[i]);
    for (size_t i = 0; i < h->authors.count; i++) vec_push(w->scratch, &w->signatures, h->authors.items[i]);
}

/* No person, but the page declares a name of another kind: "Susan", "Sund Kurier Team". */
static void sign(work *w) {
    for (size_t i = 0; i < w->signatures.count && !w->article->author_count && !w->article->agency.text.len; i++)
        if (!is_link_name(w->signatures.items[i].text)) signature_add(w, w->signatures.items[i]);
}

/* Languages that write the month first are few, and so are the countries: the page's region, else its address tells. */
static date_order order_of(const work *w) {
    span lang = {0};
    for (uint32_t e = 0; e < w->html->element_count && !lang.len; e++)
        if (w->html->elements[e].tag == HTML_HTML) {
            lang = span_trim(html_attribute(w->html, e, "lang"));
            if (!lang.len) lang = span_trim(html_attribute(w->html, e, "xml:lang"));
        }
    bool english = span_starts_nocase(lang, S("en")) || !lang.len;
    if (lang.len == 5 && span_equal_nocase(span_from(lang, 3), S("us"))) return ORDER_MONTH;
    if (!english || (lang.len == 5 && !span_equal_nocase(span_from(lang, 3), S("ca")))) return ORDER_DAY;
    span host = w->page->url.len ? w->page->url : w->article->url.text;
    size_t from = span_find(host, S("//"), 0), end = from == SIZE_MAX ? SIZE_MAX : span_find_char(host, '/', from + 2);
    if (from == SIZE_MAX) return ORDER_UNKNOWN;
    host = span_cut(host, from + 2, end == SIZE_MAX ? host.len : end);
    if (span_ends(host, S(".gov")) || span_ends(host, S(".us")) || span_ends(host, S(".edu"))) return ORDER_MONTH;
    bool country = host.len > 3 && host.ptr[host.len - 3] == '.';
    bool open = span_ends(host, S(".ca")) || span_ends(host, S(".io")) || span_ends(host, S(".co")) ||
                span_ends(host, S(".tv")) || span_ends(host, S(".me")) || span_ends(host, S(".ai")) || span_ends(host, S(".ph"));
    return country && !open ? ORDER_DAY : ORDER_UNKNOWN;
}

/* The head and JSON-LD, before the blocks are judged: the title helps to find the body. */
void meta_read(work *w) {
    head h = {0};
    retold_article *article = w->article;
    w->order = order_of(w);
    read_head(w, &h);
    jsonld_read(w, &h.json);
    w->stated_body = h.json.body.text;
    w->stated_article = h.json.article;
    w->stated_live = h.json.live;
    w->stated_posts = buf_span(&h.json.posts);
    put_better(&article->outlet, h.json.outlet);
    put_section(article, h.json.section);
    put_image(w, h.json.image, h.json.image_credit);
    put_access(article, h.json.free, span_equal(h.json.free.text, S("true")));
    if (h.json.published.text.len) dating_add(w, h.json.published, DATE_PUBLISHED, PLACE_DECLARED, HTML_NONE);
    if (h.json.modified.text.len) dating_add(w, h.json.modified, DATE_MODIFIED, PLACE_DECLARED, HTML_NONE);
    choose_title(w, &h);
    read_authors(w, &h);
}

/* ---- What the page shows ---- */

static uint32_t first_body(const work *w) {
    uint32_t i = 0;
    while (i < w->units.count && w->units.items[i].kind != UNIT_BODY) i++;
    return i;
}

static void read_dateline(work *w) {
    uint32_t first = first_body(w);
    if (first >= w->units.count) return;
    range outlet, agency, text = w->units.items[first].text;
    if (!dateline_read(w, span_at(w->from.text, text), &outlet, &agency)) return;
    range found = range_known(outlet) ? outlet : agency;
    found = (range){found.begin + text.begin, found.end + text.begin};
    span name = span_at(w->from.text, found), known = agency_of(w->scratch, w->rules, name);
    bool own = w->article->outlet.text.len && span_equal_nocase(w->article->outlet.text, name);
    if (known.len || (range_known(agency) && !own))
        agency_set(w, known.len ? known : name, source_page(&w->from, found), "dateline", 0.8f);
    else
        put_better(&w->article->outlet, source_field(&w->article->memory, &w->from, found, "dateline", 0.6f));
}

static void read_address(work *w) {
    field f = w->article->url;
    if (!f.text.len) return;
    stamp at = date_of_url(f.text);
    f.from = "url";
    f.confidence = 0.5f;
    f.text = stamp_day(&w->article->memory, at);
    if (f.text.len) dating_add(w, f, DATE_PUBLISHED, PLACE_URL, HTML_NONE);
}

void meta_finish(work *w) {
    if (w->html) {
        bylines_read(w);
        sign(w);
        dating_shown(w);
    }
    read_dateline(w);
    if (!w->html && w->article->published.precision != PRECISION_NONE) return; /* plain.c found it */
    read_address(w);
    dating_choose(w);
}
