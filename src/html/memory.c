/*
 * lexbor's memory, and the document that is kept between pages.
 *
 * lexbor crashes by itself when an allocation fails while it makes a document. So a document is made once for each ctx, with a
 * reserve that allocations fall back on while it is being made; afterwards failures come as a status, and the document is cleaned.
 */
#include "html_internal.h"
#include <stdlib.h>
#include <threads.h>

/* Making a document and its parser takes 400 kB; nothing of this is touched unless malloc fails. */
#define RESERVE_BYTES (2u << 20)

/* A page of 20 MB has at most some 3 million names, one of a megabyte 150,000; the tables are cleared for each page. */
#define HASH_SLOTS 32768
#define FEW_SLOTS 2048
#define FEW_BYTES ((size_t)1 << 20)

typedef struct reserve {
    size_t used;
    bool open; /* a document is being made */
    _Alignas(max_align_t) char bytes[];
} reserve;

static _Thread_local reserve *current;
static once_flag memory_once = ONCE_FLAG_INIT;

/* Each reserved chunk has its size in front, for realloc. */
static void *reserve_take(size_t size) {
    size_t head = sizeof(max_align_t), need = head + ((size + head - 1) / head) * head;
    if (!current || !current->open || need > RESERVE_BYTES - current->used) return NULL;
    char *chunk = current->bytes + current->used;
    current->used += need;
    memcpy(chunk, &size, sizeof size);
    return chunk + head;
}

static bool reserve_owns(const void *p) {
    return current && (const char *)p >= current->bytes && (const char *)p < current->bytes + RESERVE_BYTES;
}

static void *take(size_t size) {
    void *p = malloc(size);
    return p ? p : reserve_take(size);
}

static void *take_zeroed(size_t count, size_t size) {
    void *p = calloc(count, size);
    if (p || (size && count > SIZE_MAX / size)) return p;
    p = reserve_take(count * size);
    if (p) memset(p, 0, count * size);
    return p;
}

static void *retake(void *old, size_t size) {
    if (!old) return take(size);
    if (!reserve_owns(old)) return realloc(old, size);
    size_t had;
    memcpy(&had, (char *)old - sizeof(max_align_t), sizeof had);
    void *p = take(size);
    if (p) memcpy(p, old, had < size ? had : size);
    return p;
}

static void give(void *p) {
    if (!reserve_owns(p)) free(p);
}

static void set_memory(void) { lexbor_memory_setup(take, retake, take_zeroed, give); }

static void state_free(void *thing) {
    parser_state *state = thing;
    current = state->reserve;
    lxb_html_document_destroy(state->document);
    current = NULL;
    free(state->reserve);
    free(state);
}

/* lexbor's hash tables never grow, so that many names of attributes or tags would be searched one by one: give them room. */
static bool widen(lexbor_hash_t *hash) {
    lexbor_hash_entry_t **table = lexbor_calloc(HASH_SLOTS, sizeof *table);
    if (!table) return false;
    lexbor_free(hash->table);
    hash->table = table;
    hash->table_size = HASH_SLOTS;
    return true;
}

void parser_fit(parser_state *state, size_t bytes) {
    lxb_dom_document_t *document = &state->document->dom_document;
    document->attrs->table_size = document->tags->table_size = bytes > FEW_BYTES ? HASH_SLOTS : FEW_SLOTS;
}

/* A document with its parser, both ready: the first page makes what lexbor makes late. */
static bool make_document(parser_state *state) {
    state->document = lxb_html_document_create();
    if (!state->document) return false;
    lxb_dom_document_t *document = &state->document->dom_document;
    return widen(document->attrs) && widen(document->tags) &&
           lxb_html_document_parse(state->document, (const lxb_char_t *)"<p>", 3) == LXB_STATUS_OK;
}

static parser_state *state_make(void) {
    call_once(&memory_once, set_memory);
    parser_state *state = calloc(1, sizeof *state);
    reserve *spare = malloc(sizeof *spare + RESERVE_BYTES);
    if (!state || !spare) {
        free(state);
        free(spare);
        return NULL;
    }
    spare->used = 0;
    spare->open = true;
    current = state->reserve = spare;
    bool made = make_document(state);
    spare->open = false;
    if (!made) {
        state_free(state);
        return NULL;
    }
    if (!spare->used) {
        free(spare);
        current = state->reserve = NULL;
    }
    return state;
}

parser_state *parser_get(retold_ctx *ctx) {
    parser_state *state = ctx_get(ctx, CTX_HTML);
    if (!state) {
        state = state_make();
        if (state) ctx_set(ctx, CTX_HTML, state, state_free);
    }
    if (state) current = state->reserve;
    return state;
}

void parser_drop(retold_ctx *ctx) {
    parser_state *state = ctx_get(ctx, CTX_HTML);
    ctx_set(ctx, CTX_HTML, NULL, NULL);
    if (state) state_free(state);
}
