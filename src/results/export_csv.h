/* SPDX-License-Identifier: Apache-2.0
 *
 * The tidy table: one row per figure (point, element, metric), for spreadsheets,
 * scripts and dashboards.
 *
 *   point,element,metric,unit,mean,half_width,sd,min,max,n
 *
 * RFC 4180 (quotes where needed) but for line ends, which are LF; numbers are the
 * shortest that read back the same, "nan" where undefined. Rows are ordered by point,
 * group (chain, demand, stock, resource, step, lane, ledger), element and metric. point
 * is the point's label, element the scenario path ("chain" for the whole).
 */
#ifndef BW_RESULTS_EXPORT_CSV_H
#define BW_RESULTS_EXPORT_CSV_H

#include "base/error.h"
#include "base/status.h"
#include "results/result_read.h"

#include <stddef.h>

/* Takes the next bytes of an output. A status other than BW_OK stops the export. */
typedef enum bw_status (*bw_sink_fn)(void *context, const char *bytes, size_t length);

/* Sends the table to sink in pieces of some kilobytes.
 * Errors: what sink returns, BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_export_csv(const struct bw_result_data *data,
    bw_sink_fn sink, void *context, struct bw_error_list *errors);

#endif
