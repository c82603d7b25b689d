#define _GNU_SOURCE
#include "base/ctx.h"
#include "os/os.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct os_file {
    int fd;
    span path;
    uint64_t at;
};

static retold_status io_error(retold_error *err, const char *path, uint64_t at) {
    char words[128];
    return error_set(err, "os", RETOLD_E_IO, at, "%s: %s", path, strerror_r(errno, words, sizeof words));
}

os_kind os_kind_of(const char *path, bool follow) {
    struct stat s;
    if (strcmp(path, "-") == 0) return OS_FILE;
    if ((follow ? stat(path, &s) : lstat(path, &s)) != 0) return OS_ABSENT;
    if (S_ISREG(s.st_mode)) return OS_FILE;
    if (S_ISDIR(s.st_mode)) return OS_FOLDER;
    return S_ISLNK(s.st_mode) ? OS_LINK : OS_OTHER;
}

static int by_bytes(const void *a, const void *b) { return span_compare(*(const span *)a, *(const span *)b); }

static void close_folder(void *folder) { closedir(folder); }

typedef struct list_job {
    arena *a;
    const char *path;
    span **names;
    size_t *count;
} list_job;

static retold_status list_folder(retold_ctx *ctx, void *p, retold_error *err) {
    list_job *job = p;
    VEC(span) names = {0};
    DIR *folder = opendir(job->path);
    if (!folder) return io_error(err, job->path, RETOLD_OFFSET_NONE);
    ctx_always(ctx, close_folder, folder);
    for (struct dirent *e; (errno = 0, e = readdir(folder));)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            vec_push(job->a, &names, arena_copy(job->a, span_of(e->d_name)));
    if (errno) return io_error(err, job->path, RETOLD_OFFSET_NONE);
    if (names.count) qsort(names.items, names.count, sizeof *names.items, by_bytes);
    *job->names = names.items;
    *job->count = names.count;
    return RETOLD_OK;
}

retold_status os_list(arena *a, const char *path, span **names, size_t *count, retold_error *err) {
    return ctx_run(a->ctx, list_folder, &(list_job){a, path, names, count}, err);
}

retold_status os_open(const char *path, os_file **out, retold_error *err) {
    struct stat s;
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    *out = NULL;
    if (fd < 0) return io_error(err, path, RETOLD_OFFSET_NONE);
    os_file *file = calloc(1, sizeof *file + strlen(path) + 1);
    bool folder = fstat(fd, &s) == 0 && S_ISDIR(s.st_mode);
    if (!file || folder) {
        if (!standard) close(fd);
        free(file);
        return folder ? error_set(err, "os", RETOLD_E_IO, RETOLD_OFFSET_NONE, "%s: is a folder", path) : error_nomem(err, "os");
    }
    memcpy(file + 1, path, strlen(path) + 1);
    *file = (os_file){fd, span_of((const char *)(file + 1)), 0};
    *out = file;
    return RETOLD_OK;
}

retold_status os_read(os_file *file, char *into, size_t space, size_t *got, retold_error *err) {
    ssize_t n;
    do n = read(file->fd, into, space);
    while (n < 0 && errno == EINTR);
    *got = n < 0 ? 0 : (size_t)n;
    if (n < 0) return io_error(err, file->path.ptr, file->at);
    file->at += (uint64_t)n;
    return RETOLD_OK;
}

uint64_t os_size(const os_file *file) {
    struct stat s;
    return fstat(file->fd, &s) == 0 && S_ISREG(s.st_mode) && s.st_size >= 0 ? (uint64_t)s.st_size : UINT64_MAX;
}

bool os_is_file(const os_file *file) { return file->fd != STDIN_FILENO && os_size(file) != UINT64_MAX; }

retold_status os_seek(os_file *file, uint64_t at, retold_error *err) {
    if (at > INT64_MAX || lseek(file->fd, (off_t)at, SEEK_SET) < 0) return io_error(err, file->path.ptr, at);
    file->at = at;
    return RETOLD_OK;
}

bool os_read_at(const os_file *file, uint64_t at, void *into, size_t len) {
    for (char *to = into; len;) {
        ssize_t n = at > INT64_MAX ? -1 : pread(file->fd, to, len, (off_t)at);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        to += n, at += (uint64_t)n, len -= (size_t)n;
    }
    return true;
}

bool os_write_at(const os_file *file, uint64_t at, const void *bytes, size_t len) {
    for (const char *from = bytes; len;) {
        ssize_t n = at > INT64_MAX ? -1 : pwrite(file->fd, from, len, (off_t)at);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        from += n, at += (uint64_t)n, len -= (size_t)n;
    }
    return true;
}

/* Opened and unlinked at once, where the file system has no files without names. */
static int open_unnamed(const char *folder) {
    char name[4096];
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
    if (fd >= 0) return fd;
    if (snprintf(name, sizeof name, "%s/retold-XXXXXX", folder) >= (int)sizeof name) return -1;
    fd = mkostemp(name, O_CLOEXEC);
    if (fd >= 0) unlink(name);
    return fd;
}

retold_status os_open_scratch(os_file **out, retold_error *err) {
    const char *named = getenv("TMPDIR"), *folder = named && *named ? named : "/tmp";
    int fd = open_unnamed(folder);
    *out = NULL;
    if (fd < 0) return io_error(err, folder, RETOLD_OFFSET_NONE);
    os_file *file = calloc(1, sizeof *file + 1);
    if (!file) {
        close(fd);
        return error_nomem(err, "os");
    }
    *file = (os_file){fd, (span){(const char *)(file + 1), 0}, 0};
    *out = file;
    return RETOLD_OK;
}

void os_close(void *p) {
    os_file *file = p;
    if (!file) return;
    if (file->fd != STDIN_FILENO) close(file->fd);
    free(file);
}

int64_t os_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
