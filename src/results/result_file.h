/* SPDX-License-Identifier: Apache-2.0
 *
 * The result file of a run or sweep: HDF5 laid out as netCDF-4, so that h5py, netCDF
 * tools and xarray show labelled arrays with units. Equal result sets give files that
 * are equal byte by byte: no time, host, thread count or path goes in.
 *
 * A last line, outside what HDF5 readers see, seals the file with its SHA-256 (seal.h).
 *
 * Groups: / /demand /stock /resource /step /lane /ledger /attribution /bottleneck
 * /series /series_demand /quantiles /paired /input; docs/guide/results.md describes
 * the variables. Groups without elements are left out.
 */
#ifndef BW_RESULTS_RESULT_FILE_H
#define BW_RESULTS_RESULT_FILE_H

#include "base/error.h"
#include "base/status.h"
#include "results/result_set.h"

#include <stdbool.h>

/* Raised whenever a reader of the old layout would misread the new one. */
#define BW_RESULT_FORMAT_VERSION 1

/* Attribution cells that are kept one by one; the others are summed in cell "rest". */
#define BW_RESULT_CELLS 200

struct bw_result_file_options {
    bool keep_all_cells; /* --keep attribution: no cell "rest" */
};

/* Checks that a result may be written to path: nothing stands there, or an earlier
 * result (a file with a whole seal), so that no other file is ever replaced. Writes
 * nothing. Errors: BW_ERR_CREATE, BW_ERR_IO, BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_result_file_check_target(
    const char *path, struct bw_error_list *errors);

/* Writes set to path, whole or not at all (an existing file is replaced only by a
 * complete one). Not to be called from a parallel region.
 * Errors: BW_ERR_CREATE, BW_ERR_IO, BW_ERR_NOMEM, each with a line in errors. */
BW_NODISCARD enum bw_status bw_result_file_write(
    const struct bw_result_set *set, const char *path, struct bw_error_list *errors);

/* The same with options (NULL = defaults). */
BW_NODISCARD enum bw_status bw_result_file_write_with(const struct bw_result_set *set,
    const char *path, const struct bw_result_file_options *options,
    struct bw_error_list *errors);

#endif
