/* The only system calls: files, folders, threads, clock. Paths are NUL-terminated; "-" is standard input. */
#ifndef OS_OS_H
#define OS_OS_H
#include "base/vec.h"

typedef enum os_kind {
    OS_ABSENT,
    OS_FILE,
    OS_FOLDER,
    OS_LINK,  /* a symbolic link; only when links are not followed */
    OS_OTHER, /* pipe, device, socket */
} os_kind;

/* What stands at a path. A link that the caller names is followed, one that was met in a folder is not. */
os_kind os_kind_of(const char *path, bool follow);

/* Names in a folder but "." and "..", in byte order. `a` is not the scratch arena, which is given back at the end. RETOLD_E_IO. */
retold_status os_list(arena *a, const char *path, span **names, size_t *count, retold_error *err);

/* An open file that is read from its start to its end. */
typedef struct os_file os_file;

/* Open for reading; never a folder. Caller closes with os_close(). RETOLD_E_IO. */
retold_status os_open(const char *path, os_file **out, retold_error *err);

/* At most `space` bytes; *got is 0 at the end only. RETOLD_E_IO. */
retold_status os_read(os_file *file, char *into, size_t space, size_t *got, retold_error *err);

/* Bytes of a regular file, also as standard input; UINT64_MAX for what has no size. */
uint64_t os_size(const os_file *file);

/* True for a regular file that was opened by its name. */
bool os_is_file(const os_file *file);

/* The next byte read is that at `at`. RETOLD_E_IO, also where there is no going back and forth, as in a pipe. */
retold_status os_seek(os_file *file, uint64_t at, retold_error *err);

/* Exactly `len` bytes from `at` on, of a regular file; false when they can't be had. From any thread; os_read() goes on where it was. */
bool os_read_at(const os_file *file, uint64_t at, void *into, size_t len);

/* A file without a name in the folder for temporary files, to be written and read at any place. Gone when closed. RETOLD_E_IO. */
retold_status os_open_scratch(os_file **out, retold_error *err);

/* Exactly `len` bytes to `at` on; false when the disk is full or fails. */
bool os_write_at(const os_file *file, uint64_t at, const void *bytes, size_t len);

/* NULL is a no-op. Fits ctx_always(). */
void os_close(void *file);

/* Milliseconds since 1970. */
int64_t os_now(void);

/* Cores that this process may use, at least 1. */
unsigned os_cores(void);

/*
 * Call work(user, job, worker) for every job below `jobs`, by at most `workers` threads, each with a number of its own; returns
 * when all are done. Where a thread can't be had, fewer do it. Results must not hang on who did what.
 */
void os_share_out(unsigned workers, size_t jobs, void (*work)(void *user, size_t job, unsigned worker), void *user);

#endif
