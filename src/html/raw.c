/*
 * The insides of scripts and styles, a fifth of a page, which lexbor goes through byte by byte. Only few bytes mean something there:
 *
 *   \0 \r      replaced, or the end of a line: left to lexbor
 *   </         may be the end tag
 *   <!         in a script: what follows may be commented out, and its end tags with it
 *
 * What comes before the first of them is taken over at once; then lexbor's own state goes on as if it had read so far.
 */
#include "html_internal.h"
#include <lexbor/html/tokenizer/state_rawtext.h>
#include <lexbor/html/tokenizer/state_script.h>

static bool may_matter(const lxb_char_t *at, const lxb_char_t *end) {
    return at + 1 == end || at[1] == '!' || (at[1] == '/' && (at + 2 == end || is_alpha(at[2])));
}

/* First byte that may mean something. */
static const lxb_char_t *plain_end(const lxb_char_t *data, const lxb_char_t *end) {
    const lxb_char_t *stop = data;
    while ((stop = memchr(stop, '<', (size_t)(end - stop))) && !may_matter(stop, end)) stop++;
    if (!stop) stop = end;
    const lxb_char_t *other = memchr(data, '\r', (size_t)(stop - data));
    if (other) stop = other;
    other = memchr(data, '\0', (size_t)(stop - data));
    return other ? other : stop;
}

/* lexbor puts what a token holds together in a buffer of its own, from `begin` on. */
static const lxb_char_t *take_over(lxb_html_tokenizer_t *tokenizer, const lxb_char_t *data, const lxb_char_t *end) {
    const lxb_char_t *stop = plain_end(data, end);
    tokenizer->begin = data;
    return lxb_html_tokenizer_temp_append_data(tokenizer, stop) == LXB_STATUS_OK ? stop : end;
}

static const lxb_char_t *script_before(lxb_html_tokenizer_t *tokenizer, const lxb_char_t *data, const lxb_char_t *end) {
    data = lxb_html_tokenizer_state_script_data_before(tokenizer, data, end);
    return tokenizer->is_eof ? data : take_over(tokenizer, data, end);
}

static const lxb_char_t *rawtext_before(lxb_html_tokenizer_t *tokenizer, const lxb_char_t *data, const lxb_char_t *end) {
    data = lxb_html_tokenizer_state_rawtext_before(tokenizer, data, end);
    return tokenizer->is_eof ? data : take_over(tokenizer, data, end);
}

void raw_text_faster(lxb_html_tokenizer_t *tokenizer) {
    if (tokenizer->state == lxb_html_tokenizer_state_script_data_before) tokenizer->state = script_before;
    if (tokenizer->state == lxb_html_tokenizer_state_rawtext_before) tokenizer->state = rawtext_before;
}
