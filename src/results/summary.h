/* SPDX-License-Identifier: Apache-2.0
 *
 * Figures over replications: mean, 95 % half-width and range of one metric.
 */
#ifndef BW_RESULTS_SUMMARY_H
#define BW_RESULTS_SUMMARY_H

#include <stddef.h>
#include <stdint.h>

#define BW_SUMMARY_LEVEL 0.95

/* Of the n values that are not NaN. With n = 0 all figures are NaN; with n = 1
 * half_width and sd are. An infinite value leaves mean infinite (or NaN). */
struct bw_summary {
    double mean, half_width, sd, min, max;
    uint32_t n;
};

/* Summarises values[0], values[stride], ..., count of them (independent replications),
 * summed in this order. half_width is that of the two-sided 95 % Student t interval. */
void bw_summary_make(
    const double *values, size_t count, size_t stride, struct bw_summary *summary);

#endif
