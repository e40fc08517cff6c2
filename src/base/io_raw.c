/* SPDX-License-Identifier: Apache-2.0 */
#include "base/io_raw.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int bw_io_raw_open(const char *path, int flags, unsigned mode)
{
    return open(path, flags, (mode_t)mode);
}

ssize_t bw_io_raw_read(int descriptor, void *bytes, size_t size_bytes)
{
    return read(descriptor, bytes, size_bytes);
}

ssize_t bw_io_raw_write(int descriptor, const void *bytes, size_t size_bytes)
{
    return write(descriptor, bytes, size_bytes);
}

int bw_io_raw_fsync(int descriptor)
{
    return fsync(descriptor);
}

int bw_io_raw_ftruncate(int descriptor, off_t size_bytes)
{
    return ftruncate(descriptor, size_bytes);
}

int bw_io_raw_rename(const char *from, const char *to)
{
    return rename(from, to);
}

int bw_io_raw_unlink(const char *path)
{
    return unlink(path);
}

int bw_io_raw_close(int descriptor)
{
    return close(descriptor);
}
