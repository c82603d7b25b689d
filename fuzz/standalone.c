/*
 * Runs a fuzz target without libFuzzer: each file of a corpus folder as it is, and copies of it with some bytes
 * changed, always the same ones. Says which file and which copy came before a crash.
 */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COPIES 24
#define LARGEST ((size_t)1 << 16) /* of the inputs that are changed: larger ones run once, as they are */
#define SLACK 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct input {
    uint8_t *bytes; /* SLACK more than size */
    size_t size;
} input;

static uint64_t next_random(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* A heap block of exactly the right size, so that a sanitizer sees a read behind its end. */
static void run(const uint8_t *bytes, size_t size) {
    uint8_t *exact = malloc(size ? size : 1);
    if (!exact) exit(2);
    memcpy(exact, bytes, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

static void flip_byte(input *in, uint64_t random) {
    if (in->size) in->bytes[random % in->size] = (uint8_t)(random >> 32);
}

static void cut_end(input *in, uint64_t random) { in->size = in->size ? random % in->size : 0; }

static void cut_middle(input *in, uint64_t random) {
    if (in->size < 2) return;
    size_t at = random % in->size, len = (random >> 32) % (in->size - at) % SLACK;
    memmove(in->bytes + at, in->bytes + at + len, in->size - at - len);
    in->size -= len;
}

static void repeat_piece(input *in, uint64_t random) {
    if (!in->size) return;
    size_t at = random % in->size, len = (random >> 32) % SLACK;
    if (len > in->size - at) len = in->size - at;
    memmove(in->bytes + at + len, in->bytes + at, in->size - at);
    in->size += len;
}

static void put_mark(input *in, uint64_t random) {
    static const char marks[] = "<>\"'&;\\{}[]\0\xFF\xC2\xE2\x80\n\r:,";
    if (in->size) in->bytes[random % in->size] = (uint8_t)marks[(random >> 32) % (sizeof marks - 1)];
}

static void run_changed(const char *name, const uint8_t *bytes, size_t size) {
    static void (*const changes[])(input *, uint64_t) = {flip_byte, cut_end, cut_middle, repeat_piece, put_mark};
    uint64_t random = 0x9E3779B97F4A7C15u ^ size;
    input in = {malloc(size + SLACK), 0};
    if (!in.bytes) exit(2);
    for (int copy = 0; copy < COPIES; copy++) {
        memcpy(in.bytes, bytes, size);
        in.size = size;
        changes[copy % 5](&in, next_random(&random));
        for (int more = copy / 5; more > 0 && in.size <= size; more--) changes[more % 2 * 4](&in, next_random(&random));
        fprintf(stderr, "\r%s, copy %d ", name, copy);
        run(in.bytes, in.size);
    }
    free(in.bytes);
}

static void run_file(const char *folder, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) exit(2);
    size_t size = (size_t)ftell(file);
    rewind(file);
    uint8_t *bytes = malloc(size ? size : 1);
    if (!bytes || fread(bytes, 1, size, file) != size) exit(2);
    fclose(file);
    fprintf(stderr, "\r%s ", name);
    run(bytes, size);
    if (size <= LARGEST) run_changed(name, bytes, size);
    free(bytes);
}

static int is_seen(const struct dirent *entry) { return entry->d_name[0] != '.'; }

int main(int argc, char **argv) {
    struct dirent **entries = NULL;
    int count = argc == 2 ? scandir(argv[1], &entries, is_seen, alphasort) : 0;
    if (argc != 2) return 2;
    run((const uint8_t *)"", 0);
    run_changed("two words", (const uint8_t *)"two words", 9);
    for (int i = 0; i < count; i++) {
        run_file(argv[1], entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    fprintf(stderr, "\r%d files, each with %d changed copies\n", count < 0 ? 0 : count, COPIES);
    return 0;
}
