/* SPDX-License-Identifier: Apache-2.0 */
#include "failing_io_raw.h"

#include "base/io_raw.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

static long fail_at;
static long calls;
static int fail_cause;
static unsigned write_limit;

void bw_failing_io_arm(long nth, int cause)
{
    fail_at = nth;
    fail_cause = cause;
    calls = 0;
}

long bw_failing_io_calls(void)
{
    return calls;
}

void bw_failing_io_limit_write(unsigned size_bytes)
{
    write_limit = size_bytes;
}

static bool fails(void)
{
    calls++;
    if (calls != fail_at) {
        return false;
    }
    errno = fail_cause;
    return true;
}

int bw_io_raw_open(const char *path, int flags, unsigned mode)
{
    return fails() ? -1 : open(path, flags, (mode_t)mode);
}

ssize_t bw_io_raw_read(int descriptor, void *bytes, size_t size_bytes)
{
    return fails() ? -1 : read(descriptor, bytes, size_bytes);
}

ssize_t bw_io_raw_write(int descriptor, const void *bytes, size_t size_bytes)
{
    if (write_limit > 0 && size_bytes > write_limit) {
        size_bytes = write_limit;
    }
    return fails() ? -1 : write(descriptor, bytes, size_bytes);
}

int bw_io_raw_fsync(int descriptor)
{
    return fails() ? -1 : fsync(descriptor);
}

int bw_io_raw_ftruncate(int descriptor, off_t size_bytes)
{
    return fails() ? -1 : ftruncate(descriptor, size_bytes);
}

int bw_io_raw_rename(const char *from, const char *to)
{
    return fails() ? -1 : rename(from, to);
}

int bw_io_raw_unlink(const char *path)
{
    return fails() ? -1 : unlink(path);
}

/* Like close(2) on Linux, a failing call has closed the descriptor all the same. */
int bw_io_raw_close(int descriptor)
{
    bool failed = fails();
    int result = close(descriptor);
    if (failed) {
        errno = fail_cause;
        return -1;
    }
    return result;
}
