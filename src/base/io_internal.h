/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the I/O layer share. Private to base.
 */
#ifndef BW_BASE_IO_INTERNAL_H
#define BW_BASE_IO_INTERNAL_H

#include "base/error.h"
#include "base/status.h"
#include "base/text.h"

#include <stddef.h>

/* Opens path, again when a signal interrupts; -1 and errno on failure. */
int bw_io_open(const char *path, int flags, unsigned mode);

/* Appends what descriptor still holds to text. path is for messages only. Errors:
 * BW_ERR_IO, BW_ERR_NOMEM, BW_ERR_INPUT when there are more than limit_bytes. */
BW_NODISCARD enum bw_status bw_io_read_all(int descriptor, const char *path,
    size_t limit_bytes, struct bw_text *text, struct bw_error_list *errors);

/* Writes all bytes. Errors: BW_ERR_IO. */
BW_NODISCARD enum bw_status bw_io_write_all(int descriptor, const char *path,
    const void *bytes, size_t size_bytes, struct bw_error_list *errors);

/* Returns an owned copy of text, or NULL and a line in errors. */
char *bw_io_copy_path(const char *text, struct bw_error_list *errors);

#endif
