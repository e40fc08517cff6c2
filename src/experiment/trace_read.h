/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads a table that bullwhip trace has written.
 */
#ifndef BW_EXPERIMENT_TRACE_READ_H
#define BW_EXPERIMENT_TRACE_READ_H

#include "base/error.h"
#include "results/trace_log.h"

#include <stdbool.h>

/* True when path names a file that begins like such a table. */
bool bw_trace_is_table(const char *path);

/* Fills an empty log from the table in path. Errors: BW_ERR_MISSING, BW_ERR_INPUT (with
 * the line), BW_ERR_IO, BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_trace_read(
    const char *path, struct bw_trace_log *log, struct bw_error_list *errors);

#endif
