/* SPDX-License-Identifier: Apache-2.0 */
#include "base/io.h"

#include "base/io_internal.h"
#include "base/io_raw.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_BLOCK 65536
#define FILE_MODE 0666u
#define FOLDER_MODE 0777u

int bw_io_open(const char *path, int flags, unsigned mode)
{
    int descriptor;
    do {
        descriptor = bw_io_raw_open(path, flags | O_CLOEXEC, mode);
    } while (descriptor < 0 && errno == EINTR);
    return descriptor;
}

enum bw_status bw_io_read_all(int descriptor, const char *path, size_t limit_bytes,
    struct bw_text *text, struct bw_error_list *errors)
{
    char block[READ_BLOCK];
    size_t total = 0;
    for (;;) {
        ssize_t got = bw_io_raw_read(descriptor, block, sizeof block);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return bw_error_fail(
                errors, BW_ERR_IO, "%s: cannot be read: %s", path, strerror(errno));
        }
        if (got == 0) {
            return BW_OK;
        }
        if ((size_t)got > limit_bytes - total) {
            return bw_error_fail(errors, BW_ERR_INPUT,
                "%s: larger than the limit of %zu bytes", path, limit_bytes);
        }
        total += (size_t)got;
        bw_text_append(text, block, (size_t)got);
        if (text->failed) {
            return bw_error_fail(
                errors, BW_ERR_NOMEM, "%s: out of memory while reading", path);
        }
    }
}

enum bw_status bw_io_write_all(int descriptor, const char *path, const void *bytes,
    size_t size_bytes, struct bw_error_list *errors)
{
    const char *at = bytes;
    size_t left = size_bytes;
    while (left > 0) {
        ssize_t written = bw_io_raw_write(descriptor, at, left);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return bw_error_fail(errors, BW_ERR_IO, "%s: cannot be written: %s", path,
                written < 0 ? strerror(errno) : "nothing was taken");
        }
        at += written;
        left -= (size_t)written;
    }
    return BW_OK;
}

char *bw_io_copy_path(const char *text, struct bw_error_list *errors)
{
    size_t length = strlen(text);
    char *copy = bw_memory_allocate(length + 1, 1);
    if (copy == NULL) {
        (void)bw_error_fail(errors, BW_ERR_NOMEM, "%s: out of memory", text);
        return NULL;
    }
    memcpy(copy, text, length + 1);
    return copy;
}

enum bw_status bw_io_read_file(const char *path, size_t limit_bytes,
    struct bw_text *text, struct bw_error_list *errors)
{
    /* Without O_NONBLOCK, opening a named pipe would wait for a writer. */
    int descriptor = bw_io_open(path, O_RDONLY | O_NONBLOCK, 0);
    if (descriptor < 0) {
        bool missing = errno == ENOENT || errno == ENOTDIR;
        return bw_error_fail(errors, missing ? BW_ERR_MISSING : BW_ERR_IO,
            "%s: cannot be opened: %s", path, strerror(errno));
    }
    enum bw_status status = BW_OK;
    struct stat info;
    if (fstat(descriptor, &info) != 0) {
        status = bw_error_fail(
            errors, BW_ERR_IO, "%s: cannot be read: %s", path, strerror(errno));
    } else if (!S_ISREG(info.st_mode)) {
        status = bw_error_fail(errors, BW_ERR_INPUT, "%s: is not a regular file", path);
    } else {
        status = bw_io_read_all(descriptor, path, limit_bytes, text, errors);
    }
    /* Nothing was written, so a failing close loses nothing. */
    (void)bw_io_raw_close(descriptor);
    return status;
}

/* Forgets both names; the descriptor must be closed or of no concern. */
static void release_output(struct bw_output *output)
{
    bw_memory_free(output->path);
    bw_memory_free(output->temporary);
    *output = (struct bw_output){.descriptor = -1};
}

/* A temporary file of this name may be left from a run that was killed, since process
 * numbers come back (in a container usually the same). It is ours to remove when nobody
 * holds its lock. Returns true when it is gone. */
static bool remove_stale(const char *temporary)
{
    int descriptor = bw_io_open(temporary, O_WRONLY | O_NOFOLLOW, 0);
    if (descriptor < 0) {
        return errno == ENOENT;
    }
    bool removed = flock(descriptor, LOCK_EX | LOCK_NB) == 0
        && (bw_io_raw_unlink(temporary) == 0 || errno == ENOENT);
    (void)bw_io_raw_close(descriptor);
    return removed;
}

static int create_temporary(const char *temporary)
{
    const int flags = O_WRONLY | O_CREAT | O_EXCL;
    int descriptor = bw_io_open(temporary, flags, FILE_MODE);
    if (descriptor < 0 && errno == EEXIST) {
        if (remove_stale(temporary)) {
            descriptor = bw_io_open(temporary, flags, FILE_MODE);
        } else {
            errno = EEXIST;
        }
    }
    if (descriptor >= 0) {
        /* Only tells remove_stale() that we are alive; some file systems know no locks.
         */
        (void)flock(descriptor, LOCK_EX | LOCK_NB);
    }
    return descriptor;
}

enum bw_status bw_output_open(
    struct bw_output *output, const char *path, struct bw_error_list *errors)
{
    enum bw_status status = BW_OK;
    *output = (struct bw_output){.descriptor = -1};
    struct bw_text name;
    bw_text_init(&name);
    bw_text_format(&name, "%s.tmp.%ld", path, (long)getpid());

    /* A device must not be replaced by a file: think of "-o /dev/null" as root. */
    struct stat info;
    if (stat(path, &info) == 0 && !S_ISREG(info.st_mode)) {
        status = bw_error_fail(
            errors, BW_ERR_CREATE, "%s: exists and is not a regular file", path);
        goto done;
    }
    if (name.failed) {
        status = bw_error_fail(errors, BW_ERR_NOMEM, "%s: out of memory", path);
        goto done;
    }
    output->path = bw_io_copy_path(path, errors);
    output->temporary =
        output->path != NULL ? bw_io_copy_path(bw_text_get(&name), errors) : NULL;
    if (output->temporary == NULL) {
        status = BW_ERR_NOMEM;
        goto done;
    }
    output->descriptor = create_temporary(output->temporary);
    if (output->descriptor < 0) {
        status = bw_error_fail(errors, BW_ERR_CREATE, "%s: cannot be created: %s",
            output->temporary, strerror(errno));
    }
done:
    if (status != BW_OK) {
        release_output(output);
    }
    bw_text_release(&name);
    return status;
}

enum bw_status bw_output_detach(struct bw_output *output, struct bw_error_list *errors)
{
    BW_ASSERT(output->temporary != NULL && output->descriptor >= 0);
    int closed = bw_io_raw_close(output->descriptor);
    output->descriptor = -1;
    if (closed != 0 || bw_io_raw_unlink(output->temporary) != 0) {
        return bw_error_fail(errors, BW_ERR_IO, "%s: cannot be handed over: %s",
            output->temporary, strerror(errno));
    }
    return BW_OK;
}

enum bw_status bw_output_write(struct bw_output *output, const void *bytes,
    size_t size_bytes, struct bw_error_list *errors)
{
    BW_ASSERT(output->descriptor >= 0);
    return bw_io_write_all(
        output->descriptor, output->temporary, bytes, size_bytes, errors);
}

/* Appends the folder that path lies in. */
static void add_folder(struct bw_text *folder, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL) {
        bw_text_add(folder, ".");
    } else {
        size_t length = (size_t)(slash - path);
        bw_text_append(folder, path, length > 0 ? length : 1);
    }
}

/* Makes the rename last through a power cut. Best effort: the file is in its place and
 * whole by then, and some file systems refuse to synchronise a folder. */
static void sync_folder(const char *path)
{
    struct bw_text folder;
    bw_text_init(&folder);
    add_folder(&folder, path);
    int descriptor = folder.failed
        ? -1
        : bw_io_open(bw_text_get(&folder), O_RDONLY | O_DIRECTORY, 0);
    if (descriptor >= 0) {
        (void)bw_io_raw_fsync(descriptor);
        (void)bw_io_raw_close(descriptor);
    }
    bw_text_release(&folder);
}

enum bw_status bw_output_commit(struct bw_output *output, struct bw_error_list *errors)
{
    BW_ASSERT(output->temporary != NULL);
    const char *step = "opened again";
    bool good = true;
    if (output->descriptor < 0) {
        output->descriptor = bw_io_open(output->temporary, O_RDONLY, 0);
        good = output->descriptor >= 0;
    }
    if (good) {
        step = "synchronised";
        good = bw_io_raw_fsync(output->descriptor) == 0;
    }
    if (good) {
        step = "closed";
        good = bw_io_raw_close(output->descriptor) == 0;
        output->descriptor = -1; /* a failed close has closed it all the same */
    }
    if (good) {
        step = "renamed";
        good = bw_io_raw_rename(output->temporary, output->path) == 0;
    }
    if (!good) {
        enum bw_status status = bw_error_fail(errors, BW_ERR_IO, "%s: cannot be %s: %s",
            output->temporary, step, strerror(errno));
        bw_output_abandon(output);
        return status;
    }
    sync_folder(output->path);
    release_output(output);
    return BW_OK;
}

void bw_output_abandon(struct bw_output *output)
{
    if (output->temporary != NULL) {
        if (output->descriptor >= 0) {
            (void)bw_io_raw_close(output->descriptor);
        }
        (void)bw_io_raw_unlink(output->temporary); /* a detached one may not exist */
    }
    release_output(output);
}

enum bw_status bw_io_write_file(const char *path, const char *bytes, size_t size_bytes,
    struct bw_error_list *errors)
{
    struct bw_output output;
    enum bw_status status = bw_output_open(&output, path, errors);
    if (status != BW_OK) {
        return status;
    }
    status = bw_output_write(&output, bytes, size_bytes, errors);
    if (status != BW_OK) {
        bw_output_abandon(&output);
        return status;
    }
    return bw_output_commit(&output, errors);
}

enum bw_status bw_io_check_target(
    const char *path, bool *exists, struct bw_error_list *errors)
{
    struct stat info;
    *exists = stat(path, &info) == 0;
    if (*exists && !S_ISREG(info.st_mode)) {
        return bw_error_fail(errors, BW_ERR_CREATE, "%s: %s", path,
            S_ISDIR(info.st_mode) ? "is a folder" : "is not a regular file");
    }
    enum bw_status status = BW_OK;
    struct bw_text text;
    bw_text_init(&text);
    add_folder(&text, path);
    const char *folder = bw_text_get(&text);
    if (text.failed) {
        status = bw_error_fail(errors, BW_ERR_NOMEM, "%s: out of memory", path);
    } else if (stat(folder, &info) != 0) {
        status = bw_error_fail(errors, BW_ERR_CREATE, "%s: %s", folder,
            errno == ENOENT ? "no such folder" : strerror(errno));
    } else if (!S_ISDIR(info.st_mode)) {
        status = bw_error_fail(errors, BW_ERR_CREATE, "%s: is not a folder", folder);
    } else if (access(folder, W_OK | X_OK) != 0) {
        status = bw_error_fail(errors, BW_ERR_CREATE, "%s: cannot be written to: %s",
            folder, strerror(errno));
    }
    bw_text_release(&text);
    return status;
}

enum bw_status bw_io_make_folder(const char *path, struct bw_error_list *errors)
{
    if (mkdir(path, FOLDER_MODE) == 0) {
        return BW_OK;
    }
    int cause = errno;
    struct stat info;
    if (cause == EEXIST && stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
        return BW_OK;
    }
    return bw_error_fail(
        errors, BW_ERR_CREATE, "%s: cannot be made: %s", path, strerror(cause));
}
