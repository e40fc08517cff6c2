/* SPDX-License-Identifier: Apache-2.0
 *
 * The system calls on files that io.c uses, one function each, so that a test can
 * link its own io_raw.c and make the n-th call fail. Arguments, results and errno are
 * those of the system call of the same name.
 */
#ifndef BW_BASE_IO_RAW_H
#define BW_BASE_IO_RAW_H

#include <sys/types.h>

int bw_io_raw_open(const char *path, int flags, unsigned mode);
ssize_t bw_io_raw_read(int descriptor, void *bytes, size_t size_bytes);
ssize_t bw_io_raw_write(int descriptor, const void *bytes, size_t size_bytes);
int bw_io_raw_fsync(int descriptor);
int bw_io_raw_ftruncate(int descriptor, off_t size_bytes);
int bw_io_raw_rename(const char *from, const char *to);
int bw_io_raw_unlink(const char *path);
int bw_io_raw_close(int descriptor);

#endif
