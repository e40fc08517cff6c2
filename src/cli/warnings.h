/* SPDX-License-Identifier: Apache-2.0
 *
 * Warnings about a result that run and sweep share.
 */
#ifndef BW_CLI_WARNINGS_H
#define BW_CLI_WARNINGS_H

#include "base/error.h"
#include "experiment/analysis.h"

/* Adds a warning for each weekly figure of the base that still drifts when the warm-up
 * ends. */
void bw_warnings_add_drift(
    const struct bw_analysis *analysis, struct bw_error_list *errors);

#endif
