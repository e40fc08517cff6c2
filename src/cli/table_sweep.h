/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of a sweep: every point beside the base, the best first.
 */
#ifndef BW_CLI_TABLE_SWEEP_H
#define BW_CLI_TABLE_SWEEP_H

#include "base/error.h"
#include "experiment/analysis.h"

#include <stddef.h>

/* Prints the points by their reduction of the endpoint and a line on the best policy
 * to standard output; pairs of replications that could not be compared are added to
 * errors as a warning. */
void bw_table_sweep_print(
    const struct bw_analysis *analysis, struct bw_error_list *errors);

/* Writes "12.3 [10.1, 14.5]", a reduction and its interval in percent. An interval that
 * says nothing (bw_paired_interval()) becomes "[-]", and the whole "-" for the base and
 * where the reduction is not defined or beyond 10,000 %. */
void bw_table_reduction_write(
    const struct bw_paired *row, char *buffer, size_t size_bytes);

#endif
