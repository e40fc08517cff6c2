/* SPDX-License-Identifier: Apache-2.0 */
#include "base/io.h"
#include "base/io_internal.h"
#include "base/io_raw.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

#define FILE_MODE 0666u

/* True when path still names the open file. The former owner removes the file before it
 * lets the lock go, so a lock may turn out to be that of a file without a name. */
static bool is_same_file(int descriptor, const char *path)
{
    struct stat opened;
    struct stat named;
    return fstat(descriptor, &opened) == 0 && stat(path, &named) == 0
        && opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

static int lock(int descriptor)
{
    int locked;
    do {
        locked = flock(descriptor, LOCK_EX | LOCK_NB);
    } while (locked != 0 && errno == EINTR);
    return locked;
}

/* Opens and locks path. */
static enum bw_status open_locked(
    const char *path, int *descriptor, struct bw_error_list *errors)
{
    for (;;) {
        *descriptor = bw_io_open(path, O_RDWR | O_CREAT | O_APPEND, FILE_MODE);
        if (*descriptor < 0) {
            return bw_error_fail(errors, BW_ERR_CREATE, "%s: cannot be opened: %s",
                path, strerror(errno));
        }
        bool locked = lock(*descriptor) == 0;
        int cause = errno;
        if (locked && is_same_file(*descriptor, path)) {
            return BW_OK;
        }
        (void)bw_io_raw_close(*descriptor);
        *descriptor = -1;
        if (!locked && cause == EWOULDBLOCK) {
            return bw_error_fail(
                errors, BW_ERR_STOPPED, "%s: another process is using it", path);
        }
        if (!locked) {
            return bw_error_fail(
                errors, BW_ERR_IO, "%s: cannot be locked: %s", path, strerror(cause));
        }
    }
}

enum bw_status bw_append_open(struct bw_append *append, const char *path,
    struct bw_text *content, struct bw_error_list *errors)
{
    *append = (struct bw_append){.descriptor = -1};
    append->path = bw_io_copy_path(path, errors);
    if (append->path == NULL) {
        return BW_ERR_NOMEM;
    }
    enum bw_status status = open_locked(path, &append->descriptor, errors);
    if (status == BW_OK) {
        status = bw_io_read_all(append->descriptor, path, SIZE_MAX, content, errors);
    }
    if (status != BW_OK) {
        bw_append_close(append, false);
    }
    return status;
}

enum bw_status bw_append_truncate(
    struct bw_append *append, size_t size_bytes, struct bw_error_list *errors)
{
    int result;
    do {
        result = bw_io_raw_ftruncate(append->descriptor, (off_t)size_bytes);
    } while (result != 0 && errno == EINTR);
    if (result != 0) {
        return bw_error_fail(
            errors, BW_ERR_IO, "%s: cannot be cut: %s", append->path, strerror(errno));
    }
    return BW_OK;
}

enum bw_status bw_append_write(struct bw_append *append, const void *bytes,
    size_t size_bytes, struct bw_error_list *errors)
{
    return bw_io_write_all(append->descriptor, append->path, bytes, size_bytes, errors);
}

enum bw_status bw_append_sync(struct bw_append *append, struct bw_error_list *errors)
{
    if (bw_io_raw_fsync(append->descriptor) != 0) {
        return bw_error_fail(errors, BW_ERR_IO, "%s: cannot be synchronised: %s",
            append->path, strerror(errno));
    }
    return BW_OK;
}

void bw_append_close(struct bw_append *append, bool remove)
{
    if (append->descriptor >= 0) {
        if (remove) {
            (void)bw_io_raw_unlink(append->path); /* while the lock is still held */
        }
        (void)bw_io_raw_close(append->descriptor);
    }
    bw_memory_free(append->path);
    *append = (struct bw_append){.descriptor = -1};
}
