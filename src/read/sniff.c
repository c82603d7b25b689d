/* What bytes are, by their first block. A file's name only breaks ties. */
#include "read/read_internal.h"

static const struct {
    span magic;
    const char *name;
} magics[] = {
    {S_INIT("\x89PNG"), "PNG image"},
    {S_INIT("\xFF\xD8\xFF"), "JPEG image"},
    {S_INIT("GIF8"), "GIF image"},
    {S_INIT("%PDF-"), "PDF document"},
    {S_INIT("PK\x03\x04"), "ZIP archive"},
    {S_INIT("\x7F"
            "ELF"),
     "program"},
    {S_INIT("RIFF"), "RIFF media"},
    {S_INIT("\x1F\x8B"), "gzip data"},
    {S_INIT("\x28\xB5\x2F\xFD"), "zstd data"},
    {S_INIT("SQLite format 3"), "SQLite database"},
    {S_INIT("OggS"), "Ogg media"},
    {S_INIT("ID3"), "MP3 audio"},
};

const char *sniff_name(span head) {
    for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++)
        if (span_starts(head, magics[i].magic)) return magics[i].name;
    return "binary data";
}

static bool has_magic(span head) {
    for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++)
        if (span_starts(head, magics[i].magic)) return true;
    return false;
}

static bool has_wide_bom(span head) { return span_starts(head, S("\xFF\xFE")) || span_starts(head, S("\xFE\xFF")); }

/* Markup that no text and hardly any noise has: "<html", "<!doctype", "<body", "<div", "<p>", … */
static bool has_markup(span head) {
    static const span tags[] = {S_INIT("<!doctype"), S_INIT("<html"),    S_INIT("<head"),   S_INIT("<body"),
                                S_INIT("<title"),    S_INIT("<meta"),    S_INIT("<div"),    S_INIT("<p>"),
                                S_INIT("<p "),       S_INIT("<span"),    S_INIT("<br"),     S_INIT("<a "),
                                S_INIT("<h1"),       S_INIT("<article"), S_INIT("<script"), S_INIT("<!--")};
    for (size_t at = 0; (at = span_find_char(head, '<', at)) != SIZE_MAX; at++)
        for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++)
            if (span_starts_nocase(span_from(head, at), tags[i])) return true;
    return false;
}

/* The bytes that the MIME sniffing standard calls binary, in 20: noise has one in ten, text none. */
static bool is_noise(span head) {
    size_t binary = 0;
    for (size_t i = 0; i < head.len; i++) {
        unsigned char c = (unsigned char)head.ptr[i];
        binary += c < 9 || c == 11 || (c > 13 && c < 32 && c != 27);
    }
    return binary * 20 > head.len;
}

/* UTF-16 without a mark: every other byte is zero, and what is left is no noise. */
static bool is_wide(span head) {
    size_t zeros[2] = {0}, look = head.len & ~(size_t)1;
    if (span_find_char(head, '\0', 0) == SIZE_MAX) return false;
    for (size_t i = 0; i < look; i++) zeros[i & 1] += !head.ptr[i];
    return look >= 8 && (zeros[0] * 10 > look * 3) != (zeros[1] * 10 > look * 3) && (!zeros[0] || !zeros[1]);
}

/* The name without what says how it is packed. */
static span bare_name(span name) {
    if (span_ends(name, S(".gz")))
        name.len -= 3;
    else if (span_ends(name, S(".zst")))
        name.len -= 4;
    return name;
}

static span skip_blanks(span head) {
    if (span_starts(head, S("\xEF\xBB\xBF"))) head = span_from(head, 3);
    while (head.len && is_space((unsigned char)head.ptr[0])) head = span_from(head, 1);
    return head;
}

/* The name of the first element, past declarations, comments, and a DTD; in UTF-16 its zeros are left out. */
static span root_name(span head, char *space, size_t size) {
    size_t len = 0, at = 0;
    for (size_t i = 0; i < head.len && len < size; i++)
        if (head.ptr[i] && (unsigned char)head.ptr[i] < 0xFE) space[len++] = head.ptr[i];
    span text = skip_blanks((span){space, len});
    while (span_starts(span_from(text, at), S("<?")) || span_starts(span_from(text, at), S("<!"))) {
        span rest = span_from(text, at);
        span end = span_starts(rest, S("<!--")) ? S("-->") : span_starts(rest, S("<?")) ? S("?>") : S(">");
        size_t dtd = span_starts_nocase(rest, S("<!doctype")) ? span_find_char(rest, '[', 0) : SIZE_MAX,
               close = span_find(rest, end, 0);
        if (dtd < close) close = span_find(rest, S("]"), dtd);
        if (close == SIZE_MAX) return dtd == SIZE_MAX ? (span){0} : S("rss"); /* pages have no DTD of their own */
        at += close + end.len;
        while (at < text.len && (is_space((unsigned char)text.ptr[at]) || text.ptr[at] == '>')) at++;
    }
    if (at >= text.len || text.ptr[at] != '<') return (span){0};
    size_t end = ++at;
    while (end < text.len && !is_space((unsigned char)text.ptr[end]) && text.ptr[end] != '>' && text.ptr[end] != '/') end++;
    span root = span_cut(text, at, end);
    size_t colon = span_find_char(root, ':', 0);
    return colon == SIZE_MAX ? root : span_from(root, colon + 1);
}

static bool is_feed(span head) {
    static const span roots[] = {S_INIT("rss"),    S_INIT("feed"),         S_INIT("RDF"),
                                 S_INIT("urlset"), S_INIT("sitemapindex"), S_INIT("opml")};
    char space[2048];
    span root = root_name(head, space, sizeof space);
    for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++)
        if (span_equal_nocase(root, roots[i])) return true;
    return false;
}

/* {"version": "https://jsonfeed.org/version/1.1", wherever it stands among the first fields. */
static bool is_json_feed(span start) {
    span look = span_cut(start, 0, start.len < 4096 ? start.len : 4096);
    for (size_t at = 0; (at = span_find(look, S("\"version\""), at)) != SIZE_MAX; at++) {
        span rest = span_trim(span_from(look, at + 9));
        if (!span_starts(rest, S(":"))) continue;
        rest = span_trim(span_from(rest, 1));
        if (span_starts(rest, S("\"https://jsonfeed.org/version/")) ||
            span_starts(rest, S("\"https:\\/\\/jsonfeed.org\\/version\\/")))
            return true;
    }
    return false;
}

sniffed sniff(span head, span name) {
    span start = skip_blanks(head);
    name = bare_name(name);
    if (span_starts(head, S("WARC/1.")) || span_ends(name, S(".warc"))) return SNIFF_WARC;
    if (span_starts(head, S("PK\x03\x04")) || span_starts(head, S("PK\x05\x06"))) return SNIFF_ZIP;
    if (is_feed(head)) return SNIFF_FEED;
    if (span_starts(start, S("{")) && is_json_feed(start)) return SNIFF_JSON_FEED;
    if (has_magic(head)) return SNIFF_BINARY;
    if (has_wide_bom(head) || is_wide(head)) return span_ends(name, S(".txt")) ? SNIFF_TEXT : SNIFF_HTML;
    if (span_ends(name, S(".jsonl")) || span_ends(name, S(".ndjson")) || span_starts(start, S("{\""))) return SNIFF_JSONL;
    bool markup = has_markup(head);
    if (!markup && is_noise(head)) return SNIFF_BINARY;
    if (span_ends(name, S(".txt")) || span_ends(name, S(".md"))) return SNIFF_TEXT;
    if (markup || span_ends(name, S(".html")) || span_ends(name, S(".htm"))) return SNIFF_HTML;
    return SNIFF_TEXT;
}
