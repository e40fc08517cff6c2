/* SPDX-License-Identifier: Apache-2.0
 *
 * The tables of one point that run shows: times, demands, bottlenecks, money, and the
 * line that says what to look at next.
 */
#ifndef BW_CLI_TABLE_RUN_H
#define BW_CLI_TABLE_RUN_H

#include "base/error.h"
#include "experiment/analysis.h"
#include "results/summary.h"

#include <stdint.h>

/* Summary of the figure at position of the layout over the replications of a point. */
struct bw_summary bw_table_summary(
    const struct bw_analysis *analysis, uint32_t point, size_t position);

/* The scenario's title, or its file name when it has none. */
const char *bw_table_title(const struct bw_result_set *set);

/* What one observation of the set is: "replication" or "antithetic pair". */
const char *bw_table_observation(const struct bw_result_set *set);

/* Prints the tables of the base point to standard output; what an analyst must know to
 * trust them (orders left open, resources without slack) is added to errors as
 * warnings. */
void bw_table_run_print(
    const struct bw_analysis *analysis, struct bw_error_list *errors);

/* Prints the endpoint and the order lead time of the base, with quantiles. */
void bw_table_times_print(const struct bw_analysis *analysis, const char *title);

/* Prints the top five bottlenecks of a point, and how much of the time is not waiting
 * and so not ranked. */
void bw_table_bottlenecks_print(const struct bw_analysis *analysis, uint32_t point);

/* Prints the line that says what to do next: the report of output, or without output
 * (NULL) the run with another server where the highest bottleneck is a queue, else a
 * run with a report. scenario is the path as given. */
void bw_table_run_print_next(
    const struct bw_analysis *analysis, const char *scenario, const char *output);

#endif
